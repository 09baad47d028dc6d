"""What files and cases are called: the same in every import, whatever the order of the records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from builder.importers.naming import case_id
from builder.importers.oparl import words


def source_of(record: str) -> str:
    """What a draft of a record names as its source."""
    return f"oparl:{record}"


def tail(record: str) -> str:
    """The last part of an address, which people know a record by."""
    return words.line(record.rstrip("/").rpartition("/")[2].partition("?")[0])


def settled(wanted: Mapping[str, Iterable[str]], taken: Iterable[str] = ()) -> dict[str, str]:
    """A name for each, none twice.

    Args:
        wanted: by source the names it could have, the best first; those that want one and the same all take the next.
        taken: names that others have already.
    """
    found: dict[str, str] = {}
    used = set(taken)
    left = {source: tuple(names) for source, names in sorted(wanted.items())}
    level = 0
    while left:
        asked = {
            source: names[level] if level < len(names) else _marked(names[-1], source) for source, names in left.items()
        }
        counts = Counter(asked.values())
        for source, name in asked.items():
            if level > len(left[source]) or (counts[name] == 1 and name not in used):
                found[source] = name
                del left[source]
        used.update(found.values())
        level += 1
    return found


def _marked(name: str, source: str) -> str:
    return f"{name}-{case_id(source)[:5]}"
