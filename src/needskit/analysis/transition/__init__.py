"""18 to 24: young adults among all ages, and who crosses from youth to adult services."""

from needskit.analysis.transition.crossing import crossing, turning_25
from needskit.analysis.transition.gap import gap
from needskit.analysis.transition.passage import has_passage, has_passage_at_25
from needskit.analysis.transition.share import young_adults_share
from needskit.analysis.transition.support import has_support, support_kept

__all__ = [
    "crossing",
    "gap",
    "has_passage",
    "has_passage_at_25",
    "has_support",
    "support_kept",
    "turning_25",
    "young_adults_share",
]
