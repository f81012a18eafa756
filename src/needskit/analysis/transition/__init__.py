"""18 to 24: young adults among all ages and against older people, and who crosses from youth to adult services."""

from needskit.analysis.transition.across.crossing import crossing, turning_25
from needskit.analysis.transition.across.gap import gap
from needskit.analysis.transition.across.passage import has_passage, has_passage_at_25
from needskit.analysis.transition.across.sides import needs_on_each_side
from needskit.analysis.transition.by_age.against import has_other_ages
from needskit.analysis.transition.by_age.age_profile import age_profile
from needskit.analysis.transition.by_age.definitions import definitions
from needskit.analysis.transition.by_age.disproportionality import disproportionality, has_residents_by
from needskit.analysis.transition.by_age.needs import needs, overlap
from needskit.analysis.transition.by_age.outcomes import accommodation, reconviction
from needskit.analysis.transition.by_age.representation import has_residents, representation
from needskit.analysis.transition.by_age.share import young_adults_share
from needskit.analysis.transition.by_age.steps import has_steps, steps
from needskit.analysis.transition.through.assessed import has_needs_before_and_after
from needskit.analysis.transition.through.before_and_after import needs_before_and_after
from needskit.analysis.transition.through.followed import can_be_followed, followed
from needskit.analysis.transition.through.support import has_support, support_kept

__all__ = [
    "accommodation",
    "age_profile",
    "can_be_followed",
    "crossing",
    "definitions",
    "disproportionality",
    "followed",
    "gap",
    "has_needs_before_and_after",
    "has_other_ages",
    "has_passage",
    "has_passage_at_25",
    "has_residents",
    "has_residents_by",
    "has_steps",
    "has_support",
    "needs",
    "needs_before_and_after",
    "needs_on_each_side",
    "overlap",
    "reconviction",
    "representation",
    "steps",
    "support_kept",
    "turning_25",
    "young_adults_share",
]
