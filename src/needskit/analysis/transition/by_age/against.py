"""Young adults set against everybody older, and against those younger: who is on each side, and the table of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.analysis.answers import NO, YES
from needskit.analysis.count import Row, Words, people
from needskit.analysis.tabulate import By, in_groups
from needskit.analysis.transition.by_age.ages import AGE, AGE_NOTE, ages_of, called, possible_ages, years
from needskit.errors import UsageError
from needskit.table.compared import ANOTHER_GROUP
from needskit.table.table import Dimension, Headings, Level, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.cohort.cohort import Cohort
    from needskit.table.whom import Condition


@dataclass(frozen=True, slots=True)
class Statement:
    """What is or is not so of people: the column that says it, and which answers say which.

    Parameters
    ----------
    label
        Of the row.
    column
        The attribute.
    yes, no
        Its answers of those of whom it is so, and of those of whom it is not; other answers are not known.
    asked_of
        Of whom it is asked; everybody unless said.
    """

    label: str
    column: str
    yes: frozenset[str] = YES
    no: frozenset[str] = NO
    asked_of: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Sides:
    """The young adults and the ages that they are set against.

    Parameters
    ----------
    young
        Their ages.
    words
        What they are called: "aged 18 to 24".
    others
        What each of the other sides is called, and its ages.
    end_of_key
        The band, where it is not that of the settings.
    """

    young: frozenset[str]
    words: str
    others: tuple[tuple[str, frozenset[str]], ...]
    end_of_key: str


@dataclass(frozen=True, slots=True)
class Phrases:
    """How headings speak of the people of one table: "with this need", "with a known answer", "... not known"."""

    yes: str
    known: str
    not_known: str


def sides_of(cohort: Cohort, band: tuple[int, int] | None) -> Sides:
    """Return who is on which side: those of the band, those older and, where there can be any, those younger.

    Parameters
    ----------
    cohort
        Whose people are set against each other.
    band
        First and last age of young adults; None for what the settings say.

    Raises
    ------
    UsageError
        If the extract holds no ages, the band is none, or the cohort was chosen so that there is only one side.
    """
    ages = ages_of(cohort)
    least, oldest = ages
    usual = cohort.definitions.young_adults
    first, last = band or usual
    if not least <= first < last < oldest:
        message = f"band wants two ages from {least} to {oldest - 1} in rising order, but was {first} and {last}."
        raise UsageError(message)
    possible, young = possible_ages(cohort), years(first, last)
    spans = [(last + 1, oldest), *([(least, first - 1)] if first > least else [])]
    others = [(called(span, oldest=oldest), years(*span)) for span in spans if years(*span) & possible]
    if not others or not young & possible:
        message = (
            f"This part of the cohort was chosen so that those aged {first} to {last} and those of other ages are not "
            "both in it, and there are no two groups to compare. Compare within the whole cohort."
        )
        raise UsageError(message)
    end = "" if (first, last) == usual else f"_aged_{first}_to_{last}"
    return Sides(young, f"aged {first} to {last}", tuple(others), end)


def has_other_ages(cohort: Cohort) -> bool:
    """Tell whether the extract holds ages, and there can be both young adults and others in the cohort."""
    if AGE not in cohort.attributes:
        return False
    possible, young = possible_ages(cohort), years(*cohort.definitions.young_adults)
    return bool(possible & young) and bool(possible - young)


def set_against(
    cohort: Cohort, sides: Sides, statements: Sequence[Statement], *, dimension: tuple[str, str], words: Words, by: By
) -> Table:
    """Of how many young adults is each statement true, and of how many of each other side?

    Parameters
    ----------
    cohort
        Whose people are counted.
    sides
        From ``sides_of``.
    statements
        One for each row of each side.
    dimension
        Name and label of the dimension of the statements.
    words
        For caption and headings.
    by
        Breakdowns; a group "all" comes first.
    """
    rows = [_row(sides, other, statement) for other in sides.others for statement in statements]
    dimensions = (
        Dimension(
            "against", f"{sides.words.capitalize()}, set against", tuple(Level(label) for label, _ in sides.others)
        ),
        Dimension(*dimension, tuple(Level(statement.label) for statement in statements)),
    )
    return in_groups(cohort, rows, dimensions, words=words, by=by)


def _row(sides: Sides, other: tuple[str, frozenset[str]], statement: Statement) -> Row:
    label, ages = other
    young, rest = (AGE, sides.young), (AGE, ages)
    yes, no, known = (
        (*statement.asked_of, (statement.column, answers))
        for answers in (statement.yes, statement.no, statement.yes | statement.no)
    )
    parts = (
        *(people(young, *yes), people(young, *known), people(young), people(young, *no)),
        *(people(rest, *yes), people(rest, *known), people(rest, *no)),
    )
    return Row((label, statement.label), ANOTHER_GROUP, parts)


def headings_of(cohort: Cohort, sides: Sides, phrases: Phrases) -> Headings:
    """Return the words over the figures of such a table."""
    ours, others = f"{cohort.unit.capitalize()} {sides.words}", f"{cohort.unit.capitalize()} of the other ages"
    return Headings(
        count=f"{ours}, {phrases.yes}",
        out_of=f"{ours}, {phrases.known}",
        not_known=f"{ours}, {phrases.not_known}",
        against_count=f"{others}, {phrases.yes}",
        against_out_of=f"{others}, {phrases.known}",
        estimate=f"Percentage {phrases.yes}, {sides.words}",
        further={
            "against_estimate": f"Percentage {phrases.yes}, other ages",
            "against_lower": "Lower 95% limit of the percentage, other ages",
            "against_upper": "Upper 95% limit of the percentage, other ages",
            "difference": f"Difference: {sides.words} less other ages",
            "risk_ratio": f"Risk ratio: {sides.words} to other ages",
        },
    )


def notes_of(cohort: Cohort, sides: Sides, statements: Sequence[Statement], by: By) -> tuple[str, ...]:
    """Say who is on which side, how many comparisons there are, and what a difference is not."""
    comparisons = len(sides.others) * len(statements)
    unit = cohort.unit.capitalize()
    return (
        (
            f"Each row sets those {sides.words} against those of the ages that it names, and the difference is the "
            f"first less the second. {AGE_NOTE} Where the age is not known, they are on neither side."
        ),
        *(
            (f"Those {sides.words} are the same in the rows of each of the other ages: do not add them up.",)
            if len(sides.others) > 1
            else ()
        ),
        (
            f"The table makes {comparisons} comparison{'s' if comparisons > 1 else ''}{' in each group' if by else ''}"
            ". About one in twenty would have limits that leave out 0 by chance alone, were there no difference at all."
        ),
        (
            f"{unit} of different ages differ in offending and sentence too, and services, assessments and what is "
            "recorded change at 18. Nothing is adjusted, so a difference is not what age does."
        ),
    )
