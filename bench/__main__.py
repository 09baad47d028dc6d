"""`python -m bench`: measures beslut and its peers on the same invented archives and prints one table of ratios."""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

from bench import serving, table
from bench.corpus import Case, invent, word_list
from bench.meter import Cost, Failed, run
from bench.tools import Command, Tool, beslut, machine, peers

SIZES = (1_000, 10_000)


def main() -> int:
    """Measure, print, and keep the page of figures true; the exit status."""
    chosen = _parser().parse_args()
    os.environ["PYTHONPATH"] = str(table.DOCS.parent)  # what is measured is the program of this very checkout
    folder = chosen.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    tools = [beslut(), *peers(folder, _say)]
    if chosen.only:
        tools = [each for each in tools if each.name.lower() in {name.lower() for name in chosen.only}]
    words = word_list()
    sizes: dict[str, Any] = {}
    failures: list[Failed] = []
    for count in chosen.cases:
        cases = invent(count, words)
        sizes[str(count)] = measured(cases, tools, folder / "work" / str(count), chosen.runs, failures)
    figures = {
        "date": date.today().isoformat(),
        "runs": chosen.runs,
        "machine": machine(),
        "tools": {each.name: each.version for each in tools},
        "sizes": sizes,
    }
    print(table.plain(figures))
    if chosen.write or (set(chosen.cases) >= set(SIZES) and not chosen.only and not failures):
        table.write(figures)
        _say(f"{table.PAGE.name} and {table.RAW.name} are brought up to date")
    return 1 if failures else 0


def measured(
    cases: tuple[Case, ...], tools: list[Tool], work: Path, runs: int, failures: list[Failed]
) -> dict[str, Any]:
    """Every measure of every tool over one archive.

    Args:
        cases: the archive.
        tools: what is measured.
        work: where each tool's site is made.
        runs: how often each is measured.
        failures: to it is added what does not end well, whose figures are left out.
    """
    folders = {tool.name: work / tool.name.lower() for tool in tools}
    figures: dict[str, Any] = {tool.name: {} for tool in tools}
    edited = cases[len(cases) // 2]

    def take(measure: str, command: Callable[[Tool], Command | None], before: Callable[[Tool], object]) -> None:
        _say(f"{len(cases)} cases: {measure}")
        for name, costs in _in_turn(tools, folders, command, before, runs, failures).items():
            figures[name][measure] = _middle(costs)

    for tool in tools:
        tool.lay(cases, folders[tool.name])
    take("cold", lambda tool: tool.build, lambda tool: tool.forget(folders[tool.name]))
    for tool in tools:
        figures[tool.name]["pages"] = tool.pages(folders[tool.name])
    take("warm", lambda tool: tool.again, lambda _: None)
    with ExitStack() as stack:
        files = {tool.name: folders[tool.name] / tool.file(edited) for tool in tools}
        edit = {name: stack.enter_context(serving.edited(file)) for name, file in files.items()}
        take("edit", lambda tool: tool.again, lambda tool: edit[tool.name]())
    take("index", lambda tool: tool.index, lambda tool: tool.unindex(folders[tool.name]))
    take("whole", lambda tool: tool.whole, lambda tool: tool.forget(folders[tool.name]))
    for tool in tools:
        of = figures[tool.name]
        if tool.whole is None and {"cold", "index"} <= of.keys():
            of["whole"] = one_after_another(of["cold"], of["index"])
        elif {"cold", "whole"} <= of.keys():
            of["index"] = what_is_more(of["cold"], of["whole"])
        _say(f"{len(cases)} cases: served by {tool.name}")
        try:
            waits = serving.edits(tool, folders[tool.name], edited, runs)
            of["served"] = {"wall": round(statistics.median(waits), 4)}
        except Failed as error:
            _note(error, failures)
    return figures


def _in_turn(
    tools: list[Tool],
    folders: dict[str, Path],
    command: Callable[[Tool], Command | None],
    before: Callable[[Tool], object],
    runs: int,
    failures: list[Failed],
) -> dict[str, list[Cost]]:
    """The costs of a command of each tool that has it, in turns, so that what slows the machine slows all.

    In the first turn memory is measured and no time; it also reads the files into the machine's memory.
    """
    commands = {tool: asked for tool in tools if (asked := command(tool))}
    costs: dict[str, list[Cost]] = {tool.name: [] for tool in commands}
    for turn in range(runs + 1):
        for tool, asked in tuple(commands.items()):
            before(tool)
            try:
                costs[tool.name].append(run(asked, folders[tool.name], memory=turn == 0))
            except Failed as error:
                _note(error, failures)
                del commands[tool], costs[tool.name]
    return costs


def _middle(costs: list[Cost]) -> dict[str, float | None]:
    """The medians of time, and the memory of the first turn."""
    timed = costs[1:]
    return {
        "wall": round(statistics.median(each.wall for each in timed), 4),
        "cpu": round(statistics.median(each.cpu for each in timed), 4),
        "memory": costs[0].memory and round(costs[0].memory, 1),
    }


def what_is_more(part: dict[str, float | None], whole: dict[str, float | None]) -> dict[str, float | None]:
    """What the second half of a program costs: times are the difference to the first, memory is that of the whole."""
    times = {name: (part[name], whole[name]) for name in part if name != "memory"}
    return {
        **{name: None if one is None or all_ is None else round(all_ - one, 4) for name, (one, all_) in times.items()},
        "memory": whole["memory"],
    }


def one_after_another(first: dict[str, float | None], second: dict[str, float | None]) -> dict[str, float | None]:
    """What two programs cost that run one after the other: times add up, of memory the larger counts."""
    pairs = {quantity: (first[quantity], second[quantity]) for quantity in first}
    return {
        quantity: None
        if one is None or other is None
        else max(one, other)
        if quantity == "memory"
        else round(one + other, 4)
        for quantity, (one, other) in pairs.items()
    }


def _note(error: Failed, failures: list[Failed]) -> None:
    failures.append(error)
    _say(str(error))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m bench", description=__doc__)
    parser.add_argument(
        "--cases", type=_positive, nargs="+", default=list(SIZES), help="how many cases, one run for each"
    )
    parser.add_argument("--runs", type=_positive, default=3, help="how often each is measured (default: 3)")
    parser.add_argument("--only", nargs="+", metavar="TOOL", help="these and no others")
    parser.add_argument("--write", action="store_true", help="bring docs/ydelse.md up to date whatever the sizes")
    parser.add_argument("--folder", type=Path, default=Path(".bench"), help="to work in (default: .bench)")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
