"""The invented archive as files: as beslut's content, and as each peer wants its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import yaml

from bench.corpus import AUTHORITIES, COMMITTEES, COUNCIL, Case
from builder.urls import slug

_REFERENCE = re.compile(r"sag ((\d\d)/(\d+))")
_ABBREVIATIONS = dict((*COMMITTEES, COUNCIL))


def beslut(cases: Sequence[Case], folder: Path) -> None:
    """The cases, their bodies and authorities, and the archive's own page."""
    content = folder / "content"
    archive = {"title": "Beslutninger", "language": "da", "base_url": "https://example.org/"}
    _write(content / "_index.md", archive, "Et opdigtet arkiv til målinger.\n")
    for authority in AUTHORITIES:
        _write(content / _of(authority) / "_index.md", {"name": authority, "kind": "municipality"}, "")
        for name, abbreviation in (*COMMITTEES, COUNCIL):
            body = {"name": name, "abbreviation": abbreviation}
            _write(content / _of(authority) / f"bodies/{slug(abbreviation)}.md", body, "")
    for case in cases:
        facts = {
            "id": "x" + case.slug,
            "title": case.title,
            "case_number": case.number,
            **{key: list(names) for key in ("topics", "places") if (names := getattr(case, key))},
            "handlings": _handlings(case),
            "attachments": [{"title": title, "url": url} for title, url in case.attachments],
        }
        _write(content / beslut_file(case), facts, case.text)


def beslut_file(case: Case) -> str:
    """Where a case lies in beslut's content."""
    return f"{_of(case.authority)}/cases/{case.day.year}/{case.slug}.md"


def beslut_page(case: Case) -> str:
    """The address of its page."""
    return f"/{_of(case.authority)}/sager/{case.day.year}/{case.slug}/"


def yaml_pages(cases: Sequence[Case], folder: Path) -> None:
    """Front matter in YAML, for Hugo and Eleventy."""
    for case in cases:
        facts = {
            "title": case.title,
            "date": case.day,
            "case_number": case.number,
            "authority": case.authority,
            "bodies": [_body(case)],
            "topics": list(case.topics),
            "places": list(case.places),
            "outcome": case.phrase,
            "decision": case.decision,
            "attachments": [{"title": title, "url": url} for title, url in case.attachments],
        }
        _write(folder / "content" / page_file(case), facts, linked(case.text))


def pelican_pages(cases: Sequence[Case], folder: Path) -> None:
    """Pelican's own lines of metadata. It knows categories, tags and authors: bodies, topics and places here."""
    for case in cases:
        facts = {
            "Title": case.title,
            "Date": case.day.isoformat(),
            "Slug": case.slug,
            "Category": _body(case),
            "Tags": ", ".join(case.topics),
            **({"Authors": "; ".join(case.places) + ";"} if case.places else {}),
            "Case_number": case.number,
            "Authority": case.authority,
            "Outcome": case.phrase,
            "Decision": case.decision,
            "Papers": " | ".join(f"{title} = {url}" for title, url in case.attachments),
        }
        file = folder / "content" / page_file(case)
        file.parent.mkdir(parents=True, exist_ok=True)
        lines = "".join(f"{name}: {value}\n" for name, value in facts.items())
        file.write_text(f"{lines}\n{linked(case.text)}", "utf-8")


def page_file(case: Case) -> str:
    """Where a case lies in a peer's content."""
    return f"{case.day.year}/{case.slug}.md"


def page(case: Case) -> str:
    """The address of a case's page on a peer's site."""
    return f"/{case.day.year}/{case.slug}/"


def linked(text: str) -> str:
    """The text with each case that it names as a Markdown link, which the peers do not find by themselves."""
    return _REFERENCE.sub(r"sag [\1](/20\2/\2-\3/)", text)


Layout = Callable[[Sequence[Case], Path], None]


def _handlings(case: Case) -> list[dict[str, object]]:
    """The committee's handling, and the council's where it had the last word."""
    abbreviation = slug(_ABBREVIATIONS[case.body])
    decided = {"role": "decision", "outcome": case.outcome, "phrase": case.phrase, "decision": case.decision}
    if not case.to_council:
        return [{"body": abbreviation, "date": case.day, **decided}]
    advised = {"role": "recommendation", "outcome": "recommended", "phrase": "Anbefales."}
    return [
        {"body": abbreviation, "date": case.day, **advised},
        {"body": slug(COUNCIL[1]), "date": case.council_day, **decided},
    ]


def _body(case: Case) -> str:
    return f"{case.body} i {case.authority}"


def _of(authority: str) -> str:
    """The folder of an authority."""
    return slug(authority.removesuffix(" Kommune"))


def _write(file: Path, facts: Mapping[str, object], text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    front = yaml.dump(facts, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1000)
    file.write_text(f"---\n{front}---\n{text}", "utf-8")
