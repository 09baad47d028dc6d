"""What stands between two spaces: the words in it, and how people type the numbers in it.

Pages of an archive have nearly all of their words in common, so each is taken apart once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from builder.model.documents import NUMBER, number_forms

T = TypeVar("T")
WORD = re.compile(r"[^\W\d_]{3,}(?:-[^\W\d_]+)*")
_SUM = re.compile(r"(?<![\d.,])(\d{1,3}(?:\.\d{3})+|\d+,\d+)(?![\d.,]*\d)")
_DIGIT = re.compile(r"\d")
_MOST_KEPT = 100_000  # words: 20 MiB; those that are common are soon worked out again


class Kept(dict[str, T]):
    """What was worked out of words, so that it is worked out once."""

    def __init__(self, work: Callable[[str], T]) -> None:
        """Keep what a function says of words."""
        super().__init__()
        self._work = work

    def __missing__(self, word: str) -> T:
        """Work it out."""
        if len(self) >= _MOST_KEPT:
            self.clear()
        found = self[word] = self._work(word)
        return found


class Signs:
    """What is in what stands between two spaces.

    Attributes:
        words: its words, in lower case.
        numbers: how people type the numbers in it.
    """

    def __init__(self) -> None:
        """Prepare; nothing is looked at yet."""
        self.words: Mapping[str, tuple[str, ...]] = Kept(lambda signs: tuple(WORD.findall(signs.lower())))
        self.numbers: Mapping[str, tuple[str, ...]] = Kept(lambda signs: tuple(_of_number(signs)))


def _of_number(signs: str) -> Iterator[str]:
    """`2023/9928` for `23/9928`, and `5700000` for `5.700.000`."""
    if not _DIGIT.search(signs):
        return
    for match in NUMBER.finditer(signs):
        yield from (form for form in number_forms(match[0]) if "/" in form and form != match[0])
    for match in _SUM.finditer(signs):
        plain = match[1].replace(".", "")
        yield plain
        if "," not in plain and len(plain) > 6:
            millions = f"{int(plain) / 1_000_000:.3f}".rstrip("0").rstrip(".").replace(".", ",")
            yield f"{millions} mio"
