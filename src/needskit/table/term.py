"""Measures of one term of a logistic regression on grouped counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from needskit.stats.logistic import logistic
from needskit.stats.marginal import term_difference
from needskit.stats.told_apart import has_one_value, independent
from needskit.table.figure import CERTAIN, FITTED, NOBODY, NOT_FITTED
from needskit.table.measure import Measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from needskit.stats.proportion import Floats
    from needskit.table.measure import Figures

    Rows = npt.NDArray[np.bool_]

EVENTS_PER_TERM = 10
"""Fewer people with the rarer answer than this for each term of a model, and its figures are withheld.

Source: Peduzzi and others (1996), Journal of Clinical Epidemiology 49, 1373-1379.
"""

_ODDS = ("odds_ratio", "odds_ratio_lower", "odds_ratio_upper", "p_value")
_POINTS = ("difference", "difference_lower", "difference_upper")
_CRUDE = ("crude_odds_ratio", "crude_difference")
_METHOD = (
    "Odds ratio: logistic regression on grouped counts, maximum likelihood; limits 95% and P value by Wald. "
    "Worked out from the rounded counts where counts are rounded; the limits do not include rounding. Withheld where "
    f"the rarer answer has fewer than {EVENTS_PER_TERM} for each term, or too few are in a group."
)
_METHOD_OF_POINTS = (
    "Difference: the mean of the model's percentages, were all in the first group, less their mean, were none in it: "
    "standardised over all in the model. Limits: 95%, delta method. "
)


class _Term(NamedTuple):
    """The design, the term that is meant, and the columns of its factor: none where it is a number."""

    design: Floats
    place: int
    factor: tuple[int, ...]


def term_of(
    design: tuple[tuple[float, ...], ...],
    *,
    term: int,
    factor: Sequence[int] = (),
    alone: bool = False,
    in_points: bool = False,
) -> Measure:
    """Return the measure of one term of a logistic regression on grouped rows.

    Parameters
    ----------
    design
        The value of each term for the people of each row, an intercept of 1 first; shape ``(rows, terms)``.
    term
        Which one.
    factor
        The columns of the factor whose groups are terms, this one among them; none where the term is a number.
    alone
        Whether the odds ratio of a model of this term alone stands beside it.
    in_points
        Whether the difference in percentage points stands beside it too, adjusted and, if ``alone``, not.

    Notes
    -----
    Parts: people with the answer, those known, everybody; then of each row those with the answer, and those known; what
    follows is only there to be protected with the others.
    """
    size = len(design)
    wanted = _Term(np.array(design, dtype=np.float64), term, tuple(factor))
    extra = (*(_POINTS if in_points else ()), *(_CRUDE[: 2 if in_points else 1] if alone else ()))
    names = (*_ODDS, *extra, "fit")

    def rule(parts: Floats, confidence: float, _off_by: int) -> Figures:
        count, out_of, everyone = parts[:, :3].T
        yes, known = parts[:, 3 : 3 + size], parts[:, 3 + size : 3 + 2 * size]
        # Rounding can leave a row with more who have the answer than are known there by one multiple: it says nothing.
        cells = list(zip(np.minimum(yes, known), known, strict=True))
        fitted = [_fitted(wanted, *cell, confidence) for cell in cells]
        behind = np.array([_behind(wanted, n) for _, n in cells])
        rarer = np.minimum(count, out_of - count)
        wants = np.array([EVENTS_PER_TERM * (len(independent(wanted.design[n > 0])) - 1) for _, n in cells])
        return {
            "count": count,
            "out_of": out_of,
            "not_known": everyone - out_of,
            **{name: np.array([each.get(name, np.nan) for each in fitted]) for name in names},
            "base": np.full(len(parts), np.inf),
            "further_base": np.where(rarer < wants, 0, behind),
        }

    beside = "".join((" in points" if in_points else "", " and alone" if alone else ""))
    return Measure(
        f"term {term} of a model{beside}",
        "",
        f"{_METHOD_OF_POINTS if in_points else ''}{_METHOD}",
        rule,
        ("count", "out_of", "not_known", *names),
        shows=("count", "out_of", "everyone"),
        limits_hold_rounding=False,
    )


def _groups(wanted: _Term) -> tuple[Rows, Rows]:
    """Return which rows are of the group of the term, and which of the group that it is set against."""
    return wanted.design[:, wanted.place] > 0, (wanted.design[:, list(wanted.factor)] == 0).all(axis=1)


def _behind(wanted: _Term, known: Floats) -> float:
    """Return how many people are behind the figures: in the smaller of the two groups, if it is no number."""
    if not wanted.factor:
        return float(known.sum())
    return float(min(known[rows].sum() for rows in _groups(wanted)))


def _fitted(wanted: _Term, yes: Floats, known: Floats, confidence: float) -> dict[str, float]:
    found = known > 0
    design = wanted.design[found]
    if not has_one_value(design, term=wanted.place):
        return {"fit": NOBODY}
    kept = independent(design)
    place = kept.index(wanted.place)
    design, k, n = design[:, kept], yes[found], known[found]
    crude = _alone(design[:, place], k, n)
    model = logistic(design, k, n, confidence=confidence)
    if not model.converged:
        return {**crude, "fit": CERTAIN if _is_certain(wanted, yes, known) else NOT_FITTED}
    figures = {
        "odds_ratio": float(model.odds_ratio[place]),
        "odds_ratio_lower": float(model.lower[place]),
        "odds_ratio_upper": float(model.upper[place]),
        "p_value": float(model.p_value[place]),
        "fit": FITTED,
        **crude,
    }
    if not wanted.factor:
        return figures
    points = term_difference(model, design, n, term=place, confidence=confidence)
    return {
        **figures,
        "difference": points.difference,
        "difference_lower": points.lower,
        "difference_upper": points.upper,
    }


def _alone(term: Floats, yes: Floats, known: Floats) -> dict[str, float]:
    """Return the odds ratio and the difference of the term by itself."""
    model = logistic(np.column_stack((np.ones(len(term)), term)), yes, known)
    having = term > 0
    sums = [(yes[rows].sum(), known[rows].sum()) for rows in (having, ~having)]
    shares = [float(k / n) if n else np.nan for k, n in sums]
    return {"crude_odds_ratio": float(model.odds_ratio[1]), "crude_difference": shares[0] - shares[1]}


def _is_certain(wanted: _Term, yes: Floats, known: Floats) -> bool:
    """Tell whether all or none of one of the two groups have the answer, where others differ."""
    if not wanted.factor or not 0 < yes.sum() < known.sum():
        return False
    return any(yes[rows].sum() in {0, known[rows].sum()} for rows in _groups(wanted))
