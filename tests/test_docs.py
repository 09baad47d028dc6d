"""The documentation, held: every example is read, every command is called, every link leads somewhere."""

from __future__ import annotations

import argparse
import re
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, is_dataclass
from pathlib import Path

import pytest
from conftest import AUTHORITY, ROOT, options, write
from support.fences import FENCE

from builder import __version__
from builder.__main__ import _parser
from builder.build import check
from builder.diagnostics import TEXTS
from builder.model.keys import Many, Record, Reference, Type, keys_of
from builder.model.records import RECORDS
from builder.model.values import Kind
from builder.schema import read
from builder.schema.names import fold, names_of
from builder.sources import classify

PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(
    (ROOT / "docs").rglob("*.md")
)
# Their examples are wrong on purpose, or steps: tests/test_error_docs.py and tests/test_editor_docs.py hold them.
ELSEWHERE = {f"docs/redaktoer/{name}.md" for name in ("fejl", "kom-i-gang", "huskeseddel", "import")}
SHELLS = {"sh", "bash", "shell", "console"}
LANGUAGES = {
    *SHELLS,
    "text",
    "yaml",
    "markdown",
    "json",
    "html",
    "python",
    "toml",
    "jinja",
    "xml",
    "css",
    "js",
    "nginx",
}


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    page: str
    line: int
    language: str
    text: str
    around: str  # the words before and after it

    def __str__(self) -> str:
        """Where it stands."""
        return f"{self.page}:{self.line}"


def blocks() -> Iterator[Block]:
    """Every fenced block of the documentation."""
    for page in PAGES:
        text = page.read_text("utf-8")
        for match in FENCE.finditer(text):
            around = text[max(0, match.start() - 400) : match.start()] + text[match.end() : match.end() + 400]
            language = match[3].strip().split(" ")[0]
            body = re.sub(rf"^{match[1]}", "", match[4], flags=re.MULTILINE)
            yield Block(
                page.relative_to(ROOT).as_posix(), text.count("\n", 0, match.start()) + 1, language, body, around
            )


BLOCKS = list(blocks())
OTHERS = [each for each in BLOCKS if each.page not in ELSEWHERE]
EXAMPLES = [each for each in OTHERS if each.language in {"yaml", "markdown"} and each.text.startswith("---\n")]
MESSAGES = [each for each in OTHERS if re.match(r"\S+\.md:\d+:\d+: [a-z0-9-]+: ", each.text)]


def prose(page: Path) -> str:
    """A page without its fenced blocks."""
    return FENCE.sub("\n", page.read_text("utf-8"))


def test_there_is_documentation_to_hold() -> None:
    assert EXAMPLES
    assert MESSAGES
    assert any(each.language in SHELLS for each in BLOCKS)


@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_every_block_says_what_language_it_is_in(block: Block) -> None:
    """But for drawings, which are of none."""
    assert block.language in LANGUAGES or (not block.language and re.search("[│─▼►◄├└]|->", block.text))


# --- front matter ---------------------------------------------------------------------------------------------


def place_of(block: Block) -> str:
    """The path below content/ that an example is for: the one named beside it, else one of its kind."""
    for path in re.findall(r"`(?:content/)?([\w./-]+\.md)`", block.around):
        if classify(path) is not None:
            return str(path)
    defaults = {
        Kind.CASE: "havneby/cases/2024/x.md",
        Kind.MEETING: "havneby/meetings/2024-04-09-kb.md",
        Kind.BODY: "havneby/bodies/x.md",
        Kind.AUTHORITY: "havneby/_index.md",
        Kind.DOSSIER: "dossiers/x.md",
        Kind.TOPIC: "topics/x.md",
        Kind.TERM: "glossary/x.md",
        Kind.PAGE: "pages/x.md",
        Kind.ARCHIVE: "_index.md",
    }
    return next(path for kind, path in defaults.items() if not read(block.text, path, kind).findings)


def references(record: object, type_: Type | None = None) -> Iterator[tuple[str, str]]:
    """Every reference in a record: the kind that is meant, and the path."""
    if isinstance(type_, Reference):
        if not type_.free or re.fullmatch(r"[a-z0-9/-]+", str(record)):
            yield type_.kind, str(record)
    elif isinstance(record, tuple):
        for each in record:
            yield from references(each, type_.of if isinstance(type_, Many) else type_)
    elif is_dataclass(record) and not isinstance(record, type):
        for key in keys_of(type(record)):
            value = getattr(record, key.attribute)
            if value is not None:
                yield from references(value, key.type)


def surroundings(record: object, path: str) -> dict[str, str]:
    """The smallest archive in which an example can stand: what it refers to is there."""
    authority = path.partition("/")[0] if path.count("/") > 1 or path.endswith("/_index.md") else "havneby"
    files = {"_index.md": "---\ntitle: Prøve\n---\n", f"{authority}/_index.md": AUTHORITY}
    for kind, ref in references(record):
        parts = ref.strip("/").split("/")
        wanted = {"bodies": 1, "cases": 2, "meetings": 1, "authority": 1}[kind]
        owner, name = ("/".join(parts[:-wanted]) or authority, "/".join(parts[-wanted:]))
        if kind == "authority":
            files[f"{name}/_index.md"] = AUTHORITY
            continue
        files.setdefault(f"{owner}/_index.md", AUTHORITY)
        title = "name" if kind == "bodies" else "title"
        files[f"{owner}/{kind}/{name}.md"] = f"---\n{title}: Navn {name}\n---\n" if kind != "meetings" else "---\n---\n"
    folder = path.removesuffix(".md")
    for each in getattr(record, "attachments", ()):
        if each.file:
            files[f"{folder}/{each.file}"] = "x"
    for target in re.findall(r"\[\[([\w-]+(?:/[\w-]+)*)(?:\|[^\]]*)?\]\]", str(record)):
        files[f"{authority}/cases/{target}.md"] = "---\ntitle: Navn\n---\n"
    return files


@pytest.mark.parametrize("block", EXAMPLES, ids=str)
def test_every_example_is_read_without_a_word(tmp_path: Path, block: Block) -> None:
    path = place_of(block)
    kind = classify(path)
    assert kind is not None
    reading = read(block.text, path, kind.kind)
    assert reading.findings == ()
    files = surroundings(reading.record, path)
    for target in re.findall(r"\[\[(\d{4}/[\w-]+)(?:\|[^\]]*)?\]\]", reading.body):
        files[f"{kind.authority}/cases/{target}.md"] = "---\ntitle: Navn\n---\n"
    content = write(tmp_path / "content", {**files, path: block.text})
    result = check(options(content, tmp_path / "site"))
    assert result.findings == ()


@pytest.mark.parametrize("block", EXAMPLES, ids=str)
def test_every_example_uses_the_names_the_documentation_uses(block: Block) -> None:
    """English keys; that each also has a Danish name is said, not mixed in."""
    assert not re.search(r"^\s*(?:sagsnummer|behandlinger|udfald|titel):", block.text, re.MULTILINE)


# --- messages -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("block", MESSAGES, ids=str)
def test_every_message_is_one_the_program_gives(tmp_path: Path, block: Block) -> None:
    """The mistake it tells of, made in the example of the same page, gives it at the very place."""
    message = " ".join(block.text.split())
    match = re.match(r"(\S+\.md):(\d+):(\d+): ([a-z0-9-]+): (\S+): (.*)", message)
    assert match
    path, line, column, code, field, words = match.groups()
    problem, mend = TEXTS[code]
    said = rf"{re.escape(problem)}; {re.escape(mend)}(?: \(did you mean »\w+«\?\))?"
    assert re.fullmatch(re.sub(r"\\\{\w+\\\}", ".+", said), words)
    wrong = re.match(r"\S+", words)
    meant = re.search(r"»(\w+)«", words)
    assert wrong
    assert meant
    example = next(each for each in EXAMPLES if each.page == block.page and place_of(each) == path)
    text = re.sub(rf"(: ){meant[1]}$", rf"\1{wrong[0]}", example.text, flags=re.MULTILINE)
    assert text != example.text
    found = read(text, path, Kind.CASE).findings
    assert [(each.path, each.line, each.column, each.code, each.field) for each in found] == [
        (path, int(line), int(column), code, field)
    ]
    assert found[0].suggestion == meant[1]


# --- commands -------------------------------------------------------------------------------------------------


def commands(name: str) -> Iterator[tuple[str, str]]:
    """Every call of a program in a shell block or in the text: where it stands, and the line."""
    for block in BLOCKS:
        if block.language in SHELLS:
            for line in block.text.splitlines():
                for part in re.split(r"&&|;(?!.*#)", line.removeprefix("$ ").strip()):
                    if re.match(rf"{name}\b", part.strip()):
                        yield str(block), part.strip()
    for page in PAGES:
        for code in re.findall(rf"`({name} [^`\n]+)`", prose(page)):
            yield page.relative_to(ROOT).as_posix(), code


BESLUT = sorted(set(commands("beslut")))
MAKE = sorted(set(commands("make")))


def options_of(parser: argparse.ArgumentParser) -> set[str]:
    return {each for action in parser._actions for each in action.option_strings}


@pytest.mark.parametrize(("where", "line"), BESLUT)
def test_every_call_of_beslut_can_be_made(where: str, line: str) -> None:
    call, _, comment = line.partition("#")
    arguments = [re.sub(r"^\[|\]$|\.\.\.$", "", word) for word in shlex.split(call)[1:] if word != "..."]
    parser = _parser(str)
    try:
        chosen = parser.parse_args(arguments)
    except SystemExit as error:
        assert error.code == 0, f"{where}: {call}"  # noqa: PT017 - --help and --version end with 0
        return
    (commands_,) = [each for each in parser._actions if isinstance(each, argparse._SubParsersAction)]
    known = options_of(commands_.choices[chosen.command])
    assert set(re.findall(r"--[a-z-]+", comment)) <= known


@pytest.mark.parametrize("command", ["build", "check"])
def test_the_readme_names_every_option(command: str) -> None:
    parser = _parser(str)
    (commands_,) = [each for each in parser._actions if isinstance(each, argparse._SubParsersAction)]
    shared = options_of(commands_.choices["build"]) & options_of(commands_.choices["check"])
    own = options_of(commands_.choices[command]) - (shared if command == "check" else set())
    readme = (ROOT / "README.md").read_text("utf-8")
    missing = {each for each in own if each.startswith("--") and each not in readme}
    assert missing <= {"--help", "--quiet"}


@pytest.mark.parametrize(("where", "line"), MAKE)
def test_every_target_of_make_is_there(where: str, line: str) -> None:
    words = shlex.split(line.partition("#")[0])[1:]
    assert words, where
    if not shutil.which("make"):
        pytest.skip("no make on this machine: its targets were not tried")
    dry = subprocess.run(
        ["make", "-n", "PYTHON=python3", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert dry.returncode == 0, dry.stderr
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for word in words:
        assert "=" in word or re.search(rf"^{re.escape(word)}:", makefile, re.MULTILINE), word


def test_every_target_of_make_is_told_of() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    told = " ".join(page.read_text("utf-8") for page in PAGES)
    untold = {target for target in phony[1].split() if f"make {target}" not in told}
    assert untold <= {"clean"}


# --- links, names, versions -----------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_within_the_documentation_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"!?\[[^\]]*\]\(([^)\s]+)\)", prose(page)):
        if re.match(r"(?:https?|mailto):", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.MULTILINE)
            slugs = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
            assert anchor in slugs, target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_key_that_the_text_names_is_one(page: Path) -> None:
    known = {name for cls in every_record() for name in names_of(cls)}
    for code in re.findall(r"`([^`\n]+)`", prose(page)):
        if match := re.fullmatch(r"([a-zæøå_ -]+): .+", code):
            assert fold(match[1]) in known, code


def every_record() -> set[type]:
    """Every record that front matter can hold, at any depth."""
    seen: set[type] = set()
    ahead: list[type] = list(RECORDS.values())
    while ahead:
        cls = ahead.pop()
        if cls not in seen:
            seen.add(cls)
            for key in keys_of(cls):
                inner = key.type.of if isinstance(key.type, Many) else key.type
                ahead += [inner.of] if isinstance(inner, Record) else []
    return seen


def test_the_readme_names_the_python_that_is_needed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lowest = project["requires-python"].removeprefix(">=")
    readme = (ROOT / "README.md").read_text("utf-8")
    assert set(re.findall(r"Python (\d\.\d+)", readme)) == {lowest}


def test_the_readme_counts_the_archive_right() -> None:
    numbers = {"seven": 7, "eight": 8, "nine": 9, "ten": 10}
    readme = (ROOT / "README.md").read_text("utf-8")
    told = re.search(r"(\w+) cases of", readme)
    assert told
    assert numbers[told[1]] == len(list((ROOT / "content").glob("*/cases/*/*.md")))


def test_the_changelog_knows_the_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.search(r"^## Unreleased$", text, re.MULTILINE) or f"## {__version__}" in text


def test_exit_statuses_are_told_as_they_are() -> None:
    from builder import options as command

    readme = " ".join((ROOT / "README.md").read_text("utf-8").split())
    statuses = {command.DONE: "done", command.CONTENT: "errors", command.CALL: "call", command.MACHINE: "machine"}
    told = re.search(r"Exit status: ([^.]*)\.", readme)
    assert told
    for number, word in statuses.items():
        assert re.search(rf"\b{number} [^,]*{word}", told[1]), (number, told[1])
