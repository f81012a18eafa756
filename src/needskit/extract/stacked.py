"""Sources of one role, one below the other: what they say of a person is decided from all their rows together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from needskit.extract.fit import dates_not_read
from needskit.extract.join import Places, Provider, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.cohort.problems import Problem
    from needskit.extract.files.raw import Flags
    from needskit.extract.typed import Typed


@dataclass(frozen=True, slots=True, repr=False)
class Stacked:
    """Rows of one or several sources with one role.

    Parameters
    ----------
    sources
        Where they come from, in the order of the settings.
    frame
        Typed; a column that a source does not have is not known in its rows.
    place
        The person of each row; -1 for nobody of the cohort.
    doubtful
        Which rows have a first or last day that cannot be read.
    """

    sources: tuple[Typed, ...]
    frame: pd.DataFrame
    place: Places
    doubtful: Flags

    @property
    def complete(self) -> bool:
        """Whether any of the sources is said to be complete: whoever is not in that one is not concerned."""
        return any(typed.reading.part.complete for typed in self.sources)

    @property
    def ends(self) -> npt.NDArray[np.intp]:
        """Where the rows of each source end."""
        return np.cumsum([len(typed.frame) for typed in self.sources])

    def of_each(self, rows: npt.NDArray[np.generic]) -> list[npt.NDArray[np.generic]]:
        """Return an array of all rows as one of each source."""
        return np.split(rows, self.ends[:-1])

    def at_home(self, found: Problem) -> list[tuple[Typed, Problem]]:
        """Return a problem of rows here as problems of the rows of each file."""
        starts = self.ends - [len(typed.frame) for typed in self.sources]
        rows = found.at
        which = np.searchsorted(self.ends, rows, side="right")
        return [
            (typed, replace(found, at=typed.row_numbers[here - start], rows=len(here)))
            for place, (typed, start) in enumerate(zip(self.sources, starts, strict=True))
            if len(here := rows[which == place])
        ]


def stacked(sources: Sequence[Typed], places: Sequence[Places]) -> Stacked:
    """Put the rows of sources with one role below each other."""
    doubtful = np.concatenate([dates_not_read(typed) for typed in sources])
    place = np.concatenate(list(places))
    if len(sources) == 1:
        return Stacked(tuple(sources), sources[0].frame, place, doubtful)
    ends = np.cumsum([len(typed.frame) for typed in sources])
    providers = [
        Provider(typed.reading.name, _columns(typed), np.arange(end - len(typed.frame), end))
        for typed, end in zip(sources, ends, strict=True)
    ]
    columns, _ = joined(providers, int(ends[-1]))
    return Stacked(tuple(sources), pd.DataFrame(columns, copy=False), place, doubtful)


def _columns(typed: Typed) -> dict[str, pd.Series]:
    """Return the columns that say something; identifiers have done their part."""
    identifiers = {name for name, field in typed.reading.fields.items() if field.role == "identifier"}
    return {str(name): typed.frame[name] for name in typed.frame.columns if str(name) not in identifiers}
