"""Who gave which answer: what protection needs of the people behind counts, and what no release holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Callable

    from needskit.table.whom import Condition

Codes = npt.NDArray[np.integer]


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """The answer of everybody to one question, worked out when somebody asks for it.

    It is of people, so it stays beside true counts: ``release`` takes it away from what it returns.

    Parameters
    ----------
    source
        Of the counts of these people.
    extract
        Stands for the rows of one extract: answers of the same extract are of the same people.
    rows
        Which of its rows these are, shape ``(rows,)``; None if they are all of them.
    among
        What is true of everybody on these rows.
    places
        Returns the place of each row's answer among all answers, shape ``(rows,)``; the one after the last is of those
        whom the question does not concern.
    people
        Returns how many people each row stands for, shape ``(rows,)``.
    """

    source: str
    extract: object
    rows: Codes | None
    among: frozenset[Condition]
    places: Callable[[], Codes]
    people: Callable[[], Codes]
