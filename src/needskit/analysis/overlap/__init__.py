"""How do needs overlap: how many has a person, which come together, and in which combinations?"""

from needskit.analysis.overlap.combination_outcomes import combinations_and_outcome
from needskit.analysis.overlap.combinations import at_least, combinations
from needskit.analysis.overlap.contacts import has_contacts, repeated_contact
from needskit.analysis.overlap.domains import domains, dual_diagnosis
from needskit.analysis.overlap.model import reconviction_adjusted
from needskit.analysis.overlap.number import number_of_needs
from needskit.analysis.overlap.pairs import association, pairs
from needskit.analysis.overlap.reconviction import reconviction
from needskit.analysis.overlap.standardised import standardised
from needskit.cohort.settings import RepeatedContact

__all__ = [
    "RepeatedContact",
    "association",
    "at_least",
    "combinations",
    "combinations_and_outcome",
    "domains",
    "dual_diagnosis",
    "has_contacts",
    "number_of_needs",
    "pairs",
    "reconviction",
    "reconviction_adjusted",
    "repeated_contact",
    "standardised",
]
