"""Headings: levels below the page's own title, and anchors that stay.

A heading's anchor is made of its own words. Where two headings have the same words, the first and highest keeps
the plain anchor; and every heading below the first level also bears a second one, made of its words and those of
the headings above it, so that what was linked once still leads to the same section after another one is
corrected, renamed or taken out. `## Heading {#anchor}` names an anchor by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from builder.model.documents import Heading
from builder.urls import slug

LEVELS = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_BY_HAND = re.compile(r"\s*\{#([a-z0-9][a-z0-9-]*)\}\s*$")


class Headings(Treeprocessor):
    """Sets levels and anchors, and lists the headings in `found`."""

    found: tuple[Heading, ...] = ()

    def run(self, root: Element) -> None:
        """Work through the headings of a text."""
        elements = [element for element in root.iter() if element.tag in LEVELS]
        names = [_take_name(element) for element in elements]
        texts = [" ".join("".join(element.itertext()).split()) for element in elements]
        levels = [LEVELS[element.tag] for element in elements]
        for element, level in zip(elements, levels, strict=True):
            element.tag = f"h{level}"
        self.found = named(levels, texts, names)
        anchors = {each.anchor for each in self.found}
        for element, heading in zip(elements, self.found, strict=True):
            element.set("id", heading.anchor)
            if heading.path != heading.anchor and heading.path not in anchors:
                mark = Element("span", {"id": heading.path})
                mark.tail, element.text = element.text, None
                element.insert(0, mark)


def named(levels: list[int], texts: list[str], names: list[str]) -> tuple[Heading, ...]:
    """The headings of a text with their anchors.

    Args:
        levels: of each, 2 to 6.
        texts: the words of each.
        names: the anchor that was named by hand, "" for none.
    """
    paths = _paths(levels, texts)
    return tuple(map(Heading, levels, texts, _anchors(levels, texts, paths, names), paths))


def _take_name(element: Element) -> str:
    """Cut `{#name}` off the end of a heading."""
    last = element[-1] if len(element) else None
    text = (last.tail if last is not None else element.text) or ""
    match = _BY_HAND.search(text)
    if not match:
        return ""
    rest = text[: match.start()]
    if last is not None:
        last.tail = rest
    else:
        element.text = rest
    return match[1]


def _paths(levels: list[int], texts: list[str]) -> list[str]:
    """For each heading the slugs of those above it and its own, made unique by counting."""
    above: list[tuple[int, str]] = []
    paths: list[str] = []
    names = _Names()
    for level, text in zip(levels, texts, strict=True):
        while above and above[-1][0] >= level:
            above.pop()
        own = slug(text) or "afsnit"
        path = "-".join([*(name for _, name in above[-1:]), own])
        above.append((level, path))
        paths.append(names.take(path))
    return paths


def _anchors(levels: list[int], texts: list[str], paths: list[str], named: list[str]) -> list[str]:
    """Named ones first; then the plain slug to the highest and first that bears it; the path to the rest."""
    names = _Names(name for name in named if name)
    anchors = list(named)
    for index in sorted(range(len(levels)), key=lambda each: (levels[each], each)):
        if not anchors[index]:
            plain = slug(texts[index]) or "afsnit"
            anchors[index] = names.take(plain if plain not in names.taken else paths[index])
    return anchors


class _Names:
    """Names that are each given once; a second bearer gets a number."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self.taken = set(taken)
        self._counts: dict[str, int] = {}

    def take(self, name: str) -> str:
        """The name itself, or the first of `name-2`, `name-3` ... that is free."""
        count, candidate = self._counts.get(name, 1), name
        if name in self.taken:
            while candidate in self.taken:
                count += 1
                candidate = f"{name}-{count}"
            self._counts[name] = count
        self.taken.add(candidate)
        return candidate


def register(engine: Markdown) -> Headings:
    """Add the processor after the inline ones; the caller reads `found`."""
    processor = Headings(engine)
    engine.treeprocessors.register(processor, "headings", 15)
    return processor
