"""Limits of a share of events where one person may have several: people are independent of each other, events are not.

Thirty offences by one person tell far less of who offends than thirty by thirty people. The events are therefore taken
for as many independent ones as tell equally much, and Wilson's limits are those of so many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.stats.proportion import Interval, wilson

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.proportion import Floats

FEWEST = 1e-9
"""Independent events of which the limits are 0 and 1, where next to nothing is known."""


def share_of_events_limits(
    events: npt.ArrayLike,
    all_events: npt.ArrayLike,
    *,
    squares: npt.ArrayLike,
    all_squares: npt.ArrayLike,
    confidence: float = 0.95,
    off_by: int = 0,
) -> Interval:
    """Between which values does the share of the events lie that the people of a group have?

    The people are the sample, each with all of their events. The variance of the share, a ratio, is the sum of the
    squares of what each person adds to it; the events are worth as many independent ones as would have that variance,
    or as many as all of them tell whoever they are of (Kish), whichever is fewer. Limits are Wilson's of so many. Where
    everybody has one event, or everybody the same number, they are Wilson's of the people. Without any event there are
    none.

    Parameters
    ----------
    events, all_events
        Events of the people of the group, and of all people; shape ``(cells,)``.
    squares, all_squares
        The sum of the squares of each one's number of events, of the same people; shape ``(cells,)``.
    confidence
        0.95 for a 95% interval.
    off_by
        How far each of the four may be from the true one, because it was rounded: the limits then hold those of
        whatever the true ones were.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1.

    References
    ----------
    Cochran (1977), Sampling Techniques, chapter 6: the variance of a ratio. Kish (1965), Survey Sampling:
    effective numbers. Dean and Pagano (2015), Journal of Survey Statistics and Methodology 3, 484-503: Wilson's limits
    of an effective number.

    Examples
    --------
    >>> each_one = share_of_events_limits([81], [263], squares=[81], all_squares=[263])
    >>> [round(float(end[0]), 4) for end in each_one]  # Newcombe (1998), table I
    [0.2553, 0.3662]
    >>> three_each = share_of_events_limits([243], [789], squares=[729], all_squares=[2367])
    >>> [round(float(end[0]), 4) for end in three_each]
    [0.2553, 0.3662]
    """
    k, n = (np.asarray(each, dtype=np.float64) for each in (events, all_events))
    inside, whole = (np.asarray(each, dtype=np.float64) for each in (squares, all_squares))
    known = np.where(n > 0, n, np.nan)
    fewest, most = np.maximum(known - off_by, 1), known + off_by
    lowest, highest = np.maximum(k - off_by, 0) / most, np.minimum((k + off_by) / fewest, 1)
    # A share that is neither none nor all is one event from either at least.
    low, high = np.maximum(lowest, 1 / most), np.minimum(highest, 1 - 1 / most)
    outside = np.maximum(whole - inside + 2 * off_by, 0)
    with np.errstate(divide="ignore"):
        spread = (1 - low) / low * (inside + off_by) + high / (1 - high) * outside
        independent = fewest**2 / np.maximum(spread, whole + off_by)
    worth = np.maximum(independent, FEWEST)
    return Interval(
        _wilson(lowest, worth, confidence).lower,
        _wilson(highest, worth, confidence).upper,
    )


def _wilson(share: Floats, worth: Floats, confidence: float) -> Interval:
    return wilson(share * worth, worth, confidence=confidence)
