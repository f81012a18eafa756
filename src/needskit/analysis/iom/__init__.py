"""IOM outcomes: the same people before and after, and against people like them."""

from needskit.analysis.iom.before_after import before_after
from needskit.analysis.iom.regression_to_mean import regression_to_the_mean

__all__ = ["before_after", "regression_to_the_mean"]
