"""The points in time at which accommodation is known, and the ways of putting it in two groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.errors import UsageError

if TYPE_CHECKING:
    from needskit.cohort.breakdown import Breakdown
    from needskit.cohort.cohort import Cohort

POINTS = {
    "before_custody": "before custody",
    "on_release": "on release",
    "at_3_months": "at 3 months",
}
"""Points in time, by the end of the name of their column."""

DICHOTOMIES = ("homeless", "housed", "settled")
"""Ways of putting accommodation in two groups, each a grouping of the code list."""

STATUS = "accommodation"
"""How columns of it begin; the role of its records, and their column that says where a person lived."""


USUAL_POINTS = ("before_custody", "on_release")
"""Between which a change is told unless others are named."""


def points_in(cohort: Cohort) -> tuple[str, ...]:
    """Return the points at which the extract says where people live."""
    return tuple(point for point in POINTS if f"{STATUS}_{point}" in cohort.breakdowns)


def status_at(cohort: Cohort, point: str) -> Breakdown:
    """Return the breakdown by accommodation at a point.

    Raises
    ------
    UsageError
        If there is no such point, or the extract does not say where people live then.
    """
    if point not in POINTS:
        message = f"'{point}' is no point in time of accommodation; there are {', '.join(POINTS)}."
        raise UsageError(message)
    if point not in points_in(cohort):
        message = (
            f"This extract does not say where people live {POINTS[point]}: it wants a column {STATUS}_{point}, or a "
            "source of accommodation."
        )
        raise UsageError(message)
    return cohort.breakdown(f"{STATUS}_{point}")


def first_point(cohort: Cohort, point: str | None) -> str:
    """Return the point that was asked for, or the first that the extract has.

    Raises
    ------
    UsageError
        If the extract has none.
    """
    if point is not None:
        status_at(cohort, point)
        return point
    held = points_in(cohort)
    if not held:
        columns = ", ".join(f"{STATUS}_{each}" for each in POINTS)
        message = f"This extract does not say where people live: it wants one of the columns {columns}."
        raise UsageError(message)
    return held[0]


def two_groups_at(cohort: Cohort, at: str | None, dichotomy: str | None) -> tuple[str, Breakdown]:
    """Return the point, and the breakdown whose first two groups are set against each other.

    Parameters
    ----------
    cohort
        Whose people are counted.
    at
        The point in time; None for the first that the extract has.
    dichotomy
        How accommodation is put in two groups; None for what the settings say.

    Raises
    ------
    UsageError
        If the extract does not say where people live then, or there is no such dichotomy.
    """
    point = first_point(cohort, at)
    chosen = dichotomy or cohort.definitions.accommodation
    if chosen not in DICHOTOMIES:
        message = f"'{chosen}' is no way of putting accommodation in two groups; there are {', '.join(DICHOTOMIES)}."
        raise UsageError(message)
    return point, cohort.breakdown(f"{chosen}_{point}")


def refuse_one_group(cohort: Cohort, compared: Breakdown) -> None:
    """Refuse to compare two groups in a part of the cohort that was chosen to hold one of them alone.

    Raises
    ------
    UsageError
        If nobody can be in one of the first two groups. Whether anybody is, is not looked at.
    """
    possible = cohort.whom.answers_to(compared.attribute.name)
    for group in compared.groups[:2]:
        if possible is not None and not group.answers & possible:
            message = (
                f"{compared.label}: this part of the cohort was chosen so that nobody in it is "
                f"'{group.label.lower()}', and there are no two groups to compare. Compare within the whole cohort."
            )
            raise UsageError(message)


def end_of_key(cohort: Cohort, compared: Breakdown, point: str) -> str:
    """Return the point and the dichotomy as the end of a key, each only where it is not the usual one."""
    usual = compared.name == f"{cohort.definitions.accommodation}_{point}"
    if not usual:
        return f"_{compared.name}"
    return "" if point == points_in(cohort)[0] else f"_{point}"


def between(start: str, end: str) -> str:
    """Return two points as the end of a key; nothing for the usual two."""
    return "" if (start, end) == USUAL_POINTS else f"_{start}_to_{end}"
