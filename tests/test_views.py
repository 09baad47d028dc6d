"""The library to pages: every address once, every link to somewhere, long lists cut by year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from conftest import CONTENT, NOW, SHOWCASE, options
from support.pdf import pdf

from builder.build import plan
from builder.cache import Cache
from builder.diagnostics import Severity
from builder.model.linked import Links
from builder.model.values import Kind
from builder.rendering import Planned
from builder.views.pages import CasePage, Context, HomePage, ListPage, MeetingPage, contexts

Make = Callable[..., Planned]
BASE = "https://example.org/arkiv/"


@pytest.fixture
def planned(archive: Callable[..., Path], tmp_path: Path) -> Make:
    """The pages of a small archive with the files given; errors fail the test."""

    def make(files: Mapping[str, str | bytes] | None = None, **changes: object) -> Planned:
        made, findings = plan(options(archive(files), tmp_path / "site", **changes), Cache(None))
        assert made is not None, findings
        return made

    return make


@pytest.fixture(scope="module", params=["", BASE], ids=["at the root", "below /arkiv/"])
def real(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Planned:
    """The pages of the archive in content/."""
    site = tmp_path_factory.mktemp("real") / "site"
    made, findings = plan(options(CONTENT, site, base_url=request.param, at=NOW), Cache(None))
    assert made is not None, findings
    return made


def page(made: Planned, path: str) -> Any:
    """The context of the page at an address."""
    (found,) = [each.context for each in made.pages if each.path == path]
    return found


def texts(value: object, where: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a context, with the names of the fields it stands in; of links in prose where they lead."""
    if isinstance(value, Links):
        for pairs in (value.targets, value.paths, value.numbers, value.names):
            yield from ((f"{where}.links", pair[1]) for pair in pairs)
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from texts(getattr(value, each.name), f"{where}.{each.name}")
    elif isinstance(value, tuple):
        for each in value:
            yield from texts(each, where)
    elif isinstance(value, str) and not isinstance(value, Enum):
        yield where, value


def addresses(made: Planned) -> Iterator[tuple[str, str]]:
    """Every address on the site's own host that a context holds, and where it stands."""
    for each in made.pages:
        for where, text in texts(each.context, f"{each.path} {type(each.context).__name__}"):
            own = made.urls.base_url.rstrip("/")
            if text.startswith("/"):
                yield where, text
            elif own and text.startswith(own):
                yield where, text.removeprefix(re.sub(r"(https?://[^/]+).*", r"\1", own))


def present(made: Planned) -> set[str]:
    """Every address that is served, as an href."""
    paths = [each.path for each in made.pages] + [path for path, _ in made.files]
    paths += ["/" + each.path for each in made.assets] + ["/pagefind/"]
    return {made.urls.href(path) for path in paths}


def case(day: str, index: int, **more: str) -> str:
    """A case that one body took up on a day."""
    extra = "".join(f"{key}: {value}\n" for key, value in more.items())
    handling = f"handlings:\n- body: kb\n  date: {day}\n  outcome: approved\n" if day else ""
    return f"---\nid: sag{index:05}\ntitle: Sag {index}\n{extra}{handling}---\n"


def cases(count: int, years: tuple[int, ...] = (2023, 2024), **more: str) -> dict[str, str]:
    """Many cases, spread over years; each lies in the folder of its year."""
    made = {}
    for index in range(count):
        year = years[index % len(years)]
        made[f"havneby/cases/{year}/s{index:04}.md"] = case(f"{year}-{index % 12 + 1:02}-01", index, **more)
    return made


# --- every address --------------------------------------------------------------------------------------------


def test_no_address_stands_twice(real: Planned) -> None:
    claimed = [each.path for each in real.pages] + [path for path, _ in real.files]
    claimed += ["/" + each.path for each in real.assets]
    assert [path for path, count in Counter(path.lower() for path in claimed).items() if count > 1] == []


def test_every_address_is_well_formed(real: Planned) -> None:
    for each in real.pages:
        assert re.fullmatch(r"/(?:[a-z0-9-]+/)*(?:[a-z0-9-]+\.[a-z]+)?", each.path), each.path


def test_every_link_leads_to_a_page(real: Planned) -> None:
    there = present(real)
    lost = {(address, where) for where, address in addresses(real) if address.partition("#")[0] not in there}
    assert lost == set()


def test_every_link_bears_the_base_path(real: Planned) -> None:
    found = [address for _, address in addresses(real)]
    assert len(found) > 500
    assert all(address.startswith(real.urls.base_path + "/") for address in found)


def test_every_page_can_be_reached_from_the_front_page(real: Planned) -> None:
    """By links alone, without the search; or by cutting the end off an address that can."""
    leads: dict[str, set[str]] = {}
    for each in real.pages:
        found = {text.partition("#")[0] for _, text in texts(each.context) if text.startswith("/")}
        leads[real.urls.href(each.path)] = found
    seen: set[str] = set()
    ahead = [real.urls.href("/")]
    while ahead:
        at = ahead.pop()
        if at not in seen:
            seen.add(at)
            ahead += leads.get(at, ())
            above = at.rstrip("/").rpartition("/")[0] + "/"
            ahead += [above] if above in leads else []
    machine = re.compile(r"\.(xml|txt)$|/404\.html$")
    moved = {real.urls.href(old) for old, _, _ in real.library.aliases}
    assert {at for at in leads if at not in seen and not machine.search(at)} <= moved


def test_every_page_has_its_canonical_address(real: Planned) -> None:
    machine = re.compile(r"\.(xml|txt)$")
    for each in real.pages:
        if not machine.search(each.path):
            wanted = real.urls.base_url.rstrip("/") + each.path if real.urls.base_url else ""
            assert each.context.frame.canonical == wanted


def test_every_kind_of_page_is_in_the_archive_or_named_here(real: Planned) -> None:
    """So that the laws above look at every kind; those that content/ has none of are tested by themselves."""
    missing = {each.__name__ for each in contexts()} - {type(each.context).__name__ for each in real.pages}
    without = {"FeedPage", "SitemapPage", "OpenSearchPage"} if not real.urls.base_url else set()
    assert missing - without == {"BodyYearPage", "MovedPage", "RetractedPage"}


def test_frozen_contexts_can_be_told_apart(real: Planned) -> None:
    for each in real.pages:
        assert is_dataclass(each.context)
        assert each.context.__dataclass_params__.frozen  # type: ignore[attr-defined]
        assert hash(each.context.frame) == hash(each.context.frame)
    assert len({id(each.context.site) for each in real.pages}) == 1  # one value, shared


RICH = {
    "havneby/bodies/tmu.md": "---\nname: Teknikudvalget\nabbreviation: TMU\n---\n",
    "havneby/cases/2023/a.md": (
        "---\nid: aaaa1111\ntitle: A\ncase_number: 2023/9928\ntopics: [Cykler]\nplaces: [Havnen]\n"
        "organisations: [Foreningen]\naliases: [/gammel/]\nrelated: [2023/b]\nroute: [tmu, kb]\n"
        "attachments:\n- title: Plan\n  file: Plan å.pdf\n"
        "handlings:\n- body: tmu\n  date: 2023-12-05\n  item: 5a\n  outcome: recommended\n  sent_to: kb\n"
        "- body: kb\n  date: 2024-01-09\n  role: decision\n  outcome: approved\n  decision: Se 23/9928 og 24/1.\n"
        "---\n## Her\nByrådet, [[2023/b#her]], [[#her]], [plan](Plan%20å.pdf), [emner](/emner/).\n"
    ),
    "havneby/cases/2023/a/Plan å.pdf": pdf("Plan"),
    "havneby/cases/2023/b.md": "---\nid: bbbb1111\ntitle: B\ncase_number: 23/9928\n---\n## Her\n",
    "havneby/cases/2023/c.md": "---\nid: cccc1111\ntitle: C\naccess: closed\n---\n",
    "havneby/cases/2023/d.md": "---\nid: dddd1111\ntitle: D\nretracted: 2024-05-01\n---\n",
    "havneby/cases/2023/e.md": "---\nid: eeee1111\ntitle: E\nretracted:\n  date: 2024-05-01\n  purge: true\n---\n",
    "havneby/meetings/2024-01-09-kb.md": (
        "---\nstart: 12.30\nitems:\n- title: Uden fil\n  case_number: 2024/77\n"
        "- title: Med sag\n  case: 2023/b\n  case_number: 24/88\n- title: Uden tal\n  case_number: §\n"
        "- title: Nævner\n  decision: Se 23/9928.\n---\nByrådet.\n"
    ),
    "havneby/meetings/2026-02-10-kb.md": "---\nstate: agenda\n---\n",
    "dossiers/t.md": "---\ntitle: T\ncases: [havneby/2023/a, havneby/2023/c]\n---\n[[havneby/2023/a]]\n",
    "topics/cykler.md": "---\nname: Cykler\n---\n[[havneby/2023/a]]\n",
    "glossary/afbud.md": "---\nterm: Afbud\nsummary: Når nogen ikke kommer.\n---\n[[havneby/2023/a]]\n",
    "pages/om.md": "---\ntitle: Om\n---\n[[afbud]]\n",
}


@pytest.mark.parametrize("base_url", ["", BASE])
def test_every_link_of_a_rich_archive_leads_to_a_page(planned: Make, base_url: str) -> None:
    made = planned(RICH, base_url=base_url)
    there = present(made)
    assert {(address, where) for where, address in addresses(made) if address.partition("#")[0] not in there} == set()
    paths = [each.path for each in made.pages]
    assert len(set(paths)) == len(paths)


# --- long lists -----------------------------------------------------------------------------------------------

KINDS = [
    ("topics", "/emner/cykler/"),
    ("places", "/steder/cykler/"),
    ("organisations", "/organisationer/cykler/"),
]


@pytest.mark.parametrize(("key", "path"), KINDS)
def test_a_list_of_a_hundred_is_one_page(planned: Make, key: str, path: str) -> None:
    made = planned(cases(100, **{key: "[Cykler]"}))
    listing = page(made, path).listing
    assert (len(listing.rows), listing.years, listing.total) == (100, (), 100)
    assert [each.path for each in made.pages if each.path.startswith(path) and "." not in each.path] == [path]


@pytest.mark.parametrize(("key", "path"), KINDS)
def test_a_longer_list_is_cut_by_year(planned: Make, key: str, path: str) -> None:
    made = planned(
        {**cases(101, **{key: "[Cykler]"}), "havneby/cases/2024/udato.md": case("", 999, **{key: "[Cykler]"})}
    )
    listing = page(made, path).listing
    assert [(year.year, year.count, year.href) for year in listing.years] == [
        (2024, 50, f"{path}2024/"),
        (2023, 51, f"{path}2023/"),
    ]
    assert [row.day for row in listing.rows][:20] == sorted((row.day for row in listing.rows if row.day), reverse=True)
    assert [row.day for row in listing.rows][20:] == [None]  # what has no year always stands
    shown = [row.href for year in (2023, 2024) for row in page(made, f"{path}{year}/").listing.rows]
    assert len(set(shown)) == len(shown) == 101
    assert listing.total == 102


LISTS = [
    "/havneby/",
    "/havneby/kb/",
    "/havneby/sager/",
    "/havneby/sagsnumre/1-00-14-22/",
    "/emner/cykler/",
    "/aar/",
    "/aar/2023/",
    "/moeder/",
    "/",
]


def rows_within(value: Any) -> tuple[Any, ...]:
    """The rows of a list, month by month where it is long, or of a plain tuple of rows."""
    if getattr(value, "months", ()):
        return tuple(row for month in value.months for row in month.rows)
    rows = getattr(value, "rows", value)
    kinds = {"Row", "MeetingRow"}
    return rows if isinstance(rows, tuple) and rows and type(rows[0]).__name__ in kinds else ()


def rows_of(context: Context) -> int:
    """How many cases, or meetings, the longest list of a page has."""
    return max(len(rows_within(getattr(context, each.name))) for each in fields(context))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Planned:
    """An archive with long lists of every kind; every other case was first taken up a year before."""
    from conftest import SMALL, write

    folder = tmp_path_factory.mktemp("many")
    files: dict[str, str] = dict(SMALL)
    files["havneby/bodies/tmu.md"] = "---\nname: Teknikudvalget\n---\n"
    files["syd/_index.md"] = "---\nname: Syd\n---\n"
    for index in range(240):
        year = 2021 + index % 4
        handlings = f"- body: tmu\n  date: {year - 1}-{index % 12 + 1:02}-{index % 28 + 1:02}\n" if index % 2 else ""
        handlings += f"- body: kb\n  date: {year}-{index % 12 + 1:02}-{index % 28 + 1:02}\n  outcome: approved\n"
        authority, body = ("havneby", "kb") if index % 2 else ("syd", "havneby/kb")
        if authority == "syd":
            handlings = f"- body: {body}\n  date: {year}-{index % 12 + 1:02}-{index % 28 + 1:02}\n"
        files[f"{authority}/cases/{year - index % 2}/s{index:04}.md"] = (
            f"---\nid: sag{index:05}\ntitle: Sag {index}\ncase_number: 1-00-14-22\ntopics: [Cykler]\n"
            f"organisations: [Havneby Kommune]\nhandlings:\n{handlings}---\n"
        )
    made, findings = plan(options(write(folder / "content", files), folder / "site"), Cache(None))
    assert made is not None, findings
    return made


@pytest.mark.parametrize("path", LISTS)
def test_no_list_is_longer_than_a_hundred(many: Planned, path: str) -> None:
    assert rows_of(page(many, path)) <= 100


def test_no_page_is_a_number_of_pages(many: Planned) -> None:
    """Old pages stay as they are: what follows the address of a list is a year or a month."""
    lists = [each.path for each in many.pages if isinstance(each.context, ListPage) or rows_of(each.context)]
    for path in lists:
        for each in many.pages:
            rest = each.path.removeprefix(path)
            if each.path.startswith(path) and re.fullmatch(r"\d+/", rest):
                assert re.fullmatch(r"(?:19|20)\d\d/|(?:0[1-9]|1[0-2])/", rest), each.path


def test_every_link_of_long_lists_leads_to_a_page(many: Planned) -> None:
    there = present(many)
    assert {(address, where) for where, address in addresses(many) if address.partition("#")[0] not in there} == set()


@pytest.mark.parametrize(
    "path", ["/havneby/", "/havneby/kb/", "/havneby/tmu/", "/emner/cykler/", "/havneby/sagsnumre/1-00-14-22/"]
)
def test_the_years_of_a_list_hold_what_they_say(many: Planned, path: str) -> None:
    """Every case of a list stands on it or on the page of one of its years, and the counts are right."""
    listing = page(many, path).listing
    seen = {row.href for row in listing.rows}
    for year in listing.years:
        context = page(many, year.href)
        rows = rows_within(context.listing)
        assert len(rows) == year.count, year.href
        seen |= {row.href for row in rows}
    assert len(seen) == listing.total


@pytest.mark.parametrize("path", ["/havneby/kb/2023/", "/havneby/sager/2023/", "/emner/cykler/2023/"])
def test_a_year_with_many_cases_stands_by_months(planned: Make, path: str) -> None:
    """On one page, whose address stays as the year goes on; each month is led to from the top."""
    files = {
        f"havneby/cases/2023/s{index:03}.md": case(f"2023-{index % 12 + 1:02}-05", index, topics="[Cykler]")
        for index in range(101)
    }
    files["havneby/cases/2023/for.md"] = case("2022-12-05", 998, topics="[Cykler]")
    listing = page(planned(files), path).listing
    months = [(each.year, each.month) for each in listing.months]
    assert listing.rows == ()
    assert months[:12] == [(2023, month) for month in range(12, 0, -1)]
    assert months[12:] == ([(2022, 12)] if "sager" in path else [])
    assert sum(len(each.rows) for each in listing.months) == listing.total == (102 if "sager" in path else 101)
    for each in listing.months:
        assert {(row.day.year, row.day.month) for row in each.rows if row.day} == {(each.year, each.month)}


def test_each_month_of_a_long_year_is_led_to(built: Callable[..., Path]) -> None:
    site = built(
        {f"havneby/cases/2023/s{index:03}.md": case(f"2023-{index % 3 + 1:02}-05", index) for index in range(101)}
    )
    for path in ("havneby/sager/2023", "havneby/kb/2023"):
        text = (site / path / "index.html").read_text("utf-8")
        assert (
            re.findall(r'href="#(_maaned-\d+-\d+)"', text)
            == re.findall(r'<h\d id="(_maaned-\d+-\d+)"', text)
            == [f"_maaned-2023-{month}" for month in (3, 2, 1)]
        )
        assert "Marts 2023" in text


def test_no_number_of_cases_stands_where_meetings_are_led_to(built: Callable[..., Path]) -> None:
    site = built(cases(3))
    assert '<span class="count">3</span>' in (site / "udvalg/index.html").read_text("utf-8")
    assert '<span class="count">' not in (site / "moeder/index.html").read_text("utf-8")


def test_those_who_have_left_a_body_stand_apart(planned: Make) -> None:
    """Twenty years of members are five councils; who sits there now is what is looked for."""
    members = "- name: A\n  to: 2021-12-31\n- name: B\n  to: 2026-01-15\n- name: C\n- name: D\n  to: 2026-01-14\n"
    context = page(planned({"havneby/bodies/kb.md": f"---\nname: Byrådet\nmembers:\n{members}---\n"}), "/havneby/kb/")
    assert [each.name for each in context.members] == ["B", "C"]  # B's last day is today
    assert [each.name for each in context.former] == ["A", "D"]


def test_cases_of_other_authorities_are_not_cut_off_in_silence(many: Planned) -> None:
    """Every case that names an authority is listed with it, or on the page of a year that is."""
    named = many.library.authorities["havneby"].named_in
    assert len(named) == 120
    seen = {row.href for row in rows_within(page(many, "/havneby/").named_in)}
    for year in getattr(page(many, "/havneby/").named_in, "years", ()):
        seen |= {row.href for row in rows_within(page(many, year.href).listing)}
    assert seen == {many.library.cases[ref].path for ref in named}


@pytest.mark.parametrize("count", [100, 101])
def test_a_body_that_met_often_has_its_years(planned: Make, count: int) -> None:
    files = {}
    for index in range(count):
        day = f"{2023 + index % 2}-{index // 25 + 1:02}-{index % 25 + 1:02}"
        files[f"havneby/meetings/{day}-kb.md"] = "---\nstate: minutes\n---\n"
    made = planned(files)
    context = page(made, "/havneby/kb/")
    own = [each.path for each in made.pages if re.fullmatch(r"/havneby/kb/\d{4}/", each.path)]
    if count == 100:
        assert (len(context.meetings), context.years, own) == (100, (), [])
    else:
        assert len(context.meetings) == 20
        assert [(year.year, year.count) for year in context.years] == [(2024, 50), (2023, 51)]
        assert own == ["/havneby/kb/2024/", "/havneby/kb/2023/"]
        assert sum(len(page(made, path).meetings) for path in own) == 101


def test_years_and_months_hold_every_handling(planned: Make) -> None:
    made = planned(cases(101))
    assert [(year.year, year.count) for year in page(made, "/aar/").listing.years] == [(2024, 50), (2023, 51)]
    year = page(made, "/aar/2023/").listing
    assert sum(month.count for month in year.years) == year.total == len(year.rows) == 51
    assert [month.month for month in year.years] == sorted((month.month for month in year.years), reverse=True)
    for month in year.years:
        assert len(page(made, month.href).listing.rows) == month.count


# --- what stands on the pages ---------------------------------------------------------------------------------


def test_a_row_never_mixes_two_handlings(planned: Make) -> None:
    """Day, body and outcome of a row are those of one handling."""
    files = {
        "havneby/bodies/tmu.md": "---\nname: Teknikudvalget\n---\n",
        "havneby/cases/2024/a.md": (
            "---\ntitle: A\ntopics: [X]\nhandlings:\n- body: tmu\n  date: 2024-01-09\n  role: recommendation\n"
            "  outcome: recommended\n- body: kb\n  date: 2024-03-05\n  role: decision\n---\n"
        ),
    }
    (row,) = page(planned(files), "/emner/x/").listing.rows
    told = (row.day, row.body_title, row.outcome and row.outcome.value)
    assert told in {
        (date(2024, 1, 9), "Teknikudvalget", "recommended"),
        (date(2024, 3, 5), "Byrådet", None),
    }


def test_the_front_page_shows_the_newest_decisions_and_the_coming_meetings(planned: Make) -> None:
    files = cases(30)
    files["havneby/meetings/2026-01-15-kb.md"] = "---\nstate: agenda\n---\n"
    files["havneby/meetings/2026-03-01-kb.md"] = "---\nstate: agenda\n---\n"
    home = page(planned(files), "/")
    assert isinstance(home, HomePage)
    days = [row.day for row in home.newest if row.day]
    assert len(days) == 10
    assert days == sorted(days, reverse=True)
    assert [row.day for row in home.coming] == [date(2026, 1, 15), date(2026, 3, 1)]  # today's is still to come


def test_a_case_opens_with_the_latest_that_is_told(planned: Make) -> None:
    files = {
        "havneby/cases/2024/a.md": (
            "---\ntitle: A\nhandlings:\n- body: kb\n  date: 2024-01-09\n  outcome: discussed\n"
            "- body: kb\n  date: 2024-03-05\n- body: kb\n  date: 2026-03-05\n---\n"
        ),
        "havneby/cases/2024/b.md": "---\ntitle: B\nhandlings:\n- body: kb\n  date: 2026-03-05\n---\n",
        "havneby/cases/2024/c.md": "---\ntitle: C\n---\n",
    }
    made = planned(files)
    contexts_of = {name: page(made, f"/havneby/sager/2024/{name}/") for name in "abc"}
    assert all(isinstance(each, CasePage) for each in contexts_of.values())
    assert contexts_of["a"].key.day == date(2024, 1, 9)
    assert [step.planned for step in contexts_of["a"].handlings] == [False, False, True]
    assert contexts_of["b"].key.day == date(2026, 3, 5)
    assert contexts_of["c"].key is None


def test_the_items_of_a_meeting_can_each_be_linked_to(planned: Make) -> None:
    items = "".join(f"- number: {number}\n  title: T\n" for number in ("1", "1", "5a", "'5 A'", "§"))
    made = planned({"havneby/meetings/2024-01-09-kb.md": f"---\nitems:\n{items}- Uden\n- Uden\n---\n"})
    context = page(made, "/havneby/kb/2024-01-09/")
    assert isinstance(context, MeetingPage)
    anchors = [item.anchor for item in context.items]
    assert len(set(anchors)) == len(anchors) == 7
    assert all(anchor.startswith("_punkt-") for anchor in anchors)


def test_the_years_of_a_case_are_found_by_the_search(real: Planned) -> None:
    """What the search is told agrees with the page."""
    for each in real.pages:
        if isinstance(each.context, CasePage):
            assert each.search is not None
            assert each.search.title == (each.context.title or "Lukket punkt")
            years = {value for key, value in each.search.filters if key == "year"}
            assert years == {str(step.day.year) for step in each.context.handlings if step.day}
            assert ("authority", each.context.authority.text) in each.search.filters
            assert each.search.body == each.context.body.digest
        elif each.search is not None:
            assert each.search.title


def test_the_filters_of_a_page_are_those_that_the_search_is_told(real: Planned) -> None:
    """The search page offers them without making every page's context."""
    assert any(each.filters() for each in real.pages)
    for each in real.pages:
        assert each.filters() == (each.search.filters if each.search else ())


def test_subjects_are_sorted_by_name_and_counted(real: Planned) -> None:
    for path, kind in (("/emner/", Kind.TOPIC), ("/steder/", Kind.PLACE), ("/organisationer/", Kind.ORGANISATION)):
        context = page(real, path)
        names = [row.name.casefold() for row in context.subjects]
        assert names == sorted(names)
        assert {row.href: row.count for row in context.subjects} == {
            real.urls.href(each.path): len(each.cases) for each in real.library.subjects.values() if each.kind is kind
        }


def test_every_correction_and_every_stone_is_on_the_page_of_corrections(planned: Make) -> None:
    context = page(planned(RICH), "/rettelser/")
    assert {each.page.href for each in context.retracted} == {"/havneby/sager/2023/d/", "/havneby/sager/2023/eeee1111/"}


def test_only_warnings_that_are_meant_come_with_the_rich_archive(archive: Callable[..., Path], tmp_path: Path) -> None:
    _, findings = plan(options(archive(RICH), tmp_path / "site"), Cache(None))
    assert {each.code for each in findings} == {"closed-text", "no-handling"}
    assert {each.severity for each in findings} == {Severity.WARNING}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/havneby/sager/2024/cykelsti/", "Inhabil: Lars Nabo"),
        ("/havneby/sager/2024/cykelsti/", "Imod: O"),
        ("/havneby/sager/2024/cykelsti/", "Tog forbehold: Ø"),
        ("/havneby/sager/2024/cykelsti/", "Fraværende: Per Mønster, stedfortræder: Mia Reserve"),
        ("/havneby/sager/2024/cykelsti/", "Protokoltilførsel Ø: Vi havde ønsket en sti i begge sider af vejen."),
        ("/havneby/sager/2024/lokalplan/", "Standset"),
        ("/havneby/sager/2024/lokalplan/", "Standset Borgmesteren styrelseslovens § 23"),
        ("/havneby/kb/", "Else Eksempel A Formand"),
        ("/havneby/tmu/2024-03-12/", "Inhabil: Lars Nabo"),
    ],
)
def test_what_a_page_says_of_people_and_votes_is_searched(path: str, words: str, tmp_path: Path) -> None:
    made, findings = plan(options(SHOWCASE, tmp_path / "site", at=NOW), Cache(None))
    assert made is not None, findings
    (entry,) = [each.search for each in made.pages if each.path == path]
    assert entry is not None
    assert words in entry.texts
