"""From the problems of a check to findings: what to list for each, the worst first, no row twice for one rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from needskit.cohort.rules import mend

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.check_report.sources import CheckedSource
    from needskit.cohort.problems import Problem
    from needskit.extract.files.raw import Positions

SEVERITIES = ("error", "warning", "note")
"""The worst first."""

EMPTY, NO_COLUMN, NOT_READ = "(empty)", "(no such column)", "(not read)"
WHOLE_ROW, WHOLE_FILE = "(the whole row)", "(the whole file)"
"""What stands where there is no text or no column to show."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem, the source that it is in, and the rows to list for it.

    Parameters
    ----------
    problem
        As the check found it.
    source
        Where; None if none of the sources has that name.
    rows
        Row numbers in the file, each once, in order, and none that a worse finding of the same rule and column
        lists already.
    """

    problem: Problem
    source: CheckedSource | None
    rows: Positions = field(repr=False, compare=False)

    @property
    def rank(self) -> int:
        """How bad it is, 0 the worst."""
        return SEVERITIES.index(self.problem.severity)

    @property
    def source_name(self) -> str:
        """Which source it is in."""
        return self.problem.source or (self.source.name if self.source else "")

    @property
    def header(self) -> str:
        """Which column it is in, as the file has it; empty for a rule about whole rows or the file."""
        if self.problem.header or not self.problem.column:
            return self.problem.header
        return self.source.header(self.problem.column) if self.source else self.problem.column

    @property
    def wrong(self) -> str:
        """What is wrong."""
        return self.problem.wanted[:1].upper() + self.problem.wanted[1:]

    @property
    def mend(self) -> str:
        """What to do about it."""
        return mend(self.problem.rule)


def findings_of(problems: Sequence[Problem], sources: Sequence[CheckedSource]) -> tuple[Finding, ...]:
    """Which problems are to be listed, the worst first, then in the order of the sources and as found?

    Parameters
    ----------
    problems
        Of the check.
    sources
        Those read. A problem without a source is taken to be in the only one.
    """
    by_name = {source.name: source for source in sources}
    only = sources[0] if len(sources) == 1 else None
    order = {name: place for place, name in enumerate(by_name)}
    ranked = sorted(problems, key=lambda p: (SEVERITIES.index(p.severity), order.get(p.source, len(order))))
    listed: dict[tuple[str, str, str], Positions] = {}
    found = []
    for problem in ranked:
        source = by_name.get(problem.source) if problem.source else only
        key = (problem.source, problem.rule, problem.column)
        before = listed.get(key)
        rows = np.unique(problem.at) if before is None else np.setdiff1d(problem.at, before)
        listed[key] = rows if before is None else np.union1d(before, rows)
        found.append(Finding(problem, source, rows))
    return tuple(found)


def where(finding: Finding) -> str:
    """Say which column a finding is in, or that it is about the whole row or the whole file."""
    return finding.header or (WHOLE_ROW if finding.problem.rows else WHOLE_FILE)


def what_is_there(finding: Finding, rows: Positions) -> list[str]:
    """What does each of these rows of the file hold, where the finding is?"""
    column, source = finding.problem.column, finding.source
    if not column:
        return [WHOLE_ROW] * len(rows)
    if source is None or column not in source.texts:
        return [NO_COLUMN] * len(rows)
    positions = source.positions(rows)
    read = positions >= 0
    texts = iter(source.texts_at(column, positions[read]))
    return [(next(texts) or EMPTY) if known else NOT_READ for known in read.tolist()]


def shares(findings: Sequence[Finding], *, most: int) -> tuple[int, ...]:
    """How many rows of each finding are listed, if no more than so many are listed in all?

    The worst severity is served first. Within one, a finding of few rows is listed whole, and those of many
    rows are cut alike, so that none hides another.
    """
    given = [0] * len(findings)
    left = most
    for rank in range(len(SEVERITIES)):
        places = [place for place, finding in enumerate(findings) if finding.rank == rank]
        places.sort(key=lambda place: len(findings[place].rows))
        for served, place in enumerate(places):
            given[place] = min(len(findings[place].rows), left // (len(places) - served))
            left -= given[place]
    return tuple(given)
