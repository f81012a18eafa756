"""Expected reoffending of a cohort by the Offender Group Reconviction Scale, version 3 (OGRS3): no score of a person.

Arrays in, arrays out, for analyses that add them up: an expected rate is the mean of the probabilities of a group. No
table takes these arrays, and none may show one person's.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from needskit.cohort.ogrs3_histories import Histories, known_of, looked_up
from needskit.errors import UsageError
from needskit.schema import load_ogrs3

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.proportion import Floats

BAND_NOT_KNOWN = -1


def ogrs3(
    histories: Histories,
    *,
    horizon: int,
    sexual_not_child: float | None = None,
    most_previous: int | None = None,
) -> Floats:
    """How probable was a proven reoffence of each person of this cohort, as people like them reoffended in the 2000s?

    Everybody is given a probability whose inputs are all known and do not contradict each other; whoever else is not
    a number. Count those who contradict with ``contradictory``, and say beside an expected rate how many have none.

    Parameters
    ----------
    histories
        The people.
    horizon
        Years from the start of follow-up, 1 or 2: the same as the outcome that it is compared with.
    sexual_not_child
        Another coefficient of sexual offences not against a child, on which public sources differ: 0.003276327.
    most_previous
        The most previous sanctions to count; everything unless told otherwise. One public program has 50.

    Returns
    -------
    Floats
        Probabilities from 0 to 1, shape ``(people,)``. Neither rounded nor kept within 1 and 99 per cent, as those
        shown by operational systems are.

    Raises
    ------
    UsageError
        If ``horizon`` is neither 1 nor 2, an age or a number of sanctions is not whole, or an option has no meaning.
    DataError
        If a sex, an offence group or a status is none of those there are.

    References
    ----------
    Howard, Francis, Soothill and Humphreys (2009), OGRS 3: the revised Offender Group Reconviction Scale, Ministry
    of Justice Research Summary 7/09. Coefficients: ``schemas/ogrs3.json``, with their sources.

    Examples
    --------
    Two cohorts alike but for one earlier sanction.

    >>> people = Histories(
    ...     sex=["male", "male"],
    ...     age_at_follow_up=[20, 20],
    ...     age_at_conviction=[20, 20],
    ...     age_at_first_sanction=[20, 20],
    ...     sanctions=[1, 2],
    ...     offence_group=["violence", "violence"],
    ... )
    >>> [round(float(each), 4) for each in ogrs3(people, horizon=2)]
    [0.2213, 0.4865]
    """
    intercept = load_ogrs3().intercept(horizon)
    linear = linear_score(histories, sexual_not_child=sexual_not_child, most_previous=most_previous)
    return probability(linear + intercept)


def linear_score(
    histories: Histories, *, sexual_not_child: float | None = None, most_previous: int | None = None
) -> Floats:
    """What do the terms of OGRS3 add up to for each person, before the intercept of a horizon?

    Counted are the same people as by ``ogrs3``; for whoever else it is not a number. A model that is fitted again to a
    comparison group takes it as its offset.

    Parameters
    ----------
    histories, sexual_not_child, most_previous
        As for ``ogrs3``.

    Raises
    ------
    UsageError
        If an age or a number of sanctions is not whole, or an option has no meaning.
    DataError
        If a sex, an offence group or a status is none of those there are.

    Examples
    --------
    A man convicted for the first time, of violence, at 20: 1.251124464 ln(1 / 10) + 0.126142106 - 0.625103618.

    >>> first = Histories(
    ...     sex=["male"],
    ...     age_at_follow_up=[20],
    ...     age_at_conviction=[20],
    ...     age_at_first_sanction=[20],
    ...     sanctions=[1],
    ...     offence_group=["violence"],
    ... )
    >>> round(float(linear_score(first)[0]), 6)
    -3.379782
    """
    _check_options(sexual_not_child, most_previous)
    scale, people = load_ogrs3(), known_of(histories)
    # A contradiction could take the logarithm of what is not above 0.
    since = np.where(people.contradictory, np.nan, scale.years_added + people.at_conviction - people.at_first_sanction)
    previous = np.where(people.contradictory, np.nan, people.sanctions - 1)
    if most_previous is not None:
        previous = np.minimum(previous, most_previous)
    rate = scale.sanction_rate * np.log((1 + previous) / since)
    offence = looked_up(histories.offence_group, _offence_weights(sexual_not_child), "offence_group")
    total: Floats = rate + people.status + people.age_and_sex + offence
    return total


def _offence_weights(sexual_not_child: float | None) -> dict[str, float]:
    """Return the coefficient of every spelling of an offence group."""
    scale = load_ogrs3()
    weights = {group.code: group.coefficient for group in scale.offence_groups}
    if sexual_not_child is not None:
        weights["sexual_not_child"] = sexual_not_child
    return {token: math.nan if code is None else weights[code] for token, code in scale.group_lookup.items()}


def _check_options(sexual_not_child: float | None, most_previous: int | None) -> None:
    if sexual_not_child is not None and not math.isfinite(sexual_not_child):
        message = f"sexual_not_child is a coefficient, such as 0.003276327, and cannot be {sexual_not_child}."
        raise UsageError(message)
    if most_previous is not None and not most_previous >= 1:
        message = f"most_previous must be 1 or more (such as 50), or None for no cap, but was {most_previous}."
        raise UsageError(message)


def probability(z: npt.ArrayLike) -> Floats:
    """Which probability has this logarithm of its odds?

    Parameters
    ----------
    z
        The linear score and the intercept of the horizon, any shape; what is not a number stays so.

    Examples
    --------
    >>> [round(float(each), 4) for each in probability([1.402562384, 2.121705678])]
    [0.8026, 0.893]
    """
    given = np.asarray(z, dtype=np.float64)
    # Of the negative size alone, so that nothing overflows however far out z is.
    odds = np.exp(-np.abs(given))
    found: Floats = np.where(given >= 0, 1.0, odds) / (1.0 + odds)
    return found


def contradictory(histories: Histories) -> npt.NDArray[np.bool_]:
    """Of which people do the inputs contradict each other, so that they have no probability?

    The first sanction after the current conviction; the current conviction after the start of follow-up; less than one
    sanction, though the current one counts; a status that does not go with so many sanctions. An input that is not
    known contradicts nothing.

    Returns
    -------
    NDArray of bool
        Shape ``(people,)``: count them, and show none.

    Raises
    ------
    UsageError
        If an age or a number of sanctions is not whole.
    DataError
        If a status is none of those there are.

    Examples
    --------
    >>> people = Histories(
    ...     sex=["male", "female", "female"],
    ...     age_at_follow_up=[30, 30, 30],
    ...     age_at_conviction=[29, 29, 29],
    ...     age_at_first_sanction=[17, 30, None],
    ...     sanctions=[4, 4, 4],
    ...     offence_group=["robbery", "robbery", "robbery"],
    ... )
    >>> int(contradictory(people).sum())
    1
    """
    return known_of(histories).contradictory


def two_year_band(two_years: npt.ArrayLike) -> npt.NDArray[np.int8]:
    """In which band is each two-year probability?

    By whole per cent, a half rounded up, as operational systems do: below 50 low, 50 to 74 medium, 75 to 89 high, 90 or
    more very high. For grouping the people of an analysis, such as one of observed and expected rates by band.

    Parameters
    ----------
    two_years
        Probabilities from ``ogrs3(..., horizon=2)``, shape ``(people,)``. Bands of one year are not defined.

    Returns
    -------
    NDArray of int8
        Places in ``load_ogrs3().risk_bands``, shape ``(people,)``; -1 where there is no probability.

    Raises
    ------
    UsageError
        If a probability is not from 0 to 1, as where per cent are given.

    Examples
    --------
    >>> two_year_band([0.49, 0.5, 0.75, 0.9, float("nan")]).tolist()
    [0, 1, 2, 3, -1]
    """
    given = np.asarray(two_years, dtype=np.float64)
    if ((given < 0) | (given > 1)).any():
        message = "Probabilities from 0 to 1 are wanted; divide per cent by 100."
        raise UsageError(message)
    starts = [band.from_ for band in load_ogrs3().risk_bands]
    places = np.searchsorted(starts, np.floor(100 * given + 0.5), side="right") - 1
    return np.where(np.isnan(given), BAND_NOT_KNOWN, places).astype(np.int8)
