"""The figures of a run as one table of ratios, for the terminal and for docs/ydelse.md.

The raw figures lie beside the page in docs/ydelse.json: what stands between the marks of the page is what `markdown`
makes of them, and a test holds that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from builder.messages import Format

DOCS = Path(__file__).parent.parent / "docs"
PAGE, RAW = DOCS / "ydelse.md", DOCS / "ydelse.json"
BEGIN, END = "<!-- maalt: begynder -->", "<!-- maalt: slutter -->"
YARDSTICK = "Hugo"
Figures = Mapping[str, Any]

MEASURES = {  # what is measured, as the page says it
    "cold": "Bygget første gang, uden søgning",
    "warm": "Bygget igen, intet er rettet",
    "edit": "Bygget igen, én tekst er rettet",
    "index": "Søgeindekset alene",
    "whole": "Bygget første gang, med søgning",
    "served": "Fra en tekst gemmes, til den vises",
}
QUANTITIES = {"wall": "tid", "cpu": "processortid", "memory": "hukommelse"}
_DANISH = Format("da")


def markdown(figures: Figures) -> str:
    """The table, above it what it was measured on."""
    names = list(figures["tools"])
    head = ["Sager", "Opgave", "Forbrug", *names]
    rows = [head, ["---:", "---", "---", *("---:" for _ in names)]]
    for size, tools in figures["sizes"].items():
        rows += [[_DANISH.number(int(size)), *row] for row in _rows(tools, names)]
    return _said(figures) + "\n\n" + "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n"


def plain(figures: Figures) -> str:
    """The same for a terminal: columns below one another, figures beside the ratios in brackets."""
    said, _, table = markdown(figures).partition("\n\n")
    table = re.sub(r" ?<sub>(.*?)</sub>", r" (\1)", table).replace("**", "")
    rows = [[cell.strip() for cell in line.strip("| \n").split(" | ")] for line in table.splitlines()]
    del rows[1]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(_set(cell, width, column) for column, (cell, width) in enumerate(zip(row, widths, strict=True)))
        for row in rows
    ]
    return said.replace("**", "") + "\n\n" + "\n".join(line.rstrip() for line in lines) + "\n"


def spliced(page: str, made: str) -> str:
    """A page with what was made between its marks, and not a sign changed elsewhere.

    Raises:
        ValueError: where the page does not have each mark once, in order.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end or BEGIN in rest or END in before + after:
        raise ValueError(f"the page must have {BEGIN} and {END} once each, in this order")
    return f"{before}{BEGIN}\n{made}{END}{after}"


def write(figures: Figures, page: Path = PAGE, raw: Path = RAW) -> None:
    """Keep the figures, and bring the page up to date."""
    text = spliced(page.read_text("utf-8"), markdown(figures))
    raw.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", "utf-8")
    page.write_text(text, "utf-8")


def _said(figures: Figures) -> str:
    """On what, when and with what it was measured."""
    machine = figures["machine"]
    runs = figures["runs"]
    taken = f"Hver tid er den midterste af {runs}" if runs > 1 else "Hver tid er kun målt én gang"
    tools = ", ".join(f"{name} {version}" for name, version in figures["tools"].items())
    return (
        f"Målt {_DANISH.day(date.fromisoformat(figures['date']))} på {machine['cores']} kerner med Python "
        f"{machine['python']}: {tools}, Pagefind {machine['pagefind']}. {taken}."
    )


def _rows(tools: Figures, names: list[str]) -> Iterator[list[str]]:
    """The rows of one size: what, in which quantity, and each tool's cell."""
    pages = {name: each.get("pages") for name, each in tools.items()}
    yield ["Sider på nettet", "antal", *_cells(pages, names, lambda count: _DANISH.number(int(count)))]
    for measure, words in MEASURES.items():
        for quantity, called in QUANTITIES.items():
            values = {name: each.get(measure, {}).get(quantity) for name, each in tools.items()}
            if any(value is not None for value in values.values()):
                shown = _mebibytes if quantity == "memory" else _seconds
                yield [words, called, *_cells(values, names, shown)]


def _cells(values: Mapping[str, float | None], names: list[str], shown: Any) -> Iterator[str]:
    """Each tool's ratio to the yardstick, with the figure itself small beside it."""
    whole = values.get(YARDSTICK)
    for name in names:
        value = values.get(name)
        if value is None:
            yield "–"
        elif whole:
            yield f"**{_ratio(value / whole)}** <sub>{shown(value)}</sub>"
        else:
            yield str(shown(value))


def _ratio(value: float) -> str:
    return _rounded(value, 2 if value < 10 else 0)


def _seconds(value: float) -> str:
    return f"{_rounded(value * 1000, 0)} ms" if value < 1 else f"{_rounded(value, 1)} s"


def _mebibytes(value: float) -> str:
    return f"{_rounded(value, 0)} MiB"


def _rounded(value: float, places: int) -> str:
    return _DANISH.number(Decimal(f"{value:.{places}f}"))


def _set(cell: str, width: int, column: int) -> str:
    return cell.ljust(width) if column in {1, 2} else cell.rjust(width)
