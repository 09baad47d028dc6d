"""Lines with columns: values side by side, rows of a table, and lists that only look like one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from builder.importers.grammar.labels import DOTTED, is_label
from builder.importers.grammar.numbers import ACCESS_LINE, CASE_LINE, HANDLER_LINE, ITEM_NUMBER_LINE, LABELLED_LINE
from builder.importers.grammar.vocabulary import LABEL_KINDS, Label, fold
from builder.importers.lines import Line, Mark

BULLET = re.compile(r"\s*(?:[-–*•‣▪●·○◦\uf0b7\uf0a7\u2022\ufffd]|o(?=\s))\s+(?=\S)")
_NAMED = re.compile(r"[A-ZÆØÅ][\wæøå-]+(?: [A-ZÆØÅ][\wæøå-]+)? Kommune|Region [A-ZÆØÅ]\w+")
_COLUMNS = re.compile(r"(?<=\S)(?:\s{3,}|\t+\s*)(?=\S)")
_PLACE_IN_LIST = re.compile(r"(?P<number>\d{1,3})[a-z]?(?P<sign>[.)]?)")
_BESIDE_NAMES = {Label.PRESENT, Label.ABSENT}


def split(line: Line) -> Iterator[Line]:
    """A line, or its columns where they say different things: `Mødedato: ...   Sted: ...`."""
    cells = _COLUMNS.split(line.text) if line.mark is Mark.TEXT and not DOTTED.search(line.text) else []
    if len(cells) == 2 and ITEM_NUMBER_LINE.fullmatch(cells[0]) and ACCESS_LINE.fullmatch(cells[1]):
        yield from (replace(line, text=cell, whole=True) for cell in cells)
        return
    if len(cells) < 2 or _is_of_person(cells) or not any(map(_stands_alone, cells)):
        yield line
        return
    merged: list[str] = []
    for cell in cells:
        if merged and fold(merged[-1]) in LABEL_KINDS and not is_label(cell):
            merged[-1] = f"{merged[-1]} {cell}"
        elif merged and not _stands_alone(cell) and not _stands_alone(merged[-1]):
            merged[-1] = f"{merged[-1]}   {cell}"
        else:
            merged.append(cell)
    yield from (replace(line, text=cell, whole=True) for cell in merged)


def _stands_alone(cell: str) -> bool:
    """Whether a column has nothing to do with what stands beside it: a label, a labelled number, an authority."""
    if fold(cell.partition(":")[0]) in LABEL_KINDS or _NAMED.fullmatch(cell) or HANDLER_LINE.fullmatch(cell):
        return True
    return not cell[:1].isdigit() and any(rule.fullmatch(cell) for rule in (CASE_LINE, LABELLED_LINE))


def _is_of_person(cells: Sequence[str]) -> bool:
    """Whether the last column says of the name in the first whether somebody came."""
    return LABEL_KINDS.get(fold(cells[-1])) in _BESIDE_NAMES and not is_label(cells[0]) and cells[-1][-1:] != ":"


def with_rows(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, those that stand in columns below each other as rows of a table."""
    cells = [_cells(line) for line in lines]
    made = []
    for at, line in enumerate(lines):
        beside = [cells[at + step] for step in (-1, 1) if 0 <= at + step < len(lines)]
        if len(cells[at]) > 1 and any(len(each) == len(cells[at]) for each in beside) and not _counts(cells, at):
            bars = " | ".join(cell.replace("|", "\\|") for cell in cells[at])
            made.append(replace(line, text=f"| {bars} |", mark=Mark.ROW))
        else:
            made.append(line)
    return tuple(made)


def _counts(cells: Sequence[Sequence[str]], at: int) -> bool:
    """Whether a line is an entry of a numbered list: a number, its text, and the next number beside it."""
    if len(cells[at]) != 2 or not (own := _PLACE_IN_LIST.fullmatch(cells[at][0])):
        return False
    others = [_PLACE_IN_LIST.fullmatch(cells[at + step][0]) for step in (-1, 1) if 0 <= at + step < len(cells)]
    near = {int(each["number"]) - int(own["number"]) for each in others if each}
    return bool(own["sign"]) or bool(near & {-1, 1})


def cells_of(text: str) -> list[str]:
    """What stands side by side on a line."""
    return _COLUMNS.split(text)


def _cells(line: Line) -> list[str]:
    """What stands in the columns of a line; one where it has none."""
    if line.mark is not Mark.TEXT or not line.text or is_label(line.text) or BULLET.match(line.text):
        return [line.text]
    return cells_of(line.text)
