"""Reads the written page back and checks it: every figure is the released one, and nobody is shut out.

It takes the page apart with a parser of its own and works the figures out again from the release.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING

from needskit.disclosure.shorthand import SHORTHAND
from needskit.errors import DisclosureError, OutputError
from needskit.output.chart import ChartKind
from needskit.output.charts_of_parts import is_of_its_bar
from needskit.output.number import shown_in, whole
from needskit.output.pictures.drawing import Words
from needskit.table.figure import COMPARATOR_WORDS, COUNTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from needskit.disclosure.released import Release, ReleasedCell, ReleasedTable
    from needskit.output.chart import Page as Charts
    from needskit.output.excel.grid import Column
    from needskit.output.html.page import Page, Part
    from needskit.output.pictures.drawing import Drawing

ALONE = {"meta", "rect", "polyline", "circle", "polygon", "br"}
REFUSED = {"script", "link", "img", "iframe", "object", "embed", "form", "base", "image", "use", "foreignobject"}
HEADINGS = {"h1": 1, "h2": 2, "h3": 3}


@dataclass(slots=True)
class Read:
    """A page as it was read back."""

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    pictures: list[list[str]] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    sound: bool = True


class _Reader(HTMLParser):
    """Takes a page apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.read = Read()
        self.into: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        read, held = self.read, {name: value or "" for name, value in attrs}
        read.tags.append((tag, held))
        if tag in ALONE:
            return
        read.open.append(tag)
        self.into.append([])
        if tag == "table":
            read.tables.append([])
        if tag == "tr":
            read.tables[-1].append([])
        if tag == "svg":
            read.pictures.append([])

    def handle_data(self, data: str) -> None:
        for text in self.into:
            text.append(data)

    def handle_endtag(self, tag: str) -> None:
        read = self.read
        if tag in ALONE:
            return
        if not read.open or read.open[-1] != tag:
            read.sound = False
            return
        read.open.pop()
        words = "".join(self.into.pop())
        if tag in {"td", "th"}:
            read.tables[-1][-1].append(words)
        elif tag == "caption":
            read.captions.append(words)
        elif tag == "text":
            read.pictures[-1].append(words)
        elif tag == "li":
            read.items.append(words)
        elif tag == "p":
            read.marks.append(words)


def read_page(text: str) -> Read:
    """Return a page taken apart."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.read


def check(path: Path, *, release: Release, page: Page) -> None:
    """Check the page as it is on disk.

    Raises
    ------
    DisclosureError
        If a figure is not the released one.
    OutputError
        If it would shut somebody out, or asks for anything from elsewhere.
    """
    read = read_page(path.read_text(encoding="utf-8"))
    for found, error in ((_figures(read, release, page), DisclosureError), (_structure(read, page), OutputError)):
        wrong = next(found, "")
        if wrong:
            message = f"The page was not kept, for on reading it back {wrong}. Report this as a fault of needskit."
            raise error(message)


def _figures(read: Read, release: Release, page: Page) -> Iterator[str]:
    """Find figures that are not those released, in tables, in pictures and in sentences."""
    if len(read.tables) != len(page.parts):
        yield "it has not one table for each that was released"
        return
    for table, part in zip(read.tables, page.parts, strict=True):
        if table[1:] != [list(row) for row in part.rows] or not _is_released(part, release):
            yield f"'{part.tab}' shows a figure that is not the one released"
    drawn = [(part, drawing, charts) for part in page.parts for drawing, charts in part.pictures]
    if [_words_of(drawing) for _, drawing, _ in drawn] != read.pictures:
        yield "a picture shows words or figures that were not planned"
    for part, _, charts in drawn:
        if not _shows_its_table(charts, release[part.key], rounded=release.policy.rounds):
            yield f"the picture of '{part.tab}' shows a figure that its table does not"
    wanted = [f"{each.words} {each.table}" for each in page.summary]
    if [item for item in read.items if item in set(wanted)] != wanted:
        yield "a finding is not as it was planned"


def _is_released(part: Part, release: Release) -> bool:
    """Tell whether every figure of a table is the released one of its row and column, and every other a marker."""
    table, rounded = release[part.key], release.policy.rounds
    return len(part.rows) == len(table.cells) and all(
        value in SHORTHAND or value == _released(table, cell, column, rounded=rounded)
        for row, cell in zip(part.rows, table.cells, strict=True)
        for value, column in zip(row, part.columns, strict=True)
        if column.figure and column.figure != COMPARATOR_WORDS
    )


def _released(table: ReleasedTable, cell: ReleasedCell, column: Column, *, rounded: bool) -> str:
    """Return a released figure as it is to be shown; empty where the cell has none of that name and unit."""
    if column.figure not in cell.figures or (column.unit and column.unit != cell.measure.unit):
        return ""
    if column.figure in COUNTS:
        return f"{whole(cell.figures[column.figure]):,}"
    figure = shown_in(table, cell, column.figure, rounded=rounded)
    return figure if isinstance(figure, str) else f"{figure:,.{column.decimals}f}"


def _words_of(drawing: Drawing) -> list[str]:
    return [shape.text for shape in drawing.shapes if isinstance(shape, Words)]


def _shows_its_table(charts: Charts, table: ReleasedTable, *, rounded: bool) -> bool:
    for chart in charts.charts:
        if chart.kind is ChartKind.PARTS:
            if not all(is_of_its_bar(table, chart, point) for point in chart.points):
                return False
            continue
        for point in chart.points if chart.figure else ():
            cell = table.cells[point.row]
            names = {chart.figure: point.value, chart.limits[0]: point.lower, chart.limits[1]: point.upper}
            names |= {chart.beside: point.beside} if chart.beside else {}
            for name, value in names.items():
                if value is None:
                    continue
                true = float(cell.figures[name]) if name in COUNTS else shown_in(table, cell, name, rounded=rounded)
                if true != value:
                    return False
    return True


def _structure(read: Read, page: Page) -> Iterator[str]:
    """Find what would shut somebody out, or ask for something from elsewhere."""
    tags = [tag for tag, _ in read.tags]
    names = [name for _, held in read.tags for name in held]
    if read.open or not read.sound:
        yield "it is not well formed"
    if REFUSED & set(tags) or any(name.startswith("on") or name in {"src", "style"} for name in names):
        yield "it holds something that runs, or that comes from elsewhere"
    if not set(page.marks) <= set(read.marks):
        yield "it does not say that it is made up, or not protected"
    yield from _links(read)
    yield from _headings(read, tags)


def _links(read: Read) -> Iterator[str]:
    named = Counter(held["id"] for _, held in read.tags if "id" in held)
    links = [held["href"] for _, held in read.tags if "href" in held]
    if any(not link.startswith("#") or link[1:] not in named for link in links) or any(n > 1 for n in named.values()):
        yield "a link leads nowhere, or out of the page"


def _headings(read: Read, tags: list[str]) -> Iterator[str]:
    levels = [HEADINGS[tag] for tag in tags if tag in HEADINGS]
    if levels[:1] != [1] or levels.count(1) != 1 or any(after > before + 1 for before, after in pairwise(levels)):
        yield "its headings are not in order"
    if not dict(read.tags).get("html", {}).get("lang") or tags.count("title") != 1 + len(read.pictures):
        yield "it has no language, or a picture or the page has no title"
    if len(read.captions) != len(read.tables) or not all(words.strip() for words in read.captions):
        yield "a table has no caption"
    if any(tag == "th" and held.get("scope") not in {"col", "row"} for tag, held in read.tags):
        yield "a heading of a table does not say what it is of"
