"""`beslut new`: asks for what it must know, and writes a file that passes `beslut check` as it is."""

from __future__ import annotations

import secrets
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from builder import scaffold
from builder.build import now, plan
from builder.cache import Cache
from builder.messages import translations
from builder.model.linked import Library
from builder.model.values import Kind, Language
from builder.options import Options
from builder.reference import completions, schemas
from builder.schema.scalars import to_date, to_time
from builder.urls import slug

Translate = Callable[[str], str]
Ask = Callable[[str, str, tuple[str, ...]], str]  # the question, what counts without an answer, what is offered
ID_SIGNS, ID_LENGTH = "23456789abcdefghjkmnpqrstvwxyz", 8  # none that look alike
KINDS = {"archive": Kind.ARCHIVE, "authority": Kind.AUTHORITY, "body": Kind.BODY}
KINDS |= {"meeting": Kind.MEETING, "case": Kind.CASE, "dossier": Kind.DOSSIER}


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


class Refused(Exception):
    """A file that is not written.

    Args:
        message: the message id that says why and what to do.
        values: what it is filled with.
    """

    def __init__(self, message: str, **values: str) -> None:
        super().__init__(message)
        self.message, self.values = message, values


New = tuple[str, dict[str, Any], str]  # path below the content folder, values by key, text below them


@dataclass(frozen=True)
class _Answers:
    """What the call gives, and what is asked for on a terminal.

    Args:
        chosen: the options of the call.
        ask: asks on a terminal; None where there is none.
        say: from a message id to words.
    """

    chosen: Namespace
    ask: Ask | None
    say: Translate

    def need(self, option: str, question: str, offers: tuple[str, ...] = (), default: str = "") -> str:
        """An answer that there must be."""
        answer = self.may(option, question, offers, default)
        if not answer:
            raise Refused(_("--{option} is missing; say it, or call this on a terminal to be asked"), option=option)
        return answer

    def may(self, option: str, question: str, offers: tuple[str, ...] = (), default: str = "") -> str:
        """An answer that may be left out."""
        given = getattr(self.chosen, option, None) or ""
        if given or not self.ask:
            return str(given or default).strip()
        return self.ask(question, default, offers).strip()

    def day(self, option: str, question: str) -> date:
        text = self.need(option, question)
        try:
            return to_date(text)
        except ValueError:
            raise Refused(_("{value} is no date; write it as 2024-04-09 or 09-04-2024"), value=text) from None


@dataclass(frozen=True)
class _Desk(_Answers):
    """Answers about an archive that is there."""

    library: Library
    today: date

    @property
    def write(self) -> Translate:
        """From a message id to words of the archive's language, for what is written in its files."""
        return translations(self.library.archive.language.value).gettext


def create(chosen: Namespace, options: Options, ask: Ask | None, _: Translate) -> list[Path]:
    """Write the new file, or the files of a new archive; their paths.

    Raises:
        Refused: where something is missing or wrong, or a file is there already.
    """
    if chosen.what == "archive":
        return _archive(_Answers(chosen, ask, _), Path(chosen.folder))
    planned, found = plan(options, Cache(options.cache))
    if planned is None:
        raise Refused(BROKEN, count=str(len(found)))
    library = planned.library
    desk = _Desk(chosen, ask, _, library, now(options, library.archive.timezone).date())
    path, values, body = MAKERS[chosen.what](desk)
    danish = library.archive.language is Language.DA
    text = scaffold.document(KINDS[chosen.what], values, danish=danish, translate=desk.write, body=body)
    return [_put(options.content / path, text)]


BROKEN = _("the archive has errors; mend what `beslut check` says first")


def _archive(answers: _Answers, folder: Path) -> list[Path]:
    title = answers.need("title", answers.say(_("What is the archive called?")))
    language = answers.may("language", answers.say(_("Which language do its pages have?")), tuple(Language), "da")
    if language not in set(Language):
        known = ", ".join(Language)
        raise Refused(_("{value} is no language of pages; use one of {known}"), value=language, known=known)
    words = translations(language).gettext  # what lies in the archive is in its language
    files = scaffold.archive(title, language=language, danish=language == Language.DA, translate=words)
    for name, text in schemas(None, "json", words).items():
        files[f".vscode/schemas/{name}"] = text
    files[".vscode/beslut.code-snippets"] = completions(danish=language == Language.DA, translate=words)
    there = next((folder / name for name in files if (folder / name).exists()), None)
    if there:
        raise Refused(THERE, path=str(there))
    return [_put(folder / name, text) for name, text in files.items()]


def _authority(desk: _Desk) -> New:
    name = desk.need("name", desk.say(_("What is the authority called?")))
    return f"{_slug(name)}/_index.md", {"name": name}, ""


def _body(desk: _Desk) -> New:
    authority = _which_authority(desk)
    name = desk.need("name", desk.say(_("What is the body called?")))
    short = desk.may("abbreviation", desk.say(_("What is it called for short?")))
    values = {"name": name, **({"abbreviation": short} if short else {})}
    return f"{authority}/bodies/{_slug(short or name)}.md", values, ""


def _meeting(desk: _Desk) -> New:
    authority = _which_authority(desk)
    body = _which_body(desk, authority)
    day = desk.day("date", desk.say(_("On which day?")))
    values: dict[str, Any] = {"state": "agenda" if day >= desk.today else "minutes"}
    start = desk.may("start", desk.say(_("At what time does it begin?")))
    place = desk.may("place", desk.say(_("Where?")))
    if start:
        try:
            values["start"] = to_time(start)
        except ValueError:
            raise Refused(_("{value} is no time; write it as 15.30"), value=start) from None
    if place:
        values["place"] = place
    return f"{authority}/meetings/{day.isoformat()}-{body}.md", values, ""


def _case(desk: _Desk) -> New:
    authority = _which_authority(desk)
    title = desk.need("title", desk.say(_("What is the case about?")))
    number = desk.may("number", desk.say(_("Which case number does it have?")))
    topics = tuple(sorted(each.name for each in desk.library.subjects.values() if each.kind is Kind.TOPIC))
    said = desk.may("topic", desk.say(_("Which topics, with commas?")), topics)
    chosen = [each.strip() for each in said.split(",") if each.strip()]
    known = {each.casefold(): each for each in topics}
    values: dict[str, Any] = {"id": "".join(secrets.choice(ID_SIGNS) for _number in range(ID_LENGTH)), "title": title}
    values |= {"case_number": number} if number else {}
    values |= {"topics": [known.get(each.casefold(), each) for each in chosen]} if chosen else {}
    year = desk.today.year
    if body := _which_body(desk, authority, required=False):
        day = desk.day("date", desk.say(_("On which day?")))
        values["handlings"] = [{"body": body, "date": day}]
        year = day.year
    heads = [desk.write(_("Presentation")), desk.write(_("Recommendation of the administration"))]
    text = "\n".join(f"## {head}\n" for head in heads).rstrip("\n")
    return f"{authority}/cases/{year}/{_slug(title)}.md", values, text


def _dossier(desk: _Desk) -> New:
    title = desk.need("title", desk.say(_("What is the dossier called?")))
    return f"dossiers/{_slug(title)}.md", {"title": title}, ""


MAKERS: dict[str, Callable[[_Desk], New]] = {
    "authority": _authority,
    "body": _body,
    "meeting": _meeting,
    "case": _case,
    "dossier": _dossier,
}


def _which_authority(desk: _Desk) -> str:
    known = tuple(desk.library.authorities)
    if not known:
        raise Refused(_("there is no authority yet; make one with `beslut new authority`"))
    only = known[0] if len(known) == 1 else ""
    found = slug(desk.chosen.authority or only or desk.need("authority", desk.say(_("Which authority?")), known))
    if found not in known:
        raise Refused(_("there is no authority {value}; use one of {known}"), value=found, known=", ".join(known))
    return found


def _which_body(desk: _Desk, authority: str, *, required: bool = True) -> str:
    """The body that is meant; "" where there need be none and none is."""
    known = tuple(ref.rpartition("/")[2] for ref in desk.library.authorities[authority].bodies)
    if not known and (required or desk.chosen.body):
        raise Refused(_("the authority has no body yet; make one with `beslut new body`"))
    if not known:
        return ""
    found = slug((desk.need if required else desk.may)("body", desk.say(_("Which body?")), known))
    if not found:
        return ""
    if found not in known:
        raise Refused(_("there is no body {value}; use one of {known}"), value=found, known=", ".join(known))
    return found


def _slug(name: str) -> str:
    made = slug(name)
    if not made:
        raise Refused(_("{value} has no letter or digit to make a file's name of"), value=name)
    return made


THERE = _("{path} is there already; nothing was written over")


def _put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:  # never over another
            file.write(text)
    except FileExistsError:
        raise Refused(THERE, path=str(path)) from None
    return path
