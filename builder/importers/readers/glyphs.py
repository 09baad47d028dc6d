"""The words of a PDF and where they stand.

PDFium is no Python: a file may crash it, or keep it busy for ever. It runs in a process of its own, which gets the
bytes and answers with words; a file that takes too long or ends the process is refused.
"""

from __future__ import annotations

import ctypes
import json
import math
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from builder.importers.lines import Unreadable
from builder.importers.readers import refusals

MOST = 100_000_000  # bytes of a file
_MOST_PAGES, _MOST_SIGNS = 2_000, 8_000_000
_MEMORY = 2_000_000_000  # bytes of address space
PATIENCE = 120.0  # seconds for a file
_BOLD = re.compile(r"bold|black|heavy|demi(?!lig)", re.IGNORECASE)
_HYPHENS = {0x02, 0xAD, 0xFFFE}  # as PDFium gives a hyphen at the end of a line
_FAULTS = {"locked": refusals.LOCKED, "broken": refusals.BROKEN_PDF, "long": refusals.LONG_PDF}


@dataclass(frozen=True)
class Word:
    """A word on a page.

    Args:
        text: its letters.
        left: where it begins, in points from the page's left edge.
        right: where it ends.
        base: how high its letters stand, in points from the page's lower edge.
        size: of its letters, in points.
        bold: whether they are.
        order: its place among the words as the file has them.
        level: whether it runs from left to right, and not up or down the page.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    order: int
    level: bool = True


def pages(data: bytes) -> list[list[Word]]:
    """The words of each page of a PDF, in the order of the file.

    Raises:
        Unreadable: it is none, broken, locked, or keeps PDFium too long.
    """
    if len(data) > MOST:
        raise Unreadable(refusals.TOO_LARGE, most=str(MOST // 1_000_000))
    command = [sys.executable, "-m", "builder.importers.readers.glyphs"]
    try:
        ended = subprocess.run(command, input=data, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise Unreadable(refusals.SLOW_PDF) from error
    try:
        answer = json.loads(ended.stdout)
    except ValueError as error:  # it ended in the middle
        raise Unreadable(refusals.BROKEN_PDF) from error
    if isinstance(answer, str):
        raise Unreadable(_FAULTS.get(answer, refusals.BROKEN_PDF), most=str(_MOST_PAGES))
    return [[Word(*each) for each in page] for page in answer]


def _serve() -> None:
    """Answer the bytes of a file with the words of its pages as JSON, or with what is wrong with it."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on every system

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    json.dump(_answer(sys.stdin.buffer.read()), sys.stdout)


def _answer(data: bytes) -> object:
    import pypdfium2  # noqa: PLC0415 - only in the process that reads
    from pypdfium2.raw import FPDF_ERR_PASSWORD  # noqa: PLC0415

    found: list[list[tuple[object, ...]]] = []
    signs = 0
    try:
        with pypdfium2.PdfDocument(data) as document:
            for number in range(len(document)):
                page = document[number]
                words = list(_words(page))
                signs += sum(len(each.text) for each in words)
                if number >= _MOST_PAGES or signs > _MOST_SIGNS:
                    return "long"
                found.append([tuple(vars(each).values()) for each in words])
                page.close()
    except pypdfium2.PdfiumError as error:
        return "locked" if getattr(error, "err_code", None) == FPDF_ERR_PASSWORD else "broken"
    except (MemoryError, OSError, ValueError):
        return "broken"
    return found


def _words(page: Any) -> Iterator[Word]:
    """The words of a page, as PDFium parts them."""
    from pypdfium2 import raw  # noqa: PLC0415 - only in the process that reads

    text = page.get_textpage()
    turn, width, height = page.get_rotation(), *_unturned(page)
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    letters: list[str] = []
    left = right = base = size = 0.0
    bold, level, order = False, True, 0
    for index in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, index)
        sign = "-" if code in _HYPHENS else chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "
        if sign.isspace():
            if letters:
                yield Word("".join(letters), left, right, base, size, bold, order, level)
            letters, order = [], order + 1
            continue
        if not raw.FPDFText_GetCharOrigin(text, index, x, y) or not raw.FPDFText_GetLooseCharBox(text, index, box):
            continue
        start, foot = _turned(x.value, y.value, turn, width, height)
        across = sorted(
            _turned(px, py, turn, width, height)[0] for px, py in ((box.left, box.bottom), (box.right, box.top))
        )
        if letters and (abs(foot - base) > size or start < left - size or start > right + 2 * size):
            yield Word("".join(letters), left, right, base, size, bold, order, level)
            letters, order = [], order + 1
        if not letters:
            size = _size(raw, text, index)
            bold, base, left = _is_bold(raw, text, index), foot, across[0]
            angle = (math.degrees(raw.FPDFText_GetCharAngle(text, index)) + turn) % 360
            level = min(angle, 360 - angle) < 10
        letters.append(sign)
        right = across[1]
    if letters:
        yield Word("".join(letters), left, right, base, size, bold, order, level)
    text.close()


def _unturned(page: Any) -> tuple[float, float]:
    """Width and height of a page before it is turned."""
    width, height = page.get_size()
    return (height, width) if page.get_rotation() in {90, 270} else (width, height)


def _turned(x: float, y: float, turn: int, width: float, height: float) -> tuple[float, float]:
    """A place on a page as it is shown, which may be turned by quarters."""
    return {0: (x, y), 90: (y, width - x), 180: (width - x, height - y), 270: (height - y, x)}[turn]


def _size(raw: Any, text: Any, index: int) -> float:
    matrix = raw.FS_MATRIX()
    scale = math.hypot(matrix.b, matrix.d) if raw.FPDFText_GetMatrix(text, index, matrix) else 1.0
    return float(raw.FPDFText_GetFontSize(text, index)) * (scale or 1.0) or 10.0


def _is_bold(raw: Any, text: Any, index: int) -> bool:
    name, flags = ctypes.create_string_buffer(200), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, index, name, 200, flags)
    return raw.FPDFText_GetFontWeight(text, index) >= 600 or bool(_BOLD.search(name.value.decode("utf-8", "ignore")))


if __name__ == "__main__":
    _serve()
