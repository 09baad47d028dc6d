"""Documents to one linked library: what is not public is taken out first, then every reference is resolved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from builder.diagnostics import Finding
from builder.library.cases import CaseMaker, files_of, with_relations
from builder.library.groups import (
    authorities_of,
    bodies_of,
    dossiers_of,
    numbers_of,
    predecessor_findings,
    ranks_of,
    subjects_of,
)
from builder.library.meetings import agenda_findings, diary, meetings_of, untreated
from builder.library.memory import CaseMade, Linked, Memory
from builder.library.references import Linker
from builder.library.shelves import Shelves, shelve
from builder.library.topics import similar_topics
from builder.model.documents import Attached, Document, number_key
from builder.model.linked import Case, File, Library, Links, Target
from builder.model.records import Archive
from builder.model.values import Kind
from builder.urls import Urls


def make(
    documents: Iterable[Document],
    attached: Iterable[Attached],
    now: datetime,
    urls: Urls,
    *,
    unpublished: bool = False,
    memory: Memory | None = None,
) -> tuple[Library, tuple[Finding, ...]]:
    """Link the documents of an archive.

    Args:
        documents: what was read, closed parts already taken out; `_index.md` among them.
        attached: the other files in the folders of cases.
        now: the archive's local time, without zone.
        urls: the addresses of the site.
        unpublished: whether drafts, and what is not to be published yet, are linked like all else, for a preview.
        memory: the library that was made last, in parts; what is made now is noted there.

    Returns:
        The library, and what is wrong. With errors among the findings the library is not fit to be shown.
    """
    shelves = shelve(documents, now, urls, unpublished=unpublished)
    front = shelves.by_kind[Kind.ARCHIVE][""]
    archive: Archive = front.record
    memory = memory or Memory()
    meeting_files = diary(shelves, urls)
    findings = [*shelves.findings, *meeting_files.findings]

    findings += [*agenda_findings(shelves), *predecessor_findings(shelves)]
    files = _files(shelves, attached, findings)
    memory.enter(shelves, urls, now.date())
    topics = [document.record.topics for document in shelves.by_kind[Kind.CASE].values()]
    findings += memory.once("topics", topics, lambda: tuple(similar_topics(shelves)))
    cases = _cases(shelves, CaseMaker(shelves, meeting_files, urls, now.date()), files, memory, findings)

    meetings = meetings_of(cases, shelves, meeting_files, urls, now.date(), memory.meetings)
    findings += untreated(meetings, cases, shelves)
    ranks = ranks_of(cases)
    about = (ranks, [(case.ref, case.topics, case.places, case.organisations) for case in cases.values()])
    numbered = (
        ranks,
        [(case.ref, case.facts.case_number) for case in cases.values()],
        [(each.key, each.items) for each in meetings.values() if each.document],
    )
    numbers = memory.once("numbers", numbered, lambda: numbers_of(cases, ranks, meetings, urls))
    _note_numbers(shelves, cases, numbers)
    _note_names(shelves)
    links, mentions = _link_prose(shelves, cases, files, memory, findings)
    cases = with_relations(cases)
    dossiers = dossiers_of(shelves, cases, findings)
    return (
        Library(
            archive=archive,
            front=front,
            now=now,
            authorities=authorities_of(shelves, cases, ranks),
            bodies=bodies_of(shelves, cases, ranks, meetings),
            meetings=meetings,
            cases=cases,
            subjects=memory.once("subjects", about, lambda: subjects_of(shelves, cases, ranks)),
            dossiers=dossiers,
            numbers=numbers,
            vocabulary=shelves.tables.vocabulary,
            terms=tuple(sorted(shelves.by_kind[Kind.TERM].values(), key=lambda each: each.record.term.casefold())),
            pages=tuple(
                sorted(shelves.by_kind[Kind.PAGE].values(), key=lambda each: (each.record.order, each.place.ref))
            ),
            tombstones=tuple(shelves.tombstones),
            links=links,
            mentions=mentions,
            aliases=tuple(sorted(shelves.aliases)),
        ),
        tuple(findings),
    )


def _files(shelves: Shelves, attached: Iterable[Attached], findings: list[Finding]) -> dict[str, tuple[File, ...]]:
    """For each case the files it publishes."""
    folders: dict[str, list[Attached]] = defaultdict(list)
    for each in attached:
        folders["/".join(each.path.split("/")[:4])].append(each)
    files = {}
    for ref, document in shelves.by_kind[Kind.CASE].items():
        lying = folders.get(document.place.path.removesuffix(".md"), [])
        if lying or document.withheld or any(each.file for each in document.record.attachments):
            files[ref] = files_of(document, shelves.paths[document.place.path], lying, findings)
    return files


def _cases(
    shelves: Shelves, maker: CaseMaker, files: dict[str, tuple[File, ...]], memory: Memory, findings: list[Finding]
) -> dict[str, Case]:
    """Every case; one that would be made as it was is not made again."""
    cases: dict[str, Case] = {}
    for ref, document in shelves.by_kind[Kind.CASE].items():
        own = files.get(ref, ())
        made = memory.case(document, own)
        if made is None:
            case = maker.make(document, own)
            made = memory.cases[document.place.path] = CaseMade(document, own, case, tuple(maker.findings))
            maker.findings.clear()
        cases[ref] = made.case
        findings += made.findings
    return cases


def _note_numbers(shelves: Shelves, cases: dict[str, Case], numbers: dict[tuple[str, str], Any]) -> None:
    """Case numbers mean their case, or their own page where several bear one; document numbers mean a case."""
    for number in numbers.values():
        several = len(number.cases) != 1 or number.items
        case = cases[number.cases[0]] if number.cases else None
        target = Target(number.path, number.number) if several or not case else Target(case.path, case.title)
        shelves.tables.add_number(number.authority, number.number, target)
    for case in cases.values():
        for attachment in case.facts.attachments:
            for number in filter(None, (attachment.document, attachment.number)):
                shelves.tables.add_document(case.authority, number, Target(case.path, case.title))


def _note_names(shelves: Shelves) -> None:
    """Names of authorities, bodies, places, organisations and dossiers."""
    named: list[tuple[str, str, str]] = []
    for kind in (Kind.AUTHORITY, Kind.BODY, Kind.PLACE, Kind.ORGANISATION, Kind.DOSSIER):
        for document in shelves.by_kind[kind].values():
            record, path = document.record, shelves.paths[document.place.path]
            authority = document.place.authority if kind is Kind.BODY else ""
            names = [
                record.title if kind is Kind.DOSSIER else record.name,
                *getattr(record, "other_names", ()),
            ]
            names += [period.name for period in getattr(record, "names", ())]
            if kind is Kind.BODY:
                names += [name[0].lower() + name[1:] for name in names]
                names += [record.abbreviation] if record.abbreviation else []
            named += [(name, path, authority) for name in dict.fromkeys(names)]
    shelves.tables.add_names(named)


def _link_prose(
    shelves: Shelves,
    cases: dict[str, Case],
    files: dict[str, tuple[File, ...]],
    memory: Memory,
    findings: list[Finding],
) -> tuple[dict[str, Links], dict[str, tuple[Target, ...]]]:
    """For each document where its mentions lead; for each page what mentions it, in no order."""
    standing = {
        document.place.path: (kind, ref, document, files.get(ref, ()) if kind is Kind.CASE else ())
        for kind, documents in shelves.by_kind.items()
        for ref, document in documents.items()
        if document.place.path in shelves.paths
    }
    memory.compare(shelves.tables)
    for path in memory.unlinked({path: (each[2], each[3]) for path, each in standing.items()}):
        kind, ref, document, own = standing[path]
        number = cases[ref].facts.case_number if kind is Kind.CASE else None
        linker = Linker(shelves.tables, document, shelves.paths[path], number_key(number or ""))
        links = linker.links({**dict.fromkeys(document.withheld, ""), **{file.name: file.path for file in own}})
        # that the glossary takes a case as its example tells its reader nothing
        mentioned = linker.reached - {shelves.paths[path]} if kind is not Kind.TERM else set()
        target = shelves.tables.targets[(kind, ref)]
        made = Linked(document, own, links, frozenset(linker.reached), frozenset(mentioned), tuple(linker.findings))
        memory.note(path, made, target)
    findings += [found for each in memory.links.values() for found in each.findings]
    return (
        {path: each.links for path, each in memory.links.items()},
        {path: tuple(found.values()) for path, found in memory.mentions.items()},
    )
