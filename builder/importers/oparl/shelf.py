"""Where records are kept while they are joined, and between imports: a file of SQLite.

Records that stand within others are taken out and kept on their own, so that it makes no difference whether a system
hands them out embedded or by address.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import tzinfo
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from builder.importers.lines import Unreadable
from builder.importers.oparl import troubles, words
from builder.importers.oparl.records import (
    BY_NAME,
    IGNORED,
    KEYS,
    WITHIN,
    Thing,
    Type,
    read,
    silent,
    stamp,
    type_of,
)
from builder.importers.oparl.troubles import Report, Trouble, _

R = TypeVar("R", bound=Thing)
_NO_SHELF = _(
    "the records of earlier imports in {path} cannot be used ({error}); "
    "wait for another import to end, make room on the disk, or delete the file"
)
_VERSION = 1  # of the tables and of what they hold
_TABLES = """
CREATE TABLE IF NOT EXISTS records (id TEXT PRIMARY KEY, type TEXT, owner TEXT, stamp TEXT, batch INTEGER, digest BLOB,
    said TEXT) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_type ON records (type, id);
CREATE TABLE IF NOT EXISTS links (source TEXT, key TEXT, target TEXT, PRIMARY KEY (target, key, source)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_source ON links (source);
CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, said TEXT) WITHOUT ROWID;
"""
# What is asked for from the other end, too.
_LINKS: Mapping[Type, tuple[str, ...]] = {
    Type.ITEM: ("consultation", "meeting"),
    Type.CONSULTATION: ("agendaItem", "paper", "organization"),
    Type.MEETING: ("organization",),
    Type.PAPER: ("superordinatedPaper", "subordinatedPaper", "body"),
    Type.MEMBERSHIP: ("organization",),
}
# The key of a record within another that says what it stands in.
_UPWARD = {
    (Type.MEETING, Type.ITEM): "meeting",
    (Type.PAPER, Type.CONSULTATION): "paper",
    (Type.ORGANIZATION, Type.MEMBERSHIP): "organization",
    (Type.PERSON, Type.MEMBERSHIP): "person",
}
_DEEPEST = 8  # records within records; a system that knows of four is odd enough


@dataclass(frozen=True)
class _Part:
    """A record as it is put on the shelf: `said` holds no other record, `packed` is the same as text."""

    type: Type
    said: dict[str, Any]
    owner: str
    packed: str

    @property
    def id(self) -> str:
        return str(self.said["id"])

    @property
    def digest(self) -> bytes:
        return sha256(self.packed.encode()).digest()


class Shelf:
    """Records by their address.

    Args:
        path: where they are kept for the next import; None for this one alone.
        zone: the archive's.
        report: is told what is wrong with them.
    """

    def __init__(self, path: Path | None, zone: tzinfo, report: Report) -> None:
        self.zone, self.report = zone, report
        self.touched = False  # whether a record was asked for that came with this import
        self._path = path
        with self.usable():
            self._base = _opened(path)
            self._batch = int(self.note("batch") or 0) + 1
            self.put_note("batch", str(self._batch))

    @contextmanager
    def usable(self) -> Iterator[None]:
        """Tell in words where the file cannot be read or written.

        Raises:
            Unreadable: in place of what SQLite raises.
        """
        try:
            yield
        except sqlite3.Error as error:
            raise Unreadable(_NO_SHELF, path=str(self._path or ""), error=str(error)) from None

    def close(self) -> None:
        """Let go of the file; what was not kept is forgotten."""
        self._base.close()

    def keep(self) -> None:
        """Make all that was put here last."""
        self._base.execute("COMMIT")
        self._base.execute("BEGIN")

    def note(self, name: str) -> str:
        """What was noted under a name, or ""."""
        row = self._base.execute("SELECT said FROM notes WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def put_note(self, name: str, said: str) -> None:
        """Note something beside the records."""
        self._base.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (name, said))

    def put(self, said: object, name: str) -> None:
        """Put a record here, with all that stands within it.

        Args:
            said: what JSON says.
            name: what reports call it if it has no id.
        """
        try:
            packed = _packed(said)
            if "\\ud" in packed:
                said = json.loads(words.whole(json.dumps(said, ensure_ascii=False)))
        except RecursionError:
            said = None
        if not isinstance(said, Mapping):
            self.report(Trouble(name, troubles.NO_JSON))
            return
        identity = said.get("id")
        if not isinstance(identity, str) or not identity.strip():
            if type_of(said) not in IGNORED:
                self.report(Trouble(name, troubles.NO_ID))
            return
        known = BY_NAME.get(type_of(said))
        if known is None:
            if type_of(said) not in IGNORED:
                self.report(Trouble(identity, troubles.NO_TYPE))
            return
        digest = sha256(packed.encode()).digest()
        if self._is_settled(known, identity.strip(), digest, stamp(said)):
            return
        apart = _Apart(self.report)
        apart.take(known, {**said, "id": identity.strip()})
        *within, top = apart.parts
        self._write(top, digest)
        for part in within:
            if not self._is_newer_here(part):
                self._write(part, part.digest)

    def _is_settled(self, type_: Type, identity: str, digest: bytes, changed: str) -> bool:
        """Whether a record is here already, or one with its id that counts more."""
        row = self._base.execute(
            "SELECT type, owner, stamp, batch, digest FROM records WHERE id = ?", (identity,)
        ).fetchone()
        if row is None or (row[1] and changed >= row[2]):
            return False
        if not row[1] and row[4] == digest:
            return True
        if not row[1] and row[3] == self._batch:
            self.report(Trouble(identity, troubles.TWICE))
            return bool((row[2], row[0], row[4]) > (changed, type_.called, digest))
        return bool(row[2] > changed)

    def _is_newer_here(self, part: _Part) -> bool:
        """Whether what is here under the id of a record within another is as new: told on its own, it counts more."""
        row = self._base.execute(
            "SELECT owner, stamp, batch, digest, said FROM records WHERE id = ?", (part.id,)
        ).fetchone()
        if row is None:
            return False
        changed = stamp(part.said)
        if not row[0]:
            return bool(row[1] >= changed)
        if row[2] < self._batch:
            return bool(row[1] > changed)
        return bool((row[1], len(row[4]), row[3]) > (changed, len(part.packed), part.digest))

    def _write(self, part: _Part, digest: bytes) -> None:
        read(part.type.record, part.said, self.zone, self.report)
        self._base.execute(
            "INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?, ?)",
            (part.id, part.type.called, part.owner, stamp(part.said), self._batch, digest, part.packed),
        )
        linked = _LINKS.get(part.type, ())
        if linked:
            self._base.execute("DELETE FROM links WHERE source = ?", (part.id,))
        for key in linked:
            targets = part.said.get(key)
            for target in [targets] if isinstance(targets, str) else targets if isinstance(targets, list) else ():
                if isinstance(target, str):
                    self._base.execute("INSERT OR IGNORE INTO links VALUES (?, ?, ?)", (part.id, key, target.strip()))

    def get(self, cls: type[R], identity: str) -> R | None:
        """The record of a kind at an address; None where there is none, or one of another kind."""
        row = self._base.execute("SELECT type, batch, said FROM records WHERE id = ?", (identity,)).fetchone()
        if row is None or BY_NAME[row[0]].record is not cls:
            return None
        self.touched = self.touched or row[1] == self._batch
        return read(cls, json.loads(row[2]), self.zone, silent)

    def has(self, identity: str) -> bool:
        """Whether there is a record at an address."""
        row = self._base.execute("SELECT batch FROM records WHERE id = ?", (identity,)).fetchone()
        self.touched = self.touched or (row is not None and row[0] == self._batch)
        return row is not None

    def every(self, type_: Type) -> Iterator[str]:
        """The addresses of all records of a type, sorted."""
        for row in self._base.execute("SELECT id FROM records WHERE type = ? ORDER BY id", (type_.called,)):
            yield row[0]

    def is_new(self, *types: Type) -> bool:
        """Whether any record of some types came with this import."""
        marks = ", ".join("?" * len(types))
        asked = f"SELECT 1 FROM records WHERE batch = ? AND type IN ({marks}) LIMIT 1"  # noqa: S608 - only marks
        return self._base.execute(asked, (self._batch, *(each.called for each in types))).fetchone() is not None

    def pointing(self, key: str, target: str, *, besides: str = "-") -> tuple[str, ...]:
        """The addresses of the records that name another under a key, sorted.

        Args:
            key: the key in JSON.
            target: the address of the other.
            besides: those that stand within this record are left out: it lists what it holds itself.
        """
        asked = "SELECT source FROM links JOIN records ON id = source WHERE target = ? AND key = ? AND owner <> ?"
        return tuple(row[0] for row in self._base.execute(asked + " ORDER BY 1", (target, key, besides)))

    def targets(self, key: str, *types: Type) -> Iterator[str]:
        """What records of some types name under a key, sorted."""
        marks = ", ".join("?" * len(types))
        asked = f"SELECT DISTINCT target FROM links JOIN records ON id = source WHERE key = ? AND type IN ({marks})"  # noqa: S608 - only marks
        for row in self._base.execute(asked + " ORDER BY 1", (key, *(each.called for each in types))):
            yield row[0]


def _opened(path: Path | None) -> sqlite3.Connection:
    """The file, with its tables; what another version put there is not read."""
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    base = sqlite3.connect("" if path is None else path, isolation_level=None)
    base.execute("PRAGMA cache_size = -32000")
    if path is None:
        base.execute("PRAGMA journal_mode = OFF")
    base.execute("BEGIN IMMEDIATE")
    if base.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
        for each in ("records", "links", "notes"):
            base.execute(f"DROP TABLE IF EXISTS {each}")
        base.execute(f"PRAGMA user_version = {_VERSION}")
    for each in _TABLES.split(";"):
        base.execute(each)
    return base


_packed = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


class _Apart:
    """A record and those within it, each with addresses in place of those within; the outermost last."""

    def __init__(self, report: Report) -> None:
        self.parts: list[_Part] = []
        self._report = report
        self._seen: dict[str, list[str]] = {}

    def take(self, type_: Type, said: Mapping[str, Any], owner: str = "", depth: int = 0) -> str:
        """The address that the record is kept under."""
        identity = str(said["id"])

        def inner(key: str, value: Any, place: int) -> Any:
            if not isinstance(value, Mapping) or key not in WITHIN or depth >= _DEEPEST:
                return value
            meant = BY_NAME.get(type_of(value), WITHIN[key])
            stated = value.get("id")
            name = stated.strip() if isinstance(stated, str) and stated.strip() else f"{identity}#{key}{place or ''}"
            upward = _UPWARD.get((type_, meant))
            told = {**({upward: identity} if upward else {}), **value, "id": name}
            return self.take(meant, told, owner or identity, depth + 1)

        kept: dict[str, Any] = {}
        for key in sorted(KEYS[type_] & said.keys()):
            value = said[key]
            many = isinstance(value, list)
            kept[key] = [inner(key, each, place) for place, each in enumerate(value)] if many else inner(key, value, 0)
        packed = _packed(kept)
        if owner and (name := self._name_within(identity, packed, owner)) != identity:
            kept["id"] = name
            packed = _packed(kept)
        self.parts.append(_Part(type_, kept, owner, packed))
        return str(kept["id"])

    def _name_within(self, identity: str, packed: str, owner: str) -> str:
        """One id for two things within one record: both are kept, the second under a name of its own."""
        same = self._seen.setdefault(identity, [])
        if packed not in same:
            if same:
                self._report(Trouble(identity, troubles.TWICE_WITHIN, {"owner": owner}))
            same.append(packed)
        number = same.index(packed)
        return f"{identity}#{number + 1}" if number else identity
