"""The same of those managed under IOM, as the standard report asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from needskit.analysis.iom.over_time.before_after import before_after, can_be_set_side_by_side
from needskit.analysis.iom.over_time.by_window import by_window, can_be_windowed
from needskit.analysis.iom.over_time.windows import has_both

if TYPE_CHECKING:
    from needskit.analysis.tabulate import By
    from needskit.cohort.cohort import Cohort
    from needskit.table.table import Table

IOM, WORDS = "iom", "managed under IOM"
YES: Final = frozenset({"yes"})


def before_after_of_managed(cohort: Cohort, *, by: By = None) -> Table:
    """Were those managed under IOM reconvicted less, and less often, after the index date than before?

    Counted are people managed under IOM, as ``before_after`` counts them.

    Parameters
    ----------
    cohort
        Whose people are counted.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the extract does not say who is managed under IOM, or as ``before_after`` says.

    References
    ----------
    As ``before_after``.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame({"person_id": ["1", "2", "3"], "iom": ["yes", "yes", "no"]})
    >>> extract = extract.assign(
    ...     reconvicted_before_12_months=["yes", "no", "no"], reconvicted_12_months=["no", "no", "yes"]
    ... )
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> before_after_of_managed(cohort).to_frame()[["count", "against_count", "out_of"]].to_numpy().tolist()
    [[1, 0, 2]]
    """
    return before_after(cohort.where(WORDS, iom=True), by=by)


def has_before_after(cohort: Cohort) -> bool:
    """Tell whether those managed under IOM can be set against themselves before: R-SELECTED is no standard table."""
    managed = _managed(cohort)
    return managed is not None and has_two_windows(managed)


def has_two_windows(chosen: Cohort) -> bool:
    """Tell whether these people can be set against themselves before, whoever chose them."""
    return has_both(chosen) and can_be_set_side_by_side(chosen)


def by_window_of_managed(cohort: Cohort) -> Table:
    """How far does the fall of those managed under IOM depend on which months are looked at?

    Counted are people managed under IOM, as ``by_window`` counts them.

    Parameters
    ----------
    cohort
        Whose people are counted.

    Raises
    ------
    UsageError
        If the extract does not say who is managed under IOM, or as ``by_window`` says.

    References
    ----------
    As ``by_window``.
    """
    return by_window(cohort.where(WORDS, iom=True))


def has_windows(cohort: Cohort) -> bool:
    """Tell whether windows of those managed under IOM can be set side by side: R-SELECTED is no standard table."""
    managed = _managed(cohort)
    return managed is not None and can_be_windowed(managed)


def _managed(cohort: Cohort) -> Cohort | None:
    """Return those managed under IOM; None where it is not known who is, or none can be."""
    attribute = cohort.attributes.get(IOM)
    if attribute is None or "yes" not in attribute.answers or cohort.whom.narrow(attribute, YES) is None:
        return None
    return cohort.where(WORDS, iom=True)
