"""What a preview remembers of the library it made last, so that the next one takes up only what changed.

Nothing here is believed because it was said to be unchanged: what was made of a document is made of the same document
in the same surroundings, and both are compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from builder.diagnostics import Finding
from builder.library.references import Tables
from builder.library.shelves import Shelves
from builder.model.documents import Document, number_key
from builder.model.linked import Case, File, Links, Meeting, Vocabulary
from builder.model.values import Kind

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True)
class CaseMade:
    """A case before others' relations to it are known, what it was made of, and what is wrong with it."""

    document: Document
    files: tuple[File, ...]
    case: Case
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Linked:
    """Where a document's text leads, what it was worked out from, and what is wrong with it.

    Args:
        document: the document.
        files: the files of its folder, by name.
        number: its own number's key.
        links: where the text leads.
        reached: the paths of all that it leads to by reference or number.
        findings: what points nowhere.
    """

    document: Document
    files: Mapping[str, str]
    number: str
    links: Links
    reached: frozenset[str]
    findings: tuple[Finding, ...]


@dataclass
class Memory:
    """The library that was made last, in parts. A new one remembers nothing.

    Args:
        cases: what was made of each case, by its path below content/.
        links: likewise for the text of every document.
        meetings: every meeting and what it was made of, by its key.
    """

    cases: dict[str, CaseMade] = field(default_factory=dict)
    links: dict[str, Linked] = field(default_factory=dict)
    meetings: dict[tuple[str, str, int], tuple[Any, Meeting]] = field(default_factory=dict)
    _around: Any = None
    _tables: Tables | None = None
    _stale_paths: frozenset[str] = frozenset()
    _stale_numbers: frozenset[str] = frozenset()

    def enter(self, shelves: Shelves, *around: object) -> None:
        """Forget everything where anything but the cases' own files is not as it was."""
        others = tuple(tuple(shelves.by_kind[kind].items()) for kind in Kind if kind is not Kind.CASE)
        stones = tuple((each.path, each.source) for each in shelves.tombstones)
        refs = tuple((ref, shelves.paths[each.place.path]) for ref, each in shelves.by_kind[Kind.CASE].items())
        now = (others, stones, refs, frozenset(shelves.tables.hidden), around)
        if now != self._around:
            self._around, self._tables = now, None
            self.cases.clear()
            self.links.clear()
            self.meetings.clear()

    def case(self, document: Document, files: tuple[File, ...]) -> CaseMade | None:
        """What was made of a case, if it would be made again."""
        known = self.cases.get(document.place.path)
        return known if known and known.document is document and known.files == files else None

    def compare(self, tables: Tables) -> None:
        """See which targets and numbers mean something else now; forget all links where names do."""
        before, self._tables = self._tables, tables
        if before is None or before.names != tables.names:
            self.links.clear()
            return
        moved = _changed(before.targets, tables.targets)
        ends = (table.get(key) for key in moved for table in (before.targets, tables.targets))
        paths = {end.path.partition("#")[0] for end in ends if end}
        self._stale_paths = frozenset(paths | _changed(before.headings, tables.headings))
        numbers = _changed(before.numbers, tables.numbers) | _changed(before.documents, tables.documents)
        self._stale_numbers = frozenset(number for _, number in numbers)

    def linked(self, document: Document, files: Mapping[str, str], number: str) -> Linked | None:
        """Where a document's text leads, if nothing it leads to, or may lead to, has changed."""
        known = self.links.get(document.place.path)
        if known is None or known.document is not document or known.files != files or known.number != number:
            return None
        if not self._stale_paths.isdisjoint(known.reached):
            return None
        if self._stale_numbers and not self._stale_numbers.isdisjoint(_numbers(document)):
            return None
        return known


def says_the_same(old: Document, new: Document, vocabulary: Vocabulary) -> bool:
    """Whether only the wording of a file changed, so that no page but its own can tell the difference.

    Its record, its headings and what it links to are the same, and the words and numbers that came or went mean nothing
    in the archive.

    Args:
        old: the file as the library knows it.
        new: the file as it is.
        vocabulary: what the archive's texts can mention.
    """
    if replace(old, numbers=(), words="", body="") != replace(new, numbers=(), words="", body=""):
        return False
    words = set(old.words.split()) ^ set(new.words.split())
    numbers = set(old.numbers) ^ set(new.numbers)
    return bool(old.body and new.body) and words.isdisjoint(vocabulary.words) and numbers.isdisjoint(vocabulary.numbers)


def _changed(before: Mapping[K, V], now: Mapping[K, V]) -> set[K]:
    """The keys under which two tables do not hold the same."""
    return {key for key in before.keys() | now.keys() if before.get(key) != now.get(key)}


def _numbers(document: Document) -> Iterator[str]:
    """The keys of all numbers that a document may name."""
    yield from document.numbers
    yield from (number_key(wanted.partition("#")[0]) for wanted in document.wanted)
