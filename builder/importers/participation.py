"""Who took no part in an item: absent, disqualified, or out of the room."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from builder.importers.clauses import sentences
from builder.importers.found import Participant
from builder.importers.people import participants, voices
from builder.importers.phrases import loose

_People = tuple[Participant, ...]


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{loose(pattern)})(?!\w)", re.IGNORECASE)


_LABELS = (
    (
        _whole(
            r"(?:fraværende|afbud|meldt afbud|(?:ikke|ej) til ?stede|ikke mødt|fravær)(?: fra)?(?: var)?\s?:"
            r"|(?:der var |med )?afbud fra|fraværende var|(?:alle|samtlige)[^.\n]{0,40}? (?:undtagen"
            r"|bortset fra|på nær|med undtagelse af)"
        ),
        "absent",
    ),
    (_whole(r"inhabile?(?: var)?\s?:"), "recused"),
    (_whole(r"deltog ikke(?: i (?:sagens )?behandlingen?)?\s?:"), "away"),
)
_RECUSED = _whole(r"inhabile?|inhabilitet")
_NOT_RECUSED = _whole(
    r"ikke (?:er |var |blev )?(?:erklæret )?inhabile?|ikke (?:er |var )?tale om inhabilitet"
    r"|eventuel inhabilitet|spørgsmål\w* om inhabilitet"
)
_ITEM = r"(?:behandling\w*|sag\w*|punkt\w*|drøftelse\w*|afstemning\w*|beslutning\w*)"
_AWAY = _whole(
    rf"(?:deltog|deltager|har ikke deltaget|deltaget) ?(?:ikke)?[^.;]{{0,40}}? {_ITEM}|forhindre(?:t"
    rf"|de) i at deltage[^.;]{{0,60}}? {_ITEM}|deltog ikke"
)
_ABSENT = _whole(
    r"(?:var|er) (?:fraværende|forhindre(?:t|de)|(?:ikke|ej) til ?stede|ikke mødt|udeblevet)|(?:havde|har"
    r"|meldte) (?:meldt )?afbud"
    r"|(?:deltog|deltager) ikke i (?:udvalgs|byråds)?mødet|(?:sendte|sender) afbud"
)
_INSTEAD = re.compile(loose(r"\s*i stedet (?:deltog|mødte|deltager|møder)"), re.IGNORECASE)
_TOOK_PART = _whole("ikke|forhindre(?:t|de)")


def participation(text: str, known: Collection[str] = ()) -> tuple[_People, _People, _People]:
    """Who was absent, who was disqualified (`inhabil`), who did not take part in the treatment of the item."""
    sides: dict[str, list[Participant]] = {"absent": [], "recused": [], "away": []}
    open_ = ""  # the side whose label stands alone, with the names on the lines below
    for start, end in sentences(text):
        sentence = text[start:end]
        label = next(((match, side) for pattern, side in _LABELS if (match := pattern.search(sentence))), None)
        if label:
            named = participants(sentence[label[0].end() :])
            sides[label[1]] += named
            open_ = "" if named or sentence[label[0].end() :].strip() else label[1]
        elif open_ and _only_names(sentence, known):
            sides[open_] += participants(sentence)
        elif _INSTEAD.match(sentence) and len(sides["absent"]) == 1:
            there = next(iter(_named(sentence, known)), None)
            sides["absent"] = [replace(sides["absent"][0], substitute=there.name)] if there else sides["absent"]
        elif side := _side(sentence):
            sides[side] += _named(sentence, known)
    absent, recused, away = (tuple(dict.fromkeys(each)) for each in sides.values())
    gone = {each.name for each in recused}
    return absent, recused, tuple(each for each in away if each.name not in gone)


def _only_names(sentence: str, known: Collection[str]) -> bool:
    named = next(voices(sentence, known), None)
    return (
        named is not None
        and len(sentence[: named.start].strip(" -•\n")) + len(sentence[named.end :].strip(" ,.\n")) == 0
    )


def _side(sentence: str) -> str:
    if _RECUSED.search(sentence):
        return "" if _NOT_RECUSED.search(sentence) else "recused"
    if _ABSENT.search(sentence) and not re.search(r"forhindre(?:t|de)\s+i\s+at\s+deltage", sentence, re.IGNORECASE):
        return "absent"
    away = _AWAY.search(sentence)
    if away and _TOOK_PART.search(sentence):
        return "absent" if re.search(r"i\s+\w*mødet", away[0]) else "away"
    return ""


def _named(sentence: str, known: Collection[str]) -> _People:
    """The people of the first list in a sentence, with their parties; parties alone are nobody."""
    found = participants(sentence) if re.search(r"i\s+stedet\s+for|stedfortræder", sentence, re.IGNORECASE) else ()
    if any(each.substitute for each in found):
        return tuple(each for each in found if each.substitute)
    for named in voices(sentence, known):
        listed = participants(sentence[named.start : named.end])
        if listed:
            return listed
        if all(name in known for name in named.names):
            return tuple(Participant(name) for name in named.names)
    return ()
