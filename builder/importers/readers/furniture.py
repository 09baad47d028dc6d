"""Which lines are there for the page and not for the reader.

A line is furniture for what it says (`Side 2 af 56`, `Til toppen`), or for where it stands: the same, or the same but
for a number, at the top or bottom of most pages. Text without pages has them still where a number that counts on and a
line that comes again stand together.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from builder.importers.lines import Line, Mark

_ALWAYS = re.compile(
    r"(?:side|page)\s*:?\s*\d{1,4}(?:\s*(?:af|ud af|of|/)\s*\d{1,4})?|[-–—]\s*\d{1,4}\s*[-–—]"
    r"|(?:tilbage )?til (?:toppen|oversigt(?:en)?)|(?:se|vis|skjul) alle bilag|gå til (?:indhold|toppen)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,4}")
_TITLE = re.compile(r"\d{1,3}[.:)]\s+[A-ZÆØÅ]")  # of a point: the contents and the point itself say the same
_DIGITS = re.compile(r"\d+")
_ENDS = (".", "!", "?", ":", ";", ",")
_DEEP = 3  # lines from the top or bottom of a page
_NEAR = 6.0  # points by which what stands at one place of several pages may differ
# Words that stand alone at the top or bottom of many pages, and are no furniture.
_SPOKEN = {
    *(
        "bilag",
        "beslutning",
        "indstilling",
        "sagsfremstilling",
        "resume",
        "resumé",
        "sagsgang",
        "godkendt",
        "anbefales",
    ),
    *("drøftet", "tiltrådt", "udsat", "fraværende", "afbud", "referat", "dagsorden", "punkt", "økonomi", "ingen"),
    *("taget til efterretning", "økonomiske konsekvenser", "medlemmer", "deltagere"),
}


def marked(lines: Sequence[Line], heights: Mapping[int, float] | None = None) -> tuple[Line, ...]:
    """Lines, those for the page marked; none is dropped.

    Args:
        lines: a document's, numbered.
        heights: by their numbers where lines stand on their pages, in points from the bottom, if that is known.
    """
    filled = [line for line in lines if line.text]
    found = {line.number for line in filled if _ALWAYS.fullmatch(line.text)}
    pages = _by_page(filled)
    found |= _running(pages, heights) if len(pages) > 1 else _alone(lines, filled, found)
    return tuple(replace(line, furniture=True) if line.number in found else line for line in lines)


def _by_page(filled: Iterable[Line]) -> list[list[Line]]:
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in filled:
        pages[line.page].append(line)
    return [each for page, each in sorted(pages.items()) if page]


def _shape(line: Line) -> str:
    return _DIGITS.sub("#", line.text.casefold())


def _may_run(line: Line) -> bool:
    """Whether a line could be a running header: no sentence, no entry of a list, no word that minutes use alone."""
    text = _DIGITS.sub("", line.text.casefold()).strip(" .:")
    if _TITLE.match(line.text):
        return False
    return line.mark is not Mark.BULLET and text not in _SPOKEN and not line.text.endswith(_ENDS) and len(text) < 120


def _running(pages: Sequence[Sequence[Line]], heights: Mapping[int, float] | None) -> set[int]:
    """The lines at the top or bottom of most pages, and the pages' numbers.

    What is further in can only be furniture if all that is further out is.
    """
    found: set[int] = set()
    enough = max(2, len(pages) * 2 // 5) if heights is not None or len(pages) > 3 else len(pages)
    for ends in ([page[:_DEEP] for page in pages], [page[: -_DEEP - 1 : -1] for page in pages]):
        for rank in range(_DEEP):
            groups: dict[str, list[Line]] = defaultdict(list)
            for end in ends:
                if len(end) > rank and all(line.number in found for line in end[:rank]):
                    groups[_shape(end[rank])].append(end[rank])
            for group in groups.values():
                near = _at_one_place(group, heights) if heights is not None else group
                found |= {line.number for line in _alike(near, enough) if heights is not None or _may_run(line)}
    return found


def _alike(group: Sequence[Line], enough: int) -> list[Line]:
    """Lines of enough pages that say the same, or the same but for a number that counts with the pages."""
    same, most = Counter(line.text for line in group).most_common(1)[0] if group else ("", 0)
    if most >= enough and not _NUMBER.fullmatch(same):
        return [line for line in group if line.text == same]
    counted = [(line, {int(number[:9]) - line.page for number in _DIGITS.findall(line.text)}) for line in group]
    offsets = Counter(offset for _, each in counted for offset in each)
    offset, times = offsets.most_common(1)[0] if offsets else (0, 0)
    return [line for line, each in counted if offset in each] if times >= enough else []


def _at_one_place(group: Sequence[Line], heights: Mapping[int, float]) -> list[Line]:
    """The most of some lines that stand at one height of their pages."""
    best: list[Line] = []
    for line in group:
        near = [each for each in group if abs(heights.get(each.number, -99) - heights.get(line.number, 99)) <= _NEAR]
        best = max(best, near, key=len)
    return best


def _alone(lines: Sequence[Line], filled: Sequence[Line], known: set[int]) -> set[int]:
    """In text without pages: numbers alone that count on, and lines beside them that come again."""
    gaps = {0, len(lines) + 1} | {line.number for line in lines if not line.text}
    alone = [
        index
        for index, line in enumerate(filled)
        if (_NUMBER.fullmatch(line.text) or line.number in known) and {line.number - 1, line.number + 1} & gaps
    ]
    best = max(_rows_of_numbers(filled, alone), key=len, default=[])
    counting = best if len(best) > 1 else []
    beside: dict[str, set[int]] = defaultdict(set)
    for index in counting:
        for line in _around(filled, index, set(best)):
            beside[_shape(line)].add(line.number)
    again = {shape for shape, numbers in beside.items() if len(numbers) > 1 and len(numbers) * 2 >= len(counting)}
    found = {
        line.number
        for index in counting
        for line in _around(filled, index, set(best))
        if _shape(line) in again and {line.number - 1, line.number + 1} & (gaps | {filled[index].number})
    }
    cut = any(_cuts_a_sentence(filled, index) for index in counting)
    if found or cut:
        found |= {filled[index].number for index in counting}
    return found


def _rows_of_numbers(filled: Sequence[Line], alone: Sequence[int]) -> Iterator[list[int]]:
    """Places of numbers, each one more than the one before."""
    last: dict[int, list[int]] = {}
    for index in alone:
        if digits := _DIGITS.search(filled[index].text):
            number = int(digits[0][:9])
            row = last.pop(number - 1, [])
            row.append(index)
            last[number] = max(row, last.get(number, []), key=len)
    yield from last.values()


def _around(filled: Sequence[Line], index: int, taken: set[int]) -> Iterator[Line]:
    """The lines next to one that could be running headers."""
    for near in (index - 2, index - 1, index + 1, index + 2):
        if 0 <= near < len(filled) and near not in taken and _may_run(filled[near]):
            yield filled[near]


def _cuts_a_sentence(filled: Sequence[Line], index: int) -> bool:
    before = filled[index - 1].text if index else "."
    behind = filled[index + 1].text if index + 1 < len(filled) else ""
    return not before.endswith(_ENDS) and behind[:1].islower()
