"""The preview over HTTP: pages with a small script put in, and a stream of news."""

from __future__ import annotations

import json
import mimetypes
import re
from collections.abc import Callable
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Protocol, cast
from urllib.parse import unquote, urlsplit

from builder.checks import masked
from builder.diagnostics import Severity, render
from builder.library.public import Unpublished
from builder.messages import LANGUAGES, Format, translations, user_language
from builder.model.values import Kind
from builder.server import form
from builder.server.guard import knows_host
from builder.server.own import CLIENT
from builder.server.page import EDIT, way_to
from builder.server.publish import Review
from builder.server.sheet import Editing
from builder.server.snapshot import News, Snapshot
from builder.sources import classify
from builder.templates import BrokenTemplate
from builder.urls import file_of

OWN, SEARCH = "/_beslut/", "/pagefind/"
HEARTBEAT = 10.0  # seconds between signs of life, by which a closed browser is noticed
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; worker-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


class Serving(Editing, Protocol):
    """What a handler needs of the server that made it."""

    review: Review
    hosts: set[str]

    @property
    def stopping(self) -> bool:
        """Whether it is about to end."""


class Handler(BaseHTTPRequestHandler):
    """Answers one browser."""

    protocol_version = "HTTP/1.1"

    @property
    def _server(self) -> Serving:
        return cast("Serving", self.server)

    def do_GET(self) -> None:
        """Send a page, a file, or the news."""
        if not knows_host(self.headers, self._server.hosts):
            self._send(HTTPStatus.FORBIDDEN, b"", "text/plain")
            return
        path, query = _asked(self.path)
        if path == OWN + "events":
            self._events()
        elif path == OWN + "unpublished.css":
            shown = self._server.preview.snapshot
            self._send(HTTPStatus.OK, self._marks(shown) if shown else b"", "text/css; charset=utf-8")
        elif path == OWN + "publish":
            self._send(HTTPStatus.OK, self._server.review.page(self._server.preview, self._language))
        elif path == EDIT:
            self._answer(form.shown(self._server, query, self._language))
        elif path.startswith(OWN):
            file = CLIENT / path.removeprefix(OWN)
            known = file.parent == CLIENT and file.suffix in {".css", ".js"} and file.is_file()
            status = HTTPStatus.OK if known else HTTPStatus.NOT_FOUND
            self._send(status, file.read_bytes() if known else b"", _kind(file.name))
        else:
            self._page(path)

    def do_POST(self) -> None:
        """Save what a form sent."""
        path, query = _asked(self.path)
        known = knows_host(self.headers, self._server.hosts)
        if known and path == EDIT:
            self._answer(form.sent(self._server, query, self.headers, self.rfile, self._language))
        else:
            self.close_connection = True  # what else was sent is not read
            self._send(HTTPStatus.NOT_FOUND if known else HTTPStatus.FORBIDDEN, b"", "text/plain")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in http.server
        """Say nothing: the terminal is for what is wrong."""

    def _page(self, path: str) -> None:
        preview = self._server.preview
        snapshot, path = preview.snapshot, path.removesuffix("index.html")
        if snapshot is None:  # there was no site yet: the page says what is wrong, and goes when it is mended
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, self._with_script(b"<!doctype html><body></body>", ""))
            return
        try:
            found = path.startswith(SEARCH)
            data = preview.indexer.file(path.removeprefix(SEARCH)) if found else snapshot.file(path)
            if data is None and path + "/" in snapshot.pages:
                self._send(HTTPStatus.MOVED_PERMANENTLY, b"", location=path + "/")
                return
            status = HTTPStatus.OK
            if data is None:
                status, path = HTTPStatus.NOT_FOUND, "/404.html"
                data = snapshot.file(path) or b""
        except (BrokenTemplate, OSError) as error:
            status, path = HTTPStatus.INTERNAL_SERVER_ERROR, "/error.html"
            data = f"<!doctype html><body><pre>{escape(str(error))}</pre></body>".encode()
        kind = _kind(file_of(path))
        if kind.startswith("text/html"):
            data = self._with_script(data, snapshot.source(path))
        self._send(status, data, kind)

    def _with_script(self, html: bytes, source: str) -> bytes:
        snapshot, words = self._server.preview.snapshot, self._words
        if snapshot and source in snapshot.unpublished:
            mark = f'<p id="_beslut-mark">{escape(self._why(snapshot.unpublished[source]))}</p>'
            html = re.sub(rb"<body[^>]*>", lambda match: match[0] + mark.encode(), html, count=1)
        sheets = "".join(f'<link rel="stylesheet" href="{OWN}{name}">' for name in ("preview.css", "unpublished.css"))
        html = html.replace(b"</head>", sheets.encode() + b"</head>", 1)
        place = classify(source) if self._server.local else None
        way = ""
        if place and place.kind is Kind.CASE:
            way = f'<a href="{escape(way_to(source))}">{escape(words(CORRECT))}</a>'
        put = (
            f'<aside id="_beslut-bar" aria-label="{escape(words(PREVIEW))}">{way}</aside>'
            f'<script type="module" src="{OWN}preview.js" data-source="{escape(source)}" '
            f'data-generation="{self._server.preview.news.generation}" '
            f'data-wrong="{escape(words(WRONG))}" data-doubt="{escape(words(DOUBT))}" '
            f'data-here="{escape(words(HERE))}"></script>'
        )
        return html.replace(b"</body>", put.encode() + b"</body>")

    def _marks(self, snapshot: Snapshot) -> bytes:
        """A style sheet that marks every link to a page that is not published, wherever it stands."""
        words = self._words
        marks = ((href, f" [{words(SHORT[why.until is None])}]") for href, why in snapshot.unpublished_pages())
        rule = "main a[href={}]::after {{ content: {}; }}"  # JSON quotes as CSS does
        return "\n".join(rule.format(json.dumps(href), json.dumps(mark)) for href, mark in marks).encode()

    def _why(self, unpublished: Unpublished) -> str:
        """Why a page is not published, in a sentence."""
        if unpublished.until is None:
            return self._words(DRAFT)
        form = Format(self._language)
        moment = f"{form.day(unpublished.until.date())} {form.clock(unpublished.until.time())}"
        return self._words(LATER).format(moment=moment)

    @property
    def _language(self) -> str:
        """The language that the browser asks for, if messages speak it; else the user's."""
        wanted = re.findall(r"[a-z]{2}(?=[-,;\s]|$)", self.headers.get("Accept-Language", "").lower())
        return next((each for each in wanted if each in LANGUAGES), user_language())

    @property
    def _words(self) -> Callable[[str], str]:
        """From a message id to words of that language."""
        return translations(self._language).gettext

    def _events(self) -> None:
        """News as they come (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        generation = -1
        try:
            while not self._server.stopping:
                news = self._server.preview.wait(generation, HEARTBEAT)
                text = ":\n\n" if news.generation == generation else f"data: {_told(news, self._words)}\n\n"
                generation = news.generation
                self.wfile.write(text.encode())
                self.wfile.flush()
        except OSError:  # the browser has gone
            return

    def _answer(self, answer: form.Answer) -> None:
        self.close_connection = answer.status >= HTTPStatus.BAD_REQUEST  # of a long form not all was read
        self._send(answer.status, answer.html, location=answer.location)

    def _send(
        self, status: HTTPStatus, data: bytes, kind: str = "text/html; charset=utf-8", location: str = ""
    ) -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", POLICY)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(data)


def _asked(address: str) -> tuple[str, str]:
    """The path and the query of what is asked for."""
    parts = urlsplit(address)
    return unquote(parts.path), parts.query


WRONG, DOUBT, HERE = _("To be mended"), _("To be looked at"), _("on this page")
PREVIEW, CORRECT = _("Preview"), _("Correct the case")
DRAFT = _("Draft: this page is seen in the preview only, and is not published.")
LATER = _("This page is seen in the preview only until {moment}, when it is published.")
SHORT = {True: _("draft"), False: _("not yet public")}


def _kind(name: str) -> str:
    found = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if name.endswith((".js", ".mjs")):
        found = "text/javascript"
    return f"{found}; charset=utf-8" if found.startswith("text/") or found.endswith("xml") else found


def _told(news: News, words: Callable[[str], str]) -> str:
    rows = [
        {"path": each.path, "error": each.severity is Severity.ERROR, "text": masked(render(each, words))}
        for each in news.findings
    ]
    return json.dumps(
        {
            "generation": news.generation,
            "style": news.style,
            "only_style": news.only_style,
            "findings": rows,
        },
        ensure_ascii=False,
    )
