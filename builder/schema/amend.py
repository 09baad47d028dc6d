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

from builder.diagnostics import Finding
from builder.model.keys import Key, Many, Record, Type, keys_of
from builder.schema.front_matter import split
from builder.schema.marked import Cuts, Marked, Pair, Unsafe, is_block, mark, pairs, stated, written
from builder.schema.names import fold
from builder.schema.writing import (
    INDENT,
    Spot,
    Writer,
    can_be_lines,
    inline,
    listed,
    meaning,
    moved_in,
    order_of,
    speaks_danish,
    spelled,
)

Value = str | Sequence[str] | Mapping[str, Any] | None
_STEP = re.compile(r"([\w-]+)|\[(\+?\d+)\]")


def amend(text: str, cls: type, changes: Mapping[str, Value]) -> str:
    """The text of a file with some values changed.

    Args:
        text: the file as it lies there, BOM and line ends included.
        cls: the record of its kind.
        changes: new values by the path of their keys' English names, `title` or `handlings[0].outcome`: words, or
            several of them for a list, a map of changes for a map; None or nothing takes the key away, with the
            comments within it. `handlings[0]: None` takes an entry out of a list, an entry past the end is added, and
            the maps of `handlings[+1]: [...]` are put before entry 1. Numbers count the entries as the text has them.

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


def hand(text: str, cls: type) -> Writer:
    """How a file is written: under Danish or English names, and how far its lists are moved in.

    Raises:
        Unsafe: as `amend`.
    """
    return _writer(mark(text), cls)


def compose(values: Mapping[str, Any], cls: type, writer: Writer, body: str = "") -> str:
    """A new file, read again before it is given out: it says what was meant.

    Args:
        values: by the English names of keys: words, a list of words, a map, a list of maps.
        cls: the record of its kind.
        writer: how it is to be written.
        body: the text below the front matter.

    Raises:
        Unsafe: where values cannot be written so that they are read again.
    """
    made = "\n".join(["---", *writer.pairs(cls, values, flow=False), "---", *([body] if body else []), ""])
    parts = split(made, "")
    if isinstance(parts, Finding):
        raise Unsafe(parts)
    if parts.body.strip("\n") != body.strip("\n") or _bare(stated(parts.root, Record(cls))) != _bare(
        _expected({}, cls, values, writer)
    ):
        raise Unsafe
    return made


def _tree(changes: Mapping[str, Value]) -> dict[Any, Any]:
    """Changes by path as maps in maps, those of entries by their numbers."""
    tree: dict[Any, Any] = {}
    for path, value in changes.items():
        *way, last = [int(index) if index.isdigit() else index or name for name, index in _STEP.findall(path)]
        branch = tree
        for step in way:
            branch = branch.setdefault(step, {})
        new = isinstance(last, str) and last.startswith("+")
        branch[last] = value if new else _numbered(value)
    return tree


def _numbered(value: Any) -> Any:
    """A list of maps as its entries by their numbers; all else as it is."""
    maps = isinstance(value, Sequence) and any(isinstance(each, Mapping) for each in value)
    return dict(enumerate(value)) if maps else value


def _added(changes: Mapping[Any, Any], count: int) -> dict[int, list[Any]]:
    """Entries that are new in a list of so many, by the number of the entry that they are put before."""
    new: dict[int, list[Any]] = defaultdict(list)
    for number, change in changes.items():
        if isinstance(number, str):
            new[min(int(number), count)] += change
    new[count] += [changes[number] for number in sorted(n for n in changes if isinstance(n, int)) if number >= count]
    return {number: said for number, each in new.items() if (said := [one for one in each if one])}


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
            wanted[name] = _entries_expected(old, inner, _numbered(change) or {}, writer) if change else []
        elif isinstance(inner, Record) and isinstance(change, Mapping):
            wanted[name] = _expected(_as_map(old[0] if old else {}, inner), inner.of, change, writer)
        else:
            known = {meaning(inner, each): each for each in old if isinstance(each, str)}
            words = [
                (known and known.get(meaning(inner, each))) or writer.spelled(inner, each) for each in listed(change)
            ]
            wanted[name] = words
    return wanted


def _entries_expected(old: list[Any], type_: Record, changes: Mapping[Any, Any], writer: Writer) -> list[Any]:
    """What a list of maps is to say after the changes."""
    new, wanted = _added(changes, len(old)), []
    for number in range(len(old) + 1):
        wanted += [
            each if isinstance(each, str) else _expected({}, type_.of, each, writer) for each in new.get(number, ())
        ]
        if number < len(old) and (change := changes.get(number, {})) is not None:
            said = old[number]
            wanted.append(_expected(_as_map(said, type_), type_.of, change, writer) if change else said)
    return wanted


def _as_map(said: Any, type_: Record) -> Mapping[str, Any]:
    """What a map says; a bare value stands for one of its keys."""
    return {type_.shorthand: said} if isinstance(said, str) and said and type_.shorthand else said or {}


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


def _words_of(node: yaml.Node, type_: Record) -> str:
    """The bare words that stand for a map; "" for none.

    Raises:
        Unsafe: where it is not known which of its keys they are.
    """
    words = stated(node, None)
    if not isinstance(words, str) or (words and (not type_.shorthand or fold(words) in dict(type_.constants))):
        raise Unsafe
    return words


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
        for key in order_of(cls):
            if key.name in found:
                after = order.index(key.name)
            if key.name not in changes:
                continue
            change, pair = _numbered(changes[key.name]), found.get(key.name)
            if self._is_nothing(key, pair, change):
                gone |= {after} if pair else set()
            elif pair:
                self._change(pair, key, change, flow=flow)
            else:
                if _is_list_of_maps(key.type):
                    change = [each for _, new in sorted(_added(change, 0).items()) for each in new]
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
        if isinstance(key.type, Record) and isinstance(change, Mapping):
            there = pairs(pair[1], key.type.of) if pair and isinstance(pair[1], yaml.MappingNode) else {}
            return not any(change.values()) and there.keys() <= change.keys()
        return not listed(change)

    def _change(self, pair: Pair, key: Key, change: Any, *, flow: bool) -> None:
        """Put another value in the place of one."""
        name, node = pair
        if isinstance(key.type, Many) and isinstance(key.type.of, Record):
            self._maps(pair, key.type.of, change, key, flow=flow)
        elif isinstance(key.type, Many):
            self._words(pair, key.type, listed(change), flow=flow)
        elif isinstance(key.type, Record) and isinstance(change, Mapping):
            if isinstance(node, yaml.MappingNode):
                self.map(node, key.type.of, change)
            else:
                self._whole(pair, key.type, {**_as_map(_words_of(node, key.type), key.type), **change}, flow=flow)
        else:
            self._single(node, key.type, change, name.start_mark.column, Spot.FLOW if flow else Spot.VALUE)

    def _maps(self, pair: Pair, type_: Record, changes: Mapping[int, Any], key: Key, *, flow: bool) -> None:
        """Change, add or take out entries that are maps."""
        node, entries = pair[1], _entries(pair[1])
        gone = {number for number in range(len(entries)) if number in changes and changes[number] is None}
        new = _added(changes, len(entries))
        for number, entry in enumerate(entries):
            if number in changes and number not in gone:
                if isinstance(entry, yaml.MappingNode):
                    self.map(entry, type_.of, changes[number])
                else:
                    self._named(node, entry, type_, changes[number])
        if not isinstance(node, yaml.SequenceNode):
            if gone or (new and entries):
                raise Unsafe
            if new:
                self._whole(pair, key.type, [each for _, rows in sorted(new.items()) for each in rows], flow=flow)
        elif gone or new:
            flow = bool(node.flow_style)
            rows = {n - 1: [self.writer.entry(type_, each, flow=flow) for each in new[n]] for n in sorted(new)}
            self.cuts.rearrange(node, gone, rows)

    def _named(self, node: yaml.Node, entry: yaml.Node, type_: Record, change: Mapping[str, Any]) -> None:
        """Make an entry that stands for a map by bare words the map, with the changes in it."""
        if is_block(entry) or not isinstance(node, yaml.SequenceNode):
            raise Unsafe
        change = {**_as_map(_words_of(entry, type_), type_), **change}
        first, *lines = self.writer.entry(type_, change, flow=bool(node.flow_style))
        start, end = entry.start_mark.index, self.marked.end(entry)
        self.cuts.put((start, end), first.removeprefix("- "))
        self.cuts.put_lines(self.marked.next_line(end), node.start_mark.column, lines)

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
