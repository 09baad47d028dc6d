"""The headings that a decision stands under: alone, with a body and a day, or with a body in the genitive."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from builder.importers.dates import day as day_in
from builder.importers.grammar.organs import BODY, DAY, ENDS_BODY
from builder.importers.grammar.vocabulary import DECIDED, DECIDED_WITH_COLON, DECISIONS, fold

_NAMES = "|".join(DECISIONS)
_HEADING = re.compile(
    rf"(?:{_NAMES})(?:\s+(?:(?:i|fra|af|ved|for)\s+|(?=(?-i:[A-ZÆØÅ])))(?P<body>(?:[^.:]|(?<=stk)\.){{2,90}}?))?(?:,?\s+(?:den|d\.)(?:\s*(?P<day>{DAY}))?|,?\s+(?P<bare>{DAY}))?"
    rf"(?:,?\s*(?:pkt|punkt|sag)\.?\s*(?:nr\.?)?\s*(?P<item>\d+\w?))?\s*:?",
    re.IGNORECASE,
)
_INLINE = re.compile(rf"(?:{_NAMES})\s*:\s*(?P<rest>\S.{{0,180}})", re.IGNORECASE | re.DOTALL)
_OF_BODY = re.compile(
    rf"(?P<body>{BODY})s?\s+(?:beslutning|afgørelse)(?:\s+(?:i|på|fra)\s+mødet)?(?:,?\s+(?:den|d\.)\s*(?P<day>{DAY}))?\s*:?",
    re.IGNORECASE,
)
_COLONED = re.compile(r"(?P<name>[^:]{3,30}):\s*(?P<rest>.{0,400})", re.DOTALL)
_EARLIER = re.compile(
    rf"(?P<body>[A-ZÆØÅ][^:.;]{{2,90}}?),?\s+(?:den\s+|d\.\s*)?(?P<day>{DAY})"
    rf"(?:,?\s*(?:pkt|punkt|sag|sagsnr)\.?\s*(?:nr\.?\s*)?(?P<item>\d+\w?))?\s*(?::\s*(?P<rest>.*)|$)",
    re.DOTALL,
)


_SIGNED = re.compile(r"(?:godkendt|underskrevet|vedtaget|referat|protokol)\b", re.IGNORECASE)  # not a body's name


@dataclass(frozen=True)
class Head:
    """What a heading says of a decision: the body and its day, where it does; the text behind it on its line."""

    body: str = ""
    day: date | None = None
    item: str = ""
    rest: str = ""


def heading_of_decision(text: str) -> Head | None:
    """What a heading says of the decision below it; None for what is no such heading."""
    if len(text) > 200:
        return None
    if fold(text) in DECIDED:
        return Head()
    if found := _HEADING.fullmatch(text.strip()):
        body = (found["body"] or "").strip(" ,")
        dated = found["day"] or found["bare"]
        if body and not ENDS_BODY.search(body) and not (dated and len(body.split()) <= 6) and not _is_short(body):
            return None
        return Head(body, day_in(found["day"] or found["bare"] or ""), found["item"] or "")
    if (found := _COLONED.fullmatch(text.strip())) and fold(found["name"]) in DECIDED_WITH_COLON:
        return Head(rest=found["rest"])
    if found := _INLINE.fullmatch(text.strip()):
        return Head(rest=found["rest"])
    if found := _OF_BODY.fullmatch(text.strip()):
        return Head(found["body"].removesuffix("s"), day_in(found["day"] or ""))
    return None


def earlier(text: str) -> Head | None:
    """An earlier treatment: `Teknik- og Miljøudvalget, 10. september 2019, pkt. 65:` and what stands behind it."""
    found = _EARLIER.fullmatch(text)
    if not found or len(found["body"].split()) > 10:
        return None
    body = found["body"].strip(" ,")
    body = re.sub(r"^(?:Beslutning(?:en)?\s+(?:i|fra)|Behandling\s+i|Tidligere\s+behandlet\s+i)\s+", "", body)
    if (not ENDS_BODY.search(body) and not _is_short(body)) or _SIGNED.match(body):
        return None
    return Head(body, day_in(found["day"]), found["item"] or "", (found["rest"] or "").strip())


def _is_short(body: str) -> bool:
    """Whether a name is an abbreviation: `ØU`, `KB`."""
    return bool(re.fullmatch(r"[A-ZÆØÅ][A-ZÆØÅa-zæøå]{0,4}", body))
