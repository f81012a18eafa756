"""Where do people live before custody, on release and three months later?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.count import Row, Words, people
from needskit.analysis.points import DICHOTOMIES, POINTS, first_point, points_in, status_at
from needskit.analysis.tabulate import By, in_groups
from needskit.cohort.breakdown import NOT_KNOWN
from needskit.errors import UsageError
from needskit.table.share_of_all import SHARE_OF_ALL, WITH_SHARE_OF_ALL
from needskit.table.table import Dimension, Headings, Level, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.cohort.breakdown import Breakdown, Group
    from needskit.cohort.cohort import Cohort


def status(cohort: Cohort, *, at: str | Sequence[str] | None = None, by: By = None) -> Table:
    """Where do people live at each point in time?

    Counted are the people of the cohort, each once at each point. Percentages are of those whose accommodation is
    known, as the published tables have them; beside them stands the percentage of everybody. People without a record
    are not known, never homeless.

    Parameters
    ----------
    cohort
        Whose people are counted.
    at
        A point or several: ``before_custody``, ``on_release``, ``at_3_months``; all that the extract holds unless told
        otherwise.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the extract does not say where people live then, a point is named twice, or there is no such breakdown.

    References
    ----------
    Ministry of Justice, Offender accommodation outcomes: the categories, and percentages without those not known.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame(
    ...     {"person_id": ["1", "2", "3"], "accommodation_on_release": ["settled", "rough sleeping", ""]}
    ... )
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> frame = status(cohort).to_frame().set_index("accommodation")
    >>> frame.loc["Settled", ["count", "out_of", "share_of_all"]].round(2).tolist()
    [1.0, 2.0, 0.33]
    """
    asked = (at,) if isinstance(at, str) else tuple(at or ())
    if len(set(asked)) < len(asked):
        message = "A point in time is named twice. Name each once."
        raise UsageError(message)
    wanted = asked or points_in(cohort) or (first_point(cohort, None),)
    rows = [row for point in wanted for row in _rows(cohort, point)]
    labels = [row.at[1] for row in rows if row.at[0] == POINTS[wanted[0]]]
    *most, last = (POINTS[point] for point in wanted)
    words = words_of_status(
        cohort,
        key="_".join(["accommodation.status", "_and_".join(asked)]) if asked else "accommodation.status",
        title=f"Accommodation {', '.join(most)} and {last}" if most else f"Accommodation {last}",
        counted="each once at each point in time",
        sources=tuple(dict.fromkeys(source for point in wanted for source in _sources(cohort, point))),
    )
    dimensions = (
        Dimension("point", "Point in time", tuple(Level(POINTS[point]) for point in wanted)),
        Dimension("accommodation", "Accommodation", tuple(Level(label) for label in labels)),
    )
    return in_groups(cohort, rows, dimensions, words=words, by=by)


def rows_of_status(at: str, found: Breakdown, firsts: Sequence[Group]) -> list[Row]:
    """Return a row for each category at one time, those not known, and groups of several categories.

    Parameters
    ----------
    at
        The time, as a label.
    found
        The categories.
    firsts
        Groups of categories that repeat rows: homeless, housed, settled.
    """
    name = found.attribute.name
    known = people((name, found.known))
    rows = [
        Row((at, group.label), SHARE_OF_ALL, (people((name, group.answers)), people()))
        if group.label == NOT_KNOWN
        else Row((at, group.label), WITH_SHARE_OF_ALL, (people((name, group.answers)), known, people()))
        for group in found.groups
    ]
    for first in firsts:
        label = f"{first.label.lower()}, of all categories"
        rows.append(Row((at, label), WITH_SHARE_OF_ALL, (people((name, first.answers)), known, people())))
    return rows


def words_of_status(cohort: Cohort, *, key: str, title: str, counted: str, sources: tuple[str, ...]) -> Words:
    """Return the words of a table of where people live."""
    unit = cohort.unit.capitalize()
    return Words(
        key=key,
        title=title,
        headings=Headings(
            count=unit,
            out_of=f"{unit} whose accommodation is known",
            not_known=f"{unit} whose accommodation is not known",
            estimate="Percentage of those known",
        ),
        notes=(
            f"Counted are {cohort.unit}, not releases: {counted}.",
            "Without a record, accommodation is not known; that is never counted as homeless.",
            "The rows homeless, housed and settled repeat rows above them: do not add them up.",
        ),
        sources=sources,
    )


def _rows(cohort: Cohort, point: str) -> list[Row]:
    found = status_at(cohort, point)
    firsts = [cohort.breakdown(f"{dichotomy}_{point}").groups[0] for dichotomy in DICHOTOMIES]
    return rows_of_status(POINTS[point], found, firsts)


def _sources(cohort: Cohort, point: str) -> list[str]:
    return [
        f"{breakdown.label}: {breakdown.source}"
        for dichotomy in DICHOTOMIES
        if (breakdown := cohort.breakdown(f"{dichotomy}_{point}")).source
    ]
