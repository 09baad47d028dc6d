"""Take out what is not public, before anything else is made of a file.

Drafts, embargoed and retracted files go whole; of a case, handling, item or meeting the closed parts go, field by
field. What is left holds nothing that a page, feed, index, count, cache or log could give away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from html import unescape
from typing import Any

from builder.library.references import canonical
from builder.model.documents import Document
from builder.model.keys import keys_of
from builder.model.parts import ALL_OPEN, Access, Attachment, Handling, Item
from builder.model.records import Case, Entry, Meeting
from builder.model.values import Kind, Openness
from builder.urls import slug

_DECISION_SECTIONS = re.compile(r"beslutning|afgoerelse|vedtagelse|decision|beschluss|udfald")
_VOTE_SECTIONS = re.compile(r"afstemning|stemme|protokoltilfoersel|mindretal|votes|abstimmung")
_INSIDE = re.compile(r"^(?:\s*(?:>|[-*+](?=\s)|\d+[.)](?=\s)))*\s*")  # signs of quotations and lists before a heading
_HEADING = re.compile(r"(#{1,6})(.*)")
_HTML_HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*)", re.IGNORECASE)
_UNDERLINE = re.compile(r"\s*([=-])\1*\s*$")
_LABEL = re.compile(r"(?:(\*\*|__)(.{1,60}?)\1|(.{1,60}):\s*$)")  # bold words that open a line, a line with a colon
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_LOWEST = 7  # the level of a label: any real heading ends what it opens


def is_hidden(record: Any, now: datetime) -> bool:
    """Whether a file is a draft, or not to be published before a moment yet to come.

    Args:
        record: a record of any kind.
        now: the archive's local time, without zone.
    """
    return isinstance(record, Entry) and (record.draft or (record.publish is not None and record.publish > now))


def moments(documents: Iterable[Document]) -> Iterator[datetime]:
    """When each of those files that say so becomes public, or became, in the archive's local time."""
    for each in documents:
        if isinstance(each.record, Entry) and each.record.publish:
            yield each.record.publish


@dataclass(frozen=True)
class Unpublished:
    """Why a file is not published: it is not to be before `until`, or, where that is None, it is a draft."""

    until: datetime | None


def unpublished(documents: Iterable[Document], now: datetime) -> dict[str, Unpublished]:
    """The files, by path, that are drafts or not to be published yet, or lie with an authority that is either.

    Args:
        documents: what was read, with no errors among it: what has no record is a draft that was not read in full.
        now: the archive's local time, without zone.
    """
    documents = tuple(documents)
    hidden = {
        each.place: Unpublished(None if each.record is None or each.record.draft else each.record.publish)
        for each in documents
        if each.record is None or is_hidden(each.record, now)
    }
    found = {place.path: why for place, why in hidden.items()}
    above = {place.authority: why for place, why in hidden.items() if place.kind is Kind.AUTHORITY}
    for each in documents if above else ():
        if each.place.authority in above:
            found.setdefault(each.place.path, above[each.place.authority])
    return found


def may_be_cached(record: Any) -> bool:
    """Whether nothing of a file is closed, held back or taken down, now or at another time."""
    if not isinstance(record, Entry):
        return True
    if record.draft or record.publish is not None or record.retracted is not None:
        return False
    parts = (
        *getattr(record, "handlings", ()),
        *getattr(record, "items", ()),
        *getattr(record, "attachments", ()),
    )
    return not any(getattr(each, "access", None) for each in (record, *parts))


def redact(record: Any) -> Any:
    """The record without what is closed. A retracted one keeps its id, its retraction and its aliases."""
    if isinstance(record, Entry) and record.retracted:
        return _retracted(record)
    if isinstance(record, Case):
        return _case(record)
    if isinstance(record, Meeting):
        return _meeting(record)
    return record


def redact_body(record: Any, text: str) -> str:
    """The body of a file without what is closed."""
    if isinstance(record, Entry) and record.retracted:
        return ""
    if not isinstance(record, Case | Meeting):
        return text
    access = record.access or ALL_OPEN
    if not (access.shows("title") and access.shows("presentation")):
        return ""
    parts = (*getattr(record, "handlings", ()), *getattr(record, "items", ()))
    accesses = [access, *(each.access or ALL_OPEN for each in parts)]
    if not all(each.shows("decision") for each in accesses):
        text = _without_sections(text, _DECISION_SECTIONS)
    if not all(each.shows("votes") for each in accesses):
        text = _without_sections(text, _VOTE_SECTIONS)
    return text


def redact_handling(handling: Handling, access: Access, public_decision: str | None = None) -> Handling:
    """A handling without what its own access or the one given closes."""
    own = handling.access or ALL_OPEN
    if not (own.shows("decision") and access.shows("decision")):
        handling = replace(
            handling,
            outcome=(),
            phrase=None,
            decision=None,
            sent_to=(),
            stopped=None,
            reading=None,
            public_decision=handling.public_decision or public_decision,
        )
    elif handling.public_decision is not None:
        handling = replace(handling, public_decision=None)
    if not (own.shows("votes") and access.shows("votes")):
        handling = replace(handling, votes=None, statements=(), absent=(), recused=(), not_participating=())
    return handling


def _retracted(record: Entry) -> Entry:
    kept: dict[str, Any] = {
        "retracted": record.retracted,
        "aliases": record.aliases,
        "draft": record.draft,
        "publish": record.publish,
    }
    if record.retracted and record.retracted.purge:
        kept["aliases"] = ()
    names: dict[str, Any] = {name: "" for name in ("name", "title", "term", "summary") if _is_required(record, name)}
    if isinstance(record, Case):
        kept["id"] = record.id
        if record.access and not record.access.shows("title"):  # its address is made of its id
            kept |= {"access": record.access, "aliases": ()}
    return type(record)(**kept, **names)


def _is_required(record: Entry, name: str) -> bool:
    field = type(record).__dataclass_fields__.get(name)
    return field is not None and bool(field.metadata["key"]["required"])


def _case(case: Case) -> Case:
    if may_be_cached(case) and not _stands_in(case):  # as in most; nothing to take out
        return case
    access = case.access or ALL_OPEN
    last = len(case.handlings) - 1
    handlings = tuple(
        redact_handling(each, access, case.public_decision if index == last else None)
        for index, each in enumerate(case.handlings)
    )
    changes: dict[str, Any] = {"handlings": handlings, "public_decision": None, "public_title": None}
    changes["attachments"] = tuple(_attachment(each) for each in case.attachments)
    if not access.shows("title"):
        changes |= {"title": case.public_title or "", "case_number": None, "kle": None, "aliases": ()}
    if not (access.shows("title") and access.shows("presentation")):
        changes |= {
            "summary": None,
            "recommended_by": None,
            "topics": (),
            "places": (),
            "organisations": (),
            "amounts": (),
            "related": (),
            "hearing": None,
            "source": None,
            "corrections": (),
            "attachments": tuple(_attachment(each) for each in case.attachments if each.access is Openness.OPEN),
        }
    return replace(case, **changes)


def _stands_in(case: Case) -> bool:
    """Whether a case has words that are meant to stand in place of closed ones."""
    return bool(
        case.public_title is not None
        or case.public_decision is not None
        or any(each.public_decision is not None for each in case.handlings)
        or any(each.public_title is not None for each in case.attachments)
    )


def _attachment(attachment: Attachment) -> Attachment:
    if attachment.access is not Openness.CLOSED:
        return replace(attachment, public_title=None)
    return replace(attachment, title=attachment.public_title, public_title=None, file=None, url=None)


def _meeting(meeting: Meeting) -> Meeting:
    access = meeting.access or ALL_OPEN
    changes: dict[str, Any] = {"items": tuple(_item(each, access) for each in meeting.items)}
    if not access.shows("votes"):
        changes |= {"present": (), "absent": (), "recused": (), "not_participating": (), "attendance": None}
    if not access.shows("presentation"):
        changes |= {"source": None, "corrections": (), "place": None}
    return replace(meeting, **changes)


def _item(item: Item, access: Access) -> Item:
    own = item.access or ALL_OPEN
    shown = {part: own.shows(part) and access.shows(part) for part in ("title", "presentation", "decision")}
    changes: dict[str, Any] = {"public_title": None}
    if not shown["title"]:
        changes |= {"title": item.public_title, "case": None, "case_number": None}
    if not (shown["title"] and shown["presentation"]):
        changes |= {"summary": None}
    if not shown["decision"]:
        changes |= {"outcome": (), "phrase": None, "decision": None}
    else:
        changes |= {"public_decision": None}
    return replace(item, **changes)


def _without_sections(text: str, names: re.Pattern[str]) -> str:
    """The text without the sections whose headings match, their subsections included.

    Where it is not certain that a section has ended, it has not: a heading in a fence, a list or a quotation ends
    none, nor does a line of hyphens, which may be a rule. But anything that looks like a heading opens one.
    """
    lines = text.splitlines()
    kept: list[str] = []
    skipped = 0  # the level of the heading that is being left out, or 0
    fence = ""
    for index, line in enumerate(lines):
        mark = _FENCE.match(line)
        if mark and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else mark[1]
        level, words, certain = _heading(lines, index)
        if skipped and certain and not fence and level <= skipped:
            skipped = 0
        if level and not skipped and names.search(slug(_plain(words))):
            skipped = level
        if not skipped:
            kept.append(line)
    return "\n".join(kept)


def _heading(lines: list[str], index: int) -> tuple[int, str, bool]:
    """The level and words of a heading in any of the ways it can be written, and whether it is surely one.

    Level 0 for other lines.
    """
    line, following = lines[index], lines[index + 1] if index + 1 < len(lines) else ""
    bare = _INSIDE.sub("", line, count=1)
    if match := _HEADING.match(bare):
        return len(match[1]), match[2], bare == line
    if match := _HTML_HEADING.search(line):
        rest = " ".join((match[2], *lines[index + 1 : index + 4]))
        return int(match[1]), re.split(r"</h", rest, maxsplit=1, flags=re.IGNORECASE)[0], line.startswith("<")
    if line.strip() and (match := _UNDERLINE.match(following)):
        return (1 if match[1] == "=" else 2), line, match[1] == "=" and not (index and lines[index - 1].strip())
    if match := _LABEL.match(bare):
        return _LOWEST, match[2] or match[3], False
    return 0, "", False


def _plain(words: str) -> str:
    """Words as they are read: without marks, tags, entities and soft hyphens."""
    return re.sub(r"<[^<>]*>|[*_`~\\\u00ad\u200b]", "", unescape(words))


def closed_there(case: Case, authority: str, closed: Mapping[str, tuple[Access, str | None]]) -> Case:
    """A case whose handlings are also closed by the meetings they took place at.

    Args:
        case: as its file says.
        authority: whose case it is.
        closed: for the references of meetings that are not open what they show, and the law.
    """
    if not closed:
        return case
    handlings = tuple(_closed_there(each, authority, closed) for each in case.handlings)
    return case if handlings == case.handlings else replace(case, handlings=handlings)


def _closed_there(handling: Handling, authority: str, closed: Mapping[str, tuple[Access, str | None]]) -> Handling:
    body = canonical(handling.body)
    owner, _, name = body.rpartition("/")
    names = [canonical(handling.meeting)] if handling.meeting else []
    names += [f"{handling.date.isoformat()}-{name}"] if handling.date and not handling.meeting else []
    for meeting in names:
        for ref in (f"{owner or authority}/{meeting}", f"{authority}/{meeting}", meeting):
            if ref in closed:
                access, basis = closed[ref]
                return replace(handling, access=_both(handling.access, access), basis=handling.basis or basis)
    return handling


def _both(one: Access | None, other: Access) -> Access:
    """What is open by both."""
    if one is None:
        return other
    shown = {key.attribute: one.shows(key.attribute) and other.shows(key.attribute) for key in keys_of(Access)}
    return Access(**{part: Openness.OPEN if open_ else Openness.CLOSED for part, open_ in shown.items()})
