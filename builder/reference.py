"""What may stand in the files, for programs and for people: JSON Schemas, and a reference in Markdown."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from builder.messages import label
from builder.model.keys import Choice, Key, Many, Record, Reference, Scalar, Type, keys_of
from builder.model.records import RECORDS
from builder.model.values import Kind
from builder.schema.json_schema import json_schema
from builder.schema.snippets import snippets

Translate = Callable[[str], str]


def _(text: str) -> str:
    """Mark a message for translation."""
    return text


WHERE: dict[Kind, str] = {
    Kind.ARCHIVE: "_index.md",
    Kind.AUTHORITY: "norddjurs/_index.md",
    Kind.BODY: "norddjurs/bodies/vpu.md",
    Kind.MEETING: "norddjurs/meetings/2023-11-22-vpu.md",
    Kind.CASE: "norddjurs/cases/2023/samarbejde.md",
    Kind.DOSSIER: "dossiers/ulighed.md",
    Kind.TOPIC: "topics/civilsamfund.md",
    Kind.PLACE: "places/grenaa.md",
    Kind.ORGANISATION: "organisations/defactum.md",
    Kind.TERM: "glossary/indstilling.md",
    Kind.PAGE: "pages/om.md",
}
_SORTS: dict[Scalar, str] = {
    Scalar.TEXT: _("text, also of several lines"),
    Scalar.LINE: _("a line of text"),
    Scalar.SLUG: _("lower-case letters a to z, digits and hyphens"),
    Scalar.DATE: _("a date: `2024-04-09`, `09-04-2024` or `9. april 2024`"),
    Scalar.DATETIME: _("a date, or a date and a time: `2024-04-10 08:00`"),
    Scalar.TIME: _("a time: `12.30` or `12:30`"),
    Scalar.INTEGER: _("a whole number"),
    Scalar.NUMBER: _("a number: `2400000` or `2.400.000`"),
    Scalar.BOOLEAN: _("yes or no: `true` or `false`, `ja` or `nej`"),
    Scalar.URL: _("a web address"),
    Scalar.EMAIL: _("an e-mail address"),
    Scalar.FILE: _("a file beside the case"),
}


def schemas(kind: str | None, form: str, translate: Translate) -> dict[str, str]:
    """The schemas, or the reference, of one kind of file or of all: texts by the names of their files."""
    kinds = [Kind(kind)] if kind else list(Kind)
    if form == "markdown":
        return {"felter.md": reference(kinds, translate)}
    made = ((each, json_schema(each, translate)) for each in kinds)
    return {
        f"{each.name.lower()}.schema.json": json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
        for each, schema in made
    }


def completions(*, danish: bool, translate: Translate) -> str:
    """VS Code's snippets for all keys, as their file."""
    return json.dumps(snippets(list(Kind), danish=danish, translate=translate), ensure_ascii=False, indent=1) + "\n"


def reference(kinds: list[Kind], translate: Translate) -> str:
    """Every key of some kinds of files, with its Danish name, what it means and an example."""
    title, lead = translate(_("Keys")), translate(_("All that may stand at the top of a file, by the kind of file."))
    made = [f"# {title}", "", lead, translate(_(_GENERATED)), ""]
    later: dict[type, Key] = {}
    for kind in kinds:
        made += [f"## {_name(kind, translate)}", "", f"`content/{WHERE[kind]}`", ""]
        made += _table(RECORDS[kind], translate, later)
    done: set[type] = set()
    while rest := [cls for cls in later if cls not in done]:
        for cls in rest:
            done.add(cls)
            made += [f"## {_heading(later[cls])}", "", translate(later[cls].meaning), ""]
            made += _table(cls, translate, later)
    return "\n".join(made).rstrip("\n") + "\n"


_GENERATED = _("Made by `beslut schema --format markdown` from the program's own declaration.")


def _name(kind: Kind, translate: Translate) -> str:
    return translate(label(kind))


def _table(cls: type, translate: Translate, later: dict[type, Key]) -> Iterator[str]:
    heads = [_("Key"), _("Danish"), _("Meaning"), _("Value"), _("Example")]
    yield "| " + " | ".join(translate(head) for head in heads) + " |"
    yield "|---|---|---|---|---|"
    required = translate(_("required"))
    for key in keys_of(cls):
        mark = f" ({required})" if key.required else ""
        example = f"`{key.example}`" if key.example else ""
        value = _value(key.type, key, translate, later)
        cells = [f"`{key.name}`{mark}", f"`{key.danish}`", translate(key.meaning), value, example]
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
    yield ""


def _value(type_: Type, key: Key, translate: Translate, later: dict[type, Key]) -> str:
    if isinstance(type_, Many):
        return translate(_("a list:")) + " " + _value(type_.of, key, translate, later)
    if isinstance(type_, Choice):
        return ", ".join(_both(member.value, member.danish) for member in type_.members)
    if isinstance(type_, Record):
        first = later.setdefault(type_.of, key)
        bare = [f"`{value}`" for value, _record in type_.constants]
        own = translate(_("keys of its own"))
        return ", ".join([*bare, f"[{own}](#{_anchor(_heading(first))})"])
    if isinstance(type_, Reference):
        return translate(_("the path of another file, as `2023/samarbejde`"))
    return translate(_SORTS[type_])


def _heading(key: Key) -> str:
    return key.name if key.name == key.danish else f"{key.name} · {key.danish}"


def _anchor(heading: str) -> str:
    """The anchor that hosts of repositories give a heading."""
    return "".join(sign for sign in heading.lower() if sign.isalnum() or sign in " -_").replace(" ", "-")


def _both(english: str, danish: str) -> str:
    return f"`{english}`" if english == danish else f"`{english}` · `{danish}`"
