"""Web pages as lines: marks, tables, lists, what is not to be seen, and pages of FirstAgenda."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import SHARED
from hypothesis import given
from hypothesis import strategies as st

from builder.importers.lines import Line, Mark, Reading
from builder.importers.readers import firstagenda, html, read

TAGS = st.sampled_from(["div", "p", "ul", "b", "em", "span", "blockquote", "section", "h2", "i", "font"])
AARHUS = SHARED / "firstagenda/aarhus-minutes-2025-10-01.html"


def page(body: str, url: str = "") -> list[Line]:
    return list(
        html.read(f"<!DOCTYPE html><html><head><title>Titel</title></head><body>{body}</body></html>".encode(), url)
    )


def said(body: str) -> list[str]:
    return [line.text for line in page(body)]


def marks(body: str) -> list[tuple[Mark, str]]:
    assert all(line.whole for line in page(body))
    return [(line.mark, line.text) for line in page(body)]


# --- any page ---------------------------------------------------------------------------------------------------


def test_blocks_become_lines_with_marks() -> None:
    assert marks("<h1>Referat</h1><div>Fri <span>tekst</span><p>Afsnit</p>hale</div>ende") == [
        (Mark.HEADING, "Referat"),
        (Mark.TEXT, "Fri tekst"),
        (Mark.TEXT, "Afsnit"),
        (Mark.TEXT, "hale"),
        (Mark.TEXT, "ende"),
    ]


def test_breaks_end_lines_and_what_is_set_as_written_stays_so() -> None:
    assert said("<p>Sted: A<br>Tid: B</p><pre>en\n  to\ntre</pre>") == ["Sted: A", "Tid: B", "en", "to", "tre"]


def test_lists_are_flattened_and_their_numbers_kept() -> None:
    source = "<ul><li>et<ul><li>inde</li></ul></li><li><p>to</p><p>mere</p></li></ul>"
    assert marks(source) == [
        *((Mark.BULLET, "et"), (Mark.BULLET, "inde"), (Mark.BULLET, "to")),
        (Mark.TEXT, "mere"),
    ]
    assert said("<ol start=3><li>at a<li>at b</ol>") == ["3. at a", "4. at b"]
    assert said("<ol type=a><li>x<li>y</ol><ol type=I><li>x<li>y</ol>") == ["a. x", "b. y", "I. x", "II. y"]


def test_tables_of_data_become_rows_and_tables_of_layout_do_not() -> None:
    assert marks("<table><tr><th>År<th>Kr.<tr><td>2025<td>1|2<tr><td colspan=2>alt</table>") == [
        (Mark.ROW, "| År | Kr. |"),
        (Mark.ROW, r"| 2025 | 1\|2 |"),
        (Mark.ROW, "| alt | |"),
    ]
    assert said("<table><tr><td>Dato:<td>1. maj<tr><td>Sted:<td>Rådhuset</table>") == ["Dato: 1. maj", "Sted: Rådhuset"]
    assert marks("<table><tr><td><h2>Punkt 1</h2><p>a</p></td><td>b</td></tr></table>") == [
        *((Mark.HEADING, "Punkt 1"), (Mark.TEXT, "a"), (Mark.TEXT, "b"))
    ]


@pytest.mark.parametrize(
    "unseen",
    [
        "<script>x</script>",
        "<style>x</style>",
        "<nav><p>x</p></nav>",
        "<button>x</button>",
        "<p hidden>x</p>",
        '<div style="color:red; display : none"><p>x</p></div>',
        '<table hidden=""><tr><td>x<td>x</table>',
        '<div role="navigation">x</div>',
        "<select><option>x</select>",
        "<!-- x -->",
        "<dialog>x</dialog>",
    ],
)
def test_what_is_not_to_be_seen_is_left_out_and_nothing_behind_it(unseen: str) -> None:
    assert said(f"<div>før {unseen}efter</div>") in (["før efter"], ["før", "efter"])
    assert said(f"<table><tr><td>a{unseen}<td>b</table>") in (["| a | b |"], ["a", "b"])


@pytest.mark.parametrize("seen", ["header", "footer", "aside", "form", "label", "article", "blockquote", "dd", "font"])
def test_whatever_else_is_kept(seen: str) -> None:
    assert said(f"<{seen}>ord</{seen}>") == ["ord"]


def test_emphasis_and_links_are_kept_where_they_are_beyond_doubt() -> None:
    assert said("<p>Et <b>vigtigt</b> ord og <em>et</em>.</p>") == ["Et **vigtigt** ord og *et*."]
    assert said('<p>Se <a href="https://a.dk/x">planen</a>.</p>') == ["Se [planen](https://a.dk/x)."]
    assert said("<p><b>Beslutning:</b> Godkendt.</p>") == ["Beslutning: Godkendt."]
    assert said('<p>En<b>del</b> af <a href="javascript:x()">noget</a> <b>a*b</b></p>') == ["Endel af noget a*b"]


def test_a_short_paragraph_in_bold_letters_is_a_heading() -> None:
    assert marks("<p><b>Økonomiske konsekvenser</b></p><p><strong>Godkendt.</strong></p>") == [
        (Mark.HEADING, "Økonomiske konsekvenser"),
        (Mark.TEXT, "Godkendt."),
    ]


def test_a_line_that_is_a_link_says_where_it_leads() -> None:
    (line,) = page('<p><a href="/bilag/1.pdf">Kort over stien</a></p>', "https://a.dk/referat/7")
    assert (line.text, line.url) == ("Kort over stien", "https://a.dk/bilag/1.pdf")


def test_a_page_that_says_where_it_was_published(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text('<link rel="canonical" href="https://a.dk/referat/7"><p>ord</p>')
    assert read(file).url == "https://a.dk/referat/7"
    assert read(file, "https://b.dk/").url == "https://b.dk/"


def test_the_encoding_may_be_the_pages_own() -> None:
    source = '<html><head><meta charset="iso-8859-1"></head><body><p>Råd på ø</p></body></html>'
    assert [line.text for line in html.read(source.encode("iso-8859-1"))] == ["Råd på ø"]
    assert [line.text for line in html.read(source.encode())] == ["Råd på ø"]


def test_entities_are_signs_and_spaces_are_one() -> None:
    assert said("<p>R&aring;d&nbsp;&nbsp;p&#229;\n  &oslash;</p>") == ["Råd på ø"]


def test_a_page_as_deep_as_a_page_may_be() -> None:
    assert said("<div>" * 1500 + "dybt" + "</div>" * 1500 + "<p>efter</p>") == ["dybt", "efter"]


@given(
    st.recursive(
        st.sampled_from(["ord", "to ord"]), lambda inner: st.tuples(TAGS, st.lists(inner, max_size=3)), max_leaves=12
    )
)
def test_no_word_of_a_page_is_lost(tree: object) -> None:
    def written(node: object) -> str:
        return node if isinstance(node, str) else f"<{node[0]}>{' '.join(map(written, node[1]))}</{node[0]}>"  # type: ignore[index]

    def words(node: object) -> int:
        return len(node.split()) if isinstance(node, str) else sum(map(words, node[1]))  # type: ignore[index]

    found = " ".join(said(written(tree)))
    assert sum(word in {"ord", "to"} for word in found.replace("*", " ").replace("|", " ").split()) == words(tree)


# --- FirstAgenda ------------------------------------------------------------------------------------------------

ROW = """<table id="dagsordenDetaljer"><thead><tr><th>Punkt</th><th>Titel</th></tr></thead><tbody>
<tr class="punktrow"><td>{mark}<span class="label">4a</span></td>
<td><button><h2 class="overskrift">Køb af grund</h2></button>
<div class="details" style="display: none;"><span class="sagsnummer">EMN-2025-1</span><div class="punkt"><h3></h3>
<h3>Beslutninger</h3><span class="resume"><div>Godkendt med <b>ændringer</b>.</div>
<ul><li>et<ul><li>to</li></ul></li></ul>
<table><tr><td>År</td><td>Kr.</td></tr></table></span></div>
<h3>Bilag</h3><ul><li><span role="button" data-id="x1">PDF</span>
<a class="bilag-link" href="/vis/pdf/x1">Kort</a></li></ul></div></td>
<td><ul class="dropdown-menu" role="menu"><li><a href="#">Kopier link</a></li></ul></td></tr></tbody></table>"""


def rows(source: str, url: str = "") -> list[Line]:
    root = html.tree(f"<html><body>{source}</body></html>".encode())
    assert firstagenda.is_page(root)
    return list(firstagenda.lines(root, url))


def test_a_row_is_read_even_if_it_is_folded_up() -> None:
    found = rows(ROW.format(mark=""), "https://dagsordener.example.dk/vis?id=1")
    assert [(line.mark, line.text) for line in found if line.text] == [
        (Mark.HEADING, "Punkt 4a: Køb af grund"),
        (Mark.TEXT, "EMN-2025-1"),
        (Mark.HEADING, "Beslutninger"),
        (Mark.TEXT, "Godkendt med **ændringer**."),
        (Mark.BULLET, "et"),
        (Mark.BULLET, "to"),
        (Mark.ROW, "| År | Kr. |"),
        (Mark.HEADING, "Bilag"),
        (Mark.TEXT, "Kort"),
    ]
    assert (found[-1].url, found[-1].key) == ("https://dagsordener.example.dk/vis/pdf/x1", "x1")


@pytest.mark.parametrize(
    "mark", ["<span>Lukket punkt</span>", '<i class="icon lukket"></i>', '<i title="Lukket punkt"></i>']
)
def test_an_item_that_is_marked_as_closed_says_so(mark: str) -> None:
    assert rows(ROW.format(mark=mark))[0].text.endswith("Køb af grund - Lukket punkt")


def test_participants_are_named_one_by_one() -> None:
    head = """<h1 class="dato">Referat 1. maj 2025</h1><table class="dagsordeninfo"><tr><td>Udvalg:</td><td>
    <span class="udvalg">Byrådet</span></td></tr><tr><td>Mødedeltagere:</td><td class="deltagere"><span>Ane Berg</span>
    <span>Bo Dam</span></td></tr><tr hidden><td>Information:</td><td>x</td></tr></table>"""
    found = rows(head + ROW.format(mark=""))
    assert [line.text for line in found[:3]] == ["Referat 1. maj 2025", "Byrådet", "Mødedeltagere: Ane Berg, Bo Dam"]


@pytest.fixture(scope="module")
def aarhus() -> Reading:
    if not AARHUS.exists():
        pytest.skip("the page handed out with the project is not here")
    return read(AARHUS)


def item(found: Reading, number: int) -> list[Line]:
    starts = [
        index for index, line in enumerate(found.lines) if line.text.startswith("Punkt ") and line.mark is Mark.HEADING
    ]
    ends = [*starts[1:], len(found.lines)]
    return list(found.lines[starts[number - 1] : ends[number - 1]])


def test_the_meeting_is_said_once(aarhus: Reading) -> None:
    assert [line.text for line in aarhus.lines[:4]] == [
        "Referat 1. oktober 2025 kl. 15.45",
        "Teknisk Udvalg",
        "Mødedato: onsdag den 1. oktober 2025 kl. 15.45",
        "Mødested: Udvalgsværelse 398",
    ]
    assert not any(line.furniture for line in aarhus.lines)


def test_the_items_as_the_page_shows_them(aarhus: Reading) -> None:
    """Counted and copied from the page by hand."""
    titles = [line.text for line in aarhus.lines if line.mark is Mark.HEADING and line.text.startswith("Punkt ")]
    assert len(titles) == 6
    assert titles[0] == "Punkt 1: Referat fra sidste udvalgsmøde"
    assert titles[1] == "Punkt 2: Udviklingsplan Aarhus Ø - endelig vedtagelse"
    assert titles[2].startswith("Punkt 3: Lokalplan 1221 (tillæg 2 til lokalplan 411) – Erhvervsområde ved Kattrup")
    assert titles[3:] == [
        "Punkt 4: Forvaltningen orienterer",
        "Punkt 5: Eventuelt",
        "Punkt 6: Måltal for busfremkommelighed, jf. budgetforlig 2023",
    ]
    numbers = [item(aarhus, number)[1].text for number in range(1, 7)]
    assert numbers[:4] == ["EMN-2025-010561", "EMN-2025-009242", "EMN-2025-008468", "EMN-2025-010561"]
    assert numbers[4] == ""  # no case number: the heading without words that stands next
    assert numbers[5] == "EMN-2024-035156"


def test_the_sections_of_an_item(aarhus: Reading) -> None:
    headings = [line.text for line in item(aarhus, 3) if line.mark is Mark.HEADING and line.text][1:]
    assert headings == [
        *("Beslutninger", "Resume", "Beslutningspunkter", "Borgmesterens Afdelings påtegning", "Sagsforløb", "Bilag")
    ]
    decision = [line.text for line in item(aarhus, 2)]
    at = decision.index("Beslutninger")
    assert decision[at + 2 : at + 6] == [
        "Jesper Kjeldsen, Steffen Wich, Gert Bjerregaard og Metin Lindved Aydin kunne tiltræde indstillingen.",
        "Jakob Søgaard Clausen tog forbehold.",
        "Solveig Munk kunne ikke tiltræde indstillingen.",
        "Liv Gro Jensen var forhindret i at deltage i udvalgets behandling af sagen.",
    ]
    assert decision[at + 6] == ""  # an empty heading ends the decision
    assert item(aarhus, 2)[at + 6].mark is Mark.HEADING


def test_the_way_of_a_case(aarhus: Reading) -> None:
    lines = [line.text for line in item(aarhus, 3)]
    at = lines.index("Sagsforløb")
    assert lines[at + 1 : at + 4] == ["Udvalg: Magistraten", "Dato: 19-08-2025", "Punktnummer: 7"]
    assert lines[at + 5] == "Jesper Kjeldsen deltog ikke i sagens behandling."
    assert lines[at + 10 : at + 14] == [
        "Udvalg: Teknisk Udvalg",
        "Dato: 22-09-2025",
        "Punktnummer: 4",
        "Sagen blev udsat.",
    ]
    assert sum(line.startswith("Punktnummer:") for line in lines) == 3


def test_the_attachments_and_what_the_source_calls_them(aarhus: Reading) -> None:
    counts = [sum(bool(line.key) for line in item(aarhus, number)) for number in range(1, 7)]
    assert counts == [1, 30, 11, 0, 0, 27]  # as the paper clips of the page count them
    (first,) = [line for line in item(aarhus, 1) if line.key]
    assert first.text == "Referat fra møde den 22. september 2025"
    assert first.key == "961ad716-c7b0-4eb2-b39c-abb4c30cb7e9"
    assert first.url == "/vis/pdf/bilag/961ad716-c7b0-4eb2-b39c-abb4c30cb7e9/?redirectDirectlyToPdf=false"
    last = [line for line in item(aarhus, 6) if line.key][-1]
    assert last.text == "Bilag 2: Tidligere TU Notat Skanderborgvejkorridoren"


def test_nothing_of_menus_and_dialogues_is_left(aarhus: Reading) -> None:
    said = {line.text for line in aarhus.lines}
    assert not said & {
        "PDF",
        "Hent som PDF",
        "Kopier link",
        "Tilbage til forsiden",
        "Luk",
        "Titel",
        "Punkt",
        "Tip en ven",
    }
