"""Which charts are drawn of released tables, and what is said of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from needskit.disclosure.policies import NONE, PUBLISH
from needskit.disclosure.shorthand import LOW_RELIABILITY
from needskit.output.chart import ChartKind, Page
from needskit.output.charts import is_heat_map, page_of

if TYPE_CHECKING:
    from needskit.disclosure.released import Release, ReleasedTable


def page(table: ReleasedTable) -> Page:
    found = page_of(table, policy=PUBLISH)
    assert found is not None
    return found


def withheld(table: ReleasedTable) -> ReleasedTable:
    """Return the table with every estimate withheld."""
    cells = (
        replace(
            cell,
            figures={name: value for name, value in cell.figures.items() if name in {"count", "out_of"}},
            status=LOW_RELIABILITY,
        )
        for cell in table.cells
    )
    return replace(table, cells=tuple(cells))


def renamed(table: ReleasedTable, key: str) -> ReleasedTable:
    return replace(table, caption=replace(table.caption, key=key))


def test_each_number_of_needs_is_a_column_of_its_percentage(published: Release) -> None:
    (chart,) = page(published["overlap.number_of_needs"]).charts

    assert chart.kind is ChartKind.COLUMNS
    # 10, 15, 40, 60, 75, 80, 60, 40 and 20 of 400, half up
    assert [(point.name, point.value) for point in chart.points] == [
        *(("0", 3), ("1", 4), ("2", 10), ("3", 15), ("4", 19), ("5", 20), ("6", 15), ("7", 10), ("8", 5)),
    ]
    assert (chart.title_of_names, chart.title_of_values) == ("Number of needs", "Share (%)")


def test_rows_that_are_no_number_are_named_and_not_drawn(published: Release) -> None:
    assert page(published["overlap.number_of_needs"]).lines == (
        "In the table but not in the chart: two or more; mean.",
    )


def test_the_alternative_text_says_the_finding_from_the_figures_shown(published: Release) -> None:
    (chart,) = page(published["overlap.number_of_needs"]).charts

    assert chart.alt == (
        "Column chart of the percentage with each number of needs. The commonest number of needs is 5, 20% "
        "(80 of 400 people with every need known; 95% limits 15% to 26%, rounding included). "
        "0: 3%; 1: 4%; 2: 10%; 3: 15%; 4: 19%; 5: 20%; 6: 15%; 7: 10%; 8: 5%. "
        "In the table but not in the chart: two or more; mean."
    )


def test_a_withheld_need_is_left_out_and_named(charted: Release) -> None:
    found = page(charted["needs.prevalence"])
    (chart,) = found.charts

    assert chart.kind is ChartKind.BARS
    assert [point.name for point in chart.points] == [
        "accommodation",
        "education, training and employability",
        "lifestyle and associates",
        "drug misuse",
        "thinking and behaviour",
        "attitudes",
    ]
    assert [point.row for point in chart.points] == [0, 1, 3, 4, 6, 7]
    assert found.lines[-1] == "Left out because too few are behind the figure: relationships; alcohol misuse."
    assert "Of those shown, the commonest need is thinking and behaviour, 83% (330 of 400" in chart.alt


def test_bars_carry_their_limits_as_the_table_shows_them(charted: Release) -> None:
    (chart,) = page(charted["needs.prevalence"]).charts

    drugs = next(point for point in chart.points if point.name == "drug misuse")
    assert (drugs.lower, drugs.value, drugs.upper) == (56, 63, 69)


def test_limits_are_drawn_for_all_bars_or_for_none(charted: Release) -> None:
    table = charted["needs.prevalence"]
    first = table.cells[0]
    cell = replace(first, figures={n: value for n, value in first.figures.items() if n != "upper"})
    found = page(replace(table, cells=(cell, *table.cells[1:])))

    assert {(point.lower, point.upper) for point in found.charts[0].points} == {(None, None)}
    assert not any("limit" in line for line in found.lines)


def test_a_combination_stands_over_the_needs_that_it_holds(charted: Release) -> None:
    found = page(charted["overlap.combinations"])
    counts, dots = found.charts

    assert [(point.name, point.value) for point in counts.points] == [
        ("no need", 80),
        ("drug misuse + alcohol misuse", 60),
        ("thinking and behaviour", 45),
        ("drug misuse + thinking and behaviour + attitudes", 30),
    ]
    # by the people of the combinations shown: 90, 75, 60 and 30
    assert dots.needs == ("drug misuse", "thinking and behaviour", "alcohol misuse", "attitudes")
    assert [point.holds for point in dots.points] == [(), (0, 2), (1,), (0, 1, 3)]
    assert found.lines[-1] == "In the table but not in the chart: all other combinations."
    assert "The commonest combination is no need, 20% (80 of 400 people with every need known)." in counts.alt
    assert "From the left: no need; drug misuse + alcohol misuse;" in dots.alt


def test_a_need_whose_name_begins_with_no_is_a_need(charted: Release) -> None:
    table = charted["overlap.combinations"]
    name = "no fixed abode"
    attribute = replace(next(iter(table.attributes.values())), label=name)
    cells = tuple(replace(cell, at=(name,)) if "+" not in cell.at[0] else cell for cell in table.cells[:3])
    found = page(replace(table, cells=cells, attributes={"need": attribute}))

    assert name in found.charts[1].needs


def test_a_part_of_the_cohort_has_its_chart(published: Release) -> None:
    assert page(published["needs.prevalence_for_female"]).charts


def test_a_table_broken_down_and_a_table_of_another_subject_have_none(published: Release) -> None:
    table = published["needs.prevalence"]
    twice = replace(table, dimensions=(*table.dimensions, *table.dimensions))

    assert page_of(published["coverage.assessment"], policy=PUBLISH) is None
    assert page_of(twice, policy=PUBLISH) is None
    assert page_of(renamed(table, "needs.prevalence_by_sex"), policy=PUBLISH) is None


def test_a_difference_has_no_chart(published: Release) -> None:
    differences = [table for table in published if "_less_" in table.caption.key]

    assert len(differences) == 1
    assert page_of(differences[0], policy=PUBLISH) is None


@pytest.mark.parametrize("key", ["needs.prevalence", "overlap.number_of_needs"])
def test_nothing_is_drawn_where_all_is_withheld(published: Release, key: str) -> None:
    assert page_of(withheld(published[key]), policy=PUBLISH) is None


def test_combinations_show_their_counts_though_their_percentages_are_withheld(charted: Release) -> None:
    counts, _ = page(withheld(charted["overlap.combinations"])).charts

    assert [point.value for point in counts.points] == [80, 60, 45, 30]
    assert "The commonest combination is no need, 80." in counts.alt


def test_what_is_as_common_is_named_together(published: Release) -> None:
    table = published["needs.prevalence"]
    cells = tuple(replace(table.cells[3], at=cell.at) for cell in table.cells[:2])
    (chart,) = page(replace(table, cells=cells)).charts

    assert "The commonest needs are accommodation and education, training and employability, each 62%" in chart.alt


def test_needs_known_of_different_numbers_of_people_are_not_ranked_without_saying_so(published: Release) -> None:
    table = published["needs.prevalence"]
    cell = replace(table.cells[0], figures={**table.cells[0].figures, "out_of": 900.0})
    (chart,) = page(replace(table, cells=(cell, *table.cells[1:]))).charts

    assert "the needs are known of different numbers" in chart.alt


def test_nothing_is_called_commonest_where_nobody_is_shown(published: Release) -> None:
    table = published["needs.prevalence"]
    nobody = {"count": 0.0, "estimate": 0.0, "lower": 0.0}
    cells = tuple(replace(cell, figures={**cell.figures, **nobody}) for cell in table.cells)
    (chart,) = page(replace(table, cells=cells)).charts

    assert "Every percentage shown is 0%." in chart.alt


def test_an_alternative_text_is_no_longer_than_can_be_listened_to(charted: Release) -> None:
    for table in charted:
        long = replace(
            table,
            headings=replace(table.headings, out_of="People " * 40, count="People " * 70),
            cells=tuple(replace(cell, at=tuple(f"{at} {'and more ' * 30}" for at in cell.at)) for cell in table.cells),
        )
        for each in (table, long):
            found = page_of(each, policy=PUBLISH)
            assert all(0 < len(chart.alt) <= 400 for chart in (found.charts if found else ()))


def test_a_chart_of_true_counts_has_the_precision_of_its_table(internal: Release) -> None:
    found = page_of(internal["needs.prevalence"], policy=NONE)

    assert found is not None
    assert found.charts[0].points[0].value == 31.3
    assert "rounding" not in found.lines[0]


def test_pairs_are_a_heat_map(charted: Release) -> None:
    assert [is_heat_map(table) for table in charted] == [False, False, False, True]
    assert not is_heat_map(renamed(charted["overlap.pairs"], "overlap.pairs_by_sex"))
