"""Records of a council system as a source of `beslut import`: OParl, from files or an endpoint."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from builder.importers.drafts import Draft, Trouble
from builder.importers.imported import FILE, Memory
from builder.importers.importing import Context
from builder.importers.lines import Unreadable
from builder.importers.oparl import drafts as oparl
from builder.importers.oparl.request import Request
from builder.messages import translations
from builder.model.values import Language

_SIGN = b"schema.oparl.org/1."  # stands in the type of every record
_SHELF = ".beslut/oparl.sqlite"  # beside the content folder, with what else can be made again
_OFTEN = 5  # troubles of one sort that are told one by one


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


MORE = _("and {count} more like this one")
NO_PAGE = _("the page was not written: it lays documents beside their files, and records are none")


def claims(name: str, head: bytes) -> bool:
    """Whether a file or an address has records of OParl; a packed file is told by its name."""
    lower = name.lower()
    if lower.startswith(("https://", "http://")):
        return True
    return _SIGN in head or lower.endswith((".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz"))


def drafts(names: Sequence[str], context: Context) -> Iterator[Draft | Trouble]:
    """The files that records give; of troubles of one sort the first few, and how many more there are."""
    if context.report:
        yield Trouble(str(context.report), NO_PAGE, lost=False)
    memory = Memory(context.content / FILE)
    known = {source: path for source, path, _case in memory.files() if source.startswith("oparl:")}
    cases = {case: path for _source, path, case in memory.files() if case}
    zone = ZoneInfo(context.timezone) if context.timezone else ZoneInfo("Europe/Berlin")
    has_archive = (context.content / "_index.md").exists()
    language = context.language if has_archive else Language.DE  # as the archive that is to come
    request = Request(
        origins=tuple(names),
        today=context.today,
        authority=context.authority,
        files=context.files,
        known=known,
        cases=cases,
        shelf=None if context.dry else context.content.parent / _SHELF,
        translate=translations(language.value).gettext,
        timezone=zone,
    )
    told: Counter[str] = Counter()
    last: dict[str, Trouble] = {}
    with oparl.opened(request) as run:
        try:
            for each in run.results():
                if isinstance(each, Draft):
                    if not (has_archive and each.path == "_index.md"):
                        yield each
                    continue
                told[each.reason] += 1
                trouble = Trouble(each.record or ", ".join(names), each.reason, said=each.said, lost=False)
                if told[each.reason] <= _OFTEN:
                    yield trouble
                last[each.reason] = trouble
        except Unreadable as error:
            yield Trouble(", ".join(names), error.reason, said=error.said)
            return
        for reason, trouble in last.items():
            if told[reason] > _OFTEN:
                yield replace(
                    trouble, reason=MORE, said={"count": str(told[reason] - _OFTEN)}, times=told[reason] - _OFTEN
                )
        run.keep()
