"""Cases with their references resolved: handlings, subjects, relations, files, standing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from builder.diagnostics import Finding, closest, finding
from builder.library.addresses import SECTIONS, file_name, id_of
from builder.library.meetings import Diary, name_on
from builder.library.references import canonical
from builder.library.shelves import Shelves, subject_names
from builder.library.status import standing
from builder.model.documents import Attached, Document
from builder.model.linked import Case, File, Handled, Relation, Target
from builder.model.parts import ALL_OPEN, Access, Handling
from builder.model.records import Authority, Body
from builder.model.values import Kind
from builder.urls import Urls, slug


@dataclass
class CaseMaker:
    """Makes the cases of a library; collects what is wrong in them."""

    shelves: Shelves
    meetings: Diary
    urls: Urls
    today: date
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        kinds = (Kind.TOPIC, Kind.PLACE, Kind.ORGANISATION)
        self._subjects = {kind: subject_names(self.shelves, kind) for kind in kinds}
        self._authorities = {
            slug(name): ref
            for ref, document in self.shelves.by_kind[Kind.AUTHORITY].items()
            for name in (document.record.name, *document.record.other_names, *_earlier(document.record), ref)
        }
        self._stones = {each.path for each in self.shelves.tombstones}

    def make(self, document: Document, files: tuple[File, ...]) -> Case:
        """Resolve one case; `related` is completed later, when all are known."""
        facts, place = document.record, document.place
        access = facts.access or ALL_OPEN
        handlings = self._in_order([self._handled(each, index, document) for index, each in enumerate(facts.handlings)])
        route = tuple(
            (found, self._body(found).name)
            for index, name in enumerate(facts.route)
            if (found := self._body_ref(name, f"route[{index}]", document))
        )
        past = [each.facts.date for each in handlings if each.facts.date and each.facts.date <= self.today]
        return Case(
            ref=place.ref,
            id=id_of(document),
            authority=place.authority,
            path=self.shelves.paths[place.path],
            title=facts.title if access.shows("title") else facts.title or "",
            facts=facts,
            document=document,
            handlings=handlings,
            route=tuple(ref for ref, _ in route),
            standing=standing(handlings, route, self.today),
            day=max(past) if past else max((each.facts.date for each in handlings if each.facts.date), default=None),
            topics=self._about(Kind.TOPIC, facts.topics),
            places=self._about(Kind.PLACE, facts.places),
            organisations=self._about(Kind.ORGANISATION, facts.organisations),
            related=self._related(document),
            files=files,
        )

    def _handled(self, handling: Handling, number: int, document: Document) -> Handled | None:
        path, where = document.place.path, f"handlings[{number}]"
        body = self._body_ref(handling.body, f"{where}.body", document)
        meeting = self.meetings.key_for(handling, body, document, self.shelves.tables) if body else None
        if isinstance(meeting, Finding):
            self.findings.append(replace(meeting, field=f"{where}.{meeting.field}"))
            meeting = None
        if meeting and handling.date is None:
            handling = replace(handling, date=date.fromisoformat(meeting[1]))
        told = handling.outcome or handling.decision or handling.phrase
        if told and handling.date is None and not handling.meeting:
            key = "outcome" if handling.outcome else "decision" if handling.decision else "phrase"
            self.findings.append(finding("decision-without-date", path, f"{where}.{key}"))
        publish = document.record.publish  # what is to come out later is judged by that day
        if told and handling.date and handling.date > max(self.today, publish.date() if publish else self.today):
            key = "meeting" if handling.meeting else "date"
            self.findings.append(finding("decision-in-future", path, f"{where}.{key}", date=handling.date.isoformat()))
        if body is None:
            return None
        there = self.meetings.documents[meeting].record if meeting in self.meetings.documents else None
        closed = [each for each in (handling, document.record, there) if each and not _tells(each)]
        sent_to = tuple(
            target
            for index, name in enumerate(handling.sent_to)
            if (target := self._sent_to(name, f"{where}.sent_to[{index}]", document))
        )
        return Handled(
            facts=handling,
            body=body,
            body_name=name_on(self._body(body), handling.date),
            meeting=meeting,
            sent_to=sent_to,
            closed=bool(closed),
            basis=next((each.basis for each in closed if each.basis), handling.basis or ""),
            number=number,
        )

    def _in_order(self, handlings: list[Handled | None]) -> tuple[Handled, ...]:
        """By date where all have one; else as written, which is the order the editor knows."""
        found = [each for each in handlings if each]
        if all(each.facts.date for each in found):
            found.sort(key=lambda each: each.facts.date or date.min)
        return tuple(found)

    def _body(self, ref: str) -> Body:
        record: Body = self.shelves.by_kind[Kind.BODY][ref].record
        return record

    def _body_ref(self, name: str, where: str, document: Document) -> str | None:
        """The full reference of a body, seen from the document's authority."""
        authority, ref = document.place.authority, canonical(name)
        bodies = self.shelves.by_kind[Kind.BODY]
        for candidate in (f"{authority}/{ref}", ref):
            if candidate in bodies:
                return candidate
        if self.shelves.tables.is_hidden(Kind.BODY, name, authority):
            return None
        file = f"{authority}/bodies/{ref.rpartition('/')[2]}.md"
        self.findings.append(
            finding(
                "unknown-body",
                document.place.path,
                where,
                value=name,
                file=file,
                suggestion=self.shelves.tables.meant(name, authority, Kind.BODY),
            )
        )
        return None

    def _bodies_by_name(self, authority: str) -> dict[str, str]:
        """The references of an authority's bodies by the names that an editor may have written instead."""
        return {
            name: ref.removeprefix(f"{authority}/")
            for ref, body in self.shelves.by_kind[Kind.BODY].items()
            if body.place.authority == authority
            for name in filter(None, (body.record.name, body.record.abbreviation, *body.record.other_names))
        }

    def _sent_to(self, name: str, where: str, document: Document) -> Target | None:
        """A body of the archive, or a place in words; what looks like a reference must be one."""
        if name == canonical(name) and " " not in name:
            if self.shelves.tables.is_hidden(Kind.BODY, name, document.place.authority):
                return Target("", "")  # sent on, and nobody is told where to
            ref = self._body_ref(name, where, document)
            return self.shelves.tables.targets[(Kind.BODY, ref)] if ref else None
        authority = document.place.authority
        for ref, body in self.shelves.by_kind[Kind.BODY].items():
            if body.place.authority == authority and name in (body.record.name, body.record.abbreviation):
                return self.shelves.tables.targets[(Kind.BODY, ref)]
        return Target("", name)

    def _about(self, kind: Kind, names: tuple[str, ...]) -> tuple[Target, ...]:
        """Where the pages of topics, places or organisations stand; an authority named as one is itself."""
        found: dict[str, Target] = {}
        for name in names:
            key = slug(name)
            if kind is Kind.ORGANISATION and key in self._authorities:
                target = self.shelves.tables.targets[(Kind.AUTHORITY, self._authorities[key])]
            elif key in self._subjects[kind]:
                target = self.shelves.tables.targets[(kind, self._subjects[kind][key])]
            elif key and (kind, key) not in self.shelves.tables.hidden:
                target = Target(self.urls.section(SECTIONS[kind], key), name)
            else:
                continue
            if target.path in self._stones:
                target = Target("", name)
            found.setdefault(target.path or name, target)
        return tuple(found.values())

    def _related(self, document: Document) -> tuple[Relation, ...]:
        found = []
        for index, each in enumerate(document.record.related):
            authority = document.place.authority
            ref = canonical(each.case)
            full = next((r for r in (f"{authority}/{ref}", ref) if r in self.shelves.by_kind[Kind.CASE]), None)
            if full:
                found.append(Relation(each.relation, full, forward=True))
            elif not self.shelves.tables.is_hidden(Kind.CASE, each.case, authority):
                self.findings.append(
                    self.shelves.tables.unknown(Kind.CASE, each.case, document, f"related[{index}].case")
                )
        return tuple(found)


def _tells(record: Any) -> bool:
    """Whether a case, handling or meeting leaves the decision open."""
    access: Access = record.access or ALL_OPEN
    return access.shows("decision")


def _earlier(record: Authority) -> tuple[str, ...]:
    return tuple(period.name for period in record.names)


def with_relations(cases: dict[str, Case]) -> dict[str, Case]:
    """The cases with what other cases say of them."""
    back: dict[str, list[Relation]] = defaultdict(list)
    for case in cases.values():
        for each in case.related:
            if each.case != case.ref:
                back[each.case].append(Relation(each.kind, case.ref, forward=False))
    made = dict(cases)
    for ref in [ref for ref, case in cases.items() if case.related or ref in back]:
        case = cases[ref]
        related = (*case.related, *sorted(back[ref], key=lambda each: (each.kind, each.case)))
        own = {each.case for each in case.related}
        related = tuple(each for each in related if each.case != ref and (each.forward or each.case not in own))
        made[ref] = replace(case, related=related)
    return made


def files_of(document: Document, path: str, attached: Iterable[Attached], findings: list[Finding]) -> tuple[File, ...]:
    """The files of a case's folder that its attachments or its text name and that are not withheld."""
    folder = document.place.path.removesuffix(".md") + "/"
    lying = {each.path.removeprefix(folder): each for each in attached}
    listed = {each.file: index for index, each in enumerate(document.record.attachments) if each.file}
    own = folder.split("/")[-2] + "/"
    in_text = {text.partition("#")[0].removeprefix("./").removeprefix(own) for text in document.paths}
    for name, index in listed.items():
        if name not in lying:
            where, near = f"attachments[{index}].file", closest(name, lying)
            findings.append(finding("missing-file", document.place.path, where, file=name, suggestion=near))
    # a closed file under a wrong name would not be held back
    unknown = [name for name in document.withheld if name not in lying]
    findings += [finding("missing-file", document.place.path, "attachments", file=name) for name in unknown]
    for name, each in lying.items():
        access = document.record.access or ALL_OPEN
        if (
            name not in listed
            and name not in in_text
            and name not in document.withheld
            and access.shows("presentation")
            and access.shows("title")
        ):
            findings.append(finding("unlisted-file", each.path))
    published = [name for name in sorted({*listed, *in_text}) if name in lying and name not in document.withheld]
    return tuple(File(name, lying[name], path + file_name(name)) for name in published)
