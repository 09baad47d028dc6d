"""Records that are not as they should be: each is told by its id, and the rest is imported."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import Any

import pytest
from conftest import options
from hypothesis import given, settings
from hypothesis import strategies as st
from support.drafted import put
from support.oparl import Json, address, council, draft_of, find, record, results, save

from builder.build import check
from builder.diagnostics import Severity
from builder.importers.drafts import Draft
from builder.importers.lines import Unreadable
from builder.importers.oparl import troubles
from builder.importers.oparl.troubles import Trouble
from builder.model.values import Kind


def imported(records: list[Any], folder: Path, **changes: Any) -> tuple[dict[str, Draft], list[Trouble]]:
    """An import whose drafts make an archive without errors."""
    drafts, told = results(save(records, folder / "records.jsonl"), **changes)
    content = put(drafts.values(), folder / "content")
    assert [each for each in check(options(content, folder / "site")).findings if each.severity is Severity.ERROR] == []
    return drafts, told


def reasons(told: list[Trouble], record: str) -> list[str]:
    return [each.reason for each in told if each.record == record]


def test_a_sound_council_has_no_troubles(tmp_path: Path) -> None:
    drafts, told = imported(council(), tmp_path)
    assert told == []
    assert drafts["oparl:archive"].path == "_index.md"
    assert drafts["oparl:archive"].values["language"] == "de"
    assert draft_of(drafts, "Body", 1).path == "stadt-musterstadt/_index.md"
    assert draft_of(drafts, "Body", 1).values["kind"] == "municipality"
    assert draft_of(drafts, "Organization", 2).values == {
        "name": "Bauausschuss",
        "abbreviation": "BA",
        "kind": "committee",
    }
    meeting = draft_of(drafts, "Meeting", 1)
    assert meeting.path == "stadt-musterstadt/meetings/2019-03-05-ba.md"
    assert meeting.values["items"] == [
        {"number": "1", "case": "2019/neuer-radweg"},
        {"number": "2", "title": "Verschiedenes"},
    ]
    case = draft_of(drafts, "Paper", 1)
    assert case.path == "stadt-musterstadt/cases/2019/neuer-radweg.md"
    assert case.values["handlings"] == [
        {
            "body": "ba",
            "date": "2019-03-05",
            "item": "1",
            "role": "recommendation",
            "outcome": ["recommended"],
            "phrase": "einstimmig empfohlen",
            "votes": {"result": "unanimous", "basis": "stated"},
        },
        {
            "body": "gr",
            "date": "2019-04-02",
            "item": "4",
            "role": "decision",
            "outcome": ["approved"],
            "phrase": "mehrheitlich zugestimmt",
            "votes": {"result": "majority", "basis": "stated"},
        },
    ]
    assert case.values["attachments"] == [
        {"title": "Vorlage", "document": "1", "url": "https://rat.example.org/oparl/vorlage.pdf"}
    ]
    assert case.body == "## Angaben\n\n- Art: Beschlussvorlage\n- Datum: 20. Februar 2019"


def test_what_is_no_record_is_told_by_its_line(tmp_path: Path) -> None:
    file = save(council(), tmp_path / "a.jsonl")
    sound, _ = results(file)
    with file.open("ab") as more:
        more.write(b'{"id": \n[1, 2]\n"x"\n{"name": "no id"}\n\xff\xfe\n' + b"[" * 100_000 + b"\n")
        more.write(b'{"id": "https://rat.example.org/x", "type": "https://example.org/Elephant"}\n')
        more.write(b'{"id": "https://rat.example.org/s", "type": "https://schema.oparl.org/1.1/System"}\n')
    drafts, told = results(file)
    deepest = council()
    deep: Any = "bottom"
    for _ in range(900):
        deep = {"a": deep}
    find(deepest, "Paper", 1)["mainFile"] = deep
    results(save(deepest, tmp_path / "deep.jsonl"))
    assert drafts == sound
    assert {(each.record, each.reason) for each in told} == {
        ("a.jsonl:7", troubles.NO_JSON),
        ("a.jsonl:8[0]", troubles.NO_JSON),
        ("a.jsonl:8[1]", troubles.NO_JSON),
        ("a.jsonl:9", troubles.NO_JSON),
        ("a.jsonl:10", troubles.NO_ID),
        ("a.jsonl:11", troubles.NO_JSON),
        ("a.jsonl:12", troubles.NO_JSON),
        ("https://rat.example.org/x", troubles.NO_TYPE),
    }


@pytest.mark.parametrize(
    ("kind", "number", "key", "value"),
    [
        ("Paper", 1, "date", "in March"),
        ("Paper", 1, "date", 20190220),
        ("Paper", 1, "date", "0001-01-01T00:00:00Z"),
        ("Paper", 1, "name", {"de": "Radweg"}),
        ("Paper", 1, "keyword", {"a": 1}),
        ("Paper", 1, "mainFile", 7),
        ("Paper", 1, "consultation", [1, 2]),
        ("Meeting", 1, "start", ["2019"]),
        ("Meeting", 1, "cancelled", "perhaps"),
        ("Meeting", 1, "organization", {"no": "id", "type": 3}),
        ("AgendaItem", 1, "order", "first"),
        ("AgendaItem", 1, "result", ["yes"]),
        ("Consultation", 1, "meeting", 12.5),
        ("Organization", 1, "name", ["GR"]),
        ("Body", 1, "name", False),
        ("File", 1, "accessUrl", []),
    ],
)
def test_wrong_types_are_told_and_the_rest_goes_on(
    kind: str, number: int, key: str, value: object, tmp_path: Path
) -> None:
    records = council()
    find(records, kind, number)[key] = value
    drafts, told = imported(records, tmp_path)
    if key != "organization" and (kind, key) != ("Consultation", "meeting"):
        assert troubles.WRONG_TYPE in reasons(told, address(kind, number))
    assert draft_of(drafts, "Paper", 1).values["case_number"] == "2019/0012"


@pytest.mark.parametrize("key", ["name", "reference", "date", "paperType", "mainFile", "consultation", "body"])
def test_a_paper_may_lack_anything(key: str, tmp_path: Path) -> None:
    records = council()
    del find(records, "Paper", 1)[key]
    drafts, _ = imported(records, tmp_path)
    case = draft_of(drafts, "Paper", 1)
    assert case.values["title"]
    assert case.path.startswith("stadt-musterstadt/cases/2019/")
    assert (key == "consultation") == ("handlings" not in case.values)


@pytest.mark.parametrize("key", ["name", "start", "end", "organization", "agendaItem"])
def test_a_meeting_may_lack_anything(key: str, tmp_path: Path) -> None:
    records = council()
    del find(records, "Meeting", 1)[key]
    drafts, told = imported(records, tmp_path)
    handling = next(each for each in draft_of(drafts, "Paper", 1).values["handlings"] if each["body"] == "ba")
    if key == "start":
        assert reasons(told, address("Meeting", 1)) == [troubles.NO_DAY]
        assert handling == {"body": "ba", "role": "recommendation"}
    else:
        assert handling["date"] == "2019-03-05"


def test_a_day_without_zone_is_taken_as_it_is(tmp_path: Path) -> None:
    records = council()
    find(records, "Meeting", 1)["start"] = "2019-03-05T23:30:00"
    find(records, "Meeting", 2)["start"] = "2019-04-02T22:30:00Z"  # half past midnight in the archive
    drafts, told = imported(records, tmp_path)
    assert troubles.NO_ZONE in reasons(told, address("Meeting", 1))
    assert draft_of(drafts, "Meeting", 1).path.endswith("2019-03-05-ba.md")
    assert draft_of(drafts, "Meeting", 2).path.endswith("2019-04-03-gr.md")
    assert draft_of(drafts, "Meeting", 2).values["start"] == "00:30"


def test_names_are_plain_text(tmp_path: Path) -> None:
    records = council()
    name = "Radweg\u0007 <b>am</b> <script>alert(1)</script>Bahnhof &amp; Markt\u202e \ud83d: 3 < 4"
    find(records, "Paper", 1)["name"] = name
    find(records, "File", 1)["name"] = "[x](javascript:alert(1))"
    find(records, "Meeting", 1)["invitation"] = record("File", 9, name="A [b](c) <i>", accessUrl="https://e.org/a b(c)")
    find(records, "Meeting", 1)["auxiliaryFile"] = [record("File", 10, name="Böse", accessUrl="javascript:alert(1)")]
    drafts, told = imported(records, tmp_path)
    case = draft_of(drafts, "Paper", 1)
    assert case.values["title"] == "Radweg am Bahnhof & Markt \ufffd: 3 < 4"
    assert case.path.endswith("/radweg-am-bahnhof-markt-3-4.md")
    meeting = draft_of(drafts, "Meeting", 1)
    assert "[A \\[b\\](c)](https://e.org/a%20b%28c%29)" in meeting.body
    assert "javascript" not in meeting.body
    assert reasons(told, address("File", 10)) == [troubles.BAD_ADDRESS]


def test_references_that_lead_nowhere_do_no_harm(tmp_path: Path) -> None:
    records = council()
    paper = find(records, "Paper", 1)
    nowhere = "https://rat.example.org/nowhere/"
    paper |= {"relatedPaper": [nowhere + "1"], "superordinatedPaper": [nowhere + "2"]}
    paper |= {"auxiliaryFile": [nowhere + "3"], "underDirectionOf": [nowhere + "4"], "location": [nowhere + "5"]}
    paper |= {"originatorPerson": [nowhere + "6"], "subordinatedPaper": [nowhere + "7"]}
    find(records, "Meeting", 1)["agendaItem"].append(nowhere + "8")
    find(records, "Consultation", 2)["agendaItem"] = nowhere + "9"
    drafts, told = imported(records, tmp_path)
    assert {each.said["target"].removeprefix(nowhere) for each in told} == set("123456789")
    assert "related" not in draft_of(drafts, "Paper", 1).values
    assert draft_of(drafts, "Paper", 1).values["handlings"][1] == {
        "body": "gr",
        "date": "2019-04-02",
        "role": "decision",
    }


def test_an_unknown_body_is_called_after_its_meetings(tmp_path: Path) -> None:
    records = [each for each in council() if each["id"] != address("Organization", 2)]
    find(records, "Meeting", 1)["name"] = "Bauausschuss (öffentlich/nicht öffentlich)"
    drafts, told = imported(records, tmp_path)
    assert draft_of(drafts, "Organization", 2).values["name"] == "Bauausschuss"
    assert reasons(told, address("Organization", 2)) == [troubles.UNKNOWN_BODY]
    assert draft_of(drafts, "Paper", 1).values["handlings"][0]["body"] == "bauausschuss"


def test_an_unknown_authority_is_called_after_its_address_or_as_one_says(tmp_path: Path) -> None:
    records = council()[1:]
    drafts, told = results(save(records, tmp_path / "a.jsonl"))
    assert draft_of(drafts, "Body", 1).path == "rat-example-org/_index.md"
    assert reasons(told, address("Body", 1)) == [troubles.NO_AUTHORITY]
    drafts, told = results(tmp_path / "a.jsonl", authority="Gemeinde Neustadt")
    assert draft_of(drafts, "Body", 1).values["name"] == "Gemeinde Neustadt"
    assert told == []


def test_parents_that_go_in_a_circle(tmp_path: Path) -> None:
    """1 and 2 are each other's parents, 3 is its own, 4 is below 1 and does not mind."""
    records = council()
    above = {1: 2, 2: 1, 3: 3, 4: 1}
    for number in (2, 3, 4):
        records.append(record("Paper", number, body=address("Body", 1), name=f"Vorlage {number}", date="2019-05-01"))
    for number, parent in above.items():
        find(records, "Paper", number)["superordinatedPaper"] = [address("Paper", parent)]
    drafts, told = imported(records, tmp_path)
    assert {each.record for each in told if each.reason == troubles.CIRCLE} == {address("Paper", n) for n in (1, 2, 3)}
    assert draft_of(drafts, "Paper", 1).values["related"] == [{"case": "2019/vorlage-2", "as": "see-also"}]
    assert draft_of(drafts, "Paper", 2).values["related"] == [{"case": "2019/neuer-radweg", "as": "see-also"}]
    assert "related" not in draft_of(drafts, "Paper", 3).values
    assert draft_of(drafts, "Paper", 4).values["related"] == [{"case": "2019/neuer-radweg", "as": "parent"}]


def test_a_child_says_who_its_parent_is_whoever_of_them_does(tmp_path: Path) -> None:
    records = council()
    records.append(record("Paper", 2, body=address("Body", 1), name="Folge", date="2019-05-01"))
    records.append(record("Paper", 3, body=address("Body", 1), name="Anders", date="2019-05-01"))
    find(records, "Paper", 1)["subordinatedPaper"] = [address("Paper", 2)]
    find(records, "Paper", 1)["relatedPaper"] = [address("Paper", 2), address("Paper", 3)]
    drafts, told = imported(records, tmp_path)
    assert told == []
    assert draft_of(drafts, "Paper", 2).values["related"] == [{"case": "2019/neuer-radweg", "as": "parent"}]
    assert draft_of(drafts, "Paper", 1).values["related"] == [{"case": "2019/anders", "as": "see-also"}]


@pytest.mark.parametrize("turned", [False, True])
def test_two_records_with_one_id(turned: bool, tmp_path: Path) -> None:
    records = council()
    paper = find(records, "Paper", 1)
    newer = paper | {"name": "Neuer Titel", "modified": "2020-01-01T00:00:00Z"}
    records += [newer, json.loads(json.dumps(paper))]
    drafts, told = imported(records[::-1] if turned else records, tmp_path)
    assert draft_of(drafts, "Paper", 1).values["title"] == "Neuer Titel"
    assert reasons(told, paper["id"]) == [troubles.TWICE]


def test_a_closed_item_tells_nothing(tmp_path: Path) -> None:
    for number, public in enumerate((False, "nobody knows", 0)):
        records = council()
        secret = {"public": public, "name": "GEHEIM", "result": "GEHEIM beschlossen", "resolutionText": "GEHEIM"}
        files = {"auxiliaryFile": [record("File", 5, name="GEHEIM", accessUrl="https://e.org/GEHEIM")]}
        find(records, "AgendaItem", 1).update(secret | files)
        find(records, "AgendaItem", 2).update(secret | files)
        (tmp_path / str(number)).mkdir()
        drafts, _ = imported(records, tmp_path / str(number))
        assert "GEHEIM" not in str(list(drafts.values()))
        assert draft_of(drafts, "Meeting", 1).values["items"] == [
            {"number": "1", "access": "closed"},
            {"number": "2", "access": "closed"},
        ]
        assert draft_of(drafts, "Paper", 1).values["handlings"][0] == {
            "body": "ba",
            "date": "2019-03-05",
            "item": "1",
            "role": "recommendation",
            "access": "closed",
        }


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, "minutes"),
        ({"cancelled": True}, "cancelled"),
        ({"meetingState": "abgesagt"}, "cancelled"),
        ({"agendaItem": []}, None),
        (
            {"agendaItem": [], "invitation": record("File", 7, name="Einladung", accessUrl="https://e.org/e.pdf")},
            "agenda",
        ),
        ({"agendaItem": [], "resultsProtocol": record("File", 7, accessUrl="https://e.org/e.pdf")}, "minutes"),
        ({"agendaItem": [], "start": "2027-03-05T17:00:00+01:00", "meetingState": "terminiert"}, "agenda"),
    ],
)
def test_how_far_a_meeting_has_come(changes: Json, state: str | None, tmp_path: Path) -> None:
    records = council()
    find(records, "Meeting", 2).update(changes)
    drafts, _ = imported(records, tmp_path)
    assert draft_of(drafts, "Meeting", 2).values.get("state") == state


def test_deleted_parts_are_left_out(tmp_path: Path) -> None:
    records = council()
    for kind, number in (("AgendaItem", 2), ("Consultation", 1), ("File", 1)):
        find(records, kind, number)["deleted"] = True
    drafts, told = imported(records, tmp_path)
    assert told == []
    assert [each["body"] for each in draft_of(drafts, "Paper", 1).values["handlings"]] == ["gr"]
    assert "attachments" not in draft_of(drafts, "Paper", 1).values
    assert [each["number"] for each in draft_of(drafts, "Meeting", 1).values["items"]] == ["1"]


def test_what_is_to_come_has_no_outcome(tmp_path: Path) -> None:
    records = council()
    find(records, "Meeting", 2)["start"] = "2027-04-02T17:00:00+02:00"
    drafts, told = imported(records, tmp_path)
    assert reasons(told, address("AgendaItem", 3)) == [troubles.FUTURE]
    assert draft_of(drafts, "Paper", 1).values["handlings"][1] == {
        "body": "gr",
        "date": "2027-04-02",
        "item": "4",
        "role": "decision",
    }
    assert draft_of(drafts, "Meeting", 2).values["state"] == "agenda"


def test_unknown_results_and_roles_are_counted_and_kept(tmp_path: Path) -> None:
    records = council()
    find(records, "AgendaItem", 1)["result"] = "irgendwie entschieden"
    find(records, "AgendaItem", 2)["result"] = "irgendwie entschieden"
    find(records, "Consultation", 1)["role"] = "Bewunderung"
    drafts, told = imported(records, tmp_path)
    assert [(each.reason, dict(each.said)) for each in told] == [
        (troubles.UNKNOWN_RESULT, {"result": "irgendwie entschieden", "count": "2"}),
        (troubles.UNKNOWN_ROLE, {"role": "Bewunderung", "count": "1"}),
    ]
    case = draft_of(drafts, "Paper", 1)
    assert case.values["handlings"][0]["phrase"] == "irgendwie entschieden"
    assert "outcome" not in case.values["handlings"][0]
    assert set(case.notes) == {"handlings[0].phrase"}
    assert set(draft_of(drafts, "Meeting", 1).notes) == {"items[1].phrase"}


def test_two_meetings_of_a_body_on_one_day(tmp_path: Path) -> None:
    records = council()
    second = find(records, "Meeting", 2)
    second |= {"organization": [address("Organization", 2)], "start": "2019-03-05T20:00:00+01:00"}
    find(records, "Consultation", 2)["organization"] = [address("Organization", 2)]
    drafts, _ = imported(records, tmp_path)
    assert draft_of(drafts, "Meeting", 2).path.endswith("/2019-03-05-ba-2.md")
    handlings = draft_of(drafts, "Paper", 1).values["handlings"]
    assert [each["meeting"] for each in handlings] == ["2019-03-05-ba", "2019-03-05-ba-2"]


def test_a_second_meeting_that_comes_later_makes_cases_say_which(tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    first, _ = results(save(council(), tmp_path / "a.jsonl"), shelf=shelf)
    ba = [address("Organization", 2)]
    second = record("Meeting", 9, name="Bauausschuss", start="2019-03-05T08:00:00+01:00", organization=ba)
    known = {source: each.path for source, each in first.items()}
    drafts, _ = results(save([second], tmp_path / "b.jsonl"), shelf=shelf, known=known)
    assert draft_of(drafts, "Meeting", 9).path.endswith("/2019-03-05-ba-2.md")
    assert draft_of(drafts, "Paper", 1).values["handlings"][0]["meeting"] == "2019-03-05-ba"


def test_a_meeting_that_comes_later_brings_its_body(tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    first, _ = results(save(council(), tmp_path / "a.jsonl"), shelf=shelf)
    known = {source: each.path for source, each in first.items()}
    meetings = [
        record("Meeting", 8, name="Beirat (öffentlich)", start="2019-06-05T08:00:00+02:00"),
        record("Meeting", 9, name="Jugendrat", start="2019-06-05T08:00:00+02:00"),
    ]
    meetings[1]["organization"] = [address("Organization", 9)]
    drafts, _ = results(save(meetings, tmp_path / "b.jsonl"), shelf=shelf, known=known)
    assert sorted(each.path for each in drafts.values()) == [
        "stadt-musterstadt/bodies/jugendrat.md",
        "stadt-musterstadt/bodies/ohne-angabe.md",
        "stadt-musterstadt/meetings/2019-06-05-jugendrat.md",
        "stadt-musterstadt/meetings/2019-06-05-ohne-angabe.md",
    ]


def test_two_bodies_that_meet_together(tmp_path: Path) -> None:
    records = council()
    find(records, "Meeting", 1)["organization"] = [address("Organization", 2), address("Organization", 1)]
    drafts, _ = imported(records, tmp_path)
    meeting = draft_of(drafts, "Meeting", 1)
    assert meeting.path.endswith("-ba.md")
    assert "Gemeinsame Sitzung mit: Gemeinderat" in meeting.body


def test_papers_of_one_title_take_their_numbers(tmp_path: Path) -> None:
    records = council()
    for number in (2, 3, 4):
        reference = {2: "2019/7", 3: "2019/7"}.get(number, "2019/8")
        paper = record("Paper", number, body=address("Body", 1), name="Neuer Radweg!", date="2019-05-01")
        records.append(paper | {"reference": reference})
    drafts, _ = imported(records, tmp_path)
    names = [draft_of(drafts, "Paper", number).path.rpartition("/")[2] for number in (1, 2, 3, 4)]
    assert names[0] == "neuer-radweg-2019-0012.md"
    assert names[3] == "neuer-radweg-2019-8.md"
    assert len(set(names)) == 4
    known = {draft_of(drafts, "Paper", 1).source: "stadt-musterstadt/cases/2018/handgemacht.md"}
    by_id = {draft_of(drafts, "Paper", 1).values["id"]: next(iter(known.values()))}
    again, _ = results(tmp_path / "records.jsonl", cases=by_id)
    assert draft_of(again, "Paper", 1).path == "stadt-musterstadt/cases/2018/handgemacht.md"
    again, _ = results(tmp_path / "records.jsonl", known=known)
    assert draft_of(again, "Paper", 1).path == "stadt-musterstadt/cases/2018/handgemacht.md"
    assert draft_of(again, "Meeting", 1).values["items"][0]["case"] == "2018/handgemacht"


def test_members_parties_and_who_put_it_forward(tmp_path: Path) -> None:
    records = council()
    body = address("Body", 1)
    records.append(record("Organization", 3, body=body, name="Fraktion Die Probe", organizationType="Fraktion"))
    records.append(record("Organization", 4, body=body, name="Tiefbauamt", organizationType="Verwaltungsbereich"))
    member = record(
        "Membership", 1, organization=address("Organization", 1), role="Vorsitzende", startDate="2019-01-01"
    )
    records.append(
        record("Person", 1, name="Else Beispiel", membership=[member | {"onBehalfOf": address("Organization", 3)}])
    )
    find(records, "Paper", 1).update(
        originatorOrganization=[address("Organization", 3)],
        originatorPerson=[address("Person", 1)],
        underDirectionOf=[address("Organization", 4)],
        keyword=["Radverkehr", "Radverkehr", "Straßen"],
        location=[{"type": "https://schema.oparl.org/1.1/Location", "description": "Hauptstraße"}],
    )
    drafts, told = imported(records, tmp_path)
    assert told == []
    assert draft_of(drafts, "Organization", 3).path == "organisations/fraktion-die-probe.md"
    assert f"oparl:{address('Organization', 4)}" not in drafts
    assert draft_of(drafts, "Organization", 1).values["members"] == [
        {"name": "Else Beispiel", "party": "Fraktion Die Probe", "role": "chair", "from": "2019-01-01"}
    ]
    values = draft_of(drafts, "Paper", 1).values
    assert values["organisations"] == ["Fraktion Die Probe"]
    assert values["recommended_by"] == "Tiefbauamt"
    assert values["topics"] == ["Radverkehr", "Straßen"]
    assert values["places"] == ["Hauptstraße"]
    assert "Eingereicht von: Else Beispiel, Fraktion Die Probe" in draft_of(drafts, "Paper", 1).body


def test_the_words_of_a_resolution_are_the_decision(tmp_path: Path) -> None:
    records = council()
    find(records, "AgendaItem", 3)["resolutionText"] = "<p>Der Radweg wird gebaut.</p><p>Er wird <b>rot</b>.</p>"
    find(records, "AgendaItem", 2)["resolutionText"] = "Keine."
    drafts, _ = imported(records, tmp_path)
    assert draft_of(drafts, "Paper", 1).values["handlings"][1]["decision"] == "Der Radweg wird gebaut.\nEr wird rot."
    assert draft_of(drafts, "Meeting", 1).values["items"][1]["decision"] == "Keine."


def test_a_shelf_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "shelf").write_bytes(b"no database at all, but long enough to look like one" * 20)
    with pytest.raises(Unreadable) as told:
        results(save(council(), tmp_path / "a.jsonl"), shelf=tmp_path / "shelf")
    assert told.value.said["path"] == str(tmp_path / "shelf")


def test_halves_of_letters_are_no_harm_in_ids_either(tmp_path: Path) -> None:
    records = council()
    for each in (find(records, "Paper", 1), find(records, "Consultation", 1)):
        each["id"] += "\ud83d"
    find(records, "AgendaItem", 1)["consultation"] += "\ud83d"
    drafts, told = imported(records, tmp_path)
    assert told == []
    assert draft_of(drafts, "Meeting", 1).values["items"][0]["case"] == "2019/neuer-radweg"


def test_text_of_files_lies_beside_the_case(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "1.txt").write_text("Der Radweg wird rot.", "utf-8")
    drafts, _ = imported(council(), tmp_path, files=texts)
    case = draft_of(drafts, "Paper", 1)
    assert case.values["attachments"][0]["file"] == "1.txt"
    assert case.files == {"1.txt": texts / "1.txt"}
    assert "rot" not in case.body


def test_what_was_deleted_since_leaves_a_page_that_says_so(tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    first, _ = results(save(council(), tmp_path / "a.jsonl"), shelf=shelf)
    known = {source: each.path for source, each in first.items()}
    gone = {"deleted": True, "modified": "2019-12-24T12:00:00+01:00"}
    records = [record("Paper", 1, body=address("Body", 1)) | gone, record("Meeting", 1) | gone]
    drafts, _ = results(save(records, tmp_path / "b.jsonl"), shelf=shelf, known=known)
    case, meeting = draft_of(drafts, "Paper", 1), draft_of(drafts, "Meeting", 1)
    assert (case.path, meeting.path) == (known[case.source], known[meeting.source])
    assert case.values["retracted"]["date"] == meeting.values["retracted"]["date"] == "2019-12-24"
    assert case.owns
    other = draft_of(drafts, "Meeting", 2).values["items"]
    assert other == [
        {"number": "4", "title": "Neuer Radweg", "outcome": ["approved"], "phrase": "mehrheitlich zugestimmt"}
    ]


def test_an_import_that_was_not_kept_never_was(tmp_path: Path) -> None:
    file, shelf = save(council(), tmp_path / "a.jsonl"), tmp_path / "shelf"
    first, _ = results(file, shelf=shelf, keep=False)
    again, _ = results(file, shelf=shelf)
    assert first == again
    assert results(file, shelf=shelf)[0] == {}
    assert results(file, shelf=shelf, everything=True)[0] == first


def test_a_result_that_came_later_brings_the_case_again(tmp_path: Path) -> None:
    shelf, records = tmp_path / "shelf", council()
    del find(records, "AgendaItem", 3)["result"]
    first, _ = results(save(records, tmp_path / "a.jsonl"), shelf=shelf)
    known = {source: each.path for source, each in first.items()}
    meeting = find(council(), "Meeting", 2) | {"modified": "2019-05-01T08:00:00+02:00"}
    drafts, _ = results(save([meeting], tmp_path / "b.jsonl"), shelf=shelf, known=known)
    assert {each.kind for each in drafts.values()} == {Kind.MEETING, Kind.CASE}
    assert draft_of(drafts, "Paper", 1).values["handlings"][1]["outcome"] == ["approved"]
    old = meeting | {"modified": "2018-05-01T08:00:00+02:00", "agendaItem": []}
    assert results(save([old], tmp_path / "c.jsonl"), shelf=shelf)[0] == {}


def test_folders_lists_and_packed_files_are_read_alike(tmp_path: Path) -> None:
    whole, _ = results(save(council(), tmp_path / "a.jsonl"))
    first, *rest = council()
    folder = tmp_path / "records"
    (folder / "papers").mkdir(parents=True)
    (folder / "body.json").write_text(json.dumps(first, indent=2), "utf-8")
    (folder / "papers/page-1.json").write_text(json.dumps({"data": rest[:2], "links": {}}), "utf-8")
    (folder / "papers/list.json.gz").write_bytes(gzip.compress(json.dumps(rest[2:3]).encode()))
    (folder / "lines.jsonl.gz").write_bytes(gzip.compress("\n".join(map(json.dumps, rest[3:])).encode()))
    (folder / "notes.md").write_text("not a record", "utf-8")
    assert results(folder) == (whole, [])


def test_a_file_that_breaks_off_is_told_and_read_as_far_as_it_goes(tmp_path: Path) -> None:
    packed = gzip.compress("\n".join(json.dumps(each) for each in council() * 50).encode())
    (tmp_path / "a.jsonl.gz").write_bytes(packed[:-20])
    _, told = results(tmp_path / "a.jsonl.gz")
    assert troubles.UNREADABLE in reasons(told, "a.jsonl.gz")


@pytest.mark.parametrize("name", ["nothing.jsonl", "empty"])
def test_where_nothing_is_there_is_nothing_to_read(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(Unreadable):
        results(tmp_path / name)


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "type", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=40)
@given(seed=st.integers(0, 2**32), odd=st.lists(ODD, min_size=1, max_size=4))
def test_whatever_stands_in_a_record_ends_no_import(
    seed: int, odd: list[object], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Values are put in the place of others, ids and types too; what is left makes an archive without errors."""
    chance = random.Random(seed)
    records = council()
    for value in odd:
        target: Json = chance.choice(records)
        within = [each for value in target.values() for each in (value if isinstance(value, list) else [value])]
        target = chance.choice([target, *(each for each in within if isinstance(each, dict))])
        target[chance.choice(sorted(target) or ["id"])] = value
    folder = tmp_path_factory.mktemp("odd")
    drafts, _ = imported(records, folder)
    assert drafts["oparl:archive"].kind is Kind.ARCHIVE
