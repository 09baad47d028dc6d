"""Clean builds by fresh interpreters under other hash seeds.

Starting Python and importing the program takes longer than building a small archive. So one interpreter for each
seed imports the program and nothing else, and forks a child for each build: what the child knows is what a fresh
interpreter knows.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from builder.options import Options

ROOT = Path(__file__).parents[2]
_PATHS = {"content", "templates", "output", "cache"}
_SPOKEN = {"progress", "tell", "profile"}  # what is done on the way; it makes no difference to the site


class CleanBuilder:
    """Builds from nothing, in an interpreter of its own."""

    def __init__(self, seed: int) -> None:
        environment = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__))],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def build(self, options: Options) -> list[str]:
        """Build; the findings as lines."""
        assert self._process.stdin
        assert self._process.stdout
        asked = {each.name: getattr(options, each.name) for each in fields(options) if each.name not in _SPOKEN}
        self._process.stdin.write(json.dumps(asked, default=str) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        assert "error" not in answer, answer["error"]
        found: list[str] = answer["findings"]
        return found

    def close(self) -> None:
        """Let the interpreter go."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(10)


def _answer(asked: dict[str, Any]) -> dict[str, Any]:
    from builder.build import build

    paths = {name: Path(value) for name, value in asked.items() if name in _PATHS and value is not None}
    at = datetime.fromisoformat(asked["at"]) if asked["at"] else None
    result = build(Options(**{**asked, **paths, "at": at}))
    return {"findings": [repr(each) for each in result.findings]}


def _serve() -> None:
    import builder.build  # noqa: F401 - what every child is to find imported

    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            try:
                answer = _answer(json.loads(line))
            except BaseException as error:
                answer = {"error": repr(error)}
            answers.write(json.dumps(answer) + "\n")
            answers.flush()
            os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    _serve()
