"""PNC numbers against those in the tests of HMPPS's public code, and CRN and NOMS numbers by their shape.

Source of the PNC numbers, all of them made up or published there: ministryofjustice/hmpps-person-record on GitHub,
PNCIdentifierTest.kt, and the message listener tests beside it. There the century is kept, and guessed where it is
not written; here it is left out.
"""

from __future__ import annotations

import pandas as pd
import pytest

from needskit.extract.values.identifiers import standard_identifiers

LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"


def letter_of(year: int, serial: int) -> str:
    return LETTERS[(year % 100 * 10_000_000 + serial) % 23]


def one(text: str, form: str = "pnc") -> tuple[str, str]:
    found = standard_identifiers(pd.Series([text], dtype="str"), form)  # type: ignore[arg-type] # of the tests
    state = "refused" if found.refused[0] else "wrong letter" if found.check_letter[0] else "right"
    return found.texts.iloc[0], state


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        # Short forms and long forms, as paired there.
        ("81/34U", "1981/0000034U"),
        ("02/73319Z", "2002/0073319Z"),
        ("00/223R", "2000/0000223R"),
        ("79/163001B", "1979/0163001B"),
        ("79163001B", "1979/0163001B"),
        ("20020073319Z", "2002/0073319Z"),
        ("19790163001B", "1979/0163001B"),
        ("2002/0073319Z", "2002/0073319Z"),
        ("1979/0163001B", "1979/0163001B"),
        # Right there, long form alone.
        ("2008/0056560Z", "2008/0056560Z"),
        ("20030011985X", "2003/0011985X"),
        ("20120052494Q", "2012/0052494Q"),
        ("20230583843L", "2023/0583843L"),
        ("2001/0171310W", "2001/0171310W"),
        ("2011/0275516Q", "2011/0275516Q"),
        ("2003/0062845E", "2003/0062845E"),
        ("1981/0154257C", "1981/0154257C"),
        ("2020/0476873U", "2020/0476873U"),
        # In the prisoner search of HMPPS.
        ("08/359381C", "2008/0359381C"),
        ("12/394773H", "2012/0394773H"),
        ("2012/394773H", "2012/0394773H"),
    ],
)
def test_the_published_numbers_are_right_and_the_same_without_their_century(written: str, canonical: str) -> None:
    assert one(written) == (canonical[2:], "right")
    assert one(canonical) == (canonical[2:], "right")
    assert letter_of(int(canonical[:4]), int(canonical[5:12])) == canonical[-1]


@pytest.mark.parametrize("written", ["0273319Z", "033Y"])
def test_a_short_number_without_a_slash_is_refused_here_and_not_there(written: str) -> None:
    # Where the serial begins is only guessed, and one letter in 23 is right by chance.
    assert one(written) == (written, "refused")


@pytest.mark.parametrize("written", ["20030011985Z", "20230583843N"])
def test_a_published_number_with_the_wrong_letter_is_kept_and_said(written: str) -> None:
    assert one(written) == (f"{written[2:4]}/{written[4:]}", "wrong letter")


@pytest.mark.parametrize("written", ["20120052494O", "2001/0171310S"])
def test_a_letter_that_no_number_has_is_wrong(written: str) -> None:
    assert one(written)[1] == "wrong letter"


@pytest.mark.parametrize(
    "written",
    ["01", "012", "0123", "01234", "012345", "0123567", "012345678", "0123456789", "01234567890", "01234567890123",
     "TOTALLYINVALID", "1X23/1234567A", "1923[1234567A", "1923/1Z34567A", "1923/1234567AA", "UNKNOWN PNC",
     "2012/123400000F", "", "08/C", "/359381C", "08/359381", "08//359381C", "1708/359381C",
     "\u0660\u0668/359381C"],
)  # fmt: skip
def test_what_is_no_pnc_number_is_refused_and_stays_as_written(written: str) -> None:
    assert one(written) == (written, "refused")


@pytest.mark.parametrize(
    "written",
    ["08/359381C", "08/359381c", "08/0359381C", "2008/359381C", "2008/0359381C", "20080359381C", "080359381C",
     "08359381C", " 08 / 359381 C ", "08\u00a0/359381C", "08/0359381-C"],
)  # fmt: skip
def test_one_number_is_one_text_however_it_is_written(written: str) -> None:
    assert one(written) == ("08/0359381C", "right")


def test_a_year_that_lost_its_nought_is_taken_only_if_the_letter_proves_it() -> None:
    assert one("8/359381C") == ("08/0359381C", "right")
    assert one("8/359381D") == ("8/359381D", "refused")


def test_one_wrong_digit_is_always_noticed() -> None:
    right = "08/0359381C"
    places = [place for place, sign in enumerate(right) if sign.isdigit()]
    wrong = [
        f"{right[:place]}{digit}{right[place + 1 :]}"
        for place in places
        for digit in "0123456789"
        if digit != right[place]
    ]
    found = standard_identifiers(pd.Series(wrong, dtype="str"), "pnc")
    assert len(wrong) == 81
    assert not found.refused.any()
    assert found.check_letter.all()


def test_two_digits_that_changed_places_are_always_noticed() -> None:
    right = "08/1234567"
    swapped = [f"{right[:at]}{right[at + 1]}{right[at]}{right[at + 2 :]}" for at in range(3, 9)]
    letter = letter_of(8, 1_234_567)
    assert one(f"{right}{letter}")[1] == "right"
    assert [one(f"{each}{letter}")[1] for each in swapped] == ["wrong letter"] * 6


@pytest.mark.parametrize("written", ["X123456", "x123456", " X 123456", "X-123456", "X/123456", "X.123456"])
def test_a_crn_is_a_letter_and_six_digits(written: str) -> None:
    assert one(written, "crn") == ("X123456", "right")


@pytest.mark.parametrize("written", ["X12345", "X1234567", "XX12345", "123456", "A1234AA", "", "X12345\u0666"])
def test_what_is_no_crn_is_refused_and_stays_as_written(written: str) -> None:
    assert one(written, "crn") == (written, "refused")


@pytest.mark.parametrize("written", ["A1234AA", "a1234aa", "A 1234 AA", "A1234-AA", "A1234/AA"])
def test_a_noms_number_is_a_letter_four_digits_and_two_letters(written: str) -> None:
    assert one(written, "noms") == ("A1234AA", "right")


@pytest.mark.parametrize("written", ["A1234A", "A12345AA", "1234AA", "X123456", "", "\u00c41234AA", "\u00df1234AA"])
def test_what_is_no_noms_number_is_refused_and_stays_as_written(written: str) -> None:
    assert one(written, "noms") == (written, "refused")


@pytest.mark.parametrize(
    ("written", "form", "standard"),
    [
        ("SYNTHETIC-08/359381C", "pnc", "SYNTHETIC-08/0359381C"),
        ("synthetic-2008/0359381c", "pnc", "SYNTHETIC-08/0359381C"),
        ("SYNTHETIC-X123456", "crn", "SYNTHETIC-X123456"),
        ("SYNTHETIC-A1234AA", "noms", "SYNTHETIC-A1234AA"),
    ],
)
def test_made_up_people_keep_their_mark(written: str, form: str, standard: str) -> None:
    assert one(written, form) == (standard, "right")


def test_as_written_changes_nothing() -> None:
    texts = pd.Series(["08/359381C", "x 1", ""], dtype="str")
    found = standard_identifiers(texts, "as written")
    assert found.texts.tolist() == texts.tolist()
    assert not found.refused.any()
    assert not found.check_letter.any()


@pytest.mark.parametrize("form", ["pnc", "crn", "noms", "as written"])
def test_no_identifiers_are_read_without_complaint(form: str) -> None:
    found = standard_identifiers(pd.Series([], dtype="str"), form)  # type: ignore[arg-type] # of the tests
    assert (len(found.texts), len(found.refused), len(found.check_letter)) == (0, 0, 0)


@pytest.mark.parametrize("form", ["pnc", "crn", "noms"])
def test_reading_twice_changes_nothing(form: str) -> None:
    texts = pd.Series(["8/359381C", "20080359381c", "12/394773A", "x 123456", "a1234-aa", "nobody", ""], dtype="str")
    once = standard_identifiers(texts, form).texts  # type: ignore[arg-type] # of the tests
    assert standard_identifiers(once, form).texts.tolist() == once.tolist()  # type: ignore[arg-type] # of the tests
