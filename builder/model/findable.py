"""What the search is told of a page."""

from __future__ import annotations

from dataclasses import dataclass

Filters = tuple[
    tuple[str, str], ...
]  # by what the search can find a page: keys and values; a key may stand several times


@dataclass(frozen=True)
class Entry:
    """One page to be found.

    Args:
        title: what the hit is called.
        kind: what sort of page it is, in the language of the pages.
        day: its day in ISO form, or "".
        meta: shown with the hit, as pairs.
        filters: by what it can be found.
        texts: what is searched besides the body.
        body: the SHA-256 of the body's HTML, or "".
        days: days that the page is about, in ISO form.
        scanned: whether its text was read by machine and may have damaged letters.
        names: what the page's own matter is called besides its title: numbers, abbreviations, other names.
        attached: the attachments with text that can be read: title, and the SHA-256 of the text.
        weight: how much its words count beside those of other pages; what people look for is cases.
    """

    title: str
    kind: str
    day: str
    meta: tuple[tuple[str, str], ...]
    filters: Filters
    texts: tuple[str, ...]
    body: str
    days: tuple[str, ...] = ()
    scanned: bool = False
    names: tuple[str, ...] = ()
    attached: tuple[tuple[str, str], ...] = ()
    weight: float = 1.0


CASE_WEIGHT, ASIDE_WEIGHT = 2.0, 0.5
