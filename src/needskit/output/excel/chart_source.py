"""What every chart is made of in its file: series, and the cells or literals that each one holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """How a series looks."""

    FIGURES = "figures"
    PALE = "pale"
    NEEDS = "needs"
    HELD = "held"
    LIMIT = "limit"
    START = "start"
    LABELS = "labels"
    BESIDE = "beside"
    APART = "apart"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Source:
    """Names or numbers: those of cells, with a copy for programs that do not look there, or literals.

    Parameters
    ----------
    values
        Text, or numbers.
    formula
        Where the cells are; empty for literals.
    decimals
        Of numbers.
    """

    values: tuple[str | float, ...]
    formula: str = ""
    decimals: int = 0

    @property
    def kind(self) -> str:
        """How the file calls what it holds: "num" or "str"."""
        return "str" if any(isinstance(value, str) for value in self.values) else "num"


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart: its name, its categories or places across, its values or places up, its limits."""

    role: Role
    name: str
    across: Source
    up: Source
    minus: Source | None = None
    plus: Source | None = None

    @property
    def sources(self) -> tuple[Source, ...]:
        """All of its sources, in the order that the file has them."""
        limits = (source for source in (self.plus, self.minus) if source is not None)
        return (*limits, self.across, self.up)
