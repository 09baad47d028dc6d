"""What stands below the title of a point: its numbers, and the headings of its sections."""

from __future__ import annotations

import re

from builder.importers.found import SectionKind
from builder.importers.grammar.blocks import Block
from builder.importers.grammar.decisions import heading_of_decision
from builder.importers.grammar.numbers import (
    ACCESS_LINE,
    CASE_LINE,
    DOCUMENT_LINE,
    HANDLER_LINE,
    ITEM_NUMBER_LINE,
    LABELLED_LINE,
)
from builder.importers.grammar.vocabulary import INLINE, OFFICES, SECTION_KINDS, fold

_SAID_BY = re.compile(
    rf"{OFFICES}s (?P<what>indstilling(?:er)?|forslag|anbefaling|vurdering|bemærkninger|redegørelse)\s*:?",
    re.IGNORECASE,
)
_RECOMMENDS = {"indstilling", "indstillinger", "forslag", "anbefaling"}


def opens(block: Block) -> bool:
    """Whether a block is of those that follow the title of a point: a number, an access, a first heading."""
    text = block.text
    if any(
        rule.fullmatch(text)
        for rule in (CASE_LINE, LABELLED_LINE, DOCUMENT_LINE, ACCESS_LINE, ITEM_NUMBER_LINE, HANDLER_LINE)
    ):
        return True
    return is_section(text) is not None


def is_section(text: str) -> SectionKind | None:
    """The kind of section that a heading begins; None for other words."""
    if (kind := SECTION_KINDS.get(fold(text))) is not None and len(text) < 80:
        return kind
    if found := _SAID_BY.fullmatch(text):
        return SectionKind.RECOMMENDATION if fold(found["what"]) in _RECOMMENDS else SectionKind.PRESENTATION
    head, colon, rest = text.partition(":")
    if colon and rest and head[:1].isupper() and (kind := SECTION_KINDS.get(fold(head))) in INLINE:
        return kind if kind is not SectionKind.ROUTE or len(rest) < 200 else None
    return SectionKind.DECISION if heading_of_decision(text) else None
