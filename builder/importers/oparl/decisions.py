"""What an agenda item says was decided, as the keys of a handling or of a meeting's item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from builder.importers.found import VotesFound
from builder.importers.oparl import results, troubles
from builder.importers.oparl.bodies import Bodies, Office
from builder.importers.oparl.records import AgendaItem
from builder.importers.oparl.request import Request
from builder.importers.oparl.troubles import Report, Trouble, _
from builder.model.values import Kind, Role

_UNKNOWN = _("the outcome could not be told from these words")


class Sitting(Protocol):
    """When and whose a meeting is."""

    @property
    def day(self) -> date:
        """When."""

    @property
    def body(self) -> Office:
        """Whose."""


@dataclass(frozen=True)
class Decided:
    """What was decided.

    Args:
        values: keys that both a handling and an item have: outcome, phrase, decision.
        more: those that only a handling has: votes, sent_to.
        note: why an editor should look at the phrase, or "".
        is_open: whether there are words, but none that say how it ended: nobody may read them as a decision.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    is_open: bool = False


class Decisions:
    """Reads results and roles, and counts those that no table knows."""

    def __init__(self, bodies: Bodies, request: Request, report: Report) -> None:
        self._bodies, self._request, self._report = bodies, request, report
        self._results: Counter[str] = Counter()
        self._roles: Counter[str] = Counter()
        self._counted: set[str] = set()

    def of(self, item: AgendaItem, sitting: Sitting) -> Decided:
        """What an item of a meeting says was decided; nothing where it is closed or yet to come."""
        if item.public is False:
            return Decided()
        phrase = item.result
        if not phrase and results.UNTREATED.fullmatch(item.name):
            phrase = item.name.strip("-–—*() ")
        if not phrase and not item.resolution_text:
            return Decided()
        if sitting.day > self._request.today:
            self._report(Trouble(item.id, troubles.FUTURE, {"result": phrase or item.resolution_text[:60]}))
            return Decided()
        stated = results.verdict(phrase) if phrase else None
        if phrase and stated is None and item.id not in self._counted:
            self._counted.add(item.id)
            self._results[phrase] += 1
        values: dict[str, Any] = {}
        more: dict[str, Any] = {}
        if stated:
            values["outcome"] = [each.value for each in stated.outcome]
            more["votes"] = _votes(stated.votes) if stated.votes else {}
            more["sent_to"] = [self._sent_to(stated.sent_to, sitting.body)] if stated.sent_to else []
        values |= {"phrase": phrase, "decision": str(item.resolution_text)}
        note = self._request.translate(_UNKNOWN) if phrase and stated is None else ""
        is_open = not (stated and stated.outcome) and not item.resolution_text
        return Decided(_said(values), _said(more), note, is_open)

    def role(self, said: str, authoritative: bool | None) -> Role | None:
        """What a body is to do."""
        found, known = results.role(said, authoritative)
        if not known:
            self._roles[said] += 1
        return found

    def _sent_to(self, name: str, body: Office) -> str:
        """The reference of the body that words name; the words themselves where they name none that is known."""
        office = self._bodies.named(name)
        return office.seen_from(body.authority) if office and office.kind is Kind.BODY else name

    def unknown(self) -> Iterator[Trouble]:
        """The words that no table knew, each with its count."""
        for said, count in sorted(self._results.items()):
            yield Trouble("", troubles.UNKNOWN_RESULT, {"result": said, "count": str(count)})
        for said, count in sorted(self._roles.items()):
            yield Trouble("", troubles.UNKNOWN_ROLE, {"role": said, "count": str(count)})


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}


def _votes(found: VotesFound) -> dict[str, str]:
    counts = {
        "for_count": found.for_count,
        "against_count": found.against_count,
        "abstained_count": found.abstained_count,
    }
    values = {"result": found.result.value} if found.result else {}
    return {**values, **{key: str(count) for key, count in counts.items() if count is not None}, "basis": "stated"}
