"""What OGRS3 asks of each person of a cohort, and how it is read: by code lists, in completed years, or not known."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from needskit.errors import DataError, UsageError
from needskit.schema import NOT_KNOWN, load_codes, load_ogrs3, load_table, normalise
from needskit.schema.ogrs3_parts import SEVERAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needskit.stats.proportion import Floats

Values = pd.Series | npt.NDArray[Any] | list[Any]
"""One value a person, in the same order of people everywhere; None, NaN and NA are not known."""


@dataclass(frozen=True, slots=True, repr=False, eq=False, kw_only=True)
class Histories:
    """What OGRS3 asks of each person of a cohort; every column of shape ``(people,)``.

    Attributes
    ----------
    sex
        Codes of the code list ``sex``, or spellings of them. The scale has only female and male: other is not known.
    age_at_follow_up, age_at_conviction, age_at_first_sanction
        Completed years at the start of follow-up (release, or the sentence in the community), at the current
        conviction or caution, and at the first sanction of all.
    sanctions
        Convictions, cautions, reprimands and warnings in all, the current one among them: 1 or more.
    offence_group
        Codes or labels of the 20 groups of the current offence.
    status
        Codes of the sanction statuses; without it everybody was convicted: for the first time with one sanction,
        with earlier sanctions otherwise.

    Raises
    ------
    UsageError
        If a column is none, or the columns are not all of the same length.
    """

    sex: Values
    age_at_follow_up: Values
    age_at_conviction: Values
    age_at_first_sanction: Values
    sanctions: Values
    offence_group: Values
    status: Values | None = None

    def __post_init__(self) -> None:
        """Check that there is one value a person in every column."""
        given = {each.name: getattr(self, each.name) for each in fields(self)}
        columns = {name: column for name, column in given.items() if column is not None}
        alone = [name for name, column in columns.items() if np.ndim(column) != 1]
        if alone:
            message = f"{alone[0]} must be a column with one value a person, even where all are the same."
            raise UsageError(message)
        lengths = {name: len(column) for name, column in columns.items()}
        if len(set(lengths.values())) > 1:
            said = ", ".join(f"{name} {length}" for name, length in lengths.items())
            message = f"One value a person is wanted in every column, but their lengths are: {said}."
            raise UsageError(message)


@dataclass(frozen=True, slots=True, repr=False, eq=False, kw_only=True)
class Known:
    """The same as numbers, what is not known or out of range as not a number; every array of shape ``(people,)``."""

    age_and_sex: Floats
    at_conviction: Floats
    at_first_sanction: Floats
    sanctions: Floats
    status: Floats
    contradictory: npt.NDArray[np.bool_]


def known_of(histories: Histories) -> Known:
    """Read the numbers and codes of a cohort, but for the offence group, whose coefficients the caller may choose.

    Raises
    ------
    UsageError
        If an age or a number of sanctions is no number, or not a whole one.
    DataError
        If a sex or a status is none of those there are.
    """
    scale = load_ogrs3()
    at_follow_up = _ages(histories.age_at_follow_up, "age_at_follow_up", youngest=scale.youngest)
    at_conviction = _ages(histories.age_at_conviction, "age_at_conviction", youngest=scale.youngest)
    at_first = _ages(histories.age_at_first_sanction, "age_at_first_sanction", youngest=scale.youngest_first_sanction)
    sanctions = _whole(histories.sanctions, "sanctions")
    status, fits = _status(histories.status, sanctions)
    return Known(
        age_and_sex=_age_and_sex(at_follow_up, histories.sex),
        at_conviction=at_conviction,
        at_first_sanction=at_first,
        sanctions=sanctions,
        status=status,
        contradictory=(at_first > at_conviction) | (at_conviction > at_follow_up) | (sanctions < 1) | ~fits,
    )


def looked_up(values: Values, meanings: Mapping[str, float], name: str) -> Floats:
    """Return the number that each text stands for; each distinct text is looked up once.

    Parameters
    ----------
    values
        Texts, shape ``(people,)``.
    meanings
        From a normalised text to its number; not a number where it means not known.
    name
        Of the column.

    Raises
    ------
    DataError
        If a text is none of these: how many people have such a one, never the text.
    """
    places, texts = pd.factorize(pd.Series(values))
    tokens = [normalise(str(text)) for text in texts]
    strange = np.array([bool(token) and token not in meanings for token in tokens] + [False])
    people = int(strange[places].sum())
    if people:
        message = (
            f"{name} is not in its list for {people} of {len(places)} people; map their values to the codes first "
            "(docs/methods/ogrs3.md lists them), or leave them blank where they are not known."
        )
        raise DataError(message)
    # The last is for missing values, whose place is -1.
    numbers: Floats = np.array([meanings.get(token, math.nan) for token in tokens] + [math.nan], dtype=np.float64)
    return numbers[places]


def _whole(values: Values, name: str) -> Floats:
    """Return whole numbers, with infinite ones as not known."""
    column = pd.Series(values)
    if column.isna().all():
        return np.full(len(column), np.nan)
    if column.dtype == object:
        column = column.convert_dtypes()
    if not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        message = f"{name} must hold numbers, but is {column.dtype}; read the extract with read_cohort first."
        raise UsageError(message)
    numbers: Floats = column.to_numpy(dtype=np.float64, na_value=np.nan)
    numbers = np.where(np.isfinite(numbers), numbers, np.nan)
    people = int((numbers % 1 > 0).sum())
    if people:
        message = f"{name} must be whole (ages in completed years), but has a fraction for {people} people."
        raise UsageError(message)
    return numbers


def _ages(values: Values, name: str, *, youngest: int) -> Floats:
    """Return ages, with those that nobody in an extract may have as not known."""
    ages, oldest = _whole(values, name), load_table("people").field("age").maximum
    return np.where((ages >= youngest) & (ages <= (oldest or math.inf)), ages, np.nan)


def _age_and_sex(at_follow_up: Floats, sex: Values) -> Floats:
    """Return the coefficient of the age band of each person in the column of their sex."""
    bands = load_ogrs3().age_bands
    columns = {"male": 0.0, "female": 1.0}
    meanings = {token: columns.get(code or NOT_KNOWN, math.nan) for token, code in load_codes("sex").lookup.items()}
    column = looked_up(sex, meanings, "sex")
    known = ~(np.isnan(at_follow_up) | np.isnan(column))
    coefficients = np.array([[band.male, band.female] for band in bands])
    place = np.searchsorted([band.from_ for band in bands], at_follow_up[known], side="right") - 1
    found = np.full(len(known), np.nan)
    found[known] = coefficients[place, column[known].astype(np.intp)]
    return found


def _status(given: Values | None, sanctions: Floats) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Return the coefficient of each person's status, and whether it can be that of so many sanctions."""
    statuses = load_ogrs3().statuses
    coefficients = np.array([status.coefficient for status in statuses] + [math.nan])
    of_several = np.array([status.sanctions == SEVERAL for status in statuses])
    several = sanctions > 1
    if given is None:
        [one, more] = [
            next(place for place, status in enumerate(statuses) if status.default and of_several[place] == kind)
            for kind in (False, True)
        ]
        place = np.where(np.isnan(sanctions), len(statuses), np.where(several, more, one))
        return coefficients[place], np.full(len(place), fill_value=True)
    meanings = {normalise(NOT_KNOWN): math.nan}
    for number, status in enumerate(statuses):
        meanings |= {normalise(status.code): float(number), normalise(status.label): float(number)}
    numbers = looked_up(given, meanings, "status")
    known = ~np.isnan(numbers)
    place = np.where(known, numbers, len(statuses)).astype(np.intp)
    fits = ~known | np.isnan(sanctions) | (np.append(of_several, False)[place] == several)
    return coefficients[place], fits
