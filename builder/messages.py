"""Translations, and dates and numbers as the language writes them.

The catalogues are read from `builder/locale/*/LC_MESSAGES/beslut.po` themselves, so that there is no compiled
copy to forget.
"""

from __future__ import annotations

import gettext
import io
import locale
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_time, get_month_names
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from builder.model.values import (
    AuthorityKind,
    Kind,
    MeetingKind,
    MeetingState,
    MemberRole,
    Outcome,
    Per,
    Qualifier,
    RelationKind,
    Role,
    StatementKind,
    Status,
    Unit,
    VoteBasis,
    VoteResult,
)

LOCALES = Path(__file__).parent / "locale"
LANGUAGES = tuple(sorted(folder.name for folder in LOCALES.iterdir() if folder.is_dir()))
DOMAIN = "beslut"


def catalogue_file(language: str) -> Path:
    """The catalogue of a language."""
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


@cache
def translations(language: str) -> gettext.NullTranslations:
    """The messages of a language; English (the message ids) where there is no catalogue."""
    source = catalogue_file(language)
    if not source.is_file():
        return gettext.NullTranslations()
    with source.open("rb") as stream:
        catalogue = read_po(stream, locale=language, domain=DOMAIN)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


class Told(Exception):
    """What ends a command with words to the user.

    Args:
        message: the message id that says why and what to do.
        values: what it is filled with.
    """

    def __init__(self, message: str, **values: str) -> None:
        super().__init__(message)
        self.message, self.values = message, values

    def words(self, translate: Callable[[str], str]) -> str:
        """The message in a language."""
        return translate(self.message).format(**self.values)


def user_language(environment: Mapping[str, str] = os.environ) -> str:
    """The language that messages to the user are in, by POSIX's order of variables, else by the system's setting."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name)
        if value:
            return _spoken(value)
    return _spoken(locale.getlocale()[0] or "")  # as Windows says it: `Danish_Denmark`


def _spoken(setting: str) -> str:
    starts = {"da": "da", "de": "de", "german": "de"}
    return next((code for start, code in starts.items() if setting.lower().startswith(start)), "en")


@dataclass(frozen=True)
class Format:
    """Dates, times and numbers in one language."""

    language: str
    locale: Locale = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "locale", Locale.parse(self.language))

    def day(self, value: date) -> str:
        """`22. november 2023`."""
        return _day(self.locale, value, "long")

    def short_day(self, value: date) -> str:
        """`22. nov. 2023`."""
        return _day(self.locale, value, _SHORT_DAYS.get(self.language, "medium"))

    def weekday(self, value: date) -> str:
        """`onsdag den 22. november 2023`."""
        return _day(self.locale, value, "full")

    def clock(self, value: time) -> str:
        """`08.30`."""
        return format_time(value, "short", locale=self.locale)

    def month(self, value: int) -> str:
        """`november`, by number from 1."""
        return str(get_month_names("wide", context="stand-alone", locale=self.locale)[value])

    def number(self, value: int | Decimal) -> str:
        """`2.400.000`; decimals as given."""
        return _number(self.locale, str(value))

    def size(self, count: int) -> str:
        """A number of bytes as people read it: `1,2 MB`."""
        if count < 1000:
            return f"{self.number(count)} B"
        if count < 999_500:
            return f"{self.number(round(count / 1000))} kB"
        return f"{self.number(round(Decimal(count) / 1_000_000, 1).normalize())} MB"


# Where a day in the locale's medium form is all figures, its month is named all the same.
_SHORT_DAYS = {"de": "d. MMM y"}


@cache
def _day(locale: Locale, value: date, style: str) -> str:
    return format_date(value, style, locale=locale)


@lru_cache(maxsize=8192)
def _number(locale: Locale, digits: str) -> str:
    value = Decimal(digits)
    given = -int(value.as_tuple().exponent)
    return format_decimal(value, format="#,##0." + "0" * given if given > 0 else "#,##0", locale=locale)


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


_LABELS: tuple[tuple[StrEnum, str], ...] = (
    (Outcome.APPROVED, _("Approved")),
    (Outcome.APPROVED_AMENDED, _("Approved with amendments")),
    (Outcome.PARTLY, _("Partly approved")),
    (Outcome.RECOMMENDED, _("Recommended")),
    (Outcome.ENDORSED, _("Endorsed")),
    (Outcome.NOT_ENDORSED, _("Not endorsed")),
    (Outcome.REJECTED, _("Rejected")),
    (Outcome.NOTED, _("Taken note of")),
    (Outcome.DISCUSSED, _("Discussed")),
    (Outcome.POSTPONED, _("Postponed")),
    (Outcome.REFERRED, _("Referred")),
    (Outcome.RETURNED, _("Sent back")),
    (Outcome.TAKEN_OFF, _("Taken off the agenda")),
    (Outcome.WITHDRAWN, _("Withdrawn")),
    (Outcome.LAPSED, _("Lapsed")),
    (Outcome.SETTLED, _("Settled")),
    (Outcome.ELECTED, _("Elected")),
    (Role.INFORMATION, _("Information")),
    (Role.DISCUSSION, _("Discussion")),
    (Role.OPINION, _("Opinion")),
    (Role.RECOMMENDATION, _("Recommendation")),
    (Role.REFERRAL, _("Referral")),
    (Role.DECISION, _("Decision")),
    (Status.FINAL, _("Finally decided")),
    (Status.AWAITING, _("Awaiting the next step")),
    (Status.POSTPONED, _("Put off")),
    (Status.STOPPED, _("Stopped")),
    (Status.INFORMATION, _("For information")),
    (Status.WITHDRAWN, _("Taken back")),
    (Status.PLANNED, _("Planned")),
    (Status.KNOWN, _("Latest known handling")),
    (AuthorityKind.MUNICIPALITY, _("Municipality")),
    (AuthorityKind.REGION, _("Region")),
    (AuthorityKind.STATE, _("State body")),
    (AuthorityKind.OTHER, _("Other authority")),
    (MeetingState.AGENDA, _("Agenda")),
    (MeetingState.DRAFT_MINUTES, _("Draft minutes")),
    (MeetingState.MINUTES, _("Minutes")),
    (MeetingState.CANCELLED, _("Cancelled")),
    (MeetingKind.ORDINARY, _("Ordinary meeting")),
    (MeetingKind.EXTRAORDINARY, _("Extraordinary meeting")),
    (MemberRole.CHAIR, _("Chair")),
    (MemberRole.DEPUTY_CHAIR, _("Deputy chair")),
    (MemberRole.MEMBER, _("Member")),
    (MemberRole.OBSERVER, _("Observer")),
    (VoteResult.UNANIMOUS, _("Unanimous")),
    (VoteResult.MAJORITY, _("Majority")),
    (VoteBasis.STATED, _("stated in the minutes")),
    (VoteBasis.COUNTED, _("counted")),
    (StatementKind.STATEMENT, _("Statement for the minutes")),
    (StatementKind.MINORITY, _("Minority opinion")),
    (Qualifier.UP_TO, _("up to")),
    (Qualifier.ABOUT, _("about")),
    (Qualifier.AT_LEAST, _("at least")),
    (Unit.DKK, _("kroner")),
    (Unit.EUR, _("euros")),
    (Unit.HOURS, _("hours")),
    (Unit.PERCENT, _("per cent")),
    (Per.YEAR, _("a year")),
    (Per.MONTH, _("a month")),
    (Kind.CASE, _("Case")),
    (Kind.MEETING, _("Meeting")),
    (Kind.BODY, _("Body")),
    (Kind.AUTHORITY, _("Authority")),
    (Kind.DOSSIER, _("Dossier")),
    (Kind.TOPIC, _("Topic")),
    (Kind.PLACE, _("Place")),
    (Kind.ORGANISATION, _("Organisation")),
    (Kind.PAGE, _("Page")),
    (Kind.ARCHIVE, _("The archive")),
    (Kind.TERM, _("Word of the glossary")),
)
# By class and value: members of two enumerations with one value are equal as strings.
_BY_VALUE = {(type(value), value.value): text for value, text in _LABELS}


def label(value: StrEnum) -> str:
    """The message id of a value's name."""
    return _BY_VALUE[type(value), value.value]


PLURALS: dict[Kind, str] = {
    Kind.DOSSIER: _("Dossiers"),
    Kind.TOPIC: _("Topics"),
    Kind.PLACE: _("Places"),
    Kind.ORGANISATION: _("Organisations"),
}
RELATIONS: dict[tuple[RelationKind, bool], str] = {
    (RelationKind.PARENT, True): _("Part of"),
    (RelationKind.PARENT, False): _("Has the part"),
    (RelationKind.REPLACES, True): _("Replaces"),
    (RelationKind.REPLACES, False): _("Replaced by"),
    (RelationKind.AMENDS, True): _("Amends"),
    (RelationKind.AMENDS, False): _("Amended by"),
    (RelationKind.FOLLOW_UP, True): _("Follows up on"),
    (RelationKind.FOLLOW_UP, False): _("Followed up by"),
    (RelationKind.SEE_ALSO, True): _("See also"),
    (RelationKind.SEE_ALSO, False): _("See also"),
}
