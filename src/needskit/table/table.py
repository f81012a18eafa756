"""The table: a caption, dimensions, and cells that are rules over counts of people who are described.

Nothing in a table is rounded, formatted or ordered for looks, and nothing in it is a record.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from needskit.errors import UsageError
from needskit.table.figure import COMPARATOR_WORDS, COUNTS, FIGURES, FIGURES_OF_A_CALCULATION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from needskit.stats.proportion import Floats
    from needskit.table.measure import Measure
    from needskit.table.whom import Attribute, Sum, Whom


@dataclass(frozen=True, slots=True)
class Level:
    """One row or column heading of a dimension.

    Parameters
    ----------
    label
        As a reader sees it, and as the tidy file holds it.
    under
        For a nested dimension, the level of the dimension before it under which this one stands.
    found_in
        The attribute whose answers the extract brought along, if this level is one of them: it is listed only
        because somebody is in it, and a release that shows nobody in it leaves it out.
    rare_in
        The label of the level that takes this one in where too few people are in it to be listed; such levels are
        listed by their number of people. Empty for a level that always keeps its row.
    """

    label: str
    under: str | None = None
    found_in: str = ""
    rare_in: str = ""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A name, a label and the levels in reading order, those that nobody is in too.

    ``sized_by`` says by which part of its cells levels are listed that are listed for being common.
    """

    name: str
    label: str
    levels: tuple[Level, ...]
    sized_by: int = 0

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of the levels in reading order."""
        return tuple(level.label for level in self.levels)


@dataclass(frozen=True, slots=True)
class Caption:
    """What a reader must know before the first number.

    Parameters
    ----------
    key
        Stable name of the table: ``overlap.number_of_needs_by_sex``.
    title
        The measure and the breakdown, in words.
    population
        Who is counted, where and when.
    among
        The words of the part of the population that is meant, such as "aged 18 to 24"; empty for all of it.
    notes
        What the numbers mean and what they cannot show. Notes hold no numbers from the data: a figure that
        a reader may see is a cell.
    sources
        Where definitions come from.
    made_up
        Whether the people are made up; every sheet then says so.
    """

    key: str
    title: str
    population: str
    among: str = ""
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    made_up: bool = False


@dataclass(frozen=True, slots=True)
class Headings:
    """The words over the figures of one table: people counted, out of whom, and the estimate."""

    count: str
    out_of: str = ""
    not_known: str = ""
    estimate: str = ""
    mean: str = ""
    against_count: str = ""
    against_out_of: str = ""
    gained: str = ""
    lost: str = ""
    at_least: str = ""
    events: str = ""
    all_events: str = ""
    against_events: str = ""
    further: Mapping[str, str] = field(default_factory=dict)
    """Words over figures beside the estimate, by their names, where they are not the usual ones."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: where it stands, its measure, and the sums of counts that the measure is worked out from."""

    at: tuple[str, ...]
    measure: Measure
    parts: tuple[Sum, ...]


def in_grid(dimensions: tuple[Dimension, ...]) -> list[tuple[str, ...]]:
    """Return where cells stand: every combination of levels, less nested ones that do not belong together."""
    kept: list[tuple[str, ...]] = []
    for levels in product(*(dimension.levels for dimension in dimensions)):
        pairs = pairwise(levels)
        if all(inner.under in {None, outer.label} for outer, inner in pairs):
            kept.append(tuple(level.label for level in levels))
    return kept


@dataclass(frozen=True)
class Table:
    """The answer to one question, with true counts: for the analyst, and for ``release``.

    Parameters
    ----------
    caption, dimensions, headings
        The words.
    cells
        One for each place of the grid, in reading order, empty ones too.
    counts
        The true number of people that each description means.
    attributes
        What is known of every attribute that the descriptions use.

    Raises
    ------
    UsageError
        If the cells are not exactly the grid of the dimensions.
    """

    caption: Caption
    dimensions: tuple[Dimension, ...]
    headings: Headings
    cells: tuple[Cell, ...]
    counts: Mapping[Whom, int] = field(repr=False)
    attributes: Mapping[str, Attribute] = field(repr=False)

    def __post_init__(self) -> None:
        """Prove that the grid is complete."""
        if [cell.at for cell in self.cells] != in_grid(self.dimensions):
            message = f"Table '{self.caption.key}': its cells are not one for each combination of its levels."
            raise UsageError(message)

    def __repr__(self) -> str:
        """Name the table and show no number: it has not been released."""
        return f"<Table {self.caption.key}: {len(self.cells)} cells, not released>"

    def to_frame(self) -> pd.DataFrame:
        """Return the table with its true counts: a row a cell, a column a dimension, then the figures.

        Proportions lie between 0 and 1. This is the analyst's own view: it is not protected.
        """
        columns = figures_of(self.cells, self.counts)
        where = pd.DataFrame([c.at for c in self.cells], columns=[d.name for d in self.dimensions])
        given = {name for cell in self.cells for name in cell.measure.figures}
        used = {name: columns[name] for name in FIGURES if name in given}
        words = [cell.measure.beside.words if cell.measure.beside else "" for cell in self.cells]
        used |= {COMPARATOR_WORDS: np.array(words, dtype=np.object_)} if any(words) else {}
        units = [cell.measure.stored_unit for cell in self.cells]
        return whole_counts(where.assign(**used, unit=units))


def whole_counts(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with its counts as whole numbers, missing where a row has none."""
    return frame.astype({name: "Int64" for name in COUNTS if name in frame})


def figures_of(
    cells: tuple[Cell, ...],
    counts: Mapping[Whom, int],
    *,
    off_by: int = 0,
    hidden: frozenset[Whom] = frozenset(),
    only_counts: bool = False,
) -> dict[str, Floats]:
    """Work out every figure of every cell from counts, true or protected.

    Parameters
    ----------
    cells
        The cells.
    counts
        How many people each description means.
    off_by
        By how many each count may differ from the true one.
    hidden
        Counts that must not be shown, nor what follows from them.
    only_counts
        Whether a cell that a hidden count is part of has no figures but its other counts. If not, its measure is
        applied to what is left, which it must be made for.

    Returns
    -------
    dict
        The figures of ``FIGURES_OF_A_CALCULATION``, each of shape ``(cells,)``, not a number where a measure has
        no such figure.
    """
    found = {name: np.full(len(cells), np.nan) for name in FIGURES_OF_A_CALCULATION}
    groups: dict[tuple[Measure, int], list[int]] = {}
    for index, cell in enumerate(cells):
        if only_counts and any(whom in hidden for part in cell.parts for _, whom in part):
            for name, value in _counts_left(cell, counts, hidden):
                found[name][index] = value
            continue
        groups.setdefault((cell.measure, len(cell.parts)), []).append(index)
    for (measure, _), rows in groups.items():
        parts = np.array(
            [
                [sum(k * (np.nan if whom in hidden else counts[whom]) for k, whom in part) for part in cells[row].parts]
                for row in rows
            ],
            dtype=np.float64,
        )
        figures = measure.apply(parts, off_by=off_by)
        for name, values in {"further_base": figures["base"], **figures}.items():
            found[name][rows] = values
    _run_up(cells, found)
    return found


def _counts_left(cell: Cell, counts: Mapping[Whom, int], hidden: frozenset[Whom]) -> Iterator[tuple[str, float]]:
    """Find the counts of a cell that are not hidden, and that nothing can be worked out from the others."""
    for name, part in zip(cell.measure.shows, cell.parts, strict=False):
        if name in cell.measure.figures and not any(whom in hidden for _, whom in part):
            yield name, float(sum(k * counts[whom] for k, whom in part))
    yield from (("base", 0.0), ("further_base", 0.0))


def _run_up(cells: tuple[Cell, ...], found: dict[str, Floats]) -> None:
    """Put in what the rows of each group come to, up to and with each row, out of all of them."""
    so_far: dict[tuple[str, ...], float] = {}
    for row, cell in enumerate(cells):
        if "cumulative" in cell.measure.figures:
            *group_labels, _ = cell.at
            group = tuple(group_labels)
            so_far[group] = so_far.get(group, 0.0) + found["count"][row]
            out_of = found["out_of"][row]
            found["cumulative"][row] = so_far[group] / out_of if out_of else np.nan
