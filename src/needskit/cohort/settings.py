"""What the analyst says of an extract and the cohort must know."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from needskit.table.wording import date_in_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from needskit.cohort.needs import Needs
    from needskit.cohort.provenance import Stated


@dataclass(frozen=True, slots=True)
class Comparator:
    """A published percentage to set beside one need: whom it is of, when, and where it stands."""

    need: str
    percentage: float
    period: str
    population: str
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Definitions:
    """What terms mean where the field has more than one meaning.

    Parameters
    ----------
    accommodation
        Which dichotomy the standard report divides people by: homeless, housed or settled.
    young_adults
        First and last age that are meant by young adults, both included.
    comparators
        Published percentages to set beside needs.
    own_breakdowns
        Columns that the analyst names to divide people by.
    """

    accommodation: str = "homeless"
    young_adults: tuple[int, int] = (18, 24)
    comparators: tuple[Comparator, ...] = ()
    own_breakdowns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What a cohort must know that no file says.

    Parameters
    ----------
    population, as_at, unit, needs
        As ``Cohort`` has them.
    breakdowns
        The user's own columns to divide people by: name and label.
    definitions
        What terms mean.
    stated
        Every setting as the method sheet says it.
    """

    population: str
    as_at: dt.date | None
    unit: str
    needs: Needs
    breakdowns: Mapping[str, str]
    definitions: Definitions = field(default_factory=Definitions)
    stated: tuple[Stated, ...] = ()

    @property
    def source(self) -> str:
        """What tells this extract from another in one workbook: population and date."""
        return f"{self.population}, {date_in_words(self.as_at)}" if self.as_at else self.population
