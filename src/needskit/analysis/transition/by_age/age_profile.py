"""How does it change with age, year by year?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.analysis.count import Row, Words, people
from needskit.analysis.outcome import answer_of
from needskit.analysis.tabulate import By, share
from needskit.analysis.transition.by_age.ages import AGE, AGE_NOTE, ages_of, years
from needskit.cohort.breakdown import NOT_KNOWN
from needskit.errors import UsageError
from needskit.table.measure import COUNT, PERCENTAGE
from needskit.table.modelled import MOVING
from needskit.table.table import Headings, Table
from needskit.table.wording import slug

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needskit.analysis.count import Asked, Part
    from needskit.cohort.cohort import Cohort

USUAL_AGES = (16, 30)


@dataclass(frozen=True, slots=True)
class _Counted:
    """Whom each row counts of its ages: those who have it, and those of whom it is known, each of all ages at None."""

    yes: Asked
    known: Asked
    of_all_ages: frozenset[str] | None = None

    def count(self, ages: frozenset[str]) -> Part:
        return people((AGE, ages), *self.yes)

    def out_of(self, ages: frozenset[str]) -> Part:
        return people((AGE, self.of_all_ages or ages), *self.known)

    def everyone(self, ages: frozenset[str]) -> Part:
        return people() if self.of_all_ages else people((AGE, ages))


def age_profile(cohort: Cohort, *, of: str | None = None, ages: tuple[int, int] = USUAL_AGES, by: By = None) -> Table:
    """How many people are there of each single year of age, and what share of them has something?

    Each year of age has a row; those younger, those older and those whose age is not known have one each too, so that
    everybody is in one row. Beside each percentage stands that of three years together: the counts of the year before,
    the year and the year after, divided by their denominators together. Nothing else is smoothed.

    Parameters
    ----------
    cohort
        Whose people are counted.
    of
        A column of yes or no, such as ``need_drugs``, ``iom`` or ``reconvicted_12_months``: percentages are then of
        those of each age with a known answer, and, if it is an outcome, followed up in full. None for the people
        themselves, as percentages of those whose age is known.
    ages
        The first and the last year of age that has a row of its own.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the extract holds no ages, the ages are none, ``of`` is no column of yes or no, or there is no such
        breakdown.

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22, 209-212.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> rows = [("17", "no")] * 2 + [("18", "yes")] * 2 + [("18", "no")] * 2 + [("19", "yes")] * 3 + [("", "yes")]
    >>> extract = pd.DataFrame(rows, columns=["age", "need_drugs"])
    >>> extract["person_id"] = [str(number) for number in range(10)]
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> frame = age_profile(cohort, of="need_drugs", ages=(17, 19)).to_frame().set_index("age")
    >>> frame.loc["18", ["count", "out_of", "estimate", "moving"]].round(3).tolist()
    [2.0, 4.0, 0.5, 0.556]
    """
    every = ages_of(cohort)
    first, last = ages
    if not every[0] <= first < last <= every[-1]:
        message = f"ages wants two ages from {every[0]} to {every[-1]} in rising order, but was {first} and {last}."
        raise UsageError(message)
    asked = None if of is None else answer_of(cohort, of)
    all_known = years(every[0], every[-1])
    what = _Counted((), (), all_known) if asked is None else _Counted(asked.yes, asked.known)
    rows = [*_rows(what, (every[0], every[-1]), ages), _not_known(what)]
    unit = cohort.unit.capitalize()
    title = "Single years of age" if of is None else f"{cohort.attributes[of].label} by single year of age"
    if asked is None:
        headings = Headings(
            count=f"{unit} of this age",
            out_of=f"{unit} with a known age",
            not_known=f"{unit} whose age is not known",
            estimate="Percentage of this age",
            further={"moving": "Percentage of one year of age, mean of three"},
        )
    else:
        having = asked.words if asked.followed else f"with a yes: {asked.words}"
        lacking = "not followed up or not known" if asked.followed else "answer not known"
        headings = Headings(
            count=f"{unit} of this age, {having}",
            out_of=f"{unit} of this age, {'followed up, outcome' if asked.followed else 'answer'} known",
            not_known=f"{unit} of this age, {lacking}",
            estimate=f"Percentage {having}",
            further={"moving": f"Percentage {having}, three years together"},
        )
    words = Words(
        key=f"transition.age_profile{'' if of is None else f'_of_{slug(of)}'}{_end_of_key(ages)}",
        title=f"{title}, {first} to {last}",
        headings=headings,
        notes=(
            *(asked.notes if asked is not None and asked.followed else ()),
            f"{AGE_NOTE} Those whose age is not known are a row of their own.",
            (
                "Three years together are the counts of the year before, the year and the year after, added up, out of "
                "the numbers that they are out of, added up. The first and the last year of age, and the rows of "
                "several years, have none. Nothing else is smoothed."
            ),
            (
                "Of one year of age there are few, so that neighbouring years differ by chance. Different ages "
                "differ in offending too, and services and what is recorded change at 18: see where a percentage "
                "changes, and not why."
            ),
        ),
        sources=cohort.needs.sources if of in cohort.needs.columns else (),
    )
    return share(cohort, rows, name="age", label="Age", words=words, by=by)


def _rows(what: _Counted, every: tuple[int, int], ages: tuple[int, int]) -> Iterable[Row]:
    """Return a row for those younger, for each year of age, and for those older."""
    (least, most), (first, last) = every, ages
    if first > least:
        yield _several(what, f"under {first}", years(least, first - 1))
    for age in range(first, last + 1):
        here = years(age, age)
        parts = (what.count(here), what.out_of(here), what.everyone(here))
        if age in {first, last}:
            yield Row((str(age),), PERCENTAGE, parts)
        else:
            beside = years(age - 1, age - 1), years(age + 1, age + 1)
            neighbours = (*(what.count(each) for each in beside), *(what.out_of(each) for each in beside))
            yield Row((str(age),), MOVING, (*parts, *neighbours))
    if last < most:
        yield _several(what, f"{last + 1} and over", years(last + 1, most))


def _several(what: _Counted, label: str, ages: frozenset[str]) -> Row:
    return Row((label,), PERCENTAGE, (what.count(ages), what.out_of(ages), what.everyone(ages)))


def _not_known(what: _Counted) -> Row:
    ages = frozenset({NOT_KNOWN})
    if what.of_all_ages:
        return Row((NOT_KNOWN,), COUNT, (people((AGE, ages)),))
    return _several(what, NOT_KNOWN, ages)


def _end_of_key(ages: tuple[int, int]) -> str:
    return "" if ages == USUAL_AGES else f"_aged_{ages[0]}_to_{ages[1]}"
