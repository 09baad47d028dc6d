"""The preview's search index, made by a process of its own: pages do not wait for it, and it does not slow them.

Run as a program, this module reads what is asked for from the standard input and writes the parts of the index that
are not as they were.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from builder import search
from builder.build import link
from builder.cache import Cache
from builder.options import Options
from builder.reading import gather
from builder.server import apart

FIRST_INDEX = 120.0  # seconds that a browser waits for the first index at most
KEYS = "keys.json"


class Indexer:
    """Keeps the newest index in memory."""

    def __init__(self, options: Options) -> None:
        """Prepare; nothing is indexed before `refresh`."""
        self._options = options
        self._parts: dict[str, tuple[str, Mapping[str, bytes]]] = {}  # by name: the key, and the files by their path
        self._made = threading.Event()
        self._process: subprocess.Popen[str] | None = None

    def refresh(self) -> None:
        """Index what lies there now; what was indexed before stays where that cannot be done."""
        if not self._options.search:
            return
        with tempfile.TemporaryDirectory(prefix="beslut-") as folder:
            known = {name: key for name, (key, _) in self._parts.items()}
            self._process = apart.start(__name__, self._options, known=known, output=folder)
            self._process.communicate()
            with suppress(OSError, ValueError):
                keys = json.loads((Path(folder) / KEYS).read_bytes())
                made = {name: (key, _files(Path(folder), name)) for name, key in keys["made"].items()}
                kept = {name: part for name, part in self._parts.items() if name in keys["kept"]}
                self._parts = {**kept, **made}
                self._made.set()

    def file(self, path: str) -> bytes | None:
        """A file of the index by its path below `pagefind/`; the first index is waited for."""
        if not self._options.search:
            return None
        self._made.wait(FIRST_INDEX)
        for name, (_, files) in self._parts.items():
            if path.startswith(name) and (data := files.get(path.removeprefix(name).lstrip("/"))) is not None:
                return data
        return None

    def close(self) -> None:
        """End what is going on."""
        self._made.set()
        if self._process is not None:
            self._process.terminate()


def _files(folder: Path, name: str) -> dict[str, bytes]:
    """The files of a part as they were written."""
    own = folder / "parts" / (name or "_")
    return {file.relative_to(own).as_posix(): file.read_bytes() for file in own.rglob("*") if file.is_file()}


def write(options: Options, wanted: Mapping[str, Any]) -> None:
    """Write the parts of the index that are not known, and which there are."""
    cache = Cache(options.cache)
    try:
        planned, _ = link(gather(options, cache, drafts=True), options, cache, unpublished=True)
    finally:
        cache.close()
    if planned is None:
        return
    output = Path(wanted["output"])
    found = ((page.path, page.search) for page in planned.pages if page.search)
    keys: dict[str, dict[str, str]] = {"made": {}, "kept": {}}
    for part in search.parts(found, planned.urls.language):
        key = part.key
        if wanted["known"].get(part.name) == key:
            keys["kept"][part.name] = key
            continue
        keys["made"][part.name] = key
        with tempfile.TemporaryDirectory(dir=output) as workspace:
            made = search.index(part, lambda digest: planned.bodies.get(digest, ""), Path(workspace))
        for name, data in made.items():
            file = output / "parts" / (part.name or "_") / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
    (output / KEYS).write_text(json.dumps(keys), encoding="utf-8")


if __name__ == "__main__":
    write(*apart.task())
