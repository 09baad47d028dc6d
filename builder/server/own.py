"""The preview's own pages, beside those of the site: where their files lie, and how they are rendered."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment

from builder import templates

CLIENT = Path(__file__).with_name("client")


def html(template: str, language: str, **context: object) -> bytes:
    """A page of the preview's own."""
    return _environment(language).get_template(template).render(context).encode()


@cache
def _environment(language: str) -> Environment:
    made = templates.environment((CLIENT,), language, lambda digest: digest)
    made.globals["language"] = language
    return made
