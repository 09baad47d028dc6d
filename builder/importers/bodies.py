"""Which authority and body are meant by the names in a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from builder.importers.found import Minutes
from builder.importers.grammar.vocabulary import fold
from builder.importers.holdings import Holdings
from builder.messages import Told
from builder.urls import slug

_AUTHORITY = re.compile(r"\b(?:[A-ZÆØÅ][a-zæøå]+(?:-[A-ZÆØÅ][a-zæøå]+)*\s+Kommune|Region\s+[A-ZÆØÅ][a-zæøå]+)\b")


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


NO_AUTHORITY = _("the document does not say whose minutes it is; say it with --authority")
WHICH_AUTHORITY = _("the document does not say whose minutes it is, but names {named}; say it with --authority")
UNKNOWN_AUTHORITY = _("there is no authority {value}; make it with `beslut new authority`, or use one of {known}")
BODY_KNOWN = _("taken as minutes of {authority}, which alone has the body {name}; else say it with --authority")
NUMBER_KNOWN = _("taken as minutes of {authority}, which alone has the case {name}; else say it with --authority")
AUTHORITY_READ = _("the name that the document has most often; look at it")
BODY_SHORT = _("the document has the abbreviation alone; write the name")


class NotTold(Told):
    """A document that does not say what must be known of it."""


@dataclass(frozen=True)
class Named:
    """An authority or a body.

    Args:
        path: its path, for a body within the authority.
        name: as the archive or the document has it.
        abbreviation: likewise.
        names: all it is called.
        is_new: whether the archive does not have it.
        doubt: a message id, where it was inferred.
        by: what it was inferred from.
    """

    path: str
    name: str
    abbreviation: str = ""
    names: tuple[str, ...] = ()
    is_new: bool = False
    doubt: str = ""
    by: str = ""

    def means(self, name: str) -> bool:
        """Whether a name or an abbreviation is one of its own."""
        called = [each for each in (self.name, self.abbreviation, *self.names) if each]
        return any(_same(name, each) or _abbreviates(name, each) or _abbreviates(each, name) for each in called)


def authority_of(minutes: Minutes, holdings: Holdings, said: str) -> Named:
    """Whose minutes a document is.

    Raises:
        NotTold: where nobody says so.
    """
    if said:
        path = slug(said)
        if path in holdings.authorities:
            return Named(path, holdings.authorities[path][0])
        by_name = next(
            (each for each, names in holdings.authorities.items() if any(fold(said) == fold(name) for name in names)),
            None,
        )
        if by_name:
            return Named(by_name, holdings.authorities[by_name][0])
        if not path:
            raise NotTold(UNKNOWN_AUTHORITY, value=said, known=", ".join(holdings.authorities))
        if said == path:  # a new folder's name: what the document calls it is its name
            called = (minutes.authority.text, *(name for name, _count in _named_in(minutes)))
            name = next((each for each in called if _authority(each, holdings).path == path), said)
            return Named(path, name, is_new=True)
        return _authority(said, holdings)
    if name := minutes.authority.text:
        return _authority(name, holdings)
    ranked = _named_in(minutes)
    if len(holdings.authorities) == 1:
        path, names = next(iter(holdings.authorities.items()))
        own = next((count for name, count in ranked if any(fold(name) == fold(each) for each in names)), 0)
        if not ranked or 2 * own >= ranked[0][1]:  # else the minutes are likely those of another
            return Named(path, names[0])
    for found in (_by_bodies(minutes, holdings), _by_numbers(minutes, holdings)):
        if found and (not ranked or _is_named(found, ranked, holdings)):
            return found
    ranked = ranked[:3]
    if ranked and (len(ranked) == 1 or ranked[0][1] >= 2 * ranked[1][1]):
        named = _authority(ranked[0][0], holdings)
        return Named(named.path, named.name, is_new=named.is_new, doubt=AUTHORITY_READ)
    if ranked:
        raise NotTold(WHICH_AUTHORITY, named=", ".join(name for name, _count in ranked))
    raise NotTold(NO_AUTHORITY)


def _named_in(minutes: Minutes) -> list[tuple[str, int]]:
    """Authorities that a document names, the most frequent first; with or without the `s` of the genitive."""
    told = Counter(each for line in minutes.reading.lines for each in _AUTHORITY.findall(line.text))
    for name in [each for each in told if each.endswith("s") and each[:-1] in told]:
        told[name[:-1]] += told.pop(name)
    return told.most_common()


def _by_bodies(minutes: Minutes, holdings: Holdings) -> Named | None:
    """The one authority of the archive that has a body the document names as the meeting's, or on a route."""
    routes = [each for item in minutes.items for each in (*item.route, *item.competence)]
    for name in filter(None, (minutes.body.text, *dict.fromkeys(routes))):
        having = [
            path
            for path, bodies in holdings.bodies.items()
            if path in holdings.authorities and any(_same(name, each) for names in bodies.values() for each in names)
        ]
        if len(having) == 1:
            return Named(having[0], holdings.authorities[having[0]][0], doubt=BODY_KNOWN, by=name)
    return None


def _is_named(named: Named, ranked: Iterable[tuple[str, int]], holdings: Holdings) -> bool:
    """Whether a document names an authority at all: many have an Økonomiudvalg, and a case 24/100."""
    own = {fold(name) for name in holdings.authorities[named.path]}
    return any(fold(name) in own for name, _count in ranked)


def _by_numbers(minutes: Minutes, holdings: Holdings) -> Named | None:
    """The one authority of the archive that has a case with a number that the document names."""
    for item in minutes.items:
        having = holdings.whose(item.case_number) & holdings.authorities.keys()
        if len(having) == 1:
            path = having.pop()
            return Named(path, holdings.authorities[path][0], doubt=NUMBER_KNOWN, by=item.case_number)
    return None


def _short(name: str) -> str:
    return re.sub(r"\s+Kommune$", "", name)


def _authority(name: str, holdings: Holdings) -> Named:
    for path, names in holdings.authorities.items():
        if any(fold(name) == fold(each) for each in names):
            return Named(path, names[0])
    path = slug(_short(name))
    known = holdings.authorities.get(path)
    return Named(path, known[0] if known else name, is_new=known is None)


def body_of(name: str, authority: str, holdings: Holdings, minutes: Minutes, said: str) -> Named | None:
    """The body that a name or an abbreviation means; one that the archive does not have is new; None for no name."""
    known = holdings.bodies.get(authority, {})
    if said:
        path = slug(said)
        names = known.get(path) or next(
            (each for each in known.values() if any(fold(said) == fold(one) for one in each)), ()
        )
        path = next((each for each, own in known.items() if own == names), path) if names else path
        return Named(path, names[0] if names else name or said, names=names, is_new=not names)
    if not name:
        return None
    for path, names in known.items():
        if any(_same(name, each) for each in names):
            return Named(path, names[0], names=names)
    short = is_short(name)
    fits = [
        path
        for path, names in known.items()
        if any(_abbreviates(name, each) if short else _abbreviates(each, name) for each in names)
    ]
    if len(fits) == 1:
        return Named(fits[0], known[fits[0]][0], names=(*known[fits[0]], name))
    if short:
        full = minutes.body.text
        if full and not is_short(full) and _abbreviates(name, full):
            return Named(slug(name), full, name, (full, name), is_new=True)
        return Named(slug(name), name, "", (name,), is_new=True, doubt=BODY_SHORT)
    abbreviations = {
        each
        for item in minutes.items
        for each in (*item.route, *item.competence)
        if is_short(each) and _abbreviates(each, name)
    }
    abbreviation = next(iter(abbreviations)) if len(abbreviations) == 1 else ""
    path = slug(abbreviation or name)
    return Named(path, _written(name), abbreviation, (name,), is_new=True)


def is_short(name: str) -> bool:
    """Whether a name is an abbreviation: `VPU`, `ØK`, `KB`."""
    return bool(re.fullmatch(r"[A-ZÆØÅ][A-ZÆØÅa-zæøå&]{0,5}\.?", name)) and sum(
        each.isupper() for each in name
    ) * 2 >= len(name.rstrip("."))


def _abbreviates(short: str, name: str) -> bool:
    """Whether letters stand in a name in their order, the first of it first, and at the beginnings of words or parts.

    `VPU` for Voksen- og Plejeudvalget, `ØK` and `ØU` for Økonomiudvalget.
    """
    if not is_short(short) or is_short(name):
        return False
    letters = short.casefold().rstrip(".")
    words = re.findall(r"[\wæøå]+", name.casefold())
    starts = [word for word in words if word not in {"og", "for", "i", "af", "den", "det"}]
    if name.casefold() in {"byrådet", "byråd"} and letters in {"by", "br", "kb"}:
        return True
    if letters == "by":  # no committee of buildings
        return False
    if not starts or starts[0][0] != letters[0]:
        return False
    heads = "".join(
        part[0] for word in starts for part in re.split(r"(?=udvalg|råd|nævn|bestyrelse|styrelse)", word) if part
    )
    if heads == letters or "".join(word[0] for word in words) == letters:
        return True
    if name.casefold().startswith("kommunalbestyrelse") and letters in {"kb", "km"}:
        return True
    return len(letters) == 2 and len(starts) == 1 and letters[1] in starts[0][1:4]


def _same(one: str, other: str) -> bool:
    return _core(one) == _core(other)


def _core(name: str) -> str:
    """A name without what differs between its forms: the article's ending, capitals, hyphens."""
    words = fold(name).split()
    return " ".join(re.sub(r"(udvalg|rad|nevn|bestyrelse|magistrat|komite)(?:et|en|n)$", r"\1", word) for word in words)


def _written(name: str) -> str:
    """A name that stands in capitals, as a name is written."""
    return name.capitalize() if name.isupper() and len(name) > 6 else name[:1].upper() + name[1:]
