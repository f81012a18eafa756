"""How severe is each need?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.count import Row, Words, people
from needskit.analysis.tabulate import By, in_groups
from needskit.errors import UsageError
from needskit.schema import NO_NEED, NOT_KNOWN, SEVERE_NEED, STANDARD_NEED, severity_column
from needskit.table.measure import COUNT, PERCENTAGE
from needskit.table.table import Dimension, Headings, Level, Table

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort

KNOWN = frozenset({NO_NEED, STANDARD_NEED, SEVERE_NEED})

SOURCE = (
    "Cut-offs of needs and of severe needs: HMPPS's public code (ministryofjustice on GitHub: "
    "hmpps-assess-risks-and-needs, Section.kt; hmpps-tier, NeedSection)"
)


def severity(cohort: Cohort, *, by: By = None) -> Table:
    """How severe is each need, of those of whom it is known?

    Counted are people whose severity on that need is known: those without the need, those whose section scores
    at or above the cut-off but below the severe one, and those at or above the severe one. People assessed whose
    severity is not known are a row of their own and in no percentage; people not assessed are in no row.

    Parameters
    ----------
    cohort
        Whose people are counted.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the extract has no scores or items of a section with a severe cut-off, or no such breakdown.

    References
    ----------
    HMPPS's public code (ministryofjustice on GitHub: hmpps-assess-risks-and-needs, Section.kt; hmpps-tier,
    NeedSection): the score from which on a need is one, and from which on it is severe.

    Examples
    --------
    Drug misuse is a need from 2 and severe from 8.

    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame({"person_id": ["1", "2", "3", "4"], "score_drugs": ["1", "7", "8", ""]})
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> severity(cohort).to_frame().set_index("severity")[["count", "out_of"]].loc["severe need"].tolist()
    [1, 3]
    """
    word = cohort.needs.word
    labels = {NO_NEED: f"no {word}", STANDARD_NEED: f"standard {word}", SEVERE_NEED: f"severe {word}"}
    graded = _graded(cohort)
    rows = [row for need, column in graded.items() for row in _rows(need, column, labels)]
    dimensions = (
        Dimension("need", word.capitalize(), tuple(Level(need) for need in graded)),
        Dimension("severity", "Severity", tuple(Level(label) for label in (*labels.values(), NOT_KNOWN))),
    )
    return in_groups(cohort, rows, dimensions, words=_words(cohort), by=by)


def _graded(cohort: Cohort) -> dict[str, str]:
    """Return the needs of which the extract tells how severe they are, with the column of that."""
    found = {
        question.label: column
        for question in cohort.needs.questions
        if (column := severity_column(question.column)) in cohort.attributes
    }
    if not found:
        message = (
            f"This extract does not say how severe each {cohort.needs.word} is: it has no score, and no scored "
            "question, of a section with a severe cut-off. Add columns such as score_drugs, and read them with "
            "needs='oasys'."
        )
        raise UsageError(message)
    return found


def _rows(need: str, column: str, labels: dict[str, str]) -> list[Row]:
    """Return the rows of one need: a percentage of those known for each severity, and those not known."""
    rows = [
        Row((need, label), PERCENTAGE, (people((column, frozenset({answer}))), people((column, KNOWN)), people()))
        for answer, label in labels.items()
    ]
    return [*rows, Row((need, NOT_KNOWN), COUNT, (people((column, frozenset({NOT_KNOWN}))),))]


def _words(cohort: Cohort) -> Words:
    word, unit = cohort.needs.word, cohort.unit.capitalize()
    return Words(
        key="needs.severity",
        title=f"Severity of each {word}",
        headings=Headings(
            count=f"{unit} with this severity",
            out_of=f"{unit} whose severity is known",
            not_known=f"{unit} not assessed, or whose severity is not known",
            estimate="Percentage with this severity",
        ),
        notes=(
            (
                f"Standard is a section score at or above the cut-off of the {word} but below the severe one; severe "
                "is a score at or above the severe one."
            ),
            "The cut-offs, which differ between editions of the assessment, are those of HMPPS's public code.",
            (
                f"Where the {word} is no, there is none whatever the score. Where it is yes and no score says how "
                "severe it is, that is not known."
            ),
            f"The row {NOT_KNOWN} counts {cohort.unit} with an assessment; those not assessed are in no row.",
        ),
        sources=(SOURCE,),
    )
