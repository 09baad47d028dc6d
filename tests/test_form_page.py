"""The form as people meet it: axe, zoom, keyboard alone, without JavaScript; on a phone and on a desk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import browser
import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import write
from playwright.sync_api import Browser, Page, expect
from test_accessibility import DESK, PHONE, TAGS
from test_form import CASE, FILES, TEXT, Served, address

expect.set_options(timeout=20_000)  # a busy machine is no fault
pytestmark = browser.needs_chromium
SHOWN = "/havneby/sager/2024/cykelsti/"
SAVE = "header button"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("form")
    made = Served(folder, write(folder / "content", FILES))
    yield made
    made.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser.chromium() as opened:
        yield opened


@pytest.fixture(autouse=True)
def _as_at_first(served: Served) -> None:
    write(served.content, {CASE: TEXT})


def url(served: Served, path: str) -> str:
    return served.server.address.rstrip("/") + path


def states(page: Page, served: Served) -> Iterator[str]:
    """The form in every state in which people see it."""
    page.goto(url(served, address(CASE)))
    yield "at first"
    page.get_by_role("button", name="Tilføj en behandling").click()
    expect(page.locator("#handlings-1-body")).to_be_focused()
    yield "with a new handling"
    page.locator("#title").fill("")
    page.locator("#handlings-1-date").fill("i morgen")
    page.locator("#handlings-0 .gone input").check()
    page.locator(SAVE).click()
    expect(page.get_by_role("alert")).to_be_focused()
    yield "with mistakes"
    page.goto(url(served, address(CASE)))
    page.locator("#handlings-0-date").fill("")
    page.locator(SAVE).click()
    expect(page.get_by_role("status")).to_be_focused()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "saved, with what is left to do"
    page.locator("#title").fill("Mit")
    write(served.content, {CASE: TEXT})
    page.locator(SAVE).click()
    expect(page.get_by_role("alert")).to_be_focused()
    yield "changed meanwhile"
    page.goto(url(served, address("findes/ikke.md")))
    yield "no such case"
    page.goto(url(served, SHOWN))
    expect(page.get_by_role("link", name="Ret sagen")).to_be_visible()
    yield "the case's page"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing(chromium: Browser, served: Served, size: dict[str, int], theme: str, tmp_path: Path) -> None:
    found = []
    settings = {"viewport": size, "color_scheme": theme, "reduced_motion": "reduce", "locale": "da-DK"}
    with browser.watched(chromium, **settings) as (page, complaints):
        seen = 0
        for state in states(page, served):
            answer = Axe().run(page, options={"runOnly": TAGS})
            assert answer.response["passes"], state
            for rule in answer.response["violations"]:
                found += [f"{state} {rule['id']}: {node['html'][:200]}" for node in rule["nodes"]]
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], state
            seen += 1
        assert seen == 7
        expected = ("status of 4", "/_beslut/events")  # what was refused; the news end with their page
        assert [each for each in complaints if not any(part in each for part in expected)] == []
    assert found == []


def test_nothing_scrolls_sideways_at_four_times_the_size(chromium: Browser, served: Served) -> None:
    """WCAG 1.4.10: 1280 px wide at 400 % is 320 px; then nothing stands over what is read."""
    with browser.watched(chromium, viewport={"width": 320, "height": 256}, locale="da-DK") as (page, _):
        for state in states(page, served):
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, state
        page.goto(url(served, address(CASE)))
        page.evaluate("scrollTo(0, 1000)")
        assert page.locator("header").bounding_box()["y"] < 0  # type: ignore[index]


def test_targets_are_large_enough_for_a_thumb(chromium: Browser, served: Served) -> None:
    with browser.watched(chromium, viewport=PHONE, has_touch=True, locale="da-DK") as (page, _):
        page.goto(url(served, address(CASE)))
        targets = page.locator(
            "input:visible:not([type=checkbox]), button:visible, select:visible, textarea:visible, "
            "label:has([type=checkbox]), .end a"
        ).all()
        assert len(targets) > 25
        for each in targets:
            box = each.bounding_box()
            assert box
            assert box["height"] >= 44, each.evaluate("it => it.outerHTML")


def test_the_form_speaks_german_to_whoever_asks_for_it(chromium: Browser, served: Served) -> None:
    """Also in its names of fields, its days and its examples."""
    with browser.watched(chromium, viewport=PHONE, locale="de-DE") as (page, _):
        page.goto(url(served, address(CASE)))
        expect(page.get_by_role("textbox", name="Titel (muss ausgefüllt werden)")).to_be_visible()
        expect(page.get_by_label("Vorlagennummer")).to_be_visible()
        day = page.get_by_label("Datum").first
        expect(day).to_have_accessible_description("Der Tag der Sitzung. Zum Beispiel: 22.11.2023")
        assert re.fullmatch(r"\d\d\.\d\d\.\d{4}", day.input_value())
        text = page.locator("body").inner_text()
        assert "Zum Beispiel: Einstimmig beschlossen." in text
        assert "Öffentlicher Titel" in text
        assert not re.search(r"\b(?:Godkendt|styrelsesloven|Sagsnummer|Udfald|Organ|Dato|Emner)\b", text)


def test_every_field_has_a_name_and_says_what_it_means(chromium: Browser, served: Served) -> None:
    with browser.watched(chromium, viewport=PHONE, locale="da-DK") as (page, _):
        page.goto(url(served, address(CASE)))
        title = page.get_by_role("textbox", name="Titel (skal udfyldes)")
        expect(title).to_have_accessible_description("Hvad det handler om.")
        expect(page.get_by_label("Dato")).to_have_accessible_description("Mødets dag. For eksempel: 22-11-2023")
        expect(page.get_by_role("group", name="Udfald")).to_have_accessible_description(
            "Hvordan det endte; det første på en liste afgør."
        )
        page.get_by_label("Dato").fill("i går")
        page.locator(SAVE).click()
        expect(page.get_by_label("Dato")).to_have_attribute("aria-invalid", "true")
        expect(page.get_by_label("Dato")).to_have_accessible_description(
            "Mødets dag. For eksempel: 22-11-2023 i går er ikke en dato; skriv det som i »22-11-2023«."
        )
        page.get_by_role("alert").get_by_role("link").click()
        expect(page.get_by_label("Dato")).to_be_focused()
        top = page.get_by_label("Dato").bounding_box()
        assert top
        assert top["y"] > page.locator("header").bounding_box()["height"]  # type: ignore[index]


def test_a_case_is_corrected_by_keyboard_alone(chromium: Browser, served: Served) -> None:
    with browser.watched(chromium, viewport=DESK, locale="da-DK") as (page, complaints):
        page.goto(url(served, SHOWN))
        reach(page, "Ret sagen")
        page.keyboard.press("Enter")
        expect(page.locator("#title")).to_be_visible()
        reach(page, "title")
        page.keyboard.press("Control+A")
        page.keyboard.type("Bred cykelsti på Havnevej")
        reach(page, "handlings-0-role")
        page.keyboard.press("Home")  # the first: not stated
        page.keyboard.press("ArrowDown")
        reach(page, "topics-more")
        page.keyboard.type("Belysning")
        reach(page, "basis")
        page.keyboard.type("styrelsesloven § 10")
        page.keyboard.press("Enter")  # in a field of one line that saves
        expect(page.get_by_role("status")).to_be_focused()
        expect(page.get_by_role("status")).to_contain_text("Gemt.")
        assert served.bytes().decode() == TEXT.replace('"Ny cykelsti"', '"Bred cykelsti på Havnevej"').replace(
            "role: decision", "role: information"
        ).replace("# også\n", "# også\n- Belysning\n").replace("majority}\n", "majority}\nbasis: styrelsesloven § 10\n")
        reach(page, "Se siden")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("Bred cykelsti på Havnevej")
        assert [each for each in complaints if "/_beslut/events" not in each] == []


def reach(page: Page, name: str) -> None:
    """Press Tab until what has this id or these words has the focus, and see that it shows it."""
    for _ in range(200):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
              const it = document.activeElement, style = getComputedStyle(it), box = it.getBoundingClientRect();
              const above = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 12));
              const shown = box.bottom > 0 && box.top < innerHeight && (it.contains(above) || above.contains(it));
              return [it.id, it.textContent.trim(), parseFloat(style.outlineWidth) >= 2, shown];
            }"""
        )
        if name in seen[:2]:
            assert seen[2:] == [True, True], seen
            return
    pytest.fail(f"the keyboard does not reach {name}")


def test_it_does_all_without_javascript(chromium: Browser, served: Served) -> None:
    with browser.watched(chromium, viewport=PHONE, java_script_enabled=False, locale="da-DK") as (page, _):
        page.goto(url(served, SHOWN))
        page.get_by_role("link", name="Ret sagen").click()
        page.get_by_role("button", name="Tilføj en behandling").click()
        page.locator("#handlings-1-body").select_option(label="Teknik- og Miljøudvalget")
        page.locator("#handlings-1-date").fill("12-03-2024")
        page.locator("#handlings-0 .gone").click()
        page.locator(".end button").click()
        expect(page.get_by_text("Gemt.", exact=True)).to_be_visible()
        assert "handlings:\n- body: tmu\n  date: 2024-03-12\n---\n" in served.bytes().decode()


def test_what_was_typed_is_not_lost_unasked(chromium: Browser, served: Served) -> None:
    with browser.watched(chromium, viewport=DESK, locale="da-DK") as (page, _):
        asked: list[str] = []
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
        page.goto(url(served, address(CASE)))
        page.goto(url(served, SHOWN))
        assert asked == []
        page.goto(url(served, address(CASE)))
        page.locator("#title").press_sequentially("!")
        page.goto(url(served, SHOWN))
        assert asked == ["beforeunload"]
        page.goto(url(served, address(CASE)))
        page.locator("#title").press_sequentially("!")
        page.locator(SAVE).click()
        expect(page.get_by_role("status")).to_contain_text("Gemt.")
        assert asked == ["beforeunload"]
