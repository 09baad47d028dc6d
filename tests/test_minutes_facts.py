"""The measure for imported minutes, measured itself: facts stand where they say, and what is wrong is found."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import SHARED
from minutes.facts import Facts, load, misplaced
from minutes.measure import measure

MINUTES = Path(__file__).parent / "minutes"
FILES = sorted((MINUTES / "facts").glob("*.yaml")) + sorted((MINUTES / "samples").glob("*.yaml"))
FOLDERS = (MINUTES / "samples", SHARED / "minutes", SHARED / "firstagenda")
READ = {path.stem: load(path) for path in FILES}


def document(facts: Facts) -> Path:
    """The document of a file of facts; skips where it is not at hand."""
    for folder in FOLDERS:
        if (path := folder / facts.document).exists():
            return path
    pytest.skip(f"{facts.document} is not here")


@pytest.mark.parametrize("name", READ)
def test_facts_stand_where_they_were_read(name: str) -> None:
    facts = READ[name]
    lines = document(facts).read_text("utf-8").split("\n")
    assert facts.facts
    assert misplaced(facts, lines) == []
