"""The schemas say what the validation says: every good file passes, what is wrong is told."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import CONTENT, ROOT, SHOWCASE
from jsonschema import Draft202012Validator

from builder.__main__ import main
from builder.diagnostics import Severity
from builder.messages import translations
from builder.model.keys import keys_of
from builder.model.records import RECORDS
from builder.model.values import Kind
from builder.reference import WHERE, reference
from builder.schema import read
from builder.schema.json_schema import json_schema
from builder.sources import classify

DANISH = translations("da").gettext


class Loader(yaml.SafeLoader):
    """YAML as an editor's extension reads it: numbers and booleans are known, days are text."""


Loader.yaml_implicit_resolvers = {
    sign: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def files() -> Iterator[tuple[str, Kind, str]]:
    for root in (CONTENT, SHOWCASE):
        for file in sorted(root.rglob("*.md")):
            place = classify(file.relative_to(root).as_posix())
            assert place is not None
            yield f"{root.name}/{place.path}", place.kind, file.read_text("utf-8")


FILES = list(files())


@cache
def validator(kind: Kind) -> Draft202012Validator:
    return Draft202012Validator(json_schema(kind, DANISH))


def front(text: str) -> Any:
    return yaml.load(text.split("---\n")[1], Loader=Loader)


def wrong(kind: Kind, value: Any) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in validator(kind).iter_errors(value)]


@pytest.mark.parametrize("kind", Kind)
def test_it_is_a_schema(kind: Kind) -> None:
    Draft202012Validator.check_schema(json_schema(kind, DANISH))
    assert json.loads(json.dumps(json_schema(kind, DANISH)))["$schema"].endswith("2020-12/schema")


@pytest.mark.parametrize(("name", "kind", "text"), FILES, ids=[name for name, _, _ in FILES])
def test_every_good_file_passes(name: str, kind: Kind, text: str) -> None:
    assert wrong(kind, front(text)) == []


@pytest.mark.parametrize(
    "line",
    [
        "title: 2024",
        "Titel: Ny cykelsti",
        "case-number: 23/9928",
        "handlings: {body: kb, date: 09-04-2024, outcome: Godkendt}",
        "behandlinger:\n- organ: kb\n  dato: 9. april 2024\n  udfald: [godkendt, oversendt]",
        "amounts: 2.400.000",
        "amounts:\n- amount: 12,5\n  unit: timer",
        "access: lukket",
        "draft: ja",
        "publish: 2024-04-10 kl. 08.00",
        "topics: cykelstier",
        "source: Referat",
        "summary:",
    ],
)
def test_what_an_editor_may_write_passes_both(line: str) -> None:
    text = f"---\n{line}\n" + ("" if "itle:" in line or "itel:" in line else "title: X\n") + "---\n"
    assert [each for each in read(text, "x.md", Kind.CASE).findings if each.severity is Severity.ERROR] == []
    assert wrong(Kind.CASE, front(text)) == []


@pytest.mark.parametrize(
    "line",
    [
        "titlle: X",
        "title: X\ntitel: Y",
        "title: [a, b]",
        "title: X\nhandlings: 5",
        "title: X\nhandlings:\n- date: 2024-04-09",
        "title: X\nhandlings:\n- body: kb\n  date: i morgen",
        "title: X\nhandlings:\n- body: kb\n  outcome: aproved",
        "title: X\naccess: måske",
        "title: X\ndraft: måske",
        "title: X\nid: æ ø",
        "title: X\nattachments:\n- file: ../andet.pdf",
        "summary: uden titel",
    ],
)
def test_what_is_wrong_fails_both(line: str) -> None:
    text = f"---\n{line}\n---\n"
    assert read(text, "x.md", Kind.CASE).findings
    assert wrong(Kind.CASE, front(text))


def faults(value: Any, chance: random.Random) -> Any:
    """The front matter with one key renamed, one value of another type, or one choice misspelt."""
    key = chance.choice(sorted(value))
    made = dict(value)
    way = chance.randrange(3)
    if way == 0:
        made[f"{key}x"] = made.pop(key)
    elif way == 1:
        made[key] = {"x": {"y": 1}}
    else:
        made["access" if "handlings" in value else "draft"] = "måske"
    return made


def test_random_faults_fail_both() -> None:
    chance = random.Random(7)
    tried = 0
    for _ in range(120):
        name, kind, text = chance.choice([each for each in FILES if each[1] is Kind.CASE])
        if "retracted:" in text:
            continue
        broken = faults(front(text), chance)
        dumped = f"---\n{yaml.safe_dump(broken, allow_unicode=True, sort_keys=False)}---\n"
        assert any(each.severity is Severity.ERROR for each in read(dumped, name, kind).findings), dumped
        assert wrong(kind, broken), dumped
        tried += 1
    assert tried > 60


def test_every_key_is_explained_in_danish() -> None:
    for kind, cls in RECORDS.items():
        properties = json_schema(kind, DANISH)["properties"]
        for key in keys_of(cls):
            for name in (key.name, key.danish):
                described = properties[name]["description"]
                assert described.startswith(f"{key.name} · {key.danish}: ")
                assert described.removeprefix(f"{key.name} · {key.danish}: ") != key.meaning


def test_the_command_writes_a_schema_for_each_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "--output", str(tmp_path / "schemas")]) == 0
    names = {file.name for file in (tmp_path / "schemas").iterdir()}
    assert names == {f"{kind.name.lower()}.schema.json" for kind in Kind}
    assert main(["schema", "cases"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Case"


def test_the_reference_in_the_docs_is_what_the_program_writes() -> None:
    environment = {**os.environ, "LANG": "da_DK.UTF-8", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "builder", "schema", "--format", "markdown"]
    written = subprocess.run(command, env=environment, capture_output=True, check=True).stdout.decode()
    assert (ROOT / "docs/redaktoer/felter.md").read_text("utf-8") == written, "run `beslut schema --format markdown`"


def test_the_reference_names_a_place_of_each_kind() -> None:
    assert set(WHERE) == set(Kind)
    for kind, path in WHERE.items():
        place = classify(path)
        assert place is not None
        assert place.kind is kind
    assert reference([Kind.CASE], DANISH).count("| `title`") == 4  # of the case, an attachment, its source, its access
