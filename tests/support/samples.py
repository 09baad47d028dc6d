"""Records filled in every field from their own declarations, so that a field added later is tested unasked."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from builder.messages import Format
from builder.model.keys import Choice, Many, Record, Reference, Scalar, Type, keys_of

_FORMAT = Format("da")
_LETTERS = "bcdfghjklmnpqrtvwz"  # no vowels, no s: no stemmer and no folding finds an ending in it


@dataclass(frozen=True)
class Mark:
    """A word that occurs once in the content.

    Args:
        where: the field, as `handlings.votes.against`, or another name such as `body`.
        forms: the strings that give it away, lower-case; any of them counts.
    """

    where: str
    forms: tuple[str, ...]


@dataclass
class Marks:
    """Makes marks; every one is used for one place only."""

    made: list[Mark] = field(default_factory=list)
    _count: Iterator[int] = field(default_factory=itertools.count)

    def word(self, where: str) -> str:
        """A capitalised word; what is looked for is its head, whatever a stemmer does to its tail."""
        number, letters = next(self._count), ""
        for _ in range(5):
            number, rest = divmod(number, len(_LETTERS))
            letters += _LETTERS[rest]
        self.made.append(Mark(where, (f"mxq{letters}",)))
        return f"Mxq{letters}xq"

    def number(self, where: str) -> int:
        """A whole number of nine digits."""
        number = 731_000_017 + 1_009 * next(self._count)
        grouped = f"{number:,}"
        forms = (str(number), grouped.replace(",", "."), grouped.replace(",", "\u00a0"), grouped)
        self.made.append(Mark(where, forms))
        return number

    def day(self, where: str) -> str:
        """A day long ago, later than every day made before."""
        number = next(self._count)
        day = date(1100 + number // 3, 3 + number % 3 * 3, 11)
        self.made.append(Mark(where, (day.isoformat(), *(form(day) for form in (_FORMAT.day, _FORMAT.short_day)))))
        return day.isoformat()


@dataclass(frozen=True)
class Sampler:
    """Fills records with marks.

    Args:
        marks: where they come from.
        references: for each kind that a reference may mean one that there is.
        skipped: fields that are left out, as `access` or `handlings.meeting`.
        fixed: values for some fields.
        text: makes the text of a field; by default a mark.
        files: collects the names of files that the record needs, by field.
    """

    marks: Marks
    references: Mapping[str, str]
    skipped: Collection[str] = ()
    fixed: Mapping[str, Any] = field(default_factory=dict)
    text: Callable[[str], str] | None = None
    files: dict[str, str] = field(default_factory=dict)

    def record(self, cls: type, where: str = "") -> dict[str, Any]:
        """Every field of a record, by its name in front matter."""
        made = {}
        for key in keys_of(cls):
            inner = f"{where}.{key.name}".lstrip(".")
            if inner in self.fixed:
                made[key.name] = self.fixed[inner]
            elif inner not in self.skipped:
                made[key.name] = self.value(key.type, inner)
        return made

    def value(self, type_: Type, where: str) -> Any:
        """A valid value of a type, with a mark in it where it has room for one."""
        if isinstance(type_, Many):
            return [self.value(type_.of, where)]
        if isinstance(type_, Record):
            return self.record(type_.of, where)
        if isinstance(type_, Choice):
            return list(type_.members)[-1].value
        if isinstance(type_, Reference):
            return self.word(where) if type_.free else self.references[type_.kind]
        if where == "aliases":
            return f"/gammel/{self.marks.word(where).lower()}/"
        return self._scalar(type_, where)

    def word(self, where: str) -> str:
        """The text of a field."""
        return self.text(where) if self.text else self.marks.word(where)

    def _scalar(self, type_: Scalar, where: str) -> Any:
        made: dict[Scalar, Callable[[], Any]] = {
            Scalar.TEXT: lambda: f"{self.word(where)} først.\n\nSiden {self.word(where)}.",
            Scalar.LINE: lambda: f"Om {self.word(where)}",
            Scalar.SLUG: lambda: self.marks.word(where).lower(),
            Scalar.URL: lambda: f"https://example.com/{self.marks.word(where)}",
            Scalar.EMAIL: lambda: f"{self.marks.word(where)}@example.com",
            Scalar.FILE: lambda: self.files.setdefault(where, f"{self.marks.word(where)}.txt"),
            Scalar.DATE: lambda: self.marks.day(where),
            Scalar.DATETIME: lambda: f"{self.marks.day(where)} 08:00",
            Scalar.TIME: lambda: "07:53",
            Scalar.INTEGER: lambda: self.marks.number(where),
            Scalar.NUMBER: lambda: self.marks.number(where),
            Scalar.BOOLEAN: lambda: False,
        }
        return made[type_]()


def document(front: Mapping[str, Any], body: str = "") -> str:
    """A file with front matter."""
    stream = io.StringIO()
    yaml.safe_dump(dict(front), stream, allow_unicode=True, sort_keys=False, width=1000)
    return f"---\n{stream.getvalue()}---\n{body}"


def found(marks: Collection[Mark], text: str) -> set[Mark]:
    """Which marks occur in a text that has been made lower-case."""
    heads = {match[0] for match in re.finditer(r"mxq[a-z]{5}", text)}
    return {
        mark for mark in marks if any(form in heads if form.startswith("mxq") else form in text for form in mark.forms)
    }
