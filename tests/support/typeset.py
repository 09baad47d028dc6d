"""Minutes of a text file as a secretary would set them: titles as headings, lists as lists, paragraphs whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from minutes.facts import Facts, plain, squeezed

from support.office import document, entries, heading, paragraph, table

_ENTRY = re.compile(r"(?:[-•*\uf0b7]|e(?=\s[a-zæøå]))\s+(.*)")  # `e` is what a scan makes of a dot
# A line of its own, however full the one before: a number, a clause of a recommendation, a label of the head.
_OWN = re.compile(r"\d{1,2}(?:[.)]\s|\s?-\s)|[a-z]\)\s|at\s|[A-ZÆØÅ][\w /-]{2,25}:")
_APART = re.compile(r"(?<!:)\s{3,}")  # what stands beside one another in the head
_CONTENTS = re.compile(r"Pkt\.|\d+")  # how a row of a table of contents begins
_LEADER = re.compile(r"\.{4,}")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-$")
_ARTEFACT = re.compile(r"\?(?=[A-ZÆØÅ])|(?<=[.])\?$")  # of the copy to text; nobody wrote it
_OF_THE_PAGE = re.compile(r"(?:side\s*)?\d{1,3}(?:\s*af(?:\s*\d+)?)?", re.IGNORECASE)
_WRAPPED = 115  # letters; text with longer lines has a line for each paragraph
_RUNNING = re.compile(r"\S.*?\s{8,}(?:[\d.\- ]+|Side \d+.*)")  # a name to the left, a date or a page to the right
_AUTHORITY = re.compile(r"Region \w+|\w+ Kommune.*")
_SHORTEST_HEADER = 12  # letters
_FULL = 62  # letters; a line of fewer was ended by who wrote it
_LINES_OF_A_TITLE = 4


@dataclass(frozen=True)
class _Block:
    """A heading of a level, an entry of a list (`-`), a row of a table (`|`) with tabs between cells, a paragraph."""

    kind: str
    text: str


def typeset(path: Path, facts: Facts) -> str:
    """A flat OpenDocument text of minutes, with a header, a footer and pages that are numbered.

    Args:
        path: the text file.
        facts: which of its lines are titles, and which words head a section.
    """
    made: list[str] = []
    for kind, several in groupby(_blocks(path, facts), key=lambda block: block.kind):
        texts = [block.text for block in several if block.text]
        if kind == "-":
            made.append(entries(*texts))
        elif kind == "|":
            made.append(table(*(tuple(text.split("\t")) for text in texts)))
        else:
            made += [heading(text, int(kind)) if kind else paragraph(text) for text in texts]
    return document(*made, header="Journal for arkivet", footer="Side # af ##")


def _blocks(path: Path, facts: Facts) -> Iterator[_Block]:
    numbers, lines = zip(*_meant(path.read_text("utf-8")), strict=True)
    titles = {
        numbers.index(fact.line): _end_of_title(lines, numbers.index(fact.line), str(fact.value))
        for fact in facts.facts
        if fact.what == "title"
    }
    heads = {plain(head) for fact in facts.facts if fact.what == "sections" for head in fact.value}
    wrapped = max(len(line) for line in lines) < _WRAPPED
    at, open_ = 0, _Block("", "")
    while at < len(lines):
        line, last = lines[at], at
        if at in titles or plain(line).rstrip(":") in heads:
            last = titles.get(at, at)
            yield open_
            yield _Block("1" if at in titles else "2", " ".join(filter(None, lines[at : last + 1])))
            open_ = _Block("", "")
        elif line:
            found = _ENTRY.match(line)
            before, gap = _before(lines, at), not lines[at - 1]
            if "\t" in line:
                yield open_
                open_ = _Block("|", line)
            elif open_.text and not found and _goes_on(before, line, gap=gap, wrapped=wrapped):
                open_ = _Block(open_.kind, _HYPHEN.sub("", open_.text) + " " * (not _HYPHEN.search(open_.text)) + line)
            else:
                yield open_
                open_ = _Block("-", found[1]) if found else _Block("", line)
        at = last + 1
    yield open_


def _before(lines: Sequence[str], at: int) -> str:
    return next((line for line in reversed(lines[:at]) if line), "")


def _goes_on(before: str, line: str, *, gap: bool, wrapped: bool) -> bool:
    """Whether a line goes on with the paragraph of the one before: that was full, or its page ended."""
    if gap and before.endswith(",") and len(before) > _FULL:
        return not _OWN.match(line)
    if _HYPHEN.search(before) or (gap and line[:1].islower() and before[-1:].isalpha() and not _OWN.match(line)):
        return True
    if not wrapped or len(before) < _FULL or _OWN.match(line) or before.endswith(":") or "...." in before + line:
        return False
    return not gap or line[:1].islower() or not before.rstrip("\"”’'").endswith((".", ";", "?", "!"))


def _end_of_title(lines: Sequence[str], at: int, title: str) -> int:
    """The last line of a title that may be broken into several."""
    for last in range(at, min(at + _LINES_OF_A_TITLE, len(lines))):
        if squeezed(title) in squeezed(" ".join(lines[at : last + 1])):
            return last
    return at


def _meant(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their numbers, as they were written: none of the page, what stands side by side apart."""
    lines = text.split("\n")
    often = Counter(re.sub(r"\d", "", line.strip()) for line in lines if len(line) > _SHORTEST_HEADER)
    seen: set[str] = set()
    after_page = False
    for number, line in enumerate(lines, 1):
        bare = re.sub(r":\s+", ": ", line.strip())
        if "\f" in line or _OF_THE_PAGE.fullmatch(bare) or _RUNNING.fullmatch(bare):
            after_page = True
            yield number, ""
        elif often[re.sub(r"\d", "", bare)] > 1 and (after_page or (_AUTHORITY.fullmatch(bare) and bare in seen)):
            yield number, ""
        else:
            after_page = after_page and not bare
            seen.add(bare)
            cells = _APART.split(bare)
            if len(cells) > 2 and _CONTENTS.fullmatch(cells[0]):
                cells = ["\t".join(cells)]
            yield from ((number, _LEADER.sub("....", _ARTEFACT.sub("", each))) for each in cells)
