"""Where only words of a case change, the part of the search index that it is in is made anew, and the site is as a
clean one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from conftest import write
from test_reworded import CASE, FILES, MORE, OTHER, TEXT, Site

from builder import search
from builder.search import Html, Packed, Part, Tongue

CLOSED = (
    "---\nid: abcd2345\ntitle: Hemmelig\naccess:\n  title: closed\npublic_title: En sag\n---\n"
    "## Sagsfremstilling\n\nOffentlige ord.\n"
)
ATTACHED = "---\ntitle: Bilagssag\nattachments:\n- title: Notat\n  file: notat.txt\n---\nOrdene i en sag med bilag.\n"
LATE = "---\ntitle: Senere sag\nhandlings:\n- body: kb\n  date: 2019-04-0{}\n---\nAndre ord.\n"
MANY = {
    **FILES,
    "havneby/cases/2024/hemmelig.md": CLOSED,
    "havneby/cases/2024/bilag.md": ATTACHED,
    "havneby/cases/2024/bilag/notat.txt": "Notatets egne ord om havnen.\n",
    **{f"havneby/cases/2019/sag-{number}.md": LATE.format(number) for number in range(1, 7)},
}


class Searched(Site):
    """A site with search, and the parts of the index that the last build made."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, largest: int) -> None:
        self.made: list[str] = []
        index = search.index

        def counted(part: Part, html: Html, tongue: Tongue, workspace: Path) -> tuple[Packed, dict[str, bytes]]:
            self.made.append(part.name)
            return index(part, html, tongue, workspace)

        monkeypatch.setattr("builder.search.cutting.LARGEST", largest)
        monkeypatch.setattr(search, "dictionary", lambda _: ({}, {}))  # it takes seconds to load
        monkeypatch.setattr(search, "index", counted)
        super().__init__(folder, monkeypatch, MANY, search=True)

    def edit(self, changes: dict[str, str]) -> bool:
        """As for any site; the parts that a clean build makes are not counted."""
        write(self.folder / "content", changes)
        self.made.clear()
        before = self.libraries
        assert self.build().written
        quick, made = self.libraries == before, [*self.made]
        assert super().edit({}), "the build after has nothing to do"
        self.made = made
        return quick


@pytest.fixture(params=[4, 250])
def site(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Searched:
    return Searched(tmp_path, monkeypatch, request.param)


def test_one_part_is_made_anew_for_one_case(site: Searched) -> None:
    assert site.edit({CASE: TEXT + "\nHelt nye ord: flyvebro og bådelaug.\n"})
    assert len(site.made) == 1
    assert site.edit({CASE: TEXT})
    late = "havneby/cases/2019/sag-3.md"
    assert site.edit({late: MANY[late] + "Mere om flyvebroen.\n", CASE: TEXT + "Mere.\n"})
    assert 1 <= len(site.made) <= 2
    assert site.edit({late: MANY[late]})


def test_a_part_with_attachments_and_closed_cases_is_made_anew(site: Searched) -> None:
    attached = "havneby/cases/2024/bilag.md"
    assert site.edit({attached: ATTACHED + "Mere.\n"})
    assert len(site.made) == 1
    assert site.edit({OTHER: FILES[OTHER] + "Mere.\n"})


def test_more_is_worked_out_in_full(site: Searched) -> None:
    assert not site.edit({CASE: MORE["a title"]})
    assert site.edit({CASE: MORE["a title"] + "Mere.\n"})


def test_what_the_words_were_is_not_kept(site: Searched, tmp_path: Path) -> None:
    rows = "SELECT count(*) FROM indexes"
    with sqlite3.connect(tmp_path / ".beslut/cache.sqlite") as database:
        before = database.execute(rows).fetchall()
    assert site.edit({CASE: TEXT + "Tavshedspligten.\n"})
    with sqlite3.connect(tmp_path / ".beslut/cache.sqlite") as database:
        assert database.execute(rows).fetchall() == before


@pytest.mark.parametrize("table", ["indexes", "bodies", "texts", "builds"])
def test_a_damaged_cache_costs_time_only(table: str, site: Searched, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / ".beslut/cache.sqlite") as database:
        database.execute(f"UPDATE {table} SET value = substr(value, 1, 70)")
    site.edit({CASE: TEXT + "Mere.\n"})
