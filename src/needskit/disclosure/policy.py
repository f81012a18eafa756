"""Policies: what is done to counts before anybody outside sees them."""

from __future__ import annotations

from dataclasses import dataclass

from needskit.errors import reject_name


@dataclass(frozen=True, slots=True)
class Policy:
    """What a data owner agreed to release.

    Parameters
    ----------
    name
        As the command line and the settings name it.
    base
        Counts become multiples of this; 1 leaves them as they are.
    minimum_out_of
        An estimate is withheld where the released number behind it is smaller.
    listed_from
        From this released number on, a row of a list of the commonest is listed; the others are one row together.
    protects
        False only for internal use: every sheet and the file name then say so.
    words
        For the cover and the notes, one sentence each; no numbers from the data.
    """

    name: str
    base: int
    minimum_out_of: int
    listed_from: int
    protects: bool
    words: tuple[str, ...]

    @property
    def off_by(self) -> int:
        """By how many a released count may differ from the true one."""
        return self.base - 1


PUBLISH = Policy(
    name="publish",
    base=5,
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

NONE = Policy(
    name="none",
    base=1,
    minimum_out_of=1,
    listed_from=0,
    protects=False,
    words=("INTERNAL: nothing is protected. The counts are true counts. Do not publish or share.",),
)
"""True counts, for those who hold the extract anyway."""

POLICIES = {policy.name: policy for policy in (PUBLISH, NONE)}
STANDARD_POLICY = PUBLISH


def policy_named(name: str) -> Policy:
    """Return a policy by its name.

    Raises
    ------
    UsageError
        If there is none: an unknown rule is never passed over.

    Examples
    --------
    >>> policy_named("publish").base
    5
    """
    if name not in POLICIES:
        reject_name(name, kind="disclosure policy", known=POLICIES)
    return POLICIES[name]
