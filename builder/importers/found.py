"""What the grammar found in a document, each with the lines it stands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from enum import Enum

from builder.importers.lines import Reading
from builder.model.values import (
    MeetingKind,
    MeetingState,
    Outcome,
    Per,
    Qualifier,
    Role,
    StatementKind,
    Unit,
    VoteResult,
)


@dataclass(frozen=True)
class Piece:
    """Words of the document and the numbers of the lines they stand on."""

    text: str
    lines: tuple[int, ...] = ()


NOTHING = Piece("")


@dataclass(frozen=True)
class Doubt:
    """Something for the editor's eye.

    Args:
        path: the key it is about, as `amend` writes it: `handlings[0].outcome`; empty for the file.
        reason: a message id.
        line: the line it was read from; 0 for none.
        said: what the message names.
    """

    path: str
    reason: str
    line: int = 0
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Participant:
    """A person named in the minutes: a name without its party, a party's letter or name, who sat in the place."""

    name: str
    party: str | None = None
    substitute: str | None = None


@dataclass(frozen=True)
class VotesFound:
    """How a body voted, as far as the words state it; voices are names or parties' letters."""

    result: VoteResult | None = None
    in_favour: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    abstained: tuple[str, ...] = ()
    reservations: tuple[str, ...] = ()
    for_count: int | None = None
    against_count: int | None = None
    abstained_count: int | None = None


@dataclass(frozen=True)
class StatementFound:
    """A statement written into the minutes: who, and the text."""

    kind: StatementKind
    by: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Verdict:
    """What a decision's words state; nothing where they state nothing.

    Args:
        outcome: the first decides; empty where the words state none.
        phrase: the words that the outcome was read from, verbatim.
        role: what the body did, where the words say so.
        sent_to: the name of the body it was sent on to, as written.
    """

    outcome: tuple[Outcome, ...] = ()
    phrase: str = ""
    role: Role | None = None
    sent_to: str = ""
    votes: VotesFound | None = None
    statements: tuple[StatementFound, ...] = ()
    absent: tuple[Participant, ...] = ()
    recused: tuple[Participant, ...] = ()
    not_participating: tuple[Participant, ...] = ()


@dataclass(frozen=True)
class AmountFound:
    """Money or hours as the text states them: in whole units (kr., timer), `2,912 mio. kr.` is 2912000.

    Args:
        purpose: the words that say what it is for; empty where none do.
        payer: who pays, where the words say so.
        phrase: the words it was read from.
    """

    amount: Decimal
    unit: Unit = Unit.DKK
    qualifier: Qualifier | None = None
    per: Per | None = None
    purpose: str = ""
    payer: str = ""
    years: str = ""
    phrase: str = ""


@dataclass(frozen=True)
class AttachmentFound:
    """An annex as the list names it."""

    title: Piece
    document: str = ""
    number: str = ""
    closed: bool = False
    url: str = ""


class SectionKind(Enum):
    """What a section of an item is for."""

    SUMMARY = "summary"
    PRESENTATION = "presentation"
    MONEY = "money"
    RECOMMENDATION = "recommendation"
    DECISION = "decision"
    ATTACHMENTS = "attachments"
    ROUTE = "route"
    HISTORY = "history"
    OTHER = "other"


@dataclass(frozen=True)
class Section:
    """A part of an item: its heading as written, and its text as Markdown blocks in order."""

    kind: SectionKind
    heading: Piece
    blocks: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class HandlingFound:
    """One body's treatment of an item.

    Args:
        body: the body's name or abbreviation as written; empty for the body of the meeting.
        day: when; None where it is not said, or is the meeting's.
        item: its number there.
        decision: the minutes' words.
        verdict: what they state.
    """

    body: str = ""
    day: date | None = None
    item: str = ""
    decision: Piece = Piece("")
    verdict: Verdict = Verdict()


@dataclass(frozen=True)
class ItemFound:
    """One point of the agenda.

    Args:
        number: as written; empty where there is none.
        case_number, document, kle: as written; empty where there is none.
        closed: whether it says so.
        role: what its mark or title says that the body is to do.
        route: bodies as written, in order.
        history: earlier treatments, in order.
        handling: that of this meeting; None where the document has no decision.
        competence: the bodies that decide, as written, where that is said apart from the route.
        routine: whether it is of the meeting itself (its agenda, minutes, who was there) and no case.
    """

    number: Piece
    title: Piece
    case_number: str = ""
    document: str = ""
    kle: str = ""
    closed: bool = False
    role: Role | None = None
    route: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    recommended_by: Piece = Piece("")
    history: tuple[HandlingFound, ...] = ()
    handling: HandlingFound | None = None
    attachments: tuple[AttachmentFound, ...] = ()
    amounts: tuple[AmountFound, ...] = ()
    routine: bool = False
    competence: tuple[str, ...] = ()
    lines: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Minutes:
    """All that was found in one document.

    Args:
        reading: the document.
        authority, body: names as written; empty where it does not say.
        dropped: numbers of lines that are there for the page alone: furniture, contents, titles said twice.
        unplaced: numbers of lines that no rule explains; the report shows them.
        whole: whether it is the document of a meeting, which has all of its agenda, and not that of a single point.
    """

    reading: Reading
    authority: Piece = Piece("")
    body: Piece = Piece("")
    day: date | None = None
    start: time | None = None
    end: time | None = None
    place: str = ""
    kind: MeetingKind | None = None
    state: MeetingState | None = None
    present: tuple[Participant, ...] = ()
    absent: tuple[Participant, ...] = ()
    attendance: str = ""
    items: tuple[ItemFound, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    dropped: frozenset[int] = frozenset()
    unplaced: tuple[int, ...] = ()
    whole: bool = False
