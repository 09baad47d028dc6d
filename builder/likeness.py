"""What is nearly the same word: for what was probably meant, and for one topic under two spellings.

Nothing here compares each word with each: an archive has tens of thousands of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from builder.diagnostics import closest

_LOOKED_AT = 5_000  # entries of the index for one question; the rarest pairs of letters come first
_SHORTLIST = 40  # words that are compared letter by letter
_LONGEST_NUMBER = 40
_DIGITS = "0123456789"
_PLURALS = ("er", "e", "r", "s")  # Danish; the last is English too
_SHORTEST_STEM = 4  # `vej` and `vejr` are two things
_SHORTEST_WORD = 6  # so are `skove` and `skole`


class Lexicon:
    """Many words, among which the one that was probably meant is found by the pairs of letters it shares."""

    def __init__(self, words: Mapping[str, str]) -> None:
        """Take the words, and for each what is to be suggested: `cykelsti` may stand for `2024/cykelsti`."""
        self._meant = dict(sorted(words.items()))
        self._words = list(self._meant)
        self._holders: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self._words):
            for pair in _pairs(word):
                self._holders[pair].append(number)

    def nearest(self, word: str) -> str:
        """What was probably meant by a word, or ""."""
        found = closest(word, self._shortlist(word))
        return self._meant[found] if found else ""

    def _shortlist(self, word: str) -> list[str]:
        shared: Counter[int] = Counter()
        looked_at = 0
        for holders in sorted((self._holders.get(pair, []) for pair in sorted(_pairs(word))), key=len):
            looked_at += len(holders)
            if shared and looked_at > _LOOKED_AT:
                break
            shared.update(holders)
        best = sorted(shared, key=lambda number: (-shared[number], number))
        return [self._words[number] for number in best[:_SHORTLIST]]


def _pairs(word: str) -> set[str]:
    """The pairs of neighbouring letters, its ends counted as letters."""
    marked = f"\n{word.casefold()}\n"
    return {marked[start : start + 2] for start in range(len(marked) - 1)}


def slips(number: str) -> Iterator[str]:
    """A number with each mistake that a finger makes: a sign left out or doubled, two exchanged, a wrong digit."""
    if len(number) > _LONGEST_NUMBER:
        return
    for at, sign in enumerate(number):
        before, after = number[:at], number[at + 1 :]
        yield before + after
        yield before + after[:1] + sign + after[1:]
        yield from (before + new + sign + after for new in _DIGITS + "/")
        if sign in _DIGITS:
            yield from (before + new + after for new in _DIGITS)
    yield from (number + new for new in _DIGITS)


def plain(name: str) -> str:
    """A name as it is compared: its words in small letters, with single spaces."""
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", name).casefold()))


def alike(one: str, other: str) -> bool:
    """Whether two plain names are probably meant to be one.

    They differ in their spaces alone (`cykel sti`), or in one word, and there by a plural or by one letter that is
    left out, doubled, changed or exchanged with its neighbour. Digits tell things apart, and so do short words.
    """
    if one.replace(" ", "") == other.replace(" ", ""):
        return True
    words, others = one.split(), other.split()
    differ = [pair for pair in zip(words, others, strict=False) if pair[0] != pair[1]]
    if len(words) != len(others) or len(differ) != 1:
        return False
    short, long = sorted(differ[0], key=len)
    if re.sub(r"\D", "", short) != re.sub(r"\D", "", long):
        return False
    if len(short) >= _SHORTEST_STEM and long.startswith(short) and long[len(short) :] in _PLURALS:
        return True
    return len(long) >= _SHORTEST_WORD and _one_letter(short, long)


def _one_letter(short: str, long: str) -> bool:
    """Whether two words of which the first is no longer differ by one letter, or by two exchanged ones."""
    at = next((index for index, pair in enumerate(zip(short, long, strict=False)) if pair[0] != pair[1]), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    exchanged = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return exchanged or short[at + 1 :] == long[at + 1 :]


def keys_of(name: str) -> set[str]:
    """The keys under which a plain name is filed: names that are `alike` share one.

    They are the name with any one letter left out, so that a name has as many as it has letters, whatever there is
    to compare it with.
    """
    without = {name[:at] + name[at + 1 :] for at in range(len(name))}
    stems = {name[: match.start()] + name[match.end() :] for match in re.finditer(r"er\b", name)}
    return {name, name.replace(" ", "")} | without | stems
