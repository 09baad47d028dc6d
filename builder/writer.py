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

from builder import journal
from builder.journal import STAGING

MANIFEST = "manifest.json"
FILES, NEXT, END = b'"files": {\n', b",\n", b"\n}"  # around the lines of files in a manifest
_NEW = "new"  # where in the staging folder files wait that the site does not have, laid out as there
Stamp = tuple[int, int, int, int]  # size, modification and change time (ns), inode


class ForeignFolder(Exception):
    """The output folder, or a file in it, was not made by this program.

    Args:
        path: what is in the way.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


@dataclass(frozen=True)
class Artifact:
    """One file of the site.

    Args:
        path: below the output folder, with `/`.
        sha256: of its bytes, in hexadecimal.
        size: in bytes.
        data: its bytes, or None where the folder has them already, or they are staged.
        staged: under which name its bytes were staged, "" where they were not.
        key: of what it was made of, "" where that is not known.
    """

    path: str
    sha256: str
    size: int
    data: bytes | None = None
    staged: str = ""
    key: str = ""


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

    def stage(self, path: str, data: bytes) -> str:
        """Write the bytes of a file aside, for an artifact that is added later; any process may.

        A file that the site does not have waits where it will lie, so that `commit` can move a new folder with all
        that is in it. At 10,000 cases the processes make 35,000 folders side by side, which one alone took 1 s for.

        Returns:
            the name that it waits under.
        """
        if path in self._known or not _is_inside(path):
            name = hashlib.sha256(os.fsencode(path)).hexdigest()
            journal.write(f"{self.folder}/{STAGING}/{name}", data)
            return name
        name = f"{_NEW}/{path}"
        journal.write_below(f"{self.folder}/{STAGING}", name, data)
        return name

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
            name = self.stage(item.path, item.data)
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
            journal.write_safely(self.staging / name, manifest)  # by it the next build knows what of the rest is whole
            journal.carry_out(self.folder, [*self._moves(), (name, MANIFEST)], gone)
        shutil.rmtree(self.staging, ignore_errors=True)
        return Written(len(self._planned), self._unchanged, len(gone))

    def _moves(self) -> Iterator[tuple[str, str]]:
        """What is moved where: new folders as a whole, then file by file what comes to folders that are there."""
        folders: dict[str, str] = {}
        files: list[tuple[str, str]] = []
        for name, path in self._planned:
            above = [each for each in _above(path) if each in self._absent] if name == f"{_NEW}/{path}" else []
            if above:
                folders[f"{_NEW}/{above[-1]}"] = above[-1]
            else:
                files.append((name, path))
        yield from (*folders.items(), *files)

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
    with journal.locked(folder):
        journal.complete(folder)
        made = Output(folder, digest, _read_manifest(folder))
        with staging(folder):
            yield made


@contextlib.contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """A place for files to wait, which goes unless they are on their way."""
    staging = folder / STAGING
    staging.mkdir()
    try:
        yield staging
    finally:
        if not journal.is_written(folder):
            shutil.rmtree(staging, ignore_errors=True)


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
    files = {path: listed(sha256, size) for path, (sha256, size) in sorted(made.items())}
    parts = {"generator": "beslut", "files": files, **entries}
    return ("{\n" + ",\n".join(f"{one_line(name)}: {_lines(part)}" for name, part in parts.items()) + "\n}\n").encode()


def listed(sha256: str, size: int) -> dict[str, str | int]:
    """What a manifest says of a file."""
    return {"sha256": sha256, "size": size}


def _lines(part: object) -> str:
    match part:
        case {}:
            return "{\n" + ",\n".join(f"{one_line(name)}: {one_line(each)}" for name, each in part.items()) + "\n}"
        case list():
            return "[\n" + ",\n".join(map(one_line, part)) + "\n]"
    return one_line(part)


one_line = json.JSONEncoder(ensure_ascii=False).encode


def _above(path: str) -> Iterator[str]:
    """The folders that a path lies in, the innermost first."""
    while path := path.rpartition("/")[0]:
        yield path


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def _sha256(file: str) -> str:
    with Path(file).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
