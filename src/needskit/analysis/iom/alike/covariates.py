"""What people are matched on: columns and breakdowns as levels or numbers, none of them measured after the index."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from needskit.analysis.iom.alike.refusal import refuse
from needskit.analysis.modelled_terms import PRIOR, prior_bands
from needskit.analysis.values import UNKNOWN
from needskit.cohort.breakdown import Breakdown, Group, each_answer, grouped
from needskit.cohort.chance import with_bands
from needskit.cohort.profile import answer_codes
from needskit.errors import UsageError, reject_name
from needskit.schema import load_table
from needskit.table.expected import STARTS
from needskit.table.wording import inside_a_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from needskit.cohort.cohort import Cohort
    from needskit.stats.proportion import Floats
    from needskit.table.whom import Attribute

    Places = npt.NDArray[np.intp]

USUAL = ("sex", "age", "ethnicity", "sentence_band", PRIOR, "offences_before_12_months", "ogrs3")
"""What is adjusted for beside needs where the extract holds it. Not the district: of many there are few in each."""

PRIOR_OFFENDING = frozenset(
    {PRIOR, "offences_before_12_months", "reconvicted_before_12_months", "ogrs3", "days_in_custody_before_12_months"}
)
AFTER = frozenset({"accommodation_at_3_months", "followed_up", "follow_up_end", "iom_end", "iom_start"})
LATER = re.compile(r"(?<!before)_\d+_(days|months|years)$")
"""How the name of a column ends that holds what came within some time."""

BANDS = (("none", 0, 0), ("1 to 4", 1, 4), ("5 to 9", 5, 9), ("10 or more", 10, None))
BANDS_OF_DAYS = (("none", 0, 0), ("1 to 90 days", 1, 90), ("91 days or more", 91, None))
RISKS = (("below 50%", 0, 50), ("50% to 74%", 50, 75), ("75% to 89%", 75, 90), ("90% or more", 90, 101))
OGRS3, AGE, ASSESSED = "ogrs3", "age", "assessed"
MISSING, NOT_ASKED = -1, -2
"""Places of those of whom a level is not known, and of those not assessed, who are told by another covariate."""

NOT_FOUND: Final = "column or breakdown of this cohort to match on"


@dataclass(frozen=True, slots=True, repr=False)
class Covariate:
    """One characteristic that people are matched on.

    Parameters
    ----------
    name, label
        As it is asked for, and as a reader sees it.
    levels
        Groups of answers, those not known left out; None for numbers that are in no bands.
    number
        The column of numbers; empty where it is levels that people are matched on.
    """

    name: str
    label: str
    levels: Breakdown | None
    number: str = ""

    @property
    def groups(self) -> tuple[Group, ...]:
        """The levels that are known."""
        return tuple(g for g in self.levels.groups if not g.answers <= UNKNOWN) if self.levels else ()

    @property
    def known(self) -> frozenset[str]:
        """Every answer of a known level."""
        return frozenset().union(*(group.answers for group in self.groups))

    def places(self, cohort: Cohort) -> Places:
        """Return the level of each person, shape ``(people,)``."""
        if self.levels is None:
            return np.full(len(cohort.people), MISSING, dtype=np.intp)
        attribute = self.levels.attribute
        not_asked = NOT_ASKED if attribute.within == (ASSESSED, "yes") else MISSING
        look_up = np.array([*([MISSING] * len(attribute.answers)), not_asked], dtype=np.intp)
        for place, group in enumerate(self.groups):
            look_up[[attribute.answers.index(answer) for answer in group.answers]] = place
        found: Places = look_up[answer_codes(cohort.people, attribute)]
        return found

    def numbers(self, cohort: Cohort) -> Floats:
        """Return the number of each person, not a number where it is not known; shape ``(people,)``."""
        column = cohort.people[self.number]
        if isinstance(column.dtype, pd.CategoricalDtype):
            by_answer = pd.to_numeric(pd.Series(column.cat.categories), errors="coerce").to_numpy(dtype=np.float64)
            codes = column.cat.codes.to_numpy()
            found: Floats = np.where(codes >= 0, by_answer[codes], np.nan)
            return found
        numbers: Floats = column.to_numpy(dtype=np.float64, na_value=np.nan)
        return numbers


def usual_in(cohort: Cohort) -> tuple[str, ...]:
    """Return what is adjusted for unless told otherwise, as far as the extract holds it."""
    return tuple(name for name in (*USUAL, *cohort.needs.columns) if name in cohort.people)


def covariates_of(
    cohort: Cohort, names: Sequence[str], *, numbers: Iterable[str], told_by: Iterable[str]
) -> tuple[Cohort, tuple[Covariate, ...]]:
    """Return the cohort with what the covariates are counted by, and these.

    Whether somebody was assessed is one where a need is.

    Parameters
    ----------
    cohort
        Whose people are matched.
    names
        Columns and breakdowns.
    numbers
        Columns of the analyst's own that hold numbers.
    told_by
        Columns that say who was treated.

    Raises
    ------
    UsageError
        If there are none, one is named twice or is not there, is measured after the index date, or says who was
        treated.
    """
    asked = tuple(dict.fromkeys((*names, *numbers)))
    if not asked or len(set(names)) < len(names):
        message = "adjust wants the names of columns or breakdowns, each once."
        raise UsageError(message)
    if ASSESSED in cohort.attributes and ASSESSED not in asked and any(name in cohort.needs.columns for name in asked):
        first = next(place for place, name in enumerate(asked) if name in cohort.needs.columns)
        asked = (*asked[:first], ASSESSED, *asked[first:])
    found = []
    for name in asked:
        cohort, covariate = _covariate(cohort, name, is_number=name in set(numbers))
        _refuse_later(covariate, told_by=frozenset(told_by))
        found.append(covariate)
    return cohort, tuple(found)


def _covariate(cohort: Cohort, name: str, *, is_number: bool) -> tuple[Cohort, Covariate]:
    attribute = cohort.attributes.get(name)
    if is_number:
        if name not in cohort.people:
            reject_name(name, kind=NOT_FOUND, known=cohort.attributes)
        return cohort, Covariate(name, attribute.label if attribute else name, None, name)
    if name == OGRS3 and name in cohort.people:
        cohort, bands = with_bands(cohort, name, starts=STARTS)
        groups = [
            (label, frozenset(a for a, start in zip(bands.answers, STARTS, strict=False) if low <= start < high))
            for label, low, high in RISKS
        ]
        label = load_table("people").field(name).title
        return cohort, Covariate(name, label, grouped(bands, name=name, label=label, groups=groups, source=""), name)
    if name in cohort.breakdowns:
        levels = cohort.breakdowns[name]
        return cohort, Covariate(name, levels.label, levels)
    if attribute is None or name not in cohort.people:
        reject_name(name, kind=NOT_FOUND, known={*cohort.breakdowns, *cohort.attributes} & {*cohort.people})
    if pd.api.types.is_numeric_dtype(cohort.people[name].dtype):
        return cohort, Covariate(name, attribute.label, _in_bands(cohort, attribute), name)
    is_need = name in cohort.needs.columns
    label = f"{cohort.needs.word.capitalize()}: {inside_a_sentence(attribute.label)}" if is_need else attribute.label
    return cohort, Covariate(name, label, each_answer(attribute, {}))


def _in_bands(cohort: Cohort, attribute: Attribute) -> Breakdown:
    """Return numbers in bands that are the same for every extract."""
    if attribute.name == AGE:
        return cohort.breakdown("age_group")
    if attribute.name == PRIOR and (found := prior_bands(cohort)):
        return found
    bands = BANDS_OF_DAYS if attribute.name.startswith("days_") else BANDS
    numbers = [answer for answer in attribute.answers if answer.isdigit()]
    groups = [
        (label, frozenset(n for n in numbers if low <= int(n) and (high is None or int(n) <= high)))
        for label, low, high in bands
    ]
    return grouped(attribute, name=attribute.name, label=attribute.label, groups=groups, source="")


def _refuse_later(covariate: Covariate, *, told_by: frozenset[str]) -> None:
    """Raise if a covariate is measured after the index date, or says who was treated."""
    column = covariate.levels.attribute.name if covariate.levels else covariate.number
    schema = load_table("people")
    is_outcome = column in schema.names and schema.field(column).role == "outcome"
    if is_outcome or column in AFTER or LATER.search(column):
        words = (
            f"'{covariate.name}' is measured after the index date, or is an outcome. What came after cannot make "
            "arms alike before: leave it out of adjust and exactly."
        )
        refuse("R-AFTER-INDEX", words)
    if column in told_by or (column.startswith("iom") and any(name.startswith("iom") for name in told_by)):
        words = f"'{covariate.name}' says which arm each is in, so none can be matched on it. Leave it out."
        refuse("R-TELLS-ARM", words)
