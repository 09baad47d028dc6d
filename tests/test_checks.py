"""Checks across pages, and the one for personal numbers."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from builder.checks import _has_six_digits, claims, personal_numbers, site_paths
from builder.diagnostics import Finding, render

SIGNS = ["", "-", " ", " - ", "–", "‐", "‑", "−", "- ", " -", "\\-"]
SIGNS += ["\u00a0", "\u2011", "\u2012", "\u2014", "\u00ad", "\u2009", "\u202f-\u202f", "\u2060-"]
DAYS = st.dates(date(1858, 1, 1), date(2057, 12, 31))
SERIALS = st.integers(0, 9999).map("{:04}".format)


def found(text: str, *allowed: str) -> list[Finding]:
    return list(personal_numbers(text, "x.md", allowed))


class TestPersonalNumbers:
    @given(DAYS, SERIALS, st.sampled_from(SIGNS), st.booleans())
    def test_every_day_with_any_sign_and_serial_is_one(
        self, day: date, serial: str, sign: str, replacement: bool
    ) -> None:
        """Since 2007 numbers are given that fail modulus 11; a replacement number has 60 added to its day."""
        head = f"{day.day + 60 * replacement:02}{day:%m%y}"
        (one,) = found(f"Om {head}{sign}{serial}.")
        assert (one.code, one.line, one.column) == ("cpr-number", 1, 4)

    @given(DAYS, SERIALS, st.sampled_from(SIGNS))
    def test_a_message_never_repeats_it(self, day: date, serial: str, sign: str) -> None:
        number = f"{day:%d%m%y}{sign}{serial}"
        for one in found(f"{number}"):
            said = render(one, lambda text: text)
            assert number not in said
            assert f"{day:%m%y}" not in re.sub(r"\D", "", said.removeprefix("x.md:1:1:"))
            assert not re.search(rf"(?<!\d){serial}(?!\d)", said)

    @given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99), SERIALS)
    def test_what_is_no_day_is_none(self, day: int, month: int, year: int, serial: str) -> None:
        def is_day(number: int) -> bool:
            for century in (1800, 1900, 2000):
                try:
                    date(century + year, month, number)
                except ValueError:
                    continue
                return True
            return False

        assume(not is_day(day) and not is_day(day - 60))
        assert not found(f"{day:02}{month:02}{year:02}-{serial}")

    @pytest.mark.parametrize(
        "text",
        [
            "cpr-010190-1234",
            "cpr.nr.010190-1234",
            "CPR/010190-1234",
            "brev_010190-1234.pdf",
            "ansøgning-010190-1234.pdf",
            "sager/2024/0101901234.md",
            "(010190-1234)",
            "010190-1234.",
            "010190-1234-",
            "010190-1234x",
            "x010190-1234",
            "010190-1234, 020290-1234",
            "title: 0101901234",
            "290200-1234",
            "010190&#45;1234",
            "010190&ndash;1234",
            "010190&nbsp;1234",
            "010190%2D1234",
            "010190%201234",
            "010190&#x2d;1234",
            "010190-<b>1234</b>",
            "010190-**1234**",
        ],
    )
    def test_wherever_it_stands_and_however_it_is_written(self, text: str) -> None:
        assert found(text)

    @pytest.mark.parametrize(
        "text",
        [
            "23/9928",
            "1-00-14-22",
            "EMN-2025-009242",
            "29.00.00-P20-3-24",
            "3101901234567",
            "12345678901234",
            "310290-1234",
            "001290-1234",
            "011390-1234",
            "2024-04-09 1234",
            "45 12 34 56 78",
            "2.400.000",
            "sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "sha256: ab0101901234cdef7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f0",
            "010190",
            "010190-123",
            "",
        ],
    )
    def test_what_archives_write_is_none(self, text: str) -> None:
        assert not found(text)

    def test_every_one_is_found_with_its_place(self) -> None:
        text = "første linje\n  010190-1234 og 020290 1234\n\n0303901234"
        assert [(each.line, each.column) for each in found(text)] == [(2, 3), (2, 18), (4, 1)]

    @given(DAYS, SERIALS, st.sampled_from(SIGNS), st.sampled_from(SIGNS))
    def test_an_allowed_number_is_allowed_in_any_form(self, day: date, serial: str, sign: str, other: str) -> None:
        number = f"{day:%d%m%y}"
        assert not found(f"{number}{sign}{serial}", f"{number}{other}{serial}")
        serial_after = f"{(int(serial) + 1) % 10000:04}"
        assert found(f"{number}{sign}{serial_after}", f"{number}{other}{serial}")


class TestClaims:
    FILES = ("a.md", "b.md", "c.txt")

    def test_one_claim_each_is_fine(self) -> None:
        assert not list(claims([("/a/", "a.md"), ("/b/", "b.md"), ("/", "")], self.FILES))

    def test_two_claims_name_both(self) -> None:
        (one,) = claims([("/a/", "a.md"), ("/a/", "b.md")], self.FILES)
        assert (one.path, one.code) == ("b.md", "duplicate-url")
        assert dict(one.values) == {"url": "/a/", "other": "a.md"}

    @pytest.mark.parametrize("order", [[("/x/", "a.md"), ("/x/", "")], [("/x/", ""), ("/x/", "a.md")]])
    def test_a_page_of_the_programs_own_blames_the_file(self, order: list[tuple[str, str]]) -> None:
        (one,) = claims(order, self.FILES)
        assert one.path == "a.md"
        assert dict(one.values)["other"] == "beslut"

    def test_upper_and_lower_case_are_one_on_some_disks(self) -> None:
        assert [each.path for each in claims([("/A/", "a.md"), ("/a/", "b.md")], self.FILES)] == ["b.md"]

    def test_a_page_and_a_file_may_not_share_an_address(self) -> None:
        assert len(list(claims([("/x/plan", "c.txt"), ("/x/plan", "a.md")], self.FILES))) == 1

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("/x/plan", "/x/plan/"),
            ("/x/plan", "/x/plan/more/"),
            ("/404.html", "/404.html/"),
            ("/x/plan/a.txt", "/x/plan"),
        ],
    )
    def test_nothing_stands_below_a_file(self, one: str, other: str) -> None:
        """`plan` and `plan/index.html` cannot both be in a folder."""
        assert len(list(claims([(one, "a.md"), (other, "b.md")], self.FILES))) == 1
        assert len(list(claims([(other, "a.md"), (one, "b.md")], self.FILES))) == 1

    def test_a_page_above_another_is_fine(self) -> None:
        assert not list(claims([("/x/", "a.md"), ("/x/plan/", "b.md"), ("/x/plan-2", "c.txt")], self.FILES))


class TestSitePaths:
    PRESENT = ("/", "/emner/", "/havneby/kb/", "/havneby/sager/2024/x/plan.pdf", "/404.html")

    @pytest.mark.parametrize(
        "path",
        ["/", "/emner/", "/emner", "/emner/#a", "/emner/?q=1", "/emner?q=1#a", "/havneby/sager/2024/x/plan.pdf#side=2"],
    )
    def test_what_is_there(self, path: str) -> None:
        assert not list(site_paths([(path, "a.md")], self.PRESENT))

    @pytest.mark.parametrize("path", ["/nej/", "/emner/x/", "/emner/index.html", "//emner/", "/Emner/", "/plan.pdf/"])
    def test_what_is_not(self, path: str) -> None:
        (one,) = site_paths([(path, "a.md")], self.PRESENT)
        assert (one.path, one.code, one.find) == ("a.md", "dangling-link", path)


@given(st.text(st.sampled_from("123٣½a /-\n"), max_size=40))
def test_six_digits_in_a_row_are_found_where_they_stand(text: str) -> None:
    assert _has_six_digits(text) == (re.search(r"\d{6}", text) is not None)
