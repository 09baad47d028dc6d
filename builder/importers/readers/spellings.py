"""Words by which damaged letters are put right without a dictionary, and words that are never touched."""

from __future__ import annotations

# What minutes say again and again, as a scanner without æ, ø and å reads it. Some are words of their own (`aben`, the
# ape), which minutes do not use.
CERTAIN = {
    "pa": "på",
    "p4": "på",
    "ogsa": "også",
    "sa": "så",
    "sasom": "såsom",
    "aben": "åben",
    "abent": "åbent",
    "abne": "åbne",
    "droftet": "drøftet",
    "dreftet": "drøftet",
    "drefter": "drøfter",
    "drofter": "drøfter",
    "drofte": "drøfte",
    "droftelse": "drøftelse",
    "okonomi": "økonomi",
    "okonomiske": "økonomiske",
    "okonomisk": "økonomisk",
    "ekonomi": "økonomi",
    "ekonomiske": "økonomiske",
    "okonomiudvalget": "økonomiudvalget",
    "ekonomiudvalget": "økonomiudvalget",
    "mode": "møde",
    "modedato": "mødedato",
    "modested": "mødested",
    "mededato": "mødedato",
    "medested": "mødested",
    "modedeltagelse": "mødedeltagelse",
    "bornene": "børnene",
    "born": "børn",
    "fravaerende": "fraværende",
    "fraverende": "fraværende",
    "sagsforlob": "sagsforløb",
    "sagsforleb": "sagsforløb",
    "byradet": "byrådet",
    "byrad": "byråd",
    "tiltradt": "tiltrådt",
    "tiltraedt": "tiltrædt",
    "arsag": "årsag",
    "arligt": "årligt",
    "ar": "år",
    "losning": "løsning",
    "i1": "i",
}
# Of these, what is only meant so where it stands alone on its line, or begins it.
ONLY_ALONE = {"mode", "born", "losning", "ar", "sa", "aben", "abne", "abent"}

# Headings of sections, in lower case and without damage: behind one, a line begins a sentence.
HEADINGS = {
    *("sagsgang", "sagsforløb", "sagsfremstilling", "resume", "resumé", "indstilling", "beslutning", "bilag", "økonomi"),
    *("økonomiske konsekvenser", "sagens kerne", "beslutningstema", "problemstilling", "løsning", "baggrund", "forslag"),
    *("beskrivelse af sagen", "kompetence", "punkt", "referat", "dagsorden", "deltagere", "medlemmer", "evaluering"),
}

# Words behind which `1` is a number.
NUMBERED = {
    *("punkt", "pkt", "bilag", "side", "nr", "nummer", "kapitel", "afsnit", "uge", "fase", "trin", "niveau", "del", "klasse"),
    *("stk", "kl", "den", "d", "version", "etape", "scenarie", "scenario", "model", "gruppe", "kategori", "tabel", "figur"),
    *("spor", "mål", "distrikt", "område", "delområde", "zone", "lokale", "rum", "hal", "sal", "rute", "vej", "grad", "type"),
    *("omkring", "cirka", "ca", "kun", "mindst", "højst", "over", "under", "mellem", "fra", "til", "på", "med", "af", "er"),
    *("har", "for", "om", "hver", "og", "eller", "plus", "minus", "ad", "kvartal", "halvår", "måned", "september", "maj"),
    *("januar", "februar", "marts", "april", "juni", "juli", "august", "oktober", "november", "december", "lokalplan"),
}
# Words that end like a noun with its article, and are none.
NO_ARTICLE = {"voksen", "egen", "anden", "åben", "sammen", "uden", "inden", "siden", "ellen", "igen", "meget", "andet"}
