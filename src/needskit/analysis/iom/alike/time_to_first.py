"""How soon do people managed under IOM reoffend, beside people like them?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from needskit.analysis.count import Words, caption_for
from needskit.analysis.first_reoffence import DAYS
from needskit.analysis.iom.alike.amounts import Counted, most_evidence
from needskit.analysis.iom.alike.first_days import ON, first_days
from needskit.analysis.iom.alike.wording import (
    IN_CUSTODY,
    KISH,
    arms_in_words,
    effective_size_of,
    key_of,
    not_known_of,
    notes_of,
    others_of,
)
from needskit.analysis.outcome import RECONVICTED
from needskit.stats.weighted_hazard import weighted_hazard_ratio
from needskit.stats.weighted_log_rank import weighted_log_rank
from needskit.table.matched_days import TENTHS
from needskit.table.matched_time import STILL_WITHOUT, matched_time
from needskit.table.table import Cell, Dimension, Headings, Level, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.analysis.iom.alike.first_days import FirstDays
    from needskit.analysis.iom.alike.matched import Matched
    from needskit.table.whom import Sum


def has_days(matched: Matched) -> bool:
    """Tell whether the extract says who is reconvicted, and after how many days."""
    return {RECONVICTED, DAYS} <= matched.cohort.attributes.keys()


def time_to_first(matched: Matched, *, outcome: str = RECONVICTED, days: str = DAYS, on: Sequence[int] = ON) -> Table:
    """How long do those managed under IOM go without a reoffence, and how long the people they are matched with?

    Counted are people of either arm who are matched and whose outcome is known and, if they were reconvicted, the day
    of the first reoffence; the comparison is weighted. There is the share with a reoffence by the last day, the mean
    days without one up to it and the difference, a hazard ratio and the log-rank test. All are of everybody matched,
    and not of reoffenders alone. Everything is worked out from who has a first reoffence between the days listed.

    Parameters
    ----------
    matched
        From ``match``.
    outcome, days
        The columns of the outcome, and of the days to the first reoffence; neither is matched on.
    on
        Days of the follow-up, in rising order; the ends of four quarters unless told otherwise.

    Raises
    ------
    UsageError
        If the extract has no such columns, one is matched on, the days are in no rising order, or the outcome is known
        of nobody matched in an arm.

    References
    ----------
    Royston and Parmar (2013), BMC Medical Research Methodology 13, 152: restricted means. Xie and Liu (2005),
    Statistics in Medicine 24, 3089-3110: weighted curves and log-rank test. Binder (1992), Biometrika 79, 139-147; Lin
    and Wei (1989), Journal of the American Statistical Association 84, 1074-1078: the robust error of a hazard ratio.

    Examples
    --------
    >>> import needskit as nk
    >>> cohort = nk.read_cohort(
    ...     nk.synthetic_people(people=2_000, seed=1), population="made-up people", as_at="2025-12-31"
    ... )
    >>> matched = nk.iom.match(cohort, adjust=("sex", "prior_convictions"), known_only=True)
    >>> [found] = time_to_first(matched).to_frame().to_dict("records")
    >>> found["days_difference_lower"] <= found["days_difference"] <= found["days_difference_upper"]
    True
    """
    found = first_days(matched, outcome=outcome, days=days, on=on)
    first, last = found.first, found.first.on[-1]
    counted = Counted(matched)
    counts = [
        counted.part(arm, which) for arm in (matched.ours, matched.theirs) for which in (found.by_last, first.known)
    ]
    arms = (matched.ours, matched.theirs) if found.alike else (matched.ours,)
    parts = (
        *counts,
        *(counted.part(arm, part) for arm in arms for part in first.parts),
        *(() if found.alike else _amounts(counted, found)),
        counted.how_alike(),
    )
    unit, called = matched.cohort.unit.capitalize(), matched.called
    words = Words(
        key=key_of("time_to_first", matched, column=outcome, usual=RECONVICTED),
        title=f"How soon those {called}, and {others_of(matched)}, had a first reoffence",
        headings=Headings(
            count=f"{unit} {called} with a reoffence by day {last}",
            out_of=f"{unit} {called}, matched",
            against_count=f"{unit} of the comparison with a reoffence by day {last}",
            against_out_of=f"{unit} of the comparison, matched",
            estimate=f"Percentage of those {called} with a reoffence",
            further={
                "against_estimate": "Percentage of the comparison with a reoffence, weighted",
                "mean_days": f"Mean days without a reoffence up to day {last}, of those {called}",
                "against_mean_days": f"Mean days without a reoffence up to day {last}, of the comparison, weighted",
                "hazard_ratio": "Hazard ratio of a first reoffence",
                "p_value": "P value of the difference in mean days",
            },
        ),
        notes=(
            *notes_of(matched),
            (
                "The limits of the difference in mean days decide what is said. The hazard ratio and the log-rank test "
                "are of the same reoffences, and no evidence beyond it; near the edge they may fall on either side."
            ),
            (
                "A hazard ratio below 1 says that, of those still without a reoffence, fewer of the first arm go on to "
                "one. It is one number for the whole follow-up: where the curves come together or cross, it hides that."
            ),
            IN_CUSTODY,
            not_known_of(f"{found.first.asked.words}, and the day"),
        ),
        sources=SOURCES,
    )
    measure = matched_time(first.on, most=most_evidence(matched), alike=found.alike)
    return counted.one_row(words, first.asked.words, measure, parts)


def survival(matched: Matched, *, outcome: str = RECONVICTED, days: str = DAYS, on: Sequence[int] = ON) -> Table:
    """How many of those managed under IOM are still without a reoffence by each day, and how many people like them?

    Counted are people of either arm who are matched and whose outcome is known and, if they were reconvicted, the day
    of the first reoffence; the percentage of the comparison is weighted. Since all are followed up for as long, it is
    the Kaplan-Meier estimate.

    Parameters
    ----------
    matched
        From ``match``.
    outcome, days
        The columns of the outcome, and of the days to the first reoffence; neither is matched on.
    on
        Days of the follow-up, in rising order; the ends of four quarters unless told otherwise.

    Raises
    ------
    UsageError
        If the extract has no such columns, one is matched on, the days are in no rising order, or the outcome is known
        of nobody matched in an arm.

    References
    ----------
    Kaplan and Meier (1958), Journal of the American Statistical Association 53, 457-481. Kish (1965), Survey Sampling,
    section 11.7: the effective size.

    Examples
    --------
    >>> import needskit as nk
    >>> cohort = nk.read_cohort(
    ...     nk.synthetic_people(people=2_000, seed=1), population="made-up people", as_at="2025-12-31"
    ... )
    >>> matched = nk.iom.match(cohort, adjust=("sex", "prior_convictions"), known_only=True)
    >>> frame = survival(matched, on=[183, 365]).to_frame()
    >>> frame["day"].tolist(), bool((frame["against_estimate"].diff().dropna() <= 0).all())
    (['by day 183', 'by day 365'], True)
    """
    found = first_days(matched, outcome=outcome, days=days, on=on)
    counted = Counted(matched)
    arms = (matched.ours, matched.theirs)
    cells = []
    for place, day in enumerate(found.first.on):
        asked = (found.first.without_by(day), found.first.known)
        parts = [counted.part(arm, part) for arm in arms for part in asked]
        if not found.alike:
            parts += [found.share_amount(counted, place), found.size_amount(counted)]
        cells.append(Cell((f"by day {day}",), STILL_WITHOUT[found.alike], tuple(parts)))
    unit, called = matched.cohort.unit.capitalize(), matched.called
    words = Words(
        key=key_of("survival", matched, column=outcome, usual=RECONVICTED),
        title=f"Still without a reoffence by each day, of those {called} and of {others_of(matched)}",
        headings=Headings(
            count=f"{unit} {called} without a reoffence by this day",
            out_of=f"{unit} {called}, matched",
            against_count=f"{unit} of the comparison without a reoffence by this day",
            against_out_of=f"{unit} of the comparison, matched",
            estimate=f"Percentage of those {called} still without a reoffence",
            further={
                "against_estimate": "Percentage of the comparison still without a reoffence, weighted",
                "against_lower": "Lower 95% limit of the percentage of the comparison",
                "against_upper": "Upper 95% limit of the percentage of the comparison",
            },
        ),
        notes=(
            *arms_in_words(matched),
            "Each row holds those of the rows below it: do not add them up.",
            (
                "Limits of two arms that overlap do not show that there is no difference, and where the curves part is "
                "chosen by looking: the table of how soon they had a first reoffence has the one test."
            ),
            effective_size_of(matched),
            IN_CUSTODY,
            not_known_of(f"{found.first.asked.words}, and the day"),
        ),
        sources=("Kaplan and Meier (1958), Journal of the American Statistical Association 53, 457-481", KISH),
    )
    return Table(
        caption=caption_for(matched.cohort, words, ()),
        dimensions=(Dimension("day", "Day of the follow-up", tuple(Level(cell.at[0]) for cell in cells)),),
        headings=words.headings,
        cells=tuple(cells),
        counts=counted.counts,
        attributes=counted.attributes,
    )


SOURCES = (
    "Kaplan and Meier (1958), Journal of the American Statistical Association 53, 457-481",
    "Xie and Liu (2005), Statistics in Medicine 24, 3089-3110",
    "Royston and Parmar (2013), BMC Medical Research Methodology 13, 152",
    "Binder (1992), Biometrika 79, 139-147",
    KISH,
)


def _amounts(counted: Counted, found: FirstDays) -> tuple[Sum, ...]:
    """Return what is weighted: the share, the effective size, the mean, and what compares the arms."""
    by_band = found.by_band()
    ratio, test = weighted_hazard_ratio(by_band), weighted_log_rank(by_band)
    has_ratio = ratio.standard_error > 0
    mean, error = found.mean_days(found.weights)
    return (
        found.share_amount(counted, len(found.first.on) - 1),
        found.size_amount(counted),
        counted.amount(f"{found.listed}, mean days, tenths", round(TENTHS * mean)),
        counted.amount(f"{found.listed}, standard error of mean days, tenths", math.ceil(TENTHS * error)),
        counted.thousandths(f"{found.listed}, hazard ratio", ratio.ratio if has_ratio else 0.0),
        counted.error(f"{found.listed}, hazard ratio, standard error", ratio.standard_error if has_ratio else 0.0),
        counted.thousandths(f"{found.listed}, log-rank", test.statistic if has_ratio else 0.0),
    )
