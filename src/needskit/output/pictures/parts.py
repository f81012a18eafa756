"""Pictures of bars that are divided into parts of 100, and of heat maps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.disclosure.shorthand import CONFIDENTIAL, LOW_RELIABILITY
from needskit.output.contrast import LETTERS, contrast
from needskit.output.palette import BLACK, DARK_GREY, LIGHT_BLUE, PALE_GREY, WHITE, of_parts
from needskit.output.pictures.drawing import LINE, SIZE, Box, Canvas, Stroke, Words, begun, wide, wrapped
from needskit.output.pictures.rows import AIR, BAR, MARGIN, ROW_AIR, WIDEST_NAME, WIDTH
from needskit.output.pictures.scale import WHOLE, Scale, figure

if TYPE_CHECKING:
    from needskit.output.chart import Chart, Point

TICKS = 10
IN_A_PART = 6
"""What a part wants beside its figure, in pixels, for the figure to stand in it."""

SHORT = {CONFIDENTIAL: "not shown", LOW_RELIABILITY: "too few behind the figure"}
"""What the markers in a heat map mean; the square of a need beside itself is empty."""

SQUARE = 40
"""The height of a row of a heat map, in pixels, at the least."""


def draw_parts(chart: Chart, canvas: Canvas) -> None:
    """Put bars as long as each other on a canvas, divided into parts, with a legend over them in the same order."""
    canvas.width = max(canvas.width, WIDTH)
    fills = of_parts(len(chart.called))
    _legend(chart, canvas, fills)
    names = [wrapped(begun(point.name), WIDEST_NAME) for point in chart.points]
    left = MARGIN + max(wide(line) for lines in names for line in lines) + AIR
    scale, top = Scale(0.0, WHOLE, left, WIDTH - 2 * MARGIN), canvas.height + AIR
    highs = [max(BAR, LINE * len(lines)) + ROW_AIR for lines in names]
    bottom = top + sum(highs)
    for tick in range(0, int(WHOLE) + 1, TICKS):
        x = scale.at(float(tick))
        canvas.put(Stroke(((x, top), (x, bottom)), PALE_GREY), Words(x, bottom + LINE, str(tick), "middle"))
    for point, lines, high in zip(chart.points, names, highs, strict=True):
        middle = top + high / 2
        canvas.words(left - AIR, middle - LINE * (len(lines) - 1) / 2 + SIZE * 0.35, lines, anchor="end")
        _bar(chart, point, canvas, scale, middle, fills)
        top += high
    canvas.put(Stroke(((left, bottom), (scale.end, bottom)), DARK_GREY))
    canvas.words((left + scale.end) / 2, bottom + 2 * LINE + 4, (chart.title_of_values,), anchor="middle")
    canvas.height = bottom + 3 * LINE + MARGIN


def _legend(chart: Chart, canvas: Canvas, fills: tuple[str, ...]) -> None:
    """Put what the parts are called on top, as many beside each other as there is room for."""
    x, y = float(MARGIN), canvas.height + LINE
    for name, fill in zip(chart.called, fills, strict=True):
        needed = 1.5 * SIZE + wide(name) + 2 * AIR
        if x > MARGIN and x + needed > WIDTH - MARGIN:
            x, y = float(MARGIN), y + LINE + 4
        canvas.put(Box(x, y - SIZE * 0.8, SIZE, SIZE, fill or WHITE, fill or DARK_GREY))
        canvas.words(x + 1.5 * SIZE, y, (begun(name),))
        x += needed
    canvas.height = y + AIR


def _bar(chart: Chart, point: Point, canvas: Canvas, scale: Scale, middle: float, fills: tuple[str, ...]) -> None:
    """Put the parts of one bar beside each other, with a white line between them."""
    whole, begins = sum(point.parts), 0.0
    for value, fill in zip(point.parts, fills, strict=True):
        start, end = scale.at(begins / whole * WHOLE), scale.at((begins + value) / whole * WHOLE)
        begins += value
        if end > start:
            canvas.put(Box(start, middle - BAR / 2, end - start, BAR, fill or WHITE, WHITE if fill else DARK_GREY))
        said = figure(chart, value).removesuffix("%")
        if wide(said) + IN_A_PART <= end - start:
            letters = WHITE if contrast(fill or WHITE, WHITE) >= LETTERS else BLACK
            canvas.put(Words((start + end) / 2, middle + SIZE * 0.35, said, "middle", colour=letters))


def draw_heat_map(chart: Chart, canvas: Canvas) -> None:
    """Put a square for each pair on a canvas, the bluer the higher its figure, which stands in it."""
    canvas.width = max(canvas.width, WIDTH)
    rows = [wrapped(begun(name), WIDEST_NAME / 2) for name in chart.called]
    left = MARGIN + max(wide(line) for lines in rows for line in lines) + AIR
    wanted = max(wide(word) for name in chart.needs for word in name.split()) + AIR
    room = max((WIDTH - MARGIN - left) / len(chart.needs), wanted)
    canvas.width = max(canvas.width, left + room * len(chart.needs) + MARGIN)
    over = [wrapped(begun(name), room - AIR / 2) for name in chart.needs]
    most, top = max(map(len, over)), canvas.height + LINE
    # The words of the axes say which way it is read: they are the same needs.
    used = [f" {marker} {words}." for marker, words in SHORT.items() if any(marker in each for each in chart.blank)]
    said = f"Rows: {chart.title_of_names}. Columns: {chart.title_of_values} (%).{''.join(used)}"
    canvas.words(MARGIN, top, wrapped(said, WIDTH))
    top += LINE + AIR
    for place, lines in enumerate(over):
        canvas.words(left + room * (place + 0.5), top + LINE * (most - len(lines) + 1), lines, anchor="middle")
    top += LINE * most + AIR
    highest = max(point.value for point in chart.points) or 1.0
    high = max(SQUARE, LINE * max(map(len, rows)) + 4)
    squares = {point.holds: (figure(chart, point.value), _blue(point.value / highest)) for point in chart.points}
    squares |= {(row, column): (marker if marker in SHORT else "", WHITE) for row, column, marker in chart.blank}
    for (row, column), (said, fill) in sorted(squares.items()):
        x, y = left + room * column, top + high * row
        canvas.put(Box(x, y, room, high, fill, PALE_GREY))
        if said:
            canvas.put(Words(x + room / 2, y + high / 2 + SIZE * 0.35, said, "middle"))
    for row, lines in enumerate(rows):
        y = top + high * (row + 0.5) - LINE * (len(lines) - 1) / 2 + SIZE * 0.35
        canvas.words(left - AIR, y, lines, anchor="end")
    canvas.height = top + high * len(rows) + MARGIN


def _blue(part: float) -> str:
    """Return the colour of a part of the highest figure: from white for 0 to light blue for all of it.

    Examples
    --------
    >>> _blue(0.0), _blue(0.5), _blue(1.0)
    ('FFFFFF', 'B5D6F3', '6BACE6')
    """
    ends = zip(_channels(WHITE), _channels(LIGHT_BLUE), strict=True)
    return "".join(f"{int(white + (blue - white) * part + 0.5):02X}" for white, blue in ends)


def _channels(code: str) -> tuple[int, ...]:
    return tuple(int(code[place : place + 2], 16) for place in (0, 2, 4))
