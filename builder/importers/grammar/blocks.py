"""Lines to blocks: paragraphs, entries of lists, tables and headings, with what a page or a column broke mended."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from builder.importers.found import SectionKind
from builder.importers.grammar.columns import BULLET, split, with_rows
from builder.importers.grammar.labels import begins_text, is_label
from builder.importers.grammar.numbers import (
    BARE_NUMBER,
    CASE_LINE,
    DOCUMENT_LINE,
    LABELLED_LINE,
    NUMBER_LABEL,
)
from builder.importers.grammar.vocabulary import DECISIONS, LABEL_KINDS, SECTIONS, fold
from builder.importers.lines import Line, Mark
from builder.importers.readers.hyphens import is_word

_NUMBERED = re.compile(r"(?:\d{1,3}|[a-zæøå])[.)]\s+\S")
_CLAUSE = re.compile(r"(?:at|\d{1,2}[.)]\s*at|At\s+\d{1,2}[.)])\s")
_ENDS = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
_UNFINISHED = re.compile(  # a full stop that ends no sentence
    r"(?:\b\d{1,2}|\b(?:mio|mia|kr|nr|pkt|ca|bl\.?a|f\.?eks|m\.?fl|m\.?v|mv|osv|jf|d|stk|kap|p\.?t|pr|dok|afd|evt|inkl|ekskl|hhv))\.$",
    re.IGNORECASE,
)
_DAMAGED = re.compile(r"[eo*»«¢]\s+(?=[a-zæøåA-ZÆØÅ])")
_CUT = re.compile(r"(?P<head>[^\W\d_]{2,})[-\u2010\u00ad]$")
_ANNEX_ID = re.compile(r"\d{6,10}\b")
_ANNEX = re.compile(r"\(\d+/\d+\)|\([HL]\)")
_WRAPPED_AT_LEAST, _SURELY, _WIDEST = 40, 70, 140  # letters in a line that was broken to fit a column
# A heading that stands against the word before or behind it.
_GLUED_NAMES = sorted(
    (
        name
        for kind, names in SECTIONS.items()
        if kind is not SectionKind.OTHER
        for name in (*names, *DECISIONS)
        if len(name) > 5
    ),
    key=len,
    reverse=True,
)
_GLUED_BEFORE = re.compile(rf"(?<=[a-zæøå.!?)\dA-ZÆØÅ])(?=(?:{'|'.join(_GLUED_NAMES)}):?$)")
_GLUED_BEHIND = re.compile(rf"^(?:{'|'.join(_GLUED_NAMES)}):?(?=[A-ZÆØÅ][a-zæøå])")


@dataclass(frozen=True)
class Block:
    """A paragraph, an entry of a list, a row of a table, or a heading.

    Args:
        text: its words on one line, without the sign of a list.
        lines: the numbers of its lines.
        mark: what it is; HEADING only where the document's form says so.
        alone: whether a gap stands before and behind it, as around a heading.
        apart: whether one stands before it.
        url, key, level, rich: as those of its line.
    """

    text: str
    lines: tuple[int, ...]
    mark: Mark = Mark.TEXT
    alone: bool = False
    apart: bool = False
    url: str = ""
    key: str = ""
    level: int = 0
    rich: bool = False


def blocks_of(lines: Sequence[Line], *, ocr: bool = False) -> tuple[Block, ...]:
    """The blocks of a document, in order; furniture is passed over.

    Args:
        lines: all of it.
        ocr: whether its letters are damaged, so that the sign of a list may have become a letter.
    """
    whole = [each for line in lines if not line.furniture for part in split(line) for each in _unglued(part)]
    kept = with_rows(_listed(whole) if ocr else whole)
    width = _width(kept)
    made: list[Block] = []
    gap = True  # whether a gap, or the beginning, stands before the line
    last: Line | None = None  # the last line of the block before
    for line in kept:
        if not line.text:
            if line.mark is Mark.HEADING:  # a heading without words still ends what stood before it
                made.append(Block("", (line.number,), Mark.HEADING, level=line.level))
            gap, last = True, None if line.mark is Mark.HEADING else last
            continue
        found = _block(line)
        if made and last and _goes_on(made[-1], last, line, found, gap, width):
            before = made[-1]
            made[-1] = replace(before, text=_joined(before.text, line.text), lines=(*before.lines, line.number))
        else:
            if made and not gap:
                made[-1] = replace(made[-1], alone=False)
            made.append(replace(found, alone=gap or line.whole, apart=gap or line.whole))
        last, gap = line, line.whole
    return tuple(_with_numbers(made))


def _with_numbers(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, the label of a number and the number below it as one."""
    label: Block | None = None
    for block in blocks:
        if label and BARE_NUMBER.fullmatch(block.text):
            yield replace(label, text=f"{label.text.rstrip(' :')}: {block.text}", lines=(*label.lines, *block.lines))
            label = None
            continue
        if label:
            yield label
        label = block if NUMBER_LABEL.fullmatch(block.text) and len(block.text) > 3 else None
        if not label:
            yield block
    if label:
        yield label


def _listed(lines: Sequence[Line]) -> list[Line]:
    """Scanned lines, those that begin with what was left of a list's sign as entries: `e nyt tag`, `o ventilation`."""
    begin = [bool(_DAMAGED.match(line.text)) for line in lines]
    filled = [at for at, line in enumerate(lines) if line.text]
    place = {at: number for number, at in enumerate(filled)}
    made = []
    for at, line in enumerate(lines):
        near = filled[max(0, place.get(at, 0) - 1) : place.get(at, 0) + 2]
        if begin[at] and sum(begin[each] for each in near) > 1:
            made.append(replace(line, text=line.text[1:].strip(), mark=Mark.BULLET))
        else:
            made.append(line)
    return made


def _unglued(line: Line) -> Iterator[Line]:
    """A line, or two where a heading stands against its last or first word."""
    text = line.text
    found = None
    if line.mark is Mark.TEXT and not is_label(text):
        found = _GLUED_BEFORE.search(text) or _GLUED_BEHIND.match(text)
    if found:
        yield replace(line, text=text[: found.end()].strip(), whole=True)
        yield replace(line, text=text[found.end() :].strip())
    else:
        yield line


def _block(line: Line) -> Block:
    mark, text = line.mark, line.text
    if mark is Mark.ROW:
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", text) if cell.strip()]
        if len(cells) == 2 and _is_told(cells[0].rstrip(":"), cells[1]):  # a label and its value, in a table
            return Block(f"{cells[0].rstrip(':')}: {cells[1]}", (line.number,), url=line.url, key=line.key)
        if len(cells) == 1 and is_label(cells[0]):
            return Block(cells[0], (line.number,), url=line.url, key=line.key)
    if mark is Mark.TEXT and (bullet := BULLET.match(text)):
        mark, text = Mark.BULLET, text[bullet.end() :]
    return Block(text, (line.number,), mark, url=line.url, key=line.key, level=line.level, rich=line.rich)


def _is_told(name: str, value: str) -> bool:
    """Whether a label of a document or a point stands before its value."""
    return fold(name) in LABEL_KINDS or any(
        rule.fullmatch(f"{name}: {value}") for rule in (CASE_LINE, LABELLED_LINE, DOCUMENT_LINE)
    )


def _width(lines: Sequence[Line]) -> int:
    """How wide the column is that lines were broken to fit; 0 where they were not."""
    broken = [
        len(line.text)
        for line, after in pairwise(each for each in lines if each.text)
        if not line.whole
        and line.mark is Mark.TEXT
        and after.text[:1].islower()
        and not _ENDS.search(line.text)
        and not _CLAUSE.match(after.text)
    ]
    if len(broken) < 2 and max(broken, default=0) < _SURELY:
        return 0
    width = sorted(broken)[int(len(broken) * 0.9)] if len(broken) > 2 else max(broken)
    return width if _WRAPPED_AT_LEAST <= width <= _WIDEST else 0


def _goes_on(before: Block, last: Line, line: Line, found: Block, gap: bool, width: int) -> bool:
    """Whether a line goes on with the block before it."""
    if last.whole or line.whole or found.mark is not Mark.TEXT or before.mark in {Mark.ROW, Mark.HEADING}:
        return False
    text, so_far = line.text, before.text
    if is_label(text) or _CLAUSE.match(text):
        return False
    if is_label(so_far):  # text that begins behind its heading goes on where no new sentence begins
        return begins_text(so_far) and not gap and not _ENDS.search(so_far) and text[0].islower()
    if _ANNEX_ID.match(text) and _ANNEX.search(so_far):
        return False
    ended = bool(_ENDS.search(so_far))
    if _NUMBERED.match(text) and (gap or ended or not width):
        return False
    if text[0].islower() or text[0] in ",;)":
        return not ended or not gap or bool(_UNFINISHED.search(so_far))
    if ended and gap:
        return False
    if gap:  # a page or a column ended within a sentence
        return (so_far.endswith(",") and len(so_far) > _WRAPPED_AT_LEAST) or (
            _is_full(last, width) and not _may_head(text)
        )
    return _is_full(last, width) and len(text) > 0


def _joined(before: str, text: str) -> str:
    """Two lines as one; a word that was cut in two is whole again where a dictionary has it."""
    cut, tail = _CUT.search(before), re.match(r"[a-zæøå]{2,}", text)
    if cut and tail and is_word((cut["head"] + tail[0]).casefold()):
        return before[:-1] + text
    return f"{before} {text}"


def _is_full(line: Line, width: int) -> bool:
    """Whether a line reaches so far that its next word may have had no room."""
    return line.full or (bool(width) and len(line.text) >= width * 0.75)


def _may_head(text: str) -> bool:
    """Whether a line looks like a heading: short, and no sentence."""
    return len(text) <= 80 and not _ENDS.search(text)
