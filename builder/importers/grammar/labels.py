"""Lines that stand by themselves, whatever is above or below them."""

from __future__ import annotations

import re

from builder.importers.grammar.decisions import earlier, heading_of_decision
from builder.importers.grammar.numbers import (
    ACCESS_LINE,
    CASE_LINE,
    DOCUMENT_LINE,
    HANDLER_LINE,
    ITEM_NUMBER_LINE,
    LABELLED_LINE,
)
from builder.importers.grammar.vocabulary import DECIDED, DECIDED_WITH_COLON, LABEL_KINDS, SECTION_KINDS, fold

_POINT = re.compile(r"(?:punkt|pkt\.?|sag|ad\.?)\s*(?:nr\.?\s*)?\d{1,4}[a-z]?\s*[.:–-]", re.IGNORECASE)
DOTTED = re.compile(r"(?:\.{4,}|…{2,}|(?:\. ){4,})\s*\d{0,4}$")


def is_label(text: str) -> bool:
    """Whether a line is one of those that stand by themselves: a heading, a label, a number of a case."""
    bare = fold(text)
    if bare in SECTION_KINDS or bare in DECIDED or bare in LABEL_KINDS:
        return True
    if text[:1].isupper() and (heading_of_decision(text) or (text.endswith(":") and earlier(text))):
        return True
    head, colon, _rest = text.partition(":")
    if colon and any(fold(head) in names for names in (LABEL_KINDS, SECTION_KINDS, DECIDED, DECIDED_WITH_COLON)):
        return True
    rules = (CASE_LINE, LABELLED_LINE, DOCUMENT_LINE, ACCESS_LINE, ITEM_NUMBER_LINE, HANDLER_LINE)
    return any(rule.fullmatch(text) for rule in rules) or bool(_POINT.match(text) or DOTTED.search(text))


def begins_text(text: str) -> bool:
    """Whether the text of a section begins on the line of its heading: `Indstilling: Direktøren indstiller, at`."""
    head, _colon, rest = text.partition(":")
    return bool(rest.strip()) and any(fold(head) in names for names in (SECTION_KINDS, DECIDED, DECIDED_WITH_COLON))
