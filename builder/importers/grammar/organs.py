"""The forms of names of bodies, and of days."""

from __future__ import annotations

import re

MONTHS = "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
DAY = rf"(?:\d{{1,2}}\.?\s*(?:{MONTHS})\s+\d{{4}}|\d{{1,2}}[-./]\d{{1,2}}[-./ ]\s?\d{{4}}|\d{{4}}-\d\d-\d\d)"
# A word that ends the name of a body, and whole names.
ORGAN = (
    r"(?:udvalget|udvalg|råd|rådet|raad|raadet|nævn|nævnet|bestyrelse|bestyrelsen|magistrat|magistraten|kommission|"
    r"kommissionen|forsamling|forsamlingen|komité|komitéen|hegnsyn|hegnsynet|repræsentation|repræsentationen|direktion|direktionen|forum|styregruppe|styregruppen)"
)
BODY = (
    rf"(?:(?:[A-ZÆØÅ][\wæøåÆØÅ-]*,?\s+)?(?:(?:[\wæøåÆØÅ-]+-|[A-ZÆØÅ][\wæøå]*,|og|for|[\wæøåÆØÅ-]+)\s+){{0,5}}"
    rf"[\wæøåÆØÅ-]*{ORGAN}(?:\s+(?:for|vedrørende|om)\s+[\wæøåÆØÅ ,-]{{2,60}}?)?)"
)
ENDS_BODY = re.compile(rf"{ORGAN}(?:\s+(?:for|vedrørende|om)\s+[\wæøå ,-]+)?$", re.IGNORECASE)
