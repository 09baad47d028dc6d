"""PDF: words where they stand on pages become lines in the order in which they are read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from builder.importers.lines import Line, Mark, Unreadable
from builder.importers.readers import refusals
from builder.importers.readers.columns import Block, are_names, blocks, flows, rows
from builder.importers.readers.furniture import marked
from builder.importers.readers.glyphs import Word, pages
from builder.importers.readers.sheet import as_row, clean, is_lone_bullet, numbered, without_bullet

_LARGER = 1.12  # than most letters: a heading
_LOOSER = 1.25  # than lines of a paragraph: a gap
_EVEN = 2.0  # points by which the ends of lines set flush may differ
_LEADING = 1.2  # from line to line, in sizes, where no paragraph says it
_COUNTED = re.compile(r"(?:\d{1,3}|[a-zæøå]|[ivx]{1,4})[.)]")
_LONGEST = 3  # lines of a heading in bold letters; more are a paragraph


@dataclass(frozen=True)
class _Margin:
    """How far to the right the text of a column goes, and whether it is set flush there."""

    right: float
    flush: bool = False


Margins = dict[tuple[int, int], _Margin]  # by page and column of text on it


@dataclass(frozen=True)
class _Set:
    """A line as it is set on its page."""

    line: Line
    left: float
    right: float
    base: float
    foot: float  # of its last part
    size: float
    bold: bool
    first: float  # how wide its first word is
    in_table: bool = False
    flow: int = 0  # which column of its page
    said: str = ""  # its words with the sign of a list
    hang: float = 0.0  # where the text of an entry of a list begins, behind its sign or number; 0 for other lines


def read(data: bytes) -> tuple[Line, ...]:
    """The lines of a PDF, those for the page marked.

    Raises:
        Unreadable: it is broken, locked, too large, or has no text.
    """
    found = pages(data)
    if not any(found):
        raise Unreadable(refusals.PICTURES)
    return laid_out(found)


def laid_out(found: Sequence[Sequence[Word]]) -> tuple[Line, ...]:
    """The words of pages as lines: an empty one where the page has a gap, headings by their letters."""
    lines = [each for number, words in enumerate(found, 1) for each in _page(words, number)]
    lines = [replace(each, line=replace(each.line, number=number)) for number, each in enumerate(lines, 1)]
    heights = {each.line.number: each.base for each in lines}
    furniture = {line.number for line in marked([each.line for each in lines], heights) if line.furniture}
    text = [each for each in lines if each.line.number not in furniture]
    leading, margins = _leading(text), _margins(text)
    headings = _headings(text)
    text = [_as_heading(each) if each.line.number in headings else each for each in text]
    return numbered(_with_gaps(_filled(_joined(text, leading, margins), margins), lines, furniture, leading, margins))


def _page(words: Sequence[Word], number: int) -> Iterator[_Set]:
    level = [word for word in words if word.level]
    for flow, column in enumerate(flows(level)):
        yield from (replace(each, flow=flow) for each in _column(column, number))
    turned = [word for word in words if not word.level]
    if text := clean(" ".join(word.text for word in turned)):
        first = turned[0]
        yield _Set(Line(0, text, number), first.left, first.right, 0, 0, first.size, False, 0, in_table=True)


def _column(words: Sequence[Word], number: int) -> Iterator[_Set]:
    awaited = False
    for group in blocks(rows(words)):
        names = len(group[0].cells) > 1 and are_names(group)
        for block in group:
            each = _as_set(block, number, names)
            if is_lone_bullet(each.line.text):
                awaited = True
            elif each.line.text:
                if awaited and each.line.mark is Mark.TEXT:
                    each = replace(each, line=replace(each.line, mark=Mark.BULLET))
                awaited = False
                yield each


def _as_set(block: Block, page: int, names: bool) -> _Set:
    parts = block.parts
    words = [word for part in parts for word in part.words]
    said = clean(" ".join(part.text for part in parts))
    if len(block.cells) > 1 and not names:
        text, mark = as_row(" ".join(part.text for part in cell) for cell in block.cells), Mark.ROW
    else:
        text, listed = without_bullet(said)
        mark = Mark.BULLET if listed else Mark.TEXT
    letters: Counter[float] = Counter()
    for word in words:
        letters[round(word.size, 1)] += len(word.text)
    return _Set(
        Line(0, text, page, mark),
        min(part.left for part in parts),
        max(part.right for part in parts),
        parts[0].base,
        min(part.base for part in parts),
        letters.most_common(1)[0][0],
        all(word.bold for word in words if any(map(str.isalnum, word.text))),
        words[0].right - words[0].left,
        mark is Mark.ROW,
        said=said,
        hang=words[1].left if len(words) > 1 and (mark is Mark.BULLET or _COUNTED.fullmatch(words[0].text)) else 0.0,
    )


def _margins(lines: Iterable[_Set]) -> Margins:
    """How far to the right the text of a column of a page goes; that of the document where a column has little."""
    rights: dict[tuple[int, int], list[float]] = {}
    for each in lines:
        rights.setdefault((each.line.page, each.flow), []).append(each.right)
    most = max((right for found in rights.values() for right in found), default=0.0)
    return {place: _margin(found) if len(found) > 8 else _Margin(most) for place, found in rights.items()}


def _margin(rights: Sequence[float]) -> _Margin:
    right = max(rights)
    return _Margin(right, sum(each > right - _EVEN for each in rights) > len(rights) / 2)


def _follows(above: _Set, below: _Set, margins: Margins) -> bool:
    """Whether a line goes on on the next: what comes first there would not have fitted here."""
    margin = margins.get((above.line.page, above.flow), _Margin(0.0))
    if margin.flush:
        return above.right > margin.right - _EVEN
    return above.right + 0.25 * above.size + below.first > margin.right


def _leading(lines: Sequence[_Set]) -> dict[float, float]:
    """By the size of letters how far lines of a paragraph stand from each other."""
    margins = _margins(lines)
    gaps: dict[float, list[float]] = {}
    for above, below in pairwise(lines):
        gap = above.foot - below.base
        same = above.line.page == below.line.page and abs(above.size - below.size) < 0.2
        if same and 0.8 * above.size < gap < 2.5 * above.size and _follows(above, below, margins):
            gaps.setdefault(above.size, []).append(gap)
    return {size: median(found) for size, found in gaps.items() if len(found) > 2}


def _usual(size: float, leading: dict[float, float]) -> float:
    if size in leading:
        return leading[size]
    nearest = min(leading, key=lambda each: abs(each - size), default=None)
    return _LEADING * size if nearest is None else leading[nearest] / nearest * size


def _headings(lines: Sequence[_Set]) -> set[int]:
    """The numbers of lines in larger letters, or in bold ones where others are not."""
    letters: Counter[float] = Counter()
    bold: Counter[bool] = Counter()
    for each in lines:
        letters[each.size] += len(each.line.text)
        bold[each.bold] += len(each.line.text)
    if not letters:
        return set()
    body = letters.most_common(1)[0][0]
    found: set[int] = set()
    run: list[_Set] = []
    for each in lines:
        larger = each.size > _LARGER * body and len(each.line.text) < 300
        strong = each.bold and bold[True] < bold[False] and any(map(str.isalpha, each.line.text))
        goes_on = bool(run) and each.line.mark is Mark.BULLET and larger and run[-1].size == each.size  # `- and more`
        if goes_on or (each.line.mark is Mark.TEXT and (larger or strong)):
            if run and (run[-1].line.page != each.line.page or run[-1].foot - each.base > 1.5 * each.size):
                found |= _if_short(run, body)
                run = []
            run.append(each)
        else:
            found |= _if_short(run, body)
            run = []
    return found | _if_short(run, body)


def _if_short(run: Sequence[_Set], body: float) -> set[int]:
    larger = all(each.size > _LARGER * body for each in run)
    return {each.line.number for each in run} if larger or len(run) <= _LONGEST else set()


def _as_heading(each: _Set) -> _Set:
    text = each.said if each.line.mark is Mark.BULLET else each.line.text
    return replace(each, line=replace(each.line, mark=Mark.HEADING, text=text))


def _joined(text: Sequence[_Set], leading: dict[float, float], margins: Margins) -> list[_Set]:
    """Lines, a heading that goes over several as one."""
    found: list[_Set] = []
    for each in text:
        last = found[-1] if found else None
        if (
            last is not None
            and last.line.mark is each.line.mark is Mark.HEADING
            and (last.line.page, last.size, last.bold) == (each.line.page, each.size, each.bold)
            and last.foot - each.base < _LOOSER * _usual(each.size, leading)
            and _follows(last, each, margins)
        ):
            line = replace(last.line, text=f"{last.line.text} {each.line.text}")
            found[-1] = replace(last, line=line, right=each.right, foot=each.foot)
        else:
            found.append(each)
    return found


def _filled(text: Sequence[_Set], margins: Margins) -> list[_Set]:
    """Lines, each with whether it was full."""
    return [
        replace(above, line=replace(above.line, full=_follows(above, below, margins)))
        for above, below in pairwise([*text, *text[-1:]])
    ]


def _with_gaps(
    text: Sequence[_Set],
    lines: Sequence[_Set],
    furniture: set[int],
    leading: dict[float, float],
    margins: Margins,
) -> Iterator[Line]:
    """All lines in order, an empty one where the text has a gap; between pages, where it does not go on."""
    kept = {each.line.number: each for each in text}
    last, entry = None, None
    for each in lines:
        if each.line.number in furniture:
            yield replace(each.line, furniture=True)
        elif each.line.number in kept:
            now = kept[each.line.number]
            ended = entry is not None and last is not None and _ends(entry, last, now, margins)
            if ended or (last is not None and _is_gap(last, now, leading, margins)):
                yield Line(0, "", now.line.page)
                entry = None
            yield now.line
            last, entry = now, now if now.hang else entry


def _ends(entry: _Set, above: _Set, below: _Set, margins: Margins) -> bool:
    """Whether an entry of a list ends above a line that is set further to the left than its text."""
    if below.hang or below.left > entry.hang - 3:
        return False
    return below.left < entry.left - 3 or not _follows(above, below, margins)


def _is_gap(above: _Set, below: _Set, leading: dict[float, float], margins: Margins) -> bool:
    if (above.line.page, above.flow) != (below.line.page, below.flow):
        return not (above.in_table and below.in_table) and not _follows(above, below, margins)
    if above.in_table and below.in_table:
        return False
    gap = above.foot - below.base
    if above.in_table is not below.in_table or gap < 0:
        return True
    return gap > _LOOSER * (_usual(above.size, leading) + _usual(below.size, leading)) / 2
