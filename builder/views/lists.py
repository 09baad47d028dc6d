"""The pages of lists: topics, places, organisations, dossiers, case numbers, years."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from builder.messages import PLURALS, label
from builder.model.findable import ASIDE_WEIGHT, Entry
from builder.model.linked import Authority, Case, Dossier, Handled, Number, Subject
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
        source = subject.document.place.path if subject.document else ""
        yield Page(subject.path, partial(_subject, desk, subject), source, partial(_subject_entry, desk, subject))
        for year in desk.years(subject.cases):
            path = f"{subject.path}{year:04}/"
            yield Page(path, partial(_subject_year, desk, subject, year, path), source)
    for kind, section in _SECTIONS.items():
        path = desk.urls.section(section)
        yield Page(path, partial(_subjects, desk, path, kind, section))


def _subjects(desk: Desk, path: str, kind: Kind, section: str) -> SubjectsPage:
    return SubjectsPage(
        site=desk.site,
        frame=desk.frame(path, desk._(PLURALS[kind]), section=section if kind in (Kind.DOSSIER, Kind.TOPIC) else ""),
        kind=kind,
        subjects=desk.subject_rows(kind),
    )


def case_index_pages(desk: Desk) -> Iterator[Page]:
    """An authority's cases by year: what stands above the address of each."""
    for authority in desk.library.authorities.values():
        path = authority.path + desk.urls.word("cases") + "/"
        years: dict[str, list[str]] = defaultdict(list)
        for ref in authority.cases:
            years[ref.split("/")[1]].append(ref)
        counts = tuple(
            YearCount(int(year), 0, desk.urls.href(f"{path}{year}/"), len(refs))
            for year, refs in sorted(years.items(), reverse=True)
        )
        yield Page(path, partial(_cases, desk, path, authority, None, counts, ()), authority.document.place.path)
        for year, refs in sorted(years.items()):
            below = f"{path}{year}/"
            yield Page(below, partial(_cases, desk, below, authority, int(year), (), refs))


def _cases(
    desk: Desk, path: str, authority: Authority, year: int | None, counts: tuple[YearCount, ...], refs: Sequence[str]
) -> ListPage:
    title = f"{desk._('Cases')} {year}" if year else desk._("Cases")
    above = authority.path + desk.urls.word("cases") + "/"
    crumbs = (desk.authority_link(authority.ref), *((Link(desk.urls.href(above), desk._("Cases")),) if year else ()))
    listing = desk.year_listing(refs) if year else Listing((), counts, len(authority.cases))
    return ListPage(
        site=desk.site,
        frame=desk.frame(path, f"{title}, {authority.name}", crumbs, section="bodies"),
        kind=Kind.AUTHORITY,
        name=authority.name,
        year=year,
        summary="",
        text=NO_PROSE,
        url="",
        listing=listing,
        items=(),
        corrections_made=(),
        source=None,
    )


def number_pages(desk: Desk) -> Iterator[Page]:
    """A page for every case number, so that whoever knows a number knows its address."""
    for number in desk.library.numbers.values():
        yield from _number(desk, number)


def dossier_pages(desk: Desk) -> Iterator[Page]:
    """A page for every dossier."""
    for dossier in desk.library.dossiers.values():
        make, enter = partial(_dossier, desk, dossier), partial(_dossier_entry, desk, dossier)
        yield Page(dossier.path, make, dossier.document.place.path, enter)


def year_pages(desk: Desk) -> Iterator[Page]:
    """A page for every year and month in which a body took a case up."""
    months: dict[tuple[int, int], list[tuple[Case, Handled]]] = defaultdict(list)
    for case in desk.library.cases.values():
        for handled in case.handlings:
            if handled.facts.date:
                months[handled.facts.date.year, handled.facts.date.month].append((case, handled))
    years = sorted({year for year, _ in months}, reverse=True)
    root = desk.urls.section("years")
    crumb = Link(desk.urls.href(root), desk._("Years"))
    counts = {year: sum(len(found) for (each, _), found in months.items() if each == year) for year in years}
    listed = tuple(YearCount(year, 0, desk.urls.href(desk.urls.month(year)), counts[year]) for year in years)
    yield Page(root, partial(_year, desk, root, (), None, None, [], listed, sum(counts.values())))
    for year in years:
        path = desk.urls.month(year)
        in_year = tuple(
            YearCount(year, month, desk.urls.href(desk.urls.month(year, month)), len(months[year, month]))
            for each, month in sorted(months, reverse=True)
            if each == year
        )
        taken_up = [each for count in in_year for each in months[year, count.month]]
        few = taken_up if len(taken_up) <= LONGEST_LIST else []
        yield Page(path, partial(_year, desk, path, (crumb,), year, None, few, in_year, counts[year]))
        crumbs = (crumb, Link(desk.urls.href(path), str(year)))
        for count in in_year:
            below = desk.urls.month(year, count.month)
            taken_up = months[year, count.month]
            yield Page(below, partial(_year, desk, below, crumbs, year, count.month, taken_up, (), count.count))


def _year(
    desk: Desk,
    path: str,
    crumbs: tuple[Link, ...],
    year: int | None,
    month: int | None,
    taken_up: list[tuple[Case, Handled]],
    counts: tuple[YearCount, ...],
    total: int,
) -> YearPage:
    title = f"{desk.form.month(month)} {year}" if month else str(year or desk._("Years"))
    rows = [_handled_row(desk, case, handled) for case, handled in taken_up]
    rows.sort(key=lambda row: (-(row.day or date.min).toordinal(), row.href, row.body_title))
    listing = Listing(tuple(rows), counts, total)
    return YearPage(site=desk.site, frame=desk.frame(path, title, crumbs), year=year, month=month, listing=listing)


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


def _subject(desk: Desk, subject: Subject) -> ListPage:
    section = _SECTIONS[subject.kind]
    facts = subject.facts
    summary = (facts.summary or "") if facts else ""
    return ListPage(
        site=desk.site,
        frame=desk.frame(
            subject.path,
            subject.name,
            (Link(desk.urls.href(desk.urls.section(section)), desk._(PLURALS[subject.kind])),),
            description=summary,
            section=section if subject.kind is Kind.TOPIC else "",
            feed=subject.kind is Kind.TOPIC,
        ),
        kind=subject.kind,
        name=subject.name,
        year=None,
        summary=summary,
        text=desk.prose(subject.document),
        url=(facts.url or "") if facts else "",
        listing=desk.listing(subject.cases, lambda year: f"{subject.path}{year:04}/"),
        items=(),
        corrections_made=facts.corrections if facts else (),
        source=facts.source if facts else None,
    )


def _subject_entry(desk: Desk, subject: Subject, context: ListPage) -> Entry:
    """What the search is told of a topic, place or organisation."""
    kind = desk._(label(subject.kind))
    names = subject.facts.other_names if subject.facts else ()
    texts = tuple(filter(None, (context.summary, *names)))
    digest = context.text.digest
    return Entry(subject.name, kind, "", (), (), texts, digest, names=tuple(names), weight=ASIDE_WEIGHT)


def _subject_year(desk: Desk, subject: Subject, year: int, path: str) -> ListPage:
    section = _SECTIONS[subject.kind]
    crumbs = (
        Link(desk.urls.href(desk.urls.section(section)), desk._(PLURALS[subject.kind])),
        Link(desk.urls.href(subject.path), subject.name),
    )
    refs = desk.of_year(subject.cases, year)
    menu = section if subject.kind is Kind.TOPIC else ""
    return ListPage(
        site=desk.site,
        frame=desk.frame(path, f"{subject.name} {year}", crumbs, section=menu),
        kind=subject.kind,
        name=subject.name,
        year=year,
        summary="",
        text=NO_PROSE,
        url="",
        listing=desk.year_listing(refs),
        items=(),
        corrections_made=(),
        source=None,
    )


def _number(desk: Desk, number: Number) -> Iterator[Page]:
    """The cases and items under a number; by year where they are many, as under a region's own `1-00-14-22`."""
    if max(len(number.items), len(number.cases)) <= LONGEST_LIST:
        yield Page(number.path, partial(_all_of_number, desk, number, ()))
        return
    years = Counter(year for ref in number.cases if (year := desk.year_of(ref)))
    years.update(desk.library.meetings[key].day.year for key, _ in number.items)
    counts = tuple(
        YearCount(year, 0, desk.urls.href(f"{number.path}{year:04}/"), count)
        for year, count in sorted(years.items(), reverse=True)
    )
    yield Page(number.path, partial(_all_of_number, desk, number, counts))
    for each in counts:
        path = f"{number.path}{each.year:04}/"
        yield Page(path, partial(_year_of_number, desk, number, each.year, path))


def _all_of_number(desk: Desk, number: Number, counts: tuple[YearCount, ...]) -> ListPage:
    items = tuple(_item_row(desk, key, index) for key, index in (number.items[:NEWEST] if counts else number.items))
    listing = desk.listing(number.cases, lambda year: f"{number.path}{year:04}/")
    return _number_page(desk, number, None, number.path, Listing(listing.rows, counts, listing.total), items)


def _year_of_number(desk: Desk, number: Number, year: int, path: str) -> ListPage:
    listing = desk.year_listing(desk.of_year(number.cases, year))
    items = (_item_row(desk, key, index) for key, index in number.items if desk.library.meetings[key].day.year == year)
    return _number_page(desk, number, year, path, listing, tuple(items))


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


def _number_page(
    desk: Desk, number: Number, year: int | None, path: str, listing: Listing, items: tuple[Row, ...]
) -> ListPage:
    authority = desk.authority_link(number.authority)
    crumbs = (authority,) if year is None else (authority, Link(desk.urls.href(number.path), number.number))
    title = f"{desk._('Case number')} {number.number}" + (f" {year}" if year else "")
    return ListPage(
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


def _in_time(steps: list[Step]) -> tuple[Step, ...]:
    """Steps by day; one without a day stays behind the one the editor put before it."""
    day, placed = date.min, []
    for index, step in enumerate(steps):
        day = step.day or day
        placed.append((day, index, step))
    return tuple(step for *_, step in sorted(placed, key=lambda each: each[:2]))


def _dossier(desk: Desk, dossier: Dossier) -> DossierPage:
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
    summary = dossier.facts.summary or ""
    crumbs = (Link(desk.urls.href(desk.urls.section("dossiers")), desk._(PLURALS[Kind.DOSSIER])),)
    return DossierPage(
        site=desk.site,
        frame=desk.frame(dossier.path, dossier.title, crumbs, description=summary, section="dossiers", feed=True),
        title=dossier.title,
        summary=summary,
        text=desk.prose(dossier.document),
        lanes=tuple(library.authorities[ref].name for ref in authorities),
        steps=_in_time(steps),
        cases=desk.rows(dossier.cases),
        corrections_made=dossier.facts.corrections,
        source=dossier.facts.source,
    )


def _dossier_entry(desk: Desk, dossier: Dossier, context: DossierPage) -> Entry:
    """What the search is told of a dossier."""
    texts = (context.summary,) if context.summary else ()
    return Entry(dossier.title, desk._(label(Kind.DOSSIER)), "", (), (), texts, context.text.digest)
