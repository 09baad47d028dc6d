"""What is to be looked at: named by file and key, once, and no more of it than somebody reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.meetings import archive, minutes

from builder.__main__ import main
from builder.importers.captions import caption, worded
from builder.messages import translations
from builder.model.values import Kind

CASE = "havneby/cases/2024/lys-paa-cykelstien.md"
DANISH = translations("da").gettext
OUTCOME = DANISH("read from the words of the decision; look at it")
AMENDED = "Udvalget godkendte indstillingen, idet fristen bliver kort."


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LANG", "da_DK.UTF-8")
    return archive(tmp_path / "archive")


def told(capsys: pytest.CaptureFixture[str], content: Path, *arguments: str | Path, status: int = 0) -> list[str]:
    """What an import warns of, without the sign of a warning."""
    capsys.readouterr()
    assert main(["import", *map(str, arguments), "--content", str(content)]) == status
    return [line.removeprefix("advarsel: ") for line in capsys.readouterr().err.splitlines() if "advarsel" in line]


def test_a_doubt_names_line_file_and_key(content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = minutes(tmp_path)
    line = (
        file.read_text("utf-8")
        .splitlines()
        .index("Udvalget godkendte indstillingen, idet lamperne slukkes klokken 23.")
    )
    assert f"referat.txt:{line + 1}: {CASE}: behandlinger[0].udfald: {OUTCOME}" in told(capsys, content, file)


def test_an_archive_in_english_has_english_keys(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "archive", str(tmp_path / "a"), "--title", "A", "--language", "en"]) == 0
    assert main(["import", str(minutes(tmp_path)), "--content", str(tmp_path / "a/content")]) == 0
    assert f"{CASE}: handlings[0].outcome: " in capsys.readouterr().err


def test_what_was_told_is_not_told_again(content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = minutes(tmp_path)
    assert len(told(capsys, content, file)) == 3
    assert told(capsys, content, file) == []
    file.write_text(file.read_text("utf-8").replace("klokken 23", "klokken 22"), "utf-8")
    assert told(capsys, content, file) == []
    file.write_text(file.read_text("utf-8").replace("600.000", "700.000"), "utf-8")
    (line,) = told(capsys, content, file)
    assert f"{CASE}: beløb: " in line


def test_a_long_meeting_is_told_on_a_page(content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = minutes(tmp_path, *((f"Sag om vej nummer {number}", AMENDED) for number in range(20)))
    said = told(capsys, content, file)
    assert sum(OUTCOME in line for line in said) == 5
    assert sum(line.endswith(DANISH("and {count} more files like this one").format(count=16)) for line in said) == 1
    assert len(said) < 12


def test_of_many_documents_each_has_a_line(content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for day in range(10, 18):
        file = minutes(folder, name=f"{day}.txt")
        text = file.read_text("utf-8").replace("14. maj", f"{day}. maj").replace("24/1234", f"24/12{day}")
        file.write_text(text.replace("cykelstien", f"cykelsti {day}"), "utf-8")
    said = told(capsys, content, folder)
    assert len(said) == 8
    assert all(line.startswith(f"{day}.txt: ") for day, line in zip(range(10, 18), said, strict=True))


def test_a_dry_run_shows_it_in_the_files_alone(
    content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["import", str(minutes(tmp_path)), "--dry-run", "--content", str(content)]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert f"# {OUTCOME}" in out
    assert not (content / CASE).exists()


def test_what_holds_no_point_is_not_imported(content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "brev.txt"
    file.write_text("Havneby Kommune\n\nKære borger\n\nTak for dit brev.\n", "utf-8")
    assert main(["import", str(file), "--content", str(content)]) == 1
    assert "brev.txt: intet referat: " in capsys.readouterr().err


def test_minutes_of_another_authority_are_not_taken_for_the_own(
    content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys, content, minutes(tmp_path))
    text = minutes(tmp_path, name="nabo.txt").read_text("utf-8").removeprefix("Havneby Kommune\n")
    text = text.replace("Der er intet lys", "Bakkeby Kommune og Dalby Kommune har intet lys")
    (tmp_path / "nabo.txt").write_text(text, "utf-8")
    assert main(["import", str(tmp_path / "nabo.txt"), "--content", str(content)]) == 1
    assert "Bakkeby Kommune, Dalby Kommune; " in capsys.readouterr().err


def test_what_both_changed_is_told_in_the_words_of_the_file(
    content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = minutes(tmp_path)
    told(capsys, content, file)
    case = content / CASE
    case.write_text(re.sub(r"udfald: .*", "udfald: afvist", case.read_text("utf-8")), "utf-8")
    file.write_text(file.read_text("utf-8").replace("Udvalget godkendte indstillingen", "Sagen blev udsat"), "utf-8")
    said = told(capsys, content, file)
    assert any(f"{CASE}: behandlinger[0].udfald: " in line and "»afvist«, der »udsat«" in line for line in said)


@pytest.mark.parametrize(
    ("path", "words", "danish"),
    [
        ("handlings[0].outcome", "postponed, discussed", "udsat, drøftet"),
        ("handlings[0].role", "decision", "beslutning"),
        ("handlings[0].phrase", "decision", "decision"),
        ("topics", "rejected", "rejected"),
        ("nothing", "x", "x"),
    ],
)
def test_values_of_a_vocabulary_are_spelt_as_the_file_does(path: str, words: str, danish: str) -> None:
    assert worded(Kind.CASE, path, words, danish=True) == danish
    assert worded(Kind.CASE, path, words, danish=False) == words


@pytest.mark.parametrize(
    ("path", "danish"),
    [
        ("handlings[2].outcome", "behandlinger[2].udfald"),
        ("handlings[0].votes.against", "behandlinger[0].stemmer.imod"),
        ("amounts", "beløb"),
        ("", ""),
    ],
)
def test_a_key_has_its_danish_name(path: str, danish: str) -> None:
    assert caption(Kind.CASE, path, danish=True) == danish
    assert caption(Kind.CASE, path, danish=False) == path
