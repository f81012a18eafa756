"""What a dual diagnosis has to do with the problems that it is made of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from needskit.cohort.any_of import NO, YES, any_of_name
from needskit.table.whom import Attribute, Implied

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from needskit.cohort.settings import DualDiagnosis


def made_of_both(name: str, rule: DualDiagnosis, attributes: Mapping[str, Attribute]) -> dict[str, Attribute]:
    """Return the attribute of a dual diagnosis with what it tells of the two problems; nothing if there is none.

    Whoever has one has both problems, and the other way round, so that the same people are one count. Whoever is
    without a problem has none.

    Parameters
    ----------
    name
        Of the attribute.
    rule
        Which columns are of mental health, and which of substance misuse.
    attributes
        Those of the extract: columns that it does not hold are passed over, as they are when tables are made.
    """
    if name not in attributes:
        return {}

    def any_of(columns: Iterable[str]) -> str:
        return any_of_name(each for each in columns if each in attributes and "yes" in attributes[each].answers)

    both = any_of(rule.mental_health), any_of(rule.substance)
    implies = (
        Implied(YES, tuple((each, YES) for each in both), way="both"),
        *(Implied(NO, ((each, NO),), way="back") for each in both),
    )
    return {name: replace(attributes[name], implies=implies)}
