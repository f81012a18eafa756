"""From a released table to its picture: the same planned chart that the workbook has."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from needskit.output.chart import ChartKind
from needskit.output.charts import page_of
from needskit.output.pictures.drawing import LINE, Canvas, Drawing, wrapped
from needskit.output.pictures.rows import MARGIN, TAKES, WIDTH, draw_rows
from needskit.output.pictures.upright import draw_upright
from needskit.output.plain_text import plain

if TYPE_CHECKING:
    from needskit.disclosure.released import Release
    from needskit.output.chart import Page

MADE_UP, INTERNAL = "SYNTHETIC: made up.", "INTERNAL: the counts are not protected."


def drawing_of(release: Release, key: str, *, titled: bool) -> tuple[Drawing, Page] | None:
    """Return the picture of a released table and the plan that it is drawn from; None if no chart is drawn of it.

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
    page = page_of(table, policy=release.policy)
    if page is None:
        return None
    marks = [*([MADE_UP] if table.caption.made_up else []), *([] if release.policy.protects else [INTERNAL])]
    title = plain(f"{table.caption.title}, of {table.caption.population}")
    canvas = Canvas(height=MARGIN / 2)
    for words in (*marks, *((title,) if titled else ())):
        lines = wrapped(words, WIDTH - 2 * MARGIN, bold=True)
        canvas.words(MARGIN, canvas.height + LINE, lines, bold=True)
        canvas.height += LINE * len(lines)
    canvas.height += MARGIN / 2
    _put(page, canvas)
    said = " ".join(dict.fromkeys(chart.alt for chart in page.charts))
    alt = " ".join([*marks, said])
    return Drawing(math.ceil(canvas.width), math.ceil(canvas.height), tuple(canvas.shapes), title, alt), page


def _put(page: Page, canvas: Canvas) -> None:
    """Put the charts of a page under each other; dots belong to the columns over them."""
    charts = list(page.charts)
    while charts:
        chart = charts.pop(0)
        if chart.kind in TAKES:
            draw_rows(chart, canvas)
            continue
        dots = charts.pop(0) if charts and charts[0].kind is ChartKind.DOTS else None
        draw_upright(chart, canvas, dots=dots)
