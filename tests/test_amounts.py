"""Sums: what is read from the words, and that one sum said twice is one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.sums import ROWS

from builder.importers.amounts import amounts, distinct, of_item
from builder.importers.found import AmountFound, Piece, Section, SectionKind
from builder.model.values import Per, Qualifier, Unit


def told(found: AmountFound) -> str:
    """An amount in the form of the table."""
    unit = found.unit.value if found.unit is not Unit.DKK else ""
    marks = (found.qualifier and found.qualifier.value, found.per and found.per.value, found.years)
    head = " ".join(str(each) for each in (found.amount, unit, *marks) if each)
    return (
        f"{head} | {found.payer} | {found.purpose}".removesuffix(" | ")
        .removesuffix(" | ")
        .replace("|  |", "| |")
        .strip()
    )


@pytest.mark.parametrize(("text", "wanted"), ROWS, ids=[text[:60] for text, _ in ROWS])
def test_sums(text: str, wanted: tuple[str, ...]) -> None:
    found = amounts(text)
    assert tuple(told(each) for each in found) == wanted
    for each in found:
        assert each.phrase in text
        assert each.purpose in text
        assert each.payer in text


def test_a_sum_said_again_is_one_and_what_either_says_is_kept() -> None:
    recommended = amounts("at der afsættes 5,7 mio. kr. til tilbagebetaling,")
    decided = amounts("at der afsættes op til 5,7 mio. kr. i 2028 til tilbagebetalinger,")
    assert [told(each) for each in distinct(recommended, decided)] == ["5700000 up to 2028 | | tilbagebetaling"]


def test_two_who_give_as_much_are_two() -> None:
    text = "Randers Kommune bidrager med 275 timer. Norddjurs Kommune bidrager med 275 timer."
    assert len(distinct(amounts(text))) == 2
    assert len(distinct(amounts(text), amounts(text))) == 2


def test_as_much_for_two_things_is_two() -> None:
    text = "Der afsættes 100.000 kr. til bænke og 100.000 kr. til lamper."
    assert [each.purpose for each in distinct(amounts(text), amounts(text))] == ["bænke", "lamper"]


def test_a_row_of_a_table_and_what_is_told_of_it_are_one() -> None:
    text = "Forbrug | 37.500 kr. |\n\nForbruget på 37.500 kr. er mindre end ventet."
    assert [told(each) for each in distinct(amounts(text))] == ["37500 | | Forbruget"]
    assert len(distinct(amounts("Der er 5.000 kr.\n\nPrisen er på 5.000 kr."))) == 1


def test_another_year_is_another_amount() -> None:
    assert len(distinct(amounts("50.000 kr. i 2025 og 50.000 kr. i 2026"))) == 2


def section(kind: SectionKind, text: str) -> Section:
    return Section(kind, Piece(""), (Piece(text),))


def test_what_only_the_presentation_tells_of_comes_behind() -> None:
    sections = (
        section(SectionKind.PRESENTATION, "I 2012 kostede broen 9 mio. kr."),
        section(SectionKind.MONEY, "Udgiften er på 2 mio. kr."),
        section(SectionKind.RECOMMENDATION, "at der afsættes 2 mio. kr. til broen"),
    )
    assert [told(each) for each in of_item(sections, "Godkendt, dog højst 3 mio. kr.")] == [
        "2000000 | | broen",
        "3000000 up to",
        "9000000 2012",
    ]


def test_a_summary_counts_where_nothing_else_names_a_sum() -> None:
    assert [
        each.amount for each in of_item((section(SectionKind.SUMMARY, "Der søges om 40.000 kr."),), "Godkendt.")
    ] == [Decimal(40000)]


@given(st.text(alphabet="0123456789., -–kr mio\nåtilPeræ%()og"))
def test_any_text_has_sums_or_none(text: str) -> None:
    for each in amounts(text):
        assert each.phrase in text
        assert each.per in {None, *Per}
        assert each.qualifier in {None, *Qualifier}
