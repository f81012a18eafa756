"""What must be true of any release, worked out without any of the code that made it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import pytest

from needskit.disclosure.released import Release, ReleasedCell, ReleasedTable
from needskit.table.table import Table

if TYPE_CHECKING:
    import pandas as pd

    from needskit.table.whom import Whom

Faults = Callable[[Iterable[Table], Release], list[str]]
COUNTS = ["count", "out_of", "not_known", "against_count", "against_out_of", "gained", "lost", "at_least"]
PARTS = {
    "matched percentage": ["count", "out_of", "against_count", "against_out_of"],
    "matched rate by time": ["events", "out_of", "", "", "", "against_out_of"],
    "matched time": ["count", "out_of", "against_count", "against_out_of"],
    "days of reoffenders": ["out_of", "against_out_of"],
    "matched mean": ["events", "out_of", "", "", "against_out_of"],
    "changes apart": ["out_of", "against_out_of", "events", "against_events"],
    "refused": [],
    "tested among": [],
    "part of those submitted": ["count"],
    "balance of a level": ["count", "out_of", "against_count", "against_out_of"],
    "balance of a number": [],
    "balance of all": [],
    "count of those known": ["count", "out_of", "everyone"],
    "count": ["count"],
    "part of whole": ["count", "out_of"],
    "percentage against the rest": ["count", "out_of", "everyone", "against_count", "against_out_of"],
    "paired percentages": ["count", "out_of", "everyone", "against_count", "gained", "lost"],
    "percentage": ["count", "out_of", "everyone", "at_least"],
    "difference of means": [],
    "difference": ["count", "out_of", "against_count", "against_out_of"],
    "share of those with the first": ["count", "", "out_of", "everyone"],
    "together": ["count", "", "", "", "out_of"],
    "standardised percentage": ["count", "out_of", "everyone"],
    "how many and how often": ["count", "out_of", "everyone", "events"],
    "events of a group": ["count", "out_of", "everyone", "events", "all_events"],
    "events of those not known": ["count", "events"],
    "share of the events": ["count", "out_of", "everyone", "events", "all_events"],
    "observed against expected": ["count", "out_of", "everyone"],
    "per 100 years at risk": ["out_of", "everyone", "events"],
    "any, and per 100 years at risk": ["count", "out_of", "not_known", "events"],
    "a rate before and after": ["out_of", "everyone", "", "", "events", "against_events"],
    "the rate of": ["out_of", "everyone", "", "", "events", "", "against_events"],
    "change beyond regression to the mean": ["out_of", "everyone", "", "", "events", "against_events"],
    "first events": ["events"],
    "term": ["count", "out_of", "everyone"],
    "step": ["count", "out_of", "everyone"],
    "share of all": ["count"],
    "two groups, strata pooled": ["count", "out_of", "everyone", "against_count", "against_out_of"],
    "two groups": ["count", "out_of", "everyone", "", "against_count", "against_out_of"],
    "against a target": ["count", "out_of", "everyone"],
    "against another group": ["count", "out_of", "everyone", "", "against_count", "against_out_of"],
}
"""What each part of a measure is shown as, by how the name of the measure begins."""

OVERLAPPING = {"two or more", "three or more", "five or more", "mean", "18 to 20", "21 to 24"}
"""Rows that repeat others of their table."""


@pytest.fixture(scope="session")
def faults() -> Faults:
    """Return a way to list what is wrong with a release: nothing should be."""
    return _faults


def _faults(tables: Iterable[Table], released: Release) -> list[str]:
    found: list[str] = []
    shown: dict[Whom, float] = {}
    by_key = {table.caption.key: table for table in tables}
    for protected in released:
        key = protected.caption.key
        table = by_key[key]
        found += [f"{key}: {fault}" for fault in _off(table, protected, released.off_by)]
        for whom, value in (each for cell in protected.cells for each in _counts(cell)):
            if shown.setdefault(whom, value) != value:
                found.append(f"{key}: the same count is another number elsewhere")
        frame = protected.to_frame()
        if (frame[[name for name in COUNTS if name in frame]] < 0).any(axis=None):
            found.append(f"{key}: a count is below nought")
        for dimension in protected.dimensions:
            # Parts of a cohort that overlap, and the row of all numbers of needs, do not come to all.
            if "all" in dimension.labels and not {"characteristic", "cohort", "trend"} & {*frame, *dimension.labels}:
                found += _unequal(frame, dimension.name, key)
        found += _rows_that_do_not_add_up(frame, key)
    return found


def _off(table: Table, protected: ReleasedTable, off_by: int) -> list[str]:
    """Tell if a count is not rounded, or not to a multiple beside the true one."""
    counts = [each for cell in protected.cells for each in _counts(cell)]
    return [
        *("a count is no multiple of 5" for _, value in counts if value % 5),
        *("a count is further off than is said" for whom, value in counts if abs(value - _true(table, whom)) > off_by),
    ]


def _true(table: Table, whom: Whom) -> int:
    """Return a true count; of rare combinations, which a release counts together, the sum of their own."""
    if whom in table.counts:
        return table.counts[whom]
    rest, together = whom.without("combination"), whom.answers_to("combination") or frozenset()
    of_others = {
        each for cell in table.cells if "all other combinations" in cell.at for part in cell.parts for _, each in part
    }
    return sum(
        count
        for each, count in table.counts.items()
        if each.without("combination") == rest
        and (answers := each.answers_to("combination")) is not None
        and answers <= together
        and (len(answers) == 1 or each in of_others)
    )


def _counts(cell: ReleasedCell) -> list[tuple[Whom, float]]:
    """Return whom each figure of a cell counts, where the figure is one count."""
    figures = dict(cell.figures)
    if "not_known" in figures:
        figures["everyone"] = figures["out_of"] + figures["not_known"]
    names = next((names for start, names in PARTS.items() if cell.measure.name.startswith(start)), ())
    pairs = ((part, name) for part, name in zip(cell.parts, names, strict=False) if name in figures)
    return [(part[0][1], figures[name]) for part, name in pairs if len(part) == 1]


def _unequal(frame: pd.DataFrame, dimension: str, key: str) -> list[str]:
    """Tell if the groups of a breakdown do not come to "all"."""
    figures = [name for name in COUNTS if name in frame]
    others = [name for name in frame.columns[: frame.columns.get_loc(figures[0])] if name != dimension]
    frame, whole = frame.assign(one=1), frame[dimension] == "all"
    sums = frame[~whole].groupby(others or "one", sort=True, observed=True)[figures].sum()
    wholes = frame[whole].groupby(others or "one", sort=True, observed=True)[figures].sum()
    return [] if sums.equals(wholes) else [f"{key}: the groups of {dimension} do not come to all"]


def _rows_that_do_not_add_up(frame: pd.DataFrame, key: str) -> list[str]:
    """Tell if the rows of a question, with those not known, do not come to everybody in the group."""
    partition = {"overlap.number_of_needs": "number_of_needs", "transition.young_adults_share": "age"}
    question = next((name for start, name in partition.items() if key.startswith(start)), None)
    if "demographics.profile" in key:
        groups, asked = ["characteristic"], frame
    elif question is not None and "against_count" not in frame:
        position = list(frame.columns).index(question)
        groups, asked = list(frame.columns[:position]), frame[~frame[question].isin(OVERLAPPING)]
    else:
        return []
    asked = asked.assign(everyone=asked["out_of"] + asked["not_known"], one=1)
    sums = asked.groupby(groups or "one", sort=False)
    wrong = sums["count"].sum() != sums["everyone"].max()
    return [f"{key}: the rows do not come to everybody"] if wrong.any() else []
