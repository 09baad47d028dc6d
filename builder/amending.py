"""A whole site of which a few files are written anew: nothing else of it is looked at but its manifest."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from builder import journal
from builder.journal import STAGING
from builder.writer import END, FILES, MANIFEST, NEXT, Artifact, ForeignFolder, listed, one_line, staging


class Amendment:
    """A whole site of which some files are written anew, while the others stand as its manifest says.

    Args:
        folder: of the site.
        manifest: the bytes of its manifest.
    """

    def __init__(self, folder: Path, manifest: bytes) -> None:
        self._folder = folder
        self._head, _, rest = manifest.partition(FILES)
        lines, _, self._tail = rest.partition(END)
        self._known: dict[str, dict[str, Any]] = json.loads(b"{%b}" % lines)
        self._lines = dict(zip(self._known, lines.split(NEXT), strict=True))
        self._written: dict[str, str] = {}  # path, staged name
        self._gone: list[str] = []

    def known(self, path: str) -> tuple[str, int] | None:
        """The SHA-256 and size of a file."""
        listed = self._known.get(path)
        return (listed["sha256"], listed["size"]) if listed else None

    def has(self, path: str, sha256: str) -> bool:
        """Whether the site has a file with these bytes."""
        known = self.known(path)
        return known is not None and known[0] == sha256

    def below(self, folder: str) -> frozenset[str]:
        """The files in a folder, which is named with the `/` that ends it."""
        return frozenset(path for path in self._known if path.startswith(folder))

    def add(self, item: Artifact) -> None:
        """Stage a file; one that the site has is left alone.

        Raises:
            ForeignFolder: where a file that this program did not make stands in its place.
            ValueError: where its bytes are missing.
        """
        if self.has(item.path, item.sha256):
            return
        if item.data is None:
            raise ValueError(item.path)
        if item.path not in self._known and os.path.lexists(self._folder / item.path):
            raise ForeignFolder(self._folder / item.path)
        name = str(len(self._written))
        journal.write(f"{self._folder}/{STAGING}/{name}", item.data)
        self._written[item.path] = name
        self._lines[item.path] = f"{one_line(item.path)}: {one_line(listed(item.sha256, item.size))}".encode()

    def remove(self, path: str) -> None:
        """Say that the site has a file no longer."""
        del self._lines[path]
        self._gone.append(path)

    def commit(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Put the staged files in place; the paths of what was written, and of what is gone."""
        if self._written or self._gone:
            lines = (line for _, line in sorted(self._lines.items()))
            manifest = self._head + FILES + NEXT.join(lines) + END + self._tail
            journal.write_safely(self._folder / STAGING / "manifest", manifest)
            moves = [*((name, path) for path, name in self._written.items()), ("manifest", MANIFEST)]
            journal.carry_out(self._folder, moves, self._gone)
        return tuple(self._written), tuple(self._gone)


@contextlib.contextmanager
def amending(folder: Path) -> Iterator[Amendment]:
    """Open the folder of a whole site to write some of its files anew.

    Raises:
        ForeignFolder: where it holds no site of ours.
        Busy: where another build holds the folder.
    """
    with journal.locked(folder):
        journal.complete(folder)
        try:
            made = Amendment(folder, (folder / MANIFEST).read_bytes())
        except (OSError, ValueError):
            raise ForeignFolder(folder / MANIFEST) from None
        with staging(folder):
            yield made
