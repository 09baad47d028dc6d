"""What the words of decisions state, by a table written from how secretariats write."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.decisions import ALL, Row

from builder.importers.found import Verdict, VotesFound
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


@pytest.mark.parametrize("row", ALL, ids=lambda row: row[0][:70])
def test_what_the_words_state(row: Row) -> None:
    text, outcomes, *more = row
    found = verdict(text)
    assert " ".join(each.value for each in found.outcome) == outcomes
    for key, wanted in (more[0] if more else {}).items():
        named = key in PEOPLE | VOICES
        assert told(found, key) == (listed(wanted) if named and wanted else () if named else wanted), key
    assert found.phrase in text
    assert bool(found.phrase) == bool(found.outcome)
