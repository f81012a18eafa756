"""Which distinct texts of a column are told from others that are not known: empty cells, and dates that say nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.cohort.cohort import PEOPLE
from needskit.extract.fit import UNDATED

if TYPE_CHECKING:
    from needskit.extract.files.raw import Flags, Tokens
    from needskit.extract.project.reading import Reading
    from needskit.extract.values.column import Column


def marked_in(name: str, column: Column, tokens: Tokens, reading: Reading) -> Flags | None:
    """Tell which distinct texts are marked, where any may be: None where nobody asks.

    Parameters
    ----------
    name
        Of the column.
    column, tokens
        What its distinct texts mean, and the texts.
    reading
        How the source is read.
    """
    if reading.fields[name].role == "need" and reading.spelling(name).blank == "no":
        empty: Flags = (tokens.texts == "").to_numpy(dtype=bool)
        return empty
    if reading.part.role == PEOPLE or name not in {undated for _, undated in UNDATED}:
        return None
    found = np.zeros(len(tokens.texts), dtype=bool)
    for each in column.problems:
        if (each.rule, each.column) in UNDATED:
            found[each.at] = True
    return found
