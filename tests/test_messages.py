"""What the program and its pages say: every message translated, every placeholder kept, dates as Danes write them."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from conftest import ROOT
from hypothesis import example, given, settings
from hypothesis import strategies as st

from builder.diagnostics import TEXTS, WARNINGS, Severity, finding, render, sentences
from builder.messages import (
    LOCALES,
    PLURALS,
    RELATIONS,
    Format,
    catalogue_file,
    label,
    translations,
    user_language,
)
from builder.model import values
from builder.model.values import Kind, Language, RelationKind

LANGUAGES = sorted(each.value for each in Language)
Id = str | tuple[str, ...]


KEYWORDS = {**DEFAULT_KEYWORDS, "key": (3,)}  # what a declared key means is a message too


def extracted() -> set[Id]:
    """Every message in the program and the templates, as `make messages` finds them."""
    with (LOCALES / "babel.cfg").open() as stream:
        methods, given_ = parse_mapping_cfg(stream, "babel.cfg")
    found: set[Id] = set()
    for folder in ("builder", "templates"):
        own = [
            (pattern.removeprefix(folder + "/"), method) for pattern, method in methods if pattern.startswith(folder)
        ]
        more = {pattern.removeprefix(folder + "/"): value for pattern, value in given_.items()}
        for _, _, text, _, _ in extract_from_dir(ROOT / folder, own, more, keywords=KEYWORDS):
            found.add(tuple(text) if isinstance(text, (tuple, list)) else text)
    return found


EXTRACTED = extracted()


def catalogue(language: str) -> Catalog:
    """The catalogue of a language as it stands in its file."""
    with catalogue_file(language).open("rb") as stream:
        return read_po(stream, locale=language, domain="beslut")


def messages(language: str) -> list[Message]:
    """Its messages, the header left out."""
    return [each for each in catalogue(language) if each.id]


def forms(message: Message) -> Iterator[tuple[str, str]]:
    """Each source text of a message with each translation that may stand for it."""
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    if len(ids) == 1:
        yield ids[0], texts[0]
        return
    yield ids[0], texts[0]
    for text in texts[1:]:
        yield ids[1], text


def placeholders(text: str) -> list[str]:
    """What a text is filled with: `{x}` and `%(x)s`, with how it is to be shown."""
    braces = [f"{{{name}:{form}}}" for _, name, form, _ in string.Formatter().parse(text) if name is not None]
    return sorted(braces + re.findall(r"%\(\w+\)[a-z]", text))


# --- the catalogues -------------------------------------------------------------------------------------------


def test_there_is_a_catalogue_for_each_language() -> None:
    assert sorted(path.name for path in LOCALES.iterdir() if path.is_dir()) == LANGUAGES
    assert all(catalogue_file(language).is_file() for language in LANGUAGES)


def test_the_extractor_sees_both_the_program_and_the_templates() -> None:
    assert len(EXTRACTED) > 250
    for known in ("Finally decided", "Skip to content", "the archive has no _index.md", "build the site"):
        assert known in EXTRACTED
    assert ("%(count)s item", "%(count)s items") in EXTRACTED


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_in_the_catalogue_and_no_other(language: str) -> None:
    held = {each.id for each in messages(language)}
    assert EXTRACTED - held == set(), "run `make messages`"
    assert held - EXTRACTED == set(), "run `make messages`"
    assert not catalogue(language).obsolete


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_in_doubt(language: str) -> None:
    assert [each.id for each in messages(language) if each.fuzzy] == []


@pytest.mark.parametrize("language", ["da", "de"])
def test_every_message_is_translated(language: str) -> None:
    empty = [each.id for each in messages(language) for _, text in forms(each) if not text.strip()]
    assert empty == []


@pytest.mark.parametrize("language", ["da", "de"])
def test_a_translation_is_not_english(language: str) -> None:
    """A text that stands as it was is a name, or was forgotten."""
    names = {"Atom", "Dossier", "Dossiers", "Status", "Type", "Person", "Navn", "Name", "data", "KLE", "kle"}
    told = messages(language)
    same = {source for each in told for source, text in forms(each) if source == text and source not in names}
    assert {each for each in same if len(each.split()) > 1} == set()
    assert len(same) <= 6, same


def test_german_is_not_danish() -> None:
    """Neither in its letters nor in its small words, except where a path or a Danish number is named."""
    small = r"[æøåÆØÅ]|\b(?:og|ikke|eller|af|til|med|som|der er|sag|møde|udvalg|filen|skriv|ret)\b"
    assert [text for each in messages("de") for _, text in forms(each) if re.search(small, text)] == []


def test_german_speaks_to_the_reader_as_sie() -> None:
    for each in messages("de"):
        for source, text in forms(each):
            if not source.startswith("a about all"):  # the words that a question is without
                assert not re.search(r"\b(?:du|dich|dir|dein\w*|deine)\b", text, re.IGNORECASE), text


def test_english_pages_say_what_the_messages_say() -> None:
    spoken = translations("en")
    assert {each.id for each in messages("en") for source, text in forms(each) if text not in ("", source)} == set()
    assert spoken.gettext("Finally decided") == "Finally decided"
    assert spoken.ngettext("%(count)s item", "%(count)s items", 2) == "%(count)s items"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_placeholder_is_kept(language: str) -> None:
    for message in messages(language):
        for source, text in forms(message):
            if text:
                assert placeholders(text) == placeholders(source), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_have_every_form(language: str) -> None:
    held = catalogue(language)
    assert held.num_plurals == 2
    plural = [each for each in messages(language) if isinstance(each.id, tuple)]
    assert len(plural) >= 3
    for each in plural:
        assert isinstance(each.string, tuple)
        assert len(each.string) == 2
        if language != "en":
            assert each.string[0] != each.string[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_signs_at_the_ends_are_kept(language: str) -> None:
    """White space, and the stop that ends a sentence on a page."""
    for message in messages(language):
        for source, text in forms(message):
            if text and " " in source:
                assert (source[:1].isspace(), source[-1:].isspace()) == (text[:1].isspace(), text[-1:].isspace())
                assert source.endswith((".", ":", "…")) == text.endswith((".", ":", "…")), (source, text)


@pytest.mark.parametrize("language", ["da", "de"])
def test_quotation_marks_are_those_of_the_pages_and_there_is_no_markup(language: str) -> None:
    for message in messages(language):
        for _, text in forms(message):
            assert not re.search(r"[“”„\"]", text), text
            assert not re.search(r"<[a-z/]", text), text


# --- what the pages say ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (values.Status.FINAL, "Endeligt besluttet"),
        (values.Status.POSTPONED, "Udsat"),
        (values.Status.STOPPED, "Standset"),
        (values.Status.INFORMATION, "Til orientering"),
        (values.Status.WITHDRAWN, "Trukket"),
        (values.Status.KNOWN, "Seneste kendte behandling"),
        (values.Role.INFORMATION, "Orientering"),
        (values.Role.DISCUSSION, "Drøftelse"),
        (values.Role.OPINION, "Udtalelse"),
        (values.Role.RECOMMENDATION, "Indstilling"),
        (values.Role.REFERRAL, "Oversendelse"),
        (values.Role.DECISION, "Beslutning"),
        (values.VoteResult.UNANIMOUS, "Enstemmigt"),
        (values.VoteResult.MAJORITY, "Flertal"),
        (values.StatementKind.STATEMENT, "Protokoltilførsel"),
        (values.StatementKind.MINORITY, "Mindretalsudtalelse"),
        (values.MeetingState.AGENDA, "Dagsorden"),
        (values.MeetingState.DRAFT_MINUTES, "Foreløbigt referat"),
        (values.MeetingState.MINUTES, "Referat"),
        (values.MeetingState.CANCELLED, "Aflyst"),
    ],
)
def test_values_are_called_what_the_design_says(value: values.Named, words: str) -> None:
    assert translations("da").gettext(label(value)) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (values.Status.FINAL, "Endgültig entschieden"),
        (values.Status.POSTPONED, "Vertagt"),
        (values.Status.KNOWN, "Letzte bekannte Beratung"),
        (values.Outcome.NOTED, "Zur Kenntnis genommen"),
        (values.Outcome.POSTPONED, "Vertagt"),
        (values.Outcome.REFERRED, "Verwiesen"),
        (values.Outcome.REJECTED, "Abgelehnt"),
        (values.Outcome.WITHDRAWN, "Zurückgezogen"),
        (values.MeetingState.AGENDA, "Tagesordnung"),
        (values.MeetingState.MINUTES, "Niederschrift"),
        (values.VoteResult.UNANIMOUS, "Einstimmig"),
        (values.Kind.CASE, "Vorlage"),
        (values.Kind.BODY, "Gremium"),
        (values.Kind.MEETING, "Sitzung"),
    ],
)
def test_values_are_called_what_a_german_council_calls_them(value: values.Named, words: str) -> None:
    assert translations("de").gettext(label(value)) == words


@pytest.mark.parametrize("outcome", list(values.Outcome))
def test_an_outcome_is_called_what_editors_write(outcome: values.Outcome) -> None:
    assert translations("da").gettext(label(outcome)).casefold() == outcome.danish


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("Skip to content", "Spring til indhold"),
        ("Search decisions", "Søg i beslutninger"),
        ("Copy case number", "Kopiér sagsnummer"),
        ("Refer to this case", "Henvis til denne sag"),
        ("Mentioned in", "Omtalt i"),
        ("Same case number", "Samme sagsnummer"),
        ("Closed item", "Lukket punkt"),
        ("Not stated in the source", "Ikke oplyst i kilden"),
        ("Accessibility statement", "Tilgængelighedserklæring"),
        ("Clear filters", "Ryd filtre"),
        ("Newest first", "Nyeste først"),
        ("Best match", "Bedst match"),
        ("Not in the archive", "Findes ikke i arkivet"),
    ],
)
def test_pages_say_what_the_design_says(message: str, words: str) -> None:
    assert message in EXTRACTED
    assert translations("da").gettext(message) == words


@pytest.mark.parametrize(
    ("message", "plural", "count", "words"),
    [
        ("%(count)s item", "%(count)s items", 1, "%(count)s punkt"),
        ("%(count)s item", "%(count)s items", 0, "%(count)s punkter"),
        ("%(shown)s case", "%(shown)s cases", 1, "%(shown)s sag"),
        ("%(shown)s case", "%(shown)s cases", 2, "%(shown)s sager"),
    ],
)
def test_danish_plurals(message: str, plural: str, count: int, words: str) -> None:
    assert translations("da").ngettext(message, plural, count) == words


def test_every_relation_and_plural_is_a_message() -> None:
    assert set(RELATIONS) == {(kind, forward) for kind in RelationKind for forward in (True, False)}
    assert set(PLURALS) == {Kind.DOSSIER, Kind.TOPIC, Kind.PLACE, Kind.ORGANISATION}
    assert {*RELATIONS.values(), *PLURALS.values()} <= EXTRACTED
    assert {each.value for each in Severity} <= EXTRACTED  # the command line says them by value


def test_a_language_without_a_catalogue_is_english() -> None:
    assert translations("fi").gettext("Finally decided") == "Finally decided"


# --- what the program says ------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", TEXTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_can_be_said(code: str, language: str) -> None:
    """With the values that its own sentences name, in each language."""
    names = {name for text in TEXTS[code] for _, name, _, _ in string.Formatter().parse(text) if name}
    made = finding(code, "a/b.md", "felt", line=3, column=4, suggestion="ord", **dict.fromkeys(names, "«værdi»"))
    said = render(made, translations(language).gettext)
    assert said.startswith(f"a/b.md:3:4: {code}: felt: ")
    assert "; " in said
    asked = {"da": "mente du", "de": "meinten Sie", "en": "did you mean"}[language]
    assert said.endswith(f"({asked} »ord«?)")
    assert "{" not in said.replace("{masked}", "")
    assert said.count("«værdi»") >= len(names)


def test_every_warning_is_a_finding() -> None:
    assert set(TEXTS) >= WARNINGS


def test_every_finding_that_is_told_is_written_and_the_other_way_round() -> None:
    """Each code in the program is in the table, and each of the table is used."""
    source = "\n".join(
        path.read_text("utf-8")
        for path in sorted((ROOT / "builder").rglob("*.py"))
        if path.name != "diagnostics.py" and "__pycache__" not in path.parts
    )
    quoted = set(re.findall(r'"([a-z0-9]+(?:-[a-z0-9]+)*)"', source))
    assert {code for code in TEXTS if code not in quoted} == set()
    called = re.findall(r'(?:finding|_report|_fault)\(\s*"([a-z0-9-]+)"', source)
    assert set(called) <= set(TEXTS)
    assert len(called) > 30


@pytest.mark.parametrize(
    "text", ["handlings: x\n", "date_: [a]\n", "access: måske\n", "amounts: [{amount: x}]\n", "title: [a]\n"]
)
def test_a_danish_message_is_danish_throughout(text: str) -> None:
    """Also the words that are filled in: what was found, what is wanted."""
    from builder.schema import read

    reading = read(f"---\ntitle: A\n{text}---\n".replace("title: A\ntitle", "title"), "a.md", Kind.CASE)
    assert reading.findings
    for each in reading.findings:
        said = sentences(each, translations("da").gettext)
        assert not re.search(
            r"\b(?:a single value|a list|a map|a line|text is|keys with values|a number|a whole)\b", said
        ), said


# --- formats --------------------------------------------------------------------------------------------------

DANISH, GERMAN, ENGLISH = Format("da"), Format("de"), Format("en")
DAY = date(2023, 11, 22)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (DANISH.day(DAY), "22. november 2023"),
        (DANISH.day(date(2024, 3, 1)), "1. marts 2024"),
        (DANISH.short_day(DAY), "22. nov. 2023"),
        (DANISH.short_day(date(2024, 5, 1)), "1. maj 2024"),
        (DANISH.weekday(DAY), "onsdag den 22. november 2023"),
        (DANISH.clock(time(8, 30)), "08.30"),
        (DANISH.clock(time(15, 0)), "15.00"),
        (DANISH.clock(time(0, 5)), "00.05"),
        (DANISH.month(1), "januar"),
        (DANISH.month(12), "december"),
        (DANISH.number(2_400_000), "2.400.000"),
        (DANISH.number(Decimal("5.7")), "5,7"),
        (DANISH.number(Decimal("2400000.50")), "2.400.000,50"),
        (DANISH.number(0), "0"),
        (DANISH.number(-1234), "-1.234"),
        (DANISH.size(0), "0 B"),
        (DANISH.size(999), "999 B"),
        (DANISH.size(1_000), "1 kB"),
        (DANISH.size(123_456), "123 kB"),
        (DANISH.size(999_999), "1 MB"),
        (DANISH.size(1_000_000), "1 MB"),
        (DANISH.size(1_234_567), "1,2 MB"),
        (DANISH.size(12_345_678_901), "12.345,7 MB"),
        (GERMAN.day(DAY), "22. November 2023"),
        (GERMAN.short_day(DAY), "22. Nov. 2023"),
        (GERMAN.short_day(date(2024, 3, 1)), "1. März 2024"),
        (GERMAN.weekday(DAY), "Mittwoch, 22. November 2023"),
        (GERMAN.clock(time(16, 30)), "16:30"),
        (GERMAN.month(3), "März"),
        (GERMAN.number(2_400_000), "2.400.000"),
        (GERMAN.number(Decimal("5.7")), "5,7"),
        (GERMAN.size(1_234_567), "1,2 MB"),
        (ENGLISH.day(DAY), "November 22, 2023"),
        (ENGLISH.number(2_400_000), "2,400,000"),
        (ENGLISH.month(11), "November"),
    ],
)
def test_formats(said: str, wanted: str) -> None:
    assert said.replace("\u00a0", " ").replace("\u2212", "-") == wanted


@settings(deadline=None)
@given(st.integers(0, 10**12))
@example(999_499)
@example(999_500)
def test_a_size_is_short(count: int) -> None:
    assert re.fullmatch(r"\d{1,3} (?:B|kB)|\d{1,3}(?:\.\d{3})*(?:,\d)? MB", DANISH.size(count))


@settings(deadline=None)
@given(st.dates(date(1800, 1, 1)))
def test_a_day_tells_itself(day: date) -> None:
    for form in (DANISH, GERMAN):
        for said in (form.day(day), form.short_day(day), form.weekday(day)):
            assert f"{day.day}." in said
            assert said.endswith(str(day.year))
        assert form.month(day.month) in form.day(day)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "da_DK.UTF-8"}, "da"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de"}, "de"),
        ({"LC_ALL": "German_Germany.1252"}, "de"),
        ({"LANG": "fi_FI"}, "en"),
        ({"LANG": "da_DK", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "da_DK"}, "da"),
        ({"LC_ALL": "DA", "LC_MESSAGES": "en"}, "da"),
        ({"LC_ALL": "", "LANG": "da"}, "da"),
    ],
)
def test_the_language_of_the_user(environment: dict[str, str], language: str) -> None:
    assert user_language(environment) == language


def test_catalogues_come_with_the_package() -> None:
    """The wheel holds what lies in builder/; nothing need be compiled."""
    assert all(Path(catalogue_file(language)).is_relative_to(ROOT / "builder") for language in LANGUAGES)
    assert not list(LOCALES.rglob("*.mo"))
