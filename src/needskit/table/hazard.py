"""Measures of one term of a Cox model of the time to a first event, from the people who have it between given days."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.stats.cox import cox
from needskit.stats.told_apart import has_one_value, independent
from needskit.table.figure import CERTAIN, FITTED, NOBODY, NOT_FITTED
from needskit.table.measure import Measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.stats.proportion import Floats
    from needskit.table.measure import Figures

EVENTS_PER_TERM = 10
"""Fewer people with the event than this for each term of a model, and its figures are withheld.

Source: Peduzzi, Concato, Feinstein and Holford (1995), Journal of Clinical Epidemiology 48, 1503-1510.
"""

_NAMES = ("hazard_ratio", "hazard_ratio_lower", "hazard_ratio_upper", "p_value", "fit")


def hazard_term_of(
    design: tuple[tuple[float, ...], ...], *, days: int, term: int, factor: Sequence[int] = ()
) -> Measure:
    """Return the measure of one term of a Cox model on grouped rows.

    Parameters
    ----------
    design
        The value of each term for the people of each row, without an intercept; shape ``(rows, terms)``.
    days
        How many days are listed.
    term
        Which one.
    factor
        The columns of the factor whose groups are terms, this one among them; none where the term is a number.

    Notes
    -----
    Parts: people in the model with the event, those in the model, everybody; then of each row in turn those with the
    event up to each day and after the one before, and those without it by the last; what follows is only there to be
    protected with the others.
    """
    x = np.array(design, dtype=np.float64)
    columns = tuple(factor)

    def rule(parts: Floats, confidence: float, _off_by: int) -> Figures:
        count, out_of, everyone = parts[:, :3].T
        cells = parts[:, 3 : 3 + len(x) * (days + 1)].reshape(len(parts), len(x), days + 1)
        fitted = [_fitted(x, cell, (term, columns), confidence) for cell in cells]
        return {
            "count": count,
            "out_of": out_of,
            "not_known": everyone - out_of,
            **{name: np.array([each.get(name, np.nan) for each in fitted]) for name in _NAMES},
            "base": np.full(len(parts), np.inf),
            "further_base": np.array([_behind(x, cell, (term, columns)) for cell in cells]),
        }

    return Measure(
        f"term {term} of a model of times",
        "",
        "Hazard ratio: Cox regression on grouped counts, maximum partial likelihood; reoffences between two of the "
        "days listed are ties, after Efron (1977). Limits 95% and P value by Wald. Worked out from the rounded counts "
        "where counts are rounded; the limits do not include rounding. Withheld where there are fewer than "
        f"{EVENTS_PER_TERM} people with a reoffence for each term, or too few are in a group.",
        rule,
        ("count", "out_of", "not_known", *_NAMES),
        shows=("count", "out_of", "everyone"),
        limits_hold_rounding=False,
    )


_Wanted = tuple[int, tuple[int, ...]]
"""A term, and the columns of its factor."""


def _with_intercept(x: Floats) -> Floats:
    """Return the design with a column of 1: the hazard that all share, which the order of events leaves open."""
    return np.column_stack((np.ones(len(x)), x))


def _fitted(x: Floats, cell: Floats, wanted: _Wanted, confidence: float) -> dict[str, float]:
    found = cell.sum(axis=1) > 0
    design = _with_intercept(x[found])
    if not has_one_value(design, term=wanted[0] + 1):
        return {"fit": NOBODY}
    kept = independent(design)
    place = kept.index(wanted[0] + 1) - 1
    events, left = cell[found].copy(), np.zeros_like(cell[found])
    left[:, -1], events[:, -1] = events[:, -1], 0
    model = cox(design[:, kept[1:]], events, left, confidence=confidence)
    if not model.converged:
        return {"fit": CERTAIN if _is_certain(x, cell, wanted) else NOT_FITTED}
    return {
        "hazard_ratio": float(model.hazard_ratio[place]),
        "hazard_ratio_lower": float(model.lower[place]),
        "hazard_ratio_upper": float(model.upper[place]),
        "p_value": float(model.p_value[place]),
        "fit": FITTED,
    }


def _two_groups(x: Floats, people: Floats, wanted: _Wanted) -> tuple[float, float]:
    """Return how many of some people are in the group of the term, and in the one that it is set against."""
    term, factor = wanted
    return float(people[x[:, term] > 0].sum()), float(people[(x[:, list(factor)] == 0).all(axis=1)].sum())


def _behind(x: Floats, cell: Floats, wanted: _Wanted) -> float:
    """Return how many people are behind the figures: in the smaller of the two groups, if it is no number."""
    people = cell.sum(axis=1)
    terms = len(independent(_with_intercept(x[people > 0]))) - 1
    if cell[:, :-1].sum() < EVENTS_PER_TERM * terms:
        return 0.0
    return min(_two_groups(x, people, wanted)) if wanted[1] else float(people.sum())


def _is_certain(x: Floats, cell: Floats, wanted: _Wanted) -> bool:
    """Tell whether one of the two groups has no event, where others have."""
    events = cell[:, :-1].sum(axis=1)
    return bool(wanted[1]) and bool(events.sum()) and min(_two_groups(x, events, wanted)) == 0
