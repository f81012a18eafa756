"""How one column of one source writes what it holds, where that differs from the schema."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Spelling:
    """What is said of a column beyond its schema.

    Parameters
    ----------
    missing
        Further texts that mean that nothing is known, normalised.
    codes
        Their text, normalised, and the standard code; of a yes or no column "yes" or "no"; or "not known".
    blank
        What an empty cell of a need means, in a row that shows that the person was asked.
    day_first
        Whether 03/04/2001 is in April.
    latest_two_digit_year
        The latest year that two digits can mean: with 2025, 26 is 1926. None refuses them.
    unit
        Of numbers: of an age "years" or "months", of a length without a unit "days", "months" or "years".
    at_least
        A yes or no column is a number, and from this on it is a yes.
    names_each
        Whether every row may have a name of its own: the identifier, where that is a breakdown too.
    """

    missing: frozenset[str] = frozenset()
    codes: Mapping[str, str] = field(default_factory=dict)
    blank: Literal["not known", "no"] = "not known"
    day_first: bool = True
    latest_two_digit_year: int | None = None
    unit: str = ""
    at_least: float | None = None
    names_each: bool = False


AS_THE_SCHEMA = Spelling()
"""Nothing is said beyond the schema."""
