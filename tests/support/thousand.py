"""A folder of many minutes, as a municipality has them: the samples with other days, numbers and titles.

Run as a script it makes the folder, imports it, and prints how long that took and how much memory:

    PYTHONPATH=.:tests python -m support.thousand FOLDER 1000
"""

from __future__ import annotations

import re
import resource
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from babel import Locale
from minutes import MINUTES

_MONTHS = [name.lower() for name in Locale("da").months["format"]["wide"].values()]
_DAY = re.compile(rf"(?P<day>\d{{1,2}})\. (?P<month>{'|'.join(_MONTHS)}) (?P<year>20\d\d)")
_SHORT_DAY = re.compile(r"(?<!\d)(?P<day>\d\d)(?P<dot>[-.])(?P<month>\d\d)(?P=dot)(?P<year>20\d\d)(?!\d)")
_CASE_NUMBER = re.compile(r"(?<![\d/])(\d\d)/(\d{3,5})(?![\d/])")
_PLACES = ("Birkevang", "Egelund", "Fyrremose", "Granhøj", "Hasselkær", "Lindegård", "Poppelskov")
_WORDS = re.compile(r"(?<=[a-zæøå] )[a-zæøå]{4,}(?= [a-zæøå]+ [a-zæøå]+ )")
_LONG = re.compile(r"^(?:Punkt )?(?:\d+[.:]? )?[A-ZÆØÅ][a-zæøå]+ [a-zæøå]+ [\wæøå]+(?=[ ,.]|$)")


def changed(text: str, number: int) -> str:
    """Minutes of another meeting: its days moved by weeks, other case numbers, another place in titles and text."""
    moved = timedelta(weeks=number)
    place = _PLACES[number % len(_PLACES)]

    def of(found: re.Match[str], month: int) -> date:
        return date(int(found["year"]), month, min(28, int(found["day"]))) + moved

    def long(found: re.Match[str]) -> str:
        day = of(found, _MONTHS.index(found["month"]) + 1)
        return f"{day.day}. {_MONTHS[day.month - 1]} {day.year}"

    def short(found: re.Match[str]) -> str:
        month = int(found["month"])
        return f"{of(found, month):%d{found['dot']}%m{found['dot']}%Y}" if 0 < month <= 12 else found[0]

    text = _SHORT_DAY.sub(short, _DAY.sub(long, text))
    text = _CASE_NUMBER.sub(lambda found: f"{found[1]}/{(int(found[2]) + 37 * number) % 100_000:05}", text)
    # Every sentence is another, so that no case is taken for one that was there; so is every title.
    lines = (_WORDS.sub(lambda found: f"{found[0]} {place}{number}", line) for line in text.split("\n"))
    return "\n".join(_LONG.sub(lambda found: f"{found[0]} {place}{number}", line) for line in lines)


def folder_of(folder: Path, count: int) -> Iterator[Path]:
    """Write so many minutes into a folder."""
    samples = sorted(path for path in (MINUTES / "samples").glob("*.txt") if path.stem != "skannet")
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        sample = samples[number % len(samples)]
        path = folder / f"{number:04}-{sample.stem}.txt"
        path.write_text(changed(sample.read_text("utf-8"), number // len(samples)), "utf-8")
        yield path


def main(folder: Path, count: int) -> None:
    """Make the folder, import it twice, and print time and memory."""
    from builder.__main__ import main as beslut
    from support.importing import new_archive

    made = list(folder_of(folder / "minutes", count))
    (folder / "minutes/0000-broken.txt").write_bytes(b"\0\1\2" * 1000)
    content = new_archive(folder / "archive")
    for _ in range(2):
        start = time.perf_counter()
        status = beslut(["import", str(folder / "minutes"), "--authority", "havneby", "--content", str(content)])
        taken = time.perf_counter() - start
        memory = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        print(f"{len(made)} documents: {taken:.1f} s, {memory // 1024} MB, exit status {status}")
    print(len(list(content.rglob("*.md"))), "files")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
