"""What a site has published, as its `manifest.json` tells it to the builds that come after.

Beside the digest of every file the manifest says which addresses are promises, and what each handling said. A handling
is told as the set of its facts, each fact as the first 32 bits of a SHA-256: so a later build can tell a handling
that only gained from one that was changed, and nothing can be read from it. What is closed is no fact here: it was
taken out when the file was read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from datetime import date
from functools import cached_property
from typing import Any

from builder.messages import Format
from builder.model.keys import Key, keys_of
from builder.model.linked import Case, Handled, Library
from builder.model.values import Kind
from builder.rendering import Planned
from builder.urls import file_of, path_of

ATTACHMENTS = "attachments"
_DIGITS = 8  # of a fact's digest: one changed fact in four thousand million is missed


@dataclass(frozen=True)
class Shown:
    """A page or file that has a name of its own, unlike a list.

    Args:
        kind: the value of its `Kind`, or `ATTACHMENTS`.
        path: its address, without the base path.
        title: what it is called; the id of a case whose title is closed.
        source: the file of `content/` that answers for its address; "" for a page that only gathers what cases say.
    """

    kind: str
    path: str
    title: str
    source: str


@dataclass(frozen=True)
class PublishedCase:
    """A case as it was published.

    Args:
        id: its id.
        corrections: how many corrections it stated.
        handlings: the digests of each handling's facts, in the order of the file.
    """

    id: str
    corrections: int
    handlings: tuple[frozenset[str], ...]


@dataclass(frozen=True)
class Published:
    """A published site.

    Args:
        files: the SHA-256 of every file, by its address.
        cases: by address.
        aliases: where each address that leads on leads to.
        retracted: the addresses of pages that were taken down.
        pages: the other addresses that people may rely on: pages that a file stands behind, and attachments.
        base: the path below which it lies, as it stands in links: "" or `/arkiv`.
    """

    files: Mapping[str, str]
    cases: Mapping[str, PublishedCase]
    aliases: Mapping[str, str]
    retracted: frozenset[str]
    pages: frozenset[str]
    base: str = ""

    @cached_property
    def promises(self) -> frozenset[str]:
        """Every address that must go on to answer."""
        return frozenset({*self.cases, *self.aliases, *self.retracted, *self.pages})


NOTHING = Published(files={}, cases={}, aliases={}, retracted=frozenset(), pages=frozenset())


def shown(planned: Planned) -> dict[str, Shown]:
    """Everything on a site that has a name of its own, by its address."""
    library, form = planned.library, Format(planned.urls.language)
    return {each.path: each for each in (*_pages(library, form), *_attachments(library))}


def _pages(library: Library, form: Format) -> Iterator[Shown]:
    yield Shown(Kind.ARCHIVE.value, "/", library.archive.title, library.front.place.path)
    for case in library.cases.values():
        yield Shown(Kind.CASE.value, case.path, case.title or case.id, case.document.place.path)
    for meeting in library.meetings.values():
        title = f"{meeting.body_name}, {form.day(meeting.day)}"
        yield Shown(Kind.MEETING.value, meeting.path, title, meeting.document.place.path if meeting.document else "")
    for body in library.bodies.values():
        yield Shown(Kind.BODY.value, body.path, body.name, body.document.place.path)
    for authority in library.authorities.values():
        yield Shown(Kind.AUTHORITY.value, authority.path, authority.name, authority.document.place.path)
    for dossier in library.dossiers.values():
        yield Shown(Kind.DOSSIER.value, dossier.path, dossier.title, dossier.document.place.path)
    for subject in library.subjects.values():
        source = subject.document.place.path if subject.document else ""
        yield Shown(subject.kind.value, subject.path, subject.name, source)
    for document in library.pages:
        yield Shown(Kind.PAGE.value, f"/{document.place.ref}/", document.record.title, document.place.path)


def _attachments(library: Library) -> Iterator[Shown]:
    for case in library.cases.values():
        titles = {each.file: each.title for each in case.facts.attachments}
        for file in case.files:
            yield Shown(ATTACHMENTS, file.path, titles.get(file.name) or file.name, case.document.place.path)


# --- to the manifest ------------------------------------------------------------------------------------------


def entries(planned: Planned) -> dict[str, Any]:
    """What the manifest says beside its list of files; see `Published`."""
    library = planned.library
    today = library.now.date()
    return {
        "base": planned.urls.base_path,
        "cases": {case.path: _case_entry(case, today) for case in library.cases.values()},
        "aliases": {old: new for old, new, _ in library.aliases},
        "retracted": sorted(stone.path for stone in library.tombstones),
        "pages": sorted(each.path for each in shown(planned).values() if each.source and each.kind != Kind.CASE.value),
    }


def _case_entry(case: Case, today: date) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": case.id}
    if case.facts.corrections:
        entry["corrections"] = len(case.facts.corrections)
    if told := [" ".join(sorted(facts)) for _, facts in told_handlings(case, today)]:
        entry["handlings"] = told
    return entry


def told_handlings(case: Case, today: date) -> Iterator[tuple[str, frozenset[str]]]:
    """The handlings of a case that tell of what has been: the field of each in its file, and the digests of its facts.

    What a body is to take up is a plan, which may change without a correction.
    """
    for handled in sorted(case.handlings, key=lambda each: each.number):
        facts = handled.facts
        has_been = facts.date is not None and facts.date < today
        if has_been or handled.is_told or facts.votes or facts.statements:
            yield f"handlings[{handled.number}]", frozenset(map(_digest, _facts_of(handled)))


def _facts_of(handled: Handled) -> Iterator[str]:
    """Each fact of a handling as `name=value`, under the name of its key in front matter.

    These names and values are what editors write and stay as they are from version to version. A key that comes to
    the front matter adds facts to the handlings that use it, and leaves the others as they were.
    """
    facts = handled.facts
    resolved: dict[str, Any] = {  # however the file spells its references
        "body": handled.body,
        "meeting": "/".join(map(str, handled.meeting)) if handled.meeting and facts.meeting else None,
        "sent_to": tuple(each.path or each.title for each in handled.sent_to),
        "outcome": facts.outcome[:1],  # the first decides
        "access": None,  # what it leaves open is what the facts are
    }
    yield from _facts("also", facts.outcome[1:])
    for key in _keys(facts):
        value = resolved.get(key.attribute, getattr(facts, key.attribute))
        if value not in (None, ()):
            yield from _facts(key.name, value)


def _facts(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, tuple):
        for each in value:
            yield from _facts(f"{name}[{_label(each)}]" if is_dataclass(each) else name, each)
    elif is_dataclass(value):
        for key in _keys(value):
            if (stated := getattr(value, key.attribute)) is not None:
                yield from _facts(f"{name}.{key.name}", stated)
    else:
        yield f"{name}={' '.join(str(value).split())}"  # lines that are broken elsewhere say the same


def _label(record: Any) -> str:
    """What a record in a list is known by: the keys that it must have."""
    return " ".join(str(getattr(record, key.attribute)) for key in _keys(record) if key.required)


def _keys(record: Any) -> tuple[Key, ...]:
    cls: type = type(record)
    return keys_of(cls)


def _digest(fact: str) -> str:
    return hashlib.sha256(fact.encode()).hexdigest()[:_DIGITS]


# --- and from it ----------------------------------------------------------------------------------------------


def parse(data: bytes) -> Published:
    """Read a manifest.

    Raises:
        ValueError: where it is none.
    """
    try:
        found = json.loads(data)
        if found["generator"] != "beslut":
            raise ValueError("generator")
        files = {path_of(path): str(each["sha256"]) for path, each in found["files"].items()}
        known = Published(
            files=files,
            cases={_address(path): _case(each) for path, each in found.get("cases", {}).items()},
            aliases={_address(old): _address(new) for old, new in found.get("aliases", {}).items()},
            retracted=frozenset(map(_address, found.get("retracted", ()))),
            pages=frozenset(map(_address, found.get("pages", filter(_may_be_relied_on, files)))),
            base=_address(found["base"]) if found.get("base") else "",
        )
    except (KeyError, TypeError, AttributeError, RecursionError, UnicodeDecodeError) as error:
        raise ValueError(str(error)) from None
    return known


def _address(path: object) -> str:
    if not str(path).startswith("/"):
        raise ValueError(path)
    return str(path)


def _case(entry: Any) -> PublishedCase:
    handlings = tuple(frozenset(str(told).split()) for told in entry.get("handlings", ()))
    return PublishedCase(str(entry["id"]), int(entry.get("corrections", 0)), handlings)


def _may_be_relied_on(address: str) -> bool:
    """Whether an address is a page or an attachment, as far as can be seen; an earlier manifest does not say more."""
    first = file_of(address).partition("/")[0]
    return first not in {"assets", "pagefind", "404.html", "robots.txt"} and not address.endswith(".xml")
