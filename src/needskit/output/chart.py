"""What a chart is, before anything is drawn: its points, its words, and which released cells they are of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from needskit.disclosure.released import ReleasedTable


class ChartKind(StrEnum):
    """How points are drawn."""

    COLUMNS = "columns"
    BARS = "bars"
    DOTS = "dots"
    CURVE = "curve"
    CURVES = "curves"
    FLOW = "flow"
    YEARS = "years"
    PAIRS = "pairs"
    BALANCE = "balance"
    FOREST = "forest"
    PARTS = "parts"
    HEAT_MAP = "heat map"

    @property
    def has_rows(self) -> bool:
        """Whether every point is a row, with its name to the left and its dots along an axis of figures."""
        return self in {ChartKind.BALANCE, ChartKind.FOREST}


class Step(StrEnum):
    """What becomes of a bar of a flow in the bars under it."""

    DIVIDED = "divided"
    END = "end"
    NOT_TOLD = "not told"


@dataclass(frozen=True, slots=True)
class Term:
    """A released count that goes into a part of a bar.

    Parameters
    ----------
    row
        The place of its cell in the table, counted from 0.
    figure
        "count", "out_of" or "not_known".
    times
        1, or -1 for a count that is taken away.
    """

    row: int
    figure: str = "count"
    times: int = 1


@dataclass(frozen=True, slots=True)
class Point:
    """One category of a chart, or one day of a curve.

    Parameters
    ----------
    row
        The place of its released cell in the table, counted from 0.
    name
        The label of the cell.
    value
        The figure as the table shows it: 63.0 for a proportion of 0.625 without decimals.
    lower, upper
        The limits as the table shows them; None where they are not drawn.
    holds
        For dots, the places of the needs that the combination holds, counted from 0; for a heat map, its row and its
        column.
    day
        For curves or years of age, where along its axis the point stands, as the label of the cell says it.
    beside
        A second figure of the cell as the table shows it; None where there is none.
    after
        For a flow, the rows of the bars that end before this one begins.
    step
        For a flow, whether the bars under it divide it further.
    apart
        For a forest, whether its dot looks otherwise: it is no estimate of what the others are of.
    parts
        For a bar divided into parts of 100, how long each is, from left to right; the last is of those not known.
    made_of
        The released counts that each part is the sum of.
    """

    row: int
    name: str
    value: float
    lower: float | None = None
    upper: float | None = None
    holds: tuple[int, ...] = ()
    day: int = 0
    beside: float | None = None
    after: tuple[int, ...] = ()
    step: Step = Step.END
    apart: bool = False
    parts: tuple[float, ...] = ()
    made_of: tuple[tuple[Term, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart, before anything is drawn.

    Parameters
    ----------
    kind
        How the points are drawn.
    figure, unit
        Which figure of the released cells the values are, and the unit of an estimate; empty for any other.
    decimals
        Of the values, as the table shows them.
    points
        The categories in reading order, withheld ones left out.
    title_of_names, title_of_values
        Of the axes, with the unit; empty where there is nothing to say.
    alt
        What the chart says, for those who do not see it.
    needs
        For dots, the names of the needs from top to bottom; for a heat map, those over its columns.
    beside, decimals_beside
        Which second figure of the cells is drawn, and its decimals; empty for none.
    called
        What the first and the second figure are called in the chart, where it has two; or each part of its bars.
    marks
        Where lines stand upright through the rows, each with what it is called.
    of_ratios
        Whether the values are ratios, along an axis on which each number is twice the one before.
    blank
        For a heat map, the row and the column of each square without a figure, and the marker of why.
    """

    kind: ChartKind
    figure: str
    unit: str
    decimals: int
    points: tuple[Point, ...]
    title_of_names: str
    title_of_values: str
    alt: str
    needs: tuple[str, ...] = ()
    beside: str = ""
    decimals_beside: int = 0
    called: tuple[str, ...] = ()
    marks: tuple[tuple[float, str], ...] = ()
    of_ratios: bool = False
    blank: tuple[tuple[int, int, str], ...] = ()

    @property
    def limits(self) -> tuple[str, str]:
        """What the limits of its figure are called among the figures of a cell."""
        before = "" if self.figure == "estimate" else f"{self.figure}_"
        return f"{before}lower", f"{before}upper"


@dataclass(frozen=True, slots=True)
class Page:
    """What one worksheet of charts shows: its charts from top to bottom, and lines of words about them.

    Parameters
    ----------
    table
        What it is drawn from.
    charts, lines
        Its charts, and words about them.
    shows
        What is said after the title of the table, where the table has another worksheet of charts.
    """

    table: ReleasedTable
    charts: tuple[Chart, ...]
    lines: tuple[str, ...]
    shows: str = ""
