"""The counts by pandas, as a competent analyst writes them: columns of yes and known, then groupby."""

from __future__ import annotations

from functools import cached_property, reduce
from operator import and_, or_

import numpy as np
import pandas as pd
from benchmarks.overlap.figures import COMBINATIONS, NUMBERS, PAIRS, SEGMENTS, Array
from benchmarks.overlap.people import ACCOMMODATION, ALCOHOL, DRUGS, MENTAL, NEEDS, OUTCOME, STRATA, levels_of


class PandasCounts:
    """Counts of a frame of category columns."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame

    @cached_property
    def yes(self) -> list[pd.Series]:
        """Who has each need."""
        return [self.frame[need] == "yes" for need in NEEDS]

    @cached_property
    def known(self) -> list[pd.Series]:
        """Of whom each need is known; isin takes far longer."""
        return [yes | (self.frame[need] == "no") for yes, need in zip(self.yes, NEEDS, strict=True)]

    @cached_property
    def in_full(self) -> pd.Series:
        """Who answered every need."""
        return reduce(and_, self.known)

    @cached_property
    def pattern(self) -> pd.Series:
        """The needs of each person as bits of one number."""
        return reduce(or_, (yes.astype("int16") * (1 << bit) for bit, yes in enumerate(self.yes)))

    @cached_property
    def place(self) -> pd.Series:
        """The number of needs, or the place of those without one."""
        number = reduce(lambda total, yes: total + yes.astype("int8"), self.yes[1:], self.yes[0].astype("int8"))
        assessed = self.frame[NEEDS[0]] != "not assessed"
        return number.where(self.in_full, NUMBERS).where(assessed, NUMBERS + 1)

    def sizes(self, keys: list[str | pd.Series], shape: tuple[int, ...], where: pd.Series | None = None) -> Array:
        """Group by columns and series, and lay the sizes out."""
        columns = {str(place): self.frame[key] if isinstance(key, str) else key for place, key in enumerate(keys)}
        frame = pd.DataFrame(columns, copy=False)
        frame = frame if where is None else frame[where]
        counts = frame.groupby(list(columns), observed=True).size().reset_index(name="people")
        places = [
            counts[name].cat.codes if counts[name].dtype == "category" else counts[name].to_numpy() for name in columns
        ]
        found = np.zeros(shape, dtype=np.int64)
        found[tuple(places)] = counts["people"].to_numpy()
        return found

    def answers(self, by: str) -> Array:
        """As Counts."""
        each = [self.frame.groupby([by, need], observed=False).size().to_numpy() for need in NEEDS]
        return np.stack([counts.reshape(len(levels_of(by)), -1) for counts in each], axis=1)

    def number(self, by: str) -> Array:
        """As Counts."""
        return self.sizes([by, self.place], (len(levels_of(by)), NUMBERS + 2))

    def combinations(self, by: str) -> Array:
        """As Counts."""
        return self.sizes([by, self.pattern], (len(levels_of(by)), COMBINATIONS), self.in_full)

    def pairs(self, by: str) -> Array:
        """As Counts."""
        each = [
            self.frame.groupby([by, NEEDS[i], NEEDS[j]], observed=False).size().to_numpy().reshape(-1, 4, 4)
            for i, j in PAIRS
        ]
        return np.stack([counts[:, :2, :2].reshape(-1, 4) for counts in each], axis=2)

    @cached_property
    def substance(self) -> tuple[pd.Series, pd.Series]:
        """Who has a need of drugs or alcohol, and of whom that is known."""
        yes = self.yes[DRUGS] | self.yes[ALCOHOL]
        return yes, yes | (self.known[DRUGS] & self.known[ALCOHOL])

    def domains(self, by: str) -> Array:
        """As Counts."""
        substance, known = self.substance
        place = substance + 2 * self.yes[ACCOMMODATION].astype("int8") + 4 * self.yes[MENTAL].astype("int8")
        where = known & self.known[ACCOMMODATION] & self.known[MENTAL]
        return self.sizes([by, place], (len(levels_of(by)), SEGMENTS), where)

    def dual(self, by: str) -> Array:
        """As Counts."""
        substance, known = self.substance
        place = substance + 2 * self.yes[MENTAL].astype("int8")
        return self.sizes([by, place], (len(levels_of(by)), 4), known & self.known[MENTAL])

    def strata(self, by: str) -> Array:
        """As Counts."""
        shape = (*(len(levels_of(name)) for name in (by, *STRATA)), NUMBERS)
        return self.sizes([by, *STRATA, self.place], shape, self.in_full)

    def outcomes(self, by: str) -> Array:
        """As Counts."""
        shape = (len(levels_of(by)), NUMBERS, len(levels_of(OUTCOME)))
        return self.sizes([by, self.place, OUTCOME], shape, self.in_full)


class PandasMatrices(PandasCounts):
    """The same with pairs by a matrix product of numpy a group, which is no groupby and far quicker."""

    def pairs(self, by: str) -> Array:
        """As Counts."""
        yes = pd.DataFrame(dict(enumerate(self.yes))).astype("float32").to_numpy()
        no = pd.DataFrame(dict(enumerate(self.known))).astype("float32").to_numpy() - yes
        first, second = np.array(PAIRS).T
        found = []
        for rows in self.frame.groupby(by, observed=False).indices.values():
            y, n = yes[rows], no[rows]
            across = y.T @ n
            cells = [(y.T @ y)[first, second], across[first, second], across[second, first], (n.T @ n)[first, second]]
            found.append(np.stack(cells))
        return np.rint(np.stack(found)).astype(np.int64)


def collapsed(frame: pd.DataFrame, by: str) -> tuple[Array, Array, Array]:
    """Count the people of each group and pattern: group, pattern of four answers a need, people."""
    counts = frame.groupby([by, *NEEDS], observed=True).size().reset_index(name="people")
    answers = np.stack([counts[need].cat.codes for need in NEEDS], axis=1)
    return counts[by].cat.codes.to_numpy(), answers, counts["people"].to_numpy()
