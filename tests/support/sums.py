"""Sums as minutes write them, and what they say; written before the rules.

Each row: the words, and for each amount in order `number unit qualifier per years | payer | purpose`, as far as stated.
"""

from __future__ import annotations

ROWS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Der afsættes 600.000 kr.", ("600000",)),
    ("Der afsættes 600.000 kr. i 2025.", ("600000 2025",)),
    ("Der afsættes 600.000 kr til maling.", ("600000 | | maling",)),
    ("2,912 mio. kr.", ("2912000",)),
    ("2,912 mio.kr.", ("2912000",)),
    ("2,5 mio kr", ("2500000",)),
    ("3 millioner kroner", ("3000000",)),
    ("1 mill. kr.", ("1000000",)),
    ("3 mia. kr.", ("3000000000",)),
    ("1,5 milliarder kr.", ("1500000000",)),
    ("500 t.kr.", ("500000",)),
    ("500 tkr.", ("500000",)),
    ("750 tusinde kr.", ("750000",)),
    ("1.250 t. kr.", ("1250000",)),
    ("kr. 1.250.000", ("1250000",)),
    ("kr. 1.250.000,-", ("1250000",)),
    ("1.250.000,00 kr.", ("1250000.00",)),
    ("1 250 000 kr.", ("1250000",)),
    ("1.250.000 DKK", ("1250000",)),
    ("DKK 75.000", ("75000",)),
    ("40.000 euro", ("40000 EUR",)),
    ("-0,5 mio. kr.", ("-500000",)),
    ("Merudgiften er på 45.678,90 kr.", ("45678.90 | | Merudgiften",)),
    ("1.234,56 kroner", ("1234.56",)),
    ("1,2 mio. kr. om året i årene 2026-2029", ("1200000 year 2026-2029",)),
    (
        "1,2 mio. kr. årligt i 4 år, hvoraf 50.000 kr. årligt afsættes til løbende evaluering.",
        ("1200000 year", "50000 year | | løbende evaluering"),
    ),
    ("50.000 kr. pr. år", ("50000 year",)),
    ("4.000 kr. om måneden", ("4000 month",)),
    ("4.000 kr. pr. måned i 2025", ("4000 month 2025",)),
    ("En årlig driftsudgift på 80.000 kr.", ("80000 year | | årlig driftsudgift",)),
    (
        "Der afsættes op til 5,7 mio. kr. til resultatbaseret tilbagebetaling og 1,5 mio. kr. til følgeforskning.",
        ("5700000 up to | | resultatbaseret tilbagebetaling", "1500000 | | følgeforskning"),
    ),
    ("ca. 5 mio. kr. i perioden 2028-29", ("5000000 about 2028-2029",)),
    ("Der forventes en regional tilbagebetaling på ca. 5 mio. kr.", ("5000000 about | | regional tilbagebetaling",)),
    ("mindst 2 mio. kr.", ("2000000 at least",)),
    ("maksimalt 300.000 kr.", ("300000 up to",)),
    ("højst 300.000 kr.", ("300000 up to",)),
    ("omkring 300.000 kr.", ("300000 about",)),
    ("Et maksimalt betalingsloft på 5,7 mio. kr.", ("5700000 up to | | maksimalt betalingsloft",)),
    (
        "at der afsættes i alt 5,7 mio. kr. (maksimalt betalingsloft) til regionens tilbagebetalinger "
        "til fonden i årene 2028-2029,",
        ("5700000 up to 2028-2029 | | regionens tilbagebetalinger til fonden",),
    ),
    (
        "at der afsættes 1,5 mio. kr. til følgeforskning målrettet instituttet med udmøntning i 2025, og",
        ("1500000 2025 | | følgeforskning målrettet instituttet",),
    ),
    (
        "at der afsættes 200.000 kr. til lægehjælp i 2025 og 1,2 mio. kr. om året i årene 2026-2029,",
        ("200000 2025 | | lægehjælp", "1200000 year 2026-2029"),
    ),
    (
        "at der afsættes 600.000 kr. i 2025 til Præhospitalet til at sikre et særligt fokus,",
        ("600000 2025 | | Præhospitalet til at sikre et særligt fokus",),
    ),
    (
        "Projektets samlede budget er på 2,912 mio. kr., hvoraf Sundhedsstyrelsen støtter med det fulde "
        "ansøgte beløb på 2,001 mio. kr., til etableringen af Fællesstuen.",
        ("2912000 | | Projektets samlede budget", "2001000 | Sundhedsstyrelsen | etableringen af Fællesstuen"),
    ),
    (
        "Randers Kommune bidrager med 0,275 mio. kr. og 275 timer.",
        ("275000 | Randers Kommune", "275 hours | Randers Kommune"),
    ),
    (
        "Norddjurs Kommune bidrager med 275 timer. Region Midtjylland bidrager med 0,550 mio. kr. og 275 timer.",
        ("275 hours | Norddjurs Kommune", "550000 | Region Midtjylland", "275 hours | Region Midtjylland"),
    ),
    ("Havneby Fond giver 100.000 kr. til bænke.", ("100000 | Havneby Fond | bænke",)),
    ("Der er givet et tilskud fra Realdania på 3 mio. kr.", ("3000000 | Realdania",)),
    (
        "Der gives en anlægsbevilling på 2 mio. kr. til cykelsti langs Havnevej.",
        ("2000000 | | cykelsti langs Havnevej",),
    ),
    ("Der gives en anlægsbevilling på 2 mio. kr.", ("2000000 | | anlægsbevilling",)),
    ("Udgiften til nye vinduer udgør 350.000 kr.", ("350000 | | Udgiften til nye vinduer",)),
    (
        "Den samlede økonomi i denne del af indsatsen vil således udgøre 600.000 kr., der udmøntes i 2025.",
        ("600000 2025 | | Den samlede økonomi i denne del af indsatsen",),
    ),
    ("Der afsættes 1 mio. kr. i 2025 og 2 mio. kr. i 2026.", ("1000000 2025", "2000000 2026")),
    (
        "at der afsættes 1,5 mio. kr. til drift, og\n\nat midlerne finansieres af puljen til øget lighed.",
        ("1500000 | puljen til øget lighed | drift",),
    ),
    ("Udgiften på 90.000 kr. finansieres af kassebeholdningen.", ("90000 | kassebeholdningen | Udgiften",)),
    ("2-3 mio. kr.", ()),
    ("mellem 2 og 3 mio. kr.", ()),
    ("mellem 200.000 kr. og 300.000 kr.", ()),
    ("500 kr. pr. m2", ()),
    ("25 kr. pr. borger", ()),
    ("15 %", ()),
    ("Besøgene skal falde med 15 % inden 2027.", ()),
    ("Fremkommeligheden skal forbedres med 5,5 timer i myldretiden.", ()),
    ("Mødet er den 12.10.2025 kl. 12.30.", ()),
    ("Sagsnummer 23/9928, dok. 3822992", ()),
    ("Punktet har ingen økonomiske konsekvenser.", ()),
    ("", ()),
)
