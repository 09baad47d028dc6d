"""Why an editor should look at a value: comments behind it, put into a file without a sign of it changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from builder.importers.entries import digest_of, matched, names_of
from builder.model.keys import Many, Record, Type, keys_of
from builder.schema.amend import says
from builder.schema.marked import Cuts, Marked, Unsafe, is_block, mark, pairs

_STEP = re.compile(r"([\w-]+)|\[(\d+)\]")
_UNSEEN = re.compile(r"[^\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]+")


def remarked(text: str, cls: type, remarks: Mapping[str, str]) -> str:
    """A file with comments.

    Args:
        text: the file.
        cls: the record of its kind.
        remarks: by the path of a key, `handlings[0].outcome`. What is not there, or has a comment, gets none.
    """
    if not remarks:
        return text
    marked = mark(text)
    cuts = Cuts(marked)
    taken: set[int] = set()
    for path, words in remarks.items():
        found = _found(marked, cls, path)
        line = " ".join(_UNSEEN.sub(" ", words).split())
        if found and line:
            _put(marked, cuts, *found, line, taken)
    made = marked.before + cuts.text() + marked.after
    if says(made, cls) != says(text, cls):
        raise Unsafe
    return made


@dataclass(frozen=True)
class Moved:
    """A value of a draft in the file.

    Args:
        path: its key there.
        value: what the file says, as a digest.
        given: what the draft says, likewise.
    """

    path: str
    value: str
    given: str


def moved(cls: type, path: str, gives: Mapping[str, Any], have: Mapping[str, Any]) -> Moved | None:
    """Where a value of a draft stands in a file, whose lists have other entries too; None where it does not.

    Args:
        cls: the record of the file.
        path: the path of a key in the draft.
        gives: the draft's plain values.
        have: the file's.
    """
    given: Any = gives
    said: Any = have
    type_: Type = Record(cls)
    way = ""
    for key, index in _STEP.findall(path):
        if index:
            if not (isinstance(given, list) and isinstance(said, list) and isinstance(type_, Many)):
                return None
            number = _number(type_.of, given, int(index), said)
            if number is None:
                return None
            way, type_, given, said = f"{way}[{number}]", type_.of, given[int(index)], said[number]
        else:
            keys = {each.name: each.type for each in keys_of(type_.of)} if isinstance(type_, Record) else {}
            if key not in keys or not isinstance(given, Mapping) or not isinstance(said, Mapping):
                return None
            way, type_, given, said = f"{way}.{key}".lstrip("."), keys[key], given.get(key), said.get(key)
    return Moved(way, digest_of(type_, said), digest_of(type_, given))


def _number(type_: Type, given: list[Any], index: int, said: list[Any]) -> int | None:
    """Which entry of a file's list is that of a draft's."""
    if index >= len(given):
        return None
    if isinstance(type_, Record):
        left, right = ({n: names_of(type_.of, each) for n, each in enumerate(side)} for side in (given, said))
        return matched(type_.of, left, right).get(index)
    signs = [digest_of(type_, each) for each in said]
    wanted = digest_of(type_, given[index])
    return signs.index(wanted) if wanted in signs else None


def _found(marked: Marked, cls: type, path: str) -> tuple[yaml.Node, yaml.Node] | None:
    """The key of a path, or the entry of a list, and its value."""
    name: yaml.Node | None = None
    node: yaml.Node | None = marked.root
    record: type | None = cls
    for key, index in _STEP.findall(path):
        if index:
            entries = node.value if isinstance(node, yaml.SequenceNode) and not node.flow_style else []
            if int(index) >= len(entries):
                return None
            name = node = entries[int(index)]
        elif not isinstance(node, yaml.MappingNode) or node.flow_style or key not in (own := pairs(node, record)):
            return None
        else:
            record = _inner(record, key)
            name, node = own[key]
    return (name, node) if name is not None and node is not None else None


def _inner(cls: type | None, name: str) -> type | None:
    """The record that stands below a key."""
    from_ = {key.name: key.type for key in keys_of(cls)} if cls else {}
    type_ = from_.get(name)
    inner = type_.of if isinstance(type_, Many) else type_
    return inner.of if isinstance(inner, Record) else None


def _put(marked: Marked, cuts: Cuts, name: yaml.Node, node: yaml.Node, words: str, taken: set[int]) -> None:
    """Behind a value that ends on the line of its key; above the line of the key where lines follow."""
    start, block = name.start_mark.index, marked.block
    line, next_ = marked.line(start), marked.next_line(start)
    end = len(block[line:next_].rstrip("\r\n")) + line
    if line in taken:
        return
    taken.add(line)
    lies_in_line = isinstance(node, yaml.ScalarNode) and not is_block(node) and marked.end(node) <= end
    if lies_in_line or (name is not node and isinstance(node, yaml.CollectionNode) and not node.flow_style):
        last = marked.end(node) if lies_in_line else block.index(":", name.end_mark.index) + 1
        if not block[last:end].strip():
            cuts.put((last, last), f"  # {words}")
    elif "#" not in block[line:start]:
        column = len(block[line:next_]) - len(block[line:next_].lstrip(" "))
        cuts.put((line, line), " " * column + f"# {words}{marked.line_end}")
