"""Which outcomes an evaluation looks at: those that it is told, or the usual ones that the extract holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.analysis.outcome import RECONVICTED
from needskit.analysis.reconviction.headline import REOFFENCES
from needskit.errors import reject_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needskit.cohort.cohort import Cohort
    from needskit.cohort.comparison import Comparison

OGRS3 = "ogrs3"


@dataclass(frozen=True, slots=True)
class Looked:
    """An outcome that is looked at: its column, whether it is how often, and whether the evaluation is about it."""

    column: str
    is_number: bool
    is_primary: bool


def outcomes_in(cohort: Cohort, told: Comparison) -> tuple[Looked, ...]:
    """Return what is looked at, the primary outcome first.

    Parameters
    ----------
    cohort
        What holds them.
    told
        Which are named. Where none is, who was reconvicted is primary, or how often where that alone is held.

    Raises
    ------
    UsageError
        If the extract does not hold one that is named.
    """
    rule = cohort.definitions.follow_up
    happened = _first(cohort, (rule.happened, RECONVICTED))
    times = _first(cohort, (rule.times, REOFFENCES))
    primary = (happened or times)[:1] if told.primary_outcome is None else told.primary_outcome
    others = times if told.other_outcomes is None else told.other_outcomes
    for name in (*primary, *others):
        if name not in cohort.attributes:
            reject_name(name, kind="outcome of this cohort", known=cohort.attributes)
    named = dict.fromkeys((*primary, *others))
    return tuple(Looked(name, _is_number(cohort, name), name in primary) for name in named)


def of_months(cohort: Cohort, told: Comparison) -> str | None:
    """Return the outcome of as many months as the probability is for; None where there is none, or no probability."""
    outcome = f"reconvicted_{told.horizon_months}_months"
    return outcome if OGRS3 in cohort.people and outcome in cohort.attributes else None


def _first(cohort: Cohort, columns: Iterable[str]) -> tuple[str, ...]:
    return tuple(column for column in columns if column in cohort.attributes)[:1]


def _is_number(cohort: Cohort, column: str) -> bool:
    return not {"yes", "no"} <= set(cohort.attributes[column].answers)
