"""Which charts are drawn of people beside people like them: how alike they were made, and differences in rows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from needskit.disclosure.policies import NONE, PUBLISH
from needskit.disclosure.released import ReleasedCell, ReleasedTable
from needskit.disclosure.shorthand import LOW_RELIABILITY
from needskit.output.chart import ChartKind, Page
from needskit.output.charts import page_of
from needskit.table.balanced import BALANCE, BALANCE_OF_ALL
from needskit.table.compared import TWO_GROUPS
from needskit.table.figure import ACCEPTABLE, GOOD, POOR
from needskit.table.matched import ESTIMATED, refused
from needskit.table.table import Caption, Dimension, Headings, Level

POPULATION = "people in Exampleshire, 2024"
OF_ALL = ReleasedCell(
    ("all", "the row that differs most"), BALANCE_OF_ALL, (), {"apart_before": 3.9, "apart_after": 0.3, "alike": POOR}
)


def level(label: str, before: float, after: float) -> ReleasedCell:
    """Return a level of a covariate, so far apart before and after."""
    alike = GOOD if after <= 0.05 else ACCEPTABLE if after <= 0.1 else POOR
    figures = {"count": 50.0, "out_of": 100.0, "apart_before": before, "apart_after": after, "alike": alike}
    return ReleasedCell(("Age", label), BALANCE, (), figures)


def withheld(cell: ReleasedCell) -> ReleasedCell:
    kept = {name: value for name, value in cell.figures.items() if name in {"count", "out_of"}}
    return replace(cell, figures=kept, withheld=dict.fromkeys(cell.figures.keys() - kept.keys(), LOW_RELIABILITY))


def balance(*cells: ReleasedCell) -> ReleasedTable:
    dimensions = tuple(
        Dimension(name, name, tuple(dict.fromkeys(Level(cell.at[place]) for cell in cells)))
        for place, name in enumerate(("characteristic", "group"))
    )
    return ReleasedTable(Caption("iom.balance", "Alike", POPULATION), dimensions, Headings("People"), cells, {})


def method(label: str, difference: float, lower: float, upper: float) -> ReleasedCell:
    figures = {
        "count": 50.0,
        "out_of": 100.0,
        "estimate": 0.5,
        "lower": 0.4,
        "upper": 0.6,
        "against_estimate": 0.4,
        "difference": difference,
        "difference_lower": lower,
        "difference_upper": upper,
        "significant": 1.0 if lower > 0 else -1.0 if upper < 0 else 0.0,
    }
    return ReleasedCell((label,), ESTIMATED[True], (), figures)


def rows(key: str, *cells: ReleasedCell) -> ReleasedTable:
    headings = Headings(
        "People",
        "People matched",
        estimate="Percentage of those treated",
        further={"against_estimate": "Percentage of the comparison"},
    )
    dimension = Dimension("row", "Row", tuple(Level(cell.at[0]) for cell in cells))
    return ReleasedTable(Caption(key, "Compared", POPULATION), (dimension,), headings, cells, {})


METHODS = (
    method("not matched", 0.32, 0.24, 0.39),
    method("the nearest", -0.04, -0.17, 0.09),
    method("by weights", -0.12, -0.2, -0.03),
)
LEVELS = (level("18 to 24", 0.4, 0.05), level("25 to 39", 0.35, 0.2), level("40 and over", 0.1, 0.1))


def page(given: ReleasedTable) -> Page:
    found = page_of(given, policy=PUBLISH)
    assert found is not None
    return found


def test_the_level_that_differs_most_after_matching_is_on_top() -> None:
    (chart,) = page(balance(OF_ALL, *LEVELS)).charts

    assert chart.kind is ChartKind.BALANCE
    assert [(point.name, point.beside, point.value) for point in chart.points] == [
        ("Age: 25 to 39", 0.35, 0.2),
        ("Age: 40 and over", 0.1, 0.1),
        ("Age: 18 to 24", 0.4, 0.05),
    ]
    assert [at for at, _ in chart.marks] == [0.05, 0.1]


def test_the_chart_of_balance_says_how_many_are_poor_and_how_far_apart_the_worst_of_all_is() -> None:
    found = page(balance(OF_ALL, *LEVELS, withheld(level("not known", 0.9, 0.3))))
    finding = (
        "After matching 1 of 3 rows shown differs by more than 0.10; the largest difference is 0.20 (Age: 25 to 39). "
        "Of all rows, those withheld among them, it is 0.30, which before rounding is poor."
    )

    assert found.lines == (
        "Each row has a blue dot for after matching and an orange diamond for before.",
        "The row that differs most after matching is on top.",
        finding,
        "Left out because too few are behind the figure: Age: not known.",
        "In the table but not in the chart: All: the row that differs most.",
    )
    assert found.charts[0].alt == (
        "Two dots for each row: how far apart the groups are before and after matching, in standard deviations. "
        f"{finding} Left out because too few are behind the figure: Age: not known."
    )


def test_a_match_of_which_no_row_is_poor_says_none() -> None:
    found = page_of(balance(level("18 to 24", 0.4, 0.05), level("25 and over", 0.4, 0.05)), policy=NONE)

    assert found is not None
    assert found.lines[2] == (
        "After matching none of 2 rows shown differs by more than 0.10; the largest difference is 0.05 "
        "(Age: 18 to 24 and Age: 25 and over)."
    )


def test_the_differences_are_said_one_by_one_where_there_is_room() -> None:
    (chart,) = page(balance(*LEVELS[:2])).charts

    assert chart.alt.endswith("Before and after: Age: 25 to 39: 0.35 and 0.20; Age: 18 to 24: 0.40 and 0.05.")


def test_a_difference_beyond_the_axis_has_no_dot_and_its_figure_in_words() -> None:
    found = page(balance(level("a", 3.5, 0.1), level("b", 0.2, 0.05), level("c", 10.0, 10.0)))

    assert [(point.name, point.beside) for point in found.charts[0].points] == [("Age: a", None), ("Age: b", 0.2)]
    assert found.lines[3:] == (
        "Beyond the end of the axis, further apart than 2 before matching: Age: a: 3.50.",
        "Left out because one group alone has it: Age: c.",
    )


def test_of_many_levels_the_worst_are_shown_and_it_is_said() -> None:
    found = page(balance(*(level(f"level {number}", 1.0, number / 100) for number in range(60))))
    (chart,) = found.charts

    assert [point.value for point in chart.points] == [number / 100 for number in range(59, 19, -1)]
    assert found.lines[-1] == (
        "Shown are the 40 rows that differ most after matching, of 60; the table has the others."
    )
    assert "After matching 49 of 60 rows shown differ by more than 0.10" in chart.alt


def test_nothing_is_drawn_of_a_balance_that_is_all_withheld() -> None:
    assert page_of(balance(OF_ALL, *map(withheld, LEVELS)), policy=PUBLISH) is None


def test_each_method_has_a_dot_between_its_limits_in_the_order_of_the_table() -> None:
    found = page(rows("iom.sensitivity", *METHODS, ReleasedCell(("exact",), refused("R-SEPARATION"), (), {})))
    (chart,) = found.charts

    assert chart.kind is ChartKind.FOREST
    assert [(point.name, point.lower, point.value, point.upper, point.apart) for point in chart.points] == [
        ("Not matched", 24, 32, 39, True),
        ("The nearest", -17, -4, 9, False),
        ("By weights", -20, -12, -3, False),
    ]
    assert (chart.marks, chart.title_of_values) == (((0.0, "No difference"),), "Difference (percentage points)")
    assert found.lines == (
        (
            "Each dot is the difference, and the line through it its 95% limits, rounding included. To the right of 0 "
            "the percentage of those treated is higher than the percentage of the comparison; to the left it is lower."
        ),
        (
            "Of 2 ways to set those treated beside others like them, 1 find fewer, 1 cannot tell; 1 more cannot be "
            "had, or is withheld. What is found depends on the method."
        ),
        "The grey diamond is of those not matched: it is no estimate of an effect.",
        "Left out because there is no such figure: Exact.",
    )
    assert "Not matched: 32 (24 to 39); The nearest: -4 (-17 to 9); By weights: -12 (-20 to -3)." in chart.alt


def test_a_method_that_is_withheld_is_left_out_and_named() -> None:
    one, two, three = METHODS
    found = page(rows("iom.sensitivity", one, two, replace(withheld(three), status=LOW_RELIABILITY)))

    assert [point.name for point in found.charts[0].points] == ["Not matched", "The nearest"]
    assert found.lines[-1] == "Left out because too few are behind the figure: By weights."


def test_of_one_difference_alone_there_is_no_chart() -> None:
    assert page_of(rows("iom.rate", METHODS[0]), policy=PUBLISH) is None
    assert page_of(rows("iom.rate_exact", *METHODS[:2]), policy=PUBLISH) is not None


def test_true_counts_say_nothing_of_rounding() -> None:
    found = page_of(rows("iom.sensitivity", *METHODS), policy=NONE)

    assert found is not None
    assert not any("rounding" in words for words in (*found.lines, found.charts[0].alt))


def odds(label: str, ratio: float, lower: float, upper: float) -> ReleasedCell:
    figures = {"odds_ratio": ratio, "odds_ratio_lower": lower, "odds_ratio_upper": upper}
    return ReleasedCell((label,), TWO_GROUPS, (), figures)


def test_odds_ratios_stand_on_an_axis_of_doublings_and_those_of_all_strata_look_otherwise() -> None:
    found = page(
        rows(
            "accommodation.reconviction_stratified_by_sex",
            odds("Female", 2.2, 0.5, 12.2),
            odds("Male", 4.5, 2.9, 7.4),
            odds("Other", 0.1, 0.001, 3.0),
            odds("all strata, pooled", 4.1, 3.0, 5.6),
        )
    )
    (chart,) = found.charts

    assert chart.of_ratios
    assert [(point.name, point.apart) for point in chart.points] == [
        ("Female", False),
        ("Male", False),
        ("All strata, pooled", True),
    ]
    assert found.lines[1:] == (
        "Of 2 lines 1 is wholly above 1, and none wholly below it. One line crosses 1, so its side is not known.",
        "Grey diamonds are of all strata together.",
        "Left out because the lower limit is 0 to two decimals: Other.",
    )


@pytest.mark.parametrize("given", [balance(OF_ALL, *LEVELS), rows("iom.sensitivity", *METHODS)])
def test_what_is_said_in_place_of_a_chart_is_not_too_long(given: ReleasedTable) -> None:
    assert len(page(given).charts[0].alt) <= 400
