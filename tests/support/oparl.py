"""Records of OParl for tests: the real sample, small invented ones, and imports of them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from conftest import SHARED

from builder.importers.drafts import Draft
from builder.importers.oparl.drafts import opened
from builder.importers.oparl.request import Request
from builder.importers.oparl.troubles import Trouble

SAMPLE = SHARED / "oparl/karlsruhe-2019h1.jsonl.gz"
TODAY = date(2026, 1, 15)
HOST = "https://rat.example.org/oparl"
Json = dict[str, Any]


def record(kind: str, number: object, /, **values: object) -> Json:
    """A record of an invented council."""
    return {
        "id": f"{HOST}/{kind.lower()}/{number}",
        "type": f"https://schema.oparl.org/1.1/{kind}",
        "created": "2019-01-01T08:00:00+01:00",
        "modified": "2019-02-01T08:00:00+01:00",
        **values,
    }


def address(kind: str, number: object) -> str:
    """Where a record of the invented council is."""
    return f"{HOST}/{kind.lower()}/{number}"


def council() -> list[Json]:
    """An authority, its council and a committee, a meeting of each, and one paper that went through both."""
    body = address("Body", 1)
    return [
        record("Body", 1, name="Stadt Musterstadt", shortName="Musterstadt", ags="08212000"),
        record("Organization", 1, body=body, name="Gemeinderat", shortName="GR"),
        record("Organization", 2, body=body, name="Bauausschuss", shortName="BA"),
        record(
            "Meeting",
            1,
            name="Bauausschuss",
            start="2019-03-05T17:00:00+01:00",
            end="2019-03-05T19:00:00+01:00",
            organization=[address("Organization", 2)],
            agendaItem=[
                record(
                    "AgendaItem",
                    1,
                    number="1",
                    order=1,
                    name="Neuer Radweg",
                    public=True,
                    consultation=address("Consultation", 1),
                    result="einstimmig empfohlen",
                ),
                record("AgendaItem", 2, number="2", order=2, name="Verschiedenes", public=True),
            ],
        ),
        record(
            "Meeting",
            2,
            name="Gemeinderat",
            start="2019-04-02T17:00:00+02:00",
            organization=[address("Organization", 1)],
            agendaItem=[
                record(
                    "AgendaItem",
                    3,
                    number="4",
                    order=1,
                    name="Neuer Radweg",
                    public=True,
                    consultation=address("Consultation", 2),
                    result="mehrheitlich zugestimmt",
                ),
            ],
        ),
        record(
            "Paper",
            1,
            body=body,
            name="Neuer Radweg",
            reference="2019/0012",
            date="2019-02-20",
            paperType="Beschlussvorlage",
            mainFile=record("File", 1, name="Vorlage", accessUrl=f"{HOST}/vorlage.pdf"),
            consultation=[
                record(
                    "Consultation",
                    1,
                    role="Vorberatung",
                    organization=[address("Organization", 2)],
                    meeting=address("Meeting", 1),
                    agendaItem=address("AgendaItem", 1),
                ),
                record(
                    "Consultation",
                    2,
                    role="Entscheidung",
                    organization=[address("Organization", 1)],
                    meeting=address("Meeting", 2),
                    agendaItem=address("AgendaItem", 3),
                ),
            ],
        ),
    ]


def find(records: Iterable[Json], kind: str, number: object) -> Json:
    """One of some records, or of those directly within them."""
    wanted = address(kind, number)
    for each in records:
        if each.get("id") == wanted:
            return each
        for value in each.values():
            for inner in value if isinstance(value, list) else [value]:
                if isinstance(inner, dict) and inner.get("id") == wanted:
                    return inner
    raise LookupError(wanted)


def sample() -> list[Json]:
    """The records of the sample."""
    with gzip.open(SAMPLE, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def save(records: Iterable[object], path: Path) -> Path:
    """Records as JSON Lines; the file."""
    path.write_text("".join(json.dumps(each) + "\n" for each in records), "utf-8")
    return path


def results(*origins: Path | str, keep: bool = True, **changes: Any) -> tuple[dict[str, Draft], list[Trouble]]:
    """The drafts of an import by their sources, none twice, and what was told."""
    request = Request(tuple(map(str, origins)), TODAY, **changes)
    drafts: dict[str, Draft] = {}
    told = []
    with opened(request) as run:
        for each in run.results():
            if isinstance(each, Draft):
                assert each.source not in drafts
                drafts[each.source] = each
            else:
                told.append(each)
        if keep:
            run.keep()
    paths = [draft.path for draft in drafts.values()]
    assert len(paths) == len(set(paths))
    return drafts, told


def draft_of(drafts: dict[str, Draft], kind: str, number: object) -> Draft:
    """The draft of a record of the invented council."""
    return drafts[f"oparl:{address(kind, number)}"]
