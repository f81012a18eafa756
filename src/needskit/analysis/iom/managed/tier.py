"""The tiers of those managed under IOM, and the condition of being managed at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from needskit.analysis.answers import NO, YES
from needskit.cohort.breakdown import NOT_KNOWN
from needskit.errors import UsageError

if TYPE_CHECKING:
    from needskit.cohort.breakdown import Breakdown
    from needskit.cohort.cohort import Cohort
    from needskit.table.whom import Condition

IOM, TIER = "iom", "iom_tier"
MANAGED: Final[Condition] = (IOM, YES)
NOT_MANAGED: Final[Condition] = (IOM, NO)
OTHER_WORDS: Final = "tier not known"


def has_tiers(cohort: Cohort) -> bool:
    """Tell whether the extract says who is managed under IOM, and in which tier."""
    return {IOM, TIER} <= cohort.attributes.keys() and TIER in cohort.breakdowns and _some_can_be(cohort)


def tiers_of(cohort: Cohort) -> Breakdown:
    """Return the tiers of those managed.

    Raises
    ------
    UsageError
        If the extract does not say who is managed, and in which tier.
    """
    if not has_tiers(cohort):
        message = (
            "Tiers are read from the columns 'iom' and 'iom_tier' of people, or from a source with the role 'iom', and "
            "this extract holds neither. Name them in needskit.toml."
        )
        raise UsageError(message)
    return cohort.breakdown(TIER)


def called(label: str) -> str:
    """Return what the row of a tier is called: one that is not known is told from an answer that is not."""
    return OTHER_WORDS if label == NOT_KNOWN else label


def _some_can_be(cohort: Cohort) -> bool:
    """Tell whether a cohort is not narrowed to people who are not managed."""
    meant = cohort.whom.answers_to(IOM)
    return meant is None or bool(meant & YES)
