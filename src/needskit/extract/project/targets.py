"""What needskit.toml says of targets: what a percentage is to be, by when, and what it is measured from."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - pydantic reads the annotations when it checks a file
from collections.abc import Mapping  # noqa: TC003 - pydantic reads the annotations when it checks a file
from dataclasses import dataclass, field
from typing import Any, ClassVar

from needskit.extract.project.terms import STRICT, ConditionPart


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselinePart:
    """``[targets.baseline]``: the published percentage that a target is measured from.

    Parameters
    ----------
    percentage
        Between 0 and 100.
    period
        When it was so: "April 2014 to March 2015".
    source
        Where it stands.
    out_of
        Of how many it is a percentage. Where it is not said, the baseline is taken as exact.
    population
        Whom it is of, if they are not those that the target is about.
    note
        What else is to be known of it.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    percentage: float
    period: str
    source: str
    out_of: int | None = None
    population: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetPart:
    """``[[targets]]``: what a percentage is to be, by when. Say one of fall, fall_points and level.

    Parameters
    ----------
    name
        What it is called in tables: "Reconviction after short sentences".
    of
        A column of yes or no: an outcome, a need, or anything else that is asked of people.
    where
        Whom it is about, as the conditions of a named cohort; everybody if it is left out.
    baseline
        What it is measured from.
    fall
        By how many per cent of the baseline it is to fall: 10 makes 54% of 60%.
    fall_points
        By how many percentage points it is to fall: 10 makes 50% of 60%.
    level
        What it is to be, in per cent; above the baseline it is to rise.
    by
        By when.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    name: str
    of: str
    baseline: BaselinePart
    where: Mapping[str, ConditionPart] = field(default_factory=dict)
    fall: float | None = None
    fall_points: float | None = None
    level: float | None = None
    by: dt.date | None = None
