"""What a language's words are: their stems, their other forms, the words that compounds end in.

The dictionary is simplemma's (MIT): for Danish some 800,000 forms with their base forms. What an archive itself
says on several pages counts as a word too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import Stemmer

from builder.search.signs import Kept, Signs

# Words by their drawer, and of words the forms that a search for their beginning would not find. A set of 800,000
# words is 100 MiB, of which every forked process would come to have its own, since looking at a word changes how often
# Python holds it; half a dozen to a drawer they are 20 MiB, and read from the cache in a thirtieth of the time.
Dictionary = tuple[Mapping[str, str], Mapping[str, tuple[str, ...]]]

_STEMMERS = {"da": "danish", "de": "german", "en": "english"}
# What may stand between the parts of a compound.
_LINKS = {
    "da": ("", "s", "e", "n", "en", "es"),
    "de": ("", "s", "e", "n", "en", "es", "er", "ens"),  # Bund-es-rat, Kind-er-garten, Herz-ens-sache
}
# Words of three letters that many compounds end in; of all there are, most would be chance.
_SHORT_TAILS = {"de": frozenset(["amt", "bad", "bau", "bus", "hof", "rad", "rat", "see", "tal", "tor", "weg"])}
_LOST = {"de": ("e",)}  # what the first part may have lost there: Schul-weg, of Schule
_LONG = {"de"}  # where three and more parts are written as one: `Straßenausbaubeitrag` is found by `Ausbau` too
_FOLDED = {"de"}  # whose stems are one with and without signs, those of `Straße` and `Strasse`, `Häuser` and `Haeuser`
_SHORTEST_TAIL, _SHORTEST_HEAD = 4, 3
FOLDS = (
    str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e"}),
    str.maketrans({"æ": "a", "ø": "o", "å": "a", "ä": "a", "ö": "o", "ü": "u", "ß": "ss", "é": "e"}),
)


class Tongue:
    """A language, whatever the archive.

    Args:
        language: its code.
        dictionary: as `dictionary` makes it.

    Attributes:
        stems: of any word the stem without signs above and beside the letters, which two spellings of one word share.
        further: of any word, in lower case, under what else it is to be found.
        signs: what is in what stands between two spaces.
        known: of any word, in lower case, whether it is in the dictionary; for words that come again and again.
    """

    def __init__(self, language: str, dictionary: Dictionary) -> None:
        """Take the dictionary; nothing is looked up yet."""
        self.language = language
        self._drawers, self._others = dictionary
        self._stemmer = Stemmer.Stemmer(_STEMMERS.get(language, "english"))
        self._links, self._lost = _LINKS.get(language, _LINKS["da"]), _LOST.get(language, ())
        self._short = _SHORT_TAILS.get(language, frozenset())
        self.stems: Mapping[str, str] = Kept(self._stem)
        self.further: Mapping[str, tuple[str, ...]] = Kept(self._further)
        self.known: Mapping[str, bool] = Kept(self.is_known)
        self.signs = Signs()

    def is_known(self, word: str) -> bool:
        """Whether a lower-case word is in the dictionary."""
        return f" {word} " in self._drawers.get(_drawer(word), "")

    def tails(self, word: str) -> list[str]:
        """The words that a compound ends in: `hjemmesygeplejen` has `sygeplejen` and `plejen`."""
        found = []
        for start in range(_SHORTEST_HEAD, len(word) - _SHORTEST_TAIL + 1):
            tail = word[start:]
            if (self.is_known(tail) or self._is_compound(tail)) and self._is_head(word[:start]):
                found.append(tail)
        if word[-3:] in self._short and self._is_head(word[:-3]):
            found.append(word[-3:])
        return found

    def begins(self, compound: str, end: int) -> list[str]:
        """What may be the last part of a compound whose first part ends there: `haus` of `rat-haus`, `plan-s-haus`."""
        rest = compound[end:]
        return [rest.removeprefix(link) for link in self._links if rest.startswith(link)]

    def spelt(self, words: Iterable[str]) -> Iterator[str]:
        """Words, and how they are typed without the signs that their stems do not make one of."""
        return iter(words) if self.language in _FOLDED else spelt(words)

    def _is_head(self, head: str) -> bool:
        return any(
            self.is_known(head.removesuffix(link)) and len(head) - len(link) >= _SHORTEST_HEAD
            for link in self._links
            if head.endswith(link)
        ) or any(self.is_known(head + lost) for lost in self._lost if len(head) > _SHORTEST_HEAD)

    def _is_compound(self, word: str) -> bool:
        """Whether two words of the dictionary, neither of them short, make up a word that it does not have."""
        return self.language in _LONG and any(
            self.is_known(word[start:]) and self._is_head(word[:start])
            for start in range(_SHORTEST_TAIL, len(word) - _SHORTEST_TAIL + 1)
        )

    def _stem(self, word: str) -> str:
        return str(self._stemmer.stemWord(word)).translate(FOLDS[1])

    def _further(self, word: str) -> tuple[str, ...]:
        """Its forms that do not begin like it (`bøger` for `bog`), its tails, and all that without `æ ø å`."""
        tails = self.tails(word)
        near = (word, *self._others.get(word, ()), *tails)
        return tuple(each for each in self.spelt(near) if each != word)


class Words:
    """The words of some pages.

    Args:
        tongue: their language.
        own: words that are used on several of them.

    Attributes:
        further: of any word, in lower case, under what else it is to be found on these pages.
    """

    def __init__(self, tongue: Tongue, own: Iterable[str] = ()) -> None:
        """Note the words that the dictionary does not have."""
        self.tongue = tongue
        self._own = frozenset(word for word in own if not tongue.known[word])
        self._beginnings = frozenset(word[:_SHORTEST_HEAD] for word in self._own)
        self.further: Mapping[str, tuple[str, ...]] = Kept(self._further)

    def is_known(self, word: str) -> bool:
        """Whether a lower-case word is in the dictionary or the pages' own vocabulary."""
        return self.tongue.is_known(word) or word in self._own

    def tails(self, word: str) -> list[str]:
        """The words that a compound ends in, whether it begins with a word of the dictionary or of the pages' own."""
        return list(dict.fromkeys((*self.tongue.tails(word), *self._own_tails(word))))

    def _further(self, word: str) -> tuple[str, ...]:
        found = self.tongue.further[word]
        if word[:_SHORTEST_HEAD] in self._beginnings:
            return (*found, *self.tongue.spelt(self._own_tails(word)))
        return found

    def _own_tails(self, word: str) -> list[str]:
        """`planen` of `norddjursplanen`."""
        heads = (end for end in range(_SHORTEST_HEAD, len(word) - _SHORTEST_TAIL + 1) if word[:end] in self._own)
        tails = (tail for end in heads for tail in self.tongue.begins(word, end))
        return [tail for tail in tails if len(tail) >= _SHORTEST_TAIL and self.tongue.is_known(tail)]


def spelt(words: Iterable[str]) -> Iterator[str]:
    """Words, and how they are typed without `æ ø å`."""
    for each in words:
        yield each
        for fold in FOLDS:
            if (folded := each.translate(fold)) != each:
                yield folded
        if "aa" in each:
            yield each.replace("aa", "å")


def dictionary(language: str) -> Dictionary:
    """The dictionary of a language, empty for one that has none; this takes two seconds and 200 MiB."""
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory  # noqa: PLC0415 - slow to load, seldom used

    try:
        loaded = DefaultDictionaryFactory().get_dictionary(language)
    except ValueError:
        return {}, {}
    bases = {_text(form).lower(): _text(base).lower() for form, base in loaded.items()}
    drawers: dict[str, list[str]] = defaultdict(list)
    forms: dict[str, set[str]] = defaultdict(set)
    for form, base in bases.items():
        drawers[_drawer(form)].append(form)
        if not form.startswith(base[:-1]) and len(base) >= _SHORTEST_HEAD and base.isalpha() and form.isalpha():
            forms[base].update((form, base))
    others = {base: tuple(sorted(each)) for base, each in forms.items() if len(each) <= 8}
    told = {form: others[base] for form, base in bases.items() if base in others}
    told |= {base: each for base, each in others.items() if base not in bases}
    return {drawer: f" {' '.join(each)} " for drawer, each in drawers.items()}, told


def _drawer(word: str) -> str:
    return word[:3] + word[-2:]


def _text(word: str | bytes) -> str:
    return word.decode() if isinstance(word, bytes) else word
