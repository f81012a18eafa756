"""Is one group reconvicted sooner than another?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.count import Counter, Words, attributes_of, caption_for, people
from needskit.analysis.first_reoffence import DAYS, USUAL_DAYS, First, day_in, rising
from needskit.analysis.outcome import RECONVICTED, reconviction_of
from needskit.analysis.tabulate import breakdowns_in, groups_of, levels_of
from needskit.cohort.breakdown import EVERYBODY, NOT_IN_A_BAND, NOT_KNOWN
from needskit.errors import UsageError
from needskit.table.measure import PERCENTAGE
from needskit.table.table import Cell, Dimension, Headings, Level, Table
from needskit.table.until import FIRST_EVENTS, log_rank_test, mean_days_without

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.analysis.count import Placed
    from needskit.analysis.outcome import Outcome
    from needskit.cohort.cohort import Cohort

MEAN, TEST = "restricted mean", "log-rank test"
LEAST_GROUPS = 2
APART = frozenset({NOT_KNOWN, NOT_IN_A_BAND})
"""Groups that are nobody in particular, and in no test."""


def log_rank(
    cohort: Cohort, *, by: str, on: Sequence[int] = USUAL_DAYS, outcome: str = RECONVICTED, days: str = DAYS
) -> Table:
    """Are people of one group reconvicted sooner than those of another, or could that be chance?

    Counted are people followed up in full whose outcome is known and, if they were reconvicted, the day of the first
    reoffence. Of each group there is the share still without a reoffence by each day (Kaplan-Meier), the mean days
    without one up to the last day, and the reoffences observed beside those expected if all groups were alike; of all
    groups together there is the log-rank test. Everything is worked out from the people with a first reoffence between
    the days listed, and is exact where every day on which there was one is listed. Whoever is in no group of the
    breakdown, or not known, is in the rows of all and in no test.

    Parameters
    ----------
    cohort
        Whose people are counted.
    by
        The name of the breakdown whose groups are set against each other.
    on
        Days of the follow-up, in rising order; nearly equal months unless told otherwise.
    outcome, days
        The columns of the outcome, and of the days to the first reoffence.

    Raises
    ------
    UsageError
        If the extract has no such columns or breakdown, the breakdown has fewer than two groups, or the days are in no
        rising order.

    References
    ----------
    Kaplan and Meier (1958), Journal of the American Statistical Association 53, 457-481. Mantel (1966), Cancer
    Chemotherapy Reports 50, 163-170. Klein and Moeschberger (2003), Survival Analysis, section 4.5: the mean.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> soon = [("female", "yes", "20"), ("female", "yes", "30"), ("female", "no", "")]
    >>> late = [("male", "yes", "300"), ("male", "no", ""), ("male", "no", "")]
    >>> extract = pd.DataFrame(soon + late, columns=["sex", "reconvicted_12_months", "days_to_first_reoffence"])
    >>> extract["person_id"] = [str(number) for number in range(6)]
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> frame = log_rank(cohort, by="sex", on=[20, 30, 300, 365]).to_frame().set_index(["sex", "day"])
    >>> frame.loc[("Female", "by day 30"), ["count", "out_of"]].astype(int).tolist()
    [1, 3]
    >>> frame.loc[("all", "log-rank test"), ["chi_squared", "p_value"]].astype(float).round(3).tolist()
    [1.066, 0.302]
    """
    asked = reconviction_of(cohort, outcome)
    wanted = rising(on)
    first = First(asked, day_in(cohort, days), wanted)
    [breakdown] = breakdowns_in(cohort, by)
    groups = [group for group in groups_of(cohort, (breakdown,)) if group.at[0] not in {EVERYBODY, *APART}]
    if len(groups) < LEAST_GROUPS:
        message = f"A test sets two groups or more against each other, and '{by}' has fewer. Choose another breakdown."
        raise UsageError(message)
    counter = Counter(cohort)
    cells: list[Cell] = []
    for group in groups_of(cohort, (breakdown,)):
        cells += _curve(counter, group, first)
        cells.append(_tested(counter, group, groups, first))
    words = _words(cohort, asked, wanted)
    levels = (*(f"by day {day}" for day in wanted), MEAN, TEST)
    return Table(
        caption=caption_for(cohort, words, (breakdown,)),
        dimensions=(
            Dimension(breakdown.name, breakdown.label, (Level(EVERYBODY), *levels_of(breakdown))),
            Dimension("day", "Day of the follow-up", tuple(Level(label) for label in levels)),
        ),
        headings=words.headings,
        cells=tuple(cells),
        counts=counter.counts,
        attributes=attributes_of(cohort, counter.counts),
    )


def _curve(counter: Counter, group: Placed, first: First) -> list[Cell]:
    """Return the share still without a reoffence by each day, and the mean days without one."""
    known, everyone = counter.sum_of(group, first.known), counter.sum_of(group, people())
    found = [
        Cell((*group.at, f"by day {day}"), PERCENTAGE, (counter.sum_of(group, first.without_by(day)), known, everyone))
        for day in first.on
    ]
    steps = (counter.sum_of(group, part) for part in first.parts)
    return [*found, Cell((*group.at, MEAN), mean_days_without(first.on), (everyone, *steps))]


def _tested(counter: Counter, group: Placed, groups: list[Placed], first: First) -> Cell:
    at = (*group.at, TEST)
    if group.at[0] in APART:
        return Cell(at, FIRST_EVENTS, (counter.sum_of(group, people(*first.between(-1, first.on[-1]))),))
    place = next((place for place, other in enumerate(groups) if other.at == group.at), None)
    parts = tuple(counter.sum_of(other, part) for other in groups for part in first.parts)
    return Cell(at, log_rank_test(len(groups), place=place), parts)


def _words(cohort: Cohort, asked: Outcome, on: tuple[int, ...]) -> Words:
    unit = cohort.unit.capitalize()
    return Words(
        key="reconviction.log_rank",
        title=f"Still without a reoffence, and whether groups differ: {asked.words}",
        headings=Headings(
            count=f"{unit} without a reoffence by this day",
            out_of=f"{unit} followed up whose outcome and day are known",
            not_known=f"{unit} not followed up, or whose outcome or day is not known",
            events=f"{unit} with a first reoffence by day {on[-1]}",
            estimate="Percentage still without a reoffence",
            mean=f"Mean days without a reoffence, up to day {on[-1]}",
            further={"expected": f"{unit} expected to have a reoffence if groups were alike"},
        ),
        notes=(
            *asked.notes,
            "Each row by a day holds those of the days below it: do not add them up.",
            (
                f"The test is of the order of first reoffences up to day {on[-1]}, and is most telling where one group "
                "reoffends at so many times the rate of another throughout. A P value below 0.05 says that chance "
                "alone would rarely set groups so far apart, not by how far, nor why they are. People of no known "
                "group are not in it, nor in its row of all."
            ),
            (
                "Days in custody are not taken out: whoever is in custody cannot reoffend in the community, and looks "
                "slower to."
            ),
        ),
    )
