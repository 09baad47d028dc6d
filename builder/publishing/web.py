"""Bytes from the web. Loaded only where they are asked for: it takes longer than a build with nothing to do."""

from __future__ import annotations

import time
from http.client import HTTPException, IncompleteRead
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

SILENCE = 15.0  # seconds that a server may say nothing
PATIENCE = 120.0  # seconds for all of it


class TooLarge(Exception):
    """There is more than was to be had."""


def download(address: str, largest: int) -> bytes:
    """What stands at an address.

    Args:
        address: of http or https.
        largest: how many bytes are read at most.

    Raises:
        TooLarge: where there are more.
        TimeoutError: where it takes too long.
        OSError: where it cannot be had; `strerror` says why.
    """
    until = time.monotonic() + PATIENCE
    data = bytearray()
    try:
        request = Request(_quoted(address), headers={"User-Agent": f"beslut/{__version__}"})  # noqa: S310
        with _opener().open(request, timeout=SILENCE) as answer:
            while part := answer.read1(1 << 20):
                data += part
                if len(data) > largest:
                    raise TooLarge
                if time.monotonic() > until:
                    raise TimeoutError
            if answer.length:
                raise IncompleteRead(bytes(data), answer.length)
    except HTTPError as error:
        raise OSError(error.code, f"{error.code} {error.reason}") from None
    except URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise TimeoutError from None
        raise OSError(0, str(getattr(error.reason, "strerror", None) or error.reason)) from None
    except (HTTPException, ValueError) as error:
        raise OSError(0, type(error).__name__) from None
    return bytes(data)


def _quoted(address: str) -> str:
    parts = urlsplit(address)
    return urlunsplit(parts._replace(path=quote(parts.path, safe="/%"), fragment=""))


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
