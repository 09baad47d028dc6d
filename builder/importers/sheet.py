"""A page for the editor's eye: the source on the left, what was made of it on the right, what is unsure marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from builder.importers.documents import Imported, Refused
from builder.importers.drafts import Draft
from builder.importers.found import Doubt

Translate = Callable[[str], str]


@dataclass(frozen=True)
class SourceLine:
    """A line as the page shows it: what became of it, and the words in it that were put right."""

    number: int
    text: str
    became: str  # placed, told, dropped
    repairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Field:
    """A value as the page shows it: its key's path, its words, and why to look at it."""

    path: str
    value: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class File:
    """A file: its path, its values, its text, and what is unsure of the whole of it."""

    path: str
    fields: tuple[Field, ...]
    body: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """Lines of the source and the files that were made of them."""

    lines: tuple[SourceLine, ...]
    files: tuple[File, ...]


@dataclass(frozen=True)
class Sheet:
    """One document."""

    name: str
    notes: tuple[str, ...]
    pairs: tuple[Pair, ...]
    unsure: int
    told: int


def page(results: Sequence[Imported | Refused], translate: Translate, language: str) -> str:
    """The page, as one file of HTML that needs nothing else.

    Args:
        results: what came of each document.
        translate: from a message id to words.
        language: the page's own.
    """
    environment = Environment(
        loader=PackageLoader("builder.importers", "sheets"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    sheets = [sheet_of(each, translate) for each in results if isinstance(each, Imported)]
    refused = [
        (str(each.path), translate(each.reason).format(**each.said)) for each in results if isinstance(each, Refused)
    ]
    made = environment.get_template("import.html")
    return made.render(sheets=sheets, refused=refused, _=translate, language=language)


def sheet_of(each: Imported, translate: Translate) -> Sheet:
    """One document as the page shows it."""
    minutes, filed = each.minutes, each.filed
    notes: dict[str, list[Doubt]] = {}
    for path, doubt in filed.doubts:
        notes.setdefault(path, []).append(doubt)
    shown = list(_lines(each))
    files = {draft.path: _file(draft, notes.get(draft.path, ()), translate) for draft in filed.drafts}
    pairs, taken = [], 0
    used: set[str] = set()
    for item, path in zip(minutes.items, filed.places, strict=True):
        before = tuple(line for line in shown[taken:] if line.number < item.lines[0])
        if before:
            pairs.append(Pair(before, ()))
        own = tuple(line for line in shown[taken + len(before) :] if line.number <= item.lines[1])
        taken += len(before) + len(own)
        is_case = path in files and "/cases/" in path
        pairs.append(Pair(own, (files[path],) if is_case else ()))
        used |= {path} if is_case else set()
    rest = tuple(shown[taken:])
    others = tuple(file for path, file in files.items() if path not in used)
    if (
        pairs
        and not pairs[0].files
        and minutes.items
        and pairs[0].lines
        and pairs[0].lines[0].number < minutes.items[0].lines[0]
    ):
        pairs[0] = Pair(pairs[0].lines, others)
    else:
        pairs.insert(0, Pair((), others))
    if rest:
        pairs.append(Pair(rest, ()))
    whole = tuple(_words(doubt, translate) for doubt in notes.get("", ()))
    return Sheet(each.path.name, whole, tuple(pairs), len(filed.doubts), len(each.account.told))


def _lines(each: Imported) -> Iterator[SourceLine]:
    became = {line.number: "dropped" for line in each.account.dropped} | {
        line.number: "told" for line in each.account.told
    }
    repairs: dict[int, list[tuple[str, str]]] = {}
    for repair in each.minutes.reading.repairs:
        repairs.setdefault(repair.line, []).append((repair.was, repair.now))
    for line in each.minutes.reading.lines:
        if line.text:
            yield SourceLine(
                line.number, line.text, became.get(line.number, "placed"), tuple(repairs.get(line.number, ()))
            )


def _file(draft: Draft, doubts: Iterable[Doubt], translate: Translate) -> File:
    by_key: dict[str, list[str]] = {}
    for doubt in doubts:
        by_key.setdefault(doubt.path, []).append(_words(doubt, translate))
    fields = tuple(Field(path, value, tuple(by_key.pop(path, ()))) for path, value in flat(draft.values))
    left = tuple(note for notes in by_key.values() for note in notes)
    return File(draft.path, fields, draft.body, left)


def flat(values: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """The values of a file by the paths of their keys, as `amend` writes them; a list of words as one value."""
    for name, value in values.items():
        path = f"{before}{name}"
        if isinstance(value, str):
            yield path, value
        elif isinstance(value, Mapping):
            yield from flat(value, f"{path}.")
        elif all(isinstance(each, str) for each in value):
            yield path, ", ".join(value)
        else:
            for number, each in enumerate(value):
                if isinstance(each, str):
                    yield f"{path}[{number}]", each
                else:
                    yield from flat(each, f"{path}[{number}].")


def _words(doubt: Doubt, translate: Translate) -> str:
    return translate(doubt.reason).format(**doubt.said)


def written(path: Path, results: Sequence[Imported | Refused], translate: Translate, language: str) -> None:
    """Write the page."""
    path.write_text(page(results, translate, language), "utf-8")
