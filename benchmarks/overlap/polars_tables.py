"""The counts by polars: lazy expressions and group_by."""

from __future__ import annotations

import numpy as np
import polars as pl
from benchmarks.overlap.figures import COMBINATIONS, NUMBERS, PAIRS, SEGMENTS, Array
from benchmarks.overlap.people import ACCOMMODATION, ALCOHOL, DRUGS, MENTAL, NEEDS, OUTCOME, STRATA, levels_of

YES = [pl.col(f"yes {need}") for need in NEEDS]
KNOWN = [pl.col(f"known {need}") for need in NEEDS]
IN_FULL = pl.all_horizontal(KNOWN)
PLACE = (
    pl.when(pl.col(NEEDS[0]) == "not assessed")
    .then(NUMBERS + 1)
    .when(IN_FULL)
    .then(pl.sum_horizontal(yes.cast(pl.UInt8) for yes in YES))
    .otherwise(NUMBERS)
)
SUBSTANCE = YES[DRUGS] | YES[ALCOHOL]
SUBSTANCE_KNOWN = SUBSTANCE | (KNOWN[DRUGS] & KNOWN[ALCOHOL])
CELLS = [
    cell.sum().alias(f"{kind} {i} {j}")
    for i, j in PAIRS
    for kind, cell in (
        ("both", YES[i] & YES[j]),
        ("first", YES[i] & KNOWN[j]),
        ("second", KNOWN[i] & YES[j]),
        ("known", KNOWN[i] & KNOWN[j]),
    )
]


def packed(columns: list[pl.Expr], width: int) -> pl.Expr:
    """Pack columns into one number, so many bits a column."""
    return pl.sum_horizontal(column.cast(pl.UInt32) * (1 << width * bit) for bit, column in enumerate(columns))


def coded(column: str) -> pl.Expr:
    """Return the codes of an Enum column."""
    return pl.col(column).to_physical()


class PolarsCounts:
    """Counts of a frame of Enum columns."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame.with_columns(
            *((pl.col(need) == "yes").alias(f"yes {need}") for need in NEEDS),
            *(pl.col(need).is_in(["yes", "no"]).alias(f"known {need}") for need in NEEDS),
        ).with_columns(PLACE.alias("place"))

    def sizes(self, keys: list[pl.Expr], shape: tuple[int, ...], where: pl.Expr | None = None) -> Array:
        """Group by expressions that are codes, and lay the sizes out."""
        named = [key.alias(str(place)) for place, key in enumerate(keys)]
        frame = self.frame.lazy() if where is None else self.frame.lazy().filter(where)
        counts = frame.group_by(named).len().collect()
        found = np.zeros(shape, dtype=np.int64)
        found[tuple(counts[str(place)].to_numpy() for place in range(len(keys)))] = counts["len"].to_numpy()
        return found

    def answers(self, by: str) -> Array:
        """As Counts."""
        answers = levels_of(NEEDS[0])
        sums = [(pl.col(need) == answer).sum().alias(f"{answer} {need}") for need in NEEDS for answer in answers]
        return laid_out(self.frame.lazy().group_by(by).agg(sums).collect(), by).reshape(-1, len(NEEDS), len(answers))

    def number(self, by: str) -> Array:
        """As Counts."""
        return self.sizes([coded(by), pl.col("place")], (len(levels_of(by)), NUMBERS + 2))

    def combinations(self, by: str) -> Array:
        """As Counts."""
        return self.sizes([coded(by), packed(YES, 1)], (len(levels_of(by)), COMBINATIONS), IN_FULL)

    def pairs(self, by: str) -> Array:
        """As Counts."""
        return cells_of(laid_out(self.frame.lazy().group_by(by).agg(CELLS).collect(), by))

    def domains(self, by: str) -> Array:
        """As Counts."""
        place = packed([SUBSTANCE, YES[ACCOMMODATION], YES[MENTAL]], 1)
        where = SUBSTANCE_KNOWN & KNOWN[ACCOMMODATION] & KNOWN[MENTAL]
        return self.sizes([coded(by), place], (len(levels_of(by)), SEGMENTS), where)

    def dual(self, by: str) -> Array:
        """As Counts."""
        return self.sizes(
            [coded(by), packed([SUBSTANCE, YES[MENTAL]], 1)], (len(levels_of(by)), 4), SUBSTANCE_KNOWN & KNOWN[MENTAL]
        )

    def strata(self, by: str) -> Array:
        """As Counts."""
        shape = (*(len(levels_of(name)) for name in (by, *STRATA)), NUMBERS)
        return self.sizes([coded(by), *map(coded, STRATA), pl.col("place")], shape, IN_FULL)

    def outcomes(self, by: str) -> Array:
        """As Counts."""
        shape = (len(levels_of(by)), NUMBERS, len(levels_of(OUTCOME)))
        return self.sizes([coded(by), pl.col("place"), coded(OUTCOME)], shape, IN_FULL)


class PolarsParted(PolarsCounts):
    """The same with pairs summed in a frame of each group, where polars adds up bits: no group_by, and quicker."""

    def pairs(self, by: str) -> Array:
        """As Counts."""
        parts = self.frame.partition_by(by, as_dict=True)
        found = pl.collect_all([parts[level,].lazy().select(CELLS) for level in levels_of(by)])
        return cells_of(pl.concat(found).to_numpy().astype(np.int64))


def laid_out(found: pl.DataFrame, by: str) -> Array:
    """Return the figures of each group in the order of the groups; all groups are there."""
    return found.sort(coded(by)).drop(by).to_numpy().astype(np.int64)


def cells_of(sums: Array) -> Array:
    """Return both, first only, second only and neither from the sums of CELLS."""
    both, first, second, known = np.moveaxis(sums.reshape(len(sums), len(PAIRS), 4), 2, 0)
    return np.stack([both, first - both, second - both, known - first - second + both], axis=1)


def collapsed(frame: pl.DataFrame, by: str) -> tuple[Array, Array, Array]:
    """Count the people of each group and pattern: group, pattern of four answers a need, people."""
    pattern = packed([pl.col(need).to_physical() for need in NEEDS], 2).alias("pattern")
    counts = frame.lazy().group_by(pl.col(by).to_physical(), pattern).len().collect()
    answers = (counts["pattern"].to_numpy()[:, None] >> (2 * np.arange(len(NEEDS)))) & 3
    return counts[by].to_numpy(), answers, counts["len"].to_numpy()
