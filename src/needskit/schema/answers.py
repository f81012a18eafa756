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

# How yes and no are spelt in every column, normalised.
YES_SPELLINGS: Final = ("yes", "y", "true", "1")
NO_SPELLINGS: Final = ("no", "n", "false", "0")
