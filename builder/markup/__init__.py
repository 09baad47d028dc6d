"""Markdown to safe HTML, with what the library must know of it: headings, links, numbers and names."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from html import unescape
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.treeprocessors import Treeprocessor

from builder.markup import direct as plain
from builder.markup import headings, inline, links, pasted
from builder.markup.clean import clean
from builder.model.documents import Heading, mentions_in

_ID = re.compile(r' id="([^"]*)"(?=[^<>]*>)')
_OUTSIDE_PROSE = re.compile(r"<(h[2-6]|a|code|pre)\b.*?</\1>|<[^<>]*>", re.DOTALL)


@dataclass(frozen=True)
class Body:
    """The HTML of a body and what stands in it.

    Args:
        html: safe HTML, its links still placeholders.
        digest: the SHA-256 of the HTML, "" where it is empty.
        headings, wanted, paths, anchors, numbers, words: as in `model.documents.Document`.
    """

    html: str = ""
    digest: str = ""
    headings: tuple[Heading, ...] = ()
    wanted: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    words: str = ""


def render(text: str, *, back: str = "↩", prose: tuple[str, ...] = (), direct: bool = True) -> Body:
    """Render a body.

    Args:
        text: Markdown.
        back: what the link from a footnote back to the text is called.
        prose: further texts of the file in which numbers and names are looked for.
        direct: whether plain headings and paragraphs are rendered without Python-Markdown, which gives the same.

    Raises:
        Tangled: where lists, quotations or brackets are nested beyond any use.
    """
    html = ""
    found: tuple[Heading, ...] = ()
    if text.strip():
        if _open_brackets(text) > _MOST_OPEN:
            raise Tangled
        engine, processor = _engine(back)
        try:
            made = (
                plain.render(text, lambda pieces: clean(_engine(back, True)[0].reset().convert(pieces)))
                if direct
                else None
            )
            if made is None:
                made = _ids_once(clean(engine.reset().convert(text))), processor.found
        except RecursionError:
            _engine.cache_clear()  # it stopped half-way and would go on from there
            raise Tangled from None
        html, found = links.hold(made[0]), made[1]
    wanted, paths, anchors = links.targets(html)
    words = " ".join((unescape(_OUTSIDE_PROSE.sub(" ", html)), *prose))
    numbers, names = mentions_in(words)
    return Body(
        html=html,
        digest=hashlib.sha256(html.encode()).hexdigest() if html else "",
        headings=found,
        wanted=wanted,
        paths=paths,
        anchors=anchors,
        numbers=numbers,
        words=names,
    )


class Tangled(Exception):
    """A text that Markdown would need minutes or all memory for."""


_MOST_OPEN = 500  # for each open bracket Python-Markdown reads the rest of the paragraph anew


def _open_brackets(text: str) -> int:
    """How many brackets, or addresses of links, of a paragraph are open at once, at most; 0 where they are few."""
    if text.count("[") <= _MOST_OPEN:
        return 0
    depth = deepest = 0
    for match in re.finditer(r"\[|\]\(|[\])]|\n\s*\n", text):
        if match[0] == "[":
            depth += 1
        elif match[0] in "])":
            depth = max(0, depth - 1)
        elif match[0] != "](":  # there one closes and another opens
            depth = 0
        deepest = max(deepest, depth)
    return deepest


def _ids_once(html: str) -> str:
    """Raw HTML may bear an id that a heading has; the first keeps it."""
    seen: set[str] = set()

    def keep(match: re.Match[str]) -> str:
        if match[1] in seen:
            return ""
        seen.add(match[1])
        return match[0]

    return _ID.sub(keep, html)


class _Alignment(Treeprocessor):
    """A table's alignment as a class: no page bears an inline style."""

    def run(self, root: Element) -> None:
        for cell in root.iter():
            if cell.tag in {"td", "th"} and (align := cell.attrib.pop("align", "")):
                cell.set("class", align)


@cache
def _engine(back: str, is_mended: bool = False) -> tuple[Markdown, headings.Headings]:
    """Python-Markdown with what we add; one that `is_mended` takes lines as they are."""
    engine = Markdown(
        extensions=[
            FencedCodeExtension(),
            FootnoteExtension(BACKLINK_TITLE=back.replace("{", "").replace("}", ""), SUPERSCRIPT_TEXT="{}"),
            SaneListExtension(),
            TableExtension(use_align_attribute=True),
        ],
        output_format="html",
    )
    if not is_mended:
        pasted.register(engine)
    links.register(engine)
    inline.register(engine)
    engine.treeprocessors.register(_Alignment(engine), "alignment", 14)
    return engine, headings.register(engine)
