"""What may leave the building: tables without their true counts. Writers accept nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from needskit.disclosure.shorthand import CONFIDENTIAL, LOW_RELIABILITY
from needskit.errors import UsageError
from needskit.table.figure import FIGURES
from needskit.table.table import Caption, Dimension, Headings, whole_counts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from needskit.disclosure.policy import Policy
    from needskit.table.measure import Measure
    from needskit.table.whom import Attribute, Sum


@dataclass(frozen=True, slots=True)
class ReleasedCell:
    """One cell as it may be shown.

    Parameters
    ----------
    at
        The label of its level in each dimension.
    measure
        Its measure.
    parts
        Whom its counts count, without the counts: what makes the same cell the same on every sheet.
    figures
        The figures that are shown, by name; a figure that is not here has the shorthand of ``status``.
    status
        Empty, or the shorthand of why the estimate is not here.
    withheld
        Figures that are not shown, by name, each with the shorthand of why.
    """

    at: tuple[str, ...]
    measure: Measure
    parts: tuple[Sum, ...]
    figures: Mapping[str, float]
    status: str = ""
    withheld: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_withheld(self) -> bool:
        """Whether there is an estimate that is not shown."""
        return self.status in {LOW_RELIABILITY, CONFIDENTIAL}

    @property
    def is_confidential(self) -> bool:
        """Whether any of it is not shown because of a count that is hidden."""
        return CONFIDENTIAL in {self.status, *self.withheld.values()}

    @property
    def why_withheld(self) -> str:
        """Why figures are withheld, as the end of a sentence."""
        if self.is_confidential:
            return "for a small number could be worked out from it"
        return "for it rests on too few"


@dataclass(frozen=True, slots=True)
class ReleasedTable:
    """A table of protected counts and of what follows from them."""

    caption: Caption
    dimensions: tuple[Dimension, ...]
    headings: Headings
    cells: tuple[ReleasedCell, ...]
    attributes: Mapping[str, Attribute] = field(repr=False)

    def __repr__(self) -> str:
        """Name the table."""
        return f"<ReleasedTable {self.caption.key}: {len(self.cells)} cells>"

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures of its cells, each once, in the order they first come."""
        return tuple(dict.fromkeys(cell.measure for cell in self.cells))

    def to_frame(self) -> pd.DataFrame:
        """Return the table tidy: a row a cell, a column a dimension, then the figures, unit and status."""
        rows = [
            {
                **dict(zip((d.name for d in self.dimensions), cell.at, strict=True)),
                **{name: cell.figures.get(name) for name in FIGURES},
                "unit": cell.measure.stored_unit,
                "status": cell.status,
            }
            for cell in self.cells
        ]
        given = {name for cell in self.cells for name in cell.measure.figures}
        figures = [name for name in FIGURES if name in given]
        columns = [*(d.name for d in self.dimensions), *figures, "unit", "status"]
        return whole_counts(pd.DataFrame(rows, columns=columns))


@dataclass(frozen=True, slots=True)
class Release:
    """The tables of one workbook, protected together as one linked set.

    Parameters
    ----------
    tables
        In reading order, with different keys.
    policy
        What was done to the counts.
    off_by
        By how many any released count may differ from the true one.
    left_over_off_by
        The same of numbers that are made of several counts: those not known are everybody less those known.
    said
        What was done to the counts, one sentence each, where it was other than the policy says.
    advice
        For the analyst alone, and in no file: of which tables much is hidden, and which breakdown to make coarser.
    """

    tables: tuple[ReleasedTable, ...]
    policy: Policy
    off_by: int
    left_over_off_by: int = 0
    said: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Say how many tables were released, and how."""
        return f"<Release of {len(self.tables)} tables, policy {self.policy.name}>"

    def __iter__(self) -> Iterator[ReleasedTable]:
        """Go through the tables in reading order."""
        return iter(self.tables)

    def __len__(self) -> int:
        """Count the tables."""
        return len(self.tables)

    def __getitem__(self, key: str) -> ReleasedTable:
        """Return the table of that key."""
        for table in self.tables:
            if table.caption.key == key:
                return table
        message = f"No table '{key}' was released; there are {', '.join(t.caption.key for t in self.tables)}."
        raise UsageError(message)

    @property
    def words(self) -> tuple[str, ...]:
        """What was done to the counts, one sentence each."""
        return self.said or self.policy.words
