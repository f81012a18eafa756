"""18 to 24: young adults among all ages, and who crosses from youth to adult services."""

from needskit.analysis.transition.definitions import definitions
from needskit.analysis.transition.disproportionality import disproportionality
from needskit.analysis.transition.representation import representation
from needskit.analysis.transition.share import young_adults_share

__all__ = ["definitions", "disproportionality", "representation", "young_adults_share"]
