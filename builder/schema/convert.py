"""From a YAML node to a record, by the declaration; everything that is wrong is found in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, NoReturn

import yaml

from builder.diagnostics import Finding, closest, finding
from builder.model.keys import Choice, Key, Many, Named, Record, Reference, Scalar, Type, keys_of, required_of
from builder.schema.front_matter import line_of
from builder.schema.mends import short
from builder.schema.names import fold, is_danish, is_danish_of, names_of, values_of, visible
from builder.schema.scalars import CONVERTERS
from builder.schema.written import oddity, several

_GUARDS = {"access", "draft", "publish", "retracted"}


class _Fault(Exception):
    """A value that could not be converted; the finding has been noted."""


@dataclass
class Converter:
    """Converts one file's nodes; collects what is wrong on the way."""

    path: str
    first_line: int
    lines: Sequence[str] = ()  # the front matter as it is written
    findings: list[Finding] = field(default_factory=list)
    _seen: set[int] = field(default_factory=set)
    _danish: bool = False  # the language of the latest key that has two names: messages use the file's own words

    def record(self, node: yaml.Node, cls: type, where: str = "") -> Any:
        """Make a record of a mapping node; None where a required key is missing or the node is no mapping."""
        if not isinstance(node, yaml.MappingNode):
            self._report("not-a-map", node, where, what=where or "front matter")
            return None
        values: dict[str, Any] = {}
        nodes: dict[str, yaml.Node] = {}
        failed = False
        nearly: set[str] = set()
        for key, value in self._keys(node, cls, where, nearly):
            name = key.called(self._danish)
            inner = f"{where}.{name}" if where else name
            try:
                self._as_it_looks(value, inner)
                converted = self.value(value, key.type, inner, key)
            except _Fault:
                failed = True
                continue
            nodes[key.attribute] = value
            if converted is not None:
                values[key.attribute] = converted
        for key in required_of(cls):
            if key.attribute not in values:
                if "retracted" in values and key.type in {Scalar.LINE, Scalar.TEXT}:  # what was taken down may be empty
                    values[key.attribute] = ""
                    continue
                if not failed and nearly.isdisjoint({key.name, key.danish}):
                    name = key.called(self._danish)
                    self._report("missing-key", nodes.get(key.attribute, node), where, key=name)
                return None
        since, until = values.get("since"), values.get("until")
        if since and until and until < since:
            last = next(key.called(self._danish) for key in keys_of(cls) if key.attribute == "until")
            self._report("wrong-order", nodes["until"], f"{where}.{last}".lstrip("."), since=since, until=until)
        return cls(**values)

    def value(self, node: yaml.Node, type_: Type, where: str, key: Key) -> Any:
        """Convert one value; None where it is empty. Raises `_Fault` after noting what is wrong."""
        if isinstance(type_, Many):
            return self._many(node, type_, where, key)
        if is_empty(node):
            if key.name in _GUARDS:  # nobody means "open" by an access without a value
                self._wrong_type(node, where, key, "nothing", _wanted(type_))
            return None
        if isinstance(type_, Record):
            return self._record(node, type_, where, key)
        if not isinstance(node, yaml.ScalarNode):
            self._wrong_type(node, where, key, _what(node), _wanted(type_))
        if isinstance(type_, Choice):
            return self._choice(node, type_, where)
        text = node.value if type_ is Scalar.TEXT or type_ is Scalar.LINE else visible(node.value)
        if isinstance(type_, Reference):
            return " ".join(text.split()) or None
        try:
            converted = CONVERTERS[type_](text.strip())
        except ValueError:
            example = _example(key, self._danish)
            self._fault("bad-value", node, where, value=short(text), wanted=_wanted(type_), example=example)
        if type_ is Scalar.FILE and _leaves(str(converted)):
            self._fault("path-outside", node, where, value=short(text))
        return None if converted == "" else converted

    def _record(self, node: yaml.Node, type_: Record, where: str, key: Key) -> Any:
        if isinstance(node, yaml.ScalarNode):
            constants = dict(type_.constants)
            if constants:
                if fold(node.value) not in constants:
                    self._bad_choice(node, where, list(constants))
                return constants[fold(node.value)]
            if type_.shorthand is None:
                self._wrong_type(node, where, key, _what(node), "keys with values")
            inner = next(each for each in keys_of(type_.of) if each.name == type_.shorthand)
            slip = re.match(rf"({inner.name}|{inner.danish})\s*[:;= ]\s*(?=\S)", node.value)
            if slip and not node.style:
                mended = f"{slip[1]}: {short(node.value[slip.end() :])}"
                self._fault("missing-colon", node, where, value=short(node.value), mended=mended)
            value = self.value(node, inner.type, where, inner)
            return None if value is None else type_.of(**{inner.attribute: value})
        made = self.record(node, type_.of, where)
        if made is None:
            raise _Fault
        return made

    def _many(self, node: yaml.Node, type_: Many, where: str, key: Key) -> tuple[Any, ...]:
        if not isinstance(node, yaml.SequenceNode):
            if is_empty(node):
                return ()
            if _is_name(type_.of) and (listed := several(node, "[;,]" + _and(type_.of))):
                mended = f"{key.called(self._danish)}: {listed}"
                self._fault("several", node, where, value=short(node.value), mended=mended)
            return (self.value(node, type_.of, where, key),)
        found = []
        is_name = not node.flow_style and _is_name(type_.of)
        for index, entry in enumerate(node.value):
            inner = f"{where}[{index}]"
            try:
                self._as_it_looks(entry, inner, is_name)
                if node.flow_style and (listed := several(entry, ";" + _and(type_.of))):
                    self._fault("several", entry, inner, value=short(entry.value), mended=listed)
                converted = self.value(entry, type_.of, inner, key)
            except _Fault:
                continue
            if converted is not None:
                found.append(converted)
        return tuple(found)

    def _choice(self, node: yaml.ScalarNode, type_: Choice, where: str) -> Named:
        values = values_of(type_.members)
        word = fold(node.value)
        if word not in values:
            english, danish = ([value.value for value in type_.members], [value.danish for value in type_.members])
            shown, others = (danish, english) if self._danish else (english, danish)
            self._bad_choice(node, where, shown, others)
        return values[word]

    def _bad_choice(self, node: yaml.ScalarNode, where: str, shown: list[str], others: Iterable[str] = ()) -> NoReturn:
        suggestion = closest(node.value, [*shown, *others])
        self._fault("bad-choice", node, where, value=short(node.value), known=", ".join(shown), suggestion=suggestion)

    def _keys(self, node: yaml.MappingNode, cls: type, where: str, nearly: set[str]) -> Iterator[tuple[Key, yaml.Node]]:
        """The known keys of a mapping with their values; notes the unknown and the doubled.

        Args:
            node: the mapping.
            cls: what declares its keys.
            where: its field.
            nearly: is filled with the names that were probably meant by the unknown ones.
        """
        known, languages = names_of(cls), is_danish_of(cls)
        written: dict[str, str] = {}
        for name_node, value in node.value:
            if not isinstance(name_node, yaml.ScalarNode):
                self._report("not-a-map", name_node, where, what=where or "front matter")
                continue
            name = name_node.value
            folded = fold(name)
            key = known.get(folded)
            if key is None:
                if node.flow_style and is_empty(value):
                    self._report("flow-comma", name_node, f"{where}.{name}".lstrip("."), key=short(name))
                    continue
                suggestion = closest(
                    name, [each for declared in keys_of(cls) for each in (declared.name, declared.danish)]
                )
                nearly.add(suggestion)
                self._report(
                    "unknown-key",
                    name_node,
                    f"{where}.{short(name)}".lstrip("."),
                    key=short(name),
                    suggestion=suggestion,
                )
                continue
            if key.name in written:
                same = fold(written[key.name]) == fold(name)
                code = "duplicate-key" if same else "two-names"
                values = {"key": name} if same else {"key": name, "other": written[key.name]}
                self._report(code, name_node, f"{where}.{key.called(is_danish(key, name))}".lstrip("."), **values)
                continue
            written[key.name] = name
            self._danish = languages.get(folded, self._danish)
            yield key, value

    def _as_it_looks(self, node: yaml.Node, where: str, name: bool = False) -> None:
        """YAML reads some values otherwise than they look."""
        known = id(node) in self._seen
        self._seen.add(id(node))
        odd = oddity(node, self.lines, name)
        if odd and not known:
            self.findings.append(odd.finding(self.path, self.first_line, where))
        elif known and not odd:  # it was written as an alias; a handful of them can stand for billions
            self._report("yaml-alias", node, where)
        if odd or known:
            raise _Fault

    def _wrong_type(self, node: yaml.Node, where: str, key: Key, found: str, wanted: str) -> NoReturn:
        self._fault("wrong-type", node, where, found=found, wanted=wanted, example=_example(key, self._danish))

    def _report(self, code: str, node: yaml.Node, where: str, **values: object) -> None:
        line, column = line_of(node, self.first_line)
        self.findings.append(finding(code, self.path, where, line=line, column=column, **values))

    def _fault(self, code: str, node: yaml.Node, where: str, **values: object) -> NoReturn:
        self._report(code, node, where, **values)
        raise _Fault


def is_empty(node: yaml.Node) -> bool:
    """Whether a node stands for nothing: no value, `~` or `null`; in quotes they are words."""
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value.strip() in {"", "~", "null"}


def _leaves(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return path.startswith("/") or "\\" in path or ".." in parts or re.match(r"[A-Za-z]:", path) is not None


def _is_name(type_: Type) -> bool:
    """Whether a single value of it is a name or a word, so that a comma in it parts two."""
    if isinstance(type_, Record):
        return type_.shorthand == "name"
    return not isinstance(type_, Many)


def _and(type_: Type) -> str:
    """What else may part two values, as a regular expression: no word that is known or refers holds an *and*."""
    return r"|\s(?:og|and)\s" if isinstance(type_, Choice) or (isinstance(type_, Reference) and not type_.free) else ""


def _what(node: yaml.Node) -> str:
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    return "a map" if isinstance(node, yaml.MappingNode) else "a single value"


_WANTED = {
    Scalar.TEXT: "text",
    Scalar.LINE: "a line of text",
    Scalar.SLUG: "a slug",
    Scalar.DATE: "a date",
    Scalar.DATETIME: "a date and time",
    Scalar.TIME: "a time",
    Scalar.INTEGER: "a whole number",
    Scalar.NUMBER: "a number",
    Scalar.BOOLEAN: "yes or no",
    Scalar.URL: "a web address",
    Scalar.EMAIL: "an e-mail address",
    Scalar.FILE: "a file name",
}


def _wanted(type_: Type) -> str:
    if isinstance(type_, Scalar):
        return _WANTED[type_]
    return "one of the known values" if isinstance(type_, Choice) else "a reference"


def _example(key: Key, danish: bool) -> str:
    example = key.example or "..."
    inner = key.type.of if isinstance(key.type, Many) else key.type
    if danish and isinstance(inner, Choice):
        example = next((each.danish for each in inner.members if each.value == example), example)
    if danish and inner is Scalar.BOOLEAN:
        example = "ja"
    return f"{key.called(danish)}: {example}"
