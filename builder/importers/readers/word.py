"""Word documents: mammoth makes HTML of them, which is then read as a page.

Mammoth forgets the numbers that Word counts by itself, and no agenda can do without them. So they are written into the
paragraphs first (`labels`).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import mammoth

from builder.importers.lines import Line, Unreadable
from builder.importers.readers import html, labels, refusals

MOST = 100_000_000  # bytes of the file
_MOST_PART, _MOST_PARTS = 30_000_000, 5_000  # bytes of a part of XML, and how many parts there may be
BODY = "word/document.xml"
_TYPES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Titel'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
p[style-name='Undertitel'] => h2:fresh
p[style-name='Overskrift 1'] => h1:fresh
p[style-name='Overskrift 2'] => h2:fresh
p[style-name='Overskrift 3'] => h3:fresh
p[style-name='Overskrift 4'] => h4:fresh
"""


def read(data: bytes) -> tuple[Line, ...]:
    """The lines of a Word document (.docx): its text, lists, tables, text boxes and notes.

    Raises:
        Unreadable: it is none, broken, or so large that it is no document.
    """
    if len(data) > MOST:
        raise Unreadable(refusals.TOO_LARGE, most=str(MOST // 1_000_000))
    try:
        counted = labels.written(_parts(data))
        made = mammoth.convert_to_html(
            io.BytesIO(_packed(counted)), style_map=_STYLES, convert_image=mammoth.images.img_element(_no_image)
        )
        page = f"<html><body>{made.value}</body></html>".encode()
    except Unreadable:
        raise
    except Exception as error:  # a broken file ends mammoth in any way; none is of use to an editor
        raise Unreadable(refusals.BROKEN_WORD) from error
    root = html.tree(page)
    for link in root.xpath("//a[starts-with(@href, '#footnote-ref') or starts-with(@href, '#endnote-ref')]"):
        link.drop_tree()  # the arrow that leads back
    return tuple(html.lines(root))


def _no_image(_: Any) -> dict[str, str]:
    return {"src": ""}


def _parts(data: bytes) -> dict[str, bytes]:
    """The parts of a packed document that hold text or say what it means.

    Raises:
        Unreadable: it is no document, or unpacks to more than any document is.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = {each.filename: each for each in packed.infolist()}
            if BODY not in entries:
                raise Unreadable(refusals.NO_WORD)
            wanted = [each for name, each in entries.items() if name.endswith((".xml", ".rels"))]
            if len(entries) > _MOST_PARTS or sum(each.file_size for each in wanted) > 2 * _MOST_PART:
                raise Unreadable(refusals.TOO_LARGE, most=str(_MOST_PART // 1_000_000))
            if any(each.flag_bits & 1 for each in wanted):
                raise Unreadable(refusals.LOCKED)
            found = {each.filename: packed.read(each) for each in wanted}  # never more than `file_size`
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, ValueError, NotImplementedError) as error:
        raise Unreadable(refusals.BROKEN_WORD) from error
    if any(sign in part for part in found.values() for sign in _TYPES):
        raise Unreadable(refusals.BROKEN_WORD)  # Word writes no such thing: entities that unfold without end
    return found


def _packed(parts: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return made.getvalue()
