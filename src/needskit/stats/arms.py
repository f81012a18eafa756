"""Who was treated, and who is there to compare them with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.errors import UsageError

if TYPE_CHECKING:
    import numpy.typing as npt


def who_is_treated(treated: npt.ArrayLike, *, people: int | None = None) -> npt.NDArray[np.bool_]:
    """Who was treated, if that is known of everybody?

    Whoever is not is in the comparison arm. Nobody is put into an arm because it is not known where they belong.

    Parameters
    ----------
    treated
        True or false, or 1 or 0; shape ``(people,)``.
    people
        How many there are, if something else says so.

    Raises
    ------
    UsageError
        If anything else is among them, such as a missing value, or they are not of so many people.

    Examples
    --------
    >>> who_is_treated([1, 0, 0], people=3).tolist()
    [True, False, False]
    """
    given = np.asarray(treated)
    wanted = given.size if people is None else people
    if given.shape != (wanted,):
        message = f"treated must have {wanted} values, one a person: the arrays must be of the same people."
        raise UsageError(message)
    # Of an empty list NumPy makes numbers; a text or an object is never an arm, though it may be called true.
    is_known = given.dtype.kind in "biuf" and bool(np.isin(given, (0, 1)).all())
    if not is_known:
        message = "treated must be true or false (1 or 0) for everybody; whoever has no arm is to be left out before."
        raise UsageError(message)
    return given.astype(np.bool_)
