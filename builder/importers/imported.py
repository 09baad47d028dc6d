"""What was imported before: of each file and source the digests of what the source said, and no word of it.

A JSON Lines file, `.imported.jsonl` in the content folder, committed with it: a line for each file and source, sorted,
so that an import that changed little shows as few lines. What is closed is not repeated here.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from builder.messages import Told

FILE = ".imported.jsonl"


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


BROKEN = _(
    "{path}:{line}: this is no line of what was imported before; if a merge left its marks (<<<<<<<, =======, >>>>>>>) "
    "there, take the marks out and keep the lines of both sides; else restore the file from the last commit"
)


class Broken(Told):
    """A memory that cannot be read: nothing is imported, since corrections might be lost."""


@dataclass(frozen=True)
class Known:
    """What one source last said of one file.

    Args:
        path: where the file lies, below the content folder.
        source: as in the draft.
        drafted: where the draft would have it; mostly the same.
        id: the id of the case, if it is one and has one.
        draft: the digest of all that the draft said.
        values: as `entries.known` has them.
        text: the digests of the sections of the body, by those of their headings.
    """

    path: str
    source: str
    drafted: str
    id: str = ""
    draft: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    text: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str]:
        """What it is found by in the next import: a case keeps its id whatever it is called."""
        return self.source, self.id or self.drafted


class Memory:
    """All lines; each is kept as it is written, since there are many and few are looked at."""

    def __init__(self, file: Path) -> None:
        """Read the memory of a content folder.

        Raises:
            Broken: where a line is none.
        """
        self._file = file
        self._lines: dict[tuple[str, str], str] = {}
        self._at: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self._paths: dict[tuple[str, str], str] = {}
        self._drafted: dict[tuple[str, str], tuple[str, str]] = {}
        text = file.read_bytes().decode("utf-8", "replace") if file.is_file() else ""
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                try:
                    each = _parsed(line)
                except (ValueError, KeyError, TypeError, AttributeError):
                    raise Broken(BROKEN, path=str(file), line=str(number)) from None
                before = self.get(each.key)
                self.note(each if before is None else _agreed(before, each))
        self._read = self._text()

    def get(self, key: tuple[str, str]) -> Known | None:
        """What a source last said of the file that its key names."""
        line = self._lines.get(key)
        return None if line is None else _parsed(line)

    def find(self, source: str, drafted: str, id_: str) -> Known | None:
        """What a source last said of a draft: by the id of the case, else by where it was drafted."""
        if id_ and (source, id_) in self._lines:
            return self.get((source, id_))
        found = self.get(self._drafted.get((source, drafted), ("", "")))
        return None if found and found.id and id_ and found.id != id_ else found

    def at(self, path: str) -> list[Known]:
        """What all sources last said of a file."""
        return [each for key in sorted(self._at.get(path, ())) if (each := self.get(key))]

    def files(self) -> Iterator[tuple[str, str, str]]:
        """All that is remembered: the source, the file it gave, the case's id if it has one."""
        for (source, name), path in self._paths.items():
            yield source, path, name if "/" not in name and not name.endswith(".md") else ""

    def note(self, each: Known) -> None:
        """Remember what a source says of a file, in the place of what it said before."""
        self.forget(each.key)
        self._lines[each.key] = _written(each)
        self._paths[each.key] = each.path
        self._at[each.path].add(each.key)
        self._drafted[each.source, each.drafted] = each.key

    def forget(self, key: tuple[str, str]) -> None:
        """Remember nothing more under a key."""
        if self._lines.pop(key, None) is not None:
            self._at[self._paths.pop(key)].discard(key)

    def save(self) -> None:
        """Write the memory whole, if it is another than was read."""
        text = self._text()
        if text == self._read:
            return
        aside = self._file.with_name(f"{FILE}.new")
        aside.write_bytes(text.encode())
        os.replace(aside, self._file)  # noqa: PTH105 - as all that is put in place
        self._read = text

    def _text(self) -> str:
        order = sorted(self._lines, key=lambda key: (self._paths[key], *key))
        return "".join(self._lines[key] + "\n" for key in order)


def _written(each: Known) -> str:
    said: dict[str, Any] = {"path": each.path, "source": each.source}
    said |= {"as": each.drafted} if each.drafted != each.path else {}
    said |= {"id": each.id} if each.id else {}
    said |= {"draft": each.draft, "values": each.values, "text": each.text}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _parsed(line: str) -> Known:
    said = json.loads(line)
    path, source, drafted = said["path"], said["source"], said.get("as", said["path"])
    values, text = said["values"], said["text"]
    words = (path, source, drafted, said.get("id", ""), said["draft"], *text.values())
    if not all(isinstance(each, str) for each in words) or not _is_known(values):
        raise ValueError(line)
    return Known(path, source, drafted, said.get("id", ""), said["draft"], values, text)


def _is_known(values: Any) -> bool:
    """Whether values are of the form that `entries.known` gives them."""
    if not isinstance(values, dict):
        return False
    for each in values.values():
        if isinstance(each, list):
            for one in each:
                pair = isinstance(one, list) and len(one) == 2 and isinstance(one[0], list) and _is_known(one[1])
                if not (pair or isinstance(one, str)):
                    return False
        elif not isinstance(each, str) and not _is_known(each):
            return False
    return True


def _agreed(one: Known, other: Known) -> Known:
    """Of two lines for the same, as a merge leaves them, what both say; the rest counts as never imported."""
    values = {name: value for name, value in one.values.items() if other.values.get(name) == value}
    text = {name: value for name, value in one.text.items() if other.text.get(name) == value}
    draft = one.draft if one.draft == other.draft else ""
    return Known(other.path, other.source, other.drafted, other.id, draft, values, text)
