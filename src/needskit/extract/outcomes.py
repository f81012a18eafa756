"""Outcomes that contradict each other: reconvicted or not, how often, and how soon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.extract.months import months_later
from needskit.extract.values.column import problem

if TYPE_CHECKING:
    import pandas as pd

    from needskit.cohort.problems import Problem
    from needskit.extract.files.raw import Positions
    from needskit.extract.project.parts import Project

RECONVICTED, REOFFENCES, DAYS = "reconvicted_12_months", "reoffences_12_months", "days_to_first_reoffence"
YES, NO = 0, 1
MONTHS = 12
"""The follow-up that those columns are of, by their names."""


def outcomes_in_order(people: pd.DataFrame, project: Project, row_numbers: Positions) -> tuple[Problem, ...]:
    """Whose outcomes contradict each other, or lie outside the follow-up?

    Parameters
    ----------
    people
        Typed, with whichever of the outcome columns the extract has.
    project
        The date of the extract.
    row_numbers
        The row of the file of each person.
    """
    found: list[Problem] = []
    reconvicted = people[RECONVICTED].cat.codes.to_numpy() if RECONVICTED in people else None
    if reconvicted is not None and REOFFENCES in people:
        times = people[REOFFENCES].to_numpy(dtype=np.float64, na_value=np.nan)
        differ = ((reconvicted == YES) & (times == 0)) | ((reconvicted == NO) & (times > 0))
        found += problem(
            "outcomes_differ", differ, row_numbers, column=REOFFENCES,
            wanted=f"contradicts {RECONVICTED}.", done="Kept as they are.",
        )  # fmt: skip
    if DAYS in people and "index_date" in people:
        days = people[DAYS].to_numpy(dtype=np.float64, na_value=np.nan)
        index = people["index_date"].to_numpy().astype("datetime64[D]")
        year = (months_later(index, MONTHS) - index).astype(np.float64)
        known = ~np.isnat(index)
        found += problem(
            "reconviction_outside_follow_up", known & (days > year), row_numbers, column=DAYS,
            wanted=f"is after the follow-up of {MONTHS} months.", done="Kept as it is.",
        )  # fmt: skip
        if project.cohort.as_at is not None:
            left = (np.datetime64(project.cohort.as_at, "D") - index).astype(np.float64)
            found += problem(
                "after_as_at", known & (days > left), row_numbers, column=DAYS,
                wanted="is after the date that the extract describes.", done="Kept as it is.",
            )  # fmt: skip
    return tuple(found)
