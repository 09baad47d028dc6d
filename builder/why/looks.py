"""How pages would look if some of their inputs were as they were: what makes no difference is no cause.

The library and the contexts are made again for each such question, so the answer holds whatever way a change takes to
a page: a list, a link back, a name in a text, a body's name. Both sides are rendered with the templates of now.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache as remembered
from typing import Any, TypeVar

from builder import assets, library, templates, views
from builder.diagnostics import Severity
from builder.library.memory import Memory
from builder.messages import translations
from builder.model.values import Kind
from builder.urls import Urls
from builder.views.pages import Page
from builder.why.ingredients import Ingredients

Look = dict[str, str]  # of each page that is asked about its HTML, by path; "" where there is none
T = TypeVar("T")
_PARTS = ("documents", "attached", "templates")


@dataclass(frozen=True)
class Change:
    """One input that is not as it was.

    Args:
        part: which of the ingredients.
        name: its name there; "" for the moment and the base URL.
        old: what it was, None where it was not there.
        new: what it is, likewise.
    """

    part: str
    name: str
    old: Any
    new: Any


def changes(old: Ingredients, new: Ingredients) -> list[Change]:
    """The inputs in which two builds differ; of the templates only assets, whose addresses stand on pages."""
    found = []
    for part in _PARTS:
        before, now = getattr(old, part), getattr(new, part)
        names = sorted(name for name in before.keys() | now.keys() if before.get(name) is not now.get(name))
        found += [Change(part, name, before.get(name), now.get(name)) for name in names]
    found += [Change(part, "", getattr(old, part), getattr(new, part)) for part in ("moment", "base_url")]
    return [each for each in found if each.old != each.new and (each.part != "templates" or is_asset(each.name))]


def is_asset(name: str) -> bool:
    """Whether a template is one that pages call for by its address."""
    return name.startswith(assets.FOLDER)


def undone(inputs: Ingredients, these: Iterable[Change]) -> Ingredients:
    """The inputs as they would be without some changes."""
    made: dict[str, Any] = {part: dict(getattr(inputs, part)) for part in _PARTS}
    for each in these:
        if not each.name:
            made[each.part] = each.old
        elif each.old is None:
            made[each.part].pop(each.name, None)
        else:
            made[each.part][each.name] = each.old
    return replace(inputs, **made)


def done(inputs: Ingredients, these: Iterable[Change]) -> Ingredients:
    """The inputs as they would be with some changes."""
    return undone(inputs, (replace(each, old=each.new) for each in these))


class Looks:
    """How some pages look under various inputs."""

    def __init__(self, paths: Iterable[str], renderer: Callable[[str], templates.Renderer]) -> None:
        """Take the paths of the pages that are asked about, and from a language to a renderer."""
        self._paths = frozenset(paths)
        self._renderer = remembered(renderer)
        self._memory = Memory()
        self._known: dict[Hashable, Look | None] = {}

    @property
    def count(self) -> int:
        """How many libraries were made."""
        return len(self._known)

    def of(self, inputs: Ingredients, key: Hashable) -> Look | None:
        """The pages as they would be; None where the inputs do not fit together. The key names the inputs."""
        if key not in self._known:
            made = self._pages(inputs)
            self._known[key] = None if made is None else self.seen(*made)
        return self._known[key]

    def seen(self, pages: Iterable[Page], language: str) -> Look:
        """The asked ones of some pages."""
        there = {page.path: page for page in pages if page.path in self._paths}
        return {path: self._seen(there[path], language) if path in there else "" for path in self._paths}

    def _seen(self, page: Page, language: str) -> str:
        try:
            return self._renderer(language).render(page.context).decode()
        except templates.BrokenTemplate as error:  # not of this site: one that never was
            return f"{error.name}:{error.line}: {error.reason}"

    def _pages(self, inputs: Ingredients) -> tuple[tuple[Page, ...], str] | None:
        archive = next(each.record for each in inputs.documents.values() if each.place.kind is Kind.ARCHIVE)
        urls = Urls(archive.language.value, (archive.base_url or "") if inputs.base_url is None else inputs.base_url)
        documents, attached = inputs.documents.values(), (inputs.attached[path] for path in sorted(inputs.attached))
        try:
            linked, findings = library.make(documents, attached, inputs.moment, urls, memory=self._memory)
            if any(each.severity is Severity.ERROR for each in findings):
                return None
            digests = {name: each.sha256 for name, each in inputs.templates.items()}
            translate = translations(urls.language).gettext
            return views.pages(linked, urls, assets.addresses(digests, urls), translate, {}), urls.language
        except LookupError:  # a case without its authority, and the like: no build comes so far with such files
            self._memory = Memory()
            return None


def decisive(
    units: Sequence[T], differs: Callable[[Sequence[T]], bool], spent: Callable[[], bool], *, known: bool
) -> tuple[list[T], list[T]]:
    """Those of some units that make a difference, and those that were not looked into; found by halves.

    Args:
        units: what may make a difference.
        differs: whether some of them together do.
        spent: whether no more is to be looked into.
        known: whether it is known that all together do. Then, where one half makes none, the other does.
    """
    if known and len(units) == 1:
        return list(units), []
    if not units or spent():
        return [], list(units)
    if not known and not differs(units):
        return [], []
    if len(units) == 1:
        return list(units), []
    first, second = units[: len(units) // 2], units[len(units) // 2 :]
    found, unsure = decisive(first, differs, spent, known=False)
    more, unsure_too = decisive(second, differs, spent, known=known and not found and not unsure)
    return found + more, unsure + unsure_too
