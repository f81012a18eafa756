"""The first worksheets: a row a rule, what became of the records, and a row a row that breaks a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.check_report.findings import SEVERITIES, shares, what_is_there, where
from needskit.check_report.page import ROW, Block, Column, Page, from_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from needskit.check_report.findings import Finding
    from needskit.check_report.sources import CheckedSource

ORDER = "Errors come first: they stop the reading. Warnings are counted as said. Notes need no mending."


def summary_page(
    findings: Sequence[Finding], flow: Sequence[tuple[str, str, int]], sources: Sequence[CheckedSource]
) -> Page:
    """Which rules are broken, by how many rows, and what is to be done; and what became of the records?

    Parameters
    ----------
    findings
        In the order in which they are listed.
    flow
        Source, what became of records, and how many.
    sources
        Those read.
    """
    columns = ("Severity", "Source", "Your column", "What is wrong", "Rows", "What was done", "What to do", "Rule")
    rows = [
        (
            *(found.problem.severity, found.source_name, where(found), found.wrong, found.problem.rows),
            *(found.problem.done, found.mend, found.problem.rule),
        )
        for found in findings
    ]
    blocks = []
    if rows:
        blocks.append(Block("", tuple(map(Column, columns)), rows))
    if flow:
        records = tuple(map(Column, ("Source", "What became of the records", "Records")))
        blocks.append(Block("Records received and kept", records, list(flow)))
    counts = (sum(found.problem.severity == severity for found in findings) for severity in SEVERITIES)
    counted = ", ".join(f"{severity}s: {count}" for severity, count in zip(SEVERITIES, counts, strict=True))
    lines = (ORDER, f"Rules broken, by severity: {counted}.") if rows else ("No rule is broken.",)
    title = "Summary: what is wrong, and what to do"
    return Page("Summary", from_files(sources), title, lines, tuple(blocks))


def problems_page(findings: Sequence[Finding], sources: Sequence[CheckedSource], *, most: int) -> Page:
    """Which rows of the files break which rule, and what do they hold?

    Parameters
    ----------
    findings
        In the order in which they are listed.
    sources
        Those read.
    most
        So many rows are listed; a line says how many more there are.
    """
    sheets = any(source.sheet for source in sources)
    columns = (
        *("Severity", "Source", *(["Sheet"] if sheets else []), ROW, "Your column"),
        *("What is there", "What is wrong", "What to do", "Rule"),
    )
    given = shares(findings, most=most)
    rows = [
        row
        for finding, share in zip(findings, given, strict=True)
        for row in _listed(finding, share, with_sheet=sheets)
    ]
    blocks = (Block("", tuple(map(Column, columns)), rows),) if rows else ()
    more = sum(len(finding.rows) for finding in findings) - len(rows)
    lines = [f"Rows listed: {len(rows):,}." if rows else "No single row breaks a rule."]
    if more:
        lines.append(f"{more:,} more are not listed; the worksheet Summary counts them all.")
    title = "Problems: a row for each row of a file that breaks a rule"
    return Page("Problems", from_files(sources), title, tuple(lines), blocks)


def _listed(finding: Finding, share: int, *, with_sheet: bool) -> Iterator[tuple[str | int, ...]]:
    """Give the rows of one finding, the first so many."""
    rows = finding.rows[:share]
    sheet = (finding.source.sheet if finding.source else "",) if with_sheet else ()
    before = (finding.problem.severity, finding.source_name, *sheet)
    after = (finding.wrong, finding.mend, finding.problem.rule)
    header = where(finding)
    for number, text in zip(rows.tolist(), what_is_there(finding, rows), strict=True):
        yield (*before, number, header, text, *after)
