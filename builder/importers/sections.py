"""A body cut at its `##` headings, each section brought together with the source as a value is."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from builder.importers.entries import digest
from builder.importers.merging import Clash, Why

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_HEADING = re.compile(r"##(?!#)[ \t]*(.*?)[ \t#]*$")


@dataclass(frozen=True)
class Section:
    """A part of a body.

    Args:
        name: its heading in words; "" for what stands before the first, and with its number where it stands again.
        text: all of it, the heading too, to the last sign before the next.
    """

    name: str
    text: str

    @property
    def sign(self) -> str:
        """By what its heading is remembered."""
        return digest(self.name)[:8]

    @property
    def digest(self) -> str:
        """By what its text is remembered: without empty lines around it, and white space at the ends of lines."""
        lines = (line.rstrip() for line in unicodedata.normalize("NFC", self.text).splitlines())
        return digest("\n".join(lines).strip("\n"))


def cut(body: str) -> tuple[Section, ...]:
    """The sections of a body, in order; together they are all of it."""
    parts: list[tuple[str, list[str]]] = [("", [])]
    count: Counter[str] = Counter()
    for line in _LINE.findall(body):
        if found := _HEADING.match(line.rstrip("\r\n")):
            name = unicodedata.normalize("NFC", " ".join(found[1].split())) or "#"
            count[name] += 1
            parts.append((f"{name} ({count[name]})" if count[name] > 1 else name, []))
        parts[-1][1].append(line)
    made = (Section(name, "".join(lines)) for name, lines in parts)
    return tuple(each for number, each in enumerate(made) if number or each.text)


def known(body: str) -> dict[str, str]:
    """What is remembered of a body: the digests of its sections by those of their headings."""
    return {each.sign: each.digest for each in cut(body) if each.text.strip()}


def merge(
    have: str, gives: str, before: Mapping[str, str], others: Sequence[Mapping[str, str]], *, owns: bool
) -> tuple[str, tuple[Clash, ...]]:
    """Bring the bodies of a file and of a source together.

    Args:
        have: the file's, as it lies there.
        gives: the source's.
        before: what the source had last, as `known` remembers it.
        others: what other sources had last.
        owns: whether a section goes that the source has no more.

    Returns:
        The file's new body, and what clashes.
    """
    here, there = list(cut(have)), [each for each in cut(gives) if each.text.strip()]
    line_end = (re.search(r"\r\n|\n|\r", have) or ["\n"])[0]
    clashes: list[Clash] = []
    both = {each.name for each in there} & {each.name for each in here if each.text.strip()}
    # Where the section stands that the source has before the one that is looked at; new ones come before those that
    # both have, and behind all where there are none.
    place = -1 if both else len(here) - 1
    for each in there:
        found = next((n for n, other in enumerate(here) if other.name == each.name and other.text.strip()), None)
        was = before.get(each.sign, "")
        if found is None:
            if each.digest != was and not any(other.get(each.sign) == each.digest for other in others):
                place = _put(here, place, each, line_end)
            continue
        has = here[found].digest
        if each.digest not in (was, has):
            if has == was:
                here[found] = Section(each.name, _in_place(here[found].text, each.text, line_end))
            else:
                clashes.append(Clash(_called(each), here[found].text.strip(), each.text.strip(), _why(was)))
        place = found
    if owns:
        gives_ = {each.sign for each in there}
        gone = {sign: was for sign, was in before.items() if sign not in gives_ and not any(sign in o for o in others)}
        clashes += [
            Clash(_called(each), each.text.strip(), "", Why.GONE)
            for each in here
            if each.text.strip() and gone.get(each.sign, each.digest) != each.digest
        ]
        here = [each for each in here if not each.text.strip() or gone.get(each.sign) != each.digest]
    return "".join(each.text for each in here), tuple(clashes)


def _why(was: str) -> Why:
    return Why.BOTH if was else Why.OTHER


def _called(section: Section) -> str:
    return f"## {section.name}" if section.name else "##"


def _in_place(old: str, new: str, line_end: str) -> str:
    """The new text with the empty lines around it that the old one had."""
    words = old.strip("\r\n")
    start = old.index(words)
    return old[:start] + _with(new.strip("\r\n"), line_end) + old[start + len(words) :]


def _with(text: str, line_end: str) -> str:
    return line_end.join(text.splitlines())


def _put(here: list[Section], place: int, new: Section, line_end: str) -> int:
    """Put a section behind another, with an empty line between; where it stands then.

    One that the source has first comes before all with a heading.
    """
    if place < 0:
        place = 0 if here and not here[0].name else -1
    if not new.name:  # what has no heading stands before all that have; white space alone may have stood there
        here[:] = [each for each in here if each.name]
        place = -1
    if place >= 0 and here[place].text.strip():
        last = here[place].text
        ends = len(last) - len(last.rstrip())
        gap = len(re.findall(r"\r\n|\n|\r", last[len(last) - ends :])) if ends else 0
        here[place] = Section(here[place].name, last + line_end * max(0, 2 - gap))
    text = _with(new.text.strip("\r\n"), line_end) + line_end
    follows = place + 1 < len(here)
    here.insert(place + 1, Section(new.name, text + (line_end if follows else "")))
    return place + 1
