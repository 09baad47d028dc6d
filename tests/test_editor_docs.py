"""The pages for editors, held: the steps are taken one by one, and what the cheat sheet says is so."""

from __future__ import annotations

import re
import socket
import tomllib
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from browser import chromium, needs_chromium
from conftest import AUTHORITY, BODY, ROOT, SMALL, options, write
from markdown import markdown
from pypdfium2 import PdfDocument
from support.fences import FENCE
from support.pdf import pdf
from support.screenshots import LARGEST, PICTURES
from support.walk import Step, Walk, plain, steps

from builder.__main__ import main
from builder.build import build, check
from builder.markup import render
from builder.model.keys import Choice, Many, keys_of
from builder.model.parts import Handling
from builder.model.records import RECORDS
from builder.model.values import Kind
from builder.scaffold import archive
from builder.schema import read

FOLDER = ROOT / "docs/redaktoer"
START, SHEET = ((FOLDER / f"{name}.md").read_text("utf-8") for name in ("kom-i-gang", "huskeseddel"))
FIRST, SECOND = "ny-cykelsti-langs-havnevej", "lys-paa-cykelstien"
CASES = "havneby-kommune/sager/2024"

# --- the first case in ten minutes ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Walk, list[tuple[Step, str, str]]]]:
    """The page, walked to its end in an empty folder; what it shows beside what there was."""
    walk = Walk(tmp_path_factory.mktemp("sekretaer"))
    try:
        yield walk, list(walk.go(START))
    finally:
        walk.end()


def test_what_the_page_shows_is_what_is_seen(walked: tuple[Walk, list[tuple[Step, str, str]]]) -> None:
    _, seen = walked
    told = [step for step in steps(START) if step.kind in {"screen", "preview"}]
    assert [step for step, _, _ in seen] == told
    assert {step.kind for step in told} == {"screen", "preview"}
    for step, shown, there in seen:
        assert there == shown, str(step)


def test_in_the_end_the_site_is_there_with_all_that_was_written(
    walked: tuple[Walk, list[tuple[Step, str, str]]],
) -> None:
    walk, _ = walked
    site = walk.folder / "site"
    first = (site / CASES / FIRST / "index.html").read_text("utf-8")
    second = (site / CASES / SECOND / "index.html").read_text("utf-8")
    assert "Endeligt besluttet" in first
    assert "Børnene får en sikker vej til skole." in first  # as the form has it
    assert "<li>at cykelstien bliver anlagt</li>" in first
    assert f'href="/{CASES}/{FIRST}/">sagen om cykelstien</a>' in second
    assert re.search(rf'href="/{CASES}/{FIRST}/"[^>]*>24/1234</a>', second)
    assert (site / CASES / SECOND / "skitse.pdf").read_bytes().startswith(b"%PDF")
    meeting = (site / "havneby-kommune/kb/2024-04-09/index.html").read_text("utf-8")
    assert "Rådhuset" in meeting
    assert FIRST in meeting
    assert not check(options(walk.folder / "content", site)).findings


def test_the_form_changed_the_summary_and_nothing_else(walked: tuple[Walk, list[tuple[Step, str, str]]]) -> None:
    walk, _ = walked
    written = next(step for step in steps(START) if step.kind == "file" and FIRST in step.more)
    (said,) = (step.text for step in steps(START) if step.kind == "form")
    expected = re.sub(r"^resume: .*$", f"resume: {said}", written.text, flags=re.MULTILINE)
    there = (walk.folder / written.more).read_text("utf-8")
    assert re.sub(r"^id: .*$", "", there, flags=re.MULTILINE) == re.sub(r"^id: .*$", "", expected, flags=re.MULTILINE)


def test_the_page_is_walked_whole() -> None:
    """No command, file, picture or correction of it is passed over."""
    kinds = [step.kind for step in steps(START)]
    assert kinds.count("command") == len(re.findall(r"^```sh\n", START, re.MULTILINE))
    assert kinds.count("file") == len(re.findall(r"^```markdown ", START, re.MULTILINE))
    assert kinds.count("picture") == START.count("![") == len(PICTURES)
    assert kinds.count("correct") == len(re.findall(r"\bRet\s+`", START))
    assert (kinds.count("form"), kinds.count("folder"), kinds.count("pdf")) == (1, 1, 1)
    fences = [match[3].strip() for match in FENCE.finditer(START)]
    assert {each.partition(" ")[0] for each in fences} == {"sh", "text", "markdown"}
    assert all(each.endswith((" skærm", " forhåndsvisning")) for each in fences if each.startswith("text"))


def test_every_picture_is_one_that_is_taken_anew_and_is_small() -> None:
    shown = [Path(step.text).name for step in steps(START) if step.kind == "picture"]
    assert shown == list(PICTURES)
    for name in shown:
        data = (ROOT / "docs/images" / name).read_bytes()
        assert data.startswith(b"\x89PNG")
        assert len(data) <= LARGEST
    assert {file.name for file in (ROOT / "docs/images").glob("redaktoer-*")} == set(shown)


def test_what_must_be_installed_is_told_as_the_project_says_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert f"pip install {project['name']}`" in START
    assert set(re.findall(r"Python (\d\.\d+)", START)) == {project["requires-python"].removeprefix(">=")}


def test_what_is_said_when_it_will_not_work_is_what_the_program_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "da_DK.UTF-8")
    told = re.findall(r"^\| `([^`]+)` \|", START[START.index("## Hvis det driller") :], re.MULTILINE)
    assert main(["check"]) == 2
    (tmp_path / "content").mkdir()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert main(["serve", "--port", port]) == 2
    said = capsys.readouterr().err.replace(port, "8000")
    assert len(told) == 2
    assert [words for words in told if words not in said] == []


def test_what_differs_from_run_to_run_is_all_that_is_not_compared() -> None:
    said = "[09:08:07] 1 fejl\nvist på http://127.0.0.1:40123/ \n3 sider, 12,5 s\n"
    assert plain(said) == "[00:00:00] 1 fejl\nvist på http://127.0.0.1:8000/\n3 sider, 0,0 s"
    assert plain("a:13:11: fejl") == "a:13:11: fejl"


# --- the cheat sheet ------------------------------------------------------------------------------------------


def rows(heading: str, columns: int) -> list[list[str]]:
    """The table below a heading of the cheat sheet, or the first of the page."""
    part = SHEET[SHEET.index(heading) :] if heading else SHEET
    table = re.search(r"(?:^\|.*\|\n)+", part, re.MULTILINE)
    assert table
    split = [re.split(r"(?<!\\)\|", line.strip("|")) for line in table[0].splitlines()]
    assert all(len(row) == columns for row in split)
    return [[cell.strip().replace("\\|", "|") for cell in row] for row in split[2:]]


def surroundings() -> dict[str, str | bytes]:
    return {
        **SMALL,
        "havneby/_index.md": AUTHORITY,
        "havneby/bodies/kb.md": BODY,
        "havneby/cases/2024/lys.md": "---\ntitle: Lys på stien\n---\n",
        "havneby/cases/2024/cykelsti/skitse.pdf": pdf("Skitse"),
    }


def example() -> tuple[str, str]:
    """The case of the cheat sheet: its path below `content/`, and its text."""
    (match,) = FENCE.finditer(SHEET)
    language, path = match[3].split()
    assert language == "markdown"
    return path.removeprefix("content/"), match[4]


def test_the_case_of_the_cheat_sheet_is_good(tmp_path: Path) -> None:
    path, text = example()
    assert f"`content/{path}`" in SHEET
    content = write(tmp_path / "content", {**surroundings(), path: text})
    result = build(options(content, tmp_path / "site"))
    assert result.findings == ()
    page = (tmp_path / "site/havneby/sager/2024/cykelsti/index.html").read_text("utf-8")
    assert ">sagen om lys</a>" in page
    assert "Endeligt besluttet" in page


def test_the_cheat_sheet_names_every_value_of_role_and_outcome() -> None:
    told = {name.strip("`"): re.findall(r"`([^`]+)`", values) for name, values in rows("", 2)}
    for key in keys_of(Handling):
        type_ = key.type.of if isinstance(key.type, Many) else key.type
        if key.name in {"role", "outcome"}:
            assert isinstance(type_, Choice)
            assert told[key.danish] == [each.danish for each in type_.members]
    days = [
        read(f"---\ntitle: A\nhandlings:\n- body: kb\n  date: {day}\n---\n", "x.md", Kind.CASE) for day in told["dato"]
    ]
    assert len({each.record.handlings[0].date for each in days}) == 1


def test_the_fields_of_the_cheat_sheet_are_fields() -> None:
    known = {key.danish for cls in (RECORDS[Kind.CASE], Handling) for key in keys_of(cls)}
    assert {name.strip("`") for name, _ in rows("", 2)} <= known


@pytest.mark.parametrize(
    ("value", "good"), [('"Havnen: en plan"', True), ("Havnen: en plan", False), ('"A #1"', True), ("A #1", False)]
)
def test_what_must_stand_in_quotation_marks_must(value: str, good: bool) -> None:
    assert "kolon eller `#`" in SHEET
    reading = read(f"---\ntitel: {value}\n---\n", "x.md", Kind.CASE)
    assert (not reading.findings and reading.record.title == value.strip('"')) is good


ELEMENTS = {
    "en overskrift": r"<h2[^>]*>.*Økonomi</h2>",
    "et punkt på en liste": r"<ul>\s*<li>Lamper</li>",
    "et punkt på en liste med tal": r"<ol>\s*<li>Udbud</li>",
    "fed skrift": r"<strong>vigtigt</strong>",
    "kursiv": r"<em>cirka</em>",
    "et citat": r"<blockquote>\s*<p>Godkendt.</p>",
    "et link til en anden hjemmeside": r'<a href="https://www.retsinformation.dk/"[^>]*>loven</a>',
    "et nyt afsnit": r"<p>Et</p>\s*<p>To</p>",
}


def test_markdown_becomes_what_the_cheat_sheet_says(tmp_path: Path) -> None:
    told = rows("## Teksten", 2)
    for written, becomes in told:
        text = "Et\n\nTo" if written == "en tom linje" else written.strip("`")
        if becomes in ELEMENTS:
            assert re.search(ELEMENTS[becomes], unescape(render(text).html)), written
    links = [written.strip("`") for written, becomes in told if becomes not in ELEMENTS]
    assert len(links) + len(ELEMENTS) == len(told)
    text = "---\ntitel: Prøve\n---\n" + "\n\n".join(links) + "\n"
    content = write(tmp_path / "content", {**surroundings(), "havneby/cases/2024/a.md": text})
    assert build(options(content, tmp_path / "site")).findings == ()
    page = (tmp_path / "site/havneby/sager/2024/a/index.html").read_text("utf-8")
    assert [
        re.search(rf'href="/havneby/sager/2024/lys/">{words}</a>', page) is not None
        for words in ("Lys på stien", "lys")
    ]


# What each word of the table of access stands for, in a case where each of them can be told from all else.
MARKS = {
    "titel": "Hemmeligheden",
    "sagsnummer": "24/9876",
    "resume": "Resumemærke",
    "emner": "emnemærke",
    "tekst": "Tekstmærke",
    "udfald": "Delvist godkendt",
    "ordlyd": "Ordlydsmærke",
    "stemmer": "Stemmemærke",
    "bilag": "Bilagsmærke",
    "organ": "Byrådet",
    "offentlig titel": "Udadtil",
    "offentlig beslutning": "Sagt udadtil",
    "hjemmel": "Hjemmelsmærke",
    "bilagets titel": "Bilagsmærke",
    "fil": "skitse.pdf",
    "bilagets nummer": "45678/24",
    "grund": "Grundmærke",
}
PLANTED = """---
id: k7f3q9zt
titel: Hemmeligheden
sagsnummer: 24/9876
resume: Resumemærke.
emner:
- emnemærke
{i sagen}behandlinger:
- organ: kb
  dato: 2024-04-09
  rolle: beslutning
  udfald: delvist godkendt
  ordlyd: Ordlydsmærke.
  stemmer:
    for: [Stemmemærke]
{i en behandling}bilag:
- titel: Bilagsmærke
  nummer: 45678/24
  fil: skitse.pdf
{i et bilag}---
Tekstmærke.
"""
BESIDE = {
    "i sagen": "{}\noffentlig titel: Udadtil\noffentlig beslutning: Sagt udadtil.\n",
    "i en behandling": "  {}\n  hjemmel: Hjemmelsmærke\n",
    "i et bilag": "  {}\n  grund: Grundmærke\n",
}


def words_of(cell: str) -> list[str]:
    return [each.strip("` ") for each in re.split(r",| og ", cell)]


@pytest.mark.parametrize("row", rows("## Det, ikke alle må se", 4), ids=lambda row: row[1])
def test_what_is_closed_is_gone_and_the_rest_is_there(tmp_path: Path, row: list[str]) -> None:
    written, where, gone, left = row
    planted = PLANTED
    for place, beside in BESIDE.items():
        planted = planted.replace(f"{{{place}}}", beside.format(written.strip("`")) if place == where else "")
    folder = "havneby/cases/2024"
    files = {
        f"{folder}/a.md": planted,
        f"{folder}/a/skitse.pdf": pdf("Skitse"),
        f"{folder}/b.md": "---\ntitel: B\n---\n",
    }
    content = write(tmp_path / "content", {**surroundings(), **files})
    (content / f"{folder}/cykelsti/skitse.pdf").unlink()
    assert build(options(content, tmp_path / "site")).written
    files_there = [file for file in (tmp_path / "site").rglob("*") if file.is_file()]
    site = "".join(f"{file}\n{file.read_bytes().decode('utf-8', 'replace')}" for file in files_there)
    pages = "".join(file.read_text("utf-8") for file in files_there if "sager" in file.parts and file.suffix == ".html")
    assert [word for word in words_of(gone) if MARKS[word] in (pages if word == "udfald" else site)] == []
    assert [word for word in words_of(left) if MARKS[word] not in pages] == []


def test_every_mark_is_seen_where_nothing_is_closed(tmp_path: Path) -> None:
    """Else that it is gone would say nothing."""
    open_ = re.sub(r"\{[^}]*\}", "", PLANTED)
    files = {"havneby/cases/2024/a.md": open_, "havneby/cases/2024/a/skitse.pdf": pdf("Skitse")}
    content = write(tmp_path / "content", {**surroundings(), **files})
    assert build(options(content, tmp_path / "site")).written
    page = (tmp_path / "site/havneby/sager/2024/a/index.html").read_text("utf-8")
    beside = {"offentlig titel", "offentlig beslutning", "hjemmel", "grund"}
    assert [word for word, mark in MARKS.items() if word not in beside and mark not in page] == []


PRINT = """
@page { size: A4; margin: 10mm } body { font: 8.5pt/1.2 sans-serif; margin: 0 } pre, code { font-size: 8pt }
h1 { font-size: 13pt; margin: 0 } h2 { font-size: 10pt; margin: 5pt 0 2pt } p, ol, pre { margin: 3pt 0 }
table { border-collapse: collapse } th, td { border: 1px solid; padding: 0 3pt; text-align: left }
"""


@pytest.mark.browser
@needs_chromium
def test_the_cheat_sheet_fits_on_one_page(tmp_path: Path) -> None:
    """Printed on A4 in letters of 8.5 points."""
    plain_fence = re.sub(r"^```.*$", "```", SHEET, flags=re.MULTILINE)
    page_of_it = markdown(plain_fence, extensions=["tables", "fenced_code"])
    with chromium() as browser:
        page = browser.new_page()
        page.set_content(f"<!doctype html><meta charset=utf-8><style>{PRINT}</style>{page_of_it}")
        page.pdf(path=tmp_path / "a4.pdf", prefer_css_page_size=True)
    with PdfDocument(tmp_path / "a4.pdf") as printed:
        assert len(printed) == 1


# --- VS Code --------------------------------------------------------------------------------------------------


def test_the_page_on_vs_code_speaks_of_what_a_new_archive_holds() -> None:
    from builder.messages import translations

    page = (FOLDER / "vscode.md").read_text("utf-8")
    files = archive("A", language="da", danish=True, translate=translations("da").gettext, write=lambda words, _: words)
    assert '"label": "Forhåndsvisning"' in files[".vscode/tasks.json"]
    assert '"runOn": "folderOpen"' in files[".vscode/tasks.json"]
    assert "*Forhåndsvisning*" in page
