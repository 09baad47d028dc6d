"""What the command line says: progress, what is wrong, what was done."""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from builder.checks import masked
from builder.diagnostics import Finding, Severity, render, sentences
from builder.messages import Format, user_language
from builder.profiling import Measured, lines
from builder.results import Result
from builder.writer import Fate

if TYPE_CHECKING:
    from builder.why import Answer

Translate = Callable[[str], str]
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Bar:
    """Progress: on a terminal a line that is written over and goes with its step, elsewhere a line for each step."""

    def __init__(self, _: Callable[[str], str]) -> None:
        """Take the words for the steps."""
        self._names = {"read": _("read"), "render": _("render"), "search": _("index for search")}
        self._names |= {"import": _("import")}
        self._shown, self._step = 0.0, ""

    def __call__(self, step: str, done: int, total: int) -> None:
        """Show how far a step has come; with 0 in all, as long as nobody knows how many there are."""
        if not (done or total):
            return
        line = f"{self._names[step]} {done}/{total}" if total else f"{self._names[step]} {done}"
        if sys.stderr.isatty():
            if done == total or step != self._step or time.monotonic() - self._shown > 0.1:
                self._shown, self._step = time.monotonic(), step
                print("\r\x1b[K" + (line if done != total else ""), end="", file=sys.stderr, flush=True)
        elif done == total:
            print(line, file=sys.stderr, flush=True)


def _masked(each: Finding) -> Finding:
    """A finding without the CPR numbers that names of files and addresses may hold."""
    values = tuple((name, masked(value)) for name, value in each.values)
    return replace(each, path=masked(each.path), values=values, suggestion=masked(each.suggestion))


def report(findings: tuple[Finding, ...], form: str, content: Path, _: Translate) -> None:
    """Tell what is wrong.

    Args:
        findings: all of it.
        form: `text` for people, to the standard error; `json` or `github` (annotations) to the standard output.
        content: the folder that the findings' paths are below.
        _: from a message id to words.
    """
    if form == "json":
        print(json.dumps(_rows(findings, _), ensure_ascii=False, indent=1))
        return
    for each in map(_masked, findings):
        if form == "github":
            file = _escaped((content / each.path).as_posix()).replace(":", "%3A").replace(",", "%2C")
            place = f"file={file},line={max(each.line, 1)},col={max(each.column, 1)}," if each.path else ""
            print(f"::{each.severity.value} {place}title={each.code}::{_escaped(sentences(each, _))}")
        else:
            _tell(each, content, _)


def report_again(findings: tuple[Finding, ...], content: Path, _: Translate) -> None:
    """Tell what is wrong now, between two lines by which an editor knows that all earlier findings are void."""
    clock = time.strftime("[%H:%M:%S]")
    print(f"{clock} ...", file=sys.stderr)
    report(findings, "text", content, _)
    print(f"{clock} {_counts(findings, _)}", file=sys.stderr, flush=True)


def _counts(findings: tuple[Finding, ...], _: Translate) -> str:
    errors = sum(each.severity is Severity.ERROR for each in findings)
    return _("{errors} errors, {warnings} warnings").format(errors=errors, warnings=len(findings) - errors)


def report_review(result: Result, form: str, content: Path, _: Translate) -> None:
    """Tell what is wrong as `report` does, and what would become public to the standard output; JSON is one object."""
    publication = result.publication
    if form == "json":
        told = {"findings": _rows(result.findings, _), "publication": publication and asdict(publication)}
        print(masked(json.dumps(told, ensure_ascii=False, indent=1, default=lambda day: day.isoformat())))
        return
    from builder.publishing import telling  # noqa: PLC0415 - only this needs it

    report(result.findings, form, content, _)
    for line in telling.lines(publication, _) if publication else ():
        print(masked(line))
    if publication is None:
        print(_("what becomes public is told when the errors are mended"), file=sys.stderr)


def _rows(findings: tuple[Finding, ...], _: Translate) -> list[dict[str, object]]:
    return [
        {
            "path": each.path,
            "line": each.line,
            "column": each.column,
            "field": each.field,
            "code": each.code,
            "severity": each.severity.value,
            "message": sentences(each, _),
            "suggestion": each.suggestion,
        }
        for each in map(_masked, findings)
    ]


def _tell(each: Finding, content: Path, _: Translate) -> None:
    """A finding as a line; on a terminal in colour, with the line of the file that it is about."""
    line = f"{_(each.severity.value)}: {render(each, _)}"
    if not sys.stderr.isatty():
        print(line, file=sys.stderr)
        return
    colour = not os.environ.get("NO_COLOR")
    strong = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m"}[each.severity] if colour else ""
    quiet, end = ("\x1b[2m", "\x1b[0m") if colour else ("", "")
    head, _sep, rest = line.partition(": ")
    print(f"{strong}{head}{end}: {rest}", file=sys.stderr)
    for shown in _excerpt(each, content):
        print(f"{quiet}{shown}{end}", file=sys.stderr)


def _excerpt(each: Finding, content: Path) -> Iterator[str]:
    """The line that a finding is about and a mark below its place; nothing of a file that holds what is closed."""
    if not each.line or each.code == "cpr-number":
        return
    try:
        text = (content / each.path).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return
    from builder.parse import is_guarded  # noqa: PLC0415 - all stages come with it

    lines = text.splitlines()
    if is_guarded(text) or not each.line <= len(lines):
        return
    start = max(0, each.column - 60)
    shown = _CONTROL.sub(" ", masked(lines[each.line - 1]))[start : start + 100]
    yield f"{each.line:>5} | {shown}"
    yield f"      | {' ' * (each.column - 1 - start)}^"


def _escaped(text: str) -> str:
    """Text as GitHub's workflow commands want it."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def explain(answers: tuple[Answer, ...], _: Translate) -> None:
    """Say of each page that was asked about what became of it, and why, to the standard output."""
    heads = {
        Fate.NEW: _("{address} is new"),
        Fate.CHANGED: _("{address} was written anew"),
        Fate.MENDED: _("{address} was written again"),
        Fate.SAME: _("{address} is as it was"),
        Fate.GONE: _("{address} is gone"),
    }
    for each in answers:
        print(masked(heads[each.fate].format(address=each.address)))
        for why in each.causes:
            print("  " + masked(_(why.message).format(**dict(why.values))))


def report_profile(profile: Measured, _: Translate) -> None:
    """Say where the time of a build went, to the standard error."""
    for line in lines(profile, Format(user_language()), _):
        print(line, file=sys.stderr)


def summarise(result: Result, command: str, seconds: float, _: Translate) -> None:
    """Say in a line what was done."""
    counts, took = _counts(result.findings, _), Format(user_language()).number(Decimal(f"{seconds:.1f}"))
    if result.written:
        made = _("{pages} pages: {written} files written, {unchanged} unchanged, {removed} removed, {seconds} s")
        text = made.format(pages=result.pages, seconds=took, **vars(result.written))
        print(text + (f"; {counts}" if result.findings else ""))
    elif command == "build":
        print(_("nothing was written: {counts}").format(counts=counts))
    else:
        print(_("checked: {counts}, {seconds} s").format(counts=counts, seconds=took), file=sys.stderr)
