"""Translations, and dates and numbers as the language writes them.

The catalogues are read from `builder/locale/*/LC_MESSAGES/beslut.po` themselves, so that there is no compiled
copy to forget.
"""

from __future__ import annotations

import gettext
import io
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from functools import cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_time, get_month_names
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LOCALES = Path(__file__).parent / "locale"
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


def user_language(environment: Mapping[str, str] = os.environ) -> str:
    """The language that messages to the user are in, by POSIX's order of variables."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name)
        if value:
            return "da" if value.lower().startswith("da") else "en"
    return "en"


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
        return _day(self.locale, value, "medium")

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
        return format_decimal(value, locale=self.locale, decimal_quantization=False)

    def size(self, count: int) -> str:
        """A number of bytes as people read it: `1,2 MB`."""
        if count < 1000:
            return f"{self.number(count)} B"
        if count < 1_000_000:
            return f"{self.number(round(count / 1000))} kB"
        return f"{self.number(round(Decimal(count) / 1_000_000, 1))} MB"


@cache
def _day(locale: Locale, value: date, style: str) -> str:
    return format_date(value, style, locale=locale)  # type: ignore[arg-type]
