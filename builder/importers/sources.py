"""What can be imported, by its name on the command line."""

from __future__ import annotations

from builder.importers import council, minutes
from builder.importers.importing import Source

_MINUTES = Source(minutes.claims, minutes.drafts)
# The first that claims a file gets it; minutes claim whatever no other does.
SOURCES: dict[str, Source] = {
    "oparl": Source(council.claims, council.drafts),
    "minutes": _MINUTES,
    "firstagenda": _MINUTES,  # pages of FirstAgenda are known by their markup
}
