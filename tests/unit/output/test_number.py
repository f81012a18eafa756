from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needskit.disclosure.released import ReleasedCell, ReleasedTable
from needskit.errors import OutputError
from needskit.output.number import as_text, count_text, decimals_of, half_up, stored, whole
from needskit.table.compared import DIFFERENCE
from needskit.table.measure import COUNT, MEAN, PERCENTAGE, Measure
from needskit.table.table import Caption, Dimension, Headings, Level

if TYPE_CHECKING:
    from collections.abc import Mapping


def table_of(*cells: tuple[Measure, Mapping[str, float]]) -> ReleasedTable:
    levels = tuple(Level(str(place)) for place in range(len(cells)))
    return ReleasedTable(
        Caption("a.table", "A table", "people"),
        (Dimension("group", "group", levels),),
        Headings("People"),
        tuple(ReleasedCell((str(i),), measure, (), figures) for i, (measure, figures) in enumerate(cells)),
        {},
    )


@pytest.mark.parametrize(
    ("count", "out_of", "decimals", "shown"),
    [(5, 80, 1, "6.3%"), (57, 200, 0, "29%"), (1, 8, 0, "13%"), (29, 200, 0, "15%"), (0, 30, 1, "0.0%")],
)
def test_halves_go_up_as_excel_takes_them(count: int, out_of: int, decimals: int, shown: str) -> None:
    assert as_text(count / out_of, PERCENTAGE, decimals) == shown


def test_a_half_that_subtraction_blurred_still_goes_up() -> None:
    assert stored(0.3 - 0.155, DIFFERENCE, 0) == 15


def test_nothing_is_shown_as_minus_nought() -> None:
    assert as_text(-0.001, DIFFERENCE, 0) == "0"
    assert str(stored(-0.0, MEAN, 1)) == "0.0"


@given(st.integers(0, 5_000), st.integers(1, 5_000), st.integers(0, 2))
def test_a_percentage_is_never_off_by_more_than_half_its_last_place(k: int, n: int, decimals: int) -> None:
    assert abs(stored(k / n, PERCENTAGE, decimals) - 100 * k / n) <= 0.5 * 10**-decimals + 1e-9


def test_a_protected_percentage_has_a_decimal_only_if_every_denominator_is_a_thousand() -> None:
    large = (PERCENTAGE, {"count": 500, "out_of": 1_000, "estimate": 0.5})
    small = (PERCENTAGE, {"count": 500, "out_of": 995, "estimate": 0.5})
    withheld = (PERCENTAGE, {"count": 5, "out_of": 10})
    assert decimals_of(table_of(large), PERCENTAGE, rounded=True) == 1
    assert decimals_of(table_of(large, withheld), PERCENTAGE, rounded=True) == 1
    assert decimals_of(table_of(large, small), PERCENTAGE, rounded=True) == 0
    assert decimals_of(table_of(withheld), PERCENTAGE, rounded=True) == 0
    assert decimals_of(table_of(large, small), PERCENTAGE, rounded=False) == 1


def test_a_difference_looks_at_both_denominators() -> None:
    figures = {"out_of": 1_000, "against_out_of": 500, "estimate": 0.1}
    assert decimals_of(table_of((DIFFERENCE, figures)), DIFFERENCE, rounded=True) == 0


def test_means_have_a_decimal_and_counts_none() -> None:
    table = table_of((MEAN, {"estimate": 4.63}), (COUNT, {"count": 5}))
    assert [decimals_of(table, MEAN, rounded=rounded) for rounded in (True, False)] == [1, 2]
    assert decimals_of(table, COUNT, rounded=False) == 0


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(OutputError, match="not a finite number"):
        half_up(float("nan"), 0)
    with pytest.raises(OutputError, match="not a whole number"):
        whole(2.5)
    assert count_text(1_234_567) == "1,234,567"
