"""18 to 24: young adults among all ages, and who crosses from youth to adult services."""

from needskit.analysis.transition.share import young_adults_share

__all__ = ["young_adults_share"]
