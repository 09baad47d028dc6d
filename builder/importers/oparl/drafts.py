"""From records to drafts: the way in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from builder.importers.drafts import Draft
from builder.importers.oparl import endpoint
from builder.importers.oparl.bodies import Bodies
from builder.importers.oparl.cases import Cases
from builder.importers.oparl.decisions import Decisions
from builder.importers.oparl.endpoint import Endpoint
from builder.importers.oparl.files import Files
from builder.importers.oparl.meetings import Meetings
from builder.importers.oparl.origins import objects
from builder.importers.oparl.records import Type, stamp
from builder.importers.oparl.request import Request
from builder.importers.oparl.shelf import Shelf
from builder.importers.oparl.troubles import Trouble
from builder.model.values import Kind

_ARCHIVE = "oparl:archive"
_OVERLAP = timedelta(days=1)  # what changed while the lists were fetched is asked for again
_REFERRED_TO = (Type.AUTHORITY, Type.ORGANIZATION, Type.PERSON, Type.MEMBERSHIP)


class Import:
    """One import of records.

    Args:
        request: what is to be imported.
        http: asks endpoints for pages.
        pause: waits some seconds between two tries.
    """

    def __init__(self, request: Request, http: httpx.Client, pause: Callable[[float], None]) -> None:
        self.request, self._http, self._pause = request, http, pause
        self._troubles: list[Trouble] = []
        self._told: set[tuple[str, str, str]] = set()
        self._shelf = Shelf(request.shelf, request.timezone, self._troubles.append)

    def results(self) -> Iterator[Draft | Trouble]:
        """Every draft, first those that others refer to, and what is told of records on the way.

        Raises:
            Unreadable: where a file or folder is not there, or the shelf cannot be used.
        """
        with self._shelf.usable():
            yield from self._results()

    def _results(self) -> Iterator[Draft | Trouble]:
        for origin in self.request.origins:
            self._load(origin)
        yield from self._new_troubles()
        request, shelf, report = self.request, self._shelf, self._troubles.append
        bodies = Bodies(shelf, request, report)
        shelf.touched = False
        if shelf.is_new(*_REFERRED_TO):  # any file may name what they say
            request = replace(request, everything=True)
        if request.everything:
            yield self._archive(bodies)
        meetings = Meetings(shelf, bodies, request, report)
        cases = Cases(shelf, bodies, meetings, request, report)
        decisions, files = Decisions(bodies, request, report), Files(shelf, request.files, report)
        yield from self._new_troubles()
        if request.everything or shelf.is_new(*Type):
            for draft in (*bodies.drafts(), *bodies.late_drafts()):
                if request.everything or draft.source not in request.known:  # a meeting can bring a body of its own
                    yield draft
            for draft in meetings.drafts(cases, decisions, files):
                yield draft
                yield from self._new_troubles()
            for draft in cases.drafts(decisions, files):
                yield draft
                yield from self._new_troubles()
        yield from self._new_troubles()
        yield from decisions.unknown()

    def keep(self) -> None:
        """Remember the records for the next import; to be called when what was made of them is written."""
        with self._shelf.usable():
            self._shelf.keep()

    def close(self) -> None:
        """Let go of the shelf; without `keep` it is as it was before."""
        self._shelf.close()

    def _load(self, origin: str) -> None:
        if not origin.startswith(("http://", "https://")):
            for said, name in objects(Path(origin), self._troubles.append):
                self._shelf.put(said, name)
            return
        note = f"since {origin}"
        since = self._shelf.note(note)
        start = datetime.fromisoformat(since) - _OVERLAP if since else None
        asked = Endpoint(origin, self._http, self._troubles.append, start, self._pause)
        latest = since
        for said, name in asked.objects():
            self._shelf.put(said, name)
            latest = max(latest, stamp(said) if isinstance(said, Mapping) else "")
        if not asked.failed and latest:
            self._shelf.put_note(note, latest)

    def _archive(self, bodies: Bodies) -> Draft:
        names = bodies.titles
        title = self.request.title or f"Beschlüsse: {', '.join(names)}"
        values: dict[str, Any] = {"title": title, "language": "de", "timezone": str(self.request.timezone)}
        if len(names) == 1:
            values["publisher"] = names[0]
        text = "Hier steht, was beschlossen wurde, von wem, wann und warum."
        return Draft("_index.md", Kind.ARCHIVE, _ARCHIVE, values, text)

    def _new_troubles(self) -> Iterator[Trouble]:
        """What was told since, sorted and each once."""
        found, self._troubles[:] = sorted(self._troubles, key=lambda each: each.order), []
        for trouble in found:
            if trouble.order not in self._told:
                self._told.add(trouble.order)
                yield trouble


@contextmanager
def opened(
    request: Request, http: httpx.Client | None = None, pause: Callable[[float], None] | None = None
) -> Iterator[Import]:
    """An import of records.

    Args:
        request: what is to be imported.
        http: asks endpoints for pages; None for one of its own.
        pause: waits some seconds between two tries; None for the clock.
    """
    with http or endpoint.client() as asking:
        run = Import(request, asking, pause or endpoint.wait)
        try:
            yield run
        finally:
            run.close()
