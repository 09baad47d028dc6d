"""The allow-list that HTML from Markdown must pass; what it does not name is taken out, scripts with their text."""

from __future__ import annotations

import re

import nh3

from builder.markup.links import SCHEMES

_TAGS = frozenset(
    """a abbr b blockquote br caption code dd del details div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd
    li mark ol p pre q s small span strong sub summary sup table tbody td tfoot th thead tr ul""".split()  # noqa: SIM905
)
_ATTRIBUTES = {
    "*": {"lang", "id"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_CLASSES = {
    "td": {"left", "right", "center"},
    "th": {"left", "right", "center"},
    "div": {"footnote"},
    "a": {"footnote-ref", "footnote-backref"},
}
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*|fn(?:ref\d*)?:[\w-]+")
_NUMBER = re.compile(r"\d{1,4}")
_NUMERIC = {"width", "height", "start", "colspan", "rowspan"}
_LONE_IMAGE = re.compile(r"<img(?![^<>]*\ssrc=)[^<>]*>")


def clean(html: str) -> str:
    """Take out of HTML what is not on the list.

    Ids other than those of headings and footnotes go too: the page's own, which start with `_`, stay unique.
    """
    safe = nh3.clean(
        html,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        attribute_filter=_attribute,
        url_schemes=SCHEMES | {"beslut"},
        link_rel=None,
        strip_comments=True,
    )
    return _LONE_IMAGE.sub("", safe) if "<img" in safe else safe


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "id":
        return value if (tag in {"li", "sup", "span"} or tag.startswith("h")) and _ID.fullmatch(value) else None
    if name in _NUMERIC:
        return value if _NUMBER.fullmatch(value) else None
    if tag == "img" and name == "src" and value.startswith("beslut:"):
        return None
    return value
