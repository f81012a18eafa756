"""Links, charts, pictures, text boxes, macros and formulas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from needskit.audit.accessible.rule import CHECKLIST, GUIDE, at, cells_where, rule, sheets_where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needskit.audit.accessible.reading.parts import Book, Drawn
    from needskit.audit.accessible.rule import Rule

_ADDRESS = re.compile(r"(https?://|www\.)\S{20,}", re.IGNORECASE)
_VAGUE = re.compile(r"(click )?(here|link|this link|more|read more|find out more|go|source)\.?", re.IGNORECASE)
_FILE = re.compile(r"\.(pdf|xlsx?|xlsm|xlsb|ods|odt|csv|docx?|pptx?|zip)(\?.*)?$", re.IGNORECASE)
_TYPE_AND_SIZE = re.compile(r"\([^)]*\b\d[\d.,]* ?(bytes|kb|mb|gb)[^)]*\)", re.IGNORECASE)
_GIVEN_ALT = re.compile(
    r"(chart|picture|image|graphic|diagram|logo|text ?box)? ?\d*|\S+\.(png|jpe?g|gif|svg|emf|bmp)", re.IGNORECASE
)
SMALLEST_IN_CHARTS = 1200
"""Hundredths of a point."""


@rule(
    "O-LINK-TEXT",
    severity="essential",
    source=f"{CHECKLIST}, Formatting (links)",
    means="A link's text is a long web address, or does not say where it leads.",
    mend="Write what is there: 'Guidance on accessible spreadsheets'.",
)
def link_text(book: Book) -> Iterator[str]:
    """Find links whose words say nothing."""
    for sheet in book.visible:
        linked = ((place, sheet.cells.get(place)) for place in sheet.links)
        texts = ((place, cell.text.strip()) for place, cell in linked if cell is not None)
        spots = [place for place, text in texts if _ADDRESS.fullmatch(text) or _VAGUE.fullmatch(text)]
        if spots:
            yield at(sheet, spots)


@rule(
    "O-LINK-FILE",
    severity="essential",
    source=f"{CHECKLIST}, Formatting (links)",
    means="A link leads to a file, and its text does not give type and size.",
    mend="Add them in brackets: '(ODS, 45 KB)'.",
)
def link_file(book: Book) -> Iterator[str]:
    """Find links to files that take a reader by surprise."""
    for sheet in book.visible:
        spots = [
            place
            for place, link in sheet.links.items()
            if _FILE.search(link.address)
            and (cell := sheet.cells.get(place)) is not None
            and not _TYPE_AND_SIZE.search(cell.text)
        ]
        if spots:
            yield at(sheet, spots)


@rule(
    "O-LINK-PLAIN",
    severity="desirable",
    source=f"{CHECKLIST}, Formatting (links)",
    means="A link is not underlined.",
    mend="Underline it, so that it is told from text without its colour.",
)
def link_plain(book: Book) -> Iterator[str]:
    """Find links that look like text."""
    for sheet in book.visible:
        spots = [place for place in sheet.links if (c := sheet.cells.get(place)) and not c.style.is_underlined]
        if spots:
            yield at(sheet, spots)


@rule(
    "O-NO-ALT",
    severity="essential",
    source=f"{CHECKLIST}, Formatting (images and charts)",
    means="A chart or picture has no alternative text, or one that a program gave.",
    mend="Say in it what the chart shows, finding first; mark a picture that says nothing as decorative.",
)
def no_alt(book: Book) -> Iterator[str]:
    """Find charts and pictures that a screen reader cannot tell about."""
    for sheet in book.visible:
        spots = [each.name or each.kind for each in sheet.drawn if each.kind in _PICTURES and _says_nothing(each)]
        if spots:
            yield at(sheet, spots)


_PICTURES = {"chart", "picture"}


def _says_nothing(drawn: Drawn) -> bool:
    return not drawn.is_decorative and (bool(_GIVEN_ALT.fullmatch(drawn.alt)) or drawn.alt == drawn.name)


@rule(
    "O-BESIDE-TABLE",
    severity="desirable",
    source=f"{GUIDE}, images",
    means="A chart or picture floats on a worksheet with a table.",
    mend="Move it to a worksheet of its own.",
)
def beside_table(book: Book) -> Iterator[str]:
    """Find charts and pictures on worksheets with tables."""
    return sheets_where(book, lambda sheet: sheet.grids and any(each.kind in _PICTURES for each in sheet.drawn))


@rule(
    "O-LOGO",
    severity="desirable",
    source=f"{GUIDE}, images",
    means="There is a picture on the cover.",
    mend="Take it out; the name of the organisation can stand in a line of text.",
)
def logo(book: Book) -> Iterator[str]:
    """Find pictures on the cover."""
    return sheets_where(book, lambda sheet: sheet is book.cover and any(d.kind == "picture" for d in sheet.drawn))


@rule(
    "O-CHART-TEXT",
    severity="desirable",
    source=f"{GUIDE}, images",
    means="A chart has text smaller than 12 points, or of no stated size, which is 10.",
    mend="Set all text of the chart to 12 points or more.",
)
def chart_text(book: Book) -> Iterator[str]:
    """Find charts with small text."""
    for sheet in book.visible:
        spots = [each.name or "chart" for each in sheet.drawn if each.chart is not None and _is_small(each)]
        if spots:
            yield at(sheet, spots)


def _is_small(drawn: Drawn) -> bool:
    nodes = () if drawn.chart is None else drawn.chart.iter()
    sizes = [int(size) for node in nodes if node.tag in {"rPr", "defRPr"} and (size := node.get("sz"))]
    return not sizes or min(sizes) < SMALLEST_IN_CHARTS


@rule(
    "O-TEXT-BOX",
    severity="essential",
    source=f"{CHECKLIST}, Formatting",
    means="A text box or another shape floats over the cells.",
    mend="Put its words in cells of column A.",
)
def text_box(book: Book) -> Iterator[str]:
    """Find shapes."""
    return sheets_where(book, lambda sheet: any(each.kind not in _PICTURES for each in sheet.drawn))


@rule(
    "O-PRINT-HEADER",
    severity="essential",
    source=f"{CHECKLIST}, Formatting",
    means="A worksheet has a header or footer for printing.",
    mend="Take it out: a screen reader does not come across it.",
)
def print_header(book: Book) -> Iterator[str]:
    """Find headers and footers of pages that hold words."""
    return sheets_where(
        book, lambda sheet: any((part.text or "").strip() for node in sheet.tree.iter("headerFooter") for part in node)
    )


@rule(
    "O-MACRO",
    severity="essential",
    source=f"{GUIDE}, macros",
    means="The workbook has macros.",
    mend="Save it as .xlsx, which holds none.",
)
def macro(book: Book) -> Iterator[str]:
    """Find programs in the file."""
    if any("vbaproject" in name.casefold() for name in book.package.parts):
        yield "the workbook"


@rule(
    "O-FORMULA",
    severity="desirable",
    source=f"{GUIDE}, formulas",
    means="Cells hold formulas.",
    mend="Put their values: copy, paste as values. A formula can also give back what is withheld.",
)
def formula(book: Book) -> Iterator[str]:
    """Find formulas that show a value."""
    return cells_where(book, lambda cell: cell.is_formula and cell.text)


@rule(
    "O-FORMULA-EMPTY",
    severity="essential",
    source="needskit: read with pandas and in previews, such cells are blank",
    means="Cells hold formulas without a value.",
    mend="Put their values. A program wrote them and never worked them out, so most readers see empty cells.",
)
def formula_empty(book: Book) -> Iterator[str]:
    """Find formulas that only Excel itself can show."""
    return cells_where(book, lambda cell: cell.is_formula and not cell.text)


RULES: tuple[Rule, ...] = (
    link_text, link_file, link_plain, no_alt, beside_table, logo, chart_text, text_box, print_header, macro, formula,
    formula_empty,
)  # fmt: skip
