"""18 to 24: young adults among all ages, and who crosses from youth to adult services."""

from needskit.analysis.transition.followed import followed
from needskit.analysis.transition.share import young_adults_share

__all__ = ["followed", "young_adults_share"]
