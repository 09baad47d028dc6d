"""People as minutes list them: names with a party, an office, somebody in their place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from builder.importers import parties
from builder.importers.found import Participant
from builder.importers.parties import is_party

_WORD = r"(?:d['’][A-ZÆØÅ][\w-]+|[A-ZÆØÅÖÄÜÉÈ][\wÀ-ÿ'’-]{0,3}\.(?=\s[A-ZÆØÅ])|[A-ZÆØÅÖÄÜÉÈ][\wÀ-ÿ'’-]+)"
NAME = rf"{_WORD}(?:\s(?:{_WORD}|von|van|de|af|den|el|al|bin)){{0,6}}\s{_WORD}"
_OFFICES = (
    r"(?:\d\.\s?)?(?:vice|næst|udvalgs|med|kommunal|regions|råds|social|sundheds|kultur|velfærds"
    r"|børne|stads|teknik)*-?\s?(?:borgmester|formand|forperson|direktør"
    r"|rådmand|rådkvinde|byrådsmedlem|regionsrådsmedlem|udvalgsmedlem|medlem|mødeleder|chef|sekretær"
    r"|referent|konsulent)(?:en)?|\w+(?:direktør|chef|leder|inspektør|mester)(?:en)?"
)
_OFFICE = re.compile(_OFFICES, re.IGNORECASE)
_BEFORE = re.compile(rf"(?:{_OFFICES})\s*:?\s+(?=[A-ZÆØÅ])", re.IGNORECASE)
_BEFORE_PARTY = re.compile(rf"^(?:{_OFFICES})\s*(?=\()", re.IGNORECASE)  # `formand (B)`
_BEHIND = re.compile(rf"\s*(?:[-–,]\s*(?:{_OFFICES})\s*$|\((?:{_OFFICES})\))", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:medlemmer|(?:øvrige )?mødedeltagere|øvrige deltagere|desuden deltog|endvidere deltog"
    r"|deltagere|deltog|til ?stede|mødt|fraværende|ikke til ?stede"
    r"|ikke mødt|afbud|fravær|meldt afbud"
    r"|der var afbud|følgende)(?:\s+(?:fra|var|medlemmer))?\s*:?\s*",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"(?:ingen|alle|samtlige|fuldtallig\w*|intet|-|\W*)(?![\w(])", re.IGNORECASE)
_BULLET = re.compile(r"^[\s•*·–-]+|[\s.;:–-]+$")
_NAME = re.compile(NAME)
_FULL = re.compile(rf"(?P<name>{NAME}|{_WORD})(?:\s*\((?P<in>[^()\n]{{1,60}})\)|\s(?P<letter>[A-ZÆØÅ]))?")
_SPLIT = re.compile(r"[,;\n\t+&]|(?<=\w)\s+(?:og|samt)\s+|(?<=[).])\s+(?:og|samt)\s+|(?<=\))\s+(?=[A-ZÆØÅ])|\s{3,}")
_NOT_NAMES = re.compile(
    r"(?:\w*udvalg(?:et)?|\w*råd(?:et)?|\w*bestyrelse\w*|\w*forvaltning\w*|\w*kommune|region"
    r"|magistrat\w*|udvalg|herefter|kl|punkt|sag"
    r"|\w*afdeling\w*|\w*direktion\w*|indstilling\w*|for|imod|hverken|godkendt|beslutning|bilag|der"
    r"|det|den|et|en|på|i)$",
    re.IGNORECASE,
)
_LETTER = r"(?:[A-ZÆØÅ]|SF|DF|LA|EL|KD|RV|UP)"
_OF_PARTY = (
    rf"(?:\s?\([^()\n]{{1,40}}\)|,\s{_LETTER}(?=\s?[,.:;]|\s(?:og|samt)\s{NAME}|\s*\Z)"
    rf"(?!,\s{_LETTER}(?!\w)))?"
)
_ITS_PARTY = re.compile(rf"(?<=\w\w),\s{_LETTER}\Z")
# Who sat in whose place. Each name stands for one of the two.
_PERSON = rf"(?<!\w){NAME}(?:\s*\([^()\n]{{1,40}}\)|,\s[A-ZÆØÅ](?!\w))?"
_IN_PLACE = tuple(
    re.compile(
        each.replace("<away>", f"(?P<away>{_PERSON})").replace("<there>", f"(?P<there>{_PERSON})"), re.IGNORECASE
    )
    for each in (
        r"(?-i:<away>),?\s*(?:\(?afbud\)?)?\s?[-–,:]\s*i stedet (?:deltog|mødte|deltager|møder) (?-i:<there>)",
        r"i stedet for (?-i:<away>) (?:deltog|mødte|deltager|møder) (?-i:<there>)",
        r"(?-i:<there>) (?:deltog|mødte|deltager|møder|deltog som stedfortræder"
        r"|(?:var )?mødt) (?:i stedet )?for (?-i:<away>)",
        r"(?-i:<there>),?\s?(?:som |er |var |mødte som |deltog som "
        r"|deltager som )?(?:er )?(?:stedfortræder|suppleant) for (?-i:<away>)",
        r"(?:som )?(?:stedfortræder|suppleant) for (?-i:<away>):? (?:er |var |deltog |mødte )?(?-i:<there>)",
        r"(?-i:<away>)\s*[-–:,(]\s*(?:(?:stedfortræder|suppleant)(?: er| var)?:?\s)(?-i:<there>)\)?",
        r"(?-i:<away>)\s*[-–:(]\s*(?-i:<there>)(?: (?:deltog|mødte|er|som))*,? (?:som )?(?:stedfortræder|suppleant)\)?",
    )
)


@dataclass(frozen=True)
class Voices:
    """Names or parties listed in a text, and where.

    Args:
        start, end: where the list stands.
        names: as votes name them: a person without party, a party as written.
        count: how many are said to be; None where it is not said.
    """

    start: int
    end: int
    names: tuple[str, ...]
    count: int | None = None


def participants(text: str) -> tuple[Participant, ...]:
    """The people of a list: by commas, `og` or lines, with `(A)` or `, A`, an office, a substitute; `Ingen` is none."""
    rest, found = text, []

    def taken(match: re.Match[str]) -> str:
        away, there = _person(match["away"]), _person(match["there"])
        if away and there and away.name == there.name:  # the end of one entry and the next one's beginning
            return match[0]
        if away and there:
            found.append((match.start(), replace(away, substitute=there.name)))
        return "\n" + " " * max(0, len(match[0]) - 2) + "\n" if len(match[0]) > 1 else " "

    for pattern in _IN_PLACE:
        rest = pattern.sub(taken, rest)
    place = 0
    for piece in _pieces(rest):
        place = rest.find(piece, place)
        begin, place = place, place + len(piece)
        party = _alone(piece)
        if party and found and found[-1][1].party is None and _follows(rest, begin):
            found[-1] = (found[-1][0], replace(found[-1][1], party=party))
        elif person := _person(piece):
            found.append((begin, person))
    return _once(person for _, person in sorted(found, key=lambda each: each[0]))


def _once(found: Iterable[Participant]) -> tuple[Participant, ...]:
    """Each person once, with all that is said of them; namesakes of two parties are two."""
    people: list[Participant] = []
    places: dict[str, list[int]] = {}
    for each in found:
        same = places.setdefault(each.name, [])
        place = next((at for at in same if each.party in {None, people[at].party} or not people[at].party), None)
        if place is None:
            same.append(len(people))
            people.append(each)
        else:
            one = people[place]
            people[place] = replace(one, party=one.party or each.party, substitute=one.substitute or each.substitute)
    return tuple(people)


def _pieces(text: str) -> Iterator[str]:
    start = depth = 0
    opened = [0] * (len(text) + 1)
    for place, sign in enumerate(text):
        depth = min(depth + 1, 1) if sign == "(" else 0 if sign in ")\n" else depth
        opened[place] = depth
    for match in _SPLIT.finditer(text):
        if not opened[match.start()]:
            yield text[start : match.start()]
            start = match.end()
    yield text[start:]


def _follows(text: str, place: int) -> bool:
    return (
        text[:place].rstrip(" ").endswith(",") if place < 4000 else text[place - 40 : place].rstrip(" ").endswith(",")
    )


def _alone(piece: str) -> str:
    """The party that is all of a piece, or all but an office: `A`, `(A)`, `A - formand`, `formand (A)`."""
    bare = _BEHIND.sub("", _BEFORE_PARTY.sub("", piece.strip(" .:;\n"))).strip(" ().")
    return " ".join(bare.split()) if is_party(bare) else ""


def _person(piece: str) -> Participant | None:
    bare = _BULLET.sub("", piece)
    if label := _LABEL.match(bare):
        bare = bare[label.end() :]
    bare = _BULLET.sub("", _BEHIND.sub("", bare))
    if before := _BEFORE.match(bare):
        bare = bare[before.end() :]
    if not bare or _NOBODY.match(bare) or _OFFICE.fullmatch(bare):
        return None
    match = _FULL.match(bare)
    if not match or not _NAME.fullmatch(match["name"]) or any(map(_NOT_NAMES.match, _ends(match["name"]))):
        return None
    inside = [each.strip() for each in re.split(r"[,;/]", match["in"] or "")]
    party = next((each for each in inside if is_party(each)), match["letter"])
    if party is None and (comma := re.match(r",\s*([A-ZÆØÅ])$", bare[match.end() :])):
        party = comma[1]
    return Participant(" ".join(match["name"].split()), party)


@lru_cache(maxsize=64)
def _voices(known: frozenset[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = "".join(
        rf"{re.escape(name)}(?!\w)|" for name in sorted(known, key=lambda name: (-len(name), name)) if name.strip()
    )
    office = rf"(?:(?i:{_OFFICES})\s)?"
    group = (
        r"(?:(?:flertal|mindretal)(?:let)?(?:\s(?:i|af)\s[\w-]+)?\s|\d{1,2}|[Ee]t|[Tt]o|[Tt]re|[Ff]ire"
        r"|[Ff]em|[Ss]eks)\s?(?:medlem(?:mer)?\s?|stemmer\s?)?\([^()\n]{1,80}\)"
    )
    # `Else Eksempel, O, og Bo Prøve, V`: a letter behind a name is its party, unless more letters follow
    one = (
        rf"(?:{group}|{office}(?:(?:{names}(?!)){_OF_PARTY}|{parties.PATTERN}(?!\.\s?[A-ZÆØÅ][a-zæøå])"
        rf"(?:\s?\([^()\n]{{1,40}}\))?|{NAME}{_OF_PARTY}))"
    )
    between = r"(?:,?\s(?:og|samt)\s|,\s?|\s?[+&;]\s?|\)\s)"
    return re.compile(rf"(?<![\w-]){one}(?:{between}{one})*"), re.compile(one)


def voices(text: str, known: Collection[str] = ()) -> Iterator[Voices]:
    """Every list of names and parties in a text: `A, V og C`, `5 medlemmer (A+V)`, `Else Eksempel (O) og Bo Prøve`."""
    lists, one = _voices(frozenset(known))
    for match in lists.finditer(text):
        names: list[str] = []
        counts: list[int] = []
        for each in one.finditer(text, match.start(), match.end()):
            head, _, inside = each[0].rstrip(")").partition("(")
            if re.match(r"\d|\w+ medlem|[a-z]", head) and inside:
                digits = re.match(r"\d+", head) or re.fullmatch(r"(\d{1,2})(?:\smedlem(?:mer)?)?", inside)
                counts += [int(re.sub(r"\D", "", digits[0]))] if digits else []
                names += [
                    name
                    for name in re.split(r"\s?[,+;&/]\s?|\sog\s", inside)
                    if is_party(name) or _NAME.fullmatch(name)
                ]
            else:
                names.append(_voice(_ITS_PARTY.sub("", head), known))
        names = [name.strip() for name in names if name.strip()]
        if names or counts:
            yield Voices(
                match.start(), match.end(), tuple(dict.fromkeys(names)), counts[0] if len(counts) == 1 else None
            )


def _voice(written: str, known: Collection[str]) -> str:
    bare = " ".join(written.split())
    if bare in known or is_party(bare):
        return bare
    if before := _BEFORE.match(bare):
        bare = bare[before.end() :]
    return "" if any(map(_NOT_NAMES.match, _ends(bare))) and bare not in known else bare


def _ends(name: str) -> tuple[str, ...]:
    """The first and the last word of a name; `Teknisk Udvalg` and `Kommune Fyn` are none."""
    return (name.split(maxsplit=1)[0], name.rsplit(maxsplit=1)[-1])
