"""What the analyst says of an extract, and how the method sheet says it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.cohort.cohort import Needs, Stated
from needskit.table.wording import date_in_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a figure depends on and that no file says.

    Parameters
    ----------
    population, as_at, unit, needs
        As ``Cohort`` has them.
    breakdowns
        The user's own columns to divide people by: name and label.
    columns
        Standard name and the header in the file, for those that differ.
    sheet
        Of a workbook; None for the only one.
    """

    population: str
    as_at: dt.date | None
    unit: str
    needs: Needs
    breakdowns: Mapping[str, str]
    columns: Mapping[str, str]
    sheet: str | None

    @property
    def source(self) -> str:
        """What tells this extract from another in one workbook: population and date."""
        return f"{self.population}, {date_in_words(self.as_at)}" if self.as_at else self.population

    def said(self, needs: Needs, *, grouped: bool) -> tuple[Stated, ...]:
        """Say every setting, for the method sheet.

        Parameters
        ----------
        needs
            Those that the extract holds.
        grouped
            Whether a row stands for several people.
        """
        counted = "; ".join(f"{q.label} ({q.column}): {q.definition.rstrip('.')}" for q in needs.questions)
        renamed = "; ".join(f"{name}: {theirs}" for name, theirs in self.columns.items())
        own = "; ".join(f"{name}: {label}" for name, label in self.breakdowns.items())
        return (
            Stated("Population", self.population, "Who is counted, as the analyst says"),
            Stated(
                "As at", self.as_at.isoformat() if self.as_at else "not given", "The date that the extract describes"
            ),
            Stated("Unit counted", self.unit, "What one row stands for" if not grouped else "What the rows add up"),
            Stated("Rows", "one row stands for several" if grouped else "one row each", "Shape of the extract"),
            Stated("Set of needs", needs.title, needs.source or "Named by the analyst"),
            Stated("Needs counted", counted or "none", "Label, column and what counts as having it"),
            Stated("Needs not supplied", "; ".join(needs.not_supplied) or "none", "Needs of the set without a column"),
            Stated("Columns renamed", renamed or "none", "Standard name and the header in the file"),
            Stated("Own breakdowns", own or "none", "Columns that no schema has"),
            Stated("Age", "completed years at the index date", "From date of birth where both dates are known"),
            Stated("Assessed", "as the column assessed says", "Where it says nothing: if any need is answered"),
            Stated(
                "Number of needs",
                "of those with every need answered",
                "So that nobody has too few for want of an answer",
            ),
            Stated("Confidence of limits", "95%", "Wilson without continuity correction; Newcombe for differences"),
        )
