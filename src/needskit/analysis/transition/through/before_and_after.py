"""Needs of the same people in their last assessment before a birthday, and in their first from it on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from needskit.analysis.answers import YES
from needskit.analysis.count import Row, Words, people
from needskit.analysis.divided import divided
from needskit.analysis.tabulate import By, in_groups
from needskit.analysis.transition.across.passage import EIGHTEEN, TWENTY_FIVE, birthdays
from needskit.analysis.transition.across.period import IN_PERIOD, OTHER_TIME, dates_of, in_words, with_turned
from needskit.analysis.transition.through.assessed import ASSESSMENTS, NONE, Assessed, assessed_around, questions_in
from needskit.cohort.build import FOUND_IN
from needskit.cohort.smaller_extract import require_rows
from needskit.errors import UsageError
from needskit.table.measure import PERCENTAGE
from needskit.table.paired import PAIRED
from needskit.table.table import Dimension, Headings, Level, Table
from needskit.table.whom import Implied

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from needskit.analysis.transition.across.period import Period
    from needskit.cohort.cohort import Cohort

BOTH, BEFORE, AFTER, NEITHER = "before and after", "only before", "only after", "neither before nor after"
TOO_EARLY = "too early to tell"
SIDES = (BOTH, BEFORE, AFTER, NEITHER, TOO_EARLY, OTHER_TIME)
TOLD = frozenset({BOTH, BEFORE, AFTER, NEITHER})
TURNED = TOLD | {TOO_EARLY}
ON_BOTH = frozenset({BOTH})

KEPT, LOST, GAINED, NEVER = CHANGES = ("yes at both", "yes before alone", "yes after alone", "no at both")
KNOWN = frozenset(CHANGES)
YES_BEFORE, YES_AFTER = frozenset({KEPT, LOST}), frozenset({KEPT, GAINED})

YOUNGEST = 11
"""The first birthday with a year before it in which there is an age of criminal responsibility, which is 10."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the table is of: the people who turned an age, how, and the words of the window."""

    cohort: Cohort
    age: int
    period: Period
    turned: str
    sides: str

    @property
    def weeks(self) -> str:
        weeks = self.cohort.definitions.assessments.within_weeks
        return f"{weeks} week{'s' if weeks > 1 else ''}" if weeks else ""


def needs_before_and_after(
    cohort: Cohort, *, age: int = EIGHTEEN, period: tuple[dt.date, dt.date] | None = None, by: By = None
) -> Table:
    """Of the same people, how many had each need in the last assessment before they turned 18, and in the first after?

    Counted are people who turned 18 in a period, for each need those with an answer on it in both assessments: the last
    before the birthday and the first from it on, the birthday itself among the latter, each within the weeks of the
    settings. Whoever has only one, or no answer in one, is not known. How many have both stands in rows of its own; of
    those without one after the birthday it is too early to tell while the weeks are not over.

    Parameters
    ----------
    cohort
        Whose people are counted. Which types and statuses of assessments are taken, and within how many weeks, its
        settings say under ``assessments``.
    age
        Whose birthday it is, in completed years: 11 to 25.
    period
        First and last day on which those counted turned that age; that of the settings unless told otherwise.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the extract has no date, no dates of birth, or no source of assessments with dates and needs; if the age or
        the period is none, or there is no such breakdown.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 2635-2650, method 10; Fagerland, Lydersen and Laake (2013), BMC Medical
    Research Methodology 13:91.

    Examples
    --------
    >>> import datetime, pathlib, tempfile, pandas as pd, needskit as nk
    >>> settings = '''
    ... cohort = {population = "people in a test", as_at = 2026-12-31}
    ... sources.people = {file = "", role = "people"}
    ... sources.assessments = {file = "", role = "assessments"}
    ... '''
    >>> people = pd.DataFrame({"person_id": ["1", "2", "3"], "date_of_birth": ["2007-03-01"] * 3})
    >>> assessments = pd.DataFrame(
    ...     [
    ...         ["1", "2025-02-28", "yes"],
    ...         ["1", "2025-03-01", "no"],
    ...         ["2", "2024-09-01", "no"],
    ...         ["2", "2025-06-01", "no"],
    ...         ["3", "2024-09-01", "yes"],
    ...     ],
    ...     columns=["person_id", "assessment_date", "need_drugs"],
    ... )
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "needskit.toml")
    ...     _ = path.write_text(settings)
    ...     cohort = nk.read_cohort(path, frames={"people": people, "assessments": assessments})
    >>> frame = needs_before_and_after(
    ...     cohort, period=(datetime.date(2025, 1, 1), datetime.date(2025, 9, 30))
    ... ).to_frame()
    >>> frame.set_index("statement").loc["Drug misuse", ["count", "against_count", "gained", "lost", "out_of"]].tolist()
    [1, 0, 0, 1, 2]
    """
    word = cohort.needs.word
    if not YOUNGEST <= age <= TWENTY_FIVE:
        message = f"age wants {YOUNGEST} to {TWENTY_FIVE}, but was {age}."
        raise UsageError(message)
    require_rows(
        cohort,
        f"Which {word}s the same {cohort.unit} have on both sides of a birthday",
        whose=f"those who turn {age} in the period",
        columns=["date_of_birth"],
        sources={"assessments": ["assessment_date", f"the {word}s"]},
    )
    as_at, wanted = dates_of(cohort, period)
    turned = birthdays(cohort, age)
    found = assessed_around(cohort, turned, as_at)
    questions = questions_in(cohort)
    if not questions:
        message = f"The assessments of this extract hold no {word}s, so there is nothing to set beside each other."
        raise UsageError(message)
    made, in_period = with_turned(cohort, age, wanted)
    made, sides = _with_sides(made, found, in_period, age=age)
    asked = _Asked(made, age, wanted, in_period, sides)
    rows = list(_rows_of_assessments(asked))
    for question in questions:
        made, name = _with_change(made, found, sides, question.column)
        rows.append(_row(asked, question.label, name))
    about = ["Assessments", f"{word.capitalize()}s"]
    levels = [Level(row.at[1], under=row.at[0]) for row in rows]
    dimensions = (
        Dimension("about", "About", tuple(Level(label) for label in about)),
        Dimension("statement", "Statement", tuple(levels)),
    )
    return in_groups(made, rows, dimensions, words=_words(asked, len(questions), by), by=by)


def _with_sides(cohort: Cohort, found: Assessed, in_period: str, *, age: int) -> tuple[Cohort, str]:
    """Add on which sides of the birthday each of those was assessed who turned the age in the period."""
    before, after = found.before != NONE, found.after != NONE
    told = ((before & after, BOTH), (after, AFTER), (~found.over, TOO_EARLY), (before, BEFORE))
    code = {answer: place for place, answer in enumerate(SIDES)}
    places = np.select([is_so for is_so, _ in told], [code[answer] for _, answer in told], code[NEITHER])
    inside = cohort.people[in_period].cat.codes.to_numpy()
    places = np.where(inside == 0, places, np.where(inside == 1, code[OTHER_TIME], len(SIDES)))
    weeks = cohort.definitions.assessments.within_weeks
    implies = [
        Implied(TURNED, ((in_period, frozenset({IN_PERIOD})),), way="both"),
        Implied(frozenset({OTHER_TIME}), ((in_period, frozenset({OTHER_TIME})),), way="both"),
    ]
    of_assessments = [f"{FOUND_IN}{source.label}" for source in cohort.sources if source.role == ASSESSMENTS]
    # Of several sources it may be any.
    if len(of_assessments) == 1 and of_assessments[0] in cohort.attributes:
        implies.append(Implied(frozenset({BOTH, BEFORE, AFTER}), ((of_assessments[0], YES),)))
    made, attribute = divided(
        cohort, f"assessed within {weeks} weeks of {age}, {in_period}", places, SIDES, implies=tuple(implies)
    )
    return made, attribute.name


def _with_change(cohort: Cohort, found: Assessed, sides: str, column: str) -> tuple[Cohort, str]:
    """Add what became of a need between the two assessments of those who have both."""
    before, after = found.answers(column)
    place = {(0, 0): KEPT, (0, 1): LOST, (1, 0): GAINED, (1, 1): NEVER}
    places = np.full(len(before), len(CHANGES))
    for (first, second), answer in place.items():
        places[(before == first) & (after == second)] = CHANGES.index(answer)
    made, attribute = divided(cohort, f"{column}, {sides}", places, CHANGES)
    attribute = replace(attribute, within=(sides, BOTH))
    return replace(made, attributes={**made.attributes, attribute.name: attribute}), attribute.name


def _rows_of_assessments(asked: _Asked) -> Iterator[Row]:
    everybody = people((asked.turned, frozenset({IN_PERIOD})))
    for answer in (BOTH, BEFORE, AFTER, NEITHER):
        parts = (people((asked.sides, frozenset({answer}))), people((asked.sides, TOLD)), everybody)
        yield Row(("Assessments", f"assessed {answer}"), PERCENTAGE, parts)


def _row(asked: _Asked, label: str, name: str) -> Row:
    everybody = people((asked.turned, frozenset({IN_PERIOD})))
    ways = (YES_AFTER, {GAINED}, {LOST}, {KEPT}, {NEVER})
    parts = (
        *(people((name, YES_BEFORE)), people((name, KNOWN)), everybody),
        *(people((name, frozenset(answers))) for answers in ways),
    )
    return Row((f"{asked.cohort.needs.word.capitalize()}s", label), PAIRED, parts)


def _words(asked: _Asked, comparisons: int, by: By) -> Words:
    cohort, age = asked.cohort, asked.age
    unit, word = cohort.unit.capitalize(), cohort.needs.word
    within = f", within {asked.weeks} of it" if asked.weeks else ""
    times = "There is 1 comparison" if comparisons == 1 else f"There are {comparisons} comparisons"
    return Words(
        key=f"transition.needs_before_and_after{'' if age == EIGHTEEN else f'_{age}'}",
        title=(
            f"{word.capitalize()}s before and after turning {age}: {cohort.unit} turning {age} {in_words(asked.period)}"
        ),
        headings=Headings(
            count=f"{unit} in this row; of a {word}, with it before",
            out_of=f"{unit} of which it is known; of a {word}, answered before and after",
            not_known=f"{unit} turning {age} in the period, not known",
            against_count=f"{unit} with this {word} after",
            gained=f"{unit} with it after alone: gained",
            lost=f"{unit} with it before alone: lost",
            estimate=f"Percentage in this row; of a {word}, with it before",
            further={
                "against_estimate": f"Percentage with this {word} after",
                "against_lower": "Lower 95% limit of the percentage after",
                "against_upper": "Upper 95% limit of the percentage after",
                "difference": "Difference: after less before",
            },
        ),
        notes=(
            (
                f"Before is the last assessment before the birthday, after is the first from that day on{within}, of "
                "the types and statuses that the settings take. Of a birth on 29 February the birthday is 1 March in "
                "a year without that day."
            ),
            (
                f"A row on a {word} counts those with an answer on it in both. Not known are those with only one of "
                "the two assessments, or without an answer in one."
            ),
            *(
                (
                    (
                        "Too early to tell, and so not known, are those without one after the birthday while the "
                        f"{asked.weeks} from it on are not over, while those assessed already are counted. In a period "
                        f"that ends {asked.weeks} before the extract there are none of whom it is too early to tell."
                    ),
                )
                if asked.weeks
                else ()
            ),
            (
                f"Those assessed on both sides are not all {cohort.unit} turning {age}: those assessed again are still "
                "supervised, or of concern. The percentages are not those of everybody."
            ),
            (
                "Youth and adult services assess with different instruments, AssetPlus and OASys, with other "
                f"questions, thresholds and assessors. A difference can be one of instrument, and what became of a "
                f"{word} cannot be told apart from that. It is no effect of the birthday either."
            ),
            (
                f"{times} of before and after{' in each group' if by else ''}. About one in "
                "twenty would have limits that leave out 0 by chance alone, were there no difference anywhere."
            ),
        ),
        sources=cohort.needs.sources,
    )
