"""The widths and heights of a worksheet, worked out from what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.output.excel.grid import Column, Grid, Kind, Sheet, Value
from needskit.output.excel.measure_text import (
    FONT_SIZE,
    HIGHEST,
    air_beside,
    column_width,
    height_of,
    lines_of,
    pixels,
)

if TYPE_CHECKING:
    from needskit.output.theme import Font

WIDEST_LABEL = 48.0
WIDEST_TEXT = 58.0
NARROWEST_FIGURES = 13.0
PAGE = 72.0
"""How wide a page of words is, in digits: A4 upright."""

BESIDE_CHART = 106.0
"""How wide the words above a chart may be, in digits: as wide as the chart is."""

WORDS = 90.0
"""How wide a table of words is at least, in digits."""

AIR_PIXELS, LEAST_AIR_PIXELS = 14.0, 11.0
"""What a header of figures leaves free, so that it does not run into its neighbour; and where that costs much."""

INDENT = 1.5
"""What figures leave free to their right where words follow, in digits."""

STEP, STEPS, FEW_STEPS = 0.5, 20, 5
"""By how many digits a column is made wider until its header has air, how often, and how often for plenty of it."""

SCREEN = 150.0
"""How far a line above a table may run over the empty cells to its right, in digits."""

PAPER = 104.0
"""How wide a page of A4 on its side is within its margins, in digits, where nothing is shrunk."""

ROW_PIXELS = 20
"""The height of the rows that charts stand on."""

PRINTED = 170.0
"""How wide a page of A4 on its side is, in digits, at the smallest size that is still read with ease."""

LINES_IN_A_HEADER = 4
"""A header of figures is given room for its words in about so many lines."""


def widths_of(sheet: Sheet, font: Font) -> tuple[float, ...]:
    """Return the width of each column, in digits of Arial: what is drawn in another font is drawn wider.

    A page of words stays as wide as the paper, and one of charts as they are, however large its letters are.
    """
    if sheet.grid is None:
        return ((BESIDE_CHART if sheet.charts else PAGE) / font.times / font.spare,)
    widths = [_width(column, place, sheet.grid) for place, column in enumerate(sheet.grid.columns)]
    if sheet.table is None and sheet.wide is None and sum(widths) < WORDS:
        widths[-1] += WORDS - sum(widths)
    return tuple(widths)


def pages_across(sheet: Sheet, widths: tuple[float, ...], font: Font) -> tuple[tuple[int, ...], ...]:
    """Return the places of the columns of each of the pages that a worksheet is printed on beside each other.

    A table of many figures would be shrunk until nobody can read it; on each page its labels are there again. The
    words above it are on the first page alone, which is as wide as the longest of them.

    Returns
    -------
    tuple
        Empty if the worksheet is as wide as one page.
    """
    labels = labels_of(sheet)
    repeated = sum(widths[:labels])
    if sheet.grid is None or sum(widths) <= PRINTED or repeated > PRINTED / 2:
        return ()
    words = longest_line(sheet, widths, font)
    blocks = _together(sheet.grid.columns[labels:], labels)
    fewest = len(_filled(blocks, widths, labels, most=PRINTED, words=words))
    wide = PAPER
    while len(pages := _filled(blocks, widths, labels, most=wide, words=words)) > fewest:
        wide += STEP
    return pages if len(pages) > 1 else ()


def _together(columns: tuple[Column, ...], first: int) -> tuple[tuple[int, ...], ...]:
    """Return the places of columns that stay on one page: an estimate and its limits."""
    blocks: list[list[int]] = []
    for place, column in enumerate(columns, start=first):
        if blocks and column.figure.endswith(("lower", "upper")):
            blocks[-1].append(place)
        else:
            blocks.append([place])
    return tuple(map(tuple, blocks))


def labels_of(sheet: Sheet) -> int:
    """Return with how many columns of words a table begins."""
    columns = sheet.grid.columns if sheet.grid is not None else ()
    return next((place for place, c in enumerate(columns) if c.kind in {Kind.COUNT, Kind.FIGURE}), 0)


def _filled(
    blocks: tuple[tuple[int, ...], ...], widths: tuple[float, ...], labels: int, *, most: float, words: float
) -> tuple[tuple[int, ...], ...]:
    """Return the columns of each page where none is wider than so many digits, but for the words above the table."""
    repeated = sum(widths[:labels])
    pages: list[list[int]] = [list(range(labels))]
    filled = repeated
    for block in blocks:
        left = block
        wide = filled + sum(widths[place] for place in block)
        under_words = len(pages) == 1 and filled < words
        if filled > repeated and wide > (max(most, PRINTED) if under_words else most):
            # The words above need some columns more to run over, so the estimate parts from its limits.
            while under_words and left and filled < words:
                pages[-1].append(left[0])
                filled += widths[left[0]]
                left = left[1:]
            if left:
                pages.append([])
                filled = repeated
        pages[-1].extend(left)
        filled += sum(widths[place] for place in left)
    return tuple(map(tuple, pages))


def longest_line(sheet: Sheet, widths: tuple[float, ...], font: Font) -> float:
    """Return how wide the longest of the lines is that run over the cells to their right, in digits."""
    sizes = ((sheet.title, title_size(font)), *((line.text, FONT_SIZE) for line in sheet.lines))
    return max(
        (
            column_width(pixels(text, size=size, bold=size > FONT_SIZE))
            for text, size in sizes
            if runs_over(text, sheet, widths, size=size)
        ),
        default=0.0,
    )


def scale_of_pages(pages: tuple[tuple[int, ...], ...], sheet: Sheet, widths: tuple[float, ...], font: Font) -> int:
    """Return at how many per cent a table on several pages is printed, so that the widest fits the paper."""
    repeated = range(labels_of(sheet))
    widest = max(sum(widths[place] for place in {*repeated, *page}) for page in pages)
    return min(int(100 * PAPER / (widest * font.spare)), 100)


def is_upright(sheet: Sheet) -> bool:
    """Tell whether a worksheet is printed on paper that stands upright: words alone, and charts higher than wide."""
    if not sheet.charts:
        return sheet.grid is None
    return sum(frame.height for frame in sheet.charts) * ROW_PIXELS > max(frame.width for frame in sheet.charts)


def is_beside_words(grid: Grid, place: int) -> bool:
    """Tell whether a column of figures, which stand to the right, comes before words, which stand to the left."""
    if place + 1 == len(grid.columns):
        return False
    figures, words = grid.columns[place : place + 2]
    return figures.kind in {Kind.COUNT, Kind.FIGURE} and words.kind is Kind.TEXT


def _width(column: Column, place: int, grid: Grid) -> float:
    header = max(pixels(word, bold=True) for word in column.heading.split())
    whole_header = max(pixels(line, bold=True) for line in column.heading.split("\n"))
    cells = max(pixels(line) for row in grid.rows for line in shown(row[place], column).split("\n"))
    if column.kind in {Kind.COUNT, Kind.FIGURE}:
        wanted = column_width(max(cells, header, whole_header / LINES_IN_A_HEADER * 1.3))
        beside = INDENT if is_beside_words(grid, place) else 0.0
        return _with_air(column.heading, max(wanted, NARROWEST_FIGURES)) + beside
    most = WIDEST_LABEL if any(c.figure for c in grid.columns) else WIDEST_TEXT
    return max(min(column_width(max(cells, whole_header)), most), min(column_width(header), most))


def _with_air(heading: str, width: float) -> float:
    """Return the width, or a little more where the longest line of the header would run into its neighbour."""
    wider = [width + STEP * step for step in range(STEPS)]
    air = {w: air_beside(heading, width=w, bold=True) for w in wider}
    plenty = (w for w in wider[:FEW_STEPS] if air[w] >= AIR_PIXELS)
    enough = (w for w in wider if air[w] >= LEAST_AIR_PIXELS)
    return next(plenty, next(enough, max(wider, key=lambda w: air[w])))


def shown(value: Value, column: Column) -> str:
    """Return a value as the cell shows it.

    Examples
    --------
    >>> shown(12345, Column("People", Kind.COUNT)), shown(94.0, Column("Share", Kind.FIGURE, decimals=1))
    ('12,345', '94.0')
    """
    return value if isinstance(value, str) else f"{value:,.{column.decimals}f}"


def runs_over(text: str, sheet: Sheet, widths: tuple[float, ...], *, size: float = FONT_SIZE) -> bool:
    """Tell whether a line above a table or charts may stand on one line, running over the empty cells to its right."""
    # Beside a chart there is nothing to run over: a longer line would only make the printed page smaller.
    room = sum(widths) if sheet.charts else max(sum(widths), SCREEN)
    fits = column_width(pixels(text, size=size, bold=size > FONT_SIZE)) <= room
    return (sheet.grid is not None or bool(sheet.charts)) and fits and "\n" not in text


def title_size(font: Font) -> float:
    """Return the size of titles were the words under them 12 points: widths are in digits of those."""
    return font.title / font.size * FONT_SIZE


def heights_of(sheet: Sheet, widths: tuple[float, ...], font: Font) -> tuple[float, ...]:
    """Return the height of every row, in points."""
    heights = [_line_height(sheet.title, sheet, widths, size=title_size(font))]
    headings = font.heading / font.size * FONT_SIZE
    for line in sheet.lines:
        size = headings if line.heading else FONT_SIZE
        above = FONT_SIZE if line.heading else 0
        heights.append(_line_height(line.text, sheet, widths, size=size) + above)
    if sheet.grid is not None:
        columns = tuple(zip(sheet.grid.columns, widths, strict=True))
        heights.append(height_of(max(lines_of(c.heading, width=w, bold=True) for c, w in columns)))
        heights.extend(_row_height(row, columns) for row in sheet.grid.rows)
    return tuple(min(height * font.times, HIGHEST) for height in heights)


def _line_height(text: str, sheet: Sheet, widths: tuple[float, ...], *, size: float) -> float:
    if runs_over(text, sheet, widths, size=size):
        return height_of(1, size=size)
    return height_of(lines_of(text, width=widths[0], size=size, bold=size > FONT_SIZE), size=size)


def _row_height(row: tuple[Value, ...], columns: tuple[tuple[Column, float], ...]) -> float:
    words = (
        lines_of(value, width=width)
        for value, (column, width) in zip(row, columns, strict=True)
        if isinstance(value, str) and column.kind in {Kind.TEXT, Kind.LINK}
    )
    return height_of(max(words, default=1))
