"""A site as the preview shows it: planned, and rendered page by page as it is asked for."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from builder import templates
from builder.diagnostics import Finding
from builder.library.public import Unpublished
from builder.model.findable import Entry
from builder.rendering import Planned


@dataclass(frozen=True)
class Snapshot:
    """A site as it is shown; what it shows never changes.

    Args:
        planned: its pages, not yet rendered.
        renderer: renders them.
        ready: files that need no rendering, by their path: bytes, or the file they lie in.
        unpublished: for each file of `content/` that is shown though it is not published, why.
        made: pages that were asked for before, by their path.
    """

    planned: Planned
    renderer: templates.Renderer
    ready: Mapping[str, bytes | Path]
    unpublished: Mapping[str, Unpublished]
    made: dict[str, bytes] = field(default_factory=dict)

    @cached_property
    def pages(self) -> Mapping[str, int]:
        """The number of each page by its path."""
        return {page.path: number for number, page in enumerate(self.planned.pages)}

    @cached_property
    def style(self) -> str:
        """The address of the style sheet, as every page has it; the smallest page is asked."""
        number = self.pages.get("/404.html", 0)
        return str(self.planned.pages[number].context.site.assets.style)

    def file(self, path: str) -> bytes | None:
        """The bytes at a path of the site, or None."""
        found = self.ready.get(path)
        if found is not None:
            return found if isinstance(found, bytes) else found.read_bytes()
        made = self.made.get(path)
        if made is None and path in self.pages:
            context = self.planned.pages[self.pages[path]].context
            made = self.made[path] = self.renderer.render(context)
        return made

    def source(self, path: str) -> str:
        """The file of `content/` that a page is made from, or ""."""
        return self.planned.pages[self.pages[path]].source if path in self.pages else ""

    def without(self, sources: Container[str]) -> Snapshot:
        """The same site, to render the pages that are made from these files anew."""
        again = replace(self, made={path: data for path, data in self.made.items() if self.source(path) not in sources})
        again.__dict__["pages"] = self.pages  # they are the same, and many
        return again

    def unpublished_pages(self) -> Iterator[tuple[str, Unpublished]]:
        """The addresses of the pages that are shown though they are not published."""
        for page in self.planned.pages:
            if page.source in self.unpublished:
                yield self.planned.urls.href(page.path), self.unpublished[page.source]


@dataclass(frozen=True)
class Matter:
    """What the search is to find on a snapshot.

    Args:
        planned: its pages.
        bodies: their HTML.
        reworded: from the SHA-256 of a body that the pages still name to that of the one that took its place.
    """

    planned: Planned
    bodies: Mapping[str, str]
    reworded: Mapping[str, str]

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """What is told of each page that is to be found; worked out once, which for thousands takes a second."""
        for page in self.planned.pages:
            entry = page.search
            if entry:
                body = self.reworded.get(entry.body)
                yield page.path, replace(entry, body=body) if body else entry

    def html(self, digest: str) -> str:
        """A body by the SHA-256 that an entry names it by."""
        return self.bodies.get(digest, "")


@dataclass(frozen=True)
class News:
    """What browsers are told: how often the site was made, its style, and all that is wrong now."""

    generation: int = 0
    style: str = ""
    only_style: bool = False
    findings: tuple[Finding, ...] = ()
