"""The parts of a chart in the words of its file: fonts, lines, numbers, axes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.xml.constants import CHART_NS, DRAWING_NS
from openpyxl.xml.functions import Element

from needskit.output import palette
from needskit.output.excel.measure_text import FONT_SIZE
from needskit.output.excel.style import FAMILY, number_format
from needskit.output.plain_text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element as Node

    from needskit.output.excel.chart_source import Source

DARK_BLUE, ORANGE, PALE_GREY = palette.DARK_BLUE, palette.ORANGE, palette.PALE_GREY
BLACK, WHITE, TURQUOISE, DARK_GREY = palette.BLACK, palette.WHITE, palette.TURQUOISE, palette.DARK_GREY

WIDE = 12_700
"""The width of a line of one point, in the units of the file."""


def c(tag: str, *parts: Node | None, text: str | None = None, **attributes: str) -> Node:
    """Return an element of a chart; parts that are None are left out."""
    return _element(CHART_NS, tag, parts, text, attributes)


def a(tag: str, *parts: Node | None, text: str | None = None, **attributes: str) -> Node:
    """Return an element of a drawing: text, fills, lines."""
    return _element(DRAWING_NS, tag, parts, text, attributes)


def _element(
    space: str, tag: str, parts: tuple[Node | None, ...], text: str | None, attributes: dict[str, str]
) -> Node:
    element: Node = Element(f"{{{space}}}{tag}", attributes)
    element.text = text
    element.extend([part for part in parts if part is not None])
    return element


def colour(code: str) -> Node:
    """Return a fill of one colour."""
    return a("solidFill", a("srgbClr", val=code))


def line(code: str | None, *, points: float = 1, dashed: bool = False) -> Node:
    """Return a line of one colour; none if there is no colour."""
    if code is None:
        return a("ln", a("noFill"))
    dashes = a("prstDash", val="dash") if dashed else None
    return a("ln", colour(code), dashes, a("round"), w=str(round(points * WIDE)))


def shape(*parts: Node) -> Node:
    """Return how something is filled and lined."""
    return c("spPr", *parts)


def _font(tag: str, code: str) -> Node:
    return a(
        tag,
        colour(code),
        a("latin", typeface=FAMILY),
        a("cs", typeface=FAMILY),
        sz=str(FONT_SIZE * 100),
        b="0",
    )


def letters(code: str = BLACK, *, one_line: bool = False) -> Node:
    """Return how text without words of its own looks: labels of axes and of points."""
    paragraph = a("p", a("pPr", _font("defRPr", code)), a("endParaRPr", lang="en-GB"))
    return c("txPr", a("bodyPr", wrap="none") if one_line else a("bodyPr"), a("lstStyle"), paragraph)


def title(words: str) -> Node | None:
    """Return the title of an axis; None for no words."""
    if not words:
        return None
    run = a("r", _font("rPr", BLACK), a("t", text=plain(words)))
    paragraph = a("p", a("pPr", _font("defRPr", BLACK)), run)
    rich = c("rich", a("bodyPr"), a("lstStyle"), paragraph)
    return c("title", c("tx", rich), c("overlay", val="0"))


def inner_layout(*, x: float, y: float, width: float, height: float) -> Node:
    """Return where the plot itself stands, in shares of the chart."""
    return c(
        "layout",
        c(
            "manualLayout",
            c("layoutTarget", val="inner"),
            c("xMode", val="edge"),
            c("yMode", val="edge"),
            *(c(tag, val=f"{share:.5f}") for tag, share in (("x", x), ("y", y), ("w", width), ("h", height))),
        ),
    )


def source(tag: str, given: Source) -> Node:
    """Return names or numbers: a reference with its copy, or literals."""
    texts = [value if isinstance(value, str) else number(value) for value in given.values]
    points = [c("pt", c("v", text=text), idx=str(place)) for place, text in enumerate(texts)]
    kind = given.kind
    written = c("formatCode", text=number_format(given.decimals)) if kind == "num" else None
    held = (written, c("ptCount", val=str(len(points))), *points)
    if not given.formula:
        return c(tag, c(f"{kind}Lit", *held))
    return c(tag, c(f"{kind}Ref", c("f", text=given.formula), c(f"{kind}Cache", *held)))


def number(value: float) -> str:
    """Return a number as the file holds it.

    Examples
    --------
    >>> number(63.0), number(31.3)
    ('63', '31.3')
    """
    return f"{value:.16g}"


def labels(
    where: str, *, shows: str, code: str = BLACK, outside: Iterable[int] = (), without: Iterable[int] = ()
) -> Node:
    """Return the labels of the points of a series: their value, or the name of the series.

    All six flags are written, for LibreOffice shows everything that is not forbidden.

    Parameters
    ----------
    where
        They stand, as the file says it: "outEnd", "inBase", "l".
    shows
        The flag of what they show: "showVal", "showSerName", or both with a space between them.
    code
        The colour of their letters.
    outside
        The places of points whose label stands beyond the end of the bar, in black, for the bar is too short.
    without
        The places of points that have no label.
    """
    apart = (c("dLbl", c("idx", val=str(place)), *_label("outEnd", shows, BLACK)) for place in outside)
    none = (c("dLbl", c("idx", val=str(place)), c("delete", val="1")) for place in without)
    return c("dLbls", *apart, *none, *_label(where, shows, code))


def _label(where: str, shows: str, code: str) -> tuple[Node | None, ...]:
    shown = shows.split()
    return (
        shape(a("noFill"), line(None)),
        letters(code, one_line=True),
        c("dLblPos", val=where),
        *(c(flag, val="1" if flag in shown else "0") for flag in _FLAGS),
        c("separator", text=BETWEEN) if len(shown) > 1 else None,
    )


BETWEEN = ", "
"""What stands between the name of a series and the value in one label."""

_FLAGS = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
