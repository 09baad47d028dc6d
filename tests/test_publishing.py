"""Before it goes public: what becomes public, what is held back, what changed; no address is lost in silence."""

from __future__ import annotations

import hashlib
import itertools
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SHOWCASE, options, tree
from hypothesis import given, settings
from hypothesis import strategies as st
from support.published import AGENDA, ALIAS, CASES, FILED, FILES, HELD_FILES, STI, TOLD, URL, World, case

from builder.build import Result, build, check
from builder.diagnostics import Severity, render
from builder.messages import translations
from builder.model.keys import keys_of
from builder.model.parts import Handling
from builder.publishing.comparing import Fate, _changed
from builder.publishing.manifest import parse
from builder.publishing.telling import lines
from builder.urls import file_of, path_of


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path, FILES)


# --- the manifest ---------------------------------------------------------------------------------------------


def test_the_manifest_says_what_is_promised(world: World) -> None:
    told = json.loads(world.published.read_bytes())
    assert list(told) == ["generator", "files", "base", "cases", "aliases", "retracted", "pages"]
    assert told["base"] == ""  # below no path
    assert set(told["cases"]) == {URL, "/havneby/sager/2024/havn/"}
    assert told["cases"][URL]["id"] == "k7f3q9zt"
    assert told["aliases"] == {"/havneby/gammel/": URL}
    assert told["retracted"] == []
    assert told["pages"] == [
        *("/", "/emner/havne/", "/havneby/", "/havneby/kb/", "/havneby/kb/2024-04-09/"),
        *(f"{URL}skitse.txt", "/om/"),
    ]


def test_every_promise_is_a_file_of_the_site(tmp_path: Path) -> None:
    build(options(SHOWCASE, tmp_path / "site"))
    published = parse((tmp_path / "site/manifest.json").read_bytes())
    assert len(published.promises) > 25
    assert {path_of(file_of(path)) for path in published.promises} <= set(published.files)
    assert {file_of(path) for path in published.promises} <= set(tree(tmp_path / "site"))


def test_lists_are_no_promise(world: World) -> None:
    """What they list is; a list of nothing is missed by nobody."""
    published = parse(world.published.read_bytes())
    lists = {"/aar/2024/", "/emner/cykelstier/", "/havneby/sagsnumre/24-1234/", "/havneby/sager/2024/", "/emner/"}
    assert lists <= set(published.files)
    assert not lists & published.promises
    others = ("/assets/", "/sitemap", "/robots", "/404", "/feed")
    assert not [path for path in published.promises if path.startswith(others)]


def test_a_manifest_of_earlier_says_less_and_is_believed(world: World) -> None:
    """Without more than its list of files, every page and attachment counts."""
    told = json.loads(world.published.read_bytes())
    bare = json.dumps({"generator": told["generator"], "files": told["files"]})
    published = parse(bare.encode())
    assert published.promises >= {URL, f"{URL}skitse.txt", "/aar/2024/", "/havneby/gammel/"}
    assert not [path for path in published.promises if path.startswith(("/assets/", "/404", "/robots", "/sitemap"))]
    world.published.write_text(bare)
    assert world.reviewed().findings == ()
    world.remove(STI)
    assert ("lost-url", "", "") in world.findings()


def test_the_manifest_is_the_same_however_often_it_is_made(world: World) -> None:
    before = world.published.read_bytes()
    build(world.options)
    assert world.published.read_bytes() == before


def test_what_only_the_manifest_tells_is_written_though_no_page_changed(world: World) -> None:
    told = json.loads(world.published.read_bytes())
    world.published.write_text(json.dumps({"generator": "beslut", "files": told["files"]}))
    result = build(world.options)
    assert result.written
    assert result.written.written == 0
    assert json.loads(world.published.read_bytes()) == told


def test_what_a_fact_is_called_never_changes(tmp_path: Path) -> None:
    """Else every handling of every archive would seem to have been changed by a new version of the program."""
    more = "  absent: [{name: Else, party: A}]\n  sent_to: [kb, Ankestyrelsen]\n  statements: [Vi er imod]\n"
    votes = "  votes: {result: majority, against: [O, N], against_count: 2}\n"
    told = TOLD.replace("approved", "[approved, referred, settled]") + more + votes
    facts = (
        *("body=havneby/kb", "date=2024-04-09", "item=117", "role=decision", "phrase=Godkendt."),
        *("outcome=approved", "also=referred", "also=settled", "absent[Else].name=Else", "absent[Else].party=A"),
        *("sent_to=/havneby/kb/", "sent_to=Ankestyrelsen", "statements[Vi er imod].text=Vi er imod"),
        *("votes.result=majority", "votes.against=O", "votes.against=N", "votes.against_count=2"),
    )
    made = World(tmp_path, {STI: case(told)})
    digests = sorted(hashlib.sha256(fact.encode()).hexdigest()[:8] for fact in facts)
    assert json.loads(made.published.read_bytes())["cases"][URL]["handlings"] == [" ".join(digests)]


CLOSED_FACTS = (
    "outcome: approved\n  phrase: Godkendt.",
    "outcome: rejected\n  phrase: Afvist.\n  decision: Nej.\n  statements: [Vi er imod]\n  absent: [Else Eksempel]",
)


def test_nothing_can_be_read_of_what_is_closed(tmp_path: Path) -> None:
    """Not even a digest tells whether somebody who guesses is right."""
    manifests = []
    for number, facts in enumerate(CLOSED_FACTS):
        text = case(f"- body: kb\n  date: 2024-04-09\n  {facts}\n  access: closed\n", access="closed", aliases="")
        made = World(tmp_path / str(number), {STI: text})
        manifests.append(made.published.read_bytes())
    assert manifests[0] == manifests[1]
    assert b"handlings" in manifests[0]


# --- what was said of a handling ------------------------------------------------------------------------------


def handling(*more: str, **changes: str) -> str:
    """A handling as YAML, its keys changed, added or, where empty, left out."""
    keys = {"body": "kb", "date": "2024-04-09", "role": "decision", "outcome": "approved", **changes}
    rows = [f"{name}: {value}" for name, value in keys.items() if value] + list(more)
    return "- " + "\n  ".join(rows) + "\n"


FIRST = handling()
OTHER = handling(date="2024-03-01", role="recommendation", outcome="recommended")
UNCHANGED = {
    "nothing": (FIRST, FIRST),
    "an outcome is added": (handling(outcome=""), FIRST),
    "a second outcome": (FIRST, handling(outcome="[approved, referred]")),
    "a phrase and a decision": (FIRST, handling("phrase: Godkendt.", "decision: Godkendt, idet ...")),
    "an agenda becomes minutes": (AGENDA, TOLD),
    "an agenda is moved": (AGENDA, AGENDA.replace("02-01", "02-08")),
    "an agenda is taken off": (FIRST + AGENDA, FIRST),
    "a handling before it": (FIRST, OTHER + FIRST),
    "a handling after it": (OTHER, OTHER + FIRST),
    "another order in the file": (FIRST + OTHER, OTHER + FIRST),
    "votes": (FIRST, handling("votes: {result: majority, against: [O]}")),
    "who voted beside how it ended": (handling("votes: majority"), handling("votes: {result: majority, for: [A]}")),
    "another order of names": (handling("absent: [A, B]"), handling("absent: [B, A]")),
    "a substitute": (handling("absent: [Else]"), handling("absent: [{name: Else, substitute: Bo}]")),
    "a date written otherwise": (FIRST, handling(date="09-04-2024")),
    "a body written otherwise": (FIRST, handling(body="havneby/kb")),
    "a value in Danish": (FIRST, FIRST.replace("outcome: approved", "udfald: godkendt")),
    "lines broken elsewhere": (handling("decision: |", "  Ja, idet", "  vi"), handling("decision: Ja, idet vi")),
    "a statement": (FIRST, handling("statements: [Vi er imod]")),
    "two that are equal, and one gains": (FIRST + FIRST, FIRST + handling("phrase: Ja.")),
}
CHANGED = {
    "the outcome": (FIRST, handling(outcome="rejected"), "handlings[0]"),
    "the outcome that decides": (
        handling(outcome="[approved, referred]"),
        handling(outcome="[referred, approved]"),
        "handlings[0]",
    ),
    "the phrase": (handling("phrase: Ja."), handling("phrase: Nej."), "handlings[0]"),
    "the phrase taken out": (handling("phrase: Ja."), FIRST, "handlings[0]"),
    "the date": (FIRST, handling(date="2024-04-10"), "handlings[0]"),
    "a vote": (handling("votes: {against: [O]}"), handling("votes: {against: [A]}"), "handlings[0]"),
    "a vote turned round": (handling("votes: {against: [O]}"), handling("votes: {for: [O]}"), "handlings[0]"),
    "a count": (handling("votes: {against_count: 1}"), handling("votes: {against_count: 2}"), "handlings[0]"),
    "words of a statement": (handling("statements: [Ja]"), handling("statements: [Nej]"), "handlings[0]"),
    "the second of two": (FIRST + OTHER, FIRST + OTHER.replace("recommended", "rejected"), "handlings[1]"),
    "where another came before it": (FIRST, OTHER + handling(outcome="rejected"), "handlings[1]"),
    "a handling taken out": (FIRST + OTHER, OTHER, "handlings"),
    "all of them taken out": (FIRST, "", "handlings"),
    "what is closed afterwards": (FIRST, handling("access: closed"), "handlings[0]"),
    "one of two that were equal": (FIRST + FIRST, FIRST, "handlings"),
}


@pytest.mark.parametrize("name", UNCHANGED)
def test_who_only_gained_says_what_was_published(name: str, tmp_path: Path) -> None:
    before, now = UNCHANGED[name]
    world = World(tmp_path, {STI: case(before)}).write({STI: case(now)})
    assert world.findings() == []


@pytest.mark.parametrize("name", CHANGED)
def test_what_was_changed_asks_for_a_correction(name: str, tmp_path: Path) -> None:
    before, now, field = CHANGED[name]
    world = World(tmp_path, {STI: case(before)}).write({STI: case(now)})
    assert world.findings() == [("correction-missing", STI, field)]
    world.write({STI: case(now, corrections="[{date: 2026-01-15, text: Rettet}]")})
    assert world.findings() == []
    publication = world.reviewed().publication
    assert publication
    assert [(each.page.path, each.handlings, each.corrected) for each in publication.changed if each.handlings] == [
        (URL, (field,), True)
    ]


def test_an_earlier_correction_tells_nothing_of_a_new_change(tmp_path: Path) -> None:
    corrections = "[{date: 2025-01-15, text: Rettet}]"
    world = World(tmp_path, {STI: case(FIRST, corrections=corrections)})
    world.write({STI: case(handling(outcome="rejected"), corrections=corrections)})
    assert world.findings() == [("correction-missing", STI, "handlings[0]")]


def test_a_case_that_moved_is_known_by_its_id(world: World) -> None:
    moved = f"{CASES}/cykelvej.md"
    world.remove(STI, f"{CASES}/cykelsti/skitse.txt")
    world.write(
        {moved: case(TOLD.replace("approved", "rejected"), aliases=f"[/havneby/gammel/, {URL}, {URL}skitse.txt]")}
    )
    assert world.findings() == [("correction-missing", moved, "handlings[0]")]


def test_a_warning_stops_nothing_but_a_strict_check(world: World) -> None:
    world.write({STI: case(TOLD.replace("approved", "rejected"), FILED)})
    against = replace(world.options, against=str(world.published))
    result = build(against)
    assert result.written
    assert [each.severity for each in result.findings] == [Severity.WARNING]
    assert build(against).findings == ()  # what was published is the new site now


def test_a_build_with_nothing_to_do_is_compared_all_the_same(world: World) -> None:
    """And what was found wrong by comparing is not repeated where nothing is compared."""
    cached = replace(world.options, cache=world.folder / "cache")
    build(cached)
    published = world.folder / "published.json"
    published.write_bytes(world.published.read_bytes())
    world.write({STI: case(TOLD.replace("approved", "rejected"), FILED)})
    against = replace(cached, against=str(published))
    for _ in range(2):
        assert [each.code for each in build(against).findings] == ["correction-missing"]
    assert build(cached).findings == ()


def test_what_may_not_be_corrected_in_public_is_not_asked_to_be(world: World) -> None:
    world.write({STI: case(TOLD, FILED, access="closed")})
    assert [code for code, *_ in world.findings()] == []


FACTS = st.frozensets(st.sampled_from("abcdef"), max_size=4)


@given(st.lists(st.tuples(FACTS, FACTS), max_size=5), st.randoms())
@settings(max_examples=200)
def test_however_they_are_ordered_who_only_gained_is_paired(gained: list[tuple[Any, Any]], chance: Any) -> None:
    before = [old for old, _ in gained]
    now = [(f"handlings[{number}]", old | more) for number, (old, more) in enumerate(gained)]
    chance.shuffle(now)
    assert _changed(before, now) == ()


@given(st.lists(FACTS, max_size=4), st.lists(FACTS, max_size=4))
@settings(max_examples=200)
def test_a_change_is_told_exactly_where_no_pairing_is_left(before: list[Any], now: list[Any]) -> None:
    every = itertools.permutations([*now, *[None] * len(before)], len(before))
    fits = any(all(new is not None and old <= new for old, new in zip(before, way, strict=True)) for way in every)
    assert (_changed(before, [(str(number), facts) for number, facts in enumerate(now)]) == ()) is fits


def test_every_key_of_a_handling_is_a_fact(tmp_path: Path) -> None:
    """A key that is added later is one too; but for what only says how much is told."""
    values = {"reading": "2", "item": "9", "phrase": "Ja.", "decision": "Ja.", "sent_to": "[kb]", "basis": "§ 10"}
    values |= {"stopped": "§ 23", "votes": "majority", "statements": "[Nej]", "meeting": "2024-04-09-kb"}
    values |= dict.fromkeys(("absent", "recused", "not_participating"), "[Else]")
    values |= {"role": "opinion", "outcome": "noted", "date": "2024-04-08", "body": "kb2", "public_decision": "Ja."}
    names = {key.name for key in keys_of(Handling)} - {"access"}
    assert names == set(values)
    base = {"havneby/bodies/kb2.md": "---\nname: Nyt\n---\n", "havneby/meetings/2024-04-09-kb.md": "---\n---\n"}
    told = {}
    for name, value in {"": "", **values}.items():
        closed = {"access": "closed"} if name == "public_decision" else {}
        more = {} if name == "meeting" else {"date": "2024-04-09"}
        files = {**base, STI: case(handling(**{**more, **closed, name or "role": value or "decision"}))}
        made = World(tmp_path / (name or "none"), files)
        told[name] = tuple(json.loads(made.published.read_bytes())["cases"][URL]["handlings"])
    assert len(set(told.values())) == len(told)


# --- lost addresses -------------------------------------------------------------------------------------------

# What is done to the files; what the published site finds wrong; what became of the case's address.
EDITS: dict[str, tuple[Callable[[World], Any], list[tuple[str, str, str]], Fate | None]] = {
    "deleted": (
        lambda world: world.remove(STI, f"{CASES}/cykelsti/skitse.txt"),
        [("lost-url", "", ""), ("lost-url", "", ""), ("lost-url", "", "")],
        Fate.LOST,
    ),
    "renamed": (
        lambda world: world.remove(STI, f"{CASES}/cykelsti/skitse.txt").write({f"{CASES}/ny.md": case()}),
        [("lost-url", f"{CASES}/ny.md", "aliases")] * 2,
        Fate.LOST,
    ),
    "renamed, with aliases": (
        lambda world: world.remove(STI, f"{CASES}/cykelsti/skitse.txt").write({f"{CASES}/ny.md": case(aliases=ALIAS)}),
        [],
        Fate.MOVED,
    ),
    "taken over by another": (
        lambda world: world.remove(STI, f"{CASES}/cykelsti/skitse.txt").write(
            {
                f"{CASES}/havn.md": case(
                    title="Havnen", id="h4vn0001", case_number="24/2", topics="[havne]", aliases=ALIAS
                )
            }
        ),
        [],
        Fate.MOVED,
    ),
    "taken down": (lambda world: world.write({STI: case(retracted="2026-01-01")}), [], Fate.RETRACTED),
    "taken down without a trace": (
        lambda world: world.write({STI: case(retracted="{date: 2026-01-01, purge: true}")}),
        [],
        Fate.WITHDRAWN,
    ),
    "made a draft": (
        lambda world: world.write({STI: case(draft="true")}),
        [("lost-url", STI, "draft")] * 3,
        Fate.LOST,
    ),
    "held back": (
        lambda world: world.write({STI: case(publish="2030-01-01")}),
        [("lost-url", STI, "publish")] * 3,
        Fate.LOST,
    ),
    "its title closed": (
        lambda world: world.write({STI: case(access="{title: closed}")}),
        [],
        Fate.WITHDRAWN,
    ),
    "all of it closed": (
        lambda world: world.write({STI: case(attachments=FILED, access="closed")}),
        [],
        Fate.WITHDRAWN,
    ),
    "its text closed": (
        lambda world: world.write({STI: case(attachments=FILED, access="{presentation: closed}")}),
        [],
        None,
    ),
    "taken down, and its alias taken out": (
        lambda world: world.write({STI: case(retracted="2026-01-01", aliases="")}),
        [("lost-url", STI, "aliases")],
        Fate.RETRACTED,
    ),
    "an attachment closed": (
        lambda world: world.write({STI: case(attachments=FILED + "  access: closed\n")}),
        [],
        None,
    ),
    "an attachment taken out": (
        lambda world: world.write({STI: case()}).remove(f"{CASES}/cykelsti/skitse.txt"),
        [("lost-url", STI, "attachments")],
        None,
    ),
    "an attachment taken out, with an alias": (
        lambda world: world.write({STI: case(aliases=f"[/havneby/gammel/, {URL}skitse.txt]")}).remove(
            f"{CASES}/cykelsti/skitse.txt"
        ),
        [],
        None,
    ),
    "an alias taken out": (
        lambda world: world.write({STI: case(attachments=FILED, aliases="")}),
        [("lost-url", STI, "aliases")],
        None,
    ),
    "a topic renamed": (
        lambda world: world.remove("topics/havne.md").write({"topics/havnen.md": "---\nname: Havne\n---\n"}),
        [("lost-url", "", "")],
        None,
    ),
    "a topic of no file renamed": (
        lambda world: world.write({STI: case(attachments=FILED, topics="[veje]", case_number="24/4321")}),
        [],
        None,
    ),
    "a page and a meeting taken down without a trace": (
        lambda world: world.write(
            {
                "pages/om.md": "---\ntitle: Om\nretracted: {date: 2026-01-01, purge: true}\n---\n",
                "havneby/meetings/2024-04-09-kb.md": "---\nretracted: {date: 2026-01-01, purge: true}\n---\n",
            }
        ),
        [],
        None,
    ),
    "a meeting's file taken out": (lambda world: world.remove("havneby/meetings/2024-04-09-kb.md"), [], None),
    "a meeting made a draft": (
        lambda world: world.write({"havneby/meetings/2024-04-09-kb.md": "---\ndraft: true\n---\n"}),
        [],  # the cases that were taken up keep its page
        None,
    ),
    "nothing": (lambda world: None, [], None),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_address_that_was_lost_is_told_where_it_is_mended(name: str, world: World) -> None:
    edit, wanted, fate = EDITS[name]
    edit(world)
    assert [each for each in world.findings() if each[0] == "lost-url"] == wanted
    assert world.gone().get(URL, (None, ""))[0] == fate


def test_a_build_that_would_lose_an_address_writes_nothing(world: World) -> None:
    before = tree(world.site)
    world.remove(STI, f"{CASES}/cykelsti/skitse.txt")
    against = replace(world.options, against=str(world.site))
    assert build(against).written is None
    assert tree(world.site) == before
    assert build(world.options).written  # whoever does not ask is not stopped


def test_a_lost_address_says_itself_and_the_mend(world: World) -> None:
    world.write({STI: case(draft="true")})
    found = [each for each in world.reviewed().findings if each.path == STI]
    assert {(each.line, each.column, each.field) for each in found} == {(7, 8, "draft")}
    told = {dict(each.values)["address"] for each in found}  # of a draft nothing else is told
    assert told == {"/havneby/gammel/", URL, f"{URL}skitse.txt"}
    said = render(found[0], translations("da").gettext)
    assert "/havneby/gammel/ er udgivet" in said
    assert "tidligere adresser:" in said


def test_a_page_of_another_kind_is_no_loss_if_something_answers(world: World) -> None:
    world.remove("pages/om.md")
    assert world.findings() == [("lost-url", "", "")]
    world.write({"pages/ny.md": "---\ntitle: Nyt\naliases: [/om]\n---\n"})
    assert world.findings() == []
    assert world.gone() == {"/om/": (Fate.MOVED, "/ny/")}


def edit(content: Path, edits: list[tuple[str, str]]) -> None:
    """Do some things to some files, one after the other."""
    for number, (name, way) in enumerate(edits):
        file, new = content / name, (content / name).with_name(f"nyt-{number}.md")
        if not file.exists():
            continue
        match way:
            case "delete":
                file.unlink()
            case "rename" | "rename with alias":
                file.rename(new)
                if file.with_suffix("").is_dir():
                    file.with_suffix("").rename(new.with_suffix(""))
                if way == "rename with alias":
                    in_front(new, "aliases", f"[{ADDRESSES[name]}]")
            case "retract" | "purge":
                purge = ", purge: true" if way == "purge" else ""
                in_front(file, "retracted", f"{{date: 2026-01-01{purge}}}")
            case "draft":
                in_front(file, "draft", "true")
            case "embargo":
                in_front(file, "publish", "2030-01-01")
            case "close" if "/cases/" in name:
                in_front(file, "access", "closed")
            case "forget the alias":
                in_front(file, "aliases", "")
            case "close the attachment":
                text = file.read_text().replace("  access: closed\n", "")
                file.write_text(text.replace("file: skitse.txt\n", "file: skitse.txt\n  access: closed\n"))
            case "other words":
                file.write_text(file.read_text() + "\nAndre ord.\n")
            case "other outcome":
                file.write_text(file.read_text().replace("outcome: approved", "outcome: rejected"))


def in_front(file: Path, key: str, value: str) -> None:
    """Set a key of the front matter, or take it away."""
    rows = [row for row in file.read_text().splitlines(keepends=True) if not row.startswith(f"{key}:")]
    file.write_text("".join([rows[0], *([f"{key}: {value}\n"] if value else []), *rows[1:]]))


WAYS = (
    *("delete", "rename", "rename with alias", "retract", "purge", "draft", "embargo", "close"),
    *("close the attachment", "forget the alias", "other words", "other outcome"),
)
ON_PURPOSE = {"purge", "close", "close the attachment"}
ADDRESSES = {
    STI: URL,
    f"{CASES}/havn.md": "/havneby/sager/2024/havn/",
    "topics/havne.md": "/emner/havne/",
    "pages/om.md": "/om/",
}
DRAWN = st.lists(st.tuples(st.sampled_from(list(ADDRESSES)), st.sampled_from(WAYS)), max_size=4)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published site and its content, to be copied."""
    folder = tmp_path_factory.mktemp("before")
    World(folder, FILES)
    return folder


def test_after_any_edits_every_address_answers_or_is_told(
    before: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """And what is told is what the built sites show."""

    @settings(max_examples=40, deadline=None)
    @given(DRAWN)
    def holds(edits: list[tuple[str, str]]) -> None:
        folder = tmp_path_factory.mktemp("edited")
        shutil.copytree(before / "content", folder / "content")
        edit(folder / "content", edits)
        chosen = options(folder / "content", folder / "site")
        against = replace(chosen, against=str(before / "site/manifest.json"))
        result = check(against, review=True)
        assert build(chosen).written, result.findings
        assert_told(result, tree(before / "site"), tree(folder / "site"))

        assert result.publication
        fates = {each.fate for each in result.publication.gone}
        assert Fate.WITHDRAWN not in fates or ON_PURPOSE & {way for _, way in edits}
        stopped = build(replace(against, output=folder / "other"))
        assert (stopped.written is None) is (Fate.LOST in fates)
        assert (folder / "other").exists() is (Fate.LOST not in fates)

    holds()


def assert_told(result: Result, old: dict[str, bytes], new: dict[str, bytes]) -> None:
    """Hold the three lists against two sites as they were built."""
    published, standing = (parse(site["manifest.json"]) for site in (old, new))
    publication = result.publication
    assert publication
    gone = {each.path: each for each in publication.gone}
    assert len(gone) == len(publication.gone)
    assert set(gone) <= published.promises
    for path in published.promises:
        page = new.get(file_of(path)) or new.get(file_of(path + "/"))
        fate = gone[path].fate if path in gone else None
        if page is None:
            assert fate in {Fate.LOST, Fate.WITHDRAWN, Fate.RETRACTED}, path
            assert fate is not Fate.RETRACTED or gone[path].to in standing.retracted, path
        elif path not in published.aliases and not {path, path + "/"}.isdisjoint(standing.aliases):
            assert fate is Fate.MOVED, path
            assert file_of(gone[path].to) in new
        else:
            assert fate is (Fate.RETRACTED if path in standing.retracted else None), path

    lost = sorted(each.path for each in publication.gone if each.fate is Fate.LOST)
    assert sorted(dict(each.values)["address"] for each in result.findings if each.code == "lost-url") == lost
    pages = {*standing.cases, *standing.pages}
    differ = {path for path in pages & published.files.keys() if new[file_of(path)] != old.get(file_of(path))}
    assert {each.page.path for each in publication.changed} & pages == differ
    found = {each.path for each in publication.new}
    assert found & pages == pages - published.files.keys()
    assert {file_of(path) for path in found} <= new.keys() - old.keys()


def test_what_is_published_is_not_new_and_did_not_change(tmp_path: Path) -> None:
    for content in (SHOWCASE, ROOT / "content"):
        site = tmp_path / content.name
        asked = options(content, site)
        build(asked)
        result = check(replace(asked, against=str(site)), review=True)
        publication = result.publication
        assert publication
        assert publication.compared
        assert (publication.new, publication.changed, publication.gone) == ((), (), ())
        assert (publication.lists.new, publication.lists.changed, publication.lists.gone) == (0, 0, ())
        assert not [each for each in result.findings if each.code in {"lost-url", "correction-missing"}]


# --- the three lists ------------------------------------------------------------------------------------------

HELD = [
    ("anden/_index.md", "", "publish", (), ""),
    ("anden/bodies/xx.md", "", "publish", (), ""),
    (f"{CASES}/bilag.md", "attachments[1]", "closed", (), "persondata"),
    (f"{CASES}/kladde.md", "", "draft", (), ""),
    (f"{CASES}/lukket.md", "", "closed", (), "styrelsesloven § 10"),
    (f"{CASES}/lukket.md", "handlings[0]", "closed", ("decision", "votes"), ""),
    (f"{CASES}/senere.md", "", "publish", (), ""),
    (f"{CASES}/vaek.md", "", "retracted", (), "Personoplysninger"),
    ("havneby/meetings/2024-05-02-kb.md", "items[1]", "closed", (), ""),
]


def test_what_is_held_back_says_why(checked: Callable[..., Any], archive: Callable[..., Path], tmp_path: Path) -> None:
    publication = check(options(archive(HELD_FILES), tmp_path / "site"), review=True).publication
    assert publication
    assert [(each.path, each.field, each.why, each.parts, each.reason) for each in publication.held] == HELD
    assert {str(each.until) for each in publication.held if each.until} == {
        "2030-02-01 08:00:00",
        "2031-01-01 00:00:00",
    }
    assert [str(each.day) for each in publication.held if each.day] == ["2025-06-01"]


def test_a_meeting_that_is_closed_closes_what_was_taken_up_there(archive: Callable[..., Path], tmp_path: Path) -> None:
    closed = "---\naccess: {decision: closed}\nbasis: styrelsesloven § 10\n---\n"
    content = archive({STI: case(), "havneby/meetings/2024-04-09-kb.md": closed})
    publication = check(options(content, tmp_path / "site"), review=True).publication
    assert publication
    assert [(each.path, each.field, each.parts, each.reason) for each in publication.held] == [
        (STI, "handlings[0]", ("decision",), "styrelsesloven § 10"),
        ("havneby/meetings/2024-04-09-kb.md", "", ("decision",), "styrelsesloven § 10"),
    ]


def test_what_becomes_public_is_told_by_kind_title_and_address(world: World) -> None:
    new = case(title="Skolens tag", id="sk0le001", case_number="", aliases="", topics="[havne, skoler]")
    later = new.replace("2024-04-09", "2025-11-03")
    world.write({f"{CASES}/tag.md": later, f"{CASES}/tag/plan.txt": b"Plan", "pages/nyt.md": "---\ntitle: Nyt\n---\n"})
    world.write({f"{CASES}/tag.md": later.replace("\n---\n", "\nattachments:\n- title: Plan\n  file: plan.txt\n---\n")})
    publication = world.reviewed().publication
    assert publication
    assert [(each.kind, each.title, each.path) for each in publication.new] == [
        ("cases", "Skolens tag", "/havneby/sager/2024/tag/"),
        ("meetings", "Byrådet, 3. november 2025", "/havneby/kb/2025-11-03/"),
        ("topics", "skoler", "/emner/skoler/"),
        ("pages", "Nyt", "/nyt/"),
        ("attachments", "Plan", "/havneby/sager/2024/tag/plan.txt"),
    ]
    assert publication.lists.new == 2  # the year and the month
    footers = {"/", "/havneby/", "/havneby/kb/", "/havneby/kb/2024-04-09/", "/emner/cykelstier/", "/emner/havne/"}
    assert {each.page.path for each in publication.changed} == footers | {URL, "/havneby/sager/2024/havn/", "/om/"}


def test_a_changed_text_and_a_changed_attachment_are_told_and_nothing_else(world: World) -> None:
    world.write({"pages/om.md": "---\ntitle: Om arkivet\n---\nAndre ord.\n", f"{CASES}/cykelsti/skitse.txt": b"Skitsa"})
    publication = world.reviewed().publication
    assert publication
    assert publication.new == publication.gone == ()
    assert [(each.page.kind, each.page.title) for each in publication.changed] == [
        ("pages", "Om arkivet"),
        ("attachments", "Skitse"),
    ]
    assert publication.lists.changed == 0


def test_what_the_cache_knows_is_compared_just_the_same(world: World) -> None:
    cached = replace(world.options, cache=world.folder / "cache")
    build(cached)
    world.write({"pages/om.md": "---\ntitle: Om arkivet\n---\nAndre ord.\n"})
    cold = world.reviewed().publication
    warm = world.reviewed(cache=world.folder / "cache").publication
    assert cold == warm
    assert cold
    assert [each.page.path for each in cold.changed] == ["/om/"]


def test_lists_of_which_nothing_is_left_are_named(world: World) -> None:
    world.write({STI: case(TOLD.replace("2024-04-09", "2023-05-01"), FILED, topics="[veje]")})
    publication = world.reviewed().publication
    assert publication
    assert publication.lists.gone == ("/emner/cykelstier/",)
    assert publication.gone == ()


def test_where_nothing_is_known_the_newest_are_named_and_the_rest_is_counted(world: World) -> None:
    later = {
        f"{CASES}/sag-{day:02}.md": case(TOLD.replace("04-09", f"05-{day:02}"), title=f"Sag {day}", id="", aliases="")
        for day in range(1, 21)
    }
    world.write(later)
    publication = check(world.options, review=True).publication
    assert publication
    assert not publication.compared
    assert [each.title for each in publication.new] == [f"Sag {day}" for day in range(20, 10, -1)]
    assert publication.counts["cases"] == 22
    assert publication.counts["meetings"] == 21
    assert publication.changed == publication.gone == ()


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_lists_in_words(language: str, world: World) -> None:
    world.write(HELD_FILES)
    world.write({STI: case(TOLD.replace("approved", "rejected"), FILED, aliases="")})
    world.write({f"pages/side-{number}.md": f"---\ntitle: Side {number}\n---\n" for number in range(30)})
    publication = world.reviewed().publication
    assert publication
    told = list(lines(publication, translations(language).gettext))
    headings = [line for line in told if line and not line.startswith(" ")]
    assert (
        headings
        == {
            "da": ["Bliver offentligt", "Holdes tilbage", "Ændret siden sidst"],
            "en": ["Becomes public", "Is held back", "Changed since it was published"],
        }[language]
    )
    assert "    Side 1  /side-1/" in told
    assert sum(line.startswith("    Side ") for line in told) == 20  # the rest is counted
    if language == "en":
        assert told[told.index("  Pages of the archive's own: 30") + 21] == (
            "    and 10 more; --format json tells them all"
        )
        assert f"    {CASES}/kladde.md" in told
        assert f"    {CASES}/senere.md  not before 2030-02-01 08:00" in told
        assert f"    {CASES}/vaek.md  2025-06-01: Personoplysninger" in told
        assert f"    {CASES}/lukket.md: handlings[0]  the decision, the votes" in told
        assert "    /havneby/gammel/  lost: nothing answers there any more" in told
        place = next(number for number, line in enumerate(told) if "(handlings[0])" in line)
        assert told[place + 1 : place + 4] == [
            *(
                "      corrections:",
                "      - date: 2026-01-15",
                "        text: What was wrong, and what stands there now.",
            )
        ]


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_correction_that_is_proposed_is_one(language: str, world: World) -> None:
    text = case(TOLD.replace("approved", "rejected"), FILED)
    publication = world.write({STI: text}).reviewed().publication
    assert publication
    told = list(lines(publication, translations(language).gettext))
    place = next(number for number, line in enumerate(told) if line.endswith(f" {STI}")) + 1
    block = "".join(line[6:] + "\n" for line in told[place : place + 3])
    world.write({STI: text.replace("---\n", f"---\n{block}", 1)})
    assert world.reviewed().findings == ()


def test_a_title_cannot_write_on_the_terminal(world: World) -> None:
    world.write({"pages/om.md": '---\ntitle: "Om \\u202e arkivet \\x1b[31m"\n---\n'})
    result = world.reviewed()
    told = "\n".join(lines(result.publication, str)) if result.publication else ""
    assert not {"\x1b", "\u202e"} & set(told)
