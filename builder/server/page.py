"""The form as HTML."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from builder.diagnostics import Severity
from builder.messages import translations
from builder.server.fields import NOT_STATED, Field
from builder.server.own import html
from builder.server.sheet import Editing, Message, Sheet
from builder.server.typed import ABOUT, ACCESS, HANDLINGS, LISTS, Typed

EDIT = "/_beslut/edit"


@dataclass(frozen=True)
class Group:
    """A handling as the page shows it; `messages` are those about none of its fields."""

    name: str
    number: int
    heading: str
    fields: list[Field]
    others: list[str]
    messages: list[str]
    new: bool
    gone: bool

    @property
    def id(self) -> str:
        """Its id on the page."""
        return self.name.replace(".", "-")


def way_to(path: str) -> str:
    """The address of the form of a case, by its file below the content folder."""
    return f"{EDIT}?file={quote(path, safe='/')}"


def form(
    server: Editing, sheet: Sheet, typed: Typed, messages: Sequence[Message], state: str, digest: str = ""
) -> bytes:
    """The form of a case.

    Args:
        server: whose case it is.
        sheet: the file.
        typed: what stands in the form.
        messages: what is wrong.
        state: `saved`, `late`, `unchanged`, `added`, `wrong`, `conflict`, or "" when it is first shown.
        digest: of the file that the form was made from, where that is not the one there is now.
    """
    wrong: dict[str, list[str]] = defaultdict(list)
    for each in messages:
        wrong[each.field].append(each.text)
    desk = sheet.desk
    about, lists, access = (desk.fields(names, typed, wrong) for names in (ABOUT, tuple(LISTS), ACCESS))
    groups = [
        Group(
            name=f"{HANDLINGS}.{number}",
            number=number,
            heading=desk.heading(number, typed),
            fields=desk.fields_of(number, typed, wrong),
            others=desk.others(number) if number < typed.count else [],
            messages=wrong[f"{HANDLINGS}.{number}"],
            new=number >= typed.count,
            gone=number in typed.gone,
        )
        for number in typed.numbers
    ]
    places: list[tuple[Group | None, Field | None]] = [(None, each) for each in about]
    places += [(group, each) for group in groups for each in (None, *group.fields)]
    places += [(None, each) for each in (*lists, *access)]
    there = {each.name if each else group.name if group else "" for group, each in places}
    snapshot = server.preview.snapshot
    cases = snapshot.planned.library.cases.values() if snapshot else ()
    case = next((each for each in cases if each.document.place.path == sheet.path), None)
    return html(
        "form.html",
        desk.language,
        path=sheet.path,
        action=way_to(sheet.path),
        title=str(desk.said.get("title", "")),
        page=snapshot.planned.urls.href(case.path) if snapshot and case else "",
        token=server.token,
        sha256=digest or sheet.digest,
        count=typed.count,
        last=max(typed.numbers, default=-1),
        state=state,
        behind=any(each.severity is Severity.ERROR for each in server.preview.news.findings),
        places=places,
        elsewhere=[each.text for each in messages if each.field not in there],
        messages=messages,
        about=about,
        lists=lists,
        access=access,
        groups=groups,
        others=desk.others(),
        not_stated=desk.say(NOT_STATED),
    )


def refusal(message: str, language: str) -> bytes:
    """A page that says why there is no form."""
    return html("refused.html", language, message=translations(language).gettext(message))
