"""How a value stands in YAML: what is written at a look is what writing and reading would have come to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from builder.schema.writing import Spot, inline, is_plain, tried

LETTERS = "aAbBnNyYeEoOsSxfFlLtTrRuU0123456789æøåÆØÅéß _.()/+§–-,"
WORDS = st.text(LETTERS, max_size=12) | st.sampled_from(["Yes", "NO", "null", "Off", "y", "on", "True", "a, b", "a-"])


@given(WORDS | st.text(max_size=8) | st.from_regex(r"[^\W\d_][\w.()/+§–, -]{0,12}", fullmatch=True))
def test_plain_words_stand_as_they_would_without_the_quick_look(words: str) -> None:
    for spot in Spot:
        if is_plain(words, spot):
            assert tried(words, spot, "") == words == inline(words, spot)


def test_the_quick_look_sees_most_words() -> None:
    seen = [
        "Godkendt.",
        "Ny cykelsti langs Havnevej, etape 2",
        "oeu",
        "Teknik- og miljødirektøren",
        "Sag 24/1234 (åben)",
    ]
    assert all(is_plain(each, Spot.VALUE) and is_plain(each, Spot.ENTRY) for each in seen)
    assert not any(is_plain(each, Spot.VALUE) for each in ("no", "a: b", "a #b", "12.30", "- a", "a  b", "a ", ""))
    assert not any(is_plain(each, Spot.FLOW) for each in seen)
