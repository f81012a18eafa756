"""Several small whole numbers as one: engines group by one wide number sooner than by many, and in less memory."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import ibis.expr.types as ir
    import numpy.typing as npt

    Places = npt.NDArray[np.int64]

MOST_IN_ONE = 1 << 62
"""So many sets of answers one whole number tells apart in every engine."""


def packs_of(sizes: Mapping[str, int]) -> dict[str, list[str]]:
    """Return which columns go into one number together, by the name of that number.

    Examples
    --------
    >>> packs_of({"age": 112, "sex": 3, "minute": 1 << 60})
    {'pack_0': ['age', 'sex'], 'pack_1': ['minute']}
    """
    packs: list[list[str]] = [[]]
    for name, size in sizes.items():
        if size * math.prod(sizes[each] for each in packs[-1]) > MOST_IN_ONE:
            packs.append([])
        packs[-1].append(name)
    return {f"pack_{place}": names for place, names in enumerate(packs)}


def wide(
    numbers: ir.Table | Mapping[str, ir.IntegerValue], sizes: Mapping[str, int], names: Iterable[str]
) -> ir.IntegerValue:
    """Return one number for several of each row, the first in the lowest place."""
    import ibis  # noqa: PLC0415 - an optional extra

    whole: ir.IntegerValue = ibis.literal(0, "int64")
    stride = 1
    for name in names:
        whole += numbers[name].cast("int64") * stride
        stride *= sizes[name]
    return whole


def apart(whole: Places, sizes: Mapping[str, int], names: Iterable[str]) -> dict[str, Places]:
    """Return the numbers that ``wide`` made one of.

    Examples
    --------
    >>> {
    ...     name: places.tolist()
    ...     for name, places in apart(np.array([5, 3]), {"age": 3, "sex": 2}, ["age", "sex"]).items()
    ... }
    {'age': [2, 0], 'sex': [1, 1]}
    """
    found: dict[str, Places] = {}
    for name in names:
        whole, found[name] = np.divmod(whole, sizes[name])
    return found
