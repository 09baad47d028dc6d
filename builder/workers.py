"""Work spread over processes: forked, so that they see all that was made before and are sent numbers only."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from errno import ECHILD
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.pool import IMapIterator

T = TypeVar("T")
FEW = 400  # below this many, starting processes costs more than it saves

_PATIENCE = 1  # seconds without a result until it is asked whether all workers are still there

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

    Raises:
        ChildProcessError: where a worker was killed, as happens where memory runs out.
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
        before = _children()
        with multiprocessing.get_context("fork").Pool(jobs) as pool:
            started, results = _children() - before, pool.imap(_run, chunks)
            for _ in chunks:
                yield _next(results, started)
    finally:
        _task = None
        gc.unfreeze()


def _next(results: IMapIterator[T], started: set[int | None]) -> T:
    """The next result; a pool waits forever for that of a worker that was killed, so it is asked who is left."""
    while True:
        try:
            return results.next(timeout=_PATIENCE)
        except multiprocessing.TimeoutError:
            if not started <= _children():
                raise ChildProcessError(ECHILD, "a worker was killed") from None


def _children() -> set[int | None]:
    return {each.pid for each in multiprocessing.active_children()}


def available() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _run(numbers: Sequence[int]) -> Any:
    assert _task is not None  # noqa: S101 - set before the fork
    return _task(numbers)  # type: ignore[arg-type]
