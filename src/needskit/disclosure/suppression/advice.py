"""What the analyst is told where much had to be hidden: which breakdown to make coarser."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from needskit.table.table import Table
    from needskit.table.whom import Whom

MUCH = 0.25
"""Of a table of which more than this share is hidden, the analyst is told what would bring it back."""

NEVER = frozenset({"record", "followed_up", "assessed"})
"""What tells who is counted at all, and so divides no table."""


def advice_on(tables: Sequence[Table], hidden: Collection[Whom]) -> tuple[str, ...]:
    """Say of which tables much is hidden, and which breakdown most of that is divided by; then over all tables.

    Parameters
    ----------
    tables
        Released together.
    hidden
        The counts of theirs that are hidden.
    """
    said, of_all, much, shown = [], Counter[str](), 0, 0
    for table in tables:
        parts = [{whom for _, whom in part} for cell in table.cells for part in cell.parts if part]
        gone = [part for part in parts if not part.isdisjoint(hidden)]
        names = Counter(name for part in gone for name in _divided_by(table, part))
        labels = {table.attributes[name].label: times for name, times in names.items()}
        of_all.update(labels)
        much, shown = much + len(gone), shown + len(parts)
        if len(gone) > MUCH * len(parts) and labels:
            said.append(
                f"More than a quarter of '{table.caption.key}' is hidden. Fewer, larger groups of "
                f"'{_most(labels)}' would bring back most of it."
            )
    if much > MUCH * shown and of_all and len(tables) > 1:
        said.append(
            "More than a quarter of all these tables is hidden. Fewer, larger groups of "
            f"'{_most(of_all)}' would bring back most of it; under policy 'publish' nothing is hidden."
        )
    return tuple(said)


def _divided_by(table: Table, part: Collection[Whom]) -> Iterator[str]:
    """Go through the attributes that these are a group by, and others of the table another group."""
    for name in sorted({name for whom in part for name, _ in whom.conditions} - NEVER):
        groups = {whom.answers_to(name) for whom in table.counts}
        # An answer of yes or no cannot be made coarser.
        if len(groups) > 1 and "yes" not in table.attributes[name].answers:
            yield name


def _most(labels: dict[str, int]) -> str:
    return min(labels, key=lambda label: (-labels[label], label))
