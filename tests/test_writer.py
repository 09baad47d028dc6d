"""The output folder: all or nothing, and never anything that was not made here."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from conftest import ROOT, options, tree
from hypothesis import given, settings
from hypothesis import strategies as st

from builder import journal, writer
from builder.build import build
from builder.journal import STAGING, Busy
from builder.writer import MANIFEST, Fate, ForeignFolder, Written, artifact, output

Files = Mapping[str, str]
OLD: Files = {
    "index.html": "forside",
    "same/index.html": "uændret",
    "changed/index.html": "før",
    "gone/deep/down/index.html": "borte",
    "file": "en fil",  # becomes a folder
    "folder/a/index.html": "en mappe",  # becomes a file
    "folder/b.txt": "og mere",
    "pagefind/one": "1",
}
NEW: Files = {
    "index.html": "forside 2",
    "same/index.html": "uændret",
    "changed/index.html": "efter",
    "file/index.html": "nu en mappe",
    "file/more/index.html": "og mere",
    "folder": "nu en fil",
    "new/very/deep/index.html": "ny",
    "pagefind/two": "2",
}


def unknown(file: Path, stamp: object) -> str | None:
    """A cache that knows no file."""
    return None


def put(folder: Path, files: Files) -> Written:
    """Write these files and no others."""
    with output(folder, unknown) as site:
        for path, text in files.items():
            site.add(artifact(path, text.encode()))
        return site.commit()


def everything(folder: Path) -> dict[str, bytes]:
    """Every file and every folder below a folder."""
    folders = {f"{path.relative_to(folder).as_posix()}/": b"" for path in folder.rglob("*") if path.is_dir()}
    return {**tree(folder), **folders}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder that holds the old site."""
    put(tmp_path / "site", OLD)
    return tmp_path / "site"


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """What the old and the new site look like when they are made from nothing."""
    folder = tmp_path_factory.mktemp("clean")
    put(folder / "old", OLD)
    put(folder / "new", NEW)
    return {"old": everything(folder / "old"), "new": everything(folder / "new")}


class TestCommit:
    def test_writes_what_changed_and_takes_away_what_is_gone(
        self, site: Path, clean: dict[str, dict[str, bytes]]
    ) -> None:
        assert put(site, NEW) == Written(written=7, unchanged=1, removed=5)
        assert everything(site) == clean["new"]

    def test_what_becomes_of_each_file(self, site: Path) -> None:
        (site / "same/index.html").write_text("rørt ved")
        with output(site, unknown) as made:
            for path, text in {**NEW, "folder/b.txt/c": ""}.items():
                if path != "folder":
                    made.add(artifact(path, text.encode()))
            fates = {path: made.fate(path) for path in {**OLD, **NEW}}
            assert made.fate("nowhere") is None
        assert fates.pop("same/index.html") is Fate.MENDED
        assert fates.pop("index.html") is fates.pop("changed/index.html") is Fate.CHANGED
        assert {path for path, fate in fates.items() if fate is Fate.NEW} == NEW.keys() - OLD.keys() - {"folder"}
        gone = {path for path, fate in fates.items() if fate is Fate.GONE}
        assert gone == OLD.keys() - NEW.keys()

    def test_and_back(self, site: Path, clean: dict[str, dict[str, bytes]]) -> None:
        put(site, NEW)
        put(site, OLD)
        assert everything(site) == clean["old"]

    def test_nothing_is_written_where_nothing_changed(self, site: Path) -> None:
        before = {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}
        assert put(site, OLD) == Written(written=0, unchanged=len(OLD), removed=0)
        assert {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()} == before

    def test_an_unchanged_file_keeps_its_time(self, site: Path) -> None:
        before = (site / "same/index.html").stat().st_mtime_ns
        put(site, NEW)
        assert (site / "same/index.html").stat().st_mtime_ns == before

    def test_no_empty_folder_is_left(self, site: Path) -> None:
        put(site, {"index.html": "forside"})
        assert set(everything(site)) == {"index.html", MANIFEST}

    def test_the_manifest_says_what_is_there(self, site: Path) -> None:
        files = json.loads((site / MANIFEST).read_text())["files"]
        assert set(files) == set(OLD)
        assert files["index.html"]["size"] == len("forside")

    def test_a_build_that_breaks_off_changes_nothing(self, site: Path, clean: dict[str, dict[str, bytes]]) -> None:
        with contextlib.suppress(ZeroDivisionError), output(site, unknown) as made:
            for path, text in NEW.items():
                made.add(artifact(path, text.encode()))
            raise ZeroDivisionError
        assert everything(site) == clean["old"]

    @settings(max_examples=60, deadline=None, derandomize=True)
    @given(
        st.lists(
            st.dictionaries(st.sampled_from(["a", "a/b", "a/b/c", "a/d", "e/f", "g", "e"]), st.sampled_from("xyz")),
            min_size=2,
            max_size=4,
        )
    )
    def test_any_site_after_any_other(self, sites: list[dict[str, str]]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for number, files in enumerate(sites):
                kept = {path: text for path, text in files.items() if not any(p.startswith(path + "/") for p in files)}
                put(Path(folder) / "site", kept)
                put(Path(folder) / f"clean-{number}", kept)
                assert everything(Path(folder) / "site") == everything(Path(folder) / f"clean-{number}")


class TestDamage:
    @pytest.mark.parametrize("damage", ["changed", "emptied", "deleted", "same size"])
    def test_a_damaged_file_is_mended(self, site: Path, clean: dict[str, dict[str, bytes]], damage: str) -> None:
        file = site / "changed/index.html"
        before = file.stat()
        if damage == "deleted":
            file.unlink()
        else:
            file.write_text({"changed": "noget andet", "emptied": "", "same size": "fæ"}[damage])
            os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        put(site, OLD)
        assert everything(site) == clean["old"]

    def test_also_by_a_build_that_believes_the_cache(self, tmp_path: Path, archive: Callable[..., Path]) -> None:
        chosen = options(archive(), tmp_path / "site", cache=tmp_path / "cache")
        build(chosen)
        before = tree(tmp_path / "site")
        file = tmp_path / "site/havneby/index.html"
        times = file.stat()
        file.write_bytes(file.read_bytes()[:-1] + b"?")
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
        written = build(chosen).written
        assert written
        assert written.written == 1
        assert tree(tmp_path / "site") == before

    @pytest.mark.parametrize(
        "manifest",
        [
            "",
            "{",
            "[]",
            "null",
            "{}",
            '{"files": []}',
            '{"files": {"index.html": {}}}',
            '{"files": {"a": 1}}',
            "\udcff",
        ],
    )
    def test_a_damaged_manifest_is_refused(self, site: Path, manifest: str) -> None:
        (site / MANIFEST).write_bytes(manifest.encode(errors="surrogateescape"))
        before = everything(site)
        with pytest.raises(ForeignFolder):
            put(site, NEW)
        assert everything(site) == before

    @pytest.mark.parametrize("path", ["../outside.txt", "/outside.txt", "a/../../outside.txt", ""])
    def test_a_manifest_that_leads_out_of_the_folder_is_refused(self, site: Path, path: str) -> None:
        outside = site.parent / "outside.txt"
        outside.write_text("ikke vores")
        manifest = json.loads((site / MANIFEST).read_text())
        manifest["files"][str(outside) if path.startswith("/") else path] = {"sha256": "", "size": 0}
        (site / MANIFEST).write_text(json.dumps(manifest))
        with pytest.raises(ForeignFolder):
            put(site, NEW)
        assert outside.read_text() == "ikke vores"

    def test_a_missing_manifest_makes_the_folder_foreign(self, site: Path) -> None:
        (site / MANIFEST).unlink()
        before = everything(site)
        with pytest.raises(ForeignFolder):
            put(site, NEW)
        assert everything(site) == before

    def test_an_unreadable_artifact_is_not_left_out_silently(self, site: Path) -> None:
        """An artifact without bytes that the folder does not hold after all."""
        with pytest.raises(ValueError, match="new"), output(site, unknown) as made:
            made.add(writer.Artifact("new", "0" * 64, 1))


class TestForeign:
    def test_a_folder_of_others_is_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "site").mkdir()
        (tmp_path / "site/brev.txt").write_text("mit")
        with pytest.raises(ForeignFolder) as caught:
            put(tmp_path / "site", NEW)
        assert caught.value.path == tmp_path / "site/brev.txt"
        assert everything(tmp_path / "site") == {"brev.txt": b"mit"}

    def test_hidden_files_are_no_hindrance_and_stay(self, tmp_path: Path) -> None:
        (tmp_path / "site/.git").mkdir(parents=True)
        (tmp_path / "site/.gitignore").write_text("*\n")
        put(tmp_path / "site", OLD)
        put(tmp_path / "site", {"index.html": "x"})
        assert (tmp_path / "site/.gitignore").read_text() == "*\n"
        assert (tmp_path / "site/.git").is_dir()

    def test_a_file_of_others_in_our_folder_stays(self, site: Path) -> None:
        (site / "CNAME").write_text("example.org")
        (site / "gone/deep/brev.txt").write_text("mit")
        put(site, NEW)
        assert (site / "CNAME").read_text() == "example.org"
        assert (site / "gone/deep/brev.txt").read_text() == "mit"
        assert not (site / "gone/deep/down").exists()

    @pytest.mark.parametrize(
        "foreign",
        [
            "new",  # a file where a folder is to be
            "new/very/deep/index.html",  # a file where a file is to be
            "folder/brev.txt",  # in a folder that is to become a file
            "new/very",
            "manifest.json/brev.txt",
        ],
    )
    def test_a_file_of_others_in_the_way_is_named_before_anything_happens(self, site: Path, foreign: str) -> None:
        if foreign.startswith(MANIFEST):
            (site / MANIFEST).unlink()
        (site / foreign).parent.mkdir(parents=True, exist_ok=True)
        (site / foreign).write_text("mit")
        before = everything(site)
        with pytest.raises(ForeignFolder):
            put(site, NEW)
        assert everything(site) == before

    @pytest.mark.parametrize(
        "files",
        [
            {"a": "1", "a/index.html": "2"},
            {"a/index.html": "1", "a": "2"},
            {"manifest.json": "1"},
            {"manifest.json/index.html": "1"},
            {"../out.html": "1"},
            {"a/../../out.html": "1"},
            {"/out.html": "1"},
            {f"{STAGING}/journal.json": "1"},
        ],
    )
    def test_files_that_cannot_stand_together_are_refused(self, site: Path, files: Files) -> None:
        """The last line of defence; checks of addresses come before it."""
        before = everything(site.parent)
        with pytest.raises((ForeignFolder, ValueError)):
            put(site, {**OLD, **files})
        assert everything(site.parent) == before

    @pytest.mark.parametrize(
        "alias",
        ["/manifest.json", "/404.html", "/havneby/sager/2024/x/plan", "/pagefind/pagefind.js", "/assets"],
    )
    def test_an_address_below_a_file_is_an_error_or_works(
        self, tmp_path: Path, archive: Callable[..., Path], alias: str
    ) -> None:
        front = f"title: X\nattachments:\n- file: plan\naliases: [{alias}]\n"
        files = {"havneby/cases/2024/x.md": f"---\n{front}---\n", "havneby/cases/2024/x/plan": "Plan"}
        chosen = options(archive(files), tmp_path / "site", search=True)
        result = build(chosen)
        assert result.written or {each.code for each in result.findings} & {"duplicate-url", "bad-alias"}
        (tmp_path / "content/havneby/cases/2024/x.md").write_text("---\ntitle: X\n---\n[p](plan)\n")
        assert build(chosen).written


class TestLock:
    def test_a_second_build_is_refused(self, site: Path) -> None:
        with output(site, unknown), pytest.raises(Busy):
            put(site, NEW)
        put(site, NEW)

    def test_also_in_another_process(self, site: Path) -> None:
        code = (
            "import sys; from pathlib import Path\n"
            "from builder.journal import Busy; from builder.writer import output\n"
            "try:\n    with output(Path(sys.argv[1]), lambda *_: None): print('in')\n"
            "except Busy: print('busy')\n"
        )
        for held, said in ((True, "busy"), (False, "in")):
            command = [sys.executable, "-c", code, str(site)]
            if held:
                with output(site, unknown):
                    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
            else:
                done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
            assert done.stdout.strip() == said

    def test_is_let_go_when_a_build_breaks_off(self, site: Path) -> None:
        with pytest.raises(ZeroDivisionError), output(site, unknown):
            raise ZeroDivisionError
        put(site, NEW)

    def test_a_second_build_does_not_disturb_the_first(self, site: Path, clean: dict[str, dict[str, bytes]]) -> None:
        with output(site, unknown) as made:
            refused: list[BaseException] = []

            def second() -> None:
                try:
                    put(site, OLD)
                except Busy as error:
                    refused.append(error)

            other = threading.Thread(target=second)
            other.start()
            other.join()
            for path, text in NEW.items():
                made.add(artifact(path, text.encode()))
            made.commit()
        assert len(refused) == 1
        assert everything(site) == clean["new"]


class Killed(BaseException):
    """The process was killed here."""


STEPS = (
    (Path, "replace"),
    (Path, "unlink"),
    (Path, "mkdir"),
    (Path, "rmdir"),
    (Path, "write_bytes"),
    (Path, "open"),
    (os, "fsync"),
    (shutil, "rmtree"),
)


def count_steps(kill: Callable[[int, bool], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Call `kill` before and after every step that changes something on disk, with its number."""
    number = 0

    def watched(real: Callable[..., object]) -> Callable[..., object]:
        def step(*arguments: object, **named: object) -> object:
            nonlocal number
            number += 1
            mine = number
            kill(mine, False)
            done = real(*arguments, **named)
            kill(mine, True)
            return done

        return step

    for owner, name in STEPS:
        monkeypatch.setattr(owner, name, watched(getattr(owner, name)))


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many steps there are from the old site to the new."""
    folder = tmp_path_factory.mktemp("steps")
    put(folder / "site", OLD)
    counted: list[int] = []
    with pytest.MonkeyPatch.context() as patch:
        count_steps(lambda number, _: counted.append(number), patch)
        put(folder / "site", NEW)
    assert len(set(counted)) > 20
    return max(counted)


def states(folder: Path) -> dict[str, bytes]:
    """The files of the site, without what is being prepared."""
    return {path: data for path, data in tree(folder).items() if not path.startswith(STAGING)}


class TestKilled:
    """A build that is killed at any step is completed or undone by the next."""

    @pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
    @pytest.mark.parametrize("how", ["raises", "exits"])
    def test_at_every_step(
        self, tmp_path: Path, clean: dict[str, dict[str, bytes]], steps: int, how: str, after: bool
    ) -> None:
        for number in range(1, steps + 1):
            folder = tmp_path / f"site-{number}"
            put(folder, OLD)
            self._killed(folder, NEW, number, how, after)
            journal = (folder / STAGING / "journal.json").exists()
            if not journal:
                assert states(folder) in (self._files(clean["old"]), self._files(clean["new"])), number
            found = self._started(folder)
            assert found in (self._files(clean["old"]), self._files(clean["new"])), number
            assert not journal or found == self._files(clean["new"]), number
            for files, name in ((NEW, "new"), (OLD, "old")):
                put(folder, files)
                assert everything(folder) == clean[name], number
            shutil.rmtree(folder)

    def test_twice(self, tmp_path: Path, clean: dict[str, dict[str, bytes]], steps: int) -> None:
        """Killed while it completes what was killed."""
        for first in range(8, steps + 1, 2):
            for second in range(1, steps, 3):
                folder = tmp_path / "site"
                put(folder, OLD)
                self._killed(folder, NEW, first, "exits", after=True)
                self._killed(folder, NEW, second, "exits", after=False)
                put(folder, NEW)
                assert everything(folder) == clean["new"], (first, second)
                shutil.rmtree(folder)

    def test_the_first_build_of_a_folder(self, tmp_path: Path, clean: dict[str, dict[str, bytes]], steps: int) -> None:
        for number in range(1, steps + 1):
            folder = tmp_path / f"site-{number}"
            self._killed(folder, OLD, number, "exits", after=True)
            put(folder, OLD)
            assert everything(folder) == clean["old"], number

    @staticmethod
    def _started(folder: Path) -> dict[str, bytes]:
        """What stands in the folder when the next build has opened it."""
        with contextlib.suppress(ZeroDivisionError), output(folder, unknown):
            found = states(folder)
            raise ZeroDivisionError
        return found

    @staticmethod
    def _files(found: Mapping[str, bytes]) -> dict[str, bytes]:
        return {path: data for path, data in found.items() if not path.endswith("/")}

    @staticmethod
    def _killed(folder: Path, files: Files, number: int, how: str, after: bool) -> None:
        """Write a site, and die at a step: by an exception that nothing catches, or at once as a killed process."""

        def die(mine: int, done: bool) -> None:
            if mine == number and done is after:
                if how == "exits":
                    os._exit(9)
                raise Killed

        if how == "exits":
            child = os.fork()
            if not child:
                with pytest.MonkeyPatch.context() as patch:
                    count_steps(die, patch)
                    put(folder, files)
                os._exit(0)
            os.waitpid(child, 0)
            return
        with pytest.MonkeyPatch.context() as patch:
            count_steps(die, patch)
            with contextlib.suppress(Killed):
                put(folder, files)


def test_a_killed_build_is_completed_even_where_the_content_has_errors_by_now(
    tmp_path: Path, archive: Callable[..., Path]
) -> None:
    """Between two states a site is of no use to anybody, whatever is wrong with the content."""
    content = archive({"pages/om.md": "---\ntitle: Om\n---\n"})
    chosen = options(content, tmp_path / "site")
    build(chosen)
    (content / "pages/om.md").write_text("---\ntitle: Andet\n---\n")
    with pytest.MonkeyPatch.context() as patch:
        real = journal._apply

        def killed(folder: Path) -> None:
            raise Killed

        patch.setattr(journal, "_apply", killed)
        with pytest.raises(Killed):
            build(chosen)
        patch.setattr(journal, "_apply", real)
    (content / "pages/om.md").write_text("---\nfejl: ja\n---\n")
    assert build(chosen).failed
    assert "Andet" in (tmp_path / "site/om/index.html").read_text()
    assert not (tmp_path / "site" / STAGING).exists()


def test_new_folders_are_moved_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And file by file what comes to folders that are there already."""
    moved: list[tuple[str, str]] = []
    real = journal.carry_out

    def carry_out(folder: Path, moves: list[tuple[str, str]], removed: list[str]) -> None:
        moved[:] = moves
        real(folder, moves, removed)

    monkeypatch.setattr(journal, "carry_out", carry_out)
    put(tmp_path / "site", {"index.html": "1", "a/b/c/index.html": "2", "a/index.html": "3", "d/index.html": "4"})
    assert [path for _, path in moved] == ["a", "d", "index.html", MANIFEST]
    more = {
        "index.html": "1",
        "a/b/c/index.html": "5",
        "a/index.html": "3",
        "a/b/e/f/g": "6",
        "a/b/e/h": "7",
        "a/i": "8",
    }
    put(tmp_path / "site", more)
    assert [path for _, path in moved] == ["a/b/e", "a/b/c/index.html", "a/i", MANIFEST]
    assert {path: data.decode() for path, data in tree(tmp_path / "site").items() if path != MANIFEST} == more


def test_a_folder_that_came_while_a_new_one_was_on_its_way_keeps_what_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "_apply", lambda folder: None)  # killed right after the journal was written
    put_aside = tmp_path / "site"
    with output(put_aside, unknown) as site:
        for path, text in {"a/b/index.html": "1", "a/c/index.html": "2"}.items():
            site.add(artifact(path, text.encode()))
        monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)
        site.commit()
    monkeypatch.undo()
    (put_aside / "a/b").mkdir(parents=True)
    (put_aside / "a/b/mine").write_text("3")
    journal.recover(put_aside)
    found = {path: data.decode() for path, data in tree(put_aside).items() if path != MANIFEST}
    assert found == {"a/b/index.html": "1", "a/c/index.html": "2", "a/b/mine": "3"}
    assert not (put_aside / STAGING).exists()
