"""A page that leads through the program step by step, walked as a reader would.

A page is a row of steps: commands to type, files to write, words to correct, a field of the form to fill in, and in
between what the reader is to see. Blocks say in their first line what they are:

    ```sh                       commands
    ```text skærm               what stands on the terminal after the command above, with the reader's answers
    ```text forhåndsvisning     what the preview has said on its own terminal since it was asked last
    ```markdown content/x.md    a file, but for its id, which stays the reader's own
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from support.fences import FENCE
from support.forms import Form
from support.pdf import pdf
from support.terminal import Terminal

_PROSE = re.compile(
    r"Ret\s+`(?P<old>[^`]+)`\s+til\s+`(?P<new>[^`]+)`"
    r"|Skriv\s+»(?P<said>[^«]+)«\s+i\s+feltet\s+\*(?P<field>\w+)\*"
    r"|!\[[^\]]*\]\((?P<picture>[^)]+)\)"
    r"|kald\s+den\s+`(?P<pdf>[^`]+\.pdf)`"
    r"|Lav\s+mappen\s+`(?P<folder>[^`]+)`"
)
_FIELDS = {"resume": "summary"}
_FIRST = ("python", "make")  # what a reader sets up before the first step


@dataclass(frozen=True)
class Step:
    """One thing to do or to see.

    Args:
        kind: `command`, `screen`, `preview`, `file`, `correct`, `form`, `picture`, `folder` or `pdf`.
        line: where it stands on the page.
        text: what to type, write, see or replace.
        more: the path of a file, what words become, the field of the form.
    """

    kind: str
    line: int
    text: str
    more: str = ""

    def __str__(self) -> str:
        """Where it stands."""
        return f"line {self.line}: {self.kind} {self.text.splitlines()[0] if self.text else ''}"


def steps(page: str) -> Iterator[Step]:
    """The steps of a page in order."""
    end = 0
    for fence in FENCE.finditer(page):
        yield from _told(page, end, fence.start())
        line, (language, _, rest) = page.count("\n", 0, fence.start()) + 1, fence[3].strip().partition(" ")
        if language == "sh":
            yield from (Step("command", line, command) for command in fence[4].splitlines())
        elif rest in {"skærm", "forhåndsvisning"}:
            yield Step("screen" if rest == "skærm" else "preview", line, fence[4])
        elif language == "markdown":
            yield Step("file", line, fence[4], rest)
        end = fence.end()
    yield from _told(page, end, len(page))


def _told(page: str, start: int, end: int) -> Iterator[Step]:
    for match in _PROSE.finditer(page, start, end):
        line = page.count("\n", 0, match.start()) + 1
        if match["old"]:
            yield Step("correct", line, match["old"], match["new"])
        elif match["field"]:
            yield Step("form", line, " ".join(match["said"].split()), match["field"])
        else:
            kind = next(kind for kind in ("picture", "pdf", "folder") if match[kind])
            yield Step(kind, line, match[kind])


def plain(text: str) -> str:
    """What a terminal said without what differs from run to run: clock, duration, port."""
    text = re.sub(r"\[\d\d:\d\d:\d\d\]", "[00:00:00]", text)
    text = re.sub(r"\d+,\d s\b", "0,0 s", text)
    text = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:8000", text)
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


class Walk:
    """Somebody who does what a page says, in a folder of their own.

    Args:
        folder: an empty one.
        see: called with a picture's path, when the page shows it, and with this.
    """

    def __init__(self, folder: Path, see: Callable[[str, Walk], None] = lambda _picture, _walk: None) -> None:
        self.folder = folder
        self.file = Path()  # the last that was written
        self.address = ""  # of the preview
        self._see = see
        self._preview: Terminal | None = None
        self._heard = 0  # how much of what the preview said was compared
        self._place = Path()  # the folder that was made last

    def go(self, page: str) -> Iterator[tuple[Step, str, str]]:
        """Take each step; of what is to be seen the step, what the page shows, and what there was."""
        ahead = list(steps(page))
        for step, then in zip(ahead, [*ahead[1:], None], strict=True):
            shown = then.text if then and then.kind == "screen" else ""
            if step.kind == "command" and not step.text.startswith(_FIRST):
                said = self._command(step.text, re.findall(r"^(?:\[\w+\] )?> ?(.*)$", shown, re.MULTILINE))
                if then and then.kind == "screen":
                    yield then, plain(then.text), plain(said)
            elif step.kind == "preview":
                yield step, plain(step.text), self._told(plain(step.text))
            elif step.kind == "picture":
                self._see(step.text, self)
            else:
                self._do(step)

    def end(self) -> None:
        """End the preview."""
        if self._preview:
            self._preview.end()

    def get(self, path: str) -> str:
        """A page of the preview."""
        with urlopen(self.address + path) as answer:
            return str(answer.read().decode("utf-8"))

    @property
    def form(self) -> str:
        """Where the form of the last file is."""
        return f"_beslut/edit?file={self.file.relative_to(self.folder / 'content').as_posix()}"

    def _command(self, line: str, answers: list[str]) -> str:
        program, *arguments = line.split()
        if program == "cd":
            self.folder /= arguments[0]
            assert self.folder.is_dir(), line
            return ""
        assert program == "beslut", line
        if arguments == ["serve"]:
            self._preview = Terminal(self.folder, ["serve", "--port", "0"])
            assert self._preview.until(lambda said: "/_beslut/publish" in said), self._preview.said
            found = re.search(r"http://127\.0\.0\.1:\d+/", self._preview.said)
            assert found
            self.address = found[0]
            return self._preview.said
        terminal = Terminal(self.folder, arguments)
        status = terminal.answer(answers)
        assert (status, answers) == (0, []), f"{line}: {terminal.said}"
        return terminal.said

    def _told(self, expected: str) -> str:
        """What the preview has said since it was asked last, as soon as that is what is expected."""
        assert self._preview
        self._preview.until(lambda said: plain(said[self._heard :]) == expected, 20.0)
        said = self._preview.said
        self._heard, before = len(said), self._heard
        return plain(said[before:])

    def _do(self, step: Step) -> None:
        if step.kind == "file":
            self.file = self.folder / step.more
            assert self.file.is_file(), f"{step}: no command made {step.more}"
            own = re.search(r"^id: .*$", self.file.read_text("utf-8"), re.MULTILINE)
            assert own, step
            self.file.write_text(re.sub(r"^id: .*$", own[0], step.text, flags=re.MULTILINE), "utf-8")
        elif step.kind == "correct":
            text = self.file.read_text("utf-8")
            assert text.count(step.text) == 1, step
            self.file.write_text(text.replace(step.text, step.more), "utf-8")
        elif step.kind == "folder":
            self._place = self.folder / step.text
            self._place.mkdir()
        elif step.kind == "pdf":
            (self._place / step.text).write_bytes(pdf("Skitse af lamperne"))
        elif step.kind == "form":
            form = Form(self.get(self.form))
            form.put(_FIELDS[step.more], step.text)
            sent = Request(self.address + self.form, urlencode(form.fields).encode(), {"Origin": self.address[:-1]})
            with urlopen(sent) as answer:
                assert answer.status == 200, step
