"""From pages to bytes: what is as it was is not made again, the rest is made on every core."""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, make_dataclass
from functools import cache as once
from typing import Any, Protocol, get_type_hints

from msgspec import MsgspecError, msgpack

from builder import __version__, template_files, templates, workers
from builder.cache import Cache, freeze, key_of, program
from builder.model.documents import Attached
from builder.model.linked import Library
from builder.options import Options
from builder.urls import Urls, file_of
from builder.views.pages import CasePage, Context, Page
from builder.views.parts import Site
from builder.writer import Artifact

_SHA256 = 64  # bytes of a SHA-256 in hexadecimal
_encode = msgpack.Encoder().encode  # a fifth of the time of `freeze`, which took longer than rendering a short list
_SAMPLED = 64  # one of so many pages tells how often each template is needed


class Place(Protocol):
    """Where a site is to lie, and what lies there already."""

    def known(self, path: str) -> tuple[str, int] | None:
        """The SHA-256 and size of a file, as far as is known without looking."""

    def has(self, path: str, sha256: str) -> bool:
        """Whether a file with these bytes is there."""


class Staging(Place, Protocol):
    """A place that files can be put aside for."""

    def stage(self, path: str, data: bytes) -> str:
        """Put the bytes of a file aside, to be added later; under which name."""


class Nowhere:
    """Stands in for a folder where nothing is to be written: what is known of a file is enough."""

    def known(self, path: str) -> tuple[str, int]:  # noqa: ARG002 - as every place answers
        """No size is asked for."""
        return "", 0

    def has(self, path: str, sha256: str) -> bool:  # noqa: ARG002
        """Its bytes are not needed."""
        return True

    def stage(self, path: str, data: bytes) -> str:  # noqa: ARG002
        """Nor kept."""
        return ""


@dataclass(frozen=True)
class Planned:
    """A site before it is rendered."""

    library: Library
    urls: Urls
    pages: tuple[Page, ...]
    bodies: Mapping[str, str]
    texts: Mapping[str, str]  # from the SHA-256 of an attachment's text to the key under which the cache has it
    assets: tuple[Artifact, ...]
    files: tuple[tuple[str, Attached], ...]  # path on the site, file of content/


def render(planned: Planned, options: Options, cache: Cache, site: Staging) -> Iterator[Artifact]:
    """Every page; one whose context, template and program are as they were is not rendered again.

    The bytes of the others are staged where they were made: only what is known of them comes back.
    """
    pages, site_context = planned.pages, planned.pages[0].context.site
    renderer = templates.Renderer(
        template_files.folders(options.templates), planned.urls.language, lambda digest: planned.bodies[digest]
    )
    common = common_key(renderer, site_context)
    known = cache.all("renders", _SHA256)

    def make(number: int) -> tuple[Artifact, bytes]:
        page = pages[number]
        context = page.make()
        path, (key, frozen) = file_of(page.path), page_key(common, page.path, context)
        sha256, held = known.get(key, b"").decode(errors="replace"), site.known(path)
        if sha256 and held and site.has(path, sha256):
            return Artifact(path, sha256, held[1], key=key), b""
        data = renderer.render(context)
        sha256 = hashlib.sha256(data).hexdigest()
        staged = "" if site.has(path, sha256) else site.stage(path, data)
        value = rendered(sha256, page.path, frozen if isinstance(context, CasePage) else b"")
        return Artifact(path, sha256, len(data), staged=staged, key=key), value

    sample = ((page.make(), page.path) for page in pages[::_SAMPLED])
    counts = Counter(each.template for each, path in sample if page_key(common, path, each)[0] not in known)
    renderer.expect(site_context, {name: count * _SAMPLED for name, count in counts.items()})
    done = 0
    for results in workers.in_order(lambda numbers: list(map(make, numbers)), len(pages), options.jobs):
        for item, value in results:
            if value:
                cache.store("renders", item.key, value)
            else:
                cache.keep("renders", [item.key])
            options.profile.count("render", rendered=int(bool(value)), known=int(not value))
            yield item
        done += len(results)
        options.progress("render", done, len(pages))


def common_key(renderer: templates.Renderer, site: Site) -> str:
    """The key of what all pages are made with."""
    return key_of(__version__, program(), renderer.digest, data=freeze(site))


def page_key(common: str, path: str, context: Context) -> tuple[str, bytes]:
    """The key of all that a page is made of, and its context, but for what all pages share, as bytes."""
    values = {name: value for name, value in vars(context).items() if name != "site"}
    try:
        frozen = _encode(values)
    except (OverflowError, UnicodeEncodeError):  # a number beyond 64 bits, or what is no text
        frozen = freeze(values)
    return key_of(common, context.template, path, data=frozen), frozen


def rendered(sha256: str, path: str, frozen: bytes) -> bytes:
    """What is kept of a page: the SHA-256 of its bytes, and perhaps its context and where it is."""
    return sha256.encode() + (zlib.compress(path.encode() + b"\0" + frozen, 1) if frozen else b"")


def context_of(kept: bytes, site: Site) -> tuple[str, CasePage]:
    """Where a case's page is, and its context, as `rendered` kept them.

    Raises:
        ValueError, zlib.error: where they are not whole.
    """
    path, _, frozen = zlib.decompress(kept[_SHA256:]).partition(b"\0")
    try:
        return path.decode(), CasePage(site=site, **vars(_decoder().decode(frozen)))
    except MsgspecError as error:
        raise ValueError(path) from error


@once
def _decoder() -> msgpack.Decoder[Any]:
    """Makes of bytes what a context of a case holds, but for what all pages share."""
    hints = get_type_hints(CasePage)
    own = [(each.name, hints[each.name]) for each in fields(CasePage) if each.name != "site"]
    return msgpack.Decoder(make_dataclass("Kept", own))
