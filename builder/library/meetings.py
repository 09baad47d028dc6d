"""Which meetings there were: those that have a file, and those that a handling is dated on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from builder.diagnostics import Finding, closest, finding
from builder.library.public import redact_handling
from builder.library.shelves import Shelves, shelf
from builder.messages import Format
from builder.model.documents import Document
from builder.model.linked import AgendaItem, Case, Handled, Meeting
from builder.model.parts import ALL_OPEN, Handling
from builder.model.values import Kind, MeetingState
from builder.urls import Urls

MeetingKey = tuple[str, str, int]
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-([a-z0-9-]+)")


@dataclass(frozen=True)
class Diary:
    """The meetings that have a file, by key and by reference."""

    documents: dict[MeetingKey, Document]
    keys: dict[str, MeetingKey]
    findings: tuple[Finding, ...]

    def key_for(self, handling: Handling, body: str, document: Document) -> MeetingKey | Finding | None:
        """The meeting a handling took place at; None where its day is not known."""
        if handling.meeting:
            authority = document.place.authority
            key = self.keys.get(f"{authority}/{handling.meeting}") or self.keys.get(handling.meeting)
            if key is None or key[0] != body:
                return finding("unknown-reference", document.place.path, kind="meeting", value=handling.meeting)
            return key
        if handling.date is None:
            return None
        day = handling.date.isoformat()
        that_day = [key for key in self.documents if key[:2] == (body, day)]
        if len(that_day) > 1:
            names = [self.documents[key].place.ref.partition("/")[2] for key in sorted(that_day)]
            return finding(
                "ambiguous-reference",
                document.place.path,
                value=day,
                first=f"meeting: {names[0]}",
                second=names[1],
            )
        return that_day[0] if that_day else (body, day, 1)


def diary(shelves: Shelves, urls: Urls) -> Diary:
    """Read day and body from the name of every meeting's file, and note its address."""
    documents: dict[MeetingKey, Document] = {}
    keys: dict[str, MeetingKey] = {}
    findings: list[Finding] = []
    form = Format(urls.language)
    for ref, document in shelves.by_kind[Kind.MEETING].items():
        key = _key_of(ref, shelves)
        if key is None:
            name = ref.partition("/")[2][11:]
            if not shelves.tables.is_hidden(Kind.BODY, name, document.place.authority):
                findings.append(finding("bad-meeting-name", document.place.path))
            continue
        documents[key] = document
        keys[ref] = key
        body = shelves.by_kind[Kind.BODY][key[0]]
        path = urls.meeting(body.place.authority, key[0].partition("/")[2], date.fromisoformat(key[1]), key[2])
        shelf(shelves, document, path, f"{body.record.name}, {form.day(date.fromisoformat(key[1]))}")
    return Diary(documents, keys, tuple(findings))


def _key_of(ref: str, shelves: Shelves) -> MeetingKey | None:
    authority, _, name = ref.partition("/")
    match = _NAME.fullmatch(name)
    if not match:
        return None
    try:
        date.fromisoformat(match[1])
    except ValueError:
        return None
    if f"{authority}/{match[2]}" in shelves.by_kind[Kind.BODY]:
        return f"{authority}/{match[2]}", match[1], 1
    body, _, ordinal = match[2].rpartition("-")
    if f"{authority}/{body}" in shelves.by_kind[Kind.BODY] and re.fullmatch(r"[2-9]|[1-9][0-9]{1,3}", ordinal):
        return f"{authority}/{body}", match[1], int(ordinal)
    return None


def agenda_findings(shelves: Shelves) -> Iterator[Finding]:
    """Items that point to a case the archive does not have."""
    for document in shelves.by_kind[Kind.MEETING].values():
        authority = document.place.authority
        for index, item in enumerate(document.record.items):
            if not item.case or shelves.tables.find(Kind.CASE, item.case, authority):
                continue
            if not shelves.tables.is_hidden(Kind.CASE, item.case, authority):
                known = shelves.tables.refs(Kind.CASE, authority)
                yield finding(
                    "unknown-reference",
                    document.place.path,
                    f"items[{index}].case",
                    kind="case",
                    value=item.case,
                    suggestion=closest(item.case, known),
                )


def as_closed_there(handling: Handling, key: MeetingKey | None, meetings: Diary) -> Handling:
    """The handling without what the meeting it took place at closes."""
    document = meetings.documents.get(key) if key else None
    access = document.record.access if document else None
    return redact_handling(handling, access) if access else handling


def meetings_of(
    cases: dict[str, Case],
    shelves: Shelves,
    meetings: Diary,
    names: dict[MeetingKey, str],
    urls: Urls,
    today: date,
) -> dict[MeetingKey, Meeting]:
    """Every meeting with its agenda, each body's in order of time."""
    handled: dict[MeetingKey, list[tuple[Case, Handled]]] = defaultdict(list)
    for case in cases.values():
        for each in case.handlings:
            if each.meeting:
                handled[each.meeting].append((case, each))
    by_path = {case.path: case for case in cases.values()}
    keys = sorted({*handled, *meetings.documents})
    made: dict[MeetingKey, Meeting] = {}
    for index, key in enumerate(keys):
        body = shelves.by_kind[Kind.BODY][key[0]]
        day = date.fromisoformat(key[1])
        document = meetings.documents.get(key)
        previous = keys[index - 1] if index and keys[index - 1][0] == key[0] else None
        following = keys[index + 1] if index + 1 < len(keys) and keys[index + 1][0] == key[0] else None
        facts = document.record if document else None
        state = facts.state if facts else None
        if state is None and day > today:
            state = MeetingState.AGENDA
        made[key] = Meeting(
            key=key,
            path=urls.meeting(body.place.authority, key[0].partition("/")[2], day, key[2]),
            authority=body.place.authority,
            body=key[0],
            body_name=names.get(key, body.record.name),
            day=day,
            facts=facts,
            document=document,
            state=state,
            items=_agenda(handled[key], document, by_path, shelves),
            previous=previous,
            next=following,
        )
    return made


def _agenda(
    handled: list[tuple[Case, Handled]], document: Document | None, by_path: dict[str, Case], shelves: Shelves
) -> tuple[AgendaItem, ...]:
    """The cases and the meeting's own items, by item number; those without one keep their order, at the end."""
    found = [_of_case(case, each) for case, each in handled]
    present = {item.case for item in found}
    for item in document.record.items if document else ():
        target = shelves.tables.find(Kind.CASE, item.case, document.place.authority) if item.case and document else None
        case = by_path.get(target.path) if target else None
        if case and case.ref in present:
            continue
        access = item.access or ALL_OPEN
        found.append(
            AgendaItem(
                number=item.number or "",
                title=item.title or (case.title if case else ""),
                case=case.ref if case else "",
                case_number=item.case_number or "",
                summary=item.summary or "",
                role=item.role,
                outcome=item.outcome,
                phrase=item.phrase or "",
                decision=item.decision or item.public_decision or "",
                closed=not access.shows("title") or not access.shows("decision"),
                basis=item.basis or "",
            )
        )
    return tuple(sorted(found, key=lambda item: _item_order(item.number)))


def _of_case(case: Case, handled: Handled) -> AgendaItem:
    accesses = [each for each in (case.facts.access, handled.facts.access) if each]
    return AgendaItem(
        number=handled.facts.item or "",
        title=case.title,
        case=case.ref,
        case_number=case.facts.case_number or "",
        summary=case.facts.summary or "",
        role=handled.facts.role,
        outcome=handled.facts.outcome,
        phrase=handled.facts.phrase or "",
        decision=handled.facts.decision or handled.facts.public_decision or "",
        closed=any(not each.shows("title") or not each.shows("decision") for each in accesses),
        basis=handled.facts.basis or case.facts.basis or "",
    )


def _item_order(number: str) -> tuple[tuple[int, int, str], ...]:
    """`2` before `10`, `5` before `5a`, items without a number last."""
    if not number:
        return ((2, 0, ""),)
    parts = [each.lstrip("0") if each[0] in "0123456789" else each for each in re.findall(r"[0-9]+|[^0-9]+", number)]
    return tuple((1, 0, each) if each and each[0] not in "0123456789" else (0, len(each), each) for each in parts)
