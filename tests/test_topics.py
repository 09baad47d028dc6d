"""One topic under two spellings is told of, and nothing else is."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from conftest import SMALL, options, write
from hypothesis import given
from hypothesis import strategies as st

from builder.build import check
from builder.diagnostics import Finding, Severity
from builder.library import topics
from builder.library.shelves import Shelves
from builder.library.topics import similar_topics
from builder.likeness import alike, plain
from builder.model.documents import Document, Place
from builder.model.records import Case, Subject
from builder.model.values import Kind
from builder.urls import slug

Named = list[tuple[str, ...]]  # the topics of each case
Files = Mapping[str, tuple[str, ...]]  # the name and the other names of each topic's file


def shelves_of(cases: Named, files: Files | None = None) -> Shelves:
    """Public cases with these topics, and the files of topics: name and other names by reference."""
    shelves = Shelves()
    for number, names in enumerate(cases):
        place = Place(f"havneby/cases/2024/{number}.md", Kind.CASE, f"havneby/2024/{number}", "havneby")
        shelves.by_kind[Kind.CASE][place.ref] = Document(place, Case(title="Sag", topics=names))
    for ref, (name, *others) in (files or {}).items():
        place = Place(f"topics/{ref}.md", Kind.TOPIC, ref, "")
        shelves.by_kind[Kind.TOPIC][ref] = Document(place, Subject(name=name, other_names=tuple(others)))
    return shelves


def told(cases: Named, files: Files | None = None) -> list[tuple[int, int, str]]:
    """For each warning the number of the case and of the topic, and what is suggested."""
    found = list(similar_topics(shelves_of(cases, files)))
    assert {each.code for each in found} <= {"similar-topic"}
    assert all(each.severity is Severity.WARNING for each in found)
    return [(int(Path(each.path).stem), int(each.field[7:-1]), each.suggestion) for each in found]


FILE = {"cykelstier": ("Cykelstier", "cykelveje")}


@pytest.mark.parametrize("name", ["Cykelsti", "cykelsti", "Cyklestier", "Cykelstie", "Cykel-stier"])
def test_what_is_nearly_the_name_of_a_file_is_told(name: str) -> None:
    assert told([("Havnen", name)], FILE) == [(0, 1, "Cykelstier")]


def test_what_is_nearly_another_name_of_a_file_is_told() -> None:
    assert told([("Cykelvej",)], FILE) == [(0, 0, "cykelveje")]


@pytest.mark.parametrize("name", ["Cykelstier", "cykelstier", "CYKELSTIER", "Cykelveje", "Trafik", "Cyklister"])
def test_names_of_a_file_and_what_is_something_else_are_right(name: str) -> None:
    assert told([(name,)] * 2, FILE) == []


def test_what_more_cases_say_is_meant() -> None:
    assert told([("Lokalplaner",), ("Lokalplaner",), ("Lokalplan",)]) == [(2, 0, "Lokalplaner")]
    assert told([("Lokalplan",), ("Lokalplan",), ("Lokalplaner",)]) == [(2, 0, "Lokalplan")]


def test_of_two_that_are_used_alike_neither_is_wrong() -> None:
    assert told([("Lokalplaner",), ("Lokalplan",)]) == []


def test_a_topic_with_a_file_of_its_own_is_never_wrong() -> None:
    cases = [("Cykelsti",), ("Cykelstier",), ("Cykelstier",)]
    assert told(cases, {"cykelsti": ("Cykelsti",)}) == [(1, 0, "Cykelsti"), (2, 0, "Cykelsti")]
    assert told(cases, {"cykelsti": ("Cykelsti",), "cykelstier": ("Cykelstier",)}) == []


@pytest.mark.parametrize("name", ["lokalplaner", "LOKALPLANER", "Lokalplaner."])
def test_two_spellings_of_one_page_are_told_and_the_commoner_is_meant(name: str) -> None:
    assert told([("Lokalplaner",), (name,), ("Lokalplaner",)]) == [(1, 0, "Lokalplaner")]


def test_of_two_spellings_of_one_page_that_are_used_alike_the_page_has_the_first() -> None:
    assert told([("lokalplaner",), ("Lokalplaner",)]) == [(0, 0, "Lokalplaner")]


def test_a_case_is_told_of_every_such_topic() -> None:
    cases = [("Skoler", "Lokalplaner")] * 2 + [("skoler", "Vej", "Lokalplan")]
    assert told(cases) == [(2, 0, "Skoler"), (2, 2, "Lokalplaner")]


def test_what_is_not_public_is_neither_told_of_nor_suggested(tmp_path: Path) -> None:
    def case(name: str, id_: str, more: str = "") -> str:
        return f"---\nid: {id_}\ntitle: Sag\ntopics: [{name}]\n{more}---\n"

    folder = "havneby/cases/2024"
    hidden = {
        "topics/cykelstier.md": "---\nname: Cykelstier\ndraft: true\n---\n",
        "topics/lokalplan.md": "---\nname: Lokalplan\nretracted: 2024-06-01\n---\n",
        **{f"{folder}/lukket-{n}.md": case("Skoler", f"luk{n}", "access: closed\n") for n in (1, 2)},
        **{f"{folder}/kladde-{n}.md": case("Havne", f"klad{n}", "draft: true\n") for n in (1, 2)},
    }
    shown = {
        f"{folder}/{n}.md": case(name, f"sag{n}")
        for n, name in enumerate(("Cykelsti", "Skole", "Havn", "Lokalplaner", "Lokalplan"), start=1)
    }
    open_ = {path: re.sub(r"(?:access|draft|retracted): .*\n", "", text) for path, text in hidden.items()}

    def suggested(name: str, files: Mapping[str, str]) -> list[str]:
        content = write(tmp_path / name, {**SMALL, **files, **shown})
        found = check(options(content, tmp_path / "site")).findings
        return [each.suggestion for each in found if each.code == "similar-topic"]

    assert suggested("open", open_) == ["Cykelstier", "Skoler", "Havne", "Lokalplan"]
    assert suggested("hidden", hidden) == []


def test_the_place_is_where_the_topic_stands(checked: Callable[..., object]) -> None:
    front = "---\ntitle: Sag\nemner:\n- Havnen\n- Cykelsti\n---\n"
    files = {"topics/cykelstier.md": "---\nname: Cykelstier\n---\n", "havneby/cases/2024/a.md": front}
    (found,) = checked(files).findings  # type: ignore[attr-defined]
    assert isinstance(found, Finding)
    assert (found.line, found.column, found.field) == (5, 3, "emner[1]")


# --- laws -----------------------------------------------------------------------------------------------------

# Few letters, so that topics which are nearly the same come by themselves.
TOPIC = st.text("aersAE 1", min_size=1, max_size=8).filter(lambda name: slug(name) != "")
CASES = st.lists(st.lists(TOPIC, max_size=3, unique=True).map(tuple), max_size=8)
FILES = st.dictionaries(TOPIC.map(slug), TOPIC.map(lambda name: (name,)), max_size=3)


@given(CASES, FILES)
def test_each_is_told_that_comparing_all_with_all_would_find(cases: Named, files: Files) -> None:
    names = [name for named in cases for name in named]
    owned = {slug(name) for known in files.values() for name in known} | set(files)
    spellings, used = Counter(names), Counter(map(slug, names))
    common = {key: min((n for n in names if slug(n) == key), key=lambda n: (-spellings[n], n)) for key in used}

    def is_wrong(name: str) -> bool:
        key = slug(name)
        better = [name for known in files.values() for name in known]
        better += [common[other] for other in used if other not in owned and used[other] > used[key]]
        return key not in owned and (name != common[key] or any(alike(plain(name), plain(each)) for each in better))

    found = told(cases, files)
    expected = {(n, index) for n, named in enumerate(cases) for index, name in enumerate(named) if is_wrong(name)}
    assert {(number, index) for number, index, _ in found} == expected
    assert all(suggestion != cases[number][index] for number, index, suggestion in found)


@given(CASES, FILES)
def test_following_what_is_suggested_comes_to_an_end(cases: Named, files: Files) -> None:
    for _ in range(20):
        found = told(cases, files)
        if not found:
            return
        new = {(number, index): suggestion for number, index, suggestion in found}
        cases = [
            tuple(dict.fromkeys(new.get((number, index), name) for index, name in enumerate(names)))
            for number, names in enumerate(cases)
        ]
    pytest.fail("suggestions go round")


def test_topics_are_compared_with_few_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are, each is compared with those that share a key."""
    compared = 0

    def counting(one: str, other: str) -> bool:
        nonlocal compared
        compared += 1
        return alike(one, other)

    monkeypatch.setattr(topics, "alike", counting)
    choose = random.Random(1)
    words = ["".join(choose.choices("abdefghiklmnoprstuvy", k=10)) for _ in range(3_000)]
    found = told([(word,) for word in words] * 2 + [(word + "er",) for word in words])
    assert [suggestion for _, _, suggestion in found] == words
    assert compared < 3 * len(words)
