"""The contents of a document: which lines they are, and whether two titles are one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from builder.importers.grammar.blocks import Block
from builder.importers.grammar.openings import opens
from builder.importers.grammar.vocabulary import AGENDA, CLOSED_PART, CONTENTS, fold
from builder.importers.lines import Mark

POINT = re.compile(
    r"(?:Åbent\s+|Lukket\s+)?(?:punkt|pkt\.?|sag|dagsordenspunkt|ad\.?)\s*(?:nr\.?\s*)?(?P<number>\d{1,4}\s?[a-z]?)\s*"
    r"(?:[.:–-]|\s(?=[A-ZÆØÅ\"']))\s*(?P<title>\S.*)",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"(?P<number>\d{1,4}[a-z]?)\s*[.:)–-]?\s+(?P<title>[\"'”’»(#]*[A-ZÆØÅ0-9].*)")
_LEADERS = re.compile(r"\s*(?:\.{2,}|…+|(?:\.\s){2,}|_{2,}|·{2,}|\t|\s{3,})[\s.…_·]*\d{0,4}\s*$|(?<=\D)\s+\d{1,4}$")
LONGEST_TITLE = 320
_ALIKE = 0.82  # how much two spellings of one title have in common


def title_key(text: str) -> str:
    """A title in the form in which two spellings of it are compared: without number, marks and closing words."""
    bare = re.sub(r"\((?:b|o|d|i|l|h|åbent?|lukket)\)|#", " ", text, flags=re.IGNORECASE)
    bare = re.sub(
        r"^(?:lukket|åbent)?\s*(?:punkt|sag|pkt\.?)?\s*(?:nr\.?)?\s*\d{0,4}[a-z]?\s*[.:)–-]+\s*",
        "",
        bare.strip(),
        flags=re.IGNORECASE,
    )
    bare = re.sub(r"\blukket(?: punkt| sag)?\b", " ", bare, flags=re.IGNORECASE)
    return fold(bare) or fold(text)


def alike(one: str, other: str) -> bool:
    """Whether two titles, as `title_key` has them, are one."""
    if not one or not other:
        return False
    if one == other or (min(len(one), len(other)) > 25 and (one.startswith(other) or other.startswith(one))):
        return True
    shorter, longer = sorted((len(one), len(other)))
    if 2 * shorter < _ALIKE * (shorter + longer) or set(one.split()).isdisjoint(other.split()):
        return False  # most pairs are told apart so, in a hundredth of the time
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def without_page(text: str) -> str:
    """A title of the contents without dots and the number of its page."""
    cells = [cell.strip() for cell in text.split("|")] if text.startswith("|") else [text]
    return _LEADERS.sub("", "   ".join(filter(None, cells))).strip()


def entry_of(text: str) -> tuple[str, str]:
    """The number and the key of a title in the contents."""
    bare = without_page(text)
    if found := POINT.fullmatch(bare) or NUMBERED.fullmatch(bare):
        return found["number"], title_key(found["title"])
    return "", title_key(bare)


def contents(blocks: Sequence[Block]) -> tuple[int, int]:
    """The contents, their heading with them; (0, 0) where there are none.

    They end where a block is no title with a page's number, or where the first of their titles comes again.
    """
    for at, block in enumerate(blocks[:200]):
        if fold(_LEADERS.sub("", block.text)) not in CONTENTS or block.mark is Mark.ROW:
            continue
        end = at + 1
        while end < len(blocks) and _LEADERS.search(blocks[end].text) and not opens(blocks[end]):
            end += 1
        if end > at + 1:
            # Titles that were broken over two lines stand among those with a number behind them.
            while (
                end + 1 < len(blocks)
                and not opens(blocks[end])
                and _LEADERS.search(blocks[end + 1].text)
                and not opens(blocks[end + 1])
            ):
                end += 2
            # A title may end with a number that is no page's; the contents then go on below it.
            return max((at, end), _repeated(blocks, at), key=lambda each: each[1])
        if (repeated := _repeated(blocks, at)) != (0, 0):
            return repeated
    # Without a heading: lines with dotted leaders, one after the other.
    dotted = [
        at for at, block in enumerate(blocks[:300]) if re.search(r"(?:\.{4,}|…{2,}|(?:\. ){4,})\s*\d{1,4}$", block.text)
    ]
    if len(dotted) >= 2:
        return dotted[0], dotted[-1] + 1
    return 0, 0


def _repeated(blocks: Sequence[Block], at: int) -> tuple[int, int]:
    """The contents where no page's numbers stand in them: titles that all come again below."""
    keys = [entry_of(block.text)[1] for block in blocks]
    end = at + 1
    while end < len(blocks) and keys[end] and not opens(blocks[end]):
        if end + 1 < len(blocks) and keys[end] in CONTENTS | CLOSED_PART | AGENDA and end > at + 1:
            end += 1  # the contents of another part of the agenda
            continue
        later = range(end + 1, len(blocks))
        if not any(alike(keys[end], keys[below]) for below in later if len(blocks[below].text) < LONGEST_TITLE):
            break
        if any(alike(keys[end], keys[above]) for above in range(at + 1, end)):
            break
        end += 1
    return (at, end) if end > at + 1 else (0, 0)
