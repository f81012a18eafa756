"""People divided into narrow bands of a probability that they came with: no person's probability is ever counted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from needskit.cohort.breakdown import NOT_KNOWN
from needskit.cohort.smaller_extract import require_rows
from needskit.errors import UsageError
from needskit.table.whom import Attribute

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from needskit.cohort.cohort import Cohort

_PER_CENT = 100


def with_bands(cohort: Cohort, probability: str | pd.Series, *, starts: Sequence[int]) -> tuple[Cohort, Attribute]:
    """Return the cohort with an attribute that says in which band of probability each person is.

    A probability is rounded to whole per cent, a half upwards, as operational systems show a score, and a band is
    of whole per cents. Whoever has none is not known.

    Parameters
    ----------
    cohort
        Whose people are divided.
    probability
        The name of a column of per cent, from 0 to 100; or probabilities from 0 to 1 by ``person_id``.
    starts
        The first whole per cent of each band, from 0, in rising order; the last band ends with 100.

    Raises
    ------
    UsageError
        If the extract has no such column of numbers, or what is given are not probabilities by ``person_id``.
    """
    per_cent = _of_column(cohort, probability) if isinstance(probability, str) else _given(cohort, probability)
    called = (
        probability
        if isinstance(probability, str)
        else f"{probability.name if probability.name is not None else 'probability'}, given"
    )
    ends = [*(start - 1 for start in starts[1:]), _PER_CENT]
    bands = tuple(f"{start}% to {end}%" for start, end in zip(starts, ends, strict=True))
    name = f"band of {called}"
    attribute = Attribute(name, f"{name[:1].upper()}{name[1:]}", (*bands, NOT_KNOWN))
    whole = np.floor(np.where(np.isnan(per_cent), 0, per_cent) + 0.5)
    codes = np.where(np.isnan(per_cent), len(bands), np.searchsorted(starts, whole, side="right") - 1)
    column = pd.Categorical.from_codes(codes.astype(np.int8), categories=pd.Index(attribute.answers))
    people = cohort.people.assign(**{name: column})
    return replace(cohort, people=people, attributes={**cohort.attributes, name: attribute}), attribute


def _of_column(cohort: Cohort, name: str) -> npt.NDArray[np.float64]:
    if name not in cohort.people or not pd.api.types.is_numeric_dtype(cohort.people[name].dtype):
        message = (
            f"Probabilities are read from '{name}', and this extract does not hold it as a column of numbers. Name "
            "another, or give probabilities from 0 to 1 as a Series by person_id."
        )
        raise UsageError(message)
    found: npt.NDArray[np.float64] = cohort.people[name].to_numpy(dtype=np.float64, na_value=np.nan)
    if ((found < 0) | (found > _PER_CENT)).any():
        message = (
            f"R-PROBABILITY: '{name}' holds a number below 0 or above 100, so it is no probability in per cent. Name "
            "another."
        )
        raise UsageError(message)
    return found


def _given(cohort: Cohort, probability: pd.Series) -> npt.NDArray[np.float64]:
    require_rows(
        cohort, "A probability that is given by person", whose="those who have one", columns=list(cohort.left_in_engine)
    )
    if "person_id" not in cohort.people or not probability.index.is_unique:
        message = "Probabilities that are given want a person_id in the extract, and each person in their index once."
        raise UsageError(message)
    given = probability.to_numpy(dtype=np.float64, na_value=np.nan)
    if ((given < 0) | (given > 1)).any():
        message = "R-PROBABILITY: probabilities from 0 to 1 are wanted; divide per cent by 100."
        raise UsageError(message)
    by_person = pd.Series(_PER_CENT * given, index=probability.index.astype("str"))
    found: npt.NDArray[np.float64] = cohort.people["person_id"].astype("str").map(by_person).to_numpy(dtype=np.float64)
    return found
