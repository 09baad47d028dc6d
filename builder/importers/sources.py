"""What can be imported, by its name on the command line."""

from __future__ import annotations

from builder.importers import minutes
from builder.importers.importing import Source

_MINUTES = Source(minutes.claims, minutes.drafts)
# The first that claims a file gets it; minutes claim whatever no other does.
SOURCES: dict[str, Source] = {
    "minutes": _MINUTES,
    "firstagenda": _MINUTES,  # pages of FirstAgenda are known by their markup
}
