"""An invented archive to measure with: Danish cases of about 4 KB, the same ones for the same seed and words.

Names and topics are made up here; the running text is words of a Danish list, drawn so that the n-th commonest comes
up a n-th as often as the first (Zipf), as in real text. What it says is nonsense; how it is built is what minutes are
built of.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

DEBIAN = Path("/usr/share/dict/danish")  # of the package wdanish
FIRST_YEAR, YEARS = 2010, 15
VOCABULARY = 8_000


def _list(words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words.split()))


# What Danish text is full of stands first, and so comes up most.
COMMON = _list("""
og i at det er til på en af for der med den de som ikke et har kan om skal vil fra ved blev efter ud også bliver hvor
når eller men over være mellem under dette denne disse deres sin sit efter mod uden inden samt flere andre nye andet
kommunen borgere udvalget sagen området forslaget forvaltningen arbejdet midler budgettet året planen skolen ældre
børn unge veje boliger naturen havnen byen lokale høring rammen aftalen tilbud indsatsen projektet
""")
AUTHORITIES = ("Elmholt Kommune", "Rørvang Kommune", "Klinteby Kommune", "Mosedal Kommune")
COUNCIL = ("Byrådet", "KB")
COMMITTEES = (
    ("Teknikudvalget", "TU"),
    ("Kulturudvalget", "KU"),
    ("Børneudvalget", "BU"),
    ("Sundhedsudvalget", "SU"),
    ("Økonomiudvalget", "ØU"),
)
TOPICS = _list("""
Affald Anlægsbudget Asfalt Befordring Biblioteker Borgerservice Brandvæsen Broer Busdrift Cykelstier
Dagpleje Digitalisering Drikkevand Ejendomssalg Erhvervsudvikling Folkeoplysning Fredninger Frivillighed Genoptræning
Havneanlæg Hjemmepleje Hjælpemidler Idrætshaller Indkøb Integration Jobcenter Kirkegårde Klimatilpasning Kulturskoler
Kystsikring Landsbyer Legepladser Lokalplaner Madspild Museer Naturpleje Parkering Plejehjem
Råstoffer Skolestruktur Sommerhuse Spildevand Støjgener Svømmehaller Tandpleje Turisme Udbud Ungdomsråd Varmeforsyning
Vindmøller Vintertjeneste Ældreråd
""")
PLACE_HEADS = _list("Aske Birke Bøge Elle Fyrre Gran Hassel Hylde Lærke Mølle Pile Ravn Rønne Svale Tjørne Ulve")
PLACE_TAILS = _list("bæk holm lev rup strand")
OUTCOMES = (  # value, the words in the minutes, how many of 20
    ("approved", "Godkendt.", 12),
    ("noted", "Taget til efterretning.", 3),
    ("approved-amended", "Godkendt med ændringer.", 2),
    ("postponed", "Udsat.", 2),
    ("rejected", "Afvist.", 1),
)
# What means something to Markdown, to HTML or to a reader of numbers, as it stands in real minutes.
TURNS = (
    "jf. § {number}, stk. 2,",
    "{number},5 mio. kr.",
    "kl. {number}.30",
    "»{word}«",
    "({word})",
    "[{word}](https://example.org/{number})",
    "{word} & {word}",
    "under {number} < 100",
    "ca. {number} pct.",
    "fil_{number}_a.pdf",
)


@dataclass(frozen=True)
class Case:
    """One invented case.

    Args:
        number: its case number, which no other has.
        day: of the meeting that decided it.
        title: some words.
        authority: its name.
        body: the committee that took it up: its name.
        to_council: whether the council had the last word.
        topics: one to three.
        places: none to two.
        outcome: a value of the front matter.
        phrase: the outcome in the words of the minutes.
        decision: a sentence.
        attachments: title and address of each.
        text: Markdown; other cases are named as `sag 12/1034`.
    """

    number: str
    day: date
    title: str
    authority: str
    body: str
    to_council: bool
    topics: tuple[str, ...]
    places: tuple[str, ...]
    outcome: str
    phrase: str
    decision: str
    attachments: tuple[tuple[str, str], ...]
    text: str

    @property
    def slug(self) -> str:
        """The name of its file."""
        return self.number.replace("/", "-")

    @property
    def council_day(self) -> date:
        """When the council took it up, if it did: a Thursday after the committees have met."""
        last = self.day.replace(day=28)
        return last - timedelta(days=(last.weekday() - 3) % 7)


def word_list(file: Path = DEBIAN) -> tuple[str, ...]:
    """Danish words in small letters, sorted; where the file is not there, those of simplemma's dictionary."""
    found: set[str]
    if file.is_file():
        found = set(file.read_text("utf-8").split())
    else:
        from simplemma.strategies.dictionaries import DefaultDictionaryFactory  # noqa: PLC0415 - slow, seldom used

        forms = DefaultDictionaryFactory().get_dictionary("da")
        found = {_text(form) for form in forms}
    return tuple(sorted(word for word in found if 3 <= len(word) <= 16 and word.isalpha() and word.islower()))


def _text(form: str | bytes) -> str:
    return form.decode() if isinstance(form, bytes) else form


def invent(count: int, words: tuple[str, ...], seed: int = 1) -> tuple[Case, ...]:
    """Some cases, spread evenly over the years; each refers to two to four others."""
    draw = random.Random(seed)  # noqa: S311 - nothing is secret
    speech = Speech(draw, words)
    days = [_day(index, count) for index in range(count)]
    seen: dict[int, int] = {}
    numbers = []
    for day in days:
        seen[day.year] = seen.get(day.year, 1000) + 1
        numbers.append(f"{day.year % 100:02}/{seen[day.year]}")
    return tuple(_case(number, day, numbers, draw, speech) for number, day in zip(numbers, days, strict=True))


class Speech:
    """Words, sentences and paragraphs."""

    def __init__(self, draw: random.Random, words: tuple[str, ...]) -> None:
        """Take the source of chance and the words to draw from."""
        rare = [word for word in words if word not in COMMON]
        draw.shuffle(rare)
        self._draw = draw
        self._words = (*COMMON, *rare)[:VOCABULARY]
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self._words) + 1)))

    def words(self, least: int, most: int) -> list[str]:
        """Some words."""
        return self._draw.choices(self._words, cum_weights=self._weights, k=self._draw.randint(least, most))

    def phrase(self, least: int, most: int) -> str:
        """Some words, the first with a capital."""
        text = " ".join(self.words(least, most))
        return text[0].upper() + text[1:]

    def sentence(self, least: int = 7, most: int = 20) -> str:
        """A sentence, now and then with a word set off or a turn that is no plain word."""
        words = self.words(least, most)
        chance = self._draw.random()
        place = self._draw.randrange(1, len(words))
        if chance < 0.03:
            words[place] = f"*{words[place]}*"
        elif chance < 0.08:
            words[place] = f"**{words[place]}**"
        elif chance < 0.16:
            turn = self._draw.choice(TURNS)
            words[place] = turn.format(number=self._draw.randint(2, 99), word=words[place])
        text = " ".join(words)
        return text[0].upper() + text[1:] + "."

    def paragraph(self, least: int = 2, most: int = 5) -> str:
        """Some sentences."""
        return " ".join(self.sentence() for _ in range(self._draw.randint(least, most)))


def _day(index: int, count: int) -> date:
    """A day of the meeting calendar: years in order, within each from February to early December, but for July."""
    year, rest = divmod(index * YEARS, count)
    month = (2, 3, 4, 5, 6, 8, 9, 10, 11, 12)[rest * 10 // count]
    return date(FIRST_YEAR + year, month, 1)


def _case(number: str, month: date, numbers: list[str], draw: random.Random, speech: Speech) -> Case:
    committee = draw.randrange(len(COMMITTEES))
    authority = draw.randrange(len(AUTHORITIES))
    outcome, phrase, _ = draw.choices(OUTCOMES, [share for _, _, share in OUTCOMES])[0]
    others = [draw.choice(numbers) for _ in range(draw.randint(2, 4))]
    return Case(
        number=number,
        day=month + timedelta(days=committee + 5 * authority),  # a body meets once a month
        title=speech.phrase(4, 9),
        authority=AUTHORITIES[authority],
        body=COMMITTEES[committee][0],
        to_council=outcome == "approved" and draw.random() < 0.25,
        topics=tuple(sorted(draw.sample(TOPICS, draw.randint(1, 3)))),
        places=tuple(sorted({draw.choice(PLACE_HEADS) + draw.choice(PLACE_TAILS) for _ in range(draw.randint(0, 2))})),
        outcome=outcome,
        phrase=phrase,
        decision=speech.phrase(8, 18) + ".",
        attachments=tuple(
            (f"Bilag {each}, {speech.phrase(1, 3).lower()}", f"https://example.org/{number}/{each}.pdf")
            for each in range(1, draw.randint(1, 3) + 1)
        ),
        text="\n\n".join(_blocks(others, month.year, draw, speech)) + "\n",
    )


def _blocks(others: list[str], year: int, draw: random.Random, speech: Speech) -> list[str]:
    """The blocks of a text, as minutes order them."""
    found = ["## Sagsfremstilling"]
    for index in range(draw.randint(5, 8)):
        refers = f" Se også sag {others[index]} om {' '.join(speech.words(1, 3))}." if index < len(others) else ""
        found.append(speech.paragraph() + refers)
    if draw.random() < 0.6:
        found += [f"### {speech.phrase(2, 4)}", _items("-", draw.randint(3, 6), speech), speech.paragraph()]
    if draw.random() < 0.15:
        inner = "\n".join(f"    - {speech.sentence(3, 8)}" for _ in range(2))
        found.append(f"1. {speech.sentence(4, 8)}\n{inner}\n2. {speech.sentence(4, 8)}")
    if draw.random() < 0.05:
        found.append("> " + speech.sentence())
    found += ["## Økonomi", speech.paragraph(1, 4)]
    if draw.random() < 0.3:
        rows = [
            f"| {speech.phrase(1, 2)} | {draw.randint(10, 9999)}.000 | {year + ahead} |"
            for ahead in range(draw.randint(2, 5))
        ]
        found.append("\n".join(["| Post | Kroner | År |", "| --- | ---: | --- |", *rows]))
    found += ["## Høring", speech.paragraph(1, 3)] if draw.random() < 0.3 else []
    return [*found, "## Indstilling", "Direktionen indstiller,", _items("1.", draw.randint(2, 4), speech)]


def _items(mark: str, count: int, speech: Speech) -> str:
    """A list; a number counts on."""
    marks = [mark if mark == "-" else f"{number}." for number in range(1, count + 1)]
    return "\n".join(f"{each} {speech.sentence(5, 12)}" for each in marks)
