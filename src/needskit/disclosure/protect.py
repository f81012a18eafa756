"""The counts of each extract protected together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.disclosure.beside import ties_in
from needskit.disclosure.gathered import Gathered
from needskit.disclosure.rounding import Rounded
from needskit.disclosure.together import Together, both

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.disclosure.policy import Policy
    from needskit.disclosure.rare import Listed
    from needskit.table.table import Table


def protect(tables: Sequence[Table], policy: Policy, listed: Listed) -> Rounded:
    """Protect the counts of each extract together; nothing ties the people of one to those of another.

    Parameters
    ----------
    tables
        With true counts.
    policy
        To which multiples counts are rounded.
    listed
        Which rows are listed.

    Raises
    ------
    DisclosureError
        If the tables disagree, or no rounding makes everything add up.
    """
    ties = ties_in(tables) if policy.base > 1 else ()
    tied = {tie.events.source for tie in ties}
    found = Rounded({}, off_by=0, left_over_off_by=0)
    for source in sorted({whom.source for table in tables for whom in table.counts} - tied):
        of_it = Gathered.of(tables, source)
        if policy.base == 1:
            rounded = Rounded(of_it.counts, off_by=0, left_over_off_by=0)
        else:
            own = [tie for tie in ties if tie.people.source == source]
            beside = [Gathered.of(tables, name) for name in sorted({tie.events.source for tie in own})]
            rounded = Together(of_it, beside, own, policy.base, listed).rounded(policy.off_by)
        found = both(found, rounded)
    return found
