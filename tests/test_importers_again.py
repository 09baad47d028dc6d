"""Minutes that come again, through the command line: the same, set otherwise, corrected here, changed there."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import CONTENT, SHARED, tree
from minutes import MINUTES, document
from minutes.facts import load
from support.importing import import_, is_right, new_archive

from builder.model.records import Case
from builder.schema.amend import says

SAMPLES = sorted((MINUTES / "samples").glob("*.yaml"))
REAL = sorted((SHARED / "minutes").glob("0*.txt"))

COMMITTEE = """Havneby Kommune

REFERAT Teknik- og Miljøudvalget d. 05-03-2024

Mødedato Tirsdag d. 5. marts 2024 kl. 15:00

Punkt 3: Ny cykelsti langs Kystvejen

24/1234 Åben Sag

Sagsgang

TMU
KB

Sagsfremstilling

Forvaltningen har undersøgt, hvordan en cykelsti langs Kystvejen kan anlægges for det beløb, der er afsat.

Stien bliver 2,4 kilometer lang og går fra havnen til skolen, hvor de fleste børn i dag bliver kørt i bil.

Lodsejerne er hørt, og to af dem ønsker, at stien lægges på den anden side af grøften ved deres marker.

Indstilling

Teknisk chef indstiller, at stien anlægges i 2025.

Beslutning i Teknik- og Miljøudvalget den 05-03-2024

Anbefales.

Bilag

Kort over stien
Svar fra lodsejere
"""
COUNCIL = (
    COMMITTEE.replace("REFERAT Teknik- og Miljøudvalget d. 05-03-2024", "REFERAT Byrådet d. 19-03-2024")
    .replace("Tirsdag d. 5. marts 2024 kl. 15:00", "Tirsdag d. 19. marts 2024 kl. 17:00")
    .replace("Punkt 3:", "Punkt 8:")
    .replace("\nBilag\n", "\nBeslutning i Byrådet den 19-03-2024\n\nGodkendt.\n\nBilag\n")
)
CASE = "havneby/cases/2024/ny-cykelsti-langs-kystvejen.md"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return new_archive(tmp_path / "archive")


@pytest.fixture
def said(content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Import a text under a file's name; what was said."""

    def import_text(text: str, *options: str, name: str = "referat.txt") -> str:
        (tmp_path / name).write_text(text, "utf-8")
        capsys.readouterr()
        import_(content, tmp_path / name, *options)
        found = capsys.readouterr()
        return found.out + found.err

    return import_text


def cases(content: Path) -> list[str]:
    return [path.relative_to(content).as_posix() for path in sorted(content.glob("*/cases/*/*.md"))]


def handlings(content: Path, path: str = CASE) -> list[tuple[str, str, str]]:
    made = says((content / path).read_text("utf-8"), Case)["handlings"]
    return [tuple(str(each.get(name)) for name in ("date", "item", "outcome")) for each in made]  # type: ignore[misc]


def put(content: Path, old: str, new: str, path: str = CASE) -> None:
    """Correct a file as an editor does."""
    text = (content / path).read_text("utf-8")
    assert text.count(old) == 1, text
    (content / path).write_text(text.replace(old, new), "utf-8")


# --- the same again ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SAMPLES, ids=[path.stem for path in SAMPLES])
def test_the_same_document_changes_no_byte(path: Path, content: Path) -> None:
    facts = load(path)
    source = document(facts)
    assert source
    import_(content, source, *facts.options)
    first = tree(content)
    import_(content, source, *facts.options)
    assert tree(content) == first


def test_many_documents_again_change_no_byte(content: Path, tmp_path: Path) -> None:
    from support.thousand import folder_of

    list(folder_of(tmp_path / "minutes", 40))
    import_(content, tmp_path / "minutes", "--authority", "havneby")
    first = tree(content)
    import_(content, tmp_path / "minutes", "--authority", "havneby")
    assert tree(content) == first


def test_a_dry_run_writes_nothing_and_shows_all(
    content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(content)
    (tmp_path / "a.txt").write_text(COUNCIL, "utf-8")
    capsys.readouterr()
    import_(content, tmp_path / "a.txt", "--dry-run")
    out = capsys.readouterr().out
    assert tree(content) == before
    import_(content, tmp_path / "a.txt")
    for name, data in tree(content).items():
        if name not in before and name.endswith(".md"):
            assert f"+++ b/{name}\n" in out
            assert all(f"\n+{line}\n" in out for line in data.decode("utf-8").splitlines())


# --- the same meeting in another form ---------------------------------------------------------------------------


def test_a_case_without_its_title_and_number_is_not_doubled(content: Path, said: Callable[..., str]) -> None:
    said(COUNCIL)
    assert cases(content) == [CASE]
    first = (content / CASE).read_text("utf-8")
    bare = COUNCIL.replace("Punkt 8: Ny cykelsti langs Kystvejen", "Punkt 8: Sag").replace("24/1234 Åben Sag\n", "")
    assert "Sag" in bare
    said(bare, name="igen.txt")
    assert cases(content) == [CASE]
    assert handlings(content) == [("2024-03-05", "None", "anbefalet"), ("2024-03-19", "8", "godkendt")]
    assert "case_number" in first or "sagsnummer: 24/1234" in first


@pytest.mark.parametrize("first", ["committee", "council"])
def test_committee_and_council_give_one_case(first: str, content: Path, said: Callable[..., str]) -> None:
    texts = {"committee": COMMITTEE, "council": COUNCIL}
    second = next(name for name in texts if name != first)
    said(texts[first], name=f"{first}.txt")
    told = said(texts[second], name=f"{second}.txt")
    assert cases(content) == [CASE]
    assert f"the same case as {CASE}; nothing was doubled" in told
    number = "3" if first == "committee" else "None"  # the council's minutes do not say it
    assert handlings(content) == [("2024-03-05", number, "anbefalet"), ("2024-03-19", "8", "godkendt")]
    assert is_right(content)
    before = tree(content)
    for name, text in texts.items():
        said(text, name=f"{name}.txt")
    assert tree(content) == before


# --- an editor in between ---------------------------------------------------------------------------------------


def test_what_an_editor_did_stays_and_what_the_source_changed_comes(content: Path, said: Callable[..., str]) -> None:
    said(COUNCIL)
    put(content, "titel: Ny cykelsti langs Kystvejen\n", "titel: Cykelsti fra havn til skole\n")
    put(content, "udfald: godkendt\n", "udfald: godkendt med ændringer\n")
    put(content, "- titel: Kort over stien\n", "")
    put(content, "sagsnummer: 24/1234\n", "sagsnummer: 24/1234\nemner:\n- Trafik\n")
    put(content, "hvor de fleste børn i dag bliver kørt i bil", "hvor mange børn bliver kørt i bil")
    before = tree(content)
    assert "1 changed" not in said(COUNCIL)
    assert tree(content) == before
    changed = COUNCIL.replace("anlægges i 2025.", "anlægges i 2026.").replace("Svar fra lodsejere\n", "Høringssvar\n")
    told = said(changed)
    text = (content / CASE).read_text("utf-8")
    assert "titel: Cykelsti fra havn til skole\n" in text
    assert "udfald: godkendt med ændringer\n" in text
    assert "Kort over stien" not in text
    assert "- Trafik\n" in text
    assert "hvor mange børn bliver kørt i bil" in text
    assert "anlægges i 2026." in text
    assert "- titel: Høringssvar\n" in text
    assert "Svar fra lodsejere" not in text
    assert "2025" not in told
    both = changed.replace("2,4 kilometer lang", "2,6 kilometer lang").replace("Godkendt.", "Udsat.")
    told = said(both)
    assert re.search(rf"warning: {CASE}: ## Sagsfremstilling: changed here and by ", told)
    assert re.search(rf"warning: {CASE}[:\d]*: \S*udfald: changed here and by |{CASE}[:\d]*: \S*outcome", told)
    text = (content / CASE).read_text("utf-8")
    assert "udfald: godkendt med ændringer\n" in text
    assert "2,6" not in text
    assert is_right(content)


def test_a_deleted_case_stays_deleted(content: Path, said: Callable[..., str]) -> None:
    said(COUNCIL)
    (content / CASE).unlink()
    said(COUNCIL)
    assert cases(content) == []


# --- the archive of this repository, written by hand from the same minutes -------------------------------------------


@pytest.mark.skipif(not REAL, reason="the minutes handed out with the project are not here")
def test_cases_that_an_editor_retold_are_known_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = Path(shutil.copytree(CONTENT, tmp_path / "own"))
    before = {name: data for name, data in tree(own).items() if "/meetings/" not in name}
    for _ in range(2):
        import_(own, *REAL)
        after = tree(own)
        assert {name: data for name, data in after.items() if "/meetings/" not in name and name in before} == before
        assert cases(own) == [name for name in sorted(before) if "/cases/" in name]
        assert set(after) - set(before) - set(tree(CONTENT)) == {".imported.jsonl"}
    told = capsys.readouterr().err
    for path in cases(own):
        assert f"the same case as {path}; nothing was doubled" in told
    # The meetings get their agendas; what was there is there still.
    for path in sorted(CONTENT.glob("*/meetings/*.md")):
        name = path.relative_to(CONTENT)
        lines = path.read_text("utf-8").splitlines()
        assert [line for line in (own / name).read_text("utf-8").splitlines() if line in set(lines)][: len(lines)]
        assert "\n- case: " in (own / name).read_text("utf-8") or "\n  case: " in (own / name).read_text("utf-8")
    assert is_right(own)
