"""Where templates and assets lie: the archive's own first, the program's behind them, file by file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

DEFAULTS = next(
    folder
    for folder in (
        Path(__file__).parent / "default_templates",
        Path(__file__).parents[1] / "templates",
    )
    if folder.is_dir()
)


def folders(own: Path | None) -> tuple[Path, ...]:
    """Where templates are looked for, in order."""
    return (own, DEFAULTS) if own and own.is_dir() and own.resolve() != DEFAULTS.resolve() else (DEFAULTS,)


def files(where: Sequence[Path]) -> dict[str, Path]:
    """Every template and asset by name; a name in an earlier folder hides the same in a later one."""
    found: dict[str, Path] = {}
    for folder in where:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
                found.setdefault(path.relative_to(folder).as_posix(), path)
    return found
