"""The command line: what it says where, and with which exit status it ends."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from conftest import ROOT, SMALL, tree, write

from builder import __version__
from builder.__main__ import main
from builder.diagnostics import TEXTS
from builder.options import CALL, CONTENT, DONE, MACHINE

CASE = "havneby/cases/2024/cykelsti.md"
GOOD = {**SMALL, CASE: "---\ntitle: Cykelsti\nhandlings:\n- body: kb\n  date: 2024-04-09\n  outcome: approved\n---\n"}
WRONG = {**SMALL, CASE: "---\ntitle: Cykelsti\nsumary: 5 % af vejen\n---\n[[intet]]\n", "pages/om.md": "Om\n"}
WARNED = {**GOOD, "havneby/cases/2024/cykelsti/skitse.pdf": b"%PDF"}
AT = ["--at", "2026-01-15T12:00"]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a command in a folder with the content given; exit status, standard output, standard error."""

    def call(command: str, files: dict[str, str | bytes], *arguments: str) -> tuple[int, str, str]:
        write(tmp_path / "content", files)
        search = ["--no-search"] if command == "build" else []
        status = main([command, *AT, *search, *arguments])
        said = capsys.readouterr()
        return status, said.out, said.err

    return call


Run = Callable[..., tuple[int, str, str]]


def script(arguments: Sequence[str], **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "builder", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize(
    ("files", "arguments", "status"),
    [
        (GOOD, [], DONE),
        (WRONG, [], CONTENT),
        (WARNED, [], DONE),
        ({}, [], CONTENT),
        (GOOD, ["--content", "nowhere"], CALL),
        (GOOD, ["--content", "content/_index.md"], CALL),
        (GOOD, ["--at", "yesterday"], CALL),
        (GOOD, ["--at", "2026-13-01"], CALL),
        (GOOD, ["--at", "9999-12-31T23:59-12:00"], CALL),
        (GOOD, ["--base-url", "http://["], CALL),
        (GOOD, ["--base-url", "javascript:alert(1)"], CALL),
        (GOOD, ["--base-url", "example.org"], CALL),
        (GOOD, ["--base-url", "https://example.org/?a=b"], CALL),
        (GOOD, ["--base-url", "https://example.org/arkiv"], DONE),
        (GOOD, ["--base-url", "/arkiv/"], DONE),
        (GOOD, ["--base-url", ""], DONE),
        (GOOD, ["--jobs", "2"], DONE),
        (GOOD, ["--templates", "nowhere"], CALL),
    ],
)
def test_the_exit_status_says_how_it_ended(
    command: str, files: dict[str, str | bytes], arguments: list[str], status: int, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "content").mkdir()
    assert run(command, files, *arguments)[0] == status
    if status != DONE:
        assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["destroy"],
        ["check", "--nonsense"],
        ["build", "--jobs", "many"],
        ["check", "--format", "xml"],
        ["build", "x"],
    ],
)
def test_a_call_that_cannot_be_parsed_has_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == CALL
    said = capsys.readouterr()
    assert said.out == ""
    assert "beslut" in said.err


@pytest.mark.parametrize("arguments", [["--help"], ["build", "--help"], ["check", "--help"]])
def test_help_goes_to_standard_output(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == DONE
    said = capsys.readouterr()
    assert said.out.startswith("usage: beslut")
    assert said.err == ""


def test_the_version_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == DONE
    assert capsys.readouterr().out == f"beslut {__version__}\n"


def test_findings_and_progress_go_to_standard_error(run: Run) -> None:
    status, out, err = run("check", WRONG)
    assert (status, out) == (CONTENT, "")
    lines = err.splitlines()
    assert lines[0] == "read 5/5"
    assert lines[1].startswith(f"error: {CASE}:3:1: unknown-key: sumary: the key sumary is not known here; ")
    assert lines[1].endswith("(did you mean »summary«?)")
    assert lines[2].startswith("error: pages/om.md:1:1: no-front-matter: ")
    assert re.fullmatch(r"checked: 2 errors, 0 warnings, \d+\.\d s", lines[3])
    assert len(lines) == 4


def test_a_build_sums_up_on_standard_output(run: Run, tmp_path: Path) -> None:
    status, out, err = run("build", WARNED)
    assert status == DONE
    count = len(tree(tmp_path / "site")) - 1  # all but the manifest
    made = re.fullmatch(
        r"(\d+) pages: (\d+) files written, 0 unchanged, 0 removed, \d+\.\d s; 0 errors, 1 warnings\n", out
    )
    assert made
    assert int(made[2]) == count
    assert 0 < int(made[1]) <= count
    assert "warning: havneby/cases/2024/cykelsti/skitse.pdf: unlisted-file: " in err

    again = run("build", WARNED)[1]
    assert re.match(rf"{made[1]} pages: 0 files written, {count} unchanged, 0 removed, ", again)


def test_a_build_that_fails_says_that_nothing_was_written(run: Run, tmp_path: Path) -> None:
    assert run("build", GOOD)[0] == DONE
    before = tree(tmp_path / "site")
    status, out, err = run("build", WRONG)
    assert (status, out) == (CONTENT, "nothing was written: 2 errors, 0 warnings\n")
    assert err.count("error: ") == 2
    assert tree(tmp_path / "site") == before


def test_a_check_writes_nothing_at_all(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "content", GOOD)
    before = tree(tmp_path)
    assert run("check", GOOD)[0] == DONE
    assert tree(tmp_path) == before


def test_a_check_of_the_working_folder_is_no_contradiction(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "content", GOOD)
    monkeypatch.chdir(tmp_path / "content")
    assert main(["check", *AT, "--content", "."]) == DONE


@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize(("files", "lines"), [(GOOD, 0), (WARNED, 1), (WRONG, 2)])
def test_quiet_says_nothing_but_what_is_wrong(
    command: str, files: dict[str, str | bytes], lines: int, run: Run
) -> None:
    _, out, err = run(command, files, "--quiet")
    assert out == ""
    assert len(err.splitlines()) == lines
    assert all(re.match("(error|warning): ", line) for line in err.splitlines())


@pytest.mark.parametrize(("files", "status"), [(GOOD, DONE), (WARNED, CONTENT), (WRONG, CONTENT)])
def test_warnings_count_as_errors_when_strict(files: dict[str, str | bytes], status: int, run: Run) -> None:
    assert run("check", files, "--strict")[0] == status


def test_findings_as_json(run: Run) -> None:
    status, out, err = run("check", WRONG, "--format", "json", "--quiet")
    assert (status, err) == (CONTENT, "")
    found = json.loads(out)
    assert [each["code"] for each in found] == ["unknown-key", "no-front-matter"]
    assert found[0] == {
        "path": CASE,
        "line": 3,
        "column": 1,
        "field": "sumary",
        "code": "unknown-key",
        "severity": "error",
        "message": "the key sumary is not known here; correct its spelling or delete it (did you mean »summary«?)",
        "suggestion": "summary",
    }


def test_no_findings_as_json_is_an_empty_list(run: Run) -> None:
    assert run("check", GOOD, "--format", "json", "--quiet") == (DONE, "[]\n", "")


def test_findings_as_annotations_of_github(run: Run) -> None:
    _, out, err = run("check", WRONG, "--format", "github", "--quiet")
    assert err == ""
    lines = out.splitlines()
    assert lines[0].startswith(f"::error file=content/{CASE},line=3,col=1,title=unknown-key::the key sumary is not")
    assert lines[1].startswith("::error file=content/pages/om.md,line=1,col=1,title=no-front-matter::the file does")
    assert len(lines) == 2


def test_annotations_of_github_cannot_be_forged(run: Run) -> None:
    evil = "---\ntitle: A\n'100 %0A::set-output name=a::b': 1\n---\n"
    _, out, _ = run("check", {**SMALL, "pages/a, b: c%.md": evil}, "--format", "github", "--quiet")
    assert out.startswith("::error file=content/pages/a%2C b%3A c%25.md,line=3,col=1,title=unknown-key::")
    assert "100 %250A" in out
    assert len(out.splitlines()) == 1


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_every_form_tells_every_finding(form: str, run: Run) -> None:
    status, out, err = run("check", {**WRONG, "README.txt": "x"}, "--format", form, "--quiet")
    assert status == CONTENT
    said = err if form == "text" else out
    assert all(said.count(code) == 1 for code in ("misplaced", "unknown-key", "no-front-matter"))


@pytest.mark.parametrize("name", ["LC_ALL", "LC_MESSAGES", "LANG"])
def test_messages_are_danish_where_the_user_is(name: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "da_DK.UTF-8")
    status, out, err = run("check", WRONG)
    assert status == CONTENT
    assert "unknown-key" in err
    assert "the key sumary is not known here" not in err
    assert "errors" not in err + out


@pytest.mark.parametrize("files", [{"index.html": "x"}, {"a/b": "x"}, {"manifest.json": "[]"}, {"manifest.json": "{}"}])
def test_a_folder_of_somebody_else_is_refused(files: dict[str, str], run: Run, tmp_path: Path) -> None:
    write(tmp_path / "site", files)
    before = tree(tmp_path / "site")
    status, out, err = run("build", GOOD)
    assert (status, out) == (CALL, "")
    assert "--output" in err
    assert tree(tmp_path / "site") == before


def test_a_manifest_that_points_out_of_the_folder_is_refused(run: Run, tmp_path: Path) -> None:
    forged = json.dumps({"generator": "beslut", "files": {"../victim": {"sha256": "x", "size": 1}}})
    write(tmp_path, {"site/manifest.json": forged, "victim": "x"})
    assert run("build", GOOD)[0] == CALL
    assert (tmp_path / "victim").exists()


def test_a_file_where_the_site_should_be_is_refused(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"site": "mine"})
    assert run("build", GOOD)[0] == CALL
    assert (tmp_path / "site").read_text() == "mine"


@pytest.mark.parametrize("output", ["content", "content/site", ".", ".."])
def test_site_and_content_cannot_lie_in_one_another(output: str, run: Run, tmp_path: Path) -> None:
    write(tmp_path / "content", GOOD)
    before = tree(tmp_path)
    assert run("build", GOOD, "--output", output)[0] == CALL
    assert tree(tmp_path) == before


@pytest.mark.parametrize("epoch", ["soon", "-1", "²", "99999999999999", "1e9"])
def test_a_source_date_epoch_that_is_none_is_refused(epoch: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    status, _, err = run("check", GOOD)
    assert status == CALL
    assert "SOURCE_DATE_EPOCH" in err


def test_a_machine_that_fails_has_status_3(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("builder.build.build", fail)
    status, out, err = run("build", GOOD)
    assert (status, out) == (MACHINE, "")
    assert "No space left on device" in err


def test_a_broken_template_is_told_with_its_line(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "templates", {"case.html": "\n{{ nothing }}\n"})
    status, out, err = run("build", GOOD)
    assert (status, tree(tmp_path / "site")) == (CONTENT, {})
    assert "error: case.html:2:" in err
    assert ": template: " in err
    assert out.startswith("nothing was written: 1 errors")


def test_the_command_runs_as_a_module(tmp_path: Path) -> None:
    write(tmp_path / "content", WRONG)
    found = script(["check", *AT, "--quiet"])
    assert (found.returncode, found.stdout) == (CONTENT, b"")
    assert found.stderr.count(b"error: ") == 2


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_a_terminal_without_danish_letters_gets_what_it_can_show(form: str, tmp_path: Path) -> None:
    write(tmp_path / "content", {**SMALL, "pages/på.md": "---\ntitle: A\nsumary: x\n---\n"})
    found = script(["check", *AT, "--format", form], PYTHONIOENCODING="ascii")
    assert found.returncode == CONTENT
    assert b"Traceback" not in found.stderr
    assert b"unknown-key" in found.stdout + found.stderr


def test_a_reader_that_goes_away_is_no_traceback(tmp_path: Path) -> None:
    keys = "".join(f"k{number}: x\n" for number in range(3000))  # more than a pipe holds
    write(tmp_path / "content", {**SMALL, CASE: f"---\ntitle: A\n{keys}---\n"})
    command = [sys.executable, "-m", "builder", "check", *AT, "--format", "json", "--quiet"]
    with subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == CONTENT


def test_no_front_matter_brings_the_process_down(tmp_path: Path) -> None:
    """Brackets in quotes once hid how deep the others nest, and libyaml ran out of stack: no exception to catch."""
    deep = "[" + '"]",[' * 100_000
    write(tmp_path / "content", {**SMALL, CASE: f"---\ntitle: A\nroute: {deep}\n---\n"})
    found = script(["check", *AT, "--quiet"])
    assert found.returncode == CONTENT
    assert found.stderr.startswith(f"error: {CASE}:2:1: too-deep: ".encode())


def test_every_code_is_one_the_program_knows_with_its_severity(run: Run) -> None:
    found = json.loads(run("check", {**WARNED, "pages/om.md": "Om\n"}, "--format", "json", "--quiet")[1])
    assert {each["code"]: each["severity"] for each in found} == {
        "unlisted-file": "warning",
        "no-front-matter": "error",
    }
    assert {each["code"] for each in found} <= set(TEXTS)


HEAVY = {"jinja2", "markdown", "nh3", "yaml", "watchdog", "pagefind", "pypdfium2", "Stemmer", "simplemma", "cbor2"}
OURS = {"sqlite3", "multiprocessing", "builder.commands", "builder.build"}


def loaded_by(*call: str, folder: Path = ROOT) -> set[str]:
    """The modules that are loaded when a command has ended."""
    code = (
        "import sys\nfrom builder.__main__ import main\ntry:\n    main(sys.argv[1:])\n"
        "except SystemExit:\n    pass\nprint('loaded:', *sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *call],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
        env={"LANG": "da", "PYTHONPATH": str(ROOT)},
    )
    return set(done.stdout.splitlines()[-1].removeprefix("loaded: ").split())


@pytest.mark.parametrize("call", [["--help"], ["build", "--help"], ["--version"]])
def test_help_waits_for_nothing_that_only_a_build_needs(call: list[str]) -> None:
    loaded = loaded_by(*call)
    assert "builder.__main__" in loaded
    assert (HEAVY | OURS) & loaded == set()


def test_a_build_with_nothing_to_do_loads_no_stage(tmp_path: Path) -> None:
    write(tmp_path / "content", GOOD)
    time.sleep(0.05)  # until the stamps of files prove something
    call = ("build", "--no-search", *AT)
    assert "builder.build" in loaded_by(*call, folder=tmp_path)
    loaded = loaded_by(*call, folder=tmp_path)
    assert "builder.unchanged" in loaded
    assert (HEAVY | {"builder.build", "builder.library", "builder.views", "importlib.metadata"}) & loaded == set()
