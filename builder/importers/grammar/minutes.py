"""All of a document: head, points, end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from builder.importers.found import Doubt, ItemFound, Minutes, Participant, Piece
from builder.importers.grammar.blocks import Block, blocks_of
from builder.importers.grammar.contents import alike, entry_of, title_key, without_page
from builder.importers.grammar.decisions import earlier, heading_of_decision
from builder.importers.grammar.heads import AUTHORITY, end_of, head_of
from builder.importers.grammar.outline import Outline, outline
from builder.importers.grammar.pages import kept, running
from builder.importers.grammar.points import Unheaded, point_of
from builder.importers.grammar.treatments import Meant
from builder.importers.grammar.vocabulary import ATTENDANCE, PART
from builder.importers.lines import Line, Reading
from builder.model.values import MeetingState


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


NO_POINT = _("no point of an agenda was found; write the case by hand or tell of the layout")
UNTITLED = _("the contents name {title}, which was not found as a point")
SPELT = _("the contents spell the title {title}")


def minutes_of(reading: Reading) -> Minutes:
    """What a document says, as far as it can be told."""
    lines = kept(reading.lines)
    furniture = {line.number for line in lines if line.furniture}
    blocks = blocks_of(lines, ocr=reading.ocr)
    end, tail = end_of(blocks)
    told = blocks[: len(blocks) - tail]
    cut = outline(told)
    head = head_of(told[: cut.head])
    if found := running(lines, head.body, head.day):
        furniture |= found
        blocks = blocks_of([replace(line, furniture=line.number in furniture) for line in lines], ocr=reading.ocr)
        told = blocks[: len(blocks) - end_of(blocks)[1]]
        cut = outline(told)
        head = head_of(told[: cut.head])
    people = tuple(each.name for each in (*head.present, *head.absent))
    meant = Meant(head.body.text, head.day, people) if head.day else _meant_by_decisions(told, head.body.text)
    items, doubts = _items(told, cut, meant, head.state)
    dropped = furniture | {line for at in range(*cut.contents) for line in told[at].lines}
    doubts += _contents_doubts(told, cut, items)
    if not items:
        doubts.append(Doubt("", NO_POINT, blocks[0].lines[0] if blocks else 0))
    absent = head.absent
    attendance = head.attendance
    for item in items:
        if title_key(item.title.text) in ATTENDANCE and item.handling:
            absent = _more(absent, item.handling.verdict.absent)
            attendance = attendance or " ".join(item.handling.decision.text.split())
    titles = [title_key(item.title.text) for item in items]
    again = {
        line
        for block in told[: cut.head]
        if any(alike(entry_of(block.text)[1], title) for title in titles)
        for line in block.lines
    }
    dropped |= again  # contents without a heading
    unplaced = [line for line in head.unplaced if line not in again]
    if tail:  # lines behind the meeting's end: signatures and the like
        unplaced += [line for block in blocks[len(blocks) - tail + 1 :] for line in block.lines]
    first = cut.points[0].at if cut.points else len(told)
    before_points = told[cut.contents[1] or cut.head : first]
    late = head_of(before_points) if cut.contents[1] else None
    if late:
        head = replace(
            head,
            **{
                name: getattr(head, name) or getattr(late, name)
                for name in ("day", "start", "end", "place", "kind", "state", "present")
            },
            body=head.body if head.body.text else late.body,
            authority=head.authority if head.authority.text else late.authority,
        )
        absent = _more(absent, late.absent)
        unplaced += late.unplaced
    if not items:
        unplaced += [line for block in told[cut.head :] for line in block.lines]
    return Minutes(
        reading,
        authority=head.authority if head.authority.text else _authority(lines),
        body=head.body if head.body.text else Piece(meant.body),
        day=head.day or meant.day,
        start=head.start,
        end=end or head.end,
        place=head.place,
        kind=head.kind,
        state=head.state,
        present=head.present,
        absent=absent,
        attendance=attendance,
        items=tuple(items),
        doubts=tuple(doubts),
        dropped=frozenset(dropped),
        unplaced=tuple(unplaced),
        whole=head.day is not None and bool(items),
    )


def _more(people: tuple[Participant, ...], others: Iterable[Participant]) -> tuple[Participant, ...]:
    """People, and those of others that are not among them by their names."""
    names = {each.name for each in people}
    return (*people, *(each for each in others if each.name not in names))


def _authority(lines: Sequence[Line]) -> Piece:
    """The authority that the running headers name, where the head does not."""
    for line in lines:
        if line.furniture and (found := AUTHORITY.search(line.text)):
            return Piece(found[0], (line.number,))
    return Piece("")


def _meant_by_decisions(blocks: Sequence[Block], body: str) -> Meant:
    """The meeting as the last heading of a decision names it, where the head does not."""
    for block in reversed(blocks):
        head = heading_of_decision(block.text)
        if head and head.day:
            return Meant(body or head.body, head.day)
    return Meant(body)


def _items(
    blocks: Sequence[Block], cut: Outline, meant: Meant, state: MeetingState | None
) -> tuple[list[ItemFound], list[Doubt]]:
    unheaded = Unheaded.TEXT
    if state in {MeetingState.MINUTES, MeetingState.DRAFT_MINUTES}:
        headed = any(heading_of_decision(each.text) or earlier(each.text) for each in blocks[cut.head :])
        unheaded = Unheaded.PERHAPS if headed else Unheaded.DECISION
    items: list[ItemFound] = []
    doubts: list[Doubt] = []
    for number, heading in enumerate(cut.points):
        stop = cut.points[number + 1].at if number + 1 < len(cut.points) else len(blocks)
        while stop > heading.at + heading.blocks and PART.fullmatch(blocks[stop - 1].text):
            stop -= 1
        closed = cut.closed_from is not None and heading.at > cut.closed_from
        item, found = point_of(heading, blocks[heading.at : stop], meant, closed=closed, unheaded=unheaded)
        items.append(item)
        doubts += found
    return items, doubts


def _contents_doubts(blocks: Sequence[Block], cut: Outline, items: Sequence[ItemFound]) -> list[Doubt]:
    """Titles of the contents that no point bears, or bears in another spelling."""
    doubts = []
    keys = [title_key(item.title.text) for item in items]
    for at in range(cut.contents[0] + 1, cut.contents[1]):
        _number, key = entry_of(blocks[at].text)
        if not key or key in keys:
            continue
        reason = SPELT if any(alike(key, other) for other in keys) else UNTITLED
        doubts.append(Doubt("", reason, blocks[at].lines[0], {"title": without_page(blocks[at].text)}))
    return doubts
