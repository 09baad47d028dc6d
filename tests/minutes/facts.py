"""Facts as files say them: `[line, what, value]`, of the meeting or of one of its items.

A fact is one value. A map gives several facts of one thing: a handling with its body, date and outcome is three.

    document: 003.txt                                   a sample, or a file of the real ones
    options: [--authority, region]                      what the import is told
    meeting:
    - [5, start, "08:30"]                               the line, what, how it is
    - [9, never, Indholdsfortegnelse]                   words that are in no file that was written
    items:
    - title: Ny cykelsti
      line: 19
      home: case                                        or `meeting`, for what is of the meeting itself; or `any`
      facts:
      - [21, case_number, 24/1234]
      - [33, amount, {amount: 5000, for: maling, times: 1, no: per}]
      - [93, handling, {body: VPU, date: 2025-09-23, outcome: approved, phrase: Godkendt., no: votes}]
      - [95, no, attachments]                           what the document does not say

`outcome` is all that the words say, in any order, `decides` the first of them, or one of those. `begins`, `says` and
`ends` are words of a decision; `first` and `last` those of a section. `alone` is a block, often a heading within a
section; `joined` stands within one block, whatever page ended there; `list` is one list of that length. `times` is how
often that sum may be among the amounts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

OF_MEETING = {
    *("authority", "body", "date", "start", "end", "place", "state", "kind", "present", "absent", "attendance"),
    *("count", "no", "never", "ocr"),
}
OF_ITEM = {
    *("title", "number", "case_number", "kle", "access", "route", "recommended_by", "clauses", "clause", "handling"),
    *("amount", "attachment", "sections", "section", "list", "joined", "alone", "says", "never", "no", "count", "role"),
    *("absent", "recused", "not_participating"),
}
HOMES = {"case", "meeting", "any"}  # a closed item may stay in the meeting
# Keys whose value stands in the document as it is, at the line that the fact names or on the few below it.
VERBATIM = {"title", "case_number", "kle", "place", "clause", "alone", "name", "document", "phrase", "first", "begins"}
FURTHER = {"last", "ends", "says", "joined"}  # ... or anywhere below it
REACH = 14
_SIGNS = str.maketrans({**dict.fromkeys('“”„»«"’‘´`′', "'"), **dict.fromkeys("‐‑–—", "-"), "\xa0": " ", "\xad": None})


@dataclass(frozen=True)
class Fact:
    """One thing that is so.

    Args:
        line: of the document, from 1.
        item: the title of the agenda's item; empty for the meeting.
        what: what it is about: `start`, `handling`, `amount`.
        key: within that, `handling.outcome` as `outcome`; empty where there is nothing within.
        value: as it is expected: text, a number, a list.
        group: the facts of one thing bear one number.
        thing: all that is said of that thing, by key.
    """

    line: int
    item: str
    what: str
    key: str
    value: Any
    group: int
    thing: Mapping[str, Any]

    def __str__(self) -> str:
        """As a failing test shows it."""
        where = f"»{self.item}«: " if self.item else ""
        known = [str(self.thing[key]) for key in NAMING if key in self.thing and key != self.key]
        of = f" ({', '.join(known)})" if known else ""
        return f"line {self.line}: {where}{self.what}{'.' * bool(self.key)}{self.key} = {self.value!r}{of}"


NAMING = ("body", "date", "amount", "title", "name", "heading")


@dataclass(frozen=True)
class Facts:
    """All that is known of one document.

    Args:
        document: its file's name.
        facts: all of them, in the order of the file.
        homes: by title, whether the item is a `case` or stays in the `meeting`; `any` for one that may be either.
        options: what `beslut import` must be told of it.
    """

    document: str
    facts: tuple[Fact, ...]
    homes: Mapping[str, str]
    options: tuple[str, ...] = ()


class Misread(Exception):
    """A file of facts that says what nobody can check."""


def load(path: Path) -> Facts:
    """Read a file of facts.

    Raises:
        Misread: where it names something that is not known, or a line is missing.
    """
    said = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
    found, homes = [], {}
    groups = iter(range(100_000))
    for entry in said.get("meeting") or ():
        found += _several(path, entry, "", OF_MEETING, next(groups))
    for item in said.get("items") or ():
        title = str(item["title"])
        if title in homes or item["home"] not in HOMES:
            raise Misread(f"{path.name}: {title}")
        homes[title] = item["home"]
        found += _several(path, [item["line"], "title", title], title, OF_ITEM, next(groups))
        for entry in item.get("facts") or ():
            found += _several(path, entry, title, OF_ITEM, next(groups))
    return Facts(said["document"], tuple(found), homes, tuple(said.get("options") or ()))


def _several(path: Path, entry: Any, item: str, known: set[str], group: int) -> Iterator[Fact]:
    try:
        line, what, value = entry
        number = int(line)
    except (TypeError, ValueError):
        raise Misread(f"{path.name}: {entry!r} is not [line, what, value]") from None
    if what not in known or number < 1:
        raise Misread(f"{path.name}: {entry!r}: {what} is not known")
    if not isinstance(value, Mapping):
        yield Fact(number, item, what, "", value, group, {})
        return
    flat = dict(_flat(value))
    for key, each in flat.items():
        yield Fact(number, item, what, key, each, group, flat)


def _flat(value: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """`votes: {against: [O]}` as `votes.against: [O]`."""
    for key, each in value.items():
        if isinstance(each, Mapping):
            yield from _flat(each, f"{before}{key}.")
        else:
            yield before + key, each


def plain(text: str) -> str:
    """Words without what differs by writing alone: quotes, dashes, white space, capitals, Markdown's marks."""
    text = unicodedata.normalize("NFC", text.translate(_SIGNS))
    text = re.sub(r"\[\[(?:[^]|]*\|)?([^]]*)\]\]", r"\1", text)
    text = re.sub(r"\\([^\w\s])", r"\1", text).replace("**", "")
    return " ".join(text.split()).casefold()


def squeezed(text: str) -> str:
    """Words without any white space or hyphen, since a line may end within any of them."""
    return re.sub(r"[\s-]", "", plain(text))


def misplaced(facts: Facts, lines: list[str]) -> list[str]:
    """The facts whose words do not stand where they say that they were read."""
    wrong = []
    for fact in facts.facts:
        if fact.line > len(lines):
            wrong.append(f"{fact} is below the end")
        name = fact.key.rpartition(".")[2] or fact.what
        if fact.what in {"never", "no", "handling"} and name not in VERBATIM | FURTHER:
            continue
        reach = REACH if name in VERBATIM else len(lines) if name in FURTHER else 0
        if not reach or not isinstance(fact.value, str):
            continue
        there = squeezed(" ".join(lines[fact.line - 1 : fact.line - 1 + reach]))
        # The foot of a page may stand within a sentence, a number within a title; the words are there all the same.
        parts = fact.value.split() if fact.what in {"attachment", "joined"} else [fact.value]
        if squeezed(fact.value) not in there and (len(parts) < 2 or any(squeezed(part) not in there for part in parts)):
            wrong.append(f"{fact} does not stand there")
    return wrong
