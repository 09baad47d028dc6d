"""The output folder: all or nothing.

What changed is first written aside; then a journal says what is to be moved where and what goes. From that moment
the new site is certain: a build that is killed after it is completed by the next, one killed before leaves no trace.
What the folder holds is known from its `manifest.json`; what is not in there was not made here and is never touched.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

MANIFEST = "manifest.json"
STAGING = ".beslut-staging"
JOURNAL = "journal.json"
Stamp = tuple[int, int, int, int]  # size, modification and change time (ns), inode


class ForeignFolder(Exception):
    """The output folder, or a file in it, was not made by this program.

    Args:
        path: what is in the way.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class Busy(Exception):
    """Another build is writing to the folder."""


@dataclass(frozen=True)
class Artifact:
    """One file of the site.

    Args:
        path: below the output folder, with `/`.
        sha256: of its bytes, in hexadecimal.
        size: in bytes.
        data: its bytes, or None where the folder has them already, or they are staged.
        staged: under which name its bytes were staged, "" where they were not.
    """

    path: str
    sha256: str
    size: int
    data: bytes | None = None
    staged: str = ""


@dataclass(frozen=True)
class Written:
    """What a build did to the folder, in files."""

    written: int
    unchanged: int
    removed: int


class Fate(StrEnum):
    """What a build does to one file of the folder."""

    NEW = "new"
    CHANGED = "changed"
    MENDED = "mended"  # it was not as it had been written, and is again
    SAME = "same"
    GONE = "gone"


def artifact(path: str, data: bytes) -> Artifact:
    """A file from its bytes."""
    return Artifact(path, hashlib.sha256(data).hexdigest(), len(data), data)


@dataclass
class Output:
    """An output folder that is being written.

    Args:
        folder: the folder.
        digest: from a file and its stamp to its SHA-256, if it is known without reading the file.
    """

    folder: Path
    digest: Callable[[str, Stamp], str | None]
    _known: dict[str, tuple[str, int]] = field(default_factory=dict)
    _planned: list[tuple[str, str]] = field(default_factory=list)  # staged name, path
    _made: dict[str, tuple[str, int]] = field(default_factory=dict)
    _folders: set[str] = field(default_factory=set)
    _absent: set[str] = field(default_factory=set)  # folders of the site that are not there yet
    _unchanged: int = 0

    @property
    def staging(self) -> Path:
        """Where new files wait."""
        return self.folder / STAGING

    def has(self, path: str, sha256: str) -> bool:
        """Whether the folder holds a file with these bytes."""
        known = self._known.get(path)
        if known is None or known[0] != sha256:
            return False
        file = f"{self.folder}/{path}"
        try:
            status = os.stat(file)
        except OSError:
            return False
        if status.st_size != known[1]:
            return False
        return (self.digest(file, _stamp(status)) or _sha256(file)) == sha256

    @property
    def files(self) -> Iterator[str]:
        """The paths of all files of the site, once all are added."""
        yield from (*self._made, MANIFEST)

    def known(self, path: str) -> tuple[str, int] | None:
        """The SHA-256 and size of a file, as the manifest says."""
        return self._known.get(path)

    def fate(self, path: str) -> Fate | None:
        """What becomes of a file, once all are added; None where neither the old nor the new site has it."""
        known, made = self._known.get(path), self._made.get(path)
        if made is None or known is None:
            return Fate.NEW if made else Fate.GONE if known else None
        if made[0] != known[0]:
            return Fate.CHANGED
        return Fate.MENDED if any(path == each for _, each in self._planned) else Fate.SAME

    def stage(self, name: str, data: bytes) -> None:
        """Write bytes aside under a name of their own, for an artifact that is added later; any process may."""
        _write(f"{self.folder}/{STAGING}/{name}", data)

    def add(self, item: Artifact) -> None:
        """Stage a file; one that the folder already holds is only noted.

        Raises:
            ForeignFolder: where a file that this program did not make stands in its place or in its way.
            ValueError: where another file of the site stands in its way.
        """
        above = [each for each in _above(item.path) if each not in self._folders]
        if item.path in self._folders or not self._made.keys().isdisjoint(above):
            raise ValueError(item.path)
        self._folders.update(above)
        self._made[item.path] = (item.sha256, item.size)
        if self.has(item.path, item.sha256):
            self._unchanged += 1
            return
        self._look_out(item.path, above)
        name = item.staged
        if not name:
            if item.data is None:
                raise ValueError(item.path)
            name = f"{len(self._planned):07}"
            self.stage(name, item.data)
        self._planned.append((name, item.path))

    def _look_out(self, path: str, new: Iterable[str]) -> None:
        """Raise ForeignFolder where something that was not made here would have to give way.

        Args:
            path: of the file that is to come.
            new: the folders above it that no other file lies in so far, the innermost first.
        """
        if not _is_inside(path) or path == MANIFEST:
            raise ForeignFolder(self.folder / path)
        for each in sorted(new, key=len):
            if each.rpartition("/")[0] in self._absent or not (self.folder / each).exists():
                self._absent.add(each)
            elif each not in self._known and not (self.folder / each).is_dir():
                raise ForeignFolder(self.folder / each)
        if path.rpartition("/")[0] in self._absent:
            return
        target = self.folder / path
        if target.is_dir():
            for file in sorted(target.rglob("*")):
                if not file.is_dir() and file.relative_to(self.folder).as_posix() not in self._known:
                    raise ForeignFolder(file)
        elif path not in self._known and target.exists():
            raise ForeignFolder(target)

    def commit(self, entries: Mapping[str, object] = MappingProxyType({})) -> Written:
        """Put the staged files in place and take away what the site no longer has.

        Args:
            entries: what the manifest says beside its list of files.
        """
        gone = sorted(set(self._known) - set(self._made))
        manifest = _manifest(self._made, entries)
        file = self.folder / MANIFEST
        if self._planned or gone or not file.is_file() or file.read_bytes() != manifest:
            name = "manifest"
            _write_safely(self.staging / name, manifest)  # by it the next build knows what of the rest is whole
            journal = {"remove": gone, "move": [*self._planned, (name, MANIFEST)]}
            _write_safely(self.staging / JOURNAL, json.dumps(journal).encode())
            _apply(self.folder)
        shutil.rmtree(self.staging, ignore_errors=True)
        return Written(len(self._planned), self._unchanged, len(gone))

    def remember(self, note: Callable[[str, Stamp, str], None]) -> None:
        """Tell of every file of the site its stamp and SHA-256, so that the next build need not read it."""
        for path, (sha256, _) in self._made.items():
            file = f"{self.folder}/{path}"
            note(file, _stamp(os.stat(file)), sha256)


@contextlib.contextmanager
def output(folder: Path, digest: Callable[[str, Stamp], str | None]) -> Iterator[Output]:
    """Open an output folder for one build; finish or undo what an earlier one left.

    Raises:
        ForeignFolder: where the folder holds files and no manifest of ours.
        Busy: where another build holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder):
        _complete(folder)
        shutil.rmtree(folder / STAGING, ignore_errors=True)
        known = _read_manifest(folder)
        made = Output(folder, digest, known)
        made.staging.mkdir()
        try:
            yield made
        finally:
            if not (made.staging / JOURNAL).exists():
                shutil.rmtree(made.staging, ignore_errors=True)


def recover(folder: Path) -> None:
    """Complete what a killed build left half done, so that the site is whole even if this build comes to nothing.

    Raises:
        Busy: where another build holds the folder.
    """
    if (folder / STAGING / JOURNAL).is_file():
        with _locked(folder):
            _complete(folder)


def _complete(folder: Path) -> None:
    if (folder / STAGING / JOURNAL).is_file():
        _apply(folder)


def _read_manifest(folder: Path) -> dict[str, tuple[str, int]]:
    file = folder / MANIFEST
    if file.is_file():
        try:
            files = json.loads(file.read_bytes())["files"]
            if not all(map(_is_inside, files)):
                raise ValueError(file)
            return {str(path): (str(each["sha256"]), int(each["size"])) for path, each in files.items()}
        except (ValueError, KeyError, TypeError, AttributeError):
            raise ForeignFolder(file) from None
    for entry in sorted(folder.iterdir()):
        if not entry.name.startswith("."):
            raise ForeignFolder(entry)
    return {}


def _is_inside(path: str) -> bool:
    """Whether a path stays in the folder, and out of our own corner of it."""
    parts = path.split("/")
    return parts[0] != STAGING and "\0" not in path and not {"", ".", ".."} & set(parts)


def _manifest(made: Mapping[str, tuple[str, int]], entries: Mapping[str, object]) -> bytes:
    """A line for each file, and for each part of what else is told."""
    files = {path: {"sha256": sha256, "size": size} for path, (sha256, size) in sorted(made.items())}
    parts = {"generator": "beslut", "files": files, **entries}
    return ("{\n" + ",\n".join(f"{_json(name)}: {_lines(part)}" for name, part in parts.items()) + "\n}\n").encode()


def _lines(part: object) -> str:
    match part:
        case {}:
            return "{\n" + ",\n".join(f"{_json(name)}: {_json(each)}" for name, each in part.items()) + "\n}"
        case list():
            return "[\n" + ",\n".join(map(_json, part)) + "\n]"
    return _json(part)


_json = json.JSONEncoder(ensure_ascii=False).encode


def _apply(folder: Path) -> None:
    """Do what the journal says; what is already done is passed over, so it can be done again."""
    staging = folder / STAGING
    journal = json.loads((staging / JOURNAL).read_bytes())
    for path in journal["remove"]:
        if not (folder / path).is_dir():  # done before, and a folder made in its place
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                (folder / path).unlink()
    _remove_empty(folder, journal["remove"])
    folders: set[str] = set()
    for name, path in journal["move"]:
        staged, target = f"{staging}/{name}", f"{folder}/{path}"
        above = target.rpartition("/")[0]
        if above not in folders:
            if not os.path.exists(staged):
                continue
            os.makedirs(above, exist_ok=True)
            folders.add(above)
        try:
            os.replace(staged, target)
        except FileNotFoundError:
            if os.path.exists(staged):
                raise
    (staging / JOURNAL).unlink()
    shutil.rmtree(staging, ignore_errors=True)


def _remove_empty(folder: Path, removed: Iterable[str]) -> None:
    """Take away the folders that the removal left empty."""
    parents = {parent for path in removed for parent in Path(path).parents if parent != Path()}
    for parent in sorted(parents, key=lambda each: -len(each.parts)):
        with contextlib.suppress(OSError):
            (folder / parent).rmdir()


def _above(path: str) -> Iterator[str]:
    """The folders that a path lies in, the innermost first."""
    while path := path.rpartition("/")[0]:
        yield path


def _write(file: str, data: bytes) -> None:
    """Write a new file; without the objects that Python puts around files, which cost as much as the writing."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]
    finally:
        os.close(descriptor)


def _write_safely(file: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, even if the machine stops."""
    aside = file.with_suffix(".new")
    with aside.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(file)


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def _sha256(file: str) -> str:
    with Path(file).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    try:
        import fcntl  # noqa: PLC0415 - not on every system
    except ImportError:
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise Busy(str(folder)) from None
    try:
        yield
    finally:
        os.close(descriptor)
