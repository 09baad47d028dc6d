"""Where a document stands on the site."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Container
from datetime import date
from functools import lru_cache

from builder.model.documents import Document, Place
from builder.model.values import Kind
from builder.urls import Urls, slug

MeetingKey = tuple[str, str, int]  # the body's reference, the day in ISO form, which meeting of that day
SECTIONS = {
    Kind.DOSSIER: "dossiers",
    Kind.TOPIC: "topics",
    Kind.PLACE: "places",
    Kind.ORGANISATION: "organisations",
}
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-([a-z0-9-]+)")


def address(document: Document, urls: Urls) -> str:
    """The path of any document but a meeting; a case whose title is closed stands at its id."""
    place, record = document.place, document.record
    if place.kind is Kind.TERM:
        return urls.section("glossary") + "#" + slug(record.term)
    if place.kind is Kind.CASE and record.access and not record.access.shows("title"):
        return urls.case(place.authority, place.ref.split("/")[1], id_of(document))
    return named_address(place, (), urls)


def named_address(place: Place, bodies: Container[str], urls: Urls) -> str:
    """The path that a file's name alone gives it; "" where it gives none.

    Args:
        place: the file.
        bodies: the references of the bodies that may have met.
        urls: the addresses of the site.
    """
    match place.kind:
        case Kind.ARCHIVE:
            return "/"
        case Kind.AUTHORITY:
            return urls.authority(place.ref)
        case Kind.BODY:
            return urls.body(place.authority, place.ref.partition("/")[2])
        case Kind.MEETING:
            key = meeting_key(place.ref, bodies)
            return meeting_address(key, place.authority, urls) if key else ""
        case Kind.CASE:
            _, year, name = place.ref.split("/")
            return urls.case(place.authority, year, name)
        case Kind.PAGE:
            return f"/{place.ref}/"
        case Kind.TERM:
            return ""
    return urls.section(SECTIONS[place.kind], place.ref)


def meeting_address(key: MeetingKey, authority: str, urls: Urls) -> str:
    """The path of a meeting of an authority."""
    return urls.meeting(authority, key[0].partition("/")[2], date.fromisoformat(key[1]), key[2])


def meeting_key(ref: str, bodies: Container[str]) -> MeetingKey | None:
    """The day and body that the name of a meeting's file says; None where it names no day or none of the bodies."""
    authority, _, name = ref.partition("/")
    match = _NAME.fullmatch(name)
    if not match:
        return None
    try:
        date.fromisoformat(match[1])
    except ValueError:
        return None
    if f"{authority}/{match[2]}" in bodies:
        return f"{authority}/{match[2]}", match[1], 1
    body, _, ordinal = match[2].rpartition("-")
    if f"{authority}/{body}" in bodies and re.fullmatch(r"[2-9]|[1-9][0-9]{1,3}", ordinal):
        return f"{authority}/{body}", match[1], int(ordinal)
    return None


def file_name(name: str) -> str:
    """What a file that is published with a case is called on the site."""
    stem, _, ending = name.rpartition(".")
    return f"{slug(stem)}.{slug(ending)}" if stem else slug(ending)


def id_of(document: Document) -> str:
    """A case's id; where the file states none, eight letters that its reference gives."""
    return str(document.record.id) if document.record.id else _made_id(document.place.ref)


@lru_cache(maxsize=65536)
def _made_id(ref: str) -> str:
    return base64.b32encode(hashlib.sha256(ref.encode()).digest()).decode()[:8].lower()
