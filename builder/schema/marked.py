"""The front matter of a file as it lies there: where each value begins and ends, and where its lines do."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from builder.diagnostics import Finding, finding
from builder.model.keys import Key, Many, Record, Type, keys_of
from builder.schema.convert import is_empty
from builder.schema.front_matter import LOADER, split, with_plain_spaces
from builder.schema.names import fold, names_of

BREAK = re.compile("(\r\n|\n|\r)")
_BOUNDARY = re.compile(r"(?:\A|(?<=[\r\n]))---[ \t]*(?=[\r\n]|\Z)")
_HEADER = re.compile(r"[|>][-+0-9]*")
Pair = tuple[yaml.ScalarNode, yaml.Node]
Span = tuple[int, int]  # from the first sign up to the one after the last


class Unsafe(Exception):
    """A file that cannot be changed without touching what is not to be changed.

    Args:
        found: what is wrong with the file, without its path; None where it is right, but written in an odd way.
    """

    def __init__(self, found: Finding | None = None) -> None:
        super().__init__(found)
        self.finding = found


@dataclass(frozen=True)
class Marked:
    """The front matter of a file, taken apart without a sign changed. Places count signs of `block`, from 0.

    Args:
        before: the file up to and with its first `---`.
        block: what stands between; it begins with the rest of that line.
        after: the second `---` and all that follows.
        root: the map of keys; None where there is none.
    """

    before: str
    block: str
    after: str
    root: yaml.MappingNode | None

    @property
    def line_end(self) -> str:
        """How the file ends its lines."""
        found = BREAK.match(self.block)
        return found[0] if found else "\n"

    def next_line(self, place: int) -> int:
        """Where the line after a place begins."""
        found = BREAK.search(self.block, place)
        return found.end() if found else len(self.block)

    def line(self, place: int) -> int:
        """Where the line of a place begins."""
        return max((each.end() for each in BREAK.finditer(self.block, 0, place)), default=0)

    def line_after(self, span: Span) -> int:
        """Where the line after a part of a map or list begins; comments that are moved in further belong to it."""
        inner = re.compile(rf" {{{span[0] - self.line(span[0]) + 1},}}#")
        place = self.next_line(span[1])
        while inner.match(self.block, place):
            place = self.next_line(place)
        return place

    def end(self, node: yaml.Node) -> int:
        """Where the last sign of a value ends; marks of lists and maps reach over the comments below them."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.end(last[1] if isinstance(last, tuple) else last)
        start, end = node.start_mark.index, node.end_mark.index
        return start + len(self.block[start:end].rstrip(" \t\r\n")) if is_block(node) else int(end)

    def header(self, node: yaml.Node) -> int:
        """Where the signs end that open a block of lines: `|`, `>-`."""
        found = _HEADER.match(self.block, node.start_mark.index)
        if not found:  # a tag stands before it
            raise Unsafe
        return found.end()

    def spans(self, node: yaml.Node) -> list[Span]:
        """Where the parts of a map or list stand: keys with their values, entries with their dashes."""
        if isinstance(node, yaml.MappingNode):
            return [(name.start_mark.index, self.end(value)) for name, value in node.value]
        if not isinstance(node, yaml.SequenceNode):
            return []
        if node.flow_style:
            return [(each.start_mark.index, each.end_mark.index) for each in node.value]
        return [(self._dash(node, each), self.end(each)) for each in node.value]

    def _dash(self, node: yaml.SequenceNode, entry: yaml.Node) -> int:
        """Where an entry's dash stands; comments may stand between the two."""
        column, line = node.start_mark.column, self.line(entry.start_mark.index)
        while not re.match(rf" {{{column}}}-(?!\S)", self.block[line:]):
            if line == 0:
                raise Unsafe
            line = self.line(line - 1)
        return line + int(column)


def is_block(node: yaml.Node) -> bool:
    """Whether a value stands as lines under `|` or `>`."""
    return isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}


def mark(text: str) -> Marked:
    """Take a file apart.

    Args:
        text: the file's text as it lies there: with its BOM, line ends and accents.

    Raises:
        Unsafe: where its YAML is broken, names parts of itself (`&`, `*`), or is no map.
    """
    plain = text.removeprefix("\ufeff")
    parts = split(re.sub("\r\n?", "\n", plain), "")
    if isinstance(parts, Finding):
        raise Unsafe(parts)
    first, second = itertools.islice(_BOUNDARY.finditer(plain), 2)
    before = text[: len(text) - len(plain) + first.end()]
    block = plain[first.end() : second.start()]
    read = "".join(with_plain_spaces(each) if each.strip("\r\n") else each for each in BREAK.split(block))
    for event in yaml.parse(read, Loader=LOADER):
        if getattr(event, "anchor", None) and event.start_mark:
            line = len(BREAK.findall(before)) + event.start_mark.line + 1
            raise Unsafe(finding("yaml-alias", "", line=line, column=event.start_mark.column + 1))
    root = yaml.compose(read, Loader=LOADER)
    if root is not None and not isinstance(root, yaml.MappingNode):
        if not is_empty(root):
            raise Unsafe(finding("not-a-map", "", what="front matter"))
        root = None
    return Marked(before, block, plain[second.start() :], root)


def pairs(node: yaml.Node | None, cls: type | None, where: str = "") -> dict[str, Pair]:
    """The keys of a map with their values, by their English names; unknown keys by the words that stand there.

    Raises:
        Unsafe: where a key stands twice.
    """
    found: dict[str, Pair] = {}
    known = names_of(cls) if cls else {}
    for name, value in node.value if node is not None else ():
        if not isinstance(name, yaml.ScalarNode):
            raise Unsafe
        key = known.get(fold(name.value))
        plain = key.name if key else name.value
        if plain in found:
            raise Unsafe(finding("duplicate-key", "", f"{where}.{plain}".lstrip("."), key=name.value))
        found[plain] = name, value
    return found


def stated(node: yaml.Node | None, type_: Type | None, where: str = "") -> Any:
    """What a node says, in words: text, a list, or a map by the English names of its keys; "" for nothing."""
    inner = type_.of if isinstance(type_, Many) else type_
    if isinstance(node, yaml.SequenceNode):
        return [stated(each, inner, f"{where}[{number}]") for number, each in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        cls = inner.of if isinstance(inner, Record) else None
        types = {key.name: key.type for key in keys_of(cls)} if cls else {}
        return {
            name: stated(value, types.get(name), f"{where}.{name}".lstrip("."))
            for name, (_, value) in pairs(node, cls, where).items()
        }
    return "" if node is None or is_empty(node) else unicodedata.normalize("NFC", node.value).strip()


def written(node: yaml.Node | None, cls: type) -> Iterator[tuple[Key, yaml.ScalarNode, yaml.Node]]:
    """Every known key of a map and of the maps in it, with its name and value as they stand there."""
    by_name = {key.name: key for key in keys_of(cls)}
    for name, (name_node, value) in pairs(node, cls).items():
        if key := by_name.get(name):
            yield key, name_node, value
            inner = key.type.of if isinstance(key.type, Many) else key.type
            for each in value.value if isinstance(value, yaml.SequenceNode) else (value,):
                if isinstance(inner, Record) and isinstance(each, yaml.MappingNode):
                    yield from written(each, inner.of)


@dataclass
class Cuts:
    """Collects what is cut out of a block and what is put in."""

    marked: Marked
    made: list[tuple[int, int, str]] = field(default_factory=list)

    def text(self) -> str:
        """The block with all that was collected.

        Raises:
            Unsafe: where one cut runs into another.
        """
        block, place, parts = self.marked.block, 0, []
        for start, end, text in sorted(self.made, key=lambda cut: cut[:2]):
            if start < place:
                raise Unsafe
            parts += [block[place:start], text]
            place = end
        return "".join([*parts, block[place:]])

    def put(self, span: Span, text: str) -> None:
        """Put text in the place of other text."""
        self.made.append((*span, text))

    def put_lines(self, place: int, column: int, lines: Sequence[str]) -> None:
        """Put lines before the line that begins at a place."""
        text = "".join((" " * column + line if line else "") + self.marked.line_end for line in lines)
        self.made.append((place, place, text))

    def rearrange(self, node: yaml.CollectionNode, gone: set[int], added: Mapping[int, Sequence[list[str]]]) -> None:
        """Take parts out of a map or list, and put parts in.

        Args:
            node: the map or list.
            gone: the numbers of the parts to take out.
            added: the lines of new parts by the number of the part that they come after, -1 for the first place.
        """
        if node.flow_style:
            self._between_brackets(node, gone, {after: [each[0] for each in new] for after, new in added.items()})
            return
        spans = self.marked.spans(node)
        column = spans[0][0] - self.marked.line(spans[0][0])
        for after, new in added.items():
            lines = [line for each in new for line in each]
            first = self.marked.line(spans[0][0])
            if after >= 0:
                self.put_lines(self.marked.line_after(spans[after]), column, lines)
            elif not self.marked.block[first : spans[0][0]].strip():
                self.put_lines(first, column, lines)
            else:  # the first shares its line with the dash of a list
                text = "".join(line + self.marked.line_end + (" " * column) for line in lines)
                self.put((spans[0][0], spans[0][0]), text)
        self._take_lines(spans, gone)

    def _take_lines(self, spans: Sequence[Span], gone: set[int]) -> None:
        block, shared = self.marked.block, 0
        if spans and block[self.marked.line(spans[0][0]) : spans[0][0]].strip():  # a dash stands before the first
            shared = next((number for number in range(len(spans)) if number not in gone), len(spans))
            if shared == len(spans) or any("#" in block[spans[n][1] : spans[n + 1][0]] for n in range(shared)):
                raise Unsafe
            self.put((spans[0][0], spans[shared][0]), "")
        for number in gone - set(range(shared)):
            start, end = spans[number]
            self.put((self.marked.line(start), self.marked.line_after((start, end))), "")

    def _between_brackets(self, node: yaml.CollectionNode, gone: set[int], added: Mapping[int, list[str]]) -> None:
        """What stands between two parts that both stay is kept; a comment beside one that goes is not lost."""
        block, spans = self.marked.block, self.marked.spans(node)
        if not spans:
            inside = node.start_mark.index + 1
            self.put((inside, inside), ", ".join(text for new in added.values() for text in new))
            return
        kept = [number for number in range(len(spans)) if number not in gone]
        for left, right in itertools.pairwise((-1, *kept, len(spans))):
            new = ", ".join(text for after in range(left, right) for text in added.get(after, ()))
            start, last = (spans[left][1] if left >= 0 else spans[0][0]), right == len(spans)
            if new:
                self.put((start, start), f", {new}" if left >= 0 else new if last else f"{new}, ")
            if right - left > 1:
                cut = (start, spans[-1][1]) if last else (spans[left + 1][0], spans[right][0])
                if "#" in "".join(block[a:b] for (_, a), (b, _) in itertools.pairwise(spans[max(left, 0) : right + 1])):
                    raise Unsafe
                self.put(cut, "")
