"""What every reference, number and name of the archive means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from builder.diagnostics import Finding, closest, finding
from builder.likeness import Lexicon, slips
from builder.model.documents import NAME_WORD, Document, Heading, number_key
from builder.model.linked import Links, Target, Vocabulary
from builder.model.values import Kind
from builder.urls import slug

_SHORTEST_NAME = 3
_LEXICONS = 8  # kept at a time: files come authority by authority
_WORDS = {  # as messages name them
    Kind.AUTHORITY: "the authority",
    Kind.BODY: "the body",
    Kind.CASE: "the case",
    Kind.MEETING: "the meeting",
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
        headings: for each path the headings of its text.
    """

    targets: dict[tuple[Kind, str], Target] = field(default_factory=dict)
    hidden: set[tuple[Kind, str]] = field(default_factory=set)
    unnamed: set[tuple[Kind, str]] = field(default_factory=set)
    numbers: dict[tuple[str, str], list[Target]] = field(default_factory=lambda: defaultdict(list))
    documents: dict[tuple[str, str], list[Target]] = field(default_factory=lambda: defaultdict(list))
    names: dict[str, list[tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(list))
    headings: dict[str, tuple[Heading, ...]] = field(default_factory=dict)
    _spelt: dict[tuple[str, str], str] = field(default_factory=dict)  # numbers as they stand, by authority and key
    _lexicons: dict[tuple[Kind | None, str], Lexicon] = field(default_factory=dict)

    def add_number(self, authority: str, number: str, target: Target) -> None:
        """Say that something bears a case number."""
        self._add(self.numbers, authority, number, target)

    def add_document(self, authority: str, number: str, target: Target) -> None:
        """Say that a document of a case bears a number."""
        self._add(self.documents, authority, number, target)

    def _add(self, table: dict[tuple[str, str], list[Target]], authority: str, number: str, target: Target) -> None:
        key = number_key(number)
        for scope in (authority, "") if key else ():
            self._spelt.setdefault((scope, key), number)
            if target not in table[(scope, key)]:
                table[(scope, key)].append(target)

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

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What texts can mention; to be asked for when all numbers and names are noted."""
        words = {word for names in self.names.values() for name, _, _ in names for word in _name_words(name)}
        return Vocabulary(
            words=frozenset(words | {word + "s" for word in words}),
            numbers=frozenset(number for table in (self.numbers, self.documents) for _, number in table),
        )

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

    def reference(self, target: Target) -> str:
        """What to write between the brackets of a link for it to mean this alone; its path where nothing does."""
        return next((f"{kind}/{ref}" for (kind, ref), each in self.targets.items() if each == target), target.path)

    def meant(self, text: str, authority: str, kind: Kind | None = None) -> str:
        """What was probably meant by a reference that means nothing, or "".

        Args:
            text: what is written.
            authority: whose file it stands in.
            kind: of which it must be; None where a number, a name or a title may be meant as well.
        """
        slip = self._slip(text, authority) if kind is None else ""
        if slip:
            return slip
        if (kind, authority) not in self._lexicons:
            if len(self._lexicons) >= _LEXICONS:
                self._lexicons.clear()
            self._lexicons[(kind, authority)] = Lexicon(self._forms(kind, authority))
        return self._lexicons[(kind, authority)].nearest(text)

    def _slip(self, text: str, authority: str) -> str:
        """The number that was mistyped, if there is just one that it can be."""
        for scope in (authority, ""):
            found = {self._spelt[key] for each in slips(text) if (key := (scope, number_key(each))) in self._spelt}
            if found:
                return found.pop() if len(found) == 1 else ""
        return ""

    def _forms(self, kind: Kind | None, authority: str) -> dict[str, str]:
        """What may be written from within an authority, and what each form stands for.

        A reference may be meant by less than the whole of it, where the authority or the year was left out, or by the
        title of what it means.
        """
        own = f"{authority}/"
        known = [each for each in sorted(self.targets, reverse=True) if kind in (None, each[0])]  # the newest first
        known = sorted(
            (each for each in known if each not in self.unnamed), key=lambda each: not each[1].startswith(own)
        )
        names = [each for several in self.names.values() for each in several] if kind is None else []
        forms = {name: name for name, _, owner in names if owner in ("", authority)}
        forms |= {(ref := each[1].removeprefix(own)): ref for each in known}
        for each in known:
            for form in (each[1].partition("/")[2], each[1].rpartition("/")[2], self.targets[each].title):
                forms.setdefault(form, each[1].removeprefix(own))
        forms.pop("", None)
        return forms

    def unknown(self, kind: Kind, text: str, document: Document, where: str) -> Finding:
        """What to say of a reference in the front matter that means nothing."""
        authority = document.place.authority if kind is not Kind.AUTHORITY else ""
        return finding(
            "unknown-reference",
            document.place.path,
            where,
            kind=_WORDS[kind],
            value=text,
            suggestion=self.meant(text, authority, kind),
        )


@dataclass
class Linker:
    """Resolves what the prose of one document points to; collects what points nowhere."""

    tables: Tables
    document: Document
    own_path: str
    own_number: str
    findings: list[Finding] = field(default_factory=list)
    reached: set[str] = field(default_factory=set)  # the paths of what it points to by reference or number

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
            if not _has(document.headings, anchor):
                self._no_heading(anchor, document.headings, find="#" + anchor)
        if not prose:
            return Links(targets, paths)
        known = self.tables.vocabulary.numbers.intersection(document.numbers)
        numbers = tuple(found for number in sorted(known) if (found := self._number(number)))
        return Links(targets, paths, numbers, self._names())

    def _target(self, wanted: str) -> tuple[str, str, str]:
        text, _, anchor = wanted.partition("#")
        found = self._resolve(text) if text else Target(self.own_path, self._heading(anchor))
        if isinstance(found, str):
            return wanted, "", ""
        self.reached.add(found.path.partition("#")[0])
        headings = self.tables.headings.get(found.path, ())
        if anchor and not _has(headings, anchor):
            self._no_heading(anchor, headings, find="[[" + wanted)
            return wanted, found.path, found.title
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
        if not found and any(self.tables.is_hidden(kind, ref, authority) for kind in kinds):
            return "hidden"
        found = found or set(self._bearers(number_key(text)))
        if len(found) > 1:
            first, second = sorted(map(self.tables.reference, found))[:2]
            self._report("ambiguous-reference", value=text, first=first, second=second, find="[[" + text)
            return "ambiguous"
        if found:
            return found.pop()
        named = self._named(text)
        if named:
            return named
        self._report("dangling-link", target=text, find="[[" + text, suggestion=self.tables.meant(text, authority))
        return "dangling"

    def _bearers(self, number: str) -> list[Target]:
        """What bears a number: within the authority first, then in the whole archive; cases before documents."""
        tables = (self.tables.numbers, self.tables.documents)
        scopes = (self.document.place.authority, "")
        return next((found for scope in scopes for table in tables if (found := table.get((scope, number)))), [])

    def _number(self, number: str) -> tuple[str, str, str] | None:
        bearers = self._bearers(number)
        found = bearers[0] if len(bearers) == 1 else None
        if not found or number == self.own_number or found.path.split("#")[0] == self.own_path:
            return None
        self.reached.add(found.path.partition("#")[0])
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
        words = frozenset(bare_words(self.tables.vocabulary.words.intersection(self.document.words.split())))
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
        if self.document.place.kind is not Kind.CASE:  # only cases have a folder
            self._report("dangling-link", target=plain, find=plain)
        elif ".." in plain.split("/"):
            self._report("path-outside", value=plain, find=plain)
        else:
            self._report("missing-file", file=plain, find=plain, suggestion=closest(plain, files))
        return None

    def _no_heading(self, anchor: str, headings: Iterable[Heading], find: str) -> None:
        known = (name for heading in headings for name in (heading.anchor, heading.path))
        self._report("broken-anchor", anchor=anchor, find=find, suggestion=closest(anchor, known))

    def _report(self, code: str, **values: str) -> None:
        self.findings.append(finding(code, self.document.place.path, "", line=0, column=0, **values))


def bare_words(words: Iterable[str]) -> Iterator[str]:
    """Words, and each without the s of its genitive: `Præhospitalets` may be `Præhospitalet`."""
    for word in words:
        yield word
        if word.endswith("s"):
            yield word[:-1]


@lru_cache(maxsize=65536)
def _name_words(name: str) -> tuple[str, ...]:
    return tuple(NAME_WORD.findall(name))


def _has(headings: tuple[Heading, ...], anchor: str) -> bool:
    """Whether one of some headings has an anchor."""
    return any(anchor in (heading.anchor, heading.path) for heading in headings)
