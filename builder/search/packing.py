"""An index that Pagefind made of some pages, taken apart so that it can be joined with others.

A file of an index is gzip around `pagefind_dcd` and CBOR. The meta file is [version, [[fragment, words of the page],
...], [[first word, last word, file], ...], [[filter, file], ...], [[sort, [page, ...]], ...], [meta field, ...]]; a
filter is [name, [[value, [page, ...]], ...]]; a file of words is [[[word, places, [[form, places], ...]], ...]].
Places are [[page, in the text, in meta], ...], each page counted on from the one before; in meta, -1 - n stands for
the n-th field. Pagefind numbers pages in the order in which the file system names them: here they are numbered in the
order of their paths, so that the same pages give the same bytes on every machine.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zlib
from array import array
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

import cbor2

SIGNATURE = b"pagefind_dcd"
ENTRY = "pagefind-entry.json"
_GZIP, _BEGINNING = 31, 1_000  # for zlib: that it is gzip, and how many bytes hold any address
_LEVEL = 6  # of 9; nine makes files 2 % smaller and takes five times as long


def head(kind: int, number: int) -> bytes:
    """The first bytes of a CBOR value: 0x00 is a number, 0x60 text, 0x80 a list."""
    if number < 24:
        return bytes((kind | number,))
    for code, length in ((24, 1), (25, 2)):
        if number < 1 << 8 * length:
            return bytes((kind | code,)) + number.to_bytes(length, "big")
    return bytes((kind | 26,)) + number.to_bytes(4, "big")


# The places of all words are some 500 bytes a page and word: cbor2 takes four times as long to read and write them as
# it takes to find them by their form. A number is one byte, or says in how many more bytes it stands; a list begins
# with its length; a text is followed by a list, whose first byte begins no sign of UTF-8.
_COUNT = rb"(?:[\x00-\x17]|\x18.|\x19..|\x1a....)"
_NUMBERS = rb"(?:[\x00-\x17\x20-\x37]|[\x18\x38].|[\x19\x39]..|[\x1a\x3a]....)*+"
_LIST = rb"(?:[\x80-\x97]|\x98.|\x99..|\x9a....)"
_TEXT = rb"(?:[\x20-\x7f]|[\xc2-\xdf].|[\xe0-\xef]..|[\xf0-\xf4]...)*+"
_TOKEN = re.compile(
    rb"\x83(" + _COUNT + rb")(" + _LIST + _NUMBERS + rb")(" + _LIST + _NUMBERS + rb")"
    rb"|([\x82\x83])(?:[\x60-\x77]|\x78.|\x79..)(" + _TEXT + rb")" + _LIST,
    re.DOTALL,
)
_URL = re.compile(SIGNATURE + rb'\{"url":"(?:[^"\\]|\\.)*"')
_WORD = b"\x83"  # begins a word, 0x82 another form of it
_ENCODED = [head(0, number) for number in range(10_000)]  # more than the pages of any part
_NUMBER = {data: number for number, data in enumerate(_ENCODED)}
Place = tuple[int, bytes]


class Unreadable(Exception):
    """The files of an index do not have the form that is known."""


# Where a word stands on the pages of one part: on how many, the first and the last of them, and the places as CBOR,
# without their number and without the first page's own.
Places = tuple[int, int, int, bytes]
Forms = tuple[tuple[str, Places], ...]  # spellings of a word that have places of their own


@dataclass(frozen=True)
class Column:
    """The words of a part and where they stand: half a million in a large archive, so they lie close together.

    Args:
        words: in order, a line each.
        numbers: of each word the pages, the first, the last, and the size of its data: four bytes each.
        data: of all words.
        forms: of some words.
    """

    words: str
    numbers: bytes
    data: bytes
    forms: Mapping[str, Forms]

    @staticmethod
    def of(words: Mapping[str, tuple[Places, Forms]]) -> Column:
        """Put words together."""
        order = sorted(words)
        places = [words[word][0] for word in order]
        numbers = array("I", (number for each in places for number in (*each[:3], len(each[3]))))
        forms = {word: words[word][1] for word in order if words[word][1]}
        return Column("\n".join(order), numbers.tobytes(), b"".join(each[3] for each in places), forms)

    def apart(
        self, wanted: Container[str] | None = None
    ) -> tuple[list[str], list[int], list[int], list[int], list[bytes]]:
        """The words, or those that are wanted, and of each the number of pages, the first, the last, and the data."""
        words = self.words.split("\n") if self.words else []
        numbers = memoryview(self.numbers).cast("I")
        ends = accumulate(numbers[3::4], initial=0)
        if wanted is None:
            data = [self.data[start:end] for start, end in pairwise(ends)]
            return words, list(numbers[::4]), list(numbers[1::4]), list(numbers[2::4]), data
        rows, borders = [row for row, word in enumerate(words) if word in wanted], list(ends)
        counts, firsts, lasts = ([numbers[4 * row + column] for row in rows] for column in range(3))
        data = [self.data[borders[row] : borders[row + 1]] for row in rows]
        return [words[row] for row in rows], counts, firsts, lasts, data

    def differing(self, other: Column) -> set[str]:
        """The words of which the two do not say the same."""
        one, two = self._rows(), other._rows()
        return {word for word in one.keys() | two.keys() if one.get(word) != two.get(word)}

    def _rows(self) -> Mapping[str, tuple[int, int, int, bytes, Forms]]:
        words, *numbers, data = self.apart()
        forms = (self.forms.get(word, ()) for word in words)
        return dict(zip(words, zip(*numbers, data, forms, strict=True), strict=True))


@dataclass(frozen=True)
class Fragment:
    """The file of what is shown of a page that was found.

    Args:
        name: of its file, with the language.
        words: how many words the page has.
        sha256: of the file.
        size: of the file, in bytes.
    """

    name: str
    words: int
    sha256: str
    size: int


@dataclass(frozen=True)
class Packed:
    """The index of some pages, which are numbered in the order of the part.

    Args:
        fragments: of each page.
        filters: by name and value the pages.
        fields: the names of the meta fields, as places count them.
        words: and where they stand.
        counts: of each word as the pages have it, the number of pages.
    """

    fragments: tuple[Fragment, ...]
    filters: Mapping[str, Mapping[str, tuple[int, ...]]]
    fields: tuple[str, ...]
    words: Column
    counts: Mapping[str, int]

    def plain(self) -> tuple[Any, ...]:
        """The same of plain values only, to be kept."""
        fragments = tuple((each.name, each.words, each.sha256, each.size) for each in self.fragments)
        return fragments, self.filters, self.fields, tuple(vars(self.words).values()), self.counts

    @staticmethod
    def of(plain: tuple[Any, ...]) -> Packed:
        """Back from plain values."""
        fragments, filters, fields, words, counts = plain
        return Packed(tuple(Fragment(*each) for each in fragments), filters, fields, Column(*words), counts)


def pack(files: Mapping[str, bytes], paths: Sequence[str], fields: Sequence[str], counts: Mapping[str, int]) -> Packed:
    """Take an index apart.

    Args:
        files: of the index, by their path.
        paths: of the pages that it was made of, in the order in which they are to be numbered.
        fields: the names of all meta fields that there may be.
        counts: on how many of the pages each of their words stands.

    Raises:
        Unreadable: where the files have another form.
    """
    try:
        return _pack(files, paths, fields, counts)
    except (KeyError, ValueError, TypeError, IndexError, OSError, cbor2.CBORError) as error:
        raise Unreadable(str(error)) from error


def read(data: bytes) -> Any:
    """The value in a file of an index.

    Raises:
        ValueError: where there is none.
    """
    plain = gzip.decompress(data)
    if not plain.startswith(SIGNATURE):
        raise ValueError(plain[:12])
    return cbor2.loads(plain.removeprefix(SIGNATURE))


def written(value: bytes, *, quickly: bool = False) -> bytes:
    """A file of an index, around CBOR; one that is not sent far may be larger and be there sooner."""
    return zipped(SIGNATURE + value, 1 if quickly else _LEVEL)


def zipped(plain: bytes, level: int = _LEVEL) -> bytes:
    """Gzip, the same at all times and with every Python."""
    data = gzip.compress(plain, level, mtime=0)
    return data[:9] + b"\xff" + data[10:]  # the byte that names a system: each Python writes another


def named(language: str, data: bytes, length: int) -> str:
    """A name for a file that changes with its content, `da_3bed9bc`."""
    return f"{language}_{hashlib.sha256(data).hexdigest()[:length]}"


def _pack(files: Mapping[str, bytes], paths: Sequence[str], fields: Sequence[str], counts: Mapping[str, int]) -> Packed:
    meta = next(iter(json.loads(files[ENTRY])["languages"].values()))["hash"]
    _, pages, _, filters, _, own_fields = read(files[f"pagefind.{meta}.pf_meta"])
    wanted = {path: number for number, path in enumerate(paths)}
    numbers: list[int] = []  # from Pagefind's number to ours
    fragments: dict[int, Fragment] = {}
    for name, words in pages:
        data = files[f"fragment/{name}.pf_fragment"]
        numbers.append(wanted[_url(data)])
        fragments[numbers[-1]] = Fragment(name, words, hashlib.sha256(data).hexdigest(), len(data))
    if sorted(fragments) != list(range(len(paths))):
        raise ValueError(len(pages))
    kept = {}
    for name, file in filters:
        _, values = read(files[f"filter/{file}.pf_filter"])
        kept[name] = {value: tuple(sorted(numbers[page] for page in found)) for value, found in sorted(values)}
    known = {-1 - index: -1 - fields.index(name) for index, name in enumerate(own_fields)}
    if all(old == new for old, new in known.items()):
        known = {}
    entries: dict[str, tuple[Places, Forms]] = {}
    for path, data in files.items():
        if path.startswith("index/"):
            entries.update((word, (places, forms)) for word, places, forms in _words(data, numbers, known))
    order = tuple(fragments[number] for number in range(len(paths)))
    return Packed(order, dict(sorted(kept.items())), tuple(fields), Column.of(entries), dict(counts))


def _url(data: bytes) -> str:
    """The address of the page of which a fragment is: it is said first, or somewhere."""
    beginning = zlib.decompressobj(_GZIP).decompress(data, _BEGINNING)
    found = _URL.match(beginning)
    told = found[0] + b"}" if found else gzip.decompress(data)
    url: str = json.loads(told.removeprefix(SIGNATURE))["url"]
    return url


def _words(data: bytes, numbers: Sequence[int], fields: Mapping[int, int]) -> Iterator[tuple[str, Places, Forms]]:
    """The words of a file, with the pages in our order."""
    told = gzip.decompress(data)
    if not told.startswith(SIGNATURE):
        raise ValueError(told[:12])
    found: list[Place] = []
    word, page = "", 0
    spelt: list[tuple[str, list[Place]]] = [("", found)]  # the word itself, then its other forms
    for on, text, meta, kind, name in _TOKEN.findall(told, len(SIGNATURE)):
        if on:
            page += _NUMBER[on]
            found.append((numbers[page], text + (_translated(meta, fields) if fields else meta)))
            continue
        if kind == _WORD:
            if word:
                yield word, _places(spelt[0][1]), tuple((form, _places(each)) for form, each in sorted(spelt[1:]))
            word, spelt = name.decode(), []
        page, found = 0, []
        spelt.append((name.decode(), found))
    if word:
        yield word, _places(spelt[0][1]), tuple((form, _places(each)) for form, each in sorted(spelt[1:]))


def _places(found: list[Place]) -> Places:
    if not found:  # a word of which there are only other spellings
        return 0, 0, 0, b""
    if len(found) == 1:
        return 1, found[0][0], found[0][0], found[0][1]
    found.sort()
    first = last = found[0][0]
    told = [found[0][1]]
    for number, data in found[1:]:
        told += (b"\x83", _ENCODED[number - last], data)
        last = number
    return len(found), first, last, b"".join(told)


def _translated(meta: bytes, fields: Mapping[int, int]) -> bytes:
    """The places of a word in meta, with the fields in our numbers."""
    return cbor2.dumps([fields.get(each, each) for each in cbor2.loads(meta)])
