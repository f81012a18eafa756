"""What a policy is: the one interface of every way in which counts are protected."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from needskit.disclosure.shorthand import LOW_RELIABILITY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.disclosure.protected import Protected
    from needskit.disclosure.rare import Listed
    from needskit.table.table import Table


class Method(Protocol):
    """How the counts of all tables of a release are protected together."""

    def __call__(self, tables: Sequence[Table], policy: Policy, listed: Listed) -> Protected:
        """Return what may be shown of the counts.

        Parameters
        ----------
        tables
            With true counts.
        policy
            To whose base, threshold and words they are protected.
        listed
            Which rows are listed for being common.

        Raises
        ------
        DisclosureError
            If they cannot be protected: nothing is released then.
        """


@dataclass(frozen=True, slots=True)
class Policy:
    """What a data owner agreed to release.

    Parameters
    ----------
    name
        As the command line and the settings name it.
    method
        How counts are protected.
    base
        Counts become multiples of this; 1 leaves them as they are.
    off_by
        By how many a count that is shown may usually differ from the true one.
    minimum_out_of
        An estimate is withheld where the released number behind it is smaller.
    listed_from
        From this released number on, a row of a list of the commonest is listed; the others are one row together.
    protects
        False only for internal use: every sheet and the file name then say so.
    words
        For the cover and the notes, one sentence each, the first of what counts are and the second of a special
        number; no numbers from the data.
    threshold
        The first number that may be shown, where smaller ones are hidden; 0 where none are.
    marker
        The shorthand for what is not shown because of a count that is hidden.
    hides_counts
        Whether counts of people may be hidden, and then all that follows from them.
    cautions
        What it does not keep, as everybody may know: for the analyst, and for the sheet on method.
    """

    name: str
    method: Method = field(repr=False)
    base: int
    off_by: int
    minimum_out_of: int
    listed_from: int
    protects: bool
    words: tuple[str, ...]
    threshold: int = 0
    marker: str = LOW_RELIABILITY
    hides_counts: bool = False
    cautions: tuple[str, ...] = ()

    @property
    def rounds(self) -> bool:
        """Whether counts are other than the true ones, so that limits hold that too and percentages are coarser."""
        return self.off_by > 0
