"""`beslut new`: asks for what it must know, and writes a file that passes `beslut check` as it is."""

from __future__ import annotations

import secrets
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any, TypeVar

from builder import scaffold, starter
from builder.build import plan
from builder.cache import Cache
from builder.messages import Told, translations
from builder.model.linked import Library
from builder.model.values import Kind, Language
from builder.options import Options
from builder.reference import completions, schemas
from builder.schema.scalars import to_date, to_time
from builder.schema.writing import Spot, inline
from builder.urls import slug

Translate = Callable[[str], str]
T = TypeVar("T")
Ask = Callable[[str, str, tuple[str, ...]], str]  # the question, what counts without an answer, what is offered
ID_SIGNS, ID_LENGTH = "23456789abcdefghjkmnpqrstvwxyz", 8  # none that look alike
KINDS = {"archive": Kind.ARCHIVE, "authority": Kind.AUTHORITY, "body": Kind.BODY}
KINDS |= {"meeting": Kind.MEETING, "case": Kind.CASE, "dossier": Kind.DOSSIER}


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


class Refused(Told):
    """A file that is not written."""


Find = tuple[Callable[[str], str], tuple[str, ...]]  # from an answer to a path, and what is offered
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

    def need(self, option: str, question: str, convert: Callable[[str], T], offers: tuple[str, ...] = ()) -> T:
        """An answer that there must be."""

        def there(text: str) -> T:
            if text:
                return convert(text)
            missing = _("--{option} is missing; say it, or call this on a terminal to be asked")
            raise Refused(_("this must be answered") if self.ask else missing, option=option)

        return self.read(option, question, there, offers)

    def may(self, option: str, question: str, convert: Callable[[str], T], offers: tuple[str, ...] = ()) -> T | None:
        """An answer that may be left out; None where it is."""
        skip = self.say(_("(Enter skips this)"))
        return self.read(option, f"{question} {skip}", lambda text: convert(text) if text else None, offers)

    def read(
        self, option: str, question: str, convert: Callable[[str], T], offers: tuple[str, ...] = (), default: str = ""
    ) -> T:
        """An answer as `convert` understands it; on a terminal it is asked for until that can be done."""
        given = str(getattr(self.chosen, option, None) or "").strip()
        if given or not self.ask:
            return convert(given or default)
        asked = question
        while True:
            try:
                return convert(self.ask(asked, default, offers).strip())
            except Refused as error:
                asked = f"{error.words(self.say)}\n{question}"


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
    """Write the new file, or the files of a new archive; their paths, of settings for other programs only their folder.

    Raises:
        Refused: where something is missing or wrong that cannot be asked for again, or a file is there already.
    """
    if chosen.what == "archive":
        return _archive(_Answers(chosen, ask, _), Path(chosen.folder))
    planned, found = plan(options, Cache(options.cache))
    if planned is None:
        raise Refused(BROKEN, count=str(len(found)))
    library = planned.library
    desk = _Desk(chosen, ask, _, library, options.now(library.archive.timezone).date())
    path, values, body = MAKERS[chosen.what](desk)
    danish = library.archive.language is Language.DA
    text = scaffold.document(KINDS[chosen.what], values, danish=danish, translate=desk.write, write=_in_yaml, body=body)
    return [_put(options.content / path, text)]


BROKEN = _("the archive has errors; mend what `beslut check` says first")


def _archive(answers: _Answers, folder: Path) -> list[Path]:
    title = answers.need("title", answers.say(_("What is the archive called?")), str)
    which = answers.say(_("Which language do its pages have?"))
    language = answers.read("language", which, _language, tuple(Language), "da")
    words = translations(language).gettext  # what lies in the archive is in its language
    files = scaffold.archive(title, language=language, danish=language == Language.DA, translate=words, write=_in_yaml)
    for name, text in schemas(None, "json", words).items():
        files[f".vscode/schemas/{name}"] = text
    files[".vscode/beslut.code-snippets"] = completions(danish=language == Language.DA, translate=words)
    files |= starter.files(words)
    there = next((folder / name for name in files if (folder / name).exists()), None)
    if there:
        raise Refused(THERE, path=str(there))
    made, settings = (
        [_put(folder / name, text) for name, text in files.items()],
        {folder / ".vscode", folder / ".github"},
    )
    return list(dict.fromkeys(next(iter(settings & {*path.parents}), path) for path in made))


def _authority(desk: _Desk) -> New:
    name = desk.need("name", desk.say(_("What is the authority called?")), str)
    return f"{_slug(name)}/_index.md", {"name": name}, ""


def _body(desk: _Desk) -> New:
    authority = _which_authority(desk)
    name = desk.need("name", desk.say(_("What is the body called?")), str)
    short = desk.may("abbreviation", desk.say(_("What is it called for short?")), str)
    values = {"name": name, **({"abbreviation": short} if short else {})}
    return f"{authority}/bodies/{_slug(short or name)}.md", values, ""


def _meeting(desk: _Desk) -> New:
    authority = _which_authority(desk)
    body = desk.need("body", desk.say(_("Which body?")), *_bodies(desk, authority))
    day = desk.need("date", desk.say(_("On which day?")), _day)
    start = desk.may("start", desk.say(_("At what time does it begin?")), _time)
    place = desk.may("place", desk.say(_("Where?")), str)
    values: dict[str, Any] = {"state": "agenda" if day >= desk.today else "minutes"}
    values |= {"start": start} if start else {}
    values |= {"place": place} if place else {}
    return f"{authority}/meetings/{day.isoformat()}-{body}.md", values, ""


def _case(desk: _Desk) -> New:
    authority = _which_authority(desk)
    title = desk.need("title", desk.say(_("What is the case about?")), str)
    number = desk.may("number", desk.say(_("Which case number does it have?")), str)
    topics = tuple(sorted(each.name for each in desk.library.subjects.values() if each.kind is Kind.TOPIC))
    said = desk.may("topic", desk.say(_("Which topics, with commas?")), str, topics) or ""
    chosen = [each.strip() for each in said.split(",") if each.strip()]
    spelt = {each.casefold(): each for each in topics}
    values: dict[str, Any] = {"id": "".join(secrets.choice(ID_SIGNS) for _number in range(ID_LENGTH)), "title": title}
    values |= {"case_number": number} if number else {}
    values |= {"topics": [spelt.get(each.casefold(), each) for each in chosen]} if chosen else {}
    year = desk.today.year
    known = _bodies(desk, authority) if desk.library.authorities[authority].bodies or desk.chosen.body else None
    if known and (body := desk.may("body", desk.say(_("Which body?")), *known)):
        day = desk.need("date", desk.say(_("On which day?")), _day)
        values["handlings"] = [{"body": body, "date": day}]
        year = day.year
    heads = [desk.write(_("Presentation")), desk.write(_("Recommendation of the administration"))]
    text = "\n".join(f"## {head}\n" for head in heads).rstrip("\n")
    return f"{authority}/cases/{year}/{_slug(title)}.md", values, text


def _dossier(desk: _Desk) -> New:
    title = desk.need("title", desk.say(_("What is the dossier called?")), str)
    return f"dossiers/{_slug(title)}.md", {"title": title}, ""


MAKERS: dict[str, Callable[[_Desk], New]] = {
    "authority": _authority,
    "body": _body,
    "meeting": _meeting,
    "case": _case,
    "dossier": _dossier,
}


def _which_authority(desk: _Desk) -> str:
    known = desk.library.authorities
    if not known:
        raise Refused(_("there is no authority yet; make one with `beslut new authority`"))
    names = {ref: (each.name, *each.facts.other_names) for ref, each in known.items()}
    find = _finder(names, _("there is no authority {value}; use one of {known}"))
    if len(known) == 1 and not desk.chosen.authority:
        return next(iter(known))
    return desk.need("authority", desk.say(_("Which authority?")), *find)


def _bodies(desk: _Desk, authority: str) -> Find:
    """How a body of an authority is found by what it is called, and which there are."""
    known = {ref.rpartition("/")[2]: desk.library.bodies[ref] for ref in desk.library.authorities[authority].bodies}
    if not known:
        raise Refused(_("the authority has no body yet; make one with `beslut new body`"))
    names = {ref: (each.name, each.facts.abbreviation or "", *each.facts.other_names) for ref, each in known.items()}
    return _finder(names, _("there is no body {value}; use one of {known}"))


def _finder(names: Mapping[str, tuple[str, ...]], unknown: str) -> Find:
    """From what somebody says to the one that is meant by it; a name that several bear means none of them.

    Args:
        names: what each is called besides its own path; first what it is offered by.
        unknown: the message id where none is meant.
    """
    offers = {ref: f"{own[0]} ({ref})" for ref, own in names.items()}
    called = Counter(said for ref, own in names.items() for said in {ref, *map(slug, own)})
    meant = {said: ref for ref, own in names.items() for said in map(slug, own) if called[said] == 1}
    meant |= {slug(offer): ref for ref, offer in offers.items()} | {ref: ref for ref in names}

    def find(said: str) -> str:
        found = meant.get(slug(said))
        if not found:
            raise Refused(unknown, value=said, known=", ".join(names))
        return found

    return find, tuple(offers.values())


def _language(text: str) -> str:
    if text not in set(Language):
        raise Refused(_("{value} is no language of pages; use one of {known}"), value=text, known=", ".join(Language))
    return text


def _day(text: str) -> date:
    try:
        return to_date(text)
    except ValueError:
        raise Refused(_("{value} is no date; write it as 2024-04-09 or 09-04-2024"), value=text) from None


def _time(text: str) -> time:
    try:
        return to_time(text)
    except ValueError:
        raise Refused(_("{value} is no time; write it as 15.30"), value=text) from None


def _in_yaml(words: str, is_entry: bool) -> str:
    return inline(words, Spot.ENTRY if is_entry else Spot.VALUE)


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
