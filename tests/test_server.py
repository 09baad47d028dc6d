"""The preview through the real watcher: after every change it ends up equal to a clean build."""

from __future__ import annotations

import http.client
import json
import random
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import browser
import pytest
from conftest import ROOT, SMALL, options, tree, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from builder.__main__ import main
from builder.build import build
from builder.options import Options
from builder.server.preview import Seen, _only_style
from builder.server.serving import Server
from builder.sources import Tree
from builder.urls import file_of

expect.set_options(timeout=20_000)  # a busy machine is no fault
CASE = "havneby/cases/2024/cykelsti.md"
TEXT = (
    "---\ntitle: Ny cykelsti\nhandlings:\n- body: kb\n  date: 2024-04-09\n  outcome: approved\n---\nByrådet bygger.\n"
)
OTHER = "---\ntitle: Trafikplan\n---\nSe [[2024/cykelsti]].\n"
FILES = {**SMALL, CASE: TEXT, "havneby/cases/2023/trafikplan.md": OTHER}
PHONE = {"width": 360, "height": 640}
LONGEST = 60.0  # seconds for the preview to follow; a busy machine is no fault


class Shown:
    """A preview of a small archive that follows what happens to its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content = write(folder / "content", FILES)
        made = options(
            self.content, folder / "site", templates=folder / "templates", base_url="", cache=folder / ".beslut"
        )
        self.options: Options = made
        self.server = Server(made, "127.0.0.1", 0)
        ready = threading.Event()
        self._thread = threading.Thread(target=self.server.run, args=(lambda _: ready.set(),), daemon=True)
        self._thread.start()
        assert ready.wait(LONGEST)

    def settled(self) -> None:
        """Wait until the preview has seen what lies there now."""
        until = time.monotonic() + LONGEST
        preview = self.server.preview
        while time.monotonic() < until:
            if preview._look() == preview._seen:
                return
            time.sleep(0.01)
        pytest.fail("the preview does not follow")

    def get(self, path: str, host: str = "127.0.0.1", **headers: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.server_port, timeout=LONGEST)
        connection.request("GET", path, headers={"Host": host, **headers})
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        return answer.status, text

    def equals_a_clean_build(self) -> None:
        """As if the drafts, which a preview shows, were none."""
        self.settled()
        site, bare = self.folder / "clean", self.folder / "bare"
        for each in (site, bare):
            shutil.rmtree(each, ignore_errors=True)
        shutil.copytree(self.content, bare)
        for file in bare.rglob("*.md"):
            file.write_bytes(file.read_bytes().replace(b"draft: true\n", b""))
        result = build(replace(self.options, content=bare, output=site, search=False))
        assert result.written is not None, result.findings
        snapshot = self.server.preview.snapshot
        assert snapshot is not None
        expected = {name: data for name, data in tree(site).items() if name != "manifest.json"}
        assert {file_of(path): snapshot.file(path) for path in (*snapshot.pages, *snapshot.ready)} == expected

    def close(self) -> None:
        self.server.shutdown()
        self._thread.join(LONGEST)
        assert not self._thread.is_alive()


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[Shown]:
    made = Shown(tmp_path)
    yield made
    made.close()


def edit(name: str, text: str) -> Callable[[Path], None]:
    return lambda content: write(content, {name: text}) and None


def save_by_rename(content: Path) -> None:
    """As vim and most editors do."""
    new = content / CASE.replace("cykelsti.md", ".cykelsti.md.swp")
    new.write_text(TEXT.replace("bygger", "river"), "utf-8")
    new.rename(content / CASE)


def half_written(content: Path) -> None:
    file = (content / CASE).open("w")
    file.write(TEXT[:20])
    file.flush()
    time.sleep(0.1)
    file.write(TEXT[20:].replace("Ny", "Nyere"))
    file.close()


def folder_renamed(content: Path) -> None:
    (content / "havneby/cases/2024").rename(content / "havneby/cases/2025")
    (content / "havneby/cases/2023/trafikplan.md").write_text(OTHER.replace("2024/", "2025/"), "utf-8")


def burst(content: Path) -> None:
    """As `git checkout` of another branch."""
    write(content, {f"havneby/cases/2022/sag-{n}.md": f"---\ntitle: Sag {n}\n---\nTekst.\n" for n in range(500)})


def lost_and_back(content: Path) -> None:
    away = content.parent / "away"
    content.rename(away)
    time.sleep(0.3)
    shutil.copytree(away, content)
    (content / CASE).write_text(TEXT.replace("Ny", "Genfundet"), "utf-8")


CHANGES: dict[str, Callable[[Path], None]] = {
    "a body edit": edit(CASE, TEXT + "\nMere tekst om [[2023/trafikplan]].\n"),
    "a title edit": edit(CASE, TEXT.replace("Ny cykelsti", "Bred cykelsti")),
    "a new file": edit("topics/veje.md", "---\nname: Veje\n---\n"),
    "a deleted file": lambda content: (content / "havneby/cases/2023/trafikplan.md").unlink(),
    "a draft": edit("havneby/cases/2023/trafikplan.md", OTHER.replace("---\n", "---\ndraft: true\n", 1)),
    "a save by rename": save_by_rename,
    "a file written in two": half_written,
    "a folder renamed": folder_renamed,
    "five hundred files": burst,
    "the content lost and back": lost_and_back,
    "a deleted folder": lambda content: shutil.rmtree(content / "havneby/cases/2023"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_it_ends_up_equal_to_a_clean_build(name: str, shown: Shown) -> None:
    CHANGES[name](shown.content)
    shown.equals_a_clean_build()


def test_a_template_of_ones_own_and_its_going(shown: Shown) -> None:
    write(shown.folder / "templates", {"404.html": "Væk: {{ site.title }}"})
    shown.equals_a_clean_build()
    assert shown.get("/findes/ikke/") == (404, "Væk: Prøvearkiv")
    shutil.rmtree(shown.folder / "templates")
    shown.equals_a_clean_build()


def test_with_an_error_the_last_good_site_stays_until_it_is_mended(shown: Shown) -> None:
    before = shown.get("/havneby/sager/2024/cykelsti/")[1]
    (shown.content / CASE).write_text(TEXT.replace("approved", "aproved"), "utf-8")
    shown.settled()
    assert [each.code for each in shown.server.preview.news.findings] == ["bad-choice"]
    status, now = shown.get("/havneby/sager/2024/cykelsti/")
    assert (status, now.split("<script")[0]) == (200, before.split("<script")[0])
    (shown.content / CASE).write_text(TEXT, "utf-8")
    shown.equals_a_clean_build()
    assert shown.server.preview.news.findings == ()


def test_an_error_that_went_without_a_trace_is_told_no_more(shown: Shown) -> None:
    """What is wrong with the newest try says nothing of the site that stands."""
    link = shown.content / "pages"
    link.symlink_to(shown.folder)
    shown.settled()
    assert [each.code for each in shown.server.preview.news.findings] == ["symbolic-link"]
    link.unlink()
    shown.equals_a_clean_build()
    assert shown.server.preview.news.findings == ()


def test_what_cannot_be_read_for_good_is_told(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "/x/skitse.pdf")

    with monkeypatch.context() as patched:
        patched.setattr("builder.server.preview.link", refuse)
        write(shown.content, {CASE: TEXT.replace("Ny cykelsti", "Nyere cykelsti")})
        shown.settled()
        (found,) = shown.server.preview.news.findings
        assert (found.code, found.path) == ("unreadable", "skitse.pdf")
        assert "Ny cykelsti" in shown.get("/havneby/sager/2024/cykelsti/")[1]
    write(shown.content, {CASE: TEXT.replace("Ny cykelsti", "Nyeste cykelsti")})
    shown.equals_a_clean_build()


def test_a_folder_that_cannot_be_looked_at_now_is_looked_at_later(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, failures = shown.server.preview._found, [OSError("gone")] * 3

    def flaky() -> Seen:
        if failures:
            raise failures.pop()
        return found()

    monkeypatch.setattr(shown.server.preview, "_found", flaky)
    write(shown.content, {"topics/veje.md": "---\nname: Veje\n---\n"})
    shown.equals_a_clean_build()
    assert not failures


def test_a_broken_template_is_told_and_costs_nothing(shown: Shown) -> None:
    write(shown.folder / "templates", {"home.html": "{% if %}"})
    shown.settled()
    assert [each.code for each in shown.server.preview.news.findings] == ["template"]
    assert shown.get("/")[0] == 200
    (shown.folder / "templates/home.html").unlink()
    shown.equals_a_clean_build()


def test_without_content_it_says_so_and_keeps_the_site(shown: Shown) -> None:
    shutil.rmtree(shown.content)
    shown.settled()
    assert [each.code for each in shown.server.preview.news.findings] == ["no-archive"]
    assert shown.get("/havneby/")[0] == 200


def test_another_hosts_name_is_refused(shown: Shown) -> None:
    """A page elsewhere could else have its name lead here and read drafts."""
    assert shown.get("/", host="evil.example.org")[0] == 403
    assert shown.get("/", host="localhost:8000")[0] == 200


def test_addresses_are_as_on_a_host(shown: Shown) -> None:
    assert shown.get("/havneby/sager/2024/cykelsti")[0] == 301
    assert shown.get("/findes/ikke")[0] == 404
    assert shown.get("/_beslut/preview.js")[0] == 200
    assert shown.get("/_beslut/../handler.py")[0] == 404
    assert shown.get("/_beslut/%2e%2e/handler.py")[0] == 404


def test_nothing_is_written_to_the_output(shown: Shown) -> None:
    shown.get("/")
    assert not shown.options.output.exists()


@pytest.mark.slow
def test_the_preview_equals_a_clean_build_over_random_edits(shown: Shown) -> None:
    chance = random.Random(11)
    for step in range(200):
        number = chance.randrange(6)
        file = shown.content / f"havneby/cases/2024/sag-{number}.md"
        way = chance.randrange(5)
        if way == 0 and file.exists():
            file.unlink()
        elif way == 1 and file.exists():
            write(shown.content, {f"havneby/cases/2024/sag-{number + 10}.md": file.read_text()})
        else:
            draft = "draft: true\n" if way == 2 else ""
            day = f"2024-0{chance.randrange(1, 9)}-1{number}"
            handlings = f"handlings:\n- body: kb\n  date: {day}\n"
            text = f"---\ntitle: Sag {chance.randrange(100)}\n{draft}{handlings}---\nTrin {step}.\n"
            write(shown.content, {file.relative_to(shown.content).as_posix(): text})
        if chance.random() < 0.3:
            continue  # several edits before it is looked
        shown.equals_a_clean_build()


def test_only_a_change_of_style_is_one() -> None:
    style, page, day, tree = ("assets/style.css", 1, 1), ("home.html", 1, 1), date(2024, 4, 9), Tree((), (), ())
    before = Seen(tree, (style, page), day)
    assert _only_style(before, Seen(tree, (("assets/style.css", 2, 1), page), day))
    assert not _only_style(before, Seen(tree, (style, ("home.html", 2, 1)), day))
    assert not _only_style(before, Seen(None, (("assets/style.css", 2, 1), page), day))
    assert not _only_style(before, before)
    assert not _only_style(None, before)


def comes_true(page: Page, condition: str) -> None:
    """Wait for it from outside: the policy lets no text be run as a script."""
    until = time.monotonic() + LONGEST
    while not page.evaluate(condition):
        assert time.monotonic() < until, condition
        time.sleep(0.05)


@browser.needs_chromium
def test_the_browser_follows(shown: Shown) -> None:
    long = TEXT + "\n\n".join(f"Afsnit {number}." for number in range(200))
    (shown.content / CASE).write_text(long, "utf-8")
    shown.settled()
    with (
        browser.chromium() as opened,
        browser.watched(opened, viewport=PHONE) as (page, complaints),
    ):
        page.goto(shown.server.address + "havneby/sager/2024/cykelsti/")
        page.evaluate("scrollTo(0, 2000)")
        (shown.content / CASE).write_text(long + "\n\nSidste afsnit.\n", "utf-8")
        expect(page.locator("p", has_text="Sidste afsnit.")).to_be_attached()
        comes_true(page, "scrollY > 1500")  # it stays where it was

        (shown.content / CASE).write_text(long.replace("approved", "aproved"), "utf-8")
        panel = page.locator("#_beslut[open]")
        expect(panel).to_contain_text("bad-choice")
        expect(page.locator("p", has_text="Sidste afsnit.")).to_be_attached()  # the last good page lies below
        page.keyboard.press("Escape")
        expect(panel).to_have_count(0)
        (shown.content / CASE).write_text(long, "utf-8")
        expect(page.locator("p", has_text="Sidste afsnit.")).to_have_count(0)
        expect(page.locator("#_beslut")).to_have_count(0)

        page.evaluate("window.same = true")
        style = (ROOT / "templates/assets/style.css").read_text() + "\nmain { outline: 7px solid; }\n"
        write(shown.folder / "templates", {"assets/style.css": style})
        comes_true(page, "getComputedStyle(document.querySelector('main')).outlineWidth === '7px'")
        assert page.evaluate("window.same") is True  # it was not loaded anew
        assert [each for each in complaints if "/_beslut/events" not in each] == []


def test_the_command_serves_until_it_is_interrupted(tmp_path: Path) -> None:
    write(tmp_path / "content", FILES)
    command = [sys.executable, "-m", "builder", "serve", "--port", "0", "--no-search"]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    process = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("preview at http://127.0.0.1:")
    port = int(line.split(":")[2].split("/")[0])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST)
    connection.request("GET", "/")
    assert connection.getresponse().status == 200
    process.send_signal(2)
    assert process.wait(LONGEST) == 0


def test_a_new_archives_editor_underlines_what_the_preview_finds(tmp_path: Path, monkeypatch: Any) -> None:
    """VS Code reads the task's output by the patterns of `.vscode/tasks.json`."""
    monkeypatch.chdir(tmp_path)
    assert main(["new", "archive", ".", "--title", "Prøve"]) == 0
    (task,) = json.loads((tmp_path / ".vscode/tasks.json").read_text("utf-8"))["tasks"]
    errors, warnings = task["problemMatcher"]
    write(tmp_path / "content", {"pages/om.md": "---\ntitel: Om\nrækkefølge: mange\n---\n"})
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "LANG": "da_DK.UTF-8"}
    command = [sys.executable, "-m", "builder", "serve", "--port", "0", "--no-search"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    told = [process.stderr.readline().rstrip() for _ in range(4)][1:]  # the first says that it has read
    write(tmp_path / "content", {"pages/om.md": "---\ntitel: Om\n---\n"})
    told += [process.stderr.readline().rstrip() for _ in range(2)]
    process.send_signal(2)
    assert process.wait(LONGEST) == 0
    process.stderr.close()
    begins, ends = (re.compile(errors["background"][name]) for name in ("beginsPattern", "endsPattern"))
    assert [bool(begins.match(line)) for line in told] == [True, False, False, True, False]
    assert [bool(ends.match(line)) for line in told] == [False, False, True, False, True]
    found = re.match(errors["pattern"]["regexp"], told[1])
    assert found
    assert found.groups()[:3] == ("pages/om.md", "3", "13")
    assert not re.match(warnings["pattern"]["regexp"], told[1])


def test_a_port_that_is_taken_is_told(shown: Shown) -> None:
    command = [sys.executable, "-m", "builder", "serve", "--port", str(shown.server.server_port)]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, cwd=shown.folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--port" in done.stderr


DRAFT = OTHER.replace("---\n", "---\ndraft: true\n", 1)
LATER = OTHER.replace("---\n", "---\npublish: 2026-02-01 08:00\n", 1)
BEHIND = "havneby/cases/2023/trafikplan.md"


@pytest.mark.parametrize(
    ("text", "mark", "short"),
    [
        (DRAFT, "Draft: this page is seen in the preview only", "draft"),
        (LATER, "only until February 1, 2026 8:00", "not yet public"),
    ],
)
def test_what_is_not_published_is_shown_with_a_mark_wherever_it_is_linked_to(
    text: str, mark: str, short: str, shown: Shown
) -> None:
    write(shown.content, {BEHIND: text})
    shown.settled()
    status, page = shown.get("/havneby/sager/2023/trafikplan/")
    assert status == 200
    assert mark in page
    assert "_beslut-mark" not in shown.get("/havneby/sager/2024/cykelsti/")[1]
    assert (
        f'[href="/havneby/sager/2023/trafikplan/"]::after {{ content: " [{short}]"; }}'
        in shown.get("/_beslut/unpublished.css")[1]
    )
    result = build(replace(shown.options, search=False))
    assert result.written
    assert not (shown.options.output / "havneby/sager/2023").exists()


def test_the_cache_never_holds_what_a_preview_shows_beyond_the_site(shown: Shown) -> None:
    marked = "Hemmelig kladde om havnen"
    write(shown.content, {BEHIND: DRAFT.replace("Trafikplan", marked), "havneby/cases/2023/trafikplan/a.txt": marked})
    shown.settled()
    assert marked in shown.get("/havneby/sager/2023/trafikplan/")[1]
    kept = b"".join(path.read_bytes() for path in (shown.folder / ".beslut").rglob("*") if path.is_file())
    assert kept
    assert b"Hemmelig" not in kept


def test_it_speaks_the_browsers_language(shown: Shown) -> None:
    write(shown.content, {BEHIND: DRAFT})
    shown.settled()
    page = shown.get("/havneby/sager/2023/trafikplan/", **{"Accept-Language": "sv, da-DK;q=0.8, en;q=0.5"})[1]
    assert "Kladde: Siden ses kun her" in page


def test_a_preview_leaves_what_a_build_has_cached(shown: Shown) -> None:
    options_ = replace(shown.options, output=shown.folder / "site")
    assert build(options_).written
    (shown.content / CASE).write_text(TEXT + "\nMere.\n", "utf-8")
    shown.settled()
    again = build(options_)
    assert again.written is not None
    assert again.written.written < again.written.unchanged


WORDS = ("Byrådet", "23/9928", "[[2023/trafikplan]]", "Økonomi", "tekst", "## Afsnit", "1.000 kr.", "Havneby Kommune")


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=4), min_size=1, max_size=4))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_other_words_on_a_page_are_shown_as_by_a_clean_build(shown: Shown, bodies: list[list[str]]) -> None:
    """Those that the preview takes up alone, and those that mean something elsewhere."""
    file = (shown.content / CASE).resolve()
    for words in bodies:
        write(shown.content, {CASE: TEXT + "\n" + "\n\n".join(words) + "\n"})
        shown.server.preview.refresh(frozenset({file}))
    shown.equals_a_clean_build()


def test_a_page_is_taken_up_alone_where_only_its_words_changed(shown: Shown) -> None:
    planned = shown.server.preview.snapshot.planned  # type: ignore[union-attr]
    write(shown.content, {CASE: TEXT + "\nEt ord mere.\n"})
    shown.settled()
    assert shown.server.preview.snapshot.planned is planned  # type: ignore[union-attr]
    write(shown.content, {CASE: TEXT + "\nEt ord mere om Byrådets plan og [[2023/trafikplan]].\n"})
    shown.settled()
    assert shown.server.preview.snapshot.planned is not planned  # type: ignore[union-attr]
