"""What all files of one document share: whose it is, which bodies it names, what is doubtful."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from builder.importers.bodies import Named, body_of
from builder.importers.found import (
    Doubt,
    ItemFound,
    Minutes,
    Participant,
    Verdict,
)
from builder.importers.holdings import Holdings
from builder.messages import Format
from builder.model.values import Outcome, Role

Translate = Callable[[str], str]


_LONGEST_PHRASE = 60


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


@dataclass
class Desk:
    """What is known while a document is filed."""

    minutes: Minutes
    holdings: Holdings
    translate: Translate
    authority: Named
    body: Named | None
    source: str
    doubts: list[tuple[str, Doubt]] = field(default_factory=list)
    repeated: list[tuple[str, str, str]] = field(default_factory=list)
    bodies: dict[str, Named] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)  # files of its cases: two points of one meeting are two cases
    ids: dict[int, str] = field(default_factory=dict)  # of its cases, by the places of their points
    gave: Mapping[str, bool] = field(default_factory=dict)  # files it gave before: whether they were made from it

    def note(self, file: str, key: str, reason: str, line: int, **said: str) -> str:
        """Note a doubt about a key of a file; its words, for the comment behind the value."""
        self.doubts.append((file, Doubt(key, reason, line, said)))
        return self.translate(reason).format(**said)


def is_case(item: ItemFound) -> bool:
    """Whether a point is a case: not of the meeting itself, and open."""
    return not item.routine and not item.closed


def outcomes(verdict: Verdict) -> list[str]:
    """The outcomes as they are written: what is recommended is sent on by that."""
    first = verdict.outcome[:1]
    return [each.value for each in verdict.outcome if each is not Outcome.REFERRED or first != (Outcome.RECOMMENDED,)]


def is_more(decision: str, phrase: str) -> bool:
    """Whether a decision says more than the phrase that is shown with its outcome."""
    return bool(decision) and (decision.strip(" .") != phrase.strip(" .") or len(decision) > _LONGEST_PHRASE)


_ROLES = {
    Outcome.RECOMMENDED: Role.RECOMMENDATION,
    Outcome.NOTED: Role.INFORMATION,
    Outcome.REFERRED: Role.REFERRAL,
}


def role_by(outcome: Sequence[Outcome]) -> Role | None:
    """The role that an outcome states by itself."""
    return _ROLES.get(outcome[0]) if outcome else None


def organ(desk: Desk, name: str, *, known_only: bool = False) -> str:
    """The path of a body by its name or abbreviation; one that the archive does not have is made."""
    if found := next((each.path for each in desk.bodies.values() if each.means(name)), None):
        return found
    named = body_of(name, desk.authority.path, desk.holdings, desk.minutes, "")
    if named is None or (named.is_new and known_only):
        return ""
    desk.bodies.setdefault(named.path, named)
    return named.path


def person(person: Participant) -> dict[str, str]:
    """A person as the schema has it."""
    made = {"name": person.name}
    if person.party:
        made["party"] = person.party
    if person.substitute:
        made["substitute"] = person.substitute
    return made


def source_of(desk: Desk) -> dict[str, str]:
    """The key `source` of a file."""
    minutes = desk.minutes
    made = {"title": name_of(minutes), "sha256": minutes.reading.sha256}
    if minutes.reading.url:
        made["url"] = minutes.reading.url
    if minutes.reading.ocr:
        made["ocr"] = "ja"
    return made


def name_of(minutes: Minutes) -> str:
    """What the document is called: the meeting's minutes, else its file."""
    if minutes.body.text and minutes.day:
        kind = "Dagsorden" if minutes.state and minutes.state.value == "agenda" else "Referat"
        return f"{kind}, {minutes.body.text} den {Format('da').day(minutes.day)}"
    return minutes.reading.name


def day_of(day: date | None) -> str:
    """A day as ISO 8601; empty for none."""
    return day.isoformat() if day else ""
