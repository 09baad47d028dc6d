"""Words on a page put into rows, and rows that stand apart in columns into tables or columns of text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from builder.importers.readers.glyphs import Word

_APART = 1.5  # gap between cells, in sizes of the letters; between words of a line it is smaller
_FAR = 4.0  # a gap that no line set flush has, in sizes
_FLUSH = 2.0  # times the usual gap of a row: what is no wider parts words of one line
_SAME_ROW = 0.45  # by which the foot of words of one line may differ, in sizes
_ALIGNED = 4.0  # points by which the edges of a column may differ
_LABEL = re.compile(r"[^\w\s]|\(?(?:\d{1,3}|[a-zæøåA-ZÆØÅ]|[ivx]{1,4})[.):]?|\d{1,2}(?:\.\d{1,2})+\.?")
_BRACKETS = re.compile(r"(?:\([^()]*\)\s*)+")  # `(81406/25) (H)` behind the title of an annex
_FEW, _SHORT = 5, 30  # rows, and signs of a name: what a head of minutes has, and a table has not


@dataclass(frozen=True)
class Part:
    """Words of a row without a wide gap between them."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """What they say."""
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        """Where they begin."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Where they end."""
        return self.words[-1].right

    @property
    def base(self) -> float:
        """How high they stand: where most of their letters do."""
        return max(self.words, key=lambda word: (len(word.text), word.size)).base

    @property
    def size(self) -> float:
        """Of their letters."""
        return max(self.words, key=lambda word: (len(word.text), word.size)).size

    @property
    def order(self) -> int:
        """The place in the file of the first."""
        return min(word.order for word in self.words)


Row = tuple[Part, ...]


@dataclass(frozen=True)
class Block:
    """A line of text, or a row of a table: one part, or one for each cell with more parts for its further lines."""

    cells: tuple[tuple[Part, ...], ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        """All of them."""
        return tuple(part for cell in self.cells for part in cell)


def rows(words: Iterable[Word]) -> list[Row]:
    """Words as rows from the top of the page to its foot."""
    gathered: list[list[Word]] = []
    for word in sorted(words, key=lambda each: (-each.base, each.left)):
        last = gathered[-1] if gathered else []
        if last and last[0].base - word.base <= _SAME_ROW * min(max(each.size for each in last), 3 * word.size):
            last.append(word)
        else:
            gathered.append([word])
    return [tuple(_parts(sorted(each, key=lambda word: word.left))) for each in gathered]


def _parts(words: Sequence[Word]) -> Iterator[Part]:
    """Words of a row, cut at wide gaps; where all its gaps are wide, it is set flush to both edges."""
    gaps = [after.left - before.right for before, after in pairwise(words)]
    usual = median(gaps) if len(gaps) > 1 else 0.0
    start = 0
    for index, gap in enumerate(gaps, 1):
        size = max(words[index].size, words[index - 1].size)
        if gap > _FAR * size or gap > max(_APART * size, _FLUSH * usual):
            yield Part(tuple(words[start:index]))
            start = index
    yield Part(tuple(words[start:]))


def flows(words: Sequence[Word]) -> Iterator[list[Word]]:
    """The columns of a page of text, as the file has them one after the other; all of the page where it has none.

    A new one begins where the file goes up again, to the right of the lines that it had beside that place.
    """
    now: list[Word] = []
    for index, word in enumerate(words):
        if now and word.base > now[-1].base + 2 * word.size and _is_column(now, words[index:]):
            yield now
            now = []
        now.append(word)
    yield now


def _is_column(above: Sequence[Word], following: Sequence[Word]) -> bool:
    first = following[0]
    beside = [word for word in above if word.base <= first.base + first.size / 2]
    gutter = max((word.right for word in beside), default=0.0)
    lines = list(dict.fromkeys(round(word.base) for word in following[:200]))[:3]
    right = [word for word in following[:200] if round(word.base) in lines]
    rows_beside = len({round(word.base) for word in beside})
    return rows_beside >= _FEW and len(lines) == 3 and all(word.left > gutter for word in right)


def blocks(found: Sequence[Row]) -> Iterator[tuple[Block, ...]]:
    """Rows in the order in which they are read: lines one by one, the rows of a table together."""
    index = 0
    while index < len(found):
        end, edges = _region(found, index)
        if edges:
            yield from _read(found[index:end], edges)
            index = end
        else:
            yield (Block((found[index],)),)
            index += 1


def _region(found: Sequence[Row], start: int) -> tuple[int, list[float]]:
    """Where rows that stand in the same columns end, and where the columns begin; no columns if it is one line."""
    if len(found[start]) < 2:
        return start, []
    edges = [part.left for part in found[start]]
    several, end, index = 1, start + 1, start + 1
    while index < len(found) and _is_near(found[index - 1], found[index]):
        row = found[index]
        columns = [_column(part, edges) for part in row]
        if len(row) > 1 and (None not in columns or len(edges) < len(row)):
            if sum(column is not None for column in columns) < 2:
                break
            if None in columns:
                edges = sorted({*edges, *(part.left for part in row if _column(part, edges) is None)})
            several, end = several + 1, index + 1
        elif columns[0] is None or (columns[0] == 0 and row[0].right > edges[1]):
            break
        elif columns[0] > 0:
            end = index + 1
        index += 1
    full = [row for row in found[start:end] if len(row) > 1]
    if several < 2 or (len(edges) == 2 and _are_entries(full)):
        return start, []
    return end, edges


def _are_entries(found: Sequence[Row]) -> bool:
    """Whether rows of two parts are a list: numbers before its entries, or something in brackets or a page behind."""
    if all(_LABEL.fullmatch(row[0].text) for row in found) or all(_BRACKETS.fullmatch(row[-1].text) for row in found):
        return True
    pages = [int(row[-1].text) for row in found if re.fullmatch(r"\d{1,3}", row[-1].text)]
    long = sum(len(row[0].text) for row in found) > _SHORT * len(found)
    return len(pages) == len(found) and long and pages == sorted(pages)


def _is_near(above: Row, below: Row) -> bool:
    return above[0].base - below[0].base < 4 * max(above[0].size, below[0].size)


def _column(part: Part, edges: Sequence[float]) -> int | None:
    """The column that a part begins in; None where it crosses from one to another."""
    for index, edge in enumerate(edges):
        following = edges[index + 1] if index + 1 < len(edges) else float("inf")
        if edge - _ALIGNED <= part.left < following - _ALIGNED:
            # Figures are set flush right: they begin anywhere in their column, and end before the next.
            return index if abs(part.left - edge) <= _ALIGNED or part.right < following else None
    return None


def _read(found: Sequence[Row], edges: Sequence[float]) -> Iterator[tuple[Block, ...]]:
    """The rows of a table; where the file has one column after the other, the lines of each column."""
    parts = sorted((part for row in found for part in row), key=lambda part: part.order)
    table: list[list[list[Part]]] = []
    last, foot = len(edges), 0.0
    for part in parts:
        column = _column(part, edges) or 0
        if column < last or (column == last and foot - part.base > 2 * part.size):
            table.append([[] for _ in edges])
        table[-1][column].append(part)
        last, foot = column, part.base
    if len(table) == 1:
        for part in sorted(parts, key=lambda part: (_column(part, edges) or 0, -part.base)):
            yield (Block(((part,),)),)
    elif _goes_down(table):
        yield tuple(Block(tuple(tuple(cell) for cell in row)) for row in table)
    else:
        yield from ((Block((row,)),) for row in found)


def _goes_down(table: Sequence[Sequence[Sequence[Part]]]) -> bool:
    """Whether each row begins below the one before, as it does where the file has the table in order."""
    tops = [max(part.base for cell in row for part in cell) for row in table]
    return all(below < above for above, below in pairwise(tops))


def are_names(table: Sequence[Block]) -> bool:
    """Whether rows are a few names and what each is (`Mødested` `Mødelokale F9`), and no table."""
    return len(table) < _FEW and all(
        len(block.cells) == 2 and 0 < len(" ".join(part.text for part in block.cells[0])) <= _SHORT for block in table
    )
