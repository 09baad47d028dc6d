"""Half a year of a real council: every record is found again in the drafts, none is there twice."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import options
from support.drafted import put
from support.oparl import SAMPLE, Json, results, sample, save

from builder.build import check
from builder.importers.drafts import Draft
from builder.importers.oparl import troubles
from builder.importers.oparl.troubles import Trouble
from builder.model.values import Kind

pytestmark = pytest.mark.skipif(not SAMPLE.is_file(), reason="the sample of real records is not here")


@cache
def imported() -> tuple[dict[str, Draft], list[Trouble]]:
    return results(SAMPLE, authority="Stadt Karlsruhe")


@cache
def records(kind: str) -> list[Json]:
    return [each for each in sample() if each["type"].endswith(f"/{kind}")]


def draft(record: Json) -> Draft:
    return imported()[0][f"oparl:{record['id']}"]


def drafts(kind: Kind) -> list[Draft]:
    return [each for each in imported()[0].values() if each.kind is kind]


@cache
def meetings() -> dict[str, Json]:
    return {each["id"]: each for each in records("Meeting")}


@cache
def items() -> dict[str, tuple[Json, Json]]:
    return {item["id"]: (item, meeting) for meeting in records("Meeting") for item in meeting.get("agendaItem", ())}


def papers() -> list[Json]:
    return [each for each in records("Paper") if not each.get("deleted")]


def test_every_paper_is_one_case() -> None:
    assert len(records("Paper")) == 397
    assert len(drafts(Kind.CASE)) == len(papers()) == 385
    for paper in papers():
        case = draft(paper)
        assert case.values["title"] == " ".join(paper["name"].split())
        assert case.values["case_number"] == paper["reference"]
        assert case.path.split("/")[2] == paper["date"][:4]
        assert paper["paperType"] in case.body
    assert len({case.values["id"] for case in drafts(Kind.CASE)}) == 385


def test_what_was_deleted_before_it_was_known_leaves_no_file() -> None:
    gone = {each["id"] for each in records("Paper") if each.get("deleted")}
    assert len(gone) == 12
    assert {each.record for each in imported()[1] if each.reason == troubles.GONE} == gone
    assert not any("retracted" in case.values for case in imported()[0].values())


def test_what_was_deleted_later_says_no_more_than_that(tmp_path: Path) -> None:
    known = {each.source: each.path for each in imported()[0].values()}
    paper = {**papers()[0], "deleted": True}
    again, _ = results(save([paper], tmp_path / "a.jsonl"), authority="Stadt Karlsruhe", known=known)
    made = again[f"oparl:{paper['id']}"]
    assert made.path == draft(paper).path
    assert set(made.values) == {"id", "title", "retracted"}
    assert made.body == ""


def test_every_consultation_is_one_handling() -> None:
    count = 0
    for paper in papers():
        wanted: Counter[tuple[str, str, str]] = Counter()
        for consultation in paper.get("consultation", ()):
            item, meeting = items().get(consultation.get("agendaItem", ""), ({}, {}))
            meeting = meetings().get(consultation.get("meeting", ""), meeting)
            if not meeting and not consultation.get("organization"):
                continue  # nobody could say whose it is; it is told
            wanted[(meeting.get("start", "")[:10], item.get("number", ""), item.get("result", ""))] += 1
        handlings = draft(paper).values.get("handlings", [])
        found = Counter((each.get("date", ""), each.get("item", ""), each.get("phrase", "")) for each in handlings)
        assert found == wanted, paper["id"]
        count += found.total()
    told = [each for each in imported()[1] if each.reason == troubles.NO_BODY]
    assert len(told) == 1
    assert count + len(told) == sum(len(each.get("consultation", ())) for each in papers()) == 421


def test_roles_are_those_of_the_records() -> None:
    said = Counter(each.get("role") for paper in papers() for each in paper.get("consultation", ()))
    found = Counter(each.get("role") for case in drafts(Kind.CASE) for each in case.values.get("handlings", ()))
    assert said == {"Entscheidung": 279, "Kenntnisnahme": 120, "Vorberatung": 20, "unbekannt": 2}
    # One of those that decide has no body; three came to the council and were not put to the vote.
    assert found == {"decision": 275, "information": 120, "recommendation": 20, None: 5}


def test_every_meeting_is_one_meeting() -> None:
    assert len(drafts(Kind.MEETING)) == len(records("Meeting")) == 78
    for meeting in records("Meeting"):
        made = draft(meeting)
        assert made.path.split("/")[2].startswith(meeting["start"][:10])
        assert made.values["start"] == meeting["start"][11:16]
        if meeting["end"] > meeting["start"]:
            assert made.values["end"] == meeting["end"][11:16]
        assert len(made.values.get("items", ())) == len(meeting.get("agendaItem", ()))


def test_every_point_of_an_agenda_stands_in_order() -> None:
    paths = {each["id"]: draft(each).path for each in papers()}
    of_consultation = {c["id"]: paper for paper in papers() for c in paper.get("consultation", ())}
    pointed = 0
    for meeting in records("Meeting"):
        for item, made in zip(meeting.get("agendaItem", ()), draft(meeting).values.get("items", ()), strict=True):
            assert made.get("number", "") == item["number"]
            paper = of_consultation.get(item.get("consultation"))
            if paper:
                _, _, year, name = paths[paper["id"]].removesuffix(".md").split("/")
                assert made["case"] == f"{year}/{name}"
                assert made.get("title", " ".join(paper["name"].split())) == " ".join(item["name"].split())
                pointed += 1
            else:
                assert "case" not in made
                assert made["title"] == " ".join(item["name"].split())
                assert made.get("phrase", "") == item.get("result", "") or item["name"].startswith("-")
    assert pointed == 407


def test_every_result_stands_verbatim_and_is_known() -> None:
    """Either at the item of the meeting or in the handling of the case, and not in both."""
    said = Counter(item["result"] for item, _ in items().values() if item.get("result"))
    places = [each for made in drafts(Kind.MEETING) for each in made.values.get("items", ())]
    places += [each for case in drafts(Kind.CASE) for each in case.values.get("handlings", ())]
    found = Counter(each["phrase"] for each in places if each.get("phrase"))
    assert found - said == {"abgesetzt": 18, "zurückgezogen": 1}  # these stand in place of a name
    assert said - found == {}
    assert said.total() == 705
    assert not [each for each in imported()[1] if each.reason in {troubles.UNKNOWN_RESULT, troubles.UNKNOWN_ROLE}]
    assert not any(each.notes for each in imported()[0].values())


def test_votes_and_referrals_are_read() -> None:
    handlings = [each for case in drafts(Kind.CASE) for each in case.values.get("handlings", ())]
    for each in handlings:
        phrase = each.get("phrase", "")
        result = each.get("votes", {}).get("result")
        assert (result == "unanimous") == phrase.startswith("einstimmig")
        assert (result == "majority") == phrase.startswith("mehrheitlich")
        assert bool(each.get("sent_to")) == phrase.startswith(("verwiesen", "Weiterbehandlung"))
    sent = Counter(to for each in handlings for to in each.get("sent_to", ()))
    assert {"Fachausschuss", "plana", "soza"} <= set(sent)


def files(record: Json) -> Iterator[Json]:
    for key in ("mainFile", "auxiliaryFile", "invitation", "resultsProtocol", "verbatimProtocol", "resolutionFile"):
        value = record.get(key, [])
        yield from value if isinstance(value, list) else [value]


def test_every_file_is_named_once() -> None:
    wanted = Counter(each["downloadUrl"] for paper in papers() for each in files(paper))
    assert wanted.total() == 1168
    more = [each for record in records("Meeting") for each in files(record)]
    more += [each for item, _ in items().values() for each in files(item)]
    wanted += Counter(each["downloadUrl"] for each in more)
    found = Counter(each["url"] for case in drafts(Kind.CASE) for each in case.values.get("attachments", ()))
    found += Counter(url for made in drafts(Kind.MEETING) for url in re.findall(r"\]\((\S+)\)", made.body))
    assert found == wanted


def test_bodies_are_those_that_meet() -> None:
    named = {each for meeting in records("Meeting") for each in meeting["organization"]}
    named |= {each for paper in papers() for c in paper.get("consultation", ()) for each in c.get("organization", ())}
    made = {each.source.removeprefix("oparl:") for each in drafts(Kind.BODY)}
    assert named <= made
    known = {each["id"]: each for each in records("Organization")}
    assert {each for each in made if each in known and "meeting" not in known[each]} <= named
    told = {each.record for each in imported()[1] if each.reason == troubles.UNKNOWN_BODY}
    assert told == named - set(known)
    assert not drafts(Kind.ORGANISATION)


def test_offices_recommend() -> None:
    names = {each["id"]: each["name"] for each in records("Organization")}
    for paper in papers():
        said = [names[each] for each in paper["underDirectionOf"]]
        assert draft(paper).values.get("recommended_by", "Offen") == ", ".join(said)


def test_references_that_lead_nowhere_are_told_of_and_no_others() -> None:
    known = {c["id"] for paper in papers() for c in paper.get("consultation", ())}
    nowhere = {item["id"] for item, _ in items().values() if item.get("consultation", "") not in known | {""}}
    told = {each.record for each in imported()[1] if each.reason == troubles.NOWHERE}
    assert told == nowhere
    assert len(told) == 395


def test_the_archive_passes_the_check(tmp_path: Path) -> None:
    content = put(imported()[0].values(), tmp_path / "content")
    found = check(options(content, tmp_path / "site")).findings
    assert [str(each) for each in found] == []


def plain(found: dict[str, Draft]) -> dict[str, Any]:
    return {source: (each.path, each.values, each.body) for source, each in found.items()}


def test_the_order_of_the_records_makes_no_difference(tmp_path: Path) -> None:
    shuffled = sample()
    random.Random(7).shuffle(shuffled)
    again, _ = results(save(shuffled, tmp_path / "a.jsonl"), authority="Stadt Karlsruhe")
    assert plain(again) == plain(imported()[0])


def test_records_within_others_and_records_of_their_own_are_the_same(tmp_path: Path) -> None:
    twice = {"https://web1.karlsruhe.de/oparl/bodies/0001/papers/vo/" + each for each in ("37167", "37308")}
    apart: list[Json] = []

    def take(record: Json) -> str:
        whole = {
            key: [take(each) if isinstance(each, dict) else each for each in value]
            if isinstance(value, list)
            else take(value)
            if isinstance(value, dict)
            else value
            for key, value in record.items()
        }
        apart.append(whole)
        return str(record["id"])

    for each in sample():
        take(each)
    again, _ = results(save(apart, tmp_path / "a.jsonl"), authority="Stadt Karlsruhe")
    # In two papers one id stands for several treatments: apart only one is left, and nothing of the other meetings.
    twice |= {c["meeting"] for each in papers() if each["id"] in twice for c in each["consultation"]}
    same = {key for key in again if key.removeprefix("oparl:") not in twice}
    assert len(imported()[0]) - len(same) <= 10
    assert {key: plain(again)[key] for key in same} == {key: plain(imported()[0])[key] for key in same}


def test_the_next_import_is_about_what_changed(tmp_path: Path) -> None:
    shelf = tmp_path / "shelf.sqlite"
    first, _ = results(SAMPLE, authority="Stadt Karlsruhe", shelf=shelf)
    known = {source: each.path for source, each in first.items()}
    nothing, _ = results(SAMPLE, authority="Stadt Karlsruhe", shelf=shelf, known=known)
    assert nothing == {}
    changed = json.loads(json.dumps(next(each for each in papers() if len(each.get("consultation", ())) == 2)))
    changed |= {"name": "Ein anderer Titel", "modified": "2026-01-10T08:00:00+01:00"}
    again, _ = results(save([changed], tmp_path / "b.jsonl"), authority="Stadt Karlsruhe", shelf=shelf, known=known)
    own = again.pop(f"oparl:{changed['id']}")
    assert own.path == known[own.source]
    assert own.values["title"] == "Ein anderer Titel"
    assert own.values["handlings"] == first[own.source].values["handlings"]
    assert {each.kind for each in again.values()} == {Kind.MEETING}
    assert {each.values["items"] != first[source].values["items"] for source, each in again.items()} == {True}
