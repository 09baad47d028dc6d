"""The law: an incremental build writes the same bytes as a clean one, whatever was done between the two."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import ARCHIVE, AUTHORITY, BODY, NOW, options, tree, write
from support.clean import CleanBuilder

from builder import workers
from builder.build import build
from builder.options import Options

CASES = "havneby/cases"
EDITS = 45
WORDS = "cykelsti havnen skolen budget møde ældre børn natur trafik bolig vand varme byrådet indstiller".split()  # noqa: SIM905
CONTENT: dict[str, str | bytes] = {
    "_index.md": ARCHIVE,
    "havneby/_index.md": AUTHORITY,
    "havneby/bodies/kb.md": BODY,
    "havneby/bodies/tu.md": "---\nname: Teknisk Udvalg\nabbreviation: TU\n---\nOm udvalget.\n",
    "havneby/meetings/2024-04-09-kb.md": "---\nitems:\n- number: 1\n  title: Orientering\n  case_number: 24/9\n---\n",
    f"{CASES}/2024/en.md": (
        "---\ntitle: En cykelsti\nid: sagnummeren\ncase_number: 24/1\ntopics: [cykelstier]\nplaces: [Havnen]\n"
        "route: [tu, kb]\nhandlings:\n- body: tu\n  date: 2024-03-01\n  item: 2\n  outcome: recommended\n"
        "- body: kb\n  date: 2024-04-09\n  role: decision\n  outcome: approved\n  decision: Godkendt, jf. 24/2.\n"
        "attachments:\n- title: Skitse\n  file: skitse.txt\n---\n## Sagsfremstilling\n\nByrådet så på [[2024/to]].\n"
    ),
    f"{CASES}/2024/en/skitse.txt": b"Skitse",
    f"{CASES}/2024/to.md": (
        "---\ntitle: To skoler\ncase_number: 24/2\nrelated: [2024/en]\nhandlings:\n- body: kb\n  date: 2024-05-02\n"
        "  role: decision\n  outcome: approved\n---\nSe bilag.\n"
    ),
    f"{CASES}/2025/tre.md": "---\ntitle: Tre ting\ncase_number: 24/1\n---\nSe bilag.\n",
    "dossiers/vejen.md": "---\ntitle: Vejen til havnen\ncases: [havneby/2024/en, havneby/2024/to]\n---\nSagen 24/1.\n",
    "topics/cykelstier.md": "---\nname: Cykelstier\n---\n",
    "pages/om.md": "---\ntitle: Om arkivet\n---\nTekst.\n",
    "glossary/indstilling.md": "---\nterm: Indstilling\nsummary: Et forslag.\n---\n",
}


@dataclass
class World:
    """An archive that is edited, and what is asked of its builds."""

    folder: Path
    chance: random.Random
    asked: Options
    made: int = 0
    done: list[str] = field(default_factory=list)

    @property
    def content(self) -> Path:
        return self.folder / "content"

    def files(self, pattern: str) -> list[Path]:
        return sorted(self.content.glob(pattern))

    def words(self, count: int = 4) -> str:
        return " ".join(self.chance.choices(WORDS, k=count))

    def any(self, pattern: str = "**/*.md") -> Path:
        return self.chance.choice(self.files(pattern))

    def name(self) -> str:
        self.made += 1
        return f"ny-{self.made}"


def in_front(file: Path, line: str) -> None:
    """Add a line to the front matter; take it away again where it stands already."""
    text = file.read_text()
    whole = line + "\n"
    file.write_text(text.replace(whole, "", 1) if whole in text else text.replace("---\n", "---\n" + whole, 1))


def body_edited(world: World) -> None:
    with world.any().open("a") as stream:
        stream.write(f"\n{world.words()} 24/{world.chance.randint(1, 3)}\n\n## {world.words(2)}\n")


def lines_moved(world: World) -> None:
    file = world.any()
    file.write_text(file.read_text().replace("---\n", "---\n# en bemærkning\n", 1))


def title_edited(world: World) -> None:
    file = world.any(f"{CASES}/*/*.md")
    lines = file.read_text().splitlines(keepends=True)
    file.write_text(
        "".join(f"title: {world.words(3).capitalize()}\n" if line.startswith("title:") else line for line in lines)
    )


def same_size_and_times(world: World) -> None:
    """The edit that a comparison of sizes and times does not see."""
    file = world.chance.choice(
        [each for each in world.files("**/*.md") if "e" in each.read_text().rpartition("---")[2]]
    )
    before = file.stat()
    head, mark, body = file.read_text().rpartition("---\n")
    index = world.chance.choice([place for place, letter in enumerate(body) if letter == "e"])
    file.write_text(head + mark + body[:index] + "o" + body[index + 1 :])
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size


def replaced_by_rename(world: World) -> None:
    """Another file of the same size and times under the same name."""
    file = world.any(f"{CASES}/*/*.md")
    before, other = file.stat(), file.with_suffix(".andet")
    other.write_text(file.read_text().replace("e", "o", 1).replace("titlo", "title", 1))
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(file)


def touched(world: World) -> None:
    os.utime(world.any())


def case_added(world: World) -> None:
    number, day = world.chance.randint(1, 12), world.chance.randint(1, 28)
    (world.content / CASES / "2025").mkdir(exist_ok=True, parents=True)
    (world.content / CASES / "2025" / f"{world.name()}.md").write_text(
        f"---\ntitle: {world.words(3)}\ncase_number: 24/{number}\ntopics: [{world.chance.choice(WORDS)}]\n"
        f"handlings:\n- body: {world.chance.choice(['kb', 'tu'])}\n  date: 2025-{number:02}-{day:02}\n"
        f"  outcome: approved\n  decision: {world.words()} 24/{day}\n---\nSe bilag.\n"
    )


def case_deleted(world: World) -> None:
    files = [each for each in world.files(f"{CASES}/*/ny-*.md") if each.is_file()]
    if files:
        world.chance.choice(files).unlink()


def case_renamed(world: World) -> None:
    files = world.files(f"{CASES}/*/ny-*.md")
    if files:
        file = world.chance.choice(files)
        file.rename(file.with_name(f"{world.name()}.md"))


def case_moved_to_another_year(world: World) -> None:
    files = world.files(f"{CASES}/*/ny-*.md")
    if files:
        file = world.chance.choice(files)
        target = world.content / CASES / "2023" / file.name
        target.parent.mkdir(exist_ok=True)
        file.rename(target)


def meeting_added_or_deleted(world: World) -> None:
    file = world.content / f"havneby/meetings/2025-{world.chance.randint(1, 4):02}-11-tu.md"
    if file.exists():
        file.unlink()
    else:
        file.write_text(
            f"---\nstate: minutes\nitems:\n- title: {world.words()}\n  case_number: 24/7\n---\n{world.words()}\n"
        )


def hidden_or_shown(world: World) -> None:
    line = world.chance.choice(["draft: true", "publish: 2026-01-17 08:00", "retracted: 2025-12-01"])
    in_front(world.any(f"{CASES}/*/*.md"), line)


def closed_or_opened(world: World) -> None:
    line = world.chance.choice(["access: closed", "access: {decision: closed}", "access: {votes: closed}"])
    file = world.any(f"{CASES}/*/*.md")
    if "\nid:" in file.read_text() and ("access:" not in file.read_text() or line in file.read_text()):
        in_front(file, line)


def meeting_closed_or_opened(world: World) -> None:
    in_front(world.content / "havneby/meetings/2024-04-09-kb.md", "access: closed")


def attachment_changed(world: World) -> None:
    file = world.content / CASES / "2024/en/skitse.txt"
    before = file.stat()
    file.write_bytes(world.chance.choice([b"Skitse", b"Skotse", b"Skitsen er lang"]))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def attachment_becomes_a_folder(world: World) -> None:
    """A file of the site, and later a folder of the same name, or the other way."""
    file, own = world.content / CASES / "2024/en.md", world.content / CASES / "2024/en"
    if "file: plan\n" in file.read_text():
        file.write_text(file.read_text().replace("- file: plan\n", ""))
        in_front(file, "aliases: [/havneby/sager/2024/en/plan/]")
        (own / "plan").unlink()
    elif "aliases:" in file.read_text():
        in_front(file, "aliases: [/havneby/sager/2024/en/plan/]")
    else:
        file.write_text(file.read_text().replace("attachments:\n", "attachments:\n- file: plan\n"))
        (own / "plan").write_text("Plan")


def alias_added(world: World) -> None:
    in_front(world.content / CASES / "2024/to.md", f"aliases: [/gammel-{world.chance.randint(1, 2)}/]")


def body_renamed(world: World) -> None:
    old, new = ("tu", "teknik") if (world.content / "havneby/bodies/tu.md").exists() else ("teknik", "tu")
    (world.content / f"havneby/bodies/{old}.md").rename(world.content / f"havneby/bodies/{new}.md")
    for file in world.files("**/*.md"):
        text = file.read_text()
        file.write_text(text.replace(f"body: {old}\n", f"body: {new}\n").replace(f"[{old}, kb]", f"[{new}, kb]"))
    for file in world.files(f"havneby/meetings/*-{old}.md"):
        file.rename(file.with_name(file.name.replace(f"-{old}.md", f"-{new}.md")))


def body_called_otherwise(world: World) -> None:
    file = world.chance.choice(world.files("havneby/bodies/*.md"))
    in_front(file, "other_names: [Borgmesteren, Rådet]")


def settings_changed(world: World) -> None:
    in_front(world.content / "_index.md", world.chance.choice(
        ["summary: Alt om byen.", "publisher: Byen", "timezone: America/Nuuk", "contact:\n  name: Kontoret"]
    ))  # fmt: skip


def language_changed(world: World) -> None:
    file, text = world.content / "_index.md", (world.content / "_index.md").read_text()
    file.write_text(
        text.replace("language: da", "language: en")
        if "language: da" in text
        else text.replace("language: en", "language: da")
    )


def template_changed(world: World) -> None:
    folder = world.folder / "templates"
    folder.mkdir(exist_ok=True)
    name = world.chance.choice(["retracted.html", "404.html", "moved.html", "assets/style.css"])
    file = folder / name
    if file.exists():
        file.unlink()
    else:
        file.parent.mkdir(exist_ok=True)
        file.write_text("/* eget */" if name.endswith("css") else f"<!doctype html><title>{world.words()}</title>\n")


def time_passes(world: World) -> None:
    assert world.asked.at
    world.asked = replace(world.asked, at=world.asked.at + timedelta(hours=world.chance.choice([1, 20, 24 * 40])))


def time_goes_back(world: World) -> None:
    world.asked = replace(world.asked, at=NOW)


def base_changed(world: World) -> None:
    bases = [None, "https://example.org/arkiv/", "https://x.example", ""]
    world.asked = replace(world.asked, base_url=world.chance.choice(bases))


def site_damaged(world: World) -> None:
    files = [each for each in sorted((world.folder / "site").rglob("*.html")) if each.stat().st_size]
    file = world.chance.choice(files)
    before = file.stat()
    if world.chance.random() < 0.3:
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:-1] + b"?")
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def cache_lost(world: World) -> None:
    shutil.rmtree(world.folder / "cache")


def nothing(world: World) -> None:
    pass


EDITS_KNOWN: tuple[Callable[[World], None], ...] = (
    body_edited,
    lines_moved,
    title_edited,
    same_size_and_times,
    replaced_by_rename,
    touched,
    case_added,
    case_added,
    case_deleted,
    case_renamed,
    case_moved_to_another_year,
    meeting_added_or_deleted,
    hidden_or_shown,
    closed_or_opened,
    meeting_closed_or_opened,
    attachment_changed,
    attachment_becomes_a_folder,
    alias_added,
    body_renamed,
    body_called_otherwise,
    settings_changed,
    language_changed,
    template_changed,
    time_passes,
    time_goes_back,
    base_changed,
    site_damaged,
    cache_lost,
    nothing,
)


def everything(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, and every folder: an empty one is a difference too."""
    folders = {f"{path.relative_to(folder).as_posix()}/": b"" for path in folder.rglob("*") if path.is_dir()}
    return {**tree(folder), **folders}


@pytest.fixture(scope="module")
def fresh() -> Iterator[CleanBuilder]:
    """A fresh interpreter under another hash seed than this one's."""
    builder = CleanBuilder(seed=random.Random(os.urandom(4)).randint(1, 4_000_000_000))
    yield builder
    builder.close()


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def restore(folder: Path, files: dict[str, bytes]) -> None:
    """Make a folder hold these files and no others; what is as it should be is left alone."""
    now = tree(folder)
    for path in now.keys() - files.keys():
        (folder / path).unlink()
    write(folder, {path: data for path, data in files.items() if now.get(path) != data})


def assert_holds(world: World, edits: Iterable[Callable[[World], None]], fresh: CleanBuilder) -> int:
    """Build after each edit, and compare with a clean build by another interpreter; how many builds wrote a site."""
    written, good = 0, tree(world.content)
    for step, edit in enumerate(edits):
        edit(world)
        world.done.append(edit.__name__)
        result = build(world.asked)
        clean = world.folder / f"clean-{step}"
        findings = fresh.build(replace(world.asked, output=clean, cache=None, jobs=1))
        assert [repr(each) for each in result.findings] == findings, world.done
        if result.written is None:  # taken back, which is an edit too
            assert not clean.exists()
            restore(world.content, good)
            result = build(world.asked)
            fresh.build(replace(world.asked, output=clean, cache=None, jobs=1))
        good, written = tree(world.content), written + (result.written is not None)
        assert differences(everything(world.asked.output), everything(clean)) == [], world.done
        shutil.rmtree(clean)
    return written


@pytest.mark.parametrize("seed", [1, 2])
def test_an_incremental_build_writes_what_a_clean_one_does(tmp_path: Path, fresh: CleanBuilder, seed: int) -> None:
    """Random edits; a seed that fails fails again, and the message says which edits led there."""
    chance = random.Random(seed)
    write(tmp_path / "content", CONTENT)
    asked = options(tmp_path / "content", tmp_path / "site", cache=tmp_path / "cache", templates=tmp_path / "templates")
    edits = [*EDITS_KNOWN, *chance.choices(EDITS_KNOWN, k=max(0, EDITS - len(EDITS_KNOWN)))]
    chance.shuffle(edits)
    written = assert_holds(World(tmp_path, chance, asked), [nothing, *edits], fresh)
    assert written == len(edits) + 1  # builds that fail prove little


def test_a_second_build_writes_nothing(tmp_path: Path) -> None:
    write(tmp_path / "content", CONTENT)
    asked = options(tmp_path / "content", tmp_path / "site", cache=tmp_path / "cache")
    first, second = build(asked), build(asked)
    assert first.written
    assert second.written
    assert first.written.written > 20
    assert (second.written.written, second.written.removed) == (0, 0)


def test_an_edit_writes_only_what_it_changes(tmp_path: Path) -> None:
    content = write(tmp_path / "content", CONTENT)
    asked = options(content, tmp_path / "site", cache=tmp_path / "cache")
    build(asked)
    with (content / "pages/om.md").open("a") as stream:
        stream.write("Mere.\n")
    changed = build(asked).written
    assert changed
    assert changed.written == 1  # the manifest is not counted


class TestCleanBuildsAreAlike:
    def test_in_two_interpreters(self, tmp_path: Path, fresh: CleanBuilder) -> None:
        write(tmp_path / "content", CONTENT)
        asked = options(tmp_path / "content", tmp_path / "one")
        build(asked)
        fresh.build(replace(asked, output=tmp_path / "other"))
        assert differences(everything(tmp_path / "one"), everything(tmp_path / "other")) == []

    def test_in_one_process_or_several(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(workers, "FEW", 2)
        monkeypatch.setattr(workers.in_order, "__defaults__", (3,))  # small chunks, so that both processes get some
        write(tmp_path / "content", CONTENT)
        asked = options(tmp_path / "content", tmp_path / "one", cache=tmp_path / "cache-one")
        build(asked)
        build(replace(asked, output=tmp_path / "two", cache=tmp_path / "cache-two", jobs=2))
        assert differences(everything(tmp_path / "one"), everything(tmp_path / "two")) == []
        again = build(replace(asked, output=tmp_path / "one", cache=tmp_path / "cache-two"))
        assert again.written
        assert again.written.written == 0

    def test_wherever_the_folders_are(self, tmp_path: Path) -> None:
        for name in ("her", "et andet sted/ø"):
            write(tmp_path / name / "content", CONTENT)
            build(options(tmp_path / name / "content", tmp_path / name / "site", cache=tmp_path / name / "cache"))
        assert differences(everything(tmp_path / "her/site"), everything(tmp_path / "et andet sted/ø/site")) == []

    def test_below_a_base_path(self, tmp_path: Path, fresh: CleanBuilder) -> None:
        write(tmp_path / "content", CONTENT)
        asked = options(tmp_path / "content", tmp_path / "one", base_url="https://example.org/arkiv/")
        build(asked)
        fresh.build(replace(asked, output=tmp_path / "other"))
        assert differences(everything(tmp_path / "one"), everything(tmp_path / "other")) == []
        home = (tmp_path / "one/index.html").read_text()
        assert 'href="/arkiv/' in home
        assert 'href="/havneby' not in home


def test_the_search_index_too(tmp_path: Path, fresh: CleanBuilder) -> None:
    """With the index: after edits, and after a build without it."""
    content = write(tmp_path / "content", CONTENT)
    asked = options(content, tmp_path / "site", cache=tmp_path / "cache", search=True)
    edits: tuple[Callable[[], object], ...] = (
        lambda: None,
        lambda: None,
        lambda: (content / "pages/om.md").write_text("---\ntitle: Om\n---\nFlere ord om havnen.\n"),
        (content / f"{CASES}/2024/to.md").unlink,
        lambda: build(replace(asked, search=False)),
        lambda: next((tmp_path / "site/pagefind").rglob("*.pf_fragment")).write_bytes(b"?"),
        lambda: in_front(content / f"{CASES}/2024/en.md", "draft: true"),
    )
    (content / "dossiers/vejen.md").unlink()
    en = content / f"{CASES}/2024/en.md"
    en.write_text(en.read_text().replace("[[2024/to]]", "sagen"))
    for step, edit in enumerate(edits):
        edit()
        assert build(asked).written
        fresh.build(replace(asked, output=tmp_path / f"clean-{step}", cache=None))
        assert differences(everything(tmp_path / "site"), everything(tmp_path / f"clean-{step}")) == []


def test_a_body_that_two_files_share_is_kept_while_one_needs_it(tmp_path: Path, fresh: CleanBuilder) -> None:
    """The same text in a file that is cached and one that never is, and then in the first alone."""
    closed = "---\ntitle: Fire\nattachments:\n- title: Notat\n  access: closed\n---\nSe bilag.\n"
    content = write(tmp_path / "content", {**CONTENT, f"{CASES}/2025/fire.md": closed})
    asked = options(content, tmp_path / "site", cache=tmp_path / "cache", search=True)
    build(asked)
    os.utime(content / "pages/om.md", ns=(1, 1))
    build(asked)
    build(asked)
    (content / f"{CASES}/2025/fire.md").unlink()
    (content / "pages/om.md").write_text("---\ntitle: Et andet navn\n---\nTekst.\n")  # every page names it
    assert build(asked).written
    fresh.build(replace(asked, output=tmp_path / "clean", cache=None))
    assert differences(everything(tmp_path / "site"), everything(tmp_path / "clean")) == []


def test_other_libraries_make_other_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that an older Markdown made is not believed: the versions of libraries are among a page's inputs."""
    from builder import cache

    before = cache.program()
    cache.program.cache_clear()
    import importlib.metadata

    real = importlib.metadata.version
    monkeypatch.setattr(importlib.metadata, "version", lambda name: "99" if name.lower() == "markdown" else real(name))
    monkeypatch.setattr(cache, "version", importlib.metadata.version, raising=False)
    try:
        assert cache.program() != before
    finally:
        cache.program.cache_clear()


def test_indexes_made_at_once_are_alike(tmp_path: Path) -> None:
    """On a busy machine too: Pagefind as a service says it has written what it has not (Pagefind#1271)."""
    write(tmp_path / "content", CONTENT)
    with ProcessPoolExecutor(8, mp_context=multiprocessing.get_context("fork")) as pool:
        indexes = list(pool.map(_index, [(tmp_path, number) for number in range(16)]))
    assert indexes[0]["pagefind-entry.json"]
    assert [number for number, each in enumerate(indexes) if each != indexes[0]] == []


def _index(given: tuple[Path, int]) -> dict[str, bytes]:
    folder, number = given
    build(options(folder / "content", folder / f"site-{number}", search=True))
    return tree(folder / f"site-{number}/pagefind")
