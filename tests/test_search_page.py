"""The search page in a real browser: state in the address, keyboard, help where nothing is found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import browser
import pytest
from conftest import NOW, SHOWCASE, options
from playwright.sync_api import Browser, Page, expect

from builder.build import build
from builder.search.cutting import LARGEST

expect.set_options(timeout=20_000)  # a busy machine is no fault
pytestmark = browser.needs_chromium
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module", params=[LARGEST, 5], ids=["one part", "parts"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The search of a site, which must be the same whether it was indexed in one part or in several."""
    site = tmp_path_factory.mktemp("search") / "site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("builder.search.cutting.LARGEST", request.param)
        build(replace(options(SHOWCASE, site, search=True), at=NOW))
    with browser.served(site) as found:
        yield found + "/soeg/"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser.chromium() as opened:
        yield opened


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with browser.watched(chromium, viewport=PHONE) as (opened, complaints):
        yield opened
        assert complaints == []


def asked(page: Page, address: str) -> list[str]:
    """The titles of the hits."""
    page.goto(address)
    page.wait_for_selector("#_antal[data-done]", state="attached")
    return page.locator("ol#results > li > a").all_inner_texts()


def test_a_hit_has_one_link_its_status_its_day_and_its_body(page: Page, address: str) -> None:
    assert "Ny cykelsti langs Havnevej" in asked(page, address + "?q=cykelsti")
    hit = page.locator("ol#results > li", has_text="Ny cykelsti")
    expect(hit.locator("a")).to_have_count(1)
    expect(hit).to_contain_text("Sag · Endeligt besluttet · 9. apr. 2024 · Byrådet")
    expect(page.locator("#_antal")).to_have_text("3 resultater for »cykelsti«")
    expect(page.locator("#_veje")).to_be_hidden()


def test_what_is_called_as_asked_comes_first(page: Page, address: str) -> None:
    assert asked(page, address + "?q=TMU")[0] == "Teknik- og Miljøudvalget"
    for number in ("24/1234", "2024/1234", "24-1234"):
        assert set(asked(page, address + f"?q={number}")[:2]) == {
            "Ny cykelsti langs Havnevej",
            "Badebro ved Strandvejen",
        }
    assert asked(page, address + "?q=29.00.00-P20-3-24")[0].startswith("Lokalplan 219")
    assert asked(page, address + "?q=2022/0500")[0] == "Gebyrer i havnen"


def test_order_and_filters_stand_in_the_address_and_back_undoes_them(page: Page, address: str) -> None:
    before = asked(page, address + "?q=byrådet")
    page.locator("#_sorter").select_option("dato")
    expect(page).to_have_url(address + "?q=byr%C3%A5det&sorter=dato")
    page.wait_for_selector("#_antal[data-done]", state="attached")
    days = page.locator("ol#results > li p:first-of-type").all_inner_texts()
    years = [text.split(" · ")[2].split()[-1] for text in days if text.count(" · ") > 2]
    assert years == sorted(years, reverse=True)
    page.locator("summary").click()
    page.get_by_label("Region Strand").check()
    expect(page).to_have_url(address + "?q=byr%C3%A5det&sorter=dato&myndighed=Region+Strand")
    page.go_back()
    page.go_back()
    expect(page.locator("#_sorter")).to_have_value("")
    page.wait_for_selector("#_antal[data-done]", state="attached")
    assert page.locator("ol#results > li > a").all_inner_texts() == before


def test_the_keyboard_walks_through_the_hits_and_back(page: Page, address: str) -> None:
    asked(page, address + "?q=cykelsti")
    field, hits = page.locator("#_q"), page.locator("ol#results > li > a")
    field.focus()
    page.keyboard.press("ArrowDown")
    expect(hits.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(hits.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#_soeg")).to_have_count(0)  # the hit is open


def test_a_misspelt_word_is_replaced_and_can_be_searched_all_the_same(page: Page, address: str) -> None:
    assert asked(page, address + "?q=lokalpaln")[0].startswith("Lokalplan 219")
    expect(page.locator("#_antal")).to_contain_text("for »lokalplan")
    expect(page.locator("#_noter")).to_contain_text("»lokalpaln« blev ikke fundet, som det er stavet.")
    page.get_by_role("button", name="Søg efter præcis »lokalpaln«").click()
    expect(page).to_have_url(address + "?q=lokalpaln&praecis=1")
    expect(page.locator("#_noter")).not_to_contain_text("som det er stavet")


def test_a_word_beside_others_that_the_archive_lacks_is_named(page: Page, address: str) -> None:
    assert "Ny cykelsti langs Havnevej" in asked(page, address + "?q=cykelsti+zzyzx")
    expect(page.locator("#_noter")).to_contain_text("»zzyzx« står ikke i arkivet.")


def test_a_question_finds_its_answer(page: Page, address: str) -> None:
    assert asked(page, address + "?q=hvem stemte imod cykelstien?")[0] == "Ny cykelsti langs Havnevej"


def test_where_nothing_is_found_lists_and_what_is_called_alike_are_offered(page: Page, address: str) -> None:
    assert asked(page, address + "?q=xqzzyq") == []
    expect(page.locator("#_antal")).to_have_text("Ingen resultater for »xqzzyq«")
    expect(page.locator("#_veje")).to_be_visible()
    assert asked(page, address + "?q=energi&emne=Lokalplaner") == []
    expect(page.locator("#_noter")).to_contain_text("Måske leder du efter:")
    expect(page.locator("#_noter ul a")).to_have_text(["Energi"])
    page.get_by_role("button", name="Søg uden filtre").click()
    expect(page).to_have_url(address + "?q=energi")
    expect(page.locator("ol#results > li > a", has_text="Vindmøller ved Strandby")).to_be_visible()


def test_without_a_question_the_lists_are_shown(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("#_veje")).to_be_visible()
    expect(page.locator("#_antal")).to_have_text("")


def test_all_pages_of_the_result_come_in_order_of_their_day_and_are_as_many_as_was_said(
    page: Page, address: str
) -> None:
    asked(page, address + "?q=havneby&sorter=dato")
    said = int(re.findall(r"\d+", page.locator("#_antal").inner_text())[0])
    links = page.locator("ol#results > li > a")
    while page.locator("#_flere").is_visible():
        before = links.count()
        page.locator("#_flere").click()
        expect(links).not_to_have_count(before)
    assert links.count() == said > 10
    assert len(set(links.evaluate_all("all => all.map(each => each.href)"))) == said
    facts = page.locator("ol#results > li p:first-of-type").all_inner_texts()
    days = [day_of(text) for text in facts]
    assert any(days)
    assert days == sorted(days, reverse=True)


def day_of(facts: str) -> str:
    """The day in what is said of a hit, in ISO form; "" where it has none."""
    months = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
    found = re.search(r"(\d+)\. (\w{3})\w*\.? (\d{4})", facts)
    return f"{found[3]}-{months.index(found[2]) + 1:02}-{int(found[1]):02}" if found else ""


def test_a_first_search_fetches_no_more_than_it_needs(page: Page, address: str) -> None:
    """However many parts there are: one list of all pages, one file of words for each word, and what is shown."""
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url.partition("/pagefind/")[2].partition("?")[0]))
    asked(page, address + "?q=havneby+cykelsti")
    kinds = Counter(name.rpartition(".")[2] for name in fetched if name)
    assert kinds.pop("pf_fragment") <= 10
    assert kinds.pop("pf_index") <= 2
    assert kinds == {"js": 1, "json": 1, "pf_meta": 1, "pagefind": 1}
