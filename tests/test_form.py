"""The form in the preview: what it saves, what it refuses, and that nothing but what was corrected changes."""

from __future__ import annotations

import http.client
import os
import shutil
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from conftest import CONTENT, SHOWCASE, SMALL, options, tree, write
from hypothesis import given
from hypothesis import strategies as st
from support.forms import Form
from test_amend import File, files

from builder.messages import translations
from builder.model.keys import Key
from builder.model.records import Case
from builder.schema.amend import says
from builder.server import page
from builder.server.fields import _KEYS, EXAMPLES, NAMES, Desk, Known, Option
from builder.server.guard import LONGEST_FORM, is_loopback
from builder.server.page import EDIT
from builder.server.saving import Changed, save
from builder.server.serving import Server
from builder.server.sheet import Sheet
from builder.server.snapshot import News
from builder.server.typed import HANDLING, posted
from builder.sources import Source, classify, digest

LONGEST = 60.0  # seconds; a busy machine is no fault
CASE = "havneby/cases/2024/cykelsti.md"
TEXT = """---
id: k7f3q9zt
# det, alle læser
title: "Ny cykelsti"   # kort
summary: To sætninger.
topics:
- Cykelstier
- Havnen   # også
handlings:
- body: kb
  date: 2024-04-09
  role: decision
  outcome: approved
  decision: |
    Godkendt, idet
    stien bliver bred.
  votes: {result: majority}
---
Byrådet bygger.
"""
BODIES = {"havneby/bodies/tmu.md": "---\nname: Teknik- og Miljøudvalget\n---\n"}
FILES = {**SMALL, **BODIES, CASE: TEXT, "topics/veje.md": "---\nname: Veje\n---\n"}


class Served:
    """A preview of some content, and a browser that sends its forms."""

    def __init__(self, folder: Path, content: Path, host: str = "127.0.0.1") -> None:
        self.folder, self.content = folder, content
        made = options(content, folder / "site", templates=None, base_url="", cache=folder / "cache")
        self.server = Server(made, host, 0)
        ready = threading.Event()
        self._thread = threading.Thread(target=self.server.run, args=(lambda _: ready.set(),), daemon=True)
        self._thread.start()
        assert ready.wait(LONGEST)
        self.host = f"127.0.0.1:{self.server.server_port}"

    def ask(self, way: str, address: str, body: bytes | None = None, **headers: str | None) -> tuple[int, str, str]:
        """Send a request; status, text and address to go on to. A header of None is left out."""
        given = {"Host": self.host, "Origin": f"http://{self.host}", "Sec-Fetch-Site": "same-origin"} if body else {}
        given |= {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}  # type: ignore[misc]
        connection = http.client.HTTPConnection("127.0.0.1", self.server.server_port, timeout=LONGEST)
        connection.putrequest(way, address, skip_host=True, skip_accept_encoding=True)
        if body is not None and "Content-Length" not in given:
            given["Content-Length"] = str(len(body))
        for name, value in {"Host": self.host, **given}.items():
            if value is not None:
                connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8")
        self.policy = answer.getheader("Content-Security-Policy") or ""
        connection.close()
        return answer.status, text, answer.getheader("Location") or ""

    def form(self, file: str = CASE) -> Form:
        status, text, _ = self.ask("GET", address(file))
        assert status == 200, text
        return Form(text)

    def send(self, form: Form, file: str = CASE, **headers: str | None) -> tuple[int, str, str]:
        return self.ask("POST", address(file), urlencode(form.fields).encode(), **headers)

    def saved(self, form: Form, file: str = CASE) -> Form:
        """Send a form that is saved; the form that is shown then."""
        status, text, location = self.send(form, file)
        assert status == 303, Form(text).text
        status, text, _ = self.ask("GET", location)
        assert status == 200
        return Form(text)

    def bytes(self, file: str = CASE) -> bytes:
        return (self.content / file).read_bytes()

    def close(self) -> None:
        self.server.shutdown()
        self._thread.join(LONGEST)


def address(file: str) -> str:
    return f"{EDIT}?file={quote(file)}"


@pytest.fixture(scope="module")
def _served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("form")
    made = Served(folder, write(folder / "content", FILES))
    yield made
    made.close()


@pytest.fixture
def served(_served: Served, monkeypatch: pytest.MonkeyPatch) -> Served:
    """A preview, in Danish, of a small archive that is as it was at first."""
    monkeypatch.setenv("LC_ALL", "da_DK.UTF-8")
    for name in set(tree(_served.content)) - set(FILES):
        (_served.content / name).unlink()
    for name, text in FILES.items():
        if (_served.content / name).read_bytes() != text.encode():
            write(_served.content, {name: text})
    until = time.monotonic() + LONGEST
    preview = _served.server.preview
    while preview._look() != preview._seen or preview.news.findings:
        assert time.monotonic() < until
        time.sleep(0.01)
    return _served


# --- what is saved ----------------------------------------------------------------------------------------------


def test_what_is_not_changed_is_not_written(served: Served) -> None:
    before, stamp = served.bytes(), (served.content / CASE).stat()
    after = served.saved(served.form())
    assert "Du har ikke rettet noget" in after.text
    assert served.bytes() == before
    assert (served.content / CASE).stat() == stamp


def test_a_title_changes_its_line_alone(served: Served) -> None:
    form = served.form()
    assert form.get("title") == ["Ny cykelsti"]
    form.put("title", "Ny: bred cykelsti")
    after = served.saved(form)
    assert served.bytes().decode() == TEXT.replace('"Ny cykelsti"', '"Ny: bred cykelsti"')
    assert "Gemt." in after.text
    assert after.get("title") == ["Ny: bred cykelsti"]
    assert "Ny: bred cykelsti" in served.ask("GET", "/havneby/sager/2024/cykelsti/")[1]


def test_a_handling_is_corrected(served: Served) -> None:
    form = served.form()
    assert form.get("handlings.0.date") == ["09-04-2024"]
    form.put("handlings.0.date", "10. april 2024")
    form.put("handlings.0.outcome", "approved-amended", "referred", "")
    form.put("handlings.0.decision", "Godkendt,\r\nmed ændringer.\r\n")
    form.put("handlings.0.sent_to", "tmu", "")
    form.put("handlings.0.item", "5a")
    served.saved(form)
    assert served.bytes().decode() == TEXT.replace("2024-04-09\n", "2024-04-10\n  item: 5a\n").replace(
        "  outcome: approved\n", "  outcome:\n  - approved-amended\n  - referred\n"
    ).replace(
        "    Godkendt, idet\n    stien bliver bred.\n", "    Godkendt,\n    med ændringer.\n  sent_to:\n  - tmu\n"
    )


def test_a_day_in_other_words_is_no_change(served: Served) -> None:
    form = served.form()
    form.put("handlings.0.date", " 9. april 2024")
    served.saved(form)
    assert served.bytes() == TEXT.encode()


def test_a_handling_comes_and_goes(served: Served) -> None:
    form = served.form()
    form.fields.append(("add", "1"))
    status, text, _ = served.send(form)
    assert status == 200
    assert served.bytes() == TEXT.encode()
    more = Form(text)
    assert "Ny behandling" in more.text
    assert more.get("handling") == ["0", "1"]
    more.put("handlings.1.body", "tmu")
    more.put("handlings.1.date", "12-03-2024")
    more.put("handlings.1.role", "recommendation")
    after = served.saved(more)
    added = "- body: tmu\n  date: 2024-03-12\n  role: recommendation\n"
    assert served.bytes().decode() == TEXT.replace("majority}\n", "majority}\n" + added)
    assert "Behandling 2: Teknik- og Miljøudvalget, 12. marts 2024" in after.text
    after.fields.append(("handlings.0.gone", "1"))
    after.put("handlings.0.date", "1-1-2020")  # of what goes nothing else counts
    served.saved(after)
    start, end = TEXT.index("- body: kb"), TEXT.index("---\nByrådet")
    assert served.bytes().decode() == TEXT[:start] + added + TEXT[end:]


def test_a_new_handling_of_which_nothing_is_written_is_none(served: Served) -> None:
    form = served.form()
    form.fields.append(("add", "1"))
    more = Form(served.send(form)[1])
    served.saved(more)
    assert served.bytes() == TEXT.encode()
    more.fields.append(("add", "1"))
    assert Form(served.send(more)[1]).get("handling") == ["0", "1", "2"]


def test_topics_are_ticked_and_written(served: Served) -> None:
    form = served.form()
    assert form.get("topics") == ["Cykelstier", "Havnen"]
    assert "Veje" in form.text
    form.put("topics", "Veje", "Havnen")
    form.put("topics.more", "Belysning\r\n\r\n  Havnen \r\n")
    after = served.saved(form)
    assert served.bytes().decode() == TEXT.replace("- Cykelstier\n", "").replace(
        "# også\n", "# også\n- Veje\n- Belysning\n"
    )
    assert after.get("topics") == ["Belysning", "Havnen", "Veje"]  # what is chosen comes first, by the alphabet


def test_all_topics_go(served: Served) -> None:
    form = served.form()
    form.put("topics")
    served.saved(form)
    assert served.bytes().decode() == TEXT.replace("topics:\n- Cykelstier\n- Havnen   # også\n", "")


def test_access_is_chosen(served: Served) -> None:
    form = served.form()
    form.put("access", "closed")
    form.put("basis", "styrelsesloven § 10")
    served.saved(form)
    assert served.bytes().decode() == TEXT.replace(
        "majority}\n", "majority}\naccess: closed\nbasis: styrelsesloven § 10\n"
    )


def test_what_is_partly_open_is_left_alone(served: Served) -> None:
    partly = TEXT.replace("id: k7f3q9zt\n", "id: k7f3q9zt\naccess: {decision: closed}\n")
    write(served.content, {CASE: partly})
    form = served.form()
    assert "Delvist åben. Det retter du i selve filen." in form.text
    assert form.get("access") == []
    form.put("access", "open")
    form.put("title", "Andet")
    served.saved(form)
    assert served.bytes().decode() == partly.replace('"Ny cykelsti"', '"Andet"')


def test_what_the_form_does_not_have_is_said_and_kept(served: Served) -> None:
    assert "I filen står der også noget om: stemmer. Det retter du i selve filen." in served.form().text


ODD = unicodedata.normalize("NFD", TEXT).replace("\n", "\r\n").replace("topics:", "emner:").replace("title:", "Titel :")


def test_line_ends_byte_order_mark_accents_and_spelling_stay(served: Served) -> None:
    odd = ("\ufeff" + ODD).encode()
    write(served.content, {CASE: odd})
    served.saved(served.form())
    assert served.bytes() == odd
    form = served.form()
    form.put("summary", "Én sætning.")
    form.put("handlings.0.phrase", "Godkendt.")
    served.saved(form)
    changed = ODD.replace(unicodedata.normalize("NFD", "To sætninger."), "Én sætning.")
    changed = changed.replace("  decision:", "  phrase: Godkendt.\r\n  decision:")
    assert served.bytes() == ("\ufeff" + changed).encode()


def test_the_mode_stays_and_nothing_is_left_beside(served: Served) -> None:
    file = served.content / CASE
    file.chmod(0o640)
    form = served.form()
    form.put("title", "Andet")
    served.saved(form)
    assert file.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def test_words_that_yaml_reads_otherwise_are_kept(served: Served) -> None:
    for words in ("no", "12.30", "# x", "- x", "a: b", "'", '"', "[a", "<b>&amp;</b>", "æøå", "null", "{a", "*a"):
        form = served.form()
        form.put("title", words)
        form.put("handlings.0.decision", f"{words}\r\n\r\n  {words}")
        after = served.saved(form)
        assert after.get("title") == [words]
        assert after.get("handlings.0.decision") == [f"{words}\r\n\r\n  {words}"]


@pytest.mark.parametrize("source", [CONTENT, SHOWCASE], ids=["real", "showcase"])
def test_every_case_there_is(source: Path, tmp_path: Path) -> None:
    """Saved as it is, its bytes are the same; with another title, one line is another."""
    shutil.copytree(source, tmp_path / "content")
    served = Served(tmp_path, tmp_path / "content")
    try:
        files = sorted(path.relative_to(served.content).as_posix() for path in served.content.glob("*/cases/*/*.md"))
        assert len(files) >= 7
        for file in files:
            before = served.bytes(file)
            status, text, location = served.send(served.form(file), file)
            assert (status, location[-8:]) == (303, "&after=-"), Form(text).text
            assert served.bytes(file) == before
            form = served.form(file)
            form.put("title", form.get("title")[0] + " igen")
            assert served.send(form, file)[0] == 303
            pairs = zip(before.splitlines(keepends=True), served.bytes(file).splitlines(keepends=True), strict=True)
            assert [old for old, new in pairs if old != new] == [
                next(line for line in before.splitlines(keepends=True) if line.startswith((b"title:", b"titel:")))
            ]
    finally:
        served.close()


BODIES_KNOWN = (Option("kb", "Byrådet"), Option("b", "B"), Option("andet/tmu", "Udvalget", "Andet"))


@given(files(), st.booleans(), st.sampled_from(["da", "en"]))
def test_whatever_stands_in_a_file_comes_back_as_it_is(file: File, with_bodies: bool, language: str) -> None:
    """What the page holds, sent as it is, changes nothing; with another title, nothing else."""
    known = Known("havneby", BODIES_KNOWN if with_bodies else (), {"topics": ("b", "Godkendt.")})
    desk = Desk(says(file.text, Case), known, language, translations(language).gettext)
    place = classify(CASE)
    assert place
    sheet = Sheet(Source(place, CASE, (0, 0, 0, 0)), file.text, "", desk, None)
    server: Any = SimpleNamespace(preview=SimpleNamespace(snapshot=None, news=News()), token="token")
    form = Form(page.form(server, sheet, desk.typed(), [], "").decode())
    sent = {name: form.get(name) for name, _ in form.fields}
    assert desk.changes(posted(sent)) == {}
    assert desk.changes(posted({**sent, "title": ["Noget ganske andet"]})) == {"title": "Noget ganske andet"}


# --- what is wrong is said beside its field ---------------------------------------------------------------------


def test_what_would_be_wrong_is_not_written(served: Served) -> None:
    form = served.form()
    form.put("title", " ")
    form.put("handlings.0.date", "31-02-2024")
    form.put("handlings.0.phrase", "Skrevet <med> omhu")
    status, text, _ = served.send(form)
    assert status == 422
    assert served.bytes() == TEXT.encode()
    shown = Form(text)
    assert "Der er ikke gemt noget endnu. Ret først dette" in shown.text
    assert "Titel: Det skal udfyldes." in shown.text
    assert "Behandling 1, Dato: 31-02-2024 er ikke en dato; skriv det som i »22-11-2023«." in shown.text
    assert shown.get("handlings.0.phrase") == ["Skrevet <med> omhu"]
    assert shown.get("handlings.0.date") == ["31-02-2024"]
    assert 'href="#handlings-0-date"' in text
    assert 'id="handlings-0-date" name="handlings.0.date" value="31-02-2024"' in text
    assert 'aria-describedby="handlings-0-date-about handlings-0-date-wrong" aria-invalid="true"' in text
    shown.put("title", "Titel")
    shown.put("handlings.0.date", "1-3-2024")
    served.saved(shown)
    assert "date: 2024-03-01" in served.bytes().decode()


def test_a_message_finds_its_handling_though_others_go(served: Served) -> None:
    both = TEXT.replace("handlings:\n", "handlings:\n- body: tmu\n  date: 2024-03-12\n")
    write(served.content, {CASE: both})
    form = served.form()
    form.fields.append(("handlings.0.gone", "1"))
    form.put("handlings.1.date", "i morgen")
    status, text, _ = served.send(form)
    assert status == 422
    assert "Behandling 2, Dato: i morgen er ikke en dato" in Form(text).text
    assert served.bytes() == both.encode()


def test_what_the_archive_makes_of_it_is_said_after_saving(served: Served) -> None:
    form = served.form()
    form.put("handlings.0.date", "")
    status, _, location = served.send(form)
    assert status == 303
    text = served.ask("GET", location)[1]
    shown = Form(text)
    assert "Gemt." in shown.text
    assert "Forhåndsvisningen viser det, når alt det er rettet" in shown.text
    assert "Behandling 1, Dato: Et udfald eller en beslutning kræver en dato" in shown.text
    assert 'id="handlings-0-date-wrong"' in text


def test_a_mistake_that_was_there_can_be_mended_and_keeps_nobody_from_the_rest(served: Served) -> None:
    wrong = TEXT.replace("outcome: approved", "outcome: aproved").replace("id: k7f3q9zt\n", "")
    write(served.content, {CASE: wrong})
    form = served.form()
    assert form.get("handlings.0.outcome") == ["aproved", ""]
    assert "aproved (kendes ikke)" in form.text
    assert "Behandling 1, Udfald: aproved er ikke en af de værdier, der kan stå her" in form.text
    assert "Godkendt, Godkendt med ændringer" in form.text  # what can be chosen, by the names that stand there
    form.put("title", "Andet")
    after = served.saved(form)
    assert served.bytes().decode() == wrong.replace('"Ny cykelsti"', '"Andet"')
    after.put("handlings.0.outcome", "approved", "")
    assert "aproved" not in served.saved(after).text
    assert "outcome: approved\n" in served.bytes().decode()


def test_what_is_touched_and_still_wrong_is_not_written(served: Served) -> None:
    write(served.content, {CASE: TEXT.replace("outcome: approved", "outcome: aproved")})
    form = served.form()
    form.put("handlings.0.outcome", "aproved", "referred")
    assert served.send(form)[0] == 422


def test_a_personal_number_is_not_written(served: Served) -> None:
    form = served.form()
    form.put("summary", "Ansøgeren 010190-1234 får ja.")
    status, text, _ = served.send(form)
    assert status == 422
    assert "Resume: 01••••-•••• ligner et CPR-nummer" in Form(text).text
    assert served.bytes() == TEXT.encode()


BROKEN = {
    "broken YAML": TEXT.replace("summary: To", "summary: [To").encode(),
    "an alias": TEXT.replace("To sætninger.", "&a To").encode(),
    "a key twice": TEXT.replace("summary:", "titel: B\nsummary:").encode(),
    "no front matter": b"Tekst.\n",
    "not UTF-8": TEXT.encode("latin-1"),
    "a NUL byte": TEXT.encode() + b"\0",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_cannot_be_changed_safely_is_left_alone(name: str, served: Served) -> None:
    form = served.form()
    write(served.content, {CASE: BROKEN[name]})
    for status, text, _ in (served.ask("GET", address(CASE)), served.send(form)):
        assert status == 422
        assert Form(text).fields == []
        assert "; " in Form(text).text  # what is wrong; what to do
    assert served.bytes() == BROKEN[name]


def test_what_stands_there_in_an_odd_way_is_said(served: Served) -> None:
    odd = TEXT.replace("topics:\n- Cykelstier\n- Havnen   # også\n", "topics: [Cykelstier, # her\n  Havnen]\n")
    write(served.content, {CASE: odd})
    form = served.form()
    form.put("topics", "Havnen")
    status, text, _ = served.send(form)
    assert status == 422
    assert "Ret det i selve filen." in Form(text).text
    assert served.bytes() == odd.encode()


def test_without_a_site_the_form_works_with_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = TEXT.replace("date: 2024-04-09", "date: 2024-13-09")
    served = Served(tmp_path, write(tmp_path / "content", {**FILES, CASE: wrong}))
    try:
        assert served.server.preview.snapshot is None
        form = served.form()
        assert form.get("handlings.0.body") == ["kb"]
        form.put("handlings.0.date", "2024-04-10")
        form.put("handlings.0.sent_to", "tmu\r\nkb")
        assert "Saved." in served.saved(form).text
        assert "sent_to:\n  - tmu\n  - kb\n" in served.bytes().decode()
        assert served.server.preview.snapshot is not None
    finally:
        served.close()


# --- the file changed meanwhile ---------------------------------------------------------------------------------


def test_what_changed_meanwhile_is_not_written_over(served: Served) -> None:
    form = served.form()
    form.put("title", "Mit ord")
    form.put("topics.more", "Nyt emne")
    form.fields.append(("handlings.0.gone", "1"))
    other = TEXT.replace("Byrådet bygger.", "Byrådet bygger ikke.").encode()
    write(served.content, {CASE: other})
    for _ in range(2):  # the second time too
        status, text, _ = served.send(form)
        assert status == 409
        assert served.bytes() == other
        shown = Form(text)
        assert "filen er blevet ændret i mellemtiden" in shown.text
        assert "Hent filen, som den er nu" in shown.text
        assert shown.get("title") == ["Mit ord"]
        assert "Nyt emne" in shown.get("topics")
        assert shown.get("handlings.0.gone") == ["1"]
        form = shown
    fresh = served.form()
    fresh.put("title", "Mit ord")
    served.saved(fresh)
    assert served.bytes() == other.replace(b"Ny cykelsti", b"Mit ord")


def test_a_handling_that_is_gone_meanwhile_is_still_shown(served: Served) -> None:
    form = served.form()
    form.put("handlings.0.phrase", "Skrevet her")
    write(served.content, {CASE: "---\ntitle: A\n---\n"})
    status, text, _ = served.send(form)
    assert status == 409
    assert Form(text).get("handlings.0.phrase") == ["Skrevet her"]


def test_saving_holds_to_the_digest(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    with pytest.raises(Changed):
        save(file, b"new", digest(b"old"))
    assert not file.exists()
    file.write_bytes(b"other")
    with pytest.raises(Changed):
        save(file, b"new", digest(b"old"))
    assert file.read_bytes() == b"other"
    save(file, b"new", digest(b"other"))
    assert tree(tmp_path) == {"a.md": b"new"}


def test_what_cannot_be_written_is_said(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    form = served.form()
    form.put("title", "Andet")
    status, text, _ = served.send(form)
    assert status == 500
    assert "Filen kunne ikke skrives (No space left on device)" in Form(text).text
    assert Form(text).get("title") == ["Andet"]
    assert served.bytes() == TEXT.encode()
    assert [each.name for each in (served.content / CASE).parent.iterdir()] == ["cykelsti.md"]


# --- who may ----------------------------------------------------------------------------------------------------

HERE = "http://{host}"
SENDERS: dict[str, tuple[dict[str, str | None], int]] = {
    "its own page": ({}, 303),
    "its own page, by the address it came from": ({"Origin": None, "Referer": HERE + "/_beslut/edit?file=x"}, 303),
    "an older browser": ({"Sec-Fetch-Site": None}, 303),
    "by its other name": ({"Host": "localhost:{port}", "Origin": "http://localhost:{port}"}, 303),
    "nobody": ({"Origin": None}, 403),
    "another site": ({"Origin": "https://evil.example.org"}, 403),
    "another site, by the address it came from": ({"Origin": None, "Referer": "https://evil.example.org/"}, 403),
    "another site with this one's name in it": ({"Origin": "http://127.0.0.1.evil.example.org"}, 403),
    "a file or a sandbox": ({"Origin": "null"}, 403),
    "another port": ({"Origin": "http://127.0.0.1:1"}, 403),
    "no port": ({"Origin": "http://127.0.0.1"}, 403),
    "another scheme": ({"Origin": "https://{host}"}, 403),
    "another name": ({"Origin": "http://localhost:{port}"}, 403),
    "an origin that is none": ({"Origin": "http://[::"}, 403),
    "an address that is none": ({"Origin": None, "Referer": "http://[::"}, 403),
    "another site, as the browser tells": ({"Sec-Fetch-Site": "cross-site"}, 403),
    "a neighbour, as the browser tells": ({"Sec-Fetch-Site": "same-site"}, 403),
    "another name led here": ({"Host": "evil.example.org", "Origin": "http://evil.example.org"}, 403),
    "a host that is none": ({"Host": "[::", "Origin": "http://[::"}, 403),
}


@pytest.mark.parametrize("name", SENDERS)
def test_only_its_own_pages_may_save(name: str, served: Served) -> None:
    headers, expected = SENDERS[name]
    form = served.form()
    form.put("title", "Andet")
    port = str(served.server.server_port)
    filled = {key: value and value.format(host=served.host, port=port) for key, value in headers.items()}
    assert served.send(form, **filled)[0] == expected
    assert (served.bytes() != TEXT.encode()) == (expected == 303)


@pytest.mark.parametrize("token", [None, "", "x", "æ", "of another start"])
def test_only_its_own_secret_counts(token: str | None, served: Served) -> None:
    form = served.form()
    form.put("title", "Andet")
    form.put("token", *([] if token is None else [token]))
    status, text, _ = served.send(form)
    assert status == 403
    assert "der er ikke gemt noget" in Form(text).text
    assert served.bytes() == TEXT.encode()


def test_no_two_starts_have_one_secret(served: Served, tmp_path: Path) -> None:
    other = Server(options(served.content, tmp_path, base_url=""), "127.0.0.1", 0)
    assert other.token != served.server.token
    assert len(other.token) >= 32
    other.server_close()


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An archive with a link that leads out of it and a hidden file."""
    folder = tmp_path_factory.mktemp("linked")
    content = write(folder / "content", {**FILES, "havneby/cases/2024/.hidden.md": TEXT})
    write(folder, {"outside.md": TEXT})
    (content / "havneby/cases/2024/link.md").symlink_to(folder / "outside.md")
    made = Served(folder, content)
    yield made
    made.close()


OUTSIDE = [
    *("", "x", "/etc/passwd", "../outside.md", "havneby/cases/2024/../../../../outside.md", "havneby/bodies/kb.md"),
    *("_index.md", "havneby/cases/2024", "havneby/cases/2024/link.md", "havneby/cases/2024/.hidden.md", CASE + "\0"),
    *("havneby//cases/2024/cykelsti.md", "./" + CASE, "/" + CASE, CASE.upper(), "havneby/cases/2024/cykelsti.md/"),
    *("..%2foutside.md", "havneby\\cases\\2024\\cykelsti.md", "havneby/cases/2024/cykelsti.md~"),
]


@pytest.mark.parametrize("file", OUTSIDE)
def test_only_the_cases_of_the_archive_can_be_asked_for(
    file: str, linked: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "da_DK.UTF-8")
    form = linked.form()
    form.put("title", "Andet")
    before = tree(linked.folder)
    for status, text, _ in (linked.ask("GET", address(file)), linked.send(form, file)):
        assert status == 404
        assert "Den sag findes ikke" in Form(text).text
        assert "Ny cykelsti" not in text
    assert tree(linked.folder) == before


def test_a_link_to_a_case_is_followed_and_stays_one(tmp_path: Path) -> None:
    content = write(tmp_path / "content", FILES)
    (content / "havneby/cases/2023").mkdir()
    link = content / "havneby/cases/2023/sti.md"
    link.symlink_to(content / CASE)
    served = Served(tmp_path, content)
    try:
        form = served.form("havneby/cases/2023/sti.md")
        form.put("title", "Andet")
        assert served.send(form, "havneby/cases/2023/sti.md")[0] == 303
        assert link.is_symlink()
        assert b"Andet" in served.bytes()
    finally:
        served.close()


def test_on_the_network_nothing_can_be_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "da_DK.UTF-8")
    served = Served(tmp_path, write(tmp_path / "content", FILES), host="0.0.0.0")
    try:
        status, text, _ = served.ask("GET", address(CASE))
        assert status == 403
        assert "start den uden --host" in Form(text).text
        assert served.server.token not in text
        body = urlencode({"token": served.server.token, "title": "Andet", "sha256": digest(TEXT.encode())}).encode()
        assert served.ask("POST", address(CASE), body)[0] == 403
        assert served.bytes() == TEXT.encode()
        assert EDIT not in served.ask("GET", "/havneby/sager/2024/cykelsti/")[1]
    finally:
        served.close()


def test_addresses_that_only_this_machine_has() -> None:
    assert all(map(is_loopback, ("127.0.0.1", "127.3.2.1", "::1")))
    assert not any(map(is_loopback, ("0.0.0.0", "::", "192.168.1.2", "10.0.0.1", "", "localhost.example.org")))


SENT: dict[str, tuple[Callable[[bytes], bytes], dict[str, str | None], int]] = {
    "too long": (lambda body: body + b"&x=" + b"a" * LONGEST_FORM, {}, 413),
    "far too long": (lambda body: body, {"Content-Length": str(10**15)}, 413),
    "of no length": (lambda body: body, {"Content-Length": None}, 411),
    "of a negative length": (lambda body: body, {"Content-Length": "-1"}, 411),
    "of a length that is none": (lambda body: body, {"Content-Length": "²"}, 411),
    "in pieces": (lambda body: body, {"Transfer-Encoding": "chunked"}, 411),
    "as JSON": (lambda body: body, {"Content-Type": "text/plain"}, 415),
    "not UTF-8": (lambda body: body + b"&title=%FF", {}, 400),
    "not ASCII": (lambda body: body + "&title=ø".encode(), {}, 400),
    "in too many fields": (lambda body: body + b"&a=1" * 30_000, {}, 400),
}


@pytest.mark.parametrize("name", SENT)
def test_what_is_sent_in_another_way_is_refused(name: str, served: Served) -> None:
    change, headers, expected = SENT[name]
    form = served.form()
    form.put("title", "Andet")
    body = change(urlencode(form.fields).encode())
    if name == "far too long":  # the connection ends early, as a browser that gives up would
        connection = http.client.HTTPConnection("127.0.0.1", served.server.server_port, timeout=LONGEST)
        connection.putrequest("POST", address(CASE))
        connection.putheader("Content-Length", str(10**15))
        connection.endheaders(body)
        assert connection.sock is not None
        connection.sock.shutdown(1)
        assert connection.getresponse().status == expected
        connection.close()
    else:
        headers = {key.replace("-", "_"): value for key, value in headers.items()}
        assert raw(served, body, headers) == expected
    assert served.bytes() == TEXT.encode()


def raw(served: Served, body: bytes, headers: dict[str, str | None]) -> int:
    if "Content_Length" in headers and headers["Content_Length"] is None:
        connection = http.client.HTTPConnection("127.0.0.1", served.server.server_port, timeout=LONGEST)
        connection.putrequest("POST", address(CASE))
        connection.putheader("Origin", f"http://{served.host}")
        connection.endheaders()
        status = connection.getresponse().status
        connection.close()
        return status
    return served.ask("POST", address(CASE), body, **headers)[0]


def test_unknown_fields_are_passed_over(served: Served) -> None:
    form = served.form()
    for name in (
        "id",
        "draft",
        "handlings.0.votes",
        "handlings.7.body",
        "handlings",
        "__class__",
        "title.more",
        "x" * 999,
    ):
        form.put(name, "andet")
    form.fields += [("handling", "x"), ("handling", "-1"), ("handling", "99999999"), ("count", "7")]
    served.saved(form)
    assert served.bytes() == TEXT.encode()


def test_a_form_of_which_parts_are_missing_takes_nothing_away(served: Served) -> None:
    form = served.form()
    form.fields = [each for each in form.fields if each[0] in {"token", "sha256", "count"}]
    served.saved(form)
    assert served.bytes() == TEXT.encode()


def test_asking_changes_nothing(served: Served) -> None:
    before = tree(served.content)
    form = served.form()
    served.ask("GET", address(CASE) + "&" + urlencode({"title": "Andet", "token": form.get("token")[0], "after": "0"}))
    assert tree(served.content) == before
    assert served.ask("POST", "/havneby/", b"title=x")[0] == 404
    assert served.ask("PUT", address(CASE), b"title=x")[0] == 501


def test_no_page_can_be_put_in_a_frame(served: Served) -> None:
    for path in ("/", "/havneby/sager/2024/cykelsti/", address(CASE), "/findes/ikke/", "/_beslut/form.js"):
        served.ask("GET", path)
        assert "frame-ancestors 'none'" in served.policy, path
        assert "'unsafe-inline'" not in served.policy


def test_what_stands_in_the_file_is_no_markup(served: Served) -> None:
    evil = """"><script>alert(1)</script><b x='"""
    quoted = "'" + evil.replace("'", "''") + "'"
    write(served.content, {CASE: TEXT.replace('"Ny cykelsti"', quoted).replace("- Havnen ", f"- {quoted} ")})
    status, text, _ = served.ask("GET", address(CASE))
    assert status == 200
    assert "<script>alert" not in text
    assert "<b x" not in text
    assert Form(text).get("title") == [evil]
    assert evil in Form(text).get("topics")


def test_templates_are_not_served(served: Served) -> None:
    assert served.ask("GET", "/_beslut/form.html")[0] == 404
    assert served.ask("GET", "/_beslut/form.css")[0] == 200


def test_closed_text_is_kept_from_cache_and_log(served: Served, capfd: pytest.CaptureFixture[str]) -> None:
    write(served.content, {CASE: TEXT.replace("id: k7f3q9zt\n", "id: k7f3q9zt\naccess: closed\n")})
    form = served.form()
    assert form.get("title") == ["Ny cykelsti"]
    form.put("title", "Hemmeligheden XK42")
    form.put("handlings.0.date", "hemmelig XK42")
    assert served.send(form)[0] == 422
    form.put("handlings.0.date", "09-04-2024")
    served.saved(form)
    assert b"XK42" in served.bytes()
    assert [name for name, data in tree(served.folder / "cache").items() if b"XK42" in data] == []
    assert "XK42" not in "".join(capfd.readouterr())


def test_the_way_to_the_form_stands_on_cases_alone(served: Served) -> None:
    page = served.ask("GET", "/havneby/sager/2024/cykelsti/")[1]
    assert f'<a href="{address(CASE)}">Ret sagen</a>' in page
    for path in ("/", "/havneby/", "/havneby/kb/", "/emner/veje/"):
        assert EDIT not in served.ask("GET", path)[1]


def test_in_english(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    form = served.form()
    assert {"Title (must be filled in)", "Summary", "Correct the case", "Take this handling out when I save"} <= {
        line.strip() for line in form.text.splitlines()
    }
    assert form.get("handlings.0.date") == ["2024-04-09"]
    served.saved(form)
    assert served.bytes() == TEXT.encode()


def test_every_field_of_a_handling_is_on_the_page(served: Served) -> None:
    names = {name for name, _ in served.form().fields}
    assert names >= {f"handlings.0.{name}" for name in HANDLING}


# --- what its fields are called ---------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [key for keys in _KEYS.values() for key in keys.values()], ids=lambda key: key.name)
def test_a_danish_form_names_fields_as_danish_files_do(key: Key) -> None:
    """So that what the page says and what a file says are one."""
    danish = translations("da").gettext
    if key.name != "id":  # it stands in no form
        assert key.name.replace("_", " ") in NAMES
        assert danish(key.name.replace("_", " ")) == key.danish
    if key.name in EXAMPLES:
        assert danish(EXAMPLES[key.name]) == key.example
