"""18 to 24: young adults among all ages, and who crosses from youth to adult services."""

from needskit.analysis.transition.against import has_other_ages
from needskit.analysis.transition.age_profile import age_profile
from needskit.analysis.transition.needs import needs, overlap
from needskit.analysis.transition.outcomes import accommodation, reconviction
from needskit.analysis.transition.share import young_adults_share
from needskit.analysis.transition.steps import has_steps, steps

__all__ = [
    "accommodation",
    "age_profile",
    "has_other_ages",
    "has_steps",
    "needs",
    "overlap",
    "reconviction",
    "steps",
    "young_adults_share",
]
