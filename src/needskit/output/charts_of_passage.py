"""The chart of the passage from one service to another: a flow that is divided step by step."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from needskit.output.chart import Chart, ChartKind, Page, Point, Step
from needskit.output.chart_words import (
    has_share,
    in_short,
    left_out_lines,
    one_by_one,
)
from needskit.output.number import as_text, count_text, decimals_of, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.disclosure.policy import Policy
    from needskit.disclosure.released import ReleasedCell, ReleasedTable

STEPS = tuple(
    tuple(map(re.compile, labels))
    for labels in (
        (r"turned \d+ in the period",),
        (r"known to (?!.*: not recorded).+ before", r"not known to .+", r"known to .+ or not: not recorded"),
        (
            r".+ open on the \d+th birthday",
            r"(?!of those).+ closed before the \d+th birthday",
            r".+: closing not recorded",
        ),
        (
            r"adult services began by the day the case closed",
            r"adult services began after a gap of 1 to \d+ days?",
            r"adult services began after a gap of more than \d+ days?",
            r"lost: .+",
            r".+ goes on, no adult services yet",
            r"too early to tell",
            r"adult services not recorded",
        ),
    )
)
"""How the rows of each step of a passage begin or end; each step divides the first row of the one before it."""

_CASE_OPEN = re.compile(r".+ open on the \d+th birthday")
LOST = "lost: "
IN_THIS_ROW = " in this row"


def steps_of(table: ReleasedTable) -> tuple[tuple[int, ...], ...]:
    """Return the rows of each step of a passage, in the order of the table."""
    rows = range(len(table.cells))
    return tuple(
        tuple(row for row in rows if any(label.fullmatch(table.cells[row].at[-1]) for label in labels))
        for labels in STEPS
    )


def begins_after(table: ReleasedTable, row: int, chart: Chart) -> tuple[int, ...]:
    """Return the rows drawn in a flow that end before the bar of a row begins: those of its step above it."""
    drawn = {point.row for point in chart.points}
    return next(
        (tuple(above for above in step if above < row and above in drawn) for step in steps_of(table) if row in step),
        (),
    )


def flow(table: ReleasedTable, policy: Policy) -> Page | None:
    """Plan the flow from one service to another, step by step; None if there is nobody to draw.

    Every bar begins where the one above it in its step ends, so that each step is as long as the first bar of the step
    before it. Rows that repeat others are not drawn; neither are those without a count or with 0, and all are named.

    Parameters
    ----------
    table
        A released table whose rows are the steps of a passage.
    policy
        It decides the precision of the percentage in the alternative text.
    """
    steps = steps_of(table)
    rows = [row for step in steps for row in step]
    told = [row for row in rows if "count" in table.cells[row].figures]
    drawn = [row for row in told if table.cells[row].figures["count"]]
    if not drawn:
        return None
    first_rows = {step[0] for step in steps[:-1] if step}
    points = tuple(
        Point(
            row,
            table.cells[row].at[-1],
            float(whole(table.cells[row].figures["count"])),
            after=tuple(above for above in step if above < row and above in drawn),
            step=_step_of(table.cells[row], divided=row in first_rows),
        )
        for step in steps
        for row in step
        if row in drawn
    )
    nought = [table.cells[row].at[-1] for row in told if row not in drawn]
    missing = [table.cells[row] for row in rows if row not in told]
    left_out = left_out_lines(
        withheld=[cell for cell in missing if cell.is_withheld or cell.is_confidential],
        not_applicable=[cell for cell in missing if not (cell.is_withheld or cell.is_confidential)],
        other=[cell for row, cell in enumerate(table.cells) if row not in rows],
    )
    chart = Chart(
        ChartKind.FLOW,
        "count",
        "",
        0,
        points,
        "",
        (table.headings.count or "Count").removesuffix(IN_THIS_ROW),
        in_short(
            "Flow chart, one bar for each row.",
            _finding_of_flow(table, steps, policy),
            _one_by_one(points),
            *left_out,
        ),
    )
    lines = (
        (
            "The dark blue bars are divided step by step: the bars of a step begin at 0, each where the one above it "
            "ends, and together are as long as the dark blue bar that they divide. Hollow bars: not recorded, or too "
            "early to tell."
        ),
        *((f"Not drawn, for the table shows 0: {'; '.join(nought)}.",) if nought else ()),
        *left_out,
    )
    return Page(table, (chart,), lines)


def _step_of(cell: ReleasedCell, *, divided: bool) -> Step:
    if divided:
        return Step.DIVIDED
    return Step.END if cell.measure.unit else Step.NOT_TOLD


def _finding_of_flow(table: ReleasedTable, steps: Sequence[tuple[int, ...]], policy: Policy) -> str:
    """Say how many pass each step, and how many of the last were lost."""
    path = [table.cells[step[0]] for step in steps[:-1] if step]
    path += [table.cells[row] for row in steps[-1] if table.cells[row].at[-1].startswith(LOST)]
    said: list[str] = []
    for cell in path:
        if "count" not in cell.figures:
            break
        number = count_text(cell.figures["count"])
        words = f"with a {cell.at[-1]}" if _CASE_OPEN.fullmatch(cell.at[-1]) else cell.at[-1]
        said.append(f"of these, {number} {words}" if said else f"{number} {words}")
        if not cell.figures["count"]:
            break
    last = path[len(said) - 1]
    if last.at[-1].startswith(LOST) and has_share(last):
        decimals = decimals_of(table, last.measure, rounded=policy.rounds)
        share = as_text(last.figures["estimate"], last.measure, decimals)
        said[-1] += f" ({share} of {count_text(last.figures['out_of'])} of which it is known)"
    return f"{'; '.join(said)}."


def _one_by_one(points: Sequence[Point]) -> str:
    """Return the counts of the rows that are divided no further."""
    return one_by_one([(point.name, count_text(point.value)) for point in points if point.step is not Step.DIVIDED])
