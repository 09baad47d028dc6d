"""Where the time went: stages add up to the whole, counts are what was done, and unasked nothing is measured."""

from __future__ import annotations

import multiprocessing
import re
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

import pytest
from conftest import SMALL, options, write
from hypothesis import given, settings
from hypothesis import strategies as st

from builder import profiling, workers
from builder.__main__ import main
from builder.build import build, check
from builder.messages import Format, translations
from builder.options import DONE, Options
from builder.profiling import OFF, STAGES, Measured, lines

CASES = {f"havneby/cases/2024/sag-{number}.md": f"---\ntitle: Sag {number}\n---\nTekst.\n" for number in range(12)}
FILES = {**SMALL, **CASES}
ONE = "havneby/cases/2024/sag-3.md"


def counts(profile: Measured, name: str) -> dict[str, int]:
    return profile.stages[name].counts


def profiled(given: Options) -> Measured:
    """A build that went well, measured."""
    profile = Measured()
    result = build(Options(**{**vars(given), "profile": profile}))
    assert result.written is not None, result.findings
    return profile


@pytest.fixture
def given_options(tmp_path: Path) -> Options:
    write(tmp_path / "content", FILES)
    time.sleep(0.05)  # until the stamps of files prove something
    return options(tmp_path / "content", tmp_path / "site", cache=tmp_path / ".beslut")


# --- a build --------------------------------------------------------------------------------------------------


def test_a_first_build_makes_everything(given_options: Options) -> None:
    profile = profiled(given_options)
    pages = counts(profile, "views")["pages"]
    assert counts(profile, "scan") == {"files": len(FILES)}
    assert counts(profile, "read") == {"parsed": len(FILES), "known": 0}
    assert pages > len(CASES)
    assert counts(profile, "render") == {"rendered": pages, "known": 0}
    written = counts(profile, "write")
    assert written["written"] >= pages
    assert (written["unchanged"], written["removed"]) == (0, 0)
    assert "files" not in counts(profile, "unchanged")
    assert "search" not in profile.stages


def test_a_second_build_parses_and_renders_nothing(given_options: Options) -> None:
    first = profiled(given_options)
    second = profiled(given_options)
    assert second.stages.keys() == {"scan", "unchanged", profiling._REST}
    made = counts(first, "write")["written"]
    assert counts(second, "unchanged") == {"files": made}


def test_what_is_looked_at_again_comes_from_the_cache(given_options: Options) -> None:
    """A file of the site was changed, so the build cannot be over at once; what it is made of has not."""
    pages = counts(profiled(given_options), "views")["pages"]
    (given_options.output / "404.html").write_bytes(b"x")
    again = profiled(given_options)
    assert counts(again, "read") == {"parsed": 0, "known": len(FILES)}
    assert counts(again, "render") == {"rendered": 1, "known": pages - 1}
    assert counts(again, "write")["written"] == 1


def test_an_edit_parses_one_file_and_renders_one_page(given_options: Options) -> None:
    pages = counts(profiled(given_options), "views")["pages"]
    write(given_options.content, {ONE: CASES[ONE] + "Mere.\n"})
    edited = profiled(given_options)
    assert counts(edited, "read") == {"parsed": 1, "known": len(FILES) - 1}
    assert counts(edited, "render") == {"rendered": 1, "known": pages - 1}


def test_the_index_is_counted(given_options: Options) -> None:
    searched = Options(**{**vars(given_options), "search": True})
    assert counts(profiled(searched), "search") == {"made": 1, "known": 0}
    (given_options.output / "404.html").write_bytes(b"x")
    assert counts(profiled(searched), "search") == {"made": 0, "known": 1}


def test_stages_add_up_to_the_whole(given_options: Options) -> None:
    started, used = time.perf_counter(), profiling._processor()
    profile = profiled(given_options)
    whole = profile.whole()
    took, worked = time.perf_counter() - started, profiling._processor() - used
    named = [spent for name, spent in profile.stages.items() if name in STAGES]
    assert 0 < sum(each.wall for each in named) <= whole.wall <= took
    assert 0 < sum(each.cpu for each in named) <= whole.cpu + 1e-9 <= worked + 2e-9
    assert all(each.wall >= 0 and each.cpu >= 0 for each in profile.stages.values())
    assert profile.stages.keys() <= {*STAGES, profiling._REST}
    assert profile._open == [profiling._REST]  # what was entered was left


def test_the_work_of_workers_counts_where_it_was_done(given_options: Options, monkeypatch: pytest.MonkeyPatch) -> None:
    """They have ended when the stage is over: only then is their time known."""
    monkeypatch.setattr(workers, "FEW", 1)
    left: dict[str, list[object]] = {}

    class Watched(Measured):
        """Looks for workers that are still there when a stage is over."""

        def stage(self, name: str) -> AbstractContextManager[None]:
            stack = ExitStack()
            stack.callback(lambda: left.setdefault(name, []).extend(multiprocessing.active_children()))
            stack.enter_context(super().stage(name))
            return stack

    profile = Watched()
    build(Options(**{**vars(given_options), "jobs": 2, "profile": profile}))
    assert counts(profile, "read")["parsed"] == len(FILES)
    assert left.keys() >= {"read", "write"}
    assert not any(left.values())


def test_a_check_is_not_measured_unasked(given_options: Options) -> None:
    assert given_options.profile is OFF
    assert check(given_options).findings == ()
    assert vars(OFF) == {}
    items = [1, 2]
    assert OFF.each("read", items) is items


# --- what is said ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "words"), [("da", "læs og fortolk"), ("en", "read and parse")])
def test_each_stage_is_told_of(
    language: str,
    words: str,
    given_options: Options,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LC_ALL", language)
    arguments = ["build", "--content", str(given_options.content), "--output", str(given_options.output)]
    assert main([*arguments, "--no-search", "--quiet", "--jobs", "1"]) == DONE
    assert capsys.readouterr().err == ""
    (given_options.output / "404.html").write_bytes(b"x")
    assert main([*arguments, "--no-search", "--quiet", "--jobs", "1", "--profile"]) == DONE
    said = capsys.readouterr()
    assert said.out == ""
    (line,) = [each for each in said.err.splitlines() if words in each]
    assert re.search(r"\d[.,]\d\d s +\d+[.,]\d\d s +\d+ %", line)
    assert re.findall(r"\d+", line.partition("%")[2]) == ["0", str(len(FILES))]
    translate = translations(language).gettext
    told = [each.strip() for each in said.err.splitlines()]
    order = [name for name in STAGES if any(each.startswith(translate(STAGES[name][0])) for each in told)]
    assert order == [name for name in STAGES if name not in {"reworded", "search"}]


def test_shares_and_sums_are_of_what_was_measured() -> None:
    profile = Measured()
    for name in ("write", "read"):
        with profile.stage(name):
            pass
    for name, wall, cpu in (("read", 1.5, 3.0), ("write", 0.25, 0.5), (profiling._REST, 0.25, 0.0)):
        profile.stages[name].wall, profile.stages[name].cpu = wall, cpu
    profile.count("read", parsed=1000, known=1)
    profile.count("read", parsed=200, known=0)
    profile._charge = lambda: None  # type: ignore[method-assign]
    said = [" ".join(line.split()) for line in lines(profile, Format("en"), str)]
    assert said[1:5] == [
        "read and parse 1.50 s 3.00 s 75 % files: 1,200 parsed, 1 from the cache",
        "write the site 0.25 s 0.50 s 12 %",
        "the rest 0.25 s 0.00 s 12 %",
        "the whole 2.00 s 3.50 s",
    ]


# --- how it is measured ---------------------------------------------------------------------------------------


class Clock:
    """A clock that goes only when it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        monkeypatch.setattr(profiling.time, "perf_counter", lambda: self.now)
        monkeypatch.setattr(profiling, "_processor", lambda: 2 * self.now)

    def work(self, seconds: float) -> None:
        self.now += seconds


def test_a_generator_is_charged_what_it_does_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    profile = Measured()

    def made() -> Iterator[int]:
        for number in range(3):
            clock.work(1)
            yield number
        clock.work(10)

    with profile.stage("write"):
        for number in profile.each("render", made()):
            clock.work(100)
            with profile.stage("keep"):
                clock.work(1000 * (number == 0))
    clock.work(10_000)
    assert profile.whole().wall == 11_313
    walls = {name: spent.wall for name, spent in profile.stages.items()}
    assert walls == {"render": 13, "write": 300, "keep": 1000, profiling._REST: 10_000}
    assert {name: spent.cpu for name, spent in profile.stages.items()} == {key: 2 * wall for key, wall in walls.items()}


def test_a_stage_that_fails_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    profile = Measured()

    def broken() -> Iterator[int]:
        clock.work(1)
        yield 0
        clock.work(1)
        raise ValueError

    with pytest.raises(ValueError), profile.stage("write"):  # noqa: PT011 - it is our own
        list(profile.each("render", broken()))
    clock.work(5)
    profile.whole()
    assert {name: spent.wall for name, spent in profile.stages.items() if spent.wall} == {
        "render": 2,
        profiling._REST: 5,
    }


nested = st.recursive(
    st.tuples(st.sampled_from(sorted(STAGES)), st.integers(0, 9), st.just(())),
    lambda inner: st.tuples(st.sampled_from(sorted(STAGES)), st.integers(0, 9), st.lists(inner, max_size=3)),
    max_leaves=12,
)


@settings(max_examples=50)
@given(st.lists(nested, max_size=4))
def test_however_stages_are_nested_each_second_counts_once(stages: list[Any]) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        clock = Clock(monkeypatch)
        profile = Measured()
        expected: dict[str, float] = {}

        def enter(name: str, seconds: int, inner: list[Any]) -> None:
            with profile.stage(name):
                clock.work(seconds)
                expected[name] = expected.get(name, 0) + seconds
                for each in inner:
                    enter(*each)

        for each in stages:
            enter(*each)
        whole = profile.whole()
    assert whole.wall == sum(expected.values()) == clock.now
    assert {name: spent.wall for name, spent in profile.stages.items() if name} == expected
