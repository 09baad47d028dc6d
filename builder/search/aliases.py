"""Further words under which a page is to be found, for what Pagefind's stems and prefixes do not reach.

Found by prefix already: the beginnings of compounds, most inflections, `a` for `å`. Added here: the words that
compounds end in, forms with another vowel, `ae/oe/aa` and `a/o` for `æ/ø/å` and `å` for `aa`, numbers and dates as
people type them, and, on scanned pages, what damaged words may have been. An alias whose stem stands on the page
anyway is dropped: it would say nothing, and two forms of one stem break the search for an exact phrase.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from heapq import nsmallest
from html import unescape
from itertools import combinations, product

from builder.messages import Format
from builder.model.findable import Entry
from builder.search.signs import Signs
from builder.search.words import Words

_TAG = re.compile(r"<[^<>]*>")
# What a letter becomes when a page is read by machine: the damaged sign, and what it may have been. In German the
# stems have the signs off already, so that only what looks alike is left.
_DAMAGE = {
    "da": {"o": "ø", "a": "åæ", "e": "æøåé", "é": "åe", "1": "il", "i": "l", "l": "i", "0": "oø", "u": "ø", "c": "e"},
    "de": {"a": "ä", "o": "ö", "u": "ü", "1": "il", "i": "l", "l": "i", "0": "o", "c": "e", "b": "ß"},
}
# What looks alike in print; one such change a word, and only where the word is not known as it stands.
_PAIRS = "u/n c/e c/o f/t h/b v/y g/q a/o s/5 b/6 g/9 z/2 l/t rn/m cl/d nn/m li/h ii/n ii/u vv/w iv/w"
_ALIKE = tuple(tuple(way) for each in _PAIRS.split() for way in (each.split("/"), each.split("/")[::-1]))
_DIGRAPHS = {
    "da": {"ae": "æ", "oe": "ø", "aa": "å"},
    "de": {"ae": "ä", "oe": "ö", "ue": "ü", "ss": "ß"},
}
_MOST_REPAIRS = 4
_SHORTEST_ALIKE = 5
_MOST_WORDS = 30_000


@dataclass(frozen=True)
class Matter:
    """All that stands on a page.

    Args:
        text: as Pagefind will see it.
        signs: what stands between its spaces, each once.
        words: in lower case.
    """

    text: str
    signs: frozenset[str]
    words: frozenset[str]

    @staticmethod
    def of(entry: Entry, html: str, known: Signs) -> Matter:
        """Put together what is told of a page and its body."""
        text = " ".join((entry.title, *entry.texts, unescape(_TAG.sub(" ", html))))
        signs = frozenset(text.split())
        return Matter(text, signs, frozenset().union(*map(known.words.__getitem__, signs)))


def counted(pages: Iterable[frozenset[str]]) -> Counter[str]:
    """On how many pages each word stands."""
    count: Counter[str] = Counter()
    for words in pages:
        count.update(words)
    return count


def vocabulary(count: Mapping[str, int]) -> set[str]:
    """The words that stand on at least three pages: an archive knows names that no dictionary has."""
    return {word for word, pages in count.items() if pages >= 3}


def commonest(count: Mapping[str, int]) -> list[str]:
    """The words that may have been meant by a misspelt one, those on most pages first."""
    told = [(-pages, word) for word, pages in count.items() if 4 <= len(word) <= 24]
    return [word for _, word in nsmallest(_MOST_WORDS, told)]


def aliases(entry: Entry, matter: Matter, words: Words) -> list[str]:
    """The further words of a page, sorted.

    Args:
        entry: what is told of the page.
        matter: all that stands on it.
        words: what is known of words.
    """
    there = {*matter.words, *(part for word in matter.words if "-" in word for part in word.split("-"))}
    stem = words.tongue.stems.__getitem__
    stems = set(map(stem, there))
    found: set[str] = set()
    found.update(*map(words.further.__getitem__, there))
    if entry.scanned:
        for word in set(re.findall(r"[^\W_]{3,}", matter.text.lower())):
            for repaired in _repaired(word, words):
                found.update((repaired, *words.further[repaired]))
    kept = {alias for alias, each in zip(found, map(stem, found), strict=True) if each not in stems and len(alias) >= 3}
    kept.update(*map(words.tongue.signs.numbers.__getitem__, matter.signs))
    kept.update(*(_of_day(day, words.tongue.language) for day in entry.days))
    return sorted(kept)


def _repaired(word: str, words: Words) -> Iterator[str]:
    """The known words that a damaged one may have been, those with the fewest changes first.

    A word that is known as it stands may be damaged too (`modet` for `mødet`), but needs only one change.
    """
    if not 3 <= len(word) <= 24:
        return
    language = words.tongue.language
    damage, digraphs = (each.get(language, each["da"]) for each in (_DAMAGE, _DIGRAPHS))
    most = 1 if words.is_known(word) else 3
    found: list[tuple[int, str]] = []
    whole = re.sub("|".join(digraphs), lambda match: digraphs[match[0]], word)
    for start in dict.fromkeys((word, whole)):
        for changes, candidate in _changed(start, most, damage):
            if candidate != word and (words.is_known(candidate) or words.tails(candidate)):
                found.append((changes, candidate))
    if not words.is_known(word) and len(word) >= _SHORTEST_ALIKE:
        found += [(1, each) for each in _alike(word) if words.is_known(each) or words.tails(each)]
    yield from dict.fromkeys(candidate for _, candidate in sorted(found)[:_MOST_REPAIRS])


def _alike(word: str) -> Iterator[str]:
    """A word with one sign, or pair of signs, read as what looks like it."""
    for seen, meant in _ALIKE:
        start = word.find(seen)
        while start >= 0:
            yield word[:start] + meant + word[start + len(seen) :]
            start = word.find(seen, start + 1)


def _changed(word: str, most: int, damage: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """A word with up to so many of its damaged signs changed, and how many were."""
    places = [index for index, sign in enumerate(word) if sign in damage]
    for count in range(min(most, len(places)) + 1):
        for chosen in combinations(places, count):
            for signs in product(*(damage[word[index]] for index in chosen)):
                letters = list(word)
                for index, sign in zip(chosen, signs, strict=True):
                    letters[index] = sign
                yield count, "".join(letters)


@lru_cache(maxsize=10_000)
def _of_day(text: str, language: str) -> tuple[str, ...]:
    """A day in words and in figures."""
    day = date.fromisoformat(text)
    between = "." if language == "de" else "-"
    figures = f"{day.day}{between}{day.month}{between}{day.year}", f"{day:%d{between}%m{between}%Y}"
    return Format(language).day(day), *figures, text
