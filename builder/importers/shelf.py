"""The content folder as an import sees it: which files there are, what they say, and what is put in their place."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

from builder import sources
from builder.diagnostics import Finding, finding
from builder.importers.imported import FILE, Memory
from builder.model.keys import Choice
from builder.model.records import RECORDS
from builder.model.values import Kind, Language
from builder.parse import is_guarded
from builder.schema.amend import hand, says
from builder.schema.marked import Unsafe
from builder.schema.writing import Writer, spelled

_ID = re.compile(r"^id[ \t]*:[ \t]*['\"]?([\w-]+)", re.MULTILINE | re.IGNORECASE)
_HEAD = 64 * 1024  # how far into a file its id is looked for


class Unusable(Exception):
    """A file that cannot be read or written; the finding says why."""

    def __init__(self, found: Finding) -> None:
        super().__init__(found)
        self.finding = found


class Shelf:
    """Reads and writes the Markdown files of a content folder.

    A dry one writes nothing, but reads what it would have written.
    """

    def __init__(self, content: Path, *, dry: bool) -> None:
        """Open a content folder.

        Raises:
            Broken: where what was imported before cannot be read.
        """
        self.content, self.dry = content, dry
        self.memory = Memory(content / FILE)
        self.made: dict[str, str] = {}  # what would be written, by path
        self._root = str(content)
        self._folders: set[str] = set()
        self._ids: dict[str, str] | None = None
        self._named: dict[str, str] = {}
        self._hands: dict[tuple[str, Kind], Writer] = {}

    def has(self, path: str) -> bool:
        """Whether there is a file."""
        return path in self.made or os.path.lexists(f"{self._root}/{path}")

    def text(self, path: str) -> str:
        """A file as it lies there, line ends included.

        Raises:
            Unusable: where it is no text, or a link.
        """
        if path in self.made:
            return self.made[path]
        file = self.content / path
        if file.is_symlink() or not file.is_file():
            raise Unusable(finding("symbolic-link", path))
        try:
            data = file.read_bytes()
        except OSError as error:
            raise Unusable(finding("unreadable", path, reason=error.strerror or type(error).__name__)) from None
        decoded = sources.decode(data, path)
        if isinstance(decoded, Finding):
            raise Unusable(decoded)
        return data.decode("utf-8")

    def put(self, path: str, text: str, id_: str = "") -> None:
        """Write a file whole, or leave the one there was.

        Raises:
            Unusable: where its folder leads out of the content folder.
        """
        if id_:
            self._named[id_] = path
        folder, _, name = path.rpartition("/")
        if folder not in self._folders:
            self._open(folder, path)
        if self.dry:
            self.made[path] = text
            return
        file = f"{self._root}/{path}"
        aside = f"{self._root}/{folder}/.{name}.new"
        with open(aside, "wb", buffering=0) as stream:  # noqa: PTH123 - a path for each is a third of the time
            stream.write(text.encode())
        os.replace(aside, file)  # noqa: PTH105

    def lay(self, path: str, lies: Path) -> None:
        """Copy a file to where it is to lie below the content folder; nothing where it lies there already."""
        target = self.content / path
        if self.dry or (target.exists() and target.stat().st_size == lies.stat().st_size):
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = target.with_name(f".{target.name}.new")
        shutil.copyfile(lies, aside)
        os.replace(aside, target)  # noqa: PTH105 - as all that is put in place

    def _open(self, folder: str, path: str) -> None:
        """Make a folder, and see that it is one of ours."""
        there = self.content / folder
        above = next(each for each in (there, *there.parents) if each.exists())
        if not above.resolve().is_relative_to(self.content.resolve()) or not above.is_dir():
            raise Unusable(finding("symbolic-link", path))
        if not self.dry:
            there.mkdir(parents=True, exist_ok=True)
        self._folders.add(folder)

    def case(self, id_: str) -> str:
        """The path of the case that has an id; "" where none has. The folder is looked through once."""
        if not id_:
            return ""
        if id_ in self._named:
            return self._named[id_]
        if self._ids is None:
            self._ids = {}
            for path in self._cases():
                with open(f"{self._root}/{path}", "rb") as stream:  # noqa: PTH123
                    found = _ID.search(stream.read(_HEAD).decode("utf-8", "replace").replace("\r", "\n"))
                if found:
                    self._ids.setdefault(found[1].lower(), path)
        return self._ids.get(id_.lower(), "")

    def _cases(self) -> Iterator[str]:
        for file in sorted(self.content.glob("*/cases/*/*.md")):
            if file.is_file() and not file.is_symlink() and not file.name.startswith("."):
                yield file.relative_to(self.content).as_posix()

    def hand(self, path: str, kind: Kind) -> Writer:
        """How a new file of a kind is written: as the first of its like in its authority, else in the archive's way."""
        authority = path.partition("/")[0]
        if (authority, kind) not in self._hands:
            self._hands[authority, kind] = self._hand(authority, kind)
        return self._hands[authority, kind]

    def _hand(self, authority: str, kind: Kind) -> Writer:
        folders = {kind: f"{authority}/{kind.value}" for kind in (Kind.BODY, Kind.MEETING)}
        folders |= {Kind.CASE: f"{authority}/{Kind.CASE.value}/*"}
        pattern = f"{folders.get(kind, authority)}/*.md" if kind is not Kind.AUTHORITY else "*/_index.md"
        first = next((each for each in sorted(self.content.glob(pattern)) if not each.name.startswith(".")), None)
        if first is not None:
            try:
                return hand(self.text(first.relative_to(self.content).as_posix()), RECORDS[kind])
            except (Unusable, Unsafe):
                return self._own_hand
        return self._own_hand

    @property
    def _own_hand(self) -> Writer:
        return self.hand_in(self.language)

    @staticmethod
    def hand_in(language: Language | str) -> Writer:
        """How files of an archive in a language are written where none shows how."""
        danish = language == Language.DA
        return Writer(danish, danish, 0)

    def differences(self) -> Iterator[str]:
        """What a dry shelf would have written: for each file, in order, the lines of a unified diff.

        Of a file that holds what is closed or not yet public it is only said that there is one.
        """
        for path in sorted(self.made):
            new = self.made[path]
            there = os.path.lexists(f"{self._root}/{path}")
            old = sources.decode((self.content / path).read_bytes(), path) if there else ""
            now = sources.decode(new.encode(), path)
            if isinstance(old, str) and isinstance(now, str):
                head = (f"a/{path}" if there else "/dev/null", f"b/{path}")
                if is_guarded(now) or (there and is_guarded(old)):
                    yield from (f"--- {head[0]}", f"+++ {head[1]}", "@@ ... @@")
                else:
                    yield from unified_diff(old.splitlines(), now.splitlines(), *head, lineterm="")

    @property
    def language(self) -> Language:
        """The language of the archive; Danish where it does not say."""
        meant = spelled(Choice(Language), self._said("language"), danish=False)
        return next((each for each in Language if each.value == meant), Language.DA)

    @property
    def timezone(self) -> str:
        """Where the archive's clocks are; "" where there is no archive yet or it does not say."""
        return self._said("timezone")

    def _said(self, key: str) -> str:
        """What the archive says of itself under a key; "" for nothing."""
        if not self.has("_index.md"):
            return ""
        try:
            return str(says(self.text("_index.md"), RECORDS[Kind.ARCHIVE]).get(key, ""))
        except (Unusable, Unsafe):
            return ""
