"""What an editor should look at after minutes came in: named by file and key, and no more than one reads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from builder.importers.applying import signature
from builder.importers.captions import caption
from builder.importers.documents import Imported
from builder.importers.drafts import Draft, Trouble
from builder.importers.entries import known, plain
from builder.importers.found import Doubt
from builder.importers.imported import Memory
from builder.importers.shelf import Shelf
from builder.model.records import RECORDS
from builder.model.values import Kind

_OFTEN = 5  # files with a doubt of one sort that are told one by one
_FEW = 5  # documents of which each doubt is told; of more, how many there are

_STEP = re.compile(r"(\w+)(?:\[(\d+)\]\.(\w+))?")

Said = tuple[str, Doubt]  # the drafted path of the file, empty for the document


@dataclass(frozen=True)
class Fresh:
    """A file of which a document says something else than last time.

    Args:
        draft: what it says.
        path: where the file lies.
        before, now: digests of what it said then and says now, as `entries.known` gives them.
    """

    draft: Draft
    path: str
    before: Mapping[str, Any]
    now: Mapping[str, Any]


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


MORE = _("and {count} more files like this one")
COUNT = _("values that were inferred: {count}; each has a comment (#) behind it in its file")
NOWHERE = _("lines that no rule explains: {count}, the first is line {line}; --report FILE.html shows them")


def news(each: Imported, memory: Memory) -> Mapping[str, Fresh]:
    """The files of which a document says something else than last time, by the paths they were drafted for."""
    found = {}
    for draft in each.filed.drafts:
        cls = RECORDS[draft.kind]
        gives = plain(cls, draft.values)
        last = memory.find(draft.source, draft.path, str(gives.get("id", "")))
        if not last or last.draft != signature(draft, gives):
            path, before = (last.path, last.values) if last else (draft.path, {})
            found[draft.path] = Fresh(draft, path, before, known(cls, gives))
    return found


def is_empty(each: Imported) -> bool:
    """Whether a document gave neither a case nor a meeting, so that nothing of it is worth a file."""
    return not any(draft.kind in {Kind.CASE, Kind.MEETING} for draft in each.filed.drafts)


def troubles(each: Imported, fresh: Mapping[str, Fresh], shelf: Shelf, documents: int) -> Iterator[Trouble]:
    """What to look at of one document; of a sort that is frequent the first few, and how many more there are.

    Args:
        each: the document.
        fresh: its files that are news, as `news` gives them; of the others all was told before.
        shelf: the content folder, which knows how files are written.
        documents: how many are imported with it.
    """
    name, doubts = each.path.name, each.filed.doubts
    if is_empty(each):
        yield from (Trouble(str(each.path), doubt.reason, doubt.line, doubt.said) for _file, doubt in doubts)
        return
    if not fresh:
        return
    told = [(file, doubt) for file, doubt in doubts if not file or (file in fresh and _is_new(fresh[file], doubt.path))]
    if documents > _FEW:
        inferred = sum(bool(doubt.path) for _file, doubt in told)
        told = [(file, doubt) for file, doubt in told if not doubt.path]
        if inferred:
            yield Trouble(name, COUNT, said={"count": str(inferred)}, lost=False, times=inferred)
    for reason in dict.fromkeys(doubt.reason for _file, doubt in told):
        same = _by_file([said for said in told if said[1].reason == reason])
        for both in same[:_OFTEN]:
            doubt = both[0][1]
            about = _about(both, fresh, shelf)
            yield Trouble(name, reason, doubt.line, doubt.said, lost=False, about=about, times=len(both))
        if more := same[_OFTEN:]:
            times = sum(len(both) for both in more)
            yield Trouble(name, MORE, 0, {"count": str(len(more))}, lost=False, times=times)
    in_no_text = {line.number for line in each.account.told}
    if nowhere := [line for line in each.minutes.unplaced if line in in_no_text]:
        yield Trouble(name, NOWHERE, 0, {"count": str(len(nowhere)), "line": str(min(nowhere))}, lost=False)


def _is_new(file: Fresh, path: str) -> bool:
    """Whether a value is not what the document said last time; an entry of a list is known by what names it."""
    found = _STEP.fullmatch(path)
    if not found or not file.before:
        return not file.before
    name, index, inner = found.groups()
    was, now = file.before.get(name), file.now.get(name)
    if index is None:
        return bool(was != now)
    names, said = now[int(index)] if now else ([], {})
    return not any(
        [*entry_names] == [*names] and entry.get(inner) == said.get(inner) for entry_names, entry in was or ()
    )


def _by_file(told: Sequence[Said]) -> list[list[Said]]:
    """Doubts of one sort: those about keys of one file together, those about documents each alone."""
    found: dict[object, list[Said]] = {}
    for number, (file, doubt) in enumerate(told):
        found.setdefault(file if doubt.path else number, []).append((file, doubt))
    return list(found.values())


def _about(told: Sequence[Said], fresh: Mapping[str, Fresh], shelf: Shelf) -> str:
    """The file, and its keys as it names them."""
    file = told[0][0]
    if not file:
        return ""
    draft, path = fresh[file].draft, fresh[file].path
    danish = shelf.hand(path, draft.kind).danish_keys
    keys = [caption(draft.kind, doubt.path, danish=danish) for _file, doubt in told if doubt.path]
    return f"{path}: {', '.join(keys)}" if keys else path
