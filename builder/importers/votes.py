"""How a body voted, as far as the words of the decision state it."""

from __future__ import annotations

import re
from collections.abc import Collection

from builder.importers.clauses import sentences
from builder.importers.found import VotesFound
from builder.importers.parties import NAMES
from builder.importers.people import Voices, voices
from builder.importers.phrases import MAJORITY, UNANIMOUS, loose
from builder.model.values import VoteResult

FOR, AGAINST, ABSTAINED, RESERVED = "in_favour", "against", "abstained", "reservations"
_COUNTS = {FOR: "for_count", AGAINST: "against_count", ABSTAINED: "abstained_count"}
_NUMBERS = {
    word: count
    for count, word in enumerate(["nul", "et", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti"])
}
_MATTER = r"(?: (?:indstillingen|forslaget|herfor|for|imod|sagen))?"
_SUPPORT = r"(?:tiltræde|godkende|anbefale|støtte|stemme for|bakke op om)"


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{loose(pattern)})(?!\w)", re.IGNORECASE)


# Behind those who are named; the first row that fits counts.
_BEHIND = (
    (_whole(r"(?:stemte|stemmer|har stemt) hverken for eller (?:imod|mod)|stemte blankt|stemmer blankt"), ABSTAINED),
    (
        _whole(r"(?:undlod|undlader|undlod at stemme|undlader at stemme|afstod|afholdt sig) ?(?:fra )?(?:at stemme)?"),
        ABSTAINED,
    ),
    (_whole(r"(?:tog|tager|tog et|har taget|tog generelt|tager generelt) forbehold"), RESERVED),
    (_whole(rf"(?:kunne|kan|vil|ville) ikke {_SUPPORT}"), AGAINST),
    (
        _whole(
            r"(?:stemte|stemmer|har stemt)(?: ikke for| imod| nej| mod)|(?:er |var )?imod|anbefaler ikke"
            r"|anbefalede ikke"
        ),
        AGAINST,
    ),
    (_whole(r"(?:godkendte|tiltrådte|tiltræder|godkender) ikke"), AGAINST),
    (
        _whole(
            r"(?:ønsker|ønskede|begærede|bad om at få|bad om)(?: sin| sine| deres| partiets)?"
            r" (?:stemmer? (?:imod|mod)|nej|modstand|modstemmer?|afvigende mening) (?:til)?ført"
        ),
        AGAINST,
    ),
    (_whole(r"(?:stemte|stemmer|har stemt) (?:for|ja)"), FOR),
    (
        _whole(
            rf"(?:kunne|kan) {_SUPPORT}|anbefaler|anbefalede|godkender|godkendte|tiltræder|tiltrådte"
            rf"|indstiller|indstillede|bakker op"
        ),
        FOR,
    ),
)
# Before those who are named.
_BEFORE = (
    (_whole(rf"hverken for eller imod{_MATTER} (?:stemte|stemmer)\s?:?"), ABSTAINED),
    (_whole(r"(?:undlod|undlader|undlod at stemme|undlader at stemme|blankt)(?: var)?\s?:"), ABSTAINED),
    (_whole(r"(?:undlod|undlader) at stemme(?: \d{1,2}(?: medlem(?:mer)?)?)?\s?:?"), ABSTAINED),
    (
        _whole(
            rf"(?:imod|mod) stemmerne fra"
            rf"|(?:imod|mod){_MATTER} (?:stemte|stemmer)(?: \d{{1,2}}(?: medlemmer)?)?\s?:?"
            rf"|(?:stemte|stemmer) (?:imod|nej)(?: var)?\s?:"
            rf"|imod\s?:|mod\s?:"
        ),
        AGAINST,
    ),
    (_whole("med stemmerne? fra"), FOR),
    (
        _whole(
            rf"for{_MATTER} (?:stemte|stemmer)(?: \d{{1,2}}(?: medlemmer)?)?\s?:?"
            rf"|(?:stemte|stemmer) (?:for|ja)(?: var)?\s?:|for\s?:"
        ),
        FOR,
    ),
    (_whole(r"forbehold (?:fra|af)|forbehold\s?:|med forbehold (?:fra|af)"), RESERVED),
)
_NUMBERED = (
    (re.compile(r"\d\s(?:stemmer\s)?(?:imod|mod)\s\(\Z|\d\sstemmer\s(?:imod|mod)\Z", re.IGNORECASE), AGAINST),
    (re.compile(r"\d\s(?:stemmer\s)?for\s\(\Z", re.IGNORECASE), FOR),
    (re.compile(r"\d\s(?:undlader|undlod|hverken for eller imod)\s\(\Z", re.IGNORECASE), ABSTAINED),
)
_TALLY = re.compile(
    loose(r"(?<!\w)(\d{1,2}) (?:medlemmer )?(?:stemmer |stemte )?(for|imod|mod|undlod|undlader)(?! \d)(?!\w)"),
    re.IGNORECASE,
)
_AGAINST = re.compile(
    loose(
        r"(?<!\w)(?:(?P<for>\d{1,2}) stemmer (?:mod|imod) (?P<against>\d{1,2})(?!\w)|(?P<one>\d{1,2}) (?:mod|imod)"
        r" (?P<other>\d{1,2}) stemmer(?!\w)|stemmerne (?P<left>\d{1,2})\s?(?:-|–|mod|imod)\s?(?P<right>\d{1,2})(?!\w))"
    ),
    re.IGNORECASE,
)
_NEITHER = re.compile(
    loose(r"(?<!\w)(\d{1,2}) (?:medlem(?:mer)? )?(?:stemmer |stemte )?(?:hverken for eller (?:imod|mod)|blankt)"),
    re.IGNORECASE,
)
_STOOD = re.compile(
    loose(r"(?<!\w)(?:(for|imod|mod) (?:stemte|stemmer)|(undlod|undlader) at stemme):? (\d{1,2})(?!\w)"), re.IGNORECASE
)
_SIDES = {"for": FOR, "undlod": ABSTAINED, "undlader": ABSTAINED}
_NOT_REACHED = re.compile(loose(r"ikke|samle|opnå|uden|kræver|kvalificeret"), re.IGNORECASE)
_AGAINST_ALONE = re.compile(r"(?:\A|\s)(?:imod|mod)\Z", re.IGNORECASE)
# `mod Ø's stemmer`, `med A's og Venstres stemmer`.
_OF_PARTY = rf"(?:[A-ZÆØÅ]|{'|'.join(map(re.escape, NAMES))})"
_THEIRS = re.compile(
    rf"(?<!\w)(?P<side>[Mm]ed|[Ii]?[Mm]od)\s(?P<who>{_OF_PARTY}['’]?s(?:(?:,\s|\sog\s){_OF_PARTY}['’]?s){{0,12}})\sstemmer?"
    r"(?!\w)"
)
_THEIR = re.compile(rf"({_OF_PARTY})['’]?s(?!\w)")
_GAP = re.compile(r"[\s:,]*(?:(?:der|som)\s)?(?:(?:var|er)\s)?")


def number(text: str) -> int | None:
    """A small number in digits or as a word."""
    return int(text) if text.isdecimal() and len(text) < 4 else _NUMBERS.get(text.casefold())


def votes(text: str, known: Collection[str] = ()) -> VotesFound | None:
    """Who voted how, the counts and the result; None where the words state none of them."""
    sides: dict[str, list[str]] = {side: [] for side in (FOR, AGAINST, ABSTAINED, RESERVED)}
    counts: dict[str, int] = {}
    for start, end in sentences(text):
        sentence = text[start:end]
        lists = list(voices(sentence, known))
        taken = 0
        for each in lists:
            side = _side(sentence, each, taken)
            if side:
                sides[side] += each.names
                taken = each.end
                if each.count is not None and side in _COUNTS:
                    counts.setdefault(_COUNTS[side], each.count)
        for match in _THEIRS.finditer(sentence):
            sides[FOR if match["side"].casefold() == "med" else AGAINST] += _THEIR.findall(match["who"])
        _tally(sentence, counts)
    named = {side: tuple(dict.fromkeys(names)) for side, names in sides.items()}
    found = VotesFound(
        result=_result(text),
        in_favour=named[FOR],
        against=named[AGAINST],
        abstained=named[ABSTAINED],
        reservations=named[RESERVED],
        for_count=counts.get("for_count"),
        against_count=counts.get("against_count"),
        abstained_count=counts.get("abstained_count"),
    )
    return found if found != VotesFound() else None


def _side(sentence: str, each: Voices, taken: int) -> str:
    before = sentence[max(taken, each.start - 60) : each.start].rstrip(" \n")
    for pattern, side in _BEFORE:
        for match in pattern.finditer(before):
            if match.end() == len(before) and not re.search(r"\w\Z", before[: match.start()]):
                return side
    for pattern, side in _NUMBERED:
        if pattern.search(before):
            return side
    if each.count is not None and _AGAINST_ALONE.search(before):
        return AGAINST
    behind = _GAP.match(sentence, each.end)
    at = behind.end() if behind else each.end
    for pattern, side in _BEHIND:
        if pattern.match(sentence, at):
            return side
    return ""


def _tally(sentence: str, counts: dict[str, int]) -> None:
    if both := _AGAINST.search(sentence):
        for_, against = (int(each) for each in both.groups() if each)
        counts.setdefault("for_count", for_)
        counts.setdefault("against_count", against)
        return
    for match in _NEITHER.finditer(sentence):
        counts.setdefault(_COUNTS[ABSTAINED], int(match[1]))
    for match in _TALLY.finditer(sentence):
        counts.setdefault(_COUNTS[_SIDES.get(match[2].lower(), AGAINST)], int(match[1]))
    for match in _STOOD.finditer(sentence):
        counts.setdefault(_COUNTS[_SIDES.get((match[1] or match[2]).lower(), AGAINST)], int(match[3]))


def _result(text: str) -> VoteResult | None:
    if UNANIMOUS.search(text):
        return VoteResult.UNANIMOUS
    for match in MAJORITY.finditer(text):
        if not _NOT_REACHED.search(text, max(0, match.start() - 25), match.start()):
            return VoteResult.MAJORITY
    return None
