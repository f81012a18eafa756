"""Are homeless people reconvicted more often than others?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.answers import NO
from needskit.analysis.count import Row, Words, people
from needskit.analysis.outcome import RECONVICTED, reconviction_of
from needskit.analysis.points import DICHOTOMIES, POINTS, first_point, status_at
from needskit.analysis.tabulate import By, share
from needskit.cohort.breakdown import NOT_KNOWN
from needskit.table.compared import TWO_GROUPS
from needskit.table.measure import PERCENTAGE
from needskit.table.table import Headings, Table

if TYPE_CHECKING:
    from needskit.analysis.outcome import Outcome
    from needskit.cohort.breakdown import Breakdown
    from needskit.cohort.cohort import Cohort


def reconviction(cohort: Cohort, *, at: str | None = None, outcome: str = RECONVICTED, by: By = None) -> Table:
    """How many of those who are homeless are reconvicted, and how many of the others?

    Counted are people followed up in full whose outcome and whose accommodation are known. Each way of putting
    accommodation in two groups has a row: the first group set against the second. Then comes each kind of
    accommodation by itself, and those whose accommodation is not known. How far these could move the difference stands
    beside it, were they all of the one group or of the other.

    Parameters
    ----------
    cohort
        Whose people are counted.
    at
        The point in time: ``before_custody``, ``on_release``, ``at_3_months``; the first that the extract has unless
        told otherwise.
    outcome
        The yes or no column that is the outcome.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the extract does not say where people live, has no such outcome or no such breakdown.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10; Katz and others (1978), Biometrics 34, 469-474;
    Woolf (1955), Annals of Human Genetics 19, 251-253.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> homeless = [("rough sleeping", "yes")] * 237 + [("rough sleeping", "no")] * 63
    >>> housed = [("settled", "yes")] * 799 + [("settled", "no")] * 901
    >>> extract = pd.DataFrame(homeless + housed, columns=["accommodation_before_custody", "reconvicted_12_months"])
    >>> extract["person_id"] = [str(number) for number in range(2000)]
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> frame = reconviction(cohort).to_frame().set_index("group")
    >>> frame.loc["Homeless against not homeless", ["estimate", "against_estimate", "difference"]].round(2).tolist()
    [0.79, 0.47, 0.32]
    """
    point = first_point(cohort, at)
    asked = reconviction_of(cohort, outcome)
    rows = [_compared(cohort.breakdown(f"{dichotomy}_{point}"), asked) for dichotomy in DICHOTOMIES]
    found = status_at(cohort, point)
    name = found.attribute.name
    for group in found.groups:
        has = (name, group.answers)
        rows.append(Row((group.label,), PERCENTAGE, (people(has, *asked.yes), people(has, *asked.known), people(has))))
    unit = cohort.unit.capitalize()
    words = Words(
        key=f"accommodation.reconviction{'' if point == first_point(cohort, None) else f'_{point}'}",
        title=f"Accommodation {POINTS[point]} and outcome: {asked.words}",
        headings=Headings(
            count=f"{unit} {asked.words}",
            out_of=f"{unit} followed up and with a known outcome",
            not_known=f"{unit} not followed up or without a known outcome",
            against_count=f"{unit} of the second group, {asked.words}",
            against_out_of=f"{unit} of the second group, followed up and with a known outcome",
            estimate=f"Percentage {asked.words}",
            further={"against_estimate": f"Percentage {asked.words}, second group"},
        ),
        notes=(
            *asked.notes,
            (
                f"Rows that set one group against another are of {cohort.unit} whose accommodation is known. The kinds "
                "of accommodation under them are the same again, one by one."
            ),
            (
                "Two more differences say how far those whose accommodation is not known could move it, were "
                "all of them in the first group, or all in the second."
            ),
            (
                f"Homeless {cohort.unit} differ from others in age, offending and {cohort.needs.word}s too, so a "
                "difference is not what accommodation does. Which groups are compared changes the headline: each row "
                "says which."
            ),
        ),
        sources=tuple(
            f"{breakdown.label}: {breakdown.source}"
            for dichotomy in DICHOTOMIES
            if (breakdown := cohort.breakdown(f"{dichotomy}_{point}")).source
        ),
    )
    return share(cohort, rows, name="group", label=f"Accommodation {POINTS[point]}", words=words, by=by)


def _compared(dichotomy: Breakdown, asked: Outcome) -> Row:
    """Return the row that sets the first of two groups against the second."""
    first, second = dichotomy.groups[:2]
    unknown = [group for group in dichotomy.groups if group.label == NOT_KNOWN]
    name = dichotomy.attribute.name
    has, has_not = (name, first.answers), (name, second.answers)
    no = (*asked.followed, (asked.column, NO))
    parts = (
        *(people(has, *asked.yes), people(has, *asked.known), people(has), people(has, *no)),
        *(people(has_not, *asked.yes), people(has_not, *asked.known), people(has_not, *no)),
        *(
            people((name, unknown[0].answers), *conditions) if unknown else ()
            for conditions in (asked.yes, asked.known)
        ),
    )
    return Row((f"{first.label} against {second.label.lower()}",), TWO_GROUPS, parts)
