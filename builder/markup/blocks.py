"""Blocks of plain words as Python-Markdown renders them, to the byte: paragraphs, lists, tables.

Each gives None for a block that is, or may be, something else. `markup.direct` says when they are asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import chain, repeat

# What begins a line that is, or may be, of a list, a quotation, a table, a rule or code.
_SET_OFF = re.compile(r"[\s+>|-]|\*(?!\*)|\d+[.)](?: |$)|[-=_*]+ *$")
_SIGN = re.compile(r"[|\\<`&_*\[]")
# What may be HTML, an entity or an address; low lines at the end of a word.
_TAG = re.compile(r"<(?![ \d])|<[^<>\s]*@")
_ENTITY = re.compile(r"&#?\w+;")
_LOW_LINE = re.compile(r"_(?<!\w_)|_(?!\w)")
_PLAIN = r"[^\[\]*_|&`\n]"
_WITHIN = r"[^\s\[\]*`](?:[^\[\]*`\n]*[^\s\[\]*`])?"
_INLINE = re.compile(  # each way begins with a sign, which is what a search runs to
    rf"\*\*(?P<strong>{_WITHIN})\*\*"
    rf"|\*(?<!\*\*)(?P<em>{_WITHIN})\*(?!\*)"
    rf"|`(?P<code>[^\s`](?:[^`\n]*[^\s`])?)`"
    rf"|\[\[(?P<target>[A-Za-z0-9/.-]+)(?:\|(?P<words>{_PLAIN}+))?\]\]"
    rf"|\[(?P<text>[^\s\[\]*_|&`](?:{_PLAIN}*[^\s\[\]*_|&`])?)\]\((?P<href>https?://[A-Za-z0-9/.:-]+)\)"
    r"|\[|\*|`"
)
_ITEM = re.compile(r"(    )?(?:([-*+])|(\d{1,9})\.) (\S.*)")
_RULE = re.compile(r"\|(?: *:?-+:? *\|)+")
_ALIGNED = {(True, True): ' class="center"', (True, False): ' class="left"', (False, True): ' class="right"'}


def is_plain(words: str) -> bool:
    """Whether words on one line, with no space at the end, mean nothing but themselves."""
    return not _SIGN.search(words) or not (_INLINE.search(words) or _is_unsure(words))


def paragraph(block: str) -> str | None:
    """The HTML of what stands in a paragraph of plain words."""
    if _SET_OFF.match(block) or ("\n" in block and any(map(_SET_OFF.match, block.split("\n")))):
        return None
    if block.endswith(" ") or " \n" in block:
        return None
    return _inline(block)


def listing(block: str) -> str | None:
    """The HTML of a list of plain words, below whose items may be one more."""
    items: list[tuple[str, list[str]]] = []  # the HTML of each item, the lines below it
    kind = ""
    for line in block.split("\n"):
        match = _ITEM.fullmatch(line)
        if match is None or match[4][0] == "#":
            return None
        if match[1]:
            if not items:
                return None
            items[-1][1].append(line[4:])
            continue
        words = paragraph(match[4])
        if words is None or (not items and match[3] not in {None, "1"}) or _kind(match) != (kind or _kind(match)):
            return None
        kind = _kind(match)
        items.append((words, []))
    made = []
    for words, below in items:
        inner = listing("\n".join(below)) if below else ""
        if inner is None or "    " in "".join(line[:4] for line in below):
            return None
        made.append(f"<li>{words}{inner}\n</li>" if inner else f"<li>{words}</li>")
    return "\n".join((f"<{kind}>", *made, f"</{kind}>"))


def _kind(item: re.Match[str]) -> str:
    return "ul" if item[2] else "ol"


def table(block: str) -> str | None:
    """The HTML of a table of plain words whose lines all begin and end with a bar."""
    lines = block.split("\n")
    if len(lines) < 3 or not _RULE.fullmatch(lines[1]):
        return None
    if any(len(line) < 3 or line[0] != "|" or line[-1] != "|" for line in lines):
        return None
    rows = [[cell.strip(" ") for cell in line[1:-1].split("|")] for line in lines]
    marks = [(mark.startswith(":"), mark.endswith(":")) for mark in rows[1]]
    if len(rows[0]) != len(marks):
        return None
    aligned = [_ALIGNED.get(mark, "") for mark in marks]
    made = [list(_row(tag, row, aligned)) for tag, row in (("th", rows[0]), *zip(repeat("td"), rows[2:]))]
    if any(line is None for line in chain(*made)):
        return None
    head, *body = ("\n".join(filter(None, ("<tr>", *row, "</tr>"))) for row in made)
    return "\n".join(("<table>\n<thead>", head, "</thead>\n<tbody>", *body, "</tbody>\n</table>"))


def _row(tag: str, cells: Sequence[str], aligned: Sequence[str]) -> Iterator[str | None]:
    """The cells of a row, as many as the head has; None for one that is not of plain words."""
    for cell, mark in zip(chain(cells, repeat("")), aligned, strict=False):
        words = _inline(cell)
        yield None if words is None else f"<{tag}{mark}>{words}</{tag}>"


def _inline(text: str) -> str | None:
    """The HTML of words; None where a sign in them may mean more."""
    if not _SIGN.search(text):
        return escaped(text)
    if _is_unsure(text):
        return None
    if text.count("*") < 2 and "[" not in text and "`" not in text:  # a star alone is a star
        return escaped(text)
    made, done = [], 0
    for match in _INLINE.finditer(text):
        kind = match.lastgroup
        if kind is None:
            return None
        made.append(escaped(text[done : match.start()]))
        done = match.end()
        if kind == "href":
            made.append(f'<a href="{match["href"]}">{escaped(match["text"])}</a>')
        elif kind in {"target", "words"}:
            words = " ".join((match["words"] or "").split())
            if match["words"] and not words:
                return None
            made.append(f'<a href="beslut:{match["target"]}">{escaped(words)}</a>')
        else:
            made.append(f"<{kind}>{escaped(match[kind])}</{kind}>")
    return "".join((*made, escaped(text[done:])))


def _is_unsure(text: str) -> bool:
    """Whether words may hold HTML, an entity, an address, a picture, or emphasis in emphasis or with low lines.

    Sign by sign: one expression for all of it took ten times as long, and half of all that paragraphs take.
    """
    if "|" in text or "\\" in text or "![" in text or "***" in text or "``" in text:
        return True
    return bool(
        ("<" in text and _TAG.search(text))
        or ("&" in text and _ENTITY.search(text))
        or ("_" in text and _LOW_LINE.search(text))
    )


def escaped(text: str) -> str:
    """Words as nh3 writes them."""
    return escape(text, quote=False).replace("\u00a0", "&nbsp;")
