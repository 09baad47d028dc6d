"""The manifest of the published site, from a file or from the web."""

from __future__ import annotations

import http.client
import time
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit, urlunsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from builder import __version__
from builder.diagnostics import shown
from builder.publishing.manifest import Published, parse
from builder.writer import MANIFEST

SILENCE = 15.0  # seconds that a server may say nothing
PATIENCE = 120.0  # seconds for all of it
LARGEST = 200_000_000  # bytes; ten thousand cases take 8 MB


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


class Unusable(Exception):
    """What is to be compared with cannot be had.

    Args:
        message: the message id that says why and what to do.
        values: what it is filled with.
    """

    def __init__(self, message: str, **values: str) -> None:
        super().__init__(message)
        self.message, self.values = message, values


UNREACHABLE = _("{place} cannot be read ({reason}); name the manifest.json of the published site with --against")
NO_MANIFEST = _("{place} is no manifest of a site that beslut made; name the published manifest.json with --against")
NO_SCHEME = _("{place} cannot be compared with; name a file, or an address that starts with https:// or http://")
TOO_LARGE = _("{place} is larger than any manifest; name the published manifest.json with --against")
TOO_SLOW = _("{place} takes too long to come; try again, or fetch it first and name the file with --against")


def fetch(place: str) -> Published:
    """What a site has published.

    Args:
        place: its manifest as a file or an address; also the folder or the address that it lies in.

    Raises:
        Unusable: where it cannot be had.
    """
    scheme, separator, rest = place.partition("://")
    told = f"{scheme}://{rest.rpartition('@')[2]}" if separator else place  # a log is no place for a password
    if separator and scheme.lower() not in {"http", "https"}:
        raise Unusable(NO_SCHEME, place=told)
    try:
        return parse(_from_web(place, told) if separator else _from_disk(Path(place), told))
    except TimeoutError:
        raise Unusable(TOO_SLOW, place=told) from None
    except (OSError, http.client.HTTPException) as error:
        reason = error.reason if isinstance(error, URLError) else getattr(error, "strerror", None)
        if isinstance(reason, TimeoutError):
            raise Unusable(TOO_SLOW, place=told) from None
        status = f"{error.code} " if isinstance(error, HTTPError) else ""
        raise Unusable(UNREACHABLE, place=told, reason=shown(f"{status}{reason or type(error).__name__}")) from None
    except ValueError:
        raise Unusable(NO_MANIFEST, place=told) from None


def _from_disk(file: Path, told: str) -> bytes:
    file = file / MANIFEST if file.is_dir() else file
    if file.stat().st_size > LARGEST:
        raise Unusable(TOO_LARGE, place=told)
    return file.read_bytes()


def _from_web(address: str, told: str) -> bytes:
    try:
        parts = urlsplit(address)
    except ValueError:
        raise Unusable(NO_SCHEME, place=told) from None
    path = parts.path if parts.path.endswith(".json") else f"{parts.path.rstrip('/')}/{MANIFEST}"
    address = urlunsplit(parts._replace(path=quote(path, safe="/%"), fragment=""))
    request = Request(address, headers={"User-Agent": f"beslut/{__version__}"})  # noqa: S310 - http and https alone
    until = time.monotonic() + PATIENCE
    data = bytearray()
    with _opener().open(request, timeout=SILENCE) as answer:
        while part := answer.read1(1 << 20):
            data += part
            if len(data) > LARGEST:
                raise Unusable(TOO_LARGE, place=told)
            if time.monotonic() > until:
                raise TimeoutError
        if answer.length:
            raise http.client.IncompleteRead(bytes(data), answer.length)
    return bytes(data)


def _opener() -> OpenerDirector:
    """Python's own would follow a redirection to FTP."""
    made = OpenerDirector()
    for handler in (
        ProxyHandler,
        HTTPHandler,
        HTTPSHandler,
        HTTPRedirectHandler,
        HTTPDefaultErrorHandler,
        HTTPErrorProcessor,
    ):
        made.add_handler(handler())
    return made
