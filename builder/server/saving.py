"""A file is read with its digest, and written again only where that digest still holds."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from builder import sources


class Changed(Exception):
    """The file is no longer what it was."""


def save(file: Path, data: bytes, digest: str) -> None:
    """Put other bytes in the place of a file's: written aside in its folder, then renamed; its mode stays.

    Args:
        file: the file; a symbolic link is followed.
        data: what it is to hold.
        digest: the SHA-256 of what it held when the change was begun.

    Raises:
        Changed: where it holds something else by now, or is gone. Nothing was written.
        OSError: where it cannot be written.
    """
    file = file.resolve()
    aside = file.with_name(f".beslut-{secrets.token_hex(8)}~")  # a name that the content folder passes over
    try:
        mode = stat.S_IMODE(file.stat().st_mode)
    except FileNotFoundError:
        raise Changed from None
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(data)
            opened.flush()
            aside.chmod(mode)
            os.fsync(opened.fileno())
        if not file.is_file() or sources.digest(file.read_bytes()) != digest:
            raise Changed
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)
    with suppress(OSError):  # not every file system can do so to a folder
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
