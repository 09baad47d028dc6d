"""Indexes of parts joined to one, as Pagefind would have made it of all pages at once.

So a search weighs words over the whole archive, counts, filters and orders by day over all of it, and fetches no more
than it would from one index; `tests/test_joining.py` holds the two against each other. Only what Pagefind does takes
time and memory, and that is done part by part.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from heapq import merge
from itertools import accumulate, groupby
from operator import itemgetter
from typing import Any

import cbor2

from builder.search.packing import ENTRY, Fragment, Packed, Places, head, named, read, written

_FULL = 56_000  # bytes of a file of words before it is compressed: as large as those that Pagefind makes
_LAST_SIGN = "\U0010ffff"  # comes after every sign
_SORT = "date"
Row = tuple[str, int, Places]  # a word, the number of a part, and where it stands there
Chunk = tuple[str, bytes]  # the name of a file of words, and its content before it is compressed


class Joined:
    """The index of several parts.

    Args:
        parts: the indexes, in the order of their names.
        days: of each part's pages, the day by which a search sorts them.
        client: the files of an index of any page in this language, which are the same for all, and their meta file.
    """

    def __init__(self, parts: Sequence[Packed], days: Sequence[Sequence[str]], client: Mapping[str, bytes]) -> None:
        self._parts = parts
        self._days = days
        self._client = client
        self._starts = [0, *accumulate(len(part.fragments) for part in parts)]
        entry = json.loads(client[ENTRY])
        self._language = next(iter(entry["languages"]))
        self.fragments = tuple(self._fragments())
        """For each page the name of its file, the number of its part, and what the part knows of it."""

    def _fragments(self) -> Iterator[tuple[str, int, Fragment]]:
        """Pagefind names fragments by the beginning of their digest, which two parts may do alike."""
        taken: set[str] = set()
        for number, part in enumerate(self._parts):
            for fragment in part.fragments:
                name = fragment.name
                if name in taken:
                    name += fragment.sha256
                taken.add(name)
                yield name, number, fragment

    def chunks(self) -> Iterator[tuple[Chunk, str, str]]:
        """The files of words, each with the first word in it and the last."""
        size, words, data = 0, [], []
        rows = (self._rows(number) for number in range(len(self._parts)))
        for word, found in groupby(merge(*rows), itemgetter(0)):
            words.append(word)
            data.append(self._word(word, list(found)))
            size += len(data[-1])
            if size >= _FULL:
                yield self._chunk(data), words[0], words[-1]
                size, words, data = 0, [], []
        if words:
            yield self._chunk(data), words[0], words[-1]

    def _rows(self, number: int) -> Iterator[Row]:
        for word, places in self._parts[number].words:
            yield word, number, places

    def _word(self, word: str, found: list[Row]) -> bytes:
        """What a file of words holds of a word."""
        spelt: dict[str, list[Row]] = {}
        for _, number, _ in found:
            for form, places in self._parts[number].words.forms.get(word, ()):
                spelt.setdefault(form, []).append((form, number, places))
        told = [b"\x83", _text(word), self._places(found), head(0x80, len(spelt))]
        for form, each in sorted(spelt.items()):
            told += [b"\x82", _text(form), self._places(each)]
        return b"".join(told)

    def _places(self, found: list[Row]) -> bytes:
        """The places of a word in all parts as CBOR; the first page of a part counts on from the last."""
        count = last = 0
        told: list[bytes] = []
        for _, number, (pages, first, end, data) in found:
            if pages:
                start = self._starts[number]
                told += (b"\x83", head(0, start + first - last), data)
                count += pages
                last = start + end
        return head(0x80, count) + b"".join(told)

    def _chunk(self, words: list[bytes]) -> Chunk:
        data = b"\x81" + head(0x80, len(words)) + b"".join(words)
        return f"index/{named(self._language, data, 10)}.pf_index", data

    def others(self, chunks: Sequence[tuple[str, str, str]]) -> dict[str, bytes]:
        """All other files but the fragments, by their path.

        Args:
            chunks: the path, the first word and the last word of each file of words.
        """
        files = {name: data for name, data in self._client.items() if name.startswith(("pagefind", "wasm"))}
        entry = json.loads(files.pop(ENTRY))
        language = entry["languages"][self._language]
        version = read(files.pop(f"pagefind.{language['hash']}.pf_meta"))[0]
        filters = []
        for name, values in self._filters().items():
            data = cbor2.dumps([name, list(values.items())])
            filters.append([name, named(self._language, data, 7)])
            files[f"filter/{filters[-1][1]}.pf_filter"] = written(data)
        pages = [[name, fragment.words] for name, _, fragment in self.fragments]
        sorts = [[_SORT, self._by_day()]]
        fields = list(self._parts[0].fields)
        meta = cbor2.dumps([version, pages, _ranges(chunks), filters, sorts, fields])
        language |= {"hash": named(self._language, meta, 10), "page_count": len(pages)}
        files[f"pagefind.{language['hash']}.pf_meta"] = written(meta)
        files[ENTRY] = json.dumps(entry, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
        return files

    def counts(self) -> Counter[str]:
        """On how many pages each word stands, as the pages have it."""
        found: Counter[str] = Counter()
        for part in self._parts:
            found.update(part.counts)
        return found

    def _filters(self) -> dict[str, dict[str, list[int]]]:
        found: dict[str, dict[str, list[int]]] = {}
        for start, part in zip(self._starts, self._parts, strict=False):
            for name, values in part.filters.items():
                for value, pages in values.items():
                    found.setdefault(name, {}).setdefault(value, []).extend(start + page for page in pages)
        return {name: dict(sorted(values.items())) for name, values in sorted(found.items())}

    def _by_day(self) -> list[int]:
        """The pages from the oldest day to the newest; it is read backwards, so those of one day stand so too."""
        days = [day for part in self._days for day in part]
        return sorted(range(len(days) - 1, -1, -1), key=days.__getitem__)


def _text(word: str) -> bytes:
    data = word.encode()
    return head(0x60, len(data)) + data


def _ranges(chunks: Sequence[tuple[str, str, str]]) -> list[list[Any]]:
    """The files of words, and from where to where a word that is asked for is looked up in each.

    A file begins with the beginning of its first word that tells it from the last before it, so that it is found by
    the beginnings of its words, and ends just before the next. Pagefind leaves gaps, into which inflected forms fall:
    the file that ends in `værested` would not be asked for `værestederne`.
    """
    found = [
        [first, last + _LAST_SIGN, path.rpartition("/")[2].removesuffix(".pf_index")] for path, first, last in chunks
    ]
    for (_, _, last), before, after in zip(chunks, found, found[1:], strict=False):
        after[0] = after[0][: _shared(last, after[0]) + 1]
        sign = ord(after[0][-1])
        before[1] = after[0][:-1] + chr(0xD7FF if sign == 0xE000 else sign - 1) + _LAST_SIGN
    return found


def _shared(one: str, other: str) -> int:
    """How many signs two words begin with alike."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
