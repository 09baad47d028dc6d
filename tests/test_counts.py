"""What a build does is counted, not timed: each further case costs no more in a large archive than in a small one.

What is counted does not hang on the machine: lines of the program that were run, bytes that were hashed, files that
were opened, pages that were made, bytes of lists. All archives are the bench's, drawn from one seed.
"""

from __future__ import annotations

import builtins
import hashlib
import io
import itertools
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from conftest import ROOT, options, tree

from bench import layouts
from bench.corpus import Case, invent
from builder.build import build
from builder.options import Options
from builder.profiling import Measured
from builder.writer import MANIFEST

SIZES = (75, 150, 300)  # each twice the one before
LARGE = (600, 1200)
SLACK = 1.2  # what a further case may cost in an archive of twice the size, of what it costs in this one
HEADS = ("havne", "skole", "vej", "vand", "bolig", "natur", "idræts", "børne", "ældre", "klima")
TAILS = ("plan", "drift", "sag", "takst", "tilsyn", "aftale", "politik", "regnskab", "udbygning", "høring")
WORDS = tuple(head + tail for head in HEADS for tail in TAILS)


@dataclass
class Counts:
    """What a build did.

    Args:
        profile: its stages.
        lines: lines of the program that were run, by file below `builder/`; empty where nobody looked.
        hashed: bytes of which a SHA-256 was made.
        opened: how often each file was opened, by path below the working folder.
    """

    profile: Measured
    lines: Counter[str] = field(default_factory=Counter)
    hashed: int = 0
    opened: Counter[str] = field(default_factory=Counter)

    def of(self, stage: str, what: str) -> int:
        """A count of a stage."""
        return self.profile.stages[stage].counts[what]


@dataclass(frozen=True)
class World:
    """An archive of some size in a folder of its own."""

    folder: Path
    cases: tuple[Case, ...]

    @property
    def content(self) -> Path:
        return self.folder / "content"

    @property
    def site(self) -> Path:
        return self.folder / "site"

    @property
    def middle(self) -> Path:
        """The file of a case that is neither among the first nor the last."""
        return self.content / layouts.beslut_file(self.cases[len(self.cases) // 2])

    def build(self, *, lines: bool = False) -> Counts:
        """Build in this process, and count."""
        profile = Measured()
        counts = Counts(profile)
        asked = options(self.content, self.site, cache=self.folder / "cache")
        with hashing(counts), opening(counts, self.folder), tracing(counts) if lines else opening(counts, Path("/-")):
            result = build(Options(**{**vars(asked), "profile": profile}))
        assert result.written is not None, result.findings
        return counts


@contextmanager
def hashing(counts: Counts) -> Iterator[None]:
    """Count the bytes of which a SHA-256 is made."""
    real, real_file = hashlib.sha256, hashlib.file_digest

    class Counted:
        def __init__(self, data: bytes = b"", **named: Any) -> None:
            self._made = real(data, **named)
            counts.hashed += len(data)

        def update(self, data: bytes) -> None:
            counts.hashed += len(data)
            self._made.update(data)

        def __getattr__(self, name: str) -> Any:
            return getattr(self._made, name)

    def of_file(file: Any, name: Any) -> Any:
        counts.hashed += os.fstat(file.fileno()).st_size
        return real_file(file, name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hashlib, "sha256", Counted)
        patch.setattr(hashlib, "file_digest", of_file)
        yield


@contextmanager
def opening(counts: Counts, folder: Path) -> Iterator[None]:
    """Count the files below a folder that are opened, for reading or writing."""

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def opens(file: Any, *arguments: Any, **named: Any) -> Any:
            if isinstance(file, str | os.PathLike) and Path(file).is_relative_to(folder) and not Path(file).is_dir():
                counts.opened[Path(file).relative_to(folder).as_posix()] += 1
            return real(file, *arguments, **named)

        return opens

    with pytest.MonkeyPatch.context() as patch:
        for owner in (builtins, io, os):
            patch.setattr(owner, "open", counted(owner.open))  # type: ignore[attr-defined]
        yield


@contextmanager
def tracing(counts: Counts) -> Iterator[None]:
    """Count the lines of the program that are run; a line of a loop as often as it is gone through.

    Parsing is left out, which is slow to trace and has the files one by one; so is the making of templates, done once.
    """
    own = str(ROOT / "builder") + os.sep
    passed_over = tuple(own + each for each in ("markup/", "schema/", "templates/folding.py"))

    def line(frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            counts.lines[frame.f_code.co_filename.removeprefix(own)] += 1
        return line

    def call(frame: FrameType, event: str, _: Any) -> Any:
        file = frame.f_code.co_filename
        return line if file.startswith(own) and not file.startswith(passed_over) else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        yield
    finally:
        sys.settrace(before)


@dataclass(frozen=True)
class Built:
    """An archive that was built from nothing."""

    world: World
    counts: Counts
    pages: dict[str, int]  # the size of each by path
    manifest: dict[str, Any]

    @property
    def size(self) -> int:
        return len(self.world.cases)


def built(folder: Path, size: int, *, lines: bool = False) -> Built:
    world = World(folder, invent(size, WORDS))
    layouts.beslut(world.cases, folder)
    time.sleep(0.05)  # until the stamps of files prove something
    counts = world.build(lines=lines)
    pages = {path: len(data) for path, data in tree(world.site).items()}
    return Built(world, counts, pages, json.loads((world.site / MANIFEST).read_bytes()))


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, ...]:
    """Archives of several sizes, the smallest first."""
    built(tmp_path_factory.mktemp("before"), 30)  # what is worked out once in a process is not counted to the first
    return tuple(built(tmp_path_factory.mktemp(f"of-{size}"), size, lines=True) for size in SIZES)


def of_a_file(world: Built, sort: str) -> int:
    return sum(size for path, size in world.pages.items() if path.endswith(sort))


def lists(world: Built) -> int:
    """The bytes of all pages but those of cases."""
    own = {layouts.beslut_page(case).strip("/") + "/index.html" for case in world.world.cases}
    assert own <= world.pages.keys()
    return sum(size for path, size in world.pages.items() if path.endswith(".html") and path not in own)


WHOLE: dict[str, Callable[[Built], int]] = {
    "files parsed": lambda each: each.counts.of("read", "parsed"),
    "pages rendered": lambda each: each.counts.of("render", "rendered"),
    "files written": lambda each: each.counts.of("write", "written"),
    "bytes hashed": lambda each: each.counts.hashed,
    "files opened": lambda each: each.counts.opened.total(),
    "bytes of the site": lambda each: sum(each.pages.values()),
    "bytes of the pages that list": lists,
    "bytes of feeds and site maps": lambda each: of_a_file(each, ".xml"),
    "bytes of the manifest": lambda each: each.pages[MANIFEST],
    "files in the manifest": lambda each: len(each.manifest["files"]),
    "bytes of the cache": lambda each: sum(map(len, tree(each.world.folder / "cache").values())),
}


def assert_in_step(what: str, count: Callable[[Built], int], archives: tuple[Built, ...]) -> None:
    """From the second of three archives to the third, each case more adds no more than from the first to the second.

    So what there is once, in any archive, hides nothing, as it would if all was divided by the number of cases.
    """
    assert all(larger.size == 2 * smaller.size for smaller, larger in itertools.pairwise(archives))
    first, second, third = map(count, archives)
    assert first > 0, f"no {what} were counted at all"
    assert third - second <= 2 * SLACK * max(second - first, 0) + 0.02 * third, (
        f"{what}: {first:,}, {second:,} and {third:,} in archives of {', '.join(str(each.size) for each in archives)} "
        f"cases: that grows faster than they do"
    )


@pytest.mark.parametrize("what", list(WHOLE))
def test_a_whole_build_grows_in_step_with_the_archive(what: str, sizes: tuple[Built, ...]) -> None:
    assert_in_step(what, WHOLE[what], sizes)


def test_no_module_does_more_for_a_case_in_a_larger_archive(sizes: tuple[Built, ...]) -> None:
    """Whoever goes through all cases for each of them runs four times as many lines in an archive of twice the size."""
    assert sizes[0].counts.lines["library/cases.py"] > 10 * sizes[0].size, "no lines were counted"
    for file in sorted(sizes[-1].counts.lines):
        if sizes[-1].counts.lines[file] > 20 * sizes[-1].size:  # what is less is done once, or for a few
            assert_in_step(f"lines run in {file}", lambda each, f=file: each.counts.lines[f], sizes)


@pytest.mark.slow
def test_nor_above_a_thousand(tmp_path: Path, sizes: tuple[Built, ...]) -> None:
    large = (sizes[-1], *(built(tmp_path / str(size), size) for size in LARGE))
    for what, count in WHOLE.items():
        assert_in_step(what, count, large)


# --- one edit -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Edited:
    """What came of an edit of one file."""

    counts: Counts
    before: dict[str, bytes]
    after: dict[str, bytes]

    @property
    def changed(self) -> set[str]:
        """The files of the site that are others now."""
        paths = self.before.keys() | self.after.keys()
        return {path for path in paths if self.before.get(path) != self.after.get(path)}


def settle(world: World) -> None:
    """Once more, so that all that lies there is old enough for its stamp to be believed."""
    (world.content / "_index.md").touch()
    time.sleep(0.05)
    world.build()


def edited(world: World, change: Callable[[str], str], *, lines: bool = False) -> Edited:
    settle(world)
    before = tree(world.site)
    world.middle.write_text(change(world.middle.read_text("utf-8")), "utf-8")
    time.sleep(0.05)  # a file that was only just written is not believed
    counts = world.build(lines=lines)
    return Edited(counts, before, tree(world.site))


@pytest.fixture(scope="module")
def bodies(sizes: tuple[Built, ...]) -> tuple[Edited, ...]:
    """A sentence more in the text of one case, in the smallest and the largest archive."""
    return tuple(edited(each.world, lambda text: text + "\nEn sætning mere.\n") for each in (sizes[0], sizes[-1]))


def test_a_body_edit_makes_one_page(bodies: tuple[Edited, ...], sizes: tuple[Built, ...]) -> None:
    for each, world in zip(bodies, (sizes[0].world, sizes[-1].world), strict=True):
        page = layouts.beslut_page(world.cases[len(world.cases) // 2]).strip("/") + "/index.html"
        assert each.changed == {page, MANIFEST}
        assert each.counts.of("reworded", "pages") == 1
        assert "read" not in each.counts.profile.stages, "the whole archive was read"


def test_a_body_edit_opens_as_many_files_in_any_archive(bodies: tuple[Edited, ...]) -> None:
    small, large = (sum(each.counts.opened.values()) for each in bodies)
    assert 0 < large == small, (
        f"{small} files opened in the smallest archive, {large} in the largest; there among others "
        f"{(bodies[1].counts.opened - bodies[0].counts.opened).most_common(5)}"
    )
    assert large < 25, bodies[1].counts.opened


def test_a_body_edit_hashes_in_step_with_the_archive(bodies: tuple[Edited, ...]) -> None:
    """The key of each page is made anew, and nothing else: far less than the pages themselves."""
    for each in bodies:
        site = sum(map(len, each.after.values()))
        assert 0 < each.counts.hashed < site, f"{each.counts.hashed:,} bytes hashed for a site of {site:,}"
    small, large = (each.counts.hashed for each in bodies)
    assert large / SIZES[-1] <= SLACK * small / SIZES[0], f"{small:,} bytes at {SIZES[0]} cases, {large:,} at the most"


def test_a_title_edit_makes_the_pages_that_show_the_title(sizes: tuple[Built, ...]) -> None:
    for world in (sizes[0].world, sizes[-1].world):
        title = world.cases[len(world.cases) // 2].title
        done = edited(world, lambda text, title=title: text.replace(f"title: {title}\n", "title: Enestaaende\n"))
        showing = {path for path, data in done.after.items() if b"Enestaaende" in data}
        assert layouts.beslut_page(world.cases[len(world.cases) // 2]).strip("/") + "/index.html" in showing
        assert done.changed - {MANIFEST} == showing
        assert done.counts.of("render", "rendered") == len(showing)
        assert done.counts.of("write", "written") == len(showing)
        assert len(showing) < 40, f"{len(showing)} pages show the title of one case"
        assert done.counts.opened.total() < 25 + 2 * len(showing)


def test_nothing_is_done_for_nothing(sizes: tuple[Built, ...]) -> None:
    """A second build of what has not changed opens the same few files in any archive, and hashes stamps alone."""
    for each in (sizes[0], sizes[-1]):
        settle(each.world)
        counts = each.world.build()
        assert counts.profile.stages.keys() <= {"scan", "unchanged", ""}, "it did more than look"
        assert not any(path.endswith((".md", ".html")) for path in counts.opened), counts.opened
        files = len(each.pages) + counts.of("scan", "files")
        assert counts.hashed < 200 * files + 10**6, f"{counts.hashed:,} bytes hashed to look at {files:,} files"
