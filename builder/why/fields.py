"""What a document says else than before: which of its declared fields, from what to what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from difflib import SequenceMatcher
from html import unescape
from itertools import zip_longest
from typing import Any

from builder.model.documents import Document
from builder.model.keys import Key, Many, Named, Record, Type, keys_of
from builder.why import causes
from builder.why.causes import Cause, cause

NOTHING = "–"
_LONGEST = 60  # signs of a value that are shown
_BEFORE = 20  # signs of what two long values have in common that are shown before they part
_PROSE = {"summary", "decision", "public_decision"}  # in which names and numbers become links
_HOLDS_PROSE = {"handlings", "items"}


@dataclass(frozen=True)
class Field:
    """A declared field that says something else than before, or the text below the front matter.

    Args:
        name: as in messages: `handlings[0].outcome`; "" for the text.
        steps: the attributes and indexes that lead to it in the record; () for the text.
        type: as what it is declared, None for an element of a list and for the text.
        old: what it said; for the text the SHA-256 of its HTML.
        new: what it says.
    """

    name: str
    steps: tuple[str | int, ...]
    type: Type | None
    old: Any
    new: Any


def changed(old: Document, new: Document) -> tuple[Field, ...]:
    """The fields in which two states of one file differ."""
    found = tuple(_differing(old.record, new.record, None, "", ()))
    text = (Field("", (), None, old.body, new.body),)
    return found if found and old.body == new.body else found + text


def with_earlier(new: Document, old: Document, fields: Sequence[Field]) -> Document:
    """A document in which some of the changed fields say what they said before, and what follows from them."""
    record = new.record
    for each in fields:
        record = _put(record, each.steps, each.old) if each.steps else record
    made = replace(new, record=record)
    if any(not each.steps for each in fields):
        made = replace(made, body=old.body, headings=old.headings, anchors=old.anchors)
    if any(_is_prose(each) for each in fields):
        made = replace(made, numbers=old.numbers, words=old.words, wanted=old.wanted, paths=old.paths)
    return made


def moments(record: Any, name: str = "") -> Iterator[tuple[str, date | datetime]]:
    """Every day and moment that a record states, with the field's name."""
    if isinstance(record, date):
        yield name, record
    elif isinstance(record, tuple):
        for index, each in enumerate(record):
            yield from moments(each, f"{name}[{index}]")
    elif _is_record(record):
        for key in _keys(record):
            yield from moments(getattr(record, key.attribute), f"{name}.{key.name}".lstrip("."))


def told(path: str, field: Field, name: str, texts: tuple[str, str], *, guarded: bool) -> Iterator[Cause]:
    """A changed field in sentences.

    Args:
        path: the file.
        field: the field.
        name: what the file calls it; where that is its Danish name, values stand under theirs.
        texts: the HTML of the text, before and now.
        guarded: whether the file closes anything now: then nothing is told of what it said before.
    """
    danish = name != field.name
    if not field.steps:
        yield _text_told(path, texts, guarded=guarded)
    elif guarded and _is_empty(field.new):
        yield cause(causes.FIELD_CLOSED, path=path, field=name)
    elif guarded:
        yield cause(causes.FIELD_NOW, path=path, field=name, new=_cut(shown(field.new, field.type, danish=danish)))
    elif _is_list_of_records(field.old) and _is_list_of_records(field.new):
        yield from _list_told(path, field, name, danish=danish)
    else:
        old, new = _apart(*(shown(each, field.type, danish=danish) for each in (field.old, field.new)))
        yield cause(causes.FIELD, path=path, field=name, old=old, new=new)


def shown(value: Any, type_: Type | None = None, *, danish: bool = False) -> str:
    """A value on one line, as an editor would write it; of a record what it states."""
    if _is_empty(value):
        return NOTHING
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Named):
        return value.danish if danish else value.value
    if isinstance(value, (datetime, time)):
        made = value.isoformat(timespec="minutes")
        return made.replace("T", " ")
    if isinstance(value, tuple):
        inner = type_.of if isinstance(type_, Many) else None
        return ", ".join(shown(each, inner, danish=danish) for each in value)
    if _is_record(value):
        words = [word for word, constant in type_.constants if constant == value] if isinstance(type_, Record) else []
        stated = (getattr(value, key.attribute) for key in _keys(value))
        parts = [shown(each, danish=danish) for each in stated if not _is_empty(each) and each is not False]
        return words[-danish] if words else ", ".join(parts)
    return " ".join(str(value).split())


def _differing(old: Any, new: Any, type_: Type | None, name: str, steps: tuple[str | int, ...]) -> Iterator[Field]:
    if old == new:
        return
    if _is_record(old) and type(old) is type(new):
        for key in _keys(old):
            pair = getattr(old, key.attribute), getattr(new, key.attribute)
            yield from _differing(*pair, key.type, f"{name}.{key.name}".lstrip("."), (*steps, key.attribute))
    elif _is_list_of_records(old) and _is_list_of_records(new) and len(old) == len(new):
        for index, pair in enumerate(zip(old, new, strict=True)):
            yield from _differing(*pair, None, f"{name}[{index}]", (*steps, index))
    else:
        yield Field(name, steps, type_, old, new)


def _is_record(value: Any) -> bool:
    return hasattr(value, "__dataclass_fields__")


def _keys(record: Any) -> tuple[Key, ...]:
    cls: type = type(record)
    return keys_of(cls)


def _is_empty(value: Any) -> bool:
    return value is None or value in ((), "")


def _is_list_of_records(value: Any) -> bool:
    return isinstance(value, tuple) and all(_is_record(each) for each in value)


def _put(value: Any, steps: tuple[str | int, ...], inner: Any) -> Any:
    """A record with another value at the end of some steps."""
    if not steps:
        return inner
    first, rest = steps[0], steps[1:]
    if isinstance(first, int):
        return (*value[:first], _put(value[first], rest, inner), *value[first + 1 :])
    return replace(value, **{first: _put(getattr(value, first), rest, inner)})


def _is_prose(field: Field) -> bool:
    """Whether names and numbers in it become links; a list of handlings or items holds such fields."""
    return not field.steps or field.steps[-1] in _PROSE or field.name in _HOLDS_PROSE


def _list_told(path: str, field: Field, name: str, *, danish: bool) -> Iterator[Cause]:
    """Of a list of records that grew or shrank the elements that came and went."""
    matcher = SequenceMatcher(a=field.old, b=field.new, autojunk=False)
    for what, start, end, new_start, new_end in matcher.get_opcodes():
        if what != "equal":
            for index in range(start, end):
                gone = _cut(shown(field.old[index], danish=danish))
                yield cause(causes.FIELD_GONE, path=path, field=f"{name}[{index}]", old=gone)
            for index in range(new_start, new_end):
                new = _cut(shown(field.new[index], danish=danish))
                yield cause(causes.FIELD_NEW, path=path, field=f"{name}[{index}]", new=new)


def _text_told(path: str, texts: tuple[str, str], *, guarded: bool) -> Cause:
    """The first line in which two texts differ."""
    if guarded:
        return cause(causes.TEXT_CHANGED if texts[1] else causes.TEXT_CLOSED, path=path)
    for old, new in zip_longest(*map(_lines, texts), fillvalue=""):
        if old != new:
            parted = _apart(old or NOTHING, new or NOTHING)
            return cause(causes.TEXT, path=path, old=parted[0], new=parted[1])
    return cause(causes.TEXT_CHANGED, path=path)  # in a link's target, or in a mark


def _lines(html: str) -> list[str]:
    plain = unescape(re.sub(r"<[^<>]*>", "", html))
    return [" ".join(line.split()) for line in plain.splitlines() if line.strip()]


def _apart(old: str, new: str) -> tuple[str, str]:
    """Two texts from a little before where they part, cut to fit on a line."""
    common = next(
        (index for index, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    if max(len(old), len(new)) <= _LONGEST or common <= _BEFORE:
        return _cut(old), _cut(new)
    start = common - _BEFORE
    return "…" + _cut(old[start:]), "…" + _cut(new[start:])


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
