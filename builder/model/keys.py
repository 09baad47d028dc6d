"""How a key of the front matter is declared: its type, its names, what it means.

A record is a frozen dataclass whose fields are made by `key()`. That one declaration gives the validation
(`schema`), and later the JSON Schema, the reference for editors and the scaffold.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


class Named(StrEnum):
    """A value that front matter may also give under its Danish name."""

    danish: str

    def __new__(cls, value: str, danish: str) -> Named:
        """Make a member of its English value and its Danish name."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.danish = danish
        return member

    def called(self, danish: bool) -> str:
        """Its Danish or its English name."""
        return self.danish if danish else self.value


class Scalar(StrEnum):
    """What a single value is converted to."""

    TEXT = "text"  # str, line breaks kept
    LINE = "line"  # str, white space folded to single spaces
    SLUG = "slug"  # str of lower-case ASCII letters, digits and hyphens
    DATE = "date"  # datetime.date
    DATETIME = "datetime"  # datetime.datetime without zone: it is the archive's
    TIME = "time"  # datetime.time
    INTEGER = "integer"  # int
    NUMBER = "number"  # decimal.Decimal
    BOOLEAN = "boolean"  # bool
    URL = "url"  # str, absolute http(s), mailto or a path of the site
    EMAIL = "email"  # str
    FILE = "file"  # str, a path below the folder of the case


@dataclass(frozen=True)
class Choice:
    """One member of an enumeration."""

    members: type[Named]


@dataclass(frozen=True)
class Reference:
    """The path of another file, without its kind: `norddjurs/2023/samarbejde`.

    Args:
        kind: the value of the `Kind` that is meant.
        free: whether words that are no reference are taken as they stand.
    """

    kind: str
    free: bool = False


@dataclass(frozen=True)
class Record:
    """A map with keys of its own.

    Args:
        of: the record.
        shorthand: the key that a bare value stands for.
        constants: bare values that stand for a whole record, as pairs.
    """

    of: type
    shorthand: str | None = None
    constants: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True)
class Many:
    """A list. A bare value stands for a list of one."""

    of: Type


Type = Scalar | Choice | Reference | Record | Many


@dataclass(frozen=True)
class Key:
    """A declared key.

    Args:
        attribute: the name of the dataclass field.
        name: the name in front matter.
        danish: the Danish name in front matter.
        type: what the value is converted to.
        meaning: one sentence for editors.
        example: a value as an editor would write it.
        required: whether it is an error to leave it out.
    """

    attribute: str
    name: str
    danish: str
    type: Type
    meaning: str
    example: str
    required: bool

    def called(self, danish: bool) -> str:
        """Its Danish or its English name."""
        return self.danish if danish else self.name


def key(
    type_: Type,
    danish: str,
    meaning: str,
    *,
    example: str = "",
    name: str = "",
    required: bool = False,
    default: Any = None,
) -> Any:
    """Declare a field of a record; a list that is left out is an empty tuple."""
    if isinstance(type_, Many):
        default = ()
    declared = {
        "type": type_,
        "danish": danish,
        "meaning": meaning,
        "example": example,
        "name": name,
        "required": required,
    }
    return dataclasses.field(default=default, metadata={"key": declared})


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(key,))
def record(cls: type[T]) -> type[T]:
    """Make a class of declared keys a frozen dataclass."""
    return dataclass(frozen=True, kw_only=True)(cls)


@cache
def keys_of(cls: type) -> tuple[Key, ...]:
    """The keys that a record declares, in order."""
    found = []
    for field in dataclasses.fields(cls):
        declared = dict(field.metadata["key"])
        declared["name"] = declared["name"] or field.name
        found.append(Key(attribute=field.name, **declared))
    return tuple(found)


@cache
def required_of(cls: type) -> tuple[Key, ...]:
    """Those of its keys that may not be left out."""
    return tuple(key for key in keys_of(cls) if key.required)
