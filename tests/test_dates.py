"""Days and times within a text."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.importers.dates import day, days, month, times


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("REFERAT Udvalget d. 23-09-2025", "2025-09-23"),
        ("Referat – 1. oktober 2018", "2018-10-01"),
        ("den 1. oktober 2018 kl. 14", "2018-10-01"),
        ("Tirsdag d. 23. september 2025 kl. 08:30", "2025-09-23"),
        ("onsdag den 1.oktober 2025", "2025-10-01"),
        ("07-08-2019", "2019-08-07"),
        ("d.23-09-2025", "2025-09-23"),
        ("7/8 2019", "2019-08-07"),
        ("7/8-2019", "2019-08-07"),
        ("07.08.2019", "2019-08-07"),
        ("07.08.19", "2019-08-07"),
        ("2025-10-01", "2025-10-01"),
        ("3. sept. 2025", "2025-09-03"),
        ("3. oktoher 2025", "2025-10-03"),
        ("3. apri1 2025", "2025-04-03"),
        ("3. novernber 2025", "2025-11-03"),
        ("den 31. februar 2025", None),
        ("1-36-70-16-23", None),
        ("sag 330-2018-3619", None),
        ("3. punkt 2025", None),
        ("i maj 2025", None),
        ("", None),
    ],
)
def test_days(text: str, wanted: str | None) -> None:
    assert day(text) == (date.fromisoformat(wanted) if wanted else None)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("kl. 12.30", ["12:30"]),
        ("kl. 16", ["16:00"]),
        ("kl 9.05", ["09:05"]),
        ("Mødet blev hævet kl. 12.30.", ["12:30"]),
        ("12:30 - 14.15", ["12:30", "14:15"]),
        ("08.30-10.00", ["08:30", "10:00"]),
        ("kl. 8 - 10", ["08:00", "10:00"]),
        ("kl. 14.00 til kl. 16.45", ["14:00", "16:45"]),
        ("Tirsdag d. 23. september 2025 kl. 08:30", ["08:30"]),
        ("07.08.2019", []),
        ("15.45", ["15:45"]),
        ("kl. 25.30", []),
        ("200.000 kr.", []),
        ("5.25 procent", []),
        ("punkt 3", []),
    ],
)
def test_times(text: str, wanted: list[str]) -> None:
    assert times(text) == tuple(time.fromisoformat(each) for each in wanted)


@given(
    st.dates(date(1000, 1, 1)),
    st.sampled_from(["{0.day}. {1} {0.year}", "den {0.day}. {1} {0.year}.", "{0:%d-%m-%Y}", "{0:%Y-%m-%d}"]),
)
def test_a_written_day_is_read_back(when: date, form: str) -> None:
    names = [
        "januar",
        "februar",
        "marts",
        "april",
        "maj",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "december",
    ]
    assert days(f"Mødet {form.format(when, names[when.month - 1])}") == (when,)


def test_months() -> None:
    assert [month("maj"), month("Okt"), month("dccember"), month("møde"), month("")] == [5, 10, 12, 0, 0]


@given(st.text(alphabet="0123456789.:-/ klmaj\n"))
def test_any_text_has_days_and_times_or_none(text: str) -> None:
    assert all(isinstance(each, date) for each in days(text))
    assert all(isinstance(each, time) for each in times(text))
