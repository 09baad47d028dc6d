"""Front matter to typed fields, each with the line and column it came from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from builder.diagnostics import Finding
from builder.model.keys import Many, Record, keys_of
from builder.model.records import RECORDS
from builder.model.values import Kind
from builder.schema.convert import Converter
from builder.schema.front_matter import Split, line_of, split
from builder.schema.names import fold, is_danish, names_of


@dataclass(frozen=True)
class Reading:
    """One file read.

    Args:
        record: the record of its kind, or None where it could not be made.
        body: the text below the front matter.
        body_line: the line of the file on which the body starts.
        findings: what is wrong with it.
    """

    record: Any
    body: str
    body_line: int
    findings: tuple[Finding, ...]


def read(text: str, path: str, kind: Kind) -> Reading:
    """Read a file's text as what its kind declares."""
    parts = split(text, path)
    if isinstance(parts, Finding):
        return Reading(None, "", 1, (parts,))
    cls = RECORDS[kind]
    converter = Converter(path, _first_line(text), parts.lines)
    root = parts.root if parts.root is not None else _empty_map()
    record = converter.record(root, cls)
    return Reading(record, parts.body, parts.body_line, tuple(converter.findings))


def locate(text: str, kind: Kind, field: str) -> tuple[int, int]:
    """The line and column of a field such as `handlings[0].body`; of its nearest parent where it is absent.

    Facts do not hold their places, so that a file in which only lines moved has the same facts; the few
    findings that are made from facts look their places up here.
    """
    return _follow(text, kind, field)[0]


def as_written(text: str, kind: Kind, field: str) -> str:
    """A field such as `handlings[0].body` under the names that the file gives its keys: `behandlinger[0].organ`."""
    return _follow(text, kind, field)[1]


def _follow(text: str, kind: Kind, field: str) -> tuple[tuple[int, int], str]:
    """Where a field stands, and its path in the language of the file."""
    parts = _last_split(text)
    if not isinstance(parts, Split) or parts.root is None:
        return (1, 1), field
    node: yaml.Node = parts.root
    cls: Any = RECORDS[kind]
    place, written, danish = (1, 1), "", False
    for name, index in re.findall(r"([\w-]+)|\[(\d+)\]", field):
        if index:
            written += f"[{index}]"
            if isinstance(node, yaml.SequenceNode) and int(index) < len(node.value):
                node = node.value[int(index)]
                place = line_of(node, _first_line(text))
            continue
        key = next((each for each in keys_of(cls) if each.name == name), None) if cls else None
        found = _child(node, cls, name)
        if found is not None and key is not None:
            danish = is_danish(key, found[0].value)
        written += "." * bool(written) + (key.called(danish) if key else name)
        if found is None:
            cls = None
            continue
        key_node, node, cls = found
        place = line_of(node if isinstance(node, yaml.ScalarNode) and node.value else key_node, _first_line(text))
    return place, written


@lru_cache(maxsize=1)
def _last_split(text: str) -> Split | Finding:
    """A file with many faults is taken apart once."""
    return split(text, "")


def _child(node: yaml.Node, cls: Any, name: str) -> tuple[yaml.Node, yaml.Node, Any] | None:
    if not isinstance(node, yaml.MappingNode) or cls is None:
        return None
    for key_node, value in node.value:
        key = names_of(cls).get(fold(str(key_node.value)))
        if key is not None and key.name == name:
            inner = key.type.of if isinstance(key.type, Many) else key.type
            return key_node, value, inner.of if isinstance(inner, Record) else None
    return None


def _first_line(text: str) -> int:
    """The line on which the front matter's first `---` stands: YAML counts from there."""
    return text[: len(text) - len(text.lstrip())].count("\n") + 1


def _empty_map() -> yaml.MappingNode:
    mark = yaml.Mark("", 0, 0, 0, None, 0)
    return yaml.MappingNode("tag:yaml.org,2002:map", [], mark, mark)
