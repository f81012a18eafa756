"""How a new release keeps to those before it: pinned where counts are rounded, taken as known where they are true."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from needskit.disclosure.ledger.ledger import Before, Ledger
from needskit.disclosure.rare import Listed
from needskit.errors import DisclosureError

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from needskit.disclosure.policy import Policy
    from needskit.disclosure.protected import Protected
    from needskit.table.table import Table


def opened_for(path: str | os.PathLike[str], policy: Policy) -> Ledger:
    """Read a ledger, or begin one, and refuse it if a release under this policy does not belong there."""
    book = Ledger.opened(path)
    book.refuse_other_policy(policy)
    return book


def protected_after(before: Before, tables: Sequence[Table], policy: Policy, listed: Listed) -> Protected:
    """Protect counts so that readers of earlier releases learn no more either.

    Rounded counts that were shown before are given to the policy to be shown so again. True ones are known, so that
    they can neither be hidden nor be another number; and what was hidden for the sake of others stays hidden.

    Raises
    ------
    DisclosureError
        If that cannot be.
    """
    after = replace(listed, before=before.shown)
    if policy.hides_counts and not policy.rounds:
        known = {**before.besides, **before.shown}
        after = Listed(listed.tables, {**listed.least, **known}, {**listed.most, **known}, known)
    try:
        protected = policy.method(tables, policy, after)
    except DisclosureError as error:
        if not before.shown and not before.besides:
            raise
        message = (
            f"{error} Numbers that were shown before, as the ledger says, are taken as known: with other tables there "
            "may be a way."
        )
        raise DisclosureError(message) from None
    again = before.hidden & protected.counts.keys()
    return replace(protected, hidden=protected.hidden | again) if again else protected


def said_of_ledger(
    book: Ledger, protected: Protected, policy: Policy, before: Before
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what is said in the workbook and to the analyst, of the counts and of how they go with earlier ones."""
    said, advice = protected.said, protected.advice
    if not book.entries:
        return said, advice
    name = book.places.shown.name
    if not before.shown and not before.hidden and not before.besides:
        nothing = f"No count of this release is in the ledger '{name}': is it the ledger of the same people?"
        return said, (*advice, nothing)
    moved = sum(protected.counts.get(whom, value) != value for whom, value in before.shown.items())
    if moved:
        said = (
            *(said or policy.words),
            "Some numbers differ from those of an earlier release of the same people: no rounding keeps them all.",
        )
        advice = (
            *advice,
            f"{moved:,} of the {len(before.shown):,} counts in the ledger '{name}' could not stay as shown before.",
            "If the earlier release can be taken back, release the tables of both together instead.",
        )
    return said, advice
