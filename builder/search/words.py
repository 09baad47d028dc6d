"""What a language's words are: their stems, their other forms, the words that compounds end in.

The dictionary is simplemma's (MIT): for Danish some 800,000 forms with their base forms. What an archive itself
says on several pages counts as a word too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

import Stemmer

_STEMMERS = {"da": "danish", "de": "german", "en": "english"}
_LINKS = ("", "s", "e", "n", "en", "es")  # what may stand between the parts of a compound
_SHORTEST_TAIL, _SHORTEST_HEAD = 4, 3
FOLDS = (
    str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e"}),
    str.maketrans({"æ": "a", "ø": "o", "å": "a", "ä": "a", "ö": "o", "ü": "u", "ß": "ss", "é": "e"}),
)


class Words:
    """The words of one archive.

    Args:
        language: of the pages.
        own: words that the archive uses on several pages.
    """

    def __init__(self, language: str, own: Iterable[str] = ()) -> None:
        self._forms = _dictionary(language)
        self._own = frozenset(own)
        self._stemmer = Stemmer.Stemmer(_STEMMERS.get(language, "english"))
        self._others = _other_forms(language)

    def is_known(self, word: str) -> bool:
        """Whether a lower-case word is in the dictionary or the archive's own vocabulary."""
        return word in self._forms or word in self._own

    def stem(self, word: str) -> str:
        """The stem, without signs above and beside the letters: what two spellings of one word share."""
        return str(self._stemmer.stemWord(word)).translate(FOLDS[1])

    def tails(self, word: str) -> list[str]:
        """The words that a compound ends in: `hjemmesygeplejen` has `sygeplejen` and `plejen`."""
        found = []
        for start in range(_SHORTEST_HEAD, len(word) - _SHORTEST_TAIL + 1):
            tail = word[start:]
            if tail in self._forms and self._is_head(word[:start]):
                found.append(tail)
        return found

    def others(self, word: str) -> tuple[str, ...]:
        """Forms of the same word that do not begin like it: `bøger` for `bog`, and the other way."""
        return self._others.get(self._forms.get(word, word), ())

    def _is_head(self, head: str) -> bool:
        return any(
            self.is_known(head.removesuffix(link)) and len(head) - len(link) >= _SHORTEST_HEAD
            for link in _LINKS
            if head.endswith(link)
        )


@cache
def _dictionary(language: str) -> dict[str, str]:
    """Lower-case forms with their base forms; empty for a language that has no dictionary."""
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory  # noqa: PLC0415 - slow to load, seldom used

    try:
        entries = DefaultDictionaryFactory().get_dictionary(language)
    except ValueError:
        return {}
    return {_text(form).lower(): _text(base).lower() for form, base in entries.items()}


def _text(word: str | bytes) -> str:
    return word.decode() if isinstance(word, bytes) else word


@cache
def _other_forms(language: str) -> dict[str, tuple[str, ...]]:
    """For each base form those of its forms that a search for its beginning would not find, and itself."""
    found: dict[str, set[str]] = defaultdict(set)
    for form, base in _dictionary(language).items():
        if len(base) >= _SHORTEST_HEAD and base.isalpha() and form.isalpha() and not form.startswith(base[:-1]):
            found[base].update((form, base))
    return {base: tuple(sorted(forms)) for base, forms in found.items() if len(forms) <= 8}
