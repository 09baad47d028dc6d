"""Every address of the site is made here.

Addresses are readable, lower-case ASCII and folder-style, in the archive's language. A path is absolute below
the site's own root and starts with `/`; `Urls.href` puts the base path before it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from urllib.parse import quote, urlsplit

_LETTERS = str.maketrans(
    {
        "æ": "ae",
        "ø": "oe",
        "å": "aa",
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ß": "ss",
        "ð": "d",
        "þ": "th",
        "ł": "l",
        "đ": "d",
    }
)
LONGEST_SLUG = 120
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ADDRESS = re.compile(r"(?:/(?!\.)[^\x00-\x20\x7f-\xa0/\\?#%\"'<>|*:]{1,80})+/?|/")
_WORDS = {
    "da": {
        "cases": "sager",
        "numbers": "sagsnumre",
        "dossiers": "temaer",
        "topics": "emner",
        "places": "steder",
        "organisations": "organisationer",
        "years": "aar",
        "search": "soeg",
        "glossary": "ordbog",
        "corrections": "rettelser",
        "accessibility": "was",
        "bodies": "udvalg",
        "meetings": "moeder",
        "named": "naevnt-i",
        "authority": "myndighed",
        "body": "organ",
        "year": "aar",
        "outcome": "udfald",
        "topic": "emne",
        "order": "sorter",
        "newest": "dato",
        "exact": "praecis",
    },
    "de": {
        "cases": "vorlagen",
        "numbers": "vorlagennummern",
        "dossiers": "dossiers",
        "topics": "themen",
        "places": "orte",
        "organisations": "organisationen",
        "years": "jahre",
        "search": "suche",
        "glossary": "glossar",
        "corrections": "berichtigungen",
        "accessibility": "barrierefreiheit",
        "bodies": "gremien",
        "meetings": "sitzungen",
        "named": "erwaehnt-in",
        "authority": "behoerde",
        "body": "gremium",
        "year": "jahr",
        "outcome": "ergebnis",
        "topic": "thema",
        "order": "sortierung",
        "newest": "datum",
        "exact": "genau",
    },
    "en": {
        "cases": "cases",
        "numbers": "case-numbers",
        "dossiers": "dossiers",
        "topics": "topics",
        "places": "places",
        "organisations": "organisations",
        "years": "years",
        "search": "search",
        "glossary": "glossary",
        "corrections": "corrections",
        "accessibility": "accessibility",
        "bodies": "bodies",
        "meetings": "meetings",
        "named": "named-in",
        "authority": "authority",
        "body": "body",
        "year": "year",
        "outcome": "outcome",
        "topic": "topic",
        "order": "order",
        "newest": "date",
        "exact": "exact",
    },
}


@lru_cache(maxsize=65536)
def slug(text: str) -> str:
    """Fold text to lower-case ASCII letters, digits and single hyphens; `Ørsted Å` becomes `oersted-aa`."""
    if len(text) <= LONGEST_SLUG and _SLUG.fullmatch(text):
        return text
    folded = unicodedata.normalize("NFC", text).lower().translate(_LETTERS)
    apart = unicodedata.normalize("NFKD", folded)
    plain = "".join(sign for sign in apart if unicodedata.category(sign) not in {"Mn", "Cf"})  # accents, soft hyphens
    made = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    if len(made) > LONGEST_SLUG:  # file systems take 255 bytes
        made = made[: LONGEST_SLUG - 9].rstrip("-") + "-" + hashlib.sha256(made.encode()).hexdigest()[:8]
    return made


def is_address(path: str) -> bool:
    """Whether a path can be an address of the site: it stays in the output folder and every host can serve it."""
    return len(path) <= 1000 and _ADDRESS.fullmatch(path) is not None


@dataclass(frozen=True)
class Urls:
    """The addresses of one archive.

    Args:
        language: whose words the paths use; English where the language has none of its own.
        base_url: where the site is published, or "" for the root of any host.
    """

    language: str
    base_url: str = ""

    @cached_property
    def base_path(self) -> str:
        """The path below which the site lies, without a slash at its end: "" or `/arkiv`."""
        return quote(urlsplit(self.base_url).path.rstrip("/"), safe="/%")

    def href(self, path: str) -> str:
        """The address of a path on the page's own host: `/emner/` becomes `/arkiv/emner/`."""
        return self.base_path + path

    def absolute(self, path: str) -> str:
        """The full address of a path; the path alone where no base URL is known."""
        return self.base_url.rstrip("/") + path

    def word(self, name: str) -> str:
        """The word that addresses use for a kind of page, or for a choice on the search page."""
        return _WORDS.get(self.language, _WORDS["en"])[name]

    def section(self, name: str, *rest: str) -> str:
        """The path of a page below a word of the site: `section("topics", "x")` is `/emner/x/`."""
        return "/" + "/".join((self.word(name), *rest)) + "/"

    def authority(self, authority: str) -> str:
        """The path of an authority."""
        return f"/{authority}/"

    def body(self, authority: str, body: str) -> str:
        """The path of a body."""
        return f"/{authority}/{body}/"

    def meeting(self, authority: str, body: str, day: date, ordinal: int = 1) -> str:
        """The path of a meeting; the second of a day ends in `-2`."""
        return f"/{authority}/{body}/{day.isoformat()}{f'-{ordinal}' if ordinal > 1 else ''}/"

    def case(self, authority: str, year: str, name: str) -> str:
        """The path of a case; `name` is its slug, or its id where its title is closed."""
        return f"/{authority}/{self.word('cases')}/{year}/{name}/"

    def number(self, authority: str, number: str) -> str:
        """The path of a case number."""
        return f"/{authority}/{self.word('numbers')}/{slug(number)}/"

    def month(self, year: int, month: int | None = None) -> str:
        """The path of a year, or of one of its months."""
        return self.section("years", f"{year:04}", *([f"{month:02}"] if month else []))


def file_of(path: str) -> str:
    """The file, below the output folder, that a path of the site is served from."""
    return (path + "index.html" if path.endswith("/") else path).lstrip("/")


def path_of(file: str) -> str:
    """The path of the site that a file below the output folder is served at: what `file_of` makes it of."""
    path = "/" + file
    folder = path.removesuffix("index.html")
    return folder if folder.endswith("/") else path
