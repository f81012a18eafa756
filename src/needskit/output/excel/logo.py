"""The worksheet of a logo: a picture with its words, after all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker
from openpyxl.drawing.xdr import XDRPositiveSize2D

from needskit.output.excel.anchor import Anchor
from needskit.output.excel.grid import Line, Sheet
from needskit.output.excel.sheets import TO_CONTENTS, internal_lines, titled
from needskit.output.plain_text import one_line, plain

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from needskit.output.picture import Picture
    from needskit.output.workbook import Workbook

LOGO = "Logo"
UNITS_A_PIXEL = 9_525
LONGEST_ALT = 250


def logo_sheet(workbook: Workbook) -> tuple[Sheet, ...]:
    """Plan the worksheet of the logo; none if the theme has none."""
    picture = workbook.theme.logo
    if picture is None:
        return ()
    whose = workbook.theme.cover.organisation or workbook.author or workbook.contact or workbook.theme.cover.contact
    lines = (
        *internal_lines(workbook.tables),
        Line("This worksheet contains one picture."),
        Line(f"What it shows: {alt_of(picture)}"),
        TO_CONTENTS,
    )
    title = titled(f"{LOGO}: {one_line(whose, at_most=LONGEST_ALT)}", synthetic=workbook.synthetic)
    return (Sheet(LOGO, title, lines, picture=picture),)


def alt_of(picture: Picture) -> str:
    """Return the alternative text as the file holds it."""
    return one_line(plain(picture.alt), at_most=LONGEST_ALT)


def draw_picture(worksheet: Worksheet, picture: Picture, *, row: int) -> None:
    """Put a picture under the words of a worksheet, with its alternative text."""
    wide, high = picture.size
    anchor = Anchor(
        _from=AnchorMarker(col=0, row=row), ext=XDRPositiveSize2D(wide * UNITS_A_PIXEL, high * UNITS_A_PIXEL)
    )
    anchor.alt = alt_of(picture)
    image = _Held(picture)
    image.anchor = anchor
    worksheet.add_image(image)


class _Held(Image):
    """A picture that is put into the file as it is: openpyxl wants another package to open it first."""

    format = "png"

    def __init__(self, picture: Picture) -> None:
        self.width, self.height = picture.size
        self._content = picture.content

    def _data(self) -> bytes:
        return self._content
