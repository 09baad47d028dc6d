"""A file as an import would write it, and what an import says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from builder.model.values import Kind


@dataclass(frozen=True)
class Draft:
    """One Markdown file as a source has it.

    Args:
        path: where it would lie, below the content folder: `norddjurs/cases/2023/samarbejde.md`. An archive that has
            the same file elsewhere (by the case's id, or by what was imported before) keeps its own path.
        kind: what sort of file.
        source: what it comes from, the same in every import of it: `minutes:norddjurs/vpu/2023-11-22`,
            `oparl:https://.../papers/1`. Several sources may give parts of one file.
        values: by the English names of keys: words, a list of words, a map, a list of maps, as `schema.writing` takes
            them. Entries of a list of maps are told apart by what names them (a handling by its body and day).
        body: Markdown, cut into sections by its `##` headings.
        notes: by the path of a key, `handlings[0].outcome`: why an editor should look at it, in the archive's language.
            Stands as a comment behind the value.
        owns: whether the source is all there is of the file, so that what it no longer has is taken out.
        files: what is to lie in the case's folder: by name, where it lies now.
    """

    path: str
    kind: Kind
    source: str
    values: Mapping[str, Any]
    body: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    owns: bool = False
    files: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True)
class Trouble:
    """What cannot be imported, or only in part: it costs only itself.

    Args:
        name: the file or address.
        reason: a message id that says why, and what to do.
        line: the line of it; 0 for none.
        said: what the message names.
        lost: whether nothing of it was imported; else it is a warning.
        about: the file of the archive, and the key, that it is about; empty where it is about the source.
        times: how many of its sort it stands for.
    """

    name: str
    reason: str
    line: int = 0
    said: Mapping[str, str] = field(default_factory=dict)
    lost: bool = True
    about: str = ""
    times: int = 1
