"""What Pagefind is told, and the index it makes of it.

Pagefind does not read the site's pages: it is given a small page of its own for each that is to be found, so that
what is searched does not hang on how pages look, and an index is made again only when its matter has changed. The
matter is a tuple of parts, each of which becomes an index of its own; so far there is one.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from errno import ENOENT
from html import escape
from importlib.metadata import version
from pathlib import Path

from builder.model.findable import Entry
from builder.search.aliases import aliases, commonest, text_of, vocabulary
from builder.search.canonical import canonical
from builder.search.words import Words

# Pagefind's own user interfaces are not used; what the page needs is its client, its WebAssembly and the index.
_LEFT_OUT = (
    "pagefind-ui",
    "pagefind-modular-ui",
    "pagefind-component-ui",
    "pagefind-highlight",
    "pagefind-playground",
)


WORD_LIST = "words.txt"  # the archive's words, for the page to find what a misspelt one was meant to be
SEPARATOR = " | "  # between the names of a page, as the search page reads them
ATTACHED = "_bilag-"  # begins the anchors that the search page tells hits in attachments by
ATTACHED_WEIGHT = 0.1  # forty pages of an attachment do not drown the cases that are about a thing
NO_DAY = "0000-00-00"  # Pagefind leaves pages out of a sorted result that do not have what it is sorted by


@dataclass(frozen=True)
class Part:
    """Pages that share an index.

    Args:
        name: the folder of the index, "" for the only one.
        language: of the pages; it decides how words are stemmed.
        entries: path on the site, and what is told of the page.
    """

    name: str
    language: str
    entries: tuple[tuple[str, Entry], ...]

    @property
    def key(self) -> str:
        """The SHA-256 of all that the index is made from; an entry names its body by digest."""
        made = hashlib.sha256(f"{version('pagefind')}\0{version('simplemma')}\0{self.language}".encode())
        for path, entry in self.entries:
            made.update(f"\0{path}\0{entry!r}".encode())
        return made.hexdigest()


def parts(entries: Iterable[tuple[str, Entry]], language: str) -> tuple[Part, ...]:
    """The matter of the search, cut into parts."""
    found = tuple(entries)
    return (Part("", language, found),) if found else ()


def index(part: Part, html: Callable[[str], str], workspace: Path) -> dict[str, bytes]:
    """Let Pagefind index a part.

    Args:
        part: the pages.
        html: from the SHA-256 of a body to its HTML; "" for "".
        workspace: an empty folder to work in.

    Returns:
        The files of the index, by their path below its folder.
    """
    folder, made = workspace / "pages", workspace / "index"
    texts = [text_of(entry, html(entry.body)) for _, entry in part.entries]
    for path, data in pages(part, texts, html):
        file = folder / path.lstrip("/") / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    _index(folder, made)
    files = {
        file.relative_to(made).as_posix(): file.read_bytes()
        for file in sorted(made.rglob("*"))
        if file.is_file() and not file.name.startswith(_LEFT_OUT)
    }
    return {**canonical(files), WORD_LIST: "\n".join(commonest(texts)).encode()}


def pages(part: Part, texts: list[str], html: Callable[[str], str]) -> Iterator[tuple[str, bytes]]:
    """What Pagefind is shown of each page, with the further words that it is to be found under."""
    words = Words(part.language, vocabulary(texts))
    for (path, entry), text in zip(part.entries, texts, strict=True):
        attached = [(title, html(digest)) for title, digest in entry.attached]
        yield path, page(entry, html(entry.body), aliases(entry, text, words, part.language), part.language, attached)


def page(
    entry: Entry, html: str, further: Iterable[str], language: str, attached: Sequence[tuple[str, str]] = ()
) -> bytes:
    """The page that Pagefind sees: meta, filters and further words apart from those that are shown.

    Args:
        entry: what is told of the page.
        html: its body.
        further: words under which it is also to be found.
        language: of the page.
        attached: the title and the text of each attachment.
    """
    meta = (
        *entry.meta,
        ("aliases", " ".join(further)),
        *([("names", SEPARATOR.join(entry.names))] if entry.names else []),
        ("kind", entry.kind),
        *([("date", entry.day)] if entry.day else []),
    )
    hidden = [_hidden("meta", *pair) for pair in meta]
    hidden += [_hidden("filter", *pair) for pair in entry.filters]
    texts = "".join(f"<p>{escape(text)}</p>" for text in entry.texts)
    sections = "".join(
        f'<section data-pagefind-weight="{ATTACHED_WEIGHT}"><h2 id="{ATTACHED}{number}">{escape(title)}</h2>'
        f"<p>{escape(text)}</p></section>"
        for number, (title, text) in enumerate(attached, 1)
    )
    sort = f' data-pagefind-sort="date:{entry.day or NO_DAY}"'
    return (
        f'<!doctype html><html lang="{language}"><head><title>{escape(entry.title)}</title></head>'
        f"<body><main data-pagefind-body{sort}>"
        f'<h1 data-pagefind-meta="title">{escape(entry.title)}</h1>{"".join(hidden)}'
        f'<div data-pagefind-weight="{entry.weight}">{texts}{html}</div>{sections}</main></body></html>'
    ).encode()


def _index(pages: Path, made: Path) -> None:
    """Run Pagefind as a program: as a service it says it has written what it has not, and is ended too soon.

    https://github.com/Pagefind/pagefind/issues/1271: files cut short or empty in one build of ten on a busy machine.
    """
    from pagefind.service import get_executable  # noqa: PLC0415 - brings asyncio, which nothing else needs

    program = get_executable()
    if program is None:
        raise FileNotFoundError(ENOENT, os.strerror(ENOENT), "pagefind")
    command = [str(program), "--site", str(pages), "--output-path", str(made), "--silent"]
    done = subprocess.run(command, cwd=pages.parent, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise OSError(done.returncode, (done.stderr or done.stdout).strip(), "pagefind")


def _hidden(sort: str, name: str, value: str) -> str:
    return f'<p data-pagefind-ignore data-pagefind-{sort}="{name}">{escape(value)}</p>'
