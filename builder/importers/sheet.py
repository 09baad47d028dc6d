"""A page for the editor's eye: the source on the left, what was made of it on the right, what is unsure marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from builder.importers.captions import Row, caption, rows
from builder.importers.documents import Imported, Refused
from builder.importers.drafts import Draft
from builder.importers.found import Doubt, ItemFound
from builder.importers.shelf import Shelf
from builder.model.values import Kind

Translate = Callable[[str], str]


@dataclass(frozen=True)
class SourceLine:
    """A line as the page shows it.

    Args:
        number: its place in the document.
        became: `placed` in a file, `told` in a field, `dropped` as furniture, `nowhere` where no rule explains it.
        parts: its text in pieces, each with what stood there before it was put right, else "".
    """

    number: int
    became: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Note:
    """Why to look at something, and the line it was read from; 0 for none."""

    words: str
    line: int


@dataclass(frozen=True)
class Field:
    """A key as the page shows it: its row in the file, and why to look at it."""

    row: Row
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class File:
    """A file: its path, its values, its text, and what is unsure of the whole of it."""

    path: str
    fields: tuple[Field, ...]
    body: str
    notes: tuple[Note, ...]

    @property
    def unsure(self) -> int:
        """How much of it should be looked at."""
        return len(self.notes) + sum(len(each.notes) for each in self.fields)


@dataclass(frozen=True)
class Pair:
    """Lines of the source and the files that were made of them.

    Args:
        title: of the point, with its number; empty for what stands before, between and behind points.
        elsewhere: the file that the point went to, where it is not beside it: the meeting's, or one told before.
    """

    title: str
    lines: tuple[SourceLine, ...]
    files: tuple[File, ...]
    elsewhere: str = ""

    @property
    def unsure(self) -> int:
        """How much of it should be looked at."""
        return sum(each.unsure for each in self.files)


@dataclass(frozen=True)
class Sheet:
    """One document: its pairs in the order of the source, what is unsure of all of it, and counts."""

    name: str
    notes: tuple[Note, ...]
    pairs: tuple[Pair, ...]
    unsure: int
    told: int
    nowhere: int
    repaired: int
    files: int


def page(results: Sequence[Imported | Refused], shelf: Shelf, translate: Translate) -> str:
    """The page, as one file of HTML that needs nothing else.

    Args:
        results: what came of each document.
        shelf: the content folder; it knows how files are written, and the page's language.
        translate: from a message id to words.
    """
    environment = Environment(
        loader=PackageLoader("builder.importers", "sheets"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    sheets = [sheet_of(each, shelf, translate) for each in results if isinstance(each, Imported)]
    refused = [
        (str(each.path), translate(each.reason).format(**each.said)) for each in results if isinstance(each, Refused)
    ]
    made = environment.get_template("import.html")
    return made.render(sheets=sheets, refused=refused, _=translate, language=shelf.language.value)


def sheet_of(each: Imported, shelf: Shelf, translate: Translate) -> Sheet:
    """One document as the page shows it."""
    notes: dict[str, list[Doubt]] = {}
    for path, doubt in each.filed.doubts:
        notes.setdefault(path, []).append(doubt)
    files = {draft.path: _file(draft, notes.get(draft.path, ()), shelf, translate) for draft in each.filed.drafts}
    shown = tuple(_lines(each))
    return Sheet(
        each.path.name,
        tuple(Note(_words(doubt, translate), doubt.line) for doubt in notes.get("", ())),
        tuple(_pairs(each, shown, files)),
        unsure=len(each.filed.doubts),
        told=sum(line.became == "told" for line in shown),
        nowhere=sum(line.became == "nowhere" for line in shown),
        repaired=len(each.minutes.reading.repairs),
        files=len(files),
    )


def _pairs(each: Imported, shown: Sequence[SourceLine], files: Mapping[str, File]) -> Iterator[Pair]:
    """The head of the document beside the files of meeting and bodies, then each point beside its own."""
    cases = {draft.path for draft in each.filed.drafts if draft.kind is Kind.CASE}
    meeting_first = sorted((draft for draft in each.filed.drafts if draft.kind is not Kind.CASE), key=_by_kind)
    items = list(zip(each.minutes.items, each.filed.places, strict=True))
    taken = _before(shown, items[0][0].lines[0] if items else shown[-1].number + 1 if shown else 0)
    yield Pair("", tuple(shown[:taken]), tuple(files[draft.path] for draft in meeting_first))
    seen: set[str] = set()
    for number, (item, path) in enumerate(items):
        end = _before(shown, item.lines[1] + 1)
        own, taken = shown[taken:end], max(taken, end)
        beside = path in cases and path not in seen
        seen.add(path)
        yield Pair(_title(item), tuple(own), (files[path],) if beside else (), "" if beside else path)
        after = items[number + 1][0].lines[0] if number + 1 < len(items) else shown[-1].number + 1
        if (end := _before(shown, after)) > taken:
            between, taken = shown[taken:end], end
            yield Pair("", tuple(between), ())


def _by_kind(draft: Draft) -> bool:
    return draft.kind is not Kind.MEETING


def _before(shown: Sequence[SourceLine], number: int) -> int:
    """How many lines stand before one of a number."""
    return sum(line.number < number for line in shown)


def _title(item: ItemFound) -> str:
    number = item.number.text
    return f"{number}. {item.title.text}" if number else item.title.text


def _lines(each: Imported) -> Iterator[SourceLine]:
    became = {line.number: "dropped" for line in each.account.dropped}
    became |= {line.number: "told" for line in each.account.told}
    became |= {line: "nowhere" for line in each.minutes.unplaced if became.get(line) == "told"}
    repairs: dict[int, list[tuple[str, str]]] = {}
    for repair in each.minutes.reading.repairs:
        repairs.setdefault(repair.line, []).append((repair.was, repair.now))
    for line in each.minutes.reading.lines:
        if line.text:
            parts = tuple(_parts(line.text, repairs.get(line.number, ())))
            yield SourceLine(line.number, became.get(line.number, "placed"), parts)


def _parts(text: str, repairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """A text in pieces; before a word that was put right what stood there. What is not found any more ends it."""
    for was, now in repairs:
        before, found, after = text.partition(now)
        if not found:
            yield "", was
            continue
        if before:
            yield before, ""
        yield now, was
        text = after
    if text:
        yield text, ""


def _file(draft: Draft, doubts: Iterable[Doubt], shelf: Shelf, translate: Translate) -> File:
    writer = shelf.hand(draft.path, draft.kind)
    by_key: dict[str, list[Note]] = {}
    for doubt in doubts:
        by_key.setdefault(doubt.path, []).append(Note(_words(doubt, translate), doubt.line))
    fields = tuple(Field(row, tuple(by_key.pop(row.path, ()))) for row in rows(draft.kind, draft.values, writer))
    left = []
    for path, notes in by_key.items():
        key = caption(draft.kind, path, danish=writer.danish_keys)
        left += [Note(f"{key}: {note.words}" if key else note.words, note.line) for note in notes]
    told = tuple(each for each in fields if each.notes or not each.row.is_list)  # its entries bear its name
    return File(draft.path, told, draft.body, tuple(left))


def _words(doubt: Doubt, translate: Translate) -> str:
    return translate(doubt.reason).format(**doubt.said)


def written(path: Path, results: Sequence[Imported | Refused], shelf: Shelf, translate: Translate) -> None:
    """Write the page."""
    path.write_text(page(results, shelf, translate), "utf-8")
