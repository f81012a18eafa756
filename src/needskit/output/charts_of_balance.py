"""The chart of balance: how alike two groups are in each level, before and after they are matched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.output.chart import Chart, ChartKind, Page, Point
from needskit.output.chart_words import in_short, joined, left_out_lines, name_of_row, one_by_one
from needskit.output.number import count_text, decimals_beside, shown_in
from needskit.table.figure import FURTHER, POOR

if TYPE_CHECKING:
    from needskit.disclosure.policy import Policy
    from needskit.disclosure.released import ReleasedCell, ReleasedTable

BEFORE, AFTER = "apart_before", "apart_after"
MARKS = ((0.05, "0.05: up to here good"), (0.10, "0.10: up to here acceptable"))
"""Where lines stand upright, and what they are called."""

MOST_ROWS = 40
"""More than these are no longer read; those that differ most are shown."""

FURTHEST, NO_END = 2.0, 10.0
"""A difference before matching beyond the first is off the axis; the second stands for one without end."""

MOST_NAMED = 3
"""Of rows that are as far apart as each other, in a sentence."""

EVERYBODY = "all"
"""What the row of all levels together is a row of."""


def balance(table: ReleasedTable, policy: Policy) -> Page | None:
    """Plan two dots for each level, of how far apart the groups are before and after matching; None if all is withheld.

    The row that differs most after matching is on top. What is said of all levels is no level: it is not drawn, but
    said in words, for it holds those withheld.

    Parameters
    ----------
    table
        A released table of standardised differences, of a characteristic and its levels.
    policy
        It decides the precision.
    """
    found = _Balance(table, policy)
    if not found.points:
        return None
    points = found.points[:MOST_ROWS]
    left_out = found.left_out()
    alt = in_short(
        "Two dots for each row: how far apart the groups are before and after matching, in standard deviations.",
        found.finding(),
        f"Before and after: {one_by_one([(point.name, found.both(point.row)) for point in points])}",
        *left_out,
    )
    chart = Chart(
        ChartKind.BALANCE,
        AFTER,
        "",
        decimals_beside(table, AFTER, rounded=policy.rounds),
        points,
        "",
        "Standardised difference, without its sign",
        alt,
        beside=BEFORE if any(point.beside is not None for point in points) else "",
        decimals_beside=decimals_beside(table, BEFORE, rounded=policy.rounds),
        called=("After matching", "Before matching"),
        marks=MARKS,
    )
    return Page(table, (chart,), (*found.lines(), *left_out))


@dataclass(frozen=True, slots=True)
class _Balance:
    """A table of balance in the words of its chart."""

    table: ReleasedTable
    policy: Policy

    @property
    def levels(self) -> dict[int, ReleasedCell]:
        """The rows that are of one level or one mean, by their place."""
        return {
            row: cell
            for row, cell in enumerate(self.table.cells)
            if AFTER in cell.measure.figures and not self._is_of_all(cell)
        }

    @property
    def points(self) -> tuple[Point, ...]:
        """All rows that can be drawn, the one that differs most first."""
        made = [
            Point(row, name_of_row(cell), self.shown(row, AFTER), beside=self._before(row))
            for row, cell in self.levels.items()
            if {BEFORE, AFTER} <= cell.figures.keys() and cell.figures[AFTER] < NO_END
        ]
        return tuple(sorted(made, key=lambda point: (-point.value, -self.shown(point.row, BEFORE))))

    def shown(self, row: int, name: str) -> float:
        """Return a difference as the table shows it."""
        return float(shown_in(self.table, self.table.cells[row], name, rounded=self.policy.rounds))

    def text(self, row: int, name: str) -> str:
        """Return a difference in words."""
        return f"{self.shown(row, name):.{decimals_beside(self.table, name, rounded=self.policy.rounds)}f}"

    def both(self, row: int) -> str:
        """Return both differences in words."""
        return f"{self.text(row, BEFORE)} and {self.text(row, AFTER)}"

    def lines(self) -> tuple[str, ...]:
        """Say how the chart is read, what it shows, and what is beyond its ends."""
        points = self.points
        off_axis = [(p.name, self.text(p.row, BEFORE)) for p in points[:MOST_ROWS] if p.beside is None]
        said = [
            "Each row has a blue dot for after matching and an orange diamond for before.",
            "The row that differs most after matching is on top.",
            self.finding(),
        ]
        if off_axis:
            said.append(
                f"Beyond the end of the axis, further apart than {FURTHEST:.0f} before matching: {one_by_one(off_axis)}"
            )
        if len(points) > MOST_ROWS:
            said.append(
                f"Shown are the {MOST_ROWS} rows that differ most after matching, of {count_text(len(points))}; the "
                "table has the others."
            )
        return tuple(said)

    def finding(self) -> str:
        """Say how many rows are poor after matching, which differs most, and how far apart the worst of all is."""
        points = self.points
        poor = sum(self.table.cells[point.row].figures.get("alike") == POOR for point in points)
        largest = [point.name for point in points if point.value == points[0].value]
        which = joined(largest) if len(largest) <= MOST_NAMED else f"in {count_text(len(largest))} rows"
        differ = "differ" if poor > 1 else "differs"
        number = count_text(poor) if poor else "none"
        return (
            f"After matching {number} of {count_text(len(points))} rows shown {differ} by more than 0.10; "
            f"the largest difference is {self.text(points[0].row, AFTER)} ({which}).{self._of_all()}"
        )

    def _of_all(self) -> str:
        """Say how far apart the worst of all rows is, those withheld among them."""
        found = [row for row, cell in enumerate(self.table.cells) if self._is_of_all(cell) and AFTER in cell.figures]
        if not found:
            return ""
        words = FURTHER["alike"].words
        said = self.table.cells[found[0]].figures.get("alike")
        # It is judged before rounding: 0.10 as it is shown may be more.
        which = "which before rounding is" if self.policy.rounds else "which is"
        judged = f", {which} {words[round(said)]}" if said is not None else ""
        withheld = any(AFTER not in cell.figures for cell in self.levels.values())
        rows = "all rows, those withheld among them," if withheld else "all rows"
        return f" Of {rows} it is {self.text(found[0], AFTER)}{judged}."

    def left_out(self) -> tuple[str, ...]:
        """Say which rows are not drawn, and why."""
        drawn = {point.row for point in self.points}
        missing = {row: cell for row, cell in self.levels.items() if row not in drawn}
        endless = [name_of_row(cell) for cell in missing.values() if cell.figures.get(AFTER, 0) >= NO_END]
        withheld = [cell for cell in missing.values() if AFTER not in cell.figures]
        other = [cell for row, cell in enumerate(self.table.cells) if row not in self.levels]
        return (
            *((f"Left out because one group alone has it: {'; '.join(endless)}.",) if endless else ()),
            *left_out_lines(withheld=withheld, other=other, name=name_of_row),
        )

    def _before(self, row: int) -> float | None:
        before = self.shown(row, BEFORE)
        return before if before <= FURTHEST else None

    def _is_of_all(self, cell: ReleasedCell) -> bool:
        return cell.at[0] == self.table.cells[0].at[0] == EVERYBODY
