"""A city's records and the pages built of them, compared by a reader that knows JSON and HTML and nothing between.

Every paper, treatment, meeting, point, result, file, parent and deletion is looked for on the pages; nothing may be
missing there, and nothing stand twice.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest
from conftest import SHARED
from lxml import html

from builder.__main__ import main

SAMPLE = SHARED / "oparl/karlsruhe-2019h1.jsonl.gz"
pytestmark = pytest.mark.skipif(not SAMPLE.is_file(), reason="the records of Karlsruhe are not beside the checkout")
Json = dict[str, Any]
FILES = ("mainFile", "auxiliaryFile", "invitation", "resultsProtocol", "verbatimProtocol", "resolutionFile")


def words(text: str) -> str:
    return " ".join(text.split())


@dataclass
class Page:
    """A page: where it is, and what stands on it."""

    path: str
    tree: html.HtmlElement

    def all(self, xpath: str) -> list[str]:
        """The words of all elements, or the values of attributes, in order."""
        found = self.tree.xpath(xpath)
        return [words(each if isinstance(each, str) else each.text_content()) for each in found]

    def one(self, xpath: str) -> str:
        """The words of the only element."""
        (found,) = self.all(xpath)
        return found

    @cached_property
    def source(self) -> str:
        """The address of the record that the page says it comes from."""
        return self.one("//p[starts-with(normalize-space(), 'Quelle:')]/a/@href")


@dataclass
class City:
    """Records of one half year, and the site; `cases` and `meetings` are pages by the addresses of their records."""

    records: list[Json]
    pages: dict[str, Page]  # by path

    def of(self, kind: str) -> list[Json]:
        """The records of a type that were not deleted."""
        return [each for each in self.records if each["type"].endswith("/" + kind) and not each.get("deleted")]

    @cached_property
    def item(self) -> dict[str, tuple[Json, Json]]:
        return {item["id"]: (item, meeting) for item, meeting in self.items()}

    @cached_property
    def meeting(self) -> dict[str, Json]:
        return {each["id"]: each for each in self.of("Meeting")}

    @cached_property
    def cases(self) -> dict[str, Page]:
        return {each.source: each for each in self.made_of("case")}

    @cached_property
    def meetings(self) -> dict[str, Page]:
        return {each.source: each for each in self.made_of("meeting")}

    def made_of(self, kind: str) -> list[Page]:
        """The pages of cases or of meetings."""
        return [each for each in self.pages.values() if each.tree.xpath(f"//article[@class='{kind}']")]

    def items(self) -> Iterator[tuple[Json, Json]]:
        """Every point of an agenda, with its meeting."""
        for meeting in self.of("Meeting"):
            for item in meeting.get("agendaItem", ()):
                yield item, meeting


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    """Karlsruhe, imported and built by the command line; some papers are given parents, since the sample has none."""
    folder = tmp_path_factory.mktemp("stadt")
    with gzip.open(SAMPLE, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    papers = [each for each in records if each["type"].endswith("/Paper") and not each.get("deleted")]
    for child, parent in zip(papers[10:30], papers[40:60], strict=True):
        child["superordinatedPaper"] = [parent["id"]]
    file = folder / "records.jsonl"
    file.write_text("".join(json.dumps(each) + "\n" for each in records), "utf-8")
    content, site = folder / "content", folder / "site"
    told = ["--from", "oparl", "--authority", "Stadt Karlsruhe", "--content", str(content)]
    assert main(["import", str(file), *told]) == 0
    assert main(["check", "--content", str(content)]) == 0
    assert main(["build", "--content", str(content), "--output", str(site), "--no-search", "--jobs", "1"]) == 0
    paths = sorted(site.rglob("*.html"))
    pages = (Page(f"/{each.relative_to(site).parent.as_posix()}/", html.parse(str(each)).getroot()) for each in paths)
    return City(records, {each.path: each for each in pages})


def files(*records: Json) -> list[Json]:
    """The files of records, each once and in order."""
    found: dict[str, Json] = {}
    for record in records:
        for key in FILES:
            value = record.get(key, [])
            found |= {each["id"]: each for each in (value if isinstance(value, list) else [value])}
    return list(found.values())


def treatments(city: City, paper: Json) -> list[tuple[Json, Json, Json]]:
    """Consultation, item and meeting of each treatment of a paper."""
    found = []
    for each in paper.get("consultation", ()):
        item, meeting = city.item.get(each.get("agendaItem", ""), ({}, {}))
        found.append((each, item, city.meeting.get(each.get("meeting", ""), meeting)))
    return found


def test_the_sample_is_as_large_as_it_was(city: City) -> None:
    assert len(city.of("Paper")) == 385
    assert len(city.of("Meeting")) == 78
    assert len(list(city.items())) == 1017


def test_every_paper_has_one_page_and_no_page_is_of_anything_else(city: City) -> None:
    assert Counter(each.source for each in city.made_of("case")) == Counter(each["id"] for each in city.of("Paper"))
    for paper in city.of("Paper"):
        page = city.cases[paper["id"]]
        assert page.one("//h1") == words(paper["name"])
        assert page.all("//span[@class='number']") == [paper["reference"]]
        assert f"Art: {paper['paperType']}" in page.all("//article//li")


def test_every_treatment_stands_once_in_its_paper(city: City) -> None:
    count = 0
    for paper in city.of("Paper"):
        page = city.cases[paper["id"]]
        wanted = Counter(
            (meeting.get("start", "")[:10], item.get("number", ""), item.get("result", ""))
            for consultation, item, meeting in treatments(city, paper)
            if meeting or consultation.get("organization")  # nobody could say whose the other is
        )
        found: Counter[tuple[str, str, str]] = Counter()
        for step in page.tree.xpath("//ol[@class='timeline']/li"):
            day = "".join(step.xpath(".//time/@datetime"))
            item = "".join(step.xpath(".//span[starts-with(., 'Punkt ')]/text()")).removeprefix("Punkt ")
            found[(day, item, "".join(step.xpath("p[@class='phrase']/text()")).strip("»«"))] += 1
        assert found == wanted, page.path
        count += found.total()
    assert count == 420


def test_every_meeting_has_one_page_and_a_link_from_its_body(city: City) -> None:
    wanted = Counter(each["id"] for each in city.of("Meeting"))
    assert Counter(each.source for each in city.made_of("meeting")) == wanted
    linked = {
        (path, href)
        for path, page in city.pages.items()
        for href in page.all("//main//a/@href")
        if href.startswith(path)
    }
    for meeting in city.of("Meeting"):
        page = city.meetings[meeting["id"]]
        assert page.one("//h1//time/@datetime") == meeting["start"][:10]
        body = page.path.rsplit("/", 2)[0] + "/"
        assert (body, page.path) in linked


def test_every_point_stands_in_order_with_its_result_and_leads_to_its_paper(city: City) -> None:
    paper_of = {c["id"]: paper for paper in city.of("Paper") for c in paper.get("consultation", ())}
    results = 0
    for meeting in city.of("Meeting"):
        page = city.meetings[meeting["id"]]
        points = page.tree.xpath("//ol[@class='items']/li")
        assert len(points) == len(meeting.get("agendaItem", ()))
        for item, point in zip(meeting.get("agendaItem", ()), points, strict=True):
            number = f"{item['number'].rstrip('.')}. " if item["number"] else ""
            (heading,) = point.xpath("h3")
            paper = paper_of.get(item.get("consultation", ""))
            names = [each["name"] for each in (item, paper) if each]  # twenty differ in some words
            assert words(heading.text_content()) in [words(number + each) for each in names]
            said = [each.strip("»«") for each in point.xpath("p[@class='phrase']/text()")]
            if item.get("result"):
                assert said == [item["result"]]
                results += 1
            else:
                assert all(each in item["name"] for each in said)  # `- abgesetzt -`
            linked = [city.pages[href].source for href in heading.xpath("a/@href")]
            assert linked == ([paper["id"]] if paper else [])
    assert results == 705


def test_every_file_is_linked_once_where_it_belongs(city: City) -> None:
    paper_of = {c["id"]: paper["id"] for paper in city.of("Paper") for c in paper.get("consultation", ())}
    count = 0
    for paper in city.of("Paper"):
        own = [item for _, item, _ in treatments(city, paper) if item]
        wanted = Counter(each["downloadUrl"] for each in files(paper, *own))
        page = city.cases[paper["id"]]
        assert Counter(page.all("//ul[@class='attachments']//a/@href")) == wanted
        assert all(page.all("//ul[@class='attachments']//a"))
        count += wanted.total()
    for meeting in city.of("Meeting"):
        alone = [each for each in meeting.get("agendaItem", ()) if each.get("consultation") not in paper_of]
        wanted = Counter(each["downloadUrl"] for each in files(meeting))
        for item in alone:
            wanted += Counter(each["downloadUrl"] for each in files(item))
        page = city.meetings[meeting["id"]]
        assert Counter(page.all("//div[@class='prose']//a[starts-with(@href, 'http')]/@href")) == wanted
        count += wanted.total()
    assert count > 1168


def test_parents_and_children_lead_to_each_other(city: City) -> None:
    found = city.cases
    links = Counter(
        (page.source, city.pages[href].source)
        for page in found.values()
        for href in page.all("//section[@aria-labelledby='_relaterede']//a[not(ancestor::p)]/@href")
        if href in city.pages
    )
    said = [(each["id"], parent) for each in city.of("Paper") for parent in each.get("superordinatedPaper", ())]
    assert len(said) == 20
    assert {pair for pair in links if pair in said} == set(said)
    assert {pair for pair in links if pair[::-1] in said} == {pair[::-1] for pair in said}
    assert len(links) == 40


def test_what_was_deleted_and_never_known_is_nowhere(city: City) -> None:
    gone = [each["id"] for each in city.records if each.get("deleted")]
    assert len(gone) == 12
    links = {href for page in city.pages.values() for href in page.all("//a/@href")}
    assert not links & set(gone)
    headings = [each for page in city.pages.values() for each in page.all("//h1")]
    assert "Aus der Veröffentlichung genommen" not in headings
    assert len(city.made_of("case")) + len(gone) == len([e for e in city.records if e["type"].endswith("/Paper")])
