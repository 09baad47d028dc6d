"""The numbers of Word's lists, which stand nowhere in its files: counted, and written into the paragraphs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

_NS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY, _NUMBERING, _STYLES = "word/document.xml", "word/numbering.xml", "word/styles.xml"
_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True)
class _Level:
    """How a level of a list is counted: in which figures, from where, and what is set around the number."""

    figures: str
    start: int
    form: str


@dataclass(frozen=True)
class _Place:
    """The list of a paragraph and its level in it."""

    list: str
    level: int


def written(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts of a Word document, every counted paragraph with its number, and every list one of bullets.

    Raises:
        lxml.etree.LxmlError: the XML is broken.
    """
    if _NUMBERING not in parts:
        return dict(parts)
    numbering, body = _tree(parts[_NUMBERING]), _tree(parts[_BODY])
    lists = _lists(numbering)
    styles = _by_style(_tree(parts[_STYLES])) if _STYLES in parts else {}
    counts: dict[str, dict[int, int]] = defaultdict(dict)
    for paragraph in body.iter(f"{_NS}p"):
        place = _place(paragraph, styles)
        levels = lists.get(place.list, ("", {}))[1] if place else {}
        if place is None or place.level not in levels or not _has_text(paragraph):
            continue
        label = _counted(counts[lists[place.list][0]], levels, place.level)
        if label:
            _insert(paragraph, f"{label} ")
    for figures in numbering.iter(f"{_NS}numFmt"):
        figures.set(f"{_NS}val", "bullet")
    return {**parts, _NUMBERING: etree.tostring(numbering), _BODY: etree.tostring(body)}


def _tree(part: bytes) -> etree._Element:
    return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def _value(element: etree._Element | None, path: str) -> str | None:
    found = element.find(path) if element is not None else None
    return None if found is None else found.get(f"{_NS}val")


def _path(*names: str) -> str:
    return "/".join(f"{_NS}{name}" for name in names)


def _lists(numbering: etree._Element) -> dict[str, tuple[str, dict[int, _Level]]]:
    """By the id of a list what it counts together with, and its levels."""
    forms = {
        each.get(f"{_NS}abstractNumId"): {
            int(level.get(f"{_NS}ilvl") or 0): _Level(
                _value(level, _path("numFmt")) or "decimal",
                int(_value(level, _path("start")) or 1),
                _value(level, _path("lvlText")) or "",
            )
            for level in each.iter(f"{_NS}lvl")
        }
        for each in numbering.findall(_path("abstractNum"))
    }
    found = {}
    for each in numbering.findall(_path("num")):
        name, form = each.get(f"{_NS}numId") or "", _value(each, _path("abstractNumId"))
        levels = dict(forms.get(form, {}))
        anew = False
        for change in each.findall(_path("lvlOverride")):
            level, start = int(change.get(f"{_NS}ilvl") or 0), _value(change, _path("startOverride"))
            if start is not None and level in levels:
                levels[level] = _Level(levels[level].figures, int(start), levels[level].form)
                anew = True
        found[name] = (f"list {name}" if anew else f"form {form}", levels)
    return found


def _by_style(styles: etree._Element) -> dict[str, _Place]:
    """The list of each style of paragraphs that has one, itself or by the style that it is based on."""
    own: dict[str, tuple[str | None, str | None, str | None]] = {}
    for each in styles.findall(_path("style")):
        own[each.get(f"{_NS}styleId") or ""] = (
            _value(each, _path("pPr", "numPr", "numId")),
            _value(each, _path("pPr", "numPr", "ilvl")),
            _value(each, _path("basedOn")),
        )
    found = {}
    for name in own:
        at, seen, level = name, {name}, own[name][1]
        while own[at][0] is None and own[at][2] in own and own[at][2] not in seen:
            at = own[at][2] or ""
            seen.add(at)
            level = level if level is not None else own[at][1]
        if number := own[at][0]:
            found[name] = _Place(number, int(level or 0))
    return found


def _place(paragraph: etree._Element, styles: Mapping[str, _Place]) -> _Place | None:
    by_style = styles.get(_value(paragraph, _path("pPr", "pStyle")) or "")
    number = _value(paragraph, _path("pPr", "numPr", "numId"))
    level = _value(paragraph, _path("pPr", "numPr", "ilvl"))
    if number is None:
        return by_style
    return _Place(number, int(level) if level is not None else by_style.level if by_style else 0)


def _has_text(paragraph: etree._Element) -> bool:
    return any(each.text and each.text.strip() for each in paragraph.iter(f"{_NS}t"))


def _counted(counts: dict[int, int], levels: Mapping[int, _Level], level: int) -> str:
    """The next number of a level, as it is set; empty for a bullet."""
    counts[level] = counts.get(level, levels[level].start - 1) + 1
    for deeper in [each for each in counts if each > level]:
        del counts[deeper]
    if levels[level].figures in {"bullet", "none"}:
        return ""

    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        return _figures(counts.get(at, levels[at].start), levels[at].figures) if at in levels else ""

    return _PLACE.sub(number, levels[level].form).strip()


def _figures(number: int, kind: str) -> str:
    if kind in {"lowerLetter", "upperLetter"} and number > 0:
        said = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 % 5 + 1)
    elif kind in {"lowerRoman", "upperRoman"} and 0 < number < 40:
        said, left = "", number
        for worth, sign in _ROMAN:
            said += sign * (left // worth)
            left %= worth
    else:
        return f"{number:02d}" if kind == "decimalZero" else str(number)
    return said.upper() if kind.startswith("upper") else said


def _insert(paragraph: etree._Element, label: str) -> None:
    run = etree.Element(f"{_NS}r")
    text = etree.SubElement(run, f"{_NS}t")
    text.text = label
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    properties = paragraph.find(_path("pPr"))
    paragraph.insert(0 if properties is None else list(paragraph).index(properties) + 1, run)
