"""How long it takes to make drafts of a large council system's records, and how much memory.

`python -m bench.oparl SAMPLE [COPIES]` imports a sample as often as told: 36 times half a year of Karlsruhe are 14,000
papers and 2,800 meetings. It measures the drafts alone, which are counted and let go.
"""

from __future__ import annotations

import gzip
import json
import resource
import sys
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
_COPIED = ("papers", "meetings", "agendaitems", "consultations", "files", "locations")


def multiplied(sample: Path, copies: int) -> Iterator[str]:
    """The lines of a sample as often as told; bodies are the same in all copies, all else has addresses of its own."""
    with gzip.open(sample, "rt", encoding="utf-8") as stream:
        lines = list(stream)
    for number in range(copies):
        for line in lines:
            if number and "/Organization" in json.loads(line)["type"]:
                continue
            made = line
            for each in _COPIED if number else ():
                made = made.replace(f"/{each}/", f"/{each}/{number}-")
            yield made


def main() -> None:
    """Measure, and say what was found."""
    copies = int(sys.argv[2]) if len(sys.argv) > 2 else COPIES
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "records.jsonl"
        with file.open("w", encoding="utf-8") as stream:
            stream.writelines(multiplied(Path(sys.argv[1]), copies))
        start, used = time.perf_counter(), time.process_time()
        with opened(Request((str(file),), date(2026, 1, 1), authority="Stadt Karlsruhe")) as run:
            counts = Counter(each.kind if isinstance(each, Draft) else "troubles" for each in run.results())
        seconds, processor = time.perf_counter() - start, time.process_time() - used
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())))
    print(f"{seconds:.1f} s ({processor:.1f} s of one processor), {memory:.0f} MiB at most")


if __name__ == "__main__":
    main()
