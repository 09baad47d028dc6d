"""What is said on a terminal: colour, and the line that is meant; nothing of what is closed."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT, SMALL, write

from builder.reports import Bar

CASE = "havneby/cases/2024/sti.md"
WRONG = "---\ntitle: Sti\nhandlings:\n- body: kb\n  date: 2024-04-09\n  outcome: aproved\n---\n"


def on_terminal(folder: Path, **environment: str) -> str:
    """What `beslut check` says to somebody at a terminal."""
    leader, follower = pty.openpty()
    known = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], **environment}
    command = [sys.executable, "-m", "builder", "check", "--quiet"]
    process = subprocess.Popen(command, cwd=folder, env=known, stdout=subprocess.DEVNULL, stderr=follower)
    os.close(follower)
    said = b""
    while True:
        try:
            part = os.read(leader, 4096)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        said += part
    process.wait()
    os.close(leader)
    return said.decode().replace("\r", "")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "content", {**SMALL, CASE: WRONG})
    return tmp_path


def test_the_line_that_is_meant_is_shown_with_a_mark_below_it(folder: Path) -> None:
    first, second, third = on_terminal(folder, NO_COLOR="1").splitlines()
    assert first.startswith(f"error: {CASE}:6:12: bad-choice: handlings[0].outcome: ")
    assert second == "    6 |   outcome: aproved"
    assert third.index("^") == second.index("aproved")


def test_it_is_in_colour_unless_that_is_not_wanted(folder: Path) -> None:
    coloured = on_terminal(folder)
    assert coloured.startswith("\x1b[1;31merror\x1b[0m: ")
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == on_terminal(folder, NO_COLOR="1")


@pytest.mark.parametrize("guard", ["draft: true", "access: closed", "udgiv: 2030-01-01"])
def test_nothing_is_shown_of_a_file_that_holds_what_is_closed(folder: Path, guard: str) -> None:
    write(folder / "content", {CASE: WRONG.replace("title: Sti", f"title: Sti\n{guard}")})
    said = on_terminal(folder, NO_COLOR="1")
    assert "bad-choice" in said
    assert "aproved" not in said
    assert "|" not in said


def test_a_personal_number_is_not_shown(folder: Path) -> None:
    write(folder / "content", {CASE: "---\ntitle: Sti\nsumary: 010190-1234\n---\nBorger 010190-1234\n"})
    assert "1234" not in on_terminal(folder)


def test_a_long_line_is_shown_where_it_matters(folder: Path) -> None:
    write(folder / "content", {CASE: "---\ntitle: Sti\n---\n" + "ord " * 1000 + "[[findes-ikke]]\n"})
    _, second, third = on_terminal(folder, NO_COLOR="1").splitlines()
    assert len(second) < 120
    assert second[third.index("^") :].startswith("[[findes-ikke")


def test_on_a_terminal_progress_goes_when_its_step_is_done(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bar = Bar(str)
    for done in range(4):
        bar("read", done, 3)
    assert capsys.readouterr().err == "read 3/3\n"  # a log keeps each step
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(time, "monotonic", lambda: 1.0)
    bar("read", 0, 3)
    bar("read", 1, 3)
    bar("render", 0, 2)  # a new step is shown at once
    bar("render", 2, 2)
    shown = capsys.readouterr().err.split("\r\x1b[K")
    assert shown == ["", "read 0/3", "render 0/2", ""]


def test_of_a_step_whose_end_nobody_knows_the_count_is_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bar = Bar(str)
    bar("import", 7, 0)
    bar("import", 0, 0)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    bar("import", 7, 0)
    bar("import", 0, 0)
    assert capsys.readouterr().err == "\r\x1b[Kimport 7"
