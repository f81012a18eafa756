"""People divided by what an analysis works out from their linked records."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from needskit.cohort.breakdown import NOT_KNOWN
from needskit.table.whom import Attribute

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort
    from needskit.table.whom import Implied


def divided(
    cohort: Cohort,
    name: str,
    places: npt.NDArray[np.integer],
    answers: tuple[str, ...],
    *,
    implies: tuple[Implied, ...] = (),
) -> tuple[Cohort, Attribute]:
    """Return the cohort with an attribute of these answers.

    Parameters
    ----------
    cohort
        Whose people are divided.
    name
        Of the attribute; one name always stands for the same question.
    places
        The place of each person's answer, shape ``(people,)``; any other place is not known.
    answers
        All but "not known".
    implies
        What these answers have to do with those to other questions.
    """
    known = (places >= 0) & (places < len(answers))
    codes = np.where(known, places, len(answers))
    attribute = Attribute(name, f"{name[:1].upper()}{name[1:]}", (*answers, NOT_KNOWN), implies=implies)
    column = pd.Categorical.from_codes(codes, categories=pd.Index(attribute.answers))
    people, attributes = cohort.people.assign(**{name: column}), {**cohort.attributes, name: attribute}
    return replace(cohort, people=people, attributes=attributes), attribute
