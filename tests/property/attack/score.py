"""Scores an attack: what of the sensitive figures is learnt from everything that was released."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations, product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from tests.property.attack.bounds import SMALL, Floats, learnt_from
from tests.property.attack.contingency import ALL, MENTAL, Knowledge, Masks, People
from tests.property.attack.reading import Reading, Words

import needskit as nk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from needskit.disclosure.released import Release
    from needskit.table.table import Table

LEARNT_NOTHING = {"exact": 0, "known to be small": 0, "two candidates or fewer": 0}
YOUNG = "young"
LABELS = {
    "need_drugs": "Drugs",
    "need_alcohol": "Alcohol",
    "need_accommodation": "Accommodation",
    "need_emotional_wellbeing": "Emotional wellbeing",
}
WORDS = Words(
    domains={
        "substance misuse": ("Drugs", "Alcohol"),
        "accommodation": ("Accommodation",),
        "mental health": (MENTAL,),
    },
    substance=("Drugs", "Alcohol"),
    home="Accommodation",
    parts={"Women": ("sex", "Female"), "Managed under IOM": ("iom", "yes"), "Aged 18 to 24": (YOUNG, "in")},
)
PARTS: Mapping[str, Mapping[str, str | bool | tuple[int, int]]] = {
    "Women": {"sex": "female"},
    "Managed under IOM": {"iom": True},
    "Aged 18 to 24": {"age": (18, 24)},
}


@dataclass(frozen=True)
class Attacked:
    """What was attacked: an extract and the tables made of it.

    Parameters
    ----------
    extract
        One row a person.
    tables
        Makes what is released from a cohort.
    needs
        Columns of ``LABELS``.
    by
        The characteristics that any table divides people by; each person is told apart by them.
    mental, outcome
        Whether tables are of mental health, and of outcomes.
    policy
        Under which tables are released.
    """

    extract: pd.DataFrame
    tables: Callable[[nk.Cohort], Sequence[Table]]
    needs: tuple[str, ...] = ("need_drugs", "need_alcohol", "need_accommodation")
    by: tuple[str, ...] = ()
    mental: bool = False
    outcome: bool = False
    policy: str = "publish"
    cohort: nk.Cohort = field(init=False)

    def __post_init__(self) -> None:
        named = {need: LABELS[need] for need in self.needs}
        made = nk.read_cohort(self.extract, population="people in a test", as_at="2025-12-31", needs=named)
        object.__setattr__(self, "cohort", made)

    def released(self) -> Release:
        return nk.release(self.tables(self.cohort), policy=self.policy)

    def people(self) -> People:
        groups = {name: tuple(dict.fromkeys([*self._groups(name), *self._group_of(name)])) for name in self.by}
        labels = tuple(LABELS[need] for need in self.needs)
        return People(labels, groups or {ALL: (ALL,)}, mental=self.mental, outcome=self.outcome)

    def _groups(self, name: str) -> list[str]:
        return [] if name == YOUNG else [group.label for group in self.cohort.breakdown(name).groups]

    def _group_of(self, name: str) -> list[str]:
        """Return the group of each person."""
        people = self.cohort.people
        if name == ALL:
            return [ALL] * len(people)
        if name == YOUNG:
            known = np.where(people["age"].between(18, 24), "in", "out")
            return list(np.where(people["age"].isna(), "not known", known))
        breakdown = self.cohort.breakdown(name)
        labels = {answer: group.label for group in breakdown.groups for answer in group.answers}
        return [labels[answer] for answer in people[breakdown.attribute.name].astype(str)]

    def world(self, people: People) -> Floats:
        """Return the world as it is: how many there are in each cell."""
        held = self.cohort.people
        columns = [held["assessed"].astype(str)]
        said = {"yes": "yes", "no": "no", "not answered": "missing", "not assessed": "not asked"}
        columns += [held[need].astype(str).map(said) for need in self.needs]
        columns += [pd.Series("missing", index=held.index), pd.Series("other", index=held.index)]
        if self.mental:
            columns[-2] = held["mental_health"].astype(str).where(held["mental_health"].isin(["yes", "no"]), "missing")
        if self.outcome:
            followed = held["followed_up"].eq("yes") & held["reconvicted_12_months"].isin(["yes", "no"])
            columns[-1] = held["reconvicted_12_months"].astype(str).where(followed, "other")
        places = {tuple(row): place for place, row in enumerate(people.rows.tolist())}
        cells = np.array([places[row] for row in zip(*columns, strict=True)])
        found = np.zeros((len(people.blocks), len(people.rows)))
        for block, (name, group) in enumerate(people.blocks):
            inside = np.array([each == group for each in self._group_of(name)])
            np.add.at(found[block], cells[inside], 1)
        return found.ravel()

    def score(self, *, off_by: int = 4) -> tuple[int, dict[str, int]]:
        """Return how many sensitive figures there are, and how much of them is learnt."""
        return self.score_of(self.released(), off_by=off_by)

    def score_of(self, released: Release, *, off_by: int = 4) -> tuple[int, dict[str, int]]:
        """Return the same of tables that are released already."""
        people = self.people()
        assert released.off_by <= off_by
        assert released.left_over_off_by <= off_by
        world, possible = self.world(people), []
        usual = released.policy.listed_from
        for listed_from in (usual, usual + 5, usual + 10):
            known = Knowledge(people, released.off_by, released.left_over_off_by)
            reading = Reading(people, WORDS, known, listed_from)
            reading.read({table.caption.key: table.to_frame() for table in released})
            if all(low <= terms @ world <= high for terms, low, high in known.sums.values()):
                possible.append(known)
        # An attack that thinks the truth impossible is wrong about something; it guesses rightly from where rows are
        # listed.
        assert possible
        known, small = possible[0], released.policy.threshold or SMALL
        targets = list(_sensitive(known, people, world, small=small, hides=released.policy.hides_counts))
        return len(targets), learnt_from(known.program(), np.array(targets), small=small) if targets else LEARNT_NOTHING


def _sensitive(known: Knowledge, people: People, world: Floats, *, small: int, hides: bool) -> Iterator[Floats]:
    """Return what ought to stay hidden: small numbers, and all but a few of a group, printed or not.

    Where counts are hidden, nobody is a number that may be told, but not that everybody asked has something.
    """
    masks = [
        people.placed(mask, name=name, groups=(group,)) for mask in _unprinted(people) for name, group in people.blocks
    ]
    sums = {terms.tobytes(): terms for terms in (*(terms for terms, _, _ in known.sums.values()), *masks)}
    found = {key: terms for key, terms in sums.items() if 1 <= terms @ world < small}
    for key, terms in known.rests.items():
        told = hides and not terms @ world and not (key in known.flags and _anybody(terms, known, world))
        if terms.any() and terms @ world < small and not told:
            found[key] = terms
    yield from found.values()


def _anybody(rest: Floats, known: Knowledge, world: Floats) -> bool:
    """Tell whether anybody is in the whole that this is the rest of."""
    return bool(known.wholes[rest.tobytes()] @ world)


def _unprinted(people: People) -> Iterator[Masks]:
    """Return each combination of needs, and each pair of answers, whether or not a table shows it."""
    for size in range(len(people.needs) + 1):
        for needs in combinations(people.needs, size):
            yield people.exactly(needs)
    for first, second in combinations(people.needs, 2):
        for one, other in product(("yes", "no"), repeat=2):
            yield people.said(first, one) & people.said(second, other)
