"""Beyond single facts: nothing that stands in a section is lost, and no words are given out as the document's own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import Any

from builder.model.parts import Handling
from minutes.facts import Facts, plain
from minutes.written import Subject, Written, written

TELLING = 30  # letters; a line of fewer may stand anywhere by chance
_NO_LETTER = re.compile(r"[\W_]+")
_TAG = re.compile(r"<[^>]*>")
Piece = tuple[int, str]  # the number of a line, from 1, and words that stand on it
_DIGITS = re.compile(r"\d+")


def letters(text: str) -> str:
    """Letters and digits alone, since lines, marks and quotes are written otherwise in Markdown."""
    return _NO_LETTER.sub("", plain(text))


def pieces(path: Path) -> list[Piece]:
    """The text of a document: its lines, or what stands between the tags of a web page, with the number of the line."""
    lines = list(enumerate(path.read_text("utf-8").split("\n"), 1))
    if path.suffix != ".html":
        return lines
    return [(number, unescape(each)) for number, line in lines for each in _TAG.split(line) if each.strip()]


def is_scanned(facts: Facts) -> bool:
    """Whether the document's letters are damaged, so that they need not be found again."""
    return any(fact.what == "ocr" for fact in facts.facts)


def lost(facts: Facts, document: Sequence[Piece], content: Path) -> list[str]:
    """The lines between the first and the last words of a section that are not in the item's file.

    A line that stands several times in the document, whatever its numbers, is there for the page.
    """
    if is_scanned(facts):
        return []
    often = Counter(_DIGITS.sub("", letters(text)) for _, text in document)
    files = {title: each.text for each in written(content).subjects for title in each.titles}
    texts = {item: letters(files.get(plain(item), "")) for item in facts.homes}
    missing = []
    for item, start, stop in _ranges(facts, document):
        for number, text in document[start : stop + 1]:
            said = letters(text)
            if len(said) >= TELLING and often[_DIGITS.sub("", said)] == 1 and said not in texts[item]:
                missing.append(f"line {number}: »{item}«: is lost: {text}")
    return missing


def _ranges(facts: Facts, document: Sequence[Piece]) -> Iterator[tuple[str, int, int]]:
    """The first and last whole pieces of each section of which both ends are known, by their places."""
    stream, owners = "", []
    for place, (_, text) in enumerate(document):
        stream += letters(text)
        owners += [place] * (len(stream) - len(owners))
    for fact in facts.facts:
        if fact.what != "section" or fact.key != "last" or "first" not in fact.thing:
            continue
        begin = next((at for at, owner in enumerate(owners) if document[owner][0] >= fact.line), len(owners))
        first = stream.find(letters(str(fact.thing["first"])), begin)
        last = stream.find(letters(str(fact.value)), first)
        if first < 0 or last < 0:
            raise AssertionError(f"{fact}: its ends do not stand there")
        # A heading may be glued to the first line, so that one counts from the next line on.
        glued = first > 0 and owners[first - 1] == owners[first]
        yield fact.item, owners[first] + glued, owners[last]


def unsaid(facts: Facts, document: Sequence[Piece], content: Path) -> list[str]:
    """Names, numbers, titles and phrases in what was written that are not words of the document."""
    if is_scanned(facts):
        return []
    text = " ".join(each for _, each in document)
    stream, words = letters(text), set(map(letters, text.split()))
    found = written(content)
    wrong = []
    for where, value in [*_of_meetings(found), *(each for one in found.subjects for each in _of_subject(one))]:
        apart = [letters(word) for word in str(value).split()]
        # A title may be cut by a number, a decision by the foot of a page: then each word must be there.
        if letters(str(value)) not in stream and not (len(apart) > 2 and set(apart) - {""} <= words):
            wrong.append(f"{where}: {value!r} is not in the document")
    return wrong


Said = Iterator[tuple[str, Any]]


def _of_meetings(found: Written) -> Said:
    for _day, _body, meeting in found.meetings:
        yield from _people("present", meeting.present)
        yield from _people("absent", meeting.absent)
        yield from [("place", meeting.place)] if meeting.place else []


def _of_subject(subject: Subject) -> Said:
    record = subject.record
    for key in ("title", "case_number", "kle", "recommended_by"):
        if value := getattr(record, key, None):
            yield key, value
    for attachment in getattr(record, "attachments", ()):
        for key in ("title", "number"):
            if value := getattr(attachment, key):
                yield f"attachment.{key}", value
    for handling in subject.handlings:
        yield from _of_handling(handling)


def _of_handling(handling: Handling) -> Said:
    for key in ("phrase", "decision"):
        if value := getattr(handling, key):
            yield key, value
    for key in ("absent", "recused", "not_participating"):
        yield from _people(key, getattr(handling, key))
    for statement in handling.statements:
        yield "statement", statement.text
    votes = handling.votes
    for key in ("in_favour", "against", "abstained", "reservations"):
        yield from [(f"votes.{key}", voice) for voice in (getattr(votes, key) if votes else ())]


def _people(key: str, people: Sequence[Any]) -> Said:
    for person in people:
        for name in (person.name, person.substitute):
            if name:
                yield key, name
