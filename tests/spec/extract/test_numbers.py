"""Numbers in extracts: marks for hidden ones, numbers out of range, and rows that stand for several people."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import needskit as nk

Read = Callable[..., nk.Cohort]


@pytest.mark.parametrize("written", ["<5", "< 5", "<=4", ">100", "*", "**", "[c]", "c", "..", "suppressed", "~", ":"])
def test_a_mark_for_a_hidden_number_is_not_known_and_named_as_such(read: Read, written: str) -> None:
    cohort = read(f"person_id | age\n1 | {written}\n2 | 30")
    assert cohort.people["age"].fillna(0).tolist() == [0, 30]
    [found] = cohort.problems
    assert (found.rule, found.rows, found.where) == ("hidden_number", 1, (1,))


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("9", "out_of_range"),
        ("111", "out_of_range"),
        ("-20", "out_of_range"),
        ("24.5", "not_a_number"),
        ("1e1", "not_a_number"),
        ("2_4", "not_a_number"),
        ("\u0662\u0664", "not_a_number"),  # 24 in Arabic figures
        ("twenty", "not_a_number"),
        ("inf", "not_a_number"),
    ],
)
def test_a_number_that_cannot_be_is_not_known(read: Read, written: str, rule: str) -> None:
    cohort = read(f"person_id | age\n1 | {written}")
    assert cohort.people["age"].isna().all()
    assert [found.rule for found in cohort.problems] == [rule]


@pytest.mark.parametrize("written", ["24", "24.0", "+24", "024"])
def test_a_whole_number_may_have_a_sign_zeros_and_a_nought_after_the_point(read: Read, written: str) -> None:
    assert read(f"person_id | age\n1 | {written}").people["age"].tolist() == [24]


def test_a_score_in_per_cent_may_have_its_sign(read: Read) -> None:
    assert read("person_id | ogrs3\n1 | 62.5%\n2 | 62.5").people["ogrs3"].tolist() == [62.5, 62.5]


def test_rows_may_stand_for_several_people(read: Read) -> None:
    cohort = read("""
        people | sex | need_drugs
        12     | f   | yes
        30     | f   | no
        8      | f   |
        0      | m   | yes
        """)
    assert len(cohort) == 50
    frame = nk.needs.prevalence(cohort, by="sex").to_frame().set_index("sex")
    assert frame[["count", "out_of", "not_known"]].loc[["all", "Female", "Male"]].to_numpy().tolist() == [
        [12, 42, 8],
        [12, 42, 8],
        [0, 0, 0],
    ]


def test_a_row_set_aside_among_rows_of_several_counts_as_one_record(read: Read) -> None:
    cohort = read("people | sex\n12 | f\n30 | m\n42 | Total")
    assert {fate: count for fate, count in cohort.records.items() if count} == {"kept": 42, "totals row": 1}


@pytest.mark.parametrize("written", ["<5", "", "n/k", "many", "-1", "2.5"])
def test_a_count_that_cannot_be_read_is_refused(read: Read, written: str) -> None:
    with pytest.raises(nk.DataError, match=r"people: 1 row: wants a whole number.* Mend .*\(row 2\)"):
        read(f"people | sex\n12 | f\n{written} | m")
