"""What Pagefind is told, and the index it makes of it.

Pagefind does not read the site's pages: it is given a small page of its own for each that is to be found, so that
what is searched does not hang on how pages look, and an index is made again only when its matter has changed. The
matter is cut into parts; each is indexed alone, and the indexes are joined to one.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from errno import ENOENT
from html import escape
from pathlib import Path

from builder.model.findable import Entry
from builder.search.aliases import Matter, aliases, commonest, counted, vocabulary
from builder.search.cutting import LARGEST, Found, Part, parts
from builder.search.joining import Joined
from builder.search.packing import Packed, Unreadable, pack, written, zipped
from builder.search.words import Tongue, Words, dictionary

__all__ = ["LARGEST", "Found", "Joined", "Packed", "Part", "Tongue", "Unreadable", "dictionary", "parts", "written"]

# Pagefind's own user interfaces are not used; what the page needs is its client, its WebAssembly and the index.
_LEFT_OUT = (
    "pagefind-ui",
    "pagefind-modular-ui",
    "pagefind-component-ui",
    "pagefind-highlight",
    "pagefind-playground",
)
WORD_LIST = "words.pf_words"  # the archive's words, in which the page looks for what a misspelt one was meant to be
SEPARATOR = " | "  # between the names of a page, as the search page reads them
ATTACHED = "_bilag-"  # begins the anchors that the search page tells hits in attachments by
ATTACHED_WEIGHT = 0.1  # forty pages of an attachment do not drown the cases that are about a thing
NO_DAY = "0000-00-00"  # Pagefind leaves pages out of a sorted result that do not have what it is sorted by
FIELDS = ("aliases", "body", "date", "kind", "names", "outcome", "status", "title")  # what `meta` may be, in order

Html = Callable[[str], str]  # from the SHA-256 of a body to its HTML; "" for ""


def index(part: Part, html: Html, tongue: Tongue, workspace: Path) -> tuple[Packed, dict[str, bytes]]:
    """Let Pagefind index a part.

    Args:
        part: the pages.
        html: their bodies.
        tongue: their language.
        workspace: an empty folder to work in.

    Returns:
        The index, and the files of what is shown of the pages, by the names that the index gives them.

    Raises:
        Unreadable: where Pagefind's index has a form that is not known.
    """
    files, counts = _made(part, html, tongue, workspace)
    packed = pack(files, [path for path, _ in part.entries], FIELDS, counts)
    return packed, {each.name: files[f"fragment/{each.name}.pf_fragment"] for each in packed.fragments}


def word_list(counts: Mapping[str, int]) -> bytes:
    """The file of the archive's words, from the number of pages that each stands on: gzip, a line for each word.

    Hosts compress text on its way or do not; like Pagefind's own files this one is as small with all of them.
    """
    return zipped("\n".join(commonest(counts)).encode())


def plain(part: Part, html: Html, tongue: Tongue, workspace: Path) -> dict[str, bytes]:
    """The files of the index of a part as Pagefind made it, by their path below the folder of the index."""
    files, counts = _made(part, html, tongue, workspace)
    return {**files, WORD_LIST: word_list(counts)}


def client(language: str, workspace: Path) -> dict[str, bytes]:
    """Pagefind's client for a language, with the index of one page: all but the index is the same for all."""
    part = Part("", language, (("/", Entry("a", "", "", (), (), (), "")),))
    return _made(part, lambda _: "", Tongue(language, ({}, {})), workspace)[0]


def _made(part: Part, html: Html, tongue: Tongue, workspace: Path) -> tuple[dict[str, bytes], dict[str, int]]:
    """The files that Pagefind made of a part, and on how many pages each word stands."""
    folder, made = workspace / "pages", workspace / "index"
    matters = [Matter.of(entry, html(entry.body), tongue.signs) for _, entry in part.entries]
    counts = counted(matter.words for matter in matters)
    words = Words(tongue, vocabulary(counts))
    for (path, entry), matter in zip(part.entries, matters, strict=True):
        attached = [(title, html(digest)) for title, digest in entry.attached]
        data = page(entry, html(entry.body), aliases(entry, matter, words), part.language, attached)
        file = folder / path.lstrip("/")
        file.mkdir(parents=True, exist_ok=True)
        (file / "index.html").write_bytes(data)
    _run(folder, made)
    return dict(sorted(_files(made))), counts


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for inside, _, names in os.walk(folder):
        below = Path(inside).relative_to(folder).as_posix()
        for name in names:
            if not name.startswith(_LEFT_OUT):
                yield (name if below == "." else f"{below}/{name}"), Path(inside, name).read_bytes()


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


def _run(pages: Path, made: Path) -> None:
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
