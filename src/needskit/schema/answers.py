"""The answers that a typed column can hold: yes, no, and the kinds of not known that are kept apart."""

from __future__ import annotations

from typing import Final

YES: Final = "yes"
NO: Final = "no"
NOT_KNOWN: Final = "not known"
NOT_ANSWERED: Final = "not answered"
NOT_ASSESSED: Final = "not assessed"

# Categories of a yes or no column, and of a need column, in the order of their category codes.
FLAG_ANSWERS: Final = (YES, NO, NOT_KNOWN)
NEED_ANSWERS: Final = (YES, NO, NOT_ANSWERED, NOT_ASSESSED)

NO_NEED: Final = "no need"
STANDARD_NEED: Final = "standard"
SEVERE_NEED: Final = "severe"

# Categories of the severity of a need, in the order of their category codes.
SEVERITY_ANSWERS: Final = (NO_NEED, STANDARD_NEED, SEVERE_NEED, NOT_KNOWN, NOT_ASSESSED)

# How yes and no are spelt in every column, normalised.
YES_SPELLINGS: Final = ("yes", "y", "true", "1")
NO_SPELLINGS: Final = ("no", "n", "false", "0")


def severity_column(need: str) -> str:
    """Return the column that says how severe a need is.

    Examples
    --------
    >>> severity_column("need_drugs")
    'severity_drugs'
    """
    return f"severity_{need.removeprefix('need_')}"
