"""The search index of a site: made in parts, which an edit touches one of, and the same as a clean build makes."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import SHOWCASE, options, tree

from builder import indexing, search
from builder.build import build
from builder.cache import Cache
from builder.model.findable import Entry
from builder.options import Options
from builder.server import apart
from builder.server.indexing import MADE, Indexer, Site, Work
from builder.server.preview import Preview
from builder.server.snapshot import Matter

CASE = "havneby/cases/2024/cykelsti.md"
LONGEST = 60.0  # seconds; a busy machine is no fault
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


@pytest.mark.parametrize("pattern", ["*.pf_fragment", "*.pf_index", "*.pf_meta", "*.pf_filter", "*.pf_words"])
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
    assert set(plain) >= {"pagefind.js", "words.pf_words", "pagefind-entry.json"}


def test_who_indexes_again_reads_the_dictionary_once_and_compresses_quickly(
    asked: Options, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, levels = [], set()

    def dictionary(language: str) -> object:
        read.append(language)
        return {}, {}

    def written(value: bytes, *, quickly: bool = False) -> bytes:
        levels.add(quickly)
        return b""

    monkeypatch.setattr(search, "dictionary", dictionary)
    monkeypatch.setattr(search, "written", written)
    monkeypatch.setattr("builder.workers.in_order", lambda task, *_, **__: [task(range(1))])
    kept = indexing.Kept()
    for text in ("møde", "råd"):
        part = search.Part("", "da", (("/", Entry("Sag", "Sag", "", (), (), (text,), "")),))
        found = list(indexing.index_parts([part], lambda _: "", asked, Cache(None), Site(tmp_path / "none"), kept=kept))
        assert "pagefind/pagefind.js" in [each.path for each in found]
    assert read == ["da"]
    assert levels == {True}


def test_the_words_that_may_have_been_meant_are_there(asked: Options) -> None:
    told = gzip.decompress(index_of(asked.output)["words.pf_words"]).decode().split("\n")
    assert "cykelsti" in told
    assert len(told) == len(set(told))


def test_the_views_name_no_field_that_the_search_does_not_know(asked: Options, made: Made) -> None:
    edit(asked, "Mere.")
    (asked.content / "_index.md").write_text((asked.content / "_index.md").read_text() + "\n", "utf-8")
    shutil.rmtree(asked.cache or Path())
    build(asked)
    names = {name for part in made for _, entry in part.entries for name, _ in entry.meta}
    assert names
    assert names <= set(search.FIELDS)


class Followed:
    """A preview whose index is brought up to date when it is asked for."""

    def __init__(self, asked: Options) -> None:
        self.preview = Preview(asked)
        self.indexer = self.preview.indexer

    def follow(self) -> None:
        """Show what lies there now, and index it."""
        self.preview._seen = None  # it is not looked at everything twice in so short a time
        self.preview.refresh()
        assert self.preview.matter
        self.indexer.refresh(self.preview.matter)

    def reword(self, file: Path) -> None:
        """Show other words on one page, and index them."""
        self.preview.refresh(frozenset([file.absolute()]))
        assert self.preview.matter
        assert self.preview.matter.reworded
        self.indexer.refresh(self.preview.matter)


class TestPreview:
    @pytest.fixture
    def followed(self, asked: Options) -> Iterator[Followed]:
        opened = Followed(replace(asked, cache=None))
        opened.follow()
        yield opened
        opened.indexer.close()

    @pytest.mark.parametrize("way", ["read again", "reworded"])
    def test_an_edit_is_found_without_a_restart(self, asked: Options, followed: Followed, way: str) -> None:
        before = files_of(followed.indexer)
        edit(asked, "Et helt nyt ord: zebrafinkebur.")
        if way == "reworded":
            followed.reword(asked.content / CASE)
        else:
            followed.follow()
        after = files_of(followed.indexer)
        new = [name for name in after if after[name] != before.get(name)]
        assert 0 < len(new) < len(after) / 3
        shown = [gzip.decompress(after[name]).decode() for name in new if name.startswith("fragment/")]
        assert any("zebrafinkebur" in each for each in shown)
        for name in before.keys() - after.keys():
            assert followed.indexer.file(name) is None

    def test_what_was_reworded_back_and_forth_is_as_it_was(self, asked: Options, followed: Followed) -> None:
        before, text = files_of(followed.indexer), (asked.content / CASE).read_text("utf-8")
        for word in ("zebrafinkebur", "papegøjebur"):
            edit(asked, f"Et helt nyt ord: {word}.")
            followed.reword(asked.content / CASE)
        assert files_of(followed.indexer) != before
        (asked.content / CASE).write_text(text, "utf-8")
        followed.reword(asked.content / CASE)
        assert files_of(followed.indexer) == before

    def test_what_is_wrong_leaves_the_last_index(self, asked: Options, followed: Followed) -> None:
        before = files_of(followed.indexer)
        (asked.content / "havneby/cases/2024/forkert.md").write_text("---\ntitel: x\n", "utf-8")
        followed.follow()
        assert files_of(followed.indexer) == before

    def test_that_its_process_ends_costs_no_more_than_time(self, asked: Options, followed: Followed) -> None:
        process = followed.indexer._process
        assert process
        process.kill()
        process.wait()
        edit(asked, "Et helt nyt ord: zebrafinkebur.")
        followed.follow()
        assert followed.indexer._process not in {None, process}
        assert finds(followed.indexer, "zebrafinkebur")

    def test_a_process_that_cannot_do_it_leaves_the_last_index(
        self, asked: Options, followed: Followed, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Pagefind fails, and with it the process; the next edit is in the index, and the one before too."""
        before, started = files_of(followed.indexer), apart.start
        followed.indexer._end()
        with monkeypatch.context() as broken:
            broken.setattr(
                apart, "start", lambda _, options, **more: started("builder.server.own", options, **more)
            )  # ends at once, without an answer
            edit(asked, "Et helt nyt ord: zebrafinkebur.")
            followed.follow()
        assert files_of(followed.indexer) == before
        edit(asked, "Endnu et: papegøjebur.")
        followed.follow()
        assert finds(followed.indexer, "zebrafinkebur")
        assert finds(followed.indexer, "papegøjebur")

    def test_an_edit_while_the_index_is_made_is_in_the_next(self, asked: Options) -> None:
        followed = Followed(replace(asked, cache=None))
        preview, stopping, begun = followed.preview, threading.Event(), threading.Event()
        real = Matter.html

        def html(self: Matter, digest: str) -> str:
            if not begun.is_set():  # the first index is being made
                edit(asked, "Et helt nyt ord: zebrafinkebur.")
                preview.refresh(frozenset([(asked.content / CASE).absolute()]))
                begun.set()
            return real(self, digest)

        preview.refresh()
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(Matter, "html", html)
            thread = threading.Thread(target=preview.index_for_ever, args=(stopping,))
            thread.start()
            try:
                assert begun.wait(LONGEST)
                until = time.monotonic() + LONGEST
                while not finds(followed.indexer, "zebrafinkebur"):
                    assert time.monotonic() < until
                    time.sleep(0.05)
            finally:
                stopping.set()
                preview.wake()
                thread.join(LONGEST)
                followed.indexer.close()

    def test_drafts_are_found_and_never_in_the_cache(self, asked: Options) -> None:
        draft = "---\ntitle: En kladde\ndraft: true\n---\nZebrafinkebur.\n"
        (asked.content / "havneby/cases/2024/kladde.md").write_text(draft, "utf-8")
        before = rows_of(asked)
        followed = Followed(asked)
        try:
            followed.follow()
            assert finds(followed.indexer, "Zebrafinkebur")
            assert rows_of(asked) == before
        finally:
            followed.indexer.close()

    def test_its_folder_goes_with_it(self, followed: Followed) -> None:
        indexer = followed.indexer
        assert indexer.file("pagefind.js")
        assert indexer.file("../parts/cache.sqlite") is None
        assert indexer._folder is not None
        folder = Path(indexer._folder.name)
        assert folder.is_dir()
        indexer.close()
        assert not folder.exists()


class Asked:
    """The preview's end of the pipes, in this process: it answers with bodies and notes which were asked for."""

    def __init__(self, bodies: Mapping[str, str]) -> None:
        self._bodies = bodies
        self._sent: deque[bytes] = deque()  # of each value the line of its size, then its bytes
        self.digests: list[str] = []
        self.made = 0

    def tell(self, value: object) -> None:
        self._sent += _parcel(value)

    def write(self, line: bytes) -> None:
        if line == MADE:
            self.made += 1
        else:
            self.digests.append(line.decode().strip())
            self._sent.extendleft(reversed(_parcel(self._bodies[self.digests[-1]])))

    def flush(self) -> None: ...

    def readline(self) -> bytes:
        return self._sent.popleft() if self._sent else b""

    def read(self, size: int) -> bytes:
        assert len(self._sent[0]) == size
        return self._sent.popleft()


def _parcel(value: object) -> list[bytes]:
    stream = io.BytesIO()
    apart.send(stream, value)
    stream.seek(0)
    return [stream.readline(), stream.read()]


def test_the_previews_process_makes_one_part_and_asks_for_its_bodies_only(
    asked: Options, made: Made, tmp_path: Path
) -> None:
    preview = Preview(replace(asked, cache=None))
    preview.refresh()
    assert preview.matter
    entries = dict(preview.matter.entries())
    edit(asked, "Et helt nyt ord: zebrafinkebur.")
    preview.refresh(frozenset([(asked.content / CASE).absolute()]))
    later = dict(preview.matter.entries())
    changed = {path: entry for path, entry in later.items() if entries[path] != entry}
    assert list(changed) == ["/havneby/sager/2024/cykelsti/"]

    pipe = Asked(preview.matter.bodies)
    work = Work(replace(asked, cache=None, jobs=1), tmp_path / "index", pipe, pipe)  # type: ignore[arg-type]
    (tmp_path / "index").mkdir()
    pipe.tell(("da", entries, []))
    work.go_on()
    whole = len(made)
    assert whole > 3
    made.clear()
    pipe.digests.clear()
    pipe.tell(("da", changed, []))
    work.go_on()
    assert pipe.made == 2
    (part,) = made
    inside = {digest for _, entry in part.entries for digest in (entry.body, *(each for _, each in entry.attached))}
    assert set(pipe.digests) == inside - {""}
    assert len(pipe.digests) == len(set(pipe.digests))
    assert unpacked(tree(tmp_path / "index/files/pagefind")) == unpacked(clean(asked, tmp_path))


def unpacked(files: dict[str, bytes]) -> dict[str, bytes]:
    """Files without their compression: the preview takes less time for it than a site does."""
    return {name: gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data for name, data in files.items()}


def rows_of(asked: Options) -> set[bytes]:
    """All values of the cache that the search has to do with."""
    assert asked.cache
    with closing(sqlite3.connect(asked.cache / "cache.sqlite")) as database:
        return {value for (value,) in database.execute("SELECT value FROM indexes")}


def finds(indexer: Indexer, word: str) -> bool:
    """Whether a word is shown of some page; files may go while it is looked."""
    names = (path.removeprefix("pagefind/") for path in list(indexer._files))
    shown = (indexer.file(name) for name in names if name.startswith("fragment/"))
    return any(word in gzip.decompress(data).decode() for data in shown if data)


def files_of(indexer: Indexer) -> dict[str, bytes]:
    """All files that the index has now."""
    found = {path.removeprefix("pagefind/"): indexer.file(path.removeprefix("pagefind/")) for path in indexer._files}
    assert None not in found.values()
    return {name: data for name, data in found.items() if data is not None}
