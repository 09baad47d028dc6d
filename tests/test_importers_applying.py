"""The laws of the import: twice is once; what the editor changed stays, what the source changed comes in."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.drafting import PATH, all_of, archive, body_of, drafts, edits
from test_amend import File, files

from builder.diagnostics import Finding, Severity
from builder.importers import sections
from builder.importers.applying import NO_KEY, NO_PLACE, ODD, TWICE, Outcome, apply
from builder.importers.drafts import Draft, Trouble
from builder.importers.entries import known, plain
from builder.importers.merging import Why
from builder.model.records import Case
from builder.model.values import Kind
from builder.schema import read
from builder.schema.amend import amend, says
from builder.sources import decode

OTHER = "minutes:havneby/tmu/2024-03-01"


@pytest.fixture(scope="module")
def folders() -> Iterator[Any]:
    """New archives, as many as are asked for."""
    with tempfile.TemporaryDirectory() as folder:
        yield (archive(Path(folder) / str(number)) for number in range(10**6))


def text_of(folder: Path, path: str = PATH) -> str:
    return (folder / path).read_bytes().decode("utf-8")


def put(folder: Path, text: str, path: str = PATH) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(text.encode("utf-8"))


def meant(folder: Path) -> Any:
    """What a file means, whatever the order of its lists."""

    def loose(value: Any) -> Any:
        if isinstance(value, dict):
            return sorted((name, loose(each)) for name, each in value.items())
        return sorted(map(loose, value), key=repr) if isinstance(value, list) else value

    text = text_of(folder)
    return loose(known(Case, plain(Case, says(text, Case)))), sections.known(text.split("\n---\n", 1)[1])


def errors(folder: Path, path: str = PATH) -> list[Finding]:
    text = decode((folder / path).read_bytes(), path)
    assert isinstance(text, str)
    return [each for each in read(text, path, Kind.CASE).findings if each.severity is Severity.ERROR]


def is_done(outcome: Outcome) -> bool:
    """Whether a draft was taken; one that gives what no schema takes is refused, and its file is as it was."""
    assert all(isinstance(each, Finding) for each in outcome.refused)
    return not outcome.refused


# --- laws -------------------------------------------------------------------------------------------------------


@given(st.tuples(drafts(), drafts(OTHER)))
def test_twice_is_once(folders: Any, both: tuple[Draft, Draft]) -> None:
    folder = next(folders)
    assume(is_done(apply(both, folder)))
    first = all_of(folder)
    again = apply(both, folder)
    assert all_of(folder) == first
    assert again == Outcome(unchanged=2)
    (folder / ".imported.jsonl").unlink()  # as where an import was killed before its end
    apply(both, folder)
    assert {name: data for name, data in all_of(folder).items() if name.endswith(".md")} == {
        name: data for name, data in first.items() if name.endswith(".md")
    }


@given(drafts())
def test_what_is_written_is_what_the_source_says_and_passes_the_schema(folders: Any, draft: Draft) -> None:
    folder = next(folders)
    assume(is_done(apply([draft], folder)))
    assert plain(Case, says(text_of(folder), Case)).keys() == plain(Case, draft.values).keys()
    assert known(Case, plain(Case, says(text_of(folder), Case))) == known(Case, plain(Case, draft.values))
    assert errors(folder) == []


@given(drafts(), st.data())
def test_what_an_editor_did_survives_every_import_of_the_same(folders: Any, draft: Draft, data: Any) -> None:
    folder = next(folders)
    assume(is_done(apply([draft], folder)))
    put(folder, data.draw(edits(text_of(folder), says(text_of(folder), Case))))
    before = all_of(folder)
    assert apply([draft], folder) == Outcome(unchanged=1)
    assert all_of(folder) == before


@given(drafts(), drafts())
def test_what_the_source_changed_is_as_if_it_were_new(folders: Any, old: Draft, new: Draft) -> None:
    folder, fresh = next(folders), next(folders)
    assume(is_done(apply([new], fresh)) and is_done(apply([old], folder)))
    done = apply([new], folder)
    assert (done.refused, done.conflicts) == ((), ())
    assert meant(folder) == meant(fresh)
    assert errors(folder) == []
    assert apply([old], folder).conflicts == ()
    apply([old], fresh)
    assert meant(folder) == meant(fresh)


@given(drafts(), drafts(), st.data())
def test_both_changed_is_the_editors(folders: Any, old: Draft, new: Draft, data: Any) -> None:
    folder = next(folders)
    assume(is_done(apply([old], folder)))
    said = says(text_of(folder), Case)
    edited = data.draw(edits(text_of(folder), said))
    put(folder, edited)
    assume(not apply([new], folder).refused)
    was, given_, now = (known(Case, plain(Case, each)) for each in (old.values, new.values, says(edited, Case)))
    after = known(Case, plain(Case, says(text_of(folder), Case)))
    for name in ("title", "summary", "case_number", "kle"):
        sign = [each.get(name) for each in (was, given_, now)]
        if sign[2] not in (sign[0], None):  # the editor has another than the source had
            assert after.get(name) == sign[2]
        elif sign[2] == sign[0]:
            assert after.get(name) == sign[1]
    assert edited.count("# redaktørens") == text_of(folder).count("# redaktørens")
    assert ("\r\n" in edited) == ("\r\n" in text_of(folder))
    again = all_of(folder)
    assert apply([new], folder) == Outcome(unchanged=1)
    assert all_of(folder) == again


@given(drafts(), drafts(OTHER), drafts())
def test_a_source_takes_out_nothing_that_another_gave(folders: Any, one: Draft, other: Draft, new: Draft) -> None:
    folder = next(folders)
    assume(is_done(apply([one, other], folder)) and is_done(apply([new], folder)))
    own = {(each["body"], each["date"]) for each in other.values.get("handlings", ())}
    there = {(each["body"], each["date"]) for each in says(text_of(folder), Case).get("handlings", ())}
    assert own <= there
    assert errors(folder) == []


@given(files(), drafts(), drafts(OTHER), drafts())
def test_a_file_as_any_editor_writes_it_takes_what_is_new(
    folders: Any, file: File, one: Draft, other: Draft, new: Draft
) -> None:
    folder = next(folders)
    head, line_end, rest = re.split(r"(\r\n|\n|\r)", file.text, maxsplit=1)
    put(folder, f"{head}{line_end}id: k7f3q9zt{line_end}{rest}")
    notes = re.findall(r"# nr\. \d+\.", file.text)
    for each in (one, other, new):
        assume(is_done(apply([each], folder)))
        before = all_of(folder)
        assert apply([each], folder) == Outcome(unchanged=1)
        assert all_of(folder) == before
        if each is not new:  # of what the source has no more, the comments go too
            assert re.findall(r"# nr\. \d+\.", text_of(folder)) == notes
    assert list(folder.glob("*/cases/*/*.md")) == [folder / PATH]
    assert set(re.findall(r"\r\n|\n|\r", text_of(folder))) == {line_end}


# --- examples ---------------------------------------------------------------------------------------------------

SOURCE = "minutes:havneby/kb/2024-04-09"
VALUES: dict[str, Any] = {
    "id": "k7f3q9zt",
    "title": "Ny sti",
    "handlings": [
        {"body": "tmu", "date": "2024-03-01", "outcome": "recommended"},
        {"body": "kb", "date": "2024-05-07", "outcome": "approved", "decision": "Godkendt,\nidet ..."},
    ],
}


def draft(changes: dict[str, Any] | None = None, **fields: Any) -> Draft:
    values = {name: value for name, value in {**VALUES, **(changes or {})}.items() if value is not None}
    body = body_of({"Sagsfremstilling": "Tekst."})
    return replace(Draft(PATH, Kind.CASE, SOURCE, values, body), **fields)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return archive(tmp_path / "content")


def test_a_file_as_it_is_written(content: Path) -> None:
    notes = {
        "title": "er det den?",
        "handlings": "alle?",
        "handlings[0].outcome": "se efter:\nlinje 5",
        "handlings[1].decision": "hele ordlyden?",
    }
    apply([draft(notes=notes)], content)
    assert (
        text_of(content)
        == """---
id: k7f3q9zt
titel: Ny sti  # er det den?
behandlinger:  # alle?
- organ: tmu
  dato: 2024-03-01
  udfald: anbefalet  # se efter: linje 5
- organ: kb
  dato: 2024-05-07
  udfald: godkendt
  # hele ordlyden?
  beslutning: |
    Godkendt,
    idet ...
---
## Sagsfremstilling

Tekst.
"""
    )
    assert errors(content) == []


def test_a_new_file_is_written_as_those_beside_it(content: Path) -> None:
    put(content, "---\ntitle: x\ntopics:\n  - a\n---\n", "havneby/cases/2020/x.md")
    apply([draft({"topics": ["a"]})], content)
    assert "\ntitle: Ny sti\ntopics:\n  - a\nhandlings:\n  - body: tmu\n" in text_of(content)


def test_a_new_handling_comes_in_order_of_days_and_brings_its_note(content: Path) -> None:
    apply([draft()], content)
    new = {"body": "oeu", "date": "9. april 2024", "outcome": "endorsed"}
    notes = {"handlings[0].outcome": "se efter"}
    other = draft({"handlings": [new]}, source=OTHER, body="## Økonomi\n\nDyrt.", notes=notes)
    assert apply([other], content).changed == (PATH,)
    said = says(text_of(content), Case)
    assert [each["body"] for each in said["handlings"]] == ["tmu", "oeu", "kb"]
    assert "  udfald: tiltrådt  # se efter\n" in text_of(content)
    assert text_of(content).endswith("## Sagsfremstilling\n\nTekst.\n\n## Økonomi\n\nDyrt.\n")


def test_both_values_are_shown_once(content: Path) -> None:
    apply([draft({"summary": "Før"})], content)
    put(content, amend(text_of(content), Case, {"summary": "Redaktørens"}).replace("Tekst.", "Rettet."))
    new = draft({"summary": "Nu"}, body=body_of({"Sagsfremstilling": "Ny tekst."}))
    first, second = apply([new], content).conflicts
    assert (first.path, first.source, first.guarded) == (PATH, SOURCE, False)
    assert (first.clash.key, first.clash.have, first.clash.gives, first.clash.why) == (
        "summary",
        "Redaktørens",
        "Nu",
        Why.BOTH,
    )
    assert (second.clash.key, second.clash.why) == ("## Sagsfremstilling", Why.BOTH)
    assert apply([new], content) == Outcome(unchanged=1)


def test_a_file_with_an_access_is_guarded(content: Path) -> None:
    apply([draft({"summary": "Før", "access": "closed"})], content)
    put(content, amend(text_of(content), Case, {"summary": "Redaktørens"}))
    assert apply([draft({"summary": "Nu", "access": "closed"})], content).conflicts[0].guarded


def test_what_was_there_before_stays_and_is_shown(content: Path) -> None:
    put(content, "---\nid: k7f3q9zt\ntitle: Min titel\n---\n## Sagsfremstilling\n\nMin.\n", "havneby/cases/2020/min.md")
    done = apply([draft()], content)
    assert (done.new, done.changed) == ((), ("havneby/cases/2020/min.md",))
    assert [(each.clash.key, each.clash.why) for each in done.conflicts] == [
        ("title", Why.OTHER),
        ("## Sagsfremstilling", Why.OTHER),
    ]
    said = says(text_of(content, "havneby/cases/2020/min.md"), Case)
    assert (said["title"], len(said["handlings"])) == ("Min titel", 2)


def test_a_file_that_was_moved_is_found_by_its_id(content: Path) -> None:
    apply([draft()], content)
    moved = "havneby/cases/2023/anden.md"
    (content / "havneby/cases/2023").mkdir()
    (content / PATH).rename(content / moved)
    assert apply([draft()], content).unchanged == 1
    assert apply([draft({"title": "Ny"})], content).changed == (moved,)
    assert not (content / PATH).exists()


def test_a_file_that_was_deleted_stays_so(content: Path) -> None:
    apply([draft()], content)
    (content / PATH).unlink()
    assert apply([draft()], content) == Outcome(deleted=1)
    assert apply([draft({"title": "Ny"})], content) == Outcome(deleted=1, revived=(PATH,))
    assert apply([draft({"title": "Ny"})], content) == Outcome(deleted=1)
    assert not (content / PATH).exists()


def test_another_case_at_the_path_is_left_alone(content: Path) -> None:
    apply([draft()], content)
    other = draft({"id": "abcdefgh", "title": "En anden"}, source=OTHER)
    second = PATH.replace(".md", "-2.md")
    assert apply([other], content).new == (second,)
    assert apply([other, draft()], content) == Outcome(unchanged=2)
    assert apply([replace(other, values={**other.values, "title": "Ny"})], content).changed == (second,)


def test_a_dry_import_shows_what_would_be_and_writes_nothing(content: Path) -> None:
    apply([draft()], content)
    put(content, text_of(content).replace("Ny sti", "Min sti"), "havneby/cases/2020/x.md")
    before = all_of(content)
    shown: list[str] = []
    new = draft({"id": "abcdefgh"}, path="havneby/cases/2024/b.md", source="a")
    done = apply([draft({"title": "Nyere"}), new], content, dry=True, show=shown.append)
    assert (done.new, done.changed) == (("havneby/cases/2024/b.md",), (PATH,))
    assert all_of(content) == before
    assert shown[:2] == ["--- /dev/null", "+++ b/havneby/cases/2024/b.md"]
    assert shown[shown.index(f"--- a/{PATH}") + 1 :][:6] == [
        f"+++ b/{PATH}",
        "@@ -1,6 +1,6 @@",
        " ---",
        " id: k7f3q9zt",
        "-titel: Ny sti",
        "+titel: Nyere",
    ]


def test_a_dry_import_shows_nothing_of_what_is_closed(content: Path) -> None:
    shown: list[str] = []
    apply([draft({"access": "closed"})], content, dry=True, show=shown.append)
    assert shown == ["--- /dev/null", f"+++ b/{PATH}", "@@ ... @@"]


BAD: dict[str, tuple[str | bytes, Any]] = {
    "broken YAML": ("---\ntitle: 'x\n---\n", "unpaired"),
    "not UTF-8": (b"---\ntitle: \xff\n---\n", "not-utf8"),
    "a name for a part": ("---\ntitle: &a x\n---\n", "yaml-alias"),
    "words for a list of maps": ("---\nid: k7f3q9zt\ntitle: a\nhandlings: i går\n---\n", ODD),
    "a list for words": ("---\nid: k7f3q9zt\ntitle: [a, b]\n---\n", ODD),
}


@pytest.mark.parametrize("name", BAD)
def test_one_bad_file_costs_only_itself(content: Path, name: str) -> None:
    text, why = BAD[name]
    data = text.encode() if isinstance(text, str) else text
    put(content, "")
    (content / PATH).write_bytes(data)
    good = draft({"id": "abcdefgh"}, path="havneby/cases/2024/b.md", source="a")
    done = apply([draft(), Trouble("a.pdf", "no"), good], content)
    assert (content / PATH).read_bytes() == data
    assert done.new == ("havneby/cases/2024/b.md",)
    refused, trouble = done.refused
    assert trouble == Trouble("a.pdf", "no")
    assert why in (refused.code if isinstance(refused, Finding) else refused.reason)
    assert (refused.path if isinstance(refused, Finding) else refused.name) == PATH


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (draft(path="../x.md"), NO_PLACE),
        (draft(path="havneby/cases/2024/../x.md"), NO_PLACE),
        (draft(path="havneby/meetings/x.md"), NO_PLACE),
        (draft(path="havneby/cases/2024/....md"), NO_PLACE),
        (draft(path="havneby/cases/2024/.a.md"), NO_PLACE),
        (draft(path="havneby/cases/2024/a\0b.md"), NO_PLACE),
        (draft({"colour": "x"}), NO_KEY),
        (draft({"handlings": [{"body": "kb", "colour": "x"}]}), NO_KEY),
    ],
)
def test_a_draft_that_is_none_is_refused(content: Path, wrong: Draft, reason: str) -> None:
    before = all_of(content)
    (refused,) = apply([wrong], content).refused
    assert isinstance(refused, Trouble)
    assert (refused.name, refused.reason) == (wrong.path, reason)
    assert all_of(content) == before


def test_a_value_that_no_schema_takes_is_refused(content: Path) -> None:
    wrong = draft({"handlings": [{"body": "kb", "date": "i går"}]})
    (refused,) = apply([wrong], content).refused
    assert isinstance(refused, Finding)
    assert (refused.path, refused.field) == (PATH, "behandlinger[0].dato")
    assert not (content / PATH).exists()
    apply([draft()], content)
    before = text_of(content)
    assert len(apply([wrong], content).refused) == 1
    assert text_of(content) == before


def test_a_name_that_the_machine_cannot_have_costs_only_itself(content: Path) -> None:
    done = apply([draft(path=f"havneby/cases/2024/{'a' * 300}.md"), draft({"id": "abcdefgh"})], content)
    (refused,) = done.refused
    assert isinstance(refused, Finding)
    assert (refused.code, done.new) == ("unreadable", (PATH,))


def test_a_file_given_twice_is_taken_once(content: Path) -> None:
    done = apply([draft(), draft({"title": "b"})], content)
    assert [each.reason for each in done.refused if isinstance(each, Trouble)] == [TWICE]
    assert "titel: Ny sti" in text_of(content)


def test_a_folder_that_leads_out_is_not_written_to(content: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (content / "havneby/cases").symlink_to(tmp_path / "out")
    (refused,) = apply([draft()], content).refused
    assert isinstance(refused, Finding)
    assert (refused.code, list((tmp_path / "out").iterdir())) == ("symbolic-link", [])


def test_what_was_imported_is_noted_where_the_drafts_end_with_an_error(content: Path) -> None:
    def failing() -> Iterator[Draft]:
        yield draft()
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        apply(failing(), content)
    assert apply([draft()], content) == Outcome(unchanged=1)
