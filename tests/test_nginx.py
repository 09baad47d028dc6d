"""docs/udgiver/nginx.conf, served by a real nginx: headers, redirections, 404, compression, caches, and the browser."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path

import browser
import pytest
from conftest import SHOWCASE, options, tree, write
from playwright.sync_api import expect
from support.nginx import CONFIGURATION, GUIDE, Host, needs_nginx, nginx

from builder.build import build
from builder.publishing.manifest import parse
from builder.publishing.rules import rules
from builder.server.handler import POLICY
from builder.urls import path_of

pytestmark = needs_nginx
ALIAS, TO = "/havneby/sager/2024/sti/", "/havneby/sager/2024/cykelsti/"
STONE = "/havneby/sager/2023/referat-af-borgermoede/"
TEXT = {".html": "text/html", ".css": "text/css", ".js": "application/javascript", ".json": "application/json"}
TYPES = {**TEXT, ".txt": "text/plain", ".pdf": "application/pdf", ".svg": "image/svg+xml", ".png": "image/png"}
TYPES |= dict.fromkeys(
    (".pf_meta", ".pf_index", ".pf_filter", ".pf_fragment", ".pf_words", ".pagefind"), "application/octet-stream"
)
FEEDS = {"feed.xml": "application/atom+xml", "opensearch.xml": "application/opensearchdescription+xml"}
UNCHANGING = "public, max-age=31536000, immutable"


def test_the_guide_shows_the_configuration_as_it_is() -> None:
    assert f"```nginx\n{CONFIGURATION.read_text('utf-8')}```\n" in GUIDE.read_text("utf-8")


def make(folder: Path, base: str) -> tuple[Path, str]:
    """The showcase, built to lie below a path: what the configuration calls `root`, and the rules."""
    site = folder / "srv" / base.strip("/")
    result = build(options(SHOWCASE, site, search=True, base_url=f"https://example.org{base}/"))
    assert result.written, result.findings
    (site / ".hemmelig").write_text("x")
    (site / ".git").mkdir()
    (site / ".git/config").write_text("x")
    (site / ".well-known").mkdir()
    (site / ".well-known/proof.txt").write_text("x")
    return folder / "srv", rules(parse((site / "manifest.json").read_bytes()), "nginx")


WAYS = {"at the root": ("", False), "below a path": ("/arkiv", False), "within another site": ("/arkiv", True)}


@pytest.fixture(scope="module", params=WAYS)
def way(request: pytest.FixtureRequest) -> tuple[str, bool]:
    return WAYS[request.param]


@pytest.fixture(scope="module")
def base(way: tuple[str, bool]) -> str:
    return way[0]


@pytest.fixture(scope="module")
def root(base: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    return make(tmp_path_factory.mktemp("nginx"), base)


@pytest.fixture(scope="module")
def host(way: tuple[str, bool], root: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    with nginx(tmp_path_factory.mktemp("server"), *root, way[0], within=way[1]) as running:
        yield running


def test_every_file_is_served_as_what_it_is(host: Host, root: tuple[Path, str], base: str) -> None:
    files = {name: data for name, data in tree(root[0] / base.strip("/")).items() if "/." not in f"/{name}"}
    lost = {file for file in files if (base + path_of(file)).rstrip("/") in {base + ALIAS[:-1], base + STONE[:-1]}}
    seen = set()
    for name, data in files.items():
        if name in lost:
            continue
        answer = host.ask(base + path_of(name))
        assert (answer.status, answer.body) == (200, data), name
        kind, _, charset = answer.headers["content-type"].partition("; ")
        wanted = FEEDS.get(Path(name).name) or TYPES.get(Path(name).suffix) or "text/xml"
        assert kind == wanted, name
        binary = kind in {"application/octet-stream", "application/pdf", "image/png", "image/svg+xml"}
        assert charset == ("" if binary else "charset=utf-8"), name
        seen.add(Path(name).suffix)
    assert {".html", ".css", ".js", ".json", ".xml", ".pf_meta", ".pf_fragment", ".pagefind"} <= seen


@pytest.mark.parametrize("path", ["/", ALIAS, STONE, "/nowhere/", "/manifest.json", "/.git/config"])
def test_every_answer_has_the_headers(path: str, host: Host, base: str) -> None:
    headers = host.ask(base + path).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert headers["server"] == "nginx"  # and not which


def test_the_policy_stands_in_the_configuration_as_the_preview_has_it() -> None:
    assert f'Content-Security-Policy "{POLICY}" always;' in CONFIGURATION.read_text("utf-8")


def test_what_led_on_by_a_page_does_so_by_a_status(host: Host, base: str) -> None:
    for path in (ALIAS, ALIAS.rstrip("/"), ALIAS + "?x=y"):
        answer = host.ask(base + path)
        assert (answer.status, answer.headers["location"]) == (301, base + TO)
    assert host.ask(base + TO).status == 200


def test_what_was_taken_down_is_gone_and_says_why(host: Host, base: str) -> None:
    answer = host.ask(base + STONE)
    assert answer.status == 410
    assert "Tilbagekaldt fra udgivelse" in answer.body.decode()
    assert host.ask(base + STONE, "HEAD").status == 410


def test_another_site_is_left_alone(host: Host, way: tuple[str, bool], root: tuple[Path, str]) -> None:
    if not way[1]:  # there is none
        assert host.ask("/").status == (404 if way[0] else 200)
        return
    write(root[0].parent / "other", {"index.html": "Et andet websted"})
    answer = host.ask("/")
    assert (answer.body.decode(), "content-security-policy" in answer.headers) == ("Et andet websted", False)
    moved = host.ask("/arkiv")
    assert (moved.status, moved.headers["location"].partition("127.0.0.1")[2].lstrip(":0123456789")) == (301, "/arkiv/")


def test_every_page_has_one_address(host: Host, base: str) -> None:
    for asked, there in [(TO[:-1], TO), (TO + "index.html", TO), ("/index.html", "/"), ("/index.html?q=x", "/")]:
        answer = host.ask(base + asked)
        assert (answer.status, answer.headers["location"]) == (301, base + there)
    for asked in ("//example.org/index.html", "//example.org", "//example.org/%2e%2e"):
        assert not host.ask(asked).headers.get("location", "").startswith("//")


@pytest.mark.parametrize(
    "path",
    [
        *("/nowhere/", "/nowhere", "/emner/x/y.html", "/assets/style.0123456789.css", "/pagefind/da_0.pf_meta"),
        *("/assets/", "/pagefind/", "/.hemmelig", "/.git/config", "/.git/", "/x/.env"),
    ],
)
def test_what_is_not_there_or_not_to_be_seen_is_our_404(path: str, host: Host, base: str) -> None:
    """Folders without a page and hidden files are answered as if they were not there."""
    answer = host.ask(base + path)
    assert answer.status == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "Siden findes ikke" in answer.body.decode()
    assert answer.headers["cache-control"] == "no-cache"


def test_a_proof_for_certificates_can_be_seen(host: Host, base: str) -> None:
    assert host.ask(f"{base}/.well-known/proof.txt").status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_is_written(method: str, host: Host, base: str) -> None:
    assert host.ask(f"{base}/", method).status == 405


def test_what_is_named_by_its_content_is_kept_for_ever_and_all_else_is_asked_for(
    host: Host, root: tuple[Path, str], base: str
) -> None:
    kept, asked = set(), set()
    for name in tree(root[0] / base.strip("/")):
        if "/." in f"/{name}":
            continue
        told = host.ask(base + path_of(name), "HEAD").headers["cache-control"]
        assert told in {UNCHANGING, "no-cache"}
        (kept if told == UNCHANGING else asked).add(name)
    assert {re.sub(r".*\.", "", name) for name in kept} == {
        "css",
        "js",
        "pf_meta",
        "pf_index",
        "pf_filter",
        "pf_fragment",
    }
    assert {name for name in kept if name.startswith("assets/")} == {
        name for name in kept | asked if name.startswith("assets/")
    }
    assert all(re.search(r"[._][0-9a-f]{7,}\.\w+$", name) for name in kept)
    assert {"index.html", "feed.xml", "manifest.json", "pagefind/pagefind.js", "pagefind/pagefind-entry.json"} <= asked


@pytest.mark.parametrize("path", ["/", "/feed.xml", "/manifest.json", "/opensearch.xml"])
def test_what_a_browser_has_is_not_sent_again(path: str, host: Host, base: str) -> None:
    first = host.ask(base + path, Accept_Encoding="gzip")
    assert parsedate_to_datetime(first.headers["last-modified"])
    for condition in (
        {"If_None_Match": first.headers["etag"]},
        {"If_Modified_Since": first.headers["last-modified"]},
    ):
        again = host.ask(base + path, Accept_Encoding="gzip", **condition)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["cache-control"] == "no-cache"
    assert host.ask(base + path, If_None_Match='"other"').status == 200


def test_text_is_packed_and_what_is_packed_is_not_packed_again(host: Host, root: tuple[Path, str], base: str) -> None:
    packed = set()
    for name, data in tree(root[0] / base.strip("/")).items():
        answer = host.ask(base + path_of(name), Accept_Encoding="gzip, br") if "/." not in f"/{name}" else None
        if answer is None or answer.status != 200:
            continue
        if answer.headers.get("content-encoding") == "gzip":
            assert gzip.decompress(answer.body) == data
            assert answer.headers["vary"] == "Accept-Encoding"
            packed.add(Path(name).suffix)
        else:
            assert answer.body == data
            assert len(data) < 512 or Path(name).suffix not in {*TEXT, ".xml", ".svg"}
    assert packed >= {".html", ".css", ".js", ".json", ".xml"}
    assert packed & {".pf_meta", ".pf_index", ".pf_filter", ".pf_fragment", ".pagefind", ".pdf", ".png"} == set()


@browser.needs_chromium
def test_the_pages_and_the_search_work_in_a_browser(host: Host, base: str) -> None:
    with browser.chromium() as opened, browser.watched(opened) as (page, complaints):
        page.goto(f"{host.address}{base}/soeg/?q=cykelsti")
        page.wait_for_selector("#_antal[data-done]", state="attached")
        page.get_by_role("link", name="Ny cykelsti langs Havnevej").first.click()
        expect(page.locator("h1")).to_have_text("Ny cykelsti langs Havnevej")
        assert page.url == f"{host.address}{base}{TO}"
        page.goto(f"{host.address}{base}{ALIAS}")
        assert page.url == f"{host.address}{base}{TO}"
        assert complaints == []


def test_the_rules_hold_no_more_than_the_manifest_promises(root: tuple[Path, str], base: str) -> None:
    told = json.loads((root[0] / base.strip("/") / "manifest.json").read_bytes())
    assert set(re.findall(r'location = "([^"]*/)"', root[1])) == {
        base + path for path in (*told["aliases"], *told["retracted"])
    }
