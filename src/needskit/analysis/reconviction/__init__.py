"""How many are reconvicted, how often, how soon, against how many expected, and how concentrated is it?"""

from needskit.analysis.reconviction.adjusted import time_to_first_adjusted
from needskit.analysis.reconviction.concentration import concentration
from needskit.analysis.reconviction.expected import observed_expected
from needskit.analysis.reconviction.headline import headline
from needskit.analysis.reconviction.rates import rates
from needskit.analysis.reconviction.soon import time_to_first
from needskit.analysis.reconviction.survival import log_rank

__all__ = [
    "concentration",
    "headline",
    "log_rank",
    "observed_expected",
    "rates",
    "time_to_first",
    "time_to_first_adjusted",
]
