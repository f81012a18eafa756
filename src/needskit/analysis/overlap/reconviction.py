"""Are people with more needs reconvicted more often?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.count import Row, Words, people
from needskit.analysis.outcome import RECONVICTED, reconviction_of
from needskit.analysis.tabulate import By, share
from needskit.cohort.build import NUMBER_OF_NEEDS
from needskit.cohort.combination import NOT_IN_FULL
from needskit.table.measure import PERCENTAGE
from needskit.table.modelled import trend
from needskit.table.table import Headings, Table

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort


def reconviction(cohort: Cohort, *, outcome: str = RECONVICTED, by: By = None) -> Table:
    """How many of those with each number of needs are reconvicted, and does it rise with the number?

    Counted are people followed up in full with a known answer on every need and a known outcome. The last row is the
    trend: by how many percentage points the percentage changes for one need more, and whether that may be chance.

    Parameters
    ----------
    cohort
        Whose people are counted.
    outcome
        The yes or no column that is the outcome.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the cohort has no needs, no such outcome or no such breakdown.

    References
    ----------
    Armitage (1955), Biometrics 11, 375-386, and Cochran (1954), Biometrics 10, 417-451, for the test of the trend.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> rows = [("no", "yes")] * 2 + [("no", "no")] * 8 + [("yes", "yes")] * 6 + [("yes", "no")] * 4
    >>> extract = pd.DataFrame(rows, columns=["need_drugs", "reconvicted_12_months"])
    >>> extract["person_id"] = [str(number) for number in range(20)]
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> reconviction(cohort).to_frame()[["number_of_needs", "count", "out_of", "estimate"]].round(2)
      number_of_needs  count  out_of  estimate
    0               0      2      10       0.2
    1               1      6      10       0.6
    2             all      8      20       0.4
    3           trend      8      20       0.4
    """
    cohort.needs.refuse_none()
    asked = reconviction_of(cohort, outcome)
    word, unit = cohort.needs.word, cohort.unit.capitalize()
    numbers = [answer for answer in cohort.attributes[NUMBER_OF_NEEDS].answers if answer != NOT_IN_FULL]
    each = [(number, (NUMBER_OF_NEEDS, frozenset({number}))) for number in numbers]
    each.append(("all", (NUMBER_OF_NEEDS, frozenset(numbers))))
    rows = [
        Row((label,), PERCENTAGE, (people(condition, *asked.yes), people(condition, *asked.known), people(condition)))
        for label, condition in each
    ]
    of_trend = trend(unit=f"percentage points for one {word} more", heading=f"Change for one {word} more")
    parts = (*(row.parts[0] for row in rows[:-1]), *(row.parts[1] for row in rows[:-1]))
    rows.append(Row(("trend",), of_trend, parts))
    words = Words(
        key="overlap.reconviction",
        title=f"Number of {word}s and outcome: {asked.words}",
        headings=Headings(
            count=f"{unit} {asked.words}",
            out_of=f"{unit} with this number of {word}s, followed up and with a known outcome",
            not_known=f"{unit} with this number, not followed up or without a known outcome",
            estimate=f"Percentage {asked.words}",
        ),
        notes=(
            *asked.notes,
            f"The row all is {cohort.unit} with a known answer on every {word}.",
            (
                f"The trend supposes the same change from each number of {word}s to the next. {unit} with more "
                f"{word}s differ in age and offending too, so it is not what {word}s do."
            ),
        ),
        sources=cohort.needs.sources,
    )
    return share(cohort, rows, name=NUMBER_OF_NEEDS, label=f"Number of {word}s", words=words, by=by)
