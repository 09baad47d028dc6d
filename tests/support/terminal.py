"""The program on a terminal, as somebody sees it who sits before it."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds without a sign of life, after which the program is taken to hang


class Terminal:
    """`beslut` with these arguments in a folder, on a terminal set up for Danish."""

    def __init__(self, folder: Path, arguments: Sequence[str]) -> None:
        self._leader, follower = pty.openpty()
        environment = {**os.environ, "LANG": "da_DK.UTF-8", "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "builder", *arguments]
        self._process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=follower, stdout=follower, stderr=follower
        )
        os.close(follower)
        self._said = b""

    @property
    def said(self) -> str:
        """What stands on the terminal, with the answers and without colours; a line that was written over is gone."""
        text = self._said.decode("utf-8", "ignore").replace("\r\n", "\n")
        text = re.sub(r"^.*\r(?:\x1b\[K)?", "", text, flags=re.MULTILINE)
        return re.sub(r"\x1b\[[0-9;]*m", "", text)

    def answer(self, answers: list[str]) -> int:
        """Answer each question as it comes, until the program ends; the exit status. Answers given are taken out."""
        while self._read(PATIENCE):
            if answers and self._said.endswith(b"> "):
                os.write(self._leader, (answers.pop(0) + "\n").encode())
        return self.end()

    def until(self, enough: Callable[[str], bool], seconds: float = PATIENCE) -> bool:
        """Read until what was said is enough; whether it was before the time was up."""
        end = time.monotonic() + seconds
        while not enough(self.said) and time.monotonic() < end:
            self._read(0.1)
        return enough(self.said)

    def end(self) -> int:
        """End it, if it still runs; the exit status."""
        if self._leader >= 0:
            if self._process.poll() is None and not self._hung_up():
                self._process.terminate()
            os.close(self._leader)
            self._leader = -1
        return self._process.wait(10)

    def _hung_up(self) -> bool:
        """Whether it ends by itself, having said all that it had to say."""
        try:
            self._process.wait(1)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _read(self, seconds: float) -> bool:
        if not select.select([self._leader], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._leader, 4096)
        except OSError:  # the other end is closed
            return False
        self._said += data
        return bool(data)
