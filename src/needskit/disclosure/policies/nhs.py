"""The rule of NHS hospital statistics below the national level: every count by itself, and nothing adds up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.disclosure.gathered import Gathered
from needskit.disclosure.policy import Policy
from needskit.disclosure.protected import Protected
from needskit.disclosure.shorthand import CONFIDENTIAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.disclosure.rare import Listed
    from needskit.table.table import Table
    from needskit.table.whom import Whom

FIRST_SHOWN = 8

QUOTED = (
    'The ESSnet Handbook on Statistical Disclosure Control (second edition, chapter 5) says that such rounding "is not '
    'recommended as a disclosure control method for frequency tables": it is "easily unpicked when differencing and '
    'linking tables".'
)

LEAKS = (
    "Policy 'nhs' rounds every count by itself, so tables do not add up, and readers can work backwards.",
    QUOTED,
    "Only counts that stand in a table are protected. What is left by subtraction, such as everybody but two, is not.",
)
"""What this rule does not keep: it is for conformity, and not the safest."""

RATHER = "Use policy 'publish' unless this rule was asked for."


def each_alone(tables: Sequence[Table], policy: Policy, listed: Listed) -> Protected:
    """Hide 1 to 7, round all others to the nearest multiple, and show 0.

    Parameters
    ----------
    tables
        With true counts.
    policy
        To which multiples counts are rounded.
    listed
        Not used: which rows are listed follows from true counts alone.

    Raises
    ------
    DisclosureError
        If the tables disagree.

    References
    ----------
    NHS Digital, Disclosure control methodology for Hospital Episode Statistics (HES) and Emergency Care Data Set
    (ECDS), from September 2018.
    """
    del listed
    counts: dict[Whom, int] = {}
    terms = 1
    for source in sorted({whom.source for table in tables for whom in table.counts}):
        of_it = Gathered.of(tables, source)
        counts |= of_it.counts
        terms = max([terms, *(sum(abs(weight) for weight, _ in each) for each in of_it.sums)])
    return Protected(
        # Rows are put in order by these, so that of hidden ones they must be alike.
        {whom: nearest(count, policy.base) if count >= FIRST_SHOWN else 0 for whom, count in counts.items()},
        off_by=policy.off_by,
        left_over_off_by=policy.off_by * terms,
        hidden=frozenset(whom for whom, count in counts.items() if 0 < count < FIRST_SHOWN),
        advice=(*policy.cautions, RATHER),
    )


def nearest(count: int, base: int) -> int:
    """Return the nearest multiple of an odd base.

    Examples
    --------
    >>> [nearest(count, 5) for count in (0, 8, 12, 13)]
    [0, 10, 10, 15]
    """
    return (count + base // 2) // base * base


NHS = Policy(
    name="nhs",
    method=each_alone,
    base=5,
    off_by=2,
    minimum_out_of=10,
    listed_from=10,
    protects=True,
    words=(
        "Numbers from 1 to 7 are not shown; all others are rounded to the nearest 5.",
        f"{CONFIDENTIAL} stands in place of a number from 1 to 7, and 0 means none.",
        "Each number is rounded by itself, so a total may be other than the sum of its parts.",
        "This is the rule that NHS Digital set in 2018 for hospital statistics below the national level.",
        "Percentages, means and limits are worked out from the rounded numbers, where all of these are shown.",
        "Numbers that are what is left of others, such as those not known, are worked out from the rounded numbers.",
        "Percentages, means and ratios of fewer than 10 are withheld and marked [u].",
    ),
    marker=CONFIDENTIAL,
    hides_counts=True,
    cautions=LEAKS,
)
"""For whoever must conform to the rule of NHS England's hospital statistics."""
