"""Work in a process of its own: pages do not wait for it, and it does not slow them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from builder.cache import freeze, thaw
from builder.options import Options


def start(module: str, options: Options, **more: object) -> subprocess.Popen[bytes]:
    """Run a module of ours with what it is asked for on its standard input; its answer comes on the standard output.

    Args:
        module: its name.
        options: what the preview was asked for.
        more: what else the module wants to know, fit for JSON.
    """
    asked = {
        "content": str(options.content.absolute()),
        "templates": str(options.templates.absolute()) if options.templates else None,
        "cache": str(options.cache.absolute()) if options.cache else None,
        "at": options.at.isoformat() if options.at else None,
        "base_url": options.base_url,
        "against": options.against,
        "first": options.first,
        **more,
    }
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    )
    assert process.stdin is not None  # noqa: S101 - it is a pipe
    with suppress(BrokenPipeError):  # it ended at once, which whoever waits for its answer sees
        process.stdin.write(json.dumps(asked).encode() + b"\n")
        process.stdin.flush()
    return process


def task() -> tuple[Options, Mapping[str, Any]]:
    """In that process: the options, and all that it was told. It works on one core, and lets others go first."""
    if hasattr(os, "nice"):
        os.nice(5)  # the page that is being looked at comes first
    told = json.loads(sys.stdin.buffer.readline())
    options = Options(
        content=Path(told["content"]),
        templates=Path(told["templates"]) if told["templates"] else None,
        cache=Path(told["cache"]) if told["cache"] else None,
        at=datetime.fromisoformat(told["at"]) if told["at"] else None,
        base_url=told["base_url"],
        against=told["against"],
        first=told["first"],
        jobs=1,
    )
    return options, told


def send(stream: IO[bytes], value: Any) -> None:
    """Send a frozen value to the other process, which gets it by `received`.

    Raises:
        OSError: where it has ended.
    """
    data = freeze(value)
    stream.write(b"%d\n" % len(data))
    stream.write(data)
    stream.flush()


def received(stream: IO[bytes]) -> Any:
    """The next value that was sent.

    Raises:
        EOFError: where there are no more.
    """
    size = stream.readline()
    if not size:
        raise EOFError
    return thaw(stream.read(int(size)))


def _environment() -> dict[str, str]:
    """This process's environment, from which the other finds the same program."""
    root = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH", ""))))
    return {**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}
