"""Explanations of words on pages."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.model.linked import Explained
from builder.templates.glossary import explain

PROPOSAL = Explained("indstilling", "Indstilling", ("indstillingen", "indstilles"), "Et forslag & <ikke> mere.")
NOTED = Explained("efterretning", "Taget til efterretning", ("til efterretning",), "At have fået noget at vide.")
FIRST = Explained("til", "Til", (), "Et lille ord.")


def explained(text: str, *terms: Explained) -> str:
    return explain(f"<body>indstilling<main><p>{text}</p></main>indstilling</body>", terms or (PROPOSAL,), "Luk")


def buttons(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<button type="button" class="term" popovertarget="_ord-([^"]*)">([^<]*)</button>', html)


def test_a_word_is_explained_where_it_first_stands_and_only_there() -> None:
    html = explained("Indstillingen er klar. En indstilling til.")
    assert buttons(html) == [("indstilling", "Indstillingen")]
    assert html.count("popover>") == 1
    assert "<strong>Indstilling:</strong> Et forslag &amp; &lt;ikke&gt; mere." in html
    assert 'popovertargetaction="hide">Luk</button>' in html
    assert html.startswith("<body>indstilling<main>")
    assert html.endswith("</main>indstilling</body>")


@pytest.mark.parametrize(
    "text",
    [
        '<a href="/">indstilling</a>',
        "<h2>Indstilling</h2>",
        "<code>indstilling</code>",
        "<a href='/'>en <em>indstilling</em></a>",
        "<time>indstilling</time>",
        "indstillingsret",
        "direktørindstilling",
        "vare-indstilling",
        "<img alt='indstilling'>",
    ],
)
def test_headings_links_and_parts_of_words_are_left_alone(text: str) -> None:
    html = f"<main>{text}</main>"
    assert explain(html, (PROPOSAL,), "Luk") == html


def test_after_a_heading_the_text_is_explained() -> None:
    assert buttons(explained("<h2>Indstilling</h2><p>Det indstilles, at</p>")) == [("indstilling", "indstilles")]


def test_the_longest_form_wins() -> None:
    html = explained("Taget til efterretning. Til.", NOTED, FIRST)
    assert buttons(html) == [("efterretning", "Taget til efterretning"), ("til", "Til")]


def test_a_form_of_two_words_ends_with_a_word() -> None:
    assert buttons(explained("Taget til efterretningen.", NOTED)) == []


def test_a_page_without_main_and_an_archive_without_words_stand_as_they_are() -> None:
    assert explain("<p>indstilling</p>", (PROPOSAL,), "Luk") == "<p>indstilling</p>"
    assert explain("<main>indstilling</main>", (), "Luk") == "<main>indstilling</main>"


@given(
    st.lists(st.sampled_from(["indstilling", "Til", "til efterretning", "<b>", "</b>", "&amp;", "x", "<h2>", "</h2>"]))
)
def test_the_words_of_a_page_stay_as_they_are(pieces: list[str]) -> None:
    text = " ".join(pieces)
    html = explained(text, PROPOSAL, NOTED, FIRST)
    main = re.sub(r'<div class="explanation".*?</div>\n', "", html, flags=re.DOTALL)
    assert re.sub(r'<button type="button" class="term"[^<>]*>|</button>', "", main) == explained(
        text, Explained("q", "q", (), "q")
    )
