"""The pages of the archive itself: home, search, glossary, corrections, the editors' own pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from builder.messages import _ as N_
from builder.messages import label
from builder.model.documents import Document
from builder.model.findable import Entry
from builder.model.values import Kind
from builder.urls import slug
from builder.views.desk import Desk
from builder.views.pages import (
    AccessibilityPage,
    BodiesPage,
    Context,
    CorrectionsPage,
    GlossaryPage,
    HomePage,
    MeetingsPage,
    MissingPage,
    MovedPage,
    Page,
    RetractedPage,
    SearchPage,
    TextPage,
)
from builder.views.parts import CorrectionView, FilterView, Frame, Link, TermView, YearCount

NEWEST_DECISIONS = 10
COMING_MEETINGS = 6
TOPICS = 24
NEWEST_MEETINGS = 50
FILTERS = {
    "authority": label(Kind.AUTHORITY),
    "body": label(Kind.BODY),
    "year": N_("Year"),
    "outcome": N_("Outcome"),
    "topic": label(Kind.TOPIC),
}
GUIDE = "saadan-laeser-du-en-sag"  # the page that the front page leads to, where the archive has it


def front_pages(desk: Desk) -> Iterator[Page]:
    """The pages that every archive has, and those that its editors wrote."""
    yield Page("/", partial(_home, desk), desk.library.front.place.path)
    makers: tuple[tuple[str, Callable[[Desk, str], Context]], ...] = (
        ("bodies", _bodies),
        ("meetings", _meetings),
        ("corrections", _corrections),
        ("accessibility", _accessibility),
    )
    for section, make in makers:
        path = desk.urls.section(section)
        yield Page(path, partial(make, desk, path))
    path = desk.urls.section("glossary")
    enter = partial(_glossary_entry, desk) if desk.library.terms else None
    yield Page(path, partial(_glossary, desk, path), enter=enter)
    missing = desk.frame("/404.html", desk._("Page not found"), indexed=False)
    yield Page("/404.html", partial(MissingPage, desk.site, missing), indexed=False)
    for document in desk.library.pages:
        path = f"/{document.place.ref}/"
        make, enter = partial(_text, desk, document, path), partial(_text_entry, desk, document)
        yield Page(path, make, document.place.path, enter)


def moved_pages(desk: Desk) -> Iterator[Page]:
    """What is left at old addresses: where a page went, or that it was taken down."""
    for old, new, source in desk.library.aliases:
        href = desk.urls.href(new)
        canonical = desk.urls.absolute(new) if desk.urls.base_url else ""
        frame = Frame(desk._("The page has moved"), "", canonical, indexed=False)
        yield Page(old, partial(MovedPage, desk.site, frame, href), source, indexed=False)
    for stone in desk.library.tombstones:
        frame = desk.frame(stone.path, desk._("Taken down"), indexed=False)
        make = partial(RetractedPage, desk.site, frame, stone.id, stone.retraction)
        yield Page(stone.path, make, stone.source, indexed=False)


def _text(desk: Desk, document: Document, path: str) -> TextPage:
    facts = document.record
    frame = desk.frame(path, facts.title, description=facts.summary or "")
    return TextPage(desk.site, frame, facts.title, desk.prose(document), facts.corrections, facts.source)


def _text_entry(desk: Desk, document: Document, context: TextPage) -> Entry:
    texts = tuple(filter(None, (document.record.summary,)))
    return Entry(context.title, desk._(label(Kind.PAGE)), "", (), (), texts, context.text.digest)


def _home(desk: Desk) -> HomePage:
    library = desk.library
    decided = [case for case in library.cases.values() if case.day and case.day <= library.now.date()]
    decided.sort(key=lambda case: (-case.day.toordinal() if case.day else 0, case.ref))
    years = Counter(case.day.year for case in decided if case.day)
    return HomePage(
        site=desk.site,
        frame=desk.frame("/", library.archive.title, description=library.archive.summary or "", feed=True),
        introduction=desk.prose(library.front),
        coming=desk.coming(library.bodies.values())[:COMING_MEETINGS],
        newest=tuple(desk.row(case) for case in decided[:NEWEST_DECISIONS]),
        groups=desk.groups(),
        dossiers=desk.subject_rows(Kind.DOSSIER),
        topics=tuple(sorted(desk.subject_rows(Kind.TOPIC), key=lambda row: (-row.count, row.name.casefold()))[:TOPICS]),
        years=tuple(
            YearCount(year, 0, desk.urls.href(desk.urls.month(year)), count)
            for year, count in sorted(years.items(), reverse=True)
        ),
        guide=next((desk.urls.href(f"/{doc.place.ref}/") for doc in library.pages if doc.place.ref == GUIDE), ""),
        all_topics=desk.urls.href(desk.urls.section("topics")),
    )


def search_page(desk: Desk, pages: Iterable[Page]) -> Page:
    """The search, with the filters that the pages to be found have."""
    path = desk.urls.section("search")
    return Page(path, partial(_search, desk, path, pages))


def _search(desk: Desk, path: str, pages: Iterable[Page]) -> SearchPage:
    topics = sorted(desk.subject_rows(Kind.TOPIC), key=lambda row: (-row.count, row.name.casefold()))
    found: dict[str, set[str]] = {key: set() for key in FILTERS}
    for page in pages:
        for key, value in page.filters():
            found[key].add(value)
    return SearchPage(
        site=desk.site,
        frame=desk.frame(path, desk._("Search")),
        filters=tuple(
            FilterView(key, desk.urls.word(key), desk._(words), tuple(sorted(found[key], reverse=key == "year")))
            for key, words in FILTERS.items()
            if len(found[key]) > 1
        ),
        order=desk.urls.word("order"),
        newest=desk.urls.word("newest"),
        exact=desk.urls.word("exact"),
        topics=tuple(topics[:TOPICS]),
        groups=desk.groups(),
    )


def _bodies(desk: Desk, path: str) -> BodiesPage:
    return BodiesPage(desk.site, desk.frame(path, desk._("Bodies"), section="bodies"), desk.groups())


def _meetings(desk: Desk, path: str) -> MeetingsPage:
    today = desk.library.now.date()
    past = sorted((each for each in desk.library.meetings.values() if each.day < today), key=lambda each: each.key)
    past.sort(key=lambda each: (each.day, each.key[2]), reverse=True)
    return MeetingsPage(
        site=desk.site,
        frame=desk.frame(path, desk._("Meetings"), section="meetings"),
        coming=desk.coming(desk.library.bodies.values()),
        newest=tuple(desk.meeting_row(each) for each in past[:NEWEST_MEETINGS]),
        groups=desk.groups(),
    )


def _glossary(desk: Desk, path: str) -> GlossaryPage:
    terms = tuple(
        TermView(slug(each.record.term), each.record.term, each.record.forms, each.record.summary, desk.prose(each))
        for each in desk.library.terms
    )
    return GlossaryPage(desk.site, desk.frame(path, desk._("Glossary"), section="glossary"), terms)


def _glossary_entry(desk: Desk, context: GlossaryPage) -> Entry:
    texts = tuple(text for term in context.terms for text in (term.term, term.summary))
    return Entry(context.frame.title, desk._(label(Kind.PAGE)), "", (), (), texts, "")


def _corrections(desk: Desk, path: str) -> CorrectionsPage:
    library = desk.library
    titled = [(case.document, case.path, case.title) for case in library.cases.values()]
    titled += [
        (m.document, m.path, f"{m.body_name}, {desk.form.day(m.day)}") for m in library.meetings.values() if m.document
    ]
    titled += [(each.document, each.path, each.title) for each in library.dossiers.values()]
    titled += [(each.document, each.path, each.name) for each in library.bodies.values()]
    titled += [(each.document, each.path, each.name) for each in library.authorities.values()]
    titled += [(each.document, each.path, each.name) for each in library.subjects.values() if each.document]
    titled += [(doc, f"/{doc.place.ref}/", doc.record.title) for doc in library.pages]
    glossary = desk.urls.section("glossary")
    titled += [(doc, f"{glossary}#{slug(doc.record.term)}", doc.record.term) for doc in library.terms]
    found = [
        CorrectionView(each.date, each.text, Link(desk.urls.href(page), title))
        for document, page, title in titled
        for each in document.record.corrections
    ]
    found.sort(key=lambda each: (-each.day.toordinal(), each.page.href))
    retracted = [
        CorrectionView(each.retraction.date, each.retraction.reason or "", Link(desk.urls.href(each.path), each.id))
        for each in library.tombstones
    ]
    retracted.sort(key=lambda each: (-each.day.toordinal(), each.page.href))
    frame = desk.frame(path, desk._("Corrections"))
    return CorrectionsPage(desk.site, frame, tuple(found), tuple(retracted))


def _accessibility(desk: Desk, path: str) -> AccessibilityPage:
    archive = desk.library.archive
    frame = desk.frame(path, desk._("Accessibility"))
    others = tuple(
        Link(each.facts.accessibility, each.name)
        for each in desk.library.authorities.values()
        if each.facts.accessibility and each.facts.accessibility != archive.accessibility
    )
    return AccessibilityPage(desk.site, frame, archive.accessibility or "", others, archive.contact)
