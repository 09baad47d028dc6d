"""Findings: what is wrong in a file, where, and what to do about it.

A finding names a code and the values its sentences need; the sentences stand in the table `TEXTS` once, as
message ids that the catalogues translate.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    """An error stops the build; a warning is for people."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong.

    Args:
        path: the file, below the content folder; "" where no file is to blame.
        line: the line in the file, from 1; 0 where the whole file is meant or the place is not yet known.
        column: the column, from 1; 0 likewise.
        field: the key under the name that the file gives it, as `handlings[0].body`; "" where it is not about one.
        code: names the sort of fault; see `TEXTS`.
        values: what the sentences are filled with, as pairs.
        suggestion: what was probably meant, or "".
        find: words in the text by which the place is found when line is 0, or "".
    """

    path: str
    line: int
    column: int
    code: str
    field: str = ""
    values: tuple[tuple[str, str], ...] = ()
    suggestion: str = ""
    find: str = ""

    @property
    def severity(self) -> Severity:
        """Whether it stops the build."""
        return Severity.WARNING if self.code in WARNINGS else Severity.ERROR


def finding(code: str, path: str, field: str = "", *, line: int = 0, column: int = 0, **values: object) -> Finding:
    """Make a finding; `suggestion` and `find` are taken out of the values."""
    suggestion, find = str(values.pop("suggestion", "")), str(values.pop("find", ""))
    longest = {"known": _LONGEST_LIST}  # what may be written is told in full
    pairs = tuple(sorted((name, shown(str(value), longest.get(name, _LONGEST))) for name, value in values.items()))
    return Finding(_UNSHOWN.sub("\ufffd", path), line, column, code, shown(field), pairs, shown(suggestion), find)


# Line breaks and control signs, which could end a message early or rewrite a terminal; marks that turn the direction
# of writing; halves of surrogate pairs, which cannot be printed.
_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LONGEST = 200
_LONGEST_LIST = 400


def shown(text: str, longest: int = _LONGEST) -> str:
    """Text that fits on a line of a terminal or a log."""
    text = _UNSHOWN.sub("\ufffd", text)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def discreet(item: Finding) -> Finding:
    """A finding without the words of its file, for files that hold what is not to be told."""
    kept = {
        "limit",
        "size",
        "known",
        "wanted",
        "example",
        "found",
        "what",
        "kind",
        "masked",
        "reason",
        "byte",
        "sign",
        "partner",
        "address",  # it was published
        "today",
    }
    values = tuple((name, value if name in kept else "…") for name, value in item.values)
    field = item.field
    if item.code in {"unknown-key", "flow-comma"}:  # its last part is the file's word, which may hold points itself
        key = dict(item.values).get("key", "")
        field = field.removesuffix(key).rstrip(".") if key and field.endswith(key) else ""
    return replace(item, values=values, suggestion="", field=field)


def closest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, or ""."""
    by_fold = {entry.casefold(): entry for entry in sorted(known, reverse=True)}
    written = word.casefold()
    slips = sorted(entry for entry in by_fold if _is_slip(written, entry))
    match = difflib.get_close_matches(written, slips or sorted(by_fold), n=1, cutoff=0 if slips else 0.7)
    return by_fold[match[0]] if match else ""


def _is_slip(written: str, meant: str) -> bool:
    """Whether two words differ by one letter: too few, too many, another, or two exchanged."""
    if max(len(written), len(meant)) < 3 and len(written) == len(meant):
        return written == meant[::-1]  # of two letters any other is half of another word
    while written and meant and written[0] == meant[0]:
        written, meant = written[1:], meant[1:]
    while written and meant and written[-1] == meant[-1]:
        written, meant = written[:-1], meant[:-1]
    return max(len(written), len(meant)) <= 1 or (len(written) == 2 and written == meant[::-1])


_NUMBER_IN_NAME = re.compile(r"(?<!\d)(\d{2})\d{4}[ -]?\d{4}(?!\d)")  # a log is no place for it either


def render(item: Finding, translate: Callable[[str], str]) -> str:
    """One line: `path:line:column: code: field: what is wrong; what to do`; no place where no file is to blame."""
    where = _NUMBER_IN_NAME.sub(r"\1••••-••••", item.path) + (f":{item.line}:{item.column}" if item.line else "")
    field = f"{item.field}: " if item.field else ""
    return f"{where}{': ' if where else ''}{item.code}: {field}{sentences(item, translate)}"


def sentences(item: Finding, translate: Callable[[str], str]) -> str:
    """What is wrong; what to do; what was probably meant."""
    problem, mend = TEXTS[item.code]
    values = {name: translate(value) if value and name in _TRANSLATED else value for name, value in item.values}
    text = f"{translate(problem).format_map(values)}; {translate(mend).format_map(values)}"
    if item.suggestion:
        text += " " + translate(DID_YOU_MEAN).format(word=f"»{item.suggestion}«")
    return text


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


DID_YOU_MEAN = _("(did you mean {word}?)")
TEXTS: dict[str, tuple[str, str]] = {
    # the folder and the bytes
    "no-archive": (
        _("the archive has no _index.md"),
        _("write one with at least a title, or name the folder with --content"),
    ),
    "no-authority": (_("the authority's folder has no _index.md"), _("write one with the authority's name")),
    "misplaced": (
        _("no file of this kind belongs here"),
        _("put it in cases/YEAR/, meetings/ or bodies/ of an authority, or in a shared folder such as topics/"),
    ),
    "symbolic-link": (
        _("the symbolic link does not lead to a file of the content folder"),
        _("put a copy of the file here instead"),
    ),
    "path-collision": (
        _("the name comes to the same as {other}, as capitals, accents and signs do not count"),
        _("rename one of them"),
    ),
    "bad-name": (_("no address can be made of the file's name"), _("name it with letters and digits")),
    "unreadable": (_("the file cannot be read ({reason})"), _("see to its permissions")),
    "too-large": (
        _("the file takes {size} MB, and the limit is {limit} MB"),
        _("split it, or put long matter in an attachment"),
    ),
    "not-utf8": (_("the file is not saved as UTF-8 (byte {byte})"), _("save it again with the encoding UTF-8")),
    "nul-byte": (_("the file holds a NUL byte, which no text does"), _("save it as plain text")),
    "empty-file": (_("the file is empty"), _("write the front matter and the text, or delete the file")),
    # front matter
    "no-front-matter": (
        _("the file does not start with front matter"),
        _("start it with a line ---, the keys, and a line ---; the text comes below"),
    ),
    "unclosed-front-matter": (
        _("the front matter has no end"),
        _("put a line --- between the keys and the text"),
    ),
    "yaml": (
        _("the front matter cannot be read: {reason}"),
        _("see to indentation, colons, brackets and quotes on this line"),
    ),
    "not-a-map": (
        _("{what} must be keys with values"),
        _("write key: value with a space after the colon, one on each line"),
    ),
    "tab": (_("there is a tab where only spaces may stand"), _("put spaces in its place, as in the lines around it")),
    "indentation": (
        _("the line is indented by {found}, which fits none of the lines around it"),
        _("indent it by {wanted}, like those that it belongs with"),
    ),
    "missing-colon": (
        _("»{value}« lacks a colon with a space after it"),
        _("write »{mended}«, or indent the line further if it goes on from the one above"),
    ),
    "stray-text": (
        _("»{value}« is neither a key with a value nor an entry of a list"),
        _("indent it further if it goes on from the line above, or move it below the front matter"),
    ),
    "needs-quotes": (
        _("»{sign}« has a meaning of its own in this place"),
        _("put the value in quotes: {mended}"),
    ),
    "unpaired": (
        _("»{sign}« stands here without its partner »{partner}«"),
        _("write both or neither, or put the whole value in other quotes if the sign belongs to the text"),
    ),
    "several": (
        _("»{value}« looks like several entries of a list in one"),
        _("write {mended}, or put it in quotes if it is one"),
    ),
    "list-dash": (
        _("»{value}« is no entry of a list"),
        _("begin it with a hyphen and one space: {mended}"),
    ),
    "too-deep": (_("the front matter is nested too deeply"), _("use at most {limit} levels")),
    "tangled-text": (
        _("the text nests lists, quotations or brackets too deeply"),
        _("take levels out, or put brackets that are no links in `...`"),
    ),
    "yaml-alias": (
        _("* and & at the start of a value have a meaning of their own and are not allowed"),
        _("write the value out, or put it in quotes"),
    ),
    "duplicate-key": (_("the key {key} stands twice"), _("keep one of them")),
    "two-names": (
        _("{key} and {other} are one key in two languages"),
        _("keep one of them"),
    ),
    "unknown-key": (_("the key {key} is not known here"), _("correct its spelling or delete it")),
    "flow-comma": (
        _("{key} looks like the rest of the value before the comma, not like a key"),
        _("put the whole value in quotes, or write one key on each line"),
    ),
    "missing-key": (_("the key {key} is missing or has no value"), _("write it")),
    "wrong-type": (_("{found} stands where {wanted} is meant"), _("write it as in {example}")),
    "bad-value": (_("{value} is not {wanted}"), _("write it as in {example}")),
    "bad-choice": (_("{value} is none of the known values"), _("use one of {known}")),
    # references
    "unknown-body": (_("there is no body {value}"), _("correct it, or write the file {file}")),
    "unknown-reference": (_("{kind} {value} does not exist"), _("correct it, or write the file")),
    "ambiguous-reference": (_("{value} can mean {first} and {second}"), _("write the one you mean in full")),
    "which-meeting": (
        _("the body met more than once on {day}"),
        _("add a line meeting: {first} (or {others})"),
    ),
    "unknown-timezone": (_("{value} is no timezone"), _("use a name such as Europe/Copenhagen")),
    "bad-meeting-name": (
        _("the name does not say which body met on which day"),
        _("name it YEAR-MONTH-DAY-BODY.md with the file name of a body of the authority"),
    ),
    "dangling-link": (_("the link to {target} leads nowhere"), _("correct it, or let it be plain text")),
    "broken-anchor": (
        _("the page that the link leads to has no heading #{anchor}"),
        _("write one of its headings in lower case with hyphens after the #"),
    ),
    "missing-file": (
        _("there is no file {file} in the case's folder"),
        _("put it there, or correct its name"),
    ),
    "path-outside": (
        _("{value} leads out of the case's folder"),
        _("put the file in the case's own folder, and write its name alone"),
    ),
    # dates and numbers
    "decision-without-date": (_("an outcome or a decision needs a date"), _("add the day of the meeting")),
    "decision-in-future": (
        _("the decision is dated {date}, which is yet to come"),
        _("correct the date, or leave the outcome out until the meeting has been held"),
    ),
    "other-day": (
        _("the meeting {meeting} was on {day}"),
        _("correct the date, or name the meeting that is meant"),
    ),
    "other-body": (
        _("the meeting {meeting} is one of another body"),
        _("correct the body, or name the meeting that is meant"),
    ),
    "wrong-order": (_("{until} is before {since}"), _("exchange the dates or correct one")),
    # identity
    "duplicate-id": (_("the id {id} is also that of {other}"), _("give one of them an id of its own")),
    "duplicate-url": (
        _("the address {url} is also claimed by {other}"),
        _("rename one of them, or drop the alias"),
    ),
    "bad-alias": (_("{value} cannot be an address of the site"), _("write it as /authority/path/")),
    "id-needed": (
        _("a case whose title or address nobody is to see needs an id"),
        _("add a line id: with eight lower-case letters and digits, of which its address is made"),
    ),
    # what must not get out
    "cpr-number": (
        _("{masked} has the form of a CPR number"),
        _("take it out, or, if it is none, name it with a reason under cpr_allowed in the archive's _index.md"),
    ),
    "closed-text": (
        _("the file holds text that is not to be published"),
        _("keep it where nobody else can read the files"),
    ),
    "private-source": (
        _("the content holds closed text and this build runs on a build server"),
        _("set private_source: true in the archive's _index.md if nobody else can read the files"),
    ),
    # what people may want to know
    "similar-topic": (
        _("the topic {value} is spelt nearly as another topic"),
        _("spell it the same, or give it a file of its own in topics/"),
    ),
    "no-handling": (
        _("the case {value} was not treated by this body on this day, as far as its file says"),
        _("write the handling in the case's file, or correct the reference"),
    ),
    "unlisted-file": (
        _("no attachment names this file, so it is not published"),
        _("name it under attachments, or move it elsewhere"),
    ),
    "attachment-unreadable": (
        _("the text of this file could not be read, so it is not searched"),
        _("save it anew as a PDF, or leave it: it is published all the same"),
    ),
    "attachment-locked": (
        _("this file asks for a password, so it is not searched"),
        _("save it without a password, or nobody can open it"),
    ),
    "attachment-too-large": (
        _("this file is too large to be searched"),
        _("make it smaller, or leave it: it is published all the same"),
    ),
    # what was published before
    "lost-url": (
        _("the address {address} was published and answers no more"),
        _(
            "write it under aliases: in the file of the page that took over; if the page is to go, "
            "keep its file and write retracted: with a date"
        ),
    ),
    "correction-missing": (
        _("what was published of this handling was changed or taken out, and no correction says so"),
        _("add one under corrections:, with date: {today} and text: on what was changed"),
    ),
    # the output
    "template": (_("the template cannot be used: {reason}"), _("correct the template")),
}

# Values that are words of ours and not of the file, so that they are translated too.
_TRANSLATED = frozenset({"found", "wanted", "what", "kind", "reason"})
WORDS = (
    _("error"),
    _("warning"),
    _("a list"),
    _("a map"),
    _("a single value"),
    _("nothing"),
    _("front matter"),
    _("keys with values"),
    _("one of the known values"),
    _("a reference"),
    _("text"),
    _("a line of text"),
    _("a slug"),
    _("a date"),
    _("a date and time"),
    _("a time"),
    _("a whole number"),
    _("a number"),
    _("yes or no"),
    _("a web address"),
    _("an e-mail address"),
    _("a file name"),
    _("the case"),
    _("the meeting"),
    _("the body"),
    _("the authority"),
)

WARNINGS = frozenset(
    {
        "closed-text",
        "similar-topic",
        "no-handling",
        "unlisted-file",
        "attachment-unreadable",
        "attachment-locked",
        "attachment-too-large",
        "correction-missing",
    }
)
