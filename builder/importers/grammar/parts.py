"""The blocks below a title, cut at their headings: which section each begins, which head what stands within one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from builder.importers.found import Piece, SectionKind
from builder.importers.grammar import prose
from builder.importers.grammar.blocks import Block
from builder.importers.grammar.decisions import Head, earlier, heading_of_decision
from builder.importers.grammar.openings import is_section
from builder.importers.grammar.vocabulary import (
    PART,
    fold,
)
from builder.importers.lines import Mark

RECOMMENDS = re.compile(
    r"(?P<who>[A-ZÆØÅ][^.:;]{2,140}?)\s+(?:indstiller|anbefaler|foreslår|indstillede)\b(?:\s*(?:,|:|at\b|over\b|til\b|overfor\b)|\s*$)"
)


_INDICATES = re.compile(r"[A-ZÆØÅ][\wæøåÆØÅ -]{2,80}? indstiller(?:\s+til\s+[\wæøå -]{3,60})?(?:,|:|\s+at\b|$)")
_PROPOSES = re.compile(r"[A-ZÆØÅ][\wæøåÆØÅ -]{2,80}? (?:foreslår|anbefaler)\b[^.]{0,120}")  # if clauses follow


RECOMMENDATION = "Indstilling"  # what a recommendation without a heading is put under


_CLAUSE = re.compile(r"(?:[Aa]t|\d{1,2}[.)]\s*at|At\s+\d{1,2}[.)])\s")


_SENTENCE = re.compile(r"[.!?:;,…][\"'”’»)\]]*$")


@dataclass
class Part:
    """A section while its blocks are gathered."""

    kind: SectionKind
    heading: Piece
    head: Head | None = None
    blocks: list[Block] = field(default_factory=list)


def parts_of(blocks: Sequence[Block]) -> list[Part]:
    """Cut the blocks below a title at their headings."""
    parts = [Part(SectionKind.OTHER, Piece(""))]
    capitals = any(_is_in_capitals(block) and is_section(block.text) for block in blocks)
    level = 0  # of the known headings, where the form says so; others of that level are their peers
    for block in blocks:
        if not block.text:
            parts.append(Part(SectionKind.OTHER, Piece("")))
            continue
        listed = block.mark in {Mark.BULLET, Mark.ROW} or (block.url and parts[-1].kind is SectionKind.ATTACHMENTS)
        kind = None if listed else is_section(block.text)
        if kind is SectionKind.RECOMMENDATION and parts[-1].kind is kind and RECOMMENDS.fullmatch(block.text.strip()):
            kind = None  # who recommends, not a heading of its own
        if kind is None and block.level and block.mark is Mark.HEADING and block.level <= level and not listed:
            parts.append(Part(SectionKind.OTHER, Piece(block.text, block.lines)))
            continue
        if kind is None and capitals and _is_in_capitals(block):  # where headings are in capitals, others are too
            parts.append(Part(SectionKind.OTHER, Piece(block.text.strip(" :"), block.lines)))
            continue
        ends_list = kind is None and parts[-1].kind is SectionKind.ATTACHMENTS and block.text.endswith(":")
        if ends_list and (head := earlier(block.text)):  # what a body decided: no annex is called so
            parts.append(Part(SectionKind.DECISION, Piece(block.text.strip(" :"), block.lines), head))
            continue
        if kind is None:
            parts[-1].blocks.append(block)
            continue
        if block.mark is Mark.HEADING:
            level = max(level, block.level)
        name, colon, rest = block.text.partition(":")
        part = Part(kind, Piece(name.strip() if colon else block.text.strip(" :,"), block.lines))
        if kind is SectionKind.DECISION:
            part.head = heading_of_decision(block.text)
            rest = part.head.rest if part.head else ""
        if rest.strip():
            part.blocks.append(replace(block, text=rest.strip()))
        parts.append(part)
    return _nested(_recommended([each for each in parts if each.blocks or each.heading.text]))


def _is_in_capitals(block: Block) -> bool:
    """Whether a block is a heading by its capitals."""
    text = block.text
    return (
        block.mark is Mark.TEXT
        and text.isupper()
        and not PART.fullmatch(text)
        and 4 < len(text) < 80
        and len(re.findall(r"[A-ZÆØÅ]", text)) > 4
    )


def _recommended(parts: list[Part]) -> list[Part]:
    """The parts, with a recommendation that stands under no heading of its own taken out of the text around it."""
    if any(part.kind is SectionKind.RECOMMENDATION for part in parts):
        return parts
    made: list[Part] = []
    for part in parts:
        at = next((number for number in range(len(part.blocks)) if _recommends(part.blocks, number)), None)
        if at is None or part.kind not in {
            SectionKind.SUMMARY,
            SectionKind.PRESENTATION,
            SectionKind.OTHER,
            SectionKind.MONEY,
        }:
            made.append(part)
            continue
        stop = at + 1
        while stop < len(part.blocks) and _CLAUSE.match(part.blocks[stop].text):
            stop += 1
        made.append(Part(part.kind, part.heading, blocks=part.blocks[:at]))
        made.append(Part(SectionKind.RECOMMENDATION, Piece(RECOMMENDATION), blocks=part.blocks[at:stop]))
        if part.blocks[stop:]:
            made.append(Part(part.kind, Piece(part.heading.text), blocks=part.blocks[stop:]))
    return made


def _recommends(blocks: Sequence[Block], at: int) -> bool:
    """Whether a recommendation begins with a block: `Direktionen indstiller,`, or `foreslår` and clauses below it."""
    if _INDICATES.match(blocks[at].text):
        return True
    below = blocks[at + 1].text if at + 1 < len(blocks) else ""
    return bool(_PROPOSES.fullmatch(blocks[at].text) and _CLAUSE.match(below))


_TOP = {
    SectionKind.DECISION,
    SectionKind.ATTACHMENTS,
    SectionKind.RECOMMENDATION,
    SectionKind.SUMMARY,
    SectionKind.ROUTE,
}


def _nested(parts: Sequence[Part]) -> list[Part]:
    """Sections that belong to the presentation before them: what heads them is followed by more of its own headings.

    A presentation in several parts has `Økonomi` under each of them, and goes on below it.
    """
    made: list[Part] = []
    for number, part in enumerate(parts):
        until = next((at for at in range(number, len(parts)) if parts[at].kind in _TOP), len(parts))
        goes_on = any(_has_headings(parts[at].blocks) for at in range(number, until))
        again = any(fold(parts[at].heading.text) == fold(part.heading.text) for at in range(len(parts)) if at != number)
        inner = part.kind in {SectionKind.MONEY, SectionKind.OTHER} and part.heading.text and (goes_on or again)
        if inner and made and made[-1].kind is SectionKind.PRESENTATION:
            made[-1].blocks += [Block(part.heading.text, part.heading.lines, Mark.HEADING), *part.blocks]
        else:
            made.append(part)
    return made


def _has_headings(blocks: Sequence[Block]) -> bool:
    return any(_heads(block, after) for block, after in pairwise((*blocks, None)) if block)


def pieces(kind: SectionKind, blocks: Sequence[Block]) -> tuple[Piece, ...]:
    """The blocks of a section as Markdown, its own headings and the clauses of a recommendation marked."""
    made = []
    for number, block in enumerate(blocks):
        after = blocks[number + 1] if number + 1 < len(blocks) else None
        clause = kind is SectionKind.RECOMMENDATION and block.mark is Mark.TEXT and bool(_CLAUSE.match(block.text))
        made.append(prose.piece(block, heading=_heads(block, after), listed=clause))
    return tuple(made)


def _heads(block: Block, after: Block | None) -> bool:
    """Whether a block heads what follows it within a section: short, no sentence, and by itself or so marked."""
    if block.mark is Mark.HEADING:
        return after is not None and len(block.text) <= 160
    if block.mark is not Mark.TEXT or not block.alone or after is None or after.mark in {Mark.ROW, Mark.BULLET}:
        return False
    text = block.text
    if len(text) > 90 or _SENTENCE.search(text) or not text[:1].isupper() or _CLAUSE.match(text):
        return False
    return len(after.text) > len(text) and len(text.split()) <= 12
