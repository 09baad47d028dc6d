"""Names in lists, and the voices of votes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.lists import ROWS

from builder.importers.found import Participant
from builder.importers.parties import is_party
from builder.importers.people import participants, voices


def told(person: Participant) -> str:
    """A person in the form of the table."""
    party = f" ({person.party})" if person.party else ""
    return f"{person.name}{party}" + (f" / {person.substitute}" if person.substitute else "")


@pytest.mark.parametrize(("text", "wanted"), ROWS, ids=[text[:60] for text, _ in ROWS])
def test_lists_of_people(text: str, wanted: tuple[str, ...]) -> None:
    assert tuple(told(each) for each in participants(text)) == wanted


@pytest.mark.parametrize(
    ("text", "names", "count"),
    [
        ("A, V og C", ("A", "V", "C"), None),
        ("5 medlemmer (A+V+C)", ("A", "V", "C"), 5),
        ("6 (A, V)", ("A", "V"), 6),
        ("Else Eksempel (O) og Bo Prøve", ("Else Eksempel", "Bo Prøve"), None),
        ("Radikale Venstre, Venstre og SF", ("Radikale Venstre", "Venstre", "SF"), None),
        ("Det Konservative Folkeparti", ("Det Konservative Folkeparti",), None),
        ("Borgmester Else Eksempel", ("Else Eksempel",), None),
    ],
)
def test_voices(text: str, names: tuple[str, ...], count: int | None) -> None:
    (found,) = voices(text)
    assert (found.names, found.count) == (names, count)


def test_a_surname_is_a_voice_where_the_person_is_known() -> None:
    assert [each.names for each in voices("Prøve stemte imod")] == []
    assert [each.names for each in voices("Prøve stemte imod", ("Prøve",))] == [("Prøve",)]


@pytest.mark.parametrize("party", ["A", "Ø", "Å", "Liste L", "Venstre", "Radikale  Venstre", "SF"])
def test_parties(party: str) -> None:
    assert is_party(party)


@pytest.mark.parametrize("other", ["", "a", "AB", "Else", "Venstrefløjen", "1"])
def test_what_is_no_party(other: str) -> None:
    assert not is_party(other)


NAMES = st.builds(
    " ".join, st.lists(st.sampled_from(["Else", "Bo", "Ib", "Åse", "Prøve", "Hav", "Test-Vis"]), min_size=2, max_size=3)
)
PEOPLE = st.lists(
    st.builds(Participant, NAMES, st.none() | st.sampled_from("ABCFVØÅ")), max_size=6, unique_by=lambda each: each.name
)


@given(PEOPLE, st.sampled_from([", ", "\n", " og ", "; "]))
def test_a_written_list_is_read_back(people: list[Participant], between: str) -> None:
    assert participants(between.join(told(each) for each in people)) == tuple(people)


@given(st.text())
def test_any_text_has_people_or_none(text: str) -> None:
    for each in participants(text):
        assert each.name
