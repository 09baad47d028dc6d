"""From a file's text to a tree of YAML nodes that know their places, and the text below it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from builder.diagnostics import Finding, finding

MAX_DEPTH = 20
LOADER = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader
_DEEP_INDENT = re.compile(r"^(?:[ ?]|- ){120,}\S", re.MULTILINE)


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


_OPENED = re.compile(r"simple key|quoted scalar|flow (?:sequence|mapping)")  # what was begun and does not end
_REASONS = (
    (r"mapping values are not allowed", _("a value holds a colon, or the line is indented too far")),
    (r"cannot start any token", _("a tab or a sign such as @ stands where a value begins")),
    (r"unexpected end of stream", _("a quotation mark is not closed")),
    (r"expected ',' or '[]}]'", _("a bracket is not closed")),
    (r"find expected ':'", _("the line has no colon after the name of its key")),
    (
        r"expected key|expected '-'|expected <block end>",
        _("the line is indented unlike those above, or text follows a quotation mark or bracket"),
    ),
    (r"alphabetic or numeric|undefined alias", _("& or * stands where a value begins")),
    (r"unknown escape", _("a backslash stands between double quotation marks")),
    (r"comment or line break|chomping", _("| or > is followed by text on its own line")),
    (r"sequence entries are not allowed", _("a hyphen stands where a value begins")),
    (r"node content", _("a value begins with a comma or a closing bracket")),
    (r"control characters|special characters", _("there is a control sign, which cannot be seen")),
)


class PlacedYAML(YAMLHandler):
    """Front matter as libyaml composes it: nodes with line and column, every scalar still text."""

    FM_BOUNDARY = re.compile(r"^---[ \t]*$", re.MULTILINE)

    def load(self, fm: str, **_: object) -> dict[str, yaml.Node | None]:
        """Compose the front matter; the dictionary only wraps the root."""
        return {"root": yaml.compose(fm, Loader=LOADER)}


@dataclass(frozen=True)
class Split:
    """A file taken apart.

    Args:
        root: the front matter's node, or None where it holds no key.
        body: the text below it.
        body_line: the line of the file on which the body starts, from 1.
    """

    root: yaml.Node | None
    body: str
    body_line: int


def split(text: str, path: str) -> Split | Finding:
    """Take a file apart; a finding where that cannot be done."""
    if not text.strip():
        return finding("empty-file", path, line=1, column=1)
    boundaries = list(_first_two(text))
    if not boundaries or text[: boundaries[0].start()].strip():
        return finding("no-front-matter", path, line=1, column=1)
    if len(boundaries) < 2:
        return finding("unclosed-front-matter", path, line=_line(text, boundaries[0].start()), column=1)
    block = text[boundaries[0].end() : boundaries[1].start()]
    first_line = _line(text, boundaries[0].start())
    if _too_deep(block):
        return finding("too-deep", path, line=first_line + 1, column=1, limit=MAX_DEPTH)
    try:
        parsed, _ = frontmatter.parse(text, handler=PlacedYAML())
    except yaml.MarkedYAMLError as error:
        opened = _OPENED.search(error.context or "")  # libyaml stops where it ran out of text, far below the mistake
        mark = (error.context_mark if opened else None) or error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column + 1) if mark else (0, 1)
        return finding(
            "yaml", path, line=first_line + line, column=column, reason=_plainly(error.problem or error.context or "")
        )
    except (yaml.YAMLError, RecursionError) as error:
        position = getattr(error, "position", None)
        line = first_line + block[:position].count("\n") if position is not None else first_line
        return finding("yaml", path, line=line, column=1, reason=_plainly(str(error).splitlines()[0]))
    rest = text[boundaries[1].end() :]
    root = parsed["root"]
    return Split(
        root=root if isinstance(root, yaml.Node) else None, body=rest, body_line=_line(text, boundaries[1].end())
    )


def _plainly(told: str) -> str:
    """What libyaml says, in words for someone who does not know YAML; its own where there are no others."""
    return next((words for pattern, words in _REASONS if re.search(pattern, told)), told)


def line_of(node: yaml.Node, first_line: int = 1) -> tuple[int, int]:
    """The line and column, from 1, of a node in its file; front matter starts on `first_line`."""
    return node.start_mark.line + first_line, node.start_mark.column + 1


def _first_two(text: str) -> list[re.Match[str]]:
    found = PlacedYAML.FM_BOUNDARY.finditer(text)
    return [match for match, _ in zip(found, range(2), strict=False)]


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _too_deep(block: str) -> bool:
    """Whether libyaml's composer, which calls itself for each level, would go deeper than is any use."""
    if _DEEP_INDENT.search(block):
        return True
    if block.count("[") + block.count("{") <= MAX_DEPTH:
        return False
    depth = 0  # brackets in quotes and comments do not nest, so the parser, which does not call itself, counts
    try:
        for event in yaml.parse(block, Loader=LOADER):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > MAX_DEPTH:
                return True
    except yaml.YAMLError as error:  # newer libyaml counts itself, and reads ahead; of all else composing tells
        return "nesting depth" in str(error)
    return False
