"""Every kind of page: its template, and the one frozen context that the template gets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from builder.model import parts
from builder.model.findable import Entry, Filters
from builder.model.parts import Contact
from builder.model.values import AuthorityKind, Kind, Status
from builder.views.parts import (
    AttachmentView,
    BodyRow,
    CorrectionView,
    FeedEntry,
    FilterView,
    Frame,
    Group,
    HandlingView,
    ItemView,
    Link,
    Listing,
    MeetingFacts,
    MeetingRow,
    Prose,
    RelationView,
    Row,
    Site,
    Step,
    SubjectRow,
    TermView,
    Text,
    YearCount,
)


@dataclass(frozen=True)
class Context:
    """What every page has; `explains` says whether words of the glossary are explained on it."""

    template: ClassVar[str]
    explains: ClassVar[bool] = False
    site: Site
    frame: Frame


@dataclass(frozen=True)
class HomePage(Context):
    """The front page."""

    template: ClassVar[str] = "home.html"
    introduction: Prose
    coming: tuple[MeetingRow, ...]
    newest: tuple[Row, ...]
    groups: tuple[Group, ...]
    dossiers: tuple[SubjectRow, ...]
    topics: tuple[SubjectRow, ...]
    years: tuple[YearCount, ...]
    guide: str
    all_topics: str


@dataclass(frozen=True)
class CasePage(Context):
    """A case."""

    template: ClassVar[str] = "case.html"
    explains: ClassVar[bool] = True
    id: str
    title: str
    status: Status
    awaited: str
    day: date | None
    key: HandlingView | None
    summary: Text
    number: Link
    recommended_by: str
    kle: str
    authority: Link
    bodies: tuple[Link, ...]
    topics: tuple[Link, ...]
    places: tuple[Link, ...]
    organisations: tuple[Link, ...]
    dossiers: tuple[Link, ...]
    handlings: tuple[HandlingView, ...]
    route: tuple[Link, ...]
    body: Prose
    amounts: tuple[parts.Amount, ...]
    attachments: tuple[AttachmentView, ...]
    hearing: parts.Hearing | None
    related: tuple[RelationView, ...]
    same_number: tuple[Row, ...]
    mentioned_in: tuple[Link, ...]
    corrections_made: tuple[parts.Correction, ...]
    source: parts.Source | None
    closed: bool
    basis: str
    contact: Contact | None
    access_request: Contact | None


@dataclass(frozen=True)
class MeetingPage(Context):
    """A meeting."""

    template: ClassVar[str] = "meeting.html"
    explains: ClassVar[bool] = True
    facts: MeetingFacts
    body: Link
    items: tuple[ItemView, ...]
    text: Prose
    source: parts.Source | None
    corrections_made: tuple[parts.Correction, ...]
    previous: MeetingRow | None
    next: MeetingRow | None


@dataclass(frozen=True)
class BodyPage(Context):
    """A council, committee or board."""

    template: ClassVar[str] = "body.html"
    name: str
    abbreviation: str
    since: date | None
    until: date | None
    summary: str
    text: Prose
    authority: Link
    coming: tuple[MeetingRow, ...]
    meetings: tuple[MeetingRow, ...]
    years: tuple[YearCount, ...]
    members: tuple[parts.Member, ...]
    former: tuple[parts.Member, ...]
    names: tuple[parts.NamePeriod, ...]
    predecessors: tuple[Link, ...]
    successors: tuple[Link, ...]
    listing: Listing
    corrections_made: tuple[parts.Correction, ...]
    source: parts.Source | None


@dataclass(frozen=True)
class BodyYearPage(Context):
    """A body's meetings and cases of one year."""

    template: ClassVar[str] = "body-year.html"
    name: str
    year: int
    body: Link
    meetings: tuple[MeetingRow, ...]
    listing: Listing


@dataclass(frozen=True)
class AuthorityPage(Context):
    """A municipality, region or state body."""

    template: ClassVar[str] = "authority.html"
    name: str
    kind: AuthorityKind | None
    code: str
    since: date | None
    until: date | None
    summary: str
    text: Prose
    url: str
    bodies: tuple[BodyRow, ...]
    coming: tuple[MeetingRow, ...]
    names: tuple[parts.NamePeriod, ...]
    predecessors: tuple[Link, ...]
    successors: tuple[Link, ...]
    listing: Listing
    named_in: Listing
    contact: Contact | None
    corrections_made: tuple[parts.Correction, ...]
    source: parts.Source | None


@dataclass(frozen=True)
class ListPage(Context):
    """Cases gathered under a name: a topic, place or organisation, a year of one, a case number."""

    template: ClassVar[str] = "list.html"
    kind: Kind
    name: str
    year: int | None
    summary: str
    text: Prose
    url: str
    listing: Listing
    items: tuple[Row, ...]
    corrections_made: tuple[parts.Correction, ...]
    source: parts.Source | None


@dataclass(frozen=True)
class DossierPage(Context):
    """A story over several cases."""

    template: ClassVar[str] = "dossier.html"
    explains: ClassVar[bool] = True
    title: str
    summary: str
    text: Prose
    lanes: tuple[str, ...]
    steps: tuple[Step, ...]
    cases: tuple[Row, ...]
    corrections_made: tuple[parts.Correction, ...]
    source: parts.Source | None


@dataclass(frozen=True)
class SubjectsPage(Context):
    """All topics, all places, all organisations, or all dossiers."""

    template: ClassVar[str] = "subjects.html"
    kind: Kind
    subjects: tuple[SubjectRow, ...]


@dataclass(frozen=True)
class BodiesPage(Context):
    """All bodies, by authority."""

    template: ClassVar[str] = "bodies.html"
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class MeetingsPage(Context):
    """Coming and newest meetings."""

    template: ClassVar[str] = "meetings.html"
    coming: tuple[MeetingRow, ...]
    newest: tuple[MeetingRow, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class YearPage(Context):
    """A year, or one of its months; all years where `year` is None."""

    template: ClassVar[str] = "year.html"
    year: int | None
    month: int | None
    listing: Listing


@dataclass(frozen=True)
class GlossaryPage(Context):
    """The glossary."""

    template: ClassVar[str] = "glossary.html"
    terms: tuple[TermView, ...]


@dataclass(frozen=True)
class CorrectionsPage(Context):
    """Everything that was corrected or taken down."""

    template: ClassVar[str] = "corrections.html"
    corrections: tuple[CorrectionView, ...]
    retracted: tuple[CorrectionView, ...]


@dataclass(frozen=True)
class TextPage(Context):
    """A page of the archive's own."""

    template: ClassVar[str] = "page.html"
    explains: ClassVar[bool] = True
    title: str
    text: Prose
    corrections_made: tuple[parts.Correction, ...]
    source: parts.Source | None


@dataclass(frozen=True)
class AccessibilityPage(Context):
    """The way to the accessibility statement, and to those of the authorities that have their own."""

    template: ClassVar[str] = "accessibility.html"
    statement: str
    others: tuple[Link, ...]
    contact: Contact | None


@dataclass(frozen=True)
class SearchPage(Context):
    """The search."""

    template: ClassVar[str] = "search.html"
    filters: tuple[FilterView, ...]
    order: str
    newest: str
    exact: str
    topics: tuple[SubjectRow, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class MissingPage(Context):
    """What is shown where there is no page."""

    template: ClassVar[str] = "404.html"


@dataclass(frozen=True)
class RetractedPage(Context):
    """What is left of a page that was taken down."""

    template: ClassVar[str] = "retracted.html"
    id: str
    retraction: parts.Retraction


@dataclass(frozen=True)
class MovedPage(Context):
    """What stands at an address that a page had before."""

    template: ClassVar[str] = "moved.html"
    target: str


@dataclass(frozen=True)
class FeedPage(Context):
    """An Atom feed (RFC 4287)."""

    template: ClassVar[str] = "feed.xml"
    id: str
    address: str
    updated: str
    entries: tuple[FeedEntry, ...]


@dataclass(frozen=True)
class SitemapPage(Context):
    """A site map (sitemaps.org)."""

    template: ClassVar[str] = "sitemap.xml"
    addresses: tuple[str, ...]


@dataclass(frozen=True)
class OpenSearchPage(Context):
    """The description of the search for browsers (OpenSearch 1.1)."""

    template: ClassVar[str] = "opensearch.xml"
    search: str


@dataclass(frozen=True)
class RobotsPage(Context):
    """What crawlers may read (RFC 9309)."""

    template: ClassVar[str] = "robots.txt"
    maps: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """One page of the site. Its content is worked out when it is first asked for: a preview asks for few of many.

    Args:
        path: its address, without the base path.
        make: makes its context.
        source: the file of `content/` it is made from, or "".
        enter: from the context to what the search index is told; None for a page that is not searched.
        filters: those that `enter` tells, without the context, which takes five times as long.
        indexed: whether search engines may list it.
    """

    path: str
    make: Callable[[], Context]
    source: str = ""
    enter: Callable[[Any], Entry | None] | None = None
    filters: Callable[[], Filters] = tuple
    indexed: bool = True

    @cached_property
    def context(self) -> Context:
        """Everything its template gets."""
        return self.make()

    @cached_property
    def search(self) -> Entry | None:
        """What the search index is told of it, or None."""
        return self.enter(self.context) if self.enter else None


def contexts() -> Iterator[type[Context]]:
    """Every kind of page."""
    yield from Context.__subclasses__()
