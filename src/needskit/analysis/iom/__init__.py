"""IOM outcomes: the same people before and after, and set beside people like them who are not managed under IOM."""

from needskit.analysis.iom.arms import has_arms
from needskit.analysis.iom.attrition import attrition
from needskit.analysis.iom.balance import balance
from needskit.analysis.iom.before_after import before_after
from needskit.analysis.iom.managed import (
    before_after_of_managed,
    has_before_after,
    has_regression,
    regression_of_managed,
)
from needskit.analysis.iom.matched import Matched
from needskit.analysis.iom.matching import match
from needskit.analysis.iom.outcomes import frequency, rate
from needskit.analysis.iom.profile import profile
from needskit.analysis.iom.regression_to_mean import regression_to_the_mean
from needskit.analysis.iom.sensitivity import sensitivity

__all__ = [
    "Matched",
    "attrition",
    "balance",
    "before_after",
    "before_after_of_managed",
    "frequency",
    "has_arms",
    "has_before_after",
    "has_regression",
    "match",
    "profile",
    "rate",
    "regression_of_managed",
    "regression_to_the_mean",
    "sensitivity",
]
