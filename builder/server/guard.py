"""Who may read the preview and who may change files through it: pages of this server, in a browser on this machine."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from email.message import Message
from http import HTTPStatus
from io import BufferedIOBase
from ipaddress import ip_address
from urllib.parse import parse_qs, urlsplit

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
LONGEST_FORM = 2 * 1024 * 1024  # bytes; the texts of the longest case we know are a tenth of that
_DRAINED = 32 * 1024 * 1024  # what is read of a longer one, so that the browser hears why
_MOST_FIELDS = 20_000


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


FOREIGN = _("This did not come from the form of this preview, so nothing was saved. Open the form anew and try again.")
TOO_LONG = _("What was sent is too long, so nothing was saved.")
BROKEN = _("What was sent cannot be read, so nothing was saved. Open the form anew and try again.")
NOT_HERE = _(
    "Cases can only be corrected where nobody else can reach the preview. This one can be reached over the network; "
    "start it without --host."
)


class Refused(Exception):
    """A request that is not answered as was asked.

    Args:
        status: the HTTP status.
        message: the message id that says why, and what to do.
    """

    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(status, message)
        self.status, self.message = status, message


def is_loopback(address: str) -> bool:
    """Whether only this machine can reach an address that a server is bound to."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def knows_host(headers: Message, hosts: set[str]) -> bool:
    """Whether a request asks for this server by a name of its own; another site's name may have been led here."""
    try:
        return (urlsplit(f"//{headers.get('Host', '')}").hostname or "") in hosts
    except ValueError:
        return False


def from_own_page(headers: Message) -> bool:
    """Whether a page of this very server sent a form, as far as the browser tells: by name, port and scheme."""
    own = f"http://{headers.get('Host', '').lower()}"
    sender = headers.get("Origin") or _origin(headers.get("Referer", ""))
    return sender.lower() == own and headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}


def read_form(headers: Message, stream: BufferedIOBase) -> Mapping[str, list[str]]:
    """The fields that a form sent.

    Raises:
        Refused: where it is too long, of another kind, or broken.
    """
    length = headers.get("Content-Length", "")
    if not (length.isascii() and length.isdigit()) or len(length) > 18 or headers.get("Transfer-Encoding"):
        raise Refused(HTTPStatus.LENGTH_REQUIRED, BROKEN)
    if int(length) > LONGEST_FORM:
        left = min(int(length), _DRAINED)
        while left > 0 and (read := stream.read(min(left, 65536))):
            left -= len(read)
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LONG)
    data = stream.read(int(length))
    if headers.get_content_type() != "application/x-www-form-urlencoded":
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, BROKEN)
    try:
        return parse_qs(data.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise Refused(HTTPStatus.BAD_REQUEST, BROKEN) from None


def has_token(form: Mapping[str, list[str]], token: str) -> bool:
    """Whether a form holds the secret that this server gave its own pages."""
    return any(hmac.compare_digest(each.encode(), token.encode()) for each in form.get("token", ()))


def _origin(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"
