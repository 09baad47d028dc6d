"""The manifest of the published site, from a file or from the web."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from builder.diagnostics import shown
from builder.messages import Told
from builder.options import untold
from builder.publishing.manifest import NOTHING, Published, parse
from builder.writer import MANIFEST

ABSENT = {404, 410, errno.ENOENT}  # what a host, or the machine, says where there is nothing
FRONT = "index.html"
LARGEST = 200_000_000  # bytes; ten thousand cases take 7 MB


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


class Unusable(Told):
    """What is to be compared with cannot be had."""


UNREACHABLE = _("{place} cannot be read ({reason}); name the manifest.json of the published site with --against")
NOTHING_YET = _("nothing is published at {place} yet, so there is nothing to compare with")
NO_MANIFEST = _("{place} is no manifest of a site that beslut made; name the published manifest.json with --against")
NO_SCHEME = _("{place} cannot be compared with; name a file, or an address that starts with https:// or http://")
TOO_LARGE = _("{place} is larger than any manifest; name the published manifest.json with --against")
TOO_SLOW = _("{place} takes too long to come; try again, or fetch it first and name the file with --against")


def fetch(place: str, first: bool = False, tell: Callable[[Told], None] = untold) -> Published:
    """What a site has published.

    Args:
        place: its manifest as a file or an address; also the folder or the address that it lies in.
        first: whether a place at which there is neither a manifest nor a front page has published nothing yet.
        tell: is told where that is so.

    Raises:
        Unusable: where it cannot be had.
    """
    scheme, separator, rest = place.partition("://")
    told = f"{scheme}://{rest.rpartition('@')[2]}" if separator else place  # a log is no place for a password
    try:
        data = _from_web(place, told) if separator else _from_disk(Path(place), told)
    except TimeoutError:
        raise Unusable(TOO_SLOW, place=told) from None
    except OSError as error:
        if not (first and error.errno in ABSENT and _is_bare(place, told)):
            raise Unusable(UNREACHABLE, place=told, reason=shown(error.strerror or str(error))) from None
        tell(Told(NOTHING_YET, place=told))
        return NOTHING
    try:
        return parse(data)
    except ValueError:
        raise Unusable(NO_MANIFEST, place=told) from None


def _is_bare(place: str, told: str) -> bool:
    """Whether there is no front page either: a site that has one has lost its manifest."""
    folder = place.removesuffix(MANIFEST)
    try:
        if "://" in place:
            _from_web(folder, told, "")
            return False
        return not (Path(folder) / FRONT).exists()
    except Unusable:
        return False
    except OSError as error:
        return error.errno in ABSENT


def _from_disk(file: Path, told: str) -> bytes:
    file = file / MANIFEST if file.is_dir() else file
    if file.stat().st_size > LARGEST:
        raise Unusable(TOO_LARGE, place=told)
    return file.read_bytes()


def _from_web(address: str, told: str, name: str = MANIFEST) -> bytes:
    try:
        parts = urlsplit(address)
    except ValueError:
        raise Unusable(NO_SCHEME, place=told) from None
    if parts.scheme not in {"http", "https"}:
        raise Unusable(NO_SCHEME, place=told)
    from builder.publishing.web import TooLarge, download  # noqa: PLC0415 - few builds need it

    path = parts.path if parts.path.endswith(".json") else f"{parts.path.rstrip('/')}/{name}"
    try:
        return download(parts._replace(path=path).geturl(), LARGEST)
    except TooLarge:
        raise Unusable(TOO_LARGE, place=told) from None
