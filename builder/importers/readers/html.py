"""Web pages: their blocks as lines, with what the markup says of each.

The tree is walked by its events and not by calls within calls, so that a page may be nested as deep as it likes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from lxml import etree, html

from builder.importers.lines import Line, Mark, Unreadable
from builder.importers.readers import refusals
from builder.importers.readers.sheet import Sheet, as_row, clean

MOST = 10_000_000  # bytes
_MOST_CELLS = 100  # of a row
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_UNSEEN = {
    *("script", "style", "template", "head", "title", "meta", "link", "noscript", "iframe", "object", "svg", "canvas"),
    *("nav", "button", "input", "select", "textarea", "option", "datalist", "audio", "video", "map", "colgroup", "col"),
}
_BLOCKS = _HEADINGS | {
    *(
        "html",
        "body",
        "div",
        "p",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
    ),
    *("section", "article", "main", "aside", "header", "footer", "blockquote", "pre", "figure", "figcaption", "form"),
    *("fieldset", "legend", "address", "caption", "center", "details", "summary", "hr", "menu"),
}
_LAYOUT = "|".join(("table", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol"))
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_OUTWARD = re.compile(r"(?:https?://|mailto:)[^\s<>()]+", re.IGNORECASE)
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=(?:\(\d+\))?(\S+)")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_AS_HEADING = 100  # signs: a paragraph in bold letters that is longer is none


@dataclass(frozen=True)
class _Run:
    """Letters of one look."""

    text: str
    bold: bool = False
    italic: bool = False
    url: str = ""


@dataclass
class _List:
    """A list that is open."""

    kind: str
    next: int = 1


@dataclass
class _State:
    """Where in a page the walk is."""

    runs: list[_Run] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    looks: list[tuple[bool, bool, str]] = field(default_factory=lambda: [(False, False, "")])
    heading: int = 0  # how many headings are open
    level: int = 0  # of the last of them
    entry: str | None = None  # what stands before the next line as an entry of a list: "" or its number
    kept: int = 0  # how many <pre> are open


def read(data: bytes, url: str = "") -> tuple[Line, ...]:
    """The lines of a web page.

    Args:
        data: its bytes.
        url: where it was published, if that is known.

    Raises:
        Unreadable: it is too large, or no page.
    """
    root = tree(data)
    return tuple(lines(root, url or address(root, data)))


def tree(data: bytes) -> html.HtmlElement:
    """A page as a tree.

    Raises:
        Unreadable: it is too large, or no page.
    """
    if len(data) > MOST:
        raise Unreadable(refusals.TOO_LARGE, most=str(MOST // 1_000_000))
    try:
        data.decode("utf-8")
        encoding = "utf-8"
    except UnicodeDecodeError:
        encoding = None  # as the page says
    try:
        parser = html.HTMLParser(
            encoding=encoding, remove_comments=True, remove_pis=True, huge_tree=True, no_network=True
        )
        root = html.document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise Unreadable(refusals.BROKEN_PAGE) from error
    if any(each.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for each in parser.error_log):
        raise Unreadable(refusals.TOO_DEEP)  # what is deeper would be lost
    return root


def address(root: html.HtmlElement, data: bytes = b"") -> str:
    """Where a page says that it was published; empty where it does not."""
    for path in ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content", "//base/@href"):
        for found in root.xpath(path):
            if str(found).startswith(("https://", "http://")):
                return str(found)
    saved = _SAVED_FROM.search(data[:4000])
    return saved[1].decode("ascii", errors="ignore") if saved else ""


def lines(root: etree._Element, url: str = "") -> list[Line]:
    """The lines of a part of a page; what its own element says of being seen is not asked."""
    sheet, state = Sheet(), _State()
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if not isinstance(element.tag, str):
            continue
        if event == "start":
            if element is not root and (element.tag in _UNSEEN or is_hidden(element)):
                walk.skip_subtree()
            elif element.tag == "table" and element is not root and (rows := _table(element)) is not None:
                _flush(sheet, state, url)
                for row in rows:
                    sheet.add(row, Mark.ROW if row.startswith("|") else Mark.TEXT, whole=True)
                walk.skip_subtree()
            else:
                _open(element, sheet, state, url)
        else:
            if element is root or not (element.tag in _UNSEEN or is_hidden(element) or _is_data(element)):
                _close(element, sheet, state, url)
            if element is not root:
                _say(element.tail, state)
    _flush(sheet, state, url)
    return sheet.lines


def is_hidden(element: etree._Element) -> bool:
    """Whether an element says of itself that it is not to be seen."""
    if element.get("hidden") is not None or _INVISIBLE.search(element.get("style") or ""):
        return True
    return element.get("role") in {"navigation", "menu", "button"} or (
        element.tag == "dialog" and element.get("open") is None
    )


def _open(element: etree._Element, sheet: Sheet, state: _State, url: str) -> None:
    tag = str(element.tag)
    if tag in _BLOCKS:
        _flush(sheet, state, url)
    if tag in {"ul", "ol", "menu"}:
        start = element.get("start") or ""
        kind = (element.get("type") or "1") if tag == "ol" else ""
        state.lists.append(_List(kind, int(start) if start.isdecimal() and len(start) < 7 else 1))
    elif tag == "li":
        state.entry = _label(state.lists[-1]) if state.lists else ""
    elif tag in _HEADINGS:
        state.heading, state.level = state.heading + 1, int(tag[1])
    elif tag == "pre":
        state.kept += 1
    elif tag == "br":
        _flush(sheet, state, url)
    bold, italic, link = state.looks[-1]
    style = element.get("style") or ""
    bold = bold or tag in {"strong", "b"} or bool(_BOLD_STYLE.search(style))
    state.looks.append((bold, italic or tag in {"em", "i"}, element.get("href") or link if tag == "a" else link))
    _say(element.text, state)
    if state.kept:
        _flush_kept(sheet, state, url)


def _close(element: etree._Element, sheet: Sheet, state: _State, url: str) -> None:
    tag = str(element.tag)
    if tag in _BLOCKS:
        _flush(sheet, state, url)
    state.looks.pop()
    if tag in {"ul", "ol", "menu"}:
        state.lists.pop()
    elif tag == "li":
        state.entry = None
    elif tag in _HEADINGS:
        state.heading -= 1
        if not element.xpath("boolean(.//text()[normalize-space()])"):
            sheet.add("", Mark.HEADING, whole=True, level=int(tag[1]))  # it says nothing, and yet ends what is above it
    elif tag == "pre":
        state.kept -= 1


def _say(text: str | None, state: _State) -> None:
    if text:
        state.runs.append(_Run(text, *state.looks[-1]))


def _flush_kept(sheet: Sheet, state: _State, url: str) -> None:
    """Of text that is set as it is written, each line on its own."""
    runs, state.runs = state.runs, []
    for run in runs:
        first, *others = run.text.split("\n")
        state.runs.append(_Run(first, run.bold, run.italic, run.url))
        for other in others:
            _flush(sheet, state, url)
            state.runs.append(_Run(other, run.bold, run.italic, run.url))


def _flush(sheet: Sheet, state: _State, url: str) -> None:
    """What was said since the last line becomes one, if it says anything."""
    if state.kept and any("\n" in run.text for run in state.runs):
        _flush_kept(sheet, state, url)
    runs, state.runs = [run for run in state.runs if run.text], []
    plain = clean("".join(run.text for run in runs))
    if not plain:
        return
    said = [run for run in runs if run.text.strip()]
    links = {run.url for run in said}
    link = urljoin(url, next(iter(links))) if len(links) == 1 and "" not in links else ""
    entry, state.entry = state.entry, None
    if state.heading:
        sheet.add(plain, Mark.HEADING, whole=True, url=link, level=state.level)
    elif entry is not None:
        text = plain if link else marked(runs, url)
        sheet.add(f"{entry} {text}", Mark.BULLET, whole=True, url=link, rich=not link)
    elif all(run.bold for run in said) and len(plain) <= _AS_HEADING and not plain.endswith((".", ",", ";")):
        sheet.add(plain, Mark.HEADING, whole=True, url=link)
    else:
        sheet.add(plain if link else marked(runs, url), whole=True, url=link, rich=not link)


def marked(runs: list[_Run], url: str = "") -> str:
    """A paragraph with its emphasis and links as Markdown, where they are beyond doubt.

    Emphasis of the whole or of the beginning says nothing but that it begins; within a word, or around signs that
    Markdown reads otherwise, it would not be understood.
    """
    merged: list[_Run] = []
    for run in runs:
        if merged and (merged[-1].bold, merged[-1].italic, merged[-1].url) == (run.bold, run.italic, run.url):
            merged[-1] = _Run(merged[-1].text + run.text, run.bold, run.italic, run.url)
        elif not run.text.strip() and merged:
            merged[-1] = _Run(merged[-1].text + run.text, merged[-1].bold, merged[-1].italic, merged[-1].url)
        else:
            merged.append(run)
    said, last = [], ""
    for run, behind in zip(merged, [*(each.text[:1] for each in merged[1:]), ""], strict=True):
        said.append(_markdown(run, last, behind, url))
        last = (last + run.text)[-1:] if (last + run.text).strip() else ""
    return clean("".join(said))


def _markdown(run: _Run, before: str, behind: str, url: str) -> str:
    """A run as Markdown, given the sign before it, empty at the beginning, and the sign behind it."""
    inner = clean(run.text)
    if not inner or any(sign in inner for sign in "*_[]`<>\\"):
        return run.text
    head, tail = run.text[: len(run.text) - len(run.text.lstrip())], run.text[len(run.text.rstrip()) :]
    if run.url:
        target = urljoin(url, run.url)
        return f"{head}[{inner}]({target}){tail}" if _OUTWARD.fullmatch(target) else run.text
    apart = bool(before) and not (before + head)[-1:].isalnum() and not (tail + behind)[:1].isalnum()
    if not (run.bold or run.italic) or not apart or inner.endswith(":"):
        return run.text
    sign = "*" * (2 * run.bold + run.italic)
    return f"{head}{sign}{inner}{sign}{tail}"


def _label(within: _List) -> str:
    """The number of the next entry of a list; empty for one without."""
    number, within.next = within.next, within.next + 1
    if not within.kind:
        return ""
    kind = within.kind.lower()
    if kind == "a" and number <= len(_LETTERS):
        said = _LETTERS[number - 1]
    else:
        said = _ROMAN[number - 1] if kind == "i" and number <= len(_ROMAN) else str(number)
    return f"{said.upper() if within.kind.isupper() else said}."


def _is_data(element: etree._Element) -> bool:
    """Whether a table holds data, and not the page."""
    return element.tag == "table" and not element.xpath(f"boolean(.//*[self::{_LAYOUT.replace('|', ' or self::')}])")


def _table(element: etree._Element) -> list[str] | None:
    """The rows of a table as lines, two cells of a label and its value as `label: value`; None for one of layout."""
    if not _is_data(element):
        return None
    rows = [_cells(row) for row in element.iter("tr") if not _within_hidden(row, element)]
    rows = [cells for cells in rows if any(cells)]
    if rows and all(len(cells) == 2 and (cells[0].endswith(":") or not cells[0]) for cells in rows):
        return [clean(" ".join(cells)) for cells in rows]
    if all(len(cells) < 2 for cells in rows):
        return [cells[0] for cells in rows]
    return [as_row(cells) for cells in rows]


def _within_hidden(element: etree._Element, top: etree._Element) -> bool:
    while element is not top:
        if is_hidden(element):
            return True
        parent = element.getparent()
        if parent is None:
            return False
        element = parent
    return False


def _cells(row: etree._Element) -> list[str]:
    """The words of each cell of a row; one that is as wide as several is followed by empty ones."""
    found: list[str] = []
    for cell in row:
        if cell.tag not in {"td", "th"} or is_hidden(cell):
            continue
        span = cell.get("colspan") or "1"
        width = int(span) if span.isdecimal() and len(span) < 3 else 1
        found += [words(cell), *[""] * (max(width, 1) - 1)]
    return found[:_MOST_CELLS]


def words(element: etree._Element) -> str:
    """All that an element shows, on one line."""
    return clean(" ".join(_pieces(element)))


def _pieces(element: etree._Element) -> Iterator[str]:
    """Its text, cut where a block or a line begins or ends."""
    said = ""
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, each in walk:
        if not isinstance(each.tag, str):
            continue
        unseen = each is not element and (each.tag in _UNSEEN or is_hidden(each))
        if event == "start":
            if each.tag in _BLOCKS or each.tag == "br":
                yield said
                said = ""
            if unseen:
                walk.skip_subtree()
            else:
                said += each.text or ""
        else:
            if each.tag in _BLOCKS:
                yield said
                said = ""
            said += (each.tail or "") if each is not element else ""
    yield said
