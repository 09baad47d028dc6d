"""Comparing with what is published, from the command line: where the manifest comes from, and what is said of it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from conftest import tree, write
from hypothesis import given
from hypothesis import strategies as st
from support.published import FILES, HELD_FILES, World

from builder.__main__ import main
from builder.options import CALL, CONTENT, DONE
from builder.publishing import fetching, web
from builder.publishing.manifest import parse


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path, FILES)


# --- the command ----------------------------------------------------------------------------------------------

AT = ["--at", "2026-01-15T12:00"]


@pytest.fixture
def run(world: World, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a command on the content of the world; exit status, standard output, standard error."""

    def call(*arguments: str) -> tuple[int, str, str]:
        status = main([*arguments[:1], *AT, "--content", str(world.content), "--quiet", *arguments[1:]])
        said = capsys.readouterr()
        return status, said.out, said.err

    return call


Run = Callable[..., tuple[int, str, str]]


def test_the_command_prints_the_lists_and_nothing_else_to_standard_output(world: World, run: Run) -> None:
    status, out, err = run("check", "--publish", "--against", str(world.site))
    assert (status, err) == (DONE, "")
    assert out.splitlines()[0] == "Becomes public"
    world.remove("pages/om.md")
    status, out, err = run("check", "--publish", "--against", str(world.site))
    assert status == CONTENT
    assert "    /om/  lost: nothing answers there any more" in out.splitlines()
    assert err.startswith("error: lost-url: the address /om/ was published and answers no more; ")


def test_the_lists_as_one_json_object(world: World, run: Run) -> None:
    world.write(HELD_FILES).remove("pages/om.md")
    status, out, err = run("check", "--publish", "--against", str(world.published), "--format", "json")
    assert (status, err) == (CONTENT, "")
    told = json.loads(out)
    assert set(told) == {"findings", "publication"}
    assert {"path": "", "line": 0, "code": "lost-url"}.items() <= told["findings"][0].items()
    publication = told["publication"]
    assert set(publication) == {"compared", "today", "counts", "new", "held", "changed", "gone", "lists"}
    assert publication["compared"] is True
    assert publication["gone"] == [{"path": "/om/", "fate": "lost", "to": "", "source": "", "field": ""}]
    assert {each["why"] for each in publication["held"]} == {"draft", "publish", "retracted", "closed"}
    assert publication["held"][0]["until"] == "2031-01-01T00:00:00"


def test_with_errors_there_are_no_lists_yet(world: World, run: Run) -> None:
    world.write({"pages/fejl.md": "---\nzzz: 1\n---\n"})
    status, out, err = run("check", "--publish")
    assert (status, out) == (CONTENT, "")
    assert err.splitlines()[-1] == "what becomes public is told when the errors are mended"
    assert json.loads(run("check", "--publish", "--format", "json")[1])["publication"] is None


def test_a_template_that_is_broken_is_told(world: World, run: Run) -> None:
    write(world.folder / "templates", {"page.html": "{{ nothing }}"})
    own = str(world.folder / "templates")
    status, _, err = run("check", "--publish", "--against", str(world.site), "--templates", own)
    assert status == CONTENT
    assert err.startswith("error: page.html:1:1: template: ")


def test_a_finding_of_no_file_is_an_annotation_of_no_file(world: World, run: Run) -> None:
    world.remove("pages/om.md")
    _, out, _ = run("check", "--against", str(world.site), "--format", "github")
    assert out.startswith("::error title=lost-url::the address /om/ was published and answers no more; ")


def test_a_build_against_is_told_and_writes_nothing(world: World, run: Run) -> None:
    world.remove("pages/om.md")
    before = tree(world.site)
    status, _, err = run("build", "--no-search", "--output", str(world.site), "--against", str(world.site))
    assert status == CONTENT
    assert "lost-url" in err
    assert tree(world.site) == before


# --- where the manifest comes from ----------------------------------------------------------------------------


def test_it_is_a_file_or_the_folder_it_lies_in(world: World, run: Run) -> None:
    assert run("check", "--against", str(world.published))[0] == DONE
    assert run("check", "--against", str(world.site))[0] == DONE


NOT_ONE = (
    *("", "{", "[]", "1", "null", '"x"', "{}", '{"generator": "beslut"}', '{"generator": "beslut", "files": []}'),
    *('{"generator": "other", "files": {}}', '{"generator": "beslut", "files": {"a": 1}}', "[" * 100_000),
    *('{"generator": "beslut", "files": {"a": {}}}', '{"generator": "beslut", "files": {}, "cases": {"/a/": 1}}'),
    *('{"generator": "beslut", "files": {}, "pages": 1}', '{"generator": "beslut", "files": {}, "aliases": []}'),
    '{"generator": "beslut", "files": {}, "pages": ["relative"]}',
)


@pytest.mark.parametrize("text", [each.encode() for each in NOT_ONE] + [b"\xff\xfe", b"\x00"])
def test_what_is_no_manifest_is_told(text: bytes, world: World, run: Run) -> None:
    file = world.folder / "other.json"
    file.write_bytes(text)
    status, out, err = run("check", "--against", str(file))
    assert (status, out) == (CALL, "")
    assert err == f"{file} is no manifest of a site that beslut made; name the published manifest.json with --against\n"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | st.just("/a/"), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(
    st.fixed_dictionaries(
        {"generator": st.just("beslut"), "files": JSON},
        optional=dict.fromkeys(("cases", "aliases", "retracted", "pages"), JSON),
    )
)
def test_whatever_it_says_it_is_read_or_refused(told: object) -> None:
    try:
        published = parse(json.dumps(told).encode())
    except ValueError:
        return
    assert all(path.startswith("/") for path in published.promises)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("nowhere.json", "cannot be read (No such file or directory)"),
        ("ftp://example.org/manifest.json", "name a file, or an address that starts with https:// or http://"),
        ("file:///etc/passwd", "name a file, or an address"),
        ("https://[/", "name a file, or an address"),
        ("http://127.0.0.1:1/", "cannot be read ("),
        ("http://127.0.0.1:x/", "cannot be read ("),
        ("http://a b/", "cannot be read ("),
        ("http://ugyldig.invalid/", "cannot be read ("),
    ],
)
@pytest.mark.parametrize("command", ["build", "check"])
def test_a_place_that_has_none_is_a_wrong_call(
    command: str, place: str, words: str, world: World, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "*")
    before = tree(world.folder)
    status, out, err = run(command, "--against", place)
    assert (status, out) == (CALL, "")
    assert err.startswith(place)
    assert words in err
    assert len(err.splitlines()) == 1
    assert tree(world.folder) == before


def test_a_password_is_not_repeated(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    status, _, err = run("check", "--against", "http://navn:hemmeligt@127.0.0.1:1/")
    assert status == CALL
    assert "hemmeligt" not in err


class Site(BaseHTTPRequestHandler):
    """A host that answers in many ways."""

    manifest = b""
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        match self.path.split("/")[1]:
            case "good" if self.path.partition("?")[0].endswith("/manifest.json"):
                self.answer(200, self.manifest)
            case "empty":
                self.answer(200, b"")
            case "bare" if not self.path.endswith("/manifest.json"):
                self.answer(200, b"<!doctype html><title>Site</title>")
            case "page":
                self.answer(200, b"<!doctype html><title>Site</title>")
            case "moved":
                self.answer(301, b"", "/good/manifest.json")
            case "circle":
                self.answer(302, b"", self.path)
            case "elsewhere":
                self.answer(302, b"", "ftp://127.0.0.1/manifest.json")
            case "disk":
                self.answer(302, b"", "file:///etc/passwd")
            case "failed":
                self.answer(500, b"")
            case "short":
                self.answer(200, self.manifest[:40], length=len(self.manifest))
            case "nonsense":
                self.wfile.write(b"nonsense\r\n\r\n")
            case "endless" | "dripping":
                self.endless(0.0 if "endless" in self.path else 0.05)
            case "silent":
                time.sleep(3)
            case _:
                self.answer(404, b"")

    def answer(self, status: int, data: bytes, location: str = "", length: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(data) if length is None else length))
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(data)

    def endless(self, pause: float) -> None:
        self.send_response(200)
        self.end_headers()
        with suppress(OSError):
            for _ in range(100_000):
                self.wfile.write(b" " * (1 if pause else 10_000))
                time.sleep(pause)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in http.server
        """Say nothing."""


@pytest.fixture
def host(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("no_proxy", "*")
    Site.manifest = world.published.read_bytes()
    Site.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("path", ["/good/manifest.json", "/good/", "/good", "/moved/manifest.json", "/good/?x=y#z"])
def test_the_address_of_the_manifest_or_of_the_site(path: str, host: str, world: World, run: Run) -> None:
    assert run("check", "--against", host + path) == (DONE, "", "")
    world.remove("pages/om.md")
    assert run("check", "--against", host + path)[0] == CONTENT
    assert {each.partition("?")[0].rpartition("/")[2] for each in Site.asked} == {"manifest.json"}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/missing/", "cannot be read (404 Not Found)"),
        ("/failed/", "cannot be read (500 "),
        ("/empty/", "is no manifest"),
        ("/page/", "is no manifest"),
        ("/short/", "cannot be read ("),
        ("/circle/", "cannot be read (302 "),
        ("/elsewhere/", "cannot be read ("),
        ("/disk/", "cannot be read (302 "),
        ("/nonsense/", "cannot be read ("),
        ("/endless/", "is larger than any manifest"),
        ("/dripping/", "takes too long to come"),
        ("/silent/", "takes too long to come"),
    ],
)
def test_a_host_that_answers_otherwise_is_told(
    path: str, words: str, host: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "LARGEST", 100_000)
    monkeypatch.setattr(web, "SILENCE", 0.5)
    monkeypatch.setattr(web, "PATIENCE", 0.3 if path == "/dripping/" else 60.0)
    status, out, err = run("check", "--against", host + path)
    assert (status, out) == (CALL, "")
    assert err.startswith(host + path)
    assert words in err
    assert len(err.splitlines()) == 1


# --- the first publication ------------------------------------------------------------------------------------

FIRST = "--may-be-first"


def test_where_nothing_is_published_yet_there_is_nothing_to_compare_with(host: str, world: World, run: Run) -> None:
    place = f"{host}/missing/"
    out = str(world.folder / "new")
    status, _, err = run("build", "--no-search", "--output", out, "--against", place, FIRST)
    assert (status, err) == (DONE, f"nothing is published at {place} yet, so there is nothing to compare with\n")
    assert tree(Path(out)) == tree(world.site)
    status, _, err = run("check", "--publish", "--format", "json", "--against", f"{place}manifest.json", FIRST)
    assert (status, err.count("\n")) == (DONE, 1)


def test_all_is_new_then(host: str, run: Run) -> None:
    publication = json.loads(run("check", "--publish", "--format", "json", "--against", f"{host}/missing/", FIRST)[1])[
        "publication"
    ]
    assert publication["compared"]
    assert {"/om/", "/havneby/sager/2024/cykelsti/"} <= {each["path"] for each in publication["new"]}
    assert (publication["changed"], publication["gone"]) == ([], [])


@pytest.mark.parametrize("path", ["/failed/", "/page/", "/short/", "/elsewhere/", "/bare/"])
def test_a_host_that_has_something_has_published_before(path: str, host: str, run: Run) -> None:
    """Be it a site that has lost its manifest, or one that fails at this moment."""
    status, out, err = run("check", "--against", host + path, FIRST)
    assert (status, out) == (CALL, "")
    assert err.startswith(host + path)


def test_a_site_that_is_there_is_compared_with(host: str, world: World, run: Run) -> None:
    assert run("check", "--against", f"{host}/good/", FIRST) == (DONE, "", "")
    world.remove("pages/om.md")
    assert run("check", "--against", f"{host}/good/", FIRST)[0] == CONTENT


def test_a_folder_may_hold_nothing_yet(world: World, run: Run) -> None:
    for place in (world.folder / "nowhere", write(world.folder / "empty", {".gitignore": ""})):
        assert run("check", "--against", str(place), FIRST)[0] == DONE
        assert run("check", "--against", str(place))[0] == CALL
    world.published.unlink()
    assert run("check", "--against", str(world.site), FIRST)[0] == CALL
    assert run("check", "--against", str(world.published), FIRST)[0] == CALL
