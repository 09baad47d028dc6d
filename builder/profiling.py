"""Where the time of a build goes, stage by stage, for `beslut build --profile`.

What a stage sets off in another is told of the other: at each moment one stage is at work, the innermost. A stage that
hands on one file after another (`each`) is at work only while the next one is asked of it. Processor time is that of
this process and of those it started that have ended; a worker's counts to the stage in which it ends, so stages end
their workers themselves, as `workers.in_order` does.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from builder.messages import Format

T = TypeVar("T")


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


# The stages in the order of the pipeline; for some, what is counted.
STAGES = {
    "scan": (_("find the files"), _("files: {files}")),
    "unchanged": (_("see what has changed"), _("nothing; files of the site: {files}")),
    "reworded": (_("write what was worded anew"), _("pages: {pages}")),
    "read": (_("read and parse"), _("files: {parsed} parsed, {known} from the cache")),
    "library": (_("link"), ""),
    "attached": (_("texts of attachments"), ""),
    "views": (_("lay out the pages"), _("pages: {pages}")),
    "checks": (_("check links and addresses"), ""),
    "render": (_("render the pages"), _("pages: {rendered} rendered, {known} as they were")),
    "search": (_("make the search index"), _("indexes: {made} made, {known} as they were")),
    "write": (_("write the site"), _("files: {written} written, {unchanged} unchanged, {removed} removed")),
    "keep": (_("remember for the next build"), ""),
}
_REST = ""


@dataclass
class Spent:
    """What a stage took.

    Args:
        wall: seconds on the clock.
        cpu: seconds of processor, workers included.
        counts: what it did, by the names in its words.
    """

    wall: float = 0.0
    cpu: float = 0.0
    counts: dict[str, int] = field(default_factory=dict)


class Profile:
    """Asked for nothing, it measures nothing and costs nothing; `Measured` does."""

    def stage(self, name: str) -> AbstractContextManager[None]:  # noqa: ARG002 - as `Measured` has it
        """A stage is at work for as long as the context lasts."""
        return nullcontext()

    def each(self, name: str, items: Iterable[T]) -> Iterable[T]:  # noqa: ARG002
        """The same items; the stage is at work while the next is made."""
        return items

    def count(self, name: str, **numbers: int) -> None:
        """Add to what a stage is said to have done."""


OFF = Profile()


class Measured(Profile):
    """Measures from the moment it is made."""

    def __init__(self) -> None:
        self.before = _processor()
        self.stages: dict[str, Spent] = {}
        self._open = [_REST]
        self._seen = time.perf_counter(), self.before

    @contextmanager
    def _entered(self, name: str) -> Iterator[None]:
        self._charge()
        self._open.append(name)
        try:
            yield
        finally:
            self._charge()
            self._open.pop()

    def stage(self, name: str) -> AbstractContextManager[None]:
        """A stage is at work for as long as the context lasts."""
        return self._entered(name)

    def each(self, name: str, items: Iterable[T]) -> Iterator[T]:
        """The same items; the stage is at work while the next is made."""
        iterator = iter(items)
        while True:
            with self._entered(name):
                try:
                    item = next(iterator)
                except StopIteration:
                    return
            yield item

    def count(self, name: str, **numbers: int) -> None:
        """Add to what a stage is said to have done."""
        counts = self._of(name).counts
        for each, number in numbers.items():
            counts[each] = counts.get(each, 0) + number

    def whole(self) -> Spent:
        """What all stages, and what lies between them, have taken up to now."""
        self._charge()
        every = self.stages.values()
        return Spent(sum(each.wall for each in every), sum(each.cpu for each in every))

    def _charge(self) -> None:
        """Put what was used since the last look to the stage that is at work."""
        now = time.perf_counter(), _processor()
        of = self._of(self._open[-1])
        of.wall += now[0] - self._seen[0]
        of.cpu += now[1] - self._seen[1]
        self._seen = now

    def _of(self, name: str) -> Spent:
        return self.stages.setdefault(name, Spent())


def lines(profile: Measured, form: Format, translate: Callable[[str], str]) -> list[str]:
    """What is to be said: a line for each stage, in the order of the pipeline, one for the rest and one for the whole.

    Args:
        profile: what was measured.
        form: how the reader's language writes numbers.
        translate: from a message id to words.
    """
    whole = profile.whole()
    names = [name for name in STAGES if name in profile.stages] + [_REST]
    words = {name: translate(STAGES[name][0]) if name else translate(_("the rest")) for name in names}
    all_of_it = translate(_("the whole"))
    width = max(len(all_of_it), *map(len, words.values()))
    found = [translate(_("where the time went, on the clock and of processors:"))]
    for name in names:
        spent = profile.stages.get(name, Spent())
        share = form.number(round(100 * spent.wall / whole.wall)) if whole.wall else "0"
        figures = f"{_seconds(spent.wall, form)} {_seconds(spent.cpu, form)} {share:>4} %"
        found.append(f"  {words[name]:<{width}} {figures}  {_counted(name, spent.counts, form, translate)}".rstrip())
    found.append(f"  {all_of_it:<{width}} {_seconds(whole.wall, form)} {_seconds(whole.cpu, form)}")
    start = translate(_("before that the program was started, which took {seconds} s of processor"))
    return [*found, "  " + start.format(seconds=_seconds(profile.before, form).removesuffix(" s").strip())]


def _counted(name: str, counts: Mapping[str, int], form: Format, translate: Callable[[str], str]) -> str:
    if not counts:
        return ""
    return translate(STAGES[name][1]).format(**{each: form.number(number) for each, number in counts.items()})


def _seconds(value: float, form: Format) -> str:
    return f"{form.number(Decimal(f'{value:.2f}'))} s".rjust(9)


def _processor() -> float:
    """The seconds of processor that this process, and those it started that have ended, have used."""
    own = time.process_time()
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return own
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own + ended.ru_utime + ended.ru_stime
