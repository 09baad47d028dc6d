"""Money and hours as minutes state them, with what the words around say of each: for what, who pays, how often, when.

Left out is what is no amount of its own: a range (`2-3 mio. kr.`), a price for a unit (`500 kr. pr. m2`), a percentage,
hours that nobody gives, a cell of a table whose unit stands elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from builder.importers.clauses import sentences
from builder.importers.found import AmountFound, Section, SectionKind
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
_PER_BEFORE = re.compile(r"(?<!\w)(?:(?P<year>årligt?e?)|(?P<month>månedligt?e?))(?:\s[\w.-]+){0,6}\s\Z", re.IGNORECASE)
_YEARS = re.compile(
    r"(?<!\w)(?P<lead>i|for|fra|perioden|årene|året|budget(?:tet|år)?)\s(?:(?:årene|perioden|året"
    r"|budget\w*|budgetåret)\s)?"
    r"(?P<from>(?:19|20)\d\d)(?:\s?[-–—/]\s?(?P<to>(?:(?:19|20)\d\d|\d\d)(?!\d))|\s(?:til"
    r"|og)\s(?P<also>(?:19|20)\d\d)|\s(?P<on>og frem\w*))?(?![\d-])",
    re.IGNORECASE,
)
_PURPOSE = re.compile(
    r"\A,?(?:\s(?!(?:til|for)\s)[\w-]+){0,4}?\s(?:til|for)\s(?P<what>[^\d\s(][^,.;:()\n]*)", re.IGNORECASE
)
_PURPOSE_ENDS = re.compile(
    r"\s(?:i(?:\sårene|\sperioden|\sbudget\w*|\såret)?\s(?:19|20)\d\d|med udmøntning|om året|årligt"
    r"|i alt|svarende til|og\s?\Z|og at\b|samt\s?\Z|fra\s(?:19|20)\d\d|hvoraf|som\s|der\s)",
    re.IGNORECASE,
)
# A subject that points to something said before, or names no more than a sum.
_SAYS_NOTHING = re.compile(
    r"(?:heraf|hertil|heri|det|der|dette|den|denne|de|disse|beløb(?:et)?|summen|i alt)", re.IGNORECASE
)
_ENOUGH = re.compile(r"\s(?:til|for|på|med|i|og|som|af)\s")
_LONGEST = 90
_SUBJECT = re.compile(
    r"(?P<what>[A-ZÆØÅa-zæøå][^,.;:()\n\d]{2,90}?)\s(?:(?:vil|skal|kan"
    r"|forventes)\s(?:\w+\s){0,2})?(?:at\s)?(?:er|være|blive|udgør|udgøre|koster|koste|beløber sig|beløb sig"
    r"|løber op|var)\s(?:\w+\s){0,3}?(?:på\s|til\s|i\s)?(?:[\w.]+\s){0,2}\Z"
)
_NOUN = re.compile(
    r"(?:(?<=\s)|(?<=\A))(?P<what>(?:(?!en\s|et\s|den\s|det\s|de\s|er\s)[\wæøå-]+e\s|(?:årlig"
    r"|regional|kommunal|social|samlet|ekstra)\s|maksimalt\s)?[\wæøå-]{4,})\spå\s(?:[\w.]+\s){0,2}\Z",
    re.IGNORECASE,
)
_PAYING = (
    r"(?:bidrager|bidrog|støtter|støttede|medfinansierer|finansierer|betaler|yder|bevilger|bevilgede"
    r"|giver|dækker|afsætter|skyder|tilfører)"
)
_NAME = r"[A-ZÆØÅ][\wæøå-]*(?:\s(?:[A-ZÆØÅ][\wæøå-]*|og|for|af))*"
_PAYER = re.compile(rf"(?P<who>{_NAME})\s{_PAYING}(?!\w)[^.;]*\Z")
_GRANT = re.compile(
    rf"(?:tilskud|støtte|bidrag|bevilling|donation|midler"
    rf"|gave)\s(?:\w+\s)?fra\s(?P<who>{_NAME})(?:\spå)?\s(?:\w+\.?\s){{0,2}}\Z"
)
_PAID = re.compile(
    r"(?<!\w)(?:finansiere(?:s|t)|betales|afholdes|dækkes)\s(?:\w+\s)?(?:af|via"
    r"|fra)\s(?P<who>[^,.;:()\n\d]{3,60})(?=[,.;:()\n]|\Z)",
    re.IGNORECASE,
)
_PAID_ALL = re.compile(
    rf"(?<!\w)(?:midlerne|indsatsen|udgift\w*|beløbet|beløbene|bevilling\w*|projektet"
    rf"|anlæg\w*)\s(?:\w+\s)?{_PAID.pattern}",
    re.IGNORECASE,
)
_AND = re.compile(r"[\s,]*(?:og|samt)\s\Z")
_CUT = re.compile(r",\s(?:hvoraf|heraf|og\sat|at|der\saf)\s|;|\n\s*\n", re.IGNORECASE)

COUNTING = (SectionKind.RECOMMENDATION, SectionKind.MONEY)


def amounts(text: str) -> tuple[AmountFound, ...]:
    """Every amount of a text, in order; what a text says of none of them stays empty."""
    found: list[tuple[int, AmountFound]] = []
    for start, end in sentences(text):
        found += [(start, each) for each in _of_sentence(text[start:end])]
    payers = [(match.start(), match["who"].strip()) for match in _PAID_ALL.finditer(text)]
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
        named = _PAYER.search(left) or _GRANT.search(left)
        if named:
            payer = named["who"]
        elif not (last and _AND.fullmatch(left)):
            paid = _PAID.search(here)
            payer = paid["who"].strip() if paid else ""
        value = _value(match)
        if value is not None:
            yield AmountFound(
                amount=value,
                unit=_unit(match),
                qualifier=_qualifier(left, right),
                per=_per(left, right),
                purpose=_purpose(left, here, payer),
                payer=payer,
                years=_years(here)
                or ("" if own and last else _years(left) if not last or not _YEARS.search(here) else ""),
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
    if _RATE.match(right) or re.match(r"\s?[-–—]\s?\Z", right):
        return True
    return (
        match["unit"] is not None
        and match["unit"].casefold() == "timer"
        and not _GIVES.search(text, 0, match.end() + 40)
    )


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
    match = _PER_AFTER.search(right) or _PER_BEFORE.search(left[-80:])
    if not match:
        return None
    return Per.YEAR if match["year"] else Per.MONTH


def _years(text: str) -> str:
    match = _YEARS.search(text)
    if not match:
        return ""
    first = match["from"]
    last = match["to"] or match["also"] or ""
    if last:
        return f"{first}-{first[:2] if len(last) == 2 else ''}{last}"
    return f"{first} {match['on']}" if match["on"] else first


def _purpose(left: str, right: str, payer: str) -> str:
    """What it is for, in the words that stand behind the amount or, failing that, before it."""
    behind = re.sub(r"\A\s?\([^()\n]{0,60}\)", "", right)
    if (match := _PURPOSE.search(behind)) and not re.search(
        r"i forhold\s\Z|svarende\s\Z", behind[: match.start("what") - 4]
    ):
        return _short(match["what"])
    if payer and payer in left:
        return ""
    plain = re.sub(
        r"(?<!\w)(?:op til|ca\.?|cirka|omkring|mindst|højst|i alt|samlet)\s?\Z", "", left, flags=re.IGNORECASE
    )
    if (subject := _SUBJECT.search(plain)) and subject["what"].strip():
        words = subject["what"].strip()
        return words if words[0].isupper() and not _SAYS_NOTHING.fullmatch(words) else ""
    noun = _NOUN.search(plain)
    return noun["what"] if noun and not _SAYS_NOTHING.fullmatch(noun["what"]) else ""


def _short(words: str) -> str:
    ends = _PURPOSE_ENDS.search(words)
    words = (words[: ends.start()] if ends else words).strip()
    if len(words) > _LONGEST:
        cuts = [match.start() for match in _ENOUGH.finditer(words, 0, _LONGEST)]
        words = words[: cuts[-1]] if cuts else ""
    return words


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
        kept += [each for index, each in enumerate(new) if not any(_within(each, other) for other in new[:index])]
    return tuple(kept)


def _agree(one: AmountFound, other: AmountFound) -> bool:
    def same(this: object, that: object) -> bool:
        return not this or not that or this == that

    return (one.amount, one.unit) == (other.amount, other.unit) and all(
        same(getattr(one, key), getattr(other, key)) for key in ("per", "payer", "years")
    )


def _within(each: AmountFound, other: AmountFound) -> bool:
    """Whether an amount says nothing that another of the same text does not say."""
    return _agree(each, other) and each.purpose in {"", other.purpose} and each.payer in {"", other.payer}


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
