"""The text of a point as Markdown, and its summary."""

from __future__ import annotations

import re

from builder.importers.found import (
    ItemFound,
    SectionKind,
)
from builder.importers.grammar import prose

_LONGEST_SUMMARY = 600


def text_of(item: ItemFound, level: str = "##") -> str:
    """The sections of a point as Markdown, in the order of the source."""
    parts = []
    summary = summary_of(item)
    for section in item.sections:
        text = prose.joined(section.blocks)
        if summary and section.kind is SectionKind.SUMMARY and text:
            continue
        if level != "##":
            text = re.sub(r"^### ", "#### ", text, flags=re.MULTILINE)
        head = f"{level} {prose.escaped(section.heading.text)}" if section.heading.text else ""
        parts.append("\n\n".join(filter(None, (head, text))))
    return "\n\n".join(filter(None, parts))


def summary_of(item: ItemFound) -> str:
    """The point's own summary, where it is one paragraph; a longer one stays in the text."""
    found = [section for section in item.sections if section.kind is SectionKind.SUMMARY]
    if len(found) == 1 and len(found[0].blocks) == 1 and len(found[0].blocks[0].text) <= _LONGEST_SUMMARY:
        text = found[0].blocks[0].text
        return "" if re.match(r"[-|#]|\d+\. ", text) or "\\" in text or "&amp;" in text else text
    return ""
