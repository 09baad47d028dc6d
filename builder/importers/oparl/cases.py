"""Papers: the cases they become."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from builder.importers.drafts import Draft
from builder.importers.naming import case_id, short_slug
from builder.importers.oparl import results, troubles, words
from builder.importers.oparl.bodies import Bodies, Office
from builder.importers.oparl.decisions import Decided, Decisions
from builder.importers.oparl.files import Files
from builder.importers.oparl.meetings import Meetings, Slot, case_ref, item_files, place_name, retracted, source_link
from builder.importers.oparl.naming import settled, source_of, tail
from builder.importers.oparl.records import AgendaItem, Consultation, Paper, Person, Type
from builder.importers.oparl.request import Request
from builder.importers.oparl.shelf import Shelf
from builder.importers.oparl.troubles import Report, Trouble
from builder.messages import Format
from builder.model.values import Kind, RelationKind, Role
from builder.urls import slug

_UNTITLED = "Ohne Titel"
_GERMAN = Format("de")


_Treatment = tuple[Consultation, str, AgendaItem | None]  # with the address of its meeting, or "", and the item there


@dataclass(frozen=True)
class _Taken:
    """One treatment of a paper: what sorts it, the entry, and why an editor should look at it."""

    day: date | None
    entry: Mapping[str, Any]
    note: str = ""


class Cases:
    """All papers of the shelf."""

    def __init__(self, shelf: Shelf, bodies: Bodies, meetings: Meetings, request: Request, report: Report) -> None:
        self._shelf, self._bodies, self._meetings = shelf, bodies, meetings
        self._request, self._report = request, report
        self._kept: set[str] = set()  # the papers that the archive has a file of
        self.paths = self._find_paths()

    def _find_paths(self) -> Mapping[str, str]:
        """The path of each paper's file, by its address."""
        wanted: dict[str, tuple[str, ...]] = {}
        found: dict[str, str] = {}
        for identity in self._shelf.every(Type.PAPER):
            record = self._shelf.get(Paper, identity)
            if record is None:
                continue
            named = self._request.cases.get(case_id(identity), "")
            if known := self._request.known.get(source_of(identity), named):
                found[identity] = known
                self._kept.add(identity)
                continue
            folder = f"{self._bodies.authority_of(record.body, identity)}/cases/{self._year(record)}"
            reference = slug(record.reference)
            name = short_slug(record.name) or reference or case_id(identity)
            wanted[identity] = (f"{folder}/{name}", *([f"{folder}/{name}-{reference}"] if reference else ()))
        taken = [path.removesuffix(".md") for path in found.values()]
        return found | {identity: f"{path}.md" for identity, path in settled(wanted, taken).items()}

    def _year(self, record: Paper) -> str:
        """The year a paper is of: its own day, else that of the first meeting, else when its record was made."""
        if record.date:
            return f"{record.date.year:04d}"
        days = []
        for consultation in self._consultations(record):
            slot = self._meetings.slots.get(self._where(consultation)[0])
            days += [slot.day] if slot else []
        made = record.created or record.modified
        return f"{(min(days) if days else made.date() if made else self._request.today).year:04d}"

    def drafts(self, decisions: Decisions, files: Files) -> Iterator[Draft]:
        """The files of all papers that came or changed, or whose meetings did."""
        for identity in self._shelf.every(Type.PAPER):
            self._shelf.touched = False
            record = self._shelf.get(Paper, identity)
            if record is None:
                continue
            path = self.paths[identity]
            if record.deleted:
                if identity not in self._kept:
                    if self._request.everything or self._shelf.touched:
                        self._report(Trouble(identity, troubles.GONE))
                    continue
                named = {"id": case_id(identity), **({"title": record.name} if record.name else {})}
                draft = retracted(record, path, Kind.CASE, self._request.today, **named)
            else:
                draft = self._draft(record, path, decisions, files)
            if self._request.everything or self._shelf.touched:
                yield draft

    def _draft(self, record: Paper, path: str, decisions: Decisions, files: Files) -> Draft:
        authority = path.partition("/")[0]
        treatments = [(each, *self._where(each)) for each in self._consultations(record)]
        taken = self._handlings(treatments, authority, decisions)
        items = [item for _, _, item in treatments if item]
        attachments, lying = self._attachments(record, items, files)
        title = record.name or " ".join(each for each in (record.paper_type, record.reference) if each)
        if not record.name:
            title = title or _UNTITLED
            self._report(Trouble(record.id, troubles.NO_NAME, {"name": title}))
        directing = self._offices(record, "underDirectionOf", record.under_direction_of)
        offices = [each.name for each in directing if each.name.casefold() not in results.NO_OFFICE]
        origins = self._offices(record, "originatorOrganization", record.originator_organization)
        parties = [office.name for office in origins if office.kind is Kind.ORGANISATION]
        values = {
            "id": case_id(record.id),
            "title": title,
            "case_number": record.reference,
            "recommended_by": ", ".join(offices),
            "topics": list(record.keyword),
            "places": self._places(record),
            "organisations": parties,
            "related": self._related(record, authority),
            "handlings": [each.entry for each in taken],
            "attachments": attachments,
            "source": self._source(record),
        }
        kept = {key: value for key, value in values.items() if value}
        notes = {f"handlings[{number}].phrase": each.note for number, each in enumerate(taken) if each.note}
        body = self._body(record, origins)
        return Draft(path, Kind.CASE, source_of(record.id), kept, body, notes, owns=True, files=lying)

    def _consultations(self, record: Paper) -> list[Consultation]:
        """The treatments that a paper lists, then those that name it."""
        others = self._shelf.pointing("paper", record.id, besides=record.id)
        found = []
        for each in dict.fromkeys((*record.consultation, *others)):
            consultation = self._shelf.get(Consultation, each)
            if consultation is None:
                self._report(Trouble(record.id, troubles.NOWHERE, {"key": "consultation", "target": each}))
            elif not consultation.deleted:
                found.append(consultation)
        return found

    def _where(self, consultation: Consultation) -> tuple[str, AgendaItem | None]:
        """The address of the meeting of a treatment, "" where it is not known, and the item there."""
        items = [consultation.agenda_item] if consultation.agenda_item else []
        found = None
        for each in items or self._shelf.pointing("consultation", consultation.id):
            item = self._shelf.get(AgendaItem, each)
            if item and not item.deleted:
                found = item
                break
        if found is None and consultation.agenda_item:
            wrong = {"key": "agendaItem", "target": consultation.agenda_item}
            self._report(Trouble(consultation.id, troubles.NOWHERE, wrong))
        stated, shown = consultation.meeting, found.meeting if found else ""
        if stated and not self._shelf.has(stated):
            self._report(Trouble(consultation.id, troubles.NOWHERE, {"key": "meeting", "target": stated}))
            return shown, found
        return stated or shown, found

    def is_at(self, paper: str, meeting: str) -> bool:
        """Whether a paper's case has, or had before it was deleted, a handling at a meeting."""
        record, slot = self._shelf.get(Paper, paper), self._meetings.slots.get(meeting)
        if record is None or record.deleted or slot is None:
            return True
        for each in self._consultations(record):
            where, item = self._where(each)
            if where == meeting and slot.body in self._bodies_of(each, slot, item):
                return True
        return False

    def _bodies_of(self, consultation: Consultation, slot: Slot | None, item: AgendaItem | None) -> list[Office]:
        """Who has a paper in a treatment: whoever has it on the agenda, else those that are named."""
        named = (self._bodies.office(each) for each in consultation.organization)
        offices = [each for each in named if each and each.kind is Kind.BODY]
        return [slot.body] if slot and (item or not offices or slot.body in offices) else offices

    def _handlings(self, treatments: Iterable[_Treatment], authority: str, decisions: Decisions) -> list[_Taken]:
        """The treatments, those without a day first and in the record's order; none twice."""
        found: list[_Taken] = []
        for consultation, meeting, item in treatments:
            for each in self._taken_up(consultation, meeting, item, authority, decisions):
                if each.entry not in [other.entry for other in found]:
                    found.append(each)
        return sorted(found, key=lambda each: (each.day is not None, each.day or date.min))

    def _taken_up(
        self,
        consultation: Consultation,
        meeting: str,
        item: AgendaItem | None,
        authority: str,
        decisions: Decisions,
    ) -> Iterator[_Taken]:
        slot = self._meetings.slots.get(meeting)
        self._shelf.touched = self._shelf.touched or (slot is not None and slot.new)
        offices = self._bodies_of(consultation, slot, item)
        if not offices:
            self._report(Trouble(consultation.id, troubles.NO_BODY))
        role = decisions.role(consultation.role, consultation.authoritative)
        for office in offices[: 1 if slot else None]:
            yield self._entry(office, slot, item, role.value if role else "", authority, decisions)

    def _entry(
        self,
        office: Office,
        slot: Slot | None,
        item: AgendaItem | None,
        role: str,
        authority: str,
        decisions: Decisions,
    ) -> _Taken:
        decided = decisions.of(item, slot) if item and slot else Decided()
        own = slot is not None and slot.body == office
        closed = item is not None and item.public is False
        values = {
            "body": office.seen_from(authority),
            "date": slot.day.isoformat() if slot else "",
            "meeting": slot.name if slot and own and slot.several else "",
            "item": item.number if item and slot else "",
            "role": "" if decided.is_open and role == Role.DECISION.value else role,
            **decided.values,
            **decided.more,
            "access": "closed" if closed else "",
        }
        entry = {key: value for key, value in values.items() if value}
        return _Taken(slot.day if slot else None, entry, decided.note)

    def _attachments(
        self, record: Paper, items: Iterable[AgendaItem], files: Files
    ) -> tuple[list[dict[str, str]], dict[str, Path]]:
        """The paper's files, the main one first, and those of the items that took it up."""
        found = files.records(record, (*record.main_file, *record.auxiliary_file))
        for item in items:
            if item.public is not False:
                found += files.records(item, item_files(item))
        attachments: list[dict[str, str]] = []
        lying: dict[str, Path] = {}
        for each in {one.id: one for one in found}.values():
            values, lies = files.attachment(each)
            attachments.append(values)
            lying |= lies
        return attachments, lying

    def _places(self, record: Paper) -> list[str]:
        names = (place_name(self._shelf, each, record.id, self._report, whole=False) for each in record.location)
        return list(dict.fromkeys(each for each in names if each))

    def _related(self, record: Paper, authority: str) -> list[dict[str, str]]:
        """Parents, and other papers to see. What a parent says of its children stands in theirs."""
        parents = self._parents(record.id)
        wrong = [each for each in parents if self._is_below(each, record.id)]
        if wrong:
            self._report(Trouble(record.id, troubles.CIRCLE))
        for each in record.superordinated_paper:
            if not self._shelf.has(each):
                self._report(Trouble(record.id, troubles.NOWHERE, {"key": "superordinatedPaper", "target": each}))
        for each in record.subordinated_paper:
            if not self._shelf.has(each):
                self._report(Trouble(record.id, troubles.NOWHERE, {"key": "subordinatedPaper", "target": each}))
        kinds = {each: RelationKind.PARENT for each in parents if each not in wrong}
        for each in (*wrong, *record.related_paper):
            other = self._shelf.get(Paper, each)
            if other is None:
                self._report(Trouble(record.id, troubles.NOWHERE, {"key": "relatedPaper", "target": each}))
            elif each in wrong or not (other.deleted or record.id in self._parents(each)):
                kinds.setdefault(each, RelationKind.SEE_ALSO)
        kinds.pop(record.id, None)
        return [{"case": case_ref(self.paths[each], authority), "as": kind.value} for each, kind in kinds.items()]

    def _parents(self, identity: str) -> list[str]:
        """The papers above one, by what either says, without those that are gone or not known."""
        record = self._shelf.get(Paper, identity)
        stated = record.superordinated_paper if record else ()
        both = dict.fromkeys((*stated, *self._shelf.pointing("subordinatedPaper", identity)))
        return [each for each in both if (parent := self._shelf.get(Paper, each)) and not parent.deleted]

    def _is_below(self, identity: str, top: str) -> bool:
        """Whether a paper has another among those above it, or is it."""
        seen: set[str] = set()
        left = [identity]
        while left:
            each = left.pop()
            if each == top:
                return True
            if each not in seen:
                seen.add(each)
                left += self._parents(each)
        return False

    def _offices(self, record: Paper, key: str, addresses: Iterable[str]) -> list[Office]:
        found = []
        for each in addresses:
            office = self._bodies.office(each)
            if office is None:
                self._report(Trouble(record.id, troubles.NOWHERE, {"key": key, "target": each}))
            else:
                found.append(office)
        return found

    def _body(self, record: Paper, origins: list[Office]) -> str:
        """What no key of a case takes: the kind of paper, its day, who put it forward."""
        people = []
        for each in record.originator_person:
            person = self._shelf.get(Person, each)
            if person is None:
                self._report(Trouble(record.id, troubles.NOWHERE, {"key": "originatorPerson", "target": each}))
            elif person.name:
                people.append(person.name)
        names = [*people, *(office.name for office in origins)]
        said = {
            "Art": record.paper_type,
            "Datum": _GERMAN.day(record.date) if record.date else "",
            "Eingereicht von": ", ".join(dict.fromkeys(names)),
        }
        lines = ["- " + words.markdown(f"{name}: {value}") for name, value in said.items() if value]
        return "## Angaben\n\n" + "\n".join(lines) if lines else ""

    def _source(self, record: Paper) -> dict[str, str]:
        title = " ".join(each for each in (record.paper_type or "Vorlage", record.reference) if each)
        return source_link(record, title or tail(record.id))
