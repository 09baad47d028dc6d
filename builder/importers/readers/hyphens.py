"""Words that the end of a line cut in two, put together where a dictionary has them whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from builder.importers.lines import Line, Mark
from builder.search.words import Tongue, dictionary

_CUT = re.compile(r"(?P<head>[^\W\d_]{2,})[-\u2010\u00ad]$")
_TAIL = re.compile(r"(?P<tail>[a-zæøåéäöü]{2,})(?=[\s.,;:!?)»”'’\"]|$)[.,;:!?)»”'’\"]*")
_ALONE = {"og", "eller", "samt", "men", "til", "som"}  # `Voksen- og`: the hyphen stands for a word


@lru_cache(maxsize=1)
def tongue() -> Tongue:
    """Danish, with its dictionary; this takes two seconds, once."""
    return Tongue("da", dictionary("da"))


def is_word(word: str) -> bool:
    """Whether a lower-case word is Danish: in the dictionary, or made of words that are."""
    return tongue().is_known(word) or bool(tongue().tails(word))


def mended(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Lines, each cut word whole on the line where it begins; those for the page lie between and stay."""
    found = list(lines)
    for index, following in _pairs(found):
        line, after = found[index], found[following]
        cut, tail = _CUT.search(line.text), _TAIL.match(after.text)
        if not cut or not tail or tail["tail"] in _ALONE:
            continue
        if is_word((cut["head"] + tail["tail"]).lower()):
            found[index] = replace(line, text=line.text[:-1] + tail[0])
            found[following] = replace(after, text=after.text[tail.end() :].strip())
    return tuple(line for line, before in zip(found, lines, strict=True) if line.text or not before.text)


def _pairs(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """The places of lines that one reads one after the other."""
    last: int | None = None
    for index, line in enumerate(lines):
        if line.furniture:
            continue
        if last is not None and line.mark in {Mark.TEXT, lines[last].mark} and not lines[last].whole:
            yield last, index
        last = index
