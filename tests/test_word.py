"""Word documents as lines: headings, the numbers that Word counts, tables, text boxes, notes."""

from __future__ import annotations

import pytest
from support.word import docx, para

from builder.importers.lines import Mark, Unreadable
from builder.importers.readers import refusals, word


def marks(*body: str, lists: tuple[str, ...] = (), footnotes: str = "") -> list[tuple[Mark, str]]:
    found = word.read(docx(*body, lists=lists, footnotes=footnotes))
    assert all(line.whole and not line.page for line in found)
    return [(line.mark, line.text) for line in found]


def test_styles_are_headings() -> None:
    assert marks(para("Referat", "Titel"), para("Punkt 1", "Overskrift1"), para("Godkendt.")) == [
        (Mark.HEADING, "Referat"),
        (Mark.HEADING, "Punkt 1"),
        (Mark.TEXT, "Godkendt."),
    ]


def test_counted_paragraphs_have_their_numbers() -> None:
    found = marks(
        para("at a", number="1"),
        para("dels", number="1", level=1),
        para("dels", number="1", level=1),
        para("tekst"),
        para("at b", number="1"),
        para("dels", number="1", level=1),
        para("først", number="2"),
        para("x", number="3"),
        lists=("decimal", "lowerLetter", "bullet"),
    )
    assert found == [
        *((Mark.BULLET, "1. at a"), (Mark.BULLET, "1.a) dels"), (Mark.BULLET, "1.b) dels"), (Mark.TEXT, "tekst")),
        *((Mark.BULLET, "2. at b"), (Mark.BULLET, "2.a) dels"), (Mark.BULLET, "a) først"), (Mark.BULLET, "x")),
    ]


def test_headings_that_are_counted_by_their_style() -> None:
    assert marks(para("Skoler", "Punkt"), para("Godkendt."), para("Veje", "Punkt"), lists=("decimal",)) == [
        (Mark.HEADING, "1. Skoler"),
        (Mark.TEXT, "Godkendt."),
        (Mark.HEADING, "2. Veje"),
    ]


def test_roman_figures() -> None:
    found = marks(*(para("x", number="1") for _ in range(9)), lists=("upperRoman",))
    assert [text for _, text in found] == [
        f"{each}. x" for each in ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    ]


def test_tables_and_text_boxes_are_kept() -> None:
    cells = "".join(f"<w:tc>{para(each)}</w:tc>" for each in ("År", "Kr."))
    more = "".join(f"<w:tc>{para(each)}</w:tc>" for each in ("2025", "1.000"))
    box = (
        '<w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
        f"{para('I en boks')}</w:txbxContent></v:textbox></v:shape></w:pict>"
    )
    found = marks(f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{more}</w:tr></w:tbl>", para("Ved siden af", extra=box))
    assert found[:2] == [(Mark.ROW, "| År | Kr. |"), (Mark.ROW, "| 2025 | 1.000 |")]
    assert {text for _, text in found[2:]} == {"Ved siden af", "I en boks"}


def test_notes_stand_at_the_end() -> None:
    note = f'<w:footnote w:id="4">{para("Se lokalplanen.")}</w:footnote>'
    found = marks(para("Planen", extra='<w:footnoteReference w:id="4"/>'), footnotes=note)
    assert [text for _, text in found] == ["Planen[1]", "1. Se lokalplanen."]


def test_a_document_as_deep_as_no_document_is() -> None:
    cell = para("dybt")
    for _ in range(3000):
        cell = f"<w:tbl><w:tr><w:tc>{cell}</w:tc></w:tr></w:tbl>"
    with pytest.raises(Unreadable) as caught:
        word.read(docx(cell))
    assert caught.value.reason == refusals.BROKEN_WORD
