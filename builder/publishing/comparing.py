"""A site that is about to be published beside the one that is: what answers no more, what was said otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from builder.diagnostics import Finding, finding
from builder.library.addresses import file_name, named_address
from builder.library.public import unpublished
from builder.model.documents import Document
from builder.model.linked import Case
from builder.model.parts import ALL_OPEN
from builder.model.records import Case as CaseRecord
from builder.model.records import Entry
from builder.publishing.manifest import Published, PublishedCase, Shown, shown, told_handlings
from builder.rendering import Planned


class Fate(StrEnum):
    """What became of an address that was published."""

    MOVED = "moved"  # it leads on
    RETRACTED = "retracted"  # it says that the page was taken down
    WITHDRAWN = "withdrawn"  # it is silent on purpose: its name, or its file, is not to be public any more
    LOST = "lost"


@dataclass(frozen=True)
class Gone:
    """A published address at which its page stands no more.

    Args:
        path: the address.
        fate: what became of it.
        to: where it leads, or the page that says what happened; "" where there is none.
        source: the file of `content/` in which a lost one is to be mended, or "".
        field: the key of that file that it is about, or "".
    """

    path: str
    fate: Fate
    to: str = ""
    source: str = ""
    field: str = ""


@dataclass(frozen=True)
class Reworded:
    """A case of which a published handling was changed or taken out.

    Args:
        case: as it is now.
        fields: the handlings, as fields of its file; `handlings` where one is there no more.
        corrected: whether it states more corrections than it did.
    """

    case: Case
    fields: tuple[str, ...]
    corrected: bool


@dataclass(frozen=True)
class Comparison:
    """A planned site and a published one.

    Args:
        planned: the site that is about to be published.
        documents: what it was made of, and what is not public of it.
        published: the site that is published.
    """

    planned: Planned
    documents: Sequence[Document]
    published: Published

    @cached_property
    def shown(self) -> dict[str, Shown]:
        """What the planned site has that has a name of its own, by address."""
        return shown(self.planned)

    @cached_property
    def stands(self) -> frozenset[str]:
        """Every address that the planned site answers at."""
        return frozenset({*(page.path for page in self.planned.pages), *(path for path, _ in self.planned.files)})

    def findings(self) -> Iterator[Finding]:
        """What must not be published as it is, and what asks for a correction."""
        for each in self.gone():
            if each.fate is Fate.LOST:
                yield finding("lost-url", each.source, each.field, address=each.path)
        today = self.planned.library.now.date().isoformat()
        for reworded in self.reworded():
            for field in () if reworded.corrected else reworded.fields:
                yield finding("correction-missing", reworded.case.document.place.path, field, today=today)

    def gone(self) -> Iterator[Gone]:
        """Every promised address that has become another thing than it was, in order."""
        published = self.published
        for path in sorted(published.promises):
            answers = next((each for each in (path, path + "/") if each in self.stands), None)
            if answers is None:
                yield self._silent(path)
            elif answers in self._aliases and path not in published.aliases:
                yield Gone(path, Fate.MOVED, self._aliases[answers][0])
            elif answers in self._stones and path not in published.retracted:
                yield Gone(path, Fate.RETRACTED, answers)

    def _silent(self, path: str) -> Gone:
        """Why nothing answers at an address any more."""
        page = self.published.aliases.get(path, path)
        if page in self._withheld:
            return Gone(path, Fate.WITHDRAWN)
        holder = path.rstrip("/").rpartition("/")[0] + "/"  # of an attachment, its case
        if holder in self.published.cases:
            if holder in self._stones:
                return Gone(path, Fate.RETRACTED, holder)
            if holder in self._withheld or holder in self._shut:
                return Gone(path, Fate.WITHDRAWN)
        return Gone(path, Fate.LOST, "", *self._to_mend(path, holder))

    def _to_mend(self, path: str, holder: str) -> tuple[str, str]:
        """The file that has to do with a lost address, and the key in it; both "" where no file is known to."""
        if led := self.published.aliases.get(path, "").partition("#")[0]:
            return self._of_page(led, "aliases")
        if holder in self.published.cases:
            return self._of_page(holder, "attachments")
        return self._of_page(path, "")

    def _of_page(self, path: str, field: str) -> tuple[str, str]:
        """The same of the page at an address; `field` is the key where the page stands there as it did."""
        known = self.published.cases.get(path)
        if path in self._hidden:
            return self._hidden[path]
        if path in self.shown or path in self._stones:
            return self._stones.get(path) or self.shown[path].source, field
        if path in self._aliases:
            return self._aliases[path][1], "aliases"
        if known and known.id in self._by_id:
            return self._by_id[known.id].document.place.path, "aliases"
        return "", ""

    def reworded(self) -> Iterator[Reworded]:
        """The cases of which a published handling was changed or taken out, where they may state a correction."""
        today = self.planned.library.now.date()
        for path, before in self.published.cases.items():
            case = self._now(path, before)
            if case is None or not _is_presented(case):
                continue
            if fields := _changed(before.handlings, tuple(told_handlings(case, today))):
                yield Reworded(case, fields, len(case.facts.corrections) > before.corrections)

    def _now(self, path: str, before: PublishedCase) -> Case | None:
        """A published case as it is now: under its id, else where it stood, else where that leads."""
        moved = self._aliases.get(path, ("", ""))[0]
        return self._by_id.get(before.id) or self._by_path.get(path) or self._by_path.get(moved)

    @cached_property
    def _by_id(self) -> dict[str, Case]:
        return {case.id: case for case in self.planned.library.cases.values()}

    @cached_property
    def _by_path(self) -> dict[str, Case]:
        return {case.path: case for case in self.planned.library.cases.values()}

    @cached_property
    def _aliases(self) -> dict[str, tuple[str, str]]:
        """Where each address that leads on leads to, and the file that says so."""
        return {old: (new, source) for old, new, source in self.planned.library.aliases}

    @cached_property
    def _stones(self) -> dict[str, str]:
        """The addresses of pages that were taken down, and the file of each."""
        return {stone.path: stone.source for stone in self.planned.library.tombstones}

    @cached_property
    def _hidden(self) -> dict[str, tuple[str, str]]:
        """The addresses of drafts and of what is not to be published yet: the file, and the key that says so."""
        why = unpublished(self.documents, self.planned.library.now)
        return {
            self._named(each): (each.place.path, "publish" if why[each.place.path].until else "draft")
            for each in self.documents
            if each.place.path in why
        }

    @cached_property
    def _withheld(self) -> frozenset[str]:
        """The addresses at which nothing is to tell that anything was there."""
        found = {self._named(each) for each in self.documents if _is_unnamed(each.record)}
        for case in self.planned.library.cases.values():
            found |= {case.path + file_name(name) for name in case.document.withheld}
        return frozenset(found)

    @cached_property
    def _shut(self) -> frozenset[str]:
        """The cases that show none of their attachments."""
        return frozenset(case.path for case in self.planned.library.cases.values() if not _is_presented(case))

    def _named(self, document: Document) -> str:
        return named_address(document.place, self.planned.library.bodies, self.planned.urls)


def _is_unnamed(record: Any) -> bool:
    """Whether the name of a file is not to be public either, and its address with it."""
    if not isinstance(record, Entry):
        return False
    access = getattr(record, "access", None) if isinstance(record, CaseRecord) else None
    return bool(record.retracted and record.retracted.purge) or not (access or ALL_OPEN).shows("title")


def _is_presented(case: Case) -> bool:
    """Whether the case shows more than its handlings, corrections among it."""
    access = case.facts.access or ALL_OPEN
    return access.shows("title") and access.shows("presentation")


def _changed(before: Sequence[frozenset[str]], now: Sequence[tuple[str, frozenset[str]]]) -> tuple[str, ...]:
    """The handlings that say otherwise, or no more, what was published of them.

    One that says all that was published, and perhaps more, is as it was, wherever it stands: each published handling
    is paired with one of those, and what is left over was changed.
    """
    owners: dict[int, int] = {}  # the published handling that each of now was paired with

    def pair(old: int, tried: set[int]) -> bool:
        for new, (_, facts) in enumerate(now):
            if new not in tried and before[old] <= facts:
                tried.add(new)
                if new not in owners or pair(owners[new], tried):
                    owners[new] = old
                    return True
        return False

    left = [old for old in range(len(before)) if not pair(old, set())]
    fields: dict[str, None] = {}
    for old in left:
        free = [new for new in range(len(now)) if new not in owners]
        nearest = max(free, key=lambda new: len(before[old] & now[new][1]), default=None)
        if nearest is not None:
            owners[nearest] = old
        fields["handlings" if nearest is None else now[nearest][0]] = None
    return tuple(fields)
