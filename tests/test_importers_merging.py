"""Key by key: who changed what, and which entries of lists are one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.drafting import VALUES

from builder.importers.entries import UnknownKey, differs, known, matched, names_of, plain
from builder.importers.merging import Clash, Merged, Why, merge
from builder.importers.remarks import moved, remarked
from builder.model.parts import Attachment, Handling, Item, Member
from builder.model.records import Body, Case, Meeting
from builder.schema.marked import Unsafe

KB, TMU = {"body": "kb", "date": "2024-04-09", "item": "5"}, {"body": "tmu", "date": "2024-03-01"}


def merged(have: Any, gives: Any, was: Any, *others: Any, cls: type = Case) -> Merged:
    have, gives, *rest = (plain(cls, each) for each in (have, gives, was, *others))
    before, *claims = (known(cls, each) for each in rest)
    return merge(cls, have, gives, before, claims)


@given(VALUES, VALUES)
def test_what_the_source_says_again_changes_nothing(have: Any, gives: Any) -> None:
    assert merged(have, gives, gives) == Merged({}, ())


@given(VALUES, VALUES)
def test_what_the_file_says_already_changes_nothing(gives: Any, was: Any) -> None:
    assert merged(gives, gives, was) == Merged({}, ())


@given(VALUES, st.booleans())
def test_how_a_value_is_spelt_makes_no_difference(values: Any, last: bool) -> None:
    def other(value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            return {key: other(each, key) for key, each in value.items()}
        if isinstance(value, list):
            return [other(each, name) for each in value]
        year, month, day = value.split("-") if name == "date" else ("", "", "")
        danish = {"approved": "Godkendt", "decision": "beslutning", "majority": "flertal"} if name != "phrase" else {}
        return f"{day}-{month}-{year}" if year else danish.get(value, value) if name in {"outcome", "role"} else value

    was = values if last else {}
    assert merged(values, other(values), was) == Merged({}, ())


# From what the file says, what the source says now and what it said, to what is changed and what clashes.
ONE_KEY: dict[str, tuple[Any, Any, Any, Any, Any]] = {
    "new": (None, "b", None, "b", None),
    "followed": ("a", "b", "a", "b", None),
    "kept": ("x", "a", "a", None, None),
    "both": ("x", "b", "a", None, Why.BOTH),
    "both the same": ("b", "b", "a", None, None),
    "there before": ("x", "b", None, None, Why.OTHER),
    "taken out here": (None, "a", "a", None, None),
    "taken out here, changed there": (None, "b", "a", "b", None),
    "gone there": ("a", None, "a", "gone", None),
    "gone there, changed here": ("x", None, "a", None, Why.GONE),
    "gone in both": (None, None, "a", None, None),
}


@pytest.mark.parametrize("name", ONE_KEY)
def test_one_key(name: str) -> None:
    have, gives, was, change, why = ONE_KEY[name]
    for path, around in (
        ("summary", lambda value: {"summary": value}),
        ("source.title", lambda value: {"source": {"url": "https://a.dk/", "title": value}}),
        ("handlings[0].phrase", lambda value: {"handlings": [{**KB, "phrase": value}]}),
        ("handlings[0].votes.result", lambda value: {"handlings": [{**KB, "votes": {"result": value}}]}),
    ):
        done = merged(around(have), around(gives), around(was) if was else {})
        changed = {path: None if change == "gone" else change} if change else {}
        assert done.changes == changed
        assert [(each.key, each.why) for each in done.clashes] == ([(path, why)] if why else [])


LISTS: dict[str, tuple[Any, Any, Any, Any]] = {
    "both added": (["a", "x"], ["a", "b"], ["a"], ["a", "b", "x"]),
    "both took out": (["b", "c"], ["a", "b"], ["a", "b", "c"], ["b"]),
    "the order of the source": (["a", "b"], ["b", "a"], ["a", "b"], ["b", "a"]),
    "the order of the editor": (["b", "a"], ["a", "b", "c"], ["a", "b"], ["b", "c", "a"]),
    "gathered": (["x"], ["a"], None, ["x", "a"]),
    "all gone": (["a"], [], ["a"], None),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_words(name: str) -> None:
    have, gives, was, wanted = LISTS[name]
    done = merged({"topics": have}, {"topics": gives}, {"topics": was} if was else {})
    assert done == Merged({"topics": wanted}, ())


def test_a_list_that_is_one_statement_is_not_added_to() -> None:
    votes = [{"handlings": [{**KB, "votes": {"against": [each]}}]} for each in ("O", "Ø")]
    assert merged(*votes, {}) == Merged({}, (Clash("handlings[0].votes.against", "O", "Ø", Why.OTHER),))
    assert merged(votes[0], votes[1], votes[0]).changes == {"handlings[0].votes.against": ["Ø"]}


def test_an_outcome_is_one_statement() -> None:
    said = [{"handlings": [{**KB, "outcome": each}]} for each in (["approved"], ["noted", "referred"])]
    assert merged(*said, {}).clashes == (Clash("handlings[0].outcome", "approved", "noted, referred", Why.OTHER),)


def test_entries_are_known_by_name_wherever_they_stand() -> None:
    have = {"handlings": [{"body": "x", "date": "2020-01-01"}, TMU, {**KB, "item": "6"}]}
    done = merged(have, {"handlings": [{**KB, "phrase": "Ja"}, TMU]}, {"handlings": [KB, TMU]})
    assert done == Merged({"handlings[2].phrase": "Ja"}, ())


def test_two_items_of_one_body_on_one_day_are_two() -> None:
    nine = {**KB, "item": "9"}
    assert merged({"handlings": [KB]}, {"handlings": [nine]}, {}).changes == {"handlings[+1]": [nine]}
    assert merged({"handlings": [KB]}, {"handlings": [nine]}, {}, {"handlings": [KB]}).changes == {
        "handlings[+1]": [nine]
    }
    both = {"handlings": [{**KB, "item": "5b"}, nine]}
    assert merged(both, {"handlings": [KB, {**nine, "phrase": "Ja"}]}, {"handlings": [KB, nine]}).changes == {
        "handlings[1].phrase": "Ja"
    }


def test_a_handling_that_the_source_has_no_more_goes_if_nobody_else_gave_it() -> None:
    both, one = {"handlings": [TMU, KB]}, {"handlings": [KB]}
    assert merged(both, one, both).changes == {"handlings[0]": None}
    assert merged(both, one, both, {"handlings": [TMU]}) == Merged({}, ())
    edited = {"handlings": [{**TMU, "phrase": "Rettet"}, KB]}
    assert [each.why for each in merged(edited, one, both).clashes] == [Why.GONE]


def test_an_agenda_keeps_its_order() -> None:
    items = [{"number": str(number), "title": title} for number, title in enumerate("ABCD", 1)]
    was = {"items": [items[0], items[3]]}
    assert merged(was, {"items": items}, was, cls=Meeting).changes == {"items[+1]": [items[1], items[2]]}
    first = {"items": items[2:]}
    assert merged(first, {"items": items}, first, cls=Meeting).changes == {"items[+0]": items[:2]}


def test_members_of_two_periods_are_two() -> None:
    first, second = ({"name": "Else", "from": each} for each in ("2018-01-01", "2022-01-01"))
    was = {"members": [first]}
    assert merged(was, {"members": [first, second]}, was, cls=Body).changes == {"members[+1]": [second]}
    assert merged({"members": ["Else"]}, {"members": [first]}, {}, cls=Body).changes == {
        "members[0].from": "2018-01-01"
    }


@pytest.mark.parametrize(
    ("cls", "one", "other", "same"),
    [
        (Attachment, {"title": "A", "document": "1"}, {"title": "B", "document": "1"}, True),
        (Attachment, {"title": "A"}, {"title": "A", "number": "1/2"}, True),
        (Attachment, {"title": "A"}, {"title": "B"}, False),
        (Handling, {"body": "havneby/kb", "date": "9. april 2024"}, {"body": "kb", "date": "2024-04-09"}, True),
        (Handling, {"body": "kb", "date": "2024-04-09"}, {"body": "kb"}, False),
        (Item, {"number": "1", "title": "A"}, {"number": "2", "title": "A"}, True),
        (Item, {"number": "1", "title": "A"}, {"number": "1", "title": "B"}, False),
        (Member, {"name": "Else", "from": "2018"}, {"name": "Else", "from": "2022"}, False),
    ],
)
def test_which_entries_are_one(cls: type, one: Any, other: Any, same: bool) -> None:
    left, right = {0: names_of(cls, one)}, {7: names_of(cls, other)}
    found = matched(cls, left, right, lambda _left, _right: not differs(cls, one, other))
    assert found == ({0: 7} if same else {})


def test_values_of_another_shape_are_none() -> None:
    with pytest.raises(UnknownKey, match="colour"):
        plain(Case, {"handlings": [{"body": "kb", "colour": "x"}]}, strict=True)
    with pytest.raises(Unsafe):
        plain(Case, {"title": ["a"]})
    assert plain(Case, {"attachments": ["A", ""], "access": "lukket", "draft": True, "colour": "x"}) == {
        "attachments": [{"title": "A"}, {}],
        "access": "lukket",
        "draft": "true",
    }


def test_a_remark_finds_its_value_among_those_of_others() -> None:
    gives, have = ({"topics": each[0], "handlings": each[1]} for each in ((["b"], [KB]), (["a", "b"], [TMU, KB])))
    paths = {"topics[0]": "topics[1]", "handlings[0].item": "handlings[1].item", "handlings[0]": "handlings[1]"}
    for path, wanted in paths.items():
        found = moved(Case, path, gives, have)
        assert found is not None
        assert (found.path, found.value == found.given) == (wanted, True)
    for path in ("topics[4]", "handlings[3].item", "title.x", "colour", "handlings[0].colour"):
        assert moved(Case, path, gives, have) is None


def test_remarks_stand_where_they_do_no_harm() -> None:
    text = (
        "---\ntitel: x # min\nemner:\n- a\n- b\nsteder: [c]\nbehandlinger:\n- organ: kb\n  beslutning: |\n    a\n---\n"
    )
    remarks = {
        "title": "nej",
        "topics[1]": "se \u2028 efter",
        "places[0]": "nej",
        "places": "alle?",
        "handlings[0]": "hvilken?",
        "handlings[0].decision": "hele?",
        "summary": "nej",
    }
    assert remarked(text, Case, remarks) == text.replace("- b\n", "- b  # se efter\n").replace(
        "steder: [c]\n", "# alle?\nsteder: [c]\n"
    ).replace("- organ: kb\n", "# hvilken?\n- organ: kb\n").replace("  besl", "  # hele?\n  besl")
