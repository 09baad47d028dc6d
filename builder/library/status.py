"""Where a case stands, computed by one table.

The first row that holds gives the status. What the rows rest on: a body decides finally only in the role
`decision`; a recommendation is never final; where the sources are silent, nothing is said to be pending.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from builder.model.linked import Handled, Standing
from builder.model.values import Outcome, Role, Status

_UNSETTLED = {
    Outcome.POSTPONED,
    Outcome.REFERRED,
    Outcome.RETURNED,
    Outcome.TAKEN_OFF,
    Outcome.WITHDRAWN,
    Outcome.RECOMMENDED,
}


@dataclass(frozen=True)
class Way:
    """A case's way so far, as the rows of the table look at it.

    Args:
        past: the handlings that have come, in order.
        planned: those that are yet to come, in order.
        route: the bodies still ahead on the planned path, as (reference, name).
    """

    past: tuple[Handled, ...]
    planned: tuple[Handled, ...]
    route: tuple[tuple[str, str], ...]

    @property
    def last(self) -> Handled | None:
        """The latest handling that has come."""
        return self.past[-1] if self.past else None

    @property
    def outcome(self) -> Outcome | None:
        """The outcome of the latest handling."""
        return self.last.outcome if self.last else None


def _stopped(way: Way) -> bool:
    return bool(way.last and way.last.facts.stopped)


def _planned(way: Way) -> bool:
    return bool(way.planned) and not any(handled.is_told for handled in way.past)


def _sent_on(way: Way) -> bool:
    return bool(way.last and (way.last.sent_to or way.outcome is Outcome.REFERRED))


def _goes_on(way: Way) -> bool:
    passed = way.outcome not in {Outcome.TAKEN_OFF, Outcome.RETURNED, Outcome.LAPSED}
    return bool(way.last and way.last.is_told and (way.planned or (way.route and passed)))


def _decided(way: Way) -> bool:
    last = way.last
    return bool(last and last.facts.role is Role.DECISION and last.is_told and way.outcome not in _UNSETTLED)


def _informed(way: Way) -> bool:
    return bool(way.last and way.last.facts.role is Role.INFORMATION)


def _outcome_in(*outcomes: Outcome) -> Callable[[Way], bool]:
    return lambda way: way.outcome in outcomes


TABLE: tuple[tuple[Callable[[Way], bool], Status], ...] = (
    (_stopped, Status.STOPPED),
    (_outcome_in(Outcome.WITHDRAWN), Status.WITHDRAWN),
    (_outcome_in(Outcome.POSTPONED), Status.POSTPONED),
    (_planned, Status.PLANNED),
    (_sent_on, Status.AWAITING),
    (_goes_on, Status.AWAITING),
    (_decided, Status.FINAL),
    (_informed, Status.INFORMATION),
    (lambda _: True, Status.KNOWN),
)


def standing(handlings: tuple[Handled, ...], route: tuple[tuple[str, str], ...], today: date) -> Standing:
    """Where a case stands.

    Args:
        handlings: all its handlings, in order of time.
        route: the planned path, as (reference, name) of each body.
        today: the day that counts as today.
    """
    past = tuple(each for each in handlings if each.facts.date is None or each.facts.date <= today)
    planned = tuple(each for each in handlings if each.facts.date is not None and each.facts.date > today)
    way = Way(past, planned, _ahead(past, route))
    status = next(status for holds, status in TABLE if holds(way))
    day = way.last.facts.date if way.last else None
    if status is Status.PLANNED:
        return Standing(status, planned[0].body_name, planned[0].facts.date)
    if status is Status.AWAITING:
        return Standing(status, _awaited(way), day)
    return Standing(status, way.last.body_name if way.last else "", day)


def _awaited(way: Way) -> str:
    if way.last and way.last.sent_to:
        return way.last.sent_to[0].title
    if way.planned:
        return way.planned[0].body_name
    return way.route[0][1] if way.route else ""


def _ahead(past: tuple[Handled, ...], route: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The part of the planned path still to go; nothing where the case has left the path or gone all of it.

    Each handling is taken for the next step of its body on the path; a body that has the case twice in a row reads it
    a second time, and one that is behind on the path has it back.
    """
    step = -1
    for each in past:
        found = next((index for index in range(step + 1, len(route)) if route[index][0] == each.body), None)
        if found is not None:
            step = found
        elif step < 0 or each.body != route[step][0]:
            return ()
    return route[step + 1 :] if past else ()
