"""A real Chromium against a local server that sends the headers a careful host would."""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from os import PathLike
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from builder.server.handler import POLICY

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")


class _Handler(SimpleHTTPRequestHandler):
    """Serves a folder below a base path, 404.html where there is nothing."""

    base = ""

    def translate_path(self, path: str) -> str:
        if not path.startswith(self.base + "/"):
            return str(Path(self.directory) / "no-such-file")
        return super().translate_path(path.removeprefix(self.base))

    def list_directory(self, path: str | PathLike[str]) -> None:  # type: ignore[override]
        """What lies in a folder without a page is nobody's business."""
        self.send_error(404)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def served(site: Path, base: str = "") -> Iterator[str]:
    """Serve a site on a free port of the loopback; its address without a slash at the end."""
    handler = type("Handler", (_Handler,), {"base": base})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{base}"
    finally:
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """A browser with a fresh profile."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextlib.contextmanager
def watched(browser: Browser, **settings: object) -> Iterator[tuple[Page, list[str]]]:
    """A page, and what it complains of: console errors and warnings, exceptions, failed or foreign requests."""
    context = browser.new_context(**settings)  # type: ignore[arg-type]
    page, complaints = context.new_page(), []
    page.on("console", lambda m: complaints.append(f"console {m.type}: {m.text}") if m.type != "log" else None)
    page.on("pageerror", lambda error: complaints.append(f"exception: {error}"))
    page.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(("http://127.0.0.1:", "data:", "blob:http://127.0.0.1:"))
            else complaints.append(f"foreign: {request.url}")
        ),
    )
    try:
        yield page, complaints
    finally:
        context.close()
