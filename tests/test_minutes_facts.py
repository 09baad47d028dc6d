"""The measure for imported minutes, measured itself: facts stand where they say, and what is wrong is found."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from minutes import MINUTES, document
from minutes.facts import Fact, Facts, Misread, load, misplaced, plain, squeezed
from minutes.kept import is_scanned, lost, pieces, unsaid
from minutes.measure import measure
from minutes.told import tell
from minutes.written import blocks

from builder.model.values import Outcome, Role

FILES = sorted(path for folder in ("facts", "samples", "towns") for path in (MINUTES / folder).glob("*.yaml"))
READ = {path.stem: load(path) for path in FILES}
REAL = ("000", "002", "003", "004")
CONTENT = MINUTES / "content"  # what an import of `hegnsnaevn` might write, some of it under Danish names
CASE, MEETING = "cases/2016/vandloeb-14.md", "meetings/2016-11-18-landvaesensnaevnet.md"


@pytest.mark.parametrize("name", READ)
def test_facts_stand_where_they_were_read(name: str) -> None:
    facts = READ[name]
    if (path := document(facts)) is None:
        pytest.skip(f"{facts.document} is not here")
    assert facts.facts
    assert misplaced(facts, path.read_text("utf-8").split("\n")) == []


def test_there_is_enough_to_measure() -> None:
    assert sum(len(READ[name].facts) for name in REAL) >= 150
    samples = [path for path in (MINUTES / "samples").glob("*.txt") if path.stem in READ]
    assert len(samples) == len(list((MINUTES / "samples").iterdir())) / 2 >= 14
    assert sum(len(path.read_text("utf-8").splitlines()) >= 150 for path in samples) >= 5


def test_every_outcome_and_every_role_that_a_fact_names_is_one() -> None:
    named: dict[str, set[str]] = {"outcome": set(), "role": set()}
    for fact in (each for facts in READ.values() for each in facts.facts):
        what = {"decides": "outcome"}.get(fact.key, fact.key or fact.what)
        if what in named and fact.what in {"handling", "role"}:
            named[what] |= set([fact.value] if isinstance(fact.value, str) else fact.value)
    assert named["outcome"] == set(Outcome)
    assert set() < named["role"] <= set(Role)


def test_what_is_right_is_found_right() -> None:
    found = measure(READ["hegnsnaevn"], CONTENT)
    assert found.failed == ()
    assert found.held == len(READ["hegnsnaevn"].facts)


# Each: the file, what stands there, what is put in its place, and what the failing facts say.
WRONG = [
    (MEETING, "start: 10.00", "start: 10.30", ["start = '10:00'"]),
    (MEETING, "state: minutes\n", "", ["state = 'minutes': is None"]),
    (MEETING, "state: minutes", "state: draft-minutes", ["state = 'minutes'"]),
    (MEETING, "lille sal", "lille sal, kl. 10-12.30, til stede Gudrun Ladegård og to andre", ["place ="]),
    (MEETING, "lille sal", "store sal", ["place ="]),
    (MEETING, "Ove Nygaard", "Ole Nygaard", ["absent.substitute = 'Ove Nygaard'"]),
    (MEETING, "- Mogens Trab\n", "", ["present.name = 'Mogens Trab': there is none"]),
    (MEETING, "  outcome: rejected\n", "", ["handling.outcome = 'rejected'"]),
    (MEETING, "  access: closed\n", "", ["access = 'closed': is open"]),
    (MEETING, "number: 2", "number: 22", ["number = '2'"]),
    (MEETING, "Klage over hegn", "Klage over et hegn", ["no item"]),
    (CASE, "16/2217", "16/2218", ["case_number = '16/2217'"]),
    (CASE, "  outcome: approved", "  outcome: noted", ["handling.outcome = 'approved'"]),
    (CASE, "godkendte reguleringen\n", "sagde ja\n", []),  # the words stand in the decision too
    (CASE, "kind: statement", "kind: minority-opinion", ["statement.kind = 'statement'"]),
    (CASE, "by: [Mogens Trab]", "by: [Poul Eskildsen]", ["statement.by"]),
    (CASE, "amount: 186500", "amount: 1865000", ["amount.amount", "amount.from", "amount.times"]),
    (CASE, "from: fire lodsejere", "for: fire lodsejere", ["amount.from"]),
    (CASE, "- amount: 186500\n", "- amount: 186500\n- amount: 186500\n", ["amount.times", "count.amounts"]),
    (CASE, "  access: closed\n", "", ["attachment.access = 'closed'"]),
    (CASE, "- title: Kort over vandløb 14\n", "", ["attachment.title", "attachment.access", "count.attachments"]),
    (CASE, "## Økonomi\n", "", ["sections =", "section.last = 'ved bro 3", "(Økonomi): no such section"]),
    (CASE, "## Økonomi\n", "### Økonomi\n", ["sections ="]),
    (CASE, "Lodsejerne ved", "Beboerne ved", ["section.first = 'Lodsejerne"]),
    (CASE, "ikke stiger.", "stiger.", ["section.last = 'ved bro 3"]),
    (
        CASE,
        "recommended_by: Sekretæren",
        "recommended_by: Sekretæren foreslår, at ansøgningen imødekommes på vilkår",
        ["recommended_by"],
    ),
    (CASE, "recommended_by: Sekretæren\n", "", ["recommended_by = 'Sekretæren': is None"]),
    (CASE, "imødekommes på vilkår.\n", "imødekommes på vilkår.\n\nTil toppen\n", ["never = 'Til toppen'"]),
    (CASE, "date: 2016-11-18", "date: 2016-11-02", ["handling.body"]),
    (CASE, "body: landvaesensnaevnet", "body: byraadet", ["handling.body"]),
]


@pytest.mark.parametrize("name", READ)
def test_no_two_facts_of_a_document_disagree(name: str, tmp_path: Path) -> None:
    """There is a folder in which all hold."""
    tell(READ[name], tmp_path)
    found = measure(READ[name], tmp_path)
    assert "\n".join(found.failed) == ""
    assert found.held == len(READ[name].facts)


@pytest.mark.parametrize(("file", "right", "wrong", "expected"), WRONG)
def test_what_is_wrong_is_found(tmp_path: Path, file: str, right: str, wrong: str, expected: list[str]) -> None:
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    path = content / "soenderholm" / file
    text = path.read_text("utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), "utf-8")
    found = measure(READ["hegnsnaevn"], content)
    for words in expected:
        assert any(words in each for each in found.failed), found.failed
    assert bool(found.failed) == bool(expected)
    assert found.held + len(found.failed) == len(READ["hegnsnaevn"].facts)


TEXT = pieces(MINUTES / "samples/hegnsnaevn.txt")


def test_words_that_are_lost_or_added_are_found(tmp_path: Path) -> None:
    facts = READ["hegnsnaevn"]
    assert lost(facts, TEXT, CONTENT) == []
    assert unsaid(facts, TEXT, CONTENT) == []
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    path = content / "soenderholm" / CASE
    text = path.read_text("utf-8")
    changed = text.replace("Ansøgerne fremlagde en beregning fra en rådgiver", "En beregning").replace(
        "Mogens Trab", "Morten Trab"
    )
    path.write_text(changed.replace("phrase: godkendte reguleringen", "phrase: Godkendt enstemmigt."), "utf-8")
    missing = lost(facts, TEXT, content)
    assert "Ansøgerne fremlagde" in missing[0]
    assert len(missing) <= 2  # the lines that the sentence stands on
    assert unsaid(facts, TEXT, content) == ["phrase: 'Godkendt enstemmigt.' is not in the document"]


@pytest.mark.parametrize("name", READ)
def test_the_ends_of_every_section_are_in_order(name: str, tmp_path: Path) -> None:
    """With nothing written, every section of a document is lost, and nothing outside of one."""
    facts = READ[name]
    if (path := document(facts)) is None:
        pytest.skip(f"{facts.document} is not here")
    missing = lost(facts, pieces(path), tmp_path)
    headed = [fact for fact in facts.facts if fact.what == "section" and fact.key == "last"]
    assert bool(missing) == (bool(headed) and not is_scanned(facts))
    assert not [each for each in missing if ".....  " in each or "Indholdsfortegnelse" in each]


def test_what_is_claimed_and_not_said_is_found(tmp_path: Path) -> None:
    """Of 002 nothing is known but what it says: no day, no decision."""
    case = {
        "title": "Orientering om indgåelse af samarbejde med organisationen Social Sundhed",
        "handlings": [{"body": "vpu", "date": "2026-12-31", "outcome": "noted", "phrase": "tages til efterretning"}],
        "attachments": ["Budget"],
    }
    path = tmp_path / "norddjurs/cases/2023/social-sundhed.md"
    path.parent.mkdir(parents=True)
    path.write_text(f"---\n{_yaml(case)}---\n", "utf-8")
    claims = [each for each in measure(READ["002"], tmp_path).failed if ": no = " in each]
    assert [each.split(" = ")[1].split(":")[0].strip("'") for each in claims] == [
        "outcome",
        "phrase",
        "date",
        "attachments",
    ]


def _yaml(value: object) -> str:
    import yaml

    return str(yaml.safe_dump(value, allow_unicode=True, sort_keys=False))


def test_a_file_with_errors_and_a_title_twice_are_found(tmp_path: Path) -> None:
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    folder = content / "soenderholm/cases/2016"
    shutil.copy(folder / "regnskab.md", folder / "regnskab-igen.md")
    (folder / "fejl.md").write_text("---\ntitle: Fejl\nhandlings:\n- date: 31-02-2016\n---\n", "utf-8")
    failed = measure(READ["hegnsnaevn"], content).failed
    assert any(each.startswith("broken: soenderholm/cases/2016/fejl.md") for each in failed)
    assert any("»Regnskab for 2015«" in each and "2 items of that title" in each for each in failed)
    assert any("count.items = '4': is 6" in each for each in failed)


def test_a_fact_that_nobody_can_check_is_refused(tmp_path: Path) -> None:
    for entry in ("[1, weather, fine]", "[start, '10:00']", "[0, start, '10:00']"):
        path = tmp_path / "facts.yaml"
        path.write_text(f"document: x.txt\nmeeting:\n- {entry}\n", "utf-8")
        with pytest.raises(Misread, match=r"facts\.yaml"):
            load(path)


def test_words_that_do_not_stand_there_are_found() -> None:
    fact = Fact(2, "", "place", "", "Lokale 3", 0, {})
    assert misplaced(Facts("x", (fact,), {}), ["Sted", "Lokale", "3"]) == []
    assert misplaced(Facts("x", (fact,), {}), ["Lokale 3", "Sted"]) != []


@given(st.lists(st.text("ab ", min_size=1).map(str.strip).filter(bool), min_size=1, max_size=6))
def test_a_list_is_one_list_whatever_gaps_it_has(entries: list[str]) -> None:
    for gap in ("\n", "\n\n"):
        found = list(blocks(gap.join(f"- {each}" for each in entries)))
        assert [each.text for each in found] == [plain(each) for each in entries]
        assert {each.run for each in found} == {1}
    split = list(blocks("- a\n\nnej\n\n- b"))
    assert [each.kind for each in split] == ["entry", "paragraph", "entry"]
    assert split[0].run != split[2].run


@example("a\xad\u030a")  # a soft hyphen within a letter
@given(st.text("aåøÆØa\u030a“”»'–-\xa0\xad \n"))
def test_words_are_made_plain_once_and_for_all(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert not set(squeezed(text)) & set(" \t\n-")
