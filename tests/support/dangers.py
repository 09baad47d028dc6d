"""What a browser would do with a page, as far as the tests ask: its elements, and what in them could act."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

_ADDRESSES = {"href", "src", "action", "formaction", "poster", "data", "srcset", "ping", "xlink:href", "background"}
_FETCHED = {"src", "poster", "data", "srcset", "background", "ping", "action", "formaction"}
_FORBIDDEN = {"iframe", "object", "embed", "style", "base", "applet", "frame", "frameset", "math", "marquee", "portal"}
_SVG = {"svg", "path", "circle"}
_SVG_ATTRIBUTES = {"viewbox", "width", "height", "aria-hidden", "focusable", "d", "cx", "cy", "r"}


@dataclass
class Seen(HTMLParser):
    """A page taken apart."""

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    _raw: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.elements.append((tag, values))
        if "id" in values:
            self.ids.append(values["id"])
        self._raw = tag if tag in {"script", "style"} else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == self._raw:
            self._raw = ""

    def handle_data(self, data: str) -> None:
        (self.inline if self._raw else self.texts).append(data)


def parsed(html: str) -> Seen:
    """Take a page apart."""
    seen = Seen()
    seen.feed(html)
    seen.close()
    return seen


def dangers(html: str) -> list[str]:
    """What in a page could run, restyle it or call another host, but for the site's own scripts and style."""
    seen = parsed(html)
    found = [f"inline: {text[:60]}" for text in seen.inline if text.strip()]
    for tag, attributes in seen.elements:
        found += [f"<{tag}>"] if tag in _FORBIDDEN else []
        if tag in _SVG:
            found += [f"<{tag} {name}>" for name in attributes if name not in _SVG_ATTRIBUTES]
        if tag == "script":
            found += _script(attributes)
        if tag == "link" and not (_is_local(attributes.get("href", "")) or attributes.get("rel") == "canonical"):
            found.append(f"<link {attributes}>")
        if tag == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
            target = re.fullmatch(r"0; url=(/[^/].*|/)", attributes.get("content", ""))
            found += [] if target else [f"<meta {attributes}>"]
        for name, value in attributes.items():
            found += _attribute(tag, name, value)
    return found


def _script(attributes: Mapping[str, str]) -> list[str]:
    own = re.fullmatch(r"(/[a-z]+)?/assets/[a-z]+\.[0-9a-f]{10}\.js", attributes.get("src", ""))
    return [] if own and set(attributes) <= {"src", "type"} else [f"<script {dict(attributes)}>"]


def _attribute(tag: str, name: str, value: str) -> list[str]:
    found = []
    if name.startswith("on") or name in {"style", "srcdoc"}:
        found.append(f"<{tag} {name}={value!r}>")
    if name in _ADDRESSES:
        plain = re.sub(r"[\x00-\x20]", "", value).lower()
        scheme = urlsplit(plain).scheme if ":" in plain.split("/")[0] else ""
        allowed = {"", "http", "https", "mailto", "tel"} if name == "href" else {""}
        icon = tag == "link" and value == "data:,"
        if scheme not in allowed and not icon:
            found.append(f"<{tag} {name}={value!r}>")
        if name in _FETCHED and not _is_local(value):
            found.append(f"<{tag} {name}={value!r}>")
    return found


def _is_local(address: str) -> bool:
    return address == "data:," or re.match(r"/(?![/\\])", address) is not None
