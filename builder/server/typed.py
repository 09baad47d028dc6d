"""What stands in the form: as the file says it at first, and then as it was sent."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from builder.model.parts import Handling
from builder.model.records import Case
from builder.model.values import Kind
from builder.schema.names import fold, names_of

LISTS = {"topics": Kind.TOPIC, "places": Kind.PLACE, "organisations": Kind.ORGANISATION}
ABOUT = ("title", "case_number", "summary")
ACCESS = ("access", "basis", "public_title", "public_decision")
CASE = (*ABOUT, *LISTS, *ACCESS)
HANDLING = ("body", "date", "item", "role", "outcome", "phrase", "decision", "sent_to")
HANDLINGS = "handlings"


@dataclass(frozen=True)
class Typed:
    """What stands in the form.

    Args:
        values: by the names of the fields, `title` or `handlings.0.body`.
        numbers: the handlings; those from `count` on are new.
        gone: the handlings that are to be taken out.
        count: how many handlings the file has.
    """

    values: Mapping[str, tuple[str, ...]]
    numbers: tuple[int, ...]
    gone: frozenset[int]
    count: int

    @property
    def kept(self) -> list[int]:
        """The handlings that the file will have, in its order."""
        return [number for number in self.numbers if number not in self.gone and self.is_there(number)]

    def and_one_more(self) -> Typed:
        """The same with a new handling, of which nothing is written yet."""
        return replace(self, numbers=(*self.numbers, max((*self.numbers, self.count - 1), default=-1) + 1))

    def is_there(self, number: int) -> bool:
        """Whether a handling is in the file, or something was written of it."""
        names = (f"{HANDLINGS}.{number}.{name}" for name in HANDLING)
        return number < self.count or any(each.strip() for name in names for each in self.values.get(name, ()))


def posted(form: Mapping[str, list[str]]) -> Typed:
    """What was sent, with plain line ends; fields that the form does not have are passed over."""
    form = {name: [re.sub("\r\n?", "\n", each) for each in values] for name, values in form.items()}
    numbers = tuple(sorted({int(each) for each in form.get("handling", ()) if re.fullmatch(r"\d{1,3}", each)}))
    names = [*CASE, *(f"{HANDLINGS}.{number}.{name}" for number in numbers for name in HANDLING)]
    values = {name: tuple(form[name]) for name in names if name in form}
    for name in LISTS:
        more = [line for text in form.get(f"{name}.more", ()) for line in text.splitlines()]
        if name in form or f"{name}.more" in form:
            values[name] = tuple(each for each in (*form.get(name, ()), *more) if each.strip())
    count = next((int(each) for each in form.get("count", ()) if re.fullmatch(r"\d{1,3}", each)), 0)
    gone = frozenset(number for number in numbers if f"{HANDLINGS}.{number}.gone" in form)
    return Typed(values, numbers, gone, count)


def field_of(path: str, order: Sequence[int]) -> str:
    """The name of the field that a finding is about; "" where the form has none.

    Args:
        path: as `handlings[0].date`, under Danish or English names.
        order: for each handling of the file that was read its number in the form.
    """
    steps = re.findall(r"[^.\[\]]+", path)
    key = names_of(Case).get(fold(steps[0])) if steps else None
    if key is None or key.name in CASE:
        return key.name if key else ""
    if key.name != HANDLINGS or len(steps) < 2 or not steps[1].isdigit() or int(steps[1]) >= len(order):
        return ""
    inner = names_of(Handling).get(fold(steps[2])) if len(steps) > 2 else None
    name = f"{HANDLINGS}.{order[int(steps[1])]}"
    return f"{name}.{inner.name}" if inner and inner.name in HANDLING else name


def path_of(name: str) -> str:
    """The path in the file of a field: `handlings.0.date` is `handlings[0].date`."""
    return re.sub(r"\.(\d+)", r"[\1]", name)
