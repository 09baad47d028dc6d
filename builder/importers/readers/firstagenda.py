"""Pages of FirstAgenda Publication, which several municipalities publish by: as the lines of minutes.

Each row of the table of items has its number, its title and, folded up, all the rest. What is around the table are
menus, dialogues and buttons.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement

from builder.importers.lines import Line, Mark
from builder.importers.readers import html
from builder.importers.readers.sheet import Sheet, numbered

_CLOSED = "Lukket punkt"
_CLOSED_SIGNS = {"lukket punkt", "lukket", "lukket-punkt", "lukketpunkt"}  # as words beside the title, or as classes


def is_page(root: HtmlElement) -> bool:
    """Whether a page is one of these, by its markup."""
    return bool(_all(root, "tr", "punktrow")) or any(
        each.get("id") == "dagsordenDetaljer" for each in root.iter("table")
    )


def lines(root: HtmlElement, url: str = "") -> tuple[Line, ...]:
    """The lines of such a page: the meeting, then item by item.

    Args:
        root: the page.
        url: where it was published; addresses of attachments are made whole by it.
    """
    found = list(_head(root))
    for row in _all(root, "tr", "punktrow"):
        found += _item(row, url)
    return numbered(found)


def _all(root: etree._Element, tag: str | None, name: str) -> list[etree._Element]:
    return [each for each in root.iter(tag) if name in (each.get("class") or "").split()]


def _text(root: etree._Element, tag: str | None, name: str) -> str:
    return next((said for each in _all(root, tag, name) if (said := html.words(each))), "")


def _head(root: HtmlElement) -> Iterator[Line]:
    """What the page says of the meeting, nothing twice."""
    sheet = Sheet()
    if heading := _text(root, "h1", "dato"):
        sheet.add(heading, Mark.HEADING, whole=True)
    body = _text(root, "span", "udvalg")
    if body:
        sheet.add(body, whole=True)
    for table in _all(root, "table", "dagsordeninfo"):
        for row in table.iter("tr"):
            cells = [cell for cell in row if cell.tag in {"td", "th"}]
            if len(cells) != 2 or html.is_hidden(row):
                continue
            label, value = html.words(cells[0]), _value(cells[1])
            if value and value != body:
                sheet.add(f"{label} {value}", whole=True)
    yield from sheet.lines


def _value(cell: etree._Element) -> str:
    """What a cell says; names that stand in elements of their own, with commas between them."""
    said = [line.text for each in cell for line in html.lines(each) if not html.is_hidden(each)]
    tails = [text.strip() for text in (cell.text, *(each.tail for each in cell)) if text and text.strip()]
    if not tails and len(said) > 1:
        return ", ".join(each.strip(" ,") for each in said)
    return html.words(cell)


def _item(row: etree._Element, url: str) -> Iterator[Line]:
    sheet = Sheet()
    cells = [cell for cell in row if cell.tag == "td"]
    number = html.words(cells[0]) if cells else ""
    title = next((said for tag in ("h2", None) if (said := _text(row, tag, "overskrift"))), "")
    closed = "" if _CLOSED.lower() in title.lower() or not _is_closed(row) else _CLOSED
    title = " - ".join(each for each in (title, closed) if each)
    sheet.add(f"Punkt {number}: {title}" if number else title, Mark.HEADING, whole=True, level=2)
    yield from sheet.lines
    for details in _all(row, "div", "details"):
        keys = dict(_attachments(details, url))
        for line in html.lines(details, url):
            if line.url in keys:
                yield replace(line, mark=Mark.TEXT, key=keys[line.url])
            elif line.mark is Mark.HEADING or any(map(str.isalnum, line.text)):
                yield line  # a full stop alone is what is left of an empty field


def _attachments(details: etree._Element, url: str) -> Iterator[tuple[str, str]]:
    """The address of each attachment, and what the source calls it."""
    for link in _all(details, "a", "bilag-link"):
        key = (link.get("id") or "").removeprefix("enclosure-")
        if not key:
            key = next((each.get("data-id", "") for each in link.itersiblings(preceding=True)), "")
        yield urljoin(url, link.get("href") or ""), key


def _is_closed(row: etree._Element) -> bool:
    """Whether a row says, apart from its texts, that the item is closed."""
    inside = {each for details in _all(row, "div", "details") for each in details.iter()}
    for each in row.iter():
        if not isinstance(each.tag, str) or each in inside:
            continue
        said = {(each.get(name) or "").strip().lower() for name in ("title", "aria-label", "alt")}
        said |= {(each.text or "").strip().lower(), *(each.get("class") or "").lower().split()}
        if said & _CLOSED_SIGNS:
            return True
    return False
