"""The annexes of a point: one title a line, with number, access and ids where the list has them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from builder.importers.found import AttachmentFound, Piece
from builder.importers.grammar.blocks import Block
from builder.importers.grammar.numbers import CASE_NUMBER
from builder.importers.grammar.vocabulary import fold
from builder.importers.lines import Mark

_LEAD = re.compile(
    r"(?:(?P<place>\d{1,3}|[lI])\s*(?:[-–.:)]|(?=\s\(?[ÅAL]))\s*)?(?:\(?(?P<access>[ÅA]ben|[ÅA]bent|[ÅA]bne|Lukket)\b\)?\s*[-–:]?\s*)?"
)
_NUMBER = re.compile(
    r"\s*[~–-]?\s*\(?(?:dok\.?\s*nr\.?\s*:?\s*)?(?P<number>\d{1,6}/\d{2,6}|\d{2,6}-\d{2,6})\)?(?=\s|$)"
)
_AUDIENCE = re.compile(r"\s*\((?P<audience>[HL])\)")
_ID_AT_START = re.compile(r"(?P<id>\d{6,10})\b\s*")
_ID_AT_END = re.compile(r"\s+\(?(?:dok\.?\s*(?:nr\.?)?\s*:?\s*)?(?P<id>\d{6,10})\)?$", re.IGNORECASE)
_CLOSED = re.compile(r"\s*[-–(]?\s*\b(?:lukket(?:\s+bilag)?|fortroligt?)\b\)?\s*$", re.IGNORECASE)
_NOTHING = {"ingen", "ingen bilag", "intet", "der er ingen bilag", "ikke vedlagt"}
_OF_CASE = re.compile(  # the numbers of a case, a document and its version; or of a document and its case
    rf"\s*\((?:(?:{CASE_NUMBER.pattern})\s+-\s+(?P<id>\d{{5,10}})\s+-\s+\d+|(?P<first>\d{{5,10}})\s+-\s+(?:{CASE_NUMBER.pattern}))\)$"
)
_NOISE = re.compile(r"(?:\.(?:pdf|docx?|xlsx?)|\(?\d+\s*(?:kB|MB)\)?|PDF|pdf)$")


def attachments_of(blocks: Sequence[Block]) -> tuple[AttachmentFound, ...]:
    """The annexes that the blocks of a list name; a line that begins with an id goes on with the line before."""
    made: list[AttachmentFound] = []
    for block in blocks:
        text = block.text.strip()
        if block.mark is Mark.ROW:
            text = " ".join(cell.strip() for cell in text.strip("|").split(" | "))
        if fold(text) in _NOTHING or not text:
            continue
        tail = _ID_AT_START.match(text)
        if tail and made and not made[-1].document:
            rest = text[tail.end() :].strip(" -–")
            title = Piece(" ".join(filter(None, (made[-1].title.text, rest))), (*made[-1].title.lines, *block.lines))
            before = made[-1]
            made[-1] = AttachmentFound(title, tail["id"], before.number, before.closed, before.url)
            continue
        made.append(_one(block, text))
    return tuple(each for each in made if each.title.text or each.document or each.number)


def _one(block: Block, text: str) -> AttachmentFound:
    lead = _LEAD.match(text)
    has_lead = bool(lead and (lead["access"] or lead["place"]))
    closed = bool(lead and (lead["access"] or "").casefold().startswith("l"))
    if lead and (lead["access"] or (lead["place"] and not lead["access"] and re.match(r"\d{1,3}\s*[-–.:)]", text))):
        text = text[lead.end() :]
    document = number = ""
    if found := _OF_CASE.search(text):
        document, text = found["id"] or found["first"], text[: found.start()]
    if found := _AUDIENCE.search(text):
        closed = closed or found["audience"] == "L"
        text = text[: found.start()] + " " + text[found.end() :]
    if found := _ID_AT_END.search(text):
        document, text = found["id"], text[: found.start()]
    if found := _last(_NUMBER, text):
        alone = "(" in found[0] or has_lead or not text[found.end() :].strip()
        if alone:
            number, behind = found["number"], text[found.end() :].strip()
            if not document and (tail := _ID_AT_START.match(behind)):  # and the rest of a title that was broken
                document, behind = tail["id"], behind[tail.end() :]
            text = f"{text[: found.start()]} {behind}"
    if not document and (found := _ID_AT_END.search(text.rstrip())):
        document, text = found["id"], text[: found.start()]
    if found := _CLOSED.search(text):
        closed, text = True, text[: found.start()]
    title = " ".join(_NOISE.sub("", text).split()).strip(" -–~:")
    return AttachmentFound(Piece(title, block.lines), document or block.key, number, closed, block.url)


def _last(rule: re.Pattern[str], text: str) -> re.Match[str] | None:
    return max(rule.finditer(text), key=lambda found: found.start(), default=None)
