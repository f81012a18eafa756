"""From what needskit.toml says of an evaluation to what the analyses take, and whether it can be meant."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from needskit.cohort.comparison import Comparison
from needskit.errors import UsageError, reject_name
from needskit.extract.project.conditions import condition, refuse_condition

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needskit.extract.project.comparison import ComparisonPart
    from needskit.extract.project.conditions import Answers
    from needskit.extract.project.terms import ConditionPart

LEAST = {"each": 1, "min_people": 10, "horizon_months": 1, "submitted": 1}
"""The smallest number that each of these can be."""


def comparison_of(part: ComparisonPart) -> Comparison:
    """Return what an evaluation is told, as the analyses take it.

    Examples
    --------
    >>> from needskit.extract.project.comparison import ComparisonPart
    >>> said = comparison_of(ComparisonPart(treated={"age": 40}, method="nearest", caliper=False))
    >>> said.treated, said.comparison, said.caliper
    ({'age': 40}, None, None)
    """
    said = {each.name: getattr(part, each.name) for each in fields(part)}
    for name in ("treated", "comparison"):
        said[name] = {column: condition(wanted) for column, wanted in said[name].items()} or None
    primary = part.primary_outcome
    said["primary_outcome"] = (primary,) if isinstance(primary, str) else primary
    return Comparison(**said | {"called": part.called.strip() or None, "caliper": part.caliper or None})


def check_comparison(part: ComparisonPart, *, askable: Mapping[str, Answers], known: frozenset[str]) -> None:
    """Prove what is said of an evaluation, as far as can be told without files.

    Parameters
    ----------
    part
        What is said.
    askable
        What conditions can be about.
    known
        Every column and breakdown that there may be.

    Raises
    ------
    UsageError
        If a column is not known, is asked for what it cannot hold, or a number has no meaning.
    """
    for arm in ("treated", "comparison"):
        _refuse_conditions(getattr(part, arm), askable, place=f"comparison.{arm}")
    said = comparison_of(part)
    for key in ("adjust", "numbers", "exactly", "primary_outcome", "other_outcomes"):
        for name in getattr(said, key) or ():
            if name not in known:
                reject_name(name, kind=f"column or breakdown for comparison.{key}", known=known)
    _refuse_outcomes(said)
    _refuse_numbers(said)


def _refuse_conditions(conditions: Mapping[str, ConditionPart], askable: Mapping[str, Answers], *, place: str) -> None:
    for column, wanted in conditions.items():
        if column not in askable:
            reject_name(column, kind=f"column or breakdown for {place}", known=askable)
        refuse_condition(column, wanted, askable[column], place=place)


def _refuse_numbers(said: Comparison) -> None:
    if said.caliper is not None and not 0 < said.caliper < float("inf"):
        message = "comparison: caliper wants a number above 0, or false for any distance."
        raise UsageError(message)
    for key, least in LEAST.items():
        number = getattr(said, key)
        if number is not None and number < least:
            message = f"comparison: {key} wants a whole number, {least} or more."
            raise UsageError(message)


def _refuse_outcomes(said: Comparison) -> None:
    if said.primary_outcome == ():
        message = "comparison: primary_outcome wants a column."
        raise UsageError(message)
    named = (*(said.primary_outcome or ()), *(said.other_outcomes or ()))
    if len(set(named)) < len(named):
        message = "comparison: an outcome is named twice. Name each once, as primary_outcome or under other_outcomes."
        raise UsageError(message)
