"""The preview's server: a port on this machine, and the threads behind it."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from http.server import ThreadingHTTPServer

from builder.diagnostics import Finding
from builder.options import Options
from builder.server.guard import is_loopback
from builder.server.handler import Handler
from builder.server.preview import Preview
from builder.server.publish import Review
from builder.server.watching import Watch

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Server(ThreadingHTTPServer):
    """Serves a preview; `ready` is set when the first pages can be seen."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, options: Options, host: str, port: int) -> None:
        """Bind the port; raises OSError where that cannot be done."""
        super().__init__((host, port), Handler)
        self.preview = Preview(replace(options, base_url=options.base_url or ""))
        self.review = Review(options)
        self.hosts = LOOPBACK | {host}
        self.content = options.content
        self.local = is_loopback(str(self.server_address[0]))  # else others could change files too
        self.token, self.saving = secrets.token_urlsafe(32), threading.Lock()
        self._watch = Watch([options.content, *([options.templates] if options.templates else [])])
        self._stopping = threading.Event()
        self._helpers = [
            threading.Thread(target=self._follow, name="refresh", daemon=True),
            threading.Thread(target=self.preview.index_for_ever, args=(self._stopping,), name="index", daemon=True),
        ]

    @property
    def stopping(self) -> bool:
        """Whether it is about to end."""
        return self._stopping.is_set()

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://{self.server_address[0]!s}:{self.server_port}/"

    def run(self, ready: Callable[[str], None], tell: Callable[[tuple[Finding, ...]], None] = lambda _: None) -> None:
        """Serve until interrupted.

        Args:
            ready: called with the address when the first pages are made.
            tell: called with all that is wrong, at first and whenever it is something else.
        """
        self._tell = tell
        self.preview.refresh()
        tell(self.preview.news.findings)
        for thread in self._helpers:
            thread.start()
        ready(self.address)
        try:
            self.serve_forever(poll_interval=0.2)
        finally:
            self.close()

    def close(self) -> None:
        """End everything that was started."""
        self._stopping.set()
        self.preview.wake()
        self.preview.indexer.close()
        self.review.close()
        self._watch.close()
        self.server_close()

    def _follow(self) -> None:
        """Refresh when something may have changed; what the watcher says is a hint, what lies there is the truth."""
        while not self._stopping.is_set():
            hints = self._watch.wait()
            before = self.preview.news.findings
            if not self._stopping.is_set():
                with suppress(OSError):  # what cannot be looked at now may be by and by
                    self.preview.refresh(hints)
            if self.preview.news.findings != before:
                self._tell(self.preview.news.findings)
