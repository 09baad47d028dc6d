"""Mistakes that people in a secretariat make, one by one: each message names the place and a mend that mends."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.diagnostics import sentences
from builder.messages import translations
from builder.model.values import Kind
from builder.schema import Reading, read
from builder.schema.mends import quoted
from builder.schema.mistakes import end_of_keys
from builder.schema.reasons import REASONS

GOOD = """---
titel: Ny cykelsti langs Havnevej
sagsnummer: 24/1234
resume: Byrådet siger ja til en cykelsti.
sagsgang: [tmu, kb]
emner:
- Cykelstier
- Trafiksikkerhed
beløb:
- beløb: 2400000
  til: anlæg
behandlinger:
- organ: tmu
  dato: 2024-03-12
  rolle: indstilling
  udfald: anbefalet
- organ: kb
  dato: 2024-04-09
  punkt: 117
  rolle: beslutning
  udfald: godkendt
  beslutning: |
    Godkendt, idet farten sættes ned.

    Sagen sendes videre.
  fraværende:
  - navn: Per Mønster
    parti: Ø
bilag:
- titel: Skitseprojekt
  fil: notat.pdf
---
## Sagsfremstilling

Kommunen vil anlægge en sti.

- Først skal den projekteres.

## Indstilling

Den anlægges.
"""
TITLE, NUMBER = "Ny cykelsti langs Havnevej", "sagsnummer: 24/1234"
SUMMARY, WORDS = "resume: Byrådet siger ja til en cykelsti.\n", "resume: Byrådet"
DECISION = "beslutning: |\n    Godkendt, idet farten sættes ned.\n\n    Sagen sendes videre."
ABSENT = "fraværende:\n  - navn: Per Mønster\n    parti: Ø"
ENTRIES, END = "- Cykelstier\n- Trafiksikkerhed", "notat.pdf\n---\n"

# What stood there, what was written instead, the code, the line, and what of the message counts.
MISTAKES: dict[str, tuple[str, str, str, int, str]] = {
    "a table from Word": (SUMMARY, "Punkt\tTitel\tBeslutning\n117\tSti\tJa\n", "stray-text", 4, "flyt den ned"),
    "a table of bars": (SUMMARY, "| Punkt | Titel |\n| --- | --- |\n", "stray-text", 4, "»| Punkt | Titel |«"),
    "a colon in a title": (TITLE, "Cykelsti: ny sti", "needs-quotes", 2, 'titel: "Cykelsti: ny sti"'),
    "a colon in a decision": (DECISION, "beslutning: Godkendt: idet", "needs-quotes", 22, '"Godkendt: idet"'),
    "a colon at the end": ("punkt: 117", "punkt: 117:", "needs-quotes", 19, 'punkt: "117:"'),
    "two keys on a line": (NUMBER, f"{NUMBER}, kle: 05", "needs-quotes", 3, "»:«"),
    "curved quotes and a colon": (TITLE, "“Sti: ny”", "needs-quotes", 2, 'titel: "Sti: ny"'),
    "curved quotes on a date": ("2024-04-09", "“2024-04-09”", "bad-value", 18, "dato: 2024-04-09"),
    "curved quotes on a word": ("godkendt\n", "”godkendt”\n", "bad-choice", 21, "mente du »godkendt«?"),
    "quotes round one word": (TITLE, '"Ny" sti', "needs-quotes", 2, "titel: '\"Ny\" sti'"),
    "quotes within quotes": (TITLE, '"Ny "grøn" sti"', "needs-quotes", 2, "titel: 'Ny \"grøn\" sti'"),
    "an apostrophe within quotes": (TITLE, "'Lars' sti'", "needs-quotes", 2, 'titel: "Lars\' sti"'),
    "a comma after quotes": (TITLE, '"Ny sti",', "needs-quotes", 2, '»"«'),
    "a quote that is not closed": (TITLE, '"Ny sti', "unpaired", 2, '»"«'),
    "a quote that is not opened": (TITLE, 'Ny sti"', "unpaired", 2, '»"«'),
    "a title in brackets": (TITLE, "[Udkast] Ny sti", "needs-quotes", 2, 'titel: "[Udkast] Ny sti"'),
    "a value of a per cent sign": (TITLE, "%-satsen", "needs-quotes", 2, 'titel: "%-satsen"'),
    "a value of an at sign": (TITLE, "@home", "needs-quotes", 2, 'titel: "@home"'),
    "a value of a hash sign": (TITLE, "#sti", "needs-quotes", 2, 'titel: "#sti"'),
    "a hash sign in a value": (TITLE, "Kaj #5", "needs-quotes", 2, 'titel: "Kaj #5"'),
    "a value of an ampersand": (TITLE, "&sti ny", "yaml-alias", 2, "* og &"),
    "a value of a star": (TITLE, "*ny* sti", "needs-quotes", 2, 'titel: "*ny* sti"'),
    "a value of an exclamation": (TITLE, "!ny sti", "needs-quotes", 2, 'titel: "!ny sti"'),
    "a value of a hyphen": (DECISION, "beslutning: - Godkendt", "needs-quotes", 22, 'beslutning: "- Godkendt"'),
    "a path of Windows": (TITLE, '"H:\\Sager\\a.pdf"', "needs-quotes", 2, "titel: 'H:\\Sager\\a.pdf'"),
    "a semicolon in a list": ("[tmu, kb]", "[tmu; kb]", "several", 5, "[tmu, kb]"),
    "an and in a list": ("[tmu, kb]", "[tmu og kb]", "several", 5, "[tmu, kb]"),
    "no brackets round a list": ("[tmu, kb]", "tmu, kb", "several", 5, "sagsgang: [tmu, kb]"),
    "round brackets": ("[tmu, kb]", "(tmu, kb)", "several", 5, "sagsgang: [tmu, kb]"),
    "two names in one": (
        ABSENT,
        "fraværende: Bo, Per",
        "several",
        26,
        "[Bo, Per]",
    ),
    "a bracket that is not closed": ("[tmu, kb]", "[tmu, kb", "unpaired", 5, "»[«"),
    "a bracket of another sort": ("[tmu, kb]", "[tmu, kb}", "unpaired", 5, "»}«"),
    "two commas": ("[tmu, kb]", "[tmu,, kb]", "yaml", 5, "der mangler en værdi"),
    "dashes for hyphens": (ENTRIES, "– Cykelstier\n– Trafik", "list-dash", 7, ": - Cykelstier"),
    "dashes that stand further in": (ENTRIES, "  – Cykelstier\n  – Trafik", "list-dash", 7, ": - Cykelstier"),
    "bullets": (ENTRIES, "•\tCykelstier\n•\tTrafik", "list-dash", 7, ": - Cykelstier"),
    "hyphens without a space": (ENTRIES, "-Cykelstier\n-Trafik", "list-dash", 7, ": - Cykelstier"),
    "an entry too far in": (ENTRIES, "- Cykelstier\n - Trafik", "indentation", 8, "begynd den med 0"),
    "an entry without its hyphen": (ENTRIES, "- Cykelstier\n  Trafik", "list-dash", 8, ": - Trafik"),
    "tabs": ("  dato: 2024-04-09\n  punkt", "\tdato: 2024-04-09\n\tpunkt", "tab", 18, "sæt mellemrum i stedet"),
    "a line too far in": ("  dato: 2024-04-09", "   dato: 2024-04-09", "indentation", 18, "begynd den med 2"),
    "a line too far out": ("  dato: 2024-04-09", "dato: 2024-04-09", "indentation", 18, "begynd den med 2"),
    "no space after the colon": (NUMBER, "sagsnummer:24/1234", "missing-colon", 3, f"»{NUMBER}«"),
    "no colon": (NUMBER, "sagsnummer 24/1234", "missing-colon", 3, f"»{NUMBER}«"),
    "a semicolon for the colon": (NUMBER, "sagsnummer; 24/1234", "missing-colon", 3, f"»{NUMBER}«"),
    "an equals sign for the colon": (NUMBER, "sagsnummer = 24/1234", "missing-colon", 3, f"»{NUMBER}«"),
    "no colon after a key of two words": (
        NUMBER,
        "tidligere adresser [/a/]",
        "missing-colon",
        3,
        "»tidligere adresser: [/a/]«",
    ),
    "text that does not stand further in": (
        DECISION,
        "beslutning: |\nGodkendt, idet.\nJa.",
        "stray-text",
        23,
        "ryk linjen",
    ),
    "a value on the next line": (
        WORDS,
        "resume:\nByrådet",
        "stray-text",
        5,
        "ryk linjen",
    ),
    "a text begun with a hyphen": ("    Godkendt, idet", "- Godkendt, idet", "indentation", 23, "begynd den med 4"),
    "no end": (END, "notat.pdf\n", "unclosed-front-matter", 32, "sæt en linje ---"),
    "an end that Word has drawn": (END, "notat.pdf\n—\n", "unclosed-front-matter", 32, "sæt en linje ---"),
    "a beginning that Word has drawn": ("---\ntitel", "—\ntitel", "no-front-matter", 1, "begynd med en linje ---"),
    "text above the keys": ("---\ntitel", "Sagen\n\n---\ntitel", "no-front-matter", 1, "teksten kommer under dem"),
    "a day without a year": ("2024-04-09", "9. april", "bad-value", 18, "dato: 2024-04-09"),
    "a sum in words": ("2400000", "2,4 mio.", "bad-value", 10, "beløb: 2400000"),
    "an outcome in other words": ("godkendt\n", "vedtaget\n", "bad-choice", 21, "godkendt med ændringer"),
    "a key of one's own": ("resume:", "bemærkning:", "unknown-key", 4, "bemærkning"),
    "a key misspelt": (NUMBER, "sagnummer: 24/1234", "unknown-key", 3, "mente du »sagsnummer«?"),
    "a key without its value": (f"titel: {TITLE}", "titel:", "missing-key", 2, "nøglen titel"),
}

# What cannot be seen on a screen, or is only another way of writing, is no mistake.
SAME = {
    "a space before the colon": ("titel: Ny", "Titel : Ny"),
    "capitals": ("resume:", "RESUME:"),
    "a hard space after the colon": (NUMBER, "sagsnummer:\u00a024/1234"),
    "hard spaces before a key": ("  dato: 2024-04-09", "\u00a0\u00a0dato: 2024-04-09"),
    "a thin space after a hyphen": ("- Cykelstier", "-\u2009Cykelstier"),
    "a sign without width before a key": (NUMBER, f"\u200b{NUMBER}"),
    "a soft hyphen in a date": ("2024-04-09", "2024-\u00ad04-09"),
    "a soft hyphen in a known word": ("anbefalet", "anbe\u00adfalet"),
    "a separator of lines for a space": ("Ny cykelsti", "Ny\u2028cykelsti"),
    "an empty line": ("emner:", "\n\nemner:"),
    "a comment": ("emner:", "# Her står emnerne\nemner:  # og her"),
    "entries further in": (ENTRIES, "  - Cykelstier\n  - Trafiksikkerhed"),
    "a value on the next line, further in": ("resume: Byrådet", "resume:\n  Byrådet"),
}


def case(text: str) -> Reading:
    return read(text, "havneby/cases/2024/cykelsti.md", Kind.CASE)


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_with_its_place_and_its_mend(name: str) -> None:
    good, bad, code, line, said = MISTAKES[name]
    assert GOOD.count(good) >= 1
    found = case(GOOD.replace(good, bad, 1)).findings
    assert [(each.code, each.line) for each in found[:1]] == [(code, line)]
    assert said in sentences(found[0], translations("da").gettext)


WRITTEN_ANEW = [name for name, each in MISTAKES.items() if each[2] in ("needs-quotes", "missing-colon")]


@pytest.mark.parametrize("name", WRITTEN_ANEW)
def test_the_mend_that_is_told_mends(name: str) -> None:
    good, bad, *_ = MISTAKES[name]
    text = GOOD.replace(good, bad, 1)
    found = case(text).findings[0]
    mended = dict(found.values)["mended"]
    lines = text.split("\n")
    lead = re.match(r"[\s-]*", lines[found.line - 1])
    lines[found.line - 1] = (lead[0] if lead else "") + mended
    assert case("\n".join(lines)).findings == ()


@pytest.mark.parametrize("name", SAME)
def test_what_looks_the_same_reads_the_same(name: str) -> None:
    good, other = SAME[name]
    assert good in GOOD
    found = case(GOOD.replace(good, other, 1))
    assert found.findings == ()
    assert found.record == case(GOOD).record


SIGNS = st.text("-:[]{}\"'|>&*!#%@`,?~\\ \n\ttitlesag", max_size=60)


@settings(max_examples=500)
@given(SIGNS)
def test_no_reason_is_in_the_words_of_a_grammar(front_matter: str) -> None:
    """What libyaml says is told in words of ours, whatever it stumbles on."""
    for each in case(f"---\n{front_matter}\n---\n").findings:
        if each.code == "yaml":
            assert dict(each.values)["reason"] in {reason for _, reason in REASONS}


def test_every_reason_of_ours_is_in_danish() -> None:
    spoken = translations("da")
    assert all(spoken.gettext(reason) != reason for _, reason in REASONS)


@given(st.text(st.characters(exclude_categories=("C", "Z")), min_size=1))
def test_a_quoted_value_is_read_as_it_was(value: str) -> None:
    signs = "\"'“”„«»‘’"
    meant = value[1:-1] if len(value) > 1 and value[0] in signs and value[-1] in signs else value
    assert yaml.safe_load(quoted(value)) == meant


@pytest.mark.parametrize("keys", [2_000, 60_000])
def test_long_front_matter_is_told_of_too(keys: int) -> None:
    """In very long front matter no mend is tried; where YAML gave up is still told."""
    text = "---\ntitle: A\naliases:\n" + "- /gammel/\n" * keys + "summary: A: B\n---\n"
    found = case(text).findings
    assert [(each.code, each.line) for each in found] == [("needs-quotes" if keys < 5_000 else "yaml", keys + 4)]


def test_many_quotes_on_a_line_are_not_all_tried() -> None:
    found = case("---\ntitle: " + '"a' * 20_001 + "\n---\n").findings
    assert [each.line for each in found] == [2]


@pytest.mark.parametrize(
    ("lines", "end"),
    [
        (["", "title: A", "", "Tekst."], 2),
        (["", "title: A", "## Om", "Tekst."], 2),
        (["", "title: A", "emner:", "- a", "- b", "Bemærk: her"], 5),
        (["", "title: A", "emner:", "- a", "", "- b", "Tekst."], 6),
        (["", "title: A", "summary: |", "  a", "", "  b", "", "Tekst."], 6),
        (["", "title: A", "topics: [a,", "]", "Tekst."], 4),
        (["", "title: A", "—", "Tekst."], 2),
        (["", "title: A"], 2),
        ([""], 1),
    ],
)
def test_the_keys_end_below_the_last_that_is_known(lines: list[str], end: int) -> None:
    assert end_of_keys(lines) == end
