"""Text pasted from minutes, put right so that Markdown shows what was meant.

Minutes write a list straight after the line that leads into it, use signs of their own for bullets, and break
lines before a date; Markdown would run the first into the paragraph, print the second and number the third.
"""

from __future__ import annotations

import re

from markdown import Markdown
from markdown.preprocessors import Preprocessor

_BULLET = re.compile(r"(\s{0,3})[•‣▪●·\uf0b7]\s+")
_ITEM = re.compile(r"\s{0,3}[-*+]\s+\S")
_NUMBERED = re.compile(r"\s{0,3}(\d{1,3})[.)]\s+\S")
_DATE = re.compile(
    r"(\s{0,3}\d{1,2})(\.\s+(?:jan(?:uary?)?|feb(?:ruary?)?|mar(?:ts|ch)?|märz|apr(?:il)?|maj|mai|may|jun[ie]?|jul[iy]?"
    r"|aug(?:ust)?|sept?(?:ember)?|o[kc]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)\b)",
    re.IGNORECASE,
)
# What a line must look like for anything to be mended: an item, a bullet, a number.
_PERHAPS = re.compile(r"\s{0,3}(?:[-*+]\s|[•‣▪●·\uf0b7]|\d{1,3}[.)]\s)")
_PERHAPS_BELOW = re.compile("\n" + _PERHAPS.pattern)  # a search for ^ tries every sign: five times as long
_CODE = re.compile(r"\s{0,3}(`{3,}|~{3,})")


class Pasted(Preprocessor):
    """Puts a blank line before a list, real bullets before its items, and no number before a date."""

    def run(self, lines: list[str]) -> list[str]:
        """Mend the lines of a text; fenced code is left alone."""
        mended: list[str] = []
        fence = ""
        for index, line in enumerate(lines):
            if not line or (not fence and line[0].isalpha()):  # most lines, and the quickest look
                mended.append(line)
                continue
            mark = _CODE.match(line) if "`" in line or "~" in line else None
            if mark and (not fence or line.strip().startswith(fence)):
                fence = "" if fence else mark[1]
            if fence or mark or not _PERHAPS.match(line):
                mended.append(line)
                continue
            first = line.lstrip()[0]
            if first.isdecimal():
                text = _DATE.sub(r"\1\\\2", line, count=1)
            else:
                text = line if first in "-*+" else _BULLET.sub(r"\1- ", line, count=1)
            before = mended[-1] if mended else ""
            if before.strip() and not _is_listed(before) and _opens_list(text, lines[index + 1 :]):
                mended.append("")
            mended.append(text)
        return mended


def mended(text: str) -> str:
    """A text with its lines mended."""
    is_needed = _PERHAPS.match(text) or _PERHAPS_BELOW.search(text)
    return "\n".join(Pasted().run(text.split("\n"))) if is_needed else text


def _opens_list(line: str, after: list[str]) -> bool:
    """Whether a line is a list's first item. A number alone is not enough: it must be 1, and a 2 must follow."""
    if _ITEM.match(line):
        return True
    number = _NUMBERED.match(line)
    if not number or number[1] != "1":
        return False
    for following in after:
        if not following.strip():
            return False
        second = _NUMBERED.match(following)
        if second:
            return second[1] == "2"
    return False


def _is_listed(line: str) -> bool:
    """Whether the line before already belongs to a list, a quotation, a table or an indented block."""
    return bool(_ITEM.match(line) or _NUMBERED.match(line)) or line.startswith((" ", "\t", ">", "|"))


def register(engine: Markdown) -> None:
    """Put the mending right after Markdown's own normalisation of white space."""
    engine.preprocessors.register(Pasted(engine), "pasted", 29)
