"""Controlled rounding of all counts of a release together: nothing is hidden, and everything adds up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from needskit.disclosure.beside import ties_in
from needskit.disclosure.gathered import Gathered
from needskit.disclosure.policy import Policy
from needskit.disclosure.protected import Protected
from needskit.disclosure.together import Together, both

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.disclosure.key import Key
    from needskit.disclosure.rare import Listed
    from needskit.table.table import Table


def rounded_together(
    tables: Sequence[Table], policy: Policy, listed: Listed, *, drawn_by: Key | None = None
) -> Protected:
    """Round the counts of each extract together; nothing ties the people of one to those of another.

    Parameters
    ----------
    tables
        With true counts.
    policy
        To which multiples counts are rounded.
    listed
        Which rows are listed, and what was shown before.
    drawn_by
        The key by which multiples are drawn; None if counts go to the nearest.

    Raises
    ------
    DisclosureError
        If the tables disagree, or no rounding makes everything add up.
    """
    ties = ties_in(tables)
    tied = {tie.events.source for tie in ties}
    found = Protected({}, off_by=0, left_over_off_by=0)
    for source in sorted({whom.source for table in tables for whom in table.counts} - tied):
        of_it = Gathered.of(tables, source)
        own = [tie for tie in ties if tie.people.source == source]
        beside = [Gathered.of(tables, name) for name in sorted({tie.events.source for tie in own})]
        found = both(found, Together(of_it, beside, own, policy.base, listed, drawn_by).rounded(policy.off_by))
    return replace(found, said=said_of(found, policy))


def said_of(found: Protected, policy: Policy) -> tuple[str, ...]:
    """Say what was done to the counts, also where it took more than usual."""
    words = policy.words
    if found.off_by > policy.off_by:
        changed = f"Every count is a multiple of {policy.base} within {found.off_by} of the true number"
        first, _, *rest = words
        words = (first.replace(first.split(";")[0], changed), f"0 means 0 to {found.off_by}.", *rest)
    if found.left_over_off_by > found.off_by:
        more = f"Numbers made of several counts, such as those not known, may be {found.left_over_off_by} off."
        words = (*words, more)
    return words


PUBLISH = Policy(
    name="publish",
    method=rounded_together,
    base=5,
    off_by=4,
    minimum_out_of=30,
    listed_from=10,
    protects=True,
    words=(
        "Every count is a multiple of 5 within 4 of the true number; totals are the sums of the rounded parts.",
        "0 means 0 to 4.",
        "The same count is the same number in every table.",
        "Percentages, means and limits are worked out from the rounded counts.",
        "Limits are taken at the furthest counts that rounding allows, so they are wider than 95% alone.",
        "Percentages, means and ratios of fewer than 30 are withheld and marked [u].",
    ),
)
"""Controlled rounding to base 5 over all tables together: for anything that leaves the team."""
