"""IOM outcomes: the same people before and after, and set beside people like them who are not managed under IOM."""

from needskit.analysis.iom.alike.arms import has_arms
from needskit.analysis.iom.alike.attrition import attrition
from needskit.analysis.iom.alike.balance import balance
from needskit.analysis.iom.alike.changes import difference_in_differences, has_changes_apart
from needskit.analysis.iom.alike.matched import Matched
from needskit.analysis.iom.alike.matching import match
from needskit.analysis.iom.alike.outcomes import frequency, rate
from needskit.analysis.iom.alike.profile import profile
from needskit.analysis.iom.alike.sensitivity import sensitivity
from needskit.analysis.iom.managed.as_held import who_is_managed
from needskit.analysis.iom.managed.management import has_management
from needskit.analysis.iom.managed.needs import needs
from needskit.analysis.iom.managed.spells import spells
from needskit.analysis.iom.managed.tier import has_tiers
from needskit.analysis.iom.managed.tiers import tiers
from needskit.analysis.iom.over_time.before_after import before_after
from needskit.analysis.iom.over_time.by_window import by_window
from needskit.analysis.iom.over_time.managed import (
    before_after_of_managed,
    by_window_of_managed,
    has_before_after,
    has_windows,
)
from needskit.analysis.iom.over_time.regression_to_mean import regression_to_the_mean

__all__ = [
    "Matched",
    "attrition",
    "balance",
    "before_after",
    "before_after_of_managed",
    "by_window",
    "by_window_of_managed",
    "difference_in_differences",
    "frequency",
    "has_arms",
    "has_before_after",
    "has_changes_apart",
    "has_management",
    "has_tiers",
    "has_windows",
    "match",
    "needs",
    "profile",
    "rate",
    "regression_to_the_mean",
    "sensitivity",
    "spells",
    "tiers",
    "who_is_managed",
]
