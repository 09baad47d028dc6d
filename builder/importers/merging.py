"""What a file says, what a source says now and what it said before, brought together key by key.

What the editor did not touch follows the source; what the source did not change stays as the editor has it; of what
both changed the editor's stays, and both are shown. Another source's values count as an editor's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from builder.importers.entries import (
    differs,
    digest_of,
    is_list_of_maps,
    is_set,
    known,
    matched,
    names_of,
)
from builder.model.keys import Key, Many, Record, Scalar
from builder.model.parts import Handling
from builder.schema.scalars import CONVERTERS
from builder.schema.writing import order_of

# Words that a source adds to those of others, where each source sees a part; elsewhere such a list is one statement.
GATHERED = {"topics", "places", "organisations", "other_names", "aliases"}


class Why(Enum):
    """Why a value of the source is not taken, as a word for the report."""

    BOTH = "both"  # the editor and the source changed it
    OTHER = "other"  # the file had it before the source gave it
    GONE = "gone"  # the source has it no more, but it was changed here


_LED_BY = {"phrase": "decision", "sha256": "title", "ocr": "title"}


@dataclass(frozen=True)
class Clash:
    """A value that stays as the file has it, though the source has another.

    Args:
        key: its path in the file, `handlings[0].outcome`; for a section of the text its heading.
        have: what the file says, in words.
        gives: what the source says; empty where it has nothing.
        why: why it stays.
    """

    key: str
    have: str
    gives: str
    why: Why


@dataclass(frozen=True)
class Merged:
    """What is to be changed in a file, as `amend` takes it, and what clashes."""

    changes: Mapping[str, Any]
    clashes: tuple[Clash, ...]


def merge(
    cls: type,
    have: Mapping[str, Any],
    gives: Mapping[str, Any],
    before: Mapping[str, Any],
    others: Sequence[Mapping[str, Any]] = (),
) -> Merged:
    """Bring a file and a source together.

    Args:
        cls: the record of the file.
        have: what the file says, in plain values.
        gives: what the source says now.
        before: what the source said last, as `entries.known` remembers it; empty where it never said anything.
        others: what other sources last said of the file.
    """
    work = _Merge()
    work.map(cls, have, gives, before, others, "")
    theirs = {clash.key for clash in work.clashes if clash.why is Why.OTHER}
    changes = {path: value for path, value in work.changes.items() if _leads(path) not in theirs}
    return Merged(changes, tuple(work.clashes))


def _leads(path: str) -> str:
    """The key whose value another belongs to, so that it does not stand beside that of somebody else."""
    before, dot, name = path.rpartition(".")
    return before + dot + _LED_BY[name] if name in _LED_BY else ""


@dataclass
class _Merge:
    """One file's changes and clashes, as they are found."""

    changes: dict[str, Any] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)

    def map(
        self,
        cls: type,
        have: Mapping[str, Any],
        gives: Mapping[str, Any],
        before: Mapping[str, Any],
        others: Sequence[Mapping[str, Any]],
        path: str,
    ) -> None:
        """Bring the keys of a map together."""
        for key in order_of(cls):
            if key.name not in gives and key.name not in before:
                continue
            here, there, was = have.get(key.name), gives.get(key.name), before.get(key.name)
            claims = [each[key.name] for each in others if key.name in each]
            at = path + key.name
            if is_list_of_maps(key.type):
                self._entries(key, here or [], there or [], _listed(was, list), [_listed(c, list) for c in claims], at)
            elif is_set(key.type):
                last = _listed(was, str) if key.name in before else None
                self._words(key, here or [], there or [], last, [_listed(each, str) for each in claims], at)
            elif isinstance(key.type, Record) and not any(isinstance(each, str) for each in (here, there, was)):
                maps = [each for each in claims if isinstance(each, Mapping)]
                self.map(key.type.of, here or {}, there or {}, was or {}, maps, f"{at}.")
            else:
                self._single(key, here, there, was, claims, at)

    def _single(self, key: Key, here: Any, there: Any, was: Any, claims: Sequence[Any], at: str) -> None:
        has, new = digest_of(key.type, here), digest_of(key.type, there)
        was = was if isinstance(was, str) or not was else "of another shape"
        if new in (was or "", has):
            return
        if not new:
            if has == was and has not in claims:
                self.changes[at] = None
            elif has and has not in claims:
                self._clash(at, here, there, Why.GONE)
        elif (not has and (was or new not in claims)) or (has and has == was):
            self.changes[at] = there
        elif has and not (at.startswith("source.") and has in claims):  # a file is of the source that was first
            self._clash(at, here, there, Why.BOTH if was else Why.OTHER)

    def _words(
        self, key: Key, here: list[str], there: list[str], was: list[str] | None, claims: Sequence[Any], at: str
    ) -> None:
        """A list of words: what either side added is there, what either took out is not."""
        inner = key.type.of if isinstance(key.type, Many) else key.type
        has, new = [digest_of(inner, each) for each in here], [digest_of(inner, each) for each in there]
        if new in (was, has):
            return
        if was is None and here and key.name not in GATHERED:
            self._clash(at, here, there, Why.OTHER)
            return
        claimed = {each for one in claims for each in one}
        if has == was and not claimed & set(has):
            wanted = there
        else:
            last = set(was or ())
            wanted = [word for word, sign in zip(here, has, strict=True) if sign not in last - set(new) - claimed]
            place = 0
            for word, sign in zip(there, new, strict=True):
                if sign in has:
                    place = wanted.index(here[has.index(sign)]) + 1
                elif sign not in last | claimed:
                    wanted.insert(place or len(wanted), word)
                    place = place + 1 if place else len(wanted)
        if [digest_of(inner, each) for each in wanted] != has:
            self.changes[at] = list(wanted) or None

    def _entries(
        self, key: Key, here: list[Any], there: list[Any], was: list[Any], claims: Sequence[list[Any]], at: str
    ) -> None:
        """A list of maps, each brought together with the one that is it."""
        assert isinstance(key.type, Many)  # noqa: S101 - asked for by the caller
        assert isinstance(key.type.of, Record)  # noqa: S101
        cls = key.type.of.of
        found = _Found(cls, here, there, was, claims)
        new: dict[int, list[Any]] = defaultdict(list)
        for number, entry in enumerate(there):
            last, place = found.last.get(number), found.place.get(number)
            others = found.others(number)
            if place is not None:
                before = was[last][1] if last is not None else {}
                self.map(cls, here[place], entry, before, others, f"{at}[{place}].")
            elif (was[last][1] if last is not None else None) != (said := known(cls, entry)) and said not in others:
                new[found.slot(number)].append(entry)
        for last, place in found.left.items():
            if others := found.of(was[last][0]):
                self.map(cls, here[place], {}, was[last][1], others, f"{at}[{place}].")
            elif known(cls, here[place]) == was[last][1]:
                self.changes[f"{at}[{place}]"] = None
            else:
                self._clash(f"{at}[{place}]", here[place], None, Why.GONE)
        for slot, entries in sorted(new.items()):
            in_order = sorted(entries, key=lambda each: _day(each) or date.max) if cls is Handling else entries
            self.changes[f"{at}[+{slot}]" if here else at] = in_order

    def _clash(self, at: str, here: Any, there: Any, why: Why) -> None:
        self.clashes.append(Clash(at, _told(here), _told(there), why))


class _Found:
    """Which entries of file, source, memory and other sources' memory are one.

    `last` and `place` say where the entry of the source stands in memory and in the file; `left` where those stand in
    the file, by their numbers in memory, that the source has no more.
    """

    def __init__(
        self, cls: type, here: list[Any], there: list[Any], was: list[Any], claims: Sequence[list[Any]]
    ) -> None:
        self._cls, self._here, self._there, self._claims = cls, here, there, claims
        self._named = {number: names_of(cls, each) for number, each in enumerate(there)}
        have = {number: names_of(cls, each) for number, each in enumerate(here)}
        known_as = {number: each[0] for number, each in enumerate(was)}
        theirs = {place for claim in claims for place in matched(cls, _names(claim), have, _never).values()}
        self.last = matched(cls, self._named, known_as)
        at = matched(cls, known_as, have, lambda _last, place: place not in theirs)
        self.place = {number: at[last] for number, last in self.last.items() if last in at}
        open_ = {number: each for number, each in self._named.items() if number not in self.place}
        free = {number: each for number, each in have.items() if number not in at.values()}
        self.place |= matched(cls, open_, free, lambda number, place: self._may_be(number, place, theirs))
        gone = at.keys() - self.last.values()
        self.left = {last: at[last] for last in sorted(gone) if at[last] not in self.place.values()}

    def _may_be(self, number: int, place: int, theirs: set[int]) -> bool:
        if place in theirs:
            return False
        return number in self.last or not differs(self._cls, self._there[number], self._here[place])

    def others(self, number: int) -> list[Mapping[str, Any]]:
        """What other sources last said of an entry of this one."""
        return self.of(self._named[number])

    def of(self, names: Sequence[str]) -> list[Mapping[str, Any]]:
        """What other sources last said of an entry of these names."""
        found = ((claim, matched(self._cls, {0: names}, _names(claim), _never)) for claim in self._claims)
        return [claim[place[0]][1] for claim, place in found if place]

    def slot(self, number: int) -> int:
        """Before which entry of the file a new one of the source stands: by its day, else as in the source."""
        if self._cls is Handling and (day := _day(self._there[number])):
            later = (n for n, each in enumerate(self._here) if (other := _day(each)) and other > day)
            return next(later, len(self._here))
        before = [self.place[n] + 1 for n in range(number) if n in self.place]
        after = [self.place[n] for n in range(number + 1, len(self._there)) if n in self.place]
        return before[-1] if before else after[0] if after else len(self._here)


def _names(claim: list[Any]) -> dict[int, Sequence[str]]:
    return {number: each[0] for number, each in enumerate(claim)}


def _listed(remembered: Any, of: type) -> list[Any]:
    """A list as it is remembered, without what cannot stand in one of its kind."""
    return [each for each in remembered if isinstance(each, of)] if isinstance(remembered, list) else []


def _never(_left: int, _right: int) -> bool:
    return False


def _day(entry: Mapping[str, Any]) -> date | None:
    try:
        found = CONVERTERS[Scalar.DATE](entry.get("date", ""))
    except ValueError:
        return None
    return found if isinstance(found, date) else None


def _told(value: Any) -> str:
    """A value in words, for a report."""
    if isinstance(value, Mapping):
        return ", ".join(_told(each) for each in value.values())
    if isinstance(value, list):
        return ", ".join(map(_told, value))
    return value or ""
