"""The last build as the cache knows it: what it was made of, put together again.

The cache holds the facts of the last build's files until the next is saved, so little need be noted beside them. Of a
file whose facts may not be kept only digests are: of its path, which may be the name of a closed title, and its bytes.
"""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import dataclass
from typing import Any

from builder import __version__
from builder.cache import Cache, freeze, program, thaw
from builder.library.public import is_hidden, may_be_cached
from builder.model.documents import Attached, Document
from builder.templates import Template
from builder.why.ingredients import Build, Ingredients

_SPACE, _HEAD, _FACTS = "builds", "head", "facts"
_KEY = 32  # bytes of a key
_BROKEN = (pickle.UnpicklingError, EOFError, LookupError, TypeError, ValueError, AttributeError)


@dataclass(frozen=True)
class Earlier:
    """The last build.

    Args:
        made_of: what it was made of. A file of whose earlier state nothing is kept counts as unchanged.
        unkept: the files of which that is not so.
        lost: whether there were files of which nothing is kept and that are not there now.
    """

    made_of: Ingredients
    unkept: frozenset[str]
    lost: bool


def note(build: Build) -> None:
    """Leave in the cache what the next build need know of this one."""
    made_of, cache = build.made_of, build.cache
    hidden = {path for path in made_of.unkept if _is_hidden(made_of.documents[path], made_of)}
    head = {
        "program": program(),
        "name": program_name(),
        "moment": made_of.moment,
        "base_url": made_of.base_url,
        "templates": {name: (each.sha256, each.own) for name, each in made_of.templates.items()},
        "attached": tuple(each for each in made_of.attached.values() if case_of(each.path) in made_of.kept),
        "unkept": {_digest(path): (bytes.fromhex(each), path in hidden) for path, each in made_of.unkept.items()},
    }
    cache.store(_SPACE, _HEAD, freeze(head))
    facts = bytes.fromhex("".join(made_of.kept.values()))
    if cache.load(_SPACE, [_FACTS]).get(_FACTS) != facts:  # as a rule it is as it was
        cache.store(_SPACE, _FACTS, facts)


def note_again(cache: Cache, old: str, new: str) -> None:
    """Leave in the cache that the facts of one file are now kept under another key."""
    noted = cache.noted(_SPACE, _FACTS)
    cache.store(_SPACE, _FACTS, noted.replace(bytes.fromhex(old), bytes.fromhex(new)))


def recall(build: Build) -> Earlier | str | None:
    """The last build; of one that another program made, whose facts are not believed, only that program's name.

    None where the cache knows no earlier build, or no longer all of it.
    """
    found = build.cache.earlier(_SPACE, (_HEAD, _FACTS))
    try:
        head, facts = thaw(found[_HEAD]), found[_FACTS].hex()
        if head["program"] != program():
            return str(head["name"])
        return _recalled(head, facts, build.made_of, build.cache)
    except _BROKEN:
        return None


def program_name() -> str:
    """The program's version, and enough of its digest to tell two apart."""
    return f"{__version__} ({program()[:8]})"


def case_of(path: str) -> str:
    """The file of the case that an attached file belongs to."""
    return "/".join(path.split("/")[:4]) + ".md"


def _recalled(head: dict[str, Any], facts: str, now: Ingredients, cache: Cache) -> Earlier:
    keys = [facts[start : start + 2 * _KEY] for start in range(0, len(facts), 2 * _KEY)]
    same = set(keys) & set(now.kept.values())
    others = [key for key in keys if key not in same]
    left = cache.earlier("facts", others)
    read: list[Document] = [thaw(left[key]) for key in others]  # one that is no longer there makes it all unknown
    documents = {path: now.documents[path] for path, key in now.kept.items() if key in same}
    documents |= {each.place.path: each for each in read}
    unkept: dict[bytes, tuple[bytes, bool]] = head["unkept"]
    noted = {path: unkept[_digest(path)] for path in now.documents if _digest(path) in unkept} if unkept else {}
    changed = set()
    for path, (digest, hidden) in noted.items():
        is_same = now.unkept.get(path) == digest.hex()
        documents[path] = now.documents[path]
        if not is_same and hidden:
            documents[path] = Document(now.documents[path].place, None)
        elif not is_same:
            changed.add(path)
    attached: dict[str, Attached] = {each.path: each for each in head["attached"]}
    attached |= {path: each for path, each in now.attached.items() if case_of(path) in noted}
    used = {name: Template(*each) for name, each in head["templates"].items()}
    made_of = Ingredients(documents, attached, head["moment"], head["base_url"], used, {}, {})
    return Earlier(made_of, frozenset(changed), len(noted) < len(unkept))


def is_guarded(document: Document) -> bool:
    """Whether anything of a file is closed, held back or taken down: then nothing is told of what it said before."""
    return document.record is None or not may_be_cached(document.record)


def _is_hidden(document: Document, made_of: Ingredients) -> bool:
    return document.record is None or is_hidden(document.record, made_of.moment)


def _digest(path: str) -> bytes:
    return hashlib.sha256(path.encode()).digest()
