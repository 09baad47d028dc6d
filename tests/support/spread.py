"""Builds that are spread over workers however small the archive is, and a look at which processes are left of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from builder import workers

ROOT = Path(__file__).parents[2]
PROC = Path("/proc")
_FEW, _CHUNK = 2, 3  # so that each of four workers gets some
_START = f"""
import sys
from builder import workers
from builder.__main__ import main
workers.FEW, workers.in_order.__defaults__ = {_FEW}, ({_CHUNK},)
sys.exit(main())
"""


def spread(patch: pytest.MonkeyPatch) -> None:
    """From here on even little work of this process is spread, if a build is asked to use several processes."""
    patch.setattr(workers, "FEW", _FEW)
    patch.setattr(workers.in_order, "__defaults__", (_CHUNK,))


def start(folder: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """Start the command line in a folder, in a session of its own, its work spread from the beginning."""
    return subprocess.Popen(
        [sys.executable, "-c", _START, *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "TMPDIR": str(folder), "PATH": "/usr/bin:/bin", **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def alive(session: int) -> set[int]:
    """The processes of a session that have not ended."""
    found = set()
    for each in PROC.glob("[0-9]*"):
        try:
            state, _, _, its, *_ = (each / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        if int(its) == session and state not in "ZX":
            found.add(int(each.name))
    return found
