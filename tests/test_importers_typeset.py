"""The same minutes set by an office program, as PDF and as Word, say what their text says."""

from __future__ import annotations

from pathlib import Path

import pytest
from minutes import MINUTES, document
from minutes.facts import Facts, load
from minutes.measure import measure
from support.importing import import_, is_right, new_archive
from support.office import all_converted, needs_office
from support.typeset import typeset

FACTS = {path.stem: load(path) for folder in ("facts", "samples") for path in (MINUTES / folder).glob("*.yaml")}
TEXTS = {
    name: path
    for name, facts in sorted(FACTS.items())
    if (path := document(facts)) is not None and path.suffix == ".txt"
}
pytestmark = needs_office


@pytest.fixture(scope="module")
def typeset_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Path]]:
    """All documents as PDF and as Word, by kind and name."""
    folder = tmp_path_factory.mktemp("typeset")
    texts = {name: typeset(path, FACTS[name]) for name, path in TEXTS.items()}
    return {kind: all_converted(texts, folder, kind) for kind in ("pdf", "docx")}


def failed(path: Path, facts: Facts, folder: Path) -> set[str]:
    """The facts that do not hold in what an import of a file wrote."""
    content = new_archive(folder)
    import_(content, path, *facts.options)
    assert is_right(content)
    return set(measure(facts, content).failed)


@pytest.mark.parametrize("name", TEXTS)
def test_pdf_and_word_say_what_the_text_says(
    name: str, typeset_files: dict[str, dict[str, Path]], tmp_path: Path
) -> None:
    facts = FACTS[name]
    of_text = failed(TEXTS[name], facts, tmp_path / "text")
    for kind, files in typeset_files.items():
        more = failed(files[name], facts, tmp_path / kind) - of_text
        assert more == set(), f"{kind}: what holds in the text does not here"
