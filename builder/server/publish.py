"""The preview's page of what becomes public, what is held back and what changed.

It says what `beslut check --publish` says, of the same value. A process of its own works it out, since it reads the
content as it is published, without drafts, and may have to render every page. Run as a program, this module is it.
"""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from builder.build import check
from builder.checks import masked
from builder.diagnostics import Severity, render
from builder.messages import translations
from builder.options import Options
from builder.publishing import Unusable, telling
from builder.server import apart
from builder.server.own import html
from builder.server.preview import Preview

AT_ONCE = 1.0  # seconds that a browser waits before it is told that it is being worked out
FRESH = 60.0  # seconds: what is published may have changed meanwhile
MOST = 300  # lines of one group on the page


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


FAILED = _("That could not be worked out; the terminal says more: {command}.")


@dataclass(frozen=True)
class Answer:
    """What the page shows: what stands in the way, and the lists, in the browser's process as plain values."""

    problems: Sequence[str] = ()
    sections: Sequence[telling.Section | Mapping[str, Any]] = ()


class Review:
    """Works the page out when it is asked for, and keeps it as long as nothing changed."""

    def __init__(self, options: Options) -> None:
        """Prepare; nothing is worked out before it is asked for."""
        self._options = options
        self._lock = threading.Lock()
        self._worker: threading.Thread | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._answer = Answer()
        self._made: tuple[tuple[int, str], float] = (-1, ""), 0.0  # of which generation, in which language, and when

    def page(self, preview: Preview, language: str) -> bytes:
        """The page as HTML; one that says that it is being worked out, and asks again, where that takes a while."""
        wanted = preview.news.generation, language
        with self._lock:
            worker = self._worker
            if worker is None and not self._is_known(wanted):
                worker = self._worker = threading.Thread(target=self._work, args=wanted, daemon=True)
                worker.start()
        if worker:
            worker.join(AT_ONCE)
        known = self._is_known(wanted)
        pages = preview.snapshot.planned.pages if preview.snapshot else ()
        return html(
            "publish.html",
            language,
            known=known,
            answer=self._answer if known else Answer(),
            sources={page.source: page.path for page in reversed(pages) if page.source},  # the first is its own
            most=MOST,
        )

    def close(self) -> None:
        """End what is going on."""
        process = self._process
        if process is not None:
            process.kill()

    def _is_known(self, wanted: tuple[int, str]) -> bool:
        return self._made[0] == wanted and time.monotonic() - self._made[1] < FRESH

    def _work(self, generation: int, language: str) -> None:
        words = translations(language).gettext(FAILED)
        answer = Answer([words.format(command="beslut check --publish")])
        with apart.start(__name__, self._options, language=language) as self._process, suppress(ValueError):
            answer = Answer(**json.loads(self._process.communicate()[0]))
        with self._lock:
            self._answer, self._made, self._worker = answer, ((generation, language), time.monotonic()), None


def answer(options: Options, language: str) -> Answer:
    """The lists as the page shows them, and what stands in their way."""
    _ = translations(language).gettext
    try:
        result = check(options, review=True, keep=True)
    except Unusable as error:
        return Answer([error.words(_)])
    wrong = [render(each, _) for each in result.findings if each.severity is Severity.ERROR]
    return Answer(wrong, telling.sections(result.publication, _) if result.publication else ())


if __name__ == "__main__":
    chosen, told = apart.task()
    print(masked(json.dumps(asdict(answer(chosen, told["language"])), ensure_ascii=False)))
