"""From files to lines: which reader, text in its many spellings, and files that are hostile or broken."""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import zipfile
from pathlib import Path

import pytest
from conftest import SHARED
from hypothesis import given
from hypothesis import strategies as st
from support.pdf import pdf

from builder.importers.lines import Mark, Reading, Unreadable
from builder.importers.readers import read, refusals, text

MINUTES = SHARED / "minutes"
needs_minutes = pytest.mark.skipif(not MINUTES.exists(), reason="the minutes handed out with the project are not here")


def reading(folder: Path, name: str, data: bytes | str) -> Reading:
    file = folder / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return read(file)


def refusal(folder: Path, name: str, data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        reading(folder, name, data)
    assert caught.value.said["file"] == name
    caught.value.reason.format(**caught.value.said)  # whatever the message names is there
    return caught.value.reason


def told(found: Reading) -> list[str]:
    return [line.text for line in found.lines]


# --- text -----------------------------------------------------------------------------------------------------


def test_lines_are_numbered_and_named(tmp_path: Path) -> None:
    found = reading(tmp_path, "referat.txt", "Første linje\n\n  Anden   linje \n")
    assert found.name == "referat.txt"
    assert found.sha256 == hashlib.sha256("Første linje\n\n  Anden   linje \n".encode()).hexdigest()
    assert [(line.number, line.text, line.page) for line in found.lines] == [
        (1, "Første linje", 0),
        (2, "", 0),
        (3, "Anden   linje", 0),
    ]
    assert not found.ocr
    assert found.repairs == ()


@pytest.mark.parametrize(
    "data",
    [
        "Beslutning\nRåd på ø og æ – “godt”".encode(),
        "Beslutning\nRåd på ø og æ – “godt”".encode("utf-8-sig"),
        "Beslutning\nRåd på ø og æ – “godt”".encode("utf-16"),
        "Beslutning\r\nRåd på ø og æ – “godt”\r\n".encode(),
        "Beslutning\rRåd på ø og æ – “godt”".encode(),
        "Beslutning\nRåd på ø og æ – “godt”".encode("cp1252"),
        unicodedata.normalize("NFD", "Beslutning\nRåd på ø og æ – “godt”").encode(),
    ],
    ids=["utf-8", "bom", "utf-16", "crlf", "cr", "cp1252", "nfd"],
)
def test_any_encoding_is_read_as_the_same(data: bytes, tmp_path: Path) -> None:
    assert told(reading(tmp_path, "a.txt", data)) == ["Beslutning", "Råd på ø og æ – “godt”"]


def test_a_byte_that_windows_does_not_have_stays_a_sign_of_its_own(tmp_path: Path) -> None:
    found = reading(tmp_path, "a.txt", "Pris på ".encode("cp1252") + b"\x81kage\xe5")
    assert told(found) == ["Pris på kageå"]


def test_a_form_feed_begins_a_page(tmp_path: Path) -> None:
    found = reading(tmp_path, "a.txt", "en\nto\n\ftre\n\ffire")
    assert [(line.text, line.page) for line in found.lines] == [("en", 1), ("to", 1), ("tre", 2), ("fire", 3)]


@pytest.mark.parametrize(
    "sign", ["- ", "– ", "• ", "•", "\uf0b7 ", "\uf0a7\t", "· ", "* ", "▪ ", "o  ", "§ ", "• \n", "-\n"]
)
def test_signs_of_lists_become_marks(sign: str, tmp_path: Path) -> None:
    found = reading(tmp_path, "a.txt", f"Før\n{sign}Et punkt på listen\nefter")
    assert [(line.text, line.mark) for line in found.lines] == [
        ("Før", Mark.TEXT),
        ("Et punkt på listen", Mark.BULLET),
        ("efter", Mark.TEXT),
    ]


@pytest.mark.parametrize(
    "line", ["-5 mio. kr.", "1. at sagen godkendes", "- 2 -", "Voksen- og Plejeudvalget", "*vigtigt*", "§ 17"]
)
def test_what_only_looks_like_a_sign_stays(line: str, tmp_path: Path) -> None:
    found = reading(tmp_path, "a.txt", f"Før\n{line}\nefter")
    assert (found.lines[1].text, found.lines[1].mark) == (line, Mark.TEXT)


def test_signs_that_became_question_marks_are_left_out_and_questions_are_not(tmp_path: Path) -> None:
    given = (
        "arbejde.?",
        "udvalgets arbejde: ?",
        "?Den indsats består af: ?",
        "- ?Tilknytning",
        "Hvad koster det?",
        "Er det dyrt ?",
        "?",
    )
    assert [line for line in told(reading(tmp_path, "a.txt", "\n\n".join(given))) if line] == [
        "arbejde.",
        "udvalgets arbejde:",
        "Den indsats består af:",
        "Tilknytning",
        "Hvad koster det?",
        "Er det dyrt ?",
    ]


def test_lines_that_all_begin_with_a_question_mark_are_a_list(tmp_path: Path) -> None:
    found = reading(tmp_path, "a.txt", "Fokus er\n?Skoler\n?Veje\n? Broer\nfærdig")
    assert [(line.text, line.mark is Mark.BULLET) for line in found.lines] == [
        ("Fokus er", False),
        ("Skoler", True),
        ("Veje", True),
        ("Broer", True),
        ("færdig", False),
    ]


def test_markdown_tells_headings_and_rows(tmp_path: Path) -> None:
    source = "# Punkt 1\n\n| a | b |\n- et\n"
    assert [line.mark for line in reading(tmp_path, "a.md", source).lines] == [
        *(Mark.HEADING, Mark.TEXT, Mark.ROW, Mark.BULLET)
    ]
    assert reading(tmp_path, "a.txt", source).lines[0].text == "# Punkt 1"


@given(st.lists(st.text(st.characters(categories=["L", "N"], max_codepoint=0x2FF), min_size=2), min_size=1))
def test_no_word_is_ever_lost(words: list[str]) -> None:
    said = unicodedata.normalize("NFC", " ".join(words))
    (line,) = text.read(f"Ord {said}".encode())
    assert line.text == f"Ord {said}"


@needs_minutes
def test_every_word_of_the_minutes_is_kept() -> None:
    for file in MINUTES.glob("00[023]*.txt"):
        found = read(file)
        assert not found.ocr
        assert found.repairs == ()
        # Nothing but white space, signs of lists and `?` where a sign was lost may be missing.
        said, written = (
            "".join(re.findall(r"[^\s?•-]", each)) for each in ("".join(told(found)), file.read_text("utf-8"))
        )
        assert said == written


# --- what cannot be read ----------------------------------------------------------------------------------------


def packed(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), part)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", refusals.EMPTY),
        ("a.txt", b"\xef\xbb\xbf \n\f\n", refusals.EMPTY),
        ("a.txt", b"??\n?", refusals.EMPTY),
        ("a.html", b"<html><body><script>x</script></body></html>", refusals.EMPTY),
        ("a.txt", bytes(range(256)) * 20, refusals.NO_TEXT),
        ("a.bin", b"\x7fELF\x02\x01\x01\0\0\0\0\0", refusals.NO_TEXT),
        ("a.pdf", b"%PDF-1.7\nand then nothing", refusals.BROKEN_PDF),
        ("a.pdf", pdf("Hemmeligt", locked=True), refusals.LOCKED),
        ("a.pdf", pdf(""), refusals.PICTURES),
        ("a.pdf", b"\xff\xd8\xff\xe0\0\x10JFIF", refusals.PICTURE),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), refusals.OLD_WORD),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), refusals.LOCKED),
        ("a.docx", b"{\\rtf1 Referat}", refusals.RICH_TEXT),
        ("a.docx", packed(mimetype=b"application/zip"), refusals.NO_WORD),
        ("a.docx", b"PK\x03\x04 and then nothing", refusals.BROKEN_WORD),
        ("a.docx", packed(word__document_xml=b"<w:document"), refusals.BROKEN_WORD),
        ("a.docx", packed(word__document_xml=b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), refusals.BROKEN_WORD),
        ("a.docx", packed(word__document_xml=bytes(70_000_000)), refusals.TOO_LARGE),
        ("a.txt", b"a" * 5_000_001, refusals.TOO_LARGE),
        ("a.html", b"<div>" * 9_000 + b"dybt", refusals.TOO_DEEP),
    ],
)
def test_a_file_that_is_none_is_refused_with_a_reason(name: str, data: bytes, reason: str, tmp_path: Path) -> None:
    assert refusal(tmp_path, name, data) == reason


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    for path, reason in ((tmp_path / "no.txt", refusals.MISSING), (tmp_path, refusals.UNOPENED)):
        with pytest.raises(Unreadable) as caught:
            read(path)
        assert caught.value.reason == reason
        assert path.name in reason.format(**caught.value.said)


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"<html>", b"\xff\xfe", b"{\\rtf"]))
def test_whatever_comes_in_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, start: bytes
) -> None:
    refused = None
    try:
        found = reading(tmp_path_factory.mktemp("any"), "any.html", start + data)
    except Unreadable as error:
        refused = error
    if refused:
        assert refused.reason.format(**refused.said)
    else:
        assert [line.number for line in found.lines] == list(range(1, len(found.lines) + 1))


def test_what_a_file_is_is_told_by_its_bytes_and_not_its_name(tmp_path: Path) -> None:
    assert told(reading(tmp_path, "a.txt", pdf("Beslutning\nGodkendt."))) == ["Beslutning", "Godkendt."]
    assert told(reading(tmp_path, "b.txt", "<!DOCTYPE html><p>Beslutning<p>Godkendt.")) == ["Beslutning", "Godkendt."]
    assert told(reading(tmp_path, "c.pdf", "Beslutning\nGodkendt.")) == ["Beslutning", "Godkendt."]
