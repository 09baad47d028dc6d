"""Where only words of a case change, its page is written and nothing else is worked out; else everything is."""

from __future__ import annotations

import json
import sqlite3
import time
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import SMALL, options, tree, write

from builder import library, reworded
from builder.amending import amending
from builder.build import Result, build
from builder.options import Options
from builder.writer import ForeignFolder, artifact

CASE = "havneby/cases/2024/cykelsti.md"
OTHER = "havneby/cases/2024/skole.md"
PAGE = "havneby/sager/2024/cykelsti/index.html"
TEXT = (
    "---\ntitle: Ny cykelsti\ncase_number: 24/11\nhandlings:\n- body: kb\n  date: 2024-04-09\n  role: decision\n"
    "  outcome: approved\n---\n## Sagsfremstilling\n\nTeksten nævner Havnefronten og sag 24/12.\n"
)
FILES = {
    **SMALL,
    CASE: TEXT,
    OTHER: "---\ntitle: Ny skole\ncase_number: 24/12\nrelated: [2024/cykelsti]\n---\n"
    "Se [[2024/cykelsti#sagsfremstilling]].\n",
    "places/havnefronten.md": "---\nname: Havnefronten\n---\nEt sted.\n",
    "glossary/indstilling.md": "---\nterm: Indstilling\nsummary: Et forslag.\n---\n",
    "havneby/meetings/2024-04-09-kb.md": "---\nitems:\n- number: 1\n  title: Orientering\n---\nOrd.\n",
}


class Site:
    """A built site, and whether a further build worked everything out."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str] = FILES, **changes: object
    ) -> None:
        self.folder = folder
        write(folder / "content", files)
        self.options: Options = options(folder / "content", folder / "site", cache=folder / ".beslut", **changes)
        self.libraries = 0
        make = library.make

        def counted(*arguments: object, **named: object) -> object:
            self.libraries += 1
            return make(*arguments, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(library, "make", counted)
        time.sleep(0.05)
        assert self.build().written

    def build(self) -> Result:
        time.sleep(0.05)  # until the stamps of files prove something
        return build(self.options)

    def edit(self, changes: dict[str, str]) -> bool:
        """Write files and build; whether that was done without the library. The site is as a clean one."""
        write(self.folder / "content", changes)
        before = self.libraries
        result = self.build()
        assert result.written is not None, result.findings
        quick = self.libraries == before
        clean = self.folder / f"clean-{self.libraries}-{time.monotonic_ns()}"
        count = self.libraries
        assert build(replace(self.options, output=clean, cache=None)).written
        self.libraries = count
        assert tree(self.folder / "site") == tree(clean)
        return quick


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    return Site(tmp_path, monkeypatch)


WORDS = {
    "a word": TEXT.replace("nævner", "omtaler"),
    "a paragraph": TEXT + "\nEt afsnit mere, med en liste:\n\n- et\n- to\n",
    "a word of the glossary": TEXT + "\nEn indstilling er givet.\n",
    "a name that nobody bears": TEXT + "\nOgså Rasmus og Strandvejen, nr. 12/3456.\n",
    "nothing but space": TEXT + "\n\n",
}
MORE = {
    "a title": TEXT.replace("Ny cykelsti", "Ny sti"),
    "a heading": TEXT.replace("## Sagsfremstilling", "## Sagen\n\n## Sagsfremstilling"),
    "a name of the archive": TEXT.replace("Havnefronten", "Havnen"),
    "a number of the archive": TEXT.replace("24/12", "24/13"),
    "a reference": TEXT + "\n[[2024/skole]]\n",
    "a path": TEXT + "\n[skolen](/havneby/sager/2024/skole/)\n",
    "no words any more": TEXT.partition("## ")[0],
    "closed": TEXT.replace("title:", "access: closed\nid: abcd2345\ntitle:"),
    "a draft": TEXT.replace("title:", "draft: true\ntitle:"),
}


@pytest.mark.parametrize("name", WORDS)
def test_words_are_all_that_is_looked_at(name: str, site: Site) -> None:
    assert site.edit({CASE: WORDS[name]})
    assert site.edit({CASE: TEXT})
    assert site.edit({CASE: WORDS[name] + "\nTil sidst.\n"})


@pytest.mark.parametrize("name", MORE)
def test_more_is_worked_out_in_full(name: str, site: Site) -> None:
    if name == "a heading":  # else a link leads nowhere
        MORE[name] = MORE[name].replace("## Sagen\n", "## Sagens gang\n")
    changes = {CASE: MORE[name]}
    if name in {"no words any more", "closed", "a draft"}:
        changes[OTHER] = FILES[OTHER].partition("related")[0] + "---\nOrd.\n"
    assert not site.edit(changes)
    assert not site.edit({CASE: TEXT, OTHER: FILES[OTHER]})


@pytest.mark.parametrize(
    "changes",
    [
        {"havneby/meetings/2024-04-09-kb.md": FILES["havneby/meetings/2024-04-09-kb.md"] + "Mere.\n"},
        {"places/havnefronten.md": FILES["places/havnefronten.md"] + "Mere.\n"},
        {"_index.md": FILES["_index.md"] + "Mere.\n"},
        {CASE: TEXT + "Mere.\n", "topics/ny.md": "---\nname: Ny\n---\n"},
    ],
)
def test_what_is_no_case_or_new_is_worked_out_in_full(changes: dict[str, str], site: Site) -> None:
    assert not site.edit(changes)


def test_several_cases_at_once_but_not_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = {f"havneby/cases/2023/sag-{number}.md": f"---\ntitle: Sag {number}\n---\nOrd.\n" for number in range(25)}
    site = Site(tmp_path, monkeypatch, {**FILES, **many})
    assert site.edit({CASE: TEXT + "Mere.\n", OTHER: FILES[OTHER] + "Mere.\n"})
    assert not site.edit({name: text + "Mere.\n" for name, text in many.items()})


def test_only_the_page_and_the_manifest_are_written(site: Site, tmp_path: Path) -> None:
    files = [file for file in (tmp_path / "site").rglob("*") if file.is_file()]
    before = {file: file.stat().st_mtime_ns for file in files}
    write(tmp_path / "content", {CASE: TEXT + "Mere.\n"})
    written = site.build().written
    assert written is not None
    assert (written.written, written.unchanged, written.removed) == (1, len(before) - 2, 0)
    touched = {
        file.relative_to(tmp_path / "site").as_posix() for file in files if file.stat().st_mtime_ns != before[file]
    }
    assert touched == {PAGE, "manifest.json"}


def test_a_file_that_was_only_touched_writes_nothing(site: Site, tmp_path: Path) -> None:
    page = tmp_path / "site" / PAGE
    before = page.stat().st_mtime_ns
    (tmp_path / "content" / CASE).touch()
    libraries = site.libraries
    written = site.build().written
    assert written is not None
    assert (written.written, written.removed, site.libraries, page.stat().st_mtime_ns) == (0, 0, libraries, before)


def test_a_file_with_a_finding_is_worked_out_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = TEXT.replace("case_number:", "topics: [cykelsti]\ncase_number:")
    topic = {"topics/cykelstier.md": "---\nname: Cykelstier\n---\n"}
    site = Site(tmp_path, monkeypatch, {**FILES, **topic, CASE: named})
    assert [each.code for each in site.build().findings] == ["similar-topic"]
    assert not site.edit({CASE: named + "Mere.\n"})
    assert site.edit({OTHER: FILES[OTHER] + "Mere.\n"})
    assert [each.code for each in site.build().findings] == ["similar-topic"]


def test_what_the_words_were_is_not_kept(site: Site, tmp_path: Path) -> None:
    assert site.edit({CASE: TEXT + "Tavshedspligten.\n"})
    assert site.edit({CASE: TEXT})
    with sqlite3.connect(tmp_path / ".beslut/cache.sqlite") as database:
        rows = {(key, bytes(value)) for key, value in database.execute("SELECT key, value FROM bodies")}
    assert not any(b"Tavshedspligten" in value for _, value in rows)
    assert b"Tavshedspligten" not in (tmp_path / ".beslut/cache.sqlite").read_bytes()


def test_the_build_after_knows_all_again(site: Site, tmp_path: Path) -> None:
    assert site.edit({CASE: TEXT + "Mere.\n"})
    before = site.libraries
    assert site.build().written == site.build().written
    assert site.libraries == before
    assert not site.edit({CASE: TEXT.replace("Ny cykelsti", "Ny sti") + "Mere.\n"})
    site.options = Options(**{**vars(site.options), "why": ("/havneby/sager/2024/cykelsti/",)})
    write(tmp_path / "content", {CASE: TEXT})
    answers = site.build().answers
    assert [each.address for each in answers] == ["https://example.org/havneby/sager/2024/cykelsti/"]


@pytest.mark.parametrize("table", ["renders", "facts", "bodies", "builds"])
def test_a_damaged_cache_costs_time_only(table: str, site: Site, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / ".beslut/cache.sqlite") as database:
        database.execute(f"UPDATE {table} SET value = substr(value, 1, 70)")
    site.edit({CASE: TEXT + "Mere.\n"})


def test_a_site_that_was_touched_is_put_right(site: Site, tmp_path: Path) -> None:
    (tmp_path / "site" / PAGE).write_text("x")
    assert not site.edit({CASE: TEXT + "Mere.\n"})


@pytest.mark.parametrize("step", ["amending", "note_again"])
def test_a_build_that_is_broken_off_is_made_good(step: str, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(reworded, step, fail)
        write(site.folder / "content", {CASE: TEXT + "Mere.\n"})
        with pytest.raises(KeyboardInterrupt):
            site.build()
    site.edit({CASE: TEXT + "Mere.\n"})


def test_a_manifest_that_is_not_ours_is_left_alone(site: Site, tmp_path: Path) -> None:
    write(tmp_path / "site", {"min.html": "x"})
    before = tree(tmp_path / "site")
    with amending(tmp_path / "site") as folder:
        folder.add(artifact(PAGE, b"nyt"))
        with pytest.raises(ForeignFolder):
            folder.add(artifact("min.html", b"nyt"))
    assert tree(tmp_path / "site") == before
    write(tmp_path / "other", {"manifest.json": "{}"})
    with pytest.raises(ForeignFolder), amending(tmp_path / "other"):
        pass


def test_files_come_and_go_with_their_line_in_the_manifest(site: Site, tmp_path: Path) -> None:
    before = tree(tmp_path / "site")
    listed = json.loads(before["manifest.json"])
    with amending(tmp_path / "site") as folder:
        folder.add(artifact(PAGE, b"nyt"))
        folder.add(artifact('et "nyt"/\u00e5.html', b"ny"))
        folder.remove("404.html")
        assert folder.commit() == ((PAGE, 'et "nyt"/\u00e5.html'), ("404.html",))
    after = tree(tmp_path / "site")
    assert {path: data for path, data in after.items() if before.get(path) != data}.keys() == {
        *(PAGE, 'et "nyt"/\u00e5.html', "manifest.json")
    }
    assert before.keys() - after.keys() == {"404.html"}
    told = json.loads(after["manifest.json"])
    assert told["files"][PAGE]["size"] == 3
    assert list(told["files"]) == sorted({*listed["files"], 'et "nyt"/\u00e5.html'} - {"404.html"})
    assert {**told, "files": 0} == {**listed, "files": 0}
    with amending(tmp_path / "site") as folder:
        folder.remove('et "nyt"/\u00e5.html')
        folder.add(artifact("404.html", before["404.html"]))
        folder.add(artifact(PAGE, before[PAGE]))
        folder.commit()
    assert tree(tmp_path / "site") == before
