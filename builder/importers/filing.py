"""What was found in a document, as the files an editor would have written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from builder.importers.bodies import Named, authority_of, body_of
from builder.importers.drafts import Draft
from builder.importers.found import (
    AttachmentFound,
    Doubt,
    HandlingFound,
    ItemFound,
    Minutes,
    Participant,
    SectionKind,
    Verdict,
)
from builder.importers.grammar import prose
from builder.importers.grammar.outline import title_key
from builder.importers.holdings import Known, Holdings, sentences
from builder.messages import Format
from builder.model.values import Kind, Outcome, Role
from builder.urls import slug

Translate = Callable[[str], str]
ID_SIGNS, ID_LENGTH = "23456789abcdefghjkmnpqrstvwxyz", 8  # as `beslut new` makes them
_LONGEST_SLUG = 60
_LONGEST_SUMMARY = 600
_LONGEST_PHRASE = 60


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


OUTCOME_READ = _("read from a sentence of the decision")
ROLE_READ = _("follows from the route, where this is the last body")
YEAR_READ = _("no day in the document; the year is that of the case number")
NO_DAY = _("no day of a meeting was found; there is no file for the meeting")
NO_YEAR = _("no day and no case number with a year were found; the file lies under the year 0000")
REPEATED = _("the same text as {path}; nothing was doubled")
AMOUNTS_READ = _("read from the text")
CLOSED_DATA = _("a closed point; only what the document shows of it was taken")


@dataclass(frozen=True)
class Filed:
    """What came of one document.

    Args:
        drafts: its files; those that others refer to come first.
        doubts: by path of file, what the editor should look at.
        repeated: cases that the archive has, by title, with the file and how each was known.
        places: for each point, in order, the file it went to; empty where it went to none.
    """

    drafts: tuple[Draft, ...]
    doubts: tuple[tuple[str, Doubt], ...]
    repeated: tuple[tuple[str, str, str], ...] = ()
    places: tuple[str, ...] = ()


@dataclass
class _Desk:
    minutes: Minutes
    holdings: Holdings
    translate: Translate
    came_from: Callable[[str, str], bool]
    authority: Named
    body: Named | None
    source: str
    doubts: list[tuple[str, Doubt]] = field(default_factory=list)
    repeated: list[tuple[str, str, str]] = field(default_factory=list)
    bodies: dict[str, Named] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)  # files of its cases: two points of one meeting are two cases

    def note(self, file: str, key: str, reason: str, line: int, **said: str) -> str:
        """Note a doubt about a key of a file; its words, for the comment behind the value."""
        self.doubts.append((file, Doubt(key, reason, line, said)))
        return self.translate(reason).format(**said)


def file(
    minutes: Minutes,
    holdings: Holdings,
    translate: Translate,
    came_from: Callable[[str, str], bool],
    *,
    authority: str = "",
    body: str = "",
) -> Filed:
    """The files of one document.

    Args:
        minutes: what was found in it.
        holdings: what the archive has; the cases of this document are put on it.
        translate: from a message id to words of the archive's language, for the comments in files.
        came_from: whether a source gave a file before, by the source's key and the file's path.
        authority: the path of the authority, where the caller says so.
        body: the path of the body within it, likewise.

    Raises:
        Told: where no authority can be found.
    """
    whose = authority_of(minutes, holdings, authority)
    whom = body_of(minutes.body.text, whose.path, holdings, minutes, body)
    source = "minutes:" + "/".join(
        filter(None, (whose.path, whom.path if whom else "", _day(minutes.day) or _name(minutes)))
    )
    desk = _Desk(minutes, holdings, translate, came_from, whose, whom, source)
    if whom:
        desk.bodies[whom.path] = whom
    for doubt in minutes.doubts:
        desk.doubts.append(("", doubt))
    cases = [(_case_draft(desk, item, number), item) for number, item in enumerate(minutes.items) if _is_case(item)]
    meeting = _meeting(desk, {id(item): draft for draft, item in cases})
    drafts = [*_organs(desk), *[draft for draft, _item in cases], *([meeting] if meeting else [])]
    paths = {id(item): draft.path for draft, item in cases}
    places = tuple(paths.get(id(item), meeting.path if meeting else "") for item in minutes.items)
    return Filed(tuple(drafts), tuple(desk.doubts), tuple(desk.repeated), places)


def _is_case(item: ItemFound) -> bool:
    return not item.routine and not item.closed


def _organs(desk: _Desk) -> list[Draft]:
    """Files of the authority and the bodies that the archive does not have."""
    made = []
    if desk.authority.is_new:
        made.append(
            Draft(
                f"{desk.authority.path}/_index.md",
                Kind.AUTHORITY,
                desk.source,
                {"name": desk.authority.name},
                notes=_noted(desk.authority, desk),
            )
        )
    for each in desk.bodies.values():
        if each.is_new:
            values = {"name": each.name, **({"abbreviation": each.abbreviation} if each.abbreviation else {})}
            made.append(
                Draft(
                    f"{desk.authority.path}/bodies/{each.path}.md",
                    Kind.BODY,
                    desk.source,
                    values,
                    notes=_noted(each, desk),
                )
            )
    return made


def _noted(named: Named, desk: _Desk) -> Mapping[str, str]:
    return {"name": desk.translate(named.doubt)} if named.doubt else {}


def _case_draft(desk: _Desk, item: ItemFound, number: int) -> Draft:
    minutes, holdings = desk.minutes, desk.holdings
    handlings = _handlings(desk, item)
    body = _text(item)
    text = sentences(body)
    pairs = frozenset((each["body"], each["date"]) for each in handlings if "date" in each)
    known, by = holdings.find(desk.authority.path, item.case_number, item.title.text, text, pairs, but=desk.own)
    path = known.path if known else _path(desk, item)
    values: dict[str, Any] = {}
    notes: dict[str, str] = {}
    own = known is None or desk.came_from(desk.source, path)
    values["id"] = known.id if known and known.id else _id(desk, item, number)
    if known and not known.id:
        del values["id"]
    if own:
        values["title"] = item.title.text
    if item.case_number:
        values["case_number"] = item.case_number
    if own and (summary := _summary(item)):
        values["summary"] = summary
    if route := list(dict.fromkeys(_organ(desk, each) for each in (*item.route, *item.competence))):
        values["route"] = route
    if own and item.recommended_by.text:
        values["recommended_by"] = item.recommended_by.text
    if item.kle:
        values["kle"] = item.kle
    for name, kind in (("places", Kind.PLACE), ("organisations", Kind.ORGANISATION)) if own else ():
        if found := [each for each in holdings.names(kind, f"{item.title.text} {body}") if each != desk.authority.name]:
            values[name] = found
    if own and item.amounts:
        values["amounts"] = [_amount(each) for each in item.amounts]
        notes["amounts"] = desk.note(path, "amounts", AMOUNTS_READ, item.lines[0])
    if handlings:
        values["handlings"] = [{name: value for name, value in each.items() if name != "_line"} for each in handlings]
        notes |= _handling_notes(desk, path, item, handlings, values["handlings"])
    if own and item.attachments:
        values["attachments"] = [_attachment(each) for each in item.attachments]
    if own:
        values["source"] = _source(desk)
    else:
        desk.repeated.append((item.title.text, path, by))
        desk.note(path, "", REPEATED, item.lines[0], path=path)
    if known is None and not minutes.day and not any(day for _body, day in pairs):
        desk.note(path, "", YEAR_READ if _year_of(item.case_number) else NO_YEAR, item.lines[0])
    merged = Known(
        path,
        desk.authority.path,
        values.get("id", known.id if known else ""),
        item.case_number or (known.number if known else ""),
        known.title if known else item.title.text,
        pairs | (known.handlings if known else frozenset()),
        text | (known.text if known else frozenset()),
    )
    holdings.add(merged)
    desk.own.add(path)
    return Draft(path, Kind.CASE, desk.source, values, body if own else "", notes)


def _path(desk: _Desk, item: ItemFound) -> str:
    """Where a new case lies: by its year and title, apart from other cases of the same title."""
    days = [each.day for each in (*item.history, item.handling) if each and each.day]
    day = desk.minutes.day or min(days, default=None)
    year = str(day.year) if day else _year_of(item.case_number) or "0000"
    name = short_slug(item.title.text) or "sag"
    path, count = f"{desk.authority.path}/cases/{year}/{name}.md", 2
    while desk.holdings.has(path):
        path, count = f"{desk.authority.path}/cases/{year}/{name}-{count}.md", count + 1
    return path


def short_slug(title: str, longest: int = _LONGEST_SLUG) -> str:
    """A title as the name of a file, cut at a word."""
    made = slug(title)
    if len(made) <= longest:
        return made
    return made[: longest + 1].rpartition("-")[0] or made[:longest]


def _year_of(number: str) -> str:
    """The year that a case number of the form 23/9928 or EMN-2025-009242 states; empty for others."""
    if found := re.fullmatch(r"(\d{2})/\d+", number):
        return f"20{found[1]}"
    found = re.search(r"(?<!\d)((?:19|20)\d{2})(?!\d)", number)
    return found[1] if found else ""


def _id(desk: _Desk, item: ItemFound, number: int) -> str:
    """An id that is the same in every import of the same point."""
    return stable_id(f"{desk.source}|{item.number.text or number}|{title_key(item.title.text)}")


def stable_id(key: str) -> str:
    """An id of a case, made of what names it at its source."""
    value = int.from_bytes(sha256(key.encode()).digest()[:12])
    signs = []
    for _place in range(ID_LENGTH):
        value, sign = divmod(value, len(ID_SIGNS))
        signs.append(ID_SIGNS[sign])
    return "".join(signs)


def _handlings(desk: _Desk, item: ItemFound) -> list[dict[str, Any]]:
    minutes = desk.minutes
    made = [_handling(desk, each, each.body, each.day) for each in item.history]
    own = item.handling
    if own or minutes.day:
        made.append(
            _handling(
                desk, own or HandlingFound(), own.body if own else "", (own.day if own else None) or minutes.day, item
            )
        )
    elif not made and item.route and len(item.route) == 1:
        made.append({"body": _organ(desk, item.route[0]), **({"role": item.role.value} if item.role else {})})
    return [each for each in made if each.get("body")]


def _handling(
    desk: _Desk, found: HandlingFound, body: str, day: date | None, item: ItemFound | None = None
) -> dict[str, Any]:
    made: dict[str, Any] = {}
    organ = _organ(desk, body) if body else desk.body.path if desk.body else ""
    if not organ:
        return {}
    made["body"] = organ
    if day:
        made["date"] = day.isoformat()
    number = (item.number.text if item else "") or found.item
    if number:
        made["item"] = number
    verdict = found.verdict
    role = verdict.role or _role_by(verdict.outcome) or (item.role if item else None)
    if role:
        made["role"] = role.value
    elif item and verdict.outcome and _decides(desk, item, organ):
        made["role"] = Role.DECISION.value
        made["_role_read"] = True
    if day and verdict.outcome:
        made["outcome"] = _outcomes(verdict)
        if verdict.phrase:
            made["phrase"] = verdict.phrase
    if day and _is_more(found.decision.text, verdict.phrase):
        made["decision"] = found.decision.text
    if verdict.sent_to:
        made["sent_to"] = [_organ(desk, verdict.sent_to, known_only=True) or verdict.sent_to]
    made |= _voices(verdict)
    made["_line"] = found.decision.lines[0] if found.decision.lines else 0
    return made


def _outcomes(verdict: Verdict) -> list[str]:
    """The outcomes as they are written: what is recommended is sent on by that."""
    first = verdict.outcome[:1]
    return [each.value for each in verdict.outcome if each is not Outcome.REFERRED or first != (Outcome.RECOMMENDED,)]


def _is_more(decision: str, phrase: str) -> bool:
    """Whether a decision says more than the phrase that is shown with its outcome."""
    return bool(decision) and (decision.strip(" .") != phrase.strip(" .") or len(decision) > _LONGEST_PHRASE)


def _decides(desk: _Desk, item: ItemFound, organ: str) -> bool:
    """Whether a body is the one that decides: it has the competence, or is the last of the route."""
    last = (*item.route, *item.competence)
    return bool(last) and _organ(desk, last[-1]) == organ


_ROLES = {
    Outcome.RECOMMENDED: Role.RECOMMENDATION,
    Outcome.NOTED: Role.INFORMATION,
    Outcome.REFERRED: Role.REFERRAL,
}


def _role_by(outcome: Sequence[Outcome]) -> Role | None:
    """The role that an outcome states by itself."""
    return _ROLES.get(outcome[0]) if outcome else None


def _voices(verdict: Verdict) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if votes := verdict.votes:
        said: dict[str, Any] = {}
        if votes.result:
            said["result"] = votes.result.value
        for name, attribute in (
            ("for", "in_favour"),
            ("against", "against"),
            ("abstained", "abstained"),
            ("reservations", "reservations"),
        ):
            if voices := getattr(votes, attribute):
                said[name] = list(voices)
        for name in ("for_count", "against_count", "abstained_count"):
            if (count := getattr(votes, name)) is not None:
                said[name] = str(count)
        if said:
            made["votes"] = said
    if verdict.statements:
        made["statements"] = [
            {"kind": each.kind.value, **({"by": list(each.by)} if each.by else {}), "text": each.text}
            for each in verdict.statements
        ]
    for name in ("absent", "recused", "not_participating"):
        if people := getattr(verdict, name):
            made[name] = [_person(each) for each in people]
    return made


def _handling_notes(
    desk: _Desk, path: str, item: ItemFound, handlings: Sequence[dict[str, Any]], written: list[dict[str, Any]]
) -> dict[str, str]:
    notes: dict[str, str] = {}
    for number, (each, out) in enumerate(zip(handlings, written, strict=True)):
        line = int(each.get("_line", 0))
        if out.pop("_role_read", False):
            notes[f"handlings[{number}].role"] = desk.note(path, f"handlings[{number}].role", ROLE_READ, line)
        if "outcome" in each and "decision" in each:
            notes[f"handlings[{number}].outcome"] = desk.note(path, f"handlings[{number}].outcome", OUTCOME_READ, line)
    return notes


def _meeting(desk: _Desk, cases: Mapping[int, Draft]) -> Draft | None:
    minutes = desk.minutes
    if not minutes.day or not desk.body:
        if any(not _is_case(item) for item in minutes.items) or minutes.place or minutes.start:
            desk.note("", "", NO_DAY, 0)
        return None
    values: dict[str, Any] = {}
    if minutes.kind:
        values["kind"] = minutes.kind.value
    state = (
        minutes.state.value
        if minutes.state
        else "minutes"
        if any(item.handling for item in minutes.items)
        else "agenda"
    )
    values["state"] = state
    for name, moment in (("start", minutes.start), ("end", minutes.end)):
        if moment:
            values[name] = moment.strftime("%H.%M")
    if minutes.place:
        values["place"] = minutes.place
    gone = {each.name for each in minutes.absent}
    present = tuple(each for each in minutes.present if each.name not in gone)
    for name, people in (("present", present), ("absent", minutes.absent)):
        if people:
            values[name] = [_person(each) for each in people]
    if minutes.attendance:
        values["attendance"] = minutes.attendance
    values["items"] = [_item(desk, each, cases.get(id(each))) for each in minutes.items]
    values["source"] = _source(desk)
    path = f"{desk.authority.path}/meetings/{minutes.day.isoformat()}-{desk.body.path}.md"
    return Draft(path, Kind.MEETING, desk.source, values, _meeting_text(minutes))


def _item(desk: _Desk, item: ItemFound, case: Draft | None) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if item.number.text:
        made["number"] = item.number.text
    if case:
        kind, _cases, year, name = case.path.removesuffix(".md").split("/")
        return {**made, "case": f"{year}/{name}"}
    if item.closed:
        # What the published minutes show of it is open; a map that opens some parts closes the others.
        made["access"] = {"title": "open"} | ({"decision": "open"} if item.handling else {})
    made["title"] = item.title.text
    if item.case_number:
        made["case_number"] = item.case_number
    if summary := _summary(item):
        made["summary"] = summary
    own = item.handling
    verdict = own.verdict if own else Verdict()
    role = verdict.role or _role_by(verdict.outcome) or item.role
    if role:
        made["role"] = role.value
    if verdict.outcome:
        made["outcome"] = [each.value for each in verdict.outcome]
        if verdict.phrase:
            made["phrase"] = verdict.phrase
    if own and _is_more(own.decision.text, verdict.phrase):
        made["decision"] = own.decision.text
    return made


def _meeting_text(minutes: Minutes) -> str:
    """What points without a file of their own say besides their decisions."""
    parts = []
    for item in minutes.items:
        if _is_case(item):
            continue
        text = _text(item, level="###")
        names = [f"- {each.title.text}" for each in item.attachments if each.title.text]
        text = "\n\n".join(filter(None, (text, "\n".join(names))))
        if text and not (item.closed and not text.strip()):
            head = ". ".join(filter(None, (item.number.text, item.title.text)))
            parts.append(f"## {prose.escaped(head)}\n\n{text}")
    return "\n\n".join(parts)


def _text(item: ItemFound, level: str = "##") -> str:
    """The sections of a point as Markdown, in the order of the source."""
    parts = []
    summary = _summary(item)
    for section in item.sections:
        text = prose.joined(section.blocks)
        if summary and section.kind is SectionKind.SUMMARY and text:
            continue
        if level != "##":
            text = re.sub(r"^### ", "#### ", text, flags=re.MULTILINE)
        head = f"{level} {prose.escaped(section.heading.text)}" if section.heading.text else ""
        parts.append("\n\n".join(filter(None, (head, text))))
    return "\n\n".join(filter(None, parts))


def _summary(item: ItemFound) -> str:
    """The point's own summary, where it is one paragraph; a longer one stays in the text."""
    found = [section for section in item.sections if section.kind is SectionKind.SUMMARY]
    if len(found) == 1 and len(found[0].blocks) == 1 and len(found[0].blocks[0].text) <= _LONGEST_SUMMARY:
        text = found[0].blocks[0].text
        return "" if re.match(r"[-|#]|\d+\. ", text) or "\\" in text or "&amp;" in text else text
    return ""


def _organ(desk: _Desk, name: str, *, known_only: bool = False) -> str:
    """The path of a body by its name or abbreviation; one that the archive does not have is made."""
    if found := next((each.path for each in desk.bodies.values() if each.means(name)), None):
        return found
    named = body_of(name, desk.authority.path, desk.holdings, desk.minutes, "")
    if named is None or (named.is_new and known_only):
        return ""
    desk.bodies.setdefault(named.path, named)
    return named.path


def _person(person: Participant) -> dict[str, str]:
    made = {"name": person.name}
    if person.party:
        made["party"] = person.party
    if person.substitute:
        made["substitute"] = person.substitute
    return made


def _amount(each: Any) -> dict[str, str]:
    made = {"amount": f"{each.amount.normalize():f}"}
    if each.qualifier:
        made["qualifier"] = each.qualifier.value
    if each.unit.value != "DKK":
        made["unit"] = each.unit.value
    if each.per:
        made["per"] = each.per.value
    for name, value in (("for", each.purpose), ("from", each.payer), ("years", each.years)):
        if value:
            made[name] = value
    return made


def _attachment(each: AttachmentFound) -> dict[str, str]:
    made: dict[str, str] = {}
    if each.closed:
        made["public_title"] = each.title.text
    elif each.title.text:
        made["title"] = each.title.text
    for name, value in (("document", each.document), ("number", each.number), ("url", each.url)):
        if value:
            made[name] = value
    if each.closed:
        made["access"] = "closed"
    return {name: value for name, value in made.items() if value}


def _source(desk: _Desk) -> dict[str, str]:
    minutes = desk.minutes
    made = {"title": _name(minutes), "sha256": minutes.reading.sha256}
    if minutes.reading.url:
        made["url"] = minutes.reading.url
    if minutes.reading.ocr:
        made["ocr"] = "true"
    return made


def _name(minutes: Minutes) -> str:
    """What the document is called: the meeting's minutes, else its file."""
    if minutes.body.text and minutes.day:
        kind = "Dagsorden" if minutes.state and minutes.state.value == "agenda" else "Referat"
        return f"{kind}, {minutes.body.text} den {Format('da').day(minutes.day)}"
    return minutes.reading.name


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
