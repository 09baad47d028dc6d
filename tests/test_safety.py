"""What is not public is nowhere: not in the site, the search index, the cache or a message. Nothing on a page acts."""

from __future__ import annotations

import contextlib
import gzip
import itertools
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import ClassVar

import pytest
from conftest import ARCHIVE, NOW, ROOT, SMALL, options, tree, write
from hypothesis import given, settings
from hypothesis import strategies as st
from support.dangers import dangers, parsed
from support.samples import Mark, Marks, Sampler, document, found
from support.spread import spread

from builder.__main__ import main
from builder.build import build
from builder.cache import thaw
from builder.diagnostics import render
from builder.markup import render as render_body
from builder.model.linked import Links
from builder.model.parts import Attachment
from builder.model.records import RECORDS, Case, Entry, Meeting
from builder.model.values import Kind
from builder.templates.links import fill

CASES = "havneby/cases/2024"
OPEN_CASE = "---\ntitle: Åben sag\nid: aabensag\n---\nEn åben sag.\n"
BASE = {
    **SMALL,
    "havneby/bodies/kb2.md": "---\nname: Teknisk Udvalg\nabbreviation: TU\n---\n",
    f"{CASES}/aaben.md": OPEN_CASE,
}
REFERENCES = {"bodies": "kb", "cases": "havneby/2024/aaben", "authority": "havneby", "meetings": ""}
DAY = "2024-04-09"

# Which part of a case a field belongs to; what is not named here belongs to the presentation, a new field too.
TITLE = {"title", "case_number", "kle", "aliases", "slug"}
DECISION = {"handlings.outcome", "handlings.phrase", "handlings.decision", "handlings.sent_to", "handlings.reading"}
DECISION |= {"handlings.stopped", "body.decision"}
VOTES = {"handlings.votes", "handlings.statements", "handlings.absent", "handlings.recused"}
VOTES |= {"handlings.not_participating", "body.votes"}
ALWAYS = {"id", "basis", "public_title", "public_decision", "handlings.item", "handlings.basis"}
ALWAYS |= {"handlings.public_decision", "handlings.date", "opened"}
EVERYTHING = frozenset({"title", "presentation", "decision", "votes"})
STONE = frozenset({"id", "retracted"})  # what the page of a retracted case says


def part_of(where: str) -> str:
    """The part of a case that a field belongs to; "" for what is always public."""
    for part, fields in (("", ALWAYS), ("title", TITLE), ("decision", DECISION), ("votes", VOTES)):
        if any(where == each or where.startswith((each + ".", each + "-")) for each in fields):
            return part
    return "presentation"


@dataclass(frozen=True)
class Scenario:
    """One way not to be public.

    Args:
        name: names it, and its files.
        front: what the front matter says beside the marks.
        closed: the parts of a case that are closed.
        only: where the file goes as a whole, the fields that may still be seen; None for other files.
        nested: what single fields say.
    """

    name: str
    front: Mapping[str, object] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    only: frozenset[str] | None = None
    nested: Mapping[str, object] = field(default_factory=dict)

    def may_show(self, where: str) -> bool:
        """Whether a field of a case may be seen."""
        if self.only is not None:
            return where.partition(".")[0] in self.only
        return part_of(where) not in self.closed and not where.startswith("shut.")


def _closing(*parts: str) -> dict[str, object]:
    return {"access": dict.fromkeys(parts, "closed")}


RETRACTED: dict[str, object] = {"retracted": None}  # filled with marks
PURGED: dict[str, object] = {"retracted": {"purge": True}}
GONE = (
    Scenario("kladde", {"draft": True}, only=frozenset()),
    Scenario("kladde-paa-dansk", {"kladde": "ja"}, only=frozenset()),
    Scenario("senere", {"publish": "2030-01-01 08:00"}, only=frozenset()),
    Scenario("tilbagekaldt", RETRACTED, only=STONE | {"slug", "aliases"}),
    Scenario("slettet", PURGED, only=STONE),
    Scenario("tilbagekaldt-kladde", {**RETRACTED, "draft": True}, only=frozenset()),
)
CASE_SCENARIOS = (
    Scenario("aaben-sag"),
    Scenario("lukket", {"access": "closed"}, EVERYTHING),
    Scenario("lukket-paa-dansk", {"adgang": "lukket"}, EVERYTHING),
    Scenario("uden-titel", _closing("title"), frozenset({"title", "presentation"})),
    Scenario("uden-fremstilling", _closing("presentation"), frozenset({"presentation"})),
    Scenario("uden-beslutning", _closing("decision"), frozenset({"decision"})),
    Scenario("uden-stemmer", _closing("votes"), frozenset({"votes"})),
    Scenario("kun-beslutning", {"access": {"decision": "open"}}, EVERYTHING - {"decision"}),
    Scenario("kun-titel", {"access": {"title": "open"}}, EVERYTHING - {"title"}),
    Scenario("lukket-behandling", nested={"handlings.access": "closed"}, closed=frozenset({"decision", "votes"})),
    Scenario("lukket-beslutning", nested={"handlings.access": {"decision": "closed"}}, closed=frozenset({"decision"})),
    Scenario("lukkede-stemmer", nested={"handlings.access": {"votes": "closed"}}, closed=frozenset({"votes"})),
    *GONE,
    Scenario("lukket-og-tilbagekaldt", {"access": "closed", **RETRACTED}, only=STONE),
    Scenario("uden-titel-og-tilbagekaldt", {**_closing("title"), **RETRACTED}, only=STONE),
)
OTHER_KINDS = tuple(kind for kind in RECORDS if kind not in (Kind.ARCHIVE, Kind.CASE, Kind.MEETING))


@dataclass(frozen=True)
class Planted:
    """The files of one scenario and the marks in them."""

    files: Mapping[str, str | bytes]
    marks: tuple[Mark, ...]
    secret: tuple[Mark, ...]
    ref: str


def plant_case(scenario: Scenario, count: Iterator[int]) -> Planted:
    """A case with a mark in every field, heading, section, file name and file."""
    marks = Marks(_count=count)
    files: dict[str, str] = {}
    fixed = {"handlings.date": DAY, "handlings.sent_to": ["kb2", marks.word("handlings.sent_to")], **scenario.nested}
    skipped = {"draft", "publish", "access", "attachments.access", "handlings.meeting"}
    skipped |= {"handlings.access"} - set(scenario.nested)
    skipped |= {"retracted"} - set(scenario.front)
    sampler = Sampler(marks, REFERENCES, skipped, {**fixed, "retracted.purge": False}, files=files)
    front = sampler.record(Case)
    closed = scenario.name != "aaben-sag"  # a file with anything closed is not cached, and one of them should be
    if closed:
        attachment = Sampler(marks, {}, {"shut.access"}, files=files).record(Attachment, "shut")
        attachment = {name: value for name, value in attachment.items() if name not in ("document", "number", "reason")}
        opened = Sampler(marks, {}, {"opened.access"}, files=files).record(Attachment, "opened")
        front["attachments"] += [{**attachment, "access": "closed"}, {**opened, "access": "open"}]
        marks.made[:] = [each for each in marks.made if not re.fullmatch(r"shut\.(document|number|reason)", each.where)]
        marks.made[:] = [each for each in marks.made if each.where != "shut.public_title"]
    front |= {name: value for name, value in scenario.front.items() if name != "retracted"}
    if scenario.front.get("retracted"):
        front["retracted"] |= scenario.front["retracted"]  # type: ignore[operator]
    slug = marks.word("slug").lower()
    path = f"{CASES}/{slug}"
    made: dict[str, str | bytes] = {f"{path}.md": document(front, _body(marks))}
    for where, name in files.items():
        made[f"{path}/{name}"] = marks.word(where.replace(".file", ".content"))
    secret = tuple(mark for mark in marks.made if not scenario.may_show(mark.where))
    return Planted(made, tuple(marks.made), secret, f"havneby/2024/{slug}")


def _body(marks: Marks) -> str:
    def section(heading: str, part: str) -> str:
        word = marks.word
        return (
            f"## {heading} {word(part)}\n\n{word(part)} og **{word(part)}**\n\n- {word(part)}\n\n"
            f"### Under {word(part)}\n\n| {word(part)} | b |\n| --- | --- |\n| {word(part)} | 2 |\n\n"
        )

    return (
        f"{marks.word('body.text')} indleder.\n\n"
        + section("Sagsfremstilling", "body.text")
        + section("Beslutning", "body.decision")
        + section("Protokoltilførsel", "body.votes")
        + section("Herefter", "body.text")
        + f'<div lang="da">{marks.word("body.text")}</div>\n\nTekst[^1].\n\n[^1]: {marks.word("body.text")}\n'
    )


def plant_other(kind: Kind, scenario: Scenario, count: Iterator[int]) -> Planted:
    """A file of another kind that goes as a whole."""
    marks = Marks(_count=count)
    skipped = {"draft", "publish", "retracted"} - set(scenario.front)
    sampler = Sampler(marks, REFERENCES, skipped | {"publish", "draft"}, {"retracted.purge": False})
    front = sampler.record(RECORDS[kind])
    front |= {name: value for name, value in scenario.front.items() if name != "retracted"}
    if scenario.front.get("retracted"):
        front["retracted"] |= scenario.front["retracted"]  # type: ignore[operator]
    slug = marks.word("slug").lower()
    path = {Kind.AUTHORITY: f"{slug}/_index.md", Kind.BODY: f"havneby/bodies/{slug}.md"}.get(
        kind, f"{kind.value}/{slug}.md"
    )
    secret = tuple(mark for mark in marks.made if not scenario.may_show(mark.where))
    ref = {Kind.AUTHORITY: slug, Kind.BODY: f"havneby/{slug}"}.get(kind, f"{kind.value}/{slug}")
    return Planted({path: document(front, _body(marks))}, tuple(marks.made), secret, ref)


# Of a closed meeting or item everyone may see these.
ITEM_OPEN = {"items.number", "items.role", "items.basis", "items.public_title", "items.public_decision", "basis"}
MEETING_SCENARIOS = (
    *GONE,
    Scenario("lukket-moede", {"access": "closed"}, only=frozenset()),
    Scenario("lukket-punkt", nested={"items.access": "closed"}, only=frozenset()),
)


def plant_meeting(scenario: Scenario, day: str, count: Iterator[int]) -> Planted:
    """A meeting with a mark in every field."""
    marks = Marks(_count=count)
    skipped = {"draft", "publish", "access", "state"} | ({"retracted"} - set(scenario.front))
    skipped |= {"items.access"} - set(scenario.nested)
    sampler = Sampler(marks, REFERENCES, skipped, {"retracted.purge": False, **scenario.nested})
    front = sampler.record(Meeting)
    front |= {name: value for name, value in scenario.front.items() if name != "retracted"}
    if scenario.front.get("retracted"):
        front["retracted"] |= scenario.front["retracted"]  # type: ignore[operator]
    body = _body(marks)
    allowed = {"retracted.date", "retracted.reason", "aliases"} if "retracted" in scenario.front else set()
    if "access" in scenario.front or scenario.nested:
        allowed |= ITEM_OPEN | {"aliases"}
    of_item = bool(scenario.nested)
    secret = tuple(
        mark
        for mark in marks.made
        if mark.where not in allowed
        and (not of_item or mark.where.startswith("items.") or mark.where in ("body.decision", "body.votes"))
    )
    return Planted(
        {f"havneby/meetings/{day}-kb.md": document(front, body)}, tuple(marks.made), secret, f"havneby/{day}-kb"
    )


def everything() -> dict[str, Planted]:
    """Every scenario by name."""
    count = itertools.count()
    planted = {scenario.name: plant_case(scenario, count) for scenario in CASE_SCENARIOS}
    for kind, scenario in itertools.product(OTHER_KINDS, GONE):
        planted[f"{kind.value} {scenario.name}"] = plant_other(kind, scenario, count)
    for index, scenario in enumerate(MEETING_SCENARIOS):
        planted[f"meetings {scenario.name}"] = plant_meeting(scenario, f"2023-03-{index + 1:02}", count)
    return planted


PLANTED = everything()
NAMES = tuple(name for name in PLANTED if name != "aaben-sag")


def linking(planted: Iterable[Planted]) -> dict[str, str]:
    """Open files that point to everything in every way there is."""
    refs = [each.ref for each in planted]
    cases = [ref for ref in refs if ref.startswith("havneby/2024/")]
    words = "\n\n".join(f"Se [[{ref}]] og [[{ref}|sagen]]." for ref in refs)
    related = [{"case": ref, "as": "parent"} for ref in cases]
    items = [{"number": str(index), "case": ref} for index, ref in enumerate(cases, 1)]
    return {
        f"{CASES}/peger.md": document({"title": "Peger", "related": related}, words),
        "dossiers/alt.md": document({"title": "Alt", "cases": cases}, words),
        "havneby/meetings/2024-05-01-kb.md": document({"items": items}, words),
        "pages/peger.md": document({"title": "Peger"}, words),
    }


def told(folder: Path) -> str:
    """All that a folder says, in small letters: names and contents, what is packed unpacked."""
    pieces = []
    for path, data in sorted(tree(folder).items()):
        pieces += [path, unpacked(data).decode("utf-8", "replace")]
        if path.endswith(".sqlite"):
            pieces += [row.decode("utf-8", "replace") for row in index_rows(folder / path)]
    return "\n".join(pieces).lower()


def unpacked(data: bytes) -> bytes:
    """What a file says, if it is packed."""
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def index_rows(cache: Path) -> Iterator[bytes]:
    """What the cache keeps of the parts of the search index, which is packed in itself."""
    with contextlib.closing(sqlite3.connect(cache)) as database:
        for (row,) in database.execute("SELECT value FROM indexes"):
            if row[:1] == b"x":
                yield zlib.decompress(row)
            elif isinstance(shown := thaw(row), dict):
                yield from (unpacked(each) for each in shown.values() if isinstance(each, bytes))


@dataclass(frozen=True)
class Run:
    """What a build from the command line left and said."""

    site: str
    cache: str
    output: str
    files: Mapping[str, bytes]


def beslut(folder: Path, *arguments: str) -> str:
    """Run the command line in a folder; everything it says."""
    environment = {name: value for name, value in os.environ.items() if name not in ("CI", "LANG", "LC_ALL")}
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-m", "builder", *arguments],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def without_paths(text: str, planted: Iterable[Planted]) -> str:
    """What was said, but for the files' own names: a message must say which file it is about."""
    for each in planted:
        for path in each.files:
            text = text.replace(path, "…")
    return text.lower()


def run(folder: Path, files: Mapping[str, str | bytes]) -> Run:
    write(folder / "content", files)
    output = beslut(folder, "build")
    return Run(told(folder / "site"), told(folder / ".beslut"), output, tree(folder / "site"))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Everything planted, nothing pointing to it."""
    files = {path: data for each in PLANTED.values() for path, data in each.files.items()}
    return run(tmp_path_factory.mktemp("plain"), {**BASE, **files})


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Everything planted, and open files that point to it; also what the checks say of it."""
    files = {path: data for each in PLANTED.values() for path, data in each.files.items()}
    folder = tmp_path_factory.mktemp("linked")
    made = run(folder, {**BASE, **files, **linking(PLANTED.values())})
    output = made.output + "".join(beslut(folder, "check", "--format", form) for form in ("text", "json", "github"))
    return Run(made.site, made.cache, output, made.files)


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> str:
    """All that is said of what goes public, with everything planted new, and with all of it changed; the manifest."""
    folder = tmp_path_factory.mktemp("lists")
    write(folder / "content", BASE)
    beslut(folder, "build", "--no-search")
    write(folder / "content", {path: data for each in PLANTED.values() for path, data in each.files.items()})
    calls = [["check", "--publish", "--format", form, "--against", "site"] for form in ("text", "json")]
    said = beslut(folder, "check", "--publish") + "".join(beslut(folder, *call) for call in calls)
    beslut(folder, "build", "--no-search")
    own = (ROOT / "templates/base.html").read_text() + "<!-- another -->"
    write(folder / "templates", {"base.html": own})
    said += "".join(beslut(folder, *call) for call in calls)
    return without_paths(said, PLANTED.values()) + (folder / "site/manifest.json").read_text().lower()


def fields(marks: Iterable[Mark]) -> set[str]:
    return {mark.where for mark in marks}


class TestNothingIsTold:
    @pytest.mark.parametrize("name", NAMES)
    def test_in_the_site_or_the_cache(self, plain: Run, name: str) -> None:
        assert fields(found(PLANTED[name].secret, plain.site)) == set()
        assert fields(found(PLANTED[name].secret, plain.cache)) == set()

    @pytest.mark.parametrize("name", NAMES)
    def test_where_open_files_point_to_it(self, linked: Run, name: str) -> None:
        assert fields(found(PLANTED[name].secret, linked.site)) == set()
        here = [mark for mark in PLANTED[name].secret if mark.where != "slug"]  # open files name it
        assert fields(found(here, linked.cache)) == set()

    @pytest.mark.parametrize("name", NAMES)
    def test_in_a_message(self, linked: Run, name: str) -> None:
        assert fields(found(PLANTED[name].marks, without_paths(linked.output, PLANTED.values()))) == set()


class TestBeforeItGoesPublic:
    """The lists of what becomes public and what is held back name files, and nothing else of what is held back."""

    @pytest.mark.parametrize("name", NAMES)
    def test_nothing_of_it_is_told(self, lists: str, name: str) -> None:
        assert fields(found(PLANTED[name].secret, lists)) == set()

    def test_what_is_public_is(self, lists: str) -> None:
        assert {"title", "slug"} <= fields(found(PLANTED["aaben-sag"].marks, lists))
        assert {"public_title", "basis", "id"} <= fields(found(PLANTED["lukket"].marks, lists))
        assert {"retracted.reason"} <= fields(found(PLANTED["tilbagekaldt"].marks, lists))


class TestTheSearchCouldFail:
    """The same marks in an open case are found wherever the tests above look."""

    MARKS = PLANTED["aaben-sag"].marks
    UNUSED = frozenset({"public_title", "public_decision", "handlings.public_decision", "basis", "handlings.basis"})

    def test_every_field_of_an_open_case_is_told(self, plain: Run) -> None:
        missing = fields(self.MARKS) - fields(found(self.MARKS, plain.site))
        assert missing <= self.UNUSED | {"attachments.public_title", "attachments.reason", "attachments.url"}

    @pytest.mark.parametrize("ending", [".html", ".json", ".pf_fragment", ".pf_index"])
    def test_the_title_and_a_word_of_the_text_in_each_sort_of_file(self, plain: Run, ending: str) -> None:
        text = "\n".join(
            f"{path}\n{(gzip.decompress(data) if data[:2] == b'%c%c' % (31, 139) else data).decode('utf-8', 'replace')}"
            for path, data in plain.files.items()
            if path.endswith(ending)
        ).lower()
        wanted = {"slug"} if ending == ".json" else {"title", "summary", "body.text", "handlings.decision"}
        assert wanted <= fields(found(self.MARKS, text))

    def test_the_cache(self, plain: Run) -> None:
        assert {"title", "summary", "body.text", "handlings.votes.against"} <= fields(found(self.MARKS, plain.cache))

    @pytest.mark.parametrize("scenario", [s for s in CASE_SCENARIOS if s.only is None], ids=lambda each: each.name)
    def test_only_the_closed_parts_are_missing(self, plain: Run, scenario: Scenario) -> None:
        planted = PLANTED[scenario.name]
        usual = fields(found(self.MARKS, plain.site))
        seen = fields(found(planted.marks, plain.site))
        meant = {each for each in usual if scenario.may_show(each)}
        if "presentation" in scenario.closed:  # then the whole text is
            meant = {each for each in meant if not each.startswith("body.")}
        assert meant <= seen

    def test_what_stands_in_place_of_what_is_closed(self, plain: Run) -> None:
        seen = fields(found(PLANTED["lukket"].marks, plain.site))
        assert {"id", "public_title", "handlings.public_decision", "basis", "handlings.item", "opened.title"} <= seen
        assert {"id", "retracted.reason"} <= fields(found(PLANTED["slettet"].marks, plain.site))
        assert {"slug", "aliases"} <= fields(found(PLANTED["tilbagekaldt"].marks, plain.site))
        assert {"items.public_title", "items.number"} <= fields(
            found(PLANTED["meetings lukket-punkt"].marks, plain.site)
        )


class TestClosedLater:
    """What was public once and is closed now goes from everywhere, the cache's free pages too."""

    NAMES = ("lukket", "kladde", "senere", "slettet", "uden-titel", "uden-beslutning")

    @pytest.mark.parametrize("where", ["here", "with workers", "in another checkout", "in one with the older site"])
    def test_it_goes_from_everywhere(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
        """Also where the cache of the time when it was open is restored, from the store of CI or another machine."""
        spread(monkeypatch)
        closed = [PLANTED[name] for name in self.NAMES]
        files = {path: data for each in closed for path, data in each.files.items()}
        opened = {path: self._opened(data) for path, data in files.items()}
        content = write(tmp_path / "content", {**BASE, **opened})
        jobs = 4 if where == "with workers" else 1
        chosen = options(content, tmp_path / "site", cache=tmp_path / "cache", search=True, jobs=jobs)
        build(chosen)
        told_before = told(tmp_path / "site") + told(tmp_path / "cache")
        for each in closed:
            assert {"title", "body.text"} <= fields(found(each.marks, told_before))
            assert {"title", "body.text"} <= fields(found(each.marks, told(tmp_path / "cache")))
        if "checkout" in where or "older" in where:
            other = tmp_path / "andet"
            for name in ("content", "cache", *(["site"] if "older" in where else [])):
                shutil.copytree(tmp_path / name, other / name, copy_function=shutil.copyfile)
            content = other / "content"
            chosen = replace(chosen, content=content, output=other / "site", cache=other / "cache")
        write(content, files)
        assert build(chosen).written
        for _ in range(2):
            for each in closed:
                assert fields(found(each.secret, told(chosen.output))) == set()
                assert chosen.cache
                assert fields(found(each.secret, told(chosen.cache))) == set()
            (content / f"{CASES}/aaben.md").write_text(OPEN_CASE + "Mere.\n")
            build(chosen)

    def test_it_is_not_told_when_it_is_asked_why(self, tmp_path: Path) -> None:
        """The cache still holds what was public when the next build tells what has changed."""
        closed = [PLANTED[name] for name in self.NAMES]
        files = {path: data for each in closed for path, data in each.files.items()}
        opened = {path: self._opened(data) for path, data in files.items()}
        content = write(tmp_path / "content", {**BASE, **opened})
        chosen = options(content, tmp_path / "site", cache=tmp_path / "cache")
        build(chosen)
        assert all({"title"} <= fields(found(each.marks, told(tmp_path / "cache"))) for each in closed)
        pages = tuple(path for path in tree(tmp_path / "site") if path.endswith(".html"))
        write(content, files)
        answers = build(replace(chosen, why=pages)).answers
        said = "\n".join(
            cause.message.format(**dict(cause.values)) for each in answers for cause in each.causes
        ).lower()
        for each in closed:
            assert f"{each.ref.replace('/', '/cases/', 1)}.md: " in said
            names = {mark for mark in each.marks if mark.where == "slug"}  # a file is told of by its name
            assert fields(found(set(each.secret) - names, said)) == set()
        for words in ("is no longer public", "the text", "it was taken down", "it is a draft now"):
            assert words in said

    @staticmethod
    def _opened(data: str | bytes) -> str | bytes:
        """The file before it was closed: without the keys of access, so that the cache holds it."""
        if not str(data).startswith("---"):
            return data
        shut = re.compile(r"^(access|draft|publish|retracted):.*\n(  .*\n)*|^(  |- )access: closed\n", re.MULTILINE)
        return shut.sub("", str(data)).replace("  access: open\n", "")


class TestTime:
    def test_an_embargo_lifts_at_its_moment(self, tmp_path: Path, archive: Callable[..., Path]) -> None:
        content = archive({f"{CASES}/x.md": "---\ntitle: Ventende\npublish: 2026-02-01 08:00\n---\n"})
        shown = []
        for moment in (datetime(2026, 2, 1, 7, 59), datetime(2026, 2, 1, 8, 0), datetime(2026, 1, 1)):
            build(options(content, tmp_path / "site", cache=tmp_path / "cache", at=moment))
            shown.append("ventende" in told(tmp_path / "site"))
        assert shown == [False, True, False]

    def test_a_draft_is_public_when_the_key_goes(self, tmp_path: Path, archive: Callable[..., Path]) -> None:
        shown = []
        for key in ("draft: true\n", "", "kladde: ja\n", "draft: false\n"):
            content = archive({f"{CASES}/x.md": f"---\ntitle: Kladdesag\n{key}---\n"})
            build(options(content, tmp_path / "site", cache=tmp_path / "cache"))
            shown.append("kladdesag" in told(tmp_path / "site"))
        assert shown == [False, True, False, True]

    @pytest.mark.parametrize("key", ["draft", "publish", "access", "retracted", "kladde", "udgiv", "adgang"])
    def test_a_guard_without_a_value_does_not_open(self, checked: Callable[..., object], key: str) -> None:
        """Whoever writes `kladde:` and nothing behind it meant something, and it was not to publish."""
        result = checked({f"{CASES}/x.md": f"---\ntitle: X\n{key}:\n---\n"})
        assert result.failed  # type: ignore[attr-defined]


class TestNotCounted:
    """A file that is not public leaves every other page as if it did not exist."""

    FRONT = "title: Skjult\nid: skjultsag\ncase_number: 24/77\ntopics: [Skjult]\nplaces: [Skjult]\n"
    HANDLED = "handlings:\n- body: kb\n  date: 1993-07-13\n  item: 4\n  role: decision\n  outcome: approved\n"

    @pytest.mark.parametrize("key", ["draft: true", "publish: 2030-01-01"])
    def test_the_site_is_the_same_without_it(self, tmp_path: Path, archive: Callable[..., Path], key: str) -> None:
        self._same(tmp_path, archive, {f"{CASES}/x.md": f"---\n{self.FRONT}{self.HANDLED}{key}\n---\nTekst.\n"}, set())

    def test_but_for_the_stone_of_a_retracted_one(self, tmp_path: Path, archive: Callable[..., Path]) -> None:
        key = "retracted:\n  date: 2025-01-01\n  purge: true"
        hidden = {f"{CASES}/x.md": f"---\n{self.FRONT}{self.HANDLED}{key}\n---\nTekst.\n"}
        changed = {"havneby/sager/2024/skjultsag/index.html", "rettelser/index.html", "manifest.json"}
        self._same(tmp_path, archive, hidden, changed)

    @pytest.mark.parametrize("kind", ["dossiers", "topics", "places", "organisations", "glossary", "pages"])
    @pytest.mark.parametrize("key", ["draft: true", "publish: 2030-01-01"])
    def test_nor_is_another_kind(self, tmp_path: Path, archive: Callable[..., Path], kind: str, key: str) -> None:
        names = "title: T\n" if kind in ("dossiers", "pages") else "term: T\n" if kind == "glossary" else "name: T\n"
        self._same(tmp_path, archive, {f"{kind}/t.md": f"---\n{names}summary: S\n{key}\n---\n"}, set())

    @pytest.mark.parametrize("key", ["draft: true", "publish: 2030-01-01"])
    def test_nor_a_body_or_an_authority(self, tmp_path: Path, archive: Callable[..., Path], key: str) -> None:
        hidden = {
            "havneby/bodies/x.md": f"---\nname: X\nabbreviation: XX\n{key}\n---\n",
            "anden/_index.md": f"---\nname: Anden Kommune\n{key}\n---\n",
            "havneby/meetings/2024-01-01-x.md": "---\n---\n",
        }
        self._same(tmp_path, archive, hidden, set())

    def _same(self, tmp_path: Path, archive: Callable[..., Path], hidden: Mapping[str, str], changed: set[str]) -> None:
        content = archive({f"{CASES}/aaben.md": OPEN_CASE})
        build(options(content, tmp_path / "without"))
        write(content, hidden)
        assert build(options(content, tmp_path / "with")).written
        before, after = tree(tmp_path / "without"), tree(tmp_path / "with")
        differing = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
        assert differing == changed

    def test_a_pointer_to_a_draft_says_no_more_than_that_it_is_not_public(self, built: Callable[..., Path]) -> None:
        site = built(
            {
                f"{CASES}/x.md": f"---\n{self.FRONT}draft: true\n---\n",
                f"{CASES}/y.md": "---\ntitle: Y\nrelated: [2024/x]\n---\nSe [[2024/x]], [[2024/x|sagen]], 24/77.\n",
            }
        )
        page = (site / "havneby/sager/2024/y/index.html").read_text()
        prose = page.partition('class="prose"')[2].partition("</div>")[0]
        assert "<a" not in prose
        assert "Skjult" not in page
        assert "2024/x" not in page


class TestHiddenOwners:
    """What belongs to a file that is not public is not shown, and never breaks the build."""

    KEYS = (
        "draft: true",
        "publish: 2030-01-01",
        "retracted: 2025-01-01",
        "retracted:\n  date: 2025-01-01\n  purge: true",
    )
    CASE = "---\ntitle: Mxqsag\n{}handlings:\n- body: {}\n  date: 2024-04-09\n  role: decision\n  decision: Ja.\n---\n"

    @pytest.mark.parametrize("key", KEYS)
    def test_of_an_authority(self, built: Callable[..., Path], key: str) -> None:
        site = built(
            {
                "anden/_index.md": f"---\nname: Mxqkommune\n{key}\n---\n",
                "anden/bodies/kb.md": "---\nname: Mxqraad\n---\n",
                "anden/meetings/2024-04-09-kb.md": "---\nplace: Mxqsted\n---\n",
                "anden/cases/2024/x.md": self.CASE.format("", "kb"),
                f"{CASES}/y.md": "---\ntitle: Y\nrelated: [anden/2024/x]\n---\n[[anden/2024/x]] [[anden]]\n",
            }
        )
        assert "mxq" not in told(site)

    @pytest.mark.parametrize("key", KEYS)
    def test_of_a_body(self, built: Callable[..., Path], key: str) -> None:
        site = built(
            {
                "havneby/bodies/tu.md": f"---\nname: Mxqudvalg\n{key}\n---\n",
                "havneby/meetings/2024-04-09-tu.md": "---\nplace: Mxqsted\n---\n",
                f"{CASES}/x.md": self.CASE.replace("Mxqsag", "Sag").format("route: [tu, kb]\n", "tu"),
                f"{CASES}/y.md": self.CASE.replace("Mxqsag", "Sag").format("route: [kb, tu]\n", "kb"),
                f"{CASES}/z.md": "---\ntitle: Z\nhandlings:\n- body: kb\n  date: 2024-04-09\n  sent_to: [tu]\n---\n",
            }
        )
        assert "mxq" not in told(site)

    @pytest.mark.parametrize("key", KEYS)
    def test_of_a_meeting(self, built: Callable[..., Path], key: str) -> None:
        named = self.CASE.replace("  role", "  meeting: 2024-04-09-kb-2\n  role").replace("Mxqsag", "Sag")
        site = built(
            {
                "havneby/meetings/2024-04-09-kb.md": "---\n---\n",
                "havneby/meetings/2024-04-09-kb-2.md": f"---\nplace: Mxqsted\n{key}\n---\n",
                f"{CASES}/x.md": named.format("", "kb"),
            }
        )
        assert "mxq" not in told(site)

    @pytest.mark.parametrize("kind", ["topics", "places", "organisations"])
    @pytest.mark.parametrize("key", KEYS)
    def test_of_a_subject_that_a_case_names(self, built: Callable[..., Path], kind: str, key: str) -> None:
        site = built(
            {
                f"{kind}/havnen.md": f"---\nname: Havnen\nsummary: Mxqord\n{key}\n---\n",
                f"{CASES}/x.md": f"---\ntitle: X\n{kind}: [Havnen]\n---\n",
            }
        )
        assert "mxq" not in told(site)


class TestClosedMeetings:
    """What a meeting closes is closed in the case that came before it, in its text and what its text links to."""

    CASE = (
        "---\ntitle: Sag\nhandlings:\n- body: kb\n  date: 2024-04-09\n  role: decision\n"
        "  phrase: Mxqord.\n  decision: Mxqbeslutning om 24/999.\n  votes:\n    against: [Mxqperson]\n---\n"
        "## Sagsfremstilling\n\nÅben.\n\n## Beslutning\n\nMxqtekst.\n\n## Afstemning\n\nMxqstemmer.\n"
    )

    @pytest.mark.parametrize("key", ["access: closed", "access:\n  title: closed\n  decision: closed\n  votes: closed"])
    @pytest.mark.parametrize("state", ["", "retracted: 2025-01-01\n"])
    def test_closes_the_decisions_of_its_cases(
        self, tmp_path: Path, archive: Callable[..., Path], key: str, state: str
    ) -> None:
        content = archive(
            {
                f"{CASES}/x.md": self.CASE,
                f"{CASES}/y.md": "---\ntitle: Y\ncase_number: 24/999\n---\n",
                "havneby/meetings/2024-04-09-kb.md": f"---\n{state}{key}\n---\n",
            }
        )
        build(options(content, tmp_path / "site", cache=tmp_path / "cache", search=True))
        assert re.findall("mxq[a-z]+", told(tmp_path / "site")) == []
        assert re.findall("mxq[a-z]+", told(tmp_path / "cache")) == []
        mentioned = tmp_path / "site/havneby/sager/2024/y/index.html"
        assert not mentioned.exists() or "/2024/x/" not in mentioned.read_text()

    @pytest.mark.parametrize("access", ["closed", "{decision: closed}"])
    def test_a_closed_item_closes_the_sections_of_the_text(self, built: Callable[..., Path], access: str) -> None:
        site = built(
            {
                "havneby/meetings/2024-04-09-kb.md": (
                    f"---\nitems:\n- title: Punkt\n  access: {access}\n  decision: Mxqa\n---\n"
                    "## Sagsfremstilling\n\nTekst.\n\n## Beslutning\n\nMxqb\n"
                )
            }
        )
        assert "mxq" not in told(site)


class TestSections:
    """A closed decision's section goes, in whatever way its heading is written and whatever stands in it."""

    @pytest.mark.parametrize(
        "body",
        [
            "## Beslutning\nMxq",
            "##Beslutning##\nMxq",
            "# BESLUTNINGER\nMxq",
            "Beslutning\n---\nMxq",
            "Beslutning\n===\nMxq",
            "## Byrådets beslutning {#besl}\nMxq",
            "## *Beslutning* 9. april\nMxq",
            "<h2>Beslutning</h2>\nMxq",
            "<h2>\nBeslutning\n</h2>\nMxq",
            "<H3 id='x'>Beslutning</H3> Mxq",
            "> ## Beslutning\n> Mxq",
            "- ## Beslutning\n\n  Mxq",
            "**Beslutning**\n\nMxq",
            "**Beslutning:** Mxq",
            "__Beslutning__\n\nMxq",
            "Beslutning:\n\nMxq",
            "## Beslutning\n\n### Under\n\nMxq",
            "## Beslutning\n\n~~~\n# nej\n~~~\n\nMxq",
            "## Beslutning\n\n```\n## nej\n```\n\nMxq",
            "## Beslutning\n\nGodkendt.\nIgen.\n---\nMxq",
            "## Beslutning\n\nGodkendt.\n\n---\n\nMxq",
            "## Afgørelse\nMxq",
            "## Vedtagelse\nMxq",
            "## Decision\nMxq",
            "## Sagsfremstilling\n\nTekst.\n\n### Beslutning\n\nMxq",
            "<div><h2>Beslutning</h2></div>\n\nMxq",
        ],
    )
    def test_goes(self, built: Callable[..., Path], body: str) -> None:
        site = built({f"{CASES}/x.md": f"---\ntitle: X\naccess:\n  decision: closed\n---\n{body}\n"})
        assert "mxq" not in told(site)

    def test_the_next_section_stays(self, built: Callable[..., Path]) -> None:
        body = "## Før\n\nMxqa\n\n## Beslutning\n\nMxqb\n\n### Under\n\nMxqc\n\n## Efter\n\nMxqd\n"
        site = built({f"{CASES}/x.md": f"---\ntitle: X\naccess:\n  decision: closed\n---\n{body}"})
        assert sorted(set(re.findall("mxq[a-d]", told(site)))) == ["mxqa", "mxqd"]


class TestFiles:
    @pytest.mark.parametrize("name", ["h.pdf", "./h.pdf", "x/h.pdf", ".//h.pdf", "under/../h.pdf"])
    @pytest.mark.parametrize("link", ["h.pdf", "./h.pdf", "x/h.pdf", "h%2Epdf", "h.pdf#side-2"])
    def test_a_closed_file_stays_whatever_it_is_called(
        self, tmp_path: Path, archive: Callable[..., Path], name: str, link: str
    ) -> None:
        content = archive(
            {
                f"{CASES}/x.md": (
                    f"---\ntitle: X\nattachments:\n- access: closed\n  file: {name}\n---\n[f]({link}) ![b]({link})\n"
                ),
                f"{CASES}/x/h.pdf": b"Mxqfil",
            }
        )
        build(options(content, tmp_path / "site"))
        assert "mxq" not in told(tmp_path / "site")

    @pytest.mark.parametrize("key", ["draft: true", "publish: 2030-01-01", "retracted: 2025-01-01", "access: closed"])
    def test_the_files_of_a_hidden_case_stay(self, built: Callable[..., Path], key: str) -> None:
        front = f"title: X\nid: enhemmelig\n{key}\nattachments:\n- file: mxqa.pdf\n"
        files = {f"{CASES}/x/mxqa.pdf": b"Mxqb", f"{CASES}/x/mxqc.pdf": b"Mxqd"}
        site = built({f"{CASES}/x.md": f"---\n{front}---\n[x](mxqc.pdf)\n", **files})
        assert "mxq" not in told(site)

    @pytest.mark.parametrize("access", ["closed", "{title: closed}", "{presentation: closed}", "{decision: open}"])
    def test_no_message_names_the_files_of_a_closed_presentation(
        self, checked: Callable[..., object], access: str
    ) -> None:
        front = f"title: X\nid: enhemmelig\naccess: {access}\nattachments:\n- file: mxqa.pdf\n"
        result = checked({f"{CASES}/x.md": f"---\n{front}---\n", f"{CASES}/x/mxqa.pdf": b"1"})
        assert "mxq" not in messages(result)

    def test_a_link_out_of_the_folder_is_an_error(self, tmp_path: Path, archive: Callable[..., Path]) -> None:
        (tmp_path / "udenfor.txt").write_text("Mxq")
        content = archive(
            {f"{CASES}/x.md": "---\ntitle: X\nattachments:\n- file: a.txt\n---\n", f"{CASES}/x/b.txt": b""}
        )
        (content / CASES / "x/a.txt").symlink_to(tmp_path / "udenfor.txt")
        result = build(options(content, tmp_path / "site"))
        assert "symbolic-link" in {each.code for each in result.findings}
        assert result.written is None

    @pytest.mark.parametrize("key", ["", "retracted: 2025-01-01\nid: enretsag\n"])
    @pytest.mark.parametrize(
        "alias",
        ["/../../ude/", "/a/../../../ude/", "/./ude/", "//ude.example/", "ude/", "/.beslut-staging/x/", "/.git/ude/"],
    )
    def test_an_alias_stays_in_the_site(
        self, tmp_path: Path, archive: Callable[..., Path], alias: str, key: str
    ) -> None:
        content = archive({f"{CASES}/x.md": f"---\ntitle: X\n{key}aliases: ['{alias}']\n---\n"})
        before = {path for path in tmp_path.parent.rglob("*") if tmp_path / "site" not in (path, *path.parents)}
        result = build(options(content, tmp_path / "site"))
        after = {path for path in tmp_path.parent.rglob("*") if tmp_path / "site" not in (path, *path.parents)}
        assert after == before
        assert result.written is None
        assert "bad-alias" in {each.code for each in result.findings}


def messages(result: object) -> str:
    """Everything that the findings of a build say, but for the paths of files."""
    lines = [
        render(each, lambda text: text).replace(each.path, "", 1)
        for each in result.findings  # type: ignore[attr-defined]
        if each.path.endswith(".md")
    ]
    named = [each.path for each in result.findings if not each.path.endswith(".md")]  # type: ignore[attr-defined]
    return "\n".join((*lines, *named)).lower()


class TestMessages:
    """No message about a file that holds what is not public repeats what stands in it."""

    FAULTS: ClassVar = {
        "bad value": "hearing:\n  from: mxqdato\n",
        "bad choice": "handlings:\n- body: kb\n  role: mxqrolle\n",
        "unknown key": "mxqord: 1\n",
        "unknown key with a point": "Mxqperson. Cpr: 1\n",
        "unknown key in a list": "handlings:\n- body: kb\n  mxqord.mxqord: 1\n",
        "key in brackets": "mxq[0]: 1\n",
        "unknown body": "route: [mxqudvalg]\n",
        "unknown case": "related: [2024/mxqsag]\n",
        "unknown meeting": "handlings:\n- body: kb\n  meeting: 2024-01-01-mxq\n",
        "key twice": "kle: mxq\nkle: mxq\n",
        "two names": "kle: mxq\nKLE: mxqq\n",
        "broken YAML": "kle: [mxq\n",
        "anchor": "kle: &mxq 1\nsummary: *mxq\n",
        "unknown anchor": "kle: *mxq\n",
        "swallowed comma": "source: {title: A, mxq}\n",
        "list for a value": "summary: [mxqa, mxqb]\n",
        "missing file": "attachments:\n- file: mxq.pdf\n",
        "path outside": "attachments:\n- file: ../mxq.pdf\n",
        "bad alias": "aliases: [mxq]\n",
        "alias of another page": "aliases: [/havneby/mxq/, /havneby/]\n",
        "wrong address": "source:\n  url: javascript:mxq\n",
    }
    GUARDS = (
        "draft: true",
        "kladde: ja",
        "publish: 2030-01-01",
        "access: closed",
        "adgang: lukket",
        "retracted: 2025-01-01",
    )

    @pytest.mark.parametrize("fault", FAULTS)
    @pytest.mark.parametrize("guard", GUARDS)
    def test_about_front_matter(self, checked: Callable[..., object], fault: str, guard: str) -> None:
        text = f"---\ntitle: Mxq\nid: enlukket\n{guard}\n{self.FAULTS[fault]}---\nMxq\n"
        assert "mxq" not in messages(checked({f"{CASES}/x.md": text}))

    @pytest.mark.parametrize("fault", FAULTS)
    def test_the_faults_are_faults(self, checked: Callable[..., object], fault: str) -> None:
        text = f"---\ntitle: Mxq\n{self.FAULTS[fault]}---\nMxq\n"
        assert checked({f"{CASES}/x.md": text}).findings  # type: ignore[attr-defined]

    @pytest.mark.parametrize(
        "body", ["[[mxqsag]]", "[x](mxq.pdf)", "[x](/mxq/)", "[x](#mxq)", "![x](mxq.png)", "[[#mxq]]"]
    )
    def test_about_the_text(self, checked: Callable[..., object], body: str) -> None:
        text = f"---\ntitle: X\naccess:\n  decision: closed\n---\n{body}\n"
        result = checked({f"{CASES}/x.md": text})
        assert result.failed  # type: ignore[attr-defined]
        assert "mxq" not in messages(result)

    def test_an_open_file_is_told_all(self, checked: Callable[..., object]) -> None:
        assert "mxqsag" in messages(checked({f"{CASES}/x.md": "---\ntitle: X\n---\n[[mxqsag]]\n"}))

    def test_a_build_server_refuses_closed_text(self, tmp_path: Path, archive: Callable[..., Path]) -> None:
        files = {f"{CASES}/x.md": "---\ntitle: Mxq\nid: enlukket\naccess: closed\n---\n"}
        result = build(options(archive(files), tmp_path / "site", ci=True))
        assert {each.code for each in result.findings} >= {"private-source"}
        assert result.written is None
        private = ARCHIVE.replace("title:", "private_source: true\ntitle:", 1)
        assert build(options(archive({**files, "_index.md": private}), tmp_path / "site", ci=True)).written


PAYLOADS = (
    "<script>alert(1)</script>",
    "</title></h1><script src=https://evil.example/x.js></script>",
    '"><img src=https://evil.example/x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    '<p style="position:fixed" onclick="alert(1)">x</p>',
    "<style>*{display:none}</style>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "{{ 7*7 }}{% raw %}<b>",
    "javascript:alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<!--><script>alert(1)</script>-->",
    "</script><script>alert(1)//",
    "\u2028<base href=//evil.example>",
)
BODIES = (
    *PAYLOADS,
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:msgbox(1))",
    "[x](https://e.example/ \"' onmouseover='alert(1)\")",
    '[x](https://e.example/"onmouseover="alert(1))',
    "![x](https://evil.example/pixel.png)",
    "![x](//evil.example/pixel.png)",
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
    '<img src="https://evil.example/p.png" srcset="//evil.example/q.png 2x">',
    '<img src=" //evil.example/p.png">',
    '<a href="beslut:javascript:alert(1)" onclick="x()">x</a>',
    '<a href="beslut-path:javascript:alert(1)">x</a>',
    '<a title="><script>alert(1)</script>" href="beslut:2024/skjult">x</a>',
    '<abbr title="> Byrådet onmouseover=alert(1) x=">Byrådet</abbr>',
    '<a href="#x" title="a" title="> Byrådet <script>">Byrådet</a>',
    "[[2024/aaben|<script>alert(1)</script>]]",
    '[[2024/aaben|"><img src=x onerror=alert(1)>]]',
    "[[2024/skjult|<img src=x onerror=alert(1)>]]",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<form action=https://evil.example><input name=q autofocus onfocus=alert(1)></form>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
    "<object data=x.swf></object><embed src=x>",
    '<link rel=stylesheet href="//evil.example/x.css"><meta http-equiv=refresh content="0;url=//evil.example">',
    "| a | b |\n|:-:|--:|\n| <script>alert(1)</script> | `<script>` |\n",
    "## <script>alert(1)</script> {#x\" onclick=\"alert(1)}",
    "Fod[^1].\n\n[^1]: <script>alert(1)</script> [x](javascript:alert(1))",
    "```html\n<script>alert(1)</script>\n```",
    '<span id="_q">x</span><p id="_soeg" class="find">x</p>',
    "https://e.example/\"><script>alert(1)</script>",
    "<b><!-- > <script>alert(1)</script> --></b>",
    "<a href='https://e.example/&quot;onclick=&quot;alert(1)'>x</a>",
)  # fmt: skip


class TestPagesDoNothing:
    """Whatever is written into the content, a page runs the site's own scripts alone and asks no other host."""

    @pytest.mark.parametrize("payload", PAYLOADS)
    def test_with_a_payload_in_every_field(self, tmp_path: Path, archive: Callable[..., Path], payload: str) -> None:
        content = archive(self._everywhere(payload), base=BASE)
        result = build(options(content, tmp_path / "site"))
        assert result.written is not None, result.findings
        shown, shown_as = 0, payload.replace("\u2028", "").strip()
        for path, data in tree(tmp_path / "site").items():
            if path.endswith(".html"):
                assert (path, dangers(data.decode())) == (path, [])
                shown += shown_as in " ".join("".join(parsed(data.decode()).texts).split())
        assert shown > 15  # as text it is shown, so it did get there

    @staticmethod
    def _everywhere(payload: str) -> dict[str, str | bytes]:
        made: dict[str, str | bytes] = {}
        for kind, cls in RECORDS.items():
            marks = Marks(_count=itertools.count(1000 * len(made)))
            skipped = {"draft", "publish", "retracted", "access", "handlings.access", "attachments.access"}
            skipped |= {"items.access", "handlings.meeting", "attachments.file", "items.case", "cpr_allowed"}
            fixed = {"handlings.date": DAY, "timezone": "Europe/Copenhagen", "language": "da", "state": "minutes"}
            fixed |= {"base_url": "https://example.org/arkiv/", "private_source": True}
            sampler = Sampler(marks, REFERENCES, skipped, fixed, text=lambda _: payload)
            path = {
                Kind.ARCHIVE: "_index.md",
                Kind.AUTHORITY: "anden/_index.md",
                Kind.BODY: "havneby/bodies/xb.md",
                Kind.MEETING: "havneby/meetings/2024-04-10-kb.md",
                Kind.CASE: f"{CASES}/x.md",
            }.get(kind, f"{kind.value}/x.md")
            made[path] = document(sampler.record(cls), f"{payload}\n\n# {payload}\n\n- {payload}\n\n> {payload}\n")
        closed = {"title": payload, "access": "closed", "public_title": payload, "basis": payload}
        made["havneby/meetings/2024-04-11-kb.md"] = document({"items": [closed]})
        made[f"{CASES}/borte.md"] = document(
            {"title": payload, "id": "bortesag", "retracted": {"date": "2025-01-01", "reason": payload}}
        )
        return made

    @pytest.mark.parametrize("body", BODIES)
    def test_with_a_payload_in_the_text(self, tmp_path: Path, archive: Callable[..., Path], body: str) -> None:
        hidden = {f"{CASES}/skjult.md": "---\ntitle: Skjult\ndraft: true\n---\n"}
        content = archive(
            {f"{CASES}/x.md": f"---\ntitle: X\n---\nByrådet {body} Byrådet\n\n{body}\n", **hidden}, base=BASE
        )
        result = build(options(content, tmp_path / "site"))
        if result.written is None:  # an address that leads nowhere is an error, which is as good
            assert {each.code for each in result.findings} <= {"missing-file", "dangling-link", "broken-anchor"}
            return
        for path, data in tree(tmp_path / "site").items():
            if path.endswith(".html"):
                assert (path, dangers(data.decode())) == (path, [])
                ids = parsed(data.decode()).ids
                assert len(ids) == len(set(ids))

    @pytest.mark.parametrize(
        "address",
        [
            "javascript:alert(1)",
            " javascript:alert(1)",
            "data:text/html,x",
            "//evil.example/",
            "/\\evil.example",
            "java\nscript:x",
            "vbscript:x",
            "https:evil",
            "file:///etc/passwd",
        ],
    )
    @pytest.mark.parametrize("key", ["attachments:\n- url: {}", "hearing:\n  url: {}", "source:\n  url: {}"])
    def test_a_field_takes_no_such_address(self, checked: Callable[..., object], address: str, key: str) -> None:
        front = key.replace("{}", json.dumps(address))
        result = checked({f"{CASES}/x.md": f"---\ntitle: X\n{front}\n---\n"})
        assert result.failed  # type: ignore[attr-defined]

    def test_the_look_out_sees_what_it_is_for(self) -> None:
        for payload in (
            "<script>alert(1)</script>",
            "<script src=https://evil.example/x.js></script>",
            "<img src=x onerror=alert(1)>",
            '<a href=" java\nscript:alert(1)">x</a>',
            "<p style='x'>",
            "<style>x</style>",
            "<img src=//evil.example/x>",
            "<link rel=stylesheet href=https://evil.example/x.css>",
            "<svg onload=alert(1)>",
            "<meta http-equiv=refresh content='0; url=//evil.example'>",
            "<form action=https://evil.example>",
        ):
            assert dangers(payload), payload

    PIECES = (
        *(
            "<a ",
            "<img ",
            "<abbr ",
            "<td ",
            "<table>",
            "<svg>",
            "<style>",
            "<details>",
            "<script>",
            "</script>",
            "</a>",
        ),
        *('href="', "href='", 'src="', 'title="', " onerror=", "javascript:", "data:", "beslut:", "beslut-path:"),
        *('"', "'", ">", "<", "/>", "<!--", "-->", "&quot;", "&lt;", "&gt;", "alert(1)", "2024/aaben", "h.pdf"),
        *("Byrådet", "24/1234", "https://e.example/", "[[", "]]", "|", "[x](", ")", "![", "](", "`", "```\n", "\\"),
        *("\n", "\n\n", "## ", "- ", "{#a}", "\u00a0", " ", "[^1]", "[^1]: "),
    )

    @settings(max_examples=600, deadline=None, derandomize=True)
    @given(st.lists(st.sampled_from(PIECES), max_size=14))
    def test_nothing_that_can_be_put_together(self, pieces: list[str]) -> None:
        body = render_body("".join(pieces))
        links = Links(
            targets=(("2024/aaben", "/havneby/sager/2024/aaben/", 'Titel "><script>'),),
            paths=(("h.pdf", "/h.pdf"),),
            numbers=(("24-1234", "/nr/", 'Titel "><script>'),),
            names=(("Byrådet", "/havneby/kb/"),),
        )
        for known in (links, Links(names=links.names)):
            assert dangers(fill(body.html, known, "skjult")) == []

    def test_no_page_of_a_real_archive_acts(self, tmp_path: Path) -> None:
        build(options(ROOT / "content", tmp_path / "site"))
        pages = {path: data for path, data in tree(tmp_path / "site").items() if path.endswith(".html")}
        assert len(pages) > 50
        assert [(path, found) for path, data in pages.items() if (found := dangers(data.decode()))] == []


class TestPersonalNumbers:
    NUMBER = "010190-1234"

    @pytest.mark.parametrize(
        ("path", "text"),
        [
            (f"{CASES}/x.md", "---\ntitle: Om 010190-1234\n---\n"),
            (f"{CASES}/x.md", "---\ntitle: X\n---\nOm 0101901234.\n"),
            (f"{CASES}/x.md", "---\ntitle: X\ndraft: true\n---\n010190-1234\n"),
            (f"{CASES}/x.md", "---\ntitle: X\nid: ensag\naccess: closed\nattachments:\n- file: 0101901234.pdf\n---\n"),
            (f"{CASES}/010190-1234.md", "---\ntitle: X\n---\n"),
            (f"{CASES}/brev-010190-1234.md", "---\ntitle: X\n---\n"),
            ("topics/0101901234.md", "---\nname: X\n---\n"),
        ],
    )  # fmt: skip
    def test_stops_the_build(self, tmp_path: Path, archive: Callable[..., Path], path: str, text: str) -> None:
        result = build(options(archive({path: text}), tmp_path / "site"))
        assert "cpr-number" in {each.code for each in result.findings}
        assert result.written is None

    def test_in_the_name_of_an_attached_file(self, tmp_path: Path, archive: Callable[..., Path]) -> None:
        files = {
            f"{CASES}/x.md": "---\ntitle: X\n---\n[x](brev%20010190%2D1234.pdf)\n",
            f"{CASES}/x/brev 010190-1234.pdf": b"",
        }
        result = build(options(archive(files), tmp_path / "site"))
        assert "cpr-number" in {each.code for each in result.findings}
        assert result.written is None

    @pytest.mark.parametrize("form", ["text", "json", "github"])
    def test_is_in_no_message(
        self, tmp_path: Path, archive: Callable[..., Path], capsys: pytest.CaptureFixture[str], form: str
    ) -> None:
        archive(
            {
                f"{CASES}/010190-1234.md": "---\ntitle: X\n---\n010190-1234 0101901234 010190 1234 [[010190-1234]]\n",
                f"{CASES}/x.md": "---\ntitle: X\naliases: [/010190-1234/]\nrelated: [2024/010190-1235]\n---\n",
                f"{CASES}/x/brev-010190-1234.pdf": b"",
            }
        )
        assert main(["check", "--format", form]) == 1
        said = "".join(capsys.readouterr())
        assert said.count("cpr-number") > 3
        assert re.findall("1234|1235|010190", said) == []

    def test_is_allowed_where_the_archive_says_so(self, checked: Callable[..., object]) -> None:
        allowed = ARCHIVE.replace("---\n", "---\ncpr_allowed:\n- number: 0101901234\n  reason: Fakturanummer\n", 1)
        files = {"_index.md": allowed, f"{CASES}/x.md": "---\ntitle: X\n---\n010190-1234\n"}
        assert not checked(files).findings  # type: ignore[attr-defined]


def test_every_kind_of_file_is_planted() -> None:
    """A new kind of file must be thought of here."""
    assert {Kind.CASE, Kind.MEETING, Kind.ARCHIVE, *OTHER_KINDS} == set(RECORDS)
    assert all(issubclass(RECORDS[kind], Entry) for kind in RECORDS if kind is not Kind.ARCHIVE)
    marks = [form for each in PLANTED.values() for mark in each.marks for form in mark.forms]
    assert len(marks) == len(set(marks))
