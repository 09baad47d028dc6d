"""One topic under two spellings: a case that says `Cykelsti` where the others say `Cykelstier`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from builder.diagnostics import Finding, finding
from builder.library.shelves import Shelves, subject_names
from builder.likeness import alike, keys_of, plain
from builder.model.values import Kind
from builder.urls import slug


@dataclass(frozen=True)
class _Topic:
    """A topic as it is written, and what speaks for that spelling."""

    name: str
    has_file: bool
    cases: int

    @property
    def rank(self) -> tuple[bool, int]:
        return self.has_file, self.cases


def similar_topics(shelves: Shelves) -> Iterator[Finding]:
    """Topics of cases that have no file and are spelt nearly as one that has, or as one of more cases.

    Two spellings with one address (`Cykelstier`, `cykelstier`) are one page, so the one used more often is named;
    where the topic has a file, its name stands on every page, and any spelling of it is right.
    """
    filed = subject_names(shelves, Kind.TOPIC)
    named = [(document, document.record.topics) for document in shelves.by_kind[Kind.CASE].values()]
    spelt: dict[str, Counter[str]] = defaultdict(Counter)
    for _, names in named:
        for name in dict.fromkeys(names):
            spelt[slug(name)][name] += 1
    topics = _topics(shelves, filed, spelt)
    meant = _meant(topics)
    for document, names in named:
        for index, name in enumerate(names):
            topic = topics.get(slug(name))
            if topic is None or topic.has_file:
                continue
            other = meant.get(slug(name), topic.name)
            if other != name:
                yield finding("similar-topic", document.place.path, f"topics[{index}]", value=name, suggestion=other)


def _topics(shelves: Shelves, filed: dict[str, str], spelt: dict[str, Counter[str]]) -> dict[str, _Topic]:
    """Every public topic by the slug of each of its names; without a file, under its most used spelling."""
    cases: Counter[str] = Counter()
    for key, spellings in spelt.items():
        cases[filed.get(key, key)] += spellings.total()
    found: dict[str, _Topic] = {}
    for ref, document in shelves.by_kind[Kind.TOPIC].items():
        for name in (document.record.name, *document.record.other_names):
            found.setdefault(slug(name), _Topic(name, True, cases[ref]))
        found.setdefault(ref, _Topic(document.record.name, True, cases[ref]))
    for key, spellings in spelt.items():
        if key and key not in found and (Kind.TOPIC, key) not in shelves.tables.hidden:
            most = min(spellings, key=lambda name: (-spellings[name], name))
            found[key] = _Topic(most, False, cases[key])
    return found


def _meant(topics: dict[str, _Topic]) -> dict[str, str]:
    """For the slug of a topic without a file the name of one that outranks it and is nearly the same."""
    shelved: dict[str, list[str]] = defaultdict(list)
    names = {key: plain(topic.name) for key, topic in topics.items()}
    for key, name in names.items():
        for each in keys_of(name):
            shelved[each].append(key)
    found = {}
    for key, topic in topics.items():
        if topic.has_file:
            continue
        near = {other for each in keys_of(names[key]) for other in shelved[each]}
        better = [
            topics[other] for other in near if topics[other].rank > topic.rank and alike(names[key], names[other])
        ]
        if better:
            found[key] = max(better, key=lambda each: (each.rank, each.name)).name
    return found
