"""Who has gained a home between two points in time, and who has lost one?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.count import Row, Words, people
from needskit.analysis.points import DICHOTOMIES, POINTS, between, status_at
from needskit.analysis.tabulate import By, in_groups, share
from needskit.cohort.breakdown import NOT_KNOWN
from needskit.errors import UsageError
from needskit.table.measure import COUNT, PERCENTAGE
from needskit.table.table import Dimension, Headings, Level, Table

if TYPE_CHECKING:
    from needskit.cohort.breakdown import Breakdown
    from needskit.cohort.cohort import Cohort


def change(cohort: Cohort, *, start: str = "before_custody", end: str = "on_release", by: By = None) -> Table:
    """Where do people live at the end, of those who lived in each kind of place at the start?

    Each row is of people in one kind of accommodation at the start; percentages are of those of them whose
    accommodation at the end is known.

    Parameters
    ----------
    cohort
        Whose people are counted.
    start, end
        Two points in time: ``before_custody``, ``on_release``, ``at_3_months``.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the two are the same, the extract does not say where people live then, or has no such breakdown.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame(
    ...     {
    ...         "person_id": ["1", "2", "3"],
    ...         "accommodation_before_custody": ["rough sleeping", "rough sleeping", "settled"],
    ...         "accommodation_on_release": ["settled", "", "settled"],
    ...     }
    ... )
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> frame = change(cohort).to_frame().set_index(["start", "end"])
    >>> frame.loc[("Rough sleeping", "Settled"), ["count", "out_of", "not_known"]].tolist()
    [1, 1, 1]
    """
    first, last = _status_at_both(cohort, start, end)
    rows = _rows(first, last)
    unit = cohort.unit.capitalize()
    words = Words(
        key=f"accommodation.change{between(start, end)}",
        title=f"Change of accommodation, {POINTS[start]} to {POINTS[end]}",
        headings=Headings(
            count=f"{unit} living so at both points",
            out_of=f"{unit} living so {POINTS[start]}, known {POINTS[end]}",
            not_known=f"{unit} living so {POINTS[start]}, not known {POINTS[end]}",
            estimate=f"Percentage of those living so {POINTS[start]}",
        ),
        notes=(
            f"Rows are {cohort.unit} by where they lived {POINTS[start]}, divided by where they lived {POINTS[end]}.",
            f"Counted are {cohort.unit}, each once.",
        ),
        sources=tuple(f"{each.label}: {each.source}" for each in (first, last) if each.source),
    )
    dimensions = (
        Dimension("start", f"Accommodation {POINTS[start]}", tuple(Level(group.label) for group in first.groups)),
        Dimension("end", f"Accommodation {POINTS[end]}", tuple(Level(group.label) for group in last.groups)),
    )
    return in_groups(cohort, rows, dimensions, words=words, by=by)


def _status_at_both(cohort: Cohort, start: str, end: str) -> tuple[Breakdown, Breakdown]:
    if start == end:
        message = "A change wants two points in time, and start and end are the same. Name another."
        raise UsageError(message)
    return status_at(cohort, start), status_at(cohort, end)


def gained_and_lost(cohort: Cohort, *, start: str = "before_custody", end: str = "on_release", by: By = None) -> Table:
    """How many have gained a home between two points in time, and how many have lost one?

    For homeless, housed and settled alike: of those who were not so at the start, how many are at the end, and the
    other way round. Counted are people whose accommodation is known at both points.

    Parameters
    ----------
    cohort
        Whose people are counted.
    start, end
        Two points in time: ``before_custody``, ``on_release``, ``at_3_months``.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the two are the same, the extract does not say where people live then, or has no such breakdown.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame(
    ...     {
    ...         "person_id": ["1", "2", "3"],
    ...         "accommodation_before_custody": ["rough sleeping", "rough sleeping", "settled"],
    ...         "accommodation_on_release": ["settled", "", "settled"],
    ...     }
    ... )
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> frame = gained_and_lost(cohort).to_frame().set_index("change")
    >>> frame.loc["not homeless on release, of those homeless before custody", ["count", "out_of"]].tolist()
    [1, 1]
    """
    _status_at_both(cohort, start, end)  # refuses points that are not there
    pairs = [(cohort.breakdown(f"{each}_{start}"), cohort.breakdown(f"{each}_{end}")) for each in DICHOTOMIES]
    rows = [row for first, last in pairs for row in _moves(first, last, start, end)]
    unit = cohort.unit.capitalize()
    words = Words(
        key=f"accommodation.gained_and_lost{between(start, end)}",
        title=f"Homes gained and lost, {POINTS[start]} to {POINTS[end]}",
        headings=Headings(
            count=f"{unit} with this change",
            out_of=f"{unit} living so {POINTS[start]}, known {POINTS[end]}",
            not_known=f"{unit} living so {POINTS[start]}, not known {POINTS[end]}",
            estimate=f"Percentage of those living so {POINTS[start]}",
        ),
        notes=(
            "Homeless, housed and settled are three ways of putting accommodation in two groups: do not add them up.",
            f"Counted are {cohort.unit}, each once.",
        ),
        sources=tuple(f"{each.label}: {each.source}" for each, _ in pairs if each.source),
    )
    return share(cohort, rows, name="change", label="Change", words=words, by=by)


def _moves(first: Breakdown, last: Breakdown, start: str, end: str) -> list[Row]:
    """Return how many of each of two groups were in the other at the end."""
    rows = []
    known = (last.attribute.name, last.known)
    for before, after in ((1, 0), (0, 1)):
        had, has = first.groups[before], last.groups[after]
        was, moved = (first.attribute.name, had.answers), (last.attribute.name, has.answers)
        label = f"{has.label.lower()} {POINTS[end]}, of those {had.label.lower()} {POINTS[start]}"
        rows.append(Row((label,), PERCENTAGE, (people(was, moved), people(was, known), people(was))))
    return rows


def _rows(first: Breakdown, last: Breakdown) -> list[Row]:
    """Return a row for each group at the start and at the end, those not known at the end as a plain count."""
    start, end = first.attribute.name, last.attribute.name
    rows = []
    for before in first.groups:
        has = (start, before.answers)
        for after in last.groups:
            at, both = (before.label, after.label), people(has, (end, after.answers))
            if after.label == NOT_KNOWN:
                rows.append(Row(at, COUNT, (both,)))
            else:
                rows.append(Row(at, PERCENTAGE, (both, people(has, (end, last.known)), people(has))))
    return rows
