"""The text of attached files: read apart, searched, never of what is closed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import browser
import pytest
from conftest import options, tree, write
from hypothesis import given
from hypothesis import strategies as st
from support.pdf import pdf
from test_safety import told

from builder import attachments, reading
from builder.attachments import BROKEN, LOCKED, TOO_LARGE, Text, is_readable, texts, tidied
from builder.build import Result, build

CASE = """---
id: k7f3q9zt
title: Ny cykelsti
handlings:
- body: kb
  date: 2024-04-09
  role: decision
  outcome: approved
attachments:
- title: Støjberegning
  file: stoej.pdf
{more}---
Byrådet bygger en sti.
"""
OPEN = {"havneby/cases/2024/sti.md": CASE.format(more="")}
BESIDE = "havneby/cases/2024/sti/stoej.pdf"


def of(path: Path, data: bytes) -> Text:
    path.write_bytes(data)
    (found,) = texts([path], 1)
    return found


def test_a_pdf_is_read_with_its_danish_letters(tmp_path: Path) -> None:
    found = of(tmp_path / "a.pdf", pdf("Støjmåling på Ærø\nved skolen", "Anden side (bilag)"))
    assert found.fault == ""
    assert found.text.split() == ["Støjmåling", "på", "Ærø", "ved", "skolen", "Anden", "side", "(bilag)"]


def test_a_text_is_read_whatever_its_bytes(tmp_path: Path) -> None:
    assert of(tmp_path / "a.txt", "\ufeffFørste linje\r\nanden".encode()) == Text("Første linje\nanden")
    assert of(tmp_path / "b.TXT", b"abc\xe6def").text == "abc\ufffddef"


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", BROKEN),
        (b"%PDF-1.7\nnothing more", BROKEN),
        (pdf("Ord")[:200], BROKEN),
        (b"<html>no pdf</html>", BROKEN),
        (pdf("Hemmeligt", locked=True), LOCKED),
    ],
    ids=["empty", "cut short", "cut in two", "no pdf", "locked"],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, data: bytes, fault: str) -> None:
    assert of(tmp_path / "a.pdf", data) == Text("", fault)


def test_a_pdf_without_text_has_none(tmp_path: Path) -> None:
    assert of(tmp_path / "a.pdf", pdf("")) == Text("")


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "MAX_BYTES", 10)
    assert of(tmp_path / "a.pdf", pdf("Ord")) == Text("", TOO_LARGE)


@pytest.mark.parametrize("program", ["import sys; sys.stdin.readline()", "import time; time.sleep(60)"])
def test_a_file_that_ends_or_holds_up_the_reader_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    """The first process fails; the next file gets a new one."""
    started, calls = attachments._started, []

    def start() -> subprocess.Popen[str]:
        calls.append(1)
        if len(calls) > 1:
            monkeypatch.setattr(attachments, "PATIENCE", 60.0)
            return started()
        monkeypatch.setattr(attachments, "PATIENCE", 0.5)
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        return subprocess.Popen([sys.executable, "-c", program], text=True, **pipes)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(attachments, "_started", start)
    files = [tmp_path / "a.pdf", tmp_path / "b.pdf"]
    for file in files:
        file.write_bytes(pdf("Ord"))
    first, second = texts(files, 1)
    assert first == Text("", BROKEN)
    assert second.text.strip() == "Ord"


def test_texts_come_in_order_however_many_read(tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.txt" for number in range(11)]
    for number, file in enumerate(files):
        file.write_text(f"nummer {number}")
    for jobs in (1, 2, 3, 20):
        assert [each.text for each in texts(files, jobs)] == [f"nummer {number}" for number in range(11)]
    assert list(texts([], 2)) == []


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("cykel-\nstien", "cykelstien"),
        ("cykel-\r\n  stien", "cykelstien"),
        ("side 2-\n3", "side 2-\n3"),
        ("Voksen- og\nPlejeudvalget", "Voksen- og\nPlejeudvalget"),
        ("Nord-\nDjurs", "Nord-\nDjurs"),
        ("e\ufb03cient a\u030a", "efficient å"),
        ("a\x00b\x0c", "a b "),
    ],
)
def test_words_are_put_together_again(text: str, meant: str) -> None:
    assert tidied(text) == meant


@given(st.text())
def test_tidying_twice_is_tidying_once(text: str) -> None:
    assert tidied(tidied(text)) == tidied(text)
    assert len(tidied(text)) <= attachments.MAX_SIGNS


def test_only_some_files_have_text() -> None:
    assert [name for name in ("a.pdf", "b.PDF", "c.txt", "d.docx", "e.png", "pdf") if is_readable(name)] == [
        "a.pdf",
        "b.PDF",
        "c.txt",
    ]


def test_what_cannot_be_read_is_a_warning_and_the_file_is_published(
    archive: Callable[..., Path], tmp_path: Path
) -> None:
    content = archive({**OPEN, BESIDE: b"no pdf"})
    result = build(options(content, tmp_path / "site"))
    assert [(each.code, each.path) for each in result.findings] == [("attachment-unreadable", BESIDE)]
    assert (tmp_path / "site/havneby/sager/2024/sti/stoej.pdf").read_bytes() == b"no pdf"


def test_a_personal_number_in_an_attachment_stops_the_build(checked: Callable[..., Result]) -> None:
    files = {**OPEN, BESIDE: pdf("Borger 010190-1234")}
    (found,) = checked(files).findings
    assert (found.code, found.path) == ("cpr-number", BESIDE)
    assert "1234" not in repr(found)


def test_a_file_is_read_once(archive: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = archive({**OPEN, BESIDE: pdf("Decibelniveauer")})
    setting = options(content, tmp_path / "site", search=True, cache=tmp_path / "cache")
    build(setting)
    first = tree(tmp_path / "site")
    asked: list[Path] = []

    def none(files: list[Path], jobs: int) -> list[Text]:
        asked.extend(files)
        return [Text("") for _ in asked]

    monkeypatch.setattr(reading.attachments, "texts", none)
    build(setting)
    assert asked == []
    assert tree(tmp_path / "site") == first
    write(content, {BESIDE: pdf("Noget andet")})
    build(setting)
    assert len(asked) == 1


@pytest.mark.parametrize(
    "more",
    ["  access: closed\n", "access: closed\n", "draft: true\n", "publish: 2030-01-01\n", "retracted: 2024-06-01\n"],
    ids=["attachment", "case", "draft", "embargo", "retracted"],
)
def test_the_text_of_a_file_that_is_not_public_is_nowhere(
    archive: Callable[..., Path], tmp_path: Path, more: str
) -> None:
    """Open at first and searched; then closed: nothing of it is left in the site or the cache."""
    setting = options(
        archive({**OPEN, BESIDE: pdf("Mxqzbtkxq")}), tmp_path / "site", search=True, cache=tmp_path / "cache"
    )
    build(setting)
    assert "mxqzbtk" in told(tmp_path / "site").lower()
    write(setting.content, {"havneby/cases/2024/sti.md": CASE.format(more=more)})
    result = build(setting)
    assert result.written is not None, result.findings
    assert "mxqzbtk" not in told(tmp_path / "site").lower()
    assert "mxqzbtk" not in told(tmp_path / "cache").lower()


@browser.needs_chromium
def test_a_hit_in_an_attachment_says_so(archive: Callable[..., Path], tmp_path: Path) -> None:
    build(
        options(
            archive({**OPEN, BESIDE: pdf("Decibelniveauer ved stien", "Trafiktal")}), tmp_path / "site", search=True
        )
    )
    with (
        browser.served(tmp_path / "site") as address,
        browser.chromium() as opened,
        browser.watched(opened) as (page, complaints),
    ):
        for query, said in (("decibelniveauer", True), ("trafiktal", True), ("cykelsti", False), ("bygger", False)):
            page.goto(f"{address}/soeg/?q={query}")
            page.wait_for_selector("#_antal[data-done]", state="attached")
            hit = page.locator("ol#results > li", has_text="Ny cykelsti")
            assert hit.locator("a").count() == 1
            assert str(hit.locator("a").get_attribute("href")).endswith("/havneby/sager/2024/sti/")
            assert ("Fundet i bilag: Støjberegning" in hit.inner_text()) == said, query
        assert complaints == []
