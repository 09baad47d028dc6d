"""Money and hours as minutes state them, with what the words around say of each: for what, who pays, how often, when.

Left out is what is no amount of its own: a range (`2-3 mio. kr.`), a price for a unit (`500 kr. pr. m2`), a percentage,
hours that nobody gives, a cell of a table whose unit stands elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from builder.importers.clauses import sentences
from builder.importers.found import AmountFound, Section, SectionKind
from builder.importers.purposes import giver, of_all, purpose, source
from builder.model.values import Per, Qualifier, Unit
from builder.schema.scalars import to_number

_NUMBER = r"[-−]?(?:\d{1,3}(?:[.\s]\d{3})+(?:,\d{1,6})?|\d{1,15}(?:[,.]\d{1,6})?)"
_SCALES = {"mi": 10**6, "ma": 10**9, "t": 10**3}
_AMOUNT = re.compile(
    rf"(?<![\w.,])(?:(?:kr\.?|dkk)\s?(?P<prefixed>{_NUMBER})(?:,-)?"
    rf"|(?P<number>{_NUMBER})\s?(?:,-\s?)?(?:(?P<scale>mio\b\.?|mill?\b\.?|million(?:er)?|mia\b\.?"
    rf"|milliard(?:er)?|t\.?(?=\s?kr)|tusinde?)"
    r"\s?(?P<scaled>kr\b\.?|kroner|dkk|euro|eur\b)?|(?P<unit>kr\b\.?|kroner|dkk|euro|eur\b|timer)))(?!\w)",
    re.IGNORECASE,
)
_RANGE_BEFORE = re.compile(
    r"(?:\d\s?[-–—/]\s?|(?<!\w)mellem\s(?:[\w.,]+\s){1,4}og\s|\d\s(?:til|eller)\s)\Z", re.IGNORECASE
)
_RANGE_AFTER = re.compile(r"\s?[-–—]\s?\d|\sog\s\d", re.IGNORECASE)
_BETWEEN = re.compile(r"(?<!\w)mellem\s\Z", re.IGNORECASE)
_RATE = re.compile(r"\s?(?:/|(?:pr\.?|per|for hver)\s)(?!\s?(?:år|måned|md))", re.IGNORECASE)
_GIVES = re.compile(
    r"(?<!\w)(?:bidrag\w*|afsæt\w*|afsat|medfinansier\w*|finansier\w*|lever\w*|stiller|yder|bevilg\w*"
    r"|normer\w*|skyder|støtter)(?!\w)",
    re.IGNORECASE,
)
# Work that somebody put in or means to: `har brugt op til 350 timer`.
_SPENT = re.compile(
    r"(?<!\w)(?:brug(?:e|er|t|te)|anvend(?:e|er|t|te)|læg(?:ge|ger)|lagt|lagde)\s(?:\w+\.?\s){0,4}\Z", re.IGNORECASE
)
_OFTEN = re.compile(r"\s?(?:(?:om|i)\s(?:ugen|dagen|døgnet)|ugentlig\w*|dagligt?|hver\s)", re.IGNORECASE)
_ON_AVERAGE = re.compile(r"(?<!\w)gennemsnit\w*", re.IGNORECASE)
_QUALIFIERS = (
    (
        re.compile(
            r"(?<!\w)(?:op til|maks(?:imalt|imale|imum|\.)?|max\.?|højst|højest|ikke over)(?:\s\w+)?(?:\spå)?\s?\Z",
            re.IGNORECASE,
        ),
        Qualifier.UP_TO,
    ),
    (
        re.compile(
            r"(?<!\w)(?:ca\.?|cirka|omkring|omtrent|godt|knap|anslået|skønsmæssigt|estimeret|størrelsesordenen)\s?\Z",
            re.IGNORECASE,
        ),
        Qualifier.ABOUT,
    ),
    (re.compile(r"(?<!\w)(?:mindst|minimum|min\.|som minimum|mere end)\s?\Z", re.IGNORECASE), Qualifier.AT_LEAST),
)
_CEILING = re.compile(r"\s?\((?:maks|op til|højst)", re.IGNORECASE)
_PER_AFTER = re.compile(
    r"\A\s?(?:\(?(?P<year>om året|årligt|årlig|pr\.? år|per år|p\.a\.?|/\s?år)|(?P<month>om måneden"
    r"|månedligt|pr\.? måned|pr\.? md|per måned))",
    re.IGNORECASE,
)
# `23 kr. for meget om måneden`
_PER_BEHIND = re.compile(
    r"\A(?:\s(?!(?:og|som|der|at|samt|men|til|fra)\s)[\w-]+){1,3}?\s(?:(?P<year>om året|pr\.? år"
    r"|årligt(?=\s?[,.;:)]|\s?\Z))|(?P<month>om måneden|pr\.? måned))(?!\w)",
    re.IGNORECASE,
)
_PER_BEFORE = re.compile(r"(?<!\w)(?:(?P<year>årligt?e?)|(?P<month>månedligt?e?))(?:\s[\w.-]+){0,6}\s\Z", re.IGNORECASE)
_YEARS = re.compile(
    r"(?<!\w)(?P<lead>i|for|fra|perioden|årene|året|budget(?:tet|år)?)\s(?:(?:årene|perioden|året"
    r"|budget\w*|budgetåret)\s)?"
    r"(?P<from>(?:19|20)\d\d)(?:\s?[-–—/]\s?(?P<to>(?:(?:19|20)\d\d|\d\d)(?!\d))|\s(?:til"
    r"|og)\s(?P<also>(?:19|20)\d\d)|\s(?P<on>og frem\w*))?(?![\d-])",
    re.IGNORECASE,
)
_MOVED = re.compile(r"(?<!\w)(?:overfør|flyt|rykke|udskyd|fremryk)\w*", re.IGNORECASE)
_AND = re.compile(r"[\s,]*(?:og|samt)\s\Z")
_CUT = re.compile(r",\s(?:hvoraf|heraf|og\sat|at|der\saf)\s|;|\n\s*\n", re.IGNORECASE)

COUNTING = (SectionKind.RECOMMENDATION, SectionKind.MONEY)


def amounts(text: str) -> tuple[AmountFound, ...]:
    """Every amount of a text, in order; what a text says of none of them stays empty."""
    found: list[tuple[int, AmountFound]] = []
    for start, end in sentences(text):
        found += [(start, each) for each in _of_sentence(text[start:end])]
    payers = of_all(text)
    if len({who for _, who in payers}) == 1:
        at, who = payers[0]
        found = [(start, each if each.payer or start > at else replace(each, payer=who)) for start, each in found]
    return tuple(each for _, each in found)


def _of_sentence(text: str) -> Iterator[AmountFound]:
    matches = [match for match in _AMOUNT.finditer(text) if _value(match) is not None]
    payer, before_end = "", 0
    for index, match in enumerate(matches):
        left = text[max(before_end, match.start() - 240) : match.start()]
        stop = matches[index + 1].start() if index + 1 < len(matches) else len(text)
        right = text[match.end() : min(stop, match.end() + 300)]
        last, before_end = before_end, match.end()
        if _no_amount(text, match, right):
            continue
        if cut := _last_cut(left):
            left = left[cut:]
        own = _CUT.search(right)
        here = right[: own.start()] if own else right
        if named := giver(left):
            payer = named
        elif not (last and _AND.fullmatch(left)):
            payer = source(left, here)
        value = _value(match)
        if value is not None:
            yield AmountFound(
                amount=value,
                unit=_unit(match),
                qualifier=_qualifier(left, right),
                per=_per(left, right),
                purpose=purpose(left, here, payer),
                payer=payer,
                years=_years(here, left) or ("" if own and last else _years(_own(left) if last else left)),
                phrase=match[0],
            )


def _value(match: re.Match[str]) -> Decimal | None:
    written = (match["prefixed"] or match["number"]).replace("−", "-")
    scale = (match["scale"] or "").casefold()
    factor = 1
    if scale:
        factor = _SCALES["ma" if scale.startswith(("mia", "milliard")) else scale[:2] if scale[0] == "m" else "t"]
    try:
        value = to_number(" ".join(written.split())) * factor
    except ValueError:
        return None
    return value if factor == 1 else Decimal(int(value)) if value == int(value) else value.normalize()


def _unit(match: re.Match[str]) -> Unit:
    word = (match["unit"] or match["scaled"] or "").casefold()
    if word == "timer":
        return Unit.HOURS
    return Unit.EUR if word.startswith("eur") else Unit.DKK


def _no_amount(text: str, match: re.Match[str], right: str) -> bool:
    before = text[max(0, match.start() - 60) : match.start()]
    if _RANGE_BEFORE.search(before) or _BETWEEN.search(before) or re.match(r"\s?[-–—]\s?\d", right):
        return True
    if _RATE.match(right) or _OFTEN.match(right) or re.match(r"\s?[-–—]\s?\Z", right):
        return True
    if match["unit"] is None or match["unit"].casefold() != "timer":
        return False
    spent = _SPENT.search(before) and not _ON_AVERAGE.search(before)
    return not (spent or _GIVES.search(text, 0, match.end() + 40))


def _last_cut(left: str) -> int:
    last = 0
    for each in _CUT.finditer(left):
        last = each.end()
    return last


def _qualifier(left: str, right: str) -> Qualifier | None:
    for pattern, qualifier in _QUALIFIERS:
        if pattern.search(left[-60:]):
            return qualifier
    return Qualifier.UP_TO if _CEILING.match(right) else None


def _per(left: str, right: str) -> Per | None:
    match = _PER_AFTER.search(right) or _PER_BEHIND.search(right) or _PER_BEFORE.search(left[-80:])
    if not match:
        return None
    return Per.YEAR if match["year"] else Per.MONTH


def _own(left: str) -> str:
    """Of the words between two amounts those that are of the second."""
    return left[max(left.rfind(each) for each in (" og ", " samt ", ", ")) + 1 :]


def _years(text: str, left: str = "") -> str:
    match = _YEARS.search(text)
    if not match or (match["lead"].casefold() == "fra" and match["also"] and _MOVED.search(left)):
        return ""
    first = match["from"]
    last = match["to"] or match["also"] or ""
    if last:
        return f"{first}-{first[:2] if len(last) == 2 else ''}{last}"
    return f"{first} {match['on']}" if match["on"] else first


# --- the same sum in several texts --------------------------------------------------------------------------------


def distinct(*texts: Iterable[AmountFound]) -> tuple[AmountFound, ...]:
    """The amounts of several texts about one matter, each once, in the order they come up.

    Within one text two amounts are the same if all that is said of them is; from text to text if nothing that is said
    of them contradicts, as the same sum is told in other words. What one text leaves open is taken from the other.
    """
    kept: list[AmountFound] = []
    for text in texts:
        open_, new = list(range(len(kept))), []
        for each in dict.fromkeys(text):
            agreeing = [place for place in open_ if _agree(kept[place], each)]
            same = next(
                (place for place in agreeing if kept[place].purpose == each.purpose), next(iter(agreeing), None)
            )
            if same is None:
                new.append(each)
            else:
                kept[same] = _both(kept[same], each)
                open_.remove(same)
        kept += _told_once(new)
    return tuple(kept)


def _told_once(found: Sequence[AmountFound]) -> Iterator[AmountFound]:
    """The amounts of one text without those that say nothing which another does not say: a row, and what is told."""
    for index, each in enumerate(found):
        before, behind = found[:index], found[index + 1 :]
        again = any(_within(each, other) for other in before)
        if not again and not any(_within(each, other) and not _within(other, each) for other in behind):
            yield each


def _agree(one: AmountFound, other: AmountFound) -> bool:
    def same(this: object, that: object) -> bool:
        return not this or not that or this == that

    return (one.amount, one.unit) == (other.amount, other.unit) and all(
        same(getattr(one, key), getattr(other, key)) for key in ("per", "payer", "years")
    )


def _within(each: AmountFound, other: AmountFound) -> bool:
    """Whether an amount says nothing that another of the same text does not say."""
    purpose, payer = each.purpose.casefold() in other.purpose.casefold(), each.payer in {"", other.payer}
    return _agree(each, other) and purpose and payer


def _both(one: AmountFound, other: AmountFound) -> AmountFound:
    return replace(
        one,
        qualifier=one.qualifier or other.qualifier,
        per=one.per or other.per,
        purpose=one.purpose or other.purpose,
        payer=one.payer or other.payer,
        years=one.years or other.years,
    )


def of_item(sections: Iterable[Section], decision: str = "") -> tuple[AmountFound, ...]:
    """The amounts of an item: of what is recommended, of the section on money, and of the decision, each once.

    Where the presentation or the summary tells of a sum that they do not name, it comes behind.
    """
    there = tuple(sections)

    def told(kind: SectionKind) -> list[AmountFound]:
        return [
            each
            for section in there
            if section.kind is kind
            for each in amounts("\n\n".join(block.text for block in section.blocks))
        ]

    found = distinct(*map(told, COUNTING), amounts(decision))
    return distinct(found, *(told(kind) for kind in SectionKind if kind not in COUNTING))
