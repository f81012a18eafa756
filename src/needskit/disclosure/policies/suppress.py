"""Small counts are hidden, and others with them, so that none can be worked out: for partners who need true numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.disclosure.beside import Hidden, ties_in
from needskit.disclosure.gathered import Gathered
from needskit.disclosure.linked import completed, link
from needskit.disclosure.policy import Policy
from needskit.disclosure.protected import Protected
from needskit.disclosure.shorthand import CONFIDENTIAL
from needskit.disclosure.suppression.advice import advice_on
from needskit.disclosure.suppression.asked import groups_of_somebody, known_to_all, requirements_of, shown_in
from needskit.disclosure.suppression.built import system_of
from needskit.disclosure.suppression.search import Search
from needskit.disclosure.weight import order_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from needskit.disclosure.rare import Listed
    from needskit.table.table import Table
    from needskit.table.whom import Attribute, Whom

USUAL = 5

EXPERIMENTAL = (
    "This policy is experimental: of some cohorts a small number can still be worked out where few have not answered. "
    "For people outside the team use publish."
)

OF_THE_ONE = (
    "Somebody who knows to be the only one of a hidden count could work out another hidden count from it, and no "
    "further hiding prevents that. Use coarser breakdowns if such a reader is likely."
)

WORTH = {0: 0.0, 1: 6.0, 2: 2.0}
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
    ties = ties_in(tables)
    tied = {tie.events.source for tie in ties}
    sources = sorted({whom.source for table in tables for whom in table.counts})
    counts: dict[Whom, int] = {}
    hidden: set[Whom] = set()
    alone = 0
    # People first: events of those who are hidden are hidden too.
    for source in sorted(sources, key=lambda name: name in tied):
        of_it = Gathered.of(tables, source)
        counts |= of_it.counts
        families = {
            (tie.events.source, frozenset(name for name, _ in tie.events.conditions))
            for tie in ties
            if tie.events.source == source and tie.people in hidden
        }
        gone = Hidden(tuple(sorted(families, key=lambda each: sorted(each[1]))))
        never = {whom for whom in of_it.shown if gone.holds(whom) or _made_of_others_within(whom, of_it.attributes)}
        found = _Extract(tables, of_it, policy.threshold, listed, frozenset(never)).hidden()
        hidden |= never | found.hidden
        alone += found.alone
    return Protected(
        counts,
        off_by=0,
        left_over_off_by=0,
        hidden=frozenset(hidden),
        advice=(EXPERIMENTAL, *advice_on(tables, hidden), *_of_the_one(alone)),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    hidden: frozenset[Whom]
    alone: int = 0


@dataclass(frozen=True, slots=True)
class _Extract:
    """The counts of one extract, and how small ones among them are hidden."""

    tables: Sequence[Table]
    of_it: Gathered
    threshold: int
    listed: Listed
    gone: frozenset[Whom]

    def hidden(self) -> _Found:
        """Return which counts are hidden."""
        source = next(iter(self.of_it.counts)).source
        shown = shown_in(self.tables, source, self.of_it.counts, self.threshold)
        stand = shown.as_numbers - self.gone
        if not stand:
            # No table shows any of it as a number: it is behind figures, of people whose counts are protected.
            return _Found(frozenset())
        every = shown.every - self.gone
        attributes = self.of_it.attributes
        # Other counts of these people that an earlier release showed are known too, and protect nothing.
        before = {whom: count for whom, count in self.listed.before.items() if whom.source == source}
        not_listed = self.listed.most.keys() & self.of_it.counts.keys()
        linked = link(every | not_listed | before.keys(), attributes)
        counted = completed(linked, {**before, **self.of_it.counts})
        system = system_of(
            linked,
            counted,
            attributes,
            left_over=[terms for terms in self.of_it.sums if all(whom in every for _, whom in terms)],
            ends=({**groups_of_somebody(linked.cells, attributes), **self.listed.least}, self.listed.most),
        )
        true = dict(zip(system.cells, system.true.tolist(), strict=True))
        # What only an earlier release hid has no true count here: nothing can be asked of it.
        own = frozenset(link(every | not_listed, attributes).cells) if before else frozenset(linked.cells)
        unknown = frozenset(linked.cells) - own - counted.keys()
        asked = {whom: count for whom, count in true.items() if whom not in unknown}
        required = requirements_of(asked, attributes, self.threshold)
        place = {whom: number for number, whom in enumerate(system.cells)}
        search = Search(
            system,
            {place[whom]: ends for whom, ends in required.items()},
            shown=np.array([whom in every for whom in system.cells]),
            value=np.array([_worth(whom, true[whom], attributes, stands=whom in stand) for whom in system.cells]),
            fixed=np.array([known_to_all(whom, attributes) for whom in system.cells]),
            threshold=self.threshold,
        )
        search.run()
        hidden = {whom for whom, is_hidden in zip(system.cells, search.hidden, strict=True) if is_hidden}
        return _Found(frozenset(hidden | shown.too_small), search.alone)


def _made_of_others_within(whom: Whom, attributes: Mapping[str, Attribute]) -> bool:
    """Tell whether a count is of an answer made of answers to others, and divided by something else besides.

    What follows of such counts for those of three attributes is more than the sums that are looked at here hold: an
    attack learnt small counts from domains within groups. So they are never shown.
    """
    made = any(each.way != "forth" for name, _ in whom.conditions for each in attributes[name].implies)
    return made and order_of(whom, attributes) > 1


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
            f"Numbers from 1 to {threshold - 1} are hidden, and others with them to keep them; those shown are true.",
            f"{CONFIDENTIAL} stands in place of a number that is not shown, also of one that is larger, or 0.",
            "The same number is shown, or not shown, in every table.",
            "Domains and other answers that are made of several are not shown within groups.",
            "Where everybody of a group would be known to have something, that is not shown either.",
            "Percentages, means and limits that follow from a number that is not shown are not shown either.",
            "Percentages, means and ratios of fewer than 10 are withheld and marked [u].",
        ),
        marker=CONFIDENTIAL,
        hides_counts=True,
    )


SUPPRESS, SUPPRESS_6, SUPPRESS_8, SUPPRESS_10 = (suppress_under(threshold) for threshold in (USUAL, 6, 8, 10))
