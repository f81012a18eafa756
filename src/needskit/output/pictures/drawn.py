"""From a released table to its picture: the same planned chart that the workbook has."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from needskit.output.chart import ChartKind
from needskit.output.charts import pictures_of
from needskit.output.pictures.drawing import LINE, Canvas, Drawing, wrapped
from needskit.output.pictures.parts import draw_heat_map, draw_parts
from needskit.output.pictures.rows import MARGIN, TAKES, WIDTH, draw_rows
from needskit.output.pictures.upright import draw_upright
from needskit.output.plain_text import plain

if TYPE_CHECKING:
    from needskit.disclosure.released import Release
    from needskit.output.chart import Page

MADE_UP, INTERNAL = "SYNTHETIC: made up.", "INTERNAL: the counts are not protected."


def drawings_of(release: Release, key: str, *, titled: bool) -> tuple[tuple[Drawing, Page], ...]:
    """Return the pictures of a released table, each with the plan that it is drawn from; none if it has no chart.

    Parameters
    ----------
    release
        The tables.
    key
        Of the table.
    titled
        Whether its title stands over it. What is made up or not protected says so either way.
    """
    table = release[key]
    pages = pictures_of(table, policy=release.policy)
    return tuple((_drawing(page, release, titled=titled), page) for page in pages)


def _drawing(page: Page, release: Release, *, titled: bool) -> Drawing:
    table = page.table
    marks = [*([MADE_UP] if table.caption.made_up else []), *([] if release.policy.protects else [INTERNAL])]
    shows = f", {page.shows}" if page.shows else ""
    title = plain(f"{table.caption.title}{shows}, of {table.caption.population}")
    canvas = Canvas(height=MARGIN / 2)
    for words in (*marks, *((title,) if titled else ())):
        lines = wrapped(words, WIDTH - 2 * MARGIN, bold=True)
        canvas.words(MARGIN, canvas.height + LINE, lines, bold=True)
        canvas.height += LINE * len(lines)
    canvas.height += MARGIN / 2
    _put(page, canvas)
    said = " ".join(dict.fromkeys(chart.alt for chart in page.charts))
    alt = " ".join([*marks, said])
    return Drawing(math.ceil(canvas.width), math.ceil(canvas.height), tuple(canvas.shapes), title, alt)


def _put(page: Page, canvas: Canvas) -> None:
    """Put the charts of a page under each other; dots belong to the columns over them."""
    charts = list(page.charts)
    while charts:
        chart = charts.pop(0)
        if chart.kind in _SQUARE:
            _SQUARE[chart.kind](chart, canvas)
            continue
        if chart.kind in TAKES:
            draw_rows(chart, canvas)
            continue
        dots = charts.pop(0) if charts and charts[0].kind is ChartKind.DOTS else None
        draw_upright(chart, canvas, dots=dots)


_SQUARE = {ChartKind.PARTS: draw_parts, ChartKind.HEAT_MAP: draw_heat_map}
