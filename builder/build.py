"""The build, from top to bottom: sources, documents, library, pages, artifacts, site.

Each stage gets values and hands values on. `build` and `check` share all of it but the last two steps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from builder import (
    assets,
    checks,
    library,
    publishing,
    retold,
    reworded,
    sources,
    template_files,
    templates,
    unchanged,
    views,
    why,
)
from builder.cache import Cache
from builder.diagnostics import Finding, finding
from builder.indexing import index
from builder.library.memory import Memory
from builder.library.public import moments
from builder.messages import translations
from builder.model.documents import Attached
from builder.model.linked import Library
from builder.model.records import Archive
from builder.options import Options
from builder.publishing import Published
from builder.reading import Gathered, Read, attached_texts, gather, placed
from builder.rendering import Nowhere, Planned, render
from builder.results import Result, has_errors
from builder.unchanged import Look, look
from builder.urls import Urls, file_of, path_of
from builder.writer import MANIFEST, Artifact, Output, artifact, output


def check(options: Options, *, review: bool = False, keep: bool = False) -> Result:
    """Read everything and check it; write nothing, but what was worked out to the cache if that is asked for.

    Args:
        options: what is asked for.
        review: whether to tell what would become public; where that is compared with a published site, all is rendered.
        keep: whether the cache may keep what was rendered, so that the next time is quicker.

    Raises:
        publishing.Unusable: where what is published cannot be had.
    """
    published = publishing.fetch(options.against, options.first, options.tell) if options.against else None
    cache = Cache(options.cache if options.cache and options.cache.is_dir() else None)
    try:
        gathered = gather(options, cache)
        planned, findings = link(gathered, options, cache)
        if planned is None:
            return Result(findings)
        findings = _answered(planned, published, gathered, findings)
        publication = None
        if review:
            from builder.publishing import review as lists  # noqa: PLC0415 - a build does not need it

            digests = _digests(planned, options, cache) if published else {}
            publication = lists.review(planned, gathered.read.documents, published, digests)
        if keep:
            cache.save(drop=False)
        return Result(findings, len(planned.pages), publication=publication)
    except templates.BrokenTemplate as error:
        return _broken(error)
    finally:
        cache.close()


def build(options: Options, seen: Look | None = None) -> Result:
    """Build the site; with an error in the content nothing is written and the old site stands.

    Args:
        options: what is asked for.
        seen: what has changed since the last build; None to look now.

    Raises:
        writer.ForeignFolder, journal.Busy: where the output folder cannot be written to.
        why.Unknown: where it is asked about a page that there is none of; nothing is written then.
        publishing.Unusable: where what is published cannot be had.
    """
    published = publishing.fetch(options.against, options.first, options.tell) if options.against else None
    profile, seen = options.profile, seen or look(options)
    cache = seen.cache
    try:
        if done := seen.result or _reworded(seen, options):
            return done
        with profile.stage("read"):
            tree = sources.sorted_out(seen.inputs.listing)
            gathered = gather(options, cache, tree=tree)
        planned, findings = link(gathered, options, cache)
        answered = _answered(planned, published, gathered, findings)
        if planned is None or has_errors(answered):
            return Result(answered)
        with profile.stage("write"), output(options.output, cache.digest) as site:
            making = why.Build(gathered, planned, options, cache, site)
            asked = why.asked(making)
            keys: dict[str, str] = {}
            for item in artifacts(planned, options, cache, site):
                site.add(item)
                keys[item.path] = item.key
            answers = why.answers(asked, making)
            written = site.commit(publishing.entries(planned))
            profile.count("write", **vars(written))
            with profile.stage("keep"):
                site.remember(cache.remember)
        with profile.stage("keep"):
            came_to = unchanged.Last(findings, len(planned.pages), tuple(site.files))
            when, times = planned.library.now, moments(gathered.read.documents)
            unchanged.note(seen.inputs, when, planned.library.archive.timezone, times, came_to, options, cache)
            reworded.note(tree, gathered, planned, keys, cache)
            if options.search:
                retold.note(tree, gathered, planned, cache)
            why.note(making)
            cache.save()
        return Result(answered, len(planned.pages), written, answers)
    except templates.BrokenTemplate as error:
        return _broken(error)
    finally:
        cache.close()


def _reworded(seen: Look, options: Options) -> Result | None:
    """How a build ends before which nothing but words changed; None where more did."""
    if seen.last is None:
        return None
    with options.profile.stage("reworded"):
        written = reworded.rewrite(seen.inputs, seen.last, options, seen.cache)
        if written is None:
            return None
        options.profile.count("reworded", pages=written.written)
        seen.cache.save(drop=False)
    return Result(seen.last.findings, seen.last.pages, written)


def plan(options: Options, cache: Cache) -> tuple[Planned | None, tuple[Finding, ...]]:
    """Everything up to the pages, and everything that is wrong; no plan where there are errors."""
    return link(gather(options, cache), options, cache)


def _answered(
    planned: Planned | None, published: Published | None, gathered: Gathered, findings: tuple[Finding, ...]
) -> tuple[Finding, ...]:
    """The findings, and what the published site, if one is named, finds wrong with what is planned."""
    if planned is None or published is None:
        return findings
    comparison = publishing.Comparison(planned, gathered.read.documents, published)
    return tuple(sorted((*findings, *placed(comparison.findings(), gathered.tree))))


def link(
    gathered: Gathered, options: Options, cache: Cache, *, unpublished: bool = False, memory: Memory | None = None
) -> tuple[Planned | None, tuple[Finding, ...]]:
    """From what was read to the pages.

    Args:
        gathered: what was read.
        options: what is asked for.
        cache: what earlier builds worked out.
        unpublished: whether drafts, and what is not to be published yet, count as published: in a preview only.
        memory: the library that was made last, in parts.
    """
    tree, archive, documents = gathered.tree, gathered.archive, gathered.read
    if archive is None:
        return None, placed(gathered.findings, tree)
    urls = Urls(archive.language.value, (archive.base_url or "") if options.base_url is None else options.base_url)
    moment = options.now(archive.timezone)
    profile = options.profile
    with profile.stage("library"):
        linked, wrong = library.make(
            documents.documents, tree.attached, moment, urls, unpublished=unpublished, memory=memory
        )
    findings = [*gathered.findings, *_private(archive, documents, options), *wrong]
    if has_errors(findings):
        return None, placed(findings, tree)

    files = template_files.files(template_files.folders(options.templates))
    addresses, assets_made = assets.fingerprinted(files, urls)
    with profile.stage("attached"):
        attached = attached_texts(linked, archive, options, cache)
    findings += attached.findings
    with profile.stage("views"):
        pages = views.pages(linked, urls, addresses, translations(urls.language).gettext, attached.digests)
    profile.count("views", pages=len(pages))
    bodies = {**documents.bodies, **attached.texts}
    planned = Planned(linked, urls, pages, bodies, attached.keys, assets_made, _files(linked))
    with profile.stage("checks"):
        findings += _crossing(planned, tree)
    return (None if has_errors(findings) else planned), placed(findings, tree)


def artifacts(planned: Planned, options: Options, cache: Cache, site: Output) -> Iterator[Artifact]:
    """Every file of the site; those that the folder already has come without their bytes."""
    yield from planned.assets
    for path, attached in planned.files:
        yield artifact(file_of(path), (options.content / attached.file).read_bytes())
    yield from options.profile.each("render", render(planned, options, cache, site))
    if options.search:
        yield from options.profile.each("search", index(planned, options, cache, site))


def _digests(planned: Planned, options: Options, cache: Cache) -> dict[str, str]:
    """The SHA-256 of every page and attachment by its address; what the cache knows is not rendered."""
    found = {path_of(item.path): item.sha256 for item in render(planned, options, cache, Nowhere())}
    found |= {path: sources.digest((options.content / each.file).read_bytes()) for path, each in planned.files}
    return found


def _broken(error: templates.BrokenTemplate) -> Result:
    return Result((finding("template", error.name, line=error.line, column=1, reason=error.reason),))


def _private(archive: Archive, documents: Read, options: Options) -> Iterator[Finding]:
    """Closed text on a build server means that the repository, which others may read, holds it."""
    if options.ci and not archive.private_source:
        for each in documents.findings:
            if each.code == "closed-text":
                yield replace(each, code="private-source")


def _crossing(planned: Planned, tree: sources.Tree) -> Iterator[Finding]:
    """Two claims to one address; links to paths that are not there."""
    files = [(path, attached.path) for path, attached in planned.files]
    own = [("/" + path, "") for path in (*(each.path for each in planned.assets), MANIFEST, "pagefind")]
    claimed = [*own, *((page.path, page.source) for page in planned.pages), *files]
    yield from checks.claims(claimed, [*(each.place.path for each in tree.sources), *(source for _, source in files)])
    linked = [(path, source) for source, links in planned.library.links.items() for _, path in links.paths if path]
    yield from checks.site_paths(linked, [path for path, _ in claimed])


def _files(linked: Library) -> tuple[tuple[str, Attached], ...]:
    return tuple((file.path, file.source) for case in linked.cases.values() for file in case.files)
