"""What every reference, number and name of the archive means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from builder.diagnostics import Finding, closest, finding
from builder.model.documents import NAME_WORD, Document, number_key
from builder.model.linked import Links, Target
from builder.model.values import Kind
from builder.urls import slug

_SHORTEST_NAME = 3
_WORDS = {  # as messages name them
    Kind.AUTHORITY: "authority",
    Kind.BODY: "body",
    Kind.CASE: "case",
    Kind.MEETING: "meeting",
}


def canonical(text: str) -> str:
    """A reference as the editor wrote it, in the form of `Place.ref`: each part a slug."""
    return "/".join(slug(part) for part in text.strip().strip("/").split("/"))


@dataclass
class Tables:
    """Filled once, in order, while the library is made; read afterwards.

    Args:
        targets: for each kind and reference where it is.
        hidden: kinds and references of files that exist and are not public.
        unnamed: kinds and references of files whose names tell a closed title.
        numbers: for each authority and key of a case number what bears it; the authority "" holds all.
        documents: likewise for document and journal numbers.
        names: for each first word, folded, the names that start with it: (name, path, authority); an authority
            of "" means everywhere.
        anchors: for each path the anchors of its text.
    """

    targets: dict[tuple[Kind, str], Target] = field(default_factory=dict)
    hidden: set[tuple[Kind, str]] = field(default_factory=set)
    unnamed: set[tuple[Kind, str]] = field(default_factory=set)
    numbers: dict[tuple[str, str], list[Target]] = field(default_factory=lambda: defaultdict(list))
    documents: dict[tuple[str, str], list[Target]] = field(default_factory=lambda: defaultdict(list))
    names: dict[str, list[tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(list))
    anchors: dict[str, frozenset[str]] = field(default_factory=dict)

    def add_number(self, authority: str, number: str, target: Target) -> None:
        """Say that something bears a case number."""
        _add(self.numbers, authority, number, target)

    def add_document(self, authority: str, number: str, target: Target) -> None:
        """Say that a document of a case bears a number."""
        _add(self.documents, authority, number, target)

    def add_names(self, named: Iterable[tuple[str, str, str]]) -> None:
        """Say what names mean: (name, path, authority). A name of two things means neither, but for those near.

        Within an authority its own bodies come first; in the rest of the archive a name counts if it is one
        thing's alone.
        """
        everywhere: dict[str, set[str]] = defaultdict(set)
        near: dict[tuple[str, str], set[str]] = defaultdict(set)
        for name, path, authority in named:
            if len(name) >= _SHORTEST_NAME:
                near[(authority, name)].add(path)
                if not name.isupper():  # an abbreviation means something only at home
                    everywhere[name].add(path)
        for name, paths in everywhere.items():
            near[("", name)] = paths
        for (authority, name), paths in sorted(near.items()):
            first = NAME_WORD.match(name)
            if len(paths) == 1 and first:
                self.names[first[0].casefold()].append((name, next(iter(paths)), authority))

    def find(self, kind: Kind, text: str, authority: str) -> Target | None:
        """What a reference of a known kind means, seen from within an authority."""
        ref = canonical(text)
        if not ref.strip("/"):
            return None
        return self.targets.get((kind, f"{authority}/{ref}")) or self.targets.get((kind, ref))

    def is_hidden(self, kind: Kind, text: str, authority: str) -> bool:
        """Whether a reference means a file that is not public."""
        ref = canonical(text)
        if not ref.strip("/"):
            return False
        return (kind, f"{authority}/{ref}") in self.hidden or (kind, ref) in self.hidden

    def nearest(self, kinds: Iterable[Kind], text: str, authority: str) -> str:
        """The reference that was probably meant by one that means nothing, seen from within an authority; or ""."""
        wanted, word = set(kinds), closest(text.partition("/")[0], list(Kind))
        known = []
        for kind, ref in self.targets:
            if kind in wanted and (kind, ref) not in self.unnamed:
                known += [ref, ref.removeprefix(f"{authority}/"), *([f"{word}/{ref}"] if word == kind else [])]
        found = closest(text, known)
        return "" if found == text else found

    def unknown(self, kind: Kind, text: str, document: Document, where: str) -> Finding:
        """What to say of a reference in the front matter that means nothing."""
        authority = document.place.authority if kind is not Kind.AUTHORITY else ""
        return finding(
            "unknown-reference",
            document.place.path,
            where,
            kind=_WORDS[kind],
            value=text,
            suggestion=self.nearest([kind], text, authority),
        )


@dataclass
class Linker:
    """Resolves what the prose of one document points to; collects what points nowhere."""

    tables: Tables
    document: Document
    own_path: str
    own_number: str
    findings: list[Finding] = field(default_factory=list)
    cases: set[str] = field(default_factory=set)  # paths it points to

    def links(self, files: dict[str, str], prose: bool = True) -> Links:
        """Everything its placeholders and mentions mean.

        Args:
            files: for each file of the document's own folder its path on the site, "" where it is not public.
            prose: whether numbers and names in the text are links too.
        """
        document = self.document
        targets = tuple(self._target(wanted) for wanted in document.wanted)
        paths = tuple(pair for path in document.paths if (pair := self._path(path, files)))
        for anchor in document.anchors:
            if anchor not in own_anchors(document):
                self._report("broken-anchor", target="#" + anchor, anchor=anchor, find="#" + anchor)
        if not prose:
            return Links(targets, paths)
        numbers = tuple(found for number in document.numbers if (found := self._number(number)))
        return Links(targets, paths, numbers, self._names())

    def _target(self, wanted: str) -> tuple[str, str, str]:
        text, _, anchor = wanted.partition("#")
        found = self._resolve(text) if text else Target(self.own_path, self._heading(anchor))
        if isinstance(found, str):
            return wanted, "", ""
        if anchor and anchor not in self.tables.anchors.get(found.path, frozenset()):
            self._report("broken-anchor", target=text, anchor=anchor, find="[[" + wanted)
            return wanted, found.path, found.title
        self.cases.add(found.path)
        return wanted, found.path + (f"#{anchor}" if anchor else ""), found.title

    def _heading(self, anchor: str) -> str:
        """The words of a heading of its own."""
        return next((each.text for each in self.document.headings if anchor in (each.anchor, each.path)), "")

    def _resolve(self, text: str) -> Target | str:
        """What a `[[...]]` means: a reference, with its kind before it or not, a number, or a name."""
        authority = self.document.place.authority
        kind_word, _, rest = text.partition("/")
        kinds = [Kind(kind_word)] if kind_word in set(Kind) and rest else list(Kind)
        ref = rest if len(kinds) == 1 else text
        found = {target for kind in kinds if (target := self.tables.find(kind, ref, authority))}
        if len(found) > 1:
            first, second = sorted(found, key=lambda target: target.path)[:2]
            self._report("ambiguous-reference", value=text, first=first.path, second=second.path, find="[[" + text)
            return "ambiguous"
        if found:
            return found.pop()
        if any(self.tables.is_hidden(kind, ref, authority) for kind in kinds):
            return "hidden"
        bearers = self._bearers(number_key(text))
        if bearers:
            return bearers
        named = self._named(text)
        if named:
            return named
        suggestion = self.tables.nearest(kinds if len(kinds) == 1 else Kind, text, authority)
        self._report("dangling-link", target=text, find="[[" + text, suggestion=suggestion)
        return "dangling"

    def _bearers(self, number: str) -> Target | None:
        """What alone bears a number: within the authority first, then in the whole archive; cases before documents."""
        for scope in (self.document.place.authority, ""):
            for table in (self.tables.numbers, self.tables.documents):
                found = table.get((scope, number), [])
                if found:
                    return found[0] if len(found) == 1 else None
        return None

    def _number(self, number: str) -> tuple[str, str, str] | None:
        found = self._bearers(number)
        if not found or number == self.own_number or found.path.split("#")[0] == self.own_path:
            return None
        self.cases.add(found.path.split("#")[0])
        return number, found.path, found.title

    def _named(self, text: str) -> Target | None:
        first = NAME_WORD.match(text)
        known = self.tables.names.get(first[0].casefold(), []) if first else []
        paths = {authority: path for name, path, authority in known if name == text}
        path = paths.get(self.document.place.authority) or paths.get("")
        return Target(path, text) if path else None

    def _names(self) -> tuple[tuple[str, str], ...]:
        """The names that may stand in the text, its own among them without a path.

        A page is no link to itself; but `Norddjurs Kommune` on its own page must not become one to `Norddjurs`.
        """
        near: dict[str, str] = {}
        words = frozenset(bare_words(self.document.words.split()))
        for word in words:
            for name, path, authority in self.tables.names.get(word.casefold(), ()):
                if authority not in ("", self.document.place.authority):
                    continue
                if not words.issuperset(_name_words(name)):
                    continue
                if authority or name not in near:
                    near[name] = "" if path == self.own_path else path
        return tuple(sorted(near.items(), key=lambda pair: (-len(pair[0]), pair[0])))

    def _path(self, path: str, files: dict[str, str]) -> tuple[str, str] | None:
        """Where an ordinary link leads: a file of the document's folder, or a path of the site as it stands."""
        plain, _, anchor = path.partition("#")
        plain = plain.removeprefix("./")
        if plain.startswith("/"):
            return path, path
        own_folder = self.document.place.path.removesuffix(".md").rpartition("/")[2] + "/"
        for name in (plain, plain.removeprefix(own_folder)):
            if name in files:
                return path, files[name] and files[name] + (f"#{anchor}" if anchor else "")
        code = "path-outside" if ".." in plain.split("/") else "missing-file"
        self._report(code, value=plain, file=plain, find=plain)
        return None

    def _report(self, code: str, **values: str) -> None:
        self.findings.append(finding(code, self.document.place.path, "", line=0, column=0, **values))


def bare_words(words: Iterable[str]) -> Iterator[str]:
    """Words, and each without the s of its genitive: `Præhospitalets` may be `Præhospitalet`."""
    for word in words:
        yield word
        if word.endswith("s"):
            yield word[:-1]


def _add(table: dict[tuple[str, str], list[Target]], authority: str, number: str, target: Target) -> None:
    key = number_key(number)
    for scope in (authority, "") if key else ():
        if target not in table[(scope, key)]:
            table[(scope, key)].append(target)


@lru_cache(maxsize=65536)
def _name_words(name: str) -> tuple[str, ...]:
    return tuple(NAME_WORD.findall(name))


def own_anchors(document: Document) -> frozenset[str]:
    """The anchors of a document's own text."""
    return frozenset(name for heading in document.headings for name in (heading.anchor, heading.path))
