"""Which terms of a model its people can tell apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

_NOUGHT = 1e-9


def independent(design: npt.ArrayLike) -> list[int]:
    """Which columns say something that those before them do not?

    A column of noughts, for a group that nobody is in, says nothing; nor does the last of groups that together are
    everybody.

    Parameters
    ----------
    design
        The value of each term; shape ``(rows, terms)``, rows with people in them.

    Examples
    --------
    >>> independent([[1, 1, 0, 0], [1, 0, 1, 0]])
    [0, 1]
    """
    x = np.asarray(design, dtype=np.float64)
    kept: list[int] = []
    for column in range(x.shape[1]):
        if len(x) and np.linalg.matrix_rank(x[:, [*kept, column]]) > len(kept):
            kept.append(column)
    return kept


def has_one_value(design: npt.ArrayLike, *, term: int) -> bool:
    """Is there one coefficient of this term, or are there many that fit alike?

    There is one if no combination of terms that comes to nought for everybody holds it. Which of the other columns
    are left out (``independent``) then makes no difference to it.

    Parameters
    ----------
    design
        The value of each term; shape ``(rows, terms)``, rows with people in them.
    term
        The column.

    References
    ----------
    Searle, Linear Models, 1971, chapter 5: estimable functions.

    Examples
    --------
    >>> nobody_in_the_last = [[1, 1, 0], [1, 0, 0]]
    >>> has_one_value(nobody_in_the_last, term=1), has_one_value(nobody_in_the_last, term=2)
    (True, False)
    """
    x = np.asarray(design, dtype=np.float64)
    if not len(x):
        return False
    _, size, directions = np.linalg.svd(x, full_matrices=True)
    nought = np.ones(x.shape[1], dtype=bool)
    nought[: len(size)] = size <= _NOUGHT * size.max(initial=1.0)
    return bool(np.abs(directions[nought, term]).max(initial=0.0) < _NOUGHT)
