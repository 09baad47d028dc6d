"""Damaged letters of scanned pages, where a reader without æ, ø and å read them: put right where that is certain.

A word is touched only in a document that is damaged as a whole, and only if a dictionary has exactly one word that it
can be. What may be a name, or has a digit that counts, stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, islice, pairwise, product

from builder.importers.lines import Line, Mark, Repair
from builder.importers.readers.hyphens import is_word, tongue
from builder.importers.readers.spellings import CERTAIN, HEADINGS, NO_ARTICLE, NUMBERED, ONLY_ALONE

_FEWEST = 150  # letters: of less nobody can say that æ, ø and å are missing
_SHARE = 0.006  # of æ, ø and å among letters; Danish has about 0.03
_DANISH = {"og", "at", "af", "der", "til", "en", "det", "som", "med", "den", "er", "ikke", "har", "på", "pa", "for"}
_DANISH_SHARE = 0.12  # of these among the words
_EVIDENCE = 3  # different words that become known when they are repaired
_MOST_WORDS = 30_000  # different ones: more than any minutes have
_LONGEST = 40  # letters of a word
_CHANGES = ((14, 3), (40, 2), (200, 1))  # up to how many places of a word how many letters are changed at once
_READ_AS = {"o": "ø", "a": "åæ", "e": "æø", "é": "å", "z": "æ", "ae": "æ", "ea": "æ", "oe": "ø", "aa": "å"}
_LINKS = ("", "s", "e")
_TOKEN = re.compile(r"[^\W_]+")
_CAPITAL_NEXT = re.compile(r" [A-ZÆØÅ]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_QUOTES = re.compile("’'|'’")
_NUMBER_READ_AS_L = re.compile(r"^l(?=\s*[-–]\s*(?:Aben|Åben|Lukket)\b)")


@dataclass(frozen=True)
class Repaired:
    """Lines as they are meant.

    Args:
        lines: with their letters put right.
        ocr: whether they were damaged.
        repairs: what was put right, in order.
    """

    lines: tuple[Line, ...]
    ocr: bool = False
    repairs: tuple[Repair, ...] = ()


def repaired(lines: Sequence[Line]) -> Repaired:
    """Lines with their damaged letters put right; as they are if the document is not damaged."""
    if not is_damaged(lines):
        return Repaired(tuple(lines))
    found, repairs = [], []
    context = _Context(lines)
    for line in lines:
        now, of_it = context.line(line)
        found.append(replace(line, text=now))
        repairs += of_it
    return Repaired(tuple(found), True, tuple(repairs))


def is_damaged(lines: Sequence[Line]) -> bool:
    """Whether a document is Danish without æ, ø and å, as its words show when these are put back."""
    text = " ".join(line.text for line in lines if not line.furniture)
    words = [match[0] for match in _TOKEN.finditer(text) if match[0].isalpha()]
    letters = sum(map(len, words))
    special = sum(text.count(sign) for sign in "æøåÆØÅ")
    if letters < _FEWEST or special > _SHARE * letters or len(set(words)) > _MOST_WORDS:
        return False
    if sum(word.lower() in _DANISH for word in words) < _DANISH_SHARE * len(words):
        return False
    become = (word for word in sorted(set(words)) if word.islower() and len(word) > 3 and repair(word))
    return len(list(islice(become, _EVIDENCE))) == _EVIDENCE


@lru_cache(maxsize=50_000)
def repair(word: str) -> str:
    """The one word that a damaged word in lower case can be; empty if it is a word itself, or there are several."""
    if word in CERTAIN and word not in ONLY_ALONE:
        return CERTAIN[word]
    if len(word) > _LONGEST or tongue().is_known(word):
        return ""
    direct = _known(word)
    if direct:
        return next(iter(direct)) if len(direct) == 1 else ""
    if is_word(word):
        return ""
    made = {head + tail for head, tail in _compounds(word)}
    return next(iter(made)) if len(made) == 1 else ""


@lru_cache(maxsize=100_000)
def _known(word: str) -> frozenset[str]:
    """The words of the dictionary that a word can be by as few changes as there must be."""
    places = [
        (at, sign, now)
        for sign, now in _READ_AS.items()
        for at in range(len(word) - len(sign) + 1)
        if word.startswith(sign, at)
    ]
    most = next((changes for limit, changes in _CHANGES if len(places) <= limit), 0)
    for count in range(1, most + 1):
        found = set()
        for chosen in combinations(sorted(places), count):
            if any(one[0] + len(one[1]) > two[0] for one, two in pairwise(chosen)):
                continue  # they overlap
            for nows in product(*(now for _, _, now in chosen)):
                made = word
                for (at, sign, _), now in reversed(list(zip(chosen, nows, strict=True))):
                    made = made[:at] + now + made[at + len(sign) :]
                if tongue().is_known(made):
                    found.add(made)
        if found:
            return frozenset(found)
    return frozenset()


def _compounds(word: str) -> Iterator[tuple[str, str]]:
    """A word as two that are known, at least one of them repaired."""
    for at in range(3, len(word) - 3):
        head, tail = word[:at], word[at:]
        tails = {tail} if tongue().is_known(tail) else _known(tail)
        if not tails:
            continue
        for link in _LINKS:
            bare = head.removesuffix(link)
            if not head.endswith(link) or len(bare) < 3:
                continue
            heads = {bare} if tongue().is_known(bare) else _known(bare)
            yield from ((each + link, end) for each in heads for end in tails if each + link + end != word)


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    """What the dictionary has with a capital letter only, in lower case."""
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory  # noqa: PLC0415 - slow, seldom used

    forms = {
        form if isinstance(form, str) else form.decode() for form in DefaultDictionaryFactory().get_dictionary("da")
    }
    return frozenset(form.lower() for form in forms if form[:1].isupper() and form.lower() not in forms)


class _Context:
    """A damaged document, for what only shows in what stands around a word."""

    def __init__(self, lines: Sequence[Line]) -> None:
        tokens = [match[0].lower() for line in lines for match in _TOKEN.finditer(line.text)]
        self._inside = {
            (one, three) for one, two, three in zip(tokens, tokens[1:], tokens[2:], strict=False) if two == "i"
        }
        self._above = dict(zip((line.number for line in lines), ("", *(line.text for line in lines)), strict=False))
        self._below = dict(zip((line.number for line in lines), [*(line.text for line in lines[1:]), ""], strict=True))
        self._begins = dict(_sentences(lines))

    def line(self, line: Line) -> tuple[str, list[Repair]]:
        """A line as it is meant, and what was put right in it."""
        text, repairs = line.text, []
        for pattern, right in ((_NUMBER_READ_AS_L, "1"), (_QUOTES, "’")):
            repairs += [Repair(line.number, match[0], right) for match in pattern.finditer(text)]
            text = pattern.sub(right, text)
        line = replace(line, text=text)
        found = list(_TOKEN.finditer(text))
        made, last = [], 0
        for index, match in enumerate(found):
            now = self._token(line, found, index)
            if now != match[0]:
                repairs.append(Repair(line.number, match[0], now))
            made += [text[last : match.start()], now]
            last = match.end()
        return "".join((*made, text[last:])), repairs

    def _token(self, line: Line, found: Sequence[re.Match[str]], index: int) -> str:
        word, before = found[index][0], found[index - 1][0] if index else ""
        if word == "1":
            return "i" if self._is_preposition(line, found, index) else word
        lower = word.lower()
        if lower in CERTAIN and not (word.isupper() and len(word) < 5 and word.isalpha()):
            alone = not before.isalpha() and (word[:1].isupper() or before.isdecimal())
            return _like(word, CERTAIN[lower]) if lower not in ONLY_ALONE or alone else word
        if not word.isalpha() or word.isupper() or len(word) < 4:
            return word
        if word[:1].isupper():
            starts = _starts(line.text, found[index].start(), self._begins[line.number])
            starts = starts and not _CAPITAL_NEXT.match(line.text, found[index].end())  # `Soren Holm`
            now = repair(lower) if starts and lower not in _names() else ""
            return _like(word, now) if now and now not in _names() else word
        return repair(word) or word if word.islower() else word

    def _is_preposition(self, line: Line, found: Sequence[re.Match[str]], index: int) -> bool:
        """Whether a lone `1` is the word `i`: between words that no number stands between."""
        before = found[index - 1][0] if index else _last(self._above[line.number])
        after = found[index + 1][0] if index + 1 < len(found) else _first(self._below[line.number])
        near = line.text[found[index].start() - 1 : found[index].start()] + line.text[found[index].end() :][:1]
        if near.strip() or not before.isalpha() or not before.islower() or before in NUMBERED or not after:
            return False
        if _YEAR.fullmatch(after) or (before, after.lower()) in self._inside:
            return True
        return after.isalpha() and (after.istitle() or _has_article(after))


def _sentences(lines: Sequence[Line]) -> Iterator[tuple[int, bool]]:
    """By its number whether a line begins a sentence, by the words above it."""
    above: Line | None = None
    for line in lines:
        said = above.text.lower().rstrip(" :.") if above else ""
        heads = above is None or above.mark is Mark.HEADING or (repair_heading(said) in HEADINGS)
        yield line.number, heads or (above is not None and above.text.endswith((".", "!", "?", ":")))
        if line.text and not line.furniture:
            above = line


def repair_heading(text: str) -> str:
    """A heading in lower case, its words put right."""
    return " ".join(CERTAIN.get(word, word) for word in text.split())


def _starts(text: str, at: int, line_begins: bool) -> bool:
    """Whether a place in a line is where a sentence begins."""
    before = text[:at].rstrip(" ’'\"»“”(")
    return line_begins if not before else before.endswith((".", "!", "?", ":"))


def _first(text: str) -> str:
    found = _TOKEN.match(text)
    return found[0] if found else ""


def _last(text: str) -> str:
    found = _TOKEN.findall(text)
    return found[-1] if found and text.endswith(found[-1]) else ""


def _has_article(word: str) -> bool:
    """Whether a noun has its article behind it, `projektet`: no number stands before one."""
    if word in NO_ARTICLE or not word.islower() or len(word) < 5:
        return False
    bare = {word[: -len(end)] for end in ("en", "et", "erne", "ene") if word.endswith(end)}
    bare |= {word[:-1]} if word.endswith("en") else set()
    return any(len(each) > 2 and is_word(each) for each in bare)


def _like(word: str, now: str) -> str:
    """A word, with the capitals of another."""
    if word.isupper() and len(word) > 2:
        return now.upper()
    return now[:1].upper() + now[1:] if word[:1].isupper() else now
