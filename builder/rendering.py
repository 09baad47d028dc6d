"""From pages to bytes: what is as it was is not made again, the rest is made on every core."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from builder import __version__, search, templates, workers
from builder.cache import Cache, freeze, key_of, program
from builder.model.documents import Attached
from builder.model.linked import Library
from builder.options import Options
from builder.urls import Urls, file_of
from builder.views.pages import Page
from builder.writer import Artifact, artifact


class Place(Protocol):
    """Where a site is to lie, and what lies there already."""

    def known(self, path: str) -> tuple[str, int] | None:
        """The SHA-256 and size of a file, as far as is known without looking."""

    def has(self, path: str, sha256: str) -> bool:
        """Whether a file with these bytes is there."""


class Nowhere:
    """Stands in for a folder where nothing is to be written: what is known of a file is enough."""

    def known(self, path: str) -> tuple[str, int]:  # noqa: ARG002 - as every place answers
        """No size is asked for."""
        return "", 0

    def has(self, path: str, sha256: str) -> bool:  # noqa: ARG002
        """Its bytes are not needed."""
        return True


@dataclass(frozen=True)
class Planned:
    """A site before it is rendered."""

    library: Library
    urls: Urls
    pages: tuple[Page, ...]
    bodies: Mapping[str, str]
    assets: tuple[Artifact, ...]
    files: tuple[tuple[str, Attached], ...]  # path on the site, file of content/


def render(planned: Planned, options: Options, cache: Cache, site: Place) -> Iterator[Artifact]:
    """Every page; one whose context, template and program are as they were is not rendered again."""
    renderer = templates.Renderer(
        templates.folders(options.templates), planned.urls.language, lambda digest: planned.bodies[digest]
    )
    common = key_of(__version__, program(), renderer.digest, freeze(planned.pages[0].context.site).hex())
    with options.profile.stage("views"):  # a page makes its context when it is first asked for
        keys = [key_of(common, page.context.template, page.path, freeze(_own(page)).hex()) for page in planned.pages]
    known = {key: data.decode(errors="replace") for key, data in cache.load("renders", keys).items()}
    stale: list[int] = []
    for number, (page, key) in enumerate(zip(planned.pages, keys, strict=True)):
        path, sha256 = file_of(page.path), known.get(key)
        held = site.known(path)
        if sha256 and held and site.has(path, sha256):
            yield Artifact(path, sha256, held[1])
        else:
            stale.append(number)
    options.profile.count("render", rendered=len(stale), known=len(keys) - len(stale))

    def render_some(numbers: range) -> list[bytes]:
        return [renderer.render(planned.pages[stale[number]].context) for number in numbers]

    done = 0
    for results in workers.in_order(render_some, len(stale), options.jobs or workers.available()):
        for data in results:
            number = stale[done]
            item = artifact(file_of(planned.pages[number].path), data)
            cache.store("renders", keys[number], item.sha256.encode())
            yield item
            done += 1
        options.progress("render", done, len(stale))


def _own(page: Page) -> dict[str, Any]:
    """A context without what all pages share."""
    return {name: value for name, value in vars(page.context).items() if name != "site"}


def index(planned: Planned, options: Options, cache: Cache, site: Place) -> Iterator[Artifact]:
    """The search index; a part whose pages are as they were, and whose files are there, is not made again."""
    found = ((page.path, page.search) for page in planned.pages if page.search)
    parts = search.parts(found, planned.urls.language)
    for done, part in enumerate(parts):
        options.progress("search", done, len(parts))
        folder = "pagefind/" + (part.name + "/" if part.name else "")
        key = key_of(part.key, program())
        files: dict[str, str] = cache.load_values("indexes", [key]).get(key, {})
        known = bool(files) and all(site.has(folder + name, sha256) for name, sha256 in files.items())
        options.profile.count("search", made=int(not known), known=int(known))
        if known:
            for name, sha256 in files.items():
                held = site.known(folder + name)
                yield Artifact(folder + name, sha256, held[1] if held else 0)
            continue
        with tempfile.TemporaryDirectory(prefix="beslut-") as workspace:
            made = search.index(part, lambda digest: planned.bodies.get(digest, ""), Path(workspace))
        items = {name: artifact(folder + name, data) for name, data in made.items()}
        cache.store("indexes", key, freeze({name: item.sha256 for name, item in items.items()}))
        yield from items.values()
    options.progress("search", len(parts), len(parts))
