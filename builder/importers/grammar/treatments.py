"""Who treated a point, when, and what they decided: before this meeting, and in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from builder.importers.dates import day as day_in
from builder.importers.found import Doubt, HandlingFound, ItemFound, Piece, Verdict
from builder.importers.grammar import prose
from builder.importers.grammar.blocks import Block
from builder.importers.grammar.decisions import Head, earlier
from builder.importers.grammar.vocabulary import LABEL_KINDS, Label, fold
from builder.importers.lines import Mark
from builder.importers.people import participants
from builder.importers.verdicts import verdict

_NAMES = 200  # letters in a line of names
STEP = re.compile(r"(?P<name>udvalg|organ|dato|punktnummer|punkt|pkt)\.?\s*:\s*(?P<value>.*)", re.IGNORECASE)


@dataclass(frozen=True)
class Meant:
    """What the document says of its own meeting: the body as written, its day."""

    body: str = ""
    day: date | None = None
    people: tuple[str, ...] = ()


def steps_in(blocks: Sequence[Block], meant: Meant) -> list[HandlingFound]:
    """Steps as a council system writes them: `Udvalg:`, `Dato:`, `Punktnummer:`, and what was decided."""
    made: list[HandlingFound] = []
    texts: list[list[Block]] = []
    for block in blocks:
        step = STEP.fullmatch(block.text.strip())
        name = fold(step["name"]) if step else ""
        if step and name in {"udvalg", "organ"}:
            made.append(HandlingFound(step["value"].strip()))
            texts.append([])
        elif not made:
            return []
        elif step and name == "dato":
            made[-1] = replace(made[-1], day=day_in(step["value"]))
        elif step:
            made[-1] = replace(made[-1], item=step["value"].strip())
        else:
            texts[-1].append(block)
    return [_decided(each, text, meant) for each, text in zip(made, texts, strict=True)]


def earlier_in(blocks: Sequence[Block], meant: Meant) -> tuple[list[Block], list[HandlingFound]]:
    """The blocks that are no earlier treatment, and those that are."""
    kept: list[Block] = []
    made: list[tuple[Head, list[Block]]] = []
    for block in blocks:
        if block.mark is not Mark.BULLET and (head := earlier(block.text)):
            made.append((head, [replace(block, text=head.rest)] if head.rest else []))
        elif made:
            made[-1][1].append(block)
        else:
            kept.append(block)
    return kept, [handling_of(head, text, meant) for head, text in made]


def handling_of(head: Head, blocks: Sequence[Block], meant: Meant) -> HandlingFound:
    """A treatment as its heading tells of it, and what was decided."""
    return _decided(HandlingFound(head.body, head.day, head.item), blocks, meant)


def _decided(handling: HandlingFound, blocks: Sequence[Block], meant: Meant) -> HandlingFound:
    blocks = _with_absent(blocks)
    text = _paragraphs(blocks)
    lines = tuple(line for block in blocks for line in block.lines)
    body, day = handling.body or meant.body, handling.day or meant.day
    said = verdict(text, known_people=meant.people, body=body, day=day) if text else Verdict()
    return replace(handling, decision=Piece(text, lines), verdict=said)


def _with_absent(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, a label of those who were away and the names below it as one."""
    made: list[Block] = []
    for block in blocks:
        label = made[-1] if made and LABEL_KINDS.get(fold(made[-1].text)) is Label.ABSENT else None
        if label and participants(block.text) and len(block.text) < _NAMES:
            text = f"{label.text.rstrip(' :')}: {block.text}"
            made[-1] = replace(label, text=text, lines=(*label.lines, *block.lines))
        else:
            made.append(block)
    return made


def _paragraphs(blocks: Sequence[Block]) -> str:
    made: list[str] = []
    for number, block in enumerate(blocks):
        entry = block.mark in {Mark.BULLET, Mark.ROW}
        if number:
            made.append("\n" if entry and blocks[number - 1].mark is block.mark else "\n\n")
        text = prose.bare(block.text) if block.rich else block.text
        made.append(f"- {text}" if block.mark is Mark.BULLET else text)
    return "".join(made)


def settled(item: ItemFound, handlings: Sequence[HandlingFound], meant: Meant) -> tuple[ItemFound, list[Doubt]]:
    """Which of the treatments is that of the meeting; the others went before it."""
    own = [
        number
        for number, each in enumerate(handlings)
        if (not each.body and not each.day)
        or (meant.day and each.day == meant.day and (not each.body or not meant.body or _same(each.body, meant.body)))
        or (not each.day and each.body and meant.body and _same(each.body, meant.body))
    ]
    if not own and not meant.day and handlings:
        own = [len(handlings) - 1]
    chosen = own[-1] if own else None
    history = tuple(each for number, each in enumerate(handlings) if number != chosen)
    return replace(item, history=history, handling=handlings[chosen] if chosen is not None else None), []


def _same(one: str, other: str) -> bool:
    return fold(one).removesuffix("et") == fold(other).removesuffix("et")
