"""The law where the work is spread over workers, with a cache from another checkout, and after a build was killed."""

from __future__ import annotations

import os
import random
import re
import resource
import shutil
import signal
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from conftest import NOW, ROOT, SHOWCASE, options, tree, write
from support.clean import CleanBuilder
from support.spread import PROC, alive, spread, start
from test_law import CASES, CONTENT, EDITS_KNOWN, World, assert_holds, case_added, differences, everything, nothing

from bench import layouts
from bench.corpus import invent
from builder.build import build
from builder.cache import _PAGE
from builder.journal import STAGING, recover
from builder.options import Options
from builder.profiling import Measured

AT = NOW.isoformat()
WORDS = tuple(f"{one}{two}" for one in ("havne", "skole", "vej", "vand", "bolig") for two in ("plan", "drift", "sag"))


@pytest.fixture(scope="module")
def fresh() -> Iterator[CleanBuilder]:
    """A fresh interpreter under another hash seed than this one's; it works alone."""
    builder = CleanBuilder(seed=random.Random(os.urandom(4)).randint(1, 4_000_000_000))
    yield builder
    builder.close()


def forked() -> int:
    """How much memory ended children of this process have touched: it grows by each, whatever it did."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_minflt


# --- workers --------------------------------------------------------------------------------------------------


class TestWorkers:
    """Four workers write what one process writes; the clean builds beside them work alone, under another seed."""

    @pytest.fixture(autouse=True)
    def _spread(self, monkeypatch: pytest.MonkeyPatch) -> None:
        spread(monkeypatch)

    def test_after_random_edits(self, tmp_path: Path, fresh: CleanBuilder) -> None:
        chance = random.Random(3)
        write(tmp_path / "content", CONTENT)
        asked = options(
            tmp_path / "content", tmp_path / "site", cache=tmp_path / "cache", templates=tmp_path / "templates", jobs=4
        )
        edits = chance.sample(EDITS_KNOWN, k=20)
        before = forked()
        assert assert_holds(World(tmp_path, chance, asked), [nothing, *edits], fresh) == len(edits) + 1
        assert forked() > before, "no worker was started"

    def test_after_edits_with_search(self, tmp_path: Path, fresh: CleanBuilder) -> None:
        chance = random.Random(4)
        content = write(tmp_path / "content", CONTENT)
        asked = options(content, tmp_path / "site", cache=tmp_path / "cache", search=True, jobs=4)

        def all_renamed(world: World) -> None:
            """Every page shows the archive's title: all are made again, by all workers."""
            (content / "_index.md").write_text((content / "_index.md").read_text().replace("Prøve", "Andet "))

        assert assert_holds(World(tmp_path, chance, asked), [nothing, all_renamed, case_added], fresh) == 3

    def test_from_the_command_line(self, tmp_path: Path) -> None:
        """An archive with everything in it, cold, search included, under two hash seeds."""
        runs = {}
        for name, jobs, seed in (("alone", "1", "1"), ("four", "4", "2")):
            output = ("--output", str(tmp_path / name), "--content", str(SHOWCASE), "--at", AT, "--no-cache")
            (tmp_path / "tmp").mkdir(exist_ok=True)
            made = start(tmp_path / "tmp", "build", *output, "--jobs", jobs, PYTHONHASHSEED=seed)
            assert made.wait(120) == 0, made.stderr.read() if made.stderr else ""
            runs[name] = everything(tmp_path / name)
        assert any(path.startswith("pagefind/") for path in runs["alone"])
        assert differences(runs["four"], runs["alone"]) == []

    def test_what_workers_left_in_the_cache_is_what_one_process_leaves(self, tmp_path: Path) -> None:
        """The next build, alone, finds all it asks for, and the other way round."""
        content = write(tmp_path / "content", CONTENT)
        for first, then in ((4, 1), (1, 4)):
            asked = options(content, tmp_path / f"site-{first}", cache=tmp_path / f"cache-{first}", jobs=first)
            time.sleep(0.05)  # until the stamps of files prove something
            build(asked)
            (asked.output / "404.html").unlink()
            profile = Measured()
            build(replace(asked, jobs=then, profile=profile))
            assert profile.stages["read"].counts["parsed"] == 0
            assert profile.stages["render"].counts["rendered"] == 1


# --- a cache from another checkout ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Checkout:
    """A working folder of an archive with the cache of its last build."""

    folder: Path

    @property
    def content(self) -> Path:
        return self.folder / "content"

    @property
    def asked(self) -> Options:
        """What is asked of a build there."""
        return options(self.content, self.folder / "site", cache=self.folder / "cache")

    def elsewhere(self, folder: Path, *, site: bool, times: bool = False) -> Checkout:
        """The same files at another place: other inodes and change times, other times of modification too if wished.

        Args:
            folder: where to.
            site: whether the site comes along.
            times: whether files keep their times of modification, as unpacked archives do.
        """
        for name in ("content", "cache", *(["site"] if site else [])):
            copy = shutil.copy2 if times else shutil.copyfile
            shutil.copytree(self.folder / name, folder / name, copy_function=copy)
        return Checkout(folder)

    def build(self, **changes: object) -> Measured:
        """Build here; what was counted."""
        profile = Measured()
        result = build(Options(**{**vars(self.asked), "profile": profile, **changes}))
        assert result.written is not None, result.findings
        return profile

    def parsed(self, **changes: object) -> int:
        """Build here; how many files were parsed."""
        return self.build(**changes).stages["read"].counts["parsed"]

    def assert_clean(self, fresh: CleanBuilder, **changes: object) -> None:
        """The site is what a clean build makes of these files."""
        clean = self.folder / "clean"
        fresh.build(replace(self.asked, output=clean, cache=None, **changes))  # type: ignore[arg-type]
        assert differences(everything(self.folder / "site"), everything(clean)) == []
        shutil.rmtree(clean)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout of an archive of cases that hold nothing closed, built, its cache to be taken from."""
    made = Checkout(tmp_path_factory.mktemp("saved"))
    layouts.beslut(invent(40, WORDS), made.folder)
    time.sleep(0.05)
    build(made.asked)
    return made


def changed_since(content: Path) -> int:
    """Edit, delete, rename and add cases, without a word to the cache; how many files are as no build has seen them."""
    cases = sorted(content.glob("*/cases/*/*.md"))
    for file in cases[:3]:
        file.write_text(file.read_text() + "\nMere tekst.\n")
    before = cases[3].stat()
    text = cases[3].read_text()
    head, mark, body = text.rpartition("---\n")
    cases[3].write_text(head + mark + body.replace("e", "o", 1))
    os.utime(cases[3], ns=(before.st_atime_ns, before.st_mtime_ns))  # same size and times
    cases[4].write_text(re.sub("(?m)^title: .*$", "title: En helt anden titel", cases[4].read_text()))
    cases[5].unlink()
    cases[6].rename(cases[6].with_name("omdoebt.md"))
    write(cases[7].parent, {"ny.md": "---\ntitle: Ny sag\ncase_number: 99/1\n---\nTekst.\n"})
    return 7


WAYS = pytest.mark.parametrize("site", [False, True], ids=["no site", "older site"])


class TestRestored:
    """As in CI: a fresh checkout, and the cache of an earlier run put into it."""

    @WAYS
    @pytest.mark.parametrize("times", [False, True], ids=["other times", "same times"])
    def test_of_the_same_files(
        self, tmp_path: Path, saved: Checkout, fresh: CleanBuilder, site: bool, times: bool
    ) -> None:
        here = saved.elsewhere(tmp_path / "et andet sted", site=site, times=times)
        profile = here.build()
        assert profile.stages["read"].counts["parsed"] == 0, "files that have not changed were parsed"
        if site:
            assert profile.stages["render"].counts["rendered"] == 0, "pages that have not changed were rendered"
        here.assert_clean(fresh)

    @WAYS
    def test_of_older_files(self, tmp_path: Path, saved: Checkout, fresh: CleanBuilder, site: bool) -> None:
        here = saved.elsewhere(tmp_path / "andet", site=site)
        changed = changed_since(here.content)
        assert here.parsed() == changed
        here.assert_clean(fresh)
        (here.folder / "site/404.html").unlink()
        assert here.parsed() == 0, "what the cache was told the first time is gone"
        here.assert_clean(fresh)

    def test_of_older_files_with_search_and_workers(
        self, tmp_path: Path, fresh: CleanBuilder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        spread(monkeypatch)
        first = Checkout(tmp_path / "first")
        layouts.beslut(invent(12, WORDS), first.folder)
        time.sleep(0.05)
        first.build(search=True, jobs=4)
        here = first.elsewhere(tmp_path / "andet", site=False)
        changed = changed_since(here.content)
        before = forked()
        assert here.parsed(search=True, jobs=4) == changed
        assert forked() > before, "no worker was started"
        here.assert_clean(fresh, search=True)

    def test_where_the_site_is_older_than_the_cache(self, tmp_path: Path, saved: Checkout, fresh: CleanBuilder) -> None:
        """The site that is there was made before an edit, the cache after it; and one of its pages is damaged."""
        later = saved.elsewhere(tmp_path / "later", site=True)
        changed_since(later.content)
        later.build()
        here = later.elsewhere(tmp_path / "here", site=False)
        shutil.copytree(saved.folder / "site", here.folder / "site")
        page = here.folder / "site/klinteby/index.html"
        page.write_bytes(page.read_bytes()[:-1] + b"?")
        assert here.parsed() == 0
        here.assert_clean(fresh)

    def test_at_the_same_path(self, tmp_path: Path, saved: Checkout, fresh: CleanBuilder) -> None:
        """Runners check out to the same path each time: what lies there is another file of the same size and time."""
        there = saved.elsewhere(tmp_path / "there", site=True, times=True)
        there.build()
        there.folder.rename(tmp_path / "before")
        here = Checkout(tmp_path / "before").elsewhere(tmp_path / "there", site=True, times=True)
        file = min(here.content.glob("*/cases/*/*.md"))
        before = file.stat()
        head, mark, body = file.read_text().rpartition("---\n")
        file.write_text(head + mark + body.replace("e", "o", 1))
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert here.parsed() == 1
        here.assert_clean(fresh)

    def test_an_archive_with_everything_in_it(self, tmp_path: Path, fresh: CleanBuilder) -> None:
        """Files with anything closed are never kept, so they are parsed each time; all others are known."""
        first = Checkout(tmp_path / "first")
        shutil.copytree(SHOWCASE, first.content)
        time.sleep(0.05)
        cold = first.parsed()
        (first.folder / "site/404.html").unlink()
        always = first.parsed()
        assert 0 < always < cold / 2
        here = first.elsewhere(tmp_path / "andet", site=False)
        assert here.parsed() == always
        here.assert_clean(fresh)

    def test_the_cache_stays_smaller_than_the_site_where_much_goes(self, tmp_path: Path, saved: Checkout) -> None:
        """A cache that is saved after each run, and restored before the next, would else only ever grow."""
        here = saved.elsewhere(tmp_path / "here", site=True)
        for file in sorted(here.content.glob("*/cases/*/*.md"))[4:]:
            file.unlink()
        here.build()
        cache, site = (sum(map(len, tree(here.folder / name).values())) for name in ("cache", "site"))
        empty = 8 * _PAGE  # a file without any value: a page for each table, which is much beside four cases
        assert cache < site + empty, f"a cache of {cache} bytes beside a site of {site}"

    def test_the_cache_is_smaller_than_the_site(self, tmp_path: Path, saved: Checkout) -> None:
        first = Checkout(tmp_path / "showcase")
        shutil.copytree(SHOWCASE, first.content)
        for search in (False, True):
            for archive in (first, saved.elsewhere(tmp_path / f"saved-{search}", site=True)):
                archive.build(search=search)
                cache, site = (sum(map(len, tree(archive.folder / name).values())) for name in ("cache", "site"))
                assert cache < site, f"a cache of {cache} bytes beside a site of {site}, search {search}"


# --- a cache that is not to be believed -----------------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> Checkout:
    made = Checkout(tmp_path / "small")
    write(made.content, CONTENT)
    time.sleep(0.05)
    build(made.asked)
    return made


class TestNotBelieved:
    def test_of_another_program(self, tmp_path: Path, small: Checkout, fresh: CleanBuilder) -> None:
        """One that puts a sentence below every text; either way round."""
        other = tmp_path / "other"
        shutil.copytree(ROOT / "builder", other / "builder", ignore=shutil.ignore_patterns("__pycache__"))
        (other / "templates").symlink_to(ROOT / "templates")
        with (other / "builder/markup/__init__.py").open("a") as stream:
            stream.write("\n\n_plain = render\n\n\ndef render(text, **named):\n    ")
            stream.write('return _plain(text + "\\n\\nDet andet program.\\n", **named)\n')
        theirs = small.elsewhere(tmp_path / "theirs", site=False)
        where = ("--content", "content", "--output", "site", "--at", AT, "--no-search", "--jobs", "1")
        (theirs.folder / "cache").rename(theirs.folder / ".beslut")
        made = start(theirs.folder, "build", *where, PYTHONPATH=str(other))
        assert made.wait(60) == 0, made.stderr.read() if made.stderr else ""
        pages = [data for path, data in tree(theirs.folder / "site").items() if path.startswith("havneby/sager/2024/")]
        assert any(b"Det andet program." in data for data in pages), "it believed an older program's cache"
        (theirs.folder / ".beslut").rename(theirs.folder / "cache")
        ours = theirs.elsewhere(tmp_path / "ours", site=True)
        ours.build()
        ours.assert_clean(fresh)

    @pytest.mark.parametrize("seed", range(5))
    def test_damaged_at_random(self, tmp_path: Path, small: Checkout, fresh: CleanBuilder, seed: int) -> None:
        chance = random.Random(seed)
        here = small.elsewhere(tmp_path / "here", site=False)
        file = here.folder / "cache/cache.sqlite"
        data = bytearray(file.read_bytes())
        for _ in range(chance.choice([1, 20, 400])):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        if chance.random() < 0.25:
            del data[chance.randrange(len(data)) :]
        file.write_bytes(data)
        here.build()
        here.assert_clean(fresh)

    @pytest.mark.parametrize("table", ["facts", "bodies", "texts", "renders", "indexes", "builds"])
    def test_where_one_letter_is_another(
        self, tmp_path: Path, small: Checkout, fresh: CleanBuilder, table: str
    ) -> None:
        """What a disk or a transfer does to a value that can still be read: no such value is believed."""
        here = small.elsewhere(tmp_path / "here", site=True)
        database = sqlite3.connect(here.folder / "cache/cache.sqlite")
        with database:
            for key, value in database.execute(f"SELECT key, value FROM {table}").fetchall():
                changed = value.replace(b"ykelsti", b"akelsti").replace(b"Tekst", b"Takst").replace(b"a", b"b", 1)
                database.execute(f"UPDATE {table} SET value = ? WHERE key = ?", (changed, key))
        database.close()
        here.build()
        here.assert_clean(fresh)


# --- killed ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class State:
    """An archive at some time: its content, and the site that a clean build makes of it."""

    content: dict[str, str | bytes]
    site: dict[str, bytes]


def titled(title: str) -> dict[str, str | bytes]:
    """An archive whose title stands on every page, and whose cases all say it."""
    front = "---\ntitle: Sag {0}\ncase_number: 24/{0}\nhandlings:\n- body: kb\n  date: 2024-06-{0}\n---\n"
    cases = {f"{CASES}/2024/sag-{each}.md": front.format(each) + f"{title}.\n" for each in range(10, 30)}
    return {**CONTENT, **cases, "_index.md": str(CONTENT["_index.md"]).replace("Prøvearkiv", title)}


@pytest.mark.skipif(not PROC.is_dir(), reason="which processes are left is read from /proc")
class TestKilled:
    """The process that the user started is killed, its workers are not: they notice, and go."""

    MOMENTS = ("at any time", "with workers", "while files are moved")

    def test_at_random_moments(self, tmp_path: Path, fresh: CleanBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
        spread(monkeypatch)
        chance = random.Random(5)
        here = Checkout(tmp_path)
        states = []
        for title in ("Byens arkiv", "Arkivet i byen"):
            content = titled(title)
            write(here.content, content)
            fresh.build(replace(here.asked, output=tmp_path / "clean", cache=None))
            states.append(State(content, everything(tmp_path / "clean")))
            shutil.rmtree(tmp_path / "clean")
        here.build(jobs=4)
        old, new = states[1], states[0]
        with_workers = halfway = 0
        for number in range(9):
            write(here.content, new.content)
            workers_seen, staged = self._killed(here, self.MOMENTS[number % 3], chance)
            with_workers, halfway = with_workers + workers_seen, halfway + staged
            recover(here.asked.output)
            left = {path: data for path, data in everything(here.asked.output).items() if not path.startswith(STAGING)}
            assert left in (old.site, new.site), f"neither the old nor the new site after kill {number}"
            here.build(jobs=4)
            assert differences(everything(here.asked.output), new.site) == [], f"after kill {number}"
            old, new = new, old
        assert with_workers >= 3, "hardly a build was killed while workers ran, so this proves little"
        assert halfway >= 3, "hardly a build was killed while it wrote, so this proves little"

    @staticmethod
    def _killed(here: Checkout, moment: str, chance: random.Random) -> tuple[bool, bool]:
        """Start a build and kill it; whether it had workers then, and whether it left something staged."""
        output, staging = here.asked.output, here.asked.output / STAGING
        where = ("--output", str(output), "--at", AT, "--no-search", "--quiet", "--jobs", "4")
        (here.folder / "cache").rename(here.folder / ".beslut")
        made = start(here.folder, "build", *where)
        until, wait = time.monotonic() + 30, chance.uniform(0, 0.1)
        if moment == "at any time":
            time.sleep(chance.uniform(0.1, 1))
        elif moment == "with workers":
            while len(alive(made.pid)) < 2 and made.poll() is None and time.monotonic() < until:
                time.sleep(0.005)
            time.sleep(wait)
        else:
            while not (staging / "journal.json").exists() and made.poll() is None and time.monotonic() < until:
                pass
        with_workers = len(alive(made.pid)) > 1
        os.kill(made.pid, signal.SIGKILL)
        made.wait()
        assert made.stderr
        made.stderr.close()
        staged = staging.exists()
        while alive(made.pid) and time.monotonic() < until:
            time.sleep(0.02)
        left = alive(made.pid)
        for each in left:
            os.kill(each, signal.SIGKILL)
        assert left == set(), "workers outlive the build that started them"
        (here.folder / ".beslut").rename(here.folder / "cache")
        return with_workers, staged
