"""From a file to what the rules look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.audit.accessible.reading.cells import area_of, letters, place_of, read_cells, shared_texts
from needskit.audit.accessible.reading.drawings import drawn_on
from needskit.audit.accessible.reading.package import attribute, read_package
from needskit.audit.accessible.reading.parts import Book, Link, Sheet
from needskit.audit.accessible.reading.styles import read_styles
from needskit.audit.accessible.reading.tables import excel_tables, loose_grids

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from xml.etree.ElementTree import Element as Node

    from needskit.audit.accessible.reading.cells import Shared
    from needskit.audit.accessible.reading.package import Package
    from needskit.audit.accessible.reading.parts import Place
    from needskit.audit.accessible.reading.styles import Style

BOOK = "xl/workbook.xml"
ON = {"1", "true"}


def read_book(path: str | Path, *, name: str = "") -> Book:
    """Read a workbook as its file has it.

    Parameters
    ----------
    path
        Of the file.
    name
        That it is to have, if it is another than it has.

    Raises
    ------
    UsageError
        If there is no such file, or it is not a workbook of the kind .xlsx or .xlsm.
    """
    package = read_package(path, name=name)
    styles = read_styles(package)
    tree = package.trees.get(BOOK)
    shared = shared_texts(package.trees.get("xl/sharedStrings.xml"))
    relations = package.relations(BOOK)
    sheets = []
    for node in tree.iter("sheet") if tree is not None else ():
        relation = relations.get(attribute(node, "id"))
        content = None if relation is None else package.trees.get(relation.target)
        if relation is not None and content is not None and content.tag == "worksheet":
            sheets.append(_sheet(package, node, relation.target, content, shared, styles))
    view = next(tree.iter("workbookView"), None) if tree is not None else None
    core = package.trees.get("docProps/core.xml")
    names = tree.iter("definedName") if tree is not None else ()
    return Book(
        package=package,
        sheets=tuple(sheets),
        styles=styles,
        normal=styles[0],
        properties={} if core is None else {node.tag: (node.text or "").strip() for node in core},
        names=tuple((node.get("name", ""), node.text or "") for node in names),
        active=0 if view is None else int(view.get("activeTab", 0)),
    )


def _sheet(
    package: Package, node: Node, part: str, tree: Node, shared: Shared, styles: Sequence[Style]
) -> Sheet:  # fmt: skip
    read = read_cells(tree.find("sheetData"), shared=shared, styles=styles)
    tables = excel_tables(package, part, read.cells)
    merged = (area_of(each.get("ref", "")) for each in tree.iter("mergeCell"))
    rows = [row for row in tree.iter("row") if row.get("ht") and row.get("customHeight") in ON]
    return Sheet(
        name=node.get("name", ""),
        state=node.get("state", "visible"),
        part=part,
        tree=tree,
        cells=read.cells,
        disordered=read.disordered,
        wrong_styles=read.wrong_styles,
        widths=dict(_widths(tree)),
        heights={int(row.get("r", 0)): float(row.get("ht", 0)) for row in rows},
        hidden=tuple(_hidden(tree)),
        merged=tuple(area for area in merged if area is not None),
        tables=tables,
        loose=loose_grids(read.cells, tables),
        links=dict(_links(package, part, tree)),
        drawn=drawn_on(package, part),
    )


def _widths(tree: Node) -> Iterator[tuple[int, float]]:
    for column in tree.iter("col"):
        for number in range(int(column.get("min", 1)), min(int(column.get("max", 1)), 1000) + 1):
            if column.get("width"):
                yield number, float(column.get("width", 0))


def _hidden(tree: Node) -> Iterator[str]:
    for row in tree.iter("row"):
        if row.get("hidden") in ON or row.get("ht") == "0":
            yield f"row {row.get('r')}"
    for column in tree.iter("col"):
        if column.get("hidden") in ON or column.get("width") == "0":
            yield f"column {letters(int(column.get('min', 1)))}"


def _links(package: Package, part: str, tree: Node) -> Iterator[tuple[Place, Link]]:
    relations = package.relations(part)
    for node in tree.iter("hyperlink"):
        place = place_of(node.get("ref", "").partition(":")[0])
        relation = relations.get(attribute(node, "id"))
        if place is not None:
            yield place, Link(node.get("location", ""), "" if relation is None else relation.target)
