"""The words of Danish minutes, as data: a new town is a row here.

Everything is compared folded (`fold`), so that capitals, `ø` for `o` and the letters that scanning damages are one.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from functools import lru_cache

from builder.importers.found import SectionKind
from builder.model.values import MeetingState, Role

_FOLDED = str.maketrans({"æ": "e", "ø": "o", "å": "a", "é": "e", "ä": "e", "ö": "o", "ü": "u"})
_OTHER = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=16_384)  # each line is looked at by many rules
def fold(text: str) -> str:
    """Words in a form that is the same however they are spelt: lower case, plain letters, single spaces."""
    plain = text.casefold().replace("aa", "a").replace("ae", "e").replace("oe", "o").translate(_FOLDED)
    plain = "".join(sign for sign in unicodedata.normalize("NFD", plain) if not unicodedata.combining(sign))
    return _OTHER.sub(" ", plain).strip()


# The headings of an item's sections.
SECTIONS: dict[SectionKind, tuple[str, ...]] = {
    SectionKind.SUMMARY: (
        "Resume",
        "Resumé",
        "Kort resume",
        "Sagsresume",
        "Sammendrag",
        "Sagens kerne",
        "Beslutningstema",
        "Kort fortalt",
        "Resumé af sagen",
    ),
    SectionKind.PRESENTATION: (
        "Sagsfremstilling",
        "Fremstilling",
        "Beskrivelse af sagen",
        "Sagsbeskrivelse",
        "Beskrivelse",
        "Sagen",
        "Sagens indhold",
        "Redegørelse",
        "Problemstilling",
        "Løsning",
        "Baggrund",
        "Baggrund for sagen",
        "Supplerende sagsfremstilling",
        "Fornyet sagsfremstilling",
        "Vurdering",
        "Forvaltningens vurdering",
        "Administrationens vurdering",
        "Administrationens bemærkninger",
        "Forvaltningens bemærkninger",
        "Anledning",
        "Indhold",
        "Sagens baggrund",
        "Baggrund og politisk beslutning",
        "Baggrund og fremlæggelse",
        "Indledning",
        "Motivation",
        "Uddybende sagsfremstilling",
    ),
    SectionKind.MONEY: (
        "Økonomi",
        "Økonomiske konsekvenser",
        "Økonomiske forhold",
        "Økonomi og finansiering",
        "Økonomi og bevilling",
        "Økonomiske og personalemæssige konsekvenser",
        "Økonomiske og bevillingsmæssige konsekvenser",
        "Bevillingsmæssige konsekvenser",
        "Bevilling",
        "Finansiering",
        "Økonomi og personaleforhold",
        "Økonomi og personale",
    ),
    SectionKind.RECOMMENDATION: (
        "Indstilling",
        "Indstillinger",
        "Indstilling om",
        "Forslag",
        "Forslag til beslutning",
        "Anbefaling",
        "Beslutningspunkter",
        "Administrationens indstilling",
        "Forvaltningens indstilling",
        "Direktionens indstilling",
        "Magistratens indstilling",
    ),
    SectionKind.ATTACHMENTS: (
        "Bilag",
        "Bilagsliste",
        "Bilagsoversigt",
        "Bilag til sagen",
        "Bilag til punktet",
        "Vedlagte bilag",
        "Vedhæftede bilag",
        "Offentlige bilag",
        "Bilagsfortegnelse",
        "Bilag på sagen",
    ),
    SectionKind.ROUTE: (
        "Sagsgang",
        "Sagsforløb",
        "Sagens gang",
        "Sagens videre gang",
        "Kompetence",
        "Beslutningskompetence",
        "Beslutningsforløb",
        "Sagen behandles i",
        "Behandles i",
        "Politisk behandling",
        "Politisk sagsgang",
        "Sagen afgøres i",
        "Sagen afgøres af",
        "Afgøres i",
        "Beslutningsorgan",
        "Sagens forløb",
        "Behandlingsforløb",
        "Behandling",
    ),
    SectionKind.HISTORY: (
        "Tidligere behandling",
        "Tidligere behandlinger",
        "Tidligere beslutning",
        "Tidligere beslutninger",
        "Sagens tidligere behandling",
        "Historik",
        "Beslutningshistorik",
        "Sagshistorik",
        "Oversigt over politisk behandling",
    ),
    SectionKind.OTHER: (
        "Lovgrundlag",
        "Retsgrundlag",
        "Lovgrundlag mv.",
        "Lovhjemmel",
        "Personalemæssige konsekvenser",
        "Sundhedsmæssige konsekvenser",
        "Miljømæssige konsekvenser",
        "Klimamæssige konsekvenser",
        "Klimakonsekvenser",
        "Konsekvenser for klima og miljø",
        "Konsekvenser for borgere og virksomheder",
        "Sammenhæng til andre politikker/strategier og fagområder",
        "Sammenhæng til politikker og strategier",
        "Politisk forankring",
        "Retligt grundlag",
        "Lovgivning",
        "Høring",
        "Høringer",
        "Høring/borgerinddragelse",
        "Konsekvenser",
        "Kommunikation",
        "Personaleforhold",
        "Sundhed",
        "Sundhedskonsekvenser",
        "Miljø og sundhed",
        "Miljøvurdering",
        "Borgerinddragelse",
        "Inddragelse",
        "Vedtagelse",
        "Tidsplan og videre proces",
        "Videre proces",
    ),
}
SECTION_KINDS = {fold(name): kind for kind, names in SECTIONS.items() for name in names}
# Those that may have their text behind a colon on the same line.
INLINE = {kind for kind in SectionKind if kind is not SectionKind.OTHER}

COMPETENCE = {  # of the routes, those that say who decides and not the way there
    fold(name)
    for name in (
        "Kompetence",
        "Beslutningskompetence",
        "Sagen afgøres i",
        "Sagen afgøres af",
        "Afgøres i",
        "Beslutningsorgan",
    )
}
# What a decision stands under, alone or before `i <body> den <day>`; or behind a body's name: `Udvalgets beslutning`.
DECISIONS = (
    *("Beslutning", "Beslutninger", "Afgørelse", "Kendelse"),
    *("Beslutning og afstemning", "Behandling og beslutning"),
)
DECIDED = {fold(name) for name in DECISIONS}
# What a decision stands under where a colon is behind it; without one they call a whole document so.
DECIDED_WITH_COLON = {fold(name) for name in ("Referat", "Protokol", "Konklusion", "Udvalget besluttede")}
# Who has a say in a point before it is decided; in the genitive before `indstilling` or `vurdering` a heading.
OFFICES = (
    r"(?:administrationen|forvaltningen|direktionen|magistraten|udvalget|formanden|formandskabet|borgmesteren|"
    r"overborgmesteren|rådmanden|sekretariatet|\w+forvaltningen|\w+afdelingen|\w*direktøren|\w*chefen)"
)


class Label(Enum):
    """What stands behind a label in the head of a document."""

    WHEN = "when"
    START = "start"
    END = "end"
    PLACE = "place"
    BODY = "body"
    MEETING = "meeting"
    PRESENT = "present"
    ABSENT = "absent"
    OTHERS = "others"


LABELS: dict[Label, tuple[str, ...]] = {
    Label.WHEN: ("Mødedato", "Dato", "Dato for møde", "Dato og tid", "Mødedato og tid", "Mødetid", "Møde den"),
    Label.START: (
        *("Start kl", "Start", "Starttidspunkt", "Mødestart", "Tidspunkt", "Tid", "Klokken", "Kl", "Begyndt kl"),
        *(
            "Mødetidspunkt",
            "Mødets start",
            "Mødet startede kl",
            "Mødet startede",
            "Mødet begyndte kl",
            "Mødet begyndte",
            "Mødet åbnet kl",
        ),
    ),
    Label.END: (
        *("Slut kl", "Slut", "Sluttidspunkt", "Mødeslut", "Sluttet kl", "Hævet kl", "Mødet sluttede kl"),
        *("Mødet sluttede", "Mødet slut kl", "Mødet slut", "Mødet blev hævet kl", "Mødet blev hævet", "Mødet hævet kl"),
        *("Mødet hævet", "Mødet afsluttet kl", "Mødet afsluttedes kl"),
    ),
    Label.PLACE: ("Mødested", "Mødeafholdelse", "Sted", "Lokale", "Mødelokale", "Adresse"),
    Label.BODY: ("Udvalg", "Organ", "Råd", "Politisk organ", "Forum"),
    Label.MEETING: ("Møde", "Møde i", "Mødetype", "Mødenavn"),
    Label.PRESENT: (
        *("Medlemmer", "Deltagere", "Mødedeltagere", "Til stede", "Tilstede", "Tilstedeværende", "Mødt", "Deltog"),
        *("Til stede var", "Deltagende medlemmer", "Fremmødte"),
    ),
    Label.ABSENT: (
        *("Fraværende", "Afbud", "Afbud fra", "Fraværende med afbud", "Ikke til stede", "Med afbud", "Ikke mødt"),
        *("Fraværende medlemmer", "Meldt afbud", "Fravær"),
    ),
    Label.OTHERS: (
        *(
            "Referent",
            "Mødeleder",
            "Sekretær",
            "Øvrige deltagere",
            "Andre deltagere",
            "Forvaltningen",
            "Fra forvaltningen",
        ),
        *(
            "Endvidere deltog",
            "Desuden deltog",
            "Administrationen",
            "Embedsmænd",
            "Information",
            "Bemærkninger",
            "Parterne",
            "Parter",
        ),
        *("Indkaldte stedfortrædere", "Stedfortrædere"),
    ),
}
LABEL_KINDS = {fold(name): kind for kind, names in LABELS.items() for name in names}

# What a document calls itself, and what it then is.
DOCUMENTS: dict[str, MeetingState | None] = {
    "referat": MeetingState.MINUTES,
    "modereferat": MeetingState.MINUTES,
    "beslutningsreferat": MeetingState.MINUTES,
    "beslutningsprotokol": MeetingState.MINUTES,
    "protokol": MeetingState.MINUTES,
    "protokoludskrift": MeetingState.MINUTES,
    "udskrift": MeetingState.MINUTES,
    "beslutninger": MeetingState.MINUTES,
    "dagsorden": MeetingState.AGENDA,
    "dagsordenspunkter": MeetingState.AGENDA,
}
DRAFT_WORDS = ("forelobig", "forelobigt", "udkast", "ikke godkendt")
EXTRAORDINARY = ("ekstraordinert", "ekstraordinar", "ekstraordiner")

CONTENTS = {
    fold(name)
    for name in (
        "Pkt. Tekst Side",
        "Punkt Titel Side",
        "Punkt Tekst",
        "Punkt Titel",
        "Pkt. Emne Side",
        "Nr. Emne Side",
        "Dagsorden",
        "Dagsorden punkter",
        "Punkter på åbent møde",
        "Punktoversigt",
        "Indholdsfortegnelse",
        "Indhold",
        "Punkter",
        "Dagsordenspunkter",
        "Oversigt",
        "Indholdsliste",
        "Tillægsdagsorden",
        "Sager til beslutning",
        "Åbne dagsordenspunkter",
        "Lukkede dagsordenspunkter",
    )
}
# The parts of an agenda: `B. Sager til afgørelse i byrådet`, `Lukkede sager`.
PART = re.compile(
    r"(?:[A-F]\.\s+)?(?:(?P<open>åbne)\s+|(?P<closed>lukkede)\s+)?"
    r"(?:(?:sager|punkter|dagsordenspunkter)\s+til\s+[\wæøå ]{4,40}"
    r"|(?<=åbne )(?:sager|punkter|dagsordenspunkter)|(?<=lukkede )(?:sager|punkter|dagsordenspunkter))",
    re.IGNORECASE,
)
AGENDA = {
    fold(name) for name in ("Dagsorden", "Punkter på dagsordenen", "Åben dagsorden", "Åbne punkter", "Åbent møde")
}
CLOSED_PART = {
    fold(name)
    for name in (
        *("Lukket dagsorden", "Lukkede punkter", "Lukket møde", "Lukket del", "Lukkede sager"),
        "Lukkede dagsordenspunkter",
    )
}
FURNITURE = {fold(name) for name in ("Til toppen", "Se alle bilag", "Tilbage til oversigt", "Tilbage til forsiden")}

# Points that are of the meeting itself and no cases. A title that begins so is one.
ROUTINE = tuple(
    fold(name)
    for name in (
        *(
            "Godkendelse af dagsorden",
            "Godkendelse af referat",
            "Godkendelse af protokol",
            "Godkendelse af mødereferat",
        ),
        *("Godkendelse af dagsordenen", "Godkendelse af beslutningsprotokol", "Referat fra", "Referat af", "Dagsorden"),
        *("Gensidig orientering", "Gensidige orienteringer", "Mødedeltagelse", "Fraværende", "Eventuelt", "Afbud"),
        *("Meddelelser", "Orientering fra formanden", "Orientering fra udvalgsformanden", "Orientering ved formanden"),
        *("Orientering fra borgmesteren", "Orientering fra forvaltningen", "Orientering fra administrationen"),
        *("Orienteringer", "Orientering fra medlemmer", "Orientering fra formand", "Underskriftsside", "Underskrifter"),
        *("Underskriftsark", "Underskrift", "Næste møde", "Spørgetid", "Spørgetime", "Borgernes spørgetid"),
        *(
            "Mødets åbning",
            "Velkomst",
            "Velkommen",
            "Mødets afslutning",
            "Formanden orienterer",
            "Siden sidst",
            "Bordet rundt",
            "Evaluering af mødet",
            "Kommende møder",
        ),
        *("Aktuel orientering", "Gensidig information", "Nyt fra", "Orientering om kommende møder", "Mødeplan"),
        *("Forvaltningen orienterer", "Administrationen orienterer", "Udvalget orienterer", "Borgmesteren orienterer"),
        *("Opfølgning på referat", "Lukkede punkter", "Lukket møde", "Godkendelse af sidste referat", "Formalia"),
    )
)
ATTENDANCE = tuple(
    fold(name) for name in ("Mødedeltagelse", "Fraværende", "Afbud", "Fravær", "Mødedeltagere", "Fremmøde")
)
ROUTINE_ALONE = {
    fold(name)
    for name in (
        *("Orientering", "Orienteringssager", "Drøftelse", "Meddelelse", "Nyt", "Dagsorden"),
        *("Udgår", "Udgået"),  # of a number that an agenda no longer uses
    )
}

# Marks behind a title, and what the body is to do by them.
TITLE_ROLES = {"b": Role.DECISION, "o": Role.INFORMATION, "d": Role.DISCUSSION, "i": Role.RECOMMENDATION}
TITLE_STARTS = (  # before a title and a colon
    ("Beslutningssag", Role.DECISION),
    ("Beslutningspunkt", Role.DECISION),
    ("Orienteringssag", Role.INFORMATION),
    ("Orienteringspunkt", Role.INFORMATION),
    ("Drøftelsessag", Role.DISCUSSION),
    ("Drøftelsespunkt", Role.DISCUSSION),
    ("Temadrøftelse", Role.DISCUSSION),
)
ROLE_STARTS = (
    ("orientering om", Role.INFORMATION),
    ("til orientering", Role.INFORMATION),
    ("droftelse af", Role.DISCUSSION),
)
