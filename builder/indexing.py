"""From what is told of the pages to the files of the search index; a part that is as it was is not indexed again."""

from __future__ import annotations

import sys
import tempfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from builder import search, workers
from builder.cache import Cache, freeze, key_of, program, thaw
from builder.options import Options
from builder.rendering import Place, Planned
from builder.writer import Artifact, artifact

FOLDER = "pagefind/"
_SPACE = "indexes"
_AT_ONCE = 64  # files of words that are compressed together; 4 MiB before
_LARGE = 20  # parts, from which on a dictionary, 17 MB, is little beside the site and kept: making it takes two seconds
_QUICKLY = 1  # how parts are compressed for the cache: half as large, in a tenth of the time that level 6 takes


@dataclass
class Kept:
    """What a process that indexes again and again keeps from one time to the next. A new one knows nothing.

    Args:
        rows: each part and its keys, by its name.
        packed: the index of each part, by its key.
        client: the files that are the same for every index.
        joined: the index that was made last.
        tongue: the language, with what was worked out of its words.
    """

    rows: dict[str, _Row] = field(default_factory=dict)
    packed: dict[str, search.Packed] = field(default_factory=dict)
    client: Mapping[str, bytes] = field(default_factory=dict)
    joined: search.Joined | None = None
    tongue: search.Tongue | None = None


def index(planned: Planned, options: Options, cache: Cache, site: Place) -> Iterator[Artifact]:
    """The files of the search index.

    Args:
        planned: the pages.
        options: what is asked for.
        cache: what earlier builds worked out.
        site: where the files are to lie.
    """
    yield from index_parts(
        told(planned),
        lambda digest: planned.bodies.get(digest, ""),
        options,
        cache,
        site,
    )


def told(planned: Planned) -> tuple[search.Part, ...]:
    """What the search is told of the pages, in parts."""
    entries = ((page.path, page.search) for page in planned.pages if page.search)
    return search.parts(entries, planned.urls.language)


def forget(parts: Sequence[search.Part], instead: Sequence[search.Part], cache: Cache) -> None:
    """Let the cache forget the index of some parts, but for those of them that are indexed still."""
    cache.discard(_SPACE, _keys(parts) - _keys(instead))


def _keys(parts: Sequence[search.Part]) -> set[str]:
    rows = [_Row.of(part) for part in parts]
    return {_whole(rows), *(key for row in rows for key in (row.index, row.shown))}


def _whole(rows: Sequence[_Row]) -> str:
    """The key of what was joined of some parts."""
    return key_of("joined", *(row.index for row in rows))


def index_parts(
    parts: Sequence[search.Part],
    html: search.Html,
    options: Options,
    cache: Cache,
    site: Place,
    lent: Cache | None = None,
    kept: Kept | None = None,
) -> Iterator[Artifact]:
    """The files of the search index of some parts.

    Args:
        parts: what is told of the pages.
        html: their bodies.
        options: what is asked for.
        cache: what earlier builds worked out.
        site: where the files are to lie.
        lent: another cache, in which parts are looked for that this one does not have.
        kept: what this process kept from last time, and is to keep to the next.
    """
    if not parts:
        return
    making = _Making(parts, html, options, cache, site, lent, kept)
    whole = _whole(making.rows)
    files: dict[str, str] = cache.load_values(_SPACE, [whole]).get(whole, {})
    if files and all(site.has(path, sha256) for path, sha256 in files.items()):
        making.keep()
        options.profile.count("search", made=0, known=len(parts))
        for path, sha256 in files.items():
            held = site.known(path)
            yield Artifact(path, sha256, held[1] if held else 0)
        return
    files = {}
    for item in making.files():
        files[item.path] = item.sha256
        yield item
    cache.store(_SPACE, whole, freeze(files))


@dataclass(frozen=True)
class _Row:
    """Where the cache has a part: its index, and apart from it what is shown of its pages, which is seldom needed."""

    part: search.Part
    index: str
    shown: str

    @staticmethod
    def of(part: search.Part) -> _Row:
        key = key_of(part.key, program(), sys.byteorder)
        return _Row(part, key, key_of(key, "shown"))


class _Making:
    """The index of some parts on its way."""

    def __init__(
        self,
        parts: Sequence[search.Part],
        html: search.Html,
        options: Options,
        cache: Cache,
        site: Place,
        lent: Cache | None,
        kept: Kept | None,
    ) -> None:
        self._kept = kept or Kept()
        self._keeps = kept is not None
        self.rows = tuple(self._row(part) for part in parts)
        self._kept.rows = {row.part.name: row for row in self.rows}
        self._language = parts[0].language
        self._dictionary = key_of("dictionary", self._language, program())
        self._html = html
        self._options = options
        self._jobs = options.jobs or workers.available()
        self._cache = cache
        self._site = site
        self._lent = lent

    def _row(self, part: search.Part) -> _Row:
        known = self._kept.rows.get(part.name)
        return known if known and known.part == part else _Row.of(part)

    def keep(self) -> None:
        """Let the cache keep all parts, and the dictionary for those to come."""
        self._cache.keep(_SPACE, (key for row in self.rows for key in (row.index, row.shown)))
        self._cache.keep(_SPACE, [self._dictionary])

    def files(self) -> Iterator[Artifact]:
        """The files of the index; those that are there already come without their bytes."""
        try:
            parts = self._parts()
        except search.Unreadable:  # another Pagefind's index: as good, but made in one go and in no fixed form
            yield from self._plain()
            return
        if not self._kept.client:
            with tempfile.TemporaryDirectory(prefix="beslut-") as workspace:
                self._kept.client = search.client(self._language, Path(workspace))
        days = [[entry.day or search.NO_DAY for _, entry in row.part.entries] for row in self.rows]
        joined = search.Joined(parts, days, self._kept.client, self._kept.joined)
        yield from self._fragments(joined)
        ranges: list[tuple[str, str, str]] = []
        yield from self._chunks(joined, ranges)
        others = {**joined.others(ranges), search.WORD_LIST: search.word_list(joined.counts())}
        for name, data in others.items():
            yield artifact(FOLDER + name, data)
        if self._keeps:
            self._kept.joined = joined

    def _parts(self) -> list[search.Packed]:
        """The indexes of the parts, unpacked; those that this process has not kept come from the caches."""
        held = self._kept.packed
        packed = {row.index: held[row.index] for row in self.rows if row.index in held}
        known = self._known([row for row in self.rows if row.index not in packed])
        self.keep()
        for key in list(known):  # one after the other: packed and unpacked, all of them are 200 MiB in a large archive
            packed[key] = search.Packed.of(thaw(zlib.decompress(known.pop(key))))
        if self._keeps:
            self._kept.packed = packed
        return [packed[row.index] for row in self.rows]

    def _known(self, rows: Sequence[_Row]) -> dict[str, bytes]:
        """The indexes of parts; those that no cache has are made, as many at once as there are processors."""
        known = self._cache.load(_SPACE, [row.index for row in rows])
        if self._lent:
            missing = [row for row in rows if row.index not in known]
            lent = self._lent.earlier(_SPACE, [key for row in missing for key in (row.index, row.shown)])
            for row in missing:
                if row.index in lent and row.shown in lent:
                    self._note(row, (lent[row.index], lent[row.shown]))
                    known[row.index] = lent[row.index]
        missing = [row for row in rows if row.index not in known]
        self._options.profile.count("search", made=len(missing), known=len(self.rows) - len(missing))
        if missing:
            self._make(missing, known)
        return known

    def _make(self, rows: Sequence[_Row], known: dict[str, bytes]) -> None:
        """Index parts. Threads will do: two thirds of the work is Pagefind's, and no process holds the archive twice.

        There is one more than there are processors, so that some Pagefind always has what to do.
        """
        self._tongue = self._known_tongue()
        with ThreadPoolExecutor(min(self._jobs + (self._jobs > 1), len(rows))) as pool:
            for done, (row, made) in enumerate(zip(rows, pool.map(self._made, rows), strict=True), 1):
                self._note(row, made)
                known[row.index] = made[0]
                self._options.progress("search", done, len(rows))

    def _known_tongue(self) -> search.Tongue:
        tongue = self._kept.tongue
        if tongue is None or tongue.language != self._language:
            tongue = self._learned()
        if self._keeps:
            self._kept.tongue = tongue
        return tongue

    def _learned(self) -> search.Tongue:
        """The language; its dictionary is read by a process of its own, which takes the memory for that with it."""
        for cache in (self._cache, self._lent):
            if cache and (known := cache.load_values(_SPACE, [self._dictionary])):
                return search.Tongue(self._language, known[self._dictionary])
        (data,) = workers.in_order(lambda _: freeze(search.dictionary(self._language)), 1, 2, few=1)
        if len(self.rows) >= _LARGE:
            self._cache.store(_SPACE, self._dictionary, data)
        return search.Tongue(self._language, thaw(data))

    def _made(self, row: _Row) -> tuple[bytes, bytes]:
        with tempfile.TemporaryDirectory(prefix="beslut-") as workspace:
            packed, shown = search.index(row.part, self._html, self._tongue, Path(workspace))
        return zlib.compress(freeze(packed.plain()), _QUICKLY), freeze(shown)

    def _note(self, row: _Row, made: tuple[bytes, bytes]) -> None:
        self._cache.store(_SPACE, row.index, made[0])
        self._cache.store(_SPACE, row.shown, made[1])

    def _fragments(self, joined: search.Joined) -> Iterator[Artifact]:
        """What is shown of pages; it is fetched from the cache for parts of which the site lacks a file."""
        at, shown = -1, {}
        for name, number, fragment in joined.fragments:
            path = f"{FOLDER}fragment/{name}.pf_fragment"
            if self._site.has(path, fragment.sha256):
                yield Artifact(path, fragment.sha256, fragment.size)
                continue
            if at != number:
                at, shown = number, self._shown(self.rows[number])
            yield artifact(path, shown[fragment.name])

    def _shown(self, row: _Row) -> dict[str, bytes]:
        found: dict[str, bytes] = self._cache.load_values(_SPACE, [row.shown]).get(row.shown, {})
        if not found:  # somebody took this row out of the cache and left the other
            self._make([row], {})
            found = self._cache.load_values(_SPACE, [row.shown])[row.shown]
        return found

    def _chunks(self, joined: search.Joined, ranges: list[tuple[str, str, str]]) -> Iterator[Artifact]:
        """The files of words, named by their content: those that the site has are not compressed again."""
        chunks = joined.chunks(keep=self._keeps)
        with ThreadPoolExecutor(self._jobs) as pool:
            while some := list(islice(chunks, _AT_ONCE)):
                ranges += [(name, first, last) for (name, _), first, last in some]
                yield from pool.map(self._chunk, (chunk for chunk, _, _ in some))

    def _chunk(self, chunk: tuple[str, bytes]) -> Artifact:
        path = FOLDER + chunk[0]
        held = self._site.known(path)
        if held and self._site.has(path, held[0]):
            return Artifact(path, *held)
        return artifact(path, search.written(chunk[1], quickly=self._keeps))

    def _plain(self) -> Iterator[Artifact]:
        tongue = self._known_tongue()
        everything = tuple(each for row in self.rows for each in row.part.entries)
        with tempfile.TemporaryDirectory(prefix="beslut-") as workspace:
            files = search.plain(search.Part("", self._language, everything), self._html, tongue, Path(workspace))
        for name, data in files.items():
            yield artifact(FOLDER + name, data)
