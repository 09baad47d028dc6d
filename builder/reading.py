"""From the content folder to documents: parse what the cache does not know, on every core.

Also the way back, from a finding to the line and column it is about.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from builder import __version__, attachments, checks, schema, sources, workers
from builder.cache import Cache, Stamp, freeze, is_settled, key_of, moment, program
from builder.diagnostics import Finding, Severity, discreet, finding
from builder.library.public import is_hidden
from builder.messages import translations
from builder.model.documents import Document
from builder.model.linked import Library
from builder.model.records import Archive
from builder.model.values import Kind
from builder.options import Options
from builder.parse import Parsed, Settings, is_guarded, parse
from builder.sources import Source


@dataclass(frozen=True)
class Opened:
    """One file as it was read.

    Args:
        stamp: the file's stamp when it was found.
        settled: whether an equal stamp proves that it is unchanged.
        settings: the key of what it was parsed with.
        digest: the SHA-256 of its bytes, "" where they could not be had.
        parsed: what came of it.
    """

    stamp: Stamp
    settled: bool
    settings: str
    digest: str
    parsed: Parsed


@dataclass(frozen=True)
class Read:
    """What was read of an archive.

    Args:
        documents: the facts of every file.
        bodies: the HTML of their bodies, by its SHA-256.
        findings: what is wrong with them.
        files: the files they came from, by path.
        settings: what cases were parsed with.
    """

    documents: tuple[Document, ...]
    bodies: Mapping[str, str]
    findings: tuple[Finding, ...]
    files: Mapping[str, Opened]
    settings: Settings


@dataclass(frozen=True)
class Gathered:
    """All that a build reads of the content folder.

    Args:
        tree: what was found there.
        archive: the archive's own settings, None where they cannot be read.
        read: the files.
        findings: what is wrong with any of it.
    """

    tree: sources.Tree
    archive: Archive | None
    read: Read
    findings: tuple[Finding, ...]


def gather(
    options: Options,
    cache: Cache,
    *,
    tree: sources.Tree | None = None,
    drafts: bool = False,
    earlier: Mapping[str, Opened] = MappingProxyType({}),
) -> Gathered:
    """Read the content folder.

    Args:
        options: what is asked for.
        cache: what earlier builds worked out.
        tree: the folder as it was found; None to look now.
        drafts: whether drafts are read in full.
        earlier: the files as they were read before.
    """
    tree = sources.scan(options.content) if tree is None else tree
    archive, findings = archive_of(tree)
    files = read(tree, archive or Archive(**_NOTHING_KNOWN), options, cache, drafts=drafts, earlier=earlier)
    findings += _names(tree, archive)
    told = [each for each in files.findings if archive or each.code != "cpr-number"]  # which are allowed is not known
    return Gathered(tree, archive, files, (*tree.findings, *findings, *told))


def _names(tree: sources.Tree, archive: Archive | None) -> Iterator[Finding]:
    """Personal numbers in the names of files that lie beside the cases."""
    allowed = [each.number for each in archive.cpr_allowed] if archive else []
    for each in tree.attached:
        for name in (each.path, *each.path.split("/")):
            for found in checks.personal_numbers(name, each.path, allowed):
                yield replace(found, line=0, column=0)


_NOTHING_KNOWN: dict[str, Any] = {"title": ""}  # stands in for an archive whose own file has errors


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


def read(
    tree: sources.Tree,
    archive: Archive,
    options: Options,
    cache: Cache,
    *,
    drafts: bool = False,
    earlier: Mapping[str, Opened] = MappingProxyType({}),
) -> Read:
    """Parse what neither an earlier reading nor the cache knows; a file whose stamp is the same is not opened.

    Meetings come first: what one of them closes is closed in the cases that came before it. A file whose facts are as
    they were earlier has the same object for its document.
    """
    settings = Settings(
        back=translations(archive.language.value).gettext("Back to the text"),
        allowed=tuple(each.number for each in archive.cpr_allowed),
        drafts=drafts,
    )
    meetings = [source for source in tree.sources if source.place.kind is Kind.MEETING]
    others = [source for source in tree.sources if source.place.kind is not Kind.MEETING]
    files = _read(meetings, settings, options, cache, earlier)
    closed = tuple(
        (source.place.ref, parsed.access, parsed.basis)
        for source in meetings
        if (parsed := files[source.place.path].parsed).access
    )
    settings = replace(settings, closed=closed)
    files |= _read(others, settings, options, cache, earlier)
    made = [(path, each.parsed) for path, each in files.items()]
    places = {source.place.path: source.place for source in tree.sources}
    return Read(
        documents=tuple(parsed.document or Document(places[path], None) for path, parsed in made),
        bodies={parsed.document.body: parsed.html for _, parsed in made if parsed.document and parsed.html},
        findings=tuple(each for _, parsed in made for each in parsed.findings),
        files=files,
        settings=settings,
    )


def reopen(source: Source, known: Opened, settings: Settings) -> Opened:
    """Read a file again, all that parsing depends on being as it was.

    Args:
        source: the file as it is.
        known: the file as it was read before.
        settings: what cases are parsed with; other files are parsed the same with them.
    """
    seen = moment()
    digest, parsed = read_one(source, settings)
    return Opened(source.stamp, is_settled(source.stamp, seen), known.settings, digest, parsed)


def _read(
    these: list[Source], settings: Settings, options: Options, cache: Cache, earlier: Mapping[str, Opened]
) -> dict[str, Opened]:
    """Some files by path: what an earlier reading knows, then what the cache knows, then the rest, on every core."""
    shared, seen = key_of(__version__, program(), repr(settings)), moment()
    files: dict[str, Opened] = {}
    left: list[tuple[Source, str]] = []  # with the SHA-256 of their bytes
    is_kept = cache.holds("facts")
    for source in these:
        path = source.place.path
        known = earlier.get(path)
        if known and known.settings == shared and known.settled and known.stamp == source.stamp:
            files[path] = known
            continue
        digest = _digest(source, cache) if known or is_kept else ""  # else there is nothing to compare it with
        if known and known.settings == shared and digest and known.digest == digest:
            files[path] = replace(known, stamp=source.stamp, settled=is_settled(source.stamp, seen))
        else:
            left.append((source, digest))
    files |= _from_cache(left, shared, cache, seen)
    unread = [source for source, _ in left if source.place.path not in files]
    options.profile.count("read", parsed=len(unread), known=len(files))

    def parse_some(numbers: range) -> list[tuple[str, Parsed]]:
        return [read_one(unread[number], settings) for number in numbers]

    done = 0
    for results in workers.in_order(parse_some, len(unread), options.jobs):
        for digest, parsed in results:
            source = unread[done]
            done += 1
            path = source.place.path
            known = earlier.get(path)
            if known and known.parsed.document == parsed.document:
                parsed = replace(parsed, document=known.parsed.document)  # noqa: PLW2901
            files[path] = Opened(source.stamp, is_settled(source.stamp, seen), shared, digest, parsed)
            if parsed.document and parsed.cacheable:
                cache.remember(source.lies_at, source.stamp, digest, seen)
                cache.store("facts", key_of(shared, path, digest), freeze(parsed.document))
                if parsed.document.body:
                    cache.store("bodies", parsed.document.body, parsed.html.encode())
        options.progress("read", done, len(unread))
    return files


def _from_cache(these: list[tuple[Source, str]], shared: str, cache: Cache, seen: int) -> dict[str, Opened]:
    """Those of some files that the cache knows, facts and body both."""
    keys = {source.place.path: key_of(shared, source.place.path, digest) for source, digest in these}
    known = cache.load_values("facts", keys.values())
    bodies = _bodies(known.values(), cache)
    files: dict[str, Opened] = {}
    for source, digest in these:
        document = known.get(keys[source.place.path])
        if document and (not document.body or document.body in bodies):
            parsed = Parsed(document, bodies.get(document.body, ""), (), True)
            files[source.place.path] = Opened(source.stamp, is_settled(source.stamp, seen), shared, digest, parsed)
            cache.remember(source.lies_at, source.stamp, digest, seen)
    return files


@dataclass(frozen=True)
class Attached:
    """What can be searched of attached files.

    Args:
        digests: the SHA-256 of each one's text by its path on the site.
        texts: by that the texts.
        keys: likewise the keys under which the cache has them.
        findings: what is wrong with them.
    """

    digests: Mapping[str, str]
    texts: Mapping[str, str]
    keys: Mapping[str, str]
    findings: tuple[Finding, ...]


def attached_texts(linked: Library, archive: Archive, options: Options, cache: Cache) -> Attached:
    """Read the files that are published with cases; one that the cache knows by its bytes is not read again."""
    allowed = [each.number for each in archive.cpr_allowed]
    files = [each for case in linked.cases.values() for each in case.files if attachments.is_readable(each.name)]
    keys = {each.path: _text_key(options.content / each.source.file) for each in files}
    published = {  # a preview shows drafts, which are never kept
        keys[each.path]
        for case in linked.cases.values()
        for each in case.files
        if each.path in keys and not is_hidden(case.facts, linked.now)
    }
    known: dict[str, tuple[str, str]] = cache.load_values("texts", keys.values())
    unread = {keys[each.path]: options.content / each.source.file for each in files if keys[each.path] not in known}
    fresh = attachments.texts(unread.values(), options.jobs or workers.available())
    for key, made in zip(unread, fresh, strict=True):
        known[key] = (made.text, made.fault)
        if key in published:
            cache.store("texts", key, freeze(known[key]))
    digests: dict[str, str] = {}
    texts: dict[str, str] = {}
    kept: dict[str, str] = {}
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
            kept[digests[each.path]] = keys[each.path]
    return Attached(digests, texts, kept, tuple(findings))


def _text_key(file: Path) -> str:
    """By the bytes alone: the name of a folder may be the title of a case that does not show it."""
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    return key_of("text", attachments.VERSION, version("pypdfium2"), file.suffix.lower(), digest)


def _digest(source: Source, cache: Cache) -> str:
    """The SHA-256 of a file: remembered where its stamp is, else computed; "" where it cannot be read."""
    known = cache.digest(source.lies_at, source.stamp)
    if known:
        return known
    data = sources.read(source)
    return "" if isinstance(data, Finding) else sources.digest(data)


def _bodies(documents: Iterable[Document], cache: Cache) -> dict[str, str]:
    """The HTML of documents that were parsed before, as far as it is known and whole."""
    found = cache.load("bodies", sorted({each.body for each in documents if each.body}))
    return {key: data.decode() for key, data in found.items() if sources.digest(data) == key}


def read_one(source: Source, settings: Settings) -> tuple[str, Parsed]:
    """Read and parse one file: the SHA-256 of its bytes, "" where they cannot be had, and what came of it."""
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
