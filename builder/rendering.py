"""From pages to bytes: what is as it was is not made again, the rest is made on every core."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from builder import __version__, templates, workers
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
