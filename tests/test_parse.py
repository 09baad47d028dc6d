"""One file to facts and body; what is not public ends there."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder import sources
from builder.diagnostics import Severity
from builder.library import public
from builder.library.public import is_hidden, may_be_cached, redact, redact_body, redact_handling
from builder.model.documents import Document
from builder.model.parts import ALL_CLOSED, ALL_OPEN, Access, Attachment, Handling, Person, Votes
from builder.model.records import Case, Page
from builder.model.values import Openness, Outcome
from builder.parse import Parsed, Settings, is_guarded, parse

SETTINGS = Settings(back="Tilbage", allowed=())
NOW = datetime(2026, 1, 15, 12)
CASE = "havneby/cases/2024/x.md"


def parsed(text: str | bytes, path: str = CASE, settings: Settings = SETTINGS) -> Parsed:
    place = sources.classify(path)
    assert place
    return parse(place, text.encode() if isinstance(text, str) else text, settings)


def facts(text: str, path: str = CASE) -> Document:
    found = parsed(text, path).document
    assert found
    return found


def codes(result: Parsed) -> list[str]:
    return [each.code for each in result.findings]


class TestFacts:
    def test_record_and_body(self) -> None:
        result = parsed("---\ntitle: X\n---\n## Overskrift\n\nSe [[2024/y]] og 24/1234.\n")
        assert result.document
        assert result.document.record == Case(title="X")
        assert [each.text for each in result.document.headings] == ["Overskrift"]
        assert result.document.wanted == ("2024/y",)
        assert "24-1234" in result.document.numbers
        assert "<h2" in result.html
        assert result.document.body
        assert result.cacheable
        assert result.findings == ()

    def test_equal_files_are_equal_documents(self) -> None:
        text = "---\ntitle: X\nhandlings:\n- body: kb\n  date: 2024-04-09\n---\nTekst.\n"
        assert parsed(text) == parsed(text)

    def test_where_only_lines_move_the_facts_are_the_same(self) -> None:
        one, other = (
            facts("---\ntitle: X\nkle: 1\n---\nTekst.\n"),
            facts("---\n# note\nkle: 1\n\ntitle: X\n---\n\nTekst.\n"),
        )
        assert one == other

    def test_a_file_without_text_has_no_body(self) -> None:
        result = parsed("---\ntitle: X\n---\n\n  \n")
        assert result.document
        assert (result.document.body, result.html) == ("", "")

    def test_numbers_and_names_are_looked_for_in_summary_and_decisions(self) -> None:
        found = facts(
            "---\ntitle: X\nsummary: Jf. 24/1.\n"
            "handlings:\n- body: kb\n  date: 2024-01-01\n  decision: Jf. 24/2, Byrådet.\n---\n"
        )
        assert set(found.numbers) >= {"24-1", "24-2"}
        assert "Byrådet" in found.words.split()

    @pytest.mark.parametrize("text", ["﻿---\ntitle: Ø\n---\n", "---\r\ntitle: Ø\r\n---\r\n", "---\ntitle: Ø\n---\n"])
    def test_what_other_editors_write_is_the_same(self, text: str) -> None:
        assert facts(text).record.title == "Ø"

    def test_bytes_that_are_no_text(self) -> None:
        result = parsed(b"---\ntitle: \xe6\n---\n")
        assert codes(result) == ["not-utf8"]
        assert result.document is None
        assert not result.cacheable

    def test_a_file_with_errors_gives_nothing(self) -> None:
        result = parsed("---\ntitle: X\nhandlings:\n- role: nej\n---\nTekst.\n")
        assert result.document is None
        assert result.html == ""
        assert {each.severity for each in result.findings} == {Severity.ERROR}

    def test_personal_numbers_are_found_in_text_front_matter_and_name(self) -> None:
        result = parsed("---\ntitle: 010190-1234\n---\n020290-1234\n", "havneby/cases/2024/030390-1234.md")
        assert [(each.code, each.line) for each in result.findings] == [("cpr-number", n) for n in (2, 4, 0)]
        assert not result.cacheable
        allowed = Settings("", ("010190-1234", "0202901234", "0303901234"))
        assert not parsed("---\ntitle: 010190-1234\n---\n", "havneby/cases/2024/030390-1234.md", allowed).findings


class TestHidden:
    def test_a_draft_leaves_nothing(self) -> None:
        result = parsed("---\ntitle: X\ndraft: true\n---\n## Tekst\n")
        assert result.document
        assert result.document.record is None
        assert result.document == Document(result.document.place, None)
        assert result.html == ""
        assert not result.cacheable

    def test_an_embargo_is_for_the_library_to_lift(self) -> None:
        result = parsed("---\ntitle: X\npublish: 2026-01-15 12:00\n---\n")
        assert result.document
        assert not result.cacheable
        assert is_hidden(result.document.record, datetime(2026, 1, 15, 11, 59, 59))
        assert not is_hidden(result.document.record, NOW)

    def test_a_retracted_file_keeps_its_stone(self) -> None:
        result = parsed("---\nid: ensag\ntitle: X\nsummary: Y\naliases: [/gl/]\nretracted: 2025-01-01\n---\nTekst.\n")
        assert result.document
        record = result.document.record
        assert record == Case(id="ensag", title="", aliases=("/gl/",), retracted=record.retracted)
        assert record.retracted.date == date(2025, 1, 1)
        assert codes(result) == ["closed-text"]
        assert result.html == ""

    @pytest.mark.parametrize(
        ("front", "field"),
        [
            ("access: closed", "access"),
            ("retracted: 2025-01-01\naccess: closed", "retracted"),
            (
                "handlings:\n- body: kb\n  access: open\n- body: kb\n  access: closed\n  decision: A",
                "handlings[1].access",
            ),
            ("attachments:\n- title: A\n  access: open\n- title: B\n  access: closed", "attachments[1].access"),
        ],
    )
    def test_the_field_that_closes_is_named(self, front: str, field: str) -> None:
        result = parsed(f"---\ntitle: X\nid: ensag\n{front}\n---\nTekst.\n")
        assert [(each.code, each.field) for each in result.findings] == [("closed-text", field)]

    def test_the_addresses_go_with_a_purge_and_with_a_closed_title(self) -> None:
        purged = facts(
            "---\ntitle: X\nid: ensag\naliases: [/gl/]\nretracted:\n  date: 2025-01-01\n  purge: true\n---\n"
        )
        closed = facts("---\ntitle: X\nid: ensag\naliases: [/gl/]\naccess: closed\nretracted: 2025-01-01\n---\n")
        assert (purged.record.aliases, closed.record.aliases) == ((), ())

    def test_a_retracted_file_that_was_emptied_is_no_cause_for_a_warning(self) -> None:
        assert not parsed("---\nid: ensag\ntitle: ''\nretracted: 2025-01-01\n---\n").findings

    @pytest.mark.parametrize(
        "path", ["topics/x.md", "pages/x.md", "havneby/_index.md", "glossary/x.md", "dossiers/x.md"]
    )
    def test_every_kind_can_be_retracted(self, path: str) -> None:
        names = {"topics/x.md": "name: Mxq", "pages/x.md": "title: Mxq", "havneby/_index.md": "name: Mxq"}
        names |= {"glossary/x.md": "term: Mxq\nsummary: Mxq", "dossiers/x.md": "title: Mxq"}
        found = facts(f"---\n{names[path]}\nretracted: 2025-01-01\n---\n## Mxq\n", path)
        assert "Mxq" not in repr(found)
        assert found.body == ""


class TestClosed:
    def test_nothing_of_a_closed_case_but_what_may_be_said(self) -> None:
        found = facts(
            "---\nid: ensag\ntitle: X\npublic_title: Et køb\ncase_number: 24/1\nbasis: § 10\naccess: closed\n"
            "public_decision: Godkendt.\nhandlings:\n- body: kb\n  date: 2024-01-01\n  item: 5\n  outcome: approved\n"
            "  decision: Nej.\n  absent: [Else]\n---\nTekst om [[2024/y]].\n"
        )
        record = found.record
        assert (record.title, record.case_number, record.basis) == ("Et køb", None, "§ 10")
        (handling,) = record.handlings
        assert (handling.item, handling.outcome, handling.decision, handling.absent) == ("5", (), None, ())
        assert handling.public_decision == "Godkendt."
        assert (found.body, found.wanted, found.words) == ("", (), "Godkendt")

    def test_the_public_decision_of_a_case_is_its_last_handlings(self) -> None:
        found = facts(
            "---\nid: ensag\ntitle: X\naccess: {decision: closed}\npublic_decision: Samlet.\nhandlings:\n"
            "- body: kb\n  date: 2024-01-01\n  public_decision: Den første.\n- body: kb\n  date: 2024-02-01\n---\n"
        )
        assert [each.public_decision for each in found.record.handlings] == ["Den første.", "Samlet."]

    def test_of_an_open_one_nothing_stands_in_place_of_anything(self) -> None:
        found = facts("---\ntitle: X\npublic_title: Y\npublic_decision: Z\n---\n").record
        assert (found.title, found.public_title, found.public_decision) == ("X", None, None)

    @pytest.mark.parametrize("body", ["", "\n", "\n\n", "Tekst."])
    def test_a_closed_handling_without_a_text(self, body: str) -> None:
        found = facts(f"---\ntitle: X\nhandlings:\n- body: kb\n  date: 2024-01-01\n  access: closed\n---\n{body}")
        assert bool(found.body) is bool(body.strip())

    def test_a_closed_file_is_withheld(self) -> None:
        found = facts("---\ntitle: X\nattachments:\n- title: A\n  access: closed\n  number: 1/24\n  file: a.pdf\n---\n")
        (one,) = found.record.attachments
        assert (one.title, one.file, one.number) == (None, None, "1/24")
        assert found.withheld == ("a.pdf",)

    @pytest.mark.parametrize(
        ("front", "warned"),
        [
            ("access: closed", True),
            ("access: open", False),
            ("access: {votes: closed}", False),  # there are none
            ("access: {votes: closed}\nhandlings:\n- body: kb\n  date: 2024-01-01\n  votes: majority", True),
            ("attachments:\n- access: closed\n  number: 1/24", False),
            ("attachments:\n- access: closed\n  title: Notat", True),
            ("attachments:\n- access: closed\n  public_title: Notat", False),
            ("retracted: 2025-01-01", True),
            ("publish: 2030-01-01", False),
        ],
    )
    def test_closed_text_is_warned_of(self, front: str, warned: bool) -> None:
        assert codes(parsed(f"---\ntitle: X\nid: ensag\n{front}\n---\n")) == ["closed-text"] * warned

    @pytest.mark.parametrize(("title", "warned"), [("title: Køb af Åvej 7", True), ("role: decision", False)])
    def test_so_is_that_of_a_meeting(self, title: str, warned: bool) -> None:
        front = f"items:\n- {title}\n  public_title: Et køb\n  public_decision: Ja.\n  access: closed"
        result = parsed(f"---\n{front}\n---\n", "havneby/meetings/2024-04-09-kb.md")
        assert codes(result) == ["closed-text"] * warned

    def test_a_closed_file_that_holds_nothing_closed_is_no_cause_for_a_warning(self) -> None:
        front = "title: Et køb\nid: ensag\naccess: {presentation: closed, decision: closed}\npublic_decision: Godkendt."
        assert not parsed(f"---\n{front}\n---\n").findings


class TestPublic:
    @pytest.mark.parametrize(
        ("access", "shown"),
        [
            (ALL_OPEN, "title presentation decision votes"),
            (ALL_CLOSED, ""),
            (Access(), "title presentation decision votes"),
            (Access(title=Openness.CLOSED), "presentation decision votes"),
            (Access(decision=Openness.OPEN), "decision"),
            (Access(decision=Openness.OPEN, votes=Openness.CLOSED), "decision"),
        ],
    )
    def test_a_map_that_opens_closes_the_rest(self, access: Access, shown: str) -> None:
        parts = ("title", "presentation", "decision", "votes")
        assert [part for part in parts if access.shows(part)] == shown.split()

    def test_a_handling_shows_what_both_it_and_what_it_stands_in_show(self) -> None:
        handling = Handling(
            body="kb",
            outcome=(Outcome.APPROVED,),
            decision="Ja.",
            public_decision="Noget.",
            votes=Votes(against=("O",)),
            absent=(Person(name="Else"),),
        )
        closed = Access(decision=Openness.CLOSED)
        assert redact_handling(handling, ALL_OPEN).decision == "Ja."
        assert redact_handling(handling, ALL_OPEN).public_decision is None
        for one in (
            redact_handling(handling, closed),
            redact_handling(Handling(**{**vars(handling), "access": closed}), ALL_OPEN),
        ):
            assert (one.outcome, one.decision, one.public_decision) == ((), None, "Noget.")
            assert one.votes == handling.votes
        none = redact_handling(handling, ALL_CLOSED)
        assert (none.votes, none.absent) == (None, ())

    def test_what_is_open_is_the_same_object_or_its_like(self) -> None:
        page = Page(title="X")
        assert redact(page) is page
        assert redact_body(page, "Tekst.") == "Tekst."
        assert redact(Case(title="X")) == Case(title="X")

    def test_what_is_taken_out_is_taken_out_once(self) -> None:
        closed = redact(Case(title="X", public_title="Y", id="ensag", access=ALL_CLOSED, summary="Z"))
        assert redact(closed) == closed or closed.public_title is None

    @pytest.mark.parametrize(
        ("record", "kept"),
        [
            (Case(title="X"), True),
            (Case(title="X", draft=True), False),
            (Case(title="X", publish=datetime(2020, 1, 1)), False),
            (Case(title="X", access=ALL_OPEN), False),
            (Case(title="X", handlings=(Handling(body="kb"),)), True),
            (Case(title="X", handlings=(Handling(body="kb"), Handling(body="kb", access=ALL_CLOSED))), False),
        ],
    )
    def test_what_may_be_cached(self, record: Case, kept: bool) -> None:
        assert may_be_cached(record) is kept


class TestGuarded:
    @pytest.mark.parametrize(
        "front",
        [
            "draft: true",
            "Kladde: ja",
            "access: closed",
            "ADGANG: lukket",
            "publish: 2030-01-01",
            "udgiv: 1.1.2030",
            "tilbagekaldt: 2025-01-01",
            "handlings:\n- body: kb\n  access:\n    votes: closed",
            "source: {title: A, adgang: lukket}",
            '"access": closed',
            "? access\n: closed",
            "retracted: {",
        ],
    )
    def test_is_guarded(self, front: str) -> None:
        assert is_guarded(f"---\ntitle: X\n{front}\n---\nTekst.\n")

    def test_so_is_a_file_whose_front_matter_has_no_end(self) -> None:
        assert is_guarded("---\ntitle: X\n\naccess: closed\n\nTekst.\n")

    @pytest.mark.parametrize(
        "text", ["Svømmehallen er lukket.", "Kladden er udgivet.", "Accessible.", "Adgangen til stranden."]
    )
    def test_an_open_file_may_use_the_words(self, text: str) -> None:
        """Else no message about it could say what is meant."""
        assert not is_guarded(f"---\ntitle: X\n---\n{text}\n")


WORDS = st.none() | st.just("") | st.just("Ord.")
ACCESSES = st.sampled_from((None, None, ALL_OPEN, ALL_CLOSED, Access(decision=Openness.CLOSED)))
CASES = st.builds(
    Case,
    title=st.just("X"),
    summary=WORDS,
    public_title=WORDS,
    public_decision=WORDS,
    draft=st.booleans(),
    access=ACCESSES,
    handlings=st.lists(
        st.builds(Handling, body=st.just("kb"), decision=WORDS, public_decision=WORDS, access=ACCESSES), max_size=2
    ).map(tuple),
    attachments=st.lists(
        st.builds(Attachment, title=WORDS, public_title=WORDS, access=st.sampled_from((None, *Openness))), max_size=2
    ).map(tuple),
)


@given(CASES)
def test_a_case_with_nothing_to_take_out_is_what_it_would_be_without_looking(case: Case) -> None:
    quick = redact(case)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(public, "_stands_in", lambda _: True)
        assert redact(case) == quick
