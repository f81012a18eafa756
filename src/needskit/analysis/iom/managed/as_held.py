"""Who is managed under IOM, as far as an extract holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.iom.managed.management import has_management
from needskit.analysis.iom.managed.needs import needs
from needskit.analysis.iom.managed.spells import spells
from needskit.analysis.iom.managed.tier import has_tiers
from needskit.analysis.iom.managed.tiers import tiers

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort
    from needskit.table.table import Table


def who_is_managed(cohort: Cohort) -> tuple[Table, ...]:
    """Which tables say who is managed: by tier, what each tier needs, since when and for how long?

    Whatever the extract does not hold is left out.

    Parameters
    ----------
    cohort
        Whose people are counted.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame({"person_id": ["1", "2"], "iom": ["yes", "no"], "iom_tier": ["fixed", ""]})
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> [table.caption.key for table in who_is_managed(cohort)]
    ['iom.tiers']
    """
    has_needs = has_tiers(cohort) and bool(cohort.needs.questions)
    held = ((has_tiers(cohort), tiers), (has_needs, needs), (has_management(cohort), spells))
    return tuple(make(cohort) for is_held, make in held if is_held)
