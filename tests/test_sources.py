"""Which files the content folder has, what each is, and what its bytes say."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import SMALL, options, tree, write
from hypothesis import given
from hypothesis import strategies as st
from support.pdf import pdf

from builder.build import build
from builder.diagnostics import Finding
from builder.model.documents import Place
from builder.model.values import Kind
from builder.sources import MAX_BYTES, Source, classify, decode, digest, read, scan

CASE = "havneby/cases/2024/cykelsti.md"
FOLDER = "havneby/cases/2024/cykelsti"


@pytest.mark.parametrize(
    ("path", "kind", "ref", "authority"),
    [
        ("_index.md", Kind.ARCHIVE, "", ""),
        ("havneby/_index.md", Kind.AUTHORITY, "havneby", "havneby"),
        ("havneby/bodies/kb.md", Kind.BODY, "havneby/kb", "havneby"),
        ("havneby/meetings/2024-03-12-kb.md", Kind.MEETING, "havneby/2024-03-12-kb", "havneby"),
        ("havneby/meetings/2024-03-12-kb-2.md", Kind.MEETING, "havneby/2024-03-12-kb-2", "havneby"),
        (CASE, Kind.CASE, "havneby/2024/cykelsti", "havneby"),
        ("dossiers/havnen.md", Kind.DOSSIER, "havnen", ""),
        ("topics/cykelstier.md", Kind.TOPIC, "cykelstier", ""),
        ("places/havneby.md", Kind.PLACE, "havneby", ""),
        ("organisations/cyklistforbundet.md", Kind.ORGANISATION, "cyklistforbundet", ""),
        ("glossary/bilag.md", Kind.TERM, "bilag", ""),
        ("pages/om.md", Kind.PAGE, "om", ""),
        # names become slugs
        ("Århus Kommune/_index.md", Kind.AUTHORITY, "aarhus-kommune", "aarhus-kommune"),
        ("Ærø/cases/2024/Ny cykelsti på Ærø!.md", Kind.CASE, "aeroe/2024/ny-cykelsti-paa-aeroe", "aeroe"),
        ("places/Måløv & Ballerup.md", Kind.PLACE, "maaloev-ballerup", ""),
        ("places/a.b.md", Kind.PLACE, "a-b", ""),
        # an authority may be called like a folder of its own, or like one kind within another
        ("cases/_index.md", Kind.AUTHORITY, "cases", "cases"),
        ("bodies/bodies/bodies.md", Kind.BODY, "bodies/bodies", "bodies"),
        # a name of no letter or digit has no reference
        ("pages/!.md", Kind.PAGE, "", ""),
        ("havneby/bodies/日本.md", Kind.BODY, "", "havneby"),
        ("havneby/cases/2024/—.md", Kind.CASE, "", "havneby"),
    ],
)
def test_the_folder_says_what_a_file_is(path: str, kind: Kind, ref: str, authority: str) -> None:
    assert classify(path) == Place(path, kind, ref, authority)


@pytest.mark.parametrize(
    "path",
    [
        "README.md",
        "om.md",
        "havneby/om.md",
        "havneby/bodies.md",
        "havneby/bodies/udvalg/kb.md",
        "havneby/cases/cykelsti.md",
        "havneby/cases/24/cykelsti.md",
        "havneby/cases/20240/cykelsti.md",
        "havneby/cases/2024a/cykelsti.md",
        "havneby/cases/2024/havnen/cykelsti.md",
        "havneby/cases/2024/01/cykelsti.md",
        "havneby/Bodies/kb.md",
        "havneby/dossiers/havnen.md",
        "havneby/topics/cykelstier.md",
        "topics/veje/cykelstier.md",
        "pages/da/om.md",
        "dossiers/bodies/kb.md",
        "_index/bodies/_index/kb.md",
        "日本/_index.md",
        "—/bodies/kb.md",
    ],
)
def test_where_no_kind_of_file_belongs_it_is_none(path: str) -> None:
    assert classify(path) is None


NAMES = st.text(max_size=12) | st.sampled_from(["_index", "havneby", "cases", "bodies", "meetings", "2024", "pages"])


@given(st.lists(NAMES, min_size=1, max_size=6).map("/".join))
def test_any_path_can_be_classified(path: str) -> None:
    place = classify(path + ".md")
    if place is not None:
        assert place.path == path + ".md"
        assert re.fullmatch(r"[a-z0-9/-]*", place.ref)
        assert place.authority in ("", place.ref.split("/")[0]) or not place.ref


@given(st.lists(NAMES, min_size=1, max_size=6).map("/".join))
def test_two_forms_of_one_path_are_one_reference(path: str) -> None:
    forms = [classify(unicodedata.normalize(form, path) + ".md") for form in ("NFC", "NFD")]
    assert len({(each.kind, each.ref, each.authority) if each else None for each in forms}) == 1


def test_a_scan_lists_sources_and_attachments_in_order(archive: Callable[..., Path]) -> None:
    files = {
        CASE: "x",
        f"{FOLDER}/skitse.pdf": b"1234",
        f"{FOLDER}/kort/nord syd.png": b"1",
        f'{FOLDER}/Æ "q" \'.txt': b"",
        "topics/b.md": "x",
        "topics/a.md": "x",
    }
    content = archive(files)
    found = scan(content)
    assert found.findings == ()
    paths = [source.place.path for source in found.sources]
    assert paths == sorted([*SMALL, CASE, "topics/a.md", "topics/b.md"])
    assert [(each.path, each.size) for each in found.attached] == [
        (f"{FOLDER}/kort/nord syd.png", 1),
        (f"{FOLDER}/skitse.pdf", 4),
        (f'{FOLDER}/Æ "q" \'.txt', 0),
    ]
    assert scan(content) == found


@pytest.mark.parametrize(
    "name",
    [
        ".git/config",
        ".DS_Store",
        "havneby/.om.md",
        "pages/.om.md.swp",
        "pages/om.md~",
        "pages/~/om.md",
        f"{FOLDER}/.skjult.pdf",
        f"{FOLDER}/.mappe/skitse.pdf",
        f"{FOLDER}/skitse.pdf~",
        ".obsidian/workspace.json",
    ],
)
def test_hidden_files_and_copies_of_editors_are_passed_over(name: str, archive: Callable[..., Path]) -> None:
    found = scan(archive({name: b"\xff"}))
    assert [source.place.path for source in found.sources] == sorted(SMALL)
    assert found.attached == ()
    assert found.findings == ()


@pytest.mark.parametrize(
    "name",
    [
        "LICENSE",
        "billede.png",
        "pages/kort.svg",
        "havneby/plan.pdf",
        "havneby/cases/2024/plan.pdf",
        f"{FOLDER}/notat.md",
    ],
)
def test_other_files_belong_only_in_the_folders_of_cases(name: str, archive: Callable[..., Path]) -> None:
    found = scan(archive({name: b""}))
    assert [(each.code, each.path) for each in found.findings] == [("misplaced", name)]
    assert found.attached == ()


def test_the_stamp_changes_with_the_file(archive: Callable[..., Path]) -> None:
    content = archive()
    before = {source.place.path: source.stamp for source in scan(content).sources}
    assert before == {source.place.path: source.stamp for source in scan(content).sources}
    file = content / "havneby/bodies/kb.md"
    status = file.stat()
    data = file.read_bytes()
    file.unlink()
    file.write_bytes(data.replace(b"KB", b"BK"))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    after = {source.place.path: source.stamp for source in scan(content).sources}
    assert {path for path in before if before[path] != after[path]} == {"havneby/bodies/kb.md"}


def test_a_link_to_a_file_of_the_content_is_that_file(archive: Callable[..., Path]) -> None:
    content = archive({CASE: "x", f"{FOLDER}/skitse.pdf": b"1234", "havneby/cases/2024/havn.md": "x"})
    (content / "havneby/cases/2024/havn").mkdir()
    (content / "havneby/cases/2024/havn/plan.pdf").symlink_to(content / FOLDER / "skitse.pdf")
    (content / "havneby/cases/2024/bro.md").symlink_to("havn.md")
    found = scan(content)
    assert found.findings == ()
    sizes = {each.path: each.size for each in found.attached}
    assert sizes == {f"{FOLDER}/skitse.pdf": 4, "havneby/cases/2024/havn/plan.pdf": 4}
    assert "havneby/cases/2024/bro.md" in [source.place.path for source in found.sources]


def test_a_content_folder_may_itself_be_a_link(tmp_path: Path, archive: Callable[..., Path]) -> None:
    content = archive()
    (tmp_path / "link").symlink_to(content)
    assert scan(tmp_path / "link") == scan(content)


@pytest.mark.parametrize("name", ["x.md", "pages/om.md", "havneby/cases/2024/cykelsti.md"])
def test_a_folder_called_like_a_file_is_a_folder(name: str, archive: Callable[..., Path]) -> None:
    content = archive()
    (content / name).mkdir(parents=True)
    found = scan(content)
    assert found.findings == ()
    assert [source.place.path for source in found.sources] == sorted(SMALL)


def test_what_is_neither_file_nor_folder_is_passed_over(archive: Callable[..., Path]) -> None:
    content = archive()
    os.mkfifo(content / "pages.md")
    assert scan(content).findings == ()


def test_a_folder_that_cannot_be_listed_is_a_finding(
    archive: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    content = archive()
    listed = os.scandir

    def refuse(folder: str | Path) -> object:
        if Path(folder).name == "bodies":
            raise PermissionError(13, "Permission denied")
        return listed(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    assert [(each.code, each.path) for each in scan(content).findings] == [("unreadable", "havneby/bodies")]


def test_a_file_that_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    found = read(Source(Place("pages/om.md", Kind.PAGE, "om", ""), str(tmp_path / "gone.md"), (1, 1, 1, 1)))
    assert isinstance(found, Finding)
    assert (found.code, found.path) == ("unreadable", "pages/om.md")


@pytest.mark.parametrize(("size", "code"), [(MAX_BYTES, None), (MAX_BYTES + 1, "too-large")])
def test_a_file_is_read_up_to_the_limit(size: int, code: str | None, archive: Callable[..., Path]) -> None:
    content = archive({"pages/om.md": b"a" * size})
    found = read(next(each for each in scan(content).sources if each.place.kind is Kind.PAGE))
    assert (found.code if isinstance(found, Finding) else None) == code


def test_a_file_of_a_decomposed_name_is_the_file_the_case_names(tmp_path: Path, archive: Callable[..., Path]) -> None:
    name = f"{FOLDER}/Bilag på café.pdf"
    content = archive(
        {
            CASE: "---\ntitle: Cykelsti\nattachments:\n- file: Bilag på café.pdf\n---\n",
            unicodedata.normalize("NFD", name): pdf("Tekst"),
        }
    )
    assert [each.path for each in scan(content).attached] == [name]
    assert build(options(content, tmp_path / "site")).findings == ()
    assert pdf("Tekst") in tree(tmp_path / "site").values()


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("pages/Om.md", "pages/om.md"),
        ("pages/om_os.md", "pages/om os.md"),
        ("pages/på.md", "pages/paa.md"),
        ("places/Ærø.md", "places/aeroe.md"),
        (CASE, "Havneby/cases/2024/cykelsti.md"),
        ("pages/på.md", unicodedata.normalize("NFD", "pages/på.md")),
        (f"{FOLDER}/på.pdf", unicodedata.normalize("NFD", f"{FOLDER}/på.pdf")),
    ],
)
def test_two_files_of_one_name_collide(name: str, other: str, archive: Callable[..., Path]) -> None:
    found = scan(archive({name: "x", other: "x"}))
    told = [each for each in found.findings if each.code == "path-collision"]
    assert len(told) == 1
    paths = {unicodedata.normalize("NFC", name), unicodedata.normalize("NFC", other)}
    assert {told[0].path, dict(told[0].values)["other"]} == paths


@pytest.mark.parametrize(
    ("files", "findings"),
    [
        ({}, [("no-archive", "_index.md")]),
        ({"havneby/_index.md": "x"}, [("no-archive", "_index.md")]),
        ({"_index.md": "x"}, []),
        ({"_index.md": "x", "Havneby/bodies/kb.md": "x"}, [("no-authority", "Havneby/_index.md")]),
        ({"_index.md": "x", CASE: "x", "havneby/bodies/kb.md": "x"}, [("no-authority", "havneby/_index.md")]),
        ({"_index.md": "x", "topics/a.md": "x"}, []),
    ],
)
def test_the_archive_and_every_authority_need_their_index(
    files: dict[str, str], findings: list[tuple[str, str]], tmp_path: Path
) -> None:
    found = scan(write(tmp_path, files))
    assert [(each.code, each.path) for each in found.findings] == findings


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"\xef\xbb\xbf---\n", "---\n"),
        (b"a\r\nb\rc\nd\r\r\n", "a\nb\nc\nd\n\n"),
        ("på".encode(), "på"),
        (unicodedata.normalize("NFD", "på Ærø, café").encode(), "på Ærø, café"),
        ("ø æ ½ ﬁ".encode(), "ø æ ½ ﬁ"),  # NFC, not NFKC: what looks different stays different
        ("a\ufeffb".encode(), "a\ufeffb"),
        ("\U0001f642".encode(), "\U0001f642"),
    ],
)
def test_text_is_normalised(data: bytes, text: str) -> None:
    assert decode(data, "pages/om.md") == text


@given(st.binary())
def test_any_bytes_are_text_or_a_finding(data: bytes) -> None:
    found = decode(data, "pages/om.md")
    assert isinstance(found, str) or found.code in {"not-utf8", "nul-byte"}


@given(st.text())
def test_all_text_but_nul_is_read_and_stays_as_it_is(text: str) -> None:
    found = decode(text.encode(), "pages/om.md")
    if "\0" in text:
        assert isinstance(found, Finding)
        return
    assert isinstance(found, str)
    assert "\r" not in found
    assert unicodedata.is_normalized("NFC", found)
    assert found == unicodedata.normalize("NFC", re.sub("\r\n?", "\n", text.removeprefix("\ufeff")))
    assert decode(found.encode(), "pages/om.md") == found or found.startswith("\ufeff")


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\0\r\ufeff"), max_size=50),
    st.sampled_from([b"\xff", b"\xe5 ", b"\0"]),
)
def test_a_bad_byte_is_found_where_it_stands(before: str, byte: bytes) -> None:
    found = decode(before.encode() + byte + b"\n" + byte, "pages/om.md")
    assert isinstance(found, Finding)
    line = before.rpartition("\n")[2]
    assert (found.line, found.column) == (before.count("\n") + 1, len(line) + 1)
    assert found.code == ("nul-byte" if byte == b"\0" else "not-utf8")


def test_a_digest_is_the_sha256_in_hexadecimal() -> None:
    assert digest(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
