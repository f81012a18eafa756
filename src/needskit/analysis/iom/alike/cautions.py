"""What to be careful of with a match: each caution has a code that stays. They are the analyst's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.analysis.iom.alike.covariates import PRIOR_OFFENDING
from needskit.analysis.iom.alike.followed import on_who_is_followed
from needskit.stats.dispersion import dispersion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from needskit.analysis.iom.alike.covariates import Covariate
    from needskit.cohort.cohort import Cohort
    from needskit.stats.matching import Matched as Weighted
    from needskit.table.whom import Attribute

    Flags = npt.NDArray[np.bool_]

POOR, GOOD = 0.10, 0.05
"""Above the first a standardised difference is poor, up to the second good. Stuart (2010): below a tenth."""

ENOUGH_MATCHED, MOST_LOST = 0.8, 0.2
TIMES_TREATED, EVEN_ENOUGH, SHARE_OF_HEADS = 2, 0.9, 0.3
CUSTODY, DAYS_APART = "days_in_custody_12_months", 36.5
"""A tenth of the time at risk."""

REOFFENCES, MOST_DISPERSED = "reoffences_12_months", 1.5
DAYS = 365

USUAL_FEWEST = 30


@dataclass(frozen=True, slots=True)
class Caution:
    """What to be careful of.

    Parameters
    ----------
    code
        Stable: ``W-BALANCE``.
    words
        What it means, without a number of the data.
    """

    code: str
    words: str


@dataclass(frozen=True, slots=True, repr=False)
class Facts:
    """What cautions are told from; arrays of shape ``(people,)``, of everybody of the cohort."""

    cohort: Cohort
    arm: Attribute
    """Who is in which arm, and what follows from it."""
    covariates: Sequence[Covariate]
    treated: Flags
    others: Flags
    among: Flags
    """Who could be matched at all."""
    weights: npt.NDArray[np.float64]
    found: Weighted
    worst: float
    """The largest standardised difference that is left."""
    imputed: bool


def cautions_of(facts: Facts, *, by_weights: bool) -> tuple[Caution, ...]:
    """Return what to be careful of.

    Parameters
    ----------
    facts
        Of the match.
    by_weights
        Whether comparison people have weights of their own, so that few of them may count for most.
    """
    told = (
        *_of_those_left(facts),
        *_of_the_match(facts, by_weights=by_weights),
        *_of_what_is_matched_on(facts),
        *on_who_is_followed(
            facts.cohort, arm=facts.arm, treated=facts.treated, others=facts.others, weights=facts.weights
        ),
        *_of_reoffences(facts),
    )
    return tuple(Caution(code, words) for code, words in told)


def _of_those_left(facts: Facts) -> Iterator[tuple[str, str]]:
    """Say what follows of who is lost on the way."""
    unit, found = facts.cohort.unit, facts.found
    every, ours = int(facts.treated.sum()), int((facts.treated & facts.among).sum())
    if found.treated < ENOUGH_MATCHED * ours:
        yield "W-MATCHED<80", f"Fewer than 80% of the {unit} treated are matched: what is found holds for those alone."
    if every - ours > MOST_LOST * every:
        words = f"More than a fifth of the {unit} treated cannot be looked at: not followed up, or not known enough of."
        yield "W-LOST", words
    if min(found.treated, found.comparison) < USUAL_FEWEST:
        yield "W-FEW", f"Fewer than {USUAL_FEWEST} are matched in an arm: what is found is indicative only."


def _of_the_match(facts: Facts, *, by_weights: bool) -> Iterator[tuple[str, str]]:
    """Say what follows of the weights."""
    unit, found = facts.cohort.unit, facts.found
    if facts.worst > POOR:
        words = "The arms still differ by more than a tenth of a standard deviation in something: a poor match."
        yield "W-BALANCE", words
    few = found.effective_size < min(TIMES_TREATED * found.treated, EVEN_ENOUGH * found.comparison)
    if by_weights and (few or found.effective_size < SHARE_OF_HEADS * found.comparison):
        words = f"A few {unit} of the comparison count for most of it, so that it tells no more than fewer would."
        yield "W-ESS", words
    if CUSTODY in facts.cohort.people and _custody_apart(facts) > DAYS_APART:
        words = "Time in custody within 12 months differs by more than a tenth of the year: compare rates by time."
        yield "W-CUSTODY", words


def _of_what_is_matched_on(facts: Facts) -> Iterator[tuple[str, str]]:
    """Say what follows of the covariates."""
    cohort = facts.cohort
    if not PRIOR_OFFENDING & {each.name for each in facts.covariates}:
        words = (
            f"No measure of earlier offending is matched on, by which {cohort.unit} are chosen: no effect can be told."
        )
        yield "W-NO-PRIORS", words
    if facts.imputed:
        words = "Numbers that were missing are filled in by the median: the arms may differ in the true ones."
        yield "W-IMPUTED", words
    if _assessed_later(facts):
        words = (
            f"A {cohort.needs.word} matched on comes of an assessment after the index date, so what came between may "
            "have changed it."
        )
        yield "W-ASSESSED-AFTER", words


def _of_reoffences(facts: Facts) -> Iterator[tuple[str, str]]:
    """Say whether reoffences vary more than chance would have them vary, for the time at risk where it is known."""
    people = facts.cohort.people
    if REOFFENCES not in people:
        return
    times = people[REOFFENCES].to_numpy(dtype=np.float64, na_value=np.nan)
    inside = people[CUSTODY].to_numpy(dtype=np.float64, na_value=np.nan) if CUSTODY in people else np.zeros(len(times))
    weights = np.where(np.isnan(times + inside), 0.0, facts.weights)
    found = dispersion(np.nan_to_num(times), facts.treated, weights=weights, time_at_risk=DAYS - np.nan_to_num(inside))
    if found > MOST_DISPERSED:
        yield (
            "W-OVERDISPERSED",
            (
                f"Reoffences vary more from one {facts.cohort.one} to the next than chance would have them: limits of "
                "rates that suppose chance alone are too narrow. Those of matched outcomes do not suppose it."
            ),
        )


def _custody_apart(facts: Facts) -> float:
    """Return by how many days custody differs; 0 where it is known of nobody in an arm."""
    days = facts.cohort.people[CUSTODY].to_numpy(dtype=np.float64, na_value=np.nan)
    means = []
    for arm in (facts.treated, facts.others):
        counts = arm & (facts.weights > 0) & ~np.isnan(days)
        if not counts.any():
            return 0.0
        means.append(float(np.average(days[counts], weights=facts.weights[counts])))
    return abs(means[0] - means[1])


def _assessed_later(facts: Facts) -> bool:
    """Tell whether anybody's need that is matched on was found after the index date."""
    people = facts.cohort.people
    of_needs = any(each.name in facts.cohort.needs.columns for each in facts.covariates)
    if not of_needs or not {"assessment_date", "index_date"} <= {*people}:
        return False
    return bool((people["assessment_date"] > people["index_date"])[facts.among].any())
