"""The page of a case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from builder.messages import label
from builder.model.documents import number_forms, number_key
from builder.model.findable import CASE_WEIGHT, Entry, Filters
from builder.model.linked import Case, Handled, Links, Target
from builder.model.parts import ALL_OPEN, Attachment
from builder.model.values import Kind, Openness, Outcome
from builder.views.desk import Desk
from builder.views.pages import CasePage, Page
from builder.views.parts import AttachmentView, HandlingView, Link, RelationView, Row, plain


def case_pages(desk: Desk) -> Iterator[Page]:
    """A page for every case."""
    dossiers: dict[str, list[Target]] = defaultdict(list)
    for dossier in desk.library.dossiers.values():
        for ref in dossier.cases:
            dossiers[ref].append(Target(dossier.path, dossier.title))
    for case in desk.library.cases.values():
        make, enter = partial(_case, desk, case, tuple(dossiers[case.ref])), partial(_entry, desk, case)
        yield Page(case.path, make, case.document.place.path, enter, partial(_filters, desk, case))


def _case(desk: Desk, case: Case, dossiers: tuple[Target, ...]) -> CasePage:
    facts, library = case.facts, desk.library
    authority = library.authorities[case.authority]
    mentions = desk.mentions(case.document)
    mentions_of = set(library.mentions.get(case.path, ()))
    access = facts.access or ALL_OPEN
    handlings = tuple(_handling(desk, each, mentions) for each in case.handlings)
    body = desk.prose(case.document)
    title = case.title or desk._("Closed item")
    return CasePage(
        site=desk.site,
        frame=desk.frame(
            case.path,
            title,
            _crumbs(desk, case),
            description=facts.summary or "",
            section="bodies",
        ),
        id=case.id,
        title=case.title,
        status=case.standing.status,
        awaited=case.standing.body,
        day=case.standing.day,
        key=_key_handling(handlings),
        summary=plain(facts.summary, mentions),
        number=_number(desk, case),
        recommended_by=facts.recommended_by or "",
        kle=facts.kle or "",
        authority=desk.authority_link(case.authority),
        bodies=_bodies(desk, case),
        topics=desk.links(case.topics),
        places=desk.links(case.places),
        organisations=desk.links(case.organisations),
        dossiers=desk.links(dossiers),
        handlings=handlings,
        route=tuple(desk.body_link(ref) for ref in case.route),
        body=body,
        amounts=facts.amounts,
        attachments=tuple(_attachment(desk, case, each) for each in facts.attachments),
        hearing=facts.hearing,
        related=tuple(
            RelationView(each.kind, each.forward, desk.row(library.cases[each.case])) for each in case.related
        ),
        same_number=_same_number(desk, case),
        mentioned_in=desk.links(sorted(mentions_of, key=lambda each: (each.title.casefold(), each.path))),
        corrections_made=facts.corrections,
        source=facts.source,
        closed=not access.shows("title") or not access.shows("presentation") or not access.shows("decision"),
        basis=facts.basis or "",
        contact=authority.facts.contact or library.archive.contact,
        access_request=authority.facts.access_request or library.archive.access_request,
    )


def _bodies(desk: Desk, case: Case) -> tuple[Link, ...]:
    """The bodies that have had the case, else those that it is to come to."""
    bodies = dict.fromkeys(desk.body_link(each.body, each.body_name) for each in case.handlings)
    return tuple(bodies) or tuple(desk.body_link(ref) for ref in case.route)


def _crumbs(desk: Desk, case: Case) -> tuple[Link, ...]:
    """The way over the body and the meeting that had the case last."""
    crumbs = [desk.authority_link(case.authority)]
    if case.handlings:
        last = case.handlings[-1]
        crumbs.append(desk.body_link(last.body, last.body_name))
        if last.meeting:
            meeting = desk.library.meetings[last.meeting]
            crumbs.append(Link(desk.urls.href(meeting.path), desk.form.day(meeting.day)))
    return tuple(crumbs)


def _number(desk: Desk, case: Case) -> Link:
    return desk.number_link(case.authority, case.facts.case_number or "")


def _same_number(desk: Desk, case: Case) -> tuple[Row, ...]:
    number = case.facts.case_number
    found = desk.library.numbers.get((case.authority, number_key(number))) if number else None
    return desk.rows(ref for ref in found.cases if ref != case.ref)[:20] if found else ()


def _key_handling(handlings: tuple[HandlingView, ...]) -> HandlingView | None:
    """The handling that the page opens with: the latest that has come, told if any is."""
    come = [each for each in handlings if not each.planned]
    told = [each for each in come if each.outcomes or each.phrase or each.decision.text]
    known = told or come or list(handlings)
    return known[-1] if known else None


def _handling(desk: Desk, handled: Handled, mentions: Links) -> HandlingView:
    facts = handled.facts
    meeting = desk.library.meetings.get(handled.meeting) if handled.meeting else None
    decision = facts.decision or facts.public_decision or ""
    return HandlingView(
        day=facts.date,
        meeting=desk.urls.href(meeting.path) if meeting else "",
        body=desk.body_link(handled.body, handled.body_name),
        role=facts.role,
        item=facts.item or "",
        reading=facts.reading,
        outcomes=facts.outcome,
        phrase=facts.phrase or "",
        decision=plain(decision, mentions),
        sent_to=desk.links(each for each in handled.sent_to if each.title),
        stopped=facts.stopped,
        votes=facts.votes,
        statements=facts.statements,
        absent=facts.absent,
        recused=facts.recused,
        not_participating=facts.not_participating,
        closed=handled.closed,
        basis=handled.basis,
        planned=bool(facts.date and facts.date > desk.library.now.date()),
    )


def _attachment(desk: Desk, case: Case, attachment: Attachment) -> AttachmentView:
    file = next((each for each in case.files if each.name == attachment.file), None)
    href = desk.urls.href(file.path) if file else attachment.url or ""
    name = file.path if file else (attachment.url or "").partition("?")[0]
    ending = name.rpartition("/")[2].rpartition(".")
    return AttachmentView(
        title=attachment.title or "",
        href=href,
        document=attachment.document or "",
        number=attachment.number or "",
        kind=ending[2].upper() if ending[0] and len(ending[2]) <= 5 else "",
        size=file.source.size if file else None,
        closed=attachment.access is Openness.CLOSED,
        reason=attachment.reason or "",
    )


def _entry(desk: Desk, case: Case, context: CasePage) -> Entry:
    """What the search is told of a case."""
    outcome = _outcome(case)
    meta = [("status", desk._(label(context.status)))]
    meta += [("body", context.bodies[-1].text)] if context.bodies else []
    meta += [("outcome", desk._(label(outcome)))] if outcome else []
    facts = case.facts
    texts = [context.summary.text, facts.case_number or "", context.authority.text]
    texts += [link.text for link in (*context.bodies, *context.topics, *context.places, *context.organisations)]
    texts += [desk._(label(context.status))]
    for each in context.handlings:
        texts += _said(desk, each)
    for attachment in context.attachments:
        texts += [attachment.title, attachment.document, attachment.number]
    texts += [
        " ".join(filter(None, (desk.form.number(each.amount), each.purpose, each.payer))) for each in facts.amounts
    ]
    day = case.day.isoformat() if case.day else ""
    kind = desk._(label(Kind.CASE))
    return Entry(
        title=context.frame.title,
        kind=kind,
        day=day,
        meta=tuple(meta),
        filters=_filters(desk, case),
        texts=tuple(filter(None, texts)),
        body=context.body.digest,
        days=tuple(sorted({each.facts.date.isoformat() for each in case.handlings if each.facts.date})),
        scanned=bool(facts.source and facts.source.ocr),
        names=tuple(number_forms(facts.case_number)) if facts.case_number else (),
        attached=_attached(desk, case),
        weight=CASE_WEIGHT,
    )


def _filters(desk: Desk, case: Case) -> Filters:
    """By what the search can find a case."""
    outcome = _outcome(case)
    years = sorted({each.facts.date.year for each in case.handlings if each.facts.date})
    return (
        ("authority", desk.library.authorities[case.authority].name),
        *(("body", link.text) for link in _bodies(desk, case)),
        *(("year", str(year)) for year in years),
        *((("outcome", desk._(label(outcome))),) if outcome else ()),
        *(("topic", link.text) for link in desk.links(case.topics)),
    )


def _outcome(case: Case) -> Outcome | None:
    """What the case came to last."""
    return next((each.facts.outcome[0] for each in reversed(case.handlings) if each.facts.outcome), None)


def _attached(desk: Desk, case: Case) -> tuple[tuple[str, str], ...]:
    """The attachments whose text can be searched, by what they are called."""
    titles = {each.file: each.title for each in case.facts.attachments if each.file}
    return tuple(
        (titles.get(file.name) or file.name, desk.texts[file.path]) for file in case.files if file.path in desk.texts
    )


def _said(desk: Desk, handling: HandlingView) -> Iterator[str]:
    """What the page says of a handling, as the search is to find it."""
    _ = desk._
    yield from (_(label(each)) for each in handling.outcomes)
    yield handling.phrase
    yield handling.decision.text
    if handling.stopped:
        yield " ".join(filter(None, (_("Stopped"), handling.stopped.by, handling.stopped.basis)))
    for statement in handling.statements:
        kind = _(label(statement.kind)) if statement.kind else _("Statement for the minutes")
        yield f"{kind} {', '.join(statement.by)}: {statement.text}"
    voices = handling.votes
    if voices:
        yield _(label(voices.result)) if voices.result else ""
        yield desk.listed(_("For"), voices.in_favour)
        yield desk.listed(_("Against"), voices.against)
        yield desk.listed(_("Abstained"), voices.abstained)
        yield desk.listed(_("Reserved their position"), voices.reservations)
    yield desk.listed(_("Absent"), desk.people(handling.absent))
    yield desk.listed(_("Disqualified"), desk.people(handling.recused))
    yield desk.listed(_("Did not take part in the item"), desk.people(handling.not_participating))
