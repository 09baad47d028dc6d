"""Every address of the site: slugs, paths in each language, the base path, the file behind a path."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.model.values import Language
from builder.urls import Urls, file_of, slug

DA, EN = Urls("da"), Urls("en")
SECTIONS = (
    "dossiers",
    "topics",
    "places",
    "organisations",
    "years",
    "search",
    "glossary",
    "corrections",
    "accessibility",
    "bodies",
    "meetings",
)
WORDS = (*SECTIONS, "cases", "numbers")
LETTERS = st.text("abcxyzæøåäöüéè ABCÆØÅÄÖÜÉ0129-_/.,–§", max_size=30)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ørsted Å", "oersted-aa"),
        ("Ældrerådet", "aeldreraadet"),
        ("ÆØÅ æøå", "aeoeaa-aeoeaa"),
        ("Børne- og Skoleudvalget", "boerne-og-skoleudvalget"),
        ("Straße", "strasse"),
        ("STRASSE ẞ", "strasse-ss"),
        ("Köln, Müller & Söhne", "koeln-mueller-soehne"),
        ("Ängelholm", "aengelholm"),
        ("Café Crème à l’été", "cafe-creme-a-l-ete"),
        ("Łódź", "lodz"),
        ("Þórður Ðð", "thordur-dd"),
        ("Đorđe", "dorde"),
        ("Côte d'Ivoire", "cote-d-ivoire"),
        ("Budget 2025–2026", "budget-2025-2026"),
        ("23/9928", "23-9928"),
        ("29.00.00-P20-3-24", "29-00-00-p20-3-24"),
        ("  mange   mellemrum  ", "mange-mellemrum"),
        ("--a--b--", "a-b"),
        ("a_b", "a-b"),
        ("ﬁre", "fire"),
        ("", ""),
        ("§ – !", ""),
        ("日本", ""),
    ],
)
def test_a_slug_folds_letters_as_danes_read_them(text: str, wanted: str) -> None:
    assert slug(text) == wanted


@settings(deadline=None)
@given(st.text(max_size=60))
def test_a_slug_is_ascii_and_stays_as_it_is(text: str) -> None:
    once = slug(text)
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", once)
    assert slug(once) == once


@settings(deadline=None)
@given(st.text(max_size=60))
def test_a_slug_does_not_hang_on_how_accents_are_stored(text: str) -> None:
    assert slug(unicodedata.normalize("NFD", text)) == slug(unicodedata.normalize("NFC", text))


@settings(deadline=None)
@given(LETTERS)
def test_a_slug_does_not_hang_on_case(text: str) -> None:
    assert slug(text.upper()) == slug(text) == slug(text.lower())


@pytest.mark.parametrize(
    ("make", "danish", "english"),
    [
        (lambda urls: urls.authority("norddjurs"), "/norddjurs/", "/norddjurs/"),
        (lambda urls: urls.body("norddjurs", "vpu"), "/norddjurs/vpu/", "/norddjurs/vpu/"),
        (
            lambda urls: urls.meeting("norddjurs", "vpu", date(2023, 11, 22)),
            "/norddjurs/vpu/2023-11-22/",
            "/norddjurs/vpu/2023-11-22/",
        ),
        (
            lambda urls: urls.meeting("norddjurs", "vpu", date(2023, 1, 2), 2),
            "/norddjurs/vpu/2023-01-02-2/",
            "/norddjurs/vpu/2023-01-02-2/",
        ),
        (
            lambda urls: urls.case("norddjurs", "2023", "samarbejde"),
            "/norddjurs/sager/2023/samarbejde/",
            "/norddjurs/cases/2023/samarbejde/",
        ),
        (
            lambda urls: urls.number("norddjurs", "23/9928"),
            "/norddjurs/sagsnumre/23-9928/",
            "/norddjurs/case-numbers/23-9928/",
        ),
        (lambda urls: urls.section("dossiers", "x"), "/temaer/x/", "/dossiers/x/"),
        (lambda urls: urls.section("topics", "x"), "/emner/x/", "/topics/x/"),
        (lambda urls: urls.section("topics", "x", "2023"), "/emner/x/2023/", "/topics/x/2023/"),
        (lambda urls: urls.section("places", "x"), "/steder/x/", "/places/x/"),
        (lambda urls: urls.section("organisations", "x"), "/organisationer/x/", "/organisations/x/"),
        (lambda urls: urls.section("years"), "/aar/", "/years/"),
        (lambda urls: urls.month(2023), "/aar/2023/", "/years/2023/"),
        (lambda urls: urls.month(2023, 1), "/aar/2023/01/", "/years/2023/01/"),
        (lambda urls: urls.month(987, 11), "/aar/0987/11/", "/years/0987/11/"),
        (lambda urls: urls.section("search"), "/soeg/", "/search/"),
        (lambda urls: urls.section("glossary"), "/ordbog/", "/glossary/"),
        (lambda urls: urls.section("corrections"), "/rettelser/", "/corrections/"),
        (lambda urls: urls.section("accessibility"), "/was/", "/accessibility/"),
        (lambda urls: urls.section("bodies"), "/udvalg/", "/bodies/"),
        (lambda urls: urls.section("meetings"), "/moeder/", "/meetings/"),
    ],
)
def test_every_kind_of_address(make: Callable[[Urls], str], danish: str, english: str) -> None:
    assert make(DA) == danish
    assert make(EN) == english


@pytest.mark.parametrize("language", [*(each.value for each in Language), "fi"])
def test_the_words_of_a_language_are_slugs_and_apart(language: str) -> None:
    words = [Urls(language).word(name) for name in WORDS]
    assert [slug(word) for word in words] == words
    assert len(set(words)) == len(words)


def test_a_language_without_words_of_its_own_has_the_english() -> None:
    assert [Urls("fi").word(name) for name in WORDS] == [EN.word(name) for name in WORDS]


@settings(deadline=None)
@given(st.dates(), st.integers(1, 9), st.dates(), st.integers(1, 9))
def test_two_meetings_never_share_an_address(day: date, ordinal: int, other_day: date, other: int) -> None:
    same = (day, ordinal) == (other_day, other)
    assert (DA.meeting("a", "b", day, ordinal) == DA.meeting("a", "b", other_day, other)) == same


@pytest.mark.parametrize(
    ("base_url", "base_path", "href", "absolute"),
    [
        ("", "", "/emner/x/", "/emner/x/"),
        ("https://host", "", "/emner/x/", "https://host/emner/x/"),
        ("https://host/", "", "/emner/x/", "https://host/emner/x/"),
        ("https://host/arkiv", "/arkiv", "/arkiv/emner/x/", "https://host/arkiv/emner/x/"),
        ("https://host/arkiv/", "/arkiv", "/arkiv/emner/x/", "https://host/arkiv/emner/x/"),
        ("https://host/a/b/", "/a/b", "/a/b/emner/x/", "https://host/a/b/emner/x/"),
        ("/arkiv/", "/arkiv", "/arkiv/emner/x/", "/arkiv/emner/x/"),
        ("https://host/å b/", "/%C3%A5%20b", "/%C3%A5%20b/emner/x/", "https://host/å b/emner/x/"),
        ("https://host/a%20b/", "/a%20b", "/a%20b/emner/x/", "https://host/a%20b/emner/x/"),
    ],
)
def test_the_base_path_stands_before_every_link(base_url: str, base_path: str, href: str, absolute: str) -> None:
    urls = Urls("da", base_url)
    assert urls.base_path == base_path
    assert urls.href("/emner/x/") == href
    assert urls.absolute("/emner/x/") == absolute


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("/", "index.html"),
        ("/emner/x/", "emner/x/index.html"),
        ("/404.html", "404.html"),
        ("/norddjurs/sager/2023/samarbejde/skitse.pdf", "norddjurs/sager/2023/samarbejde/skitse.pdf"),
    ],
)
def test_the_file_behind_a_path(path: str, file: str) -> None:
    assert file_of(path) == file
