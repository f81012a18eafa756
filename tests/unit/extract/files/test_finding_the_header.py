"""Which row is the header, and which column is which."""

from __future__ import annotations

import pytest

from needskit.errors import DataError, UsageError
from needskit.extract.files.header import find_header, place_columns

KNOWN = ("person_id", "sex", "age", "district")


@pytest.mark.parametrize(
    ("top", "header"),
    [
        ([["Person ID", "Sex"], ["1", "f"]], 0),
        ([["Extract: people, June"], [], ["Person ID", "Sex"], ["1", "f"]], 2),
        ([["Sex of people by age"], ["person_id", "AGE "], ["1", "30"]], 1),
        ([["person_id", "sex"], ["1", "f"], ["person_id", "sex"]], 0),
        # A record may hold a word that is a standard name: it is as wide as the row above it.
        ([["CRN", "Offence", "Officer"], ["X1", "sex", "A"]], None),
        ([["Extract", "", ""], ["CRN", "Offence", "Sex"], ["X1", "sex", "A"]], 1),
        ([["1", "f"], ["2", "m"]], None),
        ([], None),
        ([[], [""]], None),
    ],
)
def test_the_header_is_the_row_with_most_standard_names(top: list[list[str]], header: int | None) -> None:
    assert find_header(top, known=KNOWN, wanted=()) == header


def test_headers_that_the_user_names_count_before_standard_names() -> None:
    top = [["sex", "age", "district"], ["CRN", "Gender", "age"], ["X1", "f", "30"]]
    assert find_header(top, known=KNOWN, wanted=()) == 0
    assert find_header(top, known=KNOWN, wanted=["crn", " Gender "]) == 1
    assert find_header([["%", "n"], ["1", "2"]], known=KNOWN, wanted=["%"]) == 0
    assert find_header([["", "n"], ["1", "2"]], known=KNOWN, wanted=["%"]) is None


def test_columns_are_placed_by_standard_form_and_by_the_users_own_headers() -> None:
    header = ["CRN", "", "Sex", "LA name", "Officer"]
    renamed = {"person_id": "crn", "district": "LA name", "area": "LA name"}
    found = place_columns(header, known=KNOWN, renamed=renamed, file="extract.csv")
    assert found == {"person_id": 0, "sex": 2, "district": 3, "area": 3}


def test_a_standard_column_can_be_left_unread() -> None:
    assert place_columns(["person_id", "Sex"], known=KNOWN, renamed={"sex": None}, file="extract.csv") == {
        "person_id": 0
    }


def test_a_header_written_exactly_goes_before_one_of_the_same_form() -> None:
    header = ["id no", "ID-No", "sex"]
    assert place_columns(header, known=KNOWN, renamed={"person_id": "ID-No"}, file="x.csv")["person_id"] == 1


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (1, r"^x\.csv: there is no column 'CRN', which was to be read as 'person_id'"),
        (4, r"^x\.csv, header in row 4: there is no column 'CRN', which was to be read as 'person_id'"),
    ],
)
def test_a_header_that_is_not_there_is_a_slip_of_the_user(row: int, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        place_columns(["id", "sex"], known=KNOWN, renamed={"person_id": "CRN"}, file="x.csv", row=row)


def test_two_columns_of_one_name_are_refused() -> None:
    with pytest.raises(DataError, match="more than one column is 'sex'"):
        place_columns(["person_id", "sex", "Sex "], known=KNOWN, renamed={}, file="x.csv")
    with pytest.raises(DataError, match="more than one column is 'CRN'"):
        place_columns(["CRN", "CRN"], known=KNOWN, renamed={"person_id": "CRN"}, file="x.csv")


def test_a_row_that_may_be_a_record_is_not_quoted() -> None:
    with pytest.raises(DataError, match=r"none of its 2 columns has a standard name") as raised:
        place_columns(["X123456", "Jones"], known=KNOWN, renamed={}, file="x.csv")
    assert "Jones" not in str(raised.value)
