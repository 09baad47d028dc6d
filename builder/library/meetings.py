"""Which meetings there were: those that have a file, and those that a handling is dated on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from builder.diagnostics import Finding, finding
from builder.library.addresses import MeetingKey, meeting_address, meeting_key
from builder.library.references import Tables, canonical
from builder.library.shelves import Shelves, note_aliases, shelf
from builder.messages import Format
from builder.model.documents import Document
from builder.model.linked import AgendaItem, Case, Handled, Meeting, Tombstone
from builder.model.parts import ALL_OPEN, Handling
from builder.model.records import Body
from builder.model.values import Kind, MeetingState
from builder.urls import Urls


@dataclass(frozen=True)
class Diary:
    """The meetings that have a file.

    Args:
        documents: by key.
        keys: their keys, by reference.
        days: their keys, by body and day in ISO form.
        stopped: the keys of those whose page was taken down.
        findings: what is wrong with their names.
    """

    documents: dict[MeetingKey, Document]
    keys: dict[str, MeetingKey]
    days: dict[tuple[str, str], list[MeetingKey]]
    stopped: frozenset[MeetingKey]
    findings: tuple[Finding, ...]

    def key_for(self, handling: Handling, body: str, document: Document, tables: Tables) -> MeetingKey | Finding | None:
        """The meeting a handling took place at; None where its day is not known or the meeting is not public."""
        path = document.place.path
        if handling.meeting:
            return self._named(handling, handling.meeting, body, document, tables)
        if handling.date is None:
            return None
        day = handling.date.isoformat()
        that_day = sorted(self.days.get((body, day), ()))
        if len(that_day) > 1:
            names = [self.documents[key].place.ref.partition("/")[2] for key in that_day]
            return finding("which-meeting", path, "date", day=day, first=names[0], others=", ".join(names[1:]))
        key = that_day[0] if that_day else (body, day, 1)
        return None if key in self.stopped else key

    def _named(
        self, handling: Handling, name: str, body: str, document: Document, tables: Tables
    ) -> MeetingKey | Finding | None:
        path, authority = document.place.path, document.place.authority
        if tables.is_hidden(Kind.MEETING, name, authority):
            return None
        ref = canonical(name)
        key = self.keys.get(f"{authority}/{ref}") or self.keys.get(ref)
        if key and key[0] != body:
            return finding("other-body", path, "meeting", meeting=name)
        if key is None:
            return tables.unknown(Kind.MEETING, name, document, "meeting")
        if handling.date and handling.date.isoformat() != key[1]:
            return finding("other-day", path, "date", meeting=name, day=key[1])
        return key


def diary(shelves: Shelves, urls: Urls) -> Diary:
    """Read day and body from the name of every meeting's file, and note its address."""
    documents: dict[MeetingKey, Document] = {}
    keys: dict[str, MeetingKey] = {}
    findings: list[Finding] = []
    form = Format(urls.language)
    days: dict[tuple[str, str], list[MeetingKey]] = defaultdict(list)
    for ref, document in shelves.by_kind[Kind.MEETING].items():
        key = meeting_key(ref, shelves.by_kind[Kind.BODY])
        if key is None:
            name, authority = ref.partition("/")[2][11:], document.place.authority
            bodies = (name, re.sub(r"-\d+$", "", name))
            if not any(shelves.tables.is_hidden(Kind.BODY, each, authority) for each in bodies):
                findings.append(finding("bad-meeting-name", document.place.path))
            continue
        documents[key] = document
        keys[ref] = key
        days[key[:2]].append(key)
        body = shelves.by_kind[Kind.BODY][key[0]]
        path = meeting_address(key, body.place.authority, urls)
        day = date.fromisoformat(key[1])
        shelf(shelves, document, path, f"{name_on(body.record, day)}, {form.day(day)}")
    return Diary(documents, keys, days, _stop(shelves, urls), tuple(findings))


def _stop(shelves: Shelves, urls: Urls) -> frozenset[MeetingKey]:
    """Leave a stone at the address of every meeting that was taken down."""
    stopped = set()
    for document in shelves.stopped_meetings:
        key = meeting_key(document.place.ref, shelves.by_kind[Kind.BODY])
        if key:
            stopped.add(key)
            if not document.record.retracted.purge:
                path = meeting_address(key, document.place.authority, urls)
                shelves.tombstones.append(Tombstone(path, "", document.record.retracted, document.place.path))
                note_aliases(shelves, document, path)
    return frozenset(stopped)


def name_on(body: Body, day: date | None) -> str:
    """What a body was called on a day; its present name where the day is not known."""
    for period in body.names if day else ():
        if (period.since or date.min) <= (day or date.min) <= (period.until or date.max):
            return period.name
    return body.name


def agenda_findings(shelves: Shelves) -> Iterator[Finding]:
    """Items that point to a case the archive does not have."""
    for document in shelves.by_kind[Kind.MEETING].values():
        authority = document.place.authority
        for index, item in enumerate(document.record.items):
            if not item.case or shelves.tables.find(Kind.CASE, item.case, authority):
                continue
            if not shelves.tables.is_hidden(Kind.CASE, item.case, authority):
                yield shelves.tables.unknown(Kind.CASE, item.case, document, f"items[{index}].case")


def meetings_of(
    cases: dict[str, Case],
    shelves: Shelves,
    meetings: Diary,
    urls: Urls,
    today: date,
    earlier: dict[MeetingKey, tuple[Any, Meeting]],
) -> dict[MeetingKey, Meeting]:
    """Every meeting with its agenda, each body's in order of time.

    Args:
        cases: every case.
        shelves: every document.
        meetings: the meetings that have a file.
        urls: the addresses of the site.
        today: the day that counts as today.
        earlier: meetings that were made before and what of, all else being as it was; those made now are noted there.
    """
    handled: dict[MeetingKey, list[tuple[Case, Handled]]] = defaultdict(list)
    for case in cases.values():
        for each in case.handlings:
            if each.meeting:
                handled[each.meeting].append((case, each))
    by_path = {case.path: case for case in cases.values()}
    keys = sorted({*handled, *meetings.documents})
    made: dict[MeetingKey, Meeting] = {}
    for before, key, after in zip([None, *keys], keys, [*keys[1:], None], strict=False):
        document = meetings.documents.get(key)
        previous = before if before and before[0] == key[0] else None
        following = after if after and after[0] == key[0] else None
        pointed = _pointed_to(document, by_path, shelves) if document else ()
        inputs = (previous, following, handled[key], pointed)
        known = earlier.get(key)
        if known is None or known[0] != inputs:
            body = shelves.by_kind[Kind.BODY][key[0]]
            items = _agenda(handled[key], document, pointed)
            known = earlier[key] = inputs, _meeting(key, body, document, items, previous, following, urls, today)
        made[key] = known[1]
    return made


def untreated(meetings: Mapping[MeetingKey, Meeting], cases: Mapping[str, Case], shelves: Shelves) -> Iterator[Finding]:
    """Points that name a case which says nothing of this meeting: its page would not know of it.

    An agenda may name what is yet to come. Of a case with anything closed nothing is told, since its handlings are not
    all known here, and its name may be what is closed.
    """
    by_path = {case.path: case for case in cases.values()}
    for key, meeting in meetings.items():
        if meeting.document is None or meeting.state in {MeetingState.AGENDA, MeetingState.CANCELLED}:
            continue
        for index, case in enumerate(_pointed_to(meeting.document, by_path, shelves)):
            if case and not _is_closed(case) and all(each.meeting != key for each in case.handlings):
                said = meeting.document.record.items[index].case
                yield finding("no-handling", meeting.document.place.path, f"items[{index}].case", value=said)


def _is_closed(case: Case) -> bool:
    """Whether anything of a case is closed."""
    return case.facts.access is not None or any(each.closed or each.facts.access is not None for each in case.handlings)


def _meeting(
    key: MeetingKey,
    body: Document,
    document: Document | None,
    items: tuple[AgendaItem, ...],
    previous: MeetingKey | None,
    following: MeetingKey | None,
    urls: Urls,
    today: date,
) -> Meeting:
    day = date.fromisoformat(key[1])
    facts = document.record if document else None
    state = facts.state if facts else None
    if state is None and day > today:
        state = MeetingState.AGENDA
    return Meeting(
        key=key,
        path=meeting_address(key, body.place.authority, urls),
        authority=body.place.authority,
        body=key[0],
        body_name=name_on(body.record, day),
        day=day,
        facts=facts,
        document=document,
        state=state,
        items=items,
        previous=previous,
        next=following,
    )


def _pointed_to(document: Document, by_path: dict[str, Case], shelves: Shelves) -> tuple[Case | None, ...]:
    """For each of a meeting's own items the case that it points to."""
    authority = document.place.authority
    found = (
        shelves.tables.find(Kind.CASE, item.case, authority) if item.case else None for item in document.record.items
    )
    return tuple(by_path.get(target.path) if target else None for target in found)


def _agenda(
    handled: list[tuple[Case, Handled]], document: Document | None, pointed: tuple[Case | None, ...]
) -> tuple[AgendaItem, ...]:
    """The cases and the meeting's own items, by item number; those without one keep their order, at the end.

    A file that holds the whole agenda holds it in order: there a heading without a number stands where it belongs.

    Args:
        handled: the cases that were taken up at the meeting.
        document: the meeting's own file.
        pointed: for each of its items the case that it points to.
    """
    found = [_of_case(case, each) for case, each in handled]
    present = {item.case: index for index, item in enumerate(found)}
    if document is None:
        return tuple(sorted(found, key=lambda item: _item_order(item.number)))
    places = [len(pointed)] * len(found)  # where each stands in the file, for an agenda without numbers
    for place, (item, case) in enumerate(zip(document.record.items, pointed, strict=True)):
        if case and case.ref in present:
            index = present[case.ref]
            found[index] = replace(found[index], number=found[index].number or item.number or "")
            places[index] = place
            continue
        places.append(place)
        accesses = (item.access or ALL_OPEN, document.record.access or ALL_OPEN)
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
                closed=not all(each.shows(part) for each in accesses for part in ("title", "presentation", "decision")),
                basis=item.basis or "",
            )
        )
    is_whole = document.record.complete and all(place < len(pointed) for place in places)
    if is_whole or not any(item.number for item in found):
        return tuple(item for _, item in sorted(zip(places, found, strict=True), key=lambda pair: pair[0]))
    return tuple(sorted(found, key=lambda item: _item_order(item.number)))


def _of_case(case: Case, handled: Handled) -> AgendaItem:
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
        closed=handled.closed or not (case.facts.access or ALL_OPEN).shows("title"),
        basis=handled.basis,
    )


@lru_cache(maxsize=4096)
def _item_order(number: str) -> tuple[tuple[int, int, str], ...]:
    """`2` before `10`, `5` before `5a`, items without a number last."""
    if not number:
        return ((2, 0, ""),)
    parts = [each.lstrip("0") if each[0] in "0123456789" else each for each in re.findall(r"[0-9]+|[^0-9]+", number)]
    return tuple((1, 0, each) if each and each[0] not in "0123456789" else (0, len(each), each) for each in parts)
