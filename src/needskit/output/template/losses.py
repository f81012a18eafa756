"""What a workbook of a house would lose when it is filled, and what it must not hold at all."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from needskit.errors import UsageError

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping

Rule = tuple[str, str, str]
"""A pattern for the name of a part, one for what it holds, and what that is in words."""

SHEET, DRAWING = r"xl/worksheets/sheet\d+\.xml", r"xl/drawings/drawing\d+\.xml"

LOST: tuple[Rule, ...] = (
    (DRAWING, r"<(\w+:)?(sp|cxnSp|grpSp)[ >]", "text boxes and shapes"),
    (DRAWING, r"<(\w+:)?graphicFrame[ >](?:(?!graphicFrame>).)*?\sdescr=", "the alternative text of charts"),
    (DRAWING, r"<(\w+:)?pic[ >]", "pictures, such as a logo, or their alternative text"),
    (SHEET, r"sparklineGroup", "sparklines"),
    (
        SHEET,
        r"<x14:(conditionalFormatting|dataValidation)",
        "data bars, icons and drop-down lists of newer versions of Excel",
    ),
    (SHEET, r"<x14:slicerList|<x15:", "slicers and timelines"),
    (SHEET, r"<picture ", "the picture behind a worksheet"),
    (SHEET, r"<legacyDrawingHF|<(odd|even|first)(Header|Footer)>[^<]*&amp;G", "the picture of a page header"),
    (r"xl/tables/table\d+\.xml", r"altText(Summary)?=", "the alternative text of tables"),
    (r"xl/sharedStrings\.xml", r"<r>|<r ", "words in several fonts within one cell"),
    (r"xl/printerSettings/.*", "", "settings of a printer"),
    (r"xl/ctrlProps/.*|xl/activeX/.*", "", "buttons and other controls"),
    (r"customXml/.*|docMetadata/.*", "", "labels and data of other programs"),
    (r"docProps/custom\.xml", "", "the document properties of the house"),
    (
        r"xl/charts/(style|colors)\d+\.xml|xl/charts/chartEx.*",
        "",
        "styles of charts, and kinds of chart of newer versions",
    ),
)
"""What openpyxl does not read, and so does not write."""

REFUSED: tuple[Rule, ...] = (
    (r"xl/vbaProject\.bin", "", "macros"),
    (r"xl/externalLinks/.*", "", "links to other workbooks"),
    (r"xl/pivotCache/.*|xl/pivotTables/.*", "", "pivot tables, which keep the records they were made of"),
    (r"xl/connections\.xml|xl/queryTables/.*|xl/model/.*", "", "connections to data"),
    (r"xl/comments.*|xl/threadedComments/.*|xl/persons/.*", "", "comments, which name people"),
    (r"xl/embeddings/.*", "", "files within it"),
    (SHEET, r"<(x:)?f[ >/]", "formulas, which could undo the protection of what they add up"),
    (SHEET, r'\shidden="(1|true)"', "hidden rows or columns"),
    (r"xl/workbook\.xml", r'<sheet [^>]*state="(hidden|veryHidden)"', "hidden worksheets"),
    (
        r"xl/tables/table\d+\.xml",
        r"calculatedColumnFormula|totalsRowCount=|totalsRowFormula",
        "formulas or totals in a table",
    ),
)
"""What would tell more than was released, or could."""

LARGEST = 200_000_000
ENDINGS, WITH_MACROS = (".xlsx", ".xltx"), (".xlsm", ".xltm", ".xlsb", ".xls")


def template_losses(template: str | os.PathLike[str]) -> tuple[str, ...]:
    """What would a workbook of a house lose when it is filled? A phrase for each kind; none if nothing is lost.

    Parameters
    ----------
    template
        The workbook, ending in ``.xlsx`` or ``.xltx``.

    Raises
    ------
    UsageError
        If it cannot be read, or holds what no workbook that is filled may hold: macros, formulas, links, pivot
        tables, comments, or something hidden.
    """
    parts = parts_of(Path(template))
    refused = tuple(_found(parts, REFUSED))
    if refused:
        message = (
            f"The template {Path(template).name} holds {'; '.join(refused)}. Remove that first: nothing may leave with "
            "a release that is not of it."
        )
        raise UsageError(message)
    return tuple(_found(parts, LOST))


def refuse_losses(path: Path, *, accept_loss: bool) -> tuple[str, ...]:
    """Return what would be lost, if that is accepted."""
    lost = template_losses(path)
    if lost and not accept_loss:
        message = (
            f"The template {path.name} would lose {'; '.join(lost)}. Say accept_loss=True, or --accept-loss, if so."
        )
        raise UsageError(message)
    return lost


def parts_of(path: Path) -> dict[str, bytes]:
    """Return the parts of a workbook by name."""
    if path.suffix.lower() not in ENDINGS:
        macros = " It may hold macros, which no release may." if path.suffix.lower() in WITH_MACROS else ""
        message = (
            f"A template is a workbook that ends in .xlsx or .xltx, and '{path.name}' does not.{macros} Save it as one."
        )
        raise UsageError(message)
    if not path.is_file():
        message = f"There is no template '{path.name}' in that folder. Name a workbook of your own."
        raise UsageError(message)
    try:
        with zipfile.ZipFile(path) as file:
            if sum(each.file_size for each in file.infolist()) > LARGEST:
                message = f"The template {path.name} is too large. Give one without data."
                raise UsageError(message)
            return {name: file.read(name) for name in file.namelist()}
    except (OSError, zipfile.BadZipFile):
        message = (
            f"The template {path.name} cannot be read as a workbook. Open it, take off a password if it has one, and "
            "save it as .xlsx."
        )
        raise UsageError(message) from None


def _found(parts: Mapping[str, bytes], rules: tuple[Rule, ...]) -> Iterator[str]:
    for name, held, words in rules:
        contents = [content for part, content in parts.items() if re.fullmatch(name, part)]
        if any(not held or re.search(held.encode(), content, re.DOTALL) for content in contents):
            yield words
