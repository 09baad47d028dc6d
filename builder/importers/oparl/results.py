"""What the words of German council systems say: results as outcomes and votes, roles, kinds of bodies.

The tables are data. A result is taken apart from its ends: how was voted, then what was decided, then where to. What is
left must be in the table as it stands, so that a word the table does not know is never read as less than it says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from builder.importers.found import Verdict, VotesFound
from builder.model.values import BodyKind, MeetingState, MemberRole, Outcome, Role, VoteResult

_WHAT = r"(?:(?:dem|der|den|die|das|des) )?(?:\w*(?:antrag|vorlage|vorschlag|beschluss|empfehlung|anfrage|bericht))"
_AMENDED = r"(?:ge(?:ä|ae)ndert\w*|modif\w*zierte\w*)"
_AGREED = (
    r"(?:zugestimmt|zustimmung|beschlossen|angenommen|annahme|genehmigt|stattgegeben|beschluss|verabschiedet|gebilligt)"
)
# Words in full, without case and points; the first row that holds counts. A row without outcome is known to state none.
RESULTS: tuple[tuple[str, tuple[Outcome, ...]], ...] = (
    (rf"{_AGREED}(?: wie (?:vorgeschlagen|vorlage|beantragt)| gem(?:ä|ae)(?:ß|ss) \w+)?", (Outcome.APPROVED,)),
    (rf"(?:un(?:ver|ge)(?:ä|ae)ndert\w*|antragsgem(?:ä|ae)(?:ß|ss)\w*|wie vorlage) {_AGREED}", (Outcome.APPROVED,)),
    (rf"{_WHAT} (?:wurde |wird )?{_AGREED}", (Outcome.APPROVED,)),
    (rf"{_AGREED} (?:zu|mit|in) (?:\w+ )?{_AMENDED} \w+", (Outcome.APPROVED_AMENDED,)),
    (rf"(?:ver(?:ä|ae)ndert|abge(?:ä|ae)ndert|{_AMENDED}) {_AGREED}", (Outcome.APPROVED_AMENDED,)),
    (rf"{_AGREED} mit (?:ä|ae)nderung(?:en)?|mit (?:ä|ae)nderung(?:en)? {_AGREED}", (Outcome.APPROVED_AMENDED,)),
    (rf"teilweise (?:{_AGREED}|abgelehnt)|teils {_AGREED}", (Outcome.PARTLY,)),
    (rf"(?:teilweise|teils) (?:in (?:die |den |das )?(?:{_AMENDED} )?\w+ )?(?:ü|ue)bernommen", (Outcome.PARTLY,)),
    (
        rf"(?:{_WHAT} )?(?:abgelehnt|ablehnung|zur(?:ü|ue)ckgewiesen)|nicht (?:zugestimmt|angenommen)",
        (Outcome.REJECTED,),
    ),
    (r"(?:\w+ )?(?:zur )?kenntnis(?:nahme| ?genommen)|zur kenntnis", (Outcome.NOTED,)),
    (r"(?:mit \w+ )?einverstanden|einvernehmen erteilt", (Outcome.ENDORSED,)),
    (r"(?:ein(?:vernehmen|verstanden) )?nicht (?:erteilt|einverstanden)", (Outcome.NOT_ENDORSED,)),
    (r"(?:zur annahme )?empfohlen|empfehlung(?: beschlossen)?", (Outcome.RECOMMENDED,)),
    (r"nicht empfohlen", (Outcome.NOT_ENDORSED,)),
    (r"(?:zur )?beraten|beratung|er(?:ö|oe)rtert|diskutiert|besprochen|aussprache", (Outcome.DISCUSSED,)),
    (rf"(?:{_WHAT} )?(?:vertagt|vertagung|zur(?:ü|ue)ckgestellt|verschoben|aufgeschoben)", (Outcome.POSTPONED,)),
    (r"zur(?:ü|ue)ckverwiesen|zur(?:ü|ue)ckverweisung", (Outcome.RETURNED,)),
    (r"(?:von der tagesordnung |von der to )?(?:abgesetzt|absetzung)", (Outcome.TAKEN_OFF,)),
    (rf"(?:{_WHAT} )?(?:ist |wurde )?(?:zur(?:ü|ue)ckgezogen|zur(?:ü|ue)ckziehung)", (Outcome.WITHDRAWN,)),
    (r"gegenstandslos|entf(?:ä|ae)llt|entfallen|hinf(?:ä|ae)llig", (Outcome.LAPSED,)),
    (rf"(?:{_WHAT} )?(?:ist |gilt als )?(?:f(?:ü|ue)r )?erledigt(?: erkl(?:ä|ae)rt| durch .+)?", (Outcome.SETTLED,)),
    (r"(?:schriftlich |m(?:ü|ue)ndlich )?beantwortet", (Outcome.SETTLED,)),
    (r"gew(?:ä|ae)hlt|wahl(?: erfolgt)?|bestellt|berufen", (Outcome.ELECTED,)),
    (r"keine abstimmung|ohne abstimmung|ohne beschluss|kein beschluss|ohne votum", ()),
    (r"siehe \w+(?: \w+)?|siehe niederschrift|aushang im \w+|keine mitteilungen|offen|unbekannt", ()),
)
_SENT = re.compile(
    r"(?:(?P<back>zur(?:ü|ue)ck)?verwiesen|(?:ü|ue)berwiesen|verweisung|(?:ü|ue)berweisung|weiterbehandlung|"
    r"weitergeleitet|abgegeben)(?: (?:in|im|an|in den|in die|an den|an die|an das|zur beratung in|zur beratung an))"
    r" (?:(?:den|die|das|dem) )?(?P<body>.+)",
    re.IGNORECASE,
)
_SENT_ALONE = re.compile(r"verwiesen|(?:ü|ue)berwiesen|verweisung|(?:ü|ue)berweisung", re.IGNORECASE)
_VOTED: tuple[tuple[str, VoteResult | None], ...] = (
    (r"einstimmig(?:e|er|es)?", VoteResult.UNANIMOUS),
    (r"(?:ohne gegenstimmen?|einm(?:ü|ue)tig)", VoteResult.UNANIMOUS),
    (r"(?:mehrheitlich(?:e|er|es)?|mit (?:stimmen)?mehrheit|mehrstimmig)", VoteResult.MAJORITY),
    (r"bei stimmengleichheit", None),
)
_COUNT = re.compile(
    r"(?P<kind>ja|nein|enth(?:altung(?:en)?)?)(?:-?stimmen?)?\s*[:=]?\s*(?P<number>\d{1,4})\b"
    r"|\b(?P<number_first>\d{1,4})\s*(?:x\s*)?(?P<kind_after>ja|nein|gegen|daf(?:ü|ue)r|dagegen|enth(?:altung(?:en)?)?)"
    r"(?:-?stimmen?)?\b",
    re.IGNORECASE,
)

ROLES: Mapping[str, Role | None] = {
    "entscheidung": Role.DECISION,
    "beschluss": Role.DECISION,
    "beschlussfassung": Role.DECISION,
    "endgültige entscheidung": Role.DECISION,
    "vorberatung": Role.RECOMMENDATION,
    "empfehlung": Role.RECOMMENDATION,
    "empfehlungsbeschluss": Role.RECOMMENDATION,
    "beschlussempfehlung": Role.RECOMMENDATION,
    "kenntnisnahme": Role.INFORMATION,
    "information": Role.INFORMATION,
    "mitteilung": Role.INFORMATION,
    "anhörung": Role.OPINION,
    "stellungnahme": Role.OPINION,
    "beteiligung": Role.OPINION,
    "beratung": Role.DISCUSSION,
    "mitberatung": Role.DISCUSSION,
    "erörterung": Role.DISCUSSION,
    "überweisung": Role.REFERRAL,
    "verweisung": Role.REFERRAL,
    "unbekannt": None,
    "": None,
}
STATES: Mapping[str, MeetingState] = {
    "terminiert": MeetingState.AGENDA,
    "eingeladen": MeetingState.AGENDA,
    "geplant": MeetingState.AGENDA,
    "abgesagt": MeetingState.CANCELLED,
    "ausgefallen": MeetingState.CANCELLED,
    "entfällt": MeetingState.CANCELLED,
}
MEMBERS: tuple[tuple[str, MemberRole], ...] = (
    (r"stellv\w*\.? ?(?:vorsitz\w*|bürgermeister\w*)|(?:zweite|2\.)r? vorsitz\w*", MemberRole.DEPUTY_CHAIR),
    (r"vorsitz\w*|(?:ober)?bürgermeister\w*|ortsvorsteher\w*", MemberRole.CHAIR),
    (r"(?:ordentliches )?mitglied|stadtr[aä]t\w*|gemeinder[aä]t\w*|ratsmitglied", MemberRole.MEMBER),
    (r"berat\w+ .*|sachkundig\w+ .*|gast|beobachter\w*", MemberRole.OBSERVER),
)
BODIES: tuple[tuple[str, BodyKind], ...] = (
    (r"ausschu(?:ss|ß)|kommission", BodyKind.COMMITTEE),
    (r"beirat", BodyKind.BOARD),
    (r"(?:rat|kreistag|vertretung|versammlung|senat|bürgerschaft)\b", BodyKind.COUNCIL),
)
PARTY = re.compile(r"fraktion\b|\bpartei\b|\bfraktion\b", re.IGNORECASE)
PARTY_NAME = re.compile(r"(?:(?:.*[ -])?\w*fraktion\b.*)", re.IGNORECASE)
NO_OFFICE = frozenset({"offen", "unbekannt", "nicht zugeordnet"})  # what stands where nobody was named
NO_BODY = frozenset({"verwaltungsbereich", "verwaltung", "institution", "amt", "dezernat", "fachbereich", "sonstiges"})
BODY = frozenset({"gremium", "hauptorgan", "ausschuss", "beirat", "rat", "unterausschuss", "kommission"})
SPECIAL = re.compile(r"sondersitzung|au(?:ß|ss)erordentlich|dringlichkeitssitzung", re.IGNORECASE)
# What stands in place of an item's name where the item was not treated.
UNTREATED = re.compile(
    r"[-–—*( ]*(?:top |von der tagesordnung )?"
    r"(?:abgesetzt|zur(?:ü|ue)ckgezogen|entf(?:ä|ae)llt|vertagt)[-–—*) .!]*",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def verdict(phrase: str) -> Verdict | None:
    """What a result states; None where the table does not know it.

    Args:
        phrase: the result, on one line.
    """
    rest, votes = _counted(phrase.strip().rstrip(".!"))
    rest, result = _voted(rest)
    if result:
        votes = VotesFound(result, (), (), (), (), votes.for_count, votes.against_count, votes.abstained_count)
    stated = votes if votes != VotesFound() else None
    if sent := _SENT.fullmatch(rest):
        outcome = Outcome.RETURNED if sent["back"] else Outcome.REFERRED
        return Verdict((outcome,), phrase, sent_to=sent["body"].strip(), votes=stated)
    if _SENT_ALONE.fullmatch(rest):
        return Verdict((Outcome.REFERRED,), phrase, votes=stated)
    folded = _folded(rest)
    for pattern, outcomes in RESULTS:
        if re.fullmatch(pattern, folded):
            return Verdict(outcomes, phrase, votes=stated)
    return Verdict((), phrase, votes=stated) if stated and not folded else None


def role(said: str, authoritative: bool | None) -> tuple[Role | None, bool]:
    """What a body is to do, and whether its words are known; who is said to decide where nothing else is said does."""
    known = said.casefold() in ROLES
    found = ROLES.get(said.casefold())
    return (Role.DECISION if found is None and authoritative and known and not said else found), known


def body_kind(name: str) -> BodyKind | None:
    """What sort of body its name says it is."""
    return next((kind for pattern, kind in BODIES if re.search(pattern, name, re.IGNORECASE)), None)


def member_role(said: str) -> MemberRole | None:
    """A member's place as the record calls it."""
    return next((each for pattern, each in MEMBERS if re.fullmatch(pattern, said, re.IGNORECASE)), None)


def _folded(said: str) -> str:
    return " ".join(re.sub(r"[.,;:()]", " ", said).split()).lower()


def _voted(said: str) -> tuple[str, VoteResult | None]:
    """The words without how was voted, and that."""
    for pattern, result in _VOTED:
        if match := re.match(rf"{pattern}(?![\w-])[ ,:]*", said, re.IGNORECASE):
            return said[match.end() :].strip(), result
        if match := re.search(rf"[ ,:(]+{pattern}\)?$", said, re.IGNORECASE):
            return said[: match.start()].strip(), result
    return said, None


def _counted(said: str) -> tuple[str, VotesFound]:
    """The words without counts of votes, and those; each kind once, else they are no counts."""
    counts: dict[str, int] = {}
    found = list(_COUNT.finditer(said))
    for match in found:
        kind = (match["kind"] or match["kind_after"]).lower()
        name = "for" if kind[0] == "j" or kind.startswith("daf") else "none" if kind[0] == "e" else "against"
        if name in counts:
            return said, VotesFound()
        counts[name] = int(match["number"] or match["number_first"])
    if not found:
        return said, VotesFound()
    rest = _COUNT.sub(" ", said)
    rest = " ".join(
        re.sub(r"[(),;:/]|\b(?:bei|mit|und|abstimmung(?:sergebnis)?)\b", " ", rest, flags=re.IGNORECASE).split()
    )
    return rest, VotesFound(
        for_count=counts.get("for"), against_count=counts.get("against"), abstained_count=counts.get("none")
    )
