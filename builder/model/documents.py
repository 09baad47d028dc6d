"""What the first stages hand on: a source on disk, a document read from it, the HTML of its body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from builder.model.values import Kind

# What may be a case, journal or document number in running text: groups of letters and digits joined by
# - / or ., or at least five digits alone. Dates and sums match too; only what the archive knows becomes a link. Two
# years with a hyphen are no number: `2025-2026` is a time, however many cases an archive has.
NUMBER = re.compile(
    r"(?<![\w/.-])(?=[\w./-]*\d)(?!(?:19|20)\d\d-(?:19|20)\d\d(?![\w/.-]))[A-Za-z0-9]+(?:[./-][A-Za-z0-9]+)+(?![\w/])|(?<![\w/.,-])\d{5,}(?![\w/]|[.,]\d)"
)


# A word that a name may start with: a capitalised one, or one that bodies are called by in the middle of a
# sentence (`udvalg for lighed i sundhed`).
_NAME_STEMS = ("udvalg", "råd", "nævn", "ausschuss", "committee")
NAME_WORD = re.compile(rf"(?<!\w)(?:[A-ZÆØÅÄÖÜÉ]\w+|\w*(?:{'|'.join(_NAME_STEMS)})\w*)")
# The same in the order in which a search is fast: first the sign that few words hold, then what stands around it.
_CAPITAL_WORD = re.compile(r"[A-ZÆØÅÄÖÜÉ](?<!\w.)\w+")
_FROM_DIGIT = re.compile(r"\d[^ ]*")


def mentions_in(text: str) -> tuple[tuple[str, ...], str]:
    """The keys of what in a text may be numbers, sorted; the words that names may start with, sorted, with spaces.

    Neither NUMBER nor NAME_WORD matches a space: only what stands between two is looked at with care, and only where
    it holds a digit or a stem (a fifth of the time that both take over the whole text).
    """
    with_digits = " ".join(
        {text[text.rfind(" ", 0, match.start()) + 1 : match.end()] for match in _FROM_DIGIT.finditer(text)}
    )
    numbers = {number_key(found) for found in set(NUMBER.findall(with_digits))}
    names = set(_CAPITAL_WORD.findall(text))
    names.update(NAME_WORD.findall(" ".join({part for stem in _NAME_STEMS for part in _around(stem, text)})))
    return tuple(sorted(numbers)), " ".join(sorted(names))


def _around(stem: str, text: str) -> Iterator[str]:
    """What stands between two spaces and holds a stem."""
    at = text.find(stem)
    while at >= 0:
        end = text.find(" ", at)
        end = len(text) if end < 0 else end
        yield text[text.rfind(" ", 0, at) + 1 : end]
        at = text.find(stem, end)


@lru_cache(maxsize=65536)
def number_key(text: str) -> str:
    """The form under which two spellings of one case or document number are the same.

    `2023/9928`, `23-9928` and `23/9928` are one number: archives count within a year and write the year
    with two digits or four. Numbers that come to one address are one number; what holds no letter or digit has "".
    """
    key = re.sub(r"[\W_]+", "-", text).strip("-").lower()
    return re.sub(r"^(?:19|20)(\d\d)-(\d+)$", r"\1-\2", key)


def number_forms(text: str) -> Iterator[str]:
    """A case number as people write it: `23/9928` also as `2023/9928` and `23-9928`, and the other way."""
    yield text
    match = re.fullmatch(r"(?:19|20)?(\d\d)[/-](\d{2,6})", text)
    if match:
        year, number = match.groups()
        century = "19" if int(year) > 69 else "20"
        forms = (f"{start}{year}{sign}{number}" for start in ("", century) for sign in "/-")
        yield from (form for form in forms if form != text)


@dataclass(frozen=True)
class Place:
    """What a path below `content/` is.

    Args:
        path: the path below `content/`, with `/` and in NFC.
        kind: what sort of file it is.
        ref: its reference, the path without the kind, each part as a slug.
        authority: the slug of its authority, or "".
    """

    path: str
    kind: Kind
    ref: str
    authority: str


@dataclass(frozen=True)
class Heading:
    """A heading of a body.

    Args:
        level: 2 to 6.
        text: its words.
        anchor: its id.
        path: a second id, made of its own words and those of the headings above it.
    """

    level: int
    text: str
    anchor: str
    path: str


@dataclass(frozen=True)
class Document:
    """The facts of one file: what the library needs to know of it, and nothing else.

    Args:
        place: where it lies and what it is.
        record: the record of its kind (`model.records`).
        headings: the headings of its body, in order.
        wanted: the targets of `[[...]]`, in order, without doubles.
        paths: the paths that ordinary links and pictures point to, likewise.
        anchors: the anchors of its own that it points to, likewise.
        numbers: the keys (`number_key`) of what may be numbers in its prose, sorted.
        words: the words a name may start with in its prose (`NAME_WORD`), sorted, with single spaces.
        body: the SHA-256 of the body's HTML, or "" where there is no body.
        withheld: the files of its folder that are not to be published.
    """

    place: Place
    record: Any
    headings: tuple[Heading, ...] = ()
    wanted: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    words: str = ""
    body: str = ""
    withheld: tuple[str, ...] = ()


@dataclass(frozen=True)
class Attached:
    """A file that lies in a case's folder."""

    path: str  # below content/, in NFC
    size: int  # bytes
    file: str  # below content/, as it is on disk
