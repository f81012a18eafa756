"""The numbers and names of a chart as its file holds them: which cells they point to, or that they are literals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from needskit.output.chart import Chart, ChartKind
from needskit.output.excel.chart_curves import NOUGHT, curve, curves
from needskit.output.excel.chart_ends import ends_of
from needskit.output.excel.chart_source import Role, Series, Source
from needskit.output.excel.gate import cell_text
from needskit.output.number import half_up

if TYPE_CHECKING:
    from collections.abc import Callable

    from needskit.output.excel.grid import Frame


START, LABELS = "Where the bar begins", "Label"
"""What the series of a flow are called that are not seen."""

BESIDE_DOT = "\u00a0" * 2
"""Between the name of a row and a dot at the very beginning of its axis."""

ROWS = "Rows"
"""What the series of a chart with rows is called that is not seen."""

WITHIN = 1.001

MARKED = 2
"""Decimals of where lines stand upright."""

HALF = 0.5
"""Half a column to the left of the first, where the names of the needs end."""


def series_of(frame: Frame) -> tuple[Series, ...]:
    """Return what a chart is drawn from."""
    made = _LITERAL.get(frame.chart.kind)
    if made is not None:
        return made(frame.chart)
    chart = frame.chart
    if chart.kind.has_rows:
        return _rows(chart)
    names = tuple(cell_text(name) for name in frame.shown)
    if chart.kind is ChartKind.FLOW:
        return _flow(chart, names)
    values = tuple(point.value for point in chart.points)
    minus, plus = _limits(chart)
    figures = Series(
        Role.FIGURES,
        cell_text(chart.called[0] if chart.called else chart.title_of_values),
        Source(names, formula_of(frame.tab, frame.names, frame.rows)),
        Source(values, formula_of(frame.tab, frame.values, frame.rows), chart.decimals),
        minus,
        plus,
    )
    return (figures, _second(frame, figures)) if chart.kind is ChartKind.PAIRS else (figures,)


def _second(frame: Frame, first: Series) -> Series:
    """Return the bars of the second figure, beside those of the first."""
    chart = frame.chart
    values = tuple(point.beside for point in chart.points if point.beside is not None)
    up = Source(values, formula_of(frame.tab, frame.beside, frame.rows), chart.decimals_beside)
    return replace(first, role=Role.BESIDE, name=cell_text(chart.called[-1]), up=up)


def _flow(chart: Chart, names: tuple[str, ...]) -> tuple[Series, ...]:
    """Return a flow: bars not seen up to where each one begins, its bars, and bars not seen that hold their labels.

    Where a bar begins is the sum of the counts of those that end before it, which no cell has. So these are literals,
    and then the names and counts are literals too, for the reason that those of a curve are; the check of the file read
    back holds each count to its cell. The labels are the same counts once more: a bar's own label has no room in a
    short one, and where bars are stacked none may stand beyond the end.
    """
    counts = {point.row: point.value for point in chart.points}
    begins = tuple(sum((counts[row] for row in point.after), start=NOUGHT) for point in chart.points)
    across, up = Source(names), Source(tuple(counts.values()))
    return (
        Series(Role.START, START, across, Source(begins)),
        Series(Role.FIGURES, cell_text(chart.title_of_values), across, up),
        Series(Role.LABELS, LABELS, across, up),
    )


def _years(chart: Chart) -> tuple[Series, ...]:
    """Return a dot for each year of age, with its limits, and a line through the second figures.

    Ages and figures are literals, for the reason that those of a curve are.
    """
    minus, plus = _limits(chart)
    first, second = map(cell_text, chart.called)
    ages = Source(tuple(float(point.day) for point in chart.points))
    values = Source(tuple(point.value for point in chart.points), decimals=chart.decimals)
    dots = Series(Role.FIGURES, first, ages, values, minus, plus)
    through = [(float(point.day), point.beside) for point in chart.points if point.beside is not None]
    if not through:
        return (dots,)
    across, up = zip(*through, strict=True)
    # LibreOffice draws no line at all unless the last series has one.
    return dots, Series(Role.BESIDE, second, Source(across), Source(up, decimals=chart.decimals_beside))


def formula_of(tab: str, column: str, rows: tuple[int, ...]) -> str:
    """Return the reference to cells of one column; one in round brackets where rows between them are left out.

    A range over a withheld row would draw its marker as 0, so the rows that are drawn are joined instead, which Excel
    and LibreOffice both follow.

    Examples
    --------
    >>> formula_of("Table 1", "E", (9, 10, 12))
    "('Table 1'!$E$9:$E$10,'Table 1'!$E$12)"
    """
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    name = tab.replace("'", "''")
    areas = [f"'{name}'!${column}${run[0]}" + (f":${column}${run[-1]}" if len(run) > 1 else "") for run in runs]
    return areas[0] if len(areas) == 1 else f"({','.join(areas)})"


def _limits(chart: Chart) -> tuple[Source | None, Source | None]:
    """Return how far the limits lie from the values, as shown.

    Excel wants these lengths and not the limits, and no cell holds them, so they are literals, worked out from the
    figures that the table shows.
    """
    below, above = [], []
    for point in chart.points:
        if point.lower is None or point.upper is None:
            return None, None
        below.append(float(half_up(point.value - point.lower, chart.decimals)))
        above.append(float(half_up(point.upper - point.value, chart.decimals)))
    return Source(tuple(below), decimals=chart.decimals), Source(tuple(above), decimals=chart.decimals)


def _parts(chart: Chart) -> tuple[Series, ...]:
    """Return a series for each part of the bars.

    No cell has what a count is out of everybody, so the figures are literals; the check of the file read back works
    them out again from the released counts.
    """
    names = Source(tuple(cell_text(point.name) for point in chart.points))
    shares = zip(*(point.parts for point in chart.points), strict=True)
    return tuple(
        Series(Role.FIGURES, cell_text(name), names, Source(each, decimals=chart.decimals))
        for name, each in zip(chart.called, shares, strict=True)
    )


def _dots(chart: Chart) -> tuple[Series, ...]:
    """Return the dots: pale ones beside a line, the name of each need, and a joined series for each combination.

    The places are literals: they are no data, and no cell holds them.
    """
    held = [
        _placed(Role.HELD, point.name, [(float(column), float(place + 1)) for place in point.holds])
        for column, point in enumerate(chart.points, start=1)
        if point.holds
    ]
    names = [_placed(Role.NEEDS, need, [(HALF, float(place))]) for place, need in enumerate(chart.needs, start=1)]
    pale = _beside_lines(chart)
    return (*((_placed(Role.PALE, "Not held", pale),) if pale else ()), *names, *held)


def _beside_lines(chart: Chart) -> list[tuple[float, float]]:
    """Return the places above and below what is joined: LibreOffice would draw a pale dot over the line."""
    spans = [range(min(p.holds), max(p.holds) + 1) if p.holds else range(0) for p in chart.points]
    return [
        (float(column), float(place + 1))
        for column, span in enumerate(spans, start=1)
        for place in range(len(chart.needs))
        if place not in span
    ]


def _rows(chart: Chart) -> tuple[Series, ...]:
    """Return the names to the left of rows, the lines from limit to limit, the dots, and the lines upright.

    Figures are literals, for the reason that those of a curve are. Limits are lines of their own and not error bars,
    which LibreOffice does not draw.
    """
    rows = list(enumerate(chart.points, start=1))
    least, _ = ends_of(chart)
    # At the very end of an axis of ratios a point is beyond it by rounding alone, and LibreOffice then leaves it out.
    least *= WITHIN if chart.of_ratios else 1
    names = [_placed(Role.NEEDS, point.name, [(least, float(row))]) for row, point in rows]
    names = [replace(each, name=f"{each.name}{BESIDE_DOT}") for each in names]
    limits = [
        _placed(Role.LIMIT, point.name, [(point.lower, float(row)), (point.upper, float(row))], chart.decimals)
        for row, point in rows
        if point.lower is not None and point.upper is not None
    ]
    first, second = chart.called[0], chart.called[-1]
    dots = [
        (Role.BESIDE, second, [(p.beside, float(row)) for row, p in rows if p.beside is not None]),
        (Role.FIGURES, first, [(p.value, float(row)) for row, p in rows if not p.apart]),
        (Role.APART, second, [(p.value, float(row)) for row, p in rows if p.apart]),
    ]
    drawn = [_placed(role, name, places, chart.decimals) for role, name, places in dots if places]
    most = float(len(rows) + 1)
    # LibreOffice leaves out a first series that is shorter than one after it, so one that is not seen comes first.
    unseen = _placed(Role.START, ROWS, [(least, float(row)) for row in range(len(rows) + 2)])
    # LibreOffice draws no line of a series that one without a line comes after.
    marks = [_placed(Role.MARK, name, [(at, NOUGHT), (at, most)], MARKED) for at, name in chart.marks]
    return unseen, *drawn, *names, *limits, *marks


def _placed(role: Role, name: str, places: list[tuple[float, float]], decimals: int = 0) -> Series:
    across, up = zip(*places, strict=True)
    return Series(role, cell_text(name), Source(tuple(across), decimals=decimals), Source(tuple(up)))


_LITERAL: dict[ChartKind, Callable[[Chart], tuple[Series, ...]]] = {
    ChartKind.DOTS: _dots,
    ChartKind.CURVE: curve,
    ChartKind.CURVES: curves,
    ChartKind.YEARS: _years,
    ChartKind.PARTS: _parts,
}
"""Charts that hold all of their figures themselves."""
