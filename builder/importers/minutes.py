"""Minutes as a source of `beslut import`: documents to drafts, and what the editor should look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from builder.importers import sheet
from builder.importers.documents import Imported, Refused, imported
from builder.importers.doubts import is_empty, news, troubles
from builder.importers.drafts import Draft, Trouble
from builder.importers.holdings import holdings_of
from builder.importers.imported import Memory
from builder.importers.importing import Context
from builder.importers.shelf import Shelf
from builder.messages import translations


def claims(name: str, _head: bytes) -> bool:
    """Whether a file may be minutes: whatever no other source claims, and is no address."""
    return not name.lower().startswith(("https://", "http://"))


def drafts(names: Sequence[str], context: Context) -> Iterator[Draft | Trouble]:
    """The files that documents give, the earliest meeting first.

    What was inferred is told one by one, or on the page that was asked for instead; a dry run shows it in the files.
    """
    shelf = Shelf(context.content, dry=True)  # as it was before: only `applying` writes
    memory = shelf.memory
    translate = translations(context.language.value).gettext
    results: list[Imported | Refused] = []
    for each in imported(
        [Path(name) for name in names],
        holdings_of(context.content),
        translate,
        _gave(memory),
        authority=context.authority,
        body=context.body,
        jobs=context.jobs,
        step=lambda done: context.progress("read", done, len(names)),
    ):
        if isinstance(each, Imported) and is_empty(each):
            each = replace(each, filed=replace(each.filed, drafts=()))  # noqa: PLW2901 - what is left is for the page
        if context.report:
            results.append(each)
        if isinstance(each, Refused):
            yield Trouble(str(each.path), each.reason, said=each.said)
            continue
        yield from each.filed.drafts
        if is_empty(each) or not (context.report or context.dry):
            yield from troubles(each, news(each, memory), shelf, len(names))
    if context.report:
        sheet.written(context.report, results, shelf, translate)


def _gave(memory: Memory) -> Callable[[str], Mapping[str, bool]]:
    """By the key of a source, the files that it gave, and whether it gave their titles."""
    paths: dict[str, set[str]] = defaultdict(set)
    for source, path, _id in memory.files():
        paths[source].add(path)

    def of(source: str) -> dict[str, bool]:
        return {
            path: any(each.source == source and "title" in each.values for each in memory.at(path))
            for path in paths.get(source, ())
        }

    return of
