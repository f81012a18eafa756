"""Identifiers in the one form that links."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from needskit.extract.values.identifiers import standard_identifiers

LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"


def pnc(year: int, serial: int) -> str:
    """Write a number as a reader of HMPPS's rule would: the two-digit year and seven digits, modulo 23."""
    return f"{year:02d}/{serial:07d}{LETTERS[int(f'{year:02d}{serial:07d}') % 23]}"


@pytest.mark.parametrize(
    "written",
    [
        "08/359381C", "08/0359381C", "2008/0359381C", "2008/359381c", "08359381C", "080359381C", "20080359381C",
        "2008359381C", " 08 / 359381 C", "08/359381\u00a0C", "8/359381C", "8359381C",
    ],
)  # fmt: skip
def test_one_number_has_one_form(written: str) -> None:
    found = standard_identifiers(pd.Series([written]), "pnc")
    assert found.texts.tolist() == ["08/0359381C"]
    assert not found.refused.any()
    assert not found.check_letter.any()


@pytest.mark.parametrize("written", ["12/394773H", "2012/394773H", "12/0394773h"])
def test_another_number_has_its_own(written: str) -> None:
    assert standard_identifiers(pd.Series([written]), "pnc").texts.tolist() == ["12/0394773H"]


@pytest.mark.parametrize(
    ("written", "form"),
    [("08/359381D", "08/0359381D"), ("2008/359381O", "08/0359381O"), ("080359381D", "08/0359381D")],
)
def test_a_wrong_check_letter_is_kept_and_told(written: str, form: str) -> None:
    found = standard_identifiers(pd.Series([written]), "pnc")
    assert (found.texts.tolist(), found.refused.tolist(), found.check_letter.tolist()) == ([form], [False], [True])


@pytest.mark.parametrize(
    "written",
    [
        "UNKNOWN PNC", "", "n/k", "2012/123400000F", "8/359381D", "359381D", "008/359381C", "1708/359381C", "08/359381",
        "08/359381CC", "08/C", "/359381C", "0\u0668/359381C", "\u017f08/359381C", "X123456",
    ],
)  # fmt: skip
def test_what_is_no_number_stays_as_it_was_and_is_refused(written: str) -> None:
    found = standard_identifiers(pd.Series([written], dtype="str"), "pnc")
    assert (found.texts.tolist(), found.refused.tolist(), found.check_letter.tolist()) == ([written], [True], [False])


@given(st.integers(0, 99), st.integers(0, 9_999_999))
def test_every_way_of_writing_a_number_links(year: int, serial: int) -> None:
    number = pnc(year, serial)
    century = 19 if year > 26 else 20
    ways = [number, number.lower(), f"{century}{number}", number.replace("/", ""), f"{year:02d}/{serial}{number[-1]}"]
    found = standard_identifiers(pd.Series(ways), "pnc")
    assert found.texts.tolist() == [number] * len(ways)
    assert not (found.refused | found.check_letter).any()


def test_crn_and_noms_numbers_link_whatever_their_case_and_spaces() -> None:
    crn = standard_identifiers(pd.Series(["x123456", "X 123-456", "X12345", "A1234AA"]), "crn")
    assert crn.texts.tolist() == ["X123456", "X123456", "X12345", "A1234AA"]
    assert crn.refused.tolist() == [False, False, True, True]
    noms = standard_identifiers(pd.Series(["a1234 aa", "A1234AA", "A1234\u00df", "X123456"]), "noms")
    assert noms.texts.tolist() == ["A1234AA", "A1234AA", "A1234\u00df", "X123456"]
    assert noms.refused.tolist() == [False, False, True, True]


def test_the_mark_of_made_up_people_stays() -> None:
    found = standard_identifiers(pd.Series(["SYNTHETIC-08/359381c", "synthetic-X123456"]), "pnc")
    assert found.texts.tolist() == ["SYNTHETIC-08/0359381C", "synthetic-X123456"]
    assert standard_identifiers(pd.Series(["SYNTHETIC-x123456"]), "crn").texts.tolist() == ["SYNTHETIC-X123456"]


def test_as_written_changes_nothing() -> None:
    found = standard_identifiers(pd.Series(["x 1", ""]), "as written")
    assert found.texts.tolist() == ["x 1", ""]
    assert not found.refused.any()


@pytest.mark.parametrize("form", ["pnc", "crn", "noms"])
def test_no_identifiers_are_no_trouble(form: str) -> None:
    found = standard_identifiers(pd.Series([], dtype="str"), form)  # type: ignore[arg-type] # each of them in turn
    assert len(found.texts) == len(found.refused) == len(found.check_letter) == 0
