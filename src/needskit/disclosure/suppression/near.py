"""Which counts are near others by the sums that they are in: most worlds move only a few counts near each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt
    from scipy.sparse import csr_array

FAR = 20.0
"""Steps beyond which counts are as far as can be."""


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """Steps between counts: through a short sum is near, through a sum of many is far."""

    steps: csr_array
    cells: int

    @staticmethod
    def by(sums: csr_array) -> Near:
        """Return the steps between counts by the sums that they are in; shape of these ``(sums, cells)``."""
        from scipy.sparse import coo_array  # noqa: PLC0415 - loaded only when used

        rows, cells = sums.shape
        entries = sums.tocoo()
        row, column = entries.coords
        length = np.log2(np.maximum(np.diff(sums.indptr), 2))[row] / 2
        of_sums = row + cells
        both = coo_array(
            (np.tile(length, 2), (np.concatenate([of_sums, column]), np.concatenate([column, of_sums]))),
            shape=(rows + cells, rows + cells),
        )
        return Near(both.tocsr(), cells)

    def nearest(self, at: int, size: int | None) -> npt.NDArray[np.bool_]:
        """Return which counts are the nearest to one; all of them where no number is given."""
        from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415

        found = np.zeros(self.cells, dtype=bool)
        if size is None or size >= self.cells:
            return ~found
        far = np.asarray(dijkstra(self.steps, indices=[at], limit=FAR))[0, : self.cells]
        found[np.argsort(far, kind="stable")[:size]] = True
        return found
