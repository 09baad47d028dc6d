"""What programs read: Atom feeds, the site map, robots.txt, the description of the search.

All of them need to know where the site is published; without a `base_url` there are none but robots.txt.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from functools import partial
from zoneinfo import ZoneInfo

from builder.model.linked import Case
from builder.model.values import Kind
from builder.views.desk import Desk
from builder.views.pages import FeedPage, OpenSearchPage, Page, RobotsPage, SitemapPage
from builder.views.parts import FeedEntry

NEWEST = 50
_NAMES = uuid.UUID("7d1f4f0e-6a54-5a5c-9a2e-3f0c4f6f9b11")  # of ids that are made from a case's own
_MOST = 45_000  # addresses in one site map; the protocol allows 50,000


def feed_pages(desk: Desk) -> Iterator[Page]:
    """A feed for the archive, and for each authority, body, topic and dossier."""
    if not desk.urls.base_url:
        return
    library = desk.library
    for path, title, refs in (
        ("/", library.archive.title, tuple(library.cases)),
        *((each.path, each.name, each.cases) for each in library.authorities.values()),
        *((each.path, each.name, each.cases) for each in library.bodies.values()),
        *((each.path, each.name, each.cases) for each in library.subjects.values() if each.kind is Kind.TOPIC),
        *((each.path, each.title, each.cases) for each in library.dossiers.values()),
    ):
        yield Page(path + "feed.xml", partial(_feed, desk, path, title, refs))


def machine_pages(desk: Desk, pages: Iterable[Page]) -> Iterator[Page]:
    """The site map of the pages that may be listed, robots.txt, and the description of the search."""
    home = desk.frame("/", desk.library.archive.title)
    maps: list[str] = []
    if desk.urls.base_url:
        addresses = [desk.urls.absolute(page.path) for page in pages if page.indexed]
        chunks = [tuple(addresses[start : start + _MOST]) for start in range(0, len(addresses), _MOST)]
        for number, chunk in enumerate(chunks, start=1):
            path = "/sitemap.xml" if len(chunks) == 1 else f"/sitemap-{number}.xml"
            maps.append(desk.urls.absolute(path))
            yield Page(path, partial(SitemapPage, desk.site, home, chunk))
        search = desk.urls.absolute(desk.urls.section("search"))
        yield Page("/opensearch.xml", partial(OpenSearchPage, desk.site, home, search))
    yield Page("/robots.txt", partial(RobotsPage, desk.site, home, tuple(maps)))


def _feed(desk: Desk, path: str, title: str, refs: Iterable[str]) -> FeedPage:
    """The newest cases below an address."""
    dated = [(day, case) for case in (desk.library.cases[ref] for ref in refs) if (day := _changed(case))]
    today = desk.library.now.date()
    dated = [(day, case) for day, case in dated if day <= today]
    dated.sort(key=lambda pair: (-pair[0].toordinal(), pair[1].ref))
    entries = tuple(_entry(desk, day, case) for day, case in dated[:NEWEST])
    return FeedPage(
        site=desk.site,
        frame=desk.frame(path, title),
        id=_urn(f"feed:{desk.urls.absolute(path)}"),
        address=desk.urls.absolute(path + "feed.xml"),
        updated=entries[0].updated if entries else _moment(desk, date(1970, 1, 1)),
        entries=entries,
    )


def _entry(desk: Desk, day: date, case: Case) -> FeedEntry:
    published = case.day if case.day and case.day <= day else day
    bodies = dict.fromkeys(each.body_name for each in case.handlings)
    return FeedEntry(
        id=_urn(f"case:{case.authority}:{case.id}"),
        title=case.title or desk._("Closed item"),
        address=desk.urls.absolute(case.path),
        published=_moment(desk, published),
        updated=_moment(desk, day),
        author=desk.library.authorities[case.authority].name,
        summary=case.facts.summary or "",
        outcomes=case.handlings[-1].facts.outcome if case.handlings else (),
        bodies=tuple(bodies),
    )


def _changed(case: Case) -> date | None:
    """The day a case last changed for its readers: its latest handling, or a correction after it."""
    days = [case.day, *(each.date for each in case.facts.corrections)]
    return max((day for day in days if day), default=None)


def _moment(desk: Desk, day: date) -> str:
    """A day as RFC 3339 asks: midnight where the archive is."""
    return datetime.combine(day, time(), ZoneInfo(desk.library.archive.timezone)).isoformat()


def _urn(name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(_NAMES, name)}"
