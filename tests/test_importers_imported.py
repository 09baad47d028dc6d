"""The memory of imports: no word in it, small differences, and nothing lost in a merge."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from builder.importers.entries import known, plain
from builder.importers.imported import FILE, Broken, Known, Memory
from builder.model.records import Case

SECRET = {
    "title": "Hemmelig",
    "topics": ["Hemmelig"],
    "handlings": [{"body": "hemmelig", "votes": {"for": ["Hemmelig"]}, "absent": [{"name": "Hemmelig"}]}],
    "attachments": [{"title": "Hemmelig"}],
}
ONE = Known(
    "a/cases/2024/x.md", "s", "a/cases/2024/x.md", "k7f3q9zt", "0" * 12, known(Case, plain(Case, SECRET)), {"a": "b"}
)
TWO = Known("a/cases/2023/y.md", "s", "a/cases/2024/y.md")


def memory(folder: Path, *lines: Known) -> Memory:
    made = Memory(folder / FILE)
    for each in lines:
        made.note(each)
    return made


def test_it_says_again_what_it_was_told(tmp_path: Path) -> None:
    memory(tmp_path, ONE, TWO).save()
    again = Memory(tmp_path / FILE)
    assert again.find("s", "elsewhere", "k7f3q9zt") == again.at(ONE.path)[0] == ONE
    assert again.find("s", TWO.drafted, "") == again.find("s", TWO.drafted, "abcdefgh") == TWO
    assert again.find("s", ONE.drafted, "") == ONE
    assert again.find("s", ONE.drafted, "abcdefgh") is None  # another case at the same place
    assert again.find("t", ONE.drafted, "k7f3q9zt") is None
    again.forget(ONE.key)
    assert (again.at(ONE.path), again.get(ONE.key)) == ([], None)


def test_it_holds_no_word_and_a_line_for_each_in_order(tmp_path: Path) -> None:
    memory(tmp_path, ONE, TWO).save()
    text = (tmp_path / FILE).read_text("utf-8")
    assert "emmelig" not in text
    assert [json.loads(each)["path"] for each in text.splitlines()] == [TWO.path, ONE.path]
    memory(tmp_path, TWO, ONE).save()
    assert (tmp_path / FILE).read_text("utf-8") == text
    assert [each.name for each in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize(
    "line",
    [
        *("<<<<<<< HEAD", "=======", ">>>>>>> main", "{", "[]", "1", '{"path": "a"}', "\xff"),
        '{"path":"a","source":"b","draft":"","values":{"a":1},"text":{}}',
        '{"path":"a","source":"b","draft":"","values":{"a":[[1,2]]},"text":{}}',
        '{"path":"a","source":"b","draft":"","values":[],"text":{}}',
        '{"path":"a","source":"b","draft":"","values":{},"text":{"a":1}}',
        '{"path":["a"],"source":"b","draft":"","values":{},"text":{}}',
    ],
)
def test_a_broken_line_is_told_with_its_place_and_mend(tmp_path: Path, line: str) -> None:
    memory(tmp_path, ONE).save()
    data = (tmp_path / FILE).read_bytes() + b"\n" + line.encode("latin-1") + b"\n"
    (tmp_path / FILE).write_bytes(data)
    with pytest.raises(Broken) as caught:
        Memory(tmp_path / FILE)
    assert caught.value.words(str).startswith(f"{tmp_path / FILE}:3: this is no line of what was imported before")
    assert (tmp_path / FILE).read_bytes() == data


def test_of_two_lines_that_a_merge_left_holds_what_both_say(tmp_path: Path) -> None:
    other = Known(ONE.path, ONE.source, ONE.drafted, ONE.id, "1" * 12, {**ONE.values, "title": "0" * 12}, {"a": "c"})
    memory(tmp_path, ONE).save()
    first = (tmp_path / FILE).read_bytes()
    (tmp_path / "b").mkdir()
    memory(tmp_path / "b", other).save()
    (tmp_path / FILE).write_bytes(first + (tmp_path / "b" / FILE).read_bytes())
    found = Memory(tmp_path / FILE).get(ONE.key)
    assert found is not None
    assert (found.draft, found.text) == ("", {})
    assert found.values == {name: value for name, value in ONE.values.items() if name != "title"}
