"""What the words of a decision state: outcome, role, where the case goes, votes, statements, who took no part.

A decision whose words state no outcome has none: `Ingen bemærkninger.` says that nobody remarked on anything, not that
the matter was approved.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from builder.importers import participation, phrases, statements, votes
from builder.importers.clauses import covered, sentences
from builder.importers.found import Verdict, VotesFound
from builder.importers.outcomes import LEADING, OWN, Stated, stated
from builder.importers.phrases import compiled, loose
from builder.model.values import Outcome, Role

_LONGEST = 160  # signs of a phrase; of a longer one only its verb is shown
_NAME = (
    r"(?:(?-i:[A-ZÆØÅ])\w*-(?:, (?-i:[A-ZÆØÅ])\w*-)?,? og [\w-]+|(?:(?-i:[A-ZÆØÅ])\w+ ){0,3}?[\w-]*)"
    rf"{phrases.BODY_WORD}(?:et|en|n)?(?:s(?!\w))?"
    rf"|udvalg(?:et)? for [\w-]+(?:,? (?:og )?[\w-]+){{0,5}}?(?= (?:til|med|over|den)(?!\w)|[.,;:]"
    rf"|\s*\Z)"
)
_TO = re.compile(
    loose(
        rf"(?<!\w)(?:til|over for|overfor|(?:godkendelse|behandling) i|anbefaler|anbefalede) (?P<name>{_NAME})(?!\w)"
    ),
    re.IGNORECASE,
)
_HEARING = compiled("høring")
_AFTERWARDS = compiled("herefter|derefter|dermed|\\w*indstilling\\w*")


def verdict(text: str, *, known_people: Collection[str] = (), body: str = "", day: date | None = None) -> Verdict:
    """What the words of a decision state.

    Args:
        text: the words; paragraphs stand apart by an empty line.
        known_people: names of members, so that one that has only a surname, or none of the usual forms, is a name.
        body: whose decision it is; what another body that is named did is then not taken for it.
        day: of the meeting; what was done on another day that is named is not taken for it.
    """
    said = statements.statements(text, known_people)
    rest = statements.without(text, said)
    plain = covered(rest)
    there = list(stated(plain, body, day))
    kept = [each for each in there if not _overruled(plain, each, there)]
    voted = votes.votes(rest[_voted_from(plain, kept, amended=len(kept) < len(there)) :], known_people)
    ordered = sorted(
        (each for each in kept if _stands(each, voted)), key=lambda each: (_rank(each.outcome), each.start)
    )
    absent, recused, away = participation.participation(rest, known_people)
    return Verdict(
        outcome=tuple(dict.fromkeys(each.outcome for each in ordered)),
        phrase=_phrase(text, ordered) if ordered else "",
        role=_role(plain, ordered),
        sent_to=_sent_to(text, plain, ordered),
        votes=voted,
        statements=tuple(each.found for each in said),
        absent=absent,
        recused=recused,
        not_participating=away,
    )


def _rank(outcome: Outcome) -> int:
    return next((place for place, later in enumerate(phrases.LAST, start=1) if outcome in later), 0)


def _overruled(plain: str, one: Stated, there: list[Stated]) -> bool:
    """Whether the matter itself was decided: behind a member's proposal that was rejected; where it is to come back."""
    if re.match(phrases.RESUMED, plain[one.start : one.end], re.IGNORECASE):
        goes_on = {Outcome.POSTPONED, Outcome.DISCUSSED, Outcome.REFERRED}
        return any(each.outcome not in goes_on for each in there)
    own = re.search("indstilling", plain[one.clause.start : one.start], re.IGNORECASE)
    return (
        one.outcome is Outcome.REJECTED
        and not own
        and any(
            each.start > one.start
            and each.outcome in {Outcome.APPROVED, Outcome.APPROVED_AMENDED, Outcome.ENDORSED, Outcome.RECOMMENDED}
            and _AFTERWARDS.search(plain, each.clause.start, each.end + 20)
            for each in there
        )
    )


def _voted_from(plain: str, kept: list[Stated], *, amended: bool) -> int:
    """From where on votes are votes on the matter: behind those on amendments, if there were any."""
    if not amended and not phrases.AMENDMENT.search(plain):
        return 0
    decides = [each.start for each in kept if not _rank(each.outcome)]
    if not decides:
        return len(plain)
    return next((start for start, end in sentences(plain) if start <= decides[0] < end), decides[0])


def _stands(stated: Stated, voted: VotesFound | None) -> bool:
    """Whether as many are not said to be against it as for it, where it is said by a number of members."""
    against = voted.against_count if voted else None
    return stated.count is None or against is None or stated.count > against


def _phrase(text: str, ordered: list[Stated]) -> str:
    """The words of the text that say the first outcome, with what else the same clause says; its full stop too."""
    first = ordered[0]
    within = [each for each in ordered if each.clause == first.clause]
    end = max(each.end for each in within)
    begin = first.clause.decided if first.clause.decided >= 0 else first.clause.start
    lead = LEADING.match(text, begin, first.start)
    begin = lead.end() if lead else begin
    if end - begin > _LONGEST:
        begin, end = first.start, first.end
    to = _TO.search(text, max(begin, end - 4), end + 120)
    if to and to.start() <= end and text[begin:end].endswith("til"):
        end = to.end()
    if text[end : end + 1] in {".", "!"}:
        end += 1
    return text[begin:end].strip()


def _role(plain: str, ordered: list[Stated]) -> Role | None:
    """What the body did, where the words say so; one that approves and sends on has not said that it decides."""
    if not ordered:
        return Role.INFORMATION if phrases.TOLD.search(plain) else None
    first, all_ = ordered[0], {each.outcome for each in ordered}
    if first.outcome is Outcome.NOTED:
        around = plain[first.clause.start : first.clause.end]
        return Role.INFORMATION if re.search("orientering", around, re.IGNORECASE) else None
    if first.outcome in {Outcome.POSTPONED, Outcome.RETURNED, Outcome.TAKEN_OFF} or (
        Outcome.REFERRED in all_
        and first.phrase.role is not Role.RECOMMENDATION
        and first.outcome is not Outcome.REFERRED
    ):
        return None
    return first.phrase.role or (Role.DECISION if first.clause.decided >= 0 else None)


def _sent_to(text: str, plain: str, ordered: list[Stated]) -> str:
    """The first body that the case goes to: `Oversendes til Byrådet`, `Indstilles til byrådets godkendelse`."""
    going = {Outcome.REFERRED, Outcome.RETURNED, Outcome.RECOMMENDED}
    for each in ordered:
        if each.outcome not in going or _HEARING.search(plain, each.start, min(each.clause.end, each.end + 30)):
            continue
        stop = min(each.clause.end + 40, each.end + 200, len(plain))
        found = _TO.search(plain, each.start, stop)
        if found and not OWN.fullmatch(found["name"]):
            name = text[found.start("name") : found.end("name")]
            return " ".join((name.removesuffix("s")).split())
    return ""
