"""The sections of a case's text: which there are, how each begins and ends, how many clauses a recommendation has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from minutes.facts import plain
from minutes.written import Block

SUMMARIES = {
    "resume",
    "resumé",
    "sagsresume",
    "sagsresumé",
    "sagens kerne",
    "beslutningstema",
}  # may be the case's `summary` instead
RECOMMENDATIONS = ("indstilling", "forslag", "beslutningspunkter")
_CLAUSE = re.compile(r"(?:\d+[.)]\s*|[a-z][.)]\s*)?at\b")


@dataclass(frozen=True)
class Section:
    """What is expected of a section: that there is one (`heading`), its `first` or its `last` words."""

    key: str
    value: str


def sections(blocks: Sequence[Block], expected: Sequence[str], summary: str) -> str:
    """Why the headings of a file are not those; empty where they are. A summary may be said elsewhere."""
    there = [each.text for each in blocks if each.kind == "heading" and each.level == 2]
    wanted = [plain(each) for each in expected]
    if summary:
        wanted = [each for each in wanted if each in there or each not in SUMMARIES]
    return "" if there == wanted else f": is {there}"


def section(blocks: Sequence[Block], heading: str, wanted: Section, summary: str) -> str:
    """Why the section below a heading is not as expected; empty where it is."""
    own = plain(heading)
    starts = [at for at, each in enumerate(blocks) if each.kind == "heading" and each.level == 2 and each.text == own]
    if starts:
        start = starts[0] + 1
        ends = [at for at, each in enumerate(blocks) if at >= start and each.kind == "heading" and each.level <= 2]
        words = " ".join(each.text for each in blocks[start : min(ends, default=len(blocks))])
    elif own in SUMMARIES and summary:
        words = plain(summary)
    else:
        return ": no such section"
    text = plain(wanted.value)
    if wanted.key == "heading" or (wanted.key == "first" and words.startswith(text)):
        return ""
    if wanted.key == "last" and words.rstrip(" .").endswith(text.rstrip(" .")):
        return ""
    return f": is »{words[:50]} … {words[-50:]}«"


def clauses(blocks: Sequence[Block]) -> int:
    """How many clauses the recommendation has: paragraphs or entries that begin with `at`, or entries, or one."""
    within, found = False, []
    for each in blocks:
        if each.kind == "heading" and each.level <= 2:
            within = any(name in each.text for name in RECOMMENDATIONS)
        elif within and each.kind != "heading":
            found.append(each)
    begun = sum(bool(_CLAUSE.match(each.text)) for each in found)
    entries = sum(each.kind == "entry" for each in found)
    return begun or entries or int(bool(found))
