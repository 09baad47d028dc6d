"""From the content folder to documents: parse what the cache does not know, on every core.

Also the way back, from a finding to the line and column it is about.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from builder import __version__, attachments, checks, schema, sources, workers
from builder.cache import Cache, freeze, key_of, program
from builder.diagnostics import Finding, Severity, discreet, finding
from builder.messages import translations
from builder.model.documents import Document
from builder.model.linked import Library
from builder.model.parts import Access
from builder.model.records import Archive
from builder.model.values import Kind
from builder.options import Options
from builder.parse import Parsed, Settings, is_guarded, parse
from builder.sources import Source


@dataclass(frozen=True)
class Read:
    """The documents of an archive and the HTML of their bodies, by its SHA-256."""

    documents: tuple[Document, ...]
    bodies: Mapping[str, str]
    findings: tuple[Finding, ...]


def archive_of(tree: sources.Tree) -> tuple[Archive | None, list[Finding]]:
    """The archive's own settings, which all else depends on."""
    source = next((each for each in tree.sources if each.place.kind is Kind.ARCHIVE), None)
    if source is None:
        return None, []
    data = sources.read(source)
    text = data if isinstance(data, Finding) else sources.decode(data, source.place.path)
    if isinstance(text, Finding):
        return None, [text]
    reading = schema.read(text, source.place.path, Kind.ARCHIVE)
    findings = list(reading.findings)
    if reading.record is not None:
        try:
            ZoneInfo(reading.record.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            findings.append(finding("unknown-timezone", source.place.path, "timezone", value=reading.record.timezone))
    failed = any(each.severity is Severity.ERROR for each in findings)
    return (None if failed else reading.record), findings


def read(tree: sources.Tree, archive: Archive, options: Options, cache: Cache) -> Read:
    """Parse what the cache does not know; believe a file unread where its stamp says it is unchanged.

    Meetings come first: what one of them closes is closed in the cases that came before it.
    """
    settings = Settings(
        back=translations(archive.language.value).gettext("Back to the text"),
        allowed=tuple(each.number for each in archive.cpr_allowed),
    )
    meetings = [source for source in tree.sources if source.place.kind is Kind.MEETING]
    others = [source for source in tree.sources if source.place.kind is not Kind.MEETING]
    first, closed = _read(meetings, settings, options, cache)
    second, _ = _read(others, replace(settings, closed=closed), options, cache)
    named = (each for file in tree.attached for each in checks.personal_numbers(file.path, file.path, settings.allowed))
    return Read(
        first.documents + second.documents,
        {**first.bodies, **second.bodies},
        (*first.findings, *second.findings, *(replace(each, line=0, column=0) for each in named)),
    )


def _read(
    these: list[Source], settings: Settings, options: Options, cache: Cache
) -> tuple[Read, tuple[tuple[str, Access, str | None], ...]]:
    """Some files, and which of them are meetings that close anything: reference, what they show, and the law."""
    shared = key_of(__version__, program(), repr(settings))
    digests = {source.place.path: _digest(source, cache) for source in these}
    keys = {path: key_of(shared, path, digest) for path, digest in digests.items()}
    known = cache.load_values("facts", keys.values())
    bodies = _bodies(known.values(), cache)
    fresh = {key: each for key, each in known.items() if not each.body or each.body in bodies}
    unread = [source for source in these if keys[source.place.path] not in fresh]
    documents = [fresh[key] for key in keys.values() if key in fresh]
    for source in these:
        if keys[source.place.path] in fresh:
            cache.remember(source.file, source.stamp, digests[source.place.path])
    findings: list[Finding] = []
    closed: list[tuple[str, Access, str | None]] = []

    def parse_some(numbers: range) -> list[tuple[str, Parsed]]:
        return [_parse(unread[number], settings) for number in numbers]

    done = 0
    for results in workers.in_order(parse_some, len(unread), options.jobs or workers.available()):
        for digest, parsed in results:
            source = unread[done]
            done += 1
            findings += parsed.findings
            if parsed.access:
                closed.append((source.place.ref, parsed.access, parsed.basis))
            if parsed.document is None:  # it is there and cannot be read: links to it are not wrong
                documents.append(Document(source.place, None))
                continue
            documents.append(parsed.document)
            if parsed.document.body:
                bodies[parsed.document.body] = parsed.html
            if parsed.cacheable:
                cache.remember(source.file, source.stamp, digest)
                cache.store("facts", key_of(shared, source.place.path, digest), freeze(parsed.document))
                if parsed.document.body:
                    cache.store("bodies", parsed.document.body, parsed.html.encode())
        options.progress("read", done, len(unread))
    return Read(tuple(documents), bodies, tuple(findings)), tuple(closed)


@dataclass(frozen=True)
class Attached:
    """What can be searched of attached files: the SHA-256 of each one's text by its path on the site; the texts."""

    digests: Mapping[str, str]
    texts: Mapping[str, str]
    findings: tuple[Finding, ...]


def attached_texts(linked: Library, archive: Archive, options: Options, cache: Cache) -> Attached:
    """Read the files that are published with cases; one that the cache knows by its bytes is not read again."""
    allowed = [each.number for each in archive.cpr_allowed]
    files = [each for case in linked.cases.values() for each in case.files if attachments.is_readable(each.name)]
    keys = {each.path: _text_key(options.content / each.source.file) for each in files}
    known: dict[str, tuple[str, str]] = cache.load_values("texts", keys.values())
    unread = {keys[each.path]: options.content / each.source.file for each in files if keys[each.path] not in known}
    fresh = attachments.texts(unread.values(), options.jobs or workers.available())
    for key, made in zip(unread, fresh, strict=True):
        known[key] = (made.text, made.fault)
        cache.store("texts", key, freeze(known[key]))
    digests: dict[str, str] = {}
    texts: dict[str, str] = {}
    findings: list[Finding] = []
    for each in files:
        text, fault = known[keys[each.path]]
        if fault:
            findings.append(finding(fault, each.source.path))
        found = checks.personal_numbers(text, each.source.path, allowed)
        findings += [replace(number, line=0, column=0) for number in found]
        if text.strip():
            digests[each.path] = sources.digest(text.encode())
            texts[digests[each.path]] = text
    return Attached(digests, texts, tuple(findings))


def _text_key(file: Path) -> str:
    """By the bytes alone: the name of a folder may be the title of a case that does not show it."""
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    return key_of("text", attachments.VERSION, version("pypdfium2"), file.suffix.lower(), digest)


def _digest(source: Source, cache: Cache) -> str:
    """The SHA-256 of a file: remembered where its stamp is, else computed; "" where it cannot be read."""
    known = cache.digest(source.file, source.stamp)
    if known:
        return known
    data = sources.read(source)
    return "" if isinstance(data, Finding) else sources.digest(data)


def _bodies(documents: Iterable[Document], cache: Cache) -> dict[str, str]:
    """The HTML of documents that were parsed before, as far as it is known and whole."""
    found = cache.load("bodies", sorted({each.body for each in documents if each.body}))
    return {key: data.decode() for key, data in found.items() if sources.digest(data) == key}


def _parse(source: Source, settings: Settings) -> tuple[str, Parsed]:
    data = sources.read(source)
    if isinstance(data, Finding):
        return "", Parsed(None, "", (data,), False)
    return sources.digest(data), parse(source.place, data, settings)


def placed(findings: Iterable[Finding], tree: sources.Tree) -> tuple[Finding, ...]:
    """The findings in order, those made from facts with the line and column that they are about."""
    by_path = {source.place.path: source for source in tree.sources}
    texts: dict[str, str] = {}
    found = []
    for each in dict.fromkeys(findings):
        source = by_path.get(each.path)
        if source is None:
            found.append(each)
            continue
        if each.path not in texts:
            data = sources.read(source)
            text = data if isinstance(data, Finding) else sources.decode(data, each.path)
            texts[each.path] = "" if isinstance(text, Finding) else text
        located = _located(each, source, texts[each.path])
        found.append(discreet(located) if is_guarded(texts[each.path]) else located)
    return tuple(sorted(found))


def _located(each: Finding, source: Source, text: str) -> Finding:
    if each.line or not text:
        return each
    if each.find and (offset := text.find(each.find)) >= 0:
        return replace(
            each, line=text.count("\n", 0, offset) + 1, column=offset - (text.rfind("\n", 0, offset) + 1) + 1
        )
    if each.field:
        line, column = schema.locate(text, source.place.kind, each.field)
        return replace(each, line=line, column=column, field=schema.as_written(text, source.place.kind, each.field))
    return each
