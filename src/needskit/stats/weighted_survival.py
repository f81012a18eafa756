"""Time to a first event of weighted people: Kaplan-Meier and restricted means, with robust standard errors.

Everything that is wanted of single people are sums of each group and day, since those of a group who have the event on
the same day, or leave on it, differ in nothing but their weight: how many they are, what their weights come to, and
what the squares of these come to. Of counts of people all three are the count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from needskit.errors import UsageError
from needskit.stats.proportion import normal_quantile
from needskit.stats.survival import RestrictedMean, Survival, kaplan_meier, people_at_risk, people_by_day
from needskit.stats.weighted_arms import counted

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.proportion import Floats


class Sums(NamedTuple):
    """What people come to; each of shape ``(groups, days)``."""

    number: Floats
    weight: Floats
    square: Floats
    """The sum of the squares of their weights."""


class WeightedByDay(NamedTuple):
    """People with the event on each day, and people whose follow-up ends on it without; whoever leaves was at risk."""

    events: Sums
    left: Sums

    @property
    def at_risk(self) -> Sums:
        """Those followed up to each day and without the event before it."""
        return Sums(*(people_at_risk(*each) for each in zip(self.events, self.left, strict=True)))


def weighted_by_day(
    days: npt.ArrayLike,
    had_event: npt.ArrayLike,
    *,
    last_day: int,
    weight: npt.ArrayLike,
    cell: npt.ArrayLike,
    cells: int = 2,
) -> WeightedByDay:
    """What do those with the event, and those who leave without it, come to on each day?

    Everybody with a weight is counted. Who is followed up for longer than ``last_day`` leaves on it without the event.

    Parameters
    ----------
    days
        Whole days to the event, or to the end of follow-up; shape ``(people,)``.
    had_event
        Whether it was the event; shape ``(people,)``.
    last_day
        The last day that counts, at least 0.
    weight
        How much each one counts, at least 0; shape ``(people,)``.
    cell
        Place of the group of each, from 0; shape ``(people,)``.
    cells
        How many groups there are.

    Raises
    ------
    UsageError
        If a weight is not known or below 0, ``last_day`` or a day is below 0, or a day is not a whole number.

    Examples
    --------
    >>> found = weighted_by_day([1, 1, 2], [True, True, False], last_day=2, weight=[1, 0.5, 2], cell=[0, 0, 0], cells=1)
    >>> [each.tolist() for each in found.events]
    [[[0.0, 2.0, 0.0]], [[0.0, 1.5, 0.0]], [[0.0, 1.25, 0.0]]]
    """
    each = np.asarray(weight, dtype=np.float64)
    kept = counted(each)
    given, had, group = (np.asarray(values)[kept] for values in (days, had_event, cell))
    each = each[kept]
    events, left = zip(
        *(
            people_by_day(given, had, last_day=last_day, weight=power, cell=group, cells=cells)
            for power in (np.ones(len(each)), each, each**2)
        ),
        strict=True,
    )
    return WeightedByDay(Sums(*events), Sums(*left))


def of_counts(events_at: npt.ArrayLike, left_at: npt.ArrayLike) -> WeightedByDay:
    """Return people who all count once.

    Parameters
    ----------
    events_at, left_at
        People with the event, and people whose follow-up ends without it, on each day; shape ``(groups, days)``.

    Examples
    --------
    >>> of_counts([[0, 2]], [[0, 3]]).at_risk.square.tolist()
    [[5.0, 5.0]]
    """
    events, left = (np.asarray(each, dtype=np.float64) for each in (events_at, left_at))
    return WeightedByDay(Sums(events, events, events), Sums(left, left, left))


def weighted_kaplan_meier(people: WeightedByDay, *, confidence: float = 0.95) -> Survival:
    """What share of weighted people is still without the event at the end of each day?

    Everybody counts by their weight for as long as they were followed up. The standard error is the infinitesimal
    jackknife: how far the share moves with the weight of each person, squared and summed; R's survfit has it with
    ``robust = TRUE``. Where all count alike and nobody leaves before the end it is Greenwood's. Weights are taken as
    given. The limits are log-minus-log ones, as those of ``kaplan_meier``.

    Parameters
    ----------
    people
        From ``weighted_by_day``.
    confidence
        0.95 for a 95% interval.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1.

    References
    ----------
    Kaplan and Meier (1958), Journal of the American Statistical Association 53, 457-481. Xie and Liu (2005), Statistics
    in Medicine 24, 3089-3110: weights. Therneau and Grambsch (2000), Modeling Survival Data, section 2.2: the error.

    Examples
    --------
    >>> found = weighted_kaplan_meier(of_counts([[0, 2, 1, 1, 2]], [[0, 0, 0, 0, 14]]))
    >>> found.share[0, 1:].round(4).tolist(), found.standard_error[0, 1:].round(4).tolist()
    ([0.9, 0.85, 0.8, 0.7], [0.0671, 0.0798, 0.0894, 0.1025])
    """
    quantile = normal_quantile(confidence)
    found = kaplan_meier(people.events.weight, people.left.weight, confidence=confidence)
    gone, stayed = _moved(people)
    squares = np.einsum("gu,gut->gt", people.events.square, gone**2)
    squares += np.einsum("gu,gut->gt", people.left.square, stayed**2)
    relative = np.sqrt(squares)
    logarithm = np.log(np.where((found.share > 0) & (found.share < 1), found.share, np.nan))
    reach = np.exp(quantile * relative / -logarithm)
    return found._replace(
        standard_error=found.share * relative, lower=np.exp(logarithm * reach), upper=np.exp(logarithm / reach)
    )


def weighted_restricted_mean(people: WeightedByDay, *, up_to: int, confidence: float = 0.95) -> RestrictedMean:
    """For how many of the days up to this one are weighted people without the event, on average?

    The area below the weighted Kaplan-Meier curve, with the infinitesimal jackknife's standard error. The limits are
    normal, and end at 0 and at the day; there are none where nobody had the event.

    Parameters
    ----------
    people
        From ``weighted_by_day``.
    up_to
        The day up to which is averaged, at least 1; the arrays must reach the day before it.
    confidence
        0.95 for a 95% interval.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1, or ``up_to`` is not within the days.

    References
    ----------
    Royston and Parmar (2013), BMC Medical Research Methodology 13, 152: restricted means. Therneau and Grambsch (2000),
    Modeling Survival Data, section 2.2: the error.

    Examples
    --------
    >>> found = weighted_restricted_mean(of_counts([[0, 2, 1, 1, 2]], [[0, 0, 0, 0, 14]]), up_to=4)
    >>> round(float(found.mean[0]), 2), round(float(found.standard_error[0]), 4)
    (3.55, 0.2177)
    """
    quantile = normal_quantile(confidence)
    share = kaplan_meier(people.events.weight, people.left.weight).share
    if not 1 <= up_to <= share.shape[1]:
        message = f"up_to must be from 1 to the {share.shape[1]} days of the arrays, but was {up_to}."
        raise UsageError(message)
    # The curve keeps its height from each day to the next.
    height = share[:, :up_to]
    moved = [np.einsum("gut,gt->gu", each[:, :, :up_to], height) for each in _moved(people)]
    squares = [each.square * by**2 for each, by in zip((people.events, people.left), moved, strict=True)]
    standard_error = np.sqrt(np.sum(squares, axis=(0, 2)))
    mean = height.sum(axis=1)
    reach = quantile * np.where(standard_error > 0, standard_error, np.nan)
    return RestrictedMean(mean, standard_error, np.maximum(mean - reach, 0), np.minimum(mean + reach, up_to))


def _moved(people: WeightedByDay) -> tuple[Floats, Floats]:
    """Return by how much the logarithm of each day's share falls, for a little more weight of one person.

    Of somebody with the event on each day, and of somebody who leaves on it; shape ``(groups, days, days)``, the second
    axis the day of the person, the third that of the share.
    """
    at_risk, events = people.at_risk.weight, people.events.weight
    left = at_risk - events
    # Once everybody at risk has had the event the share is 0, and no weight moves it.
    each = 1 / np.where(left > 0, left, np.inf)
    part = events / np.where(at_risk > 0, at_risk, np.inf)
    summed = np.cumsum(part * each, axis=1)
    own = np.arange(at_risk.shape[1])
    until = summed[:, np.minimum.outer(own, own)]
    has_been = np.less_equal.outer(own, own)
    return np.where(has_been, each[:, :, None], 0.0) - until, -until
