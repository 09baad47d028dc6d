"""What gathers cases: bodies, authorities, topics, places, organisations, dossiers and case numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from builder.diagnostics import Finding
from builder.library.references import canonical
from builder.library.shelves import SUBJECTS, Shelves
from builder.model.documents import number_key
from builder.model.linked import Authority, Body, Case, Dossier, Meeting, Number, Subject, Target
from builder.model.values import Kind
from builder.urls import Urls, slug

MeetingKey = tuple[str, str, int]


Ranks = dict[str, int]  # for each case its place among all


def ranks_of(cases: dict[str, Case]) -> Ranks:
    """The place of each case by day, newest first; those without a day last; ties by reference."""
    by_day = sorted(cases.values(), key=lambda case: (-(case.day or date.min).toordinal(), case.ref))
    return {case.ref: number for number, case in enumerate(by_day)}


def in_order(refs: Iterable[str], ranks: Ranks) -> tuple[str, ...]:
    """References of cases by their place among all."""
    return tuple(sorted(set(refs), key=ranks.__getitem__))


def bodies_of(
    shelves: Shelves, cases: dict[str, Case], ranks: Ranks, meetings: dict[MeetingKey, Meeting]
) -> dict[str, Body]:
    """Every body with its meetings and cases."""
    sat: dict[str, list[MeetingKey]] = defaultdict(list)
    for key in meetings:
        sat[key[0]].append(key)
    handled: dict[str, set[str]] = defaultdict(set)
    for case in cases.values():
        for each in case.handlings:
            handled[each.body].add(case.ref)
    documents = shelves.by_kind[Kind.BODY]
    before = {
        ref: _known(shelves, Kind.BODY, doc.record.predecessors, doc.place.authority) for ref, doc in documents.items()
    }
    after = _reversed(shelves, Kind.BODY, before)
    return {
        ref: Body(
            ref=ref,
            authority=document.place.authority,
            path=shelves.paths[document.place.path],
            name=document.record.name,
            facts=document.record,
            document=document,
            meetings=tuple(sorted(sat[ref], reverse=True)),
            cases=in_order(handled[ref], ranks),
            predecessors=before[ref],
            successors=after[shelves.paths[document.place.path]],
        )
        for ref, document in documents.items()
    }


def authorities_of(shelves: Shelves, cases: dict[str, Case], ranks: Ranks) -> dict[str, Authority]:
    """Every authority with its bodies and cases."""
    own: dict[str, list[str]] = defaultdict(list)
    named: dict[str, list[str]] = defaultdict(list)
    for case in cases.values():
        own[case.authority].append(case.ref)
        for target in case.organisations:
            named[target.path].append(case.ref)
    bodies: dict[str, list[str]] = defaultdict(list)
    for ref, document in shelves.by_kind[Kind.BODY].items():
        bodies[document.place.authority].append(ref)
    documents = shelves.by_kind[Kind.AUTHORITY]
    before = {ref: _known(shelves, Kind.AUTHORITY, doc.record.predecessors, "") for ref, doc in documents.items()}
    after = _reversed(shelves, Kind.AUTHORITY, before)
    made = {}
    for ref, document in documents.items():
        path = shelves.paths[document.place.path]
        others = [each for each in named[path] if cases[each].authority != ref]
        made[ref] = Authority(
            ref=ref,
            path=path,
            name=document.record.name,
            facts=document.record,
            document=document,
            bodies=tuple(sorted(bodies[ref], key=lambda each: shelves.by_kind[Kind.BODY][each].record.name.casefold())),
            cases=in_order(own[ref], ranks),
            named_in=in_order(others, ranks),
            predecessors=before[ref],
            successors=after[path],
        )
    return made


def subjects_of(shelves: Shelves, cases: dict[str, Case], ranks: Ranks) -> dict[tuple[Kind, str], Subject]:
    """Every topic, place and organisation that has a file or that a case names."""
    made: dict[tuple[Kind, str], Subject] = {}
    for kind in SUBJECTS:
        found: dict[str, set[str]] = defaultdict(set)
        names: dict[str, str] = {}
        for case in cases.values():
            for target in getattr(case, kind.value):
                if not target.path:
                    continue
                found[target.path].add(case.ref)
                if names.setdefault(target.path, target.title) > target.title:
                    names[target.path] = target.title
        documents = {shelves.paths[doc.place.path]: doc for doc in shelves.by_kind[kind].values()}
        authorities = {shelves.paths[doc.place.path] for doc in shelves.by_kind[Kind.AUTHORITY].values()}
        stones = {stone.path for stone in shelves.tombstones}
        for path in sorted({*found, *documents} - authorities - stones):
            document = documents.get(path)
            ref = path.rstrip("/").rpartition("/")[2]
            made[(kind, ref)] = Subject(
                kind=kind,
                ref=ref,
                path=path,
                name=document.record.name if document else names[path],
                facts=document.record if document else None,
                document=document,
                cases=in_order(found[path], ranks),
            )
    return made


def dossiers_of(shelves: Shelves, cases: dict[str, Case], findings: list[Finding]) -> dict[str, Dossier]:
    """Every dossier with its cases in the order the editor gave."""
    made = {}
    for ref, document in shelves.by_kind[Kind.DOSSIER].items():
        found: dict[str, None] = {}
        for index, name in enumerate(document.record.cases):
            full = canonical(name)
            if full in cases:
                found[full] = None
            elif not shelves.tables.is_hidden(Kind.CASE, name, ""):
                findings.append(shelves.tables.unknown(Kind.CASE, name, document, f"cases[{index}]"))
        path = shelves.paths[document.place.path]
        made[ref] = Dossier(ref, path, document.record.title, document.record, document, tuple(found))
    return made


def numbers_of(
    cases: dict[str, Case], ranks: Ranks, meetings: dict[MeetingKey, Meeting], urls: Urls
) -> dict[tuple[str, str], Number]:
    """Every case number with the cases, newest first, and the items of meetings that bear it."""
    bearers: dict[tuple[str, str], list[str]] = defaultdict(list)
    items: dict[tuple[str, str], list[tuple[MeetingKey, int]]] = defaultdict(list)
    written: dict[tuple[str, str], str] = {}
    for case in cases.values():
        if case.facts.case_number and slug(case.facts.case_number):
            key = (case.authority, number_key(case.facts.case_number))
            bearers[key].append(case.ref)
            written.setdefault(key, case.facts.case_number)
    for meeting in meetings.values():
        for index, item in enumerate(meeting.items if meeting.document else ()):
            if not item.case and item.case_number and slug(item.case_number):
                key = (meeting.authority, number_key(item.case_number))
                items[key].append((meeting.key, index))
                written.setdefault(key, item.case_number)
    return {
        key: Number(
            authority=key[0],
            number=written[key],
            path=urls.number(key[0], key[1]),
            cases=in_order(bearers[key], ranks) if len(bearers[key]) > 1 else tuple(bearers[key]),
            items=tuple(sorted(items[key], key=lambda each: (each[0][1], each[0][0], each[1]), reverse=True)),
        )
        for key in sorted(written)
    }


def predecessor_findings(shelves: Shelves) -> Iterator[Finding]:
    """Predecessors may be names alone; but what is written like a reference must be one."""
    for kind in (Kind.AUTHORITY, Kind.BODY):
        for document in shelves.by_kind[kind].values():
            authority = document.place.authority if kind is Kind.BODY else ""
            for index, name in enumerate(document.record.predecessors):
                known = shelves.tables.find(kind, name, authority) or shelves.tables.is_hidden(kind, name, authority)
                if name == canonical(name) and not known:
                    yield shelves.tables.unknown(kind, name, document, f"predecessors[{index}]")


def _known(shelves: Shelves, kind: Kind, names: tuple[str, ...], authority: str) -> tuple[Target, ...]:
    """What predecessors are: pages of the archive, or names alone."""
    return tuple(shelves.tables.find(kind, name, authority) or Target("", name) for name in names)


def _reversed(shelves: Shelves, kind: Kind, before: dict[str, tuple[Target, ...]]) -> dict[str, tuple[Target, ...]]:
    """For each path what came after it."""
    after: dict[str, tuple[Target, ...]] = defaultdict(tuple)
    for ref, targets in before.items():
        for target in targets:
            after[target.path] += (shelves.tables.targets[(kind, ref)],)
    return after
