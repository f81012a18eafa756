"""The band of a sentence from its type and its length."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from needskit.extract.values.column import coded, problem
from needskit.schema import NOT_KNOWN, load_codes

if TYPE_CHECKING:
    from needskit.cohort.problems import Problem
    from needskit.extract.files.raw import Positions

LONGER = (("custody_under_12_months", 0), ("custody_1_to_4_years", 12), ("custody_4_years_or_more", 48))
"""Bands of custody, and the months from which each begins: twelve months exactly are not under twelve."""

CUSTODY = "custody"


def coarsened(months: pd.Series) -> pd.Series:
    """Return lengths as the least of their band: nothing else of a length is asked, and few lengths are left.

    Examples
    --------
    >>> coarsened(pd.Series([3.0, 12.0, 59.9, None], dtype="Float64")).tolist()
    [0.0, 12.0, 48.0, <NA>]
    """
    least = np.array([edge for _, edge in LONGER], dtype=float)
    known = months.notna().to_numpy(dtype=bool)
    places = np.searchsorted(least, months[known].to_numpy(dtype=float), side="right") - 1
    found = np.full(len(months), np.nan)
    found[known] = least[places]
    return pd.Series(pd.array(found, dtype="Float64"), index=months.index)


def sentence_bands(people: pd.DataFrame, row_numbers: Positions) -> tuple[dict[str, pd.Series], tuple[Problem, ...]]:
    """Which band is each sentence in, by its type and length, where the extract does not say the band?

    Type and length are those of one sentence. A sentence without a type is taken for custody if it has a length
    and no other sentence in the extract has a type. A length of a community order decides nothing.

    Parameters
    ----------
    people
        Typed, with ``sentence_type`` or ``sentence_length``, in months; ``sentence_band`` if the extract has it.
    row_numbers
        The row of the file of each person.

    Returns
    -------
    tuple
        The column ``sentence_band``, if there is anything to work it out from, and where the two differ.
    """
    if not {"sentence_type", "sentence_length"} & set(people.columns):
        return {}, ()
    answers = (*load_codes("sentence_band").names, NOT_KNOWN)
    unknown = len(answers) - 1
    found = np.full(len(people), unknown, dtype=np.int8)
    custody = np.full(len(people), "sentence_type" not in people.columns)
    if "sentence_type" in people.columns:
        types = people["sentence_type"].astype(str).to_numpy()
        for kind in load_codes("sentence_type").names:
            if kind in answers:
                found[types == kind] = answers.index(kind)
        custody = types == CUSTODY
    if "sentence_length" in people.columns:
        months = people["sentence_length"].to_numpy(dtype=np.float64, na_value=np.nan)
        for band, least in LONGER:
            found[custody & (months >= least)] = answers.index(band)
    if "sentence_band" not in people.columns:
        return {"sentence_band": coded(found, answers)}, ()
    said = people["sentence_band"].cat.codes.to_numpy()
    differ = (said != unknown) & (found != unknown) & (said != found)
    problems = problem(
        "sentence_differs", differ, row_numbers, column="sentence_band",
        wanted="differs from the band that type and length of the sentence give.", done="The band was used.",
    )  # fmt: skip
    return {"sentence_band": coded(np.where(said != unknown, said, found).astype(np.int8), answers)}, problems
