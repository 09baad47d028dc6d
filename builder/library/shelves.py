"""The documents by kind, what is public apart from what is not, and the address of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from builder.diagnostics import Finding, finding
from builder.library.addresses import address, id_of
from builder.library.public import is_hidden
from builder.library.references import Tables
from builder.model.documents import Document
from builder.model.linked import Target, Tombstone
from builder.model.parts import ALL_OPEN
from builder.model.records import Case, Entry
from builder.model.values import Kind
from builder.urls import Urls, is_address, slug

SUBJECTS = (Kind.TOPIC, Kind.PLACE, Kind.ORGANISATION)


@dataclass
class Shelves:
    """The public documents by kind and reference, and what was taken out.

    Args:
        by_kind: public documents.
        paths: for each public document's path below content/ its address.
        tombstones: pages that were taken down.
        stopped_meetings: the files of meetings whose page was taken down.
        tables: targets and headings of all that is public.
        findings: what is wrong with addresses.
    """

    by_kind: dict[Kind, dict[str, Document]] = field(default_factory=lambda: {kind: {} for kind in Kind})
    paths: dict[str, str] = field(default_factory=dict)
    tombstones: list[Tombstone] = field(default_factory=list)
    stopped_meetings: list[Document] = field(default_factory=list)
    tables: Tables = field(default_factory=Tables)
    findings: list[Finding] = field(default_factory=list)
    aliases: list[tuple[str, str, str]] = field(default_factory=list)


def shelve(documents: Iterable[Document], now: datetime, urls: Urls, *, unpublished: bool = False) -> Shelves:
    """Sort documents by kind; take out drafts, the embargoed and the retracted; give each its address.

    A document whose record is None exists and is not public. With `unpublished` only the retracted are taken out.
    """
    shelves = Shelves()
    ids: dict[str, str] = {}
    rank = {kind: number for number, kind in enumerate(Kind)}
    for document in sorted(documents, key=lambda each: (rank[each.place.kind], each.place.ref)):
        place, record = document.place, document.record
        own = place.kind is not Kind.AUTHORITY and (Kind.AUTHORITY, place.authority) in shelves.tables.hidden
        if record is None or own or (is_hidden(record, now) and not unpublished):
            shelves.tables.hidden.add((place.kind, place.ref))
            continue
        if isinstance(record, Case):
            _check_id(shelves, document, ids)
        if isinstance(record, Entry) and record.retracted:
            shelves.tables.hidden.add((place.kind, place.ref))
            if place.kind is Kind.MEETING:
                shelves.stopped_meetings.append(document)
            else:
                _bury(shelves, document, urls)
            continue
        shelves.by_kind[place.kind][place.ref] = document
        if place.kind is not Kind.MEETING:  # a meeting's address needs its body: see `meetings`
            shelf(shelves, document, address(document, urls), title_of(record))
    return shelves


def shelf(shelves: Shelves, document: Document, path: str, title: str) -> None:
    """Note where a document stands."""
    place = document.place
    shelves.paths[place.path] = path
    shelves.tables.targets[(place.kind, place.ref)] = Target(path, title)
    if document.headings:
        shelves.tables.headings[path.split("#", maxsplit=1)[0]] = document.headings
    access = getattr(document.record, "access", None)
    if access and not access.shows("title"):
        shelves.tables.unnamed.add((place.kind, place.ref))
    note_aliases(shelves, document, path)


def note_aliases(shelves: Shelves, document: Document, path: str) -> None:
    """Note a document's earlier addresses; those that are none, or would leave the site, are findings."""
    for index, alias in enumerate(getattr(document.record, "aliases", ())):
        if not is_address(alias):
            shelves.findings.append(finding("bad-alias", document.place.path, f"aliases[{index}]", value=alias))
        else:
            shelves.aliases.append((alias if alias.endswith("/") else alias + "/", path, document.place.path))


def title_of(record: Any) -> str:
    """What a document is called."""
    for name in ("title", "name", "term"):
        if hasattr(record, name):
            return str(getattr(record, name))
    return ""


def subject_names(shelves: Shelves, kind: Kind) -> dict[str, str]:
    """For each slug of a subject's names the reference of its file."""
    found: dict[str, str] = {}
    for ref, document in shelves.by_kind[kind].items():
        for name in (document.record.name, *document.record.other_names):
            found.setdefault(slug(name), ref)
        found[ref] = ref
    return found


def _check_id(shelves: Shelves, document: Document, ids: dict[str, str]) -> None:
    record, path = document.record, document.place.path
    if not record.id:
        purged = record.retracted and record.retracted.purge
        if purged or not (record.access or ALL_OPEN).shows("title"):
            shelves.findings.append(finding("id-needed", path, "access" if record.access else "retracted"))
        return
    other = ids.setdefault(record.id, path)
    if other != path:
        shelves.findings.append(finding("duplicate-id", path, "id", id=record.id, other=other))


def _bury(shelves: Shelves, document: Document, urls: Urls) -> None:
    """Leave a stone at the addresses of a retracted page; at its id alone where they are to go too."""
    record, place = document.record, document.place
    identity = id_of(document) if place.kind is Kind.CASE else ""
    if place.kind is Kind.TERM:
        return
    if not record.retracted.purge:
        path = address(document, urls)
    elif place.kind is Kind.CASE:
        path = urls.case(place.authority, place.ref.split("/")[1], identity)
    else:
        return
    shelves.tombstones.append(Tombstone(path, identity, record.retracted, place.path))
    note_aliases(shelves, document, path)
