"""Covariates as terms of a model of who was treated, and who is like nobody of the other arm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.analysis.iom.alike.covariates import MISSING, NOT_ASKED
from needskit.analysis.iom.alike.refusal import refuse
from needskit.stats.design import Category, Design, design
from needskit.stats.propensity import NOTHING_LEFT, SeparationError, propensity
from needskit.stats.tall import triangle

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from needskit.analysis.iom.alike.covariates import Covariate
    from needskit.cohort.cohort import Cohort
    from needskit.stats.propensity import Propensity
    from needskit.stats.proportion import Floats

    Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, repr=False)
class Values:
    """A covariate as the people have it; arrays of shape ``(people,)``."""

    covariate: Covariate
    places: npt.NDArray[np.intp]
    """Their level; -1 where it is not known, -2 where nobody asked."""
    numbers: Floats | None
    """Their number, if it is numbers that people are matched on."""

    @property
    def answers(self) -> npt.NDArray[np.intp]:
        """What two people must have the same of to be alike: the level, or whether a number is known."""
        return self.places if self.numbers is None else np.where(np.isnan(self.numbers), MISSING, 0)

    def of(self, kept: Flags) -> Values:
        """Return the same of some of the people."""
        numbers = None if self.numbers is None else self.numbers[kept]
        return Values(self.covariate, self.places[kept], numbers)


def values_of(cohort: Cohort, covariates: Sequence[Covariate]) -> list[Values]:
    """Return what each of the people has of each covariate."""
    return [Values(c, c.places(cohort), c.numbers(cohort) if c.number else None) for c in covariates]


def known_in_full(values: Sequence[Values]) -> Flags:
    """Tell of whom every number is known. A level that is not known is a level of its own, and so never missing."""
    numbers = [each.numbers for each in values if each.numbers is not None]
    found: Flags = ~np.logical_or.reduce([np.isnan(each) for each in numbers]) if numbers else np.ones(1, dtype=bool)
    return np.broadcast_to(found, values[0].places.shape).copy()


def refuse_missing(values: Sequence[Values], among: Flags) -> None:
    """Raise if a number is not known of somebody who is to be matched.

    Raises
    ------
    UsageError
        With the name of the covariate.
    """
    for each in values:
        if each.numbers is not None and np.isnan(each.numbers[among]).any():
            name = each.covariate.name
            words = (
                f"'{name}' is not known of all that are to be matched. Leave out those without "
                "(known_only=True, --known-only), fill in the median beside a term for those (impute=True, --impute), "
                "or leave it out."
            )
            refuse("R-MISSING", words)


def with_somebody_alike(values: Sequence[Values], treated: Flags, among: Flags) -> Flags:
    """Tell who has no level that nobody of the other arm has: of such a level nobody can be matched.

    Whoever is left out may have been the only one of another level, so it is asked again until nobody is.

    Raises
    ------
    UsageError
        If nobody is left, with the name of the covariate that tells the arms apart.
    """
    kept = among.copy()
    while True:
        before = int(kept.sum())
        for each in values:
            answers = each.answers
            shift = answers - NOT_ASKED
            ours, theirs = (
                np.bincount(shift[kept & arm], minlength=int(shift.max()) + 1) for arm in (treated, ~treated)
            )
            both = (ours > 0) & (theirs > 0)
            kept &= both[shift]
            if not (kept & treated).any() or not (kept & ~treated).any():
                words = (
                    f"'{each.covariate.name}' tells the arms apart: no level of it is in both. Leave it out of adjust."
                )
                refuse("R-SEPARATION", words)
        if int(kept.sum()) == before:
            return kept


class Models:
    """The models of who was treated, of the arms and covariates of one cohort: each is fitted once."""

    def __init__(self) -> None:
        self._found: dict[tuple[bytes, bool], tuple[Design, Propensity]] = {}

    def of(self, values: Sequence[Values], treated: Flags, *, among: Flags, impute: bool) -> tuple[Design, Propensity]:
        """Return the terms of the model and how likely each person was to be treated.

        Parameters
        ----------
        values, treated
            Of those that the model is of.
        among
            Who these are, of all people of the cohort.
        impute
            Whether missing numbers are filled in.
        """
        asked = among.tobytes(), impute
        if asked not in self._found:
            self._found[asked] = model_of(values, treated, impute=impute)
        return self._found[asked]


def terms_of(values: Sequence[Values], *, impute: bool) -> Design:
    """Return the terms of a model.

    A term that follows from others is left out: what is expected of each is the same without it.
    """
    given = [
        each.numbers
        if each.numbers is not None
        # Whom nobody asked is told by another term: beside it, that no answer is known says the same.
        else Category(np.maximum(each.places, MISSING), _levels(each), _commonest(each))
        for each in values
    ]
    return _independent(design(given, impute=impute))


def model_of(values: Sequence[Values], treated: Flags, *, impute: bool) -> tuple[Design, Propensity]:
    """Return the terms of the model and how likely each person was to be treated.

    Raises
    ------
    UsageError
        If a covariate tells the arms apart for certain, with its name.
    """
    terms = terms_of(values, impute=impute)
    try:
        # Limits of a term that nearly tells the arms apart have no end, and are not asked for here.
        with np.errstate(over="ignore"):
            found = propensity(terms, treated)
    except SeparationError as error:
        name = values[error.covariate].covariate.name
    else:
        return terms, found
    words = (
        f"'{name}' tells the arms apart for certain, alone or with others, so that there is no model. Leave it out of "
        "adjust, or ask for more people."
    )
    return refuse("R-SEPARATION", words)


def _levels(each: Values) -> int:
    return max(len(each.covariate.groups), 1)


def _commonest(each: Values) -> int:
    """Return the level that others are set against in the model: it changes no probability."""
    counts = np.bincount(each.places[each.places >= 0], minlength=_levels(each))
    # Where no level is known of anybody, all are missing and there is no other to set it against.
    return int(np.argmax(counts)) if counts.any() else MISSING


def _independent(terms: Design) -> Design:
    """Return the terms without those that follow from others before them."""
    x = terms.matrix
    middle = x.mean(axis=0)
    middle[0] = 0
    found, whole = triangle(x, less=middle), np.sqrt(np.einsum("ij,ij->j", x, x))
    kept = list(range(x.shape[1]))
    while True:
        left = np.abs(np.diag(np.linalg.qr(found[:, kept], mode="r")))
        gone = np.flatnonzero(left <= 10 * NOTHING_LEFT * whole[kept][: len(left)])
        if not gone.size:
            break
        del kept[int(gone[0])]
    return terms if len(kept) == x.shape[1] else Design(x[:, kept], terms.covariate[kept], terms.level[kept])
