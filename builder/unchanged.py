"""Whether all that the last build was made of, and all that it wrote, is as it was: then there is nothing to do.

Both are known by the stamps of their files (size, modification and change time, inode), of which only digests are kept.
"""

from __future__ import annotations

import hashlib
import os
import pickle
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

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
        key: the SHA-256 of the stamps of all files, and of all that was asked for.
        settled: whether the stamps prove that the files cannot have changed since they were seen.
        paths: the files of the content folder, by which findings are kept.
    """

    key: str
    settled: bool
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Last:
    """What the last build came to, if it would come to the same again."""

    findings: tuple[Finding, ...]
    pages: int
    files: int


def inputs(tree: sources.Tree, options: Options) -> Inputs:
    """What a build of a content folder would be made of."""
    seen = moment()
    files = sorted(templates.files(templates.folders(options.templates)).items())
    own = [(source.place.path, source.stamp) for source in tree.sources]
    stamps = [*own, *zip((each.path for each in tree.attached), tree.stamps, strict=True)]
    stamps += [(str(path), sources.stamp_of(path.stat())) for _, path in files]
    asked = (options.base_url, options.search, options.ci, options.content.resolve().as_posix(), tree.findings)
    return Inputs(
        key=key_of(program(), repr(asked), _digest(stamps)),
        settled=all(is_settled(stamp, seen) for _, stamp in stamps),
        paths=tuple(path for path, _ in stamps[: len(stamps) - len(files)]),
    )


def recall(now: Inputs, options: Options, clock: Callable[[str], datetime], cache: Cache) -> Last | None:
    """What the last build came to, if nothing it was made of or wrote has changed, and time has changed nothing.

    Args:
        now: what a build would be made of.
        options: what is asked for.
        clock: from a timezone to its time.
        cache: where the last build left its word.
    """
    try:
        noted = thaw(cache.earlier(_SPACE, [_KEY])[_KEY])  # goes with this build, unless it leaves word anew
        if noted["key"] != now.key or not noted["since"] <= clock(noted["timezone"]) < noted["until"]:
            return None
        written = noted["files"].split("\n")
        if _digest(zip(written, _stamps(options.output, written), strict=True)) != noted["written"]:
            return None
        findings = tuple(Finding(_path(row[0], now.paths), *row[1:]) for row in noted["findings"])
        return Last(findings, noted["pages"], len(written) - 1)
    except (pickle.UnpicklingError, EOFError, LookupError, TypeError, ValueError, AttributeError, OSError):
        return None


def note(
    then: Inputs,
    linked: Library,
    documents: Iterable[Document],
    last: Last,
    files: Iterable[str],
    options: Options,
    cache: Cache,
) -> None:
    """Leave word of a build, unless a file may have changed since it was looked at.

    Args:
        then: what it was made of.
        linked: its library.
        documents: all that was read, also what is not to be published yet.
        last: what it came to.
        files: the files of the site, by their paths.
        options: what was asked for.
        cache: where word is left.
    """
    if not then.settled:
        return
    written = sorted(files)
    places: dict[str, int] = {path: number for number, path in enumerate(then.paths)}
    day = datetime.combine(linked.now.date(), time())
    times = {each.record.publish for each in documents if isinstance(each.record, Entry) and each.record.publish}
    value = {
        "key": then.key,
        "pages": last.pages,
        "files": "\n".join(written),
        "written": _digest(zip(written, _stamps(options.output, written), strict=True)),
        # the name of a file may be a title that is closed, so it is known by its place among all
        "findings": [(places.get(each.path, each.path), *astuple(each)[1:]) for each in last.findings],
        "timezone": linked.archive.timezone,
        "since": max([day, *(each for each in times if each <= linked.now)]),
        "until": min([day + timedelta(days=1), *(each for each in times if each > linked.now)]),
    }
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


def _digest(stamped: Iterable[tuple[str, Stamp]]) -> str:
    """The SHA-256 of some paths and stamps."""
    names, numbers = [], array("Q")
    for name, stamp in stamped:
        names.append(name)
        numbers.extend(stamp)
    made = hashlib.sha256("\0".join(names).encode("utf-8", "surrogateescape"))
    made.update(numbers.tobytes())
    return made.hexdigest()
