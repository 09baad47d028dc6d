"""Style and scripts, copied under addresses that change with their content, so that caches may keep them for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from builder.urls import Urls
from builder.views.parts import Asset
from builder.writer import Artifact, artifact

FOLDER = "assets/"


def fingerprinted(files: Mapping[str, Path], urls: Urls) -> tuple[Asset, tuple[Artifact, ...]]:
    """The assets among the templates: their addresses, and the files.

    Args:
        files: every template and asset by name.
        urls: the addresses of the site.
    """
    made: dict[str, Artifact] = {}
    for name, path in files.items():
        if name.startswith(FOLDER):
            data = path.read_bytes()
            stem, _, ending = name.rpartition(".")
            made[name] = artifact(f"{stem}.{hashlib.sha256(data).hexdigest()[:10]}.{ending}", data)
    href = {name: urls.href("/" + item.path) for name, item in made.items()}
    asset = Asset(
        style=href[FOLDER + "style.css"],
        theme=href[FOLDER + "theme.js"],
        copy=href[FOLDER + "copy.js"],
        search=href[FOLDER + "search.js"],
    )
    return asset, tuple(made.values())
