"""What is nearly the same word, found without comparing each with each."""

from __future__ import annotations

import random
import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from builder import likeness
from builder.diagnostics import closest
from builder.likeness import Lexicon, alike, keys_of, plain, slips

LETTERS = "abcdefghijklmnoprstuvyæøå"
WORD = st.text(LETTERS, min_size=1, max_size=12)
NAME = st.lists(st.one_of(WORD, st.text(string.digits, min_size=1, max_size=4)), min_size=1, max_size=4).map(" ".join)
# Few letters, so that words which are nearly the same come by themselves.
DENSE = st.lists(st.text("aers1", min_size=1, max_size=8), min_size=1, max_size=3).map(" ".join)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cykelsti", "cykelstier"),
        ("skole", "skoler"),
        ("havn", "havne"),
        ("park", "parks"),
        ("grøn omstilling", "grøn omstillinger"),
        ("socialt udsatte", "social udsatte"),
        ("borgerinddragelse", "borgerindragelse"),
        ("borgerinddragelse", "borgerinddraglese"),
        ("klimatilpasning", "klimatilpasming"),
        ("cykel stier", "cykelstier"),
    ],
)
def test_what_a_finger_or_a_plural_makes_of_a_word_is_the_same(one: str, other: str) -> None:
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("vej", "vejr"),
        ("skove", "skole"),
        ("kost", "kunst"),
        ("budget 2024", "budget 2025"),
        ("lokalplan 12", "lokalplan 123"),
        ("etape i", "etape ii"),
        ("plan a", "plan b"),
        ("social indsats", "sociale indsatser"),
        ("klima", "klimaet"),
        ("natur", "natur og miljø"),
        ("", "e"),
    ],
)
def test_what_may_well_be_two_things_is_not_the_same(one: str, other: str) -> None:
    assert not alike(one, other)
    assert not alike(other, one)


@pytest.mark.parametrize(
    ("name", "form"),
    [("Cykel-stier", "cykel stier"), ("  Børn & unge ", "børn unge"), ("A\u030a", "å"), ("E_T", "e t"), ("&", "")],
)
def test_a_name_is_compared_by_its_words(name: str, form: str) -> None:
    assert plain(name) == form


@given(NAME, NAME)
def test_likeness_goes_both_ways(one: str, other: str) -> None:
    assert alike(one, other) is alike(other, one)


@given(DENSE, DENSE)
def test_names_that_are_alike_share_a_key(one: str, other: str) -> None:
    assert not alike(one, other) or keys_of(one) & keys_of(other)


@given(st.text(LETTERS, min_size=7, max_size=20), st.data())
def test_any_letter_may_be_wrong(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from(LETTERS))
    for other in (
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    ):
        assert alike(word, other)
        assert keys_of(word) & keys_of(other)


@given(NAME, NAME)
def test_digits_tell_things_apart(one: str, other: str) -> None:
    assume([sign for sign in one if sign.isdigit()] != [sign for sign in other if sign.isdigit()])
    assert not alike(one, other)


@given(NAME)
def test_a_name_has_about_as_many_keys_as_letters(name: str) -> None:
    assert len(keys_of(name)) <= 2 * len(name) + 2


# --- numbers --------------------------------------------------------------------------------------------------


@given(st.from_regex(r"[0-9]{2}/[0-9]{2,6}", fullmatch=True), st.data())
def test_any_sign_of_a_number_may_be_wrong(number: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(number) - 1))
    digit = data.draw(st.sampled_from(string.digits))
    written = {
        number[:at] + number[at + 1 :],
        number[:at] + digit + number[at:],
        number + digit,
        number[:at] + number[at : at + 2][::-1] + number[at + 2 :],
        *({number[:at] + digit + number[at + 1 :]} if number[at].isdigit() else ()),
    }
    for each in written:
        assert number in set(slips(each)), each


def test_what_is_too_long_for_a_number_has_no_slips() -> None:
    assert list(slips("1" * 1000)) == []


# --- many words -----------------------------------------------------------------------------------------------


@given(st.lists(WORD, max_size=30), WORD)
def test_among_few_words_nothing_is_overlooked(words: list[str], word: str) -> None:
    assert Lexicon({each: each for each in words}).nearest(word) == closest(word, words)


def test_a_word_stands_for_what_is_to_be_suggested() -> None:
    lexicon = Lexicon({"cykelsti": "2024/cykelsti", "2024/cykelsti": "2024/cykelsti", "": "nothing"})
    assert lexicon.nearest("cykelsit") == "2024/cykelsti"
    assert lexicon.nearest("") == ""
    assert Lexicon({}).nearest("x") == ""


def test_among_ten_thousand_references_a_few_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """And what was meant is among them, whichever letter is wrong."""
    choose = random.Random(1)
    parts = ["samarbejde", "havn", "cykelsti", "lokalplan", "budget", "skole", "bolig", "klima", "energi", "vand", "ny"]
    refs = [
        f"{choose.randint(2010, 2025)}/{'-'.join(choose.choices(parts, k=3))}-{number:x}" for number in range(10_000)
    ]
    lexicon = Lexicon({ref: ref for ref in refs})
    compared = 0

    def counting(word: str, known: list[str]) -> str:
        nonlocal compared
        compared += len(known)
        return closest(word, known)

    monkeypatch.setattr(likeness, "closest", counting)
    asked = choose.sample(refs, 100)
    found = 0
    for ref in asked:
        at = choose.randrange(5, len(ref))
        found += lexicon.nearest(ref[:at] + ref[at + 1 :]) == ref
    assert compared <= 40 * len(asked)
    assert found >= 80  # some differ from another by no more than the letter that is gone
