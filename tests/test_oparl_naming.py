"""Names that are the same whatever comes first, and none twice."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from builder.importers.naming import case_id, short_slug
from builder.importers.oparl.naming import settled
from builder.new import ID_LENGTH, ID_SIGNS

NAMES = st.lists(st.sampled_from("abc"), min_size=1, max_size=3)


@given(st.dictionaries(st.text("xyz", min_size=1, max_size=3), NAMES, max_size=12), st.sets(st.sampled_from("abc")))
def test_every_one_has_a_name_of_its_own(wanted: dict[str, list[str]], taken: set[str]) -> None:
    found = settled(wanted, taken)
    assert set(found) == set(wanted)
    assert len({*found.values(), *taken}) == len(found) + len(taken)
    assert settled(dict(reversed(wanted.items())), taken) == found


@given(st.text(max_size=600))
def test_a_cut_slug_is_a_slug(title: str) -> None:
    made = short_slug(title)
    assert made == "" or re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made)
    assert len(made) <= 60


def test_a_slug_is_cut_at_a_word_that_says_something() -> None:
    title = "Jahresabschluss 2017: Feststellung des Jahresabschlusses der Stadt und der Stiftungen"
    assert short_slug(title) == "jahresabschluss-2017-feststellung-des-jahresabschlusses"
    assert short_slug("Auf und ab") == "auf-und-ab"


@given(st.text(max_size=80))
def test_an_id_is_made_of_the_signs_of_ids(record: str) -> None:
    assert len(case_id(record)) == ID_LENGTH
    assert set(case_id(record)) <= set(ID_SIGNS)


def test_an_id_never_changes() -> None:
    """It stands in archives."""
    assert case_id("https://rat.example.org/oparl/paper/1") == "pynsxp3k"
