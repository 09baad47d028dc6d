"""What an editor most likely did where YAML gives up: the mend that is told is one that was tried.

libyaml says where it stopped, which is often far below the mistake, and why, in the words of its grammar. So the few
mistakes that people make are undone, one at a time, on the lines that may hold them, and what comes of it is composed
anew. The mend with which libyaml gets furthest is the one to tell.

Measured on 21,694 of the faults of `tests/support/faults.py`: the line on which libyaml stops is the right one in 58 %,
that on which it began what it was reading in 67 %, the one of them that suits what it was reading in 89 %; the line of
the mend in all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice

import yaml

from builder.schema.mends import Lines, Mistake, mends
from builder.schema.names import all_names, fold
from builder.schema.reasons import reason_of

Stop = tuple[int, int]  # a line and a column, from 0
Read = Callable[[str], object]  # composes front matter or raises
_LONGEST = 50_000  # signs of front matter beyond which no mend is tried, since each costs a reading ...
_MOST = 200  # ... and how many are
_NEARLY_END = re.compile(r" ?(?:[-–—−_=]{2,}|[–—−])\s*")  # a line that was meant as the end
_BELONGING = re.compile(r"[ \t]|-(?: |$)|[\])}]")  # a line that goes on with the value above it


def mistake(block: str, error: yaml.MarkedYAMLError, read: Read) -> Mistake:
    """Say what the editor did.

    Args:
        block: the front matter.
        error: what libyaml said of it.
        read: composes a text, or raises a `yaml.YAMLError`.
    """
    stop, begun = _stops(error)
    lines = block.split("\n")
    tab = _tab(lines, stop)
    if tab:
        return tab
    if "alias" in (error.problem or "") or "anchor" in (error.problem or ""):
        return Mistake("yaml-alias", *stop)
    end = end_of_keys(lines)
    if end <= begun[0] and _is_prose(lines, end):
        return Mistake("unclosed-front-matter", end, 0)
    likely, furthest = Mistake("yaml", *begun, {"reason": reason_of(error)}), stop[0]
    for found, mended in islice(mends(lines, stop[0], begun[0]), _MOST if len(block) <= _LONGEST else 0):
        reached = _reached(mended, read)
        if reached > furthest:
            likely, furthest = found, reached
        if reached == len(lines):
            break
    return likely


def end_of_keys(lines: Lines) -> int:
    """The line on which the keys end, from 0: below the last known key and what belongs to it."""
    last = 0
    for number, line in enumerate(lines):
        if number and _NEARLY_END.fullmatch(line):
            return number
        name, colon, _ = line.partition(":")
        if colon and not name[:1].isspace() and fold(name) in all_names():
            last = number
    end = last + 1
    for number in range(last + 1, len(lines)):
        if lines[number].strip():
            if not _BELONGING.match(lines[number]):
                break
            end = number + 1
    return end


def _is_prose(lines: Lines, end: int) -> bool:
    """Whether what stands below the keys looks like the text of the file."""
    if not any(line.strip() for line in lines[end:]):
        return False
    return not lines[end].strip() or re.match(r"#+ |[-–—]+\s*$", lines[end]) is not None


def _stops(error: yaml.MarkedYAMLError) -> tuple[Stop, Stop]:
    """Where libyaml stopped, and where what it was reading began if that tells more."""
    mark = error.problem_mark or error.context_mark
    stop = (mark.line, mark.column) if mark else (0, 0)
    telling = re.search(r"simple key|quoted scalar|flow (?:mapping|sequence)", error.context or "")
    if telling and error.context_mark:
        return stop, (error.context_mark.line, error.context_mark.column)
    return stop, stop


def _reached(lines: Lines, read: Read) -> int:
    """The line on which libyaml now stops, from 0; the number of lines where it does not."""
    try:
        read("\n".join(lines))
    except yaml.MarkedYAMLError as error:
        return _stops(error)[0][0]
    except yaml.YAMLError:
        return -1
    return len(lines)


def _tab(lines: Lines, stop: Stop) -> Mistake | None:
    line = lines[stop[0]] if stop[0] < len(lines) else ""
    led = re.match(r"[ -]*\t", line)
    column = stop[1] if line[stop[1] : stop[1] + 1] == "\t" else led.end() - 1 if led else -1
    return Mistake("tab", stop[0], column) if column >= 0 else None
