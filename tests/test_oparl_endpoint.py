"""Records from a server of ours: pages, failures, and what changed since."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from support.oparl import TODAY, Json, council, record, save
from support.oparl import results as from_file

from builder.importers.drafts import Draft
from builder.importers.oparl import endpoint, troubles
from builder.importers.oparl.drafts import opened
from builder.importers.oparl.request import Request
from builder.importers.oparl.troubles import Trouble
from builder.model.values import Kind

LISTS = {"Organization": "organization", "Person": "person", "Meeting": "meeting", "Paper": "paper"}


@dataclass
class Council:
    """A server of OParl. Records keep the addresses of the invented council; its lists are at its own.

    Args:
        records: what it has.
        size: how many records a page holds.
        failing: how often an address answers otherwise before it answers: by path and query.
        answers: what it answers then: a status, or a body.
        asked: how often each address was asked for.
    """

    records: list[Json]
    size: int = 2
    failing: Counter[str] = field(default_factory=Counter)
    answer: int | bytes = 503
    asked: Counter[str] = field(default_factory=Counter)
    url: str = ""

    def said(self, path: str) -> Any:
        parts = urlsplit(path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        if parts.path == "/system":
            return {
                "id": f"{self.url}/system",
                "type": "https://schema.oparl.org/1.1/System",
                "body": f"{self.url}/body",
            }
        kind = parts.path.strip("/")
        types = {name: each for each, name in LISTS.items()} | {"body": "Body"}
        found = [each for each in self.records if each["type"].endswith(f"/{types.get(kind, kind)}")]
        found = [each for each in found if each["modified"] >= query.get("modified_since", "")[:10]]
        if kind == "body":
            found = [each | {name: f"{self.url}/{name}" for name in LISTS.values()} for each in found]
        page = int(query.get("page", "1"))
        pages = -(-len(found) // self.size)
        since = f"&modified_since={query['modified_since'].replace('+', '%2B')}" if "modified_since" in query else ""
        links = {"next": f"{self.url}{parts.path}?page={page + 1}{since}"} if page < pages else {}
        return {
            "data": found[(page - 1) * self.size : page * self.size],
            "pagination": {"totalPages": pages, "currentPage": page},
            "links": links,
        }


@pytest.fixture
def server() -> Iterator[Council]:
    """A council whose server answers on a port of this machine."""
    council_ = Council(council())

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            council_.asked[self.path] += 1
            fails = council_.failing[self.path] > 0
            council_.failing[self.path] -= fails
            status = council_.answer if fails and isinstance(council_.answer, int) else 200
            body = council_.answer if fails else json.dumps(council_.said(self.path)).encode()
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body if isinstance(body, bytes) else b"")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as served:
        council_.url = f"http://127.0.0.1:{served.server_port}"
        thread = threading.Thread(target=served.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield council_
        served.shutdown()
        thread.join()


def results(url: str, **changes: Any) -> tuple[dict[str, Draft], list[Trouble], list[float]]:
    """The drafts of an endpoint by their sources, what was told, how long was waited."""
    waited: list[float] = []
    with opened(Request((url,), TODAY, **changes), httpx.Client(timeout=5, trust_env=False), waited.append) as run:
        found = list(run.results())
        run.keep()
    drafts = {each.source: each for each in found if isinstance(each, Draft)}
    return drafts, [each for each in found if isinstance(each, Trouble)], waited


def more(count: int) -> list[Json]:
    """Some further papers."""
    body = council()[0]["id"]
    return [record("Paper", 10 + n, body=body, name=f"Vorlage {n}", date="2019-05-01") for n in range(count)]


@pytest.mark.parametrize("start", ["system", "body"])
def test_every_page_of_every_list_is_asked_for_once(start: str, server: Council, tmp_path: Path) -> None:
    server.records += more(7)
    drafts, told, waited = results(f"{server.url}/{start}")
    assert drafts == from_file(save(server.records, tmp_path / "a.jsonl"))[0]
    assert told == []
    assert waited == []
    assert set(server.asked.values()) == {1}
    assert server.asked["/paper?page=4"] == 1


def test_one_list_is_enough(server: Council) -> None:
    server.records += more(3)
    drafts, _, _ = results(f"{server.url}/paper")
    assert Counter(each.kind for each in drafts.values())[Kind.CASE] == 4


@pytest.mark.parametrize("answer", [500, 503, 429, b"{", b"\xff", b""])
def test_a_page_that_fails_twice_is_had_at_the_third_try(answer: int | bytes, server: Council, tmp_path: Path) -> None:
    server.records += more(5)
    server.answer = answer
    server.failing["/paper?page=2"] = 2
    drafts, told, waited = results(f"{server.url}/system")
    assert told == []
    assert drafts == from_file(save(server.records, tmp_path / "a.jsonl"))[0]
    assert waited == [1, 2]


@pytest.mark.parametrize("answer", [500, 404, b"[1, 2"])
def test_a_page_that_cannot_be_had_is_told_and_stepped_over(answer: int | bytes, server: Council) -> None:
    server.records += more(7)
    server.answer = answer
    server.failing["/paper?page=2"] = 9
    drafts, told, _ = results(f"{server.url}/system")
    assert [(each.record, each.reason) for each in told] == [(f"{server.url}/paper?page=2", troubles.PAGE_FAILED)]
    names = {each.values["title"] for each in drafts.values() if each.kind is Kind.CASE}
    assert names == {"Neuer Radweg", "Vorlage 0", "Vorlage 3", "Vorlage 4", "Vorlage 5", "Vorlage 6"}
    assert Counter(each.kind for each in drafts.values())[Kind.MEETING] == 2


def test_a_list_that_cannot_be_had_leaves_the_others(server: Council) -> None:
    server.failing["/organization"] = 9
    drafts, told, _ = results(f"{server.url}/system")
    assert troubles.PAGE_FAILED in {each.reason for each in told}
    assert Counter(each.kind for each in drafts.values())[Kind.CASE] == 1


def test_pages_that_lead_in_a_circle_end(server: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    said = Council.said

    def circle(self: Council, path: str) -> Any:
        page = said(self, path)
        return {**page, "links": {"next": f"{self.url}/paper?page=1"}} if path.startswith("/paper") else page

    monkeypatch.setattr(Council, "said", circle)
    drafts, told, _ = results(f"{server.url}/system")
    assert told == []
    assert Counter(each.kind for each in drafts.values())[Kind.CASE] == 1


def test_nobody_answers(server: Council) -> None:
    drafts, told, waited = results("http://127.0.0.1:9/system")
    assert troubles.PAGE_FAILED in {each.reason for each in told}
    assert len(waited) == 2
    assert {each.kind for each in drafts.values()} <= {Kind.ARCHIVE, Kind.AUTHORITY}


def test_the_next_import_asks_for_what_changed(server: Council, tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    server.records += more(3)
    first, _, _ = results(f"{server.url}/system", shelf=shelf)
    changed = next(each for each in server.records if each.get("name") == "Vorlage 1")
    changed |= {"name": "Neuer Titel", "modified": "2020-06-01T00:00:00+02:00"}
    known = {source: each.path for source, each in first.items()}
    server.asked.clear()
    drafts, told, _ = results(f"{server.url}/system", shelf=shelf, known=known)
    assert told == []
    assert [(each.values["title"], each.path) for each in drafts.values()] == [
        ("Neuer Titel", "stadt-musterstadt/cases/2019/vorlage-1.md")
    ]
    assert any(each.startswith("/paper?modified_since=2019-01-31T") for each in server.asked)
    assert not any("modified_since" not in each for each in server.asked if each.startswith("/paper"))


def test_what_failed_is_asked_for_again(server: Council, tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    server.records += more(3)
    server.failing["/paper?page=2"] = 3
    first, told, _ = results(f"{server.url}/system", shelf=shelf)
    assert {each.reason for each in told} == {troubles.PAGE_FAILED}
    known = {source: each.path for source, each in first.items()}
    drafts, told, _ = results(f"{server.url}/system", shelf=shelf, known=known)
    assert told == []
    assert {each.values["title"] for each in drafts.values()} == {"Vorlage 1", "Vorlage 2"}


def test_a_client_of_its_own_waits_and_gives_up() -> None:
    with endpoint.client() as http:
        assert http.timeout == httpx.Timeout(30)
        assert http.headers["accept"] == "application/json"
