"""A build, and all that its pages are made of, as one value: two builds can be compared by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from builder import schema, sources, template_files, templates
from builder.cache import Cache, key_of
from builder.diagnostics import Finding
from builder.model.documents import Attached, Document
from builder.options import Options
from builder.reading import Gathered
from builder.rendering import Planned
from builder.templates import Template
from builder.writer import Output


@dataclass(frozen=True)
class Ingredients:
    """All that the pages of a site are made of, but for the program itself.

    Args:
        documents: what was read, by path below content/.
        attached: the other files in the folders of cases, likewise.
        moment: the archive's local time, without zone.
        base_url: where the site is published, as the call says; None where the archive's own word counts.
        templates: templates and assets by name.
        kept: for each file whose facts the cache keeps, their key there.
        unkept: for every other file the SHA-256 of its bytes.
    """

    documents: Mapping[str, Document]
    attached: Mapping[str, Attached]
    moment: datetime
    base_url: str | None
    templates: Mapping[str, Template]
    kept: Mapping[str, str]
    unkept: Mapping[str, str]


@dataclass(frozen=True)
class Build:
    """A build that is about to be written.

    Args:
        gathered: what was read.
        planned: what is made of it.
        options: what was asked for.
        cache: the cache, in which the last build still is.
        site: the folder, which knows the old site.
    """

    gathered: Gathered
    planned: Planned
    options: Options
    cache: Cache
    site: Output

    @cached_property
    def made_of(self) -> Ingredients:
        """What the pages are made of."""
        files = self.gathered.read.files
        kept = {path for path, each in files.items() if each.parsed.document and each.parsed.cacheable}
        return Ingredients(
            documents={each.place.path: each for each in self.gathered.read.documents},
            attached={each.path: each for each in self.gathered.tree.attached},
            moment=self.planned.library.now,
            base_url=self.options.base_url,
            templates=templates.digests(template_files.folders(self.options.templates)),
            kept={path: key_of(each.settings, path, each.digest) for path, each in files.items() if path in kept},
            unkept={path: each.digest for path, each in files.items() if path not in kept},
        )

    def body(self, digest: str) -> str:
        """The HTML of a body, of this build or the last."""
        known = self.planned.bodies.get(digest)
        if known is None:
            known = self.cache.earlier("bodies", [digest]).get(digest, b"").decode(errors="replace")
        return known

    def renderer(self, language: str) -> templates.Renderer:
        """What renders the pages, those of the last build too."""
        return templates.Renderer(template_files.folders(self.options.templates), language, self.body)

    def as_written(self, path: str, field: str) -> str:
        """A field under the names that a file gives its keys."""
        source = next(each for each in self.gathered.tree.sources if each.place.path == path)
        data = sources.read(source)
        text = data if isinstance(data, Finding) else sources.decode(data, path)
        return field if isinstance(text, Finding) else schema.as_written(text, source.place.kind, field)
