"""Rules for hosts, by which earlier addresses answer with a status that programs understand too.

Every address that leads on has a page that does so on any host; for a page that was taken down one says so. A host
that is given these rules answers 301 or 410 itself. They are made of what the manifest promises, and of nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote, unquote

from builder.publishing.manifest import Published
from builder.urls import file_of, is_address

# What browsers leave as it is in a path, so that hosts that compare the encoded form find it.
_PLAIN = "/!$&'()*+,;=:@[]|~"


def rules(published: Published, host: str) -> str:
    """The rules of a site as a host reads them: the text of a file.

    Args:
        published: what the site promises.
        host: one of `HOSTS`.
    """
    return "".join(line + "\n" for line in HOSTS[host](published))


def moved(published: Published) -> Iterator[tuple[str, str]]:
    """The address of each page that moved, as browsers show it, and where it leads to, as it stands in a header.

    What cannot be an address of a site is passed over: no host could be asked for it.
    """
    base = unquote(published.base)
    for old, new in sorted(published.aliases.items()):
        if is_address(old) and is_address(base or "/"):
            path, mark, heading = new.partition("#")
            yield base + old, quote(base + path, safe="/") + mark + quote(heading, safe="-")


def _nginx(published: Published) -> Iterator[str]:
    """Exact locations: nginx keeps them in a tree, so any number does, and more than one site may have some.

    A location is compared with the decoded path and holds no variables; `return` and `error_page` would see one in
    each `$`, which is therefore encoded in the one and passed over in the other.
    """
    for old, new in moved(published):
        for asked in (old, old.rstrip("/")):
            yield f'location = "{asked}" {{ return 301 "{new}"; }}'
    base = unquote(published.base)
    for path in sorted(published.retracted):
        page = f"{base}/{file_of(path)}"
        if is_address(path) and is_address(page) and "$" not in page:
            yield f'location = "{base}{path}" {{ error_page 410 "{page}"; return 410; }}'


def _cloudflare(published: Published) -> Iterator[str]:
    for old, new in moved(published):
        yield f"{quote(old, safe=_PLAIN)} {new} 301"


def _netlify(published: Published) -> Iterator[str]:
    """With `!` a rule comes before the page that stands at the address."""
    for rule in _cloudflare(published):
        yield f"{rule}!"


HOSTS: Mapping[str, Callable[[Published], Iterator[str]]] = {
    "cloudflare": _cloudflare,
    "netlify": _netlify,
    "nginx": _nginx,
}
