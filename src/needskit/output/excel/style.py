"""How cells look: no colour but for links, numbers to the right, words to the left and wrapped.

Styles are named once in the workbook and shared by its cells: a font made for each cell costs four times as
much time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.utils.indexed_list import IndexedList

from needskit.output.excel.grid import Column, Kind
from needskit.output.theme import Theme

if TYPE_CHECKING:
    from openpyxl import Workbook as Book

FAMILY = "Arial"
OPAQUE = "FF"
"""What stands before the six digits of a colour."""

TITLE, HEADING, WORDS, WRAPPED_WORDS, LINK, WRAPPED_LINK = (
    "Heading 1",
    "Heading 2",
    "Words",
    "Words wrapped",
    "Link",
    "Link wrapped",
)
HEADER_OF_WORDS, HEADER_OF_FIGURES, COUNT = "Header of words", "Header of figures", "Count"
BESIDE_WORDS = " beside words"
"""How the styles of figures end whose column has words to its right: they would run into each other."""

SWISS = 2
"""The kind of font. LibreOffice prints a number as far to the right as its neighbour unless their fonts differ."""

MOST_DECIMALS = 3
WRAPPED = Alignment(horizontal="left", vertical="top", wrap_text=True)


def set_styles(book: Book, *, theme: Theme | None = None) -> None:
    """Give the workbook its default font and its named styles, as the theme says."""
    theme = theme or Theme()
    family, size = theme.font.family, theme.font.size
    plain = Font(name=family, size=size)
    # Cells that set no font of their own take the first of the list, not that of the Normal style.
    book._fonts = IndexedList([plain])  # type: ignore[attr-defined]  # noqa: SLF001 - there is no public way
    book._named_styles["Normal"].font = plain  # type: ignore[attr-defined]  # noqa: SLF001 - as above
    left = Alignment(horizontal="left", vertical="top")
    low = Alignment(horizontal="left", vertical="bottom")  # the row is higher, to stand off from what is above
    right = Alignment(horizontal="right", vertical="top", wrap_text=True)
    bold = Font(name=family, size=size, bold=True)
    blue = Font(name=family, size=size, underline="single", color=OPAQUE + theme.colours.link)
    title = Font(name=family, size=theme.font.title, bold=True)
    heading = Font(name=family, size=theme.font.heading, bold=True)
    for style in (
        NamedStyle(TITLE, font=title, alignment=left, builtinId=16),
        NamedStyle(HEADING, font=heading, alignment=low, builtinId=17),
        NamedStyle(WORDS, font=plain, alignment=left),
        NamedStyle(WRAPPED_WORDS, font=plain, alignment=WRAPPED),
        NamedStyle(LINK, font=blue, alignment=left),
        NamedStyle(WRAPPED_LINK, font=blue, alignment=WRAPPED),
        NamedStyle(HEADER_OF_WORDS, font=bold, alignment=WRAPPED),
        NamedStyle(HEADER_OF_FIGURES, font=bold, alignment=right),
        NamedStyle(COUNT, font=plain, alignment=right, number_format="#,##0"),
        *(
            NamedStyle(_figure(decimals), font=plain, alignment=right, number_format=number_format(decimals))
            for decimals in range(MOST_DECIMALS + 1)
        ),
    ):
        book.add_named_style(style)
        if style.alignment.horizontal == "right":
            font = Font(name=family, size=size, bold=style.font.b, family=SWISS)
            apart = NamedStyle(f"{style.name}{BESIDE_WORDS}", font=font, number_format=style.number_format)
            apart.alignment = Alignment(horizontal="right", vertical="top", wrap_text=True, indent=1)
            book.add_named_style(apart)


def number_format(decimals: int) -> str:
    """Return the number format of a column of estimates.

    Examples
    --------
    >>> number_format(0), number_format(1)
    ('#,##0', '#,##0.0')
    """
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def style_of(column: Column) -> str:
    """Return the name of the style of a column's cells."""
    if column.kind is Kind.COUNT:
        return COUNT
    if column.kind is Kind.FIGURE:
        return _figure(column.decimals)
    return WRAPPED_LINK if column.kind is Kind.LINK else WRAPPED_WORDS


def header_style_of(column: Column) -> str:
    """Return the name of the style of a column's header."""
    return HEADER_OF_FIGURES if column.kind in {Kind.COUNT, Kind.FIGURE} else HEADER_OF_WORDS


def _figure(decimals: int) -> str:
    return "Estimate" if decimals == 0 else f"Estimate {decimals} decimal{'s' if decimals > 1 else ''}"
