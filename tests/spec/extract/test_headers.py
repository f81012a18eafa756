"""Which column is which: standard names, renamed ones, slips of the pen, and no header at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import needskit as nk

Read = Callable[..., nk.Cohort]
Save = Callable[[str, str | bytes], Path]


def test_case_spaces_and_signs_in_a_header_do_not_matter(read: Read) -> None:
    people = read(" Person-ID | Sentence Band | DATE OF BIRTH\n1 | custody_under_12_months | 2000-01-01").people
    assert list(people.columns) == ["person_id", "sentence_band", "date_of_birth"]


def test_unknown_columns_are_not_read_and_a_slip_is_named_by_its_number(read: Read) -> None:
    cohort = read("person_id | Officer | districct | sex\n1 | A | North | f")
    [note] = cohort.problems
    assert note.sentence == ("note: 2 columns have no standard name (column 3 looks like 'district'). Not read.")
    assert list(cohort.people.columns) == ["person_id", "sex"]


def test_columns_without_a_header_are_not_spoken_of(read: Read) -> None:
    assert read("person_id | sex | \n1 | f | x").problems == ()


def test_a_file_without_a_header_is_refused_without_a_value_of_its_first_record(read: Read, save: Save) -> None:
    with pytest.raises(nk.DataError) as caught:
        read(save("extract.csv", "X1234,Mallory,1990-01-01\nX1235,Trent,1991-01-01\n"))
    assert str(caught.value) == (
        "extract.csv: none of its 3 columns has a standard name. A row must be the header; "
        "`needskit schema` lists the standard names, and columns={...} renames."
    )


def test_columns_renames(read: Read) -> None:
    people = read("Case Ref | M/F\n007 | f", columns={"person_id": "Case Ref", "sex": "m/f"}).people
    assert people.to_numpy().tolist() == [["007", "female"]]


def test_a_renamed_column_goes_before_one_that_has_the_standard_name(read: Read) -> None:
    people = read("person_id | CRN | sex\n1 | X1 | f\n1 | X2 | m", columns={"person_id": "CRN"}).people
    assert people["person_id"].tolist() == ["X1", "X2"]


def test_a_renamed_header_that_is_not_there_is_refused(read: Read) -> None:
    with pytest.raises(nk.UsageError, match="there is no column 'CRN', which was to be read as 'person_id'"):
        read("Case Ref | sex\n1 | f", columns={"person_id": "CRN"})


def test_one_column_can_be_read_under_two_names(read: Read) -> None:
    people = read("ID | sex\n1 | f", columns={"person_id": "ID", "district": "ID"}).people
    assert people[["person_id", "district"]].to_numpy().tolist() == [["1", "1"]]


def test_a_standard_column_can_be_left_unread(read: Read) -> None:
    assert "age" not in read("person_id | age | sex\n1 | 441 | f", columns={"age": None}).people.columns


def test_two_columns_cannot_be_one(read: Read) -> None:
    with pytest.raises(nk.DataError, match="more than one column is 'sex'"):
        read("person_id | sex | Sex\n1 | f | f")


def test_a_breakdown_of_ones_own_keeps_its_texts_and_knows_what_is_missing(read: Read) -> None:
    cohort = read(
        "person_id | Team\n1 | B\n2 | A\n3 |\n4 | not known\n5 | None\n6 | n/k", breakdowns={"team": "Team of origin"}
    )
    assert [group.label for group in cohort.breakdown("team").groups] == ["A", "B", "None", "not known"]
    assert cohort.breakdown("team").label == "Team of origin"
    assert cohort.people["team"].tolist() == ["B", "A", "not known", "not known", "None", "not known"]


def test_a_breakdown_of_ones_own_may_be_renamed(read: Read) -> None:
    cohort = read("person_id | LDU name\n1 | A", columns={"team": "LDU name"}, breakdowns={"team": "Team"})
    assert cohort.people["team"].tolist() == ["A"]


def test_needs_of_ones_own_are_counted_in_their_order(read: Read) -> None:
    cohort = read(
        "person_id | Gambling | need_debt | need_drugs\n1 | yes | no | yes\n2 | | no | ",
        columns={"need_gambling": "Gambling"},
        needs={"need_debt": "Debt", "need_gambling": "Gambling"},
    )
    assert cohort.needs.columns == ("need_debt", "need_gambling")
    assert cohort.people["need_gambling"].tolist() == ["yes", "not answered"]
    assert nk.needs.prevalence(cohort).to_frame()["count"].tolist() == [0, 1]


@pytest.mark.parametrize(
    "settings", [{"breakdowns": {"team": "Team"}}, {"needs": {"team": "Team work"}}], ids=["breakdown", "need"]
)
def test_a_column_of_ones_own_that_is_not_there_is_refused(read: Read, settings: dict[str, object]) -> None:
    with pytest.raises(nk.UsageError, match="there is no column 'team', which was asked for"):
        read("person_id | sex\n1 | f", **settings)


def test_a_breakdown_of_ones_own_is_not_mistaken_for_one_made_from_the_ages(read: Read) -> None:
    own = {"age_band": "Age band"}
    assert read("person_id | age_band\n1 | old\n2 | young", breakdowns=own).breakdowns["age_band"].label == "Age band"
    with pytest.raises(nk.UsageError, match="'age_band' is made from another column already"):
        read("person_id | age | age_band\n1 | 60 | old\n2 | 20 | young", breakdowns=own)
