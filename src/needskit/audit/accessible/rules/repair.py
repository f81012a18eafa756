"""What makes Excel say that it found a problem with the content, and change the file.

The traps are those that programs which write workbooks accept in silence.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

from needskit.audit.accessible.reading.cells import LAST_COLUMN, LAST_ROW, area_of, place_of
from needskit.audit.accessible.rule import EXCEL, at, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needskit.audit.accessible.reading.parts import Book, Column, Grid, Sheet
    from needskit.audit.accessible.rule import Rule

_NAME = re.compile(r"[^\W\d][\w.\\?]{0,254}|\\[\w.\\?]{0,254}")
_LIKE_R1C1 = re.compile(r"r\d*(c\d*)?|c\d*", re.IGNORECASE)
_NOT_IN_TABS = re.compile(r"[\\/*?:\[\]\x00-\x1f]")
LONGEST_TAB, LONGEST_TEXT, LONGEST_HEADER = 31, 32_767, 255
OWN_NAMES = "_xlnm."


def _tables(book: Book) -> Iterator[tuple[Sheet, Grid]]:
    return ((sheet, grid) for sheet in book.sheets for grid in sheet.tables)


@rule(
    "X-HEADER-TWICE",
    severity="repair",
    source=EXCEL,
    means="Two headers of a table are the same to Excel, for which capitals make no difference.",
    mend="Say in each what sets it apart.",
)
def header_twice(book: Book) -> Iterator[str]:
    """Find headers of tables that are equal but for capitals."""
    for sheet, grid in _tables(book):
        headers = [column.header for column in grid.columns if column.header]
        counts = Counter(cell.text.casefold() for cell in headers)
        spots = [cell.place for cell in headers if counts[cell.text.casefold()] > 1]
        if spots:
            yield at(sheet, spots)


@rule(
    "X-HEADER-DIFFERS",
    severity="repair",
    source=EXCEL,
    means="The columns of a table have other names than its header cells, which must be texts.",
    mend="Write the header cells as text, and the same into the table.",
)
def header_differs(book: Book) -> Iterator[str]:
    """Find headers that are empty, numbers, formulas, or other words than the table has."""
    for sheet, grid in _tables(book):
        if not grid.headers:
            continue
        if len(grid.names) != len(grid.columns):
            yield at(sheet, [f"table {grid.name}"])
            continue
        pairs = zip(grid.columns, grid.names, strict=True)
        spots = [(grid.area.top, column.number) for column, named in pairs if not _is_named(column, named)]
        if spots:
            yield at(sheet, spots)


def _is_named(column: Column, named: str) -> bool:
    cell = column.header
    return cell is not None and cell.number is None and not cell.is_formula and cell.text == named


@rule(
    "X-TABLE-NAME",
    severity="repair",
    source=EXCEL,
    means="A table has a name that Excel does not take.",
    mend="Letters, digits and underscores, not starting with a digit, not like a cell (T1, AB12, R1C1), R or C.",
)
def table_name(book: Book) -> Iterator[str]:
    """Find names that are no names to Excel."""
    for sheet, grid in _tables(book):
        if not _is_a_name(grid.name):
            yield at(sheet, ["the table"])


def _is_a_name(text: str) -> bool:
    place = place_of(text.replace("$", ""))
    is_cell = place is not None and place[0] <= LAST_ROW and place[1] <= LAST_COLUMN
    return bool(_NAME.fullmatch(text)) and not is_cell and not _LIKE_R1C1.fullmatch(text)


@rule(
    "X-NAME-TWICE",
    severity="repair",
    source=EXCEL,
    means="Two tables, or a table and a defined name, have one name.",
    mend="Give each its own; capitals make no difference.",
)
def name_twice(book: Book) -> Iterator[str]:
    """Find names that two things have."""
    taken = Counter(grid.name.casefold() for _, grid in _tables(book))
    taken.update({name.casefold() for name, _ in book.names})
    for sheet, grid in _tables(book):
        if taken[grid.name.casefold()] > 1:
            yield at(sheet, [f"table {grid.name}"])


@rule(
    "X-OVERLAP",
    severity="repair",
    source=EXCEL,
    means="Two tables of a worksheet share cells.",
    mend="Make their ranges apart.",
)
def overlap(book: Book) -> Iterator[str]:
    """Find tables over each other."""
    for sheet in book.sheets:
        pairs = combinations(sheet.tables, 2)
        spots = [f"tables {one.name} and {other.name}" for one, other in pairs if one.area.meets(other.area)]
        if spots:
            yield at(sheet, spots)


@rule(
    "X-NO-ROWS",
    severity="repair",
    source=EXCEL,
    means="A table has a header and no row.",
    mend="Give it a row, or write a sentence in its place.",
)
def no_rows(book: Book) -> Iterator[str]:
    """Find tables without a body."""
    for sheet, grid in _tables(book):
        if grid.headers and not len(grid.rows):
            yield at(sheet, [f"table {grid.name}"])


@rule(
    "X-MERGED",
    severity="repair",
    source=EXCEL,
    means="Cells are merged within a table, or merged areas share cells.",
    mend="Unmerge them and repeat what they say.",
)
def merged(book: Book) -> Iterator[str]:
    """Find merged cells where Excel allows none."""
    for sheet in book.sheets:
        in_table = [(a.top, a.left) for a in sheet.merged if any(a.meets(g.area) for g in sheet.tables)]
        shared = [(b.top, b.left) for a, b in combinations(sheet.merged, 2) if a.meets(b)]
        if in_table or shared:
            yield at(sheet, [*in_table, *shared])


@rule(
    "X-FILTER",
    severity="repair",
    source=EXCEL,
    means="The filter buttons of a table do not stand on its header.",
    mend="Take them out, or give them the range of the table.",
)
def filter_elsewhere(book: Book) -> Iterator[str]:
    """Find filters of tables that start elsewhere or are wider."""
    for sheet, grid in _tables(book):
        area = area_of(grid.filtered) if grid.filtered else None
        if grid.filtered is None or not grid.headers:
            continue
        if area is None or (area.top, area.left, area.right) != (grid.area.top, grid.area.left, grid.area.right):
            yield at(sheet, [f"table {grid.name}"])


@rule(
    "X-TAB",
    severity="repair",
    source=EXCEL,
    means="A tab has a name that Excel does not take, or two tabs have one.",
    mend=r"At most 31 characters, none of \ / * ? : [ ], no apostrophe at an end, and not History.",
)
def tab(book: Book) -> Iterator[str]:
    """Find names of worksheets that are no names to Excel."""
    counts = Counter(sheet.name.casefold() for sheet in book.sheets)
    for sheet in book.sheets:
        name = sheet.name
        wrong = not name or len(name) > LONGEST_TAB or _NOT_IN_TABS.search(name) or name.casefold() == "history"
        if wrong or name[0] == "'" or name[-1] == "'" or counts[name.casefold()] > 1:
            yield at(sheet, ())


@rule(
    "X-DEFINED-NAME",
    severity="repair",
    source=EXCEL,
    means="A defined name is no name to Excel.",
    mend="Delete or rename it: Formulas, Name Manager.",
)
def defined_name(book: Book) -> Iterator[str]:
    """Find defined names that are no names."""
    wrong = [name for name, _ in book.names if not name.startswith(OWN_NAMES) and not _is_a_name(name)]
    if wrong:
        yield f"the defined names: {len(wrong)}"


@rule(
    "X-LONG-TEXT",
    severity="repair",
    source=EXCEL,
    means=f"A cell has more than {LONGEST_TEXT:,} characters, or a header of a table more than {LONGEST_HEADER}.",
    mend="Shorten it.",
)
def long_text(book: Book) -> Iterator[str]:
    """Find texts that Excel cuts."""
    for sheet in book.sheets:
        headers = {column.header for grid in sheet.tables for column in grid.columns if column.header}
        cells = [cell.place for cell in sheet.cells.values() if len(cell.text) > LONGEST_TEXT]
        spots = [*cells, *(c.place for c in headers if LONGEST_HEADER < len(c.text) <= LONGEST_TEXT)]
        if spots:
            yield at(sheet, spots)


@rule(
    "X-ORDER",
    severity="repair",
    source=EXCEL,
    means="Rows or cells of a worksheet are given twice, or out of order.",
    mend="Write each once, from top left to bottom right.",
)
def order(book: Book) -> Iterator[str]:
    """Find worksheets whose cells are not in order."""
    yield from (at(sheet, ()) for sheet in book.sheets if sheet.disordered)


@rule(
    "X-STYLE",
    severity="repair",
    source=EXCEL,
    means="Cells point at a style that the workbook does not have.",
    mend="Write the file again with a program that keeps styles and cells together.",
)
def style(book: Book) -> Iterator[str]:
    """Find cells without a look."""
    yield from (at(sheet, ()) for sheet in book.sheets if sheet.wrong_styles)


@rule(
    "X-PART",
    severity="repair",
    source=EXCEL,
    means="A part of the file cannot be read, is missing, or has no type.",
    mend="Write the file again: it is damaged.",
)
def part(book: Book) -> Iterator[str]:
    """Find parts that are broken, pointed at and not there, or of no known type."""
    package = book.package
    yield from (f"part {name}" for name in package.broken)
    types = package.trees.get("[Content_Types].xml")
    known = set() if types is None else {node.get("Extension", node.get("PartName", "").lstrip("/")) for node in types}
    for name in package.parts:
        if not name.startswith("[") and name not in known and name.rpartition(".")[2] not in known:
            yield f"part {name}"
        if name.endswith(".rels"):
            folder, _, owner = name.removesuffix(".rels").rpartition("/")
            relations = package.relations(posixpath.join(posixpath.dirname(folder), owner))
            missing = {r.target for r in relations.values() if not r.outside and r.target not in package.parts}
            yield from (f"part {target}" for target in sorted(missing) if not target.startswith("NULL"))


RULES: tuple[Rule, ...] = (
    header_twice, header_differs, table_name, name_twice, overlap, no_rows, merged, filter_elsewhere, tab,
    defined_name, long_text, order, style, part,
)  # fmt: skip
