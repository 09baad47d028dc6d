"""One point of the agenda: what its title says, its numbers, its sections, who decided what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum

from builder.importers.amounts import of_item
from builder.importers.found import Doubt, HandlingFound, ItemFound, Piece, Section, SectionKind
from builder.importers.grammar.annexes import attachments_of
from builder.importers.grammar.blocks import Block
from builder.importers.grammar.contents import title_key
from builder.importers.grammar.decisions import Head, earlier
from builder.importers.grammar.numbers import (
    ACCESS_LINE,
    CASE_LINE,
    DOCUMENT_LINE,
    HANDLER_LINE,
    ITEM_NUMBER_LINE,
    LABELLED_LINE,
    NUMBER_BEHIND,
    NUMBER_LABEL,
)
from builder.importers.grammar.organs import ENDS_BODY
from builder.importers.grammar.outline import Heading
from builder.importers.grammar.parts import RECOMMENDS, parts_of, pieces
from builder.importers.grammar.treatments import STEP, Meant, earlier_in, handling_of, settled, steps_in
from builder.importers.grammar.vocabulary import (
    COMPETENCE,
    ROLE_STARTS,
    ROUTINE,
    ROUTINE_ALONE,
    TITLE_ROLES,
    TITLE_STARTS,
    fold,
)
from builder.importers.lines import Mark
from builder.model.values import Role

_MARK = re.compile(
    r"\s*(?:\((?P<letter>[BODI])\)|(?P<hash>#)|(?P<late>\(tillæg(?:spunkt|ssag|sdagsorden)?\))|[-–]?\s*\(?(?P<closed>lukket(?:\s+(?:punkt|sag))?)\)?)\s*$",
    re.IGNORECASE,
)


_CLOSED_START = re.compile(r"(?:lukket(?:\s+(?:punkt|sag))?\s*(?:[-–:]|$)|\(lukket\))\s*", re.IGNORECASE)


_OPEN_START = re.compile(r"(?:(?:åben|åbent)(?:\s+(?:punkt|sag))?\s*[-–:]|\(åbent?\))\s*", re.IGNORECASE)


_IN_TITLE = re.compile(r"[\s,(–-]+Sag\s*(?:nr\.?)\s*(?P<item>\d{1,4}[a-z]?)\)?\s*$", re.IGNORECASE)


_SHORT_DECISION = 200
_NOBODY = {"det", "der", "hermed", "de", "vi", "jeg", "sagen", "punktet", "dette", "herefter"}


_ROUTE_SPLIT = re.compile(r"\s*(?:,|;|/|→|->|>|–|\s-\s|\bog\b|\bsamt\b)\s*")


_SHORT_NAME = re.compile(r"[A-ZÆØÅ][A-ZÆØÅa-zæøå&]{0,5}\.?")


class Unheaded(Enum):
    """What text is that stands under no heading, where a point has nothing else."""

    TEXT = "text"
    DECISION = "decision"  # the minutes of small bodies have no headings
    PERHAPS = "perhaps"  # a decision if it says that something was decided


def point_of(
    heading: Heading, blocks: Sequence[Block], meant: Meant, *, closed: bool, unheaded: Unheaded = Unheaded.TEXT
) -> tuple[ItemFound, list[Doubt]]:
    """Read one point.

    Args:
        heading: its title.
        blocks: the title's own and all below, up to the next point.
        meant: the meeting.
        closed: whether the part of the agenda it stands in is.
        unheaded: what its text is, if no heading stands over it.
    """
    doubts: list[Doubt] = []
    title, said_closed, role, number = _title(heading.title)
    title, case_number = _numbered(title)
    lines = tuple(line for block in blocks[: heading.blocks] for line in block.lines)
    item = ItemFound(
        Piece(heading.number or number, lines),
        Piece(title, lines),
        closed=closed or said_closed,
        role=role or _by_title(title),
    )
    item = replace(item, case_number=case_number, kle=_kle_of(case_number))
    item, at = _numbers(item, blocks, heading.blocks)
    item, below = _numbers_below(item, blocks[at:])
    parts = parts_of(below)
    if len(parts) == 1 and not parts[0].heading.text and _is_decision(parts[0].blocks, unheaded, meant):
        parts = [replace(parts[0], kind=SectionKind.DECISION)]
    item = replace(item, routine=_is_routine(title), lines=(blocks[0].lines[0], blocks[-1].lines[-1]))
    handlings: list[HandlingFound] = []
    sections: list[Section] = []
    for part in parts:
        if part.kind is SectionKind.DECISION:
            kept, before = ([], []) if part.head and part.head.body else earlier_in(part.blocks, meant)
            handlings += before
            if kept or not before:
                handlings.append(handling_of(part.head or Head(), kept if before else part.blocks, meant))
        elif part.kind is SectionKind.ATTACHMENTS:
            item = replace(item, attachments=(*item.attachments, *attachments_of(part.blocks)))
        elif part.kind is SectionKind.ROUTE:
            route, rest = _route(part.blocks)
            if fold(part.heading.text) in COMPETENCE:
                item = replace(item, competence=(*item.competence, *route))
            else:
                item = replace(item, route=(*item.route, *route))
            if steps := steps_in(rest, meant):
                handlings = [*steps, *handlings]
            elif rest:
                sections.append(Section(SectionKind.ROUTE, part.heading, pieces(part.kind, rest)))
        else:
            kept, before = earlier_in(part.blocks, meant)
            handlings = [*before, *handlings]
            if part.kind is SectionKind.RECOMMENDATION and not item.recommended_by.text:
                item = replace(item, recommended_by=_who(part.heading, kept))
            if kept or part.heading.text:
                sections.append(Section(part.kind, part.heading, pieces(part.kind, kept)))
    item, doubts = settled(replace(item, sections=tuple(sections)), handlings, meant)
    decision = item.handling.decision.text if item.handling else ""
    return replace(item, amounts=of_item(item.sections, decision)), doubts


def _is_decision(blocks: Sequence[Block], unheaded: Unheaded, meant: Meant) -> bool:
    """Whether text under no heading is what was decided."""
    if unheaded is Unheaded.PERHAPS and len(blocks) == 1 and len(blocks[0].text) <= _SHORT_DECISION:
        return bool(handling_of(Head(), blocks, meant).verdict.outcome)
    return unheaded is Unheaded.DECISION and not any(earlier(block.text) for block in blocks)


def _title(text: str) -> tuple[str, bool, Role | None, str]:
    """A title without its marks; whether they close it, the role they give, the number behind it."""
    closed, role, number = False, None, ""
    if found := _CLOSED_START.match(text):
        closed, text = True, text[found.end() :] or text
    elif found := _OPEN_START.match(text):
        text = text[found.end() :]
    for start, by_start in TITLE_STARTS:
        if text.casefold().startswith(f"{start.casefold()}:"):
            role, text = by_start, text[len(start) + 1 :].strip() or text
    while found := _MARK.search(text):
        if found["letter"]:
            role = TITLE_ROLES.get(found["letter"].casefold(), role)
        elif not found["late"]:
            closed = True
        if not text[: found.start()].strip(" -–"):
            break
        text = text[: found.start()].rstrip(" -–")
    if found := _IN_TITLE.search(text):
        number, text = found["item"], text[: found.start()].rstrip(" -–,")
    return text.strip(), closed, role, number


def _numbered(title: str) -> tuple[str, str]:
    """A title without the case number that stands in brackets behind it, and the number."""
    found = NUMBER_BEHIND.search(title)
    return (title[: found.start()].rstrip(), found["number"]) if found and found.start() else (title, "")


def _by_title(title: str) -> Role | None:
    folded = fold(title)
    return next((role for start, role in ROLE_STARTS if folded.startswith(start)), None)


def _is_routine(title: str) -> bool:
    key = title_key(title)
    return (
        key in ROUTINE_ALONE
        or key.endswith(" og eventuelt")
        or any(key == each or key.startswith(each + " ") for each in ROUTINE)
    )


def _numbers(item: ItemFound, blocks: Sequence[Block], at: int) -> tuple[ItemFound, int]:
    """The numbers and the access that stand below the title."""
    while at < len(blocks):
        text = blocks[at].text.strip()
        access = ""
        if found := CASE_LINE.fullmatch(text) or LABELLED_LINE.fullmatch(text):
            said = found.groupdict()
            number = found["number"].rstrip(".")
            kle = said.get("kle") or _kle_of(number)
            item = replace(
                item,
                case_number=item.case_number or number,
                document=item.document or (said.get("document") or "").rstrip(".,"),
                kle=item.kle or kle,
            )
            access = said.get("access") or said.get("before") or ""
        elif found := DOCUMENT_LINE.fullmatch(text):
            item = replace(item, document=item.document or found["document"])
            access = found["access"] or ""
        elif HANDLER_LINE.fullmatch(text):  # who works on it: of the office, not of the case
            pass
        elif found := ITEM_NUMBER_LINE.fullmatch(text):
            item = replace(item, number=Piece(item.number.text or found["item"], item.number.lines))
        elif found := ACCESS_LINE.fullmatch(text):
            access = found["access"]
        else:
            break
        if access.casefold().startswith("l"):
            item = replace(item, closed=True)
        at += 1
    return item, at


def _numbers_below(item: ItemFound, blocks: Sequence[Block]) -> tuple[ItemFound, list[Block]]:
    """The labelled number of the case that stands below the text, and the blocks without it and without officers."""
    kept = []
    for block in blocks:
        found = LABELLED_LINE.fullmatch(block.text) if block.mark is Mark.TEXT else None
        if found and NUMBER_LABEL.match(block.text) and not item.case_number:
            number = found["number"].rstrip(".")
            item = replace(item, case_number=number, kle=item.kle or _kle_of(number))
        elif not (block.mark is Mark.TEXT and HANDLER_LINE.fullmatch(block.text)):
            kept.append(block)
    return item, kept


def _kle_of(number: str) -> str:
    """The KLE code that a number of the form 29.00.00-P20-3-24 begins with."""
    found = re.match(r"(\d{2}\.\d{2}\.\d{2})-[A-ZÆØÅ]\d", number)
    return found[1] if found else ""


def _who(heading: Piece, blocks: Sequence[Block]) -> Piece:
    """Who recommends, as the recommendation's first words or its heading say."""
    if found := re.fullmatch(r"(?P<who>.+?)\s+indstiller", heading.text.strip(" :,")):
        return Piece(found["who"], heading.lines)
    if found := re.fullmatch(r"(?P<who>\w+?)s\s+indstilling", heading.text.strip(" :,")):
        return Piece(found["who"], heading.lines)
    named = [
        Piece(match["who"].strip(" ,"), block.lines)
        for number, block in enumerate(blocks)
        if (match := RECOMMENDS.match(block.text))
        and fold(match["who"]).split()[0] not in _NOBODY
        and (number < 3 or RECOMMENDS.fullmatch(block.text))
    ]
    return Piece(" og ".join(each.text for each in named), tuple(line for each in named for line in each.lines))


def _route(blocks: Sequence[Block]) -> tuple[list[str], list[Block]]:
    """The bodies that a route names, as written, and the blocks that are something else."""
    found: list[str] = []
    for at, block in enumerate(blocks):
        if STEP.fullmatch(block.text):
            return found, list(blocks[at:])
        names = [each.strip(" .") for each in _ROUTE_SPLIT.split(block.text) if each.strip(" .")]
        whole = block.text.strip(" .")
        if ENDS_BODY.search(whole) and not any(_SHORT_NAME.fullmatch(each) for each in names) and len(whole) < 60:
            names = _named(whole)
        if (
            len(block.text) > 160
            or not names
            or not all(_SHORT_NAME.fullmatch(each) or ENDS_BODY.search(each) for each in names)
        ):
            return found, list(blocks[at:])
        found += names
    return found, []


def _named(text: str) -> list[str]:
    """Bodies by their names; `Teknik- og Miljøudvalget, Økonomiudvalget` are two, `Børn, Unge og Skoleudvalget` one."""
    parts = re.split(r"\s*[,;/]\s*(?=[A-ZÆØÅ])", text)
    if all(ENDS_BODY.search(each) for each in parts):
        return [name for each in parts for name in re.split(r"(?<=udvalget)\s+og\s+(?=[A-ZÆØÅ])", each)]
    return [text]
