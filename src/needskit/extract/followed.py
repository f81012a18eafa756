"""Who was followed up in full: only of them can it be said that nothing happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from needskit.extract.months import months_later
from needskit.extract.spells import NO, UNKNOWN, YES

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from needskit.cohort.settings import FollowUp
    from needskit.extract.project.parts import FollowUpPart
    from needskit.extract.values.dates import Dates

Answers = npt.NDArray[np.int8]


def followed_up(people: Mapping[str, pd.Series] | pd.DataFrame, rule: FollowUpPart | FollowUp) -> Answers | None:
    """Who can be followed for the whole time? None if the extract and the project do not tell.

    By the end of the data, waiting time included, where the project gives it, and by the last day on which each
    person was followed, where that is known: whichever is too early decides.

    Parameters
    ----------
    people
        Columns, a row a person.
    rule
        How long people are followed, and to when the data reach.
    """
    if "index_date" not in people:
        return None
    index = _days(people["index_date"])
    ends: list[tuple[Dates, Dates]] = []
    if rule.data_end is not None:
        data_end = np.full(len(index), np.datetime64(rule.data_end, "D"))
        ends.append((data_end, months_later(index, rule.months + rule.waiting_months)))
    if "follow_up_end" in people:
        ends.append((_days(people["follow_up_end"]), months_later(index, rule.months) - np.timedelta64(1, "D")))
    if not ends:
        return None
    # A date that is not known is neither before another nor after it.
    late_enough = np.logical_or.reduce([until >= wanted for until, wanted in ends])
    too_early = np.logical_or.reduce([until < wanted for until, wanted in ends])
    found: Answers = np.full(len(index), UNKNOWN, dtype=np.int8)
    found[late_enough] = YES
    found[too_early] = NO
    return found


def _days(column: pd.Series) -> Dates:
    days: Dates = column.to_numpy().astype("datetime64[D]")
    return days
