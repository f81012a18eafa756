"""Which values are asked of people, and which answers to them say that nothing is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.cohort.breakdown import NOT_KNOWN
from needskit.cohort.build import FOUND_IN, NUMBER_OF_NEEDS, RECORD
from needskit.schema import SEVERITY_ANSWERS

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort
    from needskit.table.whom import Attribute

UNKNOWN = frozenset({NOT_KNOWN, "not answered"})


def values_of(cohort: Cohort) -> list[Attribute]:
    """Return what is asked of people and can be not known; the severity of a need is told with the need."""
    return [
        attribute
        for name, attribute in cohort.attributes.items()
        if name not in {RECORD, NUMBER_OF_NEEDS, "assessed"}
        and UNKNOWN & set(attribute.answers)
        and not name.startswith(FOUND_IN)
        and attribute.answers != SEVERITY_ANSWERS[:-1]
    ]
