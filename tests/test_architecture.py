"""Who imports whom, how long a file is, and what is said of it: the rules of docs/architecture.md, held."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from conftest import ROOT

BUILDER = ROOT / "builder"
FILES = sorted(path for path in BUILDER.rglob("*.py") if "__pycache__" not in path.parts)

BASE = {"model", "urls", "diagnostics", "messages", "options", "likeness", "profiling", "journal", "template_files"}
STAGES = {
    *("sources", "schema", "markup", "library", "views", "templates", "checks", "search", "attachments"),
    *("cache", "writer", "workers"),
    *("scaffold", "exports"),
}
JOINTS = {
    "assets",
    "importers",
    "reference",
    "new",
    "reports",
    "parse",
    "reading",
    "rendering",
    "indexing",
    "publishing",
    "unchanged",
    "reworded",
    "results",
    "retold",
    "why",
    "amending",
    "build",
    "starter",
}
ENDS = {"server", "commands", "__main__"}
ROOT_MODULE = "builder"  # builder/__init__.py: the version, for everyone

# From what a module is to what it may import besides itself and the version.
ALLOWED = {
    **dict.fromkeys(BASE, BASE),
    **dict.fromkeys(STAGES, BASE),
    **dict.fromkeys(JOINTS, BASE | STAGES | JOINTS),
    "server": BASE | STAGES | JOINTS,
    "commands": BASE | STAGES | JOINTS | {"server"},
    "__main__": BASE | {"commands"},  # `--help` waits for nothing else
}


def module_of(path: Path) -> str:
    """The dotted name of a file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(path): path for path in FILES}


def part_of(module: str) -> str:
    """The part of the program that a module belongs to: `builder.model.parts` to `model`."""
    return module.split(".")[1] if "." in module else ROOT_MODULE


def syntax(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def imports(path: Path) -> Iterator[str]:
    """Every module of ours that a file imports, wherever in it the import stands."""
    for node in ast.walk(syntax(path)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            names = [f"{node.module}.{each.name}" for each in node.names]
        for name in names:
            parts = name.split(".")
            ways = [".".join(parts[:count]) for count in range(len(parts), 0, -1)]
            yield from [each for each in ways if each in MODULES][:1]


IMPORTS = {module: sorted(set(imports(path)) - {module}) for module, path in MODULES.items()}


def test_the_imports_are_seen() -> None:
    assert "builder.model.values" in IMPORTS["builder.library.status"]
    assert "builder.library" in IMPORTS["builder.build"]
    assert sum(map(len, IMPORTS.values())) > 150


def test_every_module_has_a_place() -> None:
    """A new one is put into one of the sets above, and into docs/architecture.md."""
    assert {part_of(module) for module in MODULES} - {ROOT_MODULE} <= BASE | STAGES | JOINTS | ENDS
    assert sum(map(len, (BASE, STAGES, JOINTS, ENDS))) == len(BASE | STAGES | JOINTS | ENDS)


@pytest.mark.parametrize("module", MODULES)
def test_imports_run_one_way(module: str) -> None:
    own = part_of(module)
    if own == ROOT_MODULE:
        assert IMPORTS[module] == []
        return
    wrong = [each for each in IMPORTS[module] if part_of(each) not in {own, ROOT_MODULE} | ALLOWED[own]]
    assert wrong == []


def test_nothing_imports_the_command_line() -> None:
    assert [module for module, found in IMPORTS.items() if "builder.__main__" in found] == []


def test_no_module_is_left_over() -> None:
    """Each is imported by another, but for the command line and what Python itself runs."""
    wanted = {each for found in IMPORTS.values() for each in found}
    packages = {module.rpartition(".")[0] for module in wanted}
    assert set(MODULES) - wanted - packages - {"builder", "builder.__main__"} == set()


def test_there_is_no_circle() -> None:
    try:
        order = list(TopologicalSorter(IMPORTS).static_order())
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))
    assert len(order) == len(MODULES)
    assert max(map(order.index, ("builder.model.values", "builder.urls"))) < order.index("builder.build")


@pytest.mark.parametrize("module", MODULES)
def test_a_file_over_four_hundred_lines_is_two_things(module: str) -> None:
    assert len(MODULES[module].read_text("utf-8").splitlines()) <= 400


def public_functions(body: list[ast.stmt], within: str = "") -> Iterator[tuple[str, ast.AST]]:
    """The functions, classes and methods that others may use."""
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield within + node.name, node
            if isinstance(node, ast.ClassDef):
                yield from public_functions(node.body, f"{node.name}.")


@pytest.mark.parametrize("module", MODULES)
def test_whatever_is_public_says_what_it_is(module: str) -> None:
    made = syntax(MODULES[module])
    assert ast.get_docstring(made)
    silent = [name for name, node in public_functions(made.body) if not ast.get_docstring(node)]  # type: ignore[arg-type]
    assert silent == []


# --- values, not observation ----------------------------------------------------------------------------------

# Where the world outside may be looked at, and for what.
OBSERVED = {
    "builder.reports": {"environ", "print", "monotonic"},
    "builder.options": {"environ", "now"},
    "builder.messages": {"environ"},
    "builder.cache": {"time_ns"},
    "builder.publishing.web": {"monotonic"},
    "builder.profiling": {"perf_counter", "process_time"},
}
AMBIENT = {
    *("environ", "getenv", "now", "utcnow", "today", "time_ns", "monotonic", "perf_counter", "process_time"),
    *("print", "random", "urandom", "uuid4"),
}


@pytest.mark.parametrize("module", MODULES)
def test_no_stage_looks_at_the_clock_or_the_environment(module: str) -> None:
    found = set()
    for node in ast.walk(syntax(MODULES[module])):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            outside = node.value.id in {"os", "time", "datetime", "date", "random", "uuid"}
            found |= {node.attr} & AMBIENT if outside else set()
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found |= {node.func.id} & AMBIENT - {"now", "today"}
    if part_of(module) not in ENDS:
        assert found <= OBSERVED.get(module, set())


@pytest.mark.parametrize("module", [each for each in MODULES if part_of(each) == "model"])
def test_every_value_of_the_model_is_frozen(module: str) -> None:
    for node in ast.walk(syntax(MODULES[module])):
        if isinstance(node, ast.ClassDef):
            for mark in node.decorator_list:
                if isinstance(mark, ast.Name) and mark.id == "dataclass":
                    pytest.fail(f"{node.name} is not frozen")
                if isinstance(mark, ast.Call) and getattr(mark.func, "id", "") == "dataclass":
                    assert any(each.arg == "frozen" for each in mark.keywords), node.name


# --- the documentation says the same --------------------------------------------------------------------------


def test_the_documentation_names_every_module() -> None:
    text = (ROOT / "docs/architecture.md").read_text("utf-8")
    section = text.split("## Who imports whom")[1].split("\n## ")[0]
    named = set(re.findall(r"`(\w+)`", section))
    there = {part_of(module) for module in MODULES} - {ROOT_MODULE}
    assert named >= there
    assert named <= BASE | STAGES | JOINTS | ENDS


def test_the_documentation_names_no_file_that_is_not_there() -> None:
    text = (ROOT / "docs/architecture.md").read_text("utf-8")
    named = re.findall(r"`((?:\w+/)+[\w.-]*)`", text)
    assert len(named) > 15
    assert [path for path in named if not (ROOT / path).exists() and not (BUILDER / path).exists()] == []
