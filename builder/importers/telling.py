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
_MESSAGES = {"found", "wanted"}  # what a message names that is a message id itself
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
            said = {
                name: shown(translate(value) if value and name in _MESSAGES else value)
                for name, value in each.said.items()
            }
            where = (
                shown(each.name) + (f":{each.line}" if each.line else "") + (f": {each.about}" if each.about else "")
            )
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
    """In one line what was done, or would be; what there is none of is left out, but for new and changed files."""
    gone = sum(isinstance(each, Finding) or each.lost for each in outcome.refused)
    look = len(outcome.conflicts) + len(outcome.revived)
    look += sum(each.times for each in outcome.refused if isinstance(each, Trouble) and not each.lost)
    counts = [
        (_("{count} new files"), len(outcome.new), True),
        (_("{count} changed"), len(outcome.changed), True),
        (_("{count} as they were"), outcome.unchanged, False),
        (_("{count} stay deleted"), outcome.deleted, False),
        (_("{count} not imported"), gone, False),
        (_("{count} to be looked at"), look, False),
    ]
    told = [translate(text).format(count=count) for text, count, always in counts if count or always]
    time = Format(user_language()).number(Decimal(f"{seconds:.1f}"))
    whole = _("nothing was written; it would be {counts}; {seconds} s") if dry else _("imported: {counts}; {seconds} s")
    return translate(whole).format(counts=", ".join(told), seconds=time)
