"""What the preview shows: the last site without errors, and all that is wrong with the newest try."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from builder import search, sources, templates
from builder.build import plan
from builder.cache import Cache
from builder.diagnostics import Finding, finding
from builder.options import Options
from builder.rendering import Planned
from builder.urls import file_of

FIRST_INDEX = 120.0  # seconds that a browser waits for the first index at most


@dataclass(frozen=True)
class Snapshot:
    """A site as it is shown; made once, never changed.

    Args:
        planned: its pages, not yet rendered.
        renderer: renders them.
        sources: for each file of the site the page's path and the file of `content/` it is made from.
        ready: files that need no rendering, by their path on the site: bytes, or the file they lie in.
    """

    planned: Planned
    renderer: templates.Renderer
    sources: Mapping[str, tuple[int, str]]
    ready: Mapping[str, bytes | Path]
    made: dict[str, bytes] = field(default_factory=dict)  # pages that were asked for before

    def file(self, path: str) -> bytes | None:
        """The bytes of a file of the site, or None."""
        found = self.ready.get(path)
        if found is not None:
            return found if isinstance(found, bytes) else found.read_bytes()
        if path not in self.made and path in self.sources:
            self.made[path] = self.renderer.render(self.planned.pages[self.sources[path][0]].context)
        return self.made.get(path)

    def source(self, path: str) -> str:
        """The file of `content/` that a page is made from, or ""."""
        return self.sources[path][1] if path in self.sources else ""


@dataclass(frozen=True)
class News:
    """What browsers are told: how often the site was made, its style, and all that is wrong now."""

    generation: int = 0
    style: str = ""
    only_style: bool = False
    findings: tuple[Finding, ...] = ()


class Preview:
    """Makes snapshots and keeps the newest that has no errors."""

    def __init__(self, options: Options) -> None:
        """Prepare; nothing is read before `refresh`."""
        self._options = replace(options, jobs=options.jobs or 1, progress=lambda *_: None)
        self._seen: object = None
        self._changed = threading.Condition()
        self.snapshot: Snapshot | None = None
        self.news = News()
        self.index: Mapping[str, bytes] = {}
        self._renderer: templates.Renderer | None = None
        self._bodies: dict[str, str] = {}
        self._index_key = ""
        self._indexed = threading.Event()

    def refresh(self) -> None:
        """Read what lies there now; nothing happens where it is as it was."""
        seen = self._look()
        if seen == self._seen:
            return
        only_style = _only_style(self._seen, seen)
        snapshot, findings = self._make()
        while (after := self._look()) != seen:  # it changed while it was read
            seen, only_style = after, False
            snapshot, findings = self._make()
        with self._changed:
            self._seen = seen
            self.snapshot = snapshot or self.snapshot
            style = self.snapshot.planned.pages[0].context.site.assets.style if self.snapshot else ""
            self.news = News(self.news.generation + 1, style, only_style and snapshot is not None, findings)
            self._changed.notify_all()

    def wait(self, generation: int, seconds: float) -> News:
        """The news after a generation, or those there are when the time is up."""
        with self._changed:
            self._changed.wait_for(lambda: self.news.generation != generation, seconds)
            return self.news

    def wake(self) -> None:
        """Let whoever waits look whether it is over."""
        with self._changed:
            self._changed.notify_all()

    def index_for_ever(self, stopping: threading.Event) -> None:
        """Index the newest snapshot for the search whenever there is a new one; pages do not wait for it."""
        generation = -1
        while not stopping.is_set():
            news = self.wait(generation, 1.0)
            if news.generation == generation or not self._options.search or not self.snapshot:
                continue
            generation = news.generation
            self._index(self.snapshot.planned)

    def search_file(self, path: str) -> bytes | None:
        """A file of the search index; the first one is waited for."""
        if self._options.search:
            self._indexed.wait(FIRST_INDEX)
        return self.index.get(path)

    def _index(self, planned: Planned) -> None:
        """Index what is searched, where it differs from what was indexed last."""

        def html(digest: str) -> str:
            return planned.bodies.get(digest, "")

        found = ((page.path, page.search) for page in planned.pages if page.search)
        parts = search.parts(found, planned.urls.language)
        key = " ".join(part.key for part in parts)
        if key == self._index_key:
            return
        files: dict[str, bytes] = {}
        for part in parts:
            with tempfile.TemporaryDirectory(prefix="beslut-") as workspace:
                made = search.index(part, html, Path(workspace))
            files |= {"/".join(filter(None, ("pagefind", part.name, name))): data for name, data in made.items()}
        self.index, self._index_key = files, key
        self._indexed.set()

    def _look(self) -> tuple[object, ...]:
        """All that the site is made of, by stamps."""
        tree = sources.scan(self._options.content) if self._options.content.is_dir() else None
        files = templates.files(templates.folders(self._options.templates))
        stamps = tuple((name, path.stat().st_mtime_ns, path.stat().st_size) for name, path in sorted(files.items()))
        own = tuple((each.place.path, each.stamp) for each in tree.sources) if tree else None
        return own, tree.attached if tree else None, tree.findings if tree else None, stamps

    def _make(self) -> tuple[Snapshot | None, tuple[Finding, ...]]:
        if not self._options.content.is_dir():
            return None, (finding("no-archive", "_index.md"),)
        cache = Cache(self._options.cache)
        try:
            planned, findings = plan(self._options, cache)
            if planned is None:
                return None, findings
            cache.save()
            renderer = self._renderer_for(planned)
            renderer.render(planned.pages[0].context)  # a template that is broken is known at once
        except templates.BrokenTemplate as error:
            return None, (finding("template", error.name, line=error.line, column=1, reason=error.reason),)
        except OSError as error:  # a file went while it was read; it is looked again
            return None, (finding("unreadable", error.filename or "", reason=error.strerror or ""),)
        finally:
            cache.close()
        pages = {file_of(page.path): (number, page.source) for number, page in enumerate(planned.pages)}
        ready: dict[str, bytes | Path] = {each.path: each.data for each in planned.assets if each.data is not None}
        ready |= {file_of(path): self._options.content / attached.file for path, attached in planned.files}
        return Snapshot(planned, renderer, pages, ready), findings

    def _renderer_for(self, planned: Planned) -> templates.Renderer:
        """The renderer there is, unless templates or language changed: compiling them takes longer than all else."""
        earlier = self.snapshot.planned.bodies if self.snapshot else {}
        self._bodies = {**earlier, **planned.bodies}  # pages of the earlier site may still be asked for
        where, language = templates.folders(self._options.templates), planned.urls.language
        known = self._renderer
        if known is None or (known.digest, known.language) != (templates.digest(where), language):
            known = templates.Renderer(where, language, lambda digest: self._bodies[digest])
        self._renderer = known
        return known


def _only_style(before: object, after: object) -> bool:
    """Whether nothing but style sheets differs."""
    if not isinstance(before, tuple) or not isinstance(after, tuple) or before[:3] != after[:3]:
        return False
    changed = set(before[3]) ^ set(after[3])
    return bool(changed) and all(str(each[0]).endswith(".css") for each in changed)
