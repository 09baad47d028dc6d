"""What is not as the last build found and left it: where it is nothing, there is nothing to do.

Both are known by the stamps of their files (size, modification and change time, inode).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import sys
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, field
from datetime import datetime, time, timedelta
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from builder import sources, template_files
from builder.cache import Cache, Stamp, freeze, is_settled, key_of, moment, thaw
from builder.diagnostics import Finding
from builder.journal import recover
from builder.options import Options
from builder.results import Result
from builder.sources import Listing
from builder.writer import Written

_SPACE, _KEY = "builds", "unchanged"
_TEXT = ".md"
_INSTALLED = (".dist-info", ".egg-info")  # end the folders that say which version of a library lies beside them


@dataclass(frozen=True)
class Inputs:
    """All that a build is made of but the time.

    Args:
        listing: the files of the content folder.
        frame: the SHA-256 of the stamps of all files but the Markdown files of the content, of their names, and of all
            that was asked for.
        settled: whether the stamps prove that the files cannot have changed since they were seen.
    """

    listing: Listing
    frame: str
    settled: bool

    @cached_property
    def texts(self) -> tuple[tuple[str, Stamp], ...]:
        """The Markdown files of the content and their stamps."""
        rows = zip(self.listing.files, self.listing.stamps, strict=True)
        return tuple((file, stamp) for file, stamp in rows if file.endswith(_TEXT))

    @property
    def paths(self) -> tuple[str, ...]:
        """The files of the content as findings name them."""
        return tuple(unicodedata.normalize("NFC", file) for file in self.listing.files)


@dataclass(frozen=True)
class Last:
    """What the last build came to, if it would come to the same again but for what changed in some files.

    Args:
        findings: what was found wrong.
        pages: how many there were.
        files: those of the site, by their paths.
        changed: the Markdown files of the content that are not as they were, as they are on disk.
        stamps: those of the site's files.
        noted: the word that was left.
    """

    findings: tuple[Finding, ...]
    pages: int
    files: tuple[str, ...]
    changed: frozenset[str] = frozenset()
    stamps: tuple[Stamp, ...] = ()
    noted: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Look:
    """What was seen before anything was worked out.

    Args:
        inputs: what a build would be made of.
        last: what the last build came to; None where anything but the content's files, or the time, may make a
            difference, or more is asked for than a site.
        cache: the cache, which is open.
    """

    inputs: Inputs
    last: Last | None
    cache: Cache

    @property
    def result(self) -> Result | None:
        """How a build ends that has nothing to do; None where it has."""
        if self.last is None or self.last.changed:
            return None
        return Result(self.last.findings, self.last.pages, Written(0, len(self.last.files) - 1, 0))


def look(options: Options) -> Look:
    """See what has changed since the last build, of whose site whatever was left half done is completed.

    Raises:
        journal.Busy: where another build holds the output folder.
    """
    profile = options.profile
    recover(options.output)
    cache = Cache(options.cache)
    with profile.stage("scan"):
        listing = sources.listed(options.content)
    profile.count("scan", files=len(listing.files))
    with profile.stage("unchanged"):
        now = inputs(listing, options)
        last = None if options.why or options.against else recall(now, options, cache)
    if last and not last.changed:
        profile.count("unchanged", files=len(last.files) - 1)
    return Look(now, last, cache)


def inputs(listing: Listing, options: Options) -> Inputs:
    """What a build of a content folder would be made of."""
    seen = moment()
    files = sorted(template_files.files(template_files.folders(options.templates)).items())
    beside = [stamp for file, stamp in zip(listing.files, listing.stamps, strict=True) if not file.endswith(_TEXT)]
    others = [*beside, *(sources.stamp_of(path.stat()) for _, path in files), *_program()]
    asked = (options.base_url, options.search, options.ci, options.content.resolve().as_posix(), listing.findings)
    names = repr((listing.files, [str(path) for _, path in files], _libraries()))  # a name need not be UTF-8
    return Inputs(
        listing=listing,
        frame=key_of(sys.version, repr(asked), names, data=_packed(others)),
        settled=all(is_settled(stamp, seen) for stamp in (*listing.stamps, *others)),
    )


def _program() -> Iterator[Stamp]:
    """The stamps of the program's own files."""
    for folder, _, names in os.walk(Path(__file__).parent):
        yield from _stamps(Path(folder), (name for name in names if name.endswith((".py", ".po"))))


def _libraries() -> list[str]:
    """The names of all that is installed, which tell the versions, by where Python looks for it."""
    found: list[str] = []
    for folder in sys.path:
        with contextlib.suppress(OSError):  # Python passes over what is not there, too
            found += sorted(each.name for each in os.scandir(folder or ".") if each.name.endswith(_INSTALLED))
    return found


def recall(now: Inputs, options: Options, cache: Cache) -> Last | None:
    """What the last build came to; None where anything but the content's files, or the time, may make a difference.

    Args:
        now: what a build would be made of.
        options: what is asked for.
        cache: where the last build left its word.
    """
    try:
        noted = thaw(cache.earlier(_SPACE, [_KEY])[_KEY])  # goes with this build, unless it leaves word anew
        if noted["frame"] != now.frame or not noted["since"] <= options.now(noted["timezone"]) < noted["until"]:
            return None
        files = tuple(noted["files"].split("\n"))
        site = tuple(_stamps(options.output, files))
        if _digest(site) != noted["written"]:
            return None
        findings = _told(noted["findings"], now)
        return Last(findings, noted["pages"], files, _changed(now, noted["stamps"]), site, noted)
    except (pickle.UnpicklingError, EOFError, LookupError, TypeError, ValueError, AttributeError, OSError):
        return None


def note(
    then: Inputs,
    when: datetime,
    timezone: str,
    times: Iterable[datetime],
    last: Last,
    options: Options,
    cache: Cache,
) -> None:
    """Leave word of a build, unless a file may have changed since it was looked at.

    Args:
        then: what it was made of.
        when: the archive's local time in it.
        timezone: the archive's.
        times: when something becomes public, or did.
        last: what it came to.
        options: what was asked for.
        cache: where word is left.
    """
    if not then.settled:
        return
    written = sorted(last.files)
    places: dict[str, int] = {path: number for number, path in enumerate(then.paths)}
    day, times = datetime.combine(when.date(), time()), tuple(times)
    value = {
        "frame": then.frame,
        "stamps": _packed(stamp for _, stamp in then.texts),
        "pages": last.pages,
        "files": "\n".join(written),
        "written": _digest(_stamps(options.output, written)),
        # the name of a file may be a title that is closed, so it is known by its place among all
        "findings": [(places.get(each.path, each.path), *astuple(each)[1:]) for each in last.findings],
        "timezone": timezone,
        "since": max([day, *(each for each in times if each <= when)]),
        "until": min([day + timedelta(days=1), *(each for each in times if each > when)]),
    }
    cache.store(_SPACE, _KEY, freeze(value))


def note_again(
    then: Inputs, last: Last, written: Iterable[str], gone: Iterable[str], options: Options, cache: Cache
) -> None:
    """Leave word of a build that wrote some files anew, or others instead, and came to the same beside that.

    Args:
        then: what it was made of.
        last: what the build before came to.
        written: the files of the site that it wrote.
        gone: those that it took away.
        options: what was asked for.
        cache: where word is left.
    """
    if then.settled:
        site = dict(zip(last.files, last.stamps, strict=True))
        for file in gone:
            del site[file]
        written = tuple(written)
        site.update(zip(written, _stamps(options.output, written), strict=True))
        files = sorted(site)
        value = {
            **last.noted,
            "stamps": _packed(stamp for _, stamp in then.texts),
            "files": "\n".join(files),
            "written": _digest(site[file] for file in files),
        }
        cache.store(_SPACE, _KEY, freeze(value))


def _told(rows: Iterable[tuple[Any, ...]], now: Inputs) -> tuple[Finding, ...]:
    """Findings as they were noted."""
    paths = now.paths if rows else ()
    return tuple(Finding(row[0] if isinstance(row[0], str) else paths[row[0]], *row[1:]) for row in rows)


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


def _changed(now: Inputs, before: bytes) -> frozenset[str]:
    """The Markdown files whose stamps are not as they were."""
    if before == _packed(stamp for _, stamp in now.texts):
        return frozenset()
    numbers = array("Q", before)
    rows = enumerate(now.texts)
    return frozenset(file for row, (file, stamp) in rows if tuple(numbers[4 * row : 4 * row + 4]) != stamp)
