"""What is wrong in the content is told: all of it at once, with its place, and without giving away what is guarded."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from conftest import BODY, SMALL, options, tree, write
from support.pdf import pdf

from builder.build import Result, build, check
from builder.diagnostics import TEXTS, WARNINGS, Finding, Severity, finding, render, sentences
from builder.library.public import may_be_cached
from builder.messages import translations
from builder.model.values import Kind
from builder.parse import is_guarded
from builder.schema import read
from builder.workers import FEW

SITES = Path(__file__).parent / "sites_invalid"
COMMITTED = sorted(path.name for path in SITES.iterdir())
LANGUAGES = ("en", "da")
CASE = "havneby/cases/2024/cykelsti.md"
PAGE = "pages/om.md"
Expected = list[tuple[str, str, int, int, str]]

# Archives whose bytes do not belong in a repository: files, and (code, path, line, column, field) of what is wrong.
FOLDER = "havneby/cases/2024/cykelsti"
CASE, ATTACHING = FOLDER + ".md", "---\ntitle: Cykelsti\nattachments:\n- file: bilag.pdf\n---\nTekst.\n"
BYTES: dict[str, tuple[dict[str, str | bytes], Expected]] = {
    "latin-1": (
        {PAGE: "---\ntitle: Om arkivet\n---\nBlå bøger på række.\n".encode("latin-1")},
        [("not-utf8", PAGE, 4, 3, "")],
    ),
    "latin-1 after wide letters": (
        {PAGE: "---\ntitle: Æøå\n---\nÆøå ".encode() + b"\xe5\n"},
        [("not-utf8", PAGE, 4, 5, "")],
    ),
    "utf-16": (
        {PAGE: "---\ntitle: Om arkivet\n---\n".encode("utf-16")},
        [("not-utf8", PAGE, 1, 1, "")],
    ),
    "a PDF that is none": (
        {CASE: ATTACHING, f"{FOLDER}/bilag.pdf": b"no PDF"},
        [("attachment-unreadable", f"{FOLDER}/bilag.pdf", 0, 0, "")],
    ),
    "a PDF with a password": (
        {CASE: ATTACHING, f"{FOLDER}/bilag.pdf": pdf("Tekst", locked=True)},
        [("attachment-locked", f"{FOLDER}/bilag.pdf", 0, 0, "")],
    ),
    "NUL byte": ({PAGE: b"---\ntitle: Om\n---\nTekst\0.\n"}, [("nul-byte", PAGE, 4, 6, "")]),
    "control sign": ({PAGE: b"---\ntitle: Om\x07\n---\n"}, [("yaml", PAGE, 2, 10, "")]),
    "line of 10 MB": (
        {PAGE: "---\ntitle: Om\n---\n" + "a" * 10_000_000 + "\n"},
        [("too-large", PAGE, 0, 0, "")],
    ),
    "100,000 brackets": (
        {PAGE: "---\ntitle: Om\naliases: " + "[" * 100_000 + "]" * 100_000 + "\n---\n"},
        [("too-deep", PAGE, 2, 1, "")],
    ),
    "100,000 levels of indentation": (
        {PAGE: "---\ntitle: Om\naliases:\n" + "- " * 100_000 + "a\n---\n"},
        [("too-deep", PAGE, 2, 1, "")],
    ),
    "only spaces": ({PAGE: " \n\t\n"}, [("empty-file", PAGE, 1, 1, "")]),
    "two byte order marks": ({PAGE: "\ufeff\ufeff---\ntitle: Om\n---\n"}, [("no-front-matter", PAGE, 1, 1, "")]),
    "one name in two forms of Unicode": (
        {
            CASE: "---\ntitle: Cykelsti\n---\n",
            "havneby/cases/2024/på.md": "---\ntitle: A\n---\n",
            unicodedata.normalize("NFD", "havneby/cases/2024/på.md"): "---\ntitle: B\n---\n",
        },
        [("path-collision", "havneby/cases/2024/på.md", 0, 0, "")],
    ),
    "name of a control sign": (
        {"havneby/cases/2024/a\nb.md": "---\ntitle: A\n---\n"},
        [("bad-name", "havneby/cases/2024/a�b.md", 0, 0, "")],
    ),
    "name of bytes that are no text": (
        {os.fsdecode(b"havneby/cases/2024/\xe5.md"): "---\ntitle: A\n---\n"},
        [("bad-name", "havneby/cases/2024/�.md", 0, 0, "")],
    ),
    "address that is too long": (
        {PAGE: "---\ntitle: Om\naliases: [/" + "a" * 300 + "/]\n---\n"},
        [("bad-alias", PAGE, 3, 11, "aliases[0]")],
    ),
    "lists in lists without end": (
        {PAGE: "---\ntitle: Om\n---\n" + "- " * 10_000 + "a\n"},
        [("tangled-text", PAGE, 0, 0, "")],
    ),
    "brackets without end": ({PAGE: "---\ntitle: Om\n---\n" + "[" * 10_000}, [("tangled-text", PAGE, 0, 0, "")]),
}

# Codes that no broken archive can show, with the reason. Each has a test of its own.
NOT_OF_CONTENT = {
    "symbolic-link": "git may not keep links: test_a_link_out_of_the_content_is_an_error",
    "attachment-too-large": "100 MB: tests/test_attachments.py",
    "unreadable": "root reads everything: tests/test_sources.py",
    "private-source": "needs a build server: test_closed_text_on_a_build_server_stops_the_build",
    "template": "is about templates, not content: tests/test_main.py",
    "lost-url": "needs a published site: tests/test_publishing.py",
    "correction-missing": "needs a published site: tests/test_publishing.py",
}


def rows(findings: tuple[Finding, ...]) -> Expected:
    return [(each.code, each.path, each.line, each.column, each.field) for each in findings]


def expected(name: str) -> Expected:
    found = json.loads((SITES / name / "expected.json").read_text(encoding="utf-8"))
    return [(each["code"], each["path"], each["line"], each["column"], each["field"]) for each in found]


def assert_told_and_nothing_written(content: Path, wanted: Expected, tmp_path: Path) -> None:
    """Check, a first build and a build over an earlier site all tell exactly this, and an error writes nothing."""
    found = check(options(content, tmp_path / "site")).findings
    assert rows(found) == wanted
    assert_well_said(found)
    ours = [
        value
        for each in found
        for name, value in each.values
        if name in {"found", "wanted", "kind"} and not value.isdigit()
    ]
    assert [value for value in ours if translations("da").gettext(value) == value] == [], "words of ours, untranslated"
    fails = any(each.severity is Severity.ERROR for each in found)

    fresh = build(options(content, tmp_path / "fresh"))
    assert rows(fresh.findings) == wanted
    assert fresh.failed is fails
    assert (fresh.written is None) is fails
    assert (tmp_path / "fresh").exists() is not fails

    site = tmp_path / "site"
    assert build(options(write(tmp_path / "earlier", SMALL), site)).written
    before = tree(site)
    again = build(options(content, site))
    assert (tree(site) == before) is fails
    assert (again.written is None) is fails


def assert_well_said(findings: tuple[Finding, ...]) -> None:
    """Every finding is one line that names place and code, says what is wrong, and what to do."""
    for each in findings:
        where = f"{each.path}:{each.line}:{each.column}" if each.line else each.path
        for language in LANGUAGES:
            line = render(each, translations(language).gettext)
            if not re.search(r"\d{6}-?\d{4}", where):  # a personal number in a name need not be shown
                assert line.startswith(f"{where}: ")
            assert f": {each.code}: " in line
            assert len(line.splitlines()) == 1
            assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", line)
            assert len(line) < 1000
            wrong, _, mend = sentences(each, translations(language).gettext).partition("; ")
            assert wrong.strip()
            assert len(mend.split()) >= 2


@pytest.mark.parametrize("name", COMMITTED)
def test_every_broken_archive_is_told_exactly(name: str, tmp_path: Path) -> None:
    assert_told_and_nothing_written(SITES / name / "content", expected(name), tmp_path)


@pytest.mark.parametrize("name", BYTES)
def test_every_archive_of_broken_bytes_is_told_exactly(name: str, tmp_path: Path, archive: Callable[..., Path]) -> None:
    files, wanted = BYTES[name]
    assert_told_and_nothing_written(archive(files), wanted, tmp_path)


def test_every_code_has_a_broken_archive_or_a_reason() -> None:
    shown = {code for name in COMMITTED for code, *_ in expected(name)}
    shown |= {code for _, wanted in BYTES.values() for code, *_ in wanted}
    assert shown.isdisjoint(NOT_OF_CONTENT), "no reason is needed for what an archive shows"
    assert shown | set(NOT_OF_CONTENT) == set(TEXTS)


@pytest.mark.parametrize(
    ("at", "to"),
    [
        ("secret.md", "../../outside.md"),
        ("havneby/cases/2024/cykelsti/plan.pdf", "/etc/hostname"),
        ("havneby/cases/2024/cykelsti/mappe", "../../../bodies"),
        ("pages", "havneby/bodies"),
        ("pages/om.md", "nowhere.md"),
        ("pages/om.md", "om.md"),
        ("havneby/mig-selv", "."),
    ],
)
def test_a_link_out_of_the_content_is_an_error(at: str, to: str, tmp_path: Path, archive: Callable[..., Path]) -> None:
    content = archive({CASE: "---\ntitle: Cykelsti\n---\n", "havneby/cases/2024/cykelsti/a.txt": "a"})
    write(tmp_path, {"outside.md": "---\ntitle: Udenfor\n---\n"})
    (content / at).parent.mkdir(parents=True, exist_ok=True)
    (content / at).symlink_to(to)
    unlisted = [("unlisted-file", "havneby/cases/2024/cykelsti/a.txt", 0, 0, "")]
    wanted = sorted([*unlisted, ("symbolic-link", at, 0, 0, "")], key=lambda each: each[1])
    assert_told_and_nothing_written(content, wanted, tmp_path)


def test_closed_text_on_a_build_server_stops_the_build(tmp_path: Path) -> None:
    content = SITES / "closed-text" / "content"
    found = build(options(content, tmp_path / "site", ci=True))
    assert [each.code for each in found.findings] == ["closed-text", "private-source"]
    assert found.written is None
    assert_well_said(found.findings)


def many_faults(folder: Path) -> tuple[Path, list[str]]:
    """All broken archives in one, each under an authority or name of its own; the codes that belong to it."""
    codes = []
    for number, name in enumerate(ALONE):
        for source in sorted((SITES / name / "content").rglob("*.md")):
            path = source.relative_to(SITES / name / "content").as_posix()
            if path == "_index.md":
                continue
            path = path.replace("havneby/", f"havneby-{number}/", 1).replace("pages/", f"pages/side-{number}-")
            write(folder, {path: source.read_bytes()})
        codes += [code for code, *_ in expected(name)]
    return write(folder, {"_index.md": SMALL["_index.md"]}), sorted(codes)


# Faults that stay the same beside others.
ALONE = (
    "bad-outcome",
    "bad-value",
    "broken-anchor",
    "cpr-in-text",
    "dangling-link",
    "decision-in-future",
    "empty-file",
    "flow-comma",
    "hearing-ends-before-it-begins",
    "key-twice",
    "missing-file",
    "missing-colon",
    "missing-key",
    "needs-quotes",
    "no-front-matter",
    "outcome-without-date",
    "path-outside",
    "too-deep",
    "two-names",
    "unclosed-front-matter",
    "unknown-body",
    "unknown-case",
    "unknown-key",
    "wrong-type",
    "yaml-two-commas",
)


def test_all_faults_are_told_in_one_run(tmp_path: Path) -> None:
    content, codes = many_faults(tmp_path / "content")
    found = check(options(content, tmp_path / "site")).findings
    assert sorted(each.code for each in found) == codes
    assert list(found) == sorted(found), "in order of place"


def test_a_fault_in_the_archives_own_file_hides_no_other(tmp_path: Path) -> None:
    files = {"_index.md": "---\ntitle: Prøvearkiv\ntimezone: Mars\n---\n", PAGE: "---\ntitle: [a]\n---\n"}
    found = check(options(write(tmp_path / "content", files), tmp_path / "site")).findings
    assert [each.code for each in found] == ["unknown-timezone", "wrong-type"]


def test_several_faults_in_one_file_are_all_told(checked: Callable[..., Result]) -> None:
    text = "---\ntitle: [a]\ntitel: b\nzzz: 1\nid: x\nhandlings:\n- body: zz\n  role: leg\n---\n[[intet]]\n"
    found = rows(checked({CASE: text}).findings)
    assert [(code, line) for code, _, line, *_ in found] == [
        ("wrong-type", 2),
        ("two-names", 3),
        ("unknown-key", 4),
        ("bad-value", 5),
        ("bad-choice", 8),
    ]


def test_a_file_that_cannot_be_read_makes_no_links_to_it_wrong(checked: Callable[..., Result]) -> None:
    links = (
        "---\ntitle: Cykelsti\nhandlings:\n- body: tmu\n  meeting: 2024-03-12-kb\nrelated: [2024/havn]\n---\n[[havn]]\n"
    )
    broken = "---\nzzz: 1\n---\n"
    files = {
        CASE: links,
        "havneby/bodies/tmu.md": broken,
        "havneby/cases/2024/havn.md": broken,
        "havneby/meetings/2024-03-12-kb.md": broken,
        "topics/havn.md": broken,
    }
    found = checked(files).findings
    assert {each.path for each in found} == set(files) - {CASE}


SECRET = "Hemmeligheden"
GUARDS = (
    "access: closed",
    "access:\n  title: closed",
    "adgang: lukket",
    "draft: true",
    "kladde: ja",
    "publish: 2099-01-01",
    "udgiv: 2099-01-01",
    "retracted: 2024-06-01",
    "tilbagekaldt:\n  dato: 2024-06-01",
)
FAULTY = (
    f"{SECRET}: 1",
    f"titel: {SECRET}",
    f"case_number: 1\nCASE_NUMBER: {SECRET}",
    f"id: {SECRET}",
    f"kle: [{SECRET}]",
    f"related: [2024/{SECRET}]",
    f"route: [{SECRET}]",
    f"handlings:\n- body: {SECRET}",
    f"handlings:\n- body: kb\n  date: {SECRET}",
    f"handlings:\n- body: kb\n  outcome: {SECRET}",
    f"handlings:\n- body: kb\n  meeting: {SECRET}",
    f"amounts:\n- {{amount: 1, for: anlæg, {SECRET}}}",
    f"attachments:\n- file: {SECRET}.pdf",
    f"attachments:\n- file: ../{SECRET}.pdf",
    f"attachments:\n- file: {SECRET}.pdf\n  access: closed",
    f"attachments:\n- url: javascript:{SECRET}",
    f"aliases: [{SECRET}]",
    f"hearing:\n  {SECRET}: 1",
    f"summary: {SECRET}: {SECRET}",
    f"summary: *{SECRET}",
    f'summary: "{SECRET}\\z"',
    f'summary: "{SECRET}',
    f'summary: {SECRET}"',
    f"summary {SECRET}",
    f"{SECRET}",
    f"{SECRET}:{SECRET}",
    f"summary: #{SECRET}",
    f"summary: !{SECRET}",
    f"summary: @{SECRET}",
    f"summary: &{SECRET} {SECRET}",
    f"topics: [{SECRET}",
    f"topics: [{SECRET}; {SECRET}]",
    f"topics: {SECRET}, {SECRET}",
    f"topics:\n– {SECRET}",
    f"topics:\n- {SECRET}\n - {SECRET}",
    f"handlings:\n- body: kb\n   phrase: {SECRET}\n  item: {SECRET}",
)


@pytest.mark.parametrize("guard", GUARDS)
@pytest.mark.parametrize("fault", FAULTY)
def test_messages_about_guarded_files_repeat_none_of_their_words(
    fault: str, guard: str, checked: Callable[..., Result]
) -> None:
    body = f"[[{SECRET}]] [a]({SECRET}.pdf) [b](#{SECRET.lower()}) [[2024/havn#{SECRET}]] 010190-1234\n"
    text = f"---\ntitle: {SECRET}\n{guard}\n{fault}\n---\n{body}"
    files = {CASE: text, "havneby/cases/2024/havn.md": "---\ntitle: Havn\n---\n"}
    found = checked(files).findings
    assert found
    for each in found:
        said = [render(each, translations(language).gettext) for language in LANGUAGES]
        assert SECRET.lower() not in " ".join([*said, each.suggestion, repr(each.values), each.field]).lower()
        assert "0190-" not in " ".join(said)


@pytest.mark.parametrize("guard", GUARDS)
def test_a_guarded_file_is_known_by_its_text(guard: str) -> None:
    text = f"---\ntitle: Cykelsti\nid: k7f3q9zt\n{guard}\n---\n"
    record = read(text, CASE, Kind.CASE).record
    assert not may_be_cached(record)
    assert is_guarded(text)


@pytest.mark.parametrize("nasty", ["{x} %s", "a\nb\r\u2028", "\x1b[31m", "\u202eabc", "\ud800", "æ" * 10_000, "", " "])
def test_every_message_is_one_line_whatever_its_values(nasty: str) -> None:
    for code, texts in TEXTS.items():
        names = {name for text in texts for name in re.findall(r"{(\w+)}", text)}
        item = finding(code, "pages/om.md", "title", line=2, column=8, suggestion=nasty, **dict.fromkeys(names, nasty))
        assert_well_said((item,))


def test_only_what_people_may_judge_for_themselves_is_a_warning() -> None:
    assert {code for code in TEXTS if finding(code, "x").severity is Severity.WARNING} == WARNINGS
    about_attachments = {"attachment-unreadable", "attachment-locked", "attachment-too-large"}
    about_files = {"closed-text", "unlisted-file", "correction-missing"}
    assert {*about_files, "no-handling", "similar-topic", *about_attachments} == WARNINGS


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("handling", "handlings"),
        ("sagsnummmer", "sagsnummer"),
        ("sagsnumer", "sagsnummer"),
        ("Titell", "titel"),
        ("emmer", "emner"),
        ("xyz", ""),
    ],
)
def test_a_key_that_is_nearly_right_is_suggested(written: str, meant: str, checked: Callable[..., Result]) -> None:
    found = checked({CASE: f"---\ntitle: Cykelsti\n{written}: x\n---\n"}).findings
    assert [(each.code, each.suggestion) for each in found] == [("unknown-key", meant)]
    assert (f"»{meant}«" in render(found[0], str)) is bool(meant)


@pytest.mark.parametrize(
    ("files", "suggestion"),
    [
        ({CASE: "---\ntitle: A\nhandlings:\n- body: kbb\n---\n"}, "kb"),
        (
            {CASE: "---\ntitle: A\nrelated: [2024/hafn]\n---\n", "havneby/cases/2024/havn.md": "---\ntitle: B\n---\n"},
            "2024/havn",
        ),
        ({PAGE: "---\ntitle: A\n---\n[[cykelstierr]]\n", "topics/cykelstier.md": "---\nname: B\n---\n"}, "cykelstier"),
    ],
)
def test_a_reference_that_is_nearly_right_is_suggested(
    files: Mapping[str, str], suggestion: str, checked: Callable[..., Result]
) -> None:
    assert [each.suggestion for each in checked(files).findings] == [suggestion]


def test_what_is_not_public_is_never_suggested(checked: Callable[..., Result]) -> None:
    hidden = {
        "havneby/cases/2024/salg-af-havnen.md": "---\nid: k7f3q9zt\ntitle: Salg\naccess: closed\n---\n",
        "havneby/cases/2024/salg-af-havnes.md": "---\ntitle: Salg\ndraft: true\n---\n",
        "havneby/bodies/kbx.md": BODY.replace("---\n", "---\ndraft: true\n", 1),
    }
    near = "---\ntitle: A\nrelated: [2024/salg-af-havn]\n---\n[[2024/salg-af-havne]]\n"
    found = [each for each in checked({CASE: near, **hidden}).findings if each.path == CASE]
    assert len(found) == 2
    assert not any(
        "salg-af-havne" in render(each, str).replace("the link to 2024/salg-af-havne ", "") for each in found
    )


def case(front_matter: str = "", body: str = "Tekst.\n", title: str = "Cykelsti") -> dict[str, str | bytes]:
    return {CASE: f"---\ntitle: {title}\n{front_matter}\n---\n{body}"}


def handling(lines: str) -> dict[str, str | bytes]:
    return case("handlings:\n- body: kb\n  date: 2024-04-09\n  " + lines.replace("\n", "\n  "))


def attached(*names: str) -> dict[str, str | bytes]:
    listed = "".join(f"- file: {json.dumps(name, ensure_ascii=False)}\n" for name in names)
    return {**case(f"attachments:\n{listed}"), **{f"havneby/cases/2024/cykelsti/{name}": name for name in names}}


def meeting(front_matter: str) -> dict[str, str | bytes]:
    return {"havneby/meetings/2024-04-09-kb.md": f"---\n{front_matter}\n---\n"}


def outside(folder: Path) -> dict[str, bytes]:
    """Every file that is not of the site."""
    return {path: data for path, data in tree(folder).items() if not path.startswith("site/")}


# Whatever else stands in the content: it is published or refused, in seconds, whole or not at all.
NASTY: dict[str, dict[str, str | bytes]] = {
    "title of 1 MB": case(title="a" * 1_000_000),
    "title of 1 MB in words": case(title="ord " * 250_000),
    "title of HTML": case(title="'<script>alert(1)</script> {{ site }} {% raw %} &amp; \" »«'"),
    "title that turns the text": case(title="\u202eabc\u2066"),
    "title of signs": case(title="🙂👨\u200d👩\u200d👧"),
    "title of escapes": case(title='"a\\nb\\tc\\u200b\\uFEFF\\uFFFF"'),
    "line separators": case(title="a\u2028b\u2029c\u0085d"),
    "body without a name": {"havneby/bodies/kb.md": "---\nname: ''\nother_names: ['', ' ']\n---\n"},
    "names of signs": {"havneby/bodies/kb.md": "---\nname: (x)\nother_names: ['.*', '!!!', '[', ß]\n---\n"},
    "subjects without letters": case("topics: ['—', '🙂', '']\nplaces: [日本]\norganisations: ['?']"),
    "subject of a long name": case(f"topics: [{'a' * 300}]\ncase_number: {'1' * 300}"),
    "item of a superscript": handling("item: 5²"),
    "item of 5,000 digits": handling(f"item: {'9' * 5000}"),
    "first and last day": {
        **handling("outcome: noted"),
        "havneby/cases/2024/b.md": "---\ntitle: B\nhandlings:\n- body: kb\n  date: 0001-01-01\n---\n",
        "havneby/cases/2024/c.md": "---\ntitle: C\nhandlings:\n- body: kb\n  date: 9999-12-31\n---\n",
    },
    "embargo without end": case("publish: 9999-12-31 23:59"),
    "amounts": case("amounts: [-5, 0, -0, 999999999999999999, '0,000001']"),
    "relations in a ring": {
        **case("related: [2024/cykelsti, 2024/b, 2024/b]"),
        "havneby/cases/2024/b.md": "---\ntitle: B\nrelated:\n- case: 2024/cykelsti\n  as: parent\n---\n",
    },
    "bodies in a ring": {"havneby/bodies/kb.md": "---\nname: KB\npredecessors: [kb, Byrådet, '']\n---\n"},
    "dossier of itself": {"dossiers/d.md": "---\ntitle: D\n---\n[[d]] [[dossiers/d]] [[#d]]\n## D\n"},
    "terms of one name": {
        "glossary/a.md": "---\nterm: A\nsummary: se A\n---\n",
        "glossary/b.md": "---\nterm: A\nsummary: se A\n---\n",
    },
    "items that are none": meeting("items: [a, [b], {c: d}, '', ~]"),
    "items of dashes": meeting("items:\n- number: —\n  case_number: —\n- number: '²'\n- number: ''"),
    "numbers of one address": {
        **case("case_number: 24_1"),
        "havneby/cases/2024/b.md": "---\ntitle: B\ncase_number: 24/1\n---\n",
    },
    "draft authority": {**case(), "havneby/_index.md": "---\nname: Havneby\ndraft: true\n---\n"},
    "authority taken down": {**case(), "havneby/_index.md": "---\nname: Havneby\nretracted: 2024-06-01\n---\n"},
    "authority of another's address": {
        "emner/_index.md": "---\nname: Emner\n---\n",
        "pages/404.md": "---\ntitle: A\n---\n",
    },
    "files of odd names": attached(
        "a b.pdf", "æøå.pdf", "q'\"q.pdf", "{{x}}.pdf", "%41.pdf", "noext", "OP.PDF", "sub/x/z.pdf"
    ),
    "files without letters": attached("日本.pdf", "中国.pdf"),
    "file in place of the page": attached("index.html"),
    "file and folder of one name": attached("a", "b.a", "a b/c"),
    "alias of a file's folder": case("aliases: [/404.html, /manifest.json/, /index.html/x/, /havneby/index.html]"),
    "alias of our own corner": case("aliases: [/.beslut-staging/x, /.beslut-staging, /.git/config]"),
    "alias of a zero": case('aliases: ["/a\\0b/"]'),
    "aliases up and out": case(
        "id: k7f3q9zt\nretracted: 2024-06-01\naliases: [/../../x, ../x, /a/../../../x, '/..\\x']"
    ),
    "links of all sorts": case(
        body="[a](http://[) [b](<a b>) [c](//evil) [d](ftp://x) [e](C:/x) [f](%00) [g]() [h](?q) ![i]() <js:x>\n"
    ),
    "brackets that do not close": case(
        body="[[ [[a [[b]] ]] ]] [[a|]] [[|b]] [[a|b|c]] [[\n]] [[#]] [[—]] [[ ]] [[/]]\n"
    ),
    "templates in the text": case(body="{{ site }} {% include 'x' %} {# c #} ${x} <%= y %>\n"),
    "placeholders of Markdown": case(body="\x02klzzwxh:0001\x03 \x02wzxhzdk:0\x03 \x02amp\x03 STX ETX\n"),
    "10,000 quotations": case(body=">" * 10_000 + " x\n"),
    "10,000 stars": case(body="*" * 10_000 + "a" + "*" * 10_000 + "\n"),
    "10,000 pairs of emphasis": case(body="**a _b " * 10_000 + "\n"),
    "10,000 numbers before a word": case(body="1. " * 10_000 + "a\n"),
    "300 levels of lists": case(body="\n".join(" " * 4 * level + "- a" for level in range(300))),
    "10,000 links that do not close": case(body="[a](" * 10_000),
    "10,000 backticks": case(body=" ".join("`" * count for count in range(1, 140))),
    "10,000 open elements": case(body="<div>" * 10_000 + "<b>" * 10_000),
    "2,500 headings of one name": case(body="## Beslutning\n\n" * 2500),
    "3,000 empty headings": case(body="## \n\n" * 3000),
    "table of 10,000 columns": case(body="|" * 10_000 + "\n" + "|-" * 10_000 + "|\n"),
    "footnotes in a ring": case(body="[^a]\n\n[^a]: [^b]\n\n[^b]: [^a]\n"),
    "heading of 60,000 signs": case("id: k7f3q9zt\naccess:\n  decision: closed", "# " + "#" * 60_000 + "x\n"),
    "heading of 80,000 spaces": case("id: k7f3q9zt\naccess:\n  decision: closed", "# " + " " * 80_000 + "x\n"),
    "word of 500,000 letters": case(body="udvalg" * 80_000 + " " + "1." * 100_000 + "1/" * 100_000),
    "3,000 faults": case("handlings:\n" + "".join(f"- body: kb{number}\n" for number in range(3000))),
}


@pytest.mark.parametrize("name", NASTY)
def test_nasty_content_is_published_or_refused_whole(name: str, tmp_path: Path, archive: Callable[..., Path]) -> None:
    site = tmp_path / "site"
    assert build(options(write(tmp_path / "earlier", SMALL), site)).written
    content = archive(NASTY[name])
    before, around = tree(site), outside(tmp_path)
    found = build(options(content, site))
    assert_well_said(found.findings)
    assert (found.written is None) is found.failed
    if found.failed:
        assert tree(site) == before
    assert not (site / ".beslut-staging").exists()
    assert outside(tmp_path) == around


def test_many_files_on_many_cores_are_told_like_on_one(tmp_path: Path, archive: Callable[..., Path]) -> None:
    content = archive({f"pages/side-{number}.md": f"---\ntitle: A\nk{number}: 1\n---\n" for number in range(FEW + 50)})
    one, many = (check(options(content, tmp_path / "site", jobs=jobs)).findings for jobs in (1, 4))
    assert one == many
    assert len(one) == FEW + 50
