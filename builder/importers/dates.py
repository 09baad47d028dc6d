"""Days and times as minutes write them, found within a text."""

from __future__ import annotations

import re
from datetime import date, time

from builder.likeness import Lexicon
from builder.schema.scalars import MONTHS, to_date, to_time

_DAY = re.compile(
    r"(?<!\d)(?<!\d[./-])(?:(?P<iso>\d{4}-\d{1,2}-\d{1,2})|(?P<d>\d{1,2})(?P<s>[-./])\s?(?P<m>\d{1,2})(?:(?:[-./]\s?|\s)(?P<y>\d{4})|(?P=s)(?P<short>\d{2}))"
    r"|(?P<day>\d{1,2})\s?\.?\s{0,3}(?P<month>[^\W\d_][^\W_]{2,9})\.?,?\s{1,3}(?P<year>\d{4}))(?![\d/])"
)
_CLOCK = re.compile(
    r"(?<![\d.:,/])(?P<kl>kl\.?\s{0,3}|klokken\s)?(?P<h>\d{1,2})(?:(?P<sep>[.:])(?P<min>\d{2}))?(?![\d:]|[.,]\d|\s?%)",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s{0,3}(?:-|–|—|til)\s{0,3}", re.IGNORECASE)
_DANISH = tuple(name for name in MONTHS if len(name) > 2)
_SIGNS = str.maketrans({"1": "l", "0": "o", "é": "e"})


def month(word: str) -> int:
    """The number of a month by its name, also with a damaged letter or two (`oktoher`); 0 for another word."""
    plain = word.translate(_SIGNS).casefold()
    if plain in MONTHS:
        return MONTHS[plain]
    if len(plain) < 4:
        return 0
    return MONTHS.get(_LEXICON.nearest(plain), 0)


_LEXICON = Lexicon({name: name for name in _DANISH if len(name) > 3})


def days(text: str) -> tuple[date, ...]:
    """Every day that a text names in full, in order; one that no calendar has is left out.

    `23-09-2025`, `d. 23. september 2025`, `den 1. oktober 2018`, `7/8 2019`, `07.08.19`, `2025-10-01`.
    """
    found = (_day(match) for match in _DAY.finditer(text))
    return tuple(each for each in found if each)


def day(text: str) -> date | None:
    """The first day that a text names; None where there is none."""
    return next(iter(days(text)), None)


def _day(match: re.Match[str]) -> date | None:
    if match["iso"]:
        written = match["iso"]
    elif match["d"]:
        year = match["y"] or f"20{match['short']}"
        written = f"{match['d']}-{match['m']}-{year}"
    else:
        written = f"{match['year']}-{month(match['month'])}-{match['day']}"
    try:
        return to_date(written)
    except ValueError:
        return None


def times(text: str) -> tuple[time, ...]:
    """Every time of day that a text names, in order: `kl. 12.30`, `12:30 - 14.15`, `kl. 16`.

    Numbers with a point count only where the text says `kl.`, is all time, or goes on from a time (`08.30-10.00`).
    """
    plain = _DAY.sub(lambda match: " " * len(match[0]) if _day(match) else match[0], text)
    found: list[time] = []
    before = -1
    for match in _CLOCK.finditer(plain):
        goes_on = before >= 0 and _RANGE.fullmatch(plain, before, match.start())
        begins = bool(match["min"]) and _begins_range(plain, match.end())
        alone = bool(match["min"]) and not re.search(r"\w", plain[: match.start()].replace(" ", "")[-1:])
        if (
            match["kl"]
            or goes_on
            or begins
            or match["sep"] == ":"
            or (alone and not re.search(r"\w", plain[match.end() : match.end() + 3]))
        ):
            try:
                found.append(to_time(f"{match['h']}.{match['min']}" if match["min"] else match["h"]))
                before = match.end()
            except ValueError:
                continue
    return tuple(found)


def _begins_range(text: str, at: int) -> bool:
    to = _RANGE.match(text, at)
    return bool(to and re.match(r"(?:kl\.?\s?)?\d{1,2}[.:]\d{2}(?!\d)", text[to.end() : to.end() + 12]))
