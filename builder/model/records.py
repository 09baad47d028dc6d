"""What each kind of file holds: one record a kind, every key declared once."""

from __future__ import annotations

from datetime import date, datetime, time

from builder.model.keys import Choice, Many, Record, Reference, Scalar, key, record
from builder.model.parts import (
    ACCESS,
    PEOPLE,
    Access,
    Allowed,
    Amount,
    Attachment,
    Contact,
    Correction,
    Handling,
    Hearing,
    Item,
    Member,
    NamePeriod,
    Person,
    Related,
    Retraction,
    Source,
)
from builder.model.values import (
    AuthorityKind,
    BodyKind,
    Kind,
    Language,
    MeetingKind,
    MeetingState,
)

LINE, TEXT, DATE = Scalar.LINE, Scalar.TEXT, Scalar.DATE


@record
class Entry:
    """What every file may say of its own publication."""

    draft: bool = key(Scalar.BOOLEAN, "kladde", "Not to be published yet.", example="true", default=False)
    publish: datetime | None = key(Scalar.DATETIME, "udgiv", "Not to be published before.", example="2024-04-10 08:00")
    retracted: Retraction | None = key(
        Record(Retraction, shorthand="date"),
        "tilbagekaldt",
        "That the page was taken down.",
        example="2024-06-01",
    )
    aliases: tuple[str, ...] = key(
        Many(LINE),
        "tidligere adresser",
        "Addresses it had before.",
        example="[/norddjurs/sager/2023/gammel/]",
    )
    corrections: tuple[Correction, ...] = key(Many(Record(Correction)), "rettelser", "Changes to what was published.")
    source: Source | None = key(Record(Source, shorthand="title"), "kilde", "What it was made from.")


@record
class Archive:
    """The archive itself: `content/_index.md`."""

    title: str = key(LINE, "titel", "The archive's name.", required=True, example="Beslutninger i Norddjurs")
    language: Language = key(Choice(Language), "sprog", "The pages' language.", example="da", default=Language.DA)
    timezone: str = key(
        LINE, "tidszone", "Where the clocks are.", example="Europe/Copenhagen", default="Europe/Copenhagen"
    )
    base_url: str | None = key(
        Scalar.URL, "webadresse", "Where the site is published.", example="https://beslutninger.example.org/"
    )
    summary: str | None = key(LINE, "resume", "What the archive is, in a sentence.", example="Hvad der blev besluttet.")
    publisher: str | None = key(LINE, "udgiver", "Who publishes it.", example="Norddjurs Kommune")
    contact: Contact | None = key(Record(Contact), "kontakt", "Where to turn with questions.")
    access_request: Contact | None = key(Record(Contact), "aktindsigt", "Where to ask for documents.")
    accessibility: str | None = key(
        Scalar.URL, "tilgængelighed", "The accessibility statement.", example="https://www.was.digst.dk/..."
    )
    private_source: bool = key(
        Scalar.BOOLEAN, "privat kilde", "That nobody else can read the content folder.", default=False
    )
    cpr_allowed: tuple[Allowed, ...] = key(
        Many(Record(Allowed)), "tilladte numre", "Numbers that only look like CPR numbers."
    )


@record
class Authority(Entry):
    """A municipality, region or state body: `_index.md` of its folder."""

    name: str = key(LINE, "navn", "The authority's name.", required=True, example="Norddjurs Kommune")
    kind: AuthorityKind | None = key(Choice(AuthorityKind), "type", "What sort it is.", example="municipality")
    summary: str | None = key(LINE, "resume", "In a sentence.", example="Kommune på Djursland.")
    other_names: tuple[str, ...] = key(Many(LINE), "andre navne", "Names that also mean it.", example="[Norddjurs]")
    names: tuple[NamePeriod, ...] = key(Many(Record(NamePeriod)), "tidligere navne", "Earlier names, by period.")
    code: str | None = key(LINE, "myndighedskode", "The authority's number.", example="707")
    predecessors: tuple[str, ...] = key(
        Many(Reference("authority", free=True)),
        "forgængere",
        "The authorities it was made of.",
        example="[Grenaa Kommune]",
    )
    since: date | None = key(DATE, "fra", "First day.", name="from", example="2007-01-01")
    until: date | None = key(DATE, "til", "Last day.", name="to", example="2026-12-31")
    url: str | None = key(Scalar.URL, "adresse", "Its web site.", example="https://www.example.org/")
    contact: Contact | None = key(Record(Contact), "kontakt", "Where to turn with questions.")
    access_request: Contact | None = key(Record(Contact), "aktindsigt", "Where to ask for documents.")
    accessibility: str | None = key(Scalar.URL, "tilgængelighed", "Its accessibility statement.")


@record
class Body(Entry):
    """A council, committee or board: `bodies/vpu.md`."""

    name: str = key(LINE, "navn", "The body's name.", required=True, example="Voksen- og Plejeudvalget")
    abbreviation: str | None = key(LINE, "forkortelse", "Its short form.", example="VPU")
    kind: BodyKind | None = key(Choice(BodyKind), "type", "What sort it is.", example="committee")
    summary: str | None = key(LINE, "resume", "What it does, in a sentence.", example="Ansvar for ældrepleje.")
    other_names: tuple[str, ...] = key(Many(LINE), "andre navne", "Names that also mean it.")
    names: tuple[NamePeriod, ...] = key(Many(Record(NamePeriod)), "tidligere navne", "Earlier names, by period.")
    predecessors: tuple[str, ...] = key(
        Many(Reference("bodies", free=True)), "forgængere", "The bodies it took over from.", example="[ssu]"
    )
    since: date | None = key(DATE, "fra", "First day.", name="from", example="2022-01-01")
    until: date | None = key(DATE, "til", "Last day.", name="to", example="2025-12-31")
    members: tuple[Member, ...] = key(Many(Record(Member, shorthand="name")), "medlemmer", "Who sits in it.")


@record
class Meeting(Entry):
    """One sitting of one body: `meetings/2023-11-22-vpu.md`."""

    kind: MeetingKind = key(
        Choice(MeetingKind), "type", "Ordinary or not.", example="extraordinary", default=MeetingKind.ORDINARY
    )
    state: MeetingState | None = key(
        Choice(MeetingState), "tilstand", "How far the record has come.", example="minutes"
    )
    start: time | None = key(Scalar.TIME, "start", "When it began.", example="08.30")
    end: time | None = key(Scalar.TIME, "slut", "When it ended.", example="12.30")
    place: str | None = key(LINE, "sted", "Where.", example="Mødelokale F9, Regionshuset Viborg")
    present: tuple[Person, ...] = key(PEOPLE, "til stede", "Who was there.")
    absent: tuple[Person, ...] = key(PEOPLE, "fraværende", "Who was not.")
    recused: tuple[Person, ...] = key(PEOPLE, "inhabile", "Who was disqualified.")
    not_participating: tuple[Person, ...] = key(PEOPLE, "deltog ikke", "Who did not take part.")
    attendance: str | None = key(LINE, "fremmøde", "What the minutes say of it.", example="Alle øvrige var mødt.")
    items: tuple[Item, ...] = key(Many(Record(Item, shorthand="title")), "punkter", "The agenda, in order.")
    complete: bool = key(Scalar.BOOLEAN, "fuldstændig", "Whether the whole agenda is here.", default=False)
    access: Access | None = key(ACCESS, "adgang", "What of the meeting everyone may see.", example="closed")
    basis: str | None = key(LINE, "hjemmel", "The law it was closed under.")


@record
class Case(Entry):
    """One matter: `cases/2023/samarbejde.md`."""

    id: str | None = key(Scalar.SLUG, "id", "Names the case for ever, whatever its title.", example="k7f3q9zt")
    title: str = key(LINE, "titel", "What it is about.", required=True, example="Ny cykelsti langs Havnevej")
    public_title: str | None = key(LINE, "offentlig titel", "The title of a closed case.", example="Køb af ejendom")
    public_decision: str | None = key(TEXT, "offentlig beslutning", "What may be said of a closed decision.")
    case_number: str | None = key(LINE, "sagsnummer", "What the authority's records call it.", example="24/1234")
    summary: str | None = key(LINE, "resume", "Two plain sentences.", example="Udvalget siger ja til ...")
    route: tuple[str, ...] = key(
        Many(Reference("bodies")), "sagsgang", "The bodies it is to pass, in order.", example="[tmu, oeu, kb]"
    )
    recommended_by: str | None = key(LINE, "indstillet af", "Who recommends.", example="Teknik- og miljødirektøren")
    kle: str | None = key(LINE, "kle", "The KLE code.", example="05.01.02")
    topics: tuple[str, ...] = key(Many(LINE), "emner", "What it is about.", example="[cykelstier]")
    places: tuple[str, ...] = key(Many(LINE), "steder", "Where it is about.", example="[Havneby]")
    organisations: tuple[str, ...] = key(
        Many(LINE), "organisationer", "Whom it is about.", example="[Cyklistforbundet]"
    )
    amounts: tuple[Amount, ...] = key(Many(Record(Amount, shorthand="amount")), "beløb", "Money and hours.")
    related: tuple[Related, ...] = key(Many(Record(Related, shorthand="case")), "relaterede", "Other cases.")
    handlings: tuple[Handling, ...] = key(Many(Record(Handling)), "behandlinger", "Who took it up, in order.")
    attachments: tuple[Attachment, ...] = key(
        Many(Record(Attachment, shorthand="title")), "bilag", "The documents that belong to it."
    )
    hearing: Hearing | None = key(Record(Hearing), "høring", "The time to comment.")
    access: Access | None = key(ACCESS, "adgang", "What of the case everyone may see.", example="closed")
    basis: str | None = key(LINE, "hjemmel", "The law it was closed under.", example="styrelsesloven § 10")


@record
class Dossier(Entry):
    """A story told over several cases and authorities: `dossiers/x.md`."""

    title: str = key(LINE, "titel", "What it is called.", required=True, example="Vejen til havnen")
    summary: str | None = key(LINE, "resume", "In a sentence or two.")
    cases: tuple[str, ...] = key(Many(Reference("cases")), "sager", "The cases.", example="[norddjurs/2023/x]")


@record
class Subject(Entry):
    """A topic, place or organisation: `topics/x.md`, `places/x.md`, `organisations/x.md`."""

    name: str = key(LINE, "navn", "The name as cases write it.", required=True, example="Cykelstier")
    other_names: tuple[str, ...] = key(Many(LINE), "andre navne", "Names that also mean it.", example="[cykelsti]")
    summary: str | None = key(LINE, "resume", "In a sentence.")
    url: str | None = key(Scalar.URL, "adresse", "Its own web site.", example="https://example.org/")


@record
class Term(Entry):
    """An entry of the glossary: `glossary/x.md`; the body explains at length."""

    term: str = key(LINE, "ord", "The word.", required=True, example="Indstilling")
    forms: tuple[str, ...] = key(Many(LINE), "former", "Its other forms.", example="[indstillingen, indstillinger]")
    summary: str = key(LINE, "forklaring", "What it means, in a sentence.", required=True)


@record
class Page(Entry):
    """A page of the archive's own: `pages/om.md`."""

    title: str = key(LINE, "titel", "What it is called.", required=True, example="Om arkivet")
    summary: str | None = key(LINE, "resume", "In a sentence.")
    order: int = key(Scalar.INTEGER, "rækkefølge", "Its place in the footer.", default=50, example="10")


RECORDS: dict[Kind, type] = {
    Kind.ARCHIVE: Archive,
    Kind.AUTHORITY: Authority,
    Kind.BODY: Body,
    Kind.MEETING: Meeting,
    Kind.CASE: Case,
    Kind.DOSSIER: Dossier,
    Kind.TOPIC: Subject,
    Kind.PLACE: Subject,
    Kind.ORGANISATION: Subject,
    Kind.TERM: Term,
    Kind.PAGE: Page,
}
