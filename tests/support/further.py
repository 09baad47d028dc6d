"""More decisions, longer and less plain, tried on the rules once they held for the first table."""

from __future__ import annotations

from support.decisions import Row

ROWS: tuple[Row, ...] = (
    (
        "Der var foretræde til sagen. Udvalget stillede spørgsmål til dem, der havde foretræde, hvorefter udvalget "
        "besluttede at udsætte sagens behandling med henblik på gennemgang af økonomien.",
        "postponed",
        {"phrase": "udvalget besluttede at udsætte"},
    ),
    (
        "Fremsendes til Havneby Byråd med bemærkning, at Magistraten i mødet den 2. september 2025 "
        "anbefaler, at byrådet "
        "tiltræder indstillingen.\nSocialistisk Folkeparti tog forbehold vedrørende fordelingen mellem by og natur vs. "
        "grønne områder/arealer.\nVenstre tog forbehold vedrørende mobilitet/trafik.\nBo Prøve deltog "
        "ikke i sagens behandling.",
        "recommended referred",
        {
            "sent_to": "Havneby Byråd",
            "reservations": "Socialistisk Folkeparti|Venstre",
            "not_participating": "Bo Prøve",
        },
    ),
    (
        "Udvalg for havn og natur godkendte forslaget,\n\nat der afsættes 5 mio. kr. til molen,\n\nat "
        "der afsættes 1 mio. kr. "
        "til lys, og\n\nat midlerne finansieres af puljen.\n\nProjektet sendes dermed til videre politiske behandling. "
        "Udvalget ønsker, at projektet præsenteres på møderne i de stående udvalg.",
        "approved referred",
        {"role": None, "sent_to": "", "phrase": "Udvalg for havn og natur godkendte"},
    ),
    (
        "Else Eksempel præsenterede evalueringen.\n\nPå den baggrund drøftede udvalget projektet i de to "
        "kommuner. Udvalget "
        "anbefaler derfor en drøftelse i sundhedsrådene i forhold til, hvad man mener.\n\nUdvalg for havn og natur tog "
        "orienteringen til efterretning.",
        "noted discussed",
    ),
    ("Økonomiudvalget anbefaler Byrådet at godkende indstillingen.", "recommended", {"sent_to": "Byrådet"}),
    (
        "Et flertal i Økonomiudvalget (A, V og C) indstiller til Byrådet, at forslaget godkendes. Et "
        "mindretal (Ø) kan ikke "
        "tiltræde indstillingen.",
        "recommended",
        {"sent_to": "Byrådet", "in_favour": "A V C", "against": "Ø", "result": "majority"},
    ),
    (
        "Byrådet godkendte indstillingen med stemmerne 17 for (A, V, C) og 4 imod (Ø, Å).",
        "approved",
        {"in_favour": "A V C", "against": "Ø Å", "for_count": 17, "against_count": 4},
    ),
    (
        "Indstillingen blev sat til afstemning. For stemte 12, imod stemte 7. Indstillingen er dermed godkendt.",
        "approved",
        {"for_count": 12, "against_count": 7},
    ),
    (
        "Forslaget sendes til afstemning: For stemte A, F og Ø (10). Imod stemte V, C og O (15). "
        "Forslaget blev dermed forkastet.",
        "rejected",
        {"in_favour": "A F Ø", "against": "V C O"},
    ),
    ("Ad. 1: Anbefales godkendt\nAd. 2: Taget til efterretning", "recommended noted"),
    ("Indstillingens punkt 1 og 2 anbefales godkendt. Punkt 3 udsættes.", "recommended postponed"),
    ("Udvalget ønsker sagen genoptaget på næste møde.", ""),
    ("Til orientering.", "noted", {"role": "information"}),
    ("Punktet blev ikke behandlet.", ""),
    (
        "Kommunalbestyrelsen godkendte Økonomiudvalgets indstilling, idet Enhedslisten stemte imod og "
        "Radikale Venstre undlod "
        "at stemme.",
        "approved",
        {"against": "Enhedslisten", "abstained": "Radikale Venstre"},
    ),
    ("Vedtaget med 21 stemmer mod 4 (Ø).", "approved", {"for_count": 21, "against_count": 4, "against": "Ø"}),
    (
        "Sundhedsudvalget anbefaler sagen overfor Økonomiudvalget og Byrådet.",
        "recommended",
        {"sent_to": "Økonomiudvalget"},
    ),
    (
        "Udvalget tiltræder indstillingen, og sagen oversendes til Økonomiudvalget.",
        "endorsed referred",
        {"sent_to": "Økonomiudvalget"},
    ),
    ("Godkendt, dog således at pkt. 3 udgår.", "approved"),
    ("Udvalget godkendte indstillingen, dog udsættes punkt 3.", "approved postponed"),
    ("Udvalget godkendte indstillingens punkt 1, men udsatte punkt 2.", "approved postponed"),
    ("Udvalget besluttede, at der meddeles afslag på ansøgningen.", "rejected", {"role": "decision"}),
    ("Udvalget besluttede at sende forslaget i 8 ugers høring.", ""),
    ("Udvalget besluttede at anbefale, at byrådet godkender forslaget.", "recommended"),
    ("Udvalget besluttede at indstille til Byrådet, at forslaget vedtages.", "recommended", {"sent_to": "Byrådet"}),
    ("Direktionens indstilling blev tiltrådt, idet Bo Prøve (O) ikke kunne tiltræde.", "endorsed"),
    ("Sagen udsættes, idet forvaltningen bedes undersøge, om forslaget kan godkendes.", "postponed"),
    ("Udvalget var enige om at udsætte punktet.", "postponed"),
    ("Der var enighed om at godkende indstillingen.", "approved"),
    ("Det blev besluttet at udsætte punktet.", "postponed"),
    ("Besluttet udsat.", "postponed"),
    (
        "Else Eksempel og Bo Prøve foreslog at udsætte sagen. Forslaget blev forkastet med 4 stemmer mod "
        "3. Indstillingen blev "
        "herefter vedtaget.",
        "approved",
        {"for_count": None, "phrase": "Indstillingen blev herefter vedtaget."},
    ),
    (
        "Venstre stillede følgende ændringsforslag: Beløbet halveres. For stemte V. Imod stemte A, F og "
        "C. Ændringsforslaget "
        "bortfaldt. Indstillingen blev godkendt.",
        "approved",
        {"in_favour": "", "against": ""},
    ),
    ("Byrådet godkendte Venstres ændringsforslag.", ""),
    ("Forvaltningens forslag blev godkendt.", "approved"),
    ("Kommunalbestyrelsen, den 27. juni 2019, pkt. 117:\nGodkendt.", "approved"),
    (
        "Enhedslisten ønsker følgende protokolleret: Enhedslisten kan ikke støtte salget.",
        "",
        {"statement": ("statement", "Enhedslisten", "Enhedslisten kan ikke støtte salget."), "against": ""},
    ),
    ("Godkendt med forbehold fra Enhedslisten.", "approved", {"reservations": "Enhedslisten"}),
    ("Godkendt, idet det bemærkes, at sagen tidligere blev udsat.", "approved"),
    ("Økonomiudvalget tiltrådte indstillingen, idet et mindretal bestående af Ø og F ønsker sagen udsat.", "endorsed"),
    ("Kommunalbestyrelsen besluttede enstemmigt at godkende indstillingen.", "approved", {"result": "unanimous"}),
    ("Byrådet besluttede med 16 stemmer mod 9 at godkende indstillingen.", "approved", {"against_count": 9}),
    ("Sagen sendes til Byrådet.", "referred", {"sent_to": "Byrådet", "phrase": "Sagen sendes til Byrådet."}),
    ("Sagen sendes i høring i Handicaprådet og Ældrerådet.", "", {"sent_to": ""}),
    ("Sagen videresendes til Økonomiudvalget med udvalgets anbefaling.", "recommended referred"),
    ("Udvalget tog ikke orienteringen til efterretning.", ""),
    ("Byrådet kan ikke godkende indstillingen.", "rejected"),
    ("Udvalget besluttede, at forslaget ikke godkendes.", "rejected"),
    ("Punktet er taget af dagsordenen, da sagen er godkendt administrativt.", "taken-off"),
    ("Det indstilles til byrådet, at forslaget godkendes.", ""),
    (
        "A, V og C anbefaler indstillingen. Ø og F kan ikke anbefale indstillingen.",
        "",
        {"in_favour": "A V C", "against": "Ø F"},
    ),
    (
        "7 stemmer for (A, V), 2 stemmer imod (Ø) og 1 undlader (F).",
        "",
        {"for_count": 7, "against_count": 2, "abstained_count": 1, "abstained": "F"},
    ),
    ("Anbefales, idet protokoltilførsel fra Ø vedlægges.", "recommended"),
    ("Alle medlemmer var til stede, undtagen Bo Prøve.", "", {"absent": "Bo Prøve"}),
    ("Udvalget drøftede det godkendte budget.", "discussed"),
    ("Udvalget drøftede indstillingen om godkendt budget.", "discussed"),
    ("Udvalget drøftede, hvordan anbefalede tiltag sættes i gang.", "discussed"),
    ("Udvalget drøftede, om forslaget tiltrædes.", "discussed"),
    ("Udvalget drøftede de udsatte sager.", "discussed"),
    ("Lokalplanen blev i sin tid vedtaget uden høring.", ""),
    ("Planen blev vedtaget i 2018.", ""),
    ("Ansøgningen er afvist af Kystdirektoratet.", ""),
    ("Klagen er afvist af Planklagenævnet.", ""),
    ("Planen blev godkendt af et enigt udvalg.", "approved", {"result": "unanimous"}),
    ("På det foreliggende grundlag godkendte udvalget planen.", "approved"),
    ("Ministeriet afviste forslaget.", ""),
    ("Fraværende:\nElse Eksempel\nBo Prøve", "", {"absent": "Else Eksempel|Bo Prøve"}),
    ("Udvalget erklærede Bo Prøve inhabil.", "", {"recused": "Bo Prøve"}),
    ("Efter at Bo Prøve havde forladt mødet, blev indstillingen godkendt.", "approved"),
    ("Området er valgt til ny park. Godkendt.", "approved"),
    ("Ansøgningen trækkes tilbage af ansøger.", "withdrawn"),
    ("Direktionens indstilling, at orienteringen tages til efterretning, blev godkendt.", "approved"),
    (
        "Kommunalbestyrelsen besluttede den 1. oktober 2018, at sagen udsættes. Udvalget tager sagen til efterretning.",
        "noted",
    ),
)
