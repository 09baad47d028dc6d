"""Authorities, bodies and parties: what the other records refer to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from builder.importers.drafts import Draft
from builder.importers.oparl import results, troubles, words
from builder.importers.oparl.naming import settled, source_of, tail
from builder.importers.oparl.records import Authority, Meeting, Membership, Organization, Person, Type
from builder.importers.oparl.request import Request
from builder.importers.oparl.shelf import Shelf
from builder.importers.oparl.troubles import Report, Trouble
from builder.model.values import AuthorityKind, Kind
from builder.schema.scalars import to_email
from builder.sources import SHARED
from builder.urls import slug

NOBODY = "Gremium nicht genannt"
_ASIDE = re.compile(r"\s*\([^()]*öffentlich[^()]*\)\s*$", re.IGNORECASE)
_KINDS = (
    (
        re.compile(r"landkreis|kreisverwaltung|^kreis\b|\w+kreis\b|regierungsbezirk|region", re.IGNORECASE),
        AuthorityKind.REGION,
    ),
    (re.compile(r"stadt|gemeinde|markt\b|samtgemeinde|verbandsgemeinde", re.IGNORECASE), AuthorityKind.MUNICIPALITY),
)


@dataclass(frozen=True)
class Office:
    """An organisation as others refer to it.

    Args:
        name: what it is called.
        authority: the slug of its authority's folder.
        slug: the name of its file, without ending; "" where it has none.
        kind: of its file: a body, or an organisation for a party; None where it has none.
    """

    name: str
    authority: str
    slug: str
    kind: Kind | None

    def seen_from(self, authority: str) -> str:
        """The reference to it in a file of an authority."""
        return self.slug if authority == self.authority else f"{self.authority}/{self.slug}"


def plain_name(name: str) -> str:
    """The name of a meeting without what it says of the public: `Bauausschuss (öffentlich)`."""
    return _ASIDE.sub("", name).strip()


class Bodies:
    """All authorities and organisations of the shelf."""

    def __init__(self, shelf: Shelf, request: Request, report: Report) -> None:
        self._shelf, self._request, self._report = shelf, request, report
        self._records = {
            each.id: each
            for identity in shelf.every(Type.ORGANIZATION)
            if (each := shelf.get(Organization, identity)) is not None
        }
        met = set(shelf.targets("organization", Type.MEETING, Type.CONSULTATION))
        self._authorities = self._find_authorities()
        self._offices = self._find_offices(met)
        self._by_name: dict[str, Office] = {}
        for office in sorted(self._offices.values(), key=lambda each: (each.name, each.slug)):
            if office.kind is Kind.BODY:
                self._by_name.setdefault(slug(office.name), office)
        self._nobodies: set[str] = set()

    def authority_of(self, *records: str) -> str:
        """The slug of the authority that the first known of some records is, or lies below by its address."""
        for record in records:
            if record in self._authorities:
                return self._authorities[record][0]
        for record in records:
            for url, (name, _) in self._authorities.items():
                if record.startswith(url.rstrip("/") + "/"):
                    return name
        return next(iter(self._authorities.values()))[0]

    def office(self, record: str) -> Office | None:
        """What an organisation's address means."""
        return self._offices.get(record)

    def named(self, name: str) -> Office | None:
        """The body of a name."""
        return self._by_name.get(slug(name))

    def nobody(self, authority: str) -> Office:
        """The body of an authority's meetings that do not say whose they are."""
        self._nobodies.add(authority)
        return Office(NOBODY, authority, "ohne-angabe", Kind.BODY)

    @property
    def titles(self) -> list[str]:
        """The names of all authorities."""
        return [name for _, name in self._authorities.values()]

    def _find_authorities(self) -> dict[str, tuple[str, str]]:
        """Slug and name by address: those that have a record, and those that others name."""
        found: dict[str, str] = {}
        stated = [each.body for each in self._records.values()]
        wanted = {*self._shelf.every(Type.AUTHORITY), *stated, *self._shelf.targets("body", Type.PAPER)} - {""}
        for url in sorted(wanted) or ["oparl"]:
            record = self._shelf.get(Authority, url)
            name = record.name if record else ""
            if not name:
                own = self._request.authority if len(wanted) <= 1 else ""
                name = own or (record.short_name if record else "") or urlsplit(url).hostname or words.line(url) or "oparl"
                if not own:
                    self._report(Trouble(url, troubles.NO_AUTHORITY, {"name": name}))
            found[url] = name
        names: dict[str, tuple[str, ...]] = {}
        for url, name in found.items():
            made = slug(name) or "oparl"
            names[source_of(url)] = (f"{made}-oparl" if made in SHARED else made, f"{made}-{slug(tail(url))}")
        paths = self._settle(names, lambda path: path.removesuffix("/_index.md"))
        return {url: (paths[source_of(url)], name) for url, name in found.items()}

    def _find_offices(self, met: set[str]) -> dict[str, Office]:
        kinds = {url: self._kind(self._records.get(url), url in met) for url in {*self._records, *met}}
        names = {url: self._name(url, kind) for url, kind in sorted(kinds.items())}
        homes = {url: self.authority_of(self._records[url].body if url in self._records else "", url) for url in names}
        slugs: dict[str, str] = {}
        for authority in sorted(set(homes.values())):
            own = [url for url in names if kinds[url] is Kind.BODY and homes[url] == authority]
            slugs |= self._slugs(own, names, f"{authority}/bodies/")
        slugs |= self._slugs([url for url in names if kinds[url] is Kind.ORGANISATION], names, "organisations/")
        return {url: Office(names[url], homes[url], slugs.get(url, ""), kinds[url]) for url in names}

    def _slugs(self, urls: list[str], names: dict[str, str], folder: str) -> dict[str, str]:
        wanted = {}
        for url in urls:
            record, long = self._records.get(url), slug(names[url])
            short = slug(record.short_name) if record else ""
            known = [each for each in (short, long, slug(tail(url))) if each]
            wanted[source_of(url)] = (*known, f"{known[0]}-{slug(tail(url))}")
        made = self._settle(wanted, lambda path: path.removeprefix(folder).removesuffix(".md"))
        return {url: made[source_of(url)] for url in urls}

    def _settle(self, wanted: dict[str, tuple[str, ...]], of_path: Any) -> dict[str, str]:
        """Names for each, those that the archive has first."""
        known = {source: of_path(path) for source, path in self._request.known.items() if source in wanted}
        known = {source: name for source, name in known.items() if "/" not in name}
        return known | settled({key: names for key, names in wanted.items() if key not in known}, known.values())

    def _kind(self, record: Organization | None, met: bool) -> Kind | None:
        """A body is what meets or takes papers up; parties have a file of their own, offices none."""
        if met:
            return Kind.BODY
        if record is None or record.deleted:
            return None
        said = record.organization_type.casefold()
        if results.PARTY.search(f"{record.organization_type} {record.classification}") or (
            not said and results.PARTY_NAME.fullmatch(record.name)
        ):
            return Kind.ORGANISATION
        if said in results.NO_BODY:
            return None
        return Kind.BODY if said in results.BODY or (record.meeting and not said) else None

    def _name(self, url: str, kind: Kind | None) -> str:
        record = self._records.get(url)
        if record and record.name:
            return record.name
        if record and record.short_name:
            return record.short_name
        called = [
            plain_name(each.name)
            for meeting in self._shelf.pointing("organization", url)
            if (each := self._shelf.get(Meeting, meeting)) and each.name
        ]
        name = max(sorted(set(called)), key=called.count) if called else f"Gremium {tail(url)}".strip()
        if kind is not None:
            reason = troubles.NO_NAME if record else troubles.UNKNOWN_BODY
            self._report(Trouble(url, reason, {"name": name, **({} if record else {"target": url})}))
        return name

    def drafts(self) -> Iterator[Draft]:
        """The files of the authorities, bodies and parties."""
        for url, (folder, name) in self._authorities.items():
            values = {"name": name, **self._of_authority(self._shelf.get(Authority, url))}
            yield Draft(f"{folder}/_index.md", Kind.AUTHORITY, source_of(url), values)
        for url, office in sorted(self._offices.items()):
            record = self._records.get(url)
            if office.kind is Kind.BODY:
                path = f"{office.authority}/bodies/{office.slug}.md"
                yield Draft(path, Kind.BODY, source_of(url), self._of_body(office, record))
            elif office.kind is Kind.ORGANISATION and record:
                values = {"name": office.name}
                if website := words.address(record.website):
                    values["url"] = website
                if record.short_name and record.short_name != office.name:
                    values |= {"other_names": [record.short_name]}
                yield Draft(f"organisations/{office.slug}.md", Kind.ORGANISATION, source_of(url), values)

    def late_drafts(self) -> Iterator[Draft]:
        """The bodies that turned out to be needed while meetings were read."""
        for authority in sorted(self._nobodies):
            path = f"{authority}/bodies/{self.nobody(authority).slug}.md"
            yield Draft(path, Kind.BODY, f"oparl:{authority}/ohne-angabe", {"name": NOBODY})

    def _of_authority(self, record: Authority | None) -> dict[str, Any]:
        if record is None:
            return {}
        said = f"{record.classification} {record.name}"
        kind = next((kind for pattern, kind in _KINDS if pattern.search(said)), None)
        email = record.contact_email.removeprefix("mailto:")
        try:
            to_email(email)
        except ValueError:
            email = ""
        contact = {"name": record.contact_name, "email": email}
        short = record.short_name if record.short_name != record.name else ""
        values = {
            "kind": kind.value if kind else "",
            "other_names": [short] if short else [],
            "code": record.ags,
            "url": words.address(record.website),
            "contact": {key: value for key, value in contact.items() if value},
        }
        return {key: value for key, value in values.items() if value}

    def _of_body(self, office: Office, record: Organization | None) -> dict[str, Any]:
        values: dict[str, Any] = {"name": office.name}
        kind = results.body_kind(office.name)
        if record and record.short_name and record.short_name != office.name:
            values["abbreviation"] = record.short_name
        if kind:
            values["kind"] = kind.value
        if record is None:
            return values
        values |= self._period(record)
        if members := self._members(record):
            values["members"] = members
        return values

    def _period(self, record: Organization | Membership) -> dict[str, str]:
        """First and last day; no last one before the first."""
        first, last = record.start_date, record.end_date
        if first and last and last < first:
            self._report(Trouble(record.id, troubles.WRONG_ORDER))
            last = None
        return {key: day.isoformat() for key, day in (("from", first), ("to", last)) if day}

    def _members(self, record: Organization) -> list[dict[str, str]]:
        found = []
        missing = 0
        for identity in sorted({*record.membership, *self._shelf.pointing("organization", record.id)}):
            member = self._shelf.get(Membership, identity)
            person = self._shelf.get(Person, member.person) if member else None
            if member is None or person is None:
                missing += identity in record.membership or member is not None
                continue
            name = person.name or f"{person.given_name} {person.family_name}".strip()
            if member.deleted or person.deleted or not name:
                continue
            party = self.office(member.on_behalf_of)
            role = results.member_role(member.role)
            found.append(
                {
                    "name": name,
                    **({"party": party.name} if party else {}),
                    **({"role": role.value} if role else {}),
                    **self._period(member),
                }
            )
        if missing:
            self._report(Trouble(record.id, troubles.NO_MEMBERS, {"count": str(missing)}))
        return sorted(found, key=lambda each: (each["name"], each.get("from", ""), each.get("role", "")))
