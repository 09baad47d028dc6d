"""What the words of decisions state, by a table written from how secretariats write."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import customs
from support.decisions import ALL, Row
from support.further import ROWS

from builder.importers.amounts import amounts
from builder.importers.found import Verdict, VotesFound
from builder.importers.people import participants
from builder.importers.verdicts import verdict

PEOPLE = {"absent", "recused", "not_participating"}
VOICES = {"in_favour", "against", "abstained", "reservations"}
VOTES = {each.name for each in fields(VotesFound)}


def listed(text: str) -> tuple[str, ...]:
    """`A V C` are letters; names stand between bars."""
    return tuple(text.split("|") if "|" in text or any(len(word) > 2 for word in text.split()) else text.split())


def told(found: Verdict, key: str) -> Any:
    """A verdict's value in the form of the table."""
    if key in PEOPLE:
        return tuple(each.name for each in getattr(found, key))
    if key == "statement":
        said = found.statements[0]
        return said.kind.value, "|".join(said.by), said.text
    value = getattr(found.votes or VotesFound(), key) if key in VOTES else getattr(found, key)
    return value.value if hasattr(value, "value") else value


@pytest.mark.parametrize("row", ALL + ROWS + customs.ALL, ids=lambda row: row[0][:70])
def test_what_the_words_state(row: Row) -> None:
    text, outcomes, *more = row
    found = verdict(text)
    assert " ".join(each.value for each in found.outcome) == outcomes
    for key, wanted in (more[0] if more else {}).items():
        named = key in PEOPLE | VOICES
        assert told(found, key) == (listed(wanted) if named and wanted else () if named else wanted), key
    assert found.phrase in text
    assert bool(found.phrase) == bool(found.outcome)


WORDS_OF_MINUTES = [
    "Godkendt",
    "Udvalget",
    "godkendte",
    "besluttede",
    "at",
    "udsætte",
    "sagen",
    "ikke",
    ",",
    ".",
    ":",
    "\n",
    "\n\n",
    "og",
    "indstillingen",
    "anbefaler",
    "til",
    "Byrådet",
    "med",
    "ændringer",
    "Else Eksempel",
    "(A)",
    "stemte",
    "imod",
    "for",
    "Protokoltilførsel",
    "ønsker ført til protokol",
    "inhabil",
    "fraværende",
    "Fraværende",
    "5 medlemmer",
    "A, V",
    "tager",
    "forbehold",
    "efterretning",
    "blev",
    "kunne",
    "tiltræde",
    "den 4. maj 2023",
    "»",
    "«",
    '"',
    "hvis",
    "idet",
    "der",
    "Oversendes",
    "Et flertal",
    "bestående af",
    "1.",
    "-",
]


@given(st.lists(st.sampled_from(WORDS_OF_MINUTES), max_size=40).map(" ".join) | st.text(max_size=300))
def test_any_text_has_a_verdict_whose_words_are_its_own(text: str) -> None:
    found = verdict(text, known_people=("Eksempel",), body="Byrådet")
    assert found.phrase in text
    assert bool(found.phrase) == bool(found.outcome)
    assert len(set(found.outcome)) == len(found.outcome)
    for each in found.statements:
        assert each.text
        assert each.text in text
    voted = found.votes or VotesFound()
    for name in (*voted.in_favour, *voted.against, *voted.abstained, *voted.reservations):
        assert " ".join(name.split()) in " ".join(text.split())


def test_another_body_that_is_named_did_not_decide_here() -> None:
    text = "Kulturudvalget godkendte planen."
    assert verdict(text, body="Kulturudvalget").outcome
    assert verdict(text, body="Udvalget for Kultur og Fritid").outcome == ()
    assert verdict("Udvalget godkendte planen.", body="Kulturudvalget").outcome
    for text in ("Teknisk Udvalg har godkendt planen.", "Teknisk Udvalg godkendte planen."):
        assert verdict(text, body="Byrådet").outcome == ()
        assert verdict(text, body="Økonomiudvalget").outcome == ()
        assert verdict(text, body="Teknisk Udvalg").outcome
    assert verdict("Det anbefales, at byrådet godkender planen.", body="Teknisk Udvalg").outcome
    assert verdict("Det anbefales, at byrådet godkender planen.", body="Byrådet").outcome == ()


def test_a_day_is_another_one_unless_it_is_that_of_the_meeting() -> None:
    text = "Byrådet godkendte den 4. maj 2023 planen."
    assert verdict(text, day=date(2023, 5, 4)).outcome
    assert verdict(text, day=date(2024, 5, 4)).outcome == ()


def test_a_known_surname_is_a_voice() -> None:
    text = "Godkendt. Eksempel stemte imod."
    assert (verdict(text, known_people=("Eksempel",)).votes or VotesFound()).against == ("Eksempel",)
    assert verdict(text).votes is None


def test_a_quote_is_nobodys_decision() -> None:
    assert verdict("Udvalget så filmen »Sagen blev udsat«.").outcome == ()


@pytest.mark.parametrize(
    "piece",
    [
        *WORDS_OF_MINUTES,
        "a",
        "(",
        "A ",
        "Bo Pr ",
        "tog sagen ",
        "Udvalg for a og ",
        ", blev ",
        "at at ",
        "Æ og ",
        "sende ",
        "Der gives ",
        "ikke at ",
        "Udvalget har taget a ",
        "mod A's ",
        "Bo Prøve, O, ",
        "afgav følgende mindretalsudtalelse: a ",
        "ønsker følgende tilføjet til protokollen ",
        "sender sagen ",
        "fra puljen til a ",
        "En fond giver ",
        "Aa har tilbudt at ",
        "genoptages ",
    ],
)
def test_a_long_text_is_read_to_its_end(piece: str) -> None:
    """A rule that tries every way to cut a text would not come back from these."""
    long = piece * (8_000 // len(piece))
    assert verdict(f"Godkendt.\n\n{long}\n\nFraværende: Else Eksempel").phrase in f"Godkendt.{long}"
    assert amounts(f"{long}\n\nDer gives 5 kr.")[-1].amount == 5
    assert participants(f"{long}\nElse Eksempel (A)")
