"""The answers of a cohort's people to one question, for whoever protects counts of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.cohort.build import NUMBER_OF_NEEDS
from needskit.cohort.combination import COMBINATION
from needskit.cohort.profile import answer_codes
from needskit.table.answered import Answered

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort
    from needskit.cohort.packed import Codes
    from needskit.table.whom import Attribute


def answered_in(cohort: Cohort, attribute: Attribute) -> Answered | None:
    """Return the answers of a cohort's people, to be worked out when asked for; None if no column holds them.

    Parameters
    ----------
    cohort
        Whose answers.
    attribute
        Of the cohort, or the combination of its needs.
    """
    if not _is_known(cohort, attribute):
        return None
    # What everybody answered says what is left of all beside a part of them.
    if cohort.whole is not None and _is_known(cohort.whole, attribute):
        cohort = cohort.whole
    return Answered(
        cohort.whom.source,
        cohort.extract,
        cohort.of_rows,
        cohort.whom.conditions,
        lambda: _places(cohort, attribute),
        lambda: _people(cohort),
    )


def _is_known(cohort: Cohort, attribute: Attribute) -> bool:
    """Tell whether the people of a cohort are known to have answered this very question."""
    if attribute.name == COMBINATION:
        return attribute.patterns == tuple(cohort.needs.columns)
    made = attribute.name == NUMBER_OF_NEEDS or attribute.name in cohort.people
    return made and cohort.attributes.get(attribute.name) == attribute


def _places(cohort: Cohort, attribute: Attribute) -> Codes:
    profile, name = cohort.profile, attribute.name
    if name == NUMBER_OF_NEEDS:
        return profile.number_of_each_pattern[profile.pattern_of_each_row]
    if name == COMBINATION:
        return profile.combination_of_each_pattern[profile.pattern_of_each_row]
    return answer_codes(cohort.people, attribute)


def _people(cohort: Cohort) -> Codes:
    """Return how many people each row stands for."""
    weights = cohort.profile.weights
    return np.ones(len(cohort.people), dtype=np.int64) if weights is None else weights
