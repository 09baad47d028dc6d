"""What an import says of itself, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from builder.diagnostics import Finding, shown
from builder.importers.applying import Conflict, Outcome
from builder.importers.drafts import Trouble
from builder.importers.merging import Why
from builder.messages import Format, user_language

Translate = Callable[[str], str]
_LONGEST = 80  # signs of a value; more is in the file


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


_CONFLICTS = {
    Why.BOTH: _("changed here and by {source}: here “{have}”, there “{gives}”; what stands here was kept"),
    Why.OTHER: _("here stands “{have}”, {source} says “{gives}”; what stands here was kept"),
    Why.GONE: _("changed here, and {source} has it no more: “{have}”; it was kept"),
}
_GUARDED = _("{source} says otherwise; what stands here was kept. Neither is shown, since the file is not all public")
_REVIVED = _("deleted here, and its source changed since; it stays deleted")


def lost(outcome: Outcome) -> bool:
    """Whether something could not be imported."""
    return any(isinstance(each, Finding) or each.lost for each in outcome.refused)


def findings(outcome: Outcome) -> tuple[Finding, ...]:
    """What is wrong with files of the archive, or would be."""
    return tuple(each for each in outcome.refused if isinstance(each, Finding))


def lines(outcome: Outcome, translate: Translate) -> Iterator[str]:
    """A line for all else that somebody should look at."""
    for each in outcome.refused:
        if isinstance(each, Trouble):
            said = {name: shown(value) for name, value in each.said.items()}
            where = shown(each.name) + (f":{each.line}" if each.line else "")
            yield f"{translate('error' if each.lost else 'warning')}: {where}: {translate(each.reason).format(**said)}"
    for conflict in outcome.conflicts:
        yield f"{translate('warning')}: {_place(conflict)}: {_said(conflict, translate)}"
    for path in outcome.revived:
        yield f"{translate('warning')}: {path}: {translate(_REVIVED)}"


def _place(conflict: Conflict) -> str:
    where = f":{conflict.line}" if conflict.line else ""
    return f"{conflict.path}{where}: {shown(conflict.field)}"


def _said(conflict: Conflict, translate: Translate) -> str:
    clash = conflict.clash
    have, gives = (shown(" ".join(each.split()), _LONGEST) for each in (clash.have, clash.gives))
    message = _GUARDED if conflict.guarded else _CONFLICTS[clash.why]
    return translate(message).format(source=shown(conflict.source), have=have, gives=gives)


def summary(outcome: Outcome, seconds: float, translate: Translate, *, dry: bool) -> str:
    """In one line what was done, or would be."""
    done = _("{new} new files, {changed} changed, {unchanged} as they were, {deleted} stay deleted, {seconds} s")
    would = _(
        "nothing was written; it would be {new} new files, {changed} changed, {unchanged} as they are, {seconds} s"
    )
    text = translate(would if dry else done).format(
        new=len(outcome.new),
        changed=len(outcome.changed),
        unchanged=outcome.unchanged,
        deleted=outcome.deleted,
        seconds=Format(user_language()).number(Decimal(f"{seconds:.1f}")),
    )
    if not (outcome.conflicts or outcome.refused):
        return text
    gone = sum(isinstance(each, Finding) or each.lost for each in outcome.refused)
    look = len(outcome.conflicts) + len(outcome.refused) - gone
    told = translate(_("{look} to be looked at, {refused} not imported"))
    return f"{text}; {told.format(look=look, refused=gone)}"
