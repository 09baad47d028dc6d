"""The head of a document: which authority and body, when, where, who; and what stands after the last point."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from builder.importers.dates import day as day_in
from builder.importers.dates import times
from builder.importers.found import NOTHING, Participant, Piece
from builder.importers.grammar.blocks import Block
from builder.importers.grammar.labels import is_label
from builder.importers.grammar.organs import BODY, DAY, ENDS_BODY, ORGAN
from builder.importers.grammar.vocabulary import (
    AGENDA,
    CONTENTS,
    DOCUMENTS,
    DRAFT_WORDS,
    EXTRAORDINARY,
    FURNITURE,
    LABEL_KINDS,
    PART,
    Label,
    fold,
)
from builder.importers.lines import Mark
from builder.importers.people import participants
from builder.model.values import MeetingKind, MeetingState

_DOCUMENT = re.compile(rf"\b(?:{'|'.join(DOCUMENTS)})(?:er)?\b", re.IGNORECASE)
AUTHORITY = re.compile(
    r"(?:[A-ZÆØÅ][\wæøå]+(?:[- ](?:[A-ZÆØÅ][\wæøå]+|og))*\s+Kommune|Region\s+[A-ZÆØÅ][\wæøå]+(?:\s[A-ZÆØÅ][\wæøå]+)?)"
)
_CLOCK = r"(?:kl\.?\s*|klokken\s+)?\d{1,2}[.:]\d{2}(?:\s*(?:-|–|til)\s*(?:kl\.?\s*)?\d{1,2}[.:]\d{2})?"
_WEEKDAY = r"(?:mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag)"
_WHEN = re.compile(
    rf"(?:\b(?:{_WEEKDAY})\b,?\s*)?(?:\b(?:den|d\.)\s*)?{DAY}(?:,?\s*(?:fra\s+)?{_CLOCK})?|\bkl\.?\s*{_CLOCK}",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"\b(?:fra|for|til|af|i|på|det|den|d|mødet?|møde|ordinært|ekstraordinært|ekstraordinær|åben|åbent|offentligt?|foreløbigt?|udkast)\b\.?",
    re.IGNORECASE,
)
_SAT_UNTIL = re.compile(
    r"(?:(?:mødet|forretningen)\s+(?:blev\s+)?(?:hævet|sluttede|slut|afsluttet|afsluttedes)|hævet|sluttede)\s*(?:kl\.?|klokken|:)*\s*(?P<clock>\d{1,2}[.:]\d{2}|\d{1,2})",
    re.IGNORECASE,
)
_GROUP = re.compile(r"^(?!Stedfortræder|Suppleant)[A-ZÆØÅ][\w.-]{1,30}:\s+(?=[A-ZÆØÅ])")  # `Byrådet: NN, MM`
_CAME = re.compile(
    r"(?:,|\s{3,})\s*(?P<came>Deltog|Til ?stede|Mødt|Afbud|Fraværende|Ikke til ?stede|Ikke mødt)$", re.IGNORECASE
)
_NUMBERED = re.compile(r"(?:nr|nummer)\b", re.IGNORECASE)  # `Referat nr. 6/2021`
_SIGNATURES = 14  # blocks at the end in which people sign
_SIGNED = re.compile(
    r"(?:(?:protokollen|referatet)\s+)?(?:er\s+)?(?:godkendt|underskrevet)\s+(?:af|den|på|i)\b|underskrifter\b",
    re.IGNORECASE,
)
_ROOM = re.compile(r"\b(?:møde)?(?:lokale|sal)(?:en)?\b|\brådhus(?:et)?\b|byrådssal", re.IGNORECASE)
_AT = re.compile(r"\s*,?\s*(?:i|på|ved)\s+(?P<place>[^.:]{3,80})\.?", re.IGNORECASE)
_MEETS = re.compile(rf"\b{_WEEKDAY}\b|\bkl\.?\s*\d", re.IGNORECASE)
_OPENS_BODY = re.compile(
    rf"(?P<body>(?:[\w-]+,?\s+){{0,5}}?[\w-]*{ORGAN})(?:s?\s+(?:i|møde|for)\b.*|\s+[-–]\s.*)", re.IGNORECASE
)


@dataclass(frozen=True)
class Head:
    """What the head of a document says; words as written.

    Args:
        sure: whether the day is that of the meeting, and not perhaps that of the letter.
    """

    authority: Piece = NOTHING
    body: Piece = NOTHING
    day: date | None = None
    sure: bool = False
    start: time | None = None
    end: time | None = None
    place: str = ""
    kind: MeetingKind | None = None
    state: MeetingState | None = None
    present: tuple[Participant, ...] = ()
    absent: tuple[Participant, ...] = ()
    attendance: str = ""
    unplaced: tuple[int, ...] = ()


def head_of(blocks: Sequence[Block]) -> Head:
    """Read the blocks before the contents and the first point."""
    head, at = Head(), 0
    while at < len(blocks):
        block = blocks[at]
        label, value = _labelled(block.text)
        if label is None:
            head = _untold(head, block)
            at += 1
            continue
        taken = 1
        pieces = [value] if value else []
        lists = label in {Label.PRESENT, Label.ABSENT, Label.OTHERS}
        while at + taken < len(blocks) and (not pieces or lists):
            after = _cells(blocks[at + taken])
            if (
                PART.fullmatch(after)
                or _labelled(after)[0] is not None
                or _DOCUMENT.match(after)
                or fold(after) in CONTENTS | AGENDA
            ):
                break
            if pieces and lists and not _is_name_line(after):
                break
            pieces.append(after)
            taken += 1
        head = _told(head, label, pieces, block)
        at += taken
    return head


def _cells(block: Block) -> str:
    """The text of a block; of a row the first cell with what the others say of it."""
    if block.mark is not Mark.ROW:
        return block.text
    cells = [each for cell in block.text.split("|") if (each := cell.strip())]
    if len(cells) < 2 or LABEL_KINDS.get(fold(cells[-1])):
        return ", ".join(cells)
    return f"{cells[0]} ({', '.join(cells[1:])})"


def _labelled(text: str) -> tuple[Label | None, str]:
    """A label and its value on the same line; None where a line has no label."""
    name, colon, value = text.partition(":")
    if colon and not (value[:1].isdigit() and name[-1:].isdigit()) and (kind := LABEL_KINDS.get(fold(name))):
        return kind, value.strip()
    if kind := LABEL_KINDS.get(fold(text)):
        return kind, ""
    for size in (4, 3, 2, 1):  # `Mødedato Tirsdag d. 23. september 2025`: no colon
        words = text.split()
        if len(words) <= size:
            continue
        kind = LABEL_KINDS.get(fold(" ".join(words[:size])))
        rest = " ".join(words[size:])
        if kind in {Label.WHEN, Label.START, Label.END} and (
            day_in(rest) or (re.match(r"(?:kl\.?\s*)?\d", rest) and time_in(rest))
        ):
            return kind, rest
        if kind is Label.PLACE and words[0][0].isupper() and size == 1 and len(text) < 120:
            return kind, text if fold(words[0]).endswith("lokale") else rest  # `Mødelokale 3` is its name
        if kind is Label.PRESENT and size <= 2 and ("(" in rest or "," in rest):
            return kind, rest
        if kind is Label.ABSENT and ("(" in rest or "," in rest or len(rest.split()) <= 4):
            return kind, rest
    return None, ""


def _is_name_line(text: str) -> bool:
    """Whether a line can go on with a list of names: no sentence, no document's heading."""
    return (
        len(text) < 200
        and not _WHEN.search(text)
        and not re.search(r"[a-zæøå]{3}\.\s", text + " ")
        and bool(re.match(r"[\-•(]?\s*[A-ZÆØÅ]|\(", text))
    )


def _told(head: Head, label: Label, pieces: Sequence[str], block: Block) -> Head:
    """The head with what stands behind a label."""
    value = " ".join(pieces).strip()
    if label in {Label.PRESENT, Label.ABSENT}:
        pieces = [_GROUP.sub("", each) for each in pieces]
        others = [each for each in pieces if _came(each) not in {None, label}]
        away = participants(_names([_CAME.sub("", each) for each in others]))
        people = participants(_names([_CAME.sub("", each) for each in pieces if each not in others]))
        if others:
            present, absent = (people, away) if label is Label.PRESENT else (away, people)
            return replace(head, present=(*head.present, *present), absent=(*head.absent, *absent))
        if label is Label.PRESENT:
            return replace(head, present=(*head.present, *people))
        return replace(head, absent=(*head.absent, *people))
    if label is Label.OTHERS:
        said = f"{block.text.partition(':')[0].strip()}: {value}" if value else ""
        return replace(head, attendance="; ".join(each for each in (head.attendance, said) if each))
    if label is Label.PLACE:
        return replace(head, place=head.place or value)
    if label is Label.BODY or (label is Label.MEETING and not day_in(value)):
        found = re.search(BODY, value)
        name = value if label is Label.BODY else found[0] if found else ""
        if label is Label.MEETING and fold(value) in EXTRAORDINARY:
            return replace(head, kind=MeetingKind.EXTRAORDINARY)
        return replace(head, body=Piece(name, block.lines)) if name and not head.body.text else head
    day, (start, end) = day_in(value), _hours(value)
    if label is Label.END:
        return replace(head, end=start or head.end, day=head.day or day)
    day, sure = (day, True) if day and not head.sure else (head.day, head.sure)
    return replace(head, day=day, sure=sure, start=head.start or start, end=head.end or end)


def _came(text: str) -> Label | None:
    """Whether somebody came, as the column behind a name says; None where it does not."""
    found = _CAME.search(text)
    return LABEL_KINDS.get(fold(found["came"])) if found else None


def _names(lines: Sequence[str]) -> str:
    """Names as one text: a line to each, but where a line of several was broken within a name."""
    text = ""
    for line in lines:
        before = text.rpartition("\n")[2]
        wrapped = (
            before.endswith(",") or before.count(",") > 1 or (before and " " not in before) or line.startswith("(")
        )
        text += (" " if wrapped else "\n") + line
    return text.strip()


def _hours(text: str) -> tuple[time | None, time | None]:
    """From when to when: `kl. 14.00-16.30`; behind a label a time needs no `kl.`."""
    text = re.sub(r"(\d{1,2}[.:]\d{2})[.:]\d{2}\b", r"\1", re.sub(DAY, " ", text, flags=re.IGNORECASE))  # no seconds
    found = times(text) or times(f"kl. {text.strip()}")
    return (found[0] if found else None), (found[1] if len(found) > 1 else None)


def time_in(text: str) -> time | None:
    """The first time of a text, with or without `kl.` before it."""
    return _hours(text)[0]


def _untold(head: Head, block: Block) -> Head:
    """The head with what stands in a line without a label."""
    text = block.text
    if fold(text) in FURNITURE | AGENDA | CONTENTS:
        return head
    if found := _SAT_UNTIL.search(text):
        return replace(head, end=time_in(f"kl. {found['clock']}"))
    if AUTHORITY.fullmatch(text.strip()):
        return head if head.authority.text else replace(head, authority=Piece(text.strip(), block.lines))
    folded = fold(text)
    if len(text) < 60 and any(each in folded for each in EXTRAORDINARY):
        head = replace(head, kind=MeetingKind.EXTRAORDINARY)
    kind = MeetingKind.EXTRAORDINARY if any(each in folded for each in EXTRAORDINARY) else head.kind
    known = _DOCUMENT.search(text)
    when = _WHEN.search(text)
    opens = len(text) < 100 and not text.endswith(".") and _OPENS_BODY.fullmatch(text)
    if len(text) > 250 or not (known or when or opens or ENDS_BODY.search(text) or re.fullmatch(BODY, text)):
        if head.day and not head.place and len(text) < 80 and _ROOM.search(text):
            return replace(head, place=text)
        return replace(head, unplaced=(*head.unplaced, *block.lines))
    state = head.state
    if known and state is None:
        names = [fold(each[0]) for each in _DOCUMENT.finditer(text)]
        states = [DOCUMENTS.get(each, DOCUMENTS.get(each.removesuffix("er"))) for each in names]
        state = MeetingState.MINUTES if MeetingState.MINUTES in states else states[0]  # `Dagsorden med referat`
        if state is MeetingState.MINUTES and any(each in folded for each in DRAFT_WORDS):
            state = MeetingState.DRAFT_MINUTES
    start, end = _hours(text) if when else (None, None)
    rest = _WHEN.sub(" § ", _DOCUMENT.sub(" § ", text))
    authority = head.authority
    if not authority.text and (named := AUTHORITY.search(rest)) and not ENDS_BODY.search(named[0]):
        authority = Piece(named[0], block.lines)
        rest = rest.replace(named[0], " § ")
    parts = [_bare(each) for each in re.split(r"§(?!\s*\d)|\s[–-]\s|\|", rest)]
    body, place = head.body, head.place
    meets = bool(_MEETS.search(text))
    if not place and when and start and (at := _AT.fullmatch(text, [*_WHEN.finditer(text)][-1].end())):
        place = at["place"].strip()
    for part in filter(None, parts):
        if not body.text and (ENDS_BODY.search(part) or re.fullmatch(BODY, part, re.IGNORECASE)):
            body = Piece(part, block.lines)
        elif not body.text and part[-1:] in "sS" and ENDS_BODY.search(part[:-1]):
            body = Piece(part[:-1], block.lines)
        elif not body.text and opens and (found := _OPENS_BODY.fullmatch(part)):
            of_place = re.match(r"\s+i\s", part[found.end("body") :], re.IGNORECASE)
            body = Piece(found["body"] if of_place else part, block.lines)
        elif (
            not place
            and known
            and (when or body.text)
            and part != body.text
            and len(part) > 2
            and not _NUMBERED.match(part)
            and not _only_filler(part)
        ):
            place = part
    day, sure = head.day, head.sure
    if (told := day_in(text)) and (day is None or (meets and not sure)):
        day, sure = told, meets or bool(known)
    return replace(
        head,
        authority=authority,
        body=body,
        place=place,
        kind=kind,
        state=state,
        day=day,
        sure=sure,
        start=head.start or start,
        end=head.end or end,
    )


def _bare(text: str) -> str:
    """A part of a heading without the small words around it."""
    words = text.strip(" ,.:;-–§").split()
    while words and _FILLER.fullmatch(words[0]):
        words.pop(0)
    while words and _FILLER.fullmatch(words[-1]):
        words.pop()
    return " ".join(words).strip(" ,.:;-–")


def _only_filler(text: str) -> bool:
    return not _FILLER.sub("", text).strip(" ,.:;-–")


def end_of(blocks: Sequence[Block]) -> tuple[time | None, int]:
    """When the meeting ended, as the last lines say, and how many of the last blocks say nothing else."""
    for back in range(1, min(len(blocks), 12) + 1):
        block = blocks[-back]
        found = _SAT_UNTIL.match(block.text)
        if found and len(block.text) < 80:
            return time_in(f"kl. {found['clock']}"), back
        label, value = _labelled(block.text)
        if label is Label.END and time_in(value):
            return time_in(value), back
    for back in range(min(len(blocks), _SIGNATURES), 0, -1):
        below = blocks[-back:]
        if _SIGNED.match(below[0].text) and all(len(each.text) < 80 and not is_label(each.text) for each in below):
            return None, back
    return None, 0
