"""New files for editors: what is known is filled in, what else may stand there is shown as comments."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from builder.model.keys import Choice, Key, Many, Record, keys_of
from builder.model.parts import Handling
from builder.model.records import RECORDS
from builder.model.values import Kind

Translate = Callable[[str], str]
Write = Callable[[str, bool], str]  # words as YAML has them; whether they are an entry of a list
# Keys of every file that a new one seldom needs; the reference has them.
_SELDOM = {"draft", "publish", "retracted", "aliases", "corrections", "access", "basis", "public_title"}
_SELDOM |= {"public_decision", "names", "predecessors", "cpr_allowed", "private_source", "timezone"}


# What is mostly said of a record besides what a new file is told; shown as comments within it.
_WITHIN: dict[type, tuple[str, ...]] = {Handling: ("item", "role", "outcome", "decision")}


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


def document(
    kind: Kind, values: Mapping[str, Any], *, danish: bool, translate: Translate, write: Write, body: str = ""
) -> str:
    """A new file of a kind.

    Args:
        kind: what sort of file.
        values: by the English names of keys; a list of maps for a list of records.
        danish: whether keys stand under their Danish names.
        translate: for the comments, from a message id to words.
        write: writes a value.
        body: the text below the front matter.
    """
    keys = sorted(keys_of(RECORDS[kind]), key=lambda each: each.name == "source")  # what a file is of stands last
    lines = ["---", f"# {translate(_COMMENTS)}"]
    for key in keys:
        if key.name in values:
            lines += _written(key, values[key.name], danish, translate, write)
        elif key.name not in _SELDOM:
            lines.append(_hint(key, danish, translate))
    return "\n".join([*lines, "---", *([body] if body else [])]) + "\n"


_COMMENTS = _("Lines that begin with # do not count: take # and the explanation away, and write the value.")


def _hint(key: Key, danish: bool, translate: Translate) -> str:
    return f"# {key.called(danish)}:  # {translate(key.meaning)}"


def archive(title: str, *, language: str, danish: bool, translate: Translate, write: Write) -> dict[str, str]:
    """The files of a new archive, by their paths; the schemas that `.vscode/settings.json` names are apart."""
    values = {"title": title, "language": language}
    if language == "de":  # elsewhere the clocks are taken to be those of Denmark
        values["timezone"] = "Europe/Berlin"
    welcome = translate(_("Here you can see what was decided, by whom, when and why."))
    return {
        "content/_index.md": document(
            Kind.ARCHIVE, values, danish=danish, translate=translate, write=write, body=welcome
        ),
        ".vscode/settings.json": _json({**_SETTINGS, "yaml.schemas": _schemas()}),
        ".vscode/tasks.json": _json(_tasks(translate)),
        ".gitignore": "site/\n.beslut/\n",
        "README.md": f"# {title}\n\n{translate(_(_README))}\n",
    }


_README = _(
    "The archive's texts lie in `content/`. Make the first authority with `beslut new authority`, then a body, a "
    "meeting and a case. `beslut check` says what is wrong, `beslut build` makes the site in `site/`. On GitHub the "
    "archive publishes itself once *GitHub Actions* is chosen under Settings, Pages."
)
FOLDERS: dict[Kind, str] = {
    Kind.ARCHIVE: "content/_index.md",
    Kind.AUTHORITY: "content/*/_index.md",
    Kind.BODY: "content/*/bodies/*.md",
    Kind.MEETING: "content/*/meetings/*.md",
    Kind.CASE: "content/*/cases/*/*.md",
    Kind.DOSSIER: "content/dossiers/*.md",
    Kind.TOPIC: "content/topics/*.md",
    Kind.PLACE: "content/places/*.md",
    Kind.ORGANISATION: "content/organisations/*.md",
    Kind.TERM: "content/glossary/*.md",
    Kind.PAGE: "content/pages/*.md",
}


# Keys and values are offered while front matter is written; words that only stand elsewhere in the file are not.
_SETTINGS: dict[str, Any] = {
    "[markdown]": {
        "editor.quickSuggestions": {"other": "on", "comments": "on", "strings": "on"},
        "editor.snippetSuggestions": "top",
        "editor.wordBasedSuggestions": "off",
    },
    "files.eol": "\n",
}


def _tasks(translate: Translate) -> dict[str, Any]:
    """The preview as a task that starts with the folder; what it says is underlined in the files."""
    matchers = [
        _matcher("error", r"^(?:error|fejl): (.+?):(\d+):(\d+): (.*)$"),
        _matcher("warning", r"^(?:warning|advarsel): (.+?):(\d+):(\d+): (.*)$"),
    ]
    return {
        "version": "2.0.0",
        "tasks": [
            {
                "label": translate(_("Preview")),
                "type": "shell",
                "command": "beslut serve",
                "isBackground": True,
                "runOptions": {"runOn": "folderOpen"},
                "problemMatcher": matchers,
            }
        ],
    }


def _matcher(severity: str, pattern: str) -> dict[str, Any]:
    return {
        "owner": f"beslut-{severity}",
        "severity": severity,
        "fileLocation": ["relative", "${workspaceFolder}/content"],
        "pattern": {"regexp": pattern, "file": 1, "line": 2, "column": 3, "message": 4},
        "background": {"activeOnStart": True, "beginsPattern": BEGINS, "endsPattern": ENDS},
    }


# How `beslut serve` frames what it finds, each time that it looks.
BEGINS, ENDS = r"^\[\d\d:\d\d:\d\d\] \.\.\.$", r"^\[\d\d:\d\d:\d\d\] [^.]"


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _schemas() -> dict[str, str]:
    return {f".vscode/schemas/{kind.name.lower()}.schema.json": folder for kind, folder in FOLDERS.items()}


def _written(key: Key, value: Any, danish: bool, translate: Translate, write: Write) -> list[str]:
    inner = key.type.of if isinstance(key.type, Many) else key.type
    if isinstance(key.type, Many):
        lines = [f"{key.called(danish)}:"]
        for each in value:
            if isinstance(inner, Record) and isinstance(each, Mapping):
                own = [part for part in keys_of(inner.of) if part.name in each]
                rows = [line for part in own for line in _written(part, each[part.name], danish, translate, write)]
                hinted = [
                    part for part in keys_of(inner.of) if part.name in _WITHIN.get(inner.of, ()) and part not in own
                ]
                rows += [_hint(part, danish, translate) for part in hinted]
                lines += [("- " if not number else "  ") + row for number, row in enumerate(rows)]
            else:
                lines.append(f"- {write(_scalar(each), True)}")
        return lines
    if isinstance(key.type, Choice) and danish:
        value = next(each.danish for each in key.type.members if each.value == value)
    return [f"{key.called(danish)}: {write(_scalar(value), False)}"]


def _scalar(value: Any) -> str:
    """A value in words; days and times as they are read, not as YAML would have them."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes").replace(":", ".")
    return str(value)
