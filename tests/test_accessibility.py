"""Every kind of page for everyone: axe-core, zoom, print, keyboard; in light and dark, on a phone and on a desk."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import browser
import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import CONTENT, NOW, SHOWCASE, options
from playwright.sync_api import Browser, Page, expect

from builder.build import build

expect.set_options(timeout=20_000)  # a busy machine is no fault
pytestmark = browser.needs_chromium
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
BUDGET = 40_000  # bytes, compressed: the HTML, style and scripts of a case
KINDS = [  # one page of the showcase for each kind of page, and for what makes it look another way
    "/",
    "/udvalg/",
    "/moeder/",
    "/temaer/",
    "/temaer/havnefronten/",
    "/emner/",
    "/emner/cykelstier/",
    "/steder/havnevej/",
    "/organisationer/cyklistforbundet/",
    "/aar/",
    "/aar/2024/",
    "/aar/2024/04/",
    "/ordbog/",
    "/rettelser/",
    "/was/",
    "/om/",
    "/404.html",
    "/havneby/",
    "/havneby/kb/",
    "/havneby/tmu/2024-03-12/",
    "/havneby/tmu/2025-12-02/",
    "/havneby/tmu/2026-03-10/",
    "/havneby/kb/2024-04-09-2/",
    "/havneby/sager/",
    "/havneby/sager/2024/",
    "/havneby/sager/2024/cykelsti/",
    "/havneby/sager/2024/g5h8j2mn/",
    "/havneby/sager/2024/lokalplan/",
    "/havneby/sager/2026/vindmoeller/",
    "/havneby/sager/2023/referat-af-borgermoede/",
    "/havneby/sagsnumre/24-1234/",
    "/soeg/",
    "/soeg/?q=cykelsti",
    "/soeg/?q=xyzzyq",
]
GERMAN = Path(__file__).parent / "sites/birkenfurt"
GERMAN_KINDS = [  # its words are longer
    "/",
    "/gremien/",
    "/sitzungen/",
    "/dossiers/stadt-am-fluss/",
    "/themen/",
    "/themen/steuern-und-abgaben/",
    "/jahre/2024/",
    "/glossar/",
    "/berichtigungen/",
    "/barrierefreiheit/",
    "/birkenfurt/",
    "/birkenfurt/rat/",
    "/birkenfurt/bpa/2024-03-12/",
    "/birkenfurt/bpa/2025-12-02/",
    "/birkenfurt/bpa/2026-03-10/",
    "/birkenfurt/vorlagen/2024/",
    "/birkenfurt/vorlagen/2024/radweg/",
    "/birkenfurt/vorlagen/2023/strassenausbau/",
    "/birkenfurt/vorlagen/2025/kita/",
    "/birkenfurt/vorlagennummern/24-0123/",
    "/suche/",
    "/suche/?q=radweg",
    "/suche/?q=xyzzyq",
]
SEARCHED = "#_antal[data-done]"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The showcase and, beside it, the real archive and the German one."""
    folder = tmp_path_factory.mktemp("everyone")
    build(replace(options(SHOWCASE, folder / "site", search=True), at=NOW))
    build(replace(options(CONTENT, folder / "real", search=True), at=NOW))
    build(replace(options(GERMAN, folder / "german", search=True), at=NOW))
    return folder


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with browser.served(site / "site") as found:
        yield found


@pytest.fixture(scope="module")
def german(site: Path) -> Iterator[str]:
    with browser.served(site / "german") as found:
        yield found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser.chromium() as opened:
        yield opened


def opened(page: Page, address: str) -> None:
    page.goto(address)
    if "/?q=" in address:
        page.wait_for_selector(SEARCHED, state="attached")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["da", "de"])
def test_axe_finds_nothing(
    chromium: Browser, address: str, german: str, language: str, size: dict[str, int], theme: str
) -> None:
    found = []
    root, kinds = (german, GERMAN_KINDS) if language == "de" else (address, KINDS)
    with browser.watched(chromium, viewport=size, color_scheme=theme, reduced_motion="reduce") as (page, complaints):
        for path in kinds:
            opened(page, root + path)
            answer = Axe().run(page, options={"runOnly": TAGS})
            assert answer.response["passes"], path
            for rule in answer.response["violations"]:
                found += [f"{path} {rule['id']}: {node['html'][:200]}" for node in rule["nodes"]]
        assert [each for each in complaints if "404" not in each] == []
    assert found == []


def test_axe_finds_nothing_where_a_word_is_explained_and_filters_are_open(chromium: Browser, address: str) -> None:
    with browser.watched(chromium, viewport=PHONE, reduced_motion="reduce") as (page, _):
        page.goto(address + "/havneby/sager/2024/cykelsti/")
        page.locator("button.term").first.click()
        expect(page.locator(".explanation:popover-open")).to_be_visible()
        assert Axe().run(page, options={"runOnly": TAGS}).response["violations"] == []
        page.goto(address + "/soeg/")
        page.locator("summary").click()
        assert Axe().run(page, options={"runOnly": TAGS}).response["violations"] == []


def test_nothing_scrolls_sideways_at_four_times_the_size(chromium: Browser, address: str, german: str) -> None:
    """WCAG 1.4.10: 1280 px wide at 400 % is 320 px."""
    wide = []
    with browser.watched(chromium, viewport={"width": 320, "height": 256}) as (page, _):
        for root, path in [*((address, each) for each in KINDS), *((german, each) for each in GERMAN_KINDS)]:
            opened(page, root + path)
            if page.evaluate("document.documentElement.scrollWidth") > 320:
                wide.append(path)
    assert wide == []


def test_text_set_further_apart_is_not_cut_off(chromium: Browser, address: str) -> None:
    """WCAG 1.4.12."""
    spaced = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"
    with browser.watched(chromium, viewport=PHONE, bypass_csp=True) as (page, _):
        for path in ("/", "/havneby/sager/2024/cykelsti/", "/havneby/tmu/2024-03-12/", "/soeg/?q=cykelsti"):
            opened(page, address + path)
            page.add_style_tag(content=spaced)
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path


def test_everything_that_can_be_reached_by_keyboard_shows_it(chromium: Browser, address: str) -> None:
    with browser.watched(chromium, viewport=DESK) as (page, _):
        for path in ("/", "/havneby/sager/2024/cykelsti/", "/havneby/tmu/2024-03-12/", "/soeg/?q=cykelsti"):
            opened(page, address + path)
            reached = set()
            for _ in range(200):
                page.keyboard.press("Tab")
                seen = page.evaluate(
                    """() => {
                      const it = document.activeElement;
                      if (it === document.body) return null;
                      const style = getComputedStyle(it), box = it.getBoundingClientRect();
                      const shown = box.bottom > 0 && box.top < innerHeight && box.right > 0;
                      const name = it.outerHTML.slice(0, 120);
                      return [name, style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2, shown];
                    }"""
                )
                if seen is None:
                    break
                name, ringed, shown = seen
                assert ringed, (path, name)
                assert shown, (path, name)
                reached.add(name)
            else:
                pytest.fail(f"the keyboard does not get through {path}")
            assert len(reached) > 10


def test_the_first_step_of_the_keyboard_skips_to_the_content(chromium: Browser, address: str) -> None:
    with browser.watched(chromium, viewport=PHONE) as (page, _):
        page.goto(address + "/havneby/")
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()


def test_a_word_is_explained_by_keyboard_alone(chromium: Browser, address: str) -> None:
    with browser.watched(chromium, viewport=PHONE, java_script_enabled=True) as (page, complaints):
        page.goto(address + "/havneby/sager/2024/cykelsti/")
        word = page.locator("button.term").first
        word.focus()
        page.keyboard.press("Enter")
        note = page.locator(".explanation:popover-open")
        expect(note).to_be_visible()
        page.keyboard.press("Tab")
        expect(note.locator("button")).to_be_focused()  # what is explained comes next
        page.keyboard.press("Escape")
        expect(note).to_have_count(0)
        expect(word).to_be_focused()
        assert complaints == []


def test_targets_are_large_enough_for_a_thumb(chromium: Browser, address: str) -> None:
    """Fields and buttons are at least 44 px high; links in text are excepted (WCAG 2.5.8)."""
    with browser.watched(chromium, viewport=PHONE, has_touch=True) as (page, _):
        for path in ("/", "/soeg/"):
            opened(page, address + path)
            for each in page.locator(
                "input:visible:not([type=checkbox]), button:visible:not(.plain), select:visible"
            ).all():
                box = each.bounding_box()
                assert box, path
                assert box["height"] >= 44, (path, each.evaluate("it => it.outerHTML"))


def test_a_case_is_printed_black_on_white_on_few_pages(chromium: Browser, address: str, tmp_path: Path) -> None:
    with browser.watched(chromium, viewport=DESK, color_scheme="dark", reduced_motion="reduce") as (page, _):
        page.goto(address + "/havneby/sager/2024/cykelsti/")
        page.emulate_media(media="print", color_scheme="dark")
        colours = page.evaluate(
            "[...document.querySelectorAll('main :not(hr)')].filter((it) => it.checkVisibility()).map((it) => "
            "getComputedStyle(it).color)"
        )
        assert set(colours) <= {"rgb(0, 0, 0)", "rgb(51, 51, 51)"}
        assert not page.locator(".find").is_visible()
        pages = page.pdf(format="A4").count(b"/Type /Page\n") or page.pdf(format="A4").count(b"/Type /Page ")
        assert 1 <= pages <= 3


@pytest.mark.parametrize("where", ["site", "real"])
def test_a_case_is_light(site: Path, where: str) -> None:
    """HTML, style and scripts of each case, compressed as a host would."""
    seen = 0
    for file in site.joinpath(where).glob("*/sager/*/*/index.html"):
        html = file.read_bytes()
        hrefs = re.findall(rb'<(?:link rel="stylesheet" href|script src)="([^"]+)"', html)
        parts = [html, *((site / where / href.decode().lstrip("/")).read_bytes() for href in hrefs)]
        assert sum(len(gzip.compress(part)) for part in parts) < BUDGET, file
        seen += len(parts) > 2
    assert seen > 5


def test_the_first_paint_needs_one_page_and_one_style(chromium: Browser, address: str) -> None:
    with browser.watched(chromium, viewport=PHONE) as (page, _):
        blocking: list[str] = []
        page.on("request", lambda request: blocking.append(request.resource_type))
        page.goto(address + "/havneby/sager/2024/cykelsti/")
        assert sorted(each for each in blocking if each != "script") == ["document", "stylesheet"]
        assert page.evaluate("[...document.scripts].every((each) => each.type === 'module' || each.async)")


def test_every_page_reads_in_full_without_javascript(chromium: Browser, address: str) -> None:
    with browser.watched(chromium, viewport=PHONE, java_script_enabled=False) as (page, _):
        for path in KINDS:
            page.goto(address + path)
            assert page.locator("main").inner_text().strip(), path
            assert page.locator("button:not([popovertarget]):not([type=submit]):visible").count() == 0, path
        page.goto(address + "/soeg/?q=cykelsti")
        expect(page.locator("#_uden")).to_be_visible()
        page.goto(address + "/havneby/sager/2024/cykelsti/")
        page.locator("button.term").first.click()
        expect(page.locator(".explanation:popover-open")).to_be_visible()
