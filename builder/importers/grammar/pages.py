"""Lines that are there for the page, as far as what minutes say tells: running headers, numbers of pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from builder.importers.found import Piece
from builder.importers.grammar.columns import cells_of
from builder.importers.grammar.decisions import earlier
from builder.importers.grammar.heads import AUTHORITY
from builder.importers.grammar.labels import is_label
from builder.importers.grammar.numbers import ACCESS_LINE
from builder.importers.grammar.organs import DAY
from builder.importers.grammar.vocabulary import FURNITURE, fold
from builder.importers.lines import Line, Mark

_DATED = re.compile(DAY, re.IGNORECASE)
_SAYS_NOTHING = re.compile(
    r"\b(?:side|af|referat|dagsorden|protokol|beslutningsprotokol|med|fra|i|den|d|mode|modet|\d+)\b"
)
_PAGE = re.compile(r"(?:side\s*)?\d{1,3}(?:\s*af\s*\d+)?", re.IGNORECASE)
_OF_PAGES = re.compile(r"(?P<page>\d{1,3})\s*/\s*(?P<pages>\d{1,3})")
_BESIDE = re.compile(r"side\s*:?\s*\d{1,4}(?:\s*(?:af|/)\s*\d{1,4})?", re.IGNORECASE)
_CLOCK = re.compile(r"kl\.?\s*\d{1,2}[.:]\d{2}", re.IGNORECASE)
_BARE = re.compile(r"\d{1,3}")
_HEAD = 8  # lines at the beginning that are no running header
_NAMES = 2  # lines at the beginning that name whose minutes it is
_FIRST = 14  # lines at the beginning that a running header may say again


def kept(lines: Sequence[Line]) -> list[Line]:
    """Lines, as furniture where their words say so, and as none where they are those of a point: `24/0101 Åben sag`."""
    pages = _of_pages(lines)
    made, before = [], ""
    for line in lines:
        number = bool(_PAGE.fullmatch(line.text)) and not line.whole and line.mark is Mark.TEXT
        if _BARE.fullmatch(line.text) and ACCESS_LINE.fullmatch(before):  # `Åbent`, and below it the point's number
            made.append(replace(line, furniture=False))
        elif fold(line.text) in FURNITURE or number or line.number in pages:
            made.append(replace(line, furniture=True))
        else:
            made.append(replace(line, furniture=False) if line.furniture and is_label(line.text) else line)
        before = line.text or before
    return made


def _of_pages(lines: Sequence[Line]) -> set[int]:
    """The numbers of lines that say `2/3` and `3/3`: pages that count on, of as many."""
    found = [(line.number, each) for line in lines if (each := _OF_PAGES.fullmatch(line.text))]
    told = [(int(each["page"]), int(each["pages"])) for _number, each in found]
    counts = len({of for _page, of in told}) == 1 and all(page <= of for page, of in told)
    rises = all(one[0] < other[0] for one, other in pairwise(told))
    return {number for number, _each in found} if len(found) > 1 and counts and rises else set()


def running(lines: Sequence[Line], body: Piece, day: date | None = None) -> set[int]:
    """The numbers of running headers that stand too seldom to be seen by their repetition.

    They say a body, a day, a page, and no more; or again what stands at the beginning, beside a page's number.
    """
    found = set(_dated(lines, body, day)) | set(_numbered(lines, body))
    filled = [line for line in lines if line.text]
    first = {fold(cell) for line in filled[:_FIRST] for cell in cells_of(line.text)}
    names = {fold(body.text)} | {fold(cell) for line in filled[:_NAMES] for cell in cells_of(line.text)}
    for at, line in enumerate(filled):
        if at < _FIRST or line.furniture or line.number in found or line.mark is not Mark.TEXT:
            continue
        beside = [filled[at + step] for step in (-1, 1) if at + step < len(filled)]
        if not any(each.furniture or each.number in found for each in beside) or is_label(line.text):
            continue
        cells = cells_of(line.text)
        again = all(fold(cell) in first for cell in cells) and (len(cells) > 1 or fold(cells[0]) in names)
        if again or _DATED.fullmatch(line.text) or _CLOCK.fullmatch(line.text):
            found.add(line.number)
    return found


def _numbered(lines: Sequence[Line], body: Piece) -> Iterator[int]:
    """Lines with the number of a page beside words that come again with other numbers."""
    told: dict[int, str] = {}
    for line in lines:
        cells = cells_of(line.text)
        rest = [cell for cell in cells if not _BESIDE.fullmatch(cell)]
        if len(cells) > 1 and len(rest) < len(cells) and line.mark is Mark.TEXT:
            told[line.number] = fold(" ".join(rest))
    often = Counter(told.values())
    for number, words in told.items():
        if often[words] > 1 or words == fold(body.text) or _DATED.fullmatch(lines[number - 1].text):
            yield number


def _dated(lines: Sequence[Line], body: Piece, day: date | None) -> set[int]:
    """Lines that say a body and a day, and no more."""
    if not body.text:
        return set()
    # Where what was decided another day stands below a body's name and that day, so does what was decided this day.
    treated = any((head := earlier(line.text)) and head.day != day for line in lines)
    named = Counter(line.text for line in lines if AUTHORITY.fullmatch(line.text))
    found = set()
    for line in lines[max(*body.lines, _HEAD) :]:
        if line.text.endswith(":") or (treated and earlier(line.text)):  # a heading of what a body decided that day
            continue
        if named[line.text] > 1:
            found.add(line.number)
        if line.furniture or line.mark is not Mark.TEXT or len(line.text) > 150:
            continue
        rest = f" {fold(_DATED.sub(' ', line.text))} "
        names = [fold(name) for name in (body.text, *AUTHORITY.findall(line.text))]
        there = [name for name in names if f" {name} " in rest]
        for name in there:
            rest = rest.replace(f" {name} ", "  ")
        if there and _DATED.search(line.text) and not _SAYS_NOTHING.sub("", rest).strip():
            found.add(line.number)
    return found
