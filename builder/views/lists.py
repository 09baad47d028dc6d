"""The pages of lists: topics, places, organisations, dossiers, case numbers, years."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from builder.messages import PLURALS, label
from builder.model.findable import ASIDE_WEIGHT, Entry
from builder.model.linked import Case, Dossier, Handled, Number, Subject
from builder.model.values import Kind, Status
from builder.views.desk import LONGEST_LIST, NEWEST, Desk
from builder.views.pages import DossierPage, ListPage, Page, SubjectsPage, YearPage
from builder.views.parts import NO_PROSE, Link, Listing, Row, Step, YearCount

_SECTIONS = {
    Kind.DOSSIER: "dossiers",
    Kind.TOPIC: "topics",
    Kind.PLACE: "places",
    Kind.ORGANISATION: "organisations",
}


def subject_pages(desk: Desk) -> Iterator[Page]:
    """A page for every topic, place and organisation, and one for each year where it has many cases."""
    for subject in desk.library.subjects.values():
        yield from _subject(desk, subject)
    for kind, section in _SECTIONS.items():
        path = desk.urls.section(section)
        title = desk._(PLURALS[kind])
        context = SubjectsPage(
            site=desk.site,
            frame=desk.frame(path, title, section=section if kind in (Kind.DOSSIER, Kind.TOPIC) else ""),
            kind=kind,
            subjects=desk.subject_rows(kind),
        )
        yield Page(path, context)


def case_index_pages(desk: Desk) -> Iterator[Page]:
    """An authority's cases by year: what stands above the address of each."""
    for authority in desk.library.authorities.values():
        path = authority.path + desk.urls.word("cases") + "/"
        crumbs: tuple[Link, ...] = (desk.authority_link(authority.ref),)
        years = Counter(ref.split("/")[1] for ref in authority.cases)
        counts = tuple(
            YearCount(int(year), 0, desk.urls.href(f"{path}{year}/"), count)
            for year, count in sorted(years.items(), reverse=True)
        )
        listing = Listing((), counts, len(authority.cases))
        yield _cases(desk, path, authority.name, crumbs, None, listing, authority.document.place.path)
        crumbs = (*crumbs, Link(desk.urls.href(path), desk._("Cases")))
        for year, count in sorted(years.items()):
            refs = [ref for ref in authority.cases if ref.split("/")[1] == year]
            listing = Listing(desk.rows(refs), (), count)
            yield _cases(desk, f"{path}{year}/", authority.name, crumbs, int(year), listing, "")


def _cases(
    desk: Desk,
    path: str,
    name: str,
    crumbs: tuple[Link, ...],
    year: int | None,
    listing: Listing,
    source: str,
) -> Page:
    title = f"{desk._('Cases')} {year}" if year else desk._("Cases")
    context = ListPage(
        site=desk.site,
        frame=desk.frame(path, f"{title}, {name}", crumbs, section="bodies"),
        kind=Kind.AUTHORITY,
        name=name,
        year=year,
        summary="",
        text=NO_PROSE,
        url="",
        listing=listing,
        items=(),
        corrections_made=(),
        source=None,
    )
    return Page(path, context, source)


def number_pages(desk: Desk) -> Iterator[Page]:
    """A page for every case number, so that whoever knows a number knows its address."""
    for number in desk.library.numbers.values():
        yield from _number(desk, number)


def dossier_pages(desk: Desk) -> Iterator[Page]:
    """A page for every dossier."""
    for dossier in desk.library.dossiers.values():
        yield _dossier(desk, dossier)


def year_pages(desk: Desk) -> Iterator[Page]:
    """A page for every year and month in which a body took a case up."""
    months: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for case in desk.library.cases.values():
        for handled in case.handlings:
            if handled.facts.date:
                months[handled.facts.date.year, handled.facts.date.month].append(_handled_row(desk, case, handled))
    for rows in months.values():
        rows.sort(key=lambda row: (-(row.day or date.min).toordinal(), row.href, row.body_title))
    years = sorted({year for year, _ in months}, reverse=True)
    root = desk.urls.section("years")
    crumb = Link(desk.urls.href(root), desk._("Years"))
    counts = {year: sum(len(rows) for (each, _), rows in months.items() if each == year) for year in years}
    listed = tuple(YearCount(year, 0, desk.urls.href(desk.urls.month(year)), counts[year]) for year in years)
    yield _year_page(desk, root, desk._("Years"), (), None, None, Listing((), listed, sum(counts.values())))
    for year in years:
        path = desk.urls.month(year)
        in_year = tuple(
            YearCount(year, month, desk.urls.href(desk.urls.month(year, month)), len(months[year, month]))
            for each, month in sorted(months, reverse=True)
            if each == year
        )
        rows = [row for count in in_year for row in months[year, count.month]]
        listing = Listing(tuple(rows) if len(rows) <= LONGEST_LIST else (), in_year, len(rows))
        yield _year_page(desk, path, str(year), (crumb,), year, None, listing)
        for count in in_year:
            month_path = desk.urls.month(year, count.month)
            listing = Listing(tuple(months[year, count.month]), (), count.count)
            crumbs = (crumb, Link(desk.urls.href(path), str(year)))
            yield _year_page(
                desk, month_path, f"{desk.form.month(count.month)} {year}", crumbs, year, count.month, listing
            )


def _year_page(
    desk: Desk,
    path: str,
    title: str,
    crumbs: tuple[Link, ...],
    year: int | None,
    month: int | None,
    listing: Listing,
) -> Page:
    frame = desk.frame(path, title, crumbs)
    return Page(path, YearPage(site=desk.site, frame=frame, year=year, month=month, listing=listing))


def _handled_row(desk: Desk, case: Case, handled: Handled) -> Row:
    """A case as one body took it up, not as it ended."""
    return Row(
        day=handled.facts.date,
        title=case.title,
        href=desk.urls.href(case.path),
        outcome=handled.outcome,
        status=case.standing.status,
        body=desk.library.bodies[handled.body].facts.abbreviation or "",
        body_title=handled.body_name,
    )


def _subject(desk: Desk, subject: Subject) -> Iterator[Page]:
    section = _SECTIONS[subject.kind]
    crumbs: tuple[Link, ...] = (Link(desk.urls.href(desk.urls.section(section)), desk._(PLURALS[subject.kind])),)
    facts = subject.facts
    listing = desk.listing(subject.cases, lambda year: f"{subject.path}{year:04}/")
    text = desk.prose(subject.document)
    summary = (facts.summary or "") if facts else ""
    menu = section if subject.kind is Kind.TOPIC else ""
    kind = desk._(label(subject.kind))
    names = facts.other_names if facts else ()
    texts = tuple(filter(None, (summary, *names)))
    entry = Entry(subject.name, kind, "", (), (), texts, text.digest, names=tuple(names), weight=ASIDE_WEIGHT)
    source = subject.document.place.path if subject.document else ""
    context = ListPage(
        site=desk.site,
        frame=desk.frame(
            subject.path,
            subject.name,
            crumbs,
            description=summary,
            section=menu,
            feed=subject.kind is Kind.TOPIC,
        ),
        kind=subject.kind,
        name=subject.name,
        year=None,
        summary=summary,
        text=text,
        url=(facts.url or "") if facts else "",
        listing=listing,
        items=(),
        corrections_made=facts.corrections if facts else (),
        source=facts.source if facts else None,
    )
    yield Page(subject.path, context, source, entry)
    crumbs = (*crumbs, Link(desk.urls.href(subject.path), subject.name))
    for count in listing.years:
        path = f"{subject.path}{count.year:04}/"
        refs = desk.of_year(subject.cases, count.year)
        year_context = ListPage(
            site=desk.site,
            frame=desk.frame(path, f"{subject.name} {count.year}", crumbs, section=menu),
            kind=subject.kind,
            name=subject.name,
            year=count.year,
            summary="",
            text=NO_PROSE,
            url="",
            listing=Listing(desk.rows(refs), (), len(refs)),
            items=(),
            corrections_made=(),
            source=None,
        )
        yield Page(path, year_context, source)


def _number(desk: Desk, number: Number) -> Iterator[Page]:
    """The cases and items under a number; by year where they are many, as under a region's own `1-00-14-22`."""
    items = tuple(_item_row(desk, key, index) for key, index in number.items)
    listing = desk.listing(number.cases, lambda year: f"{number.path}{year:04}/")
    if len(items) > LONGEST_LIST or listing.years:
        counts = Counter(year for ref in number.cases if (year := desk.year_of(ref)))
        counts.update(row.day.year for row in items if row.day)
        years = tuple(
            YearCount(year, 0, desk.urls.href(f"{number.path}{year:04}/"), count)
            for year, count in sorted(counts.items(), reverse=True)
        )
        yield _number_page(desk, number, None, Listing(listing.rows, years, listing.total), items[:NEWEST])
        for each in years:
            rows = desk.rows(desk.of_year(number.cases, each.year))
            own = tuple(row for row in items if row.day and row.day.year == each.year)
            yield _number_page(desk, number, each.year, Listing(rows, (), len(rows)), own)
    else:
        yield _number_page(desk, number, None, listing, items)


def _item_row(desk: Desk, key: tuple[str, str, int], index: int) -> Row:
    """An item of a meeting that has no case of its own."""
    meeting = desk.library.meetings[key]
    item = meeting.items[index]
    return Row(
        day=meeting.day,
        title=item.title,
        href=desk.urls.href(meeting.path),
        outcome=item.outcome[0] if item.outcome else None,
        status=Status.KNOWN,
        body=desk.library.bodies[meeting.body].facts.abbreviation or "",
        body_title=meeting.body_name,
    )


def _number_page(desk: Desk, number: Number, year: int | None, listing: Listing, items: tuple[Row, ...]) -> Page:
    path = number.path if year is None else f"{number.path}{year:04}/"
    authority = desk.authority_link(number.authority)
    crumbs = (authority,) if year is None else (authority, Link(desk.urls.href(number.path), number.number))
    title = f"{desk._('Case number')} {number.number}" + (f" {year}" if year else "")
    context = ListPage(
        site=desk.site,
        frame=desk.frame(path, f"{title}, {authority.text}", crumbs, section="bodies"),
        kind=Kind.CASE,
        name=number.number,
        year=year,
        summary="",
        text=NO_PROSE,
        url="",
        listing=listing,
        items=items,
        corrections_made=(),
        source=None,
    )
    return Page(path, context)


def _in_time(steps: list[Step]) -> tuple[Step, ...]:
    """Steps by day; one without a day stays behind the one the editor put before it."""
    day, placed = date.min, []
    for index, step in enumerate(steps):
        day = step.day or day
        placed.append((day, index, step))
    return tuple(step for *_, step in sorted(placed, key=lambda each: each[:2]))


def _dossier(desk: Desk, dossier: Dossier) -> Page:
    library = desk.library
    cases = [library.cases[ref] for ref in dossier.cases]
    authorities = list(dict.fromkeys(case.authority for case in cases))
    steps = [
        Step(
            day=handled.facts.date,
            authority=library.authorities[case.authority].name,
            lane=authorities.index(case.authority) + 1,
            body=handled.body_name,
            case=Link(desk.urls.href(case.path), case.title),
            role=handled.facts.role,
            outcomes=handled.facts.outcome,
        )
        for case in cases
        for handled in case.handlings
    ]
    text = desk.prose(dossier.document)
    summary = dossier.facts.summary or ""
    crumbs = (Link(desk.urls.href(desk.urls.section("dossiers")), desk._(PLURALS[Kind.DOSSIER])),)
    context = DossierPage(
        site=desk.site,
        frame=desk.frame(dossier.path, dossier.title, crumbs, description=summary, section="dossiers", feed=True),
        title=dossier.title,
        summary=summary,
        text=text,
        lanes=tuple(library.authorities[ref].name for ref in authorities),
        steps=_in_time(steps),
        cases=desk.rows(dossier.cases),
        corrections_made=dossier.facts.corrections,
        source=dossier.facts.source,
    )
    kind = desk._(label(Kind.DOSSIER))
    entry = Entry(dossier.title, kind, "", (), (), (summary,) if summary else (), text.digest)
    return Page(dossier.path, context, dossier.document.place.path, entry)
