"""True counts, for those who hold the extract anyway."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.disclosure.gathered import Gathered
from needskit.disclosure.policy import Policy
from needskit.disclosure.protected import Protected

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.disclosure.rare import Listed
    from needskit.table.table import Table
    from needskit.table.whom import Whom


def as_they_are(tables: Sequence[Table], policy: Policy, listed: Listed) -> Protected:
    """Leave every count as it is; tables that disagree are refused all the same."""
    del policy, listed
    counts: dict[Whom, int] = {}
    for source in sorted({whom.source for table in tables for whom in table.counts}):
        counts |= Gathered.of(tables, source).counts
    return Protected(counts, off_by=0, left_over_off_by=0)


NONE = Policy(
    name="none",
    method=as_they_are,
    base=1,
    off_by=0,
    minimum_out_of=1,
    listed_from=0,
    protects=False,
    words=("INTERNAL: nothing is protected. The counts are true counts. Do not publish or share.",),
)
"""True counts, for those who hold the extract anyway."""
