"""How soon are people reconvicted?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.count import Row, Words, people
from needskit.analysis.first_reoffence import DAYS, USUAL_DAYS, day_in, known_with_day, rising
from needskit.analysis.outcome import RECONVICTED, reconviction_of
from needskit.analysis.tabulate import By, share
from needskit.table.measure import PERCENTAGE
from needskit.table.table import Headings, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.cohort.cohort import Cohort


def time_to_first(
    cohort: Cohort, *, outcome: str = RECONVICTED, days: str = DAYS, on: Sequence[int] = USUAL_DAYS, by: By = None
) -> Table:
    """How many have been reconvicted by each day of the follow-up?

    Counted are people followed up in full whose outcome is known and, if they were reconvicted, the day of the first
    reoffence. Since everybody is followed up for as long, the share by a day is 1 less the Kaplan-Meier estimate of
    those still without a reoffence.

    Parameters
    ----------
    cohort
        Whose people are counted.
    outcome, days
        The columns of the outcome, and of the days to the first reoffence.
    on
        Days of the follow-up, in rising order.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the extract has no such columns or breakdown, or the days are in no rising order.

    References
    ----------
    Kaplan and Meier (1958), Journal of the American Statistical Association 53, 457-481.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame(
    ...     {
    ...         "person_id": ["1", "2", "3"],
    ...         "reconvicted_12_months": ["yes", "yes", "no"],
    ...         "days_to_first_reoffence": ["20", "100", ""],
    ...     }
    ... )
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> time_to_first(cohort, on=[30, 365]).to_frame()[["day", "count", "out_of"]].to_numpy().tolist()
    [['by day 30', 1, 3], ['by day 365', 2, 3]]
    """
    asked = reconviction_of(cohort, outcome)
    attribute = day_in(cohort, days)
    wanted = rising(on)
    known = known_with_day(asked, days)
    rows = []
    for day in wanted:
        by_then = (days, frozenset(a for a in attribute.answers if a.isdigit() and int(a) <= day))
        rows.append(Row((f"by day {day}",), PERCENTAGE, (people(*asked.yes, by_then), known, people())))
    unit = cohort.unit.capitalize()
    words = Words(
        key="reconviction.time_to_first",
        title=f"Time to the first reoffence of those {asked.words}",
        headings=Headings(
            count=f"{unit} with a reoffence by this day",
            out_of=f"{unit} followed up whose outcome and day are known",
            not_known=f"{unit} not followed up, or whose outcome or day is not known",
            estimate="Percentage with a reoffence by this day",
        ),
        notes=(*asked.notes, "Each row holds those of the rows above it: do not add them up."),
    )
    return share(cohort, rows, name="day", label="Day of the follow-up", words=words, by=by)
