"""Change values in a file's front matter and not one sign more: text in, text out.

Comments, order, quotes, line ends, BOM and accents stay as they are. What is changed is written as the scaffold
writes it, under Danish or English names as the file already does. The result is read again before it is given out:
what it says must be what the file said, but for what was changed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import yaml

from builder.model.keys import Key, Many, Record, Type, keys_of
from builder.schema.marked import Cuts, Marked, Pair, Unsafe, is_block, mark, pairs, stated, written
from builder.schema.writing import (
    INDENT,
    Spot,
    Writer,
    can_be_lines,
    inline,
    listed,
    meaning,
    moved_in,
    speaks_danish,
    spelled,
)

Value = str | Sequence[str] | Mapping[str, Any] | None
_STEP = re.compile(r"([\w-]+)|\[(\d+)\]")


def amend(text: str, cls: type, changes: Mapping[str, Value]) -> str:
    """The text of a file with some values changed.

    Args:
        text: the file as it lies there, BOM and line ends included.
        cls: the record of its kind.
        changes: new values by the path of their keys' English names, `title` or `handlings[0].outcome`: words, or
            several of them for a list; None or nothing takes the key away, with the comments within it.
            `handlings[0]: None` takes an entry out of a list, and an entry past the end is added. Numbers count the
            entries as the text has them.

    Raises:
        Unsafe: where that cannot be done without touching anything else.
    """
    marked = mark(text)
    said = stated(marked.root, Record(cls))
    tree = _tree(changes)
    work = _Amendment(marked, Cuts(marked), _writer(marked, cls))
    work.map(marked.root, cls, tree)
    made = marked.before + work.cuts.text() + marked.after
    again = mark(made)
    wanted = _expected(said or {}, cls, tree, work.writer)
    if (again.before, again.after) != (marked.before, marked.after):
        raise Unsafe
    if _bare(stated(again.root, Record(cls))) != _bare(wanted):
        raise Unsafe
    return made


def says(text: str, cls: type) -> dict[str, Any]:
    """What a file's front matter says, in words, by the English names of its keys: text, lists and maps.

    Raises:
        Unsafe: as `amend`.
    """
    found: dict[str, Any] | str = stated(mark(text).root, Record(cls))
    return found if isinstance(found, dict) else {}


def _tree(changes: Mapping[str, Value]) -> dict[Any, Any]:
    """Changes by path as maps in maps, those of entries by their numbers."""
    tree: dict[Any, Any] = {}
    for path, value in changes.items():
        *way, last = [int(index) if index else name for name, index in _STEP.findall(path)]
        branch = tree
        for step in way:
            branch = branch.setdefault(step, {})
        branch[last] = value
    return tree


def _writer(marked: Marked, cls: type) -> Writer:
    """How this file writes: in Danish or English, and how far its lists are moved in."""
    keys, values, dashes = [], [], []
    for key, name, value in written(marked.root, cls):
        keys.append((str(name.value), key.name, key.danish))
        inner = key.type.of if isinstance(key.type, Many) else key.type
        words = [each.value for each in _entries(value) if isinstance(each, yaml.ScalarNode)]
        values += [(each, spelled(inner, each, danish=False), spelled(inner, each, danish=True)) for each in words]
        if isinstance(value, yaml.SequenceNode) and not value.flow_style:
            dashes.append(value.start_mark.column - name.start_mark.column)
    danish = speaks_danish(keys, False)
    return Writer(danish, speaks_danish(values, danish), dashes[0] if dashes else 0)


def _entries(node: yaml.Node) -> list[yaml.Node]:
    """The entries of a list; a value alone is a list of one."""
    if isinstance(node, yaml.SequenceNode):
        return list(node.value)
    return [node] if stated(node, None) else []


def _expected(said: Mapping[str, Any], cls: type, tree: Mapping[Any, Any], writer: Writer) -> dict[str, Any]:
    """What a map is to say after the changes."""
    wanted, types = dict(said), {key.name: key.type for key in keys_of(cls)}
    for name, change in tree.items():
        type_, old = types[name], wanted.get(name) or []
        inner = type_.of if isinstance(type_, Many) else type_
        old = old if isinstance(old, list) else [old]
        if isinstance(type_, Many) and isinstance(inner, Record):
            entries = {**dict(enumerate(old)), **{number: {} for number in change or {} if number >= len(old)}}
            wanted[name] = [
                _expected(each, inner.of, change[number], writer) if change.get(number) else each
                for number, each in sorted(entries.items())
                if change and change.get(number, each) is not None
            ]
        else:
            known = {meaning(inner, each): each for each in old if isinstance(each, str)}
            words = [known.get(meaning(inner, each)) or writer.spelled(inner, each) for each in listed(change)]
            wanted[name] = words
    return wanted


def _bare(value: Any) -> Any:
    """What is said without what says nothing; a value alone and a list of one are the same."""
    if isinstance(value, dict):
        return {name: said for name, each in value.items() if (said := _bare(each)) not in ("", [], {})}
    if isinstance(value, list):
        said = [_bare(each) for each in value]
        return said[0] if len(said) == 1 else said
    return value


def _is_list_of_maps(type_: Type) -> bool:
    return isinstance(type_, Many) and isinstance(type_.of, Record)


@dataclass(frozen=True)
class _Amendment:
    """The changes to one file, made one after the other."""

    marked: Marked
    cuts: Cuts
    writer: Writer

    def map(self, node: yaml.MappingNode | None, cls: type, changes: Mapping[str, Any]) -> None:
        """Change the keys of a map, in the order of the declaration."""
        found = pairs(node, cls)
        order = list(found)
        gone: set[int] = set()
        added: dict[int, list[list[str]]] = defaultdict(list)
        after = -1
        flow = node is not None and bool(node.flow_style)
        for key in keys_of(cls):
            if key.name in found:
                after = order.index(key.name)
            if key.name not in changes:
                continue
            change, pair = changes[key.name], found.get(key.name)
            if self._is_nothing(key, pair, change):
                gone |= {after} if pair else set()
            elif pair:
                self._change(pair, key, change, flow=flow)
            else:
                change = [each for _, each in sorted(change.items()) if each] if _is_list_of_maps(key.type) else change
                added[after].append(self.writer.pair(key, change, flow=flow))
        if node is None or not (node.value or flow):
            lines = [line for each in added.values() for row in each for line in row]
            self.cuts.put_lines(self.marked.next_line(0), 0, lines)
        elif gone or added:
            self.cuts.rearrange(node, gone, added)

    def _is_nothing(self, key: Key, pair: Pair | None, change: Any) -> bool:
        """Whether a change leaves no value."""
        if not change:
            return True
        if _is_list_of_maps(key.type):
            count = len(_entries(pair[1])) if pair else 0
            return all(change.get(number, True) is None for number in range(count)) and not any(change.values())
        return not listed(change)

    def _change(self, pair: Pair, key: Key, change: Any, *, flow: bool) -> None:
        """Put another value in the place of one."""
        name, node = pair
        if isinstance(key.type, Many) and isinstance(key.type.of, Record):
            self._maps(pair, key.type.of.of, change, key, flow=flow)
        elif isinstance(key.type, Many):
            self._words(pair, key.type, listed(change), flow=flow)
        else:
            self._single(node, key.type, change, name.start_mark.column, Spot.FLOW if flow else Spot.VALUE)

    def _maps(self, pair: Pair, cls: type, changes: Mapping[int, Any], key: Key, *, flow: bool) -> None:
        """Change, add or take out entries that are maps."""
        node, entries = pair[1], _entries(pair[1])
        gone = {number for number in range(len(entries)) if number in changes and changes[number] is None}
        new = [change for number, change in sorted(changes.items()) if number >= len(entries) and change]
        for number, entry in enumerate(entries):
            if number in changes and number not in gone:
                if not isinstance(entry, yaml.MappingNode):
                    raise Unsafe
                self.map(entry, cls, changes[number])
        if not isinstance(node, yaml.SequenceNode):
            if gone or (new and entries):
                raise Unsafe
            if new:
                self._whole(pair, key.type, new, flow=flow)
        elif gone or new:
            rows = [self.writer.entry(Record(cls), each, flow=bool(node.flow_style)) for each in new]
            self.cuts.rearrange(node, gone, {len(entries) - 1: rows} if rows else {})

    def _words(self, pair: Pair, type_: Many, words: list[str], *, flow: bool) -> None:
        """Change a list of words; entries that stay keep their lines."""
        node, old = pair[1], _entries(pair[1])
        if not all(isinstance(each, yaml.ScalarNode) for each in old):
            raise Unsafe
        before = [meaning(type_.of, each.value) for each in old]
        now = [meaning(type_.of, each) for each in words]
        if not isinstance(node, yaml.SequenceNode):
            if len(words) == 1 and old:
                self._single(node, type_.of, words[0], pair[0].start_mark.column, Spot.FLOW if flow else Spot.ALONE)
            elif before != now:
                self._whole(pair, type_, words, flow=flow)
            return
        gone: set[int] = set()
        added: dict[int, list[list[str]]] = {}
        within, brackets = node.start_mark.column, bool(node.flow_style)
        for step, first, last, new_first, new_last in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
            if step == "equal":
                continue
            both = min(last - first, new_last - new_first)
            for number in range(both):
                spot = Spot.FLOW if brackets else Spot.ENTRY
                self._single(old[first + number], type_.of, words[new_first + number], within, spot)
            gone |= {*range(first + both, last)}
            if rows := [
                self.writer.entry(type_.of, each, flow=brackets) for each in words[new_first + both : new_last]
            ]:
                added[first + both - 1] = rows
        self.cuts.rearrange(node, gone, added)

    def _single(self, node: yaml.Node, type_: Type, words: str, column: int, spot: Spot) -> None:
        """Put words in the place of a single value; lines under `|` stay such lines."""
        if not isinstance(node, yaml.ScalarNode):
            raise Unsafe
        if stated(node, None) and meaning(type_, node.value) == meaning(type_, words):
            return
        words, block = self.writer.spelled(type_, words), is_block(node)
        start, end = node.start_mark.index, self.marked.end(node)
        as_lines = spot is not Spot.FLOW and can_be_lines(words) and (block or "\n" in words)
        if block:
            end = self.marked.header(node)
            below = (self.marked.next_line(end), self.marked.next_line(self.marked.end(node)))
        else:
            below = (self.marked.next_line(end),) * 2
        if as_lines:
            indent = self._indent(node, below, column) if block else " " * column + INDENT
            lines = "".join(line + self.marked.line_end for line in moved_in(words, indent))
            if block and "\n" not in words:
                head = self.marked.block[start:end]  # `>` may stay where there is one line
            else:
                head = "|" + self.marked.block[start + 1 : end] if block else "|"
        else:
            lines = ""
            head = inline(words, spot, node.style if node.style in {"'", '"'} else "")
        self.cuts.put((start, end), head if start < end else f" {head}")
        self.cuts.put((below[0], max(below)), lines)

    def _indent(self, node: yaml.ScalarNode, below: tuple[int, int], column: int) -> str:
        """What stands before each line of a block of text."""
        digit = re.search(r"\d", self.marked.block[node.start_mark.index : self.marked.header(node)])
        found = re.search(r"(?:\A|(?<=[\r\n]))( +)[^\s]", self.marked.block[below[0] : below[1]])
        if digit:
            return " " * (column + int(digit[0]))
        return found[1] if found else " " * column + INDENT

    def _whole(self, pair: Pair, type_: Type, change: Any, *, flow: bool) -> None:
        """Put a list in the place of a single value or of none."""
        name, node = pair
        if is_block(node):
            raise Unsafe
        head, lines = self.writer.value(type_, change, flow=flow)
        start, end = node.start_mark.index, self.marked.end(node)
        if start == end or not head:  # straight after the colon
            start = self.marked.block.index(":", name.end_mark.index) + 1
            head = head and f" {head}"
        self.cuts.put((start, end), head)
        self.cuts.put_lines(self.marked.next_line(end), name.start_mark.column, lines)
