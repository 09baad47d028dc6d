"""The page that explains every message, held: each wrong example gives its message, each right one gives none."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from conftest import ROOT, options, write
from support.fences import FENCE
from test_diagnostics import BYTES, SITES

from builder import attachments, sources
from builder.build import Result, build, check
from builder.diagnostics import TEXTS, WARNINGS, Severity, render
from builder.messages import translations
from builder.options import Options
from builder.sources import classify

PAGE = (ROOT / "docs/redaktoer/fejl.md").read_text("utf-8")
USUAL = "havneby/cases/2024/cykelsti.md"  # the file an example is where the page says nothing else
LABEL = re.compile(r"^(?:(Forkert|Rigtigt|I arkivet i forvejen|og)\b.*):$", re.MULTILINE)
Files = dict[str, str]


@dataclass
class Section:
    """What the page says of one code: its paragraph, and the files that are there before, wrong and right."""

    code: str
    group: str
    text: str
    files: dict[str, Files] = field(default_factory=lambda: {"I arkivet i forvejen": {}, "Forkert": {}, "Rigtigt": {}})

    @property
    def paragraph(self) -> str:
        return LABEL.split(FENCE.sub("", self.text))[0].strip()

    @property
    def wrong(self) -> Files:
        return self._with("Forkert")

    @property
    def right(self) -> Files:
        return self._with("Rigtigt")

    def _with(self, label: str) -> Files:
        return {**BASE, **self.files["I arkivet i forvejen"], **self.files[label]} if self.files[label] else {}


def fences(text: str) -> Iterator[tuple[str, str, str]]:
    """The blocks that are files: the words before each, its path, and what it holds."""
    end = 0
    for match in FENCE.finditer(text):
        _, _, path = match[3].partition(" ")
        yield text[end : match.start()].strip(), path.strip(), match[4]
        end = match.end()


def parts(level: str) -> Iterator[tuple[str, str, str]]:
    """The page by its headings of a level: the words of the one above and of its own, and what stands below it."""
    blank = FENCE.sub(lambda match: "x" * len(match[0]), PAGE)  # the examples have headings too
    above = ""
    found = list(re.finditer(r"^(##+) (.+)$", blank, re.MULTILINE))
    for match, following in itertools.zip_longest(found, found[1:]):
        if len(match[1]) < len(level):
            above = match[2]
        if match[1] == level:
            yield above, match[2], PAGE[match.end() : following.start() if following else len(PAGE)]


def sections() -> Iterator[Section]:
    """Every section of the page, in order."""
    for group, code, text in parts("###"):
        section = Section(code, group, text)
        label = ""
        for before, path, content in fences(text):
            said = LABEL.findall(before)[-1]
            label = label if said == "og" else said
            assert path not in section.files[label], f"{code}: {path} twice"
            section.files[label][path] = content
        yield section


GROUPS = {title: text for _, title, text in parts("##")}
BASE: Files = {path: content for _, path, content in fences(GROUPS["Arkivet bag eksemplerne"])}
SECTIONS = list(sections())
SHOWN = [each for each in SECTIONS if each.files["Forkert"]]
WITH_RIGHT = [each for each in SECTIONS if each.files["Rigtigt"]]

# What no block of text can show, made here: options of a build that has the fault.
Maker = Callable[[Path, pytest.MonkeyPatch], Options]


def archive(folder: Path, files: Mapping[str, str | bytes], **changes: object) -> Options:
    """The options of a build of the archive behind the examples with these files over it."""
    return options(write(folder / "content", {**BASE, **files}), folder / "site", **changes)


def broken_archive(name: str) -> Maker:
    return lambda folder, _: options(SITES / name / "content", folder / "site")


def broken_bytes(name: str) -> Maker:
    return lambda folder, _: archive(folder, BYTES[name][0])


def symbolic_link(folder: Path, _: pytest.MonkeyPatch) -> Options:
    made = archive(folder, {})
    (made.content / "pages").mkdir()
    (made.content / "pages/om.md").symlink_to(write(folder, {"om.md": "---\ntitel: Om\n---\n"}) / "om.md")
    return made


def refused(folder: Path, patch: pytest.MonkeyPatch) -> Options:
    made = archive(folder, {USUAL: "---\ntitel: Ny cykelsti\n---\n"})

    def refuse(file: str, *how: object, **more: object) -> object:
        if file.endswith("cykelsti.md"):
            raise PermissionError(13, "Permission denied")
        return Path(file).open(*how, **more)  # type: ignore[call-overload]

    patch.setattr(sources, "open", refuse, raising=False)
    return made


def large_attachment(folder: Path, patch: pytest.MonkeyPatch) -> Options:
    patch.setattr(attachments, "MAX_BYTES", 3)  # not a hundred million: the file would take as many to write
    front = "---\ntitel: Ny cykelsti\nbilag:\n- fil: bilag.pdf\n---\n"
    return archive(folder, {USUAL: front, "havneby/cases/2024/cykelsti/bilag.pdf": "%PDF-1.7"})


def template(folder: Path, _: pytest.MonkeyPatch) -> Options:
    write(folder / "templates", {"case.html": "{% if %}"})
    return archive(folder, {USUAL: "---\ntitel: Ny cykelsti\n---\n"}, templates=folder / "templates")


def changed(before: str, now: str) -> Maker:
    """A case that was published, and is changed or, with no text, taken out."""

    def make(folder: Path, _: pytest.MonkeyPatch) -> Options:
        build(archive(folder, {USUAL: before}))
        made = archive(folder, {USUAL: now}, against=str(folder / "site"))
        if not now:
            (made.content / USUAL).unlink()
        return made

    return make


DECIDED = "---\ntitel: Ny cykelsti\nbehandlinger:\n- organ: kb\n  dato: 2024-04-09\n  udfald: godkendt\n---\n"
MADE: dict[str, Maker] = {
    "no-archive": broken_archive("no-archive"),
    "no-authority": broken_archive("no-authority"),
    "symbolic-link": symbolic_link,
    "unreadable": refused,
    "too-large": broken_bytes("line of 10 MB"),
    "not-utf8": broken_bytes("latin-1"),
    "nul-byte": broken_bytes("NUL byte"),
    "empty-file": broken_bytes("only spaces"),
    "tangled-text": broken_bytes("brackets without end"),
    "attachment-unreadable": broken_bytes("a PDF that is none"),
    "attachment-locked": broken_bytes("a PDF with a password"),
    "attachment-too-large": large_attachment,
    "lost-url": changed(DECIDED, ""),
    "correction-missing": changed(DECIDED, DECIDED.replace("godkendt", "afvist")),
    "template": template,
}
SUGGESTING = {"unknown-key", "unknown-body", "unknown-reference", "dangling-link", "broken-anchor", "missing-file"}
SUGGESTING |= {"similar-topic"}
ON_A_BUILD_SERVER = {"private-source"}
STAYS = {"private-source": {"closed-text"}}  # the page says so: that the files are closed to others mends one of two


def tried(code: str, made: Options) -> Result:
    """What is said of an archive; a build where a check does not go as far."""
    return build(made) if code == "template" else check(made)


# --- the page -------------------------------------------------------------------------------------------------


def test_every_code_has_one_section_in_the_order_of_the_program() -> None:
    assert [each.code for each in SECTIONS] == list(TEXTS)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda each: each.code)
def test_a_section_explains_and_shows(section: Section) -> None:
    """One paragraph of a few sentences; then what is wrong and right, or, where none can be shown, nothing wrong."""
    assert "\n\n" not in section.paragraph
    assert 2 <= len(re.findall(r"[.:;](?=\s|$)", section.paragraph)) <= 9
    assert bool(section.files["Forkert"]) is (section.code not in MADE)
    assert section.files["Rigtigt"] or section.code in MADE


@pytest.mark.parametrize("section", SECTIONS, ids=lambda each: each.code)
def test_a_section_says_whether_it_is_only_a_warning(section: Section) -> None:
    told = "advarsler" in GROUPS[section.group] or "Det er en advarsel" in section.paragraph
    assert told is (section.code in WARNINGS)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda each: each.code)
def test_the_reader_sees_which_file_an_example_is(section: Section) -> None:
    """What stands after the fence is not shown, so the words before it name the file where it is not the usual one."""
    for before, path, _ in fences(section.text):
        line = before.splitlines()[-1]
        assert f"`{path}`" in line or (path == USUAL and line in {"Forkert:", "Rigtigt:"})
        assert f"`{path}`" in line or before.endswith(line)


@pytest.mark.parametrize("name", ["titel", "behandlinger", "udfald", "emner"])
def test_examples_use_the_danish_names(name: str) -> None:
    assert re.search(rf"^(?:- |  )?{name}:", PAGE, re.MULTILINE)
    assert not re.search(r"^(?:- |  )?(?:name|handlings|outcome|topics|body|date|file):", PAGE, re.MULTILINE)


def test_the_message_that_is_taken_apart_is_one_the_program_gives(tmp_path: Path) -> None:
    shown = re.search(r"```text\n(.*)\n```", PAGE)
    assert shown
    said = shown[1].removeprefix("fejl: ")
    code = said.split(": ")[1]
    section = next(each for each in SECTIONS if each.code == code)
    (found,) = check(archive(tmp_path, section.wrong)).findings
    assert render(found, translations("da").gettext) == said
    cells = re.findall(r"^\| [^|]+ \| ([^|]+) \|", PAGE.partition("\n## ")[0], re.MULTILINE)[1:]
    assert len(cells) == 7
    rest = shown[1]
    for cell in cells:
        before, there, rest = rest.partition(cell.strip().strip("`"))
        assert there, cell
        assert not re.search(r"\w", before.replace("mente du", ""))


# --- the examples ---------------------------------------------------------------------------------------------


def test_the_archive_behind_the_examples_is_in_order(tmp_path: Path) -> None:
    assert {place.kind.name for place in map(classify, BASE) if place} == {"ARCHIVE", "AUTHORITY", "BODY"}
    assert check(archive(tmp_path, {})).findings == ()


@pytest.mark.parametrize("section", SHOWN, ids=lambda each: each.code)
def test_a_wrong_example_gives_its_message_and_no_other_error(section: Section, tmp_path: Path) -> None:
    found = check(archive(tmp_path, section.wrong, ci=section.code in ON_A_BUILD_SERVER)).findings
    assert section.code in {each.code for each in found}
    assert {each.code for each in found if each.severity is Severity.ERROR} <= {section.code}


@pytest.mark.parametrize("section", WITH_RIGHT, ids=lambda each: each.code)
def test_a_right_example_gives_no_message(section: Section, tmp_path: Path) -> None:
    found = check(archive(tmp_path, section.right, ci=section.code in ON_A_BUILD_SERVER)).findings
    assert {each.code for each in found} == STAYS.get(section.code, set())


@pytest.mark.parametrize("section", SHOWN, ids=lambda each: each.code)
def test_what_is_already_there_is_in_order(section: Section, tmp_path: Path) -> None:
    """So that the fault is in the example, and the reader finds it there."""
    there = section.files["I arkivet i forvejen"]
    if any(path.endswith(".md") for path in there):
        made = archive(tmp_path, {path: text for path, text in there.items() if path.endswith(".md")})
        assert {each.code for each in check(made).findings} <= {"closed-text"}


@pytest.mark.parametrize("code", MADE)
def test_what_cannot_be_shown_gives_its_message_too(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = tried(code, MADE[code](tmp_path, monkeypatch)).findings
    assert [each.code for each in found] == [code]


@pytest.mark.parametrize("section", [each for each in SHOWN if each.code in SUGGESTING], ids=lambda each: each.code)
def test_what_is_suggested_is_what_the_right_example_says(section: Section, tmp_path: Path) -> None:
    found = [each for each in check(archive(tmp_path, section.wrong)).findings if each.code == section.code]
    said = "\n".join(section.files["Rigtigt"].values())
    assert all(each.suggestion and each.suggestion in said for each in found)
