"""Where a reader puts line after line, each made clean and given its number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from builder.importers.lines import Line, Mark

_LIGATURES = re.compile("[\ufb00-\ufb06]")
_NOTHING = re.compile(
    "[\x00-\x08\x0b\x0e-\x1b\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff]"
)
_SPACE = re.compile(r"\s+")
_PRIVATE = re.compile("[\ue000-\uf8ff]")  # signs that only one font has, bullets nearly always
_ALWAYS, _BEFORE_SPACE = "•●◦▪▫■□‣⁃∙➢➤✓✔\ue000-\uf8ff", "-\u2010-\u2015*·o"
_BULLET = re.compile(
    f"(?:[{_ALWAYS}]\\s*|[{_BEFORE_SPACE}]\\s+|§\\s+(?=[^\\W\\d]))(?=\\S)"
)  # a list's sign in another font; `§ 17` is law
_LONE_BULLET = re.compile(f"[{_ALWAYS}\u2010-\u2015*·-]")
_BETWEEN_DASHES = re.compile("[-–—]\\s*\\d+\\s*[-–—]")


COLUMNS = "   "  # between what stands in columns


def clean(text: str) -> str:
    """A line's words: in NFC, ligatures taken apart, one space between words, no sign that nobody sees."""
    apart = _LIGATURES.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return unicodedata.normalize("NFC", _SPACE.sub(" ", _NOTHING.sub("", apart)).strip())


def without_bullet(text: str) -> tuple[str, bool]:
    """A clean line without the sign of a list at its start, and whether there was one; `- 2 -` is a page's number."""
    found = _BULLET.match(text)
    if not found or _BETWEEN_DASHES.fullmatch(text):
        return _PRIVATE.sub("", text).strip() if not _LONE_BULLET.fullmatch(text) else text, False
    return _PRIVATE.sub("", text[found.end() :]).strip(), True


def is_lone_bullet(text: str) -> bool:
    """Whether a clean line is the sign of a list alone, the entry being on the next."""
    return bool(_LONE_BULLET.fullmatch(text))


def as_row(cells: Iterable[str]) -> str:
    """The cells of a row of a table, as a line says them."""
    return "| " + " | ".join(clean(cell).replace("|", r"\|") for cell in cells) + " |"


class Sheet:
    """Lines, in the making.

    Attributes:
        lines: those that are there.
    """

    def __init__(self) -> None:
        """Begin without lines."""
        self.lines: list[Line] = []

    def add(
        self,
        text: str,
        mark: Mark = Mark.TEXT,
        page: int = 0,
        whole: bool = False,
        url: str = "",
        key: str = "",
        level: int = 0,
        rich: bool = False,
    ) -> None:
        """Put a line below the others; its text is made clean, what stands in columns apart by three spaces."""
        text = COLUMNS.join(filter(None, map(clean, text.split(COLUMNS))))
        self.lines.append(Line(len(self.lines) + 1, text, page, mark, whole, url=url, key=key, level=level, rich=rich))


def numbered(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Lines, numbered anew from 1."""
    return tuple(replace(line, number=number) for number, line in enumerate(lines, 1))
