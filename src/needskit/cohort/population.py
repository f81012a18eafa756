"""How many people live in an area, from a table of counts of its population."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

import pandas as pd

from needskit.errors import UsageError
from needskit.schema import NOT_KNOWN, load_codes, normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

Ages = tuple[float, float]
"""First and last age of a group, both in it; without an upper end the last is infinite."""

ALL_AGES: Ages = (0, math.inf)

TOP_AGE = 90
"""From this age on, the last group of a table holds everybody older too.

Source: Office for National Statistics, mid-year population estimates: single years to 89, then 90 and over.
"""

NEARLY = 0.01
"""A total and its parts may differ by so much of the greater, since published parts are rounded each on its own."""

Key = tuple[str, ...]
"""Of which district, sex and ethnic group a row is; one that is empty is all of them."""

DISTRICT, SEX, ETHNICITY = COLUMNS = ("district", "sex", "ethnicity")

BOTH = frozenset({"female", "male"})
"""The sexes that make up everybody, with any other that the table has."""

AMBIGUOUS = math.nan


def population_of(
    population: pd.DataFrame,
    *,
    ages: tuple[int, int | None] = (10, None),
    sex: str | None = None,
    district: str | None = None,
    ethnicity: str | None = None,
) -> int | None:
    """How many residents are in this group?

    Counted are the people who live there, as the table says. A number is only given if the table can tell it, and is
    never put together from a total and its own parts:

    - A row with a blank sex is of all sexes, one with a blank district of all districts, and one with a blank ethnic
      group of all of these; so is every row where there is no such column. What is not asked for is taken from such
      rows or, where there are none, is the sum of its parts: of both sexes, of every ethnic group of the code list, or
      of every district that the table has.
    - Where there are both, they must agree within 1 in 100. If they do not, the blank is no total.
    - A district with exactly as many people as those below it together may be their total by another name.
    - Groups of ages must meet end to end from the first age to the last. Where several sets of them do, as single years
      beside bands, these must agree too. A row without an age is of all ages, unless it is smaller than the others
      together: then it is one whose age could not be read.
    - Two rows of one group, as of two years, and a row without a number are ambiguous.

    Parameters
    ----------
    population
        ``cohort.linked["population"]``: a row a group, with ``people`` and any of ``district``, ``sex``,
        ``ethnicity``, ``age``, or ``age_from`` and ``age_to``, in completed years.
    ages
        First and last age, both counted; None for everybody from the first age on.
    sex
        By its code; everybody unless told otherwise.
    district
        By its name; all that the table has unless told otherwise.
    ethnicity
        By its code; everybody unless told otherwise.

    Returns
    -------
    int or None
        None where the table cannot tell: it lacks the column or the group, a band of ages straddles an end, or what it
        says is ambiguous.

    Raises
    ------
    UsageError
        If the ages are in no rising order.

    References
    ----------
    Office for National Statistics, Estimates of the population for England and Wales: tables by local authority, sex
    and single year of age, in which persons stand beside females and males.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {
    ...         "sex": ["female", "male", "female"],
    ...         "age_from": [10, 10, 18],
    ...         "age_to": [17, 17, 24],
    ...         "people": [40, 42, 39],
    ...     }
    ... )
    >>> population_of(table, ages=(10, 17)), population_of(table, ages=(10, 24), sex="female")
    (82, 79)
    >>> population_of(table, ages=(16, 24), sex="female") is None
    True
    """
    return Residents(population).of(ages=ages, sex=sex, district=district, ethnicity=ethnicity)


class Residents:
    """The counts of one table, for many questions: its rows are looked at once."""

    def __init__(self, population: pd.DataFrame) -> None:
        self._groups: dict[Key, dict[Ages, float]] = defaultdict(dict)
        levels = (_levels(population, column) for column in COLUMNS)
        rows = zip(*levels, _ages(population), _numbers(population, "people", AMBIGUOUS), strict=True)
        for district, sex, ethnicity, ages, people in rows:
            group = self._groups[district, sex, ethnicity]
            group[ages] = AMBIGUOUS if ages in group else people
        self._found: dict[tuple[Key, Ages], float | None] = {}

    def of(
        self,
        *,
        ages: tuple[int, int | None],
        sex: str | None = None,
        district: str | None = None,
        ethnicity: str | None = None,
    ) -> int | None:
        """How many residents are in this group? As ``population_of`` says, or None where the table cannot tell.

        Raises
        ------
        UsageError
            If the ages are in no rising order.
        """
        first, last = ages
        if first < 0 or (last is not None and last < first):
            message = "ages wants the first and the last age, such as ages=(18, 24), or None for no last one."
            raise UsageError(message)
        wanted = (first, math.inf if last is None else last)
        found = self._residents((_level(district), _level(sex), _level(ethnicity)), wanted)
        return None if found is None or math.isnan(found) else round(found)

    def _residents(self, key: Key, ages: Ages) -> float | None:
        """Return how many live there; None if nothing says so, and nan if it is ambiguous."""
        if (key, ages) not in self._found:
            told = [_of_ages(self._groups.get(key, {}), ages)]
            told += [self._of_parts(key, place, ages) for place, level in enumerate(key) if not level]
            self._found[key, ages] = _agreed([number for number in told if number is not None])
        return self._found[key, ages]

    def _of_parts(self, key: Key, place: int, ages: Ages) -> float | None:
        """Return the sum of all districts, sexes or ethnic groups; None where they are not all there."""
        column = COLUMNS[place]
        levels = {each[place] for each in self._groups if each[place] and key[0] in {"", each[0]}}
        if not levels >= _must_be_there(column):
            return None
        parts = [self._residents((*key[:place], level, *key[place + 1 :]), ages) for level in sorted(levels)]
        return _sum(parts, fewest_parts=FEWEST_PARTS[column])


FEWEST_PARTS = {DISTRICT: 1, SEX: 2, ETHNICITY: math.inf}
"""Of how many parts at least one may be the total by another name.

Two sexes may well be as many; a third that is as many as both is their total. The code list of ethnic groups has none.
"""


def _must_be_there(column: str) -> frozenset[str]:
    """Return the levels without which a sum is not of everybody."""
    if column == DISTRICT:
        return frozenset()
    return BOTH if column == SEX else frozenset(load_codes(ETHNICITY).names)


def _of_ages(groups: dict[Ages, float], wanted: Ages) -> float | None:
    """Return how many are of some ages: the sum of groups that meet end to end, the fewest there are."""
    first, last = wanted
    usable = _with_open_end(groups) if last == math.inf else dict(groups)
    inside = {ages: people for ages, people in usable.items() if first <= ages[0] and ages[1] <= last}
    if any(math.isnan(people) for people in inside.values()):
        return AMBIGUOUS
    # By the age that comes next: of the sets of groups up to there, how many groups and how many people.
    reached: dict[float, list[tuple[int, float]]] = {first: [(0, 0.0)]}
    for (low, high), people in sorted(inside.items()):
        so_far = reached.get(low, [])
        ends = {min(so_far), min(so_far, key=_people), max(so_far, key=_people)} if so_far else set()
        reached.setdefault(high + 1, []).extend((steps + 1, total + people) for steps, total in ends)
    return _agreed([total for _, total in sorted(reached.get(last + 1, []))])


def _people(so_far: tuple[int, float]) -> float:
    return so_far[1]


def _with_open_end(groups: dict[Ages, float]) -> dict[Ages, float]:
    """Return the groups of ages, the last without an upper end if the table has none such and reaches the top age."""
    aged = {ages: people for ages, people in groups.items() if ages != ALL_AGES}
    everybody = {ages: people for ages, people in groups.items() if ages == ALL_AGES}
    one_after_another, next_age = 0.0, -math.inf
    for (low, high), people in sorted(aged.items()):
        if low >= next_age:
            one_after_another, next_age = one_after_another + people, high + 1
    if everybody and everybody[ALL_AGES] < one_after_another * (1 - NEARLY):
        # A row whose age could not be read, as of "90+": what it is the end of is not known.
        return aged
    top = max((high for _, high in aged), default=0)
    if TOP_AGE <= top < math.inf:
        aged = {(low, math.inf if high == top else high): people for (low, high), people in aged.items()}
    return {**aged, **everybody}


def _agreed(found: Sequence[float]) -> float | None:
    """Return the first of several accounts of one number if all nearly agree."""
    if not found:
        return None
    if any(math.isnan(number) for number in found) or max(found) - min(found) > NEARLY * max(found):
        return AMBIGUOUS
    return found[0]


def _sum(parts: Sequence[float | None], *, fewest_parts: float) -> float | None:
    """Return the sum of parts of which all are told; ambiguous if one may be the total of those below it."""
    told = sorted((part for part in parts if part is not None), reverse=True)
    if not told or len(told) < len(parts):
        return None
    for place, part in enumerate(told):
        below = told[place + 1 :]
        if len(below) >= fewest_parts and part > 0 and part == sum(below):
            return AMBIGUOUS
    return sum(told)


def _level(said: object) -> str:
    """Return a district, sex or ethnic group as it is compared; empty for all of them, and for a cell that is blank."""
    text = normalise(said) if isinstance(said, str) else ""
    return "" if text == NOT_KNOWN else text


def _levels(rows: pd.DataFrame, column: str) -> list[str]:
    if column not in rows:
        return [""] * len(rows)
    level = {said: _level(said) for said in rows[column].unique()}
    return [level[said] for said in rows[column].tolist()]


def _numbers(rows: pd.DataFrame, column: str, blank: float) -> list[float]:
    if column not in rows:
        return [blank] * len(rows)
    return [blank if pd.isna(number) else float(number) for number in rows[column].tolist()]


def _ages(rows: pd.DataFrame) -> list[Ages]:
    """Return the ages of each row; a row without any is of all ages."""
    low, high = _numbers(rows, "age_from", ALL_AGES[0]), _numbers(rows, "age_to", ALL_AGES[1])
    single = _numbers(rows, "age", math.nan)
    return [(start, end) if math.isnan(age) else (age, age) for age, start, end in zip(single, low, high, strict=True)]
