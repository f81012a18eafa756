"""Small counts are hidden, and others with them, so that none can be worked out: for partners who need true numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.disclosure.gathered import Gathered
from needskit.disclosure.linked import link
from needskit.disclosure.policy import Policy
from needskit.disclosure.protected import Protected
from needskit.disclosure.shorthand import CONFIDENTIAL
from needskit.disclosure.suppression.advice import advice_on
from needskit.disclosure.suppression.asked import (
    groups_of_somebody,
    known_to_all,
    requirements_of,
    shown_in,
    small_left_over,
)
from needskit.disclosure.suppression.changes import Changes
from needskit.disclosure.suppression.families import Rest, beside_hidden
from needskit.disclosure.suppression.membership import Membership
from needskit.disclosure.suppression.people import people_behind
from needskit.disclosure.suppression.search import Search
from needskit.disclosure.suppression.worlds import Bounds
from needskit.disclosure.weight import order_of
from needskit.errors import DisclosureError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from needskit.disclosure.rare import Listed
    from needskit.disclosure.suppression.people import People
    from needskit.table.table import Table
    from needskit.table.whom import Attribute, Whom

USUAL = 5

DISAGREE = (
    "The true counts of these tables do not add up. "
    "Make them from one extract, or give each extract its own population in words."
)

OF_THE_ONE = (
    "Somebody who knows to be the only one of a hidden count could work out another hidden count from it, and no "
    "further hiding prevents that. Use coarser breakdowns if such a reader is likely."
)

WORTH = {0: 0.0, 1: 60.0, 2: 4.0}
"""What a count is worth by how many attributes divide it; more than two are worth 1."""


def hidden_together(tables: Sequence[Table], policy: Policy, listed: Listed) -> Protected:
    """Hide small counts of every extract, and as many others as it takes that none can be worked out.

    Parameters
    ----------
    tables
        With true counts.
    policy
        With the first number that may be told.
    listed
        Which rows are listed.

    Raises
    ------
    DisclosureError
        If the tables disagree, or a small count can be worked out whatever is hidden.
    """
    counts: dict[Whom, int] = {}
    hidden: set[Whom] = set()
    others: list[Rest] = []
    alone = 0
    for source in sorted({whom.source for table in tables for whom in table.counts}):
        of_it = Gathered.of(tables, source)
        counts |= of_it.counts
        people = people_behind(tables, source, of_it.attributes)
        shown = shown_in(tables, source, of_it.counts, policy.threshold)
        hidden |= shown.too_small
        of_people = frozenset(whom for whom in shown.every if people is not None and people.holds(whom))
        if people is not None and of_people & shown.as_numbers:
            found = _Extract(source, of_it, people, policy.threshold, listed).hidden(of_people, shown.as_numbers)
            hidden |= found.hidden
            alone += found.alone
        before = {
            whom: count
            for whom, count in listed.before.items()
            if whom.source == source and not (people is not None and people.holds(whom))
        }
        others.append(Rest(shown.every - of_people, before, of_it, policy.threshold, of_people - hidden))
    # Of what people come to, such as their offences, all is hidden beside people who are.
    gone = beside_hidden(tables, hidden)
    for rest in others:
        hidden |= rest.hidden(gone)
    return Protected(
        counts,
        off_by=0,
        left_over_off_by=0,
        hidden=frozenset(hidden),
        advice=(*advice_on(tables, hidden), *_of_the_one(alone)),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    hidden: frozenset[Whom]
    alone: int = 0


@dataclass(frozen=True, slots=True)
class _Extract:
    """The counts of the people of one extract, and how small ones among them are hidden."""

    source: str
    of_it: Gathered
    people: People
    threshold: int
    listed: Listed

    def hidden(self, shown: frozenset[Whom], stand: frozenset[Whom]) -> _Found:
        """Return which of the counts that are shown, some of which stand in a table, are hidden."""
        attributes, people = self.of_it.attributes, self.people
        # Other counts of these people that an earlier release showed are known too, and protect nothing.
        before = frozenset(whom for whom in self.listed.before if whom.source == self.source and people.holds(whom))
        not_listed = self.listed.most.keys() & self.of_it.counts.keys()
        linked = link(shown | not_listed | before, attributes)
        cells = [whom for whom in linked.cells if people.holds(whom)]
        left = small_left_over(self.of_it, shown, self.threshold)
        members = Membership.of(cells, people.made, left)
        true = members.counts(people)
        held = dict(zip(cells, true.tolist(), strict=False))
        if any(held[whom] != self.of_it.counts[whom] for whom in shown):
            raise DisclosureError(DISAGREE)
        required = requirements_of(held, attributes, self.threshold)
        place = {whom: number for number, whom in enumerate(cells)}
        least = {**groups_of_somebody(cells, attributes), **self.listed.least}
        more = len(left)
        bounds = Bounds(
            true,
            np.minimum([*(least.get(whom, 0) for whom in cells), *[0] * more], true),
            np.maximum([*(self.listed.most.get(whom, np.inf) for whom in cells), *[np.inf] * more], true),
            np.array([*(known_to_all(whom, attributes) for whom in cells), *[False] * more]),
        )
        search = Search(
            Changes(people, cells, members),
            bounds,
            {
                **{place[whom]: ends for whom, ends in required.items()},
                **{len(cells) + number: (1, self.threshold) for number in range(more)},
            },
            shown=np.array([*(whom in shown for whom in cells), *[False] * more]),
            value=np.array(
                [*(_worth(whom, held[whom], attributes, stands=whom in stand) for whom in cells), *[0.0] * more]
            ),
            threshold=self.threshold,
        )
        search.run()
        return _Found(frozenset(w for w, gone in zip(cells, search.hidden, strict=False) if gone), search.alone)


def _worth(whom: Whom, count: int, attributes: Mapping[str, Attribute], *, stands: bool) -> float:
    worth = (1 + np.log1p(count)) * WORTH.get(order_of(whom, attributes), 1.0)
    return float(worth if stands else worth / 4)


def _of_the_one(alone: int) -> tuple[str, ...]:
    if not alone:
        return ()
    return (OF_THE_ONE,)


def suppress_under(threshold: int) -> Policy:
    """Return the policy that hides counts under a threshold.

    Parameters
    ----------
    threshold
        The first number that may be shown.

    Examples
    --------
    >>> suppress_under(8).name
    'suppress-8'
    """
    return Policy(
        name="suppress" if threshold == USUAL else f"suppress-{threshold}",
        method=hidden_together,
        base=1,
        off_by=0,
        minimum_out_of=10,
        listed_from=max(10, 2 * threshold),
        protects=True,
        threshold=threshold,
        words=(
            f"Numbers from 1 to {threshold - 1} are hidden, with others that would tell them; those shown are true.",
            f"{CONFIDENTIAL} stands in place of a number that is not shown, also of one that is larger, or 0.",
            "The same number is shown, or not shown, in every table.",
            "Where everybody of a group would be known to have something, that is not shown either.",
            "Percentages, means and limits that follow from a number that is not shown are not shown either.",
            "Percentages, means and ratios of fewer than 10 are withheld and marked [u].",
        ),
        marker=CONFIDENTIAL,
        hides_counts=True,
    )


SUPPRESS, SUPPRESS_6, SUPPRESS_8, SUPPRESS_10 = (suppress_under(threshold) for threshold in (USUAL, 6, 8, 10))
