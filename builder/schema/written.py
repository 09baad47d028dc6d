"""Values that YAML reads otherwise than they look: it says nothing, so we do.

YAML drops anchors and tags, lets an entry that stands a space too far in go on with the one above, and takes half a
pair of quotes for a letter. Nobody who writes minutes means any of that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml

from builder.schema.mends import Mistake, quoted, short

_LIST_DASH = re.compile(r"(?:[–—−‒•·▪‣]\s*|[*]\s+|-(?=[^\s\d-]))(\S.*)")
_MEANT_ESCAPES = '"\\/ntxuU'  # any other sign after a backslash is the first of a word
_BLOCK_OF_DEPTH = re.compile(r"[|>][+-]?\d")  # a sum such as >4 is read as the beginning of a text of several lines
_HASH = re.compile(r"\s*(?=#[^\s#])")  # what begins a comment, but without the space that a comment has
_OPENING = {"]": "[", "}": "{"}


def oddity(node: yaml.Node, lines: Sequence[str], name: bool = False) -> Mistake | None:
    """What is odd about how a value is written, or None.

    Args:
        node: the value.
        lines: the front matter, as the marks of the node count them.
        name: whether it is an entry in a list of names, each of which has a line of its own.
    """
    line, column = node.start_mark.line, node.start_mark.column
    if line >= len(lines):
        return None
    sign = lines[line][column : column + 1]
    if sign.isalnum() and _is_even(node, len(lines[line])):
        return None
    if sign == "&":
        return Mistake("yaml-alias", line, column)
    if sign == "!":
        return _to_quote(lines, node, lines[line][column:], (line, column))
    if not isinstance(node, yaml.ScalarNode):
        return None
    if node.style in ("|", ">"):
        lost = not node.value.strip() and _BLOCK_OF_DEPTH.match(lines[line], column)
        return _to_quote(lines, node, lines[line][column:], (line, column)) if lost else None
    if node.style == '"':
        return _escape(node, lines)
    return None if node.style else _plain(node, lines, name)


def _is_even(node: yaml.Node, width: int) -> bool:
    """Whether a value that begins with a letter or digit is plain words to the end of its line.

    Most are; nothing below is then odd. Without this look the rest takes three times as long.
    """
    return (
        isinstance(node, yaml.ScalarNode)
        and not node.style
        and node.end_mark.line == node.start_mark.line
        and node.end_mark.column == width
        and node.value[-1:] not in '"]}'
    )


def _escape(node: yaml.ScalarNode, lines: Sequence[str]) -> Mistake | None:
    """A backslash in double quotes that stands before a letter of a path; elsewhere a machine may have written it."""
    line, start = node.start_mark.line, node.start_mark.column + 1
    written = lines[line][start : node.end_mark.column - 1 if node.end_mark.line == line else None]
    if not re.match(r"[A-Za-z]:|\\\\", written):
        return None
    for found in re.finditer(r"\\(.)", written):
        if found[1] not in _MEANT_ESCAPES:
            return _to_quote(lines, node, written, (line, start + found.start()))
    return None


def _plain(node: yaml.ScalarNode, lines: Sequence[str], name: bool) -> Mistake | None:
    """A value without quotes."""
    first, last, end = node.start_mark.line, node.end_mark.line, node.end_mark.column
    for number in range(first + 1, min(last + 1, len(lines))):
        line = lines[number]
        found = len(line) - len(line.lstrip(" "))
        if line[found : found + 2] == "- ":
            wanted = len(lines[first]) - len(lines[first].lstrip(" "))
            return Mistake("indentation", number, found, {"found": found, "wanted": wanted})
        if name and line.strip():
            return Mistake("list-dash", number, found, {"value": short(line), "mended": "- " + short(line)})
    dash = _LIST_DASH.match(node.value)
    if dash and lines[first][: node.start_mark.column].strip() in ("", "-"):
        values = {"value": short(node.value), "mended": "- " + short(dash[1])}
        return Mistake("list-dash", first, node.start_mark.column, values)
    comment = _HASH.match(lines[last], end) if last < len(lines) else None
    if comment and (comment[0] or not node.value):
        whole = f"{node.value} {lines[last][end:].strip()}".strip()
        return _to_quote(lines, node, whole, (last, comment.end()))
    sign = node.value[-1:]
    if (sign == '"' and node.value.count(sign) % 2) or (
        sign in _OPENING and node.value.count(sign) > node.value.count(_OPENING[sign])
    ):
        return Mistake("unpaired", last, end - 1, {"sign": sign, "partner": _OPENING.get(sign, sign)})
    return None


def _to_quote(lines: Sequence[str], node: yaml.Node, value: str, at: tuple[int, int]) -> Mistake:
    """A value that needs quotes for what stands at a place, and how it is to be written after its key or hyphen."""
    head = lines[node.start_mark.line][: node.start_mark.column].strip(" -") or "-"
    sign = lines[at[0]][at[1] : at[1] + 1]
    return Mistake("needs-quotes", *at, {"sign": sign, "mended": f"{head} {quoted(short(value, 40))}"})


def several(node: yaml.Node, parting: str) -> str:
    """The list that was meant where its entries are written as one value: `[a, b]` for `a; b`; "" where it is one.

    Args:
        node: the value.
        parting: a regular expression of what may stand between the entries.
    """
    if not isinstance(node, yaml.ScalarNode) or node.style:
        return ""
    parts = [part.strip() for part in re.split(parting, node.value.strip("()"))]
    return f"[{short(', '.join(parts))}]" if len(parts) > 1 and all(parts) else ""
