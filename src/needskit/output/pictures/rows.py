"""Pictures of charts that are read from top to bottom: bars, pairs of bars, a flow, and dots in rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.output.chart import ChartKind, Point, Step
from needskit.output.palette import BLACK, DARK_BLUE, DARK_GREY, ORANGE, PALE_GREY, TURQUOISE, WHITE
from needskit.output.pictures.drawing import LINE, SIZE, Box, Canvas, Mark, Shape, Stroke, Words, begun, wide, wrapped
from needskit.output.pictures.scale import Scale, begins_at, figure, scale_of

if TYPE_CHECKING:
    from needskit.output.chart import Chart

WIDTH, MARGIN, AIR = 960, 16, 12
WIDEST_NAME = 380
BAR, ROW_AIR = 22, 12
END = 90
"""What is left free to the right of the axis, for the figure of the longest bar."""

TAKES = {ChartKind.BARS, ChartKind.PAIRS, ChartKind.FLOW, ChartKind.BALANCE, ChartKind.FOREST}
LOOKS = {Step.DIVIDED: (DARK_BLUE, DARK_BLUE), Step.END: (TURQUOISE, TURQUOISE), Step.NOT_TOLD: (WHITE, DARK_GREY)}


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a picture: its point, its name as lines, and where it stands."""

    place: int
    point: Point
    name: tuple[str, ...]
    top: float
    high: float

    @property
    def middle(self) -> float:
        return self.top + self.high / 2


def draw_rows(chart: Chart, canvas: Canvas) -> None:
    """Put a chart with its names to the left on a canvas, under what is on it already."""
    canvas.width = max(canvas.width, WIDTH)
    top = canvas.height + _legend(chart, canvas) + AIR
    names = [wrapped(begun(point.name), WIDEST_NAME) for point in chart.points]
    left = MARGIN + max(wide(line) for lines in names for line in lines) + AIR
    scale = scale_of(chart, start=left, end=WIDTH - END)
    top += _over_marks(chart, canvas, scale, top)
    rows = _placed(chart, names, top)
    bottom = rows[-1].top + rows[-1].high
    _axis(chart, canvas, scale, top=top, bottom=bottom)
    for row in rows:
        first = row.middle - LINE * (len(row.name) - 1) / 2 + SIZE * 0.35
        canvas.words(left - AIR, first, row.name, anchor="end")
        canvas.put(*_DRAWN[chart.kind](chart, row, scale))
    canvas.height = bottom + 3 * LINE + MARGIN


def _placed(chart: Chart, names: list[tuple[str, ...]], top: float) -> list[_Row]:
    bars = 2 if chart.kind is ChartKind.PAIRS else 1
    rows = []
    for place, (point, name) in enumerate(zip(chart.points, names, strict=True)):
        high = max(bars * BAR, LINE * len(name)) + ROW_AIR
        rows.append(_Row(place, point, name, top, high))
        top += high
    return rows


def _legend(chart: Chart, canvas: Canvas) -> float:
    """Put what the colours and forms mean on top; return how high that is."""
    apart = any(point.apart for point in chart.points)
    looks: dict[ChartKind, tuple[tuple[str, bool], ...]] = {
        ChartKind.PAIRS: ((DARK_BLUE, False), (TURQUOISE, False)),
        ChartKind.BALANCE: ((DARK_BLUE, False), (ORANGE, True)),
        ChartKind.FOREST: ((DARK_BLUE, False), (DARK_GREY, True)) if apart else (),
    }
    y = canvas.height + LINE
    said = list(zip(looks.get(chart.kind, ()), chart.called, strict=False))
    for number, ((colour, diamond), words) in enumerate(said):
        here = y + LINE * number
        lines = wrapped(words, WIDTH - 4 * MARGIN)
        if chart.kind is ChartKind.PAIRS:
            canvas.put(Box(MARGIN, here - SIZE * 0.8, SIZE, SIZE, colour))
        else:
            canvas.put(Mark(MARGIN + SIZE / 2, here - SIZE * 0.35, SIZE * 0.7, colour, diamond=diamond))
        canvas.words(MARGIN + 2 * SIZE, here, lines[:1])
    return LINE * len(said) + (AIR if said else 0)


def _over_marks(chart: Chart, canvas: Canvas, scale: Scale, top: float) -> float:
    """Put the names of the lines upright over them, a line each; return how high that is."""
    for number, (at, words) in enumerate(chart.marks):
        x, needed = scale.at(at), wide(words)
        anchor = "middle" if needed / 2 <= min(x, WIDTH - x) - MARGIN else "start" if x < WIDTH / 2 else "end"
        canvas.words(x, top + LINE * (number + 1) - AIR / 2, (words,), anchor=anchor)
    return LINE * len(chart.marks) + (AIR if chart.marks else 0)


def _axis(chart: Chart, canvas: Canvas, scale: Scale, *, top: float, bottom: float) -> None:
    """Put the numbers along the axis, a pale line upright from each, and the lines that are marked."""
    for value, words in scale.ticks:
        x = scale.at(value)
        canvas.put(Stroke(((x, top), (x, bottom)), PALE_GREY), Words(x, bottom + LINE, words, "middle"))
    for number, (at, _) in enumerate(chart.marks):
        dashed = number == 0 and len(chart.marks) > 1
        canvas.put(Stroke(((scale.at(at), top), (scale.at(at), bottom)), BLACK, 1.5, dashed=dashed))
    canvas.put(Stroke(((scale.start, bottom), (scale.end, bottom)), DARK_GREY))
    title = wrapped(chart.title_of_values, WIDTH - 2 * MARGIN)
    canvas.words((scale.start + scale.end) / 2, bottom + 2 * LINE + 4, title[:1], anchor="middle")


def _limits(row: _Row, scale: Scale, y: float, *, colour: str = BLACK, ends: bool = True) -> list[Shape]:
    """Return a line from limit to limit, with short lines across its ends for bars."""
    if row.point.lower is None or row.point.upper is None:
        return []
    low, high = scale.at(row.point.lower), scale.at(row.point.upper)
    across = [Stroke(((x, y - 5), (x, y + 5)), colour, 1.5) for x in (low, high)] if ends else []
    return [Stroke(((low, y), (high, y)), colour, 1.5 if ends else 3), *across]


def _bar(chart: Chart, row: _Row, scale: Scale) -> list[Shape]:
    y, end = row.middle - BAR / 2, scale.at(row.point.value)
    furthest = scale.at(max(row.point.value, row.point.upper or 0))
    return [
        Box(scale.start, y, end - scale.start, BAR, DARK_BLUE),
        *_limits(row, scale, row.middle, colour=ORANGE),
        Words(furthest + 8, row.middle + SIZE * 0.35, figure(chart, row.point.value)),
    ]


def _pair(chart: Chart, row: _Row, scale: Scale) -> list[Shape]:
    made: list[Shape] = []
    for place, (value, colour) in enumerate(((row.point.value, DARK_BLUE), (row.point.beside or 0.0, TURQUOISE))):
        y, end = row.middle - BAR + BAR * place, scale.at(value)
        made += [
            Box(scale.start, y, end - scale.start, BAR - 1, colour),
            Words(end + 8, y + BAR / 2 + SIZE * 0.35, figure(chart, value, beside=place == 1)),
        ]
    return made


def _flow(chart: Chart, row: _Row, scale: Scale) -> list[Shape]:
    begins = begins_at(chart, row.place)
    fill, line = LOOKS[row.point.step]
    start, end = scale.at(begins), scale.at(begins + row.point.value)
    return [
        Box(start, row.middle - BAR / 2, end - start, BAR, fill, line),
        Words(end + 8, row.middle + SIZE * 0.35, figure(chart, row.point.value)),
    ]


def _dot(_chart: Chart, row: _Row, scale: Scale) -> list[Shape]:
    """Return the dots of a row: those of a second figure are diamonds, and lie beneath."""
    point, y = row.point, row.middle
    second = [] if point.beside is None else [Mark(scale.at(point.beside), y, 14, ORANGE, diamond=True)]
    first = Mark(scale.at(point.value), y, 12, DARK_GREY if point.apart else DARK_BLUE, diamond=point.apart)
    return [*second, *_limits(row, scale, y, colour=DARK_BLUE, ends=False), first]


_DRAWN = {
    ChartKind.BARS: _bar,
    ChartKind.PAIRS: _pair,
    ChartKind.FLOW: _flow,
    ChartKind.BALANCE: _dot,
    ChartKind.FOREST: _dot,
}
