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
    found = {name: path.read_bytes() for name, path in files.items() if name.startswith(FOLDER)}
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in found.items()}
    made = tuple(artifact(file_of(name, digests[name]), data) for name, data in found.items())
    return addresses(digests, urls), made


def addresses(digests: Mapping[str, str], urls: Urls) -> Asset:
    """The addresses of what pages call for.

    Args:
        digests: the SHA-256 of every asset by name.
        urls: the addresses of the site.
    """

    def href(name: str) -> str:
        return urls.href("/" + file_of(FOLDER + name, digests[FOLDER + name]))

    return Asset(style=href("style.css"), theme=href("theme.js"), copy=href("copy.js"), search=href("search.js"))


def file_of(name: str, sha256: str) -> str:
    """The file, below the output folder, that an asset is served from."""
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{sha256[:10]}.{ending}"
