"""Links as the editor writes them, left as placeholders until the library knows where they lead.

`[[target|text]]` becomes `<a href="beslut:target">text</a>`; a path in an ordinary link or picture becomes
`beslut-path:path`. `templates.links` fills both in.
"""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

TARGET, PATH = "beslut:", "beslut-path:"
SCHEMES = {"http", "https", "mailto", "tel"}
_WIKI = r"(?<!\\)\[\[([^\[\]|\\\n]+?)(?:\\?\|([^\[\]\n]+?))?\]\]"  # in a table the bar is escaped
_ADDRESS = re.compile(r'(<(?:a|img)\b[^<>]*?\s(?:href|src)=")([^"]*)(")')
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_EXTERNAL_IMAGE = re.compile(
    r'<img\b[^<>]*?\ssrc="((?:[a-z][a-z0-9+.-]*:)?//[^"]*|https?:[^"]*)"[^<>]*>', re.IGNORECASE
)
_ALT = re.compile(r'\salt="([^"]*)"')


class Wiki(InlineProcessor):
    """`[[target]]` and `[[target|text]]`."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Python-Markdown's name
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element, int, int]:
        """Make the placeholder; without a text of its own it is empty, and takes its target's title."""
        if not m[1].strip():
            return None, None, None  # type: ignore[return-value]
        link = Element("a", {"href": TARGET + " ".join(m[1].split())})
        link.text = AtomicString(" ".join(m[2].split())) if m[2] else ""
        return link, m.start(0), m.end(0)


def register(engine: Markdown) -> None:
    """Add the pattern after code and before Markdown's escapes and links."""
    engine.inlinePatterns.register(Wiki(_WIKI, engine), "wiki", 185)


def hold(html: str) -> str:
    """Turn every path in cleaned HTML into a placeholder, and every picture from elsewhere into a link to it."""
    if "<img" in html:
        html = _EXTERNAL_IMAGE.sub(_linked_image, html)
    return _ADDRESS.sub(_hold, html)


def targets(html: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """What held HTML points to: targets of `[[...]]`, paths, anchors of its own; in order, without doubles."""
    wanted: dict[str, None] = {}
    paths: dict[str, None] = {}
    anchors: dict[str, None] = {}
    for match in _ADDRESS.finditer(html):
        address = unescape(match[2])
        if address.startswith(TARGET):
            wanted[unquote(address.removeprefix(TARGET))] = None
        elif address.startswith(PATH):
            paths[address.removeprefix(PATH)] = None
        elif address.startswith("#") and not address.startswith(("#fn:", "#fnref")):
            anchors[address[1:]] = None
    return tuple(wanted), tuple(paths), tuple(anchors)


def _hold(match: re.Match[str]) -> str:
    address = unescape(match[2])
    scheme = _SCHEME.match(address)
    if address.startswith(("#", TARGET, PATH)) or (scheme and scheme[1].lower() in SCHEMES):
        return match[0]
    if address.startswith("//"):
        return f"{match[1]}https:{match[2]}{match[3]}"
    return match[1] + PATH + escape(unquote(address)) + match[3]


def _linked_image(match: re.Match[str]) -> str:
    alt = _ALT.search(match[0])
    return f'<a href="{match[1]}">{alt[1] if alt and alt[1] else match[1]}</a>'
