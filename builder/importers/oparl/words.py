"""Words of records as they may stand in a file: without HTML, control signs and halves of letters."""

from __future__ import annotations

import html
import re
import unicodedata
from urllib.parse import quote, urlsplit

from builder.schema.scalars import to_url

_COMMENT = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li|tr|h[1-6])\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_HALF = re.compile("[\ud800-\udfff]")
_LIST = re.compile(r"^(\d*)([.)#+-])(?=[\s#]|$)")  # what would begin a list or a heading
_ENTITY = re.compile(r"&(?=#?\w+;)")
_MARKUP = re.compile(r"([\\`*_\[\]>])")


def text(said: str) -> str:
    """Lines of plain text: tags are dropped, breaks of HTML are line breaks, entities are letters, in NFC."""
    if "<" in said:
        said = _TAG.sub("", _BREAK.sub("\n", _COMMENT.sub("", said)))
    if "&" in said:
        said = html.unescape(said)
    if not said.isprintable():
        said = _UNSEEN.sub("", whole(said).replace("\r\n", "\n").replace("\r", "\n"))
        said = said.replace("\u2028", "\n").replace("\u2029", "\n")
    lines = [" ".join(each.split()) for each in unicodedata.normalize("NFC", said).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def whole(said: str) -> str:
    """Text without halves of letters, which no file can hold."""
    return _HALF.sub("\ufffd", said)


def line(said: str) -> str:
    """The same on one line."""
    if said.isascii() and said.isprintable() and "<" not in said and "&" not in said:
        return " ".join(said.split())
    return " ".join(text(said).split())


def markdown(said: str) -> str:
    """Plain words of one line as Markdown that shows them as they are."""
    escaped = _MARKUP.sub(r"\\\1", _ENTITY.sub("&amp;", line(said)).replace("<", "&lt;"))
    return _LIST.sub(r"\1\\\2", escaped)


def link(title: str, url: str) -> str:
    """A link in Markdown."""
    return f"[{markdown(title)}]({url.replace('(', '%28').replace(')', '%29')})"


def address(said: str) -> str:
    """A web address as the schema takes it; "" where it is none. Spaces and letters beyond ASCII are escaped."""
    try:
        parts = urlsplit(said.strip())
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
        made = quote(parts._replace(netloc=host).geturl(), safe="%/:=&?~#+!$,;'@()*[]")
        return to_url(made) if made.startswith(("http://", "https://")) else ""
    except ValueError:
        return ""
