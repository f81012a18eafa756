"""What follows from a passage for other columns: whoever knows how it is worked out can put the two together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.answers import YES
from needskit.analysis.transition.across.passage import KNOWN_TO_YOUTH
from needskit.cohort.build import FOUND_IN
from needskit.table.whom import Implied

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from needskit.analysis.transition.across.passage import Passage
    from needskit.cohort.cohort import Cohort


def of_columns(passage: Passage, routes: Iterable[tuple[frozenset[str], str]]) -> tuple[Implied, ...]:
    """Say what routes have to do with the column that tells who was known to youth services, if they follow from it."""
    if not passage.from_columns:
        return ()
    return tuple(Implied(answers, ((KNOWN_TO_YOUTH, frozenset({said})),)) for answers, said in routes)


def of_sources(cohort: Cohort, roles: Collection[str], answers: frozenset[str]) -> tuple[Implied, ...]:
    """Say that whoever gives such an answer is in the source that tells it, where there is but one."""
    names = [f"{FOUND_IN}{source.label}" for source in cohort.sources if source.role in roles]
    return tuple(Implied(answers, ((name, YES),)) for name in names if len(names) == 1 and name in cohort.attributes)
