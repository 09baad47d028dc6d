"""From a file to its lines: which reader it is for, by its first bytes and its name."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from builder.importers.lines import Line, Reading, Unreadable
from builder.importers.readers import firstagenda, furniture, glyphs, html, hyphens, letters, pdf, refusals, text, word

MOST = max(glyphs.MOST, word.MOST)
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8", b"BM")
_PAGE = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_PAGES, _MARKDOWN = {".html", ".htm", ".xhtml"}, {".md", ".markdown"}


def read(path: Path, url: str = "") -> Reading:
    """A document as lines, in order, repaired where its letters are damaged.

    Args:
        path: the file.
        url: where it was published, if that is known; else what the file says of it.

    Raises:
        Unreadable: the file cannot be read; `said` has its name under `file`.
    """
    try:
        data = _bytes(path)
        lines, where = _lines(data, path.suffix.lower(), url)
        if not any(line.text for line in lines):
            raise Unreadable(refusals.EMPTY)
    except Unreadable as refused:
        raise Unreadable(refused.reason, **{"file": path.name, **refused.said}) from refused.__cause__
    found = letters.repaired(hyphens.mended(lines))
    return Reading(path.name, hashlib.sha256(data).hexdigest(), found.lines, found.ocr, found.repairs, where)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST:
            raise Unreadable(refusals.TOO_LARGE, most=str(MOST // 1_000_000))
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Unreadable(refusals.MISSING) from error
    except OSError as error:
        raise Unreadable(refusals.UNOPENED, error=error.strerror or str(error)) from error


def _lines(data: bytes, suffix: str, url: str) -> tuple[tuple[Line, ...], str]:
    """The lines of a file, and where it was published as far as that is known."""
    if not data.strip(b"\0 \t\r\n\f\xef\xbb\xbf"):
        raise Unreadable(refusals.EMPTY)
    if b"%PDF-" in data[:1024]:
        return pdf.read(data), url
    if data.startswith(b"PK"):
        return word.read(data), url
    if data.startswith(_OLD):
        raise Unreadable(refusals.LOCKED if _ENCRYPTED in data else refusals.OLD_WORD)
    if data.startswith(b"{\\rtf"):
        raise Unreadable(refusals.RICH_TEXT)
    if data.startswith(_PICTURES):
        raise Unreadable(refusals.PICTURE)
    if suffix in _PAGES or _PAGE.match(data[:4000].removeprefix(b"\xef\xbb\xbf")):
        return _page(data, url)
    return furniture.marked(text.read(data, suffix in _MARKDOWN)), url


def _page(data: bytes, url: str) -> tuple[tuple[Line, ...], str]:
    root = html.tree(data)
    where = url or html.address(root, data)
    if firstagenda.is_page(root):
        return firstagenda.lines(root, where), where
    return furniture.marked(html.lines(root, where)), where
