"""The real archive, built whole: links, HTML, and what a citizen does with it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import browser
import pytest
from conftest import CONTENT, NOW, ROOT, SHARED, SHOWCASE, options
from playwright.sync_api import expect

from builder.build import build

expect.set_options(timeout=20_000)  # a busy machine is no fault
VNU = ROOT / "tests/node_modules/vnu-jar/build/dist/vnu.jar"
LYCHEE = Path(sys.executable).parent / "lychee"
WORDS = Path("/usr/share/dict/danish")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("real") / "site"
    result = build(replace(options(CONTENT, folder, search=True), at=NOW))
    assert result.findings == ()
    return folder


@pytest.fixture(scope="module")
def showcase(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented archive that shows every feature."""
    folder = tmp_path_factory.mktemp("showcase") / "site"
    result = build(replace(options(SHOWCASE, folder, search=True), at=NOW))
    assert [each.code for each in result.findings] == ["closed-text"]  # the title of what was taken down
    return folder


@pytest.fixture(scope="module")
def below_a_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same site, to be published under https://example.org/arkiv/."""
    folder = tmp_path_factory.mktemp("below") / "arkiv"
    build(replace(options(CONTENT, folder, search=True), base_url="https://example.org/arkiv/"))
    return folder


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """1,000 invented cases, built without search."""
    if not SHARED.is_dir():
        pytest.skip("the generator of cases is not beside the checkout")
    if not WORDS.exists():
        pytest.skip("no list of Danish words on this machine (Debian: wdanish)")
    folder = tmp_path_factory.mktemp("generated")
    bench, python = SHARED / "bench", sys.executable
    subprocess.run([python, bench / "gen.py", folder / "corpus", "1000", "--words", WORDS], check=True)
    subprocess.run([python, bench / "to_beslut.py", folder / "corpus", folder / "content"], check=True)
    result = build(replace(options(folder / "content", folder / "site"), jobs=2))
    assert result.findings == ()
    return folder / "site"


def lychee(site: Path, base: str = "") -> None:
    root = site.parent if base else site
    found = subprocess.run(
        [LYCHEE, "--offline", "--include-fragments", "--no-progress", "--root-dir", root, site],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout[-4000:]
    total = re.search(r"(\d+) Total", found.stdout) or re.search(r"Total\D+(\d+)", found.stdout)
    assert total, found.stdout[-2000:]
    assert int(total[1]) > 500


def test_no_link_or_anchor_of_the_real_site_is_broken(site: Path) -> None:
    lychee(site)


def test_no_link_or_anchor_of_the_showcase_is_broken(showcase: Path) -> None:
    lychee(showcase)


def test_no_link_is_broken_below_a_base_path(below_a_path: Path) -> None:
    lychee(below_a_path, "/arkiv")


@pytest.mark.slow
def test_no_link_or_anchor_of_a_thousand_generated_cases_is_broken(generated: Path) -> None:
    lychee(generated)


@pytest.mark.parametrize("name", ["site", "showcase"])
def test_every_page_is_valid_html_without_a_warning(name: str, request: pytest.FixtureRequest) -> None:
    if not VNU.exists() or not shutil.which("java"):
        pytest.skip("the Nu HTML checker or Java is not installed (make test installs both where it can)")
    folder = request.getfixturevalue(name)
    found = subprocess.run(
        ["java", "-jar", VNU, "--format", "json", "--stdout", "--skip-non-html", folder],
        capture_output=True,
        text=True,
        check=False,
    )
    messages = json.loads(found.stdout)["messages"]
    errors = [f"{m['url'].rpartition('site/')[2]}:{m.get('lastLine')}: {m['message']}" for m in messages]
    assert errors == []


def test_the_manifest_lists_every_file(site: Path) -> None:
    listed = json.loads((site / "manifest.json").read_text())["files"]
    there = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert set(listed) == there - {"manifest.json"}


def hrefs(site: Path) -> Iterator[tuple[Path, str]]:
    for page in site.rglob("*.html"):
        for href in re.findall(r'(?:href|src|action)="([^"]*)"', page.read_text()):
            yield page, href


def test_every_address_below_a_base_path_bears_it(below_a_path: Path) -> None:
    seen = 0
    for page, href in hrefs(below_a_path):
        seen += 1
        if href.startswith("/"):
            assert href.startswith("/arkiv/"), (page, href)
    assert seen > 1000


@pytest.fixture(scope="module")
def chromium() -> Iterator[browser.Browser]:
    if browser.CHROMIUM is None:
        pytest.skip("no chromium on this machine (make test installs it where it can)")
    with browser.chromium() as opened:
        yield opened


@pytest.mark.browser
@pytest.mark.parametrize("base", ["", "/arkiv"])
def test_a_citizen_searches_opens_a_hit_and_follows_a_dossier(
    base: str, site: Path, below_a_path: Path, chromium: browser.Browser
) -> None:
    folder = below_a_path if base else site
    with browser.served(folder, base) as address, browser.watched(chromium) as (page, complaints):
        page.goto(address + "/")
        page.get_by_role("searchbox").fill("sociale henvisninger")
        page.keyboard.press("Enter")
        page.wait_for_selector("ol#results > li")
        assert "q=sociale+henvisninger" in page.url
        assert page.locator("ol#results > li").first.locator("a").count() == 1
        assert re.search(r"\d+ resultat", page.locator("[role=status]").inner_text())
        page.get_by_role("link", name="Afprøvning af sociale henvisninger i Norddjurs").first.click()
        assert page.locator("h1").inner_text() == "Afprøvning af sociale henvisninger i Norddjurs"
        page.locator("aside").get_by_role("link", name="Sammen mod ulighed i sundhed").click()
        assert page.url.startswith(f"{address}/temaer/sammen-mod-ulighed-i-sundhed/")
        page.locator(".timeline").get_by_role("link").first.click()
        assert "/norddjurs/sager/2023/samarbejde/" in page.url
        assert complaints == []


@pytest.mark.browser
def test_filters_order_and_history_live_in_the_address(site: Path, chromium: browser.Browser) -> None:
    with browser.served(site) as address, browser.watched(chromium) as (page, complaints):
        page.goto(f"{address}/soeg/?q=sundhed")
        page.wait_for_selector("ol#results > li")
        everything = page.locator("ol#results > li").count()
        page.locator("summary").click()
        page.get_by_role("checkbox", name="Norddjurs Kommune").check()
        page.wait_for_url("**myndighed=Norddjurs+Kommune**")
        page.wait_for_function(f"() => ![0, {everything}].includes(document.querySelectorAll('#results > li').length)")
        filtered = page.locator("ol#results > li").count()
        page.locator("#_sorter").select_option("dato")
        page.wait_for_url("**sorter=dato**")
        expect(page.locator("ol#results > li")).to_have_count(filtered)
        page.wait_for_selector("ol#results > li")
        page.go_back()
        page.go_back()
        expect(page.locator("ol#results > li")).to_have_count(everything)
        assert complaints == []


@pytest.mark.browser
def test_no_page_kind_complains_or_scrolls_sideways(site: Path, chromium: browser.Browser) -> None:
    paths = [
        "/", "/404.html", "/aar/", "/aar/2025/", "/aar/2025/09/", "/emner/", "/emner/civilsamfund/", "/moeder/",
        "/norddjurs/", "/norddjurs/sager/", "/norddjurs/sager/2023/", "/norddjurs/sager/2023/samarbejde/",
        "/norddjurs/vpu/", "/om/",
        "/ordbog/", "/organisationer/social-sundhed/", "/region-midtjylland/sagsnumre/1-00-14-22/", "/rettelser/",
        "/region-midtjylland/sager/2025/sociale-henvisninger/", "/region-midtjylland/uls/2025-09-23/",
        "/soeg/?q=sundhed", "/steder/grenaa/", "/temaer/", "/temaer/sammen-mod-ulighed-i-sundhed/", "/udvalg/", "/was/",
    ]  # fmt: skip
    with browser.served(site) as address:
        for width in (320, 1280):
            with browser.watched(chromium, viewport={"width": width, "height": 800}) as (page, complaints):
                for path in paths:
                    page.goto(address + path, wait_until="networkidle")
                    assert page.evaluate("document.documentElement.scrollWidth") <= width, path
                assert complaints == []


@pytest.mark.browser
def test_pages_read_in_full_without_javascript(site: Path, chromium: browser.Browser) -> None:
    with browser.served(site) as address, browser.watched(chromium, java_script_enabled=False) as (page, _):
        page.goto(f"{address}/norddjurs/sager/2023/samarbejde/")
        assert page.get_by_text("Endeligt besluttet").is_visible()
        assert page.get_by_role("heading", name="Sagsforløb").is_visible()
        page.goto(f"{address}/soeg/")
        assert page.get_by_text("Søgningen kræver JavaScript").is_visible()
        assert page.get_by_role("link", name="Civilsamfund").is_visible()


def test_an_archive_of_one_file_builds(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    (content / "_index.md").write_text("---\ntitle: Tomt arkiv\n---\n")
    result = build(replace(options(content, tmp_path / "site"), search=True))
    assert result.findings == ()
    assert "Tomt arkiv" in (tmp_path / "site/index.html").read_text()


def test_the_program_works_when_installed_elsewhere(tmp_path: Path) -> None:
    """The wheel carries templates and catalogues: in an empty environment it builds outside the checkout."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL"))}
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", tmp_path / "wheels", ROOT], check=True)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "empty"], check=True)
    python = tmp_path / "empty/bin/python"
    wheel = next((tmp_path / "wheels").glob("beslut-*.whl"))
    subprocess.run([*pip, "--python", python, "install", wheel], check=True, env=environment)
    subprocess.run(
        [tmp_path / "empty/bin/beslut", "build", "--content", CONTENT, "--output", tmp_path / "site", "--no-search"],
        check=True,
        cwd=tmp_path,
        env=environment,
    )
    page = (tmp_path / "site/norddjurs/sager/2023/samarbejde/index.html").read_text()
    assert "Endeligt besluttet" in page
