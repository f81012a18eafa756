"""Rows that are no record of a person are set aside by rule and counted; none disappears."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import needskit as nk

Read = Callable[..., nk.Cohort]


def fates(cohort: nk.Cohort) -> dict[str, int]:
    return {fate: count for fate, count in cohort.records.items() if count}


def test_every_row_received_has_one_fate(read: Read) -> None:
    cohort = read("""
        person_id | sex | district
        1         | f   | North
                  |     |
        person_id | sex | district
        2         | m   | South
                  | m   | South
        1         | f   | North
        Total     |     |
        """)
    assert fates(cohort) == {
        "kept": 2,
        "blank row": 1,
        "repeated header": 1,
        "totals row": 1,
        "no identifier": 1,
        "repeated exactly": 1,
    }
    assert cohort.people["person_id"].tolist() == ["1", "2"]
    assert {found.rule: found.where for found in cohort.problems} == {
        "repeated_header": (3,),
        "totals_row": (7,),
        "no_identifier": (5,),
        "repeated_exactly": (6,),
    }


@pytest.mark.parametrize("words", ["Total", "TOTALS", "Grand  total", "Total:", "sub total", "Sum"])
@pytest.mark.parametrize("column", ["person_id", "district"])
def test_a_totals_row_says_so_in_any_column(read: Read, words: str, column: str) -> None:
    last = f"{words} | |" if column == "person_id" else f"2 | | {words}"
    cohort = read(f"person_id | sex | district\n1 | f | North\n{last}")
    assert fates(cohort) == {"kept": 1, "totals row": 1}


def test_a_place_with_total_in_its_name_is_no_totals_row(read: Read) -> None:
    assert fates(read("person_id | district\n1 | Totalham\n2 | Sumner Total Estate")) == {"kept": 2}


def test_a_second_header_is_known_under_the_names_of_the_file(read: Read) -> None:
    cohort = read(
        """
        Case Ref | Gender | LDU
        1        | f      | North
        Case Ref | Gender | LDU
        """,
        columns={"person_id": "Case Ref", "sex": "Gender", "district": "LDU"},
    )
    assert fates(cohort) == {"kept": 1, "repeated header": 1}


def test_a_district_called_district_is_no_second_header(read: Read) -> None:
    assert fates(read("person_id | sex | district\n1 | f | District")) == {"kept": 1}


def test_one_identifier_with_different_values_is_refused_with_both_rows(read: Read) -> None:
    with pytest.raises(nk.DataError) as caught:
        read("""
            person_id | sex | district
            1         | f   | North
            2         | m   | North
            1         | f   | South
            """)
    assert str(caught.value) == (
        "the DataFrame: person_id: 2 rows: has an identifier that another row has too, with different values. "
        "Give each person one row, or say in the settings which of them counts (repeated). (row 1, 3)"
    )


def test_a_repeat_beside_a_conflict_is_set_aside_and_the_conflict_refused(read: Read) -> None:
    with pytest.raises(nk.DataError, match=r"person_id: 2 rows: .*\(row 1, 3\)"):
        read("person_id | sex\n1 | f\n1 | f\n1 | m")


def test_identifiers_that_differ_in_leading_zeros_are_two_people(read: Read) -> None:
    assert fates(read("person_id | sex\n7 | f\n007 | f")) == {"kept": 2}


def test_at_most_twenty_rows_are_named(read: Read) -> None:
    rows = "\n".join(f"{i} | {'f' if i < 70 else 'x'}" for i in range(100))
    [found] = read(f"person_id | sex\n{rows}").problems
    assert (found.rows, found.where) == (30, tuple(range(71, 91)))
    assert found.sentence.endswith("90, ...)")


def test_an_extract_of_totals_and_blanks_alone_is_refused(read: Read) -> None:
    with pytest.raises(nk.DataError, match="no row is a record of a person"):
        read("person_id | sex\nTotal | \n | ")


def test_a_file_without_an_identifier_is_refused_with_what_to_do(read: Read) -> None:
    with pytest.raises(nk.DataError, match=r"no column 'person_id' .* \(column 1 looks like 'person_id'\)"):
        read("persn_id | sex\n1 | f")


def test_rows_of_everybody_in_grouped_rows_are_set_aside(read: Callable[..., nk.Cohort]) -> None:
    cohort = read("""
        people | sex | age
        10     | f   | 20
        20     | m   | 20
        30     | All | 20
        """)
    assert len(cohort) == 30
    assert cohort.records["totals row"] == 1


def test_a_row_that_is_as_many_as_all_the_others_is_warned_of(read: Callable[..., nk.Cohort]) -> None:
    cohort = read("""
        people | sex
        10     | f
        20     | m
        30     |
        """)
    assert [problem.rule for problem in cohort.problems] == ["may_be_a_total"]
    assert len(cohort) == 60


def test_a_column_that_is_mostly_unreadable_is_refused(read: Callable[..., nk.Cohort]) -> None:
    drawing = "person_id | need_drugs\n" + "\n".join(f"{n} | {'15' if n < 6 else 'no'}" for n in range(10))
    with pytest.raises(nk.DataError, match="Mend the column"):
        read(drawing)


def test_a_totals_row_at_the_end_says_so_also_in_a_column_that_is_not_read(read: Read) -> None:
    cohort = read("Case | person_id | sex\nA | 1 | f\nB | 2 | m\nTotal | 2 | ")
    assert (cohort.records["totals row"], cohort.records["kept"]) == (1, 2)
