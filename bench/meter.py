"""What a command costs: seconds on the wall, seconds of processor, and memory over all its processes at one moment.

Memory is the proportional set size: what several processes share is counted once between them, as forked workers
share most of what they have. To ask for it makes the kernel walk every page, which slows what is measured; so memory
and time are never measured in the same run.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
EVERY = 0.05  # seconds between two looks at the memory
_TICKS = os.sysconf("SC_CLK_TCK")


class Failed(Exception):
    """A command that is measured did not end well."""


@dataclass(frozen=True)
class Cost:
    """What a run cost.

    Args:
        wall: seconds on the clock.
        cpu: seconds of processor, user and system, with all processes that were waited for.
        memory: MiB at the fullest moment, over all processes; None where it was not asked for or cannot be known.
    """

    wall: float
    cpu: float
    memory: float | None = None


def run(command: Sequence[str], folder: Path, *, memory: bool = False) -> Cost:
    """Run a command in a folder and wait for its end.

    Raises:
        Failed: where it does not end well; with the end of what it said.
    """
    log = folder / "output.log"
    os.sync()  # what the last one wrote is not put to disk at the cost of this one
    with log.open("wb") as said:
        started = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True
        )
        peak = Peak(process.pid) if memory else None
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
    most = peak.end() if peak else 0
    if process.returncode:
        raise Failed(f"{' '.join(command)}: {process.returncode}\n{log.read_text('utf-8', 'replace')[-2000:]}")
    return Cost(wall, used.ru_utime + used.ru_stime, most / 2**20 if most else None)


class Peak:
    """Watches the memory of a process and all that it started, from a thread."""

    def __init__(self, root: int) -> None:
        """Begin to watch the process with this number."""
        self._root, self._most, self._over = root, 0, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def end(self) -> int:
        """Stop watching; the most that was seen, in bytes."""
        self._over.set()
        self._thread.join()
        return self._most

    def _watch(self) -> None:
        while not self._over.wait(EVERY):
            self._most = max(self._most, memory_of(family(self._root)))


def family(root: int) -> set[int]:
    """The processes of the session that a process leads, and all that any of them started; none without /proc."""
    parents, found = {}, set()
    for entry in _PROC.iterdir() if _PROC.is_dir() else ():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            parents[int(entry.name)] = int(fields[1])
            if int(fields[3]) == root:
                found.add(int(entry.name))
    found |= {root} & parents.keys()
    more = found
    while more:
        more = {child for child, parent in parents.items() if parent in more} - found
        found |= more
    return found


def memory_of(processes: Iterable[int]) -> int:
    """The memory of some processes together, in bytes; what they share counts once."""
    return sum(map(_memory, processes))


def cpu_of(processes: Iterable[int]) -> float:
    """The seconds of processor that some processes have used, and those of their children that have ended."""
    return sum(sum(map(int, fields[11:15])) for each in processes if (fields := _stat(each))) / _TICKS


def _memory(process: int) -> int:
    try:
        for line in (_PROC / str(process) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
        return int((_PROC / str(process) / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):  # it has ended
        return 0


def _stat(process: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on: 1 parent, 3 session, 11 to 14 ticks (see proc(5))."""
    try:
        return (_PROC / str(process) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
