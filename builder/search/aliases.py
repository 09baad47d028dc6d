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
from datetime import date
from heapq import nsmallest
from html import unescape
from itertools import combinations, product

from builder.messages import Format
from builder.model.documents import NUMBER, number_forms
from builder.model.findable import Entry
from builder.search.words import Words

WORD = re.compile(r"[^\W\d_]{3,}(?:-[^\W\d_]+)*")
_TAG = re.compile(r"<[^<>]*>")
_SUM = re.compile(r"(?<![\d.,])(\d{1,3}(?:\.\d{3})+|\d+,\d+)(?![\d.,]*\d)")
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
_DIGIT = re.compile(r"\d")
_MOST_REPAIRS = 4
_SHORTEST_ALIKE = 5
_MOST_WORDS = 30_000


def text_of(entry: Entry, html: str) -> str:
    """All words of a page, as Pagefind will see them."""
    return " ".join((entry.title, *entry.texts, unescape(_TAG.sub(" ", html))))


def words_of(text: str) -> frozenset[str]:
    """The words of a page, in lower case."""
    return frozenset(WORD.findall(text.lower()))


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


def aliases(entry: Entry, text: str, present: Iterable[str], words: Words) -> list[str]:
    """The further words of a page, sorted.

    Args:
        entry: what is told of the page.
        text: all words of it.
        present: the same, each once.
        words: what is known of words.
    """
    there = {*present, *(part for word in present if "-" in word for part in word.split("-"))}
    stem = words.tongue.stems.__getitem__
    stems = set(map(stem, there))
    found: set[str] = set()
    found.update(*map(words.further.__getitem__, there))
    if entry.scanned:
        for word in set(re.findall(r"[^\W_]{3,}", text.lower())):
            for repaired in _repaired(word, words):
                found.update((repaired, *words.further[repaired]))
    kept = {alias for alias in found if len(alias) >= 3 and stem(alias) not in stems}
    kept.update(_of_numbers(text))
    kept.update(_of_days(entry.days, words.tongue.language))
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


def _of_numbers(text: str) -> Iterator[str]:
    """`2023/9928` for `23/9928`, and `5700000` for `5.700.000`; neither holds white space."""
    for word in set(text.split()):
        if not word.isalpha() and _DIGIT.search(word):
            yield from _of_number(word)


def _of_number(word: str) -> Iterator[str]:
    for match in NUMBER.finditer(word):
        yield from (form for form in number_forms(match[0]) if "/" in form and form != match[0])
    for match in _SUM.finditer(word):
        plain = match[1].replace(".", "")
        yield plain
        if "," not in plain and len(plain) > 6:
            millions = f"{int(plain) / 1_000_000:.3f}".rstrip("0").rstrip(".").replace(".", ",")
            yield f"{millions} mio"


def _of_days(days: tuple[str, ...], language: str) -> Iterator[str]:
    """A day in words and in figures."""
    form = Format(language)
    for text in days:
        day = date.fromisoformat(text)
        yield form.day(day)
        between = "." if language == "de" else "-"
        yield f"{day.day}{between}{day.month}{between}{day.year}"
        yield f"{day:%d{between}%m{between}%Y}"
        yield text
