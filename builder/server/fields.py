"""The fields of the form, made from the declaration of the keys: what they show, and what of it was changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from builder.library.references import canonical
from builder.messages import Format, label
from builder.model.keys import Choice, Key, Many, Record, Reference, Scalar, Type, keys_of
from builder.model.linked import Library
from builder.model.parts import Handling
from builder.model.records import Case
from builder.schema.amend import Value
from builder.schema.scalars import to_date
from builder.schema.writing import meaning
from builder.server.typed import CASE, HANDLING, HANDLINGS, LISTS, Typed, path_of

Translate = Callable[[str], str]
_LONG = {"title", "summary"}  # a line for the program, and several for whoever writes it on a phone
_KEYS: Mapping[type, Mapping[str, Key]] = {cls: {key.name: key for key in keys_of(cls)} for cls in (Case, Handling)}


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


NOT_STATED, UNKNOWN = _("Not stated"), _("{value} (not known here)")
PARTLY, BY_HAND = (
    _("Partly open. You change that in the file itself."),
    _("You can only change this in the file itself."),
)
DAYS = {"da": "%d-%m-%Y", "de": "%d.%m.%Y"}  # a day as it is typed; elsewhere as the file has it
EXAMPLE_DAY = date(2023, 11, 22)
EXAMPLE = _("For example: {example}")
# The declaration's examples are Danish; these are what they are in other languages.
EXAMPLES = {
    "phrase": _("Approved."),
    "basis": _("the Local Government Act, section 10"),
    "public_title": _("Purchase of property"),
}
OPENNESS = {"open": _("Open"), "closed": _("Closed")}
# What a file can say of a case and of a handling, as the page names it; in Danish as a Danish file does.
NAMES = (
    _("title"),
    _("case number"),
    _("summary"),
    _("topics"),
    _("places"),
    _("organisations"),
    _("access"),
    _("basis"),
    _("public title"),
    _("public decision"),
    _("draft"),
    _("publish"),
    _("retracted"),
    _("aliases"),
    _("corrections"),
    _("source"),
    _("route"),
    _("recommended by"),
    _("kle"),
    _("amounts"),
    _("related"),
    _("handlings"),
    _("attachments"),
    _("hearing"),
    _("body"),
    _("date"),
    _("meeting"),
    _("item"),
    _("role"),
    _("reading"),
    _("outcome"),
    _("phrase"),
    _("decision"),
    _("sent to"),
    _("stopped"),
    _("votes"),
    _("statements"),
    _("absent"),
    _("recused"),
    _("not participating"),
)


@dataclass(frozen=True)
class Option:
    """What may be chosen: the value, what it is called, and below which heading it stands."""

    value: str
    text: str
    group: str = ""


@dataclass(frozen=True)
class Known:
    """What the archive offers to choose from.

    Args:
        authority: whose case it is.
        bodies: bodies, as one refers to them from within the authority.
        subjects: the names of topics, places and organisations, by their keys.
    """

    authority: str
    bodies: tuple[Option, ...] = ()
    subjects: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def body(self, words: str) -> str:
        """The value that stands for a body among the options; the words as they are where none does."""
        refs = {canonical(words), f"{self.authority}/{canonical(words)}"}
        own = {each.value: {each.value, f"{self.authority}/{each.value}"} for each in self.bodies}
        return next((value for value, ways in own.items() if ways & refs), words)


def known_in(library: Library | None, authority: str) -> Known:
    """What an archive offers to the cases of an authority; its own bodies first."""
    if library is None:
        return Known(authority)
    own, others = [], []
    for ref, body in sorted(library.bodies.items(), key=lambda each: (each[1].authority, each[1].name.casefold())):
        if body.authority == authority:
            own.append(Option(ref.removeprefix(f"{authority}/"), body.name))
        else:
            named = library.authorities.get(body.authority)
            others.append(Option(ref, body.name, named.name if named else body.authority))
    subjects = {
        name: {each.name for each in library.subjects.values() if each.kind is kind} for name, kind in LISTS.items()
    }
    subjects["organisations"] |= {each.name for ref, each in library.authorities.items() if ref != authority}
    return Known(
        authority, (*own, *others), {name: tuple(sorted(each, key=str.casefold)) for name, each in subjects.items()}
    )


@dataclass(frozen=True)
class Field:
    """One field as the page shows it.

    Args:
        name: its name in the form.
        label: what it is called.
        about: what it means.
        widget: `line`, `lines`, `choice`, `choices`, `ticks`, or `fixed` where it cannot be changed here.
        values: what stands in it.
        options: what may be chosen.
        required: whether it must be filled in.
        messages: what is wrong with it.
    """

    name: str
    label: str
    about: str
    widget: str
    values: tuple[str, ...]
    options: tuple[Option, ...]
    required: bool
    messages: tuple[str, ...]

    @property
    def id(self) -> str:
        """Its id on the page."""
        return self.name.replace(".", "-")


@dataclass(frozen=True)
class Desk:
    """One file on the desk: what it says, and what the archive knows.

    Args:
        said: what the file says, in words.
        known: what may be chosen.
        language: the language of the page.
        say: from a message id to words.
    """

    said: Mapping[str, Any]
    known: Known
    language: str
    say: Translate

    @property
    def handlings(self) -> list[Any]:
        """The handlings of the file; one alone is a list of one."""
        found = self.said.get(HANDLINGS) or []
        return found if isinstance(found, list) else [found]

    def typed(self) -> Typed:
        """The form as it is first shown."""
        values = {name: self._shown(key, value) for name, key, value in self._stated()}
        numbers = tuple(range(len(self.handlings)))
        return Typed(values, numbers, frozenset(), len(numbers))

    def changes(self, typed: Typed) -> dict[str, Value]:
        """What of the form differs from the file, by path."""
        gone = {f"{HANDLINGS}[{number}]" for number in typed.gone if number < typed.count}
        changes: dict[str, Value] = dict.fromkeys(sorted(gone))
        for name, key, said in self._stated():
            path = path_of(name)
            if name in typed.values and path.partition(".")[0] not in gone and not is_fixed(key, said):
                now = self._written(key, said, typed.values[name])
                if now != self._written(key, said, self._shown(key, said)):
                    changes[path] = now
        for place, number in enumerate((each for each in typed.kept if each >= typed.count), typed.count):
            for name, key in _keys(Handling, HANDLING):
                if words := self._written(key, "", typed.values.get(f"{HANDLINGS}.{number}.{name}", ())):
                    changes[f"{HANDLINGS}[{place}].{name}"] = words
        return changes

    def fields(self, names: Sequence[str], typed: Typed, wrong: Mapping[str, list[str]]) -> list[Field]:
        """The fields of the case."""
        return [self._field(name, key, self.said.get(name, ""), typed, wrong) for name, key in _keys(Case, names)]

    def fields_of(self, number: int, typed: Typed, wrong: Mapping[str, list[str]]) -> list[Field]:
        """The fields of a handling; none where it is not written as a map."""
        said = self.handlings[number] if number < min(typed.count, len(self.handlings)) else {}
        return [
            self._field(f"{HANDLINGS}.{number}.{name}", key, said.get(name, ""), typed, wrong)
            for name, key in _keys(Handling, HANDLING)
            if isinstance(said, dict)
        ]

    def heading(self, number: int, typed: Typed) -> str:
        """Body and day of a handling, as far as they stand in the form."""
        body, day = (next(iter(typed.values.get(f"{HANDLINGS}.{number}.{name}", ())), "") for name in ("body", "date"))
        parts = [next((each.text for each in self.known.bodies if each.value == body), body)]
        try:
            parts.append(Format(self.language).day(to_date(day.strip())))
        except ValueError:
            parts.append(day)
        return ", ".join(filter(None, parts))

    def hints(self, name: str) -> dict[str, str]:
        """What messages about a field are to say in place of what the file's own editor would write."""
        key = _KEYS[Handling if "." in name else Case].get(name.rpartition(".")[2])
        if key is None:
            return {}
        options = self._options(key, _widget(key, self.known), ())
        known = {"known": ", ".join(each.text for each in options)} if options else {}
        example = self._example(key)
        return {**known, **({"example": f"»{example}«"} if example else {})}

    def others(self, number: int | None = None) -> list[str]:
        """What else the file says of the case or of a handling, by the names that the page's reader knows."""
        cls, own = (Case, (*CASE, HANDLINGS, "id")) if number is None else (Handling, HANDLING)
        said = self.said if number is None else self.handlings[number] if number < len(self.handlings) else {}
        keys = _KEYS[cls]
        known = [name for name, value in said.items() if value and name not in own] if isinstance(said, dict) else []
        return [self._name(keys[name]) if name in keys else name for name in known]

    def _stated(self) -> Iterator[tuple[str, Key, Any]]:
        """Every field of the file: its name in the form, its key, and what the file says."""
        for name, key in _keys(Case, CASE):
            yield name, key, self.said.get(name, "")
        for number, said in enumerate(self.handlings):
            for name, key in _keys(Handling, HANDLING):
                if isinstance(said, dict):
                    yield f"{HANDLINGS}.{number}.{name}", key, said.get(name, "")

    def _shown(self, key: Key, value: Any) -> tuple[str, ...]:
        """What a field shows of what the file says."""
        inner = _inner(key.type)
        return () if is_fixed(key, value) else tuple(self._one(inner, each) for each in _listed(value))

    def _one(self, type_: Type, words: str) -> str:
        if type_ is Scalar.DATE and self.language in DAYS:
            try:
                return to_date(words).strftime(DAYS[self.language])
            except ValueError:
                return words
        if isinstance(type_, Reference):
            return self.known.body(words)
        return meaning(type_, words) if isinstance(type_, Choice | Record) else _tidy(type_, words)

    def _written(self, key: Key, value: Any, now: Sequence[str]) -> str | list[str]:
        """What is to be written of what stands in a field; what the file said of it stays as it is spelt."""
        inner = _inner(key.type)
        widget = _widget(key, self.known)
        if widget == "lines" and isinstance(key.type, Many):
            now = [line for each in now for line in each.splitlines()]
        tidy = list(dict.fromkeys(each for words in now if (each := _tidy(inner, words))))
        old = {self._one(inner, each): each for each in _listed(value)}
        if widget == "ticks":  # a box has no place in an order: the file's comes first
            tidy = [*(each for each in old if each in tidy), *(each for each in tidy if each not in old)]
        written = [old.get(each) or _as_day(inner, each) for each in tidy]
        return written if isinstance(key.type, Many) else next(iter(written), "")

    def _field(self, name: str, key: Key, said: Any, typed: Typed, wrong: Mapping[str, list[str]]) -> Field:
        fixed = is_fixed(key, said)
        widget = "fixed" if fixed else _widget(key, self.known)
        values = typed.values.get(name, ())
        about = self.say(key.meaning)
        if fixed:
            about = self.say(PARTLY if key.name == "access" else BY_HAND)
        elif key.example and (widget == "line" or key.type is Scalar.DATE):
            about = f"{about} {self.say(EXAMPLE).format(example=self._example(key))}"
        options = self._options(key, widget, values)
        return Field(
            name, _capital(self._name(key)), about, widget, values, options, key.required, tuple(wrong.get(name, ()))
        )

    def _options(self, key: Key, widget: str, values: Sequence[str]) -> tuple[Option, ...]:
        """What may be chosen, and what stands there without being known."""
        inner = _inner(key.type)
        if widget not in {"choice", "choices", "ticks"}:
            return ()
        if isinstance(inner, Choice):
            options = [Option(each.value, self.say(label(each))) for each in inner.members]
        elif isinstance(inner, Record):
            options = [Option(value, self.say(OPENNESS[value])) for value, _ in inner.constants[::2]]
        elif isinstance(inner, Reference):
            options = list(self.known.bodies)
        else:
            options = [Option(each, each) for each in self.known.subjects.get(key.name, ())]
        there = {each.value for each in options}
        unknown = [each for each in values if each and each not in there]
        if widget == "ticks":  # what is chosen comes first; what is new to the archive is no mistake
            options += [Option(each, each) for each in unknown]
            return tuple(sorted(options, key=lambda each: (each.value not in values, each.text.casefold())))
        return (*options, *(Option(each, self.say(UNKNOWN).format(value=each)) for each in unknown))

    def _name(self, key: Key) -> str:
        return self.say(key.name.replace("_", " "))

    def _example(self, key: Key) -> str:
        if key.type is Scalar.DATE and self.language in DAYS:
            return EXAMPLE_DAY.strftime(DAYS[self.language])
        return self.say(EXAMPLES[key.name]) if key.name in EXAMPLES else key.example


def _keys(cls: type, names: Sequence[str]) -> list[tuple[str, Key]]:
    return [(name, _KEYS[cls][name]) for name in names]


def is_fixed(key: Key, value: Any) -> bool:
    """Whether something stands in the file that a field cannot show, as a map of what is open."""
    if isinstance(key.type, Many) and isinstance(value, list):
        return not all(isinstance(each, str) for each in value)
    return not isinstance(value, str)


def _inner(type_: Type) -> Type:
    return type_.of if isinstance(type_, Many) else type_


def _listed(value: Any) -> list[str]:
    return [each for each in (value if isinstance(value, list) else [value]) if each]


def _widget(key: Key, known: Known) -> str:
    inner = _inner(key.type)
    if isinstance(inner, Choice | Record) or (isinstance(inner, Reference) and known.bodies):
        return "choices" if isinstance(key.type, Many) else "choice"
    if isinstance(key.type, Many) and inner is Scalar.LINE:
        return "ticks"
    return "lines" if inner is Scalar.TEXT or key.name in _LONG or isinstance(key.type, Many) else "line"


def _tidy(type_: Type, words: str) -> str:
    """What was typed, as far as it counts."""
    return words.strip() if type_ is Scalar.TEXT else " ".join(words.split())


def _as_day(type_: Type, words: str) -> str:
    """A day as the scaffold writes it; what is none is told later."""
    if type_ is Scalar.DATE:
        try:
            return to_date(words).isoformat()
        except ValueError:
            return words
    return words


def _capital(words: str) -> str:
    """With a capital first; those within stay, as German nouns have them."""
    return words[:1].upper() + words[1:]
