"""`beslut import` as an editor calls it, into an archive of its own."""

from __future__ import annotations

from pathlib import Path

from builder.__main__ import main


def new_archive(folder: Path) -> Path:
    """A new Danish archive; its content folder."""
    assert main(["new", "archive", str(folder), "--title", "Prøvearkiv", "--language", "da"]) == 0
    return folder / "content"


def import_(content: Path, *arguments: str | Path, status: int = 0) -> None:
    """Import files with the words given, and see that it ends with a status."""
    assert main(["import", *map(str, arguments), "--content", str(content)]) == status


def is_right(content: Path) -> bool:
    """Whether `beslut check` finds no fault."""
    return main(["check", "--content", str(content)]) == 0
