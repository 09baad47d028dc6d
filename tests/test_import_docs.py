"""The page on importing, held: its minutes are imported, and what it shows is what there was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from support.fences import FENCE
from support.walk import Step, Walk, steps

from builder.__main__ import main
from builder.build import check
from builder.options import Options

PAGE = (ROOT / "docs/redaktoer/import.md").read_text("utf-8")
MINUTES = "referat.txt"
AMENDED = "## Når referatet bliver rettet"
LATER = "## Det, arkivet husker"


class Reader(Walk):
    """Somebody who has the archive of the first page, and compares files with those that the page shows."""

    def _do(self, step: Step) -> None:
        if step.kind == "file":
            self.file = self.folder / step.more
            assert self.file.read_text("utf-8") == step.text, str(step)
        else:
            super()._do(step)


Seen = list[tuple[Step, str, str]]


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Reader, Seen]]:
    """The page, walked to the end of its example; what it shows beside what there was."""
    folder = tmp_path_factory.mktemp("import")
    content = folder / "content"
    assert main(["new", "archive", str(folder), "--title", "Beslutninger", "--language", "da"]) == 0
    assert main(["new", "authority", "--name", "Havneby Kommune", "--content", str(content)]) == 0
    (minutes,) = (fence[4] for fence in FENCE.finditer(PAGE) if fence[3].strip() == f"text {MINUTES}")
    reader = Reader(folder)
    first, rest = PAGE[: PAGE.index(LATER)].split(AMENDED)
    (folder / MINUTES).write_text(minutes, "utf-8")
    seen = list(reader.go(first))
    assert "`klokken 23` er blevet til `klokken 22`" in rest
    (folder / MINUTES).write_text(minutes.replace("klokken 23", "klokken 22"), "utf-8")
    yield reader, seen + list(reader.go(rest))
    reader.end()


def test_what_the_page_shows_is_what_is_seen(walked: tuple[Reader, Seen]) -> None:
    _, seen = walked
    assert len(seen) == PAGE.count("```text skærm\n") == 3
    for step, shown, there in seen:
        assert there == shown, str(step)


def test_three_corrections_are_kept_and_the_amended_minutes_come_in(walked: tuple[Reader, Seen]) -> None:
    reader, _ = walked
    text = reader.file.read_text("utf-8")
    corrected = [step for step in steps(PAGE) if step.kind == "correct"]
    assert len(corrected) == 3
    for step in corrected:
        assert f"{step.more}\n" in text
        assert f"{step.text}\n" not in text
    assert "slukkes klokken 22." in text
    assert "klokken 23" not in text


def test_the_archive_can_be_published(walked: tuple[Reader, Seen]) -> None:
    reader, _ = walked
    assert check(Options(content=reader.folder / "content", output=reader.folder / "site", cache=None)).findings == ()


def test_the_memory_repeats_no_word(walked: tuple[Reader, Seen]) -> None:
    reader, _ = walked
    memory = Path(reader.folder, "content/.imported.jsonl").read_text("utf-8")
    assert "lamper" not in memory.replace("lys-paa-cykelstien-langs-havnevej", "")
    assert "Lene Bang" not in memory
