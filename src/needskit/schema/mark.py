"""How a made-up extract is told from a real one: by its identifiers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas as pd

SYNTHETIC_MARK: Final = "SYNTHETIC"
"""What every identifier and file name of a made-up extract starts with."""


def is_synthetic(person_ids: pd.Series) -> bool:
    """Whether any of the identifiers is of a made-up person, so that a report can say so on its first sheet.

    Parameters
    ----------
    person_ids
        The column `person_id`; missing ones are passed over.

    Examples
    --------
    >>> import pandas as pd
    >>> is_synthetic(pd.Series(["SYNTHETIC-0000001"])), is_synthetic(pd.Series(["A1"]))
    (True, False)
    """
    return bool(person_ids.dropna().astype(str).str.startswith(f"{SYNTHETIC_MARK}-").any())
