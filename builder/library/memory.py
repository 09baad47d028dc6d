"""What a preview remembers of the library it made last, so that the next one takes up only what changed.

Nothing here is believed because it was said to be unchanged: what was made of a document is made of the same document
in the same surroundings, and both are compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from builder.diagnostics import Finding
from builder.library.references import Tables
from builder.library.shelves import Shelves
from builder.model.documents import Document, number_key
from builder.model.linked import Case, File, Links, Meeting, Target, Vocabulary
from builder.model.values import Kind

T = TypeVar("T")
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
        files: the files that it publishes.
        links: where the text leads.
        reached: the paths of all that it leads to by reference or number.
        mentioned: those of them whose pages say so.
        findings: what points nowhere.
    """

    document: Document
    files: tuple[File, ...]
    links: Links
    reached: frozenset[str]
    mentioned: frozenset[str]
    findings: tuple[Finding, ...]


@dataclass
class Memory:
    """The library that was made last, in parts. A new one remembers nothing.

    Args:
        cases: what was made of each case, by its path below content/.
        links: likewise for the text of every document.
        mentions: for each path what mentions it, by the file that does.
        meetings: every meeting and what it was made of, by its key.
    """

    cases: dict[str, CaseMade] = field(default_factory=dict)
    links: dict[str, Linked] = field(default_factory=dict)
    mentions: dict[str, dict[str, Target]] = field(default_factory=lambda: defaultdict(dict))
    meetings: dict[tuple[str, str, int], tuple[Any, Meeting]] = field(default_factory=dict)
    _wholes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
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
            self._forget_links()
            self.meetings.clear()
            self._wholes.clear()

    def once(self, name: str, inputs: Any, make: Callable[[], T]) -> T:
        """What was made last under a name, if it was made of the same and all else is as it was; else it is made."""
        known = self._wholes.get(name)
        if known is None or known[0] != inputs:
            known = self._wholes[name] = inputs, make()
        made: T = known[1]
        return made

    def case(self, document: Document, files: tuple[File, ...]) -> CaseMade | None:
        """What was made of a case, if it would be made again."""
        known = self.cases.get(document.place.path)
        return known if known and known.document is document and known.files == files else None

    def compare(self, tables: Tables) -> None:
        """See which targets and numbers mean something else now; forget all links where names do."""
        before, self._tables = self._tables, tables
        if before is None or before.names != tables.names:
            self._forget_links()
            return
        moved = _changed(before.targets, tables.targets)
        ends = (table.get(key) for key in moved for table in (before.targets, tables.targets))
        paths = {end.path.partition("#")[0] for end in ends if end}
        self._stale_paths = frozenset(paths | _changed(before.headings, tables.headings))
        numbers = _changed(before.numbers, tables.numbers) | _changed(before.documents, tables.documents)
        self._stale_numbers = frozenset(number for _, number in numbers)

    def unlinked(self, documents: Mapping[str, tuple[Document, tuple[File, ...]]]) -> list[str]:
        """Those of all documents, with their published files, of which it must be worked out where their text leads."""
        found = []
        for path, (document, files) in documents.items():
            known = self.links.get(path)
            if (
                known is None
                or known.document is not document
                or known.files != files
                or not (
                    self._stale_paths.isdisjoint(known.reached) and self._stale_numbers.isdisjoint(_numbers(document))
                )
            ):
                found.append(path)
        return found

    def note(self, path: str, made: Linked, target: Target) -> None:
        """Note where the text of a document leads, which is itself found at a target."""
        known = self.links.get(path)
        for each in known.mentioned if known else ():
            del self.mentions[each][path]
        for each in made.mentioned:
            self.mentions[each][path] = target
        self.links[path] = made

    def _forget_links(self) -> None:
        self.links.clear()
        self.mentions.clear()


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


def _numbers(document: Document) -> tuple[str, ...]:
    """The keys of all numbers that a document may name."""
    if not document.wanted:
        return document.numbers
    return document.numbers + tuple(number_key(wanted.partition("#")[0]) for wanted in document.wanted)
