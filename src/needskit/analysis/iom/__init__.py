"""IOM outcomes: the same people before and after, and what regression to the mean alone would bring."""

from needskit.analysis.iom.before_after import before_after
from needskit.analysis.iom.managed import (
    before_after_of_managed,
    has_before_after,
    has_regression,
    regression_of_managed,
)
from needskit.analysis.iom.regression_to_mean import regression_to_the_mean

__all__ = [
    "before_after",
    "before_after_of_managed",
    "has_before_after",
    "has_regression",
    "regression_of_managed",
    "regression_to_the_mean",
]
