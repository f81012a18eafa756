"""How much more events vary from one person to the next than chance at one rate would have them vary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.stats.arms import who_is_treated
from needskit.stats.weighted_arms import counted

if TYPE_CHECKING:
    import numpy.typing as npt

GROUPS = 2


def dispersion(
    events: npt.ArrayLike, treated: npt.ArrayLike, *, weights: npt.ArrayLike, time_at_risk: npt.ArrayLike
) -> float:
    """How many times as much do events vary within two groups as chance at one rate each would have them vary?

    Everybody with a weight and time at risk counts. Pearson's chi-squared of a Poisson model of the two groups over
    what is left of the people: near 1 where chance at one rate is all there is. Weights are those of people within
    their group, whatever they come to together. Not a number where there are no more people than groups, a group has
    nobody or no event, or events are not known.

    Parameters
    ----------
    events
        Events of each person, at least 0; shape ``(people,)``.
    treated
        1 or true for the treated, 0 for the others; shape ``(people,)``.
    weights
        How much each person counts; shape ``(people,)``, at least 0.
    time_at_risk
        The time in which each could have had events, in any unit; shape ``(people,)``.

    Raises
    ------
    UsageError
        If ``treated`` is not 0 or 1, or a weight is not known or below 0.

    References
    ----------
    McCullagh and Nelder (1989), Generalized Linear Models, second edition, section 4.5.

    Examples
    --------
    >>> dispersion([0, 4, 1, 1], [1, 1, 0, 0], weights=[1, 1, 1, 1], time_at_risk=[1, 1, 1, 1])
    2.0
    """
    k, time = (np.asarray(each, dtype=np.float64) for each in (events, time_at_risk))
    weight, is_treated = np.asarray(weights, dtype=np.float64), who_is_treated(treated)
    among = counted(weight) & (time > 0)
    chi_squared, people = 0.0, int(among.sum())
    for arm in (among & is_treated, among & ~is_treated):
        total = float(weight[arm].sum())
        rate = float(weight[arm] @ k[arm]) / float(weight[arm] @ time[arm]) if total > 0 else np.nan
        expected = time[arm] * (rate if rate > 0 else np.nan)
        each = weight[arm] * (arm.sum() / total) if total > 0 else weight[arm]
        chi_squared += float(each @ ((k[arm] - expected) ** 2 / expected)) if arm.any() else np.nan
    return chi_squared / (people - GROUPS) if people > GROUPS else np.nan
