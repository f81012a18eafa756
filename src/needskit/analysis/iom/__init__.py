"""IOM outcomes: people managed under IOM, and people like them who are not."""

from needskit.analysis.iom.arms import has_arms
from needskit.analysis.iom.attrition import attrition
from needskit.analysis.iom.balance import balance
from needskit.analysis.iom.matched import Matched
from needskit.analysis.iom.matching import match
from needskit.analysis.iom.outcomes import frequency, rate
from needskit.analysis.iom.profile import profile
from needskit.analysis.iom.sensitivity import sensitivity

__all__ = ["Matched", "attrition", "balance", "frequency", "has_arms", "match", "profile", "rate", "sensitivity"]
