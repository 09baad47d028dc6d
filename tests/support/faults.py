"""Faults made in good files, driven by the declaration: each sort is a function from a spot to faulty files.

Each fault knows the lines on which the first message about it stands right; `tests/test_faults.py` says why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import yaml

from builder.model.keys import Choice, Many, Record, Reference, Scalar
from builder.schema.names import fold, names_of, values_of
from support.spots import File, Lines, Spot


@dataclass(frozen=True)
class Fault:
    """A file with a fault.

    Args:
        file: the good file.
        lines: it with the fault.
        right: the lines, from 1, on which the first message stands right.
        what: what was done, for whoever reads a failure.
        meant: what *did you mean* should say, or "".
    """

    file: File
    lines: Lines = field(repr=False)
    right: frozenset[int]
    what: str
    meant: str = ""

    @property
    def text(self) -> str:
        """The whole file."""
        return "\n".join(self.lines)

    def __str__(self) -> str:
        at = min(self.right)
        shown = "\n".join(self.lines[max(0, at - 5) : at + 4])
        return f"{self.what}: {self.file.archive}/{self.file.path}:{sorted(self.right)}\n{shown}"


Faults = Iterator[Fault]
Sort = Callable[[Spot], Faults]
SORTS: dict[str, Sort] = {}


def sort(function: Sort) -> Sort:
    """Note a sort of fault under its name."""
    SORTS[function.__name__] = function
    return function


def _put(
    spot: Spot, span: tuple[int, int], new: Sequence[str], what: str, right: int | None = None, meant: str = ""
) -> Fault:
    """New lines in place of some (from 0); it is right to blame the first of them where nothing else is said."""
    start, end = span
    lines = (*spot.file.lines[:start], *new, *spot.file.lines[end:])
    return Fault(spot.file, lines, frozenset({(start if right is None else right) + 1}), what, meant)


def _key(spot: Spot, new: str, what: str, meant: str = "") -> Fault:
    """Another word in place of the key, or of the key and what stands around it on its line."""
    return _put(spot, (spot.line, spot.line + 1), [new], what, meant=meant)


def _all(spot: Spot, new: Sequence[str], what: str, right: int = 0) -> Fault:
    """Other lines in place of key and value; the number of the one that is to blame."""
    return _put(spot, (spot.line, spot.below), new, what, spot.line + right)


def _value(spot: Spot, value: str, what: str) -> Fault:
    """Another value, on the same line, for one that has its own."""
    return _key(spot, spot.head + value, f"{what} {value!r}")


def _at(spot: Spot, number: int, line: str, what: str) -> Fault:
    """Another line in place of any one."""
    return _put(spot, (number, number + 1), [line], what)


def _own(spot: Spot) -> Iterator[tuple[int, str]]:
    """The lines of a key and its value; of a record only that of its key, for the rest are its keys' own."""
    for number in range(spot.line, spot.line + 1 if isinstance(spot.type, Record) else spot.below):
        if spot.file.lines[number].strip():
            yield number, spot.file.lines[number]


def _is_missed(spot: Spot) -> bool:
    """Whether a key is required there; what was taken down may be empty."""
    return spot.key.required and "retracted" not in spot.names


# --- drop ---------------------------------------------------------------------------------------------------------


@sort
def key_dropped(spot: Spot) -> Faults:
    """A required key is not there; what lacks it begins at the record's first line."""
    if _is_missed(spot) and len(spot.siblings) > 1:
        if spot.dashed:
            moved = spot.written[: spot.column] + spot.file.lines[spot.below].lstrip()
            yield _put(spot, (spot.line, spot.below + 1), [moved], "key dropped")
        else:
            yield _put(spot, (spot.line, spot.below), [], "key dropped", spot.first)


@sort
def value_dropped(spot: Spot) -> Faults:
    """A required key has no value."""
    if _is_missed(spot) and spot.inline:
        yield _key(spot, spot.head.rstrip(), "value dropped")


@sort
def end_dropped(spot: Spot) -> Faults:
    """The line below the keys is gone or is none; the place is where it should stand."""
    if spot is spot.file.spots[0]:
        for new in ([], ["--"], ["----"], ["—"], ["–––"], [" ---"], ["---- "]):
            yield _put(spot, (spot.file.end, spot.file.end + 1), new, f"end is {new}")


@sort
def start_dropped(spot: Spot) -> Faults:
    """The first line is gone or is none, or text stands above it."""
    if spot is spot.file.spots[0]:
        for new in ([], ["--"], ["—"], ["Tekst.", "---"], ["# Overskrift", "", "---"]):
            yield _put(spot, (0, 1), new, f"start is {new}")


@sort
def colon_dropped(spot: Spot) -> Faults:
    """The colon after a key is forgotten, or another sign stands there."""
    if spot.alone:
        end = spot.name.end_mark.column
        for sign in ("", ";", " ="):
            yield _key(spot, spot.written[:end] + sign + spot.written[end + 1 :], f"{sign!r} for the colon")


@sort
def space_dropped(spot: Spot) -> Faults:
    """The space after the colon is forgotten."""
    if spot.inline:
        yield _key(spot, spot.head.rstrip() + spot.value, "space dropped")


# --- rename, duplicate --------------------------------------------------------------------------------------------


def _named(spot: Spot, word: str) -> str:
    """The line with another key."""
    return spot.written[: spot.column] + word + spot.written[spot.name.end_mark.column :]


@sort
def renamed(spot: Spot) -> Faults:
    """A key that is none. Where it was required, its record lacks it too, and that may be said first."""
    for word in ("xyzzy", "Bemærkning til sagen", "kvadratrod"):
        fault = _key(spot, _named(spot, word), f"renamed {word}")
        missed = {spot.first + 1} if _is_missed(spot) else set()
        yield Fault(fault.file, fault.lines, fault.right | missed, fault.what)


@sort
def two_names(spot: Spot) -> Faults:
    """Below a key its other name, with the same value."""
    other = spot.key.danish if fold(spot.name.value) == fold(spot.key.name) else spot.key.name
    if fold(other) != fold(spot.name.value):
        yield from _again(spot, other)


@sort
def duplicated(spot: Spot) -> Faults:
    """Below a key the same again."""
    yield from _again(spot, spot.name.value)
    yield from _again(spot, spot.name.value.upper())


def _again(spot: Spot, name: str) -> Faults:
    if spot.alone:
        first = " " * spot.column + name + spot.written[spot.name.end_mark.column :]
        rest = spot.file.lines[spot.line + 1 : spot.below]
        yield _put(spot, (spot.below, spot.below), [first, *rest], f"again as {name}")


# --- retype -------------------------------------------------------------------------------------------------------

_WRONG: dict[Scalar, tuple[str, ...]] = {
    Scalar.DATE: ("32-13-2024", "9. april", "2024", "i går", "2024-02-30", "12.30"),
    Scalar.DATETIME: ("32-13-2024", "2024-04-10 25:00", "snart"),
    Scalar.TIME: ("25.99", "8,5", "kl. 25", "morgen", "12.60"),
    Scalar.INTEGER: ("mange", "1,5", "21 stemmer", "XII"),
    Scalar.NUMBER: ("mange", "1.2.3", "2 mio.", "100 kr."),
    Scalar.BOOLEAN: ("måske", "2", "x"),
    Scalar.URL: ("hjemmeside", "www.example.org", "javascript:alert(1)", "https://", "https://a b"),
    Scalar.EMAIL: ("sekretariat.example.org", "sekretariat@", "@", "a@b"),
    Scalar.SLUG: ("Æble", "k7", "a_b_c", "a--b"),
    Scalar.FILE: ("../hemmelig.pdf", "/etc/passwd", "findes-ikke.pdf"),
}


@sort
def wrong_sort(spot: Spot) -> Faults:
    """A value that is not of the sort that is meant."""
    if spot.inline and isinstance(spot.type, Scalar):
        for value in _WRONG.get(spot.type, ()):
            yield _value(spot, value, "wrong sort")
            yield _value(spot, f'"{value}"', "wrong sort")
    if spot.inline and isinstance(spot.type, Choice):
        yield _value(spot, "vrøvl", "wrong choice")


@sort
def collection(spot: Spot) -> Faults:
    """A list or a map where one value is meant, or lists in lists."""
    if not spot.inline or isinstance(spot.type, Record):
        return
    head, lead, listed = spot.head.rstrip(), " " * spot.column, isinstance(spot.key.type, Many)
    for value in ("[a, b]", "{a: b}", "[]", "{}"):
        yield _value(spot, f"[{value}]" if listed else value, "collection")
    if not listed:
        yield _all(spot, [head, f"{lead}- a", f"{lead}- b"], "list below", 1)
    yield _all(spot, [head, f"{lead}  a: b"], "map below", 1)


@sort
def single(spot: Spot) -> Faults:
    """One value where keys with values are meant."""
    if isinstance(spot.type, Record) and spot.type.shorthand is None and spot.alone:
        for value in ("vrøvl", "12", '"a b"'):
            yield _all(spot, [spot.head + value], f"single {value}")


# --- misspell -----------------------------------------------------------------------------------------------------


def misspellings(word: str) -> Iterator[str]:
    """A word with one letter too few, one too many, or two exchanged."""
    for at in range(len(word)):
        if word[at].isalpha():
            yield word[:at] + word[at + 1 :]
            yield word[:at] + word[at] + word[at:]
            if at + 1 < len(word) and word[at + 1].isalpha() and word[at] != word[at + 1]:
                yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


@sort
def key_misspelt(spot: Spot) -> Faults:
    """A key with a letter wrong."""
    for word in misspellings(spot.name.value):
        if word and fold(word) not in names_of(spot.cls):
            yield _key(spot, _named(spot, word), f"key misspelt {word}", spot.name.value)


@sort
def choice_misspelt(spot: Spot) -> Faults:
    """A value of a closed vocabulary with a letter wrong."""
    if isinstance(spot.type, Choice):
        known = values_of(spot.type.members)
        yield from (_respelt(spot, *each) for each in _misspelt(spot) if fold(each[1]) not in known)


@sort
def reference_misspelt(spot: Spot) -> Faults:
    """A reference with a letter wrong. Where words are taken too, only what looks like no word is a reference."""
    if isinstance(spot.type, Reference):
        free = spot.type.free
        yield from (
            _respelt(spot, node, word)
            for node, word in _misspelt(spot)
            if not free or re.fullmatch("[a-z0-9/-]+", node.value)
        )


def _misspelt(spot: Spot) -> Iterator[tuple[yaml.ScalarNode, str]]:
    return ((node, word) for node in spot.scalars for word in misspellings(node.value) if word)


def _respelt(spot: Spot, node: yaml.ScalarNode, word: str) -> Fault:
    at, line = node.start_mark.line, spot.file.lines[node.start_mark.line]
    new = line[: node.start_mark.column] + word + line[node.end_mark.column :]
    return _put(spot, (at, at + 1), [new], f"respelt {word}", meant=node.value)


@sort
def link_misspelt(spot: Spot) -> Faults:
    """A link in the text with a letter wrong; of what was taken down nobody reads the text."""
    if spot is not spot.file.spots[0] or "retracted" in spot.names:
        return
    for number, line in enumerate(spot.file.lines[spot.file.end :], spot.file.end):
        for link in re.finditer(r"(?<=\[\[)[^\]|#]+(?=[\]|])", line):
            for word in misspellings(link[0]):
                new = line[: link.start()] + word + line[link.end() :]
                yield _put(spot, (number, number + 1), [new], f"link misspelt {word}", meant=link[0])


# --- indentation --------------------------------------------------------------------------------------------------


@sort
def indented(spot: Spot) -> Faults:
    """A line stands one space too far in or out."""
    for number, line in _own(spot):
        yield _at(spot, number, " " + line, "further in")
        if line.startswith(" "):
            yield _at(spot, number, line[1:], "further out")


@sort
def tabbed(spot: Spot) -> Faults:
    """A tab stands for the spaces before a line, or after a hyphen."""
    for number, line in _own(spot):
        yield _at(spot, number, "\t" + line.lstrip(" "), "tab")
        if re.match(r" *- ", line):
            yield _at(spot, number, line.replace("- ", "-\t", 1), "tab after hyphen")


@sort
def dash_moved(spot: Spot) -> Faults:
    """The hyphen of an entry is gone or another sign, or it has no space or one too many."""
    for number, line in _own(spot):
        found = re.match(r"( *)- (.*)", line)
        if found:
            lead, rest = found.groups()
            for sign in ("-", "  ", "-  ", "– ", "— ", "• ", "* "):
                yield _at(spot, number, lead + sign + rest, f"{sign!r} for the hyphen")


# --- what YAML takes for its own ----------------------------------------------------------------------------------


@sort
def colon_inside(spot: Spot) -> Faults:
    """A colon in a value without quotes."""
    if spot.plain:
        for value in (f"{spot.value}: idet", f"A: {spot.value}", f"{spot.value}:", f"“{spot.value}: ja”"):
            yield _value(spot, value, "colon inside")


@sort
def sign_first(spot: Spot) -> Faults:
    """A value that begins with a sign that YAML keeps for itself."""
    if spot.plain:
        for sign in ("@", "%", "*", "&", "`", "!", "|", ">", "- ", "? ", "[", "{", "]", "}", ",", "#", "**", "> "):
            yield _value(spot, sign + spot.value, "sign first")


@sort
def quote_open(spot: Spot) -> Faults:
    """A quote without its partner; an apostrophe at the end is none."""
    if spot.plain:
        for value in (f'"{spot.value}', f"'{spot.value}", f'{spot.value}"'):
            yield _value(spot, value, "quote open")
    if spot.inline and isinstance(spot.node, yaml.ScalarNode) and spot.node.style in ("'", '"'):
        yield _value(spot, spot.value[1:], "quote open")
        yield _value(spot, spot.value[:-1], "quote open")
    if spot.inline and isinstance(spot.node, yaml.SequenceNode):
        for node in spot.scalars:
            for value in (f'"{node.value}', f"'{node.value}", f'{node.value}"'):
                yield _respelt(spot, node, value)


@sort
def quote_inside(spot: Spot) -> Faults:
    """Quotes in quotes, text after them, and backslashes in them that no machine writes."""
    if spot.plain:
        value = spot.value
        for new in (f'"{value}" mv.', f'"A "{value}" B"', f"'{value}' mv.", f"'Lars' {value}'"):
            yield _value(spot, new, "quote inside")
        if value[0] not in "ntxuU/":
            yield _value(spot, f'"C:\\{value}"', "backslash")


@sort
def bracket_open(spot: Spot) -> Faults:
    """A bracket without its partner, or with a wrong one."""
    if spot.inline and spot.node.value and isinstance(spot.node, yaml.SequenceNode):
        inner = spot.value[1:-1]
        for form in ("[{}", "{}]", "[{}]]", "[[{}]", "[{}}}", "{{{}]", "[{},"):
            yield _value(spot, form.format(inner), "bracket open")


@sort
def flow_cut(spot: Spot) -> Faults:
    """A record in braces, cut at a comma, or with a comma in a value without quotes."""
    if not isinstance(spot.type, Record):
        return
    for node in spot.node.value if isinstance(spot.node, yaml.SequenceNode) else [spot.node]:
        if not isinstance(node, yaml.MappingNode) or len(node.value) < 2 or node.flow_style:
            continue
        if any(not isinstance(value, yaml.ScalarNode) or value.style in ("|", ">") for _, value in node.value):
            continue
        pairs = [f"{name.value}: {_flow(value.value)}" for name, value in node.value]
        span = node.start_mark.line, max(value.end_mark.line for _, value in node.value) + 1
        head = spot.file.lines[span[0]][: node.start_mark.column] + "{"
        for count in range(1, len(pairs)):
            first, rest = ", ".join(pairs[:count]), ", ".join(pairs[count:])
            yield _put(spot, span, [f"{head}{first},"], f"cut after {count}")
            yield _put(spot, span, [f"{head}{first}, og mere, {rest}}}"], "comma in value")


def _flow(value: str) -> str:
    """A value as it stands in braces."""
    return f"'{value}'" if re.search(r"[^\w ./-]", value) else value


@sort
def block_open(spot: Spot) -> Faults:
    """A text of several lines that does not stand further in, or that begins beside its sign."""
    if not spot.alone or spot.type not in (Scalar.TEXT, Scalar.LINE) or isinstance(spot.key.type, Many):
        return
    head, lead = spot.head, " " * spot.column
    text, more = "Godkendt, idet farten sættes ned.", "Resten tages op igen."
    for sign in "|>":
        yield _all(spot, [head + sign, lead + text, lead + more], "text not further in", 1)
        yield _all(spot, [f"{head}{sign} {text}", f"{lead}  {more}"], "text beside sign")
        yield _all(spot, [head + sign, f"{lead}  {text}", f"{lead} {more}"], "text further out", 2)
    yield _all(spot, [head + text, lead + more], "second line not further in", 1)
