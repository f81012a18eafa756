"""What a policy makes of the counts of a release."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needskit.table.whom import Whom


@dataclass(frozen=True, slots=True)
class Protected:
    """Counts as they may be shown, shown and implied, and by how many any of them may be off.

    Parameters
    ----------
    counts
        Of everybody who is counted; of those hidden it is never read.
    off_by
        By how many any count may differ from the true one.
    left_over_off_by
        The same of numbers that are worked out from several counts, such as those not known.
    listing_fits
        Whether counts that are not shown for want of people are small in what is shown elsewhere.
    hidden
        What must not be shown, nor what follows from it.
    said
        What was done to these counts, one sentence each; empty where the words of the policy say it.
    advice
        For the analyst alone, and in no file: how less would have to be hidden, say.
    """

    counts: Mapping[Whom, int]
    off_by: int
    left_over_off_by: int
    listing_fits: bool = True
    hidden: frozenset[Whom] = frozenset()
    said: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
