"""What is told of records that are not as they should be, or lead nowhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


@dataclass(frozen=True)
class Trouble:
    """One thing that somebody should know of.

    Args:
        record: the id of the record, or the name and line of the file that it would have stood in.
        reason: a message id.
        said: what the message names; `found` and `wanted` may be message ids themselves.
    """

    record: str
    reason: str
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def order(self) -> tuple[str, str, str]:
        """What troubles are sorted by."""
        return self.reason, self.record, repr(sorted(self.said.items()))


Report = Callable[[Trouble], None]

NO_JSON = _("this is no JSON object; the record is passed over")
UNREADABLE = _("this cannot be read any further: {why}")
NO_ID = _("the record has no id; it is passed over")
NO_TYPE = _("the record has no type of OParl that is known; it is passed over")
WRONG_TYPE = _("{key} is {found} where {wanted} is meant; it is passed over")
NO_ZONE = _("{key} says no time zone; it is taken as the archive's own time")
TWICE = _("two records have this id; the one that was changed last counts")
TWICE_WITHIN = _("two records within {owner} have this id; both count")
NOWHERE = _("{key} leads to {target}, which is not among the records")
NO_MEMBERS = _("{count} memberships are not among the records; the members are left out")
CIRCLE = _("the paper is among its own parents; they are taken as other papers to see")
NO_BODY = _("the record does not say which body it is of")
NO_DAY = _("the meeting has no day; it has no file")
NO_MEETING_BODY = _("the meeting does not say whose it is; it stands under »{name}«")
UNKNOWN_BODY = _("the body {target} is not among the records; it is called »{name}« after its meetings")
NO_AUTHORITY = _("there is no record of the authority; it is called »{name}« after its address")
FUTURE = _("the meeting is yet to come and has a result already; the result »{result}« is left out")
NO_NAME = _("the record has no name; it is called »{name}«")
UNKNOWN_RESULT = _("the result »{result}« is not known; it stands {count} times")
UNKNOWN_ROLE = _("the role »{role}« is not known; it stands {count} times")
GONE = _("the record was deleted, and nothing was known of it before; it leaves no page")
BAD_ADDRESS = _("{key} is no web address: {value}; it is passed over")
WRONG_ORDER = _("the record ends before it begins; its end is left out")
PAGE_FAILED = _("the page could not be had: {why}; what it holds is missing")
