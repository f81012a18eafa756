"""After how many days do those who reoffend do so? Of reoffenders alone, and so no effect."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from needskit.analysis.count import Words
from needskit.analysis.first_reoffence import DAYS
from needskit.analysis.iom.alike.amounts import Counted
from needskit.analysis.iom.alike.first_days import ON, first_days
from needskit.analysis.iom.alike.refusal import refuse
from needskit.analysis.iom.alike.wording import IN_CUSTODY, KISH, arms_in_words, key_of, others_of
from needskit.analysis.outcome import RECONVICTED
from needskit.table.matched import FEWEST_MATCHED
from needskit.table.matched_days import TENTHS, days_of_reoffenders
from needskit.table.table import Headings, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.analysis.iom.alike.first_days import FirstDays
    from needskit.analysis.iom.alike.matched import Matched
    from needskit.table.whom import Sum


def days_to_first(matched: Matched, *, outcome: str = RECONVICTED, days: str = DAYS, on: Sequence[int] = ON) -> Table:
    """After how many days do those managed under IOM who reoffend do so, and those of the people like them who do?

    Counted are people of either arm who are matched and had a reoffence by the last day whose day is known. This is
    how the Justice Data Lab compares time. It compares those alone who reoffended, whom being managed may have chosen:
    if it kept from reoffending whoever else would have done so soon, those left look slow, and the other way round. So
    it is no effect, and no report has it unless it is asked for; ``time_to_first`` compares everybody.

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
        If fewer than 30 of those treated had a reoffence; or as ``time_to_first``.

    References
    ----------
    Ministry of Justice, Justice Data Lab reports: average days to first reoffence, where at least 30 of those treated
    reoffended.

    Examples
    --------
    >>> import needskit as nk
    >>> cohort = nk.read_cohort(
    ...     nk.synthetic_people(people=2_000, seed=1), population="made-up people", as_at="2025-12-31"
    ... )
    >>> matched = nk.iom.match(cohort, adjust=("sex", "prior_convictions"), known_only=True)
    >>> [found] = days_to_first(matched).to_frame().to_dict("records")
    >>> bool(0 < found["mean_days"] < 365)
    True
    """
    found = first_days(matched, outcome=outcome, days=days, on=on)
    weights, first = found.of_reoffenders, found.first
    if (weights[matched.is_treated] > 0).sum() < FEWEST_MATCHED or not weights[matched.is_comparison].any():
        words = (
            f"Fewer than {FEWEST_MATCHED} of those {matched.called} had a reoffence whose day is known, or nobody of "
            "the comparison: of so few the mean days would mislead. Ask for more people, or for time_to_first."
        )
        refuse("R-REOFFENDED<30", words)
    counted = Counted(matched)
    arms = (matched.ours, matched.theirs) if found.alike else (matched.ours,)
    parts = (
        *(counted.part(arm, found.by_last) for arm in (matched.ours, matched.theirs)),
        *(counted.part(arm, part) for arm in arms for part in first.parts[:-1]),
        *(() if found.alike else _of_reoffenders(counted, found)),
    )
    unit, called, last = matched.cohort.unit.capitalize(), matched.called, first.on[-1]
    words_of = Words(
        key=key_of("days_to_first", matched, column=outcome, usual=RECONVICTED),
        title=f"Days to the first reoffence where there was one, of those {called} and of {others_of(matched)}",
        headings=Headings(
            count=unit,
            out_of=f"{unit} {called} with a reoffence by day {last}",
            against_out_of=f"{unit} of the comparison with a reoffence by day {last}",
            further={
                "mean_days": f"Mean days to it, of those {called}",
                "against_mean_days": "Mean days to it, of the comparison, weighted",
                "p_value": "P value of the difference in mean days",
            },
        ),
        notes=(
            *arms_in_words(matched),
            (
                f"Only those with a reoffence are compared. Being {called} may itself have decided which have one, "
                "so that the two are no longer alike and the difference is not what it did, whatever its limits."
            ),
            IN_CUSTODY,
        ),
        sources=("Ministry of Justice, Justice Data Lab reports", KISH),
    )
    return counted.one_row(words_of, first.asked.words, days_of_reoffenders(first.on, alike=found.alike), parts)


def _of_reoffenders(counted: Counted, found: FirstDays) -> tuple[Sum, ...]:
    """Return what is weighted, of those who reoffended: the effective size, the mean, its error."""
    weights = found.of_reoffenders
    mean, error = found.mean_days(weights)
    named = f"{found.listed}, of reoffenders"
    return (
        counted.amount(f"{named}, effective size", round(found.size_of(weights))),
        counted.amount(f"{named}, mean days, tenths", round(TENTHS * mean)),
        counted.amount(f"{named}, standard error of mean days, tenths", math.ceil(TENTHS * error)),
    )
