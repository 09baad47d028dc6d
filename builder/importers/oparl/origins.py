"""Records in files: JSON Lines, one JSON object or list, packed by gzip or not, or a folder of such files."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from builder.importers.lines import Unreadable
from builder.importers.oparl import troubles
from builder.importers.oparl.troubles import Report, Trouble, _

_PACKED = b"\x1f\x8b"
_ENDINGS = (".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz", ".ndjson.gz")
_NO_FILE = _("there is no file or folder {path}")
_NO_RECORDS = _("the folder {path} holds no file of records; they end in .json, .jsonl or .gz")
Named = tuple[object, str]  # what JSON says, and what reports call it if it has no id


def objects(path: Path, report: Report) -> Iterator[Named]:
    """Every object of a file or folder, in order of path and line.

    Raises:
        Unreadable: where there is nothing to read.
    """
    if path.is_dir():
        files = sorted(each for each in path.rglob("*") if each.name.lower().endswith(_ENDINGS) and each.is_file())
        if not files:
            raise Unreadable(_NO_RECORDS, path=str(path))
        for file in files:
            yield from _of_file(file, file.relative_to(path).as_posix(), report)
    elif path.is_file():
        yield from _of_file(path, path.name, report)
    else:
        raise Unreadable(_NO_FILE, path=str(path))


def unfolded(said: object, name: str) -> Iterator[Named]:
    """The records of one JSON value: itself, those of a list, or those of a page of an endpoint."""
    page = said.get("data") if isinstance(said, Mapping) and "id" not in said else said
    if isinstance(page, list):
        yield from ((each, f"{name}[{number}]") for number, each in enumerate(page))
    else:
        yield said, name


def _of_file(file: Path, name: str, report: Report) -> Iterator[Named]:
    try:
        with file.open("rb") as opened:
            packed = opened.read(len(_PACKED)) == _PACKED
        with gzip.open(file) if packed else file.open("rb") as stream:
            if name.lower().removesuffix(".gz").endswith(".json"):
                whole = stream.read()
                try:
                    found = json.loads(whole)
                except (ValueError, RecursionError):
                    yield from _of_lines(whole.splitlines(), name, report)
                else:
                    yield from unfolded(found, name)
            else:
                yield from _of_lines(stream, name, report)
    except (OSError, EOFError, zlib.error) as error:
        report(Trouble(name, troubles.UNREADABLE, {"why": str(error) or type(error).__name__}))


def _of_lines(lines: IO[bytes] | list[bytes] | Any, name: str, report: Report) -> Iterator[Named]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"{name}:{number}"
        try:
            found = json.loads(line.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            report(Trouble(where, troubles.NO_JSON))
        else:
            yield from unfolded(found, where)
