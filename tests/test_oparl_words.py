"""Words of records as plain text."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.importers.oparl import words
from builder.markup import render
from builder.schema.scalars import to_line, to_text

ANY = st.text(st.characters(codec=None), max_size=40) | st.text("<>b/ &;ampt-!", max_size=40)


@given(ANY)
def test_words_can_stand_in_a_file(said: str) -> None:
    assert to_text(words.text(said)) == words.text(said)
    assert to_line(words.line(said)) == words.line(said)
    assert "\n" not in words.line(said)
    words.text(said).encode()


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("<p>Eins</p><p>Zwei<br/>Drei</p>", "Eins\nZwei\nDrei"),
        ("a < b und c > d", "a < b und c > d"),
        ("M&uuml;ll &amp; Co", "Müll & Co"),
        ("a\r\n\r\n\r\n\r\nb", "a\n\nb"),
        ("<style>p { }</style>x<!-- y -->", "x"),
        ("Sta\u0308dte", "Städte"),
    ],
)
def test_html_is_told_from_signs(said: str, plain: str) -> None:
    assert words.text(said) == plain


def test_addresses_are_escaped() -> None:
    assert words.address(" https://bücher.example.org/Ä b.pdf?x=1&y=ü#z ") == (
        "https://xn--bcher-kva.example.org/%C3%84%20b.pdf?x=1&y=%C3%BC#z"
    )
    assert words.address("https://example.org/a%20b") == "https://example.org/a%20b"


@pytest.mark.parametrize(
    "url",
    [
        "https://[x/",
        "https://a\ud800.org/",
        "javascript:alert(1)",
        "data:text/html,x",
        "",
        "/a",
        "https:///x",
        "ftp://a.org/",
    ],
)
def test_what_is_no_web_address(url: str) -> None:
    assert words.address(url) == ""


@pytest.mark.parametrize(
    "name", ["# a", "1. a", "- a", "*a*", "_a_", "[a](b)", "[[a]]", "<b", "a < b>", "&amp;lt;", "a|b", "`a`", "12) a"]
)
def test_names_are_shown_as_they_are(name: str) -> None:
    shown = render(words.markdown(name)).html
    assert re.sub(r"</?p>|\n", "", shown) == html.escape(words.line(name), quote=False)
