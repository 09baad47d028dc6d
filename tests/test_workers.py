"""Work over processes: in order, whatever order it is done in, and with every fault passed on."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

import pytest

from builder import workers
from builder.workers import available, in_order


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even little work is spread."""
    monkeypatch.setattr(workers, "FEW", 2)


def numbers(given: range) -> list[int]:
    return list(given)


def slow_at_first(given: range) -> list[int]:
    time.sleep(0.2 if given.start == 0 else 0)
    return list(given)


def broken(given: range) -> list[int]:
    if 7 in given:
        raise KeyError("syv")
    return list(given)


@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 37])
@pytest.mark.parametrize("task", [numbers, slow_at_first])
def test_order_is_kept_and_nothing_is_lost(task: Callable[[range], list[int]], count: int, jobs: int) -> None:
    assert [each for chunk in in_order(task, count, jobs, chunk=10) for each in chunk] == list(range(count))


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fault_is_passed_on(jobs: int) -> None:
    with pytest.raises(KeyError, match="syv"):
        list(in_order(broken, 20, jobs, chunk=5))


@pytest.mark.parametrize("jobs", [1, 2])
def test_work_goes_on_after_a_fault(jobs: int) -> None:
    with pytest.raises(KeyError):
        list(in_order(broken, 20, jobs, chunk=5))
    assert sum(len(chunk) for chunk in in_order(numbers, 20, jobs, chunk=5)) == 20


def test_a_worker_that_is_killed_is_no_reason_to_wait_forever(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where memory runs out; what it had in hand is lost, so the whole is."""

    def dies(given: range) -> list[int]:
        time.sleep(0.02)
        if 7 in given:
            os.kill(os.getpid(), signal.SIGKILL)
        return list(given)

    monkeypatch.setattr(workers, "_PATIENCE", 0.05)
    with pytest.raises(ChildProcessError, match="a worker was killed"):
        list(in_order(dies, 60, 2, chunk=2))
    assert sum(len(chunk) for chunk in in_order(numbers, 20, 2, chunk=5)) == 20


def test_several_processes_do_the_work() -> None:
    def who(given: range) -> int:
        time.sleep(0.02)
        return os.getpid()

    found = set(in_order(who, 20, 2, chunk=1))
    assert os.getpid() not in found
    assert len(found) == 2


def test_little_work_stays_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "FEW", 400)
    assert set(in_order(lambda given: os.getpid(), 399, 8)) == {os.getpid()}


def test_one_job_stays_in_this_process() -> None:
    assert set(in_order(lambda given: os.getpid(), 20, 1, chunk=5)) == {os.getpid()}


def test_a_task_sees_what_was_made_before_and_need_not_be_sent() -> None:
    """What cannot be pickled is there all the same: the processes are forked."""
    made = {"gør": lambda number: number * 2}
    task = lambda given: [made["gør"](number) for number in given]  # noqa: E731
    assert [each for chunk in in_order(task, 20, 2, chunk=3) for each in chunk] == [2 * each for each in range(20)]


def test_where_a_machine_cannot_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    assert set(in_order(lambda given: os.getpid(), 20, 2, chunk=5)) == {os.getpid()}


def test_whoever_stops_early_leaves_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    results = in_order(numbers, 40, 2, chunk=2)
    assert next(results) == [0, 1]
    results.close()  # type: ignore[attr-defined]
    assert workers._task is None
    assert [each for chunk in in_order(numbers, 4, 2, chunk=2) for each in chunk] == [0, 1, 2, 3]


def test_there_is_a_processor() -> None:
    assert available() >= 1
