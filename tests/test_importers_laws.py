"""The laws of reading minutes: nothing lost, nothing invented, nothing that falls over, one word on what is none."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from conftest import tree
from minutes import MINUTES, document
from minutes.facts import load
from support.importing import import_, new_archive
from support.mangled import faults
from support.pdf import pdf

from builder.importers.documents import Imported, imported
from builder.importers.holdings import Holdings

FACTS = {path.stem: load(path) for folder in ("facts", "samples") for path in (MINUTES / folder).glob("*.yaml")}
TEXTS = {name: path for name, facts in sorted(FACTS.items()) if (path := document(facts)) and path.suffix == ".txt"}
MANGLED = 300
# Furniture: pages, running headers, contents; all else is told where it stands in no file.
_CONTENTS = re.compile(r"\.{4,}|(?:^|\s)\d+$|^(?:pkt|punkt)\.?\b|indhold|punkter|dagsorden|tekst|side", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_REFERENCE = re.compile(r"^(?:id|sha256|sag|organ|dato|adresse):|: *[a-z-]+$")


def words(text: str) -> list[str]:
    """Words in lower case, without the signs of Markdown."""
    return _WORD.findall(unescape(re.sub(r"\\(?=[^\w\s])", "", text)).casefold())


def joined(text: str) -> str:
    return f" {' '.join(words(text))} "


def read(name: str) -> Imported:
    options = dict(zip(FACTS[name].options[::2], FACTS[name].options[1::2], strict=True))
    said = {"authority": options.get("--authority", ""), "body": options.get("--body", "")}
    (found,) = imported([TEXTS[name]], Holdings(Path("nowhere")), str, lambda _source: {}, **said)
    assert isinstance(found, Imported)
    return found


@pytest.mark.parametrize("name", TEXTS)
def test_every_line_is_written_told_or_furniture(name: str, tmp_path: Path) -> None:
    found = read(name)
    content = new_archive(tmp_path / "archive")
    import_(content, TEXTS[name], *FACTS[name].options)
    files = "\n".join(joined(path.read_text("utf-8")) for path in sorted(content.rglob("*.md")))
    told = {line.number for line in found.account.told}
    dropped = {line.number for line in found.account.dropped}
    lines = [line for line in found.minutes.reading.lines if words(line.text)]
    lost = [line for line in lines if line.number not in told | dropped and joined(line.text) not in files]
    assert lost == []
    titles = {joined(item.title.text).strip() for item in found.minutes.items}
    repeated = [joined(line.text) for line in lines]
    for line in found.account.dropped:
        bare = re.sub(r"[\d ]+", "", joined(line.text))
        often = sum(re.sub(r"[\d ]+", "", each) == bare for each in repeated) > 1
        is_title = any(title in joined(line.text) or joined(line.text).strip() in title for title in titles)
        head = found.minutes.body.text.casefold() in line.text.casefold()
        assert often or is_title or head or line.furniture or _CONTENTS.search(line.text), line
    share = sum(len(words(line.text)) for line in found.account.told) / sum(len(words(line.text)) for line in lines)
    print(f"{name}: {share:.1%} of the words are told")


@pytest.mark.parametrize("name", TEXTS)
def test_no_word_is_invented(name: str) -> None:
    found = read(name)
    source = {word for line in found.minutes.reading.lines for word in words(line.text)}
    # A word that a line's end cut in two is whole in the files.
    stream = "".join(word for line in found.minutes.reading.lines for word in words(line.text))
    added = {"indstilling", "beslutning", "bilag"}  # headings where the source has none
    for draft in found.filed.drafts:
        said = [draft.body]
        for value in (draft.values, *draft.values.get("handlings", ()), *draft.values.get("items", ())):
            said += [str(value.get(key, "")) for key in ("title", "summary", "decision", "phrase", "attendance")]
        for word in words("\n".join(said)):
            assert word in source or word in added or word in stream, f"{draft.path}: {word}"


@pytest.mark.parametrize("part", range(10))
def test_what_is_mangled_costs_no_more_than_itself(part: int) -> None:
    numbers = range(part, MANGLED, 10)
    assert [fault for number in numbers for fault in faults(number)] == []


RECIPE = """Frikadeller

Ingredienser
- 500 g hakket svinekød
- 1 løg
- 2 æg

Sådan gør du
1. Rør kødet med salt.
2. Riv løget, og rør det i.
3. Steg frikadellerne i 10 minutter på hver side.
"""
BAD = {
    "tom.txt": (b"", "tom.txt has no text at all. Fetch it once more"),
    "tal.txt": (bytes(range(256)) * 20, "tal.txt is neither text, PDF, Word nor a web page. Save it as one of these"),
    "billeder.pdf": (pdf("", ""), "billeder.pdf is pictures of pages, without text. Scan it with OCR"),
    "halv.docx": (b"PK\3\4 and no more", "halv.docx is a broken Word document. Open it in Word, save it anew"),
    "opskrift.txt": (RECIPE.encode(), "opskrift.txt: no minutes: neither a meeting with its body and day nor a point"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("options", [(), ("--authority", "havneby")])
def test_what_is_no_minutes_is_told_in_one_message(
    name: str, options: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, expected = BAD[name]
    (tmp_path / name).write_bytes(data)
    content = new_archive(tmp_path / "archive")
    before = tree(content)
    capsys.readouterr()
    import_(content, tmp_path / name, *options, status=1)
    said = [line for line in capsys.readouterr().err.splitlines() if not re.match(r"\w+ \d+/\d+$", line)]
    assert len(said) == 1, said
    assert said[0].startswith("error: ")
    assert expected in said[0]
    assert tree(content) == before
