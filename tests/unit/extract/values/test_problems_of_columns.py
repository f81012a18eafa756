"""What a column says of texts that break a rule, and how typed columns are put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from needskit.extract.files.raw import Tokens
from needskit.extract.values.column import Refused, coded, missing, problem, problems_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from needskit.cohort.problems import Problem
    from needskit.extract.values.column import Column
    from needskit.schema import Field

    Parse = Callable[..., Column]

ROWS = np.arange(2, 12)


def tokens(*texts: str) -> Tokens:
    return Tokens.of(pd.Series(texts, dtype="str"))


def found(field: Field, column: Tokens, wrong: set[str], *, error: bool = False) -> list[Problem]:
    texts = np.array([text in wrong for text in column.texts], dtype=bool)
    empty = (column.texts == "").to_numpy(dtype=bool)
    refused = [Refused("a_rule", texts, "wants this.", error)]
    return list(problems_of(field, refused, column, empty, np.arange(2, len(column.codes) + 2)))


def test_nothing_is_said_where_no_row_breaks_a_rule() -> None:
    assert problem("a_rule", np.zeros(10, dtype=bool), ROWS, wanted="wants this.", done="Nothing.") == ()


def test_the_rows_are_counted_and_named_by_their_place_in_the_file() -> None:
    wrong = np.isin(ROWS, [3, 7, 11])
    (one,) = problem("a_rule", wrong, ROWS, column="sex", wanted="wants this.", done="Kept.", severity="note")
    assert (one.rule, one.column, one.severity, one.rows, one.where) == ("a_rule", "sex", "note", 3, (3, 7, 11))
    assert one.sentence == "note: sex: 3 rows: wants this. Kept. (row 3, 7, 11)"


def test_a_text_that_no_row_has_any_more_breaks_no_rule(fields: dict[str, Field]) -> None:
    column = tokens("a", "b", "b").keep(np.array([False, True, True]))
    assert found(fields["sex"], column, {"a"}) == []


@pytest.mark.parametrize(
    ("wrong", "right", "blank", "severity"),
    [
        (4, 0, 0, "warning"),  # too few to say
        (5, 0, 0, "error"),
        (5, 4, 0, "error"),
        (5, 5, 0, "warning"),  # just half
        (5, 4, 90, "error"),  # of the cells that are filled
    ],
)
def test_a_column_most_of_which_is_wrong_is_an_error(
    fields: dict[str, Field], wrong: int, right: int, blank: int, severity: str
) -> None:
    column = tokens(*["x"] * wrong, *["M"] * right, *[""] * blank)
    (one,) = found(fields["sex"], column, {"x"})
    assert (one.severity, one.rows) == (severity, wrong)
    assert one.done == (
        "Counted as not known." if severity == "warning" else "Mend the column or its codes and read again."
    )


def test_a_rule_may_refuse_the_extract_by_itself(fields: dict[str, Field]) -> None:
    assert [one.severity for one in found(fields["sex"], tokens("x", *["M"] * 9), {"x"}, error=True)] == ["error"]


def test_one_wrong_count_is_an_error(fields: dict[str, Field]) -> None:
    assert [one.severity for one in found(fields["people"], tokens("x", *["4"] * 9), {"x"})] == ["error"]


@pytest.mark.parametrize("others", [0, 2000])
def test_missing_values_are_told_in_any_case_and_spacing(others: int) -> None:
    column = tokens("", "N/K", "not  known", "NOT KNOWN", "\u00a0nk", "nkx", "x", *map(str, range(others)))
    flags = missing(column, ("", "n/k", "nk", "not known"))
    assert [text for text, flag in zip(column.texts, flags, strict=True) if flag] == [
        "", "N/K", "not  known", "NOT KNOWN", "nk",
    ]  # fmt: skip


def test_no_missing_values_are_none() -> None:
    assert not missing(tokens("", "x"), ()).any()
    assert not missing(tokens(*map(str, range(2000))), ()).any()


def test_codes_are_positions_among_the_categories() -> None:
    series = coded(np.array([1, 0, 2], dtype=np.int8), ["a", "b", "not known"])
    assert series.tolist() == ["b", "a", "not known"]
    assert list(series.cat.categories) == ["a", "b", "not known"]


@pytest.mark.parametrize("many", [100, 127, 128, 300])
def test_any_number_of_districts_is_held(parse: Parse, many: int) -> None:
    names = [f"District {number}" for number in range(many)]
    read = parse("district", *names, *names, "")
    assert read.answers.tolist() == [*names, *names, "not known"]
