"""What the preview shows: the last site without errors, and all that is wrong with the newest try."""

from __future__ import annotations

import gc
import threading
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from builder import sources, template_files, templates
from builder.build import link
from builder.cache import Cache
from builder.diagnostics import Finding, finding
from builder.library.memory import Memory, says_the_same
from builder.library.public import unpublished
from builder.model.documents import Document
from builder.model.values import Kind
from builder.options import Options, silent
from builder.reading import Gathered, Opened, gather, reopen
from builder.rendering import Planned
from builder.server.indexing import Indexer
from builder.server.snapshot import Matter, News, Snapshot
from builder.sources import Source

COST_OF_DOUBT = 200  # a look at everything, when nothing hints at a change, comes after this many times what it takes
HALF_WRITTEN = 0.03  # seconds until a file that cannot be read is read again: it may be on its way to disk
TRIES = 10
# Files that are more than the text of a page of their own: the archive's settings, and the glossary's words.
_SHARED_TEXT = {Kind.ARCHIVE, Kind.TERM}


@dataclass(frozen=True)
class Seen:
    """All that the site is made of, by stamps: the content, None where its folder is gone, the templates, the day."""

    tree: sources.Tree | None
    templates: tuple[tuple[str, int, int], ...]
    day: date


class Preview:
    """Makes snapshots and keeps the newest that has no errors."""

    def __init__(self, options: Options) -> None:
        """Prepare; nothing is read before `refresh`."""
        self._options = options
        self._changed = threading.Condition()
        self._refreshing = threading.Lock()
        self.snapshot: Snapshot | None = None
        self.matter: Matter | None = None  # what the search is to find on it
        self.news = News()
        self.indexer = Indexer(options)
        self._seen: Seen | None = None
        self._looked, self._took = 0.0, 0.0  # when it was looked at everything, and how long that took: seconds
        self._files: dict[str, Opened] = {}
        self._memory = Memory()
        self._plan: Gathered | None = None  # what the snapshot's plan was made of
        self._told: Planned | None = None  # the plan that the news are about, if it is one without errors
        self._bearers: Counter[str] = Counter()  # how many documents have a body
        self._known: Mapping[str, Document] = {}  # its documents by path
        self._renderer: templates.Renderer | None = None
        self._bodies: dict[str, str] = {}
        self._reworded: dict[str, str] = {}  # from the body that the plan names to the one that is shown in its place
        self._earlier: Mapping[str, str] = {}  # pages of the earlier site may still be asked for

    def refresh(self, hints: frozenset[Path] = frozenset()) -> None:
        """Show what lies there now; nothing happens where it is as it was.

        Args:
            hints: the paths that may have changed. Where they are files that were known before, only they are looked
                at; without hints everything is, unless that was done a short while ago.
        """
        with self._refreshing:
            self._refresh(hints)

    def _refresh(self, hints: frozenset[Path]) -> None:
        if not hints and self._seen and time.monotonic() - self._looked < COST_OF_DOUBT * self._took:
            return
        began = time.monotonic()
        seen = self._glance(hints)
        if seen is None:
            seen = self._look()
            self._looked = time.monotonic()
            self._took = self._looked - began
        if seen == self._seen:
            return
        written = _written(self._seen, seen)
        if not (written and self._reword(written, seen.day)):
            while not self._show(self._seen, seen):  # it changed while it was read
                seen = self._look()
        with self._changed:
            self._seen = seen
            self._changed.notify_all()

    def wait(self, generation: int, seconds: float) -> News:
        """The news after a generation, or those there are when the time is up."""
        with self._changed:
            self._changed.wait_for(lambda: self.news.generation != generation, seconds)
            return self.news

    def wait_for(self, source: Source, seconds: float) -> bool:
        """Wait until a file has been taken up as it was found; whether it was before the time was up."""

        def is_seen() -> bool:
            tree = self._seen.tree if self._seen else None
            return tree is not None and source in tree.sources

        with self._changed:
            return self._changed.wait_for(is_seen, seconds)

    def wake(self) -> None:
        """Let whoever waits look whether it is over."""
        with self._changed:
            self._changed.notify_all()

    def index_for_ever(self, stopping: threading.Event) -> None:
        """Index for the search whenever there is something new; pages do not wait for it."""
        generation = -1
        while not stopping.is_set():
            news = self.wait(generation, 1.0)
            if news.generation != generation and self.matter:
                generation = news.generation
                self.indexer.refresh(self.matter)

    def _glance(self, hints: frozenset[Path]) -> Seen | None:
        """What is there, if no more can have changed than the text of files that were there before."""
        if not hints or self._seen is None or self._seen.tree is None:
            return None
        tree = sources.written(self._seen.tree, hints)
        return Seen(tree, self._seen.templates, self._today()) if tree else None

    def _look(self) -> Seen:
        """All that is there; a file that goes while it is looked at is looked for once more, and again."""
        for _ in range(TRIES):
            with suppress(OSError):
                return self._found()
            time.sleep(HALF_WRITTEN)
        return self._found()

    def _found(self) -> Seen:
        tree = sources.scan(self._options.content) if self._options.content.is_dir() else None
        files = template_files.files(template_files.folders(self._options.templates))
        stamps = ((name, path.stat().st_mtime_ns, path.stat().st_size) for name, path in sorted(files.items()))
        return Seen(tree, tuple(stamps), self._today())

    def _today(self) -> date:
        """The archive's day, on which hangs what is to come."""
        archive = self._plan.archive if self._plan else None
        return self._options.now(archive.timezone if archive else "UTC").date()

    def _show(self, before: Seen | None, seen: Seen) -> bool:
        """Make the site anew, or as much of it as differs; False where what was seen is no longer there."""
        if seen.tree is None:
            return self._tell(None, (finding("no-archive", "_index.md"),))
        first = not self._files
        options = self._options if first else replace(self._options, jobs=1, progress=silent)  # nor fork with threads
        cache = Cache(options.cache)
        gc.disable()  # nearly all that is made now is kept until the next site takes its place
        try:
            known = cache if first else Cache(None)
            gathered = gather(options, known, tree=seen.tree, drafts=True, earlier=self._files)
            if any(each.code == "unreadable" for each in gathered.findings) and self._look() != seen:
                return False
            self._files = dict(gathered.read.files)
            planned, findings = link(gathered, options, cache, unpublished=True, memory=self._memory)
            snapshot = self._snapshot(planned, gathered) if planned else None
        except templates.BrokenTemplate as error:
            wrong = finding("template", error.name, line=error.line, column=1, reason=error.reason)
            return self._tell(None, (wrong,))
        except OSError as error:
            if self._look() != seen:  # a file went while it was read
                return False
            wrong = finding("unreadable", Path(error.filename or "").name, reason=error.strerror or str(error))
            return self._tell(None, (wrong,))
        else:
            self._tell(snapshot, findings, only_style=_only_style(before, seen))
            cache.save(drop=False)
            return True
        finally:
            cache.close()
            gc.freeze()  # what is kept is no garbage to look for, and what the next one replaces goes by itself
            gc.enable()

    def _tell(self, snapshot: Snapshot | None, findings: tuple[Finding, ...], *, only_style: bool = False) -> bool:
        """Put a new site, or what is wrong, before the browsers."""
        with self._changed:
            self.snapshot = snapshot or self.snapshot
            if snapshot:
                bodies = self._bodies | {new: self._bodies[old] for old, new in self._reworded.items()}
                self.matter = Matter(snapshot.planned, bodies, dict(self._reworded))
            self._told = snapshot.planned if snapshot else None
            style = self.snapshot.style if self.snapshot else ""
            self.news = News(self.news.generation + 1, style, only_style and snapshot is not None, findings)
            self._changed.notify_all()
        return True

    def _reword(self, written: Iterable[Source], day: date) -> bool:
        """Show other words on the pages of some files; False, and nothing done, where more than that is new."""
        shown, plan = self.snapshot, self._plan
        if shown is None or plan is None or shown.planned is not self._told or shown.planned.library.now.date() != day:
            return False
        settings = plan.read.settings
        opened = {each.place.path: reopen(each, self._files[each.place.path], settings) for each in written}
        if any(each.parsed.document is None for each in opened.values()):
            time.sleep(HALF_WRITTEN)
            opened = {each.place.path: reopen(each, self._files[each.place.path], settings) for each in written}
        texts: dict[str, str] = {}
        reworded: dict[str, str] = {}
        for path, each in opened.items():
            old, new = self._known[path], each.parsed.document
            if new is None or each.parsed.findings or any(wrong.path == path for wrong in self.news.findings):
                return False
            if new.place.kind in _SHARED_TEXT or not says_the_same(old, new, shown.planned.library.vocabulary):
                return False
            if self._bearers[old.body] > 1:
                return False  # another page has the same text, and keeps it
            texts[old.body], reworded[old.body] = each.parsed.html, new.body
        self._files |= opened
        self._bodies |= texts
        self._reworded |= reworded
        return self._tell(shown.without(opened), self.news.findings)

    def _snapshot(self, planned: Planned, gathered: Gathered) -> Snapshot:
        before, renderer = self._renderer, self._renderer_for(planned)
        self._earlier, self._bodies = self._bodies, dict(planned.bodies)
        self._reworded = {}
        self._plan = gathered
        self._known = {document.place.path: document for document in gathered.read.documents}
        self._bearers = Counter(document.body for document in gathered.read.documents)
        if renderer is not before:
            renderer.render(planned.pages[0].context)  # a template that is broken is known at once
        ready: dict[str, bytes | Path] = {
            "/" + each.path: each.data for each in planned.assets if each.data is not None
        }
        ready |= {path: self._options.content / attached.file for path, attached in planned.files}
        return Snapshot(planned, renderer, ready, unpublished(gathered.read.documents, planned.library.now))

    def _renderer_for(self, planned: Planned) -> templates.Renderer:
        """The renderer there is, unless templates or language changed: compiling them takes longer than all else."""
        where, language = template_files.folders(self._options.templates), planned.urls.language
        known = self._renderer
        if known is None or (known.digest, known.language) != (templates.digest(where), language):
            known = templates.Renderer(where, language, self._body)
        self._renderer = known
        return known

    def _body(self, digest: str) -> str:
        return self._bodies.get(digest) or self._earlier[digest]


def _written(before: Seen | None, after: Seen) -> list[Source]:
    """The files that were written, if nothing else differs."""
    if (
        before is None
        or before.tree is None
        or after.tree is None
        or len(before.tree.sources) != len(after.tree.sources)
    ):
        return []
    if replace(after, tree=before.tree) != before or replace(after.tree, sources=before.tree.sources) != before.tree:
        return []
    pairs = list(zip(before.tree.sources, after.tree.sources, strict=True))
    if any(old is not new and old.place != new.place for old, new in pairs):
        return []
    return [new for old, new in pairs if old is not new and old.stamp != new.stamp]


def _only_style(before: Seen | None, after: Seen) -> bool:
    """Whether nothing but style sheets differs."""
    if before is None or replace(after, templates=before.templates) != before:
        return False
    changed = set(before.templates) ^ set(after.templates)
    return bool(changed) and all(name.endswith(".css") for name, _, _ in changed)
