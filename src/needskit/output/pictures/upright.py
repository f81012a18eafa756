"""Pictures of charts that are read from left to right: columns with dots beneath them, curves, years of age."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.output.chart import ChartKind
from needskit.output.palette import BLACK, DARK_BLUE, DARK_GREY, ORANGE, PALE_GREY
from needskit.output.pictures.drawing import LINE, SIZE, Box, Canvas, Mark, Stroke, Words, begun, wide, wrapped
from needskit.output.pictures.rows import AIR, MARGIN, WIDTH
from needskit.output.pictures.scale import WHOLE, Scale, figure, scale_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needskit.output.chart import Chart, Point

HIGH = 320
"""Of the plot, in pixels."""

NARROWEST = 44
"""Of a column and the air beside it."""

MOST_TICKS = 12
DOT_ROW = 26


def draw_upright(chart: Chart, canvas: Canvas, *, dots: Chart | None = None) -> None:
    """Put a chart with its figures upright on a canvas, under what is on it already.

    Parameters
    ----------
    chart
        Columns, curves or years of age.
    canvas
        It becomes as wide and as high as is needed.
    dots
        What each column holds, drawn beneath it.
    """
    needs = dots.needs if dots is not None else ()
    lines = [wrapped(begun(need), 300) for need in needs]
    names = max((wide(line) for need in lines for line in need), default=40.0)
    left = MARGIN + names + AIR
    canvas.width = max(canvas.width, WIDTH, left + NARROWEST * len(chart.points) * bool(needs) + MARGIN)
    top = canvas.height + _over(chart, canvas) + LINE
    up = scale_of(chart, start=top + HIGH, end=top)
    across = Scale(0.0, float(len(chart.points)), left, canvas.width - MARGIN - AIR)
    for value, words in up.ticks:
        y = up.at(value)
        canvas.put(Stroke(((left, y), (across.end, y)), PALE_GREY), Words(left - 6, y + SIZE * 0.35, words, "end"))
    if chart.kind is ChartKind.COLUMNS:
        _columns(chart, canvas, across, up, named=not needs)
    else:
        _lines(chart, canvas, Scale(*_days(chart), left + AIR, across.end - AIR), up)
    canvas.put(Stroke(((left, up.start), (across.end, up.start)), DARK_GREY))
    canvas.height = up.start + (AIR if needs else 2 * LINE + AIR)
    if chart.title_of_names:
        canvas.words((left + across.end) / 2, canvas.height, (chart.title_of_names,), anchor="middle")
        canvas.height += AIR
    if dots is not None:
        _dots(dots, canvas, across, lines)
    canvas.height += MARGIN


def _over(chart: Chart, canvas: Canvas) -> float:
    """Put the title of the figures over them, and what the lines are called; return how high that is."""
    y = canvas.height + LINE
    if chart.kind is ChartKind.COLUMNS or not chart.called:
        canvas.words(MARGIN, y, (chart.title_of_values,))
        return LINE + AIR
    for number, (words, colour) in enumerate(zip(chart.called, (DARK_BLUE, ORANGE), strict=False)):
        here = y + LINE * number - SIZE * 0.35
        dots_alone = chart.kind is ChartKind.YEARS and not number
        dashed = chart.kind is ChartKind.CURVES and number > 0
        line = Stroke(((MARGIN, here), (MARGIN + 2 * SIZE, here)), colour, 3, dashed=dashed)
        look = Mark(MARGIN + SIZE, here, 11, colour) if dots_alone else line
        unit = f" ({chart.unit})" if chart.unit else ""
        canvas.put(look)
        canvas.words(MARGIN + 3 * SIZE, y + LINE * number, wrapped(f"{words}{unit}", WIDTH)[:1])
    return LINE * len(chart.called) + AIR


def _columns(chart: Chart, canvas: Canvas, across: Scale, up: Scale, *, named: bool) -> None:
    room = across.at(1) - across.at(0)
    for place, point in enumerate(chart.points):
        x, y = across.at(place + 0.5), up.at(point.value)
        canvas.put(Box(x - room * 0.35, y, room * 0.7, up.start - y, DARK_BLUE))
        canvas.put(Words(x, y - 6, figure(chart, point.value), "middle"))
        if named:
            canvas.words(x, up.start + LINE, wrapped(point.name, room)[:1], anchor="middle")


def _dots(chart: Chart, canvas: Canvas, across: Scale, names: list[tuple[str, ...]]) -> None:
    """Put a row for each need under the columns: a dark dot where the column holds it, joined by a line."""
    top, rows = canvas.height, []
    for lines in names:
        high = max(DOT_ROW, LINE * len(lines) + 6)
        rows.append(top + high / 2)
        canvas.words(
            across.start - AIR, top + high / 2 - LINE * (len(lines) - 1) / 2 + SIZE * 0.35, lines, anchor="end"
        )
        top += high
    for place, point in enumerate(chart.points):
        x = across.at(place + 0.5)
        if point.holds:
            canvas.put(Stroke(((x, rows[min(point.holds)]), (x, rows[max(point.holds)])), DARK_BLUE, 3))
        for need, y in enumerate(rows):
            canvas.put(Mark(x, y, 13, DARK_BLUE if need in point.holds else PALE_GREY))
    canvas.height = top


def _days(chart: Chart) -> tuple[float, float]:
    """Return the first and the last of what the points stand along: days from 0 on, or years of age."""
    first = float(chart.points[0].day) if chart.kind is ChartKind.YEARS else 0.0
    return first, float(chart.points[-1].day)


def _lines(chart: Chart, canvas: Canvas, across: Scale, up: Scale) -> None:
    apart = max(1, -(-len(chart.points) // MOST_TICKS))
    days = ([0] if chart.kind is not ChartKind.YEARS else []) + [point.day for point in chart.points[::apart]]
    for day in days:
        canvas.put(Words(across.at(day), up.start + LINE, str(day), "middle"))
    begins = {ChartKind.CURVE: [(0.0, 0.0)], ChartKind.CURVES: [(0.0, WHOLE)]}.get(chart.kind, [])

    def through(figures: Iterable[tuple[Point, float | None]]) -> tuple[tuple[float, float], ...]:
        places = [*begins, *((float(point.day), value) for point, value in figures if value is not None)]
        return tuple((across.at(day), up.at(value)) for day, value in places)

    second = through((point, point.beside) for point in chart.points)
    if len(second) > 1:
        canvas.put(Stroke(second, ORANGE, 3, dashed=chart.kind is ChartKind.CURVES))
    if chart.kind is ChartKind.YEARS:
        _years(chart, canvas, across, up)
        return
    for limits in ([(p, p.lower) for p in chart.points], [(p, p.upper) for p in chart.points]):
        if all(value is not None for _, value in limits):
            canvas.put(Stroke(through(limits), DARK_BLUE, 1.5, dashed=True))
    line = through((point, point.value) for point in chart.points)
    canvas.put(Stroke(line, DARK_BLUE, 3), *(Mark(x, y, 9, DARK_BLUE) for x, y in line[len(begins) :]))


def _years(chart: Chart, canvas: Canvas, across: Scale, up: Scale) -> None:
    """Put a dot for each year of age, and a line upright through it from limit to limit."""
    for point in chart.points:
        x = across.at(point.day)
        if point.lower is not None and point.upper is not None:
            canvas.put(Stroke(((x, up.at(point.lower)), (x, up.at(point.upper))), BLACK, 1.5))
        canvas.put(Mark(x, up.at(point.value), 11, DARK_BLUE))
