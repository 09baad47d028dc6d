"""What a build is asked for."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from builder.messages import Told
from builder.profiling import OFF, Profile

DONE, CONTENT, CALL, MACHINE = 0, 1, 2, 3  # how a command ended: see the command line

Progress = Callable[[str, int, int], None]  # the step, how many are done, how many there are


def silent(step: str, done: int, total: int) -> None:
    """Show no progress."""


def untold(words: Told) -> None:
    """Leave a word to the user unsaid."""


@dataclass(frozen=True)
class Options:
    """What a build is asked for; see the command line."""

    content: Path = Path("content")
    templates: Path | None = Path("templates")
    output: Path = Path("site")
    cache: Path | None = Path(".beslut")
    base_url: str | None = None
    at: datetime | None = None
    jobs: int = 0  # 0: one for each processor
    search: bool = True
    against: str | None = None  # the manifest of the published site: a file, or an address
    first: bool = False  # whether that may be the first publication, with nothing to compare with
    ci: bool = False
    why: tuple[str, ...] = ()  # the addresses of pages of which it is asked why they were written anew
    progress: Progress = silent
    tell: Callable[[Told], None] = untold  # what is worth a word, though nothing is wrong
    profile: Profile = OFF

    def now(self, timezone: str) -> datetime:
        """The local time of a timezone: what was asked for, else SOURCE_DATE_EPOCH, else the clock's."""
        zone = ZoneInfo(timezone)
        if self.at is not None:
            return self.at.astimezone(zone).replace(tzinfo=None) if self.at.tzinfo else self.at
        epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
        moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
        return moment.astimezone(zone).replace(tzinfo=None)
