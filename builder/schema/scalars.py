"""From the text of one value to what its type says. Front matter is typed by field, not by YAML."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from builder.model.keys import Scalar

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar january jan",
            "februar february feb",
            "marts march mar märz mär",
            "april apr",
            "maj may mai",
            "juni june jun",
            "juli july jul",
            "august aug",
            "september sep sept",
            "oktober october okt oct",
            "november nov",
            "december dec dezember dez",
        ),
        start=1,
    )
    for name in names.split()
}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DANISH = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")
_DAYS = "(?:man|tirs|ons|tors|fre|lør|søn)dag|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend"
_WEEKDAY = rf"(?:(?:{_DAYS})?,?\s*(?:den|d\.|am)?\s+)?"
_WORDS = re.compile(_WEEKDAY + r"(\d{1,2})\.?\s+([a-zä]+)\.?\s+(\d{4})", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HOUR = re.compile(r"(?:kl\.?\s*)?(\d{1,2})(?:\s*uhr)?", re.IGNORECASE)
_CLOCK = re.compile(r"(?:kl\.?\s*)?(\d{1,2})[.:](\d{2})(?:[.:](\d{2}))?(?:\s*uhr)?", re.IGNORECASE)
_GROUPED = re.compile(r"-?\d{1,3}(?:[. ]\d{3})+(?:,\d+)?")
_TRUE, _FALSE = {"true", "yes", "ja", "sand", "on"}, {"false", "no", "nej", "falsk", "off"}


def to_line(text: str) -> str:
    """White space folded to single spaces."""
    return " ".join(_printable(text).split())


def to_text(text: str) -> str:
    """Line breaks kept, white space at the ends dropped."""
    return _printable(text).strip()


def to_file(text: str) -> str:
    """A path with single slashes and without `./`, so that a file has one name."""
    line = _printable(text).strip()
    return str(PurePosixPath(line)) if line else ""


def _printable(text: str) -> str:
    """Text without control signs, which YAML's escapes let through and HTML does not know."""
    if not text.isprintable() and _CONTROL.search(text):
        raise ValueError(text)
    return text


def to_date(text: str) -> date:
    """`2024-04-09`, `09-04-2024`, `9.4.2024`, `9. april 2024`; the weekday may stand before it."""
    if match := _ISO.fullmatch(text):
        year, month, day = map(int, match.groups())
    elif match := _DANISH.fullmatch(text):
        day, month, year = map(int, match.groups())
    elif match := _WORDS.fullmatch(text):
        day, month, year = int(match[1]), MONTHS.get(match[2].lower(), 0), int(match[3])
    else:
        raise ValueError(text)
    return date(year, month, day)


def to_time(text: str) -> time:
    """`12.30`, `12:30`, `kl. 12.30`, `kl. 12` or `12.30 Uhr`."""
    if whole := _HOUR.fullmatch(text):
        return time(int(whole[1]))
    match = _CLOCK.fullmatch(text)
    if not match:
        raise ValueError(text)
    return time(int(match[1]), int(match[2]), int(match[3] or 0))


def to_datetime(text: str) -> datetime:
    """A date, or a date and a time: `2024-04-10 08:00`."""
    head, _, tail = re.sub(r"(?<=\d)T(?=\d)", " ", text).rpartition(" ")
    if head and _CLOCK.fullmatch(tail):
        return datetime.combine(to_date(re.sub(r"\s+kl\.?$", "", head.strip())), to_time(tail))
    return datetime.combine(to_date(text), time())


def to_number(text: str) -> Decimal:
    """`2400000`, `2.400.000`, `2 400 000,50` or `2,4`; a point before three digits groups, as Danes write."""
    plain = text.replace("\u00a0", " ")
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(".", "").replace(" ", "")
    plain = plain.replace(",", ".")
    if not re.fullmatch(r"-?\d{1,18}(?:\.\d{1,6})?", plain):
        raise ValueError(text)
    return Decimal(plain)


def to_integer(text: str) -> int:
    """A whole number."""
    if not re.fullmatch(r"-?\d{1,9}", text):
        raise ValueError(text)
    return int(text)


def to_boolean(text: str) -> bool:
    """`true` or `false`, `ja` or `nej`."""
    word = text.lower()
    if word not in _TRUE | _FALSE:
        raise ValueError(text)
    return word in _TRUE


def to_url(text: str) -> str:
    """An address that a browser may be sent to, or a path of the site; never a script."""
    parts = urlsplit(text)
    web = parts.scheme in {"http", "https"} and bool(parts.netloc)
    mail = parts.scheme == "mailto" and "@" in parts.path
    path = not parts.scheme and not parts.netloc and text.startswith("/") and not text.startswith("//")
    if not (web or mail or path) or re.search(r"[\s<>\"\\]", text):
        raise ValueError(text)
    return text


def to_email(text: str) -> str:
    """An e-mail address."""
    if not re.fullmatch(r"[^@\s<>\"']+@[^@\s<>\"']+\.[^@\s<>\"'.]+", text):
        raise ValueError(text)
    return text


def to_slug(text: str) -> str:
    """Lower-case ASCII letters, digits and single hyphens, three signs at least."""
    if not re.fullmatch(r"(?=.{3,64}$)[a-z0-9]+(?:-[a-z0-9]+)*", text):
        raise ValueError(text)
    return text


CONVERTERS: dict[Scalar, Callable[[str], object]] = {
    Scalar.TEXT: to_text,
    Scalar.LINE: to_line,
    Scalar.SLUG: to_slug,
    Scalar.DATE: to_date,
    Scalar.DATETIME: to_datetime,
    Scalar.TIME: to_time,
    Scalar.INTEGER: to_integer,
    Scalar.NUMBER: to_number,
    Scalar.BOOLEAN: to_boolean,
    Scalar.URL: to_url,
    Scalar.EMAIL: to_email,
    Scalar.FILE: to_file,
}
