"""The Jinja environment: a template gets one frozen context and the filters here, and nothing else.

The archive's own templates come first, the program's stand behind them, file by file.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError, meta
from markupsafe import Markup

from builder.messages import PLURALS, RELATIONS, Format, label, translations
from builder.model.parts import Amount
from builder.model.values import Outcome, Unit
from builder.template_files import DEFAULTS, files
from builder.templates.folding import fold, maker
from builder.templates.glossary import explain
from builder.templates.links import fill, paragraphs

ASSETS = "assets"
CURRENCIES = {"de": Unit.EUR}  # what money is counted in where a case does not say it; else kroner
_Maker = Callable[[Mapping[str, Any]], str]
_MANY = 300  # pages from which on working out a template, some 60 ms, costs less than it saves


class BrokenTemplate(Exception):
    """A template that cannot be used.

    Args:
        name: the template's file.
        line: the line, or 0.
        reason: what is wrong.
    """

    def __init__(self, name: str, line: int, reason: str) -> None:
        super().__init__(name, line, reason)
        self.name, self.line, self.reason = name, line, reason


@dataclass(frozen=True)
class Template:
    """A template, or an asset that lies among them.

    Args:
        sha256: of its bytes, in hexadecimal.
        own: whether it is the archive's own; else it is the program's.
    """

    sha256: str
    own: bool


class Renderer:
    """Renders contexts to bytes.

    Args:
        where: the folders of templates, in order.
        language: the pages' language.
        body: from the SHA-256 of a body to its HTML.
    """

    def __init__(self, where: Sequence[Path], language: str, body: Callable[[str], str]) -> None:
        self.digest = digest(where)
        self.language = language
        self._where = where
        self._environment = environment(where, language, body)
        _ = translations(language).gettext
        self._close = _("Close")
        self._body = body
        self._makers: dict[str, _Maker] = {}

    def expect(self, site: object, counts: Mapping[str, int]) -> None:
        """Work out the templates that many pages are to be made with, before the first of them.

        Args:
            site: what all those pages share.
            counts: how many pages are to come, by their template.
        """
        folded = environment(self._where, self.language, self._body)
        fold(folded, {"site": site}, translations(self.language).gettext)
        for name in (name for name, count in counts.items() if count >= _MANY):
            with contextlib.suppress(Exception):  # what is wrong with it is told when it is rendered as Jinja does
                self._makers[name] = maker(folded, name)

    def render(self, context: Any) -> bytes:
        """Render a context with the template that its class names.

        Raises:
            BrokenTemplate: where the template is wrong or uses what the context does not have.
        """
        html = self._quickly(context) or self._plainly(context)
        if context.explains and context.site.terms:
            html = explain(html, context.site.terms, self._close)
        return html.encode()

    def _quickly(self, context: Any) -> str:
        """The page by a template that was worked out before; "" where there is none, or it goes wrong."""
        if make := self._makers.get(context.template):
            try:
                return make(vars(context))
            except Exception:  # rendered as Jinja does it may be right; else that says what is wrong
                del self._makers[context.template]
        return ""

    def _plainly(self, context: Any) -> str:
        try:
            return self._environment.get_template(context.template).render(vars(context))
        except TemplateSyntaxError as error:
            raise BrokenTemplate(error.name or context.template, error.lineno, error.message or "") from error
        except Exception as error:  # whatever an expression in a template may raise
            name, line = self._place(error)
            raise BrokenTemplate(name or context.template, line, str(error) or type(error).__name__) from error

    def needs(self, name: str) -> frozenset[str]:
        """The templates that a template is made with: itself, and what it extends, includes or imports.

        Raises:
            BrokenTemplate: where one of them is wrong.
        """
        found: set[str] = set()
        wanted = [name]
        while wanted:
            found.add(each := wanted.pop())
            wanted += [other for other in self._named_in(each) if other not in found]
        return frozenset(found)

    def _named_in(self, name: str) -> Iterator[str]:
        """The templates that one names; all there are where a name is worked out only as it is rendered."""
        loader = self._environment.loader
        assert loader is not None  # noqa: S101 - `environment` gives it one
        try:
            source = self._environment.parse(loader.get_source(self._environment, name)[0])
        except TemplateNotFound:  # it may be one that is only included where it is there
            return
        except TemplateSyntaxError as error:
            raise BrokenTemplate(error.name or name, error.lineno, error.message or "") from error
        for other in meta.find_referenced_templates(source):
            if other is None:
                yield from (each for each in self._environment.list_templates() if not each.startswith(ASSETS + "/"))
            else:
                yield other

    def _place(self, error: BaseException) -> tuple[str, int]:
        """The template and line that an error came from; compiled templates keep both in tracebacks."""
        name, line, trace = "", 0, error.__traceback__
        while trace:
            file = Path(trace.tb_frame.f_code.co_filename)
            for folder in self._where:
                if file.is_relative_to(folder):
                    name, line = file.relative_to(folder).as_posix(), trace.tb_lineno
            trace = trace.tb_next
        return name, line


def environment(where: Sequence[Path], language: str, body: Callable[[str], str]) -> Environment:
    """The environment that all templates of a build share."""
    made = Environment(
        loader=FileSystemLoader([str(folder) for folder in where]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    messages = translations(language)
    made.install_gettext_translations(messages, newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(_filters(Format(language), messages.gettext, body))
    return made


def _filters(form: Format, _: Callable[[str], str], body: Callable[[str], str]) -> dict[str, Callable[..., Any]]:
    hidden = _("a case that is not public")

    def prose(value: Any) -> Markup:
        return Markup(fill(body(value.digest), value.links, hidden)) if value.digest else Markup("")  # noqa: S704

    def text(value: Any) -> Markup:
        return Markup(paragraphs(value.text, value.links))  # noqa: S704

    def amount(value: Amount) -> str:
        words = [_(label(value.qualifier))] if value.qualifier else []
        number = form.number(value.amount)
        unit = value.unit or CURRENCIES.get(form.language, Unit.DKK)
        euros = f"{number}\u00a0€" if form.language == "de" else f"€ {number}"
        words.append({Unit.DKK: f"{number} kr.", Unit.EUR: euros}.get(unit, f"{number} {_(label(unit))}"))
        return " ".join([*words, _(label(value.per))] if value.per else words)

    return {
        "prose": prose,
        "text": text,
        "amount": amount,
        "day": form.day,
        "short_day": form.short_day,
        "weekday": form.weekday,
        "month": form.month,
        "clock": form.clock,
        "number": form.number,
        "size": form.size,
        "label": lambda value: _(label(value)),
        "plural": lambda value: _(PLURALS[value]),
        "relation": lambda kind, forward: _(RELATIONS[kind, forward]),
        "tone": lambda value: TONES[value],
    }


TONES: dict[Outcome, str] = {
    Outcome.APPROVED: "yes",
    Outcome.APPROVED_AMENDED: "yes",
    Outcome.PARTLY: "yes",
    Outcome.ENDORSED: "yes",
    Outcome.ELECTED: "yes",
    Outcome.SETTLED: "yes",
    Outcome.REJECTED: "no",
    Outcome.NOT_ENDORSED: "no",
    Outcome.LAPSED: "no",
    Outcome.WITHDRAWN: "no",
    Outcome.POSTPONED: "wait",
    Outcome.TAKEN_OFF: "wait",
    Outcome.RETURNED: "wait",
    Outcome.RECOMMENDED: "on",
    Outcome.REFERRED: "on",
    Outcome.NOTED: "seen",
    Outcome.DISCUSSED: "seen",
}


def digest(where: Sequence[Path]) -> str:
    """The SHA-256 of all templates by name; assets count by their addresses, which contexts hold."""
    made = hashlib.sha256()
    for name, each in digests(where).items():
        if not name.startswith(ASSETS + "/"):
            made.update(f"{name}\0{each.sha256}\n".encode("utf-8", "surrogateescape"))
    return made.hexdigest()


def digests(where: Sequence[Path]) -> dict[str, Template]:
    """The SHA-256 of each template and asset by name, and whether it is the archive's own."""
    return {
        name: Template(hashlib.sha256(path.read_bytes()).hexdigest(), not path.is_relative_to(DEFAULTS))
        for name, path in files(where).items()
    }
