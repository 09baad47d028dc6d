"""What was found in a document, as the files an editor would have written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from builder.importers.bodies import Named, authority_of, body_of
from builder.importers.drafts import Draft
from builder.importers.filing.cases import case_draft, ids_of
from builder.importers.filing.desk import Desk, Translate, day_of, is_case, name_of, organ
from builder.importers.filing.meetings import meeting_of
from builder.importers.found import Doubt, Minutes
from builder.importers.holdings import Holdings
from builder.model.values import Kind


@dataclass(frozen=True)
class Filed:
    """What came of one document.

    Args:
        drafts: its files; those that others refer to come first.
        doubts: by path of file, what the editor should look at.
        repeated: cases that the archive has, by title, with the file and how each was known.
        places: for each point, in order, the file it went to; empty where it went to none.
    """

    drafts: tuple[Draft, ...]
    doubts: tuple[tuple[str, Doubt], ...]
    repeated: tuple[tuple[str, str, str], ...] = ()
    places: tuple[str, ...] = ()


def file(
    minutes: Minutes,
    holdings: Holdings,
    translate: Translate,
    gave: Callable[[str], Mapping[str, bool]],
    *,
    authority: str = "",
    body: str = "",
) -> Filed:
    """The files of one document.

    Args:
        minutes: what was found in it.
        holdings: what the archive has; the cases of this document are put on it.
        translate: from a message id to words of the archive's language, for the comments in files.
        gave: by the key of a source, the files that it gave before, and whether they were made from it; one that was
            there already, and got no more than a treatment from the source, was not.
        authority: the path of the authority, where the caller says so.
        body: the path of the body within it, likewise.

    Raises:
        Told: where no authority can be found.
    """
    whose = authority_of(minutes, holdings, authority)
    whom = body_of(minutes.body.text, whose.path, holdings, minutes, body)
    source = "minutes:" + "/".join(
        filter(None, (whose.path, whom.path if whom else "", day_of(minutes.day) or name_of(minutes)))
    )
    desk = Desk(minutes, holdings, translate, whose, whom, source, gave=gave(source))
    if whom:
        desk.bodies[whom.path] = whom
    if whose.doubt and not whose.is_new:
        desk.note("", "", whose.doubt, 0, authority=whose.name, name=whose.by)
    for doubt in minutes.doubts:
        desk.doubts.append(("", doubt))
    _meet(desk)
    points = [(number, item) for number, item in enumerate(minutes.items) if is_case(item)]
    desk.ids |= ids_of(desk, points)
    cases = [(case_draft(desk, item, number), item) for number, item in points]
    meeting = meeting_of(desk, {id(item): draft for draft, item in cases})
    drafts = [*_organs(desk), *[draft for draft, _item in cases], *([meeting] if meeting else [])]
    holdings.authorities.setdefault(whose.path, (whose.name,))
    for each in desk.bodies.values():
        names = tuple(filter(None, (each.name, each.abbreviation)))
        holdings.bodies[whose.path].setdefault(each.path, names)
    paths = {id(item): draft.path for draft, item in cases}
    places = tuple(paths.get(id(item), meeting.path if meeting else "") for item in minutes.items)
    return Filed(tuple(drafts), tuple(desk.doubts), tuple(desk.repeated), places)


def _meet(desk: Desk) -> None:
    """Get to know every body, before the cases say which of them they were sent on to.

    A name then means the same body in the first import as in every other; whole names come before the abbreviations
    of routes.
    """
    items = [item for item in desk.minutes.items if is_case(item)]
    acts = (act.body for item in items for act in (*item.history, *([item.handling] if item.handling else [])))
    for name in (*acts, *(each for item in items for each in (*item.route, *item.competence))):
        if name:
            organ(desk, name)


def _organs(desk: Desk) -> list[Draft]:
    """Files of the authority and the bodies that the archive does not have."""
    made = []
    if desk.authority.is_new:
        path = f"{desk.authority.path}/_index.md"
        notes = _noted(desk.authority, desk, path)
        made.append(Draft(path, Kind.AUTHORITY, desk.source, {"name": desk.authority.name}, notes=notes))
    for each in desk.bodies.values():
        if each.is_new:
            values = {"name": each.name, **({"abbreviation": each.abbreviation} if each.abbreviation else {})}
            path = f"{desk.authority.path}/bodies/{each.path}.md"
            desk.holdings.bodies[desk.authority.path][each.path] = each.names or (each.name,)
            made.append(Draft(path, Kind.BODY, desk.source, values, notes=_noted(each, desk, path)))
    return made


def _noted(named: Named, desk: Desk, path: str) -> Mapping[str, str]:
    return {"name": desk.note(path, "name", named.doubt, 0)} if named.doubt else {}
