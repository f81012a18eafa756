"""Checks of the charts in the file read back: every number and word in them was planned, and is what a table shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from openpyxl.xml.functions import fromstring, localname

from needskit.output.chart import ChartKind
from needskit.output.chart_words import name_of_row
from needskit.output.charts_of_effects import is_apart
from needskit.output.charts_of_parts import is_of_its_bar
from needskit.output.charts_of_passage import begins_after
from needskit.output.excel.chart_series import series_of
from needskit.output.excel.chart_xml import BETWEEN
from needskit.output.excel.gate import cell_text
from needskit.output.excel.logo import alt_of
from needskit.output.excel.style import MOST_DECIMALS, number_format
from needskit.output.number import shown_in, whole
from needskit.output.plain_text import plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element as Node

    from needskit.output.chart import Point
    from needskit.output.excel.chart_source import Source
    from needskit.output.excel.grid import Frame, Sheet
    from needskit.output.excel.written import Written

Held = tuple[str, str, tuple[str | float, ...]]
"""The kind of a source ("numRef"), its formula, and what it holds."""

_SOURCES = {"numRef", "numLit", "strRef", "strLit"}
_FORMATS = {number_format(decimals) for decimals in range(MOST_DECIMALS + 1)}
_PART_OF_DRAWING = re.compile(r"xl/(charts|drawings)/.*")
_CALLED, _SAID_OF_A_FRAME = re.compile(r"(Chart|Image) \d+"), {"id", "name", "descr"}
_ALONG = {ChartKind.CURVE: "by day ", ChartKind.CURVES: "by day ", ChartKind.YEARS: ""}
"""What stands in the label of a row before the number that is its place along the axis."""

_PLACES = {"col", "colOff", "row", "rowOff"}


def charts_hold_only_what_was_planned(written: Written) -> Iterator[str]:
    """Find numbers, references and words in charts that were not planned, and charts that are not there."""
    for sheet, frame, content in written.charts():
        root = _tree(content)
        series = series_of(frame)
        words = {
            "v": {each.name for each in series},
            "t": {plain(words) for words in _titles(frame)},
            "separator": {BETWEEN},
        }
        if root is None or _sources(root) != [_held(source) for each in series for source in each.sources]:
            yield f"a chart of '{sheet.tab}' holds something that was not planned"
        elif any(text not in words.get(tag, _FORMATS if tag == "formatCode" else set()) for tag, text in _texts(root)):
            yield f"a chart of '{sheet.tab}' has words that were not planned"


def charts_show_what_tables_show(written: Written) -> Iterator[str]:
    """Find charts whose numbers or names are not those of the cells they point to, or not those released."""
    for sheet, frame, _ in written.charts():
        if frame.chart.kind is ChartKind.DOTS:
            continue  # places alone; no figure is in them
        if frame.chart.kind is not ChartKind.PARTS and any(
            not _in_cells(written, frame, column, shown) for column, shown in _pointed_at(frame)
        ):
            yield f"a chart of '{sheet.tab}' shows something else than the cells that it is drawn from"
        elif not all(_released(written, frame, point) for point in frame.chart.points):
            yield f"a chart of '{sheet.tab}' shows a figure that is not the one released"


def _pointed_at(frame: Frame) -> Iterator[tuple[str, list[object]]]:
    """Go through the columns that a chart points to, each with what its cells must hold."""
    points = frame.chart.points
    yield frame.names, list(map(cell_text, frame.shown))
    if frame.beside:
        yield frame.beside, [point.beside for point in points]
    yield frame.values, [point.value for point in points]
    if frame.lower:
        yield frame.lower, [point.lower for point in points]
    if frame.upper:
        yield frame.upper, [point.upper for point in points]


def drawings_are_those_planned(written: Written) -> Iterator[str]:
    """Find drawings that were not planned, that hold more than charts, or whose charts have no alternative text."""
    of_charts = [sheet for sheet in written.sheets if _is_drawn_on(sheet)]
    wanted = {
        *(f"xl/charts/chart{number}.xml" for number, _ in enumerate(written.charts(), start=1)),
        *(f"xl/drawings/drawing{number}.xml" for number, _ in enumerate(of_charts, start=1)),
        *(f"xl/drawings/_rels/drawing{number}.xml.rels" for number, _ in enumerate(of_charts, start=1)),
    }
    if {name for name in written.parts if _PART_OF_DRAWING.fullmatch(name)} != wanted:
        yield "the file has not the drawings that were planned"
    for place, sheet in enumerate(written.sheets, start=1):
        relations = written.parts.get(f"xl/worksheets/_rels/sheet{place}.xml.rels", b"")
        if relations.count(b"/relationships/drawing") != _is_drawn_on(sheet):
            yield f"'{sheet.tab}' has not the drawing that was planned"
    for number, sheet in enumerate(of_charts, start=1):
        if not _is_planned(written.parts.get(f"xl/drawings/drawing{number}.xml", b""), sheet):
            yield f"the drawing of '{sheet.tab}' holds something that was not planned, or a chart has not its words"


def _is_drawn_on(sheet: Sheet) -> bool:
    return bool(sheet.charts) or sheet.picture is not None


def _is_planned(content: bytes, sheet: Sheet) -> bool:
    root = _tree(content)
    if root is None:
        return False
    named = [node for node in root.iter() if localname(node) == "cNvPr"]
    said = [node.get("descr") for node in named]
    wanted = [plain(frame.chart.alt) for frame in sheet.charts]
    wanted += [alt_of(sheet.picture)] if sheet.picture is not None else []
    pictures = sum(localname(node) == "pic" for node in root.iter())
    places = all(tag in _PLACES and text.isdecimal() for tag, text in _texts(root))
    frames = sum(localname(node) == "graphicFrame" for node in root.iter())
    anchors = [localname(node) for node in root]
    return (
        said == wanted
        and all(said)
        and all(_CALLED.fullmatch(node.get("name", "")) and set(node.keys()) == _SAID_OF_A_FRAME for node in named)
        and places
        and (frames, pictures) == (len(sheet.charts), len(wanted) - len(sheet.charts))
        and anchors == ["oneCellAnchor"] * len(wanted)
    )


def _titles(frame: Frame) -> tuple[str, str]:
    return frame.chart.title_of_names, frame.chart.title_of_values


def _tree(content: bytes) -> Node | None:
    try:
        root: Node = fromstring(content)
    except ParseError:
        return None
    return root


def _texts(root: Node) -> Iterator[tuple[str, str]]:
    """Go through every text that is not in a source, with the name of its element."""
    if localname(root) in _SOURCES:
        yield from ((localname(node), node.text or "") for node in root.iter() if localname(node) == "formatCode")
        return
    if (root.text or "").strip():
        yield localname(root), root.text or ""
    for node in root:
        yield from _texts(node)


def _sources(root: Node) -> list[Held]:
    """Return everything that is charted, in the order of the file."""
    found = []
    for node in root.iter():
        kind = localname(node)
        if kind in _SOURCES:
            formula = "".join(part.text or "" for part in node.iter() if localname(part) == "f")
            texts = [part.text or "" for part in node.iter() if localname(part) == "v"]
            found.append((kind, formula, tuple(map(_number, texts)) if kind.startswith("num") else tuple(texts)))
    return found


def _number(text: str) -> str | float:
    try:
        return float(text)
    except ValueError:
        return text


def _held(source: Source) -> Held:
    return f"{source.kind}{'Ref' if source.formula else 'Lit'}", source.formula, source.values


def _in_cells(written: Written, frame: Frame, column: str, shown: list[object]) -> bool:
    """Tell whether the cells that a chart points to hold what it shows; where it shows nothing, they are not asked."""
    worksheet = written.book[frame.tab] if frame.tab in written.book.sheetnames else None
    return worksheet is not None and all(
        value is None or worksheet[f"{column}{row}"].value == value
        for row, value in zip(frame.rows, shown, strict=True)
    )


def _released(written: Written, frame: Frame, point: Point) -> bool:
    """Tell whether a point and its limits are the figures of its released cell as they are shown."""
    chart = frame.chart
    table = next(sheet.table for sheet, _, _ in written.tables() if sheet.tab == frame.tab)
    if table is None:
        return False
    cell = table.cells[point.row]
    if chart.kind is ChartKind.PARTS:
        return is_of_its_bar(table, chart, point)
    if chart.figure == "count":
        placed = chart.kind is not ChartKind.FLOW or point.after == begins_after(table, point.row, chart)
        return placed and point.value == whole(cell.figures.get("count", -1))
    if chart.kind in _ALONG and str(point.day) != cell.at[-1].removeprefix(_ALONG[chart.kind]):
        return False
    rounded = written.release.policy.rounds
    if chart.kind.has_rows and (point.name != name_of_row(cell) or point.apart != is_apart(table, cell)):
        return False
    lower, upper = chart.limits
    drawn = {chart.figure: point.value, lower: point.lower, upper: point.upper, chart.beside: point.beside}
    return all(
        name in cell.figures and value == shown_in(table, cell, name, rounded=rounded)
        for name, value in drawn.items()
        if value is not None
    )
