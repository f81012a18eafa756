"""The chart of effects: differences or odds ratios in rows, each with its limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.output.chart import Chart, ChartKind, Page, Point
from needskit.output.chart_points import rounding_in
from needskit.output.chart_words import in_short, left_out_lines, name_of_row, one_by_one, title_of_values
from needskit.output.number import count_text, decimals_beside, shown_in
from needskit.output.sentence import who_of
from needskit.output.text_of_iom import BY_METHOD, NOT_MATCHED, of_methods
from needskit.table.figure import FURTHER
from needskit.table.wording import inside_a_sentence

if TYPE_CHECKING:
    from needskit.disclosure.policy import Policy
    from needskit.disclosure.released import ReleasedCell, ReleasedTable

EFFECTS = ("odds_ratio", "hazard_ratio", "difference", "mean_difference")
"""What a forest may be of: the first of these that its table has in so many rows."""

RATIOS = {
    "odds_ratio": "To the right of 1 the odds are higher, to the left lower.",
    "hazard_ratio": "To the right of 1 it comes sooner, to the left later.",
}
"""What it means to stand on either side of 1."""

STRATIFIED = "accommodation.reconviction_stratified"
APART = {
    BY_METHOD: (NOT_MATCHED, "The grey diamond is of those not matched: it is no estimate of an effect."),
    STRATIFIED: ("all strata", "Grey diamonds are of all strata together."),
}
"""How the labels of rows begin that are no estimate of what the other rows are of, and what is said of them."""

FEWEST_ROWS, MOST_ROWS = 2, 40
"""Of one difference alone there is nothing to compare; more than the second are no longer read."""


def is_apart(table: ReleasedTable, cell: ReleasedCell) -> bool:
    """Tell whether a row is no estimate of what the other rows are of."""
    return any(table.caption.key.startswith(key) and cell.at[-1].startswith(label) for key, (label, _) in APART.items())


def forest(table: ReleasedTable, policy: Policy) -> Page | None:
    """Plan a dot for each row, with a line from limit to limit; None for fewer than two rows.

    Parameters
    ----------
    table
        A released table whose rows have a difference, or an odds ratio, each with its limits.
    policy
        It decides the precision, and whether limits include the rounding.
    """
    made = (_Forest(table, policy, figure) for figure in EFFECTS)
    found = next((each for each in made if len(each.points) >= FEWEST_ROWS), None)
    if found is None:
        return None
    points = found.points[:MOST_ROWS]
    kind = FURTHER[found.figure]
    left_out = found.left_out()
    words = found.words
    chart = Chart(
        ChartKind.FOREST,
        found.figure,
        "",
        decimals_beside(table, found.figure, rounded=policy.rounds),
        points,
        "",
        title_of_values(words, kind.unit) if kind.unit else words,
        in_short(
            f"A dot for each row with a line from limit to limit: {inside_a_sentence(words)}.",
            found.finding(),
            one_by_one([(point.name, found.text(point)) for point in points]),
            *left_out,
        ),
        called=(words, "Apart from the others"),
        marks=((found.nothing, "No difference"),),
        of_ratios=found.is_of_ratios,
    )
    return Page(table, (chart,), (*found.lines(), *left_out))


@dataclass(frozen=True, slots=True)
class _Forest:
    """A table of differences or ratios in the words of its chart."""

    table: ReleasedTable
    policy: Policy
    figure: str

    @property
    def is_of_ratios(self) -> bool:
        return self.figure in RATIOS

    @property
    def nothing(self) -> float:
        """Where there is no difference."""
        return 1.0 if self.is_of_ratios else 0.0

    @property
    def points(self) -> tuple[Point, ...]:
        """All rows that can be drawn, in the order of the table."""
        names = (self.figure, f"{self.figure}_lower", f"{self.figure}_upper")
        made = []
        for row, cell in enumerate(self.table.cells):
            if not cell.figures.keys() >= set(names):
                continue
            value, lower, upper = (
                float(shown_in(self.table, cell, name, rounded=self.policy.rounds)) for name in names
            )
            # A ratio of 0 has no place where each number is twice the one before.
            if lower > 0 or not self.is_of_ratios:
                apart = is_apart(self.table, cell)
                made.append(Point(row, name_of_row(cell), value, lower, upper, apart=apart))
        return tuple(made)

    @property
    def words(self) -> str:
        """What the figure is called."""
        return self.table.headings.further.get(self.figure, FURTHER[self.figure].heading)

    def lines(self) -> tuple[str, ...]:
        """Say how the chart is read and what it shows."""
        measures = [measure for measure in self.table.measures if self.figure in measure.figures]
        holds = all(measure.limits_hold_rounding for measure in measures)
        limits = f"95% limits{rounding_in(self.policy) if holds else ''}"
        said = [
            f"Each dot is the {inside_a_sentence(self.words)}, and the line through it its {limits}. {self.sides()}",
            self.finding(),
        ]
        if any(point.apart for point in self.points):
            said += [words for key, (_, words) in APART.items() if self.table.caption.key.startswith(key)]
        if len(self.points) > MOST_ROWS:
            number = count_text(len(self.points))
            said.append(f"Shown are the first {MOST_ROWS} rows of {number}; the table has the others.")
        return tuple(said)

    def text(self, point: Point) -> str:
        """Return a row's figure with its limits in words."""
        decimals = decimals_beside(self.table, self.figure, rounded=self.policy.rounds)
        value, lower, upper = (f"{each:,.{decimals}f}" for each in (point.value, point.lower, point.upper))
        return f"{value} ({lower} to {upper})"

    def sides(self) -> str:
        """Say what it means to stand on either side."""
        if self.is_of_ratios:
            return f"{RATIOS[self.figure]} Each number along the axis is twice the one before."
        headings = self.table.headings
        against = headings.further.get("against_estimate", FURTHER["against_estimate"].heading)
        if self.figure != "difference" or not headings.estimate:
            return "To the right of 0 it is more, to the left less."
        return (
            f"To the right of 0 the {inside_a_sentence(headings.estimate)} is higher than the "
            f"{inside_a_sentence(against)}; to the left it is lower."
        )

    def finding(self) -> str:
        """Say how many lines are on one side, and how many on both."""
        if self.table.caption.key.startswith(BY_METHOD) and (of_all := of_methods(self.table)):
            whole = of_all[0].removeprefix(f"{who_of(self.table)}: ")
            return f"{whole[:1].upper()}{whole[1:]}"
        points = [point for point in self.points if not point.apart]
        above = sum(point.lower > self.nothing for point in points if point.lower is not None)
        below = sum(point.upper < self.nothing for point in points if point.upper is not None)
        at = f"{self.nothing:.0f}"
        said = (
            f"Of {count_text(len(points))} lines {count_text(above) if above else 'none'} "
            f"{'is' if above == 1 else 'are'} wholly above {at}, and {count_text(below) if below else 'none'} wholly "
            "below it."
        )
        unsure = len(points) - above - below
        which = f"One line crosses {at}, so its" if unsure == 1 else f"{count_text(unsure)} lines cross {at}, so their"
        return f"{said} {which} side is not known." if unsure else said

    def left_out(self) -> tuple[str, ...]:
        """Say which rows are not drawn, and why."""
        drawn = {point.row for point in self.points}
        missing = [cell for row, cell in enumerate(self.table.cells) if row not in drawn]
        few = [cell for cell in missing if self.figure in cell.withheld or cell.is_withheld]
        nought = [cell for cell in missing if self.figure in cell.figures and cell not in few]
        others = [cell for cell in missing if cell not in few and cell not in nought]
        names = "; ".join(map(name_of_row, nought))
        return (
            *left_out_lines(withheld=few, not_applicable=others, name=name_of_row),
            *((f"Left out because the lower limit is 0 to two decimals: {names}.",) if nought else ()),
        )
