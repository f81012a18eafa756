"""What dates that fit only the other order say of the dates that fit both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from needskit.extract.values.column import Column

    Parse = Callable[..., Column]

EITHER = [f"0{month}/0{day}/2024" for month in range(1, 5) for day in range(1, 10)]
DAY_FIRST = [f"{day}/02/2024" for day in range(13, 20)]
MONTH_FIRST = [f"02/{day}/2024" for day in range(13, 18)]


def rules(found: Column) -> list[tuple[str, str, int]]:
    return [(each.rule, each.severity, each.rows) for each in found.problems]


def test_some_dates_with_the_month_first_refuse_a_column_of_which_most_could_be_either(parse: Parse) -> None:
    found = parse("index_date", *EITHER, *MONTH_FIRST)
    assert rules(found) == [("not_a_date", "error", 5)]
    assert 'Most of these are dates only with the month first: say dates = "month first".' in found.problems[0].wanted
    assert parse("index_date", *EITHER, *MONTH_FIRST, day_first=False).problems == ()


def test_the_other_way_round_it_is_the_same(parse: Parse) -> None:
    found = parse("index_date", *EITHER, *DAY_FIRST, day_first=False)
    assert rules(found) == [("not_a_date", "error", 7)]
    assert 'say dates = "day first"' in found.problems[0].wanted


def test_dates_in_both_orders_are_counted_and_said(parse: Parse) -> None:
    found = parse("index_date", *DAY_FIRST, *MONTH_FIRST)
    assert rules(found) == [("not_a_date", "warning", 5)]
    assert "so that others may be misread" in found.problems[0].wanted


def test_a_slip_or_two_says_nothing_of_the_others(parse: Parse) -> None:
    found = parse("index_date", *EITHER, *MONTH_FIRST[:4])
    assert rules(found) == [("not_a_date", "warning", 4)]
    assert "first" not in found.problems[0].wanted


@pytest.mark.parametrize("text", ["1700-01-01", "0001-01-01", "3024-02-03", "00/00/0000"])
def test_a_year_that_cannot_be_is_no_date_with_every_version_of_pandas(parse: Parse, text: str) -> None:
    assert rules(parse("index_date", text)) == [("not_a_date", "warning", 1)]
