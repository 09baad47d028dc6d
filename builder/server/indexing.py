"""The preview's search index, made by a process of its own: pages do not wait for it, and it does not slow them.

The preview tells that process what changed among the entries, and hands it the bodies that it asks for. The process
keeps what it was told, and the index of each part, so that an edit costs one part, and joins only the words that stand
elsewhere now. What it makes lies in a folder of the preview's own: it has drafts, which the cache must not, and goes
when the preview ends.

Run as a program, this module is that process. It reads changes from the standard input. On the standard output it asks
for bodies, a line with the digest of each, and says when the index is made.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import IO

from builder import indexing, search
from builder.cache import Cache
from builder.indexing import FOLDER
from builder.model.findable import Entry
from builder.options import Options
from builder.server import apart
from builder.server.snapshot import Matter

FIRST_INDEX = 120.0  # seconds that a browser waits for the first index at most
LIST, FILES, PARTS = "files.json", "files", "parts"
MADE = b"made\n"  # the index is made
_LONG, _PAUSE = 0.002, 0.0005  # seconds: so long entries are worked out, then pages go first
_BODIES = 2 * search.LARGEST  # that are kept while a part is made: each is asked for twice
Listed = Mapping[str, tuple[str, int]]  # the files of an index by their path on the site: SHA-256 and size


class Indexer:
    """Knows the newest index, whose files lie in a folder."""

    def __init__(self, options: Options) -> None:
        """Prepare; nothing is indexed before `refresh`."""
        self._options = options
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._files: Listed = {}
        self._made = threading.Event()
        self._starting = threading.Lock()
        self._closed = False
        self._process: subprocess.Popen[bytes] | None = None
        self._told: dict[str, Entry] = {}  # what that process knows, and in which language
        self._language = ""

    def refresh(self, matter: Matter) -> None:
        """Index what is shown now; what was indexed before stays where that cannot be done."""
        if not self._options.search:
            return
        try:
            self._index(matter)
        except (OSError, EOFError, ValueError):  # it ended; the next one is told everything
            self._end()
        self._made.set()

    def file(self, path: str) -> bytes | None:
        """A file of the index by its path below `pagefind/`; the first index is waited for."""
        if not self._options.search:
            return None
        self._made.wait(FIRST_INDEX)
        if self._folder is None or FOLDER + path not in self._files:
            return None
        with suppress(OSError):
            return (Path(self._folder.name) / FILES / FOLDER / path).read_bytes()
        return None

    def close(self) -> None:
        """End what is going on."""
        with self._starting:
            self._closed, process = True, self._process
        self._made.set()
        if process is not None:
            process.terminate()
            process.wait()
        if self._folder is not None:
            self._folder.cleanup()

    def _index(self, matter: Matter) -> None:
        if self._process is None or self._process.poll() is not None:
            self._start()
        assert self._process is not None  # noqa: S101 - it was started
        assert self._process.stdin is not None  # noqa: S101 - these are pipes
        assert self._process.stdout is not None  # noqa: S101
        language, entries = matter.planned.urls.language, _entries(matter)
        changed = {path: entry for path, entry in entries.items() if self._told.get(path) != entry}
        gone = [path for path in self._told if path not in entries]
        if not changed and not gone and language == self._language:
            return
        apart.send(self._process.stdin, (language, changed, gone))
        for asked in self._process.stdout:
            if asked == MADE:
                break
            apart.send(self._process.stdin, matter.html(asked.decode().strip()))
        else:
            raise EOFError
        assert self._folder is not None  # noqa: S101 - made before the process
        self._files = _listed(Path(self._folder.name))
        self._told, self._language = entries, language

    def _start(self) -> None:
        self._end()
        with self._starting:
            if self._closed:
                raise EOFError
            if self._folder is None:
                self._folder = tempfile.TemporaryDirectory(prefix="beslut-", ignore_cleanup_errors=True)
            self._process = apart.start(__name__, self._options, output=self._folder.name)

    def _end(self) -> None:
        """Let go of the process, and with it of what it was told."""
        self._told, self._language = {}, ""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):  # what it could not be told is lost
                if pipe:
                    pipe.close()
        process.wait()


def _entries(matter: Matter) -> dict[str, Entry]:
    """What is told of each page; who looks at a page meanwhile does not wait for that."""
    entries: dict[str, Entry] = {}
    began = time.monotonic()
    for path, entry in matter.entries():
        entries[path] = entry
        if time.monotonic() - began > _LONG:
            time.sleep(_PAUSE)
            began = time.monotonic()
    return entries


class Site:
    """The folder of an index, as a place for one."""

    def __init__(self, folder: Path) -> None:
        """Look at what lies there."""
        self._folder = folder
        self._files: Listed = {}
        with suppress(OSError, ValueError):
            self._files = _listed(folder)

    def known(self, path: str) -> tuple[str, int] | None:
        """The SHA-256 and size of a file."""
        return self._files.get(path)

    def has(self, path: str, sha256: str) -> bool:
        """Whether a file with these bytes is there."""
        return path in self._files and self._files[path][0] == sha256

    def write(self, path: str, data: bytes) -> None:
        """Write a file; one that is read meanwhile is read in full, the old or the new."""
        file = self._folder / FILES / path
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_name(file.name + ".part")
        part.write_bytes(data)
        part.replace(file)

    def close(self, files: Listed) -> None:
        """Say which files there are now; the others go."""
        (self._folder / LIST).write_text(json.dumps(files), encoding="utf-8")
        for path in self._files.keys() - files.keys():
            (self._folder / FILES / path).unlink(missing_ok=True)


def _listed(folder: Path) -> Listed:
    return {path: (sha256, size) for path, (sha256, size) in json.loads((folder / LIST).read_bytes()).items()}


class Work:
    """What the process does: it keeps what it was told, and brings the index in a folder up to date."""

    def __init__(self, options: Options, folder: Path, told: IO[bytes], asking: IO[bytes]) -> None:
        """Prepare; nothing is known yet.

        Args:
            options: what the preview was asked for.
            folder: of the index.
            told: where changes and bodies come from.
            asking: where bodies are asked for.
        """
        self._options = options
        self._folder = folder
        self._told = told
        self._asking = asking
        self._found: dict[str, search.Found] = {}
        self._kept = indexing.Kept()

    def go_on(self) -> None:
        """Make the index anew whenever something changed, until there is no one to tell."""
        with suppress(EOFError):
            while True:
                language, changed, gone = apart.received(self._told)
                for path in gone:
                    del self._found[path]
                self._found |= {path: (path, entry) for path, entry in changed.items()}
                self._make(language)
                self._say(MADE)

    def _make(self, language: str) -> None:
        html = lru_cache(_BODIES)(self._body)
        lent, own = Cache(self._options.cache), Cache(self._folder / PARTS)
        try:
            site, files = Site(self._folder), {}
            parts = search.parts(self._found.values(), language)
            for item in indexing.index_parts(parts, html, self._options, own, site, lent, self._kept):
                files[item.path] = (item.sha256, item.size)
                if item.data is not None:
                    site.write(item.path, item.data)
            site.close(files)
            own.save()
        finally:
            lent.close()
            own.close()

    def _body(self, digest: str) -> str:
        if not digest:
            return ""
        self._say(digest.encode() + b"\n")
        return str(apart.received(self._told))

    def _say(self, line: bytes) -> None:
        self._asking.write(line)
        self._asking.flush()


if __name__ == "__main__":
    asked, more = apart.task()
    Work(asked, Path(more["output"]), sys.stdin.buffer, sys.stdout.buffer).go_on()
