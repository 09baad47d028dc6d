"""What is rendered without Python-Markdown is what Python-Markdown renders, to the byte."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import CONTENT, SHARED, SHOWCASE
from hypothesis import example, given, settings
from hypothesis import strategies as st

from builder import markup
from builder.markup import direct
from builder.schema.front_matter import Split, split

PIECES = [
    *(
        "ord",
        "Ord med flere",
        "**fed**",
        "**fed ord**",
        "*k*",
        "_k_",
        "fil_navn_1.pdf",
        "[[2023/x]]",
        "[[x|tekst her]]",
    ),
    *("[tekst](https://example.org/a)", "[a]", "[1]", "(b)", " ", "  ", "\n", "\n\n", "\n- ", "\n* ", "\n1. ", "\n2. "),
    *("\n3) ", "\n# ", "\n## ", "\n### ", "#", " ##", "\n    ", "\n  ", "\n> ", "| a | b |\n|---|---|\n| c | d |"),
    *("\n---\n", "\n===\n", "&", "& ", "&amp;", "<b>", "</b>", "<", "<div>", "<!--", "-->", "a <i>b</i> c", "`", "```"),
    *("~~~\n", "<br>", "\\", "!", "![b](c.png)", "`k`", "\u00a0", "æøå", "\n• ", "\n12. maj 2024", ":", "1", "*", "**"),
    *(
        "***",
        "_",
        "__",
        "[",
        "]",
        "]]",
        "[[",
        "|",
        "-",
        "\n-\n",
        "\t",
        "=",
        " {#id}",
        "Se sag 23/1157.",
        '"q"',
        "\ue000",
    ),
]
LISTED = [
    *(
        "- a",
        "- b c",
        "* d",
        "+ e",
        "1. f",
        "2. g",
        "3. h",
        "10. i",
        "    - j",
        "    1. k",
        "    2. l",
        "   - m",
        "  n",
        "o",
    ),
    *(
        "- **p** q",
        "- [[2023/x]]",
        "- `r`",
        "1. *s* t",
        "-",
        "- ",
        "1.",
        "1) u",
        "- # v",
        "# w",
        "- - x",
        "- 1. y",
        "* *",
    ),
    *("| a | b |", "|---|---|", "|:--|--:|", "|:-:|:-:|", "| c |", "| d | e | f |", "|  | g |", "||", "|", "|h|*i*|"),
    *(
        "| `j` | [[x]] |",
        "| k | l",
        "m | n |",
        "|---|",
        "| - |",
        "> o",
        "p *q* r",
        "s <5 t",
        "u & v",
        "w&x;",
        "a?b=1&c=2",
    ),
    *(
        "x * y",
        "x * y *",
        "*x* y*",
        "**x* y",
        "`a*b` c*",
        "*a `b* c`",
        "<3@b>",
        "\u00a0",
        "a\u00a0b",
        "    p",
        "        - q",
    ),
    *(
        "- a_b_ c",
        "- 12. maj",
        "1. maj 2024",
        "•  a",
        "- [x] b",
        "- a  ",
        "---",
        "===",
        "- ---",
        "[a](https://b.c)",
        "0. a",
    ),
]
REAL = sorted((*CONTENT.rglob("*.md"), *SHOWCASE.rglob("*.md"), *(SHARED / "minutes").glob("*.txt")))


def both(text: str) -> tuple[markup.Body | None, markup.Body | None]:
    """A text rendered both ways; None where it is too tangled."""
    made = []
    for is_direct in (True, False):
        try:
            made.append(markup.render(text, direct=is_direct))
        except markup.Tangled:
            made.append(None)
    return made[0], made[1]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@settings(max_examples=1500)
@example("| a | b |\n|---|---|\n| c | d |\n# ]\n\n(b)")  # a heading's sign in a table
@example("  \n    Ord")
@example("\u00a0\n\n]]")
@example("1. [[x|tekst]]\n12. maj 2024\n2. **fed**")
@example("ord<b>\n\nord")  # HTML that is not closed reaches on
def test_invented_texts_come_out_the_same(text: str) -> None:
    first, second = both(text)
    assert first == second


@given(st.lists(st.tuples(st.sampled_from(LISTED), st.sampled_from(["\n", "\n", "\n\n", "\n\n\n"])), max_size=9))
@settings(max_examples=1500)
def test_invented_lists_and_tables_come_out_the_same(lines: list[tuple[str, str]]) -> None:
    first, second = both("".join(line + end for line, end in lines))
    assert first == second


@pytest.mark.parametrize("file", REAL, ids=lambda file: file.name)
def test_real_texts_come_out_the_same(file: Path) -> None:
    text = file.read_text("utf-8", "replace")
    parts = split(text, "")
    first, second = both(parts.body if isinstance(parts, Split) else text)
    assert first == second


def test_the_real_minutes_were_among_them() -> None:
    if not (SHARED / "minutes").is_dir():
        pytest.skip("the real minutes are not beside this checkout")
    assert sum(file.suffix == ".txt" for file in REAL) >= 3


def test_plain_text_does_without_python_markdown() -> None:
    """Else the two would be compared with themselves."""

    def engine(pieces: str) -> str:
        pytest.fail(pieces)

    text = (
        "## Sag\n\nEt **fedt** ord, *to* `tre`, [[2023/x]] og [en vej](https://example.org/).\nMere.\n\n### Sag\n\n"
        "Slut & færdig, <5 år.\n\n1. Et\n2. To\n    - Tre\n3. Fire\n\n| a | b |\n|---|--:|\n| c *d* |\n\n- Fem\n"
        "- **Seks**"
    )
    made = direct.render(text, engine)
    assert made
    assert made[0] == markup.render(text, direct=False).html
    assert [each.anchor for each in made[1]] == ["sag", "sag-sag"]


def test_what_is_left_stays_in_its_place() -> None:
    def engine(pieces: str) -> str:
        return "\n".join(f"<p>{piece.strip()}</p>" for piece in pieces.split("\n\n"))

    made = direct.render("Et.\n\n> To\n> Tre\n\nFire.\n\n| Fem |\n\nSeks.", engine)
    assert made
    assert made[0] == "<p>Et.</p>\n<p>> To\n> Tre</p>\n<p>Fire.</p>\n<p>| Fem |</p>\n<p>Seks.</p>"


@pytest.mark.parametrize("text", ["<div>\n\nx\n\n</div>", "```\n\n# x\n```", "x[^1]\n\n[^1]: y", "[a]: /b", "a\\*b"])
def test_what_reaches_over_blank_lines_is_left_whole(text: str) -> None:
    assert direct.render(text, str) is None
