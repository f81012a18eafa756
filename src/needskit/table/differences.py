"""The measures of several differences that are tested at once, and of how many of those submitted were found."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from needskit.stats.holm import holm
from needskit.table.figure import NEITHER
from needskit.table.measure import Measure

if TYPE_CHECKING:
    from needskit.stats.proportion import Floats
    from needskit.table.measure import Figures

LEVEL = 0.05
TESTED = ("p_value", "significant")
CORRECTED = ("corrected_p_value", "corrected_significant")

_AS_TESTED = (
    "P value and whether the difference is significant: those of the table of the outcome. Each is tested at the level "
    "of 5%: of twenty where there is no difference, one would be significant by chance alone."
)
_BY_HOLM = (
    "Corrected for the number of differences in this table by the method of Holm (1979): were there no difference in "
    "any, one or more would be significant in one of twenty such evaluations. One that is withheld is among the number."
)


@cache
def one_of(measures: tuple[tuple[Measure, int], ...], *, place: int, by_holm: bool) -> Measure:
    """Return the measure of one of several differences that are tested together.

    Parameters
    ----------
    measures
        Of each of them the measure, which has a P value, and how many parts it has. The parts of all are those of this
        measure, one after the other.
    place
        Which of them it is.
    by_holm
        Whether P values are corrected for their number.

    Examples
    --------
    >>> from needskit.table.matched import ESTIMATED
    >>> one_of(((ESTIMATED[True], 4),), place=0, by_holm=False).figures
    ('p_value', 'significant')
    """

    def rule(parts: Floats, confidence: float, off_by: int) -> Figures:
        found, start = [], 0
        for measure, number in measures:
            found.append(measure.rule(parts[:, start : start + number], confidence, off_by))
            start += number
        own = found[place]
        said = {name: own[name] for name in (*TESTED, "base")}
        if not by_holm:
            return said
        # What is withheld of too few must not be told by what it does to others: it counts as not significant.
        all_p = np.array([np.where(each["base"] > 0, each["p_value"], np.nan) for each in found])
        corrected = np.array([holm(one) for one in all_p.T])[:, place]
        stays = np.where(corrected <= LEVEL, own["significant"], float(NEITHER))
        return {
            **said,
            "corrected_p_value": corrected,
            "corrected_significant": np.where(np.isnan(corrected), np.nan, stays),
        }

    starts = np.cumsum([0, *(number for _, number in measures)])
    events_of = tuple(
        replace(each, people=each.people + int(start), events=each.events + int(start))
        for (measure, _), start in zip(measures, starts, strict=False)
        for each in measure.events_of
    )
    return Measure(
        f"tested among {len(measures)}, number {place + 1}{', by Holm' if by_holm else ''}",
        "",
        f"{_AS_TESTED} {_BY_HOLM}" if by_holm else f"{_AS_TESTED} No correction is made for their number.",
        rule,
        (*TESTED, *(CORRECTED if by_holm else ())),
        events_of=events_of,
    )


@cache
def of_submitted(number: int) -> Measure:
    """Return the measure of how many were found of those that were submitted, a number that is given.

    Parameters
    ----------
    number
        How many were submitted.

    Examples
    --------
    >>> of_submitted(200).apply(np.array([[150.0]]), off_by=0)["estimate"].tolist()
    [0.75]
    """

    def rule(parts: Floats, _confidence: float, _off_by: int) -> Figures:
        found = parts[:, 0]
        given = np.full(len(found), float(number))
        return {
            "count": found,
            "submitted": given,
            # Those found are rounded and those submitted are not.
            "estimate": np.minimum(found / given, 1.0),
            "base": given,
        }

    return Measure(
        "part of those submitted",
        "%",
        "Percentage: the count divided by the number submitted, which is as the analyst gives it. It describes these "
        "records alone: no interval.",
        rule,
        ("count", "submitted", "estimate"),
        shown_per=100,
        shows=("count",),
    )
