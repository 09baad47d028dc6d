"""How decisions are written here and there: large towns, small ones, regions; written before the rules they test."""

from __future__ import annotations

from support.decisions import Row

# Said of what the body has done, not of what it did once.
DONE: tuple[Row, ...] = (
    ("Udvalget har drøftet sagen.", "discussed", {"role": "discussion"}),
    ("Udvalget har godkendt indstillingen.", "approved"),
    ("Udvalget har taget orienteringen til efterretning.", "noted", {"role": "information"}),
    ("Rådet har drøftet forslaget og har ingen bemærkninger.", "discussed"),
    ("Regionsrådet har i dag vedtaget budgettet.", "approved"),
    ("Udvalget har besluttet at udsætte sagen.", "postponed"),
    ("Udvalget har tidligere godkendt planen.", ""),
    ("Udvalget har i 2019 godkendt planen.", ""),
    ("Udvalget har endnu ikke godkendt planen.", ""),
    ("Udvalget har på mødet den 4. maj 2019 godkendt planen.", ""),
    ("Forvaltningen har drøftet planen med naboerne.", ""),
    ("Udvalget, der har godkendt planen, ønsker en status.", ""),
    ("Hvis udvalget har godkendt planen, sendes den ud.", ""),
)

# Who sends a plan to a hearing has not approved it: it may be the plan as it was recommended, or instead of it.
HEARINGS: tuple[Row, ...] = (
    ("Udvalget besluttede at sende forslaget i offentlig høring i otte uger.", ""),
    ("Udvalget sender forslaget i høring.", ""),
    ("Vedtaget til udsendelse i høring.", "approved"),
    ("Godkendt med henblik på offentlig høring.", "approved"),
    ("Forslaget er vedtaget og sendes i høring i 8 uger.", "approved", {"sent_to": ""}),
)

DENIED: tuple[Row, ...] = (
    ("Udvalget besluttede ikke at godkende forslaget.", "rejected"),
    ("Udvalget besluttede ikke at imødekomme ansøgningen.", "rejected"),
    ("Udvalget besluttede ikke at give dispensation.", "rejected"),
    ("Udvalget besluttede ikke at tiltræde forslaget.", "not-endorsed"),
    ("Byrådet besluttede ikke at vedtage lokalplanen.", "rejected"),
    ("Udvalget besluttede ikke at udsætte sagen.", ""),
    ("Udvalget besluttede ikke at drøfte sagen.", ""),
    ("Udvalget besluttede, at ansøgningen ikke imødekommes.", "rejected"),
    ("Udvalget besluttede ikke kun at godkende planen, men også at afsætte penge.", "approved"),
    ("Ikke imødekommet.", "rejected"),
    ("Klagen tages ikke til følge.", "rejected"),
)

SUPPORTED: tuple[Row, ...] = (
    ("Udvalget støtter indstillingen.", "endorsed"),
    ("Rådet støtter forslaget, men ønsker flere bænke.", "endorsed"),
    ("Indstillingen støttes.", "endorsed"),
    ("Rådet kan støtte forslaget.", "endorsed"),
    ("Rådet kan ikke støtte forslaget.", "not-endorsed"),
    ("Rådet bakker op om indstillingen.", "endorsed"),
    ("Rådet bakkede op om forslaget.", "endorsed"),
    ("Udvalget kan tilslutte sig forslaget.", "endorsed"),
    ("Udvalget kunne ikke tilslutte sig forslaget.", "not-endorsed"),
    ("Der var tilslutning til indstillingen.", "endorsed"),
    ("Der er tilslutning til, at planen sættes i gang.", "endorsed"),
    ("Der var ikke tilslutning til forslaget.", "not-endorsed"),
    ("Udvalget støtter op om foreningens arbejde.", ""),
    ("Kommunen støtter foreningen med 5.000 kr.", ""),
    ("Udvalget støtter foreningen.", ""),
    ("Støttet af Realdania bygger foreningen et hus.", ""),
    ("Indstillingen tiltrådt, idet beløbet afholdes af kassebeholdningen.", "endorsed"),
    ("Økonomiudvalgets indstilling tiltrådt.", "endorsed"),
)

SETTLED: tuple[Row, ...] = (
    ("Henlægges.", "settled"),
    ("Sagen henlægges.", "settled"),
    ("Sagen blev henlagt.", "settled"),
    ("Klagen henlægges.", "settled"),
    ("Udvalget besluttede at henlægge sagen.", "settled"),
    ("Forslaget er henlagt siden 2012.", ""),
    ("Sagen blev henlagt af politiet.", ""),
)

PERMITTED: tuple[Row, ...] = (
    ("Der meddeles dispensation.", "approved"),
    ("Der meddeles ikke dispensation.", "rejected"),
    ("Dispensation meddeles.", "approved"),
    ("Dispensation gives ikke.", "rejected"),
    ("Udvalget meddelte dispensation til carporten.", "approved"),
    ("Udvalget giver dispensation til, at huset opføres i to etager.", "approved"),
    ("Udvalget besluttede at meddele dispensation.", "approved"),
    ("Udvalget besluttede at meddele tilladelse til nedrivning.", "approved"),
    ("Der gives landzonetilladelse på de anførte vilkår.", "approved"),
    ("Udvalget besluttede, at der meddeles landzonetilladelse.", "approved"),
    ("Udvalget meddeler afslag på ansøgningen.", "rejected"),
    ("Udvalget giver afslag.", "rejected"),
    ("Udvalget besluttede at give afslag på dispensation.", "rejected"),
    ("Der gives afslag på ansøgningen om dispensation.", "rejected"),
    ("Ansøgningen om dispensation afslås.", "rejected"),
    ("Kommunen har meddelt dispensation i 2018.", ""),
    ("Forvaltningen meddeler dispensation, når ansøgningen er oplyst.", ""),
    ("Hvis der gives tilladelse, skal hegnet males.", ""),
    ("Udvalget drøftede, om der kan gives dispensation.", "discussed"),
    ("Ansøgningen bevilges.", "approved"),
    ("Bevilget.", "approved"),
    # of the 75.000 kr. that were asked for, perhaps
    ("Der bevilges 20.000 kr. til foreningen.", ""),
    ("Udvalget bevilgede 20.000 kr.", ""),
    ("Bevilget med 20.000 kr.", ""),
    ("Ansøgningen bevilges ikke.", "rejected"),
    ("Der er bevilget 20.000 kr. til foreningen i 2019.", ""),
    ("De bevilgede midler er brugt.", ""),
)

RECOMMENDED: tuple[Row, ...] = (
    ("Det anbefales, at forslaget vedtages.", "recommended"),
    ("Det anbefales, at byrådet godkender planen.", "recommended"),
    ("Det anbefales, at udvalget godkender planen.", ""),
    ("Det anbefales ikke.", "not-endorsed"),
    ("Et enigt udvalg anbefaler.", "recommended", {"result": "unanimous"}),
    ("Et enigt udvalg anbefaler indstillingen.", "recommended", {"result": "unanimous"}),
    ("Forvaltningen anbefaler, at forslaget vedtages.", ""),
    ("Anbefales over for Økonomiudvalget og Byrådet.", "recommended", {"sent_to": "Økonomiudvalget"}),
    ("Anbefales, idet Ø tager forbehold.", "recommended", {"reservations": "Ø"}),
    ("Udvalgets flertal anbefaler forslaget.", "recommended", {"result": "majority"}),
    ("Fagudvalgets indstilling anbefales.", "recommended"),
)

VOTED: tuple[Row, ...] = (
    ("Et flertal (5) stemte for.", "", {"for_count": 5, "result": "majority"}),
    ("Et flertal (5) stemte for, mens 2 stemte imod.", "", {"for_count": 5, "against_count": 2}),
    ("Godkendt mod Ø's stemmer.", "approved", {"against": "Ø"}),
    ("Godkendt mod Ø’s og Å’s stemmer.", "approved", {"against": "Ø Å"}),
    ("Vedtaget mod Venstres stemmer.", "approved", {"against": "Venstre"}),
    ("Godkendt imod stemmerne fra Ø og Å.", "approved", {"against": "Ø Å"}),
    ("Godkendt mod 2 stemmer (Ø).", "approved", {"against": "Ø", "against_count": 2}),
    ("Godkendt med 5 stemmer mod 2.", "approved", {"for_count": 5, "against_count": 2}),
    ("Godkendt med 5 stemmer mod 2 (Ø og Å).", "approved", {"against_count": 2, "against": "Ø Å"}),
    ("Godkendt med stemmerne fra A, V og C.", "approved", {"in_favour": "A V C"}),
    ("Vedtaget med A's, V's og C's stemmer.", "approved", {"in_favour": "A V C"}),
    ("Vedtaget med 6 stemmer for og 1 imod.", "approved", {"for_count": 6, "against_count": 1}),
    ("Vedtaget, idet Ø stemte imod.", "approved", {"against": "Ø"}),
    ("Godkendt, idet O tager forbehold.", "approved", {"reservations": "O"}),
    ("Godkendt med forbehold fra Ø.", "approved", {"reservations": "Ø"}),
    (
        "Godkendt. Else Eksempel, O, og Bo Prøve, V, undlod at stemme.",
        "approved",
        {"abstained": "Else Eksempel|Bo Prøve"},
    ),
    ("Godkendt. Imod stemte Else Eksempel, O.", "approved", {"against": "Else Eksempel"}),
    ("Imod stemte Bo Prøve, Ø og Å.", "", {"against": "Bo Prøve|Ø|Å"}),
    ("Anbefales. Bo Prøve, V, kan ikke anbefale indstillingen.", "recommended", {"against": "Bo Prøve"}),
    (
        "7 stemte for, 3 stemte imod, og 1 undlod at stemme. Forslaget er hermed vedtaget.",
        "approved",
        {"for_count": 7, "against_count": 3, "abstained_count": 1},
    ),
    (
        "Indstillingen blev godkendt med 40 stemmer imod 14. For stemte: A, B og V. Imod stemte: O og Ø.",
        "approved",
        {"for_count": 40, "against_count": 14, "in_favour": "A B V", "against": "O Ø"},
    ),
    ("Indstillingen blev godkendt uden afstemning.", "approved"),
    ("Godkendt af alle.", "approved"),
    ("A og F stemte for. V stemte imod. B undlod.", "", {"in_favour": "A F", "against": "V", "abstained": "B"}),
    ("Med stemmerne 7-2 godkendt.", "approved", {"for_count": 7, "against_count": 2}),
    ("Godkendt med 7 mod 2 stemmer.", "approved", {"for_count": 7, "against_count": 2}),
    (
        "Vedtaget med 7 stemmer for, 2 imod og 1 hverken for eller imod.",
        "approved",
        {"for_count": 7, "against_count": 2, "abstained_count": 1},
    ),
    ("Godkendt med undtagelse af Ø, der stemte imod.", "approved", {"against": "Ø"}),
    (
        "For stemte 15: A, B, C. Imod stemte 4: Ø.",
        "",
        {"for_count": 15, "against_count": 4, "in_favour": "A B C", "against": "Ø"},
    ),
    ("Venstre ønsker deres stemme imod ført til protokol.", "", {"against": "Venstre"}),
    ("Ø ønskede sin afvigende mening ført til protokol.", "", {"against": "Ø"}),
)

MOVED: tuple[Row, ...] = (
    ("Udvalget sendte sagen tilbage til forvaltningen.", "returned"),
    ("Sagen sendes tilbage til fornyet behandling.", "returned"),
    ("Sagen blev trukket.", "withdrawn"),
    ("Sagen blev trukket af dagsordenen.", "taken-off"),
    ("Trukket fra dagsordenen.", "taken-off"),
    ("Punktet udgik af dagsordenen.", "taken-off"),
    ("Genoptages på næste møde.", "postponed"),
    ("Genoptages.", "postponed"),
    ("Sagen genoptages på mødet i juni.", "postponed"),
    ("Godkendt. Sagen genoptages, når ministeriet har svaret.", "approved"),
    ("Sagen overgår til næste møde.", "postponed"),
    ("Punktet overføres til næste møde.", "postponed"),
    ("Behandlingen af sagen udsættes til næste møde.", "postponed"),
    ("Udsat til mødet den 4. maj 2024.", "postponed"),
    ("Arbejdet genoptages efter ferien.", ""),
    ("Punktet blev ikke behandlet.", ""),
    ("Rådet sender forslaget videre til Teknisk Udvalg.", "referred", {"sent_to": "Teknisk Udvalg"}),
    ("Udvalget sendte sagen videre til Økonomiudvalget.", "referred", {"sent_to": "Økonomiudvalget"}),
    ("Sagen overgår til Økonomiudvalget.", "referred", {"sent_to": "Økonomiudvalget"}),
    ("Oversendes til budgetforhandlingerne for 2026.", "referred", {"sent_to": ""}),
    ("Henvist til udvalgsbehandling i Teknisk Udvalg.", "referred"),
    ("Rådet sender en hilsen videre til borgmesteren.", ""),
    ("Udvalget sender materialet ud før næste møde.", ""),
)

TOLD: tuple[Row, ...] = (
    ("Orientering givet.", "noted", {"role": "information"}),
    ("Til orientering.", "noted", {"role": "information"}),
    ("Udvalget tager sagen til efterretning.", "noted"),
    ("Taget til efterretning, idet udvalget ønsker en status til maj.", "noted"),
    ("Udvalget tog redegørelsen til efterretning med tak.", "noted"),
    ("Borgmesteren orienterede om sagen. Orientering givet i øvrigt om anlægget.", "", {"role": "information"}),
)

FALLEN: tuple[Row, ...] = (
    ("Forslaget faldt.", "rejected"),
    ("Forslaget er hermed faldet.", "rejected"),
    ("Indstillingen faldt.", "rejected"),
    ("Ændringsforslaget faldt. Indstillingen blev godkendt.", "approved"),
    ("Ændringsforslag fra A forkastet. Indstillingen godkendt.", "approved"),
    (
        "Et ændringsforslag stillet af Ø blev forkastet med 40 stemmer imod 14. Indstillingen blev herefter godkendt "
        "uden afstemning.",
        "approved",
        {"for_count": None, "against_count": None},
    ),
    ("Der faldt bemærkninger til punktet.", ""),
    ("Udgifterne faldt med 2 mio. kr.", ""),
    ("Valget faldt på Havnevej.", ""),
)

SHORT: tuple[Row, ...] = (
    ("Ansøgningen kan ikke imødekommes.", "rejected"),
    ("Ansøgningen kan imødekommes.", "approved"),
    ("Forslaget blev nedstemt.", "rejected"),
    ("Sagen anses for afsluttet.", "settled"),
    ("Som medlem valgtes Else Eksempel.", "elected"),
    ("Taget til efterretning og fremsendes til Byrådet.", "noted referred", {"sent_to": "Byrådet"}),
    ("Byrådet sendte forslaget til behandling i Teknisk Udvalg.", "referred", {"sent_to": "Teknisk Udvalg"}),
    ("Udvalget er sindet at meddele afslag.", ""),
    ("Udvalget er positivt indstillet over for ansøgningen.", ""),
    ("Tiltrådt at der gives afslag.", "endorsed"),
    ("Det blev besluttet, at der gives dispensation fra lokalplanen.", "approved"),
    ("Der blev givet dispensation i 2015.", ""),
    ("Der søges om dispensation.", ""),
    ("Udvalget peger på model 2.", ""),
    ("Udvalget vedtog at indstille til Byrådet, at planen godkendes.", "recommended", {"sent_to": "Byrådet"}),
    ("Udvalget vedtog at udsætte sagen.", "postponed"),
    ("Udvalget vedtog at godkende planen.", "approved"),
    ("Byrådet vedtog, at planen gennemføres.", "approved"),
    ("Udvalget har valgt at udsætte sagen.", "postponed"),
    ("Udvalget har besluttet ikke at imødekomme ansøgningen.", "rejected"),
    ("Tilslutning til forslaget forudsætter en ny høring.", ""),
    ("Forslaget faldt bort.", "lapsed"),
    ("Drøftet. Genoptages på næste møde.", "postponed discussed"),
    ("Taget til efterretning. Sagen genoptages i august.", "noted"),
    ("Formanden sender sagen videre til Økonomiudvalget.", ""),
    ("Udvalget besluttede at fastholde afslaget.", ""),
    ("Venstre støtter indstillingen.", ""),
)

OTHERS: tuple[Row, ...] = (
    ("Økonomiudvalgets indstilling blev godkendt.", "approved"),
    ("Indstillingen fra Økonomiudvalget godkendt.", "approved"),
    ("Formanden bemyndiges til at godkende det endelige svar.", ""),
    ("Udvalget bemyndigede formanden til at færdiggøre høringssvaret.", ""),
    ("Godkendt. Formanden bemyndiges til at godkende det endelige svar.", "approved"),
    ("Indstillingen blev taget til følge.", "approved"),
    ("Besluttet i overensstemmelse med indstillingen.", "approved"),
    ("Vedtaget i henhold til indstillingen.", "approved"),
    ("I overensstemmelse med indstillingen.", "approved"),
    ("Efter indstillingen.", "approved"),
    ("Arbejdet er udført i overensstemmelse med indstillingen.", ""),
    ("Den således ændrede indstilling blev godkendt.", "approved-amended"),
    ("Den ændrede indstilling godkendt.", "approved-amended"),
    ("Indstillingen blev godkendt i ændret form.", "approved-amended"),
    ("Lokalplanforslaget blev endeligt vedtaget.", "approved"),
    ("Accepteret.", "approved"),
    ("Tilbuddet accepteres.", "approved"),
)

WRITTEN: tuple[Row, ...] = (
    (
        'Godkendt.\n\nN ønskede følgende tilført protokollen: "Vi savner et stoppested."',
        "approved",
        {"statement": ("statement", "N", "Vi savner et stoppested.")},
    ),
    (
        'Else Eksempel, O, ønsker tilføjet til protokollen: "Jeg savner tal."',
        "",
        {"statement": ("statement", "Else Eksempel", "Jeg savner tal.")},
    ),
    (
        "Godkendt.\n\nBo Prøve (Ø) afgav følgende mindretalsudtalelse: »Vi må vente.«",
        "approved",
        {"statement": ("minority-opinion", "Bo Prøve", "Vi må vente.")},
    ),
    (
        "Godkendt.\n\nImod stemte Bo Prøve (V), der afgav mindretalsudtalelse: »Vi må vente.«",
        "approved",
        {"statement": ("minority-opinion", "Bo Prøve", "Vi må vente."), "against": "Bo Prøve"},
    ),
    (
        "Ø bad om at få ført til referatet, at man havde ønsket en høring.",
        "",
        {"statement": ("statement", "Ø", "at man havde ønsket en høring.")},
    ),
    (
        "Bo Prøve bad om, at følgende blev ført til protokollen: Vi er uenige.",
        "",
        {"statement": ("statement", "Bo Prøve", "Vi er uenige.")},
    ),
    (
        "Godkendt. Til protokollen bemærkede Ø, at planen er for dyr.",
        "approved",
        {"statement": ("statement", "Ø", "at planen er for dyr.")},
    ),
    ("Der blev afgivet en mindretalsudtalelse i udvalget.", "", {"statements": ()}),
    ("Ingen afgav mindretalsudtalelse. Godkendt.", "approved", {"statements": ()}),
)

ALL = (
    DONE
    + HEARINGS
    + DENIED
    + SUPPORTED
    + SETTLED
    + PERMITTED
    + RECOMMENDED
    + VOTED
    + MOVED
    + TOLD
    + FALLEN
    + SHORT
    + OTHERS
    + WRITTEN
)
