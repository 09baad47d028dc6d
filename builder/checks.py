"""Checks that look across pages, and the one for personal numbers."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator

from builder.diagnostics import Finding, finding

# Six digits of a date, perhaps a sign, four digits. Modulus 11 says nothing since 2007, so the date decides:
# https://cpr.dk, "Personnummeret i CPR". A day from 61 marks a replacement number.
_CPR = re.compile(r"(?<!\d)(\d{2})(\d{2})(\d{2})(?: ?[-–‐‑−] ?| )?(\d{4})(?!\d)")


def personal_numbers(text: str, path: str, allowed: Iterable[str]) -> Iterator[Finding]:
    """What in a text has the form of a CPR number.

    Args:
        text: the text of a file, or its name.
        path: the file.
        allowed: numbers that are known to be something else.
    """
    cleared = {re.sub(r"\D", "", each) for each in allowed}
    for match in _CPR.finditer(text):
        if _is_date(int(match[1]), int(match[2]), match[3]) and "".join(match.groups()) not in cleared:
            line = text.count("\n", 0, match.start()) + 1
            column = match.start() - (text.rfind("\n", 0, match.start()) + 1) + 1
            yield finding("cpr-number", path, line=line, column=column, masked=f"{match[1]}••••-••••")


def _is_date(day: int, month: int, year: str) -> bool:
    """Whether six digits are a day in some century, the day perhaps with 60 added."""
    if not 1 <= month <= 12:
        return False
    days = max(monthrange(century * 100 + int(year), month)[1] for century in (18, 19, 20))
    return 1 <= (day - 60 if day > 60 else day) <= days


def claims(claimed: Iterable[tuple[str, str]], known: Iterable[str]) -> Iterator[Finding]:
    """Two claims to one address.

    Args:
        claimed: address and the file that claims it, "" for the program's own pages.
        known: files of `content/` that findings may name.
    """
    files = set(known)
    owners: dict[str, str] = {}
    for url, source in claimed:
        key = url.lower()
        if key not in owners:
            owners[key] = source
            continue
        blamed, other = (source, owners[key]) if source in files else (owners[key], source)
        if blamed in files:
            yield finding("duplicate-url", blamed, url=url, other=other or "beslut")


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
