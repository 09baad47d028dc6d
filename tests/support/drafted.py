"""Drafts as files, written plainly: what the tail of an import does with care."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from builder.importers.drafts import Draft
from builder.model.keys import Many, Record, Type, keys_of
from builder.model.records import RECORDS
from builder.model.values import Language
from builder.schema.writing import Spot, Writer, inline

_WRITER = Writer(danish_keys=False, danish_values=False, dash=0)


def put(drafts: Iterable[Draft], content: Path) -> Path:
    """Write drafts below a folder; the folder. A language that the program has no words for becomes English."""
    for draft in drafts:
        values = dict(draft.values)
        if values.get("language") not in (None, *Language):
            values["language"] = "en"
        path = content / draft.path
        path.parent.mkdir(parents=True, exist_ok=True)
        assert not path.exists(), draft.path
        lines = _map(RECORDS[draft.kind], values)
        path.write_text("\n".join(["---", *lines, "---", draft.body, ""]), "utf-8")
        for name, lies in draft.files.items():
            (path.with_suffix("") / name).parent.mkdir(exist_ok=True)
            (path.with_suffix("") / name).write_bytes(lies.read_bytes())
    return content


def _map(cls: type, values: Mapping[str, Any]) -> Iterator[str]:
    known = {key.name: key for key in keys_of(cls)}
    for name, value in values.items():
        type_: Type = known[name].type
        if isinstance(value, Mapping):
            assert isinstance(type_, Record)
            yield f"{name}:"
            yield from ("  " + line for line in _map(type_.of, value))
        elif not isinstance(value, str) and isinstance(type_, Many) and isinstance(type_.of, Record):
            yield f"{name}:"
            for entry in value:
                first, *rest = _map(type_.of.of, entry)
                yield from ("- " + first, *("  " + line for line in rest))
        elif not isinstance(value, str):
            assert isinstance(type_, Many)
            yield f"{name}:"
            yield from ("- " + inline(each, Spot.ENTRY) for each in value)
        else:
            yield from _WRITER.pair(known[name], value, flow=False)
