"""Text files: what `pdftotext` and the like write, what was pasted into an editor, Markdown."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import replace

from builder.importers.lines import Line, Mark, Unreadable
from builder.importers.readers import refusals
from builder.importers.readers.sheet import COLUMNS, Sheet, clean, is_lone_bullet, without_bullet

MOST = 5_000_000  # bytes: some two thousand pages
# The signs of Windows-1252 for bytes that Latin-1 has nothing for; five of them neither has.
_WESTERN = {byte: bytes([byte]).decode("cp1252") for byte in range(0x80, 0xA0) if byte not in b"\x81\x8d\x8f\x90\x9d"}
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_LAST_BREAK = re.compile("(?:\r\n|\n|\r)\\Z")
_LOST_BEFORE = re.compile(r"(?:[-–•]\s*)?\?+\s*(?=[^\W\d_])")  # a sign that became `?`, before a word
_COLUMN = re.compile(r"[^\S\n]{3,}|\t+")  # what stands in columns stays apart
_LOST_BEHIND = re.compile(r"(?<=[.:;,])\s*\?+$")  # not after a word: that may be a question
_ATX = re.compile(r"#{1,6}\s+(.*?)(?:\s+#+)?$")


def read(data: bytes, markdown: bool = False) -> tuple[Line, ...]:
    """The lines of a text file.

    Args:
        data: its bytes: UTF-8, UTF-16 with its mark, else Windows-1252.
        markdown: whether `#` stands before headings and bars between cells.

    Raises:
        Unreadable: it is no text, or too much of it.
    """
    if len(data) > MOST:
        raise Unreadable(refusals.TOO_LARGE, most=str(MOST // 1_000_000))
    sheet = Sheet()
    pages = decoded(data).split("\f")
    for page, text in enumerate(pages, 1):
        awaited = False
        for raw in _BREAK.split(_LAST_BREAK.sub("", text)):
            line = COLUMNS.join(filter(None, map(clean, _COLUMN.split(raw.strip()))))
            if is_lone_bullet(line):
                awaited = True
                continue
            said, mark = _told(line, markdown)
            if awaited and said:
                mark, awaited = Mark.BULLET, False
            sheet.add(said, mark, page if len(pages) > 1 else 0)
    return tuple(_without_lost_signs(sheet.lines))


def decoded(data: bytes) -> str:
    """Bytes as text.

    Raises:
        Unreadable: they are none.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.removeprefix(mark).decode(name, errors="replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1").translate(_WESTERN)
    signs = sum(1 for sign in text[:100_000] if sign < " " and sign not in "\t\n\r\f\v\x1b")
    if "\0" in text[:100_000] or signs * 20 > len(text[:100_000]):
        raise Unreadable(refusals.NO_TEXT)
    return text


def _told(line: str, markdown: bool) -> tuple[str, Mark]:
    if markdown and (heading := _ATX.match(line)):
        return heading[1], Mark.HEADING
    if markdown and len(line) > 2 and line.startswith("|") and line.endswith("|"):
        return line, Mark.ROW
    text, listed = without_bullet(line)
    return text, Mark.BULLET if listed else Mark.TEXT


def _without_lost_signs(lines: list[Line]) -> Iterator[Line]:
    """Lines without the `?` that stands where a sign was lost; where several begin so, it was that of a list."""
    filled = [line for line in lines if line.text]
    begin = [bool(_LOST_BEFORE.match(line.text)) and line.text.startswith("?") for line in filled]
    listed = {
        line.number
        for index, line in enumerate(filled)
        if begin[index]
        and not line.text.rstrip(" ?").endswith(":")
        and (line.text.startswith("? ") or any(begin[max(0, index - 1) : index] + begin[index + 1 : index + 2]))
    }
    for line in lines:
        text = _LOST_BEHIND.sub("", _LOST_BEFORE.sub("", line.text, count=1))
        mark = Mark.BULLET if line.number in listed else line.mark
        yield replace(line, text="" if text.strip("?") == "" else text, mark=mark)
