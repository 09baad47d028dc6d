"""The file of the meeting, and its points that are no cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from builder.importers.drafts import Draft
from builder.importers.filing.desk import Desk, _, is_case, is_more, person, role_by, source_of
from builder.importers.filing.texts import summary_of, text_of
from builder.importers.found import (
    ItemFound,
    Minutes,
    Verdict,
)
from builder.importers.grammar import prose
from builder.model.values import Kind

NO_DAY = _("no day of a meeting was found; there is no file for the meeting")


def meeting_of(desk: Desk, cases: Mapping[int, Draft]) -> Draft | None:
    """The file of the meeting; None where its day or body is not known.

    Args:
        desk: the document.
        cases: the files of its points that are cases, by the points' `id()`.
    """
    minutes = desk.minutes
    if not minutes.day or not desk.body:
        if any(not is_case(item) for item in minutes.items) or minutes.place or minutes.start:
            desk.note("", "", NO_DAY, 0)
        return None
    values: dict[str, Any] = {}
    if minutes.kind:
        values["kind"] = minutes.kind.value
    state = (
        minutes.state.value
        if minutes.state
        else "minutes"
        if any(item.handling for item in minutes.items)
        else "agenda"
    )
    values["state"] = state
    for name, moment in (("start", minutes.start), ("end", minutes.end)):
        if moment:
            values[name] = moment.strftime("%H.%M")
    if minutes.place:
        values["place"] = minutes.place
    gone = {each.name for each in minutes.absent}
    present = tuple(each for each in minutes.present if each.name not in gone)
    for name, people in (("present", present), ("absent", minutes.absent)):
        if people:
            values[name] = [person(each) for each in people]
    if minutes.attendance:
        values["attendance"] = minutes.attendance
    values["items"] = [_item(each, cases.get(id(each))) for each in minutes.items]
    if minutes.whole:
        values["complete"] = "true"
    values["source"] = source_of(desk)
    path = f"{desk.authority.path}/meetings/{minutes.day.isoformat()}-{desk.body.path}.md"
    return Draft(path, Kind.MEETING, desk.source, values, _meeting_text(minutes))


def _item(item: ItemFound, case: Draft | None) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if item.number.text:
        made["number"] = item.number.text
    if case:
        *_folders, year, name = case.path.removesuffix(".md").split("/")
        return {**made, "case": f"{year}/{name}"}
    if item.closed:
        # What the published minutes show of it is open; a map that opens some parts closes the others.
        made["access"] = {"title": "open"} | ({"decision": "open"} if item.handling else {})
    made["title"] = item.title.text
    if item.case_number:
        made["case_number"] = item.case_number
    if summary := summary_of(item):
        made["summary"] = summary
    own = item.handling
    verdict = own.verdict if own else Verdict()
    role = verdict.role or role_by(verdict.outcome) or item.role
    if role:
        made["role"] = role.value
    if verdict.outcome:
        made["outcome"] = [each.value for each in verdict.outcome]
        if verdict.phrase:
            made["phrase"] = verdict.phrase
    if own and is_more(own.decision.text, verdict.phrase):
        made["decision"] = own.decision.text
    return made


def _meeting_text(minutes: Minutes) -> str:
    """What points without a file of their own say besides their decisions."""
    parts = []
    for item in minutes.items:
        if is_case(item):
            continue
        text = text_of(item, level="###")
        names = [f"- {each.title.text}" for each in item.attachments if each.title.text]
        text = "\n\n".join(filter(None, (text, "\n".join(names))))
        if text and not (item.closed and not text.strip()):
            head = ". ".join(filter(None, (item.number.text, prose.escaped(item.title.text))))
            parts.append(f"## {head}\n\n{text}")
    return "\n\n".join(parts)
