"""From a file's text to a tree of YAML nodes that know their places, and the text below it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from builder.diagnostics import Finding, finding
from builder.schema.mistakes import end_of_keys, mistake
from builder.schema.names import all_names, fold
from builder.schema.reasons import CONTROL

MAX_DEPTH = 20
LOADER: type[yaml.CBaseLoader | yaml.BaseLoader] = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader
OTHER_SPACE = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_OTHER_BREAK = re.compile("[\r\x85\u2028\u2029]")
_LEAD = re.compile(r"[\s–—•-]*")
_DEEP_INDENT = re.compile(r"^(?:[ ?]|- ){120,}\S", re.MULTILINE)


class PlacedYAML(YAMLHandler):
    """Front matter as libyaml composes it: nodes with line and column, every scalar still text."""

    # `^---[ \t]*$`, told so that a search runs to the hyphens: a fifth of the time.
    FM_BOUNDARY = re.compile(r"---(?<![^\n]---)[ \t]*$", re.MULTILINE)

    def load(self, fm: str, **_: object) -> dict[str, yaml.Node | None]:
        """Compose the front matter; the dictionary only wraps the root."""
        return {"root": _compose(fm)}


class _Untyped(LOADER):  # type: ignore[misc, valid-type]
    """Gives every node the same tag: fields say what a value is. Resolving tags took a quarter of all composing."""

    def resolve(self, *_: object) -> str:
        return "tag:yaml.org,2002:str"

    def descend_resolver(self, *_: object) -> None:
        """Nothing to keep track of."""

    def ascend_resolver(self) -> None:
        """Nothing to keep track of."""


def _compose(text: str) -> yaml.Node | None:
    return yaml.compose(text, Loader=_Untyped)


@dataclass(frozen=True)
class Split:
    """A file taken apart.

    Args:
        root: the front matter's node, or None where it holds no key.
        body: the text below it.
        body_line: the line of the file on which the body starts, from 1.
        lines: the front matter as it is written, the line of its first `---` included; nodes' marks count in these.
    """

    root: yaml.Node | None
    body: str
    body_line: int
    lines: tuple[str, ...] = ()


def split(text: str, path: str) -> Split | Finding:
    """Take a file apart; a finding where that cannot be done."""
    if not text.strip():
        return finding("empty-file", path, line=1, column=1)
    boundaries = list(_first_two(text))
    if not boundaries or text[: boundaries[0].start()].strip():
        return finding("no-front-matter", path, line=1, column=1)
    first_line = _line(text, boundaries[0].start())
    if len(boundaries) < 2:
        end = end_of_keys(text[boundaries[0].end() :].split("\n"))
        return finding("unclosed-front-matter", path, line=first_line + end, column=1)
    block = with_plain_spaces(text[boundaries[0].end() : boundaries[1].start()])
    if _too_deep(block):
        return finding("too-deep", path, line=first_line + 1, column=1, limit=MAX_DEPTH)
    hidden = None if _is_printed(block) else yaml.reader.Reader.NON_PRINTABLE.search(block)
    if hidden:  # libyaml counts bytes here, not signs
        line = first_line + block.count("\n", 0, hidden.start())
        column = hidden.start() - block.rfind("\n", 0, hidden.start())
        return finding("yaml", path, line=line, column=column, reason=CONTROL)
    rest = text[boundaries[1].end() :]
    try:
        parsed, _ = frontmatter.parse(f"---{block}---{rest}", handler=PlacedYAML())
    except yaml.MarkedYAMLError as error:
        return mistake(block, error, _compose).finding(path, first_line)
    except (yaml.YAMLError, RecursionError) as error:
        return finding("yaml", path, line=first_line, column=1, reason=str(error).splitlines()[0])
    root = parsed["root"]
    return Split(
        root=root if isinstance(root, yaml.Node) else None,
        body=rest,
        body_line=_line(text, boundaries[1].end()),
        lines=tuple(block.split("\n")),
    )


def line_of(node: yaml.Node, first_line: int = 1) -> tuple[int, int]:
    """The line and column, from 1, of a node in its file; front matter starts on `first_line`."""
    return node.start_mark.line + first_line, node.start_mark.column + 1


def with_plain_spaces(block: str) -> str:
    """Spaces of other sorts, which look the same, are plain ones where a line begins and after the colon of a key.

    Breaks of other sorts, which libyaml counts as lines and editors do not, are spaces everywhere.
    """
    if _is_printed(block):
        return block
    block = _OTHER_BREAK.sub(" ", block)
    if not OTHER_SPACE.search(block):
        return block
    lines = []
    for line in block.split("\n"):
        name, colon, _ = line.partition(":")
        known = colon and fold(name.lstrip("- ")) in all_names()
        end = max(found.end() for at in (0, len(name) + 1 if known else 0) if (found := _LEAD.match(line, at)))
        lines.append(OTHER_SPACE.sub(" ", line[:end]) + line[end:])
    return "\n".join(lines)


def _is_printed(block: str) -> bool:
    """Whether a text holds letters, signs, plain spaces and line feeds only, as nearly all do: one look for three."""
    return block.replace("\n", "").isprintable()


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
