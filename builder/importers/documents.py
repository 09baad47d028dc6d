"""Minutes as files on disk to drafts: read and understood on every core, then filed in order of their days."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from builder.importers.accounts import Account, account
from builder.importers.bodies import NotTold
from builder.importers.filing import Filed, file
from builder.importers.filing.desk import Translate
from builder.importers.found import Minutes
from builder.importers.grammar.minutes import minutes_of
from builder.importers.holdings import Holdings
from builder.importers.lines import Unreadable
from builder.importers.readers import read
from builder.messages import Told
from builder.workers import in_order


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


NO_MINUTES = _(
    "no minutes: neither a meeting with its body and day nor a point of an agenda was found in it; "
    "if it is minutes, write the case by hand, and tell of the layout"
)
_FEW = 4  # documents that are read in this process


@dataclass(frozen=True)
class Imported:
    """What came of one document.

    Args:
        path: the file.
        minutes: what was found in it.
        filed: its files.
        account: where its lines went.
    """

    path: Path
    minutes: Minutes
    filed: Filed
    account: Account


@dataclass(frozen=True)
class Refused:
    """A document of which nothing came, and why: a message id and what it names."""

    path: Path
    reason: str
    said: dict[str, str]


def imported(
    paths: Sequence[Path],
    holdings: Holdings,
    translate: Translate,
    gave: Callable[[str], Mapping[str, bool]],
    *,
    authority: str = "",
    body: str = "",
    jobs: int = 0,
    step: Callable[[int], None] = lambda _done: None,
) -> Iterator[Imported | Refused]:
    """Read documents and file what they hold, the earliest meeting first; what cannot be read costs only itself.

    Args:
        paths: the files.
        holdings: what the archive has.
        translate: from a message id to words of the archive's language.
        gave: see `filing.file`.
        authority: the authority whose minutes they are, where the caller says so.
        body: the body, likewise.
        jobs: how many processes, 0 for one on each processor.
        step: told how many documents were read, each time that it is more.
    """

    def understand(numbers: range) -> list[Minutes | Refused]:
        return [_understood(paths[number]) for number in numbers]

    read_ones: list[tuple[Path, Minutes]] = []
    done = 0
    for chunk in in_order(understand, len(paths), jobs, chunk=2, few=_FEW):
        for each in chunk:
            path = paths[done]
            done += 1
            if isinstance(each, Refused):
                yield each
            else:
                read_ones.append((path, each))
        step(done)
    for path, minutes in sorted(read_ones, key=_in_order):
        if not minutes.items and not (minutes.body.text and minutes.day):
            yield Refused(path, NO_MINUTES, {})
            continue
        try:
            filed = file(minutes, holdings, translate, gave, authority=authority, body=body)
        except NotTold as error:
            yield _refused(path, error)
            continue
        yield Imported(path, minutes, filed, account(minutes, filed.drafts))


def _in_order(each: tuple[Path, Minutes]) -> tuple[date, str, str]:
    path, minutes = each
    return minutes.day or date.max, minutes.body.text, path.name


def _understood(path: Path) -> Minutes | Refused:
    try:
        return minutes_of(read(path))
    except Unreadable as error:
        return Refused(path, error.reason, error.said)


def _refused(path: Path, error: Told) -> Refused:
    return Refused(path, error.message, dict(error.values))
