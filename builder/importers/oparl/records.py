"""Records of OParl as frozen values. Keys that are not known are ignored, wrong types are told by the record's id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, tzinfo
from enum import Enum
from functools import lru_cache
from typing import Any, NewType, TypeVar, get_type_hints

from builder.importers.oparl import troubles, words
from builder.importers.oparl.troubles import Report, Trouble, _

R = TypeVar("R", bound="Thing")
Text = NewType("Text", str)  # words of several lines
Refs = tuple[str, ...]  # addresses of other records, in order
Words = tuple[Text, ...]


_NO_TEXT = Text("")


@dataclass(frozen=True, kw_only=True)
class Thing:
    """What every record says of itself. Days are days of the archive, moments are in its zone.

    Args:
        id: its address.
        deleted: whether it was taken out of the council system.
        web: a page for people.
    """

    id: str
    modified: datetime | None = None
    created: datetime | None = None
    deleted: bool = False
    web: str = ""
    keyword: Words = ()


@dataclass(frozen=True, kw_only=True)
class Authority(Thing):
    """A municipality or the like; OParl calls it a body."""

    name: str = ""
    short_name: str = ""
    website: str = ""
    ags: str = ""
    classification: str = ""
    contact_name: str = ""
    contact_email: str = ""


@dataclass(frozen=True, kw_only=True)
class Organization(Thing):
    """A committee, a council, a party in it, an office."""

    body: str = ""
    name: str = ""
    short_name: str = ""
    organization_type: str = ""
    classification: str = ""
    start_date: date | None = None
    end_date: date | None = None
    website: str = ""
    meeting: str = ""
    membership: Refs = ()


@dataclass(frozen=True, kw_only=True)
class Person(Thing):
    """Somebody who sits in bodies."""

    name: str = ""
    family_name: str = ""
    given_name: str = ""
    membership: Refs = ()


@dataclass(frozen=True, kw_only=True)
class Membership(Thing):
    """That somebody sits in a body for a time."""

    person: str = ""
    organization: str = ""
    role: str = ""
    on_behalf_of: str = ""
    start_date: date | None = None
    end_date: date | None = None


@dataclass(frozen=True, kw_only=True)
class Meeting(Thing):
    """One sitting."""

    name: str = ""
    meeting_state: str = ""
    cancelled: bool = False
    start: datetime | None = None
    end: datetime | None = None
    location: str = ""
    organization: Refs = ()
    participant: Refs = ()
    invitation: Refs = ()
    results_protocol: Refs = ()
    verbatim_protocol: Refs = ()
    auxiliary_file: Refs = ()
    agenda_item: Refs = ()


@dataclass(frozen=True, kw_only=True)
class AgendaItem(Thing):
    """A point of an agenda. `public` is None where the record does not say."""

    meeting: str = ""
    number: str = ""
    order: int | None = None
    name: str = ""
    public: bool | None = None
    consultation: str = ""
    result: str = ""
    resolution_text: Text = _NO_TEXT
    resolution_file: Refs = ()
    auxiliary_file: Refs = ()


@dataclass(frozen=True, kw_only=True)
class Consultation(Thing):
    """That a body takes up a paper."""

    paper: str = ""
    agenda_item: str = ""
    meeting: str = ""
    organization: Refs = ()
    authoritative: bool | None = None
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class Paper(Thing):
    """A matter that is put before bodies."""

    body: str = ""
    name: str = ""
    reference: str = ""
    date: date | None = None
    paper_type: str = ""
    related_paper: Refs = ()
    superordinated_paper: Refs = ()
    subordinated_paper: Refs = ()
    main_file: Refs = ()
    auxiliary_file: Refs = ()
    location: Refs = ()
    originator_person: Refs = ()
    originator_organization: Refs = ()
    under_direction_of: Refs = ()
    consultation: Refs = ()


@dataclass(frozen=True, kw_only=True)
class File(Thing):
    """A document."""

    name: str = ""
    file_name: str = ""
    access_url: str = ""
    download_url: str = ""
    external_service_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Location(Thing):
    """A place."""

    description: str = ""
    street_address: str = ""
    room: str = ""
    postal_code: str = ""
    sub_locality: str = ""
    locality: str = ""


class Type(Enum):
    """The types of OParl that are read, by the last part of their address; the others are passed over in silence."""

    AUTHORITY = "Body", Authority
    ORGANIZATION = "Organization", Organization
    PERSON = "Person", Person
    MEMBERSHIP = "Membership", Membership
    MEETING = "Meeting", Meeting
    ITEM = "AgendaItem", AgendaItem
    CONSULTATION = "Consultation", Consultation
    PAPER = "Paper", Paper
    FILE = "File", File
    LOCATION = "Location", Location

    def __init__(self, called: str, record: type[Thing]) -> None:
        self.called, self.record = called, record


IGNORED = frozenset({"System", "LegislativeTerm"})
BY_NAME = {each.called: each for each in Type}
# Where records stand within records: key and what is meant by an object there.
WITHIN: Mapping[str, Type] = {
    "location": Type.LOCATION,
    "agendaItem": Type.ITEM,
    "consultation": Type.CONSULTATION,
    "membership": Type.MEMBERSHIP,
    **dict.fromkeys(("mainFile", "auxiliaryFile", "resolutionFile"), Type.FILE),
    **dict.fromkeys(("invitation", "resultsProtocol", "verbatimProtocol"), Type.FILE),
    **dict.fromkeys(("organization", "originatorOrganization", "underDirectionOf"), Type.ORGANIZATION),
    **dict.fromkeys(("participant", "originatorPerson", "person"), Type.PERSON),
    **dict.fromkeys(("paper", "relatedPaper", "superordinatedPaper", "subordinatedPaper"), Type.PAPER),
    "meeting": Type.MEETING,
    "body": Type.AUTHORITY,
}


def type_of(said: Mapping[str, Any]) -> str:
    """The last part of what a record calls its type; "" where it calls it nothing."""
    stated = said.get("type")
    return stated.rstrip("/").rpartition("/")[2] if isinstance(stated, str) else ""


def _declared(cls: type[Thing]) -> tuple[tuple[str, str, str], ...]:
    """The attributes of a record, each with its key in JSON and the sort of its value."""
    hints = get_type_hints(cls)
    found = []
    for field in fields(cls):
        head, *tail = field.name.split("_")
        key = head + "".join(each.title() for each in tail)
        hint = hints[field.name]
        sort = (
            "refs"
            if hint == Refs
            else "words"
            if hint == Words
            else "text"
            if hint is Text
            else str(hint).removesuffix(" | None")
        )
        sort = sort.removeprefix("<class '").removesuffix("'>")
        found.append((field.name, key, {"str": "line", "bool": "flag"}.get(sort, sort)))
    return tuple(found)


_KEYS = {each: _declared(each.record) for each in Type}
KEYS: Mapping[Type, frozenset[str]] = {each: frozenset(key for _, key, _ in keys) for each, keys in _KEYS.items()}
_OF_RECORD: dict[type[Thing], Type] = {each.record: each for each in Type}


def read(cls: type[R], said: Mapping[str, Any], zone: tzinfo, report: Report) -> R:
    """A record of what JSON says.

    Args:
        cls: the record.
        said: an object that has an id, the records within it replaced by their addresses.
        zone: the archive's.
        report: is told what is wrong with it.
    """
    identity = str(said["id"])
    values: dict[str, Any] = {"id": identity}
    for attribute, key, sort in _KEYS[_OF_RECORD[cls]]:
        value = said.get(key)
        if value is None or attribute == "id":
            continue
        try:
            values[attribute] = _value(value, sort, zone)
        except _Unzoned as found:
            values[attribute] = found.moment
            report(Trouble(identity, troubles.NO_ZONE, {"key": key}))
        except (ValueError, TypeError, OverflowError):
            if attribute in _GUARDS:
                values[attribute] = _GUARDS[attribute]
            wrong = {"key": key, "found": _found(value), "wanted": WANTED[sort]}
            report(Trouble(identity, troubles.WRONG_TYPE, wrong))
    return cls(**values)


# What counts where it cannot be read who may see a thing.
_GUARDS = {"public": False}


def silent(_trouble: Trouble) -> None:
    """Report to nobody: it was told when the record was put on the shelf."""


# As reports name them; both are translated before they stand there.
WANTED = {
    "line": _("a text"),
    "text": _("a text"),
    "flag": _("true or false"),
    "int": _("a number"),
    "refs": _("a list"),
    "words": _("a list"),
    "datetime.date": _("a day"),
    "datetime.datetime": _("a day and time"),
}
_FOUND = {
    dict: _("an object"),
    list: _("a list"),
    bool: _("true or false"),
    int: _("a number"),
    float: _("a number"),
}


def _found(value: object) -> str:
    return _FOUND.get(type(value)) or f"»{words.line(str(value))[:60]}«"


class _Unzoned(Exception):
    """A moment without a zone."""

    def __init__(self, moment: datetime) -> None:
        super().__init__()
        self.moment = moment


def _value(value: Any, sort: str, zone: tzinfo) -> Any:
    match sort:
        case "line" | "text":
            if isinstance(value, int | float) and not isinstance(value, bool):
                value = str(value)  # numbers of items and references are often written as such
            if not isinstance(value, str):
                raise TypeError
            return Text(words.text(value)) if sort == "text" else words.line(value)
        case "flag":
            return _flag(value)
        case "int":
            if isinstance(value, bool):
                raise TypeError
            return int(value)
        case "refs" | "words":
            each = [value] if isinstance(value, str) else value
            if not isinstance(each, list) or not all(isinstance(one, str) for one in each):
                raise TypeError
            told = map(words.line if sort == "words" else str.strip, each)
            return tuple(one for one in dict.fromkeys(told) if one)
        case _ if not isinstance(value, str):
            raise TypeError
        case "datetime.date":
            return _moment(value, zone).date() if "T" in value else date.fromisoformat(value.strip())
        case _:
            moment = _moment(value, zone)
            if "T" in value and moment.tzinfo is None:
                raise _Unzoned(moment.replace(tzinfo=zone))
            return moment if moment.tzinfo else moment.replace(tzinfo=zone)


_FLAGS = {"true": True, "false": False, "1": True, "0": False}


def _flag(value: object) -> bool:
    said = str(value).strip().lower()
    if said not in _FLAGS:
        raise ValueError(said)
    return _FLAGS[said]


@lru_cache(maxsize=8192)  # systems change many records at one moment
def _moment(value: str, zone: tzinfo) -> datetime:
    """A moment in the archive's zone; without a zone if it says none."""
    moment = datetime.fromisoformat(value.strip())
    if moment.year < 1000:  # no council met, and its year has no four digits
        raise ValueError(value)
    return moment.astimezone(zone) if moment.tzinfo else moment


def stamp(said: Mapping[str, Any]) -> str:
    """When a record was changed, in a form that sorts; "" where it does not say."""
    for key in ("modified", "created"):
        value = said.get(key)
        if isinstance(value, str):
            try:
                moment = _moment(value, UTC)
                return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()
            except (ValueError, OverflowError):
                continue
    return ""
