"""Front matter is typed by field: what the editor wrote is what is meant, under Danish and English names alike."""

from __future__ import annotations

import contextlib
import json
import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from builder.model.keys import Choice, Key, Many, Named, Record, Reference, Scalar, Type, keys_of
from builder.model.parts import ALL_CLOSED, ALL_OPEN
from builder.model.records import RECORDS
from builder.model.values import Kind, Outcome, Qualifier, Role
from builder.schema import Reading, as_written, front_matter, locate, read
from builder.schema import written as as_it_looks
from builder.schema.convert import Converter
from builder.schema.front_matter import MAX_DEPTH, PlacedYAML, Split, split
from builder.schema.names import INVISIBLE, fold, is_danish, is_danish_of, names_of, records, values_of, visible
from builder.schema.scalars import CONVERTERS

GOOD: dict[Scalar, dict[str, object]] = {
    Scalar.DATE: {
        "2024-04-09": date(2024, 4, 9),
        "2024-4-9": date(2024, 4, 9),
        "09-04-2024": date(2024, 4, 9),
        "9.4.2024": date(2024, 4, 9),
        "09/04/2024": date(2024, 4, 9),
        "9. april 2024": date(2024, 4, 9),
        "9 April 2024": date(2024, 4, 9),
        "9. apr. 2024": date(2024, 4, 9),
        "1. MAJ 2024": date(2024, 5, 1),
        "24. dec 2024": date(2024, 12, 24),
        "3. märz 2024": date(2024, 3, 3),
        "tirsdag den 9. april 2024": date(2024, 4, 9),
        "Dienstag, 9. April 2024": date(2024, 4, 9),
        "am 9. April 2024": date(2024, 4, 9),
        "Mittwoch, den 3. Mär. 2024": date(2024, 3, 3),
        "24. Dez. 2024": date(2024, 12, 24),
        "29-02-2024": date(2024, 2, 29),
        "1-2-2024": date(2024, 2, 1),
    },
    Scalar.TIME: {
        "12.30": time(12, 30),
        "15:45": time(15, 45),
        "8.05": time(8, 5),
        "08:05": time(8, 5),
        "0.00": time(0, 0),
        "kl. 12.30": time(12, 30),
        "kl. 12": time(12),
        "8": time(8),
        "Kl 8:05": time(8, 5),
        "23:59:59": time(23, 59, 59),
        "16:30 Uhr": time(16, 30),
        "17 Uhr": time(17),
    },
    Scalar.DATETIME: {
        "2024-04-10 08:00": datetime(2024, 4, 10, 8),
        "2024-04-10T08:00": datetime(2024, 4, 10, 8),
        "10-04-2024 8.00": datetime(2024, 4, 10, 8),
        "10. april 2024 kl. 8.00": datetime(2024, 4, 10, 8),
        "10. april 2024 kl 8.00": datetime(2024, 4, 10, 8),
        "1. OKTOBER 2024 8.00": datetime(2024, 10, 1, 8),
        "2024-04-10": datetime(2024, 4, 10),
        "10. april 2024": datetime(2024, 4, 10),
    },
    Scalar.NUMBER: {
        "2400000": Decimal(2400000),
        "2.400.000": Decimal(2400000),
        "2 400 000": Decimal(2400000),
        "2\u00a0400\u00a0000,50": Decimal("2400000.5"),
        "2.400": Decimal(2400),
        "2,400": Decimal("2.4"),
        "2,4": Decimal("2.4"),
        "2.4": Decimal("2.4"),
        "1.234.567,89": Decimal("1234567.89"),
        "0,5": Decimal("0.5"),
        "-1.500": Decimal(-1500),
        "010": Decimal(10),
    },
    Scalar.INTEGER: {"10": 10, "010": 10, "-3": -3, "0": 0},
    Scalar.BOOLEAN: {
        **dict.fromkeys(("true", "True", "yes", "ja", "JA", "sand", "on"), True),
        **dict.fromkeys(("false", "FALSE", "no", "nej", "Nej", "falsk", "off"), False),
    },
    Scalar.LINE: {"  a \n b\t c ": "a b c", "no": "no", "010": "010", "23/9928": "23/9928", "": ""},
    Scalar.TEXT: {" a \n\n b ": "a \n\n b", "no": "no"},
    Scalar.SLUG: {each: each for each in ("k7f3q9zt", "abc", "a-b-c", "2024", "a" * 64)},
    Scalar.URL: {
        each: each
        for each in (
            "https://example.org/",
            "http://example.org:8080/a?b=c#d",
            "HTTPS://EXAMPLE.ORG",
            "https://æøå.dk/på",
            "mailto:sekretariat@example.org",
            "/norddjurs/sager/",
        )
    },
    Scalar.EMAIL: {each: each for each in ("a@b.dk", "else.eksempel+x@post.example.org", "på@æøå.dk")},
    Scalar.FILE: {
        "skitse.pdf": "skitse.pdf",
        "kort/nord syd.pdf": "kort/nord syd.pdf",
        "Bilag på café.pdf": "Bilag på café.pdf",
        "./skitse.pdf": "skitse.pdf",
        "kort//./nord.pdf": "kort/nord.pdf",
        "to  mellemrum.pdf": "to  mellemrum.pdf",
    },
}

BAD: dict[Scalar, str] = {
    Scalar.DATE: "2024|04-2024|april 2024|2024-02-30|29-02-2023|2024-13-01|13/13/2024|0000-00-00|0-0-0000|9. foo 2024"
    "|09-04-24|20240409|2024-04-09 12:00|9. april|x2024-04-09|2024-04-09x|i går|0. april 2024|32. maj 2024",
    Scalar.TIME: "24|1230|24.00|12.60|12,30|12.3|-1.00|12.30.60|12.30 Ur|middag|kl.|123.00",
    Scalar.DATETIME: "2024-02-30 08:00|2024-04-10 25:00|08:00|2024-04-10 08|2024-04-10T08:00:00Z|i morgen",
    Scalar.NUMBER: "1e9|5 kr.|kr. 5|1.23.456|1,2,3|2.400,0,0|1,234.50|NaN|Infinity|--5|+5|5-|.5|5.|0x10|1_000|fem"
    "|1234567890123456789|0,1234567",
    Scalar.INTEGER: "1.5|1,5|1 000|1.000|1e3|to|0x1|1234567890|--1",
    Scalar.BOOLEAN: "1|0|y|n|måske|truee|null",
    Scalar.SLUG: "a|ab|A-B-C|a_b_c|a--b|-abc|abc-|æøå|a b c|a/b/c|../x",
    Scalar.URL: "javascript:alert(1)|JavaScript:alert(1)|data:text/html,x|vbscript:x|file:///etc/passwd|ftp://example.org"
    "|//example.org/|example.org|https:example.org|https://|http://[|/\\example.org|https://a b/|https://a/<script>"
    '|https://a/"x|mailto:|tel:12345678|#anker|../x|',
    Scalar.EMAIL: 'a|a@b|@b.dk|a@|a@b@c.dk|a b@c.dk|<a@b.dk>|a@b.dk.|"a"@b.dk|a@.|',
}


@pytest.mark.parametrize(("type_", "text"), [(type_, text) for type_, table in GOOD.items() for text in table])
def test_a_value_means_what_the_editor_wrote(type_: Scalar, text: str) -> None:
    converted = CONVERTERS[type_](text)
    assert converted == GOOD[type_][text]
    assert type(converted) is type(GOOD[type_][text])


@pytest.mark.parametrize(
    ("type_", "text"), [(type_, text) for type_, texts in BAD.items() for text in texts.split("|")]
)
def test_a_value_that_means_nothing_is_refused(type_: Scalar, text: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        CONVERTERS[type_](text)


def test_every_type_is_in_the_tables() -> None:
    assert set(GOOD) == set(Scalar) == set(CONVERTERS)
    assert set(BAD) == set(Scalar) - {Scalar.LINE, Scalar.TEXT, Scalar.FILE}


@given(st.sampled_from(Scalar), st.text(max_size=30) | st.text("0123456789.-:/ ", max_size=20))
def test_no_value_makes_a_converter_fail_otherwise(type_: Scalar, text: str) -> None:
    with contextlib.suppress(ValueError):
        CONVERTERS[type_](text.strip())


MONTHS = "januar februar marts april maj juni juli august september oktober november december"


@given(st.dates())
def test_every_day_is_read_in_every_form(day: date) -> None:
    forms = (
        day.isoformat(),
        f"{day.day}-{day.month}-{day.year:04}",
        f"{day.day:02}.{day.month:02}.{day.year:04}",
        f"{day.day}. {MONTHS.split()[day.month - 1]} {day.year:04}",
    )
    assert {CONVERTERS[Scalar.DATE](form) for form in forms} == {day}


@given(st.decimals(-(10**15), 10**15, places=2))
def test_every_sum_is_read_as_danes_write_it(amount: Decimal) -> None:
    danish = f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))
    assert CONVERTERS[Scalar.NUMBER](danish) == amount
    assert CONVERTERS[Scalar.NUMBER](f"{amount:.2f}") == amount


def case(front_matter: str, body: str = "") -> Reading:
    return read(f"---\ntitle: Cykelsti\n{front_matter}\n---\n{body}", "havneby/cases/2024/a.md", Kind.CASE)


UNTYPED = """no yes off 010 1e3 0x1F 12.30 15:45 1_000 .inf NaN = << 5a true Ø 2024-01-01 23/9928 1-00-14-22 +4512345678
29.00.00-P20-3-24 EMN-2025-009242 2024-01-01T08:00 0o17 1:2:3 0b1"""


@pytest.mark.parametrize("text", UNTYPED.split())
def test_words_that_yaml_would_turn_into_something_else_stay_words(text: str) -> None:
    found = case(f"case_number: {text}\nhandlings:\n- body: kb\n  item: {text}\n  votes:\n    against: [{text}]")
    assert found.findings == ()
    assert found.record.case_number == found.record.handlings[0].item == text
    assert found.record.handlings[0].votes.against == (text,)


@pytest.mark.parametrize("empty", ["", "~", "null", " # intet"])
def test_a_key_without_a_value_is_as_if_it_were_not_there(empty: str) -> None:
    found = case(f"summary: {empty}\ntopics: {empty}\nhandlings: {empty}\nhearing: {empty}\nid: {empty}")
    assert found.findings == ()
    assert found.record == case("").record


@pytest.mark.parametrize("key", ["access", "draft", "publish", "retracted", "adgang", "kladde"])
@pytest.mark.parametrize("empty", ["", "~", "null"])
def test_a_key_that_guards_must_say_something(key: str, empty: str) -> None:
    """A half-written `access:` must not publish what it was meant to close."""
    assert [each.code for each in case(f"{key}: {empty}").findings] == ["wrong-type"]


@pytest.mark.parametrize("value", ["''", '""', "' '", '"\\u00a0"', "|\n\n"])
def test_a_required_key_must_say_something(value: str) -> None:
    found = read(f"---\ntitle: {value}\n---\n", "pages/om.md", Kind.PAGE)
    assert [each.code for each in found.findings] == ["missing-key"]
    assert found.record is None


@pytest.mark.parametrize(
    "text", ["'a\nb'", '"a\\nb"', "|\n  a\n  b", ">\n  a\n  b", "a\n  b", "'a\n\n  b'", '"a  \\\n  b"', "'a\tb'"]
)
def test_a_line_is_one_line_however_it_is_written(text: str) -> None:
    assert case(f"summary: {text}").record.summary == "a b"


def test_a_text_keeps_its_lines() -> None:
    found = case("handlings:\n- body: kb\n  date: 2024-04-09\n  decision: |\n    a\n\n      b\n    ---\n    c\n")
    assert found.record.handlings[0].decision == "a\n\n  b\n---\nc"


@pytest.mark.parametrize("sign", ["\\0", "\\a", "\\e", "\\x7f", "\\b", "\\v"])
def test_control_signs_are_no_text(sign: str) -> None:
    assert [each.code for each in case(f'summary: "a{sign}b"').findings] == ["bad-value"]


@pytest.mark.parametrize(
    ("written", "attribute", "value"),
    [
        ("topics: cykelstier", "topics", ("cykelstier",)),
        ("topics: [a, b, '', ~]", "topics", ("a", "b")),
        ("related: 2022/x", "related", (("2022/x", "see-also"),)),
        (
            "related: [2022/x, {case: 2022/y, as: replaces}]",
            "related",
            (("2022/x", "see-also"), ("2022/y", "replaces")),
        ),
        ("amounts: 2.400.000", "amounts", ((Decimal(2400000), None),)),
        ("amounts: [275, {amount: 5, unit: timer}]", "amounts", ((Decimal(275), None), (Decimal(5), "hours"))),
        ("attachments: Skitse", "attachments", (("Skitse", None),)),
        ("attachments:\n  title: Skitse\n  number: 45678/24", "attachments", (("Skitse", "45678/24"),)),
    ],
)
def test_a_bare_value_stands_for_a_list_and_for_its_record(written: str, attribute: str, value: object) -> None:
    found = case(written)
    assert found.findings == ()
    parts = {"related": ("case", "relation"), "amounts": ("amount", "unit"), "attachments": ("title", "number")}
    got = getattr(found.record, attribute)
    if attribute in parts:
        got = tuple(tuple(getattr(each, name) for name in parts[attribute]) for each in got)
    assert got == value


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("open", ALL_OPEN),
        ("åben", ALL_OPEN),
        ("closed", ALL_CLOSED),
        ("Lukket", ALL_CLOSED),
        ("' closed '", ALL_CLOSED),
    ],
)
def test_access_is_a_word_or_a_map(written: str, meant: object) -> None:
    assert case(f"access: {written}").record.access == meant
    parts = "".join(f"\n  {part}: {written}" for part in ("title", "presentation", "decision", "votes"))
    assert case(f"access:{parts}").record.access == meant


ALL_RECORDS = list(records())
ALL_KEYS = [(cls, key) for cls in ALL_RECORDS for key in keys_of(cls)]
ENUMERATIONS = sorted(
    {
        inner.members
        for _, key in ALL_KEYS
        if isinstance(inner := key.type.of if isinstance(key.type, Many) else key.type, Choice)
    },
    key=lambda members: members.__name__,
)


@pytest.mark.parametrize("cls", ALL_RECORDS, ids=lambda cls: cls.__name__)
def test_no_two_keys_of_a_record_share_a_name(cls: type) -> None:
    names = [name for key in keys_of(cls) for name in {fold(key.name), fold(key.danish)}]
    assert len(names) == len(set(names)) == len(names_of(cls))


@pytest.mark.parametrize(
    ("cls", "key"), ALL_KEYS, ids=lambda each: getattr(each, "name", getattr(each, "__name__", ""))
)
def test_a_key_is_known_by_both_its_names_however_they_are_written(cls: type, key: Key) -> None:
    for name in (key.name, key.danish):
        for written in (name, name.upper(), name.replace("_", " "), name.replace(" ", "_"), name.replace(" ", "-")):
            assert names_of(cls)[fold(written)] is key


@pytest.mark.parametrize("members", ENUMERATIONS, ids=lambda members: members.__name__)
def test_a_value_is_known_by_both_its_names_however_they_are_written(members: type[Named]) -> None:
    for member in members:
        for name in (member.value, member.danish):
            for written in (name, name.upper(), name.replace("-", " "), name.replace(" ", "_")):
                assert values_of(members)[fold(written)] is member


@pytest.mark.parametrize(
    ("cls", "key"), ALL_KEYS, ids=lambda each: getattr(each, "name", getattr(each, "__name__", ""))
)
def test_the_example_of_a_key_is_a_good_value(cls: type, key: Key) -> None:
    if not key.example:
        assert not isinstance(key.type, Scalar) or key.type in {Scalar.BOOLEAN, Scalar.LINE, Scalar.TEXT, Scalar.URL}
        return
    parts = split(f"---\n{key.name}: {key.example}\n---\n", "")
    assert isinstance(parts, Split)
    converter = Converter("x.md", 1)
    converter.record(parts.root, cls)
    assert [each.code for each in converter.findings if each.code != "missing-key"] == []


SAMPLES = {
    Scalar.TEXT: "En tekst",
    Scalar.LINE: "En linje",
    Scalar.SLUG: "k7f3q9zt",
    Scalar.DATE: "22-11-2023",
    Scalar.DATETIME: "22-11-2023 8.00",
    Scalar.TIME: "12.30",
    Scalar.INTEGER: "7",
    Scalar.NUMBER: "2.400,50",
    Scalar.BOOLEAN: "ja",
    Scalar.URL: "https://example.org/",
    Scalar.EMAIL: "a@example.org",
    Scalar.FILE: "skitse.pdf",
}


def sample(type_: Type, danish: bool) -> Any:
    """A value of a type with every key there is, all under Danish or all under English names."""
    if isinstance(type_, Many):
        return [sample(type_.of, danish)]
    if isinstance(type_, Record):
        return {key.danish if danish else key.name: sample(key.type, danish) for key in keys_of(type_.of)}
    if isinstance(type_, Choice):
        member = list(type_.members)[-1]
        return member.danish if danish else member.value
    return "kb" if isinstance(type_, Reference) else SAMPLES[type_]


@pytest.mark.parametrize("kind", RECORDS)
def test_danish_keys_and_values_mean_what_english_ones_do(kind: Kind) -> None:
    readings = [
        read(f"---\n{json.dumps(sample(Record(RECORDS[kind]), danish), ensure_ascii=False)}\n---\n", "x.md", kind)
        for danish in (False, True)
    ]
    assert [each.findings for each in readings] == [(), ()]
    assert readings[0].record == readings[1].record
    assert all(getattr(readings[0].record, key.attribute) not in (None, ()) for key in keys_of(RECORDS[kind]))


def test_a_danish_case_reads_as_its_english_twin() -> None:
    english = (
        "case_number: 24/1\nhandlings:\n- body: kb\n  date: 2024-04-09\n  role: decision\n"
        "  outcome: [approved-amended, referred]\namounts:\n- amount: 5\n  qualifier: up to\n  for: drift\n"
    )
    danish = (
        "Sagsnummer: 24/1\nbehandlinger:\n- organ: kb\n  dato: 9. april 2024\n  rolle: Beslutning\n"
        "  udfald: [godkendt med ændringer, OVERSENDT]\nbeløb:\n- beløb: 5\n  forbehold: op til\n  til: drift\n"
    )
    assert case(english).findings == case(danish).findings == ()
    assert case(english).record == case(danish).record
    assert case(danish).record.handlings[0].outcome == (Outcome.APPROVED_AMENDED, Outcome.REFERRED)
    assert case(danish).record.handlings[0].role is Role.DECISION
    assert case(danish).record.amounts[0].qualifier is Qualifier.UP_TO


PLACED = """

---
title: Cykelsti
Case Number: 24/1
emner: [cykelstier, 'veje']
summary: |
  To linjer
  tekst
handlings:
- body: kb
  date: 2024-04-09
  udfald:
  - approved
  - noted
- body: kb
  votes: {result: majority, against: [O, V]}
  stopped: styrelsesloven § 23
related: 2022/x
hearing:
  fra: 2024-01-01
source: Referat
"case--number-x": 1
---
title: ikke her
"""


@pytest.mark.parametrize(
    ("field", "place"),
    [
        ("title", (4, 8)),
        ("case_number", (5, 14)),
        ("topics", (6, 1)),
        ("topics[0]", (6, 9)),
        ("topics[1]", (6, 21)),
        ("topics[7]", (6, 1)),
        ("summary", (7, 10)),
        ("handlings[0].body", (11, 9)),
        ("handlings[0].date", (12, 9)),
        ("handlings[0].outcome", (13, 3)),
        ("handlings[0].outcome[1]", (15, 5)),
        ("handlings[0].phrase", (11, 3)),
        ("handlings[1]", (16, 3)),
        ("handlings[1].votes.result", (17, 19)),
        ("handlings[1].votes.against[1]", (17, 42)),
        ("handlings[1].stopped", (18, 12)),
        ("handlings[1].stopped.basis", (18, 12)),
        ("handlings[9].body", (10, 1)),
        ("related[0].case", (19, 10)),
        ("hearing.from", (21, 8)),
        ("hearing.to", (20, 1)),
        ("source.title", (22, 9)),
        ("route", (1, 1)),
        ("", (1, 1)),
    ],
)
def test_a_field_is_found_where_it_stands_or_at_its_parent(field: str, place: tuple[int, int]) -> None:
    assert locate(PLACED, Kind.CASE, field) == place


@pytest.mark.parametrize(
    "name", ["case_number", "Case-Number", "case  number", "case__number", "SAGSNUMMER", "' sagsnummer '"]
)
def test_a_field_is_found_under_every_spelling_that_is_read(name: str) -> None:
    text = f"---\ntitle: A\n{name}: 24/1\n---\n"
    assert read(text, "x.md", Kind.CASE).record.case_number == "24/1"
    assert locate(text, Kind.CASE, "case_number") == (3, len(name) + 3)


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("topics[1]", "emner[1]"),
        ("case_number", "case_number"),
        ("handlings[0].outcome[1]", "handlings[0].udfald[1]"),
        ("handlings[0].phrase", "handlings[0].phrase"),
        ("related[0].case", "related[0].case"),
        ("hearing.from", "hearing.fra"),
        ("hearing.to", "hearing.to"),
        ("amounts[0].for", "amounts[0].for"),
        ("", ""),
    ],
)
def test_a_field_is_told_under_the_name_it_has_in_the_file(field: str, written: str) -> None:
    assert as_written(PLACED, Kind.CASE, field) == written


def test_a_field_that_is_absent_is_told_in_the_language_of_what_is_there() -> None:
    assert as_written("---\nrelaterede: 2022/x\n---\n", Kind.CASE, "related[0].case") == "relaterede[0].sag"
    assert as_written("no front matter", Kind.CASE, "related[0].case") == "related[0].case"


@pytest.mark.parametrize(
    ("fault", "code", "field", "told"),
    [
        (
            "behandlinger:\n- organ: kb\n  udfald: vedtaget",
            "bad-choice",
            "behandlinger[0].udfald",
            ("known", "godkendt"),
        ),
        ("handlings:\n- body: kb\n  outcome: vedtaget", "bad-choice", "handlings[0].outcome", ("known", "approved")),
        ("behandlinger:\n- dato: 9. april 2024", "missing-key", "behandlinger[0]", ("key", "organ")),
        (
            "behandlinger:\n- organ: kb\n  dato: i går",
            "bad-value",
            "behandlinger[0].dato",
            ("example", "dato: 2024-04-09"),
        ),
        (
            "behandlinger: [{organ: kb, udfald: {a: b}}]",
            "wrong-type",
            "behandlinger[0].udfald",
            ("example", "udfald: godkendt"),
        ),
        ("høring:\n  fra: 2024-03-01\n  til: 2024-02-01", "wrong-order", "høring.til", ("until", "2024-02-01")),
        ("resume: a\nsummary: b", "two-names", "summary", ("key", "summary")),
        ("summary: a\nresume: b", "two-names", "resume", ("key", "resume")),
        ("adgang:", "wrong-type", "adgang", ("example", "adgang: closed")),
    ],
)
def test_messages_use_the_language_that_the_file_uses(fault: str, code: str, field: str, told: tuple[str, str]) -> None:
    (found,) = case(fault).findings
    assert (found.code, found.field) == (code, field)
    assert dict(found.values)[told[0]].split(", ")[0] == told[1]


@pytest.mark.parametrize("before", ["", "\n", " \n\t\n\n"])
@pytest.mark.parametrize(
    ("fault", "line", "column", "field"),
    [
        ("handlings:\n- body: kb\n  date: nu", 5, 9, "handlings[0].date"),
        ("id: X", 3, 5, "id"),
        ("attachments:\n- access: måske", 4, 11, "attachments[0].access"),
        ("hearing: {from: nu}", 3, 17, "hearing.from"),
        ("topics: [a, [b]]", 3, 13, "topics[1]"),
        ("related:\n-   case: x\n    as:   efter", 5, 11, "related[0].as"),
        ("hearing:\n  from: 2024-03-01\n  to: 2024-02-01", 5, 7, "hearing.to"),
    ],
)
def test_a_fault_is_told_where_it_stands(before: str, fault: str, line: int, column: int, field: str) -> None:
    text = f"{before}---\ntitle: A\n{fault}\n---\n"
    found = read(text, "x.md", Kind.CASE).findings
    line += before.count("\n")
    assert [(each.line, each.column, each.field) for each in found] == [(line, column, field)]
    assert locate(text, Kind.CASE, field) == (line, column)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("---\ntitle: A\n---\nTekst\n", "\nTekst\n"),
        ("---\ntitle: A\n---", ""),
        ("---  \ntitle: A\n---\t\nTekst", "\nTekst"),
        ("---\ntitle: A\n---\n\n---\n\nTekst\n---\n", "\n\n---\n\nTekst\n---\n"),
        ("---\ntitle: A\nsummary: |\n  ---\n---\nTekst", "\nTekst"),
        ("---\ntitle: A # ---\n# ---\n---\nTekst", "\nTekst"),
    ],
)
def test_the_text_is_what_stands_below_the_front_matter(text: str, body: str) -> None:
    found = read(text, "pages/om.md", Kind.PAGE)
    assert found.findings == ()
    assert (found.record.title, found.body) == ("A", body)


@pytest.mark.parametrize(
    ("inner", "deep"),
    [
        ("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), True),
        ("[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1), False),
        ("'" + "[ " * 100 + "'", False),
        ("a # " + "{" * 100, False),
        ('["]",' * (MAX_DEPTH + 1) + "a" + "]" * (MAX_DEPTH + 1), True),
        ("- " * 200 + "a", True),
    ],
)
def test_depth_is_what_nests_and_not_what_looks_so(inner: str, deep: bool) -> None:
    found = split(f"---\nsummary: {inner}\n---\n" if not inner.startswith("-") else f"---\n{inner}\n---\n", "x.md")
    assert (getattr(found, "code", "") == "too-deep") is deep


KINDS = st.sampled_from(sorted(RECORDS))
KEYS = st.sampled_from(sorted({name for _, key in ALL_KEYS for name in (key.name, key.danish)})) | st.text(max_size=5)
LEAVES = st.text(max_size=10) | st.sampled_from(
    ["2024-04-09", "12.30", "kb", "closed", "open", "approved", "7", "", "~"]
)
TREES = st.recursive(LEAVES, lambda each: st.lists(each, max_size=3) | st.dictionaries(KEYS, each, max_size=5))


@given(st.text(max_size=200), KINDS)
def test_any_text_can_be_read(text: str, kind: Kind) -> None:
    found = read(text, "x.md", kind)
    assert found.record is not None or found.findings


@settings(deadline=None)
@given(st.text("-:[]{}\"'|>&*!#%@`,?~ \n\ttitle", max_size=60), st.text(max_size=20), KINDS)
def test_any_front_matter_can_be_read(front_matter: str, body: str, kind: Kind) -> None:
    text = f"---\n{front_matter}\n---\n{body}"
    found = read(text, "x.md", kind)
    assert found.record is not None or found.findings
    lines = text.count("\n") + 1
    assert all(1 <= each.line <= lines and each.column >= 1 for each in found.findings)


@settings(deadline=None)
@given(st.dictionaries(KEYS, TREES, max_size=8), KINDS)
def test_any_tree_of_known_keys_can_be_read_and_its_faults_located(tree: dict[str, Any], kind: Kind) -> None:
    text = f"---\n{json.dumps(tree)}\n---\n"
    found = read(text, "x.md", kind)
    assert found.record is not None or found.findings
    for each in found.findings:
        assert each.line == 2
        assert locate(text, kind, each.field)[0] in (1, 2)


# --- the quick ways, which come to the same as the slow ones ------------------------------------------------------

SIGNS = st.text(st.sampled_from("-:[]{}\"'|>&*!#%@`,?~ \n\tab1øŠ") | st.characters(codec="utf-8"), max_size=40)


def nodes(node: yaml.Node | None) -> list[yaml.Node]:
    """A node and all below it."""
    if node is None or isinstance(node, yaml.ScalarNode):
        return [node] if node else []
    below = [each for pair in node.value for each in pair] if isinstance(node, yaml.MappingNode) else node.value
    return [node, *(found for each in below for found in nodes(each))]


def composed(text: str, loader: Any) -> list[tuple[Any, ...]] | None:
    """All that the program knows of the nodes of a text; None where it cannot be composed."""
    try:
        root = yaml.compose(text, Loader=loader)
    except yaml.YAMLError:
        return None
    return [
        (type(each), each.start_mark.line, each.start_mark.column, each.end_mark.line, each.end_mark.column)
        + ((each.value, each.style) if isinstance(each, yaml.ScalarNode) else (len(each.value), each.flow_style))
        for each in nodes(root)
    ]


@given(SIGNS)
@example("a: 1\nb: [x, no, ~]\nc: {d: 2024-01-01}\n")
def test_nodes_without_tags_are_the_same_nodes(text: str) -> None:
    assert composed(text, front_matter._Untyped) == composed(text, front_matter.LOADER)


@given(st.text(st.sampled_from("- \t\na"), max_size=40))
@example("---\n---")
@example("a---\n ---\n----\n---\t \n")
def test_boundaries_stand_where_they_stood(text: str) -> None:
    slow = re.compile(r"^---[ \t]*$", re.MULTILINE)
    assert [each.span() for each in PlacedYAML.FM_BOUNDARY.finditer(text)] == [m.span() for m in slow.finditer(text)]


@given(st.text(st.characters() | st.sampled_from("a \n\u00a0\u00ad\u2028\ufffe\x85\ue000")))
def test_what_is_printed_holds_no_odd_space_break_or_control_sign(text: str) -> None:
    slow = (front_matter._OTHER_BREAK, front_matter.OTHER_SPACE, yaml.reader.Reader.NON_PRINTABLE)
    if front_matter._is_printed(text):
        assert not any(each.search(text) for each in slow)
    assert visible(text) == INVISIBLE.sub("", text)


@given(SIGNS)
@example('"a')
@example('a"')
@example("a b]")
@example("a #b")
@example("a #b\n c")
@example("a\n- b")
def test_even_values_are_not_odd(value: str) -> None:
    block = f"a:\n- {value}\nb: {value}\n"
    try:
        root = yaml.compose(block, Loader=front_matter.LOADER)
    except yaml.YAMLError:
        return
    lines = block.split("\n")
    quick = [as_it_looks.oddity(each, lines) for each in nodes(root)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(as_it_looks, "_is_even", lambda *_: False)
        assert [as_it_looks.oddity(each, lines) for each in nodes(root)] == quick


@pytest.mark.parametrize("cls", list(records()), ids=lambda cls: cls.__name__)
def test_the_language_of_a_key_is_known_by_its_name(cls: type) -> None:
    for name, key in names_of(cls).items():
        two = fold(key.name) != fold(key.danish)
        assert is_danish_of(cls).get(name) == (is_danish(key, name) if two else None)
