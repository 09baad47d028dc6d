"""A case's file as it lies on the desk: found, read, and what is wrong with it said of its fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from threading import Lock
from typing import Protocol
from urllib.parse import parse_qs

from builder import checks, schema, sources
from builder.diagnostics import Finding, Severity, sentences
from builder.messages import translations
from builder.model.linked import Library
from builder.model.records import Case
from builder.model.values import Kind
from builder.schema.amend import Value, says
from builder.schema.marked import Unsafe
from builder.server.fields import Desk, Translate, known_in
from builder.server.guard import NOT_HERE, Refused
from builder.server.preview import Preview
from builder.server.typed import Typed, field_of


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


ODD = _(
    "Something is written in a way that cannot be changed here without touching what stands beside it. Change it in "
    "the file itself."
)
NO_CASE = _("There is no such case in the content folder.")
LINE, MISSING = _("Line {line}:"), _("This must be filled in.")


class Editing(Protocol):
    """What the form needs of the server: what it serves, whether to this machine alone, and its secret."""

    preview: Preview
    content: Path
    local: bool
    token: str
    saving: Lock


@dataclass(frozen=True)
class Message:
    """What is wrong, and the name of the field it is about, or ""."""

    text: str
    field: str = ""


@dataclass(frozen=True)
class Sheet:
    """A file as it was read for the form.

    Args:
        source: which file.
        text: its text, as it lies there.
        digest: the SHA-256 of its bytes.
        desk: what it says, as fields.
        library: the archive as far as it is known.
    """

    source: sources.Source
    text: str
    digest: str
    desk: Desk
    library: Library | None

    @property
    def path(self) -> str:
        """The file, below the content folder."""
        return self.source.place.path

    def messages(self, found: Iterable[Finding], order: Sequence[int]) -> list[Message]:
        """What is said of findings: of a field in words for whoever does not see the file, else with the line.

        Args:
            found: the findings.
            order: for each handling of the file that they are about its number in the form.
        """
        made = []
        for each in found:
            name = _field(each, order)
            if name and each.code == "missing-key":
                made.append(Message(self.desk.say(MISSING), name))
            elif name:
                values = {**dict(each.values), **self.desk.hints(name)}
                made.append(Message(_said(replace(each, line=0, values=tuple(values.items())), self.desk.say), name))
            else:
                made.append(Message(_said(each, self.desk.say)))
        return made

    def findings(self, of_preview: Iterable[Finding]) -> list[Finding]:
        """What is wrong with the file, each once; the preview knows more of it, and tells less where it is closed."""
        own = {(each.code, each.line, each.column): each for each in _read(self.text, self.path)}
        known = {(each.code, each.line, each.column): each for each in of_preview if each.path == self.path}
        return list({**known, **own}.values())

    def wrong(self, typed: Typed, changes: Mapping[str, Value], text: str) -> list[Message]:
        """The errors that a change of the text would bring, and those that it leaves in what it touches."""
        before = [*range(typed.count), *(number for number in typed.kept if number >= typed.count)]
        touched = {field_of(each, before) for each in changes}
        known = {(each.code, each.values) for each in _read(self.text, self.path)}
        found = [
            each
            for each in _read(text, self.path)
            if each.severity is Severity.ERROR
            and ((each.code, each.values) not in known or _field(each, typed.kept) in touched)
        ]
        allowed = [each.number for each in self.library.archive.cpr_allowed] if self.library else []
        numbers = [
            replace(each, field=field)
            for field, value in changes.items()
            for words in ([value] if isinstance(value, str) else value or ())
            for each in checks.personal_numbers(words, self.path, allowed)
        ]
        return [*self.messages(found, typed.kept), *self.messages(numbers, before)]


def open_sheet(server: Editing, query: str, language: str) -> Sheet:
    """The file that a query names. It must be one of the cases that lie in the content folder.

    Args:
        server: whose case it is.
        query: of the address, `file=havneby/cases/2024/cykelsti.md`.
        language: the language in which to speak of it.

    Raises:
        Refused: where it is not, or cannot be changed.
    """
    if not server.local:
        raise Refused(HTTPStatus.FORBIDDEN, NOT_HERE)
    wanted = parse_qs(query).get("file", [""])[0]
    tree = sources.scan(server.content).sources if server.content.is_dir() else ()
    source = next((each for each in tree if each.place.path == wanted and each.place.kind is Kind.CASE), None)
    if source is None:
        raise Refused(HTTPStatus.NOT_FOUND, NO_CASE)
    data = sources.read(source)
    if isinstance(data, Finding):
        raise _unreadable(data, language)
    decoded = sources.decode(data, wanted)
    if isinstance(decoded, Finding):
        raise _unreadable(decoded, language)
    text = data.decode("utf-8")
    try:
        said = says(text, Case)
    except Unsafe as unsafe:
        if unsafe.finding is None:
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, ODD) from None
        raise _unreadable(unsafe.finding, language) from None
    snapshot = server.preview.snapshot
    library = snapshot.planned.library if snapshot else None
    desk = Desk(said, known_in(library, source.place.authority), language, translations(language).gettext)
    return Sheet(source, text, sources.digest(data), desk, library)


def _unreadable(found: Finding, language: str) -> Refused:
    return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, _said(found, translations(language).gettext))


def _read(text: str, path: str) -> tuple[Finding, ...]:
    """What is wrong with a file's front matter, as the build reads it."""
    decoded = sources.decode(text.encode(), path)
    return (decoded,) if isinstance(decoded, Finding) else schema.read(decoded, path, Kind.CASE).findings


def _field(found: Finding, order: Sequence[int]) -> str:
    """The field in which a finding is to be mended."""
    path = found.field
    if found.code == "missing-key":
        path = f"{path}.{dict(found.values)['key']}".lstrip(".")
    elif found.code == "decision-without-date":
        path = f"{path.rpartition('.')[0]}.date"
    return field_of(path, order)


def _said(found: Finding, words: Translate) -> str:
    """What is said of a finding, as a sentence."""
    text = checks.masked(sentences(found, words))
    if not any(value and text.startswith(value) for _, value in found.values):  # the file's own words stay as they are
        text = text[:1].upper() + text[1:]
    text += "."
    return f"{words(LINE).format(line=found.line)} {text}" if found.line else text
