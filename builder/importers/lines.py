"""A document as it was read: lines, in order, with what its form says of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Mark(Enum):
    """What the form of a document says that a line is; text says nothing."""

    TEXT = "text"
    HEADING = "heading"  # a style of Word, <h2>, or letters that are larger or bolder than those around
    BULLET = "bullet"  # an entry of a list; the text has no sign of the list, but for the number of a numbered one
    ROW = "row"  # a row of a table: cells between bars, `| a | b |`, a bar within a cell as `\\|`


@dataclass(frozen=True)
class Line:
    """One line.

    Args:
        number: its place in the document as it was read, from 1; reports name it.
        text: what it says, in NFC, without white space at its ends; empty where the document has a gap.
        page: the page it stands on, from 1; 0 where there are no pages.
        mark: what its form says that it is.
        whole: whether it is all of a paragraph, as Word and HTML know, so that no next line goes on with it.
        furniture: whether it is there for the page and not for the reader: a running header, a page's number.
        url: where it leads, if all of it is a link.
        key: what the source itself calls it (the id of an attachment); not shown to anybody.
        level: of a heading, 1 for the highest; 0 where its form does not say.
        rich: whether emphasis and links in the text stand as Markdown.
        full: whether the first word of the next line would have had no room on it, as a page shows.
    """

    number: int
    text: str
    page: int = 0
    mark: Mark = Mark.TEXT
    whole: bool = False
    furniture: bool = False
    url: str = ""
    key: str = ""
    level: int = 0
    rich: bool = False
    full: bool = False


@dataclass(frozen=True)
class Repair:
    """A word whose damaged letters were put right.

    Args:
        line: the number of its line.
        was: as it stood.
        now: as it is meant.
    """

    line: int
    was: str
    now: str


@dataclass(frozen=True)
class Reading:
    """A document.

    Args:
        name: what it is called, for reports and `source`; the file's name where it does not say.
        sha256: of its bytes, in hexadecimal.
        lines: all of it, furniture too.
        ocr: whether its letters are damaged, as those of scanned pages are.
        repairs: what was put right in the lines.
        url: where it was published, if it says so.
    """

    name: str
    sha256: str
    lines: tuple[Line, ...]
    ocr: bool = False
    repairs: tuple[Repair, ...] = ()
    url: str = ""


class Unreadable(Exception):
    """A file that cannot be read as what it is said to be.

    Args:
        reason: a message id that says why, and what to do.
        said: what the message names.
    """

    def __init__(self, reason: str, **said: str) -> None:
        super().__init__(reason)
        self.reason, self.said = reason, said
