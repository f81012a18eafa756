"""IOM outcomes: the same people before and after, and set beside people like them who are not managed under IOM."""

from needskit.analysis.iom.alike.arms import has_arms
from needskit.analysis.iom.alike.attrition import attrition
from needskit.analysis.iom.alike.balance import balance
from needskit.analysis.iom.alike.cautions import Caution
from needskit.analysis.iom.alike.changes import difference_in_differences, has_changes_apart
from needskit.analysis.iom.alike.days_to_first import days_to_first
from needskit.analysis.iom.alike.differences import differences
from needskit.analysis.iom.alike.matched import Matched
from needskit.analysis.iom.alike.matching import match
from needskit.analysis.iom.alike.outcomes import frequency, has_number, rate
from needskit.analysis.iom.alike.profile import profile
from needskit.analysis.iom.alike.reoffenders import custody, has_custody, has_severity, severity
from needskit.analysis.iom.alike.sensitivity import sensitivity
from needskit.analysis.iom.alike.time_at_risk import has_time_at_risk, rate_by_time
from needskit.analysis.iom.alike.time_to_first import has_days, survival, time_to_first
from needskit.analysis.iom.managed.as_held import who_is_managed
from needskit.analysis.iom.managed.management import has_management
from needskit.analysis.iom.managed.needs import needs
from needskit.analysis.iom.managed.spells import spells
from needskit.analysis.iom.managed.tier import has_tiers
from needskit.analysis.iom.managed.tiers import tiers
from needskit.analysis.iom.over_time.before_after import before_after
from needskit.analysis.iom.over_time.by_window import by_window, can_be_windowed
from needskit.analysis.iom.over_time.managed import (
    before_after_of_managed,
    by_window_of_managed,
    has_before_after,
    has_two_windows,
    has_windows,
)
from needskit.analysis.iom.over_time.regression_to_mean import regression_to_the_mean

__all__ = [
    "Caution",
    "Matched",
    "attrition",
    "balance",
    "before_after",
    "before_after_of_managed",
    "by_window",
    "by_window_of_managed",
    "can_be_windowed",
    "custody",
    "days_to_first",
    "difference_in_differences",
    "differences",
    "frequency",
    "has_arms",
    "has_before_after",
    "has_changes_apart",
    "has_custody",
    "has_days",
    "has_management",
    "has_number",
    "has_severity",
    "has_tiers",
    "has_time_at_risk",
    "has_two_windows",
    "has_windows",
    "match",
    "needs",
    "profile",
    "rate",
    "rate_by_time",
    "regression_to_the_mean",
    "sensitivity",
    "severity",
    "spells",
    "survival",
    "tiers",
    "time_to_first",
    "who_is_managed",
]
