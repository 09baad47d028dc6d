"""Checks that look across pages, and the one for personal numbers."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator

from builder.diagnostics import Finding, finding
from builder.urls import file_of

# Six digits of a date, perhaps signs, four digits. Modulus 11 says nothing since 2007, so the date decides:
# https://cpr.dk, "Personnummeret i CPR". A day from 61 marks a replacement number. Between the two may stand a
# space or dash of any sort, written out, as an entity or percent-encoded, and what marks bold or italic text.
_SPACE = r"[^\S\n]|\u00ad|\u2060|&\#?\w{1,8};|%[0-9A-Fa-f]{2}|</?\w{1,8}>|[*_\\]"
_CPR = re.compile(
    rf"(?<!\d)(\d{{2}})(\d{{2}})(\d{{2}})(?:{_SPACE}){{0,4}}[-\u2010-\u2015\u2212]?(?:{_SPACE}){{0,4}}(\d{{4}})(?!\d)"
)
_SIX_DIGITS, _DIGIT = re.compile(r"\d\d\d\d\d\d"), re.compile(r"\d")
_DIGEST = re.compile(r"(?<![0-9a-zA-Z])[0-9a-f]{32,}(?![0-9a-zA-Z])")  # a SHA-256 may hold any digits


def personal_numbers(text: str, path: str, allowed: Iterable[str]) -> Iterator[Finding]:
    """What in a text has the form of a CPR number.

    Args:
        text: the text of a file, or its name.
        path: the file.
        allowed: numbers that are known to be something else.
    """
    if not _has_six_digits(text):
        return
    cleared = {"".join(match.groups()) for each in allowed for match in _CPR.finditer(each)}
    digests = [match.span() for match in _DIGEST.finditer(text)]
    for match in _CPR.finditer(text):
        if any(start <= match.start() and match.end() <= end for start, end in digests):
            continue
        if _is_date(int(match[1]), int(match[2]), match[3]) and "".join(match.groups()) not in cleared:
            line = text.count("\n", 0, match.start()) + 1
            column = match.start() - (text.rfind("\n", 0, match.start()) + 1) + 1
            yield finding("cpr-number", path, line=line, column=column, masked=f"{match[1]}••••-••••")


def _has_six_digits(text: str) -> bool:
    """Whether six digits stand in a row, which any such number begins with and most files have none of.

    Of any six one is a sixth sign of the text: what stands around those is looked at, in half the time that a search
    through all of it takes.
    """
    sixths = (6 * match.start() for match in _DIGIT.finditer(text[::6]))
    return any(_SIX_DIGITS.search(text, max(0, at - 5), at + 6) for at in sixths)


def masked(text: str) -> str:
    """A text with no more of its CPR numbers than the day."""

    def hide(match: re.Match[str]) -> str:
        return f"{match[1]}••••-••••" if _is_date(int(match[1]), int(match[2]), match[3]) else match[0]

    return _CPR.sub(hide, text)


def _is_date(day: int, month: int, year: str) -> bool:
    """Whether six digits are a day in some century, the day perhaps with 60 added."""
    if not 1 <= month <= 12:
        return False
    days = max(monthrange(century * 100 + int(year), month)[1] for century in (18, 19, 20))
    return 1 <= (day - 60 if day > 60 else day) <= days


def claims(claimed: Iterable[tuple[str, str]], known: Iterable[str]) -> Iterator[Finding]:
    """Two claims to one address, and an address below a file.

    Args:
        claimed: address and the file that claims it, "" for the program's own pages.
        known: files of `content/` that findings may name.
    """
    files = set(known)
    owners: dict[str, str] = {}
    urls: dict[str, str] = {}
    for url, source in claimed:
        key = file_of(url).lower()
        if key in owners:
            yield from _blamed(url, source, owners[key], files)
            continue
        owners[key], urls[key] = source, url
    for above in sorted(_folders(owners) & owners.keys()):
        for key, source in owners.items():
            if key.startswith(above + "/"):
                yield from _blamed(urls[key], source, owners[above], files)


def _folders(files: Iterable[str]) -> set[str]:
    """All folders that some files lie in."""
    found: set[str] = set()
    for file in files:
        folder = file.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _blamed(url: str, source: str, other: str, files: set[str]) -> Iterator[Finding]:
    """The finding stands at the file of content that claims second."""
    if source not in files:
        source, other = other, source
    if source in files:
        yield finding("duplicate-url", source, url=url, other=other or "beslut", find=url.rstrip("/"))


def site_paths(wanted: Iterable[tuple[str, str]], present: Iterable[str]) -> Iterator[Finding]:
    """Links to paths of the site that no page has.

    Args:
        wanted: path and the file that links to it.
        present: every path of the site.
    """
    there = set(present)
    for path, source in wanted:
        plain = path.partition("#")[0].partition("?")[0]
        if plain not in there and plain + "/" not in there:
            yield finding("dangling-link", source, target=path, find=path)
