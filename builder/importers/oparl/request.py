"""What is to be imported, and what the archive has of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo


def unchanged(message: str) -> str:
    """A message id as it stands."""
    return message


@dataclass(frozen=True)
class Request:
    """What an import is told.

    Args:
        origins: files, folders, and addresses that start with http.
        today: what counts as today; what is decided later is yet to come.
        authority: the name of the authority where no record says it; "" for the host of its address.
        title: the archive's title; "" for one made of the authority's name.
        timezone: where the clocks are.
        files: a folder with the text or PDF of files, each named after the last part of the file's address.
        known: by the source of a draft the path below the content folder that the file has in the archive.
        cases: by the id of a case the path below the content folder that it has in the archive.
        shelf: where records are kept for the next import; None where there is to be none.
        everything: whether drafts are made of all records and not only of those that came or changed.
        translate: from a message id to words of the archive's language, for notes.
    """

    origins: tuple[str, ...]
    today: date
    authority: str = ""
    title: str = ""
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/Berlin"))
    files: Path | None = None
    known: Mapping[str, str] = field(default_factory=dict)
    cases: Mapping[str, str] = field(default_factory=dict)
    shelf: Path | None = None
    everything: bool = False
    translate: Callable[[str], str] = unchanged
