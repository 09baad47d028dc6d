"""The page on what was imported: source beside files, as the files have it; for everyone; nothing gets out of hand."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import browser
import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html
from support.meetings import TITLE, archive, minutes

from builder.__main__ import main
from builder.importers.council import NO_PAGE
from builder.importers.sheet import _parts

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CASE = "havneby/cases/2024/lys-paa-cykelstien.md"
HOSTILE = "</ol><script>alert(1)</script> & <img src=x onerror=alert(2)> \"quoted\" 'so'"


def page(tmp_path: Path, *files: Path) -> Any:
    """The page of an import of files into a new archive, parsed."""
    content = archive(tmp_path / "archive")
    report = tmp_path / "report.html"
    assert main(["import", *map(str, files), "--content", str(content), "--report", str(report)]) in {0, 1}
    return html.fromstring(report.read_text("utf-8"))


def find(node: Any, selector: str) -> list[Any]:
    """The nodes that a row of steps leads to, each `.class` or the name of an element."""
    way = ""
    for step in selector.split():
        way += f"//*[contains(concat(' ', @class, ' '), ' {step[1:]} ')]" if step[0] == "." else f"//{step}"
    return list(node.xpath(f".{way}"))


def words(node: Any) -> str:
    """The text of a node with single spaces."""
    return " ".join(node.text_content().split())


def test_a_point_stands_beside_its_file(tmp_path: Path) -> None:
    made = page(tmp_path, minutes(tmp_path))
    (pair,) = (each for each in find(made, ".pair") if TITLE in "".join(map(words, find(each, "h3"))))
    assert words(find(pair, ".source li")[0]) == f"2. {TITLE}"
    assert [words(each) for each in find(pair, ".path")] == [CASE]
    assert "Side 1 af 1" not in words(find(pair, ".text")[0])


def test_the_meeting_stands_beside_the_head_and_says_where_its_points_are(tmp_path: Path) -> None:
    first, routine, *_ = find(page(tmp_path, minutes(tmp_path)), ".pair")
    assert words(find(first, ".path")[0]) == "havneby/meetings/2024-05-14-tmu.md"
    assert words(find(first, ".source li")[0]) == "Havneby Kommune"
    assert "havneby/meetings/2024-05-14-tmu.md" in words(find(routine, "p")[0])


def test_keys_and_values_are_those_of_the_file(tmp_path: Path) -> None:
    made = page(tmp_path, minutes(tmp_path))
    (file,) = (each for each in find(made, ".file") if words(find(each, ".path")[0]) == CASE)
    rows = [(words(each.find("dt")), words(each.find("dd"))) for each in find(file, "dl div")]
    written = (tmp_path / "archive/content" / CASE).read_text("utf-8")
    assert {("titel", TITLE), ("behandlinger[0]", ""), ("organ", "tmu"), ("punkt", "2")} <= set(rows)
    assert any(name == "udfald" and value.startswith("godkendt") for name, value in rows)
    said = [(name, value) for name, value in rows if value and "(" not in value]
    assert len(said) > 10
    for name, value in said:
        assert re.search(
            rf"^[- ]*{re.escape(name)}: (?:\n- )?{re.escape(value)}$",
            written.replace("sagsgang:", "sagsgang: "),
            re.MULTILINE,
        ), name
    assert "outcome" not in words(file)


def test_what_is_unsure_is_marked_and_leads_to_its_line(tmp_path: Path) -> None:
    made = page(tmp_path, minutes(tmp_path))
    marked = {words(each.find("dt")): each for each in find(made, ".unsure")}
    assert set(marked) == {"beløb", "rolle", "udfald"}
    (link,) = find(marked["udfald"], "a")
    line = made.get_element_by_id(link.get("href").removeprefix("#"))
    assert words(line).startswith("Udvalget godkendte")
    assert line.get("value") in words(link)
    counts = [words(each) for each in find(made, ".contents .few")]
    assert counts == ["at se efter: 3", "at se efter: 3"]


def test_lines_say_what_became_of_them(tmp_path: Path) -> None:
    made = page(tmp_path, minutes(tmp_path))
    became = {words(each): each.get("class") for each in find(made, ".source li")}
    assert became["Side 1 af 1"] == "dropped"
    assert became["Mødedato: 14. maj 2024"] == "told"
    assert became["Udvalget godkendte indstillingen, idet lamperne slukkes klokken 23."] == "placed"


def test_every_line_of_the_source_stands_there_once_and_in_order(tmp_path: Path) -> None:
    file = minutes(tmp_path, ("Nyt busskur", "Godkendt."), ("Eventuelt", "Intet."))
    shown = [words(each) for each in find(page(tmp_path, file), ".source li")]
    assert shown == [line for line in file.read_text("utf-8").split("\n") if line]


def test_the_contents_lead_to_each_point(tmp_path: Path) -> None:
    made = page(tmp_path, minutes(tmp_path, ("Nyt busskur", "Godkendt.")))
    links = {words(each): each.get("href") for each in find(made, ".contents ol ol a")}
    assert list(links) == ["1. Godkendelse af dagsorden", f"2. {TITLE}", "3. Nyt busskur"]
    for name, href in links.items():
        assert words(find(made.get_element_by_id(href.removeprefix("#")), "h3")[0]) == name


def test_what_could_not_be_read_is_told_first(tmp_path: Path) -> None:
    broken = tmp_path / "<b>tom</b>.txt".replace("/", "")
    broken.write_text("", "utf-8")
    made = page(tmp_path, minutes(tmp_path), broken)
    assert "<b>tom<b>.txt" in words(find(made, "main .note")[0])
    assert made.xpath("//main//b") == []


def test_a_hostile_source_is_text(tmp_path: Path) -> None:
    file = minutes(tmp_path, (HOSTILE, f"Godkendt, idet {HOSTILE} gælder."), name="<i>x.txt")
    made = page(tmp_path, file)
    assert made.xpath("//script | //img | //i | //*[@onerror]") == []
    assert any(HOSTILE in words(each) for each in find(made, ".source li"))
    assert any(HOSTILE in words(each) for each in find(made, "dd"))


@pytest.mark.parametrize(
    ("text", "repairs", "parts"),
    [
        ("På mødet", (("modet", "mødet"),), [("På ", ""), ("mødet", "modet")]),
        ("så så", (("sa", "så"), ("sd", "så")), [("så", "sa"), (" ", ""), ("så", "sd")]),
        ("intet", (("x", "y"),), [("", "x"), ("intet", "")]),
        ("", (), []),
    ],
)
def test_a_repaired_word_stands_behind_what_it_was(
    text: str, repairs: tuple[tuple[str, str], ...], parts: list[tuple[str, str]]
) -> None:
    assert list(_parts(text, repairs)) == parts


@browser.needs_chromium
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(tmp_path: Path, width: int, theme: str) -> None:
    page(tmp_path, minutes(tmp_path, (HOSTILE, "Godkendt."), ("L" * 200, "Udsat.")), tmp_path / "none.txt")
    with browser.served(tmp_path) as address, browser.chromium() as opened:
        shown = opened.new_page(viewport={"width": width, "height": 800}, color_scheme=theme, bypass_csp=True)
        shown.goto(f"{address}/report.html")
        answer = Axe().run(shown, options={"runOnly": TAGS})
        assert answer.response["passes"]
        assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in answer.response["violations"]] == []
        assert shown.evaluate("document.documentElement.scrollWidth") == width


def test_records_have_no_page_and_that_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = {"type": "https://schema.oparl.org/1.1/Body", "id": "https://x.example/body/1", "name": "Havneby"}
    (tmp_path / "records.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    report = tmp_path / "report.html"
    options = ["--content", str(archive(tmp_path / "archive")), "--report", str(report)]
    assert main(["import", str(tmp_path / "records.jsonl"), *options]) == 0
    out, err = capsys.readouterr()
    assert f"warning: {report}: {NO_PAGE}\n" in err
    assert str(report) not in out
    assert not report.exists()


def test_a_page_that_has_no_folder_stops_the_import(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = archive(tmp_path / "archive")
    report = tmp_path / "none/report.html"
    assert main(["import", str(minutes(tmp_path)), "--content", str(content), "--report", str(report)]) == 2
    assert str(report) in capsys.readouterr().err
    assert not (content / CASE).exists()
