"""Markdown to safe HTML: text pasted from minutes, headings, links, cleaning, and what the library is told."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import SHARED
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from builder.build import Result
from builder.markup import Body, render
from builder.markup.links import hold
from builder.markup.pasted import Pasted, mended
from builder.model.documents import NAME_WORD, NUMBER, Heading, number_key

VOID = {"br", "hr", "img"}
NO_MINUTES = pytest.mark.skip(reason=f"no minutes in {SHARED / 'minutes'}: nothing real was rendered")
MINUTES = sorted((SHARED / "minutes").glob("*.txt")) or [pytest.param(Path("none"), marks=NO_MINUTES)]


class Outline(HTMLParser):
    """The tags of a piece of HTML: those left open or closed out of turn, every attribute, the text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"<!--{data}")

    def handle_decl(self, decl: str) -> None:
        self.wrong.append(f"<!{decl}")

    def handle_pi(self, data: str) -> None:
        self.wrong.append(f"<?{data}")

    def ids(self) -> list[str]:
        return [value for _, name, value in self.attributes if name == "id"]


def shape(html: str) -> str:
    """HTML without the line breaks between its tags, and without ids."""
    html = re.sub(r' id="[^"]*"', "", html)
    return re.sub(r">\s+|\s+<", lambda match: match[0].strip(), html)


def is_sound(body: Body) -> None:
    """What holds of every body, whatever was written."""
    outline = Outline(body.html)
    assert not outline.open
    assert not outline.wrong
    assert not {"script", "style", "iframe", "object", "embed", "form", "base", "meta", "link", "svg", "math"} & set(
        outline.tags
    )
    for tag, name, value in outline.attributes:
        assert not name.startswith("on")
        assert name not in {"style", "srcset", "action", "formaction", "xlink:href"}
        if name in {"href", "src"}:
            scheme = re.match(r"\s*([a-z][a-z0-9+.-]*):", value.lower())
            allowed = {"http", "https", "mailto", "tel", "beslut", "beslut-path"} if tag == "a" else {"beslut-path"}
            assert value.startswith("#") or (scheme and scheme[1] in allowed), (tag, value)
    assert body.digest == (hashlib.sha256(body.html.encode()).hexdigest() if body.html else "")
    assert list(body.numbers) == sorted(set(body.numbers))
    assert body.words.split() == sorted(set(body.words.split()))


# --- text pasted from minutes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Udvalget siger:\n- ja\n- nej", "<p>Udvalget siger:</p><ul><li>ja</li><li>nej</li></ul>"),
        ("Udvalget siger:\n* ja\n* nej", "<p>Udvalget siger:</p><ul><li>ja</li><li>nej</li></ul>"),
        ("Udvalget siger:\n1. ja\n2. nej", "<p>Udvalget siger:</p><ol><li>ja</li><li>nej</li></ol>"),
        ("Udvalget siger:\n• ja\n• nej", "<p>Udvalget siger:</p><ul><li>ja</li><li>nej</li></ul>"),
        ("Udvalget siger:\n‣ ja\n▪ nej", "<p>Udvalget siger:</p><ul><li>ja</li><li>nej</li></ul>"),
        ("Udvalget siger:\n● ja\n· nej", "<p>Udvalget siger:</p><ul><li>ja</li><li>nej</li></ul>"),
        ("Udvalget siger:\n\uf0b7 ja\n\uf0b7 nej", "<p>Udvalget siger:</p><ul><li>ja</li><li>nej</li></ul>"),
        ("•\u00a0ja\n•\tnej", "<ul><li>ja</li><li>nej</li></ul>"),
        (
            "at:\n1. en lang linje\nder går videre\n2. nej",
            "<p>at:</p><ol><li>en lang linje\nder går videre</li><li>nej",
        ),
        ("- ja\n- nej", "<ul><li>ja</li><li>nej</li></ul>"),
        # no list
        ("Det skete den\n22. november 2023 i salen.", "<p>Det skete den\n22. november 2023 i salen.</p>"),
        ("22. november 2023 mødtes udvalget.", "<p>22. november 2023 mødtes udvalget.</p>"),
        ("1. maj 2024 er fridag.", "<p>1. maj 2024 er fridag.</p>"),
        ("2. Jan. 2024", "<p>2. Jan. 2024</p>"),
        ("Se afsnit\n3. i bilaget.", "<p>Se afsnit\n3. i bilaget.</p>"),
        ("Beløbet er 5\n- 3 = 2", "<p>Beløbet er 5</p><ul><li>3 = 2</li></ul>"),
        ("Den sag er nr.\n1. på listen.", "<p>Den sag er nr.\n1. på listen.</p>"),
        ("5-\n6 timer", "<p>5-\n6 timer</p>"),
        # a list whose words begin as months do
        ("1. Alt\n2. Decentrale budgetter\n3. Resten", "<ol><li>Alt</li><li>Decentrale budgetter</li><li>Resten</li>"),
        ("at:\n1. Mariagerfjord\n2. Randers", "<p>at:</p><ol><li>Mariagerfjord</li><li>Randers</li></ol>"),
        ("1. Apropos\n2. Novelle\n3. Janteloven", "<ol><li>Apropos</li><li>Novelle</li><li>Janteloven</li></ol>"),
    ],
)
def test_pasted_text_shows_what_was_meant(text: str, wanted: str) -> None:
    assert shape(render(text).html).startswith(wanted)


LINES = st.sampled_from(
    ["• punkt", "- punkt", "22. november 2023", "1. maj", "tekst", "", "1. a", "2. b", "\uf0b7 x", "[[a|b]]", "  • y"]
)


@settings(deadline=None)
@given(st.lists(LINES, min_size=1, max_size=8), st.sampled_from(["```", "~~~", "````"]))
def test_fenced_code_is_left_alone(lines: list[str], fence: str) -> None:
    code = "\n".join(lines)
    html = render(f"Før:\n\n{fence}\n{code}\n{fence}\n\nEfter:\n- punkt").html
    shown = re.search(r"<pre><code>(.*?)</code></pre>", html, re.DOTALL)
    assert shown
    assert unescape(shown[1]).strip("\n") == code.strip("\n")
    assert "<li>punkt</li>" in html[shown.end() :]


@settings(deadline=None)
@given(st.lists(LINES, min_size=1, max_size=10))
def test_mending_loses_no_words(lines: list[str]) -> None:
    text = "\n".join(line for line in lines if "[[" not in line)
    shown = "".join(Outline(render(text).html).text)
    for word in ("punkt", "november", "2023", "maj", "tekst", "a", "b", "x", "y"):
        pattern = rf"\b{word}\b"
        assert len(re.findall(pattern, shown)) == len(re.findall(pattern, text))


@pytest.mark.parametrize("path", MINUTES, ids=lambda path: path.name[:3])
def test_real_minutes_render_whole(path: Path) -> None:
    text = unicodedata.normalize("NFC", path.read_text("utf-8"))
    body = render(text)
    is_sound(body)
    outline = Outline(body.html)
    assert set(outline.tags) <= {
        "p",
        "ul",
        "ol",
        "li",
        "br",
        "h2",
        "h3",
        "em",
        "strong",
        "a",
        "hr",
    }
    shown = " ".join(outline.text)
    assert set(re.findall(r"\w+", text)) - set(re.findall(r"\d+", text)) <= set(re.findall(r"\w+", shown))
    assert {number_key(match[0]) for match in NUMBER.finditer(text)} == set(body.numbers)


# --- tables and footnotes -------------------------------------------------------------------------------------


def test_a_table_is_aligned_by_class() -> None:
    html = render("| Post | Beløb | Andel |\n|:-----|------:|:-----:|\n| Drift | 5 | 2 |\n").html
    assert 'style="' not in html
    assert "align=" not in html
    for tag, words in (("th", ("Post", "Beløb", "Andel")), ("td", ("Drift", "5", "2"))):
        for name, word in zip(("left", "right", "center"), words, strict=True):
            assert f'<{tag} class="{name}">{word}</{tag}>' in html


def test_a_table_without_alignment_has_no_class() -> None:
    assert "class=" not in render("| a | b |\n|---|---|\n| 1 | 2 |\n").html


def test_a_link_with_words_of_its_own_stands_in_a_table() -> None:
    body = render("| a | b |\n|---|---|\n| [[2023/x\\|Sagen]] | 2 |\n")
    assert body.wanted == ("2023/x",)
    assert ">Sagen</a>" in body.html


def test_footnotes_lead_there_and_back() -> None:
    html = render(
        "Et tal[^1] og et til[^note].\n\n[^1]: Regnet om.\n[^note]: Skønnet.\n", back="Tilbage til teksten"
    ).html
    outline = Outline(html)
    ids = set(outline.ids())
    targets = [value[1:] for _, name, value in outline.attributes if name == "href"]
    assert len(targets) == 4
    assert set(targets) <= ids
    assert ("a", "title", "Tilbage til teksten") in outline.attributes
    assert "Regnet om." in html
    assert render("Et tal[^1].\n\n[^1]: Regnet om.").anchors == ()  # a footnote is no anchor of the editor's


@pytest.mark.parametrize("back", ["{}", "{0} {x}", "100 % }{"])
def test_the_words_of_a_footnote_are_no_format(back: str) -> None:
    is_sound(render("a[^1]\n\n[^1]: b", back=back))


# --- headings -------------------------------------------------------------------------------------------------


def headings(text: str) -> tuple[Heading, ...]:
    return render(text).headings


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("# Sagen", [(2, "Sagen", "sagen")]),
        ("# Sagen\n## Sagen", [(2, "Sagen", "sagen"), (2, "Sagen", "sagen-2")]),
        ("## Økonomi\n### År\n###### Dybt", [(2, "Økonomi", "oekonomi"), (3, "År", "aar"), (6, "Dybt", "dybt")]),
        ("Overskrift\n===\n\nNæste\n---", [(2, "Overskrift", "overskrift"), (2, "Næste", "naeste")]),
        ("## A\n### B\n## C\n### B", [(2, "A", "a"), (3, "B", "b"), (2, "C", "c"), (3, "B", "c-b")]),
        ("### B\n## B", [(3, "B", "b-2"), (2, "B", "b")]),  # the highest keeps the plain anchor
        ("## Økonomi {#penge}", [(2, "Økonomi", "penge")]),
        ("## A **fed** `kode` {#x}", [(2, "A fed kode", "x")]),
        ("## `kode` {#x-1}", [(2, "kode", "x-1")]),
        ("## A {#Store}", [(2, "A {#Store}", "a-store")]),  # not an anchor: capitals
        ("## A {#b}\n## B", [(2, "A", "b"), (2, "B", "b-2")]),
        ("## !!!", [(2, "!!!", "afsnit")]),
        ("## Beslutning ##", [(2, "Beslutning", "beslutning")]),
    ],
)
def test_headings_stand_below_the_pages_own(text: str, wanted: list[tuple[int, str, str]]) -> None:
    assert [(each.level, each.text, each.anchor) for each in headings(text)] == wanted


def test_every_level_stands_below_the_pages_title() -> None:
    html = render("\n\n".join(f"{'#' * level} Niveau {level}" for level in range(1, 7))).html
    assert [tag for tag in Outline(html).tags if tag[0] == "h"] == ["h2", "h2", "h3", "h4", "h5", "h6"]


WORDS = st.sampled_from(["Alfa", "Beta", "Gamma", "Økonomi", "Beslutning", "Åse"])
Sections = list[tuple[int, str]]


def without_gaps(sections: Sections) -> Sections:
    """Sections none of which stands more than one level below the one before it."""
    kept: Sections = []
    for level, words in sections:
        kept.append((min(level, kept[-1][0] + 1 if kept else 2), words))
    return kept


OUTLINES = st.lists(st.tuples(st.integers(2, 4), WORDS), min_size=2, max_size=9).map(without_gaps)


def markdown(sections: Sections) -> str:
    return "\n\n".join(f"{'#' * level} {words}\n\nTekst {index}." for index, (level, words) in enumerate(sections))


def ways(sections: Sections) -> list[tuple[str, ...]]:
    """For each heading the words above it and its own: what its second anchor is made of."""
    above: Sections = []
    found = []
    for level, words in sections:
        while above and above[-1][0] >= level:
            above.pop()
        above.append((level, words))
        found.append(tuple(each for _, each in above))
    return found


def led_to(sections: Sections) -> list[set[str]]:
    """For each heading every id that leads to it, in the HTML itself."""
    html = render(markdown(sections)).html
    found = [set(Outline(match[0]).ids()) for match in re.finditer(r"<(h[2-6])\b.*?</\1>", html)]
    assert len(found) == len(sections)
    return found


@settings(deadline=None)
@given(OUTLINES)
def test_anchors_are_unique_and_all_there(sections: Sections) -> None:
    body = render(markdown(sections))
    ids = Outline(body.html).ids()
    assert len(ids) == len(set(ids))
    assert [each.text for each in body.headings] == [words for _, words in sections]
    assert {each.anchor for each in body.headings} | {each.path for each in body.headings} == set(ids)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", each) for each in ids)  # the page's own ids start with _


@settings(deadline=None, max_examples=300)
@given(OUTLINES, st.data())
def test_taking_a_section_out_takes_no_anchor_from_the_others(sections: Sections, data: st.DataObject) -> None:
    assume(len(set(ways(sections))) == len(sections))  # sections that are told apart by what stands above them
    start = data.draw(st.integers(0, len(sections) - 1))
    stop = start + 1
    while stop < len(sections) and sections[stop][0] > sections[start][0]:
        stop += 1  # with what stands below it
    before = led_to(sections)
    rest = sections[:start] + sections[stop:]
    after = led_to(rest) if rest else []
    for old, new in zip(before[:start] + before[stop:], after, strict=True):
        assert old <= new


@settings(deadline=None, max_examples=300)
@given(OUTLINES, st.data())
def test_renaming_a_section_takes_no_anchor_from_the_others(sections: Sections, data: st.DataObject) -> None:
    """But from those below it, whose second anchor bears its name."""
    assume(len(set(ways(sections))) == len(sections))
    place = data.draw(st.integers(0, len(sections) - 1))
    stop = place + 1
    while stop < len(sections) and sections[stop][0] > sections[place][0]:
        stop += 1
    renamed = [*sections[:place], (sections[place][0], "Helt nyt"), *sections[place + 1 :]]
    before, after = led_to(sections), led_to(renamed)
    for index, (old, new) in enumerate(zip(before, after, strict=True)):
        if not place <= index < stop:
            assert old <= new


@settings(deadline=None)
@given(OUTLINES, st.integers(0, 8), st.text("abc æøå.,", max_size=20))
def test_the_text_of_a_section_moves_no_anchor(sections: Sections, place: int, words: str) -> None:
    text = markdown(sections)
    edited = text.replace(f"Tekst {place}.", f"Tekst {place}. {words}".rstrip())
    assert [(each.anchor, each.path) for each in headings(text)] == [
        (each.anchor, each.path) for each in headings(edited)
    ]


def test_an_id_in_raw_html_never_doubles_that_of_a_heading() -> None:
    ids = Outline(render('<h2 id="beslutning">Rå</h2>\n\n## Beslutning\n\n<span id="beslutning">x</span>').html).ids()
    assert len(ids) == len(set(ids))


# --- links ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "html", "wanted"),
    [
        ("[[2023/x]]", '<p><a href="beslut:2023/x"></a></p>', ("2023/x",)),
        ("[[2023/x|Sagen]]", '<p><a href="beslut:2023/x">Sagen</a></p>', ("2023/x",)),
        ("[[ 2023/x  y |a   b]]", '<p><a href="beslut:2023/x y">a b</a></p>', ("2023/x y",)),
        ("[[x#y|z]]", '<p><a href="beslut:x#y">z</a></p>', ("x#y",)),
        ("[[23/9928]], [[23/9928]]", None, ("23/9928",)),
        ("[[b]] og [[a]]", None, ("b", "a")),
        ("[[Ældrerådet]]", None, ("Ældrerådet",)),
        ("[[a&b|<i>c</i>]]", None, ("a&b",)),
        ("**[[x|y]]**", '<p><strong><a href="beslut:x">y</a></strong></p>', ("x",)),
        ("[[x|*y*]]", '<p><a href="beslut:x">*y*</a></p>', ("x",)),
        ("`[[x|y]]`", "<p><code>[[x|y]]</code></p>", ()),
        ("    [[x|y]]", "<pre><code>[[x|y]]\n</code></pre>", ()),
        ("```\n[[x|y]]\n```", "<pre><code>[[x|y]]\n</code></pre>", ()),
        ("\\[[x|y]]", None, ()),
        ("[[x\ny]]", None, ()),
        ("[[]]", None, ()),
        ("[a](https://example.org)", '<p><a href="https://example.org">a</a></p>', ()),
    ],
)
def test_wiki_links(text: str, html: str | None, wanted: tuple[str, ...]) -> None:
    body = render(text)
    assert body.wanted == wanted
    assert html is None or body.html.strip() == html
    is_sound(body)


@pytest.mark.parametrize(
    ("text", "paths", "anchors"),
    [
        ("[a](skitse.pdf)", ("skitse.pdf",), ()),
        ("[a](skitse%20to.pdf)", ("skitse to.pdf",), ()),
        ("[a](skitse-å.pdf)", ("skitse-å.pdf",), ()),
        ("![a](billede.png)", ("billede.png",), ()),
        ("![a](x.png) [b](x.png)", ("x.png",), ()),
        ("[a](/emner/)", ("/emner/",), ()),
        ("[a](../x.md)", ("../x.md",), ()),
        ("[a](#kort)", (), ("kort",)),
        ("[a](https://example.org) <https://example.org> [b](mailto:a@b.dk) [c](tel:12345678)", (), ()),
        ('<a title="t" href="x.pdf">a</a>', ("x.pdf",), ()),
    ],
)
def test_paths_and_anchors(text: str, paths: tuple[str, ...], anchors: tuple[str, ...]) -> None:
    body = render(text)
    assert (body.paths, body.anchors) == (paths, anchors)


@pytest.mark.parametrize(
    ("text", "href", "words"),
    [
        ("![Kort](https://example.org/a.png)", "https://example.org/a.png", "Kort"),
        ("![](https://example.org/a.png)", "https://example.org/a.png", "https://example.org/a.png"),
        ("![Kort](//example.org/a.png)", "https://example.org/a.png", "Kort"),
        ("![a > b](http://example.org/a.png)", "http://example.org/a.png", "a > b"),
        ('<img src="HTTPS://example.org/a.png" alt="K">', "HTTPS://example.org/a.png", "K"),
        ('<img alt="K" width="5" src="https://example.org/?a=1&amp;b=2">', "https://example.org/?a=1&b=2", "K"),
    ],
)
def test_a_picture_from_elsewhere_becomes_a_link(text: str, href: str, words: str) -> None:
    outline = Outline(render(text).html)
    assert "img" not in outline.tags
    assert ("a", "href", href) in outline.attributes
    assert "".join(outline.text).strip() == words


def test_a_path_is_held_once() -> None:
    html = render("[a](x.pdf) ![b](y.png)").html
    assert hold(html) == html


# --- cleaning -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "payload",
    [
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        '<img src="x" onerror="alert(1)">',
        "<img src=x onerror=alert(1)//",
        '<a href="javascript:alert(1)">x</a>',
        '<a href=" &#106;avascript:alert(1)">x</a>',
        '<a href="jav&#x09;ascript:alert(1)">x</a>',
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox)",
        "![x](javascript:alert(1))",
        "![x](data:image/svg+xml;base64,PHN2Zz4=)",
        '![x](beslut:y "t")',
        '<p style="position:fixed;top:0">x</p>',
        "<style>body{display:none}</style>",
        '<iframe src="https://evil.example/"></iframe>',
        '<object data="x"></object><embed src="x">',
        '<form action="https://evil.example/"><input name="q"><button>Send</button></form>',
        '<base href="https://evil.example/">',
        '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
        '<link rel="stylesheet" href="https://evil.example/x.css">',
        '<svg onload="alert(1)"><script>alert(1)</script></svg>',
        '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
        '<math><mi//xlink:href="data:x,<script>alert(4)</script>">',
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        "<template><script>alert(1)</script></template>",
        "<!--><script>alert(1)</script>-->",
        "<!-- <img src=x> -->",
        "<?php echo 1 ?>",
        "<!DOCTYPE html>",
        "<![CDATA[<script>alert(1)</script>]]>",
        '<details open ontoggle="alert(1)">x</details>',
        '<div id="_indhold" class="skip">x</div>',
        '<span class="verdict final">Endeligt besluttet</span>',
        '<h2 id="_sagen" onclick="alert(1)">x</h2>',
        '<td background="javascript:alert(1)">x',
        '<a href="https://example.org" target="_blank" ping="https://evil.example/">x</a>',
        '<img src="x.png" srcset="https://evil.example/x.png 2x">',
        '<video src="https://evil.example/x.mp4" autoplay></video><audio src=x></audio>',
        "<x-custom onfoo=1>x</x-custom>",
        "</div></main></body></html>",
        "<table><tr><td>ikke lukket",
        "<p><b><i>over</b>kors</i>",
        "`<script>alert(1)</script>`",
        "[[x|<script>alert(1)</script>]]",
        "[[javascript:alert(1)|x]]",
        "## <script>alert(1)</script> {#x}",
        "| <script> |\n|---|\n| <img src=x onerror=alert(1)> |",
        "[^1]\n\n[^1]: <script>alert(1)</script>",
        '[x]: https://example.org "><script>alert(1)</script>"\n\n[x]',
        "\x02\x03 amp\x03 \x02wzxhzdk:0\x03",
    ],
)
def test_nothing_harmful_comes_through(payload: str) -> None:
    body = render(f"Før.\n\n{payload}\n\nEfter.")
    is_sound(body)
    assert "<script" not in body.html.lower()
    assert not re.search(r'class="(?!left|right|center|footnote|")', body.html)
    assert not [each for each in Outline(body.html).ids() if each.startswith("_")]


def test_harmless_html_stays() -> None:
    kept = (
        '<details><summary lang="en">Se</summary><p>H<sub>2</sub>O, m<sup>2</sup>, '
        '<abbr title="Kommunalbestyrelsen">KB</abbr></p></details>'
    )
    assert kept in render(kept).html


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=120)
SIGNS = st.lists(
    st.sampled_from(
        [
            *("#", "##", "- ", "* ", "1. ", "> ", "    ", "\t", "\n", "\n\n", "```", "~~~", "`", "|", "\n|-|-|\n"),
            *("**", "_", "[", "]", "(", ")", "[[", "]]", "[^1]", "[^1]: ", "![", "<", ">", "</", "/>", '"', "'"),
            *("&", "&lt;", "<script>", "</script>", "<b>", "</b>", "<p", "<img src=", "<a href=", "javascript:"),
            *("https://e.dk/a.png", "<!--", "-->", "<![CDATA[", "<?", "{#a}", "\\", "\x02", "\x03", "\x00", "\u2028"),
            *("\f", "• ", "---", "===", "22. november", "23/9928", "Ældrerådet", "ord", " ", "æ", "å"),
            *("<table><td>", "</div>", "<style>", "<svg>"),
        ]
    ),
    max_size=25,
).map("".join)


@settings(max_examples=400, deadline=None)
@given(st.one_of(TEXT, SIGNS))
@example("- " * 300 + "x")
@example("\n".join("    " * depth + "- x" for depth in range(120)))
@example("> " * 300 + "x")
def test_any_text_becomes_sound_html(text: str) -> None:
    is_sound(render(text))


@pytest.mark.parametrize(
    "text",
    [
        "- " * 3000 + "x",
        "\n".join("    " * depth + "- x" for depth in range(400)),
        "> " * 5000 + "x",
        "<div>" * 5000,
        "*" * 50_000,
        "`" * 50_000,
    ],
    ids=["lists in lists", "lists below lists", "quotations", "elements", "stars", "ticks"],
)
def test_text_nested_beyond_reason_is_no_crash(checked: Callable[..., Result], text: str) -> None:
    files = {"havneby/cases/2024/a.md": f"---\nid: abc12345\ntitle: A\n---\n{text}\n"}
    assert {each.path for each in checked(files).findings} <= {"havneby/cases/2024/a.md"}


@settings(deadline=None)
@given(SIGNS)
def test_rendering_remembers_nothing(text: str) -> None:
    first = render(text)
    render("# Andet\n\n[^1] [[x]]\n\n[^1]: note")
    assert render(text) == first


@pytest.mark.parametrize("text", ["", " ", "\n\n", "<!-- intet -->"])
def test_no_text_is_no_body(text: str) -> None:
    body = render(text)
    assert (body.html.strip(), body.headings, body.numbers) == ("", (), ())
    if not text.strip():
        assert body == Body()


# --- what the library is told ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sagen 23/9928 er ny.", ["23/9928"]),
        ("(23/9928), 23-9928; 23/9928.", ["23/9928", "23-9928", "23/9928"]),
        ("EMN-2025-009242", ["EMN-2025-009242"]),
        ("KLE 29.00.00-P20-3-24", ["29.00.00-P20-3-24"]),
        ("1-00-14-22 og 1-36-70-16-23", ["1-00-14-22", "1-36-70-16-23"]),
        ("dokument 3822992", ["3822992"]),
        ("dokument 3822992.", ["3822992"]),
        ("bilag 81406/25", ["81406/25"]),
        ("kun 1234 timer", []),
        ("5,7 mio. kr.", []),
        ("i 2026", []),
        ("ord-ord og/eller", []),
        ("x12345", []),
        ("12345,50 kr.", []),
        ("https://example.org/23/9928", []),
    ],
)
def test_what_may_be_a_number(text: str, found: list[str]) -> None:
    assert [match[0] for match in NUMBER.finditer(text)] == found


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("23/9928", "23-9928", True),
        ("23/9928", "2023/9928", True),
        ("23/9928", "2023-9928", True),
        ("23/9928", "1923/9928", True),
        ("23/9928", " 23 / 9928 ", True),
        ("23/9928", "23–9928", True),
        ("EMN-2025-009242", "emn-2025-009242", True),
        ("29.00.00-P20-3-24", "29-00-00-P20-3-24", True),
        ("23/9928", "23/9929", False),
        ("23/9928", "239928", False),
        ("23/9928", "24/9928", False),
        ("1-2023-5", "1-23-5", False),  # only where the year comes first and alone
        ("EMN-2025-9", "EMN-25-9", False),
    ],
)
def test_one_number_spelt_in_two_ways(first: str, second: str, same: bool) -> None:
    assert (number_key(first) == number_key(second)) == same


@settings(deadline=None)
@given(st.text(max_size=30))
def test_a_number_key_stays_as_it_is(text: str) -> None:
    assert number_key(number_key(text)) == number_key(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ældrerådet og Byrådet", ["Ældrerådet", "Byrådet"]),
        ("udvalg for lighed", ["udvalg"]),
        ("voksen- og plejeudvalget", ["plejeudvalget"]),
        ("Den Sociale Investeringsfond", ["Den", "Sociale", "Investeringsfond"]),
        ("en sag om noget", []),
        ("3F", []),
    ],
)
def test_what_a_name_may_start_with(text: str, found: list[str]) -> None:
    assert NAME_WORD.findall(text) == found


def test_numbers_and_names_are_those_of_the_prose() -> None:
    body = render(
        "## Overskriftråd 11/11\n\nByrådet om 22/22, [Linkråd 33/33](https://e.dk), `Koderåd 44/44`.\n\n"
        "```\nHegnråd 55/55\n```\n\n- Punktråd 2066/66\n\n[[77/77|Teksteråd]]\n",
        prose=("Resuméråd 88/88", "<b>Vinkelråd 99/99"),
    )
    assert body.numbers == ("22-22", "66-66", "88-88", "99-99")
    assert body.words.split() == ["Byrådet", "Punktråd", "Resuméråd", "Vinkelråd"]


def test_prose_alone_is_looked_through_too() -> None:
    body = render("", prose=("Byrådet, 23/9928",))
    assert (body.html, body.digest, body.numbers, body.words) == ("", "", ("23-9928",), "Byrådet")


@given(st.text(st.sampled_from("-*+•1.) \t\n`~a>|"), max_size=40))
@example("a\n- b")
@example("1. maj\n2. x")
@example("```\na\n- b\n```\n- c")
def test_a_text_is_mended_as_its_lines_are(text: str) -> None:
    assert mended(text) == "\n".join(Pasted().run(text.split("\n")))
