"""The closed vocabularies: each value with its Danish name."""

from __future__ import annotations

from enum import StrEnum

from builder.model.keys import Named


class Kind(StrEnum):
    """What a file of `content/` is; the folder says so."""

    ARCHIVE = "archive"
    AUTHORITY = "authority"
    BODY = "bodies"
    MEETING = "meetings"
    CASE = "cases"
    DOSSIER = "dossiers"
    TOPIC = "topics"
    PLACE = "places"
    ORGANISATION = "organisations"
    TERM = "glossary"
    PAGE = "pages"


class Language(Named):
    """The languages that have a message catalogue."""

    DA = "da", "dansk"
    DE = "de", "tysk"
    EN = "en", "engelsk"


class AuthorityKind(Named):
    """What sort of authority it is."""

    MUNICIPALITY = "municipality", "kommune"
    REGION = "region", "region"
    STATE = "state", "stat"
    OTHER = "other", "anden"


class BodyKind(Named):
    """What sort of body it is."""

    COUNCIL = "council", "råd"
    COMMITTEE = "committee", "udvalg"
    BOARD = "board", "nævn"
    OTHER = "other", "andet"


class MemberRole(Named):
    """A member's place in a body."""

    CHAIR = "chair", "formand"
    DEPUTY_CHAIR = "deputy-chair", "næstformand"
    MEMBER = "member", "medlem"
    OBSERVER = "observer", "observatør"


class MeetingKind(Named):
    """Whether a meeting was planned in the year's calendar."""

    ORDINARY = "ordinary", "ordinært"
    EXTRAORDINARY = "extraordinary", "ekstraordinært"


class MeetingState(Named):
    """How far the record of a meeting has come."""

    AGENDA = "agenda", "dagsorden"
    DRAFT_MINUTES = "draft-minutes", "foreløbigt referat"
    MINUTES = "minutes", "referat"
    CANCELLED = "cancelled", "aflyst"


class Role(Named):
    """What a body did with a case."""

    INFORMATION = "information", "orientering"
    DISCUSSION = "discussion", "drøftelse"
    OPINION = "opinion", "udtalelse"
    RECOMMENDATION = "recommendation", "indstilling"
    REFERRAL = "referral", "oversendelse"
    DECISION = "decision", "beslutning"


class Outcome(Named):
    """How it ended; the first of a list decides."""

    APPROVED = "approved", "godkendt"
    APPROVED_AMENDED = "approved-amended", "godkendt med ændringer"
    PARTLY = "partly", "delvist godkendt"
    RECOMMENDED = "recommended", "anbefalet"
    ENDORSED = "endorsed", "tiltrådt"
    NOT_ENDORSED = "not-endorsed", "ikke tiltrådt"
    REJECTED = "rejected", "afvist"
    NOTED = "noted", "taget til efterretning"
    DISCUSSED = "discussed", "drøftet"
    POSTPONED = "postponed", "udsat"
    REFERRED = "referred", "oversendt"
    RETURNED = "returned", "sendt tilbage"
    TAKEN_OFF = "taken-off", "taget af dagsordenen"
    WITHDRAWN = "withdrawn", "trukket"
    LAPSED = "lapsed", "bortfaldet"
    SETTLED = "settled", "afsluttet"
    ELECTED = "elected", "valgt"


class VoteResult(Named):
    """Whether everyone agreed."""

    UNANIMOUS = "unanimous", "enstemmigt"
    MAJORITY = "majority", "flertal"


class VoteBasis(Named):
    """Whether the minutes state the votes or somebody counted them."""

    STATED = "stated", "oplyst"
    COUNTED = "counted", "optalt"


class StatementKind(Named):
    """What sort of statement stands in the minutes."""

    STATEMENT = "statement", "protokoltilførsel"
    MINORITY = "minority-opinion", "mindretalsudtalelse"


class Openness(Named):
    """Whether everyone may see it."""

    OPEN = "open", "åben"
    CLOSED = "closed", "lukket"


class Qualifier(Named):
    """How exact an amount is."""

    UP_TO = "up to", "op til"
    ABOUT = "about", "ca."
    AT_LEAST = "at least", "mindst"


class Unit(Named):
    """What an amount counts."""

    DKK = "DKK", "kr."
    EUR = "EUR", "euro"
    HOURS = "hours", "timer"
    PERCENT = "percent", "procent"


class Per(Named):
    """What an amount is repeated by."""

    YEAR = "year", "år"
    MONTH = "month", "måned"


class RelationKind(Named):
    """How a case stands to another; read from the case that says it."""

    PARENT = "parent", "overordnet sag"
    REPLACES = "replaces", "erstatter"
    AMENDS = "amends", "ændrer"
    FOLLOW_UP = "follow-up", "følger op på"
    SEE_ALSO = "see-also", "se også"


class Status(StrEnum):
    """Where a case stands; computed, never written."""

    FINAL = "final"  # endeligt besluttet
    AWAITING = "awaiting"  # afventer ‹organ›
    POSTPONED = "postponed"  # udsat
    STOPPED = "stopped"  # standset
    INFORMATION = "information"  # til orientering
    WITHDRAWN = "withdrawn"  # trukket
    PLANNED = "planned"  # planlagt
    KNOWN = "known"  # seneste kendte behandling
