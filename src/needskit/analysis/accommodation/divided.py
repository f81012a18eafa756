"""People divided by what their spells of accommodation come to, and the words that go with it."""

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
    from needskit.schema import CodeList

ONE_BEGUN_LAST = "On a day with several records of accommodation the one begun last counts."


def divided(
    cohort: Cohort, name: str, places: npt.NDArray[np.integer], answers: tuple[str, ...]
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
    """
    known = (places >= 0) & (places < len(answers))
    codes = np.where(known, places, len(answers))
    attribute = Attribute(name, f"{name[:1].upper()}{name[1:]}", (*answers, NOT_KNOWN))
    column = pd.Categorical.from_codes(codes, categories=pd.Index(attribute.answers))
    people, attributes = cohort.people.assign(**{name: column}), {**cohort.attributes, name: attribute}
    return replace(cohort, people=people, attributes=attributes), attribute


def codes_of(codes: CodeList, name: str) -> frozenset[str]:
    """Return the codes of the first group of a grouping: those that are homeless."""
    [grouping] = [each for each in codes.groupings if each.name == name]
    return frozenset(grouping.levels[0].codes)


def source_of(codes: CodeList, name: str) -> str:
    """Return where a grouping of a code list comes from."""
    [grouping] = [each for each in codes.groupings if each.name == name]
    return grouping.source or codes.source
