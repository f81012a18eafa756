"""Who was treated, who is set beside them, and of whom that is not known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from needskit.analysis.iom.alike.refusal import refuse
from needskit.analysis.values import UNKNOWN
from needskit.cohort.breakdown import NOT_KNOWN
from needskit.cohort.profile import answer_codes
from needskit.errors import UsageError
from needskit.table.whom import Attribute, Implied
from needskit.table.wording import inside_a_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from needskit.cohort.cohort import Cohort
    from needskit.cohort.settings import Wanted
    from needskit.table.whom import Condition

COMPARISON = "comparison"
TREATED, OTHERS, UNCERTAIN = 0, 1, 2
USUAL: Mapping[str, Wanted] = {"iom": True}
NOT_NOW: Mapping[str, Wanted] = {"iom": False}
FEWEST = 10
"""People whom an arm must have at least."""


@dataclass(frozen=True, slots=True, repr=False)
class Arms:
    """The cohort with an attribute that says who is in which arm.

    Parameters
    ----------
    cohort
        With the attribute.
    attribute
        Its answers are what the treated are called, "comparison" and "not known".
    codes
        The place of each one's answer; shape ``(people,)``.
    asked
        The columns that say who was treated.
    """

    cohort: Cohort
    attribute: Attribute
    codes: npt.NDArray[np.int8]
    asked: tuple[str, ...]

    @property
    def called(self) -> str:
        """What the treated are called: "managed under IOM"."""
        return self.attribute.answers[TREATED]


def has_arms(cohort: Cohort) -> bool:
    """Tell whether the extract says who is managed under IOM and who is not, with a row for each.

    Whether they can be matched is seen when it is tried.
    """
    [name] = USUAL
    asked = name in cohort.people and cohort.whom.answers_to(name) is None
    return bool(asked and "person_id" in cohort.people and "people" not in cohort.people)


def with_arms(
    cohort: Cohort, treated: Mapping[str, Wanted], comparison: Mapping[str, Wanted] | None, called: str | None
) -> Arms:
    """Return the cohort with who was treated.

    Those treated meet all conditions. In the comparison is whoever is known not to meet them, or meets conditions of
    its own. Whoever may or may not is in neither arm.

    Parameters
    ----------
    cohort
        Whose people are divided.
    treated, comparison
        Conditions as ``Cohort.where`` takes them; None for all others.
    called
        What the treated are called; the label of the column where it is one of yes or no, unless told otherwise.

    Raises
    ------
    UsageError
        If there are no conditions, somebody would be in both arms, or an arm has too few.
    """
    if not treated or comparison == {}:
        message = 'treated and comparison want conditions, such as treated={"iom": True}.'
        raise UsageError(message)
    ours, meets, not_met = _meeting(cohort, treated)
    theirs: tuple[Condition, ...] = ()
    if comparison is not None:
        theirs, others, _ = _meeting(cohort, comparison)
        if (meets & others).any():
            words = "The conditions put some in both arms. Make those of treated and of comparison exclude each other."
            refuse("R-BOTH-ARMS", words)
        not_met = others
    name = (
        "arm" if treated == USUAL and comparison is None else f"arm: {_named(ours)} beside {_named(theirs) or 'others'}"
    )
    words = called or _called(cohort, treated)
    codes = np.select([meets, not_met], [TREATED, OTHERS], UNCERTAIN).astype(np.int8)
    for place, arm in enumerate((words, COMPARISON)):
        if (codes == place).sum() < FEWEST:
            refuse(
                "R-ARM<10", f"Fewer than {FEWEST} are in the arm '{arm}'. Ask for more, by other conditions or years."
            )
    answers = (words, COMPARISON, NOT_KNOWN)
    if len(set(answers)) < len(answers):
        message = f"called wants other words than '{COMPARISON}' and '{NOT_KNOWN}'."
        raise UsageError(message)
    attribute = Attribute(name, "Arm", answers, implies=_implied(cohort, answers, ours, theirs))
    column = pd.Categorical.from_codes(codes, categories=pd.Index(answers))
    with_arm = replace(
        cohort,
        people=cohort.people.assign(**{name: column}),
        attributes={**cohort.attributes, name: attribute},
    )
    return Arms(with_arm, attribute, codes, tuple(name for name, _ in (*ours, *theirs)))


def _meeting(
    cohort: Cohort, conditions: Mapping[str, Wanted]
) -> tuple[tuple[Condition, ...], npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Return conditions, who is known to meet all of them, and who is known not to."""
    found: list[Condition] = []
    meets, fails = np.ones(len(cohort.people), dtype=bool), np.zeros(len(cohort.people), dtype=bool)
    for name, wanted in conditions.items():
        attribute, answers = cohort.asked(name, wanted=wanted)
        found.append((attribute.name, answers))
        is_wanted, is_unknown = _told(cohort, attribute, answers)
        meets &= is_wanted
        fails |= ~is_wanted & ~is_unknown
    return tuple(found), meets, fails


def _told(
    cohort: Cohort, attribute: Attribute, answers: frozenset[str]
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Return who gives one of the answers, and of whom it is not known."""
    codes = answer_codes(cohort.people, attribute)
    wanted = np.array([*(answer in answers for answer in attribute.answers), False])[codes]
    unknown = np.array([*(answer in UNKNOWN - answers for answer in attribute.answers), False])[codes]
    parent = cohort.attributes.get(attribute.within[0]) if attribute.within else None
    if parent is not None:
        # Whom the question does not concern is known not to be meant, unless it is not known whom it concerns.
        unknown |= (codes == len(attribute.answers)) & _told(cohort, parent, frozenset())[1]
    return wanted, unknown


def _called(cohort: Cohort, treated: Mapping[str, Wanted]) -> str:
    """Return what those treated are called: by the label of a yes or no; others want words of their own."""
    [*names] = treated
    if len(names) > 1 or treated[names[0]] is not True:
        return "treated"
    attribute, _ = cohort.asked(names[0], wanted=True)
    return inside_a_sentence(attribute.label)


def _named(conditions: tuple[Condition, ...]) -> str:
    return ", ".join(f"{name} {'|'.join(sorted(answers))}" for name, answers in conditions)


def _implied(
    cohort: Cohort, answers: tuple[str, ...], ours: tuple[Condition, ...], theirs: tuple[Condition, ...]
) -> tuple[Implied, ...]:
    """Say that the treated are those who meet the conditions, and who the others are where one condition says it."""
    treated, others, uncertain = (frozenset({answer}) for answer in answers)
    found = [Implied(treated, ours, way="both")]
    attribute = cohort.attributes[ours[0][0]]
    if theirs:
        return (*found, Implied(others, theirs, way="both"))
    if len(ours) == 1 and attribute.within is None:
        unknown = frozenset(attribute.answers) & (UNKNOWN - ours[0][1])
        rest = frozenset(attribute.answers) - ours[0][1] - unknown
        found += [Implied(others, ((attribute.name, rest),), way="both")] if rest else []
        found += [Implied(uncertain, ((attribute.name, unknown),), way="both")] if unknown else []
    return tuple(found)
