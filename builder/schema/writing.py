"""How a value stands in YAML, as the scaffold writes it: bare where it can, quoted where it must, lines under `|`."""

from __future__ import annotations

import contextlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from typing import Any

import yaml

from builder.model.keys import Choice, Key, Many, Record, Scalar, Type, keys_of
from builder.schema.front_matter import LOADER, OTHER_SPACE, with_plain_spaces
from builder.schema.names import fold, values_of
from builder.schema.scalars import CONVERTERS
from builder.schema.written import oddity, several

INDENT = "  "
# What stands bare though PyYAML would quote it, since every reader of YAML gets the same signs back: days, numbers.
_SAME_TO_ALL = re.compile(r"\d{4}-\d\d-\d\d|0|[1-9]\d*")
# What a block of lines can hold: all that YAML prints, without the rarer line breaks, which do not count as such here.
_PRINTED = re.compile("[\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*")
_DEEP = re.compile(r"^(?:[ ?]|- ){60}", re.MULTILINE)  # front matter is read with a limit
_ESCAPED = re.compile(f"[\x7f-\x9f\u2028\u2029\ufeff]|{OTHER_SPACE.pattern}")
_PARTING = r"[;,]|\s(?:og|and)\s"  # what a list may have been meant by where one value stands


class Spot(Enum):
    """Where a value stands: after a key, as an entry of a list, alone where a list may, or between brackets."""

    VALUE = "titel: {}"
    ENTRY = "- {}"
    ALONE = "emner: {}"
    FLOW = "emner: [{}]"


# Words that every reader of YAML takes as they look, but where a list may be meant: a letter, then letters, digits
# and signs that mean nothing, with single spaces. A look instead of writing and reading: all else comes to the same.
_PLAIN = re.compile(r"[^\W\d_][\w.()/+§–-]*,?(?: [\w(§+][\w.()/+§–-]*,?)*")
_NOT_TEXT = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}  # to readers of YAML 1.1, however spelt


def inline(words: str, spot: Spot, style: str = "") -> str:
    """A value on one line: bare where it is read as it looks, else in quotes.

    Args:
        words: the value.
        spot: where it stands.
        style: `'` or `"` to keep the quotes there were.
    """
    if not style and (_SAME_TO_ALL.fullmatch(words) or is_plain(words, spot)):
        return words
    return tried(words, spot, style)


def is_plain(words: str, spot: Spot) -> bool:
    """Whether words stand bare at a look; of those that do not, some may stand bare all the same."""
    if spot not in {Spot.VALUE, Spot.ENTRY} or len(words) > 1000 or words.casefold() in _NOT_TEXT:
        return False
    return _PLAIN.fullmatch(words) is not None


@lru_cache(maxsize=4096)
def tried(words: str, spot: Spot, style: str) -> str:
    """As `inline`: written, read again, and written otherwise where that is not the same."""
    if style == '"' or not _PRINTED.fullmatch(words) or "\n" in words:
        return _in_double_quotes(words)
    for quotes in (style, "'"):
        dumped = yaml.safe_dump(
            [words] if spot is Spot.FLOW else words,
            allow_unicode=True,
            width=10**9,
            default_flow_style=True,
            default_style=quotes or None,
        )
        dumped = dumped.removesuffix("\n...\n").strip()
        dumped = dumped[1:-1] if spot is Spot.FLOW else dumped
        if _is_read_as(spot, dumped, words):
            return dumped
    return _in_double_quotes(words)


def _in_double_quotes(words: str) -> str:
    """With escapes for what cannot be seen; all of them are such as JSON has too."""
    return _ESCAPED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(words, ensure_ascii=False))


def _is_read_as(spot: Spot, text: str, words: str) -> bool:
    """Whether what is written means the words, to YAML and to whoever wonders at what YAML makes of it."""
    line = spot.value.format(text)
    try:
        node = yaml.compose(with_plain_spaces(line), Loader=LOADER)
    except yaml.YAMLError:
        return False
    while isinstance(node, yaml.CollectionNode) and len(node.value) == 1:
        node = node.value[0][1] if isinstance(node, yaml.MappingNode) else node.value[0]
    if not isinstance(node, yaml.ScalarNode) or node.value != words or oddity(node, [line], True):
        return False
    return spot not in {Spot.ALONE, Spot.FLOW} or not several(node, _PARTING)


def can_be_lines(words: str) -> bool:
    """Whether a value can stand as lines under `|`."""
    return bool(_PRINTED.fullmatch(words)) and not _DEEP.search(words) and with_plain_spaces(words) == words


def spelled(type_: Type, words: str, *, danish: bool) -> str:
    """A value of a vocabulary under its Danish or English name; other words as they are read."""
    if isinstance(type_, Choice) and (known := values_of(type_.members).get(fold(words))) is not None:
        return known.danish if danish else known.value
    if isinstance(type_, Record) and (meant := dict(type_.constants).get(fold(words))) is not None:
        names = [name for name, value in type_.constants if value == meant]
        return names[-1] if danish else names[0]
    return unicodedata.normalize("NFC", words).strip()


@lru_cache(maxsize=8192)
def meaning(type_: Type, words: str) -> str:
    """The form under which two ways to write a value are the same: `09-04-2024` and `2024-04-09`."""
    words = unicodedata.normalize("NFC", words).strip()
    if isinstance(type_, Scalar):
        with contextlib.suppress(ValueError):
            return str(CONVERTERS[type_](words))
    return " ".join(spelled(type_, words, danish=False).split())


def listed(change: Any) -> list[str]:
    """The words of a list that say anything; words alone are a list of one."""
    return [each for each in ([change] if isinstance(change, str) else change or ()) if each.strip()]


@cache
def order_of(cls: type) -> tuple[Key, ...]:
    """The keys of a record in the order in which they stand: as declared, but what a file is of comes last."""
    return tuple(sorted(keys_of(cls), key=lambda each: each.name == "source"))


@dataclass(frozen=True)
class Writer:
    """Writes what is new in one file.

    Args:
        danish_keys: whether keys stand under their Danish names.
        danish_values: whether values do.
        dash: how far the dashes of a list are moved in below their key.
    """

    danish_keys: bool
    danish_values: bool
    dash: int

    def spelled(self, type_: Type, words: str) -> str:
        """Words as this file spells them."""
        return spelled(type_, words, danish=self.danish_values)

    def pair(self, key: Key, change: Any, *, flow: bool) -> list[str]:
        """The lines of a key and its value; between brackets there is one."""
        head, lines = self.value(key.type, change, flow=flow)
        name = key.danish if self.danish_keys else key.name
        return [f"{name}: {head}".rstrip(), *lines]

    def value(self, type_: Type, change: Any, *, flow: bool) -> tuple[str, list[str]]:
        """What stands after a key on its line, and the lines below it, as seen from the key's column."""
        if isinstance(type_, Record) and isinstance(change, Mapping):
            pairs = self.pairs(type_.of, change, flow=flow)
            return ("{" + ", ".join(pairs) + "}", []) if flow else ("", [INDENT + row if row else "" for row in pairs])
        if not isinstance(type_, Many):
            return self._single(type_, change, Spot.FLOW if flow else Spot.VALUE)
        if isinstance(type_.of, Record):
            entries = [change] if isinstance(change, str) else list(change)
            rows = [self.entry(type_.of, each, flow=flow) for each in entries]
        else:
            words = listed(change)
            if isinstance(type_.of, Choice) and len(words) == 1:
                return self._single(type_.of, words[0], Spot.FLOW if flow else Spot.ALONE)
            rows = [self.entry(type_.of, each, flow=flow) for each in words]
        if flow:
            return f"[{', '.join(row for each in rows for row in each)}]", []
        return "", [" " * self.dash + line if line else "" for each in rows for line in each]

    def entry(self, type_: Type, change: Any, *, flow: bool) -> list[str]:
        """The lines of an entry of a list, the dash with the first; between brackets there is one."""
        if isinstance(type_, Record) and isinstance(change, Mapping):
            rows = self.pairs(type_.of, change, flow=flow)
            if flow:
                return ["{" + ", ".join(rows) + "}"]
        else:
            head, lines = self._single(type_, change, Spot.FLOW if flow else Spot.ENTRY)
            if flow:
                return [head]
            rows = [head, *(line.removeprefix(INDENT) for line in lines)]
        return [("- " if number == 0 else INDENT if line else "") + line for number, line in enumerate(rows)]

    def pairs(self, cls: type, change: Mapping[str, Any], *, flow: bool) -> list[str]:
        """The lines of the keys of a map; between brackets there is one for each."""
        said = [key for key in order_of(cls) if change.get(key.name)]
        return [line for key in said for line in self.pair(key, change[key.name], flow=flow)]

    def _single(self, type_: Type, words: str, spot: Spot) -> tuple[str, list[str]]:
        words = self.spelled(type_, words)
        if type_ is Scalar.BOOLEAN and words in {"true", "false"}:  # in quotes they would be taken for text
            return words, []
        if "\n" in words and spot is not Spot.FLOW and can_be_lines(words):
            return "|", moved_in(words, INDENT)
        return inline(words, spot), []


def moved_in(words: str, by: str) -> list[str]:
    """The lines of a text, each moved in; empty ones stay empty."""
    return [by + line if line else "" for line in words.split("\n")]


def speaks_danish(written: Sequence[tuple[str, str, str]], otherwise: bool) -> bool:
    """Whether names stand in Danish, as far as it can be told: triples of what stands there, English and Danish."""
    votes = [fold(each) == fold(danish) for each, english, danish in written if fold(english) != fold(danish)]
    return votes.count(True) > votes.count(False) if votes else otherwise
