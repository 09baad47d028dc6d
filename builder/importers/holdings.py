"""What an archive has already: names of bodies, places and organisations, and cases that may come again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from builder.importers.grammar.contents import alike, title_key
from builder.importers.grammar.vocabulary import fold
from builder.model.records import RECORDS
from builder.model.values import Kind
from builder.schema.amend import says
from builder.schema.marked import Unsafe
from builder.schema.scalars import to_date
from builder.sources import scan

_FRONT = re.compile(r"\A\ufeff?---\s*\n(.*?)\n---\s*(?:\n|\Z)", re.DOTALL)
_KEY = re.compile(r"^(id|title|titel|case_number|sagsnummer)\s*:\s*(.+)$", re.MULTILINE)
_HANDLING_KEYS = {"date": "date", "dato": "date", "item": "item", "punkt": "item"}
_SENTENCE = re.compile(r"[^.!?:\n]+")
_SHORTEST, _FEWEST = 6, 3  # words of a sentence that tells a text; such sentences that tell one text from others
_SAME_TEXT = 0.6  # of the sentences of the smaller text
_WORD = re.compile(r"[a-z]{6,}|\d[\d.,]*\d")  # of folded text: what tells one matter from others
_STEM = 7  # letters of a word, so that its forms count as one
_RETOLD = 0.3  # of the words that one of two texts has, both have; texts of two matters of one meeting have a quarter
_FEWEST_WORDS = 20


@dataclass(frozen=True)
class Known:
    """A case the archive has.

    Args:
        path: its file, below the content folder.
        number, title: as the file has them.
        handlings: bodies and days, as the file writes them: `("vpu", "2023-11-22")`.
        text: digests of the sentences of its body.
        words: the longer words of its body and title, as `telling` has them.
        items: the numbers of its handlings on the agendas, by body and day.
    """

    path: str
    authority: str
    id: str
    number: str
    title: str
    handlings: frozenset[tuple[str, str]]
    text: frozenset[int]
    words: frozenset[str] = frozenset()
    items: Mapping[tuple[str, str], str] = field(default_factory=dict)


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
    _by_id: dict[str, str] = field(default_factory=dict)
    _by_number: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _by_sentence: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    _by_handling: dict[tuple[str, str, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, case: Known) -> None:
        """Put a case among the holdings, in place of what it had under its path."""
        self._cases[case.path] = case
        if case.id:
            self._by_id[case.id] = case.path
        if case.number:
            self._by_number[_bare(case.number)].add(case.path)
        for sentence in case.text:
            self._by_sentence[sentence].add(case.path)
        for body, day in case.handlings:
            self._by_handling[case.authority, body, day].add(case.path)

    def has(self, path: str) -> bool:
        """Whether a case lies there."""
        return path in self._cases

    def with_id(self, id_: str) -> Known | None:
        """The case that has an id."""
        return self._cases.get(self._by_id.get(id_, ""))

    def whose(self, number: str) -> set[str]:
        """The authorities that have cases of a number."""
        return {self._cases[path].authority for path in self._by_number.get(_bare(number), ())} if number else set()

    def find(
        self, meant: Known, *, but: Collection[str] = (), among: Collection[str] | None = None
    ) -> tuple[Known | None, str]:
        """The case that a point is, but none of some, or one of some only.

        With it goes what it was known by: `number`, `title`, `text`, `words`.

        One number may stand over many cases, so it counts only with the title, the text, or the same treatment; so
        does the same treatment, since a meeting has many cases.
        """
        key = title_key(meant.title)
        same_number = self._by_number.get(_bare(meant.number), set()) if meant.number else set()
        numbered = self._all(same_number, meant, but, among)
        for case in numbered:
            if alike(title_key(case.title), key) and (
                not case.text
                or not meant.text
                or _shared(case.text, meant.text) >= 0.2
                or case.handlings & meant.handlings
            ):
                return case, "number"
        for case in numbered:
            if _is_same(case.text, meant.text):
                return case, "number"
        treated = {path for pair in meant.handlings for path in self._by_handling.get((meant.authority, *pair), ())}
        same_day = self._all(treated, meant, but, among)
        if len(numbered) == 1 and numbered == same_day and not alike(title_key(numbered[0].title), key):
            return numbered[0], "number"
        if found := self._by_text(meant, but, among):
            return found, "title" if _is_called(found, meant) else "text"
        for case in same_day:
            if not meant.number and title_key(case.title) == key:
                return case, "title"
        retold = [case for case in (*numbered, *same_day) if _is_retold(case, meant)]
        if retold:
            return max(retold, key=lambda case: (_likeness(case, meant), case.path)), "words"
        return None, ""

    def _all(
        self, paths: Iterable[str], meant: Known, but: Collection[str], among: Collection[str] | None
    ) -> list[Known]:
        """The cases at paths that are of the authority that is meant, in order."""
        cases = [self._cases[path] for path in sorted(paths) if path not in but and (among is None or path in among)]
        return [case for case in cases if case.authority == meant.authority]

    def _by_text(self, meant: Known, but: Collection[str], among: Collection[str] | None) -> Known | None:
        """A case, of whatever authority, that has most of the sentences."""
        near: dict[str, int] = defaultdict(int)
        for sentence in meant.text:
            for path in self._by_sentence.get(sentence, ()):
                if path not in but and (among is None or path in among):
                    near[path] += 1
        for path in sorted(near, key=lambda each: (-near[each], each))[:5]:
            case = self._cases[path]
            if _is_same(case.text, meant.text):
                return case
        return None

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


def telling(text: str) -> frozenset[str]:
    """The longer words and the numbers of a text, whatever form they stand in: what an editor's retelling keeps."""
    return frozenset(word[:_STEM] for word in _WORD.findall(fold(text)))


def _likeness(one: Known, other: Known) -> float:
    return len(one.words & other.words) / max(1, len(one.words | other.words))


def _is_called(case: Known, meant: Known) -> bool:
    return case.authority == meant.authority and alike(title_key(case.title), title_key(meant.title))


def _is_retold(case: Known, meant: Known) -> bool:
    """Whether a case tells what another does in other words; two points of one agenda are never one case."""
    both = case.items.keys() & meant.items.keys()
    if any(case.items[pair] != meant.items[pair] for pair in both):
        return False
    return min(len(case.words), len(meant.words)) >= _FEWEST_WORDS and _likeness(case, meant) >= _RETOLD


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
    treated = dict(_handlings(head))
    return Known(
        path,
        authority,
        _unquoted(said.get("id", "")),
        number,
        title,
        frozenset(treated),
        sentences(body),
        telling(f"{title} {body}"),
        {pair: item for pair, item in treated.items() if item},
    )


def _handlings(head: str) -> Iterator[tuple[tuple[str, str], str]]:
    """Bodies, days and points of the handlings in a front matter, without reading YAML: one key a line, as written."""
    said: dict[str, str] = {}
    for line in [*head.splitlines(), "body: "]:
        name, _colon, value = line.strip(" -").partition(":")
        if name in {"body", "organ"}:
            if said.get("body") and "date" in said:
                yield (said["body"], _day(said["date"])), said.get("item", "")
            said = {"body": _unquoted(value).rpartition("/")[2]}
        elif name in _HANDLING_KEYS and said:
            said.setdefault(_HANDLING_KEYS[name], _unquoted(value))


def _day(text: str) -> str:
    """A day as ISO 8601, however the file writes it; as it stands where it is none."""
    try:
        return to_date(text).isoformat()
    except ValueError:
        return text


def _unquoted(value: str) -> str:
    value = value.strip()
    if value[:1] in {"'", '"'} and value[-1:] == value[:1] and len(value) > 1:
        return value[1:-1].replace("''", "'") if value[0] == "'" else value[1:-1]
    return value.partition(" #")[0].strip()
