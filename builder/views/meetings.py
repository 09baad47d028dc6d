"""The pages of meetings, bodies and authorities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import partial
from textwrap import shorten

from builder.messages import label
from builder.model.findable import Entry, Filters
from builder.model.linked import Authority, Body, Links, Meeting
from builder.model.parts import ALL_OPEN, Member
from builder.model.values import Kind, MeetingKind
from builder.urls import slug
from builder.views.desk import LONGEST_LIST, NEWEST, Desk
from builder.views.pages import AuthorityPage, BodyPage, BodyYearPage, ListPage, MeetingPage, Page
from builder.views.parts import NO_PROSE, ItemView, Listing, MeetingFacts, YearCount, plain


def meeting_pages(desk: Desk) -> Iterator[Page]:
    """A page for every meeting, whether or not it has a file."""
    for meeting in desk.library.meetings.values():
        source = meeting.document.place.path if meeting.document else ""
        make = partial(_meeting, desk, meeting)
        if meeting.facts:  # others say what their cases say
            enter, filters = partial(_meeting_entry, desk, meeting), partial(_meeting_filters, desk, meeting)
            yield Page(meeting.path, make, source, enter, filters)
        else:
            yield Page(meeting.path, make, source)


def body_pages(desk: Desk) -> Iterator[Page]:
    """A page for every body, and one for each year where it met often."""
    for body in desk.library.bodies.values():
        source = body.document.place.path
        make, enter = partial(_body, desk, body), partial(_body_entry, desk, body)
        yield Page(body.path, make, source, enter, partial(_body_filters, desk, body))
        for year in _all_years(desk, body):
            path = f"{body.path}{year:04}/"
            yield Page(path, partial(_body_year, desk, body, year, path), source)


def authority_pages(desk: Desk) -> Iterator[Page]:
    """A page for every authority; its cases by year stand below `sager/`, those that name it below `naevnt-i/`."""
    for authority in desk.library.authorities.values():
        make, enter = partial(_authority, desk, authority), partial(_authority_entry, desk, authority)
        yield Page(authority.path, make, authority.document.place.path, enter, partial(_authority_filters, authority))
        for year in desk.years(authority.named_in):
            path = f"{authority.path}{desk.urls.word('named')}/{year:04}/"
            yield Page(path, partial(_named_in_year, desk, authority, year, path))


def _meeting(desk: Desk, meeting: Meeting) -> MeetingPage:
    facts = meeting.facts
    access = (facts.access if facts else None) or ALL_OPEN
    mentions = desk.mentions(meeting.document)
    body = desk.body_link(meeting.body, meeting.body_name)
    text = desk.prose(meeting.document)
    title = f"{meeting.body_name}, {desk.form.day(meeting.day)}"
    library = desk.library
    items = _items(desk, meeting, mentions)
    return MeetingPage(
        site=desk.site,
        frame=desk.frame(
            meeting.path,
            title,
            (desk.authority_link(meeting.authority), body),
            description=_in_short(desk, meeting, items),
            section="meetings",
        ),
        facts=MeetingFacts(
            day=meeting.day,
            kind=facts.kind if facts else MeetingKind.ORDINARY,
            state=meeting.state,
            start=facts.start if facts else None,
            end=facts.end if facts else None,
            place=(facts.place or "") if facts else "",
            present=facts.present if facts else (),
            absent=facts.absent if facts else (),
            recused=facts.recused if facts else (),
            not_participating=facts.not_participating if facts else (),
            attendance=(facts.attendance or "") if facts else "",
            complete=bool(facts and facts.complete),
            closed=not access.shows("decision"),
            basis=(facts.basis or "") if facts else "",
        ),
        body=body,
        items=items,
        text=text,
        source=facts.source if facts else None,
        corrections_made=facts.corrections if facts else (),
        previous=desk.meeting_row(library.meetings[meeting.previous]) if meeting.previous else None,
        next=desk.meeting_row(library.meetings[meeting.next]) if meeting.next else None,
    )


def _in_short(desk: Desk, meeting: Meeting, items: tuple[ItemView, ...]) -> str:
    """What a meeting was about, in so many words as a search engine shows."""
    kind = desk._(label(meeting.state or Kind.MEETING))
    titles = "; ".join(item.title for item in items if item.title)
    return shorten(f"{kind}: {titles}", 300, placeholder=" …") if titles else ""


def _items(desk: Desk, meeting: Meeting, mentions: Links) -> tuple[ItemView, ...]:
    taken: Counter[str] = Counter()
    found = []
    for index, item in enumerate(meeting.items, start=1):
        anchor = f"_punkt-{slug(item.number) or f'uden-nummer-{index}'}"
        taken[anchor] += 1
        if taken[anchor] > 1:
            anchor = f"{anchor}-{taken[anchor]}"
        case = desk.library.cases[item.case] if item.case else None
        links = desk.mentions(case.document) if case else mentions
        found.append(
            ItemView(
                anchor=anchor,
                number=item.number,
                title=item.title,
                href=desk.urls.href(case.path) if case else "",
                case_number=desk.number_link(meeting.authority, item.case_number),
                summary=item.summary,
                role=item.role,
                outcomes=item.outcome,
                phrase=item.phrase,
                decision=plain(item.decision, links),
                closed=item.closed,
                basis=item.basis,
            )
        )
    return tuple(found)


def _meeting_entry(desk: Desk, meeting: Meeting, context: MeetingPage) -> Entry:
    """What the search is told of a meeting."""
    authority = desk.library.authorities[meeting.authority].name
    texts = [authority, context.facts.place, context.facts.attendance]
    for item in context.items:
        if not item.href:
            texts += [item.title, item.case_number.text, item.summary, item.phrase, item.decision.text]
    texts += [
        desk.listed(desk._("Present"), desk.people(context.facts.present)),
        desk.listed(desk._("Absent"), desk.people(context.facts.absent)),
        desk.listed(desk._("Disqualified"), desk.people(context.facts.recused)),
        desk.listed(desk._("Did not take part"), desk.people(context.facts.not_participating)),
    ]
    meta = [("body", meeting.body_name)]
    meta += [("status", desk._(label(meeting.state)))] if meeting.state else []
    kind = desk._(label(Kind.MEETING))
    return Entry(
        context.frame.title,
        kind,
        meeting.day.isoformat(),
        tuple(meta),
        _meeting_filters(desk, meeting),
        tuple(filter(None, texts)),
        context.text.digest,
        (meeting.day.isoformat(),),
    )


def _meeting_filters(desk: Desk, meeting: Meeting) -> Filters:
    """By what the search can find a meeting."""
    authority = desk.library.authorities[meeting.authority].name
    return ("authority", authority), ("body", meeting.body_name), ("year", str(meeting.day.year))


def _years(desk: Desk, body: Body) -> tuple[YearCount, ...]:
    """The years in which a body met, where it has too many meetings or cases for one list."""
    if max(len(body.meetings), len(body.cases)) <= LONGEST_LIST:
        return ()
    counts = Counter(int(key[1][:4]) for key in body.meetings)
    return tuple(
        YearCount(year, 0, desk.urls.href(f"{body.path}{year:04}/"), count)
        for year, count in sorted(counts.items(), reverse=True)
    )


def _all_years(desk: Desk, body: Body) -> list[int]:
    """The years that have a page: those of meetings, and those that the list of cases leads to."""
    return sorted({*(each.year for each in _years(desk, body)), *desk.years(body.cases)}, reverse=True)


def _body(desk: Desk, body: Body) -> BodyPage:
    today = desk.library.now.date()
    past = [key for key in body.meetings if key[1] < today.isoformat()]
    years = _years(desk, body)
    text = desk.prose(body.document)
    facts = body.facts
    return BodyPage(
        site=desk.site,
        frame=desk.frame(
            body.path,
            body.name,
            (desk.authority_link(body.authority),),
            description=facts.summary or "",
            section="bodies",
            feed=True,
        ),
        name=body.name,
        abbreviation=facts.abbreviation or "",
        since=facts.since,
        until=facts.until,
        summary=facts.summary or "",
        text=text,
        authority=desk.authority_link(body.authority),
        coming=desk.coming([body]),
        meetings=tuple(desk.meeting_row(desk.library.meetings[key]) for key in (past[:NEWEST] if years else past)),
        years=years,
        members=tuple(member for member in facts.members if not _has_left(member, today)),
        former=tuple(member for member in facts.members if _has_left(member, today)),
        names=facts.names,
        predecessors=desk.links(body.predecessors),
        successors=desk.links(body.successors),
        listing=desk.listing(body.cases, lambda year: f"{body.path}{year:04}/"),
        corrections_made=facts.corrections,
        source=facts.source,
    )


def _has_left(member: Member, today: date) -> bool:
    return member.until is not None and member.until < today


def _body_entry(desk: Desk, body: Body, context: BodyPage) -> Entry:
    """What the search is told of a body."""
    facts = body.facts
    texts = tuple(
        filter(None, (facts.abbreviation or "", facts.summary or "", *facts.other_names, context.authority.text))
    )
    texts += tuple(
        " ".join(filter(None, (member.name, member.party, desk._(label(member.role)) if member.role else "")))
        for member in facts.members
    )
    texts += (desk._("Members"),) if facts.members else ()
    kind = desk._(label(Kind.BODY))
    names = tuple(filter(None, (facts.abbreviation, *facts.other_names, *(each.name for each in facts.names))))
    meta = (("body", context.authority.text),)
    return Entry(body.name, kind, "", meta, _body_filters(desk, body), texts, context.text.digest, names=names)


def _body_filters(desk: Desk, body: Body) -> Filters:
    """By what the search can find a body."""
    return ("authority", desk.library.authorities[body.authority].name), ("body", body.name)


def _body_year(desk: Desk, body: Body, year: int, path: str) -> BodyYearPage:
    link = desk.body_link(body.ref)
    return BodyYearPage(
        site=desk.site,
        frame=desk.frame(path, f"{body.name} {year}", (desk.authority_link(body.authority), link), section="bodies"),
        name=body.name,
        year=year,
        body=link,
        meetings=tuple(
            desk.meeting_row(desk.library.meetings[key]) for key in body.meetings if key[1].startswith(f"{year:04}-")
        ),
        listing=desk.year_listing(desk.of_year(body.cases, year)),
    )


def _authority(desk: Desk, authority: Authority) -> AuthorityPage:
    facts = authority.facts
    text = desk.prose(authority.document)
    own = [desk.library.bodies[ref] for ref in authority.bodies]
    cases = authority.path + desk.urls.word("cases") + "/"
    return AuthorityPage(
        site=desk.site,
        frame=desk.frame(authority.path, authority.name, description=facts.summary or "", section="bodies", feed=True),
        name=authority.name,
        kind=facts.kind,
        code=facts.code or "",
        since=facts.since,
        until=facts.until,
        summary=facts.summary or "",
        text=text,
        url=facts.url or "",
        bodies=tuple(desk.body_row(body, desk.library.now.date()) for body in own),
        coming=desk.coming(own)[:NEWEST],
        names=facts.names,
        predecessors=desk.links(authority.predecessors),
        successors=desk.links(authority.successors),
        listing=desk.listing(
            authority.cases, lambda year: f"{cases}{year:04}/", lambda ref: int(ref.split("/")[1])
        ),  # the pages below `sager/` go by the folder that a case lies in
        named_in=_named_in(desk, authority),
        contact=facts.contact,
        corrections_made=facts.corrections,
        source=facts.source,
    )


def _authority_entry(desk: Desk, authority: Authority, context: AuthorityPage) -> Entry:
    """What the search is told of an authority."""
    facts = authority.facts
    texts = tuple(filter(None, (facts.summary or "", *facts.other_names)))
    kind = desk._(label(Kind.AUTHORITY))
    return Entry(
        authority.name, kind, "", (), _authority_filters(authority), texts, context.text.digest, names=facts.other_names
    )


def _authority_filters(authority: Authority) -> Filters:
    """By what the search can find an authority."""
    return (("authority", authority.name),)


def _named_in(desk: Desk, authority: Authority) -> Listing:
    """The cases of others that name an authority."""
    path = authority.path + desk.urls.word("named") + "/"
    return desk.listing(authority.named_in, lambda year: f"{path}{year:04}/")


def _named_in_year(desk: Desk, authority: Authority, year: int, path: str) -> ListPage:
    refs = desk.of_year(authority.named_in, year)
    title = desk._("Cases of other authorities")
    crumbs = (desk.authority_link(authority.ref),)
    return ListPage(
        site=desk.site,
        frame=desk.frame(path, f"{title} {year}, {authority.name}", crumbs, section="bodies"),
        kind=Kind.AUTHORITY,
        name=authority.name,
        year=year,
        summary="",
        text=NO_PROSE,
        url="",
        listing=desk.year_listing(refs),
        items=(),
        corrections_made=(),
        source=None,
    )
