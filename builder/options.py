"""What a build is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from builder.profiling import OFF, Profile

Progress = Callable[[str, int, int], None]  # the step, how many are done, how many there are


def silent(step: str, done: int, total: int) -> None:
    """Show no progress."""


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
    ci: bool = False
    why: tuple[str, ...] = ()  # the addresses of pages of which it is asked why they were written anew
    progress: Progress = silent
    profile: Profile = OFF
