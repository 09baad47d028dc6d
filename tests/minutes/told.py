"""The smallest content folder in which all facts of a document hold: there is one only if no two facts disagree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from builder.urls import slug
from minutes.facts import Fact, Facts

PEOPLE = {"absent", "recused", "not_participating", "present"}
LONG = ("Sagsfremstilling", "Beskrivelse af sagen", "Løsning")  # where what stands within a text is put
OFFICES = ("Forvaltningens indstilling", "Administrationens forslag")
ASKING = ("Indstilling", "Forslag", "Beslutningspunkter", "Indstilling om,", *OFFICES)
PLAIN = {"case_number", "kle", "recommended_by", "start", "end", "place", "state", "kind", "attendance"}


@dataclass
class _Item:
    """What is said of one item, key by key."""

    values: dict[str, Any] = field(default_factory=dict)
    number: str | None = None
    own: dict[str, Any] = field(default_factory=dict)
    earlier: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    amounts: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    ends: dict[str, tuple[str, str]] = field(default_factory=dict)
    within: list[str] = field(default_factory=list)
    clauses: list[str] = field(default_factory=list)
    count: int = 0


def tell(facts: Facts, content: Path) -> None:
    """Write the folder."""
    groups: dict[int, list[Fact]] = {}
    for fact in facts.facts:
        groups.setdefault(fact.group, []).append(fact)
    meeting: dict[str, Any] = {}
    items = {title: _Item({"title": title}) for title in facts.homes}
    said = _meeting([each for each in groups.values() if not each[0].item], meeting)
    day, names = said.get("date", ""), said["names"]
    for group in groups.values():
        if group[0].item:
            _add(items[group[0].item], group, day, names)
    bodies = _bodies([*names, *_named(items.values())], said.get("one", False))
    _write(content / "_index.md", {"title": "Prøve"})
    folder = content / "prøve".replace("ø", "oe")
    _write(folder / "_index.md", {"name": said.get("authority", "Prøve")})
    for own, called in bodies.items():
        _write(folder / f"bodies/{own}.md", {"name": called[0], "other_names": called[1:]})
    known = {name: own for own, called in bodies.items() for name in called}
    rows = []
    points: list[str] = []
    for at, (title, item) in enumerate(items.items()):
        handlings = [{"body": known[body], "date": date, **rest} for (body, date), rest in item.earlier.items()]
        if facts.homes[title] == "case":
            own = {"body": known[names[0]], **({"date": day} if day else {}), "item": item.number, **item.own}
            if not any(date == day for _, date in item.earlier) and (day or not handlings):
                handlings.append(own)
            else:
                handlings[-1] = {**own, **handlings[-1]}
            route = [known[name] for name in item.values.pop("route", [])]
            lists = {"amounts": item.amounts, "attachments": item.attachments, "route": route}
            source = {"source": {"ocr": True}} if said.get("ocr") else {}
            _write(
                folder / f"cases/2020/sag-{at}.md",
                {**item.values, **lists, "handlings": handlings, **source},
                _text(item),
            )
            rows.append({"case": f"2020/sag-{at}", "number": item.number})
        else:
            mine = {key: value for each in (*handlings, item.own) for key, value in each.items()}
            if item.within:
                points.append("\n\n".join([f"## {'. '.join(filter(None, (item.number, title)))}", *item.within]))
            allowed = {"outcome", "phrase", "decision", "role", "access"}
            rows.append({**item.values, "number": item.number} | {k: v for k, v in mine.items() if k in allowed})
    if day:
        _write(folder / f"meetings/{day}-{known[names[0]]}.md", {**meeting, "items": rows}, "\n\n".join(points))


def _write(path: Path, values: Mapping[str, Any], body: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    said = {key: value for key, value in values.items() if value not in (None, [], {}, "")}
    path.write_text(f"---\n{yaml.safe_dump(said, allow_unicode=True, sort_keys=False)}---\n{body}", "utf-8")


def _meeting(groups: Iterable[list[Fact]], meeting: dict[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {"names": []}
    for group in sorted(groups, key=lambda each: each[0].what == "count"):
        fact = group[0]
        if fact.what in PEOPLE:
            meeting.setdefault(fact.what, []).append({each.key or "name": each.value for each in group})
        elif fact.what in PLAIN:
            meeting[fact.what] = fact.value
        elif fact.what == "body":
            said["names"].append(fact.value)
        elif fact.what in {"date", "authority", "ocr"}:
            said[fact.what] = fact.value
        elif fact.what == "count":
            said["one"] = said.get("one") or fact.thing.get("bodies") == "1"
            for who in ("present", "absent"):
                missing = int(fact.thing.get(who, 0)) - len(meeting.get(who, []))
                meeting.setdefault(who, []).extend({"name": f"Nogen {at}"} for at in range(missing))
    return said


def _named(items: Iterable[_Item]) -> list[str]:
    found = [name for item in items for name in item.values.get("route", [])]
    return found + [body for item in items for body, _ in item.earlier]


def _bodies(names: list[str], one: bool) -> dict[str, list[str]]:
    """By slug, every name of each body; names that differ by capitals are one."""
    found: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        own = next(iter(found)) if one and found else slug(name)
        found.setdefault(own, []).append(name)
    return found


def _add(item: _Item, group: list[Fact], day: str, names: list[str]) -> None:
    fact = group[0]
    thing = {each.key: each.value for each in group}
    if fact.what == "handling":
        _handle(item, thing, day, names)
    elif fact.what in PEOPLE:
        people = item.own.setdefault(fact.what, [])
        people[:] = [each for each in people if each["name"] != thing.get("name", fact.value)]
        people.append({key or "name": value for key, value in thing.items()})
        for key, handling in item.earlier.items():
            if key[1] == day:
                handling[fact.what] = people
    elif fact.what in {"amount", "attachment"}:
        entries = item.amounts if fact.what == "amount" else item.attachments
        entry = {key: value for key, value in thing.items() if key not in {"times", "no"}}
        alike = [each for each in entries if all(each.get(key, value) == value for key, value in entry.items())]
        if alike and entry.keys() & alike[0].keys():
            alike[0].update(entry)
        else:
            entries.append(entry)
    elif fact.what == "sections":
        item.headings = list(fact.value)
    elif fact.what == "section":
        item.ends[thing["heading"]] = (thing.get("first", ""), thing.get("last", ""))
    elif fact.what == "list":
        _list(item, thing)
    elif fact.what in {"joined", "says"}:
        item.within.append(fact.value)
    elif fact.what == "alone":
        item.within.append(f"### {fact.value}")
    elif fact.what == "clause":
        item.clauses.append(fact.value)
    elif fact.what == "clauses":
        item.count = int(fact.value)
    elif fact.what == "recommended_by":
        said = item.values.get("recommended_by")
        item.values["recommended_by"] = f"{said} og {fact.value}" if said else fact.value
    elif fact.what == "number":
        item.number = fact.value
    elif fact.what == "role":
        item.own["role"] = fact.value
    elif fact.what == "access" and fact.value == "closed":
        item.values["access"] = "closed"
    elif fact.what == "count" and "attachments" in fact.thing:
        pass
    elif fact.what in PLAIN | {"route"}:
        item.values[fact.what] = fact.value


def _list(item: _Item, thing: Mapping[str, Any]) -> None:
    """One list of that length, with each entry that is known of it."""
    entry = f"- {thing['first']}"
    for at, each in enumerate(item.within):
        if each.startswith("- ") and len(each.split("\n")) == int(thing["length"]):
            item.within[at] = "\n".join([*each.split("\n")[:-1], entry]) if each.endswith("- mere") else each
            if item.within[at] != each:
                lines = item.within[at].split("\n")
                item.within[at] = "\n".join([lines[0], lines[-1], *lines[1:-1]])
                return
    item.within.append("\n".join([entry, *["- mere"] * (int(thing["length"]) - 1)]))


def _handle(item: _Item, thing: dict[str, Any], day: str, names: list[str]) -> None:
    key = (thing.pop("body", names[0] if names else ""), thing.pop("date", day))
    thing.pop("no", None)
    handling = item.earlier.setdefault(key, {})
    outcome, first = thing.pop("outcome", []), thing.pop("decides", [])
    outcome, first = ([each] if isinstance(each, str) else each for each in (outcome, first))
    if both := list(dict.fromkeys([*first[:1], *outcome])):
        handling["outcome"] = both
    words = [thing.pop(name) for name in ("begins", "says", "ends") if name in thing]
    if words:
        before = handling.get("decision", "")
        handling["decision"] = " … ".join([*words[:-1], before, *words[-1:]] if before else words)
        if before:  # another fact of the same decision says how it begins and ends
            head, *tail = before.split(" … ")
            handling["decision"] = " … ".join([head, *words, *tail])
    for name, value in thing.items():
        if name in PEOPLE:
            handling[name] = [{"name": each} for each in value]
        elif "." in name:
            outer, inner = name.split(".")
            part = (
                handling.setdefault("statements", [{}])[0] if outer == "statement" else handling.setdefault(outer, {})
            )
            part[inner] = value
        else:
            handling[name] = value


def _text(item: _Item) -> str:
    """The body of a case."""
    headings = item.headings or list(item.ends)
    if (item.clauses or item.count) and not set(headings) & set(ASKING):
        headings = [*headings, "Indstilling"]
    place = next((each for each in LONG if each in headings), headings[0] if headings else "Sagsfremstilling")
    text = []
    for heading in headings or [place]:
        first, last = item.ends.get(heading, ("", ""))
        parts = [first]
        if heading == place:
            parts += [each for words in item.within for each in (words, "Mere.")]
        if heading in ASKING and item.count > 1:
            more = [f"at mere {at}" for at in range(item.count - len(item.clauses))]
            parts += [f"{each} …" if each.startswith("at") else f"at {each} …" for each in (*item.clauses, *more)]
            parts[-1] += f" {last}"
        elif heading in ASKING:
            parts = [" … ".join(filter(None, (first or "Indstilles", *item.clauses, last)))]
        elif last:
            parts.append(f"mere {last}")
        text += [f"## {heading}", *parts]
    return "\n\n".join(filter(None, text)) + "\n"
