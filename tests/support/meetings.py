"""A small invented meeting as minutes, to be imported; and an archive to import it into."""

from __future__ import annotations

from pathlib import Path

from builder.__main__ import main

TITLE = "Lys på cykelstien"
MINUTES = f"""Havneby Kommune

Referat - Teknik- og Miljøudvalget - 14. maj 2024

Mødedato: 14. maj 2024
Sted: Rådhuset

1. Godkendelse af dagsorden

Beslutning
Godkendt.

2. {TITLE}

24/1234 Åben sag

Sagsgang: TMU

Sagsfremstilling
Der er intet lys på cykelstien. Lamperne koster 600.000 kr.

Beslutning
Udvalget godkendte indstillingen, idet lamperne slukkes klokken 23.

Side 1 af 1
"""


def archive(folder: Path) -> Path:
    """A Danish archive without authorities; its content folder."""
    assert main(["new", "archive", str(folder), "--title", "Prøve", "--language", "da"]) == 0
    return folder / "content"


def minutes(folder: Path, *items: tuple[str, str], name: str = "referat.txt") -> Path:
    """The minutes as a file; with items, pairs of a title and a decision, for more."""
    text = MINUTES
    for number, (title, decision) in enumerate(items, 3):
        text += f"\n{number}. {title}\n\nSagsfremstilling\nEn sag.\n\nBeslutning\n{decision}\n"
    path = folder / name
    path.write_text(text, "utf-8")
    return path
