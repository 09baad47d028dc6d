"""How the matter of the search is cut: every page in one part, and an edit in one part only."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from builder.model.findable import CASE_WEIGHT, Entry
from builder.search.cutting import LARGEST, Part, parts

DAYS = st.just("") | st.dates().map(str) | st.dates().map(lambda day: f"2024-{day:%m-%d}")
ENTRIES = st.dictionaries(st.integers(0, 10_000), DAYS, max_size=60).map(
    lambda days: [
        (f"/sager/{number}/", Entry(f"Sag {number}", "Sag", day, (), (), (), "")) for number, day in days.items()
    ]
)
SMALL = 6


def keys(entries: list[tuple[str, Entry]]) -> set[str]:
    return {part.key for part in parts(entries, "da", SMALL)}


@given(ENTRIES)
def test_every_page_is_in_one_part_and_none_is_too_large(entries: list[tuple[str, Entry]]) -> None:
    found = parts(entries, "da", SMALL)
    assert sorted(path for part in found for path, _ in part.entries) == sorted(path for path, _ in entries)
    assert all(1 <= len(part.entries) <= SMALL for part in found)
    assert len({part.name for part in found}) == len(found)


@given(ENTRIES, st.randoms())
def test_parts_do_not_hang_on_the_order_in_which_pages_come(entries: list[tuple[str, Entry]], random: object) -> None:
    shuffled = list(entries)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert parts(shuffled, "da", SMALL) == parts(entries, "da", SMALL)


@given(ENTRIES, st.data())
def test_what_is_changed_on_a_page_changes_one_part(entries: list[tuple[str, Entry]], data: st.DataObject) -> None:
    if not entries:
        return
    number = data.draw(st.integers(0, len(entries) - 1))
    path, entry = entries[number]
    edited = [*entries[:number], (path, replace(entry, texts=("Andet",))), *entries[number + 1 :]]
    assert len(keys(entries) - keys(edited)) == 1
    assert len(keys(edited) - keys(entries)) == 1


@given(ENTRIES, DAYS)
def test_a_page_that_comes_or_goes_touches_one_part(entries: list[tuple[str, Entry]], day: str) -> None:
    """The part may be cut in several when it becomes too large; all others stay."""
    more = [*entries, ("/sager/ny/", Entry("Ny", "Sag", day, (), (), (), ""))]
    assert len(keys(entries) - keys(more)) <= 1
    touched = [part for part in parts(more, "da", SMALL) if part.key not in keys(entries)]
    before = {part.name for part in parts(entries, "da", SMALL)}
    if len(touched) == 1:
        assert len(before - {part.name for part in parts(more, "da", SMALL)}) <= 1
    else:
        gone = before - {part.name for part in parts(more, "da", SMALL)}
        assert all(part.name.startswith(next(iter(gone))) for part in touched)


def test_a_small_archive_is_one_part() -> None:
    entries = [(f"/{number}/", Entry("Side", "Sag", "", (), (), (), "")) for number in range(LARGEST)]
    assert [part.name for part in parts(entries, "da")] == [""]
    assert len(parts([*entries, ("/ny/", entries[0][1])], "da")) > 1
    assert parts([], "da") == ()


def test_cases_come_first_and_the_newest_of_them() -> None:
    old, new = (Entry("Sag", "Sag", day, (), (), (), "", weight=CASE_WEIGHT) for day in ("2023-01-01", "2024-01-01"))
    body = Entry("Byrådet", "Udvalg", "", (), (), (), "")
    (part,) = parts([("/kb/", body), ("/b/", old), ("/c/", new), ("/a/", old)], "da")
    assert [path for path, _ in part.entries] == ["/c/", "/a/", "/b/", "/kb/"]


def test_a_part_is_known_by_all_that_goes_into_it() -> None:
    entry = Entry("Sag", "Sag", "2024-01-01", (), (), (), "")
    one = Part("", "da", (("/a/", entry),))
    others = [
        replace(one, language="en"),
        replace(one, entries=(("/b/", entry),)),
        *(
            replace(one, entries=(("/a/", replace(entry, **{name: value})),))
            for name, value in [
                ("title", "Andet"),
                ("day", "2024-01-02"),
                ("body", "0" * 64),
                ("scanned", True),
                ("weight", 2.0),
                ("attached", (("Bilag", "0" * 64),)),
                ("filters", (("topic", "Trafik"),)),
            ]
        ),
    ]
    assert len({one.key, *(each.key for each in others)}) == len(others) + 1
    assert replace(one, name="andet").key == one.key
