"""How often do people managed under IOM reoffend for the time in which they could, beside people like them?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.analysis.count import Words
from needskit.analysis.iom.alike.amounts import Counted, clusters_of, count_alike, most_evidence, numbers_of
from needskit.analysis.iom.alike.refusal import refuse_matched_on, refuse_nobody
from needskit.analysis.iom.alike.wording import (
    JUSTICE_DATA_LAB,
    KISH,
    ONE_TESTED,
    key_of,
    not_known_of,
    notes_of,
    others_of,
)
from needskit.analysis.outcome import number_known
from needskit.stats.effect import Ratio, rate_ratio
from needskit.table.matched_by_time import FOLLOW_UP_DAYS, MATCHED_BY_TIME
from needskit.table.reoffending import DAYS_IN_A_YEAR
from needskit.table.table import Headings
from needskit.table.wording import inside_a_sentence

if TYPE_CHECKING:
    from needskit.analysis.iom.alike.matched import Matched
    from needskit.stats.proportion import Floats
    from needskit.table.table import Table
    from needskit.table.whom import Sum

REOFFENCES, CUSTODY = "reoffences_12_months", "days_in_custody_12_months"
CALLED = "reoffences"


def rate_by_time(matched: Matched, *, number: str = REOFFENCES, custody: str = CUSTODY) -> Table:
    """How often do those managed under IOM reoffend for each year out of custody, and how often people like them?

    Counted are people of either arm who are matched, whose number and days in custody are known, and who were out of
    custody for a day at least. The time at risk is 365 days less those in custody. It is the effect on those matched
    only if the arms differ in nothing else that matters; custody itself may come of what is done for them.

    Parameters
    ----------
    matched
        From ``match``.
    number
        The column of whole numbers that says how often within 12 months; it is none that is matched on.
    custody
        The column of days in custody during the same 12 months.

    Raises
    ------
    UsageError
        If the extract has no such numbers, the first is matched on, or they are known of nobody matched in an arm.

    References
    ----------
    White (1980), Econometrica 48, 817-838. Abadie and Spiess (2022), Journal of the American Statistical Association
    117, 983-995. Zou (2004), American Journal of Epidemiology 159, 702-706.

    Examples
    --------
    >>> import needskit as nk
    >>> cohort = nk.read_cohort(
    ...     nk.synthetic_people(people=2_000, seed=1), population="made-up people", as_at="2025-12-31"
    ... )
    >>> matched = nk.iom.match(cohort, adjust=("sex", "prior_convictions"), known_only=True)
    >>> [found] = rate_by_time(matched).to_frame().to_dict("records")
    >>> found["rate_ratio_lower"] < found["rate_ratio"] < found["rate_ratio_upper"]
    True
    """
    at_risk, known = _out_of_custody(matched, custody), number_known(matched.cohort, number)
    refuse_matched_on(matched, number)
    events, years, weights = _at_risk(matched, number, custody)
    found = rate_ratio(events, matched.is_treated, weights=weights, time_at_risk=years, clusters=clusters_of(matched))
    refuse_nobody(matched, found.effective_treated, found.effective_others)
    counted, alike = Counted(matched), count_alike(matched, weights)
    some, both = (number, known[1] - {"0"}), (known, at_risk)
    called = CALLED if number == REOFFENCES else number
    of_theirs: tuple[Sum, Sum]
    if alike:
        of_theirs = (
            counted.sum_over(matched.theirs, both, number, called),
            counted.sum_over(matched.theirs, both, custody, "days in custody"),
        )
    else:
        of_theirs = (
            counted.thousandths(f"{number} per year at risk, weighted", found.others),
            counted.amount(f"{number} per year at risk, effective size", round(found.effective_others)),
        )
    parts = (
        counted.sum_over(matched.ours, both, number, called),
        counted.of(matched.ours, known, at_risk),
        counted.sum_over(matched.ours, both, custody, "days in custody"),
        counted.of(matched.ours, some, at_risk),
        counted.of(matched.theirs, some, at_risk),
        counted.of(matched.theirs, known, at_risk),
        *of_theirs,
        counted.error(f"{number} per year at risk, standard error", _error(found)),
        counted.how_alike(),
    )
    words = _words(matched, number, custody)
    label = inside_a_sentence(matched.cohort.attributes[number].label)
    return counted.table(words, {label: (MATCHED_BY_TIME[most_evidence(matched), alike], parts)})


def has_time_at_risk(matched: Matched) -> bool:
    """Tell whether it is known how often, and how long in custody, of somebody matched in either arm."""
    if not {REOFFENCES, CUSTODY} <= matched.cohort.attributes.keys():
        return False
    weights = _at_risk(matched, REOFFENCES, CUSTODY)[2]
    return bool((weights[matched.is_treated] > 0).any() and (weights[matched.is_comparison] > 0).any())


def _out_of_custody(matched: Matched, custody: str) -> tuple[str, frozenset[str]]:
    """Return the condition of those who were out of custody for a day at least."""
    known = number_known(matched.cohort, custody)[1]
    return custody, frozenset(days for days in known if int(days) < FOLLOW_UP_DAYS)


def _at_risk(matched: Matched, number: str, custody: str) -> tuple[Floats, Floats, Floats]:
    """Return events, years at risk and weights; these are 0 of whoever is not counted."""
    events, known = numbers_of(matched, number)
    days, weights = numbers_of(matched, custody)
    years = np.maximum(FOLLOW_UP_DAYS - days, 0) / DAYS_IN_A_YEAR
    return events, years, np.where((known > 0) & (years > 0), weights, 0.0)


def _error(found: Ratio) -> float:
    """Return the standard error; where nobody differs there is none, and so no limits."""
    return found.standard_error if found.standard_error > 0 else 0.0


def _words(matched: Matched, number: str, custody: str) -> Words:
    unit, called = matched.cohort.unit, matched.called
    label = inside_a_sentence(matched.cohort.attributes[number].label)
    title = f"{label[:1].upper()}{label[1:]}"
    return Words(
        key=key_of("rate_by_time", matched, column=number, usual=REOFFENCES),
        title=f"{title} for the time at risk, of those {called} and of {others_of(matched)}",
        headings=Headings(
            count=unit.capitalize(),
            out_of=f"{unit.capitalize()} {called}, matched",
            against_out_of=f"{unit.capitalize()} of the comparison, matched",
            events=f"{title} of those {called}",
            further={
                "per_year": f"Per 100 years at risk, {called}",
                "person_years": f"Years at risk, {called}",
                "rate_ratio": "First rate divided by the second",
            },
        ),
        notes=(
            *notes_of(matched),
            ONE_TESTED,
            (
                "Days in custody are no time at risk: whoever is there cannot reoffend in the community. Where custody "
                "differs between the arms, rates for the time at risk and numbers for each may tell two stories: the "
                "first how often those at liberty reoffend, the second how often all of them do."
            ),
            f"Whoever was in custody for the whole of the {FOLLOW_UP_DAYS} days is not counted.",
            not_known_of(f"{label}, {inside_a_sentence(matched.cohort.attributes[custody].label)}"),
        ),
        sources=(JUSTICE_DATA_LAB, "White (1980), Econometrica 48, 817-838", KISH),
    )
