"""A picture as SVG: written here, so that the same picture is the same bytes and nothing outside is asked for."""

from __future__ import annotations

from html import escape

from needskit.output.palette import WHITE
from needskit.output.pictures.drawing import SIZE, Box, Drawing, Mark, Shape, Stroke
from needskit.output.plain_text import plain

FAMILY = "Arial, Helvetica, 'Liberation Sans', sans-serif"


def svg_of(drawing: Drawing, *, name: str, inline: bool = False) -> str:
    """Return the text of an SVG file.

    Parameters
    ----------
    drawing
        The picture.
    name
        What the parts of the picture are called within it: two pictures on one page need two names.
    inline
        Whether it stands within a page of HTML.
    """
    wide, high = drawing.width, drawing.height
    space = "" if inline else ' xmlns="http://www.w3.org/2000/svg"'
    size = "" if inline else f' width="{wide}" height="{high}"'
    named = f'role="img" aria-labelledby="{name}-t {name}-d"'
    letters = f'font-family="{FAMILY}" font-size="{SIZE}"'
    return "\n".join(
        [
            f'<svg{space} viewBox="0 0 {wide} {high}"{size} {named} {letters}>',
            f'<title id="{name}-t">{_text(drawing.title)}</title>',
            f'<desc id="{name}-d">{_text(drawing.alt)}</desc>',
            f'<rect width="{wide}" height="{high}" fill="#{WHITE}"/>',
            *map(_of, drawing.shapes),
            "</svg>",
            "",
        ]
    )


def _text(words: str) -> str:
    return escape(plain(words))


def _n(value: float) -> str:
    """Return a place in pixels: a tenth is finer than a screen.

    Examples
    --------
    >>> _n(12.04), _n(-0.04), _n(7.5)
    ('12', '0', '7.5')
    """
    return f"{round(value, 1) + 0.0:g}"


def _of(shape: Shape) -> str:
    if isinstance(shape, Box):
        edge = f' stroke="#{shape.line}"' if shape.line else ""
        return (
            f'<rect x="{_n(shape.x)}" y="{_n(shape.y)}" width="{_n(shape.width)}" height="{_n(shape.height)}" '
            f'fill="{f"#{shape.fill}" if shape.fill else "none"}"{edge}/>'
        )
    if isinstance(shape, Stroke):
        points = " ".join(f"{_n(x)},{_n(y)}" for x, y in shape.points)
        dashes = ' stroke-dasharray="6 4"' if shape.dashed else ""
        look = f'fill="none" stroke="#{shape.colour}" stroke-width="{_n(shape.width)}"{dashes}'
        return f'<polyline points="{points}" {look}/>'
    if isinstance(shape, Mark):
        return _mark(shape)
    anchor = "" if shape.anchor == "start" else f' text-anchor="{shape.anchor}"'
    bold = ' font-weight="bold"' if shape.bold else ""
    return f'<text x="{_n(shape.x)}" y="{_n(shape.y)}"{anchor}{bold} fill="#{shape.colour}">{_text(shape.text)}</text>'


def _mark(mark: Mark) -> str:
    half = mark.size / 2
    if not mark.diamond:
        return f'<circle cx="{_n(mark.x)}" cy="{_n(mark.y)}" r="{_n(half)}" fill="#{mark.fill}"/>'
    corners = ((mark.x, mark.y - half), (mark.x + half, mark.y), (mark.x, mark.y + half), (mark.x - half, mark.y))
    return f'<polygon points="{" ".join(f"{_n(x)},{_n(y)}" for x, y in corners)}" fill="#{mark.fill}"/>'
