"""Damaged letters: what is put right, what is left alone."""

from __future__ import annotations

import pytest
from conftest import CONTENT, SHARED

from builder.importers.lines import Line, Mark
from builder.importers.readers import letters, read, text

SCANNED = SHARED / "minutes/004_928a8b884284599f.txt"

# A page as a scanner without æ, ø and å would read it, written for this test.
SAMPLE = """Sagsfremstilling
Forvaltningen har gennemfort en undersogelse af stierne 1 Havneby og indgik 1 2024 en aftale om at bygge nye.
Projektet skal ogsa gore det lettere at ga til skole. Der er afsat 1 million kroner til formélet, og 1 lokale er lejet.
Punkt 1 og bilag 1 viser kortet pa side 1. Soren Molgard deltog for Okonomiudvalget. P4 stranden er der hoje traeer.
Beboerne i Orum er horte og er tilfredse med losningsforslaget, som er serligt godt for borgerne.
Beslutning
Droftet. Byradet tager det til efterretning.
"""


def lines(source: str) -> tuple[Line, ...]:
    return text.read(source.encode())


def test_words_are_put_right_where_only_one_is_meant() -> None:
    found = letters.repaired(lines(SAMPLE))
    assert found.ocr
    made = {(repair.was, repair.now) for repair in found.repairs}
    assert made >= {
        *(("gennemfort", "gennemført"), ("undersogelse", "undersøgelse"), ("ogsa", "også"), ("formélet", "formålet")),
        *(("pa", "på"), ("P4", "På"), ("serligt", "særligt"), ("Droftet", "Drøftet"), ("Byradet", "Byrådet")),
        *(("Okonomiudvalget", "Økonomiudvalget"), ("losningsforslaget", "løsningsforslaget")),
    }


def test_a_lone_one_is_a_word_only_where_no_number_can_stand() -> None:
    said = " ".join(line.text for line in letters.repaired(lines(SAMPLE)).lines)
    assert "stierne i Havneby" in said
    assert "indgik i 2024" in said
    for kept in ("1 million kroner", "og 1 lokale", "Punkt 1 og bilag 1 viser", "side 1."):
        assert kept in said


def test_names_stay_as_they_are() -> None:
    said = " ".join(line.text for line in letters.repaired(lines(SAMPLE)).lines)
    for name in ("Soren Molgard", "Orum", "Havneby"):
        assert name in said


def test_each_repair_names_its_line() -> None:
    damaged = lines(SAMPLE)
    found = letters.repaired(damaged)
    for repair in found.repairs:
        assert repair.was in damaged[repair.line - 1].text
        assert repair.now in found.lines[repair.line - 1].text
    untouched = {line.number for line in damaged} - {repair.line for repair in found.repairs}
    assert all(found.lines[number - 1] == damaged[number - 1] for number in untouched)


@pytest.mark.parametrize(
    ("word", "now"),
    [
        ("formél", "formål"),
        ("tvaergaende", "tværgående"),
        ("vearet", "været"),
        ("sundhedsrad", "sundhedsråd"),
        ("velferdsdirektoren", "velfærdsdirektøren"),
        ("modet", ""),  # courage, or the meeting
        ("for", ""),
        ("borger", ""),
        ("møder", ""),
        ("qwertz", ""),
        ("aeoeaaeoeaaeoeaaeoeaaeoeaaeoeaaeoeaaeo", ""),
    ],
)
def test_one_word(word: str, now: str) -> None:
    assert letters.repair(word) == now


@pytest.mark.parametrize(
    "source",
    [
        "The council decided to approve the plan for the harbour and to send it on to the committee. " * 5,
        "Der Ausschuss stimmt dem Antrag zu und leitet ihn an den Rat weiter, der am Montag tagt. " * 5,
        "Udvalget godkendte forslaget om nye stier på øen, så børnene kan gå sikkert i skole. " * 5,
        "Kort.",
    ],
)
def test_what_is_not_damaged_is_not_touched(source: str) -> None:
    found = letters.repaired(lines(source))
    assert not found.ocr
    assert found.repairs == ()
    assert found.lines == lines(source)


def test_no_page_of_the_archive_is_damaged() -> None:
    for file in CONTENT.rglob("*.md"):
        found = letters.repaired(lines(file.read_text("utf-8")))
        assert (found.ocr, found.repairs) == (False, ()), file


def test_headings_that_are_marked_begin_sentences() -> None:
    found = letters.repaired(
        (*lines(SAMPLE), Line(90, "Noget", mark=Mark.HEADING), Line(91, "Velferdsdirektoren siger ja"))
    )
    assert found.lines[-1].text == "Velfærdsdirektøren siger ja"


@pytest.mark.skipif(not SCANNED.exists(), reason="the minutes handed out with the project are not here")
def test_the_scanned_minutes() -> None:
    """Each word by hand: what it was, what it must become; and what must stay."""
    found = read(SCANNED)
    assert found.ocr
    made = {(repair.line, repair.was, repair.now) for repair in found.repairs}
    assert made >= {
        *((6, "1", "i"), (7, "formél", "formål"), (7, "1", "i"), (7, "P4", "På")),
        *((13, "losningsforslag", "løsningsforslag"), (13, "Mélet", "Målet"), (15, "tvaergaende", "tværgående")),
        *((17, "pa", "på"), (18, "pa", "på"), (20, "sundhedsrad", "sundhedsråd"), (22, "serligt", "særligt")),
        *((22, "pa", "på"), (22, "1", "i"), (26, "afprevet", "afprøvet"), (27, "praksisnar", "praksisnær")),
        *((27, "understettet", "understøttet"), (28, "vearet", "været"), (29, "1", "i"), (29, "folge", "følge")),
        *((31, "folge", "følge"), (32, "lokalomradet", "lokalområdet"), (32, "ogsa", "også"), (34, "sasom", "såsom")),
        *((34, "udvalgsmeder", "udvalgsmøder"), (37, "efteraret", "efteråret"), (37, "gennemfort", "gennemført")),
        *((42, "Okonomiske", "Økonomiske"), (44, "ekonomiske", "økonomiske"), (47, "drefter", "drøfter")),
        *((47, "Velferdsdirektoren", "Velfærdsdirektøren"), (49, "i1", "i"), (53, "Droftet", "Drøftet")),
        *((56, "Aben", "Åben"), (58, "Aben", "Åben"), (56, "l", "1"), (57, "1", "i")),
    }
    said = " ".join(line.text for line in found.lines)
    for kept in ("Orsted", "Jorgensen", "Allingabro", "(81406/25) (H)", "3822992", "den 21-10-2025", "På modet"):
        assert kept in said
    assert "ulighed 1 " not in said
