"""What files and cases are called: the same in every import, whatever the order of the records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256

from builder.importers.oparl import words
from builder.new import ID_LENGTH, ID_SIGNS
from builder.urls import slug

# Words that say nothing at the end of a name that was cut.
_LOOSE = frozenset(
    (
        "am",
        "an",
        "auf",
        "aus",
        "bei",
        "bis",
        "das",
        "dem",
        "den",
        "der",
        "des",
        "die",
        "durch",
        "ein",
        "eine",
        "einer",
        "eines",
        "fuer",
        "im",
        "in",
        "mit",
        "nach",
        "oder",
        "sowie",
        "ueber",
        "um",
        "und",
        "unter",
        "vom",
        "von",
        "vor",
        "zu",
        "zum",
        "zur",
    )
)
_LONGEST = 60  # signs of a case's file name; a title can have hundreds


def source_of(record: str) -> str:
    """What a draft of a record names as its source."""
    return f"oparl:{record}"


def case_id(record: str) -> str:
    """The id of the case that a paper becomes, made of the paper's address."""
    number = int.from_bytes(sha256(record.encode()).digest(), "big")
    signs = []
    for _place in range(ID_LENGTH):
        number, sign = divmod(number, len(ID_SIGNS))
        signs.append(ID_SIGNS[sign])
    return "".join(signs)


def tail(record: str) -> str:
    """The last part of an address, which people know a record by."""
    return words.line(record.rstrip("/").rpartition("/")[2].partition("?")[0])


def short_slug(title: str) -> str:
    """A slug cut at the end of a word; "" where the title has no letter or digit."""
    made: list[str] = []
    for word in slug(title[:400]).split("-"):
        if made and len("-".join((*made, word))) > _LONGEST:
            while len(made) > 1 and made[-1] in _LOOSE:
                made.pop()
            break
        made.append(word[:_LONGEST])
    return "-".join(made)


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
