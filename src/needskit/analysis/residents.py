"""How many live where the people of a table are counted, for what is shown beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.cohort.breakdown import EVERYBODY, NOT_KNOWN
from needskit.cohort.build import RECORD
from needskit.cohort.population import Residents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.cohort.breakdown import Group
    from needskit.cohort.cohort import Cohort

POPULATION = "population"
YOUNGEST = 10
"""The age of criminal responsibility in England and Wales: Children and Young Persons Act 1963, section 16."""

Asked = dict[str, str]
"""Which residents: their district, sex or ethnic group; all of them if it is empty."""


def residents_of(cohort: Cohort) -> Residents | None:
    """Return the counts of residents of a cohort; None where it has none, or where the cohort is a part of its people.

    Of a part it is not known how many residents are of that kind.
    """
    counted = cohort.linked.get(POPULATION)
    if counted is None or {name for name, _ in cohort.whom.conditions} - {RECORD}:
        return None
    return Residents(counted)


def asked_of_groups(cohort: Cohort, names: Sequence[str]) -> dict[str, Asked]:
    """Return which residents each group of a breakdown is set beside, by its label; none of other breakdowns."""
    if not names:
        return {EVERYBODY: {}}
    if len(names) > 1 or names[0] not in {"sex", "district"}:
        return {}
    named = {group.label: one for group in cohort.breakdown(names[0]).groups if (one := _one(group))}
    return {EVERYBODY: {}} | {label: {names[0]: answer} for label, answer in named.items()}


def _one(group: Group) -> str:
    """Return the one answer of a group; none of those not known, for it would ask for all residents."""
    return next(iter(group.answers)) if len(group.answers) == 1 and NOT_KNOWN not in group.answers else ""
