"""What cases and their files are called: the same in every import."""

from __future__ import annotations

from hashlib import sha256

from builder.new import ID_LENGTH, ID_SIGNS
from builder.urls import slug

# Words that say nothing at the end of a name that was cut, Danish and German.
_LOOSE = frozenset(
    (
        "af",
        "am",
        "an",
        "auf",
        "aus",
        "bei",
        "bis",
        "das",
        "de",
        "dem",
        "den",
        "der",
        "des",
        "det",
        "die",
        "durch",
        "ein",
        "eine",
        "einer",
        "eines",
        "en",
        "et",
        "for",
        "fra",
        "fuer",
        "i",
        "im",
        "in",
        "med",
        "mellem",
        "mit",
        "nach",
        "oder",
        "og",
        "om",
        "paa",
        "samt",
        "som",
        "sowie",
        "til",
        "ueber",
        "um",
        "und",
        "under",
        "unter",
        "ved",
        "vedr",
        "vedroerende",
        "vom",
        "von",
        "vor",
        "zu",
        "zum",
        "zur",
    )
)
_LONGEST = 60  # signs of a case's file name; a title can have hundreds


def case_id(key: str) -> str:
    """The id of a case, made of what names it at its source: a paper's address, a meeting and its point."""
    number = int.from_bytes(sha256(key.encode()).digest(), "big")
    signs = []
    for _place in range(ID_LENGTH):
        number, sign = divmod(number, len(ID_SIGNS))
        signs.append(ID_SIGNS[sign])
    return "".join(signs)


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
