"""A council system imported again, by the command: nothing new, something new, an editor between, a deletion."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import browser
import pytest
from support.oparl import HOST, Json, council, find, record, save
from support.pdf import pdf

from builder.__main__ import main

CASE = "stadt-musterstadt/cases/2019/neuer-radweg.md"
PAGE = "stadt-musterstadt/vorlagen/2019/neuer-radweg/index.html"
LATER = "2026-01-10T08:00:00+01:00"


class Town:
    """A folder with an archive, and the command in it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        self.content, self.site = folder / "content", folder / "site"

    def take(self, *names: str, status: int = 0) -> tuple[str, str]:
        """Import; what was said, and what was warned of."""
        self.capsys.readouterr()
        assert main(["import", *names, "--from", "oparl", "--content", str(self.content)]) == status
        said = self.capsys.readouterr()
        return said.out, "".join(line for line in said.err.splitlines(True) if not line.startswith("import "))

    def records(self, records: list[Json], *more: str) -> tuple[str, str]:
        """Import records from a file."""
        return self.take(str(save(records, self.folder / "records.jsonl")), *more)

    def build(self, *more: str) -> dict[str, str]:
        """Check and build; the pages by their paths."""
        told = ["--content", str(self.content)]
        assert main(["check", "--strict", *told]) == 0, self.capsys.readouterr()
        assert main(["build", *told, "--output", str(self.site), *more]) == 0
        return {each.relative_to(self.site).as_posix(): each.read_text("utf-8") for each in self.site.rglob("*.html")}

    def files(self) -> dict[str, bytes]:
        """All files of the content folder but the memory of imports."""
        found = (each for each in self.content.rglob("*") if each.is_file() and not each.name.startswith("."))
        return {each.relative_to(self.content).as_posix(): each.read_bytes() for each in found}

    def edit(self, path: str, old: str, new: str) -> None:
        """Correct a file as an editor does."""
        file = self.content / path
        text = file.read_text("utf-8")
        assert text.count(old) == 1
        file.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def town(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Town:
    """A town of which nothing was imported."""
    return Town(tmp_path, capsys)


def two_papers() -> list[Json]:
    """The council, with a second paper at the same meeting of the committee."""
    records = council()
    body, paper = find(records, "Body", 1)["id"], find(records, "Paper", 1)
    meeting = find(records, "Meeting", 1)
    point = record("AgendaItem", 9, number="3", order=3, name="Spielplatz", public=True, result="vertagt")
    point["consultation"] = f"{HOST}/consultation/9"
    meeting["agendaItem"].append(point)
    treatment = {"organization": meeting["organization"], "meeting": meeting["id"], "agendaItem": point["id"]}
    treated = record("Consultation", 9, role="Entscheidung", **treatment)
    told = {"body": body, "date": "2019-02-21", "paperType": paper["paperType"], "consultation": [treated]}
    return [*records, record("Paper", 2, name="Spielplatz", reference="2019/0013", **told)]


def test_an_empty_folder_becomes_a_german_archive(town: Town) -> None:
    """Keys and values in English, as German documentation has them; comments in German."""
    records = council()
    find(records, "Meeting", 2)["agendaItem"][0]["result"] = "in die Klausur mitgenommen"
    _, warned = town.records(records)
    assert "in die Klausur mitgenommen" in warned
    files = {path: data.decode() for path, data in town.files().items()}
    assert "language: de\n" in files["_index.md"]
    assert "complete: true\n" in files["stadt-musterstadt/meetings/2019-04-02-gr.md"]
    assert "mitgenommen  # das Ergebnis war aus diesen Worten nicht zu erkennen\n" in files[CASE]
    assert 'lang="de"' in town.build("--no-search")["index.html"]


def test_a_heading_without_a_number_stays_where_it_is(town: Town) -> None:
    records = council()
    items = find(records, "Meeting", 1)["agendaItem"]
    items.insert(1, record("AgendaItem", 8, number="", order=2, name="ANFRAGEN", public=True))
    town.records(records)
    page = town.build("--no-search")["stadt-musterstadt/ba/2019-03-05/index.html"].partition("<main")[2]
    assert page.index("Neuer Radweg</a>") < page.index("ANFRAGEN") < page.index("Verschiedenes")


def test_the_same_file_again_changes_nothing(town: Town) -> None:
    town.records(two_papers())
    files, pages = town.files(), town.build("--no-search")
    said, warned = town.records(two_papers())
    assert town.files() == files
    assert "0 new files, 0 changed" in said
    assert warned == ""
    assert town.build("--no-search") == pages


def test_a_change_comes_in_and_a_correction_elsewhere_stays(town: Town) -> None:
    records = two_papers()
    town.records(records)
    other = "stadt-musterstadt/cases/2019/spielplatz.md"
    town.edit(other, "title: Spielplatz", "title: Spielplatz am Anger")
    town.edit(CASE, "case_number:", "summary: Der Radweg wird gebaut.\ncase_number:")
    before = town.files()
    find(records, "Paper", 1).update(name="Neuer Radweg am Fluss", modified=LATER)
    find(records, "Meeting", 2)["agendaItem"][0].update(result="mehrheitlich abgelehnt", modified=LATER)
    find(records, "Meeting", 2).update(modified=LATER)
    said, warned = town.records(records)
    after = town.files()
    assert {path for path in after if after[path] != before.get(path)} == {
        CASE,
        "stadt-musterstadt/meetings/2019-03-05-ba.md",  # its agenda has the old name still
        "stadt-musterstadt/meetings/2019-04-02-gr.md",
    }
    assert "3 changed" in said
    assert warned == ""
    text = after[CASE].decode()
    assert "title: Neuer Radweg am Fluss\n" in text
    assert "summary: Der Radweg wird gebaut.\n" in text
    assert "outcome: rejected" in text
    assert "approved" not in text
    page = town.build("--no-search")[PAGE]
    assert "Neuer Radweg am Fluss" in page
    assert "»mehrheitlich abgelehnt«" in page
    assert "Spielplatz am Anger" in town.build("--no-search")[PAGE.replace("neuer-radweg", "spielplatz")]


def test_what_both_changed_stays_as_the_editor_has_it_and_is_told(town: Town) -> None:
    records = council()
    town.records(records)
    town.edit(CASE, "title: Neuer Radweg", "title: Radweg am Fluss")
    find(records, "Paper", 1).update(name="Geh- und Radweg", modified=LATER)
    _, warned = town.records(records)
    assert "title: Radweg am Fluss\n" in town.files()[CASE].decode()
    assert f"{CASE}:3: title: changed here and by oparl:{HOST}/paper/1" in warned
    assert "“Radweg am Fluss”, there “Geh- und Radweg”" in warned


def test_what_is_deleted_there_says_so_at_its_address(town: Town) -> None:
    records = two_papers()
    town.records(records)
    assert "Neuer Radweg" in town.build("--no-search")[PAGE]
    gone = record("Paper", 1, deleted=True, modified=LATER)
    town.records([gone])
    pages = town.build("--no-search")
    assert "Aus der Veröffentlichung genommen" in pages[PAGE]
    assert "10. Januar 2026" in pages[PAGE]
    assert "Neuer Radweg" not in pages[PAGE]
    leads = {path for path, text in pages.items() if f'href="/{PAGE.removesuffix("index.html")}"' in text}
    assert leads == {"berichtigungen/index.html"}
    assert "Neuer Radweg" in pages["stadt-musterstadt/gr/2019-04-02/index.html"]  # its agenda was public
    assert "mehrheitlich zugestimmt" in pages["stadt-musterstadt/gr/2019-04-02/index.html"]


def test_what_is_not_vouched_for_as_decided_is_not_said_to_be(town: Town) -> None:
    """Sent on, put off, put to no vote, in words that nobody knows: none of them is final."""
    for result in ("verwiesen in Bauausschuss", "vertagt", "keine Abstimmung", "in die Klausur mitgenommen"):
        records = council()
        find(records, "Meeting", 2)["agendaItem"][0].update(result=result, modified=LATER)
        find(records, "Meeting", 2).update(modified=LATER)
        town.records(records)
        page = town.build("--no-search")[PAGE]
        assert f"»{result}«" in page
        assert "Endgültig entschieden" not in page


@browser.needs_chromium
def test_text_of_files_is_found_and_the_page_does_not_swell(town: Town) -> None:
    records = council()
    find(records, "Paper", 1)["auxiliaryFile"] = [
        record("File", 2, name="Gutachten", accessUrl=f"{HOST}/gutachten.pdf", mimeType="application/pdf")
    ]
    town.records(records)
    before = len(town.build("--no-search")[PAGE].encode())
    texts = town.folder / "texte"
    texts.mkdir()
    (texts / "1.pdf").write_bytes(pdf("Die Zauneidechse lebt am Bahndamm."))
    (texts / "2.txt").write_text("Gutachten zum Feldhamster.\n" + "Er wohnt hier.\n" * 5000, "utf-8")
    (texts / "3.txt").write_text("Das gehört zu keiner Datei.", "utf-8")
    find(records, "Paper", 1)["modified"] = LATER
    town.records(records, "--files", str(texts))
    folder = CASE.removesuffix(".md")
    assert {path for path in town.files() if path.startswith(f"{folder}/")} == {f"{folder}/1.pdf", f"{folder}/2.txt"}
    pages = town.build()
    assert "Zauneidechse" not in pages[PAGE]
    assert "Feldhamster" not in pages[PAGE]
    assert len(pages[PAGE].encode()) < before + 400
    with browser.served(town.site) as site, browser.chromium() as opened, browser.watched(opened) as (page, complaints):
        for word, title in (("Zauneidechse", "Vorlage"), ("Feldhamster", "Gutachten")):
            page.goto(f"{site}/suche/?q={word}")
            page.wait_for_selector("#_antal[data-done]", state="attached")
            assert page.locator("ol#results > li > a").all_inner_texts() == ["Neuer Radweg"]
            assert f"In einer Anlage gefunden: {title}" in page.locator("ol#results > li").inner_text()
        assert complaints == []


@pytest.fixture
def endpoint() -> Iterator[tuple[str, list[Json], Counter[str]]]:
    """The town's own council system: three records of a list on a page; its records, and what it was asked."""
    records = two_papers()
    asked: Counter[str] = Counter()
    lists = {"organization": "Organization", "meeting": "Meeting", "paper": "Paper"}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked[self.path] += 1
            path, query = urlsplit(self.path).path.strip("/"), parse_qs(urlsplit(self.path).query)
            root = f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined]
            body = {**find(records, "Body", 1), **{key: f"{root}/{key}" for key in lists}}
            if path in lists:
                since = query.get("modified_since", [""])[0]
                own = [e for e in records if e["type"].endswith(f"/{lists[path]}") and e["modified"] > since]
                page = int(query.get("page", ["1"])[0])
                kept = f"&modified_since={since}" if since else ""
                more = {"next": f"{root}/{path}?page={page + 1}{kept}"} if len(own) > page else {}
                said: Json = {"data": own[page - 1 : page], "links": more}
            else:
                said = body
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as served:
        thread = threading.Thread(target=served.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{served.server_port}/body", records, asked
        served.shutdown()
        thread.join()


def test_an_endpoint_page_by_page_and_the_next_day_what_changed(
    town: Town, endpoint: tuple[str, list[Json], Counter[str]]
) -> None:
    url, records, asked = endpoint
    town.take(url)
    assert asked["/paper"] == asked["/paper?page=2"] == 1
    from_url = town.files()
    other = Town(town.folder / "file", town.capsys)
    other.folder.mkdir()
    other.records(two_papers())
    assert from_url == other.files()
    find(records, "Paper", 2).update(name="Spielplatz am Anger", modified=LATER)
    asked.clear()
    said, warned = town.take(url)
    assert "2 changed" in said  # its case, and the meeting's agenda that has the old name
    assert warned == ""
    assert not any("modified_since" not in each for each in asked if each.startswith("/paper"))
    assert "title: Spielplatz am Anger\n" in town.files()["stadt-musterstadt/cases/2019/spielplatz.md"].decode()
    town.build("--no-search")
