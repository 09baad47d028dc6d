"""A page of a template that was worked out before is the page that Jinja makes, to the byte."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader

from builder import build, template_files
from builder.cache import Cache
from builder.messages import translations
from builder.options import Options
from builder.templates import BrokenTemplate, Renderer, environment
from builder.templates.folding import fold

CONTENT = Path(__file__).parent.parent / "content"


@dataclass(frozen=True)
class Entry:
    href: str
    text: str


@dataclass(frozen=True)
class Site:
    title: str = "Arkiv & <sager>"
    text: str = "sitet"
    none: None = None
    menu: tuple[Entry, ...] = (Entry("/a/", "Å & B"), Entry("/c/", "<C>"))
    empty: tuple[Entry, ...] = ()


VALUES = {"site": Site(), "x": "<x>", "n": 3, "rows": [Entry("/1/", "et & to"), Entry("", "tom")], "title": "Siden"}
MACROS = (
    "{% macro link(to) %}{% if to.href %}<a href='{{ to.href }}'>{{ to.text }}</a>{% else %}{{ to.text }}{% endif %}"
    "{% endmacro %}{% macro title(row, sign='»') %}{{ sign }}{{ link(row) }}{% endmacro %}"
    "{% macro rows(list) %}{% for row in list %}{{ loop.index }}{{ title(row) }}{% endfor %}{% endmacro %}"
    "{% macro down(n) %}{{ n }}{% if n %}{{ down(n - 1) }}{% endif %}{% endmacro %}"
    "{% macro around() %}({{ caller() }}){% endmacro %}{% macro any() %}{{ varargs|join }}{% endmacro %}"
    "{% macro outer() %}{{ x is defined }}{% endmacro %}"
    "{% set kept = 'k' %}{% macro keeps() %}{{ kept }}{% endmacro %}"
)
BASE = (
    "{% from 'm' import link %}<title>{{ site.title }}{% set d = title ~ site.title %}</title>"
    "{% block head %}h{% endblock %}"
    "{{ d }}{% for e in site.menu %}<li{% if e.text == x %} class='x'{% endif %}>{{ link(e) }}</li>{% endfor %}"
    "{% block main %}m{{ d }}{% block inner %}i{% endblock %}{% endblock %}{{ _('Search') }}"
)
CASES = {
    "words": "{{ _('Search') }}{{ x or _('Closed item') }}{{ _('Opens %(kind)s', kind=x) }}{{ gettext('Search') }}",
    "plural": "{% trans count=n %}{{ count }} item{% pluralize %}{{ count }} items{% endtrans %}",
    "site": "{{ site.title }}{{ site.none }}{{ site.menu|length }}{{ site.menu[0].text }}{{ site['title'] }}",
    "known loop": "{% for e in site.menu %}{{ e.text }}{{ x }}{% endfor %}",
    "known loop with loop": "{% for e in site.menu %}{{ loop.index }}{{ e.text }}{% endfor %}",
    "known loop with else": "{% for e in site.empty %}{{ e.text }}{% else %}intet{% endfor %}",
    "known loop with test": "{% for e in site.menu if e.text %}{{ e.text }}{% endfor %}",
    "known loop that keeps": "{% for e in site.menu %}{% set y = e.text %}{{ y }}{% endfor %}",
    "known loop of whole values": "{% for e in site.menu %}{{ e|string|length }}{% endfor %}",
    "known loop in another": "{% for e in site.menu %}{% for f in site.menu %}{{ e.text }}{{ f.href }}{% endfor %}"
    "{% endfor %}",
    "hidden name": "{% for site in rows %}{{ site.text }}{% endfor %}",
    "set name": "{% set site = rows[0] %}{{ site.text }}",
    "macros": "{% from 'm' import link, rows as list, title %}{{ link(rows[0]) }}"
    "{{ list(rows) }}{{ title(rows[1], sign=x) }}",
    "macro in an expression": "{% from 'm' import link %}{{ link(rows[0])|upper }}{{ link(rows[1]) ~ x }}",
    "macro in a condition": "{% from 'm' import link %}{% if link(rows[1]) == 'tom' %}ja{% endif %}{{ link(rows[0]) }}",
    "macro within": "{% macro here(x) %}{{ x }}{{ n }}{% endmacro %}{{ here('<å>') }}{{ x }}",
    "macro of the same name": "{% macro title(n) %}{{ n }}!{% endmacro %}{{ title(1) }}{{ n }}",
    "macro that calls itself": "{% from 'm' import down %}{{ down(n) }}",
    "macro with a caller": "{% from 'm' import around %}{% call around() %}{{ x }}{% endcall %}",
    "macro with any arguments": "{% from 'm' import any %}{{ any(1, x) }}",
    "macro without context": "{% from 'm' import outer %}{{ outer() }}",
    "macro with context": "{% from 'm' import outer with context %}{{ outer() }}",
    "macro with what its file keeps": "{% from 'm' import keeps %}{{ keeps() }}",
    "import": "{% import 'm' as m %}{{ m.link(rows[0]) }}",
    "include": "{% include 'words' %}{% for row in rows %}{% include 'row' ignore missing %}{% endfor %}",
    "extends": "{% extends 'base' %}{% block main %}<{{ x }}>{% endblock %}tabt",
    "extends with macros": "{% extends 'base' %}{% from 'm' import rows as all %}"
    "{% block main %}{{ all(rows) }}{% endblock %}",
    "extends with macros of its own": "{% extends 'base' %}"
    "{% macro w(a, b=2) %}{{ a }}{{ b }}{{ _('Body') }}{% endmacro %}"
    "{% block main %}{{ w(1) }}{{ w(x, b=n) }}{{ w(b=1, a=2) }}{% endblock %}",
    "extends inner": "{% extends 'base' %}{% block inner %}{{ d }}{% endblock %}",
    "extends what extends": "{% extends 'extends' %}{% block head %}{{ title }}{% endblock %}",
    "super": "{% extends 'base' %}{% block main %}{{ super() }}!{% endblock %}",
    "self": "{% extends 'base' %}{% block head %}{{ self.inner() }}{% endblock %}",
    "set before": "{% extends 'base' %}{% set q = 5 %}{% block main %}{{ q }}{% endblock %}",
    "extends by a name": "{% set t = 'base' %}{% extends t %}{% block main %}{{ x }}{% endblock %}",
    "block in a loop": "{% for row in rows %}{% block one scoped %}{{ row.text }}{% endblock %}{% endfor %}",
    "mapping": "{% set m = {'class': x, 'b': 1} %}{{ m['b'] }}{{ m.b }}",
    "with": "{% with x = 1, y = x %}{{ x }}{{ y }}{% endwith %}{{ x }}",
    "known loop that hides a name": "{% for e in site.menu %}{% for e in rows %}{{ e.text }}{% endfor %}{% endfor %}",
    "filters": "{% filter upper %}{{ _('Search') }}{{ site.title }}{% endfilter %}{{ n|number }}",
    "raw": "{% raw %}{{ x }}{% endraw %}{# tavs #}{{ '<b>'|safe }}",
    "undefined is": "{{ savnet is defined }}{{ rows[0].savnet is defined }}",
}
SOURCES = {"m": MACROS, "base": BASE, "row": "[{{ row.text }}]", **CASES}


def rendered(source: str, known: dict[str, Any] | None) -> str:
    made = environment((), "da", str)
    made.loader = DictLoader({**SOURCES, "it": source})
    if known is not None:
        fold(made, known, WORDS)
    return made.get_template("it").render(VALUES)


WORDS = translations("da").gettext


@pytest.mark.parametrize("name", CASES)
def test_a_folded_template_says_the_same(name: str) -> None:
    if name in {"mapping", "self", "undefined is"}:  # not attributes as Python has them
        with pytest.raises(AttributeError):
            rendered(CASES[name], {"site": VALUES["site"]})
    else:
        assert rendered(CASES[name], {"site": VALUES["site"]}) == rendered(CASES[name], None)


def test_all_pages_are_the_same(tmp_path: Path) -> None:
    options = Options(content=CONTENT, templates=None, output=tmp_path, cache=None, search=False)
    planned, _ = build.plan(options, Cache(None))
    assert planned is not None
    contexts = [page.context for page in planned.pages]
    plain, folded = (Renderer(template_files.folders(None), "da", planned.bodies.__getitem__) for _ in range(2))
    folded.expect(contexts[0].site, dict.fromkeys((each.template for each in contexts), 1000))
    kinds = set(folded._makers)
    assert kinds == {each.template for each in contexts}
    for context in contexts:
        assert folded.render(context) == plain.render(context)
    assert set(folded._makers) == kinds, "one of our own templates had to be rendered as Jinja does"


def test_what_goes_wrong_is_told_as_ever(tmp_path: Path) -> None:
    @dataclass(frozen=True)
    class Page:
        template: str
        site: Site
        value: object = 1
        explains: bool = False

    (tmp_path / "wrong.html").write_text("{% if value == 1 %}ja{% else %}\n\n{{ value.savnet }}{% endif %}")
    (tmp_path / "broken.html").write_text("a\n{% if %}")
    (tmp_path / "key.html").write_text("{{ value.key }}")
    renderer = Renderer((tmp_path,), "da", str)
    site = Site()
    renderer.expect(site, dict.fromkeys(("wrong.html", "broken.html", "key.html", "gone.html"), 1000))
    assert renderer.render(Page("wrong.html", site)) == b"ja"
    for name, line in (("wrong.html", 3), ("broken.html", 2)):
        with pytest.raises(BrokenTemplate) as told:
            renderer.render(Page(name, site, 2))
        assert (told.value.name, told.value.line) == (name, line)
    assert renderer.render(Page("key.html", site, {"key": "v"})) == b"v"


def test_few_pages_are_not_worth_it() -> None:
    renderer = Renderer(template_files.folders(None), "da", str)
    renderer.expect(Site(), {"case.html": 10, "list.html": 1000})
    assert set(renderer._makers) == {"list.html"}
