"""Good files taken apart: every place where the front matter uses a declared key.

The archives are the two that people wrote, one in which every declared key stands as its own example, and twins of
them with Danish keys and values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import yaml

from builder.model.keys import Choice, Key, Many, Record, Reference, Scalar, Type, keys_of
from builder.model.records import RECORDS
from builder.model.values import Kind
from builder.schema.names import fold, names_of, values_of
from builder.sources import classify

Lines = tuple[str, ...]
Archive = Mapping[str, str | bytes]


@dataclass(frozen=True)
class File:
    """A good file: its archive, its path there, what it is, its lines."""

    archive: str
    path: str
    kind: Kind
    lines: Lines = field(repr=False)

    @cached_property
    def end(self) -> int:
        """The line of its second `---`, from 0."""
        return self.lines.index("---", 1)

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """Every declared key that it uses, in order."""
        node = yaml.compose("\n".join(self.lines[: self.end]), Loader=yaml.CBaseLoader)
        return tuple(_spots(self, node, RECORDS[self.kind], ()))


@dataclass(frozen=True)
class Spot:
    """A declared key where it is used.

    Args:
        file: where.
        cls: the record that declares it.
        key: its declaration.
        name: the node of the key.
        node: the node of its value.
        siblings: the nodes of all keys of that record, in order.
        above: the spots of the records around it, the innermost last.
    """

    file: File
    cls: type
    key: Key
    name: yaml.ScalarNode
    node: yaml.Node
    siblings: tuple[yaml.ScalarNode, ...]
    above: tuple[Spot, ...]

    @property
    def line(self) -> int:
        """The line of the key, from 0."""
        return self.name.start_mark.line

    @property
    def column(self) -> int:
        """The column of the key, from 0."""
        return self.name.start_mark.column

    @property
    def written(self) -> str:
        """The line of the key as it stands."""
        return self.file.lines[self.line]

    @cached_property
    def below(self) -> int:
        """The line below its value."""
        return _below(self.node, self.line, self.file.lines)

    @property
    def head(self) -> str:
        """What stands on the line up to its colon and the space after it."""
        return self.written[: self.name.end_mark.column] + ": "

    @property
    def value(self) -> str:
        """What stands on the line after that."""
        return self.written[len(self.head) :]

    @property
    def alone(self) -> bool:
        """Whether the key has its line to itself, not in a map in braces."""
        lead = self.written[: self.column]
        return not lead.strip(" -")

    @property
    def inline(self) -> bool:
        """Whether key and value are one line of their own."""
        return self.alone and self.below == self.line + 1 and bool(self.value)

    @property
    def plain(self) -> bool:
        """Whether the value is a word or more on the line of the key, without quotes."""
        return self.inline and isinstance(self.node, yaml.ScalarNode) and not self.node.style

    @property
    def dashed(self) -> bool:
        """Whether the line bears the hyphen of its entry."""
        return self.alone and "-" in self.written[: self.column]

    @property
    def first(self) -> int:
        """The first line of the record that holds it."""
        return self.siblings[0].start_mark.line

    @property
    def type(self) -> Type:
        """What one value of it is."""
        return self.key.type.of if isinstance(self.key.type, Many) else self.key.type

    @property
    def names(self) -> set[str]:
        """The names of the keys beside it, itself included."""
        return {names_of(self.cls)[fold(each.value)].name for each in self.siblings}

    @property
    def scalars(self) -> list[yaml.ScalarNode]:
        """The single values that it holds."""
        nodes = self.node.value if isinstance(self.node, yaml.SequenceNode) else [self.node]
        return [each for each in nodes if isinstance(each, yaml.ScalarNode)]


def _spots(file: File, node: yaml.Node | None, cls: type, above: tuple[Spot, ...]) -> Iterator[Spot]:
    if not isinstance(node, yaml.MappingNode):
        return
    siblings = tuple(name for name, _ in node.value)
    for name, value in node.value:
        spot = Spot(file, cls, names_of(cls)[fold(name.value)], name, value, siblings, above)
        yield spot
        if isinstance(spot.type, Record):
            for each in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                yield from _spots(file, each, spot.type.of, (*above, spot))


def _below(node: yaml.Node, line: int, lines: Lines) -> int:
    if isinstance(node, yaml.ScalarNode):
        below = node.end_mark.line + (node.style not in ("|", ">"))
        while below > line + 1 and not lines[below - 1].strip():
            below -= 1
        return max(below, line + 1)
    if node.flow_style or not node.value:
        return int(node.end_mark.line) + 1
    last = node.value[-1]
    return _below(last[1] if isinstance(last, tuple) else last, line, lines)


def files_of(name: str, archive: Archive) -> list[File]:
    """The files of an archive that have front matter."""
    found = []
    for path, text in sorted(archive.items()):
        place = classify(path) if path.endswith(".md") else None
        if place is not None and isinstance(text, str):
            found.append(File(name, path, place.kind, tuple(text.split("\n"))))
    return found


def read_archive(folder: Path) -> Archive:
    """The files of an archive, by their paths; Markdown as text."""
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8") if path.suffix == ".md" else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def in_danish(archive: Archive) -> Archive:
    """An archive with its keys and known values under their Danish names."""
    return {**archive, **{file.path: _danish(file) for file in files_of("", archive)}}


def _danish(file: File) -> str:
    lines = list(file.lines)
    changes: list[tuple[yaml.Mark, yaml.Mark, str]] = []
    for spot in file.spots:
        changes.append((spot.name.start_mark, spot.name.end_mark, spot.key.danish))
        if isinstance(spot.type, Choice):
            known = values_of(spot.type.members)
            changes += [(each.start_mark, each.end_mark, known[fold(each.value)].danish) for each in spot.scalars]
    for start, end, word in sorted(changes, key=lambda each: (each[0].line, each[0].column), reverse=True):
        line = lines[start.line]
        lines[start.line] = line[: start.column] + word + line[end.column :]
    return "\n".join(lines)


# --- an archive in which every declared key stands as its own example ---------------------------------------------

_REFERENCES = {"bodies": "kb", "cases": "havneby/2024/trafikplan", "meetings": "2024-04-09-kb", "authority": "Gammelby"}
_SAMPLES = {
    Scalar.TEXT: "|\n  Godkendt, idet farten sættes ned.\n\n  Resten tages op igen.",
    Scalar.LINE: "Noget om sagen",
    Scalar.BOOLEAN: "false",
    Scalar.URL: "https://example.org/",
}
_PLACES = {
    Kind.ARCHIVE: ("_index.md",),
    Kind.AUTHORITY: ("havneby/_index.md", "gammelby/_index.md"),
    Kind.BODY: ("havneby/bodies/kb.md", "havneby/bodies/hu.md"),
    Kind.MEETING: ("havneby/meetings/2024-04-09-kb.md", "havneby/meetings/2023-01-10-kb.md"),
    Kind.CASE: ("havneby/cases/2024/cykelsti.md", "havneby/cases/2024/taget-ned.md"),
}
_BODY = "\nHer står en tekst med en henvisning til [[havneby/2024/trafikplan]].\n\n## Sagsfremstilling\n\nMere tekst.\n"


def declared_archive() -> Archive:
    """One file of each kind with every key that it may have, and one that was taken down."""
    made: dict[str, str | bytes] = {
        "havneby/cases/2024/trafikplan.md": "---\ntitle: Trafikplan\ncase_number: 22/0417\n---\n",
        "havneby/cases/2024/cykelsti/skitse.pdf.txt": "Skitse.\n",
    }
    for kind, cls in RECORDS.items():
        path, *gone = _PLACES.get(kind, (f"{kind.value}/eksempel.md", f"{kind.value}/taget-ned.md"))
        made[path] = _file(cls, kind, {"retracted"})
        kept = {key.name for key in keys_of(cls) if key.required or key.name == "retracted"}
        made |= {each: _file(cls, kind, {key.name for key in keys_of(cls)} - kept) for each in gone}
    return made


def _file(cls: type, kind: Kind, skipped: set[str]) -> str:
    lines = _written(cls, kind, skipped)
    return "\n".join(["---", *lines, "---"]) + _BODY


def _written(cls: type, kind: Kind, skipped: set[str]) -> list[str]:
    lines = []
    for key in keys_of(cls):
        if key.name in skipped:
            continue
        inner = key.type.of if isinstance(key.type, Many) else key.type
        if isinstance(inner, Record):
            first, *rest = _written(inner.of, kind, set())
            listed = isinstance(key.type, Many)
            lines += [f"{key.name}:", *(["- " + first] if listed else ["  " + first]), *("  " + each for each in rest)]
        else:
            lines += f"{key.name}: {_value(key, inner, kind)}".split("\n")
    return lines


def _value(key: Key, type_: Type, kind: Kind) -> str:
    if isinstance(type_, Reference):
        value = _REFERENCES[type_.kind]
        return f"[{value}]" if isinstance(key.type, Many) else value
    fixed = {"aliases": f"[/gammel/{kind.value}/]", "file": "skitse.pdf.txt", "access": "open", "draft": "false"}
    if isinstance(type_, Choice) and not key.example:
        return "open"
    if isinstance(type_, Scalar) and type_ is Scalar.TEXT:
        return _SAMPLES[type_]
    return fixed.get(key.name, key.example or _SAMPLES.get(type_, "") if isinstance(type_, Scalar) else key.example)
