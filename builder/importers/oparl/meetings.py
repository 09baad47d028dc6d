"""Meetings: when and whose each is, and the file it becomes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from builder.importers.drafts import Draft
from builder.importers.oparl import results, troubles, words
from builder.importers.oparl.bodies import Bodies, Office, plain_name
from builder.importers.oparl.decisions import Decisions
from builder.importers.oparl.files import Files
from builder.importers.oparl.naming import source_of
from builder.importers.oparl.records import AgendaItem, Consultation, Location, Meeting, Paper, Person, Type
from builder.importers.oparl.request import Request
from builder.importers.oparl.shelf import Shelf
from builder.importers.oparl.troubles import Report, Trouble
from builder.model.values import Kind, MeetingKind, MeetingState

_UNTITLED = "Ohne Titel"


@dataclass(frozen=True)
class Slot:
    """Where a meeting stands.

    Args:
        path: of its file, below the content folder.
        body: whose it is.
        day: when.
        several: whether the body met more than once that day, so that handlings must say at which.
        new: whether that, or one of these meetings, came with this import.
    """

    path: str
    body: Office
    day: date
    several: bool
    new: bool

    @property
    def name(self) -> str:
        """The name of its file, without ending."""
        return self.path.rpartition("/")[2].removesuffix(".md")


class Treated(Protocol):
    """The cases of papers, and where they were treated."""

    @property
    def paths(self) -> Mapping[str, str]:
        """The path of each paper's case, by the paper's address."""

    def is_at(self, paper: str, meeting: str) -> bool:
        """Whether a paper's case has, or had before it was deleted, a handling at a meeting."""


class Meetings:
    """All meetings of the shelf."""

    def __init__(self, shelf: Shelf, bodies: Bodies, request: Request, report: Report) -> None:
        self._shelf, self._bodies, self._request, self._report = shelf, bodies, request, report
        self.slots = self._find_slots()

    def _find_slots(self) -> Mapping[str, Slot]:
        """Where each meeting with a day stands, by its address."""
        days: dict[tuple[str, str, date], list[tuple[datetime, str]]] = defaultdict(list)
        new: set[str] = set()
        offices: dict[str, Office] = {}
        for identity in self._shelf.every(Type.MEETING):
            self._shelf.touched = False
            record = self._shelf.get(Meeting, identity)
            if self._shelf.touched:
                new.add(identity)
            if record is None or (record.deleted and record.start is None):
                continue
            if record.start is None:
                self._report(Trouble(identity, troubles.NO_DAY))
                continue
            office = offices[identity] = self._whose(record)
            days[(office.authority, office.slug, record.start.date())].append((record.start, identity))
        found = {}
        for (authority, body, day), meetings in days.items():
            first = f"{authority}/meetings/{day.isoformat()}-{body}"
            known = {each: self._known(each) for _, each in meetings if self._known(each)}
            free = (path for path in _numbered(first) if path not in known.values())
            for _, identity in sorted(meetings):
                path = known.get(identity) or next(free)
                is_new = any(each in new for _, each in meetings)
                found[identity] = Slot(path, offices[identity], day, len(meetings) > 1, is_new)
        return found

    def _known(self, identity: str) -> str:
        return self._request.known.get(source_of(identity), "")

    def _whose(self, record: Meeting) -> Office:
        for each in record.organization:
            office = self._bodies.office(each)
            if office and office.kind is Kind.BODY:
                return office
        office = self._bodies.named(plain_name(record.name)) if record.name else None
        if office is None:
            office = self._bodies.nobody(self._bodies.authority_of(record.id))
            if not record.deleted:
                self._report(Trouble(record.id, troubles.NO_MEETING_BODY, {"name": office.name}))
        return office

    def drafts(self, cases: Treated, decisions: Decisions, files: Files) -> Iterator[Draft]:
        """The files of all meetings that came or changed, or whose items did.

        Args:
            cases: those of all papers.
            decisions: reads results.
            files: finds the files.
        """
        for identity in self._shelf.every(Type.MEETING):
            self._shelf.touched = False
            record = self._shelf.get(Meeting, identity)
            slot = self.slots.get(identity)
            path = slot.path if slot else self._known(identity)
            if record is not None and record.deleted:
                if not self._known(identity):
                    self._report(Trouble(identity, troubles.GONE))
                    continue
                draft = retracted(record, path, Kind.MEETING, self._request.today)
            elif record is None or slot is None:
                continue
            else:
                draft = self._draft(record, slot, cases, decisions, files)
            if self._request.everything or self._shelf.touched:
                yield draft

    def items_of(self, record: Meeting) -> list[AgendaItem]:
        """The points of its agenda, in order: those it lists, then those that name it."""
        listed = []
        for each in record.agenda_item:
            item = self._shelf.get(AgendaItem, each)
            if item is None:
                self._report(Trouble(record.id, troubles.NOWHERE, {"key": "agendaItem", "target": each}))
            else:
                listed.append(item)
        seen = {each.id for each in listed}
        others = self._shelf.pointing("meeting", record.id, besides=record.id)
        more = [item for each in others if each not in seen and (item := self._shelf.get(AgendaItem, each))]
        more.sort(key=lambda each: (each.order is None, each.order or 0, each.id))
        return [each for each in (*listed, *more) if not each.deleted]

    def paper_of(self, item: AgendaItem) -> str:
        """The address of the paper that a point takes up; "" where it takes up none that is known."""
        named = [item.consultation] if item.consultation else []
        for each in (*named, *self._shelf.pointing("agendaItem", item.id)):
            consultation = self._shelf.get(Consultation, each)
            if consultation and not consultation.deleted and consultation.paper:
                return consultation.paper
        return ""

    def _draft(self, record: Meeting, slot: Slot, treated: Treated, decisions: Decisions, files: Files) -> Draft:
        items: list[dict[str, Any]] = []
        notes, lines = {}, []
        told, cases = False, treated.paths
        for item in self.items_of(record):
            verdict = decisions.of(item, slot)
            told = told or bool(verdict.values)
            paper = self.paper_of(item)
            if item.consultation and not paper and not self._shelf.has(item.consultation):
                told_of = {"key": "consultation", "target": item.consultation}
                self._report(Trouble(item.id, troubles.NOWHERE, told_of))
            if paper in cases and not treated.is_at(paper, record.id):
                paper = ""  # it leads to the paper, which says otherwise
            if verdict.note and paper not in cases:
                notes[f"items[{len(items)}].phrase"] = verdict.note
            entry, its_files = self._item(item, slot, paper, cases, verdict.values)
            items.append(entry)
            if its_files:
                label = f"Tagesordnungspunkt {item.number}" if item.number else item.name or _UNTITLED
                lines += [f"- {words.markdown(label)}: {each}" for each in files.links(item, item_files(item))]
        own = [*files.links(record, record.invitation), *files.links(record, record.results_protocol)]
        own += [*files.links(record, record.verbatim_protocol), *files.links(record, record.auxiliary_file)]
        lines = [*(f"- {each}" for each in own), *lines]
        body = self._other_name(record, slot)
        if lines:
            body = "\n\n".join([*([body] if body else []), "## Unterlagen", "\n".join(lines)])
        state = self._state(record, slot, told, bool(items))
        values = {
            "kind": MeetingKind.EXTRAORDINARY.value if results.SPECIAL.search(record.name) else "",
            "state": state.value if state else "",
            **self._times(record),
            "place": self._place(record),
            "present": self._present(record),
            "items": items,
            "complete": "true" if items else "",
            "source": source_link(record, plain_name(record.name) or slot.body.name),
        }
        kept = {key: value for key, value in values.items() if value}
        return Draft(slot.path, Kind.MEETING, source_of(record.id), kept, body, notes, owns=True)

    def _item(
        self, item: AgendaItem, slot: Slot, paper: str, cases: Mapping[str, str], decided: Mapping[str, Any]
    ) -> tuple[dict[str, Any], bool]:
        """An entry of the agenda, and whether files of the item belong to the meeting and not to its case."""
        number = {"number": item.number} if item.number else {}
        if item.public is False:  # nothing that a closed item says stands in a file
            return {**number, "access": "closed"}, False
        if not item.name and not item.number:
            self._report(Trouble(item.id, troubles.NO_NAME, {"name": _UNTITLED}))
        title = item.name or ("" if item.number else _UNTITLED)
        record = self._shelf.get(Paper, paper) if paper in cases else None
        if record is None:
            return {**number, **({"title": title} if title else {}), **decided}, True
        ref = case_ref(cases[paper], slot.body.authority)
        apart = title if title and title != record.name else ""
        if record.deleted:  # its page says no more than that it was taken down
            return {**number, **({"title": apart or record.name} if apart or record.name else {}), **decided}, True
        return {**number, **({"title": apart} if apart else {}), "case": ref}, False

    def _times(self, record: Meeting) -> dict[str, str]:
        start, end = record.start, record.end
        if start and end and end < start:
            self._report(Trouble(record.id, troubles.WRONG_ORDER))
            end = None
        at = {"start": start, "end": end}
        midnight = "00:00"  # what stands there where no time is known
        times = {key: moment.strftime("%H:%M") for key, moment in at.items() if moment}
        return {} if set(times.values()) == {midnight} else times

    def _place(self, record: Meeting) -> str:
        return place_name(self._shelf, record.location, record.id, self._report, whole=True)

    def _present(self, record: Meeting) -> list[dict[str, str]]:
        found = []
        for each in record.participant:
            person = self._shelf.get(Person, each)
            if person is None:
                self._report(Trouble(record.id, troubles.NOWHERE, {"key": "participant", "target": each}))
            elif person.name and not person.deleted:
                found.append({"name": person.name})
        return found

    def _state(self, record: Meeting, slot: Slot, told: bool, has_items: bool) -> MeetingState | None:
        said = results.STATES.get(record.meeting_state.casefold())
        if record.cancelled or said is MeetingState.CANCELLED:
            return MeetingState.CANCELLED
        if slot.day <= self._request.today and (told or record.results_protocol or record.verbatim_protocol):
            return MeetingState.MINUTES
        if has_items or record.invitation or slot.day > self._request.today:
            return MeetingState.AGENDA
        return said

    def _other_name(self, record: Meeting, slot: Slot) -> str:
        """What the meeting is called where that is more than its body's name, and who else met."""
        parts = [words.markdown(record.name)] if record.name and plain_name(record.name) != slot.body.name else []
        others = []
        for each in record.organization:
            office = self._bodies.office(each)
            if office and office.name != slot.body.name:
                others.append(words.markdown(office.name))
        if others:
            parts.append(f"Gemeinsame Sitzung mit: {', '.join(others)}")
        return "\n\n".join(parts)


def item_files(item: AgendaItem) -> tuple[str, ...]:
    """The addresses of an item's files, its resolution first."""
    return tuple(dict.fromkeys((*item.resolution_file, *item.auxiliary_file)))


def case_ref(path: str, authority: str) -> str:
    """The reference to a case in a file of an authority."""
    home, _, year, name = path.removesuffix(".md").split("/")
    return f"{year}/{name}" if home == authority else f"{home}/{year}/{name}"


def place_name(shelf: Shelf, location: str, owner: str, report: Report, *, whole: bool) -> str:
    """What a place is called: with room and street as `whole`, else in a word; "" where it says nothing."""
    if not location:
        return ""
    place = shelf.get(Location, location)
    if place is None:
        report(Trouble(owner, troubles.NOWHERE, {"key": "location", "target": location}))
        return ""
    town = f"{place.postal_code} {place.locality}".strip()
    if not whole:
        return place.description or place.street_address or place.sub_locality or place.locality
    parts = dict.fromkeys(each for each in (place.description, place.room, place.street_address, town) if each)
    return ", ".join(each for each in parts if not any(each != other and each in other for other in parts))


def retracted(record: Meeting | Paper, path: str, kind: Kind, today: date, **values: str) -> Draft:
    """The file of a record that was deleted: no more than that it was taken down, and when."""
    changed = record.modified or record.created
    day = min(changed.date(), today) if changed else today
    gone = {"date": day.isoformat(), "reason": "Im Ratsinformationssystem gelöscht"}
    return Draft(path, kind, source_of(record.id), {**values, "retracted": gone}, owns=True)


def source_link(record: Meeting | Paper, title: str) -> dict[str, str]:
    """Where a record comes from: its page for people, else the record itself, which is said to be one."""
    if page := words.address(record.web):
        return {"title": title, "url": page}
    url = words.address(record.id)
    return {"title": f"{title} (OParl-Datensatz)", "url": url} if url else {"title": title}


def _numbered(first: str) -> Iterator[str]:
    yield f"{first}.md"
    number = 2
    while True:
        yield f"{first}-{number}.md"
        number += 1
