"""PDF as lines: words where they stand, gaps, headings, columns, and the same minutes from every kind of file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from conftest import SHARED
from support.office import converted, document, entries, heading, needs_office, paragraph, table
from support.pdf import pdf

from builder.importers.lines import Line, Mark, Unreadable
from builder.importers.readers import glyphs, hyphens, read, refusals
from builder.importers.readers import pdf as reader
from builder.importers.readers import text as plain
from builder.importers.readers.glyphs import Word

MINUTES = SHARED / "minutes"
SECTIONS = {"Resume", "Indstilling", "Sagsfremstilling", "Beslutning", "Bilag", "Økonomi", "Evaluering", "Sagsgang"}
SECTIONS |= {"Økonomiske konsekvenser"}


def page(*lines: tuple[float, float, str], size: float = 10.0, bold: bool = False, start: int = 0) -> list[Word]:
    """Words on a page: lines with their left edge and height, letters half as wide as they are large."""
    found, order = [], start
    for left, base, text in lines:
        at = left
        for each in text.split():
            found.append(Word(each, at, at + len(each) * size / 2, base, size, bold, order))
            at, order = at + (len(each) + 1) * size / 2, order + 1
    return found


def said(*pages: list[Word]) -> list[str]:
    return [line.text for line in reader.laid_out(pages)]


def paragraphs(lines: Iterable[Line]) -> list[str]:
    """What a reader would take for paragraphs: cut at gaps, marks, and where a line is known to be whole."""
    found: list[str] = []
    fresh = True
    for line in lines:
        if line.furniture:
            continue
        if line.text and (fresh or line.mark is not Mark.TEXT):
            found.append(line.text)
        elif line.text:
            found[-1] += f" {line.text}"
        fresh = not line.text or line.whole or line.mark in {Mark.HEADING, Mark.ROW}
    return found


# --- where words stand ------------------------------------------------------------------------------------------


def test_words_become_lines_in_order_whatever_the_order_of_the_file() -> None:
    words = page((50, 700, "Første linje her"), (50, 688, "anden linje"))
    assert said(list(reversed(words))) == ["Første linje her", "anden linje"]


def test_a_larger_gap_is_an_empty_line() -> None:
    lines = [(50, 700 - 12 * number, "en linje som er lang nok til at gå helt ud") for number in range(5)]
    found = said(page(*lines, (50, 700 - 12 * 4 - 20, "nyt afsnit")))
    assert found == ["en linje som er lang nok til at gå helt ud"] * 5 + ["", "nyt afsnit"]


def test_larger_and_bolder_letters_are_headings() -> None:
    text = page(*((50, 600 - 12 * number, "almindelig tekst i brødet her") for number in range(6)))
    large, bold = page((50, 700, "Stor overskrift"), size=16), page((50, 640, "Indstilling"), bold=True)
    found = reader.laid_out([large + bold + text])
    assert [(line.text, line.mark) for line in found if line.text][:3] == [
        ("Stor overskrift", Mark.HEADING),
        ("Indstilling", Mark.HEADING),
        ("almindelig tekst i brødet her", Mark.TEXT),
    ]


def test_a_document_in_bold_letters_has_no_headings_for_that() -> None:
    found = reader.laid_out([page(*((50, 700 - 12 * number, "alt er fedt") for number in range(6)), bold=True)])
    assert {line.mark for line in found} == {Mark.TEXT}


def test_signs_and_numbers_of_lists() -> None:
    found = reader.laid_out([page((50, 700, "• første punkt"), (50, 688, "2. andet punkt"), (50, 676, "- tredje"))])
    assert [(line.text, line.mark) for line in found if line.text] == [
        ("første punkt", Mark.BULLET),
        ("2. andet punkt", Mark.TEXT),
        ("tredje", Mark.BULLET),
    ]


TABLE = ["År Kr. Formål", "2025 100 drift", "2026 200 anlæg"]


def cells(by_column: bool) -> list[Word]:
    placed = [
        (50 + 150 * column, 700 - 14 * row, each)
        for row, line in enumerate(TABLE)
        for column, each in enumerate(line.split())
    ]
    return page(*sorted(placed) if by_column else placed)


def test_a_table_becomes_rows() -> None:
    found = reader.laid_out([cells(by_column=False)])
    assert [(line.mark, line.text) for line in found] == [
        (Mark.ROW, "| År | Kr. | Formål |"),
        (Mark.ROW, "| 2025 | 100 | drift |"),
        (Mark.ROW, "| 2026 | 200 | anlæg |"),
    ]


def test_columns_that_the_file_has_one_after_the_other_are_read_so() -> None:
    left = [(50, 700 - 12 * row, f"venstre nummer {row}") for row in range(4)]
    right = [(350, 700 - 12 * row, f"højre nummer {row}") for row in range(4)]
    words = page(*left)
    words += page(*right, start=len(words))
    assert [each for each in said(words) if each] == [text for _, _, text in (*left, *right)]


def test_a_few_names_and_what_they_are_stay_lines() -> None:
    words = page((50, 700, "Mødedato"), (200, 700, "1. maj 2025"), (50, 680, "Mødested"), (200, 680, "Rådhuset"))
    assert [each for each in said(words) if each] == ["Mødedato 1. maj 2025", "Mødested Rådhuset"]


@pytest.mark.parametrize(
    "rows",
    [
        [
            ("1 - Åben Anbefalinger fra projektet", "(81406/25) (H)"),
            ("2 - Åben Evaluering af projektet", "(81405/25) (H)"),
        ],
        [("Godkendelse af social effektinvestering", "3"), ("Etablering af indsats på væresteder", "12")],
        [("1.", "at forslaget godkendes"), ("2.", "at det sendes videre til byrådet")],
    ],
)
def test_a_list_with_something_at_its_edge_is_no_table(rows: list[tuple[str, str]]) -> None:
    words = page(
        *((50 + 300 * column, 700 - 14 * row, each[column]) for row, each in enumerate(rows) for column in (0, 1))
    )
    found = reader.laid_out([words])
    assert [line.text for line in found if line.text] == [" ".join(each) for each in rows]
    assert {line.mark for line in found} == {Mark.TEXT}


def test_words_that_run_up_the_page_are_kept_apart() -> None:
    words = page((50, 700, "Godkendt."))
    upward = [Word("UDKAST", 20, 30, 300 + 10 * n, 10, False, 90 + n, level=False) for n in range(2)]
    assert [each for each in said([*words, *upward]) if each] == ["Godkendt.", "UDKAST UDKAST"]


# --- words cut in two ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("above", "below", "made"),
    [
        ("Om sundheds-", "væsenet i kommunen", ["Om sundhedsvæsenet", "i kommunen"]),
        ("Sagen er ud-", "sat.", ["Sagen er udsat."]),
        ("Voksen-", "og Plejeudvalget", ["Voksen-", "og Plejeudvalget"]),
        ("xqzt-", "væsenet", ["xqzt-", "væsenet"]),
        ("EMN-", "2025", ["EMN-", "2025"]),
        ("børne-", "Ungeudvalget", ["børne-", "Ungeudvalget"]),
    ],
)
def test_words_are_mended_where_they_are_known(above: str, below: str, made: list[str]) -> None:
    assert [line.text for line in hyphens.mended([Line(1, above), Line(2, below)])] == made


def test_a_word_is_mended_over_the_end_of_a_page() -> None:
    found = hyphens.mended([Line(1, "i kom-", 1), Line(2, "Side 1", 1, furniture=True), Line(3, "munen er", 2)])
    assert [line.text for line in found] == ["i kommunen", "Side 1", "er"]


# --- whole files ----------------------------------------------------------------------------------------------------


def test_pages_are_counted_and_ligatures_taken_apart(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf("Side et", "Side to"))
    assert [(line.text, line.page) for line in read(file).lines if line.text] == [("Side et", 1), ("Side to", 2)]
    assert said(page((50, 700, "ﬁnansiering"))) == ["finansiering"]


def test_a_file_that_keeps_its_reader_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glyphs, "PATIENCE", 0.001)
    with pytest.raises(Unreadable) as caught:
        glyphs.pages(pdf("Godkendt."))
    assert caught.value.reason == refusals.SLOW_PDF


def test_a_file_that_is_longer_than_minutes_are_is_not_read_in_part() -> None:
    with pytest.raises(Unreadable) as caught:
        glyphs.pages(pdf(*["Godkendt."] * 2001))
    assert caught.value.reason == refusals.LONG_PDF
    assert caught.value.said == {"most": "2000"}


def blocks(lines: Sequence[Line]) -> list[str]:
    """The text of minutes, set with headings and lists."""
    made, listed = [], []
    for line in (*lines, Line(0, "")):
        if line.mark is Mark.BULLET:
            listed.append(line.text)
        elif line.text or line.number == 0:
            made += [entries(*listed)] if listed else []
            listed = []
            title = line.text.startswith("Punkt ")
            if title or line.text in SECTIONS:
                made.append(heading(line.text, 1 if title else 2))
            elif line.text:
                made.append(paragraph(line.text))
    return made


@needs_office
@pytest.mark.skipif(not MINUTES.exists(), reason="the minutes handed out with the project are not here")
@pytest.mark.parametrize("name", ["000_5ecb4b7b3ec4140f", "002_96e1175553679d74", "003_6e82ae88764f6509"])
def test_the_same_minutes_from_text_pdf_and_word(name: str, tmp_path: Path) -> None:
    source = plain.read((MINUTES / f"{name}.txt").read_bytes())
    set_as = document(*blocks(source), header="Havneby Kommune", footer="Side # af ##")
    word = read(converted(set_as, tmp_path, "docx"))
    assert [line.text for line in word.lines] == [" ".join(line.text.split()) for line in source if line.text]
    found = read(converted(set_as, tmp_path, "pdf"))
    pages = max(line.page for line in found.lines)
    assert pages > 1
    assert {line.text for line in found.lines if line.furniture} == {
        "Havneby Kommune",
        *(f"Side {number} af {pages}" for number in range(1, pages + 1)),
    }
    kept = [line for line in found.lines if not line.furniture]
    assert " ".join(line.text for line in kept if line.text) == " ".join(
        " ".join(line.text for line in source if line.text).split()
    )
    # Paragraphs are those of the text, but for one that ends where its page does and leaves no room.
    whole, wanted = set(paragraphs(kept)), {" ".join(line.text.split()) for line in source if line.text}
    assert len(wanted - whole) <= 2
    headings = [line.text for line in kept if line.mark is Mark.HEADING]
    assert headings == [line.text for line in source if line.text in SECTIONS or line.text.startswith("Punkt ")]
    listed = [line.text for line in source if line.mark is Mark.BULLET]
    starts = [line.text for line in kept if line.mark is Mark.BULLET]
    assert all(text.startswith(start) for text, start in zip(listed, starts, strict=True))


@needs_office
def test_a_list_over_two_pages_a_table_and_a_number_for_each_page(tmp_path: Path) -> None:
    listed = [f"Punkt på listen med nummer {number} og nogle ord til" for number in range(1, 90)]
    made = document(
        heading("Referat af mødet"),
        paragraph("Udvalget drøftede følgende:"),
        entries(*listed),
        table(("År", "Beløb", "Formål"), ("2025", "1.000", "Drift"), ("2026", "20.000", "Anlæg")),
        entries("at sagen godkendes", "at den sendes til byrådet", numbers=True),
        header="Havneby Kommune",
        footer="#",
    )
    found = read(converted(made, tmp_path, "pdf"))
    assert [line.text for line in found.lines if line.mark is Mark.BULLET] == listed
    assert {line.page for line in found.lines if line.mark is Mark.BULLET} >= {1, 2}
    assert {line.text for line in found.lines if line.furniture} == {"Havneby Kommune", "1", "2"} | (
        {"3"} if max(line.page for line in found.lines) > 2 else set()
    )
    rows = ["| År | Beløb | Formål |", "| 2025 | 1.000 | Drift |", "| 2026 | 20.000 | Anlæg |"]
    numbered = ["1. at sagen godkendes", "2. at den sendes til byrådet"]
    said = [line.text for line in found.lines if line.text and not line.furniture]
    assert said == ["Referat af mødet", "Udvalget drøftede følgende:", *listed, *rows, *numbered]
    word = read(converted(made, tmp_path, "docx"))
    assert [line.text for line in word.lines] == said
    assert [line.text for line in word.lines if line.mark is Mark.ROW] == rows


@needs_office
@pytest.mark.parametrize("columns", [1, 2, 3])
def test_columns_of_text_set_flush_are_read_one_after_the_other(columns: int, tmp_path: Path) -> None:
    said = [
        f"Afsnit {number} om sundhedsvæsenets samarbejdspartnere og kommunalbestyrelsens beslutningskompetence, "
        "som er langt nok til at fylde mere end en linje."
        for number in range(40)
    ]
    made = document(*map(paragraph, said), columns=columns, header="Havneby Kommune", footer="#")
    flush = made.replace('fo:margin-bottom="0.25cm"', 'fo:margin-bottom="0.25cm" fo:text-align="justify"')
    found = read(converted(flush, tmp_path, "pdf"))
    kept = [line for line in found.lines if not line.furniture]
    assert " ".join(line.text for line in kept if line.text) == " ".join(said)
    if columns < 3:  # in narrower ones a line may end anywhere, and so may a paragraph at the foot of a column
        assert len(set(said) - set(paragraphs(kept))) <= 2
    assert {line.mark for line in kept} == {Mark.TEXT}
    assert {line.text for line in found.lines if line.furniture} >= {"Havneby Kommune", "1", "2"}
