"""One file to facts and body. What is not public ends here: it is in nothing that leaves this module.

The exception is a file with a `publish` date, whose facts the library drops while the date is still to come; such
files, like all that hold anything closed, are never cached.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from builder import checks, markup, schema, sources
from builder.diagnostics import Finding, Severity, finding
from builder.library.public import closed_there, may_be_cached, redact, redact_body
from builder.model.documents import Document, Place
from builder.model.parts import ALL_OPEN, Access
from builder.model.records import Case, Entry, Meeting
from builder.model.values import Openness


@dataclass(frozen=True)
class Settings:
    """What parsing depends on besides the file.

    Args:
        back: what the link from a footnote back to the text is called.
        allowed: numbers that look like CPR numbers and are none.
        closed: the meetings that are not open: reference, what they show, and the law.
        drafts: whether drafts are read in full; not shown in the settings' form, since no draft is ever cached.
    """

    back: str
    allowed: tuple[str, ...]
    closed: tuple[tuple[str, Access, str | None], ...] = ()
    drafts: bool = field(default=False, repr=False)


@dataclass(frozen=True)
class Parsed:
    """One file, read.

    Args:
        document: its facts; None where it has errors.
        html: its body, links still placeholders.
        findings: what is wrong with it.
        cacheable: whether it may be kept: nothing in it is closed or wrong.
        access: what a meeting shows, also where it is itself not public; None where all, and for other files.
        basis: the law it was closed under.
    """

    document: Document | None
    html: str
    findings: tuple[Finding, ...]
    cacheable: bool
    access: Access | None = None
    basis: str | None = None


def parse(place: Place, data: bytes, settings: Settings) -> Parsed:
    """Read a file's bytes."""
    text = sources.decode(data, place.path)
    if isinstance(text, Finding):
        return Parsed(None, "", (text,), False)
    reading = schema.read(text, place.path, place.kind)
    findings = [
        *checks.personal_numbers(text, place.path, settings.allowed),
        *(
            replace(each, line=0, column=0)
            for each in checks.personal_numbers(place.path, place.path, settings.allowed)
        ),
        *reading.findings,
    ]
    record = reading.record
    if record is None or any(each.severity is Severity.ERROR for each in reading.findings):
        return Parsed(None, "", tuple(findings), False)
    access, basis = (record.access, record.basis) if isinstance(record, Meeting) else (None, None)
    if isinstance(record, Entry) and record.draft and not settings.drafts:
        return Parsed(Document(place, None), "", tuple(findings), False, access, basis)
    if isinstance(record, Case):
        closed = {ref: (shown, law) for ref, shown, law in settings.closed}
        record = closed_there(record, place.authority, closed)
    public, body_text = redact(record), redact_body(record, reading.body)
    if _holds_closed_text(record, public, reading.body, body_text):
        findings.append(finding("closed-text", place.path, _closing(record)))
    try:
        body = markup.render(body_text, back=settings.back, prose=tuple(_prose(public)))
    except markup.Tangled:
        return Parsed(None, "", (*findings, finding("tangled-text", place.path)), False)
    document = Document(
        place=place,
        record=public,
        headings=body.headings,
        wanted=body.wanted,
        paths=body.paths,
        anchors=body.anchors,
        numbers=body.numbers,
        words=body.words,
        body=body.digest,
        withheld=tuple(_withheld(record)),
    )
    return Parsed(document, body.html, tuple(findings), not findings and may_be_cached(record), access, basis)


def is_guarded(text: str) -> bool:
    """Whether a file's front matter has a key of access, drafts, embargo or retraction, or might have one.

    Messages about such a file must not repeat what stands in it.
    """
    front = _FRONT.match(text)
    return _GUARDING.search(text if front is None else front[0]) is not None


_FRONT = re.compile(r"\s*---[ \t]*\n.*?^---[ \t]*$", re.DOTALL | re.MULTILINE)
_GUARDING = re.compile(
    r"\b(?:access|adgang|draft|kladde|publish|udgiv|retracted|tilbagekaldt|closed|lukket)\b", re.IGNORECASE
)


def _holds_closed_text(record: Any, public: Any, body: str, public_body: str) -> bool:
    """Whether the file holds anything beyond what of it is public."""
    if isinstance(record, Entry) and record.retracted:
        return public != record or bool(body.strip())
    if not isinstance(record, Case | Meeting):
        return False
    open_names = {"public_title": None, "public_decision": None}
    stripped: dict[str, Any] = {name: value for name, value in open_names.items() if hasattr(record, name)}
    return not may_be_cached(record) and (
        body.strip() != public_body.strip() or _bare(replace(record, **stripped)) != _bare(replace(public, **stripped))
    )


def _closing(record: Any) -> str:
    """The field that closes something, as far as the file itself has one."""
    if record.retracted or record.access:
        return "retracted" if record.retracted else "access"
    lists = ((name, getattr(record, name, ())) for name in ("handlings", "items", "attachments"))
    fields = ((f"{name}[{index}].access", each.access) for name, parts in lists for index, each in enumerate(parts))
    return next((field for field, access in fields if access not in (None, ALL_OPEN, Openness.OPEN)), "access")


def _bare(record: Any) -> Any:
    """A record without the words that are meant to stand in place of closed ones."""
    changes: dict[str, Any] = {}
    for name in ("handlings", "items"):
        if hasattr(record, name):
            changes[name] = tuple(replace(each, public_decision=None) for each in getattr(record, name))
    if "items" in changes:
        changes["items"] = tuple(_untitled(each) for each in changes["items"])
    if hasattr(record, "attachments"):
        changes["attachments"] = tuple(_untitled(each) for each in record.attachments)
    return replace(record, **changes)


def _untitled(each: Any) -> Any:
    """An item or attachment whose public title, where it has no other, counts as its title."""
    return replace(each, title=each.title or each.public_title, public_title=None)


def _prose(record: Any) -> Iterator[str]:
    """The texts of a record in which numbers and names become links."""
    if isinstance(record, Case):
        yield record.summary or ""
    for each in (*getattr(record, "handlings", ()), *getattr(record, "items", ())):
        yield each.decision or each.public_decision or ""


def _withheld(record: Any) -> Iterator[str]:
    """The files that a case names and closes."""
    if not isinstance(record, Case):
        return
    for attachment in record.attachments:
        if attachment.file and attachment.access is Openness.CLOSED:
            yield attachment.file
