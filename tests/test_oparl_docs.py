"""The page on OParl, held: its records are imported by its commands, and what it shows is what there was."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import ROOT
from support.fences import FENCE
from support.walk import plain

from builder.__main__ import main
from builder.importers import council
from builder.importers.oparl import troubles
from builder.messages import translations

PAGE = (ROOT / "docs/oparl.md").read_text("utf-8")
RECORDS = "musterhausen.jsonl"
BLOCKS: Mapping[str, str] = {fence[3].strip(): fence[4] for fence in FENCE.finditer(PAGE)}
COMMANDS = BLOCKS["sh"].splitlines()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the town's records, and a German at the keyboard."""
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    monkeypatch.chdir(tmp_path)
    (tmp_path / RECORDS).write_text(BLOCKS[f"json {RECORDS}"], "utf-8")
    return tmp_path


def follow(command: str) -> None:
    """Do as a line of the page says."""
    program, *arguments = command.split()
    assert program == "beslut"
    assert main(arguments) == 0


def test_what_the_page_shows_is_what_there_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, *others = COMMANDS
    follow(first)
    said = capsys.readouterr()
    seen = [line for line in said.err.splitlines() if not re.match(r"einlesen \d", line)]
    assert plain("\n".join([*seen, said.out])) == plain(BLOCKS["text Bildschirm"])
    (path,) = re.findall(r"`(content/[\w/-]+\.md)` geworden", PAGE)
    assert (folder / path).read_text("utf-8") == BLOCKS["markdown"]
    (meeting,) = (folder / "content/stadt-musterhausen/meetings").glob("*.md")
    assert "in die Klausur mitgenommen  # das Ergebnis war aus diesen Worten nicht zu erkennen\n" in meeting.read_text()
    for each in others:
        follow(each)
    page = (folder / "site/stadt-musterhausen/vorlagen/2024/radweg-am-fluss/index.html").read_text("utf-8")
    assert "Endgültig entschieden" in page
    assert "»mehrheitlich zugestimmt«" in page
    assert 'href="https://ris.example.org/datei/88.pdf"' in page


def test_a_correction_stays_and_text_of_a_file_comes_in(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    follow(COMMANDS[0])
    (case,) = (folder / "content/stadt-musterhausen/cases/2024").glob("*.md")
    text = case.read_text("utf-8").replace("title: Radweg am Fluss\n", "title: Radweg an der Alb\n")
    case.write_text(text, "utf-8")
    (folder / "dateien").mkdir()
    (folder / "dateien/88.txt").write_text("Der Weg ist zwei Meter breit.", "utf-8")
    (folder / RECORDS).write_text(BLOCKS[f"json {RECORDS}"].replace("2024/031", "2024/032"), "utf-8")
    follow(f"{COMMANDS[0]} --files dateien")
    assert (case.with_suffix("") / "88.txt").read_text("utf-8") == "Der Weg ist zwei Meter breit."
    text = case.read_text("utf-8")
    assert "title: Radweg an der Alb\n" in text
    assert "case_number: 2024/032\n" in text


def test_each_warning_that_the_page_explains_is_one_that_is_given() -> None:
    """In the words of the German catalogue, with dots where it names something."""
    german = translations("de").gettext
    known = [value for value in vars(troubles).values() if isinstance(value, str)] + [council.MORE]
    given = [re.sub(r"\{\w+\}", "…", german(each)) for each in known if " " in each]
    table = PAGE.partition("| Meldung |")[2].partition("## ")[0]
    explained = [row.split(" | ")[0].removeprefix("| ") for row in table.splitlines()[2:] if row]
    assert len(explained) == 6
    for each in explained:
        words = re.sub(r"^consultation", "…", each)
        assert any(full.startswith(words) for full in given), each
