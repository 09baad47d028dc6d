"""An archive that was published, and is edited afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from conftest import SMALL, options, write

from builder.build import Result, build, check
from builder.publishing.comparing import Fate

CASES = "havneby/cases/2024"
STI, URL = f"{CASES}/cykelsti.md", "/havneby/sager/2024/cykelsti/"
FRONT: dict[str, str] = {
    "title": "Ny cykelsti",
    "id": "k7f3q9zt",
    "case_number": "24/1234",
    "topics": "[cykelstier]",
    "aliases": "[/havneby/gammel/]",
}
AGENDA = "- body: kb\n  date: 2026-02-01\n  item: 4\n"
TOLD = "- body: kb\n  date: 2024-04-09\n  item: 117\n  role: decision\n  outcome: approved\n  phrase: Godkendt.\n"
FILED = "- title: Skitse\n  file: skitse.txt\n"


def case(handlings: str = TOLD, attachments: str = "", body: str = "Tekst.\n", **front: str) -> str:
    """A case's file; a key of None is left out."""
    keys = {name: value for name, value in {**FRONT, **front}.items() if value}
    more = f"handlings:\n{handlings}" if handlings else ""
    more += f"attachments:\n{attachments}" if attachments else ""
    return "---\n" + "".join(f"{name}: {value}\n" for name, value in keys.items()) + more + f"---\n{body}"


ALIAS = f"[/havneby/gammel/, {URL}, {URL}skitse.txt]"
HAVN = {"title": "Havnen", "id": "h4vn0001", "case_number": "24/2", "topics": "[havne]", "aliases": ""}
FILES: dict[str, str | bytes] = {
    STI: case(attachments=FILED),
    f"{CASES}/cykelsti/skitse.txt": b"Skitse",
    f"{CASES}/havn.md": case(**HAVN),
    "havneby/meetings/2024-04-09-kb.md": "---\nstate: minutes\n---\n",
    "topics/havne.md": "---\nname: Havne\n---\n",
    "pages/om.md": "---\ntitle: Om arkivet\n---\nTekst.\n",
}


class World:
    """A site that was published, and its content, which is edited afterwards."""

    def __init__(self, folder: Path, files: Mapping[str, str | bytes]) -> None:
        self.folder = folder
        self.content = write(folder / "content", {**SMALL, **files})
        self.site = folder / "site"
        result = build(self.options)
        assert result.written, result.findings
        self.published = self.site / "manifest.json"

    @property
    def options(self) -> Any:
        return options(self.content, self.site)

    def write(self, files: Mapping[str, str | bytes]) -> World:
        write(self.content, files)
        return self

    def remove(self, *names: str) -> World:
        for name in names:
            (self.content / name).unlink()
        return self

    def reviewed(self, **changes: Any) -> Result:
        return check(replace(self.options, against=str(self.published), **changes), review=True)

    def findings(self) -> list[tuple[str, str, str]]:
        """What the published site finds wrong."""
        found = self.reviewed().findings
        return [(each.code, each.path, each.field) for each in found if each.code in {"lost-url", "correction-missing"}]

    def gone(self) -> dict[str, tuple[Fate, str]]:
        """What became of published addresses."""
        publication = self.reviewed().publication
        assert publication
        return {each.path: (each.fate, each.to) for each in publication.gone}


# One of everything that is held back.
HELD_FILES = {
    f"{CASES}/kladde.md": "---\ntitle: Kladde\ndraft: true\n---\n",
    f"{CASES}/senere.md": "---\ntitle: Senere\npublish: 2030-02-01 08:00\n---\n",
    f"{CASES}/vaek.md": "---\ntitle: Væk\nretracted: {date: 2025-06-01, reason: Personoplysninger}\n---\n",
    f"{CASES}/lukket.md": (
        "---\ntitle: Hemmelig\nid: lukket01\naccess: closed\nbasis: styrelsesloven § 10\nhandlings:\n- body: kb\n"
        "  date: 2024-05-02\n  access: {decision: closed, votes: closed}\n---\n"
    ),
    f"{CASES}/bilag.md": (
        "---\ntitle: Bilag\nattachments:\n- title: Åbent\n- title: Skjult\n  access: closed\n"
        "  reason: persondata\n---\n"
    ),
    "havneby/meetings/2024-05-02-kb.md": "---\nitems:\n- title: Åbent\n- title: Køb\n  access: closed\n---\n",
    "anden/_index.md": "---\nname: Anden Kommune\npublish: 2031-01-01\n---\n",
    "anden/bodies/xx.md": "---\nname: Udvalget\n---\n",
}
