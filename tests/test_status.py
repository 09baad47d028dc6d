"""Where a case stands: every row of the table, and what must never be said."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.library.status import TABLE, Way, standing
from builder.model.linked import Handled, Standing, Target
from builder.model.parts import Handling, Stopped
from builder.model.values import Outcome, Role, Status

TODAY = date(2024, 6, 1)
JANUARY, MARCH, MAY, JULY, AUGUST = (date(2024, month, 9) for month in (1, 3, 5, 7, 8))
NAMES = {"a/tmu": "Teknikudvalget", "a/oeu": "Økonomiudvalget", "a/kb": "Byrådet"}
ROUTE = tuple(NAMES.items())


def took_up(
    body: str,
    day: date | None = MARCH,
    role: Role | None = None,
    outcome: Outcome | tuple[Outcome, ...] = (),
    sent_to: tuple[str, ...] = (),
    **facts: object,
) -> Handled:
    """A handling by a body."""
    outcomes = outcome if isinstance(outcome, tuple) else (outcome,)
    made = Handling(body=body, date=day, role=role, outcome=outcomes, sent_to=sent_to, **facts)  # type: ignore[arg-type]
    ref = f"a/{body}"
    return Handled(made, ref, NAMES.get(ref, body), None, tuple(Target("", name) for name in sent_to))


def on(way: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """A planned path."""
    return tuple((f"a/{body}", NAMES[f"a/{body}"]) for body in way)


DECISION, RECOMMENDATION, INFORMATION = Role.DECISION, Role.RECOMMENDATION, Role.INFORMATION

# row of the table, handlings, planned path, what is said
CASES = [
    (
        0,
        [took_up("kb", MARCH, DECISION, Outcome.APPROVED, stopped=Stopped(basis="styrelsesloven § 23"))],
        (),
        Standing(Status.STOPPED, "Byrådet", MARCH),
    ),
    (
        0,
        [took_up("kb", MARCH, DECISION, Outcome.POSTPONED, ("Ankestyrelsen",), stopped=Stopped())],
        ("kb", "oeu"),
        Standing(Status.STOPPED, "Byrådet", MARCH),
    ),
    (
        1,
        [took_up("tmu", MARCH, RECOMMENDATION, Outcome.WITHDRAWN)],
        ("tmu", "kb"),
        Standing(Status.WITHDRAWN, "Teknikudvalget", MARCH),
    ),
    (
        1,
        [took_up("kb", MARCH, DECISION, (Outcome.WITHDRAWN, Outcome.APPROVED))],
        (),
        Standing(Status.WITHDRAWN, "Byrådet", MARCH),
    ),
    (2, [took_up("kb", MARCH, DECISION, Outcome.POSTPONED)], (), Standing(Status.POSTPONED, "Byrådet", MARCH)),
    (
        2,
        [took_up("kb", MARCH, DECISION, Outcome.POSTPONED), took_up("kb", JULY)],
        (),
        Standing(Status.POSTPONED, "Byrådet", MARCH),
    ),
    (3, [took_up("kb", JULY)], (), Standing(Status.PLANNED, "Byrådet", JULY)),
    (3, [took_up("tmu", JULY), took_up("kb", AUGUST)], ("tmu", "kb"), Standing(Status.PLANNED, "Teknikudvalget", JULY)),
    (3, [took_up("tmu", MARCH, RECOMMENDATION), took_up("kb", JULY)], (), Standing(Status.PLANNED, "Byrådet", JULY)),
    (
        4,
        [took_up("tmu", MARCH, DECISION, Outcome.APPROVED, ("Byrådet",))],
        (),
        Standing(Status.AWAITING, "Byrådet", MARCH),
    ),
    (4, [took_up("tmu", MARCH, RECOMMENDATION, Outcome.REFERRED)], (), Standing(Status.AWAITING, "", MARCH)),
    (
        4,
        [took_up("tmu", MARCH, RECOMMENDATION, Outcome.REFERRED)],
        ("tmu", "oeu"),
        Standing(Status.AWAITING, "Økonomiudvalget", MARCH),
    ),
    (
        4,
        [took_up("tmu", MARCH, outcome=Outcome.REFERRED), took_up("kb", JULY)],
        ("tmu", "oeu"),
        Standing(Status.AWAITING, "Byrådet", MARCH),
    ),
    (
        5,
        [took_up("tmu", MARCH, RECOMMENDATION, Outcome.RECOMMENDED)],
        ("tmu", "oeu", "kb"),
        Standing(Status.AWAITING, "Økonomiudvalget", MARCH),
    ),
    (
        5,
        [took_up("tmu", MARCH, RECOMMENDATION, Outcome.RECOMMENDED), took_up("kb", JULY)],
        (),
        Standing(Status.AWAITING, "Byrådet", MARCH),
    ),
    (
        5,
        [took_up("tmu", MARCH, DECISION, phrase="Godkendt.")],
        ("tmu", "kb"),
        Standing(Status.AWAITING, "Byrådet", MARCH),
    ),
    (6, [took_up("kb", MARCH, DECISION, Outcome.APPROVED)], (), Standing(Status.FINAL, "Byrådet", MARCH)),
    (6, [took_up("kb", MARCH, DECISION, Outcome.REJECTED)], ("tmu", "kb"), Standing(Status.FINAL, "Byrådet", MARCH)),
    (6, [took_up("kb", MARCH, DECISION, phrase="Godkendt.")], (), Standing(Status.FINAL, "Byrådet", MARCH)),
    (6, [took_up("kb", MARCH, DECISION, decision="Godkendt, idet ...")], (), Standing(Status.FINAL, "Byrådet", MARCH)),
    (6, [took_up("kb", MARCH, DECISION, public_decision="Godkendt.")], (), Standing(Status.FINAL, "Byrådet", MARCH)),
    (
        6,
        [took_up("tmu", None, RECOMMENDATION), took_up("kb", MARCH, DECISION, Outcome.ELECTED)],
        (),
        Standing(Status.FINAL, "Byrådet", MARCH),
    ),
    (7, [took_up("kb", MARCH, INFORMATION)], (), Standing(Status.INFORMATION, "Byrådet", MARCH)),
    (
        7,
        [took_up("kb", MARCH, INFORMATION, Outcome.NOTED)],
        ("tmu", "kb"),
        Standing(Status.INFORMATION, "Byrådet", MARCH),
    ),
    (7, [took_up("tmu", MARCH, INFORMATION)], ("tmu", "kb"), Standing(Status.INFORMATION, "Teknikudvalget", MARCH)),
    (8, [], (), Standing(Status.KNOWN, "", None)),
    (8, [], ("tmu", "kb"), Standing(Status.KNOWN, "", None)),
    (8, [took_up("kb", MARCH, DECISION)], (), Standing(Status.KNOWN, "Byrådet", MARCH)),
    (8, [took_up("kb", None, DECISION)], (), Standing(Status.KNOWN, "Byrådet", None)),
    (
        8,
        [took_up("tmu", MARCH, RECOMMENDATION, Outcome.RECOMMENDED)],
        (),
        Standing(Status.KNOWN, "Teknikudvalget", MARCH),
    ),
    (8, [took_up("tmu", MARCH, None, Outcome.APPROVED)], (), Standing(Status.KNOWN, "Teknikudvalget", MARCH)),
    (8, [took_up("kb", MARCH, DECISION, Outcome.TAKEN_OFF)], (), Standing(Status.KNOWN, "Byrådet", MARCH)),
    (8, [took_up("kb", MARCH, DECISION, Outcome.RETURNED)], (), Standing(Status.KNOWN, "Byrådet", MARCH)),
    (8, [took_up("tmu", MARCH, RECOMMENDATION)], ("tmu", "kb"), Standing(Status.KNOWN, "Teknikudvalget", MARCH)),
]


@pytest.mark.parametrize(("row", "handlings", "path", "said"), CASES)
def test_each_row_of_the_table(row: int, handlings: list[Handled], path: tuple[str, ...], said: Standing) -> None:
    assert standing(tuple(handlings), on(path), TODAY) == said
    assert TABLE[row][1] is said.status
    past = tuple(each for each in handlings if not each.facts.date or each.facts.date <= TODAY)
    planned = tuple(each for each in handlings if each not in past)
    place = on(path).index((past[-1].body, past[-1].body_name)) + 1 if past and path else len(path)
    way = Way(past, planned, on(path)[place:])
    first = next(index for index, (holds, _) in enumerate(TABLE) if holds(way))
    assert first == row


def test_every_row_has_a_test() -> None:
    """A row that is added, moved or taken away must be told of here."""
    assert sorted({row for row, *_ in CASES}) == list(range(len(TABLE)))
    assert [status for _, status in TABLE] == [
        Status.STOPPED,
        Status.WITHDRAWN,
        Status.POSTPONED,
        Status.PLANNED,
        Status.AWAITING,
        Status.AWAITING,
        Status.FINAL,
        Status.INFORMATION,
        Status.KNOWN,
    ]
    assert {status for _, status in TABLE} == set(Status)


# --- the planned path -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bodies", "path", "awaited"),
    [
        (["tmu"], ("tmu", "oeu", "kb"), "Økonomiudvalget"),
        (["tmu", "oeu"], ("tmu", "oeu", "kb"), "Byrådet"),
        (["tmu", "tmu"], ("tmu", "oeu", "kb"), "Økonomiudvalget"),  # a second reading
        (["oeu"], ("tmu", "oeu", "kb"), "Byrådet"),  # the first step is not in the archive
        (["tmu"], ("tmu", "oeu", "tmu", "kb"), "Økonomiudvalget"),  # a path that comes by twice
        (["tmu", "oeu", "tmu"], ("tmu", "oeu", "tmu", "kb"), "Byrådet"),
        (["tmu", "oeu", "kb"], ("tmu", "oeu", "kb"), None),
        (["fu"], ("tmu", "oeu", "kb"), None),  # it left the path
        (["tmu", "fu"], ("tmu", "oeu", "kb"), None),
        (["tmu", "oeu", "kb", "tmu"], ("tmu", "oeu", "kb"), None),  # back for information, the path is behind it
    ],
)
def test_the_next_body_of_the_planned_path(bodies: list[str], path: tuple[str, ...], awaited: str | None) -> None:
    days = [date(2024, 1, day) for day in range(1, 10)]
    handlings = tuple(
        took_up(body, day, RECOMMENDATION, Outcome.RECOMMENDED) for body, day in zip(bodies, days, strict=False)
    )
    said = standing(handlings, on(path), TODAY)
    assert (said.body if said.status is Status.AWAITING else None) == awaited


@pytest.mark.parametrize("outcome", [Outcome.TAKEN_OFF, Outcome.RETURNED, Outcome.LAPSED])
def test_a_case_that_was_not_let_through_does_not_await_the_next_body(outcome: Outcome) -> None:
    said = standing((took_up("tmu", MARCH, RECOMMENDATION, outcome),), on(("tmu", "oeu", "kb")), TODAY)
    assert said == Standing(Status.KNOWN, "Teknikudvalget", MARCH)


# --- what must never be said ----------------------------------------------------------------------------------

DAYS = st.sampled_from([JANUARY, MARCH, MAY, TODAY, JULY, AUGUST])
BODIES = st.sampled_from(["tmu", "oeu", "kb", "fu"])
HANDLINGS = st.builds(
    took_up,
    BODIES,
    DAYS | st.none(),
    st.sampled_from(Role) | st.none(),
    st.lists(st.sampled_from(Outcome), max_size=2).map(tuple),
    st.lists(st.sampled_from(["Byrådet", "Ankestyrelsen"]), max_size=1).map(tuple),
    phrase=st.sampled_from([None, "Anbefales."]),
    decision=st.sampled_from([None, "Udvalget anbefaler ..."]),
    public_decision=st.sampled_from([None, "Anbefales."]),
    stopped=st.sampled_from([None, None, Stopped(basis="styrelsesloven § 23")]),
)
SILENT = st.builds(took_up, BODIES, DAYS | st.none(), st.sampled_from(Role) | st.none())
PATHS = st.lists(st.sampled_from(["tmu", "oeu", "kb"]), max_size=4).map(tuple).map(on)


def in_order(handlings: list[Handled]) -> tuple[Handled, ...]:
    """As the library puts them: by day where all have one."""
    if all(each.facts.date for each in handlings):
        return tuple(sorted(handlings, key=lambda each: each.facts.date or date.min))
    return tuple(handlings)


MANY = st.lists(HANDLINGS, max_size=4).map(in_order)


def come(handlings: tuple[Handled, ...]) -> list[Handled]:
    return [each for each in handlings if each.facts.date is None or each.facts.date <= TODAY]


@settings(deadline=None)
@given(MANY, PATHS)
def test_only_a_decision_is_ever_final(handlings: tuple[Handled, ...], path: tuple[tuple[str, str], ...]) -> None:
    said = standing(handlings, path, TODAY)
    if said.status is Status.FINAL:
        last = come(handlings)[-1]
        assert last.facts.role is DECISION
        assert last.is_told
        assert not last.sent_to
        assert not last.facts.stopped
        assert last.outcome not in {Outcome.POSTPONED, Outcome.RECOMMENDED, Outcome.REFERRED, Outcome.RETURNED}


@settings(deadline=None)
@given(MANY, HANDLINGS, PATHS)
def test_a_recommendation_never_reads_as_final(
    before: tuple[Handled, ...], last: Handled, path: tuple[tuple[str, str], ...]
) -> None:
    known = [each for each in before if each.facts.date is None or each.facts.date < TODAY]
    for role in (RECOMMENDATION, Role.OPINION, Role.REFERRAL, Role.DISCUSSION, INFORMATION, None):
        facts = last.facts
        end = took_up(
            facts.body, TODAY, role, facts.outcome, facts.sent_to, phrase=facts.phrase, decision=facts.decision
        )
        assert standing((*known, end), path, TODAY).status is not Status.FINAL


@settings(deadline=None)
@given(st.lists(SILENT, max_size=4).map(in_order), PATHS)
def test_silence_never_reads_as_pending(handlings: tuple[Handled, ...], path: tuple[tuple[str, str], ...]) -> None:
    said = standing(handlings, path, TODAY)
    assert said.status in {Status.KNOWN, Status.INFORMATION, Status.PLANNED}
    if said.status is Status.PLANNED:
        assert said.day is not None
        assert said.day > TODAY
    if len(come(handlings)) == len(handlings):
        assert said.status is not Status.PLANNED


@settings(deadline=None)
@given(MANY, SILENT, PATHS)
def test_a_silent_last_handling_never_reads_as_awaiting(
    before: tuple[Handled, ...], last: Handled, path: tuple[tuple[str, str], ...]
) -> None:
    known = tuple(each for each in before if each.facts.date is not None and each.facts.date < TODAY)
    end = took_up(last.facts.body, TODAY, last.facts.role)
    assert standing((*known, end), path, TODAY).status in {Status.KNOWN, Status.INFORMATION}


@settings(deadline=None)
@given(MANY, PATHS)
def test_what_is_said_rests_on_a_handling_of_the_case(
    handlings: tuple[Handled, ...], path: tuple[tuple[str, str], ...]
) -> None:
    said = standing(handlings, path, TODAY)
    assert said.day is None or said.day in {each.facts.date for each in handlings}
    words = {each.body_name for each in handlings} | {name for _, name in path} | {"Byrådet", "Ankestyrelsen", ""}
    assert said.body in words
    assert (said.day is not None and said.day > TODAY) == (said.status is Status.PLANNED)


@settings(deadline=None)
@given(MANY, PATHS)
def test_what_is_to_come_decides_nothing(handlings: tuple[Handled, ...], path: tuple[tuple[str, str], ...]) -> None:
    """A handling yet to come can be planned or awaited; it never makes a case final or stopped."""
    past = tuple(come(handlings))
    said, without = standing(handlings, path, TODAY), standing(past, path, TODAY)
    assert said.status in {without.status, Status.PLANNED, Status.AWAITING}
