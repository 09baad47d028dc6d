"""Find the files of the content folder, say what each is, and read their bytes.

Nothing here leaves the content folder: a symbolic link that leads out, or to a folder, is an error.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import re
import stat
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from builder.diagnostics import Finding, finding
from builder.model.documents import Attached, Place
from builder.model.values import Kind
from builder.urls import slug

MAX_BYTES = 4 * 1024 * 1024  # of one Markdown file; the longest minutes we know are a tenth of that
SHARED = {kind.value: kind for kind in (Kind.DOSSIER, Kind.TOPIC, Kind.PLACE, Kind.ORGANISATION, Kind.TERM, Kind.PAGE)}
Stamp = tuple[int, int, int, int]
_UNUSABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")  # control signs; bytes that are not UTF-8
_WITHIN = {Kind.BODY.value: Kind.BODY, Kind.MEETING.value: Kind.MEETING}


@dataclass(frozen=True)
class Source:
    """One Markdown file.

    Args:
        place: what it is.
        lies_at: its path on disk.
        stamp: size, modification and change time (ns) and inode; equal stamps mean unchanged, as in git's index.
    """

    place: Place
    lies_at: str
    stamp: Stamp

    @property
    def file(self) -> Path:
        """Where it lies on disk; made when it is asked for, since most files of a warm build are not opened."""
        return Path(self.lies_at)


@dataclass(frozen=True)
class Tree:
    """The content folder as found.

    Args:
        sources: the Markdown files, sorted by path.
        attached: the other files in the folders of cases, sorted by path.
        findings: what is wrong with names and places.
        stamps: those of the attached files, in the same order.
    """

    sources: tuple[Source, ...]
    attached: tuple[Attached, ...]
    findings: tuple[Finding, ...]
    stamps: tuple[Stamp, ...] = ()


@dataclass(frozen=True)
class Listing:
    """The files that lie in the content folder, before it is said what each is.

    Args:
        root: the folder, from the root of the file system.
        files: their paths below it, as they are on disk, with `/`.
        stamps: theirs, in the same order.
        findings: what is wrong with links and folders.
    """

    root: str
    files: tuple[str, ...]
    stamps: tuple[Stamp, ...]
    findings: tuple[Finding, ...]

    def lies_at(self, file: str) -> str:
        """Where one of the files lies on disk."""
        return self._below + file.replace("/", os.sep)

    @cached_property
    def _below(self) -> str:
        return self.root.rstrip(os.sep) + os.sep


@dataclass
class _Walk:
    root: Path
    files: list[str] = field(default_factory=list)
    stamps: list[Stamp] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass
class _Scan:
    sources: list[Source] = field(default_factory=list)
    attached: list[tuple[Attached, Stamp]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def scan(content: Path) -> Tree:
    """Find the files of the content folder and say what each is."""
    return sorted_out(listed(content))


def listed(content: Path) -> Listing:
    """List the content folder; hidden files and files ending in `~` are passed over."""
    found = _Walk(content.resolve())
    _walk(found, "", found.root)
    return Listing(str(found.root), tuple(found.files), tuple(found.stamps), tuple(found.findings))


def sorted_out(listing: Listing) -> Tree:
    """Say what each file of a content folder is."""
    found = _Scan(findings=list(listing.findings))
    for path, stamp in zip(listing.files, listing.stamps, strict=True):
        name = unicodedata.normalize("NFC", path)
        if _UNUSABLE.search(name):
            found.findings.append(finding("bad-name", _UNUSABLE.sub("\ufffd", name)))
            continue
        if not name.endswith(".md"):
            if _is_in_case_folder(name):
                found.attached.append((Attached(name, stamp[0], path), stamp))
            else:
                found.findings.append(finding("misplaced", name))
            continue
        place = classify(name)
        if place is None:
            found.findings.append(finding("misplaced", name))
        elif not place.ref and place.kind is not Kind.ARCHIVE:
            found.findings.append(finding("bad-name", name))
        else:
            found.sources.append(Source(place, listing.lies_at(path), stamp))
    found.sources.sort(key=lambda source: source.place.path)
    found.attached.sort(key=lambda each: each[0].path)
    _check_shape(found)
    attached, stamps = (each for each, _ in found.attached), (stamp for _, stamp in found.attached)
    return Tree(tuple(found.sources), tuple(attached), tuple(found.findings), tuple(stamps))


def written(tree: Tree, files: Iterable[Path]) -> Tree | None:
    """The tree after some of its Markdown files were written.

    Args:
        tree: the folder as it was found.
        files: the paths of what was written, as the tree names them.

    Returns:
        None where more may have changed: one of the files is not among those found, gone, or no longer a plain file.
    """
    wanted = {str(file) for file in files}
    found = list(tree.sources)
    for number, source in enumerate(found):
        if source.lies_at in wanted:
            wanted.remove(source.lies_at)
            try:
                status = source.file.lstat()
            except OSError:
                return None
            if not stat.S_ISREG(status.st_mode):
                return None
            found[number] = replace(source, stamp=stamp_of(status))
    if any(_counts(Path(file)) for file in wanted):
        return None
    return replace(tree, sources=tuple(found))


def _counts(file: Path) -> bool:
    """Whether a file of this name is looked at."""
    return not file.name.startswith(".") and not file.name.endswith("~")


def stamp_of(status: os.stat_result) -> Stamp:
    """The stamp of a file: size, modification and change time (ns) and inode."""
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def classify(path: str) -> Place | None:
    """Say what a Markdown file is by its folder; None where no kind of file belongs."""
    parts = path.removesuffix(".md").split("/")
    slugs = [slug(part) for part in parts]
    if parts == ["_index"]:
        return Place(path, Kind.ARCHIVE, "", "")
    if len(parts) == 2 and parts[0] in SHARED:
        return Place(path, SHARED[parts[0]], slugs[1], "")
    if parts[0] in SHARED or not slugs[0]:
        return None
    if len(parts) == 2 and parts[1] == "_index":
        return Place(path, Kind.AUTHORITY, slugs[0], slugs[0])
    if len(parts) == 3 and parts[1] in _WITHIN:
        return Place(path, _WITHIN[parts[1]], _join(slugs[0], slugs[2]), slugs[0])
    if len(parts) == 4 and parts[1] == Kind.CASE.value and re.fullmatch(r"\d{4}", parts[2]):
        return Place(path, Kind.CASE, _join(slugs[0], slugs[2], slugs[3]), slugs[0])
    return None


def read(source: Source) -> bytes | Finding:
    """The bytes of a source; a finding where they cannot be had or are too many."""
    path = source.place.path
    if source.stamp[0] > MAX_BYTES:
        return finding("too-large", path, size=-(-source.stamp[0] // 2**20), limit=MAX_BYTES // 2**20)
    try:
        with open(source.lies_at, "rb", buffering=0) as opened:  # noqa: PTH123 - a path for each is half the time
            return opened.read()
    except OSError as error:
        return finding("unreadable", path, reason=error.strerror or type(error).__name__)


def decode(data: bytes, path: str) -> str | Finding:
    """UTF-8 to text in NFC with bare line feeds and without BOM; a finding for other bytes."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = _position(data, error.start)
        return finding("not-utf8", path, line=line, column=column, byte=f"0x{data[error.start]:02X}")
    if "\0" in text:
        line, column = _position(data, data.index(b"\0"))
        return finding("nul-byte", path, line=line, column=column)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


def digest(data: bytes) -> str:
    """The SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _join(*parts: str) -> str:
    return "/".join(parts) if all(parts) else ""


def _position(data: bytes, offset: int) -> tuple[int, int]:
    start = data.rfind(b"\n", 0, offset) + 1
    return data.count(b"\n", 0, offset) + 1, len(data[start:offset].decode("utf-8", "replace")) + 1


def _is_in_case_folder(path: str) -> bool:
    parts = path.split("/")
    return len(parts) >= 5 and parts[1] == Kind.CASE.value and parts[0] not in SHARED


def _walk(found: _Walk, prefix: str, folder: str | Path) -> None:
    """Note every visible file below a folder; links and unreadable folders become findings."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        found.findings.append(finding("unreadable", prefix.rstrip("/"), reason=error.strerror or ""))
        return
    for entry in entries:
        path = prefix + entry.name
        if entry.name.startswith(".") or entry.name.endswith("~"):
            continue
        if entry.is_symlink() and not _is_inside(Path(entry.path), found.root):
            found.findings.append(finding("symbolic-link", path))
            continue
        if entry.is_dir():
            _walk(found, path + "/", entry.path)
        elif entry.is_file():
            found.files.append(path)
            found.stamps.append(stamp_of(entry.stat()))


def _is_inside(link: Path, root: Path) -> bool:
    """Whether a symbolic link leads to a file of the content folder."""
    try:
        target = link.resolve(strict=True)
        return target.is_file() and target.is_relative_to(root)
    except (OSError, RuntimeError):  # it leads nowhere, or in a circle
        return False


def _check_shape(found: _Scan) -> None:
    """The archive and every authority need their `_index.md`, and no two files may be one reference."""
    names = [each.path for each, _ in found.attached]
    found.findings += [finding("path-collision", b, other=a) for a, b in itertools.pairwise(names) if a == b]
    refs: dict[tuple[Kind, str], Source] = {}
    for source in found.sources:
        place = source.place
        other = refs.setdefault((place.kind, place.ref), source)
        if other is not source:
            found.findings.append(finding("path-collision", place.path, other=other.place.path))
    if (Kind.ARCHIVE, "") not in refs:
        found.findings.append(finding("no-archive", "_index.md"))
    for authority in sorted({source.place.authority for source in found.sources} - {""}):
        if (Kind.AUTHORITY, authority) not in refs:
            first = next(s.place.path for s in found.sources if s.place.authority == authority)
            found.findings.append(finding("no-authority", first.split("/")[0] + "/_index.md"))
