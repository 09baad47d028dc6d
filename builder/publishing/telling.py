"""The three lists in words, for the terminal and for the preview's page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from builder.diagnostics import shown
from builder.model.values import Kind
from builder.publishing.comparing import Fate
from builder.publishing.manifest import ATTACHMENTS, Shown
from builder.publishing.review import LISTS, Changed, Held, Publication

Translate = Callable[[str], str]
MOST = 20  # lines of one group on a terminal
LONGEST = 1000  # signs of a line


@dataclass(frozen=True)
class Line:
    """One thing.

    Args:
        text: what it is called.
        path: its address on the site, or "".
        file: the file of `content/` that it is about, or "".
        note: what is to be said of it, or "".
        block: what is to be put into its file, or "".
    """

    text: str
    path: str = ""
    file: str = ""
    note: str = ""
    block: str = ""


@dataclass(frozen=True)
class Group:
    """Things of one sort: what they are called, how many there are, and those that are named."""

    words: str
    count: int
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Section:
    """One of the three lists; `note` is said where it has no groups."""

    heading: str
    note: str
    groups: tuple[Group, ...]


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


_KINDS = {
    Kind.CASE.value: _("Cases"),
    Kind.MEETING.value: _("Meetings"),
    ATTACHMENTS: _("Attachments"),
    Kind.BODY.value: _("Bodies"),
    Kind.AUTHORITY.value: _("Authorities"),
    Kind.DOSSIER.value: _("Dossiers"),
    Kind.TOPIC.value: _("Topics"),
    Kind.PLACE.value: _("Places"),
    Kind.ORGANISATION.value: _("Organisations"),
    Kind.PAGE.value: _("Pages of the archive's own"),
    Kind.ARCHIVE.value: _("The front page"),
    LISTS: _("Lists and overviews"),
}
_HELD = {
    "draft": _("Drafts"),
    "publish": _("Not to be published yet"),
    "retracted": _("Taken down"),
    "closed": _("Closed"),
}
_PARTS = {
    "title": _("the title"),
    "presentation": _("the presentation"),
    "decision": _("the decision"),
    "votes": _("the votes"),
}
_PARTS_OF_FILES = {"handlings": _("handlings"), "items": _("items"), "attachments": _("attachments")}
_FATES = {
    Fate.MOVED: _("leads to {to} now"),
    Fate.RETRACTED: _("taken down; {to} says so"),
    Fate.WITHDRAWN: _("withheld, so that nothing answers there"),
    Fate.LOST: _("lost: nothing answers there any more"),
}


def sections(publication: Publication, _: Translate) -> tuple[Section, ...]:
    """The three lists in words."""
    nothing = _("Nothing.")
    unknown = _("Not compared: name the manifest.json of the published site, or its address, with --against.")
    return (
        Section(_("Becomes public"), nothing, tuple(_new(publication, _))),
        Section(_("Is held back"), nothing, tuple(_held(publication.held, _))),
        Section(
            _("Changed since it was published"),
            nothing if publication.compared else unknown,
            tuple(_differences(publication, _)),
        ),
    )


def lines(publication: Publication, _: Translate) -> Iterator[str]:
    """The three lists as lines of text; of a long group the first ones."""
    more = _("and {count} more; --format json tells them all")
    for number, section in enumerate(sections(publication, _)):
        yield from ([""] if number else [])
        yield section.heading
        if not section.groups:
            yield f"  {section.note}"
        for group in section.groups:
            yield f"  {group.words}: {group.count}"
            for line in group.lines[:MOST]:
                yield "    " + shown("  ".join(filter(None, (line.text, line.path, line.note))), LONGEST)
                yield from (f"      {text}" for text in line.block.splitlines())
            if len(group.lines) > MOST:
                yield "    " + more.format(count=len(group.lines) - MOST)


def _new(publication: Publication, _: Translate) -> Iterator[Group]:
    if publication.compared:
        yield from _by_kind([(each, Line(each.title, each.path)) for each in publication.new], _)
        yield from _counted(publication.lists.new, _)
        return
    yield from (
        Group(_(words), publication.counts[kind]) for kind, words in _KINDS.items() if kind in publication.counts
    )
    newest = tuple(Line(each.title, each.path) for each in publication.new)
    yield from [Group(_("Newest cases"), len(newest), newest)] if newest else []


def _held(held: Sequence[Held], _: Translate) -> Iterator[Group]:
    found: dict[str, list[Line]] = defaultdict(list)
    for each in held:
        text = f"{each.path}: {_part(each.field, _)}" if each.field else each.path
        found[each.why].append(Line(text, file=each.path, note=_why(each, _)))
    yield from _groups(_HELD, found, _)


def _why(held: Held, _: Translate) -> str:
    """What is to be said beside the group that it stands in."""
    if held.until:
        return _("not before {moment}").format(moment=f"{held.until:%Y-%m-%d %H:%M}")
    said = str(held.day) if held.day else ", ".join(_(_PARTS[part]) for part in held.parts)
    return ": ".join(filter(None, (said, held.reason)))


def _differences(publication: Publication, _: Translate) -> Iterator[Group]:
    """What asks for something comes first, lest it be among those that are only counted."""
    gone = sorted(publication.gone, key=lambda each: each.fate is not Fate.LOST)
    told = tuple(Line(each.path, note=_(_FATES[each.fate]).format(to=each.to)) for each in gone)
    yield from [Group(_("Published addresses that have become another thing"), len(told), told)] if told else []
    changed = sorted(publication.changed, key=lambda each: each.corrected or not each.handlings)
    yield from _by_kind([(each.page, _difference(each, publication, _)) for each in changed], _)
    yield from _counted(publication.lists.changed, _)
    emptied = tuple(map(Line, publication.lists.gone))
    yield from [Group(_("Lists of which nothing is left"), len(emptied), emptied)] if emptied else []


def _difference(changed: Changed, publication: Publication, _: Translate) -> Line:
    page = changed.page
    if changed.corrected or not changed.handlings:
        return Line(page.title, page.path, page.source, _("with a new correction") if changed.corrected else "")
    note = _("a published handling says otherwise now ({fields}); add a correction to {file}")
    block = _("corrections:\n- date: {today}\n  text: What was wrong, and what stands there now.")
    fields = ", ".join(_part(field, _) for field in changed.handlings)
    note = note.format(fields=fields, file=page.source)
    return Line(page.title, page.path, page.source, note, block.format(today=publication.today))


def _part(field: str, _: Translate) -> str:
    """A part of a file such as `handlings[0]`, under the name that its key has in the user's language."""
    name, bracket, rest = field.partition("[")
    return _(_PARTS_OF_FILES[name]) + bracket + rest


def _by_kind(pages: Sequence[tuple[Shown, Line]], _: Translate) -> Iterator[Group]:
    found: dict[str, list[Line]] = defaultdict(list)
    for page, line in pages:
        found[page.kind].append(line)
    yield from _groups(_KINDS, found, _)


def _groups(named: Mapping[str, str], found: Mapping[str, Sequence[Line]], _: Translate) -> Iterator[Group]:
    """A group for each sort that was found, in the order in which they are named."""
    yield from (Group(_(words), len(found[sort]), tuple(found[sort])) for sort, words in named.items() if sort in found)


def _counted(lists: int, _: Translate) -> Iterator[Group]:
    if lists:
        yield Group(_(_KINDS[LISTS]), lists)
