"""The charts of ages: what changes from year to year, and the needs of young adults beside those of people older."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from needskit.output.chart import Chart, ChartKind, Page
from needskit.output.chart_points import left_out_of, precision_of, rounding_in, said_of, shares_of
from needskit.output.chart_words import (
    finding_of_highest,
    in_short,
    joined,
    left_out_lines,
    one_by_one,
    title_of_values,
)
from needskit.output.number import decimals_beside, stored_beside
from needskit.table.wording import inside_a_sentence

if TYPE_CHECKING:
    from needskit.disclosure.policy import Policy
    from needskit.disclosure.released import ReleasedTable
    from needskit.output.chart import Point

MOVING, AGAINST_ESTIMATE = "moving", "against_estimate"
FEWEST_DOTS = 2
"""Of one year of age alone there is nothing to compare."""

AGAINST = ", set against"
"""What the dimension of the ages ends with in its label."""


def by_age(table: ReleasedTable, policy: Policy) -> Page | None:
    """Plan the dots of the percentage at each year of age, and the line of three years together; None for one year.

    Parameters
    ----------
    table
        A released table with a row for each single year of age, and rows of several years.
    policy
        It decides the precision, and whether limits include the rounding.
    """
    rows = [row for row, cell in enumerate(table.cells) if cell.at[-1].isdecimal()]
    decimals = decimals_beside(table, MOVING, rounded=policy.rounds)

    def moving(row: int) -> float | None:
        figures = table.cells[row].figures
        return float(stored_beside(MOVING, figures[MOVING], decimals)) if MOVING in figures else None

    points = tuple(
        replace(point, day=int(point.name), beside=moving(point.row)) for point in shares_of(table, rows, policy)
    )
    if len(points) < FEWEST_DOTS:
        return None
    estimate = table.headings.estimate or "Percentage"
    three = table.headings.further.get(MOVING, "Three years together")
    left_out = left_out_of(table, points, among=rows)
    limited = points[0].lower is not None
    joined = any(point.beside is not None for point in points)
    chart = Chart(
        ChartKind.YEARS,
        "estimate",
        "%",
        precision_of(table, points, policy),
        points,
        table.dimensions[-1].label,
        title_of_values(estimate, "%"),
        in_short(
            f"Dots: {inside_a_sentence(estimate)}, by single year of age.",
            _highest(table, points, policy, all_shown=len(points) == len(rows)),
            one_by_one(said_of(table, points, policy)),
            *left_out,
        ),
        beside=MOVING if joined else "",
        decimals_beside=decimals,
        called=(estimate, three),
    )
    lines = (
        *(("Each dot is one year of age.",) if not limited else ()),
        *(
            (f"Each dot is one year of age, and the line through it its 95% limits{rounding_in(policy)}.",)
            if limited
            else ()
        ),
        *((f"The line without dots: {inside_a_sentence(three)}.",) if joined else ()),
        *left_out,
    )
    return Page(table, (chart,), lines)


def _highest(table: ReleasedTable, points: tuple[Point, ...], policy: Policy, *, all_shown: bool) -> str:
    """Say at which age the percentage is highest, with its count if it is one age alone."""
    highest = max(point.value for point in points)
    ages = [point.name for point in points if point.value == highest]
    if len(ages) == 1:
        return finding_of_highest(table, [point.row for point in points], policy, all_shown=all_shown)
    share = f"{highest:,.{precision_of(table, points, policy)}f}%"
    return f"{'The' if all_shown else 'Of those shown, the'} highest is {share}, at {joined(ages)}."


def beside_older(table: ReleasedTable, policy: Policy) -> Page | None:
    """Plan the bars of the percentage with each need of young adults, and of those older beside them.

    Parameters
    ----------
    table
        A released table that sets ages against each other, need by need.
    policy
        It decides the precision.
    """
    ages, word = table.dimensions
    older = ages.levels[0].label
    rows = [row for row, cell in enumerate(table.cells) if cell.at[0] == older]
    decimals = decimals_beside(table, AGAINST_ESTIMATE, rounded=policy.rounds)
    both = [row for row in rows if AGAINST_ESTIMATE in table.cells[row].figures]
    points = tuple(
        replace(
            point,
            lower=None,
            upper=None,
            beside=float(stored_beside(AGAINST_ESTIMATE, table.cells[point.row].figures[AGAINST_ESTIMATE], decimals)),
        )
        for point in shares_of(table, both, policy)
    )
    if not points:
        return None
    young, others = ages.label.removesuffix(AGAINST), f"Aged {older}"
    estimate, noun = table.headings.estimate or "Percentage", inside_a_sentence(word.label)
    own = precision_of(table, points, policy)
    said = [(point.name, f"{point.value:,.{own}f}% and {point.beside:,.{decimals}f}%") for point in points]
    drawn = {point.row for point in points}
    left_out = left_out_lines(withheld=[table.cells[row] for row in rows if row not in drawn])
    chart = Chart(
        ChartKind.PAIRS,
        "estimate",
        "%",
        own,
        points,
        word.label,
        title_of_values(estimate.partition(",")[0], "%"),
        in_short(
            f"Bar chart of the percentage with each {noun}, {inside_a_sentence(young)} and {older}.",
            one_by_one(said),
            *left_out,
        ),
        beside=AGAINST_ESTIMATE,
        decimals_beside=decimals,
        called=(young, others),
    )
    how = (
        f"Of each {noun} the upper bar is of those {inside_a_sentence(young)}, the lower of those "
        f"{inside_a_sentence(others)}. The table has the limits, and those of the differences."
    )
    return Page(table, (chart,), (how, *left_out))
