"""The bench: the archive it invents, the meters, the page of figures. Whether anything is fast is not asked here."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, options, tree

from bench import layouts, meter, serving, table
from bench.__main__ import one_after_another
from bench.corpus import AUTHORITIES, COMMITTEES, DEBIAN, FIRST_YEAR, YEARS, Case, invent, word_list
from bench.tools import beslut
from builder.build import build, check

WORDS = tuple(f"ord{number}" for number in range(500))


@pytest.fixture(scope="module")
def cases() -> tuple[Case, ...]:
    return invent(120, word_list())


# --- the archive ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", [layouts.beslut, layouts.yaml_pages, layouts.pelican_pages])
def test_the_same_seed_gives_the_same_bytes(layout: layouts.Layout, tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        layout(invent(40, WORDS, seed), tmp_path / name)
    one, again, other = (tree(tmp_path / name) for name in ("one", "again", "other"))
    assert one == again
    assert one != other
    assert sum(path.endswith(".md") for path in one) >= 40


def test_another_interpreter_invents_the_same(tmp_path: Path) -> None:
    """Nothing hangs on the order of a set."""
    program = "import sys; from bench.corpus import invent; print(invent(20, tuple(sys.argv[1:])))"
    said = {
        subprocess.run(
            [sys.executable, "-c", program, *WORDS],
            env={"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            cwd=tmp_path,
            capture_output=True,
            check=True,
        ).stdout.decode()
        for seed in ("1", "2")
    }
    assert said == {f"{invent(20, WORDS)}\n"}


def test_the_archive_has_what_real_ones_have(cases: tuple[Case, ...]) -> None:
    assert {case.day.year for case in cases} == set(range(FIRST_YEAR, FIRST_YEAR + YEARS))
    assert {case.authority for case in cases} == set(AUTHORITIES)
    assert {case.body for case in cases} == {name for name, _ in COMMITTEES}
    assert len({case.number for case in cases}) == len(cases)
    texts = "\n".join(case.text for case in cases)
    for part in ("\n- ", "\n1. ", "\n    - ", "\n| --- |", "\n> ", "**", "](https://", "\n### "):
        assert part in texts, part
    assert any(case.to_council for case in cases)
    assert any(not case.places for case in cases)
    assert {case.outcome for case in cases} >= {"approved", "rejected", "postponed"}
    numbers = {case.number for case in cases}
    named = [case.text.count("sag " + number) for case in cases for number in numbers]
    assert sum(named) >= 2 * len(cases)


def test_beslut_finds_nothing_wrong_with_it(cases: tuple[Case, ...], tmp_path: Path) -> None:
    layouts.beslut(cases, tmp_path)
    assert check(options(tmp_path / "content", tmp_path / "site")).findings == ()
    sizes = [(tmp_path / "content" / layouts.beslut_file(case)).stat().st_size for case in cases]
    assert 3_500 < sum(sizes) / len(sizes) < 5_000


def test_its_pages_are_where_the_bench_looks_for_them(cases: tuple[Case, ...], tmp_path: Path) -> None:
    layouts.beslut(cases, tmp_path)
    build(options(tmp_path / "content", tmp_path / "site"))
    for case in cases:
        assert case.title in (tmp_path / f"site{layouts.beslut_page(case)}index.html").read_text("utf-8")
    assert beslut().pages(tmp_path) == len(list((tmp_path / "site").rglob("*.html"))) > len(cases)


def test_references_are_links_for_the_peers() -> None:
    assert layouts.linked("Se sag 14/1023.") == "Se sag [14/1023](/2014/14-1023/)."


def test_there_are_words_without_the_list(tmp_path: Path) -> None:
    found = word_list(tmp_path / "none")
    assert len(found) > 10_000
    assert {"kommune", "skole"} <= set(found)
    assert list(found) == sorted(set(found))
    if DEBIAN.is_file():
        assert word_list() != found


# --- the meters -----------------------------------------------------------------------------------------------

MEBIBYTE = 2**20
HOLDS = "import sys, time; held = bytearray(b'x') * ({size} << 20); print('ready', flush=True); time.sleep(60)"
TWO = f"""
import subprocess, sys
program = {HOLDS!r}
call = [sys.executable, "-c"]
held = [subprocess.Popen([*call, program.format(size=size)], stdout=subprocess.PIPE) for size in (60, 80)]
for each in held:
    each.stdout.readline()
print("ready", flush=True)
sys.stdin.read()
for each in held:
    each.kill()
    each.wait()
"""
needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="no /proc on this machine")


@contextmanager
def holding() -> Iterator[int]:
    """A process whose two children hold 60 and 80 MiB."""
    with subprocess.Popen(
        [sys.executable, "-c", TWO], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        yield process.pid


@needs_proc
def test_memory_is_summed_over_the_tree() -> None:
    with holding() as root:
        processes = meter.family(root)
        assert root in processes
        assert len(processes) == 3
        alone, together = meter.memory_of({root}), meter.memory_of(processes)
    assert together - alone > 140 * MEBIBYTE
    assert alone < 60 * MEBIBYTE
    assert meter.memory_of({root}) == 0  # it has ended


@needs_proc
def test_the_fullest_moment_counts() -> None:
    program = "import time; held = bytearray(b'x') * (90 << 20); time.sleep(0.5); del held; time.sleep(0.2)"
    process = subprocess.Popen([sys.executable, "-c", program], start_new_session=True)
    peak = meter.Peak(process.pid)
    process.wait()
    assert peak.end() > 90 * MEBIBYTE


@needs_proc
def test_shared_memory_counts_once(tmp_path: Path) -> None:
    """Forked workers share what was there before; of four processes the sum of what is resident is 400 MiB."""
    program = (
        "import os, time\nheld = bytearray(b'x') * (100 << 20)\n"  # and then a fork in each of two
        "os.fork()\nos.fork()\ntime.sleep(0.6)\n"
    )
    cost = meter.run([sys.executable, "-c", program], tmp_path, memory=True)
    assert cost.memory is not None
    assert 100 < cost.memory < 200


def test_the_time_of_children_counts(tmp_path: Path) -> None:
    """A child that works is waited for by its parent, which does nothing."""
    work = "import time\nend = time.process_time() + 0.3\nwhile time.process_time() < end: pass"
    program = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {work!r}], check=True)"
    assert meter.run([sys.executable, "-c", program], tmp_path).cpu >= 0.3


def test_what_fails_is_told_with_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(meter.Failed, match="det gik galt"):
        meter.run([sys.executable, "-c", "import sys; sys.exit('det gik galt')"], tmp_path)


def test_an_edit_is_seen_and_undone(tmp_path: Path) -> None:
    """The preview of this program, as the bench asks it."""
    case = invent(3, WORDS)[1]
    tool = beslut()
    tool.lay(invent(3, WORDS), tmp_path)
    file = tmp_path / tool.file(case)
    before = file.read_bytes()
    (waited,) = serving.edits(tool, tmp_path, case, 1)
    assert waited > 0
    assert file.read_bytes() == before


def test_what_was_made_is_forgotten(tmp_path: Path) -> None:
    tool = beslut()
    tool.lay(invent(3, WORDS), tmp_path)
    laid = tree(tmp_path)
    for name in ("site/index.html", "site/pagefind/x", ".beslut/cache.sqlite"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    tool.unindex(tmp_path)
    assert tree(tmp_path).keys() - laid.keys() == {"site/index.html", ".beslut/cache.sqlite"}
    tool.forget(tmp_path)
    assert tree(tmp_path) == laid


def test_two_programs_one_after_another() -> None:
    first = {"wall": 1.5, "cpu": 2.0, "memory": 300.0}
    second = {"wall": 0.25, "cpu": 0.5, "memory": 400.0}
    assert one_after_another(first, second) == {"wall": 1.75, "cpu": 2.5, "memory": 400.0}
    assert one_after_another(first, {**second, "memory": None})["memory"] is None


# --- the page of figures --------------------------------------------------------------------------------------


def figures(**changes: Any) -> dict[str, Any]:
    """Those of a run of two tools at one size."""
    return {
        "date": "2026-03-09",
        "runs": 3,
        "machine": {"cores": 2, "python": "3.12.1", "pagefind": "1.5.2"},
        "tools": {"beslut": "0.1.0", "Hugo": "0.168.0"},
        "sizes": {
            "1000": {
                "beslut": {"pages": 2400, "cold": {"wall": 3.0, "cpu": 4.0, "memory": 50.0}, "served": {"wall": 0.02}},
                "Hugo": {"pages": 1200, "cold": {"wall": 4.0, "cpu": 5.0, "memory": None}, "served": {"wall": 1.0}},
            }
        },
        **changes,
    }


def test_the_table_says_ratios_and_figures() -> None:
    made = table.markdown(figures())
    assert made.startswith(
        "Målt 9. marts 2026 på 2 kerner med Python 3.12.1: beslut 0.1.0, Hugo 0.168.0, Pagefind 1.5.2."
    )
    assert "den midterste af 3" in made
    assert "kun målt én gang" in table.markdown(figures(runs=1))
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in made.splitlines() if line[:1] == "|"]
    assert rows[0] == ["Sager", "Opgave", "Forbrug", "beslut", "Hugo"]
    assert all(len(row) == 5 for row in rows)
    assert rows[2:] == [
        ["1.000", "Sider på nettet", "antal", "**2,00** <sub>2.400</sub>", "**1,00** <sub>1.200</sub>"],
        ["1.000", table.MEASURES["cold"], "tid", "**0,75** <sub>3,0 s</sub>", "**1,00** <sub>4,0 s</sub>"],
        ["1.000", table.MEASURES["cold"], "processortid", "**0,80** <sub>4,0 s</sub>", "**1,00** <sub>5,0 s</sub>"],
        ["1.000", table.MEASURES["cold"], "hukommelse", "50 MiB", "–"],
        ["1.000", table.MEASURES["served"], "tid", "**0,02** <sub>20 ms</sub>", "**1,00** <sub>1,0 s</sub>"],
    ]


def test_the_terminal_gets_the_same_in_columns() -> None:
    made = table.plain(figures())
    assert "0,75 (3,0 s)" in made
    assert "*" not in made
    assert "<" not in made
    head, *rows = made.split("\n\n")[1].splitlines()
    assert all(row.index("(") < head.index("Hugo") for row in rows if "(" in row)


PAGE = f"# Fart\n\nFør.\n\n{table.BEGIN}\ngammelt\n{table.END}\n\nEfter.\n"


def test_only_what_is_between_the_marks_is_replaced() -> None:
    made = table.spliced(PAGE, "nyt\n")
    assert made == PAGE.replace("gammelt", "nyt")
    assert table.spliced(made, "nyt\n") == made


@pytest.mark.parametrize(
    "page",
    [
        "",
        PAGE.replace(table.END, ""),
        PAGE.replace(table.BEGIN, ""),
        PAGE + table.END,
        PAGE + table.BEGIN,
        f"{table.END}\n{table.BEGIN}\n",
    ],
)
def test_a_page_without_its_marks_is_left_alone(page: str, tmp_path: Path) -> None:
    (tmp_path / "ydelse.md").write_text(page, "utf-8")
    with pytest.raises(ValueError, match="once each"):
        table.write(figures(), tmp_path / "ydelse.md", tmp_path / "ydelse.json")
    assert tree(tmp_path) == {"ydelse.md": page.encode()}


def test_figures_are_kept_beside_the_page(tmp_path: Path) -> None:
    page, raw = tmp_path / "ydelse.md", tmp_path / "ydelse.json"
    page.write_text(PAGE, "utf-8")
    table.write(figures(), page, raw)
    assert json.loads(raw.read_text("utf-8")) == figures()
    assert page.read_text("utf-8") == table.spliced(PAGE, table.markdown(figures()))


def test_the_page_says_what_was_measured() -> None:
    """The table is what the bench makes of the raw figures beside it; a figure written by hand is found out."""
    kept = json.loads(table.RAW.read_text("utf-8"))
    page = table.PAGE.read_text("utf-8")
    assert page == table.spliced(page, table.markdown(kept))
    assert set(kept["tools"]) == {"beslut", "Hugo", "Eleventy", "Pelican"}
    for tools in kept["sizes"].values():
        for name, each in tools.items():
            assert each.keys() == {"pages", *table.MEASURES}, name
            assert all(cost["wall"] > 0 for measure, cost in each.items() if measure != "pages")


def test_the_page_explains_each_row() -> None:
    page = table.PAGE.read_text("utf-8")
    told = page.split(table.END)[1].lower().replace("\n  ", " ")
    for words in table.MEASURES.values():
        assert words.split(",")[0].lower() in told, words
    for words in table.QUANTITIES.values():
        assert f"**{words}**" in told, words
