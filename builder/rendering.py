"""From pages to bytes: what is as it was is not made again, the rest is made on every core."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from builder import __version__, search, templates, workers
from builder.cache import Cache, freeze, key_of, program
from builder.model.documents import Attached
from builder.model.linked import Library
from builder.options import Options
from builder.urls import Urls, file_of
from builder.views.pages import Context, Page
from builder.writer import Artifact, artifact

_SAMPLED = 64  # one of so many pages tells how often each template is needed


class Place(Protocol):
    """Where a site is to lie, and what lies there already."""

    def known(self, path: str) -> tuple[str, int] | None:
        """The SHA-256 and size of a file, as far as is known without looking."""

    def has(self, path: str, sha256: str) -> bool:
        """Whether a file with these bytes is there."""

    def stage(self, name: str, data: bytes) -> None:
        """Put bytes aside under a name, to be added later."""


class Nowhere:
    """Stands in for a folder where nothing is to be written: what is known of a file is enough."""

    def known(self, path: str) -> tuple[str, int]:  # noqa: ARG002 - as every place answers
        """No size is asked for."""
        return "", 0

    def has(self, path: str, sha256: str) -> bool:  # noqa: ARG002
        """Its bytes are not needed."""
        return True

    def stage(self, name: str, data: bytes) -> None:
        """Nor kept."""


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
    """Every page; one whose context, template and program are as they were is not rendered again.

    The bytes of the others are staged where they were made: only what is known of them comes back.
    """
    pages, site_context = planned.pages, planned.pages[0].context.site
    renderer = templates.Renderer(
        templates.folders(options.templates), planned.urls.language, lambda digest: planned.bodies[digest]
    )
    common = key_of(__version__, program(), renderer.digest, data=freeze(site_context))
    known = cache.all("renders")

    def key(context: Context, path: str) -> str:
        own = {name: value for name, value in vars(context).items() if name != "site"}
        return key_of(common, context.template, path, data=freeze(own))

    def make(number: int) -> tuple[str, Artifact, bool]:  # its key, the file, whether it was rendered
        page = pages[number]
        context = page.make()
        made, path = key(context, page.path), file_of(page.path)
        sha256, held = known.get(made, b"").decode(errors="replace"), site.known(path)
        if sha256 and held and site.has(path, sha256):
            return made, Artifact(path, sha256, held[1]), False
        data = renderer.render(context)
        item = replace(artifact(path, data), data=None)
        if site.has(path, item.sha256):
            return made, item, True
        site.stage(name := f"page-{number}", data)
        return made, replace(item, staged=name), True

    sample = ((page.make(), page.path) for page in pages[::_SAMPLED])
    counts = Counter(context.template for context, path in sample if key(context, path) not in known)
    renderer.expect(site_context, {name: count * _SAMPLED for name, count in counts.items()})
    done = 0
    for results in workers.in_order(lambda numbers: list(map(make, numbers)), len(pages), options.jobs):
        for made, item, is_rendered in results:
            cache.store("renders", made, item.sha256.encode())
            options.profile.count("render", rendered=int(is_rendered), known=int(not is_rendered))
            yield item
        done += len(results)
        options.progress("render", done, len(pages))


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
