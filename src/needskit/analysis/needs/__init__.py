"""How many people have which needs, how severe they are, and in which parts of a cohort?"""

from needskit.analysis.needs.by_cohort import by_cohort, has_parts
from needskit.analysis.needs.prevalence import prevalence
from needskit.analysis.needs.reconviction import reconviction
from needskit.analysis.needs.severity import severity

__all__ = ["by_cohort", "has_parts", "prevalence", "reconviction", "severity"]
