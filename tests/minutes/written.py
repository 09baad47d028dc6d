"""What an import wrote into a content folder, as typed records and blocks of text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from builder import schema
from builder.diagnostics import Severity
from builder.model.parts import Handling
from builder.model.records import Case, Meeting
from builder.model.values import Kind
from builder.sources import classify
from builder.urls import slug
from minutes.facts import plain

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_ENTRY = re.compile(r"\s*(?:[-*+•]|\d+[.)])\s+(.*)")
_MEETING = re.compile(r"(\d{4}-\d\d-\d\d)-(.+?)(?:-\d+)?")


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, an entry of a list or a row of a table.

    Args:
        kind: `heading`, `paragraph`, `entry` or `row`.
        text: plain words, without the mark.
        level: of a heading.
        run: entries of one list bear one number.
    """

    kind: str
    text: str
    level: int = 0
    run: int = 0


@dataclass(frozen=True)
class Subject:
    """An item of the agenda, wherever it was written.

    Args:
        home: `case` or `meeting`.
        titles: plain.
        record: the case, or the item of the meeting.
        numbers: the numbers it bears on agendas of this document.
        handlings: of a case its own; of an item of a meeting one, made of it.
        blocks: the text below the front matter.
        text: the whole file, plain; of an item of a meeting its own values.
    """

    home: str
    titles: frozenset[str]
    record: Any
    handlings: tuple[Handling, ...]
    blocks: tuple[Block, ...] = ()
    text: str = ""
    numbers: frozenset[str] = frozenset()


@dataclass
class Written:
    """All files of a content folder.

    Args:
        bodies: by slug, every name of a body, plain.
        authorities: their names, plain.
        meetings: day, slug of the body, record.
        points: of each meeting, what stands in its text below a heading, by the heading in words.
        cases: by reference, the cases.
        subjects: cases, and the items of meetings that are no cases.
        broken: what is wrong with the files themselves.
        text: all of them, plain.
    """

    bodies: dict[str, set[str]] = field(default_factory=dict)
    authorities: list[str] = field(default_factory=list)
    meetings: list[tuple[date, str, Meeting]] = field(default_factory=list)
    cases: dict[str, Case] = field(default_factory=dict)
    points: list[dict[str, str]] = field(default_factory=list)
    subjects: list[Subject] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    text: str = ""

    def called(self, reference: str, name: str) -> bool:
        """Whether a reference to a body means the body of that name."""
        own = reference.rpartition("/")[2]
        return plain(name) in self.bodies.get(own, {plain(own)}) or slug(name) == own


def written(content: Path) -> Written:
    """Read a content folder."""
    found, bodies = Written(), {}
    for path in sorted(content.rglob("*.md")):
        name = path.relative_to(content).as_posix()
        place, text = classify(name), path.read_text("utf-8")
        found.text += plain(text) + "\n"
        if place is None:
            found.broken.append(f"{name} is no file of an archive")
            continue
        reading = schema.read(text, name, place.kind)
        found.broken += [f"{name}: {each.code} {each.field}" for each in reading.findings if _is_error(each)]
        if reading.record is None:
            continue
        parts, stem = name.split("/"), path.stem
        if place.kind is Kind.AUTHORITY:
            found.authorities.append(plain(reading.record.name))
        elif place.kind is Kind.BODY:
            said = reading.record
            found.bodies[stem] = {
                plain(each) for each in (stem, said.name, said.abbreviation, *said.other_names) if each
            }
        elif place.kind is Kind.MEETING and (match := _MEETING.fullmatch(stem)):
            found.meetings.append((date.fromisoformat(match[1]), match[2], reading.record))
            found.points.append(_below_headings(reading.body))
        elif place.kind is Kind.CASE:
            reference = "/".join([parts[0], *parts[2:-1], stem])
            found.cases[reference] = reading.record
            bodies[reference] = (reading.body, text)
    found.subjects = [*_cases(found, bodies), *_items(found)]
    return found


def _is_error(finding: Any) -> bool:
    return bool(finding.severity is Severity.ERROR)


def _cases(found: Written, bodies: Mapping[str, tuple[str, str]]) -> Iterator[Subject]:
    numbers: dict[str, set[str]] = {}
    for _day, _body, meeting in found.meetings:
        for item in meeting.items:
            if item.case and item.number:
                numbers.setdefault(_bare(item.case), set()).add(item.number)
    for reference, case in found.cases.items():
        titles = frozenset(plain(each) for each in (case.title, case.public_title) if each)
        own = {each.item for each in case.handlings if each.item} | numbers.get(_bare(reference), set())
        body, text = bodies[reference]
        yield Subject("case", titles, case, case.handlings, tuple(blocks(body)), plain(text), frozenset(own))


def _below_headings(markdown: str) -> dict[str, str]:
    """What stands below each heading of the second level, by its words."""
    parts = re.split(r"^## (.*)$", markdown, flags=re.MULTILINE)
    return {plain(name): text for name, text in zip(parts[1::2], parts[2::2], strict=True)}


def _bare(reference: str) -> str:
    """A reference to a case without its authority, which may be left out."""
    return "/".join(reference.split("/")[-2:])


def _items(found: Written) -> Iterator[Subject]:
    for (day, body, meeting), points in zip(found.meetings, found.points, strict=True):
        for item in meeting.items:
            if item.case:
                continue
            below = points.get(plain(". ".join(filter(None, (item.number, item.title)))), "")
            handling = Handling(
                body=body,
                date=day,
                item=item.number,
                role=item.role,
                outcome=item.outcome,
                phrase=item.phrase,
                decision=item.decision,
                public_decision=item.public_decision,
                access=item.access,
            )
            titles = frozenset(plain(each) for each in (item.title, item.public_title) if each)
            text = plain(" ".join(filter(None, (item.title, item.summary, item.phrase, item.decision, below))))
            numbers = frozenset(filter(None, [item.number]))
            said = tuple(blocks("\n\n".join(filter(None, (below, item.decision or item.phrase)))))
            yield Subject("meeting", titles, item, (handling,), said, text, numbers)


def blocks(markdown: str) -> Iterator[Block]:
    """The blocks of a text, in order; a paragraph within a list ends the list, a blank line does not."""
    pending: list[str] = []
    kind, run, runs = "", 0, 0

    def done() -> Iterator[Block]:
        nonlocal pending
        if pending:
            yield Block(kind, plain(" ".join(pending)), run=run if kind == "entry" else 0)
        pending = []

    for line in markdown.splitlines():
        heading, entry, row = _HEADING.fullmatch(line), _ENTRY.fullmatch(line), line.strip().startswith("|")
        if not line.strip():
            yield from done()
        elif heading:
            yield from done()
            yield Block("heading", plain(heading[2]), len(heading[1]))
            kind = "heading"
        elif entry or row:
            yield from done()
            if entry and kind != "entry":
                runs += 1
            kind, run = ("entry", runs) if entry else ("row", 0)
            pending = [entry[1] if entry else line]
            if row:
                yield from done()
        else:
            if not pending and not (kind == "entry" and line.startswith("  ")):
                kind = "paragraph"
            pending.append(line)
    yield from done()
