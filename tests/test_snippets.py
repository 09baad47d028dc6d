"""What an editor is offered while writing is what the program takes."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from builder.messages import translations
from builder.model.keys import keys_of
from builder.model.records import RECORDS
from builder.model.values import Kind
from builder.reference import completions
from builder.schema import read
from builder.schema.snippets import snippets

LANGUAGES = (True, False)


def made(danish: bool) -> dict[str, Any]:
    return snippets(list(Kind), danish=danish, translate=translations("da" if danish else "en").gettext)


def expanded(body: list[str], choice: int = 0) -> str:
    """A snippet as it stands when every stop is passed by; of the choices the one that is asked for, or the last."""

    def chosen(match: re.Match[str]) -> str:
        words = re.split(r"(?<!\\\\),", match[1])
        return words[min(choice, len(words) - 1)].replace("\\,", ",")

    text = re.sub(r"\$\{\d+\|(.*?)\|\}", chosen, "\n".join(body))
    text = re.sub(r"\$\{\d+:((?:[^}\\\\]|\\\\.)*)\}", lambda match: re.sub(r"\\\\(.)", r"\1", match[1]), text)
    return re.sub(r"\$\d+", "x", text)


def of(kind: Kind, name: str, danish: bool) -> dict[str, Any]:
    """The snippet that is offered for a key of a kind."""
    known = made(danish)
    return known.get(f"{name} ({kind.name.lower()})") or known[name]


@pytest.mark.parametrize("danish", LANGUAGES)
@pytest.mark.parametrize("kind", list(Kind))
def test_every_snippet_with_every_choice_is_taken(kind: Kind, danish: bool) -> None:
    keys = keys_of(RECORDS[kind])
    required = [f"{key.name}: {key.example or 'X'}" for key in keys if key.required]
    for key in keys:
        snippet = of(kind, key.called(danish), danish)
        assert key.called(danish) in snippet["prefix"]
        choices = max((each.count(",") for each in re.findall(r"\|(.*?)\|", "\n".join(snippet["body"]))), default=0)
        for number in range(choices + 1):
            own = expanded(snippet["body"], number)
            others = [line for line in required if not line.startswith(f"{key.name}:")]
            text = "\n".join(["---", *others, own, "---", ""])
            reading = read(text, "x.md", kind)
            assert reading.findings == (), (own, reading.findings)
            assert getattr(reading.record, key.attribute) is not None


def test_a_word_that_means_the_same_everywhere_is_offered_once() -> None:
    names = list(made(True))
    assert [name for name in names if name.startswith("titel")] == ["titel"]
    assert [name for name in names if name.startswith("sagsnummer")] == ["sagsnummer"]
    assert sum(name.startswith("type") for name in names) > 1  # of an authority, a body and a meeting


def test_they_are_written_for_vs_code() -> None:
    for each in json.loads(completions(danish=True, translate=str)).values():
        assert each["scope"] == "markdown"
        assert all(isinstance(line, str) for line in each["body"])
        assert each["description"]
