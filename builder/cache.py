"""What earlier builds worked out, each under a key of all that it was made from.

A SQLite file in the cache folder. Nothing in it depends on paths or times but the stamps of files, which are
believed only where size, modification and change time and inode are all the same. Losing it loses nothing.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import sqlite3
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import IO, Any

Stamp = tuple[int, int, int, int]
# A file changed so shortly before it was looked at may change again under the same stamp; file systems that keep
# whole seconds or milliseconds only are given the longer time.
_TICK_NS, _COARSE_TICK_NS = 20_000_000, 2_000_000_000
_PLAIN = {("datetime", "date"), ("datetime", "datetime"), ("datetime", "time"), ("decimal", "Decimal")}
_FILE = "cache.sqlite"
_LIBRARIES = ("babel", "jinja2", "markdown", "nh3", "python-frontmatter", "pyyaml", "tzdata")  # that pages hang on
_FORMAT = 5
_PAGE = 32768  # bytes of a page of the file: most bodies fit into one, and the file is two thirds as large as with 4096
_SUM = 4  # bytes of a checksum, which guards against accidents, not against people
_SPACES = ("facts", "bodies", "texts", "renders", "indexes", "builds")


class Cache:
    """The cache of one build: read at once, written in one go when the build has succeeded."""

    def __init__(self, folder: Path | None) -> None:
        """Open the cache; with no folder, or a file that cannot be used, it is empty and forgets everything."""
        self._folder = folder
        self._database = _open(folder)
        self._damaged = False
        self._new = {space: _Aside(folder) for space in _SPACES}
        self._used: dict[str, set[str]] = {space: set() for space in _SPACES}
        self._gone: dict[str, set[str]] = {space: set() for space in _SPACES}
        self._new_stamps: dict[str, tuple[Stamp, str]] = {}

    @cached_property
    def _stamps(self) -> dict[str, tuple[Stamp, str]]:
        rows = self._rows("SELECT path, digest, size, mtime, ctime, inode FROM stamps")
        return {path: (tuple(stamp), digest) for path, digest, *stamp in rows}

    def digest(self, file: str, stamp: Stamp) -> str | None:
        """The SHA-256 of a file that has not changed since it was last read, else None."""
        known = self._stamps.get(file)
        return known[1] if known and known[0] == stamp else None

    def remember(self, file: str, stamp: Stamp, digest: str, seen: int | None = None) -> None:
        """Note a file's SHA-256, unless it was touched so lately before it was seen that its stamp proves nothing."""
        if self._stamps.get(file) == (stamp, digest):  # it was believed before
            self._new_stamps[file] = (stamp, digest)
            return
        if is_settled(stamp, moment() if seen is None else seen):
            self._new_stamps[file] = (stamp, digest)

    def holds(self, space: str) -> bool:
        """Whether earlier builds left anything of one sort."""
        return bool(self._rows(f"SELECT 1 FROM {space} LIMIT 1"))  # noqa: S608

    def load(self, space: str, keys: Iterable[str]) -> dict[str, bytes]:
        """Those of some values that are known."""
        wanted, new = list(keys), self._new[space]
        found = self.earlier(space, (key for key in wanted if key not in new))
        self._used[space].update(found)
        return found | {key: new[key] for key in wanted if key in new}

    def earlier(self, space: str, keys: Iterable[str]) -> dict[str, bytes]:
        """Those of some values that earlier builds left; to look at them is no reason to keep them."""
        found: dict[str, bytes] = {}
        wanted = list(dict.fromkeys(keys))
        for start in range(0, len(wanted), 500):
            part = wanted[start : start + 500]
            marks = ",".join("?" * len(part))
            found |= _whole(self._rows(f"SELECT key, value FROM {space} WHERE key IN ({marks})", part))  # noqa: S608
        return found

    def all(self, space: str, size: int) -> dict[str, bytes]:
        """The first bytes of all that earlier builds left of one sort; `keep` says what of it this build asked for."""
        found = _whole(self._rows(f"SELECT key, value FROM {space}"))  # noqa: S608
        return {key: value[:size] for key, value in found.items()}

    def last_digest(self, file: str) -> str | None:
        """The SHA-256 that a file had when it was last read."""
        rows = self._rows("SELECT digest FROM stamps WHERE path = ?", [file])
        return str(rows[0][0]) if rows else None

    def discard(self, space: str, keys: Iterable[str]) -> None:
        """Say that some values are not to be kept, also where what else is not asked for is."""
        self._gone[space].update(keys)

    def keep(self, space: str, keys: Iterable[str]) -> None:
        """Say that some values are still asked for."""
        self._used[space].update(keys)

    def load_values(self, space: str, keys: Iterable[str]) -> dict[str, Any]:
        """Those of some frozen values that are known and whole."""
        found: dict[str, Any] = {}
        for key, data in self.load(space, keys).items():
            try:
                found[key] = thaw(data)
            except (pickle.UnpicklingError, EOFError, LookupError, TypeError, ValueError, AttributeError):
                self._used[space].discard(key)
        return found

    def noted(self, space: str, key: str) -> bytes:
        """A value as this build left it, else as an earlier one did; empty where none did."""
        return self._new[space].get(key) or self.earlier(space, [key]).get(key, b"")

    def store(self, space: str, key: str, value: bytes) -> None:
        """Note a value; it is written by `save`."""
        self._new[space][key] = value

    def save(self, *, drop: bool = True) -> None:
        """Write what is new and drop what this build did not ask for. A cache that cannot be written is left.

        Args:
            drop: False where only a part of a build was done, which does not ask for all.
        """
        if self._damaged and self._folder is not None:
            self.close()
            self._database = _made_anew(self._folder)
        if self._database is None:
            return
        try:
            with self._database as database:
                for space in _SPACES:
                    self._save(database, space, drop)
                rows = [(path, digest, *stamp) for path, (stamp, digest) in sorted(self._new_stamps.items())]
                if drop:
                    database.execute("DELETE FROM stamps")
                database.executemany("INSERT OR REPLACE INTO stamps VALUES (?, ?, ?, ?, ?, ?)", rows)
        except sqlite3.Error as error:
            if not self._damaged and not _is_in_use(error):
                self._damaged = True
                self.save(drop=drop)

    def _save(self, database: sqlite3.Connection, space: str, drop: bool) -> None:
        gone = self._gone[space]
        if drop:
            known = {key for (key,) in database.execute(f"SELECT key FROM {space}")}  # noqa: S608
            gone |= known - self._used[space]
        keys = [(key,) for key in gone - self._new[space].keys()]
        database.executemany(f"DELETE FROM {space} WHERE key = ?", keys)  # noqa: S608
        database.executemany(f"INSERT OR REPLACE INTO {space} VALUES (?, ?)", _sealed(self._new[space]))  # noqa: S608

    def close(self) -> None:
        """Let go of the file."""
        if self._database is not None:
            self._database.close()
            self._database = None

    def _rows(self, query: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        if self._database is None:
            return []
        try:
            return self._database.execute(query, tuple(values)).fetchall()
        except sqlite3.Error as error:
            self._damaged = self._damaged or not _is_in_use(error)
            return []


def _sealed(values: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Keys and values with what tells whether they still belong together: SQLite does not see a letter that changed.

    They come in the order in which SQLite keeps them, so that it fills page after page: at 10,000 cases 0.5 s instead
    of 1.7, and the file is a tenth smaller.
    """
    for key in sorted(values):
        value = values[key]
        yield key, value + _sum(key, value)


def _whole(rows: Iterable[tuple[Any, ...]]) -> dict[str, bytes]:
    """Those of some keys and values that are as they were written."""
    return {
        key: value[:-_SUM]
        for key, value in rows
        if type(key) is str and type(value) is bytes and value[-_SUM:] == _sum(key, value[:-_SUM])
    }


def _sum(key: str, value: bytes) -> bytes:
    return zlib.crc32(value, zlib.crc32(key.encode())).to_bytes(_SUM, "big")


class _Aside(MutableMapping[str, bytes]):
    """Values that wait to be saved, in a file without a name: half of what a large build makes is only to be kept."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._places: dict[str, tuple[int, int]] = {}  # where each value begins, and its length
        self._end = 0

    @cached_property
    def _file(self) -> IO[bytes]:
        import tempfile  # noqa: PLC0415 - a build with nothing to do keeps nothing

        try:
            return tempfile.TemporaryFile(dir=self._folder)
        except OSError:  # nothing may be written there
            return tempfile.TemporaryFile()

    def __setitem__(self, key: str, value: bytes) -> None:
        self._places[key] = self._end, len(value)
        self._end += self._file.write(value)

    def __getitem__(self, key: str) -> bytes:
        start, length = self._places[key]
        self._file.seek(start)  # which also writes what is still in memory
        value = self._file.read(length)
        self._file.seek(self._end)
        return value

    def __delitem__(self, key: str) -> None:
        del self._places[key]

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def moment() -> int:
    """The clock that stamps are compared with, in nanoseconds."""
    return time.time_ns()


def is_settled(stamp: Stamp, seen: int) -> bool:
    """Whether a file that was read at a moment (ns), or later, cannot have changed since under the same stamp."""
    coarse = stamp[1] % 1_000_000 == 0 and stamp[2] % 1_000_000 == 0
    return max(stamp[1], stamp[2]) < seen - (_COARSE_TICK_NS if coarse else _TICK_NS)


def key_of(*inputs: str, data: bytes = b"") -> str:
    """The key of a value made from these inputs, the last of which may be bytes."""
    made = hashlib.sha256("\0".join(inputs).encode())
    made.update(data)
    return made.hexdigest()


@lru_cache(maxsize=1)
def program() -> str:
    """The SHA-256 of the program itself: a changed program believes nothing of an older one's."""
    from importlib.metadata import version  # noqa: PLC0415 - a build with nothing to do does not ask

    here = Path(__file__).parent
    files = sorted(path for path in here.rglob("*") if path.suffix in {".py", ".po"})
    libraries = (f"{name} {version(name)}" for name in _LIBRARIES)
    return key_of(
        *libraries, *(f"{path.relative_to(here)}:{hashlib.sha256(path.read_bytes()).hexdigest()}" for path in files)
    )


def freeze(value: Any) -> bytes:
    """A tree of frozen dataclasses and plain values as bytes, the same for equal values."""
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, protocol=5)
    pickler.fast = True  # no memo: equal parts are written out, not pointed to, whichever objects they are
    pickler.dump(value)
    return buffer.getvalue()


def thaw(data: bytes) -> Any:
    """A value back from its bytes; only classes that hold values are made.

    Raises:
        pickle.UnpicklingError: where the bytes want anything else.
    """
    return _Unpickler(io.BytesIO(data)).load()


class _Unpickler(pickle.Unpickler):
    """Makes the classes of the model and of contexts, and days and numbers, and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _PLAIN:
            return super().find_class(module, name)
        if module.startswith(("builder.model.", "builder.views.pages", "builder.views.parts")) and name.isidentifier():
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def _open(folder: Path | None) -> sqlite3.Connection | None:
    """The database of a cache folder, made anew where it is of another form; None where it cannot be used."""
    if folder is None:
        return None
    database = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(folder / _FILE, timeout=5)
        found = database.execute("PRAGMA user_version").fetchone()[0]
        if found == _FORMAT and _has_tables(database):
            database.execute("PRAGMA secure_delete = ON")  # what was public once and is not now is overwritten
            return database
    except OSError:
        return None
    except sqlite3.Error as error:
        if _is_in_use(error):
            return None
    if database is not None:
        database.close()
    return _made_anew(folder)


def _made_anew(folder: Path) -> sqlite3.Connection | None:
    try:
        (folder / _FILE).unlink(missing_ok=True)
        database = sqlite3.connect(folder / _FILE, timeout=5)
        database.execute(f"PRAGMA page_size = {_PAGE}")
        database.execute("PRAGMA auto_vacuum = FULL")  # what is dropped makes the file smaller
        for space in _SPACES:
            database.execute(f"CREATE TABLE {space} (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID")
        columns = "path TEXT PRIMARY KEY, digest TEXT, size INT, mtime INT, ctime INT, inode INT"
        database.execute(f"CREATE TABLE stamps ({columns})")
        database.execute(f"PRAGMA user_version = {_FORMAT}")
        database.commit()
    except (OSError, sqlite3.Error):
        return None
    return database


def _has_tables(database: sqlite3.Connection) -> bool:
    try:
        for space in _SPACES:
            database.execute(f"SELECT key, value FROM {space} LIMIT 0")  # noqa: S608
        database.execute("SELECT path, digest, size, mtime, ctime, inode FROM stamps LIMIT 0")
    except sqlite3.OperationalError as error:
        if _is_in_use(error):
            raise
        return False
    return True


def _is_in_use(error: sqlite3.Error) -> bool:
    """Whether an error only says that somebody else holds the file, or that it may not be written."""
    return any(word in str(error) for word in ("locked", "busy", "readonly", "unable to open"))
