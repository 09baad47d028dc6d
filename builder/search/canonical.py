"""Pagefind's index brought into one fixed form, so that two builds of the same pages are the same to the byte.

Pagefind 1.5 writes the values of a filter, and the list of filters, in the order of a hash table, which is another
in each run, and names files by their content. Here both are sorted, and the names follow. A file is gzip around
`pagefind_dcd` and CBOR: a filter is [name, [[value, [page, ...]], ...]]; the meta file's fourth part lists
[filter, file]; `pagefind-entry.json` names the meta file of each language. What does not have this form is left
as it is, and the index is then as good, only not reproducible.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from typing import Any

import cbor2

_SIGNATURE = b"pagefind_dcd"
_ENTRY = "pagefind-entry.json"


def canonical(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of an index, by path, in the fixed form."""
    try:
        return _canonical(dict(files))
    except (KeyError, ValueError, TypeError, IndexError, OSError, cbor2.CBORError):
        return dict(files)


def _canonical(files: dict[str, bytes]) -> dict[str, bytes]:
    renamed: dict[str, str] = {}
    for path in [path for path in files if path.startswith("filter/")]:
        name, values = _unpack(files.pop(path))
        data = _pack([name, sorted(values)])
        old = path.removeprefix("filter/").removesuffix(".pf_filter")
        renamed[old] = _renamed(old, data, 7)
        files[f"filter/{renamed[old]}.pf_filter"] = data
    entry = json.loads(files[_ENTRY])
    for language in entry["languages"].values():
        old = language["hash"]
        meta = _unpack(files.pop(f"pagefind.{old}.pf_meta"))
        meta[3] = sorted([name, renamed[file]] for name, file in meta[3])
        data = _pack(meta)
        language["hash"] = _renamed(old, data, 10)
        files[f"pagefind.{language['hash']}.pf_meta"] = data
    files[_ENTRY] = json.dumps(entry, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    return dict(sorted(files.items()))


def _unpack(data: bytes) -> Any:
    plain = gzip.decompress(data)
    if not plain.startswith(_SIGNATURE):
        raise ValueError(plain[:12])
    return cbor2.loads(plain.removeprefix(_SIGNATURE))


def _pack(value: Any) -> bytes:
    data = gzip.compress(_SIGNATURE + cbor2.dumps(value), mtime=0)
    return data[:9] + b"\xff" + data[10:]  # the byte that names a system: each Python writes another


def _renamed(old: str, data: bytes, length: int) -> str:
    """A name like the old one, `da_3bed9bc`, made of the new content."""
    return f"{old.rpartition('_')[0]}_{hashlib.sha256(data).hexdigest()[:length]}"
