"""Parts joined to one index, held against the one that Pagefind makes of all pages at once."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import cbor2
import pytest

from builder import search
from builder.model.findable import Entry
from builder.search.packing import ENTRY, SIGNATURE, Column, head, pack, read

TEXT = """
sag udvalg råd møde mødet møder bøger bog åben aaben værested værestedet vaerested hjemmesygepleje kommune kommunens
kommuner økonomi oekonomi lokalplan cykelsti cykelstien Ærø Øland Århus 24/1234 2.912.000 42 café cafe naïve Þór Łódź
東京 og det at er i
"""
WORDS = TEXT.split()
TONGUE = search.Tongue("da", ({}, {}))  # what is found in a dictionary is no matter here


def pages(seed: int, count: int) -> list[tuple[str, Entry]]:
    """Pages of few words, so that each stands on many of them; some are long, some have no day or no names."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        text = " ".join(chance.choices(WORDS, k=chance.choice((3, 40, 400))))
        day = chance.choice(("", f"20{chance.randint(10, 25)}-0{chance.randint(1, 9)}-11"))
        filters = tuple(("topic", each) for each in chance.sample(("Trafik", "Ældre", "Æstetik"), chance.randint(0, 2)))
        meta = (("status", "Åben"), ("body", chance.choice(WORDS))) if day else ()
        names = (chance.choice(WORDS),) if chance.random() < 0.3 else ()
        entry = Entry(f"Sag {number} {chance.choice(WORDS)}", "Sag", day, meta, filters, (text,), "", names=names)
        found.append((f"/sager/{chance.randint(0, 9)}/{number}/", entry))
    return found


def files_of(parts: tuple[search.Part, ...], folder: Path) -> dict[str, bytes]:
    """The files of parts that are indexed apart and joined."""
    made = []
    for number, part in enumerate(parts):
        made.append(search.index(part, lambda _: "", TONGUE, folder / str(number)))
    days = [[entry.day or search.NO_DAY for _, entry in part.entries] for part in parts]
    joined = search.Joined([packed for packed, _ in made], days, search.client("da", folder / "client"))
    chunks = list(joined.chunks())
    files = joined.others([(path, first, last) for (path, _), first, last in chunks])
    files |= {path: search.written(data) for (path, data), _, _ in chunks}
    return files | {f"fragment/{name}.pf_fragment": made[at][1][each.name] for name, at, each in joined.fragments}


@pytest.mark.parametrize("way", ["reworded", "one more page"])
def test_what_is_joined_from_the_index_before_is_the_same(way: str, tmp_path: Path) -> None:
    """Where only words moved the others are taken over; where pages have other numbers, none."""
    parts = [search.Part(str(number), "da", tuple(pages(number, 12))) for number in range(4)]
    path, entry = parts[1].entries[5]
    new = (path, replace(entry, texts=("papegøje værestedets", *entry.texts)))
    more = (new, (f"{path}ny/", entry)) if way == "one more page" else (new,)
    edited = replace(parts[1], entries=(*parts[1].entries[:5], *more, *parts[1].entries[6:]))
    packed = {
        part: search.index(part, lambda _: "", TONGUE, tmp_path / str(at))[0]
        for at, part in enumerate([*parts, edited])
    }
    client = search.client("da", tmp_path / "client")

    def joined(inside: list[search.Part], before: search.Joined | None = None) -> search.Joined:
        days = [[entry.day or search.NO_DAY for _, entry in part.entries] for part in inside]
        return search.Joined([packed[part] for part in inside], days, client, before)

    later = [parts[0], edited, *parts[2:]]
    first, clean = joined(parts), joined(later)
    before = list(first.chunks(keep=True))
    assert first.counts()["møder"] > 0
    again = joined(later, first)
    assert again.counts() == clean.counts()
    assert again.counts()["papegøje"] == 1
    found, expected = list(again.chunks(keep=True)), list(clean.chunks())
    assert found == expected != before
    ranges = [(name, first, last) for (name, _), first, last in found]
    assert again.others(ranges) == clean.others(ranges)
    back = joined(parts, again)
    assert "papegøje" not in back.counts()
    assert list(back.chunks()) == before


def meaning(files: Mapping[str, bytes]) -> dict[str, Any]:
    """What an index says, whatever its pages and files are called."""
    entry = json.loads(files[ENTRY])
    version, found, chunks, filters, sorts, fields = read(files[f"pagefind.{entry['languages']['da']['hash']}.pf_meta"])
    shown = [
        json.loads(gzip.decompress(files[f"fragment/{name}.pf_fragment"]).removeprefix(SIGNATURE)) for name, _ in found
    ]
    urls = [each["url"] for each in shown]

    def places(rows: list[Any]) -> dict[str, Any]:
        page, told = 0, {}
        for on, text, meta in rows:
            page += on
            told[urls[page]] = (text, [fields[-1 - each] if each < 0 else each for each in meta])
        return told

    words = {
        word: (places(rows), {form: places(each) for form, each in forms})
        for _, _, name in chunks
        for word, rows, forms in read(files[f"index/{name}.pf_index"])[0]
    }
    days = [each["meta"].get("date", "") for each in shown]
    return {
        "version": version,
        "pages": {url: (words, each) for url, (_, words), each in zip(urls, found, shown, strict=True)},
        "words": words,
        "filters": {
            name: {
                value: sorted(urls[page] for page in pages)
                for value, pages in read(files[f"filter/{file}.pf_filter"])[1]
            }
            for name, file in filters
        },
        "sorts": [(name, [days[page] for page in order]) for name, order in sorts],
        "client": {name: files[name] for name in ("pagefind.js", "wasm.da.pagefind")},
        "entry": {**entry, "languages": {"da": {**entry["languages"]["da"], "hash": ""}}},
    }


@pytest.mark.parametrize(("seed", "count", "largest"), [(1, 40, 7), (2, 90, 25), (3, 12, 12), (4, 5, 1)])
def test_parts_say_what_one_index_says(seed: int, count: int, largest: int, tmp_path: Path) -> None:
    everything = pages(seed, count)
    parts = search.parts(everything, "da", largest)
    joined = meaning(files_of(parts, tmp_path / "parts"))
    (whole,) = search.parts(everything, "da", count)
    assert joined == meaning(search.plain(whole, lambda _: "", TONGUE, tmp_path / "whole"))
    assert any(forms for _, forms in joined["words"].values())  # spellings of a stem were among them
    assert len(joined["words"]) > 30


def test_the_client_looks_for_a_word_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It fetches the first file of words between whose first and last word the one asked for comes."""
    monkeypatch.setattr("builder.search.joining._FULL", 300)
    files = files_of(search.parts(pages(5, 60), "da", 11), tmp_path)
    meta = json.loads(files[ENTRY])["languages"]["da"]["hash"]
    chunks = read(files[f"pagefind.{meta}.pf_meta"])[2]
    assert len(chunks) > 20
    for (_, end, _), (start, _, _) in pairwise(chunks):
        assert end < start
        assert end >= start[:-1] + chr(ord(start[-1]) - 1)  # no word that is asked for falls between two
    for _, _, name in chunks:
        for word, _, _ in read(files[f"index/{name}.pf_index"])[0]:
            assert next(file for first, last, file in chunks if first <= word <= last) == name


def test_pages_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """Pagefind names what is shown of a page by 28 bits of its digest, which two parts may do alike."""
    (part,) = search.parts(pages(6, 3), "da")
    packed, _ = search.index(part, lambda _: "", TONGUE, tmp_path / "part")
    days = [[entry.day or search.NO_DAY for _, entry in part.entries]]
    joined = search.Joined([packed, packed], days * 2, search.client("da", tmp_path / "client"))
    assert len({name for name, _, _ in joined.fragments}) == 6


def test_an_index_of_another_form_is_not_believed(tmp_path: Path) -> None:
    (part,) = search.parts(pages(7, 9), "da")
    files = search.plain(part, lambda _: "", TONGUE, tmp_path)
    paths = [path for path, _ in part.entries]
    assert pack(files, paths, search.FIELDS, {})
    (meta,) = [name for name in files if name.endswith(".pf_meta")]
    value = read(files[meta])
    wrong = [
        {meta: b"nothing"},
        {meta: search.written(cbor2.dumps(value[:5]))},
        {meta: search.written(cbor2.dumps([*value[:5], ["unheard_of"]]))},
        {meta: search.written(cbor2.dumps([value[0], value[1][:-1], *value[2:]]))},
        {ENTRY: b"{}"},
        {next(name for name in files if name.startswith("index/")): gzip.compress(b"something else")},
    ]
    for each in wrong:
        with pytest.raises(search.Unreadable):
            pack({**files, **each}, paths, search.FIELDS, {})


@pytest.mark.parametrize("number", [0, 23, 24, 255, 256, 9_999, 65_535, 65_536, 1_000_000])
@pytest.mark.parametrize("kind", [0x00, 0x60, 0x80])
def test_the_first_bytes_of_a_value_are_those_of_cbor(number: int, kind: int) -> None:
    assert head(0x00, number) == cbor2.dumps(number)
    assert head(kind, number)[0] & 0xE0 == kind
    assert head(kind, number)[1:] == cbor2.dumps(number)[1:]


def test_words_that_lie_close_together_come_apart_again() -> None:
    words = {
        "å": ((2, 0, 5, b"xy"), ()),
        "bog": ((0, 0, 0, b""), (("bóg", (1, 3, 3, b"z")),)),
        "a": ((1, 7, 7, b""), ()),
    }
    column = Column.of(words)
    there, *numbers, data = column.apart()
    assert dict(zip(there, zip(*numbers, data, strict=True), strict=True)) == {word: words[word][0] for word in words}
    assert there == sorted(words)
    assert column.forms == {"bog": words["bog"][1]}
    assert Column.of({}).apart() == ([], [], [], [], [])
