"""Files of records: as attachments, as links, and where their text lies in a folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from builder.importers.oparl import troubles, words
from builder.importers.oparl.naming import tail
from builder.importers.oparl.records import File, Thing
from builder.importers.oparl.shelf import Shelf
from builder.importers.oparl.troubles import Report, Trouble
from builder.urls import slug

_ENDINGS = (".pdf", ".txt")


class Files:
    """The files of the shelf.

    Args:
        shelf: has their records.
        folder: has their text or PDF, each named after the last part of its address; None where there is none.
        report: is told which are not there.
    """

    def __init__(self, shelf: Shelf, folder: Path | None, report: Report) -> None:
        self._shelf, self._report = shelf, report
        lying = sorted(folder.rglob("*")) if folder else []
        self._lying: dict[str, Path] = {}
        for each in lying:
            if each.suffix.lower() in _ENDINGS and each.is_file():
                self._lying.setdefault(each.stem, each)

    def records(self, owner: Thing, addresses: Iterable[str]) -> list[File]:
        """The records at some addresses that a record names, each once; the deleted are left out."""
        found = []
        for address in dict.fromkeys(addresses):
            record = self._shelf.get(File, address)
            if record is None:
                self._report(Trouble(owner.id, troubles.NOWHERE, {"key": "file", "target": address}))
            elif not record.deleted:
                found.append(record)
        return found

    def links(self, owner: Thing, addresses: Iterable[str]) -> list[str]:
        """The same as links in Markdown; words where there is nowhere to link to."""
        found = []
        for record in self.records(owner, addresses):
            url = self._url(record)
            found.append(words.link(title(record), url) if url else words.markdown(title(record)))
        return found

    def attachment(self, record: File) -> tuple[dict[str, str], dict[str, Path]]:
        """A file as an attachment, and what is to lie in the case's folder for it."""
        number = tail(record.id)
        values = {"title": title(record), "document": number}
        if url := self._url(record):
            values["url"] = url
        lies = self._lying.get(number)
        if lies is None:
            return values, {}
        name = f"{slug(number)}{lies.suffix.lower()}"
        return {**values, "file": name}, {name: lies}

    def _url(self, record: File) -> str:
        """Where the file can be had, as far as that is a web address."""
        stated = [each for each in (record.download_url, record.access_url, record.external_service_url) if each]
        found = next((url for each in stated if (url := words.address(each))), "")
        if stated and not found:
            self._report(Trouble(record.id, troubles.BAD_ADDRESS, {"key": "accessUrl", "value": stated[0]}))
        return found


def title(record: File) -> str:
    """What a file is called."""
    return record.name or record.file_name or tail(record.id)
