"""The tables of an evaluation: people managed under IOM before and after, and beside people like them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis import iom
from needskit.analysis.outcome import RECONVICTED
from needskit.analysis.reconviction.headline import REOFFENCES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.cohort.cohort import Cohort
    from needskit.table.table import Table


def comparison(
    cohort: Cohort, matched: iom.Matched, *, adjust: Sequence[str] | None, impute: bool, known_only: bool
) -> tuple[Table, ...]:
    """Which tables say what became of those managed under IOM?

    Who was lost on the way, how the arms differ and how alike they were made; how many are reconvicted and how often,
    beside people like them, and by every method; then the same people before and after, where they were not all
    chosen by what they did before. Whatever the extract does not hold is left out.

    Parameters
    ----------
    cohort
        Everybody, as it was read.
    matched
        The same, matched.
    adjust, impute, known_only
        As ``iom.match`` was told, for the other methods.

    Raises
    ------
    UsageError
        If the outcome is matched on, or as the analyses say.
    """
    made = [iom.attrition(matched), *iom.who_is_managed(cohort), iom.profile(matched), iom.balance(matched)]
    if RECONVICTED in cohort.attributes:
        made.append(iom.rate(matched))
    if REOFFENCES in cohort.attributes:
        made.append(iom.frequency(matched))
    if RECONVICTED in cohort.attributes:
        made.append(iom.sensitivity(cohort, adjust=adjust, impute=impute, known_only=known_only))
    if iom.has_changes_apart(matched):
        made.append(iom.difference_in_differences(matched))
    if iom.has_windows(cohort):
        made.append(iom.by_window_of_managed(cohort))
    if iom.has_before_after(cohort):
        made.append(iom.before_after_of_managed(cohort))
    return tuple(made)
