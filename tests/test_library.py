"""The library: what of an archive is public, and how its parts lead to one another."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import NOW, SMALL, options, tree
from hypothesis import example, given, settings
from hypothesis import strategies as st

from builder.build import plan
from builder.cache import Cache
from builder.diagnostics import Finding, Severity
from builder.library.meetings import _item_order
from builder.model.linked import Case, Library
from builder.model.values import Kind, MeetingState, Outcome, RelationKind, Role, Status
from builder.rendering import Planned
from builder.template_files import DEFAULTS
from builder.templates import Renderer
from builder.templates.links import fill
from builder.views.pages import CasePage, Context, MeetingPage

Files = Mapping[str, str | bytes]
SOUTH: Files = {
    "syd/_index.md": "---\nname: Syd Kommune\n---\n",
    "syd/bodies/kb.md": "---\nname: Kommunalbestyrelsen\nabbreviation: KB\n---\n",
}
COMMITTEES: Files = {
    "havneby/bodies/tmu.md": "---\nname: Teknik- og Miljøudvalget\nabbreviation: TMU\n---\n",
    "havneby/bodies/oeu.md": "---\nname: Økonomiudvalget\nabbreviation: ØKU\n---\n",
}
TOOK_UP = {"body": "kb", "date": "2024-04-09", "item": "5", "role": "decision", "outcome": "approved"}


def doc(body: str = "", **facts: object) -> str:
    """A file of content/: front matter and text. A `case` has a title, a `from` is written `from_`."""
    front = {key.rstrip("_"): value for key, value in facts.items()}
    return f"---\n{yaml.safe_dump(front, allow_unicode=True, sort_keys=False) if front else ''}---\n{body}\n"


def case(body: str = "", **facts: object) -> str:
    """A case's file."""
    return doc(body, **{"title": "En sag", **facts})


@dataclass(frozen=True)
class Made:
    """What a small archive came to."""

    planned: Planned | None
    findings: tuple[Finding, ...]

    @property
    def library(self) -> Library:
        assert self.planned is not None, self.findings
        return self.planned.library

    @property
    def paths(self) -> list[str]:
        """The address of every page."""
        assert self.planned is not None, self.findings
        return [page.path for page in self.planned.pages]

    @property
    def wrong(self) -> list[tuple[str, str, str]]:
        """Code, file and field of each finding, sorted."""
        return sorted((each.code, each.path, each.field) for each in self.findings)

    def case(self, ref: str) -> Case:
        """A case, by a reference that may leave its authority out."""
        return self.library.cases.get(ref) or self.library.cases[f"havneby/{ref}"]

    def page(self, path: str) -> Any:
        """The context of the page at an address."""
        assert self.planned is not None, self.findings
        (found,) = [page.context for page in self.planned.pages if page.path == path]
        return found

    def html(self, path: str) -> str:
        """The page at an address, rendered."""
        assert self.planned is not None
        bodies = self.planned.bodies
        return Renderer((DEFAULTS,), "da", lambda digest: bodies[digest]).render(self.page(path)).decode()

    def prose(self, path: str) -> str:
        """The text of the page at an address, its links in place."""
        assert self.planned is not None
        context = self.page(path)
        prose = context.body if isinstance(context, CasePage) else context.text
        return fill(self.planned.bodies[prose.digest], prose.links, "SKJULT")


Make = Callable[..., Made]


@pytest.fixture
def made(archive: Callable[..., Path], tmp_path: Path) -> Make:
    """Everything up to the pages, of a small archive with the files given."""

    def make(files: Files | None = None, *more: Files, **changes: object) -> Made:
        given: dict[str, str | bytes] = {}
        for each in (files or {}, *more):
            given |= each
        return Made(*plan(options(archive(given), tmp_path / "site", **changes), Cache(None)))

    return make


def led(html: str) -> list[tuple[str, str]]:
    """Every link of a text: where it leads, and its words."""
    return re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>', html)


A, B, C = (f"havneby/cases/2024/{name}.md" for name in "abc")
AT, BT = "/havneby/sager/2024/a/", "/havneby/sager/2024/b/"


# --- meetings -------------------------------------------------------------------------------------------------


def test_a_meeting_is_known_from_its_handlings_alone(made: Make) -> None:
    library = made({A: case(handlings=[TOOK_UP])}).library
    ((key, meeting),) = library.meetings.items()
    assert key == ("havneby/kb", "2024-04-09", 1)
    assert (meeting.path, meeting.facts, meeting.state) == ("/havneby/kb/2024-04-09/", None, None)
    assert library.bodies["havneby/kb"].meetings == (key,)
    assert library.cases["havneby/2024/a"].day == date(2024, 4, 9)


def test_two_meetings_of_a_body_on_one_day(made: Make) -> None:
    files = {
        "havneby/meetings/2024-04-09-kb.md": doc(start="08.30"),
        "havneby/meetings/2024-04-09-kb-2.md": doc(start="17.00", kind="extraordinary"),
        A: case(handlings=[{**TOOK_UP, "meeting": "2024-04-09-kb-2"}]),
        B: case(handlings=[{**TOOK_UP, "meeting": "havneby/2024-04-09-kb", "item": "1"}]),
        C: case(handlings=[{"body": "kb", "meeting": "2024-04-09-kb-2", "item": "2"}]),
    }
    found = made(files)
    first, second = (found.library.meetings["havneby/kb", "2024-04-09", number] for number in (1, 2))
    assert [item.case for item in first.items] == ["havneby/2024/b"]
    assert [item.case for item in second.items] == ["havneby/2024/c", "havneby/2024/a"]
    assert (first.path, second.path) == ("/havneby/kb/2024-04-09/", "/havneby/kb/2024-04-09-2/")
    assert (first.next, second.previous) == (second.key, first.key)
    assert found.case("2024/c").handlings[0].facts.date == date(2024, 4, 9)  # the meeting tells the day
    assert found.page("/havneby/sager/2024/a/").handlings[0].meeting == "/havneby/kb/2024-04-09-2/"


def test_a_day_with_two_meetings_must_be_told_apart(made: Make) -> None:
    files = {
        "havneby/meetings/2024-04-09-kb.md": doc(),
        "havneby/meetings/2024-04-09-kb-2.md": doc(),
        A: case(handlings=[TOOK_UP]),
    }
    found = made(files)
    assert found.planned is None
    assert found.wrong == [("which-meeting", A, "handlings[0].date")]
    values = dict(found.findings[0].values)
    assert (values["first"], values["others"]) == ("2024-04-09-kb", "2024-04-09-kb-2")
    assert found.findings[0].line > 1


@pytest.mark.parametrize(
    ("meeting", "code", "suggestion"),
    [
        ("2024-04-10-kb", "unknown-reference", "2024-05-14-kb"),
        ("2024-04-09-tmuu", "unknown-reference", "2024-04-09-tmu"),
        ("2024-04-09-tmu", "other-body", ""),
    ],
)
def test_a_meeting_that_is_not_there(made: Make, meeting: str, code: str, suggestion: str) -> None:
    files = {
        **COMMITTEES,
        "havneby/meetings/2024-04-09-tmu.md": doc(),
        "havneby/meetings/2024-05-14-kb.md": doc(),
        A: case(handlings=[{**TOOK_UP, "meeting": meeting}]),
    }
    found = made(files)
    assert found.wrong == [(code, A, "handlings[0].meeting")]
    assert found.findings[0].suggestion == suggestion


def test_a_meeting_that_is_not_public_is_no_error(made: Make) -> None:
    files = {
        "havneby/meetings/2024-04-09-kb.md": doc(),
        "havneby/meetings/2024-04-09-kb-2.md": doc(draft=True),
        A: case(handlings=[{**TOOK_UP, "meeting": "2024-04-09-kb-2"}]),
    }
    assert made(files).wrong == []


def test_a_handling_cannot_be_on_another_day_than_its_meeting(made: Make) -> None:
    files = {
        "havneby/meetings/2024-05-14-kb.md": doc(),
        A: case(handlings=[{**TOOK_UP, "meeting": "2024-05-14-kb"}]),
    }
    assert [(path, field) for _, path, field in made(files).wrong] == [(A, "handlings[0].date")]


@pytest.mark.parametrize("name", ["2024-13-09-kb", "2024-04-09", "2024-04-09-fu", "2024-04-09-kb-1", "moede-kb"])
def test_the_name_of_a_meeting_says_day_and_body(made: Make, name: str) -> None:
    file = f"havneby/meetings/{name}.md"
    assert made({file: doc()}).wrong == [("bad-meeting-name", file, "")]


NUMBERS = ["2", "5", "5a", "5b", "9", "10", "10a", "117", "1000"]


def test_items_stand_in_the_order_of_the_agenda(made: Make) -> None:
    numbers = ["10", "5a", "", "2", "5", "B1", "9", "5b"]
    found = made(
        {"havneby/meetings/2024-04-09-kb.md": doc(items=[{"number": n, "title": f"Punkt {n}"} for n in numbers])}
    )
    (meeting,) = found.library.meetings.values()
    assert [item.number for item in meeting.items] == ["2", "5", "5a", "5b", "9", "10", "B1", ""]


def test_an_agenda_without_numbers_keeps_the_order_of_its_file(made: Make) -> None:
    there = {"body": "kb", "date": "2024-04-09"}
    items = ["Godkendelse af referat", {"case": "2024/b"}, {"case": "2024/a"}, "Eventuelt"]
    files = {A: case(title="Anden sag", handlings=[there]), B: case(title="Første sag", handlings=[there])}
    (meeting,) = made(files | {"havneby/meetings/2024-04-09-kb.md": doc(items=items)}).library.meetings.values()
    assert [item.title for item in meeting.items] == [
        *("Godkendelse af referat", "Første sag", "Anden sag", "Eventuelt"),
    ]


def test_a_point_of_which_only_title_and_decision_are_open_is_a_closed_one(made: Make) -> None:
    item = {"number": "1", "title": "Køb af jord", "outcome": "approved", "phrase": "Godkendt."}
    item |= {"access": {"title": "open", "decision": "open"}}
    (meeting,) = made({"havneby/meetings/2024-04-09-kb.md": doc(items=[item])}).library.meetings.values()
    assert [(each.title, each.phrase, each.closed) for each in meeting.items] == [("Køb af jord", "Godkendt.", True)]


@settings(deadline=None)
@given(st.permutations(NUMBERS))
def test_any_order_of_items_comes_to_the_same(numbers: list[str]) -> None:
    assert sorted(numbers, key=_item_order) == NUMBERS


@settings(deadline=None)
@given(st.lists(st.text(max_size=6), max_size=5))
@example(["5²", "5"])
def test_any_item_number_has_a_place(numbers: list[str]) -> None:
    assert max([*numbers, ""], key=_item_order) == ""


def test_cases_and_the_meetings_own_items_make_one_agenda(made: Make) -> None:
    files = {
        A: case(title="Sag med fil", handlings=[{**TOOK_UP, "item": "2"}]),
        B: case(title="Uden punkt", handlings=[{"body": "kb", "date": "2024-04-09"}]),
        C: case(title="Kun nævnt i mødets fil"),
        "havneby/meetings/2024-04-09-kb.md": doc(
            items=[
                {"number": "3", "title": "Gensidig orientering", "role": "information", "outcome": "noted"},
                {"number": "2", "case": "2024/a"},
                {"number": "7", "case": "2024/b"},
                {"number": "1", "case": "havneby/2024/c"},
                "Eventuelt",
            ]
        ),
    }
    (meeting,) = made(files).library.meetings.values()
    assert [(item.number, item.title, item.case) for item in meeting.items] == [
        ("1", "Kun nævnt i mødets fil", "havneby/2024/c"),
        ("2", "Sag med fil", "havneby/2024/a"),
        ("3", "Gensidig orientering", ""),
        ("7", "Uden punkt", "havneby/2024/b"),
        ("", "Eventuelt", ""),
    ]
    assert meeting.items[2].outcome == (Outcome.NOTED,)


def test_an_item_that_points_nowhere_is_told(made: Make) -> None:
    file = "havneby/meetings/2024-04-09-kb.md"
    found = made({file: doc(items=[{"number": "1", "title": "X", "case": "2024/findes-ikke"}]), A: case()})
    assert found.wrong == [("unknown-reference", file, "items[0].case")]


def test_meetings_know_their_neighbours(made: Make) -> None:
    days = ["2023-12-12", "2024-01-09", "2024-04-09", "2026-02-10"]
    files = {f"havneby/cases/2024/s{i}.md": case(handlings=[{"body": "kb", "date": day}]) for i, day in enumerate(days)}
    files["havneby/cases/2024/andet.md"] = case(handlings=[{"body": "tmu", "date": "2024-02-01"}])
    library = made(files, COMMITTEES).library
    keys = [("havneby/kb", day, 1) for day in days]
    assert [library.meetings[key].previous for key in keys] == [None, *keys[:-1]]
    assert [library.meetings[key].next for key in keys] == [*keys[1:], None]
    assert library.bodies["havneby/kb"].meetings == tuple(reversed(keys))
    assert library.meetings["havneby/tmu", "2024-02-01", 1].next is None
    assert [library.meetings[key].state for key in keys] == [None, None, None, MeetingState.AGENDA]


@pytest.mark.parametrize("state", list(MeetingState))
def test_the_state_of_a_meeting(made: Make, state: MeetingState) -> None:
    found = made({"havneby/meetings/2026-02-10-kb.md": doc(state=state.danish)})
    assert found.library.meetings["havneby/kb", "2026-02-10", 1].state is state


# --- handlings ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", list(Role))
def test_roles(made: Make, role: Role) -> None:
    files = {
        A: case(handlings=[{"body": "kb", "date": "2024-04-09", "role": role.value}]),
        B: case(behandlinger=[{"organ": "kb", "dato": "9. april 2024", "rolle": role.danish}]),
    }
    found = made(files)
    assert [found.case(ref).handlings[0].facts.role for ref in ("2024/a", "2024/b")] == [role, role]


@pytest.mark.parametrize("outcome", list(Outcome))
def test_outcomes(made: Make, outcome: Outcome) -> None:
    files = {
        A: case(handlings=[{"body": "kb", "date": "2024-04-09", "outcome": outcome.value}]),
        B: case(handlings=[{"body": "kb", "date": "2024-04-09", "udfald": [outcome.danish, "godkendt"]}]),
    }
    found = made(files)
    assert found.case("2024/a").handlings[0].facts.outcome == (outcome,)
    assert found.case("2024/b").handlings[0].facts.outcome == (outcome, Outcome.APPROVED)
    assert found.case("2024/b").handlings[0].outcome is outcome  # the first decides


def test_two_readings_are_two_handlings(made: Make) -> None:
    handlings = [
        {"body": "kb", "date": "2024-10-08", "reading": 2, "role": "decision", "outcome": "approved"},
        {"body": "kb", "date": "2024-09-10", "reading": 1, "role": "discussion", "outcome": "referred"},
    ]
    found = made({A: case(handlings=handlings)}).case("2024/a")
    assert [(each.facts.reading, each.facts.date) for each in found.handlings] == [
        (1, date(2024, 9, 10)),
        (2, date(2024, 10, 8)),
    ]
    assert found.standing.status is Status.FINAL


def test_handlings_without_a_day_stay_as_written(made: Make) -> None:
    handlings = [{"body": "kb", "date": "2024-10-08"}, {"body": "tmu"}, {"body": "oeu", "date": "2024-01-01"}]
    found = made({A: case(handlings=handlings)}, COMMITTEES).case("2024/a")
    assert [each.body for each in found.handlings] == ["havneby/kb", "havneby/tmu", "havneby/oeu"]
    assert found.day == date(2024, 10, 8)


def test_the_planned_path_is_apart_from_what_happened(made: Make) -> None:
    files = {A: case(route=["tmu", "oeu", "kb"], handlings=[{**TOOK_UP, "body": "tmu", "outcome": "recommended"}])}
    found = made(files, COMMITTEES)
    assert found.case("2024/a").route == ("havneby/tmu", "havneby/oeu", "havneby/kb")
    assert [each.body for each in found.case("2024/a").handlings] == ["havneby/tmu"]
    assert found.case("2024/a").standing.status is Status.AWAITING
    assert found.case("2024/a").standing.body == "Økonomiudvalget"
    assert [key[0] for key in found.library.meetings] == ["havneby/tmu"]  # no meeting of the bodies ahead


@pytest.mark.parametrize(
    ("written", "path", "title"),
    [
        ("tmu", "/havneby/tmu/", "Teknik- og Miljøudvalget"),
        ("Teknik- og Miljøudvalget", "/havneby/tmu/", "Teknik- og Miljøudvalget"),
        ("TMU", "/havneby/tmu/", "Teknik- og Miljøudvalget"),
        ("syd/kb", "/syd/kb/", "Kommunalbestyrelsen"),
        ("Ankestyrelsen", "", "Ankestyrelsen"),
        ("Indenrigs- og Sundhedsministeriet", "", "Indenrigs- og Sundhedsministeriet"),
        ("forvaltningen til videre behandling", "", "forvaltningen til videre behandling"),
    ],
)
def test_sent_on_to_a_body_or_in_words(made: Make, written: str, path: str, title: str) -> None:
    found = made({A: case(handlings=[{**TOOK_UP, "sent_to": written}])}, COMMITTEES, SOUTH).case("2024/a")
    assert [(each.path, each.title) for each in found.handlings[0].sent_to] == [(path, title)]
    assert (found.standing.status, found.standing.body) == (Status.AWAITING, title)


def test_what_looks_like_a_body_and_is_none_is_told(made: Make) -> None:
    found = made({A: case(route=["tmuu"], handlings=[{**TOOK_UP, "sent_to": ["oeuu"]}])}, COMMITTEES)
    assert found.wrong == [("unknown-body", A, "handlings[0].sent_to[0]"), ("unknown-body", A, "route[0]")]
    assert sorted(each.suggestion for each in found.findings) == ["oeu", "tmu"]


def test_sent_on_to_a_body_that_is_not_public_is_still_sent_on(made: Make) -> None:
    files = {"havneby/bodies/fu.md": doc(name="Hemmelige Udvalg", draft=True)}
    found = made({A: case(handlings=[{**TOOK_UP, "sent_to": "fu"}])}, files)
    assert found.case("2024/a").standing.status is not Status.FINAL
    assert "Hemmelige" not in found.html(AT)


def test_stopped(made: Make) -> None:
    stop = {"basis": "styrelsesloven § 23", "date": "2024-04-10", "by": "Borgmesteren"}
    files = {
        A: case(handlings=[{**TOOK_UP, "stopped": stop}]),
        B: case(handlings=[{**TOOK_UP, "standset": "styrelsesloven § 23"}]),
    }
    found = made(files)
    for ref in ("2024/a", "2024/b"):
        stopped = found.case(ref).handlings[0].facts.stopped
        assert stopped is not None
        assert stopped.basis == "styrelsesloven § 23"
        assert found.case(ref).standing.status is Status.STOPPED
    assert "Borgmesteren" in found.html(AT)


def test_votes_statements_and_who_took_part_are_kept(made: Make) -> None:
    handling = {
        **TOOK_UP,
        "votes": {
            "result": "majority",
            "for": ["A", "V"],
            "against": ["Ø", "Bo Prøve"],
            "abstained": ["O"],
            "reservations": ["N"],
            "for_count": 21,
            "against_count": 4,
            "abstained_count": 0,
            "basis": "counted",
        },
        "statements": [
            {"kind": "mindretalsudtalelse", "by": ["Ø"], "text": "Vi er imod."},
            "En tilførsel uden mere.",
        ],
        "absent": [{"name": "Else Eksempel", "party": "F", "substitute": "Mo Medlem"}, "Per Person"],
        "recused": ["Ina Inhabil"],
        "not_participating": ["Dorte Deltogikke"],
    }
    html = made({A: case(handlings=[handling])}).html(AT)
    text = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    for words in (
        "Flertal",
        "21 : A, V",
        "4 : Ø, Bo Prøve",
        "0 : O",
        "N",
        "Vi er imod.",
        "En tilførsel uden mere.",
        "Else Eksempel (F)",
        "Mo Medlem",
        "Per Person",
        "Ina Inhabil",
        "Dorte Deltogikke",
    ):
        assert words.replace(" : ", ": ") in text.replace(" :", ":"), words


@pytest.mark.parametrize(
    ("handling", "code", "field"),
    [
        ({"body": "kb", "outcome": "approved"}, "decision-without-date", "handlings[0].outcome"),
        ({"body": "kb", "decision": "Godkendt."}, "decision-without-date", "handlings[0].decision"),
        ({"body": "kb", "phrase": "Godkendt."}, "decision-without-date", "handlings[0].phrase"),
        ({"body": "kb", "date": "2026-01-16", "outcome": "approved"}, "decision-in-future", "handlings[0].date"),
        ({"body": "fu", "date": "2024-01-16"}, "unknown-body", "handlings[0].body"),
    ],
)
def test_what_cannot_be_is_told(made: Make, handling: dict[str, str], code: str, field: str) -> None:
    assert made({A: case(handlings=[handling])}).wrong == [(code, A, field)]


def test_a_decision_of_today_is_no_future(made: Make) -> None:
    found = made({A: case(handlings=[{**TOOK_UP, "date": "2026-01-15"}])})
    assert found.wrong == []
    assert found.case("2024/a").standing.status is Status.FINAL


def test_a_coming_meeting_is_an_agenda(made: Make) -> None:
    found = made({A: case(handlings=[{"body": "kb", "date": "2026-01-16", "role": "decision"}])})
    assert found.case("2024/a").standing.status is Status.PLANNED
    assert found.case("2024/a").day == date(2026, 1, 16)
    assert found.page("/").newest == ()
    assert [row.href for row in found.page("/").coming] == ["/havneby/kb/2026-01-16/"]


# --- access, part by part -------------------------------------------------------------------------------------

SECRETS = {
    "title": ["Titelord", "77/7701"],
    "presentation": ["Resuméord", "Fremstillingsord", "Emneord", "Beløbsord", "Bilagsord", "Stedord", "Hvemord"],
    "decision": ["Fraseord", "Beslutningsord", "Afgørelsesord", "Videreord"],
    "votes": ["Stemmeord", "Tilførselsord", "Fraværsord", "Inhabilord", "Optællingsord"],
}
SECRET_CASE: dict[str, object] = {
    "id": "abc12345",
    "title": "Titelord",
    "case_number": "77/7701",
    "summary": "Resuméord",
    "topics": ["Emneord"],
    "places": ["Stedord"],
    "recommended_by": "Hvemord",
    "amounts": [{"amount": 5, "from": "Beløbsord"}],
    "attachments": [{"title": "Bilagsord"}],
    "handlings": [
        {
            **TOOK_UP,
            "phrase": "Fraseord",
            "decision": "Beslutningsord",
            "sent_to": "Videreord",
            "votes": {"against": ["Stemmeord"]},
            "statements": ["Tilførselsord"],
            "absent": ["Fraværsord"],
            "recused": ["Inhabilord"],
        }
    ],
}
SECRET_TEXT = """
## Sagsfremstilling
Fremstillingsord

## Beslutning
Afgørelsesord

## Afstemning
Optællingsord
"""
PARTS = tuple(SECRETS)


def shows(access: object, part: str) -> bool:
    """What the map says, in the words of the documentation: closed if it opens any part and not this one."""
    if access in ("open", "closed"):
        return access == "open"
    assert isinstance(access, dict)
    return access.get(part, "closed" if "open" in access.values() else "open") == "open"


ACCESSES: list[object] = [
    "open",
    "closed",
    *({part: "closed"} for part in PARTS),
    *({part: "open"} for part in PARTS),
    {"title": "open", "decision": "open"},
    {"title": "open", "presentation": "closed"},
    {"decision": "closed", "votes": "closed"},
    {"title": "closed", "presentation": "open", "decision": "open", "votes": "open"},
]


@pytest.mark.parametrize("access", ACCESSES, ids=str)
def test_only_what_is_open_leaves_the_file(built: Callable[..., Path], access: object) -> None:
    site = built({"havneby/cases/2024/slugord.md": case(SECRET_TEXT, access=access, **SECRET_CASE)})
    everything = "\n".join([*tree(site), *(data.decode("utf-8", "replace") for data in tree(site).values())])
    for part, words in SECRETS.items():
        seen = shows(access, part) and (part != "presentation" or shows(access, "title"))
        for word in words:
            in_the_text = word in {"Fremstillingsord", "Afgørelsesord", "Optællingsord"}
            wanted = seen and (not in_the_text or (shows(access, "title") and shows(access, "presentation")))
            assert (word in everything) == wanted, (part, word)
    assert ("slugord" in everything) == shows(access, "title")
    assert (site / "havneby/sager/2024/abc12345/index.html").exists() == (not shows(access, "title"))


@pytest.mark.parametrize("access", [each for each in ACCESSES if each != "open"], ids=str)
def test_a_handling_closes_what_is_its_own(built: Callable[..., Path], access: object) -> None:
    (handling,) = SECRET_CASE["handlings"]  # type: ignore[misc]
    facts = {**SECRET_CASE, "handlings": [{**handling, "access": access}]}
    site = built({"havneby/cases/2024/slugord.md": case(SECRET_TEXT, **facts)})
    everything = "\n".join([*tree(site), *(data.decode("utf-8", "replace") for data in tree(site).values())])
    for part, words in SECRETS.items():
        for word in words:
            assert (word in everything) == (part in ("title", "presentation") or shows(access, part)), (part, word)


@pytest.mark.parametrize(
    "heading",
    [
        "## Beslutning",
        "##Beslutning ##",
        "   ### Udvalgets beslutning den 9. april 2024",
        "Beslutning\n---",
        "<h2>Beslutning</h2>\n",
        "<h2>\nBeslutning</h2>\n",
        "> ## Beslutning",
        "- ## Beslutning",
        "1. ## Beslutning",
        "## B*eslut*ning",
        "## Beslut&shy;ning",
        "## Beslut\u00adning",
        "## [Beslutning](https://example.org/)",
        "```\n\n## Beslutning",
        "## Beslutning\n\n```\n# ikke en overskrift\n```",
        "## Beslutning\n\n~~~\n## heller ikke\n~~~",
        "## Beslutning\n\n### Underafsnit",
        "## Afgørelse",
        "## Vedtagelse",
    ],
)
def test_a_closed_section_goes_however_its_heading_is_written(made: Make, heading: str) -> None:
    text = f"## Sagsfremstilling\n\nÅbent ord.\n\n{heading}\n\nHemmeligt ord.\n\n## Økonomi\n\nÅbent igen.\n"
    found = made({A: case(text, access={"decision": "closed"})})
    bodies = " ".join(found.planned.bodies.values())  # type: ignore[union-attr]
    assert "Hemmeligt" not in bodies
    assert "Åbent ord." in bodies


def test_what_may_be_said_of_a_closed_case(made: Make) -> None:
    facts = {
        **SECRET_CASE,
        "access": "closed",
        "public_title": "Køb af ejendom",
        "public_decision": "Godkendt.",
        "basis": "styrelsesloven § 10",
    }
    found = made({A: case(SECRET_TEXT, **facts)})
    html = found.html("/havneby/sager/2024/abc12345/")
    assert found.wrong == [("closed-text", A, "access")]
    for words in ("Køb af ejendom", "Godkendt.", "styrelsesloven § 10"):
        assert words in html
    assert found.case("2024/a").title == "Køb af ejendom"
    assert found.case("2024/a").facts.case_number is None


def test_what_may_be_said_does_not_stand_beside_what_is_open(made: Make) -> None:
    found = made({A: case(public_title="Skjult titel", public_decision="Skjult ord", handlings=[TOOK_UP])})
    assert "Skjult" not in found.html(AT)


def test_a_closed_title_needs_an_id(made: Make) -> None:
    assert made({A: case(access={"title": "closed"})}).wrong[-1:] == [("id-needed", A, "access")]


@pytest.mark.parametrize("where", ["case", "handling", "meeting"])
def test_a_closed_decision_does_not_read_as_unknown(made: Make, where: str) -> None:
    """Whether the case, the handling or the meeting closes it: the page says so, not that the source is silent."""
    closed = {"access": {"decision": "closed"}}
    files = {
        A: case(
            handlings=[{**TOOK_UP, **(closed if where == "handling" else {})}], **(closed if where == "case" else {})
        ),
        "havneby/meetings/2024-04-09-kb.md": doc(**(closed if where == "meeting" else {})),
    }
    found = made(files)
    page = found.page(AT)
    assert page.key.outcomes == ()
    assert page.key.closed
    assert "Beslutning ikke oplyst i kilden" not in found.html(AT)
    assert found.page("/havneby/kb/2024-04-09/").items[0].closed
    assert found.case("2024/a").standing.status is Status.KNOWN


def test_a_closed_meeting_closes_its_own_items(made: Make) -> None:
    item = {
        "number": "1",
        "title": "Titelord",
        "summary": "Resuméord",
        "decision": "Beslutningsord",
        "outcome": "approved",
    }
    file = "havneby/meetings/2024-04-09-kb.md"
    found = made({file: doc("Fremstillingsord", access="lukket", basis="§ 10", present=["Fraværsord"], items=[item])})
    html = found.html("/havneby/kb/2024-04-09/")
    for word in ("Titelord", "Resuméord", "Beslutningsord", "Fremstillingsord", "Fraværsord"):
        assert word not in html
    assert "Lukket punkt" in html
    assert found.page("/havneby/kb/2024-04-09/").items[0].closed


def test_a_closed_item_among_open_ones(made: Make) -> None:
    items = [
        {"number": "1", "title": "Åbent"},
        {"number": "2", "title": "Titelord", "public_title": "Køb af jord", "access": "closed", "basis": "§ 10"},
        {
            "number": "3",
            "title": "Kun titel",
            "decision": "Beslutningsord",
            "public_decision": "Godkendt.",
            "access": {"decision": "closed"},
        },
    ]
    found = made({"havneby/meetings/2024-04-09-kb.md": doc(items=items)})
    page = found.page("/havneby/kb/2024-04-09/")
    assert [(item.title, item.closed, item.decision.text) for item in page.items] == [
        ("Åbent", False, ""),
        ("Køb af jord", True, ""),
        ("Kun titel", True, "Godkendt."),
    ]
    html = found.html("/havneby/kb/2024-04-09/")
    assert "Titelord" not in html
    assert "Beslutningsord" not in html


def test_a_closed_attachment_shows_its_number_and_reason(made: Make) -> None:
    attachments = [
        {
            "title": "Titelord",
            "document": "1234567",
            "number": "45/24",
            "access": "closed",
            "reason": "personoplysninger",
            "file": "hemmelig.pdf",
        },
        {"title": "Titelord", "public_title": "Notat", "access": "lukket", "document": "7654321"},
        {"title": "Åbent bilag", "file": "aaben.pdf"},
    ]
    folder = "havneby/cases/2024/a/"
    found = made(
        {
            A: case("Se [her](hemmelig.pdf).", attachments=attachments),
            folder + "hemmelig.pdf": "x",
            folder + "aaben.pdf": "y",
        }
    )
    html = found.html(AT)
    for words in ("1234567", "45/24", "personoplysninger", "Notat", "7654321", "Åbent bilag"):
        assert words in html
    assert "Titelord" not in html
    assert "hemmelig" not in html
    assert [file.path for file in found.case("2024/a").files] == [AT + "aaben.pdf"]
    assert led(found.prose(AT)) == []


# --- names and periods ----------------------------------------------------------------------------------------

RENAMED: Files = {
    "havneby/bodies/kb.md": doc(
        name="Byrådet",
        names=[
            {"name": "Sogneråd", "to": "2006-12-31"},
            {"name": "Kommunalbestyrelsen", "from": "2007-01-01", "to": "2023-12-31"},
        ],
    )
}


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("1970-01-01", "Sogneråd"),
        ("2006-12-31", "Sogneråd"),
        ("2007-01-01", "Kommunalbestyrelsen"),
        ("2023-12-31", "Kommunalbestyrelsen"),
        ("2024-01-01", "Byrådet"),
    ],
)
def test_a_handling_and_its_meeting_bear_the_name_of_the_day(made: Make, day: str, name: str) -> None:
    files = {
        A: case(handlings=[{"body": "kb", "date": day}]),
        # a second meeting with items of its own only
        f"havneby/meetings/{day[:8]}15-kb.md": doc("Tekst.", items=["Eventuelt"]) if day[8:] != "15" else doc(),
    }
    found = made(files, RENAMED)
    assert found.case("2024/a").handlings[0].body_name == name
    assert found.page(AT).handlings[0].body.text == name
    assert found.page(f"/havneby/kb/{day}/").body.text == name
    other = found.library.meetings["havneby/kb", f"{day[:8]}15", 1]
    assert other.body_name == {"2006-12-31": "Sogneråd"}.get(day, name)
    assert found.page(other.path).body.text == other.body_name


def test_a_body_shows_its_earlier_names_and_none_for_a_day_unknown(made: Make) -> None:
    found = made({A: case(handlings=[{"body": "kb"}])}, RENAMED)
    assert found.case("2024/a").handlings[0].body_name == "Byrådet"
    html = found.html("/havneby/kb/")
    assert "Sogneråd" in html
    assert "31. december 2023" in html


def test_bodies_that_follow_one_another(made: Make) -> None:
    files = {
        "havneby/bodies/ssu.md": doc(name="Socialudvalget", to="2021-12-31"),
        "havneby/bodies/shu.md": doc(name="Sundhedsudvalget", to="2021-12-31"),
        "havneby/bodies/vpu.md": doc(
            name="Voksenudvalget", from_="2022-01-01", predecessors=["ssu", "havneby/shu", "Amtsrådet"]
        ),
    }
    found = made(files)
    bodies = found.library.bodies
    assert [(each.path, each.title) for each in bodies["havneby/vpu"].predecessors] == [
        ("/havneby/ssu/", "Socialudvalget"),
        ("/havneby/shu/", "Sundhedsudvalget"),
        ("", "Amtsrådet"),
    ]
    for ref in ("havneby/ssu", "havneby/shu"):
        assert [each.path for each in bodies[ref].successors] == ["/havneby/vpu/"]
        assert bodies[ref].predecessors == ()
    assert bodies["havneby/vpu"].successors == ()
    ended = {row.name: row.ended for group in found.page("/").groups for row in group.bodies}
    assert ended == {"Byrådet": False, "Socialudvalget": True, "Sundhedsudvalget": True, "Voksenudvalget": False}
    assert list(ended)[-2:] == ["Socialudvalget", "Sundhedsudvalget"]  # those that no longer sit come last


def test_authorities_that_merged(made: Make) -> None:
    files = {
        "grenaa/_index.md": doc(name="Grenaa Kommune", to="2006-12-31"),
        "norddjurs/_index.md": doc(name="Norddjurs Kommune", predecessors=["grenaa", "Rougsø Kommune"]),
    }
    library = made(files).library
    assert [(each.path, each.title) for each in library.authorities["norddjurs"].predecessors] == [
        ("/grenaa/", "Grenaa Kommune"),
        ("", "Rougsø Kommune"),
    ]
    assert [each.path for each in library.authorities["grenaa"].successors] == ["/norddjurs/"]
    assert library.authorities["havneby"].successors == ()


# --- what is not public ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "seen"),
    [
        (datetime(2025, 12, 1, 7, 59), False),
        (datetime(2025, 12, 1, 8, 0), True),
        (datetime(2025, 12, 2, 0, 0), True),
    ],
)
def test_an_embargo_ends_at_its_moment(built: Callable[..., Path], moment: datetime, seen: bool) -> None:
    files = {
        "havneby/cases/2024/slugord.md": case(
            "Fremstillingsord om 77/7701",
            publish="2025-12-01 08:00",
            topics=["Emneord"],
            case_number="77/7701",
            handlings=[TOOK_UP],
        ),
        A: case("Se [[2024/slugord]] og 77/7701.", related=["2024/slugord"]),
        "dossiers/tema.md": doc(title="Tema", cases=["havneby/2024/slugord"]),
    }
    site = built(files, at=moment)
    everything = "\n".join([*tree(site), *(data.decode() for data in tree(site).values())])
    for word in ("slugord", "Fremstillingsord", "Emneord", "2024-04-09"):
        assert (word in everything) == seen, word


def test_an_embargo_on_a_day_ends_at_midnight(made: Make) -> None:
    files = {A: case(publish="2026-01-15")}
    assert AT in made(files, at=datetime(2026, 1, 15, 0, 0)).paths
    assert AT not in made(files, at=datetime(2026, 1, 14, 23, 59)).paths


def test_a_draft_is_nowhere(built: Callable[..., Path]) -> None:
    files = {
        "havneby/cases/2024/slugord.md": case("Fremstillingsord", draft=True, title="Titelord"),
        "havneby/meetings/2024-04-09-kb.md": doc("Mødeord", kladde="ja"),
        "topics/emne.md": doc("Emneord", name="Emnenavn", draft=True),
        "pages/side.md": doc("Sideord", title="Sidetitel", draft=True),
        "glossary/ord.md": doc(term="Fagord", summary="Forklaringsord", draft=True),
        "dossiers/tema.md": doc("Temaord", title="Tematitel", draft=True),
        A: case("[[2024/slugord]], [[emne]], [[tema]] og [[2024/slugord|ord]]."),
    }
    site = built(files)
    everything = "\n".join([*tree(site), *(data.decode() for data in tree(site).values())])
    for word in (
        "slugord",
        "Fremstillingsord",
        "Titelord",
        "Mødeord",
        "Emneord",
        "Emnenavn",
        "Sideord",
        "Fagord",
        "Temaord",
    ):
        assert word not in everything, word
    assert "2024-04-09" not in everything


@pytest.mark.parametrize("hidden", [{"draft": True}, {"publish": "2027-01-01"}, {"retracted": "2025-01-01"}], ids=str)
def test_an_authority_that_is_not_public_hides_all_that_is_its_own(made: Make, hidden: dict[str, object]) -> None:
    files = {
        "syd/_index.md": doc(name="Syd Kommune", **hidden),
        "syd/cases/2024/a.md": case("Sydord", handlings=[TOOK_UP]),
        "syd/meetings/2024-05-01-kb.md": doc(items=["Sydpunkt"]),
        A: case("Se [[syd/2024/a]]."),
    }
    found = made({**SOUTH, **files})
    assert not [path for path in found.paths if path.startswith("/syd/") and path != "/syd/"]
    assert found.prose(AT) == "<p>Se SKJULT.</p>"


@pytest.mark.parametrize("hidden", [{"draft": True}, {"publish": "2027-01-01"}, {"retracted": "2025-01-01"}], ids=str)
def test_a_body_that_is_not_public_takes_its_handlings_along(made: Make, hidden: dict[str, object]) -> None:
    files = {
        "havneby/bodies/kb.md": doc(name="Rådsord", **hidden),
        "havneby/meetings/2024-04-09-kb.md": doc(),
        "havneby/meetings/2024-04-09-kb-2.md": doc(),
        A: case(route=["kb"], handlings=[TOOK_UP]),
    }
    found = made(files)
    assert found.case("2024/a").handlings == ()
    assert found.library.meetings == {}
    assert "Rådsord" not in found.html(AT)
    assert not [path for path in found.paths if "2024-04-09" in path]


# --- corrections, retraction, aliases -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "facts", "path"),
    [
        (A, {"title": "T"}, AT),
        ("havneby/meetings/2024-04-09-kb.md", {}, "/havneby/kb/2024-04-09/"),
        ("dossiers/x.md", {"title": "T"}, "/temaer/x/"),
        ("havneby/bodies/x.md", {"name": "T"}, "/havneby/x/"),
        ("syd/_index.md", {"name": "T"}, "/syd/"),
        ("pages/x.md", {"title": "T"}, "/x/"),
        ("topics/x.md", {"name": "T"}, "/emner/x/"),
        ("places/x.md", {"name": "T"}, "/steder/x/"),
        ("organisations/x.md", {"name": "T"}, "/organisationer/x/"),
        ("glossary/x.md", {"term": "Xord", "summary": "S"}, "/ordbog/#xord"),
    ],
)
def test_every_correction_is_listed(made: Make, file: str, facts: dict[str, str], path: str) -> None:
    corrections = [{"date": "2024-05-02", "text": "Beløbet var forkert."}, {"date": "2025-05-02", "text": "Og navnet."}]
    listed = made({file: doc(corrections=corrections, **facts)}).page("/rettelser/").corrections
    assert [(each.day, each.text, each.page.href) for each in listed] == [
        (date(2025, 5, 2), "Og navnet.", path),
        (date(2024, 5, 2), "Beløbet var forkert.", path),
    ]


def test_a_correction_stands_on_the_page_itself(made: Make) -> None:
    found = made({A: case(corrections=[{"date": "2024-05-02", "text": "Beløbet var forkert."}])})
    assert "Beløbet var forkert." in found.html(AT)


RETRACTED = {"date": "2024-06-01", "reason": "Indeholdt personoplysninger"}


def test_what_is_left_of_a_page_taken_down(built: Callable[..., Path]) -> None:
    files = {
        A: case(SECRET_TEXT, aliases=["/gammel/"], retracted=RETRACTED, **SECRET_CASE),
        B: case("Se [[2024/a]], [[2024/a|sagen]] og 77/7701.", related=["2024/a"]),
    }
    site = built(files)
    page = (site / "havneby/sager/2024/a/index.html").read_text("utf-8")
    everything = "\n".join([*tree(site), *(data.decode() for data in tree(site).values())])
    for words in itertools.chain(*SECRETS.values()):
        assert words not in everything.replace("og 77/7701.", ""), words
    for words in ("abc12345", "1. juni 2024", "Indeholdt personoplysninger", "noindex"):
        assert words in page
    assert "/havneby/sager/2024/a/" in (site / "gammel/index.html").read_text("utf-8")
    other = (site / "havneby/sager/2024/b/index.html").read_text("utf-8")
    assert "/havneby/sager/2024/a/" not in other
    listed = (site / "rettelser/index.html").read_text("utf-8")
    assert "Indeholdt personoplysninger" in listed
    assert "2024-04-09" not in everything  # its meeting is gone with it


def test_a_purge_leaves_no_old_address(made: Make) -> None:
    facts = {**SECRET_CASE, "retracted": {**RETRACTED, "purge": True}, "aliases": ["/gammel/"]}
    found = made({"havneby/cases/2024/slugord.md": case(**facts)})
    assert [path for path in found.paths if "gammel" in path or "slugord" in path] == []
    assert found.page("/havneby/sager/2024/abc12345/").id == "abc12345"
    assert not [each for each in found.findings if each.severity is Severity.ERROR]


def test_a_purge_needs_an_id(made: Make) -> None:
    found = made({A: case(retracted={**RETRACTED, "purge": True})})
    assert ("id-needed", A, "retracted") in found.wrong


def test_a_closed_title_does_not_come_out_when_the_page_is_taken_down(made: Make) -> None:
    facts = {**SECRET_CASE, "access": "closed", "retracted": RETRACTED, "aliases": ["/navnet-i-en-adresse/"]}
    found = made({"havneby/cases/2024/slugord.md": case(**facts)})
    assert [path for path in found.paths if "slugord" in path or "navnet" in path] == []
    assert found.page("/havneby/sager/2024/abc12345/").retraction.date == date(2024, 6, 1)


@pytest.mark.parametrize(
    ("file", "facts", "path"),
    [
        ("havneby/meetings/2024-04-09-kb.md", {}, "/havneby/kb/2024-04-09/"),
        ("havneby/bodies/x.md", {"name": "Titelord"}, "/havneby/x/"),
        ("dossiers/x.md", {"title": "Titelord"}, "/temaer/x/"),
        ("topics/x.md", {"name": "Titelord"}, "/emner/x/"),
        ("pages/x.md", {"title": "Titelord"}, "/x/"),
    ],
)
def test_any_kind_of_page_can_be_taken_down(made: Make, file: str, facts: dict[str, str], path: str) -> None:
    found = made({file: doc("Fremstillingsord", retracted=RETRACTED, **facts)})
    assert found.page(path).retraction.reason == "Indeholdt personoplysninger"
    assert "Titelord" not in found.html(path)


def test_a_subject_taken_down_stays_down_when_a_case_names_it(made: Make) -> None:
    files = {
        "topics/cykler.md": doc("Fremstillingsord", name="Cykler", retracted=RETRACTED),
        A: case(topics=["Cykler"]),
    }
    found = made(files)
    assert [path for path in found.paths if path == "/emner/cykler/"] == ["/emner/cykler/"]
    assert found.page("/emner/cykler/").retraction.date == date(2024, 6, 1)


def test_old_addresses_lead_on(made: Make) -> None:
    files = {
        A: case(aliases=["/havneby/sager/2023/gammel/", "/kort"]),
        "havneby/meetings/2024-04-09-kb.md": doc(aliases=["/moede-17/"]),
        "topics/x.md": doc(name="X", aliases=["/emner/gammelt/"]),
    }
    found = made(files, base_url="https://example.org/arkiv/")
    for old, new in (
        ("/havneby/sager/2023/gammel/", AT),
        ("/kort/", AT),
        ("/moede-17/", "/havneby/kb/2024-04-09/"),
        ("/emner/gammelt/", "/emner/x/"),
    ):
        page = found.page(old)
        assert page.target == "/arkiv" + new
        assert page.frame.canonical == "https://example.org/arkiv" + new
        assert not page.frame.indexed


@pytest.mark.parametrize(
    "alias", ["gammel/", "https://example.org/x/", "//x/", "/a/../b/", "/../../x/", "..", "/a//b/"]
)
@pytest.mark.parametrize("more", [{}, {"retracted": "2024-06-01"}], ids=["standing", "retracted"])
def test_an_alias_is_a_path_of_the_site(made: Make, alias: str, more: dict[str, object]) -> None:
    found = made({A: case(aliases=[alias], **more)})
    assert ("bad-alias", A, "aliases[0]") in found.wrong


@pytest.mark.parametrize(
    ("alias", "other"),
    [
        ("/havneby/", "havneby/_index.md"),
        (BT, B),
        ("/soeg/", "beslut"),
        ("/", "_index.md"),
        (AT, A),
        ("/emner/nyt/", "beslut"),
        ("/havneby/sagsnumre/24-1/", "beslut"),
        ("/HAVNEBY/", "havneby/_index.md"),
    ],
)
def test_two_claims_to_one_address_name_both(made: Make, alias: str, other: str) -> None:
    found = made({A: case(aliases=[alias]), B: case(topics=["Nyt"], case_number="24/1")})
    (wrong,) = found.findings
    assert wrong.code == "duplicate-url"
    assert {wrong.path, dict(wrong.values)["other"]} == {A, other}


# --- references -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["2024/b", "havneby/2024/b", "/havneby/2024/b/", "Havneby/2024/B", " 2024 / b "])
def test_a_reference_with_and_without_authority(made: Make, written: str) -> None:
    found = made({A: case(f"[[{written}]]", related=[written]), B: case(title="Den anden")})
    assert [each.case for each in found.case("2024/a").related] == ["havneby/2024/b"]
    assert led(found.prose(AT)) == [(BT, "Den anden")]
    assert found.wrong == []


def test_the_same_slug_in_two_authorities(made: Make) -> None:
    files = {
        A: case("[[2024/b]], [[syd/2024/b]]", title="Havnebys A", related=["2024/b"], case_number="24/1", route=["kb"]),
        B: case(title="Havnebys B"),
        "syd/cases/2024/a.md": case("[[2024/b]], [[havneby/2024/b]]", title="Syds A", related=["2024/b"], route=["kb"]),
        "syd/cases/2024/b.md": case(title="Syds B"),
    }
    found = made(files, SOUTH)
    south = "/syd/sager/2024/"
    assert led(found.prose(AT)) == [(BT, "Havnebys B"), (south + "b/", "Syds B")]
    assert led(found.prose(south + "a/")) == [(south + "b/", "Syds B"), (BT, "Havnebys B")]
    assert [each.case for each in found.case("syd/2024/a").related] == ["syd/2024/b"]
    assert found.case("syd/2024/a").route == ("syd/kb",)
    assert found.case("2024/a").route == ("havneby/kb",)
    assert len({page.id for page in map(found.page, (AT, BT, south + "a/", south + "b/"))}) == 4


def test_from_another_authority_a_reference_must_name_its_own(made: Make) -> None:
    found = made({B: case(), "syd/cases/2024/a.md": case("[[2024/b]]", related=["2024/b"])}, SOUTH)
    assert found.wrong == [
        ("dangling-link", "syd/cases/2024/a.md", ""),
        ("unknown-reference", "syd/cases/2024/a.md", "related[0].case"),
    ]


@pytest.mark.parametrize(
    ("text", "code", "suggestion"),
    [
        ("[[2024/samarbejd]]", "dangling-link", "2024/samarbejde"),
        ("[[samarbejde]]", "dangling-link", "2024/samarbejde"),
        ("[[samarbjede]]", "dangling-link", "2024/samarbejde"),
        ("[[2023/samarbejde]]", "dangling-link", "2024/samarbejde"),
        ("[[Samarbejde med regionen]]", "dangling-link", "2024/samarbejde"),
        ("[[samarbejde med regioner]]", "dangling-link", "2024/samarbejde"),
        ("[[2024/b]]", "dangling-link", "syd/2024/b"),
        ("[[Byrådett]]", "dangling-link", "Byrådet"),
        ("[[byraadet]]", "dangling-link", "Byrådet"),
        ("[[KBB]]", "dangling-link", "kb"),
        ("[[24/1243]]", "dangling-link", "24/1234"),
        ("[[24/12345]]", "dangling-link", "24/1234"),
        ("[[2024-1224]]", "dangling-link", "24/1234"),
        ("[[445567]]", "dangling-link", "4455667"),
        ("[[24/9999]]", "dangling-link", ""),
        ("[[???]]", "dangling-link", ""),
        ("[[#findes-ikke]]", "broken-anchor", ""),
        ("[[2024/samarbejde#findes-ikke]]", "broken-anchor", ""),
        ("[[2024/samarbejde#kort-fortlat]]", "broken-anchor", "kort-fortalt"),
        ("[x](#findes-ikke)", "broken-anchor", ""),
        ("[x](#om-sage)", "broken-anchor", "om-sagen"),
        ("[x](findes-ikke.pdf)", "missing-file", ""),
        ("[x](Skitse.png)", "missing-file", "skitse.png"),
        ("[x](../andet/fil.pdf)", "path-outside", None),
        ("[x](/findes/ikke/)", "dangling-link", None),
    ],
)
def test_what_points_nowhere_is_told(made: Make, text: str, code: str, suggestion: str | None) -> None:
    attached = [{"file": "skitse.png", "document": "4455667"}]
    other = case("## Kort fortalt", title="Samarbejde med regionen", case_number="24/1234")
    files = {
        A: case(f"## Om sagen\n\nHer: {text}", attachments=attached),
        "havneby/cases/2024/a/skitse.png": "x",
        "havneby/cases/2024/samarbejde.md": other,
        "syd/cases/2024/b.md": case(),
    }
    (wrong,) = made(files, SOUTH).findings
    assert (wrong.code, wrong.path, wrong.line, wrong.severity) == (code, A, 9, Severity.ERROR)
    assert suggestion is None or wrong.suggestion == suggestion


def test_a_number_is_suggested_only_where_it_can_be_no_other(made: Make) -> None:
    near = {B: case(case_number="24/1235"), C: case(case_number="24/1236")}
    assert [each.suggestion for each in made({A: case("[[24/1234]]"), B: near[B]}).findings] == ["24/1235"]
    assert [each.suggestion for each in made({A: case("[[24/1234]]"), **near}).findings] == [""]


def test_what_is_suggested_can_be_written(made: Make) -> None:
    """Each suggestion, put in the place of what was wrong, is a link that leads somewhere."""
    files = {B: case(title="Samarbejde med regionen", case_number="24/1234"), "syd/cases/2024/c.md": case(title="C")}
    for text in (
        "2024/bb",
        "Samarbejde med regioner",
        "24/1243",
        "Byrådett",
        "Kommunalbestyrelse",
        "KBB",
        "syd/2024/cc",
    ):
        (wrong,) = made({**files, A: case(f"[[{text}]]")}, SOUTH).findings
        assert wrong.suggestion
        assert made({**files, A: case(f"[[{wrong.suggestion}]]")}, SOUTH).findings == ()


def test_a_link_of_a_file_without_a_folder_leads_nowhere(made: Make) -> None:
    found = made({"pages/om.md": doc("![Kort](kort.png)", title="Om")})
    assert found.wrong == [("dangling-link", "pages/om.md", "")]


def test_a_number_that_two_authorities_use_must_be_told_apart(made: Make) -> None:
    files = {
        "pages/om.md": doc("[[24/1]]", title="Om"),
        B: case(case_number="24/1"),
        "syd/cases/2024/b.md": case(case_number="24/1"),
    }
    (wrong,) = made(files, SOUTH).findings
    assert wrong.code == "ambiguous-reference"
    first, second = (dict(wrong.values)[name] for name in ("first", "second"))
    assert (first, second) == ("cases/havneby/2024/b", "cases/syd/2024/b")
    assert made({**files, "pages/om.md": doc(f"[[{first}]] [[{second}]]", title="Om")}, SOUTH).findings == ()


def test_a_link_that_can_mean_two_things_is_told(made: Make) -> None:
    files = {
        A: case("[[grenaa]]"),
        "places/grenaa.md": doc(name="Grenaa"),
        "organisations/grenaa.md": doc(name="Grenaa Havn"),
    }
    (wrong,) = made(files).findings
    assert wrong.code == "ambiguous-reference"
    assert {dict(wrong.values)[name] for name in ("first", "second")} == {"places/grenaa", "organisations/grenaa"}
    assert made({**files, A: case("[[places/grenaa]] [[organisations/grenaa]]")}).findings == ()


@pytest.mark.parametrize(
    ("text", "href", "words"),
    [
        ("[[kb]]", "/havneby/kb/", "Byrådet"),
        ("[[Byrådet]]", "/havneby/kb/", "Byrådet"),
        ("[[havneby]]", "/havneby/", "Havneby Kommune"),
        ("[[Havneby Kommune|kommunen]]", "/havneby/", "kommunen"),
        ("[[2024-04-09-kb]]", "/havneby/kb/2024-04-09/", "Byrådet, 9. april 2024"),
        ("[[24/77]]", BT, "Den anden"),
        ("[[1234567|bilaget]]", BT, "bilaget"),
        ("[[2024/b#kort|afsnittet]]", BT + "#kort", "afsnittet"),
        ("[[#her]]", AT + "#her", "Her"),
        ("[[havnen]]", "/steder/havnen/", "Havnen"),
        ("[[tema]]", "/temaer/tema/", "Temaet"),
        ("[[afbud]]", "/ordbog/#afbud", "Afbud"),
        ("[[om]]", "/om/", "Om"),
        ("[tekst](/emner/)", "/emner/", "tekst"),
        ("[tekst](2024-skitse.txt)", AT + "2024-skitse.txt", "tekst"),
        ("[tekst](a/2024-skitse.txt)", AT + "2024-skitse.txt", "tekst"),
        ('<a title="t" href="/emner/">tekst</a>', "/emner/", "tekst"),
    ],
)
def test_where_a_written_link_leads(made: Make, text: str, href: str, words: str) -> None:
    files = {
        A: case(f"{text}\n\n## Her"),
        "havneby/cases/2024/a/2024-skitse.txt": "x",
        B: case("## Kort", title="Den anden", case_number="24/77", attachments=[{"title": "N", "document": "1234567"}]),
        "havneby/meetings/2024-04-09-kb.md": doc(),
        "places/havnen.md": doc(name="Havnen"),
        "dossiers/tema.md": doc(title="Temaet"),
        "glossary/afbud.md": doc(term="Afbud", summary="s"),
        "pages/om.md": doc(title="Om"),
    }
    found = made(files, base_url="https://example.org/arkiv")
    html = found.prose(AT)
    assert re.findall(r'href="([^"]*)"[^>]*>([^<]*)<', html) == [("/arkiv" + href, words)]
    assert "beslut" not in html


# --- numbers in prose -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["24/77", "2024/77", "24-77", "2024-77"])
def test_a_case_number_of_one_case_leads_to_it(made: Make, written: str) -> None:
    found = made({A: case(f"Som i {written}."), B: case(title="Den anden", case_number="24/77")})
    assert led(found.prose(AT)) == [(BT, written)]
    assert 'title="Den anden"' in found.prose(AT)
    assert found.page(BT).mentioned_in[0].href == AT


def test_a_case_number_of_several_leads_to_their_page(made: Make) -> None:
    files = {
        A: case("Som i 24/77."),
        B: case(case_number="24/77", title="B"),
        C: case(case_number="2024-77", title="C"),
        "havneby/meetings/2024-04-09-kb.md": doc(items=[{"number": "3", "title": "Et punkt", "case_number": "24/77"}]),
    }
    found = made(files)
    path = "/havneby/sagsnumre/24-77/"
    assert led(found.prose(AT)) == [(path, "24/77")]
    page = found.page(path)
    assert [row.title for row in page.listing.rows] == ["B", "C"]
    assert [row.title for row in page.items] == ["Et punkt"]
    assert found.page(BT).number.href == path
    assert [row.title for row in found.page(BT).same_number] == ["C"]
    assert found.page("/havneby/kb/2024-04-09/").items[0].case_number.href == path


@pytest.mark.parametrize("written", ["2023/9928", "23/9928", "EMN-2025-009242", "29.00.00-P20-3-24", "A00 11/7309"])
def test_whoever_knows_a_number_knows_its_address(made: Make, written: str) -> None:
    """From a case, from an item of a meeting, and from an item that points to a case."""
    items = [
        {"number": "1", "title": "Eget punkt", "case_number": written},
        {"number": "2", "case": "2024/b", "case_number": "22/1"},
        {"number": "3", "title": "Uden tal", "case_number": "§"},
    ]
    files = {A: case(case_number=written), B: case(), "havneby/meetings/2024-04-09-kb.md": doc(items=items)}
    found = made(files)
    hrefs = [found.page(AT).number.href]
    hrefs += [item.case_number.href for item in found.page("/havneby/kb/2024-04-09/").items]
    assert hrefs[0] == hrefs[1]
    assert {href for href in hrefs if href} <= set(found.paths)


def test_two_spellings_never_share_an_address(made: Make) -> None:
    """`24:77` and `24/77` come to one address, so they are one number."""
    found = made({A: case(case_number="24:77"), B: case(case_number="24/77")})
    paths = [path for path in found.paths if "sagsnumre" in path]
    assert len(paths) == len(set(paths)) == 1


def test_within_the_authority_first_then_in_the_archive_if_unique(made: Make) -> None:
    files = {
        A: case("24/1, 24/2, 24/3"),
        B: case(case_number="24/1", title="Havnebys"),
        "syd/cases/2024/x.md": case(case_number="24/1", title="Syds"),
        "syd/cases/2024/y.md": case(case_number="24/2", title="Kun i Syd"),
        "syd/cases/2024/z.md": case(case_number="24/3"),
        "ost/_index.md": doc(name="Øst"),
        "ost/cases/2024/z.md": case(case_number="24/3"),
        "ost/cases/2024/a.md": case("24/1, 24/2"),
    }
    found = made(files, SOUTH)
    assert led(found.prose(AT)) == [(BT, "24/1"), ("/syd/sager/2024/y/", "24/2")]  # 24/3 is two things
    assert led(found.prose("/ost/sager/2024/a/")) == [("/syd/sager/2024/y/", "24/2")]


def test_a_document_number_leads_to_the_case_that_holds_it(made: Make) -> None:
    attachments = [
        {"title": "Notat", "document": "1234567", "number": "81406/25"},
        {"document": "7654321", "access": "closed"},
    ]
    found = made({A: case("Se 1234567, 81406/25 og 7654321."), B: case(attachments=attachments)})
    assert led(found.prose(AT)) == [(BT, "1234567")]  # once in a section, all three mean one page
    found = made(
        {A: case("## A\n1234567\n## B\n81406/25\n## C\n7654321\n## D\n1234568"), B: case(attachments=attachments)}
    )
    assert led(found.prose(AT)) == [(BT, "1234567"), (BT, "81406/25"), (BT, "7654321")]


def test_a_document_of_two_cases_means_neither(made: Make) -> None:
    attachments = [{"title": "Notat", "document": "1234567"}]
    found = made({A: case("Se 1234567."), B: case(attachments=attachments), C: case(attachments=attachments)})
    assert led(found.prose(AT)) == []


@pytest.mark.parametrize("text", ["i årene 2025-2026", "den 25-01-2026", "kl. 12-14", "25.000-26.000 kr."])
def test_years_and_sums_are_no_case_number(made: Make, text: str) -> None:
    files = {A: case(text), B: case(case_number="25/2026"), C: case(case_number="25-01-26")}
    assert led(made(files).prose(AT)) == []


# --- names in prose -------------------------------------------------------------------------------------------

NAMED: Files = {
    **COMMITTEES,
    **SOUTH,
    "places/havneby.md": doc(name="Havneby By"),
    "places/nord.md": doc(name="Nordhavnen", other_names=["Den Nordlige Havn"]),
    "organisations/fond.md": doc(name="Den Sociale Investeringsfond"),
    "organisations/fond-2.md": doc(name="Den Sociale"),
    "dossiers/tema.md": doc(title="Sammen mod støj"),
    "topics/stoej.md": doc(name="Støjgener"),
    "havneby/bodies/uls.md": doc(name="Udvalg for lighed i sundhed", names=[{"name": "Sundhedsudvalget"}]),
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Byrådet mener.", [("/havneby/kb/", "Byrådet")]),
        ("Sagen er byrådet bekendt.", [("/havneby/kb/", "byrådet")]),
        ("udvalg for lighed i sundhed", [("/havneby/uls/", "udvalg for lighed i sundhed")]),
        ("Sundhedsudvalget", [("/havneby/uls/", "Sundhedsudvalget")]),
        ("Byrådets sag", [("/havneby/kb/", "Byrådets")]),
        ("Nordhavnens kaj", [("/steder/nord/", "Nordhavnens")]),
        ("Havneby Kommunes sag", [("/havneby/", "Havneby Kommunes")]),
        ("Teknik- og Miljøudvalgets sag", [("/havneby/tmu/", "Teknik- og Miljøudvalgets")]),
        ("Den Sociale Investeringsfond", [("/organisationer/fond/", "Den Sociale Investeringsfond")]),  # the longest
        ("Den Sociale fond", [("/organisationer/fond-2/", "Den Sociale")]),
        ("Den Nordlige Havn", [("/steder/nord/", "Den Nordlige Havn")]),
        ("Sammen mod støj", [("/temaer/tema/", "Sammen mod støj")]),
        ("Kommunalbestyrelsen i Syd Kommune", [("/syd/kb/", "Kommunalbestyrelsen"), ("/syd/", "Syd Kommune")]),
        ("TMU siger", [("/havneby/tmu/", "TMU")]),
        ("(TMU)", [("/havneby/tmu/", "TMU")]),
        # not
        ("Byrådetx og xByrådet", []),
        ("Byråd", []),
        ("Støjgener", []),  # a topic is a word like any other
        ("Nordhavnenshavn", []),
        ("BYRÅDET", []),
        ("ATMU TMUA", []),
    ],
)
def test_names_in_the_text(made: Make, text: str, found: list[tuple[str, str]]) -> None:
    assert led(made({A: case(f"Her: {text}")}, NAMED).prose(AT)) == found


def test_an_abbreviation_means_something_only_at_home(made: Make) -> None:
    found = made({A: case("TMU"), "syd/cases/2024/a.md": case("TMU, men Teknik- og Miljøudvalget")}, NAMED)
    assert led(found.prose(AT)) == [("/havneby/tmu/", "TMU")]
    assert led(found.prose("/syd/sager/2024/a/")) == [("/havneby/tmu/", "Teknik- og Miljøudvalget")]


def test_the_own_authority_comes_first(made: Make) -> None:
    files = {
        **SOUTH,
        "havneby/bodies/aeldre.md": doc(name="Ældrerådet"),
        "syd/bodies/aeldre.md": doc(name="Ældrerådet"),
        "ost/_index.md": doc(name="Øst"),
        A: case("Ældrerådet og [[Ældrerådet]]"),
        "syd/cases/2024/a.md": case("Ældrerådet og [[Ældrerådet]]"),
        "ost/cases/2024/a.md": case("Ældrerådet"),
    }
    found = made(files)
    for authority in ("havneby", "syd"):
        assert led(found.prose(f"/{authority}/sager/2024/a/")) == [(f"/{authority}/aeldre/", "Ældrerådet")] * 2
    assert led(found.prose("/ost/sager/2024/a/")) == []  # two things bear the name


def test_the_own_body_comes_before_an_organisation_of_its_name(made: Make) -> None:
    files = {
        "havneby/bodies/aeldre.md": doc(name="Ældrerådet"),
        "organisations/aeldreraadet.md": doc(name="Ældrerådet"),
        A: case("Ældrerådet"),
        B: case("[[Ældrerådet]]"),
        "syd/cases/2024/a.md": case("Ældrerådet"),
    }
    found = made(files, SOUTH)
    assert led(found.prose(AT)) == [("/havneby/aeldre/", "Ældrerådet")]
    assert led(found.prose("/syd/sager/2024/a/")) == []  # elsewhere it can mean either, and so means nothing
    # as a reference `[[aeldreraadet]]` would be the organisation; the name is the body's at home
    assert led(found.prose(BT))[0][0] in ("/havneby/aeldre/", "/organisationer/aeldreraadet/")


def test_a_name_of_two_things_means_nothing(made: Make) -> None:
    files = {
        "places/a.md": doc(name="Grenaa"),
        "organisations/b.md": doc(name="Grenaa"),
        A: case("I Grenaa."),
    }
    assert led(made(files).prose(AT)) == []


def test_a_mention_is_a_link_once_in_each_section(made: Make) -> None:
    text = (
        "Byrådet og Byrådet, 24/77 og 24/77.\n\nByrådet.\n\n## Byrådet\n\nByrådet 24/77 Byrådet\n\n### Mere\n\nByrådet"
    )
    found = made({A: case(text), B: case(case_number="24/77")})
    assert led(found.prose(AT)) == [
        ("/havneby/kb/", "Byrådet"),
        (BT, "24/77"),
        ("/havneby/kb/", "Byrådet"),
        (BT, "24/77"),
        ("/havneby/kb/", "Byrådet"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "## Byrådet 24/77",
        "`Byrådet 24/77`",
        "```\nByrådet 24/77\n```",
        "    Byrådet 24/77",
        "[om Byrådet 24/77](https://example.org/)",
        "[[2024/c|om Byrådet 24/77]]",
        "[om **Byrådet** 24/77](https://example.org/)",
        '<abbr title="Byrådet 24/77">x</abbr>',
        "![Byrådet 24/77](billede.png)",
        "https://example.org/Byrådet/24/77",
    ],
)
def test_nothing_within_headings_links_or_code_becomes_a_link(made: Make, text: str) -> None:
    files = {A: case(text), B: case(case_number="24/77"), C: case(), "havneby/cases/2024/a/billede.png": "x"}
    hrefs = [href for href, _ in led(made(files).prose(AT))]
    assert "/havneby/kb/" not in hrefs
    assert BT not in hrefs


def test_nothing_leads_to_its_own_page(made: Make) -> None:
    files = {
        A: case("24/77, 1234567, Byrådet", case_number="24/77", attachments=[{"document": "1234567"}]),
        "havneby/bodies/kb.md": doc(
            "Byrådet er kommunens øverste råd. KBR, Kommunalbestyrelsen.",
            name="Byrådet",
            abbreviation="KBR",
            other_names=["Kommunalbestyrelsen"],
        ),
        "havneby/_index.md": doc("Havneby Kommune ligger ved havet.", name="Havneby Kommune"),
        "places/x.md": doc("Nordhavnen er stor.", name="Nordhavnen"),
        "dossiers/t.md": doc("Sammen mod støj", title="Sammen mod støj"),
    }
    found = made(files)
    assert led(found.prose(AT)) == [("/havneby/kb/", "Byrådet")]
    for path in ("/havneby/kb/", "/havneby/", "/steder/x/", "/temaer/t/"):
        assert led(found.prose(path)) == []
    assert found.page(AT).mentioned_in == ()


def test_a_shared_number_does_not_lead_back_from_its_own_case(made: Make) -> None:
    found = made({A: case("24/77", case_number="24/77"), B: case("24/77", case_number="24/77")})
    assert led(found.prose(AT)) == led(found.prose(BT)) == []


def test_summaries_and_decisions_are_linked_too(made: Make) -> None:
    files = {
        A: case(summary="Som i 24/77.", handlings=[{**TOOK_UP, "decision": "Økonomiudvalget følger op."}]),
        B: case(case_number="24/77"),
        "havneby/meetings/2024-05-09-kb.md": doc(items=[{"title": "X", "decision": "Se 24/77."}]),
    }
    found = made(files, COMMITTEES)
    html = found.html(AT)
    assert f'<a href="{BT}" title="En sag">24/77</a>' in html
    assert '<a href="/havneby/oeu/">Økonomiudvalget</a> følger op' in html
    assert f'Se <a href="{BT}"' in found.html("/havneby/kb/2024-05-09/")


# --- from one case to others ----------------------------------------------------------------------------------


def test_what_mentions_a_case_is_listed_on_it(made: Make) -> None:
    files = {
        A: case("24/77", title="Åse"),
        B: case(title="Målet", case_number="24/77", related=["2024/d"]),
        C: case("[[2024/b#x]], [[2024/b]]", title="Bo"),
        "havneby/cases/2024/d.md": case(summary="Se 24/77.", title="anna"),
        "havneby/cases/2024/e.md": case(draft=True, title="Kladde"),
        "topics/x.md": doc("[[havneby/2024/b]]", name="Emnet"),
        "pages/om.md": doc("[[havneby/2024/b]]", title="Om"),
    }
    files[B] = case("## x", title="Målet", case_number="24/77")
    listed = made(files).page(BT).mentioned_in
    assert [(each.text, each.href) for each in listed] == [
        ("anna", "/havneby/sager/2024/d/"),
        ("Bo", "/havneby/sager/2024/c/"),
        ("Emnet", "/emner/x/"),
        ("Om", "/om/"),
        ("Åse", AT),
    ]


def test_a_case_without_a_title_is_named_all_the_same(made: Make) -> None:
    handling = {**TOOK_UP, "decision": "Som i 24/77."}
    found = made(
        {A: case(id="abc12345", access={"title": "closed"}, handlings=[handling]), B: case(case_number="24/77")}
    )
    assert found.page(BT).mentioned_in[0].href == "/havneby/sager/2024/abc12345/"
    assert not re.search(r"<a [^>]*></a>", found.html(BT))


def test_relations_are_seen_from_both_sides(made: Make) -> None:
    files = {
        A: case(title="A", related=[{"case": "2024/b", "as": "follow-up"}, "2024/c"]),
        B: case(title="B", related=[{"case": "2024/c", "som": "erstatter"}, {"case": "2024/b"}]),
        C: case(title="C", related=[{"case": "2024/a", "as": "parent"}]),
    }
    found = made(files)
    seen = {
        name: [(each.kind, each.forward, each.row.title) for each in found.page(f"/havneby/sager/2024/{name}/").related]
        for name in "abc"
    }
    assert seen == {
        "a": [(RelationKind.FOLLOW_UP, True, "B"), (RelationKind.SEE_ALSO, True, "C")],
        "b": [(RelationKind.REPLACES, True, "C"), (RelationKind.FOLLOW_UP, False, "A")],
        "c": [(RelationKind.PARENT, True, "A"), (RelationKind.REPLACES, False, "B")],
    }


def test_a_dossier_keeps_the_editors_order(made: Make) -> None:
    cases = ["havneby/2024/b", "syd/2024/x", "havneby/2024/a", "havneby/2024/b"]
    files = {
        A: case(title="A", handlings=[{**TOOK_UP, "date": "2024-03-01"}]),
        B: case(title="B", handlings=[{**TOOK_UP, "date": "2024-01-01"}, {**TOOK_UP, "date": "2024-05-01"}]),
        "syd/cases/2024/x.md": case(title="X", handlings=[{**TOOK_UP, "date": "2024-02-01"}]),
        "dossiers/t.md": doc(title="Temaet", cases=cases),
    }
    found = made(files, SOUTH)
    page = found.page("/temaer/t/")
    assert [row.title for row in page.cases] == ["B", "X", "A"]
    assert page.lanes == ("Havneby Kommune", "Syd Kommune")
    assert [(step.case.text, step.lane) for step in page.steps] == [("B", 1), ("X", 2), ("A", 1), ("B", 1)]
    assert [link.href for link in found.page(AT).dossiers] == ["/temaer/t/"]
    assert found.page("/temaer/").subjects[0].count == 3


def test_a_dossier_that_names_no_case_is_told(made: Make) -> None:
    found = made({"dossiers/t.md": doc(title="T", cases=["havneby/2024/aa", "2024/a"]), A: case()})
    assert found.wrong == [("unknown-reference", "dossiers/t.md", f"cases[{index}]") for index in (0, 1)]
    assert found.findings[0].suggestion == "havneby/2024/a"


# --- subjects -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "kind", "folder", "section"),
    [
        ("topics", Kind.TOPIC, "topics", "emner"),
        ("places", Kind.PLACE, "places", "steder"),
        ("organisations", Kind.ORGANISATION, "organisations", "organisationer"),
    ],
)
def test_a_subject_has_a_page_with_and_without_a_file(
    made: Make, key: str, kind: Kind, folder: str, section: str
) -> None:
    files = {
        f"{folder}/cykel.md": doc("Om cykler.", name="Cykelstier", other_names=["Cykelsti"]),
        f"{folder}/ubrugt.md": doc(name="Ubrugt"),
        A: case(**{key: ["Cykelstier", "Uden fil", "cykelsti"]}),
        B: case(**{key: ["Cykelsti", "uden FIL", "cykel", "§"]}),
    }
    found = made(files)
    subjects = {ref: subject for (of, ref), subject in found.library.subjects.items() if of is kind}
    assert {ref: (subject.name, subject.path, subject.cases) for ref, subject in subjects.items()} == {
        "cykel": ("Cykelstier", f"/{section}/cykel/", ("havneby/2024/a", "havneby/2024/b")),
        "uden-fil": ("Uden fil", f"/{section}/uden-fil/", ("havneby/2024/a", "havneby/2024/b")),
        "ubrugt": ("Ubrugt", f"/{section}/ubrugt/", ()),
    }
    assert [link.href for link in getattr(found.page(AT), key)] == [f"/{section}/cykel/", f"/{section}/uden-fil/"]
    assert "Om cykler." in found.html(f"/{section}/cykel/")


@pytest.mark.parametrize("written", ["Syd Kommune", "syd kommune", "Kommunen i syd", "Sydby Kommune", "syd"])
def test_an_authority_named_as_organisation_is_the_authority(made: Make, written: str) -> None:
    files = {
        **SOUTH,
        "syd/_index.md": doc(name="Syd Kommune", other_names=["Kommunen i Syd"], names=[{"name": "Sydby Kommune"}]),
        "syd/cases/2024/x.md": case(organisations=[written]),
        A: case(organisations=[written, "Syd Kommune"]),
    }
    found = made(files)
    assert [(link.href, link.text) for link in found.page(AT).organisations] == [("/syd/", "Syd Kommune")]
    assert not [ref for kind, ref in found.library.subjects if kind is Kind.ORGANISATION]
    assert found.library.authorities["syd"].named_in == ("havneby/2024/a",)  # its own cases stand above
    named_in = found.page("/syd/").named_in
    assert [row.href for row in getattr(named_in, "rows", named_in)] == [AT]


def test_an_authority_and_its_cases(made: Make) -> None:
    files = {
        A: case(handlings=[{**TOOK_UP, "date": "2024-01-01"}]),
        B: case(handlings=[{**TOOK_UP, "date": "2024-02-01"}]),
        C: case(),
        "syd/cases/2024/x.md": case(),
    }
    library = made(files, SOUTH).library
    assert library.authorities["havneby"].cases == ("havneby/2024/b", "havneby/2024/a", "havneby/2024/c")
    assert library.bodies["havneby/kb"].cases == ("havneby/2024/b", "havneby/2024/a")
    assert library.authorities["syd"].cases == ("syd/2024/x",)


# --- files ----------------------------------------------------------------------------------------------------


def test_the_files_of_a_case(made: Make) -> None:
    folder = "havneby/cases/2024/a/"
    files = {
        A: case(
            "Se [skitsen](skitse%20å.docx), ![kort](kort.png) og [her](a/dyb/Note.TXT).",
            attachments=[{"title": "Plan", "file": "Plan.docx"}],
        ),
        folder + "skitse å.docx": "1234",
        folder + "kort.png": "x",
        folder + "Plan.docx": "x" * 2000,
        folder + "dyb/Note.TXT": "x",
        folder + "overset.docx": "x",
    }
    found = made(files)
    assert [(each.name, each.path, each.source.size) for each in found.case("2024/a").files] == [
        ("Plan.docx", AT + "plan.docx", 2000),
        ("dyb/Note.TXT", AT + "dyb-note.txt", 1),
        ("kort.png", AT + "kort.png", 1),
        ("skitse å.docx", AT + "skitse-aa.docx", 4),
    ]
    assert found.wrong == [("unlisted-file", folder + "overset.docx", "")]
    (view,) = found.page(AT).attachments
    assert (view.href, view.kind, view.size) == (AT + "plan.docx", "DOCX", 2000)
    html = found.prose(AT)
    assert [href for href, _ in led(html)] == [AT + "skitse-aa.docx", AT + "dyb-note.txt"]
    assert f'src="{AT}kort.png"' in html


def test_a_file_that_is_not_there(made: Make) -> None:
    found = made({A: case("[x](y.docx)", attachments=[{"title": "Plan", "file": "plan.docx"}])})
    assert sorted(found.wrong) == [("missing-file", A, ""), ("missing-file", A, "attachments[0].file")]


def test_a_file_whose_accents_are_stored_apart(made: Make) -> None:
    """As a Mac stores them: the case's own name and the file's."""
    apart = unicodedata.normalize("NFD", "å")
    files = {
        f"havneby/cases/2024/{apart}.md": case("[x](å.txt)", attachments=[{"title": "P", "file": "plan å.docx"}]),
        f"havneby/cases/2024/{apart}/plan {apart}.docx": "x",
        f"havneby/cases/2024/{apart}/{apart}.txt": "x",
    }
    found = made(files)
    assert found.wrong == []
    assert [each.path for each in found.case("2024/aa").files] == [
        "/havneby/sager/2024/aa/plan-aa.docx",
        "/havneby/sager/2024/aa/aa.txt",
    ]


def test_two_files_with_one_address_are_told(made: Make) -> None:
    attachments = [{"title": "A", "file": "en plan.docx"}, {"title": "B", "file": "en-plan.docx"}]
    folder = "havneby/cases/2024/a/"
    found = made({A: case(attachments=attachments), folder + "en plan.docx": "x", folder + "en-plan.docx": "y"})
    assert [code for code, _, _ in found.wrong] == ["duplicate-url"]


# --- the whole ------------------------------------------------------------------------------------------------


def test_the_order_of_files_means_nothing(made: Make, archive: Callable[..., Path], tmp_path: Path) -> None:
    """Ties are broken by reference, never by the order in which a folder is read."""
    cases = {f"havneby/cases/2024/{name}.md": case(title="Ens", topics=["X"], handlings=[TOOK_UP]) for name in "dbca"}
    found = made(cases)
    refs = [f"havneby/2024/{name}" for name in "abcd"]
    assert list(found.library.cases) == refs
    assert list(found.library.subjects[Kind.TOPIC, "x"].cases) == refs
    assert [item.case for item in next(iter(found.library.meetings.values())).items] == refs


def test_an_empty_archive_is_an_archive(made: Make) -> None:
    found = made()
    assert found.findings == ()
    assert found.library.cases == {}
    assert found.library.now == NOW
    assert isinstance(found.page("/"), Context)
    assert not [page for page in found.planned.pages if isinstance(page.context, MeetingPage)]  # type: ignore[union-attr]
    assert set(SMALL) == {"_index.md", "havneby/_index.md", "havneby/bodies/kb.md"}
