"""The files by which a new archive publishes itself on GitHub Pages: a workflow, its action, what is installed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from builder import __version__

FOLDER = Path(__file__).parent
# The action is one file at the top of the project, where others can use it; the package brings a copy.
ACTION = next(each for each in (FOLDER / "action.yml", FOLDER.parents[1] / "action.yml") if each.is_file())


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


_WORDS = {
    "about": _("Checks each change, and publishes the archive on GitHub Pages when it is on main."),
    "pins": _("What others have made is named by its commit, which nobody can change; Dependabot proposes newer ones."),
    "publish": _("Publish"),
    "hourly": _("each hour, so that what is to be published later is; where nothing is new, nothing is published"),
    "build": _("Check and build"),
    "where": _("to know where the archive is published"),
    "deploys": _("Only this job may publish, and it runs no program of the archive's."),
    "deploy": _("Publish on GitHub Pages"),
    "updates": _(
        "Newer versions are proposed as changes of their own, which are checked before anything is published."
    ),
    "requirements": _("The version of beslut that the archive is built with."),
}


def files(translate: Callable[[str], str]) -> dict[str, str]:
    """The files, by their paths in the archive's folder.

    Args:
        translate: for the comments and names, from a message id to words.
    """
    return {
        "requirements.txt": f"# {translate(_WORDS['requirements'])}\nbeslut=={__version__}\n",
        ".github/workflows/publish.yml": _filled("publish.yml", translate),
        ".github/dependabot.yml": _filled("dependabot.yml", translate),
        ".github/actions/beslut/action.yml": ACTION.read_text("utf-8"),
    }


def _filled(name: str, translate: Callable[[str], str]) -> str:
    """A file of this folder with its words filled in."""
    text = (FOLDER / name).read_text("utf-8")
    return re.sub(r"__(\w+?)__", lambda match: translate(_WORDS[match[1]]), text)
