"""Columns of yes and no: their spellings, blanks, numbers from which on it is yes, and counts that are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from needskit.errors import UsageError
from needskit.extract.values.answers import checked_codes

if TYPE_CHECKING:
    from collections.abc import Callable

    from needskit.extract.values.column import Column
    from needskit.schema import Field

    Parse = Callable[..., Column]


def rules(column: Column) -> list[tuple[str, str, int]]:
    return [(found.rule, found.severity, found.rows) for found in column.problems]


@pytest.mark.parametrize("text", ["yes", "Yes", "Y", "TRUE", "1", "1.0", " yes ", "1 - Yes", "Y - Yes", "Yes (Y)"])
def test_yes_is_read_however_it_is_written(parse: Parse, text: str) -> None:
    assert (parse("iom", text).answers.tolist(), parse("iom", text).problems) == (["yes"], ())


@pytest.mark.parametrize("text", ["no", "No", "N", "FALSE", "0", "0.00", "0 - No", "N: No"])
def test_no_is_read_however_it_is_written(parse: Parse, text: str) -> None:
    assert (parse("iom", text).answers.tolist(), parse("iom", text).problems) == (["no"], ())


@pytest.mark.parametrize("text", ["", "Unknown", "N/K", "nk", "Not recorded", "NOT KNOWN", "not  stated"])
def test_not_known_is_never_no(parse: Parse, text: str) -> None:
    assert (parse("iom", text).answers.tolist(), parse("iom", text).problems) == (["not known"], ())


def test_a_blank_by_itself_is_not_known_whatever_it_means_in_a_row(parse: Parse) -> None:
    read = parse("need_drugs", "yes", "", "unknown", "X", blank="no", codes={"x": "yes"})
    assert read.answers.tolist() == ["yes", "not known", "not known", "yes"]


def test_a_blank_of_a_code_list_is_never_an_answer(parse: Parse) -> None:
    assert parse("sex", "", "M", blank="no").answers.tolist() == ["not known", "male"]


def test_words_of_the_user_go_before_those_of_the_schema(parse: Parse) -> None:
    read = parse("iom", "1", "2", "Unknown", "Y", codes={"1": "no", "2": "yes", "unknown": "no"})
    assert (read.answers.tolist(), read.problems) == (["no", "yes", "no", "yes"], ())


@pytest.mark.parametrize(
    ("at_least", "text", "answer"),
    [(3, "2", "no"), (3, "2.99", "no"), (3, "3", "yes"), (3, "3.0", "yes"), (3, "10", "yes"), (0, "0", "yes"),
     (0, "-1", "no"), (0.5, "0.5", "yes"), (1_000, "1,000", "yes"), (3, "", "not known"), (3, "nk", "not known")],
)  # fmt: skip
def test_a_number_is_yes_from_so_much_on(parse: Parse, at_least: float, text: str, answer: str) -> None:
    read = parse("need_drugs", text, at_least=at_least)
    assert (read.answers.tolist(), read.problems) == ([answer], ())


def test_what_is_no_number_is_counted_where_numbers_are_said(parse: Parse) -> None:
    read = parse("need_drugs", "4", "yes", "<5", "1", at_least=3)
    assert read.answers.tolist() == ["yes", "not known", "not known", "no"]
    assert rules(read) == [("not_a_number", "warning", 1), ("hidden_number", "warning", 1)]


def test_a_column_of_counts_is_refused_as_that(parse: Parse) -> None:
    read = parse("iom", "12", "35", "1,204", "7", "88", "0")
    assert rules(read) == [("counts_not_answers", "error", 5)]
    assert "a table of counts" in read.problems[0].wanted


def test_one_strange_number_among_answers_is_no_count(parse: Parse) -> None:
    read = parse("iom", "yes", "no", "no", "yes", "2")
    assert rules(read) == [("not_in_code_list", "warning", 1)]


def test_a_column_most_of_which_is_strange_is_an_error(parse: Parse) -> None:
    assert rules(parse("iom", *["maybe"] * 5)) == [("not_in_code_list", "error", 5)]
    assert rules(parse("iom", *["maybe"] * 4)) == [("not_in_code_list", "warning", 4)]
    assert rules(parse("iom", *["maybe"] * 5, *["yes"] * 5)) == [("not_in_code_list", "warning", 5)]


def test_strange_rows_are_named_by_their_row_in_the_file(parse: Parse) -> None:
    assert parse("iom", "yes", "maybe", "no", "maybe").problems[0].where == (3, 5)


@pytest.mark.parametrize(
    ("column", "codes"),
    [("sex", {"fe": "femal"}), ("iom", {"x": "true"}), ("age", {"x": "12"}), ("index_date", {"x": "yes"}),
     ("person_id", {"x": "y"}), ("sentence_length", {"life": "120"})],
)  # fmt: skip
def test_a_code_that_the_column_cannot_have_is_refused(
    fields: dict[str, Field], column: str, codes: dict[str, str]
) -> None:
    with pytest.raises(UsageError, match=f"code of the column {column}"):
        checked_codes(fields[column], codes)


@pytest.mark.parametrize(
    ("column", "codes"),
    [("sex", {"fe": "female", "z": "not known"}), ("iom", {"x": "yes"}), ("district", {"ldu 4": "Westham"}),
     ("age", {"x": "not known"}), ("age", {})],
)  # fmt: skip
def test_a_code_that_the_column_can_have_is_taken(fields: dict[str, Field], column: str, codes: dict[str, str]) -> None:
    checked_codes(fields[column], codes)


def test_the_nearest_code_is_named(fields: dict[str, Field]) -> None:
    with pytest.raises(UsageError, match="did you mean 'female'"):
        checked_codes(fields["sex"], {"fe": "femal"})
