"""Indexes of parts joined to one, as Pagefind would have made it of all pages at once.

So a search weighs words over the whole archive, counts, filters and orders by day over all of it, and fetches no more
than it would from one index; `tests/test_joining.py` holds the two against each other. Only what Pagefind does takes
time and memory, and that is done part by part.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any

import cbor2

from builder.search.packing import ENTRY, Column, Fragment, Packed, Places, head, named, read, written

_FULL = (
    40_000  # bytes of a file of words before it is compressed to some 18,000, which is what each word asked for costs
)
_LAST_SIGN = "\U0010ffff"  # comes after every sign
_SORT = "date"
Chunk = tuple[str, bytes]  # the name of a file of words, and its content before it is compressed


class Joined:
    """The index of several parts.

    Args:
        parts: the indexes, in the order of their names.
        days: of each part's pages, the day by which a search sorts them.
        client: the files of an index of any page in this language, which are the same for all, and their meta file.
        before: the index as it was joined last: only words that stand elsewhere now are joined anew. It is used up.
    """

    def __init__(
        self,
        parts: Sequence[Packed],
        days: Sequence[Sequence[str]],
        client: Mapping[str, bytes],
        before: Joined | None = None,
    ) -> None:
        self._parts = parts
        self._days = days
        self._client = client
        self._starts = [0, *accumulate(len(part.fragments) for part in parts)]
        self._told: dict[str, bytes] = {}
        self._counts: Counter[str] | None = None
        self._moved = self._taken_over(before) if before else None
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

    def chunks(self, *, keep: bool = False) -> Iterator[tuple[Chunk, str, str]]:
        """The files of words, each with the first word in it and the last.

        Args:
            keep: whether what is joined is kept, so that another index can be made from this one.
        """
        size, words, data = 0, [], []
        for word, told in self._joined(keep=keep):
            words.append(word)
            data.append(told)
            size += len(told)
            if size >= _FULL:
                yield self._chunk(data), words[0], words[-1]
                size, words, data = 0, [], []
        if words:
            yield self._chunk(data), words[0], words[-1]

    def _joined(self, *, keep: bool) -> Iterator[tuple[str, bytes]]:
        """Every word in order, and where it stands, as CBOR."""
        places, forms = _Places(self._starts), self._forms()
        for start, part in zip(self._starts, self._parts, strict=False):
            places.add(start, part.words, self._moved)
        for word in sorted(places.rows.keys() | self._told.keys()):
            rows = places.rows.pop(word, None)
            told = self._word(word, places.joined(rows), forms[word]) if rows else self._told[word]
            if keep:
                self._told[word] = told
            yield word, told

    @staticmethod
    def _word(word: str, places: bytes, forms: Mapping[str, _Places]) -> bytes:
        told = [b"\x83", _text(word), places, head(0x80, len(forms))]
        for form, found in sorted(forms.items()):
            told += [b"\x82", _text(form), found.joined(found.rows[form])]
        return b"".join(told)

    def _taken_over(self, before: Joined) -> set[str] | None:
        """The words to be joined anew, None for all; what is known of the others is taken over."""
        if before._starts != self._starts or not before._told:
            return None  # pages have other numbers
        moved: set[str] = set()
        for old, new in zip(before._parts, self._parts, strict=True):
            if old is not new:
                moved |= old.words.differing(new.words)
                if before._counts is not None:
                    before._counts.subtract(old.counts)
                    before._counts.update(new.counts)
        self._counts, before._counts = before._counts, None
        self._told, before._told = before._told, {}
        for word in moved:
            self._told.pop(word, None)
        return moved

    def _forms(self) -> Mapping[str, Mapping[str, _Places]]:
        """The other spellings of words, and where those stand."""
        found: dict[str, dict[str, _Places]] = defaultdict(dict)
        for start, part in zip(self._starts, self._parts, strict=False):
            for word, forms in part.words.forms.items():
                if self._moved is not None and word not in self._moved:
                    continue
                for form, places in forms:
                    found[word].setdefault(form, _Places(self._starts)).append(start, form, places)
        return found

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
        if self._counts is None:
            self._counts = Counter()
            for part in self._parts:
                self._counts.update(part.counts)
        return +self._counts

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


class _Places:
    """Where words stand in all parts: a row for each word of each part, so that a word is joined in few steps."""

    def __init__(self, starts: Sequence[int]) -> None:
        self.rows: dict[str, list[int]] = defaultdict(list)
        self._counts, self._firsts, self._lasts = array("I"), array("I"), array("I")
        self._data: list[bytes] = []
        self._steps = _steps(starts[-1])

    def add(self, start: int, column: Column, wanted: Container[str] | None = None) -> None:
        """Take the words of a part, the next in order, whose pages begin with a number; of all, or of those wanted."""
        words, counts, firsts, lasts, data = column.apart(wanted)
        rows = self.rows
        for number, word in enumerate(words, len(self._data)):
            rows[word].append(number)
        self._counts.extend(counts)
        self._firsts.extend(map(start.__add__, firsts))
        self._lasts.extend(map(start.__add__, lasts))
        self._data += data

    def append(self, start: int, word: str, places: Places) -> None:
        """Take one word of a part."""
        count, first, last, data = places
        self.rows[word].append(len(self._data))
        self._counts.append(count)
        self._firsts.append(start + first)
        self._lasts.append(start + last)
        self._data.append(data)

    def joined(self, rows: list[int]) -> bytes:
        """The places of a word as CBOR; the first page of a part counts on from the last one before."""
        told, count, last = [b""], 0, 0
        for row in rows:
            if self._counts[row]:
                told += (self._steps[self._firsts[row] - last], self._data[row])
                count += self._counts[row]
                last = self._lasts[row]
        told[0] = head(0x80, count)
        return b"".join(told)


@lru_cache(maxsize=1)
def _steps(pages: int) -> list[bytes]:
    """How the places on a page begin, by how many pages it comes after the one before."""
    return [b"\x83" + head(0, number) for number in range(pages + 1)]


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
