"""What the words of Danish minutes state: one table of phrases, and the words that take a phrase back.

Data only; `verdicts` reads it. Every entry is a regular expression without repetition inside repetition, so that no
text makes it slow. `ø`, `å` and `æ` may have lost their form (`Droftet`): `loose` lets both stand for them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from builder.importers.parties import NAMES
from builder.model.values import Outcome, Role

_LOST = str.maketrans({"ø": "[øo]", "å": "[åa]", "æ": "[æea]", " ": r"\s+"})


def loose(pattern: str) -> str:
    """A pattern that also finds words whose Danish letters were damaged, and words with a line break between them."""
    return pattern.replace(" ?", r"\s?").translate(_LOST)


def compiled(pattern: str) -> re.Pattern[str]:
    """A loose pattern of whole words, in capitals or not."""
    return re.compile(rf"(?<!\w)(?:{loose(pattern)})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Phrase:
    """One way to state an outcome.

    Args:
        outcome: what is stated.
        done: the forms by which something is said to be done with the matter: `godkendt`, `godkendes`.
        acts: the forms that a body stands before or after: `udvalget godkendte`.
        able: the infinitive, after `besluttede at` and `kunne`.
        role: what the body then did, where the words say so.
        negated: what `ikke` makes of it; nothing if it then states no outcome.
        about: what `done` must be said of, where it says this of other things too; the words before it.
        then: what must follow an active form or an infinitive.
    """

    outcome: Outcome
    done: str = ""
    acts: str = ""
    able: str = ""
    role: Role | None = None
    negated: Outcome | None = None
    about: str = ""
    then: str = ""


BODY_WORD = (
    r"(?:udvalg|byråd|regionsråd|råd|kommunalbestyrelse|bestyrelse|magistrat|nævn|kommission|borgerrepræsentation)"
)

# What is on the agenda: only of this is it said that it is put off, taken off or settled.
MATTER = (
    r"(?:sag|punkt|pkt|forslag|indstilling|ansøgning|anmodning|behandling|beslutning|emne|projekt|plan|orientering"
    r"|redegørelse|initiativ|afrapportering|klage|dagsorden|lokalplan|kommuneplan|budget|regnskab|udtalelse|høringssvar)\w*"
    r"|\w+(?:plan|sag|forslag|punkt|bevilling|budget|regnskab)(?:en|et|er|erne)?"
)
_OBJECT = rf"\A(?: \w+)??(?: \w+)?? (?:{MATTER})(?!\w)"
# What a body agrees with; it may support a club or a house with money too.
_PROPOSED = r"(?:\w*indstilling|\w*forslag|ansøgning|anmodning|anbefaling|\w*plan)\w*"
_PERMIT = r"(?:\w*dispensation|\w*tilladelse|\w+godkendelse)(?:en|n|er|erne)?"
_A_PERMIT = rf"(?: (?!ikke|afslag)\w+)?(?: (?!ikke|afslag)\w+)? {_PERMIT}"
_NOT_A_PERMIT = rf" ikke(?: \w+)? {_PERMIT}"
RESUMED = "genoptages"
_SOON = r"(?: et| det)? (?:næste|kommende|senere|førstkommende|følgende)? ?møde"
_PERSON = r"[A-ZÆØÅ][\w.'-]+ [A-ZÆØÅ]\w+"

PHRASES = (
    Phrase(
        Outcome.APPROVED,
        done="godkendt|godkendes|godkendtes",
        acts="godkendte|godkender",
        able="godkende",
        negated=Outcome.REJECTED,
    ),
    Phrase(
        Outcome.APPROVED,
        done="vedtaget|vedtages|vedtoges",
        acts="vedtog|vedtager",
        able="vedtage",
        role=Role.DECISION,
        negated=Outcome.REJECTED,
    ),
    Phrase(Outcome.APPROVED, done="som indstillet"),
    Phrase(
        Outcome.APPROVED,
        done="fulgt|følges",
        acts="fulgte|følger",
        able="følge",
        negated=Outcome.NOT_ENDORSED,
        about=r"\w*indstilling\w*",
        then=r"\A(?: \w+)??(?: \w+)?? \w*indstilling",
    ),
    Phrase(
        Outcome.APPROVED,
        done="imødekommet|imødekommes",
        acts="imødekom|imødekommer",
        able="imødekomme|imødekommes",
        negated=Outcome.REJECTED,
    ),
    Phrase(
        Outcome.APPROVED,
        done=r"(?:taget|tages|toges)(?: (?!ikke)\w+)? til følge",
        able=r"tage(?: \w+)? til følge",
        negated=Outcome.REJECTED,
        about=MATTER,
    ),
    Phrase(Outcome.REJECTED, done="(?:taget|tages|toges) ikke til følge", about=MATTER),
    Phrase(
        Outcome.APPROVED,
        done=rf"(?:meddeles|gives){_A_PERMIT}|{_PERMIT} (?:meddeles|meddelt|gives|givet)",
        acts=rf"(?:meddelte|meddeler|gav|giver){_A_PERMIT}",
        able=rf"(?:meddele|give){_A_PERMIT}",
        negated=Outcome.REJECTED,
        about=r"\A\s*(?:at )?der\s\Z",
    ),
    Phrase(
        Outcome.REJECTED,
        done=rf"(?:meddeles|gives){_NOT_A_PERMIT}",
        acts=rf"(?:meddelte|meddeler|gav|giver){_NOT_A_PERMIT}",
        about=r"\A\s*(?:at )?der\s\Z",
    ),
    # Of a sum it is said too where less is granted than was asked for; that approves nothing.
    Phrase(
        Outcome.APPROVED,
        done=r"(?:bevilges|bevilget)(?! (?:\w+\.? ){0,3}?\d)",
        negated=Outcome.REJECTED,
        about=r"\w*ansøgning\w*",
    ),
    Phrase(
        Outcome.APPROVED,
        done="accepteret|accepteres",
        acts="accepterede|accepterer",
        able="acceptere",
        negated=Outcome.REJECTED,
        about=rf"{MATTER}|tilbud\w*",
        then=rf"\A(?: \w+)??(?: \w+)?? (?:{MATTER}|tilbud\w*)(?!\w)",
    ),
    Phrase(
        Outcome.APPROVED,
        done=r"(?:efter|i overensstemmelse med|i henhold til) indstillingen(?=\s*[.;\n]|\s*\Z)",
        about=r"\A\s*(?:\w*besluttet|vedtaget|beslutning)\s\Z",
    ),
    Phrase(
        Outcome.ENDORSED,
        done="støttes",
        acts="støtter|støttede|bakker op om|bakkede op om",
        able="støtte|støttes|bakke op om",
        negated=Outcome.NOT_ENDORSED,
        about=_PROPOSED,
        then=rf"\A(?: \w+)?? {_PROPOSED}(?! med \d)(?!\w)",
    ),
    Phrase(
        Outcome.ENDORSED,
        done="der (?:er|var) (?:(?:bred|fuld|generel|enstemmig) )?tilslutning til",
        able="tilslutte sig",
        negated=Outcome.NOT_ENDORSED,
    ),
    Phrase(Outcome.NOT_ENDORSED, done="der (?:er|var) ikke tilslutning til"),
    Phrase(
        Outcome.ENDORSED,
        done="tiltrådt|tiltrædes|tiltrådtes",
        acts="tiltrådte|tiltræder|tilsluttede sig|tilslutter sig",
        able="tiltræde|tiltrædes",
        negated=Outcome.NOT_ENDORSED,
    ),
    Phrase(
        Outcome.RECOMMENDED,
        done=(
            r"anbefalet|anbefales|anbefaledes|indstilles|med(?: \w+)? anbefaling|anbefales godkendt"
            r"|indstilles godkendt"
        ),
        acts="anbefalede|anbefaler|indstillede|indstiller",
        able="anbefale|anbefales|indstille",
        role=Role.RECOMMENDATION,
        negated=Outcome.NOT_ENDORSED,
        # `Udvalget anbefaler derfor en drøftelse i ...` is advice in passing, not on what is before the body
        then=r"\A(?!(?: \w+)?(?: \w+)? (?:en|et|flere|mere|øget|større|yderligere)(?!\w))",
    ),
    Phrase(
        Outcome.REJECTED,
        done="forkastet|forkastes|nedstemt|nedstemmes|stemt ned",
        acts="forkastede|forkaster|nedstemte",
        able="forkaste",
    ),
    Phrase(
        Outcome.REJECTED,
        done=r"afvist|afvises|afslået|afslås|(?:meddel\w*|giv\w*|gav)(?: \w+)?(?: \w+)? afslag",
        acts="afviste|afviser|afslog|afslår",
        able=r"afvise|afslå|(?:meddele|give)(?: \w+)?(?: \w+)? afslag",
    ),
    Phrase(
        Outcome.REJECTED,
        done=r"(?:(?:beslutnings|medlems|hoved)?forslaget|indstillingen)(?: er| blev)?(?: hermed| dermed| herefter"
        r"| således)? (?:faldt|faldet)(?! (?:bort|i|på)(?!\w))",
    ),
    Phrase(Outcome.REJECTED, done="afslag", about=r"\Z"),
    Phrase(
        Outcome.NOTED,
        done=r"(?:(?:taget|tages|toges|tog|tager)(?: \w+)? )?til (?:efterretning|orientering)",
        able=r"tage(?: \w+)??(?: \w+)?? til efterretning",
    ),
    Phrase(
        Outcome.NOTED,
        done=r"orientering(?:en)? (?:er |blev )?givet(?=\s*[.\n]|\s*\Z)",
        about=r"\A\s*\Z",
        role=Role.INFORMATION,
    ),
    Phrase(
        Outcome.DISCUSSED,
        done="drøftet|drøftes|drøftedes",
        acts="drøftede|drøfter",
        role=Role.DISCUSSION,
    ),
    Phrase(
        Outcome.POSTPONED,
        done="udsat|udsættes|udsattes|udskudt|udskydes",
        acts="udsatte|udsætter|udskød|udskyder",
        able="udsætte|udskyde",
        about=MATTER,
        then=_OBJECT,
    ),
    Phrase(
        Outcome.POSTPONED,
        done=rf"{RESUMED}|(?:overgår|overføres|flyttes) til{_SOON}\w*",
        able=rf"(?:overføre|flytte)(?: \w+)? til{_SOON}\w*",
        about=MATTER,
    ),
    Phrase(
        Outcome.RETURNED,
        done=r"(?:sendes|sendt|sendte|sender)(?: \w+)?(?: \w+)? tilbage|tilbagesendes|tilbagesendt|hjemvist|hjemvises",
        acts=rf"tilbagesendte|tilbagesender|hjemviste|hjemviser|(?:sendte|sender)(?: \w+)?? (?:{MATTER}) tilbage",
        able=r"sende(?: \w+)?(?: \w+)? tilbage|tilbagesende|hjemvise",
        about=MATTER,
    ),
    Phrase(
        Outcome.REFERRED,
        done=r"(?:oversendes|oversendt|henvises|henvist|fremsendes|fremsendt|videresendes|videresendt"
        r"|sendes(?: \w+)? videre)(?: \w+)? til|sendes(?: \w+)? til videre(?: \w+)? behandling"
        rf"|sendes(?: (?:dermed|herefter|nu))? til(?= (?!.{{0,60}}høring)[\w-]*{BODY_WORD})",
        acts="oversendte|oversender|henviste|henviser|fremsendte|fremsender|videresendte|videresender",
        able="oversende|henvise|fremsende|videresende",
        role=Role.REFERRAL,
        about=MATTER,
        then=rf"{_OBJECT} til(?!\w)",
    ),
    Phrase(
        Outcome.REFERRED,
        done=rf"overgår til(?= [\w-]*{BODY_WORD})",
        acts=rf"(?:sender|sendte)(?: \w+)?? (?:{MATTER}) videre(?: \w+)?? til"
        rf"|(?:sender|sendte)(?: \w+)?? (?:{MATTER}) til(?: \w+)?? behandling i",
        able=rf"sende(?: \w+)?? (?:{MATTER}) videre(?: \w+)?? til",
        role=Role.REFERRAL,
        about=MATTER,
    ),
    Phrase(
        Outcome.TAKEN_OFF,
        done=r"(?:trukket|trækkes)(?: ud)? (?:af|fra) dagsordenen"
        r"|(?:taget|tages|toges|tog|tager)(?: \w+)? af (?:dagsordenen|plakaten)|(?:taget|tages|toges) af"
        r"|udgår|udgik|udgået",
        able=r"tage(?: \w+)?(?: \w+)? af dagsordenen",
        about=MATTER,
    ),
    Phrase(
        Outcome.WITHDRAWN,
        done=r"(?:trukket|trækkes)(?: tilbage)?(?! (?:ud )?(?:af|fra) dagsordenen)",
        acts="trak|trækker",
        able="trække",
        about=MATTER,
        then=_OBJECT,
    ),
    Phrase(Outcome.LAPSED, done="bortfaldet|bortfalder|bortfaldt|faldt bort|falder bort|faldet bort", about=MATTER),
    Phrase(
        Outcome.SETTLED,
        done="(?:anses (?:herefter |hermed |dermed )?for |betragtes som )?afsluttet|afsluttes",
        able="afslutte",
        about=MATTER,
        then=_OBJECT,
    ),
    Phrase(
        Outcome.SETTLED,
        done="henlægges|henlagt(?! hos)",
        acts="henlagde|henlægger",
        able="henlægge",
        about=MATTER,
        then=_OBJECT,
    ),
    Phrase(
        Outcome.ELECTED,
        done=r"valgtes|valgt blev|udpeget blev|valgt|genvalgt|nyvalgt|vælges|udpeget|udpeges",
        acts="valgte|vælger|udpegede|udpeger",
        able="vælge|udpege",
        about=rf"(?-i:{_PERSON})|\A\s*(?:som|til) |følgende",
        then=rf"\A(?: \w*(?:udvalget|rådet|bestyrelsen))?(?: enstemmigt)? (?:(?-i:{_PERSON})|som(?!\w)|følgende)",
    ),
)

# What decides stands before what goes on with the case, and both before what was only said of it.
LAST = (frozenset({Outcome.REFERRED, Outcome.NOTED}), frozenset({Outcome.DISCUSSED}))

# `Godkendt med den tilføjelse, at ...`: behind the phrase.
AMENDED = compiled(
    r"\w*(?:ændring|bemærkning|tilføjelse|præcisering|rettelse|justering|tilretning|korrektion|ændringsforslag)\w*"
)
AMENDING = compiled("med")
# `Den således ændrede indstilling blev godkendt`, and `godkendt i ændret form`.
CHANGED = re.compile(
    loose(r"\A\s*den(?: \w+)? (?:ændrede|reviderede|justerede|tilrettede) (?:\w*indstilling)(?!\w)"), re.IGNORECASE
)
CHANGED_FORM = re.compile(
    loose(r"\A i (?:en )?(?:ændret|revideret|justeret|tilrettet) (?:form|udgave|udformning|version)(?!\w)"),
    re.IGNORECASE,
)
PARTLY = compiled("delvist|delvis")
UNANIMOUS = compiled(r"enstemmigt?|enigt? (?:\w*udvalg|\w*råd|\w*bestyrelse)")
MAJORITY = compiled(r"(?:et |\w*)flertal(?:let)?")

# --- what takes a phrase back ---------------------------------------------------------------------------------

NEGATION = compiled(r"ikke(?! (?:kun|alene|blot)(?!\w))|hverken|ej|uden at")
# What is not yet, might be, or was before. `kan` and `kunne` are a phrase of their own.
UNSURE = compiled(
    "skal|skulle|vil|ville|bør|burde|må|måtte|kan|kunne|forventes|ventes|ønskes|ønsker|ønskede"
    "|foreslår|foreslog|foreslås"
    "|foreslået|anmoder|anmodede|bad|beder|opfordrer|opfordrede|overvejer|tidligere|allerede|endnu|har|havde|først"
    "|hvis|såfremt|forudsat|inden|når|efter at|siden hen|i sin tid|senest"
    "|planlagt|planlægges|lægger op til|lagde op til"
)
SUPPOSING = r"hvis|såfremt|medmindre|når|inden|før|forudsat|i tilfælde af|da|fordi|selvom|mens|efter at|siden"
_BY_A_PARTY = "|".join(re.escape(name) for name in NAMES)
AMENDMENT = compiled(
    r"\w*ændringsforslag\w*|modforslag\w*|forslag stillet|forslag(?:et)? fra(?! (?:forvaltning"
    r"|administration|direktion)\w*)"
    rf"|(?-i:{_BY_A_PARTY}|[A-ZÆØÅ])'?s forslag"
)
FUTURE = compiled(
    r"i (?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)"
    r"|næste (?:møde|år|uge)|senere|igen|(?:efter|for)året|kommende"
)
WHEN = (
    r"den \d{1,2}\. ?\w+(?: \d{4})?|den \d{1,2}[-./]\d{1,2}[-./ ]{1,2}\d{4}|d\. \d{1,2}[-. ]\S+|i (?:januar|februar"
    r"|marts|april|maj|juni|juli|august|september|oktober|november|december)(?: \d{4})?|i (?:19|20)\d\d"
)

# --- who acts ---------------------------------------------------------------------------------------------------

BODY = compiled(rf"[\w-]*{BODY_WORD}(?:et|en|n)?|medlemmer|flertal(?:let)?")
OTHERS = compiled(
    r"\w*(?:forvaltning|administration|direktion|afdeling|minister|ministeri|styrelse|sekretariat|chef)(?:en|et|erne)?"
    r"|\w*direktør(?:en)?|borgmester(?:en)?|formand(?:en)?|næstformand(?:en)?|staten|ansøger(?:en)?|kommunen|regionen"
    r"|mindretal(?:let)?"
)
# A clause may begin with these and name its body behind the verb.
AHEAD = compiled(
    "herefter|derefter|dernæst|derudover|endvidere|desuden|samtidig|hermed|dermed|derfor|således"
    "|efterfølgende|hvorefter"
    "|hvorpå|på|efter|med|under|ved|i|enstemmigt|afslutningsvis|endelig|til|for|som|desuden|og"
)
DECIDES = compiled(
    r"har valgt|beslutte\w*|besluttet|vedtog|vedtaget|valgte|truffet beslutning om|traf beslutning om"
    r"|følgende beslutning|enedes om|enige|enighed|vælger"
)
SAYS = compiled(
    r"anbefal(?:er|ede|es|et)|indstil(?:ler|lede|les|let)|foresl\w*|foreslår|godkend\w*|ønsk\w*|bemærk\w*|oplys\w*"
    r"|orientere\w*|anmod\w*|opfordr\w*|bad|beder|mener"
    r"|mente|finder|fandt|tiltr\w*|understreg\w*|peg\w*|konstater\w*|noter\w*|lov\w*|sagde|siger|kræv\w*|forudsætning"
    r"|betingelse|tilføjelse|ændring|bemærkning|lægger vægt på"
)
TOLD = compiled("orientere(?:de|r|t)|orientering(?:en)? (?:blev |er )?givet")
