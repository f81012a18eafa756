"""What follows from a passage for other columns: whoever knows how it is worked out can put the two together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.transition.across.passage import KNOWN_TO_YOUTH
from needskit.table.whom import Implied

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needskit.analysis.transition.across.passage import Passage


def of_columns(passage: Passage, routes: Iterable[tuple[frozenset[str], str]]) -> tuple[Implied, ...]:
    """Say what routes have to do with the column that tells who was known to youth services, if they follow from it."""
    if not passage.from_columns:
        return ()
    return tuple(Implied(answers, ((KNOWN_TO_YOUTH, frozenset({said})),)) for answers, said in routes)
