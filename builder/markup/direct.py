"""Headings, paragraphs, lists and tables of plain words without Python-Markdown; it is given the rest, piece by piece.

Most of what minutes consist of is plain paragraphs, for each of which Python-Markdown builds a tree and tries its
patterns. What is rendered here is the same to the byte: `tests/test_direct.py` compares the two over real texts and
invented ones. `markup.render(..., direct=False)` does without.

Measured, all of `markup.render` against the same without: 0.50 of the time for our own cases, 0.31 for 1,000 generated
ones, 0.85 for real minutes. What is left to Python-Markdown are quotations, code, HTML, and texts with footnotes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from builder.markup import blocks, headings, pasted
from builder.model.documents import Heading

# Where any of this stands, Python-Markdown reads the whole text: HTML and fences reach over blank lines, footnotes and
# the definitions of links are gathered from everywhere, and some signs it keeps for itself.
_WHOLE = re.compile(r"[\\\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ue000]")
_WHOLE_LINE = re.compile(r"^ *(?:<|```|~~~)", re.MULTILINE)
_CODE_APART = re.compile(r"\n *\n *\n {4}")  # the blank lines between two blocks of code are kept
_PAIR = re.compile(r"<(b|i|em|strong|sub|sup|small|del|ins|mark)>[^<>\n]*</\1>|<br>")  # HTML that reaches no further
_TAG = re.compile(r"<[A-Za-z/!?]")
_BLANK, _BLANK_FIRST = re.compile(r"\n(?:[ ]*\n)+"), re.compile(r"\A(?:[ ]*\n)+")
_GOES_ON = re.compile(r" |[-*+] |\d+[.)]")  # what may belong to the list before it
_HEADING_LINE = re.compile(r"^#.*$", re.MULTILINE)
_HEADING = re.compile(r"(#{1,6})(.*?)#*")
_HEADING_ELSEWHERE = re.compile(r"^[ >*+\-\d.)]*(?:#|[=-]+[ ]*$)", re.MULTILINE)
_BETWEEN = "\ue000"  # a paragraph of its own between pieces; such a sign stands in no text that gets here


def render(text: str, engine: Callable[[str], str]) -> tuple[str, tuple[Heading, ...]] | None:
    """The safe HTML of a text, and its headings; None where Python-Markdown must read the whole of it.

    Args:
        text: Markdown in NFC with bare line feeds.
        engine: from pieces of Markdown without headings to safe HTML.
    """
    if _needs_all(text):
        return None
    levels: list[int] = []
    texts: list[str] = []
    made: list[str | int] = []  # HTML, or the number of a heading
    pieces: list[list[str]] = []  # blocks for Python-Markdown, those together that stand together
    places: list[int] = []  # where in `made` the HTML of each piece belongs
    before = ""  # what the last block was
    found_blocks = list(_blocks(pasted.mended(text)))
    if not all(block.strip() for block, _ in found_blocks):  # spaces of other kinds
        return None
    for (block, is_joined), (following, _) in zip(found_blocks, [*found_blocks[1:], ("", False)], strict=True):
        if block[0] == "#" and (match := _HEADING.fullmatch(block)):
            words = match[2].strip()
            in_table = is_joined and before in {"piece", "table"}
            if in_table or not words or not blocks.is_plain(words) or "{#" in words:
                return None
            made.append(len(levels))
            levels.append(headings.LEVELS[f"h{len(match[1])}"])
            texts.append(words)
            before = "heading"
        elif (html := blocks.paragraph(block)) is not None:
            made.append(f"<p>{html}</p>")
            before = "paragraph"
        elif before not in {"piece", "list"} and not _GOES_ON.match(following) and (html := blocks.listing(block)):
            made.append(html)
            before = "list"
        elif html := blocks.table(block):
            made.append(html)
            before = "table"
        elif _HEADING_ELSEWHERE.search(block):
            return None
        elif before == "piece":
            pieces[-1].append(block)
        else:
            places.append(len(made))
            made.append("")
            pieces.append([block])
            before = "piece"
    if pieces:
        together = engine(f"\n\n{_BETWEEN}\n\n".join("\n\n".join(piece) for piece in pieces))
        rendered = together.split(f"\n<p>{_BETWEEN}</p>\n")
        if len(rendered) != len(pieces):
            return None
        for place, html in zip(places, rendered, strict=True):
            made[place] = html
    found = headings.named(levels, [" ".join(words.split()) for words in texts], [""] * len(levels))
    anchors = {each.anchor for each in found}
    parts = (each if isinstance(each, str) else _heading(found[each], texts[each], anchors) for each in made)
    return "\n".join(filter(None, parts)), found


def _needs_all(text: str) -> bool:
    """Whether something in a text may reach beyond the block that it stands in."""
    is_printed = text.replace("\n", "").isprintable() and "\\" not in text  # most are, and then hold none of these
    if (not is_printed and _WHOLE.search(text)) or text.lstrip(" ").startswith("\n") is not text.startswith("\n"):
        return True
    # One sign is looked for in a tenth of the time of two, and most texts have none.
    has_fence = ("`" in text and "```" in text) or ("~" in text and "~~~" in text)
    if ("<" in text or has_fence) and _WHOLE_LINE.search(text):
        return True
    if "\n    " in text and _CODE_APART.search(text):
        return True
    if "]" in text and ("[^" in text or "]:" in text):
        return True
    return "<" in text and _TAG.search(_PAIR.sub("", text)) is not None


def _blocks(text: str) -> Iterator[tuple[str, bool]]:
    """What blank lines part, and headings, which need none; and whether there was none before it."""
    for block in _BLANK.split(_BLANK_FIRST.sub("", text).rstrip("\n")):
        if "#" not in block or (block[0] == "#" and "\n" not in block):
            yield block, False
            continue
        start = 0
        for match in _HEADING_LINE.finditer(block):
            if match.start() > start:
                yield block[start : match.start() - 1], start > 0
            yield match[0], match.start() > 0
            start = match.end() + 1
        if start < len(block):
            yield block[start:], start > 0


def _heading(heading: Heading, words: str, anchors: set[str]) -> str:
    second = heading.path != heading.anchor and heading.path not in anchors
    mark = f'<span id="{heading.path}"></span>' if second else ""
    return f'<h{heading.level} id="{heading.anchor}">{mark}{blocks.escaped(words)}</h{heading.level}>'
