"""Which facts of a document hold in what was written, and which do not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

from builder.model.parts import Access, Handling, Person
from builder.model.records import Meeting
from builder.model.values import Openness
from builder.schema.scalars import to_date, to_time
from minutes.facts import Fact, Facts, plain
from minutes.sections import Section, clauses, section, sections
from minutes.written import Subject, Written, written

_PARTY = re.compile(r"\s*(?:\(.*\)|,\s*\w{1,2})$")
NAMES = {"for": "in_favour"}


@dataclass(frozen=True)
class Measured:
    """What came of a comparison.

    Args:
        held: how many facts hold.
        failed: those that do not, in words.
    """

    held: int
    failed: tuple[str, ...]


def measure(facts: Facts, content: Path) -> Measured:
    """Compare what is known of a document with what an import of it wrote into a folder."""
    found = written(content)
    groups: dict[int, list[Fact]] = {}
    for fact in facts.facts:
        groups.setdefault(fact.group, []).append(fact)
    failed = [f"broken: {each}" for each in found.broken]
    held = 0
    for group in groups.values():
        wrong = _failing(group, facts, found)
        held += len(group) - len(wrong)
        failed += wrong
    return Measured(held, tuple(failed))


def _failing(group: Sequence[Fact], facts: Facts, found: Written) -> list[str]:
    """Those of the facts of one thing that do not hold."""
    first = group[0]
    if not first.item:
        check = _Meeting(found, _day(facts), _body(facts))
        return [str(fact) + why for fact, why in check.failing(group)]
    alike = [each for each in found.subjects if plain(first.item) in each.titles]
    if len(alike) != 1:
        return [f"{fact}: {'no item' if not alike else f'{len(alike)} items'} of that title" for fact in group]
    if first.what == "title":
        home = facts.homes[first.item]
        return [] if home in {alike[0].home, "any"} else [f"{first}: belongs in a {home}, is in a {alike[0].home}"]
    check_item = _Item(alike[0], found, _day(facts), _body(facts))
    return [str(fact) + why for fact, why in check_item.failing(group)]


def _stated(facts: Facts, what: str) -> str:
    return next((str(each.value) for each in facts.facts if not each.item and each.what == what), "")


def _day(facts: Facts) -> date | None:
    return to_date(stated) if (stated := _stated(facts, "date")) else None


def _body(facts: Facts) -> str:
    return _stated(facts, "body")


def agrees(value: Any, expected: Any) -> bool:
    """Whether a value that was written is as expected; words need only be within it, a list may stand in any order."""
    if isinstance(value, Decimal):
        return value == Decimal(str(expected))
    if isinstance(value, bool):
        return str(value).lower() == expected
    if isinstance(value, (tuple, list)):
        wanted = expected if isinstance(expected, list) else [expected]
        return sorted(map(_voice, value)) == sorted(map(_voice, wanted))
    if isinstance(value, time):
        return value == to_time(str(expected))
    if isinstance(value, date):
        return value == to_date(str(expected))
    if isinstance(value, int):
        return str(value) == str(expected)
    if isinstance(value, Enum):
        return str(value) == str(expected)
    return value is not None and plain(str(expected)) in plain(str(value))


def _same(value: str | None, expected: str) -> bool:
    return value is not None and plain(value).strip(" .") == plain(expected).strip(" .")


def _is_brief(value: str | None, expected: str) -> bool:
    """Whether a name has little beside what is expected, so that it is no whole sentence."""
    return len(value or "") <= len(expected) + 40


def _voice(voice: Any) -> str:
    """A person or party without the party in brackets behind it."""
    return _PARTY.sub("", plain(str(voice)))


def _within(thing: Any, key: str) -> Any:
    """`votes.against` of a record; None where nothing is there."""
    for name in key.split("."):
        thing = getattr(thing, NAMES.get(name, name), None)
    return thing


Failing = list[tuple[Fact, str]]


def best(group: Sequence[Fact], things: Iterable[Any], test: Callable[[Any, Fact], bool], names: set[str]) -> Failing:
    """The facts that fail of the thing that agrees with most, among those that agree with its naming keys."""
    naming = [fact for fact in group if fact.key in names]
    chosen = [each for each in things if all(test(each, fact) for fact in naming)]
    if not chosen:
        return [(fact, ": there is none") for fact in group]
    return min(([(fact, _is(each, fact)) for fact in group if not test(each, fact)] for each in chosen), key=len)


def _is(thing: Any, fact: Fact) -> str:
    value = _within(thing, fact.key)
    return f": is {value!r}" if value not in (None, ()) else ": is absent"


def person_is(person: Person, fact: Fact) -> bool:
    """Whether a person is as a fact says; a fact that is a name alone counts too."""
    if not fact.key:
        return _voice(person.name) == _voice(fact.value)
    value = getattr(person, fact.key)
    return value is not None and _voice(value) == _voice(fact.value)


@dataclass(frozen=True)
class _Meeting:
    """The facts of the meeting and of the whole document."""

    found: Written
    day: date | None
    body: str

    def failing(self, group: Sequence[Fact]) -> Failing:
        fact = group[0]
        if fact.what in {"present", "absent"}:
            people = getattr(self.meeting or Meeting(), fact.what)
            return best(group, people, person_is, {"", "name"})
        return [(each, why) for each in group if (why := self.fails(each))]

    @property
    def meeting(self) -> Meeting | None:
        alike = [record for day, _, record in self.found.meetings if self.day is None or day == self.day]
        return alike[0] if len(alike) == 1 else None

    def fails(self, fact: Fact) -> str:
        """Why a fact does not hold; empty where it does."""
        found = self.found
        if fact.what == "count":
            return self._count(fact)
        if fact.what == "never":
            return ": stands there" if plain(fact.value) in found.text else ""
        if fact.what == "no" and fact.value == "meeting":
            return ": there is one" if found.meetings else ""
        if fact.what == "authority":
            return "" if any(plain(fact.value) in each for each in found.authorities) else f": {found.authorities}"
        if fact.what == "ocr":
            sources = [each.record.source for each in found.subjects if each.home == "case"]
            return "" if sources and all(each and each.ocr for each in sources) else ": no source says so"
        known = [(day, body) for day, body, _ in found.meetings]
        if fact.what == "date":
            return "" if to_date(fact.value) in [day for day, _ in known] else f": {known}"
        if fact.what == "body":
            named = [body for _, body in known] or [each for case in found.cases.values() for each in _bodies(case)]
            return "" if any(found.called(each, fact.value) for each in named) else f": {named}"
        if self.meeting is None:
            return ": no such meeting"
        value = getattr(self.meeting, fact.value if fact.what == "no" else fact.what)
        if fact.what == "no":
            return f": is {value!r}" if value not in (None, ()) else ""
        right = agrees(value, fact.value) and (fact.what != "place" or _is_brief(value, fact.value))
        return "" if right else f": is {value!r}"

    def _count(self, fact: Fact) -> str:
        found = self.found
        if fact.key in {"present", "absent"}:
            count = len(getattr(self.meeting or Meeting(), fact.key))
        else:
            counts = {"items": found.subjects, "cases": found.cases, "meetings": found.meetings, "bodies": found.bodies}
            count = len(counts[fact.key])
        return "" if count == int(fact.value) else f": is {count}"


def _bodies(case: Any) -> list[str]:
    return [each.body for each in case.handlings]


@dataclass(frozen=True)
class _Item:
    """The facts of one item of the agenda."""

    subject: Subject
    found: Written
    day: date | None
    body: str

    def failing(self, group: Sequence[Fact]) -> Failing:
        fact, record = group[0], self.subject.record
        if fact.what == "handling":
            if {"body", "date", "item"}.isdisjoint(each.key for each in group):
                return best(group, self.own(), self.handled, set())
            return best(group, self.subject.handlings, self.handled, {"body", "date"})
        if fact.what in {"absent", "recused", "not_participating"}:
            people = [each for handling in self.own() for each in getattr(handling, fact.what)]
            return best(group, people, person_is, {"", "name"})
        if fact.what == "amount":
            return self._amount(group)
        if fact.what == "attachment":
            return best(group, getattr(record, "attachments", ()), attached, {"title", "document"})
        return [(each, why) for each in group if (why := self.fails(each))]

    def own(self) -> list[Handling]:
        """The treatment in this meeting: of its day and body; where the document has no day, the last."""
        handlings = self.subject.handlings
        mine = [each for each in handlings if self.day and each.date == self.day]
        mine = [each for each in mine if self.found.called(each.body, self.body)] or mine
        return mine or list(handlings[-1:] if self.day is None else ())

    def handled(self, handling: Handling, fact: Fact) -> bool:
        """Whether a handling is as one of its facts says."""
        key, expected = fact.key, fact.value
        said = f"{handling.phrase or ''}\n{handling.decision or ''}"
        if key == "body":
            return self.found.called(handling.body, expected)
        if key == "item":
            return _same(handling.item, expected)
        if key == "decides":
            return bool(handling.outcome) and handling.outcome[0] in (
                [expected] if isinstance(expected, str) else expected
            )
        if key in {"phrase", "says"}:
            return plain(expected) in plain(said)
        if key in {"begins", "ends"}:
            words = plain(handling.decision or handling.phrase or "").rstrip(" .")
            wanted = plain(expected).rstrip(" .")
            return words.startswith(wanted) if key == "begins" else words.endswith(wanted)
        if key == "sent_to":
            return any(self.found.called(each, expected) or agrees(each, expected) for each in handling.sent_to)
        if key in {"absent", "recused", "not_participating"}:
            people = [_voice(each.name) for each in getattr(handling, key)]
            return people == [] if expected == [] else all(_voice(each) in people for each in expected)
        if key.startswith("statement."):
            inner = key.partition(".")[2]
            return any(agrees(_within(each, inner), expected) for each in handling.statements)
        if key == "no":
            missing = expected if isinstance(expected, list) else [expected]
            return all(_within(handling, each) in (None, ()) for each in missing)
        value = _within(handling, key)
        return agrees(value, expected)

    def _amount(self, group: Sequence[Fact]) -> Failing:
        amounts = getattr(self.subject.record, "amounts", ())
        known = {fact.key: fact.value for fact in group}
        same = [each for each in amounts if each.amount == Decimal(known["amount"])]
        same = [each for each in same if _unit(each) == known.get("unit", "DKK")]
        times = [fact for fact in group if fact.key == "times" and len(same) != int(fact.value)]
        rest = [fact for fact in group if fact.key != "times"]
        return [*((fact, f": is {len(same)}") for fact in times), *best(rest, same, amount_is, {"amount"})]

    def fails(self, fact: Fact) -> str:
        """Why a fact does not hold; empty where it does."""
        subject, record, expected = self.subject, self.subject.record, fact.value
        match fact.what:
            case "number":
                return "" if expected in subject.numbers else f": is {sorted(subject.numbers)}"
            case "access":
                closed = is_closed(record) or any(is_closed(each) for each in subject.handlings)
                return "" if closed == (expected == "closed") else f": is {'closed' if closed else 'open'}"
            case "role":
                roles = [each.role for each in self.own()]
                return "" if expected in roles else f": is {roles}"
            case "route":
                route = getattr(record, "route", ())
                right = len(route) == len(expected) and all(map(self.found.called, route, expected))
                return "" if right else f": is {route}"
            case "never":
                return ": stands there" if plain(expected) in subject.text else ""
            case "no":
                return self._no(expected)
            case "count":
                count = len(subject.handlings if fact.key == "handlings" else getattr(record, fact.key, ()))
                return "" if count == int(expected) else f": is {count}"
            case "case_number" | "kle":
                value = getattr(record, fact.what, None)
                return "" if _same(value, expected) else f": is {value!r}"
            case "recommended_by":
                value = getattr(record, "recommended_by", None)
                return "" if agrees(value, expected) and _is_brief(value, expected) else f": is {value!r}"
        return self._text(fact)

    def _no(self, key: str) -> str:
        """Why something is claimed that the document does not say; empty where it is not."""
        if key in {"outcome", "phrase", "date", "decision", "votes", "role", "statements", "sent_to"}:
            values = [getattr(each, key) for each in self.subject.handlings]
        elif key in {"absent", "recused", "not_participating"}:
            values = [getattr(each, key) for each in self.own()]
        elif key == "number":
            values = sorted(self.subject.numbers)
        else:
            values = [getattr(self.subject.record, key, None)]
        claimed = [each for each in values if each not in (None, ())]
        return f": is {claimed}" if claimed else ""

    def _text(self, fact: Fact) -> str:
        blocks, expected = self.subject.blocks, fact.value
        summary = getattr(self.subject.record, "summary", None) or ""
        match fact.what:
            case "sections":
                return sections(blocks, expected, summary)
            case "section":
                return section(blocks, str(fact.thing["heading"]), Section(fact.key, expected), summary)
            case "clauses":
                count = clauses(blocks)
                return "" if count == int(expected) else f": is {count}"
            case "list":
                runs = [each.run for each in blocks if each.text.startswith(plain(str(fact.thing["first"])))]
                lengths = [sum(each.run == run for each in blocks) for run in runs if run]
                right = bool(lengths) if fact.key == "first" else int(fact.thing["length"]) in lengths
                return "" if right else f": lengths {lengths}"
            case "alone":
                texts = [each.text for each in blocks]
                return "" if plain(expected) in texts else ": does not stand alone"
            case "joined":
                texts = [*(each.text for each in blocks), plain(summary)]
                return "" if any(plain(expected) in each for each in texts) else ": is in no one block"
            case "clause" | "says":
                return "" if plain(expected) in " ".join(each.text for each in blocks) else ": is not in the text"
        raise AssertionError(fact)


def attached(attachment: Any, fact: Fact) -> bool:
    """Whether an attachment is as one of its facts says; open is what nothing closes."""
    if fact.key == "access":
        return (attachment.access is Openness.CLOSED) == (fact.value == "closed")
    if fact.key == "no":
        return getattr(attachment, fact.value) is None
    if fact.key == "title":
        return _same(attachment.title, fact.value) or _same(attachment.public_title, fact.value)
    if fact.key == "document" and fact.value in (attachment.url or ""):
        return True  # a web page names it in the link
    return _same(getattr(attachment, fact.key), fact.value)


def amount_is(amount: Any, fact: Fact) -> bool:
    """Whether an amount is as one of its facts says; `no` names what must be absent."""
    if fact.key == "no":
        missing = fact.value if isinstance(fact.value, list) else [fact.value]
        return all(getattr(amount, NAMES.get(each, each)) is None for each in missing)
    if fact.key == "years":
        return _same(amount.years, fact.value)
    if fact.key == "unit":
        return _unit(amount) == fact.value
    return agrees(getattr(amount, {"for": "purpose", "from": "payer"}.get(fact.key, fact.key)), fact.value)


def _unit(amount: Any) -> str:
    """What an amount counts; where the file does not say, the money of a Danish archive."""
    return str(amount.unit or "DKK")


def is_closed(thing: Any) -> bool:
    """Whether any part of it is closed."""
    access = getattr(thing, "access", None)
    return isinstance(access, Access) and not all(map(access.shows, ("title", "presentation", "decision", "votes")))
