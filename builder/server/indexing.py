"""The preview's search index, made by a process of its own: pages do not wait for it, and it does not slow them.

Run as a program, this module reads what is asked for from the standard input and writes the parts of the index that
are not as they were.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from builder import search
from builder.build import link
from builder.cache import Cache
from builder.options import Options
from builder.reading import gather

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
            wanted = {
                "content": str(self._options.content.absolute()),
                "templates": str(self._options.templates.absolute()) if self._options.templates else None,
                "cache": str(self._options.cache.absolute()) if self._options.cache else None,
                "at": self._options.at.isoformat() if self._options.at else None,
                "base_url": self._options.base_url,
                "known": {name: key for name, (key, _) in self._parts.items()},
                "output": folder,
            }
            command = [sys.executable, "-m", __name__]
            self._process = subprocess.Popen(  # noqa: S603
                command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=_environment()
            )
            self._process.communicate(json.dumps(wanted))
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


def _environment() -> dict[str, str]:
    """This process's environment, from which the other finds the same program."""
    root = str(Path(__file__).parents[2])
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH", ""))))}


def _files(folder: Path, name: str) -> dict[str, bytes]:
    """The files of a part as they were written."""
    own = folder / "parts" / (name or "_")
    return {file.relative_to(own).as_posix(): file.read_bytes() for file in own.rglob("*") if file.is_file()}


def write(wanted: Mapping[str, Any]) -> None:
    """Write the parts of the index that are not known, and which there are."""
    options = Options(
        content=Path(wanted["content"]),
        templates=Path(wanted["templates"]) if wanted["templates"] else None,
        cache=Path(wanted["cache"]) if wanted["cache"] else None,
        at=datetime.fromisoformat(wanted["at"]) if wanted["at"] else None,
        base_url=wanted["base_url"],
        jobs=1,
    )
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
    os.nice(5)  # the page that is being looked at comes first
    write(json.load(sys.stdin))
