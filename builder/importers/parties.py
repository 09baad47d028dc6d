"""The parties of Danish councils by the names that minutes use; a letter alone is a party too, local lists have one."""

from __future__ import annotations

import re

NAMES = (
    "Socialdemokratiet",
    "Socialdemokraterne",
    "Socialdemokratiske",
    "Det Radikale Venstre",
    "Radikale Venstre",
    "De Radikale",
    "Radikale",
    "Det Konservative Folkeparti",
    "Konservative Folkeparti",
    "De Konservative",
    "Konservative",
    "Socialistisk Folkeparti",
    "SF",
    "Liberal Alliance",
    "LA",
    "Kristendemokraterne",
    "Kristeligt Folkeparti",
    "Borgernes Parti",
    "Dansk Folkeparti",
    "DF",
    "Venstre",
    "Danmarksdemokraterne",
    "Danmarks Demokraterne",
    "Enhedslisten",
    "Alternativet",
    "Nye Borgerlige",
    "Moderaterne",
    "Frie Grønne",
    "Veganerpartiet",
    "Grøn Alliance",
    "Slesvigsk Parti",
    "Lokallisten",
    "Borgerlisten",
    "Fælleslisten",
    "Tværpolitisk Liste",
    "Løsgænger",
    "løsgænger",
    "Uden for parti",
    "uden for parti",
    "UP",
)
PATTERN = (
    r"(?:(?:Liste |Parti )?[A-ZÆØÅ]|(?:"
    + "|".join(re.escape(name) for name in sorted(NAMES, key=len, reverse=True))
    + r")(?: \(?[A-ZÆØÅ]\)?)?)(?!\w)"
)
_PARTY = re.compile(PATTERN)


def is_party(text: str) -> bool:
    """Whether a text is the letter or the name of a party: `Ø`, `Liste L`, `Radikale Venstre`."""
    return bool(_PARTY.fullmatch(" ".join(text.split())))
