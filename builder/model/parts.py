"""Records that stand inside other records: people, votes, attachments, amounts and the like."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

from builder.model.keys import Choice, Many, Record, Reference, Scalar, key, record
from builder.model.values import (
    MemberRole,
    Openness,
    Outcome,
    Per,
    Qualifier,
    RelationKind,
    Role,
    StatementKind,
    Unit,
    VoteBasis,
    VoteResult,
)

LINE, TEXT, DATE = Scalar.LINE, Scalar.TEXT, Scalar.DATE


@record
class NamePeriod:
    """A name that was used for a time."""

    name: str = key(LINE, "navn", "The name.", required=True, example="Social- og Sundhedsudvalget")
    since: date | None = key(DATE, "fra", "The first day it was used.", name="from", example="2014-01-01")
    until: date | None = key(DATE, "til", "The last day it was used.", name="to", example="2021-12-31")


@record
class Contact:
    """Where to turn with questions."""

    name: str | None = key(LINE, "navn", "The office or team.", example="Byrådssekretariatet")
    email: str | None = key(Scalar.EMAIL, "mail", "An e-mail address.", example="sekretariat@example.org")
    phone: str | None = key(LINE, "telefon", "A telephone number.", example="12 34 56 78")
    url: str | None = key(Scalar.URL, "adresse", "A web page.", example="https://example.org/kontakt")


@record
class Allowed:
    """A number that looks like a CPR number and is none."""

    number: str = key(LINE, "nummer", "The number as it stands in the text.", required=True, example="010190-1234")
    reason: str = key(LINE, "grund", "Why it is no CPR number.", required=True, example="Et fakturanummer")


@record
class Member:
    """A member of a body for a time."""

    name: str = key(LINE, "navn", "The member's name.", required=True, example="Else Eksempel")
    party: str | None = key(LINE, "parti", "Party, as a letter or a name.", example="A")
    role: MemberRole | None = key(Choice(MemberRole), "rolle", "The member's place in the body.", example="chair")
    since: date | None = key(DATE, "fra", "First day.", name="from", example="2022-01-01")
    until: date | None = key(DATE, "til", "Last day.", name="to", example="2025-12-31")


@record
class Person:
    """Somebody who took part, or did not."""

    name: str = key(LINE, "navn", "The person's name.", required=True, example="Else Eksempel")
    party: str | None = key(LINE, "parti", "Party, as a letter or a name.", example="A")
    substitute: str | None = key(LINE, "stedfortræder", "Who sat in the person's place.", example="Bo Prøve")


PEOPLE = Many(Record(Person, shorthand="name"))


@record
class Votes:
    """How a body voted. Each voice is a person's name or a party's letter."""

    result: VoteResult | None = key(Choice(VoteResult), "resultat", "Unanimous or by majority.", example="majority")
    in_favour: tuple[str, ...] = key(Many(LINE), "for", "Who voted for.", name="for", example="[A, V]")
    against: tuple[str, ...] = key(Many(LINE), "imod", "Who voted against.", example="[O]")
    abstained: tuple[str, ...] = key(Many(LINE), "undlod", "Who did not vote.", example="[Ø]")
    reservations: tuple[str, ...] = key(Many(LINE), "forbehold", "Who reserved their position.", example="[N]")
    for_count: int | None = key(Scalar.INTEGER, "antal for", "How many voted for.", name="for_count", example="21")
    against_count: int | None = key(Scalar.INTEGER, "antal imod", "How many voted against.", example="4")
    abstained_count: int | None = key(Scalar.INTEGER, "antal undlod", "How many did not vote.", example="2")
    basis: VoteBasis | None = key(Choice(VoteBasis), "grundlag", "Stated in the minutes, or counted.", example="stated")


@record
class Statement:
    """What members had written into the minutes."""

    kind: StatementKind | None = key(
        Choice(StatementKind), "type", "Statement or minority opinion.", example="statement"
    )
    by: tuple[str, ...] = key(Many(LINE), "af", "Persons or parties.", example="[Ø]")
    text: str = key(TEXT, "tekst", "The statement's own words.", required=True, example="Vi havde ønsket ...")


@record
class Stopped:
    """A decision that was stopped from being carried out."""

    basis: str | None = key(LINE, "hjemmel", "The law it was stopped under.", example="styrelsesloven § 23")
    date: date | None = key(DATE, "dato", "The day.", example="2024-04-10")
    by: str | None = key(LINE, "af", "Who stopped it.", example="Borgmesteren")


_OPEN = Choice(Openness)


@record
class Access:
    """What of a case or handling everyone may see.

    A part that is left out is open in a map that only closes, and closed in a map that opens any.
    """

    title: Openness | None = key(_OPEN, "titel", "The title and the case number.")
    presentation: Openness | None = key(_OPEN, "fremstilling", "Text, topics, amounts, attachments.")
    decision: Openness | None = key(_OPEN, "beslutning", "Outcome, phrase and decision.")
    votes: Openness | None = key(_OPEN, "stemmer", "Votes, statements, who took part.")

    def shows(self, part: str) -> bool:
        """Whether `title`, `presentation`, `decision` or `votes` is open."""
        stated = getattr(self, part)
        if stated is not None:
            return bool(stated is Openness.OPEN)
        return Openness.OPEN not in (self.title, self.presentation, self.decision, self.votes)


def _all(state: Openness) -> Access:
    return Access(title=state, presentation=state, decision=state, votes=state)


ALL_OPEN, ALL_CLOSED = _all(Openness.OPEN), _all(Openness.CLOSED)
ACCESS = Record(
    Access,
    constants=(("open", ALL_OPEN), ("åben", ALL_OPEN), ("closed", ALL_CLOSED), ("lukket", ALL_CLOSED)),
)


@record
class Handling:
    """One body took the case up."""

    body: str = key(Reference("bodies"), "organ", "The body.", required=True, example="kb")
    date: date | None = key(DATE, "dato", "The day of the meeting.", example="2024-04-09")
    meeting: str | None = key(
        Reference("meetings"),
        "møde",
        "The meeting, where a body met twice on a day.",
        example="2024-04-09-kb-2",
    )
    item: str | None = key(LINE, "punkt", "The item's number on the agenda.", example="5a")
    role: Role | None = key(Choice(Role), "rolle", "What the body did with the case.", example="decision")
    reading: int | None = key(Scalar.INTEGER, "læsning", "First or second reading.", example="1")
    outcome: tuple[Outcome, ...] = key(
        Many(Choice(Outcome)), "udfald", "How it ended; the first of a list decides.", example="approved"
    )
    phrase: str | None = key(LINE, "ordlyd", "The outcome in the minutes' own words.", example="Godkendt.")
    decision: str | None = key(
        TEXT, "beslutning", "The decision in the minutes' own words.", example="Godkendt, idet ..."
    )
    public_decision: str | None = key(
        TEXT, "offentlig beslutning", "What may be said of a closed decision.", example="Godkendt."
    )
    sent_to: tuple[str, ...] = key(
        Many(Reference("bodies", free=True)),
        "sendt til",
        "Where the case was sent on to.",
        example="[oeu, kb]",
    )
    stopped: Stopped | None = key(
        Record(Stopped, shorthand="basis"),
        "standset",
        "That the decision was stopped.",
        example="styrelsesloven § 23",
    )
    votes: Votes | None = key(Record(Votes, shorthand="result"), "stemmer", "How the body voted.")
    statements: tuple[Statement, ...] = key(
        Many(Record(Statement, shorthand="text")), "udtalelser", "Statements written into the minutes."
    )
    absent: tuple[Person, ...] = key(PEOPLE, "fraværende", "Who was not there for this item.")
    recused: tuple[Person, ...] = key(PEOPLE, "inhabile", "Who was disqualified.")
    not_participating: tuple[Person, ...] = key(PEOPLE, "deltog ikke", "Who did not take part in this item.")
    access: Access | None = key(ACCESS, "adgang", "What of the handling everyone may see.", example="closed")
    basis: str | None = key(LINE, "hjemmel", "The law it was closed under.", example="styrelsesloven § 10")


@record
class Amount:
    """Money or hours, as the source states them."""

    amount: Decimal = key(Scalar.NUMBER, "beløb", "The number, without unit.", required=True, example="2400000")
    qualifier: Qualifier | None = key(Choice(Qualifier), "forbehold", "How exact it is.", example="up to")
    unit: Unit | None = key(  # None is the money of the archive's language
        Choice(Unit), "enhed", "What it counts; money where nothing is said.", example="hours"
    )
    per: Per | None = key(Choice(Per), "pr.", "What it is repeated by.", example="year")
    purpose: str | None = key(LINE, "til", "What it is for.", name="for", example="anlæg")
    payer: str | None = key(LINE, "fra", "Who pays.", name="from", example="Havneby Kommune")
    years: str | None = key(LINE, "år", "The year or years.", example="2025-2026")


@record
class Attachment:
    """A document that belongs to a case, whether or not the archive holds it."""

    title: str | None = key(LINE, "titel", "What it is called.", example="Skitseprojekt")
    public_title: str | None = key(LINE, "offentlig titel", "What a closed one may be called.", example="Notat")
    document: str | None = key(LINE, "dokument", "The document's id.", example="4455667")
    number: str | None = key(LINE, "nummer", "The journal number.", example="45678/24")
    access: Openness | None = key(_OPEN, "adgang", "Whether everyone may see it.", example="closed")
    reason: str | None = key(LINE, "grund", "Why it is closed.", example="personoplysninger")
    file: str | None = key(Scalar.FILE, "fil", "A file in the case's folder.", example="skitse.pdf")
    url: str | None = key(Scalar.URL, "adresse", "Where it lies elsewhere.", example="https://example.org/skitse.pdf")


@record
class Related:
    """Another case that this one stands to in some way."""

    case: str = key(Reference("cases"), "sag", "The other case.", required=True, example="2022/trafikplan")
    relation: RelationKind = key(
        Choice(RelationKind), "som", "How.", name="as", example="follow-up", default=RelationKind.SEE_ALSO
    )


@record
class Source:
    """What the file was made from."""

    title: str | None = key(LINE, "titel", "The document.", example="Referat, Byrådet 9. april 2024")
    url: str | None = key(Scalar.URL, "adresse", "Where it was published.", example="https://example.org/referat.pdf")
    sha256: str | None = key(LINE, "sha256", "The document's SHA-256 in hexadecimal.", example="9f86d081...")
    ocr: bool = key(Scalar.BOOLEAN, "skannet", "Whether it was scanned and read by machine.", default=False)


@record
class Correction:
    """A dated, stated change to what was published."""

    date: date = key(DATE, "dato", "The day of the change.", required=True, example="2024-05-02")
    text: str = key(LINE, "tekst", "What was changed.", required=True, example="Beløbet var skrevet forkert.")


@record
class Retraction:
    """That a page was taken down."""

    date: date = key(DATE, "dato", "The day it was taken down.", required=True, example="2024-06-01")
    reason: str | None = key(LINE, "grund", "Why; it is published.", example="Indeholdt personoplysninger")
    purge: bool = key(Scalar.BOOLEAN, "slet", "Whether its old addresses go too.", default=False)


@record
class Hearing:
    """The time in which anybody may comment."""

    since: date | None = key(DATE, "fra", "First day.", name="from", example="2024-02-01")
    until: date | None = key(DATE, "til", "Last day.", name="to", example="2024-03-01")
    url: str | None = key(Scalar.URL, "adresse", "Where to comment.", example="https://example.org/hoering")


@record
class Item:
    """A point of an agenda that has no case file of its own, or a pointer to one that has."""

    number: str | None = key(LINE, "punkt", "The item's number.", example="5a")
    title: str | None = key(LINE, "titel", "What it is called.", example="Gensidig orientering")
    public_title: str | None = key(LINE, "offentlig titel", "What a closed one may be called.", example="Køb af jord")
    case: str | None = key(Reference("cases"), "sag", "The case, if it has a file.", example="2024/cykelsti")
    case_number: str | None = key(LINE, "sagsnummer", "The case number.", example="24/1234")
    summary: str | None = key(LINE, "resume", "In a sentence or two.", example="Udvalget siger ja til ...")
    role: Role | None = key(Choice(Role), "rolle", "What the body did.", example="information")
    outcome: tuple[Outcome, ...] = key(Many(Choice(Outcome)), "udfald", "How it ended.", example="noted")
    phrase: str | None = key(LINE, "ordlyd", "The outcome in the minutes' own words.", example="Godkendt.")
    decision: str | None = key(TEXT, "beslutning", "The decision in the minutes' own words.", example="Godkendt.")
    public_decision: str | None = key(
        TEXT, "offentlig beslutning", "What may be said of a closed decision.", example="Godkendt."
    )
    access: Access | None = key(ACCESS, "adgang", "What of it everyone may see.", example="closed")
    basis: str | None = key(LINE, "hjemmel", "The law it was closed under.", example="styrelsesloven § 10")


Moment = date | datetime | time
