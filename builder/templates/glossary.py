"""Explanations where a word of the glossary first stands on a page.

Each is a popover that a button opens: it works without JavaScript, by keyboard and by touch, closes with Escape, and a
screen reader meets it right after its word (https://html.spec.whatwg.org/multipage/popover.html).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from html import escape

from builder.model.linked import Explained

_TAG = re.compile(r"(<[^<>]*>)")
_NAME = re.compile(r"</?([a-z][a-z0-9]*)")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_SILENT = {"a", "abbr", "button", "code", "h1", "h2", "h3", "h4", "h5", "h6", "label", "nav", "pre", "summary", "time"}


def explain(html: str, terms: Sequence[Explained], close: str) -> str:
    """The page with an explanation for each term where it first stands in the text of `<main>`.

    Nothing is explained in headings, links and what else has a meaning of its own.

    Args:
        html: the whole page.
        terms: the glossary.
        close: the word on the button that closes an explanation.
    """
    start, end = html.find("<main"), html.rfind("</main>")
    forms = _forms(tuple(terms))
    if not forms or start < 0 or end < start:
        return html
    left = {term.anchor for term in terms}
    used: list[Explained] = []

    def mark(text: str) -> str:
        made, done = [], 0
        for match in _WORD.finditer(text):
            if match.start() < done:
                continue
            for form, term in forms.get(match[0].casefold(), ()):
                stop = match.start() + len(form)
                here = text[match.start() : stop]
                if here.casefold() == form and term.anchor in left and not _WORD.match(text, stop):
                    left.remove(term.anchor)
                    used.append(term)
                    made += [text[done : match.start()], _button(here, term)]
                    done = stop
                    break
        return "".join((*made, text[done:])) if made else text

    main = _outside(html[start:end], mark)
    if not used:
        return html
    notes = "".join(_popover(term, close) for term in used)
    return f"{html[:start]}{main}{notes}{html[end:]}"


def _outside(html: str, mark: Callable[[str], str]) -> str:
    """The HTML with its text marked, but for what lies in silent elements."""
    pieces = _TAG.split(html)
    depth = 0
    for index, piece in enumerate(pieces):
        if not index % 2:
            if not depth and not piece.isspace():
                pieces[index] = mark(piece)
        elif (name := _NAME.match(piece)) and name[1] in _SILENT:
            depth += -1 if piece.startswith("</") else 1
    return "".join(pieces)


@lru_cache(maxsize=4)
def _forms(terms: tuple[Explained, ...]) -> dict[str, list[tuple[str, Explained]]]:
    """For each first word, folded, the forms that begin with it, longest first."""
    found: dict[str, list[tuple[str, Explained]]] = {}
    for term in terms:
        for form in dict.fromkeys(escape(form, quote=False).casefold() for form in (term.term, *term.forms)):
            if first := _WORD.match(form):
                found.setdefault(first[0], []).append((form, term))
    for forms in found.values():
        forms.sort(key=lambda pair: -len(pair[0]))
    return found


def _button(text: str, term: Explained) -> str:
    return f'<button type="button" class="term" popovertarget="_ord-{escape(term.anchor)}">{text}</button>'


def _popover(term: Explained, close: str) -> str:
    name = f"_ord-{escape(term.anchor)}"
    return (
        f'<div class="explanation" id="{name}" popover>\n<p><strong>{escape(term.term, quote=False)}:</strong> '
        f"{escape(term.summary, quote=False)}</p>\n"
        f'<button type="button" class="plain" popovertarget="{name}" popovertargetaction="hide">'
        f"{escape(close, quote=False)}</button>\n</div>\n"
    )
