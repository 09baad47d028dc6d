"""How long it takes to make drafts of a large council system's records, and how much memory.

`python -m bench.oparl SAMPLE [COPIES]` imports a sample as often as told: 36 times half a year of Karlsruhe are 14,000
papers and 2,800 meetings, spread over twenty years. It measures the drafts alone, which are counted and let go; with
`--write FILE` it writes the records instead, for `beslut import`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from builder.importers.drafts import Draft
from builder.importers.oparl.drafts import opened
from builder.importers.oparl.request import Request

COPIES = 36
YEARS = 20
_COPIED = ("papers", "meetings", "agendaitems", "consultations", "files", "locations")
_DAY = re.compile(r'"(\d{4})-(\d\d-\d\d)(?=["T])')
_REFERENCE = re.compile(r'("reference": ?")(\d{4})/(\d+)')
_SPACING = 2000  # more papers than the sample has in a year


def multiplied(sample: Path, copies: int, years: int = YEARS) -> Iterator[str]:
    """The lines of a sample as often as told, each copy in a year of its own or beside another in the same.

    Bodies are the same in all copies; all else has addresses, days and reference numbers of its own.
    """
    with gzip.open(sample, "rt", encoding="utf-8") as stream:
        lines = list(stream)
    for number in range(copies):
        for line in lines:
            if number and "/Organization" in json.loads(line)["type"]:
                continue
            made = line
            for each in _COPIED if number else ():
                made = made.replace(f"/{each}/", f"/{each}/{number}-")
            yield _earlier(made, number * years // copies, number) if number else made


def _earlier(line: str, years: int, number: int) -> str:
    """A record some years earlier; what was on a 29th of February is a day before."""
    day = _DAY.sub(lambda m: f'"{int(m[1]) - years}-{m[2] if m[2] != "02-29" else "02-28"}', line)
    return _REFERENCE.sub(lambda m: f"{m[1]}{int(m[2]) - years}/{int(m[3]) + number * _SPACING:04d}", day)


def main() -> None:
    """Measure, and say what was found."""
    parser = argparse.ArgumentParser(prog="python -m bench.oparl")
    parser.add_argument("sample", type=Path)
    parser.add_argument("copies", type=int, nargs="?", default=COPIES)
    parser.add_argument("--write", type=Path, metavar="FILE")
    chosen = parser.parse_args()
    if chosen.write:
        with chosen.write.open("w", encoding="utf-8") as stream:
            stream.writelines(multiplied(chosen.sample, chosen.copies))
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "records.jsonl"
        with file.open("w", encoding="utf-8") as stream:
            stream.writelines(multiplied(chosen.sample, chosen.copies))
        start, used = time.perf_counter(), time.process_time()
        with opened(Request((str(file),), date(2026, 1, 1), authority="Stadt Karlsruhe")) as run:
            counts = Counter(each.kind if isinstance(each, Draft) else "troubles" for each in run.results())
        seconds, processor = time.perf_counter() - start, time.process_time() - used
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())))
    print(f"{seconds:.1f} s ({processor:.1f} s of one processor), {memory:.0f} MiB at most")


if __name__ == "__main__":
    main()
