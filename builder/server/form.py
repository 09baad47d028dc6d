"""The form in which a case is corrected: shown, sent, and written back to its file with not one sign more changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from email.message import Message as Headers
from http import HTTPStatus
from io import BufferedIOBase
from urllib.parse import parse_qs

from builder.model.records import Case
from builder.schema.amend import amend
from builder.schema.marked import Unsafe
from builder.server import page
from builder.server.guard import FOREIGN, Refused, from_own_page, has_token, read_form
from builder.server.saving import Changed, save
from builder.server.sheet import ODD, Editing, Message, Sheet, open_sheet
from builder.server.typed import Typed, posted

PATIENCE = 5.0  # seconds to wait for the preview to follow what was saved


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


UNWRITABLE = _("The file could not be written ({reason}), so nothing was saved. See to its permissions and try again.")


@dataclass(frozen=True)
class Answer:
    """What a browser gets: a page, or the address where to go on."""

    status: HTTPStatus
    html: bytes = b""
    location: str = ""


def shown(server: Editing, query: str, language: str) -> Answer:
    """The form of the case that a query names. Nothing is changed by asking."""
    try:
        sheet = open_sheet(server, query, language)
    except Refused as refused:
        return Answer(refused.status, page.refusal(refused.message, language))
    after, state = parse_qs(query).get("after", [""])[0], ""
    if after.isdecimal():  # it was just saved
        state = "saved" if server.preview.wait_for(sheet.source, PATIENCE) else "late"
    elif after:
        state = "unchanged"
    typed = sheet.desk.typed()
    messages = sheet.messages(sheet.findings(server.preview.news.findings), typed.numbers)
    return Answer(HTTPStatus.OK, page.form(server, sheet, typed, messages, state))


def sent(server: Editing, query: str, headers: Headers, stream: BufferedIOBase, language: str) -> Answer:
    """Save what was sent, or say why not and keep what was typed."""
    try:
        fields = read_form(headers, stream)
        if not (from_own_page(headers) and has_token(fields, server.token)):
            raise Refused(HTTPStatus.FORBIDDEN, FOREIGN)
        with server.saving:
            sheet = open_sheet(server, query, language)
            typed, digest = posted(fields), fields.get("sha256", [""])[0]
            if "add" in fields:
                return Answer(HTTPStatus.OK, page.form(server, sheet, typed.and_one_more(), [], "added", digest))
            return _save(server, sheet, typed, digest)
    except Refused as refused:
        return Answer(refused.status, page.refusal(refused.message, language))


def _save(server: Editing, sheet: Sheet, typed: Typed, digest: str) -> Answer:
    status, state, messages = HTTPStatus.CONFLICT, "conflict", list[Message]()
    try:
        if digest != sheet.digest:
            raise Changed
        typed = replace(typed, count=len(sheet.desk.handlings))
        changes = sheet.desk.changes(typed)
        text = amend(sheet.text, Case, changes) if changes else sheet.text
        after = "-"
        if text != sheet.text:
            messages = sheet.wrong(typed, changes, text)
            after = str(server.preview.news.generation)
            if not messages:
                save(sheet.source.file, text.encode(), sheet.digest)
        if not messages:
            return Answer(HTTPStatus.SEE_OTHER, location=f"{page.way_to(sheet.path)}&after={after}")
        status, state = HTTPStatus.UNPROCESSABLE_ENTITY, "wrong"
    except Changed:
        pass
    except Unsafe as unsafe:
        status, state = HTTPStatus.UNPROCESSABLE_ENTITY, "wrong"
        messages = sheet.messages([unsafe.finding], typed.kept) if unsafe.finding else [Message(sheet.desk.say(ODD))]
    except OSError as error:
        status, state = HTTPStatus.INTERNAL_SERVER_ERROR, "wrong"
        messages = [Message(sheet.desk.say(UNWRITABLE).format(reason=error.strerror or type(error).__name__))]
    return Answer(status, page.form(server, sheet, typed, messages, state, digest))
