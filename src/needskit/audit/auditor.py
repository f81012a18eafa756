"""Reads a finished workbook and its tidy files back from disk, and says what a reader can learn from them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from needskit.audit.checks import numbers, order, parts
from needskit.audit.facts import Facts
from needskit.audit.finding import Finding
from needskit.audit.inferred import inferred
from needskit.audit.learnt import Learnt, learnt_of, targets_of
from needskit.audit.matched import matched
from needskit.audit.reading.book import read_book
from needskit.audit.reading.structure import read_structure
from needskit.audit.reading.tidy import read_tidy
from needskit.audit.report import Audit
from needskit.audit.system import ContradictionError
from needskit.errors import UsageError

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping, Sequence

    from needskit.audit.matched import MatchedTable
    from needskit.audit.reading.book import Book
    from needskit.audit.reading.grid import Grid
    from needskit.audit.reading.structure import Cell, Structure

PROGRAMS = 10_000
STRUCTURE = "structure.json"
MOST_OF_A_RULE = 10
"""So many findings of one rule are listed; the rest are told as a number."""

WORST_FIRST = ("disclosure", "error", "essential", "repair", "desirable", "note")


def audit_workbook(
    path: str | os.PathLike[str],
    *,
    tidy: str | os.PathLike[str] | None = None,
    structure: Mapping[str, object] | str | os.PathLike[str] | None = None,
    programs: int = PROGRAMS,
    truths: Sequence[int] | None = None,
) -> Audit:
    """What can be learnt of few people from this finished workbook?

    Reads the file back from disk, takes every number in it as a fact, adds every sum that follows from whom the rows
    count, and bounds each figure with whole numbers. It shares no code with what protects.

    Parameters
    ----------
    path
        The workbook, by whatever it was made.
    tidy
        The folder of its tidy files, which are put together with it; its ``structure.json`` is used.
    structure
        Which row counts whom: a file, or the same as a mapping. Left out, and without tidy files, it is made out from
        the words of the tables as far as these tell: rows called All or Total, percentages beside counts.
    programs
        How many whole-number programs are solved at most; 0 for narrowing alone, which finds most of what can be
        worked out. They are counted and not timed, so that every machine finds the same.
    truths
        The true number of each of the counts of the structure, in its order, in a test: the report then scores
        sensitive figures alone.

    Raises
    ------
    OutputError
        If a file is not there or cannot be read.
    UsageError
        If the structure is not one.

    References
    ----------
    Hundepool and others, Handbook on Statistical Disclosure Control, second edition, chapter 5.

    Examples
    --------
    >>> audit_workbook("none.xlsx")
    Traceback (most recent call last):
    needskit.errors.OutputError: There is no file 'none.xlsx'. Give the path of a workbook.
    """
    where = Path(path)
    given = structure
    if given is None and tidy is not None and (Path(tidy) / STRUCTURE).exists():
        given = Path(tidy) / STRUCTURE
    return audit_book(
        read_book(where),
        name=where.name,
        sha256=hashlib.sha256(where.read_bytes()).hexdigest(),
        files=read_tidy(Path(tidy)) if tidy is not None else (),
        structure=read_structure(given) if given is not None else None,
        programs=programs,
        truths=truths,
    )


def audit_book(
    book: Book,
    *,
    name: str,
    sha256: str = "",
    files: Sequence[Grid] = (),
    structure: Structure | None = None,
    programs: int = PROGRAMS,
    truths: Sequence[int] | None = None,
) -> Audit:
    """Say what can be learnt of few people from a workbook that was read back from disk already.

    Parameters
    ----------
    book
        As it was read.
    name, sha256
        Of the file, for the report.
    files
        Its tidy files.
    structure
        What its rows count; left out, it is made out from the words of the tables.
    programs, truths
        As ``audit_workbook`` has them.
    """
    told = structure or inferred(book.grids)
    tables, apart = matched(told, book.grids)
    if structure is None:
        apart = []
    if files:
        beside, wrong = matched(told, files)
        tables, apart = [*tables, *beside], [*apart, *wrong]
    facts = Facts.of(told, tables)
    learnt, worked_out = _learnt(facts, tables, told, programs=programs, truths=truths)
    found = [
        *apart,
        *_cheap(book, facts, tables, (*book.grids, *files), is_told=structure is not None),
        *worked_out,
    ]
    shown = [each for told_twice in facts.numbers.values() for each in told_twice]
    counted = [each for each in shown if each.number is not None or each.is_hidden]
    return Audit(
        name,
        sha256,
        _listed(found),
        told.rules,
        told=len(told.tables) if structure is not None else 0,
        counts=len(counted),
        hidden=sum(each.is_hidden for each in counted),
        equations=len(facts.relations),
        models=sum(row.has_more for table in tables for row in table.rows),
        learnt=learnt,
    )


def _cheap(
    book: Book, facts: Facts, tables: Sequence[MatchedTable], grids: Sequence[Grid], *, is_told: bool
) -> Iterator[Finding]:
    """Run every check that needs no bounds."""
    for check in (parts.parts, parts.hidden, parts.aside, parts.outside, parts.charts):
        yield from check(book)
    for of_facts in (
        numbers.two_numbers,
        numbers.sums,
        numbers.off_base,
        numbers.small_shown,
        numbers.loose_estimates,
    ):
        yield from of_facts(facts)
    yield from numbers.beside_hidden(tables)
    yield from numbers.precision(tables, grids)
    if is_told:
        yield from numbers.not_told(tables, grids)
        yield from order.orders(tables, facts)
    else:
        yield from order.nearly_sorted(tables, off_by=facts.rules.off_by)


def _learnt(
    facts: Facts, tables: Sequence[MatchedTable], told: Structure, *, programs: int, truths: Sequence[int] | None
) -> tuple[Learnt, list[Finding]]:
    try:
        facts.fill()
        return learnt_of(facts, targets_of(facts, tables), programs=programs, truths=_by_cell(facts, told, truths))
    except ContradictionError:
        words = "The numbers contradict each other: no people are such that all of them could be shown like this."
        mend = "Find the number that is not the released one: the other findings say where to look."
        return Learnt(), [Finding("A-CONTRADICTION", "error", "the file", words, mend)]


def _by_cell(facts: Facts, told: Structure, truths: Sequence[int] | None) -> Mapping[Cell, int] | None:
    if truths is None:
        return None
    if len(truths) != len(told.counts):
        message = f"There are {len(told.counts)} counts in the structure and {len(truths)} true numbers. Give one each."
        raise UsageError(message)
    named = ((facts.known.canonical(cell), number) for cell, number in zip(told.counts, truths, strict=True))
    return {cell: number for cell, number in named if cell is not None}


def _listed(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings, the worst first, each once, and of one rule no more than can be read."""
    once = list(dict.fromkeys(found))
    kept: list[Finding] = []
    for code in dict.fromkeys(finding.code for finding in once):
        of_it = [finding for finding in once if finding.code == code]
        kept += of_it[:MOST_OF_A_RULE]
        if len(of_it) > MOST_OF_A_RULE:
            last = of_it[MOST_OF_A_RULE]
            more = len(of_it) - MOST_OF_A_RULE
            kept.append(Finding(code, last.severity, f"{more} more places", last.words, last.mend))
    return tuple(sorted(kept, key=lambda finding: WORST_FIRST.index(finding.severity)))
