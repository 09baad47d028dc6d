"""Drafts of a case as sources give them, and what editors do to files: for the laws of the import."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from builder.importers.drafts import Draft
from builder.model.records import Case
from builder.model.values import Kind, Outcome, Role
from builder.schema.amend import amend

PATH = "havneby/cases/2024/ny-sti.md"
WORDS = st.sampled_from(
    [
        "Ny sti",
        "no",
        "12.30",
        "Godkendt: som indstillet",
        "# ti",
        "a; b og c",
        'Åse\'s "sti"',
        "- x",
        "æøå",
        "2024-01-01",
    ]
) | st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=12).map(
    lambda each: " ".join(each.split())
).filter(lambda each: bool(each.strip("\u00ad\u200b\u200c\u200d\u2060\ufeff \u0085")))
TEXTS = WORDS | st.lists(WORDS, min_size=2, max_size=3).map("\n".join)
BODIES = ["tmu", "oeu", "kb"]
DAYS = ["2024-03-01", "2024-04-09", "2024-05-07"]


def maps(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Maps with any of the keys."""
    return st.fixed_dictionaries({}, optional=keys)


PEOPLE = st.lists(
    st.fixed_dictionaries({"name": st.sampled_from(["Else", "Bo", "Ib"])}, optional={"party": st.sampled_from("AVO")}),
    max_size=2,
    unique_by=lambda each: each["name"],
)
HANDLINGS = st.lists(
    st.fixed_dictionaries(
        {"body": st.sampled_from(BODIES), "date": st.sampled_from(DAYS)},
        optional={
            "item": st.sampled_from(["5", "5a", "12"]),
            "role": st.sampled_from([each.value for each in Role]),
            "outcome": st.lists(st.sampled_from([each.value for each in Outcome]), min_size=1, max_size=2, unique=True),
            "phrase": WORDS,
            "decision": TEXTS,
            "votes": maps(result=st.sampled_from(["unanimous", "majority"]), against=st.lists(WORDS, max_size=2)),
            "absent": PEOPLE,
        },
    ),
    max_size=3,
    unique_by=lambda each: (each["body"], each["date"]),
).map(lambda each: sorted(each, key=lambda one: one["date"]))
VALUES = st.fixed_dictionaries(
    {"id": st.just("k7f3q9zt"), "title": WORDS},
    optional={
        "case_number": st.sampled_from(["24/1234", "1-00-14-22", "23/9"]),
        "summary": WORDS,
        "topics": st.lists(WORDS, max_size=3, unique_by=lambda each: " ".join(each.split())),
        "amounts": st.lists(
            st.fixed_dictionaries({"amount": st.sampled_from(["100", "2400000"])}, optional={"for": WORDS}), max_size=1
        ),
        "handlings": HANDLINGS,
        "attachments": st.lists(
            st.fixed_dictionaries({"title": WORDS}, optional={"number": st.sampled_from(["1/24", "2/24"])}),
            max_size=2,
            unique_by=(lambda each: each["title"], lambda each: each.get("number", each["title"])),
        ),
        "source": maps(title=WORDS, sha256=st.sampled_from(["aa", "bb"])),
    },
)
SECTIONS = st.dictionaries(
    st.sampled_from(["Sagsfremstilling", "Indstilling", "Økonomi"]), TEXTS.map(lambda t: f"> {t}")
)


def body_of(sections: Mapping[str, str]) -> str:
    return "\n\n".join(f"## {name}\n\n{text.splitlines()[0]}" for name, text in sections.items())


def drafts(source: str = "minutes:havneby/kb/2024-04-09") -> st.SearchStrategy[Draft]:
    """Drafts of one case."""
    return st.builds(
        lambda values, sections: Draft(PATH, Kind.CASE, source, values, body_of(sections), owns=True), VALUES, SECTIONS
    )


@st.composite
def edits(draw: Any, text: str, said: Mapping[str, Any]) -> str:
    """A file after an editor had it: values, entries, comments, sections other than they were."""
    changes: dict[str, Any] = {}
    for name in draw(st.sets(st.sampled_from(["title", "summary", "case_number", "kle"]), max_size=3)):
        changes[name] = draw(WORDS) if name == "title" else draw(st.none() | WORDS)
    if draw(st.booleans()):
        changes["topics"] = draw(st.lists(WORDS, max_size=3))
    for number, _ in enumerate(said.get("handlings", [])):
        what = draw(st.integers(0, 4))
        if what == 0:
            changes[f"handlings[{number}]"] = None
        elif what == 1:
            changes[f"handlings[{number}].phrase"] = draw(st.none() | WORDS)
        elif what == 2:
            changes[f"handlings[{number}].date"] = "2020-01-01"
        elif what == 3:
            changes[f"handlings[{number}].outcome"] = draw(st.sampled_from([None, "approved", "noted"]))
    if said.get("handlings") and draw(st.booleans()):
        changes["handlings[+0]"] = [{"body": draw(st.sampled_from(BODIES)), "date": draw(st.sampled_from(DAYS))}]
    made = amend(text, Case, changes)
    if draw(st.booleans()):
        made = made.replace(
            "## Sagsfremstilling", draw(st.sampled_from(["## Fremstilling", "rettet\n\n## Sagsfremstilling"]))
        )
    if draw(st.booleans()):
        made = made.replace("\n", "\n# redaktørens\n", 1) + draw(st.sampled_from(["", "mere\n", "\n## Nyt\n\nher"]))
    return made.replace("\n", "\r\n") if draw(st.booleans()) else made


def archive(folder: Path) -> Path:
    """An empty archive."""
    for name, text in {
        "_index.md": "---\ntitle: Prøve\n---\n",
        "havneby/_index.md": "---\nname: Havneby\n---\n",
        **{f"havneby/bodies/{each}.md": f"---\nname: {each}\n---\n" for each in BODIES},
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def all_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, hidden ones too."""
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in folder.rglob("*") if each.is_file()}
