"""18 to 24: young adults among all ages, and who crosses from youth to adult services."""

from needskit.analysis.transition.definitions import definitions
from needskit.analysis.transition.disproportionality import disproportionality, has_residents_by
from needskit.analysis.transition.representation import has_residents, representation
from needskit.analysis.transition.share import young_adults_share

__all__ = [
    "definitions",
    "disproportionality",
    "has_residents",
    "has_residents_by",
    "representation",
    "young_adults_share",
]
