"""A build with nothing to do does nothing; whatever may make a difference makes it look."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from conftest import SMALL, options, tree, write

from builder import library, reworded, unchanged
from builder.build import build
from builder.options import Options

CASE = "havneby/cases/2024/cykelsti.md"
FILE = "havneby/cases/2024/cykelsti/skitse.txt"
TEXT = "---\ntitle: Ny cykelsti\nattachments:\n- title: Skitse\n  file: skitse.txt\n---\nTekst.\n"
LATER = "---\ntitle: Senere\npublish: 2026-01-15 18:00\n---\nTekst.\n"
FILES = {**SMALL, CASE: TEXT, FILE: "Skitsen.\n", "havneby/cases/2024/senere.md": LATER}


class Site:
    """A built site, and whether a further build worked anything out."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        write(folder / "content", FILES)
        write(folder / "templates", {"404.html": "Væk fra {{ site.title }}"})
        self.options: Options = options(
            folder / "content", folder / "site", cache=folder / ".beslut", templates=folder / "templates"
        )
        self.worked = 0
        make = library.make

        def counted(*arguments: object, **named: object) -> object:
            self.worked += 1
            return make(*arguments, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(library, "make", counted)
        rewrite = reworded.rewrite

        def rewritten(*arguments: object) -> object:
            made = rewrite(*arguments)  # type: ignore[arg-type]
            self.worked += made is not None
            return made

        monkeypatch.setattr(reworded, "rewrite", rewritten)
        self.rest()
        assert self.works()
        assert not self.works()

    def rest(self) -> None:
        """Until the stamps of files prove something."""
        time.sleep(0.05)

    def works(self, **changes: object) -> bool:
        before = self.worked
        result = build(replace(self.options, **changes))  # type: ignore[arg-type]
        assert result.written is not None
        return self.worked > before


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    return Site(tmp_path, monkeypatch)


def same_size(folder: Path) -> None:
    """Another text of the same length, with the time it had."""
    file = folder / "content" / CASE
    times = file.stat()
    file.write_text(TEXT.replace("Tekst", "Ordet"), "utf-8")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a file of the same size and time": same_size,
    "a new file": lambda folder: write(folder / "content", {"topics/veje.md": "---\nname: Veje\n---\n"}),
    "a file that went": lambda folder: (folder / "content" / CASE).unlink() or (folder / "content" / FILE).unlink(),
    "an attachment of the same size": lambda folder: write(folder / "content", {FILE: "Skitser.\n"}),
    "a template": lambda folder: write(folder / "templates", {"404.html": "Borte fra {{ site.title }}"}),
    "a template that went": lambda folder: (folder / "templates/404.html").unlink(),
    "a page of the site": lambda folder: write(folder / "site", {"index.html": "x"}),
    "a page of the site that went": lambda folder: (folder / "site/404.html").unlink(),
    "the manifest": lambda folder: (folder / "site/manifest.json").touch(),
}


@pytest.mark.parametrize("name", CHANGES)
def test_whatever_changed_is_seen(name: str, site: Site, tmp_path: Path) -> None:
    CHANGES[name](tmp_path)
    site.rest()
    assert site.works()
    clean = options(tmp_path / "content", tmp_path / "clean", templates=tmp_path / "templates")
    build(clean)
    assert tree(tmp_path / "site") == tree(tmp_path / "clean")
    assert not site.works()


@pytest.mark.parametrize(
    "changes",
    [{"base_url": "https://example.org/arkiv/"}, {"ci": True}, {"cache": None}, {"at": datetime(2026, 1, 16)}],
)
def test_another_call_is_another_build(changes: dict[str, object], site: Site) -> None:
    assert site.works(**changes)


def test_time_alone_brings_things_out(site: Site, tmp_path: Path) -> None:
    page = tmp_path / "site/havneby/sager/2024/senere/index.html"
    assert not site.works(at=datetime(2026, 1, 15, 17, 59))
    assert not page.exists()
    assert site.works(at=datetime(2026, 1, 15, 18, 0))
    assert page.exists()
    assert not site.works(at=datetime(2026, 1, 15, 23, 59))
    assert site.works(at=datetime(2026, 1, 15, 17, 59))  # and back again
    assert not page.exists()
    assert site.works(at=datetime(2026, 1, 16))


def test_findings_are_told_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(tmp_path, monkeypatch)
    write(tmp_path / "content", {"havneby/cases/2024/cykelsti/glemt.pdf": b"x"})
    site.rest()
    first = build(site.options).findings
    assert [each.code for each in first] == ["unlisted-file"]
    worked = site.worked
    assert build(site.options).findings == first
    assert site.worked == worked


def test_a_file_that_was_just_written_proves_nothing(site: Site, tmp_path: Path) -> None:
    write(tmp_path / "content", {CASE: TEXT + "Mere.\n"})
    assert site.works()
    later = time.time_ns() + 10**9
    os.utime(tmp_path / "content" / CASE, ns=(later, later))  # as if it were written while it is looked at
    assert site.works()
    assert site.works()


def test_the_names_of_what_is_closed_are_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(tmp_path, monkeypatch)
    closed = "---\nid: abcd2345\ntitle: Hemmelig\naccess: closed\n---\nTekst.\n"
    write(tmp_path / "content", {"havneby/cases/2024/hemmeligt-navn.md": closed})
    site.rest()
    assert [each.path for each in build(site.options).findings] == ["havneby/cases/2024/hemmeligt-navn.md"]
    assert not site.works()
    kept = b"".join(path.read_bytes() for path in (tmp_path / ".beslut").iterdir())
    assert b"hemmeligt" not in kept


def test_the_name_of_a_template_need_not_be_utf8(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(tmp_path, monkeypatch)
    name = os.fsencode(tmp_path / "templates") + b"/\xe6.txt"
    try:
        os.close(os.open(name, os.O_CREAT | os.O_WRONLY))
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    site.rest()
    assert site.works()
    assert not site.works()


def test_a_library_of_another_version_is_seen(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lib/thing-1.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(str(tmp_path / "lib"))
    assert site.works()
    assert not site.works()
    (tmp_path / "lib/thing-1.0.dist-info").rename(tmp_path / "lib/thing-1.1.dist-info")
    assert site.works()
    assert not site.works()


def test_a_program_that_was_touched_is_seen(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "program/unchanged.py"
    copy.parent.mkdir()
    copy.write_text("")
    monkeypatch.setattr(unchanged, "__file__", str(copy))
    site.rest()
    assert site.works()
    assert not site.works()
    copy.write_text("")
    site.rest()
    assert site.works()
