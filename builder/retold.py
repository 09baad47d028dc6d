"""The search index after only the words of a few cases changed: their parts are indexed anew, and all joined again.

What is told of every page, part by part, was kept by the last build, so that nothing need be worked out but the index.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from builder import reading, sources
from builder.amending import Amendment
from builder.cache import Cache, freeze, thaw
from builder.indexing import FOLDER, forget, index_parts, told
from builder.options import Options
from builder.parse import Settings
from builder.reading import Gathered
from builder.rendering import Planned
from builder.search import Part

_SPACE, _TOLD = "builds", "told"
_QUICKLY = 1  # how it is compressed: to a quarter


@dataclass(frozen=True)
class Words:
    """Where the words of a page come from.

    Args:
        old: the SHA-256 of its body before.
        new: of its body now.
        html: its body now.
    """

    old: str
    new: str
    html: str


def note(tree: sources.Tree, gathered: Gathered, planned: Planned, cache: Cache) -> None:
    """Leave in the cache what the search was told.

    Args:
        tree: the content folder as it was found.
        gathered: what was read.
        planned: what was made of it.
        cache: the cache.
    """
    unkept = {}  # the bodies that the cache must not have; the name of a file may be a title that is closed
    for number, source in enumerate(tree.sources):
        parsed = gathered.read.files[source.place.path].parsed
        if parsed.document and parsed.document.body and not parsed.cacheable:
            unkept[parsed.document.body] = number
    _keep({"language": planned.urls.language, "texts": dict(planned.texts), "unkept": unkept}, told(planned), cache)


def _keep(known: Mapping[str, Any], parts: Iterable[Part], cache: Cache) -> None:
    value = {**known, "parts": [(part.name, part.entries) for part in parts]}
    cache.store(_SPACE, _TOLD, zlib.compress(freeze(value), _QUICKLY))


def index(
    words: Mapping[str, Words],
    these: Sequence[sources.Source],
    settings: Settings,
    options: Options,
    cache: Cache,
    site: Amendment,
) -> None:
    """Put the index into the site.

    Args:
        words: those that changed, by the path of their page.
        these: the Markdown files of the content.
        settings: what cases are parsed with.
        options: what is asked for.
        cache: what the last build left.
        site: where the index is to lie.

    Raises:
        LookupError, ValueError, TypeError, zlib.error, pickle.UnpicklingError: where what was left is not whole.
    """
    known = thaw(zlib.decompress(cache.earlier(_SPACE, [_TOLD])[_TOLD]))
    before = [Part(name, known["language"], entries) for name, entries in known["parts"]]
    after = [_retold(part, words) for part in before]
    anew = [now for old, now in zip(before, after, strict=True) if now is not old]
    if {path for part in anew for path, _ in part.entries}.isdisjoint(words):  # the search knows none of them
        return
    html = {"": "", **{each.new: each.html for each in words.values()}}
    html |= _bodies(anew, html, cache)
    html |= _texts(anew, known["texts"], cache)
    html |= _unkept(anew, html, known["unkept"], these, settings)
    there = set()
    for item in index_parts(after, html.__getitem__, options, cache, site):
        site.add(item)
        there.add(item.path)
    for path in site.below(FOLDER) - there:
        site.remove(path)
    forget(before, after, cache)
    _keep(known, after, cache)


def _retold(part: Part, words: Mapping[str, Words]) -> Part:
    """A part with the bodies as they are now; itself where none of them changed."""
    if not any(path in words for path, _ in part.entries):
        return part
    entries = []
    for path, entry in part.entries:
        changed = words.get(path)
        if changed and entry.body != changed.old:
            raise LookupError(path)
        entries.append((path, replace(entry, body=changed.new) if changed else entry))
    return replace(part, entries=tuple(entries))


def _bodies(parts: Iterable[Part], known: Mapping[str, str], cache: Cache) -> dict[str, str]:
    wanted = {entry.body for part in parts for _, entry in part.entries} - known.keys()
    return {key: data.decode() for key, data in cache.earlier("bodies", wanted).items()}


def _texts(parts: Iterable[Part], keys: Mapping[str, str], cache: Cache) -> dict[str, str]:
    """The texts of attachments."""
    wanted = {keys[text]: text for part in parts for _, entry in part.entries for _, text in entry.attached}
    return {wanted[key]: thaw(data)[0] for key, data in cache.earlier("texts", wanted).items()}


def _unkept(
    parts: Iterable[Part],
    known: Mapping[str, str],
    numbers: Mapping[str, int],
    these: Sequence[sources.Source],
    settings: Settings,
) -> dict[str, str]:
    """The bodies that the cache must not have, read again."""
    found = {}
    for digest in {entry.body for part in parts for _, entry in part.entries} - known.keys():
        _, parsed = reading.read_one(these[numbers[digest]], settings)
        if parsed.document is None or parsed.document.body != digest:
            raise LookupError(digest)
        found[digest] = parsed.html
    return found
