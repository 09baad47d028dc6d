"""What may be said to be why: one sentence each, and what it is filled with."""

from __future__ import annotations

from dataclasses import dataclass

from builder.diagnostics import shown


@dataclass(frozen=True)
class Cause:
    """One thing that made a page another.

    Args:
        message: a message id, one of those below.
        values: what it is filled with, as pairs.
    """

    message: str
    values: tuple[tuple[str, str], ...] = ()


def cause(message: str, **values: str) -> Cause:
    """Make a cause."""
    return Cause(message, tuple((name, shown(value)) for name, value in values.items()))


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


FILE_NEW = _("{path}: the file is new")
FILE_GONE = _("{path}: the file is gone")
FILE_PUBLISHED = _("{path}: it is published now")
FILE_HELD_BACK = _("{path}: it is a draft now, or is not to be published yet")
FILE_TAKEN_DOWN = _("{path}: it was taken down")
FILE_UNKEPT = _("{path}: it was changed; what it said before is not kept")
FILE_CLOSED_BY = _("{path}: {by} closes some of it")
FILE_SIZE = _("{path}: {old} bytes → {new} bytes")
FILE_COPIED = _("{path}: this is a copy of it")
COPY_GONE = _("it was a copy of a file that is not published any more")
FIELD = "{path}: {field}: {old} → {new}"  # the same in every language
FIELD_NEW = _("{path}: {field}: new: {new}")
FIELD_GONE = _("{path}: {field}: gone: {old}")
FIELD_NOW = _("{path}: {field}: now {new}")
FIELD_CLOSED = _("{path}: {field} is no longer public")
TEXT = _("{path}: the text: {old} → {new}")
TEXT_CHANGED = _("{path}: the text was changed")
TEXT_CLOSED = _("{path}: the text is no longer public")
TIME = _("the time: {old} → {new}")
DAY_BETWEEN = _("{path}: {field}: {day} lies in between")
MEETING_BETWEEN = _("{path}: the day of the meeting lies in between")
BASE_URL = "--base-url: {old} → {new}"
TEMPLATE = _("the template {name} was changed")
TEMPLATE_NEW = _("the template {name} is new")
TEMPLATE_GONE = _("the template {name} is gone")
TEMPLATE_OWN = _("the archive's own template {name} has taken the place of the program's")
TEMPLATE_THEIRS = _("the program's template {name} has taken the place of the archive's own")
PROGRAM = _("the program was changed: {old} → {new}")
MORE = _("{count} more changed files were not looked into")
MENDED = _("its file had been changed or taken away; it was put back")
NO_EARLIER = _("the cache holds no earlier build to compare with")
NOT_THERE = _("the folder of the site did not hold it")
UNKEPT = _("a file with something closed, held back or doubtful in it was changed or taken away; nothing of it is kept")
UNKNOWN = _("the folder of the site held it from a build that the cache does not know")
