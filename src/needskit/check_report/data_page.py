"""The worksheets of data: rows of the analyst's own file, with what is wrong beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from needskit.check_report.findings import SEVERITIES
from needskit.check_report.page import NARROW, ROW, Block, Column, Page, from_files
from needskit.cohort.rules import RULES
from needskit.output.excel.gate import LONGEST_HEADER, cell_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from needskit.check_report.findings import Finding
    from needskit.check_report.sources import CheckedSource

MOST_ROWS = 2_000
"""A source of no more rows is shown whole, and so many rows of a larger one: each has a cell for each column."""

OURS = (ROW, "Severity", "What is wrong")
SOUND = "none"


class _Marks(NamedTuple):
    """What is wrong with one source: positions of rows, and the place of the column among those shown."""

    finding: Finding
    positions: npt.NDArray[np.intp]
    place: int


def data_pages(findings: Sequence[Finding], sources: Sequence[CheckedSource], *, most: int) -> tuple[Page, ...]:
    """Which rows of each source break a rule, as they stand in the file?

    Rows with an error come first, then those with a warning, then those with a note, each in the order of the
    file. A source of up to ``MOST_ROWS`` rows is shown whole, its sound rows last.

    Parameters
    ----------
    findings
        Of all sources.
    sources
        Those read. One without anything to show has no page.
    most
        So many rows of a source are shown at most.
    """
    pages = (_page(source, _marks(findings, source), most=most) for source in sources)
    return tuple(page for page in pages if page is not None)


def _marks(findings: Sequence[Finding], source: CheckedSource) -> list[_Marks]:
    places = {column: len(OURS) + place for place, column in enumerate(source.texts)}
    marks = []
    for finding in findings:
        if finding.source is source and len(finding.rows):
            positions = source.positions(finding.rows)
            # A rule about the whole row is marked where the row has its number.
            marks.append(_Marks(finding, positions[positions >= 0], places.get(finding.problem.column, 0)))
    return marks


def _page(source: CheckedSource, marks: Sequence[_Marks], *, most: int) -> Page | None:
    worst = np.full(len(source), len(SEVERITIES))
    for mark in marks:
        worst[mark.positions] = np.minimum(worst[mark.positions], mark.finding.rank)
    order = np.lexsort((source.row_numbers, worst))
    broken = int((worst < len(SEVERITIES)).sum())
    most = min(most, MOST_ROWS)
    whole = len(source) <= most
    shown = order if whole else order[: min(broken, most)]
    if not len(shown):
        return None
    wrong, cells = _what_is_wrong(marks, shown, rows=len(source))
    severities = [(*SEVERITIES, SOUND)[rank] for rank in worst[shown].tolist()]
    columns = [source.texts_at(column, shown) for column in source.texts]
    rows = list(zip(source.row_numbers[shown].tolist(), severities, wrong, *columns, strict=True))
    headings = [source.header(column) for column in source.texts]
    block = Block(
        heading="",
        columns=(
            *map(Column, OURS),
            *(Column(heading, NARROW) for heading in _told_apart(headings, source.texts, taken=OURS)),
        ),
        rows=rows,
        marked=cells,
    )
    return Page(
        tab=f"Data {source.name}",
        files=from_files([source]),
        title=f"Data of {source.name}: rows as they stand in the file, and what is wrong with them",
        lines=_lines(len(shown), broken, whole=whole),
        blocks=(block,),
    )


def _lines(shown: int, broken: int, *, whole: bool) -> tuple[str, ...]:
    words = f"All {shown:,} rows" if whole else f"{shown:,} of the {broken:,} rows that break a rule"
    return (
        f"{words} are shown: errors first, then warnings, then notes.",
        "Cells that break a rule have a thick border, a fill and bold letters, and What is wrong names their column.",
        "Columns that were not read are not shown, nor is white space at either end of a cell.",
    )


def _what_is_wrong(
    marks: Sequence[_Marks], shown: npt.NDArray[np.intp], *, rows: int
) -> tuple[list[str], frozenset[tuple[int, int]]]:
    """Say in words what is wrong with each row shown, and which cells break a rule."""
    line_of = np.full(rows, -1)
    line_of[shown] = np.arange(len(shown))
    said: list[list[str]] = [[] for _ in shown]
    cells: set[tuple[int, int]] = set()
    for finding, positions, place in marks:
        words = _in_short(finding)
        lines = line_of[positions]
        for line in lines[lines >= 0].tolist():
            said[line].append(words)
            cells.add((line, place))
    return ["\n".join(dict.fromkeys(words)) for words in said], frozenset(cells)


def _in_short(finding: Finding) -> str:
    """Say what is wrong in the words of the rule, which are short, with the column that it is in."""
    where = f"{finding.header}: " if finding.header else ""
    return f"{finding.problem.severity}: {where}{RULES[finding.problem.rule].meaning}"


def _told_apart(headings: Iterable[str], columns: Iterable[str], *, taken: Iterable[str]) -> list[str]:
    """Return headings of which no two are alike but for case, as the columns of an Excel table must be."""
    used = {heading.casefold() for heading in taken}
    told = []
    for heading, column in zip(headings, columns, strict=True):
        name, number = cell_text(heading, at_most=LONGEST_HEADER - len(column) - 12), 1
        plainest = name
        while not name or name.casefold() in used:
            name = f"{plainest} ({column})".strip() if number == 1 else f"{plainest} ({column} {number})".strip()
            number += 1
        used.add(name.casefold())
        told.append(name)
    return told
