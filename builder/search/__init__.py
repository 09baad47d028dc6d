"""What Pagefind is told, and the index it makes of it.

Pagefind does not read the site's pages: it is given a small page of its own for each that is to be found, so that
what is searched does not hang on how pages look, and an index is made again only when its matter has changed. The
matter is a tuple of parts, each of which becomes an index of its own; so far there is one.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from importlib.metadata import version
from pathlib import Path

from pagefind.index import IndexConfig, PagefindIndex

from builder.model.findable import Entry
from builder.search.canonical import canonical

# Pagefind's own user interfaces are not used; what the page needs is its client, its WebAssembly and the index.
_LEFT_OUT = (
    "pagefind-ui",
    "pagefind-modular-ui",
    "pagefind-component-ui",
    "pagefind-highlight",
    "pagefind-playground",
)


NO_DAY = "0000-00-00"  # Pagefind leaves pages out of a sorted result that do not have what it is sorted by


@dataclass(frozen=True)
class Part:
    """Pages that share an index: for each file, as Pagefind is to see it, its bytes."""

    name: str
    files: Mapping[str, bytes]

    @property
    def key(self) -> str:
        """The SHA-256 of all that the index is made from."""
        made = hashlib.sha256(version("pagefind").encode())
        for path, data in sorted(self.files.items()):
            made.update(f"\0{path}\0{hashlib.sha256(data).hexdigest()}".encode())
        return made.hexdigest()


def parts(entries: Iterable[tuple[str, Entry, str]], language: str) -> tuple[Part, ...]:
    """The matter of the search, cut into parts.

    Args:
        entries: path on the site, what is told of the page, the HTML of its body.
        language: of the pages; it decides how words are stemmed.
    """
    files = {path.lstrip("/") + "index.html": page(entry, html, language) for path, entry, html in entries}
    return (Part("", files),) if files else ()


def page(entry: Entry, html: str, language: str) -> bytes:
    """The page that Pagefind sees: meta and filters apart from the words that are searched."""
    meta = (*entry.meta, ("kind", entry.kind), *([("date", entry.day)] if entry.day else []))
    hidden = [_hidden("meta", *pair) for pair in meta]
    hidden += [_hidden("filter", *pair) for pair in entry.filters]
    texts = "".join(f"<p>{escape(text)}</p>" for text in entry.texts)
    sort = f' data-pagefind-sort="date:{entry.day or NO_DAY}"'
    return (
        f'<!doctype html><html lang="{language}"><head><title>{escape(entry.title)}</title></head>'
        f"<body><main data-pagefind-body{sort}>"
        f'<h1 data-pagefind-meta="title">{escape(entry.title)}</h1>{"".join(hidden)}{texts}{html}</main></body></html>'
    ).encode()


def index(part: Part, workspace: Path) -> dict[str, bytes]:
    """Let Pagefind index a part.

    Args:
        part: the pages.
        workspace: an empty folder to work in.

    Returns:
        The files of the index, by their path below its folder.
    """
    pages, made = workspace / "pages", workspace / "index"
    for path, data in part.files.items():
        file = pages / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    asyncio.run(_index(pages, made))
    return canonical(
        {
            file.relative_to(made).as_posix(): file.read_bytes()
            for file in sorted(made.rglob("*"))
            if file.is_file() and not file.name.startswith(_LEFT_OUT)
        }
    )


async def _index(pages: Path, made: Path) -> None:
    async with PagefindIndex(config=IndexConfig(output_path=str(made))) as service:
        await service.add_directory(str(pages))


def _hidden(sort: str, name: str, value: str) -> str:
    return f'<p data-pagefind-ignore data-pagefind-{sort}="{name}">{escape(value)}</p>'
