"""Files moved into place all together or not at all.

What is to be moved where, and what goes, is first written down in a journal. From that moment it is certain: what is
broken off is completed by whoever comes next.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

STAGING = ".beslut-staging"  # where in the folder files wait, under names of their own
_JOURNAL = "journal.json"


class Busy(Exception):
    """Another build is writing to the folder."""


def is_written(folder: Path) -> bool:
    """Whether a folder's journal says what is to be done, and it may not all be done."""
    return (folder / STAGING / _JOURNAL).is_file()


def carry_out(folder: Path, moves: Sequence[tuple[str, str]], removed: Sequence[str]) -> None:
    """Move files into place and take others away; once the journal is written, whatever happens.

    Args:
        folder: the folder.
        moves: the name of a waiting file or folder, and the path below the folder where it belongs, in this order.
        removed: the paths of what goes.
    """
    write_safely(folder / STAGING / _JOURNAL, json.dumps({"remove": removed, "move": moves}).encode())
    _apply(folder)


def complete(folder: Path) -> None:
    """Do what the journal says, if there is one, and clear away what waited for another."""
    if is_written(folder):
        _apply(folder)
    shutil.rmtree(folder / STAGING, ignore_errors=True)


def recover(folder: Path) -> None:
    """Complete what a killed build left half done, so that the site is whole even if this build comes to nothing.

    Raises:
        Busy: where another build holds the folder.
    """
    if is_written(folder):
        with locked(folder):
            complete(folder)


def _apply(folder: Path) -> None:
    """Do what the journal says; what is already done is passed over, so it can be done again."""
    staging = folder / STAGING
    journal = json.loads((staging / _JOURNAL).read_bytes())
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
            _move(staged, target)
        except FileNotFoundError:
            if os.path.exists(staged):
                raise
    (staging / _JOURNAL).unlink()
    shutil.rmtree(staging, ignore_errors=True)


def _move(staged: str, target: str) -> None:
    """Move a file, or a folder with all that is in it; into a folder that came meanwhile, one by one."""
    try:
        os.replace(staged, target)
    except OSError:
        if not (os.path.isdir(staged) and os.path.isdir(target)):
            raise
        for name in sorted(os.listdir(staged)):
            _move(f"{staged}/{name}", f"{target}/{name}")


def _remove_empty(folder: Path, removed: Iterable[str]) -> None:
    """Take away the folders that the removal left empty."""
    parents = {parent for path in removed for parent in Path(path).parents if parent != Path()}
    for parent in sorted(parents, key=lambda each: -len(each.parts)):
        with contextlib.suppress(OSError):
            (folder / parent).rmdir()


def write(file: str, data: bytes) -> None:
    """Write a new file; without the objects that Python puts around files, which cost as much as the writing."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]
    finally:
        os.close(descriptor)


def write_below(folder: str, path: str, data: bytes) -> None:
    """Write a new file below a folder, and the folders that it lies in."""
    file = f"{folder}/{path}"
    above = file.rpartition("/")[0]
    try:
        os.mkdir(above)  # most files have a folder of their own
    except FileExistsError:
        pass
    except FileNotFoundError:
        os.makedirs(above, exist_ok=True)
    write(file, data)


def write_safely(file: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, even if the machine stops."""
    aside = file.with_suffix(".new")
    with aside.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(file)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other builds out of a folder.

    Raises:
        Busy: where another holds it.
    """
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
