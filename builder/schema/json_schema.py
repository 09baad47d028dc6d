"""The declaration of the keys as JSON Schema (2020-12), for editors that complete and check YAML as it is written.

Such an editor reads YAML by YAML's own rules: `12.30` is a number to it and `no` is false. So a value may be of each
type that what an editor may write can turn into; `beslut check` judges it in full.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from builder.model.keys import Choice, Key, Many, Named, Record, Reference, Scalar, Type, keys_of
from builder.model.records import RECORDS
from builder.model.values import Kind
from builder.schema.names import fold

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_MONTHS = r"[A-Za-zäæøå]+\.?"
_WEEKDAY = r"(([Mm]an|[Tt]irs|[Oo]ns|[Tt]ors|[Ff]re|[Ll]ør|[Ss]øn)dag\s+)?(([Dd]en|[Dd]\.)\s+)?"
_DAY = (
    r"(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4}|"
    rf"{_WEEKDAY}\d{{1,2}}\.?\s+{_MONTHS}\s+\d{{4}})"
)
_CLOCK = r"([Kk]l\.?\s*)?\d{1,2}[.:]\d{2}([.:]\d{2})?"
_PLAIN: Schema = {"type": ["string", "number", "boolean", "null"]}
_SCALARS: dict[Scalar, Schema] = {
    Scalar.TEXT: _PLAIN,
    Scalar.LINE: _PLAIN,
    Scalar.SLUG: {"type": ["string", "number", "null"], "pattern": "^[A-Za-z0-9-]+$"},
    Scalar.DATE: {"type": ["string", "null"], "pattern": rf"^\s*{_DAY}\s*$"},
    Scalar.DATETIME: {"type": ["string", "null"], "pattern": rf"^\s*{_DAY}([T\s]+({_CLOCK}))?\s*$"},
    Scalar.TIME: {"type": ["string", "number", "null"], "pattern": rf"^\s*({_CLOCK}|([Kk]l\.?\s*)?\d{{1,2}})\s*$"},
    Scalar.INTEGER: {"type": ["integer", "string", "null"], "pattern": r"^\s*-?\d+\s*$"},
    Scalar.NUMBER: {"type": ["number", "string", "null"], "pattern": r"^\s*-?[\d. ]+(,\d+)?\s*$"},
    Scalar.BOOLEAN: {
        "type": ["boolean", "string", "null"],
        "pattern": r"^\s*([Tt]rue|[Ff]alse|[Yy]es|[Nn]o|[Jj]a|[Nn]ej|[Ss]and|[Ff]alsk|[Oo]n|[Oo]ff)\s*$",
    },
    Scalar.URL: {"type": ["string", "null"]},
    Scalar.EMAIL: {"type": ["string", "null"], "pattern": "@"},
    Scalar.FILE: {"type": ["string", "number", "null"], "pattern": r"^(?!/)(?!.*\.\./)"},
}


def json_schema(kind: Kind, translate: Callable[[str], str]) -> Schema:
    """The schema of the front matter of one kind of file.

    Args:
        kind: the kind.
        translate: from a message id to the words in which keys are explained.
    """
    maker = _Maker(translate)
    root = maker.record(RECORDS[kind])
    return {
        "$schema": DIALECT,
        "$id": f"{kind.name.lower()}.schema.json",
        "title": RECORDS[kind].__name__,
        **root,
        "$defs": dict(sorted(maker.definitions.items())),
    }


class _Maker:
    """Makes schemas; records that stand inside others become definitions."""

    def __init__(self, translate: Callable[[str], str]) -> None:
        self.definitions: dict[str, Schema] = {}
        self._translate = translate

    def record(self, cls: type) -> Schema:
        keys = keys_of(cls)
        properties: Schema = {}
        patterns: Schema = {}
        for key in keys:
            schema = {"description": self._described(key), **self._value(key.type)}
            if key.example:
                schema["examples"] = [key.example]
            for name in _names(key):
                properties[name] = schema
                patterns[_spelt(name)] = True  # other spellings are allowed, and judged by `beslut check`
        gone = next((key for key in keys if key.attribute == "retracted"), None)
        rules: list[Schema] = [{"anyOf": _present(key, gone)} for key in keys if key.required]
        rules += [{"not": {"required": [key.name, key.danish]}} for key in keys if key.name != key.danish]
        made: Schema = {
            "type": ["object", "null"] if not any(key.required for key in keys) else "object",
            "properties": properties,
            "patternProperties": patterns,
            "additionalProperties": False,
        }
        return {**made, "allOf": rules} if rules else made

    def _described(self, key: Key) -> str:
        return f"{key.name} · {key.danish}: {self._translate(key.meaning)}"

    def _value(self, type_: Type) -> Schema:
        if isinstance(type_, Scalar):
            return _SCALARS[type_]
        if isinstance(type_, Reference):
            return {"type": ["string", "number", "null"]}
        if isinstance(type_, Choice):
            return _choice(type_.members)
        if isinstance(type_, Many):
            inner = self._value(type_.of)
            return {"anyOf": [inner, {"type": "array", "items": inner}]}  # editors tell of the first, if none fits
        return self._record(type_)

    def _record(self, type_: Record) -> Schema:
        name = type_.of.__name__
        if name not in self.definitions:
            self.definitions[name] = {}  # a record that holds itself would go round for ever
            self.definitions[name] = self.record(type_.of)
        ways: list[Schema] = [{"$ref": f"#/$defs/{name}"}]
        if type_.shorthand:
            ways.append(self._value(next(each.type for each in keys_of(type_.of) if each.name == type_.shorthand)))
        if type_.constants:
            ways.append({"enum": [value for value, _ in type_.constants]})
        return ways[0] if len(ways) == 1 else {"anyOf": ways}


def _names(key: Key) -> Iterator[str]:
    yield key.name
    if key.danish != key.name:
        yield key.danish


def _spelt(name: str) -> str:
    """A pattern for every way to spell a name that is the same when folded: `Case_number`, `case-number`."""
    words = fold(name).split(" ")
    return r"^\s*" + r"[\s_-]+".join("".join(map(_letter, word)) for word in words) + r"\s*$"


def _letter(sign: str) -> str:
    return f"[{sign}{sign.upper()}]" if sign.isalpha() else re.escape(sign)


def _choice(members: type[Named]) -> Schema:
    values = list(dict.fromkeys(value for member in members for value in (member.value, member.danish)))
    return {"anyOf": [{"enum": [*values, None]}, *({"type": "string", "pattern": _spelt(value)} for value in values)]}


def _present(key: Key, gone: Key | None) -> list[Schema]:
    """That a key stands under any name and spelling; what was taken down need not say what it was."""
    ways: list[Schema] = []
    for each in (key, gone if key.type in {Scalar.LINE, Scalar.TEXT} else None):
        if each is not None:
            spelt = [{"pattern": _spelt(name)} for name in _names(each)]
            ways.append({"not": {"propertyNames": {"not": {"anyOf": spelt}}}})
    return ways
