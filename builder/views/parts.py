"""The pieces that pages are made of. Every `href` is final; dates and values are formatted by the templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from builder.model import parts
from builder.model.documents import NUMBER, number_key
from builder.model.linked import NO_LINKS, Explained, Links
from builder.model.values import (
    MeetingKind,
    MeetingState,
    Outcome,
    RelationKind,
    Role,
    Status,
)


@dataclass(frozen=True)
class Link:
    """A link; without an `href` it is words alone."""

    href: str
    text: str


@dataclass(frozen=True)
class Prose:
    """The body of a document: the SHA-256 of its HTML, and where its links lead (hrefs, not paths)."""

    digest: str
    links: Links


NO_PROSE = Prose("", NO_LINKS)


@dataclass(frozen=True)
class Text:
    """Plain text with line breaks, and where its mentions lead."""

    text: str
    links: Links


def plain(text: str | None, mentions: Links) -> Text:
    """Plain text with those of a document's mentions that can be in it: its page does not hang on the others."""
    if not text:
        return Text("", NO_LINKS)
    keys = {number_key(each[0]) for each in NUMBER.finditer(text)} if mentions.numbers else set()
    return Text(text, Links(numbers=tuple(each for each in mentions.numbers if each[0] in keys), names=mentions.names))


@dataclass(frozen=True)
class Asset:
    """Style and scripts, by their fingerprinted addresses."""

    style: str
    theme: str
    copy: str
    search: str


@dataclass(frozen=True)
class Site:
    """What every page of the site shares."""

    language: str
    title: str
    summary: str
    publisher: str
    home: str
    search: str
    opensearch: str
    pagefind: str
    menu: tuple[Link, ...]
    footer: tuple[Link, ...]
    terms: tuple[Explained, ...]
    assets: Asset


@dataclass(frozen=True)
class Frame:
    """What surrounds one page's matter.

    Args:
        title: the page's title, without the site's.
        description: for search engines and previews; "" where there is nothing to say.
        canonical: the page's full address, or "" where the site's is not known.
        crumbs: the way here from the home page, the page itself not included.
        current: the href of the menu's entry that the page belongs to, or "".
        indexed: whether search engines may list it.
        feed: the href of the Atom feed of what the page lists, or "".
    """

    title: str
    description: str
    canonical: str
    crumbs: tuple[Link, ...] = ()
    current: str = ""
    indexed: bool = True
    feed: str = ""


@dataclass(frozen=True)
class Row:
    """A case in a list. `title` is "" where it is closed."""

    day: date | None
    title: str
    href: str
    outcome: Outcome | None
    status: Status
    body: str
    body_title: str


@dataclass(frozen=True)
class YearCount:
    """A year, or a month, with how many cases it has."""

    year: int
    month: int
    href: str
    count: int


@dataclass(frozen=True)
class Month:
    """The cases of a month in a long list of one year; 0 for those without a day."""

    year: int
    month: int
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Listing:
    """A list of cases: all of them, or the newest and a way to each year where they are many.

    A year that has many itself stands by months.
    """

    rows: tuple[Row, ...]
    years: tuple[YearCount, ...]
    total: int
    months: tuple[Month, ...] = ()


@dataclass(frozen=True)
class MeetingRow:
    """A meeting in a list."""

    day: date
    href: str
    body: str
    state: MeetingState | None
    start: time | None
    count: int


@dataclass(frozen=True)
class HandlingView:
    """One step of a case's way."""

    day: date | None
    meeting: str  # href, or ""
    body: Link
    role: Role | None
    item: str
    reading: int | None
    outcomes: tuple[Outcome, ...]
    phrase: str
    decision: Text
    sent_to: tuple[Link, ...]
    stopped: parts.Stopped | None
    votes: parts.Votes | None
    statements: tuple[parts.Statement, ...]
    absent: tuple[parts.Person, ...]
    recused: tuple[parts.Person, ...]
    not_participating: tuple[parts.Person, ...]
    closed: bool
    basis: str
    planned: bool


@dataclass(frozen=True)
class AttachmentView:
    """An attachment. `size` is in bytes, None where the archive does not hold the file."""

    title: str
    href: str
    document: str
    number: str
    kind: str
    size: int | None
    closed: bool
    reason: str


@dataclass(frozen=True)
class RelationView:
    """Another case and how it stands to this one."""

    kind: RelationKind
    forward: bool
    row: Row


@dataclass(frozen=True)
class ItemView:
    """A point of a meeting."""

    anchor: str
    number: str
    title: str
    href: str
    case_number: Link
    summary: str
    role: Role | None
    outcomes: tuple[Outcome, ...]
    phrase: str
    decision: Text
    closed: bool
    basis: str


@dataclass(frozen=True)
class MeetingFacts:
    """When, where and who."""

    day: date
    kind: MeetingKind
    state: MeetingState | None
    start: time | None
    end: time | None
    place: str
    present: tuple[parts.Person, ...]
    absent: tuple[parts.Person, ...]
    recused: tuple[parts.Person, ...]
    not_participating: tuple[parts.Person, ...]
    attendance: str
    complete: bool
    closed: bool
    basis: str


@dataclass(frozen=True)
class BodyRow:
    """A body in a list."""

    name: str
    href: str
    abbreviation: str
    count: int
    ended: bool


@dataclass(frozen=True)
class Group:
    """Rows under a heading."""

    link: Link
    bodies: tuple[BodyRow, ...]


@dataclass(frozen=True)
class SubjectRow:
    """A topic, place, organisation or dossier in a list."""

    name: str
    href: str
    summary: str
    count: int


@dataclass(frozen=True)
class TermView:
    """An entry of the glossary."""

    anchor: str
    term: str
    forms: tuple[str, ...]
    summary: str
    body: Prose


@dataclass(frozen=True)
class CorrectionView:
    """A correction, and the page it was made on."""

    day: date
    text: str
    page: Link


@dataclass(frozen=True)
class Step:
    """A step of a dossier's timeline: a handling of one of its cases."""

    day: date | None
    authority: str
    lane: int
    body: str
    case: Link
    role: Role | None
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True)
class FeedEntry:
    """A case in a feed; moments as RFC 3339 writes them."""

    id: str
    title: str
    address: str
    published: str
    updated: str
    author: str
    summary: str
    outcomes: tuple[Outcome, ...]
    bodies: tuple[str, ...]


@dataclass(frozen=True)
class FilterView:
    """A filter of the search: its key in the index, its name in addresses, its label and its values."""

    key: str
    name: str
    label: str
    values: tuple[str, ...]
