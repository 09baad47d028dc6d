"""Skipping patterns that cannot match changes nothing but the time."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import CONTENT, SHARED
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.treeprocessors import InlineProcessor

from builder.markup import _engine
from builder.markup.inline import SIGNS, Skipping

PIECES = [
    *"`[]!\\<>&*_()^|x \n",
    "  \n",
    "[[",
    "]]",
    "![",
    "[^1]",
    "&amp;",
    "<b>",
    "</b>",
    "https://x.dk",
    "**",
    "__",
    "ord",
]
TEXTS = sorted(CONTENT.rglob("*.md"))


def engines() -> tuple[Markdown, Markdown]:
    ours, plain = _engine.__wrapped__("tilbage")[0], _engine.__wrapped__("tilbage")[0]
    plain.treeprocessors.register(InlineProcessor(plain), "inline", 20)
    return ours, plain


OURS, PLAIN = engines()


def both(text: str) -> tuple[str, str]:
    return OURS.reset().convert(text), PLAIN.reset().convert(text)


def test_every_pattern_has_its_sign() -> None:
    assert isinstance(OURS.treeprocessors["inline"], Skipping)
    assert len(OURS.inlinePatterns) == len(SIGNS)
    assert all(name in OURS.inlinePatterns for name in SIGNS)


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_the_html_is_the_same(pieces: list[str]) -> None:
    ours, plain = both("".join(pieces))
    assert ours == plain


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: file.relative_to(CONTENT).as_posix())
def test_the_html_of_the_real_archive_is_the_same(file: Path) -> None:
    ours, plain = both(file.read_text().split("\n---\n", 1)[-1])
    assert ours == plain


def test_the_html_of_real_minutes_is_the_same() -> None:
    if not SHARED.is_dir():
        pytest.skip("the minutes are not beside the checkout")
    texts = [file.read_text() for file in sorted((SHARED / "minutes").glob("*")) if file.suffix in {".md", ".txt"}]
    assert texts
    for text in texts:
        ours, plain = both(text)
        assert ours == plain
