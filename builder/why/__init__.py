"""Why a page was written anew by this build: which field of which file changed, or which template, or what else.

The last build is a value that the cache still holds when this one has been made, so the two can be compared: each
change between them is taken back in thought, and it is a cause if the page then looks otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from builder import assets
from builder.checks import masked
from builder.diagnostics import DID_YOU_MEAN
from builder.likeness import Lexicon
from builder.messages import Told
from builder.urls import Urls, file_of
from builder.why import causes
from builder.why.causes import Cause, cause
from builder.why.earlier import Earlier, note, program_name, recall
from builder.why.ingredients import Build
from builder.writer import Fate

__all__ = ["Answer", "Build", "Cause", "Unknown", "answers", "asked", "note"]


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


_NO_PAGE = _("the site has no page {address}")
_INDEX = "/pagefind/"  # is made of what all pages tell it, and is no page


class Unknown(Told):
    """An address that neither the old nor the new site has.

    Args:
        address: as it was given.
        suggestion: what was probably meant, or "".
    """

    def __init__(self, address: str, suggestion: str) -> None:
        super().__init__(_NO_PAGE, address=masked(address))
        self.address, self.suggestion = address, suggestion

    def words(self, translate: Callable[[str], str]) -> str:
        """What is wrong, and what was probably meant."""
        text = super().words(translate)
        return f"{text} " + translate(DID_YOU_MEAN).format(word=self.suggestion) if self.suggestion else text


@dataclass(frozen=True)
class Answer:
    """What this build did to a page, and why; a page that is as it was has no causes."""

    address: str
    fate: Fate
    causes: tuple[Cause, ...]


def asked(build: Build) -> tuple[str, ...]:
    """The paths of the pages that it is asked about: by full addresses, paths in any form, or names of files.

    Raises:
        Unknown: where an address is none of the old or the new site.
    """
    planned, addresses = build.planned, build.options.why
    if not addresses:
        return ()
    there = {page.path for page in planned.pages} | {path for path, _ in planned.files}
    there |= {"/" + each.path for each in planned.assets}
    found = []
    for address in addresses:
        meant = [path for path in _meant(address, planned.urls) if not path.startswith(_INDEX)]
        paths = [path for path in meant if path in there or build.site.known(file_of(path))]
        if not paths:
            raise Unknown(address, Lexicon({path: path for path in there}).nearest(meant[0] if meant else address))
        found.append(paths[0])
    return tuple(dict.fromkeys(found))


def answers(paths: Sequence[str], build: Build) -> tuple[Answer, ...]:
    """Why some pages are written anew.

    Args:
        paths: from `asked`.
        build: to whose folder everything was added, and nothing is committed.
    """
    if not paths:
        return ()
    planned = build.planned
    fates = {path: fate for path in paths if (fate := build.site.fate(file_of(path)))}
    copied = {"/" + assets.file_of(name, each.sha256): name for name, each in build.made_of.templates.items()}
    copied |= {path: attached.path for path, attached in planned.files}
    compared = [path for path, fate in fates.items() if fate not in {Fate.SAME, Fate.MENDED} and path not in copied]
    why = _compared({path: fates[path] for path in compared}, build)
    why |= {path: (cause(causes.FILE_COPIED, path=copied[path]),) for path in fates if path in copied}
    why |= {path: (cause(causes.MENDED),) for path, fate in fates.items() if fate is Fate.MENDED}
    why |= {path: () for path, fate in fates.items() if fate is Fate.SAME}
    return tuple(Answer(planned.urls.absolute(path), fate, why[path]) for path, fate in fates.items())


def _compared(fates: Mapping[str, Fate], build: Build) -> dict[str, tuple[Cause, ...]]:
    """The causes for which some pages are new, changed or gone."""
    earlier = recall(build) if fates else None
    if isinstance(earlier, Earlier):
        from builder.why.reasons import Reasons  # noqa: PLC0415 - few builds are asked

        reasons = Reasons(tuple(fates), build, earlier)
        return {path: tuple(reasons.of(path, fate)) for path, fate in fates.items()}
    other = cause(causes.PROGRAM, old=earlier, new=program_name()) if earlier else cause(causes.NO_EARLIER)
    return dict.fromkeys(fates, (other,))


def _meant(address: str, urls: Urls) -> Iterator[str]:
    """The paths that an address may mean, the likeliest first."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return
    if parts.scheme and (parts.scheme, parts.netloc) != urlsplit(urls.base_url)[:2]:
        return
    path = "/" + unquote(parts.path).lstrip("/")
    base = unquote(urls.base_path)
    for each in ([path.removeprefix(base)] if base and path.startswith(base + "/") else []) + [path]:
        yield each.removesuffix("index.html") if each.endswith("/index.html") else each
        if not each.endswith("/"):
            yield each + "/"
