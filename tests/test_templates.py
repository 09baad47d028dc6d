"""Templates: what each is given against what it uses, what is escaped, and what a broken one is called."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import Any, ClassVar, get_args, get_origin, get_type_hints

import pytest
import yaml
from conftest import options, tree
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment, StrictUndefined, meta, nodes

from builder.build import build
from builder.messages import RELATIONS, Format, label, translations
from builder.model import values
from builder.model.documents import Document
from builder.model.keys import Choice, Many, Record, Reference, Scalar, Type, keys_of
from builder.model.linked import Library, Links
from builder.model.parts import Amount
from builder.model.records import RECORDS
from builder.model.values import Kind
from builder.template_files import DEFAULTS, files, folders
from builder.templates import TONES, BrokenTemplate, Renderer, environment, links
from builder.templates.links import _Finder, fill, paragraphs
from builder.views import parts
from builder.views.pages import Context, contexts
from builder.views.parts import Prose, Text

ENVIRONMENT = environment((DEFAULTS,), "da", lambda digest: f"<p>{digest}</p>")
NAMES = sorted(name for name in files((DEFAULTS,)) if not name.startswith("assets/"))
KINDS = {each.__name__: each for each in contexts()}

# Fields of views that no template reads by name, and why they are there all the same.
READ_ELSEWHERE = {
    ("Prose", "links"): "read by the filter `prose`, which gets the whole",
    ("Text", "links"): "read by the filter `text`, which gets the whole",
    ("Site", "terms"): "read by `templates.glossary`, which explains words on the rendered page",
}
# Attributes that templates read of values that are no dataclass of ours.
OF_PYTHON = {"isoformat", "value"} | {"index", "last"}  # of dates and enumerations; of Jinja's loop


def parsed(name: str) -> nodes.Template:
    """The syntax tree of a template."""
    assert ENVIRONMENT.loader is not None
    return ENVIRONMENT.parse(ENVIRONMENT.loader.get_source(ENVIRONMENT, name)[0])


def imported(name: str) -> set[str]:
    """The names that a template takes from others, under which it uses them."""
    lines = parsed(name).find_all(nodes.FromImport)
    return {each[1] if isinstance(each, tuple) else each for line in lines for each in line.names}


def used(name: str) -> set[str]:
    """The names that a template, and what it extends, expects to be given."""
    own = {each.name for each in parsed(name).find_all(nodes.Macro)}
    found = meta.find_undeclared_variables(parsed(name)) - set(ENVIRONMENT.globals) - imported(name) - own
    for each in parsed(name).find_all(nodes.Extends):
        assert isinstance(each.template, nodes.Const)
        found |= used(each.template.value)
    return found


def attributes() -> dict[str, str]:
    """Every attribute that a template reads, and a template that does."""
    found: dict[str, str] = {}
    for name in NAMES:
        for each in parsed(name).find_all(nodes.Getattr):
            found.setdefault(each.attr, name)
    return found


def classes_within(hint: Any) -> Iterator[type]:
    """The dataclasses that a type hint names."""
    if get_origin(hint) is not None or isinstance(hint, UnionType):
        for each in get_args(hint):
            yield from classes_within(each)
    elif isinstance(hint, type) and is_dataclass(hint):
        yield hint


def given_to_templates() -> set[type]:
    """Every dataclass that a context holds, at any depth."""
    seen: set[type] = set()
    ahead: list[type] = list(contexts())
    while ahead:
        cls = ahead.pop()
        if cls not in seen:
            seen.add(cls)
            for name, hint in get_type_hints(cls).items():
                if name in {field.name for field in dataclasses.fields(cls)}:
                    ahead += classes_within(hint)
    return seen


# --- declared against used ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_template_uses_what_its_context_declares(kind: type[Context]) -> None:
    declared = {field.name for field in dataclasses.fields(kind)}
    assert used(kind.template) | {"site", "frame"} == declared
    assert not declared & imported(kind.template)  # what is imported would hide what is given


def test_every_template_is_some_pages_or_shared() -> None:
    shared = {"base.html", "_macros.html"}
    own = [kind.template for kind in KINDS.values()]
    assert len(set(own)) == len(own)
    assert set(NAMES) == {*own, *shared}


def test_macros_and_the_frame_need_no_more_than_every_page_has() -> None:
    assert used("_macros.html") == set()
    assert used("base.html") == {"site", "frame"}


def test_every_macro_is_used() -> None:
    made = {each.name for each in parsed("_macros.html").find_all(nodes.Macro)}
    called = {
        (name[0] if isinstance(name, tuple) else name)
        for template in NAMES
        for each in parsed(template).find_all(nodes.FromImport)
        for name in each.names
    }
    within = {
        each.node.name for each in parsed("_macros.html").find_all(nodes.Call) if isinstance(each.node, nodes.Name)
    }
    assert made == (called | within) & made
    assert called <= made


@pytest.mark.parametrize("name", NAMES)
def test_what_a_template_imports_it_uses(name: str) -> None:
    assert imported(name) <= {each.name for each in parsed(name).find_all(nodes.Name) if each.ctx == "load"}


FIELDS = [
    (cls, field.name)
    for cls in sorted(
        (each for each in given_to_templates() if each.__module__ == parts.__name__), key=lambda each: each.__name__
    )
    for field in dataclasses.fields(cls)
]


def test_every_part_that_is_declared_is_given_to_some_page() -> None:
    declared = {each for each in vars(parts).values() if isinstance(each, type) and each.__module__ == parts.__name__}
    assert declared == {cls for cls, _ in FIELDS}


@pytest.mark.parametrize(("cls", "name"), FIELDS, ids=lambda each: getattr(each, "__name__", each))
def test_every_field_of_a_part_is_read(cls: type, name: str) -> None:
    assert (name in attributes()) != ((cls.__name__, name) in READ_ELSEWHERE)


def test_every_attribute_that_is_read_exists() -> None:
    declared = {field.name for cls in given_to_templates() for field in dataclasses.fields(cls)}
    assert {name: where for name, where in attributes().items() if name not in declared | OF_PYTHON} == {}
    assert set(attributes()) >= OF_PYTHON  # what is excused is also there


def test_no_template_gets_the_library() -> None:
    assert not {Library, Document} & given_to_templates()


# --- every fact is shown --------------------------------------------------------------------------------------

# Keys whose values stand on no page of their own file, and why.
NOT_SHOWN = {
    "draft": "keeps the file from being published",
    "publish": "likewise",
    "retracted": "likewise",
    "aliases": "old addresses, which lead here",
    "access": "decides what is shown",
    "public_title": "stands in the place of a closed title",
    "public_decision": "stands in the place of a closed decision",
    "file": "becomes the link",
    "ocr": "becomes a sentence",
    "complete": "becomes a sentence",
    "other_names": "makes links, and is searched",
    "items.case": "becomes the link",
    "items.phrase": "stands where there is no decision",
    "items.basis": "stands where the item is closed",
    "meeting.basis": "stands where the meeting is closed",
    "attachments.reason": "stands where the attachment is closed",
    "case.basis": "stands where the case is closed",
    "handlings.basis": "stands where the handling is closed",
    "handlings.meeting": "becomes the link on the day",
    "authority.access_request": "stands on the authority's cases",
    "authority.accessibility": "stands on the page of accessibility statements",
    "body.kind": "for programs",
    "term.corrections": "stand on the page of corrections",
    "term.source": "for programs",
}
FORM = Format("da")
PAGES = {
    Kind.CASE: ("havneby/cases/2024/x.md", "havneby/sager/2024/x/index.html"),
    Kind.MEETING: ("havneby/meetings/2024-04-09-kb.md", "havneby/kb/2024-04-09/index.html"),
    Kind.BODY: ("havneby/bodies/x.md", "havneby/x/index.html"),
    Kind.AUTHORITY: ("x/_index.md", "x/index.html"),
    Kind.DOSSIER: ("dossiers/x.md", "temaer/x/index.html"),
    Kind.TOPIC: ("topics/x.md", "emner/x/index.html"),
    Kind.TERM: ("glossary/x.md", "ordbog/index.html"),
}


class Filler:
    """Fills a record with values that can be found again."""

    def __init__(self) -> None:
        self.count = 0
        self.wanted: list[tuple[str, set[str]]] = []  # the key, and the ways in which its value may be shown

    def record(self, cls: type, where: str) -> dict[str, object]:
        """Every key of a record that is to be shown, with a value."""
        made = {}
        for key in keys_of(cls):
            path = f"{where}.{key.attribute}"
            if not {key.attribute, path, path.partition(".")[2]} & set(NOT_SHOWN):
                made[key.name] = self.value(key.type, path)
        return made

    def value(self, type_: Type, where: str) -> object:
        """A value of a type, noted with the words that it may be shown in."""
        if isinstance(type_, Record):
            return self.record(type_.of, where)
        if isinstance(type_, Many):
            return [self.value(type_.of, where)]
        self.count += 1
        value: object = f"Ord{self.count}x"
        shown = {str(value)}
        if isinstance(type_, Choice):
            member = list(type_.members)[-1]
            words = RELATIONS[member, True] if isinstance(member, values.RelationKind) else label(member)
            value, shown = member.value, {translations("da").gettext(words)}
        elif isinstance(type_, Reference) and not type_.free:
            value, shown = {
                "bodies": ("kb", {"Byrådet"}),
                "cases": ("havneby/2024/anden", {"Den anden sag"}),
            }[type_.kind]
        elif type_ is Scalar.DATE:
            day = date(2023, 1, 1) + timedelta(days=self.count)
            value, shown = day.isoformat(), {FORM.day(day), FORM.short_day(day)}
        elif type_ is Scalar.TIME:
            value, shown = f"10.{self.count % 60:02}", {f"10.{self.count % 60:02}"}
        elif type_ in {Scalar.INTEGER, Scalar.NUMBER}:
            value, shown = str(9000 + self.count), {str(9000 + self.count), f"9.{self.count:03}"}
        elif type_ is Scalar.URL:
            value = f"https://example.org/{self.count}x"
            shown = {str(value)}
        elif type_ is Scalar.SLUG:
            value = f"ord{self.count}x"
            shown = {str(value)}
        elif type_ is Scalar.EMAIL:
            value = f"post{self.count}@example.org"
            shown = {str(value)}
        self.wanted.append((where, shown))
        return value


@pytest.mark.parametrize("kind", PAGES)
def test_every_fact_that_a_file_can_hold_is_shown(kind: Kind, built: Callable[..., Path]) -> None:
    filler = Filler()
    record = filler.record(RECORDS[kind], RECORDS[kind].__name__.lower())
    file, page = PAGES[kind]
    other = "---\ntitle: Den anden sag\nhandlings:\n- body: kb\n  date: 2024-04-09\n---\n"
    front = yaml.safe_dump(record, allow_unicode=True, sort_keys=False, width=10_000)
    site = built({file: f"---\n{front}---\nTekst.\n", "havneby/cases/2024/anden.md": other})
    html = (site / page).read_text("utf-8")
    assert {where: shown for where, shown in filler.wanted if not any(words in html for words in shown)} == {}


def test_what_is_excused_from_being_shown_is_a_key() -> None:
    names = set()
    for cls in RECORDS.values():
        for key in keys_of(cls):
            inner = key.type.of if isinstance(key.type, Many) else key.type
            within = [each.attribute for each in keys_of(inner.of)] if isinstance(inner, Record) else []
            names |= {key.attribute, f"{cls.__name__.lower()}.{key.attribute}"}
            names |= {*within, *(f"{key.attribute}.{each}" for each in within)}
    assert set(NOT_SHOWN) <= names


# --- the environment ------------------------------------------------------------------------------------------


def test_the_environment_escapes_and_is_strict() -> None:
    assert ENVIRONMENT.autoescape is True
    assert ENVIRONMENT.undefined is StrictUndefined


@pytest.mark.parametrize("name", NAMES)
def test_every_template_compiles_and_trusts_nothing(name: str) -> None:
    ENVIRONMENT.get_template(name)
    body = parsed(name)
    assert not [each for each in body.find_all(nodes.Filter) if each.name in {"safe", "xmlattr", "tojson"}]
    assert not list(body.find_all((nodes.MarkSafe, nodes.MarkSafeIfAutoescape, nodes.ScopedEvalContextModifier)))
    assert not list(body.find_all(nodes.Include))  # an include sees everything


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".html")])
def test_no_page_holds_script_style_or_another_host(name: str) -> None:
    assert ENVIRONMENT.loader is not None
    source = ENVIRONMENT.loader.get_source(ENVIRONMENT, name)[0]
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)
    assert not re.search(r"\son[a-z]+=|\sstyle=|<style|javascript:", source)
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', source)


HOSTILE = """<script>alert("x")</script>'"&"""
FRONT = "'" + HOSTILE.replace("'", "''") + "'"
HOSTILE_FILES: Mapping[str, str] = {
    "_index.md": f"---\ntitle: {FRONT}\nsummary: {FRONT}\npublisher: {FRONT}\ncontact:\n  name: {FRONT}\n"
    f"base_url: https://example.org/\n---\n",
    "havneby/_index.md": (
        f"---\nname: {FRONT}\nsummary: {FRONT}\nnames:\n- {{name: {FRONT}}}\npredecessors: [{FRONT}]\n---\n"
    ),
    "havneby/bodies/kb.md": f"---\nname: {FRONT}\nabbreviation: {FRONT}\nsummary: {FRONT}\nmembers: [{FRONT}]\n---\n",
    "havneby/cases/2024/a.md": (
        f"---\nid: abc12345\ntitle: {FRONT}\ncase_number: {FRONT}\nsummary: {FRONT}\n"
        f"recommended_by: {FRONT}\nkle: {FRONT}\ntopics: [{FRONT}]\nplaces: [{FRONT}]\norganisations: [X, {FRONT}]\n"
        f"amounts:\n- amount: 5\n  for: {FRONT}\n  from: {FRONT}\n  years: {FRONT}\n"
        f"attachments:\n- title: {FRONT}\n  document: {FRONT}\n  number: {FRONT}\n- access: closed\n  reason: {FRONT}\n"
        f"corrections:\n- date: 2024-05-01\n  text: {FRONT}\nsource:\n  title: {FRONT}\n  sha256: {FRONT}\n"
        f"handlings:\n- body: kb\n  date: 2024-04-09\n  item: {FRONT}\n  outcome: approved\n  phrase: {FRONT}\n"
        f"  sent_to: [{FRONT}]\n  votes:\n    for: [{FRONT}]\n  statements: [{FRONT}]\n  absent: [{FRONT}]\n"
        f"  stopped:\n    by: {FRONT}\n    basis: {FRONT}\n- body: kb\n  date: 2024-05-09\n  decision: {FRONT}\n---\n"
    ),
    "havneby/cases/2024/b.md": f"---\nid: bbc12345\ntitle: B\nretracted:\n  date: 2024-05-01\n  reason: {FRONT}\n---\n",
    "havneby/meetings/2024-04-10-kb.md": (
        f"---\nplace: {FRONT}\nattendance: {FRONT}\npresent: [{FRONT}]\nitems:\n- number: {FRONT}\n  title: {FRONT}\n"
        f"  summary: {FRONT}\n  decision: {FRONT}\n  case_number: {FRONT}\n---\n"
    ),
    "glossary/x.md": f"---\nterm: {FRONT}\nsummary: {FRONT}\n---\n",
    "dossiers/x.md": f"---\ntitle: {FRONT}\nsummary: {FRONT}\ncases: [havneby/2024/a]\n---\n",
    "pages/x.md": f"---\ntitle: {FRONT}\n---\n",
    "topics/x.md": f"---\nname: {FRONT}\nsummary: {FRONT}\n---\n",
}


def test_whatever_editors_write_is_escaped(built: Callable[..., Path]) -> None:
    pages = {
        name: data.decode() for name, data in tree(built(HOSTILE_FILES)).items() if name.endswith((".html", ".xml"))
    }
    assert sum(text.count("&lt;script&gt;") for text in pages.values()) > 100
    for name, text in pages.items():
        assert "<script>" not in text, name
        assert not re.search(r'=\s*"[^"]*<script', text), name


def test_an_own_template_stands_before_the_programs(built: Callable[..., Path], tmp_path: Path) -> None:
    own = tmp_path / "egne"
    own.mkdir()
    (own / "404.html").write_text("Min egen: {{ frame.title }}", "utf-8")
    site = built(templates=own)
    assert (site / "404.html").read_text("utf-8").startswith("Min egen: ")
    assert "<!doctype html>" in (site / "index.html").read_text("utf-8")


def test_what_a_template_is_made_with(tmp_path: Path) -> None:
    texts = {
        "a.html": "{% extends 'base.html' %}{% from 'm.html' import x %}{% include 'gone.html' ignore missing %}",
        "base.html": "{% include ['b.html', 'c.html'] %}",
        **dict.fromkeys(("m.html", "b.html", "c.html", "other.html"), ""),
        "any.html": "{% include name %}",
        "broken.html": "{% include 'bad.html' %}",
        "bad.html": "{% if %}",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    renderer = Renderer((tmp_path,), "da", str)
    assert renderer.needs("a.html") == {"a.html", "base.html", "m.html", "gone.html", "b.html", "c.html"}
    assert renderer.needs("other.html") == {"other.html"}
    (tmp_path / "bad.html").write_text("")
    assert renderer.needs("any.html") == texts.keys() | {"gone.html"}
    (tmp_path / "bad.html").write_text("{% if %}")
    with pytest.raises(BrokenTemplate) as raised:
        renderer.needs("broken.html")
    assert (raised.value.name, raised.value.line) == ("bad.html", 1)


def test_folders_are_looked_in_in_order(tmp_path: Path) -> None:
    assert folders(None) == (DEFAULTS,)
    assert folders(tmp_path / "findes-ikke") == (DEFAULTS,)
    assert folders(DEFAULTS) == (DEFAULTS,)
    assert folders(tmp_path) == (tmp_path, DEFAULTS)
    (tmp_path / "assets").mkdir()
    for name in ("case.html", "assets/style.css", ".hidden"):
        (tmp_path / name).write_text("x")
    found = files(folders(tmp_path))
    assert found["case.html"] == tmp_path / "case.html"
    assert found["assets/style.css"] == tmp_path / "assets/style.css"
    assert found["body.html"] == DEFAULTS / "body.html"
    assert ".hidden" not in found


# --- a broken template ----------------------------------------------------------------------------------------

MACROS = (DEFAULTS / "_macros.html").read_text("utf-8")
BROKEN_MACRO = MACROS.replace(
    "{% macro bodies(groups, level=3, counts=true) %}", "{% macro bodies(groups, level=3) %}\n{{ groups.findes_ikke }}"
)
BROKEN = [
    ("case.html", "{% extends 'base.html' %}\n\n{% if title %}\n", "case.html", 3),
    ("case.html", "\n{{ title | findes_ikke }}", "case.html", 2),
    ("case.html", "\n\n{% blok %}", "case.html", 3),
    ("case.html", "a\n{{ findes_ikke }}", "case.html", 2),
    ("case.html", "a\nb\n{{ site.findes_ikke }}", "case.html", 3),
    ("case.html", "a\n{{ library }}", "case.html", 2),
    ("case.html", "{{ title + 1 }}", "case.html", 1),
    ("case.html", "\n{{ title|day }}", "case.html", 2),
    ("case.html", "\n{{ 'x'|label }}", "case.html", 2),
    ("case.html", "\n{{ 1 // 0 }}", "case.html", 2),
    ("case.html", "\n{{ handlings[99].body }}", "case.html", 2),
    ("case.html", "\n{% include 'findes-ikke.html' %}", "case.html", 2),
    ("case.html", "{% extends 'findes-ikke.html' %}", "case.html", 1),
    ("case.html", "\n{% from '_macros.html' import findes_ikke %}{{ findes_ikke(1) }}", "case.html", 2),
    ("_macros.html", BROKEN_MACRO, "_macros.html", BROKEN_MACRO[: BROKEN_MACRO.index("findes_ikke")].count("\n") + 1),
    ("_macros.html", "{% macro link(x) %}\n\n{% if %}{% endmacro %}", "_macros.html", 3),
    ("base.html", "\n\n{{ frame.findes_ikke }}{% block main %}{% endblock %}", "base.html", 3),
    ("robots.txt", "a\n{{ findes_ikke }}", "robots.txt", 2),
]


@pytest.mark.parametrize(("name", "source", "blamed", "line"), BROKEN)
def test_a_broken_template_is_named_with_its_line(
    archive: Callable[..., Path], tmp_path: Path, name: str, source: str, blamed: str, line: int
) -> None:
    own = tmp_path / "egne"
    own.mkdir()
    (own / name).write_text(source, "utf-8")
    content = archive({"havneby/cases/2024/a.md": "---\ntitle: A\n---\n"})
    result = build(options(content, tmp_path / "site", templates=own))
    assert result.written is None
    (wrong,) = result.findings
    assert (wrong.code, wrong.path, wrong.line) == ("template", blamed, line)
    assert dict(wrong.values)["reason"]
    assert not (tmp_path / "site/index.html").exists()


def test_a_broken_template_says_what_is_wrong(tmp_path: Path) -> None:
    @dataclass(frozen=True)
    class Page:
        template: ClassVar[str] = "x.html"

    (tmp_path / "x.html").write_text("\n{{ savnet }}", "utf-8")
    with pytest.raises(BrokenTemplate) as caught:
        Renderer((tmp_path, DEFAULTS), "da", str).render(Page())
    assert (caught.value.name, caught.value.line) == ("x.html", 2)
    assert "savnet" in caught.value.reason


# --- filters --------------------------------------------------------------------------------------------------


def shown(template: str, **context: object) -> str:
    """A scrap of template, rendered."""
    made: Environment = ENVIRONMENT.overlay()
    return made.from_string(template).render(context)


@pytest.mark.parametrize(
    ("template", "value", "wanted"),
    [
        ("{{ x|day }}", date(2023, 11, 22), "22. november 2023"),
        ("{{ x|short_day }}", date(2023, 11, 22), "22. nov. 2023"),
        ("{{ x|weekday }}", date(2023, 11, 22), "onsdag den 22. november 2023"),
        ("{{ x|month }}", 3, "marts"),
        ("{{ x|clock }}", time(8, 30), "08.30"),
        ("{{ x|number }}", 2_400_000, "2.400.000"),
        ("{{ x|size }}", 1_234_567, "1,2 MB"),
        ("{{ x|amount }}", Amount(amount=Decimal(2_400_000)), "2.400.000 kr."),
        ("{{ x|amount }}", Amount(amount=Decimal("5.7"), qualifier=values.Qualifier.UP_TO), "op til 5,7 kr."),
        ("{{ x|amount }}", Amount(amount=Decimal(275), unit=values.Unit.HOURS), "275 timer"),
        ("{{ x|amount }}", Amount(amount=Decimal(2), unit=values.Unit.PERCENT), "2 procent"),
        ("{{ x|amount }}", Amount(amount=Decimal(50), unit=values.Unit.EUR), "€ 50"),
        ("{{ x|amount }}", Amount(amount=Decimal(50), per=values.Per.YEAR), "50 kr. om året"),
        ("{{ x|label }}", values.Outcome.APPROVED, "Godkendt"),
        ("{{ x|label }}", values.Status.FINAL, "Endeligt besluttet"),
        ("{{ x|label }}", values.Role.INFORMATION, "Orientering"),
        ("{{ x|label }}", values.Status.INFORMATION, "Til orientering"),
        ("{{ x|label }}", values.Kind.CASE, "Sag"),
        ("{{ x|plural }}", values.Kind.TOPIC, "Emner"),
        ("{{ x|relation(true) }}", values.RelationKind.REPLACES, "Erstatter"),
        ("{{ x|relation(false) }}", values.RelationKind.REPLACES, "Erstattet af"),
        ("{{ x|tone }}", values.Outcome.REJECTED, "no"),
        ("{{ x|prose }}", Prose("abc", Links()), "<p>abc</p>"),
        ("{{ x|prose }}", Prose("", Links()), ""),
        ("{{ x|text }}", Text("a <b>\nc\n\n\nd & e", Links()), "<p>a &lt;b&gt;<br>\nc</p>\n<p>d &amp; e</p>"),
        ("{{ x|text }}", Text("", Links()), ""),
    ],
)
def test_filters(template: str, value: object, wanted: str) -> None:
    assert shown(template, x=value).replace("\u00a0", " ") == wanted


LABELLED = (
    values.Outcome,
    values.Role,
    values.Status,
    values.MeetingState,
    values.MeetingKind,
    values.MemberRole,
    values.VoteResult,
    values.VoteBasis,
    values.StatementKind,
    values.Qualifier,
    values.Unit,
    values.Per,
)


@pytest.mark.parametrize("members", LABELLED)
def test_every_value_has_a_name_of_its_own(members: type[StrEnum]) -> None:
    words = [shown("{{ x|label }}", x=each) for each in members]
    assert len(set(words)) == len(words)
    assert not [word for word in words if word in {each.value for each in members}]


@pytest.mark.parametrize("forward", [True, False])
def test_every_relation_has_a_name_in_both_directions(forward: bool) -> None:
    assert all(shown("{{ x|relation(y) }}", x=each, y=forward) for each in values.RelationKind)


def test_every_outcome_has_a_mark() -> None:
    assert set(TONES) == set(values.Outcome)
    marks = parsed("_macros.html").find_all(nodes.Const)
    assert set(TONES.values()) - {"seen"} <= {each.value for each in marks if isinstance(each.value, str)}


# --- links in prose -------------------------------------------------------------------------------------------

LINKS = Links(
    targets=(("2023/x", "/x/", "Sagen & mere"), ("skjult", "", ""), ("uden", "/uden/", "")),
    paths=(("skitse å.pdf", "/a/skitse.pdf"), ("kort.png", "/a/kort.png")),
    numbers=(("23-9928", "/sag/", 'En "sag"'), ("1234567", "/sag/", "")),
    names=(
        ("Den Sociale Investeringsfond", "/fond/"),
        ("Den Sociale", "/social/"),
        ("Smith & Søn", "/s/"),
        ("Byrådet", "/kb/"),
    ),
)


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ('<a href="beslut:2023/x"></a>', '<a href="/x/">Sagen &amp; mere</a>'),
        ('<a href="beslut:2023/x">ord</a>', '<a href="/x/">ord</a>'),
        ('<a href="beslut:skjult"></a>', "SKJULT"),
        ('<a href="beslut:skjult">ord</a>', "ord"),
        ('<a href="beslut:ukendt">ord</a>', "ord"),
        ('<a href="beslut:uden"></a>', '<a href="/uden/">SKJULT</a>'),
        ('<a href="beslut-path:skitse å.pdf">ord</a>', '<a href="/a/skitse.pdf">ord</a>'),
        ('<a href="beslut-path:skitse å.pdf" title="t">ord</a>', '<a href="/a/skitse.pdf" title="t">ord</a>'),
        ('<a title="t" href="beslut-path:skitse å.pdf">ord</a>', '<a title="t" href="/a/skitse.pdf">ord</a>'),
        ('<a lang="en" href="beslut-path:ukendt">ord</a>', "ord"),
        ('<a href="beslut-path:ukendt"><b>ord</b></a>', "<b>ord</b>"),
        (
            '<img alt="k" src="beslut-path:kort.png" width="5">',
            '<img alt="k" src="/a/kort.png" width="5" loading="lazy">',
        ),
        ('<p>x <img alt="k" src="beslut-path:ukendt.png"> y</p>', "<p>x  y</p>"),
        ("<p>23/9928 og 2023-9928</p>", '<p><a href="/sag/" title="En &quot;sag&quot;">23/9928</a> og 2023-9928</p>'),
        ("<p>1234567.</p>", '<p><a href="/sag/">1234567</a>.</p>'),
        ("<p>Den Sociale Investeringsfonds</p>", '<p><a href="/fond/">Den Sociale Investeringsfonds</a></p>'),
        ("<p>Den Sociale sag</p>", '<p><a href="/social/">Den Sociale</a> sag</p>'),
        ("<p>Smith &amp; Søn</p>", '<p><a href="/s/">Smith &amp; Søn</a></p>'),
        ("<p>Byrådet<br>Byrådet</p>", '<p><a href="/kb/">Byrådet</a><br>Byrådet</p>'),
        ("<p>Byrådets</p>", '<p><a href="/kb/">Byrådets</a></p>'),
        ("<p>Byrådetss Byrådetx</p>", "<p>Byrådetss Byrådetx</p>"),
        (
            "<h2>Byrådet</h2><p>Byrådet</p><h3>x</h3><p>Byrådet</p>",
            '<h2>Byrådet</h2><p><a href="/kb/">Byrådet</a></p><h3>x</h3><p><a href="/kb/">Byrådet</a></p>',
        ),
        ("<pre><code>Byrådet</code></pre><code>23/9928</code>", "<pre><code>Byrådet</code></pre><code>23/9928</code>"),
        ('<a href="https://e.dk">om <em>Byrådet</em></a>', '<a href="https://e.dk">om <em>Byrådet</em></a>'),
        ('<abbr title="Byrådet">x</abbr>', '<abbr title="Byrådet">x</abbr>'),
        (
            "<p>Se https://e.dk/a?b=1&amp;c=2.</p>",
            '<p>Se <a href="https://e.dk/a?b=1&amp;c=2">https://e.dk/a?b=1&amp;c=2</a>.</p>',
        ),
        ("<p>(https://e.dk/Byrådet)</p>", '<p>(<a href="https://e.dk/Byrådet">https://e.dk/Byrådet</a>)</p>'),
        ("<p>javascript://e.dk</p>", "<p>javascript://e.dk</p>"),
        ("<p>https://e.dk/a&nbsp;og mere</p>", '<p><a href="https://e.dk/a">https://e.dk/a</a>&nbsp;og mere</p>'),
    ],
)
def test_links_are_filled_in(html: str, wanted: str) -> None:
    assert fill(html, LINKS, "SKJULT") == wanted


def test_without_links_nothing_changes() -> None:
    html = "<p>Byrådet 23/9928 <b>x</b></p>"
    assert fill(html, Links(), "SKJULT") == html


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_plain_text_is_never_markup(text: str) -> None:
    html = paragraphs(text, LINKS)
    assert re.sub(r"</?p>|<br>|</?a\b[^<>]*>", "", html).count("<") == 0
    assert "".join(re.sub(r"<[^<>]*>", "", html).split()) == "".join(
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").split()
    )


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["Byrådet", "23/9928", "<p>", "</p>", " ", "<h2>x</h2>", "<b>", "</b>", "ord"]), max_size=12
    )
)
def test_filling_in_keeps_every_word(words: list[str]) -> None:
    html = "".join(words)
    assert re.sub(r"</?a\b[^<>]*>", "", fill(html, LINKS, "SKJULT")) == html


_BITS = [
    *(
        "Teknisk Udvalg",
        "Udvalg",
        "udvalget",
        "23/9928",
        "2023/9928",
        "24-11",
        "A-1 Foreningen",
        "Foreningen",
        "s",
        "1",
    ),
    *("https://x.dk/23/1?a=1", "://", " ", "\n", "<p>", "</p>", "<h2>", "</h2>", "<a>", "</a>", "&nbsp;", "\xa0", "."),
    *('<a href="/n/23/9928">', '<i title="a > 24-11">', '<i title="a < 24-11">', "< ", "> "),
    *("(", ")", "12345", "4455667", "Økonomiudvalg", "Økonomi", "råd", "Havn", "Havns", "havn", "-", "/", "&amp;", "1"),
]


@given(st.lists(st.sampled_from(_BITS), max_size=20).map("".join))
@settings(max_examples=500)
def test_what_is_not_read_with_care_holds_no_mention(html: str) -> None:
    mentions = Links(
        numbers=(("23-9928", "/n1/", "t"), ("24-11", "/n2/", ""), ("4455667", "/n3/", "x & y")),
        names=(("Teknisk Udvalg", "/tu/"), ("A-1 Foreningen", "/a1/"), ("Økonomiudvalg", "/ou/"), ("Havn", "")),
    )
    found = fill(html, mentions, "")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_Finder, "spots", lambda self, text: [0])
        patch.setattr(links, "_first_space", lambda text, start, end: end)
        patch.setattr(links, "_by_spot", links._by_piece)
        assert fill(html, mentions, "") == found
