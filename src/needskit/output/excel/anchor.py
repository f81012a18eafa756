"""Where a chart or a picture stands on a worksheet, with its alternative text."""

from __future__ import annotations

from openpyxl.drawing.graphic import GraphicFrame
from openpyxl.drawing.picture import PictureFrame
from openpyxl.drawing.spreadsheet_drawing import OneCellAnchor


class Anchor(OneCellAnchor):
    """Where something drawn stands; gives what openpyxl makes of it the alternative text that it has no way to take."""

    alt = ""
    # The metaclass of openpyxl works these out anew, and a class without them is written as an empty element.
    tagname = OneCellAnchor.tagname
    __elements__ = OneCellAnchor.__elements__
    __attrs__ = OneCellAnchor.__attrs__
    __nested__ = OneCellAnchor.__nested__

    def __setattr__(self, name: str, value: object) -> None:
        """Give what is put here its words."""
        super().__setattr__(name, value)
        if isinstance(value, GraphicFrame):
            value.nvGraphicFramePr.cNvPr.descr = self.alt  # type: ignore[attr-defined]  # the types name another class
        if isinstance(value, PictureFrame):
            value.nvPicPr.cNvPr.descr = self.alt
