"""The text of attached files, for the search.

A PDF is read by PDFium, which is fast and forgiving but no Python: a file may crash it, or keep it busy for ever. It
runs in a process of its own with a limit of memory; a file that takes too long or ends the process costs only itself.
Measured on 533 printed pages: pypdf 13.5 s, pypdfium2 1.2 s, the same words.
"""

from __future__ import annotations

import json
import re
import selectors
import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

VERSION = "1"  # of what is made of a file; texts kept under another are read again
KINDS = {".pdf", ".txt"}
MAX_BYTES = 100_000_000
MAX_PAGES, MAX_SIGNS = 400, 400_000  # later pages of a book-length attachment hardly bring new words
MEMORY = 1_500_000_000  # bytes of address space
PATIENCE = 30.0  # seconds for a file
TOO_LARGE, LOCKED, BROKEN = "attachment-too-large", "attachment-locked", "attachment-unreadable"  # codes of findings
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010\ufffe]\s*\n\s*(?=[a-zæøåäöüß])")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\ufffe\uffff]")


@dataclass(frozen=True)
class Text:
    """What was read of a file.

    Args:
        text: its words; "" where there are none, as in pictures of pages.
        fault: why it could not be read: `TOO_LARGE`, `LOCKED` or `BROKEN`, else "".
    """

    text: str
    fault: str = ""


def is_readable(name: str) -> bool:
    """Whether files of this name have a text that can be read."""
    return Path(name).suffix.lower() in KINDS


def texts(files: Iterable[Path], jobs: int) -> Iterator[Text]:
    """The text of each file, in order."""
    wanted = list(files)
    if not wanted:
        return
    count = max(1, min(jobs, len(wanted)))
    with ThreadPoolExecutor(count) as pool:
        shares = [pool.submit(lambda share: list(_read(share)), wanted[start::count]) for start in range(count)]
        found = [share.result() for share in shares]
    for index in range(len(wanted)):
        yield found[index % count][index // count]


def tidied(text: str) -> str:
    """Words that a line break cut in two joined, ligatures taken apart, signs that are none left out."""
    text = unicodedata.normalize("NFC", _ligatures(text.replace("\r\n", "\n").replace("\r", "\n")))
    return _CONTROL.sub(" ", _HYPHEN.sub("", text))[:MAX_SIGNS]


def _ligatures(text: str) -> str:
    return re.sub("[\ufb00-\ufb06]", lambda match: unicodedata.normalize("NFKC", match[0]), text)


def _read(files: list[Path]) -> Iterator[Text]:
    """The texts of some files, read in one process after another."""
    process: subprocess.Popen[str] | None = None
    try:
        for file in files:
            if file.stat().st_size > MAX_BYTES:
                yield Text("", TOO_LARGE)
                continue
            process = process or _started()
            answer = _asked(process, file)
            if answer is None:
                _end(process)
                process = None
                yield Text("", BROKEN)
            else:
                yield answer
    finally:
        if process:
            _end(process)


def _started() -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "builder.attachments"]
    return subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8"
    )


def _asked(process: subprocess.Popen[str], file: Path) -> Text | None:
    """What the process answers; None where it ends or takes too long."""
    stdin, stdout = process.stdin, process.stdout
    assert stdin is not None  # noqa: S101 - both are pipes
    assert stdout is not None  # noqa: S101
    with suppress(BrokenPipeError), selectors.DefaultSelector() as waiting:
        stdin.write(json.dumps(str(file)) + "\n")
        stdin.flush()
        waiting.register(stdout, selectors.EVENT_READ)
        if waiting.select(PATIENCE) and (line := stdout.readline()):
            return Text(**json.loads(line))
    return None


def _end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with suppress(BrokenPipeError):
                pipe.close()


def _serve(asked: IO[str], answers: IO[str]) -> None:
    """Answer each line, a path, with a line: its text or what is wrong with it."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on every system

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for line in asked:
        found = _text(Path(json.loads(line)))
        answers.write(json.dumps({"text": found.text, "fault": found.fault}) + "\n")
        answers.flush()


def _text(file: Path) -> Text:
    if file.suffix.lower() != ".pdf":
        return Text(tidied(file.read_bytes().decode("utf-8-sig", errors="replace")))
    import pypdfium2  # noqa: PLC0415 - only in the process that reads
    from pypdfium2.raw import FPDF_ERR_PASSWORD  # noqa: PLC0415

    try:
        with pypdfium2.PdfDocument(file) as document:
            return Text(tidied(_pages(document)))
    except pypdfium2.PdfiumError as error:
        return Text("", LOCKED if getattr(error, "err_code", None) == FPDF_ERR_PASSWORD else BROKEN)
    except (MemoryError, OSError, ValueError):
        return Text("", BROKEN)


def _pages(document: object) -> str:
    found: list[str] = []
    length = 0
    for number in range(min(len(document), MAX_PAGES)):  # type: ignore[arg-type]
        page = document[number].get_textpage().get_text_bounded()  # type: ignore[index]
        found.append(page)
        length += len(page)
        if length > MAX_SIGNS:
            break
    return "\n".join(found)


if __name__ == "__main__":
    _serve(sys.stdin, sys.stdout)
