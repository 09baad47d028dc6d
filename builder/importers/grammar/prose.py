"""Blocks as Markdown that shows the words of the source and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from builder.importers.found import Piece
from builder.importers.grammar.blocks import Block
from builder.importers.grammar.organs import MONTHS
from builder.importers.lines import Mark

# What Markdown would take for something else: emphasis, code, HTML, links of ours, and signs at a line's start.
_WITHIN = re.compile(
    r"\\(?=[\\`*_{}\[\]()#+.!|-])|[`*]|<(?=[/!?\w])|\[(?=[^\]]*\](?:\(|\[|:))|\[\[|&(?=#?\w+;)|(?<!\w)_|_(?!\w)"
)
_AT_START = re.compile(
    r"(?P<sign>#{1,6}(?=\s|$)|[-+](?=\s)|>|={3,}|-{3,}|~{3,}|\|)|(?P<number>\d{1,9})(?P<dot>[.)])(?=\s)"
)
_ORDERED = re.compile(r"(?P<number>\d{1,3})[.)]\s+(?P<text>\S.*)", re.DOTALL)

_MONTH = re.compile(rf"(?:{MONTHS})\b", re.IGNORECASE)  # `1. januar` begins no list


_MARKED = re.compile(r"(\*\*[^*\n]+\*\*|\*[^*\n]+\*|\[[^\]\n]*\]\([^)\s]+\))")


def escaped(text: str, *, rich: bool = False) -> str:
    """Words as Markdown shows them; of rich ones emphasis and links stay."""
    if rich and (parts := _MARKED.split(text))[1:]:
        return "".join(
            part if number % 2 else escaped(part) if not number else _within(part) for number, part in enumerate(parts)
        )
    text = _within(text)
    if found := _AT_START.match(text):
        mark = f"\\{found['sign']}" if found["sign"] else f"{found['number']}\\{found['dot']}"
        return mark + text[found.end() :]
    return text


def bare(text: str) -> str:
    """Rich words without emphasis, links as their words."""
    text = re.sub(r"\[([^\]\n]*)\]\([^)\s]+\)", r"\1", text)
    return re.sub(r"\*{1,2}([^*\n]+)\*{1,2}", r"\1", text)


def _within(text: str) -> str:
    return _WITHIN.sub(lambda sign: "&amp;" if sign[0] == "&" else "".join(f"\\{each}" for each in sign[0]), text)


def piece(block: Block, *, heading: bool = False, listed: bool = False) -> Piece:
    """A block as a piece of Markdown.

    Args:
        block: what stands there.
        heading: whether it heads what follows within a section.
        listed: whether it is an entry of a list though nothing marks it: a clause of a recommendation.
    """
    text = block.text
    if block.mark is Mark.ROW:
        return Piece(text, block.lines)
    if heading:
        return Piece(f"### {escaped(text, rich=block.rich)}", block.lines)
    if (found := _ORDERED.fullmatch(text)) and not _MONTH.match(found["text"]):
        return Piece(f"{found['number']}. {escaped(found['text'], rich=block.rich)}", block.lines)
    if block.mark is Mark.BULLET or listed:
        return Piece(f"- {escaped(text, rich=block.rich)}", block.lines)
    return Piece(escaped(text, rich=block.rich), block.lines)


def joined(pieces: Iterable[Piece]) -> str:
    """Pieces as one text: entries of a list and rows of a table stand together, all else apart."""
    made: list[str] = []
    before = ""
    for each in pieces:
        sort = _sort(each.text)
        if made:
            made.append("\n" if sort and sort == before else "\n\n")
        if sort == "row" and before != "row":
            cells = max(1, len(re.findall(r"(?<!\\)\|", each.text)) - 1)
            made.append(f"{each.text}\n|{' --- |' * cells}")
        else:
            made.append(each.text)
        before = sort
    return "".join(made)


def _sort(text: str) -> str:
    if text.startswith("- "):
        return "entry"
    if text.startswith("| "):
        return "row"
    return "number" if re.match(r"\d{1,3}\. ", text) else ""


def plain(blocks: Sequence[Block]) -> str:
    """Blocks as lines of text, a list with its dashes."""
    return "\n".join(f"- {each.text}" if each.mark is Mark.BULLET else each.text for each in blocks)
