"""`beslut import`: files and addresses to whoever can read them, and what they have into the content folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from builder.importers.applying import Outcome, apply
from builder.importers.drafts import Draft, Trouble
from builder.importers.shelf import Shelf
from builder.journal import locked
from builder.messages import Told
from builder.model.values import Language
from builder.options import Progress, silent

_LOOK = 64 * 1024  # how much of a file is looked at to say what it is


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


NO_FILE = _("there is no such file")
UNREADABLE = _("the file cannot be read: {reason}")
UNKNOWN = _("it cannot be told what this is; say it with --from")
NOT_THERE = _("this version has no import from {name}; there is {known}")


class Refused(Told):
    """A call that cannot be done."""


@dataclass(frozen=True)
class Context:
    """What an import is asked for, and what it may know of the archive.

    Args:
        content: the content folder.
        today: the day, where the archive's clocks are; what is later is yet to come.
        authority: the folder of the authority that what is read belongs to; empty to find it in what is read.
        body: the body, likewise, by the name of its file.
        files: a folder to put attachments in before they go to their cases, or in which they lie; None for none.
        report: a file for the report on what was read; None for none.
        jobs: how many processes, 0 for one on each processor.
        language: the archive's, for what is written into files.
        dry: whether nothing is to be written.
        timezone: where the archive's clocks are; empty where there is no archive yet.
        progress: shows how far a step has come.
    """

    content: Path
    today: date
    authority: str = ""
    body: str = ""
    files: Path | None = None
    report: Path | None = None
    jobs: int = 0
    language: Language = Language.DA
    dry: bool = False
    timezone: str = ""
    progress: Progress = silent


@dataclass(frozen=True)
class Source:
    """A sort of thing that can be imported.

    Args:
        claims: whether something is of this sort: its name or address, and its first bytes (none of an address).
        drafts: from names and addresses to the files they give, one by one; what cannot be read is a `Trouble`.
    """

    claims: Callable[[str, bytes], bool]
    drafts: Callable[[Sequence[str], Context], Iterator[Draft | Trouble]]


def run(
    names: Sequence[str],
    context: Context,
    *,
    known: Mapping[str, Source],
    origin: str = "auto",
    dry: bool = False,
    show: Callable[[str], None] = print,
) -> Outcome:
    """Import files and addresses.

    Args:
        names: files, folders of files, and addresses.
        context: what is asked for.
        known: the sources there are, by their names.
        origin: the name of a source; `auto` to look at each file.
        dry: whether to show only what would be written.
        show: takes the lines of that.

    Raises:
        Refused: where there is no such source; nothing was read.
        imported.Broken: where the memory of earlier imports cannot be read; nothing was written.
        journal.Busy: where another import is writing.
    """
    if origin != "auto" and origin not in known:
        raise Refused(NOT_THERE, name=origin, known=", ".join(known))
    with nullcontext() if dry else locked(context.content):
        drafts = _drafts(names, context, origin, known)
        return apply(_counted(drafts, context.progress), context.content, dry=dry, show=show)


def settings(content: Path) -> tuple[Language, str]:
    """The language of an archive and its time zone; "" where it does not say."""
    shelf = Shelf(content, dry=True)
    return shelf.language, shelf.timezone


def _drafts(
    names: Iterable[str], context: Context, origin: str, known: Mapping[str, Source]
) -> Iterator[Draft | Trouble]:
    """What all sources have, each asked once for all that is its own."""
    sorted_: dict[str, list[str]] = {}
    for name in _files(names):
        found = name if isinstance(name, Trouble) else _origin(name, origin, known)
        if isinstance(found, Trouble):
            yield found
        else:
            sorted_.setdefault(found, []).append(str(name))
    for each, own in sorted_.items():
        yield from known[each].drafts(own, context)


def _files(names: Iterable[str]) -> Iterator[str | Trouble]:
    """Names and addresses; for a folder the files in it, but hidden ones."""
    for name in names:
        path = Path(name)
        if is_address(name):
            yield name
        elif path.is_dir():
            below = (each for each in sorted(path.rglob("*")) if each.is_file())
            yield from (
                str(each) for each in below if not any(part.startswith(".") for part in each.relative_to(path).parts)
            )
        elif path.is_file():
            yield name
        else:
            yield Trouble(name, NO_FILE)


def is_address(name: str) -> bool:
    """Whether a name on the command line is an address of the web."""
    return name.lower().startswith(("https://", "http://"))


def _origin(name: str, origin: str, known: Mapping[str, Source]) -> str | Trouble:
    """The source of a file or address."""
    if origin != "auto":
        return origin
    head = b""
    if not is_address(name):
        try:
            with Path(name).open("rb") as stream:
                head = stream.read(_LOOK)
        except OSError as error:
            return Trouble(name, UNREADABLE, said={"reason": error.strerror or type(error).__name__})
    found = next((each for each, source in known.items() if source.claims(name, head)), None)
    return found or Trouble(name, UNKNOWN)


def _counted(drafts: Iterable[Draft | Trouble], progress: Progress) -> Iterator[Draft | Trouble]:
    """Drafts as they come, counted; how many there will be nobody knows before the end."""
    count = 0
    for count, each in enumerate(drafts, 1):
        yield each
        progress("import", count, 0)
    progress("import", count, count)
