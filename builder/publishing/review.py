"""Before it goes public: what becomes public, what is held back and why, what changed since it was published last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from builder.library.public import unpublished
from builder.model.documents import Document
from builder.model.keys import keys_of
from builder.model.parts import Access
from builder.model.records import Entry
from builder.model.values import Openness
from builder.publishing.comparing import Comparison, Gone
from builder.publishing.manifest import Published, Shown, shown
from builder.rendering import Planned

LISTS = "lists"  # the kind of pages that only gather others
NEWEST = 10  # cases that are named where nothing is known of what is published


@dataclass(frozen=True)
class Held:
    """What is held back: a file, or a part of one.

    Args:
        path: the file of `content/`.
        field: the part of it, as `handlings[0]`; "" for the whole file.
        why: `draft`, `publish`, `retracted` or `closed`, as the keys are called.
        until: when it may be published.
        day: when it was taken down.
        parts: what is closed, where not all is: `title`, `presentation`, `decision`, `votes`.
        reason: the law that it was closed under, or why it was closed or taken down, as pages say too; or "".
    """

    path: str
    field: str
    why: str
    until: datetime | None = None
    day: date | None = None
    parts: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Changed:
    """A page or attachment whose bytes are not as they were published.

    Args:
        page: what it is.
        handlings: the handlings of a case that say otherwise than they did, as fields of its file.
        corrected: whether a new correction says so.
    """

    page: Shown
    handlings: tuple[str, ...] = ()
    corrected: bool = False


@dataclass(frozen=True)
class Lists:
    """The pages that only gather others: how many are new and changed, and where there are none any more."""

    new: int = 0
    changed: int = 0
    gone: tuple[str, ...] = ()


@dataclass(frozen=True)
class Publication:
    """The three lists.

    Args:
        compared: whether it is known what is published; if not, `new` are the newest cases and the rest is empty.
        today: the archive's day.
        counts: how many pages of each kind the site has.
        new: what is not published yet.
        held: what is held back.
        changed: what was published otherwise.
        gone: published addresses at which their page stands no more.
        lists: what is new, changed and gone of the pages that only gather others.
    """

    compared: bool
    today: date
    counts: Mapping[str, int]
    new: tuple[Shown, ...]
    held: tuple[Held, ...]
    changed: tuple[Changed, ...] = ()
    gone: tuple[Gone, ...] = ()
    lists: Lists = Lists()


def review(
    planned: Planned, documents: Sequence[Document], published: Published | None, digests: Mapping[str, str]
) -> Publication:
    """The three lists of a site that is about to be published.

    Args:
        planned: the site.
        documents: what it was made of, and what is not public of it.
        published: the site that is published, if it is known.
        digests: the SHA-256 of every page and attachment of the planned site by address, where that is known.
    """
    named, now = shown(planned), planned.library.now
    lists = {page.path for page in planned.pages if page.path.endswith("/")} - named.keys()
    lists -= {old for old, _, _ in planned.library.aliases} | {stone.path for stone in planned.library.tombstones}
    counts = {**Counter(each.kind for each in named.values()), LISTS: len(lists)}
    held = tuple(sorted(_held(documents, now), key=lambda each: each.path))
    if published is None:
        return Publication(False, now.date(), counts, _newest(planned, named), held)
    comparison = Comparison(planned, documents, published)
    gone = tuple(comparison.gone())
    reworded = {each.case.path: each for each in comparison.reworded()}
    changed = []
    for path, each in named.items():
        if path in published.files and published.files[path] != digests[path]:
            said = reworded.get(path)
            changed.append(Changed(each, said.fields, said.corrected) if said else Changed(each))
    return Publication(
        compared=True,
        today=now.date(),
        counts=counts,
        new=tuple(each for path, each in named.items() if path not in published.files),
        held=held,
        changed=tuple(changed),
        gone=gone,
        lists=Lists(
            new=sum(path not in published.files for path in lists),
            changed=sum(published.files.get(path, digests[path]) != digests[path] for path in lists),
            gone=tuple(
                path
                for path in sorted(published.files.keys() - comparison.stands - published.promises)
                if path.endswith("/")
            ),
        ),
    )


def _newest(planned: Planned, named: Mapping[str, Shown]) -> tuple[Shown, ...]:
    today = planned.library.now.date()
    cases = [case for case in planned.library.cases.values() if case.day and case.day <= today]
    cases.sort(key=lambda case: (-case.day.toordinal() if case.day else 0, case.ref))
    return tuple(named[case.path] for case in cases[:NEWEST])


def _held(documents: Sequence[Document], now: datetime) -> Iterator[Held]:
    whole = unpublished(documents, now)
    for document in documents:
        path, record = document.place.path, document.record
        if why := whole.get(path):
            yield Held(path, "", "publish" if why.until else "draft", until=why.until)
        elif isinstance(record, Entry) and record.retracted:
            yield Held(path, "", "retracted", day=record.retracted.date, reason=record.retracted.reason or "")
        elif record is not None:
            yield from _closed(path, "", record)
            for name in ("handlings", "items", "attachments"):
                for number, part in enumerate(getattr(record, name, ())):
                    yield from _closed(path, f"{name}[{number}]", part)


def _closed(path: str, field: str, record: Any) -> Iterator[Held]:
    """What a file, a handling, an item or an attachment closes."""
    access = getattr(record, "access", None)
    reason = getattr(record, "basis", None) or getattr(record, "reason", None) or ""
    if access is Openness.CLOSED:
        yield Held(path, field, "closed", reason=reason)
    elif isinstance(access, Access):
        every = tuple(key.attribute for key in keys_of(Access))
        parts = tuple(part for part in every if not access.shows(part))
        if parts:
            yield Held(path, field, "closed", parts=() if parts == every else parts, reason=reason)
