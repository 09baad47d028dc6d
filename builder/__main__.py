"""The command line.

Results go to standard output, progress and diagnostics to standard error. Exit status: 0 done, 1 the content has
errors, 2 the call is wrong, 3 the machine failed. What a command needs is loaded when it is called, so that `--help`
is there at once.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from builder import __version__
from builder.messages import translations, user_language
from builder.model.values import Kind


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit status."""
    _ = translations(user_language()).gettext
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    chosen = _parser(_).parse_args(arguments)
    from builder.commands import run

    return run(chosen, _)


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
    against.add_argument(
        "--may-be-first",
        action="store_true",
        help=_("with --against: where nothing is published yet, compare with nothing"),
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
    leading = commands.add_parser("redirects", help=_("rules by which a host leads on from earlier addresses"))
    leading.add_argument("host", choices=("cloudflare", "netlify", "nginx"), help=_("which host they are for"))
    leading.add_argument("--site", type=Path, default=Path("site"), help=_("the site (default: site)"))
    leading.add_argument("--output", type=Path, help=_("a file to write to, instead of the standard output"))
    taking = commands.add_parser("import", help=_("bring in minutes, or what a council system has"))
    taking.add_argument("names", nargs="+", metavar=_("FILE"), help=_("files, folders of files, or web addresses"))
    taking.add_argument(
        "--from", dest="origin", default="auto", choices=ORIGINS, help=_("what they are (default: as they look)")
    )
    taking.add_argument("--authority", metavar="SLUG", default="", help=_("the authority they are of"))
    taking.add_argument("--body", metavar="SLUG", default="", help=_("the body they are of"))
    taking.add_argument("--content", type=Path, default=Path("content"), help=_("the content (default: content)"))
    taking.add_argument("--files", type=Path, metavar="DIR", help=_("a folder with their attachments"))
    taking.add_argument("--report", type=Path, metavar="FILE", help=_("a page on what was read, and from where"))
    taking.add_argument("--dry-run", action="store_true", help=_("show what would be written, write nothing"))
    taking.add_argument("--jobs", type=int, default=0, help=_("how many processes (default: one for each processor)"))
    taking.add_argument("--quiet", action="store_true", help=_("say nothing but what is wrong"))
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


ORIGINS = ("auto", "minutes", "firstagenda", "oparl")
_NEW = {
    "archive": ("title", "language"),
    "authority": ("name",),
    "body": ("authority", "name", "abbreviation"),
    "meeting": ("authority", "body", "date", "start", "place"),
    "case": ("authority", "title", "number", "topic", "body", "date"),
    "dossier": ("title",),
}


if __name__ == "__main__":
    sys.exit(main())
