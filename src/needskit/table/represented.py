"""Measures that set a share against that of the residents, and the share of events that some people have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.stats.clustered import share_of_events_limits
from needskit.table.figure import ESTIMATES
from needskit.table.measure import EventsOf, Measure, proportion_of

if TYPE_CHECKING:
    from needskit.stats.proportion import Floats
    from needskit.table.measure import Figures

FEWEST_PEOPLE = 10
"""Of fewer people than this, or of all but so few, a share of events is not shown where counts are protected."""


def _share_of_events(parts: Floats, confidence: float, off_by: int) -> Figures:
    people, known, everyone, events, all_events, squares, all_squares = parts.T
    # Squares are seen in the limits alone. Beside no events they would tell that there are some, so there the limits
    # are those of as many events as may be shown as none, all of them by one.
    none = events == 0
    squares = np.where(none, off_by * max(off_by - 1, 0), np.maximum(squares, events))
    all_squares = all_squares + none * off_by * max(off_by - 2, 0)
    limits = share_of_events_limits(
        events, all_events, squares=squares, all_squares=all_squares, confidence=confidence, off_by=off_by
    )
    # How widely the events of few people are spread is what one of them did.
    few = np.minimum(people, known - people) - off_by < FEWEST_PEOPLE
    return {
        "count": people,
        "out_of": known,
        "not_known": everyone - known,
        "events": events,
        "all_events": all_events,
        # Events and all events are rounded each by itself.
        "estimate": proportion_of(np.minimum(events, all_events), all_events),
        "lower": limits.lower,
        "upper": limits.upper,
        "base": np.where(few & (off_by > 0), 0, known),
    }


SHARE_OF_EVENTS = Measure(
    "events of a group, limits by person",
    "%",
    "Percentage: the events of these divided by all events. Limits: 95%, from the variance of a ratio over those with "
    "events, since events of one are not independent of each other: Wilson's limits (Newcombe 1998, method 3) "
    "of the number of independent events that would tell as much (Kish 1965; Dean and Pagano 2015). Where counts are "
    f"protected, percentages and limits are withheld if there may be fewer than {FEWEST_PEOPLE} in the row or outside "
    "it.",
    _share_of_events,
    ("count", "out_of", "not_known", "events", "all_events", *ESTIMATES),
    shown_per=100,
    shows=("count", "out_of", "everyone", "events", "all_events"),
    events_of=(EventsOf(0, 3), EventsOf(1, 4)),
)
"""Parts: people of the group, those known, everybody; events of the group, and of all known; squares of both."""

EVENTS_OF_NOT_KNOWN = Measure(
    "events of those not known",
    "",
    "Rows that hold only counts have no percentage.",
    lambda parts, _confidence, _off_by: {
        "count": parts[:, 0],
        "events": parts[:, 1],
        "base": np.full(len(parts), np.inf),
    },
    ("count", "events"),
    shows=("count", "events"),
    events_of=(EventsOf(0, 1),),
)
"""Parts: people, and their events."""
