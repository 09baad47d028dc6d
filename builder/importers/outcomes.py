"""The outcomes that the words of a decision state, each with where it is said.

Nothing is guessed. A phrase counts where it is said of the matter or by the body itself, as done now; not where it is
denied, supposed, wished, quoted, said of another time or by somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from builder.importers import phrases
from builder.importers.clauses import Clause, clauses
from builder.importers.dates import days
from builder.importers.phrases import PHRASES, Phrase, compiled, loose
from builder.importers.votes import number
from builder.model.values import Outcome

_RECOMMENDS = next(each for each in PHRASES if each.outcome is Outcome.RECOMMENDED)
LEADING = re.compile(
    r"[\s,;:.)\-–•]*(?:(?:(?:ad|pkt\.?|punkt)\s+)?\d{1,2}[a-z]?\s*[.):]\s*)?(?:og |at |men |hvorefter |hvorpå )?\s*",
    re.IGNORECASE,
)
_ABLE = compiled("kan|kunne")
_WHEN = re.compile(loose(rf"(?<!\w)(?:{phrases.WHEN})(?!\w)"), re.IGNORECASE)
_AT_ONCE = re.compile(
    loose(rf"(?: enstemmigt)?(?: (?:på|i|ved)(?: dets| sit)? (?:mødet|møde))? (?P<when>{phrases.WHEN})(?!\w)"),
    re.IGNORECASE,
)
_ADVICE = re.compile(loose(r" med(?: den)? bemærkning,? at \w[^,;\n]{0,150}? anbefaler(?!\w)"), re.IGNORECASE)
# `Udvalget har drøftet`: done now, unless something says that it was at another time.
_PERFECT = re.compile(
    loose(
        r"\A\s*(?P<who>\w[\w ,-]{0,80}?) har(?: (?:i dag|nu|hermed|herved|dermed|derfor|herefter|således|også"
        r"|enstemmigt|på mødet|i mødet)){0,2}(?P<noted> taget(?: [\w-]+){1,8}?)?\s*\Z"
    ),
    re.IGNORECASE,
)
_TO_DO = re.compile(r"(?:\s+enstemmigt)?,?\s+at\s+\w+[eå](?!\w)", re.IGNORECASE)
_CAPITAL = re.compile(r"[A-ZÆØÅ][\wæøå-]*\s\Z")
_NOT_TO = re.compile(r"\s+(?:enstemmigt\s+)?ikke,?\s+at\s*\Z", re.IGNORECASE)
_NOT_BEHIND = re.compile(r"\s+(?:\w+et\s+)?ikke(?!\w)", re.IGNORECASE)
# `Det anbefales, at ...` of a decision; what is recommended to the body itself is no decision of it.
_IMPERSONAL = re.compile(loose(r"anbefales(?!,? at (?:udvalget|rådet|bestyrelsen|nævnet)(?!\w))"), re.IGNORECASE)
_MEETING = compiled(r"på (?:mødet|sit møde|møde)|i mødet|ved mødet")
_SINCE = re.compile(r"\s+siden(?!\w)", re.IGNORECASE)
_GROUP = re.compile(r"\A[\s,]*(\d{1,2}|et|to|tre|fire|fem|seks|syv|otte|ni)\s+medlem", re.IGNORECASE)
_AUXILIARY = compiled("blev|er|bliver|var|blevet|er blevet")
_BY = re.compile(loose(r"\A af (\w+(?: \w+)?)"), re.IGNORECASE)
_BY_ITSELF = compiled(
    "(?:et )?(?:enigt )?(?:udvalg|byråd|regionsråd|råd)(?:et)?|kommunalbestyrelsen|bestyrelsen|magistraten"
    "|et flertal|et enigt|et enstemmigt|alle|samtlige"
    "|dagsordenen|plakaten|hensyn|den grund"
)
_DETERMINED = re.compile(
    r"(?:\A|\s)(?:den|det|de|en|et|denne|dette|disse|alle|om|af|til|for|i|på|med|fra|sit|sin|sine"
    r"|øvrige|nyligt|netop)\s+\Z",
    re.IGNORECASE,
)
_PAST = re.compile(loose(r"(?:te|de|tog|afslog|imødekom|trak|udskød|lod)\Z"), re.IGNORECASE)
OWN = compiled("udvalg(?:et)?|råd(?:et)?|bestyrelse(?:n)?|nævn(?:et)?|kommission(?:en)?|medlemmer|flertal(?:let)?")
_AHEAD = re.compile(rf"\A[\s,]*{phrases.AHEAD.pattern}", re.IGNORECASE)
_BESIDE = re.compile(
    r"\s*(?:besluttet\s+|taget\s+til\s+(?:efterretning|orientering)\s+og\s+|(?:\w+(?:t|s|te)\s+){1,3}og\s+)",
    re.IGNORECASE,
)
_OF_AMENDMENT = re.compile(r"(?:\s+\w+){0,3}?\s+\w*ændringsforslag", re.IGNORECASE)


@dataclass(frozen=True)
class Stated:
    """An outcome that is stated.

    Args:
        outcome: what is stated.
        start, end: where the words stand that state it.
        clause: the clause they stand in.
        phrase: the entry of the table.
        count: how many members say so, where it is said by a number of them.
    """

    outcome: Outcome
    start: int
    end: int
    clause: Clause
    phrase: Phrase
    count: int | None = None


@dataclass(frozen=True)
class _Rule:
    phrase: Phrase
    done: re.Pattern[str] | None
    acts: re.Pattern[str] | None
    able: re.Pattern[str] | None
    about: re.Pattern[str] | None
    then: re.Pattern[str] | None


@cache
def _rules() -> tuple[_Rule, ...]:
    def free(pattern: str) -> re.Pattern[str] | None:
        return re.compile(loose(pattern), re.IGNORECASE) if pattern else None

    def whole(pattern: str) -> re.Pattern[str] | None:
        return compiled(pattern) if pattern else None

    return tuple(
        _Rule(each, whole(each.done), whole(each.acts), whole(each.able), free(each.about), free(each.then))
        for each in PHRASES
    )


def stated(plain: str, body: str = "", day: date | None = None) -> Iterator[Stated]:
    """Every outcome that is stated, in the order of the text.

    Args:
        plain: the text, with what is quoted and what members had written into the minutes covered.
        body: whose decision it is; empty where that is not known.
        day: of the meeting.
    """
    for clause in clauses(plain):
        if not clause.counts or (clause.decided >= 0 and not _decides(plain, clause, body, day)):
            continue
        found: list[Stated] = []
        taken: set[Outcome] = set()
        denied = clause.decided >= 0 and _NOT_TO.search(plain, clause.decided, clause.start)
        for rule in _rules():
            for form in (_able,) if denied else (_done, _acts, _able):
                found.extend(form(plain, clause, rule, body, day))
        found.extend(_advice(plain, found))
        recommended = min((each.start for each in found if each.outcome is Outcome.RECOMMENDED), default=len(plain))
        for each in sorted(found, key=lambda each: (each.start, -each.end)):
            later = each.start > recommended and each.outcome not in {Outcome.REFERRED, Outcome.RECOMMENDED}
            if not later and each.outcome not in taken:  # `anbefales godkendt` does not approve
                taken.add(each.outcome)
                yield each


# --- the three ways to say it -------------------------------------------------------------------------------------


def _done(plain: str, clause: Clause, rule: _Rule, body: str, day: date | None) -> Iterator[Stated]:
    """What is done with the matter: `Godkendt.` `Sagen blev udsat.` `Indstillingen tiltrædes.`, and so on."""
    for match in rule.done.finditer(plain, clause.start, clause.end) if rule.done else ():
        left, right = _around(plain, clause, match)
        if _own_perfect(left, body):
            if rule.then and not rule.then.search(right):
                continue
            left = ""
        impersonal = left.strip().casefold() == "det" and _IMPERSONAL.match(plain, match.start())
        if (
            impersonal
            and body
            and plain[match.end() : clause.end + 40].casefold().startswith(f", at {body.casefold()}")
        ):
            continue
        if (
            _doubtful(left)
            or (_describes(left) and not impersonal)
            or phrases.AMENDMENT.search(left)
            or _somebody(left)
            or (_others_after(right) and rule.phrase.outcome is not Outcome.WITHDRAWN)
        ):
            continue
        alone = not left.strip(" ,\n") or _BESIDE.fullmatch(left)  # `Godkendt og fremsendes til ...`
        if rule.about and not alone and not rule.about.search(left):
            continue
        if _another_day(_since(_AUXILIARY, left), right, day) and _AUXILIARY.search(left):
            continue
        yield from _as_said(clause, rule.phrase, match, left, right)


def _acts(plain: str, clause: Clause, rule: _Rule, body: str, day: date | None) -> Iterator[Stated]:
    """What the body does: `Udvalget godkendte ...` or `Herefter godkendte udvalget ...`."""
    for match in rule.acts.finditer(plain, clause.start, clause.end) if rule.acts else ():
        left, right = _around(plain, clause, match)
        if not _by_body(left, right, body) or _doubtful(left) or _describes(left):
            continue
        if (rule.then and not rule.then.search(right)) or _OF_AMENDMENT.match(right) or _to_do(plain, match):
            continue
        past = bool(_PAST.search(match[0]))
        if past and (_another_day(left, right, day)):
            continue
        later = rule.phrase.outcome is not Outcome.RECOMMENDED and phrases.FUTURE.search(right)
        if not past and later:
            continue
        yield from _as_said(clause, rule.phrase, match, left, right)


def _able(plain: str, clause: Clause, rule: _Rule, body: str, _: date | None) -> Iterator[Stated]:
    """What it decides or can do: `Udvalget besluttede at udsætte ...` or `Udvalget kunne (ikke) tiltræde ...`."""
    for match in rule.able.finditer(plain, clause.start, clause.end) if rule.able else ():
        left, right = _around(plain, clause, match)
        can = _ABLE.search(left)
        if clause.decided >= 0:
            if _doubtful(left):
                continue
            if _NOT_TO.search(plain, clause.decided, clause.start):
                left = f"ikke {left}"
        elif (
            not can
            or _doubtful(left[: can.start()] + left[can.end() :])
            or not (_by_body(left, right, body) or match[0].endswith("s"))
        ):
            continue
        if rule.then and not rule.then.search(right):
            continue
        yield from _as_said(clause, rule.phrase, match, left, right)


def _advice(plain: str, found: list[Stated]) -> Iterator[Stated]:
    """What is sent on with a recommendation: `Fremsendes til ... med bemærkning, at Magistraten anbefaler, at ...`."""
    for each in found:
        if each.outcome is Outcome.REFERRED:
            with_ = _ADVICE.search(plain, each.end, each.end + 300)
            if with_ and phrases.BODY.search(with_[0]):
                yield Stated(Outcome.RECOMMENDED, with_.end(), with_.end(), each.clause, _RECOMMENDS)


def _as_said(clause: Clause, phrase: Phrase, match: re.Match[str], left: str, right: str) -> Iterator[Stated]:
    outcome: Outcome | None = phrase.outcome
    end = match.end()
    denied = _NOT_BEHIND.match(right)
    if phrases.NEGATION.search(left) or denied:
        outcome, end = phrase.negated, end + (denied.end() if denied else 0)
    elif outcome in {Outcome.APPROVED, Outcome.ENDORSED}:
        if phrases.PARTLY.search(left) or re.match(r"\s+delvist?(?!\w)", right, re.IGNORECASE):
            outcome = Outcome.PARTLY
        elif outcome is Outcome.APPROVED and (amended := _amended(right)):
            outcome, end = Outcome.APPROVED_AMENDED, end + amended
        elif outcome is Outcome.APPROVED and phrases.CHANGED.match(left):
            outcome = Outcome.APPROVED_AMENDED
    if outcome is not None:
        yield Stated(outcome, match.start(), end, clause, phrase, _count(left))


def _amended(right: str) -> int:
    """How far it goes to the word for what was changed, behind `med`; 0 if nothing was."""
    if form := phrases.CHANGED_FORM.match(right):
        return form.end()
    with_ = phrases.AMENDING.search(right)
    if not with_:
        return 0
    word = phrases.AMENDED.search(right, with_.end(), with_.end() + 60)
    return word.end() if word else 0


# --- what takes it back -------------------------------------------------------------------------------------------


def _around(plain: str, clause: Clause, match: re.Match[str]) -> tuple[str, str]:
    """The words of the clause before and behind, as far as they can matter."""
    lead = LEADING.match(plain, clause.start, match.start())
    begin = max(lead.end() if lead else clause.start, match.start() - 300)
    return plain[begin : match.start()], plain[match.end() : min(clause.end, match.end() + 300)]


def _doubtful(left: str) -> bool:
    return bool(phrases.UNSURE.search(left))


def _to_do(plain: str, match: re.Match[str]) -> bool:
    """Whether a body passes to do something, `vedtog at udsætte`; what it does is what counts."""
    return match[0].casefold().startswith("vedt") and bool(_TO_DO.match(plain, match.end()))


def _own_perfect(left: str, body: str) -> bool:
    """Whether it is said of the body itself that it has done what follows: `Udvalget har`."""
    perfect = _PERFECT.match(left)
    own = perfect and phrases.BODY.search(perfect["who"])
    return bool(perfect and own and _same(left, own, body) and not _WHEN.search(left))


def _somebody(left: str) -> bool:
    """Whether somebody else is the first who is named, before anything is done."""
    other, own = phrases.OTHERS.search(left), phrases.BODY.search(left)
    return (
        other is not None and not (own and own.start() < other.start()) and not _AUXILIARY.search(left[other.end() :])
    )


def _others_after(right: str) -> bool:
    """Whether it is said that somebody else did it: `godkendt af ministeriet`."""
    by = _BY.match(right)
    return by is not None and not _BY_ITSELF.match(by[1])


def _describes(left: str) -> bool:
    """Whether the form stands before a noun: `det godkendte budget`, `om godkendt budget`."""
    return bool(_DETERMINED.search(left))


def _by_body(left: str, right: str, body: str) -> bool:
    """Whether the body itself is who acts; also where nobody is named."""
    own, other = phrases.BODY.search(left), phrases.OTHERS.search(left)
    if own:
        return not (other and other.start() < own.start()) and _same(left, own, body)
    if not left.strip(" ,\n"):
        return True
    behind = re.match(loose(r"(?: enstemmigt)?(?: et)?(?: enigt)? "), right)
    inverted = phrases.BODY.match(right, behind.end()) if behind else None
    if inverted is None and behind is not None:
        inverted = re.compile(loose(r"udvalg(?:et)? for|(?:\w+ )?\w*(?:udvalg|råd)(?:et)?(?!\w)"), re.IGNORECASE).match(
            right, behind.end()
        )
    return bool(inverted and _AHEAD.match(left))


def _same(left: str, own: re.Match[str], body: str) -> bool:
    """Whether the body that is named is the one whose decision it is, where that is known."""
    if not body:
        return True
    named = left[max(0, own.start() - len(body)) : own.end()].casefold()
    known = body.casefold()
    if own[0][0].isupper() and _CAPITAL.search(left[: own.start()]):  # `Teknisk Udvalg`
        return known in named
    if OWN.fullmatch(own[0]):
        return True
    return known in named or own[0].casefold() in known or known.endswith(own[0].casefold().removesuffix("et"))


def _since(mark: re.Pattern[str], left: str) -> str:
    last = None
    for last in mark.finditer(left):  # noqa: B007
        pass
    return left[last.end() :] if last else ""


def _another_day(left: str, right: str, day: date | None) -> bool:
    """Whether the words say that it was done at another time: `besluttede i maj`, `blev udsat på mødet den ...`."""
    near = _AT_ONCE.match(right)
    when = near["when"] if near else ""
    if not when:
        for each in _WHEN.finditer(left):
            before = left[: each.start()].rstrip()
            if not re.search(r"(?<!\w)(?:fra|af|for|om|til)\Z", before, re.IGNORECASE) or _MEETING.search(before):
                when = each[0]
    if not when:
        return bool(_SINCE.match(right))
    named = days(when)
    return not (day and named and named[0] == day)


def _decides(plain: str, clause: Clause, body: str, day: date | None) -> bool:
    """Whether it is the body itself that decides, now."""
    last = None
    for last in phrases.DECIDES.finditer(plain, clause.decided, clause.start):  # noqa: B007
        pass
    if last is None:
        return False
    lead = LEADING.match(plain, clause.decided, last.start())
    begin = max(lead.end() if lead else clause.decided, last.start() - 300)
    for mark in (",", ";", "."):
        begin = max(begin, plain.rfind(f"{mark} ", begin, last.start()) + 1)
    left, right = plain[begin : last.start()], plain[last.end() : min(last.end() + 80, clause.start)]
    left = re.sub(r"\A\s*hvorefter(?!\w)", "", left)
    passive = bool(re.search(r"(?<!\w)(?:det|der)\s+(?:blev|er|var)|\A\s*(?:blev|er)", left, re.IGNORECASE))
    not_to = _NOT_TO.search(plain, last.end(), clause.start)
    if phrases.NEGATION.search(left) or (phrases.NEGATION.search(right) and not not_to):
        return False
    if _own_perfect(left, body):
        return True
    if passive:
        left = re.sub(r"(?<!\w)det(?!\w)", "", left, flags=re.IGNORECASE)
    return not _doubtful(left) and (passive or _by_body(left, right, body)) and not _another_day(left, right, day)


def _count(left: str) -> int | None:
    group = _GROUP.match(left)
    return number(group[1]) if group else None
