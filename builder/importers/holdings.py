"""What an archive has already: names of bodies, places and organisations, and cases that may come again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from builder.importers.grammar.contents import alike, title_key
from builder.importers.grammar.vocabulary import fold
from builder.model.records import RECORDS
from builder.model.values import Kind
from builder.schema.amend import says
from builder.schema.marked import Unsafe
from builder.sources import scan

_FRONT = re.compile(r"\A\ufeff?---\s*\n(.*?)\n---\s*(?:\n|\Z)", re.DOTALL)
_KEY = re.compile(r"^(id|title|titel|case_number|sagsnummer)\s*:\s*(.+)$", re.MULTILINE)
_SENTENCE = re.compile(r"[^.!?:\n]+")
_SHORTEST, _FEWEST = 6, 3  # words of a sentence that tells a text; such sentences that tell one text from others
_SAME_TEXT = 0.6  # of the sentences of the smaller text


@dataclass(frozen=True)
class Known:
    """A case the archive has.

    Args:
        path: its file, below the content folder.
        number, title: as the file has them.
        handlings: bodies and days, as the file writes them: `("vpu", "2023-11-22")`.
        text: digests of the sentences of its body.
    """

    path: str
    authority: str
    id: str
    number: str
    title: str
    handlings: frozenset[tuple[str, str]]
    text: frozenset[int]


@dataclass
class Holdings:
    """What the archive has; what an import adds is put to it.

    Args:
        content: the content folder.
        authorities: names by path, the first the name itself.
        bodies: names by the paths of authority and body.
        subjects: by kind, names and other names to the name as cases write it.
    """

    content: Path
    authorities: dict[str, tuple[str, ...]] = field(default_factory=dict)
    bodies: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=lambda: defaultdict(dict))
    subjects: dict[Kind, dict[str, str]] = field(default_factory=lambda: {Kind.PLACE: {}, Kind.ORGANISATION: {}})
    _cases: dict[str, Known] = field(default_factory=dict)
    _by_number: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _by_sentence: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, case: Known) -> None:
        """Put a case among the holdings, in place of what it had under its path."""
        self._cases[case.path] = case
        if case.number:
            self._by_number[_bare(case.number)].add(case.path)
        for sentence in case.text:
            self._by_sentence[sentence].add(case.path)

    def has(self, path: str) -> bool:
        """Whether a case lies there."""
        return path in self._cases

    def find(
        self,
        authority: str,
        number: str,
        title: str,
        text: frozenset[int],
        handlings: frozenset[tuple[str, str]],
        *,
        but: Collection[str] = (),
    ) -> tuple[Known | None, str]:
        """The case that is meant, but none of some, and what it was known by: `number`, `title`, `text`.

        One number may stand over many cases, so it counts only with the title, the text, or the same treatment.
        """
        key = title_key(title)
        numbered = [self._cases[path] for path in sorted(self._by_number.get(_bare(number), ()))] if number else []
        numbered = [case for case in numbered if case.authority == authority and case.path not in but]
        for case in numbered:
            if alike(title_key(case.title), key) and (
                not case.text or not text or _shared(case.text, text) >= 0.2 or case.handlings & handlings
            ):
                return case, "number"
        for case in numbered:
            if _is_same(case.text, text):
                return case, "number"
        if len(numbered) == 1 and numbered[0].handlings & handlings and not alike(title_key(numbered[0].title), key):
            same_day = [
                case for case in self._cases.values() if case.authority == authority and case.handlings & handlings
            ]
            if len(same_day) == 1:
                return numbered[0], "number"
        near: dict[str, int] = defaultdict(int)
        for sentence in text:
            for path in self._by_sentence.get(sentence, ()):
                near[path] += 1
        for path in sorted(near, key=lambda each: (-near[each], each))[:5]:
            case = self._cases[path]
            if path not in but and _is_same(case.text, text):
                return case, "title" if case.authority == authority and alike(title_key(case.title), key) else "text"
        for case in self._cases.values():
            if (
                not number
                and case.authority == authority
                and case.handlings & handlings
                and title_key(case.title) == key
            ):
                return case, "title"
        return None, ""

    def names(self, kind: Kind, text: str) -> list[str]:
        """Places or organisations the archive knows that a text names, as cases write them, in order of name."""
        words = f" {fold(text)} "
        found = {name for said, name in self.subjects[kind].items() if f" {said} " in words}
        return sorted(found)


def sentences(text: str) -> frozenset[int]:
    """Digests of the longer sentences of a text, however it is broken into lines and marked up."""
    flat = re.sub(r"\s*\n(?!\s*(?:[-#|]|\d+\.|\n))\s*", " ", text)
    found = (fold(each) for each in _SENTENCE.findall(flat))
    return frozenset(_digest(each) for each in found if each.count(" ") >= _SHORTEST - 1)


def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest())


def _shared(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))


def _is_same(one: frozenset[int], other: frozenset[int]) -> bool:
    return len(one & other) >= min(_FEWEST, len(one), len(other)) > 0 and _shared(one, other) >= _SAME_TEXT


def _bare(number: str) -> str:
    return re.sub(r"[^0-9a-zæøå/]+", "-", number.casefold()).strip("-")


def holdings_of(content: Path) -> Holdings:
    """What a content folder holds; files that cannot be read are passed over, as `check` tells of them."""
    holdings = Holdings(content)
    for source in scan(content).sources if content.is_dir() else ():
        place = source.place
        try:
            text = source.file.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            continue
        if place.kind is Kind.CASE:
            holdings.add(_case(place.path, place.authority, text))
        elif place.kind in {Kind.AUTHORITY, Kind.BODY, Kind.PLACE, Kind.ORGANISATION}:
            names = _names(text, place.kind)
            if not names:
                continue
            if place.kind is Kind.AUTHORITY:
                holdings.authorities[place.ref] = names
            elif place.kind is Kind.BODY:
                holdings.bodies[place.authority][place.ref.rpartition("/")[2]] = names
            else:
                holdings.subjects[place.kind] |= {fold(name): names[0] for name in names if len(name) > 3}
    return holdings


def _names(text: str, kind: Kind) -> tuple[str, ...]:
    try:
        said = says(text, RECORDS[kind])
    except Unsafe:
        return ()
    names = [said.get("name"), said.get("abbreviation"), *_listed(said.get("other_names"))]
    names += [each.get("name") for each in _listed(said.get("names")) if isinstance(each, dict)]
    return tuple(str(each) for each in names if each)


def _listed(value: object) -> Iterable[object]:
    return value if isinstance(value, list) else [value] if value else []


def _case(path: str, authority: str, text: str) -> Known:
    front = _FRONT.match(text)
    head, body = (front[1], text[front.end() :]) if front else ("", text)
    said = {name: value.strip() for name, value in _KEY.findall(head)}
    title = _unquoted(said.get("title") or said.get("titel") or "")
    number = _unquoted(said.get("case_number") or said.get("sagsnummer") or "")
    return Known(
        path, authority, _unquoted(said.get("id", "")), number, title, frozenset(_handlings(head)), sentences(body)
    )


def _handlings(head: str) -> Iterator[tuple[str, str]]:
    """Bodies and days of the handlings in a front matter, without reading YAML: one key a line, as they are written."""
    body = ""
    for line in head.splitlines():
        name, _colon, value = line.strip(" -").partition(":")
        if name in {"body", "organ"}:
            body = _unquoted(value).rpartition("/")[2]
        elif name in {"date", "dato"} and body:
            yield body, _unquoted(value)
            body = ""


def _unquoted(value: str) -> str:
    value = value.strip()
    if value[:1] in {"'", '"'} and value[-1:] == value[:1] and len(value) > 1:
        return value[1:-1].replace("''", "'") if value[0] == "'" else value[1:-1]
    return value.partition(" #")[0].strip()
