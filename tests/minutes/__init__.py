"""What a careful reader finds in minutes, and whether an import wrote it.

    facts/*.yaml    what stands in a document, each fact with the line it was read from
    samples/*.txt   invented minutes, one layout each, each with its facts beside it
    towns/*.txt     further ones, of layouts that the samples do not have, written to try the import

`facts` reads those files, `written` what an import wrote, `measure` says which facts hold. Nothing here knows how an
import works: documents were read by eye.
"""

from __future__ import annotations

from pathlib import Path

from conftest import SHARED

from minutes.facts import Facts

MINUTES = Path(__file__).parent
FOLDERS = (MINUTES / "samples", MINUTES / "towns", SHARED / "minutes", SHARED / "firstagenda")


def document(facts: Facts) -> Path | None:
    """The document that facts are of; None where it is not at hand."""
    return next((path for folder in FOLDERS if (path := folder / facts.document).exists()), None)
