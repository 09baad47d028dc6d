"""What an amount is for and who pays it, in the words around it; nothing where they say neither.

Each function takes the words before an amount and those behind it, both of one sentence and as far as they are of this
amount alone.
"""

from __future__ import annotations

import re

_LONGEST = 90  # signs of a purpose; a longer one is cut where it says enough

# --- what it is for -----------------------------------------------------------------------------------------------

_BEHIND = re.compile(
    r"\A,?(?:\s(?!(?:til|for)\s)[\w-]+){0,4}?\s(?:til|for)\s(?!(?:meget|lidt|mange|få|stort|lavt|højt|tiden)(?!\w))"
    r"(?P<what>[^\d\s(][^,.;:()\n]*)",
    re.IGNORECASE,
)
_NOT_BEHIND = re.compile(r"(?:i forhold|svarende|inden|uden|over|ud|forud|stedet|af hensyn|foran)\s\Z", re.IGNORECASE)
# `overføres til 2025 til stien`: the year is no purpose
_YEAR_BEHIND = re.compile(r"\A((?:\s(?!(?:til|for)\s)[\w-]+){0,3}?)(?:\s(?:til|fra|for)\s(?:19|20)\d\d(?!\d)){1,2}")
_ENDS = re.compile(
    r"\s(?:i(?:\sårene|\sperioden|\sbudget\w*|\såret)?\s(?:19|20)\d\d|med udmøntning|om året|årligt|om måneden"
    r"|i alt|svarende til|og\s?\Z|og at\b|samt\s?\Z|fra\s(?:19|20)\d\d|hvoraf|som\s|der\s)",
    re.IGNORECASE,
)
_ENOUGH = re.compile(r"\s(?:til|for|på|med|i|og|som|af)\s")
# A subject that points to something said before, or names no more than a sum.
_SAYS_NOTHING = re.compile(
    r"(?:heraf|hertil|heri|det|der|dette|den|denne|de|disse|summen|i alt)"
    r"|(?:(?:det|den|de)\s)?(?:\w+(?:ende|ede|ige|e)\s)?(?:beløb(?:et)?|rest(?:en)?|sum(?:men)?)",
    re.IGNORECASE,
)
_QUALIFIED = re.compile(
    r"(?<!\w)(?:op til|ca\.?|cirka|omkring|omtrent|godt|knap|mindst|højst|maksimalt|i alt|samlet|yderligere)\s?\Z",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(?P<what>[A-ZÆØÅa-zæøå][^,.;:()\n\d]{2,90}?)(?:\s(?:for|i)\s(?:19|20)\d\d)?\s(?:(?:vil|skal|kan|har"
    r"|forventes|ventes|anslås|skønnes)\s(?:\w+\s){0,2})?(?:at\s)?(?:er|være|blive|bliver|udgør|udgøre|koster|koste"
    r"|kostet|kostede|beløber sig|beløb sig|løber op|var|(?:stig|fald|vokse|vokset)(?:e|er|et)?(?=\smed)|steg|faldt"
    r"|(?:anslås|skønnes|vurderes|estimeres|opgøres|fastsættes|beregnes)(?=\stil)|(?:øges|reduceres|nedsættes|forhøjes)(?=\smed))\s(?:\w+\s){0,3}?(?:på\s|til\s|i\s)?(?:[\w.]+\s){0,2}\Z"
)
_NOUN = re.compile(
    r"(?:(?<=\s)|(?<=\A))(?P<what>(?:(?!en\s|et\s|den\s|det\s|de\s|er\s)[\wæøå-]+e\s|(?:årlig"
    r"|regional|kommunal|social|samlet|ekstra)\s|maksimalt\s)?[\wæøå-]{4,}(?:\s(?:for|til)\s(?:(?:en|et|den"
    r"|det)\s)?[\wæøå-]{3,})?)\spå\s(?:[\w.]+\s){0,2}\Z",
    re.IGNORECASE,
)
# `3 mio. kr. i 2020 og på Fjordskolen 1 mio. kr.`: the second says its own.
_BESIDE = re.compile(
    r"(?:\A|\s|,)(?:og|samt|,)\s(?:(?:på|i|ved|hos)\s(?P<place>[A-ZÆØÅ][^\d,.;:()\n]{2,60}?)"
    r"|(?:til|for)\s(?!sammen|året)(?P<what>[^\d,.;:()\n]{3,60}?))\s\Z"
)
# `mod budgetteret 2,2 mio. kr.`: what it is compared with.
_COMPARED = re.compile(
    r"(?<!\w)(?:mod|frem for|i forhold til)\s(?:de\s|det\s|et\s|en\s)?(?P<what>budgetteret|budgetterede|bevilget"
    r"|bevilgede|forventet|forventede|afsat|afsatte|oprindeligt? \w+)\s\Z",
    re.IGNORECASE,
)
_TRADED = re.compile(
    r"(?<!\w)(?:tilbudt|tilbyder|tilbød|køber?|købte|købt|sælger?|solgte|solgt|lejer?|lejede|lejet|udlejer?|indkøber?"
    r"|indkøbt)\s(?!(?:at|for|hos|af)\s)(?P<what>[^\d,.;:()\n]{3,90}?)\sfor\s\Z",
    re.IGNORECASE,
)
_SOLD = re.compile(
    r"(?P<what>[A-ZÆØÅa-zæøå][^,.;:()\n\d]{2,90}?)\s(?:(?:kan|skal|blev|er|bliver|er blevet)\s)?(?:sælges|solgt|købes"
    r"|købt|lejes|lejet|udlejes|udlejet|erhverves|erhvervet|udbydes)(?:\s[\w-]+){0,4}?\sfor\s\Z"
)
# `Anlægsudgift: 2 mio. kr.`, or the same in two cells of a row.
_LABEL = re.compile(
    r"(?:\A|\n)[\s|•*-]*(?P<what>[A-ZÆØÅa-zæøå][^\d,.;:()|\t\n]{2,60}?)\s{0,8}(?::\s?|\s?\|\s?|\t\s?|\s{2,8})\Z"
)
# `tilvejebringes via egenfinansiering`: says what the sum is and names nobody.
_AS = re.compile(
    r"(?<!\w)(?:via|ved|gennem|som|af)\s(?P<what>\w*(?:finansiering|betaling|deltagelse))(?=[\s,.;:]|\Z)", re.IGNORECASE
)


def purpose(left: str, right: str, payer: str) -> str:
    """What an amount is for: the words behind it or, failing that, before it; empty where none say it.

    Args:
        left: the words before.
        right: those behind.
        payer: who pays, as it was read; that is no purpose.
    """
    behind = _YEAR_BEHIND.sub(r"\1", re.sub(r"\A\s?\([^()\n]{0,60}\)", "", right))
    if payer and (source := _source(behind)) and source["who"] == payer:
        behind = behind[source.end() :]
    if (match := _BEHIND.search(behind)) and not _NOT_BEHIND.search(behind[: match.start("what") - 4]):
        return _short(match["what"])
    plain = _QUALIFIED.sub("", left)
    if compared := _COMPARED.search(plain):
        return compared["what"]
    if (label := _LABEL.search(plain)) and not _SAYS_NOTHING.fullmatch(label["what"]):
        return label["what"].strip()
    if payer and payer in left:
        return ""
    if traded := _TRADED.search(plain) or _SOLD.search(plain):
        return "" if _SAYS_NOTHING.fullmatch(traded["what"].strip()) else traded["what"].strip()
    if subject := _SUBJECT.search(plain):
        words = subject["what"].strip()
        if words[:1].isupper() and not _SAYS_NOTHING.fullmatch(words):
            return words
    elif (noun := _NOUN.search(plain)) and not _SAYS_NOTHING.fullmatch(noun["what"]):
        return noun["what"]
    elif beside := _BESIDE.search(plain):
        return beside["place"] or beside["what"]
    found = _AS.search(right)
    return found["what"] if found else ""


def _short(words: str) -> str:
    ends = _ENDS.search(words)
    words = (words[: ends.start()] if ends else words).strip()
    if len(words) > _LONGEST:
        cuts = [match.start() for match in _ENOUGH.finditer(words, 0, _LONGEST)]
        words = words[: cuts[-1]] if cuts else ""
    return words


# --- who pays -----------------------------------------------------------------------------------------------------

_NAME = r"[A-ZÆØÅ][\wæøå-]*(?:\s(?:[A-ZÆØÅ][\wæøå-]*|og|for|af))*"
_GIVER = (
    r"(?:stat|kommune|region|fond|forening|klub|styrelse|ministeri|selskab|legat|bank|museum|skole|ejer|grundejer"
    r"|lodsejer|bygherre|ansøger|udlejer|lejer|beboer|forælder|forældre|menighedsråd|værk|laug|lav|bestyrelse|udvalg"
    r"|råd|virksomhed|entreprenør|købere?|sponsor|partner|part)"
)
_NOUN_WHO = rf"(?:en\s|et\s|den\s|det\s|de\s)?[\wæøå-]*{_GIVER}(?:en|et|n|t|er|ere|erne|ne)?"
_WHO = rf"(?P<who>{_NAME}|(?i:(?<!\w){_NOUN_WHO}))"
# Nobody else than one who pays is said to do these; the others are also said of what brings money in.
_PAYS = (
    r"(?:bidrager|bidrog|støtter|støttede|medfinansierer|medfinansierede|betaler|betalte|bevilger|bevilgede|donerer"
    r"|donerede|refunderer|refunderede|sponsorerer|sponserer|finansierer|finansierede)"
)
_GIVES = r"(?:yder|ydede|giver|gav|dækker|dækkede|afsætter|afsatte|skyder|skød|tilfører|tilførte)"
_TO_GIVE = (
    r"(?:bidrage|støtte|medfinansiere|betale|bevilge|donere|refundere|finansiere|yde|give|dække|afsætte|skyde|tilføre"
    r"|lægge|bruge)"
)
_GIVEN = r"(?:bidraget|støttet|medfinansieret|betalt|bevilget|doneret|refunderet|ydet|givet|afsat)"
_PROMISES = r"(?:har\s(?:også\s)?(?:tilbudt|lovet|givet tilsagn om)|tilbyder|tilbød|lover|lovede)"
_VERB = (
    rf"(?:(?P<gives>{_GIVES})|{_PAYS}|har\s(?:\w+\s)?{_GIVEN}|(?:vil|kan|skal|ønsker at|forventer at)\s(?:\w+\s)?"
    rf"{_TO_GIVE}|{_PROMISES}\sat|regner\s(?:også\s)?med\sat\s{_TO_GIVE})"
)
_PAYER = re.compile(rf"(?<![\w-]){_WHO}\s{_VERB}(?!\w)(?P<rest>[^.;]*)\Z")
_RECEIVES = re.compile(
    r"\sfor\s(?:[\w.]+\s){0,2}\Z|(?<!svarende\s)(?<!\w)til\s\Z"
)  # `har tilbudt at sælge grunden for`
_GRANT = re.compile(
    rf"(?:tilskud|støtte|bidrag|bevilling|donation|midler"
    rf"|gave)\s(?:\w+\s)?fra\s(?P<who>{_NAME})(?:\spå)?\s(?:\w+\.?\s){{0,2}}\Z"
)
_PAID = re.compile(
    r"(?<!\w)(?:finansiere(?:s|t)|betales|afholdes|dækkes)\s(?:\w+\s)?(?:af|via|over"
    r"|fra)\s(?P<who>[^,.;:()\n\d]{3,60})(?=[,.;:()\n]|\Z)",
    re.IGNORECASE,
)
_WHICH = re.compile(
    rf"\A[^;:\n]{{0,60}}?,\ssom\s(?P<who>(?:{_NAME}|[\wæøå-]+(?:\s[\wæøå-]+){{0,4}}?))\s(?:alene\s|selv\s"
    rf"|fuldt ud\s)?(?:betaler|dækker|finansierer|afholder|giver|yder|refunderer|skal betale|vil betale|vil dække"
    r"|har bevilget|har betalt|bidrager med|støtter med)(?!\w)",
)
_SHARED = re.compile(
    r"\A\s(?:skal\s)?(?:fordeles|deles|betales)\s(?:\w+\s)?mellem\s(?P<who>[^,.;:()\n\d]{3,60})(?=[,.;:()\n]|\Z)"
    r"|\A\s(?:opkræves|skal opkræves)\s(?:hos|af|fra)\s(?P<from>[^,.;:()\n\d]{3,60})(?=[,.;:()\n]|\Z)",
    re.IGNORECASE,
)
_COST = re.compile(
    r"(?:udgift|omkostning|regning|pris|honorar|vederlag)\w*\s(?:på\s)?(?:[\w.]+\s){0,2}\Z", re.IGNORECASE
)
# A fund's own name may have one `til`; a second says what the money from it is for.
_SOURCE = re.compile(
    r"\A(?:\s(?!(?:fra|til|for|som|der|og)\s)[\w-]+){0,4}?\sfra\s(?P<who>(?P<fund>(?:[\wæøå-]+\s){0,2}?"
    r"[\wæøå-]*(?:pulje|ramme|konto|reserve|fond|bevilling|budget|budgettet|midler)(?:n|en|et|ne|r|rne)?)"
    r"(?:\s(?:til|for)\s(?P<of>[^\d,.;:()\n]{2,60}?)(?=\s(?:til|som|der|fra)\s"
    r"|\s(?:(?:i|for|fra)\s\d|(?:og|samt)\s?\Z)|[,.;:()\n]|\s?\Z))?"
    r"|[\wæøå-]*(?:kasse|kassebeholdning|opsparing|overskud|formue|likviditet)(?:n|en|et)?"
    r"|(?-i:(?!Januar|Februar|Marts|April|Maj|Juni|Juli|August|September|Oktober|November|December)[A-ZÆØÅ][\wæøå-]+"
    r"(?:\s[A-ZÆØÅ][\wæøå-]*){0,4})|staten|kommunen|regionen|kommunerne|regionerne)(?!\w)",
    re.IGNORECASE,
)
# `har fået 2 mio. kr. af fonden`
_GOT = re.compile(r"(?<!\w)(?:fået|fik|modtaget|modtog|tildelt|bevilget|doneret|støttet)(?!\w)", re.IGNORECASE)
_FROM_THEM = re.compile(rf"\A(?:\s(?!(?:til|for|som|der|og)\s)[\w-]+){{0,3}}?\s(?:af|hos)\s{_WHO}(?!\w)")
# The body that decides is no payer: `Udvalget bevilger`.
_DECIDES = re.compile(
    r"(?:\w*udvalget|byrådet|regionsrådet|rådet|kommunalbestyrelsen|bestyrelsen|magistraten|borgerrepræsentationen)"
    r"(?:\s|\Z)",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"(?:det|dette|den|denne|der|de|disse|han|hun|man|vi|som|hvilket|begge|alle)(?:\s|\Z)", re.IGNORECASE
)
_THING = re.compile(r"[A-ZÆØÅ][\wæøå-]*(?:en|et|ne|ing|else|er)\Z")
_ORGANISED = re.compile(rf"{_NOUN_WHO}\Z", re.IGNORECASE)
_PAID_ALL = re.compile(
    rf"(?<!\w)(?:midlerne|indsatsen|udgift\w*|beløbet|beløbene|bevilling\w*|projektet"
    rf"|anlæg\w*)\s(?:\w+\s)?{_PAID.pattern}",
    re.IGNORECASE,
)


def giver(left: str) -> str:
    """Who is said to give an amount by the words before it: `Randers Kommune bidrager med`, `tilskud fra Realdania`."""
    if match := _GRANT.search(left):
        return match["who"]
    for match in _PAYER.finditer(_QUALIFIED.sub("", left)):
        who = match["who"]
        # `Salget giver 3 mio. kr.`: the first word of a sentence has its capital from there
        thing = match["gives"] and _THING.fullmatch(who) and not _ORGANISED.search(who)
        if not (thing or _PRONOUN.match(who) or _DECIDES.match(who) or _RECEIVES.search(match["rest"])):
            return who
    return ""


def source(left: str, right: str) -> str:
    """Who or what an amount is said to come from by the words behind it: `finansieres af`, `fra puljen til ...`."""
    if (match := _WHICH.search(right)) and not _PRONOUN.match(match["who"]):
        return match["who"]
    if match := _PAID.search(right):
        return "" if _AS.search(right) else match["who"].strip()
    if match := _SHARED.search(right):
        if match["from"] or _COST.search(left):
            return (match["who"] or match["from"]).strip()
        return ""
    if _GOT.search(left) and (match := _FROM_THEM.search(right)):
        return match["who"].strip()
    found = _source(right)
    return found["who"].strip() if found else ""


def _source(right: str) -> re.Match[str] | None:
    return _SOURCE.search(right)


def of_all(text: str) -> tuple[tuple[int, str], ...]:
    """Where a text says of all its sums who pays them, and who: `Midlerne finansieres af puljen til ...`."""
    return tuple((match.start(), match["who"].strip()) for match in _PAID_ALL.finditer(text))
