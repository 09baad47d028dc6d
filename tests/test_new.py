"""New archives and files: asked for or told, never over another, good as they are."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import SMALL, options, tree, write
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from support.terminal import Terminal
from test_json_schema import front, wrong

from builder import scaffold
from builder.__main__ import main
from builder.build import check
from builder.model.values import Kind
from builder.new import ID_LENGTH, ID_SIGNS, _in_yaml
from builder.schema import read


@pytest.fixture
def there(archive: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small archive, worked in as an editor would."""
    content = archive({"topics/cykelstier.md": "---\nname: Cykelstier\n---\n"})
    monkeypatch.chdir(content.parent)
    return content


def new(*arguments: str) -> int:
    return main(["new", *arguments])


def findings(content: Path) -> list[str]:
    return [each.code for each in check(options(content, content.parent / "site")).findings]


def test_from_nothing_to_a_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert new("archive", "arkiv", "--title", "Beslutninger i Havneby") == 0
    folder = tmp_path / "arkiv"
    monkeypatch.chdir(folder)
    steps = [
        ("authority", "--name", "Havneby Kommune"),
        ("body", "--name", "Teknik- og Miljøudvalget", "--abbreviation", "TMU"),
        ("meeting", "--body", "tmu", "--date", "12-03-2024", "--start", "15.30", "--place", "Rådhuset: lokale 2"),
        ("case", "--title", "Ny cykelsti: Havnevej", "--body", "TMU", "--date", "2024-03-12", "--number", "24/1234"),
        ("dossier", "--title", "Den nye havnefront"),
    ]
    for step in steps:
        assert new(*step) == 0, step
        assert findings(folder / "content") == [], step
    assert {name for name in tree(folder / "content") if name.endswith(".md")} == {
        "_index.md",
        "havneby-kommune/_index.md",
        "havneby-kommune/bodies/tmu.md",
        "havneby-kommune/meetings/2024-03-12-tmu.md",
        "havneby-kommune/cases/2024/ny-cykelsti-havnevej.md",
        "dossiers/den-nye-havnefront.md",
    }
    assert main(["build", "--quiet", "--no-search"]) == 0
    assert (folder / "site/havneby-kommune/sager/2024/ny-cykelsti-havnevej/index.html").is_file()


def test_a_new_case_says_what_it_was_told_and_shows_what_else_there_is(there: Path) -> None:
    title = "Høring: »Ja«? #1"
    given = ["--title", title, "--body", "kb", "--date", "9. april 2024", "--topic", "cykelstier, Havnen"]
    assert new("case", *given) == 0
    (file,) = (there / "havneby/cases/2024").iterdir()
    text = file.read_text("utf-8")
    record = read(text, "x.md", Kind.CASE).record
    assert record.title == title
    assert record.topics == ("Cykelstier", "Havnen")  # the name that the archive has
    assert [(each.body, each.date.isoformat()) for each in record.handlings] == [("kb", "2024-04-09")]
    assert len(record.id) == ID_LENGTH
    assert set(record.id) <= set(ID_SIGNS)
    assert "# resume:  #" in text
    assert "titel: " in text  # a Danish archive has Danish keys, comments and headings
    assert "## Sagsfremstilling" in text
    assert "# sagsnummer:  # Hvad" in text
    assert wrong(Kind.CASE, front(text)) == []


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1).filter(str.strip))
@example("– nyt dige")  # a dash that Word makes of a hyphen
@example('Brug af 3" rør')
@example("Salg; køb: nej #5")
def test_whatever_a_case_is_called_its_file_is_right(words: str) -> None:
    values = {"title": words, "topics": [words], "handlings": [{"body": "kb", "date": date(2024, 4, 9)}]}
    text = scaffold.document(Kind.CASE, values, danish=True, translate=str, write=_in_yaml)
    reading = read(text, "x.md", Kind.CASE)
    assert reading.findings == ()
    said = " ".join(words.split())
    assert (reading.record.title, reading.record.topics) == (said, (said,))


def test_two_cases_never_share_an_id(there: Path) -> None:
    for number in range(20):
        assert new("case", "--title", f"Sag {number}") == 0
    ids = {read(file.read_text(), "x.md", Kind.CASE).record.id for file in there.rglob("cases/*/*.md")}
    assert len(ids) == 20


def test_an_english_archive_has_english_keys(there: Path) -> None:
    write(there, {"_index.md": "---\ntitle: Archive\nlanguage: en\n---\n"})
    assert new("meeting", "--body", "kb", "--date", "2024-04-09") == 0
    assert "state: minutes" in (there / "havneby/meetings/2024-04-09-kb.md").read_text()


def test_nothing_is_written_over(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new("case", "--title", "Sag", "--body", "kb", "--date", "2024-04-09") == 0
    before = tree(there)
    assert new("case", "--title", "Sag", "--body", "kb", "--date", "2024-04-09") == 2
    assert "is there already" in capsys.readouterr().err
    assert tree(there) == before
    write(there.parent / "nyt", {"README.md": "min"})
    assert new("archive", str(there.parent / "nyt"), "--title", "X") == 2
    assert tree(there.parent / "nyt") == {"README.md": b"min"}


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (("case",), "--title is missing"),
        (("authority",), "--name is missing"),
        (("meeting", "--body", "kb"), "--date is missing"),
        (("meeting", "--body", "kb", "--date", "i morgen"), "i morgen is no date"),
        (("meeting", "--body", "kb", "--date", "2024-04-09", "--start", "tidligt"), "tidligt is no time"),
        (("meeting", "--body", "xx", "--date", "2024-04-09"), "there is no body xx; use one of kb"),
        (("case", "--title", "A", "--authority", "andeby"), "there is no authority andeby; use one of havneby"),
        (("dossier", "--title", "???"), "??? has no letter or digit"),
        (("archive", "nyt", "--title", "A", "--language", "xx"), "xx is no language"),
    ],
)
def test_what_is_missing_or_wrong_is_told_and_nothing_written(
    step: tuple[str, ...], said: str, there: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(there.parent)
    assert new(*step) == 2
    assert said in capsys.readouterr().err
    assert {name for name in tree(there.parent) if not name.startswith(".beslut")} == set(before)


def test_an_archive_with_errors_is_mended_first(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(there, {"pages/om.md": "Om\n"})
    assert new("dossier", "--title", "A") == 2
    assert "beslut check" in capsys.readouterr().err


def test_an_archive_without_authority_says_what_comes_first(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for file in sorted(there.joinpath("havneby").rglob("*.md")):
        file.unlink()
    assert new("case", "--title", "A") == 2
    assert "beslut new authority" in capsys.readouterr().err


def test_editors_that_know_yaml_find_the_schemas(tmp_path: Path) -> None:
    assert new("archive", "arkiv", "--title", "A") == 0
    settings = json.loads((tmp_path / "arkiv/.vscode/settings.json").read_text())
    assert len(settings["yaml.schemas"]) == len(Kind)
    for name, pattern in settings["yaml.schemas"].items():
        Draft202012Validator.check_schema(json.loads((tmp_path / "arkiv" / name).read_text()))
        assert pattern.startswith("content/")


def talk(folder: Path, answers: list[str], *arguments: str) -> tuple[int, str]:
    """Make something new on a terminal: the exit status, and what then stands there."""
    terminal = Terminal(folder, ["new", *arguments])
    return terminal.answer(answers), terminal.said


def test_on_a_terminal_it_asks_and_offers(there: Path) -> None:
    answers = ["Ny cykelsti", "24/1234", "1, Havnen", "1", "09-04-2024"]
    status, said = talk(there.parent, answers, "case")
    assert (status, answers) == (0, [])
    assert re.findall(r"^(\w.*\?.*)$", said, re.MULTILINE)[0] == "Hvad hedder sagen?"
    assert "1  Cykelstier" in said
    assert "1  Byrådet (kb)" in said
    assert "Hvilket sagsnummer har den? (Enter springer over)" in said
    record = read((there / "havneby/cases/2024/ny-cykelsti.md").read_text(), "x.md", Kind.CASE).record
    assert record.topics == ("Cykelstier", "Havnen")
    assert record.case_number == "24/1234"
    assert findings(there) == []


def test_an_empty_answer_leaves_out_what_may_be_left_out(there: Path) -> None:
    status, _ = talk(there.parent, ["Sag", "", "", ""], "case")
    assert status == 0
    (file,) = there.rglob("cases/*/sag.md")
    record = read(file.read_text(), "x.md", Kind.CASE).record
    assert (record.case_number, record.topics, record.handlings) == (None, (), ())


def test_on_a_terminal_it_asks_again_for_what_it_does_not_understand(there: Path) -> None:
    answers = ["", "Skolebyrådet", "byrådet", "i morgen", "tirsdag den 9. april 2024", "sidst på dagen", "kl. 17", ""]
    status, said = talk(there.parent, answers, "meeting")
    assert (status, answers) == (0, [])
    for words in (
        "det skal du svare på\nHvilket udvalg?",
        "der er intet udvalg Skolebyrådet; brug et af kb\nHvilket udvalg?",
        "i morgen er ingen dato; skriv den som 2024-04-09 eller 09-04-2024\nHvilken dag?",
        "sidst på dagen er ikke et klokkeslæt; skriv det som 15.30\nHvornår begynder det?",
    ):
        assert words in said, said
    record = read((there / "havneby/meetings/2024-04-09-kb.md").read_text(), "x.md", Kind.MEETING).record
    assert (record.start.isoformat("minutes"), record.place) == ("17:00", None)


def test_a_body_is_known_by_its_names_but_not_by_one_that_several_bear(
    there: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for ref, name, short in (
        ("ou", "Økonomiudvalget", "ØU"),
        ("bu-1", "Børneudvalget", "BU"),
        ("bu-2", "Byggeudvalget", "BU"),
    ):
        write(there, {f"havneby/bodies/{ref}.md": f"---\nname: {name}\nabbreviation: {short}\n---\n"})
    for said in ("kb", "KB", "Byrådet", "byrådet (kb)", "økonomiudvalget", "ØU", "bu-2", "Byggeudvalget"):
        day = f"2024-04-{len(list(there.rglob('meetings/*.md'))) + 1:02}"
        assert new("meeting", "--body", said, "--date", day) == 0, said
    made = sorted(file.stem for file in there.rglob("meetings/*.md"))
    assert [each[11:] for each in made] == ["kb", "kb", "kb", "kb", "ou", "ou", "bu-2", "bu-2"]
    capsys.readouterr()
    assert new("meeting", "--body", "BU", "--date", "2024-05-01") == 2
    assert "there is no body BU; use one of bu-2, kb, bu-1, ou" in capsys.readouterr().err


def test_a_new_archive_names_the_editors_settings_once_and_on_a_terminal_what_comes_next(tmp_path: Path) -> None:
    status, said = talk(tmp_path, ["Beslutninger", ""], "archive", "arkiv")
    assert status == 0
    assert said.count(".vscode") == 1
    assert said.endswith("næste skridt: `cd arkiv`, og derefter `beslut new authority`\n")


def test_a_new_case_shows_what_may_be_said_of_its_handling(there: Path) -> None:
    assert new("case", "--title", "Sag", "--body", "kb", "--date", "2024-04-09") == 0
    file = there / "havneby/cases/2024/sag.md"
    text = file.read_text("utf-8")
    for name in ("punkt", "rolle", "udfald", "beslutning"):
        assert text.count(f"  # {name}:  # ") == 1
    file.write_text(
        text.replace("  # udfald:  #", "  udfald: godkendt  #").replace("  # rolle:  #", "  rolle: beslutning #")
    )
    (handling,) = read(file.read_text("utf-8"), "x.md", Kind.CASE).record.handlings
    assert (handling.role.value, [each.value for each in handling.outcome]) == ("decision", ["approved"])
    assert findings(there) == []


def test_the_small_archive_is_what_the_tests_think() -> None:
    assert "havneby/bodies/kb.md" in SMALL
