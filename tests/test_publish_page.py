"""The preview's page of what becomes public: the same lists as the command's, and no page waits for it."""

from __future__ import annotations

import http.client
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import browser
import pytest
from axe_playwright_python.sync_playwright import Axe
from markupsafe import escape
from support.published import CASES, FILED, FILES, HELD_FILES, STI, TOLD, URL, World, case

from builder.build import check
from builder.publishing.telling import sections
from builder.server import publish
from builder.server.serving import Server

PAGE = "/_beslut/publish"
LONGEST = 60.0  # seconds; a busy machine is no fault
WORKING = "Working it out …"


class Shown:
    """A preview of a world that was published and edited."""

    def __init__(self, world: World, **changes: Any) -> None:
        self.options = replace(world.options, against=str(world.published), base_url=None, **changes)
        self.server = Server(self.options, "127.0.0.1", 0)
        ready = threading.Event()
        self._thread = threading.Thread(target=self.server.run, args=(lambda _: ready.set(),), daemon=True)
        self._thread.start()
        assert ready.wait(LONGEST)

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.server_port, timeout=LONGEST)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def page(self, until: Callable[[str], bool] = lambda _: True) -> str:
        """The page when it is worked out, and says what is waited for."""
        end = time.monotonic() + LONGEST
        while time.monotonic() < end:
            status, text = self.get(PAGE)
            assert status == 200
            if WORKING not in text and until(text):
                return text
        pytest.fail("it is never worked out")

    def close(self) -> None:
        self.server.shutdown()
        self._thread.join(LONGEST)
        assert not self._thread.is_alive()


@pytest.fixture
def world(tmp_path: Path) -> World:
    """With something on every list."""
    made = World(tmp_path, FILES).write(HELD_FILES).remove("pages/om.md")
    return made.write(
        {STI: case(TOLD.replace("approved", "rejected"), FILED), "pages/nyt.md": "---\ntitle: Nyt\n---\n"}
    )


@pytest.fixture
def shown(world: World) -> Iterator[Shown]:
    made = Shown(world)
    yield made
    made.close()


def test_it_says_what_the_command_says(shown: Shown) -> None:
    publication = check(shown.options, review=True).publication
    assert publication
    page = shown.page()
    told = sections(publication, str)
    assert all(section.groups for section in told)
    for section in told:
        assert f">{escape(section.heading)}</h2>" in page
        for group in section.groups:
            assert f'>{escape(group.words)} <span class="count">{group.count}</span>' in page
            for line in group.lines:
                for words in filter(None, (line.text, line.path, line.note, line.block)):
                    assert escape(words) in page


def test_every_link_leads_into_the_preview(shown: Shown) -> None:
    page = shown.page()
    links = re.findall(r'<a href="([^"]+)">', page)
    assert {URL, "/nyt/", "/havneby/sager/2024/kladde/", "/havneby/sager/2024/vaek/", "/anden/xx/"} <= set(links)
    assert {shown.get(link)[0] for link in set(links)} == {200}
    assert [line for line in re.findall(r"<span>([^<]+)</span>", page) if line.startswith("/")] == ["/om/"]


def test_it_follows_what_is_saved(shown: Shown, world: World) -> None:
    assert "Kladde" not in shown.page()
    world.write({f"{CASES}/kladde.md": "---\ntitle: Ikke mere en kladde\n---\n"})
    assert f"{CASES}/kladde.md" not in shown.page(lambda text: "Ikke mere en kladde" in text)


def test_it_speaks_the_browsers_language_throughout(shown: Shown) -> None:
    end = time.monotonic() + LONGEST
    text = ""
    while "Bliver offentligt" not in text:  # what is worked out speaks it as well as the page around it
        assert time.monotonic() < end, text
        text = shown.get(PAGE, **{"Accept-Language": "da"})[1]
    assert '<html lang="da">' in text
    assert "Før det bliver offentligt" in text
    assert '<html lang="en">' in shown.page()


def test_titles_are_no_markup(shown: Shown, world: World) -> None:
    world.write({"pages/nyt.md": "---\ntitle: <script>alert(1)</script>\n---\n"})
    page = shown.page(lambda text: "alert" in text)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page
    assert "style=" not in page


def test_what_stands_in_the_way_is_told(shown: Shown, world: World) -> None:
    world.write({"pages/fejl.md": "---\nzzz: 1\n---\n"})
    page = shown.page(lambda text: "unknown-key" in text)
    assert "pages/fejl.md:2:1: unknown-key: zzz: " in page
    assert "list-1" not in page


def test_without_what_is_published_it_says_so(world: World) -> None:
    world.published.unlink()
    made = Shown(world)
    try:
        assert "cannot be read (No such file or directory)" in made.page()
    finally:
        made.close()


def test_without_against_the_rest_is_told(world: World) -> None:
    made = Shown(world)
    try:
        made.server.review._options = replace(made.options, against=None)
        page = made.page()
        assert "Not compared: " in page
        assert f"{CASES}/kladde.md" in page
    finally:
        made.close()


class Slow:
    """Stands in for the process that works it out, and takes its time."""

    def __init__(self) -> None:
        self.may_end = threading.Event()

    def __enter__(self) -> Slow:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is left."""

    def communicate(self) -> tuple[str, None]:
        assert self.may_end.wait(LONGEST)
        return json.dumps({"problems": ["Nu er det klar"], "sections": []}), None

    def kill(self) -> None:
        self.may_end.set()


def test_no_page_waits_for_it(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Slow()
    monkeypatch.setattr(publish, "AT_ONCE", 0.05)
    monkeypatch.setattr("builder.server.publish.apart.start", lambda *_, **__: slow)
    status, text = shown.get(PAGE)
    assert (status, WORKING in text, 'http-equiv="refresh"' in text) == (200, True, True)
    assert 'role="status"' in text
    assert shown.get(URL)[0] == 200
    assert WORKING in shown.get(PAGE)[1]
    slow.may_end.set()
    assert "Nu er det klar" in shown.page()
    assert 'http-equiv="refresh"' not in shown.page()


def test_a_process_that_fails_is_told(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = Slow()
    monkeypatch.setattr(failed, "communicate", lambda: ("", None))
    monkeypatch.setattr("builder.server.publish.apart.start", lambda *_, **__: failed)
    assert "beslut check --publish" in shown.page()


def test_another_hosts_name_is_refused(shown: Shown) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", shown.server.server_port, timeout=LONGEST)
    connection.request("GET", PAGE, headers={"Host": "evil.example.org"})
    assert connection.getresponse().status == 403


@browser.needs_chromium
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_it_is_for_everyone(shown: Shown, scheme: str, width: int) -> None:
    shown.page()
    viewport = {"width": width, "height": 740}
    with (
        browser.chromium() as opened,
        browser.watched(opened, viewport=viewport, color_scheme=scheme) as (page, complaints),
    ):
        page.goto(shown.server.address.rstrip("/") + PAGE)
        assert (
            page.locator("h2").all_inner_texts()
            == [*("Becomes public", "Is held back", "Changed since it was published")]
            or page.locator("h2").first.inner_text() == "To be mended"
        )
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}})
        assert found.response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert complaints == []
