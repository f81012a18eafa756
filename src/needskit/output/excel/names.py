"""Names that Excel takes for tables: legal, telling, and no two alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_NAME = 120
"""Excel takes 255; nobody reads that much."""

TAKEN = ("print_titles", "print_area", "criteria", "extract", "database")
"""Names with a meaning of their own in Excel."""

_LIKE_A_CELL = re.compile("[a-z]{1,3}[0-9]+|r[0-9]*(c[0-9]*)?|c[0-9]*", re.IGNORECASE)


def table_names(keys: Iterable[str], *, taken: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the name of the Excel table for each key.

    Parameters
    ----------
    keys
        Such as ``needs.prevalence_by_sex``.
    taken
        Names that are used already.

    Examples
    --------
    >>> table_names(["needs.prevalence_by_sex", "T1", "2.by age", "t1"])
    ('Needs_prevalence_by_sex', 'Table_T1', 'Table_2_by_age', 'Table_t1_2')
    """
    seen = {name.lower() for name in (*TAKEN, *taken)}
    names = []
    for key in keys:
        plainest = _legal(key)
        name, number = plainest, 1
        while name.lower() in seen:
            number += 1
            name = f"{plainest}_{number}"
        seen.add(name.lower())
        names.append(name)
    return tuple(names)


def _legal(key: str) -> str:
    words = re.sub("[^A-Za-z0-9]+", "_", key).strip("_")[:LONGEST_NAME].strip("_")
    if not words or words[0].isdigit() or _LIKE_A_CELL.fullmatch(words):
        return f"Table_{words}".strip("_")
    return words[0].upper() + words[1:]
