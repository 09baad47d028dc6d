"""The causes for which pages are not as they were: searched for among all that changed, and told."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from html import unescape
from itertools import islice

from builder.library.public import closed_there, is_hidden
from builder.model.documents import Document
from builder.model.records import Case
from builder.model.values import Kind
from builder.templates import Template
from builder.urls import file_of
from builder.why import causes, fields
from builder.why.causes import Cause, cause
from builder.why.earlier import Earlier, is_guarded
from builder.why.fields import Field
from builder.why.ingredients import Build
from builder.why.looks import Change, Looks, changes, decisive, done, undone
from builder.writer import Fate

_LINK = re.compile(r'\shref="([^"#]*)')
_NAMED = 5  # days where time passed, files that are only suspected
_LOOKS = 24  # at the most for one page; each costs a library


class Reasons:
    """Finds why some pages are new, changed or gone."""

    def __init__(self, paths: Sequence[str], build: Build, earlier: Earlier) -> None:
        """Take the pages' paths, this build and the last."""
        self._build, self._planned, self._new = build, build.planned, build.made_of
        self._earlier, self._old = earlier, earlier.made_of
        self._looks = Looks(paths, build.renderer)
        self._most = 0
        self._now = self._looks.seen(self._planned.pages, self._planned.urls.language)
        self._before = self._looks.of(self._old, "before")  # None where too little is kept for a library

    def of(self, path: str, fate: Fate) -> Iterator[Cause]:
        """The causes, at least one: first what is known of both builds, then what else there may be."""
        before, earlier, new = self._before, self._earlier, self._new
        self._most = self._looks.count + _LOOKS
        hidden = {name: Document(new.documents[name].place, None) for name in sorted(earlier.unkept)}
        doubtful = [Change("documents", name, each, new.documents[name]) for name, each in hidden.items()]
        found: tuple[Cause, ...] = ()
        if fate is Fate.NEW and before and before[path]:
            yield from tuple(self._decisive(path, doubtful, known=False)) or (cause(causes.NOT_THERE),)
            return
        if fate is Fate.GONE and before and not before[path] and not path.endswith("/"):
            yield cause(causes.COPY_GONE)
            return
        if before is None or before[path] != self._now[path]:
            found = tuple(self._decisive(path, changes(self._old, new), known=before is not None))
        yield from found
        if not self._is_remade(path):
            more = (*self._decisive(path, doubtful, known=False), *self._templates(path))
            yield from more or (() if found and before is None else _unproven(earlier))

    def _is_remade(self, path: str) -> bool:
        """Whether what is kept, with the templates of now, gives the page of the last build to the byte."""
        held = self._build.site.known(file_of(path))
        made = self._before[path] if self._before else ""
        return self._before is not None and (_sha256(made) if made else None) == (held[0] if held else None)

    def _decisive(self, path: str, these: list[Change], *, known: bool) -> Iterator[Cause]:
        """The changes without which the page would look otherwise, its own file first."""

        def differs(these: Sequence[Change]) -> bool:
            key = frozenset((each.part, each.name) for each in these)
            look = self._looks.of(undone(self._new, these), ("without", key))
            if look is None and len(these) == 1 and self._before:  # taken back alone it leaves what does not fit
                look = self._looks.of(done(self._old, these), ("with", key))
                return look is None or look[path] != self._before[path]
            return look is None or look[path] != self._now[path]

        own = {page.source for page in self._planned.pages if page.path == path}
        first = [each for each in these if each.name in own]
        rest = [each for each in these if each.name not in own]
        found, unsure = decisive(first, differs, self._are_spent, known=known and not rest)
        more, unsure_too = decisive(rest, differs, self._are_spent, known=known and not found and not unsure)
        unsure += unsure_too
        for change in found + more:
            yield from self._told(path, change)
        if unsure:
            yield cause(causes.MORE, count=str(len(unsure)))

    def _told(self, path: str, change: Change) -> Iterator[Cause]:
        """A change in sentences."""
        if change.part == "moment":
            yield cause(causes.TIME, old=fields.shown(change.old), new=fields.shown(change.new))
            yield from islice(self._days(path, change.old, change.new), _NAMED)
        elif change.part == "base_url":
            yield cause(causes.BASE_URL, old=fields.shown(change.old), new=fields.shown(change.new))
        elif change.part == "templates":
            yield _template(change.name, change.old, change.new)
        elif change.new is None:
            yield cause(causes.FILE_GONE, path=change.name)
        elif change.part == "attached" and change.old is None:
            yield cause(causes.FILE_NEW, path=change.name)
        elif change.part == "attached":
            yield cause(causes.FILE_SIZE, path=change.name, old=str(change.old.size), new=str(change.new.size))
        else:
            yield from self._document(path, change)

    def _document(self, path: str, change: Change) -> Iterator[Cause]:
        """A file that is new or changed, in sentences; of one that closes anything only what is open now."""
        new: Document = change.new
        if new.record is None or is_hidden(new.record, self._new.moment):
            yield cause(causes.FILE_HELD_BACK, path=change.name)
        elif change.name in self._earlier.unkept:
            yield cause(causes.FILE_UNKEPT, path=change.name)
        elif getattr(new.record, "retracted", None):
            yield cause(causes.FILE_TAKEN_DOWN, path=change.name)
        elif change.old is None:
            yield cause(causes.FILE_NEW, path=change.name)
        elif change.old.record is None:
            yield cause(causes.FILE_PUBLISHED, path=change.name)
        else:
            for by in self._closing(change.old):
                yield cause(causes.FILE_CLOSED_BY, path=change.name, by=by)
            texts = self._build.body(change.old.body), self._build.body(new.body)
            for field in self._fields(path, change):
                name = self._build.as_written(change.name, field.name)
                yield from fields.told(change.name, field, name, texts, guarded=is_guarded(new))

    def _closing(self, old: Document) -> Iterator[str]:
        """The meetings that close anything of what was an open case."""
        for path, each in self._new.documents.items():
            access = each.record.access if each.place.kind is Kind.MEETING and each.record else None
            closed = {each.place.ref: (access, None)} if access else {}
            if isinstance(old.record, Case) and closed_there(old.record, old.place.authority, closed) != old.record:
                yield path

    def _fields(self, path: str, change: Change) -> list[Field]:
        """The changed fields of a file that make a difference, as far as they were looked into."""

        def differs(these: Sequence[Field]) -> bool:
            partly = Change(change.part, change.name, fields.with_earlier(change.new, change.old, these), change.new)
            key = ("fields", change.name, frozenset(each.name for each in these))
            look = self._looks.of(undone(self._new, [partly]), key)
            return look is None or look[path] != self._now[path]

        these = fields.changed(change.old, change.new)
        found, unsure = decisive(these, differs, self._are_spent, known=True)
        return found + unsure

    def _are_spent(self) -> bool:
        return self._looks.count >= self._most

    def _templates(self, path: str) -> Iterator[Cause]:
        """The page's templates that changed."""
        page = next((each for each in self._planned.pages if each.path == path), None)
        if page is None or not self._build.site.known(file_of(path)):
            return
        for name in sorted(self._build.renderer(self._planned.urls.language).needs(page.context.template)):
            old, new = self._old.templates.get(name), self._new.templates.get(name)
            if old != new:
                yield _template(name, old, new)

    def _days(self, path: str, start: datetime, end: datetime) -> Iterator[Cause]:
        """The days between two moments that a file states whose page this is, or that this page links to."""
        start, end = min(start, end), max(start, end)
        seen = self._now[path] + (self._before[path] if self._before else "")
        linked = {unescape(address) for address in _LINK.findall(seen)}
        urls, documents = self._planned.urls, self._new.documents
        sources = {each.source for each in self._planned.pages if each.path == path or urls.href(each.path) in linked}
        for source in sorted(sources - {""}):
            place, record = documents[source].place, documents[source].record
            for name, day in fields.moments(record):
                if _lies_between(day, start, end):
                    yield cause(causes.DAY_BETWEEN, path=source, field=name, day=fields.shown(day))
            held = date.fromisoformat(place.ref.rpartition("/")[2][:10]) if place.kind is Kind.MEETING else None
            if held and _lies_between(held, start, end):
                yield cause(causes.MEETING_BETWEEN, path=source)


def _unproven(earlier: Earlier) -> Iterator[Cause]:
    """What may be a cause where not all are found."""
    for path in sorted(earlier.unkept)[:_NAMED]:
        yield cause(causes.FILE_UNKEPT, path=path)
    if not earlier.unkept:
        yield cause(causes.UNKEPT if earlier.lost else causes.UNKNOWN)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _lies_between(day: date | datetime, start: datetime, end: datetime) -> bool:
    if isinstance(day, datetime):
        return start < day <= end
    return start.date() != end.date() and start.date() <= day <= end.date()


def _template(name: str, old: Template | None, new: Template | None) -> Cause:
    """What became of a template."""
    if old is None or new is None:
        return cause(causes.TEMPLATE_NEW if new else causes.TEMPLATE_GONE, name=name)
    if old.own != new.own:
        return cause(causes.TEMPLATE_OWN if new.own else causes.TEMPLATE_THEIRS, name=name)
    return cause(causes.TEMPLATE, name=name)
