"""Who treated a case, as the keys of its handlings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from builder.importers.filing.desk import Desk, _, is_more, organ, outcomes, person, role_by
from builder.importers.found import (
    HandlingFound,
    ItemFound,
    Verdict,
)
from builder.model.values import Role

OUTCOME_READ = _("read from the words of the decision; look at it")
ROLE_READ = _("the route ends with this body; look at it")


def handlings_of(desk: Desk, item: ItemFound) -> list[dict[str, Any]]:
    """The handlings of a point, the earlier first; keys that begin with `_` are for `notes_of` alone."""
    minutes = desk.minutes
    made = [_handling(desk, each, each.body, each.day) for each in item.history]
    own = item.handling
    if own or minutes.day:
        made.append(
            _handling(
                desk, own or HandlingFound(), own.body if own else "", (own.day if own else None) or minutes.day, item
            )
        )
    elif not made and item.route and len(item.route) == 1:
        made.append({"body": organ(desk, item.route[0]), **({"role": item.role.value} if item.role else {})})
    return [each for each in made if each.get("body")]


def _handling(
    desk: Desk, found: HandlingFound, body: str, day: date | None, item: ItemFound | None = None
) -> dict[str, Any]:
    made: dict[str, Any] = {}
    whose = organ(desk, body) if body else desk.body.path if desk.body else ""
    if not whose:
        return {}
    made["body"] = whose
    if day:
        made["date"] = day.isoformat()
    number = (item.number.text if item else "") or found.item
    if number:
        made["item"] = number
    verdict = found.verdict
    role = verdict.role or role_by(verdict.outcome) or (item.role if item else None)
    if role:
        made["role"] = role.value
    elif item and verdict.outcome and _decides(desk, item, whose):
        made["role"] = Role.DECISION.value
        made["_role_read"] = True
    if day and verdict.outcome:
        made["outcome"] = outcomes(verdict)
        if verdict.phrase:
            made["phrase"] = verdict.phrase
    if day and is_more(found.decision.text, verdict.phrase):
        made["decision"] = found.decision.text
    if verdict.sent_to:
        made["sent_to"] = [organ(desk, verdict.sent_to, known_only=True) or verdict.sent_to]
    made |= _voices(verdict)
    made["_line"] = found.decision.lines[0] if found.decision.lines else 0
    return made


def _decides(desk: Desk, item: ItemFound, whose: str) -> bool:
    """Whether a body is the one that decides: it has the competence, or is the last of the route."""
    last = (*item.route, *item.competence)
    return bool(last) and organ(desk, last[-1]) == whose


def _voices(verdict: Verdict) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if votes := verdict.votes:
        said: dict[str, Any] = {}
        if votes.result:
            said["result"] = votes.result.value
        for name, attribute in (
            ("for", "in_favour"),
            ("against", "against"),
            ("abstained", "abstained"),
            ("reservations", "reservations"),
        ):
            if voices := getattr(votes, attribute):
                said[name] = list(voices)
        for name in ("for_count", "against_count", "abstained_count"):
            if (count := getattr(votes, name)) is not None:
                said[name] = str(count)
        if said:
            made["votes"] = said
    if verdict.statements:
        made["statements"] = [
            {"kind": each.kind.value, **({"by": list(each.by)} if each.by else {}), "text": each.text}
            for each in verdict.statements
        ]
    for name in ("absent", "recused", "not_participating"):
        if people := getattr(verdict, name):
            made[name] = [person(each) for each in people]
    return made


def notes_of(
    desk: Desk, path: str, handlings: Sequence[dict[str, Any]], written: list[dict[str, Any]]
) -> dict[str, str]:
    """Why to look at the handlings of a file, by the paths of their keys."""
    notes: dict[str, str] = {}
    for number, (each, out) in enumerate(zip(handlings, written, strict=True)):
        line = int(each.get("_line", 0))
        if out.pop("_role_read", False):
            notes[f"handlings[{number}].role"] = desk.note(path, f"handlings[{number}].role", ROLE_READ, line)
        if "outcome" in each and "decision" in each:
            notes[f"handlings[{number}].outcome"] = desk.note(path, f"handlings[{number}].outcome", OUTCOME_READ, line)
    return notes
