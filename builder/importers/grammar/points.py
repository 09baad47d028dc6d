"""One point of the agenda: what its title says, its numbers, its sections, who decided what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from builder.importers.amounts import of_item
from builder.importers.dates import day as day_in
from builder.importers.found import Doubt, HandlingFound, ItemFound, Piece, Section, SectionKind, Verdict
from builder.importers.grammar import prose
from builder.importers.grammar.annexes import attachments_of
from builder.importers.grammar.blocks import Block
from builder.importers.grammar.decisions import Head, earlier, heading_of_decision
from builder.importers.grammar.outline import Heading, is_section, title_key
from builder.importers.grammar.vocabulary import (
    ACCESS_LINE,
    CASE_LINE,
    CASE_NUMBER,
    COMPETENCE,
    DOCUMENT_LINE,
    ENDS_BODY,
    ITEM_NUMBER_LINE,
    LABELLED_LINE,
    ROLE_STARTS,
    ROUTINE,
    ROUTINE_ALONE,
    TITLE_ROLES,
    TITLE_STARTS,
    fold,
)
from builder.importers.lines import Mark
from builder.importers.verdicts import verdict
from builder.model.values import Role

_MARK = re.compile(
    r"\s*(?:\((?P<letter>[BODI])\)|(?P<hash>#)|[-–]?\s*\(?(?P<closed>lukket(?:\s+(?:punkt|sag))?)\)?)\s*$",
    re.IGNORECASE,
)
_CLOSED_START = re.compile(r"lukket(?:\s+(?:punkt|sag))?\s*(?:[-–:]|$)\s*", re.IGNORECASE)
_OPEN_START = re.compile(r"(?:åben|åbent)(?:\s+(?:punkt|sag))?\s*[-–:]\s*", re.IGNORECASE)
_IN_TITLE = re.compile(r"[\s,(–-]+Sag\s*(?:nr\.?)\s*(?P<item>\d{1,4}[a-z]?)\)?\s*$", re.IGNORECASE)
_NUMBER_BEHIND = re.compile(
    rf"\s*\((?:sags?(?:nr|nummer)\.?:?\s*)?(?P<number>{CASE_NUMBER.pattern})\)\s*$", re.IGNORECASE
)
_RECOMMENDS = re.compile(
    r"(?P<who>[A-ZÆØÅ][^.:;]{2,140}?)\s+(?:indstiller|anbefaler|foreslår|indstillede)\b(?:\s*(?:,|:|at\b|over\b|til\b|overfor\b)|\s*$)"
)
_INDICATES = re.compile(r"[A-ZÆØÅ][\wæøåÆØÅ -]{2,80}? indstiller(?:,|:|\s+at\b|$)")
RECOMMENDATION = "Indstilling"  # what a recommendation without a heading is put under
_NOBODY = {"det", "der", "hermed", "de", "vi", "jeg", "sagen", "punktet", "dette", "herefter"}
_CLAUSE = re.compile(r"(?:at|\d{1,2}[.)]\s*at|At\s+\d{1,2}[.)])\s")
_STEP = re.compile(r"(?P<name>udvalg|organ|dato|punktnummer|punkt|pkt)\.?\s*:\s*(?P<value>.*)", re.IGNORECASE)
_ROUTE_SPLIT = re.compile(r"\s*(?:,|;|/|→|->|>|–|\s-\s|\bog\b|\bsamt\b)\s*")
_SHORT_NAME = re.compile(r"[A-ZÆØÅ][A-ZÆØÅa-zæøå&]{0,5}\.?")
_SENTENCE = re.compile(r"[.!?:;,…][\"'”’»)\]]*$")


@dataclass
class _Part:
    """A section while its blocks are gathered."""

    kind: SectionKind
    heading: Piece
    head: Head | None = None
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True)
class Meant:
    """What the document says of its own meeting: the body as written, its day."""

    body: str = ""
    day: date | None = None
    people: tuple[str, ...] = ()


def point_of(heading: Heading, blocks: Sequence[Block], meant: Meant, *, closed: bool) -> tuple[ItemFound, list[Doubt]]:
    """Read one point.

    Args:
        heading: its title.
        blocks: the title's own and all below, up to the next point.
        meant: the meeting.
        closed: whether the part of the agenda it stands in is.
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
    parts = _parts(blocks[at:])
    item = replace(item, routine=_is_routine(title), lines=(blocks[0].lines[0], blocks[-1].lines[-1]))
    handlings: list[HandlingFound] = []
    sections: list[Section] = []
    for part in parts:
        if part.kind is SectionKind.DECISION:
            handlings.append(_handling(part.head or Head(), part.blocks, meant))
        elif part.kind is SectionKind.ATTACHMENTS:
            item = replace(item, attachments=(*item.attachments, *attachments_of(part.blocks)))
        elif part.kind is SectionKind.ROUTE:
            route, rest = _route(part.blocks)
            if fold(part.heading.text) in COMPETENCE:
                item = replace(item, competence=(*item.competence, *route))
            else:
                item = replace(item, route=(*item.route, *route))
            if steps := _steps(rest, meant):
                handlings = [*steps, *handlings]
            elif rest:
                sections.append(Section(SectionKind.ROUTE, part.heading, _pieces(part.kind, rest)))
        else:
            kept, before = _earlier(part.blocks, meant)
            handlings = [*before, *handlings]
            if part.kind is SectionKind.RECOMMENDATION and not item.recommended_by.text:
                item = replace(item, recommended_by=_who(part.heading, kept))
            if kept or part.heading.text:
                sections.append(Section(part.kind, part.heading, _pieces(part.kind, kept)))
    item, doubts = _settled(replace(item, sections=tuple(sections)), handlings, meant)
    decision = item.handling.decision.text if item.handling else ""
    return replace(item, amounts=of_item(item.sections, decision)), doubts


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
        else:
            closed = True
        if not text[: found.start()].strip(" -–"):
            break
        text = text[: found.start()].rstrip(" -–")
    if found := _IN_TITLE.search(text):
        number, text = found["item"], text[: found.start()].rstrip(" -–,")
    return text.strip(), closed, role, number


def _numbered(title: str) -> tuple[str, str]:
    """A title without the case number that stands in brackets behind it, and the number."""
    found = _NUMBER_BEHIND.search(title)
    return (title[: found.start()].rstrip(), found["number"]) if found and found.start() else (title, "")


def _by_title(title: str) -> Role | None:
    folded = fold(title)
    return next((role for start, role in ROLE_STARTS if folded.startswith(start)), None)


def _is_routine(title: str) -> bool:
    key = title_key(title)
    return key in ROUTINE_ALONE or any(key == each or key.startswith(each + " ") for each in ROUTINE)


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
            access = said.get("access") or ""
        elif found := DOCUMENT_LINE.fullmatch(text):
            item = replace(item, document=item.document or found["document"])
            access = found["access"] or ""
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


def _kle_of(number: str) -> str:
    """The KLE code that a number of the form 29.00.00-P20-3-24 begins with."""
    found = re.match(r"(\d{2}\.\d{2}\.\d{2})-[A-ZÆØÅ]\d", number)
    return found[1] if found else ""


def _parts(blocks: Sequence[Block]) -> list[_Part]:
    """Cut the blocks below a title at their headings."""
    parts = [_Part(SectionKind.OTHER, Piece(""))]
    level = 0  # of the known headings, where the form says so; others of that level are their peers
    for block in blocks:
        if not block.text:
            parts.append(_Part(SectionKind.OTHER, Piece("")))
            continue
        listed = block.mark in {Mark.BULLET, Mark.ROW} or (block.url and parts[-1].kind is SectionKind.ATTACHMENTS)
        kind = None if listed else is_section(block.text)
        if kind is SectionKind.RECOMMENDATION and parts[-1].kind is kind and _RECOMMENDS.fullmatch(block.text.strip()):
            kind = None  # who recommends, not a heading of its own
        if kind is None and block.level and block.mark is Mark.HEADING and block.level <= level and not listed:
            parts.append(_Part(SectionKind.OTHER, Piece(block.text, block.lines)))
            continue
        if kind is None:
            parts[-1].blocks.append(block)
            continue
        if block.mark is Mark.HEADING:
            level = max(level, block.level)
        name, colon, rest = block.text.partition(":")
        part = _Part(kind, Piece(name.strip() if colon else block.text.strip(" :,"), block.lines))
        if kind is SectionKind.DECISION:
            part.head = heading_of_decision(block.text)
            rest = part.head.rest if part.head else ""
        if rest.strip():
            part.blocks.append(replace(block, text=rest.strip()))
        parts.append(part)
    return _nested(_recommended([each for each in parts if each.blocks or each.heading.text]))


def _recommended(parts: list[_Part]) -> list[_Part]:
    """The parts, with a recommendation that stands under no heading of its own taken out of the text around it."""
    if any(part.kind is SectionKind.RECOMMENDATION for part in parts):
        return parts
    made: list[_Part] = []
    for part in parts:
        at = next((number for number, block in enumerate(part.blocks) if _INDICATES.match(block.text)), None)
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
        made.append(_Part(part.kind, part.heading, blocks=part.blocks[:at]))
        made.append(_Part(SectionKind.RECOMMENDATION, Piece(RECOMMENDATION), blocks=part.blocks[at:stop]))
        if part.blocks[stop:]:
            made.append(_Part(part.kind, Piece(part.heading.text), blocks=part.blocks[stop:]))
    return made


_TOP = {
    SectionKind.DECISION,
    SectionKind.ATTACHMENTS,
    SectionKind.RECOMMENDATION,
    SectionKind.SUMMARY,
    SectionKind.ROUTE,
}


def _nested(parts: Sequence[_Part]) -> list[_Part]:
    """Sections that belong to the presentation before them: what heads them is followed by more of its own headings.

    A presentation in several parts has `Økonomi` under each of them, and goes on below it.
    """
    made: list[_Part] = []
    for number, part in enumerate(parts):
        until = next((at for at in range(number, len(parts)) if parts[at].kind in _TOP), len(parts))
        further = [each for at in range(number, until) for each in zip(parts[at].blocks, [*parts[at].blocks[1:], None])]
        goes_on = any(_heads(block, after) for block, after in further)
        again = any(fold(parts[at].heading.text) == fold(part.heading.text) for at in range(len(parts)) if at != number)
        inner = part.kind in {SectionKind.MONEY, SectionKind.OTHER} and part.heading.text and (goes_on or again)
        if inner and made and made[-1].kind is SectionKind.PRESENTATION:
            made[-1].blocks += [Block(part.heading.text, part.heading.lines, Mark.HEADING), *part.blocks]
        else:
            made.append(part)
    return made


def _pieces(kind: SectionKind, blocks: Sequence[Block]) -> tuple[Piece, ...]:
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


def _who(heading: Piece, blocks: Sequence[Block]) -> Piece:
    """Who recommends, as the recommendation's first words or its heading say."""
    if found := re.fullmatch(r"(?P<who>.+?)\s+indstiller", heading.text.strip(" :,")):
        return Piece(found["who"], heading.lines)
    if found := re.fullmatch(r"(?P<who>\w+?)s\s+indstilling", heading.text.strip(" :,")):
        return Piece(found["who"], heading.lines)
    found = [
        Piece(match["who"].strip(" ,"), block.lines)
        for number, block in enumerate(blocks)
        if (match := _RECOMMENDS.match(block.text))
        and fold(match["who"]).split()[0] not in _NOBODY
        and (number < 3 or _RECOMMENDS.fullmatch(block.text))
    ]
    return Piece(" og ".join(each.text for each in found), tuple(line for each in found for line in each.lines))


def _route(blocks: Sequence[Block]) -> tuple[list[str], list[Block]]:
    """The bodies that a route names, as written, and the blocks that are something else."""
    found: list[str] = []
    for at, block in enumerate(blocks):
        if _STEP.fullmatch(block.text):
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
        parts = [name for each in parts for name in re.split(r"(?<=udvalget)\s+og\s+(?=[A-ZÆØÅ])", each)]
        return parts
    return [text]


def _steps(blocks: Sequence[Block], meant: Meant) -> list[HandlingFound]:
    """Steps as a council system writes them: `Udvalg:`, `Dato:`, `Punktnummer:`, and what was decided."""
    made: list[HandlingFound] = []
    texts: list[list[Block]] = []
    for block in blocks:
        step = _STEP.fullmatch(block.text.strip())
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


def _earlier(blocks: Sequence[Block], meant: Meant) -> tuple[list[Block], list[HandlingFound]]:
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
    return kept, [_handling(head, text, meant) for head, text in made]


def _handling(head: Head, blocks: Sequence[Block], meant: Meant) -> HandlingFound:
    return _decided(HandlingFound(head.body, head.day, head.item), blocks, meant)


def _decided(handling: HandlingFound, blocks: Sequence[Block], meant: Meant) -> HandlingFound:
    text = _paragraphs(blocks)
    lines = tuple(line for block in blocks for line in block.lines)
    body, day = handling.body or meant.body, handling.day or meant.day
    said = verdict(text, known_people=meant.people, body=body, day=day) if text else Verdict()
    return replace(handling, decision=Piece(text, lines), verdict=said)


def _paragraphs(blocks: Sequence[Block]) -> str:
    made: list[str] = []
    for number, block in enumerate(blocks):
        entry = block.mark in {Mark.BULLET, Mark.ROW}
        if number:
            made.append("\n" if entry and blocks[number - 1].mark is block.mark else "\n\n")
        text = prose.bare(block.text) if block.rich else block.text
        made.append(f"- {text}" if block.mark is Mark.BULLET else text)
    return "".join(made)


def _settled(item: ItemFound, handlings: Sequence[HandlingFound], meant: Meant) -> tuple[ItemFound, list[Doubt]]:
    """Which of the treatments is that of the meeting; the others went before it."""
    own = [
        number
        for number, each in enumerate(handlings)
        if not each.body
        and not each.day
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
