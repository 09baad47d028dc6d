"""Statements that members had written into the minutes."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from builder.importers.found import StatementFound
from builder.importers.people import voices
from builder.importers.phrases import loose
from builder.model.values import StatementKind

_BOOK = r"(?:proto[ck]ol|referat|beslutningsproto[ck]ol)\w*"
_MARKS = re.compile(
    loose(
        r"(?P<minority>(?<!\w)mindretalsudtalelse\w*)|(?P<note>(?<!\w)proto[ck]ol(?:tilførsel|tilførsler"
        r"|bemærkning)\w*|(?<!\w)særudtalelse\w*|(?<!\w)proto[ck]ollat(?=:))"
        r"|(?P<wish>(?:bemærkede|bemærker|anførte|anfører|erklærede|erklærer|udtalte|udtaler)(?: følgende)? til"
        r"(?: proto[ck]ol| referat)\w*|(?:ønsker|ønskede|begærede|begærer|anmodede om|bad om|fik|får|har ønsket"
        r"|bad om at få|ønsker at få|ønskede at få|anmodede om at få)(?: det| følgende"
        rf"| nedenstående| dette)?(?:, at følgende (?:blev|bliver))?,? "
        rf"(?:(?:(?:til|ind)?ført|tilføjet|noteret|optaget|skrevet)(?: følgende)?(?: til| i)?"
        rf" {_BOOK}|proto[ck]olleret))"
        rf"|(?P<to>(?<!\w)til {_BOOK} (?:bemærke|anfør|oplys|udtal|tilføj|erklær)(?:ede|de|te|er|r)(?!\w))"
    ),
    re.IGNORECASE,
)
_FROM = re.compile(r"\s*(?:fra|af|v/|afgivet af)\s+", re.IGNORECASE)
_GAP = re.compile(r"\s+")
_OPENS = re.compile(r"\s*(?:[:.(-]|\Z|,?\s?at\s)")
_OPENS_WITHIN = re.compile(r"\s*(?:[:(-]|\Z|,?\s?at\s)")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
# `Else Eksempel (A), der afgav`, `Else Eksempel afgav følgende`: whose statement it is.
_GAVE = re.compile(
    loose(
        r"(?P<who>,? (?:der|som))? (?:afgav|afgiver|fremsatte|fremsætter|indgav|havde|har|ønskede|ønsker)"
        r"(?: at afgive)?"
        r"(?: følgende| en| denne| nedenstående)?(?: skriftlig)? \Z"
    ),
    re.IGNORECASE,
)
_LEAD = re.compile(r"[\s:,]*")


@dataclass(frozen=True)
class Placed:
    """A statement and where it stands in the text, its mark too."""

    found: StatementFound
    start: int
    end: int


def statements(text: str, known: Collection[str] = ()) -> tuple[Placed, ...]:
    """The statements of a decision, each to the end of its paragraph or to the next one.

    A mark that stands alone (`Protokoltilførsel fra Ø:`) takes the next paragraph.
    """
    marks = list(_MARKS.finditer(text))
    found: list[Placed] = []
    starts = [_start(text, each, known) for each in marks]
    for index, mark in enumerate(marks):
        begin, by = starts[index]
        if found and begin < found[-1].end:
            continue
        limit = starts[index + 1][0] if index + 1 < len(marks) else len(text)
        at = mark.end()
        source = None if mark["wish"] else (_GAP if mark["to"] else _FROM).match(text, at)
        if source:
            named = next(voices(text[source.end() : source.end() + 300], known), None)
            if named and named.start == 0:
                by, at = named.names, source.end() + named.end
        line = text[at : at + 80].partition("\n")[0]
        if not mark["wish"] and not (_OPENS_WITHIN if _within(text, mark) else _OPENS).match(line):
            continue  # `der kom en mindretalsudtalelse`: told of, not given
        lead = _LEAD.match(text, at)
        at = lead.end() if lead else at
        paragraph = _PARAGRAPH.search(text, at)
        end = max(at, min(limit, paragraph.start() if paragraph else len(text)))
        words = text[at:end].strip().strip('"»«”“').strip()
        if not re.search(r"\w", words):
            continue
        kind = StatementKind.MINORITY if mark["minority"] else StatementKind.STATEMENT
        first = next(voices(words[:200], known), None)
        if not by and first and first.start == 0 and re.match(r"\s(?!\()[a-zæøå]|\s?:", words[first.end :]):
            by = first.names
        found.append(Placed(StatementFound(kind, by, words), begin, end))
    return tuple(found)


def _start(text: str, mark: re.Match[str], known: Collection[str]) -> tuple[int, tuple[str, ...]]:
    """Where a statement begins, with the names before it where they make the sentence."""
    begin = max(0, mark.start() - 300)
    before = text[begin : mark.start()]
    gave = None if mark["wish"] else _GAVE.search(before)
    if not mark["wish"] and not gave:
        return mark.start(), ()
    end = gave.start() if gave else len(before)
    for named in voices(before[:end], known):
        if named.end >= len(before[:end].rstrip(" ,")):
            told = bool(gave and gave["who"])  # what is said before of who it is, stays: `Imod stemte ..., der afgav`
            return begin + (named.end if told else named.start), named.names
    return mark.start(), ()


def _within(text: str, mark: re.Match[str]) -> bool:
    """Whether a mark has words before it on its line; a full stop behind it then ends what is told of it."""
    return bool(text[text.rfind("\n", 0, mark.start()) + 1 : mark.start()].strip(" -*•"))


def without(text: str, said: tuple[Placed, ...]) -> str:
    """The text, as long as it is, with white space for its statements; what they say is not the body's decision."""
    for each in said:
        gap = re.sub(r"[^\n]", " ", text[each.start : each.end])
        text = text[: each.start] + gap + text[each.end :]
    return text
