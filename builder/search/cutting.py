"""How the matter of the search is cut: so that an edit touches one part, whatever the archive has besides.

A part that is too large is cut by the decade of its pages, then by the year, then in halves by the digest of their
addresses. Each cut hangs on the pages of that part alone.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.metadata import version

from builder.model.findable import Entry

Found = tuple[str, Entry]  # the path of a page on the site, and what is told of it


@dataclass(frozen=True)
class Part:
    """Pages that are indexed together.

    Args:
        name: what tells it from the others; "" for the only one.
        language: of the pages; it decides how words are stemmed.
        entries: the pages, in the order in which they come where a search finds them equally good.
    """

    name: str
    language: str
    entries: tuple[Found, ...]

    @cached_property
    def key(self) -> str:
        """The SHA-256 of all that the index is made from; an entry names its body by digest."""
        made = hashlib.sha256(f"{_makers()}\0{self.language}".encode())
        for path, entry in self.entries:
            made.update(f"\0{path}\0{entry!r}".encode())
        return made.hexdigest()


@lru_cache(maxsize=1)
def _makers() -> str:
    """What an index hangs on besides its matter; asking for versions reads and parses files."""
    return f"{version('pagefind')}\0{version('simplemma')}"


# Pagefind takes some 2 ms and half a MiB for a page of 700 words, whether it gets 50 pages or 1,400 at once (10,000
# take 4.4 GiB): so the size of a part is what an edit and the memory may cost. 250 pages are indexed in 0.6 seconds
# and 100 MiB. Smaller parts gain little, and know fewer of the archive's own words.
LARGEST = 250


def parts(entries: Iterable[Found], language: str, largest: int | None = None) -> tuple[Part, ...]:
    """The matter of the search, cut into parts of so many pages at most, else LARGEST; every page is in one.

    Where a search finds pages equally good, as it does all that have a phrase, they come in this order: the newest
    part first, in it what weighs most, which is cases, and of that the newest.
    """
    found = sorted(entries, key=lambda each: each[0])
    found.sort(key=lambda each: (each[1].weight, each[1].day), reverse=True)
    return tuple(Part(name, language, each) for name, each in _cut("", tuple(found), largest or LARGEST) if each)


def _cut(name: str, entries: tuple[Found, ...], largest: int) -> Iterator[tuple[str, tuple[Found, ...]]]:
    if len(entries) <= largest:
        yield name, entries
        return
    step = name.count("/")
    groups: dict[str, list[Found]] = defaultdict(list)
    for each in entries:
        groups[_group(each, step)].append(each)
    for group, inside in sorted(groups.items(), reverse=True):
        yield from _cut(f"{name}/{group}", tuple(inside), largest)


def _group(found: Found, step: int) -> str:
    """Into which group of a part a page comes that was cut so many times already."""
    path, entry = found
    if step < len(_PERIODS):
        return entry.day[: _PERIODS[step]] or "-"
    digest = int.from_bytes(hashlib.sha256(path.encode()).digest(), "big")
    return str(digest >> (step - len(_PERIODS)) & 1)


_PERIODS = (3, 4)  # how much of a day a decade is, and a year
