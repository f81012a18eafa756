"""People matched with people like them: who counts how much, and what is known of the match."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from needskit.analysis.answers import YES
from needskit.analysis.iom.alike.arms import OTHERS, TREATED
from needskit.analysis.outcome import followed_up_in

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from needskit.analysis.iom.alike.cautions import Caution
    from needskit.analysis.iom.alike.covariates import Covariate
    from needskit.analysis.iom.alike.how import How
    from needskit.analysis.iom.alike.likeness import Likeness
    from needskit.cohort.cohort import Cohort
    from needskit.cohort.provenance import Stated
    from needskit.table.whom import Attribute, Condition

    Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Matched:
    """People matched with people like them: what every comparison starts from.

    Made by ``match``. Arrays are of shape ``(people,)``, in the order of the people of the cohort.

    Parameters
    ----------
    cohort
        With the attributes ``arm`` and ``matched``, by which tables count.
    arm
        The attribute of who was treated; its answers are what they are called, "comparison" and "not known".
    matched
        The attribute of who is matched, yes or no.
    complete
        The attribute of whether every number that is matched on is known, yes or no.
    how, covariates, likeness
        How they are matched, what on, and how alike they are.
    weights
        How much each one counts: 1 for those treated, 0 for whoever is not matched.
    is_treated, is_comparison, could_be
        Who is in which arm, and who of both could be matched.
    group
        People set beside each other have the same number; -1 of nobody, or where one may stand for many.
    effective_size
        How many comparison people of equal weight would tell as much.
    estimand
        Whose effect a comparison tells of.
    settings
        Everything that the weights depend on beside the people.
    cautions
        What to be careful of: the analyst's own, for they follow from true counts.
    """

    cohort: Cohort
    arm: Attribute
    matched: Attribute
    complete: Attribute
    how: How
    covariates: tuple[Covariate, ...] = field(repr=False)
    likeness: Likeness = field(repr=False)
    weights: npt.NDArray[np.float64] = field(repr=False)
    is_treated: Flags = field(repr=False)
    is_comparison: Flags = field(repr=False)
    could_be: Flags = field(repr=False)
    group: npt.NDArray[np.intp] = field(repr=False)
    effective_size: float = field(repr=False)
    estimand: str = field(repr=False)
    settings: tuple[Stated, ...] = field(repr=False)
    cautions: tuple[Caution, ...] = field(repr=False)

    def __repr__(self) -> str:
        """Say who is set beside whom, without a number: nothing here is protected."""
        return f"<Matched: {self.called} beside {self.how.in_words}; {self.cohort.in_words}>"

    @property
    def called(self) -> str:
        """What those treated are called: "managed under IOM"."""
        return self.arm.answers[TREATED]

    @property
    def asked(self) -> frozenset[str]:
        """The names of the attributes that say who is in which arm."""
        return frozenset(name for implied in self.arm.implies for name, _ in implied.conditions)

    @property
    def ours(self) -> Condition:
        """The condition of those treated."""
        return self.arm.name, frozenset({self.arm.answers[TREATED]})

    @property
    def theirs(self) -> Condition:
        """The condition of the comparison."""
        return self.arm.name, frozenset({self.arm.answers[OTHERS]})

    @property
    def looked_at(self) -> tuple[Condition, ...]:
        """The conditions of whom, of both arms, could be matched as far as is known of them."""
        known = ((self.complete.name, YES),) if self.how.known_only else ()
        return (*followed_up_in(self.cohort), *known)

    @property
    def is_matched(self) -> Condition:
        """The condition of those matched."""
        return self.matched.name, YES
