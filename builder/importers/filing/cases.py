"""A point of the agenda as the file of a case."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from builder.importers.drafts import Draft
from builder.importers.filing.acts import handlings_of, notes_of
from builder.importers.filing.desk import Desk, _, organ, source_of
from builder.importers.filing.texts import summary_of, text_of
from builder.importers.found import (
    AttachmentFound,
    ItemFound,
)
from builder.importers.grammar.contents import title_key
from builder.importers.holdings import Known, sentences, telling
from builder.importers.naming import case_id, short_slug
from builder.model.values import Kind
from builder.schema.scalars import to_url

YEAR_READ = _("no day in the document; the year is that of the case number")
NO_YEAR = _("no day and no case number with a year were found; the file lies under the year 0000")
REPEATED = _("the same case as {path}; nothing was doubled")
AMOUNTS_READ = _("read from the text; look at them")


def case_draft(desk: Desk, item: ItemFound, number: int) -> Draft:
    """The file of a case that a point is, or its part in the file that the archive has of it."""
    minutes, holdings = desk.minutes, desk.holdings
    handlings = handlings_of(desk, item)
    body = text_of(item)
    text = sentences(body)
    pairs = frozenset((each["body"], each["date"]) for each in handlings if "date" in each)
    meant = Known(
        "",
        desk.authority.path,
        "",
        item.case_number,
        item.title.text,
        pairs,
        text,
        telling(f"{item.title.text} {body}"),
        {(each["body"], each["date"]): each["item"] for each in handlings if "date" in each and "item" in each},
    )
    id_ = desk.ids[number]
    known, by = _known(desk, id_, meant)
    path = known.path if known else _path(desk, item)
    values: dict[str, Any] = {}
    notes: dict[str, str] = {}
    own = known is None or known.id == id_ or desk.gave.get(path, False)
    if known and not own:
        handlings = [_as_there(each, known) for each in handlings]
    values["id"] = known.id if known and known.id else id_
    if known and not known.id:
        del values["id"]
    if own:
        values["title"] = item.title.text
    if item.case_number:
        values["case_number"] = item.case_number
    if own and (summary := summary_of(item)):
        values["summary"] = summary
    if route := list(dict.fromkeys(organ(desk, each) for each in (*item.route, *item.competence))):
        values["route"] = route
    if own and item.recommended_by.text:
        values["recommended_by"] = item.recommended_by.text
    if item.kle:
        values["kle"] = item.kle
    for name, kind in (("places", Kind.PLACE), ("organisations", Kind.ORGANISATION)) if own else ():
        if found := [each for each in holdings.names(kind, f"{item.title.text} {body}") if each != desk.authority.name]:
            values[name] = found
    if own and item.amounts:
        values["amounts"] = [_amount(each) for each in item.amounts]
        notes["amounts"] = desk.note(path, "amounts", AMOUNTS_READ, item.lines[0])
    if handlings:
        values["handlings"] = [{name: value for name, value in each.items() if name != "_line"} for each in handlings]
        notes |= notes_of(desk, path, handlings, values["handlings"])
    if own and item.attachments:
        values["attachments"] = [_attachment(each) for each in item.attachments]
    if own:
        values["source"] = source_of(desk)
    else:
        desk.repeated.append((item.title.text, path, by))
        desk.note(path, "", REPEATED, item.lines[0], path=path)
    if known is None and not minutes.day and not any(day for _body, day in pairs):
        desk.note(path, "", YEAR_READ if _year_of(item.case_number) else NO_YEAR, item.lines[0])
    merged = replace(
        meant,
        path=path,
        id=values.get("id", known.id if known else ""),
        number=item.case_number or (known.number if known else ""),
        title=known.title if known else item.title.text,
        handlings=pairs | (known.handlings if known else frozenset()),
        text=text | (known.text if known else frozenset()),
        words=known.words if known else meant.words,
        items={**meant.items, **(known.items if known else {})},
    )
    holdings.add(merged)
    desk.own.add(path)
    return Draft(path, Kind.CASE, desk.source, values, body if own else "", notes)


def _path(desk: Desk, item: ItemFound) -> str:
    """Where a new case lies: by its year and title, apart from other cases of the same title."""
    days = [each.day for each in (*item.history, item.handling) if each and each.day]
    day = desk.minutes.day or min(days, default=None)
    year = str(day.year) if day else _year_of(item.case_number) or "0000"
    name = short_slug(item.title.text) or "sag"
    path, count = f"{desk.authority.path}/cases/{year}/{name}.md", 2
    while desk.holdings.has(path):
        path, count = f"{desk.authority.path}/cases/{year}/{name}-{count}.md", count + 1
    return path


def _year_of(number: str) -> str:
    """The year that a case number of the form 23/9928 or EMN-2025-009242 states; empty for others."""
    if found := re.fullmatch(r"(\d{2})/\d+", number):
        return f"20{found[1]}"
    found = re.search(r"(?<!\d)((?:19|20)\d{2})(?!\d)", number)
    return found[1] if found else ""


def _known(desk: Desk, id_: str, meant: Known) -> tuple[Known | None, str]:
    """The case that a point is, as `Holdings.find`; first that which it was in the last import of the document."""
    holdings = desk.holdings
    if again := holdings.with_id(id_):
        return again, "id"
    but = desk.own | {each.path for other in desk.ids.values() if (each := holdings.with_id(other))}
    found = holdings.find(meant, but=but, among=desk.gave) if desk.gave else (None, "")
    return found if found[0] else holdings.find(meant, but=but)


def _as_there(handling: dict[str, Any], known: Known) -> dict[str, Any]:
    """A treatment with the number that the archive has of it, or without where it has none: it is one, told twice."""
    pair = (handling["body"], handling.get("date", ""))
    if pair not in known.handlings:
        return handling
    made = {name: value for name, value in handling.items() if name != "item"}
    return made | ({"item": known.items[pair]} if pair in known.items else {})


def ids_of(desk: Desk, items: Sequence[tuple[int, ItemFound]]) -> dict[int, str]:
    """The ids of the points of a document, by their places."""
    made: dict[int, str] = {}
    for number, item in items:
        key, count = f"{desk.source}|{item.number.text or number}|{title_key(item.title.text)}", 2
        id_ = case_id(key)
        while id_ in made.values():
            id_, count = case_id(f"{key}|{count}"), count + 1
        made[number] = id_
    return made


def _amount(each: Any) -> dict[str, str]:
    made = {"amount": f"{each.amount.normalize():f}"}
    if each.qualifier:
        made["qualifier"] = each.qualifier.value
    if each.unit.value != "DKK":
        made["unit"] = each.unit.value
    if each.per:
        made["per"] = each.per.value
    said = {"for": each.purpose, "from": each.payer, "years": each.years}
    return made | {name: value for name, value in said.items() if value}


def _attachment(each: AttachmentFound) -> dict[str, str]:
    made: dict[str, str] = {}
    if each.closed:
        made["public_title"] = each.title.text
    elif each.title.text:
        made["title"] = each.title.text
    document = each.document if each.document.isprintable() else ""  # of a page that a bad copy broke
    made |= {"document": document, "number": each.number, "url": each.url if _is_address(each.url) else ""}
    if each.closed:
        made["access"] = "closed"
    return {name: value for name, value in made.items() if value}


def _is_address(text: str) -> bool:
    """Whether a link leads somewhere: one that a broken page cut is left out, and costs only itself."""
    try:
        return bool(to_url(text)) and not text.startswith("/")
    except ValueError:
        return False
