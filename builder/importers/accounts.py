"""Where each line of a document went: into the files, into a field of them, away as furniture, or nowhere.

What the report shows is worked out from the files themselves and not from what the grammar meant to do: a line whose
words stand in no file is told, whatever became of it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from builder.importers.drafts import Draft
from builder.importers.found import Minutes
from builder.importers.lines import Line

_WORD = re.compile(r"[^\W_]+")
_ROW_END = re.compile(r"\s\|\s")


@dataclass(frozen=True)
class Account:
    """The lines of a document, by what became of them; each line with words is in one of them.

    Args:
        placed: those whose words stand in a file, in their order.
        told: those of which a field was made, or nothing: the report shows them.
        dropped: those that are there for the page alone.
    """

    placed: tuple[Line, ...]
    told: tuple[Line, ...]
    dropped: tuple[Line, ...]


def words(text: str) -> list[str]:
    """The words of a text, in lower case; signs are none."""
    return _WORD.findall(text.casefold())


def account(minutes: Minutes, drafts: Iterable[Draft]) -> Account:
    """What became of each line."""
    said = "\n".join(_joined(text) for draft in drafts for text in texts_of(draft))
    placed, told, dropped = [], [], []
    for line in minutes.reading.lines:
        found = words(line.text)
        if not found:
            continue
        if line.number in minutes.dropped:
            dropped.append(line)
        elif _joined(line.text) in said:
            placed.append(line)
        else:
            told.append(line)
    return Account(tuple(placed), tuple(told), tuple(dropped))


def texts_of(draft: Draft) -> Iterator[str]:
    """All texts of a file: each value of its front matter, and its body without the signs of Markdown."""
    yield from _texts(draft.values)
    yield html.unescape(re.sub(r"\\(?=[^\w\s])", "", draft.body))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    else:
        for each in value:
            yield from _texts(each)


def _joined(text: str) -> str:
    """The words of a text with single spaces, so that one text is found in another whatever stands between."""
    return f" {' '.join(words(text))} "
