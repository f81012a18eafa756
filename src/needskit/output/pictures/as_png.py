"""A picture as PNG, by matplotlib: the same shapes at the same places as the SVG has."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from needskit.errors import UsageError
from needskit.output.palette import WHITE
from needskit.output.pictures.drawing import SIZE, Box, Drawing, Mark, Stroke
from needskit.output.plain_text import plain

if TYPE_CHECKING:
    from needskit.output.pictures.drawing import Shape

PIXELS_AN_INCH, POINTS_AN_INCH = 96, 72
FINER = 2
"""Dots for each pixel, both ways, so that a printed page is sharp."""

FAMILY = "DejaVu Sans"
"""Comes with matplotlib, so that the picture is the same on every machine."""

SMALLER = 0.9
"""Its letters are wider than those of Arial at the same size."""


def png_of(drawing: Drawing) -> bytes:
    """Return the bytes of a PNG file, with the title and the alternative text among its properties.

    Raises
    ------
    UsageError
        If matplotlib is not installed.
    """
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - an optional extra
        from matplotlib.figure import Figure  # noqa: PLC0415 - as above
    except ImportError:
        message = (
            "PNG needs matplotlib, which is not installed. Run pip install needskit[pictures], or write SVG, which "
            "needs nothing."
        )
        raise UsageError(message) from None
    figure = Figure(figsize=(drawing.width / PIXELS_AN_INCH, drawing.height / PIXELS_AN_INCH), facecolor=f"#{WHITE}")
    figure.set_dpi(PIXELS_AN_INCH * FINER)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, drawing.width)
    axes.set_ylim(drawing.height, 0)
    axes.set_axis_off()
    for place, shape in enumerate(drawing.shapes):
        _put(axes, shape, place)
    file = io.BytesIO()
    FigureCanvasAgg(figure).print_png(
        file,
        metadata={"Software": None, "Title": plain(drawing.title), "Description": plain(drawing.alt)},
        pil_kwargs={"dpi": (PIXELS_AN_INCH * FINER, PIXELS_AN_INCH * FINER)},
    )
    return file.getvalue()


def _put(axes: Any, shape: Shape, place: int) -> None:  # noqa: ANN401 - matplotlib may be missing, and so its types
    """Put one shape on the axes, over those before it."""
    from matplotlib.patches import Circle, Polygon, Rectangle  # noqa: PLC0415 - an optional extra

    if isinstance(shape, Box):
        box = Rectangle((shape.x, shape.y), shape.width, shape.height)
        box.set(facecolor=f"#{shape.fill}" if shape.fill else "none", edgecolor=f"#{shape.line or shape.fill}")
        box.set(linewidth=0.75 if shape.line else 0, zorder=place)
        axes.add_patch(box)
    elif isinstance(shape, Stroke):
        x, y = zip(*shape.points, strict=True)
        axes.plot(
            x,
            y,
            color=f"#{shape.colour}",
            linewidth=shape.width * POINTS_AN_INCH / PIXELS_AN_INCH,
            linestyle=(0, (4, 3)) if shape.dashed else "-",
            zorder=place,
        )
    elif isinstance(shape, Mark):
        half = shape.size / 2
        corners = [(shape.x, shape.y - half), (shape.x + half, shape.y), (shape.x, shape.y + half)]
        diamond = Polygon([*corners, (shape.x - half, shape.y)], closed=True)
        patch = diamond if shape.diamond else Circle((shape.x, shape.y), half)
        patch.set(facecolor=f"#{shape.fill}", linewidth=0, zorder=place)
        axes.add_patch(patch)
    else:
        axes.text(
            shape.x,
            shape.y,
            plain(shape.text).replace("$", r"\$"),
            fontfamily=FAMILY,
            fontsize=SIZE * SMALLER * POINTS_AN_INCH / PIXELS_AN_INCH,
            fontweight="bold" if shape.bold else "normal",
            color=f"#{shape.colour}",
            ha={"start": "left", "middle": "center", "end": "right"}[shape.anchor],
            va="baseline",
            zorder=place,
        )
