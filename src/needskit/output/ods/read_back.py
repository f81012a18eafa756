"""An OpenDocument file read back from disk, and compared with the workbook that it was made of."""

from __future__ import annotations

import math
import re
import zipfile
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ParseError

from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.xml.functions import fromstring, localname

from needskit.errors import DisclosureError, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    Node = Element[str]

Held = dict[tuple[int, int], str | float]
"""What the cells of a worksheet hold, by row and column counted from 0; empty cells are not there."""

NUMBERS = {"float", "percentage", "currency"}
_VALUE = re.compile(rb"<(?:c:)?v>([^<]*)</(?:c:)?v>")
_LIVE = re.compile(rb'table:formula=|office:annotation|table:visibility="|<table:dde|office:event-listeners')
"""Formulas, comments, hidden rows, and what asks for other files."""


def compare(written: Path, workbook: Path) -> None:
    """Raise unless every cell of a file is that of the workbook, and no chart holds a number that is not in it.

    Parameters
    ----------
    written
        The .ods file.
    workbook
        The .xlsx file, which was checked against its release.

    Raises
    ------
    DisclosureError
        If a number is another.
    OutputError
        If words, worksheets or anything else are.
    """
    with zipfile.ZipFile(workbook) as file:
        charted = [file.read(name) for name in file.namelist() if name.startswith("xl/charts/")]
    book = load_workbook(workbook)
    wanted = {sheet.title: _wanted(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
    parts = _parts(written)
    found = {_attribute(table, "name"): _cells(table) for table in _tables(parts.get("content.xml", b""))}
    if list(found) != list(wanted):
        _refuse(OutputError, "its worksheets are not those of the workbook")
    for tab, cells in wanted.items():
        _compare_cells(tab, cells, found[tab])
    numbers = {value for cells in wanted.values() for value in cells.values() if isinstance(value, float)}
    numbers |= {number for part in charted for text in _VALUE.findall(part) if (number := _number(text)) is not None}
    for name, part in parts.items():
        if name.endswith("content.xml") and _LIVE.search(part):
            _refuse(OutputError, "something in it is hidden, or a formula, or a comment")
        if name.startswith("Object ") and name.endswith("/content.xml") and not _charted(part) <= numbers:
            _refuse(DisclosureError, "a chart holds a number that is not in the workbook")


def _compare_cells(tab: str, wanted: Held, found: Held) -> None:
    for at in sorted({*wanted, *found}):
        theirs, ours = found.get(at), wanted.get(at)
        if theirs != ours:
            number = isinstance(theirs, float) or isinstance(ours, float)
            _refuse(DisclosureError if number else OutputError, f"'{tab}' has a cell that is not that of the workbook")


def _refuse(error: type[DisclosureError | OutputError], wrong: str) -> None:
    message = f"The .ods file was not kept, for on reading it back {wrong}. Write an .xlsx file, and report this."
    raise error(message)


def _parts(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as file:
            return {name: file.read(name) for name in file.namelist()}
    except zipfile.BadZipFile:
        message = "The .ods file was damaged while it was written, so it was not kept. Run again."
        raise OutputError(message) from None


def _wanted(rows: Iterator[tuple[object, ...]]) -> Held:
    return {
        (row, column): float(value) if isinstance(value, int | float) else _one_line(unescape(str(value)))
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value is not None and value != ""
    }


def _tables(content: bytes) -> Iterator[Node]:
    root = _tree(content)
    return (node for node in root.iter() if localname(node) == "table" and _attribute(node, "name") != "local-table")


def _tree(content: bytes) -> Node:
    try:
        root: Node = fromstring(content)
    except ParseError:
        message = "The .ods file was not kept, for on reading it back it cannot be read. Write an .xlsx file."
        raise OutputError(message) from None
    return root


def _attribute(node: Node, name: str) -> str:
    return next((value for key, value in node.attrib.items() if key.rpartition("}")[2] == name), "")


def _cells(table: Node) -> Held:
    """Return what the cells of a worksheet hold; a cell or row that is repeated stands once in the file."""
    found: Held = {}
    row = 0
    for node in table.iter():
        if localname(node) != "table-row":
            continue
        times, column = int(_attribute(node, "number-rows-repeated") or 1), 0
        for cell in node:
            across = int(_attribute(cell, "number-columns-repeated") or 1)
            value = _value(cell)
            if value != "":
                found |= {(row + down, column + right): value for down in range(times) for right in range(across)}
            column += across
        row += times
    return found


def _value(cell: Node) -> str | float:
    kind = _attribute(cell, "value-type")
    if kind in NUMBERS:
        return float(_attribute(cell, "value"))
    return _one_line("\n".join(_text(node) for node in cell if localname(node) == "p"))


def _text(node: Node) -> str:
    """Return the words of a paragraph, in which spaces and line ends are elements."""
    said = {"s": " ", "tab": " ", "line-break": "\n"}.get(localname(node), node.text or "")
    return said + "".join(_text(child) + (child.tail or "") for child in node)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _charted(part: bytes) -> set[float]:
    cells = (node for node in _tree(part).iter() if localname(node) == "table-cell")
    values = (float(_attribute(node, "value")) for node in cells if _attribute(node, "value-type") in NUMBERS)
    return {value for value in values if not math.isnan(value)}


def _number(text: bytes) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
