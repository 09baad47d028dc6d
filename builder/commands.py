"""What the commands of the command line do, each from what was asked for to its exit status."""

from __future__ import annotations

import argparse
import gc
import os
import re
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from builder.journal import Busy
from builder.messages import Told
from builder.options import CALL, CONTENT, DONE, MACHINE, Options, silent
from builder.profiling import OFF, Measured
from builder.reports import Bar, explain, report, report_again, report_profile, report_review, summarise
from builder.results import Result
from builder.unchanged import look
from builder.writer import MANIFEST, ForeignFolder


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


FOREIGN = _("{path} was not made by beslut; name another folder with --output, or move it away")

NO_CONTENT = _("there is no folder {path}; name the content with --content")


def run(chosen: argparse.Namespace, _: Callable[[str], str]) -> int:
    """Run the command that was chosen; its exit status."""
    if chosen.command == "schema":
        from builder.reference import schemas

        return _write(schemas(chosen.kind, chosen.format, _), chosen.output)
    if chosen.command == "redirects":
        return _redirects(chosen, _)
    if chosen.command == "import":
        return _import(chosen, _)
    options = _options(chosen, _)
    if isinstance(options, str):
        print(options, file=sys.stderr)
        return CALL
    # Nearly all that a build makes lives to its end: looking for garbage took a third of the time.
    gc.set_threshold(100_000, 50, 100)
    if chosen.command == "new":
        return _new(chosen, options, _)
    if chosen.command == "serve":
        return _serve(chosen, options, _)
    return _build(chosen, options, _)


def _build(chosen: argparse.Namespace, options: Options, _: Callable[[str], str]) -> int:
    """Build or check, and say what came of it; the exit status."""
    started = time.monotonic()
    try:
        result = _result(chosen, options)
    except Told as error:
        print(error.words(_), file=sys.stderr)
        return CALL
    except ForeignFolder as error:
        print(_(FOREIGN).format(path=error.path), file=sys.stderr)
        return CALL
    except Busy as error:
        print(_("another build is writing to {path}; wait for it").format(path=error), file=sys.stderr)
        return MACHINE
    except OSError as error:
        print(_("the machine failed: {reason}").format(reason=error), file=sys.stderr)
        return MACHINE
    except KeyboardInterrupt:
        print(_("interrupted; nothing was changed"), file=sys.stderr)
        return MACHINE
    strict = bool(getattr(chosen, "strict", False) and result.findings)
    try:
        if getattr(chosen, "publish", False):
            report_review(result, chosen.format, chosen.content, _)
        else:
            report(result.findings, getattr(chosen, "format", "text"), chosen.content, _)
        if not chosen.quiet:
            summarise(result, chosen.command, time.monotonic() - started, _)
        if isinstance(options.profile, Measured):
            report_profile(options.profile, _)
        explain(result.answers, _)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return CONTENT if result.failed or strict else DONE


def _import(chosen: argparse.Namespace, _: Callable[[str], str]) -> int:
    """Import what is named; the exit status."""
    from builder.checks import masked
    from builder.importers import telling
    from builder.importers.imported import Broken
    from builder.importers.importing import Context, Refused, settings
    from builder.importers.importing import run as take
    from builder.importers.sources import SOURCES

    if chosen.origin == "oparl" and not chosen.content.exists() and not chosen.dry_run:
        chosen.content.mkdir(parents=True)  # records bring the whole archive
    if not chosen.content.is_dir():
        print(_(NO_CONTENT).format(path=chosen.content), file=sys.stderr)
        return CALL
    if chosen.report and not chosen.report.parent.is_dir():
        print(_("{path}: there is no folder to put it in").format(path=chosen.report), file=sys.stderr)
        return CALL
    gc.set_threshold(100_000, 50, 100)
    started = time.monotonic()
    try:
        language, timezone = settings(chosen.content)
        context = Context(
            chosen.content,
            today=Options().now(timezone or "UTC").date(),
            authority=chosen.authority,
            body=chosen.body,
            files=chosen.files,
            report=chosen.report,
            jobs=chosen.jobs,
            language=language,
            dry=chosen.dry_run,
            timezone=timezone,
            progress=silent if chosen.quiet or chosen.dry_run else Bar(_),
        )
        outcome = take(
            chosen.names,
            context,
            known=SOURCES,
            origin=chosen.origin,
            dry=chosen.dry_run,
            show=lambda line: print(masked(line)),
        )
        report(telling.findings(outcome), "text", chosen.content, _)
        for line in telling.lines(outcome, _):
            print(masked(line), file=sys.stderr)
        if not chosen.quiet:
            print(telling.summary(outcome, time.monotonic() - started, _, dry=chosen.dry_run), flush=True)
            if chosen.report and chosen.report.exists():
                print(_("the report: {path}").format(path=chosen.report), flush=True)
    except Refused as error:
        print(error.words(_), file=sys.stderr)
        return CALL
    except Broken as error:
        print(error.words(_), file=sys.stderr)
        return CONTENT
    except Busy as error:
        print(_("another build is writing to {path}; wait for it").format(path=error), file=sys.stderr)
        return MACHINE
    except BrokenPipeError:  # whoever read has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        print(_("the machine failed: {reason}").format(reason=error), file=sys.stderr)
        return MACHINE
    except KeyboardInterrupt:
        print(_("interrupted; what was written is whole, and the next import does the rest"), file=sys.stderr)
        return MACHINE
    return CONTENT if telling.lost(outcome) else DONE


def _result(chosen: argparse.Namespace, options: Options) -> Result:
    """What came of building or checking; the stages are not even loaded where a build has nothing to do."""
    if chosen.command == "check":
        from builder.build import check

        return check(options, review=chosen.publish)
    seen = None if options.against else look(options)  # else nothing is touched before what is published is there
    if seen and seen.result:
        return seen.result
    from builder.build import build

    return build(options, seen)


def _options(chosen: argparse.Namespace, _: Callable[[str], str]) -> Options | str:
    """The options of a call, or what is wrong with it."""
    if chosen.command == "new" and chosen.what == "archive":
        return Options()
    if not chosen.content.is_dir():
        return _(NO_CONTENT).format(path=chosen.content)
    if chosen.templates and not chosen.templates.is_dir():
        return _("there is no folder {path}; name the templates with --templates").format(path=chosen.templates)
    at = None
    if chosen.at:
        try:
            at = datetime.fromisoformat(chosen.at)
            if not 1 < at.year < 9999:
                raise ValueError(chosen.at)
        except ValueError:
            return _("{value} is no moment; write it as 2026-01-31T08:00").format(value=chosen.at)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch and not re.fullmatch(r"[0-9]{1,11}", epoch):
        return _("SOURCE_DATE_EPOCH is {value}, which is no number of seconds").format(value=epoch)
    if chosen.base_url and not _is_base(chosen.base_url):
        return _("{value} is no web address; write it as https://example.org/archive/").format(value=chosen.base_url)
    own = Path(chosen.content).resolve()
    out = getattr(chosen, "output", Path("site"))
    if chosen.command == "build":
        if out.exists() and not out.is_dir():
            return _(FOREIGN).format(path=out)
        if out.resolve() == own or own in out.resolve().parents or out.resolve() in own.parents:
            return _("the site and the content cannot lie in one another")
    return Options(
        content=chosen.content,
        templates=chosen.templates or Path("templates"),
        output=out,
        cache=None if chosen.no_cache else Path(".beslut"),
        base_url=chosen.base_url,
        at=at,
        jobs=chosen.jobs,
        search=not getattr(chosen, "no_search", False),
        why=tuple(getattr(chosen, "why", ())),
        against=getattr(chosen, "against", None),
        first=getattr(chosen, "may_be_first", False),
        tell=lambda told: print(told.words(_), file=sys.stderr),
        ci=os.environ.get("CI", "").lower() in {"1", "true", "yes"},
        progress=silent if chosen.quiet else Bar(_),
        profile=Measured() if getattr(chosen, "profile", False) else OFF,
    )


def _is_base(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    known = parts.scheme in {"http", "https"} and bool(parts.netloc)
    path = not parts.scheme and not parts.netloc and text.startswith("/")
    return (known or path) and not parts.query and not parts.fragment and not re.search(r"[\s<>\"'\\]", text)


def _new(chosen: argparse.Namespace, options: Options, _: Callable[[str], str]) -> int:
    """Make new files; the exit status."""
    from builder.new import Refused, create

    try:
        asks = sys.stdin.isatty()
        for path in create(chosen, replace(options, progress=silent), _asker(_) if asks else None, _):
            print(path)
        if asks and chosen.what == "archive":
            print(_("next: `cd {folder}`, then `beslut new authority`").format(folder=chosen.folder), file=sys.stderr)
    except Refused as error:
        print(error.words(_), file=sys.stderr)
        return CALL
    except (KeyboardInterrupt, EOFError):
        print(_("interrupted; nothing was changed"), file=sys.stderr)
        return MACHINE
    except OSError as error:
        print(_("the machine failed: {reason}").format(reason=error), file=sys.stderr)
        return MACHINE
    return DONE


def _serve(chosen: argparse.Namespace, options: Options, _: Callable[[str], str]) -> int:
    """Serve the preview until interrupted; the exit status."""
    from builder.server.serving import LOOPBACK, Server

    try:
        server = Server(options, chosen.host, chosen.port)
    except (OSError, OverflowError) as error:
        cannot = _("port {port} cannot be used: {reason}; name another with --port")
        print(cannot.format(port=chosen.port, reason=error), file=sys.stderr)
        return CALL
    if chosen.host not in LOOPBACK:
        print(_("others on the network can see this preview"), file=sys.stderr)

    def ready(address: str) -> None:
        print(_("preview at {address}; Ctrl-C ends it").format(address=address), flush=True)
        print(_("what becomes public: {address}").format(address=f"{address}_beslut/publish"), flush=True)

    with suppress(KeyboardInterrupt):
        server.run(ready, lambda findings: report_again(findings, options.content, _))
    return DONE


def _asker(_: Callable[[str], str]) -> Callable[[str, str, tuple[str, ...]], str]:
    """Questions on a terminal; what is offered is numbered, and a number is an answer."""

    def ask(question: str, default: str, offers: tuple[str, ...]) -> str:
        print(question, file=sys.stderr)
        for number, offer in enumerate(offers, 1):
            print(f"  {number}  {offer}", file=sys.stderr)
        print(f"[{default}] > " if default else "> ", end="", file=sys.stderr, flush=True)
        answer = input().strip() or default
        numbered = {str(number): offer for number, offer in enumerate(offers, 1)}
        return ", ".join(numbered.get(part.strip(), part.strip()) for part in answer.split(","))

    return ask


def _redirects(chosen: argparse.Namespace, _: Callable[[str], str]) -> int:
    """Tell the rules of a site for a host; the exit status."""
    from builder.publishing.manifest import parse
    from builder.publishing.rules import rules

    try:
        site = parse((chosen.site / MANIFEST).read_bytes())
    except (OSError, ValueError):
        print(_("{path} is no site that beslut made; name it with --site").format(path=chosen.site), file=sys.stderr)
        return CALL
    text = rules(site, chosen.host)
    try:
        if chosen.output:
            chosen.output.write_text(text, encoding="utf-8", newline="\n")
        else:
            print(text, end="")
    except OSError as error:
        print(_("the machine failed: {reason}").format(reason=error), file=sys.stderr)
        return MACHINE
    return DONE


def _write(files: dict[str, str], folder: Path | None) -> int:
    """Texts to a folder, or to the standard output; the exit status."""
    for name, text in files.items():
        if folder is None:
            print(text, end="")
        else:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    return DONE
