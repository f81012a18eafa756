"""How cells look: fonts, colours, fills, headings."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from needskit.audit.accessible.reading.cells import place_of
from needskit.audit.accessible.rule import CHECKLIST, GUIDE, UKHSA, at, cells_where, rule, sheets_where, spots_where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needskit.audit.accessible.reading.parts import Book, Cell, Grid, Place, Sheet
    from needskit.audit.accessible.reading.styles import Style
    from needskit.audit.accessible.rule import Rule

_SERIF = (
    "times",
    "cambria",
    "georgia",
    "garamond",
    "book antiqua",
    "palatino",
    "courier",
    "century",
    "serif",
    "bodoni",
)
SMALLEST, SMALLEST_TITLE = 12.0, 14.0
LARGE, LARGE_BOLD = 18.0, 14.0
ENOUGH, ENOUGH_LARGE = 4.5, 3.0
"""Contrast that level AA of the Web Content Accessibility Guidelines 2.1 asks for (1.4.3)."""


@rule(
    "F-SERIF",
    severity="desirable",
    source=f"{GUIDE}, fonts",
    means="Text is in a font with serifs.",
    mend="Use a sans serif font, such as Arial.",
)
def serif(book: Book) -> Iterator[str]:
    """Find fonts that are known to have serifs."""
    return cells_where(book, lambda cell: _has_serifs(cell.style.font))


@cache
def _has_serifs(font: str) -> bool:
    return "sans" not in font.casefold() and any(word in font.casefold() for word in _SERIF)


@rule(
    "F-SMALL",
    severity="desirable",
    source=f"{GUIDE}, fonts",
    means=f"Text is smaller than {SMALLEST:g} points.",
    mend=f"Make it {SMALLEST:g} points or larger.",
)
def small(book: Book) -> Iterator[str]:
    """Find small text."""
    return cells_where(book, lambda cell: cell.style.size < SMALLEST)


@rule(
    "F-TITLE-SMALL",
    severity="desirable",
    source=f"{CHECKLIST}, Formatting; {GUIDE}, titles",
    means=f"The title of a worksheet is smaller than {SMALLEST_TITLE:g} points.",
    mend="Make it 14 to 16 points.",
)
def title_small(book: Book) -> Iterator[str]:
    """Find titles that are no larger than text; those smaller than text may be are F-SMALL."""
    return sheets_where(book, lambda sheet: (cell := _title(sheet)) and SMALLEST <= cell.style.size < SMALLEST_TITLE)


def _title(sheet: Sheet) -> Cell | None:
    cell = sheet.cells.get((1, 1))
    return cell if cell and not sheet.within((1, 1)) else None


@rule(
    "F-NO-HEADING",
    severity="desirable",
    source=f"{CHECKLIST}, Formatting (heading styles)",
    means="The title of a worksheet is no heading to a screen reader.",
    mend="Give A1 the cell style Heading 1.",
)
def no_heading(book: Book) -> Iterator[str]:
    """Find titles without the style of a heading."""
    return sheets_where(book, lambda sheet: (cell := _title(sheet)) and cell.style.heading != 1)


@rule(
    "F-COLOUR",
    severity="desirable",
    source=f"{GUIDE}, colour",
    means="Text has a colour of its own.",
    mend="Set the font colour to automatic; links may be blue.",
)
def colour(book: Book) -> Iterator[str]:
    """Find colours that are neither automatic nor those of a link; where they cannot be read it is F-CONTRAST."""
    for sheet in book.visible:
        spots = [
            cell.place
            for cell in sheet.cells.values()
            if cell.style.colour and cell.place not in sheet.links and _is_readable(cell.style)
        ]
        if spots:
            yield at(sheet, spots)


@rule(
    "F-CONTRAST",
    severity="essential",
    source=f"{CHECKLIST}, Formatting (colour); WCAG 2.1, 1.4.3",
    means="Text stands out too little from its background.",
    mend=f"Choose colours with a contrast of at least {ENOUGH} to 1; on white #0000FF, #B30000 and #326405 are safe.",
)
def contrast(book: Book) -> Iterator[str]:
    """Find text whose contrast is below level AA."""
    return cells_where(book, lambda cell: not _is_readable(cell.style))


def _is_readable(style: Style) -> bool:
    if not style.colour and not style.fill:
        return True
    lights = sorted((_light(style.colour or "000000"), _light(style.fill or "FFFFFF")))
    large = style.size >= LARGE or (style.is_bold and style.size >= LARGE_BOLD)
    return (lights[1] + 0.05) / (lights[0] + 0.05) >= (ENOUGH_LARGE if large else ENOUGH)


def _light(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG 2.1 defines it."""
    parts = [int(colour[at_digit : at_digit + 2], 16) / 255 for at_digit in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)  # noqa: PLR2004 - WCAG 2.1
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@rule(
    "F-COLOUR-ALONE",
    severity="essential",
    source=f"{CHECKLIST}, Formatting (colour)",
    means="A colour alone says something: an empty cell is filled, or negative numbers are red without a sign.",
    mend="Say it in words or numbers too.",
)
def colour_alone(book: Book) -> Iterator[str]:
    """Find empty cells of tables that are filled, and number formats that show a negative number by red alone."""
    for sheet in book.visible:
        red = [cell.place for cell in sheet.cells.values() if cell.number is not None and _only_red(cell.style)]
        filled = [place for grid in sheet.grids for place in _filled_empty(book, sheet, grid)]
        if red or filled:
            yield at(sheet, [*red, *filled])


def _only_red(style: Style) -> bool:
    negative = style.number_format.split(";")[1:2]
    return bool(negative) and "[red]" in negative[0].casefold() and not set("-(\u2212") & set(negative[0])


def _filled_empty(book: Book, sheet: Sheet, grid: Grid) -> Iterator[Place]:
    fills = {str(number) for number, style in enumerate(book.styles) if style.fill}
    for node in sheet.tree.iter("c") if fills else ():
        place = place_of(node.get("r", ""))
        if node.get("s") in fills and place is not None and place not in sheet.cells and grid.area.holds(place):
            yield place


@rule(
    "F-FILL",
    severity="desirable",
    source=f"{GUIDE}, colour; {UKHSA} 23",
    means="Cells have a background colour.",
    mend="Take it out; a colour scale on cells that show their number may stay.",
)
def fill(book: Book) -> Iterator[str]:
    """Find cells that hold something and are filled; those that cannot be read are F-CONTRAST."""
    return cells_where(book, lambda cell: cell.style.fill and _is_readable(cell.style))


@rule(
    "F-BANDED",
    severity="desirable",
    source=f"{GUIDE}, colour",
    means="The style of a table shades its rows or columns.",
    mend="Table Design: choose no style, and turn banded rows and columns off.",
)
def banded(book: Book) -> Iterator[str]:
    """Find tables whose style shades."""
    return spots_where(book, lambda _, grid: [f"table {grid.name}"] if grid.banded else [])


@rule(
    "F-BORDER",
    severity="desirable",
    source=f"{GUIDE}, borders",
    means="Cells have borders.",
    mend="Take them out: what belongs together is told by headers and titles.",
)
def border(book: Book) -> Iterator[str]:
    """Find cells that hold something and have a border."""
    return cells_where(book, lambda cell: cell.style.has_border)


@rule(
    "F-ITALIC",
    severity="desirable",
    source=f"{GUIDE}, fonts",
    means="Text is in italics.",
    mend="Use plain text.",
)
def italic(book: Book) -> Iterator[str]:
    """Find italics."""
    return cells_where(book, lambda cell: cell.style.is_italic)


@rule(
    "F-UNDERLINED",
    severity="desirable",
    source=f"{GUIDE}, fonts",
    means="Text is underlined that is no link.",
    mend="Underline links alone.",
)
def underlined(book: Book) -> Iterator[str]:
    """Find underlined text that leads nowhere."""
    for sheet in book.visible:
        spots = [c.place for c in sheet.cells.values() if c.style.is_underlined and c.place not in sheet.links]
        if spots:
            yield at(sheet, spots)


@rule(
    "F-ROTATED",
    severity="desirable",
    source=f"{GUIDE}, fonts",
    means="Text is rotated.",
    mend="Set it level, and wrap it.",
)
def rotated(book: Book) -> Iterator[str]:
    """Find text that does not run level."""
    return cells_where(book, lambda cell: cell.style.is_rotated)


RULES: tuple[Rule, ...] = (
    serif, small, title_small, no_heading, colour, contrast, colour_alone, fill, banded, border, italic, underlined,
    rotated,
)  # fmt: skip
