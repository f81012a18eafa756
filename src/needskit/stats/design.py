"""Covariates as columns of numbers: the terms of a model, or the levels in which two groups are compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from needskit.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from needskit.stats.proportion import Floats

INTERCEPT: Final = -1
"""The place of the intercept, which is of no covariate."""

MISSING: Final = -1
"""The level of those whose answer is missing."""

A_NUMBER: Final = -2
"""The level of a term that is a number, and has no levels."""


@dataclass(frozen=True, eq=False, repr=False)
class Category:
    """A covariate of answers that have no order, as codes of levels from 0; -1 where the answer is missing."""

    codes: npt.ArrayLike
    """Whole numbers; shape ``(people,)``."""
    levels: int
    reference: int = 0
    """The level that others are set against in a model."""


@dataclass(frozen=True, eq=False, repr=False)
class Design:
    """Terms of a model, and which covariate and level each is of; shape ``(terms,)`` unless said."""

    matrix: Floats
    """Shape ``(people, terms)``."""
    covariate: npt.NDArray[np.intp]
    """The place of the covariate among those given, from 0; -1 for the intercept."""
    level: npt.NDArray[np.intp]
    """The level that the term is the indicator of; -1 where it is that of a missing answer, -2 of a number."""


def design(covariates: Sequence[npt.ArrayLike | Category], *, impute: bool = False) -> Design:
    """What are the terms of a model of these covariates?

    An intercept, a number as it is, and of a category an indicator of every level that somebody has, but for the
    reference. A missing answer to a category is a level of its own: not known is never no. A missing number is refused,
    or takes the median of those known beside an indicator of who was missing, if ``impute`` is true.

    Parameters
    ----------
    covariates
        Each an array of numbers of shape ``(people,)``, or a ``Category``.
    impute
        Whether missing numbers may be filled in.

    Raises
    ------
    DataError
        If a number is missing (and may not be filled in) or has no end, or nobody is known to have one.
    UsageError
        If covariates are not of the same people, codes are not those of levels or numbers are none, or if nobody
        has the reference.

    Examples
    --------
    >>> found = design([[20, 30, 45], Category([0, 1, -1], levels=2)])
    >>> found.matrix.tolist()
    [[1.0, 20.0, 0.0, 0.0], [1.0, 30.0, 1.0, 0.0], [1.0, 45.0, 0.0, 1.0]]
    >>> found.covariate.tolist(), found.level.tolist()
    ([-1, 0, 1, 1], [-2, -2, 1, -1])
    """
    people = _people(covariates)
    terms: list[tuple[Floats, int, int]] = [(np.ones(people), INTERCEPT, A_NUMBER)]
    for place, covariate in enumerate(covariates):
        if isinstance(covariate, Category):
            found = _levels(covariate, place)
            if covariate.reference not in {level for _, _, level in found}:
                message = f"Nobody has the reference level of covariate {place}: take another."
                raise UsageError(message)
            terms += [each for each in found if each[2] != covariate.reference]
            continue
        found = _number(covariate, place)
        missing = np.isnan(found[0][0])
        if missing.any() and (not impute or missing.all()):
            way_out = "Leave it out, or make it a category." if missing.all() else "Leave it out, or set impute."
            message = f"Covariate {place} is missing for {int(missing.sum())} of {people} people. {way_out}"
            raise DataError(message)
        if missing.any():
            found[0] = (np.where(missing, np.median(found[0][0][~missing]), found[0][0]), place, A_NUMBER)
        terms += found
    return _together(terms, people)


def every_level(covariates: Sequence[npt.ArrayLike | Category]) -> Design:
    """What must two groups have in common to be alike in these covariates?

    A number as it is, missing ones as not a number beside an indicator of who is missing; of a category an indicator of
    every level that somebody has, the reference and missing answers among them. No model, so no intercept.

    Parameters
    ----------
    covariates
        Each an array of numbers of shape ``(people,)``, or a ``Category``.

    Raises
    ------
    DataError
        If a number has no end.
    UsageError
        If covariates are not of the same people, or codes are not those of levels, or numbers are none.

    Examples
    --------
    >>> every_level([Category([0, 1, -1], levels=2)]).matrix.tolist()
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    """
    terms: list[tuple[Floats, int, int]] = []
    for place, covariate in enumerate(covariates):
        terms += _levels(covariate, place) if isinstance(covariate, Category) else _number(covariate, place)
    return _together(terms, _people(covariates))


def _people(covariates: Sequence[npt.ArrayLike | Category]) -> int:
    """Return how many people the covariates are of."""
    shapes = {np.shape(each.codes if isinstance(each, Category) else each) for each in covariates}
    if len(shapes) != 1 or len(next(iter(shapes))) != 1:
        message = "Covariates must be one or more arrays of the same length, with a value for each person."
        raise UsageError(message)
    return int(next(iter(shapes))[0])


def _levels(category: Category, place: int) -> list[tuple[Floats, int, int]]:
    """Return the indicator of each level that somebody has."""
    given = np.asarray(category.codes)
    codes = given.astype(np.intp) if given.dtype.kind in "iub" else np.full(given.shape, category.levels)
    if not ((codes >= MISSING) & (codes < category.levels)).all():
        message = f"Covariate {place} must hold the codes of its {category.levels} levels from 0, or -1 where missing."
        raise UsageError(message)
    held = sorted(set(np.unique(codes).tolist()), key=lambda code: (code == MISSING, code))
    return [((codes == code).astype(np.float64), place, code) for code in held]


def _number(covariate: npt.ArrayLike, place: int) -> list[tuple[Floats, int, int]]:
    """Return the numbers, and the indicator of who is missing where somebody is."""
    try:
        given = np.asarray(covariate, dtype=np.float64)
    except (TypeError, ValueError):
        # NumPy's own words hold the value, so they are not passed on.
        message = f"Covariate {place} must hold numbers: make it a Category if it does not."
        raise UsageError(message) from None
    if np.isinf(given).any():
        message = f"Covariate {place} has no end for {int(np.isinf(given).sum())} people: it must be a number."
        raise DataError(message)
    missing = np.isnan(given)
    found = [(given, place, A_NUMBER)]
    return [*found, (missing.astype(np.float64), place, MISSING)] if missing.any() else found


def _together(terms: list[tuple[Floats, int, int]], people: int) -> Design:
    matrix = np.column_stack([each for each, _, _ in terms]) if terms else np.zeros((people, 0))
    return Design(matrix, np.array([place for _, place, _ in terms]), np.array([level for _, _, level in terms]))
