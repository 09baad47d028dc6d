"""The search index of a site: made in parts, which an edit touches one of, and the same as a clean build makes."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import SHOWCASE, options, tree

from builder import search
from builder.build import build
from builder.options import Options
from builder.server.indexing import Indexer

CASE = "havneby/cases/2024/cykelsti.md"
Made = list[search.Part]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Made:
    """The parts that were indexed since it was last emptied; parts are small."""
    found: Made = []
    real = search.index

    def index(part: search.Part, *others: object) -> object:
        found.append(part)
        return real(part, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(search, "index", index)
    monkeypatch.setattr("builder.search.cutting.LARGEST", 12)
    return found


@pytest.fixture
def asked(tmp_path: Path, made: Made) -> Options:
    """A build of the showcase with search and cache."""
    shutil.copytree(SHOWCASE, tmp_path / "content")
    asked = options(tmp_path / "content", tmp_path / "site", cache=tmp_path / "cache", search=True)
    assert build(asked).written
    assert len(made) > 3
    made.clear()
    return asked


def edit(asked: Options, text: str) -> None:
    with (asked.content / CASE).open("a", encoding="utf-8") as stream:
        stream.write(f"\n{text}\n")


def index_of(site: Path) -> dict[str, bytes]:
    return tree(site / "pagefind")


def clean(asked: Options, tmp_path: Path) -> dict[str, bytes]:
    assert build(replace(asked, output=tmp_path / "clean", cache=None, jobs=2)).written
    return index_of(tmp_path / "clean")


def said(site: Path) -> str:
    """All that is shown of pages."""
    return " ".join(
        gzip.decompress(data).decode() for name, data in index_of(site).items() if name.startswith("fragment/")
    )


def test_an_edit_indexes_one_part(asked: Options, made: Made, tmp_path: Path) -> None:
    edit(asked, "Et helt nyt ord: zebrafinkebur.")
    assert build(asked).written
    assert len(made) == 1
    assert "zebrafinkebur" in said(asked.output)
    assert index_of(asked.output) == clean(asked, tmp_path)


def test_what_is_gone_is_in_no_part(asked: Options, made: Made, tmp_path: Path) -> None:
    edit(asked, "Et helt nyt ord: zebrafinkebur.")
    build(asked)
    made.clear()
    text = (asked.content / CASE).read_text("utf-8")
    (asked.content / CASE).write_text(text.replace("Et helt nyt ord: zebrafinkebur.", ""), "utf-8")
    assert build(asked).written
    assert len(made) == 1
    assert "zebrafinkebur" not in said(asked.output)
    assert index_of(asked.output) == clean(asked, tmp_path)


def test_with_nothing_new_nothing_is_indexed(asked: Options, made: Made) -> None:
    before = index_of(asked.output)
    result = build(replace(asked, jobs=2))
    assert result.written
    assert result.written.written == 0
    assert made == []
    assert index_of(asked.output) == before


@pytest.mark.parametrize("pattern", ["*.pf_fragment", "*.pf_index", "*.pf_meta", "*.pf_filter", "words.txt"])
def test_a_file_that_the_site_lost_comes_from_the_cache(asked: Options, made: Made, pattern: str) -> None:
    before = index_of(asked.output)
    file = next((asked.output / "pagefind").rglob(pattern))
    file.write_bytes(b"?")
    assert build(asked).written
    assert made == []
    assert index_of(asked.output) == before


def test_a_site_that_is_not_there_is_made_of_the_cache(asked: Options, made: Made) -> None:
    """As in CI, where only the cache is kept."""
    before = index_of(asked.output)
    shutil.rmtree(asked.output)
    assert build(asked).written
    assert made == []
    assert index_of(asked.output) == before


def test_a_part_that_the_cache_has_half_is_made_again(
    asked: Options, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    from builder.cache import Cache

    before = index_of(asked.output)
    shutil.rmtree(asked.output)
    real = Cache.load_values
    lost = iter([True])

    def load(self: Cache, space: str, keys: list[str]) -> dict[str, object]:
        found = real(self, space, keys)
        shown = any(
            isinstance(value, dict) and all(isinstance(each, bytes) for each in value.values()) and value
            for value in found.values()
        )
        return {} if shown and next(lost, False) else found

    monkeypatch.setattr(Cache, "load_values", load)
    assert build(asked).written
    assert len(made) == 1
    assert index_of(asked.output) == before


def test_an_index_of_another_form_is_made_in_one_go(
    asked: Options, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def index(*_: object) -> object:
        raise search.Unreadable("another Pagefind")

    monkeypatch.setattr(search, "index", index)
    assert build(replace(asked, output=tmp_path / "plain", cache=None)).written
    plain, joined = index_of(tmp_path / "plain"), index_of(asked.output)
    counts = [json.loads(each["pagefind-entry.json"])["languages"]["da"]["page_count"] for each in (plain, joined)]
    assert counts[0] == counts[1] > 20
    assert set(plain) >= {"pagefind.js", "words.txt", "pagefind-entry.json"}


def test_the_views_name_no_field_that_the_search_does_not_know(asked: Options, made: Made) -> None:
    edit(asked, "Mere.")
    (asked.content / "_index.md").write_text((asked.content / "_index.md").read_text() + "\n", "utf-8")
    shutil.rmtree(asked.cache or Path())
    build(asked)
    names = {name for part in made for _, entry in part.entries for name, _ in entry.meta}
    assert names
    assert names <= set(search.FIELDS)


class TestPreview:
    @pytest.fixture
    def indexer(self, asked: Options) -> Iterator[Indexer]:
        opened = Indexer(replace(asked, cache=None))
        yield opened
        opened.close()

    def test_an_edit_is_found_without_a_restart(self, asked: Options, indexer: Indexer) -> None:
        indexer.refresh()
        before = files_of(indexer)
        edit(asked, "Et helt nyt ord: zebrafinkebur.")
        indexer.refresh()
        after = files_of(indexer)
        new = [name for name in after if after[name] != before.get(name)]
        assert 0 < len(new) < len(after) / 3
        shown = [gzip.decompress(after[name]).decode() for name in new if name.startswith("fragment/")]
        assert any("zebrafinkebur" in each for each in shown)
        for name in before.keys() - after.keys():
            assert indexer.file(name) is None

    def test_what_is_wrong_leaves_the_last_index(self, asked: Options, indexer: Indexer) -> None:
        indexer.refresh()
        before = files_of(indexer)
        (asked.content / "havneby/cases/2024/forkert.md").write_text("---\ntitel: x\n", "utf-8")
        indexer.refresh()
        assert files_of(indexer) == before

    def test_its_folder_goes_with_it(self, indexer: Indexer) -> None:
        indexer.refresh()
        assert indexer.file("pagefind.js")
        assert indexer.file("../parts/cache.sqlite") is None
        assert indexer._folder is not None
        folder = Path(indexer._folder.name)
        assert folder.is_dir()
        indexer.close()
        assert not folder.exists()


def files_of(indexer: Indexer) -> dict[str, bytes]:
    """All files that the index has now."""
    found = {path.removeprefix("pagefind/"): indexer.file(path.removeprefix("pagefind/")) for path in indexer._files}
    assert None not in found.values()
    return {name: data for name, data in found.items() if data is not None}
