"""Where the head of a document ends, where each point of its agenda begins, and which lines are the contents.

Nothing is decided by one sign alone. A line that may be a point's title counts as one where something else says so:
the contents name it, a number of a case or the first heading of a point follows it, its number goes on from the last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from builder.importers.found import SectionKind
from builder.importers.grammar.blocks import Block
from builder.importers.grammar.contents import LONGEST_TITLE, NUMBERED, POINT, alike, contents, entry_of, title_key
from builder.importers.grammar.numbers import ACCESS_LINE, CASE_LINE, ITEM_NUMBER_LINE, LABELLED_LINE, NUMBER_BEHIND
from builder.importers.grammar.openings import is_section, opens
from builder.importers.grammar.vocabulary import ATTENDANCE, CLOSED_PART, LABEL_KINDS, PART, ROUTINE, fold
from builder.importers.lines import Mark

_ALONE = re.compile(
    r"(?:(?:punkt|pkt\.?)\s*(?:nr\.?\s*)?(?P<named>\d{1,4}[a-z]?)[.:]?|(?P<number>\d{1,4})[.:)])", re.IGNORECASE
)
_BARE = re.compile(r"\d{1,4}[a-z]?[.:)]?")
_SHORT_TITLE, _ENOUGH = 110, 4  # of points that only their numbers tell of: letters of each, and how many
_SENTENCE = re.compile(r"[.;:]$")


@dataclass(frozen=True)
class Heading:
    """The title of a point, and what of its number stands before it."""

    at: int  # the index of its block
    number: str
    title: str
    blocks: int = 1  # of how many blocks it is


@dataclass(frozen=True)
class Outline:
    """How a document is cut: indexes of its blocks.

    Args:
        head: how many blocks stand before the contents or the first point.
        contents: the blocks of the contents, from and up to but not with.
        points: the headings of the points, in order.
    """

    head: int
    contents: tuple[int, int]
    points: tuple[Heading, ...]
    closed_from: int | None = None


@dataclass
class _Sight:
    """What can be said of a block as the title of a point."""

    number: str = ""
    title: str = ""
    named: bool = False  # "Punkt 3: ..."
    size: int = 1  # of how many blocks
    signs: set[str] = field(default_factory=set)


def outline(blocks: Sequence[Block]) -> Outline:
    """Cut a document."""
    listing = contents(blocks)
    listed = [entry_of(blocks[at].text) for at in range(*listing)]
    start = listing[1]
    sights = {at: sight for at in range(start, len(blocks)) if (sight := _sight(blocks, at, listed))}
    points = _chosen(blocks, sights, start, listed)
    first = points[0].at if points else len(blocks)
    head = listing[0] if listing[1] else first
    closed = next((at for at in range(start, len(blocks)) if _is_closed_part(blocks[at].text)), None)
    return Outline(head, listing, tuple(points), closed)


def _is_closed_part(text: str) -> bool:
    """Whether a heading begins the part of an agenda that is closed."""
    part = PART.fullmatch(text)
    return fold(text) in CLOSED_PART or bool(part and part["closed"])


def _sight(blocks: Sequence[Block], at: int, listed: Sequence[tuple[str, str]]) -> _Sight | None:
    """What speaks for a block as a title; None where it cannot be one."""
    block = blocks[at]
    text = block.text
    if (
        block.mark in {Mark.BULLET, Mark.ROW}
        or len(text) > LONGEST_TITLE
        or (opens(block) and not _ALONE.fullmatch(text) and not _may_stand_over(text))
    ):
        return None
    head, colon, _rest = text.partition(":")
    if (fold(text) in LABEL_KINDS and fold(text) not in ATTENDANCE) or (colon and fold(head) in LABEL_KINDS):
        return None
    sight = _Sight(title=text)
    if (found := POINT.fullmatch(text)) and not _SENTENCE.search(text):
        sight = _Sight(found["number"].replace(" ", ""), found["title"], named=True)
        sight.signs.add("named")
    elif (found := _ALONE.fullmatch(text)) and at + 1 < len(blocks) and _may_be_title(blocks[at + 1]):
        sight = _Sight(found["named"] or found["number"], blocks[at + 1].text, named=bool(found["named"]), size=2)
        sight.signs |= {"named"} if found["named"] else set()
    elif below := _below_number(blocks, at) or _below_access(blocks, at):
        sight = below
    elif (found := NUMBERED.fullmatch(text)) and not re.match(r"\d{1,2}\.?\s+[a-zæøå]", text):
        sight = _Sight(found["number"], found["title"])
    key = title_key(sight.title)
    if not key:
        return None
    if any(alike(key, other) for _number, other in listed):
        sight.signs.add("listed")
    if block.mark is Mark.HEADING:
        sight.signs.add("heading")
    if at + sight.size < len(blocks):
        after = blocks[at + sight.size]
        if opens(after):
            sight.signs.add("opens")
        if any(rule.fullmatch(after.text) for rule in (CASE_LINE, LABELLED_LINE, ITEM_NUMBER_LINE)):
            sight.signs.add("case")
    if NUMBER_BEHIND.search(sight.title):
        sight.signs |= {"case", "opens"}
    if re.match(r"\(?lukket\b", sight.title, re.IGNORECASE):
        sight.signs.add("routine")
    if any(key == each or key.startswith(each + " ") for each in ROUTINE):
        sight.signs.add("routine")
    return sight


def _may_stand_over(text: str) -> bool:
    """Whether a title may stand below a line, though it is of those that stand below titles: an access, a number."""
    return bool(ACCESS_LINE.fullmatch(text) or ITEM_NUMBER_LINE.fullmatch(text))


def _below_number(blocks: Sequence[Block], at: int) -> _Sight | None:
    """A point that its number stands over, perhaps with its access between: `Sag nr. 1`, `Åben sag`, its title."""
    number = ITEM_NUMBER_LINE.fullmatch(blocks[at].text)
    if not number:
        return None
    access = at + 1 < len(blocks) and bool(ACCESS_LINE.fullmatch(blocks[at + 1].text))
    title = at + 2 if access else at + 1
    if title + 1 >= len(blocks) or not _may_be_title(blocks[title]) or not opens(blocks[title + 1]):
        return None
    said = f"{blocks[at + 1].text}: {blocks[title].text}" if access else blocks[title].text
    return _Sight(number["item"], said, named=True, size=title - at + 1, signs={"named"})


def _below_access(blocks: Sequence[Block], at: int) -> _Sight | None:
    """A point that its access stands over: `Lukket`, its number alone, its title."""
    if not ACCESS_LINE.fullmatch(blocks[at].text) or at + 2 >= len(blocks):
        return None
    if not _BARE.fullmatch(blocks[at + 1].text) or not _may_be_title(blocks[at + 2]):
        return None
    title = f"{blocks[at].text}: {blocks[at + 2].text}"
    return _Sight(blocks[at + 1].text.rstrip(".:)"), title, named=True, size=3, signs={"named"})


def _may_be_title(block: Block) -> bool:
    """Whether a block can be the title below a number that stands alone."""
    return (
        block.mark in {Mark.TEXT, Mark.HEADING}
        and block.text[:1].isupper()
        and not opens(block)
        and len(block.text) < 200
    )


def _chosen(
    blocks: Sequence[Block], sights: dict[int, _Sight], start: int, listed: Sequence[tuple[str, str]]
) -> list[Heading]:
    """The points: by their names, else by running numbers, else by what follows or lists them."""
    named = [at for at, sight in sights.items() if sight.named]
    if named and _is_run([sights[at].number for at in named]):
        return _headings(blocks, sights, named)
    numbered = _run(sights)
    if len(counted := _counted(blocks, sights, start)) > len(numbered) and counted.issuperset(numbered):
        return _headings(blocks, sights, sorted(counted))
    if numbered:
        return _headings(blocks, sights, numbered)
    by_list = [at for at, sight in sights.items() if "listed" in sight.signs and not _SENTENCE.search(sight.title)]
    if listed and len(by_list) >= max(1, len(listed) // 2):
        return _headings(blocks, sights, _once(sights, by_list))
    return _headings(blocks, sights, _by_what_follows(blocks, sights, start))


def _is_run(numbers: Sequence[str]) -> bool:
    """Whether numbers rise."""
    values = [int(re.sub(r"\D", "", each) or 0) for each in numbers]
    return all(one <= other for one, other in pairwise(values))


def _run(sights: dict[int, _Sight]) -> list[int]:
    """The longest run of numbered titles that rises by ones and has other signs than its numbers; [] for none."""
    numbered = [at for at, sight in sights.items() if sight.number and not _SENTENCE.search(sight.title)]
    numbered = [at for at in numbered if sights[at].signs & {"listed", "opens", "routine", "heading", "named"}]
    best: dict[int, list[int]] = {}
    for at in numbered:
        value = _value(sights[at].number)
        before = [
            best[other]
            for other in numbered
            if other < at and other in best and 0 <= value - _value(sights[other].number) <= 3
        ]
        run = max(before, key=lambda each: (sum(_weight(sights[one]) for one in each), -each[0]), default=[])
        same = run and _value(sights[run[-1]].number) == value and sights[run[-1]].number == sights[at].number
        best[at] = [at] if same else [*run, at]
    run = max(best.values(), key=lambda each: (sum(_weight(sights[one]) for one in each), -each[0]), default=[])
    strong = [at for at in run if sights[at].signs & {"listed", "opens", "named", "routine"}]
    return (
        run
        if (len(run) >= 2 and len(strong) * 2 >= len(run))
        or (len(run) == 1 and sights[run[0]].signs & {"case", "named", "listed"})
        else []
    )


def _counted(blocks: Sequence[Block], sights: dict[int, _Sight], start: int) -> set[int]:
    """Titles that nothing but their numbers tells of: from one on without a gap, a gap of lines before each.

    Minutes of small bodies have no headings within a point, so that nothing else could tell of it.
    """
    chains: dict[int, list[int]] = {}
    for at in range(start, len(blocks)):
        sight = sights.get(at)
        if not sight or not sight.number.isdigit() or not blocks[at].apart or _SENTENCE.search(sight.title):
            continue
        value = int(sight.number)
        if len(sight.title) <= _SHORT_TITLE and (value == 1 or value - 1 in chains):
            chains.setdefault(value, [*chains.get(value - 1, ()), at])
    longest = max(chains.values(), key=len, default=[])
    return set(longest) if len(longest) >= _ENOUGH else set()


def _weight(sight: _Sight) -> int:
    return len(sight.signs) + (3 if "listed" in sight.signs else 0)


def _value(number: str) -> int:
    return int(re.sub(r"\D", "", number) or 0)


def _once(sights: dict[int, _Sight], found: Sequence[int]) -> list[int]:
    """Of titles that come more than once, the first that has more signs than its name."""
    kept: list[int] = []
    for at in found:
        twin = next(
            (
                number
                for number, other in enumerate(kept)
                if title_key(sights[other].title) == title_key(sights[at].title)
            ),
            None,
        )
        if twin is None:
            kept.append(at)
        elif len(sights[at].signs) > len(sights[kept[twin]].signs):
            kept[twin] = at
    return sorted(kept)


def _by_what_follows(blocks: Sequence[Block], sights: dict[int, _Sight], start: int) -> list[int]:
    """Titles that nothing numbers: each stands before the number of a case, or where a point's headings begin anew."""
    found: list[int] = []
    seen: set[SectionKind] = set()
    for at in range(start, len(blocks)):
        sight = sights.get(at)
        if sight is None:
            if (kind := is_section(blocks[at].text)) is not None:
                seen.add(kind)
            continue
        if _SENTENCE.search(sight.title) or "opens" not in sight.signs:
            continue
        kind = is_section(blocks[at + 1].text)
        begins = (
            kind is None
            or not found
            or (kind in seen and _is_first(kind))
            or (SectionKind.DECISION in seen and "routine" in sight.signs)
        )
        if begins:
            found.append(at)
            seen = set()
    return found


def _is_first(kind: SectionKind) -> bool:
    """Whether a section stands first in a point, rather than within it."""
    return kind in {SectionKind.ROUTE, SectionKind.SUMMARY, SectionKind.PRESENTATION, SectionKind.RECOMMENDATION}


def _headings(blocks: Sequence[Block], sights: dict[int, _Sight], found: Sequence[int]) -> list[Heading]:
    """The points, each title with the block that goes on with it, where a title was broken over two lines."""
    made = []
    for at in found:
        sight, blocks_of_it = sights[at], sights[at].size
        title = sight.title
        after = blocks[at + 1] if at + 1 < len(blocks) else None
        if (
            after
            and sight.size == 1
            and "opens" not in sight.signs
            and "listed" not in sight.signs
            and after.mark is Mark.TEXT
        ):
            further = at + 2 < len(blocks) and opens(blocks[at + 2])
            if (
                further
                and not _SENTENCE.search(after.text)
                and len(after.text) < 120
                and at + 1 not in found
                and not blocks[at].alone
            ):
                title, blocks_of_it = f"{title} {after.text}", 2
        made.append(Heading(at, sight.number, title, blocks_of_it))
    return made
