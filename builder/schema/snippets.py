"""The declaration of the keys as VS Code snippets, by which an editor completes front matter in Markdown files.

The usual YAML extension reads files of its own language only, not the front matter of others
(https://github.com/redhat-developer/vscode-yaml/issues/207); snippets need no extension.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from builder.model.keys import Choice, Key, Many, Record, Scalar, keys_of
from builder.model.records import RECORDS
from builder.model.values import Kind

# The keys of a record within a list that a new entry is begun with; of others those that must be there.
_BEGUN_WITH = {"body", "date", "role", "outcome", "title", "file", "amount", "purpose", "name", "party", "number"}
_SAMPLE = re.compile(r"\$\{(\d+):(?:[^}\\]|\\.)*\}")
_SAMPLES = {Scalar.BOOLEAN: "true"}


def snippets(kinds: list[Kind], *, danish: bool, translate: Callable[[str], str]) -> dict[str, Any]:
    """A snippet for each key of some kinds of files; one for all that mean the same by it.

    Args:
        kinds: the kinds.
        danish: whether keys and values stand under their Danish names.
        translate: from a message id to the words in which keys are explained.
    """
    made: dict[str, Any] = {}
    shapes: dict[str, str] = {}
    for kind in sorted(kinds, key=lambda each: each is not Kind.CASE):  # what is written most is explained best
        for key in keys_of(RECORDS[kind]):
            name = key.called(danish)
            body = list(_lines(key, danish, count(1)))
            shape = _SAMPLE.sub(r"$\1", "\n".join(body))
            if shapes.setdefault(name, shape) != shape:
                name += f" ({kind.name.lower()})"
            made.setdefault(
                name,
                {
                    "scope": "markdown",
                    "prefix": list(dict.fromkeys((key.called(danish), key.called(not danish)))),
                    "body": body,
                    "description": translate(key.meaning),
                },
            )
    return made


def _lines(key: Key, danish: bool, stops: count[int]) -> Iterator[str]:
    name, inner = key.called(danish), key.type.of if isinstance(key.type, Many) else key.type
    if not isinstance(inner, Record):
        value = _value(key, inner, danish, next(stops))
        if isinstance(key.type, Many):
            yield f"{name}:"
            yield f"- {value}"
        else:
            yield f"{name}: {value}"
        return
    if inner.constants:
        words = [word for word, record in inner.constants if (word in {"åben", "lukket"}) is danish]
        yield f"{name}: {_choice(words, next(stops))}"
        return
    yield f"{name}:"
    own = [each for each in keys_of(inner.of) if each.required or each.attribute in _BEGUN_WITH]
    lines = [line for each in own or keys_of(inner.of)[:1] for line in _lines(each, danish, stops)]
    first, rest = ("- ", "  ") if isinstance(key.type, Many) else ("  ", "  ")
    yield first + lines[0]
    yield from (rest + line for line in lines[1:])


def _value(key: Key, type_: object, danish: bool, stop: int) -> str:
    if isinstance(type_, Choice):
        return _choice([each.called(danish) for each in type_.members], stop)
    sample = _SAMPLES.get(type_, "") if isinstance(type_, Scalar) else ""
    shown = sample or ("" if key.example.startswith("[") else key.example)
    return f"${{{stop}:{_escaped(shown)}}}" if shown else f"${stop}"


def _choice(words: list[str], stop: int) -> str:
    return f"${{{stop}|{','.join(word.replace(',', chr(92) + ',') for word in words)}|}}"


def _escaped(text: str) -> str:
    """Text as it stands in a placeholder (VS Code's snippet grammar)."""
    return text.replace("\\", "\\\\").replace("$", "\\$").replace("}", "\\}")
