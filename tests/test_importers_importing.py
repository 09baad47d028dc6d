"""`beslut import`: which file goes to whom, what is said where, and with which exit status it ends."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support.drafting import PATH, all_of, archive

from builder.__main__ import ORIGINS, main
from builder.importers import sources as registry
from builder.importers.drafts import Draft, Trouble
from builder.importers.importing import NO_FILE, UNKNOWN, Context, Source, run
from builder.importers.sources import SOURCES
from builder.model.values import Kind, Language
from builder.options import CALL, CONTENT, DONE, MACHINE

ODD = "no line of it is known; bring it in by hand"
seen: list[tuple[tuple[str, ...], Context]] = []


def drafts(names: Sequence[str], context: Context) -> Iterator[Draft | Trouble]:
    """A case for each file, whose title is what stands there; a warning where that is empty, none where it is bad."""
    seen.append((tuple(names), context))
    for name in names:
        text = Path(name).read_text("utf-8").removeprefix("TEST").strip()
        if text == "gone":
            raise OSError("the line is cut")
        if text in {"bad", ""}:
            yield Trouble(name, ODD, line=3, lost=bool(text))
        else:
            path = f"havneby/cases/2024/{Path(name).stem}.md"
            values = {"title": text, "summary": text, "access": "closed" if "hemmelig" in text else ""}
            yield Draft(path, Kind.CASE, f"test:{Path(name).stem}", values)


TEST = Source(lambda _name, head: head.startswith(b"TEST"), drafts)
WEB = Source(lambda name, _head: name.startswith("https://"), lambda names, _: (Trouble(each, ODD) for each in names))


@pytest.fixture
def call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    """Import files with the words given; exit status, standard output, standard error."""
    monkeypatch.setattr(registry, "SOURCES", {"minutes": TEST, "oparl": WEB})
    archive(tmp_path / "content")
    seen.clear()

    def import_(files: dict[str, str], *arguments: str) -> tuple[int, str, str]:
        for name, text in files.items():
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(text, "utf-8")
        status = main(["import", *files, *arguments])
        said = capsys.readouterr()
        return status, said.out, said.err

    return import_


Call = Callable[..., tuple[int, str, str]]


def test_a_file_comes_in(call: Call) -> None:
    status, out, err = call({"ny-sti.txt": "TEST Ny sti"})
    assert (status, err) == (DONE, "import 1/1\n")
    assert out.startswith("imported: 1 new files, 0 changed; ")
    assert Path("content", PATH).read_text("utf-8") == "---\ntitel: Ny sti\nresume: Ny sti\n---\n"
    status, out, _err = call({"ny-sti.txt": "TEST Ny sti"})
    assert (status, re.split("[,;] ", out)[2]) == (DONE, "1 as they were")


def test_one_bad_file_costs_only_itself(call: Call) -> None:
    status, out, err = call(
        {"a.txt": "TEST bad", "b.txt": "what?", "ny-sti.txt": "TEST Ny sti"}, "c.txt", "https://x.dk/"
    )
    assert status == CONTENT
    assert f"error: a.txt:3: {ODD}\n" in err
    assert f"error: b.txt: {UNKNOWN}\n" in err
    assert f"error: c.txt: {NO_FILE}\n" in err
    assert f"error: https://x.dk/: {ODD}\n" in err
    assert out.startswith("imported: 1 new files, ")
    assert ", 4 not imported; " in out


def test_a_warning_is_no_failure(call: Call) -> None:
    status, _out, err = call({"a.txt": "TEST"})
    assert status == DONE
    assert f"warning: a.txt:3: {ODD}\n" in err


def test_a_folder_stands_for_its_files(call: Call) -> None:
    call({"in/b/ny-sti.txt": "TEST Ny", "in/a.txt": "TEST A", "in/.hidden/x.txt": "TEST X"}, "--quiet")
    seen.clear()
    status, out, err = call({}, "in", "--quiet")
    assert (status, out, err) == (DONE, "", "")
    assert seen[0][0] == (str(Path("in/a.txt")), str(Path("in/b/ny-sti.txt")))


def test_what_is_asked_for_is_handed_on(call: Call) -> None:
    options = ["--authority", "havneby", "--body", "kb", "--jobs", "2", "--files", "f", "--report", "r.html"]
    call({"a.txt": "was this a test?"}, "--from", "minutes", *options)
    context = seen[0][1]
    assert (context.authority, context.body, context.jobs, context.files, context.report, context.language) == (
        "havneby",
        "kb",
        2,
        Path("f"),
        Path("r.html"),
        Language.DA,
    )


def test_both_values_are_shown_with_their_place(call: Call) -> None:
    call({"ny-sti.txt": "TEST Ny sti"})
    file = Path("content", PATH)
    file.write_text(file.read_text("utf-8").replace("resume: Ny sti", "resume: Min"), "utf-8")
    status, out, err = call({"ny-sti.txt": "TEST Nyere"})
    assert status == DONE
    assert f"warning: {PATH}:3: resume: changed here and by test:ny-sti: here “Min”, there “Nyere”; " in err
    assert ", 1 to be looked at; " in out


def test_what_is_closed_is_not_shown(call: Call) -> None:
    call({"ny-sti.txt": "TEST hemmelig"})
    file = Path("content", PATH)
    file.write_text(file.read_text("utf-8").replace("resume: hemmelig", "resume: min"), "utf-8")
    _status, _out, err = call({"ny-sti.txt": "TEST hemmelig sag"})
    assert f"warning: {PATH}:3: resume: test:ny-sti says otherwise" in err
    assert "hemmelig" not in err
    assert "hemmelig" not in Path("content/.imported.jsonl").read_text("utf-8")


def test_a_dry_run_shows_what_would_be_written(call: Call) -> None:
    before = all_of(Path("content"))
    status, out, _err = call({"ny-sti.txt": "TEST Ny sti 010190-1234"}, "--dry-run")
    assert status == DONE
    assert all_of(Path("content")) == before
    assert out.startswith(f"--- /dev/null\n+++ b/{PATH}\n@@ -0,0 +1,4 @@\n+---\n+titel: Ny sti ")
    assert "1234" not in out
    assert "\nnothing was written; it would be 1 new files, " in out


def test_broken_lines_of_the_memory_stop_the_import(call: Call) -> None:
    call({"ny-sti.txt": "TEST Ny sti"})
    memory = Path("content/.imported.jsonl")
    memory.write_text("<<<<<<< HEAD\n" + memory.read_text("utf-8"), "utf-8")
    before = all_of(Path("content"))
    status, _out, err = call({"ny-sti.txt": "TEST Nyere"}, "--quiet")
    assert status == CONTENT
    assert err.startswith(f"{Path('content/.imported.jsonl')}:1: this is no line of what was imported before")
    assert all_of(Path("content")) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--content", "nowhere"], "there is no folder nowhere"),
        (["--from", "firstagenda"], "this version has no import from firstagenda; there is minutes, oparl"),
    ],
)
def test_a_wrong_call_does_nothing(call: Call, arguments: list[str], said: str) -> None:
    status, out, err = call({"ny-sti.txt": "TEST Ny sti"}, *arguments)
    assert (status, out) == (CALL, "")
    assert err.startswith(said)
    assert not Path("content", PATH).exists()


def test_where_the_machine_fails_the_rest_is_whole(call: Call) -> None:
    status, _out, err = call({"a.txt": "TEST A", "b.txt": "TEST gone"}, "--quiet")
    assert (status, err) == (MACHINE, "the machine failed: the line is cut\n")
    assert Path("content/havneby/cases/2024/a.md").exists()
    status, out, _err = call({"a.txt": "TEST A"})
    assert (status, re.split("[,;] ", out)[2]) == (DONE, "1 as they were")


def test_every_source_can_be_named() -> None:
    assert set(SOURCES) <= set(ORIGINS) - {"auto"}


def test_each_source_is_asked_once(tmp_path: Path) -> None:
    asked: list[Any] = []

    def note(names: Sequence[str], _context: Context) -> Iterator[Draft]:
        asked.append(list(names))
        return iter(())

    known = {end: Source(lambda name, _head, end=end: name.endswith(end), note) for end in (".a", ".b")}  # type: ignore[misc]
    names = [str(tmp_path / each) for each in ("1.a", "2.b", "3.a")]
    for each in names:
        Path(each).write_text("x")
    run(names, Context(archive(tmp_path / "content"), date(2026, 1, 1)), known=known)
    assert asked == [[names[0], names[2]], [names[1]]]
