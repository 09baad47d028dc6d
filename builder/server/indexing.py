"""The preview's search index, made by a process of its own: pages do not wait for it, and it does not slow them.

Run as a program, this module reads what is asked for from the standard input and brings the index in a folder up to
date. The folder is the preview's own: it has drafts, which the cache must not, and goes when the preview ends. Beside
the files of the index it keeps the parts that they are joined from, so that an edit costs one part.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from builder.build import link
from builder.cache import Cache
from builder.indexing import FOLDER, index
from builder.options import Options
from builder.reading import gather
from builder.server import apart

FIRST_INDEX = 120.0  # seconds that a browser waits for the first index at most
LIST, FILES, PARTS = "files.json", "files", "parts"
Listed = Mapping[str, tuple[str, int]]  # the files of an index by their path on the site: SHA-256 and size


class Indexer:
    """Knows the newest index, whose files lie in a folder."""

    def __init__(self, options: Options) -> None:
        """Prepare; nothing is indexed before `refresh`."""
        self._options = options
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._files: Listed = {}
        self._made = threading.Event()
        self._process: subprocess.Popen[str] | None = None

    def refresh(self) -> None:
        """Index what lies there now; what was indexed before stays where that cannot be done."""
        if not self._options.search:
            return
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="beslut-", ignore_cleanup_errors=True)
        self._process = apart.start(__name__, self._options, output=self._folder.name)
        self._process.communicate()
        with suppress(OSError, ValueError):
            self._files = _listed(Path(self._folder.name))
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
        self._made.set()
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
        if self._folder is not None:
            self._folder.cleanup()


class Kept:
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


def write(options: Options, folder: Path) -> None:
    """Bring the index in a folder up to date; with an error in the content it stays as it was."""
    cache, own = Cache(options.cache), Cache(folder / PARTS)
    try:
        planned, _ = link(gather(options, cache, drafts=True), options, cache, unpublished=True)
        if planned is None:
            return
        kept, files = Kept(folder), {}
        for item in index(planned, options, own, kept, lent=cache):
            files[item.path] = (item.sha256, item.size)
            if item.data is not None:
                kept.write(item.path, item.data)
        kept.close(files)
        own.save()
    finally:
        cache.close()
        own.close()


if __name__ == "__main__":
    asked, told = apart.task()
    write(asked, Path(told["output"]))
