"""The search as citizens use it: a real browser, the real archive, 1,000 invented cases to hide it among."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urlsplit

import browser
import pytest
from conftest import CONTENT, SHARED, options
from queries import CLASSES, REAL_FLOOR, queries

from builder.build import build
from builder.search.aliases import Matter, _repaired, aliases
from builder.search.words import Tongue, Words, dictionary

DICTIONARY = Path("/usr/share/dict/danish")


@pytest.fixture(scope="module")
def words() -> Words:
    return Words(Tongue("da", dictionary("da")))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real archive among invented cases, where the generator of those is at hand; it is indexed in parts."""
    folder = tmp_path_factory.mktemp("search")
    shutil.copytree(CONTENT, folder / "content")
    if SHARED.is_dir() and DICTIONARY.exists():
        bench = SHARED / "bench"
        generate = [sys.executable, bench / "gen.py", folder / "corpus", "1000", "--words", DICTIONARY]
        subprocess.run(generate, check=True)
        subprocess.run([sys.executable, bench / "to_beslut.py", folder / "corpus", folder / "invented"], check=True)
        for authority in (folder / "invented").iterdir():
            if authority.is_dir():
                shutil.copytree(authority, folder / "content" / authority.name)
    result = build(replace(options(folder / "content", folder / "site", search=True), jobs=2))
    assert not result.failed, result.findings
    return folder / "site"


def asked(site: Path) -> dict[str, list[str]]:
    """For each query the paths of its first hits."""
    if browser.CHROMIUM is None:
        pytest.skip("no chromium on this machine (make test installs it where it can)")
    paths: dict[str, list[str]] = {}
    with browser.served(site) as address, browser.chromium() as opened, browser.watched(opened) as (page, complaints):
        for _, query, _ in queries():
            page.goto(f"{address}/soeg/?q={quote(query)}")
            page.wait_for_selector("#_antal[data-done]", state="attached")
            links = page.locator("ol#results > li a").evaluate_all("all => all.map(each => each.href)")
            paths[query] = [urlsplit(link).path for link in links]
        assert complaints == []
    return paths


def measured(answers: dict[str, list[str]]) -> dict[str, tuple[float, float, list[object]]]:
    """For each class recall@10, the mean reciprocal rank of the first hit, and what was missed."""
    shares, ranks, missed = defaultdict(list), defaultdict(list), defaultdict(list)
    for kind, query, wanted in queries():
        first = answers[query][:10]
        hits = [path for path in wanted if path in first]
        shares[kind].append(len(hits) / len(wanted))
        ranks[kind].append(max((1 / (first.index(path) + 1) for path in hits), default=0))
        if len(hits) < len(wanted):
            missed[kind].append((query, sorted(set(wanted) - set(hits)), first[:4]))
    result = {}
    for kind in CLASSES:
        recall, mrr = sum(shares[kind]) / len(shares[kind]), sum(ranks[kind]) / len(ranks[kind])
        print(f"{kind}: recall@10 {recall:.2f}, MRR {mrr:.2f}, {len(shares[kind])} queries")
        result[kind] = (recall, mrr, missed[kind])
    return result


@pytest.mark.browser
def test_what_citizens_look_for_is_among_the_first_ten(tmp_path: Path) -> None:
    build(options(CONTENT, tmp_path / "site", search=True))
    for kind, (recall, _, missed) in measured(asked(tmp_path / "site")).items():
        assert recall >= REAL_FLOOR, (kind, missed)


@pytest.mark.browser
@pytest.mark.slow
def test_it_is_found_among_a_thousand_invented_cases_too(site: Path) -> None:
    for kind, (recall, _, missed) in measured(asked(site)).items():
        assert recall >= CLASSES[kind][0], (kind, missed)


@pytest.mark.browser
@pytest.mark.slow
def test_parts_find_as_much_as_one_index(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With 10,000 invented cases, measured by hand: 0.862 of the pages in parts, 0.850 in one index."""
    monkeypatch.setattr("builder.search.cutting.LARGEST", 10_000)
    whole = site.parent / "whole"
    assert build(replace(options(site.parent / "content", whole, search=True), jobs=2)).written
    parts, one = (share(measured(asked(each))) for each in (site, whole))
    assert parts >= one


def share(classes: dict[str, tuple[float, float, list[object]]]) -> float:
    """The share of the wanted pages over all queries."""
    counts = Counter(name for name, _, _ in queries())
    return sum(recall * counts[name] for name, (recall, _, _) in classes.items()) / counts.total()


def test_there_are_at_least_a_hundred_queries() -> None:
    assert len(queries()) >= 100
    counts: dict[str, int] = defaultdict(int)
    for name, _, wanted in queries():
        counts[name] += 1
        assert wanted
    assert set(counts) == set(CLASSES)


@pytest.mark.parametrize(
    ("compound", "tail"),
    [
        ("hjemmesygeplejen", "sygeplejen"),
        ("spildevandsplanen", "planen"),
        ("paramedicinerbilerne", "bilerne"),
        ("velfærdsdirektøren", "direktøren"),
        ("cykelstiplan", "plan"),
    ],
)
def test_a_compound_is_found_by_what_it_ends_in(compound: str, tail: str, words: Words) -> None:
    assert tail in words.tails(compound)


@pytest.mark.parametrize("word", ["kommunen", "organisation", "udvalget", "sagen"])
def test_a_plain_word_is_no_compound(word: str, words: Words) -> None:
    assert words.tails(word) == []


@pytest.mark.parametrize(
    ("damaged", "meant"),
    [
        ("losningsforslag", "løsningsforslag"),
        ("formél", "formål"),
        ("modet", "mødet"),
        ("sundhedsrad", "sundhedsråd"),
        ("serligt", "særligt"),
        ("gennemfort", "gennemført"),
    ],
)
def test_a_damaged_word_may_have_been_the_one_it_was(damaged: str, meant: str, words: Words) -> None:
    assert meant in list(_repaired(damaged, words))


def test_no_alias_shares_its_stem_with_a_word_of_the_page(words: Words) -> None:
    from builder.model.findable import Entry

    text = "Hjemmesygeplejen og sygeplejen i Grenaa"
    entry = Entry("x", "Sag", "", (), (), (text,), "")
    found = aliases(entry, Matter.of(entry, "", words.tongue.signs), words)
    assert "sygeplejen" not in found
    assert "grenå" in found
