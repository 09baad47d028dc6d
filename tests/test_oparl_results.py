"""What German results say: each of the table, and that nothing else is read into words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.importers.oparl.results import body_kind, member_role, role, verdict
from builder.model.values import BodyKind, MemberRole, Outcome, Role, VoteResult

U, M = VoteResult.UNANIMOUS, VoteResult.MAJORITY


@pytest.mark.parametrize(
    ("phrase", "outcome", "result", "sent_to"),
    [
        ("einstimmig zugestimmt", "approved", U, ""),
        ("Einstimmig beschlossen.", "approved", U, ""),
        ("ungeändert beschlossen", "approved", None, ""),
        ("Dem Antrag wurde zugestimmt", "approved", None, ""),
        ("beschlossen, einstimmig", "approved", U, ""),
        ("mit Mehrheit angenommen", "approved", M, ""),
        ("mehrheitlich zugestimmt zu geändertem Beschlusstext", "approved-amended", M, ""),
        ("geändert beschlossen", "approved-amended", None, ""),
        ("mehrheitlich abgelehnt", "rejected", M, ""),
        ("bei Stimmengleichheit abgelehnt", "rejected", None, ""),
        ("teilweise zugestimmt", "partly", None, ""),
        ("teilweise in modifzierte Beschlussvorlage übernommen", "partly", None, ""),
        ("Kenntnisnahme", "noted", None, ""),
        ("zur Kenntnis genommen", "noted", None, ""),
        ("vertagt", "postponed", None, ""),
        ("zurückgestellt", "postponed", None, ""),
        ("verwiesen in Fachausschuss", "referred", None, "Fachausschuss"),
        ("einstimmig überwiesen an den Ausschuss für Bau und Verkehr", "referred", U, "Ausschuss für Bau und Verkehr"),
        ("zurückverwiesen in den Bauausschuss", "returned", None, "Bauausschuss"),
        ("von der Tagesordnung abgesetzt", "taken-off", None, ""),
        ("Antrag zurückgezogen", "withdrawn", None, ""),
        ("erledigt durch Antwort der Verwaltung", "settled", None, ""),
        ("mit Stellungnahme einverstanden", "endorsed", None, ""),
        ("einstimmig empfohlen", "recommended", U, ""),
        ("gewählt", "elected", None, ""),
        ("keine Abstimmung", "", None, ""),
    ],
)
def test_what_is_known(phrase: str, outcome: str, result: VoteResult | None, sent_to: str) -> None:
    found = verdict(phrase)
    assert found is not None
    assert found.phrase == phrase
    assert [each.value for each in found.outcome] == ([outcome] if outcome else [])
    assert (found.votes.result if found.votes else None) == result
    assert found.sent_to == sent_to


@pytest.mark.parametrize(
    "phrase",
    [
        "nicht beschlossen",
        "abgelehnt mit Auflagen",
        "beschlossen, aber nicht einstimmig",
        "zugestimmt vorbehaltlich der Finanzierung",
        "Der Bürgermeister sagt eine Prüfung zu",
        "erledigtes",
        "unbeschlossen",
        "nicht mehrheitlich zugestimmt",
    ],
)
def test_what_is_not_known_is_not_guessed(phrase: str) -> None:
    assert verdict(phrase) is None


@pytest.mark.parametrize(
    ("phrase", "counts", "outcome"),
    [
        ("mehrheitlich beschlossen (21 Ja, 4 Nein, 2 Enthaltungen)", (21, 4, 2), (Outcome.APPROVED,)),
        ("abgelehnt bei 3 Ja-Stimmen", (3, None, None), (Outcome.REJECTED,)),
        ("zugestimmt bei 2 Enthaltungen", (None, None, 2), (Outcome.APPROVED,)),
        ("beschlossen, 5 Gegenstimmen", (None, 5, None), (Outcome.APPROVED,)),
        ("Ja: 10 Nein: 3 Enthaltung: 2", (10, 3, 2), ()),
    ],
)
def test_counts_of_votes(phrase: str, counts: tuple[int | None, ...], outcome: tuple[Outcome, ...]) -> None:
    found = verdict(phrase)
    assert found is not None
    assert found.votes is not None
    assert (found.votes.for_count, found.votes.against_count, found.votes.abstained_count) == counts
    assert found.outcome == outcome


@given(st.text(max_size=60))
def test_any_words_are_read_or_not_and_kept_as_they_are(phrase: str) -> None:
    found = verdict(phrase)
    assert found is None or found.phrase == phrase


@given(st.sampled_from(["zugestimmt", "abgelehnt", "vertagt"]), st.from_regex(r"\A[a-zäöü]{3,12}\Z"))
def test_a_word_more_that_is_not_known_makes_it_unknown(known: str, word: str) -> None:
    other = {"einstimmig", "teilweise", "teils", "mehrheitlich", "antragsgemäß", "unverändert", "nicht"}
    if not word.startswith(tuple(each[:4] for each in other)) and not word.endswith(
        ("antrag", "vorlage", "vorschlag", "beschluss", "empfehlung", "anfrage", "bericht", "ändert", "mütig")
    ):
        assert verdict(f"{known} {word}") is None
        assert verdict(f"{word} {known}") is None


@pytest.mark.parametrize(
    ("said", "authoritative", "wanted"),
    [
        ("Entscheidung", None, Role.DECISION),
        ("Vorberatung", True, Role.RECOMMENDATION),
        ("Kenntnisnahme", None, Role.INFORMATION),
        ("Anhörung", None, Role.OPINION),
        ("Beratung", None, Role.DISCUSSION),
        ("unbekannt", True, None),
        ("", True, Role.DECISION),
        ("", None, None),
    ],
)
def test_roles(said: str, authoritative: bool | None, wanted: Role | None) -> None:
    assert role(said, authoritative) == (wanted, True)


def test_a_role_that_no_table_has() -> None:
    assert role("Bewunderung", True) == (None, False)


def test_bodies_and_members() -> None:
    assert body_kind("Haupt- und Finanzausschuss") is BodyKind.COMMITTEE
    assert body_kind("Ortschaftsrat Durlach") is BodyKind.COUNCIL
    assert body_kind("Gestaltungsbeirat") is BodyKind.BOARD
    assert body_kind("Tiefbauamt") is None
    assert member_role("Stellvertretende Vorsitzende") is MemberRole.DEPUTY_CHAIR
    assert member_role("Vorsitzender") is MemberRole.CHAIR
    assert member_role("Schriftführer") is None
