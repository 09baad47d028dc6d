"""Values in one form, and entries of lists by what names them, so that a file and a source can be laid side by side."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from builder.model.keys import Choice, Many, Record, Reference, Type, keys_of
from builder.model.parts import (
    Allowed,
    Amount,
    Attachment,
    Correction,
    Handling,
    Item,
    Member,
    NamePeriod,
    Person,
    Related,
    Statement,
)
from builder.schema.marked import Unsafe
from builder.schema.names import fold
from builder.schema.writing import meaning, order_of

Names = tuple[str, ...]  # digests, from what tells an entry apart best to what may do; "" where it says none of that
# By what an entry is known again. The second number says how many of these are enough by themselves; by the others two
# entries are one only where there is no other that it could be, and nothing speaks against it.
NAMED: dict[type, tuple[tuple[tuple[str, ...], ...], int]] = {
    Handling: ((("body", "date", "meeting", "item"), ("body", "date", "item"), ("body", "date")), 2),
    Item: ((("number", "title"), ("case",), ("title",), ("number",)), 3),
    Attachment: ((("document",), ("number",), ("url",), ("file",), ("title",)), 5),
    Amount: ((("amount", "unit", "for"), ("unit", "for"), ("amount",)), 1),
    Member: ((("name", "from"), ("name",)), 1),
    Person: ((("name",),), 1),
    Statement: ((("text",), ("by", "kind")), 1),
    Related: ((("case",),), 1),
    NamePeriod: ((("name",),), 1),
    Allowed: ((("number",),), 1),
    Correction: ((("date", "text"), ("date",)), 1),
}


class UnknownKey(Exception):
    """A source gives a value for a key that a record has not; the key is what it says."""


def plain(cls: type, values: Mapping[str, Any], *, strict: bool = False) -> dict[str, Any]:
    """The values of a record in one form: words, a list of words, a map, a list of maps; nothing for no value.

    Args:
        cls: the record.
        values: by the English names of keys, a map also as the bare words that stand for it.
        strict: whether a key that the record has not is an error, and an entry that says nothing goes.

    Raises:
        UnknownKey: only if strict.
        Unsafe: where a value is of another shape than its key.
    """
    types = {key.name: key.type for key in keys_of(cls)}
    made = {}
    for name, value in values.items():
        if name not in types:
            if strict:
                raise UnknownKey(name)
        elif (said := _plain(types[name], value, strict)) not in (None, "", [], {}):
            made[name] = said
    return made


def _plain(type_: Type, value: Any, strict: bool) -> Any:
    if isinstance(type_, Many):
        many = list(value) if isinstance(value, list | tuple) else [value] if value not in (None, "") else []
        inner = [_plain(type_.of, each, strict) for each in many]
        if isinstance(type_.of, Record) and any(isinstance(each, str) and each for each in inner):
            raise Unsafe  # words that stand for no map
        keep = isinstance(type_.of, Record) and not strict  # the numbers of entries are those of the file
        return [each if each is not None else {} for each in inner if keep or each not in (None, "", {})]
    if isinstance(type_, Record):
        if isinstance(value, Mapping):
            return plain(type_.of, value, strict=strict)
        words = _words(value)
        bare = not type_.shorthand or fold(words) in dict(type_.constants)
        return (words if bare else {type_.shorthand: words}) if words else {}
    return _words(value)


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple | Mapping):
        raise Unsafe
    return "" if value is None else str(value).strip()


def is_list_of_maps(type_: Type) -> bool:
    """Whether a key holds entries that are known by name."""
    return isinstance(type_, Many) and isinstance(type_.of, Record)


def is_set(type_: Type) -> bool:
    """Whether a key holds words of which each stands for itself; the words of a vocabulary say one thing together."""
    return isinstance(type_, Many) and not isinstance(type_.of, Record | Choice)


def digest(text: str) -> str:
    """12 hexadecimal digits of a text's SHA-256: to know it again, not to say it again."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def digest_of(type_: Type, value: Any) -> str:
    """The digest of what a plain value means, however it is spelt; "" for none."""
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, str):
        return digest(meaning(type_, value))
    inner = type_.of if isinstance(type_, Many) else type_
    if isinstance(value, Mapping) and isinstance(inner, Record):
        types = {key.name: key.type for key in keys_of(inner.of)}
        return digest(" ".join(f"{name}={digest_of(types[name], value[name])}" for name in sorted(value)))
    return digest("\n".join(digest_of(inner, each) for each in value))


def known(cls: type, values: Mapping[str, Any]) -> dict[str, Any]:
    """What is remembered of plain values: digests, in lists and maps as the values are; of an entry its names too."""
    made: dict[str, Any] = {}
    for key in order_of(cls):
        value = values.get(key.name)
        if not value:
            continue
        inner = key.type.of if isinstance(key.type, Many) else key.type
        if is_set(key.type):
            made[key.name] = [digest_of(inner, each) for each in value]
        elif isinstance(inner, Record) and isinstance(value, list):
            made[key.name] = [
                [list(names_of(inner.of, each)), known(inner.of, each)] if isinstance(each, Mapping) else [[], {}]
                for each in value
            ]
        elif isinstance(inner, Record) and isinstance(value, Mapping):
            made[key.name] = known(inner.of, value)
        else:
            made[key.name] = digest_of(key.type, value)
    return made


def names_of(cls: type, entry: Mapping[str, Any]) -> Names:
    """What an entry may be known by, in digests."""
    types = {key.name: key.type for key in keys_of(cls)}
    found = []
    for fields in _named(cls)[0]:
        said = [_called(types[name], entry.get(name)) for name in fields]
        found.append(digest("\n".join(said))[:8] if said[0] else "")
    return tuple(found)


def _named(cls: type) -> tuple[tuple[tuple[str, ...], ...], int]:
    return NAMED.get(cls) or ((tuple(key.name for key in keys_of(cls)),), 1)


def _called(type_: Type, value: Any) -> str:
    if isinstance(value, str):
        said = meaning(type_.of if isinstance(type_, Many) else type_, value)
        return said.rpartition("/")[2] if isinstance(type_, Reference) and type_.kind == "bodies" else said
    return digest_of(type_, value)


def differs(cls: type, entry: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether something speaks against two entries being one: both say it, and not the same."""
    types = {key.name: key.type for key in keys_of(cls)}
    both = [(name, entry.get(name), other.get(name)) for name in _named(cls)[0][0]]
    return any(a and b and _called(types[name], a) != _called(types[name], b) for name, a, b in both)


def matched(
    cls: type,
    left: Mapping[int, Sequence[str]],
    right: Mapping[int, Sequence[str]],
    may_be: Callable[[int, int], bool] = lambda _left, _right: True,
) -> dict[int, int]:
    """Which entries of two lists are one, by their numbers.

    Args:
        cls: the record of the entries.
        left: the names of the entries of the one by their numbers.
        right: those of the other.
        may_be: whether two may be one that have a name in common which is not enough by itself.
    """
    ranks, enough = len(_named(cls)[0]), _named(cls)[1]
    found: dict[int, int] = {}
    for rank in range(ranks):
        free: dict[str, list[int]] = defaultdict(list)
        for number in sorted(right.keys() - found.values()):
            if len(right[number]) == ranks and right[number][rank]:
                free[right[number][rank]].append(number)
        open_ = [n for n in sorted(left.keys() - found.keys()) if len(left[n]) == ranks and left[n][rank] in free]
        count = Counter(left[number][rank] for number in open_)
        for number in open_:
            name = left[number][rank]
            if rank >= enough and (count[name] > 1 or len(free[name]) > 1 or not may_be(number, free[name][0])):
                continue
            if free[name]:
                found[number] = free[name].pop(0)
    return found
