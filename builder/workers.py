"""Work spread over processes: forked, so that they see all that was made before and are sent numbers only."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
FEW = 400  # below this many, starting processes costs more than it saves

_task: Callable[[range], Any] | None = None


def in_order(
    task: Callable[[range], T], count: int, jobs: int, chunk: int = 100, *, few: int | None = None
) -> Iterator[T]:
    """The results of a task over `range(count)`, chunk by chunk, in order.

    Args:
        task: takes a range of numbers; what it returns must be picklable.
        count: how many there are.
        jobs: how many processes, 0 for one on each processor; 1 works in this one, as does a machine that cannot fork.
        chunk: how many numbers a call gets.
        few: with fewer numbers than this, FEW where nothing is said, all is done in this process.
    """
    global _task  # noqa: PLW0603 - a forked process finds its task here
    jobs = jobs or available()
    chunks = [range(start, min(start + chunk, count)) for start in range(0, count, chunk)]
    if jobs <= 1 or count < (FEW if few is None else few) or not hasattr(os, "fork"):
        yield from map(task, chunks)
        return
    _task = task
    gc.freeze()  # pages of memory that no collection touches stay shared
    try:
        with multiprocessing.get_context("fork").Pool(jobs) as pool:
            yield from pool.imap(_run, chunks)
    finally:
        _task = None
        gc.unfreeze()


def available() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _run(numbers: Sequence[int]) -> Any:
    assert _task is not None  # noqa: S101 - set before the fork
    return _task(numbers)  # type: ignore[arg-type]
