"""A body cut at its headings, and put together again."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from builder.importers.merging import Why
from builder.importers.sections import cut, known, merge

LINES = st.sampled_from(["## A", "## B", "##  A ##", "### A", "```", "~~~~", "tekst", "", "## ", " ## C", "mere"])
BODIES = st.lists(LINES, max_size=8).map("\n".join)


@given(BODIES, st.sampled_from(["\n", "\r\n", "\r"]))
def test_the_sections_are_all_of_a_body(body: str, line_end: str) -> None:
    body = body.replace("\n", line_end)
    assert "".join(each.text for each in cut(body)) == body


@given(BODIES, BODIES)
def test_what_the_source_has_again_changes_nothing(have: str, gives: str) -> None:
    assert merge(have, gives, known(gives), [], owns=True) == (have, ())


@given(BODIES, BODIES)
def test_after_a_merge_all_of_the_source_is_there_or_told(have: str, gives: str) -> None:
    assume(not any(each.name.endswith("(2)") for each in (*cut(have), *cut(gives))))  # which of two is meant is unknown
    made, clashes = merge(have, gives, {}, [], owns=False)
    told = {clash.key for clash in clashes}
    there = known(made)
    for each in cut(gives):
        if each.text.strip():
            assert there.get(each.sign) == each.digest or (f"## {each.name}" if each.name else "##") in told
    for sign, digest in known(have).items():
        assert there[sign] == digest


def test_headings_are_told_apart() -> None:
    assert [each.name for each in cut("a\n## A\n##  B #\n##\n## A\n### C\n")] == ["", "A", "B", "#", "A (2)"]


OLD = "## A\n\nen\n\n## B\n\nto\n"


@pytest.mark.parametrize(
    ("have", "gives", "made"),
    [
        (OLD, "## A\n\nny\n\n## B\n\nto", "## A\n\nny\n\n## B\n\nto\n"),
        (OLD, "## A\n\nen\n\n## X\n\nnyt\n\n## B\n\nto", "## A\n\nen\n\n## X\n\nnyt\n\n## B\n\nto\n"),
        (OLD, "## X\n\nnyt\n\n## A\n\nen\n\n## B\n\nto", "## X\n\nnyt\n\n" + OLD),
        (OLD, "## A\n\nen\n\n## B\n\nto\n\n## X\n\nnyt", OLD + "\n## X\n\nnyt\n"),
        (OLD.rstrip("\n"), "## A\n\nen\n\n## B\n\nto\n\n## X\n\nnyt", OLD + "\n## X\n\nnyt\n"),
        (OLD, "## B\n\nto", "## B\n\nto\n"),
        (
            OLD.replace("\n", "\r\n"),
            "## A\n\nny\nlinje\n\n## B\n\nto",
            "## A\r\n\r\nny\r\nlinje\r\n\r\n## B\r\n\r\nto\r\n",
        ),
        ("mit\n\n" + OLD, "## A\n\nny\n\n## B\n\nto", "mit\n\n## A\n\nny\n\n## B\n\nto\n"),
        ("## A\n\nen\n", OLD, "## A\n\nen\n"),  # the editor took it out
        ("## Z\n\nmit\n", "## C\n\nnyt\n\n## D\n\nnyt", "## Z\n\nmit\n\n## C\n\nnyt\n\n## D\n\nnyt\n"),
        (OLD, "indledning\n\n" + OLD, "indledning\n\n" + OLD),
        ("", OLD + "\n## C\n\nnyt", "## C\n\nnyt\n"),
    ],
)
def test_sections_come_go_and_change(have: str, gives: str, made: str) -> None:
    assert merge(have, gives, known(OLD), [], owns=True) == (made, ())


def test_a_section_that_was_corrected_does_not_go() -> None:
    made, (clash,) = merge(OLD.replace("to", "rettet"), "## A\n\nen\n", known(OLD), [], owns=True)
    assert (made, clash.key, clash.why) == (OLD.replace("to", "rettet"), "## B", Why.GONE)


def test_a_section_goes_only_with_the_source_that_is_all_there_is() -> None:
    assert merge(OLD, "## A\n\nen\n", known(OLD), [], owns=False) == (OLD, ())
    assert merge(OLD, "## A\n\nen\n", known(OLD), [known(OLD)], owns=True) == (OLD, ())
