"""Where do people live, how does it change, and what does it have to do with reconviction?"""

from needskit.analysis.accommodation.adjusted import reconviction_adjusted
from needskit.analysis.accommodation.change import change, gained_and_lost
from needskit.analysis.accommodation.needs import needs
from needskit.analysis.accommodation.on_a_day import status_on
from needskit.analysis.accommodation.reconviction import reconviction
from needskit.analysis.accommodation.spells import days_homeless, has_spells, moves
from needskit.analysis.accommodation.status import status
from needskit.analysis.accommodation.stratified import reconviction_stratified
from needskit.analysis.points import points_in

__all__ = [
    "change",
    "days_homeless",
    "gained_and_lost",
    "has_spells",
    "moves",
    "needs",
    "points_in",
    "reconviction",
    "reconviction_adjusted",
    "reconviction_stratified",
    "status",
    "status_on",
]
