"""A text cut into sentences and these into clauses, each by where it stands; what is quoted is covered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from builder.importers.phrases import DECIDES, SAYS, SUPPOSING, loose

_QUOTED = re.compile(
    r"\"[^\"\n]{1,600}\"|»[^«\n]{1,600}«|”[^”\n]{1,600}”|“[^”\n]{1,600}”|(?<!\w)['’‘][^'’\n]{1,300}['’](?!\w)"
)
_END = re.compile(r"[.!?](?=\s)|\n")
_SHORT_WORDS = frozenset(
    [
        "kl",
        "d",
        "nr",
        "pkt",
        "mio",
        "mia",
        "ca",
        "bl.a",
        "bl",
        "jf",
        "stk",
        "f.eks",
        "eks",
        "inkl",
        "ekskl",
        "evt",
        "hhv",
        "pr",
        "sct",
        "dr",
        "st",
        "tlf",
        "vedr",
        "fx",
        "incl",
        "excl",
        "pgl",
        "ad",
        "cand",
        "§",
    ]
)
_MONTH = re.compile(r"\s+(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)", re.IGNORECASE)
_LIST = re.compile(r"\s*(?:[-–•*]\s+|(?:ad\s+|pkt\.?\s*|punkt\s+)?\d{1,2}[a-z]?\s*[.):]\s*)+", re.IGNORECASE)
_FOLLOWS = re.compile(r"(?:^|[\s,])(?:,|og|at|til|af|med|for|i|på|den|det|en|et|samt|eller|der|som|om)$", re.IGNORECASE)
_LINE = 60  # signs; a line as short as this was not broken by the width of a page
_CUTS = re.compile(
    loose(
        r"(?P<at>,?\s(?:og |samt |om )?at(?!\w))"
        rf"|(?P<aside>,\s?(?:og )?(?:{SUPPOSING}|idet|således at|så)(?!\w))"
        r"|(?P<relative>,\s?(?:der|som|om|hvor|hvordan|hvorvidt|hvad|hvem|hvilke|hvoraf|hvilket|hvilken"
        r"|hvis|jf|undtagen|herunder|fx)(?!\w))"
        r"|(?P<main>,\s?(?:hvorefter|hvorpå|hvormed|men)(?!\w)|,\s?(?:og )(?=\w*(?:udvalget|rådet|bestyrelsen)(?!\w)))"
        r"|(?P<resume>,\s?(?=(?:blev|bliver|er|var|kan|kunne|til efterretning)(?!\w)))"
        r"|(?P<stop>[;:](?=\s|$))|(?P<comma>,)"
    ),
    re.IGNORECASE,
)
_FIRST_ASIDE = re.compile(loose(rf"\s*(?:{SUPPOSING})(?!\w)"), re.IGNORECASE)
_CONDITION = re.compile(loose(r"\s*(?:hvis|såfremt|medmindre|forudsat|i tilfælde af)(?!\w)"), re.IGNORECASE)
_FIRST_AT = re.compile(r"\s*(?:og\s+)?at(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Clause:
    """A clause, by its place in the text.

    Args:
        start, end: where it stands.
        counts: whether it says what the body does; not what is supposed, reported or said of a noun.
        decided: where the words begin by which the body decides what this clause says; -1 if there are none.
    """

    start: int
    end: int
    counts: bool = True
    decided: int = -1


def covered(text: str) -> str:
    """The text, as long as it is, with signs that no rule knows for what is quoted."""
    return _QUOTED.sub(lambda match: "¤" * len(match[0]), text)


def sentences(text: str) -> list[tuple[int, int]]:
    """Where sentences stand. A line ends one if it is the last of a paragraph or short, and the next begins anew."""
    found, start = [], 0
    for match in _END.finditer(text):
        at = match.end()
        if match[0] == "\n" and not _breaks(text, start, match.start(), at):
            continue
        if match[0] == "." and not _full_stop(text, match.start()):
            continue
        if text[start:at].strip():
            found.append((start, at))
        start = at
    if text[start:].strip():
        found.append((start, len(text)))
    return found


def _breaks(text: str, start: int, end: int, after: int) -> bool:
    line = text[max(start, text.rfind("\n", start, end) + 1, end - 2 * _LINE) : end].rstrip()
    following = text[after : after + _LINE]
    if not line or (following.lstrip(" \t")[:1] in {"\n", ""} and following.strip(" \t")[:1] != ""):
        return True
    following = following.lstrip()
    if not following:
        return True
    anew = following[0].isupper() or bool(_LIST.match(following))
    return anew and not _FOLLOWS.search(line) and not line.endswith((",", "+", "-")) and len(line) < _LINE


def _full_stop(text: str, at: int) -> bool:
    following = text[at + 1 : at + 20]
    first = following.lstrip()[:1]
    if first and first.islower() and "\n" not in following[: len(following) - len(following.lstrip())]:
        return False
    word = re.search(r"[\w.§]*\Z", text[max(0, at - 20) : at])
    before = word[0] if word else ""
    if before.casefold().endswith(("kr", "mio", "mia")):
        return first.isupper()
    if before.casefold() in _SHORT_WORDS:
        return False
    if before.isdigit() and len(before) < 3:
        return not _MONTH.match(following)
    if len(before) == 1 and before.isupper():  # `Hans P. Jensen`, but `imod stemte Ø. Godkendt`
        named = re.search(r"(\w+)\s+$", text[max(0, at - 30) : at - 1])
        return not (named and named[1][0].isupper())
    return True


def clauses(text: str) -> Iterator[Clause]:
    """Every clause of a covered text, in order."""
    listed: Clause | None = None  # what the entries of a list are said under: `Udvalget anbefaler, at` and lines below
    for start, end in sentences(text):
        head = _LIST.match(text, start, end)
        begin = head.end() if head else start
        continues = listed is not None and bool(head or _FIRST_AT.match(text, begin, end))
        last = None
        for last in _of_sentence(text, begin, end, listed if continues else None):
            yield last
        if text[start:end].rstrip().endswith((":", ",")) or (continues and listed):
            listed = listed if continues else _content(text, start, end, last)
        elif not (listed and _FIRST_AT.match(text, begin, end)):
            listed = None


def _content(text: str, start: int, end: int, last: Clause | None) -> Clause:
    """How the clauses that follow a sentence count, as its last verb of saying or deciding has it."""
    if last is not None and not last.counts:
        return Clause(start, end, counts=False)
    decides = list(DECIDES.finditer(text, start, end))
    says = list(SAYS.finditer(text, start, end))
    if decides and (not says or decides[-1].start() >= says[-1].start()):
        return Clause(start, end, decided=start)
    return Clause(start, end, counts=not says)


def _of_sentence(text: str, start: int, end: int, under: Clause | None) -> Iterator[Clause]:
    main = Clause(start, end, counts=not _CONDITION.match(text, start, end))
    around = now = under or main
    if _FIRST_ASIDE.match(text, start, end):
        now = Clause(start, end, counts=False)
    at, seen, said = start, start, False
    for cut in _CUTS.finditer(text, start, end):
        follows = now
        said, seen = said or bool(SAYS.search(text, seen, cut.start())), cut.start()
        if cut["at"]:
            if around is main:
                around = _content(text, at, cut.start(), now)
                around = around if around.decided >= 0 else Clause(start, end, counts=False)
            follows = around
        elif cut["aside"] or cut["relative"]:
            follows = Clause(start, end, counts=False)
        elif cut["main"] or (cut["resume"] and around.decided < 0 and not said):
            follows = around = main
        elif cut["stop"]:
            follows = around = around if around.decided >= 0 or not around.counts else main
        elif now is not around:
            follows = around
        if follows is not now or cut["main"] or cut["stop"]:
            yield Clause(at, cut.start(), now.counts, now.decided)
            at, now = cut.end() if not cut["main"] else cut.start() + 1, follows
    yield Clause(at, end, now.counts, now.decided)
