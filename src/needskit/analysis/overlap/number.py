"""How do needs overlap?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from needskit.analysis.answers import AT_LEAST
from needskit.analysis.count import Row, Words, people
from needskit.analysis.tabulate import By, share
from needskit.cohort.build import NUMBER_OF_NEEDS
from needskit.cohort.combination import NOT_IN_FULL
from needskit.table.measure import COUNT, CUMULATIVE, MEAN_AND_MEDIAN, PERCENTAGE
from needskit.table.table import Headings, Table

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort

NOT_ASSESSED = "not assessed"


def number_of_needs(cohort: Cohort, *, by: By = None) -> Table:
    """How many needs do people have?

    Counted are people with a known answer on every need of the set, so that nobody's number is too low for
    want of an answer. People assessed but not answered in full, and people not assessed, are rows of their
    own and in no percentage. After the numbers come "two or more", "three or more", "five or more", and the mean with
    the median beside it.

    Parameters
    ----------
    cohort
        Whose people are counted.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the cohort has no needs or no such breakdown.

    References
    ----------
    Ministry of Justice, Identified needs of offenders in custody and the community from OASys, 2025: number
    of identified needs per offender. Cambridgeshire OPCC, 2020: two or more needs as multiple needs.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame(
    ...     {
    ...         "person_id": ["1", "2", "3", "4"],
    ...         "need_drugs": ["yes", "yes", "no", ""],
    ...         "need_alcohol": ["yes", "no", "no", ""],
    ...     }
    ... )
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> frame = number_of_needs(cohort).to_frame()
    >>> frame.loc[frame["number_of_needs"] == "two or more", ["count", "out_of"]].to_numpy().tolist()
    [[1, 3]]
    """
    questions = cohort.needs.required
    word, unit = cohort.needs.word, cohort.unit
    attribute = cohort.attributes[NUMBER_OF_NEEDS]
    numbers = attribute.answers[:-1]
    all_known = people((NUMBER_OF_NEEDS, frozenset(numbers)))
    rows = [
        Row((number,), CUMULATIVE, (people((NUMBER_OF_NEEDS, frozenset({number}))), all_known, people()))
        for number in numbers
    ]
    rows += [
        Row((NOT_IN_FULL,), COUNT, (people((NUMBER_OF_NEEDS, frozenset({NOT_IN_FULL}))),)),
        Row((NOT_ASSESSED,), COUNT, (people(("assessed", frozenset({"no"}))),)),
    ]
    rows += [
        Row(
            (label,),
            PERCENTAGE,
            (people((NUMBER_OF_NEEDS, frozenset(numbers[least:]))), all_known, people()),
        )
        for least, label in AT_LEAST.items()
        if least < len(numbers)
    ]
    mean = replace(MEAN_AND_MEDIAN, unit=f"{word}s per {cohort.one}")
    each = (people((NUMBER_OF_NEEDS, frozenset({number}))) for number in numbers)
    rows.append(Row(("mean",), mean, (people(), *each)))
    words = Words(
        key="overlap.number_of_needs",
        title=f"Number of {word}s per {cohort.one}",
        headings=Headings(
            count=f"{unit.capitalize()} with this number of {word}s",
            out_of=f"{unit.capitalize()} with a known answer on every {word}",
            not_known=f"{unit.capitalize()} whose number is not known",
            estimate=f"Percentage with this number of {word}s",
            mean=f"Mean number of {word}s per {cohort.one}",
            further={"median": f"Median number of {word}s per {cohort.one}"},
        ),
        notes=(
            (
                f"The number of {word}s is counted for those with a known answer on every {word} of the set: "
                f"{'; '.join(question.label for question in questions)}."
            ),
            (
                f"The mean is the number of {word}s of those with a known answer on every {word}, divided by how many "
                "they are."
            ),
            "Two or more, three or more and five or more repeat rows above them: do not add them up.",
        ),
        sources=cohort.needs.sources,
    )
    return share(cohort, rows, name=NUMBER_OF_NEEDS, label=f"Number of {word}s", words=words, by=by)
