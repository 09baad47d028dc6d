"""What every view needs at hand: links, rows, frames."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from builder.messages import Format
from builder.model.documents import Document, number_key
from builder.model.linked import NO_LINKS, Body, Case, Library, Links, Meeting, Target
from builder.model.parts import Person
from builder.model.values import Kind
from builder.urls import Urls
from builder.views.parts import (
    BodyRow,
    Frame,
    Group,
    Link,
    Listing,
    MeetingRow,
    Month,
    Prose,
    Row,
    Site,
    SubjectRow,
    YearCount,
)

LONGEST_LIST = 100  # entries on one page; more are cut by year, so that old pages stay as they are
NEWEST = 20  # shown of a list that is cut


@dataclass(frozen=True)
class Desk:
    """The library, the addresses and the words, with the small pieces that all pages are made of.

    Args:
        library: everything public.
        urls: the addresses.
        site: what every page shares.
        form: dates and numbers in the pages' language.
        texts: for each attached file, by its path on the site, the SHA-256 of its text.
        _: from a message id to the words of the pages' language.
    """

    library: Library
    urls: Urls
    site: Site
    form: Format
    texts: Mapping[str, str]
    _: Callable[[str], str]
    _rows: dict[str, Row] = field(default_factory=dict)  # made once for the many lists that a case stands in
    _mentions: dict[str, Links] = field(default_factory=dict)

    def link(self, target: Target) -> Link:
        """A link to what the library knows; words alone where it has no page."""
        if not target.path:
            return Link("", target.title)
        return Link(self.urls.href(target.path), target.title or self._("Closed item"))

    def links(self, targets: Iterable[Target]) -> tuple[Link, ...]:
        """Several links."""
        return tuple(self.link(target) for target in targets)

    def prose(self, document: Document | None) -> Prose:
        """The body of a document with its links."""
        if document is None or not document.body:
            return Prose("", NO_LINKS)
        return Prose(document.body, self.mentions(document))

    def mentions(self, document: Document | None) -> Links:
        """Where the mentions in a document's text lead, as hrefs."""
        links = self.library.links.get(document.place.path) if document else None
        if not document or not links:
            return NO_LINKS
        known = self._mentions.get(document.place.path)
        if known is None:
            known = self._mentions[document.place.path] = self._as_hrefs(links)
        return known

    def _as_hrefs(self, links: Links) -> Links:
        href = self.urls.href
        return Links(
            targets=tuple((key, href(path) if path else "", title) for key, path, title in links.targets),
            paths=tuple((key, href(path) if path else "") for key, path in links.paths),
            numbers=tuple((key, href(path), title) for key, path, title in links.numbers),
            names=tuple((name, href(path) if path else "") for name, path in links.names),
        )

    def frame(
        self,
        path: str,
        title: str,
        crumbs: tuple[Link, ...] = (),
        *,
        description: str = "",
        section: str = "",
        indexed: bool = True,
        feed: bool = False,
    ) -> Frame:
        """The frame of a page; `section` is the word of the menu it belongs under, `feed` whether it has one."""
        return Frame(
            title=title,
            description=" ".join(description.split()),
            canonical=self.urls.absolute(path) if self.urls.base_url else "",
            crumbs=crumbs,
            current=self.urls.href(self.urls.section(section)) if section else "",
            indexed=indexed,
            feed=self.urls.href(path + "feed.xml") if feed and self.urls.base_url else "",
        )

    def body_link(self, ref: str, name: str = "") -> Link:
        """A link to a body, under the name it had."""
        body = self.library.bodies[ref]
        return Link(self.urls.href(body.path), name or body.name)

    def authority_link(self, ref: str) -> Link:
        """A link to an authority."""
        authority = self.library.authorities[ref]
        return Link(self.urls.href(authority.path), authority.name)

    def number_link(self, authority: str, number: str) -> Link:
        """A link to all that bears a case number; the number alone where it has no page."""
        found = self.library.numbers.get((authority, number_key(number)))
        return Link(self.urls.href(found.path) if found else "", number)

    def listed(self, words: str, names: Iterable[str]) -> str:
        """Names after what they have in common, as the search is told of them; "" where there are none."""
        found = ", ".join(names)
        return f"{words}: {found}" if found else ""

    def people(self, persons: Iterable[Person]) -> Iterator[str]:
        """The names of people and of those who sat in their place."""
        for person in persons:
            yield person.name
            if person.substitute:
                yield f"{self._('substitute:')} {person.substitute}"

    def row(self, case: Case) -> Row:
        """A case in a list: day, body and outcome of its latest handling that has come."""
        known = self._rows.get(case.ref)
        if known is None:
            known = self._rows[case.ref] = _row(self.library, self.urls, case)
        return known

    def rows(self, refs: Iterable[str]) -> tuple[Row, ...]:
        """Several cases in a list."""
        return tuple(self.row(self.library.cases[ref]) for ref in refs)

    def year_of(self, ref: str) -> int | None:
        """The year of a case's day."""
        day = self.library.cases[ref].day
        return day.year if day else None

    def listing(
        self,
        refs: tuple[str, ...],
        year_path: Callable[[int], str],
        year_of: Callable[[str], int | None] | None = None,
    ) -> Listing:
        """A list of cases, newest first, cut by year where it is long; those without a day always stand.

        Args:
            refs: the cases.
            year_path: from a year to the path of its page, which the caller makes.
            year_of: the year a case belongs to; that of its day where nothing else is said.
        """
        if len(refs) <= LONGEST_LIST:
            return Listing(self.rows(refs), (), len(refs))
        year_of = year_of or self.year_of
        counts = tuple(
            YearCount(year, 0, self.urls.href(year_path(year)), count)
            for year, count in self.years(refs, year_of).items()
        )
        undated = [ref for ref in refs if not year_of(ref)]
        return Listing(
            self.rows([*refs[:NEWEST], *(ref for ref in undated if ref not in refs[:NEWEST])]),
            counts,
            len(refs),
        )

    def year_listing(self, refs: Sequence[str]) -> Listing:
        """All cases of one year, by months where they are many: its page keeps its address as the year goes on."""
        rows = self.rows(refs)
        if len(rows) <= LONGEST_LIST:
            return Listing(rows, (), len(rows))
        months: dict[tuple[int, int], list[Row]] = defaultdict(list)
        for row in rows:
            months[(row.day.year, row.day.month) if row.day else (0, 0)].append(row)
        return Listing((), (), len(rows), tuple(Month(*month, tuple(found)) for month, found in months.items()))

    def years(self, refs: tuple[str, ...], year_of: Callable[[str], int | None] | None = None) -> dict[int, int]:
        """The years that a list of cases is cut into, newest first, with how many cases each has."""
        if len(refs) <= LONGEST_LIST:
            return {}
        year_of = year_of or self.year_of
        return dict(sorted(Counter(year for ref in refs if (year := year_of(ref))).items(), reverse=True))

    def of_year(self, refs: Iterable[str], year: int) -> tuple[str, ...]:
        """Those of some cases whose day is in a year."""
        return tuple(ref for ref in refs if self.year_of(ref) == year)

    def meeting_row(self, meeting: Meeting) -> MeetingRow:
        """A meeting in a list."""
        return MeetingRow(
            day=meeting.day,
            href=self.urls.href(meeting.path),
            body=meeting.body_name,
            state=meeting.state,
            start=meeting.facts.start if meeting.facts else None,
            count=len(meeting.items),
        )

    def coming(self, bodies: Iterable[Body]) -> tuple[MeetingRow, ...]:
        """The meetings of some bodies that are yet to come, soonest first."""
        today = self.library.now.date()
        keys = [key for body in bodies for key in body.meetings if key[1] >= today.isoformat()]
        return tuple(
            self.meeting_row(self.library.meetings[key]) for key in sorted(keys, key=lambda each: (each[1], each))
        )

    def groups(self) -> tuple[Group, ...]:
        """All bodies by authority; those that have ended come last."""
        today = self.library.now.date()
        found = []
        for ref, authority in self.library.authorities.items():
            rows = [self.body_row(self.library.bodies[body], today) for body in authority.bodies]
            found.append(Group(self.authority_link(ref), tuple(sorted(rows, key=lambda row: row.ended))))
        return tuple(sorted(found, key=lambda group: group.link.text.casefold()))

    def body_row(self, body: Body, today: date) -> BodyRow:
        """A body in a list."""
        ended = bool(body.facts.until and body.facts.until < today)
        return BodyRow(body.name, self.urls.href(body.path), body.facts.abbreviation or "", len(body.cases), ended)

    def subject_rows(self, kind: Kind) -> tuple[SubjectRow, ...]:
        """All topics, places, organisations or dossiers, by name."""
        if kind is Kind.DOSSIER:
            rows = [
                SubjectRow(each.title, self.urls.href(each.path), each.facts.summary or "", len(each.cases))
                for each in self.library.dossiers.values()
            ]
        else:
            rows = [
                SubjectRow(
                    each.name,
                    self.urls.href(each.path),
                    (each.facts.summary or "") if each.facts else "",
                    len(each.cases),
                )
                for each in self.library.subjects.values()
                if each.kind is kind
            ]
        return tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.href)))


def _row(library: Library, urls: Urls, case: Case) -> Row:
    that_day = [each for each in case.handlings if each.facts.date == case.day] or list(case.handlings)
    last = that_day[-1] if that_day else None
    body = library.bodies[last.body] if last else None
    return Row(
        day=case.day,
        title=case.title,
        href=urls.href(case.path),
        outcome=last.outcome if last else None,
        status=case.standing.status,
        body=(body.facts.abbreviation or "") if body else "",
        body_title=last.body_name if last else "",
    )
