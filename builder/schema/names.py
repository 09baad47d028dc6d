"""The words that front matter may use: keys and values by their English and Danish names, however they are spelt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from builder.model.keys import Key, Many, Named, Record, keys_of
from builder.model.records import RECORDS

# What cannot be seen and comes along when text is copied: soft hyphens, joiners and marks of zero width.
INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


def visible(text: str) -> str:
    """A text without what cannot be seen; one of ASCII holds none of it."""
    return text if text.isascii() else INVISIBLE.sub("", text)


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """The form under which two spellings of a key or value are the same: `Case_number` and `case-number`."""
    return re.sub(r"[\s_-]+", " ", visible(name).strip()).casefold()


@cache
def names_of(cls: type) -> dict[str, Key]:
    """Every key of a record by its English and its Danish name."""
    keys = keys_of(cls)
    return {fold(key.danish): key for key in keys} | {fold(key.name): key for key in keys}


def is_danish(key: Key, written: str) -> bool:
    """Whether a key stands under its Danish name."""
    return fold(written) != fold(key.name)


@cache
def is_danish_of(cls: type) -> dict[str, bool]:
    """Of the names in `names_of` whether they are Danish; without those that are the same in both languages."""
    return {name: is_danish(key, name) for name, key in names_of(cls).items() if fold(key.name) != fold(key.danish)}


@cache
def values_of(members: type[Named]) -> dict[str, Named]:
    """Every value of an enumeration by its English and its Danish name."""
    return {fold(value.danish): value for value in members} | {fold(value.value): value for value in members}


def records() -> Iterator[type]:
    """Every record of a file, and every record inside one."""
    waiting, seen = list(RECORDS.values()), set()
    while waiting:
        cls = waiting.pop(0)
        if cls in seen:
            continue
        seen.add(cls)
        yield cls
        for key in keys_of(cls):
            inner = key.type.of if isinstance(key.type, Many) else key.type
            if isinstance(inner, Record):
                waiting.append(inner.of)


@cache
def all_names() -> frozenset[str]:
    """The folded names of all keys of all records, in both languages."""
    return frozenset(name for cls in records() for name in names_of(cls))
