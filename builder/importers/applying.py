"""Drafts to files, one after the other as they come; only what was imported is kept in mind."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from builder import schema, sources
from builder.diagnostics import Finding, Severity, finding
from builder.importers import merging, sections
from builder.importers.captions import worded
from builder.importers.drafts import Draft, Trouble
from builder.importers.entries import UnknownKey, digest, known, plain
from builder.importers.imported import Known
from builder.importers.merging import Clash
from builder.importers.remarks import moved, remarked
from builder.importers.shelf import Shelf, Unusable
from builder.model.keys import keys_of
from builder.model.records import RECORDS
from builder.model.values import Kind
from builder.parse import is_guarded
from builder.schema.amend import amend, compose, hand, says
from builder.schema.marked import BREAK, Unsafe, mark
from builder.schema.writing import meaning


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


ODD = _("the file is right, but written in a way that cannot be changed without touching more; change it by hand")
NO_PLACE = _("no file of this kind can lie there; the import that gives this path is wrong")
NO_KEY = _("the source gives “{key}”, a key that no file of this kind has; the import that gives it is wrong")
TWICE = _("{source} gives this file twice; only the first was taken")
UNWRITABLE = _("what the source gives cannot be written so that it is read again; write the file by hand")
# What the machine says of a name that it cannot have; all else that it says is about more than one file.
_OF_THE_NAME = {errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ, errno.ENOTDIR, errno.EISDIR}


@dataclass(frozen=True)
class Conflict:
    """A value that stays though the source has another.

    Args:
        path: the file.
        source: what gives the other.
        clash: which value, and what both say.
        field: the key under the name that the file gives it.
        line: where it stands in the file, from 1; 0 for a section of the text, and where entries came or went.
        guarded: whether the file holds what is closed or not yet public, so that no message may repeat it.
    """

    path: str
    source: str
    clash: Clash
    field: str = ""
    line: int = 0
    guarded: bool = False


@dataclass(frozen=True)
class Outcome:
    """What an import did, or would do.

    Args:
        new, changed: paths of files, sorted.
        unchanged: how many drafts changed nothing.
        conflicts: what both an editor and a source changed.
        refused: what could not be done, and why; of each only itself.
        deleted: how many files stay deleted that an editor deleted.
        revived: of these, those that their source changed since.
    """

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: int = 0
    conflicts: tuple[Conflict, ...] = ()
    refused: tuple[Trouble | Finding, ...] = ()
    deleted: int = 0
    revived: tuple[str, ...] = ()


@dataclass
class Import:
    """An import into a content folder: `put` what a source has, `close` at the end."""

    shelf: Shelf
    new: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    unchanged: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    refused: list[Trouble | Finding] = field(default_factory=list)
    deleted: int = 0
    revived: list[str] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)

    def put(self, each: Draft | Trouble) -> None:
        """Bring a draft into its file."""
        if isinstance(each, Trouble):
            self.refused.append(each)
            return
        try:
            self._put(each)
            self._lay(each)
        except UnknownKey as error:
            self._refuse(each.path, NO_KEY, key=str(error))
        except Unusable as error:
            self.refused.append(error.finding)
        except Unsafe:
            self._refuse(each.path, UNWRITABLE)
        except OSError as error:
            if error.errno not in _OF_THE_NAME:
                raise
            self.refused.append(finding("unreadable", each.path, reason=error.strerror or ""))

    def _lay(self, draft: Draft) -> None:
        """Put the files of a case into its folder; one that is there already with the same size stays."""
        last = self.shelf.memory.find(draft.source, draft.path, str(draft.values.get("id", "")))
        if not last:
            return
        for name, lies in draft.files.items():
            self.shelf.lay(f"{last.path.removesuffix('.md')}/{name}", lies)

    def outcome(self) -> Outcome:
        """What was done so far."""
        return Outcome(
            tuple(sorted(self.new)),
            tuple(sorted(self.changed - self.new)),
            self.unchanged,
            tuple(self.conflicts),
            tuple(self.refused),
            self.deleted,
            tuple(self.revived),
        )

    def _put(self, draft: Draft) -> None:
        cls, memory = RECORDS[draft.kind], self.shelf.memory
        if not _can_lie(draft):
            self._refuse(draft.path, NO_PLACE)
            return
        gives = plain(cls, draft.values, strict=True)
        id_ = str(gives.get("id", ""))
        now = Known("", draft.source, draft.path, id_, signature(draft, gives))
        if now.key in self.seen:
            self._refuse(draft.path, TWICE, source=draft.source)
            return
        self.seen.add(now.key)
        last = memory.find(draft.source, draft.path, id_)
        if last and last.draft == now.draft and self.shelf.has(last.path):
            self.unchanged += 1
            return
        path = self._place(draft, gives, last)
        if not path:
            self.deleted += 1
            if last and last.draft != now.draft:
                self.revived.append(last.path)
                memory.note(replace(last, draft=now.draft))
            return
        there = self.shelf.has(path)
        if self._merge(draft, gives, path, last) if there else self._write(draft, gives, path):
            if last:
                memory.forget(last.key)
            memory.note(replace(now, path=path, values=known(cls, gives), text=sections.known(draft.body)))

    def _place(self, draft: Draft, gives: Mapping[str, Any], last: Known | None) -> str:
        """Where the file lies, or is to lie; "" where an editor deleted it."""
        id_ = str(gives.get("id", "")) or (last.id if last else "")
        if last and self.shelf.has(last.path) and self._is(last.path, draft.kind, gives, ("id",)):
            return last.path
        if found := self.shelf.case(id_):
            return found
        if last:
            return ""
        path, number = draft.path, 1
        while self.shelf.has(path) and not self._is(path, draft.kind, gives):
            number += 1
            path = f"{draft.path.removesuffix('.md')}-{number}.md"
        return path

    def _is(
        self, path: str, kind: Kind, gives: Mapping[str, Any], by: tuple[str, ...] = ("id", "case_number", "title")
    ) -> bool:
        """Whether the file at a path is what a draft of it means; all but a case is what its path says."""
        if kind is not Kind.CASE:
            return True
        try:
            said = says(self.shelf.text(path), RECORDS[kind])
        except Unsafe:
            return True  # it is told of when it is to be changed
        types = {key.name: key.type for key in keys_of(RECORDS[kind])}
        for name in by:
            both = [str(each.get(name) or "") for each in (said, gives)]
            if all(both):
                return meaning(types[name], both[0]) == meaning(types[name], both[1])
        return True

    def _write(self, draft: Draft, gives: Mapping[str, Any], path: str) -> bool:
        """Write a new file; whether that could be done."""
        cls = RECORDS[draft.kind]
        stated = gives.get("language") if draft.kind is Kind.ARCHIVE else None  # it says itself how all is written
        hand = self.shelf.hand_in(str(stated)) if stated else self.shelf.hand(path, draft.kind)
        text = compose(gives, cls, hand, draft.body.strip("\n"))
        if self._is_wrong(text, path, draft.kind, ()):
            return False
        self.shelf.put(path, remarked(text, cls, draft.notes), str(gives.get("id", "")))
        self.new.add(path)
        return True

    def _merge(self, draft: Draft, gives: Mapping[str, Any], path: str, last: Known | None) -> bool:
        """Bring a draft and its file together; whether that could be done."""
        cls = RECORDS[draft.kind]
        text = self.shelf.text(path)
        others = [each for each in self.shelf.memory.at(path) if not last or each.key != last.key]
        try:
            have = plain(cls, says(text, cls))
            values = last.values if last else {}
            merged = merging.merge(cls, have, gives, values, [each.values for each in others])
            made = amend(text, cls, merged.changes) if merged.changes else text
            body, clashes = self._bodies(draft, made, last, others)
            made = made[: len(made) - len(_body(made))] + body
            if made != text:
                made = remarked(made, cls, self._remarks(draft, gives, have, plain(cls, says(made, cls))))
        except Unsafe as unsafe:
            found = unsafe.finding and replace(unsafe.finding, path=path)
            self.refused.append(found or Trouble(path, ODD))
            return False
        if made != text:
            errors = schema.read(_decoded(text), path, draft.kind).findings
            if self._is_wrong(_decoded(made), path, draft.kind, errors):
                return False
            self.shelf.put(path, made, str(gives.get("id", "")))
            self.changed.add(path)
        else:
            self.unchanged += 1
        if merged.clashes or clashes:
            self._show(path, draft, gives, _decoded(made), _decoded(text), merged.clashes, clashes)
        return True

    def _show(
        self,
        path: str,
        draft: Draft,
        gives: Mapping[str, Any],
        now: str,
        was: str,
        values: Iterable[Clash],
        texts: Iterable[Clash],
    ) -> None:
        """Note what clashes, each with its place in the file as it is now."""
        guarded = is_guarded(now) or is_guarded(was) or is_guarded(json.dumps(gives))
        danish = hand(was, RECORDS[draft.kind]).danish_values
        for each in values:
            name, moved_on = schema.as_written(was, draft.kind, each.key), "[" in each.key and now != was
            line = 0 if moved_on else schema.locate(now, draft.kind, each.key)[0]
            clash = replace(each, gives=worded(draft.kind, each.key, each.gives, danish=danish))
            self.conflicts.append(Conflict(path, draft.source, clash, name, line, guarded))
        self.conflicts += [Conflict(path, draft.source, each, each.key, guarded=guarded) for each in texts]

    def _bodies(
        self, draft: Draft, text: str, last: Known | None, others: list[Known]
    ) -> tuple[str, tuple[Clash, ...]]:
        """The body with what the source has of it; on a line of its own also where there was none."""
        have = _body(text)
        before = last.text if last else {}
        body, clashes = sections.merge(have, draft.body, before, [each.text for each in others], owns=draft.owns)
        starts = text.removesuffix(have).endswith(("\n", "\r"))
        return (body if starts or not body or body == have else mark(text).line_end + body), clashes

    def _remarks(
        self, draft: Draft, gives: Mapping[str, Any], have: Mapping[str, Any], now: Mapping[str, Any]
    ) -> dict[str, str]:
        """The notes of values that were just taken, by their paths in the file."""
        found = {}
        cls = RECORDS[draft.kind]
        for path, words in draft.notes.items():
            at, was = moved(cls, path, gives, now), moved(cls, path, gives, have)
            if at and at.value == at.given and (not was or was.value != was.given):
                found[at.path] = words
        return found

    def _is_wrong(self, text: str, path: str, kind: Kind, before: Iterable[Finding]) -> bool:
        """Whether a text has errors that the file before had not; they are reported."""
        old = {(each.code, each.values) for each in before}
        found = [
            each
            for each in schema.read(text, path, kind).findings
            if each.severity is Severity.ERROR and (each.code, each.values) not in old
        ]
        self.refused += [replace(each, line=0, column=0) for each in found]
        return bool(found)

    def _refuse(self, path: str, reason: str, **said: str) -> None:
        self.refused.append(Trouble(path, reason, said=said))


def _can_lie(draft: Draft) -> bool:
    """Whether a file of a draft's kind is found where the draft would have it."""
    place = sources.classify(draft.path)
    seen = all(part.isprintable() and part[:1] != "." and part[-1:] != "~" for part in draft.path.split("/"))
    return place is not None and place.kind is draft.kind and seen and bool(place.ref or draft.kind is Kind.ARCHIVE)


def signature(draft: Draft, gives: Mapping[str, Any]) -> str:
    """A digest of all that a draft says, its values in their plain form; where it is the same, so is all else."""
    return digest(json.dumps([gives, draft.body, draft.owns], sort_keys=True))


def _body(text: str) -> str:
    """What stands below the front matter, from the line after it."""
    after = mark(text).after
    found = BREAK.search(after)
    return after[found.end() :] if found else ""


def _decoded(text: str) -> str:
    """A file's text as the build reads it."""
    decoded = sources.decode(text.encode(), "")
    assert isinstance(decoded, str)  # noqa: S101 - it was text before
    return decoded


def apply(
    drafts: Iterable[Draft | Trouble], content: Path, *, dry: bool = False, show: Callable[[str], None] = print
) -> Outcome:
    """Bring drafts into a content folder.

    Files are written as the drafts come, each whole; what was imported is noted at the end, also where the drafts end
    with an error. A killed import is mended by the next.

    Args:
        drafts: what sources have.
        content: the folder.
        dry: whether nothing is to be written, but what would be is shown.
        show: takes the lines of that, one by one.

    Raises:
        imported.Broken: where the memory of earlier imports cannot be read; nothing is written then.
        OSError: where the folder cannot be written to.
    """
    shelf = Shelf(content, dry=dry)
    work = Import(shelf)
    try:
        for each in drafts:
            work.put(each)
    finally:
        if not dry:
            shelf.memory.save()
    for line in shelf.differences() if dry else ():
        show(line)
    return work.outcome()
