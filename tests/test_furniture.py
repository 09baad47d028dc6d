"""What is there for the page, and what only looks so."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.importers.lines import Line
from builder.importers.readers import furniture, text


def marked(source: str) -> list[str]:
    return [line.text for line in furniture.marked(text.read(source.encode())) if line.furniture]


def paged(*pages: Sequence[str]) -> str:
    return "\n\f".join("\n".join(page) for page in pages)


@pytest.mark.parametrize(
    "line",
    [
        "Side 2 af 56",
        "side 3",
        "Side 2/56",
        "Page 2 of 5",
        "- 12 -",
        "Til toppen",
        "Se alle bilag",
        "Tilbage til oversigt",
    ],
)
def test_some_lines_are_furniture_for_what_they_say(line: str) -> None:
    assert marked(f"Godkendt.\n\n{line}\n\nPunkt 2") == [line]


@pytest.mark.parametrize(
    "line", ["Side 2 i bilaget er ændret", "Se alle bilag til sagen her", "12", "2,5", "- 12 - 14"]
)
def test_a_line_that_says_more_is_none(line: str) -> None:
    assert marked(f"Godkendt.\n\n{line}\n\nPunkt 2") == []


def test_headers_footers_and_numbers_of_pages() -> None:
    source = paged(
        ["Havneby Kommune", "Byrådet 1. maj 2025", "Punkt 1", "Godkendt.", "1"],
        ["Havneby Kommune", "Byrådet 1. maj 2025", "videre tekst", "Godkendt.", "2"],
        ["Havneby Kommune", "Byrådet 1. maj 2025", "Punkt 2", "Godkendt.", "3"],
    )
    running = ["Havneby Kommune", "Byrådet 1. maj 2025"]
    assert marked(source) == [*running, "1", *running, "2", *running, "3"]


def test_a_footer_may_count() -> None:
    source = paged(
        ["Punkt 1", "tekst", "Referat, blad 1"], ["mere", "tekst", "Referat, blad 2"], ["og", "slut", "Referat, blad 3"]
    )
    assert marked(source) == ["Referat, blad 1", "Referat, blad 2", "Referat, blad 3"]


def test_pages_that_begin_and_end_alike_have_no_furniture_for_that() -> None:
    source = paged(
        ["Punkt 1: Skoler", "Beslutning", "Godkendt.", "Bilag"],
        ["Punkt 2: Veje", "Beslutning", "Godkendt.", "Bilag"],
        ["Punkt 3: Broer", "Beslutning", "Udsat.", "Bilag"],
    )
    assert [line for line in marked(source) if line in {"Godkendt.", "Bilag", "Beslutning", "Udsat."}] == []


def test_the_titles_of_items_that_each_begin_a_page_stay() -> None:
    assert marked(paged(["Punkt 1: Skoler", "a"], ["Punkt 2: Veje", "b"], ["Punkt 3: Broer", "c"])) == []


def test_what_is_behind_a_line_of_text_is_text() -> None:
    source = paged(*(["Havneby Kommune", f"afsnit {name}", "og så videre", "slut."] for name in "abcd"))
    assert marked(source) == ["Havneby Kommune"] * 4


def test_a_number_on_a_page_that_does_not_count_with_it_stays() -> None:
    assert marked(paged(["301", "Veje", "a"], ["mere", "b", "c"], ["302", "Broer", "d"])) == []


def test_text_without_pages_has_them_between_its_lines() -> None:
    source = (
        "Punkt 1\n\nEn tekst som bliver brudt\n\nHavneby Kommune\n\n4\n\naf en side.\n\nMere tekst.\n\n"
        "Havneby Kommune\n\n5\n\nGodkendt.\n\nHavneby Kommune\n\n6\n\nMødet sluttede."
    )
    assert marked(source) == ["Havneby Kommune", "4", "Havneby Kommune", "5", "Havneby Kommune", "6"]


def test_numbers_that_cut_sentences_are_those_of_pages() -> None:
    source = "En tekst som bliver\n\n7\n\nbrudt.\n\nOg endnu en\n\n8\n\nogså brudt."
    assert marked(source) == ["7", "8"]


def test_numbers_above_titles_are_those_of_items() -> None:
    assert marked("Dagsorden.\n\n1\n\nSkoler\n\nGodkendt.\n\n2\n\nVeje\n\nUdsat.\n\n3\n\nBroer\n\nGodkendt.") == []


def test_an_amount_alone_stays() -> None:
    assert marked("Udgiften i kr.\n\n200\n\ner afsat.\n\nGodkendt.") == []


def test_what_stands_at_other_heights_of_its_pages_is_no_footer() -> None:
    said = ["Havneby Kommune", "Referat", "Havneby Kommune", "Referat", "Havneby Kommune", "Referat"]
    lines = [Line(number, each, (number + 1) // 2) for number, each in enumerate(said, 1)]
    at = {1: 800.0, 2: 700.0, 3: 801.0, 4: 300.0, 5: 799.0, 6: 100.0}
    assert [line.furniture for line in furniture.marked(lines, at)] == [True, False] * 3


@given(st.lists(st.sampled_from(["1", "2", "3", "Side 1", "Kommune", "Godkendt.", "", "\f", "en tekst", "Bilag"])))
def test_no_line_is_dropped_or_changed(lines: list[str]) -> None:
    read = text.read("\n".join(["x", *lines]).encode())
    found = furniture.marked(read)
    assert [(line.number, line.text) for line in found] == [(line.number, line.text) for line in read]
    assert not any(line.furniture for line in found if not line.text)
