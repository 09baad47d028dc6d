"""The declaration of the front matter: every key and value once, in two languages, with an example that is read."""

from __future__ import annotations

import dataclasses
import itertools
import re
from dataclasses import is_dataclass
from datetime import date

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from builder.model import parts, records, values
from builder.model.documents import NAME_WORD, NUMBER, mentions_in, number_key
from builder.model.keys import Choice, Key, Many, Named, Record, Reference, Scalar, Type, keys_of
from builder.model.linked import Handled
from builder.model.parts import ALL_CLOSED, ALL_OPEN, Access, Handling
from builder.model.records import RECORDS
from builder.model.values import Kind, Openness, Outcome, Role
from builder.schema import read
from builder.schema.names import fold, names_of
from builder.schema.scalars import CONVERTERS


def inner(type_: Type) -> Type:
    """What a list is of; the type itself where it is no list."""
    return type_.of if isinstance(type_, Many) else type_


def every_record() -> list[type]:
    """Every record that front matter can hold, at any depth."""
    seen: dict[type, None] = {}
    ahead: list[type] = list(dict.fromkeys(RECORDS.values()))
    while ahead:
        cls = ahead.pop(0)
        if cls not in seen:
            seen[cls] = None
            ahead += [each.of for key in keys_of(cls) if isinstance(each := inner(key.type), Record)]
    return list(seen)


ALL = every_record()
KEYS = [(cls, key) for cls in ALL for key in keys_of(cls)]
ENUMERATIONS = [
    each for each in vars(values).values() if isinstance(each, type) and issubclass(each, Named) and each is not Named
]


def name(value: object) -> str:
    if isinstance(value, Key):
        return value.attribute
    return value.__name__ if isinstance(value, type) else str(value)


def test_every_kind_has_its_record() -> None:
    assert set(RECORDS) == set(Kind)


def test_every_record_is_reached() -> None:
    """None is declared that no file can hold."""
    declared = {
        each
        for module in (parts, records)
        for each in vars(module).values()
        if isinstance(each, type) and is_dataclass(each) and each.__module__ == module.__name__
    }
    assert declared - set(ALL) == {records.Entry}


# --- keys -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cls", ALL, ids=name)
def test_no_name_means_two_keys(cls: type) -> None:
    owners: dict[str, set[str]] = {}
    for key in keys_of(cls):
        for each in (key.name, key.danish):
            owners.setdefault(fold(each), set()).add(key.attribute)
    assert {each: sorted(of) for each, of in owners.items() if len(of) > 1} == {}
    assert set(names_of(cls)) == set(owners)


@pytest.mark.parametrize(("cls", "key"), KEYS, ids=name)
def test_every_key_is_told_of(cls: type, key: Key) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", key.name)
    assert re.fullmatch(r"[a-zæøå][a-zæøå0-9. ]*", key.danish)
    assert key.meaning.endswith(".")
    assert key.meaning[0].isupper()
    assert "\n" not in key.meaning


@pytest.mark.parametrize(("cls", "key"), KEYS, ids=name)
def test_every_key_is_frozen_and_has_a_default_that_says_nothing(cls: type, key: Key) -> None:
    (field,) = [each for each in dataclasses.fields(cls) if each.name == key.attribute]
    assert cls.__dataclass_params__.frozen  # type: ignore[attr-defined]
    if isinstance(key.type, Many):
        assert field.default == ()
    elif key.type is Scalar.BOOLEAN:
        assert field.default is False
    elif key.required:
        assert field.default is None


SIMPLE = [(cls, key) for cls, key in KEYS if not isinstance(inner(key.type), Record)]


@pytest.mark.parametrize(("cls", "key"), SIMPLE, ids=name)
def test_every_example_is_one(cls: type, key: Key) -> None:
    """The example is read, under both names, as what the key says; a key without one is a yes or no, or clear."""
    type_ = inner(key.type)
    if not key.example:
        assert isinstance(type_, Choice) or type_ in {Scalar.BOOLEAN, Scalar.LINE, Scalar.TEXT, Scalar.URL}
        return
    node = yaml.compose(key.example)
    written = [each.value for each in node.value] if isinstance(node, yaml.SequenceNode) else [key.example]
    for each in written:
        if isinstance(type_, Choice):
            known = {fold(way) for member in type_.members for way in (member.value, member.danish)}
            assert fold(each) in known
        elif isinstance(type_, Reference):
            assert each.strip()
        else:
            CONVERTERS[type_](each)


@pytest.mark.parametrize("kind", Kind)
def test_every_example_can_be_written_where_it_belongs(kind: Kind) -> None:
    """A file with every key of its kind, each as its example says, in English and in Danish."""
    for danish in (False, True):
        front = yaml.safe_dump(whole(RECORDS[kind], danish=danish), allow_unicode=True, sort_keys=False, width=10_000)
        reading = read(f"---\n{front}---\n", "x.md", kind)
        assert reading.findings == ()
        made = reading.record
        unset = [
            key.attribute
            for key in keys_of(RECORDS[kind])
            if getattr(made, key.attribute) in ((), None) and (key.example or key.required)
        ]
        assert unset == []


def whole(cls: type, *, danish: bool) -> dict[str, object]:
    """A map with every key of a record."""
    made: dict[str, object] = {}
    for key in keys_of(cls):
        type_ = inner(key.type)
        value: object = key.example
        if isinstance(type_, Record):
            value = "open" if type_.of is Access else whole(type_.of, danish=danish)
        elif isinstance(type_, Choice):
            member = next(iter(type_.members))
            value = member.danish if danish else member.value
        elif not key.example:
            value = {Scalar.BOOLEAN: "nej" if danish else "false", Scalar.URL: "https://example.org/"}.get(type_, "Ord")  # type: ignore[arg-type]
        elif key.example.startswith("["):
            value = yaml.safe_load(key.example)
        made[key.danish if danish else key.name] = (
            [value] if isinstance(key.type, Many) and not isinstance(value, list) else value
        )
    return made


@pytest.mark.parametrize("cls", ALL, ids=name)
def test_a_shorthand_is_a_key_of_its_own_record(cls: type) -> None:
    for key in keys_of(cls):
        type_ = inner(key.type)
        if isinstance(type_, Record) and type_.shorthand is not None:
            (short,) = [each for each in keys_of(type_.of) if each.name == type_.shorthand]
            assert not isinstance(inner(short.type), Record)
            others = [each for each in keys_of(type_.of) if each.required and each is not short]
            assert others == []  # else the bare value could never stand alone


# --- values ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("members", ENUMERATIONS, ids=name)
def test_no_word_means_two_values(members: type[Named]) -> None:
    owners: dict[str, set[Named]] = {}
    for member in members:
        for word in (member.value, member.danish):
            owners.setdefault(fold(word), set()).add(member)
    assert {word: of for word, of in owners.items() if len(of) > 1} == {}


@pytest.mark.parametrize("members", ENUMERATIONS, ids=name)
def test_every_value_has_a_danish_name(members: type[Named]) -> None:
    for member in members:
        assert member.danish
        assert member == member.value
        assert members(member.value) is member


@pytest.mark.parametrize("members", ENUMERATIONS, ids=name)
def test_every_vocabulary_is_used(members: type[Named]) -> None:
    used = {each.members for _, key in KEYS if isinstance(each := inner(key.type), Choice)}
    assert members in used


def test_the_vocabularies_are_those_of_the_design() -> None:
    assert {role.value: role.danish for role in Role} == {
        "information": "orientering",
        "discussion": "drøftelse",
        "opinion": "udtalelse",
        "recommendation": "indstilling",
        "referral": "oversendelse",
        "decision": "beslutning",
    }
    assert [outcome.danish for outcome in Outcome] == [
        *("godkendt", "godkendt med ændringer", "delvist godkendt", "anbefalet", "tiltrådt", "ikke tiltrådt", "afvist"),
        *(
            "taget til efterretning",
            "drøftet",
            "udsat",
            "oversendt",
            "sendt tilbage",
            "taget af dagsordenen",
            "trukket",
        ),
        *("bortfaldet", "afsluttet", "valgt"),
    ]


# --- access ---------------------------------------------------------------------------------------------------

PARTS = ("title", "presentation", "decision", "votes")
OPEN, CLOSED = Openness.OPEN, Openness.CLOSED


@pytest.mark.parametrize("stated", list(itertools.product((None, OPEN, CLOSED), repeat=4)), ids=str)
def test_what_a_map_leaves_out_is_closed_once_it_opens_any(stated: tuple[Openness | None, ...]) -> None:
    access = Access(**dict(zip(PARTS, stated, strict=True)))
    opens = OPEN in stated
    for part, state in zip(PARTS, stated, strict=True):
        assert access.shows(part) == (state is OPEN if state else not opens)


def test_open_and_closed_as_a_whole() -> None:
    assert all(ALL_OPEN.shows(part) for part in PARTS)
    assert not any(ALL_CLOSED.shows(part) for part in PARTS)
    assert all(Access().shows(part) for part in PARTS)


# --- handlings ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "told", "outcome"),
    [
        ({}, False, None),
        ({"role": Role.DECISION}, False, None),
        ({"outcome": (Outcome.APPROVED, Outcome.REFERRED)}, True, Outcome.APPROVED),
        ({"phrase": "Godkendt."}, True, None),
        ({"decision": "Godkendt."}, True, None),
        ({"public_decision": "Godkendt."}, True, None),
        ({"sent_to": ("kb",)}, False, None),
    ],
)
def test_whether_it_is_told_how_a_handling_ended(facts: dict[str, object], told: bool, outcome: Outcome | None) -> None:
    made = Handled(Handling(body="kb", date=date(2024, 1, 1), **facts), "a/kb", "KB", None, ())  # type: ignore[arg-type]
    assert made.is_told == told
    assert made.outcome is outcome


@given(st.text(st.sampled_from("aæAÆéÉß1290/.-,;( \n\t\u00a0'½٣") | st.sampled_from("udvalgråd nævn"), max_size=60))
@example("Et udvalg, 23/9928. Økonomiudvalgets råd; (2025-2026) 4455667")
def test_mentions_are_found_as_over_the_whole_text(text: str) -> None:
    numbers, names = mentions_in(text)
    assert set(numbers) == {number_key(match[0]) for match in NUMBER.finditer(text)}
    assert names == " ".join(sorted(set(NAME_WORD.findall(text))))
