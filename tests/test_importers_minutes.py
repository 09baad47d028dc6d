"""Documents are imported, and what a careful reader found in each must be in what is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT
from minutes import MINUTES, document
from minutes.facts import load
from minutes.kept import lost, pieces, unsaid
from minutes.measure import measure

from builder.__main__ import main

GRAMMAR = ROOT / "builder/importers/grammar"
FILES = sorted(path for folder in ("facts", "samples", "towns") for path in (MINUTES / folder).glob("*.yaml"))
pytestmark = pytest.mark.skipif(
    not GRAMMAR.exists() and not GRAMMAR.with_suffix(".py").exists(),
    reason="builder/importers/grammar is not there yet: nothing reads minutes",
)


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_what_a_reader_finds_is_written(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = load(path)
    if (source := document(facts)) is None:
        pytest.skip(f"{facts.document} is not here")
    folder = tmp_path / "archive"
    assert main(["new", "archive", str(folder), "--title", "Prøvearkiv", "--language", "da"]) == 0
    status = main(["import", str(source), *facts.options, "--content", str(folder / "content")])
    said = capsys.readouterr()
    assert status == 0, said.err
    assert main(["check", "--content", str(folder / "content")]) == 0, capsys.readouterr()
    found = measure(facts, folder / "content")
    wrong = "\n".join(found.failed)
    text = pieces(source)
    assert not found.failed, f"{found.held} of {len(facts.facts)} facts hold; these do not:\n{wrong}"
    assert lost(facts, text, folder / "content") == []
    assert unsaid(facts, text, folder / "content") == []
