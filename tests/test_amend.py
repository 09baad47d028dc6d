"""Text surgery: what is changed says what was meant, and nothing else of the file has changed by a single sign."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest
import yaml
from conftest import CONTENT, SHOWCASE
from hypothesis import assume, given
from hypothesis import strategies as st

from builder.model.keys import Choice, Key, Many, Reference, Scalar, Type, keys_of
from builder.model.parts import ALL_CLOSED, Handling
from builder.model.records import Case
from builder.model.values import Kind
from builder.schema import read
from builder.schema.amend import Value, amend, compose, says
from builder.schema.convert import Converter
from builder.schema.marked import Unsafe
from builder.schema.writing import Writer
from builder.sources import decode

SIMPLE = (Scalar.LINE, Scalar.TEXT, Scalar.DATE)
HOSTILE = [
    *("no", "yes", "null", "~", "12.30", "010", "0x1f", "1_000", "1e3", "12:30:15", "2024-04-09", "5", "5a", "=", "<<"),
    *("#x", "a #b", "- x", "-", "a: b", "a:", ": a", "? a", "[a", "a, b", "{a: b}", "]", "&a", "*a", "!x", "%a", "@a"),
    *("`a", "|", ">", "'a", '"a"', "it's", 'sa»"«', "---", "...", "--- a", "\\n", "\\", "æøå ÆØÅ", "A\u030a", "😀"),
    *("a\nb", "a\n\n\nb", "a\n  b\n    c", "a\n---\nb", "# a\n# b", "a: b\nc: d", "a\n\tb", "- a\n- b", "a\u2028b\nc"),
    *(
        "a\u00a0b",
        "a\u0085b",
        "\ufeffa",
        "a " * 500,
        "a\n" + " " * 200 + "b",
        "ende.\n...\nmere",
        "a\n" + "- " * 90 + "b",
    ),
    *("a; b", "a og b", "– x", "•x", "0}", 'x"', "-x", "a#b", "titel:\u00a0x", "a\n\u00a0b", "a\ntitel:\u00a0b"),
    *("C:\\temp", "a:\u0085b", "a\u00adb", "\u200ba", ">4", "|2", "(a, b)", "titel x"),
]


@dataclass(frozen=True)
class Change:
    """A new value of a key."""

    path: str
    value: Value

    @property
    def key(self) -> Key:
        """The key that is changed."""
        cls = Handling if "." in self.path else Case
        return next(key for key in keys_of(cls) if key.name == self.path.rpartition(".")[2])


@dataclass
class File:
    """A file in parts: for each part the path of the key it belongs to, "" for comments and the like."""

    parts: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(text for _, text in self.parts)

    def has(self, path: str) -> bool:
        return any(each == path for each, _ in self.parts)


def is_editable(type_: Type) -> bool:
    """Whether a key is of a type that the form knows: a value, a word of a vocabulary, a reference, a list of them."""
    inner = type_.of if isinstance(type_, Many) else type_
    return isinstance(inner, (Choice, Reference)) or inner in SIMPLE


CASE_KEYS = [key for key in keys_of(Case) if is_editable(key.type)]
HANDLING_KEYS = [key for key in keys_of(Handling) if is_editable(key.type)]
WORDS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), whitelist_characters="\n\t\x85 #:-'\"|>[]{},&*!%@`æøå"),
    max_size=30,
)


def words_of(type_: Type) -> st.SearchStrategy[str]:
    if type_ is Scalar.DATE:
        return st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(date.isoformat) | st.just("9. april 2024")
    if isinstance(type_, Choice):
        return st.sampled_from([each.value for each in type_.members])
    hostile = st.sampled_from(HOSTILE) | WORDS
    return hostile if type_ is Scalar.TEXT else hostile.map(lambda words: " ".join(words.split()))


def values_of_type(type_: Type) -> st.SearchStrategy[Any]:
    if isinstance(type_, Many):
        return st.lists(words_of(type_.of), max_size=4)
    return words_of(type_)


# --- files as editors write them --------------------------------------------------------------------------------

LINES = ["Godkendt.", "Et sted: nemlig her", "æøå", "b", "# kryds", "x, y"]


def rendered(draw: Any, key: Key, danish: bool, column: int, note: str) -> str:
    """A key with a value, in one of the ways in which one may write it."""
    name, pad, kinds = key.danish if danish else key.name, " " * column, key.type
    name = draw(st.sampled_from([name, name.capitalize(), name.replace("_", " ")]))
    inner = kinds.of if isinstance(kinds, Many) else kinds
    if inner is Scalar.DATE:
        pool = ["2024-04-09", "09-04-2024"]
    elif isinstance(inner, Choice):
        pool = [each.danish if danish else each.value for each in inner.members]
    else:
        pool = LINES
    if isinstance(kinds, Many):
        items = draw(st.lists(st.sampled_from(pool), min_size=1, max_size=4, unique=True))
        style = draw(st.sampled_from(["flow", "block", "indented", "bare", "empty"]))
        quoted = [f"'{each}'" for each in items]
        if style == "flow":
            return f"{name}: [{', '.join(quoted)}]{note}\n"
        if style == "bare":
            return f"{name}: {quoted[0]}{note}\n"
        if style == "empty":
            return f"{name}:{note}\n"
        inset = pad + ("  " if style == "indented" else "")
        return f"{name}:\n" + "".join(f"{inset}- {each}{note if n == 0 else ''}\n" for n, each in enumerate(quoted))
    word = draw(st.sampled_from(pool))
    style = draw(st.sampled_from(["plain", "single", "double", "lines", "folded", "spread", "empty", "next"]))
    if inner not in (Scalar.LINE, Scalar.TEXT) and style in {"lines", "folded", "spread"}:
        style = "plain"
    if style == "plain":
        return f"{name}:   {word.replace(': ', ' ').replace('#', '')}{note}\n"
    if style == "empty" and not key.required:
        return f"{name}:{note}\n"
    if style == "next":
        return f"{name}:\n{pad}  '{word}'{note}\n"
    if style in {"lines", "folded"}:
        sign = draw(st.sampled_from(["|", "|-", "|+", "|2"] if style == "lines" else [">", ">-"]))
        indent = pad + ("  " if "2" in sign else draw(st.sampled_from(["  ", "    "])))
        return f"{name}: {sign}{note}\n{indent}{word}\n\n{indent}mere\n"
    if style == "spread":
        return f'{name}: "{word}\n{pad}  mere"{note}\n'
    return f'{name}: "{word}"{note}\n' if style == "double" else f"{name}: '{word}'{note}\n"


@st.composite
def files(draw: Any) -> File:
    danish, file = draw(st.booleans()), File()
    number = 0

    def comment(indent: str = "") -> None:
        nonlocal number
        if draw(st.integers(0, 3)) == 0:
            number += 1
            file.parts.append(("", draw(st.sampled_from([f"{indent}# nr. {number}.\n", "\n"]))))

    def note() -> str:
        nonlocal number
        number += 1
        return draw(st.sampled_from(["", f"  # nr. {number}."]))

    chosen = draw(
        st.lists(st.sampled_from([key for key in CASE_KEYS if key.name != "title"]), unique_by=lambda k: k.name)
    )
    order = draw(st.permutations([*chosen, next(key for key in CASE_KEYS if key.name == "title")]))
    file.parts.append(("", "---\n"))
    place = draw(st.integers(0, len(order)))
    for index, key in enumerate([*order, None]):
        if index == place and (count := draw(st.integers(0, 3))):
            file.parts.append(("handlings", "behandlinger:\n" if danish else "handlings:\n"))
            inset = draw(st.sampled_from(["", "  "]))
            for each in range(count):
                comment(inset)
                keys = draw(st.lists(st.sampled_from(HANDLING_KEYS[1:]), max_size=5, unique_by=lambda k: k.name))
                for nth, inner in enumerate([HANDLING_KEYS[0], *keys]):
                    dash = "- " if nth == 0 else "  "
                    text = rendered(draw, inner, danish, len(inset) + 2, note())
                    file.parts.append((f"handlings[{each}].{inner.name}", inset + dash + text))
                    comment(inset + "  ")
        comment()
        if key:
            file.parts.append((key.name, rendered(draw, key, danish, 0, note())))
    comment()
    file.parts.append(("", "---\nTeksten.\n\n---\n# Ikke en kommentar\n"))
    line_end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    file.parts = [(path, text.replace("\n", line_end)) for path, text in file.parts]
    if draw(st.booleans()):
        file.parts = [(path, unicodedata.normalize("NFD", text)) for path, text in file.parts]
    if draw(st.booleans()):
        file.parts[0] = ("", "\ufeff" + file.parts[0][1])
    return file


@st.composite
def edits(draw: Any, count: int = 1) -> tuple[File, list[Change]]:
    """A file, and changes to different keys of it."""
    file = draw(files())
    handlings = len({path.split(".")[0] for path, _ in file.parts if path.startswith("handlings[")})
    ways = [("", key) for key in CASE_KEYS]
    ways += [(f"handlings[{number}].", key) for number in range(handlings) for key in HANDLING_KEYS]
    chosen = draw(
        st.lists(st.sampled_from(ways), min_size=count, max_size=count, unique_by=lambda way: way[0] + way[1].name)
    )
    return file, [Change(prefix + key.name, draw(values_of_type(key.type))) for prefix, key in chosen]


def reading(text: str) -> Any:
    """The record of a text as the build reads it."""
    decoded = decode(text.encode("utf-8"), "a.md")
    assert isinstance(decoded, str), decoded
    return read(decoded, "a.md", Kind.CASE)


def meant(key: Key, value: Any) -> Any:
    """What an editor's words mean for a key, by the schema."""

    def one(words: str) -> Any:
        node = yaml.ScalarNode("tag:yaml.org,2002:str", unicodedata.normalize("NFC", words), None, None, '"')
        inner = key.type.of if isinstance(key.type, Many) else key.type
        return Converter("", 1).value(node, inner, "", key)

    if isinstance(key.type, Many):
        return tuple(each for words in value if (each := one(words)) is not None)
    return one(value) if value.strip() else None


def with_change(record: Any, change: Change) -> Any:
    if "." not in change.path:
        return replace(record, **{change.key.attribute: meant(change.key, change.value)})
    index = int(re.findall(r"\d+", change.path)[0])
    handlings = list(record.handlings)
    handlings[index] = replace(handlings[index], **{change.key.attribute: meant(change.key, change.value)})
    return replace(record, handlings=tuple(handlings))


def is_kept(change: Change) -> bool:
    """Whether a change leaves what must be there."""
    return not (change.key.required and is_nothing(change))


def is_nothing(change: Change) -> bool:
    """Whether a change takes its key away."""
    return not any(each.strip() for each in ([change.value] if isinstance(change.value, str) else change.value or ()))


# --- laws -------------------------------------------------------------------------------------------------------


@given(files())
def test_no_change_leaves_every_sign(file: File) -> None:
    assert amend(file.text, Case, {}) == file.text
    said = says(file.text, Case)
    same = {name: said[name] for name in said if name != "handlings"}
    for number, each in enumerate(said.get("handlings", [])):
        same |= {f"handlings[{number}].{name}": value for name, value in each.items()}
    kept = {path: value for path, value in same.items() if value}  # a key without a value would go
    assert amend(file.text, Case, kept) == file.text


@given(edits())
def test_what_is_changed_says_what_was_meant_and_nothing_else_does(edit: tuple[File, list[Change]]) -> None:
    file, (change,) = edit
    assume(is_kept(change))
    before = reading(file.text)
    assert not before.findings, before.findings
    after = reading(amend(file.text, Case, {change.path: change.value}))
    assert after.findings == ()
    assert after.record == with_change(before.record, change)
    assert after.body == before.body


@given(edits())
def test_every_line_beside_the_value_stays(edit: tuple[File, list[Change]]) -> None:
    file, (change,) = edit
    assume(is_kept(change))
    made = amend(file.text, Case, {change.path: change.value})
    places = [number for number, (path, _) in enumerate(file.parts) if path == change.path]
    gaps = places or range(len(file.parts) + 1)  # a new key may come between any two parts

    def fits(number: int) -> bool:
        before = "".join(text for _, text in file.parts[:number])
        after = "".join(text for _, text in file.parts[number + len(places) :])
        return made.startswith(before) and made.endswith(after) and len(made) >= len(before) + len(after)

    assert any(fits(number) for number in gaps)
    if not is_nothing(change):
        for comment in re.findall(r"# nr\. \d+\.", file.text):
            taken = re.search(rf"- [^\n\r]*{re.escape(comment)}", file.text)  # an entry that goes takes its own along
            assert comment in made or taken
    ends = set(re.findall(r"\r\n|\r|\n", made))
    assert len(ends) == 1


@given(edits(count=2))
def test_two_changes_in_either_order_are_the_same(edit: tuple[File, list[Change]]) -> None:
    file, (one, other) = edit
    assume(is_kept(one) and is_kept(other))
    takes = [file.has(each.path) and is_nothing(each) for each in (one, other)]
    adds = [not file.has(each.path) for each in (one, other)]
    assume(not (takes[0] and adds[1]) and not (takes[1] and adds[0]))  # beside a gap there is more than one right place
    first = amend(amend(file.text, Case, {one.path: one.value}), Case, {other.path: other.value})
    second = amend(amend(file.text, Case, {other.path: other.value}), Case, {one.path: one.value})
    assert first == second == amend(file.text, Case, {one.path: one.value, other.path: other.value})


@given(files(), st.data())
def test_handlings_come_and_go(file: File, data: st.DataObject) -> None:
    before = reading(file.text).record
    old = list(before.handlings)
    gone = data.draw(st.sets(st.sampled_from(range(len(old)))) if old else st.just(set()))
    new = data.draw(
        st.lists(st.fixed_dictionaries({key.name: values_of_type(key.type) for key in HANDLING_KEYS}), max_size=2)
    )
    assume(all(each["body"].strip() for each in new))
    changes: dict[str, Value] = {f"handlings[{number}]": None for number in gone}
    for number, each in enumerate(new, len(old)):
        changes |= {f"handlings[{number}].{name}": value for name, value in each.items()}
    made = amend(file.text, Case, changes)
    kept = [each for number, each in enumerate(old) if number not in gone]
    added = [Handling(**{key.attribute: meant(key, each[key.name]) for key in HANDLING_KEYS}) for each in new]
    assert reading(made).record == replace(before, handlings=(*kept, *added))
    whole = not kept and not added  # then the key goes with all its lines
    inside = [number for number, (path, _) in enumerate(file.parts) if path.startswith("handlings")]
    rest = made
    for number, (path, text) in enumerate(file.parts):
        moved_in = text.startswith(("  ", "    "))
        within = inside and (
            (inside[0] < number < inside[-1] and (whole or moved_in)) or (number == inside[-1] + 1 and moved_in)
        )
        if text.strip() and not within and not path.startswith("handlings"):
            assert text in rest  # in their order, comments between the handlings too
            rest = rest[rest.index(text) + len(text) :]


# --- as it looks ------------------------------------------------------------------------------------------------

EXAMPLE = """---
# øverst
titel: "Ny sti"   # om titlen
resume: >-
  En lang
  linje
# emner her
emner:
  - Cykelstier # den ene
  # før den anden
  - Veje
steder: [Havneby, 'Åby'] # i klammer
behandlinger:
  # den første
  - organ: kb
    dato: 2024-04-09
    udfald: godkendt
    beslutning: | # ord
      Godkendt, idet

      mere
  # imellem
  - {organ: tmu, dato: 2024-03-12}
bilag: [Kort]
---
Tekst.
"""
SHOWN: dict[str, tuple[dict[str, Value], str, str]] = {
    "quotes stay": ({"title": "Ny: sti"}, 'titel: "Ny sti"', 'titel: "Ny: sti"'),
    "a block stays one": ({"summary": "Kort"}, "  En lang\n  linje\n", "  Kort\n"),
    "a comment on the line of a block stays": (
        {"handlings[0].decision": "Afvist,\nfordi"},
        "      Godkendt, idet\n\n      mere\n",
        "      Afvist,\n      fordi\n",
    ),
    "lines get a block": (
        {"title": "a\nb"},
        'titel: "Ny sti"   # om titlen\n',
        "titel: |   # om titlen\n  a\n  b\n",
    ),
    "an entry is added": ({"topics": ["Cykelstier", "Veje", "no"]}, "  - Veje\n", "  - Veje\n  - 'no'\n"),
    "an entry goes": ({"topics": ["Veje"]}, "  - Cykelstier # den ene\n", ""),
    "an entry is put first": ({"topics": ["A", "Cykelstier", "Veje"]}, "emner:\n", "emner:\n  - A\n"),
    "brackets stay": ({"places": ["Havneby", "x, y", "Åby"]}, "[Havneby, 'Åby']", "[Havneby, 'x, y', 'Åby']"),
    "one place goes": ({"places": ["Åby"]}, "[Havneby, 'Åby']", "['Åby']"),
    "the last place goes": ({"places": ["Havneby"]}, "[Havneby, 'Åby']", "[Havneby]"),
    "all are others": ({"places": ["q"]}, "[Havneby, 'Åby']", "[q]"),
    "a list goes with its lines": (
        {"topics": []},
        "emner:\n  - Cykelstier # den ene\n  # før den anden\n  - Veje\n",
        "",
    ),
    "one outcome becomes two": (
        {"handlings[0].outcome": ["approved", "referred"]},
        "    udfald: godkendt\n",
        "    udfald:\n      - godkendt\n      - oversendt\n",
    ),
    "a new key comes where it is declared": (
        {"handlings[0].item": "5a", "case_number": "12.30"},
        "    dato: 2024-04-09\n",
        "    dato: 2024-04-09\n    punkt: 5a\n",
    ),
    "a map in brackets": (
        {"handlings[1].outcome": ["noted"], "handlings[1].decision": "a\nb", "handlings[1].date": ""},
        "{organ: tmu, dato: 2024-03-12}",
        '{organ: tmu, udfald: taget til efterretning, beslutning: "a\\nb"}',
    ),
    "a handling goes": ({"handlings[1]": None}, "  - {organ: tmu, dato: 2024-03-12}\n", ""),
    "a handling comes": (
        {"handlings[2]": {"body": "kb", "date": "2024-05-01", "role": "decision", "decision": "Ja,\nnu."}},
        "  - {organ: tmu, dato: 2024-03-12}\n",
        "  - {organ: tmu, dato: 2024-03-12}\n"
        "  - organ: kb\n    dato: 2024-05-01\n    rolle: beslutning\n    beslutning: |\n      Ja,\n      nu.\n",
    ),
    "access": ({"access": "closed"}, "bilag: [Kort]\n", "bilag: [Kort]\nadgang: lukket\n"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_it_looks_as_an_editor_would_write_it(name: str) -> None:
    changes, old, new = SHOWN[name]
    assert EXAMPLE.count(old) == 1
    expected = EXAMPLE.replace(old, new)
    if "case_number" in changes:
        expected = expected.replace("# om titlen\n", "# om titlen\nsagsnummer: '12.30'\n")
    assert amend(EXAMPLE, Case, changes) == expected
    assert amend(EXAMPLE.replace("\n", "\r\n"), Case, changes) == expected.replace("\n", "\r\n")


def test_english_files_get_english_names() -> None:
    text = "---\ntitle: A\nhandlings:\n- body: kb\n  role: decision\n---\n"
    made = amend(text, Case, {"handlings[0].outcome": ["approved-amended"], "access": "lukket"})
    assert made == text.replace("decision\n", "decision\n  outcome: approved-amended\naccess: closed\n")
    mixed = text.replace("decision", "beslutning")  # English keys, Danish values
    assert "outcome: afvist" in amend(mixed, Case, {"handlings[0].outcome": ["rejected"]})


def test_a_vocabulary_may_be_spelt_as_one_likes() -> None:
    text = "---\ntitle: A\nhandlings:\n- body: kb\n  outcome: Godkendt_med ændringer\n  date: 9. april 2024\n---\n"
    same: dict[str, Value] = {"handlings[0].outcome": ["approved-amended"], "handlings[0].date": "2024-04-09"}
    assert amend(text, Case, same) == text


def test_a_file_without_keys_gets_its_first() -> None:
    assert amend("---\n# her\n---\nTekst.\n", Case, {"title": "A", "topics": ["b"]}) == (
        "---\ntitle: A\ntopics:\n- b\n# her\n---\nTekst.\n"
    )
    made = amend("---\ntitle: A\nhandlings:\n---\n", Case, {"handlings[0].body": "kb"})
    assert made == "---\ntitle: A\nhandlings:\n- body: kb\n---\n"
    assert amend("---\n{}\n---\n", Case, {"title": "A: b"}) == "---\n{title: 'A: b'}\n---\n"


def test_the_first_of_an_entry_may_come_and_go() -> None:
    text = "---\ntitle: A\nhandlings:\n- date: 2024-04-09\n  body: kb\n---\n"
    assert amend(text, Case, {"handlings[0].date": None}) == text.replace("date: 2024-04-09\n  ", "")
    bare = text.replace("\n  body: kb", "")
    assert amend(bare, Case, {"handlings[0].body": "kb"}) == bare.replace("- date", "- body: kb\n  date")


def test_comments_within_what_goes_go_along() -> None:
    text = "---\ntitle: |\n  A\nhandlings:\n# om a\n- body: a\n  # i a\n\n# om b\n- body: b\n  # i b\n# efter\n---\n"
    assert amend(text, Case, {"handlings[0]": None}) == text.replace("- body: a\n  # i a\n", "")
    both = amend(text, Case, {"handlings[0]": None, "handlings[1]": None})
    assert both == "---\ntitle: |\n  A\n# efter\n---\n"


UNSAFE = {
    "an alias": ("title: &t A\nsummary: *t", {"title": "B"}, "yaml-alias"),
    "an anchor": ("title: A\nsummary: &s B", {"title": "B"}, "yaml-alias"),
    "a key twice": ("title: A\nTitle: B", {"title": "C"}, "duplicate-key"),
    "a key in two languages": ("title: A\ntitel: B", {"title": "C"}, "duplicate-key"),
    "a key twice in a handling": ("title: A\nhandlings: [{body: a, body: b}]", {"title": "C"}, "duplicate-key"),
    "broken YAML": ("title: [A", {"title": "C"}, "unpaired"),
    "a list for a map": ("- a", {"title": "C"}, "not-a-map"),
    "words for handlings": ("title: A\nhandlings: [x]", {"handlings[0].body": "kb"}, None),
    "a map for a value": ("title: A\naccess: {title: open}", {"access": "closed"}, None),
    "a map for words": ("title: A\ntopics: [{a: b}]", {"topics": ["c"]}, None),
    "a comment between brackets": ("title: A\ntopics: [a, # om a\n  b]", {"topics": ["b"]}, None),
    "one handling without a dash": ("title: A\nhandlings:\n  body: kb", {"handlings[1].body": "x"}, None),
    "a tag before a block": ("title: !!str |\n  A", {"title": "B"}, None),
    "all of an entry": ("title: A\nhandlings:\n- body: kb", {"handlings[0].body": None}, None),
}


@pytest.mark.parametrize("name", UNSAFE)
def test_what_cannot_be_changed_safely_is_left_alone_and_told(name: str) -> None:
    front, changes, code = UNSAFE[name]
    with pytest.raises(Unsafe) as caught:
        amend(f"---\n{front}\n---\n", Case, changes)
    found = caught.value.finding
    assert (found and found.code) == code


@pytest.mark.parametrize("text", ["", "Tekst.\n", "---\ntitle: A\n", "---\ntitle: A\x07\n---\n"])
def test_a_file_without_front_matter_is_told(text: str) -> None:
    with pytest.raises(Unsafe):
        says(text, Case)


def test_an_unknown_key_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError):
        amend(EXAMPLE, Case, {"titel": "A"})


@pytest.mark.parametrize(
    "file", sorted([*CONTENT.glob("*/cases/*/*.md"), *SHOWCASE.glob("*/cases/*/*.md")]), ids=lambda file: file.stem
)
def test_every_case_there_is(file: Any) -> None:
    text = file.read_bytes().decode("utf-8")
    said = says(text, Case)
    words = {key.name: said[key.name] for key in CASE_KEYS if isinstance(said.get(key.name), (str, list))}
    assert amend(text, Case, words) == text
    made = amend(text, Case, {"title": "En anden: titel"}).splitlines()
    assert [(a, b) for a, b in zip(text.splitlines(), made, strict=True) if a != b] == [
        (next(line for line in text.splitlines() if line.startswith(("title:", "titel:"))), "title: 'En anden: titel'")
    ]
    assert reading(amend(text, Case, {"access": "closed"})).record.access == ALL_CLOSED


# --- maps, and entries between others ---------------------------------------------------------------------------

MAPPED = """---
titel: x
behandlinger:
# den første
- organ: kb
  dato: 2024-04-09
  stemmer: majority
  fraværende: [Else]
  inhabile:
  - Bo # inhabil
- organ: tmu
  dato: 2024-05-09
  stemmer: {resultat: majority}
kilde:
  titel: a
  # om summen
  sha256: 12
---
x
"""
MAPS: dict[str, tuple[dict[str, Value], str, str]] = {
    "a new map": ({"hearing.from": "2024-01-01"}, "kilde:\n", "høring:\n  fra: 2024-01-01\nkilde:\n"),
    "a key of a map": ({"source.url": "https://a.dk/"}, "  titel: a\n", "  titel: a\n  adresse: https://a.dk/\n"),
    "a key of a map goes": ({"source.title": None}, "  titel: a\n", ""),
    "between brackets": ({"handlings[1].votes.for": ["A"]}, "majority}", "majority, for: [A]}"),
    "words become a map": (
        {"handlings[0].votes.against": ["A"]},
        "  stemmer: majority\n",
        "  stemmer:\n    resultat: majority\n    imod:\n    - A\n",
    ),
    "an entry of words becomes a map": (
        {"handlings[0].recused[0].party": "A"},
        "  - Bo # inhabil\n",
        "  - navn: Bo # inhabil\n    parti: A\n",
    ),
    "between brackets too": (
        {"handlings[0].absent[0].party": "A"},
        "[Else]",
        "[{navn: Else, parti: A}]",
    ),
    "an entry before the first": (
        {"handlings[+0]": [{"body": "a", "votes": {"result": "unanimous", "for": ["A", "B"]}}]},
        "- organ: kb\n",
        "- organ: a\n  stemmer:\n    resultat: enstemmigt\n    for:\n    - A\n    - B\n- organ: kb\n",
    ),
    "entries between two": (
        {"handlings[+1]": [{"body": "a"}, {"body": "b"}]},
        "- organ: tmu\n",
        "- organ: a\n- organ: b\n- organ: tmu\n",
    ),
    "entries at the end": (
        {"handlings[+2]": [{"body": "a"}], "handlings[2]": {"body": "b", "absent": [{"name": "Bo"}]}},
        "kilde:\n",
        "- organ: a\n- organ: b\n  fraværende:\n  - navn: Bo\nkilde:\n",
    ),
    "the first key of a map gives way to another": (
        {"source.title": None, "source.sha256": None, "source.url": "https://a.dk/"},
        "  titel: a\n  # om summen\n  sha256: 12\n",
        "  adresse: https://a.dk/\n  # om summen\n",
    ),
    "the whole map goes": ({"source": None}, "kilde:\n  titel: a\n  # om summen\n  sha256: 12\n", ""),
    "all keys of a map go": (
        {"source.title": None, "source.sha256": ""},
        "kilde:\n  titel: a\n  # om summen\n  sha256: 12\n",
        "",
    ),
}


@pytest.mark.parametrize("name", MAPS)
def test_maps_are_changed_key_by_key(name: str) -> None:
    changes, old, new = MAPS[name]
    assert MAPPED.count(old) == 1
    made = amend(MAPPED, Case, changes)
    votes = "enstemmigt" if "enstemmigt" in new and "enstemmigt" in made else "unanimous"
    assert made == MAPPED.replace(old, new.replace("enstemmigt", votes))


@pytest.mark.parametrize(
    "changes",
    [
        {"handlings[0].votes.against": ["A"], "handlings[0].access.title": "open"},
        {"access.title": "open"},
    ],
)
def test_a_word_that_stands_for_a_whole_map_is_not_made_one(changes: dict[str, Value]) -> None:
    text = MAPPED.replace("  stemmer: majority", "  adgang: lukket").replace("titel: x", "titel: x\nadgang: åben")
    with pytest.raises(Unsafe):
        amend(text, Case, changes)


@given(st.dictionaries(st.sampled_from(["title", "summary", "case_number"]), WORDS.map(lambda w: " ".join(w.split()))))
def test_a_new_file_says_what_was_meant(values: dict[str, str]) -> None:
    values = {name: value for name, value in {**values, "title": "Ny sti"}.items() if value}
    for danish in (False, True):
        made = compose(values, Case, Writer(danish, danish, 0), "## A\n\n---\nb")
        assert {n: unicodedata.normalize("NFC", v).strip() for n, v in values.items()} == says(made, Case)
        assert made.endswith("\n---\n## A\n\n---\nb\n")
