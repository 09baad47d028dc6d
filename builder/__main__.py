"""The command line.

Results go to standard output, progress and diagnostics to standard error. Exit status: 0 done, 1 the content has
errors, 2 the call is wrong, 3 the machine failed.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import re
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from builder import __version__
from builder.build import build, check
from builder.checks import masked
from builder.diagnostics import DID_YOU_MEAN
from builder.messages import translations, user_language
from builder.model.values import Kind
from builder.options import Options, silent
from builder.profiling import OFF, Measured
from builder.publishing import Unusable
from builder.reports import Bar, explain, report, report_again, report_profile, report_review, summarise
from builder.why import Unknown
from builder.writer import Busy, ForeignFolder

DONE, CONTENT, CALL, MACHINE = 0, 1, 2, 3


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


FOREIGN = _("{path} was not made by beslut; name another folder with --output, or move it away")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit status."""
    _ = translations(user_language()).gettext
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    chosen = _parser(_).parse_args(arguments)
    if chosen.command == "schema":
        from builder.reference import schemas

        return _write(schemas(chosen.kind, chosen.format, _), chosen.output)
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
    started = time.monotonic()
    try:
        result = build(options) if chosen.command == "build" else check(options, review=chosen.publish)
    except Unusable as error:
        print(error.words(_), file=sys.stderr)
        return CALL
    except ForeignFolder as error:
        print(_(FOREIGN).format(path=error.path), file=sys.stderr)
        return CALL
    except Unknown as error:
        print(_unknown(error, _), file=sys.stderr)
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


def _parser(_: Callable[[str], str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("beslut", description=_("Publish a public archive of decisions as a static site."))
    parser.add_argument("--version", action="version", version=f"beslut {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar=_("COMMAND"))
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--content", type=Path, default=Path("content"), help=_("the content (default: content)"))
    shared.add_argument(
        "--templates",
        type=Path,
        help=_("templates of your own (default: templates)"),
    )
    shared.add_argument("--base-url", help=_("where the site is published, instead of what the archive says"))
    shared.add_argument("--at", help=_("the moment that counts as now, as 2026-01-31T08:00"))
    shared.add_argument("--jobs", type=int, default=0, help=_("how many processes (default: one for each processor)"))
    shared.add_argument("--no-cache", action="store_true", help=_("believe nothing of earlier builds"))
    shared.add_argument("--quiet", action="store_true", help=_("say nothing but what is wrong"))
    against = argparse.ArgumentParser(add_help=False)
    against.add_argument(
        "--against", metavar=_("FILE_OR_URL"), help=_("the manifest.json of the published site, to compare with")
    )
    making = commands.add_parser("build", parents=[shared, against], help=_("build the site"))
    making.add_argument("--output", type=Path, default=Path("site"), help=_("the site (default: site)"))
    making.add_argument("--no-search", action="store_true", help=_("leave the search index out"))
    making.add_argument(
        "--why", action="append", default=[], metavar="URL", help=_("say why a page was written anew; may be repeated")
    )
    making.add_argument("--profile", action="store_true", help=_("say where the time went"))
    checking = commands.add_parser("check", parents=[shared, against], help=_("check the content, write nothing"))
    checking.add_argument("--strict", action="store_true", help=_("warnings count as errors"))
    checking.add_argument("--publish", action="store_true", help=_("tell what becomes public and what is held back"))
    checking.add_argument("--format", choices=("text", "json", "github"), default="text", help=_("of the findings"))
    showing = commands.add_parser("serve", parents=[shared, against], help=_("see the site while you write"))
    showing.add_argument("--host", default="127.0.0.1", help=_("the address to serve at (default: 127.0.0.1)"))
    showing.add_argument("--port", type=int, default=8000, help=_("the port (default: 8000)"))
    showing.add_argument("--no-search", action="store_true", help=_("leave the search index out"))
    telling = commands.add_parser("schema", help=_("what may stand in the files, as JSON Schema or as a reference"))
    telling.add_argument("kind", nargs="?", choices=[kind.value for kind in Kind], help=_("of one kind of file only"))
    telling.add_argument("--format", choices=("json", "markdown"), default="json", help=_("of the schema"))
    telling.add_argument("--output", type=Path, help=_("a folder to write to, instead of the standard output"))
    starting = commands.add_parser("new", help=_("a new archive, or a new file in one")).add_subparsers(
        dest="what", required=True, metavar=_("WHAT")
    )
    for what, names in _NEW.items():
        making = starting.add_parser(what, parents=[] if what == "archive" else [shared])
        if what == "archive":
            making.add_argument("folder", help=_("the folder to make"))
        for name in names:
            making.add_argument(f"--{name}")
    return parser


_NEW = {
    "archive": ("title", "language"),
    "authority": ("name",),
    "body": ("authority", "name", "abbreviation"),
    "meeting": ("authority", "body", "date", "start", "place"),
    "case": ("authority", "title", "number", "topic", "body", "date"),
    "dossier": ("title",),
}


def _options(chosen: argparse.Namespace, _: Callable[[str], str]) -> Options | str:
    """The options of a call, or what is wrong with it."""
    if chosen.command == "new" and chosen.what == "archive":
        return Options()
    if not chosen.content.is_dir():
        return _("there is no folder {path}; name the content with --content").format(path=chosen.content)
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
        ci=os.environ.get("CI", "").lower() in {"1", "true", "yes"},
        progress=silent if chosen.quiet else Bar(_),
        profile=Measured() if getattr(chosen, "profile", False) else OFF,
    )


def _unknown(error: Unknown, _: Callable[[str], str]) -> str:
    """What is wrong with an address that no page has."""
    text = _("the site has no page {address}").format(address=masked(error.address))
    return f"{text} " + _(DID_YOU_MEAN).format(word=error.suggestion) if error.suggestion else text


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


def _write(files: dict[str, str], folder: Path | None) -> int:
    """Texts to a folder, or to the standard output; the exit status."""
    for name, text in files.items():
        if folder is None:
            print(text, end="")
        else:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    return DONE


if __name__ == "__main__":
    sys.exit(main())
