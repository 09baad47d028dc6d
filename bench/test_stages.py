"""What each stage of a build costs by itself, over the same 200 invented cases: `make bench-stages`.

Nothing here is asserted of time. `--benchmark-autosave` keeps the figures of a run, `--benchmark-compare` shows them
beside those of the next (https://pytest-benchmark.readthedocs.io).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bench import layouts
from bench.corpus import invent, word_list
from builder import markup, schema, search, sources, template_files, templates, views, writer
from builder.build import link
from builder.cache import Cache
from builder.library import make
from builder.messages import translations
from builder.model.values import Kind
from builder.options import Options
from builder.reading import Gathered, gather
from builder.rendering import Planned
from builder.schema.front_matter import Split, split
from builder.search.aliases import Matter, aliases, counted, vocabulary
from builder.search.words import Words
from builder.views.pages import Page
from builder.writer import Artifact, artifact

CASES = 200
Benchmark = Callable[..., Any]


@dataclass(frozen=True)
class Archive:
    """An archive as each stage is given it.

    Args:
        options: of the build.
        texts: path and text of every case.
        bodies: the Markdown of every case.
        gathered: what was read.
        planned: the library and the pages.
    """

    options: Options
    texts: tuple[tuple[str, str], ...]
    bodies: tuple[str, ...]
    gathered: Gathered
    planned: Planned

    @property
    def case_pages(self) -> list[Page]:
        """The pages of cases."""
        return [page for page in self.planned.pages if page.context.template == "case.html"]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("archive")
    layouts.beslut(invent(CASES, word_list()), folder)
    options = Options(content=folder / "content", templates=None, cache=None, jobs=1)
    gathered = gather(options, Cache(None))
    planned, findings = link(gathered, options, Cache(None))
    assert planned is not None, findings
    cases = [source for source in gathered.tree.sources if source.place.kind is Kind.CASE]
    texts = tuple((source.place.path, source.file.read_text("utf-8")) for source in cases)
    made = Archive(options, texts, tuple(_body(*each) for each in texts), gathered, planned)
    assert len(made.case_pages) == len(texts) == CASES
    return made


def _body(path: str, text: str) -> str:
    parts = split(text, path)
    assert isinstance(parts, Split)
    return parts.body


def test_scan(benchmark: Benchmark, archive: Archive) -> None:
    assert len(benchmark(sources.scan, archive.options.content).sources) > CASES


def test_front_matter(benchmark: Benchmark, archive: Archive) -> None:
    found = benchmark(lambda: [schema.read(text, path, Kind.CASE) for path, text in archive.texts])
    assert all(each.record for each in found)


@pytest.mark.parametrize("direct", [True, False], ids=["direct", "python-markdown"])
def test_markup(benchmark: Benchmark, archive: Archive, direct: bool) -> None:
    found = benchmark(lambda: [markup.render(body, back="Tilbage", direct=direct) for body in archive.bodies])
    assert all(each.html for each in found)


def test_library(benchmark: Benchmark, archive: Archive) -> None:
    read, planned = archive.gathered, archive.planned
    linked, wrong = benchmark(make, read.read.documents, read.tree.attached, planned.library.now, planned.urls)
    assert len(linked.cases) == CASES
    assert not wrong


def test_views(benchmark: Benchmark, archive: Archive) -> None:
    planned = archive.planned
    translate = translations(planned.urls.language).gettext
    assets = planned.pages[0].context.site.assets

    def contexts() -> list[Any]:  # a page makes its context when it is asked for
        return [page.context for page in views.pages(planned.library, planned.urls, assets, translate, {})]

    assert benchmark(contexts) == [page.context for page in planned.pages]


def test_templates(benchmark: Benchmark, archive: Archive) -> None:
    planned = archive.planned
    where = template_files.folders(None)
    renderer = templates.Renderer(where, planned.urls.language, lambda digest: planned.bodies[digest])
    assert all(benchmark(lambda: [renderer.render(page.context) for page in archive.case_pages]))


def test_search_aliases(benchmark: Benchmark, archive: Archive) -> None:
    planned = archive.planned

    def html(digest: str) -> str:
        return planned.bodies.get(digest, "")

    entries = [page.search for page in archive.case_pages if page.search]
    tongue = search.Tongue("da", search.dictionary("da"))
    matters = [Matter.of(entry, html(entry.body), tongue.signs) for entry in entries]
    words = Words(tongue, vocabulary(counted(matter.words for matter in matters)))
    rows = list(zip(entries, matters, strict=True))
    assert len(benchmark(lambda: [aliases(*row, words) for row in rows])) == CASES


@pytest.fixture
def artifacts() -> list[Artifact]:
    return [artifact(f"sager/{number}/index.html", f"<p>{number}</p>\n".encode() * 800) for number in range(CASES)]


def _written(folder: Path, artifacts: list[Artifact]) -> writer.Written:
    with writer.output(folder, lambda _file, _stamp: None) as site:
        for each in artifacts:
            site.add(each)
        return site.commit()


def test_writer_new_folder(benchmark: Benchmark, tmp_path: Path, artifacts: list[Artifact]) -> None:
    folders: Iterator[Path] = (tmp_path / str(number) for number in count())
    assert benchmark(lambda: _written(next(folders), artifacts)).written == CASES


def test_writer_same_again(benchmark: Benchmark, tmp_path: Path, artifacts: list[Artifact]) -> None:
    _written(tmp_path / "site", artifacts)
    assert benchmark(_written, tmp_path / "site", artifacts).unchanged == CASES
