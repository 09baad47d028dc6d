"""What is not as the last build found and left it: where it is nothing, there is nothing to do.

Both are known by the stamps of their files (size, modification and change time, inode).
"""

from __future__ import annotations

import hashlib
import os
import pickle
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, field
from datetime import datetime, time, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from builder import sources, templates
from builder.cache import Cache, Stamp, freeze, is_settled, key_of, moment, program, thaw
from builder.diagnostics import Finding
from builder.model.documents import Document
from builder.model.linked import Library
from builder.model.records import Entry
from builder.options import Options

_SPACE, _KEY = "builds", "unchanged"


@dataclass(frozen=True)
class Inputs:
    """All that a build is made of but the time.

    Args:
        frame: the SHA-256 of the stamps of all files but those of the content, of their names, and of all that was
            asked for.
        stamps: those of the content's files, in the order of `Tree.sources`.
        settled: whether the stamps prove that the files cannot have changed since they were seen.
        paths: the files of the content folder, attached ones last, by which findings are kept.
    """

    frame: str
    stamps: tuple[Stamp, ...]
    settled: bool
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Last:
    """What the last build came to, if it would come to the same again but for what changed in some files.

    Args:
        findings: what was found wrong.
        pages: how many there were.
        files: those of the site, by their paths.
        changed: the files of the content that are not as they were, by their numbers.
        stamps: those of the site's files.
        noted: the word that was left.
    """

    findings: tuple[Finding, ...]
    pages: int
    files: tuple[str, ...]
    changed: tuple[int, ...] = ()
    stamps: tuple[Stamp, ...] = ()
    noted: Mapping[str, Any] = field(default_factory=dict)


def inputs(tree: sources.Tree, options: Options) -> Inputs:
    """What a build of a content folder would be made of."""
    seen = moment()
    files = sorted(templates.files(templates.folders(options.templates)).items())
    own = tuple(source.stamp for source in tree.sources)
    paths = (*(source.place.path for source in tree.sources), *(each.path for each in tree.attached))
    others = [*tree.stamps, *(sources.stamp_of(path.stat()) for _, path in files)]
    asked = (options.base_url, options.search, options.ci, options.content.resolve().as_posix(), tree.findings)
    names = repr((paths, [str(path) for _, path in files]))  # a name need not be UTF-8
    return Inputs(
        frame=key_of(program(), repr(asked), names, data=_packed(others)),
        stamps=own,
        settled=all(is_settled(stamp, seen) for stamp in (*own, *others)),
        paths=paths,
    )


def recall(now: Inputs, options: Options, clock: Callable[[str], datetime], cache: Cache) -> Last | None:
    """What the last build came to; None where anything but the content's files, or the time, may make a difference.

    Args:
        now: what a build would be made of.
        options: what is asked for.
        clock: from a timezone to its time.
        cache: where the last build left its word.
    """
    try:
        noted = thaw(cache.earlier(_SPACE, [_KEY])[_KEY])  # goes with this build, unless it leaves word anew
        if noted["frame"] != now.frame or not noted["since"] <= clock(noted["timezone"]) < noted["until"]:
            return None
        files = tuple(noted["files"].split("\n"))
        site = tuple(_stamps(options.output, files))
        if _digest(site) != noted["written"]:
            return None
        findings = tuple(Finding(_path(row[0], now.paths), *row[1:]) for row in noted["findings"])
        return Last(findings, noted["pages"], files, _changed(now.stamps, noted["stamps"]), site, noted)
    except (pickle.UnpicklingError, EOFError, LookupError, TypeError, ValueError, AttributeError, OSError):
        return None


def note(
    then: Inputs,
    linked: Library,
    documents: Iterable[Document],
    last: Last,
    options: Options,
    cache: Cache,
) -> None:
    """Leave word of a build, unless a file may have changed since it was looked at.

    Args:
        then: what it was made of.
        linked: its library.
        documents: all that was read, also what is not to be published yet.
        last: what it came to.
        options: what was asked for.
        cache: where word is left.
    """
    if not then.settled:
        return
    written = sorted(last.files)
    places: dict[str, int] = {path: number for number, path in enumerate(then.paths)}
    day = datetime.combine(linked.now.date(), time())
    times = {each.record.publish for each in documents if isinstance(each.record, Entry) and each.record.publish}
    value = {
        "frame": then.frame,
        "stamps": _packed(then.stamps),
        "pages": last.pages,
        "files": "\n".join(written),
        "written": _digest(_stamps(options.output, written)),
        # the name of a file may be a title that is closed, so it is known by its place among all
        "findings": [(places.get(each.path, each.path), *astuple(each)[1:]) for each in last.findings],
        "timezone": linked.archive.timezone,
        "since": max([day, *(each for each in times if each <= linked.now)]),
        "until": min([day + timedelta(days=1), *(each for each in times if each > linked.now)]),
    }
    cache.store(_SPACE, _KEY, freeze(value))


def note_again(then: Inputs, last: Last, written: Iterable[str], options: Options, cache: Cache) -> None:
    """Leave word of a build that wrote some of the last one's files anew and came to the same beside that.

    Args:
        then: what it was made of.
        last: what the build before came to.
        written: the files of the site that it wrote.
        options: what was asked for.
        cache: where word is left.
    """
    if then.settled:
        new = dict(zip(written, _stamps(options.output, written), strict=True))
        site = (new.get(file, stamp) for file, stamp in zip(last.files, last.stamps, strict=True))
        value = {**last.noted, "stamps": _packed(then.stamps), "written": _digest(site)}
        cache.store(_SPACE, _KEY, freeze(value))


def _path(place: int | str, paths: tuple[str, ...]) -> str:
    return place if isinstance(place, str) else paths[place]


def _stamps(folder: Path, files: Iterable[str]) -> Iterator[Stamp]:
    """The stamps of files below a folder; by way of the open folder, which takes half the time."""
    if os.stat not in os.supports_dir_fd:
        yield from (sources.stamp_of((folder / file).stat()) for file in files)
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        yield from (sources.stamp_of(os.stat(file, dir_fd=opened)) for file in files)
    finally:
        os.close(opened)


def _digest(stamps: Iterable[Stamp]) -> str:
    """The SHA-256 of some stamps."""
    return hashlib.sha256(_packed(stamps)).hexdigest()


def _packed(stamps: Iterable[Stamp]) -> bytes:
    """Stamps as 32 bytes each."""
    return array("Q", chain.from_iterable(stamps)).tobytes()


def _changed(now: tuple[Stamp, ...], before: bytes) -> tuple[int, ...]:
    """The numbers of the stamps that are not as they were."""
    numbers = array("Q", before)
    if numbers == array("Q", chain.from_iterable(now)):
        return ()
    return tuple(number for number, stamp in enumerate(now) if tuple(numbers[4 * number : 4 * number + 4]) != stamp)
