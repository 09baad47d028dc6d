"""The library: every public file, linked to the others. Paths are those of the site, without the base path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from builder.model import parts, records
from builder.model.documents import Attached, Document
from builder.model.values import Kind, MeetingState, Outcome, RelationKind, Role, Status


@dataclass(frozen=True)
class Target:
    """Something that can be linked to."""

    path: str
    title: str


@dataclass(frozen=True)
class Links:
    """Where the placeholders and mentions of one document lead.

    Args:
        targets: for each target of `[[...]]` its path and title; no path where it is not public.
        paths: for each path of an ordinary link or picture the path on the site; "" where it is not public.
        numbers: for each number key its path and title.
        names: for each name its path, longest name first; no path for what the page itself is called.
    """

    targets: tuple[tuple[str, str, str], ...] = ()
    paths: tuple[tuple[str, str], ...] = ()
    numbers: tuple[tuple[str, str, str], ...] = ()
    names: tuple[tuple[str, str], ...] = ()


NO_LINKS = Links()


@dataclass(frozen=True)
class Vocabulary:
    """All that a text of the archive can mention. What is not in it means nothing here.

    Args:
        words: every word of a name, and its genitive.
        numbers: the key of every case, journal and document number.
    """

    words: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Explained:
    """A word of the glossary, as pages explain it where it first stands.

    Args:
        anchor: its id on the page of the glossary.
        term: the word.
        forms: its other forms.
        summary: what it means.
    """

    anchor: str
    term: str
    forms: tuple[str, ...]
    summary: str


@dataclass(frozen=True)
class Standing:
    """Where a case stands.

    Args:
        status: the status.
        body: the body that is waited for, in words, or "".
        day: the day of the handling that the status rests on, or that is planned.
    """

    status: Status
    body: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Handled:
    """A handling with its references resolved.

    Args:
        facts: what the file says, without what is closed.
        body: the body's reference.
        body_name: what the body was called on the day.
        meeting: the meeting's key, or None where the day is not known.
        closed: whether the case, the handling or the meeting closes the decision.
        basis: the law it was closed under, or "".
        sent_to: where the case was sent on to; a path of "" where the archive does not know the place.
        number: its place among the handlings of its file, from 0.
    """

    facts: parts.Handling
    body: str
    body_name: str
    meeting: tuple[str, str, int] | None
    sent_to: tuple[Target, ...]
    closed: bool = False
    basis: str = ""
    number: int = 0

    @property
    def outcome(self) -> Outcome | None:
        """The outcome that decides."""
        return self.facts.outcome[0] if self.facts.outcome else None

    @property
    def is_told(self) -> bool:
        """Whether it is known how the handling ended."""
        return bool(self.facts.outcome or self.facts.phrase or self.facts.decision or self.facts.public_decision)


@dataclass(frozen=True)
class Relation:
    """Another case, and how it stands to this one. `forward` when this case says so, else the other does."""

    kind: RelationKind
    case: str
    forward: bool


@dataclass(frozen=True)
class File:
    """A file that is published with a case."""

    name: str  # as the case names it
    source: Attached
    path: str


@dataclass(frozen=True)
class Case:
    """One matter.

    Args:
        ref: `norddjurs/2023/samarbejde`.
        id: its immutable id.
        path: its address; made of its id where its title is closed.
        title: its title, its public title, or "" where neither may be shown.
        facts: what the file says, without what is closed.
        document: the document it came from.
        handlings: in order of time.
        route: the bodies of the planned path, as references.
        standing: where it stands.
        day: the day of its latest handling that has come.
        topics, places, organisations: what it is about.
        related: other cases.
        files: its published files.
    """

    ref: str
    id: str
    authority: str
    path: str
    title: str
    facts: records.Case
    document: Document
    handlings: tuple[Handled, ...]
    route: tuple[str, ...]
    standing: Standing
    day: date | None
    topics: tuple[Target, ...]
    places: tuple[Target, ...]
    organisations: tuple[Target, ...]
    related: tuple[Relation, ...]
    files: tuple[File, ...]


@dataclass(frozen=True)
class AgendaItem:
    """A point of a meeting: a case's handling, or an item of the meeting's own file."""

    number: str
    title: str
    case: str  # the reference, or ""
    case_number: str
    summary: str
    role: Role | None
    outcome: tuple[Outcome, ...]
    phrase: str
    decision: str
    closed: bool
    basis: str


@dataclass(frozen=True)
class Meeting:
    """One sitting of one body.

    Args:
        key: the body's reference, the day in ISO form, and which of the day's meetings.
        facts: what its own file says, or None where it is known from cases alone.
        state: how far its record has come, or None where that is not known.
        previous, next: the keys of the body's neighbouring meetings.
    """

    key: tuple[str, str, int]
    path: str
    authority: str
    body: str
    body_name: str
    day: date
    facts: records.Meeting | None
    document: Document | None
    state: MeetingState | None
    items: tuple[AgendaItem, ...]
    previous: tuple[str, str, int] | None
    next: tuple[str, str, int] | None


@dataclass(frozen=True)
class Body:
    """A council, committee or board; meetings newest first, cases newest first."""

    ref: str
    authority: str
    path: str
    name: str
    facts: records.Body
    document: Document
    meetings: tuple[tuple[str, str, int], ...]
    cases: tuple[str, ...]
    predecessors: tuple[Target, ...]
    successors: tuple[Target, ...]


@dataclass(frozen=True)
class Authority:
    """A municipality, region or state body."""

    ref: str
    path: str
    name: str
    facts: records.Authority
    document: Document
    bodies: tuple[str, ...]
    cases: tuple[str, ...]
    named_in: tuple[str, ...]  # cases of other authorities that name it as an organisation
    predecessors: tuple[Target, ...]
    successors: tuple[Target, ...]


@dataclass(frozen=True)
class Subject:
    """A topic, place or organisation, with or without a file of its own."""

    kind: Kind
    ref: str
    path: str
    name: str
    facts: records.Subject | None
    document: Document | None
    cases: tuple[str, ...]


@dataclass(frozen=True)
class Dossier:
    """A story told over several cases."""

    ref: str
    path: str
    title: str
    facts: records.Dossier
    document: Document
    cases: tuple[str, ...]


@dataclass(frozen=True)
class Number:
    """A case number within an authority, and the cases and items that bear it."""

    authority: str
    number: str
    path: str
    cases: tuple[str, ...]
    items: tuple[tuple[tuple[str, str, int], int], ...]  # meeting key, index of the item


@dataclass(frozen=True)
class Tombstone:
    """What is left of a page that was taken down."""

    path: str
    id: str
    retraction: parts.Retraction
    source: str


@dataclass(frozen=True)
class Library:
    """Everything public, linked. Mappings are in a fixed order and are not changed after they are made."""

    archive: records.Archive
    front: Document
    now: datetime
    authorities: Mapping[str, Authority]
    bodies: Mapping[str, Body]
    meetings: Mapping[tuple[str, str, int], Meeting]
    cases: Mapping[str, Case]
    subjects: Mapping[tuple[Kind, str], Subject]
    dossiers: Mapping[str, Dossier]
    numbers: Mapping[tuple[str, str], Number]
    vocabulary: Vocabulary
    terms: tuple[Document, ...]
    pages: tuple[Document, ...]
    tombstones: tuple[Tombstone, ...]
    links: Mapping[str, Links]  # by the document's path below content/
    mentions: Mapping[str, tuple[Target, ...]]  # by a case's path what links to it from its prose, in no order
    aliases: tuple[tuple[str, str, str], ...]  # old path, new path, the file that says so
