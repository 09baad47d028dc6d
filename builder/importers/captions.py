"""The keys and values of a draft as its file has them: in its language, row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from builder.model.keys import Choice, Key, Many, Record, Type, keys_of
from builder.model.records import RECORDS
from builder.model.values import Kind
from builder.schema.writing import Writer, listed, order_of, spelled

_STEP = re.compile(r"([\w-]+)|\[(\d+)\]")


@dataclass(frozen=True)
class Row:
    """One key of a file.

    Args:
        path: the key by its English names, `handlings[0].outcome`.
        name: the last step of the path as the file has it: `udfald`, `behandlinger[0]`.
        value: as the file has it; empty where rows below it say it.
        depth: in how many others it stands.
        is_list: whether it is the head of a list of maps.
    """

    path: str
    name: str
    value: str
    depth: int
    is_list: bool = False


def caption(kind: Kind, path: str, *, danish: bool) -> str:
    """The path of a key under the names of a language: `behandlinger[0].udfald`."""
    made = ""
    for step, key in _way(kind, path):
        name = key.called(danish) if key else step
        made += name if step.startswith("[") else "." * bool(made) + name
    return made


def worded(kind: Kind, path: str, words: str, *, danish: bool) -> str:
    """The words of a value, of several with commas between, as a file of a language spells them."""
    key = next((key for _step, key in reversed(list(_way(kind, path))) if key), None)
    inner = key and (key.type.of if isinstance(key.type, Many) else key.type)
    if not isinstance(inner, Choice):
        return words
    return ", ".join(spelled(inner, each, danish=danish) for each in words.split(", "))


def _way(kind: Kind, path: str) -> Iterator[tuple[str, Key | None]]:
    """The steps of a path, `[0]` too, each with its key where it is one."""
    type_: Type = Record(RECORDS[kind])
    for name, index in _STEP.findall(path):
        inner = type_.of if isinstance(type_, Many) else type_
        keys = {each.name: each for each in keys_of(inner.of)} if isinstance(inner, Record) else {}
        type_ = keys[name].type if name in keys else type_
        yield (f"[{index}]" if index else name), keys.get(name)


def rows(kind: Kind, values: Mapping[str, Any], writer: Writer) -> Iterator[Row]:
    """The values of a draft in the order in which its file has them; a list of words is one row.

    Args:
        kind: what sort of file.
        values: by the English names of keys.
        writer: how the file is written.
    """
    yield from _of_map(RECORDS[kind], values, writer, "", 0)


def _of_map(cls: type, values: Mapping[str, Any], writer: Writer, before: str, depth: int) -> Iterator[Row]:
    for key in order_of(cls):
        value = values.get(key.name)
        if not value:
            continue
        path, name = before + key.name, key.called(writer.danish_keys)
        inner = key.type.of if isinstance(key.type, Many) else key.type
        if isinstance(inner, Record) and isinstance(value, Mapping):
            yield Row(path, name, "", depth)
            yield from _of_map(inner.of, value, writer, f"{path}.", depth + 1)
        elif isinstance(inner, Record) and not isinstance(value, str):
            yield Row(path, name, "", depth, is_list=True)
            for number, each in enumerate(value):
                said = each if isinstance(each, str) else ""
                yield Row(f"{path}[{number}]", f"{name}[{number}]", said, depth)
                if not said:
                    yield from _of_map(inner.of, each, writer, f"{path}[{number}].", depth + 1)
        else:
            yield Row(path, name, ", ".join(writer.spelled(inner, each) for each in listed(value)), depth)
