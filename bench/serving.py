"""How long an editor waits: from saving a file until the preview serves what was written."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bench.corpus import Case
from bench.meter import Failed, cpu_of, family
from bench.tools import PORT, Tool

START, EDIT = 600.0, 300.0  # seconds that a preview may take to come up, and to show an edit
POLL = 0.005  # seconds between two questions
QUIET = 1.0  # seconds for which a preview must hardly work to be at rest
BUSY = 0.1  # of one processor; to watch files costs a little all the time


def edits(tool: Tool, folder: Path, case: Case, count: int) -> list[float]:
    """The seconds from saving a case until its page says it, for each of some edits; one more goes before, unseen.

    Raises:
        Failed: where the preview does not come up or never shows an edit.
    """
    with _port() as port, edited(folder / tool.file(case)) as edit:
        address = f"http://127.0.0.1:{port}{tool.page(case)}"
        command = [part.replace(PORT, str(port)) for part in tool.serve]
        with _running(command, folder) as root:
            _until(partial(_serves, address, b""), START, f"{tool.name}: the preview does not come up")
            found = []
            for _ in range(count + 1):
                _rest(root)
                sign = edit()
                started = time.perf_counter()
                _until(partial(_serves, address, sign), EDIT, f"{tool.name}: an edit is never shown")
                found.append(time.perf_counter() - started)
            return found[1:]


class _Edits:
    """Writes a sentence that was never there to the end of a file."""

    def __init__(self, file: Path) -> None:
        self._file, self._text, self._count = file, file.read_bytes(), 0

    def __call__(self) -> bytes:
        """Save the file; the word by which the edit is known."""
        self._count += 1
        sign = f"rettelse{self._count}nr{time.time_ns()}".encode()
        self._file.write_bytes(self._text + b"\n" + sign + b" er skrevet nu.\n")
        return sign

    def undo(self) -> None:
        """Put back what the file held."""
        self._file.write_bytes(self._text)


@contextmanager
def edited(file: Path) -> Iterator[_Edits]:
    """A file that may be edited; in the end it is as it was."""
    edits = _Edits(file)
    try:
        yield edits
    finally:
        edits.undo()


@contextmanager
def _port() -> Iterator[int]:
    """A port that nobody listens at."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    yield port


@contextmanager
def _running(command: list[str], folder: Path) -> Iterator[int]:
    """A preview; it and all that it started is ended."""
    with (folder / "output.log").open("wb") as said:
        process = subprocess.Popen(  # noqa: S603
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True
        )
        try:
            yield process.pid
        finally:
            for sign, patience in ((signal.SIGINT, 5), (signal.SIGKILL, 5)):
                if process.poll() is None:
                    os.killpg(process.pid, sign)
                    try:
                        process.wait(patience)
                    except subprocess.TimeoutExpired:
                        continue


def _serves(address: str, sign: bytes) -> bool:
    """Whether there is a page at an address, and the sign on it."""
    try:
        with urllib.request.urlopen(address, timeout=EDIT) as answer:  # noqa: S310 - this machine's own
            return sign in answer.read()
    except OSError:
        return False


def _until(holds: Callable[[], object], patience: float, words: str) -> None:
    """Ask until something holds."""
    end = time.monotonic() + patience
    while not holds():
        if time.monotonic() > end:
            raise Failed(words)
        time.sleep(POLL)


def _rest(root: int) -> None:
    """Wait until a preview and all that it started hardly work: what one edit set off is not counted to the next."""
    end = time.monotonic() + EDIT
    while time.monotonic() < end:
        before = cpu_of(family(root))
        time.sleep(QUIET)
        if cpu_of(family(root)) - before < BUSY * QUIET:
            return
