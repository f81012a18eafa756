"""Targets that were stated: how common something is to be, by when, and what it is measured from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from needskit.errors import UsageError
from needskit.table.wording import date_in_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from needskit.cohort.settings import Wanted

ALL = 100.0


@dataclass(frozen=True, slots=True)
class Baseline:
    """A percentage that a target is measured from, as it was published.

    Parameters
    ----------
    percentage
        From 0 to 100.
    period
        When it was so: "April 2014 to March 2015".
    source
        Where it stands.
    out_of
        Of how many it is a percentage; None if nobody says, so that it is taken as exact.
    population
        Whom it is of, where they are not those that the target is about.
    note
        What else is to be known of it.
    """

    percentage: float
    period: str
    source: str
    out_of: int | None = None
    population: str = ""
    note: str = ""

    @property
    def in_words(self) -> str:
        """Whose it is, when and where it stands."""
        whose = ", ".join(each for each in (self.population, self.period) if each)
        of = f" (of {self.out_of:,})" if self.out_of else ""
        return f"{whose}{of}: {self.source}{f'. {self.note}' if self.note else ''}"


@dataclass(frozen=True, slots=True)
class Target:
    """What somebody said that a percentage is to be.

    Parameters
    ----------
    name
        What it is called in tables: "Reconviction after short sentences".
    of
        A column of yes or no: an outcome, a need, or anything else that is asked of people.
    baseline
        What it is measured from.
    where
        Whom it is about, as ``Cohort.where`` takes conditions; everybody if there are none.
    fall
        By how many per cent of the baseline it is to fall: 10 makes 54% of 60%.
    fall_points
        By how many percentage points it is to fall: 10 makes 50% of 60%.
    level
        What it is to be, in per cent; above the baseline it is to rise.
    by
        By when.
    """

    name: str
    of: str
    baseline: Baseline
    where: Mapping[str, Wanted] = field(default_factory=dict)
    fall: float | None = None
    fall_points: float | None = None
    level: float | None = None
    by: dt.date | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be meant.

        Raises
        ------
        UsageError
            If it is not told in one way what is wanted, or that is no percentage, or the baseline itself.
        """
        place = f"The target '{self.name}'"
        said = [each for each in (self.fall, self.fall_points, self.level) if each is not None]
        if len(said) != 1:
            message = f"{place} wants one of fall, fall_points and level."
            raise UsageError(message)
        if not 0 < self.baseline.percentage < ALL or (self.baseline.out_of or 1) < 1:
            message = f"{place}: baseline wants a percentage between 0 and 100, and out_of of 1 or more if it is known."
            raise UsageError(message)
        falls = self.level is None
        if not 0 <= self.wanted <= ALL or (falls and said[0] <= 0) or self.wanted == self.baseline.percentage:
            message = (
                f"{place} wants a percentage from 0 to 100 that is not that of the baseline, and a fall above 0. For a "
                "rise say the level."
            )
            raise UsageError(message)

    @property
    def wanted(self) -> float:
        """What the percentage is to be.

        Examples
        --------
        >>> baseline = Baseline(60, "2024", "a report")
        >>> Target("a", "iom", baseline, fall=10).wanted, Target("b", "iom", baseline, fall_points=10).wanted
        (54.0, 50.0)
        """
        start = float(self.baseline.percentage)
        if self.fall is not None:
            return start * (1 - self.fall / ALL)
        return start - self.fall_points if self.fall_points is not None else float(self.level or 0)

    @property
    def label(self) -> str:
        """Its name, and by when."""
        return f"{self.name.strip()} (by {date_in_words(self.by)})" if self.by else self.name.strip()

    @property
    def in_words(self) -> str:
        """What is wanted: "a fall of 10%"."""
        if self.fall is not None:
            return f"a fall of {self.fall:g}%"
        return f"a fall of {self.fall_points:g} percentage points" if self.level is None else f"{self.level:g}%"
