"""The mistakes that people make in front matter, each undone on a line: what it is called, and the lines without it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile

from builder.diagnostics import Finding, finding
from builder.schema.names import all_names, fold

_NEAR = 6  # lines above the stop that may hold the mistake
_RESERVED = "@`%&*!|>?-[]{}#,"  # what no value without quotes begins with, or what means something else there
_LEAD = re.compile(r" *(?:- +)*")
_PAIR = re.compile(r"(?P<key>[^\s:\"'#&*!|>%@`{}\[\],-][^:]*)(?P<gap>:[ \t]+)(?P<value>\S.*)")
_STRUCTURE = re.compile(r" *(?:-(?: |$)|[^\s:#][^:]*:(?: |$))")  # a line that begins with a key or an entry
_DASH = re.compile(r"( *)(?:[–—−‒•·▪‣][ \t]*|\*[ \t]+|-(?=[^\s-])|-[ \t]{2,}|-\t)(\S.*)")
_CLOSING = {"[": "]", "{": "}"}
_QUOTES = "\"'“”„«»‘’"

Lines = list[str]


@dataclass(frozen=True)
class Mistake:
    """What is wrong in how front matter is written: a code of `TEXTS`, its place from 0, its values."""

    code: str
    line: int
    column: int
    values: Mapping[str, object] = field(default_factory=dict)

    def finding(self, path: str, first_line: int, where: str = "") -> Finding:
        """The finding, in a file whose front matter begins on a line."""
        pairs = {name: str(value) for name, value in self.values.items()}
        return finding(self.code, path, where, line=self.line + first_line, column=self.column + 1, **pairs)


Mend = tuple[Mistake, Lines]  # what was wrong, and the front matter without it


def mends(lines: Lines, stop: int, begun: int) -> Iterator[Mend]:
    """Every mend that is worth a try, the likelier first.

    Args:
        lines: the front matter.
        stop: the line on which it cannot be read any further.
        begun: the line on which began what was being read.
    """
    above = [number for number in range(min(stop, len(lines) - 1), -1, -1) if lines[number].strip()]
    near = list(dict.fromkeys([*(n for n in (stop, begun) if n in above), *above[: _NEAR + 1]]))
    uneven = [number for number in above if _is_uneven(lines[number])][-1 : -3 * _NEAR : -1]
    for numbers, mend in (
        (near, _with_dash),
        (near, _with_first_dash),
        (near, _with_quotes),
        (dict.fromkeys([*uneven, *near]), _with_partner),
        (near, _with_colon),
    ):
        for number in numbers:
            yield from mend(lines, number)
    before = next((number for number in above if number < begun), begun)
    if _depth(lines[before]) <= _depth(lines[begun]):  # else the line above it may stand too far in
        yield from _with_text(lines, begun)
    yield from _with_indent(lines, near)
    for number in near:
        yield from _with_text(lines, number)


def _with(lines: Lines, number: int, line: str) -> Lines:
    return [*lines[:number], line, *lines[number + 1 :]]


def _with_dash(lines: Lines, number: int) -> Iterator[Mend]:
    """An entry of a list begins with a hyphen and one space; who begins one otherwise begins them all so."""
    if _DASH.fullmatch(lines[number]):
        sign = lines[number].lstrip()[0]
        same = list(takewhile(lambda line: _DASH.fullmatch(line) and line.lstrip()[0] == sign, lines[number:]))
        mended = [_DASH.sub(r"\1- \2", line) for line in same]
        yield _no_entry(lines, number, mended[0]), [*lines[:number], *mended, *lines[number + len(same) :]]


def _with_first_dash(lines: Lines, number: int) -> Iterator[Mend]:
    """The first entry of a list has a hyphen like those below it."""
    if re.match(" *- ", lines[number]):
        depth = _depth(lines[number])
        above = range(number - 1, -1, -1)
        within = takewhile(lambda each: not lines[each].strip() or _depth(lines[each]) > depth + 1, above)
        for first in [each for each in within if lines[each].strip()][-1:]:
            mended = " " * depth + "- " + lines[first].strip()
            yield _no_entry(lines, first, mended), _with(lines, first, mended)


def _no_entry(lines: Lines, number: int, mended: str) -> Mistake:
    values = {"value": short(lines[number]), "mended": short(mended)}
    return Mistake("list-dash", number, _depth(lines[number]), values)


def _with_quotes(lines: Lines, number: int) -> Iterator[Mend]:
    """A value that holds what means something to YAML is put in quotes."""
    line = lines[number].rstrip()
    lead = line[: _inner(line)]
    pair = _PAIR.fullmatch(line, len(lead))
    value = pair["value"] if pair else line[len(lead) :] if "-" in lead else ""
    at = _telling(value)
    if at >= 0:
        head = line[: len(line) - len(value)]
        example = f"{pair['key'].strip()}:" if pair else "-"
        values = {"sign": value[at], "mended": f"{example} {quoted(short(value, 40))}"}
        yield Mistake("needs-quotes", number, len(head) + at, values), _with(lines, number, head + quoted(value))


def _telling(value: str) -> int:
    """Where in a value the sign stands that YAML takes for its own; -1 where there is none."""
    if not value:
        return -1
    if value[0] in "\"'":
        closing = value.find(value[0], 1)
        backslash = value.find("\\") if value[0] == '"' else -1
        return closing if 0 < closing < len(value) - 1 else backslash
    if value[0] in _RESERVED:
        partner = _CLOSING.get(value[0], "")
        is_list = value[-1] == partner or value.count(value[0]) != value.count(partner)
        return -1 if partner and is_list else 0
    colon = re.search(r":(?=\s|$)", value)
    return colon.start() if colon else -1


def quoted(value: str) -> str:
    """A value in straight quotes that it does not hold itself; quotes that are there already are exchanged."""
    if len(value) > 1 and value[0] in _QUOTES and value[-1] in _QUOTES:
        value = value[1:-1]
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def _is_uneven(line: str) -> bool:
    return line.count('"') % 2 == 1 or line.count("'") % 2 == 1 or any(map(line.count, "[]{}"))


def _with_partner(lines: Lines, number: int) -> Iterator[Mend]:
    """What is opened is closed, what is only closed is taken away."""
    line = lines[number]
    for match in re.finditer(r"(?<=[\s\[{,])[\"']|^[\"']|\"", line):
        if line.count(match[0]) % 2:
            wrong = Mistake("unpaired", number, match.start(), {"sign": match[0], "partner": match[0]})
            yield wrong, _with(lines, number, line[: match.start()] + line[match.end() :])
            yield wrong, _with(lines, number, line + match[0])
    bare = re.sub(r"\"[^\"]*\"|(?<=[\s\[{,])'[^']*'", lambda quote: "x" * len(quote[0]), line)
    open_: list[int] = []
    for column, sign in enumerate(bare):
        if sign in _CLOSING:
            open_.append(column)
        elif sign in "]}":
            if open_ and _CLOSING[bare[open_[-1]]] == sign:
                open_.pop()
                continue
            partner = "[" if sign == "]" else "{"
            wrong = Mistake("unpaired", number, column, {"sign": sign, "partner": partner})
            yield wrong, _with(lines, number, line[:column] + line[column + 1 :])
            if open_:
                right = _CLOSING[bare[open_[-1]]]
                yield wrong, _with(lines, number, line[:column] + right + line[column + 1 :])
    if open_:
        closing = "".join(_CLOSING[bare[column]] for column in reversed(open_))
        wrong = Mistake("unpaired", number, open_[0], {"sign": bare[open_[0]], "partner": closing[-1]})
        for last in range(number, min(number + _NEAR, len(lines))):
            yield wrong, _with(lines, last, lines[last].rstrip(" ,") + closing)


def _with_colon(lines: Lines, number: int) -> Iterator[Mend]:
    """A key is parted from its value by a colon and a space."""
    line = lines[number].rstrip()
    column = _inner(line)
    rest = line[column:]
    name, value = ("", "") if not rest or re.search(r":(?: |$)", rest) else _parted(rest)
    if name:
        mended = f"{name}: {value}".rstrip()
        wrong = Mistake("missing-colon", number, column, {"value": short(rest), "mended": short(mended)})
        yield wrong, _with(lines, number, line[:column] + mended)


def _with_text(lines: Lines, number: int) -> Iterator[Mend]:
    """Text that goes on from the line above stands further in; or it is none of this file's keys and goes."""
    line = lines[number]
    if _STRUCTURE.match(line) and _inner(line) == _depth(line):
        return
    last = next((n for n in range(number + 1, len(lines)) if _STRUCTURE.match(lines[n])), len(lines))
    wrong = Mistake("stray-text", number, _inner(line), {"value": short(line)})
    yield wrong, [*lines[:number], *("  " + each for each in lines[number:last]), *lines[last:]]
    yield wrong, [*lines[:number], *lines[last:]]


def _parted(text: str) -> tuple[str, str]:
    """A key and its value, where the colon between them is missing or has no space after it; "" where there is none."""
    name, colon, value = text.partition(":")
    words = text.split()
    if colon and (fold(name) in all_names() or (len(words[0]) > len(name) and not value.startswith("//"))):
        return name, value
    for count in (3, 2, 1):
        name = " ".join(words[:count]).rstrip(":;= ")
        if len(words) >= count and fold(name) in all_names() and "\t" not in text:
            return name, " ".join(words[count:]).lstrip(":;=- ")
    return "", ""


def _with_indent(lines: Lines, near: list[int]) -> Iterator[Mend]:
    """A line stands as far in as those that it belongs with; how far most lines stand in comes first."""
    used = Counter(depth for line in lines if line.strip() for depth in {_depth(line), _inner(line)})
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    tries = [
        (number != first or wanted > 0, used[found], abs(wanted - found), -used[wanted], wanted % 2, number, wanted)
        for number in near
        for found in [_depth(lines[number])]
        for wanted in used
        if wanted != found
    ]
    for *_, number, wanted in sorted(tries):
        line = lines[number]
        wrong = Mistake("indentation", number, _depth(line), {"found": _depth(line), "wanted": wanted})
        yield wrong, _with(lines, number, " " * wanted + line.lstrip(" "))


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _inner(line: str) -> int:
    """Where the key stands in a line that may begin with the hyphen of an entry."""
    lead = _LEAD.match(line)
    return lead.end() if lead else 0


def short(text: str, longest: int = 60) -> str:
    """A text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
