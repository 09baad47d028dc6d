"""Records from the endpoint of a council system: list after list, page after page."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from builder.importers.oparl import troubles
from builder.importers.oparl.origins import Named, unfolded
from builder.importers.oparl.records import type_of
from builder.importers.oparl.troubles import Report, Trouble

# The lists of a body that are asked for, in this order. Items, consultations and files stand within the others.
_LISTS = ("organization", "person", "meeting", "paper")
_PATIENCE = 30.0  # seconds for one answer
_TRIES = 3
_PAUSE = 1.0  # seconds before the second try, and twice that before the third


def client() -> httpx.Client:
    """What asks for pages."""
    return httpx.Client(timeout=_PATIENCE, follow_redirects=True, headers={"Accept": "application/json"})


def wait(seconds: float) -> None:
    """Wait."""
    time.sleep(seconds)


@dataclass
class Endpoint:
    """A system, a body, or one of its lists, by address.

    Args:
        url: its address.
        http: what asks for pages.
        report: is told which could not be had.
        since: only what was changed from then on, where a system can tell; None for all.
        pause: waits some seconds.
        failed: whether a page could not be had, so that what changed must be asked for again.
    """

    url: str
    http: httpx.Client
    report: Report
    since: datetime | None = None
    pause: Callable[[float], None] = wait
    failed: bool = False
    _seen: set[str] = field(default_factory=set)

    def objects(self) -> Iterator[Named]:
        """Every object that can be had, as it comes."""
        said = self._page(self.url)
        if isinstance(said, Mapping) and type_of(said) == "System":
            yield from self._lists_of(said, ("body",))
        elif said is not None:
            yield from self._with_lists(self._list(self.url, said))

    def _lists_of(self, said: Mapping[str, Any], keys: tuple[str, ...]) -> Iterator[Named]:
        """What stands in the lists that a record names."""
        for key in keys:
            for url in said[key] if isinstance(said.get(key), list) else [said.get(key)]:
                if isinstance(url, str) and url.startswith(("http://", "https://")):
                    yield from self._with_lists(self._list(url))

    def _with_lists(self, found: Iterator[Named]) -> Iterator[Named]:
        """Objects, and after each body what stands in its lists."""
        for said, name in found:
            yield said, name
            if isinstance(said, Mapping) and type_of(said) == "Body":
                yield from self._lists_of(said, _LISTS)

    def _list(self, url: str, first: object = None) -> Iterator[Named]:
        """The objects of a list; a page that cannot be had is stepped over where pages are numbered."""
        here: httpx.URL | None = httpx.URL(url)
        if self.since and here is not None and first is None and "modified_since" not in here.params:
            here = here.copy_set_param("modified_since", self.since.isoformat(timespec="seconds"))
        pages = 0
        while here is not None and (first is not None or str(here) not in self._seen):
            said = first if first is not None else self._page(str(here))
            first = None
            if isinstance(said, Mapping | list):
                yield from unfolded(said, str(here))
            count, onward = _onward(said)
            pages = count or pages
            here = httpx.URL(here.join(onward)) if onward else _numbered_next(here, pages) if said is None else None

    def _page(self, url: str) -> object:
        """What an address answers; None where it does not."""
        self._seen.add(url)
        why = ""
        for number in range(_TRIES):
            if number:
                self.pause(_PAUSE * 2 ** (number - 1))
            try:
                answer = self.http.get(url)
                answer.raise_for_status()
                return answer.json()
            except httpx.HTTPStatusError as error:
                why = f"{error.response.status_code} {error.response.reason_phrase}".strip()
                if error.response.status_code in {400, 401, 403, 404, 410}:
                    break  # asking again changes nothing
            except (httpx.HTTPError, httpx.InvalidURL, ValueError, RecursionError) as error:
                why = str(error) or type(error).__name__
        self.failed = True
        self.report(Trouble(url, troubles.PAGE_FAILED, {"why": why}))
        return None


def _onward(said: object) -> tuple[int, str]:
    """How many pages a list says it has, and the address of the next; 0 and "" where it does not say."""
    if not isinstance(said, Mapping):
        return 0, ""
    links, counts = said.get("links"), said.get("pagination")
    onward = links.get("next") if isinstance(links, Mapping) else None
    pages = counts.get("totalPages") if isinstance(counts, Mapping) else None
    return pages if isinstance(pages, int) else 0, onward if isinstance(onward, str) else ""


def _numbered_next(url: httpx.URL, pages: int) -> httpx.URL | None:
    """The page after one that cannot be had, as long as the list says there are more."""
    number = url.params.get("page", "")
    if not number.isdecimal() or int(number) >= pages:
        return None
    return url.copy_set_param("page", str(int(number) + 1))
