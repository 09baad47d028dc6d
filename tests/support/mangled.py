"""Documents as they come out of a bad copy: cut, repeated, with lines swapped and bytes turned over.

Run as a script it imports as many as it is told and prints what went wrong:

    PYTHONPATH=.:tests python -m support.mangled 0 10000 2
"""

from __future__ import annotations

import random
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from types import FrameType

from conftest import SHARED
from minutes import MINUTES

from builder.diagnostics import Finding
from builder.importers.applying import apply
from builder.importers.documents import Refused, imported
from builder.importers.drafts import Draft, Trouble
from builder.importers.holdings import Holdings

LIMIT = 20.0  # seconds of processor time for one document; it takes a tenth of one
_SIGNS = (
    "\t",
    "\f",
    "|",
    "#",
    "- ",
    "1. ",
    "§",
    "---\n",
    "“",
    "\\",
    "<",
    "&",
    "[[",
    "`",
    "kl. ",
    "25/1",
    "\u2028",
    "\x00",
)


class Endless(Exception):
    """A document that takes too long."""


def originals() -> list[Path]:
    """The samples, and the real documents where they are at hand."""
    found = [*(MINUTES / "samples").glob("*.txt"), *(SHARED / "minutes").glob("0*.txt")]
    return sorted([*found, *(SHARED / "firstagenda").glob("*.html")], key=lambda path: path.name)


def _cut(data: bytes, chance: random.Random) -> bytes:
    one, other = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:one] + data[other:] if chance.random() < 0.5 else data[one:other]


def _repeated(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    at, many = chance.randrange(len(lines)), chance.randrange(1, 40)
    some = lines[at : at + many]
    to = chance.randrange(len(lines) + 1)
    return b"\n".join(lines[:to] + some * chance.choice((1, 1, 2, 30)) + lines[to:])


def _swapped(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    for _ in range(chance.randrange(1, 20)):
        one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _flipped(data: bytes, chance: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(chance.choice((1, 5, 50))):
        if made:
            made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made)


def _sown(data: bytes, chance: random.Random) -> bytes:
    text = data.decode("utf-8", "replace")
    for _ in range(chance.choice((1, 5, 50))):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(_SIGNS) + text[at:]
    return text.encode()


def _joined(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    return b"".join(line + (b" " if chance.random() < 0.2 else b"\n") for line in lines)


WAYS: Sequence[Callable[[bytes, random.Random], bytes]] = (_cut, _repeated, _swapped, _flipped, _sown, _joined)


def mangled(number: int) -> tuple[str, bytes]:
    """A name and the bytes of a document, the same for the same number."""
    chance = random.Random(number)
    known = originals()
    path = known[number % len(known)]
    data = path.read_bytes()
    for _ in range(chance.randrange(1, 4)):
        data = chance.choice(WAYS)(data, chance)
    return f"{number}{path.suffix}", data


def faults(number: int) -> Iterator[str]:
    """What goes wrong in the import of a mangled document into an archive with nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        name, data = mangled(number)
        path = Path(folder) / name
        path.write_bytes(data)
        content = Path(folder) / "content"
        content.mkdir()
        signal.signal(signal.SIGVTALRM, _stop)
        signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
        try:
            refused = apply(_drafts(path, content), content, dry=True, show=lambda _line: None).refused
        except Exception:
            yield f"{number}: {traceback.format_exc()}"
            return
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        for each in refused:
            if isinstance(each, Finding):
                yield f"{number}: {each.path}: {each.code} {each.field} {dict(each.values)}"
            elif each.lost and each.name != name:
                yield f"{number}: {each.name}: {each.reason}"


def _drafts(path: Path, content: Path) -> Iterator[Draft | Trouble]:
    for each in imported([path], Holdings(content), str, lambda _: {}, authority="havneby", body="kb", jobs=1):
        if isinstance(each, Refused):
            yield Trouble(path.name, each.reason, said=each.said)
        else:
            yield from each.filed.drafts


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise Endless


def _several(numbers: range) -> list[str]:
    return [each for number in numbers for each in faults(number)]


def main(first: int, last: int, jobs: int) -> None:
    """Import documents with such numbers, and print what went wrong, the most frequent first."""
    found: Counter[str] = Counter()
    with ProcessPoolExecutor(jobs) as pool:
        for done, chunk in enumerate(pool.map(_several, (range(at, at + 50) for at in range(first, last, 50))), 1):
            print(f"{first + 50 * done}", file=sys.stderr)
            for each in chunk:
                found["\n".join(each.split("\n")[-4:]).split(": ", 1)[-1]] += 1
                print(each, flush=True)
    print(f"{last - first} documents, {sum(found.values())} faults")
    for text, times in found.most_common(20):
        print(times, text)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
